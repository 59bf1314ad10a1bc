//! Lists for pages (列表查询): each for an office, a post or an enterprise, by key, page by page.
//!
//! A page goes on where the one before ended: after the last row's sorting day and number. What
//! waits for others sorts last.

use jiff::civil::Date;
use store::{Fault, Row, RowExt, Value, Views};

use super::plot_rows::{PlotRow, plot_by_subject};
use super::queries::{
    CASES, CaseRow, Holding, PROJECT_COLUMNS, ProjectRow, case_row, date, project_row,
};
use super::{FAR, case_by_subject};

/// Rows of a page.
pub(super) const PAGE: usize = 50;

/// What the subjects of plots begin with.
pub(super) const PLOT: &str = "plot:";

/// Where the page before ended (翻页位置): the sorting day and the number of its last row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The sorting day.
    pub day: String,
    /// The number.
    pub number: String,
}

/// A question to another office, as its list shows it (征求意见).
#[derive(Clone, Debug)]
pub struct OpinionRow {
    /// Which question of the case or plot.
    pub question: u32,
    /// What is asked.
    pub words: String,
    /// Since when.
    pub asked_on: Option<Date>,
    /// The last day for the answer.
    pub due: Option<Date>,
    /// Did the office let that day pass?
    pub is_overdue: bool,
    /// What it is about.
    pub about: About,
}

/// What a question to another office is about (征求意见的对象).
#[derive(Clone, Debug)]
pub enum About {
    /// A case that is examined.
    Case(Box<CaseRow>),
    /// A plot whose scheme is reviewed.
    Plot(Box<PlotRow>),
}

impl About {
    /// Its subject.
    pub fn subject(&self) -> &str {
        match self {
            About::Case(row) => &row.subject,
            About::Plot(row) => &row.subject,
        }
    }
}

impl After {
    /// The position after a case of an inbox.
    pub fn case(row: &CaseRow) -> After {
        let day = row.due.map_or_else(|| FAR.to_owned(), |due| due.to_string());
        After { day, number: row.number.clone() }
    }

    /// The position after a question: its number is counted within its case or plot.
    pub fn opinion(row: &OpinionRow) -> After {
        let day = row.due.map_or_else(|| FAR.to_owned(), |due| due.to_string());
        After { day, number: format!("{}/{}", row.about.subject(), row.question) }
    }

    /// The position after a case of the list of overdue ones.
    pub fn late(row: &CaseRow) -> After {
        let day = row.late_since.map_or_else(String::new, |day| day.to_string());
        After { day, number: row.number.clone() }
    }
}

/// What an office has to do, by days left.
pub fn inbox_of_office(
    views: &mut Views,
    office: &str,
    after: Option<&After>,
) -> Result<Vec<CaseRow>, Fault> {
    let sql = format!(
        "{CASES} AND c.office = ?2 AND c.inbox_due IS NOT NULL
         AND (c.inbox_due, c.number) > (?3, ?4)
         ORDER BY c.inbox_due, c.number LIMIT {PAGE}"
    );
    page(views, &sql, office, after)
}

/// What a post of an office has to do, by days left.
pub fn inbox_of_post(
    views: &mut Views,
    (office, post): (&str, &str),
    after: Option<&After>,
) -> Result<Vec<CaseRow>, Fault> {
    let sql = format!(
        "{CASES} AND c.desk = ?2 AND c.inbox_due IS NOT NULL
         AND (c.inbox_due, c.number) > (?3, ?4)
         ORDER BY c.inbox_due, c.number LIMIT {PAGE}"
    );
    page(views, &sql, &format!("{office}/{post}"), after)
}

/// The open cases whose limit has passed, the latest last; of one office, or of the whole zone.
pub fn overdue(
    views: &mut Views,
    office: Option<&str>,
    after: Option<&After>,
) -> Result<Vec<CaseRow>, Fault> {
    // Asked for by an expression, the office leaves the order to the index by days.
    let of = if office.is_some() { "c.office || '' = ?2" } else { "?2 = ''" };
    let sql = format!(
        "{CASES} AND {of} AND c.late_since IS NOT NULL
         AND (c.late_since, c.number) > (?3, ?4)
         ORDER BY c.late_since, c.number LIMIT {PAGE}"
    );
    page(views, &sql, office.unwrap_or(""), after)
}

/// An applicant's cases, the newest first, before `before` where a page goes on.
pub fn cases_of_applicant(
    views: &mut Views,
    credit_code: &str,
    before: Option<&str>,
) -> Result<Vec<CaseRow>, Fault> {
    let sql = format!(
        "{CASES} AND c.applicant = ?2 AND c.number < ?3 ORDER BY c.number DESC LIMIT {PAGE}"
    );
    let before = before.unwrap_or("9999");
    let rows = views.query(&sql, &[credit_code.into(), before.into()])?;
    Ok(rows.iter().map(case_row).collect())
}

/// An applicant's cases that wait for the applicant, the longest first.
pub fn cases_awaiting_applicant(
    views: &mut Views,
    credit_code: &str,
) -> Result<Vec<CaseRow>, Fault> {
    let sql = format!(
        "{CASES} AND c.applicant = ?2 AND c.holder = ?3 AND c.document IS NULL
         ORDER BY c.number LIMIT {PAGE}"
    );
    let holder = Holding::Applicant.word();
    let rows = views.query(&sql, &[credit_code.into(), holder.into()])?;
    Ok(rows.iter().map(case_row).collect())
}

/// An enterprise's projects, the newest first, before `before` where a page goes on.
pub fn projects_of_enterprise(
    views: &mut Views,
    credit_code: &str,
    before: Option<&str>,
) -> Result<Vec<ProjectRow>, Fault> {
    let sql = format!(
        "SELECT {PROJECT_COLUMNS} FROM approvals_project
         WHERE zone = ?1 AND credit_code = ?2 AND number < ?3
         ORDER BY number DESC LIMIT {PAGE}"
    );
    let before = before.unwrap_or("9999");
    let rows = views.query(&sql, &[credit_code.into(), before.into()])?;
    Ok(rows.iter().map(project_row).collect())
}

/// The questions that an office has not answered, by days left.
pub fn opinions_asked_of(
    views: &mut Views,
    office: &str,
    after: Option<&After>,
) -> Result<Vec<OpinionRow>, Fault> {
    let sql = format!(
        "SELECT subject, question, words, asked_on, due, state FROM approvals_opinion
         WHERE zone = ?1 AND office = ?2 AND open_due IS NOT NULL
         AND (open_due, subject, question) > (?3, ?4, ?5)
         ORDER BY open_due, subject, question LIMIT {PAGE}"
    );
    let (day, of) = after.map_or(("", ""), |after| (&after.day, &after.number));
    let (subject, question) = of.rsplit_once('/').unwrap_or_default();
    let question: i64 = question.parse().unwrap_or(0);
    let values = [office.into(), day.into(), subject.into(), question.into()];
    let rows = views.query(&sql, &values)?;
    let mut asked = Vec::with_capacity(rows.len());
    for row in &rows {
        let subject = row.text(0).unwrap_or_default();
        let about = if subject.starts_with(PLOT) {
            plot_by_subject(views, subject)?.map(|row| About::Plot(row.into()))
        } else {
            case_by_subject(views, subject)?.map(|row| About::Case(row.into()))
        };
        asked.extend(about.map(|about| opinion_row(row, about)));
    }
    Ok(asked)
}

fn page(
    views: &mut Views,
    sql: &str,
    of: &str,
    after: Option<&After>,
) -> Result<Vec<CaseRow>, Fault> {
    let (day, number) = after.map_or(("", ""), |after| (&after.day, &after.number));
    let values: [Value; 3] = [of.into(), day.into(), number.into()];
    Ok(views.query(sql, &values)?.iter().map(case_row).collect())
}

fn opinion_row(row: &Row, about: About) -> OpinionRow {
    OpinionRow {
        question: row.int(1).and_then(|at| u32::try_from(at).ok()).unwrap_or(0),
        words: row.text(2).unwrap_or("").to_owned(),
        asked_on: date(row, 3),
        due: date(row, 4),
        is_overdue: row.text(5) == Some("overdue"),
        about,
    }
}
