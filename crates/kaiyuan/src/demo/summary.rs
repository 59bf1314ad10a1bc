//! What the demo ends with (演示小结): figures computed from the ledger, and pages worth opening.

use std::collections::BTreeSet;
use std::fmt;

use agreements::views::agreements_of;
use approvals::case::{Case, Cases};
use approvals::document::{Documents, Event};
use approvals::package::{Package, Packages, Standing, critical_path};
use approvals::views::{
    CaseRow, application_by_subject, case_by_number, cases_of_package, definition_in_force,
    documents_of, projects_of_enterprise, totals,
};
use catalogue::Matter;
use jiff::Timestamp;
use kernel::{
    agreement::Party,
    head::hex,
    local_time::day_of,
    text::{Text, text},
    time_limit::{Due, Elapsed, LimitKind, due, elapsed},
};
use serde::Serialize;
use store::verify::Expect;
use store::{Fault, Store};

use super::{
    Step, bundles,
    planned::{self, Foretold},
    seed, story,
};
use crate::config::said;

/// The demo's summary.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The zone.
    pub zone: String,
    /// The main case's number.
    pub case: String,
    /// The promised limit and what was used of it.
    pub promised: Option<Due>,
    /// The law's limit and what was used of it.
    pub statutory: Option<Due>,
    /// Whose time it was.
    pub elapsed: Option<Elapsed>,
    /// The ledger.
    pub ledger: Ledger,
    /// Does the ledger verify?
    pub verified: bool,
    /// A stage handled side by side.
    pub package: Option<SideBySide>,
    /// Whether forecasts held.
    pub foretold: Foretold,
    /// The projects of the zone.
    pub projects: i64,
    /// Its cases: open, and decided.
    pub cases: (i64, i64),
    /// Pages worth opening, by anybody.
    pub pages: Vec<String>,
    /// Pages worth opening by a role, by the word of its button.
    pub roles: Vec<(Text, String)>,
    /// What was played.
    pub steps: Vec<Step>,
}

/// A package, in figures (并联小结).
#[derive(Clone, Debug, Serialize)]
pub struct SideBySide {
    /// Its number.
    pub number: String,
    /// How many matters it has.
    pub matters: usize,
    /// Materials that its matters ask for, all together.
    pub materials_asked: usize,
    /// Materials handed in, each once.
    pub materials_handed_in: usize,
    /// Materials that serve more than one matter, or whose file had been handed in before.
    pub materials_reused: usize,
    /// Working days from receipt until all of it is through, as it stands and is promised.
    pub parallel_days: u32,
    /// Working days if every matter waited for the one before.
    pub serial_days: u32,
}

/// The ledger, in figures.
#[derive(Clone, Debug, Serialize)]
pub struct Ledger {
    /// Entries.
    pub size: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Signed heads.
    pub heads: u64,
    /// The root, in hexadecimal.
    pub root: String,
    /// What is wrong with it, if anything is.
    pub flaw: Option<String>,
}

/// Computes the summary from the ledger.
pub(super) fn summarize(
    store: &Store,
    pack: &catalogue::Pack,
    steps: Vec<Step>,
    now: Timestamp,
) -> Result<Summary, String> {
    let zone = pack.zone.id.as_str();
    let fault = |fault| said(&fault);
    store.sign(zone, now).map_err(fault)?;
    let report = store.verify(zone, &Expect::default()).map_err(fault)?;
    let mut case = Case::default();
    for past in store.history::<Cases>(zone, &story::main_case()).map_err(fault)? {
        case.apply(&past.event);
    }
    let found = store.read(zone, |views| {
        let project = case_by_number(views, &case.number)?.map(|row| row.project);
        let rows = projects_of_enterprise(views, &case.applicant, None)?;
        let number = rows.into_iter().find(|row| Some(&row.subject) == project.as_ref());
        let own = Party::Enterprise(case.applicant.clone());
        let agreement = agreements_of(views, &own, None)?.pop().map(|row| row.number);
        let project = number.map(|row| row.number);
        let opened = application_by_subject(views, bundles::OPENED)?.map(|row| row.number);
        Ok((views.calendar(), project, agreement.unwrap_or_default(), totals(views)?, opened))
    });
    let (calendar, project, agreement, totals, opened) = found.map_err(fault)?;
    let package = side_by_side(store, zone, now).map_err(fault)?;
    let foretold = planned::count(store, zone).map_err(fault)?;
    let today = day_of(now);
    let clock = case.clock.as_ref();
    let limit = |which| clock.and_then(|clock| due(clock, which, &calendar, today));
    Ok(Summary {
        zone: zone.into(),
        promised: limit(LimitKind::Promised),
        statutory: limit(LimitKind::Statutory),
        elapsed: clock.map(|clock| elapsed(clock, &calendar, today)),
        ledger: Ledger {
            size: report.entries,
            bytes: report.bytes,
            heads: report.heads,
            root: report.root.map(|root| hex(&root)).unwrap_or_default(),
            flaw: report.flaw.as_ref().map(ToString::to_string),
        },
        verified: report.flaw.is_none(),
        pages: vec![
            "/".into(),
            "/guides".into(),
            "/guides/construction-work-planning-permit".into(),
            "/progress".into(),
            "/search?q=%E8%A7%84%E5%88%92".into(),
            "/figures/days".into(),
        ],
        roles: worth_opening(
            (&project.unwrap_or_default(), &foretold.project),
            (&case.number, &agreement),
            (package.as_ref().map(|package| package.number.as_str()), opened.as_deref()),
        ),
        package,
        foretold,
        projects: totals.projects,
        cases: (totals.open, totals.decided),
        case: case.number,
        steps,
    })
}

/// Where each role may look first.
fn worth_opening(
    (project, planned): (&str, &str),
    (case, agreement): (&str, &str),
    (package, application): (Option<&str>, Option<&str>),
) -> Vec<(Text, String)> {
    let kept = [("packages", package), ("applications", application)];
    let at_the_hall = kept.into_iter().filter_map(|(room, number)| {
        Some((text("综合窗口", "The one window"), format!("/hall/{room}/{}", number?)))
    });
    let all = [
        (text("投资人", "Investor"), "/my".to_owned()),
        (text("窗口", "Window"), "/todo".to_owned()),
        (text("窗口", "Window"), format!("/agreements/{agreement}")),
        (text("生态环境分局", "Ecology bureau"), "/todo".to_owned()),
        (text("规划局", "Planning bureau"), format!("/approvals/cases/{case}")),
        (text("规划局", "Planning bureau"), format!("/approvals/cases/{case}/desk")),
        (text("牵头部门", "Lead office"), "/todo/packages".to_owned()),
        (text("规划局", "Planning bureau"), "/agreements".to_owned()),
        (text("督查", "Supervisor"), "/supervision".to_owned()),
        (text("督查", "Supervisor"), "/agreements/late".to_owned()),
        (text("督查", "Supervisor"), format!("/approvals/projects/{project}")),
        (text("督查", "Supervisor"), format!("/approvals/projects/{planned}/plan")),
        (text("管理员", "Administrator"), "/admin/health".to_owned()),
        (text("管理员", "Administrator"), "/admin/catalogue".to_owned()),
    ];
    all.into_iter().chain(at_the_hall).collect()
}

/// The package of the zone that is told about; nothing before it is submitted.
fn side_by_side(store: &Store, zone: &str, now: Timestamp) -> Result<Option<SideBySide>, Fault> {
    let mut package = Package::default();
    let subject = seed::main_package();
    for past in store.history::<Packages>(zone, &subject)? {
        package.apply(&past.event);
    }
    let (known, rows, calendar) = store.read(zone, |views| {
        let mut known = Vec::new();
        for member in &package.members {
            known.extend(definition_in_force(views, &member.part.matter)?);
        }
        Ok((known, cases_of_package(views, &subject)?, views.calendar()))
    })?;
    let matters: Vec<&Matter> = known.iter().map(|known| &known.matter).collect();
    let standing = |row: &CaseRow| Standing { matter: row.matter.clone(), due: row.promised_due };
    let standings: Vec<Standing> = rows.iter().map(standing).collect();
    let path = critical_path(&package, &matters, &standings, &calendar, day_of(now));
    let (Some(path), Some(number)) = (path, package.number) else { return Ok(None) };
    let mut asked: Vec<&String> =
        matters.iter().flat_map(|matter| &matter.materials).map(|one| &one.id).collect();
    let all = asked.len();
    asked.sort_unstable();
    asked.dedup();
    Ok(Some(SideBySide {
        number,
        matters: matters.len(),
        materials_asked: all,
        materials_handed_in: package.handed_in.len(),
        materials_reused: all - asked.len() + held_before(store, zone, &subject)?,
        parallel_days: path.parallel_days,
        serial_days: path.serial_days,
    }))
}

/// Materials of a package whose file had served an earlier case or package.
fn held_before(store: &Store, zone: &str, package: &str) -> Result<usize, Fault> {
    let mut materials = BTreeSet::new();
    for row in store.read(zone, |views| documents_of(views, package))? {
        let past = store.history::<Documents>(zone, &row.subject)?;
        let served = past.iter().filter_map(|past| match &past.event {
            Event::DocumentReceived { to, .. } | Event::DocumentAttached { to, .. } => Some(to),
            Event::DocumentUsable { .. }
            | Event::DocumentQuarantined { .. }
            | Event::DocumentDamaged { .. } => None,
        });
        let mut before = served.take_while(|to| *to != package);
        if before.any(|to| to.starts_with("case:") || to.starts_with("package:")) {
            materials.insert(row.material);
        }
    }
    Ok(materials.len())
}

impl fmt::Display for SideBySide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SideBySide { number, matters, materials_asked, materials_handed_in, .. } = self;
        writeln!(f, "并联 / side by side {number}: {matters} 个事项 matters")?;
        writeln!(
            f,
            "  材料 / materials: 应交 asked {materials_asked}, 实交 handed in {materials_handed_in}, \
             共用或沿用 reused {}",
            self.materials_reused
        )?;
        let (parallel, serial) = (self.parallel_days, self.serial_days);
        writeln!(f, "  工作日 / working days: 并联 parallel {parallel}, 串联 serial {serial}")
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n办件 / case {}", self.case)?;
        for (name, limit) in [
            ("承诺时限 / promised limit", self.promised),
            ("法定时限 / statutory limit", self.statutory),
        ] {
            if let Some(due) = limit {
                let (used, total) = (due.used, due.total);
                writeln!(f, "  {name}: 用 {used} / {total} 个工作日 working days")?;
            }
        }
        if let Some(Elapsed { calendar: split, .. }) = self.elapsed {
            writeln!(
                f,
                "  自然日 / calendar days: 部门 organ {}, 企业 applicant {}, 第三方 third party {}, \
                 公示 notice {}",
                split.organ, split.applicant, split.third_party, split.public_notice
            )?;
        }
        if let Some(package) = &self.package {
            write!(f, "{package}")?;
        }
        let Foretold { project, steps, held } = &self.foretold;
        writeln!(
            f,
            "预测 / forecasts: 已办结环节 steps through {steps}, 说中 held {held} \
             (/approvals/projects/{project}/plan)"
        )?;
        let (projects, (open, decided)) = (self.projects, self.cases);
        writeln!(
            f,
            "园区 / zone: {projects} 个项目 projects, 在办 open {open}, 已决定 decided {decided}"
        )?;
        let Ledger { size, bytes, heads, root, flaw } = &self.ledger;
        writeln!(f, "台账 / ledger {}: {size} entries, {bytes} bytes, {heads} heads", self.zone)?;
        match flaw {
            None => writeln!(f, "  核验通过 / verified, root {root}"),
            Some(flaw) => writeln!(f, "  核验不通过 / flawed: {flaw}"),
        }
    }
}
