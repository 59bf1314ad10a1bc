//! Every reason for "no" to a command about a case (办件指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::Text;

use super::{commitment, instant};

/// Why a command about a case does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such case.
    CaseUnknown,
    /// The case was submitted already.
    AlreadySubmitted,
    /// The matter is not in force in this zone.
    MatterUnknown,
    /// The project has no file here.
    ProjectUnknown,
    /// The actor is neither the applicant nor a clerk on the applicant's word.
    NotApplicant,
    /// Only the ledger itself opens the cases of a package.
    NotReaction,
    /// The actor sits in another office than the one that decides.
    NotYourDesk,
    /// The actor's post has no right to this.
    RightMissing {
        /// What the right is called.
        right: Text,
    },
    /// Only the clock says that time has passed.
    NotClock,
    /// The matter is decided elsewhere, or here, or only kept: its mode knows no such step.
    NotThisMode {
        /// How the matter is handled.
        mode: Text,
    },
    /// The project is void, expired or completed.
    ProjectClosed,
    /// The case is at its end.
    AlreadyConcluded,
    /// The case was handed over; the authority has it.
    AlreadyHandedOver,
    /// The case was accepted already.
    AlreadyAccepted,
    /// The case was not accepted yet.
    NotAccepted,
    /// The case was not handed over.
    NotHandedOver,
    /// Everything missing was told before; a second notice is a breach.
    NoticeAlreadyGiven,
    /// A material was named that the matter does not ask for.
    MaterialUnknown {
        /// Its identifier.
        material: String,
    },
    /// A question of the form that must be answered is not.
    AnswerMissing {
        /// The first of them.
        field: Text,
    },
    /// An answer to the form is not of its kind, or answers nothing that is asked.
    AnswerUnfit {
        /// What is wrong.
        flaw: Text,
        /// What would be right.
        remedy: Text,
    },
    /// Materials were named that the catalogue does not let follow.
    MaterialEssential {
        /// Their names.
        materials: Vec<Text>,
    },
    /// The applicant broke a promise before, and its credit is not repaired.
    PromiseBarred {
        /// The number of that case.
        case: String,
    },
    /// What is missing was not promised.
    PromiseMissing {
        /// The names of the materials.
        materials: Vec<Text>,
    },
    /// The material is not owed, or was found fit.
    NotOwed,
    /// What was promised has not come, or was not found fit yet.
    MaterialsOwed {
        /// The names of the materials.
        materials: Vec<Text>,
    },
    /// The review is through and only what is owed is awaited: nothing else is done meanwhile.
    ReviewFinished,
    /// Time waits for what was promised once it is recorded that the review is through.
    ReviewUnfinished,
    /// What was owed has come, and the office has not looked at it.
    OwedUnseen {
        /// The names of the materials.
        materials: Vec<Text>,
    },
    /// All that is missing may follow and is promised: the rule has it accepted on that promise.
    MustBeTolerated {
        /// The names of the materials.
        materials: Vec<Text>,
    },
    /// The material was not handed in: there is nothing to replace.
    NothingToReplace,
    /// No promise of the case was broken, or its credit is repaired.
    NoBrokenPromise,
    /// What its own list says of commitments.
    Commitment(commitment::Refusal),
    /// Everything is there: nothing is left to follow.
    NothingToFollow,
    /// Nothing was told to be missing.
    NothingMissing,
    /// Materials are missing that the notice does not name.
    NoticeIncomplete {
        /// Their names.
        unsaid: Vec<Text>,
    },
    /// The day for the correction is not a day to come.
    CorrectionDayPast,
    /// The case has no such question.
    QuestionUnknown,
    /// The question is answered or taken back.
    QuestionClosed,
    /// Another office is asked, never the own one.
    OwnOfficeAsked,
    /// The project has no valid code.
    CodeMissing,
    /// The project is not filed.
    ProjectNotFiled,
    /// Time stands still.
    Paused,
    /// Materials are missing.
    MaterialsMissing {
        /// Their names.
        missing: Vec<Text>,
    },
    /// What must come before was not granted.
    PrerequisitesMissing {
        /// The names of the matters.
        missing: Vec<Text>,
    },
    /// An office that was asked still has time to answer.
    OpinionOpen {
        /// The offices.
        offices: Vec<String>,
    },
    /// Time does not stand still.
    NotPaused,
    /// Days were added before.
    AlreadyExtended,
    /// By which day the pause is over is not told, or has passed.
    PauseEndUnfit,
    /// More days than the law allows, or none.
    ExtensionUnfit {
        /// How many days the matter allows.
        at_most: u32,
    },
    /// The limit has not passed, or its passing is recorded.
    LimitNotPassed,
    /// No limit of the case has passed.
    NotLate,
    /// The post has the case already.
    SamePost,
    /// Nothing was decided that could be delivered.
    NotDecided,
    /// The result has neither arrived nor been found undeliverable.
    NotDelivered,
    /// The result is on its way as the applicant chose; that delivery says when it has arrived.
    DeliveryUnderway,
    /// Words that the law asks for are missing.
    WordsMissing {
        /// Which.
        what: Text,
    },
    /// The means of delivery are none of the list.
    MeansUnlisted,
    /// The day of receipt lies ahead, or before the decision.
    ReceiptDayUnfit,
    /// The file that is named is not here, or may not be opened.
    FileUnfit,
    /// A formal case cites a simulated number.
    SimulatedCited,
    /// A change of the scheme that it rests on is under review.
    SchemeChanging,
    /// The scheme binds: its papers change by a declared change alone.
    SchemeBinds,
    /// It cannot be decided at once, or looked at afterwards.
    Instant(instant::Refusal),
}

impl From<commitment::Refusal> for Refusal {
    fn from(refusal: commitment::Refusal) -> Refusal {
        Refusal::Commitment(refusal)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground, basis) = code(&refusal);
        let (sentence, remedy) = super::refusal_words::words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

/// Who applies, and through whom.
const APPLYING: &str = "行政许可法 第二十九条";
/// When an application is whole.
const WHOLE: &str = "行政许可法 第三十二条";
/// What tolerant acceptance rests on.
const PROMISE: &str = "浙江省保障“最多跑一次”改革规定 第十一条";
/// What has an office accept on a promise where the zone's rule is that it must.
const DUTY: &str = "广东省优化营商环境条例 第三十二条";

fn code(refusal: &Refusal) -> (&'static str, Ground, &'static str) {
    use Ground::Content;
    match refusal {
        Refusal::CaseUnknown => ("approvals.case_unknown", Ground::Unknown, ""),
        Refusal::AlreadySubmitted => ("approvals.already_submitted", Ground::State, ""),
        Refusal::MatterUnknown => ("approvals.matter_unknown", Ground::Unknown, ""),
        Refusal::ProjectUnknown => ("approvals.case_project_unknown", Ground::Unknown, ""),
        Refusal::NotApplicant => ("approvals.not_applicant", Ground::Right, APPLYING),
        Refusal::NotReaction => ("approvals.case_not_reaction", Ground::Right, ""),
        Refusal::NotYourDesk => ("approvals.not_your_desk", Ground::Right, ""),
        Refusal::RightMissing { .. } => ("approvals.case_right_missing", Ground::Right, ""),
        Refusal::NotClock => ("approvals.not_clock", Ground::Right, ""),
        Refusal::NotThisMode { .. } => ("approvals.not_this_mode", Ground::State, ""),
        Refusal::ProjectClosed => ("approvals.case_project_closed", Ground::State, ""),
        Refusal::AlreadyConcluded => ("approvals.already_concluded", Ground::State, ""),
        Refusal::AlreadyHandedOver => ("approvals.already_handed_over", Ground::State, ""),
        Refusal::AlreadyAccepted => ("approvals.already_accepted", Ground::State, ""),
        Refusal::NotAccepted => ("approvals.not_accepted", Ground::State, ""),
        Refusal::NotHandedOver => ("approvals.not_handed_over", Ground::State, ""),
        Refusal::NoticeAlreadyGiven => ("approvals.notice_already_given", Ground::State, NOTICE),
        Refusal::MaterialUnknown { .. } => ("approvals.material_unknown", Ground::Content, ""),
        Refusal::AnswerMissing { .. } => ("approvals.answer_missing", Ground::Content, ""),
        Refusal::AnswerUnfit { .. } => ("approvals.answer_unfit", Ground::Content, ""),
        Refusal::MaterialEssential { .. } => ("approvals.material_essential", Content, PROMISE),
        Refusal::PromiseBarred { .. } => ("approvals.promise_barred", Ground::State, ""),
        Refusal::PromiseMissing { .. } => ("approvals.promise_missing", Ground::State, PROMISE),
        Refusal::NotOwed => ("approvals.material_not_owed", Ground::State, ""),
        Refusal::MaterialsOwed { .. } => ("approvals.materials_owed", Ground::State, PROMISE),
        Refusal::ReviewFinished => ("approvals.review_finished", Ground::State, ""),
        Refusal::ReviewUnfinished => ("approvals.review_unfinished", Ground::State, ""),
        Refusal::OwedUnseen { .. } => ("approvals.owed_unseen", Ground::State, ""),
        Refusal::MustBeTolerated { .. } => ("approvals.must_be_tolerated", Ground::State, DUTY),
        Refusal::NothingToReplace => ("approvals.nothing_to_replace", Ground::State, ""),
        Refusal::NoBrokenPromise => ("approvals.no_broken_promise", Ground::State, ""),
        Refusal::Commitment(refusal) => commitment::code(refusal),
        Refusal::NothingToFollow => ("approvals.nothing_to_follow", Ground::State, PROMISE),
        Refusal::NothingMissing => ("approvals.nothing_missing", Ground::Content, ""),
        Refusal::NoticeIncomplete { .. } => ("approvals.notice_incomplete", Content, NOTICE),
        Refusal::CorrectionDayPast => ("approvals.correction_day_past", Ground::Content, ""),
        Refusal::QuestionUnknown => ("approvals.question_unknown", Ground::Unknown, ""),
        Refusal::QuestionClosed => ("approvals.question_closed", Ground::State, ""),
        Refusal::OwnOfficeAsked => ("approvals.own_office_asked", Ground::Content, ""),
        Refusal::CodeMissing => ("approvals.code_missing", Ground::State, CODE),
        Refusal::ProjectNotFiled => ("approvals.project_not_filed", Ground::State, FILING),
        Refusal::PrerequisitesMissing { .. } => {
            ("approvals.prerequisites_missing", Ground::State, "")
        }
        Refusal::Paused => ("approvals.paused", Ground::State, PROCEDURES),
        Refusal::MaterialsMissing { .. } => ("approvals.materials_missing", Ground::Content, WHOLE),
        Refusal::OpinionOpen { .. } => ("approvals.opinion_open", Ground::State, ""),
        Refusal::NotPaused => ("approvals.not_paused", Ground::State, ""),
        Refusal::AlreadyExtended => ("approvals.already_extended", Ground::State, EXTENSION),
        Refusal::PauseEndUnfit => ("approvals.pause_end_unfit", Ground::Content, PROCEDURES),
        Refusal::ExtensionUnfit { .. } => ("approvals.extension_unfit", Ground::Content, EXTENSION),
        Refusal::LimitNotPassed => ("approvals.limit_not_passed", Ground::State, ""),
        Refusal::NotLate => ("approvals.not_late", Ground::State, ""),
        Refusal::SamePost => ("approvals.same_post", Ground::State, ""),
        Refusal::NotDecided => ("approvals.not_decided", Ground::State, ""),
        Refusal::NotDelivered => ("approvals.not_delivered", Ground::State, ""),
        Refusal::DeliveryUnderway => ("approvals.delivery_underway", Ground::State, ""),
        Refusal::WordsMissing { .. } => ("approvals.words_missing", Ground::Content, ""),
        Refusal::MeansUnlisted => ("approvals.means_unlisted", Ground::Content, ""),
        Refusal::ReceiptDayUnfit => ("approvals.receipt_day_unfit", Ground::Content, ""),
        Refusal::FileUnfit => ("approvals.answer_file_unfit", Ground::Content, ""),
        Refusal::SimulatedCited => ("approvals.simulated_cited", Ground::Content, ""),
        Refusal::SchemeChanging | Refusal::SchemeBinds => of_a_scheme(refusal),
        Refusal::Instant(no) => at_once(*no),
    }
}

/// The law under which every office handles a project by its one code.
const CODE: &str = "国务院令第673号 第五条";
/// The law by which a project is filed.
const FILING: &str = "国务院令第673号 第十三条";
/// The law that lets a decision take longer, once.
const EXTENSION: &str = "行政许可法 第四十二条";
/// The law that leaves special procedures out of the count, and has their time told in writing.
const PROCEDURES: &str = "行政许可法 第四十五条";
/// The law that has everything missing told at once.
const NOTICE: &str = "行政许可法 第三十二条";
/// The law that lets nobody build otherwise than permitted.
const SCHEME: &str = "城乡规划法 第四十三条";

fn of_a_scheme(refusal: &Refusal) -> (&'static str, Ground, &'static str) {
    let is_changing = *refusal == Refusal::SchemeChanging;
    let code = if is_changing { "approvals.scheme_changing" } else { "approvals.scheme_binds" };
    (code, Ground::State, SCHEME)
}

fn at_once(no: instant::Refusal) -> (&'static str, Ground, &'static str) {
    match no {
        instant::Refusal::NotTheRule => ("approvals.instant_not_the_rule", Ground::Right, ""),
        instant::Refusal::NotInstant => ("approvals.not_instant", Ground::State, ""),
        instant::Refusal::AlreadyExamined => {
            ("approvals.instant_already_examined", Ground::State, "")
        }
        instant::Refusal::RuleStopped => ("approvals.instant_rule_stopped", Ground::State, ""),
        instant::Refusal::NotToBeLookedAt => {
            ("approvals.instant_not_to_be_looked_at", Ground::State, "")
        }
        instant::Refusal::NotFoundWrong => ("approvals.instant_not_found_wrong", Ground::State, ""),
    }
}
