//! A rule's text in words, signs and values (词法): the first of three readings.

use jiff::civil::Date;
use kernel::text::text;

use crate::decimal::Decimal;
use crate::flaw::{Flaw, Misread, Span};
use crate::period;
use crate::syntax::CHARACTERS;
use crate::unit::{self, Suffix, Unit};
use crate::value::Value;

/// A word, a sign or a value, with its place (词).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub is: Is,
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Is {
    Value(Value),
    Word(String),
    Sign(&'static str),
    End,
}

/// Signs, the longer ones first; full-width ones mean the same.
const SIGNS: [(&str, &str); 36] = [
    ("**", "**"),
    ("<=", "<="),
    (">=", ">="),
    ("!=", "!="),
    ("..", ".."),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("×", "*"),
    ("÷", "/"),
    ("＋", "+"),
    ("＜", "<"),
    ("＞", ">"),
    ("＝", "="),
    ("（", "("),
    ("）", ")"),
    ("【", "["),
    ("】", "]"),
    ("，", ","),
    ("：", ":"),
    ("+", "+"),
    ("-", "-"),
    ("*", "*"),
    ("/", "/"),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("(", "("),
    (")", ")"),
    ("[", "["),
    ("]", "]"),
    ("{", "{"),
    ("}", "}"),
    (",", ","),
    (":", ":"),
    (".", "."),
];

/// Punctuation beyond ASCII that belongs to no name.
const NO_NAME: &str = "“”‘’，。、；：？！（）【】《》〈〉「」『』…—～·×÷≤≥≠＋＜＞＝％‰　";

/// Reads the whole text.
pub(crate) fn tokens(text: &[char]) -> Result<Vec<Token>, Flaw> {
    if text.len() > CHARACTERS {
        let span = Span { start: CHARACTERS, end: text.len() };
        return Err(Flaw::reading(Misread::TooLong, span));
    }
    let mut reader = Reader { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        reader.skip_space();
        let start = reader.at;
        let is = reader.next()?;
        let ends = is == Is::End;
        tokens.push(Token { is, span: Span { start, end: reader.at } });
        if ends {
            return Ok(tokens);
        }
    }
}

struct Reader<'a> {
    text: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<Is, Flaw> {
        let Some(first) = self.peek(0) else {
            return Ok(Is::End);
        };
        let follows_digit = self.peek(1).is_some_and(|c| c.is_ascii_digit());
        if first.is_ascii_digit() || (first == '.' && follows_digit) {
            return match self.date() {
                Some(date) => date,
                None => self.number(),
            };
        }
        if first == '"' || first == '“' {
            return self.quoted().map(|text| Is::Value(Value::text(&text)));
        }
        if first == '@' && matches!(self.peek(1), Some('"' | '“')) {
            return self.literal();
        }
        if let Some((written, sign)) = SIGNS.iter().find(|(written, _)| self.is_next(written)) {
            self.at += written.chars().count();
            return Ok(Is::Sign(sign));
        }
        let word = self.word();
        if word.is_empty() {
            let span = Span { start: self.at, end: self.at + 1 };
            return Err(Flaw::reading(Misread::UnknownCharacter(first), span));
        }
        Ok(Is::Word(word))
    }

    /// A word; a hyphen between two letters of it belongs to it.
    fn word(&mut self) -> String {
        let start = self.at;
        if !self.peek(0).is_some_and(|c| is_name(c) && !c.is_ascii_digit()) {
            return String::new();
        }
        while let Some(c) = self.peek(0) {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            let before = self.at.checked_sub(1).and_then(|at| self.text.get(at).copied());
            let joins = c == '-' && letter(before) && letter(self.peek(1));
            if !is_name(c) && !joins {
                break;
            }
            self.at += 1;
        }
        self.slice(start)
    }

    /// A day, written as 2026-01-01.
    fn date(&mut self) -> Option<Result<Is, Flaw>> {
        let shape = "0000-00-00";
        let fits = shape.chars().enumerate().all(|(at, wanted)| {
            self.peek(at).is_some_and(|c| if wanted == '-' { c == '-' } else { c.is_ascii_digit() })
        });
        if !fits || self.peek(shape.len()).is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        let start = self.at;
        self.at += shape.len();
        let written = self.slice(start);
        let span = Span { start, end: self.at };
        let date = written.parse::<Date>().map(|date| Is::Value(Value::Date(date)));
        Some(date.map_err(|_| Flaw::reading(Misread::NoSuchDate(written), span)))
    }

    /// A number with its unit, or a period.
    fn number(&mut self) -> Result<Is, Flaw> {
        let start = self.at;
        self.digits();
        if self.peek(0) == Some('.') && self.peek(1).is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
            self.digits();
        }
        let sign = usize::from(matches!(self.peek(1), Some('+' | '-')));
        if matches!(self.peek(0), Some('e' | 'E'))
            && self.peek(1 + sign).is_some_and(|c| c.is_ascii_digit())
        {
            self.at += 1 + sign;
            self.digits();
        }
        let written = self.slice(start);
        let span = Span { start, end: self.at };
        let Some(number) = Decimal::parse(&written.replace('_', "")) else {
            return Err(Flaw::reading(Misread::UnreadableNumber(written), span));
        };
        let suffix = self.suffix()?;
        let value = with_suffix(&number, suffix);
        let span = Span { start, end: self.at };
        value.map(Is::Value).ok_or_else(|| {
            Flaw::reading(
                Misread::UnreadableNumber(self.text[start..self.at].iter().collect()),
                span,
            )
        })
    }

    fn digits(&mut self) {
        while self.peek(0).is_some_and(|c| c.is_ascii_digit() || c == '_') {
            self.at += 1;
        }
    }

    /// The unit behind a number, where there is one.
    fn suffix(&mut self) -> Result<Option<Suffix>, Flaw> {
        let number_ends = self.at;
        if let Some(sign) = self.peek(0).filter(|c| matches!(c, '%' | '‰' | '％')) {
            self.at += 1;
            return Ok(unit::suffix(if sign == '‰' { "‰" } else { "%" }));
        }
        let spaced = self.peek(0) == Some(' ');
        self.at += usize::from(spaced);
        let mut word = self.word();
        if matches!(word.as_str(), "thousand" | "million" | "billion") && self.peek(0) == Some(' ')
        {
            self.at += 1;
            word = format!("{word} {}", self.word());
        }
        let divided = self.at;
        if matches!(word.as_str(), "元" | "yuan") || word.ends_with('元') || word.ends_with(" yuan")
        {
            self.at += usize::from(self.peek(0) == Some('/'));
            let area = if self.at > divided { self.word() } else { String::new() };
            if area == "亩" || area == "mu" {
                word = format!("{word}/{area}");
            } else {
                self.at = divided;
            }
        }
        let suffix = unit::suffix(&word);
        if suffix.is_none() {
            let span = Span { start: number_ends, end: self.at };
            self.at = number_ends;
            if !spaced && !word.is_empty() {
                return Err(Flaw::reading(Misread::UnknownUnit(word), span));
            }
        }
        Ok(suffix)
    }

    /// `@"…"`: a day or a period.
    fn literal(&mut self) -> Result<Is, Flaw> {
        let start = self.at;
        self.at += 1;
        let written = self.quoted()?;
        let span = Span { start, end: self.at };
        if let Some(value) = period::date(&written).map(Value::Date).or(period::read(&written)) {
            return Ok(Is::Value(value));
        }
        let wrong = if written.contains(':') {
            Misread::LeftOut(text("时刻", "times of day"))
        } else {
            Misread::NoSuchDate(written)
        };
        Err(Flaw::reading(wrong, span))
    }

    /// A text in quotes, “…” or "…".
    fn quoted(&mut self) -> Result<String, Flaw> {
        let start = self.at;
        let closing = if self.peek(0) == Some('“') { '”' } else { '"' };
        self.at += 1;
        let mut units: Vec<u16> = Vec::new();
        while let Some(c) = self.peek(0) {
            self.at += 1;
            if c == closing {
                return Ok(String::from_utf16_lossy(&units));
            }
            let meant = if c == '\\' { self.escaped() } else { Some(u32::from(c)) };
            let Some(meant) = meant else {
                let span = Span { start: self.at - 1, end: self.at };
                return Err(Flaw::reading(Misread::UnknownCharacter('\\'), span));
            };
            match (u16::try_from(meant), char::from_u32(meant)) {
                (Ok(unit), _) => units.push(unit),
                (Err(_), Some(c)) => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
                (Err(_), None) => units.push(0xfffd),
            }
        }
        Err(Flaw::reading(Misread::UnfinishedText, Span { start, end: self.at }))
    }

    /// What stands behind a backslash: one character, or half of one.
    fn escaped(&mut self) -> Option<u32> {
        let escaped = self.peek(0)?;
        self.at += 1;
        match escaped {
            'n' => Some(u32::from('\n')),
            'r' => Some(u32::from('\r')),
            't' => Some(u32::from('\t')),
            'u' => self.hexadecimal(4),
            'U' => self.hexadecimal(6),
            other => Some(u32::from(other)),
        }
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let written: String = self.text.iter().skip(self.at).take(digits).collect();
        self.at += digits;
        u32::from_str_radix(&written, 16).ok()
    }

    fn skip_space(&mut self) {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    fn is_next(&self, sign: &str) -> bool {
        sign.chars().enumerate().all(|(at, c)| self.peek(at) == Some(c))
    }

    fn slice(&self, start: usize) -> String {
        self.text[start..self.at].iter().collect()
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && !c.is_whitespace() && !NO_NAME.contains(c))
}

fn with_suffix(number: &Decimal, suffix: Option<Suffix>) -> Option<Value> {
    let plain = if number.is_whole() { Unit::Count } else { Unit::Number };
    match suffix {
        None => Some(Value::quantity(number.clone(), plain)),
        Some(Suffix::Days) => Some(Value::Days(i128::from(number.to_i64()?) * crate::value::DAY)),
        Some(Suffix::Months(each)) => number.to_i64()?.checked_mul(each).map(Value::Months),
        Some(Suffix::Unit(unit, each)) => {
            let amount = number.times(&each)?;
            let unit = match unit {
                Unit::Number if amount.is_whole() => Unit::Count,
                Unit::Money if amount.rounded(2, crate::decimal::Rounding::Down)? != amount => {
                    Unit::RawMoney
                }
                Unit::Number
                | Unit::Ratio
                | Unit::Count
                | Unit::Money
                | Unit::RawMoney
                | Unit::Area
                | Unit::MoneyPerArea => unit,
            };
            Some(Value::quantity(amount, unit))
        }
    }
}
