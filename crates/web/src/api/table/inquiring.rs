//! What a program may ask about registers of other authorities, and about what is held already
//! (接口目录：数据查询、材料精简).

use axum::routing::{get, post};
use kernel::right::Right;

use crate::api::files::Attachment;
use crate::api::held::{self, HeldShown, ReaskedShown};
use crate::api::inquiry_acts::{
    self as inquiries, Consent, InquiryShown, LicenceWord, RegisterShown, Withdrawal,
};
use crate::api::operation::{Operation, Parameter};
use crate::api::shown::{DocumentShown, Page, Receipt};
use crate::policy::{Relation, Row, Who};

const PARTY: Relation = Relation::Parties;
const PROJECT: Parameter =
    Parameter::may("project", "The project's number: under a mandate, what is held in it");

/// The operations.
pub const INQUIRIES: &[Operation] = &[
    Operation::shows::<Page<HeldShown>>(
        Row::get("/api/zones/{zone}/held", Who::SignedIn, Relation::Own, || get(held::held)),
        "已有材料",
        "What one holds already: files handed in and results issued, with source and day",
    )
    .with(&[PROJECT]),
    Operation::does::<Attachment, DocumentShown>(
        Row::post("/api/zones/{zone}/papers/{number}/attachments", Who::SignedIn, PARTY, || {
            post(held::attach_paper)
        }),
        "引用文书",
        "Let a result that this zone issued serve as a material",
    ),
    Operation::shows::<Page<ReaskedShown>>(
        Row::get(
            "/api/zones/{zone}/reasked",
            Who::Holder(Right::Supervise),
            Relation::Zone,
            || get(held::reasked),
        ),
        "重复索要材料",
        "Materials that were asked for again, by matter; the goal is none",
    ),
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
