//! The tree as tidy sees it (文件树): every path, and the text of what it can read.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use super::Finding;
use super::source::{Source, read_rust};

/// Folders that are made, not written; hidden ones, `.ci` and `.cargo` apart, are left out too.
const MADE: [&str; 3] = ["target", "node_modules", "kaiyuan-data"];
const HIDDEN_BUT_WRITTEN: [&str; 2] = [".ci", ".cargo"];
/// What is read; of other files only the path is known.
const READ: [&str; 5] = [".rs", ".toml", ".md", ".schema.json", "openapi.json"];

/// Every file below the root, by its path from there.
pub struct Tree {
    files: BTreeMap<String, File>,
}

/// One file.
pub struct File {
    /// The path from the root, with `/`.
    pub path: String,
    /// The text; empty where tidy does not read it.
    pub text: String,
    /// A Rust file, told apart; empty for others.
    pub source: Source,
}

impl Tree {
    /// Reads every file below `root`.
    pub fn read(root: &Path) -> io::Result<Tree> {
        let mut files = Vec::new();
        walk(root, "", &mut files)?;
        Ok(Tree::from_iter(files))
    }

    /// A tree from texts, for tests.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Tree {
        Tree::from_iter(files.iter().map(|(path, text)| (path.to_string(), text.to_string())))
    }

    fn from_iter(files: impl IntoIterator<Item = (String, String)>) -> Tree {
        let known = |(path, text): (String, String)| {
            let source = if path.ends_with(".rs") { read_rust(&text) } else { Source::default() };
            (path.clone(), File { path, text, source })
        };
        Tree { files: files.into_iter().map(known).collect() }
    }

    /// How many files there are.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// The file at `path`.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// Is there a file, or a folder with files, at `path`?
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        path.is_empty() || self.files.contains_key(path) || self.paths_in(&folder).next().is_some()
    }

    /// The paths that begin with `prefix`.
    pub fn paths_in<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.files.range(prefix.to_owned()..);
        from.map(|(path, _)| path.as_str()).take_while(move |path| path.starts_with(prefix))
    }

    /// The files whose path ends with `ending`.
    pub fn ending<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.values().filter(move |file| file.path.ends_with(ending))
    }

    /// The Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.ending(".rs")
    }
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            let hidden = name.starts_with('.') && !HIDDEN_BUT_WRITTEN.contains(&name.as_str());
            if !hidden && !MADE.contains(&name.as_str()) {
                walk(&entry.path(), &format!("{path}/"), files)?;
            }
        } else if READ.iter().any(|ending| name.ends_with(ending)) {
            files.push((path, fs::read_to_string(entry.path())?));
        } else {
            files.push((path, String::new()));
        }
    }
    Ok(())
}

impl File {
    /// Something found in this file.
    pub fn finding(&self, line: usize, what: String, remedy: &'static str) -> Finding {
        Finding { file: self.path.clone(), line, what, remedy }
    }

    /// The file's name without its folder and ending: `case` of `crates/approvals/src/case.rs`.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }

    /// The crate that the file belongs to: `approvals`, or `xtask`.
    pub fn of_crate(&self) -> &str {
        let below = self.path.strip_prefix("crates/").unwrap_or(&self.path);
        below.split('/').next().unwrap_or_default()
    }

    /// Does the whole file belong to the tests?
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
    }

    /// The code that ships: nothing of a test file, and no tests at the tail of another.
    pub fn product(&self) -> &str {
        if self.is_test() { "" } else { self.source.product() }
    }

    /// Where the product ends, as an offset in the code.
    pub fn product_end(&self) -> usize {
        self.product().len()
    }
}
