//! The functions of the language (函数): what they are called, what they take.

use crate::decimal::Rounding;

/// A function (函数).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// All added.
    Sum,
    /// How many.
    Count,
    /// The average.
    Mean,
    /// Without its sign.
    Abs,
    /// The next whole number below.
    Floor,
    /// The next whole number above.
    Ceiling,
    /// The rest of a division.
    Modulo,
    /// Rounded, halves to even.
    Decimal,
    /// Away from zero.
    RoundUp,
    /// Towards zero.
    RoundDown,
    /// Halves away from zero.
    RoundHalfUp,
    /// Halves towards zero.
    RoundHalfDown,
    /// Do all hold?
    All,
    /// Does any hold?
    Any,
    /// The opposite.
    Not,
    /// A day, from a text or from year, month and day.
    Date,
    /// A period, from a text.
    Duration,
    /// Whole months from one day to another.
    MonthsBetween,
    /// The day for which the rule is asked.
    Today,
}

impl Function {
    /// Every function, in the order of the reference.
    pub const ALL: [Function; 21] = [
        Function::Min,
        Function::Max,
        Function::Sum,
        Function::Count,
        Function::Mean,
        Function::Abs,
        Function::Floor,
        Function::Ceiling,
        Function::Modulo,
        Function::Decimal,
        Function::RoundUp,
        Function::RoundDown,
        Function::RoundHalfUp,
        Function::RoundHalfDown,
        Function::All,
        Function::Any,
        Function::Not,
        Function::Date,
        Function::Duration,
        Function::MonthsBetween,
        Function::Today,
    ];

    /// By its name.
    pub(crate) fn named(name: &str) -> Option<Function> {
        Function::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.signature().split_once('(').map_or("", |(name, _)| name)
    }

    /// How it is called.
    pub fn signature(self) -> &'static str {
        match self {
            Function::Min => "min(list)",
            Function::Max => "max(list)",
            Function::Sum => "sum(list)",
            Function::Count => "count(list)",
            Function::Mean => "mean(list)",
            Function::Abs => "abs(n)",
            Function::Floor => "floor(n, scale)",
            Function::Ceiling => "ceiling(n, scale)",
            Function::Modulo => "modulo(dividend, divisor)",
            Function::Decimal => "decimal(n, scale)",
            Function::RoundUp => "round up(n, scale)",
            Function::RoundDown => "round down(n, scale)",
            Function::RoundHalfUp => "round half up(n, scale)",
            Function::RoundHalfDown => "round half down(n, scale)",
            Function::All => "all(list)",
            Function::Any => "any(list)",
            Function::Not => "not(negand)",
            Function::Date => "date(from)",
            Function::Duration => "duration(from)",
            Function::MonthsBetween => "years and months duration(from, to)",
            Function::Today => "today()",
        }
    }

    /// The names of its parameters, and how many it needs at least.
    pub(crate) fn parameters(self, given: usize) -> (&'static [&'static str], usize) {
        match self {
            Function::Min | Function::Max | Function::Sum | Function::Count | Function::Mean => {
                (&["list"], 1)
            }
            Function::All | Function::Any => (&["list"], 1),
            Function::Abs => (&["n"], 1),
            Function::Floor | Function::Ceiling => (&["n", "scale"], 1),
            Function::Modulo => (&["dividend", "divisor"], 2),
            Function::Decimal
            | Function::RoundUp
            | Function::RoundDown
            | Function::RoundHalfUp
            | Function::RoundHalfDown => (&["n", "scale"], 2),
            Function::Not => (&["negand"], 1),
            Function::Date if given == 3 => (&["year", "month", "day"], 3),
            Function::Date | Function::Duration => (&["from"], 1),
            Function::MonthsBetween => (&["from", "to"], 2),
            Function::Today => (&[], 0),
        }
    }

    /// Does it take a list, or the values of one?
    pub(crate) fn takes_a_list(self) -> bool {
        self.parameters(1).0 == ["list"]
    }

    /// How it rounds; none where it does not.
    pub(crate) fn rounding(self) -> Option<Rounding> {
        match self {
            Function::Floor => Some(Rounding::Floor),
            Function::Ceiling => Some(Rounding::Ceiling),
            Function::Decimal => Some(Rounding::HalfEven),
            Function::RoundUp => Some(Rounding::Up),
            Function::RoundDown => Some(Rounding::Down),
            Function::RoundHalfUp => Some(Rounding::HalfUp),
            Function::RoundHalfDown => Some(Rounding::HalfDown),
            Function::Min
            | Function::Max
            | Function::Sum
            | Function::Count
            | Function::Mean
            | Function::Abs
            | Function::Modulo
            | Function::All
            | Function::Any
            | Function::Not
            | Function::Date
            | Function::Duration
            | Function::MonthsBetween
            | Function::Today => None,
        }
    }
}
