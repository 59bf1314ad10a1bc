//! `kaiyuan route` (办理路径): what a project takes, in which order, with what, how long.

use std::fs;
use std::path::Path;

use approvals::route::{Counterpart, Course, Grounds, Held, Plan, Refusal, counterpart, plan};
use catalogue::form::Answers;
use catalogue::{Matter, Pack, TimeOf, Zone};
use jiff::civil::Date;
use kernel::local_time::day_of;
use kernel::refusal::Refused;
use serde_json::json;
use web::api::route_shown::{self, PlanShown, RouteShown};

use super::{Outcome, print_json};
use crate::cli::Route;
use crate::clock::Clock;
use crate::config::Settings;
use crate::{WELL, WRONG};

/// A plan, and what stands beside it before or after a reform.
type Made = (Plan, Option<Counterpart>);

/// Runs one of them.
pub fn run(settings: &Settings, command: Route) -> Outcome {
    match command {
        Route::List { pack, json } => list(&settings.pack(pack.as_deref())?, json),
        Route::Plan { answers, route, start, pack, json } => {
            let pack = settings.pack(pack.as_deref())?;
            let answers = read(&answers)?;
            let start = start.unwrap_or_else(|| day_of(Clock::system().now()));
            let made = make(settings, &pack, (&route, &answers, start))?;
            Ok(tell(&pack, &route, (made, json)))
        }
    }
}

/// The answers in a file.
pub fn read(path: &Path) -> Result<Answers, String> {
    let text = fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let json = serde_json::from_str(&text);
    let json = json.map_err(|fault| format!("{}: {fault}", path.display()))?;
    let told = route_shown::answers(&json);
    told.ok_or_else(|| format!("{}: {}", path.display(), route_shown::answers_unreadable().en))
}

fn list(pack: &Pack, json: bool) -> Outcome {
    if json {
        print_json(&pack.routes.iter().map(RouteShown::of).collect::<Vec<_>>());
        return Ok(WELL);
    }
    for route in &pack.routes {
        println!("{}  {} / {}", route.id, route.title, route.title_en);
        for field in &route.fields {
            let choices: Vec<&str> = field.choices.iter().map(|one| one.id.as_str()).collect();
            println!("  {:<24} {} {}", field.id, field.title_en, choices.join("|"));
        }
    }
    Ok(WELL)
}

fn make(
    settings: &Settings,
    pack: &Pack,
    (id, answers, start): (&str, &Answers, Date),
) -> Result<Result<Made, Refusal>, String> {
    let Some(route) = pack.route(id) else { return Ok(Err(Refusal::RouteUnknown)) };
    let calendar = super::calendar::calendar(settings)?;
    let matters: Vec<&Matter> = pack.matters.iter().map(|known| &known.matter).collect();
    let grounds = Grounds { route, matters: &matters, calendar: &calendar };
    let other = counterpart(&pack.routes, grounds, (answers, start));
    Ok(plan(grounds, answers, start).map(|plan| (plan, other)))
}

fn tell(pack: &Pack, id: &str, (made, json): (Result<Made, Refusal>, bool)) -> u8 {
    match (made, pack.route(id)) {
        (Ok((plan, other)), Some(route)) => {
            if json {
                print_json(&PlanShown::of((&plan, other.as_ref()), route, &pack.zone));
            } else {
                print(&plan, &pack.zone);
                other.iter().for_each(beside);
            }
            WELL
        }
        (made, _) => {
            let refused = Refused::from(made.err().unwrap_or(Refusal::RouteUnknown));
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

fn side(of: TimeOf) -> &'static str {
    match of {
        TimeOf::Government => "the authorities",
        TimeOf::Utility => "the utility",
        TimeOf::Intermediary => "intermediaries",
        TimeOf::Applicant => "the project",
    }
}

/// Days by whose they are.
fn sides(held: Held) -> String {
    let Held { government, utility, intermediary, applicant } = held;
    format!(
        "authorities {government}, utilities {utility}, intermediaries {intermediary}, \
         project {applicant}"
    )
}

/// The plan as a person reads it: the list with its days side by side, the papers, the sums.
fn print(plan: &Plan, zone: &Zone) {
    let last = plan.courses.last();
    for (at, step) in plan.steps.iter().enumerate() {
        let who = match (&step.office, step.clock) {
            (Some(office), _) => zone.office_name(office).en,
            (None, clock) => side(clock).into(),
        };
        let span = last.map(|course| course.spans[at]);
        let span = span.map_or_else(String::new, |span| {
            let mark = if span.is_critical { "  *" } else { "" };
            format!("{} – {}{mark}", span.start, span.end)
        });
        println!("{:>2}  {} / {}\n    {who}  {span}", at + 1, step.name.zh, step.name.en);
    }
    for spared in &plan.spared {
        let (name, why) = (&spared.name, &spared.why);
        println!(" -  {} / {}: spared\n    {} {}", name.zh, name.en, why.zh, why.en);
    }
    println!("\n*  decides when all of it is through (关键路径)\n");
    for paper in &plan.papers {
        let needed: Vec<String> = paper.needed_by.iter().map(|at| (at + 1).to_string()).collect();
        let from =
            paper.result_of.map_or_else(String::new, |at| format!(", reused from {}", at + 1));
        println!("{} / {}: {}{from}", paper.name.zh, paper.name.en, needed.join(", "));
    }
    println!();
    for cost in &plan.costs {
        let amount = cost.fen.map_or_else(
            || "no amount told".to_owned(),
            |fen| format!("{}.{:02} yuan", fen / 100, fen % 100),
        );
        let doubt = if cost.is_default { ", to confirm" } else { "" };
        let (zh, en) = (&cost.name.zh, &cost.name.en);
        println!("{zh} / {en}: {}, {amount}{doubt}", side(cost.borne_by));
    }
    println!();
    plan.courses.iter().for_each(|course| sums(plan, course));
}

/// A way with its figures.
fn sums(plan: &Plan, course: &Course) {
    let figures = plan.indicators(course);
    println!(
        "{:<10} {} working days, ends {}; {}",
        route_shown::tempo(course.tempo),
        course.days,
        course.ends,
        sides(course.held),
    );
    println!("           of every step: {}", sides(course.work),);
    let doubt = if figures.is_visits_default { " (to confirm)" } else { "" };
    let visits = figures.visits.map_or("not known".into(), |count| format!("{count}{doubt}"));
    println!(
        "           procedures {}, calendar days of others {}, visits {visits}, documents {}",
        figures.procedures, figures.days, figures.documents,
    );
}

/// The same project by the route before or after a reform, or why it is not told.
fn beside(other: &Counterpart) {
    let when = if other.is_before { "before the reform" } else { "after the reform" };
    println!("\n{} / {} ({when})", other.name.zh, other.name.en);
    match &other.plan {
        Ok(plan) => plan.courses.iter().for_each(|course| sums(plan, course)),
        Err(_) => other.missing().iter().for_each(|why| println!("{why}")),
    }
}
