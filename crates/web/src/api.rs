//! The interface for programs (开放接口): the same things as on the pages, as JSON.
//!
//! Reading order: `operation` (what an operation is), `table` (all of them; routes and document are
//! both made from it), `asked` (what a request says), `problem` (how "no" is told, RFC 9457),
//! `seen` (whose things are there for whom), `shown` (how things are told); then the operations:
//! `reading`, `finding`, `routing` with `route_shown`, `bundling` with `bundle_shown`,
//! `application_acts`, `acts` with `case_acts`, `commitment_acts`, `delivery_acts` with
//! `delivery_shown`, `project_acts`, `plan_acts` with `plan_shown`, `instant_acts` and
//! `package_acts`, `agreement_acts` with `agreement_shown`, `visit_acts`, `ticket_acts`,
//! `slip_acts`, `rating_acts`, `batch` (several acts at once), `files`; `openapi` and `page` tell
//! of all this.
//!
//! Never: a rule, and never a field that is sealed as personal.

mod acts;
mod agreement_acts;
pub mod agreement_shown;
pub(crate) mod application_acts;
mod asked;
mod assistance_acts;
mod batch;
pub mod bundle_shown;
mod bundling;
mod case_acts;
mod case_shown;
mod commitment_acts;
mod correction_acts;
mod delivery_acts;
mod delivery_shown;
mod files;
mod finding;
mod held;
mod inquiry_acts;
mod instant_acts;
pub mod openapi;
mod operation;
mod package_acts;
mod page;
mod plan_acts;
mod plan_shown;
mod plot_acts;
pub mod problem;
mod project_acts;
mod rating_acts;
mod reading;
mod replacement;
pub mod route_shown;
mod routing;
mod scheme_acts;
pub(crate) mod seen;
mod shown;
mod simulation_acts;
mod simulation_ends;
mod slip_acts;
mod table;
mod ticket_acts;
mod visit_acts;

pub use table::{
    ABOUT, ACTING_ROWS, AGREEMENT_ROWS, APPLYING_ROWS, ASSISTING_ROWS, COMMITMENT_ROWS,
    DELIVERY_ROWS, HALL_ROWS, INQUIRY_ROWS, PLAN_ROWS, PLOT_ROWS, READING_ROWS, SIMULATION_ROWS,
};

/// What every address for programs begins with.
const LEAD: &str = "/api/";

/// Is it an address for programs, where answers are no pages?
pub fn is_for_programs(path: &str) -> bool {
    path.starts_with(LEAD)
}
