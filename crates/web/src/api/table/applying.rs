//! What a program may read and ask of applications for bundles (接口目录：一件事申请).

use approvals::bundle::Applications;
use axum::routing::{get, post};

use crate::api::acts::act;
use crate::api::application_acts::{
    self as applications, ApplicationShown, ApplicationWithdrawal, BundleApplication,
    LinkAbandonment, LinkConclusion, LinkCorrection, LinkExtension, LinkRefusal, LinkReturn,
    LinkShown, Push, Taking, correct_link,
};
use crate::api::operation::{Operation, Parameter};
use crate::api::rating_acts::{StepGrade, rate};
use crate::api::shown::{DocumentShown, Page, PaperShown, Receipt};
use crate::api::{files, reading};
use crate::policy::{Relation, Row, Who};

const AFTER: Parameter = Parameter::may("after", "The number after which the page goes on");

/// The operations.
pub const APPLYING: &[Operation] = &[
    Operation::shows::<Page<DocumentShown>>(
        Row::get(
            "/api/zones/{zone}/applications/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || get(applications::documents),
        )
        .entrusted(),
        "一件事申请的文件",
        "The documents of an application for a bundle",
    ),
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            files::receives::<Applications>,
        )
        .entrusted()
        .taking_files(),
        "为一件事申请上传文件",
        "Hand in a file for an application for a bundle",
    )
    .with(&[super::acting::MATERIAL])
    .takes_a_file(),
    Operation::shows::<Page<PaperShown>>(
        Row::get(
            "/api/zones/{zone}/applications/{number}/papers",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::papers_of_application),
        )
        .entrusted(),
        "一件事申请的文书",
        "The papers of an application for a bundle",
    ),
    Operation::shows::<Page<ApplicationShown>>(
        Row::get("/api/zones/{zone}/applications", Who::SignedIn, Relation::Own, || {
            get(applications::applications)
        })
        .entrusted(),
        "本人、本企业的一件事申请",
        "One's own applications for bundles",
    ),
    Operation::shows::<ApplicationShown>(
        Row::get(
            "/api/zones/{zone}/applications/{number}",
            Who::SignedIn,
            Relation::Parties,
            || get(applications::one),
        )
        .entrusted(),
        "一件事申请",
        "An application with its links",
    ),
    Operation::shows::<Page<LinkShown>>(
        Row::get("/api/zones/{zone}/links", Who::Officer, Relation::Own, || {
            get(applications::links)
        }),
        "待办环节",
        "The links that the office has before it",
    )
    .with(&[AFTER]),
    Operation::does::<BundleApplication, Receipt>(
        Row::post("/api/zones/{zone}/applications", Who::SignedIn, Relation::Own, || {
            post(applications::apply_for_bundle)
        })
        .entrusted(),
        "申请一件事",
        "Apply for a bundle",
    ),
    Operation::does::<Push, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/pushes",
            Who::Officer,
            Relation::Parties,
            || post(act::<Push>),
        ),
        "推送部门",
        "Record that a link was pushed",
    ),
    Operation::does::<Taking, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/takings",
            Who::Officer,
            Relation::Parties,
            || post(act::<Taking>),
        ),
        "部门办理中",
        "Record that the department is at work",
    ),
    Operation::does::<LinkConclusion, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/conclusions",
            Who::Officer,
            Relation::Parties,
            || post(act::<LinkConclusion>),
        ),
        "环节办结",
        "Record that a link is done",
    ),
    Operation::does::<LinkExtension, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/extensions",
            Who::Officer,
            Relation::Parties,
            || post(act::<LinkExtension>),
        ),
        "环节延长期限",
        "Put the limit of a link off where it is complex",
    ),
    Operation::does::<LinkReturn, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/returns",
            Who::Officer,
            Relation::Parties,
            || post(act::<LinkReturn>),
        ),
        "环节退回",
        "Send a link back",
    ),
    Operation::does::<LinkRefusal, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/refusals",
            Who::Officer,
            Relation::Parties,
            || post(act::<LinkRefusal>),
        ),
        "环节不予办理",
        "Refuse a link",
    ),
    Operation::does::<LinkCorrection, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/corrections",
            Who::SignedIn,
            Relation::Parties,
            || post(correct_link),
        )
        .entrusted(),
        "补正环节",
        "Mend a link that was sent back",
    ),
    Operation::does::<LinkAbandonment, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/abandonments",
            Who::SignedIn,
            Relation::Parties,
            || post(applications::said::<LinkAbandonment>),
        )
        .entrusted(),
        "放弃环节",
        "Give a link up that is not done",
    ),
    Operation::does::<StepGrade, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/ratings",
            Who::SignedIn,
            Relation::Parties,
            || post(rate::<Applications>),
        ),
        "评价一件事",
        "Grade an application once its result came back",
    ),
    Operation::does::<ApplicationWithdrawal, Receipt>(
        Row::post(
            "/api/zones/{zone}/applications/{number}/withdrawal",
            Who::SignedIn,
            Relation::Parties,
            || post(applications::said::<ApplicationWithdrawal>),
        )
        .entrusted(),
        "撤回申请",
        "Take an application back",
    ),
];
