//! What can happen to a case (办件事实).

use jiff::civil::Date;
use kernel::time_limit::{Limit, LimitKind, PauseGround};

use super::{Acceptance, Outcome, Stance, TerminationGround, commitment, conversion, instant};

/// A decided fact about a case.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The application was received (收件); received is not accepted.
    CaseSubmitted {
        /// The day of receipt.
        on: Date,
        /// The number in the zone's register: year and serial.
        number: String,
        /// The matter's identifier.
        matter: String,
        /// The definition it starts under, by its content's hash.
        definition: String,
        /// The project's subject.
        project: String,
        /// The applicant's unified social credit code.
        applicant: String,
        /// The materials handed in.
        handed_in: Vec<String>,
        /// Who brings it.
        agent: kernel::personal::Personal,
        /// That person's phone.
        phone: kernel::personal::Personal,
    },
    /// Everything missing was told, at once (一次性告知).
    NoticeGiven {
        /// The day.
        on: Date,
        /// The materials that are missing or do not fit.
        missing: Vec<String>,
        /// What else to mend, in words.
        words: String,
    },
    /// The applicant corrected the application (补正).
    CaseCorrected {
        /// The day of receipt.
        on: Date,
        /// The materials handed in besides.
        handed_in: Vec<String>,
    },
    /// The office does not take the case on (不予受理).
    CaseNotAccepted {
        /// The day.
        on: Date,
        /// The reason, with the organ to turn to.
        reason: String,
    },
    /// The office takes the case on (受理); both limits start.
    CaseAccepted {
        /// The day from which it counts as accepted.
        on: Date,
        /// Why it counts.
        because: Acceptance,
        /// The law's limit.
        statutory: Option<Limit>,
        /// The zone's own limit.
        promised: Limit,
    },
    /// Time stands still (暂停计时), as told to the applicant in writing.
    CasePaused {
        /// The day.
        on: Date,
        /// Why.
        ground: PauseGround,
        /// The document that says so.
        evidence: String,
        /// The day by which it is done, as the document tells.
        #[serde(skip_serializing_if = "Option::is_none")]
        expected: Option<Date>,
    },
    /// Time runs again (恢复计时).
    CaseResumed {
        /// The day on which what was awaited came.
        on: Date,
        /// The document that says so.
        evidence: String,
    },
    /// Days were added, once (延期).
    CaseExtended {
        /// How many.
        days: u32,
        /// Why, as told to the applicant.
        reason: String,
        /// Who allowed it.
        allowed_by: String,
    },
    /// A limit passed before the decision (超期).
    LimitPassed {
        /// Which of the two.
        limit: LimitKind,
    },
    /// The applicant took the application back (撤回).
    CaseWithdrawn {
        /// The day.
        on: Date,
        /// The reason, if one was given.
        reason: String,
    },
    /// Decided for the applicant (准予许可).
    CaseGranted {
        /// The day.
        on: Date,
        /// The document's number.
        document: String,
        /// The project's subject, so that whoever follows the ledger need not look it up.
        project: String,
        /// The grant files the project (备案), for the same reason.
        files_project: bool,
        /// The conditions were promised and not examined (告知承诺).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_commitment: bool,
    },
    /// Decided against the applicant (不予许可), with remedies.
    CaseDenied {
        /// The day.
        on: Date,
        /// The document's number.
        document: String,
        /// The reasons.
        reasons: String,
        /// Where and until when to appeal.
        appeal: String,
    },
    /// The result has reached the applicant (送达).
    ResultDelivered {
        /// The day.
        on: Date,
        /// How: electronic, at the counter, by post.
        means: String,
        /// The day on which it was received, as courier or officer told it; none in an old entry.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received_on: Option<Date>,
    },
    /// The application was received in a package (并联收件), at one moment with the others.
    CaseOpened {
        /// The day of receipt.
        on: Date,
        /// The number in the zone's register: year and serial.
        number: String,
        /// The matter's identifier.
        matter: String,
        /// The definition it starts under, by its content's hash.
        definition: String,
        /// The project's subject.
        project: String,
        /// The applicant's unified social credit code.
        applicant: String,
        /// The materials of the package that the matter asks for.
        handed_in: Vec<String>,
        /// The package's subject, which keeps who brought it.
        package: String,
    },
    /// Everything missing was told with a day by which to correct it (限期补正告知).
    NoticeGivenUntil {
        /// The day.
        on: Date,
        /// The materials that are missing or do not fit.
        missing: Vec<String>,
        /// What else to mend, in words.
        words: String,
        /// The last day for the correction.
        correct_by: Date,
        /// What the jurisdiction makes of a correction that does not come.
        uncorrected: catalogue::Uncorrected,
    },
    /// The correction did not come in time; by local law that withdraws it (视为撤回申请).
    DeemedWithdrawn {
        /// The day on which that was found.
        on: Date,
    },
    /// Passed on to the authority that decides (转报).
    HandedOver {
        /// The day.
        on: Date,
        /// The authority.
        to: String,
        /// The number under which it was sent.
        reference: String,
        /// The file that was sent, by its content's hash; empty where none was.
        file: String,
    },
    /// The authority that decides has answered (上级机关答复).
    AuthorityAnswered {
        /// The day of its decision.
        on: Date,
        /// What it decided.
        outcome: Outcome,
        /// The number of its document.
        document: String,
        /// The project's subject, so that whoever follows the ledger need not look it up.
        project: String,
        /// The grant files the project (备案), for the same reason.
        files_project: bool,
        /// The document itself, by its subject; empty where none was brought.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        file: String,
    },
    /// Another office was asked for its opinion (征求意见).
    OpinionAsked {
        /// The day.
        on: Date,
        /// Which question of the case it is, counted from one.
        question: u32,
        /// The office that is asked.
        office: String,
        /// What is asked.
        words: String,
        /// By when it is to answer.
        limit: Limit,
        /// The materials that the answer will rest on; all of them where none is named.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        relies_on: Vec<String>,
    },
    /// The office that was asked has answered (反馈意见).
    OpinionGiven {
        /// The day.
        on: Date,
        /// Which question of the case it answers.
        question: u32,
        /// What the office thinks.
        stance: Stance,
        /// The opinion, with its conditions or reasons.
        words: String,
    },
    /// A question was followed up by one of the two offices (意见往来).
    OpinionFollowedUp {
        /// The day.
        on: Date,
        /// Which question of the case it belongs to.
        question: u32,
        /// Which office writes.
        office: String,
        /// What it writes.
        words: String,
    },
    /// The office that was asked let its own limit pass (意见逾期).
    OpinionOverdue {
        /// Which question of the case it is.
        question: u32,
        /// The office that was asked.
        office: String,
    },
    /// A question was taken back (撤回征求意见).
    OpinionWithdrawn {
        /// Which question of the case it is.
        question: u32,
        /// Why.
        reason: String,
    },
    /// A post of the office has the case from here on (分办).
    CaseAssigned {
        /// The day.
        on: Date,
        /// The post.
        post: String,
        /// Why it changes hands (改派理由); empty the first time.
        reason: String,
    },
    /// The head of the office was told that a limit passed in silence (督办).
    CaseEscalated {
        /// The office.
        office: String,
        /// Which of the two limits passed.
        limit: LimitKind,
    },
    /// The office explained in public why the case is late (公开说明超期理由).
    OverdueExplained {
        /// The day.
        on: Date,
        /// The reason.
        reason: String,
    },
    /// The case ended without a decision, since what it was about is gone (终止办理).
    CaseTerminated {
        /// The day.
        on: Date,
        /// Why.
        ground: TerminationGround,
        /// In words, as told to the applicant.
        reason: String,
    },
    /// The result could not be brought to the applicant (未能送达).
    DeliveryFailed {
        /// The day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Nothing is left to do; the file is closed (办结归档).
    CaseConcluded {
        /// The day.
        on: Date,
    },
    /// The applicant answered the matter's form (填报申请表).
    CaseFormFilled {
        /// The day.
        on: Date,
        /// The answers as they were written, by the fields' identifiers.
        answers: catalogue::form::Answers,
    },
    /// A material was replaced (替换材料); opinions that rest on it are asked again, others stand.
    MaterialReplaced {
        /// The day.
        on: Date,
        /// Which.
        material: String,
        /// What is different.
        reason: String,
        /// The questions that are open again.
        reopens: Vec<u32>,
    },
    /// It was accepted without what may follow, and what came of it (容缺受理).
    Tolerance(super::tolerance::Fact),
    /// It was granted on the promise that the conditions are met, and what came of it (告知承诺).
    Commitment(commitment::Fact),
    /// It came out of a simulated case, and what that brought along (模拟审批转正式).
    Conversion(conversion::Fact),
    /// It opened on the contract for a plot, and what became of the scheme (带方案出让).
    OnPlot(super::on_plot::Fact),
    /// It was decided at once, or could not be (秒批).
    Instant(instant::Fact),
}
