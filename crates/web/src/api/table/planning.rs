//! The operations on a project's plan (办理方案接口).

use axum::routing::{get, post};

use crate::api::acts::act;
use crate::api::operation::Operation;
use crate::api::plan_acts::{PlanAdoption, PlanSupplement};
use crate::api::plan_shown::{self, ProjectPlan};
use crate::api::shown::Receipt;
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
];
