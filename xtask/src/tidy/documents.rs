//! What is written is checked (文档检查): links and paths lead somewhere, words exist, texts are short.

use std::collections::HashSet;

use super::Finding;
use super::source::{unfenced, words};
use super::tree::{File, Tree};
use crate::limits;

/// 中文 | identifier | note.
pub const GLOSSARY: &str = "docs/glossary.md";
const RECORDS: &str = "docs/decisions/";

/// Links within the repository that lead nowhere.
pub fn links(tree: &Tree) -> Vec<Finding> {
    let broken = |file: &File| -> Vec<Finding> {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let missing = targets(&file.text).into_iter().filter(|(_, target)| {
            let path = target.split('#').next().unwrap_or_default();
            let outside = target.contains("://") || target.starts_with("mailto:");
            !outside && !path.is_empty() && !tree.has(&resolved(folder, path))
        });
        let said = missing.map(|(line, target)| {
            file.finding(line, format!("the link {target} leads nowhere"), "mend the link")
        });
        said.collect()
    };
    tree.ending(".md").flat_map(broken).collect()
}

/// The targets of a Markdown text's links, each with its line.
fn targets(text: &str) -> Vec<(usize, String)> {
    let of_line = |at: usize, line: &str| -> Vec<(usize, String)> {
        let inline = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
        let reference = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
        let all = inline.chain(reference.and_then(|(_, target)| target.split(' ').next()));
        all.map(|target| (at, target.to_owned())).collect()
    };
    unfenced(text).into_iter().flat_map(|(at, line)| of_line(at, &without_spans(line))).collect()
}

/// The texts between backticks: every second part.
fn spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn without_spans(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

fn resolved(folder: &str, path: &str) -> String {
    let from = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in from.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Paths in backticks, from the root, that name nothing.
pub fn paths(tree: &Tree) -> Vec<Finding> {
    let lost = |file: &File| -> Vec<Finding> {
        let lines = unfenced(&file.text).into_iter();
        let named = lines.flat_map(|(at, line)| spans(line).map(move |span| (at, span)));
        let lost = named.filter(|(_, span)| is_path(tree, span));
        let lost = lost.filter(|(_, span)| !tree.has(span.split([':', '#']).next().unwrap_or("")));
        let said = lost.map(|(at, span)| {
            file.finding(at, format!("there is no {span}"), "name the file as it is called today")
        });
        said.collect()
    };
    tree.ending(".md").flat_map(lost).collect()
}

/// A path begins with a folder at the root and leaves nothing open.
fn is_path(tree: &Tree, span: &str) -> bool {
    let literal = span.chars().all(|c| !c.is_whitespace() && !"*…<>{}$?=".contains(c));
    let folder = span.split_once('/').map_or("", |(folder, _)| folder);
    literal && !folder.is_empty() && tree.has(folder) && tree.file(folder).is_none()
}

/// Identifiers of the glossary that no code has.
pub fn glossary(tree: &Tree) -> Vec<Finding> {
    let Some(file) = tree.file(GLOSSARY) else {
        return Vec::new();
    };
    let known = known_words(tree);
    let rows = (1..).zip(file.text.lines()).filter(|(_, line)| line.starts_with('|'));
    let named = rows.flat_map(|(at, line)| {
        let cell = line.split('|').nth(2).unwrap_or_default();
        spans(cell).flat_map(words).map(move |(_, word)| (at, word))
    });
    let unknown = named.filter(|(_, word)| !known.contains(*word));
    let said = unknown.map(|(at, word)| {
        let what = format!("no code has the glossary's {word}");
        file.finding(at, what, "call both by one word, or take the row out")
    });
    said.collect()
}

/// Every word of code, strings, catalogues and paths.
fn known_words(tree: &Tree) -> HashSet<&str> {
    let code = tree.rust().flat_map(|file| file.source.words());
    let strings = tree.rust().flat_map(|file| &file.source.strings);
    let strings = strings.flat_map(|piece| words(&piece.text));
    let packs = tree.ending(".toml").flat_map(|file| words(&file.text));
    let paths = tree.paths_in("").flat_map(words);
    code.chain(strings).chain(packs).chain(paths).map(|(_, word)| word).collect()
}

/// Decision records that are too long, or too many.
pub fn decisions(tree: &Tree) -> Vec<Finding> {
    let is_record = |file: &&File| {
        let name = file.path.strip_prefix(RECORDS);
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_digit()))
    };
    let records: Vec<&File> = tree.ending(".md").filter(is_record).collect();
    let long = records
        .iter()
        .filter_map(|file| over(file, "lines", file.text.lines().count(), limits::DECISION_LINES));
    let surplus = records.iter().skip(limits::DECISIONS).map(|file| {
        let what = format!("more than {} decision records are alive", limits::DECISIONS);
        file.finding(1, what, "delete one that is superseded; git remembers it")
    });
    long.chain(surplus).collect()
}

/// A README, in either language, that is longer than a first look.
pub fn readme(tree: &Tree) -> Vec<Finding> {
    let at_root = |file: &&File| file.path.starts_with("README");
    let readmes = tree.ending(".md").filter(at_root);
    readmes
        .filter_map(|file| over(file, "lines", file.text.lines().count(), limits::README_LINES))
        .collect()
}

/// A map that is longer than the walk.
pub fn architecture(tree: &Tree) -> Vec<Finding> {
    wordy(tree, "ARCHITECTURE.md", limits::ARCHITECTURE_WORDS)
}

/// A style that takes longer to read than to follow.
pub fn style(tree: &Tree) -> Vec<Finding> {
    wordy(tree, "STYLE.md", limits::STYLE_WORDS)
}

fn wordy(tree: &Tree, path: &str, limit: usize) -> Vec<Finding> {
    let long = |file: &File| over(file, "words", file.text.split_whitespace().count(), limit);
    tree.file(path).and_then(long).into_iter().collect()
}

fn over(file: &File, thing: &str, count: usize, limit: usize) -> Option<Finding> {
    let what = format!("{count} {thing}, the limit is {limit}");
    (count > limit).then(|| file.finding(1, what, "leave out what the reader can do without"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::Check;

    fn whats(findings: Vec<Finding>) -> Vec<String> {
        findings.into_iter().map(|finding| format!("{}: {}", finding.line, finding.what)).collect()
    }

    #[test]
    fn links_lead_somewhere() {
        let text = "[a](../README.md#top) [b](https://example.invalid/x) [c](#d) `[x](y)`\n\
                    ![e](picture.png) [f](/docs)\n```\n[g](nothing.md)\n```\n[h]: gone.md\n";
        let tree = Tree::of(&[("docs/a.md", text), ("README.md", ""), ("docs/picture.png", "")]);
        assert_eq!(whats(links(&tree)), ["6: the link gone.md leads nowhere"]);
        let tree = Tree::of(&[("docs/a.md", "\n[x](b.md) [y](../c/)\n")]);
        let found = whats(links(&tree));
        assert_eq!(found, ["2: the link b.md leads nowhere", "2: the link ../c/ leads nowhere"]);
    }

    #[test]
    fn paths_name_what_exists() {
        let text = "`crates/web/src/lib.rs:12`, `crates/web/`, `crates/*/src/lib.rs`,\n\
                    `/approvals/x`, `kaiyuan/data`, `crates/web/src/gone.rs`\n";
        let tree = Tree::of(&[("A.md", text), ("crates/web/src/lib.rs", "")]);
        assert_eq!(whats(paths(&tree)), ["2: there is no crates/web/src/gone.rs"]);
    }

    #[test]
    fn the_glossary_names_what_the_code_has() {
        let text = "| 中文 | identifier | note |\n|---|---|---|\n| 办件 | `Case` | not `Folder` |\n\
                    | 准予 / 不予许可 | `Decision::Granted` / `Denied` | |\n\
                    | 基本目录 | `base` pack | |\n";
        let code = "enum Decision { Granted }\nstruct Case;\n// Denied\n";
        let tree = Tree::of(&[
            (GLOSSARY, text),
            ("crates/approvals/src/case.rs", code),
            ("catalogues/base/pack.toml", ""),
        ]);
        assert_eq!(whats(glossary(&tree)), ["4: no code has the glossary's Denied"]);
        assert!(glossary(&Tree::of(&[("a.rs", "")])).is_empty());
    }

    #[test]
    fn documents_are_short() {
        let rows: [(Check, &str, &str, usize); 5] = [
            (decisions, "docs/decisions/0001-a.md", "x\n", 40),
            (readme, "README.md", "x\n", 80),
            (readme, "README.en.md", "x\n", 80),
            (architecture, "ARCHITECTURE.md", "word ", 2_500),
            (style, "STYLE.md", "word ", 1_000),
        ];
        for (check, path, unit, limit) in rows {
            assert!(check(&Tree::of(&[(path, &unit.repeat(limit))])).is_empty(), "{path}");
            assert_eq!(check(&Tree::of(&[(path, &unit.repeat(limit + 1))])).len(), 1, "{path}");
        }
    }

    #[test]
    fn decision_records_alive_are_counted() {
        let records: Vec<String> =
            (1..=26).map(|n| format!("docs/decisions/{n:04}-x.md")).collect();
        let mut files: Vec<(&str, &str)> =
            records.iter().map(|path| (path.as_str(), "x")).collect();
        assert_eq!(decisions(&Tree::of(&files)).len(), 1);
        files[0].0 = "docs/decisions/index.md";
        assert!(decisions(&Tree::of(&files)).is_empty());
    }
}
