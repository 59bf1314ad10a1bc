//! Words that do not belong where they stand (用词): names, calls and imports out of their places.

use super::Finding;
use super::source::{Source, occurrences, words};
use super::tree::{File, Tree};
use crate::limits;

/// Words that say nothing about a thing.
const EMPTY_WORDS: [&str; 14] = [
    "manager",
    "service",
    "helper",
    "util",
    "processor",
    "handler",
    "data",
    "info",
    "item",
    "common",
    "base",
    "abstract",
    "impl",
    "misc",
];
/// A 政务服务中心 is called so in official English; the other is a method that the server's own
/// trait asks for.
const NAMES_EXCEPTED: [&str; 2] = ["ServiceCenter", "connect_info"];
/// What a name follows.
const DEFINES: [&str; 7] = ["struct", "enum", "trait", "type", "mod", "fn", "union"];

/// A call or attribute with the only places where it may stand.
struct Banned {
    text: &'static str,
    places: &'static [&'static str],
    remedy: &'static str,
}

const PRINTING: &[&str] = &["crates/kaiyuan/", "xtask/"];
const CLOCKS: &[&str] = &["crates/kaiyuan/src/clock.rs", "crates/kaiyuan/src/bench", "xtask/"];
const TAKE_THE_TIME: &str = "take the time as an argument; the binary's clock.rs reads it";
const WRITE_A_TEST: &str = "write a test that runs and says what it expects";

const BANNED: [Banned; 10] = [
    Banned { text: ".unwrap()", places: &[], remedy: "return the error, or expect with a reason" },
    Banned { text: "println!", places: PRINTING, remedy: "log it, or let the binary print it" },
    Banned { text: "todo!", places: &[], remedy: "do it, or leave it out" },
    Banned { text: "dbg!", places: &[], remedy: "take it out" },
    Banned { text: "SystemTime::now", places: CLOCKS, remedy: TAKE_THE_TIME },
    Banned { text: "Timestamp::now", places: CLOCKS, remedy: TAKE_THE_TIME },
    Banned { text: "Zoned::now", places: CLOCKS, remedy: TAKE_THE_TIME },
    Banned { text: "Instant::now", places: CLOCKS, remedy: TAKE_THE_TIME },
    Banned { text: "#[ignore", places: &[], remedy: WRITE_A_TEST },
    Banned { text: "#[should_panic", places: &[], remedy: WRITE_A_TEST },
];

/// Words of a dialect, and the crates that may say them.
const DIALECTS: [&str; 2] = ["sqlite", "postgres"];
const KNOW_A_DIALECT: [&str; 4] = ["store", "kaiyuan", "testkit", "xtask"];

/// Files that do not say what they are.
pub fn openings(tree: &Tree) -> Vec<Finding> {
    let silent = tree.rust().filter(|file| !file.text.starts_with("//!"));
    let what = "the file does not open with //!";
    silent.map(|file| file.finding(1, what.into(), "say in one line what it is")).collect()
}

/// Names with a word that says nothing.
pub fn names(tree: &Tree) -> Vec<Finding> {
    let remedy = "name what it is or does, as the glossary calls it";
    let empty = |file: &File| -> Vec<Finding> {
        let named = defined(&file.source).filter_map(|(at, name)| {
            let word = empty_word(name)?;
            let what = format!("the name {name} holds the word {word}");
            Some(file.finding(file.source.line(at), what, remedy))
        });
        named.collect()
    };
    tree.rust().flat_map(empty).collect()
}

/// The names that a file defines.
fn defined(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let before = source.words();
    let pairs = before.zip(source.words().skip(1));
    pairs.filter_map(|((at, keyword), (name_at, name))| {
        let between = source.code[at + keyword.len()..name_at].trim();
        (DEFINES.contains(&keyword) && between.is_empty()).then_some((name_at, name))
    })
}

fn empty_word(name: &str) -> Option<&'static str> {
    let mut rest = name.to_owned();
    for excepted in NAMES_EXCEPTED {
        rest = rest.replace(excepted, "");
    }
    let words = camel_words(&rest);
    EMPTY_WORDS.into_iter().find(|empty| words.iter().any(|word| word == empty))
}

/// The words of a name, in lower case: `DeskItem` and `desk_item` are both desk, item.
fn camel_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        }
    }
    words
}

/// Calls and attributes out of their places.
pub fn calls(tree: &Tree) -> Vec<Finding> {
    let out_of_place = |file: &File| -> Vec<Finding> {
        let bans = BANNED.iter();
        let bans = bans.filter(|ban| !ban.places.iter().any(|place| file.path.starts_with(place)));
        let found = bans.flat_map(|ban| {
            let places = occurrences(&file.source.code, ban.text);
            places.map(move |at| (file.source.line(at), ban))
        });
        let said = found.map(|(line, ban)| {
            file.finding(line, format!("{} is out of place here", ban.text), ban.remedy)
        });
        said.collect()
    };
    tree.rust().flat_map(out_of_place).collect()
}

/// An `expect` that does not say what was expected.
pub fn expects(tree: &Tree) -> Vec<Finding> {
    let terse = |file: &File| -> Vec<Finding> {
        let source = &file.source;
        let too_short = source.strings.iter().filter(|piece| {
            let before = source.code[..piece.at].trim_end();
            let is_said = before.ends_with(".expect(") || before.ends_with(".expect_err(");
            is_said && piece.text.split_whitespace().count() < limits::EXPECT_WORDS
        });
        let said = too_short.map(|piece| {
            let what = format!("expect says only {:?}", piece.text);
            file.finding(source.line(piece.at), what, "say why it cannot fail, in a few words")
        });
        said.collect()
    };
    tree.rust().flat_map(terse).collect()
}

/// Core files of a capability that see the store.
pub fn core_without_store(tree: &Tree) -> Vec<Finding> {
    let remedy = "take what it needs as facts; lib.rs and views.rs know the store";
    let sees_it = |file: &File| -> Vec<Finding> {
        let source = &file.source;
        let names_it = source.words().filter(|(at, word)| {
            let after = source.code[at + word.len()..].trim_start();
            let is_path = source.code[..*at].ends_with("::") || source.code[..*at].ends_with('.');
            *word == "store" && !is_path && (after.starts_with("::") || after.starts_with(';'))
        });
        let said = names_it.map(|(at, _)| {
            file.finding(source.line(at), "a core file names the store".into(), remedy)
        });
        said.collect()
    };
    tree.rust().filter(|file| is_core(file)).flat_map(sees_it).collect()
}

fn is_core(file: &File) -> bool {
    let capability = limits::CAPABILITIES.contains(&file.of_crate());
    let room = limits::CORE_FILES.contains(&file.stem()) || file.path.contains("/decide/");
    capability && room && !file.is_test()
}

/// Words of a database's dialect where none is known: any case in code, lower case in strings
/// (people may read "SQLite" on a page, a program compares with "sqlite").
pub fn dialects(tree: &Tree) -> Vec<Finding> {
    let remedy = "ask the store; it alone knows which database stands behind it";
    let speaks = |file: &File| -> Vec<Finding> {
        let source = &file.source;
        let code = words(file.product()).map(|(at, word)| (at, word.to_lowercase()));
        let product_strings = source.strings.iter().filter(|one| one.at < file.product_end());
        let said = product_strings.map(|piece| (piece.at, piece.text.clone()));
        let heard = code.chain(said).filter_map(|(at, text)| {
            let dialect = DIALECTS.into_iter().find(|dialect| text.contains(dialect))?;
            let what = format!("{dialect} is named outside the store");
            Some(file.finding(source.line(at), what, remedy))
        });
        heard.collect()
    };
    let deaf = tree.rust().filter(|file| !KNOW_A_DIALECT.contains(&file.of_crate()));
    deaf.flat_map(speaks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::Check;

    const CASE: &str = "crates/approvals/src/case.rs";

    fn found(check: Check, path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_file_opens_with_what_it_is() {
        assert!(found(openings, CASE, "//! The case (办件).\n").is_empty());
        assert_eq!(found(openings, CASE, "use x;\n//! late\n").len(), 1);
    }

    #[test]
    fn names_hold_no_empty_word() {
        let text = "struct ServiceCenter; enum Grade {} fn item_of() {} fn database() {}\n\
                    impl A { fn informed(&self) { let data = 1; } } mod basement;\n";
        assert_eq!(found(names, CASE, text), ["the name item_of holds the word item"]);
        for name in ["struct CaseManager", "enum InfoKind", "trait Handler", "mod common"] {
            assert_eq!(found(names, CASE, name).len(), 1, "{name}");
        }
    }

    #[test]
    fn calls_stay_in_their_places() {
        let rows = [
            (".unwrap()", "xtask/src/main.rs", false),
            ("println!(\"x\")", CASE, false),
            ("println!(\"x\")", "crates/kaiyuan/src/serve.rs", true),
            ("eprintln!(\"x\")", CASE, true),
            ("todo!()", CASE, false),
            ("dbg!(x)", CASE, false),
            ("std::time::SystemTime::now()", "crates/store/src/lib.rs", false),
            ("Timestamp::now()", "crates/kaiyuan/src/serve.rs", false),
            ("Timestamp::now()", "crates/kaiyuan/src/clock.rs", true),
            ("Instant::now()", "crates/kaiyuan/src/bench/load.rs", true),
            ("#[ignore = \"slow\"]", CASE, false),
            ("#[should_panic]", CASE, false),
            ("// todo!() in prose", CASE, true),
            ("let s = \"dbg!\";", CASE, true),
        ];
        for (text, path, passes) in rows {
            assert_eq!(found(calls, path, text).is_empty(), passes, "{text} in {path}");
        }
    }

    #[test]
    fn an_expect_says_what_was_expected() {
        assert!(found(expects, CASE, "x.expect(\n  \"the pack was checked\",\n)").is_empty());
        assert_eq!(found(expects, CASE, "x.expect(\"works\")"), ["expect says only \"works\""]);
    }

    #[test]
    fn the_core_does_not_see_the_store() {
        let rows = [
            ("use store::Views;", CASE, false),
            ("fn a(v: &store::Views) {}", "crates/approvals/src/decide/accept.rs", false),
            ("use store::Views;", "crates/approvals/src/case/event.rs", false),
            ("use store::Views;", "crates/approvals/src/views.rs", true),
            ("use store::Views;", "crates/approvals/src/case/views.rs", true),
            ("use crate::store::Shelf;", CASE, true),
            ("// see store::Views", CASE, true),
        ];
        for (text, path, passes) in rows {
            assert_eq!(found(core_without_store, path, text).is_empty(), passes, "{text} {path}");
        }
    }

    #[test]
    fn only_the_store_knows_a_dialect() {
        let rows = [
            ("if database == \"sqlite\" {}", CASE, false),
            ("match d { Dialect::Postgres => {} }", "crates/web/src/lib.rs", false),
            ("match d { Dialect::Postgres => {} }", "crates/store/src/lib.rs", true),
            ("p { \"SQLite 或 PostgreSQL\" }", "crates/web/src/lib.rs", true),
            ("#[cfg(test)]\nmod tests { fn on_postgres() {} }", CASE, true),
        ];
        for (text, path, passes) in rows {
            assert_eq!(found(dialects, path, text).is_empty(), passes, "{text} {path}");
        }
    }
}
