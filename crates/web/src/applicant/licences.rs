//! Licences of other authorities that a project's file keeps (归集证照), offered for the materials
//! that they answer: used by reference, as an extract that says where each comes from and when.
//!
//! Never: the licence itself, which is its issuer's; nor one that ended, or whose issuer does not
//! say that it is in force.

use std::collections::BTreeMap;

use approvals::project::{Event, Licence, Projects};
use approvals::views::{self, ProjectRow};
use catalogue::Material;
use jiff::civil::Date;
use kernel::local_time::day_of;
use kernel::text::text;
use store::Fault;

use super::held::Held;
use crate::Site;

/// What a licence is called in a form, before the entry that tells of it.
pub const LICENCE: &str = "licence:";
/// Projects whose files are looked at.
const PROJECTS: usize = 20;

/// A licence as a project's file keeps it.
pub struct Kept {
    /// The project.
    pub project: ProjectRow,
    /// The licence.
    pub licence: Licence,
    /// The entry that told it last.
    pub entry: u64,
    /// The day of that.
    pub on: Date,
}

/// The licences in force that an enterprise's projects keep: of one project, or of all where none
/// is named; those of projects that are within reach.
pub fn in_force(
    site: &Site,
    (code, project): (&str, &str),
    reaches: impl Fn(&str) -> Result<bool, Fault>,
) -> Result<Vec<Kept>, Fault> {
    let today = day_of((site.now)());
    let mut rows =
        site.store.read(&site.zone, |open| views::projects_of_enterprise(open, code, None))?;
    rows.retain(|row| project.is_empty() || row.subject == project);
    let mut all = Vec::new();
    for row in rows.into_iter().take(PROJECTS) {
        if !reaches(&row.subject)? {
            continue;
        }
        // What was told of a number last counts.
        let mut told = BTreeMap::new();
        for past in site.store.history::<Projects>(&site.zone, &row.subject)? {
            if let Event::LicenceMirrored { licence } = past.event {
                told.insert(licence.number.clone(), (licence, past.number, day_of(past.at)));
            }
        }
        let kept = told.into_values().filter(|(licence, ..)| licence.is_in_force(today));
        all.extend(kept.map(|(licence, entry, on)| {
            let project = row.clone();
            Kept { project, licence, entry, on }
        }));
    }
    Ok(all)
}

impl Kept {
    /// As something that is offered.
    pub fn held(self) -> Held {
        let Kept { project, licence, entry, on } = self;
        let (source, number) = (&licence.source, &project.number);
        Held {
            value: format!("{LICENCE}{entry}"),
            material: String::new(),
            name: format!("{} {}", licence.title, licence.number),
            source: text(
                format!("归集证照，来源：{source}，项目{number}"),
                format!("a licence noted in project {number}, from {source}"),
            ),
            on: Some(on),
            number: Some(licence.number),
            answers: Some(licence.matter),
        }
    }
}

/// Does the material ask for the result of the matter, in any definition of the pack?
pub fn is_answered(site: &Site, material: &str, matter: &str) -> bool {
    let asks = |one: &Material| one.id == material && one.result_of.as_deref() == Some(matter);
    let of_matters = site.pack.matters.iter().flat_map(|known| &known.matter.materials);
    let of_bundles = site.pack.bundles.iter().flat_map(|bundle| &bundle.materials);
    of_matters.chain(of_bundles).any(asks)
}

/// The extract, in Chinese as offices file it; nothing where no font prints it.
#[cfg(feature = "pdf")]
pub fn printed(site: &Site, kept: &Kept) -> Result<Option<Vec<u8>>, Fault> {
    let licence = &kept.licence;
    let until = licence.valid_until.map_or_else(|| "未写明".to_owned(), |day| day.to_string());
    let lines = [
        ("证照名称", licence.title.clone()),
        ("证照编号", licence.number.clone()),
        ("颁发机关", licence.issuer.clone()),
        ("状态", licence.status.clone()),
        ("有效期至", until),
        ("来源", licence.source.clone()),
        ("归集日期", kept.on.to_string()),
        ("项目", format!("{} {}", kept.project.number, kept.project.title)),
        ("台账条目", kept.entry.to_string()),
    ];
    let below =
        "本页摘自项目档案中的归集证照信息，经申请人同意调用，不是证照本身；以颁发机关的登记为准。";
    let data = site.store.folder().path();
    Ok(crate::documents::pdf::extract(("归集证照信息", below), &lines, data)?.ok())
}

#[cfg(not(feature = "pdf"))]
pub fn printed(_: &Site, _: &Kept) -> Result<Option<Vec<u8>>, Fault> {
    Ok(None)
}
