//! How a result comes, on a page (送达): what it is about, the way, where it is, and what happened.

use approvals::delivery::{Deliveries, Delivery, Event, Recipient, State, delivery_of};
use approvals::views::{
    Deliverable, definition, deliverable_by_number, documents_of_links, papers_of_case,
};
use kernel::text::{Text, text};
use kernel::{actor::Actor, personal::Personal};
use maud::{Markup, html};
use store::{Fault, Past, Views};

use super::is_number;
use crate::Site;
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;
use crate::words::{moment, number};

/// What a delivery is about, as pages name it (送达对象).
pub struct Named {
    /// The case, or the application for a bundle.
    pub of: Deliverable,
    /// Its matter, or its bundle.
    pub name: Text,
}

impl Named {
    /// Names it.
    pub fn of(open: &mut Views, of: Deliverable) -> Result<Named, Fault> {
        let name = match &of {
            Deliverable::Case(row) => match definition(open, &row.definition)? {
                Some(known) => known.matter.name(),
                None => text(&row.matter, &row.matter),
            },
            Deliverable::Application(row) => row.title.clone(),
        };
        Ok(Named { of, name })
    }

    /// What it stands in: the project of a case.
    pub fn within(&self) -> Text {
        match &self.of {
            Deliverable::Case(row) => text(&row.project_title, &row.project_title),
            Deliverable::Application(_) => text("一件事", "bundle"),
        }
    }

    /// The address of its page, for an officer.
    pub fn desk(&self) -> String {
        match &self.of {
            Deliverable::Case(row) => format!("/approvals/cases/{}/desk", row.number),
            Deliverable::Application(row) => format!("/applications/{}", row.number),
        }
    }

    /// The address of its delivery, for an officer.
    pub fn delivery(&self) -> String {
        match &self.of {
            Deliverable::Case(row) => format!("/approvals/cases/{}/delivery", row.number),
            Deliverable::Application(row) => format!("/applications/{}/delivery", row.number),
        }
    }

    /// The address of what the hall has of it.
    pub fn hall(&self) -> String {
        match &self.of {
            Deliverable::Case(row) => format!("/hall/cases/{}", row.number),
            Deliverable::Application(row) => format!("/hall/applications/{}", row.number),
        }
    }

    /// The numbers of the papers that can be packed, and how many of them, the first ones, must be.
    pub fn papers(&self, open: &mut Views) -> Result<(Vec<String>, usize), Fault> {
        let (decided, others) = match &self.of {
            Deliverable::Case(row) => {
                let papers = papers_of_case(open, &row.subject)?.into_iter();
                let standing =
                    papers.filter(|one| matches!(one.state.as_str(), "issued" | "sealed"));
                let others = standing.map(|one| one.number).collect::<Vec<_>>();
                (row.document.iter().cloned().collect(), others)
            }
            Deliverable::Application(row) => (documents_of_links(open, &row.subject)?, Vec::new()),
        };
        let (mut all, count): (Vec<String>, usize) = (decided.clone(), decided.len());
        all.extend(others.into_iter().filter(|one| !decided.contains(one)));
        Ok((all, count))
    }
}

/// The case or the application with this number.
pub fn named(site: &Site, number: &str) -> Result<Option<Named>, Fault> {
    if !is_number(&number.replacen("-B", "-0", 1)) {
        return Ok(None);
    }
    site.store.read(&site.zone, |open| {
        let found = deliverable_by_number(open, number)?;
        found.map(|of| Named::of(open, of)).transpose()
    })
}

/// A delivery with its history (送达档案); where nothing was chosen it is empty.
#[derive(Default)]
pub struct DeliveryFile {
    /// As its facts leave it.
    pub delivery: Delivery,
    /// Its facts.
    pub past: Vec<Past<Event>>,
}

/// Reads the delivery of a case or an application, by its subject.
pub fn read(site: &Site, about: &str) -> Result<DeliveryFile, Fault> {
    let past = site.store.history::<Deliveries>(&site.zone, &delivery_of(about))?;
    let mut delivery = Delivery::default();
    past.iter().for_each(|past| delivery.apply(&past.event));
    Ok(DeliveryFile { delivery, past })
}

/// The lamp of a state.
pub fn state_lamp(frame: &Frame, state: State, is_late: bool) -> Markup {
    let shape = match state {
        State::Received | State::Collected | State::Electronic => Shape::Done,
        _ if is_late => Shape::Late,
        State::Failed => Shape::Soon,
        State::Unknown | State::Chosen => Shape::Still,
        State::ToPack
        | State::Packed
        | State::WithCourier
        | State::InTransit
        | State::AtCounter => Shape::Good,
    };
    lamp(shape, frame.say(&state.text()))
}

/// The way, the parcel and the recipient behind their masks.
pub fn pairs(frame: &Frame, delivery: &Delivery) -> Markup {
    html! {
        dl.pairs {
            @if let Some(way) = &delivery.way {
                dt { (frame.t("送达方式", "How it comes")) }
                dd { (frame.say(&way.text())) }
            }
            @if let Some(Recipient { name, phone, address }) = delivery.recipient() {
                dt { (frame.t("收件人", "Recipient")) }
                dd { (frame.run(&name.masked_name())) " " span.n { (phone.masked_phone()) } }
                dt { (frame.t("地址", "Address")) }
                dd { (frame.run(&address.masked_address())) }
            }
            @if !delivery.papers.is_empty() {
                dt { (frame.t("封装文书", "Packed")) }
                dd { (frame.run(&delivery.papers.join("、"))) }
            }
            @if !delivery.tracking.is_empty() {
                dt { (frame.t("寄递企业", "Courier")) }
                dd { (frame.run(&delivery.courier)) }
                dt { (frame.t("运单号", "Tracking number")) }
                dd.n { (delivery.tracking) }
            }
        }
    }
}

/// What happened, oldest first; a name only behind its mask.
pub fn trail(frame: &Frame, file: &DeliveryFile) -> Markup {
    html! {
        ol.trail {
            @for past in &file.past {
                li {
                    p { (frame.say(&past.event.title())) }
                    @for said in past.event.quotes() {
                        @if !said.is_empty() { p.quoted { (frame.run(said)) } }
                    }
                    @if let Some((what, who)) = who(frame, &past.event) {
                        p.quoted { (what) (frame.run(&who.masked_name())) }
                    }
                    p.note.parts.n {
                        time datetime=(past.at) { (moment(frame.language, past.at)) }
                        span {
                            @if let Actor::Enterprise { .. } = &past.actor {
                                (frame.t("申请人", "the applicant"))
                            } @else { (frame.say(&frame.actor(&past.actor))) }
                        }
                        span { "№ " (number(past.number)) }
                    }
                }
            }
        }
    }
}

/// Who signed or came, where the fact says it.
fn who<'a>(frame: &Frame, event: &'a Event) -> Option<(&'static str, &'a Personal)> {
    match event {
        Event::ParcelReceived { signatory, .. } => {
            Some((frame.t("签收人：", "Signed for by "), signatory))
        }
        Event::ResultCollected { collector, .. } => {
            Some((frame.t("领取人：", "Collected by "), collector))
        }
        _ => None,
    }
}
