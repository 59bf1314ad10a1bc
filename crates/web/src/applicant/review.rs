//! Check and submit (核对并提交): every answer and file on one page, each with the way to change it.

use approvals::case::{Cases, Command as CaseCommand};
use approvals::document::{Command as DocumentCommand, Documents};
use approvals::package::{Command as PackageCommand, Packages, case_of};
use axum::extract::{Extension, Path, State};
use axum::response::Html;
use catalogue::{Matter, form::Answers};
use kernel::personal::Personal;
use kernel::refusal::Refused;
use maud::{Markup, html};
use store::Fault;

use super::draft::{self, Opened};
use super::tasks::{saved, ways};
use super::{
    Asked, Page, Reading, Sending, Sent, Shared, answers, commitment, done, follows, narrow, own,
    parts,
};
use crate::{
    Site,
    approvals::{filled::answered, instant::decide_within_the_request},
    form::{Filled, Form, Wrong, hidden},
    front::Done,
    principal::Principal,
    reader::Reader,
    shell::Frame,
    simulations::apply,
};

/// The review.
pub async fn review(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
) -> Page {
    let page = front.page(reader, move |site, frame| {
        let found = draft::open(site, &frame.principal, &id)?;
        Ok(found.map(|found| page(frame, site, (&found, Filled::of(&Form::default(), &[])))))
    });
    Ok(Html(page.await?.0))
}

/// The application is submitted: once, however often it is sent.
pub async fn submission(
    State(front): Shared,
    Extension(reader): Reading,
    Path(id): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = id.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = draft::open(site, &reader.principal, &asked)? else {
            // Sent twice: the draft is an application by now.
            let number = done::number_of(site, &reader.principal, &asked)?;
            let to = number.map(|number| Done::see(format!("/my/submissions/{number}")));
            return Ok(to.unwrap_or(Done::NotFound));
        };
        let commits = form.get(WAY) == COMMITS && committable(&found).is_some();
        if commits && reader.principal.mandate().is_some() {
            // What is signed is the applicant's own.
            let refused = store::applicants_own();
            return Ok(Done::Wrong(vec![Wrong { field: "", refused }]));
        }
        if commits && form.get(commitment::SIGNED).is_empty() {
            let refused = commitment::unsigned();
            return Ok(Done::Wrong(vec![Wrong { field: "", refused }]));
        }
        submit(site, &reader.principal, (&found, commits))
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/my/drafts/{id}/review");
        let found = draft::open(site, &frame.principal, &id)?;
        Ok(found.map(|found| page(frame, site, (&found, filled))))
    };
    front.submit((reader, form), act, show).await
}

/// The choice between materials and a commitment.
const WAY: &str = "way";
/// What it is where the conditions are promised.
const COMMITS: &str = "commitment";

/// The matter of an application that may be granted on a commitment.
fn committable(found: &Opened) -> Option<&Matter> {
    let [only] = found.definitions.as_slice() else { return None };
    let matter = Some(&only.matter).filter(|_| found.draft.stage.is_none());
    matter.filter(|matter| matter.committable().is_some())
}

/// Every step has a name that follows from the draft's: what broke off is completed by a repeat.
fn submit(
    site: &Site,
    principal: &Principal,
    (found, commits): (&Opened, bool),
) -> Result<Done, Fault> {
    let wrongs = answers::wrongs(site, found);
    if !wrongs.is_empty() {
        let all = wrongs.into_iter().map(|(_, refused)| Wrong { field: "", refused });
        return Ok(Done::Wrong(all.collect()));
    }
    let draft = &found.draft;
    let subject = draft.subject();
    if let Err(refused) = apply(site, principal, found)? {
        return Ok(Done::Wrong(vec![Wrong { field: "", refused }]));
    }
    attach(site, principal, found)?;
    if commits && let Some(matter) = committable(found) {
        let asked = Asked::of(site, principal, follows(draft.id, "commitment"));
        said(asked.ask::<Cases>(&subject, commitment::promised(matter))?, "the commitment");
    }
    decide_within_the_request(site, &subject);
    let number = done::number_of(site, principal, &draft.id.to_string())?;
    let number = number.ok_or_else(|| Fault::Broken(format!("{subject} has no number")))?;
    draft::drop(site, draft)?;
    Ok(Done::see(format!("/my/submissions/{number}")))
}

fn apply(site: &Site, principal: &Principal, found: &Opened) -> Result<Result<(), Refused>, Fault> {
    let draft = &found.draft;
    let asked = Asked::of(site, principal, follows(draft.id, "submission"));
    let (project, applicant) = (found.project.subject.clone(), own(principal).to_owned());
    let (agent, phone) = (Personal::clear(&draft.agent), Personal::clear(&draft.phone));
    let (handed_in, answers) = (found.handed_in(site), told(site, found));
    let Some(stage) = draft.stage else {
        let matter = draft.matters.first().cloned().unwrap_or_default();
        let command =
            CaseCommand::Submit { matter, project, applicant, handed_in, answers, agent, phone };
        return asked.ask::<Cases>(&draft.subject(), command);
    };
    let of = site.pack.zone.stages.iter().find(|one| one.number == stage);
    let command = PackageCommand::Submit {
        project,
        stage,
        lead_office: of.map(|stage| stage.lead_office.clone()).unwrap_or_default(),
        applicant,
        matters: draft.matters.clone(),
        handed_in,
        answers,
        agent,
        phone,
    };
    asked.ask::<Packages>(&draft.subject(), command)
}

/// The answers to the questions that are asked; what was written before a condition changed is not.
pub(crate) fn told(site: &Site, found: &Opened) -> Answers {
    let written = &found.draft.answers;
    let asked = found.form.questions(written, draft::today(site)).into_iter();
    let told = asked.filter_map(|field| {
        let answer = written.get(&field.id).filter(|answer| !answer.trim().is_empty())?;
        Some((field.id.clone(), answer.clone()))
    });
    told.collect()
}

/// The files go where the application goes; those of a package also to each case that asks them.
fn attach(site: &Site, principal: &Principal, found: &Opened) -> Result<(), Fault> {
    let subject = found.draft.subject();
    for paper in found.papers.iter().filter(|paper| paper.counts()) {
        let mut places = vec![subject.clone()];
        if found.draft.stage.is_some() {
            let asking = found.definitions.iter().map(|one| &one.matter);
            let asking = asking.filter(|matter| matter.material(&paper.material).is_some());
            places.extend(asking.map(|matter| case_of(&subject, &matter.id)));
        }
        for to in places {
            let word = format!("{to} {} {}", paper.material, paper.row.subject);
            let asked = Asked::of(site, principal, follows(found.draft.id, &word));
            let command = DocumentCommand::Attach { to, material: paper.material.clone() };
            said(asked.ask::<Documents>(&paper.row.subject, command)?, "a document");
        }
    }
    Ok(())
}

/// A refusal after the application stands is for the log: the application is not undone by it.
fn said(answer: Result<(), Refused>, what: &str) {
    if let Err(refused) = answer {
        tracing::warn!(%refused, "{what} of an application was not taken");
    }
}

pub(crate) fn page(frame: &Frame, site: &Site, (found, filled): (&Opened, Filled)) -> Markup {
    let at = found.draft.address();
    let heading = frame.t("核对并提交", "Check and submit");
    let is_ready = answers::wrongs(site, found).is_empty();
    let body = html! {
        (saved(frame, found))
        (parts::wrongs(frame, filled))
        section.sheet {
            header {
                h2 { (frame.t("申请", "The application")) }
                a href={ (at) "/form" } { (frame.t("修改", "Change")) }
            }
            dl.pairs {
                dt { (frame.t("项目", "Project")) }
                dd { (frame.run(&found.project.title)) }
                dt { (frame.t("事项", "Matters")) }
                dd {
                    @for one in &found.definitions {
                        @let name = one.matter.name();
                        p { (frame.say(&name)) }
                    }
                }
                @for field in found.form.questions(&found.draft.answers, draft::today(site)) {
                    dt { (frame.t(&field.title, &field.title_en)) }
                    dd {
                        @let written = found.draft.answers.get(&field.id);
                        (answered(frame, field, written.map_or("", String::as_str)))
                    }
                }
                dt { (frame.t("经办人", "Brought by")) }
                dd { (frame.run(&found.draft.agent)) " " span.n { (found.draft.phone) } }
            }
        }
        (materials(frame, site, found))
        @if is_ready {
            section.sheet {
                p {
                    (frame.t(
                        "提交后即收件，您会得到编号和收件凭证；部门在规定时间内答复是否受理。",
                        "Once submitted it is received: you get a number and a receipt, and the \
                         office answers within the time set whether it is accepted.",
                    ))
                }
                form.fill action={ (at) "/review" } method="post" {
                    (hidden(frame, &Form::default()))
                    @let is_own = frame.principal.mandate().is_none();
                    @if let Some(matter) = committable(found).filter(|_| is_own) {
                        (way(frame, matter, filled))
                    }
                    button.act type="submit" { (frame.t("提交申请", "Submit the application")) }
                }
            }
            @let is_whole = frame.principal.reaches_project(&found.project.number);
            @if is_whole && apply::may_be_simulated(site, found).unwrap_or(false) {
                (apply::offer(frame, found, filled))
            }
        } @else {
            section.sheet {
                p {
                    (frame.t("申请表还没有填完，", "The form is not complete: "))
                    a href={ (at) "/form" } { (frame.t("继续填写", "go on with it")) }
                    (frame.t("。", "."))
                }
            }
        }
    };
    narrow(frame, heading, (&ways(frame, found, true), &body))
}

/// Materials or a commitment, as the applicant chooses.
fn way(frame: &Frame, matter: &Matter, filled: Filled) -> Markup {
    let Some(promise) = matter.committable() else { return html! {} };
    let commits = filled.form.get(WAY) == COMMITS;
    let ways = [
        ("materials", !commits, frame.t("提交材料，按一般程序审查", "Materials, examined")),
        (COMMITS, commits, frame.t("告知承诺，当场决定", "A commitment, decided at once")),
    ];
    html! {
        fieldset.ticks {
            legend { (frame.t("办理方式", "Which way")) }
            @for (word, is_chosen, name) in ways {
                @let id = format!("{WAY}-{word}");
                div {
                    input type="radio" id=(id) name=(WAY) value=(word) checked[is_chosen];
                    label for=(id) { (name) }
                }
            }
        }
        details open[commits] {
            summary { (frame.t("告知承诺的条件和后果", "What is promised, and what follows")) }
            (commitment::choice(frame, matter, promise))
            (commitment::sign(frame))
        }
    }
}

fn materials(frame: &Frame, site: &Site, found: &Opened) -> Markup {
    let missing = found.missing(site);
    html! {
        section.sheet {
            header {
                h2 { (frame.t("材料", "Materials")) }
                a href={ (found.draft.address()) "/materials" } { (frame.t("修改", "Change")) }
            }
            ul.rows {
                @for material in found.asked(site) {
                    @let name = material.name();
                    @let files = found.papers.iter()
                        .filter(|paper| paper.material == material.id && paper.counts());
                    @let is_missing = missing.iter().any(|one| one.id == material.id);
                    li {
                        span {
                            b { (frame.say(&name)) }
                            @for paper in files { span.note { (frame.run(&paper.name)) } }
                        }
                        @if is_missing {
                            (parts::state(false, if material.may_follow {
                                frame.t("可后补", "may follow")
                            } else {
                                frame.t("还没有", "not here yet")
                            }))
                        }
                    }
                }
            }
            @if missing.iter().any(|material| !material.may_follow) {
                p.told {
                    (frame.t(
                        "材料不齐也可以提交：部门会一次性告知需要补正的全部内容，补齐后再受理。",
                        "You may submit without them: the office tells you at once everything that \
                         is missing, and accepts the application when it is complete.",
                    ))
                }
            }
        }
    }
}
