//! Citizen identity number (公民身份号码): region, date of birth, sequence, check character.
//!
//! Eighteen characters, the last a digit or X. The number names a person: it is shown masked and
//! stored encrypted, and its `Debug` form is masked so that no log can betray it.
//!
//! Residence permits of Hong Kong, Macao and Taiwan residents (regions 81, 82, 83) and the
//! identity cards of foreign permanent residents (first digit 9) have the same form.
//!
//! Basis: GB 11643-1999.

use std::fmt;

use jiff::civil::Date;

use super::{Allowed, Examined, Flaw, Overridden, RegionCode, Warning, characters};
use super::{Regions, check_characters, masked};

const LENGTH: usize = 18;
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// Numbers began in 1984; nobody born before this year had one.
const FIRST_YEAR: i16 = 1850;

/// An identity number whose shape is right (公民身份号码).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityNumber {
    number: String,
    birth: Date,
}

/// What the 17th digit says (性别).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// 女, an even digit.
    Female,
    /// 男, an odd digit.
    Male,
}

impl IdentityNumber {
    /// Takes a number without flaws; whether the date of birth has come is asked by
    /// [`IdentityNumber::check_on`].
    pub fn parse(value: &str) -> Result<IdentityNumber, Flaw> {
        IdentityNumber::examine(value).strictly()
    }

    /// Takes a number whose check character an officer vouches for.
    pub fn parse_with_override(
        value: &str,
        reason: &str,
        by: &str,
    ) -> Result<Overridden<IdentityNumber>, Flaw> {
        IdentityNumber::examine(value).overridden(reason, by)
    }

    /// Finds everything that is wrong on any day.
    pub fn examine(value: &str) -> Examined<IdentityNumber> {
        let characters = characters(value);
        let birth = match check_shape(&characters) {
            Ok(birth) => birth,
            Err(flaw) => return Examined::refused(flaw),
        };
        let (expected, found) = (check_character(&characters[..17]), characters[17]);
        let is_wrong = expected != found;
        let flaw = is_wrong.then_some(Flaw::WrongCheckCharacter { expected, found });
        let flaws = flaw.into_iter().collect();
        let number = characters.into_iter().collect();
        Examined { code: Some(IdentityNumber { number, birth }), flaws }
    }

    /// Was its holder born by `today`?
    pub fn check_on(&self, today: Date) -> Result<(), Flaw> {
        if self.birth > today {
            return Err(Flaw::BirthDateInFuture { birth: self.birth });
        }
        Ok(())
    }

    /// The number as it may be shown: `330421********123X`.
    pub fn masked(&self) -> String {
        masked(&self.number)
    }

    /// The date of birth (出生日期).
    pub fn birth_date(&self) -> Date {
        self.birth
    }

    /// What the number says of its holder's sex (性别).
    pub fn sex(&self) -> Sex {
        match self.number.as_bytes()[16] % 2 {
            0 => Sex::Female,
            _ => Sex::Male,
        }
    }

    /// Where the number was first given, by the list of that time (首次编号地).
    pub fn region(&self) -> Option<RegionCode> {
        RegionCode::parse(&self.number[..6]).ok()
    }

    /// What is unusual about it, by `regions`. Those of Hong Kong, Macao, Taiwan and of foreign
    /// permanent residents are not looked up.
    pub fn warnings(&self, regions: &Regions) -> Vec<Warning> {
        let region = self.region().filter(|region| {
            let is_elsewhere = self.number.starts_with(['8', '9']);
            !is_elsewhere && regions.get(*region).is_none()
        });
        region.map(|region| Warning::RegionNotListed { region }).into_iter().collect()
    }
}

impl fmt::Display for IdentityNumber {
    /// The whole number: only for who may see it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityNumber({})", self.masked())
    }
}

fn check_shape(characters: &[char]) -> Result<Date, Flaw> {
    if characters.len() != LENGTH {
        return Err(Flaw::WrongLength { expected: LENGTH, found: characters.len() });
    }
    check_characters(characters, |position| match position {
        1 => Allowed::DigitButZero,
        18 => Allowed::DigitOrX,
        _ => Allowed::Digit,
    })?;
    let written: String = characters[6..14].iter().collect();
    birth_date(&written).ok_or(Flaw::ImpossibleBirthDate { written })
}

fn birth_date(digits: &str) -> Option<Date> {
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    let birth = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (birth.year() >= FIRST_YEAR).then_some(birth)
}

fn check_character(first: &[char]) -> char {
    let values = first.iter().map(|character| character.to_digit(10).unwrap_or(0));
    let sum: u32 = values.zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    CHECKS.into_iter().zip(0..).find(|(_, at)| *at == sum % 11).map_or('0', |(check, _)| check)
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
    fn the_examples_of_the_standard_and_ours_are_taken() {
        for (number, birth, sex) in [
            ("11010519491231002X", "1949-12-31", Sex::Female),
            ("440524188001010014", "1880-01-01", Sex::Male),
            ("33042119900101123X", "1990-01-01", Sex::Male),
            ("370602198512120010", "1985-12-12", Sex::Male),
            ("440112199202290047", "1992-02-29", Sex::Female),
        ] {
            let parsed = IdentityNumber::parse(number).expect(number);
            assert_eq!(parsed.to_string(), number);
            assert_eq!((parsed.birth_date(), parsed.sex()), (day(birth), sex), "{number}");
        }
        let typed = IdentityNumber::parse(" ３３０４２１19900101123x").expect("full width");
        assert_eq!(typed.to_string(), "33042119900101123X");
    }

    #[test]
    fn each_flaw_is_named() {
        let impossible = |written: &str| Flaw::ImpossibleBirthDate { written: written.into() };
        for (number, flaw) in [
            ("330421900101123", Flaw::WrongLength { expected: 18, found: 15 }),
            ("440112199302290047", impossible("19930229")),
            ("440112199213010047", impossible("19921301")),
            ("440112000001010047", impossible("00000101")),
            (
                "33042119900101X23X",
                Flaw::WrongCharacter { position: 15, found: 'X', allowed: Allowed::Digit },
            ),
            (
                "33042119900101123A",
                Flaw::WrongCharacter { position: 18, found: 'A', allowed: Allowed::DigitOrX },
            ),
            ("330421199001011234", Flaw::WrongCheckCharacter { expected: 'X', found: '4' }),
        ] {
            assert_eq!(IdentityNumber::parse(number), Err(flaw), "{number}");
        }
        let taken = IdentityNumber::parse_with_override("330421199001011234", "已核对原件", "窗口");
        assert_eq!(taken.expect("it was overridden").flaws.len(), 1);
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        let number = IdentityNumber::parse("33042119900101123X").expect("a made-up number");
        let birth = day("1990-01-01");
        assert_eq!(number.check_on(birth), Ok(()));
        let flaw = Flaw::BirthDateInFuture { birth };
        assert_eq!(number.check_on(day("1989-12-31")), Err(flaw));
    }

    #[test]
    fn an_abolished_region_warns_and_residence_permits_do_not() {
        for (first, warns) in [
            ("33042119900101123", false),
            ("44011619900101123", true),
            ("81000019900101123", false),
            ("83000019900101123", false),
        ] {
            let check = check_character(&first.chars().collect::<Vec<_>>());
            let number = IdentityNumber::parse(&format!("{first}{check}")).expect(first);
            assert_eq!(!number.warnings(regions()).is_empty(), warns, "{first}");
        }
    }

    fn any_number() -> impl Strategy<Value = String> {
        ("[1-9][0-9]{5}", 0..60_000i32, "[0-9]{3}").prop_map(|(region, days, sequence)| {
            let birth = day("1860-01-01").saturating_add(jiff::ToSpan::days(days));
            let first = format!("{region}{}{sequence}", birth.strftime("%Y%m%d"));
            let check = check_character(&first.chars().collect::<Vec<_>>());
            format!("{first}{check}")
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(number in any_number()) {
            let parsed = IdentityNumber::parse(&number).expect("it was made so");
            prop_assert_eq!(parsed.to_string(), number);
        }

        #[test]
        fn neither_mask_nor_debug_form_shows_the_birth_or_the_sequence(number in any_number()) {
            let parsed = IdentityNumber::parse(&number).expect("it was made so");
            let masked = format!("{}********{}", &number[..6], &number[14..]);
            prop_assert_eq!(parsed.masked(), masked.as_str());
            prop_assert_eq!(format!("{parsed:?}"), format!("IdentityNumber({masked})"));
        }

        #[test]
        fn every_change_of_one_digit_is_caught(
            number in any_number(), place in 0..18usize, other in "[0-9]"
        ) {
            let mut changed = number.clone();
            changed.replace_range(place..=place, &other);
            prop_assert_eq!(IdentityNumber::parse(&changed).is_ok(), changed == number);
        }

        #[test]
        fn nothing_typed_makes_it_panic(value in "\\PC{0,20}") {
            let _ = IdentityNumber::examine(&value);
        }
    }
}
