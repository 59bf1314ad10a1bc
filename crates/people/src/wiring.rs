//! The three kinds of subject as the store knows them (接线): each block only names functions that
//! live in their own rooms.

use kernel::entry::{Disclosure, Entry};
use store::{Capability, Context, Fault, Meaning, Table, Views};

use crate::{account, enterprise, opening, views};

/// Accounts (账号), as a kind of subject.
pub struct Accounts;

/// Enterprises (企业), as a kind of subject.
pub struct Enterprises;

/// Lookings at personal fields (查看个人信息), as a kind of subject.
pub struct Openings;

impl Capability for Accounts {
    const NAME: &'static str = "people";
    const SUBJECT: &'static str = "account";
    const TABLES: &'static [&'static Table] = &[&views::ACCOUNT, &views::CAPACITY];
    type Subject = account::Account;
    type Command = account::Command;
    type Facts = account::Facts;
    type Event = account::Event;
    type Refusal = account::Refusal;

    fn meaning(event: &account::Event) -> Meaning {
        // Personnel matters are never public.
        Meaning { kind: event.kind(), disclosure: Disclosure::Internal }
    }

    fn gather(
        views: &mut Views,
        account: &account::Account,
        command: &account::Command,
    ) -> Result<account::Facts, Fault> {
        views::account_facts(views, account, command)
    }

    fn decide(
        account: &account::Account,
        command: account::Command,
        facts: &account::Facts,
        context: &Context,
    ) -> Result<Vec<account::Event>, account::Refusal> {
        account::decide(account, command, facts, &context.into())
    }

    fn apply(account: &mut account::Account, event: &account::Event) {
        account.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &account::Event) -> Result<(), Fault> {
        views::project_account(views, entry, event)
    }
}

impl Capability for Enterprises {
    const NAME: &'static str = "people";
    const SUBJECT: &'static str = "enterprise";
    const TABLES: &'static [&'static Table] = &[&views::ENTERPRISE];
    type Subject = enterprise::Enterprise;
    type Command = enterprise::Command;
    type Facts = enterprise::Facts;
    type Event = enterprise::Event;
    type Refusal = enterprise::Refusal;

    fn meaning(event: &enterprise::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Parties }
    }

    fn gather(
        views: &mut Views,
        _: &enterprise::Enterprise,
        command: &enterprise::Command,
    ) -> Result<enterprise::Facts, Fault> {
        views::enterprise_facts(views, command)
    }

    fn decide(
        enterprise: &enterprise::Enterprise,
        command: enterprise::Command,
        facts: &enterprise::Facts,
        context: &Context,
    ) -> Result<Vec<enterprise::Event>, enterprise::Refusal> {
        enterprise::decide(enterprise, command, facts, &context.into())
    }

    fn apply(enterprise: &mut enterprise::Enterprise, event: &enterprise::Event) {
        enterprise.apply(event);
    }

    fn project(views: &mut Views, entry: &Entry, event: &enterprise::Event) -> Result<(), Fault> {
        views::project_enterprise(views, entry, event)
    }
}

impl Capability for Openings {
    const NAME: &'static str = "people";
    const SUBJECT: &'static str = "opening";
    const TABLES: &'static [&'static Table] = &[];
    type Subject = opening::Opening;
    type Command = opening::Command;
    type Facts = ();
    type Event = opening::Event;
    type Refusal = opening::Refusal;

    fn meaning(event: &opening::Event) -> Meaning {
        Meaning { kind: event.kind(), disclosure: Disclosure::Internal }
    }

    fn gather(_: &mut Views, _: &opening::Opening, _: &opening::Command) -> Result<(), Fault> {
        Ok(())
    }

    fn decide(
        opening: &opening::Opening,
        command: opening::Command,
        (): &(),
        context: &Context,
    ) -> Result<Vec<opening::Event>, opening::Refusal> {
        opening::decide(opening, command, &context.into())
    }

    fn apply(opening: &mut opening::Opening, event: &opening::Event) {
        opening.apply(event);
    }

    fn project(_: &mut Views, _: &Entry, _: &opening::Event) -> Result<(), Fault> {
        Ok(())
    }
}
