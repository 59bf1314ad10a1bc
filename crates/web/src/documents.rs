//! Documents (文件与文书): handed in and handed out, printed, and checked by whoever holds one.
//!
//! Reading order: this page (what a token leads to), `verify` (the public check), `print` and
//! `pdf` (the paper), `drawing` (code and seal), `fonts`, [`list`], `told`; then [`upload`] and
//! [`download`], which whoever knows the reader's rights calls; [`answers`] is where they become
//! HTTP.

pub mod answers;
pub mod download;
pub(crate) mod drawing;
#[cfg(feature = "pdf")]
mod fonts;
pub mod list;
#[cfg(feature = "pdf")]
pub(crate) mod pdf;
mod print;
mod told;
pub mod upload;
mod verify;

use approvals::issued::{Event, Issued, Paper, Papers, Seal};
use approvals::views::{self, PaperRow};
use axum::routing::get;
use jiff::Timestamp;
use kernel::entry::Entry;
use kernel::head::PublicKey;
use kernel::proof::Proof;
use kernel::status_list::{Standing, StatusList};
#[cfg(feature = "pdf")]
use kernel::text::text;
#[cfg(feature = "pdf")]
use maud::{Markup, html};
use store::{Fault, Store};

pub(crate) use self::drawing::code_drawing;
pub use self::told::told;
use crate::Site;
use crate::policy::{Relation, Row, Who};
#[cfg(feature = "pdf")]
use crate::shell::Frame;

/// The addresses of papers and their check: whoever holds a token may look.
pub static ROWS: &[Row] = &[
    Row::get("/verify", Who::Anyone, Relation::None, || get(answers::ask)),
    Row::get("/verify/status-list", Who::Anyone, Relation::None, || get(answers::status_list)),
    Row::get("/verify/head", Who::Anyone, Relation::None, || get(answers::head)),
    Row::get("/verify/key", Who::Anyone, Relation::None, || get(answers::key)),
    Row::get("/verify/{token}", Who::Anyone, Relation::None, || get(answers::check)),
    Row::get("/verify/{token}/proof", Who::Anyone, Relation::None, || get(answers::proof)),
    Row::get("/verify/{token}/paper", Who::Anyone, Relation::None, || get(answers::paper)),
    Row::get("/verify/{token}/pdf", Who::Anyone, Relation::None, || get(answers::pdf)),
];

/// A paper with everything that its check has shown (核验结果).
pub struct Checked {
    /// Its row.
    pub row: PaperRow,
    /// What it says, as the proven entry has it.
    pub paper: Paper,
    /// When it was recorded.
    pub at: Timestamp,
    /// Its seal.
    pub seal: Option<Seal>,
    /// The seal stands on these very words.
    pub is_seal_sound: bool,
    /// Why it was replaced or revoked.
    pub because: Option<String>,
    /// The proof of its entry.
    pub proof: Proof,
    /// The size of the signed head that the proof leads to; nothing where it does not hold.
    pub head: Option<u64>,
    /// The token that leads here.
    pub token: String,
}

/// The token of a paper (核验码): the entry that holds its words, and a word that nobody can guess.
pub fn token_of(store: &Store, zone: &str, entry: u64) -> String {
    let word = store.token(zone, &format!("paper/{entry}"));
    let groups: Vec<&str> = (0..4).map(|at| &word[at * 4..at * 4 + 4]).collect();
    format!("{entry}-{}", groups.join("-"))
}

/// The papers of a case or an application, each with the token that leads to its check.
pub fn papers_of(site: &Site, subject: &str) -> Result<Vec<(PaperRow, String)>, Fault> {
    let rows = site.store.read(&site.zone, |open| views::papers_of_case(open, subject))?;
    let with_token = |row: PaperRow| {
        let token = token_of(&site.store, &site.zone, row.entry);
        (row, token)
    };
    Ok(rows.into_iter().map(with_token).collect())
}

/// What a token leads to; nothing where it is not one that this zone gave out.
pub fn checked(site: &Site, token: &str) -> Result<Option<Checked>, Fault> {
    let Some((entry, told)) = parted(token) else { return Ok(None) };
    let token = token_of(&site.store, &site.zone, entry);
    let known = parted(&token).map(|(_, word)| word).unwrap_or_default();
    if !is_same(&known, &told) {
        return Ok(None);
    }
    let row = site.store.read(&site.zone, |open| views::paper_by_entry(open, entry))?;
    let Some(row) = row else { return Ok(None) };
    let Some(proof) = site.store.prove(&site.zone, entry, (site.now)())? else { return Ok(None) };
    let broken = |error: String| Fault::Broken(format!("entry {entry}: {error}"));
    let proven = Entry::read(&proof.entry).map_err(|error| broken(error.to_string()))?;
    let event = serde_json::from_str(proven.payload.get());
    let Event::PaperIssued { paper } = event.map_err(|error| broken(error.to_string()))? else {
        return Err(broken("it issues no paper".into()));
    };
    let at = proven.at;
    let mut issued = Issued::default();
    let past = site.store.history::<Papers>(&site.zone, &row.subject)?;
    past.iter().for_each(|past| issued.apply(&past.event));
    let because = past.iter().rev().find_map(|past| match &past.event {
        Event::PaperReplaced { reason, .. } | Event::PaperRevoked { reason, .. } => {
            Some(reason.clone())
        }
        Event::PaperIssued { .. } | Event::PaperSealed { .. } => None,
    });
    let line = site.store.public_key(&site.zone)?;
    let key = PublicKey::from_text(&line).map_err(|error| broken(error.to_string()))?.1;
    let head = proof.check(&site.zone, &key).ok().map(|head| head.size);
    let is_seal_sound = issued.seal.as_ref().is_some_and(|seal| seal.is_of(&paper));
    let seal = issued.seal;
    Ok(Some(Checked { row, paper, at, seal, is_seal_sound, because, proof, head, token }))
}

/// The signed list of papers that no longer stand, as of the newest signed head.
pub fn status_list(store: &Store, zone: &str, now: Timestamp) -> Result<String, Fault> {
    if store.folder().is_held() {
        store.sign(zone, now)?;
    }
    let size = store.head(zone)?.map_or(0, |(size, _)| size);
    let rows = store.read(zone, |open| views::no_longer_standing(open, size))?;
    let papers = rows.into_iter().map(|row| {
        let standing = match row.replaced_by {
            Some(by) => Standing::Replaced { by },
            None => Standing::Revoked,
        };
        (row.number, standing)
    });
    store.sign_list(&StatusList { zone: zone.into(), size, at: now, papers: papers.collect() })
}

/// The entry and the word of a token, as a person may have typed them.
fn parted(token: &str) -> Option<(u64, String)> {
    let (entry, word) = token.trim().split_once(['-', ' '])?;
    let plain = word.chars().filter(|c| !matches!(c, '-' | ' ')).map(|c| {
        // Letters that look like digits are not among the 32.
        match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        }
    });
    let plain: String = plain.take(17).collect();
    let is_whole = plain.len() == 16 && plain.is_ascii();
    Some((entry.parse().ok()?, plain)).filter(|_| is_whole)
}

/// Compares all of it, so that the time it takes tells nothing.
fn is_same(known: &str, told: &str) -> bool {
    let differences = known.bytes().zip(told.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    known.len() == told.len() && differences == 0
}

/// A text as a part of an address.
pub(crate) fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// The page for a paper that no font can print.
#[cfg(feature = "pdf")]
fn no_font(frame: &Frame, token: &str, why: fonts::NoFont) -> Markup {
    let heading = frame.t("暂时不能生成PDF", "No PDF can be made here");
    let what = match why {
        fonts::NoFont::None => text(
            "服务器没有中文字体。请管理员安装，例如 apt install fonts-wqy-microhei，\
             或把字体放入数据文件夹的 fonts 目录。",
            "The server has no font with Chinese characters. Ask the administrator to install one, \
             for example apt install fonts-wqy-microhei, or to put one into the folder fonts of \
             the data folder.",
        ),
        fonts::NoFont::Lacks(c) => text(
            format!(
                "服务器的字体都没有“{c}”这个字。请管理员安装字符更全的字体，例如 fonts-noto-cjk。"
            ),
            format!(
                "No font of the server has the character \"{c}\". Ask the administrator to install \
                 a fuller one, for example fonts-noto-cjk."
            ),
        ),
    };
    let body = html! {
        div.wrap.narrow {
            section.sheet.failure {
                h1 { (heading) }
                p { (frame.say(&what)) }
                p {
                    a.act href=(format!("/verify/{token}/paper")) {
                        (frame.t("改用打印页", "Use the page to print instead"))
                    }
                }
            }
        }
    };
    crate::shell::page(frame, heading, &body)
}
