//! Forgetting after a restore (恢复后再次删除): an older backup still knows what was forgotten since.

use jiff::Timestamp;
use kernel::actor::Actor;
use uuid::Uuid;

use crate::answer::Answer;
use crate::capability::Envelope;
use crate::database::Database;
use crate::fault::Fault;
use crate::folder::Forgotten;
use crate::journey::event;
use crate::ledger;
use crate::options::{Durability, Place};
use crate::sqlite::Sqlite;
use crate::store::Store;
use crate::worker::derived;
use crate::zone::{self, Command, ZONE, Zone};

impl Store {
    /// Deletes the personal fields of a subject, recorded, also for backups restored later. A fault
    /// may mean that a reader still kept the old pages: repeat the command.
    pub fn forget(&self, envelope: Envelope<Command>) -> Answer {
        let (zone, command) = (envelope.zone.clone(), envelope.command.clone());
        let answer = self.execute::<Zone>(envelope);
        let Answer::Recorded(recorded) = &answer else { return answer };
        let cleaned = match command {
            Command::Forget { subject, .. } => {
                self.remove_documents(&zone, &subject, recorded.first)
            }
            Command::Open { .. }
            | Command::ChangeKey { .. }
            | Command::AnnounceCalendar { .. }
            | Command::ConfirmClock { .. }
            | Command::PublishPosts { .. } => Ok(()),
        };
        match cleaned.and_then(|()| self.truncate_log()) {
            Ok(()) => answer,
            Err(fault) => Answer::Fault(fault),
        }
    }

    /// Forgets again what `vault.forgotten` names and this ledger, from an older backup, still
    /// knows; returns zone and subject of what was forgotten.
    pub fn honour_forgotten(&self, at: Timestamp) -> Result<Vec<(String, String)>, Fault> {
        let mut honoured = Vec::new();
        for forgotten in self.folder().forgettings() {
            let Forgotten { zone, subject, number } = forgotten.clone();
            let id = derived(format!("forgotten {zone} {subject} {number}").as_bytes(), 0);
            if self.read_raw(|database| is_honoured(database, &forgotten, id))? {
                continue;
            }
            let (_, last) = self.size(&zone)?;
            let reason = "恢复备份后再次删除 / deleted again after a restore".to_owned();
            let answer = self.forget(Envelope {
                zone: zone.clone(),
                id,
                subject: ZONE.into(),
                actor: Actor::Administrator { account: "restore".into() },
                asserted_by: None,
                attested_by: None,
                at: last.map_or(at, |last| at.max(last)),
                command: Command::Forget { subject: subject.clone(), reason },
            });
            match answer {
                Answer::Recorded(_) => honoured.push((zone, subject)),
                Answer::Refused(refused) => return Err(Fault::Broken(refused.to_string())),
                Answer::Fault(fault) => return Err(fault),
            }
        }
        Ok(honoured)
    }

    fn truncate_log(&self) -> Result<(), Fault> {
        match self.shared().options.place {
            Place::Folder(_) => {
                Sqlite::open(&self.shared().folder.database(), Durability::Full)?.truncate_log()
            }
            Place::Postgres { .. } => Ok(()),
        }
    }
}

/// Does the ledger hold this forgetting, or one made in its place?
fn is_honoured(database: &mut Database, of: &Forgotten, id: Uuid) -> Result<bool, Fault> {
    let sql = "SELECT first FROM ledger_command WHERE zone = ?1 AND command = ?2";
    if !database.query(sql, &[of.zone.as_str().into(), id.to_string().into()])?.is_empty() {
        return Ok(true);
    }
    let Some(body) = ledger::body(database, &of.zone, of.number)? else { return Ok(false) };
    let entry = ledger::read(&body)?;
    if entry.kind != "zone.subject_forgotten" {
        return Ok(false);
    }
    Ok(match event::<Zone>(entry.number, entry.payload.get())? {
        zone::Event::SubjectForgotten { subject, .. } => subject == of.subject,
        zone::Event::Opened { .. }
        | zone::Event::KeyChanged { .. }
        | zone::Event::CalendarAnnounced { .. }
        | zone::Event::ClockConfirmed { .. }
        | zone::Event::PostsPublished { .. } => false,
    })
}
