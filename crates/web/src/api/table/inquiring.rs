//! What a program may ask about registers of other authorities (接口目录：数据查询).

use axum::routing::{get, post};

use crate::api::inquiry_acts::{
    self as inquiries, Consent, InquiryShown, LicenceWord, RegisterShown, Withdrawal,
};
use crate::api::operation::Operation;
use crate::api::shown::{Page, Receipt};
use crate::policy::{Relation, Row, Who};

const PARTY: Relation = Relation::Parties;

/// The operations.
pub const INQUIRIES: &[Operation] = &[
    Operation::shows::<Page<RegisterShown>>(
        Row::get("/api/zones/{zone}/registers", Who::Anyone, Relation::None, || {
            get(inquiries::registers)
        }),
        "可查询的登记系统",
        "The registers of other authorities that can be asked",
    ),
    Operation::shows::<Page<InquiryShown>>(
        Row::get(
            "/api/zones/{zone}/projects/{number}/inquiries/{application}",
            Who::SignedIn,
            PARTY,
            || get(inquiries::inquiries),
        ),
        "申请的数据查询",
        "What registers were asked for an application, by the key under which it is submitted",
    ),
    Operation::does::<Consent, Receipt>(
        Row::post("/api/zones/{zone}/projects/{number}/inquiries", Who::Agent, PARTY, || {
            post(inquiries::consent)
        }),
        "同意查询",
        "Consent that a register is asked",
    ),
    Operation::does::<Withdrawal, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/inquiries/{application}/withdrawal",
            Who::Agent,
            PARTY,
            || post(inquiries::withdrawal),
        ),
        "撤回同意",
        "Withdraw a consent that nothing rests on yet",
    ),
    Operation::does::<LicenceWord, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/inquiries/{application}/licences",
            Who::Agent,
            PARTY,
            || post(inquiries::licence),
        ),
        "确认证照信息或者提出异议",
        "Confirm or contest a licence told in the place of a material",
    ),
];
