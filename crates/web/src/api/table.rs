//! Every operation (接口目录): the routes and the document are made from this list alone.

use approvals::case::Cases;
use approvals::package::Packages;
use approvals::project::Projects;
use axum::routing::{get, post};

use super::acts::{self, act};
use super::case_acts as cases;
use super::operation::{Operation, Parameter, rows};
use super::package_acts as packages;
use super::project_acts as projects;
use super::shown::{
    CaseShown, DocumentShown, Hit, MatterShown, PackageShown, Page, PaperShown, ProgressShown,
    ProjectShown, QuestionShown, Receipt, SessionShown, ZoneShown,
};
use super::{files, finding, reading};
use crate::policy::{Relation, Row, Who};

const WORDS: Parameter = Parameter::must("q", "The words that are looked for");
const KIND: Parameter =
    Parameter::may("kind", "Only of this kind").of(&["matter", "project", "case"]);
const BEFORE: Parameter = Parameter::may("before", "The number before which the page goes on");
const AFTER: Parameter = Parameter::may("after", "The number after which the page goes on");
const AFTER_DAY: Parameter = Parameter::may("after_day", "The day after which the page goes on");
const OF: Parameter =
    Parameter::may("of", "Whose: the office's or the post's").of(&["office", "post"]);
const MATERIAL: Parameter = Parameter::may("material", "The material that the file is");

/// The operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::shows::<ZoneShown>(
        Row::get("/api/zones/{zone}", Who::Anyone, Relation::None, || get(reading::zone)),
        "园区",
        "The zone",
    ),
    Operation::shows::<SessionShown>(
        Row::get("/api/zones/{zone}/session", Who::SignedIn, Relation::Own, || {
            get(reading::session)
        }),
        "当前身份",
        "Who asks",
    ),
    Operation::shows::<Page<MatterShown>>(
        Row::get("/api/zones/{zone}/matters", Who::Anyone, Relation::None, || {
            get(reading::matters)
        }),
        "事项目录",
        "The matters in force",
    ),
    Operation::shows::<MatterShown>(
        Row::get("/api/zones/{zone}/matters/{id}", Who::Anyone, Relation::None, || {
            get(reading::matter)
        }),
        "事项",
        "A matter",
    ),
    Operation::shows::<Page<Hit>>(
        Row::get("/api/zones/{zone}/search", Who::Anyone, Relation::None, || get(finding::search)),
        "检索",
        "What is found by words",
    )
    .with(&[WORDS, KIND]),
    Operation::shows::<ProgressShown>(
        Row::get("/api/zones/{zone}/progress/{number}", Who::Anyone, Relation::None, || {
            get(finding::progress)
        }),
        "办理进度",
        "Where the thing behind a number stands",
    ),
    Operation::shows::<Page<ProjectShown>>(
        Row::get("/api/zones/{zone}/projects", Who::SignedIn, Relation::Parties, || {
            get(reading::projects)
        }),
        "项目列表",
        "The projects that are yours to see",
    )
    .with(&[BEFORE]),
    Operation::does::<projects::Registration, Receipt>(
        Row::post("/api/zones/{zone}/projects", Who::SignedIn, Relation::Own, || {
            post(acts::register)
        }),
        "登记项目",
        "Register a project",
    ),
    Operation::shows::<ProjectShown>(
        Row::get("/api/zones/{zone}/projects/{number}", Who::SignedIn, Relation::Parties, || {
            get(reading::project)
        }),
        "项目",
        "A project",
    ),
    Operation::shows::<Page<CaseShown>>(
        Row::get(
            "/api/zones/{zone}/projects/{number}/cases",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::cases_of_project),
        ),
        "项目的办件",
        "A project's cases",
    ),
    Operation::shows::<Page<PackageShown>>(
        Row::get(
            "/api/zones/{zone}/projects/{number}/packages",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::packages_of_project),
        ),
        "项目的并联申请",
        "A project's packages",
    ),
    Operation::shows::<Page<DocumentShown>>(
        Row::get(
            "/api/zones/{zone}/projects/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::documents_of_project),
        ),
        "项目的文件",
        "A project's documents",
    ),
    Operation::does::<projects::Code, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/code",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Code>),
        ),
        "登记项目代码",
        "Record the national code",
    ),
    Operation::does::<projects::ProvisionalCode, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/provisional-code",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::ProvisionalCode>),
        ),
        "发临时代码",
        "Issue a code for use within the zone",
    ),
    Operation::does::<projects::Details, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/details",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<projects::Details>),
        ),
        "补填项目概况",
        "Tell what is asked besides",
    ),
    Operation::does::<projects::Change, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/changes",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<projects::Change>),
        ),
        "变更项目",
        "Change what was registered",
    ),
    Operation::does::<projects::Prolongation, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/prolongation",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Prolongation>),
        ),
        "延长有效期",
        "Let the filing hold longer",
    ),
    Operation::does::<projects::Voiding, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/voiding",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Voiding>),
        ),
        "作废项目",
        "Void the project",
    ),
    Operation::does::<projects::Completion, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/completion",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Completion>),
        ),
        "项目归档",
        "Close the file of a complete project",
    ),
    Operation::does::<projects::ProgressReport, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/reports",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<projects::ProgressReport>),
        ),
        "报告进度",
        "Report start, progress or completion",
    ),
    Operation::does::<projects::Licence, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/licences",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Licence>),
        ),
        "归集证照",
        "Note a licence of another authority",
    ),
    Operation::shows::<Page<CaseShown>>(
        Row::get("/api/zones/{zone}/cases", Who::Agent, Relation::Own, || get(reading::cases)),
        "本企业办件",
        "The enterprise's own cases",
    )
    .with(&[BEFORE]),
    Operation::does::<cases::Application, Receipt>(
        Row::post("/api/zones/{zone}/cases", Who::SignedIn, Relation::Parties, || {
            post(acts::apply)
        }),
        "申请事项",
        "Apply for a matter",
    ),
    Operation::shows::<CaseShown>(
        Row::get("/api/zones/{zone}/cases/{number}", Who::SignedIn, Relation::Parties, || {
            get(reading::case)
        }),
        "办件",
        "A case",
    ),
    Operation::shows::<Page<DocumentShown>>(
        Row::get(
            "/api/zones/{zone}/cases/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::documents_of_case),
        ),
        "办件的文件",
        "A case's documents",
    ),
    Operation::shows::<Page<PaperShown>>(
        Row::get(
            "/api/zones/{zone}/cases/{number}/papers",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::papers),
        ),
        "办件的文书",
        "A case's papers",
    ),
    Operation::does::<cases::Notice, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/notices",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Notice>),
        ),
        "一次性告知",
        "Tell everything missing, at once",
    ),
    Operation::does::<cases::Correction, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/corrections",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<cases::Correction>),
        ),
        "补正",
        "Correct the application",
    ),
    Operation::does::<cases::Acceptance, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/acceptance",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Acceptance>),
        ),
        "受理",
        "Accept",
    ),
    Operation::does::<cases::NonAcceptance, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/non-acceptance",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::NonAcceptance>),
        ),
        "不予受理",
        "Do not take the case on",
    ),
    Operation::does::<cases::Pause, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/pauses",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Pause>),
        ),
        "暂停计时",
        "Stop the clock",
    ),
    Operation::does::<cases::Resumption, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/resumptions",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Resumption>),
        ),
        "恢复计时",
        "Start the clock again",
    ),
    Operation::does::<cases::Extension, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/extension",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Extension>),
        ),
        "延期",
        "Add days, once",
    ),
    Operation::does::<cases::Withdrawal, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/withdrawal",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<cases::Withdrawal>),
        ),
        "撤回申请",
        "Take the application back",
    ),
    Operation::does::<cases::Grant, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/grant",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Grant>),
        ),
        "准予",
        "Decide for the applicant",
    ),
    Operation::does::<cases::Denial, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/denial",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Denial>),
        ),
        "不予",
        "Decide against the applicant",
    ),
    Operation::does::<cases::Delivery, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/delivery",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Delivery>),
        ),
        "送达",
        "Record that the result has arrived",
    ),
    Operation::does::<cases::DeliveryFailure, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/delivery-failures",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::DeliveryFailure>),
        ),
        "送达未果",
        "Record that it could not be delivered",
    ),
    Operation::does::<cases::HandOver, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/hand-over",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::HandOver>),
        ),
        "转报",
        "Pass the case on to the authority that decides",
    ),
    Operation::does::<cases::AuthorityAnswer, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/authority-answer",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::AuthorityAnswer>),
        ),
        "登记上级决定",
        "Record what the authority decided",
    ),
    Operation::does::<cases::Question, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/questions",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Question>),
        ),
        "征求意见",
        "Ask another office",
    ),
    Operation::does::<cases::Opinion, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/opinions",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Opinion>),
        ),
        "出具意见",
        "Give an opinion",
    ),
    Operation::does::<cases::FollowUp, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/follow-ups",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::FollowUp>),
        ),
        "补充说明",
        "Write on in a question's thread",
    ),
    Operation::does::<cases::QuestionWithdrawal, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/question-withdrawals",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::QuestionWithdrawal>),
        ),
        "撤回征询",
        "Take a question back",
    ),
    Operation::does::<cases::Assignment, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/assignments",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Assignment>),
        ),
        "分办",
        "Give the case to a post",
    ),
    Operation::does::<cases::Explanation, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/explanations",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Explanation>),
        ),
        "超期说明",
        "Explain in public why it is late",
    ),
    Operation::does::<cases::Termination, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/termination",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Termination>),
        ),
        "终止办理",
        "End the case without a decision",
    ),
    Operation::does::<cases::Conclusion, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/conclusion",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Conclusion>),
        ),
        "办结归档",
        "Close the file",
    ),
    Operation::shows::<Page<CaseShown>>(
        Row::get("/api/zones/{zone}/inbox", Who::Officer, Relation::Own, || get(reading::inbox)),
        "待办",
        "What the office or post has to do",
    )
    .with(&[OF, AFTER_DAY, AFTER]),
    Operation::shows::<Page<QuestionShown>>(
        Row::get("/api/zones/{zone}/questions", Who::Officer, Relation::Own, || {
            get(reading::questions)
        }),
        "待复意见",
        "The questions that the office has not answered",
    ),
    Operation::shows::<Page<PackageShown>>(
        Row::get("/api/zones/{zone}/packages", Who::Officer, Relation::Own, || {
            get(reading::packages)
        }),
        "牵头的并联申请",
        "The packages that the office coordinates",
    )
    .with(&[AFTER]),
    Operation::does::<packages::StageApplication, Receipt>(
        Row::post("/api/zones/{zone}/packages", Who::SignedIn, Relation::Parties, || {
            post(acts::apply_for_stage)
        }),
        "并联申请",
        "Apply for a stage",
    ),
    Operation::shows::<PackageShown>(
        Row::get("/api/zones/{zone}/packages/{number}", Who::SignedIn, Relation::Parties, || {
            get(reading::package)
        }),
        "并联申请",
        "A package with its cases",
    ),
    Operation::shows::<Page<DocumentShown>>(
        Row::get(
            "/api/zones/{zone}/packages/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::documents_of_package),
        ),
        "并联申请的文件",
        "A package's documents",
    ),
    Operation::does::<packages::Review, Receipt>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/reviews",
            Who::Officer,
            Relation::Parties,
            || post(act::<packages::Review>),
        ),
        "召集联合评审",
        "Call a joint review",
    ),
    Operation::does::<packages::SiteVisit, Receipt>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/site-visits",
            Who::Officer,
            Relation::Parties,
            || post(act::<packages::SiteVisit>),
        ),
        "登记联合踏勘",
        "Record a joint visit to the site",
    ),
    Operation::does::<packages::Minutes, Receipt>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/minutes",
            Who::Officer,
            Relation::Parties,
            || post(act::<packages::Minutes>),
        ),
        "登记会议纪要",
        "Record the minutes of a joint review",
    ),
    Operation::does::<packages::Reminder, Receipt>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/reminders",
            Who::Officer,
            Relation::Parties,
            || post(act::<packages::Reminder>),
        ),
        "催办",
        "Remind an office",
    ),
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || post(files::receive::<Projects>),
        ),
        "为项目上传文件",
        "Hand in a file for a project",
    )
    .with(&[MATERIAL])
    .takes_a_file(),
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || post(files::receive::<Cases>),
        ),
        "为办件上传文件",
        "Hand in a file for a case",
    )
    .with(&[MATERIAL])
    .takes_a_file(),
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || post(files::receive::<Packages>),
        ),
        "为并联申请上传文件",
        "Hand in a file for a package",
    )
    .with(&[MATERIAL])
    .takes_a_file(),
    Operation::shows::<DocumentShown>(
        Row::get("/api/zones/{zone}/documents/{id}", Who::SignedIn, Relation::Parties, || {
            get(reading::document)
        }),
        "文件状态",
        "A document's state",
    ),
    Operation::shows::<DocumentShown>(
        Row::get(
            "/api/zones/{zone}/documents/{id}/content",
            Who::SignedIn,
            Relation::Parties,
            || get(files::content),
        ),
        "下载文件",
        "Download a document",
    )
    .sends_a_file(),
    Operation::does::<files::Attachment, Receipt>(
        Row::post(
            "/api/zones/{zone}/documents/{id}/attachments",
            Who::SignedIn,
            Relation::Parties,
            || post(files::attach),
        ),
        "引用文件",
        "Let a document serve elsewhere",
    ),
    Operation::shows::<PaperShown>(
        Row::get("/api/zones/{zone}/papers/{number}", Who::SignedIn, Relation::Parties, || {
            get(reading::paper)
        }),
        "文书",
        "A paper by its number",
    ),
];

/// The document and the page about it; they describe the others and not themselves.
pub static ABOUT: &[Row] = &[
    Row::get("/api", Who::Anyone, Relation::None, || get(reading::page)),
    Row::get("/api/openapi.json", Who::Anyone, Relation::None, || get(reading::openapi)),
];

/// The addresses of the operations.
pub static ROWS: [Row; OPERATIONS.len()] = rows(OPERATIONS);
