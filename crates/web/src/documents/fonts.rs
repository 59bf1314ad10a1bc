//! A font that has every character of a paper (字体): none ships with the program.
//!
//! The folder `fonts` of the data folder comes first, then the system's. A paper with a character
//! that no font has is never printed with a box in its place: the page names the character.

use std::path::{Path, PathBuf};

use skrifa::MetadataProvider;
use skrifa::prelude::{FontRef, LocationRef, Size};

/// Folders within folders that are looked through.
const DEEPEST: usize = 4;
/// Files larger than this are no fonts.
const LARGEST: u64 = 64 * 1024 * 1024;
/// What is tried first: names of fonts that are known to have Chinese characters.
const KNOWN: [&str; 7] = ["wqy", "notosanscjk", "noto", "sourcehan", "droid", "simsun", "gbsn"];

/// A font that was read.
pub struct Found {
    /// The file.
    pub bytes: Vec<u8>,
    /// Which of the fonts in the file.
    pub index: u32,
}

/// Why there is no font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFont {
    /// There is none with Chinese characters at all.
    None,
    /// The best one lacks this character.
    Lacks(char),
}

/// The first font that has every character of `text`.
pub fn with_all(text: &str, data: &Path) -> Result<Found, NoFont> {
    let mut why = NoFont::None;
    for path in candidates(data) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let found = Found { bytes, index: 0 };
        let Some(lacking) = found.lacking(text) else { return Ok(found) };
        // A font without a common character is none for this purpose; the first one is the best.
        if why == NoFont::None && found.lacking("中").is_none() {
            why = NoFont::Lacks(lacking);
        }
    }
    Err(why)
}

impl Found {
    /// The first character of `text` that it lacks; the first of all where it cannot be read.
    fn lacking(&self, text: &str) -> Option<char> {
        let Ok(font) = FontRef::from_index(&self.bytes, self.index) else {
            return text.chars().next();
        };
        let map = font.charmap();
        text.chars().filter(|c| !c.is_control()).find(|c| map.map(*c).is_none())
    }

    /// How wide `c` is at a size, in points.
    pub fn width(&self, c: char, size: f32) -> f32 {
        let Ok(font) = FontRef::from_index(&self.bytes, self.index) else { return size };
        let glyph = font.charmap().map(c).unwrap_or_default();
        let metrics = font.glyph_metrics(Size::new(size), LocationRef::default());
        metrics.advance_width(glyph).unwrap_or(size)
    }
}

/// Font files, the zone's own first, those known to be Chinese before others.
fn candidates(data: &Path) -> Vec<PathBuf> {
    let own = files(&data.join("fonts"), DEEPEST);
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share/fonts"));
    let places = ["/usr/share/fonts", "/usr/local/share/fonts"].map(PathBuf::from);
    let places = places.into_iter().chain(home);
    let mut system: Vec<PathBuf> = places.flat_map(|place| files(&place, DEEPEST)).collect();
    system.sort_by_key(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        KNOWN.iter().position(|known| name.starts_with(known)).unwrap_or(KNOWN.len())
    });
    own.into_iter().chain(system).collect()
}

fn files(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && depth > 0 {
            found.extend(files(&path, depth - 1));
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_font = ["ttf", "ttc", "otf"].contains(&ending.as_str());
        if is_font && entry.metadata().is_ok_and(|known| known.len() <= LARGEST) {
            found.push(path);
        }
    }
    found.sort();
    found
}
