//! Reading packs (读取目录包): the file's name is the identifier, every flaw names file and line.

use std::fs;
use std::path::Path;

use kernel::head::hex;
use kernel::merkle::leaf_hash;
use kernel::text::{Text, text};
use serde::de::DeserializeOwned;

use crate::matter::Matter;
use crate::zone::Zone;

/// A definition and the name that its content gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// SM3 of the definition as JSON, in hexadecimal.
    pub hash: String,
    /// The definition.
    pub matter: Matter,
}

/// A folder of definitions (目录包): a base and a zone laid over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// The zone.
    pub zone: Zone,
    /// The matters, in the order of their identifiers.
    pub matters: Vec<Definition>,
}

/// Why a file is no definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueFlaw {
    /// The file.
    pub file: String,
    /// The line, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and what would be right.
    pub what: Text,
}

impl std::fmt::Display for CatalogueFlaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

impl std::error::Error for CatalogueFlaw {}

/// The files that ship with the program: (identifier, text).
const MATTERS: [(&str, &str); 2] = [
    (
        "construction-work-planning-permit",
        include_str!("../../../catalogues/base/matters/construction-work-planning-permit.toml"),
    ),
    (
        "enterprise-investment-filing",
        include_str!("../../../catalogues/base/matters/enterprise-investment-filing.toml"),
    ),
];

impl Pack {
    /// The sample zone, Jiashan, over the national base.
    pub fn shipped() -> Pack {
        let zone = include_str!("../../../catalogues/jiashan/zone.toml");
        let zone = parse::<Zone>("jiashan/zone.toml", zone);
        let matters = MATTERS.iter().map(|(id, text)| definition(id, &format!("{id}.toml"), text));
        Pack {
            zone: zone.expect("the shipped zone reads, see the test"),
            matters: matters.collect::<Result<_, _>>().expect("shipped matters read, see the test"),
        }
    }

    /// Reads `folder`: `zone.toml` and `matters/*.toml`; matters of the shipped base stand below.
    pub fn read(folder: &Path) -> Result<Pack, CatalogueFlaw> {
        let path = folder.join("zone.toml");
        let zone = parse::<Zone>(&path.display().to_string(), &read(&path)?)?;
        let mut matters = Pack::shipped().matters;
        for path in files(&folder.join("matters")) {
            let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let own = definition(&id, &path.display().to_string(), &read(&path)?)?;
            matters.retain(|definition| definition.matter.id != id);
            matters.push(own);
        }
        matters.sort_by(|a, b| a.matter.id.cmp(&b.matter.id));
        Ok(Pack { zone, matters })
    }
}

impl Definition {
    /// Names a matter by its content.
    pub fn of(matter: Matter) -> Definition {
        let json = serde_json::to_vec(&matter).expect("a matter is JSON");
        Definition { hash: hex(&leaf_hash(&json)), matter }
    }
}

fn definition(id: &str, file: &str, toml: &str) -> Result<Definition, CatalogueFlaw> {
    let matter = Matter { id: id.into(), ..parse::<Matter>(file, toml)? };
    match matter.contradiction() {
        None => Ok(Definition::of(matter)),
        Some(what) => Err(CatalogueFlaw { file: file.into(), line: None, what }),
    }
}

fn parse<T: DeserializeOwned>(file: &str, toml: &str) -> Result<T, CatalogueFlaw> {
    toml::from_str(toml).map_err(|error| {
        let line = error.span().map(|span| toml[..span.start].matches('\n').count() + 1);
        let what = text(format!("内容有误：{}", error.message()), error.message());
        CatalogueFlaw { file: file.into(), line, what }
    })
}

fn read(path: &Path) -> Result<String, CatalogueFlaw> {
    fs::read_to_string(path).map_err(|error| CatalogueFlaw {
        file: path.display().to_string(),
        line: None,
        what: text(format!("无法读取：{error}"), format!("it cannot be read: {error}")),
    })
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "toml"));
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pack_reads_and_names_its_matters_by_content() {
        let pack = Pack::shipped();
        assert_eq!(pack.zone.id, "jiashan");
        assert_eq!(pack.matters.len(), 2);
        let mut altered = pack.matters[0].matter.clone();
        altered.promised_limit_days += 1;
        assert_ne!(Definition::of(altered).hash, pack.matters[0].hash);
    }

    #[test]
    fn a_flaw_names_the_file_the_line_and_what_would_be_right() {
        let (id, text) = MATTERS[0];
        for (wrong, line, said) in [
            (text.replace("stage = 2", "stage = \"two\""), Some(6), "invalid type"),
            (text.replace("stage = 2", "stages = 2"), Some(6), "unknown field"),
            (text.replace("_days = 7", "_days = 21"), None, "longer than the law"),
            (text.replace("stage = 2", "stage = 6"), None, "1 to 5"),
            (text.replace("design-scheme", "land-certificate"), None, "same id"),
        ] {
            let flaw = definition(id, "permit.toml", &wrong).expect_err(said);
            assert_eq!(flaw.line, line, "{flaw}");
            assert!(flaw.to_string().contains(said), "{flaw}");
        }
    }
}
