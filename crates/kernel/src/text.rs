//! A sentence in both languages (双语文本): Chinese first, English equal, neither forgotten.

use std::fmt;

use serde::Serialize;

/// A language that a reader may choose (语言).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 中文, the first language of every page.
    #[default]
    Chinese,
    /// English.
    English,
}

/// One text in both languages (双语文本).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The Chinese text, with full-width punctuation.
    pub zh: String,
    /// The English text.
    pub en: String,
}

/// Puts the two languages of a text side by side, at the point of use.
pub fn text(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text { zh: zh.into(), en: en.into() }
}

impl Text {
    /// The text as the reader of `language` sees it.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl fmt::Display for Text {
    /// Both languages on one line: for logs and the command line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.zh, self.en)
    }
}
