//! Every reason for "no" to a command about a commitment (告知承诺不成立原因), in order of precedence.

use jiff::civil::Date;
use kernel::refusal::Ground;
use kernel::text::{Text, text};

/// Why a command about a commitment does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The matter is not granted on a commitment.
    NotCommittable,
    /// The conditions were not promised.
    CommitmentMissing,
    /// Conditions were left out.
    ConditionsLeftOut {
        /// Which.
        conditions: Vec<Text>,
    },
    /// The permit was not granted on a commitment, or does not stand any more.
    NotCommitted,
    /// The inspection is over.
    InspectionOver,
    /// What was put right once is not put right again.
    RectifiedOnce,
    /// It must be let put right first.
    RectificationFirst,
    /// The party still has time to put it right.
    RectificationRuns {
        /// The last day.
        until: Date,
    },
    /// The last day is not a day to come.
    DayPast,
    /// The party was told already that the permit is to be revoked.
    AlreadyAnnounced,
    /// The party was not told that the permit is to be revoked.
    NotAnnounced,
    /// The party still has time to state its case.
    StatementAwaited {
        /// The last day.
        until: Date,
    },
    /// The office still owes a look at what was promised.
    InspectionOwed,
    /// Nobody broke a promise, so nothing is imposed.
    NoPenalty,
    /// The zone's rule gives no fine here: a warning alone.
    WarningAlone,
    /// The fine lies outside what the rule gives.
    FineOutside {
        /// The least, in yuan.
        from_yuan: u32,
        /// The most, in yuan.
        to_yuan: u32,
    },
    /// It is heavier than what the party was told.
    HeavierThanTold {
        /// What it was told.
        told: Text,
    },
}

/// What it rests on.
const COMMITMENT: &str = "浙江省保障“最多跑一次”改革规定 第十四条";

/// The law that leaves every penalty to statute.
const PENALTY: &str = "行政处罚法 第四条";
/// The rule that has bands of fines.
const FINES: &str = "浙江省保障“最多跑一次”改革规定 第四十四条";

/// Code, ground and basis.
pub(in crate::case) fn code(refusal: &Refusal) -> (&'static str, Ground, &'static str) {
    match refusal {
        Refusal::NotCommittable => ("approvals.not_committable", Ground::State, COMMITMENT),
        Refusal::CommitmentMissing => ("approvals.commitment_missing", Ground::State, COMMITMENT),
        Refusal::ConditionsLeftOut { .. } => {
            ("approvals.conditions_left_out", Ground::Content, COMMITMENT)
        }
        Refusal::NotCommitted => ("approvals.not_committed", Ground::State, ""),
        Refusal::InspectionOver => ("approvals.inspection_over", Ground::State, ""),
        Refusal::RectifiedOnce => ("approvals.rectified_once", Ground::State, COMMITMENT),
        Refusal::RectificationFirst => ("approvals.rectification_first", Ground::State, COMMITMENT),
        Refusal::RectificationRuns { .. } => {
            ("approvals.rectification_runs", Ground::State, COMMITMENT)
        }
        Refusal::DayPast => ("approvals.commitment_day_past", Ground::Content, ""),
        Refusal::AlreadyAnnounced => ("approvals.revocation_told", Ground::State, ""),
        Refusal::NotAnnounced => {
            ("approvals.revocation_untold", Ground::State, "行政许可法 第七条")
        }
        Refusal::StatementAwaited { .. } => {
            ("approvals.statement_awaited", Ground::State, "行政许可法 第七条")
        }
        Refusal::InspectionOwed => ("approvals.inspection_owed", Ground::State, COMMITMENT),
        Refusal::NoPenalty => ("approvals.penalty_of_nobody", Ground::Content, ""),
        Refusal::WarningAlone => ("approvals.warning_alone", Ground::Content, PENALTY),
        Refusal::FineOutside { .. } => ("approvals.fine_outside", Ground::Content, FINES),
        Refusal::HeavierThanTold { .. } => {
            ("approvals.penalty_heavier_than_told", Ground::Content, "行政处罚法 第四十五条")
        }
    }
}

/// What people are told.
// long because a table of sentences is read in one piece
pub(in crate::case) fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::NotCommittable => (
            text("该事项不适用告知承诺。", "The matter is not granted on a commitment."),
            text("请提交全部材料，按一般程序办理。", "Hand everything in and go the usual way."),
        ),
        Refusal::CommitmentMissing => (
            text("申请人没有作出告知承诺。", "The applicant has not promised the conditions."),
            text("请由申请人先签署承诺书。", "Have the applicant sign the promise first."),
        ),
        Refusal::ConditionsLeftOut { conditions } => (
            text(
                format!("没有承诺：{}。", join(&conditions, "；", |name| &name.zh)),
                format!("Not promised: {}.", join(&conditions, "; ", |name| &name.en)),
            ),
            text("请逐条承诺全部条件。", "Promise each of the conditions."),
        ),
        Refusal::NotCommitted => (
            text(
                "该办件没有依告知承诺作出、现行有效的许可。",
                "The case has no permit in force that was granted on a commitment.",
            ),
            text("请核对办件编号。", "Check the number of the case."),
        ),
        Refusal::InspectionOver => (
            text("该承诺已经核查完毕。", "The inspection is over."),
            text(
                "发现虚假承诺的，请告知拟撤销。",
                "Where the promise was false, tell that it is to be revoked.",
            ),
        ),
        Refusal::RectifiedOnce => (
            text("已经责令整改一次。", "It was to be put right once already."),
            text("请按整改后的情况作出核查结论。", "Say what the inspection found afterwards."),
        ),
        Refusal::RectificationFirst => (
            text("应当先责令限期整改。", "It must be let put right first."),
            text("请写明整改期限。", "Name the last day to put it right."),
        ),
        Refusal::RectificationRuns { until } => (
            text(
                format!("整改期限到{until}，尚未届满。"),
                format!("There is time to put it right until {until}."),
            ),
            text(
                "期满后再作出仍不符合的结论；提前整改好的，可以认定符合承诺。",
                "Find it still not met after that day; what is put right sooner may be found fit.",
            ),
        ),
        Refusal::DayPast => (
            text("期限应晚于今天。", "The last day is not a day to come."),
            text("请改正日期。", "Name a later day."),
        ),
        Refusal::AlreadyAnnounced => (
            text("已经告知拟撤销。", "That it is to be revoked was told already."),
            text("请听取陈述申辩后作出决定。", "Hear the party, then decide."),
        ),
        Refusal::NotAnnounced => (
            text(
                "尚未告知当事人拟撤销许可。",
                "The party was not told that the permit is to be revoked.",
            ),
            text(
                "请先告知事由和陈述申辩的期限。",
                "First tell why, and by when to state one's case.",
            ),
        ),
        Refusal::StatementAwaited { until } => (
            text(
                format!("当事人可以在{until}前陈述申辩。"),
                format!("The party may state its case until {until}."),
            ),
            text("请等待陈述申辩，或期满后决定。", "Wait for it, or for the day to pass."),
        ),
        Refusal::InspectionOwed => (
            text("承诺的条件尚未核查完毕。", "What was promised is not inspected yet."),
            text("核查符合后才能归档。", "Close the file once it was found as promised."),
        ),
        Refusal::NoPenalty => (
            text(
                "撤销不是因为当事人失信，不得处罚。",
                "It is not revoked for a broken promise: nothing is imposed.",
            ),
            text("请不要填写处罚。", "Leave the penalty out."),
        ),
        Refusal::WarningAlone => (
            text(
                "本园区适用的规定没有罚款幅度，只能给予警告。",
                "The rule in force here gives no fine: a warning alone.",
            ),
            text(
                "请改为警告，金额不填；有地方性法规规定的，先在目录中登记幅度和依据。",
                "Give a warning without an amount; where a local rule has a band, put it into the \
                 catalogue with its basis first.",
            ),
        ),
        Refusal::FineOutside { from_yuan, to_yuan } => (
            text(
                format!("罚款不在法定幅度内：{from_yuan}元以上{to_yuan}元以下。"),
                format!(
                    "The fine lies outside what the rule gives: {from_yuan} to {to_yuan} yuan."
                ),
            ),
            text("请改正金额，或改正危害后果。", "Correct the amount, or the harm done."),
        ),
        Refusal::HeavierThanTold { told } => (
            text(
                format!("处罚重于告知的内容（{}），不得因陈述申辩加重。", told.zh),
                format!("It is heavier than what the party was told ({}).", told.en),
            ),
            text("请在告知的幅度内决定。", "Decide on no more than what was told."),
        ),
    }
}

fn join(names: &[Text], between: &str, pick: impl Fn(&Text) -> &str) -> String {
    names.iter().map(pick).collect::<Vec<_>>().join(between)
}
