//! The operations on a project's plan (办理方案接口).

use axum::routing::{get, post};

use crate::api::acts::act;
use crate::api::operation::Operation;
use crate::api::plan_acts::{
    ChargedShown, NodeBegin, NodeCharge, NodeEnd, PlanAdoption, PlanSupplement, act_on_node,
    charged,
};
use crate::api::plan_shown::{self, ProjectPlan};
use crate::api::shown::{Page, Receipt};
use crate::policy::{Relation, Row, Who};

/// What is read and done.
pub const PLANS: &[Operation] = &[
    Operation::shows::<ProjectPlan>(
        Row::get(
            "/api/zones/{zone}/projects/{number}/plan",
            Who::SignedIn,
            Relation::Parties,
            || get(plan_shown::shown),
        ),
        "项目办理方案",
        "A project's plan, with what became of it",
    ),
    Operation::does::<PlanAdoption, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/plan",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<PlanAdoption>),
        ),
        "确定办理方案",
        "Decide on a project's plan",
    ),
    Operation::does::<PlanSupplement, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/plan/risks",
            Who::Officer,
            Relation::Parties,
            || post(act::<PlanSupplement>),
        ),
        "登记方案风险和联系人",
        "Write down a plan's risks and whom to turn to",
    ),
    Operation::shows::<Page<ChargedShown>>(
        Row::get("/api/zones/{zone}/charged-steps", Who::Agent, Relation::Own, || get(charged)),
        "受托办理的环节",
        "The steps that the reader's enterprise was charged with",
    ),
    Operation::does::<NodeCharge, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/nodes/charges",
            Who::SignedIn,
            Relation::Parties,
            || post(act_on_node::<NodeCharge>),
        ),
        "记录委托中介机构",
        "Say who was charged with a step of the project's own",
    ),
    Operation::does::<NodeBegin, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/nodes/begins",
            Who::SignedIn,
            Relation::Parties,
            || post(act_on_node::<NodeBegin>),
        ),
        "记录没有办件的环节开始",
        "Record that a step without a case began",
    ),
    Operation::does::<NodeEnd, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/nodes/ends",
            Who::SignedIn,
            Relation::Parties,
            || post(act_on_node::<NodeEnd>),
        ),
        "记录没有办件的环节完成",
        "Record that a step without a case ended",
    ),
];
