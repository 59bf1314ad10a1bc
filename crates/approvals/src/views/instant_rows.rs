//! From facts of instant decisions to rows (投影): each version of a rule, and what is looked at.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::local_time::day_of;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::case_column as case;
use crate::case::instant::{Audit, Fact, Verdict};
use crate::case::{Event, Record, commitment};
use crate::matter;

/// Every version of a rule that decides without anyone: whether it is stopped, and what came of it.
pub static RULE: Table = Table {
    name: "approvals_rule",
    columns: &[
        ("zone", Kind::Text),
        ("version", Kind::Text),
        ("matter", Kind::Text),
        ("office", Kind::Text),
        ("stopped_since", Kind::Text),
        ("reason", Kind::Text),
        ("granted", Kind::Int),
        ("referred", Kind::Int),
        ("drawn", Kind::Int),
        ("wrong", Kind::Int),
    ],
    key: 2,
    indexes: &[],
    sparse: &[],
};

/// Decisions of rules that were drawn for a look.
pub static AUDIT: Table = Table {
    name: "approvals_audit",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("matter", Kind::Text),
        ("version", Kind::Text),
        ("office", Kind::Text),
        ("decided_on", Kind::Text),
        ("state", Kind::Text),
        ("open_since", Kind::Text),
        ("state_by", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "office", "open_since", "number"]],
    sparse: &["open_since"],
};

/// The places of the rule's columns after the zone.
const STOPPED_SINCE: usize = 3;
const REASON: usize = 4;
const GRANTED: usize = 5;
const REFERRED: usize = 6;
const DRAWN: usize = 7;
const WRONG: usize = 8;
/// The places of the audit's columns after the zone.
const STATE: usize = 6;
const OPEN_SINCE: usize = 7;
const STATE_BY: usize = 8;

/// A version of a rule, and what came of it (规则版本).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRow {
    /// The definition whose rule it is, by its content's hash.
    pub version: String,
    /// The matter.
    pub matter: String,
    /// The office that decides where it does not.
    pub office: String,
    /// Since when it is stopped, and why, where it is.
    pub stopped: Option<(Date, String)>,
    /// Decisions that it made.
    pub granted: i64,
    /// Applications that it left to an officer.
    pub referred: i64,
    /// Decisions of it that were drawn for a look.
    pub drawn: i64,
    /// Decisions of it that were found wrong, drawn or not.
    pub wrong: i64,
}

/// A decision that is to be looked at, or put right (复核清单行).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// The case.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// The matter.
    pub matter: String,
    /// The version that decided.
    pub version: String,
    /// The day of the decision.
    pub decided_on: Option<Date>,
    /// Where it stands.
    pub state: Audit,
    /// The last day for the party to state its case, where it is to be revoked.
    pub state_by: Option<Date>,
}

/// What a published definition, and a word about its rule, do to the rule's row.
pub(super) fn published(
    views: &mut Views,
    entry: &Entry,
    event: &matter::Event,
) -> Result<(), Fault> {
    match event {
        matter::Event::MatterPublished { definition, matter, .. } => {
            let is_known = views.get(&RULE, &[definition.as_str().into()])?.is_some();
            if matter.instant_rule().is_some() && !is_known {
                let texts = [definition, &matter.id, &matter.lead_office];
                let mut row: Row = texts.map(|text| Value::from(text.as_str())).into();
                row.extend([Value::Null, "".into()]);
                row.extend([GRANTED, REFERRED, DRAWN, WRONG].map(|_| Value::from(0i64)));
                views.put(&RULE, row);
            }
            Ok(())
        }
        matter::Event::RuleStopped { version, reason } => change(views, version, |row| {
            row[STOPPED_SINCE] = day_of(entry.at).into();
            row[REASON] = reason.as_str().into();
        }),
        matter::Event::RuleResumed { version, .. } => change(views, version, |row| {
            row[STOPPED_SINCE] = Value::Null;
            row[REASON] = "".into();
        }),
    }
}

/// What a fact of a case does to its rule's row and to what is looked at; `row` is the case's.
pub(super) fn project(
    views: &mut Views,
    (entry, event): (&Entry, &Event),
    row: &Row,
) -> Result<(), Fault> {
    let fact = match event {
        Event::Commitment(commitment) => return heard(views, entry, commitment),
        Event::Instant(fact) => fact,
        _ => return Ok(()),
    };
    match fact {
        Fact::Called { .. } => return Ok(()),
        Fact::Examined { version, verdict, drawn, on, .. } => {
            let is_granted = *verdict == Verdict::Holds;
            change(views, version, |rule| {
                add(rule, if is_granted { GRANTED } else { REFERRED });
                if *drawn {
                    add(rule, DRAWN);
                }
            })?;
            if *drawn {
                to_be_looked_at(views, (entry, row), (*on).into(), *on);
            }
        }
        Fact::FoundWrong { on, .. } => {
            let version = row.text(case::DEFINITION).unwrap_or_default().to_owned();
            change(views, &version, |rule| add(rule, WRONG))?;
            // It need not have been drawn, and may have been found right before.
            let known = views.get(&AUDIT, &[entry.subject.into()])?;
            if known.is_none_or(|known| known[1..][OPEN_SINCE] == Value::Null) {
                to_be_looked_at(views, (entry, row), row[case::DECIDED_ON].clone(), *on);
            }
            looked_at(views, entry, Audit::Wrong)?;
        }
        Fact::Confirmed { .. } | Fact::Kept { .. } => looked_at(views, entry, Audit::Confirmed)?,
        Fact::PutRight { .. } => looked_at(views, entry, Audit::Righted)?,
    }
    Ok(())
}

/// Was this version of a rule stopped?
pub(super) fn is_stopped(views: &mut Views, version: &str) -> Result<bool, Fault> {
    let row = views.get(&RULE, &[version.into()])?;
    Ok(row.is_some_and(|row| row.text(STOPPED_SINCE + 1).is_some()))
}

/// What a project's file says, for rules.
pub(super) fn record(views: &mut Views, project: &str) -> Result<Option<Record>, Fault> {
    let sql = "SELECT number, industry, region, total_investment_fen
               FROM approvals_project WHERE zone = ?1 AND subject = ?2";
    let Some(row) = views.query(sql, &[project.into()])?.pop() else { return Ok(None) };
    // What was revoked leaves a row without its document.
    let sql = "SELECT matter FROM approvals_granted
               WHERE zone = ?1 AND project = ?2 AND document IS NOT NULL
               ORDER BY matter LIMIT 200";
    let granted = views.query(sql, &[project.into()])?;
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    Ok(Some(Record {
        number: text(0),
        industry: text(1),
        region: text(2),
        total_investment_fen: row.int(3).unwrap_or(0),
        granted: granted.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect(),
    }))
}

/// Every version of a rule that was ever in force, by matter.
pub fn rules_of_zone(views: &mut Views) -> Result<Vec<RuleRow>, Fault> {
    let sql = "SELECT version, matter, office, stopped_since, reason, granted, referred, drawn,
               wrong FROM approvals_rule WHERE zone = ?1 ORDER BY matter, version LIMIT 1000";
    Ok(views.query(sql, &[])?.iter().map(rule).collect())
}

/// What an office has to look at or to put right, the oldest first.
pub fn audits_of_office(
    views: &mut Views,
    office: &str,
    limit: u32,
) -> Result<Vec<AuditRow>, Fault> {
    let sql = format!(
        "SELECT subject, number, matter, version, decided_on, state, state_by
         FROM approvals_audit
         WHERE zone = ?1 AND office = ?2 AND open_since IS NOT NULL
         ORDER BY open_since, number LIMIT {limit}"
    );
    Ok(views.query(&sql, &[office.into()])?.iter().map(audit).collect())
}

fn rule(row: &Row) -> RuleRow {
    let text = |at: usize| row.text(at).unwrap_or_default().to_owned();
    let count = |at: usize| row.int(at).unwrap_or(0);
    RuleRow {
        version: text(0),
        matter: text(1),
        office: text(2),
        stopped: row.text(STOPPED_SINCE).and_then(|day| day.parse().ok()).zip(Some(text(REASON))),
        granted: count(GRANTED),
        referred: count(REFERRED),
        drawn: count(DRAWN),
        wrong: count(WRONG),
    }
}

fn audit(row: &Row) -> AuditRow {
    let text = |at: usize| row.text(at).unwrap_or_default().to_owned();
    let day = |at| row.text(at).and_then(|day: &str| day.parse().ok());
    AuditRow {
        subject: text(0),
        number: text(1),
        matter: text(2),
        version: text(3),
        decided_on: day(4),
        state: row.text(5).and_then(Audit::of).unwrap_or_default(),
        state_by: day(6),
    }
}

fn to_be_looked_at(views: &mut Views, (entry, row): (&Entry, &Row), decided: Value, since: Date) {
    let known = [case::NUMBER, case::MATTER, case::DEFINITION, case::OFFICE];
    let mut audit: Row = vec![entry.subject.into()];
    audit.extend(known.map(|at| row[at].clone()));
    audit.extend([decided, Audit::Open.word().into(), since.into(), Value::Null]);
    views.put(&AUDIT, audit);
}

/// A decision that was found wrong is to be revoked, or is revoked.
fn heard(views: &mut Views, entry: &Entry, fact: &commitment::Fact) -> Result<(), Fault> {
    match fact {
        commitment::Fact::Revoked { .. } => looked_at(views, entry, Audit::Righted),
        commitment::Fact::RevocationAnnounced { state_by, .. } => {
            let Some(known) = views.get(&AUDIT, &[entry.subject.into()])? else { return Ok(()) };
            let mut row = known[1..].to_vec();
            row[STATE_BY] = (*state_by).into();
            views.put(&AUDIT, row);
            Ok(())
        }
        commitment::Fact::Promised { .. }
        | commitment::Fact::Granted { .. }
        | commitment::Fact::FoundFit { .. }
        | commitment::Fact::RectificationOrdered { .. }
        | commitment::Fact::FoundUnfit { .. }
        | commitment::Fact::InspectionMissed { .. }
        | commitment::Fact::StatementHeard { .. } => Ok(()),
    }
}

fn looked_at(views: &mut Views, entry: &Entry, state: Audit) -> Result<(), Fault> {
    let Some(known) = views.get(&AUDIT, &[entry.subject.into()])? else { return Ok(()) };
    let mut row = known[1..].to_vec();
    row[STATE] = state.word().into();
    if state != Audit::Wrong {
        (row[OPEN_SINCE], row[STATE_BY]) = (Value::Null, Value::Null);
    }
    views.put(&AUDIT, row);
    Ok(())
}

fn change(views: &mut Views, version: &str, change: impl FnOnce(&mut Row)) -> Result<(), Fault> {
    let Some(known) = views.get(&RULE, &[version.into()])? else { return Ok(()) };
    let mut row = known[1..].to_vec();
    change(&mut row);
    views.put(&RULE, row);
    Ok(())
}

fn add(row: &mut Row, at: usize) {
    row[at] = (row.int(at).unwrap_or(0) + 1).into();
}
