//! Codes (编码): read leniently, checked strictly, shown in one form, masked by character.
//!
//! Reading is lenient about how a code was typed: blanks around it, full-width digits and letters,
//! lower case, dashes of any sort. It is strict about the code. Every kind has an `examine`, which
//! finds all flaws, and a `parse`, which takes a code without flaws or names the first.
//!
//! A wrong check character blocks, and may be overridden by an officer with a reason: a real
//! credit code exists that fails its own check, and the rule for project codes was inferred from
//! examples. No other flaw may be overridden. What only today's lists do not know (an abolished
//! county in an old code) is a [`Warning`] and never blocks.
//!
//! Basis: GB 32100-2015, GB 11714, GB 11643-1999, GB/T 2260, GB/T 4754-2017, GB/T 40058-2021.
//!
//! Invariant: an [`Examined`] without a code has a flaw that cannot be overridden.

mod credit_code;
mod flaw;
mod identity_number;
mod industry;
mod project_code;
mod region;
mod report;
mod table;

pub use self::credit_code::CreditCode;
pub use self::flaw::{Allowed, Flaw, Shape, Warning};
pub use self::identity_number::{IdentityNumber, Sex};
pub use self::industry::{Industries, Industry, IndustryCode, industries};
pub use self::project_code::{Generation, ProjectCode};
pub use self::region::{Region, RegionCode, RegionKind, Regions, regions};
pub use self::report::{CodeKind, Part, Report, report};
pub use self::table::TableFlaw;

/// What an examination found (校验结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined<T> {
    /// The code, if its shape is right.
    pub code: Option<T>,
    /// Everything that is wrong with it, in the order in which it should be put right.
    pub flaws: Vec<Flaw>,
}

/// A code taken although its check character is wrong (经人工确认的编码).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden<T> {
    /// The code.
    pub code: T,
    /// What was overridden; empty if there was nothing to override.
    pub flaws: Vec<Flaw>,
    /// Why it is right all the same.
    pub reason: String,
    /// Who says so.
    pub by: String,
}

impl<T> Examined<T> {
    /// The code, if nothing at all is wrong with it.
    pub fn strictly(self) -> Result<T, Flaw> {
        match (self.code, self.flaws.into_iter().next()) {
            (Some(code), None) => Ok(code),
            (_, flaw) => Err(flaw.unwrap_or(Flaw::WrongShape { wanted: Shape::Any })),
        }
    }

    /// The code, if whatever is wrong with it may be overridden, with who did so and why.
    pub fn overridden(self, reason: &str, by: &str) -> Result<Overridden<T>, Flaw> {
        let Examined { code, flaws } = self;
        if let Some(flaw) = flaws.iter().find(|flaw| !flaw.is_overridable()) {
            return Err(flaw.clone());
        }
        if reason.trim().is_empty() || by.trim().is_empty() {
            return Err(Flaw::OverrideWithoutReason);
        }
        let code = code.ok_or(Flaw::WrongShape { wanted: Shape::Any })?;
        Ok(Overridden { code, flaws, reason: reason.trim().into(), by: by.trim().into() })
    }

    fn refused(flaw: Flaw) -> Examined<T> {
        Examined { code: None, flaws: vec![flaw] }
    }
}

/// The characters of a code as they are meant: see the head of this file.
fn characters(value: &str) -> Vec<char> {
    let meant = |character: char| match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    };
    value.trim().chars().map(|character| meant(character).to_ascii_uppercase()).collect()
}

/// Refuses the first character that is not allowed at its place, counted from one.
fn check_characters(
    characters: &[char],
    allowed_at: impl Fn(usize) -> Allowed,
) -> Result<(), Flaw> {
    for (position, found) in (1..).zip(characters.iter().copied()) {
        let allowed = allowed_at(position);
        if !allowed.allows(found) {
            return Err(Flaw::WrongCharacter { position, found, allowed });
        }
    }
    Ok(())
}

/// Stars for all but the first six and the last four characters.
fn masked(code: &str) -> String {
    let length = code.chars().count();
    let is_shown = |place: usize| place < 6 || place + 4 >= length;
    let shown = code.chars().enumerate();
    shown.map(|(place, character)| if is_shown(place) { character } else { '*' }).collect()
}
