//! Licences of other authorities in the exchange (归集证照): what a platform tells of a licence that is
//! decided there is mirrored in its project's file, as a fact about it.

use std::{fs, path::Path};

use approvals::project::{Command, Licence, Projects};
use approvals::views::project_by_code;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::text::{Text, text};
use serde::Deserialize;
use store::{Answer, Envelope};
use web::Site;

use super::{Flaw, LONGEST_ANSWER};
use crate::reactions::documents::name_of;

/// What a platform tells of a licence (归集文件): `in/*.json` with `licence`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    /// The national code of the project.
    project: String,
    licence: Mirrored,
}

/// The licence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mirrored {
    matter: String,
    number: String,
    title: String,
    issuer: String,
    status: String,
    #[serde(default)]
    valid_until: Option<Date>,
    source: String,
}

/// What is told of a licence, where the file does.
pub(super) fn read(path: &Path) -> Option<Result<Told, Text>> {
    let length = fs::metadata(path).ok()?.len();
    if length > LONGEST_ANSWER {
        return None;
    }
    let value: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    value.get("licence")?;
    let told = serde_json::from_value(value).map_err(|flaw| {
        text(
            format!("文件读不懂：{flaw}。请按 docs/reference/hand-over.md 的格式改正。"),
            format!("The file cannot be read: {flaw}. See docs/reference/hand-over.md."),
        )
    });
    Some(told)
}

/// Records it in the project's file; told twice, it is there once.
pub(super) fn record(site: &Site, told: Told) -> Result<(), Flaw> {
    let row = site.store.read(&site.zone, |views| project_by_code(views, &told.project))?;
    let Some(row) = row else {
        return Err(Flaw::Aside(text(
            format!("没有项目代码为“{}”的项目。", told.project),
            format!("There is no project with the code \"{}\".", told.project),
        )));
    };
    let Mirrored { matter, number, title, issuer, status, valid_until, source } = told.licence;
    let key = format!("{}/{}/{matter}/{number}/{status}", site.zone, row.subject);
    let licence = Licence { matter, number, title, issuer, status, valid_until, source };
    let answer = site.store.execute::<Projects>(Envelope {
        zone: site.zone.clone(),
        id: name_of(&format!("{key}/{valid_until:?}")),
        subject: row.subject,
        actor: Actor::Reaction,
        asserted_by: None,
        attested_by: None,
        at: (site.now)(),
        command: Command::MirrorLicence { licence },
    });
    match answer {
        Answer::Recorded(_) => Ok(()),
        Answer::Refused(refused) if refused.code == "approvals.already_recorded" => Ok(()),
        Answer::Refused(refused) => Err(Flaw::Aside(refused.sentence)),
        Answer::Fault(fault) => Err(Flaw::Fault(fault)),
    }
}
