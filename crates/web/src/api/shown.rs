//! How things are told to programs (接口数据): types of their own, apart from rows and events.

use super::plot_acts::PlotListed;
use approvals::views::{
    About, CaseRow, DocumentRow, LeadWord, OpinionRow, PackageRow, PaperRow, ProjectRow,
};
use catalogue::{Matter, Zone};
use jiff::civil::Date;
use kernel::text::{Text, text};
use schemars::JsonSchema;
use serde::Serialize;
use store::Recorded;

use crate::documents::list::handed_state;

/// Words in both languages (双语名称).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A list, page by page (分页列表).
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page<T> {
    /// What stands on this page.
    pub rows: Vec<T>,
    /// What the address of the next page has behind the question mark, where there is one.
    pub next: Option<String>,
}

/// The zone (园区).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ZoneShown {
    /// Its identifier.
    pub zone: String,
    /// Its name.
    pub title: Words,
    /// The region's code.
    pub region: String,
    /// How many entries its ledger has.
    pub entries: u64,
    /// Its offices.
    pub offices: Vec<OfficeShown>,
}

/// An office (部门).
#[derive(Debug, Serialize, JsonSchema)]
pub struct OfficeShown {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub title: Words,
}

/// Who asks (当前身份).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SessionShown {
    /// The sign-in name.
    pub name: String,
    /// In whose name is asked: `enterprise:…`, `officer:office/post`, `administrator:…`.
    pub actor: Option<String>,
    /// What the post may do.
    pub rights: Vec<String>,
    /// What a POST carries in the header X-CSRF-Token; nothing where a bearer token is used.
    pub csrf_token: Option<String>,
}

/// A matter (事项).
#[derive(Debug, Serialize, JsonSchema)]
pub struct MatterShown {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// The name that the definition's content gives it.
    pub definition: String,
    /// Whose matter it is: own, hand-over or mirror.
    pub mode: catalogue::Mode,
    /// The stage of an investment project; 5 is not bound to one.
    pub stage: u8,
    /// The office that decides or receives.
    pub office: String,
    /// The law's limit, in days.
    pub statutory_limit_days: Option<u32>,
    /// The zone's own limit, in days.
    pub promised_limit_days: u32,
    /// The legal basis.
    pub basis: Vec<String>,
    /// The matters that must have been granted before.
    pub prerequisites: Vec<String>,
    /// What is asked for.
    pub materials: Vec<MaterialShown>,
    /// What is issued.
    pub result: Words,
}

/// A material (申请材料).
#[derive(Debug, Serialize, JsonSchema)]
pub struct MaterialShown {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// May it come after acceptance?
    pub may_follow: bool,
    /// Asked only where this expression holds.
    pub when: Option<String>,
}

/// A project (项目).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProjectShown {
    /// The subject in the ledger.
    pub subject: String,
    /// The number in the zone's register.
    pub number: String,
    /// Its name.
    pub title: String,
    /// Who invests.
    pub enterprise: String,
    /// The unified social credit code of who invests.
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
    /// The zone's own code, until the national one is recorded.
    pub provisional_code: Option<String>,
    /// The procedure: approval, verification or filing.
    pub kind: Option<String>,
    /// Its state: open, expired, void or completed.
    pub state: String,
    /// Since when it is filed.
    pub filed_on: Option<String>,
    /// The report that is due next: start, progress or completion.
    pub report: Option<String>,
    /// Its last day.
    pub report_due: Option<String>,
}

/// A case (办件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseShown {
    /// The subject in the ledger.
    pub subject: String,
    /// The number in the zone's register.
    pub number: String,
    /// The project's subject.
    pub project: String,
    /// The project's name.
    pub project_title: String,
    /// The matter's identifier.
    pub matter: String,
    /// The definition it started under.
    pub definition: String,
    /// The applicant's unified social credit code.
    pub applicant: String,
    /// The office that decides.
    pub office: String,
    /// The post that has it.
    pub post: Option<String>,
    /// Its state.
    pub state: String,
    /// The day of receipt.
    pub received_on: Option<String>,
    /// The last day of the zone's own limit, where it runs.
    pub promised_due: Option<String>,
    /// The last day of the law's limit, where it runs.
    pub statutory_due: Option<String>,
    /// The last day of what the office owes next; while time stands still, the day by which the
    /// pause is over, as it was told.
    pub due: Option<String>,
    /// Who has the ball.
    pub held_by: Words,
    /// Since when it is late.
    pub late_since: Option<String>,
    /// Since when its review is through and only what was promised is awaited.
    pub awaits_since: Option<String>,
    /// The package that it belongs to, by its subject.
    pub package: Option<String>,
    /// The number of the document issued.
    pub document: Option<String>,
    /// The day of the decision.
    pub decided_on: Option<String>,
}

/// A package (并联申请), with its cases.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PackageShown {
    /// The subject in the ledger.
    pub subject: String,
    /// The number of its receipt.
    pub number: String,
    /// The project's subject.
    pub project: String,
    /// The stage.
    pub stage: i64,
    /// The office that coordinates.
    pub lead_office: String,
    /// The applicant's unified social credit code.
    pub applicant: String,
    /// The day of receipt.
    pub received_on: Option<String>,
    /// Is all of it granted?
    pub is_through: bool,
    /// How many matters it has.
    pub members: i64,
    /// How many of them are granted.
    pub granted: i64,
    /// Its cases so far; nothing in a list.
    pub cases: Vec<CaseShown>,
}

/// A document handed in (提交的文件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct DocumentShown {
    /// Its identifier.
    pub id: String,
    /// Whose it is.
    pub owner: String,
    /// The case, package or project that it was attached to last, by its subject.
    pub attached_to: String,
    /// The material that it is there.
    pub material: String,
    /// What it is, by its content.
    pub kind: Option<String>,
    /// Its bytes.
    pub bytes: i64,
    /// Its state: pending, usable, quarantined or damaged.
    pub state: String,
    /// The state in words, with why it is kept apart.
    pub state_in_words: Words,
    /// The day on which it came.
    pub received_on: Option<String>,
}

/// A paper issued (文书).
#[derive(Debug, Serialize, JsonSchema)]
pub struct PaperShown {
    /// Its number.
    pub number: String,
    /// What it is.
    pub kind: Option<Words>,
    /// The organ that issued it.
    pub organ: String,
    /// The day of issue.
    pub issued_on: Option<String>,
    /// Its state: issued, sealed, replaced or revoked.
    pub state: String,
    /// The number of the paper that took its place.
    pub replaced_by: Option<String>,
    /// Where it is checked.
    pub check: String,
}

/// A question to an office (征求意见).
#[derive(Debug, Serialize, JsonSchema)]
pub struct QuestionShown {
    /// Which question of the case or plot.
    pub question: u32,
    /// What is asked.
    pub words: String,
    /// Since when.
    pub asked_on: Option<String>,
    /// The last day for the answer.
    pub due: Option<String>,
    /// Did the office let that day pass?
    pub is_overdue: bool,
    /// The case, where it is about one.
    pub case: Option<CaseShown>,
    /// The plot, where it is about the scheme of one.
    pub plot: Option<PlotListed>,
}

/// What a lead office said to another (牵头部门来文).
#[derive(Debug, Serialize, JsonSchema)]
pub struct LeadWordShown {
    /// The number of the package.
    pub package: String,
    /// The office that coordinates it.
    pub lead_office: String,
    /// What was said.
    pub words: String,
    /// On which day.
    pub said_on: Option<String>,
    /// The day of the joint review that it calls to; none where it is a reminder.
    pub meets_on: Option<String>,
    /// The office's cases of the package that are still open, by their numbers.
    pub cases: Vec<String>,
}

/// Where the thing behind a number stands (办理进度): what anybody with the number may know.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProgressShown {
    /// The number.
    pub number: String,
    /// The matter, or the stage of a package.
    pub what: Words,
    /// Its state.
    pub state: String,
    /// The office that has it.
    pub office: String,
    /// Who has the ball.
    pub held_by: Option<Words>,
    /// The day of receipt.
    pub received_on: Option<String>,
    /// The last day of what the office owes next; while time stands still, the day by which the
    /// pause is over, as it was told.
    pub due: Option<String>,
    /// The same of each of a package's cases.
    pub cases: Vec<ProgressShown>,
}

/// What was found (检索结果).
#[derive(Debug, Serialize, JsonSchema)]
pub struct Hit {
    /// What it is: project, case or matter.
    pub kind: String,
    /// Its number, or a matter's identifier.
    pub number: String,
    /// Its name.
    pub title: Words,
    /// Where it is.
    pub place: String,
}

/// What was recorded (回执): sent twice under one key, a command gets the same one twice.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Receipt {
    /// The subject in the ledger.
    pub subject: String,
    /// Its number in the zone's register, where the command opened it.
    pub number: Option<String>,
    /// The number of the first entry.
    pub entry: u64,
    /// The kinds of the entries.
    pub kinds: Vec<String>,
}

impl From<Text> for Words {
    fn from(text: Text) -> Words {
        Words { zh: text.zh, en: text.en }
    }
}

impl Receipt {
    /// The receipt of what was recorded.
    pub fn of(recorded: Recorded) -> Receipt {
        let Recorded { subject, first, kinds, .. } = recorded;
        Receipt { subject, number: None, entry: first, kinds }
    }
}

impl MatterShown {
    /// A matter by its definition in force.
    pub fn of(matter: &Matter, hash: &str) -> MatterShown {
        let material = |it: &catalogue::Material| MaterialShown {
            id: it.id.clone(),
            title: text(&it.title, &it.title_en).into(),
            may_follow: it.may_follow,
            when: it.when.clone(),
        };
        MatterShown {
            id: matter.id.clone(),
            title: matter.name().into(),
            definition: hash.into(),
            mode: matter.mode,
            stage: matter.stage,
            office: matter.lead_office.clone(),
            statutory_limit_days: matter.statutory_limit_days,
            promised_limit_days: matter.promised_limit_days,
            basis: matter.basis.clone(),
            prerequisites: matter.prerequisites.clone(),
            materials: matter.materials.iter().map(material).collect(),
            result: matter.result().into(),
        }
    }
}

impl From<&Zone> for ZoneShown {
    fn from(zone: &Zone) -> ZoneShown {
        let office = |office: &catalogue::Office| OfficeShown {
            id: office.id.clone(),
            title: office.name().into(),
        };
        ZoneShown {
            zone: zone.id.clone(),
            title: zone.name().into(),
            region: zone.region.clone(),
            entries: 0,
            offices: zone.offices.iter().map(office).collect(),
        }
    }
}

impl From<ProjectRow> for ProjectShown {
    fn from(row: ProjectRow) -> ProjectShown {
        let (report, report_due) = row.report.unzip();
        ProjectShown {
            subject: row.subject,
            number: row.number,
            title: row.title,
            enterprise: row.enterprise,
            credit_code: row.credit_code,
            region: row.region,
            industry: row.industry,
            site: row.site,
            scale: row.scale,
            total_investment_fen: row.total_investment_fen,
            code: row.code,
            provisional_code: row.provisional_code,
            kind: row.kind,
            state: row.state,
            filed_on: day(row.filed_on),
            report,
            report_due: day(report_due),
        }
    }
}

impl From<CaseRow> for CaseShown {
    fn from(row: CaseRow) -> CaseShown {
        CaseShown {
            subject: row.subject,
            number: row.number,
            project: row.project,
            project_title: row.project_title,
            matter: row.matter,
            definition: row.definition,
            applicant: row.applicant,
            office: row.office,
            post: row.post,
            state: row.state,
            received_on: day(row.received_on),
            promised_due: day(row.promised_due),
            statutory_due: day(row.statutory_due),
            due: day(row.due),
            held_by: row.holding.text().into(),
            late_since: day(row.late_since),
            awaits_since: day(row.awaits_since),
            package: row.package,
            document: row.document,
            decided_on: day(row.decided_on),
        }
    }
}

impl PackageShown {
    /// A package with those of its cases that are to be shown.
    pub fn of(row: PackageRow, cases: Vec<CaseRow>) -> PackageShown {
        PackageShown {
            subject: row.subject,
            number: row.number,
            project: row.project,
            stage: row.stage,
            lead_office: row.lead_office,
            applicant: row.applicant,
            received_on: day(row.received_on),
            is_through: row.is_through,
            members: row.members,
            granted: row.granted,
            cases: cases.into_iter().map(CaseShown::from).collect(),
        }
    }
}

impl From<DocumentRow> for DocumentShown {
    fn from(row: DocumentRow) -> DocumentShown {
        DocumentShown {
            state_in_words: handed_state(&row).into(),
            id: row.subject.trim_start_matches("document:").into(),
            owner: row.owner,
            attached_to: row.place,
            material: row.material,
            kind: row.kind.map(|kind| kind.word().into()),
            bytes: row.bytes,
            state: row.state,
            received_on: day(row.received_on),
        }
    }
}

impl PaperShown {
    /// A paper with the token that leads to its check.
    pub fn of(row: PaperRow, token: &str) -> PaperShown {
        PaperShown {
            number: row.number,
            kind: row.kind.map(|kind| kind.name().into()),
            organ: row.organ,
            issued_on: day(row.issued_on),
            state: row.state,
            replaced_by: row.replaced_by,
            check: format!("/verify/{token}"),
        }
    }
}

impl From<LeadWord> for LeadWordShown {
    fn from(one: LeadWord) -> LeadWordShown {
        LeadWordShown {
            package: one.number,
            lead_office: one.lead_office,
            words: one.words,
            said_on: one.said_on.map(|day| day.to_string()),
            meets_on: one.meets_on.map(|day| day.to_string()),
            cases: one.cases,
        }
    }
}

impl From<OpinionRow> for QuestionShown {
    fn from(row: OpinionRow) -> QuestionShown {
        let (case, plot) = match row.about {
            About::Case(case) => (Some((*case).into()), None),
            About::Plot(plot) => (None, Some((*plot).into())),
        };
        QuestionShown {
            question: row.question,
            words: row.words,
            asked_on: day(row.asked_on),
            due: day(row.due),
            is_overdue: row.is_overdue,
            case,
            plot,
        }
    }
}

/// A day as it is written.
pub fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}
