//! Passwords (口令): which ones are taken, and what is kept of them.
//!
//! Kept is an argon2id string (RFC 9106), sealed in the account's entries like a personal field, so
//! that neither a view nor a backup without keys holds it. The salt comes with the command, so that
//! a command that is repeated is the same command.
//!
//! Never: a password in clear beyond the call that hashes it.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kernel::personal::Personal;
use kernel::text::{Text, text};

use crate::account::Refusal;

/// Fewer characters are guessed too soon. A default of ours, cited from no rule.
pub const SHORTEST: usize = 10;
/// More characters only make the hash slow.
pub const LONGEST: usize = 128;
/// Bytes of a salt.
pub const SALT: usize = 16;

/// What stands in place of the hash where an account is unknown or has no password: no password
/// fits it, and trying costs the same.
const OF_NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy10aGlz$\
                         3t3W2QNwY1mZ1cS0hV3qkq4v2e1sJmJf7dQf5r0y8bA";

/// What is to be kept of a password that is taken; the name is the account's.
pub fn seal(password: &str, name: &str, salt: &[u8; SALT]) -> Result<Personal, Refusal> {
    if let Some(flaw) = flaw(password, name) {
        return Err(Refusal::PasswordWeak { flaw });
    }
    let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), salt);
    Ok(Personal::clear(hash.expect("a salt of sixteen bytes fits").to_string()))
}

/// Is this the password? Takes as long where nothing is kept.
pub fn fits(password: &str, kept: Option<&Personal>) -> bool {
    let kept = match kept {
        Some(Personal::Personal(hash)) => Some(hash.as_str()),
        Some(Personal::Sealed(_) | Personal::Forgotten(_)) | None => None,
    };
    let hash = PasswordHash::new(kept.unwrap_or(OF_NOBODY));
    let hash = hash.expect("what is kept is an argon2id string");
    // A longer one was never taken, and would cost more than it should.
    let tried = if password.len() > 4 * LONGEST { "" } else { password };
    let is_right = Argon2::default().verify_password(tried.as_bytes(), &hash).is_ok();
    kept.is_some() && is_right
}

/// Why a password is not taken.
fn flaw(password: &str, name: &str) -> Option<Text> {
    let count = password.chars().count();
    if count < SHORTEST {
        return Some(text(
            format!("口令至少{SHORTEST}个字符，现为{count}个。"),
            format!("A password has at least {SHORTEST} characters; this one has {count}."),
        ));
    }
    if count > LONGEST {
        return Some(text(
            format!("口令最多{LONGEST}个字符，现为{count}个。"),
            format!("A password has at most {LONGEST} characters; this one has {count}."),
        ));
    }
    if !name.is_empty() && password.to_lowercase().contains(name) {
        return Some(text("口令不得包含登录名。", "A password does not contain the sign-in name."));
    }
    let kinds = [
        password.chars().any(char::is_alphabetic),
        password.chars().any(char::is_numeric),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    let is_varied = kinds.into_iter().filter(|there| *there).count() >= 2;
    (!is_varied).then(|| {
        text(
            "口令须包含字母、数字、符号中的两种。",
            "A password has two of these: letters, digits, signs.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_what_was_kept_of_it_and_nothing_else_does() {
        let salt = [7; SALT];
        let kept = seal("梧桐树 1949 秋", "wang", &salt).expect("it is taken");
        let Personal::Personal(hash) = &kept else { unreachable!("it is in clear") };
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(fits("梧桐树 1949 秋", Some(&kept)));
        assert!(!fits("梧桐树 1949 春", Some(&kept)));
        for nothing in [None, Some(&Personal::Forgotten(true))] {
            assert!(!fits("梧桐树 1949 秋", nothing) && !fits("", nothing));
        }
        assert_eq!(seal("梧桐树 1949 秋", "wang", &salt), Ok(kept), "a repeat is the same");
    }

    #[test]
    fn short_plain_and_telling_passwords_are_not_taken() {
        let long = "a1".repeat(65);
        for (password, is_taken) in [
            ("abcdefgh12", true),
            ("abcdefgh1", false),
            ("abcdefghijkl", false),
            ("123456789012", false),
            ("correct horse", true),
            ("Wang-123456789", false),
            (long.as_str(), false),
        ] {
            assert_eq!(seal(password, "wang", &[1; SALT]).is_ok(), is_taken, "{password}");
        }
    }
}
