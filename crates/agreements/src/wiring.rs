//! Agreements as the store knows them (接线): the block only names functions of other rooms.

use kernel::agreement::{Act, Agreement, Event};
use kernel::entry::{Disclosure, Entry};
use store::{Capability, Context, Fault, Meaning, Table, Views};

use crate::refusal::Refusal;
use crate::{Facts, decide, entry_kind, views};

/// Agreements (协议), as a kind of subject.
pub struct Agreements;

impl Capability for Agreements {
    const NAME: &'static str = "agreements";
    const SUBJECT: &'static str = "agreement";
    const TABLES: &'static [&'static Table] =
        &[&views::AGREEMENT, &views::CONCERNED, &views::OBLIGATION, &views::REGISTER];
    type Subject = Agreement;
    type Command = Act;
    type Facts = Facts;
    type Event = Event;
    type Refusal = Refusal;

    fn meaning(event: &Event) -> Meaning {
        Meaning { kind: entry_kind(event), disclosure: Disclosure::Parties }
    }

    fn gather(views: &mut Views, _: &Agreement, act: &Act) -> Result<Facts, Fault> {
        views::facts(views, act)
    }

    fn decide(
        agreement: &Agreement,
        act: Act,
        facts: &Facts,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        decide::decide(agreement, act, facts, &context.into())
    }

    fn apply(agreement: &mut Agreement, event: &Event) {
        agreement.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
        views::project(views, entry, event)
    }

    fn calendar_moved(views: &mut Views) -> Result<(), Fault> {
        views::due_dates_moved(views)
    }
}
