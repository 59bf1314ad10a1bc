//! Minutes of a joint review on the board of a package (会审纪要): the form with what was decided, and
//! how it stands.

use std::collections::BTreeMap;

use agreements::views::{AgreementRow, agreement_by_subject};
use approvals::package::{Decision, Event, Package, minutes_of};
use kernel::agreement::Party;
use maud::{Markup, html};
use store::{Fault, Past, Views};

use super::entry::area;
use crate::agreements::{decisions, standing_lamp};
use crate::form::{Field, Filled};
use crate::shell::Frame;

/// The agreements in which decisions are owed, by the entry of their minutes.
pub type Agreed = BTreeMap<u64, AgreementRow>;

/// What became of the decisions of a package.
pub fn agreed(open: &mut Views, package: &str, past: &[Past<Event>]) -> Result<Agreed, Fault> {
    let mut agreed = Agreed::new();
    for past in past.iter().filter(|past| !of(&past.event).is_empty()) {
        let row = agreement_by_subject(open, &minutes_of(package, past.number))?;
        agreed.extend(row.map(|row| (past.number, row)));
    }
    Ok(agreed)
}

/// What is asked of whoever keeps them.
pub fn fields(package: &Package, frame: &Frame, filled: Filled) -> Markup {
    let words = Field::line("review-minutes", ("会审纪要", "Minutes"));
    let (lead, others) = match package.parties_of_minutes(frame.today()).split_first() {
        Some((lead, others)) => (*lead, others.to_vec()),
        None => ("", Vec::new()),
    };
    let name = |id: &str| frame.say(&frame.office(id)).to_owned();
    let mut offices = vec![(
        String::new(),
        frame.t(&format!("{}（牵头）", name(lead)), &format!("{} (leads)", name(lead))).to_owned(),
    )];
    offices.extend(others.iter().map(|id| ((*id).to_owned(), name(id))));
    html! {
        (area(frame, filled, words, ""))
        @if others.is_empty() {
            p.note {
                (frame.t(
                    "议定事项由参加会审的部门承担：先召集会审，到会审当日再登记。没有议定事项的，直接登记。",
                    "What is decided is owed by offices that took part: call a review first, and \
                     write it down from its day on. Without decisions, record the minutes now.",
                ))
            }
        } @else {
            p.note {
                (frame.t(
                    "议定事项逐项督办：到期前提醒，逾期列入督查。不用的行留空。",
                    "Each decision is chased: reminded of before its day, before the supervisor \
                     after it. Leave rows empty that are not needed.",
                ))
            }
            (decisions::rows(frame, filled, &offices))
        }
    }
}

/// What joint reviews decided, each with how it stands; the newest review first.
pub fn decided(past: &[Past<Event>], agreed: &Agreed, frame: &Frame) -> Markup {
    let reviews: Vec<_> = past.iter().rev().filter(|past| !of(&past.event).is_empty()).collect();
    html! {
        @if !reviews.is_empty() {
            section.sheet {
                header { h2 { (frame.t("会审议定事项", "What joint reviews decided")) } }
                @for past in reviews {
                    ul.rows {
                        @match agreed.get(&past.number) {
                            Some(row) => (owed(row, frame)),
                            None => (written(of(&past.event), frame)),
                        }
                    }
                }
            }
        }
    }
}

fn owed(row: &AgreementRow, frame: &Frame) -> Markup {
    html! {
        @for standing in &row.agreement.standings {
            @let one = &standing.obligation;
            li {
                a href={ "/agreements/" (row.number) "#" (one.id) } {
                    b { (frame.run(&one.title)) }
                    @if let Party::Office(id) = &one.owner {
                        span.note { (frame.say(&frame.office(id))) }
                    }
                }
                (standing_lamp(frame, &row.agreement, standing))
            }
        }
    }
}

/// The same in the moment before the ledger has made the agreement.
fn written(decisions: &[Decision], frame: &Frame) -> Markup {
    html! {
        @for one in decisions {
            li {
                span {
                    b { (frame.run(&one.title)) }
                    span.note { (frame.say(&frame.office(&one.office))) }
                }
                span.note.n { (frame.day(one.due)) }
            }
        }
    }
}

fn of(event: &Event) -> &[Decision] {
    match event {
        Event::MinutesRecorded { decisions, .. } => decisions,
        Event::PackageSubmitted { .. }
        | Event::PackageCaseStarted { .. }
        | Event::PackageCaseConcluded { .. }
        | Event::PackageThrough { .. }
        | Event::PackageMaterialReplaced { .. }
        | Event::JointReviewConvened { .. }
        | Event::JointSiteVisitHeld { .. }
        | Event::OfficeReminded { .. }
        | Event::PackageFormFilled { .. } => &[],
    }
}
