//! The vault (密钥库): a key per subject for its personal fields, wrapped by `vault.key`.
//!
//! A personal field is sealed before its entry is hashed; deleting the subject's key deletes the
//! content while every hash still verifies. The nonce is a keyed hash of entry number, field and
//! plaintext, so that the same command replayed gives the same bytes.
//!
//! Keys come in generations: what is written about a subject after its data was forgotten is sealed
//! under a fresh key, and forgetting again never reaches a later generation by accident.
//!
//! Basis: Personal Information Protection Law, articles 47, 51. GB/T 32907-2016 (SM4).

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{AesGcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use foldhash::{HashMap, HashMapExt};
use hmac::{Hmac, Mac};
use serde_json::Value as Json;
use sm3::{Digest, Sm3};
use sm4::Sm4;

use crate::fault::Fault;
use crate::table::{Kind, Table};
use crate::value::RowExt;
use crate::views::Views;

/// 16 bytes for SM4.
pub(crate) type Key = [u8; 16];

/// What a sealed field's JSON begins with; a quote inside a JSON string is escaped, so this can
/// stand nowhere else.
const CLEAR: &str = r#"{"personal":"#;
const SEALED: &str = r#"{"sealed":"#;

pub(crate) static VAULT: Table = Table {
    name: "vault",
    columns: &[
        ("zone", Kind::Text),
        ("subject", Kind::Text),
        ("generation", Kind::Int),
        ("since", Kind::Int),
        ("wrapped", Kind::Bytes),
    ],
    key: 3,
    indexes: &[],
    sparse: &[],
};

/// Where fresh keys come from (随机源): the system's randomness, or a seed for replays.
#[derive(Clone, Copy, Debug)]
pub enum Entropy {
    /// The operating system's.
    System,
    /// Keys follow from the seed and their purpose: for simulations and tests.
    Seeded(u64),
}

/// The keys of one zone's subjects.
pub(crate) struct Vault {
    master: Key,
    entropy: Entropy,
    known: HashMap<String, Vec<Generation>>,
    /// A keyed hash that has taken in the zone's secret.
    salts: Hmac<Sm3>,
    /// Seals the subjects' keys.
    own: Sealer,
}

/// A key made ready: to seal with it again costs less than to begin anew.
struct Sealer {
    cipher: AesGcm<Sm4, U12>,
    nonces: Hmac<Sm3>,
}

#[derive(Clone)]
struct Generation {
    since: u64,
    /// Nothing once forgotten.
    key: Option<Key>,
}

impl Entropy {
    /// 32 bytes for `purpose`.
    pub fn draw(self, purpose: &str) -> [u8; 32] {
        match self {
            Entropy::System => {
                let mut bytes = [0; 32];
                getrandom::fill(&mut bytes).expect("the system gives randomness");
                bytes
            }
            Entropy::Seeded(seed) => {
                Sm3::new().chain_update(seed.to_be_bytes()).chain_update(purpose).finalize().into()
            }
        }
    }
}

impl Vault {
    pub fn new(master: Key, entropy: Entropy) -> Vault {
        let salts = Hmac::<Sm3>::new_from_slice(&master).expect("any length keys an HMAC");
        Vault { master, entropy, known: HashMap::new(), salts, own: Sealer::new(&master) }
    }

    /// What tells this vault's key from another, and nothing about it.
    pub fn fingerprint(&self) -> String {
        let mut mac = self.salts.clone();
        mac.update(b"fingerprint");
        kernel::head::hex(&mac.finalize().into_bytes()[..16])
    }

    /// The salt of entry `number`: nobody without the vault's key can guess it.
    pub fn salt(&self, zone: &str, number: u64) -> String {
        let mut mac = self.salts.clone();
        mac.update(b"salt");
        mac.update(&number.to_be_bytes());
        mac.update(zone.as_bytes());
        kernel::head::hex(&mac.finalize().into_bytes()[..16])
    }

    /// A word for `purpose` that nobody without the vault's key can guess: 16 characters of 32.
    pub fn token(&self, purpose: &str) -> String {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut mac = self.salts.clone();
        mac.update(b"token");
        mac.update(purpose.as_bytes());
        let bytes = mac.finalize().into_bytes();
        bytes[..16].iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
    }

    /// A subject without entries has no keys: there is nothing to look up.
    pub fn meet(&mut self, subject: &str) {
        self.known.insert(subject.into(), Vec::new());
    }

    /// How many subjects' keys are remembered.
    pub fn subjects(&self) -> usize {
        self.known.len()
    }

    /// Forgets the keys remembered; call when everything is committed.
    pub fn trim(&mut self) {
        self.known.clear();
    }

    /// The payload with its personal fields sealed for entry `number`.
    pub fn seal(
        &mut self,
        views: &mut Views,
        subject: &str,
        number: u64,
        payload: String,
    ) -> Result<String, Fault> {
        if !payload.contains(CLEAR) {
            return Ok(payload);
        }
        let (generation, key) = self.key_to_seal(views, subject, number)?;
        let sealer = Sealer::new(&key);
        let mut json = parse(&payload)?;
        walk(&mut json, String::new(), &mut |field, object| {
            if let Some(Json::String(clear)) = object.remove("personal") {
                let sealed = sealer.seal_field(number, field, &clear);
                object.insert("sealed".into(), format!("{generation}.{sealed}").into());
            }
        });
        Ok(json.to_string())
    }

    /// The payload with its personal fields in clear, or marked as forgotten.
    pub fn open(
        &mut self,
        views: &mut Views,
        subject: &str,
        payload: &str,
    ) -> Result<String, Fault> {
        if !payload.contains(SEALED) {
            return Ok(payload.into());
        }
        let keys = self.generations(views, subject)?.clone();
        let mut json = parse(payload)?;
        let mut torn = None;
        walk(&mut json, String::new(), &mut |field, object| {
            let Some(Json::String(sealed)) = object.remove("sealed") else { return };
            match open_field(&keys, &sealed) {
                Ok(Some(clear)) => object.insert("personal".into(), clear.into()),
                Ok(None) => object.insert("forgotten".into(), true.into()),
                Err(why) => {
                    torn = Some(format!("{subject}, field {field}: {why}"));
                    object.insert("forgotten".into(), true.into())
                }
            };
        });
        torn.map_or(Ok(json.to_string()), |torn| Err(Fault::Broken(torn)))
    }

    /// Deletes the keys that `subject` had before entry `number`.
    pub fn forget(&mut self, views: &mut Views, subject: &str, number: u64) -> Result<(), Fault> {
        for (generation, had) in self.generations(views, subject)?.iter_mut().enumerate() {
            if had.since < number && had.key.take().is_some() {
                write(views, subject, generation, had.since, None);
            }
        }
        Ok(())
    }

    fn key_to_seal(
        &mut self,
        views: &mut Views,
        subject: &str,
        number: u64,
    ) -> Result<(usize, Key), Fault> {
        let purpose = format!("vault/{}/{subject}/{number}", views.zone());
        let entropy = self.entropy;
        let keys = self.generations(views, subject)?;
        let generation = keys.len();
        if let Some(Generation { key: Some(key), .. }) = keys.last() {
            return Ok((generation - 1, *key));
        }
        let mut key = Key::default();
        key.copy_from_slice(&entropy.draw(&purpose)[..16]);
        keys.push(Generation { since: number, key: Some(key) });
        write(views, subject, generation, number, Some(self.own.wrap(subject, &key)));
        Ok((generation, key))
    }

    fn generations(
        &mut self,
        views: &mut Views,
        subject: &str,
    ) -> Result<&mut Vec<Generation>, Fault> {
        if !self.known.contains_key(subject) {
            let sql = "SELECT since, wrapped FROM vault WHERE zone = ?1 AND subject = ?2
                       ORDER BY generation";
            let mut keys = Vec::new();
            // What is not flushed yet of this subject is known already.
            for row in views.query_flushed(sql, &[subject.into()])? {
                let wrapped = row[1] != crate::value::Value::Null;
                let key =
                    if wrapped { Some(unwrap(&self.master, subject, row.bytes(1))?) } else { None };
                keys.push(Generation { since: row.int(0).unwrap_or(0) as u64, key });
            }
            self.known.insert(subject.into(), keys);
        }
        Ok(self.known.get_mut(subject).expect("just inserted"))
    }
}

fn write(
    views: &mut Views,
    subject: &str,
    generation: usize,
    since: u64,
    wrapped: Option<Vec<u8>>,
) {
    let generation = i64::try_from(generation).expect("few generations");
    views.put(&VAULT, vec![subject.into(), generation.into(), since.into(), wrapped.into()]);
}

fn parse(payload: &str) -> Result<Json, Fault> {
    serde_json::from_str(payload).map_err(|error| Fault::Broken(error.to_string()))
}

/// Visits every object, telling the path to it.
fn walk(
    json: &mut Json,
    path: String,
    visit: &mut impl FnMut(&str, &mut serde_json::Map<String, Json>),
) {
    match json {
        Json::Object(object) => {
            for (name, inner) in object.iter_mut().filter(|(_, inner)| is_branch(inner)) {
                walk(inner, format!("{path}/{name}"), visit);
            }
            visit(&path, object);
        }
        Json::Array(list) => {
            for (at, inner) in list.iter_mut().enumerate().filter(|(_, inner)| is_branch(inner)) {
                walk(inner, format!("{path}/{at}"), visit);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// Only objects hold personal fields, and only objects and lists hold objects.
fn is_branch(json: &Json) -> bool {
    json.is_object() || json.is_array()
}

impl Sealer {
    fn new(key: &Key) -> Sealer {
        let nonces = Hmac::<Sm3>::new_from_slice(key).expect("any length keys an HMAC");
        Sealer { cipher: cipher(key), nonces }
    }

    /// A keyed hash of what is sealed, so that the same command replayed gives the same bytes.
    fn nonce(&self, parts: &[&[u8]]) -> [u8; 12] {
        let mut mac = self.nonces.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        let hash = mac.finalize().into_bytes();
        hash[..12].try_into().expect("twelve of 32 bytes")
    }

    fn seal_field(&self, number: u64, field: &str, clear: &str) -> String {
        let nonce = self.nonce(&[&number.to_be_bytes(), field.as_bytes(), clear.as_bytes()]);
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), clear.as_bytes());
        let sealed = sealed.expect("a field is far shorter than the cipher's limit");
        STANDARD.encode([&nonce[..], &sealed].concat())
    }

    /// Another key, sealed for `subject`.
    fn wrap(&self, subject: &str, key: &Key) -> Vec<u8> {
        let nonce = self.nonce(&[subject.as_bytes(), key]);
        let payload = Payload { msg: key, aad: subject.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload);
        [&nonce[..], &sealed.expect("sixteen bytes are sealed")].concat()
    }
}

fn cipher(key: &Key) -> AesGcm<Sm4, U12> {
    AesGcm::new(&(*key).into())
}

/// The plaintext; nothing where its key was deleted.
fn open_field(keys: &[Generation], sealed: &str) -> Result<Option<String>, &'static str> {
    let (generation, text) = sealed.split_once('.').ok_or("no generation")?;
    let generation: usize = generation.parse().map_err(|_| "no generation")?;
    // A key that was deleted leaves its row behind: no row is damage, not forgetting.
    let known = keys.get(generation).ok_or("its key is missing from the vault")?;
    let Some(key) = &known.key else { return Ok(None) };
    let bytes = STANDARD.decode(text).map_err(|_| "no base64")?;
    let (nonce, sealed) = bytes.split_first_chunk::<12>().ok_or("too short")?;
    let clear = cipher(key).decrypt(&Nonce::from(*nonce), sealed);
    let clear = clear.map_err(|_| "the cipher does not open it")?;
    String::from_utf8(clear).map(Some).map_err(|_| "no text")
}

fn unwrap(master: &Key, subject: &str, wrapped: &[u8]) -> Result<Key, Fault> {
    let wrong = || Fault::Broken(format!("vault.key does not open the fields of {subject}"));
    let (nonce, sealed) = wrapped.split_first_chunk::<12>().ok_or_else(wrong)?;
    let payload = Payload { msg: sealed, aad: subject.as_bytes() };
    let key = cipher(master).decrypt(&Nonce::from(*nonce), payload).map_err(|_| wrong())?;
    key.try_into().map_err(|_| wrong())
}
