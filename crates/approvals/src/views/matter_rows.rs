//! Definitions in their tables (事项定义表).

use store::{Kind, Table};

/// Definitions by their content's hash.
pub static MATTER: Table = Table {
    name: "approvals_matter",
    columns: &[
        ("zone", Kind::Text),
        ("definition", Kind::Text),
        ("matter", Kind::Text),
        ("body", Kind::Text),
        ("notice_limit", Kind::Text),
    ],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// The definition in force, by the matter's identifier.
pub static MATTER_IN_FORCE: Table = Table {
    name: "approvals_matter_in_force",
    columns: &[("zone", Kind::Text), ("matter", Kind::Text), ("definition", Kind::Text)],
    key: 2,
    indexes: &[],
    sparse: &[],
};
