//! Project codes (投资项目统一代码): two generations, both in use.
//!
//! Until October 2020 a code was year, region, industry, kind of procedure, serial number, and in
//! some provinces a sub-project after it. Since November 2020 it is year and month, region, the
//! ministry that guides, kind of construction, five digits at random and a check digit. The first
//! part alone tells them apart: an old one ends in 15 to 20, which is never a month (`2012` is
//! December 2020, since no code is as old as the year 2012).
//!
//! The check digit (ISO 7064 MOD 11,10 over the 19 digits before it) was inferred from codes in
//! public notices; the clause of the standard was not seen. So it blocks and may be overridden.
//!
//! Basis: GB/T 40058-2021; 企业投资项目核准和备案管理条例.
//!
//! Never: a code of our own making. The platform of the State assigns them; we keep them.

use std::fmt;

use jiff::civil::{Date, date};

use super::characters;
use super::{Allowed, Examined, Flaw, Overridden, RegionCode, Regions, Shape, Warning};
use crate::text::{Text, text};

/// How many digits stand between the dashes.
const PARTS: [usize; 5] = [4, 6, 2, 2, 6];
const DIGITS: usize = 20;

/// From this month on codes have their present form.
const FIRST_MONTH: Date = date(2020, 11, 1);

/// A project code whose shape is right (项目代码).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectCode {
    /// The twenty digits, without dashes.
    digits: String,
    generation: Generation,
    sub_project: Option<String>,
}

/// Which form a project code has (编码规则版本).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generation {
    /// 2015 to October 2020, without a check digit.
    Year2015,
    /// Since November 2020, with one.
    Year2020,
}

impl ProjectCode {
    /// Takes a code without flaws, with its dashes or without any.
    ///
    /// ```
    /// let code = kernel::code::ProjectCode::parse("26043304210401123456")?;
    /// assert_eq!(code.to_string(), "2604-330421-04-01-123456");
    /// # Ok::<(), kernel::code::Flaw>(())
    /// ```
    pub fn parse(value: &str) -> Result<ProjectCode, Flaw> {
        ProjectCode::examine(value).strictly()
    }

    /// Takes a code whose check digit an officer vouches for.
    pub fn parse_with_override(
        value: &str,
        reason: &str,
        by: &str,
    ) -> Result<Overridden<ProjectCode>, Flaw> {
        ProjectCode::examine(value).overridden(reason, by)
    }

    /// Finds everything that is wrong.
    pub fn examine(value: &str) -> Examined<ProjectCode> {
        let code = match read(&characters(value)) {
            Ok(code) => code,
            Err(flaw) => return Examined::refused(flaw),
        };
        let (first, last) = code.digits.split_at(DIGITS - 1);
        let (expected, found) = (check_digit(first), last.chars().next().unwrap_or('0'));
        let is_wrong = code.generation == Generation::Year2020 && expected != found;
        let flaw = is_wrong.then_some(Flaw::WrongCheckCharacter { expected, found });
        Examined { code: Some(code), flaws: flaw.into_iter().collect() }
    }

    /// Which form it has.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// One of the five parts between the dashes, counted from zero.
    fn part(&self, index: usize) -> &str {
        let start = PARTS[..index].iter().sum();
        &self.digits[start..start + PARTS[index]]
    }

    /// The year, or since 2020 year and month, as four digits (时间段).
    pub fn time(&self) -> &str {
        self.part(0)
    }

    /// The region, if its digits are those of one; a department may stand there (区划).
    pub fn region(&self) -> Option<RegionCode> {
        RegionCode::parse(self.part(1)).ok()
    }

    /// Industry, or since 2020 the ministry that guides the approving organ (第三段).
    pub fn field(&self) -> &str {
        self.part(2)
    }

    /// Kind of procedure, or since 2020 kind of construction (第四段).
    pub fn project_type(&self) -> &str {
        self.part(3)
    }

    /// Serial number, or since 2020 five random digits and the check digit (第五段).
    pub fn serial(&self) -> &str {
        self.part(4)
    }

    /// The sub-project, which only the old form has (子项目).
    pub fn sub_project(&self) -> Option<&str> {
        self.sub_project.as_deref()
    }

    /// The name of the type, as far as it is known; the tables of the standard were not seen.
    pub fn type_name(&self) -> Option<Text> {
        let name = match (self.generation, self.project_type()) {
            (Generation::Year2015, "01") => text("审批", "examined and approved"),
            (Generation::Year2015, "02") => text("核准", "verified"),
            (Generation::Year2015, "03") => text("备案", "filed"),
            (Generation::Year2020, "01") => text("基本建设", "construction"),
            (Generation::Year2020, "02") => text("技术改造", "technical transformation"),
            (Generation::Year2020, "03") => text("单纯购置", "mere purchase"),
            (Generation::Year2020, "04") => text("信息化", "information systems"),
            (Generation::Year2020, "05") => text("其他", "other"),
            _ => return None,
        };
        Some(name)
    }

    /// What is unusual about it, by `regions` and on the day `today`.
    pub fn warnings(&self, regions: &Regions, today: Date) -> Vec<Warning> {
        let mut warnings: Vec<_> =
            self.region().map_or(Vec::new(), |region| region.warnings(regions));
        if let Some(month) = month(self.time()).filter(|_| self.generation == Generation::Year2020)
        {
            if month < FIRST_MONTH {
                warnings.push(Warning::BeforeFirstMonth);
            }
            if month > today {
                warnings.push(Warning::MonthInFuture);
            }
        }
        warnings
    }
}

impl fmt::Display for ProjectCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<&str> = (0..PARTS.len()).map(|index| self.part(index)).collect();
        f.write_str(&parts.join("-"))?;
        match &self.sub_project {
            Some(sub_project) => write!(f, "-{sub_project}"),
            None => Ok(()),
        }
    }
}

fn read(characters: &[char]) -> Result<ProjectCode, Flaw> {
    let wrong = || Flaw::WrongShape { wanted: Shape::ProjectCode };
    check_places(characters)?;
    let parts: Vec<&[char]> = characters.split(|character| *character == '-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let (parts, sub_project) = match lengths.as_slice() {
        [DIGITS] | [4, 6, 2, 2, 6] => (parts.as_slice(), None),
        [4, 6, 2, 2, 6, 3] => (&parts[..5], Some(parts[5].iter().collect())),
        _ => return Err(wrong()),
    };
    let digits: String = parts.concat().into_iter().collect();
    let time = &digits[..4];
    let generation = match (time, month(time)) {
        ("2015" | "2016" | "2017" | "2018" | "2019" | "2020", _) => Generation::Year2015,
        (_, Some(_)) => Generation::Year2020,
        (_, None) => {
            return Err(Flaw::ImpossibleTime { written: time.to_owned() });
        }
    };
    match (generation, &sub_project) {
        (Generation::Year2020, Some(_)) => Err(wrong()),
        (Generation::Year2020 | Generation::Year2015, _) => {
            Ok(ProjectCode { digits, generation, sub_project })
        }
    }
}

/// Refuses anything but digits and dashes.
fn check_places(characters: &[char]) -> Result<(), Flaw> {
    let is_wrong = |found: &char| *found != '-' && !Allowed::Digit.allows(*found);
    match (1..).zip(characters).find(|(_, found)| is_wrong(found)) {
        Some((position, &found)) => {
            Err(Flaw::WrongCharacter { position, found, allowed: Allowed::Digit })
        }
        None => Ok(()),
    }
}

fn month(time: &str) -> Option<Date> {
    let year: i16 = time.get(..2)?.parse().ok()?;
    Date::new(2000 + year, time.get(2..)?.parse().ok()?, 1).ok()
}

fn check_digit(first: &str) -> char {
    let digits = first.chars().map(|digit| digit.to_digit(10).unwrap_or(0));
    let product = digits.fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    char::from_digit((11 - product) % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::code::regions;

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    #[test]
    fn codes_of_both_generations_are_taken() {
        use Generation::{Year2015, Year2020};
        for (value, generation) in [
            ("2509-320193-89-01-544060", Year2020),
            ("2509-140602-89-05-864976", Year2020),
            ("2603-141124-89-05-346948", Year2020),
            ("2411-130202-89-01-637015", Year2020),
            ("2604-330421-04-01-123456", Year2020),
            ("2604-330421-07-02-000016", Year2020),
            ("2604-370600-04-01-543210", Year2020),
            ("2604-440112-04-01-100861", Year2020),
            ("2604-440112-89-05-000000", Year2020),
            ("2020-330327-48-01-167360", Year2015),
            ("2020-451421-88-03-016343", Year2015),
            ("2019-330421-39-03-000001-000", Year2015),
        ] {
            let parsed = ProjectCode::parse(value).expect(value);
            assert_eq!(parsed.to_string(), value);
            assert_eq!(parsed.generation(), generation, "{value}");
        }
        for typed in [" 26043304210401123456 ", "２６０４－330421—04–01−123456"] {
            let parsed = ProjectCode::parse(typed).expect(typed);
            assert_eq!(parsed.to_string(), "2604-330421-04-01-123456");
        }
    }

    #[test]
    fn each_flaw_is_named() {
        let shape = Flaw::WrongShape { wanted: Shape::ProjectCode };
        let time = |written: &str| Flaw::ImpossibleTime { written: written.into() };
        for (value, flaw) in [
            ("", shape.clone()),
            ("2604-330421-04-01-12345", shape.clone()),
            ("2604-330421-0401-123456", shape.clone()),
            ("2604-330421-04-01-123456-000", shape.clone()),
            ("2613-330421-04-01-123456", time("2613")),
            ("2600-330421-04-01-123456", time("2600")),
            ("2021-330421-04-01-123456", time("2021")),
            ("2014-330421-04-01-123456", time("2014")),
            (
                "2604-33042A-04-01-123456",
                Flaw::WrongCharacter { position: 11, found: 'A', allowed: Allowed::Digit },
            ),
            ("2604-330421-04-01-123457", Flaw::WrongCheckCharacter { expected: '6', found: '7' }),
        ] {
            assert_eq!(ProjectCode::parse(value), Err(flaw), "{value}");
        }
        let value = "2604-330421-04-01-123457";
        let taken = ProjectCode::parse_with_override(value, "已在线核验", "经济发展局");
        assert_eq!(taken.expect("it was overridden").code.to_string(), value);
    }

    #[test]
    fn what_is_unusual_warns() {
        let today = day("2026-04-30");
        let region = RegionCode::parse("440116").expect("six digits");
        for (digits, warnings) in [
            ("2604-330421-04-01-12345", vec![]),
            ("2604-370676-04-01-12345", vec![]),
            ("2605-330421-04-01-12345", vec![Warning::MonthInFuture]),
            ("2010-330421-04-01-12345", vec![Warning::BeforeFirstMonth]),
            ("2012-440116-04-01-12345", vec![Warning::RegionNotListed { region }]),
        ] {
            let value = format!("{digits}{}", check_digit(&digits.replace('-', "")));
            let parsed = ProjectCode::parse(&value).expect(&value);
            assert_eq!(parsed.warnings(regions(), today), warnings, "{value}");
        }
    }

    fn any_code() -> impl Strategy<Value = String> {
        ((20..=99u32), (1..=12u32), "[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{5}").prop_map(
            |(year, month, rest)| {
                let first = format!("{year:02}{month:02}-{rest}");
                let check = check_digit(&first.replace('-', ""));
                format!("{first}{check}")
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(code in any_code(), old in "20(1[5-9]|20)-[0-9]{6}-[0-9]{2}\
            -[0-9]{2}-[0-9]{6}(-[0-9]{3})?") {
            for value in [code, old] {
                let parsed = ProjectCode::parse(&value).expect("it was made so");
                prop_assert_eq!(parsed.to_string(), value);
            }
        }

        // Unless the change makes it a code of 2015 to 2020, which has no check digit.
        #[test]
        fn every_change_of_one_digit_is_caught(
            code in any_code(), place in 0..24usize, other in "[0-9]"
        ) {
            prop_assume!(&code[place..=place] != "-");
            let mut changed = code.clone();
            changed.replace_range(place..=place, &other);
            let is_taken = ProjectCode::parse(&changed).is_ok_and(|parsed| {
                parsed.generation() == Generation::Year2020
            });
            prop_assert_eq!(is_taken, changed == code);
        }

        #[test]
        fn nothing_typed_makes_it_panic(value in "\\PC{0,30}", digits in "[-0-9]{0,28}") {
            let _ = ProjectCode::examine(&value);
            let _ = ProjectCode::examine(&digits);
        }
    }
}
