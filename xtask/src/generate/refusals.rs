//! The table of refusals (指令不成立原因表): in order of precedence, with what people are told.

use super::outline::{Member, members};
use super::{table, text};
use crate::tidy::source::read_rust;
use crate::tidy::tree::Tree;

/// Where approvals declares its refusals, in reading order.
const OF_APPROVALS: [(&str, &[&str]); 18] = [
    ("Matter 事项", &["crates/approvals/src/matter.rs"]),
    (
        "Project 项目",
        &[
            "crates/approvals/src/project/refusal.rs",
            "crates/approvals/src/project/refusal_words.rs",
        ],
    ),
    (
        "Case 办件",
        &["crates/approvals/src/case/refusal.rs", "crates/approvals/src/case/refusal_words.rs"],
    ),
    ("Commitment 告知承诺", &["crates/approvals/src/case/commitment/refusal.rs"]),
    ("Package 并联申请", &["crates/approvals/src/package/refusal.rs"]),
    ("Document 提交的文件", &["crates/approvals/src/document/refusal.rs"]),
    ("Paper 出具的文书", &["crates/approvals/src/issued/refusal.rs"]),
    ("Delivery 结果送达", &["crates/approvals/src/delivery/refusal.rs"]),
    ("Simulated case 模拟办件", &["crates/approvals/src/simulation/refusal.rs"]),
    ("Plot 带规划方案出让地块", &["crates/approvals/src/plot/refusal.rs"]),
    ("Visit 到场登记", &["crates/approvals/src/visit/refusal.rs"]),
    ("Rating 好差评", &["crates/approvals/src/rating/refusal.rs"]),
    ("Inquiry 数据查询", &["crates/approvals/src/inquiry/refusal.rs"]),
    ("Ticket 取号、预约", &["crates/approvals/src/ticket/refusal.rs"]),
    ("Transfer slip 交接单", &["crates/approvals/src/slip/refusal.rs"]),
    ("Assistance 帮办代办", &["crates/approvals/src/assistance/refusal.rs"]),
    (
        "Bundle 一件事",
        &["crates/approvals/src/bundle/refusal.rs", "crates/approvals/src/bundle/refusal_words.rs"],
    ),
    ("Route 办理路径", &["crates/approvals/src/route/refusal.rs"]),
];

/// Where agreements and their shape declare their refusals.
const OF_AGREEMENTS: [(&str, &[&str]); 2] = [
    ("Kind and post 协议类型与岗位", &["crates/agreements/src/refusal.rs"]),
    ("Agreement 协议", &["crates/kernel/src/agreement/refusal.rs"]),
];

/// Where people declares its refusals.
const OF_PEOPLE: [(&str, &[&str]); 3] = [
    ("Account 账号", &["crates/people/src/account/refusal.rs"]),
    ("Enterprise 企业", &["crates/people/src/enterprise/refusal.rs"]),
    ("Opening 查看", &["crates/people/src/opening.rs"]),
];

/// Code, sentence, remedy and basis of every refusal of approvals, one table per kind of subject.
pub fn of_approvals(tree: &Tree) -> String {
    of(tree, "approvals", &OF_APPROVALS)
}

/// The same of agreements.
pub fn of_agreements(tree: &Tree) -> String {
    of(tree, "agreements", &OF_AGREEMENTS)
}

/// The same of people.
pub fn of_people(tree: &Tree) -> String {
    of(tree, "people", &OF_PEOPLE)
}

fn of(tree: &Tree, capability: &str, files: &[(&str, &[&str])]) -> String {
    let part = |(subject, files): &(&str, &[&str])| {
        let text = files.iter().map(|file| text(tree, file)).collect::<Vec<_>>().join("\n");
        let refusals = members(&text, "pub enum Refusal {");
        let rows: Vec<Vec<String>> = refusals
            .iter()
            .map(|one| row(&text, capability, one))
            .filter(|row| has_code(row))
            .collect();
        let head = ["Code", "Sentence", "What to do next", "Basis"];
        format!("**{subject}**, a command about it\n\n{}", table(&head, &rows))
    };
    files.iter().map(part).collect::<Vec<_>>().join("\n")
}

/// One that only passes on what another room says has no code of its own.
fn has_code(row: &[String]) -> bool {
    row.first().is_some_and(|code| !code.is_empty())
}

fn row(text: &str, capability: &str, refusal: &Member) -> Vec<String> {
    let said = said(text, &refusal.name);
    let is_code = |one: &String| one.starts_with(&format!("{capability}."));
    let code = said.iter().find(|one| is_code(one));
    let basis = said.iter().find(|one| is_basis(one));
    let words: Vec<&String> = said
        .iter()
        .filter(|one| !is_code(one) && !is_basis(one))
        .filter(|one| one.chars().any(char::is_alphabetic))
        .collect();
    let pair = |at: usize| match words.get(at..at + 2) {
        Some([zh, en]) => format!("{zh}<br>{en}"),
        Some(_) | None => String::new(),
    };
    // A sentence that is worked out elsewhere leaves only the remedy in the arm, or nothing.
    let (sentence, remedy) = match words.len() {
        0 | 2 => (format!("({})", refusal.doc.trim_end_matches('.')), pair(0)),
        _ => (pair(0), pair(2)),
    };
    let code = code.map_or(String::new(), |code| format!("`{code}`"));
    vec![code, sentence, remedy, basis.cloned().unwrap_or_default()]
}

/// A provision or a standard, not a sentence.
fn is_basis(said: &str) -> bool {
    let is_article = said.contains('第') && said.ends_with('条') && !said.contains('，');
    is_article || said.starts_with("GB")
}

/// The strings in the arms of the matches over `Refusal` that begin with this variant.
fn said(text: &str, variant: &str) -> Vec<String> {
    let source = read_rust(text);
    let code = source.product();
    let arms: Vec<(usize, &str)> = code
        .match_indices("Refusal::")
        .filter_map(|(at, _)| {
            let rest = &code[at + "Refusal::".len()..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
            let after = rest[end..].trim_start();
            let after = after.strip_prefix('{').map_or(after, |inside| {
                inside.split_once('}').map_or("", |(_, after)| after.trim_start())
            });
            after.starts_with("=>").then_some((at, &rest[..end]))
        })
        .collect();
    // An arm ends where the next begins, and with its function at the latest.
    let over = |at: usize| code[at..].find("\n}").map_or(code.len(), |end| at + end);
    let next = arms.iter().skip(1).map(|(at, _)| *at).chain([code.len()]);
    let ends = arms.iter().zip(next).map(|((at, _), next)| next.min(over(*at)));
    let own = arms.iter().zip(ends).filter(|((_, name), _)| *name == variant);
    let own = own.flat_map(|((from, _), to)| {
        source.strings.iter().filter(move |piece| (*from..to).contains(&piece.at))
    });
    own.map(|piece| shown(&piece.text)).collect()
}

/// A string of the code as a reader meets it: escapes read, placeholders left open.
fn shown(text: &str) -> String {
    let joined: Vec<&str> = text.split("\\\n").map(str::trim_start).collect();
    let mut shown = String::new();
    let mut depth = 0;
    for c in joined.concat().replace("\\\"", "\"").chars() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                shown.push('…');
            }
            _ if depth > 0 => {}
            _ => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_gathered_from_all_its_arms() {
        let text = concat!(
            "pub enum Refusal {\n    /// Gone.\n    Gone,\n    /// Odd, by its flaw.\n    Odd {\n",
            "        /// Which.\n        flaw: Text,\n    },\n}\n",
            "fn code(r: &Refusal) { match r {\n",
            "Refusal::Gone => (\"approvals.gone\", \"行政许可法 第三十二条\"),\n",
            "Refusal::Odd { .. } => (\"approvals.odd\", \"\"),\n} }\n",
            "fn words(r: Refusal) { match r {\n",
            "Refusal::Gone => (text(format!(\"没有{}。\", join(\"、\")), \"No {x}.\"),\n",
            "    text(\"请\\\n  找。\", \"Seek.\")),\n",
            "Refusal::Odd { flaw } => (flaw, text(\"改。\", \"Mend.\")),\n}\n}\n",
            "fn other() { \"别处。\" }\n",
            "fn e() { Err(Refusal::Gone) }\n",
        );
        let rows: Vec<Vec<String>> = members(text, "pub enum Refusal {")
            .iter()
            .map(|one| row(text, "approvals", one))
            .collect();
        let gone =
            ["`approvals.gone`", "没有…。<br>No ….", "请找。<br>Seek.", "行政许可法 第三十二条"];
        assert_eq!(rows[0], gone);
        assert_eq!(rows[1], ["`approvals.odd`", "(Odd, by its flaw)", "改。<br>Mend.", ""]);
    }
}
