//! Exact decimals (十进制数): sums and products are exact up to 34 digits, division is cut there.
//!
//! The precision is that of IEEE 754 decimal128, which FEEL asks for. Nothing here is binary
//! floating point, and a number that outgrows the range is no number: the caller says so.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use bigdecimal::num_bigint::{BigInt, Sign};
use bigdecimal::{BigDecimal, RoundingMode};

/// Significant digits of every result.
pub const DIGITS: u64 = 34;
/// The largest power of ten of a number's first digit.
pub const LARGEST_EXPONENT: i64 = 6_144;
/// The smallest and largest number of fraction digits to which a number may be rounded.
const SCALES: std::ops::RangeInclusive<i64> = -6_111..=6_176;
/// Digits kept while a power is multiplied out, before it is cut to [`DIGITS`].
const DIGITS_OF_A_POWER: u64 = DIGITS + 16;
/// Larger exponents leave the range for every base but those near one.
const LARGEST_POWER: i64 = 999_999;

/// An exact decimal number (十进制数).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(BigDecimal);

/// How the digits that fall away move the last one that stays (取整方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Away from zero (向上取整).
    Up,
    /// Towards zero (舍去).
    Down,
    /// To the nearest, halves away from zero (四舍五入).
    HalfUp,
    /// To the nearest, halves towards zero (五舍六入).
    HalfDown,
    /// To the nearest, halves to the even digit (四舍六入五成双).
    HalfEven,
    /// Towards the smaller number.
    Floor,
    /// Towards the larger number.
    Ceiling,
}

impl Decimal {
    /// Nothing.
    pub fn zero() -> Decimal {
        Decimal::from(0)
    }

    /// Reads digits, a point, and an exponent where there is one.
    pub fn parse(text: &str) -> Option<Decimal> {
        let digits = text.chars().any(|c| c.is_ascii_digit());
        let plain = text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
        if !digits || !plain || text.len() > DIGITS as usize * 200 {
            return None;
        }
        within_range(BigDecimal::from_str(text).ok()?)
    }

    /// `digits` with the point moved `scale` places to the left.
    pub fn scaled(digits: i64, scale: i64) -> Decimal {
        Decimal(BigDecimal::new(BigInt::from(digits), scale).normalized())
    }

    /// The sum.
    pub fn plus(&self, other: &Decimal) -> Option<Decimal> {
        if self.is_far_from(other) {
            return Some(self.larger(other).clone());
        }
        within_range(&self.0 + &other.0)
    }

    /// The difference.
    pub fn minus(&self, other: &Decimal) -> Option<Decimal> {
        self.plus(&other.negated())
    }

    /// The product.
    pub fn times(&self, other: &Decimal) -> Option<Decimal> {
        within_range(&self.0 * &other.0)
    }

    /// The quotient, to 34 digits, halves to even; none by nothing.
    pub fn over(&self, other: &Decimal) -> Option<Decimal> {
        if other.is_zero() {
            return None;
        }
        let (dividend, dividend_scale) = self.0.as_bigint_and_exponent();
        let (divisor, divisor_scale) = other.0.as_bigint_and_exponent();
        let wanted = DIGITS as i64 + 2 + other.0.digits() as i64 - self.0.digits() as i64;
        let shift = wanted.max(0);
        let widened = dividend * BigInt::from(10).pow(u32::try_from(shift).ok()?);
        let (quotient, rest) = (&widened / &divisor, &widened % &divisor);
        // A rest moves the result off any half: one more digit says so before it is cut.
        let positive = (widened.sign() == Sign::Minus) == (divisor.sign() == Sign::Minus);
        let sticky = match (rest.sign() == Sign::NoSign, positive) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => -1,
        };
        let scale = dividend_scale + shift - divisor_scale + 1;
        within_range(BigDecimal::new(quotient * 10 + sticky, scale))
    }

    /// The power with a whole exponent; none where the exponent is not whole.
    pub fn to_the(&self, exponent: &Decimal) -> Option<Decimal> {
        let exponent = exponent.to_i64()?;
        if exponent.abs() > LARGEST_POWER {
            return None;
        }
        let mut square = self.0.clone();
        let mut power = BigDecimal::from(1);
        let mut rest = exponent.unsigned_abs();
        while rest > 0 {
            if rest & 1 == 1 {
                power = cut(&power * &square, DIGITS_OF_A_POWER);
            }
            square = cut(&square * &square, DIGITS_OF_A_POWER);
            rest >>= 1;
            let magnitude = square.order_of_magnitude().abs();
            if rest > 0 && magnitude > LARGEST_EXPONENT * 4 {
                return None;
            }
        }
        let power = Decimal(power.normalized());
        if exponent < 0 { Decimal::from(1).over(&power) } else { within_range(power.0) }
    }

    /// The rest of a division with the divisor's sign; none by nothing.
    pub fn modulo(&self, divisor: &Decimal) -> Option<Decimal> {
        let whole = self.over(divisor)?.rounded(0, Rounding::Floor)?;
        self.minus(&divisor.times(&whole)?)
    }

    /// Rounded to `scale` fraction digits; a negative one rounds before the point.
    pub fn rounded(&self, scale: i64, rounding: Rounding) -> Option<Decimal> {
        if !SCALES.contains(&scale) {
            return None;
        }
        if self.0.fractional_digit_count() <= scale {
            return Some(self.clone());
        }
        let mode = match rounding {
            Rounding::Up => RoundingMode::Up,
            Rounding::Down => RoundingMode::Down,
            Rounding::HalfUp => RoundingMode::HalfUp,
            Rounding::HalfDown => RoundingMode::HalfDown,
            Rounding::HalfEven => RoundingMode::HalfEven,
            Rounding::Floor => RoundingMode::Floor,
            Rounding::Ceiling => RoundingMode::Ceiling,
        };
        within_range(self.0.with_scale_round(scale, mode))
    }

    /// With the other sign.
    pub fn negated(&self) -> Decimal {
        Decimal(-&self.0)
    }

    /// Without its sign.
    pub fn absolute(&self) -> Decimal {
        Decimal(self.0.abs())
    }

    /// Is it nothing?
    pub fn is_zero(&self) -> bool {
        self.0.sign() == Sign::NoSign
    }

    /// Is it below nothing?
    pub fn is_negative(&self) -> bool {
        self.0.sign() == Sign::Minus
    }

    /// Has it no fraction?
    pub fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    /// As a whole number, where it is one and fits.
    pub fn to_i64(&self) -> Option<i64> {
        if !self.is_whole() || self.0.order_of_magnitude() > 19 {
            return None;
        }
        let (digits, _) = self.0.with_scale(0).into_bigint_and_exponent();
        i64::try_from(digits).ok()
    }

    /// With groups of three digits before the point and at least `fraction` digits behind it.
    pub fn grouped(&self, fraction: usize) -> String {
        let plain = self.0.abs().to_plain_string();
        let (whole, behind) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if fraction > 0 || !behind.is_empty() {
            text.push('.');
            text.push_str(behind);
            text.extend(std::iter::repeat_n('0', fraction.saturating_sub(behind.len())));
        }
        if self.is_negative() { format!("-{text}") } else { text }
    }

    /// Is one of the two so small beside the other that 34 digits do not show it?
    fn is_far_from(&self, other: &Decimal) -> bool {
        let apart = self.0.order_of_magnitude() - other.0.order_of_magnitude();
        !self.is_zero() && !other.is_zero() && apart.abs() > DIGITS as i64 * 2
    }

    fn larger<'a>(&'a self, other: &'a Decimal) -> &'a Decimal {
        match self.0.order_of_magnitude().cmp(&other.0.order_of_magnitude()) {
            Ordering::Less => other,
            Ordering::Equal | Ordering::Greater => self,
        }
    }
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Decimal {
        Decimal::scaled(whole, 0)
    }
}

impl fmt::Display for Decimal {
    /// Plain digits, never an exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_plain_string())
    }
}

/// Cut to 34 digits, or none where the number has outgrown the range.
fn within_range(number: BigDecimal) -> Option<Decimal> {
    let number = cut(number, DIGITS).normalized();
    (number.order_of_magnitude().abs() <= LARGEST_EXPONENT).then_some(Decimal(number))
}

fn cut(number: BigDecimal, digits: u64) -> BigDecimal {
    if number.digits() <= digits {
        return number;
    }
    let digits = NonZeroU64::new(digits).expect("the number of digits is not zero");
    number.with_precision_round(digits, RoundingMode::HalfEven)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).expect("the test's number can be read")
    }

    #[test]
    fn a_third_has_34_digits() {
        let third = Decimal::from(1).over(&Decimal::from(3)).expect("three is not nothing");
        assert_eq!(third.to_string(), format!("0.{}", "3".repeat(34)));
        let two_thirds = decimal("2").over(&decimal("-3")).expect("three is not nothing");
        assert_eq!(two_thirds.to_string(), format!("-0.{}7", "6".repeat(33)));
        assert_eq!(Decimal::from(1).over(&Decimal::zero()), None);
    }

    #[test]
    fn halves_move_as_each_rounding_says() {
        let cases = [
            (Rounding::Up, "5.5", "6"),
            (Rounding::Up, "-5.1", "-6"),
            (Rounding::Down, "-5.9", "-5"),
            (Rounding::HalfUp, "-2.5", "-3"),
            (Rounding::HalfDown, "2.5", "2"),
            (Rounding::HalfEven, "2.5", "2"),
            (Rounding::HalfEven, "3.5", "4"),
            (Rounding::Floor, "-0.1", "-1"),
            (Rounding::Ceiling, "-0.9", "0"),
        ];
        for (rounding, from, to) in cases {
            assert_eq!(
                decimal(from).rounded(0, rounding),
                Some(decimal(to)),
                "{rounding:?} {from}"
            );
        }
        assert_eq!(decimal("1265").rounded(-1, Rounding::HalfEven), Some(decimal("1260")));
    }

    #[test]
    fn powers_are_whole_and_stay_within_the_range() {
        assert_eq!(decimal("1.2").to_the(&decimal("3")), Some(decimal("1.728")));
        assert_eq!(decimal("10").to_the(&decimal("-5")), Some(decimal("0.00001")));
        assert_eq!(decimal("5").to_the(&decimal("2.55")), None);
        assert_eq!(decimal("10").to_the(&decimal("999999")), None);
    }

    #[test]
    fn a_rest_has_the_divisors_sign() {
        let cases =
            [("12", "5", "2"), ("-12", "5", "3"), ("12", "-5", "-3"), ("-10.1", "4.5", "3.4")];
        for (dividend, divisor, rest) in cases {
            assert_eq!(decimal(dividend).modulo(&decimal(divisor)), Some(decimal(rest)));
        }
    }

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!(decimal("-1234567.5").grouped(2), "-1,234,567.50");
        assert_eq!(decimal("5e6").grouped(0), "5,000,000");
        assert_eq!(decimal("0.125").grouped(2), "0.125");
    }
}
