//! What a program may read (接口目录：查阅).

use axum::routing::get;

use crate::api::bundle_shown::{BundlePlanShown, BundleShown};
use crate::api::case_shown::CaseAlone;
use crate::api::instant_acts::{self, AuditShown, InstantDecision, InstantMatter};
use crate::api::operation::{Operation, Parameter};
use crate::api::route_shown::{PlanShown, RouteShown};
use crate::api::shown::{
    CaseShown, DocumentShown, Hit, LeadWordShown, MatterShown, PackageShown, Page, PaperShown,
    ProgressShown, ProjectShown, QuestionShown, SessionShown, ZoneShown,
};
use crate::api::{bundling, files, finding, reading, routing};
use crate::policy::{Relation, Row, Who};

const WORDS: Parameter = Parameter::must("q", "The words that are looked for");
const KIND: Parameter =
    Parameter::may("kind", "Only of this kind").of(&["matter", "project", "case", "agreement"]);
const BEFORE: Parameter = Parameter::may("before", "The number before which the page goes on");
const AFTER: Parameter = Parameter::may("after", "The number after which the page goes on");
const AFTER_DAY: Parameter = Parameter::may("after_day", "The day after which the page goes on");
const ANSWERS: Parameter =
    Parameter::must("answers", "The answers to the route's questions, as one object of JSON");
const CERTIFICATES: Parameter =
    Parameter::must("certificates", "The identifiers of the certificates, with commas between");
const TOLD: Parameter =
    Parameter::may("answers", "What is answered already, as one object of JSON");
const START: Parameter = Parameter::may("start", "The day on which the plan begins; today");
const OF: Parameter =
    Parameter::may("of", "Whose: the office's or the post's").of(&["office", "post"]);

/// The operations.
pub const READINGS: &[Operation] = &[
    Operation::shows::<ZoneShown>(
        Row::get("/api/zones/{zone}", Who::Anyone, Relation::None, || get(reading::zone)),
        "园区",
        "The zone",
    ),
    Operation::shows::<SessionShown>(
        Row::get("/api/zones/{zone}/session", Who::SignedIn, Relation::Own, || {
            get(reading::session)
        })
        .entrusted(),
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
    Operation::shows::<Page<InstantMatter>>(
        Row::get("/api/zones/{zone}/instant-matters", Who::Anyone, Relation::None, || {
            get(instant_acts::matters)
        }),
        "秒批事项清单",
        "What is decided at once, by which rule and version",
    ),
    Operation::shows::<InstantDecision>(
        Row::get(
            "/api/zones/{zone}/cases/{number}/instant-decision",
            Who::SignedIn,
            Relation::Parties,
            || get(instant_acts::shown),
        ),
        "秒批凭据",
        "The receipt of an instant decision",
    ),
    Operation::shows::<Page<AuditShown>>(
        Row::get("/api/zones/{zone}/audits", Who::Officer, Relation::Own, || {
            get(instant_acts::audits)
        }),
        "待复核的秒批办件",
        "Instant decisions to look at",
    ),
    Operation::shows::<Page<RouteShown>>(
        Row::get("/api/zones/{zone}/routes", Who::Anyone, Relation::None, || get(routing::routes)),
        "办理路径目录",
        "The routes",
    ),
    Operation::shows::<RouteShown>(
        Row::get("/api/zones/{zone}/routes/{id}", Who::Anyone, Relation::None, || {
            get(routing::route)
        }),
        "办理路径",
        "A route with its questions",
    ),
    Operation::shows::<PlanShown>(
        Row::get("/api/zones/{zone}/routes/{id}/plan", Who::Anyone, Relation::None, || {
            get(routing::planned)
        }),
        "办理方案",
        "The plan of a project by a route",
    )
    .with(&[ANSWERS, START]),
    Operation::shows::<Page<BundleShown>>(
        Row::get("/api/zones/{zone}/bundles", Who::Anyone, Relation::None, || {
            get(bundling::bundles)
        }),
        "一件事目录",
        "The bundles",
    ),
    Operation::shows::<BundleShown>(
        Row::get("/api/zones/{zone}/bundles/{id}", Who::Anyone, Relation::None, || {
            get(bundling::bundle)
        }),
        "一件事",
        "A bundle with its table",
    ),
    Operation::shows::<BundlePlanShown>(
        Row::get("/api/zones/{zone}/bundles/{id}/plan", Who::Anyone, Relation::None, || {
            get(bundling::planned)
        }),
        "一件事办理方案",
        "What chosen certificates ask, each thing once and with who needs it",
    )
    .with(&[CERTIFICATES, TOLD]),
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
    Operation::shows::<ProjectShown>(
        Row::get("/api/zones/{zone}/projects/{number}", Who::SignedIn, Relation::Parties, || {
            get(reading::project)
        })
        .entrusted(),
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
    Operation::shows::<Page<CaseShown>>(
        Row::get("/api/zones/{zone}/cases", Who::Agent, Relation::Own, || get(reading::cases)),
        "本企业办件",
        "The enterprise's own cases",
    )
    .with(&[BEFORE]),
    Operation::shows::<CaseAlone>(
        Row::get("/api/zones/{zone}/cases/{number}", Who::SignedIn, Relation::Parties, || {
            get(reading::case)
        })
        .entrusted(),
        "办件",
        "A case",
    ),
    Operation::shows::<Page<DocumentShown>>(
        Row::get(
            "/api/zones/{zone}/cases/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::documents_of_case),
        )
        .entrusted(),
        "办件的文件",
        "A case's documents",
    ),
    Operation::shows::<Page<PaperShown>>(
        Row::get(
            "/api/zones/{zone}/packages/{number}/papers",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::papers_of_package),
        )
        .entrusted(),
        "阶段申请的文书",
        "The papers of a package: its one receipt",
    ),
    Operation::shows::<Page<PaperShown>>(
        Row::get(
            "/api/zones/{zone}/cases/{number}/papers",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::papers),
        )
        .entrusted(),
        "办件的文书",
        "A case's papers",
    ),
    Operation::shows::<Page<CaseShown>>(
        Row::get("/api/zones/{zone}/inbox", Who::Officer, Relation::Own, || get(reading::inbox)),
        "待办",
        "What the office or post has to do",
    )
    .with(&[OF, AFTER_DAY, AFTER]),
    Operation::shows::<Page<LeadWordShown>>(
        Row::get("/api/zones/{zone}/reminders", Who::Officer, Relation::Own, || {
            get(reading::reminders)
        }),
        "牵头部门来文",
        "What lead offices remind the office of, and the reviews to come that it is called to",
    ),
    Operation::shows::<Page<QuestionShown>>(
        Row::get("/api/zones/{zone}/questions", Who::Officer, Relation::Own, || {
            get(reading::questions)
        }),
        "待复意见",
        "The questions that the office has not answered",
    )
    .with(&[AFTER_DAY, AFTER]),
    Operation::shows::<Page<PackageShown>>(
        Row::get("/api/zones/{zone}/packages", Who::Officer, Relation::Own, || {
            get(reading::packages)
        }),
        "牵头的并联申请",
        "The packages that the office coordinates",
    )
    .with(&[AFTER]),
    Operation::shows::<PackageShown>(
        Row::get("/api/zones/{zone}/packages/{number}", Who::SignedIn, Relation::Parties, || {
            get(reading::package)
        })
        .entrusted(),
        "并联申请",
        "A package with its cases",
    ),
    Operation::shows::<Page<DocumentShown>>(
        Row::get(
            "/api/zones/{zone}/packages/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            || get(reading::documents_of_package),
        )
        .entrusted(),
        "并联申请的文件",
        "A package's documents",
    ),
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
    Operation::shows::<PaperShown>(
        Row::get("/api/zones/{zone}/papers/{number}", Who::SignedIn, Relation::Parties, || {
            get(reading::paper)
        }),
        "文书",
        "A paper by its number",
    ),
];
