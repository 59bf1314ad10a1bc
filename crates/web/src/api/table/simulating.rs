//! What a program may read and do about simulated approval (接口目录：模拟审批).

use approvals::simulation::Simulations;
use axum::routing::{get, post};

use super::acting::{MATERIAL, REASON};
use crate::api::acts::act;
use crate::api::case_acts as cases;
use crate::api::files;
use crate::api::operation::Operation;
use crate::api::shown::{DocumentShown, Page, Receipt};
use crate::api::{simulation_acts as acts, simulation_ends as ends};
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
    Operation::shows::<Page<acts::SimulationListed>>(
        Row::get("/api/zones/{zone}/simulations", ANYBODY, Relation::Own, || get(acts::list)),
        "模拟办件列表",
        "What an office reviews or is asked in simulation, or an enterprise asked for",
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
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/simulations/{number}/documents",
            ANYBODY,
            PARTY,
            files::receives::<Simulations>,
        )
        .entrusted()
        .taking_files(),
        "为模拟办件上传文件",
        "Hand in a file for a simulated case",
    )
    .with(&[MATERIAL, REASON])
    .takes_a_file(),
    Operation::does::<acts::SimulatedCorrection, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/correction", ANYBODY, PARTY, || {
            post(act::<acts::SimulatedCorrection>)
        })
        .entrusted(),
        "补正（模拟）",
        "Correct, in simulation",
    ),
    Operation::does::<cases::Question, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/questions", OFFICER, PARTY, || {
            post(act::<acts::Simulated<cases::Question>>)
        }),
        "征求意见（模拟）",
        "Ask another office, in simulation",
    ),
    Operation::does::<cases::FollowUp, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/follow-ups", OFFICER, PARTY, || {
            post(act::<acts::Simulated<cases::FollowUp>>)
        }),
        "继续沟通（模拟）",
        "Write on about a question, in simulation",
    ),
    Operation::does::<cases::QuestionWithdrawal, Receipt>(
        Row::post(
            "/api/zones/{zone}/simulations/{number}/question-withdrawals",
            OFFICER,
            PARTY,
            || post(act::<acts::Simulated<cases::QuestionWithdrawal>>),
        ),
        "撤回征求意见（模拟）",
        "Take a question back, in simulation",
    ),
    Operation::does::<cases::Pause, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/pauses", OFFICER, PARTY, || {
            post(act::<acts::Simulated<cases::Pause>>)
        }),
        "暂停计时（模拟）",
        "Stop the clock, in simulation",
    ),
    Operation::does::<cases::Resumption, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/resumptions", OFFICER, PARTY, || {
            post(act::<acts::Simulated<cases::Resumption>>)
        }),
        "恢复计时（模拟）",
        "Start the clock again, in simulation",
    ),
    Operation::does::<cases::Extension, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/extension", OFFICER, PARTY, || {
            post(act::<acts::Simulated<cases::Extension>>)
        }),
        "延期（模拟）",
        "Add days, once, in simulation",
    ),
    Operation::does::<cases::Assignment, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/assignments", OFFICER, PARTY, || {
            post(act::<acts::Simulated<cases::Assignment>>)
        }),
        "分办（模拟）",
        "Give it to a post, in simulation",
    ),
    Operation::does::<cases::Replacement, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/replacements", ANYBODY, PARTY, || {
            post(act::<acts::Simulated<cases::Replacement>>)
        })
        .entrusted(),
        "替换材料（模拟）",
        "Replace a material, in simulation",
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
    Operation::does::<ends::Declination, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/declination", OFFICER, PARTY, || {
            post(act::<ends::Declination>)
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
    Operation::does::<ends::Ban, Receipt>(
        Row::post("/api/zones/{zone}/simulations/{number}/ban", OFFICER, PARTY, || {
            post(act::<ends::Ban>)
        }),
        "政策不再允许，作废",
        "Void it because policy does not allow it any more",
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
