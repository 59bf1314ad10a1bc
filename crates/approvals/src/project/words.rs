//! The words that facts of a project choose from (项目用语), each with its Chinese term.

use jiff::civil::Date;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// How issuers say that a licence holds (证照状态：有效).
const IN_FORCE: [&str; 6] = ["有效", "正常", "生效", "在有效期内", "in force", "valid"];

/// By which procedure a project comes about (项目管理方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectKind {
    /// Government money: proposal, feasibility study and design are approved (审批).
    Approval,
    /// An enterprise's project of the State Council's catalogue (核准).
    Verification,
    /// Every other project of an enterprise (备案).
    Filing,
}

/// What is done in a project (建设性质).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Built anew (新建).
    New,
    /// Enlarged (扩建).
    Extension,
    /// Rebuilt (改建).
    Reconstruction,
    /// Its technology renewed (技术改造).
    Renewal,
    /// Moved from elsewhere (迁建).
    Relocation,
}

/// What the enterprise reports of its project (进度报告).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// Construction has begun (开工).
    Start,
    /// How far it has come (进度).
    Progress,
    /// Construction is complete (竣工).
    Completion,
}

/// What the national platform asks beside the four matters of a filing (项目概况).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// By which procedure it comes about.
    pub kind: ProjectKind,
    /// What is done.
    pub nature: Nature,
    /// When construction is to begin.
    pub planned_start: Date,
    /// When it is to be complete.
    pub planned_completion: Date,
    /// The land, in square metres.
    pub land_area_m2: i64,
    /// The floors, in square metres.
    pub floor_area_m2: i64,
    /// The capital of its own (资本金), in fen.
    pub capital_fen: i64,
    /// Every how many days progress is reported; nothing of it where zero.
    pub report_every_days: u32,
    /// For how many years the filing or verification holds without a start of construction.
    pub valid_years: Option<u32>,
}

/// What a change touches (变更内容): what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// The project's name.
    pub title: Option<String>,
    /// Where it is to be built.
    pub site: Option<String>,
    /// What is to be built, and how much of it.
    pub scale: Option<String>,
    /// The total investment, in fen.
    pub total_investment_fen: Option<i64>,
}

/// A licence of another authority (归集证照): a fact about it, never the licence itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// The matter under which it was issued, by its identifier.
    pub matter: String,
    /// Its number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// How it stands, in the issuer's words.
    pub status: String,
    /// Until when it holds, where an end is known.
    pub valid_until: Option<Date>,
    /// Where this was taken from.
    pub source: String,
}

impl Licence {
    /// Does it hold on this day? Its issuer says so, and its end has not passed; any other word
    /// counts as none.
    pub fn is_in_force(&self, today: Date) -> bool {
        let status = self.status.trim().to_lowercase();
        let is_said = IN_FORCE.contains(&status.as_str());
        let is_told = |words: &str| !words.trim().is_empty();
        let has_source = is_told(&self.number) && is_told(&self.issuer);
        is_said && has_source && self.valid_until.is_none_or(|until| today <= until)
    }
}

impl ProjectKind {
    /// Every kind, in the order of a form.
    pub const ALL: [ProjectKind; 3] =
        [ProjectKind::Filing, ProjectKind::Verification, ProjectKind::Approval];

    /// The kind in words.
    pub fn text(self) -> Text {
        match self {
            ProjectKind::Approval => text("审批", "approval"),
            ProjectKind::Verification => text("核准", "verification"),
            ProjectKind::Filing => text("备案", "filing"),
        }
    }

    /// The word that views and forms keep.
    pub fn word(self) -> &'static str {
        match self {
            ProjectKind::Approval => "approval",
            ProjectKind::Verification => "verification",
            ProjectKind::Filing => "filing",
        }
    }
}

impl Nature {
    /// Every nature, in the order of a form.
    pub const ALL: [Nature; 5] = [
        Nature::New,
        Nature::Extension,
        Nature::Reconstruction,
        Nature::Renewal,
        Nature::Relocation,
    ];

    /// The nature in words.
    pub fn text(self) -> Text {
        match self {
            Nature::New => text("新建", "new construction"),
            Nature::Extension => text("扩建", "extension"),
            Nature::Reconstruction => text("改建", "reconstruction"),
            Nature::Renewal => text("技术改造", "technical renewal"),
            Nature::Relocation => text("迁建", "relocation"),
        }
    }

    /// The word that views and forms keep.
    pub fn word(self) -> &'static str {
        match self {
            Nature::New => "new",
            Nature::Extension => "extension",
            Nature::Reconstruction => "reconstruction",
            Nature::Renewal => "renewal",
            Nature::Relocation => "relocation",
        }
    }
}

impl Report {
    /// Every report, in the order in which they come.
    pub const ALL: [Report; 3] = [Report::Start, Report::Progress, Report::Completion];

    /// The report in words.
    pub fn text(self) -> Text {
        match self {
            Report::Start => text("开工报告", "start of construction"),
            Report::Progress => text("进度报告", "progress"),
            Report::Completion => text("竣工报告", "completion"),
        }
    }

    /// The word that views and forms keep.
    pub fn word(self) -> &'static str {
        match self {
            Report::Start => "start",
            Report::Progress => "progress",
            Report::Completion => "completion",
        }
    }
}
