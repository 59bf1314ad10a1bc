//! The acts on a case (办件操作): where each is sent, who may, when it can stand, and the command.

use approvals::case::{Case, Command, Outcome, Stance, State, TerminationGround};
use approvals::case::{instant, tolerance};
use catalogue::{Mode, Zone};
use jiff::civil::Date;
use kernel::refusal::Refused;
use kernel::right::Right;
use kernel::text::{Text, text};
use kernel::time_limit::{Limit, PauseGround};

use super::act_fields::{pause_word, termination_word};
use super::commitments::Deed;
use crate::approvals::{CaseFile, promises};
use crate::form::{Form, Wrong};
use crate::people::no_day;
use crate::principal::Principal;

/// The field of a file that came with an act.
pub const FILE: &str = "answer-file";
/// The field that names a file which came before and stays when the form comes back.
pub const KEPT: &str = "answer-file-kept";

/// One act (操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Takes the case on.
    Accept,
    /// Tells everything missing, at once.
    Notice,
    /// Does not take it on.
    RefuseAcceptance,
    /// Decides for the applicant.
    Grant,
    /// Decides against the applicant.
    Deny,
    /// Passes the case on to the authority.
    HandOver,
    /// Records what the authority decided.
    RecordAnswer,
    /// Records that the result has arrived.
    Deliver,
    /// Closes the file.
    Conclude,
    /// Answers a question.
    Answer,
    /// Asks another office.
    Ask,
    /// Writes on in a question's thread.
    FollowUp,
    /// Takes a question back.
    WithdrawQuestion,
    /// Stops the clock.
    Pause,
    /// Starts it again.
    Resume,
    /// Adds days.
    Extend,
    /// Gives the case to a post.
    Assign,
    /// Explains a delay in public.
    Explain,
    /// Records that the result could not be delivered.
    FailDelivery,
    /// Ends the case without a decision.
    Terminate,
    /// Records what the applicant promised on paper.
    RecordPromise,
    /// Takes the case on without what was promised.
    AcceptOnPromise,
    /// Finds that what was promised has come and is fit.
    Settle,
    /// Finds that it is not fit.
    SendBack,
    /// Records that the review is through and only what was promised is missing.
    FinishReview,
    /// Records that the credit is repaired.
    RepairPromise,
    /// Takes the case on and decides for the applicant, in one act.
    DecideOnTheSpot,
    /// Finds that a rule decided rightly.
    ConfirmDecision,
    /// Finds that it decided wrongly.
    FindWrong,
    /// Records how a wrong decision was put right.
    PutRight,
    /// Leaves it as it is, once the party was heard.
    Keep,
    /// Does something about a commitment.
    Commitment(Deed),
}

impl Act {
    /// Every act, the most wanted first.
    pub const ALL: [Act; 36] = [
        Act::DecideOnTheSpot,
        Act::ConfirmDecision,
        Act::FindWrong,
        Act::PutRight,
        Act::Keep,
        Act::Commitment(Deed::Grant),
        Act::Commitment(Deed::Inspect),
        Act::AcceptOnPromise,
        Act::Accept,
        Act::Notice,
        Act::Commitment(Deed::Record),
        Act::RecordPromise,
        Act::RefuseAcceptance,
        Act::Answer,
        Act::Settle,
        Act::SendBack,
        Act::FinishReview,
        Act::Resume,
        Act::Grant,
        Act::Deny,
        Act::HandOver,
        Act::RecordAnswer,
        Act::Deliver,
        Act::Conclude,
        Act::Ask,
        Act::FollowUp,
        Act::WithdrawQuestion,
        Act::Pause,
        Act::Extend,
        Act::Assign,
        Act::Explain,
        Act::FailDelivery,
        Act::Terminate,
        Act::RepairPromise,
        Act::Commitment(Deed::Announce),
        Act::Commitment(Deed::Revoke),
    ];

    /// The noun of its address.
    pub fn noun(self) -> &'static str {
        match self {
            Act::Accept => "acceptance",
            Act::Notice => "notice",
            Act::RefuseAcceptance => "non-acceptance",
            Act::Grant => "grant",
            Act::Deny => "denial",
            Act::HandOver => "hand-over",
            Act::RecordAnswer => "answer",
            Act::Deliver => "delivery",
            Act::Conclude => "conclusion",
            Act::Answer => "opinions",
            Act::Ask => "questions",
            Act::FollowUp => "messages",
            Act::WithdrawQuestion => "question-withdrawals",
            Act::Pause => "pause",
            Act::Resume => "resumption",
            Act::Extend => "extension",
            Act::Assign => "assignment",
            Act::Explain => "explanation",
            Act::FailDelivery => "failed-delivery",
            Act::Terminate => "termination",
            Act::RecordPromise => "promise",
            Act::AcceptOnPromise => "acceptance-on-promise",
            Act::Settle => "settlements",
            Act::SendBack => "material-returns",
            Act::FinishReview => "finished-review",
            Act::RepairPromise => "promise-repair",
            Act::DecideOnTheSpot => "counter-decision",
            Act::ConfirmDecision => "audit-confirmation",
            Act::FindWrong => "audit-finding",
            Act::PutRight => "audit-remedy",
            Act::Keep => "upheld-decision",
            Act::Commitment(deed) => deed.noun(),
        }
    }

    /// What its button says.
    pub fn name(self) -> Text {
        match self {
            Act::Accept => text("受理", "Accept"),
            Act::Notice => text("一次性告知补正", "Tell what is missing"),
            Act::RefuseAcceptance => text("不予受理", "Do not accept"),
            Act::Grant => text("准予并出具结果", "Grant and issue the result"),
            Act::Deny => text("不予许可", "Deny"),
            Act::HandOver => text("转报上级机关", "Hand over"),
            Act::RecordAnswer => text("登记上级决定", "Record the authority's decision"),
            Act::Deliver => text("登记送达", "Record delivery"),
            Act::Conclude => text("办结归档", "Conclude"),
            Act::Answer => text("答复意见", "Give the opinion"),
            Act::Ask => text("征求意见", "Ask for an opinion"),
            Act::FollowUp => text("继续沟通", "Write on"),
            Act::WithdrawQuestion => text("撤回征求意见", "Take a question back"),
            Act::Pause => text("暂停计时", "Stop the clock"),
            Act::Resume => text("恢复计时", "Start the clock again"),
            Act::Extend => text("延长期限", "Extend"),
            Act::Assign => text("分办", "Assign"),
            Act::Explain => text("说明超期理由", "Explain the delay"),
            Act::FailDelivery => text("登记未能送达", "Record failed delivery"),
            Act::Terminate => text("终止办理", "Terminate"),
            Act::RecordPromise => text("登记容缺承诺", "Record a promise"),
            Act::AcceptOnPromise => text("容缺受理", "Accept on the promise"),
            Act::Settle => text("确认材料已补齐", "Find a promised material fit"),
            Act::SendBack => text("退回补交的材料", "Send a promised material back"),
            Act::FinishReview => {
                text("审查已完成，待补齐", "Review through, only the rest awaited")
            }
            Act::RepairPromise => text("登记信用修复", "Record the repair of credit"),
            Act::DecideOnTheSpot => text("当场办结", "Decide on the spot"),
            Act::ConfirmDecision => text("复核无误", "Find the decision right"),
            Act::FindWrong => text("复核有误", "Find the decision wrong"),
            Act::PutRight => text("登记纠正情况", "Record how it was put right"),
            Act::Keep => text("维持决定", "Let the decision stand"),
            Act::Commitment(deed) => deed.name(),
        }
    }

    /// Does it end the case against the applicant? Then it never lies open unasked.
    pub fn is_against(self) -> bool {
        match self {
            Act::Commitment(deed) => deed.is_against(),
            _ => matches!(self, Act::RefuseAcceptance | Act::Deny | Act::Terminate),
        }
    }

    /// Does its form carry a file?
    pub fn takes_a_file(self) -> bool {
        self == Act::RecordAnswer
    }

    /// The rights of which one is enough.
    fn rights(self) -> &'static [Right] {
        match self {
            Act::Accept
            | Act::Notice
            | Act::RefuseAcceptance
            | Act::RecordAnswer
            | Act::Deliver
            | Act::Conclude
            | Act::Explain
            | Act::RecordPromise
            | Act::AcceptOnPromise
            | Act::FailDelivery => &[Right::Accept, Right::Examine],
            Act::HandOver
            | Act::Ask
            | Act::WithdrawQuestion
            | Act::Pause
            | Act::Resume
            | Act::Settle
            | Act::SendBack
            | Act::FinishReview
            | Act::Extend => &[Right::Examine],
            Act::Grant
            | Act::Deny
            | Act::Terminate
            | Act::RepairPromise
            | Act::DecideOnTheSpot
            | Act::ConfirmDecision
            | Act::FindWrong
            | Act::PutRight
            | Act::Keep => &[Right::Decide],
            Act::Answer => &[Right::Advise],
            Act::FollowUp => &[Right::Advise, Right::Examine],
            Act::Assign => &[Right::Assign],
            Act::Commitment(deed) => deed.rights(),
        }
    }

    /// Is it worth showing to this reader, as the case stands?
    pub fn is_shown(self, file: &CaseFile, principal: &Principal) -> bool {
        let office = principal.office().unwrap_or_default();
        let is_of_office = office == file.row.office;
        // Whoever was asked has no other part in the case.
        let is_side = self == Act::FollowUp || (self == Act::Answer) != is_of_office;
        let has_a_right = self.rights().iter().any(|right| principal.has(*right));
        is_side && has_a_right && self.fits(file, office)
    }

    fn fits(self, file: &CaseFile, office: &str) -> bool {
        let case = &file.case;
        let is_before = matches!(case.state, State::Received | State::Correcting);
        let is_running = case.state == State::Accepted;
        let is_decided = matches!(case.state, State::Granted | State::Denied);
        let mode = file.definition.matter.mode;
        match self {
            Act::Accept => is_before && !promises::is_covered(file),
            Act::RefuseAcceptance => is_before,
            Act::Notice => is_before && !case.notice_given,
            Act::Grant => is_running && mode == Mode::Own && !case.is_paused(),
            Act::Deny => is_running && mode == Mode::Own,
            Act::HandOver => is_running && mode == Mode::HandOver && !case.is_paused(),
            Act::RecordAnswer => case.state == State::HandedOver,
            Act::Deliver => is_decided && !file.is_delivery_underway(),
            Act::FailDelivery => is_decided && file.delivery.is_none(),
            Act::Conclude => case.state == State::Delivered && !case.commitment.is_open(),
            Act::Ask => is_running && case.tolerance.awaits_since().is_none(),
            Act::Terminate => is_running,
            Act::Answer => is_running && own_questions(case, office).next().is_some(),
            Act::FollowUp => is_running && threads(case, office, file).next().is_some(),
            Act::WithdrawQuestion => {
                is_running && case.questions.iter().any(|one| !one.is_closed())
            }
            Act::Pause => {
                is_running && !case.is_paused() && case.tolerance.awaits_since().is_none()
            }
            Act::Resume => is_running && case.is_paused(),
            Act::Extend => {
                is_running && case.clock.as_ref().is_some_and(|clock| clock.extension.is_none())
            }
            Act::Assign => !case.is_concluded(),
            Act::Explain => !case.passed.is_empty(),
            Act::RecordPromise => is_before && !promises::may_be_promised(file).is_empty(),
            Act::AcceptOnPromise => is_before && promises::is_covered(file),
            Act::Settle | Act::SendBack => is_running && promises::came(file).next().is_some(),
            Act::FinishReview => is_running && promises::may_be_awaited(file),
            Act::DecideOnTheSpot => {
                let is_complete = case.missing(&file.definition.matter).is_empty();
                is_before && is_complete && file.definition.matter.instant.is_some()
            }
            Act::ConfirmDecision => case.instant.audit == instant::Audit::Open,
            Act::FindWrong => case.instant.may_be_found_wrong(),
            Act::PutRight => case.instant.audit == instant::Audit::Wrong,
            Act::Keep => {
                case.instant.audit == instant::Audit::Wrong && case.commitment.announced.is_some()
            }
            Act::RepairPromise => case.has_a_broken_promise() && !case.tolerance.is_repaired,
            Act::Commitment(deed) => deed.fits(file),
        }
    }

    /// The field at which a refusal is said; the head of the form where it concerns no field.
    pub fn field_of(self, refused: &Refused, form: &Form) -> &'static str {
        let first_empty = || {
            let mut fields = self.words().iter().copied();
            fields.find(|field| form.get(field).is_empty()).unwrap_or("")
        };
        match refused.code {
            "approvals.words_missing" => first_empty(),
            "approvals.nothing_missing" => "notice-words",
            "approvals.correction_day_past" => "correct-by",
            "approvals.pause_end_unfit" => "pause-until",
            "approvals.extension_unfit" => "extension-days",
            "approvals.same_post" => "post",
            "approvals.own_office_asked" => "asked-office",
            "approvals.answer_file_unfit" => FILE,
            "approvals.material_essential" => "promised",
            "approvals.promise_barred" if self == Act::RecordPromise => "promised",
            _ => match self {
                Act::Commitment(deed) => deed.field_of(refused),
                _ => "",
            },
        }
    }

    /// The fields that hold words which the law asks for.
    fn words(self) -> &'static [&'static str] {
        match self {
            Act::RefuseAcceptance => &["non-acceptance-reason"],
            Act::Deny => &["denial-reasons", "appeal"],
            Act::HandOver => &["reference"],
            Act::RecordAnswer => &["answer-document"],
            Act::Deliver => &["means"],
            Act::Answer => &["opinion-words"],
            Act::Ask => &["asked-office", "question-words"],
            Act::FollowUp => &["message"],
            Act::WithdrawQuestion => &["withdrawal-reason"],
            Act::Pause => &["pause-evidence"],
            Act::Resume => &["resume-evidence"],
            Act::Extend => &["extension-reason", "allowed-by"],
            Act::Assign => &["post", "assignment-reason"],
            Act::Explain => &["explanation"],
            Act::FailDelivery => &["failure-reason"],
            Act::Terminate => &["termination-reason"],
            Act::RecordPromise => &["promise-paper"],
            Act::SendBack => &["return-reason"],
            Act::FinishReview => &["review-evidence"],
            Act::RepairPromise => &["repair-evidence"],
            Act::FindWrong => &["finding-reason"],
            Act::PutRight => &["remedy-words"],
            Act::Keep => &["upheld-because"],
            Act::Commitment(deed) => deed.words(),
            Act::Accept
            | Act::Notice
            | Act::Grant
            | Act::Conclude
            | Act::AcceptOnPromise
            | Act::DecideOnTheSpot
            | Act::ConfirmDecision
            | Act::Settle => &[],
        }
    }

    /// The command that the form asks for.
    pub fn command(self, form: &Form, file: &CaseFile, zone: &Zone) -> Result<Command, Wrong> {
        let words = |field: &str| form.get(field).to_owned();
        let question = |field: &str| form.get(field).parse().unwrap_or(0);
        Ok(match self {
            Act::Accept => Command::Accept,
            Act::Notice => return notice(form, file, zone),
            Act::RefuseAcceptance => {
                Command::RefuseAcceptance { reason: words("non-acceptance-reason") }
            }
            Act::Grant => Command::Grant,
            Act::Deny => {
                Command::Deny { reasons: words("denial-reasons"), appeal: words("appeal") }
            }
            Act::HandOver => {
                Command::HandOver { reference: words("reference"), file: String::new() }
            }
            Act::RecordAnswer => return answer(form),
            Act::Deliver => Command::Deliver { means: words("means"), on: day(form, "came-on")? },
            Act::Conclude => Command::Conclude,
            Act::Answer => Command::GiveOpinion {
                question: question("question"),
                stance: of(Stance::ALL.map(|one| (one.word(), one)), form.get("stance"))
                    .ok_or_else(|| unchosen("stance"))?,
                words: words("opinion-words"),
            },
            Act::Ask => Command::AskOpinion {
                office: words("asked-office"),
                words: words("question-words"),
                limit: days(form, "question-days")?.map(Limit::working),
                relies_on: ticked(form, file, "relies-on"),
            },
            Act::FollowUp => {
                Command::FollowUp { question: question("thread"), words: words("message") }
            }
            Act::WithdrawQuestion => Command::WithdrawQuestion {
                question: question("withdrawn"),
                reason: words("withdrawal-reason"),
            },
            Act::Pause => Command::Pause {
                ground: of(PauseGround::ALL.map(|one| (pause_word(one), one)), form.get("ground"))
                    .ok_or_else(|| unchosen("ground"))?,
                evidence: words("pause-evidence"),
                expected: day(form, "pause-until")?,
            },
            Act::Resume => Command::Resume { evidence: words("resume-evidence") },
            Act::Extend => Command::Extend {
                days: days(form, "extension-days")?.unwrap_or(0),
                reason: words("extension-reason"),
                allowed_by: words("allowed-by"),
            },
            Act::Assign => {
                Command::Assign { post: words("post"), reason: words("assignment-reason") }
            }
            Act::RecordPromise
            | Act::AcceptOnPromise
            | Act::Settle
            | Act::SendBack
            | Act::FinishReview
            | Act::RepairPromise => promise(self, form, file),
            Act::DecideOnTheSpot
            | Act::ConfirmDecision
            | Act::FindWrong
            | Act::PutRight
            | Act::Keep => Command::Instant(at_once(self, form)),
            Act::Commitment(deed) => return deed.command(form, file),
            Act::Explain => Command::Explain { reason: words("explanation") },
            Act::FailDelivery => Command::NoteDeliveryFailed { reason: words("failure-reason") },
            Act::Terminate => return termination(form),
        })
    }
}

fn termination(form: &Form) -> Result<Command, Wrong> {
    let grounds = TerminationGround::ALL.map(|one| (termination_word(one), one));
    let ground = of(grounds, form.get("termination-ground"));
    let ground = ground.ok_or_else(|| unchosen("termination-ground"))?;
    Ok(Command::Terminate { ground, reason: form.get("termination-reason").to_owned() })
}

/// What a form about an instant decision asks for.
fn at_once(act: Act, form: &Form) -> instant::Act {
    let words = |field: &str| form.get(field).to_owned();
    match act {
        Act::DecideOnTheSpot => instant::Act::OnTheSpot,
        Act::FindWrong => instant::Act::FindWrong { reason: words("finding-reason") },
        Act::PutRight => instant::Act::PutRight { words: words("remedy-words") },
        Act::Keep => instant::Act::Keep { reasons: words("upheld-because") },
        _ => instant::Act::Confirm,
    }
}

/// The questions that `office` was asked and may still answer.
pub fn own_questions<'a>(
    case: &'a Case,
    office: &str,
) -> impl Iterator<Item = &'a approvals::case::Question> {
    case.questions.iter().filter(move |one| one.office == office && !one.is_closed())
}

/// The questions in whose thread `office` may write.
pub fn threads<'a>(
    case: &'a Case,
    office: &str,
    file: &CaseFile,
) -> impl Iterator<Item = &'a approvals::case::Question> {
    let is_own = file.row.office == office;
    case.questions.iter().filter(move |one| !one.is_withdrawn && (is_own || one.office == office))
}

/// What a word of a form stands for.
pub fn of<T, const N: usize>(known: [(&'static str, T); N], word: &str) -> Option<T> {
    known.into_iter().find(|(name, _)| *name == word).map(|(_, value)| value)
}

/// The materials that are ticked in a list of them.
fn ticked(form: &Form, file: &CaseFile, list: &str) -> Vec<String> {
    let materials = file.definition.matter.materials.iter();
    let is_ticked = |id: &&str| !form.get(&format!("{list}-{id}")).is_empty();
    materials.map(|material| material.id.as_str()).filter(is_ticked).map(str::to_owned).collect()
}

fn notice(form: &Form, file: &CaseFile, zone: &Zone) -> Result<Command, Wrong> {
    let missing = ticked(form, file, "missing");
    let words = form.get("notice-words").to_owned();
    Ok(match day(form, "correct-by")? {
        None => Command::GiveNotice { missing, words },
        Some(correct_by) => {
            let uncorrected = zone.regime.uncorrected;
            Command::GiveNoticeUntil { missing, words, correct_by, uncorrected }
        }
    })
}

fn promise(act: Act, form: &Form, file: &CaseFile) -> Command {
    let words = |field: &str| form.get(field).to_owned();
    Command::Tolerance(match act {
        Act::RecordPromise => {
            let offered = promises::may_be_promised(file).into_iter();
            let is_ticked = |id: &String| !form.get(&format!("promised-{id}")).is_empty();
            let materials = offered.map(|one| one.id.clone()).filter(is_ticked).collect();
            tolerance::Act::Promise { materials, paper: words("promise-paper") }
        }
        Act::Settle => tolerance::Act::Settle { material: words("settled") },
        Act::SendBack => {
            tolerance::Act::Return { material: words("sent-back"), reason: words("return-reason") }
        }
        Act::FinishReview => tolerance::Act::FinishReview { evidence: words("review-evidence") },
        Act::RepairPromise => tolerance::Act::Repair { evidence: words("repair-evidence") },
        _ => tolerance::Act::Accept,
    })
}

fn answer(form: &Form) -> Result<Command, Wrong> {
    let on = form.day("answer-on").ok().flatten();
    Ok(Command::RecordAnswer {
        outcome: match form.get("outcome") {
            "granted" => Outcome::Granted,
            "denied" => Outcome::Denied,
            _ => return Err(unchosen("outcome")),
        },
        document: form.get("answer-document").to_owned(),
        on: on.ok_or_else(|| Wrong { field: "answer-on", refused: no_day() })?,
        file: form.get(KEPT).to_owned(),
    })
}

/// A day; none where the field is empty.
fn day(form: &Form, field: &'static str) -> Result<Option<Date>, Wrong> {
    form.day(field).map_err(|()| Wrong { field, refused: no_day() })
}

/// A number of days; none where the field is empty.
pub fn days(form: &Form, field: &'static str) -> Result<Option<u32>, Wrong> {
    match form.get(field) {
        "" => Ok(None),
        days => days.parse().map(Some).map_err(|_| Wrong { field, refused: no_count() }),
    }
}

fn no_count() -> Refused {
    Refused {
        code: "web.no_count",
        sentence: text("天数应为整数。", "This is no number of days."),
        remedy: text("请填写阿拉伯数字，例如 5。", "Write digits, for example 5."),
        basis: "",
        ground: kernel::refusal::Ground::Content,
    }
}

pub fn unchosen(field: &'static str) -> Wrong {
    let refused = Refused {
        code: "web.unchosen",
        sentence: text("没有选择。", "Nothing was chosen."),
        remedy: text("请从列表中选择一项。", "Choose one from the list."),
        basis: "",
        ground: kernel::refusal::Ground::Content,
    };
    Wrong { field, refused }
}
