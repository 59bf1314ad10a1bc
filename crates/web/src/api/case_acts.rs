//! What is asked of a case (办件操作).

use approvals::case::{Cases, Command, Outcome, Stance, TerminationGround, tolerance};
use catalogue::{Uncorrected, form::Answers};
use kernel::personal::Personal;
use kernel::time_limit::{DayUnit, Limit, PauseGround};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::acts::Act;
use super::delivery_acts;
use crate::Site;

/// A day, as `2026-03-02` (日期).
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Day(pub jiff::civil::Date);

/// An application (申请).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// The matter's identifier.
    pub matter: String,
    /// The project's number.
    pub project: String,
    /// The applicant's unified social credit code.
    pub applicant: String,
    /// The materials handed in, by their identifiers.
    #[serde(default)]
    pub handed_in: Vec<String>,
    /// What the matter's form asks, by the fields' identifiers.
    #[serde(default)]
    pub answers: Answers,
    /// Who brings it.
    pub agent: String,
    /// That person's phone.
    pub phone: String,
}

/// The one-time notice of everything missing (一次性告知).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// The materials that are missing or do not fit.
    #[serde(default)]
    missing: Vec<String>,
    /// What else to mend, in words.
    #[serde(default)]
    words: String,
    /// The last day for the correction, where one is set.
    #[serde(default)]
    correct_by: Option<Day>,
}

/// Acceptance (受理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {}

/// A promise of what may follow (容缺承诺).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The materials that are to follow.
    materials: Vec<String>,
    /// The number of the promise, where a clerk records one that was signed on paper.
    #[serde(default)]
    paper: String,
}

/// Acceptance on a promise (容缺受理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceOnPromise {}

/// A promised material that came and is fit (确认补齐).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// Which.
    material: String,
}

/// The review is through, and only what was promised is missing (审查已完成，待补齐).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishedReview {
    /// The document that tells the applicant.
    evidence: String,
}

/// A promised material that came and is not fit (退回补交材料).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaterialReturn {
    /// Which.
    material: String,
    /// Why.
    reason: String,
}

/// The repair of the credit that a broken promise cost (信用修复).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseRepair {
    /// The document that says so.
    evidence: String,
}

/// Non-acceptance (不予受理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NonAcceptance {
    /// The reason, with the organ to turn to.
    reason: String,
}

/// A pause (暂停计时).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Why.
    #[schemars(schema_with = "pause_grounds")]
    ground: PauseGround,
    /// The document that says so.
    evidence: String,
    /// The day by which it is done, as the document tells (article 45), today or later. Time waits
    /// for `materials-owed` by the act of the review that is through, and by no other.
    #[serde(default)]
    expected: Option<Day>,
}

/// The end of a pause (恢复计时).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resumption {
    /// The document that says so.
    evidence: String,
}

/// An extension (延期).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// How many days.
    days: u32,
    /// Why, as told to the applicant.
    reason: String,
    /// Who allowed it.
    allowed_by: String,
}

/// A withdrawal (撤回申请).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The reason, if one is given.
    #[serde(default)]
    reason: String,
}

/// A decision for the applicant (准予).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {}

/// A decision against the applicant (不予).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Denial {
    /// The reasons.
    reasons: String,
    /// Where and until when to appeal.
    appeal: String,
}

/// A delivery (送达).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// How, by its word or its Chinese name; what is collected is handed out instead.
    #[schemars(schema_with = "delivery_acts::means")]
    means: String,
    /// The day on which it was received; today where none is told.
    #[serde(default)]
    on: Option<Day>,
}

/// A delivery that failed (送达未果).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryFailure {
    /// Why.
    reason: String,
}

/// Handed over to the authority that decides (转报).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The number under which it is sent.
    reference: String,
    /// The file that is sent, by its content's hash; empty where none is.
    #[serde(default)]
    file: String,
}

/// What the authority decided (上级机关决定).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorityAnswer {
    /// What it decided.
    #[schemars(schema_with = "outcomes")]
    outcome: Outcome,
    /// The number of its document.
    document: String,
    /// The day of its decision.
    on: Day,
    /// The document itself, by the identifier under which it was taken in; empty where none is.
    #[serde(default)]
    file: String,
}

/// A question to another office (征求意见).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The office that is asked.
    office: String,
    /// What is asked.
    words: String,
    /// Within how many working days it is to answer; the matter's own limit where none is named.
    #[serde(default)]
    working_days: Option<u32>,
    /// The materials that the answer will rest on; all of them where none is named.
    #[serde(default)]
    relies_on: Vec<String>,
}

/// A material replaced while it is examined (替换材料).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replacement {
    /// Which.
    material: String,
    /// What is different.
    reason: String,
}

/// An opinion (意见).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// Which question of the case.
    question: u32,
    /// What the office thinks.
    #[schemars(schema_with = "stances")]
    stance: Stance,
    /// The opinion, with its conditions or reasons.
    words: String,
}

/// A further word in the thread of a question (补充说明).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// Which question of the case.
    question: u32,
    /// What to write.
    words: String,
}

/// A question taken back (撤回征询).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionWithdrawal {
    /// Which question of the case.
    question: u32,
    /// Why.
    reason: String,
}

/// The post that is to have it (分办).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The post.
    post: String,
    /// Why it changes hands; not needed the first time.
    #[serde(default)]
    reason: String,
}

/// Why it is late, in public (超期说明).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// The reason.
    reason: String,
}

/// An end without a decision (终止办理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Termination {
    /// Why.
    #[schemars(schema_with = "termination_grounds")]
    ground: TerminationGround,
    /// In words, as told to the applicant.
    reason: String,
}

/// The file closed (办结归档).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conclusion {}

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

impl Application {
    /// The command, in the project with this subject.
    pub fn command(self, project: String) -> Command {
        Command::Submit {
            matter: self.matter,
            project,
            applicant: self.applicant,
            handed_in: self.handed_in,
            answers: self.answers,
            agent: Personal::clear(self.agent),
            phone: Personal::clear(self.phone),
        }
    }
}

impl Act for Notice {
    type Kind = Cases;

    fn command(self, site: &Site) -> Command {
        let Notice { missing, words, correct_by } = self;
        let uncorrected: Uncorrected = site.pack.zone.regime.uncorrected;
        match correct_by {
            Some(Day(correct_by)) => {
                Command::GiveNoticeUntil { missing, words, correct_by, uncorrected }
            }
            None => Command::GiveNotice { missing, words },
        }
    }
}

impl Act for Acceptance {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Accept
    }
}

impl Act for Promise {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Tolerance(tolerance::Act::Promise { materials: self.materials, paper: self.paper })
    }
}

impl Act for AcceptanceOnPromise {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Tolerance(tolerance::Act::Accept)
    }
}

impl Act for Settlement {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Tolerance(tolerance::Act::Settle { material: self.material })
    }
}

impl Act for FinishedReview {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Tolerance(tolerance::Act::FinishReview { evidence: self.evidence })
    }
}

impl Act for MaterialReturn {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Tolerance(tolerance::Act::Return { material: self.material, reason: self.reason })
    }
}

impl Act for PromiseRepair {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Tolerance(tolerance::Act::Repair { evidence: self.evidence })
    }
}

impl Act for NonAcceptance {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::RefuseAcceptance { reason: self.reason }
    }
}

impl Act for Pause {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let expected = self.expected.map(|Day(day)| day);
        Command::Pause { ground: self.ground, evidence: self.evidence, expected }
    }
}

impl Act for Resumption {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Resume { evidence: self.evidence }
    }
}

impl Act for Extension {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let Extension { days, reason, allowed_by } = self;
        Command::Extend { days, reason, allowed_by }
    }
}

impl Act for Withdrawal {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Withdraw { reason: self.reason }
    }
}

impl Act for Grant {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Grant
    }
}

impl Act for Denial {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Deny { reasons: self.reasons, appeal: self.appeal }
    }
}

impl Act for Delivery {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Deliver { means: self.means, on: self.on.map(|Day(on)| on) }
    }
}

impl Act for DeliveryFailure {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::NoteDeliveryFailed { reason: self.reason }
    }
}

impl Act for HandOver {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::HandOver { reference: self.reference, file: self.file }
    }
}

impl Act for AuthorityAnswer {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let AuthorityAnswer { outcome, document, on: Day(on), file } = self;
        let file = if file.is_empty() { file } else { format!("document:{file}") };
        Command::RecordAnswer { outcome, document, on, file }
    }
}

impl Act for Question {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let limit = self.working_days.map(|days| Limit { days, unit: DayUnit::Working });
        let Question { office, words, relies_on, .. } = self;
        Command::AskOpinion { office, words, limit, relies_on }
    }
}

impl Act for Replacement {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Replace { material: self.material, reason: self.reason }
    }
}

impl Act for Opinion {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let Opinion { question, stance, words } = self;
        Command::GiveOpinion { question, stance, words }
    }
}

impl Act for FollowUp {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::FollowUp { question: self.question, words: self.words }
    }
}

impl Act for QuestionWithdrawal {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::WithdrawQuestion { question: self.question, reason: self.reason }
    }
}

impl Act for Assignment {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Assign { post: self.post, reason: self.reason }
    }
}

impl Act for Explanation {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Explain { reason: self.reason }
    }
}

impl Act for Termination {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Terminate { ground: self.ground, reason: self.reason }
    }
}

impl Act for Conclusion {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Conclude
    }
}

/// One of these words, as they are written.
pub fn words<T: Serialize>(all: &[T]) -> Schema {
    json_schema!({ "type": "string", "enum": all })
}

fn pause_grounds(_: &mut SchemaGenerator) -> Schema {
    words(&PauseGround::ALL)
}

pub(super) fn stances(_: &mut SchemaGenerator) -> Schema {
    words(&Stance::ALL)
}

fn termination_grounds(_: &mut SchemaGenerator) -> Schema {
    words(&TerminationGround::ALL)
}

fn outcomes(_: &mut SchemaGenerator) -> Schema {
    words(&[Outcome::Granted, Outcome::Denied])
}
