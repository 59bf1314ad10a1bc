//! Flaws and warnings (差错与提示): what is wrong with a code, and what is only unusual.

use std::fmt;

use jiff::civil::Date;

use super::RegionCode;
use crate::text::{Text, text};

/// What is wrong with a code (编码差错).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Too many or too few characters (长度不符).
    WrongLength {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A character that cannot stand where it stands (字符不符).
    WrongCharacter {
        /// Its place, counted from one.
        position: usize,
        /// What stands there.
        found: char,
        /// What may stand there.
        allowed: Allowed,
    },
    /// The parts are not those of the code (格式不符).
    WrongShape {
        /// What it should look like.
        wanted: Shape,
    },
    /// The check character does not follow from the others (校验位不符).
    WrongCheckCharacter {
        /// What it should be.
        expected: char,
        /// What it is.
        found: char,
    },
    /// The check character of the organization code inside a credit code (组织机构代码校验位不符).
    WrongOrganizationCheck {
        /// What the 17th character should be.
        expected: char,
        /// What it is.
        found: char,
    },
    /// No registering department has this first character (登记管理部门不明).
    UnknownDepartment {
        /// The first character.
        found: char,
    },
    /// There is no such day (出生日期不存在).
    ImpossibleBirthDate {
        /// The eight digits.
        written: String,
    },
    /// Nobody is born tomorrow (出生日期在未来).
    BirthDateInFuture {
        /// The date of birth.
        birth: Date,
    },
    /// The first part of a project code is neither a year nor a month (时间段不符).
    ImpossibleTime {
        /// The four digits.
        written: String,
    },
    /// No division has these two digits (行业大类不存在).
    UnknownDivision {
        /// The two digits.
        found: String,
    },
    /// The division belongs to another section (行业门类不符).
    WrongSection {
        /// The section's letter.
        expected: char,
        /// The letter that was written.
        found: char,
    },
    /// Somebody overrode without saying why, or without a name (缺少理由).
    OverrideWithoutReason,
}

/// What may stand at a place of a code (允许的字符).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// 0 to 9.
    Digit,
    /// 1 to 9.
    DigitButZero,
    /// 0 to 9, or X.
    DigitOrX,
    /// A capital letter.
    Letter,
    /// 0 to 9, or a capital letter other than I, O, S, V, Z.
    CreditCharacter,
}

/// What a code looks like (编码格式).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A project code, 4-6-2-2-6 digits.
    ProjectCode,
    /// An industry code: two or four digits, the section's letter before them or not.
    IndustryCode,
    /// Any other.
    Any,
}

/// What is unusual about a code, and never blocks (提示).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Today's list lacks the region: an abolished one, or a slip (区划未列入).
    RegionNotListed {
        /// The region.
        region: RegionCode,
    },
    /// The second character is none of those known for the department (机构类别不明).
    UnknownOrganizationKind {
        /// The second character.
        found: char,
    },
    /// A class of industries is taken by its division alone (小类未核对).
    ClassNotListed,
    /// A month before the present form of project codes existed (早于启用时间).
    BeforeFirstMonth,
    /// A month that has not come yet (时间在未来).
    MonthInFuture,
}

impl Flaw {
    /// May an officer accept the code all the same, giving a reason?
    pub fn is_overridable(&self) -> bool {
        matches!(self, Flaw::WrongCheckCharacter { .. } | Flaw::WrongOrganizationCheck { .. })
    }

    /// The flaw as a sentence, with what would be right.
    pub fn text(&self) -> Text {
        match self {
            Flaw::WrongLength { expected, found } => text(
                format!("应为 {expected} 位，实为 {found} 位"),
                format!("there should be {expected} characters, there are {found}"),
            ),
            Flaw::WrongCharacter { position, found, allowed } => {
                let allowed = allowed.text();
                text(
                    format!("第 {position} 位“{found}”不正确，应为{}", allowed.zh),
                    format!("character {position} is {found:?}, it should be {}", allowed.en),
                )
            }
            Flaw::WrongShape { wanted } => wanted.text(),
            Flaw::WrongCheckCharacter { expected, found } => text(
                format!("校验位应为 {expected}，实为 {found}；请核对各位"),
                format!("check character should be {expected}, it is {found}; compare each one"),
            ),
            Flaw::WrongOrganizationCheck { expected, found } => text(
                format!("第 17 位（组织机构代码校验位）应为 {expected}，实为 {found}"),
                format!(
                    "character 17, the check character of the organization code, should be \
                     {expected}, it is {found}"
                ),
            ),
            Flaw::UnknownDepartment { found } => text(
                format!("首位“{found}”不是已知的登记管理部门"),
                format!("no registering department is known by the first character {found:?}"),
            ),
            Flaw::ImpossibleBirthDate { written } => text(
                format!("出生日期 {written} 不存在"),
                format!("there is no date of birth {written}"),
            ),
            Flaw::BirthDateInFuture { birth } => text(
                format!("出生日期 {birth} 在今天之后"),
                format!("the date of birth {birth} lies in the future"),
            ),
            Flaw::ImpossibleTime { written } => text(
                format!("首段“{written}”既不是 2015 至 2020 的年份，也不是两位年加两位月"),
                format!(
                    "the first part {written:?} is neither a year from 2015 to 2020 nor two \
                     digits of a year and a month"
                ),
            ),
            Flaw::UnknownDivision { found } => text(
                format!("没有代码为 {found} 的行业大类"),
                format!("no division of industries has the code {found}"),
            ),
            Flaw::WrongSection { expected, found } => text(
                format!("该大类属于门类 {expected}，不属于 {found}"),
                format!("this division belongs to section {expected}, not to {found}"),
            ),
            Flaw::OverrideWithoutReason => text(
                "人工确认须写明理由和确认人",
                "an override needs a reason and the name of who gives it",
            ),
        }
    }
}

impl Allowed {
    /// May this character stand there?
    pub fn allows(self, character: char) -> bool {
        match self {
            Allowed::Digit => character.is_ascii_digit(),
            Allowed::DigitButZero => ('1'..='9').contains(&character),
            Allowed::DigitOrX => character.is_ascii_digit() || character == 'X',
            Allowed::Letter => character.is_ascii_uppercase(),
            Allowed::CreditCharacter => {
                character.is_ascii_digit()
                    || (character.is_ascii_uppercase() && !"IOSVZ".contains(character))
            }
        }
    }

    fn text(self) -> Text {
        match self {
            Allowed::Digit => text("数字", "a digit"),
            Allowed::DigitButZero => text("1 至 9 的数字", "a digit from 1 to 9"),
            Allowed::DigitOrX => text("数字或 X", "a digit or X"),
            Allowed::Letter => text("字母", "a letter"),
            Allowed::CreditCharacter => text(
                "数字或大写字母（不含 I、O、S、V、Z）",
                "a digit or a letter other than I, O, S, V, Z",
            ),
        }
    }
}

impl Shape {
    fn text(self) -> Text {
        match self {
            Shape::ProjectCode => text(
                "格式应为 4-6-2-2-6 位数字，例如 2604-330421-04-01-123456",
                "write digits in parts of 4-6-2-2-6, for example 2604-330421-04-01-123456",
            ),
            Shape::IndustryCode => text(
                "应为两位大类或四位小类，可带门类字母，例如 39 或 C3921",
                "write two digits for a division or four for a class, with the section's letter \
                 or without, for example 39 or C3921",
            ),
            Shape::Any => text("格式不正确", "this is not how such a code looks"),
        }
    }
}

impl Warning {
    /// The warning as a sentence.
    pub fn text(&self) -> Text {
        match self {
            Warning::RegionNotListed { region } => text(
                format!("现行区划表中没有 {region}，可能是已撤销的区划，请核对"),
                format!("the list of regions lacks {region}; it may be abolished, compare it"),
            ),
            Warning::UnknownOrganizationKind { found } => text(
                format!("第 2 位“{found}”不是该部门已知的机构类别"),
                format!("the department has no known kind of organization {found:?}"),
            ),
            Warning::ClassNotListed => text(
                "只核对了行业大类，未核对小类",
                "only the division was compared with the list, not the class",
            ),
            Warning::BeforeFirstMonth => text(
                "现行项目代码自 2020 年 11 月启用，首段所示月份更早",
                "project codes have this form since 2020-11, the first part names an earlier month",
            ),
            Warning::MonthInFuture => {
                text("首段所示月份尚未到来", "the first part names a month that has not come yet")
            }
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl std::error::Error for Flaw {}
