//! Style sheet, script and emblem (静态文件): compiled in, named by their content, kept for ever.

use maud::{Markup, PreEscaped};

/// A file that ships with the program.
pub struct Asset {
    stem: &'static str,
    ending: &'static str,
    /// What it is.
    pub kind: &'static str,
    /// What it says.
    pub bytes: &'static [u8],
    hash: u64,
}

/// The look of every page.
pub static STYLE: Asset = Asset::of(
    ("kaiyuan", "css"),
    "text/css; charset=utf-8",
    include_bytes!("../assets/kaiyuan.css"),
);

/// The look of a paper to be printed.
pub static PAPER: Asset =
    Asset::of(("paper", "css"), "text/css; charset=utf-8", include_bytes!("../assets/paper.css"));

/// What pages do besides, where a browser runs scripts.
pub static SCRIPT: Asset = Asset::of(
    ("kaiyuan", "js"),
    "text/javascript; charset=utf-8",
    include_bytes!("../assets/kaiyuan.js"),
);

/// The emblem beside the zone's name.
pub static EMBLEM: Asset = Asset::of(("emblem", "svg"), "image/svg+xml", DRAWING.as_bytes());

/// The same as a picture of 300 × 300 points, which chats show beside a shared address.
pub static PICTURE: Asset =
    Asset::of(("emblem", "png"), "image/png", include_bytes!("../assets/emblem.png"));

/// The emblem's own text: it stands in pages too.
const DRAWING: &str = include_str!("../assets/emblem.svg");

impl Asset {
    const fn of(
        (stem, ending): (&'static str, &'static str),
        kind: &'static str,
        bytes: &'static [u8],
    ) -> Asset {
        Asset { stem, ending, kind, bytes, hash: fnv(bytes) }
    }

    /// Where it is: another content has another address.
    pub fn address(&self) -> String {
        format!("/assets/{}", self.name())
    }

    fn name(&self) -> String {
        format!("{}-{:016x}.{}", self.stem, self.hash, self.ending)
    }
}

/// The asset with this name.
pub fn named(name: &str) -> Option<&'static Asset> {
    [&STYLE, &PAPER, &SCRIPT, &EMBLEM, &PICTURE].into_iter().find(|asset| asset.name() == name)
}

/// The emblem as part of a page.
pub fn emblem() -> Markup {
    PreEscaped(DRAWING.to_owned())
}

/// FNV-1a: tells contents apart, protects nothing.
const fn fnv(bytes: &[u8]) -> u64 {
    let (mut hash, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}
