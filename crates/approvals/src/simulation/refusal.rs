//! Every reason for "no" to a command about a simulated case (模拟审批指令不成立原因), in order of
//! precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

use crate::case;

/// Why a command about a simulated case does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such simulated case.
    SimulationUnknown,
    /// It was submitted already.
    AlreadyAsked,
    /// The rules of a case say no.
    Review(case::Refusal),
    /// The catalogue does not let the matter be simulated.
    NotSimulated,
    /// The land is not fixed, or it is obtained: there is nothing to simulate.
    LandNotFixed,
    /// The document of the entry review is not named, or is of a day to come.
    EntryReviewUnnamed,
    /// A simulated review knows no such step: it decides nothing.
    NoSuchStep,
    /// Only the ledger itself brings this about.
    NotLedger,
    /// It is over, void or formal already.
    SimulationOver,
    /// There is no simulated opinion yet.
    NotIssued,
    /// There is a simulated opinion already.
    AlreadyIssued,
    /// The opinion was re-confirmed before.
    ReconfirmedBefore,
    /// No assumption is named that the words rest on.
    AssumptionsUnnamed,
    /// An assumption is named that this case does not rest on.
    AssumptionUnknown {
        /// Which.
        of: Text,
    },
    /// An opinion or a reason cites a simulated number.
    NumberCited,
    /// Facts that it rests on have not arrived.
    FactsAwaited {
        /// Which.
        of: Vec<Text>,
    },
    /// Another company obtained the land, and the applicant has not consented.
    ConsentMissing,
    /// The project named is not that company's own, or is not filed, or closed.
    NotTheirProject,
    /// Nothing that it rests on is gone.
    NothingGone,
    /// No day has passed that brings anything about.
    NothingDue,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = match code(&refusal) {
            Some(told) => told,
            None => match refusal {
                Refusal::Review(inner) => return inner.into(),
                _ => unreachable!("every other refusal has a code"),
            },
        };
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

fn code(refusal: &Refusal) -> Option<(&'static str, Ground)> {
    Some(match refusal {
        Refusal::SimulationUnknown => ("approvals.simulation_unknown", Ground::Unknown),
        Refusal::AlreadyAsked => ("approvals.simulation_already_asked", Ground::State),
        Refusal::Review(_) => return None,
        Refusal::NotSimulated => ("approvals.matter_not_simulated", Ground::State),
        Refusal::LandNotFixed => ("approvals.land_not_fixed", Ground::State),
        Refusal::EntryReviewUnnamed => ("approvals.entry_review_unnamed", Ground::Content),
        Refusal::NoSuchStep => ("approvals.simulation_decides_nothing", Ground::State),
        Refusal::NotLedger => ("approvals.simulation_not_ledger", Ground::Right),
        Refusal::SimulationOver => ("approvals.simulation_over", Ground::State),
        Refusal::NotIssued => ("approvals.simulation_not_issued", Ground::State),
        Refusal::AlreadyIssued => ("approvals.simulation_already_issued", Ground::State),
        Refusal::ReconfirmedBefore => ("approvals.reconfirmed_before", Ground::State),
        Refusal::AssumptionsUnnamed => ("approvals.assumptions_unnamed", Ground::Content),
        Refusal::AssumptionUnknown { .. } => ("approvals.assumption_unknown", Ground::Content),
        Refusal::NumberCited => ("approvals.simulated_number_cited", Ground::Content),
        Refusal::FactsAwaited { .. } => ("approvals.facts_awaited", Ground::State),
        Refusal::ConsentMissing => ("approvals.consent_missing", Ground::State),
        Refusal::NotTheirProject => ("approvals.not_their_project", Ground::Content),
        Refusal::NothingGone => ("approvals.nothing_gone", Ground::State),
        Refusal::NothingDue => ("approvals.nothing_due", Ground::State),
    })
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::SimulationUnknown => (
            text("没有这件模拟审批。", "There is no such simulated case."),
            text("请核对模拟编号。", "Check its number."),
        ),
        Refusal::AlreadyAsked => (
            text("该模拟审批已经申请。", "The simulated review is asked for already."),
            text("请在原模拟办件上办理。", "Go on in that one."),
        ),
        Refusal::Review(inner) => {
            let refused: Refused = inner.into();
            (refused.sentence, refused.remedy)
        }
        Refusal::NotSimulated => (
            text("该事项不适用模拟审批。", "The matter may not be simulated."),
            text("请在取得土地后正式申请。", "Apply formally once the land is obtained."),
        ),
        Refusal::LandNotFixed => (
            text("没有已确定、尚未取得的地块。", "No plot is fixed that is not obtained yet."),
            text(
                "请先在项目中记录拟用地块等假设条件；土地已经取得的，请正式申请。",
                "Record the plot among what the project assumes; with the land, apply formally.",
            ),
        ),
        Refusal::EntryReviewUnnamed => (
            text(
                "没有写明项目准入评审通过文件的文号和日期，或者日期还没有到。",
                "The document by which the project passed the entry review is not named, or its \
                 day is yet to come.",
            ),
            text(
                "请填写准入评审通过文件；尚未通过的，请先申请准入评审。",
                "Enter its number and day; pass the entry review first where there is none.",
            ),
        ),
        Refusal::NoSuchStep => (
            text(
                "模拟审批不作决定，没有这一步骤。",
                "A simulated review decides nothing and knows no such step.",
            ),
            text("请出具模拟审批意见。", "Issue a simulated opinion."),
        ),
        Refusal::NotLedger => (
            text("该事实由台账自动登记。", "The ledger records this by itself."),
            text("无需人工登记。", "There is nothing to record by hand."),
        ),
        Refusal::SimulationOver => (
            text(
                "该模拟审批已经结束、作废或转为正式办理。",
                "The simulated case is over, void or formal.",
            ),
            text("请在正式办件中办理，或重新申请。", "Go on in the formal case, or ask anew."),
        ),
        other => later_words(other),
    }
}

/// The same, from the opinion on.
fn later_words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::NotIssued => (
            text("尚未出具模拟审批意见。", "There is no simulated opinion yet."),
            text("请先出具意见。", "Issue it first."),
        ),
        Refusal::AlreadyIssued => (
            text("已经出具模拟审批意见。", "The simulated opinion is issued already."),
            text("需要继续有效的，请重新确认。", "Re-confirm it to keep it good."),
        ),
        Refusal::ReconfirmedBefore => (
            text("有效期只能重新确认一次。", "Validity is re-confirmed once."),
            text("请重新申请模拟审批。", "Ask for a new simulated review."),
        ),
        Refusal::AssumptionsUnnamed => (
            text("没有写明依据哪些假设条件。", "The assumptions that it rests on are not named."),
            text("请至少选择一项假设条件。", "Choose at least one of them."),
        ),
        Refusal::AssumptionUnknown { of } => (
            text(
                format!("“{}”不是本件的假设条件。", of.zh),
                format!("The {} is not assumed in this case.", of.en),
            ),
            text("请从本件的假设条件中选择。", "Choose among what the case assumes."),
        ),
        Refusal::NumberCited => (
            text(
                "意见将沿用到正式办件，不得引用模拟编号或文号。",
                "What is written is carried over to the formal case and cites no simulated number.",
            ),
            text("请删去模拟编号后提交。", "Take the number out and submit again."),
        ),
        Refusal::FactsAwaited { of } => {
            let of = listed(&of);
            (
                text(
                    format!("假设条件尚未到位：{}。", of.zh),
                    format!("Facts are still awaited: {}.", of.en),
                ),
                text("请等待全部到位。", "Wait until all have arrived."),
            )
        }
        Refusal::ConsentMissing => (
            text(
                "土地由其他企业取得，申请人尚未同意转用。",
                "Another company obtained the land, and the applicant has not consented.",
            ),
            text("请由模拟审批的申请人同意。", "The simulated applicant may consent."),
        ),
        Refusal::NotTheirProject => (
            text(
                "所填项目不是受让企业自己的项目，或者尚未赋码备案，或者已经终止。",
                "The project named is not that company's own, or is not filed, or is closed.",
            ),
            text(
                "请填写受让企业名下已赋码备案的项目编号。",
                "Enter the number of that company's own filed project.",
            ),
        ),
        Refusal::NothingGone => (
            text("所依据的条件仍在。", "Nothing that it rests on is gone."),
            text("无需作废。", "There is nothing to void."),
        ),
        Refusal::NothingDue => (
            text("没有到期事项，或已登记。", "Nothing has fallen due, or it is recorded."),
            text("无需登记。", "There is nothing to record."),
        ),
        other => words(other),
    }
}

/// One after another.
fn listed(of: &[Text]) -> Text {
    let join = |between: &str, pick: fn(&Text) -> &str| {
        of.iter().map(pick).collect::<Vec<_>>().join(between)
    };
    text(join("、", |one| &one.zh), join(", ", |one| &one.en))
}
