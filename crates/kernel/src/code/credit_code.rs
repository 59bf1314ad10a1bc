//! Unified social credit code (统一社会信用代码): the one name of an organization.
//!
//! Eighteen characters: registering department, kind of organization, six digits of the region of
//! registration, nine of the organization code (its own check character last), check character.
//!
//! Basis: GB 32100-2015; GB 11714 for characters 9 to 17.
//!
//! Never: the region compared with today's list. Codes outlive counties (440116 was abolished in
//! 2014 and stands in codes still in use).

use std::fmt;

use super::{Allowed, Examined, Flaw, Overridden, RegionCode, Warning, characters};
use super::{check_characters, masked};
use crate::text::{Text, text};

const LENGTH: usize = 18;

/// A character's value is its place.
const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Powers of three modulo 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const ORGANIZATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A credit code whose shape is right (统一社会信用代码).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

impl CreditCode {
    /// Takes a code without flaws.
    ///
    /// ```
    /// let code = kernel::code::CreditCode::parse(" 91330421ma28a0010q ")?;
    /// assert_eq!(code.to_string(), "91330421MA28A0010Q");
    /// assert_eq!(code.masked(), "913304********010Q");
    /// # Ok::<(), kernel::code::Flaw>(())
    /// ```
    pub fn parse(value: &str) -> Result<CreditCode, Flaw> {
        CreditCode::examine(value).strictly()
    }

    /// Takes a code whose check characters an officer vouches for.
    pub fn parse_with_override(
        value: &str,
        reason: &str,
        by: &str,
    ) -> Result<Overridden<CreditCode>, Flaw> {
        CreditCode::examine(value).overridden(reason, by)
    }

    /// Finds everything that is wrong.
    pub fn examine(value: &str) -> Examined<CreditCode> {
        let characters = characters(value);
        if let Err(flaw) = check_shape(&characters) {
            return Examined::refused(flaw);
        }

        let mut flaws = Vec::new();
        let (expected, found) = (organization_check(&characters[8..16]), characters[16]);
        if expected != found {
            flaws.push(Flaw::WrongOrganizationCheck { expected, found });
        }
        let (expected, found) = (check_character(&characters[..17]), characters[17]);
        if expected != found {
            flaws.push(Flaw::WrongCheckCharacter { expected, found });
        }
        Examined { code: Some(CreditCode(characters.into_iter().collect())), flaws }
    }

    /// The code as it may be shown to those who need not know it: ends only.
    pub fn masked(&self) -> String {
        masked(&self.0)
    }

    /// Who registered the organization (登记管理部门).
    pub fn department(&self) -> Text {
        department(self.character(0)).unwrap_or_else(|| text("不明", "unknown"))
    }

    /// What kind of organization it is, if that is known of the department (机构类别).
    pub fn organization_kind(&self) -> Option<Text> {
        let kind = match (self.character(0), self.character(1)) {
            ('9', '1') => text("企业", "enterprise"),
            ('9', '2') => text("个体工商户", "individual business"),
            ('9', '3') => text("农民专业合作社", "farmers' cooperative"),
            ('5', '1') => text("社会团体", "social association"),
            ('5', '2') => text("民办非企业单位", "private non-enterprise unit"),
            ('5', '3') => text("基金会", "foundation"),
            ('1', '1') => text("机关", "state organ"),
            ('1', '2') => text("事业单位", "public institution"),
            ('1', '3') => text("群众团体", "mass organization"),
            (_, '9') => text("其他", "other"),
            _ => return None,
        };
        Some(kind)
    }

    /// Where it was registered, by the list of that time (登记机关行政区划).
    pub fn region(&self) -> Option<RegionCode> {
        RegionCode::parse(&self.0[2..8]).ok()
    }

    /// The organization code inside (组织机构代码), as it is written alone: `MA28A001-0`.
    pub fn organization_code(&self) -> String {
        format!("{}-{}", &self.0[8..16], &self.0[16..17])
    }

    /// What is unusual about it. Kinds are known for the three departments that register most.
    pub fn warnings(&self) -> Vec<Warning> {
        let is_known = !"159".contains(self.character(0)) || self.organization_kind().is_some();
        let found = self.character(1);
        if is_known { Vec::new() } else { vec![Warning::UnknownOrganizationKind { found }] }
    }

    fn character(&self, place: usize) -> char {
        char::from(self.0.as_bytes()[place])
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_shape(characters: &[char]) -> Result<(), Flaw> {
    if characters.len() != LENGTH {
        return Err(Flaw::WrongLength { expected: LENGTH, found: characters.len() });
    }
    check_characters(characters, |position| match position {
        3..=8 => Allowed::Digit,
        _ => Allowed::CreditCharacter,
    })?;
    match department(characters[0]) {
        Some(_) => Ok(()),
        None => Err(Flaw::UnknownDepartment { found: characters[0] }),
    }
}

fn department(first: char) -> Option<Text> {
    let department = match first {
        '1' => text("机构编制", "institutional establishment"),
        '2' => text("外交", "foreign affairs"),
        '3' => text("司法行政", "judicial administration"),
        '4' => text("文化", "culture"),
        '5' => text("民政", "civil affairs"),
        '6' => text("旅游", "tourism"),
        '7' => text("宗教", "religious affairs"),
        '8' => text("工会", "trade unions"),
        '9' => text("市场监管", "market regulation"),
        'A' => text("中央军委", "Central Military Commission"),
        'N' => text("农业", "agriculture"),
        'Y' => text("其他", "other"),
        _ => return None,
    };
    Some(department)
}

fn check_character(first: &[char]) -> char {
    let values = first.iter().map(|character| {
        ALPHABET.iter().zip(0..).find(|(known, _)| char::from(**known) == *character)
    });
    let sum: u32 =
        values.zip(WEIGHTS).map(|(found, weight)| found.map_or(0, |at| at.1) * weight).sum();
    let value = (31 - sum % 31) % 31;
    ALPHABET.iter().zip(0..).find(|(_, at)| *at == value).map_or('0', |(known, _)| (*known).into())
}

/// Letters count from ten here, I, O, S, V and Z included; ten is written X, eleven 0.
fn organization_check(first: &[char]) -> char {
    let values = first.iter().map(|character| character.to_digit(36).unwrap_or(0));
    let sum: u32 = values.zip(ORGANIZATION_WEIGHTS).map(|(value, weight)| value * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALID: [&str; 15] = [
        "914403001922038216",
        "91440300708461136T",
        "91110000802100433B",
        "91350200776049653A",
        "91350500798359476R",
        "91350503MA31DKY80A",
        "91350200MA31E12PXF",
        "91440101MA5CJQ4N59",
        "913502000728319549",
        "123502001549897397",
        "9135021359498494XQ",
        "91330421MA28A0010Q",
        "91370600MA3C0002X4",
        "91440112MA59T0037U",
        "93330421MA2B000439",
    ];

    /// Found in public code, whitelisted there: its check character is wrong.
    const REAL_BUT_WRONG: &str = "91350203M0001QAY9B";

    #[test]
    fn published_codes_are_taken() {
        for code in VALID {
            let parsed = CreditCode::parse(code).expect(code);
            assert_eq!(parsed.to_string(), code);
            assert!(parsed.warnings().is_empty(), "{code}");
        }
    }

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        for typed in [
            " 91330421ma28a0010q\n",
            "９１３３０４２１ＭＡ２８Ａ００１０Ｑ",
            "\u{3000}91330421ｍａ28a0010Q",
        ] {
            let parsed = CreditCode::parse(typed).expect(typed);
            assert_eq!(parsed.to_string(), "91330421MA28A0010Q");
        }
    }

    #[test]
    fn each_flaw_is_named() {
        for (value, flaw) in [
            ("", Flaw::WrongLength { expected: 18, found: 0 }),
            ("91330421MA28A0010", Flaw::WrongLength { expected: 18, found: 17 }),
            (
                "91330421MA28A001IQ",
                Flaw::WrongCharacter {
                    position: 17,
                    found: 'I',
                    allowed: Allowed::CreditCharacter,
                },
            ),
            (
                "9133042XMA28A0010Q",
                Flaw::WrongCharacter { position: 8, found: 'X', allowed: Allowed::Digit },
            ),
            (
                "9133042企MA28A0010Q",
                Flaw::WrongCharacter { position: 8, found: '企', allowed: Allowed::Digit },
            ),
            ("B1330421MA28A0010Q", Flaw::UnknownDepartment { found: 'B' }),
            ("91330421MA28A0010R", Flaw::WrongCheckCharacter { expected: 'Q', found: 'R' }),
            ("91330421MA28A0011Q", Flaw::WrongOrganizationCheck { expected: '0', found: '1' }),
        ] {
            assert_eq!(CreditCode::parse(value), Err(flaw), "{value}");
        }
        let flaw = CreditCode::parse("91330421MA28A0010R").expect_err("its check is wrong");
        assert!(flaw.text().en.starts_with("check character should be Q"));
        assert!(flaw.text().zh.starts_with("校验位应为 Q"));
    }

    #[test]
    fn a_real_code_that_fails_its_check_is_taken_with_a_reason() {
        let flaw = Flaw::WrongCheckCharacter { expected: '9', found: 'B' };
        assert_eq!(CreditCode::parse(REAL_BUT_WRONG), Err(flaw.clone()));

        let taken = CreditCode::parse_with_override(REAL_BUT_WRONG, " 已核对营业执照 ", "窗口")
            .expect("it was overridden");
        assert_eq!(taken.code.to_string(), REAL_BUT_WRONG);
        assert_eq!((taken.flaws, taken.reason.as_str()), (vec![flaw], "已核对营业执照"));

        let refused = CreditCode::parse_with_override(REAL_BUT_WRONG, " ", "窗口");
        assert_eq!(refused, Err(Flaw::OverrideWithoutReason));
        let refused = CreditCode::parse_with_override("B1330421MA28A0010Q", "已核对", "窗口");
        assert_eq!(refused, Err(Flaw::UnknownDepartment { found: 'B' }));
    }

    #[test]
    fn parts_are_read() {
        let code = CreditCode::parse("9135021359498494XQ").expect("a published code");
        assert_eq!(code.department().zh, "市场监管");
        assert_eq!(code.organization_kind().map(|kind| kind.zh).as_deref(), Some("企业"));
        assert_eq!(code.organization_code(), "59498494-X");
        assert_eq!(code.region().map(|region| region.to_string()).as_deref(), Some("350213"));
    }

    fn any_code() -> impl Strategy<Value = String> {
        ("[1-9ANY][1239][1-9][0-9]{5}", "[0-9A-HJ-NPQRTUWXY]{8}").prop_map(|(start, body)| {
            let organization = organization_check(&body.chars().collect::<Vec<_>>());
            let first = format!("{start}{body}{organization}");
            let check = check_character(&first.chars().collect::<Vec<_>>());
            format!("{first}{check}")
        })
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(code in any_code()) {
            let parsed = CreditCode::parse(&code).expect("it was made so");
            prop_assert_eq!(parsed.to_string(), code);
        }

        #[test]
        fn a_mask_keeps_the_length_and_hides_the_middle(code in any_code()) {
            let masked = CreditCode::parse(&code).expect("it was made so").masked();
            prop_assert_eq!(masked, format!("{}********{}", &code[..6], &code[14..]));
        }

        #[test]
        fn every_change_of_one_character_is_caught(
            code in any_code(), place in 0..18usize, other in "[0-9A-HJ-NPQRTUWXY]"
        ) {
            let mut changed = code.clone();
            changed.replace_range(place..=place, &other);
            prop_assert_eq!(CreditCode::parse(&changed).is_ok(), changed == code);
        }

        #[test]
        fn nothing_typed_makes_it_panic(value in "\\PC{0,20}") {
            let _ = CreditCode::examine(&value);
        }
    }
}
