//! What may be asked of a document handed in (提交文件指令), and by whom.

use kernel::blob::Blob;
use kernel::personal::Personal;
use serde::Serialize;

use super::content::{Concern, Found};

/// A command to a document.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Hand in bytes that are kept: the owner, an officer on its word, or the exchange with an
    /// authority's platform.
    Receive {
        /// The enterprise's unified social credit code.
        owner: String,
        /// The bytes as they are kept.
        content: Blob,
        /// What opens them.
        key: Personal,
        /// What was found in them.
        found: Found,
        /// The name that its owner gave it.
        name: Personal,
        /// Were notes taken out of the picture?
        cleaned: bool,
        /// The case, package or project that it belongs to.
        to: String,
        /// The material that it is; empty where it is none.
        material: String,
        /// The number of the zone's own paper that it is a print of; empty where it is none.
        paper: String,
        /// Is it to wait for a further look, by a scanner of the zone's own?
        is_to_wait: bool,
    },
    /// Say what a further look has found: a reaction, or who runs the installation.
    Judge {
        /// What keeps it apart; nothing where it may be opened.
        why: Vec<Concern>,
    },
    /// Record that its bytes are no longer those that came: whoever tried to read them.
    NoteDamaged,
    /// Let it serve as a material elsewhere: the owner, or an officer on its word.
    Attach {
        /// The case, package or project.
        to: String,
        /// The material that it is there.
        material: String,
    },
}
