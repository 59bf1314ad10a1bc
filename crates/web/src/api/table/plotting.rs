//! What a program may read and do about plots that are offered with their scheme (接口目录：带规划方案出让).

use axum::routing::{get, post};

use super::acting::MATERIAL;
use crate::api::acts::act;
use crate::api::files;
use crate::api::operation::Operation;
use crate::api::plot_acts as acts;
use crate::api::scheme_acts as opinions;
use crate::api::shown::{DocumentShown, Page, Receipt};
use crate::policy::{Relation, Row, Who};

const PARTY: Relation = Relation::Parties;
const OFFICER: Who = Who::Officer;

/// The operations.
pub const PLOTS: &[Operation] = &[
    Operation::shows::<Page<acts::PlotListed>>(
        Row::get("/api/zones/{zone}/plots", Who::Anyone, Relation::None, || get(acts::listed))
            .entrusted(),
        "带规划方案出让的地块",
        "Plots that are offered with their scheme",
    ),
    Operation::shows::<acts::PlotShown>(
        Row::get("/api/zones/{zone}/plots/{number}", Who::Anyone, Relation::None, || {
            get(acts::shown)
        })
        .entrusted(),
        "地块",
        "A plot, its scheme and its sale",
    ),
    Operation::does::<acts::PlotToList, Receipt>(
        Row::post("/api/zones/{zone}/plots", OFFICER, Relation::Zone, || post(acts::list)),
        "登记地块",
        "List a plot",
    ),
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/plots/{number}/documents",
            Who::SignedIn,
            PARTY,
            files::receives_of_plots,
        )
        .taking_files()
        .entrusted(),
        "为地块上传文件",
        "Hand in a paper of a plot",
    )
    .with(&[MATERIAL])
    .takes_a_file(),
    Operation::does::<acts::SchemeLaidOut, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/scheme", Who::SignedIn, PARTY, || {
            post(act::<acts::SchemeLaidOut>)
        })
        .entrusted(),
        "提交规划方案",
        "Lay a scheme out for review",
    ),
    Operation::does::<opinions::SchemeQuestion, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/questions", OFFICER, PARTY, || {
            post(act::<opinions::SchemeQuestion>)
        }),
        "就方案征求部门意见",
        "Ask another office about the scheme",
    ),
    Operation::does::<opinions::SchemeOpinion, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/opinions", OFFICER, PARTY, || {
            post(act::<opinions::SchemeOpinion>)
        }),
        "出具对方案的意见",
        "Give an opinion on the scheme",
    ),
    Operation::does::<opinions::SchemeQuestionWithdrawal, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/question-withdrawals", OFFICER, PARTY, || {
            post(act::<opinions::SchemeQuestionWithdrawal>)
        }),
        "撤回就方案征求的意见",
        "Take a question about the scheme back",
    ),
    Operation::does::<acts::SchemeReview, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/review", OFFICER, PARTY, || {
            post(act::<acts::SchemeReview>)
        }),
        "审定方案",
        "Find for the scheme",
    ),
    Operation::does::<acts::SchemeReturn, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/return", OFFICER, PARTY, || {
            post(act::<acts::SchemeReturn>)
        }),
        "退回方案",
        "Send the scheme back",
    ),
    Operation::does::<acts::PlotOffer, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/offer", OFFICER, PARTY, || {
            post(act::<acts::PlotOffer>)
        }),
        "带方案公告出让",
        "Offer the plot with its scheme",
    ),
    Operation::does::<acts::FailedAuction, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/failed-auction", OFFICER, PARTY, || {
            post(act::<acts::FailedAuction>)
        }),
        "登记流拍",
        "Record that the auction found no winner",
    ),
    Operation::does::<acts::PlotWithdrawal, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/withdrawal", OFFICER, PARTY, || {
            post(act::<acts::PlotWithdrawal>)
        }),
        "停止出让",
        "Take the plot back",
    ),
    Operation::does::<acts::LandContract, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/contract", OFFICER, PARTY, || {
            post(act::<acts::LandContract>)
        }),
        "登记出让合同",
        "Record the contract with whoever won",
    ),
    Operation::does::<acts::ContractTakeOver, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/take-over", OFFICER, PARTY, || {
            post(act::<acts::ContractTakeOver>)
        }),
        "同意项目公司承接合同",
        "Consent that a company of the winner takes the contract over",
    ),
    Operation::does::<acts::ContractRescission, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/rescission", OFFICER, PARTY, || {
            post(act::<acts::ContractRescission>)
        }),
        "登记解除出让合同",
        "Record that the contract is rescinded",
    ),
    Operation::does::<acts::WinnersProject, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/project", Who::SignedIn, PARTY, || {
            post(acts::link)
        })
        .entrusted(),
        "关联竞得人项目，开立许可",
        "Name the winner's project; the permits open",
    ),
    Operation::does::<acts::SchemeChange, Receipt>(
        Row::post("/api/zones/{zone}/plots/{number}/change", Who::SignedIn, PARTY, || {
            post(act::<acts::SchemeChange>)
        })
        .entrusted(),
        "申报变更方案",
        "Declare a change of the scheme",
    ),
];
