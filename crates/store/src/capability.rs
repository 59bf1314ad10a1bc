//! What a capability is to the store (业务能力): gather, decide, apply, project.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::calendar::Calendar;
use kernel::entry::{Disclosure, Entry};
use kernel::refusal::Refused;
use kernel::right::Rights;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::answer::applicants_own;
use crate::fault::Fault;
use crate::table::Table;
use crate::views::Views;

/// One kind of subject and all that can happen to it.
///
/// The one trait of the product: every capability implements it once per kind of subject, and
/// behind one call, [`crate::Store::execute`], all of them share one engine.
pub trait Capability: 'static {
    /// The capability's word: `approvals`.
    const NAME: &'static str;
    /// The subject's word, which leads its identifier: `case` in `case:0192…`.
    const SUBJECT: &'static str;
    /// The tables that `project` writes.
    const TABLES: &'static [&'static Table];
    /// The thing with a history.
    type Subject: Default + Send + 'static;
    /// What may be asked.
    type Command: Clone + Serialize + Send + 'static;
    /// What the rule needs to know beyond the subject's own history.
    type Facts;
    /// A decided fact.
    type Event: Serialize + DeserializeOwned;
    /// The system's named "no".
    type Refusal: Into<Refused>;

    /// What kind of entry an event makes, and who may see it.
    fn meaning(event: &Self::Event) -> Meaning;
    /// Looks up what the rule needs. Reads views; decides nothing.
    fn gather(
        views: &mut Views,
        subject: &Self::Subject,
        command: &Self::Command,
    ) -> Result<Self::Facts, Fault>;
    /// May an assistant ask this for the enterprise whose mandate it has? Never, where a kind of
    /// subject says nothing: what is the applicant's own stays so. Where it may, the enterprise is
    /// who asks from here on; the entry names both.
    fn entrusted(
        _views: &mut Views,
        _subject: &Self::Subject,
        _command: &Self::Command,
        _context: &Context,
    ) -> Result<Result<(), Refused>, Fault> {
        Ok(Err(applicants_own()))
    }
    /// Answers the command: events, or a refusal. Touches nothing.
    fn decide(
        subject: &Self::Subject,
        command: Self::Command,
        facts: &Self::Facts,
        context: &Context,
    ) -> Result<Vec<Self::Event>, Self::Refusal>;
    /// Folds a fact into the subject. Cannot fail: it already happened.
    fn apply(subject: &mut Self::Subject, event: &Self::Event);
    /// Writes the fact into this capability's own tables.
    fn project(views: &mut Views, entry: &Entry, event: &Self::Event) -> Result<(), Fault>;
    /// The calendar moved: rewrite what was derived from it.
    fn calendar_moved(_views: &mut Views) -> Result<(), Fault> {
        Ok(())
    }
}

/// How an event stands in the ledger.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// The literal kind: `approvals.case_accepted`.
    pub kind: &'static str,
    /// Who may see it.
    pub disclosure: Disclosure,
}

/// A command on its way (指令信封): what is asked, of which subject, by whom, when, under which key.
#[derive(Clone, Debug)]
pub struct Envelope<C> {
    /// The zone.
    pub zone: String,
    /// The key that makes every repeat harmless; made by whoever asks.
    pub id: Uuid,
    /// The subject's identifier.
    pub subject: String,
    /// Who asks.
    pub actor: Actor,
    /// On whose word, where that is not the actor.
    pub asserted_by: Option<Actor>,
    /// Who vouches, where that is not the acting officer.
    pub attested_by: Option<Actor>,
    /// When, as told by whoever asks.
    pub at: Timestamp,
    /// What is asked.
    pub command: C,
}

/// What a decision may know of the world (情境): all of it given, none of it read.
#[derive(Debug)]
pub struct Context<'a> {
    /// The zone.
    pub zone: &'a str,
    /// The subject's identifier.
    pub subject: &'a str,
    /// Who asks.
    pub actor: &'a Actor,
    /// What the actor's post may do.
    pub rights: Rights,
    /// When.
    pub at: Timestamp,
    /// The day in the zone's time (UTC+8).
    pub today: Date,
    /// The working-day calendar as announced so far.
    pub calendar: &'a Calendar,
}
