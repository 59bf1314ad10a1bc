//! What a mandate covers, who acts under it, and how it is given, in tables.

use jiff::civil::date;
use kernel::actor::Actor;
use kernel::calendar::Calendar;
use kernel::refusal::Refused;
use kernel::right::{Right, Rights};

use super::*;
use crate::assistance::{About, Act, allows};

const OWN: &str = "91330421MA28A0010Q";

fn terms(scope: Scope, acts: &[Act]) -> Terms {
    Terms {
        number: "2026-W00001".into(),
        credit_code: OWN.into(),
        office: "assistance".into(),
        post: "agent".into(),
        scope,
        acts: acts.to_vec(),
        from: date(2026, 3, 5),
        until: date(2026, 3, 31),
    }
}

fn about(project: &str, subject: &str, package: &str, office: &str) -> About {
    About {
        project: project.into(),
        subject: subject.into(),
        package: package.into(),
        offices: vec![office.into()],
    }
}

fn assistant(office: &str, code: &str) -> Actor {
    Actor::Assistant {
        office: office.into(),
        post: "agent".into(),
        credit_code: code.into(),
        mandate: "2026-W00001".into(),
    }
}

#[test]
fn a_mandate_covers_what_it_names_and_nothing_else() {
    let one = || Scope::Case { case: "case:a".into(), project: "project:p".into() };
    let whole = || Scope::Project { project: "project:p".into() };
    let stage = || Scope::Package { package: "package:s".into(), project: "project:p".into() };
    for (scope, thing, covers) in [
        (Scope::Everything, about("project:q", "case:z", "", ""), true),
        (Scope::Everything, about("", "", "", ""), true),
        (whole(), about("project:p", "case:z", "", ""), true),
        (whole(), about("project:p", "", "", ""), true),
        (whole(), about("project:p", "project:p", "", ""), true),
        (whole(), about("project:q", "project:q", "", ""), false),
        (whole(), about("project:q", "case:a", "", ""), false),
        (whole(), about("", "", "", ""), false),
        (one(), about("project:p", "case:a", "", ""), true),
        (one(), about("project:p", "case:b", "", ""), false),
        (one(), about("project:p", "", "", ""), true),
        (one(), about("project:q", "", "", ""), false),
        (one(), about("project:p", "project:p", "", ""), false),
        (one(), about("project:p", "simulation:a", "", ""), false),
        (whole(), about("project:p", "simulation:a", "", ""), true),
        (stage(), about("project:p", "project:p", "", ""), false),
        (one(), about("", "", "", ""), false),
        (stage(), about("project:p", "package:s", "", ""), true),
        (stage(), about("project:p", "case:a", "package:s", ""), true),
        (stage(), about("project:p", "case:b", "package:t", ""), false),
        (stage(), about("project:p", "case:c", "", ""), false),
    ] {
        assert_eq!(scope.covers(&thing), covers, "{scope:?} {thing:?}");
    }
}

#[test]
fn an_assistant_acts_or_is_refused_in_this_order() {
    let given = terms(Scope::Project { project: "project:p".into() }, &[Act::HandIn]);
    let (assists, decides) = (Rights(vec![Right::Assist]), Rights(vec![Right::Decide]));
    let (own, other) = (about("project:p", "case:a", "", "planning"), about("x", "y", "", ""));
    let close = about("project:p", "case:a", "", "assistance");
    let (here, elsewhere) = (assistant("assistance", OWN), assistant("planning", OWN));
    let foreign = assistant("assistance", "91440112MA59T0037U");
    let officer = Actor::officer("assistance", "agent");
    let (early, day, late) = (date(2026, 3, 4), date(2026, 3, 5), date(2026, 4, 1));
    let ended = Refusal::Over { how: State::Ended };
    let revoked = Refusal::Over { how: State::Revoked };
    let act = Refusal::ActNotEntrusted { act: Act::Withdraw };
    use State::{InForce, Revoked};
    for (state, actor, rights, today, act, thing, then) in [
        (InForce, &here, &assists, day, Act::HandIn, &own, Ok(())),
        (InForce, &officer, &assists, late, Act::HandIn, &own, Err(Refusal::NotAssisting)),
        (Revoked, &foreign, &decides, late, Act::HandIn, &own, Err(Refusal::AssistanceUnknown)),
        (Revoked, &elsewhere, &assists, late, Act::HandIn, &own, Err(Refusal::NotAssisting)),
        (Revoked, &here, &decides, late, Act::HandIn, &own, Err(Refusal::NotAssisting)),
        (Revoked, &here, &assists, early, Act::Withdraw, &other, Err(revoked)),
        (InForce, &here, &assists, late, Act::Withdraw, &other, Err(ended)),
        (InForce, &here, &assists, early, Act::Withdraw, &other, Err(Refusal::NotBegun)),
        (InForce, &here, &assists, day, Act::Withdraw, &other, Err(Refusal::OutOfScope)),
        (InForce, &here, &assists, day, Act::Withdraw, &close, Err(act)),
        (InForce, &here, &assists, day, Act::HandIn, &close, Err(Refusal::DecidesOnIt)),
    ] {
        let found = allows(Some((&given, state)), (actor, rights, today), (act, thing));
        assert_eq!(found, then, "{actor} {today} {act:?} {thing:?}");
    }
    let unknown = allows(None, (&here, &assists, day), (Act::HandIn, &own));
    assert_eq!(unknown, Err(Refusal::AssistanceUnknown));
}

#[test]
fn a_mandate_is_given_or_refused_in_this_order() {
    let own = Actor::enterprise(OWN);
    let (desk, post) = (Actor::officer("hall", "desk"), Actor::officer("assistance", "agent"));
    let fit = Facts { is_assisting: true, is_scope_own: true, is_scan_here: true, ..none() };
    let unfit = none();
    let unscanned = Facts { is_scan_here: false, ..fit.clone() };
    let not_own = Facts { is_scope_own: false, ..fit.clone() };
    let (start, end) = (date(2026, 3, 10), date(2027, 3, 9));
    let ask = |actor: &Actor, facts: &Facts, (from, until), acts: &[Act], paper: &str| {
        let command = Command::Entrust {
            credit_code: OWN.into(),
            office: "assistance".into(),
            post: "agent".into(),
            scope: Scope::Project { project: "project:p".into() },
            acts: acts.to_vec(),
            from,
            until,
            days_at_most: 365,
            paper: paper.into(),
            scan: "document:scan".into(),
        };
        let (today, calendar, rights) = (start, Calendar::shipped(), Rights::all());
        let now = Situation { actor, today, calendar, rights: &rights };
        match decide(&Assistance::default(), command, facts, &now) {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(" "),
            Err(refusal) => Refused::from(refusal).code.into(),
        }
        .replace("approvals.assistance_", "")
    };
    let (all, later) = (Act::ALL, date(2027, 3, 10));
    let past = (start, date(2026, 3, 9));
    for (actor, facts, term, acts, paper, then) in [
        (&own, &fit, (start, end), &all[..], "", "entrusted"),
        (&desk, &fit, (start, end), &all, "委托书", "entrusted"),
        (&Actor::Clock, &unfit, past, &[], "", "not_giving"),
        (&post, &unfit, past, &[], "", "recorder_assists"),
        (&desk, &unfit, past, &[], "", "post_unfit"),
        (&desk, &fit, past, &[], " ", "paper_missing"),
        (&desk, &unscanned, past, &[], "委托书", "paper_missing"),
        (&own, &not_own, past, &[], "", "scope_unknown"),
        (&own, &fit, past, &[], "", "no_acts"),
        (&own, &fit, past, &all, "", "term_unfit"),
        (&own, &fit, (later, end), &all, "", "term_unfit"),
        (&own, &fit, (start, later), &all, "", "term_too_long"),
    ] {
        let found = ask(actor, facts, term, acts, paper);
        assert_eq!(found, then, "{actor} {facts:?} {term:?}");
    }
}

fn none() -> Facts {
    Facts::default()
}
