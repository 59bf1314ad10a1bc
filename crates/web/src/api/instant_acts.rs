//! Instant decision for programs (秒批接口): what is decided at once, the receipt, and the acts.

use approvals::case::Cases;
use approvals::case::instant::{self, Fact, Known, Line, Named, Needed};
use approvals::matter::{Command as MatterCommand, Matters};
use approvals::views::{self, AuditRow};
use axum::body::Bytes;
use axum::response::Response;
use catalogue::Grade;
use jiff::civil::Date;
use kernel::{actor::Actor, personal::Personal, text::text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    acts::{self, Act},
    asked::{Asked, body},
    case_acts::Application,
    problem::Problem,
    seen,
    shown::{Page, Words},
};
use crate::Site;
use crate::approvals::{instant as receipt, read_case};
use crate::public::instant::{Listed, read};

/// An instant matter (秒批事项).
#[derive(Debug, Serialize, JsonSchema)]
pub struct InstantMatter {
    /// Its identifier.
    pub matter: String,
    /// Its name.
    pub title: Words,
    /// The grade: `counter` or `automatic`.
    pub grade: String,
    /// The version: the definition's content hash.
    pub version: String,
    /// The office that decides where the rule does not.
    pub office: String,
    /// The rule that decides, where nobody does.
    pub rule: Option<String>,
    /// The rule in words.
    pub words: Words,
    /// Why it may be decided at once.
    pub eligible: Vec<String>,
    /// Answers that the rule knows only where a register told the same, by their identifiers.
    pub vouched: Vec<String>,
    /// How many of a hundred decisions are looked at afterwards.
    pub audit_share_percent: Option<u8>,
    /// Since when the version is stopped.
    pub stopped_since: Option<String>,
    /// Why it is stopped.
    pub stopped_because: Option<String>,
    /// Decisions that the version made.
    pub granted: i64,
    /// Applications that it left to an officer.
    pub referred: i64,
    /// Decisions that were drawn for a look.
    pub drawn: i64,
    /// Those of them that were found wrong.
    pub wrong: i64,
}

/// What a rule made of a case (秒批情况).
#[derive(Debug, Serialize, JsonSchema)]
pub struct InstantDecision {
    /// The receipt; nothing where no rule was asked.
    pub receipt: Option<InstantReceipt>,
}

/// The receipt of an instant decision (秒批凭据).
#[derive(Debug, Serialize, JsonSchema)]
pub struct InstantReceipt {
    /// The entry of the ledger.
    pub entry: u64,
    /// The actor: the version that was asked.
    pub actor: String,
    /// The day for which the rule was asked.
    pub on: String,
    /// The version: the definition's content hash.
    pub version: String,
    /// What came of it: `holds`, `does_not_hold`, `not_known` or `barred`.
    pub verdict: String,
    /// What the rule knew.
    pub facts: Vec<KnownShown>,
    /// What it did not know and had to.
    pub missing: Vec<NamedShown>,
    /// The least change that would have made a no a yes.
    pub least_change: Vec<NeededShown>,
    /// What else the law asks for and is not there.
    pub bars: Vec<NamedShown>,
    /// How it came to its answer, the answer first.
    pub trace: Vec<LineShown>,
    /// Where the look at it afterwards stands.
    pub audit: String,
}

/// What a rule knew (依据数据).
#[derive(Debug, Serialize, JsonSchema)]
pub struct KnownShown {
    /// As the rule calls it.
    pub name: String,
    /// Its kind and value, as the ledger has it.
    pub value: serde_json::Value,
    /// The number of the record that says so.
    pub source: String,
}

/// Something with its name (名称).
#[derive(Debug, Serialize, JsonSchema)]
pub struct NamedShown {
    /// A fact as the rule calls it, or the code of a refusal.
    pub name: String,
    /// In words.
    pub words: Words,
}

/// A condition that would have had to come out otherwise (需改变的条件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct NeededShown {
    /// The condition, as it stands in the rule.
    pub condition: String,
    /// The fact that turns it, where one does.
    pub fact: Option<String>,
    /// In words.
    pub words: Words,
}

/// A step of a trace (推理步骤).
#[derive(Debug, Serialize, JsonSchema)]
pub struct LineShown {
    /// How far it lies below the answer.
    pub level: u32,
    /// In words.
    pub words: Words,
}

/// A decision to be looked at, or put right (待复核办件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct AuditShown {
    /// The case's number.
    pub case: String,
    /// The matter.
    pub matter: String,
    /// The version that decided.
    pub version: String,
    /// The day of the decision.
    pub decided_on: Option<String>,
    /// Where it stands: `open` or `wrong`.
    pub state: String,
    /// The last day for the party to state its case, where it is to be revoked.
    pub state_by: Option<String>,
}

/// Accept and grant at once (当场办结).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterDecision {}

/// The decision was right (复核无误).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditConfirmation {}

/// The decision was wrong (复核有误).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditFinding {
    /// What is wrong.
    reason: String,
}

/// How a wrong decision was put right (纠正).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditRemedy {
    /// What was done, with its document.
    words: String,
}

/// The party was heard, and the decision stands after all (维持决定).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpheldDecision {
    /// Why.
    reasons: String,
}

/// A word about a version of a rule (停用、恢复规则).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleWord {
    /// The version: the definition's content hash.
    version: String,
    /// Why.
    reason: String,
}

impl Act for CounterDecision {
    type Kind = Cases;

    fn command(self, _: &Site) -> approvals::case::Command {
        approvals::case::Command::Instant(instant::Act::OnTheSpot)
    }
}

impl Act for AuditConfirmation {
    type Kind = Cases;

    fn command(self, _: &Site) -> approvals::case::Command {
        approvals::case::Command::Instant(instant::Act::Confirm)
    }
}

impl Act for AuditFinding {
    type Kind = Cases;

    fn command(self, _: &Site) -> approvals::case::Command {
        approvals::case::Command::Instant(instant::Act::FindWrong { reason: self.reason })
    }
}

impl Act for AuditRemedy {
    type Kind = Cases;

    fn command(self, _: &Site) -> approvals::case::Command {
        approvals::case::Command::Instant(instant::Act::PutRight { words: self.words })
    }
}

impl Act for UpheldDecision {
    type Kind = Cases;

    fn command(self, _: &Site) -> approvals::case::Command {
        approvals::case::Command::Instant(instant::Act::Keep { reasons: self.reasons })
    }
}

/// The instant matters in force.
pub async fn matters(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let rows = read(site)?.into_iter().map(InstantMatter::from).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// What the office has to look at, or to put right.
pub async fn audits(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let Some(Actor::Officer { office, .. }) = asked.principal().actor() else {
            return Ok(None);
        };
        let drawn =
            site.store.read(&site.zone, |open| views::audits_of_office(open, office, 200))?;
        let rows = drawn.into_iter().map(AuditShown::from).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// The receipt of a case's instant decision.
pub async fn shown(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let number = asked.at("number");
        if seen::case(site, asked.principal(), number)?.is_none() {
            return Ok(None);
        }
        let Some(found) = read_case(site, number)? else { return Ok(None) };
        let Some((entry, fact)) = receipt::examined(&found.file) else {
            return Ok(Some(InstantDecision { receipt: None }));
        };
        let past = found.file.past.iter().find(|past| past.number == entry);
        let actor = past.map_or_else(String::new, |past| past.actor.to_string());
        let audit = found.file.case.instant.audit.word().to_owned();
        let receipt = InstantReceipt::of(entry, fact, (actor, audit));
        Ok(Some(InstantDecision { receipt }))
    });
    answer.await
}

/// Receives, accepts and grants at the counter.
pub async fn at_the_counter(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let application = body::<Application>(&sent)?;
    let (of, project) = (application.applicant.clone(), application.project.clone());
    acts::of_project::<Cases>(asked, (of, project), move |_, project| {
        let Application { matter, applicant, handed_in, answers, agent, phone, .. } = application;
        let (agent, phone) = (Personal::clear(agent), Personal::clear(phone));
        let brought =
            instant::Brought { matter, project, applicant, handed_in, answers, agent, phone };
        approvals::case::Command::Instant(instant::Act::AtTheCounter(Box::new(brought)))
    })
    .await
}

/// Stops a version of a rule.
pub async fn stop(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    word(asked, &sent, |version, reason| MatterCommand::StopRule { version, reason }).await
}

/// Lets a version of a rule decide again.
pub async fn resume(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    word(asked, &sent, |version, reason| MatterCommand::ResumeRule { version, reason }).await
}

async fn word(
    asked: Asked,
    sent: &Bytes,
    command: fn(String, String) -> MatterCommand,
) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let RuleWord { version, reason } = body::<RuleWord>(sent)?;
    let recorded = asked.record(move |site, asked| {
        let id = asked.at("matter");
        let known = site.store.read(&site.zone, |open| views::definition_in_force(open, id))?;
        if known.is_none() {
            return Ok(None);
        }
        let (subject, command) = (format!("matter:{id}"), command(version, reason));
        let made = asked.execute::<Matters>(site, (key, &subject), (actor, None), command)?;
        let place = format!("/api/zones/{}/matters/{id}", site.zone);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

impl From<Listed> for InstantMatter {
    fn from(listed: Listed) -> InstantMatter {
        let Listed { known, instant, rule } = listed;
        let stopped = rule.as_ref().and_then(|row| row.stopped.clone());
        let count = |pick: fn(&views::RuleRow) -> i64| rule.as_ref().map_or(0, pick);
        let automatic = instant.grade == Grade::Automatic;
        InstantMatter {
            matter: known.matter.id.clone(),
            title: known.matter.name().into(),
            grade: instant.grade.word().into(),
            version: known.hash.clone(),
            office: known.matter.lead_office.clone(),
            words: instant.said().into(),
            eligible: instant.eligible.iter().map(|one| one.word().to_owned()).collect(),
            vouched: instant.vouched.clone(),
            audit_share_percent: instant.audit_share_percent.filter(|_| automatic),
            stopped_since: stopped.as_ref().map(|(since, _)| since.to_string()),
            stopped_because: stopped.map(|(_, reason)| reason),
            granted: count(|row| row.granted),
            referred: count(|row| row.referred),
            drawn: count(|row| row.drawn),
            wrong: count(|row| row.wrong),
            rule: instant.rule,
        }
    }
}

impl InstantReceipt {
    fn of(entry: u64, fact: &Fact, (actor, audit): (String, String)) -> Option<InstantReceipt> {
        let Fact::Examined { on, version, verdict, facts, missing, trace, least, bars, .. } = fact
        else {
            return None;
        };
        Some(InstantReceipt {
            entry,
            actor,
            on: on.to_string(),
            version: version.clone(),
            verdict: verdict.word().into(),
            facts: facts.iter().map(KnownShown::from).collect(),
            missing: missing.iter().map(NamedShown::from).collect(),
            least_change: least.iter().map(NeededShown::from).collect(),
            bars: bars.iter().map(NamedShown::from).collect(),
            trace: trace.iter().map(LineShown::from).collect(),
            audit,
        })
    }
}

impl From<&Known> for KnownShown {
    fn from(known: &Known) -> KnownShown {
        let value = serde_json::to_value(&known.value).expect("a fact is JSON");
        KnownShown { name: known.name.clone(), value, source: known.source.clone() }
    }
}

impl From<&Named> for NamedShown {
    fn from(named: &Named) -> NamedShown {
        NamedShown { name: named.name.clone(), words: named.text().into() }
    }
}

impl From<&Needed> for NeededShown {
    fn from(needed: &Needed) -> NeededShown {
        NeededShown {
            condition: needed.condition.clone(),
            fact: Some(needed.fact.clone()).filter(|fact| !fact.is_empty()),
            words: text(&needed.zh, &needed.en).into(),
        }
    }
}

impl From<&Line> for LineShown {
    fn from(line: &Line) -> LineShown {
        LineShown { level: line.level, words: text(&line.zh, &line.en).into() }
    }
}

impl From<AuditRow> for AuditShown {
    fn from(row: AuditRow) -> AuditShown {
        AuditShown {
            case: row.number,
            matter: row.matter,
            version: row.version,
            decided_on: row.decided_on.as_ref().map(Date::to_string),
            state: row.state.word().into(),
            state_by: row.state_by.as_ref().map(Date::to_string),
        }
    }
}
