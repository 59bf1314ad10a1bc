//! The tables of people (人员视图): projections, facts for deciding, queries for pages.
//!
//! The only SQL of the crate. No person's name, phone or password stands in any table: pages read
//! those from the subject's history. That a capacity is over by its last day is no entry: queries
//! take the day.

mod facts;
mod projection;
mod queries;

use store::{Kind, Table};

pub(crate) use facts::{account_facts, enterprise_facts};
pub(crate) use projection::{project_account, project_enterprise};
pub use queries::{AccountRow, EnterpriseRow, Holding, PAGE};
pub use queries::{account, account_by_name, accounts, agents_of, capacities, everybody};
pub use queries::{enterprise, enterprises, has_people, holder, holders};

/// Accounts, by their subject.
pub static ACCOUNT: Table = Table {
    name: "people_account",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("name", Kind::Text),
        ("is_disabled", Kind::Int),
        ("reason", Kind::Text),
        ("opened_at", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "name"]],
    sparse: &[],
};

/// In which capacities accounts act and acted: as officer at `office/post`, as agent of a code, as
/// administrator.
pub static CAPACITY: Table = Table {
    name: "people_capacity",
    columns: &[
        ("zone", Kind::Text),
        ("account", Kind::Text),
        ("kind", Kind::Text),
        ("place", Kind::Text),
        ("until", Kind::Text),
        ("is_held", Kind::Int),
    ],
    key: 4,
    indexes: &[&["zone", "kind", "place"]],
    sparse: &[],
};

/// Enterprises, by their code.
pub static ENTERPRISE: Table = Table {
    name: "people_enterprise",
    columns: &[
        ("zone", Kind::Text),
        ("credit_code", Kind::Text),
        ("name", Kind::Text),
        ("registered_at", Kind::Text),
        ("attested_on", Kind::Text),
        ("attested_by", Kind::Text),
        ("evidence", Kind::Text),
    ],
    key: 2,
    indexes: &[],
    sparse: &[],
};
