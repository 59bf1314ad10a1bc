//! Who stands at the desk has come (窗口代为录入就是到场): what an officer enters on the applicant's
//! word was handed in by somebody who came for it, whether on a page, by a program or as typed.
//!
//! Never: a visit of who applies on the net, nor of whoever has an assistant apply.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定, article 2.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::entry::Entry;
use store::worker::Act;

use crate::visit::{Cause, Command, Visits, Way, book_of};
use crate::{bundle, case, package};

/// The visit that an entry was, where an officer entered an application by it.
pub fn came(entry: &Entry) -> serde_json::Result<Option<Act>> {
    let Actor::Officer { .. } = &entry.actor else { return Ok(None) };
    Ok(submitted_on(entry)?.map(|on| {
        let command = Command::Record {
            about: entry.subject.to_owned(),
            on,
            cause: Cause::Submit,
            way: Way::Hall,
            ticket: String::new(),
            required_by: String::new(),
            reason: String::new(),
        };
        Act::of::<Visits>(book_of(entry.subject), command)
    }))
}

/// The day on which a case, a package or an application for a bundle came.
fn submitted_on(entry: &Entry) -> serde_json::Result<Option<Date>> {
    let payload = entry.payload.get();
    Ok(match entry.kind {
        "approvals.case_submitted" => match serde_json::from_str(payload)? {
            case::Event::CaseSubmitted { on, .. } => Some(on),
            _ => None,
        },
        "approvals.package_submitted" => match serde_json::from_str(payload)? {
            package::Event::PackageSubmitted { on, .. } => Some(on),
            _ => None,
        },
        "approvals.bundle_submitted" => match serde_json::from_str(payload)? {
            bundle::Event::BundleSubmitted { on, .. } => Some(on),
            _ => None,
        },
        _ => None,
    })
}
