//! Whom to call about a case (联系人): masked on every page; in full once, after the reason is
//! recorded.

use axum::extract::{Extension, Path, State};
use axum::response::Response;
use maud::{Markup, html};

use super::{Reading, Sent, Shared, case, entry, sent_to};
use crate::Site;
use crate::approvals::contact::{Contact, of_project, whom};
use crate::approvals::{may_see_case, read_case};
use crate::error::Failure;
use crate::form::{Field, Filled, Form, form};
use crate::front::{Done, Shown};
use crate::people::{self, look_at, wrong};
use crate::reader::Reader;
use crate::shell::Frame;

/// Shows the contact in full, this once.
pub async fn contact(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let of = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read_case(site, &of)? else { return Ok(Done::NotFound) };
        if !may_see_case(site, &reader.principal, &found)? {
            return Ok(Done::NotFound);
        }
        let subject = found.file.row.subject.as_str();
        Ok(match look_at(site, (reader, form), (subject, "contact"))? {
            Ok(()) => Done::Once,
            Err(refused) => wrong("look-reason", refused),
        })
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| match filled.wrongs.is_empty()
    {
        true => in_full(site, frame, &number),
        false => case::show(site, frame, (&number, None), filled),
    };
    front.submit((reader, form), act, show).await
}

fn in_full(site: &Site, frame: &mut Frame, number: &str) -> Shown {
    let Some(found) = read_case(site, number)? else { return Ok(None) };
    let row = &found.file.row;
    let (brought, registered) = (whom(site, &row.subject)?, of_project(site, &row.project)?);
    let known = [
        (frame.t("本次申请经办人", "Who brought the application"), brought),
        (frame.t("项目联系人", "The project's contact"), registered),
    ];
    let place = format!("/approvals/cases/{number}/desk");
    let heading = frame.t("联系人", "Contact");
    let what = html! {
        @for (role, contact) in &known {
            @if let Some(contact) = contact {
                h2 { (role) }
                (pairs(frame, contact))
            }
        }
    };
    let back = (place, frame.t("回到办件", "Back to the case"));
    Ok(Some(people::in_full(frame, heading, &what, back)))
}

/// A name and a phone.
pub fn pairs(frame: &Frame, contact: &Contact) -> Markup {
    html! {
        dl.pairs {
            dt { (frame.t("姓名", "Name")) }
            dd { (frame.run(&contact.name)) }
            dt { (frame.t("电话", "Phone")) }
            dd.n { (contact.phone) }
        }
    }
}

/// The form that asks for it.
pub fn asking(frame: &Frame, number: &str, filled: Filled) -> Markup {
    let action = format!("/approvals/cases/{number}/contact");
    let button = frame.t("查看姓名和电话", "Show name and phone");
    let reason = Field::line("look-reason", ("理由", "Reason"))
        .hint("查看和理由都会记入台账", "That you looked, and why, is entered in the ledger");
    let is_sent = sent_to(frame) == action;
    html! {
        details.act-of open[is_sent] {
            summary { (frame.t("查看完整联系方式", "See the contact in full")) }
            (form(frame, filled, (&action, button), |filled| {
                entry::line(frame, filled, reason, "")
            }))
        }
    }
}
