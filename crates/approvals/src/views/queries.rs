//! What pages and the clock ask of approvals (查询).

use std::sync::Arc;

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::refusal::Refused;
use kernel::right::Rights;
use kernel::text::{Text, text};
use store::{Fault, Row, RowExt, Views};

use super::FAR;
use super::package_rows::{PackageRow, cases_of_package, package_by_number};
use crate::Situation;
use crate::case::{Case, Command, Definition, Point, State};

/// A project as lists and pages show it.
#[derive(Clone, Debug)]
pub struct ProjectRow {
    /// The subject.
    pub subject: String,
    /// The number in the zone's register.
    pub number: String,
    /// Its name.
    pub title: String,
    /// Who invests.
    pub enterprise: String,
    /// The enterprise's code.
    pub credit_code: String,
    /// The region's code.
    pub region: String,
    /// The industry's code.
    pub industry: String,
    /// Where.
    pub site: String,
    /// What, and how much.
    pub scale: String,
    /// The total investment, in fen.
    pub total_investment_fen: i64,
    /// The national code.
    pub code: Option<String>,
    /// Since when it is filed.
    pub filed_on: Option<Date>,
    /// The procedure's word, where it was told: approval, verification or filing.
    pub kind: Option<String>,
    /// The state's word: open, expired, void or completed.
    pub state: String,
    /// The provisional code, until the national one is recorded.
    pub provisional_code: Option<String>,
    /// The word of the report that is due next, and its last day.
    pub report: Option<(String, Date)>,
}

/// A case as lists show it.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// The subject.
    pub subject: String,
    /// The number in the zone's register.
    pub number: String,
    /// The project's subject.
    pub project: String,
    /// The project's name.
    pub project_title: String,
    /// The matter's identifier.
    pub matter: String,
    /// The definition it started under, which has the matter's name.
    pub definition: String,
    /// The applicant's code.
    pub applicant: String,
    /// The office that decides.
    pub office: String,
    /// The post that has it, where it was assigned.
    pub post: Option<String>,
    /// The state's word.
    pub state: String,
    /// The day of receipt, or of the correction that completed it.
    pub received_on: Option<Date>,
    /// The last day of the promised limit, where it runs.
    pub promised_due: Option<Date>,
    /// The last day of the law's limit, where it runs.
    pub statutory_due: Option<Date>,
    /// The last day of what the office owes next, notice, decision or delivery; while time stands
    /// still, the day by which the pause is over, as it was told.
    pub due: Option<Date>,
    /// How many days the limit has that runs, for lights; none while `due` is the end of a pause.
    pub limit_days: Option<u32>,
    /// Who has the ball.
    pub holding: Holding,
    /// Since when it is late, where a limit passed and it still runs.
    pub late_since: Option<Date>,
    /// Since when its review is through and only what was promised is awaited (待补齐).
    pub awaits_since: Option<Date>,
    /// The package that it belongs to.
    pub package: Option<String>,
    /// The document issued.
    pub document: Option<String>,
    /// The day of the decision.
    pub decided_on: Option<Date>,
}

/// Who has the ball (当前办理方).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// The office.
    Office,
    /// The applicant.
    Applicant,
    /// Who carries out a special procedure.
    ThirdParty,
    /// The public, while a notice hangs out.
    Public,
    /// The authority that it was handed over to.
    Authority,
    /// Nobody: it is over.
    Nobody,
}

impl Holding {
    const ALL: [Holding; 6] = [
        Holding::Office,
        Holding::Applicant,
        Holding::ThirdParty,
        Holding::Public,
        Holding::Authority,
        Holding::Nobody,
    ];

    /// The holder in words.
    pub fn text(self) -> Text {
        match self {
            Holding::Office => text("办理部门", "the office"),
            Holding::Applicant => text("申请人", "the applicant"),
            Holding::ThirdParty => text("特别程序承办方", "a special procedure"),
            Holding::Public => text("公示期", "the public notice"),
            Holding::Authority => text("上级机关", "the authority"),
            Holding::Nobody => text("已办结", "nobody: it is over"),
        }
    }

    /// The word that views keep.
    pub(super) fn word(self) -> &'static str {
        match self {
            Holding::Office => "office",
            Holding::Applicant => "applicant",
            Holding::ThirdParty => "third_party",
            Holding::Public => "public",
            Holding::Authority => "authority",
            Holding::Nobody => "nobody",
        }
    }
}

impl CaseRow {
    /// Does time stand still?
    pub fn is_paused(&self) -> bool {
        let is_accepted = self.state == crate::case::State::Accepted.word();
        is_accepted && self.holding != Holding::Office
    }

    /// Does it stand still longer than was told in writing?
    pub fn is_overrun(&self, today: Date) -> bool {
        self.limit_days.is_none() && self.due.is_some_and(|due| due < today)
    }
}

/// What a number on a receipt leads to (进度查询).
#[derive(Clone, Debug)]
pub enum Progress {
    /// A case.
    Case(Box<CaseRow>),
    /// A package, with its cases.
    Package(PackageRow, Vec<CaseRow>),
}

/// Figures over all cases of a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Projects on file.
    pub projects: i64,
    /// Cases that run.
    pub open: i64,
    /// Cases decided.
    pub decided: i64,
}

pub(super) const PROJECT_COLUMNS: &str =
    "subject, number, title, enterprise, credit_code, region, industry,
    site, scale, total_investment_fen, code, filed_on, kind, state, provisional_code, report,
    report_due";
/// Cases with their projects' names; what follows begins with a condition.
pub(super) const CASES: &str = "SELECT c.subject, c.number, c.project, p.title, c.matter,
    c.definition, c.applicant, c.office, c.desk, c.state, c.received_on, c.promised_due,
    c.statutory_due, c.inbox_due, c.limit_days, c.holder, c.late_since, c.package, c.document,
    c.decided_on, c.reviewed_on
    FROM approvals_case c
    LEFT JOIN approvals_project p ON p.zone = c.zone AND p.subject = c.project
    WHERE c.zone = ?1";

/// The newest projects, before `before` where a page goes on.
pub fn projects(views: &mut Views, before: Option<&str>) -> Result<Vec<ProjectRow>, Fault> {
    let sql = format!(
        "SELECT {PROJECT_COLUMNS} FROM approvals_project
         WHERE zone = ?1 AND number < ?2 ORDER BY number DESC LIMIT 50"
    );
    let before = before.unwrap_or("9999");
    Ok(views.query(&sql, &[before.into()])?.iter().map(project_row).collect())
}

/// A project by its number.
pub fn project_by_number(views: &mut Views, number: &str) -> Result<Option<ProjectRow>, Fault> {
    let sql =
        format!("SELECT {PROJECT_COLUMNS} FROM approvals_project WHERE zone = ?1 AND number = ?2");
    Ok(views.query(&sql, &[number.into()])?.first().map(project_row))
}

/// A project by its national code.
pub fn project_by_code(views: &mut Views, code: &str) -> Result<Option<ProjectRow>, Fault> {
    let sql =
        format!("SELECT {PROJECT_COLUMNS} FROM approvals_project WHERE zone = ?1 AND code = ?2");
    Ok(views.query(&sql, &[code.into()])?.first().map(project_row))
}

/// A project by its subject.
pub fn project_by_subject(views: &mut Views, subject: &str) -> Result<Option<ProjectRow>, Fault> {
    let sql =
        format!("SELECT {PROJECT_COLUMNS} FROM approvals_project WHERE zone = ?1 AND subject = ?2");
    Ok(views.query(&sql, &[subject.into()])?.first().map(project_row))
}

/// A case by its subject.
pub fn case_by_subject(views: &mut Views, subject: &str) -> Result<Option<CaseRow>, Fault> {
    let sql = format!("{CASES} AND c.subject = ?2");
    Ok(views.query(&sql, &[subject.into()])?.first().map(case_row))
}

/// A project's cases, oldest first.
pub fn cases_of_project(views: &mut Views, subject: &str) -> Result<Vec<CaseRow>, Fault> {
    let sql = format!("{CASES} AND c.project = ?2 ORDER BY c.number LIMIT 200");
    Ok(views.query(&sql, &[subject.into()])?.iter().map(case_row).collect())
}

/// A case by its number.
pub fn case_by_number(views: &mut Views, number: &str) -> Result<Option<CaseRow>, Fault> {
    let sql = format!("{CASES} AND c.number = ?2");
    Ok(views.query(&sql, &[number.into()])?.first().map(case_row))
}

/// What a number on a receipt leads to.
pub fn progress(views: &mut Views, number: &str) -> Result<Option<Progress>, Fault> {
    if let Some(case) = case_by_number(views, number)? {
        return Ok(Some(Progress::Case(Box::new(case))));
    }
    let Some(package) = package_by_number(views, number)? else { return Ok(None) };
    let cases = cases_of_package(views, &package.subject)?;
    Ok(Some(Progress::Package(package, cases)))
}

/// Figures over all cases.
pub fn totals(views: &mut Views) -> Result<Totals, Fault> {
    let sql = "SELECT register, last FROM approvals_counter WHERE zone = ?1 AND year = 0";
    let rows = views.query(sql, &[])?;
    let of = |total: &str| {
        rows.iter().find(|row| row.text(0) == Some(total)).and_then(|row| row.int(1)).unwrap_or(0)
    };
    Ok(Totals { projects: of("projects"), open: of("open"), decided: of("decided") })
}

/// A definition by its content's hash.
pub fn definition(views: &mut Views, hash: &str) -> Result<Option<Arc<Definition>>, Fault> {
    super::facts::read_definition(views, hash)
}

/// The definition of a matter that is in force.
pub fn definition_in_force(
    views: &mut Views,
    matter: &str,
) -> Result<Option<Arc<Definition>>, Fault> {
    super::facts::definition_in_force(views, matter)
}

/// What the rules find before a grant of `case`: each point, and what stands against it.
pub fn findings(
    views: &mut Views,
    case: &Case,
    today: Date,
) -> Result<Vec<(Point, Option<Refused>)>, Fault> {
    let facts = super::case_facts(views, case, &Command::Grant)?;
    let (calendar, rights) = (views.calendar(), Rights::default());
    let actor = Actor::Reaction;
    let now = Situation { actor: &actor, today, calendar: &calendar, rights: &rights };
    let found = crate::case::findings(case, &facts, &now);
    Ok(found.into_iter().map(|(point, refusal)| (point, refusal.map(Refused::from))).collect())
}

pub(super) fn project_row(row: &Row) -> ProjectRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    ProjectRow {
        subject: text(0),
        number: text(1),
        title: text(2),
        enterprise: text(3),
        credit_code: text(4),
        region: text(5),
        industry: text(6),
        site: text(7),
        scale: text(8),
        total_investment_fen: row.int(9).unwrap_or(0),
        code: row.text(10).map(str::to_owned),
        filed_on: date(row, 11),
        kind: row.text(12).map(str::to_owned),
        state: text(13),
        provisional_code: row.text(14).map(str::to_owned),
        report: row.text(15).map(str::to_owned).zip(date(row, 16)),
    }
}

pub(super) fn case_row(row: &Row) -> CaseRow {
    let text = |at| row.text(at).unwrap_or("").to_owned();
    let post = row.text(8).and_then(|desk| desk.split_once('/'));
    let holder = row.text(15);
    CaseRow {
        subject: text(0),
        number: text(1),
        project: text(2),
        project_title: text(3),
        matter: text(4),
        definition: text(5),
        applicant: text(6),
        office: text(7),
        post: post.map(|(_, post)| post.to_owned()),
        state: text(9),
        received_on: date(row, 10),
        promised_due: date(row, 11),
        statutory_due: date(row, 12),
        due: date(row, 13).filter(|_| row.text(13) != Some(FAR)),
        limit_days: super::board::limit_days(row.int(14)),
        holding: Holding::ALL
            .into_iter()
            .find(|holding| Some(holding.word()) == holder)
            .unwrap_or(Holding::Nobody),
        late_since: date(row, 16),
        package: row.text(17).map(str::to_owned),
        document: row.text(18).map(str::to_owned),
        decided_on: date(row, 19),
        awaits_since: date(row, 20).filter(|_| row.text(9) == Some(State::Accepted.word())),
    }
}

pub(super) fn date(row: &Row, at: usize) -> Option<Date> {
    row.text(at).and_then(|day| day.parse().ok())
}
