//! Agreements as programs read them (协议查阅): lists, one agreement, what is owed and what is late.

use agreements::Agreements;
use agreements::views::{self, After, AgreementRow, ObligationRow, PAGE};
use axum::response::Response;
use jiff::civil::Date;
use kernel::agreement::{Bound, Clause, Lapse, Party, Standing, terms::decimal};
use kernel::{calendar::Calendar, local_time::day_of, right::Right, time_limit::Light};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Capability, Fault};

use super::asked::Asked;
use super::shown::{Page, Words, day};
use super::{problem::Problem, seen::Seen};
use crate::{Site, agreements as room, principal::Principal};

/// An agreement (协议).
#[derive(Debug, Serialize, JsonSchema)]
pub struct AgreementShown {
    /// The subject in the ledger.
    pub subject: String,
    /// The number in the zone's register.
    pub number: String,
    /// The kind's word.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The subject that it is about.
    pub about: Option<String>,
    /// draft, in-force, changing, fulfilled, ended, breached or void.
    pub state: String,
    /// The same in words.
    pub state_in_words: Words,
    /// Which version is the newest.
    pub version: u32,
    /// Who signs the newest version, and when each has.
    pub signatures: Vec<SignatureShown>,
    /// The clauses in words of the version that binds, or of the draft.
    pub clauses: Vec<ClauseShown>,
    /// What is owed; nothing while no version binds.
    pub obligations: Vec<ObligationShown>,
    /// What a version that waits for signatures would owe; nothing where none waits.
    pub proposed: Vec<ObligationShown>,
}

/// A signature, or that it is awaited (签署情况).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SignatureShown {
    /// Whose.
    pub party: String,
    /// When; nothing while it is awaited.
    pub on: Option<String>,
}

/// A clause in words (条款).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClauseShown {
    /// Its identifier.
    pub id: String,
    /// What it says.
    pub words: String,
}

/// An obligation as it stands (义务履行情况).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ObligationShown {
    /// The agreement's number.
    pub agreement: String,
    /// Its identifier within the agreement.
    pub id: String,
    /// What is owed.
    pub title: String,
    /// Who owes it.
    pub owner: String,
    /// Who attests it.
    pub attested_by: String,
    /// What shows that it is fulfilled.
    pub evidence_wanted: String,
    /// at-least or at-most, where anything is measured.
    pub bound: Option<String>,
    /// The amount, as a decimal.
    pub amount: Option<String>,
    /// The unit.
    pub unit: Option<String>,
    /// What was reached, as a decimal.
    pub reached: Option<String>,
    /// The last day; nothing while what is owed on demand was not demanded.
    pub due: Option<String>,
    /// green, yellow, red, waiting or done.
    pub light: String,
    /// The day on which evidence was handed in.
    pub handed_in_on: Option<String>,
    /// Since when it is fulfilled.
    pub fulfilled_on: Option<String>,
    /// For want of what the due date passed: evidence or attestation.
    pub lapse: Option<String>,
    /// What follows from a breach, by its word.
    pub consequence: Option<String>,
}

impl AgreementShown {
    /// An agreement as it stands on a day.
    pub fn of(row: AgreementRow, calendar: &Calendar, today: Date) -> AgreementShown {
        let agreement = row.agreement;
        let newest = agreement.newest();
        let signatures = newest.map_or_else(Vec::new, |newest| {
            let signed = |party: &Party| newest.signatures.iter().find(|one| one.party == *party);
            let shown = newest.signers.iter().map(|party| SignatureShown {
                party: party.to_string(),
                on: day(signed(party).map(|one| one.on)),
            });
            shown.collect()
        });
        let state = agreement.state();
        let version = newest.map_or(0, |newest| newest.number);
        let waiting = newest.filter(|newest| newest.agreed_on().is_none());
        let proposed = waiting.map_or(&[][..], |newest| &newest.terms.obligations);
        let proposed = proposed.iter().map(|one| {
            let fresh = Standing::of(one.clone(), today);
            let shown = ObligationShown::of(&fresh, &row.number, calendar, today);
            ObligationShown { light: "waiting".into(), ..shown }
        });
        let proposed = proposed.collect();
        let clauses = agreement.binding().or(newest).map_or(&[][..], |it| &it.terms.clauses);
        let clause = |one: &Clause| ClauseShown { id: one.id.clone(), words: one.words.clone() };
        let clauses = clauses.iter().map(clause).collect();
        let obligations = agreement.standings.iter();
        let shown = obligations.map(|one| ObligationShown::of(one, &row.number, calendar, today));
        AgreementShown {
            subject: row.subject,
            kind: agreement.kind.clone(),
            title: agreement.title.clone(),
            about: agreement.about.clone(),
            state: state.word().into(),
            state_in_words: state.text().into(),
            version,
            signatures,
            clauses,
            obligations: shown.collect(),
            proposed,
            number: row.number,
        }
    }
}

impl ObligationShown {
    /// An obligation as it stands on a day.
    pub fn of(
        standing: &Standing,
        agreement: &str,
        calendar: &Calendar,
        today: Date,
    ) -> ObligationShown {
        let obligation = &standing.obligation;
        let measure = obligation.measure.as_ref();
        let bound = measure.map(|one| match one.bound {
            Bound::AtLeast => "at-least".to_owned(),
            Bound::AtMost => "at-most".to_owned(),
        });
        let light = match standing.light(calendar, today) {
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
            Light::Paused => "waiting",
            Light::Done { .. } => "done",
        };
        let lapse = standing.breach.map(|(_, lapse)| match lapse {
            Lapse::Evidence => "evidence".to_owned(),
            Lapse::Attestation => "attestation".to_owned(),
        });
        let evidence = standing.evidence.as_ref();
        ObligationShown {
            agreement: agreement.into(),
            id: obligation.id.clone(),
            title: obligation.title.clone(),
            owner: obligation.owner.to_string(),
            attested_by: obligation.attested_by.to_string(),
            evidence_wanted: obligation.evidence.clone(),
            bound,
            amount: measure.map(|one| decimal(one.thousandths)),
            unit: measure.map(|one| one.unit.clone()),
            reached: evidence.and_then(|(it, _)| it.reached).map(decimal),
            due: day(standing.due(calendar).map(|due| due.date)),
            light: light.into(),
            handed_in_on: day(evidence.map(|(_, on)| *on)),
            fulfilled_on: day(standing.fulfilled_on),
            lapse,
            consequence: obligation.consequence.clone(),
        }
    }
}

/// The agreements that concern whoever asks; all of them for whoever supervises the zone.
pub async fn agreements(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let (reader, before) = (asked.principal(), asked.query("before"));
        let own = room::party_of(reader);
        let (rows, calendar) = site.store.read(&site.zone, |open| {
            let rows = match &own {
                _ if reader.has(Right::Supervise) => views::agreements(open, before)?,
                Some(own) => views::agreements_of(open, own, before)?,
                None => Vec::new(),
            };
            Ok((rows, open.calendar()))
        })?;
        let next = rows.get(PAGE - 1).map(|row| format!("before={}", row.number));
        let today = day_of((site.now)());
        let rows = rows.into_iter().map(|row| AgreementShown::of(row, &calendar, today)).collect();
        Ok(Some(Page { rows, next }))
    });
    answer.await
}

/// An agreement.
pub async fn agreement(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let row = room::seen(site, asked.principal(), asked.at("number"))?;
        let calendar = site.store.read(&site.zone, |open| Ok(open.calendar()))?;
        let today = day_of((site.now)());
        Ok(row.map(|row| AgreementShown::of(row, &calendar, today)))
    });
    answer.await
}

/// What whoever asks owes, or has to attest.
pub async fn obligations(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let Some(own) = room::party_of(asked.principal()) else {
            return shown(site, (Vec::new(), ""));
        };
        let attests = asked.query("of") == Some("attester");
        let after = asked.query("after").and_then(After::read);
        let rows = site.store.read(&site.zone, |open| match attests {
            true => views::to_attest(open, &own, after.as_ref()),
            false => views::owed_by(open, &own, after.as_ref()),
        })?;
        shown(site, (rows, if attests { "of=attester&" } else { "" }))
    });
    answer.await
}

/// What is late in the zone.
pub async fn late(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let after = asked.query("after").and_then(After::read);
        let rows = site.store.read(&site.zone, |open| views::late(open, after.as_ref()))?;
        shown(site, (rows, ""))
    });
    answer.await
}

/// A page of rows; the next is asked for as this one was.
fn shown(
    site: &Site,
    (rows, asked): (Vec<ObligationRow>, &str),
) -> Result<Option<Page<ObligationShown>>, Fault> {
    let calendar = site.store.read(&site.zone, |open| Ok(open.calendar()))?;
    let today = day_of((site.now)());
    let next = After::page(&rows).map(|after| format!("{asked}after={after}"));
    let rows = rows.iter();
    let rows = rows.map(|row| ObligationShown::of(&row.standing, &row.number, &calendar, today));
    Ok(Some(Page { rows: rows.collect(), next }))
}

impl Seen for Agreements {
    const ROOM: &'static str = "agreements";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        Ok(room::seen(site, reader, number)?.map(|row| row.subject))
    }

    fn number(site: &Site, subject: &str) -> Result<Option<String>, Fault> {
        super::seen::number_of(site, Agreements::TABLES[0], subject)
    }
}
