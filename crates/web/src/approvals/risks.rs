//! The risks of a project's plan, and whom to turn to about it (风险清单与联系人): what the ledger tells
//! today, and what an officer wrote down with this version.

use approvals::project::{Baseline, Command, Contact, NotedRisk, Project};
use approvals::route::{Course, History, Risk, Sign, Standing, Step, Watch, risks};
use approvals::simulation::State;
use approvals::views::simulations_of_project;
use kernel::actor::Actor;
use maud::{Markup, html};
use store::Fault;

use super::ProjectFile;
use super::plan::newest;
use crate::Site;
use crate::desk::entry::{line, optional, ticks};
use crate::form::{Field, Filled, Form, form, select};
use crate::people::posts::officer_at;
use crate::shell::Frame;

/// What is told of a plan besides what its project's file holds.
#[derive(Default)]
pub struct Beside {
    /// The matters of which there is a simulated opinion that has not become formal.
    pub opined: Vec<String>,
    /// Who holds the post that is turned to, by name.
    pub officer: Option<String>,
}

impl Beside {
    /// Reads it, for the last version.
    pub fn read(site: &Site, file: &ProjectFile, plan: Option<&Baseline>) -> Result<Beside, Fault> {
        let Some(plan) = plan else { return Ok(Beside::default()) };
        let rows =
            site.store.read(&site.zone, |open| simulations_of_project(open, &file.row.subject))?;
        let opined = rows.into_iter().filter(|row| row.state == State::Issued);
        let contact = plan.contact.as_ref();
        let officer = contact.map(|at| officer_at(site, (&at.office, &at.post))).transpose()?;
        Ok(Beside { opined: opined.map(|row| row.matter).collect(), officer: officer.flatten() })
    }
}

/// What the ledger tells of risks on the day of `standing`.
pub fn told(
    file: &ProjectFile,
    (standing, course): (Standing, &Course),
    (history, beside): (&History, &Beside),
) -> Vec<Risk> {
    let sign = |step: &Step| {
        let case = newest(file, step.told_by());
        let of = |file: &super::CaseFile| Sign::of(&file.case, (standing.calendar, standing.today));
        let is_simulated = beside.opined.iter().any(|matter| matter == step.told_by());
        Sign { is_simulated, ..case.map(of).unwrap_or_default() }
    };
    let signs: Vec<Sign> = standing.steps.iter().map(sign).collect();
    let mut project = Project::default();
    file.past.iter().for_each(|past| project.apply(&past.event));
    let assumed: Vec<_> = project.assumptions.awaited().into_keys().collect();
    risks(standing, history, Watch { course, signs: &signs, assumed: &assumed })
}

/// Whom to turn to, as pairs of a list.
pub fn contact(frame: &Frame, plan: &Baseline, beside: &Beside) -> Markup {
    let named = plan.contact.as_ref();
    let phone = named.and_then(|at| frame.zone.office(&at.office)).map(|office| &office.phone);
    html! {
        dt { (frame.t("联系人", "Contact")) }
        dd {
            @match named {
                Some(at) => {
                    (frame.say(&post(frame, at)))
                    @match &beside.officer {
                        Some(name) => {
                            (frame.t("，现任 ", ", held by ")) b { (frame.run(name)) }
                        }
                        None => {
                            " " span.note { (frame.t("（现任姓名未公布）", "(no name published)")) }
                        }
                    }
                    @if let Some(phone) = phone.filter(|phone| !phone.is_empty()) {
                        " " span.n { (phone) }
                    }
                }
                None => {
                    (frame.t("尚未指定，请先向综合窗口咨询", "not named yet; ask at the one window"))
                }
            }
        }
    }
}

/// What may go wrong: what the ledger tells, then what was written down.
pub fn sheet(frame: &Frame, plan: &Baseline, (steps, risks): (&[Step], &[Risk])) -> Markup {
    html! {
        section.sheet #risks {
            header { h2 { (frame.t("风险清单", "Risks")) } }
            h3 { (frame.t("台账提示的", "As the ledger tells")) }
            @if risks.is_empty() {
                p.note { (frame.t("今天没有。", "None today.")) }
            } @else {
                ul.hits {
                    @for risk in risks {
                        @let said = risk.why.text(steps);
                        li {
                            b { (place(frame, steps, risk.step)) }
                            (frame.t("：", ": ")) (frame.say(&said))
                        }
                    }
                }
                p.note {
                    (frame.t(
                        "由台账每天按已办结办件的用时、在办办件的时限和假设条件推出，不是结论。",
                        "Told anew each day from what decided cases took, the limits of those that \
                         run, and what is assumed; no verdict.",
                    ))
                }
            }
            h3 { (frame.t("经办人登记的", "As an officer wrote down")) }
            @if plan.risks.is_empty() {
                p.note { (frame.t("没有登记。", "None.")) }
            } @else { (noted(frame, (plan, steps))) }
        }
    }
}

fn noted(frame: &Frame, (plan, steps): (&Baseline, &[Step])) -> Markup {
    let head = [
        frame.t("环节", "Step"),
        frame.t("风险", "Risk"),
        frame.t("应对措施", "What is done about it"),
        frame.t("由谁应对", "By whom"),
    ];
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for risk in &plan.risks {
                    tr {
                        td.title { (place(frame, steps, place_of(steps, risk))) }
                        td data-h=(head[1]) { (frame.run(&risk.what)) }
                        td data-h=(head[2]) { (frame.run(&risk.measure)) }
                        td data-h=(head[3]) { (frame.run(&risk.by)) }
                    }
                }
            }
        }
    }
}

/// The form in which who keeps projects writes both down.
pub fn supplementing(
    frame: &Frame,
    number: &str,
    (plan, steps): (&Baseline, &[Step]),
    filled: Filled,
) -> Markup {
    let action = format!("/approvals/projects/{number}/plan/risks");
    let kept: Vec<(String, String, bool)> = plan
        .risks
        .iter()
        .enumerate()
        .map(|(at, risk)| {
            let place = place(frame, steps, place_of(steps, risk)).into_string();
            (at.to_string(), format!("{place}{}{}", frame.t("：", ": "), risk.what), true)
        })
        .collect();
    let mut places = vec![(String::new(), place(frame, steps, None).into_string())];
    places.extend(
        steps
            .iter()
            .enumerate()
            .map(|(at, step)| (step.id.clone(), place(frame, steps, Some(at)).into_string())),
    );
    html! {
        section.sheet {
            header {
                h2 { (frame.t("指定联系人、登记风险", "Name the contact, write risks down")) }
                p.note { (frame.t("存为新的一版方案", "Kept as a new version of the plan")) }
            }
            (form(
                frame,
                filled,
                (&action, frame.t("存为新版", "Keep as a new version")),
                |filled| html! {
                    (select(
                        frame,
                        filled,
                        Field::line("contact", ("联系人岗位", "Contact")),
                        &posts(frame, plan.contact.as_ref()),
                    ))
                    @if !kept.is_empty() {
                        (ticks(
                            frame,
                            filled,
                            Field::line("keep", ("保留的风险", "Risks that stay")),
                            &kept,
                        ))
                    }
                    (select(
                        frame,
                        filled,
                        Field::line("step", ("新风险所在环节", "Step of a new risk")),
                        &places,
                    ))
                    @for asked in [
                        Field::line("what", ("新风险", "New risk")),
                        Field::line("measure", ("应对措施", "What is done about it")),
                        Field::line("by", ("由谁应对", "By whom")),
                    ] { (line(frame, filled, optional(asked), "")) }
                    (line(frame, filled, Field::line("reason", ("调整原因", "Reason")), ""))
                },
            ))
        }
    }
}

/// What that form asks of a plan as it stands.
pub fn supplement(plan: Option<&Baseline>, form: &Form) -> Command {
    let before = plan.map_or(&[][..], |plan| &plan.risks);
    let is_kept = |at: usize| !form.get(&format!("keep-{at}")).is_empty();
    let kept = before.iter().enumerate().filter(|(at, _)| is_kept(*at));
    let mut risks: Vec<NotedRisk> = kept.map(|(_, risk)| risk.clone()).collect();
    let new = ["what", "measure", "by"].map(|name| form.get(name).to_owned());
    if new.iter().any(|line| !line.is_empty()) {
        let step = Some(form.get("step").to_owned()).filter(|step| !step.is_empty());
        let [what, measure, by] = new;
        risks.push(NotedRisk { step, what, measure, by });
    }
    let reason = form.get("reason").into();
    Command::SupplementPlan { contact: contact_of(form), risks, reason }
}

/// The post that a form names.
pub fn contact_of(form: &Form) -> Option<Contact> {
    let (office, post) = form.get("contact").split_once('/')?;
    Some(Contact { office: office.into(), post: post.into() })
}

/// The posts to choose from, the present one first.
pub fn posts(frame: &Frame, present: Option<&Contact>) -> Vec<(String, String)> {
    let offices = frame.zone.offices.iter();
    let all = offices.flat_map(|office| {
        let at =
            |post: &catalogue::Post| Contact { office: office.id.clone(), post: post.id.clone() };
        office.posts.iter().map(at)
    });
    let mut all: Vec<Contact> = all.collect();
    all.sort_by_key(|at| Some(at) != present);
    let choice = |at: &Contact| {
        (format!("{}/{}", at.office, at.post), frame.say(&post(frame, at)).to_owned())
    };
    let none = (String::new(), frame.t("暂不指定", "nobody yet").to_owned());
    let none = present.is_none().then_some(none);
    none.into_iter().chain(all.iter().map(choice)).collect()
}

/// A post by name.
pub fn post(frame: &Frame, at: &Contact) -> kernel::text::Text {
    frame.actor(&Actor::officer(&at.office, &at.post))
}

fn place_of(steps: &[Step], risk: &NotedRisk) -> Option<usize> {
    let id = risk.step.as_ref()?;
    steps.iter().position(|step| step.id == *id)
}

fn place(frame: &Frame, steps: &[Step], at: Option<usize>) -> Markup {
    html! {
        @match at {
            Some(at) => { (at + 1) ". " (frame.say(&steps[at].name)) }
            None => (frame.t("整个方案", "The whole plan")),
        }
    }
}
