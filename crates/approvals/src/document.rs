//! A document handed in (提交的文件): bytes beside the ledger, and what is known about them.
//!
//! Life: received → usable, or quarantined; damaged where the bytes are no longer those that came.
//! It belongs to a case, a package, a project or an application for a bundle, and is attached to a
//! material there. Its content decides what it is; its name is a person's words and may name
//! people, so it is personal.
//!
//! Never: a document that is unpacked, or shown in the site's own name.

mod archive;
mod command;
mod content;
mod decide;
mod event;
mod image;
mod refusal;

use kernel::blob::Blob;
use kernel::personal::Personal;

pub use command::Command;
pub use content::{Concern, Found, Kind, inspect, safe_name};
pub(crate) use decide::decide;
pub use decide::unfit;
pub use event::Event;
pub use image::clean;
pub use refusal::Refusal;

/// The word of a document that is no material: what an authority decided (上级机关决定文件).
pub const AUTHORITYS: &str = "authoritys-document";

/// The kind of subject.
pub struct Documents;

/// Where a document stands (文件状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was received.
    #[default]
    Unknown,
    /// Received, not looked through yet.
    Pending,
    /// It may be opened.
    Usable,
    /// It is kept apart.
    Quarantined,
    /// Its bytes are not those that came.
    Damaged,
}

/// What the views know (所需事实).
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The office that handles the case where the document is to serve.
    pub handled_by: Option<String>,
}

/// A document as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Where it stands.
    pub state: State,
    /// Whose it is: the enterprise's code.
    pub owner: String,
    /// Its bytes.
    pub blob: Option<Blob>,
    /// What opens them.
    pub key: Option<Personal>,
    /// What it is.
    pub kind: Option<Kind>,
    /// The name that its owner gave it.
    pub name: Option<Personal>,
    /// The subject that it was handed in for.
    pub place: String,
    /// The subject and the material that it was last attached to.
    pub attached: Option<(String, String)>,
}

impl Document {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::DocumentReceived { owner, content, key, kind, name, to, material, .. } => {
                self.state = State::Pending;
                self.owner.clone_from(owner);
                self.blob = Some(content.clone());
                self.key = Some(key.clone());
                self.kind = Some(*kind);
                self.name = Some(name.clone());
                self.place.clone_from(to);
                self.attached = Some((to.clone(), material.clone()));
            }
            Event::DocumentUsable { .. } => self.state = State::Usable,
            Event::DocumentQuarantined { .. } => self.state = State::Quarantined,
            Event::DocumentDamaged { .. } => self.state = State::Damaged,
            Event::DocumentAttached { to, material, .. } => {
                self.attached = Some((to.clone(), material.clone()));
            }
        }
    }
}

impl State {
    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::Pending => "pending",
            State::Usable => "usable",
            State::Quarantined => "quarantined",
            State::Damaged => "damaged",
        }
    }
}
