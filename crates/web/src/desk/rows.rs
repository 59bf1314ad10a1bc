//! The addresses of officers (办理台地址), and who may reach each.

use axum::routing::{get, post};
use kernel::right::Right;

use super::act::Act;
use super::commitments::Deed;
use super::delivery::Act as Send;
use super::package::Act as Lead;
use super::project::Act as Keep;
use super::{
    answer, batch, case, contact, counter, deliveries, delivery, inbox, inspections, instant,
    opinions, oversight, package, project,
};
use crate::policy::{Relation, Row, Who};

const DESK: Who = Who::HolderOfOne(&[Right::Accept, Right::Examine]);
const BATCH: Who = Who::HolderOfOne(&[Right::Accept, Right::Examine, Right::Assign]);
const WRITE: Who = Who::HolderOfOne(&[Right::Advise, Right::Examine]);
const EXAMINE: Who = Who::Holder(Right::Examine);
const ADVISE: Who = Who::Holder(Right::Advise);
const ASSIGN: Who = Who::Holder(Right::Assign);
const DECIDE: Who = Who::Holder(Right::Decide);
const LEAD: Who = Who::Holder(Right::Coordinate);
const KEEP: Who = Who::Holder(Right::Register);
const SUPERVISE: Who = Who::Holder(Right::Supervise);
const PARTY: Relation = Relation::Parties;
const ZONE: Relation = Relation::Zone;

/// The addresses of officers.
pub static ROWS: &[Row] = &[
    Row::get("/todo", Who::Officer, Relation::Own, || get(inbox::todo)),
    Row::post("/todo/batch", BATCH, Relation::Own, || post(batch::batch)),
    Row::get("/todo/opinions", Who::Officer, Relation::Own, || get(opinions::opinions)),
    Row::get("/todo/audits", DECIDE, Relation::Own, || get(instant::audits)),
    Row::get("/counter", DECIDE, Relation::Own, || get(counter::counter)),
    Row::get("/counter/{matter}", DECIDE, ZONE, || get(counter::brought)),
    Row::post("/counter/{matter}", DECIDE, ZONE, || post(counter::decision)),
    Row::get("/todo/inspections", Who::Officer, Relation::Own, || get(inspections::inspections)),
    Row::get("/todo/packages", LEAD, Relation::Own, || get(inbox::packages)),
    Row::get("/todo/deliveries", DESK, Relation::Own, || get(deliveries::deliveries)),
    Row::get("/approvals/cases/{number}/delivery", DESK, PARTY, || get(delivery::delivering)),
    Row::post("/approvals/cases/{number}/delivery/choice", DESK, PARTY, || {
        delivery::act(Send::Choose)
    }),
    Row::post("/approvals/cases/{number}/delivery/packing", DESK, PARTY, || {
        delivery::act(Send::Pack)
    }),
    Row::post("/approvals/cases/{number}/delivery/hand-over", DESK, PARTY, || {
        delivery::act(Send::HandOver)
    }),
    Row::post("/approvals/cases/{number}/delivery/news", DESK, PARTY, || delivery::act(Send::Note)),
    Row::post("/approvals/cases/{number}/delivery/resending", DESK, PARTY, || {
        delivery::act(Send::Resend)
    }),
    Row::post("/approvals/cases/{number}/delivery/collection", DESK, PARTY, || {
        delivery::act(Send::Collect)
    }),
    Row::post("/approvals/cases/{number}/delivery/address", DESK, PARTY, || {
        post(delivery::address)
    }),
    Row::get("/applications/{number}/delivery", DESK, PARTY, || get(delivery::delivering)),
    Row::post("/applications/{number}/delivery/choice", DESK, PARTY, || {
        delivery::act(Send::Choose)
    }),
    Row::post("/applications/{number}/delivery/packing", DESK, PARTY, || delivery::act(Send::Pack)),
    Row::post("/applications/{number}/delivery/hand-over", DESK, PARTY, || {
        delivery::act(Send::HandOver)
    }),
    Row::post("/applications/{number}/delivery/news", DESK, PARTY, || delivery::act(Send::Note)),
    Row::post("/applications/{number}/delivery/resending", DESK, PARTY, || {
        delivery::act(Send::Resend)
    }),
    Row::post("/applications/{number}/delivery/collection", DESK, PARTY, || {
        delivery::act(Send::Collect)
    }),
    Row::post("/applications/{number}/delivery/address", DESK, PARTY, || post(delivery::address)),
    Row::get("/approvals/cases/{number}/desk", Who::Officer, PARTY, || get(case::desk)),
    Row::get("/approvals/cases/{number}/desk/{document}", Who::Officer, PARTY, || {
        get(case::document)
    }),
    Row::get("/approvals/cases/{number}/proofs/{entry}", Who::Officer, PARTY, || get(case::proof)),
    Row::post("/approvals/cases/{number}/contact", Who::Officer, PARTY, || post(contact::contact)),
    Row::post("/approvals/cases/{number}/acceptance", DESK, PARTY, || case::act(Act::Accept)),
    Row::post("/approvals/cases/{number}/promise", DESK, PARTY, || case::act(Act::RecordPromise)),
    Row::post("/approvals/cases/{number}/acceptance-on-promise", DESK, PARTY, || {
        case::act(Act::AcceptOnPromise)
    }),
    Row::post("/approvals/cases/{number}/settlements", EXAMINE, PARTY, || case::act(Act::Settle)),
    Row::post("/approvals/cases/{number}/material-returns", EXAMINE, PARTY, || {
        case::act(Act::SendBack)
    }),
    Row::post("/approvals/cases/{number}/finished-review", EXAMINE, PARTY, || {
        case::act(Act::FinishReview)
    }),
    Row::post("/approvals/cases/{number}/promise-repair", DECIDE, PARTY, || {
        case::act(Act::RepairPromise)
    }),
    Row::post("/approvals/cases/{number}/counter-decision", DECIDE, PARTY, || {
        case::act(Act::DecideOnTheSpot)
    }),
    Row::post("/approvals/cases/{number}/audit-confirmation", DECIDE, PARTY, || {
        case::act(Act::ConfirmDecision)
    }),
    Row::post("/approvals/cases/{number}/audit-finding", DECIDE, PARTY, || {
        case::act(Act::FindWrong)
    }),
    Row::post("/approvals/cases/{number}/audit-remedy", DECIDE, PARTY, || case::act(Act::PutRight)),
    Row::post("/approvals/cases/{number}/upheld-decision", DECIDE, PARTY, || case::act(Act::Keep)),
    Row::post("/approvals/cases/{number}/commitment", DESK, PARTY, || {
        case::act(Act::Commitment(Deed::Record))
    }),
    Row::post("/approvals/cases/{number}/grant-on-commitment", DECIDE, PARTY, || {
        case::act(Act::Commitment(Deed::Grant))
    }),
    Row::post("/approvals/cases/{number}/inspections", EXAMINE, PARTY, || {
        case::act(Act::Commitment(Deed::Inspect))
    }),
    Row::post("/approvals/cases/{number}/revocation-notice", DECIDE, PARTY, || {
        case::act(Act::Commitment(Deed::Announce))
    }),
    Row::post("/approvals/cases/{number}/revocation", DECIDE, PARTY, || {
        case::act(Act::Commitment(Deed::Revoke))
    }),
    Row::post("/approvals/cases/{number}/notice", DESK, PARTY, || case::act(Act::Notice)),
    Row::post("/approvals/cases/{number}/non-acceptance", DESK, PARTY, || {
        case::act(Act::RefuseAcceptance)
    }),
    Row::post("/approvals/cases/{number}/pause", EXAMINE, PARTY, || case::act(Act::Pause)),
    Row::post("/approvals/cases/{number}/resumption", EXAMINE, PARTY, || case::act(Act::Resume)),
    Row::post("/approvals/cases/{number}/extension", EXAMINE, PARTY, || case::act(Act::Extend)),
    Row::post("/approvals/cases/{number}/questions", EXAMINE, PARTY, || case::act(Act::Ask)),
    Row::post("/approvals/cases/{number}/opinions", ADVISE, PARTY, || case::act(Act::Answer)),
    Row::post("/approvals/cases/{number}/messages", WRITE, PARTY, || case::act(Act::FollowUp)),
    Row::post("/approvals/cases/{number}/question-withdrawals", EXAMINE, PARTY, || {
        case::act(Act::WithdrawQuestion)
    }),
    Row::post("/approvals/cases/{number}/assignment", ASSIGN, PARTY, || case::act(Act::Assign)),
    Row::post("/approvals/cases/{number}/grant", DECIDE, PARTY, || case::act(Act::Grant)),
    Row::post("/approvals/cases/{number}/denial", DECIDE, PARTY, || case::act(Act::Deny)),
    Row::post("/approvals/cases/{number}/hand-over", EXAMINE, PARTY, || case::act(Act::HandOver)),
    Row::post("/approvals/cases/{number}/answer", DESK, PARTY, || post(answer::answer))
        .taking_files(),
    Row::post("/approvals/cases/{number}/delivery", DESK, PARTY, || case::act(Act::Deliver)),
    Row::post("/approvals/cases/{number}/failed-delivery", DESK, PARTY, || {
        case::act(Act::FailDelivery)
    }),
    Row::post("/approvals/cases/{number}/conclusion", DESK, PARTY, || case::act(Act::Conclude)),
    Row::post("/approvals/cases/{number}/termination", DECIDE, PARTY, || case::act(Act::Terminate)),
    Row::post("/approvals/cases/{number}/explanation", DESK, PARTY, || case::act(Act::Explain)),
    Row::get("/approvals/projects/{number}/desk", KEEP, ZONE, || get(project::keeping)),
    Row::post("/approvals/projects/{number}/code", KEEP, ZONE, || project::act(Keep::Code)),
    Row::post("/approvals/projects/{number}/provisional-code", KEEP, ZONE, || {
        project::act(Keep::ProvisionalCode)
    }),
    Row::post("/approvals/projects/{number}/licences", KEEP, ZONE, || project::act(Keep::Licence)),
    Row::post("/approvals/projects/{number}/changes", KEEP, ZONE, || project::act(Keep::Change)),
    Row::post("/approvals/projects/{number}/prolongation", KEEP, ZONE, || {
        project::act(Keep::Prolongation)
    }),
    Row::post("/approvals/projects/{number}/voiding", KEEP, ZONE, || project::act(Keep::Voiding)),
    Row::post("/approvals/projects/{number}/completion", KEEP, ZONE, || {
        project::act(Keep::Completion)
    }),
    Row::get("/approvals/packages/{number}/desk", LEAD, PARTY, || get(package::leading)),
    Row::post("/approvals/packages/{number}/reviews", LEAD, PARTY, || package::act(Lead::Review)),
    Row::post("/approvals/packages/{number}/site-visits", LEAD, PARTY, || {
        package::act(Lead::Visit)
    }),
    Row::post("/approvals/packages/{number}/minutes", LEAD, PARTY, || package::act(Lead::Minutes)),
    Row::post("/approvals/packages/{number}/reminders", LEAD, PARTY, || package::act(Lead::Remind)),
    Row::get("/supervision", SUPERVISE, ZONE, || get(oversight::board)),
];
