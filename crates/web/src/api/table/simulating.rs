//! What a program may read and do about simulated approval (接口目录：模拟审批).

use axum::routing::{get, post};

use crate::api::acts::act;
use crate::api::operation::Operation;
use crate::api::shown::Receipt;
use crate::api::simulation_acts as acts;
use crate::policy::{Relation, Row, Who};

const PARTY: Relation = Relation::Parties;
const ANYBODY: Who = Who::SignedIn;
const OFFICER: Who = Who::Officer;

/// The operations.
pub const SIMULATIONS: &[Operation] = &[
    Operation::shows::<acts::AssumptionsShown>(
        Row::get("/api/zones/{zone}/projects/{number}/assumptions", ANYBODY, PARTY, || {
            get(acts::assumed)
        })
        .entrusted(),
        "项目的假设条件",
        "What a project assumes",
    ),
    Operation::does::<acts::AssumedFacts, Receipt>(
        Row::post("/api/zones/{zone}/projects/{number}/assumptions", ANYBODY, PARTY, || {
            post(act::<acts::AssumedFacts>)
        })
        .entrusted(),
        "记录假设条件",
        "Assume facts of a project",
    ),
    Operation::does::<acts::ArrivedFacts, Receipt>(
        Row::post("/api/zones/{zone}/projects/{number}/arrivals", OFFICER, PARTY, || {
            post(act::<acts::ArrivedFacts>)
        }),
        "登记假设条件到位",
        "Record that assumed facts have arrived",
    ),
    Operation::does::<acts::LandLoss, Receipt>(
        Row::post("/api/zones/{zone}/projects/{number}/land-loss", OFFICER, PARTY, || {
            post(act::<acts::LandLoss>)
        }),
        "登记未取得土地",
        "Record that the land was not obtained",
    ),
    Operation::does::<acts::SimulatedApplication, Receipt>(
        Row::post("/api/zones/{zone}/simulations", ANYBODY, Relation::Own, || post(acts::apply))
            .entrusted(),
        "申请模拟审批",
        "Ask for a simulated review",
    ),
    Operation::shows::<acts::SimulationShown>(
        Row::get("/api/zones/{zone}/simulations/{number}", ANYBODY, PARTY, || get(acts::shown))
            .entrusted(),
        "模拟办件",
        "A simulated case, without legal effect",
    ),
    Operation::does::<acts::SimulatedAcceptance, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/acceptance", OFFICER, PARTY, || {
            post(act::<acts::SimulatedAcceptance>)
        }),
        "受理（模拟）",
        "Accept, in simulation",
    ),
    Operation::does::<acts::SimulatedNotice, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/notice", OFFICER, PARTY, || {
            post(act::<acts::SimulatedNotice>)
        }),
        "一次性告知（模拟）",
        "Tell everything missing, in simulation",
    ),
    Operation::does::<acts::SimulatedNonAcceptance, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/non-acceptance", OFFICER, PARTY, || {
            post(act::<acts::SimulatedNonAcceptance>)
        }),
        "不予受理（模拟）",
        "Do not accept, in simulation",
    ),
    Operation::does::<acts::SimulatedCorrection, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/correction", ANYBODY, PARTY, || {
            post(act::<acts::SimulatedCorrection>)
        })
        .entrusted(),
        "补正（模拟）",
        "Correct, in simulation",
    ),
    Operation::does::<acts::SimulatedQuestion, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/questions", OFFICER, PARTY, || {
            post(act::<acts::SimulatedQuestion>)
        }),
        "征求意见（模拟）",
        "Ask another office, in simulation",
    ),
    Operation::does::<acts::SimulatedAdvice, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/opinions", OFFICER, PARTY, || {
            post(act::<acts::SimulatedAdvice>)
        }),
        "反馈意见（模拟）",
        "Give an opinion and what it rests on",
    ),
    Operation::does::<acts::SimulatedOpinion, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/opinion", OFFICER, PARTY, || {
            post(act::<acts::SimulatedOpinion>)
        }),
        "出具模拟审批意见",
        "Issue the simulated opinion",
    ),
    Operation::does::<acts::Declination, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/declination", OFFICER, PARTY, || {
            post(act::<acts::Declination>)
        }),
        "模拟审批不通过",
        "Find against it, in simulation",
    ),
    Operation::does::<acts::Reconfirmation, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/reconfirmation", OFFICER, PARTY, || {
            post(act::<acts::Reconfirmation>)
        }),
        "重新确认有效期",
        "Re-confirm the simulated opinion, once",
    ),
    Operation::does::<acts::Consent, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/consent", ANYBODY, PARTY, || {
            post(act::<acts::Consent>)
        }),
        "同意竞得人转用",
        "Let who obtained the land take it over",
    ),
    Operation::does::<acts::SimulatedWithdrawal, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/withdrawal", ANYBODY, PARTY, || {
            post(act::<acts::SimulatedWithdrawal>)
        })
        .entrusted(),
        "撤回模拟申请",
        "Withdraw a simulated case",
    ),
];
