//! A signed head (签名树头): the size and root of a zone's ledger, signed with SM2.
//!
//! Written in the C2SP checkpoint text form, a signed note:
//!
//! ```text
//! kaiyuan/jiashan
//! 1204
//! pJ0s…=                       the root, base64
//! 2026-11-24T03:02:16Z         when it was signed (extension line)
//!
//! — kaiyuan/jiashan 3q2+7w…=   4 bytes of key id and the DER signature, base64
//! ```
//!
//! The key id is the first four bytes of
//! SM3(name ‖ 0x0A ‖ 0xFF ‖ "sm2-sm3" ‖ 0x0A ‖ public key), the public key being the 65 bytes of
//! the uncompressed point. The signer's distinguishing identifier is the standard's default,
//! `1234567812345678`.
//!
//! Basis: GB/T 32918.2-2016 (SM2 signatures), GB/T 35276-2017 (identifier and encoding).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use sm2::SecretKey;
use sm2::dsa::signature::{Signer as _, Verifier as _};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use sm3::{Digest, Sm3};

use crate::merkle::Hash;

/// GB/T 35276: the identifier used where none was agreed.
const DISTINGUISHING_IDENTIFIER: &str = "1234567812345678";

/// What signs heads (签名服务): a software key here, a certified device behind the same two calls.
pub trait Signer: Send + Sync {
    /// The public key that verifies what `sign` makes.
    fn public_key(&self) -> PublicKey;
    /// The DER signature over `message` by SM2 with SM3.
    fn sign(&self, message: &[u8]) -> Vec<u8>;
}

/// A key in software (软件密钥): for a demo or a small zone; never a certified module.
pub struct SoftwareKey(SigningKey);

/// A public key (公钥): the 65 bytes of an uncompressed SM2 point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(Vec<u8>);

/// A head as it was signed (签名树头).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The zone.
    pub zone: String,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// When it was signed.
    pub at: Timestamp,
}

/// Why a head does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeadFlaw {
    /// The text has another form.
    #[error("the text is not a checkpoint of a Kaiyuan ledger")]
    Form,
    /// It is signed by another key than the one given.
    #[error("the head is signed by another key than the one given")]
    OtherKey,
    /// The signature does not fit the text.
    #[error("the signature does not fit the head")]
    Signature,
    /// The key's bytes are no point of the curve, or its file is no key.
    #[error("these bytes are not an SM2 key")]
    Key,
}

impl SoftwareKey {
    /// A key from 32 random bytes; nothing where they are no scalar of the curve (draw again).
    pub fn from_bytes(secret: &[u8; 32]) -> Option<SoftwareKey> {
        SigningKey::from_slice(DISTINGUISHING_IDENTIFIER, secret).ok().map(SoftwareKey)
    }

    /// Reads the PKCS#8 text that `to_pem` writes.
    pub fn from_pem(pem: &str) -> Result<SoftwareKey, HeadFlaw> {
        let secret = SecretKey::from_pkcs8_pem(pem).map_err(|_| HeadFlaw::Key)?;
        let key = SigningKey::new(DISTINGUISHING_IDENTIFIER, &secret);
        key.map(SoftwareKey).map_err(|_| HeadFlaw::Key)
    }

    /// The key as PKCS#8 text; keep it at mode 0600.
    pub fn to_pem(&self) -> String {
        let secret = SecretKey::from(*self.0.as_nonzero_scalar());
        let pem = secret.to_pkcs8_pem(LineEnding::LF).expect("a valid key has a PKCS#8 form");
        pem.to_string()
    }
}

impl Signer for SoftwareKey {
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_sec1_bytes().to_vec())
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(message);
        der(&signature.to_bytes())
    }
}

impl PublicKey {
    /// Reads the line that `to_text` writes: the zone and its key.
    pub fn from_text(line: &str) -> Result<(String, PublicKey), HeadFlaw> {
        let mut parts = line.trim().splitn(3, '+');
        let (zone, id, key) = (parts.next(), parts.next(), parts.next());
        let (Some(zone), Some(id), Some(key)) = (zone, id, key) else { return Err(HeadFlaw::Key) };
        let key = PublicKey(STANDARD.decode(key).map_err(|_| HeadFlaw::Key)?);
        key.verifying()?;
        let zone = zone.strip_prefix("kaiyuan/").ok_or(HeadFlaw::Key)?;
        let is_whole = hex(&key.id(zone)) == id && key.0.len() == 65;
        if is_whole { Ok((zone.into(), key)) } else { Err(HeadFlaw::Key) }
    }

    /// One line for a file or a notice: name, key id, key.
    pub fn to_text(&self, zone: &str) -> String {
        format!("kaiyuan/{zone}+{}+{}", hex(&self.id(zone)), STANDARD.encode(&self.0))
    }

    /// The four bytes that name this key beside its signatures.
    pub fn id(&self, zone: &str) -> [u8; 4] {
        let hash: Hash = Sm3::new()
            .chain_update(format!("kaiyuan/{zone}\n"))
            .chain_update([0xff])
            .chain_update("sm2-sm3\n")
            .chain_update(&self.0)
            .finalize()
            .into();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// Does `signature` (DER) hold for `message`?
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(key) = self.verifying() else { return false };
        let Some(raw) = raw(signature) else { return false };
        Signature::from_slice(&raw).is_ok_and(|signature| key.verify(message, &signature).is_ok())
    }

    fn verifying(&self) -> Result<VerifyingKey, HeadFlaw> {
        let key = VerifyingKey::from_sec1_bytes(DISTINGUISHING_IDENTIFIER, &self.0);
        key.map_err(|_| HeadFlaw::Key)
    }
}

impl Head {
    /// The signed note of this head.
    pub fn sign(&self, signer: &dyn Signer) -> String {
        let body = self.body();
        let mut signature = signer.public_key().id(&self.zone).to_vec();
        signature.extend(signer.sign(body.as_bytes()));
        format!("{body}\n— kaiyuan/{} {}\n", self.zone, STANDARD.encode(signature))
    }

    /// Reads a signed note and holds it against a zone and its key.
    pub fn open(note: &str, zone: &str, key: &PublicKey) -> Result<Head, HeadFlaw> {
        let (head, id, signature) = Head::parse(note)?;
        if head.zone != zone || key.id(zone) != id {
            return Err(HeadFlaw::OtherKey);
        }
        if !key.verifies(head.body().as_bytes(), &signature) {
            return Err(HeadFlaw::Signature);
        }
        Ok(head)
    }

    /// Reads a signed note without holding it against a key: what it says, key id, signature.
    pub fn parse(note: &str) -> Result<(Head, [u8; 4], Vec<u8>), HeadFlaw> {
        let (body, signature) = note.split_once("\n\n").ok_or(HeadFlaw::Form)?;
        let lines: Vec<&str> = body.lines().collect();
        let [name, size, root, at] = lines[..] else { return Err(HeadFlaw::Form) };
        let zone = name.strip_prefix("kaiyuan/").ok_or(HeadFlaw::Form)?;
        let root = STANDARD.decode(root).ok().and_then(|root| root.try_into().ok());
        let head = Head {
            zone: zone.into(),
            size: size.parse().map_err(|_| HeadFlaw::Form)?,
            root: root.ok_or(HeadFlaw::Form)?,
            at: at.parse().map_err(|_| HeadFlaw::Form)?,
        };
        let lead = format!("— {name} ");
        let signed = signature.strip_suffix('\n').and_then(|line| line.strip_prefix(&lead));
        let signed = signed.and_then(|text| STANDARD.decode(text).ok()).ok_or(HeadFlaw::Form)?;
        let (id, signature) = signed.split_first_chunk::<4>().ok_or(HeadFlaw::Form)?;
        // What is verified is what was signed: a second spelling of the same head is refused.
        if head.body() != format!("{body}\n") {
            return Err(HeadFlaw::Form);
        }
        Ok((head, *id, signature.to_vec()))
    }

    fn body(&self) -> String {
        let root = STANDARD.encode(self.root);
        format!("kaiyuan/{}\n{}\n{root}\n{}\n", self.zone, self.size, self.at)
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The bytes of hexadecimal text; nothing where it is none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    text.len().is_multiple_of(2).then(|| (0..text.len()).step_by(2).map(pair).collect())?
}

/// r ‖ s as the DER sequence of two integers that other implementations exchange.
fn der(raw: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for half in raw.chunks(32) {
        let first = half.iter().position(|byte| *byte != 0).unwrap_or(31);
        let lead = half[first] & 0x80 != 0;
        body.extend([0x02, (32 - first) as u8 + u8::from(lead)]);
        body.extend(lead.then_some(0));
        body.extend(&half[first..]);
    }
    let mut sequence = vec![0x30, body.len() as u8];
    sequence.append(&mut body);
    sequence
}

/// The r ‖ s of a DER sequence; nothing where it is not exactly the shortest form.
fn raw(sequence: &[u8]) -> Option<Vec<u8>> {
    let mut rest = sequence.get(2..)?;
    let mut both = Vec::with_capacity(64);
    for _ in 0..2 {
        let length = usize::from(*rest.get(1)?);
        let number = rest.get(2..2 + length)?;
        let digits = number.strip_prefix(&[0]).unwrap_or(number);
        both.resize(both.len() + 32usize.checked_sub(digits.len())?, 0);
        both.extend(digits);
        rest = &rest[2 + length..];
    }
    (der(&both) == sequence).then_some(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> SoftwareKey {
        SoftwareKey::from_bytes(&[seed; 32]).expect("a scalar")
    }

    fn head() -> Head {
        let at = "2026-11-24T03:02:16Z".parse().expect("a time");
        Head { zone: "jiashan".into(), size: 3, root: [7; 32], at }
    }

    #[test]
    fn a_signed_head_opens_with_its_key_and_with_no_other() {
        let (mine, other) = (key(1), key(2));
        let note = head().sign(&mine);
        assert_eq!(Head::open(&note, "jiashan", &mine.public_key()), Ok(head()));
        assert_eq!(Head::open(&note, "jiashan", &other.public_key()), Err(HeadFlaw::OtherKey));
        let altered = note.replace("\n3\n", "\n4\n");
        assert_eq!(Head::open(&altered, "jiashan", &mine.public_key()), Err(HeadFlaw::Signature));
        let respelled = note.replace("\n3\n", "\n03\n");
        assert_eq!(Head::open(&respelled, "jiashan", &mine.public_key()), Err(HeadFlaw::Form));
        assert_eq!(Head::open("", "jiashan", &mine.public_key()), Err(HeadFlaw::Form));
    }

    #[test]
    fn a_head_of_one_zone_is_none_of_another_with_the_same_key() {
        let mine = key(1);
        let note = head().sign(&mine);
        assert_eq!(Head::open(&note, "yantai", &mine.public_key()), Err(HeadFlaw::OtherKey));
        let padded = format!("{note}\n");
        assert_eq!(Head::open(&padded, "jiashan", &mine.public_key()), Err(HeadFlaw::Form));
    }

    #[test]
    fn keys_read_back_from_their_texts() {
        let mine = key(3);
        let line = mine.public_key().to_text("jiashan");
        assert_eq!(PublicKey::from_text(&line), Ok(("jiashan".into(), mine.public_key())));
        assert_eq!(PublicKey::from_text(&line.replace("jiashan", "yantai")), Err(HeadFlaw::Key));
        let again = SoftwareKey::from_pem(&mine.to_pem()).expect("its own text");
        assert_eq!(again.public_key(), mine.public_key());
    }

    #[test]
    fn every_signature_survives_the_der_form() {
        let mine = key(4);
        for n in 0..300u32 {
            let message = n.to_be_bytes();
            assert!(mine.public_key().verifies(&message, &mine.sign(&message)), "{n}");
        }
    }
}
