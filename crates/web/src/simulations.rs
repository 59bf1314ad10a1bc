//! Pages of simulated approval (模拟审批页面): the simulated case for all its parties, what a
//! project assumes, and the list of an office.
//!
//! Reading order: `page`; `act` (which acts there are, and what each asks for) and `working` (those
//! that any case knows); `papers` (its files); `assumptions`; `list`; `apply` (the way in, from a
//! draft). Every page says that nothing here has legal effect.

mod act;
pub mod apply;
mod assumptions;
pub mod list;
mod page;
mod papers;
mod working;

use std::sync::Arc;

use approvals::case::Definition;
use approvals::project::{Assumptions, assumption::Key};
use approvals::simulation::{Event, Simulation, Simulations, formal_of};
use approvals::views::{
    CaseRow, DocumentRow, PaperRow, ProjectRow, SimulationRow, assumptions as assumed_by,
    case_by_subject, definition, documents_of, is_sold_elsewhere, project_by_subject,
    simulation_by_number,
};
use axum::routing::{get, post};
use kernel::right::Right;
use maud::{Markup, html};
use store::posts::{Published, posts};
use store::{Fault, Past};

use self::act::Act;
use crate::approvals::is_number;
use crate::policy::{Relation, Row, Who};
use crate::principal::{Parties, Principal};
use crate::{Site, documents::papers_of, lamp, shell::Frame};

const PARTY: Relation = Relation::Parties;
const SIGNED_IN: Who = Who::SignedIn;
const DESK: Who = Who::HolderOfOne(&[Right::Accept, Right::Examine]);
const EXAMINE: Who = Who::Holder(Right::Examine);
const ADVISE: Who = Who::Holder(Right::Advise);
const DECIDE: Who = Who::Holder(Right::Decide);
const THREAD: Who = Who::HolderOfOne(&[Right::Advise, Right::Examine]);
const ASSIGN: Who = Who::Holder(Right::Assign);
const KEEP: Who = Who::Holder(Right::Register);

/// The addresses.
pub static ROWS: &[Row] = &[
    Row::get("/approvals/projects/{number}/assumptions", SIGNED_IN, PARTY, || {
        get(assumptions::shown)
    })
    .entrusted(),
    Row::post("/approvals/projects/{number}/assumptions", SIGNED_IN, PARTY, || {
        assumptions::acting(assumptions::Act::Assume)
    })
    .entrusted(),
    Row::post("/approvals/projects/{number}/arrivals", KEEP, PARTY, || {
        assumptions::acting(assumptions::Act::Establish)
    }),
    Row::post("/approvals/projects/{number}/land-loss", KEEP, PARTY, || {
        assumptions::acting(assumptions::Act::LoseLand)
    }),
    Row::get("/todo/simulations", Who::Officer, Relation::Own, || get(list::of_office)),
    Row::get("/my/simulations", Who::Agent, Relation::Own, || get(list::of_applicant)),
    Row::post("/my/drafts/{draft}/simulation", Who::Agent, Relation::Own, || post(apply::submit))
        .entrusted(),
    Row::get("/approvals/simulations/{number}", SIGNED_IN, PARTY, || get(act::shown)).entrusted(),
    Row::post("/approvals/simulations/{number}/acceptance", DESK, PARTY, || {
        act::acting(Act::Accept)
    }),
    Row::post("/approvals/simulations/{number}/notice", DESK, PARTY, || act::acting(Act::Notice)),
    Row::post("/approvals/simulations/{number}/non-acceptance", DESK, PARTY, || {
        act::acting(Act::RefuseAcceptance)
    }),
    Row::post("/approvals/simulations/{number}/questions", EXAMINE, PARTY, || {
        act::acting(Act::Ask)
    }),
    Row::post("/approvals/simulations/{number}/follow-ups", THREAD, PARTY, || {
        act::acting(Act::FollowUp)
    }),
    Row::post("/approvals/simulations/{number}/question-withdrawals", EXAMINE, PARTY, || {
        act::acting(Act::WithdrawQuestion)
    }),
    Row::post("/approvals/simulations/{number}/pauses", EXAMINE, PARTY, || act::acting(Act::Pause)),
    Row::post("/approvals/simulations/{number}/resumptions", EXAMINE, PARTY, || {
        act::acting(Act::Resume)
    }),
    Row::post("/approvals/simulations/{number}/extension", EXAMINE, PARTY, || {
        act::acting(Act::Extend)
    }),
    Row::post("/approvals/simulations/{number}/assignments", ASSIGN, PARTY, || {
        act::acting(Act::Assign)
    }),
    Row::post("/approvals/simulations/{number}/materials/{material}", Who::Agent, PARTY, || {
        post(papers::upload)
    })
    .taking_files()
    .entrusted(),
    Row::post(
        "/approvals/simulations/{number}/materials/{material}/replacement",
        Who::Agent,
        PARTY,
        || post(papers::replace),
    )
    .taking_files()
    .entrusted(),
    Row::post("/approvals/simulations/{number}/opinions", ADVISE, PARTY, || {
        act::acting(Act::Advise)
    }),
    Row::post("/approvals/simulations/{number}/opinion", DECIDE, PARTY, || act::acting(Act::Issue)),
    Row::post("/approvals/simulations/{number}/declination", DECIDE, PARTY, || {
        act::acting(Act::Decline)
    }),
    Row::post("/approvals/simulations/{number}/reconfirmation", DECIDE, PARTY, || {
        act::acting(Act::Reconfirm)
    }),
    Row::post("/approvals/simulations/{number}/ban", DECIDE, PARTY, || act::acting(Act::Ban)),
    Row::post("/approvals/simulations/{number}/correction", Who::Agent, PARTY, || {
        act::acting(Act::Correct)
    })
    .entrusted(),
    Row::post("/approvals/simulations/{number}/withdrawal", Who::Agent, PARTY, || {
        act::acting(Act::Withdraw)
    })
    .entrusted(),
    Row::post("/approvals/simulations/{number}/consent", Who::Agent, PARTY, || {
        act::acting(Act::Consent)
    }),
];

/// A simulated case with all that its page shows (模拟办件档案).
pub struct File {
    /// As lists show it.
    pub row: SimulationRow,
    /// As its facts leave it.
    pub simulation: Simulation,
    /// Its facts.
    pub past: Vec<Past<Event>>,
    /// The definition that it is reviewed under.
    pub definition: Arc<Definition>,
    /// The project.
    pub project: ProjectRow,
    /// What the project assumes, and what has arrived.
    pub known: Assumptions,
    /// The documents handed in.
    pub documents: Vec<DocumentRow>,
    /// The formal case that opened out of it.
    pub formal: Option<CaseRow>,
    /// The posts of the zone.
    pub posts: Vec<Published>,
    /// Its opinion as a paper, with the token that leads to its check.
    pub papers: Vec<(PaperRow, String)>,
    /// Did another company obtain the plot, as the register of plots has it?
    pub is_sold_elsewhere: bool,
}

/// Is this the shape of a simulated case's number?
pub fn is_simulated_number(word: &str) -> bool {
    word.strip_prefix('M').is_some_and(is_number)
}

/// Reads a simulated case, where this reader may know of it: the applicant, the offices that review
/// and that are asked, whoever supervises.
pub fn read(site: &Site, reader: &Principal, number: &str) -> Result<Option<File>, Fault> {
    if !is_simulated_number(number) {
        return Ok(None);
    }
    let found = site.store.read(&site.zone, |views| {
        let Some(row) = simulation_by_number(views, number)? else { return Ok(None) };
        let known = assumed_by(views, &row.project)?;
        let Some(project) = project_by_subject(views, &row.project)? else { return Ok(None) };
        let Some(definition) = definition(views, &row.definition)? else { return Ok(None) };
        let formal = formal_of(&row.subject);
        // Files lie where they will be wanted: with the formal case that it is to become.
        let documents = documents_of(views, &formal)?;
        let formal = case_by_subject(views, &formal)?;
        let beside = (is_sold_elsewhere(views, &row.subject)?, posts(views)?);
        Ok(Some(((row, known, project), (definition, documents, formal, beside))))
    })?;
    let Some(((row, known, project), (definition, documents, formal, beside))) = found else {
        return Ok(None);
    };
    let (is_sold_elsewhere, posts) = beside;
    let past = site.store.history::<Simulations>(&site.zone, &row.subject)?;
    let mut simulation = Simulation::default();
    past.iter().for_each(|past| simulation.apply(&past.event));
    let mut offices = vec![row.office.as_str()];
    offices.extend(simulation.review.questions.iter().map(|one| one.office.as_str()));
    let parties = Parties { credit_code: &row.applicant, offices: &offices };
    let is_entrusted = reader.is_entrusted_with(&row.applicant, (&row.project, &row.subject));
    let sees = is_entrusted || reader.may_see(&parties);
    let papers = papers_of(site, &row.subject)?;
    let file = File {
        row,
        simulation,
        past,
        definition,
        project,
        known,
        documents,
        formal,
        posts,
        papers,
        is_sold_elsewhere,
    };
    Ok(Some(file).filter(|_| sees))
}

/// The mark that everything simulated carries.
pub fn mark(frame: &Frame) -> Markup {
    lamp::lamp(lamp::Shape::Closed, frame.t("模拟 · 无法律效力", "Simulated: without legal effect"))
}

/// What may be done where another company obtained the plot.
fn sold_elsewhere(frame: &Frame) -> Markup {
    html! {
        p.told #sold-elsewhere {
            (frame.t(
                "拟用地块已由其他企业取得。申请人可以同意由该企业转用模拟审批，并写明其已备案的项目；\
                 不同意的，由项目管理部门登记未取得土地，模拟审批作废。",
                "Another company obtained the plot. The applicant may consent that it takes the \
                 simulated reviews over, naming its filed project; otherwise whoever keeps \
                 projects records that the land was not obtained, and the reviews are void.",
            ))
        }
    }
}

/// Assumptions by name, one after another.
fn named(frame: &Frame, keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| frame.say(&key.text()).to_owned()).collect();
    names.join(frame.t("、", ", "))
}

/// What is said on every page of it.
fn warning(frame: &Frame) -> Markup {
    html! {
        p.told {
            (mark(frame)) " "
            (frame.t(
                "本页内容基于假设条件，只用于园区内部衔接，不是行政许可，不收费，不计入正式办件统计。",
                "This rests on assumed facts. It only prepares the next step within the zone; it \
                 is no permit, costs nothing and counts in no statistics of formal cases.",
            ))
        }
    }
}
