//! From facts to rows (投影), and the facts for deciding.

use std::collections::BTreeSet;

use jiff::ToSpan;
use kernel::agreement::{Act, Agreement, Event, Party, Standing};
use kernel::calendar::Calendar;
use kernel::entry::Entry;
use kernel::local_time::day_of;
use store::{Fault, RowExt, Value, Views};

use super::{AGREEMENT, CONCERNED, OBLIGATION, REGISTER};
use crate::Facts;

/// Facts for a command.
pub(crate) fn facts(views: &mut Views, act: &Act) -> Result<Facts, Fault> {
    let mut facts = Facts::default();
    if let Act::Draft { terms, .. } | Act::Change { terms, .. } = act {
        let posts = store::posts::posts(views)?;
        let offices: BTreeSet<&str> = posts.iter().map(|post| post.office.as_str()).collect();
        let attesters = terms.obligations.iter().map(|one| &one.attested_by);
        let unknown = |party: &&Party| match party {
            Party::Office(id) => !offices.is_empty() && !offices.contains(id.as_str()),
            Party::Enterprise(_) | Party::Zone(_) | Party::Person(_) => false,
        };
        let unknown = terms.parties.iter().chain(attesters).find(unknown);
        facts.unknown_office = unknown.map(|party| match party {
            Party::Office(id) | Party::Enterprise(id) | Party::Zone(id) | Party::Person(id) => {
                id.clone()
            }
        });
    }
    if let Act::Draft { .. } = act {
        let row = views.get(&REGISTER, &["agreement".into()])?;
        let last = row.map(|row| (row.int(2).unwrap_or(0), row.int(3).unwrap_or(0)));
        facts.last = last.unwrap_or_default();
    }
    Ok(facts)
}

/// The rows of an agreement after a fact.
pub(crate) fn project(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    let before = views.get(&AGREEMENT, &[entry.subject.into()])?;
    let before = before.map(|row| folded(row.text(7).unwrap_or(""))).transpose()?;
    let before = before.unwrap_or_default();
    let mut agreement = before.clone();
    agreement.apply(event);
    if before.number.is_none() {
        count(views, entry)?;
    }
    for party in agreement.concerned() {
        let number = agreement.number.as_deref().unwrap_or_default();
        views.put(&CONCERNED, vec![party.to_string().into(), number.into()]);
    }
    let calendar = views.calendar();
    write(views, entry.subject, &agreement, &calendar);
    // What a change dropped owes nothing any more.
    for gone in before.standings {
        if agreement.standing(&gone.obligation.id).is_none() {
            let row = row_of(entry.subject, &agreement, &gone, &calendar, false);
            views.put(&OBLIGATION, row);
        }
    }
    Ok(())
}

/// The calendar moved: the dates of everything that still binds are counted anew.
pub(crate) fn due_dates_moved(views: &mut Views) -> Result<(), Fault> {
    let sql = "SELECT subject, folded FROM agreements_agreement WHERE zone = ?1 ORDER BY subject";
    let calendar = views.calendar();
    for row in views.query(sql, &[])? {
        let agreement = folded(row.text(1).unwrap_or(""))?;
        if agreement.is_binding() {
            write(views, row.text(0).unwrap_or(""), &agreement, &calendar);
        }
    }
    Ok(())
}

/// An agreement as its row carries it.
pub(super) fn folded(json: &str) -> Result<Agreement, Fault> {
    serde_json::from_str(json).map_err(|flaw| Fault::Broken(format!("an agreement's row: {flaw}")))
}

fn write(views: &mut Views, subject: &str, agreement: &Agreement, calendar: &Calendar) {
    let json = serde_json::to_string(agreement).expect("an agreement is JSON");
    let number = agreement.number.as_deref().unwrap_or_default();
    views.put(
        &AGREEMENT,
        vec![
            subject.into(),
            number.into(),
            agreement.kind.as_str().into(),
            agreement.title.as_str().into(),
            agreement.about.as_deref().into(),
            agreement.state().word().into(),
            json.as_str().into(),
            crate::kind::plot_of(agreement).into(),
        ],
    );
    for standing in &agreement.standings {
        let row = row_of(subject, agreement, standing, calendar, agreement.is_binding());
        views.put(&OBLIGATION, row);
    }
}

fn row_of(
    subject: &str,
    agreement: &Agreement,
    standing: &Standing,
    calendar: &Calendar,
    binds: bool,
) -> Vec<Value> {
    let due = standing.due(calendar).filter(|_| binds && standing.fulfilled_on.is_none());
    let has_evidence = standing.evidence.is_some();
    let wakes = due.and_then(|due| {
        // Nobody is reminded of a day that passed, and the clock says once that it did.
        let is_said = standing.is_reminded || has_evidence || standing.breach.is_some();
        let remind = standing.remind_from(calendar).filter(|_| !is_said);
        let passed = due.date.saturating_add(1.day());
        let breach = (!due.provisional && !standing.is_noted()).then_some(passed);
        remind.or(breach)
    });
    let due = due.map(|due| due.date);
    vec![
        subject.into(),
        standing.obligation.id.as_str().into(),
        agreement.number.as_deref().unwrap_or_default().into(),
        standing.obligation.owner.to_string().into(),
        standing.obligation.attested_by.to_string().into(),
        due.into(),
        due.filter(|_| has_evidence).into(),
        wakes.into(),
        due.filter(|_| standing.breach.is_some()).into(),
    ]
}

fn count(views: &mut Views, entry: &Entry) -> Result<(), Fault> {
    let year = i64::from(day_of(entry.at).year());
    let before = views.get(&REGISTER, &["agreement".into()])?;
    let last = before.filter(|row| row.int(2) == Some(year)).and_then(|row| row.int(3));
    let last = last.unwrap_or(0) + 1;
    views.put(&REGISTER, vec!["agreement".into(), year.into(), last.into()]);
    Ok(())
}
