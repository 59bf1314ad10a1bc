//! A draft (草稿): an application before it is one, in the drawer, no fact yet.
//!
//! Answers are kept as they were written, also where they do not fit. Files are documents from the
//! moment they came; the draft only says which of them it means, one thing in the drawer for each,
//! so that two that come at once do not wipe each other out.

use std::sync::Arc;

use approvals::document::{Document, Documents, State};
use approvals::inquiry::Inquiry;
use approvals::views::{self, DocumentRow, ProjectRow};
use approvals::{assistance::Act, case::Definition};
use catalogue::Material;
use catalogue::form::{Answers, Form};
use jiff::{SignedDuration, Timestamp};
use kernel::personal::Personal;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};
use store::{Fault, Kept};
use uuid::Uuid;

use crate::principal::Principal;
use crate::{Site, approvals::inquired};

/// What a draft is in the drawer.
const KIND: &str = "draft";
/// What a file of a draft is in the drawer.
const PAPER: &str = "draft-paper";
/// Days that a draft is kept after it was last saved.
pub const DAYS_KEPT: i64 = 180;

/// An application that is being prepared (申请草稿).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Its own name, and that of the case or package that comes of it.
    pub id: Uuid,
    /// The project's number.
    pub project: String,
    /// What is applied for, in Chinese.
    pub title: String,
    /// The same, in English.
    pub title_en: String,
    /// The stage, where several matters are asked for at once.
    pub stage: Option<u8>,
    /// The matters.
    pub matters: Vec<String>,
    /// What was written.
    pub answers: Answers,
    /// Who brings it.
    pub agent: String,
    /// That person's phone.
    pub phone: String,
    /// When it was last saved.
    pub saved_at: Timestamp,
}

/// A draft with all that its pages show.
pub struct Opened {
    /// The draft.
    pub draft: Draft,
    /// The project.
    pub project: ProjectRow,
    /// The definitions of its matters that are in force.
    pub definitions: Vec<Arc<Definition>>,
    /// What they ask, each thing once.
    pub form: Form,
    /// The files that it means, each with the material that it is.
    pub papers: Vec<Paper>,
    /// What registers of other authorities were asked for it.
    pub inquiries: Vec<Inquiry>,
}

/// A file of a draft (草稿材料).
pub struct Paper {
    /// The material.
    pub material: String,
    /// The document.
    pub row: DocumentRow,
    /// The name that its owner gave it.
    pub name: String,
}

impl Draft {
    /// The subject that comes of it.
    pub fn subject(&self) -> String {
        let word = if self.stage.is_some() { "package" } else { "case" };
        format!("{word}:{}", self.id)
    }

    /// What is applied for.
    pub fn name(&self) -> Text {
        text(&self.title, &self.title_en)
    }

    /// Where it stands.
    pub fn address(&self) -> String {
        format!("/my/drafts/{}", self.id)
    }
}

impl Paper {
    /// Does it count as handed in?
    pub fn counts(&self) -> bool {
        self.row.state == State::Usable.word() || self.row.state == State::Pending.word()
    }
}

impl Opened {
    /// The materials that are asked for now.
    pub fn asked(&self, site: &Site) -> Vec<&Material> {
        self.form.papers(&self.draft.answers, today(site))
    }

    /// The materials that are here.
    pub fn handed_in(&self, site: &Site) -> Vec<String> {
        let is_paper = |id: &str| self.papers.iter().any(|one| one.material == id && one.counts());
        let is_here = |id: &str| is_paper(id) || self.is_proved(id);
        let here = self.asked(site).into_iter().filter(|material| is_here(&material.id));
        here.map(|material| material.id.clone()).collect()
    }

    /// Does a licence that a register told stand in the place of the material?
    pub fn is_proved(&self, material: &str) -> bool {
        let is_it = |known: &String| known == material;
        self.inquiries.iter().any(|one| one.confirmed.iter().any(is_it))
    }

    /// The materials that are not here.
    pub fn missing(&self, site: &Site) -> Vec<&Material> {
        let here = self.handed_in(site);
        self.asked(site).into_iter().filter(|material| !here.contains(&material.id)).collect()
    }
}

/// The drafts of the reader's enterprise, the last saved first.
pub fn all(site: &Site, principal: &Principal) -> Result<Vec<Draft>, Fault> {
    let kept = site.store.kept_of(&site.zone, KIND, super::own(principal))?;
    let now = (site.now)();
    let live = kept.iter().filter(|kept| !kept.is_over(now));
    let mut drafts = live.map(read).collect::<Result<Vec<Draft>, Fault>>()?;
    drafts.retain(|draft| is_reached(principal, draft));
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.saved_at));
    Ok(drafts)
}

/// A draft of the reader's enterprise.
pub fn one(site: &Site, principal: &Principal, id: &str) -> Result<Option<Draft>, Fault> {
    let kept = site.store.kept(&site.zone, KIND, id)?;
    let is_own = |kept: &Kept| kept.owner == super::own(principal) && !kept.is_over((site.now)());
    let draft = kept.filter(is_own).as_ref().map(read).transpose()?;
    Ok(draft.filter(|draft| is_reached(principal, draft)))
}

/// Does the mandate reach the draft, where one is acted under, and entrust drafts at all?
fn is_reached(principal: &Principal, draft: &Draft) -> bool {
    principal.mandate().is_none_or(|mandate| {
        let terms = &mandate.row.terms;
        let is_of_it = terms.scope.subject() == draft.subject();
        let reaches = is_of_it || principal.reaches_project(&draft.project);
        reaches && terms.acts.contains(&Act::Prepare)
    })
}

/// A draft with what its pages show.
pub fn open(site: &Site, principal: &Principal, id: &str) -> Result<Option<Opened>, Fault> {
    let Some(draft) = one(site, principal, id)? else { return Ok(None) };
    let found = site.store.read(&site.zone, |open| {
        let project = views::project_by_number(open, &draft.project)?;
        let mut definitions = Vec::new();
        for matter in &draft.matters {
            definitions.extend(views::definition_in_force(open, matter)?);
        }
        Ok(project.map(|project| (project, definitions)))
    })?;
    let Some((project, definitions)) = found else { return Ok(None) };
    let form = Form::of(definitions.iter().map(|definition| &definition.matter));
    let (papers, inquiries) = (papers(site, &draft)?, inquired::of(site, &draft.id.to_string())?);
    Ok(Some(Opened { draft, project, definitions, form, papers, inquiries }))
}

/// Saves a draft.
pub fn save(site: &Site, principal: &Principal, draft: &mut Draft) -> Result<(), Fault> {
    draft.saved_at = (site.now)();
    site.store.keep(
        &site.zone,
        Kept {
            kind: KIND.into(),
            key: draft.id.to_string(),
            owner: super::own(principal).into(),
            body: serde_json::to_vec(draft).expect("a draft is JSON"),
            changed_at: draft.saved_at,
            ends_at: Some(ends(draft.saved_at)),
        },
    )
}

/// Takes a draft out of the drawer, with what it says of its files.
pub fn drop(site: &Site, draft: &Draft) -> Result<(), Fault> {
    site.store.let_go_of(&site.zone, PAPER, &draft.id.to_string())?;
    site.store.let_go(&site.zone, KIND, &draft.id.to_string())
}

/// Means a document as a material of the draft.
pub fn mean(site: &Site, draft: &Draft, (material, document): (&str, &str)) -> Result<(), Fault> {
    let now = (site.now)();
    site.store.keep(
        &site.zone,
        Kept {
            kind: PAPER.into(),
            key: paper_key(draft, document),
            owner: draft.id.to_string(),
            body: material.into(),
            changed_at: now,
            ends_at: Some(ends(now)),
        },
    )
}

/// Does not mean a document any more; it stays among those handed in.
pub fn leave_out(site: &Site, draft: &Draft, document: &str) -> Result<(), Fault> {
    site.store.let_go(&site.zone, PAPER, &paper_key(draft, document))
}

/// The name that its owner gave a document.
pub fn name_of(site: &Site, document: &str) -> Result<String, Fault> {
    let mut found = Document::default();
    let past = site.store.history::<Documents>(&site.zone, document)?;
    past.iter().for_each(|past| found.apply(&past.event));
    Ok(match found.name {
        Some(Personal::Personal(name)) => name,
        Some(Personal::Sealed(_) | Personal::Forgotten(_)) | None => "—".into(),
    })
}

/// Today in the zone's time.
pub fn today(site: &Site) -> jiff::civil::Date {
    kernel::local_time::day_of((site.now)())
}

fn papers(site: &Site, draft: &Draft) -> Result<Vec<Paper>, Fault> {
    let mut papers = Vec::new();
    for kept in site.store.kept_of(&site.zone, PAPER, &draft.id.to_string())? {
        let document = kept.key.split_once('/').map_or("", |(_, document)| document);
        let row = site.store.read(&site.zone, |open| views::document(open, document))?;
        let Some(row) = row else { continue };
        let name = name_of(site, document)?;
        papers.push(Paper { material: String::from_utf8_lossy(&kept.body).into(), row, name });
    }
    papers.sort_by_key(|paper| paper.row.entry);
    Ok(papers)
}

fn paper_key(draft: &Draft, document: &str) -> String {
    format!("{}/{document}", draft.id)
}

fn ends(from: Timestamp) -> Timestamp {
    from + SignedDuration::from_hours(24 * DAYS_KEPT)
}

fn read(kept: &Kept) -> Result<Draft, Fault> {
    serde_json::from_slice(&kept.body).map_err(|error| Fault::Broken(error.to_string()))
}
