//! What is asked of a project (项目操作).

use approvals::project::{self, Changes, Command, Nature, ProjectKind, Projects, Report};
use kernel::personal::Personal;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::acts::Act;
use super::case_acts::{Day, words};
use crate::Site;

/// A registration (项目登记): what the national platform asks.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The project's name.
    title: String,
    /// Who invests.
    enterprise: String,
    /// The unified social credit code of who invests.
    pub credit_code: String,
    /// The region's code.
    region: String,
    /// The industry's code.
    industry: String,
    /// Where it is to be built.
    site: String,
    /// What is to be built, and how much of it.
    scale: String,
    /// The total investment, in fen.
    total_investment_fen: i64,
    /// The statement that it conforms to industrial policy.
    conforms_to_policy: bool,
    /// Whom to ask.
    contact: String,
    /// That person's phone.
    phone: String,
    /// What is asked besides.
    details: Details,
    /// Why it is not the project that it resembles, where there is one.
    #[serde(default)]
    apart_because: Option<String>,
}

/// What the national platform asks beside the four matters of a filing (项目概况).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// By which procedure it comes about.
    #[schemars(schema_with = "kinds")]
    kind: ProjectKind,
    /// What is done.
    #[schemars(schema_with = "natures")]
    nature: Nature,
    /// When construction is to begin.
    planned_start: Day,
    /// When it is to be complete.
    planned_completion: Day,
    /// The land, in square metres.
    land_area_m2: i64,
    /// The floors, in square metres.
    floor_area_m2: i64,
    /// The capital of its own, in fen.
    capital_fen: i64,
    /// Every how many days progress is reported; nothing of it where zero.
    #[serde(default)]
    report_every_days: u32,
    /// For how many years the filing or verification holds without a start of construction.
    #[serde(default)]
    valid_years: Option<u32>,
}

/// The code that the national platform assigned (项目代码).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The code.
    code: String,
    /// Why a failing check digit is passed over.
    #[serde(default)]
    override_reason: Option<String>,
}

/// A code for use within the zone (临时代码).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProvisionalCode {}

/// A change (项目变更): what is left out stays.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The project's name.
    #[serde(default)]
    title: Option<String>,
    /// Where it is to be built.
    #[serde(default)]
    site: Option<String>,
    /// What is to be built, and how much of it.
    #[serde(default)]
    scale: Option<String>,
    /// The total investment, in fen.
    #[serde(default)]
    total_investment_fen: Option<i64>,
    /// Why.
    reason: String,
}

/// A prolongation (延长有效期).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prolongation {
    /// Until when.
    until: Day,
    /// Why.
    reason: String,
    /// Who allowed it.
    allowed_by: String,
}

/// A project made void (项目作废).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Voiding {
    /// Why.
    reason: String,
}

/// The file of a complete project closed (项目归档).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Completion {}

/// A report of start, progress or completion (进度报告).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgressReport {
    /// What is reported.
    #[schemars(schema_with = "reports")]
    report: Report,
    /// The day on which it happened, or up to which it tells.
    happened_on: Day,
    /// In words.
    #[serde(default)]
    words: String,
    /// The investment made so far, in fen.
    invested_fen: i64,
}

/// A licence of another authority (归集证照).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// The matter under which it was issued, by its identifier.
    matter: String,
    /// Its number.
    number: String,
    /// What it is called.
    title: String,
    /// Who issued it.
    issuer: String,
    /// How it stands, in the issuer's words.
    status: String,
    /// Until when it holds, where an end is known.
    #[serde(default)]
    valid_until: Option<Day>,
    /// Where this was taken from.
    source: String,
}

impl Registration {
    /// The command.
    pub fn command(self) -> Command {
        Command::RegisterInFull {
            registration: project::Registration {
                title: self.title,
                enterprise: self.enterprise,
                credit_code: self.credit_code,
                region: self.region,
                industry: self.industry,
                site: self.site,
                scale: self.scale,
                total_investment_fen: self.total_investment_fen,
                conforms_to_policy: self.conforms_to_policy,
                contact: Personal::clear(self.contact),
                phone: Personal::clear(self.phone),
            },
            details: self.details.told(),
            apart_because: self.apart_because,
        }
    }
}

impl Details {
    fn told(self) -> project::Details {
        project::Details {
            kind: self.kind,
            nature: self.nature,
            planned_start: self.planned_start.0,
            planned_completion: self.planned_completion.0,
            land_area_m2: self.land_area_m2,
            floor_area_m2: self.floor_area_m2,
            capital_fen: self.capital_fen,
            report_every_days: self.report_every_days,
            valid_years: self.valid_years,
        }
    }
}

impl Act for Details {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        Command::Describe { details: self.told() }
    }
}

impl Act for Code {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        Command::RecordCode { code: self.code, override_reason: self.override_reason }
    }
}

impl Act for ProvisionalCode {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        Command::IssueProvisionalCode
    }
}

impl Act for Change {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        let Change { title, site, scale, total_investment_fen, reason } = self;
        Command::Change { changes: Changes { title, site, scale, total_investment_fen }, reason }
    }
}

impl Act for Prolongation {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        let Prolongation { until: Day(until), reason, allowed_by } = self;
        Command::Prolong { until, reason, allowed_by }
    }
}

impl Act for Voiding {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        Command::Void { reason: self.reason }
    }
}

impl Act for Completion {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        Command::Complete
    }
}

impl Act for ProgressReport {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        let ProgressReport { report, happened_on: Day(happened_on), words, invested_fen } = self;
        Command::Report { report, happened_on, words, invested_fen }
    }
}

impl Act for Licence {
    type Kind = Projects;

    fn command(self, _: &Site) -> Command {
        Command::MirrorLicence {
            licence: project::Licence {
                matter: self.matter,
                number: self.number,
                title: self.title,
                issuer: self.issuer,
                status: self.status,
                valid_until: self.valid_until.map(|day| day.0),
                source: self.source,
            },
        }
    }
}

fn kinds(_: &mut SchemaGenerator) -> Schema {
    words(&ProjectKind::ALL)
}

fn natures(_: &mut SchemaGenerator) -> Schema {
    words(&Nature::ALL)
}

fn reports(_: &mut SchemaGenerator) -> Schema {
    words(&[Report::Start, Report::Progress, Report::Completion])
}
