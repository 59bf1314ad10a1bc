//! What is wrong with a pack (目录缺陷): file, line, what is wrong, what would be right.

use std::fmt;

use kernel::text::Text;
use serde::Serialize;

/// One thing that is wrong with a file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogueFlaw {
    /// The file.
    pub file: String,
    /// The line, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: Text,
    /// What would be right.
    pub remedy: Text,
}

impl fmt::Display for CatalogueFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CatalogueFlaw { file, line, what, remedy } = self;
        match line {
            Some(line) => write!(f, "{file}:{line}: ")?,
            None => write!(f, "{file}: ")?,
        }
        write!(f, "{}；{} / {}: {}", what.zh, remedy.zh, what.en, remedy.en)
    }
}

impl std::error::Error for CatalogueFlaw {}
