//! What a number counts (单位): which units may be added, multiplied and divided, and into what.

use kernel::text::{Text, text};

use crate::decimal::{Decimal, Rounding};

/// Digits behind the point that are shown; the value itself keeps all of them.
const SHOWN_DIGITS: i64 = 6;
/// Smaller numbers may be years, and are shown without commas.
const GROUPED_FROM: i64 = 10_000;

/// What a number counts (单位). Amounts are kept in yuan, areas in mu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number without a unit (数).
    Number,
    /// A share of a whole, shown in percent (比率).
    Ratio,
    /// A whole number of things (个数).
    Count,
    /// An amount in whole fen (金额).
    Money,
    /// An amount that is not rounded to fen yet, and cannot be paid (未取整金额).
    RawMoney,
    /// An area (面积).
    Area,
    /// An amount per area (亩均金额).
    MoneyPerArea,
}

/// What units measure, whatever they are shown in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dimension {
    None,
    Money,
    Area,
    MoneyPerArea,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 7] = [
        Unit::Number,
        Unit::Ratio,
        Unit::Count,
        Unit::Money,
        Unit::RawMoney,
        Unit::Area,
        Unit::MoneyPerArea,
    ];

    /// May the two be compared?
    pub fn is_like(self, other: Unit) -> bool {
        self.dimension() == other.dimension()
    }

    /// What the sum or difference counts.
    pub fn plus(self, other: Unit) -> Option<Unit> {
        match (self, other) {
            (one, another) if one == another => Some(one),
            (Unit::Money | Unit::RawMoney, Unit::Money | Unit::RawMoney) => Some(Unit::RawMoney),
            (one, another) if one.is_plain() && another.is_plain() => Some(Unit::Number),
            (_, _) => None,
        }
    }

    /// What the product counts.
    pub fn times(self, other: Unit) -> Option<Unit> {
        match (self, other) {
            (Unit::Money, Unit::Count) | (Unit::Count, Unit::Money) => Some(Unit::Money),
            (Unit::MoneyPerArea, Unit::Area) | (Unit::Area, Unit::MoneyPerArea) => {
                Some(Unit::RawMoney)
            }
            (one, another) if one.is_plain() && another.is_plain() => {
                Some(if one == another { one } else { Unit::Number })
            }
            (one, plain) | (plain, one) if plain.is_plain() => Some(one.scaled()),
            (_, _) => None,
        }
    }

    /// What the quotient counts.
    pub fn over(self, other: Unit) -> Option<Unit> {
        match (self, other) {
            (Unit::Ratio, Unit::Number | Unit::Count) => Some(Unit::Ratio),
            (one, another) if one.is_plain() && another.is_plain() => Some(Unit::Number),
            (one, plain) if plain.is_plain() => Some(one.scaled()),
            (one, another) if one.is_like(another) => Some(Unit::Ratio),
            (Unit::Money | Unit::RawMoney, Unit::Area) => Some(Unit::MoneyPerArea),
            (Unit::Money | Unit::RawMoney, Unit::MoneyPerArea) => Some(Unit::Area),
            (_, _) => None,
        }
    }

    /// Has it no dimension?
    pub fn is_plain(self) -> bool {
        self.dimension() == Dimension::None
    }

    /// May a number of `self` stand where one of `wanted` is asked for?
    pub fn suits(self, wanted: Unit) -> bool {
        match wanted {
            Unit::Money => self == Unit::Money,
            Unit::Count => self == Unit::Count,
            Unit::Number | Unit::Ratio | Unit::RawMoney | Unit::Area | Unit::MoneyPerArea => {
                self.is_like(wanted)
            }
        }
    }

    /// Multiplied by a number that may have a fraction.
    fn scaled(self) -> Unit {
        match self {
            Unit::Money | Unit::RawMoney => Unit::RawMoney,
            Unit::Number | Unit::Ratio | Unit::Count | Unit::Area | Unit::MoneyPerArea => self,
        }
    }

    fn dimension(self) -> Dimension {
        match self {
            Unit::Number | Unit::Ratio | Unit::Count => Dimension::None,
            Unit::Money | Unit::RawMoney => Dimension::Money,
            Unit::Area => Dimension::Area,
            Unit::MoneyPerArea => Dimension::MoneyPerArea,
        }
    }

    /// Its word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Number => "number",
            Unit::Ratio => "ratio",
            Unit::Count => "count",
            Unit::Money => "yuan",
            Unit::RawMoney => "yuan-unrounded",
            Unit::Area => "mu",
            Unit::MoneyPerArea => "yuan-per-mu",
        }
    }

    /// Its name.
    pub fn name(self) -> Text {
        match self {
            Unit::Number => text("数", "a number"),
            Unit::Ratio => text("比率", "a ratio"),
            Unit::Count => text("个数", "a count"),
            Unit::Money => text("金额", "an amount of money"),
            Unit::RawMoney => text("未取整的金额", "an unrounded amount of money"),
            Unit::Area => text("面积", "an area"),
            Unit::MoneyPerArea => text("每亩金额", "an amount of money per mu"),
        }
    }

    /// A number of this unit, as shown; one with many digits behind the point is shown in short.
    pub fn shown(self, amount: &Decimal) -> Text {
        let percent = amount.times(&Decimal::scaled(1, -2)).filter(|_| self == Unit::Ratio);
        let amount = percent.as_ref().unwrap_or(amount);
        let short = amount.rounded(SHOWN_DIGITS, Rounding::HalfEven);
        let short = short.filter(|short| short != amount && !short.is_zero());
        let mark = if short.is_some() { "≈" } else { "" };
        let amount = short.as_ref().unwrap_or(amount);
        let in_fen =
            if matches!(self, Unit::Money | Unit::RawMoney | Unit::MoneyPerArea) { 2 } else { 0 };
        let grouped = amount.absolute() >= Decimal::from(GROUPED_FROM) || in_fen > 0;
        let number = if grouped { amount.grouped(in_fen) } else { amount.to_string() };
        let with =
            |zh: &str, en: &str| text(format!("{mark}{number}{zh}"), format!("{mark}{number}{en}"));
        match self {
            Unit::Number | Unit::Count => with("", ""),
            Unit::Ratio => with("%", "%"),
            Unit::Money | Unit::RawMoney => with(" 元", " yuan"),
            Unit::Area => with(" 亩", " mu"),
            Unit::MoneyPerArea => with(" 元/亩", " yuan/mu"),
        }
    }
}

/// A word behind a number: its unit, and by how much the number is multiplied.
pub(crate) fn suffix(word: &str) -> Option<Suffix> {
    let (multiplier, unit) = multiplier_of(word);
    let plain = |unit, zeros: i64| Some(Suffix::Unit(unit, Decimal::scaled(1, -zeros)));
    match unit {
        "" if multiplier > 0 => plain(Unit::Number, multiplier),
        "元" | "yuan" => plain(Unit::Money, multiplier),
        "角" => plain(Unit::Money, multiplier - 1),
        "分" | "fen" => plain(Unit::Money, multiplier - 2),
        "亩" | "mu" => plain(Unit::Area, multiplier),
        "平方米" | "m2" => Some(Suffix::Unit(Unit::Area, Decimal::scaled(15, 4 - multiplier))),
        "公顷" | "hectares" => plain(Unit::Area, multiplier).map(|_| hectares(multiplier)),
        "平方公里" | "km2" => {
            Some(Suffix::Unit(Unit::Area, Decimal::scaled(1_500, -multiplier)))
        }
        "人" | "个" | "家" | "项" | "件" | "名" | "户" | "台" | "套" => {
            plain(Unit::Count, multiplier)
        }
        "元/亩" | "yuan/mu" => plain(Unit::MoneyPerArea, multiplier),
        "%" => plain(Unit::Ratio, -2),
        "‰" => plain(Unit::Ratio, -3),
        "日" | "天" | "day" | "days" if multiplier == 0 => Some(Suffix::Days),
        "个月" | "month" | "months" if multiplier == 0 => Some(Suffix::Months(1)),
        "年" | "year" | "years" if multiplier == 0 => Some(Suffix::Months(12)),
        _ => None,
    }
}

/// What a word behind a number says.
pub(crate) enum Suffix {
    /// So many of this unit.
    Unit(Unit, Decimal),
    /// Days.
    Days,
    /// So many months each.
    Months(i64),
}

/// The units that may be written, for whoever wrote another.
pub(crate) const WRITTEN: &str =
    "元 角 分 万元 亿元 亩 平方米 公顷 元/亩 万元/亩 % ‰ 人 个 家 项 件 日 个月 年";
/// The same in English.
pub(crate) const WRITTEN_EN: &str =
    "yuan, fen, million yuan, mu, m2, hectares, yuan/mu, %, ‰, days, months, years";

fn hectares(zeros: i64) -> Suffix {
    Suffix::Unit(Unit::Area, Decimal::scaled(15, -zeros))
}

/// The zeros that a word opens with, and the rest of it.
fn multiplier_of(word: &str) -> (i64, &str) {
    const MULTIPLIERS: [(&str, i64); 8] = [
        ("十", 1),
        ("百", 2),
        ("千", 3),
        ("万", 4),
        ("亿", 8),
        ("thousand ", 3),
        ("million ", 6),
        ("billion ", 9),
    ];
    let (mut zeros, mut rest) = (0, word);
    while let Some((word, more)) = MULTIPLIERS.iter().find(|(word, _)| rest.starts_with(word)) {
        rest = &rest[word.len()..];
        zeros += more;
    }
    (zeros, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `a ∘ b` counts, for every pair, in the order of [`Unit::ALL`]; `-` is refused.
    fn table(of: fn(Unit, Unit) -> Option<Unit>) -> Vec<String> {
        let letter = |unit: Option<Unit>| match unit {
            Some(Unit::Number) => 'N',
            Some(Unit::Ratio) => 'R',
            Some(Unit::Count) => 'C',
            Some(Unit::Money) => 'M',
            Some(Unit::RawMoney) => 'm',
            Some(Unit::Area) => 'A',
            Some(Unit::MoneyPerArea) => 'P',
            None => '-',
        };
        let row = |one: Unit| Unit::ALL.iter().map(|other| letter(of(one, *other))).collect();
        Unit::ALL.iter().map(|one| row(*one)).collect()
    }

    #[test]
    fn only_like_is_added_to_like() {
        let expected =
            ["NNN----", "NRN----", "NNC----", "---Mm--", "---mm--", "-----A-", "------P"];
        assert_eq!(table(Unit::plus), expected);
    }

    #[test]
    fn money_times_a_fraction_is_not_rounded_yet() {
        let expected =
            ["NNNmmAP", "NRNmmAP", "NNCMmAP", "mmM----", "mmm----", "AAA---m", "PPP--m-"];
        assert_eq!(table(Unit::times), expected);
    }

    #[test]
    fn a_quotient_of_likes_is_a_ratio() {
        let expected =
            ["NNN----", "RNR----", "NNN----", "mmmRRPA", "mmmRRPA", "AAA--R-", "PPP---R"];
        assert_eq!(table(Unit::over), expected);
    }

    #[test]
    fn a_square_metre_is_exactly_fifteen_ten_thousandths_of_a_mu() {
        let cases = [("平方米", "0.0015"), ("公顷", "15"), ("万平方米", "15"), ("km2", "1500")];
        for (word, mu) in cases {
            let Some(Suffix::Unit(Unit::Area, each)) = suffix(word) else {
                panic!("{word} is an area");
            };
            assert_eq!(each.to_string(), mu, "{word}");
        }
        assert!(suffix("工作日").is_none(), "working days need a calendar and are no literal");
    }
}
