//! Report (校验报告): all that can be said of one code, for the command line and for pages.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CreditCode, Examined, Flaw, Generation, IdentityNumber, IndustryCode, ProjectCode};
use super::{RegionCode, RegionKind, Sex, Warning, industries, regions};
use crate::text::{Text, text};

/// The kinds of codes (编码种类).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeKind {
    /// 统一社会信用代码.
    CreditCode,
    /// 公民身份号码.
    Identity,
    /// 行政区划代码.
    Region,
    /// 国民经济行业代码.
    Industry,
    /// 投资项目统一代码.
    ProjectCode,
}

/// One part of a code and what it says (编码的一段).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What part it is.
    pub label: Text,
    /// What it says.
    pub value: Text,
}

/// All that can be said of one code (校验报告).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What it was taken for.
    pub kind: CodeKind,
    /// What was given, as it was given.
    pub given: String,
    /// Its one form, if its shape is right.
    pub canonical: Option<String>,
    /// Its masked form, for kinds that are masked.
    pub masked: Option<String>,
    /// Nothing is wrong with it.
    pub valid: bool,
    /// Something is wrong, and an officer may accept it all the same, with a reason.
    pub overridable: bool,
    /// Everything that is wrong.
    pub flaws: Vec<Text>,
    /// Everything that is unusual.
    pub warnings: Vec<Text>,
    /// What it says.
    pub parts: Vec<Part>,
}

/// What one kind adds to a report.
struct Reading {
    canonical: Option<String>,
    masked: Option<String>,
    flaws: Vec<Flaw>,
    warnings: Vec<Warning>,
    parts: Vec<Part>,
}

impl CodeKind {
    /// Every kind.
    pub const ALL: [CodeKind; 5] = [
        CodeKind::CreditCode,
        CodeKind::Identity,
        CodeKind::Region,
        CodeKind::Industry,
        CodeKind::ProjectCode,
    ];

    /// The kind as written on the command line.
    pub fn word(self) -> &'static str {
        match self {
            CodeKind::CreditCode => "credit-code",
            CodeKind::Identity => "identity",
            CodeKind::Region => "region",
            CodeKind::Industry => "industry",
            CodeKind::ProjectCode => "project-code",
        }
    }

    /// The kind by name.
    pub fn text(self) -> Text {
        match self {
            CodeKind::CreditCode => text("统一社会信用代码", "unified social credit code"),
            CodeKind::Identity => text("公民身份号码", "citizen identity number"),
            CodeKind::Region => text("行政区划代码", "region code"),
            CodeKind::Industry => text("国民经济行业代码", "industry code"),
            CodeKind::ProjectCode => text("投资项目统一代码", "project code"),
        }
    }
}

/// Says all that can be said of `value` taken for a code of `kind`, by the shipped lists.
pub fn report(kind: CodeKind, value: &str, today: Date) -> Report {
    let reading = match kind {
        CodeKind::CreditCode => credit_code(value),
        CodeKind::Identity => identity(value, today),
        CodeKind::Region => region(value),
        CodeKind::Industry => industry(value),
        CodeKind::ProjectCode => project_code(value, today),
    };
    let valid = reading.flaws.is_empty();
    Report {
        kind,
        given: value.to_owned(),
        canonical: reading.canonical,
        masked: reading.masked,
        valid,
        overridable: !valid && reading.flaws.iter().all(Flaw::is_overridable),
        flaws: reading.flaws.iter().map(Flaw::text).collect(),
        warnings: reading.warnings.iter().map(Warning::text).collect(),
        parts: reading.parts,
    }
}

fn credit_code(value: &str) -> Reading {
    let (code, mut reading) = begin(CreditCode::examine(value));
    if let Some(code) = code {
        reading.masked = Some(code.masked());
        reading.warnings = code.warnings();
        reading.parts.push(part("登记管理部门", "registering department", code.department()));
        if let Some(kind) = code.organization_kind() {
            reading.parts.push(part("机构类别", "kind of organization", kind));
        }
        reading.parts.extend(code.region().map(region_part));
        let organization = same(code.organization_code());
        reading.parts.push(part("组织机构代码", "organization code", organization));
    }
    reading
}

fn identity(value: &str, today: Date) -> Reading {
    let (code, mut reading) = begin(IdentityNumber::examine(value));
    if let Some(code) = code {
        reading.masked = Some(code.masked());
        reading.warnings = code.warnings(regions());
        reading.flaws.extend(code.check_on(today).err());
        let sex = match code.sex() {
            Sex::Female => text("女", "female"),
            Sex::Male => text("男", "male"),
        };
        reading.parts.extend(code.region().map(region_part));
        let birth = same(code.birth_date().to_string());
        reading.parts.push(part("出生日期", "date of birth", birth));
        reading.parts.push(part("性别", "sex", sex));
    }
    reading
}

fn region(value: &str) -> Reading {
    let (code, mut reading) = begin(RegionCode::examine(value));
    if let Some(code) = code {
        reading.warnings = code.warnings(regions());
        let kind = match code.kind() {
            RegionKind::Gb2260 => text("国家标准 GB/T 2260", "national standard GB/T 2260"),
            RegionKind::Statistical => text("统计代码", "statistical"),
        };
        reading.parts.push(region_part(code));
        reading.parts.push(part("代码类别", "kind of code", kind));
    }
    reading
}

fn industry(value: &str) -> Reading {
    let (code, mut reading) = begin(IndustryCode::examine(value, industries()));
    if let Some(code) = code {
        reading.warnings = code.warnings();
        if let Some(industry) = industries().get(&code) {
            let section = format!("{} {}", industry.section, industry.section_name);
            let division = format!("{} {}", industry.division, industry.name);
            reading.parts.push(part("门类", "section", same(section)));
            reading.parts.push(part("大类", "division", same(division)));
        }
    }
    reading
}

fn project_code(value: &str, today: Date) -> Reading {
    let (code, mut reading) = begin(ProjectCode::examine(value));
    if let Some(code) = code {
        reading.warnings = code.warnings(regions(), today);
        let (generation, field, field_en) = match code.generation() {
            Generation::Year2015 => {
                (text("2015 至 2020 年 10 月", "2015 to 2020-10"), "行业大类", "division")
            }
            Generation::Year2020 => {
                (text("2020 年 11 月起", "since 2020-11"), "业务指导部门", "guiding ministry")
            }
        };
        let project_type = match code.type_name() {
            Some(name) => text(
                format!("{} {}", code.project_type(), name.zh),
                format!("{} {}", code.project_type(), name.en),
            ),
            None => same(code.project_type()),
        };
        reading.parts.push(part("编码规则", "form", generation));
        reading.parts.push(part("时间段", "time", same(code.time())));
        reading.parts.extend(code.region().map(region_part));
        reading.parts.push(part(field, field_en, same(code.field())));
        reading.parts.push(part("项目类型", "type of project", project_type));
        reading.parts.push(part("顺序号", "serial number", same(code.serial())));
        if let Some(sub_project) = code.sub_project() {
            reading.parts.push(part("子项目", "sub-project", same(sub_project)));
        }
    }
    reading
}

fn begin<T: std::fmt::Display>(examined: Examined<T>) -> (Option<T>, Reading) {
    let Examined { code, flaws } = examined;
    let canonical = code.as_ref().map(T::to_string);
    let reading =
        Reading { canonical, masked: None, flaws, warnings: Vec::new(), parts: Vec::new() };
    (code, reading)
}

fn region_part(code: RegionCode) -> Part {
    let name = regions().full_name(code).unwrap_or_default();
    part("行政区划", "region", same(format!("{code} {name}").trim_end()))
}

fn part(zh: &str, en: &str, value: Text) -> Part {
    Part { label: text(zh, en), value }
}

/// A value that reads the same in both languages.
fn same(value: impl Into<String>) -> Text {
    let value = value.into();
    text(value.clone(), value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(kind: CodeKind, value: &str) -> Report {
        report(kind, value, "2026-04-30".parse().expect("a day"))
    }

    #[test]
    fn a_report_says_all_that_can_be_said() {
        for (kind, value, canonical, parts) in [
            (
                CodeKind::CreditCode,
                "91330421ma28a0010q",
                "91330421MA28A0010Q",
                "市场监管|企业|330421 浙江省嘉兴市嘉善县|MA28A001-0",
            ),
            (
                CodeKind::Identity,
                "33042119900101123x",
                "33042119900101123X",
                "330421 浙江省嘉兴市嘉善县|1990-01-01|男",
            ),
            (
                CodeKind::Region,
                "370676",
                "370676",
                "370676 山东省烟台市烟台经济技术开发区|统计代码",
            ),
            (CodeKind::Industry, "c39", "39", "C 制造业|39 计算机通信和其他电子设备"),
            (
                CodeKind::ProjectCode,
                "26043304210401123456",
                "2604-330421-04-01-123456",
                "2020 年 11 月起|2604|330421 浙江省嘉兴市嘉善县|04|01 基本建设|123456",
            ),
        ] {
            let report = on(kind, value);
            assert!(report.valid && report.warnings.is_empty(), "{report:?}");
            assert_eq!(report.canonical.as_deref(), Some(canonical));
            let found: Vec<_> = report.parts.into_iter().map(|part| part.value.zh).collect();
            assert_eq!(found.join("|"), parts);
        }
    }

    #[test]
    fn a_report_says_what_is_wrong_and_whether_it_may_be_overridden() {
        for (kind, value, overridable, flaws) in [
            (CodeKind::CreditCode, "91350203M0001QAY9B", true, 1),
            (CodeKind::CreditCode, "91330421MA28A0011Q", true, 2),
            (CodeKind::CreditCode, "9133", false, 1),
            (CodeKind::Identity, "330421203001011236", false, 2),
            (CodeKind::Region, "3304", false, 1),
            (CodeKind::Industry, "98", false, 1),
            (CodeKind::ProjectCode, "2604-330421-04-01-123450", true, 1),
        ] {
            let report = on(kind, value);
            let found = (report.valid, report.overridable, report.flaws.len());
            assert_eq!(found, (false, overridable, flaws), "{report:?}");
        }
    }

    #[test]
    fn a_report_is_written_as_json() {
        let json = serde_json::to_value(on(CodeKind::Region, "3304")).expect("a report is plain");
        let wanted = serde_json::json!({
            "kind": "region", "given": "3304", "canonical": null, "masked": null,
            "valid": false, "overridable": false,
            "flaws": [{
                "zh": "应为 6 位，实为 4 位",
                "en": "there should be 6 characters, there are 4",
            }],
            "warnings": [], "parts": [],
        });
        assert_eq!(json, wanted);
        for kind in CodeKind::ALL {
            let word = serde_json::to_value(kind).expect("a kind is a word");
            assert_eq!(word, kind.word());
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(value in "\\PC{0,24}") {
            for kind in CodeKind::ALL {
                let report = on(kind, &value);
                prop_assert_eq!(report.valid, report.flaws.is_empty());
                prop_assert!(report.canonical.is_some() || !report.flaws.is_empty());
            }
        }
    }
}
