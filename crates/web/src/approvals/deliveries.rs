//! How a result comes, on a page (送达): the way, where it is, and what happened.

use approvals::delivery::{Deliveries, Delivery, Event, Recipient, State, of_case};
use kernel::{actor::Actor, personal::Personal};
use maud::{Markup, html};
use store::{Fault, Past};

use crate::Site;
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;
use crate::words::{moment, number};

/// A delivery with its history (送达档案); of a case for which nothing was chosen it is empty.
#[derive(Default)]
pub struct DeliveryFile {
    /// As its facts leave it.
    pub delivery: Delivery,
    /// Its facts.
    pub past: Vec<Past<Event>>,
}

/// Reads the delivery of a case.
pub fn read(site: &Site, case: &str) -> Result<DeliveryFile, Fault> {
    let past = site.store.history::<Deliveries>(&site.zone, &of_case(case))?;
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
                    @if let Some((what, who)) = named(frame, &past.event) {
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
fn named<'a>(frame: &Frame, event: &'a Event) -> Option<(&'static str, &'a Personal)> {
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
