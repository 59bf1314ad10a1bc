//! Personal fields (个人信息): in clear inside a decision, sealed in the entry, forgettable.
//!
//! An event holds a [`Personal`] where the law gives a right of deletion (names, phones, identity
//! numbers, addresses). The store seals it before the entry is hashed, with a key that belongs to
//! the entry's subject; deleting the key deletes the content, and every hash still verifies.
//!
//! Basis: Personal Information Protection Law, article 47.
//!
//! Never: a `Display`. Whoever shows a personal field says which mask it wears.

use serde::{Deserialize, Serialize};

/// A personal field (个人信息字段).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Personal {
    /// In clear: inside a decision, a projection or a page that opened it.
    Personal(String),
    /// As ciphertext (base64): inside the entry.
    Sealed(String),
    /// The key was deleted on request; the content is gone for good.
    Forgotten(bool),
}

impl Personal {
    /// A field in clear.
    pub fn clear(value: impl Into<String>) -> Personal {
        Personal::Personal(value.into())
    }

    /// The name shown to others (王**): first character, the rest as stars.
    pub fn masked_name(&self) -> String {
        match self {
            Personal::Personal(name) => {
                let mut characters = name.chars();
                let first: String = characters.by_ref().take(1).collect();
                first + &"*".repeat(characters.count())
            }
            Personal::Sealed(_) | Personal::Forgotten(_) => "***".into(),
        }
    }

    /// The phone shown to others (138****5678).
    pub fn masked_phone(&self) -> String {
        match self {
            Personal::Personal(phone) => {
                let all: Vec<char> = phone.chars().collect();
                let hidden = |at: usize| at >= 3 && at + 4 < all.len() || all.len() < 8;
                let shown = all.iter().enumerate();
                shown.map(|(at, &c)| if hidden(at) { '*' } else { c }).collect()
            }
            Personal::Sealed(_) | Personal::Forgotten(_) => "***".into(),
        }
    }

    /// The address shown to others (嘉善县罗星街***): the first six characters.
    pub fn masked_address(&self) -> String {
        match self {
            Personal::Personal(address) => {
                let shown = if address.chars().count() > 6 { 6 } else { 0 };
                address.chars().take(shown).collect::<String>() + "***"
            }
            Personal::Sealed(_) | Personal::Forgotten(_) => "***".into(),
        }
    }
}

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Personal::Personal(_) => "Personal(masked)",
            Personal::Sealed(_) => "Personal(sealed)",
            Personal::Forgotten(_) => "Personal(forgotten)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_count_characters_and_never_show_the_middle() {
        let name = Personal::clear("欧阳修");
        assert_eq!(name.masked_name(), "欧**");
        assert_eq!(Personal::clear("13812345678").masked_phone(), "138****5678");
        assert_eq!(Personal::clear("12345").masked_phone(), "*****");
        assert_eq!(
            Personal::clear("嘉善县罗星街道阳光东路1号").masked_address(),
            "嘉善县罗星街***"
        );
        assert_eq!(Personal::clear("阳光路1号").masked_address(), "***");
        assert_eq!(Personal::Forgotten(true).masked_name(), "***");
        assert_eq!(format!("{name:?}"), "Personal(masked)");
    }
}
