//! What a program may read and do about agreements (接口目录：协议).

use axum::routing::{get, post};
use kernel::right::Right;

use crate::api::acts::act;
use crate::api::agreement_acts as acts;
use crate::api::agreement_shown::{self as shown, AgreementShown, ObligationShown};
use crate::api::operation::{Operation, Parameter};
use crate::api::shown::{Page, Receipt};
use crate::policy::{Relation, Row, Who};

const BEFORE: Parameter = Parameter::may("before", "The number before which the page goes on");
const AFTER: Parameter =
    Parameter::may("after", "The day, agreement and obligation after which the page goes on");
const OF: Parameter = Parameter::may("of", "What is owed, or what waits for one's attestation")
    .of(&["owner", "attester"]);
const PARTY: Relation = Relation::Parties;
const ANYBODY: Who = Who::SignedIn;

/// The operations.
pub const AGREEMENTS: &[Operation] = &[
    Operation::shows::<Page<AgreementShown>>(
        Row::get("/api/zones/{zone}/agreements", ANYBODY, Relation::Own, || get(shown::agreements)),
        "协议列表",
        "The agreements that concern you",
    )
    .with(&[BEFORE]),
    Operation::shows::<AgreementShown>(
        Row::get("/api/zones/{zone}/agreements/{number}", ANYBODY, PARTY, || get(shown::agreement)),
        "协议",
        "An agreement",
    ),
    Operation::shows::<Page<ObligationShown>>(
        Row::get("/api/zones/{zone}/obligations", ANYBODY, Relation::Own, || {
            get(shown::obligations)
        }),
        "要履行或要确认的义务",
        "What you owe, or have to attest",
    )
    .with(&[OF, AFTER]),
    Operation::shows::<Page<ObligationShown>>(
        Row::get(
            "/api/zones/{zone}/obligations/late",
            Who::Holder(Right::Supervise),
            Relation::Own,
            || get(shown::late),
        ),
        "逾期义务",
        "What is late in the zone",
    )
    .with(&[AFTER]),
    Operation::does::<acts::Draft, Receipt>(
        Row::post("/api/zones/{zone}/agreements", ANYBODY, Relation::Own, || post(acts::draft)),
        "起草协议",
        "Draft an agreement",
    ),
    Operation::does::<acts::Signature, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/signatures", ANYBODY, PARTY, || {
            post(acts::sign)
        }),
        "签署",
        "Sign the newest version",
    ),
    Operation::does::<acts::Change, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/changes", ANYBODY, PARTY, || {
            post(act::<acts::Change>)
        }),
        "提出变更",
        "Put a change forward",
    ),
    Operation::does::<acts::ChangeWithdrawal, Receipt>(
        Row::post(
            "/api/zones/{zone}/agreements/{number}/change-withdrawal",
            ANYBODY,
            PARTY,
            || post(act::<acts::ChangeWithdrawal>),
        ),
        "撤回变更",
        "Take a change back",
    ),
    Operation::does::<acts::Demand, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/demands", ANYBODY, PARTY, || {
            post(act::<acts::Demand>)
        }),
        "要求履行",
        "Demand what is owed on demand",
    ),
    Operation::does::<acts::Evidence, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/evidence", ANYBODY, PARTY, || {
            post(acts::hand_in)
        }),
        "提交履行凭据",
        "Hand evidence in",
    ),
    Operation::does::<acts::EvidenceReturn, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/returns", ANYBODY, PARTY, || {
            post(act::<acts::EvidenceReturn>)
        }),
        "退回凭据",
        "Send evidence back",
    ),
    Operation::does::<acts::Attestation, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/attestations", ANYBODY, PARTY, || {
            post(act::<acts::Attestation>)
        }),
        "确认履行",
        "Attest that it is fulfilled",
    ),
    Operation::does::<acts::Consequence, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/consequences", ANYBODY, PARTY, || {
            post(act::<acts::Consequence>)
        }),
        "登记违约处理",
        "Record what followed from a breach",
    ),
    Operation::does::<acts::EndConsent, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/end-consents", ANYBODY, PARTY, || {
            post(act::<acts::EndConsent>)
        }),
        "同意终止",
        "Agree to end it",
    ),
    Operation::does::<acts::BreachEnding, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/breach-ending", ANYBODY, PARTY, || {
            post(act::<acts::BreachEnding>)
        }),
        "因违约解除",
        "End it over a breach",
    ),
    Operation::does::<acts::AgreementVoiding, Receipt>(
        Row::post("/api/zones/{zone}/agreements/{number}/voiding", ANYBODY, PARTY, || {
            post(act::<acts::AgreementVoiding>)
        }),
        "作废",
        "Declare it void",
    ),
];
