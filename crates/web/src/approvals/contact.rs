//! Whom to call about a thing (联系人): who brought the application, in clear; only for whoever has
//! entered the reason before.

use approvals::bundle::{Applications, Event as Applied};
use approvals::case::{Cases, Event as OfCase};
use approvals::package::{Event as OfPackage, Packages};
use approvals::project::{Event as OfProject, Projects};
use kernel::personal::Personal;
use store::{Capability, Fault};

use crate::Site;

/// A name and a phone (姓名和电话).
pub struct Contact {
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: String,
}

/// Who brought what `about` is about: a case's agent, that of its package where the case came with
/// one, that of an application; the project's contact where nobody brought the case itself.
pub fn whom(site: &Site, about: &str) -> Result<Option<Contact>, Fault> {
    if about.starts_with("bundle:") {
        return first::<Applications>(site, about, |event| {
            let Applied::BundleSubmitted { agent, phone, .. } = event else { return None };
            Some(Contact::of(agent, phone))
        });
    }
    let own = first::<Cases>(site, about, |event| {
        let OfCase::CaseSubmitted { agent, phone, .. } = event else { return None };
        Some(Contact::of(agent, phone))
    })?;
    if own.is_some() {
        return Ok(own);
    }
    let row = site.store.read(&site.zone, |open| approvals::views::case_by_subject(open, about))?;
    let Some(row) = row else { return Ok(None) };
    let together = row.package.as_deref().map(|package| {
        first::<Packages>(site, package, |event| {
            let OfPackage::PackageSubmitted { agent, phone, .. } = event else { return None };
            Some(Contact::of(agent, phone))
        })
    });
    match together.transpose()?.flatten() {
        Some(contact) => Ok(Some(contact)),
        None => of_project(site, &row.project),
    }
}

/// The contact of a project, as registered.
pub fn of_project(site: &Site, project: &str) -> Result<Option<Contact>, Fault> {
    first::<Projects>(site, project, |event| {
        let OfProject::ProjectRegistered { contact, phone, .. } = event else { return None };
        Some(Contact::of(contact, phone))
    })
}

impl Contact {
    /// In clear where it is there; what was forgotten keeps its mask.
    fn of(name: &Personal, phone: &Personal) -> Contact {
        Contact {
            name: clear(name, Personal::masked_name),
            phone: clear(phone, Personal::masked_phone),
        }
    }
}

/// In clear where it is there; what was forgotten keeps its mask.
pub fn clear(field: &Personal, masked: fn(&Personal) -> String) -> String {
    match field {
        Personal::Personal(value) => value.clone(),
        Personal::Sealed(_) | Personal::Forgotten(_) => masked(field),
    }
}

fn first<C: Capability>(
    site: &Site,
    subject: &str,
    told: impl Fn(&C::Event) -> Option<Contact>,
) -> Result<Option<Contact>, Fault> {
    let past = site.store.history::<C>(&site.zone, subject)?;
    Ok(past.iter().find_map(|past| told(&past.event)))
}
