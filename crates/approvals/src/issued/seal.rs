//! The seal of an organ (电子印章): a signature over a paper's words.
//!
//! A zone's seals are made by a certified service (GB/T 38540). Where there is none, a key in
//! software signs, and every floor says so: such a seal is a demonstration and no seal in law.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::head::{PublicKey, Signer, hex};
use serde::{Deserialize, Serialize};
use sm3::{Digest, Sm3};

use super::event::Paper;

/// Who made a seal (印章来源).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// A key in software: a demonstration, no seal in law (演示印章).
    Software,
    /// An electronic-seal service; it brings its own signature.
    Service,
}

/// A seal on a paper (用印).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Who made it.
    pub maker: Maker,
    /// The organ, by its identifier.
    pub organ: String,
    /// SM3 of the paper's words, 64 small hexadecimal digits.
    pub digest: String,
    /// The key line of the seal, as a verifier needs it.
    pub key: String,
    /// SM2 over the digest, DER, in base64; what a service answered, where it is one.
    pub signature: String,
}

impl Seal {
    /// Seals a paper in software.
    pub fn in_software(paper: &Paper, signer: &dyn Signer) -> Seal {
        let digest = digest(paper);
        Seal {
            maker: Maker::Software,
            organ: paper.organ.clone(),
            key: signer.public_key().to_text(&paper.organ),
            signature: STANDARD.encode(signer.sign(digest.as_bytes())),
            digest,
        }
    }

    /// Does it stand on this paper? What a service made is for that service to say.
    pub fn is_of(&self, paper: &Paper) -> bool {
        if self.digest != digest(paper) || self.organ != paper.organ {
            return false;
        }
        match self.maker {
            Maker::Service => true,
            Maker::Software => {
                let Ok((organ, key)) = PublicKey::from_text(&self.key) else { return false };
                let signature = STANDARD.decode(&self.signature);
                let holds = |bytes: Vec<u8>| key.verifies(self.digest.as_bytes(), &bytes);
                organ == self.organ && signature.is_ok_and(holds)
            }
        }
    }
}

/// SM3 of what is sealed, 64 small hexadecimal digits.
pub fn digest(paper: &Paper) -> String {
    hex(&Sm3::digest(paper.to_be_sealed()))
}
