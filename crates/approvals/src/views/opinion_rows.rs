//! From facts about opinions to rows (投影): who was asked, by when, what came.

use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::entry::Entry;
use kernel::time_limit::Limit;
use store::{Fault, Row, RowExt, Value, Views};

use super::OPINION;
use super::case_column as case;
use super::case_rows::{is_open, state_of};
use crate::case::conversion::Fact;
use crate::case::{Event, State};
use crate::plot::{self, opinion};
use crate::question::Stance;

/// The places of the columns after the zone.
const ASKED_ON: usize = 4;
const LIMIT: usize = 5;
const DUE: usize = 6;
const STATE: usize = 7;
const STANCE: usize = 8;
/// The due date while an answer is awaited.
const OPEN_DUE: usize = 9;
/// The day after which the clock has something to say.
const WAITS: usize = 10;

/// A question as it is asked (征求意见).
struct Asked<'a> {
    question: u32,
    office: &'a str,
    words: &'a str,
    on: Date,
    limit: Limit,
}

/// What a fact of a case does to its questions; `row` is the case's.
pub(super) fn project(
    views: &mut Views,
    (entry, event): (&Entry, &Event),
    row: &mut Row,
) -> Result<(), Fault> {
    let subject = entry.subject;
    if let Event::OpinionAsked { on, question, office, words, limit, .. } = event {
        row[case::QUESTIONS] = i64::from(*question).into();
        let (question, on, limit) = (*question, *on, *limit);
        asked(views, subject, &Asked { question, office, words, on, limit });
    }
    if let Event::OpinionGiven { question, stance, .. }
    | Event::Conversion(Fact::OpinionStands { question, stance, .. }) = event
    {
        given(views, (subject, *question), *stance)?;
    }
    if let Event::MaterialReplaced { on, reopens, .. } = event {
        reopened(views, subject, *on, reopens)?;
    }
    if let Event::OpinionOverdue { question, .. } = event {
        overdue(views, (subject, *question))?;
    }
    if let Event::OpinionWithdrawn { question, .. } = event {
        withdrawn(views, (subject, *question))?;
    }
    // Once the case is over, nobody is asked any more.
    if !is_open(state_of(row)) || state_of(row) == State::HandedOver {
        for question in 1..=row.int(case::QUESTIONS).unwrap_or(0) {
            change(views, subject, question, unasked)?;
        }
    }
    Ok(())
}

/// What a fact of a plot does to the questions about its scheme.
pub(super) fn project_of_plot(
    views: &mut Views,
    (subject, event): (&str, &plot::Event),
) -> Result<(), Fault> {
    match event {
        plot::Event::Opinion(fact) => scheme_fact(views, subject, fact),
        plot::Event::SchemeLaidOut { on, reopens, .. }
        | plot::Event::ChangeDeclared { on, reopens, .. } => reopened(views, subject, *on, reopens),
        // No scheme is laid out from here on: nobody is asked, until another is.
        plot::Event::SchemeReviewed { .. }
        | plot::Event::SchemeSentBack { .. }
        | plot::Event::PlotWithdrawn { .. }
        | plot::Event::ContractRescinded { .. } => {
            let sql = "SELECT question FROM approvals_opinion
                       WHERE zone = ?1 AND subject = ?2 AND open_due IS NOT NULL";
            for row in views.query(sql, &[subject.into()])? {
                change(views, subject, row.int(0).unwrap_or(0), unasked)?;
            }
            Ok(())
        }
        plot::Event::PlotListed { .. }
        | plot::Event::PlotOffered { .. }
        | plot::Event::AuctionFailed { .. }
        | plot::Event::PlotSold { .. }
        | plot::Event::PlotProjectLinked { .. }
        | plot::Event::ContractTakenOver { .. } => Ok(()),
    }
}

fn scheme_fact(views: &mut Views, subject: &str, fact: &opinion::Fact) -> Result<(), Fault> {
    match fact {
        opinion::Fact::SchemeOpinionAsked { on, question, office, words, limit, .. } => {
            let (question, on, limit) = (*question, *on, *limit);
            asked(views, subject, &Asked { question, office, words, on, limit });
            Ok(())
        }
        opinion::Fact::SchemeOpinionGiven { question, stance, .. } => {
            given(views, (subject, *question), *stance)
        }
        opinion::Fact::SchemeOpinionOverdue { question, .. } => {
            overdue(views, (subject, *question))
        }
        opinion::Fact::SchemeOpinionWithdrawn { question, .. } => {
            withdrawn(views, (subject, *question))
        }
    }
}

fn asked(views: &mut Views, subject: &str, told: &Asked) {
    let limit = serde_json::to_string(&told.limit).expect("a limit is JSON");
    let due = told.limit.ends(told.on, &views.calendar()).date;
    let row = vec![
        subject.into(),
        i64::from(told.question).into(),
        told.office.into(),
        told.words.into(),
        told.on.into(),
        limit.into(),
        due.into(),
        "open".into(),
        Value::Null,
        due.into(),
        due.into(),
    ];
    views.put(&OPINION, row);
}

fn given(views: &mut Views, of: (&str, u32), stance: Stance) -> Result<(), Fault> {
    let is_open = stance == Stance::NeedsMaterial;
    change(views, of.0, of.1.into(), |row| {
        row[STATE] = if is_open { "open" } else { "given" }.into();
        row[STANCE] = stance.word().into();
        row[OPEN_DUE] = if is_open { row[DUE].clone() } else { Value::Null };
        row[WAITS] = Value::Null;
    })
}

fn overdue(views: &mut Views, of: (&str, u32)) -> Result<(), Fault> {
    change(views, of.0, of.1.into(), |row| {
        row[STATE] = "overdue".into();
        row[WAITS] = Value::Null;
    })
}

fn withdrawn(views: &mut Views, of: (&str, u32)) -> Result<(), Fault> {
    change(views, of.0, of.1.into(), |row| {
        row[STATE] = "withdrawn".into();
        unasked(row);
    })
}

/// Nobody waits for the answer any more.
fn unasked(row: &mut Row) {
    row[OPEN_DUE] = Value::Null;
    row[WAITS] = Value::Null;
}

/// The calendar moved: the dates of every question that is still waited for are derived again.
pub(super) fn due_dates_moved(views: &mut Views) -> Result<(), Fault> {
    let columns: Vec<&str> = OPINION.columns[1..].iter().map(|(name, _)| *name).collect();
    let sql = format!(
        "SELECT {} FROM approvals_opinion WHERE zone = ?1 AND waits IS NOT NULL",
        columns.join(", ")
    );
    let calendar = views.calendar();
    for mut row in views.query(&sql, &[])? {
        let due = due_of(&row, &calendar);
        [DUE, OPEN_DUE, WAITS].into_iter().for_each(|at| row[at] = due.into());
        views.put(&OPINION, row);
    }
    Ok(())
}

/// From here on their limits count from the day on which they are asked again.
fn reopened(views: &mut Views, subject: &str, on: Date, questions: &[u32]) -> Result<(), Fault> {
    let calendar = views.calendar();
    for question in questions {
        change(views, subject, i64::from(*question), |row| {
            row[ASKED_ON] = on.into();
            let due = due_of(row, &calendar);
            row[STATE] = "open".into();
            row[STANCE] = Value::Null;
            [DUE, OPEN_DUE, WAITS].into_iter().for_each(|at| row[at] = due.into());
        })?;
    }
    Ok(())
}

fn due_of(row: &Row, calendar: &Calendar) -> Option<Date> {
    let limit: Option<Limit> = row.text(LIMIT).and_then(|limit| serde_json::from_str(limit).ok());
    let asked = row.text(ASKED_ON).and_then(|day| day.parse::<Date>().ok());
    limit.zip(asked).map(|(limit, on)| limit.ends(on, calendar).date)
}

fn change(
    views: &mut Views,
    subject: &str,
    question: i64,
    change: impl FnOnce(&mut Row),
) -> Result<(), Fault> {
    let known = views.get(&OPINION, &[subject.into(), question.into()])?;
    let known = known.ok_or_else(|| Fault::Broken(format!("{subject} asked no {question}")))?;
    let mut row = known[1..].to_vec();
    change(&mut row);
    views.put(&OPINION, row);
    Ok(())
}
