//! Over all subsets of what ships: nothing is asked twice, nothing is missing, no visit is in vain.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use catalogue::Pack;
use kernel::refusal::Refused;

use super::*;

/// Subsets tried of each size above three.
const SUBSETS_OF_A_SIZE: usize = 40;

fn today() -> Date {
    Date::constant(2026, 3, 2)
}

/// The bundles that ship, those of Guangzhou among them, each table once.
fn bundles() -> Vec<Bundle> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/guangzhou");
    let guangzhou = Pack::read(&folder).expect("the pack of Guangzhou reads");
    let mut all = Pack::shipped().bundles;
    for bundle in guangzhou.bundles {
        if !all.iter().any(|known| known.certificates == bundle.certificates) {
            all.push(bundle);
        }
    }
    all
}

fn bundle(id: &str) -> Bundle {
    Pack::shipped().bundle(id).expect("it ships").clone()
}

fn ids(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

fn answered(all: &[(&str, &str)]) -> Answers {
    all.iter().map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned())).collect()
}

/// Nothing answered; all that can be spared, spared; nothing spared.
fn sheets(bundle: &Bundle) -> Vec<Answers> {
    let flags = ["is_branch", "foreign_invested", "trades_abroad", "medical_joins"];
    let of = |yes: &str, others: [(&str, &str); 3]| {
        let flags = flags.map(|id| (id, yes));
        let mut all = answered(&[&flags[..], &others[..]].concat());
        all.retain(|id, _| bundle.field(id).is_some());
        all
    };
    vec![
        Answers::new(),
        of("no", [("signs", "online"), ("collect", "post"), ("address_basis", "commitment")]),
        of("yes", [("signs", "paper"), ("collect", "hall"), ("address_basis", "title")]),
    ]
}

/// Every subset of up to three, then of each larger size as many as the seed draws.
fn subsets(count: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    for a in 0..count {
        all.push(vec![a]);
        for b in a + 1..count {
            all.push(vec![a, b]);
            all.extend((b + 1..count).map(|c| vec![a, b, c]));
        }
    }
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).expect("it is below a usize")
    };
    for size in 4..=count {
        for _ in 0..SUBSETS_OF_A_SIZE {
            let mut deck: Vec<usize> = (0..count).collect();
            // The order of choosing is drawn too: it must not matter.
            let drawn = (0..size).map(|_| deck.remove(draw(deck.len())));
            all.push(drawn.collect());
        }
    }
    all
}

/// What a certificate needs by the table alone, written down without the planner: each question,
/// paper and visit, with whether the answers say yes (true), or leave it open (false).
fn needs_of(
    bundle: &Bundle,
    row: &Certificate,
    verdict: &dyn Fn(&str) -> Option<bool>,
) -> BTreeMap<(char, String), bool> {
    let mut all = BTreeMap::new();
    let mut note = |kind: char, id: &str, when: &Option<String>| match when
        .as_deref()
        .map_or(Some(true), verdict)
    {
        Some(false) => {}
        said => drop(all.insert((kind, id.to_owned()), said.is_some())),
    };
    // What says whether the row applies is asked; where it does not, nothing else is.
    let applies = row.when.as_deref().is_none_or(|when| verdict(when) != Some(false));
    let all_of = |ids: &[String]| if applies { ids.to_vec() } else { Vec::new() };
    let mut asks: BTreeSet<String> = all_of(&row.asks).into_iter().collect();
    let mut conditions: Vec<String> = row.when.iter().cloned().collect();
    for id in &all_of(&row.papers) {
        let material = bundle.material(id).expect("the table has it");
        note('p', id, &material.when);
        conditions.extend(material.when.clone());
    }
    for id in &all_of(&row.visits) {
        let visit = bundle.visit(id).expect("the table has it");
        note('v', id, &visit.when);
        conditions.extend(visit.when.clone());
    }
    // A question is read by a condition where the condition names it as a word.
    let reads = |when: &str, id: &str| {
        when.split(|c: char| !(c.is_ascii_lowercase() || c == '_')).any(|word| word == id)
    };
    loop {
        let of_questions = asks.iter().filter_map(|id| bundle.field(id)?.when.clone());
        let all_conditions: Vec<String> = conditions.iter().cloned().chain(of_questions).collect();
        let read = bundle.fields.iter().map(|field| &field.id);
        let read = read.filter(|id| all_conditions.iter().any(|when| reads(when, id)));
        let more: Vec<String> = read.filter(|id| !asks.contains(*id)).cloned().collect();
        if more.is_empty() {
            break;
        }
        asks.extend(more);
    }
    for id in &asks {
        note('q', id, &bundle.field(id).expect("the table has it").when);
    }
    all
}

/// What a plan asks, as kind and identifier, with who needs it.
fn asked(plan: &Plan) -> Vec<(char, String, BTreeSet<String>)> {
    let who = |places: &[usize]| plan.named(places).iter().map(|row| row.id.clone()).collect();
    let questions = plan.questions.iter().map(|need| ('q', need.id, &need.needed_by));
    let papers = plan.papers.iter().map(|need| ('p', need.id, &need.needed_by));
    let visits = plan.visits.iter().map(|need| ('v', need.id, &need.needed_by));
    let all = questions.chain(papers).chain(visits);
    all.map(|(kind, id, places)| (kind, id.to_owned(), who(places))).collect()
}

#[test]
fn over_all_subsets_nothing_is_asked_twice_or_missing_and_no_visit_is_in_vain() {
    let mut tried = 0;
    for bundle in bundles() {
        let form = Form::asking(&bundle.fields);
        for answers in sheets(&bundle) {
            let verdict = form.verdict(&answers, today());
            let needs: Vec<_> =
                bundle.certificates.iter().map(|row| needs_of(&bundle, row, &verdict)).collect();
            for subset in subsets(bundle.certificates.len()) {
                let rows: Vec<&Certificate> =
                    subset.iter().map(|at| &bundle.certificates[*at]).collect();
                let chosen: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
                let plan = plan(&bundle, &chosen, &answers, today()).expect("it can be planned");
                let found = asked(&plan);
                // Nothing is asked twice: neither under one name nor in the same words.
                let names: BTreeSet<_> = found.iter().map(|(kind, id, _)| (kind, id)).collect();
                assert_eq!(names.len(), found.len(), "{chosen:?}");
                let words: BTreeSet<&str> =
                    plan.questions.iter().map(|need| need.of.title.as_str()).collect();
                assert_eq!(words.len(), plan.questions.len(), "{chosen:?}");
                // What one of the chosen yields is nobody's to tell again.
                let yielded: BTreeSet<&String> = rows.iter().flat_map(|row| &row.yields).collect();
                let mut wanted: BTreeMap<(char, String), BTreeSet<String>> = BTreeMap::new();
                for (at, row) in subset.iter().zip(&rows) {
                    let open = needs[*at].keys().filter(|(_, id)| !yielded.contains(id));
                    for need in open {
                        wanted.entry(need.clone()).or_default().insert(row.id.clone());
                    }
                }
                // Nothing needed is missing, nothing else is asked, no visit is in vain, and the
                // reason that is told is the whole reason.
                let told: BTreeMap<_, _> =
                    found.into_iter().map(|(kind, id, who)| ((kind, id), who)).collect();
                assert_eq!(told, wanted, "{} {chosen:?} {answers:?}", bundle.id);
                let said: BTreeSet<&String> =
                    plan.named(&plan.inapplicable).iter().map(|row| &row.id).collect();
                let is_out = |row: &&&Certificate| {
                    row.when.as_deref().is_some_and(|when| verdict(when) == Some(false))
                };
                assert_eq!(said, rows.iter().filter(is_out).map(|row| &row.id).collect());
                // What is taken over is there in time.
                for reused in &plan.reused {
                    assert!(reused.needed_by.iter().all(|at| reused.from < *at), "{chosen:?}");
                }
                tried += 1;
            }
        }
    }
    // 6 rows and 21 rows, exhaustively to three, three sheets: far more than a few.
    assert!(tried > 7_000, "{tried} plans were tried");
}

#[test]
fn what_the_licence_yields_is_asked_only_where_the_licence_is_not_chosen() {
    let bundle = bundle("start-a-business");
    let made = |chosen: &[&str]| {
        let plan = plan(&bundle, &ids(chosen), &Answers::new(), today()).expect("it is planned");
        let questions: Vec<String> = plan.questions.iter().map(|one| one.id.to_owned()).collect();
        let papers: Vec<String> = plan.papers.iter().map(|one| one.id.to_owned()).collect();
        (questions, papers)
    };
    let (questions, papers) = made(&["seal"]);
    assert_eq!(questions, ["collect", "enterprise_name", "seals", "credit_code"]);
    assert_eq!(papers, ["business-licence"]);
    let (questions, papers) = made(&["seal", "business-licence"]);
    assert!(!questions.contains(&"credit_code".to_owned()), "{questions:?}");
    assert!(!papers.contains(&"business-licence".to_owned()), "{papers:?}");
}

#[test]
fn an_answer_spares_the_visit_and_the_paper_that_it_settles() {
    let bundle = bundle("start-a-business");
    let all: Vec<String> = bundle.certificates.iter().map(|row| row.id.clone()).collect();
    let made = |answers: &[(&str, &str)]| {
        let plan = plan(&bundle, &all, &answered(answers), today()).expect("it is planned");
        let visits: Vec<String> = plan.visits.iter().map(|one| one.id.to_owned()).collect();
        (visits, plan.count().papers)
    };
    let open = made(&[]);
    assert_eq!(open.0, ["hall-signature", "hall-collection", "bank-account"]);
    let near = made(&[("signs", "online"), ("collect", "post"), ("is_branch", "no")]);
    assert_eq!(near.0, ["bank-account"]);
    assert!(near.1 < open.1, "{near:?} {open:?}");
    // One collection serves the licence, the seal and the invoices.
    let plan = plan(&bundle, &all, &Answers::new(), today()).expect("it is planned");
    assert_eq!(plan.visits[1].needed_by.len(), 3);
    let (together, apart) = (plan.count(), apart(&bundle, &all, &Answers::new(), today()));
    assert_eq!((together.forms, apart.forms), (1, 6));
    assert!(together.questions < apart.questions && together.papers < apart.papers);
}

#[test]
fn an_industry_proposes_the_filings_that_it_triggers_and_no_others() {
    let bundle = bundle("certificates-in-one");
    let ids = |answers: &[(&str, &str)]| -> Vec<String> {
        let rows = proposed(&bundle, &answered(answers), today());
        rows.iter().map(|row| row.id.clone()).collect()
    };
    let plain = ids(&[]);
    assert_eq!(plain.len(), 7, "{plain:?}");
    let forwarder = ids(&[("industry", "58"), ("trades_abroad", "yes")]);
    assert!(forwarder.contains(&"freight-forwarder-filing".to_owned()));
    assert_eq!(forwarder.iter().filter(|id| id.contains("declarant")).count(), 2);
    let estate = [("industry", "K7010"), ("is_branch", "no")];
    assert!(ids(&estate).contains(&"property-manager-filing".to_owned()));
    assert!(!ids(&estate).contains(&"estate-appraiser-branch-filing".to_owned()));
}

#[test]
fn what_does_not_apply_asks_only_what_says_so() {
    let bundle = bundle("certificates-in-one");
    let chosen = ids(&["estate-appraiser-branch-filing"]);
    let made = |answers: &[(&str, &str)]| {
        let plan = plan(&bundle, &chosen, &answered(answers), today()).expect("it is planned");
        (plan.inapplicable.clone(), plan.questions.len(), plan.papers.len())
    };
    assert_eq!(made(&[("is_branch", "no")]), (vec![0], 1, 0));
    let (none, questions, papers) = made(&[]);
    assert!(none.is_empty() && questions > 1 && papers > 1, "what is open spares nothing");
    assert!(made(&[("is_branch", "yes")]).0.is_empty());
}

#[test]
fn what_cannot_be_planned_is_refused_in_order() {
    let bundle = bundle("start-a-business");
    let refused = |chosen: &[&str], answers: &[(&str, &str)]| {
        let found = plan(&bundle, &ids(chosen), &answered(answers), today());
        Refused::from(found.expect_err("it is refused")).code
    };
    for (chosen, answers, code) in [
        (&[][..], &[("nothing", "1")][..], "approvals.bundle_nothing_chosen"),
        (&["seal", "passport"], &[], "approvals.certificate_unknown"),
        (&["seal", "seal"], &[("nothing", "1")], "approvals.certificate_chosen_twice"),
        (&["seal"], &[("nothing", "1")], "approvals.bundle_answer_unfit"),
        (&["seal"], &[("collect", "pigeon")], "approvals.bundle_answer_unfit"),
    ] {
        assert_eq!(refused(chosen, answers), code, "{chosen:?}");
    }
}
