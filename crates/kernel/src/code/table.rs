//! Tables of codes (编码表): read strictly, each flaw with its line.

use std::fmt;

use crate::text::{Text, text};

/// What is wrong with a table of codes, and where (编码表差错).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFlaw {
    /// The line, the heading being line 1.
    pub line: u64,
    /// What is wrong there.
    pub text: Text,
}

impl fmt::Display for TableFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text)
    }
}

impl std::error::Error for TableFlaw {}

/// The rows below a heading that names exactly `columns`, each with its line.
pub(super) fn rows<const COLUMNS: usize>(
    csv: &str,
    columns: [&str; COLUMNS],
) -> Result<Vec<(u64, [String; COLUMNS])>, TableFlaw> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    if !reader.headers().is_ok_and(|heading| heading.iter().eq(columns)) {
        let columns = columns.join(",");
        let zh = format!("首行应为列名 {columns}");
        return Err(flaw(1, text(zh, format!("the first line should be {columns}"))));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            flaw(line, text("列数或引号不正确", "the number of columns or the quotes are wrong"))
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        rows.push((line, std::array::from_fn(|column| record[column].to_owned())));
    }
    Ok(rows)
}

/// A flaw whose sentence begins with its line.
pub(super) fn flaw(line: u64, found: Text) -> TableFlaw {
    let zh = format!("第 {line} 行：{}", found.zh);
    TableFlaw { line, text: text(zh, format!("line {line}: {}", found.en)) }
}
