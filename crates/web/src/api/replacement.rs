//! A file in place of one that is examined (审查中另传文件): it counts as a replacement, with a word on
//! what is different, so that the opinions which rest on the earlier one are asked again.

use approvals::case::{Case, Cases, Command};
use approvals::simulation::{self, Simulation, Simulations};
use approvals::views::documents_of;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use store::{Capability, Fault};
use uuid::Uuid;

use super::asked::Asked;
use super::problem::Problem;
use crate::form::derived;
use crate::principal::Principal;
use crate::{Site, error::Failure};

/// Would a file for this material take the place of one that a case is examined on? What an office
/// scans on the applicant's word is the applicant's paper still.
pub fn is_one(
    site: &Site,
    reader: &Principal,
    (subject, files, material): (&str, &str, &str),
) -> Result<bool, Fault> {
    if reader.office().is_some() {
        return Ok(false);
    }
    let case = match subject.split_once(':') {
        Some((Cases::SUBJECT, _)) => {
            let mut case = Case::default();
            let past = site.store.history::<Cases>(&site.zone, subject)?;
            past.iter().for_each(|past| case.apply(&past.event));
            case
        }
        Some((Simulations::SUBJECT, _)) => {
            let mut simulation = Simulation::default();
            let past = site.store.history::<Simulations>(&site.zone, subject)?;
            past.iter().for_each(|past| simulation.apply(&past.event));
            simulation.review
        }
        _ => return Ok(false),
    };
    if !case.is_relied_on(material) {
        return Ok(false);
    }
    let known = site.store.read(&site.zone, |open| documents_of(open, files))?;
    Ok(known.iter().any(|one| one.material == material && one.is_usable()))
}

/// The file is here: what rests on the earlier one is asked again.
pub async fn record(
    asked: Asked,
    subject: String,
    (material, reason): (String, String),
) -> Result<(), Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let front = asked.front.clone();
    let recorded = front.read(move |site| {
        let (id, by) = (Uuid::from_bytes(derived(key, "replacement")), (actor, None));
        let step = Command::Replace { material, reason };
        if subject.starts_with(Simulations::SUBJECT) {
            let step = simulation::Command::Review(Box::new(step));
            return asked.execute::<Simulations>(site, (id, &subject), by, step);
        }
        asked.execute::<Cases>(site, (id, &subject), by, step)
    });
    recorded.await.map_err(|failure: Failure| Problem::from(failure))??;
    Ok(())
}

/// Nobody slips another file in beside what was said about the first one.
pub fn unsaid() -> Refused {
    Refused {
        code: "api.replacement_unsaid",
        sentence: text(
            "这份材料正在审查，再传文件就是替换，须说明有什么变化。",
            "The material is being examined: another file replaces it, and is to say what is \
             different.",
        ),
        remedy: text(
            "请上传到该办件，并在 reason 中写明变化。",
            "Hand the file in for the case, with what is different as `reason`.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}
