//! Every reason for "no" to a command about a plot (地块指令不成立原因), in order of precedence.

use jiff::civil::Date;
use kernel::refusal::{Ground, Refused, office};
use kernel::text::{Text, text};

/// Why a command about a plot does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such plot.
    PlotUnknown,
    /// It is listed already.
    PlotListedBefore,
    /// No matter of the zone's catalogue follows from a plot's scheme.
    NoPermitFollows,
    /// Another office, or another enterprise, does this.
    NotForYou,
    /// The post does not do this.
    PlotRightMissing,
    /// Where the plot stands, this cannot be done.
    PlotStateUnfit {
        /// Where it stands.
        state: Text,
    },
    /// Something that must be told is missing or unfit.
    TellMissing {
        /// What.
        what: Text,
    },
    /// No scheme is laid out.
    SchemeMissing,
    /// Papers of the scheme are missing.
    SchemePapersMissing {
        /// Which.
        missing: Vec<Text>,
    },
    /// Another office is asked, never the own one.
    OwnOfficeAsked,
    /// The plot has no such question.
    QuestionUnknown,
    /// The question is answered or taken back.
    QuestionClosed,
    /// An office that was asked about the scheme still has time to answer.
    OpinionsOpen {
        /// The offices.
        offices: Vec<String>,
    },
    /// The limit of the question has not passed, or its passing is recorded.
    OpinionInTime,
    /// A day is not the one it can be.
    PlotDayUnfit,
    /// The contract is dated before bids end.
    BidsRunning {
        /// The last day for bids.
        until: Date,
    },
    /// The contract does not have the conditions that the plot was offered with.
    TermsDiffer {
        /// Which differ.
        of: Vec<Text>,
    },
    /// A change of the scheme is declared and not reviewed.
    ChangeUnderReview,
    /// Nothing of the scheme would change.
    NothingChanges,
    /// The winner's project is known already.
    ProjectLinkedBefore,
    /// There is no such project.
    LinkedProjectUnknown,
    /// The project is another enterprise's.
    ProjectNotWinners,
    /// The project was voided, lapsed or completed.
    LinkedProjectClosed,
    /// The project is not filed.
    LinkedProjectUnfiled,
    /// What an office wrote cites a simulated number, which has no legal effect.
    SimulatedCited,
}

/// The law that puts the planning conditions into the contract.
const CONDITIONS: &str = "城乡规划法 第三十八条、第三十九条";

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(&refusal);
        let is_law = matches!(refusal, Refusal::TermsDiffer { .. });
        let (sentence, remedy) = words(refusal);
        let basis = if is_law { CONDITIONS } else { "" };
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::PlotUnknown => ("approvals.plot_unknown", Ground::Unknown),
        Refusal::PlotListedBefore => ("approvals.plot_listed_before", Ground::State),
        Refusal::NoPermitFollows => ("approvals.no_permit_follows", Ground::State),
        Refusal::NotForYou => ("approvals.plot_not_for_you", Ground::Right),
        Refusal::PlotRightMissing => ("approvals.plot_right_missing", Ground::Right),
        Refusal::PlotStateUnfit { .. } => ("approvals.plot_state_unfit", Ground::State),
        Refusal::TellMissing { .. } => ("approvals.plot_tell_missing", Ground::Content),
        Refusal::SchemeMissing => ("approvals.scheme_missing", Ground::State),
        Refusal::SchemePapersMissing { .. } => ("approvals.scheme_papers_missing", Ground::State),
        Refusal::OwnOfficeAsked => ("approvals.scheme_own_office_asked", Ground::Content),
        Refusal::QuestionUnknown => ("approvals.scheme_question_unknown", Ground::Content),
        Refusal::QuestionClosed => ("approvals.scheme_question_closed", Ground::State),
        Refusal::OpinionsOpen { .. } => ("approvals.scheme_opinions_open", Ground::State),
        Refusal::OpinionInTime => ("approvals.scheme_opinion_in_time", Ground::State),
        Refusal::PlotDayUnfit => ("approvals.plot_day_unfit", Ground::Content),
        Refusal::BidsRunning { .. } => ("approvals.plot_bids_running", Ground::State),
        Refusal::TermsDiffer { .. } => ("approvals.terms_differ", Ground::Content),
        Refusal::ChangeUnderReview => ("approvals.change_under_review", Ground::State),
        Refusal::NothingChanges => ("approvals.nothing_changes", Ground::Content),
        Refusal::ProjectLinkedBefore => ("approvals.project_linked_before", Ground::State),
        Refusal::LinkedProjectUnknown => ("approvals.linked_project_unknown", Ground::Content),
        Refusal::ProjectNotWinners => ("approvals.project_not_winners", Ground::Content),
        Refusal::LinkedProjectClosed => ("approvals.linked_project_closed", Ground::State),
        Refusal::LinkedProjectUnfiled => ("approvals.linked_project_unfiled", Ground::State),
        Refusal::SimulatedCited => ("approvals.plot_cites_simulated", Ground::Content),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::PlotUnknown => (
            text("没有这宗地块。", "There is no such plot."),
            text("请核对编号。", "Check its number."),
        ),
        Refusal::PlotListedBefore => (
            text("该地块已经登记。", "The plot is listed already."),
            text("请在原地块上办理。", "Go on with that one."),
        ),
        Refusal::NoPermitFollows => (
            text(
                "园区目录中没有随规划方案办理的许可事项。",
                "No permit of the zone's catalogue follows from a plot's scheme.",
            ),
            text("请先在事项目录中配置 with_scheme。", "Set with_scheme in the catalogue first."),
        ),
        Refusal::NotForYou => (
            text("这一步由其他部门或企业办理。", "Another office or enterprise does this."),
            text("请转给审查部门、供地部门或竞得人。", "Leave it to the office or the winner."),
        ),
        Refusal::PlotRightMissing => (
            text("您的岗位没有这项权限。", "Your post may not do this."),
            text("请由有权限的岗位办理。", "Leave it to a post that may."),
        ),
        Refusal::PlotStateUnfit { state } => (
            text(
                format!("地块现为“{}”，不能这样办理。", state.zh),
                format!("The plot stands at \"{}\": this cannot be done.", state.en),
            ),
            text(
                "请按顺序办理：方案审定、公告出让、签订合同。",
                "In order: review, offer, contract.",
            ),
        ),
        Refusal::TellMissing { what } => (
            text(
                format!("{}没有填写或不合要求。", what.zh),
                format!("{}: missing or unfit.", what.en),
            ),
            text("请填写后再提交。", "Fill it in and send it again."),
        ),
        other => of_the_scheme(other),
    }
}

/// The words of those about scheme and sale, in their order.
fn of_the_scheme(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::SchemeMissing => (
            text("还没有提交待审查的规划方案。", "No scheme is laid out for review."),
            text("请先提交方案。", "Lay it out first."),
        ),
        Refusal::SchemePapersMissing { missing } => {
            let (zh, en) = joined(missing);
            (
                text(format!("方案缺少文件：{zh}。"), format!("Papers are missing: {en}.")),
                text("请上传后再提交方案。", "Upload them and lay the scheme out again."),
            )
        }
        Refusal::PlotDayUnfit => (
            text("日期不合要求。", "The day does not fit."),
            text(
                "竞买截止日期应晚于今天，合同日期不能晚于今天。",
                "Bids end after today; a contract is not of a day to come.",
            ),
        ),
        Refusal::BidsRunning { until } => (
            text(
                format!("竞买到{until}截止，合同日期早于截止日期。"),
                format!("Bids end on {until}, and the contract is dated before that day."),
            ),
            text(
                "请在竞买截止、确定竞得人后登记合同。",
                "Record the contract once bids have ended and it is known who won.",
            ),
        ),
        Refusal::TermsDiffer { of } => {
            let (zh, en) = joined(of);
            (
                text(
                    format!("合同与公告的规划条件不一致：{zh}。"),
                    format!("The contract differs from the conditions announced: {en}."),
                ),
                text(
                    "请核对合同；条件确需变更的，应停止出让，重新审查方案后再公告。",
                    "Check the contract; conditions change only by a new review and a new offer.",
                ),
            )
        }
        Refusal::ChangeUnderReview => (
            text("方案变更正在审查。", "A change of the scheme is under review."),
            text("请等待审查结果。", "Wait for the review."),
        ),
        Refusal::NothingChanges => (
            text("方案没有任何变化。", "Nothing of the scheme would change."),
            text(
                "请先上传变更后的文件，或填写变更后的指标。",
                "Upload the new paper or tell the new figure.",
            ),
        ),
        other => of_opinions(other),
    }
}

/// The words of those about other offices' opinions, in their order.
fn of_opinions(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::OwnOfficeAsked => (
            text(
                "审查部门不能就方案向本部门征求意见。",
                "The office that reviews does not ask itself.",
            ),
            text("请选择其他部门。", "Choose another office."),
        ),
        Refusal::QuestionUnknown => (
            text("该地块没有这次征求意见。", "The plot has no such question."),
            text("请从列表中选择。", "Choose it from the list."),
        ),
        Refusal::QuestionClosed => (
            text(
                "对当前方案的这项意见已反馈或已撤回。",
                "The question about this scheme is answered or taken back.",
            ),
            text("需要时请另行征求。", "Ask anew if it is needed."),
        ),
        Refusal::OpinionsOpen { offices } => {
            let named = |between: &str| {
                offices.iter().map(|id| office(id)).collect::<Vec<_>>().join(between)
            };
            (
                text(
                    format!("就方案征求的意见尚未反馈：{}。", named("、")),
                    format!("Opinions on the scheme are still awaited: {}.", named(", ")),
                ),
                text(
                    "请等待反馈；逾期或撤回后可以审定。方案需要修改的，可以先退回。",
                    "Wait for them; once overdue or taken back, they hold nothing up. A scheme \
                     that must change may be sent back now.",
                ),
            )
        }
        Refusal::OpinionInTime => (
            text(
                "答复方案意见的期限没有届满，或者逾期已经记录。",
                "The limit of that opinion has not passed, or its passing is recorded.",
            ),
            text("无需记录。", "There is nothing to record."),
        ),
        other => of_the_project(other),
    }
}

/// The words of those about the winner's project, in their order.
fn of_the_project(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::ProjectLinkedBefore => (
            text("竞得人的项目已经关联。", "The winner's project is linked already."),
            text(
                "请在已开立的办件中办理；更换主体的，依法变更各项许可。",
                "Go on in the cases that opened; another holder is a change of each permit.",
            ),
        ),
        Refusal::LinkedProjectUnknown => (
            text("没有这个项目。", "There is no such project."),
            text("请核对项目编号。", "Check the project's number."),
        ),
        Refusal::ProjectNotWinners => (
            text("该项目不是竞得人的项目。", "The project is not the winner's."),
            text("请选择竞得人自己的项目。", "Choose a project of the winner."),
        ),
        Refusal::LinkedProjectClosed => (
            text("该项目已经作废、失效或完成。", "The project is voided, lapsed or completed."),
            text("请选择在办的项目。", "Choose one that is open."),
        ),
        Refusal::LinkedProjectUnfiled => (
            text("该项目还没有备案或者赋码。", "The project is not filed, or has no code yet."),
            text("请先办理备案，再关联项目。", "File it first, then link it."),
        ),
        Refusal::SimulatedCited => (
            text(
                "地块的文书不得引用模拟审批的编号或文号。",
                "What is written about a plot cites no simulated number.",
            ),
            text("请删去模拟编号后提交。", "Take the number out and submit again."),
        ),
        _ => unreachable!("every other refusal has its words above"),
    }
}

/// Names one after another.
fn joined(names: Vec<Text>) -> (String, String) {
    let (zh, en): (Vec<_>, Vec<_>) = names.into_iter().map(|one| (one.zh, one.en)).unzip();
    (zh.join("、"), en.join(", "))
}
