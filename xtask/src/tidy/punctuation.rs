//! Chinese text wears full-width punctuation (全角标点): a half-width mark beside it is a slip.
//!
//! Where a text is Chinese, one Chinese neighbor is enough for a finding. In English prose that
//! only cites a term, as in "the office (部门), by its identifier", the mark is the sentence's
//! own: there both neighbors must be Chinese. Between Chinese letters and a number or a code no
//! mark is judged but by the Chinese side. Tests are left out: they must feed what is wrong.

use super::Finding;
use super::source::{Source, read_toml, unfenced};
use super::tree::{File, Tree};

const MARKS: [char; 7] = [',', ';', ':', '(', ')', '!', '?'];
const BRACKETS: [char; 2] = ['(', ')'];
const REMEDY: &str = "write the full-width mark: ，、；：（）！？";
/// Stands for what is no prose: a code span, a link's target.
const BLANK: char = '\u{1}';

/// How close Chinese text must be to a mark for the mark to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// On both sides: English prose with Chinese terms in it.
    Both,
    /// On either side: Chinese text.
    Either,
    /// On either side, brackets apart: an English string that cites a term in brackets.
    EitherButBrackets,
}

/// Strings and comments of Rust, templates among them.
pub fn rust(tree: &Tree) -> Vec<Finding> {
    let shipped = tree.rust().filter(|file| !file.is_test());
    shipped.flat_map(|file| pieces(file, &file.source, file.product_end())).collect()
}

/// Values and comments of TOML.
pub fn toml(tree: &Tree) -> Vec<Finding> {
    let read = |file: &File| pieces(file, &read_toml(&file.text), usize::MAX);
    tree.ending(".toml").flat_map(read).collect()
}

/// Paragraphs of Markdown, code apart.
pub fn markdown(tree: &Tree) -> Vec<Finding> {
    let read = |file: &File| -> Vec<Finding> {
        let found = blocks(&file.text).into_iter().flat_map(|block| {
            let whole: String = block.iter().map(|(_, text)| text.as_str()).collect();
            let reach = if is_chinese(&whole) { Reach::Either } else { Reach::Both };
            let lines = block.into_iter().filter_map(move |(line, text)| {
                let mark = first_slip(&text, reach)?;
                Some((line, mark))
            });
            lines.collect::<Vec<_>>()
        });
        found.map(|(line, mark)| said(file, line, mark)).collect()
    };
    tree.ending(".md").flat_map(read).collect()
}

fn pieces(file: &File, source: &Source, end: usize) -> Vec<Finding> {
    let comments = source.comments.iter().map(|piece| (piece, Reach::Both));
    let strings = source.strings.iter().map(|piece| {
        let chinese = is_chinese(&without_placeholders(&piece.text));
        (piece, if chinese { Reach::Either } else { Reach::EitherButBrackets })
    });
    let shipped = comments.chain(strings).filter(|(piece, _)| piece.at < end);
    let found = shipped.filter_map(|(piece, reach)| {
        let mark = first_slip(&piece.text, reach)?;
        Some(said(file, source.line(piece.at), mark))
    });
    found.collect()
}

fn said(file: &File, line: usize, slip: String) -> Finding {
    file.finding(line, format!("half-width punctuation in Chinese text: {slip}"), REMEDY)
}

/// The first mark that should be full-width, with its neighbors.
fn first_slip(text: &str, reach: Reach) -> Option<String> {
    let all: Vec<char> = text.chars().collect();
    let han = |at: Option<usize>| at.and_then(|at| all.get(at)).is_some_and(|c| is_han(*c));
    let is_slip = |at: &usize| {
        let (before, after) = (han(at.checked_sub(1)), han(Some(at + 1)));
        MARKS.contains(&all[*at])
            && match reach {
                Reach::Both => before && after,
                Reach::Either => before || after,
                Reach::EitherButBrackets => {
                    (before || after) && (!BRACKETS.contains(&all[*at]) || before && after)
                }
            }
    };
    let at = (0..all.len()).find(is_slip)?;
    Some(all[at.saturating_sub(6)..all.len().min(at + 7)].iter().collect())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// More Chinese characters than Latin letters?
fn is_chinese(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    han > text.chars().filter(char::is_ascii_alphabetic).count()
}

/// A format string without what stands in braces.
fn without_placeholders(text: &str) -> String {
    let mut depth = 0;
    let outside = text.chars().filter(|c| {
        depth += i32::from(*c == '{') - i32::from(*c == '}');
        depth <= 0
    });
    outside.collect()
}

/// Markdown as blocks of numbered lines: a paragraph, a heading, a list entry, a table's cell.
fn blocks(text: &str) -> Vec<Vec<(usize, String)>> {
    let mut blocks = vec![Vec::new()];
    for (at, line) in unfenced(text) {
        let line = blanked(line.trim());
        if line.starts_with('|') {
            blocks.extend(line.split('|').map(|cell| vec![(at, cell.to_owned())]));
            continue;
        }
        let opens = ["- ", "* ", "#", ">"].iter().any(|mark| line.starts_with(mark))
            || line.split_once(". ").is_some_and(|(number, _)| number.parse::<u16>().is_ok());
        if line.is_empty() || opens {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push((at, line));
        }
    }
    blocks
}

/// A line with its code spans, links' targets, pictures' marks and tags blanked.
fn blanked(line: &str) -> String {
    let mut result = String::new();
    let mut closing = None;
    for (at, c) in line.char_indices() {
        let rest = &line[at..];
        let opens = match c {
            '`' => Some('`'),
            '(' if line[..at].ends_with(']') => Some(')'),
            '<' if rest.contains('>') && !rest.starts_with("< ") => Some('>'),
            _ => None,
        };
        let is_prose = closing.or(opens).is_none() && !rest.starts_with("![");
        result.push(if is_prose { c } else { BLANK });
        closing = match closing {
            Some(end) if end == c => None,
            Some(end) => Some(end),
            None => opens,
        };
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::Check;

    fn found(check: Check, path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of(&[(path, text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn rust_strings_are_chinese_or_english_and_comments_are_english() {
        let passes = [
            "/// The office (部门), by its identifier.",
            "/// 统一社会信用代码, 18 letters and digits; 业务能力: its room.",
            "let s = \"已受理，请于2026年3月2日前补正（共3,000元）\";",
            "let s = \"Accepted (受理), in time\";",
            "let s = \"时间 9:00\"; let c = '(';",
            "let s = \"https://example.invalid/办件?lang=zh&a=(b)\";",
            "#[cfg(test)]\nmod tests { const WRONG: &str = \"受理,同意\"; }",
        ];
        for text in passes {
            let text = text.replace("办件?", "a?");
            assert!(found(rust, "crates/web/src/page.rs", &text).is_empty(), "{text}");
        }
        let fails = [
            "/// 受理,同意",
            "let s = \"受理, 同意\";",
            "let s = \"办件{case_number_of_the_case}(已受理)\";",
            "let s = \"办理时限:{days}\";",
            "p { \"请填写\" (x) \"吗?\" }",
            "let s = \"Accepted 受理, in time\";",
            "let s = r#\"他说!\"#;",
        ];
        for text in fails {
            assert_eq!(found(rust, "crates/web/src/page.rs", text), [1], "{text}");
        }
    }

    #[test]
    fn toml_values_are_judged_like_strings() {
        let passes = "# 承诺件, within the limit\ntitle = \"施工许可（核发）\" # 即办件; fine\n";
        assert!(found(toml, "catalogues/a/b.toml", passes).is_empty());
        let fails = "a = 1\ntitle = \"施工许可(核发)\"\nbasis = [\"建筑法, 第七条\"]\n";
        assert_eq!(found(toml, "catalogues/a/b.toml", fails), [2, 3]);
    }

    #[test]
    fn markdown_is_judged_by_the_language_of_its_paragraph() {
        let passes = "# Approvals (审批): what\n\nThe matter (事项), the\n审批), too.\n\n\
                      见 [受理](a.md)和`审批,x`。\n\n| 办件 | `Case` | the file (办件), open |\n\n\
                      ````text\n审批,同意\n```\n受理,同意\n````\n\n看![图](b.png)吧。\n";
        assert!(found(markdown, "docs/a.md", passes).is_empty());
        let fails = "开园是什么,为谁\n\n审批:\n\n| 办件(x) | A |\n\nIn English 受理,同意 too\n";
        assert_eq!(found(markdown, "docs/a.md", fails), [1, 3, 5, 7]);
    }
}
