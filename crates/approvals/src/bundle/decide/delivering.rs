//! What follows when every link has ended (一件事结果送达与归档): its one result arrives, and then nothing
//! is left to do.
//!
//! Basis: Administrative Licensing Law, article 44.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::right::Right;

use super::super::{Event, Facts, Refusal};
use super::{Asked, is_written};
use crate::delivery::{Course, Means};

/// The result has arrived: a delivery tells it, or the office where no delivery does.
pub(super) fn deliver(
    asked: &Asked,
    (means, on): (String, Option<Date>),
    facts: &Facts,
) -> Result<Vec<Event>, Refusal> {
    let is_told = *asked.now.actor == Actor::Reaction && facts.delivery == Some(Course::Arrived);
    if !is_told {
        is_receiver(asked)?;
    }
    is_through(asked)?;
    if asked.application.delivered_on.is_some() {
        return Err(Refusal::AlreadyDelivered);
    }
    if !is_told && facts.delivery == Some(Course::Underway) {
        return Err(Refusal::DeliveryUnderway);
    }
    is_written(&means, ("送达方式", "means of delivery"))?;
    let means = match is_told {
        true => means,
        false => Means::of(&means).ok_or(Refusal::MeansUnlisted)?.text().zh,
    };
    let today = asked.now.today;
    let (received_on, through_on) = (on.unwrap_or(today), asked.application.through_on);
    if received_on > today || through_on.is_some_and(|since| received_on < since) {
        return Err(Refusal::ReceiptDayUnfit);
    }
    Ok(vec![Event::BundleDelivered { on: today, means, received_on: Some(received_on) }])
}

/// Nothing is left to do.
pub(super) fn close(asked: &Asked) -> Result<Vec<Event>, Refusal> {
    is_receiver(asked)?;
    is_through(asked)?;
    if asked.application.delivered_on.is_none() {
        return Err(Refusal::NotDelivered);
    }
    Ok(vec![Event::BundleConcluded { on: asked.now.today }])
}

/// An officer of the office that received it, at a post that receives or examines.
fn is_receiver(asked: &Asked) -> Result<(), Refusal> {
    let is_there = asked.now.actor.is_of_office(&asked.application.lead_office);
    let may = [Right::Accept, Right::Examine].iter().any(|right| asked.now.rights.has(*right));
    if is_there && may { Ok(()) } else { Err(Refusal::NotReceiver) }
}

/// Every link has ended, and the application is neither withdrawn nor concluded.
fn is_through(asked: &Asked) -> Result<(), Refusal> {
    let application = asked.application;
    if application.withdrawn_on.is_some() || application.concluded_on.is_some() {
        return Err(Refusal::ApplicationOver);
    }
    if application.through_on.is_none() { Err(Refusal::NotThrough) } else { Ok(()) }
}
