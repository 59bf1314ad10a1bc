//! `kaiyuan bundle` (一件事、多证合一): what chosen certificates ask, each thing once and why.

use approvals::bundle::{Need, Plan, Refusal, apart, plan, proposed};
use catalogue::form::Answers;
use catalogue::{Bundle, Pack};
use jiff::civil::Date;
use kernel::local_time::day_of;
use kernel::refusal::Refused;
use kernel::text::Text;
use serde_json::json;
use web::api::bundle_shown::{BundlePlanShown, BundleShown, because, named};

use super::{Outcome, print_json, route};
use crate::clock::Clock;
use crate::config::Settings;
use crate::{WELL, WRONG, cli};

/// The bundle that is meant where none has all the certificates named.
const COMMON: &str = "start-a-business";

/// What was asked for.
struct Asked {
    certificates: Option<String>,
    bundle: Option<String>,
    answers: Answers,
    today: Date,
}

/// Runs one of them.
pub fn run(settings: &Settings, command: cli::Bundle) -> Outcome {
    match command {
        cli::Bundle::List { pack, json } => {
            list(&settings.pack(pack.as_deref())?, json);
            Ok(WELL)
        }
        cli::Bundle::Plan { certificates, industry, bundle, answers, pack, json } => {
            let pack = settings.pack(pack.as_deref())?;
            let mut answers = match answers {
                Some(path) => route::read(&path)?,
                None => Answers::new(),
            };
            answers.extend(industry.map(|code| ("industry".to_owned(), code)));
            let today = day_of(Clock::system().now());
            let asked = Asked { certificates, bundle, answers, today };
            Ok(tell(&pack, &asked, json))
        }
    }
}

fn list(pack: &Pack, json: bool) {
    if json {
        print_json(&pack.bundles.iter().map(BundleShown::of).collect::<Vec<_>>());
        return;
    }
    for bundle in &pack.bundles {
        println!("{}  {} / {}", bundle.id, bundle.title, bundle.title_en);
        for row in &bundle.certificates {
            println!("  {:<32} {} / {}", row.id, row.title, row.title_en);
        }
        if bundle.unknown() > 0 {
            println!("  {} more are announced and not known by name", bundle.unknown());
        }
    }
}

fn tell(pack: &Pack, asked: &Asked, json: bool) -> u8 {
    let made = meant(pack, asked).and_then(|(bundle, chosen)| {
        let made = plan(bundle, &chosen, &asked.answers, asked.today)?;
        Ok((made, apart(bundle, &chosen, &asked.answers, asked.today)))
    });
    match made {
        Ok((made, _)) if json => {
            print_json(&BundlePlanShown::of(&made, &asked.answers, asked.today));
            WELL
        }
        Ok((made, apart)) => {
            print(&made);
            let count = made.count();
            println!(
                "One form of {} questions, {} papers, {} visits; one by one {} forms of {} \
                 questions, {} papers, {} visits",
                count.questions,
                count.papers,
                count.visits,
                apart.forms,
                apart.questions,
                apart.papers,
                apart.visits,
            );
            WELL
        }
        Err(refusal) => {
            let refused = Refused::from(refusal);
            if json {
                let Refused { code, sentence, remedy, .. } = &refused;
                print_json(&json!({ "code": code, "sentence": sentence, "remedy": remedy }));
            } else {
                println!("{refused}");
            }
            WRONG
        }
    }
}

/// The bundle and the certificates that are meant: named, or proposed for an industry.
fn meant<'a>(pack: &'a Pack, asked: &Asked) -> Result<(&'a Bundle, Vec<String>), Refusal> {
    let chosen = asked.certificates.as_deref().map(named);
    let bundle = match (&asked.bundle, &chosen) {
        (Some(id), _) => pack.bundle(id),
        (None, None) => pack
            .bundles
            .iter()
            .find(|bundle| bundle.certificates.iter().any(|row| !row.industries.is_empty())),
        (None, Some(chosen)) => {
            let has_all =
                |bundle: &&Bundle| chosen.iter().all(|id| bundle.certificate(id).is_some());
            let able = pack.bundles.iter().filter(has_all);
            able.min_by_key(|one| one.certificates.len()).or_else(|| pack.bundle(COMMON))
        }
    };
    let bundle = bundle.ok_or(Refusal::BundleUnknown)?;
    let chosen = chosen.unwrap_or_else(|| {
        let rows = proposed(bundle, &asked.answers, asked.today);
        rows.iter().map(|row| row.id.clone()).collect()
    });
    Ok((bundle, chosen))
}

/// The plan as a person reads it: what, and who needs it.
fn print(plan: &Plan) {
    println!("{} / {}", plan.bundle.title, plan.bundle.title_en);
    for (at, row) in plan.certificates.iter().enumerate() {
        println!("{:>2}  {} / {} ({})", at + 1, row.title, row.title_en, row.department_en);
    }
    for row in plan.named(&plan.inapplicable) {
        println!("by the answers {} does not apply", row.title_en);
    }
    needs(plan, "Questions", &plan.questions, catalogue::Field::name);
    needs(plan, "Materials", &plan.papers, catalogue::Material::name);
    needs(plan, "Visits", &plan.visits, catalogue::Visit::name);
    for one in &plan.reused {
        let from = plan.certificates[one.from];
        println!("{}: not asked, taken over from {}", one.id, from.title_en);
    }
    println!();
}

fn needs<T>(plan: &Plan, heading: &str, needs: &[Need<T>], name: fn(&T) -> Text) {
    println!("\n{heading}");
    for need in needs {
        let (name, why) = (name(need.of), because(&plan.named(&need.needed_by)));
        let open = if need.is_open { ", if it applies" } else { "" };
        println!("  {} / {}: {}{open}", name.zh, name.en, why.en);
    }
}
