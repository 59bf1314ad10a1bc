//! A bundle and its plan as told to programs (一件事接口数据); the command line tells the same.

use approvals::bundle::{Count, Need, Plan, apart};
use catalogue::form::Answers;
use catalogue::{Bundle, BundleKind, Certificate, FieldKind, Level, LinkMode};
use jiff::civil::Date;
use kernel::text::Text;
use schemars::JsonSchema;
use serde::Serialize;

use super::shown::Words;

/// A bundle (一件事、多证合一).
#[derive(Debug, Serialize, JsonSchema)]
pub struct BundleShown {
    /// Its identifier.
    pub id: String,
    /// Which of the two it is.
    pub kind: BundleKind,
    /// Its name.
    pub title: Words,
    /// What it is for, and what of it is in doubt.
    pub about: Words,
    /// Where its rows come from.
    pub basis: Vec<String>,
    /// The office that receives it.
    pub lead_office: String,
    /// Within how many working days all of it is promised.
    pub promised_days: Option<u32>,
    /// The certificates with which that is kept; all of them where none is named.
    pub counts_until: Vec<String>,
    /// What a commitment on the address is not accepted for, as far as the zone says.
    pub negative_list: Vec<String>,
    /// How many certificates are announced of which no row is known.
    pub unknown: u32,
    /// Its certificates.
    pub certificates: Vec<CertificateShown>,
}

/// A certificate of a bundle (证照、环节).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CertificateShown {
    /// Its identifier.
    pub id: String,
    /// Its number in the published list, where that is known.
    pub number: Option<u32>,
    /// Its name.
    pub title: Words,
    /// Whose certificate it is.
    pub department: Words,
    /// Whose list it stands in.
    pub level: Level,
    /// How it comes about.
    pub mode: LinkMode,
    /// The divisions of GB/T 4754 in which it is proposed; in all where there are none.
    pub industries: Vec<String>,
    /// Proposed only where this expression holds.
    pub when: Option<String>,
    /// The certificates that must be there first.
    pub after: Vec<String>,
    /// Within how many working days the law wants it, where it has a limit of its own.
    pub limit_days: Option<u32>,
    /// By how many working days at most that is put off, once, where it is complex.
    pub extension_days: Option<u32>,
}

/// What chosen certificates ask of the applicant (办理方案).
#[derive(Debug, Serialize, JsonSchema)]
pub struct BundlePlanShown {
    /// The bundle's identifier.
    pub bundle: String,
    /// Its name.
    pub title: Words,
    /// The certificates, each after what it waits for.
    pub certificates: Vec<String>,
    /// Every question, once.
    pub questions: Vec<NeedShown>,
    /// Every paper, once.
    pub papers: Vec<NeedShown>,
    /// Every visit, once.
    pub visits: Vec<NeedShown>,
    /// What is not asked, because one of the certificates yields it.
    pub reused: Vec<ReusedShown>,
    /// The certificates that do not apply by the answers: they cannot be applied for.
    pub inapplicable: Vec<String>,
    /// How much all of it asks.
    pub together: CountShown,
    /// How much the same certificates ask where each is applied for by itself.
    pub apart: CountShown,
    /// Within how many working days all of it is promised.
    pub promised_days: Option<u32>,
}

/// Something that is asked, and who needs it (所需项及其来由).
#[derive(Debug, Serialize, JsonSchema)]
pub struct NeedShown {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub title: Words,
    /// What a question takes; nothing for papers and visits.
    pub kind: Option<FieldKind>,
    /// The certificates that need it.
    pub needed_by: Vec<String>,
    /// The reason in words.
    pub because: Words,
    /// Whether it is needed turns on an answer that is not there yet.
    pub is_open: bool,
    /// A visit that is not to the hall or an office of the zone: nobody here counts it.
    pub is_elsewhere: bool,
}

/// What is taken over and not asked (共享结果).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReusedShown {
    /// The question that is answered, or the paper that is there.
    pub id: String,
    /// The certificate that yields it.
    pub from: String,
    /// The certificates that take it over.
    pub needed_by: Vec<String>,
}

/// How much is asked (数量).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CountShown {
    /// Forms.
    pub forms: usize,
    /// Questions.
    pub questions: usize,
    /// Papers.
    pub papers: usize,
    /// Visits in person.
    pub visits: usize,
}

/// Why something is asked: "asked because A and C need it".
pub fn because(rows: &[&Certificate]) -> Text {
    let zh: Vec<String> = rows.iter().map(|row| format!("“{}”", row.title)).collect();
    let en: Vec<&str> = rows.iter().map(|row| row.title_en.as_str()).collect();
    let en = match en.split_last() {
        Some((last, [])) => format!("asked because {last} needs it"),
        Some((last, others)) => format!("asked because {} and {last} need it", others.join(", ")),
        None => String::new(),
    };
    kernel::text::text(format!("因{}需要", zh.concat()), en)
}

/// Names of certificates as an address or a command line writes them, with commas between.
pub fn named(list: &str) -> Vec<String> {
    let all = list.split([',', '，']).map(str::trim).filter(|id| !id.is_empty());
    all.map(str::to_owned).collect()
}

impl BundleShown {
    /// A bundle as it is told.
    pub fn of(bundle: &Bundle) -> BundleShown {
        let certificate = |row: &Certificate| CertificateShown {
            id: row.id.clone(),
            number: row.number,
            title: row.name().into(),
            department: row.department().into(),
            level: row.level,
            mode: row.mode,
            industries: row.industries.clone(),
            when: row.when.clone(),
            after: row.after.clone(),
            limit_days: row.limit_days,
            extension_days: row.extension_days,
        };
        BundleShown {
            id: bundle.id.clone(),
            kind: bundle.kind,
            title: bundle.name().into(),
            about: bundle.purpose().into(),
            basis: bundle.basis.clone(),
            lead_office: bundle.lead_office.clone(),
            promised_days: bundle.promised_days,
            counts_until: bundle.counts_until.clone(),
            negative_list: bundle
                .negative_list
                .as_ref()
                .map(|list| list.lines.clone())
                .unwrap_or_default(),
            unknown: bundle.unknown(),
            certificates: bundle.certificates.iter().map(certificate).collect(),
        }
    }
}

impl BundlePlanShown {
    /// A plan as it is told, beside what the same certificates ask apart.
    pub fn of(plan: &Plan, answers: &Answers, on: Date) -> BundlePlanShown {
        let ids = |places: &[usize]| -> Vec<String> {
            plan.named(places).iter().map(|row| row.id.clone()).collect()
        };
        let question =
            |need: &Need<catalogue::Field>| shown(plan, need, (need.of.name(), Some(need.of.kind)));
        let reused = |one: &approvals::bundle::Reused| ReusedShown {
            id: one.id.clone(),
            from: plan.certificates[one.from].id.clone(),
            needed_by: ids(&one.needed_by),
        };
        let certificates: Vec<String> =
            plan.certificates.iter().map(|row| row.id.clone()).collect();
        let papers = plan.papers.iter().map(|need| shown(plan, need, (need.of.name(), None)));
        let visit = |need: &Need<catalogue::Visit>| NeedShown {
            is_elsewhere: need.of.elsewhere,
            ..shown(plan, need, (need.of.name(), None))
        };
        BundlePlanShown {
            bundle: plan.bundle.id.clone(),
            title: plan.bundle.name().into(),
            questions: plan.questions.iter().map(question).collect(),
            papers: papers.collect(),
            visits: plan.visits.iter().map(visit).collect(),
            reused: plan.reused.iter().map(reused).collect(),
            inapplicable: ids(&plan.inapplicable),
            together: plan.count().into(),
            apart: apart(plan.bundle, &certificates, answers, on).into(),
            promised_days: plan.bundle.promised_days,
            certificates,
        }
    }
}

fn shown<T>(plan: &Plan, need: &Need<T>, (title, kind): (Text, Option<FieldKind>)) -> NeedShown {
    let rows = plan.named(&need.needed_by);
    NeedShown {
        id: need.id.into(),
        title: title.into(),
        kind,
        needed_by: rows.iter().map(|row| row.id.clone()).collect(),
        because: because(&rows).into(),
        is_open: need.is_open,
        is_elsewhere: false,
    }
}

impl From<Count> for CountShown {
    fn from(count: Count) -> CountShown {
        let Count { forms, questions, papers, visits } = count;
        CountShown { forms, questions, papers, visits }
    }
}
