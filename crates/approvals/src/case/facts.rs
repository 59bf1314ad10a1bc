//! What the rules of a case must know beyond its own history (办件依据).

use std::sync::Arc;

use catalogue::Matter;
use catalogue::form::Answers;
use kernel::text::Text;
use kernel::time_limit::Limit;

use crate::Register;
use crate::delivery::Course;
use crate::inquiry::RegisterTold;
use crate::project::Licence;

/// What the rules need to know beyond the case's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The definition in force, for a case to be; the one it started under, for a case that is.
    pub definition: Option<Arc<Definition>>,
    /// The project, where the case has one.
    pub project: Option<ProjectFacts>,
    /// The register of cases.
    pub numbers: Register,
    /// The register of documents.
    pub documents: Register,
    /// The matters that must have been granted to the project before, where that is asked.
    pub prerequisites: Vec<Prerequisite>,
    /// Is the file that is named a usable document of the applicant's, where one is named?
    pub is_file_usable: bool,
    /// The number of a case in which the applicant broke a promise, where that is not repaired.
    pub broken_promise: Option<String>,
    /// How far the delivery of its result is, where the applicant chose a way.
    pub delivery: Option<Course>,
    /// What the project's file says, where a rule is asked.
    pub record: Option<Record>,
    /// Was this version of the rule stopped?
    pub is_rule_stopped: bool,
    /// What registers of other authorities told for it, where a rule is asked.
    pub told: Vec<RegisterTold>,
    /// The number of its package and what the one form of that says, where a rule is asked about a
    /// case of a package.
    pub filled_together: Option<(String, Answers)>,
}

/// What a project's file says, for rules (项目档案).
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Its number.
    pub number: String,
    /// Its industry.
    pub industry: String,
    /// Its region.
    pub region: String,
    /// What is invested in all.
    pub total_investment_fen: i64,
    /// The matters that were granted to it.
    pub granted: Vec<String>,
}

/// What a matter builds on (前置事项), as it stands in a project.
#[derive(Clone, Debug)]
pub struct Prerequisite {
    /// The matters of which one must be there.
    pub any_of: Vec<String>,
    /// What they are called.
    pub name: Text,
    /// Was one of them granted to the project?
    pub is_granted: bool,
    /// Those of them that were granted here and hold no more: a paper that says so proves nothing.
    pub void: Vec<String>,
    /// The licences of other authorities that are kept in their place (归集证照).
    pub licences: Vec<Licence>,
}

/// A matter as the zone published it.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The name that its content gives it.
    pub hash: String,
    /// The definition.
    pub matter: Matter,
    /// Within how many days everything missing is told.
    pub notice_limit: Limit,
}

/// What a case must know of its project.
#[derive(Clone, Debug)]
pub struct ProjectFacts {
    /// The enterprise's code.
    pub credit_code: String,
    /// Does it hold a code?
    pub has_code: bool,
    /// Is it filed?
    pub is_filed: bool,
    /// Is it void, expired or completed?
    pub is_closed: bool,
    /// Is it void or expired? Then nothing is accepted or granted for it any more; what still runs
    /// for a complete one goes on.
    pub has_lapsed: bool,
}
