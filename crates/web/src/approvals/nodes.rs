//! Steps of a plan without a case (没有办件的环节): who was charged, when each began and ended. What the
//! project sees to itself (中介服务和自办环节) is recorded by the enterprise, by who keeps projects on its
//! word, or by whom it charged; what a utility or an authority does, by who keeps projects alone.
//!
//! Whoever was charged sees these steps of the plan that are its own, and nothing else of the file.

use std::sync::Arc;

use approvals::project::{
    Baseline, BaselineStep, Command, Project, Projects,
    node::{Act, Agency, Nodes},
};
use axum::extract::{Extension, Path, State};
use axum::response::{Html, Response};
use axum::routing::{MethodRouter, get, post};
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;

use super::{ProjectFile, clocks, may_see_project, plan, read_project};
use crate::desk::entry::{day, line};
use crate::form::{Field, Filled, Form, form, select};
use crate::front::{Done, Front, Shown};
use crate::people::{Asked, no_day, wrong};
use crate::shell::{self, Frame, Room, crumbs};
use crate::{
    Site,
    error::Failure,
    policy::{Relation, Row, Who},
    principal::Principal,
    reader::Reader,
};

/// The addresses.
pub static ROWS: &[Row] = &[
    Row::get("/approvals/projects/{number}/nodes", Who::SignedIn, Relation::Parties, || get(shown)),
    Row::post(
        "/approvals/projects/{number}/nodes/charges",
        Who::SignedIn,
        Relation::Parties,
        || act(charge),
    ),
    Row::post(
        "/approvals/projects/{number}/nodes/begins",
        Who::SignedIn,
        Relation::Parties,
        || act(begin),
    ),
    Row::post("/approvals/projects/{number}/nodes/ends", Who::SignedIn, Relation::Parties, || {
        act(end)
    }),
];

/// What a form asks, or the field that holds no day.
type Reading = fn(&Form) -> Result<Act, &'static str>;

/// What was recorded of a project's steps.
pub fn of(file: &ProjectFile) -> Nodes {
    let mut project = Project::default();
    file.past.iter().for_each(|past| project.apply(&past.event));
    project.nodes
}

/// The subject of a project, for whoever may see it or was charged with a step of it.
pub fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
    let file = read_project(site, number)?;
    let file = file.filter(|file| may_see_project(reader, file) || is_charged(reader, file));
    Ok(file.map(|file| file.row.subject))
}

/// Was the reader's enterprise charged with a step of the project?
fn is_charged(reader: &Principal, file: &ProjectFile) -> bool {
    let nodes = of(file);
    let mut all = nodes.0.keys();
    reader.credit_code().is_some_and(|code| all.any(|step| nodes.is_charged(step, code)))
}

/// The steps and the forms.
async fn shown(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        show(site, frame, &number, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

fn act(read: Reading) -> MethodRouter<Arc<Front>> {
    post(
        move |State(front): State<Arc<Front>>,
              Extension(reader): Extension<Reader>,
              Path(number): Path<String>,
              Extension(form): Extension<Form>| async move {
            let asked = number.clone();
            let act = move |site: &Site, reader: &Reader, form: &Form| {
                record(site, (reader, form), (&asked, read))
            };
            let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
                show(site, frame, &number, filled)
            };
            let answered: Result<Response, Failure> = front.submit((reader, form), act, show).await;
            answered
        },
    )
}

fn record(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (number, read): (&str, Reading),
) -> Result<Done, Fault> {
    let Some(subject) = subject(site, &reader.principal, number)? else {
        return Ok(Done::NotFound);
    };
    if reader.principal.actor().is_none() {
        return Ok(Done::NotFound);
    }
    let act = match read(form) {
        Ok(act) => act,
        Err(field) => return Ok(wrong(field, no_day())),
    };
    let command = Command::Node(act);
    Ok(match Asked::of(site, reader, form).ask::<Projects>(&subject, command)? {
        Ok(_) => Done::see(format!("/approvals/projects/{number}/nodes")),
        Err(refused) => wrong("", refused),
    })
}

fn charge(form: &Form) -> Result<Act, &'static str> {
    let line = |name: &str| form.get(name).to_owned();
    let agency = Agency { name: line("agency"), credit_code: line("credit-code") };
    Ok(Act::Charge { step: line("charged-step"), agency })
}

fn begin(form: &Form) -> Result<Act, &'static str> {
    let happened_on = form.day("begun-on").ok().flatten().ok_or("begun-on")?;
    Ok(Act::Begin { step: form.get("begun-step").into(), happened_on })
}

fn end(form: &Form) -> Result<Act, &'static str> {
    let happened_on = form.day("ended-on").ok().flatten().ok_or("ended-on")?;
    let (step, result) = (form.get("ended-step").into(), form.get("result").into());
    Ok(Act::End { step, happened_on, result })
}

fn show(site: &Site, frame: &mut Frame, number: &str, filled: Filled) -> Shown {
    let Some(file) = read_project(site, number)? else { return Ok(None) };
    let is_party = may_see_project(&frame.principal, &file);
    if !is_party && !is_charged(&frame.principal, &file) {
        return Ok(None);
    }
    frame.place = format!("/approvals/projects/{number}/nodes");
    let nodes = of(&file);
    let last = plan::versions(&file).pop();
    let of_plan = last.as_ref().map_or(&[][..], |version| &version.plan.steps[..]);
    let code = frame.principal.credit_code();
    let is_shown = |step: &&BaselineStep| {
        let is_charged = code.is_some_and(|code| nodes.is_charged(&step.id, code));
        let is_recorded = last.as_ref().is_some_and(|version| version.plan.is_recorded(step));
        is_recorded && (is_party || is_charged)
    };
    let steps: Vec<&BaselineStep> = of_plan.iter().filter(is_shown).collect();
    Ok(Some(page(frame, &file, (&steps, &nodes, is_party), filled)))
}

fn page(
    frame: &Frame,
    file: &ProjectFile,
    (steps, nodes, is_party): (&[&BaselineStep], &Nodes, bool),
    filled: Filled,
) -> Markup {
    let heading = frame.t("没有办件的环节", "Steps without a case");
    let number = &file.row.number;
    let plan = format!("/approvals/projects/{number}/plan");
    let way = [(plan.as_str(), html! { (frame.t("项目办理方案", "The project's plan")) })];
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::of(frame), if is_party { &way } else { &[] }))
            h1 { (heading) }
            p.lead { (frame.run(&file.row.title)) }
            section.sheet {
                @if steps.is_empty() {
                    p {
                        (frame.t(
                            "方案中的环节都有办件。确定或者调整办理方案后，没有办件的环节在这里记录。",
                            "Every step of the plan has its cases. Once one has none, it is \
                             recorded here.",
                        ))
                    }
                } @else {
                    (table(frame, steps, nodes))
                }
            }
            (forms(frame, number, (steps, nodes, is_party), filled))
        }
    };
    shell::page(frame, heading, &body)
}

/// What was recorded, on the page of the plan; nothing where every step has its cases.
pub fn sheet(frame: &Frame, number: &str, (plan, nodes): (&Baseline, &Nodes)) -> Markup {
    let steps: Vec<&BaselineStep> =
        plan.steps.iter().filter(|step| plan.is_recorded(step)).collect();
    html! {
        @if !steps.is_empty() {
            section.sheet #nodes {
                header { h2 { (frame.t("没有办件的环节", "Steps without a case")) } }
                (table(frame, &steps, nodes))
                p.note {
                    (frame.t(
                        "中介服务和自办环节由项目单位或者其委托的中介机构记录；公用企业和政府部门的环节由登记项目的岗位按凭证记录。",
                        "What the project sees to itself it records, or whom it charged; a step of \
                         a utility or an authority, the post that keeps projects by its papers.",
                    ))
                }
                p { a href={ "/approvals/projects/" (number) "/nodes" } {
                    (frame.t("记录委托、开始和完成", "Record who is charged, begin and end"))
                } }
            }
        }
    }
}

fn table(frame: &Frame, steps: &[&BaselineStep], nodes: &Nodes) -> Markup {
    let head = [
        frame.t("环节", "Step"),
        frame.t("由谁承担", "Who does it"),
        frame.t("开始", "Begun"),
        frame.t("完成", "Ended"),
        frame.t("自然日", "Calendar days"),
        frame.t("成果", "Result"),
    ];
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for step in steps {
                    @let node = nodes.of(&step.id);
                    @let (whose, name) = (step.time_of.text(), step.name());
                    @let until = node.ended.as_ref().map_or(frame.today(), |(on, _)| *on);
                    tr {
                        td.title { (frame.say(&name)) }
                        td data-h=(head[1]) {
                            (clocks::who(step.time_of, frame.say(&whose)))
                            @if let Some(agency) = &node.agency {
                                br; (frame.run(&agency.name)) " "
                                span.note.n { (agency.credit_code) }
                            }
                        }
                        td.n data-h=(head[2]) { (on(node.begun)) }
                        td.n data-h=(head[3]) { (on(node.ended.as_ref().map(|(on, _)| *on))) }
                        td.n data-h=(head[4]) {
                            @match node.begun {
                                Some(begun) => { ((until - begun).get_days()) }
                                None => "–",
                            }
                        }
                        td data-h=(head[5]) {
                            @match &node.ended {
                                Some((_, result)) => { (frame.run(result)) }
                                None => "–",
                            }
                        }
                    }
                }
            }
        }
    }
}

fn on(day: Option<jiff::civil::Date>) -> String {
    day.map_or_else(|| "–".to_owned(), |day| day.to_string())
}

/// The forms, each for the steps that it can be about.
fn forms(
    frame: &Frame,
    number: &str,
    (steps, nodes, is_party): (&[&BaselineStep], &Nodes, bool),
    filled: Filled,
) -> Markup {
    let of = |fits: &dyn Fn(&BaselineStep) -> bool| -> Vec<(String, String)> {
        let open = steps.iter().filter(|step| nodes.of(&step.id).ended.is_none() && fits(step));
        open.map(|step| (step.id.clone(), frame.say(&step.name()).to_owned())).collect()
    };
    let is_begun = |step: &BaselineStep| nodes.of(&step.id).begun.is_some();
    // Another's days are told by who keeps projects alone.
    let is_keeper = frame.principal.office().is_some() && frame.principal.has(Right::Register);
    let is_told = |step: &BaselineStep| step.is_own() || is_keeper;
    let may_begin = |step: &BaselineStep| {
        let is_charged = !step.needs_agency() || nodes.of(&step.id).agency.is_some();
        is_told(step) && !is_begun(step) && is_charged
    };
    let may_end = |step: &BaselineStep| is_told(step) && is_begun(step);
    let step = |name| Field::line(name, ("环节", "Step"));
    let at = |act: &str| format!("/approvals/projects/{number}/nodes/{act}");
    let today = frame.today().to_string();
    let charged = of(&|step: &BaselineStep| is_party && step.is_own());
    let (beginning, ending) = (of(&may_begin), of(&may_end));
    html! {
        @if !charged.is_empty() {
            section.sheet {
                header { h2 { (frame.t("委托中介机构", "Charge an intermediary")) } }
                @let say = frame.t("记录委托", "Record it");
                (form(frame, filled, (&at("charges"), say), |filled| html! {
                    (select(frame, filled, step("charged-step"), &charged))
                    (line(frame, filled, Field::line("agency", ("中介机构名称", "Name")), ""))
                    (line(
                        frame,
                        filled,
                        Field::line("credit-code", ("统一社会信用代码", "Credit code")),
                        "",
                    ))
                }))
            }
        }
        @if !beginning.is_empty() {
            section.sheet {
                header { h2 { (frame.t("记录开始", "Record a begin")) } }
                @let say = frame.t("记录开始", "Record it");
                (form(frame, filled, (&at("begins"), say), |filled| html! {
                    (select(frame, filled, step("begun-step"), &beginning))
                    (line(frame, filled, day("begun-on", ("开始日期", "Begun on")), &today))
                }))
            }
        }
        @if !ending.is_empty() {
            section.sheet {
                header { h2 { (frame.t("记录完成", "Record an end")) } }
                @let say = frame.t("记录完成", "Record it");
                (form(frame, filled, (&at("ends"), say), |filled| html! {
                    (select(frame, filled, step("ended-step"), &ending))
                    (line(frame, filled, day("ended-on", ("完成日期", "Ended on")), &today))
                    (line(frame, filled, Field::line("result", ("成果", "Result")), ""))
                }))
            }
        }
    }
}
