//! What is wrong with a rule, with a fact or with a calculation (差错), and what would be right.

use std::fmt;

use jiff::civil::Date;
use kernel::text::{Text, text};

use crate::unit;

/// Where in a rule's text, in characters counted from nothing (位置).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// The character behind the last.
    pub end: usize,
}

/// Something wrong, and where (差错).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong.
    pub wrong: Wrong,
    /// Where in the rule's text; none where the flaw lies outside of it.
    pub span: Option<Span>,
}

/// What is wrong (差错种类).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The text cannot be read as a rule.
    Reading(Misread),
    /// The parts do not fit together, or not to the declared facts.
    Typing(Mismatch),
    /// A value cannot be reckoned, or a fact is not what was declared.
    Reckoning(Mishap),
}

/// Why a text is no rule (读取差错).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// Longer than a rule may be (过长).
    TooLong,
    /// Nested deeper, or of more parts, than a rule may be (过于复杂).
    TooComplex,
    /// A character that has no meaning here (字符不明).
    UnknownCharacter(char),
    /// The quotation mark that ends a text is missing (引号未闭合).
    UnfinishedText,
    /// A number with a unit that does not exist (单位不明).
    UnknownUnit(String),
    /// There is no such day or period (日期或期限不存在).
    NoSuchDate(String),
    /// A number outside of what can be reckoned with (数值过大).
    UnreadableNumber(String),
    /// Something else should stand here (应为其他内容).
    Expected {
        /// What should.
        wanted: Text,
        /// What does.
        found: Text,
    },
    /// FEEL has it, this language does not (不在本语言之内).
    LeftOut(Text),
}

/// Why the parts of a rule do not fit (类型差错).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// Nothing of this name is declared (名称未声明).
    UnknownName {
        /// The name.
        name: String,
        /// A declared name that is like it.
        like: Option<String>,
    },
    /// There is no such function (函数不存在).
    UnknownFunction(String),
    /// Too few, too many or unknown arguments (参数不符).
    WrongArguments {
        /// How the function is called.
        signature: &'static str,
    },
    /// Units that cannot be put together (单位不符).
    UnitsDiffer {
        /// What stands on the left.
        left: Text,
        /// The sign between.
        sign: &'static str,
        /// What stands on the right.
        right: Text,
    },
    /// Another type is needed here (类型不符).
    WrongType {
        /// What is needed.
        wanted: Text,
        /// What is there.
        found: Text,
    },
    /// The record has no such field (字段不存在).
    NoSuchField(String),
    /// Not one of the declared answers (不在选项之内).
    NotAChoice {
        /// The text.
        written: String,
        /// The answers.
        choices: String,
    },
    /// `null` says nothing about a fact (不得使用 null).
    NullInRule,
    /// Money that is not rounded cannot be paid (金额未取整).
    NotRounded,
    /// A parameter without an end and without a review date (参数没有期限).
    Unending(String),
    /// Two values of a parameter for one day (参数期间重叠).
    Overlapping(String),
    /// A row of a table with too few or too many cells (行与列数不符).
    RowDoesNotFit,
}

/// Why a value cannot be reckoned (计算差错).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// Outside of the range of numbers, or of money (超出数值范围).
    Overflow,
    /// By nothing (除数为零).
    DivisionByZero,
    /// The exponent, scale or position is no whole number, or too large (须为整数).
    NotWhole,
    /// The parameter is not in force on this day (参数不在有效期内).
    NotInForce {
        /// The parameter.
        name: String,
        /// The day.
        date: Date,
    },
    /// A fact that is not what was declared (数据与声明不符).
    NotAsDeclared {
        /// The fact.
        name: String,
        /// What was declared.
        wanted: Text,
    },
    /// Too many steps for this many records (计算步数过多).
    TooManySteps,
    /// A position beyond the list, or the smallest, largest or average of nothing (没有元素).
    NothingThere,
    /// No row of a decision table holds, and nothing is said otherwise (无适用行).
    NoRowHolds,
    /// The rows of a decision table contradict each other (决策表冲突).
    TableContradicts,
}

impl Flaw {
    pub(crate) fn reading(misread: Misread, span: Span) -> Flaw {
        Flaw { wrong: Wrong::Reading(misread), span: Some(span) }
    }

    pub(crate) fn typing(mismatch: Mismatch, span: Span) -> Flaw {
        Flaw { wrong: Wrong::Typing(mismatch), span: Some(span) }
    }

    pub(crate) fn reckoning(mishap: Mishap, span: Span) -> Flaw {
        Flaw { wrong: Wrong::Reckoning(mishap), span: Some(span) }
    }

    pub(crate) fn outside(wrong: Wrong) -> Flaw {
        Flaw { wrong, span: None }
    }

    /// What is wrong, and what would be right, in both languages.
    pub fn text(&self) -> Text {
        let (what, remedy) = (self.what(), self.remedy());
        let place = self.span.map_or_else(
            || text("", ""),
            |span| {
                let at = span.start + 1;
                text(format!("第 {at} 个字符处："), format!("at character {at}: "))
            },
        );
        text(
            format!("{}{}；{}", place.zh, what.zh, remedy.zh),
            format!("{}{}; {}", place.en, what.en, remedy.en),
        )
    }

    /// What is wrong.
    pub fn what(&self) -> Text {
        match &self.wrong {
            Wrong::Reading(misread) => misread.what(),
            Wrong::Typing(mismatch) => mismatch.what(),
            Wrong::Reckoning(mishap) => mishap.what(),
        }
    }

    /// What would be right.
    pub fn remedy(&self) -> Text {
        match &self.wrong {
            Wrong::Reading(misread) => misread.remedy(),
            Wrong::Typing(mismatch) => mismatch.remedy(),
            Wrong::Reckoning(mishap) => mishap.remedy(),
        }
    }
}

impl Misread {
    fn what(&self) -> Text {
        match self {
            Misread::TooLong => text("规则过长", "the rule is too long"),
            Misread::TooComplex => text("规则过于复杂", "the rule has too many parts"),
            Misread::UnknownCharacter(found) => text(
                format!("字符“{found}”在此处没有含义"),
                format!("the character {found:?} means nothing here"),
            ),
            Misread::UnfinishedText => text("文字缺少结束引号", "the text has no closing quote"),
            Misread::UnknownUnit(word) => {
                text(format!("没有单位“{word}”"), format!("there is no unit {word:?}"))
            }
            Misread::NoSuchDate(written) => text(
                format!("“{written}”不是日期或期限"),
                format!("{written:?} is neither a date nor a period"),
            ),
            Misread::UnreadableNumber(written) => {
                text(format!("无法读取数“{written}”"), format!("cannot read the number {written}"))
            }
            Misread::Expected { wanted, found } => text(
                format!("应为{}，实为{}", wanted.zh, found.zh),
                format!("{} should stand here, not {}", wanted.en, found.en),
            ),
            Misread::LeftOut(what) => text(
                format!("本语言不含{}", what.zh),
                format!("this language leaves out {}", what.en),
            ),
        }
    }

    fn remedy(&self) -> Text {
        match self {
            Misread::TooLong | Misread::TooComplex => {
                text("请拆成几条规则", "part it into several rules")
            }
            Misread::UnknownCharacter(_) => text(
                "请删去，或写成运算符、名称、数、日期或引号内的文字",
                "take it out, or write an operator, a name, a number, a date or a quoted text",
            ),
            Misread::UnfinishedText => text("请补上引号", "close it"),
            Misread::UnknownUnit(_) => text(
                format!("可用的单位有：{}", unit::WRITTEN),
                format!("write one of: {}", unit::WRITTEN_EN),
            ),
            Misread::NoSuchDate(_) => text(
                "日期写作 2026-01-01，期限写作 90日、3个月、P1Y",
                "write a date as 2026-01-01, a period as 90 days, 3 months, P1Y",
            ),
            Misread::UnreadableNumber(_) => {
                text("请写出数字，最多 34 位有效数字", "write digits, at most 34 that count")
            }
            Misread::Expected { .. } => text("请改正该处", "correct this place"),
            Misread::LeftOut(_) => text(
                "请用条件、算术、列表筛选或决策表表达",
                "say it with conditions, arithmetic, filters or a decision table",
            ),
        }
    }
}

impl Mismatch {
    fn what(&self) -> Text {
        match self {
            Mismatch::UnknownName { name, .. } => {
                text(format!("名称“{name}”没有声明"), format!("nothing is declared as {name:?}"))
            }
            Mismatch::UnknownFunction(name) => {
                text(format!("没有函数“{name}”"), format!("there is no function {name:?}"))
            }
            Mismatch::WrongArguments { .. } => {
                text("函数的参数不符", "the function's arguments do not fit")
            }
            Mismatch::UnitsDiffer { left, sign, right } => text(
                format!("{}与{}之间不能用“{sign}”", left.zh, right.zh),
                format!("{sign:?} does not go between {} and {}", left.en, right.en),
            ),
            Mismatch::WrongType { wanted, found } => text(
                format!("此处需要{}，实为{}", wanted.zh, found.zh),
                format!("{} is needed here, this is {}", wanted.en, found.en),
            ),
            Mismatch::NoSuchField(name) => {
                text(format!("没有字段“{name}”"), format!("there is no field {name:?}"))
            }
            Mismatch::NotAChoice { written, .. } => text(
                format!("“{written}”不在选项之内"),
                format!("{written:?} is none of the declared answers"),
            ),
            Mismatch::NullInRule => text("规则中不得使用 null", "null says nothing about a fact"),
            Mismatch::NotRounded => {
                text("金额没有取整到分", "the amount is not rounded to whole fen")
            }
            Mismatch::Unending(name) => text(
                format!("参数“{name}”既没有截止日期，也没有复核日期"),
                format!("the parameter {name:?} has neither an end nor a review date"),
            ),
            Mismatch::RowDoesNotFit => {
                text("决策表的行与列数不符", "a row has not as many cells as the table has columns")
            }
            Mismatch::Overlapping(name) => text(
                format!("参数“{name}”在同一天有两个数值"),
                format!("the parameter {name:?} has two values for one day"),
            ),
        }
    }

    fn remedy(&self) -> Text {
        match self {
            Mismatch::UnknownName { like: Some(like), .. } => {
                text(format!("是否应为“{like}”？"), format!("is {like:?} meant?"))
            }
            Mismatch::UnknownName { like: None, .. } => {
                text("请声明该数据，或改用已声明的名称", "declare it, or use a declared name")
            }
            Mismatch::UnknownFunction(_) => text(
                "可用的函数见 docs/reference/rules.md",
                "docs/reference/rules.md lists the functions",
            ),
            Mismatch::WrongArguments { signature } => {
                text(format!("应写作：{signature}"), format!("write it as {signature}"))
            }
            Mismatch::UnitsDiffer { .. } => {
                text("请统一两边的单位", "bring both sides to one unit")
            }
            Mismatch::WrongType { .. } => text("请改正类型", "correct the type"),
            Mismatch::NoSuchField(_) => text("请使用已声明的字段", "use a declared field"),
            Mismatch::NotAChoice { choices, .. } => {
                text(format!("可选：{choices}"), format!("the answers are: {choices}"))
            }
            Mismatch::NullInRule => text(
                "缺少的数据自动按“未知”处理，删去 null 即可",
                "leave it out: what is not known stays unknown by itself",
            ),
            Mismatch::NotRounded => text(
                "请写明取整方式，例如 round half up(…, 2)",
                "say how it is rounded, for example round half up(…, 2)",
            ),
            Mismatch::Unending(_) => {
                text("请填写截止日期或复核日期", "give it an end or a review date")
            }
            Mismatch::RowDoesNotFit => text(
                "每个输入写一个条件（不问写“-”），每个输出写一个值",
                "write a test for each input, a dash to ask nothing, and a value for each output",
            ),
            Mismatch::Overlapping(_) => text("请改正有效期间", "correct its days in force"),
        }
    }
}

impl Mishap {
    fn what(&self) -> Text {
        match self {
            Mishap::Overflow => text("结果超出数值范围", "the result leaves the range of numbers"),
            Mishap::DivisionByZero => text("除数为零", "this divides by nothing"),
            Mishap::NotWhole => text("此处须为整数", "a whole number is needed here"),
            Mishap::NotInForce { name, date } => text(
                format!("参数“{name}”在 {date} 没有有效数值"),
                format!("the parameter {name:?} has no value in force on {date}"),
            ),
            Mishap::NotAsDeclared { name, wanted } => text(
                format!("数据“{name}”应为{}", wanted.zh),
                format!("the fact {name:?} should be {}", wanted.en),
            ),
            Mishap::TooManySteps => text(
                "这些记录所需的计算步数过多",
                "so many records need more steps than a rule may take",
            ),
            Mishap::NothingThere => text("列表中没有这样的元素", "the list has no such element"),
            Mishap::NoRowHolds => text("决策表没有一行适用", "no row of the table holds"),
            Mishap::TableContradicts => text(
                "决策表中有多行同时成立，结果不一",
                "several rows of the table hold and say different things",
            ),
        }
    }

    fn remedy(&self) -> Text {
        match self {
            Mishap::Overflow => text("请核对数据的数量级", "compare the facts' magnitudes"),
            Mishap::DivisionByZero => {
                text("请先用 if 排除除数为零的情形", "rule out a divisor of nothing with an if")
            }
            Mishap::NotWhole => text("请写整数", "write a whole number"),
            Mishap::NotInForce { .. } => text(
                "请查明该日的数值并补充到目录包",
                "find the value of that day and add it to the pack",
            ),
            Mishap::NotAsDeclared { .. } => text("请改正数据", "correct the fact"),
            Mishap::TooManySteps => {
                text("请减少记录，或减少嵌套的筛选", "give fewer records, or nest fewer filters")
            }
            Mishap::NothingThere => text(
                "请先用 count 排除列表过短的情形",
                "rule out a list that is too short with count",
            ),
            Mishap::NoRowHolds => {
                text("请补一行，或写明都不适用时的结果", "add a row, or say what holds otherwise")
            }
            Mishap::TableContradicts => text(
                "请修改各行的条件，或改用 first",
                "part the rows' conditions, or use the policy first",
            ),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl std::error::Error for Flaw {}
