//! What the writer remembers of a zone between transactions (写入线程的园区状态).

use std::any::Any;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use jiff::Timestamp;
use kernel::{calendar::Calendar, head::Signer};

use crate::database::Database;
use crate::fault::Fault;
use crate::group::Answered;
use crate::ledger::{self, Edge};
use crate::pipeline::Link;
use crate::posts::{self, InForce};
use crate::shared::Shared;
use crate::value::Row;
use crate::vault::Vault;
use crate::views::{Rows, Views};

/// Folded subjects kept by the writer; beyond this many the cache starts afresh.
const SUBJECTS_KEPT: usize = 3_000;

/// What the writer knows of a zone between transactions.
pub(crate) struct ZoneState {
    pub zone: String,
    pub edge: Edge,
    pub subjects: HashMap<String, Folded>,
    pub rows: Rows,
    pub vault: Vault,
    pub calendar: Arc<Calendar>,
    pub posts: InForce,
    pub signer: Option<Arc<dyn Signer>>,
    pub signed: Option<(u64, Timestamp)>,
    /// The keys of the group that ran ahead last: it may be on its way to the disk still.
    pub in_flight: Answered,
    /// Another key is in force: everything is loaded afresh.
    pub is_stale: bool,
}

/// A subject's entries folded, and their number.
pub(crate) type Folded = (Box<dyn Any + Send>, u64);

impl ZoneState {
    /// Loads what the writer must know of a zone.
    pub fn load(
        shared: &Shared,
        database: &mut Database,
        zone: &str,
        head: &Row,
    ) -> Result<ZoneState, Fault> {
        let edge = ledger::load(database, zone, head)?;
        let newest = ledger::newest_head(database, zone)?;
        let signed = newest.and_then(|(size, note)| {
            let parsed = kernel::head::Head::parse(&note).ok();
            parsed.map(|(head, _, _)| (size, head.at))
        });
        let mut rows = Rows::default();
        let shipped = kernel::calendar::Calendar::shipped().clone();
        let mut views = Views::new(zone, Link::Held(database), &mut rows, shipped);
        let calendar = crate::zone::calendar(&mut views)?;
        let posts = posts::in_force(&mut views)?;
        let in_force = crate::zone::key_in_force(&mut views)?;
        let signer = shared.signer(zone)?.filter(|signer| {
            let is_in_force = in_force.is_none_or(|line| line == signer.public_key().to_text(zone));
            if !is_in_force {
                tracing::error!(
                    zone,
                    "the signing key is not the one the ledger names: nothing is signed"
                );
            }
            is_in_force
        });
        Ok(ZoneState {
            zone: zone.into(),
            edge,
            subjects: HashMap::new(),
            rows,
            vault: Vault::new(shared.vault_key, shared.options.entropy),
            calendar,
            posts,
            signer,
            signed,
            in_flight: Answered::new(),
            is_stale: false,
        })
    }

    /// Is more remembered than should be kept?
    pub fn is_too_much(&self) -> bool {
        let subjects = self.subjects.len().max(self.vault.subjects());
        subjects > SUBJECTS_KEPT || self.rows.is_too_much()
    }

    /// Forgets what is too much to keep; call when everything is committed.
    pub fn trim(&mut self) {
        if self.is_too_much() {
            self.rows.forget();
            self.subjects.clear();
            self.vault.trim();
        }
    }
}
