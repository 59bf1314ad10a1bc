//! The tables of approvals (审批视图): projections, facts for deciding, queries for pages.
//!
//! The only SQL of the crate. No personal field stands in any table: pages read those from the
//! subject's history. Due dates are columns here, derived from the clock beside them and rewritten
//! when the calendar moves; they are never facts.

mod documents;
mod facts;
mod projection;
mod queries;

use store::{Kind, Table};

pub use documents::{
    DOCUMENT, DocumentRow, PAPER, PaperRow, awaiting_seal, document, documents_of,
    no_longer_standing, paper_by_entry, paper_by_number, papers_of_case,
};
pub(crate) use documents::{paper_facts, project_document, project_paper};
pub(crate) use facts::{case_facts, project_facts};
pub(crate) use projection::{due_dates_moved, project_case, project_matter, project_project};
pub use queries::{
    CaseRow, ProjectRow, Timer, case_by_number, cases_of_project, project_by_number, projects,
    timers, totals,
};
pub use queries::{Totals, definition};

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
};

/// The definition in force, by the matter's identifier.
pub static MATTER_IN_FORCE: Table = Table {
    name: "approvals_matter_in_force",
    columns: &[("zone", Kind::Text), ("matter", Kind::Text), ("definition", Kind::Text)],
    key: 2,
    indexes: &[],
};

/// Projects.
pub static PROJECT: Table = Table {
    name: "approvals_project",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("title", Kind::Text),
        ("enterprise", Kind::Text),
        ("credit_code", Kind::Text),
        ("region", Kind::Text),
        ("industry", Kind::Text),
        ("site", Kind::Text),
        ("scale", Kind::Text),
        ("total_investment_fen", Kind::Int),
        ("code", Kind::Text),
        ("filed_on", Kind::Text),
        ("registered_at", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "number"], &["zone", "code"]],
};

/// Cases, each with its clock and the dates that follow from it.
pub static CASE: Table = Table {
    name: "approvals_case",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("project", Kind::Text),
        ("matter", Kind::Text),
        ("definition", Kind::Text),
        ("applicant", Kind::Text),
        ("office", Kind::Text),
        ("state", Kind::Text),
        ("received_on", Kind::Text),
        ("clock", Kind::Text),
        ("notice_due", Kind::Text),
        ("promised_due", Kind::Text),
        ("statutory_due", Kind::Text),
        ("passed", Kind::Int),
        ("next_due", Kind::Text),
        ("document", Kind::Text),
        ("last_entry", Kind::Int),
    ],
    key: 2,
    indexes: &[&["zone", "number"], &["zone", "project"], &["zone", "next_due"]],
};

/// The last number given in each register, and the year that it belongs to; a total has the year 0.
pub static COUNTER: Table = Table {
    name: "approvals_counter",
    columns: &[
        ("zone", Kind::Text),
        ("register", Kind::Text),
        ("year", Kind::Int),
        ("last", Kind::Int),
    ],
    key: 2,
    indexes: &[],
};

/// The places of [`CASE`]'s columns after the zone.
mod case_column {
    pub const DEFINITION: usize = 4;
    pub const STATE: usize = 7;
    pub const RECEIVED_ON: usize = 8;
    pub const CLOCK: usize = 9;
    pub const NOTICE_DUE: usize = 10;
    pub const PROMISED_DUE: usize = 11;
    pub const STATUTORY_DUE: usize = 12;
    /// 1 where the promised limit's passing is recorded, 2 where the statutory one's is, 3 both.
    pub const PASSED: usize = 13;
    pub const NEXT_DUE: usize = 14;
    pub const DOCUMENT: usize = 15;
    pub const LAST_ENTRY: usize = 16;
}
