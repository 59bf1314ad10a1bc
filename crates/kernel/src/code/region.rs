//! Region codes (行政区划代码): province, prefecture, county, two digits each.
//!
//! Development zones have codes too, given by the statisticians and missing from the list of the
//! national standard: 370676 is the Yantai zone. Both are taken, and told apart by [`RegionKind`].
//!
//! Basis: GB/T 2260; 统计用区划代码.
//!
//! Never: invalid because not listed. Regions are abolished, and codes that name them live on.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use super::{Allowed, Examined, Flaw, TableFlaw, Warning, characters, check_characters};
use crate::text::text;

const LENGTH: usize = 6;

/// Prefectures that only group what is below them, and have no name of their own.
const PLACEHOLDERS: [&str; 4] = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

static SHIPPED: LazyLock<Regions> = LazyLock::new(|| {
    Regions::read(include_str!("../../../../data/regions.csv"))
        .expect("the shipped table of regions is read by the tests of this file")
});

/// A region by its six digits (行政区划代码).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(u32);

/// Whose list a code stands in (代码类别).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionKind {
    /// The national standard's (国家标准).
    Gb2260,
    /// The statisticians', for development zones and the like (统计代码).
    Statistical,
}

/// A region as listed (行政区划).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its code.
    pub code: RegionCode,
    /// Its name, without those above it.
    pub name: String,
    /// What it belongs to; nothing for a province.
    pub parent: Option<RegionCode>,
}

/// A list of regions (行政区划表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regions {
    by_code: BTreeMap<RegionCode, Region>,
}

/// The list that this release carries.
pub fn regions() -> &'static Regions {
    &SHIPPED
}

impl RegionCode {
    /// Takes six digits.
    pub fn parse(value: &str) -> Result<RegionCode, Flaw> {
        RegionCode::examine(value).strictly()
    }

    /// Finds everything that is wrong.
    pub fn examine(value: &str) -> Examined<RegionCode> {
        let characters = characters(value);
        if characters.len() != LENGTH {
            let found = characters.len();
            return Examined::refused(Flaw::WrongLength { expected: LENGTH, found });
        }
        let allowed = |position| {
            if position == 1 { Allowed::DigitButZero } else { Allowed::Digit }
        };
        if let Err(flaw) = check_characters(&characters, allowed) {
            return Examined::refused(flaw);
        }
        let digits = characters.into_iter().filter_map(|character| character.to_digit(10));
        let number = digits.fold(0, |number, digit| number * 10 + digit);
        Examined { code: Some(RegionCode(number)), flaws: Vec::new() }
    }

    /// Whose list it belongs to: at the county's place the standard gives 01 to 70 and 81 to 90,
    /// the statisticians take from 71 and from 91.
    pub fn kind(self) -> RegionKind {
        match self.0 % 100 {
            71..=80 | 91..=99 => RegionKind::Statistical,
            _ => RegionKind::Gb2260,
        }
    }

    /// What is unusual about it, by `regions`.
    pub fn warnings(self, regions: &Regions) -> Vec<Warning> {
        let region = self;
        match regions.get(region) {
            Some(_) => Vec::new(),
            None => vec![Warning::RegionNotListed { region }],
        }
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl Regions {
    /// Reads a table with the columns `code,name,parent`.
    pub fn read(csv: &str) -> Result<Regions, TableFlaw> {
        let mut by_code = BTreeMap::new();
        for (line, [code, name, parent]) in super::table::rows(csv, ["code", "name", "parent"])? {
            let read = |code: &str| {
                RegionCode::parse(code).map_err(|flaw| super::table::flaw(line, flaw.text()))
            };
            let code = read(&code)?;
            let parent = if parent.is_empty() { None } else { Some(read(&parent)?) };
            // A prefecture without counties (441900) is listed once more, as its own county.
            if parent == Some(code) && by_code.contains_key(&code) {
                continue;
            }
            if parent.is_some_and(|parent| !by_code.contains_key(&parent)) {
                return Err(super::table::flaw(
                    line,
                    text("上级区划须列在前面", "what a region belongs to should stand before it"),
                ));
            }
            if by_code.insert(code, Region { code, name, parent }).is_some() {
                return Err(super::table::flaw(line, text("代码重复", "the code stands twice")));
            }
        }
        Ok(Regions { by_code })
    }

    /// The region with this code, if listed.
    pub fn get(&self, code: RegionCode) -> Option<&Region> {
        self.by_code.get(&code)
    }

    /// The name with those above it, for example 浙江省嘉兴市嘉善县.
    pub fn full_name(&self, code: RegionCode) -> Option<String> {
        let region = self.get(code)?;
        let above = region.parent.and_then(|parent| self.full_name(parent)).unwrap_or_default();
        if PLACEHOLDERS.contains(&region.name.as_str()) {
            return Some(above);
        }
        Some(above + &region.name)
    }

    /// What belongs to a region directly, in the order of codes; the provinces for nothing.
    pub fn below(&self, code: Option<RegionCode>) -> impl Iterator<Item = &Region> {
        self.by_code.values().filter(move |region| region.parent == code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(value: &str) -> RegionCode {
        RegionCode::parse(value).expect("a test names codes of the right shape")
    }

    #[test]
    fn regions_have_their_names_and_kinds() {
        for (value, name, kind) in [
            ("330000", "浙江省", RegionKind::Gb2260),
            ("330400", "浙江省嘉兴市", RegionKind::Gb2260),
            ("330421", "浙江省嘉兴市嘉善县", RegionKind::Gb2260),
            ("330483", "浙江省嘉兴市桐乡市", RegionKind::Gb2260),
            ("370671", "山东省烟台市烟台高新技术产业开发区", RegionKind::Statistical),
            ("370676", "山东省烟台市烟台经济技术开发区", RegionKind::Statistical),
            ("440112", "广东省广州市黄埔区", RegionKind::Gb2260),
            ("110101", "北京市东城区", RegionKind::Gb2260),
            ("441900", "广东省东莞市", RegionKind::Gb2260),
        ] {
            assert_eq!(regions().full_name(code(value)).as_deref(), Some(name), "{value}");
            assert_eq!(code(value).kind(), kind, "{value}");
        }
        assert_eq!(regions().below(None).count(), 31);
        assert_eq!(regions().below(Some(code("330400"))).count(), 7);
    }

    #[test]
    fn a_region_that_is_not_listed_warns_and_stays_valid() {
        for value in ["440116", "999999"] {
            let region = code(value);
            assert_eq!(region.warnings(regions()), [Warning::RegionNotListed { region }]);
        }
        assert!(code("370676").warnings(regions()).is_empty());
    }

    #[test]
    fn each_flaw_is_named() {
        for (value, flaw) in [
            ("33042", Flaw::WrongLength { expected: 6, found: 5 }),
            (
                "030421",
                Flaw::WrongCharacter { position: 1, found: '0', allowed: Allowed::DigitButZero },
            ),
            ("33O421", Flaw::WrongCharacter { position: 3, found: 'O', allowed: Allowed::Digit }),
        ] {
            assert_eq!(RegionCode::parse(value), Err(flaw), "{value}");
        }
        for (csv, line) in [
            ("code,name\n", 1),
            ("code,name,parent\n330000,Zhejiang,\n33040,Jiaxing,330000\n", 3),
            ("code,name,parent\n330400,Jiaxing,330000\n", 2),
            ("code,name,parent\n330000,Zhejiang,\n330000,Zhejiang,\n", 3),
            ("code,name,parent\n330000,Zhejiang\n", 2),
        ] {
            assert_eq!(Regions::read(csv).map_err(|flaw| flaw.line), Err(line), "{csv}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(value in "[1-9][0-9]{5}") {
            prop_assert_eq!(code(&value).to_string(), value);
        }

        #[test]
        fn nothing_typed_makes_it_panic(
            value in "\\PC{0,8}", table in "(code,name,parent\n)?\\PC*"
        ) {
            let _ = RegionCode::examine(&value);
            let _ = Regions::read(&table);
        }
    }
}
