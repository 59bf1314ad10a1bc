//! What is asked of an agreement (协议办理).

use agreements::{Act as Command, Agreements};
use axum::body::Bytes;
use axum::response::Response;
use kernel::agreement::{self as shape, Bound, Party};
use kernel::time_limit::{DayUnit, Limit};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use store::Capability;

use super::acts::Act;
use super::asked::{Asked, body};
use super::case_acts::{Day, words};
use super::{problem::Problem, seen, seen::Seen};
use crate::{Site, agreements as room};

/// A party by its word (当事人): `enterprise:CODE`, `office:ID`, `zone:ID`, `person:NAME`.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct PartyWord(Party);

/// An agreement (起草协议).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The kind: standard-plot, minutes or general. Promises of tolerant acceptance and commitments
    /// come of their case.
    kind: String,
    /// What it is called.
    title: String,
    /// The number of the project that it is about.
    #[serde(default)]
    project: Option<String>,
    /// What is agreed.
    terms: Terms,
}

/// What is agreed (协议条款).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Who signs.
    parties: Vec<PartyWord>,
    /// What is owed.
    obligations: Vec<Obligation>,
    /// What is agreed besides, in words.
    #[serde(default)]
    words: String,
    /// Clauses that the kind asks for by name.
    #[serde(default)]
    clauses: Vec<Clause>,
}

/// A clause in words (条款).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Which: of a standard-plot contract `plot`, `land-contract`, `recheck` and `dispute`.
    id: String,
    /// What it says.
    words: String,
}

/// An obligation (义务).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Its identifier within the agreement.
    id: String,
    /// What is owed.
    title: String,
    /// Who owes it.
    owner: PartyWord,
    /// What is measured, where anything is.
    #[serde(default)]
    measure: Option<Measure>,
    /// By when.
    due: Due,
    /// What shows that it is fulfilled.
    evidence: String,
    /// Who attests it: never the owner.
    attested_by: PartyWord,
    /// How many days before the due date the owner is reminded; not at all where zero.
    #[serde(default)]
    remind_days: u32,
    /// What follows from a breach, by the word that the kind has for it.
    #[serde(default)]
    consequence: Option<String>,
}

/// A measure (指标).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// At least or at most.
    #[schemars(schema_with = "bounds")]
    bound: Bound,
    /// The amount, in thousandths of the unit.
    thousandths: i64,
    /// The unit.
    unit: String,
}

/// By when it is owed (履行期限).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Due {
    /// On a day.
    By {
        /// The day.
        day: Day,
        /// Moves on from a day off.
        moves: bool,
    },
    /// Within a number of days of a day, or of the day on which all have signed.
    Within {
        /// How many.
        days: u32,
        /// Working days, or calendar days.
        #[schemars(schema_with = "units")]
        unit: DayUnit,
        /// The day.
        #[serde(default)]
        from: Option<Day>,
    },
    /// Within a number of days of its being demanded.
    OnDemand {
        /// How many.
        days: u32,
        /// Working days, or calendar days.
        #[schemars(schema_with = "units")]
        unit: DayUnit,
    },
}

/// A signature (签署) of the newest version.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Who signs; whoever asks where it is left out.
    #[serde(default)]
    party: Option<PartyWord>,
    /// What was signed on paper: for a zone or a person, recorded by who drafted the agreement.
    #[serde(default)]
    paper: Option<String>,
}

/// A change (变更协议).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// All of what is agreed from then on.
    terms: Terms,
    /// Why.
    reason: String,
}

/// A change taken back (撤回变更).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeWithdrawal {
    /// Why.
    reason: String,
}

/// A demand (要求履行).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Which obligation.
    obligation: String,
}

/// Evidence of fulfilment (履行凭据).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Of which obligation.
    obligation: String,
    /// What was done.
    #[serde(default)]
    words: String,
    /// A document that the enterprise has handed in, by its identifier.
    #[serde(default)]
    document: Option<String>,
    /// What was reached, in thousandths of the measure's unit.
    #[serde(default)]
    reached: Option<i64>,
}

/// Evidence sent back (退回凭据).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceReturn {
    /// Of which obligation.
    obligation: String,
    /// Why.
    reason: String,
    /// The last day for corrected evidence, later than the due date. Without one, what is sent back
    /// after the due date is the owner's breach.
    #[serde(default)]
    correct_by: Option<Day>,
}

/// An attestation (确认履行).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// Of which obligation.
    obligation: String,
}

/// What followed from a breach (违约处理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    /// For which obligation.
    obligation: String,
    /// What was done.
    words: String,
}

/// A party's consent to end it (同意终止).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndConsent {
    /// Who agrees; whoever asks where it is left out.
    #[serde(default)]
    party: Option<PartyWord>,
    /// What was signed on paper: for a zone or a person, recorded by who drafted the agreement.
    #[serde(default)]
    paper: Option<String>,
    /// Why.
    reason: String,
}

/// An end over a breach (违约解除).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreachEnding {
    /// Why.
    reason: String,
}

/// An agreement made void (协议作废).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementVoiding {
    /// Why.
    reason: String,
}

/// Drafts an agreement.
pub async fn draft(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let draft = body::<Draft>(&sent)?;
    let (key, actor) = (asked.key()?, asked.actor()?);
    let recorded = asked.record(move |site, asked| {
        let about = match &draft.project {
            None => None,
            Some(number) => {
                let Some(row) = seen::project(site, asked.principal(), number)? else {
                    return Ok(None);
                };
                Some(row.subject)
            }
        };
        let subject = format!("{}:{key}", Agreements::SUBJECT);
        let (kind, title, terms) = (draft.kind, draft.title, draft.terms.told());
        let command = Command::Draft { kind, title, about, terms };
        let made = asked.execute::<Agreements>(site, (key, &subject), (actor, None), command)?;
        let Ok(mut receipt) = made else { return Ok(Some(made.map(|it| (String::new(), it)))) };
        let number = Agreements::number(site, &receipt.subject)?.unwrap_or_default();
        receipt.number = Some(number.clone());
        Ok(Some(Ok((address(site, &number), receipt))))
    });
    recorded.await
}

/// Signs the newest version.
pub async fn sign(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Signature { party, paper } = body::<Signature>(&sent)?;
    let (key, actor) = (asked.key()?, asked.actor()?);
    let recorded = asked.record(move |site, asked| {
        let number = asked.at("number");
        let Some(row) = room::seen(site, asked.principal(), number)? else { return Ok(None) };
        let party = party.map(|party| party.0).or_else(|| Party::of(&actor));
        let Some(party) = party else {
            return Ok(Some(Err(shape::Refusal::NotParty.into())));
        };
        let command = Command::Sign { party, paper };
        let made =
            asked.execute::<Agreements>(site, (key, &row.subject), (actor, None), command)?;
        Ok(Some(made.map(|receipt| (address(site, number), receipt))))
    });
    recorded.await
}

/// Hands evidence in: a document is one that this reader knows of.
pub async fn hand_in(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Evidence { obligation, words, document, reached } = body::<Evidence>(&sent)?;
    let (key, actor) = (asked.key()?, asked.actor()?);
    let recorded = asked.record(move |site, asked| {
        let number = asked.at("number");
        let Some(row) = room::seen(site, asked.principal(), number)? else { return Ok(None) };
        let document = match document {
            None => None,
            Some(id) => match seen::document(site, asked.principal(), &id)? {
                Some(row) => Some(row.subject),
                None => return Ok(None),
            },
        };
        let evidence = shape::Evidence { words, document, reached };
        let command = Command::HandIn { obligation, evidence };
        let made =
            asked.execute::<Agreements>(site, (key, &row.subject), (actor, None), command)?;
        Ok(Some(made.map(|receipt| (address(site, number), receipt))))
    });
    recorded.await
}

fn address(site: &Site, number: &str) -> String {
    format!("/api/zones/{}/{}/{number}", site.zone, Agreements::ROOM)
}

impl JsonSchema for PartyWord {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartyWord".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "examples": ["enterprise:91330421MA28A0010Q"] })
    }
}

impl Terms {
    fn told(self) -> shape::Terms {
        let parties = self.parties.into_iter().map(|party| party.0).collect();
        let obligations = self.obligations.into_iter().map(Obligation::told).collect();
        let clause = |one: Clause| shape::Clause { id: one.id, words: one.words };
        let clauses = self.clauses.into_iter().map(clause).collect();
        shape::Terms { parties, obligations, words: self.words, clauses }
    }
}

impl Obligation {
    fn told(self) -> shape::Obligation {
        let measure = |one: Measure| shape::Measure {
            bound: one.bound,
            thousandths: one.thousandths,
            unit: one.unit,
        };
        shape::Obligation {
            id: self.id,
            title: self.title,
            owner: self.owner.0,
            measure: self.measure.map(measure),
            due: self.due.told(),
            evidence: self.evidence,
            attested_by: self.attested_by.0,
            remind_days: self.remind_days,
            consequence: self.consequence,
        }
    }
}

impl Due {
    fn told(self) -> shape::Due {
        match self {
            Due::By { day, moves } => shape::Due::By { day: day.0, moves },
            Due::Within { days, unit, from } => {
                shape::Due::Within { limit: Limit { days, unit }, from: from.map(|day| day.0) }
            }
            Due::OnDemand { days, unit } => shape::Due::OnDemand { limit: Limit { days, unit } },
        }
    }
}

impl Act for Change {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        Command::Change { terms: self.terms.told(), reason: self.reason }
    }
}

impl Act for ChangeWithdrawal {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        Command::WithdrawChange { reason: self.reason }
    }
}

impl Act for Demand {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        Command::Demand { obligation: self.obligation, by: None }
    }
}

impl Act for EvidenceReturn {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        let correct_by = self.correct_by.map(|day| day.0);
        Command::Return { obligation: self.obligation, reason: self.reason, correct_by }
    }
}

impl Act for Attestation {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        Command::Attest { obligation: self.obligation }
    }
}

impl Act for Consequence {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        Command::CarryOut { obligation: self.obligation, words: self.words }
    }
}

impl Act for EndConsent {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        let party = self.party.map(|party| party.0);
        Command::AgreeToEnd { party, paper: self.paper, reason: self.reason }
    }
}

impl Act for BreachEnding {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        Command::EndOverBreach { reason: self.reason }
    }
}

impl Act for AgreementVoiding {
    type Kind = Agreements;

    fn command(self, _: &Site) -> Command {
        Command::Void { reason: self.reason }
    }
}

fn bounds(_: &mut SchemaGenerator) -> Schema {
    words(&[Bound::AtLeast, Bound::AtMost])
}

fn units(_: &mut SchemaGenerator) -> Schema {
    words(&[DayUnit::Working, DayUnit::Natural])
}
