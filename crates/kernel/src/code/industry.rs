//! Industry codes (国民经济行业代码): section, division, class.
//!
//! Twenty sections by letter hold 97 divisions of two digits; classes have four, of which the
//! first two name the division. A class is taken by its division: the list of classes is not ours.
//! The section's letter may stand before the digits (`C3921`); it follows from them, so the
//! canonical form leaves it out.
//!
//! Basis: GB/T 4754-2017. Codes from before 2018 may follow the table of 2011, whose divisions 87
//! and 88 mean other things; from the digits that cannot be told.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use super::{Allowed, Examined, Flaw, Shape, TableFlaw, Warning, characters, check_characters};
use crate::text::text;

static SHIPPED: LazyLock<Industries> = LazyLock::new(|| {
    Industries::read(include_str!("../../../../data/industries.csv"))
        .expect("the shipped table of industries is read by the tests of this file")
});

/// A division or a class of industries (行业代码).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndustryCode(String);

/// A division as listed (行业大类).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Industry {
    /// Its section's letter (门类).
    pub section: char,
    /// Its section's name.
    pub section_name: String,
    /// Its two digits.
    pub division: String,
    /// Its name.
    pub name: String,
}

/// A list of divisions (行业分类表).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Industries {
    by_division: BTreeMap<String, Industry>,
}

/// The list that this release carries.
pub fn industries() -> &'static Industries {
    &SHIPPED
}

impl IndustryCode {
    /// Takes a division or a class that `industries` knows.
    pub fn parse(value: &str, industries: &Industries) -> Result<IndustryCode, Flaw> {
        IndustryCode::examine(value, industries).strictly()
    }

    /// Finds everything that is wrong, by `industries`.
    pub fn examine(value: &str, industries: &Industries) -> Examined<IndustryCode> {
        let characters = characters(value);
        let (section, digits) = match characters.split_first() {
            Some((letter, digits)) if letter.is_ascii_uppercase() => (Some(*letter), digits),
            Some(_) | None => (None, characters.as_slice()),
        };
        if !matches!(digits.len(), 2 | 4) {
            return Examined::refused(Flaw::WrongShape { wanted: Shape::IndustryCode });
        }
        let letters = usize::from(section.is_some());
        let allowed = |position| {
            if position <= letters { Allowed::Letter } else { Allowed::Digit }
        };
        if let Err(flaw) = check_characters(&characters, allowed) {
            return Examined::refused(flaw);
        }

        let code = IndustryCode(digits.iter().collect());
        let Some(industry) = industries.get(&code) else {
            return Examined::refused(Flaw::UnknownDivision { found: code.division().into() });
        };
        match section {
            Some(found) if found != industry.section => {
                Examined::refused(Flaw::WrongSection { expected: industry.section, found })
            }
            Some(_) | None => Examined { code: Some(code), flaws: Vec::new() },
        }
    }

    /// The division's two digits (大类).
    pub fn division(&self) -> &str {
        &self.0[..2]
    }

    /// Is it a class of four digits (小类)?
    pub fn is_class(&self) -> bool {
        self.0.len() == 4
    }

    /// What is unusual about it.
    pub fn warnings(&self) -> Vec<Warning> {
        if self.is_class() { vec![Warning::ClassNotListed] } else { Vec::new() }
    }
}

impl fmt::Display for IndustryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Industries {
    /// Reads a table with the columns `section,section_name,division,name`.
    pub fn read(csv: &str) -> Result<Industries, TableFlaw> {
        let columns = ["section", "section_name", "division", "name"];
        let mut by_division = BTreeMap::new();
        for (line, [section, section_name, division, name]) in super::table::rows(csv, columns)? {
            let mut letters = section.chars();
            let letter = letters.next().filter(char::is_ascii_uppercase);
            let is_division = division.len() == 2 && division.bytes().all(|b| b.is_ascii_digit());
            let (Some(section), None, true) = (letter, letters.next(), is_division) else {
                return Err(super::table::flaw(
                    line,
                    text("门类应为一个字母，大类应为两位数字", "write one letter, then two digits"),
                ));
            };
            let industry = Industry { section, section_name, division: division.clone(), name };
            if by_division.insert(division, industry).is_some() {
                return Err(super::table::flaw(
                    line,
                    text("大类重复", "the division stands twice"),
                ));
            }
        }
        Ok(Industries { by_division })
    }

    /// The division of a code.
    pub fn get(&self, code: &IndustryCode) -> Option<&Industry> {
        self.by_division.get(code.division())
    }

    /// Every division, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Industry> {
        self.by_division.values()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn divisions_and_classes_are_taken_by_the_list() {
        for (typed, canonical, section, name) in [
            ("39", "39", 'C', "计算机通信和其他电子设备"),
            ("3921", "3921", 'C', "计算机通信和其他电子设备"),
            ("c3921", "3921", 'C', "计算机通信和其他电子设备"),
            ("Ｃ３９", "39", 'C', "计算机通信和其他电子设备"),
            ("89", "89", 'R', "体育"),
        ] {
            let code = IndustryCode::parse(typed, industries()).expect(typed);
            assert_eq!(code.to_string(), canonical);
            let industry = industries().get(&code).expect("it was taken by the list");
            assert_eq!((industry.section, industry.name.as_str()), (section, name), "{typed}");
            assert_eq!(code.warnings().is_empty(), canonical.len() == 2);
        }
    }

    #[test]
    fn the_list_has_the_sections_and_divisions_of_the_standard() {
        let sections: std::collections::BTreeSet<char> =
            industries().iter().map(|industry| industry.section).collect();
        assert!(sections.into_iter().eq('A'..='T'));
        let divisions = industries().iter().map(|industry| industry.division.clone());
        assert!(divisions.eq((1..=97).map(|number| format!("{number:02}"))));
    }

    #[test]
    fn each_flaw_is_named() {
        let shape = Flaw::WrongShape { wanted: Shape::IndustryCode };
        for (value, flaw) in [
            ("", shape.clone()),
            ("C", shape.clone()),
            ("392", shape.clone()),
            ("CC3", Flaw::WrongCharacter { position: 2, found: 'C', allowed: Allowed::Digit }),
            ("3A", Flaw::WrongCharacter { position: 2, found: 'A', allowed: Allowed::Digit }),
            ("00", Flaw::UnknownDivision { found: "00".into() }),
            ("9811", Flaw::UnknownDivision { found: "98".into() }),
            ("D39", Flaw::WrongSection { expected: 'C', found: 'D' }),
        ] {
            assert_eq!(IndustryCode::parse(value, industries()), Err(flaw), "{value}");
        }
        for csv in ["section\n", "section,section_name,division,name\nAB,Farming,01,Farming\n"] {
            assert!(Industries::read(csv).is_err());
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(division in 1..=97u32, class in "([0-9]{2})?") {
            let value = format!("{division:02}{class}");
            let code = IndustryCode::parse(&value, industries()).expect("a listed division");
            prop_assert_eq!(code.to_string(), value);
        }

        #[test]
        fn nothing_typed_makes_it_panic(value in "\\PC{0,6}") {
            let _ = IndustryCode::examine(&value, industries());
        }
    }
}
