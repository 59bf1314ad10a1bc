//! The addresses of agreements (协议地址), and who may reach each.

use axum::routing::{get, post};
use kernel::right::Right;

use super::act::Act;
use super::{agreement, draft, list};
use crate::policy::{Relation, Row, Who};

const ANYBODY: Who = Who::SignedIn;
const DRAFT: Who = Who::HolderOfOne(draft::RIGHTS);
const PARTY: Relation = Relation::Parties;

/// The addresses of agreements.
pub static ROWS: &[Row] = &[
    Row::get("/agreements", ANYBODY, Relation::Own, || get(list::agreements)),
    Row::post("/agreements", DRAFT, Relation::Own, || post(draft::agreement)),
    Row::get("/agreements/new", DRAFT, Relation::Own, || get(draft::form)),
    Row::get("/agreements/late", Who::Holder(Right::Supervise), Relation::Own, || get(list::late)),
    Row::get("/agreements/{number}", ANYBODY, PARTY, || get(agreement::agreement)),
    Row::get("/agreements/{number}/documents/{document}", ANYBODY, PARTY, || {
        get(agreement::document)
    }),
    Row::post("/agreements/{number}/signatures", ANYBODY, PARTY, || agreement::act(Act::Sign)),
    Row::post("/agreements/{number}/changes", ANYBODY, PARTY, || agreement::act(Act::Change)),
    Row::post("/agreements/{number}/change-withdrawal", ANYBODY, PARTY, || {
        agreement::act(Act::WithdrawChange)
    }),
    Row::post("/agreements/{number}/end-consents", ANYBODY, PARTY, || {
        agreement::act(Act::AgreeToEnd)
    }),
    Row::post("/agreements/{number}/breach-ending", ANYBODY, PARTY, || {
        agreement::act(Act::EndOverBreach)
    }),
    Row::post("/agreements/{number}/voiding", ANYBODY, PARTY, || agreement::act(Act::Void)),
    Row::post("/agreements/{number}/obligations/{obligation}/evidence", ANYBODY, PARTY, || {
        agreement::act(Act::HandIn)
    }),
    Row::post("/agreements/{number}/obligations/{obligation}/returns", ANYBODY, PARTY, || {
        agreement::act(Act::Return)
    }),
    Row::post("/agreements/{number}/obligations/{obligation}/attestation", ANYBODY, PARTY, || {
        agreement::act(Act::Attest)
    }),
    Row::post("/agreements/{number}/obligations/{obligation}/demand", ANYBODY, PARTY, || {
        agreement::act(Act::Demand)
    }),
    Row::post("/agreements/{number}/obligations/{obligation}/consequence", ANYBODY, PARTY, || {
        agreement::act(Act::CarryOut)
    }),
];
