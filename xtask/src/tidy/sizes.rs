//! How long, how wide, how many (尺寸): a reader's attention is the scarcest thing in the house.

use super::Finding;
use super::source::{line, words};
use super::tree::{File, Tree};
use crate::limits;

/// A function as it stands in the code.
struct Function {
    name: String,
    at: usize,
    first_line: usize,
    last_line: usize,
    parameters: usize,
}

/// Lines of Rust that are too wide.
pub fn lines(tree: &Tree) -> Vec<Finding> {
    let wide = |file: &File| -> Vec<Finding> {
        let numbered = file.text.lines().enumerate();
        let columns = numbered.map(|(at, line)| (at + 1, line.chars().count()));
        let too_wide = columns.filter(|(_, columns)| *columns > limits::LINE_COLUMNS);
        let said = too_wide.map(|(at, columns)| {
            file.finding(at, over("columns", columns, limits::LINE_COLUMNS), "break the line")
        });
        said.collect()
    };
    tree.rust().flat_map(wide).collect()
}

/// Files that are too long, tests apart.
pub fn files(tree: &Tree) -> Vec<Finding> {
    let long = |file: &File| {
        let lines = file.product().lines().count();
        let limit = file_limit(file);
        (lines > limit).then(|| {
            file.finding(limit + 1, over("lines", lines, limit), "give a thought its own room")
        })
    };
    tree.rust().filter_map(long).collect()
}

fn file_limit(file: &File) -> usize {
    if !limits::CAPABILITIES.contains(&file.of_crate()) {
        return limits::FILE_LINES;
    }
    let room = |name: &str| file.stem() == name || file.path.contains(&format!("/{name}/"));
    if room("decide") || room("views") {
        limits::DECIDE_AND_VIEWS_LINES
    } else if limits::CORE_FILES.contains(&file.stem()) {
        limits::CORE_FILE_LINES
    } else if file.stem() == "lib" {
        limits::CAPABILITY_LIB_LINES
    } else {
        limits::FILE_LINES
    }
}

/// Functions that are too long and do not say why.
pub fn functions(tree: &Tree) -> Vec<Finding> {
    let said = |file: &File, function: Function| {
        let lines = function.last_line - function.first_line + 1;
        let what = over(&format!("lines in {}", function.name), lines, limits::FUNCTION_LINES);
        file.finding(function.first_line, what, "part it, or say above it: // long because …")
    };
    let long = |file: &File| -> Vec<Finding> {
        let unexplained = overlong(file).into_iter().filter(|one| !says_why(file, one));
        unexplained.map(|function| said(file, function)).collect()
    };
    tree.rust().flat_map(long).collect()
}

/// More long functions than the workspace bears, each with its reason.
pub fn long_functions(tree: &Tree) -> Vec<Finding> {
    let explained = |file: &File| -> Vec<Finding> {
        let with_reason = overlong(file).into_iter().filter(|one| says_why(file, one));
        let said = with_reason.map(|function| {
            let what = format!("{} is one long function more than the tree bears", function.name);
            file.finding(function.first_line, what, "part this one, or another")
        });
        said.collect()
    };
    tree.rust().flat_map(explained).skip(limits::LONG_FUNCTIONS).collect()
}

fn overlong(file: &File) -> Vec<Function> {
    let too_long = |one: &Function| one.last_line - one.first_line >= limits::FUNCTION_LINES;
    functions_of(file.product()).into_iter().filter(too_long).collect()
}

/// Does a comment between the code before and the function begin with "long because"?
fn says_why(file: &File, function: &Function) -> bool {
    let before = file.source.code[..function.at].trim_end_matches(|c| !";}{".contains(c)).len();
    let above = file.source.comments.iter();
    let mut above = above.filter(|piece| (before..function.at).contains(&piece.at));
    above.any(|piece| piece.text.trim_start_matches(['/', ' ']).starts_with(limits::LONG_BECAUSE))
}

/// Functions that ask for too much.
pub fn parameters(tree: &Tree) -> Vec<Finding> {
    let greedy = |file: &File| -> Vec<Finding> {
        let all = functions_of(file.product()).into_iter();
        let too_many = all.filter(|function| function.parameters > limits::PARAMETERS);
        let said = too_many.map(|function| {
            let thing = format!("parameters of {}", function.name);
            let what = over(&thing, function.parameters, limits::PARAMETERS);
            file.finding(function.first_line, what, "make a struct of those that belong together")
        });
        said.collect()
    };
    tree.rust().flat_map(greedy).collect()
}

/// `where` clauses that are longer than what they explain.
pub fn where_clauses(tree: &Tree) -> Vec<Finding> {
    let long = |file: &File| -> Vec<Finding> {
        let code: Vec<&str> = file.product().lines().map(str::trim).collect();
        let opens = (0..code.len()).filter(|&at| code[at] == "where");
        let lengths = opens.map(|at| {
            let clause = code[at + 1..].iter().take_while(|line| !line.starts_with(['{', ';']));
            (at + 1, clause.count())
        });
        let too_long = lengths.filter(|(_, length)| *length > limits::WHERE_LINES);
        let said = too_long.map(|(at, length)| {
            let what = over("lines of where", length, limits::WHERE_LINES);
            file.finding(at, what, "take a concrete type instead of a generic one")
        });
        said.collect()
    };
    tree.rust().flat_map(long).collect()
}

/// Files that know too much.
pub fn imports(tree: &Tree) -> Vec<Finding> {
    let crowded = |file: &File| {
        let numbered = file.product().lines().enumerate();
        let imports: Vec<usize> =
            numbered.filter(|(_, line)| line.starts_with("use ")).map(|(at, _)| at + 1).collect();
        let first_over = imports.get(limits::IMPORTS)?;
        let what = over("import statements", imports.len(), limits::IMPORTS);
        Some(file.finding(*first_over, what, "the file knows too much: part it"))
    };
    tree.rust().filter_map(crowded).collect()
}

fn over(thing: &str, count: usize, limit: usize) -> String {
    format!("{count} {thing}, the limit is {limit}")
}

fn functions_of(code: &str) -> Vec<Function> {
    words(code).filter(|(_, word)| *word == "fn").filter_map(|(at, _)| read(code, at)).collect()
}

/// Reads the function whose `fn` stands at `at`; nothing where it is only the type of one.
fn read(code: &str, at: usize) -> Option<Function> {
    let after = at + "fn".len();
    let (name_at, name) = words(&code[after..]).next()?;
    if !code[after..after + name_at].trim().is_empty() {
        return None;
    }
    let opens = after + name_at + name.len() + parenthesis(&code[after + name_at + name.len()..])?;
    let closes = opens + balanced(&code[opens..])?;
    let body = closes + code[closes..].find(['{', ';'])?;
    let end = if code[body..].starts_with('{') { body + balanced(&code[body..])? } else { body };
    Some(Function {
        name: name.to_owned(),
        at,
        first_line: line(code, at),
        last_line: line(code, end),
        parameters: count_parameters(&code[opens + 1..closes]),
    })
}

/// The parenthesis that opens the parameters, past any generics (which may hold `Fn(A) -> B`).
fn parenthesis(signature: &str) -> Option<usize> {
    let mut depth = 0;
    let mut before = ' ';
    for (at, c) in signature.char_indices() {
        match c {
            '<' => depth += 1,
            '>' if before != '-' => depth -= 1,
            '(' if depth == 0 => return Some(at),
            _ => {}
        }
        before = c;
    }
    None
}

/// Where the bracket at the beginning is closed.
fn balanced(code: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The parameters between two parentheses, `self` apart.
fn count_parameters(list: &str) -> usize {
    let (mut parts, mut depth, mut before) = (vec![String::new()], 0, ' ');
    for c in list.chars() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            '>' if before != '-' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
        before = c;
    }
    let is_self = |part: &str| part.split(':').next().is_some_and(|name| name.ends_with("self"));
    parts.iter().filter(|part| !part.trim().is_empty() && !is_self(part.trim())).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAND: &str = "crates/land/src/case.rs";

    fn tree(path: &str, text: &str) -> Tree {
        Tree::of(&[(path, text)])
    }

    #[test]
    fn a_line_is_measured_in_characters() {
        assert!(lines(&tree(LAND, &"字".repeat(100))).is_empty());
        let found = lines(&tree(LAND, &format!("//! x\n{}\n", "字".repeat(101))));
        assert_eq!((found[0].line, found[0].what.as_str()), (2, "101 columns, the limit is 100"));
    }

    #[test]
    fn each_file_has_the_limit_of_its_room_and_tests_are_not_counted() {
        let rows = [
            ("crates/land/src/lib.rs", 150),
            (LAND, 330),
            ("crates/land/src/decide.rs", 400),
            ("crates/land/src/decide/transfer.rs", 400),
            ("crates/land/src/views/board.rs", 400),
            ("crates/land/src/case/refusal.rs", 330),
            ("crates/land/src/case/decide/transfer.rs", 400),
            ("crates/land/src/grade.rs", 600),
            ("crates/store/src/lib.rs", 600),
        ];
        let tail = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "x();\n".repeat(500));
        for (path, limit) in rows {
            let fits = "x();\n".repeat(limit);
            assert!(files(&tree(path, &format!("{fits}{tail}"))).is_empty(), "{path}");
            assert_eq!(files(&tree(path, &format!("{fits}x();\n")))[0].line, limit + 1, "{path}");
        }
        assert!(files(&tree("crates/land/tests/it/main.rs", &"x();\n".repeat(900))).is_empty());
    }

    #[test]
    fn a_function_is_at_most_seventy_lines_or_says_why() {
        let function = |body: usize| format!("fn long() {{\n{}}}\n", "x();\n".repeat(body));
        assert!(functions(&tree(LAND, &function(68))).is_empty());
        let found = functions(&tree(LAND, &function(69)));
        assert_eq!(found[0].what, "71 lines in long, the limit is 70");
        let explained = format!("//! x\n\n// long because a table\npub {}", function(69));
        assert!(functions(&tree(LAND, &explained)).is_empty());
        assert!(long_functions(&tree(LAND, &explained.repeat(10))).is_empty());
        assert_eq!(long_functions(&tree(LAND, &explained.repeat(11))).len(), 1);
    }

    #[test]
    fn a_function_has_at_most_five_parameters_beside_self() {
        let passes = [
            "fn a(&'a mut self, b: (u8, u8), c: [u8; 2], d: Vec<(A, B)>, e: E, f: F,) {}",
            "fn a<T: Fn(A, B, C, D, E, F) -> B, U>(t: T) -> U { a(1, 2, 3, 4, 5, 6) }",
            "type A = fn(A, B, C, D, E, F);",
            "fn a(b: impl Fn(A, B) -> C, c: C);",
        ];
        for code in passes {
            assert!(parameters(&tree(LAND, code)).is_empty(), "{code}");
        }
        let found = parameters(&tree(LAND, "fn a(b: B, c: C, d: D, e: E, f: F, g: G) {}"));
        assert_eq!(found[0].what, "6 parameters of a, the limit is 5");
    }

    #[test]
    fn a_where_clause_has_at_most_two_lines() {
        let clause = |lines: usize| format!("fn a()\nwhere\n{}{{\n}}\n", "  A: B,\n".repeat(lines));
        assert!(where_clauses(&tree(LAND, &clause(2))).is_empty());
        assert_eq!(where_clauses(&tree(LAND, &clause(3)))[0].line, 2);
    }

    #[test]
    fn a_file_has_at_most_fifteen_imports() {
        let of = |count: usize| format!("{}pub use x::y;\n", "use a::{b, c};\n".repeat(count));
        assert!(imports(&tree(LAND, &of(15))).is_empty());
        assert_eq!(imports(&tree(LAND, &of(16)))[0].line, 16);
    }
}
