//! The way in (申请模拟审批): a draft is submitted as a simulated review instead of a formal case.

use std::sync::Arc;

use approvals::document::{Command as DocumentCommand, Documents};
use approvals::simulation::{Command, EntryReview, Simulations, formal_of};
use approvals::views::{assumptions, simulation_by_subject};
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use kernel::personal::Personal;
use maud::{Markup, html};
use store::Fault;

use crate::applicant::draft::{self, Opened};
use crate::applicant::{answers, review};
use crate::form::{Field, Filled, Form, Wrong, field, form, named};
use crate::front::{Done, Front};
use crate::people::{Asked, no_day, wrong};
use crate::{Site, error::Failure, reader::Reader, shell::Frame};

/// The draft is submitted as a simulated review: once, however often it is sent.
pub async fn submit(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path(id): Path<String>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let asked = id.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = draft::open(site, &reader.principal, &asked)? else {
            // Sent twice: the draft is a simulated case by now.
            let to = number_of(site, &asked)?;
            let to = to.map(|number| Done::see(format!("/approvals/simulations/{number}")));
            return Ok(to.unwrap_or(Done::NotFound));
        };
        take(site, (reader, form), &found)
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/my/drafts/{id}/review");
        let found = draft::open(site, &frame.principal, &id)?;
        Ok(found.map(|found| review::page(frame, site, (&found, filled))))
    };
    front.submit((reader, form), act, show).await
}

/// May this draft be simulated: one matter that the catalogue lets be, and land that is fixed?
pub fn may_be_simulated(site: &Site, found: &Opened) -> Result<bool, Fault> {
    let is_simulated = found.draft.stage.is_none()
        && found.definitions.iter().all(|known| known.matter.simulation.is_some());
    if !is_simulated {
        return Ok(false);
    }
    let known = site.store.read(&site.zone, |views| assumptions(views, &found.project.subject))?;
    Ok(known.is_land_fixed())
}

/// What is said of it under the review, with the form that asks for it.
pub fn offer(frame: &Frame, found: &Opened, filled: Filled) -> Markup {
    let at = format!("{}/simulation", found.draft.address());
    let land = Field::line("land", ("土地落实情况", "How the land is fixed"))
        .hint("例如已公告挂牌、已落实用地指标", "For example listed for sale, or quota granted");
    let number = Field::line("entry-number", ("准入评审文号", "Entry review, number"))
        .hint("项目通过准入评审的文件", "The document by which the project passed it");
    let on = crate::desk::entry::day("entry-day", ("准入评审日期", "Entry review, day"));
    html! {
        section.sheet #simulation {
            h2 { (frame.t("或者：先申请模拟审批", "Or: ask for a simulated review first")) }
            p {
                (frame.t(
                    "项目的土地已确定、尚未取得。自愿申请的，部门按同样的材料、程序和时限先行审查，\
                     尚缺的正式前置材料以意向、承诺替代，出具无法律效力的模拟审批意见；\
                     取得土地且条件没有变化的，自动转为正式办理。不收费。",
                    "The land is fixed and not obtained. If you wish, the office reviews now, by \
                     the same materials, steps and limits; what cannot be there yet is assumed. \
                     What you get is an opinion without legal effect. Once the land is yours and \
                     nothing has changed, a formal case opens by itself. It is free of charge.",
                ))
            }
            (form(
                frame,
                filled,
                (&at, frame.t("申请模拟审批", "Ask for a simulated review")),
                |filled| html! {
                    (field(frame, filled, land))
                    (field(frame, filled, number))
                    (field(frame, filled, on))
                },
            ))
        }
    }
}

fn take(site: &Site, (reader, form): (&Reader, &Form), found: &Opened) -> Result<Done, Fault> {
    let wrongs = answers::wrongs(site, found);
    if !wrongs.is_empty() {
        let all = wrongs.into_iter().map(|(_, refused)| Wrong { field: "", refused });
        return Ok(Done::Wrong(all.collect()));
    }
    let Ok(Some(on)) = form.day("entry-day") else { return Ok(wrong("entry-day", no_day())) };
    let draft = &found.draft;
    let subject = format!("simulation:{}", draft.id);
    let command = Command::Submit {
        matter: draft.matters.first().cloned().unwrap_or_default(),
        project: found.project.subject.clone(),
        applicant: reader.principal.acts_for().unwrap_or_default().into(),
        land: form.get("land").into(),
        entry_review: EntryReview { number: form.get("entry-number").into(), on },
        handed_in: found.handed_in(site),
        answers: review::told(site, found),
        agent: Personal::clear(&draft.agent),
        phone: Personal::clear(&draft.phone),
    };
    let asked = Asked::of(site, reader, form);
    if let Err(refused) = asked.ask::<Simulations>(&subject, command)? {
        return Ok(Done::Wrong(vec![Wrong { field: "", refused }]));
    }
    attach(site, (reader, form), (found, &formal_of(&subject)))?;
    let number = number_of(site, &draft.id.to_string())?;
    let number = number.ok_or_else(|| Fault::Broken(format!("{subject} has no number")))?;
    draft::drop(site, draft)?;
    Ok(Done::see(format!("/approvals/simulations/{number}")))
}

/// The files lie where they will be wanted: with the formal case that it is to become.
fn attach(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (found, to): (&Opened, &str),
) -> Result<(), Fault> {
    let command = named(form, (site.now)());
    for paper in found.papers.iter().filter(|paper| paper.counts()) {
        let word = format!("{to} {} {}", paper.material, paper.row.subject);
        let name = crate::form::derived(command, &word);
        let name = uuid::Builder::from_custom_bytes(name).into_uuid();
        let own = Form::default().with(crate::form::COMMAND, &name.to_string());
        let asked = Asked::of(site, reader, &own);
        let (to, material) = (to.to_owned(), paper.material.clone());
        let command = DocumentCommand::Attach { to, material };
        if let Err(refused) = asked.ask::<Documents>(&paper.row.subject, command)? {
            tracing::warn!(%refused, "a document of a simulated case was not taken");
        }
    }
    Ok(())
}

fn number_of(site: &Site, draft: &str) -> Result<Option<String>, Fault> {
    let subject = format!("simulation:{draft}");
    let row = site.store.read(&site.zone, |views| simulation_by_subject(views, &subject))?;
    Ok(row.map(|row| row.number))
}
