//! Applications for bundles (一件事申请页面): applying, following, and the offices' board of links.
//!
//! Reading order: `apply` (the one form of what was ticked), `board` (one's own applications, or
//! the links of one's office), `file` (an application with its links), `acts` (what may be done
//! about it), `delivery` (how its one result comes), `grade` (the applicant's grade), `lamps` (by
//! when it is owed), `mending` (the form of a link that was sent back), `papers` (the files of its
//! papers), `word` (what the desk enters on the applicant's word).
//!
//! Never: an application of somebody else; it is not there for whoever is no party.

mod acts;
mod apply;
mod board;
mod delivery;
mod file;
mod grade;
mod known;
mod lamps;
mod mending;
pub(crate) mod papers;
pub(crate) mod word;

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::routing::{get, post};

use self::delivery::Act;
use crate::form::Form;
use crate::front::Front;
use crate::policy::{Relation, Row, Who};
use crate::reader::Reader;

/// The front, as handlers take it.
type Shared = State<Arc<Front>>;
/// Who reads, as handlers take it.
type Reading = Extension<Reader>;
/// What was sent, as handlers take it.
type Sent = Extension<Form>;

/// The addresses.
pub static ROWS: &[Row] = &[
    Row::get("/bundles/{bundle}/application", Who::SignedIn, Relation::None, || get(apply::form))
        .entrusted(),
    Row::post("/bundles/{bundle}/application", Who::SignedIn, Relation::None, || {
        post(apply::submission)
    })
    .entrusted(),
    Row::get("/applications", Who::SignedIn, Relation::Own, || get(board::board)).entrusted(),
    Row::get("/applications/{number}", Who::SignedIn, Relation::Parties, || get(file::file))
        .entrusted(),
    Row::get(
        "/applications/{number}/documents/{document}",
        Who::SignedIn,
        Relation::Parties,
        || get(papers::document),
    )
    .entrusted(),
    Row::post("/applications/{number}/papers/{paper}", Who::SignedIn, Relation::Parties, || {
        post(papers::upload)
    })
    .taking_files()
    .entrusted(),
    Row::post("/applications/{number}/papers/{paper}/reuse", Who::SignedIn, Relation::Own, || {
        post(papers::reuse)
    })
    .entrusted(),
    Row::post("/applications/{number}/ratings", Who::SignedIn, Relation::Own, || post(grade::rate)),
    Row::post("/applications/{number}/delivery-choice", Who::SignedIn, Relation::Own, || {
        delivery::act(Act::Choose)
    })
    .entrusted(),
    Row::post("/applications/{number}/delivery-confirmation", Who::SignedIn, Relation::Own, || {
        delivery::act(Act::Confirm)
    })
    .entrusted(),
    Row::post("/applications/{number}/result", Who::Officer, Relation::Parties, || {
        delivery::act(Act::Deliver)
    }),
    Row::post("/applications/{number}/conclusion", Who::Officer, Relation::Parties, || {
        delivery::act(Act::Close)
    }),
    Row::post("/applications/{number}/withdrawal", Who::SignedIn, Relation::Parties, || {
        post(acts::withdrawal)
    })
    .entrusted(),
    Row::post(
        "/applications/{number}/links/{certificate}/{act}",
        Who::SignedIn,
        Relation::Parties,
        || post(acts::act),
    )
    .entrusted(),
];
