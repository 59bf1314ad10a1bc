//! The tables of agreements (协议视图): projection, facts for deciding, queries for pages, the clock.
//!
//! The only SQL of the crate. An agreement's row carries it as its facts leave it, so that its
//! obligations' rows can be written anew after every fact and when the calendar moves.

mod projection;
mod queries;
mod search;

use store::{Kind, Table};

pub(crate) use projection::{due_dates_moved, facts, project};
pub use queries::{
    After, AgreementRow, ObligationRow, PAGE, Timer, agreement_by_number, agreement_by_subject,
    agreements, agreements_about, agreements_of, agreements_on_plot, is_concerned, late, owed_by,
    timers, to_attest,
};
pub use search::{found_by, word};

/// Agreements, by their subject.
pub static AGREEMENT: Table = Table {
    name: "agreements_agreement",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("kind", Kind::Text),
        ("title", Kind::Text),
        ("about", Kind::Text),
        ("state", Kind::Text),
        ("folded", Kind::Text),
        ("plot", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "number"], &["zone", "about"], &["zone", "plot"]],
    sparse: &["about", "plot"],
};

/// Whom an agreement concerns: parties, whoever attests, who drafted it.
pub static CONCERNED: Table = Table {
    name: "agreements_concerned",
    columns: &[("zone", Kind::Text), ("party", Kind::Text), ("number", Kind::Text)],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// Obligations, each with the dates that follow from the calendar; null where it owes nothing now.
pub static OBLIGATION: Table = Table {
    name: "agreements_obligation",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("obligation", Kind::Text),
        ("number", Kind::Text),
        ("owner", Kind::Text),
        ("attester", Kind::Text),
        ("owed_by", Kind::Text),
        ("attest_by", Kind::Text),
        ("wakes_on", Kind::Text),
        ("late_since", Kind::Text),
    ],
    key: 3,
    indexes: &[
        &["zone", "owner", "owed_by"],
        &["zone", "attester", "attest_by"],
        &["zone", "wakes_on"],
        &["zone", "late_since"],
    ],
    sparse: &["owed_by", "attest_by", "wakes_on", "late_since"],
};

/// How far the register of numbers has come; each year starts from one.
pub static REGISTER: Table = Table {
    name: "agreements_register",
    columns: &[
        ("zone", Kind::Text),
        ("register", Kind::Text),
        ("year", Kind::Int),
        ("last", Kind::Int),
    ],
    key: 2,
    indexes: &[],
    sparse: &[],
};
