//! What a program may read and do about mandates for assistance (接口目录：帮办代办).

use axum::routing::{get, post};
use kernel::right::Right;

use crate::api::assistance_acts::{
    self as acts, Awaited, Confirmation, Entrusting, MandateShown, Resignation, Revocation,
};
use crate::api::operation::Operation;
use crate::api::shown::{Page, Receipt};
use crate::policy::{Relation, Row, Who};

const OWN: Relation = Relation::Own;
const POST: Who = Who::Holder(Right::Assist);

/// The operations.
pub const ASSISTING: &[Operation] = &[
    Operation::shows::<Page<MandateShown>>(
        Row::get("/api/zones/{zone}/mandates", Who::SignedIn, OWN, || get(acts::list)).entrusted(),
        "帮办代办委托",
        "The mandates given, or those of the own post",
    ),
    Operation::shows::<MandateShown>(
        Row::get("/api/zones/{zone}/mandates/{number}", Who::SignedIn, OWN, || get(acts::one))
            .entrusted(),
        "一份委托",
        "A mandate",
    ),
    Operation::does::<Entrusting, Receipt>(
        Row::post("/api/zones/{zone}/mandates", Who::SignedIn, OWN, || post(acts::entrust)),
        "委托帮办代办，或由窗口凭书面登记",
        "Give a mandate, or record one at the window",
    ),
    Operation::does::<Confirmation, Receipt>(
        Row::post("/api/zones/{zone}/mandates/{number}/confirmations", Who::Agent, OWN, || {
            post(acts::confirm)
        }),
        "确认书面委托",
        "Confirm what was given on paper",
    ),
    Operation::does::<Revocation, Receipt>(
        Row::post("/api/zones/{zone}/mandates/{number}/revocations", Who::SignedIn, OWN, || {
            post(acts::revoke)
        }),
        "撤销委托",
        "Take a mandate back",
    ),
    Operation::does::<Resignation, Receipt>(
        Row::post("/api/zones/{zone}/mandates/{number}/resignations", POST, OWN, || {
            post(acts::lay_down)
        })
        .entrusted(),
        "辞去委托",
        "Lay a mandate down",
    ),
    Operation::does::<Awaited, Receipt>(
        Row::post("/api/zones/{zone}/mandates/{number}/signatures", POST, OWN, || {
            post(acts::await_signature)
        })
        .entrusted(),
        "通知企业本人签署",
        "Tell the applicant that its signature is waited for",
    ),
];
