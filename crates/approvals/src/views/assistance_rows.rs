//! Mandates as rows (帮办代办视图): who acts for whom, for what, until when; what waits for a signature;
//! what was done under which.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::refusal::Refused;
use store::{Context, Fault, Kind, Row, RowExt, Table, Value, Views, applicants_own, posts};

use super::assistance_lists::assistance_by_number;
use super::counters::{count, tally};
use super::facts::register;
use super::{case_by_subject, projection};
use crate::assistance::{
    About, Assistance, Command, Event, Facts, Refusal, Scope, Signature, State, Terms, Wanted,
    allows,
};
use crate::case::{self, State as CaseState};

/// Mandates; `open_until` stands while one is in force.
pub static ASSISTANCE: Table = Table {
    name: "approvals_assistance",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("credit_code", Kind::Text),
        ("place", Kind::Text),
        ("scope", Kind::Text),
        ("about", Kind::Text),
        ("acts", Kind::Text),
        ("begins", Kind::Text),
        ("until", Kind::Text),
        ("state", Kind::Text),
        ("open_until", Kind::Text),
        ("paper", Kind::Text),
        ("scan", Kind::Text),
        ("confirmed_on", Kind::Text),
        ("ended_on", Kind::Text),
        ("reason", Kind::Text),
    ],
    key: 2,
    indexes: &[
        &["zone", "number"],
        &["zone", "credit_code", "number"],
        &["zone", "place", "number"],
        &["zone", "open_until"],
    ],
    sparse: &["open_until"],
};

/// Signatures that are waited for; `code` stands until the applicant has signed.
pub static SIGNATURE: Table = Table {
    name: "approvals_signature",
    columns: &[
        ("zone", Kind::Text),
        ("about", Kind::Text),
        ("what", Kind::Text),
        ("code", Kind::Text),
        ("assistance", Kind::Text),
        ("asked_on", Kind::Text),
    ],
    key: 3,
    indexes: &[&["zone", "code"], &["zone", "assistance"]],
    sparse: &["code"],
};

/// Cases and packages in which something was done under a mandate: the last one.
pub static ASSISTED: Table = Table {
    name: "approvals_assisted",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("since", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "number"]],
    sparse: &[],
};

/// The columns after the zone.
pub(super) const COLUMNS: &str =
    "subject, number, credit_code, place, scope, about, acts, begins, until,
    state, open_until, paper, scan, confirmed_on, ended_on, reason";
pub(super) const STATE: usize = 9;
const OPEN_UNTIL: usize = 10;
pub(super) const CONFIRMED_ON: usize = 13;
pub(super) const ENDED_ON: usize = 14;
pub(super) const REASON: usize = 15;
/// The total of cases in which an assistant acted.
pub(super) const TOTAL: &str = "assisted";

/// A mandate as lists show it.
#[derive(Clone, Debug)]
pub struct AssistanceRow {
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub terms: Terms,
    /// Where it stands.
    pub state: State,
    /// The paper that it stands on, where it was given at the counter.
    pub paper: String,
    /// The document that holds its scan.
    pub scan: String,
    /// The day on which the enterprise confirmed it.
    pub confirmed_on: Option<Date>,
    /// The day on which it was over.
    pub ended_on: Option<Date>,
    /// Why it was revoked or laid down, where that was said.
    pub reason: String,
}

/// A signature that is waited for (待本人签署).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureRow {
    /// The case, package or draft.
    pub about: String,
    /// Which.
    pub what: Signature,
    /// The mandate's subject.
    pub assistance: String,
    /// Since when.
    pub asked_on: Option<Date>,
}

impl AssistanceRow {
    /// Is it in force on a day?
    pub fn is_in_force(&self, today: Date) -> bool {
        let terms = &self.terms;
        self.state == State::InForce && (terms.from..=terms.until).contains(&today)
    }

    /// Where it stands on a day: its last day may be over before the clock has said so.
    pub fn state_on(&self, today: Date) -> State {
        let is_over = self.state == State::InForce && self.terms.until < today;
        if is_over { State::Ended } else { self.state }
    }
}

/// What a mandate's rules need.
pub(crate) fn assistance_facts(
    views: &mut Views,
    assistance: &Assistance,
    command: &Command,
) -> Result<Facts, Fault> {
    let mut facts = Facts::default();
    match command {
        Command::Entrust { credit_code, office, post, scope, scan, .. } => {
            facts.numbers = register(views, "assistance")?;
            let rights = posts::rights_of(views, &Actor::officer(office, post))?;
            facts.is_assisting = rights.has(kernel::right::Right::Assist);
            facts.is_scope_own = is_own(views, scope, credit_code)?;
            let document = super::document(views, scan)?;
            facts.is_scan_here =
                document.is_some_and(|row| row.owner == *credit_code && row.is_usable());
        }
        Command::End => {
            if let Some(Terms { scope: Scope::Case { case, .. }, .. }) = &assistance.terms {
                let row = case_by_subject(views, case)?;
                facts.is_concluded = row.is_some_and(|row| is_closed(&row.state));
            }
        }
        Command::AskSignature { about, .. } => {
            if let Some(terms) = &assistance.terms {
                let about = about_of(views, about)?;
                facts.is_scope_own = terms.scope.covers(&about);
            }
        }
        Command::Confirm | Command::Revoke { .. } | Command::LayDown { .. } => {}
    }
    Ok(facts)
}

/// Nothing is left to be done in a case in one of these, not even to receive its result.
pub(super) const CLOSED: [CaseState; 6] = [
    CaseState::Concluded,
    CaseState::NotAccepted,
    CaseState::Withdrawn,
    CaseState::Terminated,
    CaseState::Revoked,
    CaseState::Cancelled,
];

fn is_closed(state: &str) -> bool {
    CLOSED.iter().any(|one| one.word() == state)
}

/// Is what a mandate is for the enterprise's own? A draft has no row yet: its project has.
fn is_own(views: &mut Views, scope: &Scope, code: &str) -> Result<bool, Fault> {
    let (thing, project) = match scope {
        Scope::Everything => return Ok(true),
        Scope::Project { project } => ("", project),
        Scope::Case { case, project } => (case.as_str(), project),
        Scope::Package { package, project } => (package.as_str(), project),
    };
    let is_owned = super::project_by_subject(views, project)?
        .is_some_and(|project| project.credit_code == code);
    let about = about_of(views, thing)?;
    Ok(is_owned && (about.project.is_empty() || about.project == *project))
}

/// What a subject is about, as far as it is here.
pub fn about_of(views: &mut Views, subject: &str) -> Result<About, Fault> {
    let mut about = About { subject: subject.into(), ..About::default() };
    if subject.starts_with("project:") {
        return Ok(About { project: subject.into(), ..About::default() });
    }
    if let Some(row) = case_by_subject(views, subject)? {
        about.project = row.project;
        about.package = row.package.unwrap_or_default();
        about.offices = vec![row.office];
    } else if let Some(row) = super::simulation_by_subject(views, subject)? {
        about.project = row.project;
        about.offices = vec![row.office];
    } else if let Some(row) = super::plot_by_subject(views, subject)? {
        about.offices = row.asked;
        about.offices.extend([row.office, row.land_office]);
    } else if subject.starts_with("package:") {
        let sql = "SELECT project FROM approvals_package WHERE zone = ?1 AND subject = ?2";
        let row = views.query(sql, &[subject.into()])?.pop();
        about.project = row.and_then(|row| row.text(0).map(str::to_owned)).unwrap_or_default();
    }
    Ok(about)
}

/// May an assistant ask this? `more` adds what the command and its subject know of it.
pub(crate) fn entrusted(
    views: &mut Views,
    context: &Context,
    (wanted, about): (Wanted, &str),
    more: impl FnOnce(&mut Views, &mut About) -> Result<bool, Fault>,
) -> Result<Result<(), Refused>, Fault> {
    let act = match wanted {
        Wanted::Entrusted(act) => act,
        Wanted::Own => return Ok(Err(applicants_own())),
        Wanted::Deciding => return Ok(Err(Refusal::DecidingSide.into())),
    };
    let Actor::Assistant { mandate, .. } = context.actor else {
        return Ok(Err(Refusal::NotAssisting.into()));
    };
    let row = assistance_by_number(views, mandate)?;
    let mut about = about_of(views, about)?;
    if !more(views, &mut about)? {
        return Ok(Err(applicants_own()));
    }
    let found = row.as_ref().map(|row| (&row.terms, row.state));
    let asked = (context.actor, &context.rights, context.today);
    Ok(allows(found, asked, (act, &about)).map_err(Refused::from))
}

/// The office that decides on a matter.
pub(crate) fn office_of(views: &mut Views, matter: &str) -> Result<Option<String>, Fault> {
    let known = super::definition_in_force(views, matter)?;
    Ok(known.map(|known| known.matter.lead_office.clone()))
}

/// Are a document and the place that it is to serve at of one project? What was handed in for
/// another one is used again by its owner alone.
pub(crate) fn is_of_one_project(views: &mut Views, from: &str, to: &str) -> Result<bool, Fault> {
    let (from, to) = (about_of(views, from)?, about_of(views, to)?);
    // A draft has no row yet: what was handed in for its project goes along when it is submitted.
    Ok(from.project == to.project || to.project.is_empty())
}

/// A mandate's row, and the signatures that are waited for.
pub(crate) fn project_assistance(
    views: &mut Views,
    entry: &Entry,
    event: &Event,
) -> Result<(), Fault> {
    if let Some(terms) = event.terms() {
        count(views, "assistance", entry)?;
        views.put(&ASSISTANCE, begun(entry, &terms, event));
        return Ok(());
    }
    let mut row = projection::row(views, &ASSISTANCE, entry)?;
    let state = match event {
        Event::AssistanceEntrusted { .. } => return Ok(()),
        Event::AssistanceConfirmed { on } => {
            row[CONFIRMED_ON] = (*on).into();
            None
        }
        Event::SignatureAsked { on, about, what } => {
            let code = row.text(2).unwrap_or_default().to_owned();
            let mut asked: Row =
                [about.as_str(), what.word(), &code, entry.subject].map(Value::from).into();
            asked.push((*on).into());
            views.put(&SIGNATURE, asked);
            None
        }
        Event::AssistanceRevoked { on, reason, .. } => Some((State::Revoked, *on, &**reason)),
        Event::AssistanceLaidDown { on, reason } => Some((State::LaidDown, *on, &**reason)),
        Event::AssistanceEnded { on, .. } => Some((State::Ended, *on, "")),
    };
    if let Some((state, on, reason)) = state {
        row[STATE] = state.word().into();
        row[OPEN_UNTIL] = Value::Null;
        row[ENDED_ON] = on.into();
        row[REASON] = reason.into();
    }
    views.put(&ASSISTANCE, row);
    Ok(())
}

fn begun(entry: &Entry, terms: &Terms, event: &Event) -> Row {
    let (paper, scan) = match event {
        Event::AssistanceEntrusted { paper, scan, .. } => (paper.as_str(), scan.as_str()),
        _ => ("", ""),
    };
    let place = format!("{}/{}", terms.office, terms.post);
    let scope = serde_json::to_string(&terms.scope).expect("a scope is JSON");
    let acts: Vec<&str> = terms.acts.iter().map(|act| act.word()).collect();
    let (acts, about) = (acts.join(" "), terms.scope.subject());
    let texts = [entry.subject, &terms.number, &terms.credit_code, &place, &scope, about, &acts];
    let mut row: Row = texts.map(Value::from).into();
    row.extend([terms.from.into(), terms.until.into(), State::InForce.word().into()]);
    row.extend([Value::from(terms.until), paper.into(), scan.into()]);
    row.extend([Value::Null, Value::Null, "".into()]);
    row
}

/// What was done in a case under a mandate, and what its applicant signed itself.
pub(super) fn note_case(
    views: &mut Views,
    (entry, event): (&Entry, &case::Event),
) -> Result<(), Fault> {
    note_assisted(views, entry)?;
    match event {
        case::Event::Tolerance(case::tolerance::Fact::Promised { .. }) => {
            note_signed(views, (entry.subject, Signature::Promise))
        }
        case::Event::Commitment(case::commitment::Fact::Promised { .. }) => {
            note_signed(views, (entry.subject, Signature::Commitment))
        }
        _ => Ok(()),
    }
}

/// Something was done under a mandate in a case or package.
pub(super) fn note_assisted(views: &mut Views, entry: &Entry) -> Result<(), Fault> {
    let is_assisted = matches!(entry.actor, Actor::Assistant { .. });
    if is_assisted && views.get(&ASSISTED, &[entry.subject.into()])?.is_none() {
        tally(views, TOTAL, 1)?;
    }
    note_acted(views, entry);
    Ok(())
}

/// Something was done under a mandate in a thing that the total of cases leaves out.
pub(super) fn note_acted(views: &mut Views, entry: &Entry) {
    let Actor::Assistant { mandate, .. } = &entry.actor else { return };
    let day = kernel::local_time::day_of(entry.at);
    let row = vec![entry.subject.into(), mandate.as_str().into(), day.into()];
    views.put(&ASSISTED, row);
}

/// The applicant has signed: nothing waits for it any more.
pub(super) fn note_signed(
    views: &mut Views,
    (about, what): (&str, Signature),
) -> Result<(), Fault> {
    let key = [Value::from(about), what.word().into()];
    if let Some(row) = views.get(&SIGNATURE, &key)? {
        let mut row = row[1..].to_vec();
        row[2] = Value::Null;
        views.put(&SIGNATURE, row);
    }
    Ok(())
}
