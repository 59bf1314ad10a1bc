//! What a program may ask about commitments (接口目录：告知承诺).

use axum::routing::post;

use crate::api::acts::act;
use crate::api::commitment_acts as asked;
use crate::api::operation::Operation;
use crate::api::shown::Receipt;
use crate::policy::{Relation, Row, Who};

/// The operations.
pub const COMMITMENTS: &[Operation] = &[
    Operation::does::<asked::Commitment, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/commitment",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<asked::Commitment>),
        ),
        "告知承诺",
        "Promise to meet the conditions",
    ),
    Operation::does::<asked::GrantOnCommitment, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/commitment-grant",
            Who::Officer,
            Relation::Parties,
            || post(act::<asked::GrantOnCommitment>),
        ),
        "依告知承诺准予",
        "Grant on that promise",
    ),
    Operation::does::<asked::Inspection, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/inspections",
            Who::Officer,
            Relation::Parties,
            || post(act::<asked::Inspection>),
        ),
        "登记核查结论",
        "Say what the inspection found",
    ),
    Operation::does::<asked::RectificationOrder, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/rectification-orders",
            Who::Officer,
            Relation::Parties,
            || post(act::<asked::RectificationOrder>),
        ),
        "责令限期整改",
        "Have it put right by a day",
    ),
    Operation::does::<asked::RevocationNotice, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/revocation-notice",
            Who::Officer,
            Relation::Parties,
            || post(act::<asked::RevocationNotice>),
        ),
        "告知拟撤销许可",
        "Tell that the permit is to be revoked",
    ),
    Operation::does::<asked::Statement, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/statements",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<asked::Statement>),
        ),
        "陈述申辩",
        "State one's case",
    ),
    Operation::does::<asked::Revocation, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/revocation",
            Who::Officer,
            Relation::Parties,
            || post(act::<asked::Revocation>),
        ),
        "撤销行政许可",
        "Revoke the permit",
    ),
];
