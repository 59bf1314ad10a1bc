//! What is delivered (送达对象): a case, or an application for a bundle; a list of deliveries has both.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::calendar::Calendar;
use kernel::time_limit::{Light, Thresholds};
use store::{Fault, RowExt, Views};

use super::board::{light_by, light_of};
use super::case_rows::DELIVERY;
use super::queries::CaseRow;
use super::{
    ApplicationRow, application_by_number, application_by_subject, case_by_number, case_by_subject,
    documents_of_links,
};
use crate::case;
use crate::delivery::{About, Reach};

/// A case, or an application for a bundle (送达对象).
#[derive(Clone, Debug)]
pub enum Deliverable {
    /// A case.
    Case(Box<CaseRow>),
    /// An application.
    Application(Box<ApplicationRow>),
}

impl Deliverable {
    /// The subject.
    pub fn subject(&self) -> &str {
        match self {
            Deliverable::Case(row) => &row.subject,
            Deliverable::Application(row) => &row.subject,
        }
    }

    /// Its number.
    pub fn number(&self) -> &str {
        match self {
            Deliverable::Case(row) => &row.number,
            Deliverable::Application(row) => &row.number,
        }
    }

    /// The office that hands out the result.
    pub fn office(&self) -> &str {
        match self {
            Deliverable::Case(row) => &row.office,
            Deliverable::Application(row) => &row.lead_office,
        }
    }

    /// Who applied: an enterprise by its code, a person as an actor's word.
    pub fn applicant(&self) -> &str {
        match self {
            Deliverable::Case(row) => &row.applicant,
            Deliverable::Application(row) => {
                row.applicant.strip_prefix("enterprise:").unwrap_or(&row.applicant)
            }
        }
    }

    /// Who applied, as an actor.
    pub fn applicant_actor(&self) -> Actor {
        match self {
            Deliverable::Case(row) => Actor::enterprise(&row.applicant),
            Deliverable::Application(row) => {
                Actor::parse(&row.applicant).unwrap_or_else(|_| Actor::enterprise(&row.applicant))
            }
        }
    }

    /// The last day of what its office owes next; once that is decided, of delivering it.
    pub fn due(&self) -> Option<Date> {
        match self {
            Deliverable::Case(row) => row.due,
            Deliverable::Application(row) => row.deliver_by.or(row.due),
        }
    }

    /// The light of that day.
    pub fn light(&self, on: (Date, &Calendar, &Thresholds)) -> Light {
        match self {
            Deliverable::Case(row) => light_of(row, on.0, on.1, on.2),
            Deliverable::Application(row) => match (row.deliver_by, row.due) {
                (Some(day), _) => light_by(day, DELIVERY.days, on),
                (None, Some(day)) if row.stands_since.is_none() => {
                    light_by(day, row.promised_days.unwrap_or(0), on)
                }
                (None, Some(_) | None) => Light::Paused,
            },
        }
    }

    /// How far it is on its way to a result.
    pub fn reach(&self) -> Reach {
        match self {
            Deliverable::Case(row) => reach(case::State::of(&row.state).unwrap_or_default()),
            Deliverable::Application(row) => match row.state.as_str() {
                "through" => Reach::Decided,
                "delivered" | "concluded" => Reach::Arrived,
                "withdrawn" => Reach::Ended,
                _ => Reach::Running,
            },
        }
    }
}

/// The case or the application with this subject.
pub fn deliverable(views: &mut Views, about: &str) -> Result<Option<Deliverable>, Fault> {
    if about.starts_with("bundle:") {
        return Ok(application_by_subject(views, about)?.map(application));
    }
    Ok(case_by_subject(views, about)?.map(of_case))
}

/// The same by its number.
pub fn deliverable_by_number(
    views: &mut Views,
    number: &str,
) -> Result<Option<Deliverable>, Fault> {
    if let Some(row) = case_by_number(views, number)? {
        return Ok(Some(of_case(row)));
    }
    Ok(application_by_number(views, number)?.map(application))
}

/// What has a parcel with this tracking number, apart from the subject that is named.
pub fn deliverable_by_tracking(
    views: &mut Views,
    tracking: &str,
    apart_from: &str,
) -> Result<Option<Deliverable>, Fault> {
    let sql = "SELECT about FROM approvals_delivery WHERE zone = ?1 AND tracking = ?2
               AND about <> ?3 ORDER BY about LIMIT 1";
    let found = views.query(sql, &[tracking.into(), apart_from.into()])?;
    let about = found.first().and_then(|row| row.text(0)).map(str::to_owned);
    about.map_or(Ok(None), |about| deliverable(views, &about))
}

/// What a parcel is of, by the number under which manifests name it.
pub fn deliverable_by_parcel(views: &mut Views, parcel: i64) -> Result<Option<Deliverable>, Fault> {
    let sql = "SELECT about FROM approvals_delivery WHERE zone = ?1 AND parcel = ?2 LIMIT 1";
    let found = views.query(sql, &[parcel.into()])?;
    let about = found.first().and_then(|row| row.text(0)).map(str::to_owned);
    about.map_or(Ok(None), |about| deliverable(views, &about))
}

/// What the rules of deliveries know of it.
pub(super) fn about(views: &mut Views, of: &Deliverable) -> Result<About, Fault> {
    let documents = match of {
        Deliverable::Case(row) => row.document.iter().cloned().collect(),
        Deliverable::Application(row) => documents_of_links(views, &row.subject)?,
    };
    let (applicant, office) = (of.applicant().to_owned(), of.office().to_owned());
    Ok(About { applicant, office, documents, reach: of.reach() })
}

fn of_case(row: CaseRow) -> Deliverable {
    Deliverable::Case(Box::new(row))
}

fn application(row: ApplicationRow) -> Deliverable {
    Deliverable::Application(Box::new(row))
}

/// How far a case is, by its state.
pub(super) fn reach(state: case::State) -> Reach {
    match state {
        case::State::Unknown
        | case::State::Received
        | case::State::Correcting
        | case::State::Accepted
        | case::State::HandedOver => Reach::Running,
        case::State::Granted | case::State::Denied => Reach::Decided,
        case::State::Delivered | case::State::Concluded => Reach::Arrived,
        case::State::NotAccepted
        | case::State::Withdrawn
        | case::State::Terminated
        | case::State::Revoked
        | case::State::Cancelled => Reach::Ended,
    }
}
