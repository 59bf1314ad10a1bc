//! The zone's own facts (园区): opening, keys, calendar, confirmations, forgetting, posts.
//!
//! They stand in the ledger like any other fact, so that a verifier finds in the ledger itself
//! which keys signed its heads, and a restored folder knows what was to be forgotten.

use kernel::actor::Actor;
use kernel::calendar::{Announcement, Calendar};
use kernel::entry::{Disclosure, Entry};
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use serde::{Deserialize, Serialize};

use crate::capability::{Capability, Context, Meaning};
use crate::door::is_subject;
use crate::fault::Fault;
use crate::folder::Forgotten;
use crate::posts::{self, POST_TABLE, Published};
use crate::table::{Kind, Table};
use crate::value::RowExt;
use crate::vault::Vault;
use crate::views::Views;

/// The one subject of this capability.
pub const ZONE: &str = "zone:self";

/// The zones served, by identifier: their title in both languages, the key in force.
pub static ZONE_TABLE: Table = Table {
    name: "zone_zone",
    columns: &[
        ("zone", Kind::Text),
        ("title", Kind::Text),
        ("title_en", Kind::Text),
        ("public_key", Kind::Text),
    ],
    key: 1,
    indexes: &[],
    sparse: &[],
};

/// The calendar announcements of a zone, by the number of their entry.
pub static CALENDAR_TABLE: Table = Table {
    name: "zone_calendar",
    columns: &[("zone", Kind::Text), ("number", Kind::Int), ("announcement", Kind::Text)],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// What happened to the zone itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The zone's ledger was opened (开立台账), its heads signed by this key.
    Opened {
        /// The name, in Chinese.
        title: String,
        /// The name, in English.
        title_en: String,
        /// The line that `PublicKey::to_text` writes.
        public_key: String,
    },
    /// Heads are signed by another key from here on (更换签名密钥).
    KeyChanged {
        /// The line that `PublicKey::to_text` writes.
        public_key: String,
    },
    /// Holidays and make-up working days of a year were announced (节假日安排).
    CalendarAnnounced {
        /// The days and the paper.
        announcement: Announcement,
    },
    /// A person confirmed that the clock's time is right (确认系统时间).
    ClockConfirmed {
        /// The time confirmed.
        at: jiff::Timestamp,
        /// Why it was held.
        held_because: String,
    },
    /// The personal fields of a subject were deleted (删除个人信息).
    SubjectForgotten {
        /// The subject's identifier.
        subject: String,
        /// On what ground.
        reason: String,
    },
    /// These are the posts of the zone from here on, and what each may do (公布岗位).
    PostsPublished {
        /// All of them; a post that is not among them is no more.
        posts: Vec<Published>,
    },
}

/// What may be asked of the zone itself.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Open the zone's ledger.
    Open {
        /// The name, in Chinese.
        title: String,
        /// The name, in English.
        title_en: String,
        /// The key's line.
        public_key: String,
    },
    /// Sign heads by another key.
    ChangeKey {
        /// The key's line.
        public_key: String,
    },
    /// Bring a calendar announcement.
    AnnounceCalendar {
        /// The days and the paper.
        announcement: Announcement,
    },
    /// Confirm the clock.
    ConfirmClock {
        /// Why it was held.
        held_because: String,
    },
    /// Delete the personal fields of a subject.
    Forget {
        /// The subject's identifier.
        subject: String,
        /// On what ground.
        reason: String,
    },
    /// Publish the posts of the zone, all of them.
    PublishPosts {
        /// Each with what it may do.
        posts: Vec<Published>,
    },
}

/// Why a command about the zone itself does not stand, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only the administrator acts on the zone itself.
    NotAdministrator,
    /// The zone's ledger was never opened, so nobody could check its heads.
    NotOpen,
    /// The zone is open already.
    AlreadyOpen,
    /// The announcement contradicts itself.
    AnnouncementUnfit,
    /// What is to be forgotten is no subject's name.
    SubjectUnfit,
    /// No reason was given.
    ReasonMissing,
    /// A post stands twice, or has no name that an actor could carry.
    PostUnfit,
    /// These very posts are in force.
    PostsAlreadyPublished,
}

/// The zone as its facts leave it.
#[derive(Default)]
pub struct Zone {
    is_open: bool,
    posts: Option<Vec<Published>>,
}

impl Capability for Zone {
    const NAME: &'static str = "zone";
    const SUBJECT: &'static str = "zone";
    const TABLES: &'static [&'static Table] = &[&ZONE_TABLE, &CALENDAR_TABLE, &POST_TABLE];
    type Subject = Zone;
    type Command = Command;
    type Facts = ();
    type Event = Event;
    type Refusal = Refusal;

    fn meaning(event: &Event) -> Meaning {
        let (kind, disclosure) = match event {
            Event::Opened { .. } => ("zone.opened", Disclosure::Public),
            Event::KeyChanged { .. } => ("zone.key_changed", Disclosure::Public),
            Event::CalendarAnnounced { .. } => ("zone.calendar_announced", Disclosure::Public),
            Event::ClockConfirmed { .. } => ("zone.clock_confirmed", Disclosure::Internal),
            Event::SubjectForgotten { .. } => ("zone.subject_forgotten", Disclosure::Internal),
            Event::PostsPublished { .. } => ("zone.posts_published", Disclosure::Public),
        };
        Meaning { kind, disclosure }
    }

    fn gather(_: &mut Views, _: &Zone, _: &Command) -> Result<(), Fault> {
        Ok(())
    }

    fn decide(
        zone: &Zone,
        command: Command,
        (): &(),
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        if !matches!(context.actor, Actor::Administrator { .. }) {
            return Err(Refusal::NotAdministrator);
        }
        if !zone.is_open && !matches!(command, Command::Open { .. }) {
            return Err(Refusal::NotOpen);
        }
        Ok(vec![match command {
            Command::Open { .. } if zone.is_open => return Err(Refusal::AlreadyOpen),
            Command::Open { title, title_en, public_key } => {
                Event::Opened { title, title_en, public_key }
            }
            Command::ChangeKey { public_key } => Event::KeyChanged { public_key },
            Command::AnnounceCalendar { announcement } => {
                if context.calendar.with_announcement(&announcement).is_err() {
                    return Err(Refusal::AnnouncementUnfit);
                }
                Event::CalendarAnnounced { announcement }
            }
            Command::ConfirmClock { held_because } => {
                Event::ClockConfirmed { at: context.at, held_because }
            }
            Command::Forget { subject, .. } if !is_subject(&subject) => {
                return Err(Refusal::SubjectUnfit);
            }
            Command::Forget { reason, .. } if reason.trim().is_empty() => {
                return Err(Refusal::ReasonMissing);
            }
            Command::Forget { subject, reason } => Event::SubjectForgotten { subject, reason },
            Command::PublishPosts { posts } if !posts::is_well_formed(&posts) => {
                return Err(Refusal::PostUnfit);
            }
            Command::PublishPosts { posts } if zone.posts.as_ref() == Some(&posts) => {
                return Err(Refusal::PostsAlreadyPublished);
            }
            Command::PublishPosts { posts } => Event::PostsPublished { posts },
        }])
    }

    fn apply(zone: &mut Zone, event: &Event) {
        match event {
            Event::Opened { .. } => zone.is_open = true,
            Event::PostsPublished { posts } => zone.posts = Some(posts.clone()),
            Event::KeyChanged { .. }
            | Event::CalendarAnnounced { .. }
            | Event::ClockConfirmed { .. }
            | Event::SubjectForgotten { .. } => {}
        }
    }

    fn project(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
        match event {
            Event::Opened { title, title_en, public_key } => {
                let texts = [title, title_en, public_key];
                views.put(&ZONE_TABLE, texts.map(|text| text.as_str().into()).into());
            }
            Event::KeyChanged { public_key } => {
                let row = views.get(&ZONE_TABLE, &[])?;
                let mut row = row.map_or_else(Vec::new, |row| row[1..].to_vec());
                row.resize(3, crate::value::Value::Null);
                row[2] = public_key.as_str().into();
                views.put(&ZONE_TABLE, row);
            }
            Event::CalendarAnnounced { announcement } => {
                let text = serde_json::to_string(announcement).expect("days are JSON");
                views.put(&CALENDAR_TABLE, vec![entry.number.into(), text.into()]);
                let moved = calendar(views)?;
                views.set_calendar(moved);
            }
            Event::PostsPublished { posts } => posts::project(views, posts)?,
            Event::ClockConfirmed { .. } | Event::SubjectForgotten { .. } => {}
        }
        Ok(())
    }
}

/// The line of the key in force; nothing before the zone is open.
pub(crate) fn key_in_force(views: &mut Views) -> Result<Option<String>, Fault> {
    let row = views.get(&ZONE_TABLE, &[])?;
    Ok(row.and_then(|row| row.text(3).map(str::to_owned)))
}

/// The calendar as announced so far: what ships with the program, and what the zone was told.
pub(crate) fn calendar(views: &mut Views) -> Result<std::sync::Arc<Calendar>, Fault> {
    let sql = "SELECT announcement FROM zone_calendar WHERE zone = ?1 ORDER BY number";
    let mut calendar = Calendar::shipped().clone();
    for row in views.query(sql, &[])? {
        let announcement = serde_json::from_str(row.text(0).unwrap_or_default())
            .map_err(|error| Fault::Broken(error.to_string()))?;
        let settled = calendar
            .with_announcement(&announcement)
            .map_err(|flaw| Fault::Broken(format!("a recorded announcement: {flaw:?}")))?;
        calendar = std::sync::Arc::new(settled);
    }
    Ok(calendar)
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground, sentence, remedy) = match refusal {
            Refusal::NotAdministrator => (
                "zone.not_administrator",
                Ground::Right,
                text("只有系统管理员可以办理。", "Only the administrator may do this."),
                text("请联系系统管理员。", "Ask the administrator."),
            ),
            Refusal::NotOpen => (
                "zone.not_open",
                Ground::Unknown,
                text("该园区的台账尚未开立。", "The zone's ledger was never opened."),
                text("请先用 kaiyuan init 开立。", "Open it first with kaiyuan init."),
            ),
            Refusal::AlreadyOpen => (
                "zone.already_open",
                Ground::State,
                text("该园区的台账已经开立。", "The zone's ledger is open already."),
                text("请直接使用，无需再开立。", "Use it as it is."),
            ),
            Refusal::AnnouncementUnfit => (
                "zone.announcement_unfit",
                Ground::Content,
                text("节假日安排前后矛盾。", "The calendar announcement contradicts itself."),
                text("请逐行核对文件。", "Check the file line by line."),
            ),
            Refusal::SubjectUnfit => (
                "zone.subject_unfit",
                Ground::Unknown,
                text("办理对象的编号有误。", "The subject's name is malformed."),
                text("请写明类别和编号，如 case:…。", "Write kind and name, as case:…."),
            ),
            Refusal::ReasonMissing => (
                "zone.reason_missing",
                Ground::Content,
                text("未写明理由。", "No reason is given."),
                text("请写明申请人和理由。", "Say who asked and why."),
            ),
            Refusal::PostUnfit => (
                "zone.post_unfit",
                Ground::Content,
                text("岗位重复，或编号有误。", "A post stands twice, or its name is malformed."),
                text(
                    "请核对目录包中的部门和岗位编号，只用小写字母、数字和连字符。",
                    "Check offices and posts in the pack: lower-case letters, digits and hyphens.",
                ),
            ),
            Refusal::PostsAlreadyPublished => (
                "zone.posts_already_published",
                Ground::State,
                text("这些岗位已经公布。", "These very posts are in force already."),
                text("无需重复公布。", "There is nothing to publish."),
            ),
        };
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

/// An entry that records a forgetting deletes the keys, live and whenever it is read again.
pub(crate) fn forget_where_told(
    views: &mut Views,
    vault: &mut Vault,
    entry: &Entry,
) -> Result<Option<Forgotten>, Fault> {
    if entry.kind != "zone.subject_forgotten" {
        return Ok(None);
    }
    match crate::journey::event::<Zone>(entry.number, entry.payload.get())? {
        Event::SubjectForgotten { subject, .. } => {
            vault.forget(views, &subject, entry.number)?;
            Ok(Some(Forgotten { zone: entry.zone.into(), subject, number: entry.number }))
        }
        Event::Opened { .. }
        | Event::KeyChanged { .. }
        | Event::CalendarAnnounced { .. }
        | Event::ClockConfirmed { .. }
        | Event::PostsPublished { .. } => Ok(None),
    }
}
