//! Ratings as rows (好差评视图): how each office is graded, and which bad grades wait to be called
//! back. Whose a grade is stands in no row.

use jiff::civil::Date;
use kernel::entry::Entry;
use kernel::time_limit::Limit;
use store::{Fault, Kind, Row, RowExt, Table, Value, Views};

use super::assistance_rows::note_signed;
use super::{ApplicationRow, CaseRow, application_by_subject, case_by_subject};
use crate::assistance::Signature;
use crate::rating::{CaseFacts, Command, Event, Facts, Grade, Step, rating_of};

/// Ratings; `due` stands while a bad grade is open.
pub static RATING: Table = Table {
    name: "approvals_rating",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("number", Kind::Text),
        ("matter", Kind::Text),
        ("office", Kind::Text),
        ("step", Kind::Text),
        ("grade", Kind::Text),
        ("rated_on", Kind::Text),
        ("call_limit", Kind::Text),
        ("is_called", Kind::Int),
        ("due", Kind::Text),
    ],
    key: 2,
    indexes: &[&["zone", "due", "subject"], &["zone", "office", "grade"]],
    sparse: &["due"],
};

const COLUMNS: &str =
    "subject, number, matter, office, step, grade, rated_on, call_limit, is_called, due";
const LIMIT: usize = 7;
const IS_CALLED: usize = 8;
const DUE: usize = 9;
/// Rows of the list of what is to be called back.
const PAGE: u32 = 100;

/// A bad grade that is open (差评回访任务).
#[derive(Clone, Debug)]
pub struct CallBack {
    /// The rating's subject.
    pub subject: String,
    /// The case's number.
    pub number: String,
    /// The matter.
    pub matter: String,
    /// The office that is graded.
    pub office: String,
    /// The step.
    pub step: Step,
    /// The grade.
    pub grade: Grade,
    /// The day of the grade.
    pub on: Option<Date>,
    /// Was somebody called?
    pub is_called: bool,
    /// The last day of calling back and mending.
    pub due: Option<Date>,
}

/// A step that is behind, and the grade that it got (环节评价).
pub type StepGrade = (Step, Option<Grade>);

/// How often an office got each grade (部门评价).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The office.
    pub office: String,
    /// How often, by grade, the best first.
    pub counts: [u32; 5],
}

/// What a rating is about.
pub(crate) fn rating_facts(views: &mut Views, command: &Command) -> Result<Facts, Fault> {
    let Command::Rate { case, .. } = command else { return Ok(Facts::default()) };
    if case.starts_with("bundle:") {
        return Ok(Facts { case: application(views, case)? });
    }
    let row = case_by_subject(views, case)?;
    let case = row.map(|row| CaseFacts {
        reached: behind(row.decided_on, &row.state),
        subject: row.subject,
        number: row.number,
        applicant: row.applicant,
        matter: row.matter,
        office: row.office,
    });
    Ok(Facts { case })
}

/// The steps that are behind a case or an application, from the day of its decision and its state.
fn behind(decided_on: Option<Date>, state: &str) -> Vec<Step> {
    let is_decided = decided_on.is_some();
    let is_delivered = is_decided && matches!(state, "delivered" | "concluded");
    let all = [(Step::Receipt, true), (Step::Decision, is_decided), (Step::Delivery, is_delivered)];
    all.into_iter().filter(|(_, is)| *is).map(|(step, _)| step).collect()
}

/// An application for a bundle: it is decided when every link has ended.
fn application(views: &mut Views, subject: &str) -> Result<Option<CaseFacts>, Fault> {
    let row = application_by_subject(views, subject)?;
    Ok(row.map(|row| CaseFacts {
        applicant: row.applicant.strip_prefix("enterprise:").unwrap_or(&row.applicant).to_owned(),
        reached: behind(row.through_on, &row.state),
        subject: row.subject,
        number: row.number,
        matter: row.bundle,
        office: row.lead_office,
    }))
}

/// A rating's row.
pub(crate) fn project_rating(views: &mut Views, entry: &Entry, event: &Event) -> Result<(), Fault> {
    let row = match event {
        Event::StepRated { on, number, matter, office, step, grade, limit, .. } => {
            if let Some(case) = super::case_by_number(views, number)? {
                note_signed(views, (&case.subject, Signature::Rating))?;
            }
            let texts = [entry.subject, number, matter, office, step.word(), grade.word()];
            let mut row: Row = texts.map(Value::from).into();
            row.push((*on).into());
            row.push(serde_json::to_string(limit).expect("a limit is JSON").into());
            row.push(false.into());
            let due = limit.ends(*on, &views.calendar()).date;
            row.push(grade.is_bad().then_some(due).into());
            row
        }
        Event::RatingCalledBack { .. } => {
            let mut row = super::projection::row(views, &RATING, entry)?;
            row[IS_CALLED] = true.into();
            row
        }
        Event::RatingClosed { .. } => {
            let mut row = super::projection::row(views, &RATING, entry)?;
            row[DUE] = Value::Null;
            row
        }
    };
    views.put(&RATING, row);
    Ok(())
}

/// The calendar moved: the last days of what is open are derived again.
pub(crate) fn call_backs_moved(views: &mut Views) -> Result<(), Fault> {
    let sql = format!("SELECT {COLUMNS} FROM approvals_rating WHERE zone = ?1 AND due IS NOT NULL");
    for mut row in views.query(&sql, &[])? {
        let limit: Option<Limit> = row.text(LIMIT).and_then(|it| serde_json::from_str(it).ok());
        let on = row.text(6).and_then(|day| day.parse::<Date>().ok());
        let due = limit.zip(on).map(|(limit, on)| limit.ends(on, &views.calendar()).date);
        row[DUE] = due.into();
        views.put(&RATING, row);
    }
    Ok(())
}

/// The bad grades that nobody closed, the most urgent first.
pub fn call_backs(views: &mut Views) -> Result<Vec<CallBack>, Fault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM approvals_rating WHERE zone = ?1 AND due IS NOT NULL
         ORDER BY due, subject LIMIT {PAGE}"
    );
    Ok(views.query(&sql, &[])?.iter().filter_map(call_back).collect())
}

/// How the offices are graded.
pub fn graded(views: &mut Views) -> Result<Vec<Graded>, Fault> {
    let sql = "SELECT office, grade, CAST(COUNT(*) AS BIGINT) FROM approvals_rating
               WHERE zone = ?1 GROUP BY office, grade ORDER BY office, grade";
    let mut all: Vec<Graded> = Vec::new();
    for row in views.query(sql, &[])? {
        let (office, word) = (row.text(0).unwrap_or_default(), row.text(1).unwrap_or_default());
        let at = Grade::ALL.into_iter().position(|grade| grade.word() == word);
        let Some(at) = at else { continue };
        if all.last().is_none_or(|last| last.office != office) {
            all.push(Graded { office: office.to_owned(), counts: [0; 5] });
        }
        let count = u32::try_from(row.int(2).unwrap_or(0)).unwrap_or(u32::MAX);
        all.iter_mut().last().into_iter().for_each(|last| last.counts[at] = count);
    }
    Ok(all)
}

/// The steps that are behind a case, each with the grade that it got.
pub fn grades_of_case(views: &mut Views, row: &CaseRow) -> Result<Vec<StepGrade>, Fault> {
    grades(views, &row.subject, behind(row.decided_on, &row.state))
}

/// The same of an application for a bundle.
pub fn grades_of_application(
    views: &mut Views,
    row: &ApplicationRow,
) -> Result<Vec<StepGrade>, Fault> {
    grades(views, &row.subject, behind(row.through_on, &row.state))
}

fn grades(views: &mut Views, about: &str, steps: Vec<Step>) -> Result<Vec<StepGrade>, Fault> {
    let graded = |step| Ok((step, grade_of(views, &rating_of(about, step))?));
    steps.into_iter().map(graded).collect()
}

/// The grade that a step got, by the rating's subject.
fn grade_of(views: &mut Views, rating: &str) -> Result<Option<Grade>, Fault> {
    let row = views.get(&RATING, &[rating.into()])?;
    Ok(row.and_then(|row| Grade::of(row.text(6).unwrap_or_default())))
}

fn call_back(row: &Row) -> Option<CallBack> {
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    let day = |at| row.text(at).and_then(|day| day.parse().ok());
    Some(CallBack {
        subject: text(0),
        number: text(1),
        matter: text(2),
        office: text(3),
        step: Step::of(row.text(4)?)?,
        grade: Grade::of(row.text(5)?)?,
        on: day(6),
        is_called: row.int(IS_CALLED) == Some(1),
        due: day(DUE),
    })
}
