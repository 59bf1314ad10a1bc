//! What may be asked of a case (办件指令), and by whom.

use catalogue::Uncorrected;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::personal::Personal;
use kernel::time_limit::{Limit, LimitKind, PauseGround};
use serde::Serialize;

use super::words::{Outcome, TerminationGround};
use super::{commitment, conversion, instant, on_plot, tolerance};
use crate::question::Stance;

/// A command to a case.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Apply: the enterprise, or a clerk on its word.
    Submit {
        /// The matter's identifier.
        matter: String,
        /// The project's subject.
        project: String,
        /// The applicant's unified social credit code.
        applicant: String,
        /// The materials handed in.
        handed_in: Vec<String>,
        /// What the matter's form asks, by the fields' identifiers.
        #[serde(skip_serializing_if = "Answers::is_empty")]
        answers: Answers,
        /// Who brings it.
        agent: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// Tell everything missing, at once: an officer of the office.
    GiveNotice {
        /// The materials that are missing or do not fit.
        missing: Vec<String>,
        /// What else to mend, in words.
        words: String,
    },
    /// Correct the application: the applicant, or a clerk to whom the papers were brought.
    Correct {
        /// The materials handed in besides.
        handed_in: Vec<String>,
    },
    /// Take the case on: an officer of the office.
    Accept,
    /// Count silence as acceptance: the clock.
    DeemAccepted,
    /// Not take the case on: an officer of the office.
    RefuseAcceptance {
        /// The reason, with the organ to turn to.
        reason: String,
    },
    /// Stop the clock: an officer of the office.
    Pause {
        /// Why.
        ground: PauseGround,
        /// The document that says so.
        evidence: String,
        /// The day by which it is done, as the document tells; none where a promise has one.
        expected: Option<Date>,
    },
    /// Start the clock again: an officer of the office.
    Resume {
        /// The document that says so.
        evidence: String,
    },
    /// Add days, once: an officer of the office, on the word of the head of the organ.
    Extend {
        /// How many.
        days: u32,
        /// Why, as told to the applicant.
        reason: String,
        /// Who allowed it.
        allowed_by: String,
    },
    /// Record that a limit passed: the clock.
    NoteLimitPassed {
        /// Which of the two.
        limit: LimitKind,
    },
    /// Take the application back: the applicant.
    Withdraw {
        /// The reason, if one is given.
        reason: String,
    },
    /// Decide for the applicant: an officer of the office.
    Grant,
    /// Decide against the applicant: an officer of the office.
    Deny {
        /// The reasons.
        reasons: String,
        /// Where and until when to appeal.
        appeal: String,
    },
    /// Record that the result has arrived: an officer of the office.
    Deliver {
        /// How: electronic, at the counter, by post.
        means: String,
        /// The day on which it was received; today where none is told.
        #[serde(skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    /// Take in one matter of a package: a reaction.
    Open {
        /// The matter's identifier.
        matter: String,
        /// The project's subject.
        project: String,
        /// The applicant's unified social credit code.
        applicant: String,
        /// The materials handed in with the package.
        handed_in: Vec<String>,
        /// The package's subject.
        package: String,
        /// The day of receipt, one for all that start together.
        received_on: Date,
    },
    /// Tell everything missing, at once, and by when to correct it: an officer of the office.
    GiveNoticeUntil {
        /// The materials that are missing or do not fit.
        missing: Vec<String>,
        /// What else to mend, in words.
        words: String,
        /// The last day for the correction.
        correct_by: Date,
        /// What the jurisdiction makes of a correction that does not come.
        uncorrected: Uncorrected,
    },
    /// Count a correction that did not come as a withdrawal: the clock.
    DeemWithdrawn,
    /// Pass the case on to the authority that decides: an officer of the office.
    HandOver {
        /// The number under which it is sent.
        reference: String,
        /// The file that is sent, by its content's hash; empty where none is.
        file: String,
    },
    /// Record what the authority decided: an officer of the office, or the exchange with its
    /// platform.
    RecordAnswer {
        /// What it decided.
        outcome: Outcome,
        /// The number of its document.
        document: String,
        /// The day of its decision.
        on: Date,
        /// The document itself, by its subject; empty where none is brought.
        #[serde(skip_serializing_if = "String::is_empty")]
        file: String,
    },
    /// Ask another office: an officer of the office.
    AskOpinion {
        /// The office that is asked.
        office: String,
        /// What is asked.
        words: String,
        /// By when it is to answer; the matter's own limit where none is named.
        limit: Option<Limit>,
        /// The materials that the answer will rest on; all of them where none is named.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        relies_on: Vec<String>,
    },
    /// Answer: an officer of the office that was asked.
    GiveOpinion {
        /// Which question of the case.
        question: u32,
        /// What the office thinks.
        stance: Stance,
        /// The opinion, with its conditions or reasons.
        words: String,
    },
    /// Write on in the thread of a question: an officer of either office.
    FollowUp {
        /// Which question of the case.
        question: u32,
        /// What to write.
        words: String,
    },
    /// Take a question back: an officer of the office.
    WithdrawQuestion {
        /// Which question of the case.
        question: u32,
        /// Why.
        reason: String,
    },
    /// Record that an office let the limit of a question pass: the clock.
    NoteOpinionOverdue {
        /// Which question of the case.
        question: u32,
    },
    /// Give the case to a post of the office: an officer who assigns.
    Assign {
        /// The post.
        post: String,
        /// Why it changes hands; not needed the first time.
        reason: String,
    },
    /// Explain in public why the case is late: an officer of the office.
    Explain {
        /// The reason.
        reason: String,
    },
    /// End the case without a decision: an officer of the office.
    Terminate {
        /// Why.
        ground: TerminationGround,
        /// In words, as told to the applicant.
        reason: String,
    },
    /// Record that the result could not be delivered: an officer of the office.
    NoteDeliveryFailed {
        /// Why.
        reason: String,
    },
    /// Close the file: an officer of the office.
    Conclude,
    /// Replace a material while it is examined: the applicant (替换材料).
    Replace {
        /// Which.
        material: String,
        /// What is different.
        reason: String,
    },
    /// Accept without what may follow, and what comes of it (容缺受理).
    Tolerance(tolerance::Act),
    /// Grant on the promise that the conditions are met, and what comes of it (告知承诺).
    Commitment(commitment::Act),
    /// Open it out of a simulated case (模拟审批转正式).
    Conversion(conversion::Act),
    /// Open it on the contract for a plot, and follow its scheme (带方案出让).
    OnPlot(on_plot::Act),
    /// What belongs to instant decision.
    Instant(instant::Act),
}
