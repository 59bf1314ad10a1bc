//! The functions of the language (函数): what they are called, what they take.

use crate::decimal::Rounding;

/// A function (函数).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Of a list, or of values side by side.
    OfList(OfList),
    /// Rounded, in one of the ways.
    Round(Rounding),
    /// Without its sign.
    Abs,
    /// The rest of a division.
    Modulo,
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

/// A function of a list (列表函数).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfList {
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
    /// Do all hold?
    All,
    /// Does any hold?
    Any,
}

impl Function {
    /// Every function, in the order of the reference.
    pub const ALL: [Function; 21] = [
        Function::OfList(OfList::Min),
        Function::OfList(OfList::Max),
        Function::OfList(OfList::Sum),
        Function::OfList(OfList::Count),
        Function::OfList(OfList::Mean),
        Function::OfList(OfList::All),
        Function::OfList(OfList::Any),
        Function::Not,
        Function::Abs,
        Function::Modulo,
        Function::Round(Rounding::Floor),
        Function::Round(Rounding::Ceiling),
        Function::Round(Rounding::HalfEven),
        Function::Round(Rounding::Up),
        Function::Round(Rounding::Down),
        Function::Round(Rounding::HalfUp),
        Function::Round(Rounding::HalfDown),
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
            Function::OfList(OfList::Min) => "min(list)",
            Function::OfList(OfList::Max) => "max(list)",
            Function::OfList(OfList::Sum) => "sum(list)",
            Function::OfList(OfList::Count) => "count(list)",
            Function::OfList(OfList::Mean) => "mean(list)",
            Function::OfList(OfList::All) => "all(list)",
            Function::OfList(OfList::Any) => "any(list)",
            Function::Not => "not(negand)",
            Function::Abs => "abs(n)",
            Function::Modulo => "modulo(dividend, divisor)",
            Function::Round(Rounding::Floor) => "floor(n, scale)",
            Function::Round(Rounding::Ceiling) => "ceiling(n, scale)",
            Function::Round(Rounding::HalfEven) => "decimal(n, scale)",
            Function::Round(Rounding::Up) => "round up(n, scale)",
            Function::Round(Rounding::Down) => "round down(n, scale)",
            Function::Round(Rounding::HalfUp) => "round half up(n, scale)",
            Function::Round(Rounding::HalfDown) => "round half down(n, scale)",
            Function::Date => "date(from)",
            Function::Duration => "duration(from)",
            Function::MonthsBetween => "years and months duration(from, to)",
            Function::Today => "today()",
        }
    }

    /// The names of its parameters, and how many it needs at least.
    pub(crate) fn parameters(self, given: usize) -> (&'static [&'static str], usize) {
        match self {
            Function::OfList(_) => (&["list"], 1),
            Function::Round(Rounding::Floor | Rounding::Ceiling) => (&["n", "scale"], 1),
            Function::Round(_) => (&["n", "scale"], 2),
            Function::Abs => (&["n"], 1),
            Function::Modulo => (&["dividend", "divisor"], 2),
            Function::Not => (&["negand"], 1),
            Function::Date if given == 3 => (&["year", "month", "day"], 3),
            Function::Date | Function::Duration => (&["from"], 1),
            Function::MonthsBetween => (&["from", "to"], 2),
            Function::Today => (&[], 0),
        }
    }
}
