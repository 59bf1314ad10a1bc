//! The tables of approvals (审批视图): projections, facts for deciding, queries for pages.
//!
//! The only SQL of the crate. No personal field stands in any table: pages read those from the
//! subject's history. Due dates are columns, derived from the clock and never facts.

mod assistance_lists;
mod assistance_rows;
mod board;
mod bundle_link_rows;
mod bundle_lists;
mod bundle_rows;
mod case_rows;
mod charged_rows;
mod commitment_rows;
mod counters;
mod deliverables;
mod deliveries;
mod documents;
mod facts;
mod inbox;
mod inquiry_rows;
mod instant_rows;
mod lead_words;
mod lists;
mod matter_rows;
mod opinion_rows;
mod package_rows;
mod places;
mod plot_rows;
mod projection;
mod public;
mod queries;
mod rating_rows;
mod reasked;
mod search;
mod simulation_calls;
mod simulation_queries;
mod simulation_rows;
mod slip_rows;
mod taking_back;
mod ticket_rows;
mod timers;
mod tolerance_rows;
mod visit_promises;
mod visit_rows;

use store::{Kind, Table};

pub use assistance_lists::{
    assistance, assistance_by_number, assistance_timers, assistances_of, assistances_of_post,
    assisted_total, assisted_under, signatures_of, signatures_under,
};
pub use assistance_rows::{ASSISTANCE, ASSISTED, AssistanceRow, SIGNATURE, SignatureRow, about_of};
pub(crate) use assistance_rows::{
    assistance_facts, entrusted, is_of_one_project, office_of, project_assistance,
};
pub use board::{Lights, board, light_by, light_of};
pub use bundle_link_rows::LINK;
pub use bundle_lists::{
    ApplicationRow, LinkRow, application_by_number, application_by_subject, applications_of,
    documents_of_links, going_links, late_applications, link_timers, links_at,
};
pub use bundle_rows::APPLICATION;
pub(crate) use bundle_rows::{application_facts, applications_moved, project_application};
pub use case_rows::DELIVER_WITHIN;
pub(crate) use case_rows::{due_dates_moved, project_case};
pub use charged_rows::{CHARGED, ChargedStep, charged_with};
pub use commitment_rows::{COMMITMENT, InspectionRow, inspections};
pub use counters::COUNTER;
pub use deliverables::{
    Deliverable, deliverable, deliverable_by_number, deliverable_by_parcel, deliverable_by_tracking,
};
pub use deliveries::{
    DELIVERY, DeliveryRow, deliveries_of_office, delivery_about, undelivered, without_manifest,
};
pub(crate) use deliveries::{delivery_facts, project_delivery};
pub use documents::{
    ATTACHED, DOCUMENT, DocumentRow, PAPER, PaperRow, awaiting_seal, document, documents_of_owner,
    no_longer_standing, paper_by_entry, paper_by_number, papers_of_case,
};
pub(crate) use documents::{paper_facts, project_document, project_paper};
pub(crate) use facts::{case_facts, document_facts, package_facts, project_facts};
pub use inbox::{Desk, Tally, Wanted, inbox, tally};
pub use inquiry_rows::{INQUIRY, inquiries_of, open_inquiries, submitted_on};
pub(crate) use inquiry_rows::{inquiry_facts, project_inquiry};
pub use instant_rows::{AUDIT, AuditRow, RULE, RuleRow, audits_of_office, rules_of_zone};
pub use lead_words::{LEAD_WORD, LeadWord, words_of_leads};
pub use lists::{
    About, After, OpinionRow, cases_awaiting_applicant, cases_of_applicant, inbox_of_office,
    inbox_of_post, opinions_asked_of, overdue, projects_of_enterprise,
};
pub use matter_rows::{MATTER, MATTER_IN_FORCE};
pub(crate) use package_rows::project_package;
pub use package_rows::{
    PackageRow, cases_of_package, package_by_number, package_by_subject, packages_of_project,
};
pub use package_rows::{definitions_of_package, packages_led_by};
pub use places::{documents_of, places_of};
pub use plot_rows::*;
pub(crate) use projection::{project_matter, project_project};
pub use public::{PACE_OF, Pace, PublicAct, definitions_in_force, history, pace, public_act};
pub use queries::{
    CaseRow, Holding, Progress, ProjectRow, Totals, case_by_number, case_by_subject,
    cases_of_project, definition, definition_in_force, findings, progress, project_by_code,
    project_by_number, project_by_subject, projects, totals,
};
pub use rating_rows::{
    CallBack, Graded, RATING, StepGrade, call_backs, graded, grades_of_application, grades_of_case,
};
pub(crate) use rating_rows::{call_backs_moved, project_rating, rating_facts};
pub use reasked::{ANEW, REASKED, Reasked, reasked};
pub use search::{Findable, found_by, search_text};
pub use simulation_calls::Call;
pub(crate) use simulation_calls::simulation_facts;
pub use simulation_queries::*;
pub(crate) use simulation_rows::project_simulation;
pub use simulation_rows::{ASSUMPTION, SIMULATION, SIMULATION_ASKED, SIMULATION_HEIR, assumptions};
pub use slip_rows::{SLIP, SLIP_CASE, SlipRow, slip_by_number, slips};
pub(crate) use slip_rows::{project_slip, slip_facts, slips_moved};
pub use taking_back::{ToTakeBack, Why, to_be_taken_back};
pub use ticket_rows::{
    QueueTally, TICKET, TicketRow, WITHOUT_A_CASE, came_without_a_case, open_tickets_of,
    places_taken, queue_tally, ticket, ticket_timers, tickets_of_day,
};
pub(crate) use ticket_rows::{project_ticket, ticket_facts};
pub use timers::{ProjectTimer, Timer, plot_timers, project_timers, timers};
pub use visit_promises::{Came, visits_by_matter};
pub use visit_rows::{
    Kept, OverLimit, VISITS, VISITS_OF, VisitsRow, latest_visits, over_limit, thing,
    thing_by_number, visit_figures, visits_of,
};
pub(crate) use visit_rows::{project_visits, visit_facts};

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
        ("kind", Kind::Text),
        ("state", Kind::Text),
        ("provisional_code", Kind::Text),
        ("schedule", Kind::Text),
        ("report", Kind::Text),
        ("report_due", Kind::Text),
        ("wakes_after", Kind::Text),
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "code"],
        &["zone", "credit_code", "number"],
        &["zone", "wakes_after"],
    ],
    sparse: &["code", "wakes_after"],
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
        ("package", Kind::Text),
        ("desk", Kind::Text),
        ("holder", Kind::Text),
        ("correct_by", Kind::Text),
        ("decided_on", Kind::Text),
        ("limit_days", Kind::Int),
        ("inbox_due", Kind::Text),
        ("late_since", Kind::Text),
        ("questions", Kind::Int),
        ("reviewed_on", Kind::Text),
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "project", "number"],
        &["zone", "next_due"],
        &["zone", "applicant", "number"],
        &["zone", "office", "inbox_due", "number"],
        &["zone", "desk", "inbox_due", "number"],
        &["zone", "late_since", "number"],
        &["zone", "decided_on", "number"],
    ],
    sparse: &["next_due", "inbox_due", "desk", "late_since", "decided_on"],
};

/// What was granted to a project, by matter: what others build on.
pub static GRANTED: Table = Table {
    name: "approvals_granted",
    columns: &[
        ("zone", Kind::Text),
        ("project", Kind::Text),
        ("matter", Kind::Text),
        ("document", Kind::Text),
        ("granted_on", Kind::Text),
    ],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// The licences of other authorities that a project's file keeps, by matter: the latest notice of
/// each, as JSON.
pub static LICENCE: Table = Table {
    name: "approvals_licence",
    columns: &[
        ("zone", Kind::Text),
        ("project", Kind::Text),
        ("matter", Kind::Text),
        ("licences", Kind::Text),
    ],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// Questions to other offices.
pub static OPINION: Table = Table {
    name: "approvals_opinion",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("question", Kind::Int),
        ("office", Kind::Text),
        ("words", Kind::Text),
        ("asked_on", Kind::Text),
        ("asked_limit", Kind::Text),
        ("due", Kind::Text),
        ("state", Kind::Text),
        ("stance", Kind::Text),
        ("open_due", Kind::Text),
        ("waits", Kind::Text),
    ],
    key: 3,
    indexes: &[&["zone", "office", "open_due"], &["zone", "waits"]],
    sparse: &["open_due", "waits"],
};

/// What is owed in cases that were accepted without it.
pub static OWED: Table = Table {
    name: "approvals_owed",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("since", Kind::Text),
        ("owed_limit", Kind::Text),
        ("awaited", Kind::Text),
        ("due", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "due"]],
    sparse: &["due"],
};

/// Who broke a promise in which case, and when that was repaired.
pub static BROKEN_PROMISE: Table = Table {
    name: "approvals_broken_promise",
    columns: &[
        ("zone", Kind::Text),
        ("applicant", Kind::Text),
        ("number", Kind::Text),
        ("repaired_on", Kind::Text),
    ],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// How many cases of an office stand alike: boards and inboxes count these, never the cases.
pub static BOARD: Table = Table {
    name: "approvals_board",
    columns: &[
        ("zone", Kind::Text),
        ("office", Kind::Text),
        ("desk", Kind::Text),
        ("matter", Kind::Text),
        ("state", Kind::Text),
        ("due", Kind::Text),
        ("limit_days", Kind::Int),
        ("cases", Kind::Int),
        ("is_live", Kind::Int),
    ],
    key: 7,
    indexes: &[&["zone", "is_live", "office"]],
    sparse: &[],
};

/// Packages.
pub static PACKAGE: Table = Table {
    name: "approvals_package",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("project", Kind::Text),
        ("stage", Kind::Int),
        ("lead_office", Kind::Text),
        ("applicant", Kind::Text),
        ("received_on", Kind::Text),
        ("state", Kind::Text),
        ("members", Kind::Int),
        ("granted", Kind::Int),
        ("ended", Kind::Int),
        ("answers", Kind::Text),
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "project"],
        &["zone", "lead_office", "state", "number"],
    ],
    sparse: &[],
};

/// The places of [`CASE`]'s columns after the zone.
mod case_column {
    pub const NUMBER: usize = 1;
    pub const PROJECT: usize = 2;
    pub const DEFINITION: usize = 4;
    pub const APPLICANT: usize = 5;
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
    pub const PACKAGE: usize = 17;
    /// The office and the post that has it.
    pub const DESK: usize = 18;
    /// Who has the ball, as [`super::Holding`] says it.
    pub const HOLDER: usize = 19;
    /// The last day of a correction that withdraws the application where it does not come.
    pub const CORRECT_BY: usize = 20;
    pub const DECIDED_ON: usize = 21;
    /// How long the limit is that runs, for lights.
    pub const LIMIT_DAYS: usize = 22;
    /// The last day of what the office owes; [`super::FAR`] where it waits for others.
    pub const INBOX_DUE: usize = 23;
    pub const LATE_SINCE: usize = 24;
    pub const QUESTIONS: usize = 25;
    /// Since when only what was promised is awaited (待补齐).
    pub const REVIEWED_ON: usize = 26;
    pub const MATTER: usize = 3;
    pub const OFFICE: usize = 6;
}

/// The places of [`PROJECT`]'s columns after the zone.
mod project_column {
    pub const TITLE: usize = 2;
    pub const SITE: usize = 7;
    pub const SCALE: usize = 8;
    pub const INVESTMENT: usize = 9;
    pub const CODE: usize = 10;
    pub const FILED_ON: usize = 11;
    pub const KIND: usize = 13;
    pub const STATE: usize = 14;
    pub const PROVISIONAL_CODE: usize = 15;
    pub const SCHEDULE: usize = 16;
    pub const REPORT: usize = 17;
    pub const REPORT_DUE: usize = 18;
    pub const WAKES_AFTER: usize = 19;
}

/// The due date of what waits for others: it sorts after every day.
const FAR: &str = "9999-12-31";
