//! The workspace as a whole (工作区): how many rooms, doors and suppliers the house has.

use super::Finding;
use super::source::{line, read_toml};
use super::tree::{File, Tree};
use crate::limits;

const MANIFEST: &str = "Cargo.toml";

/// Public traits: more than the house bears, or one that ARCHITECTURE.md does not name.
pub fn traits(tree: &Tree) -> Vec<Finding> {
    let map = tree.file("ARCHITECTURE.md").map(|file| file.text.as_str());
    let all: Vec<(&File, usize, &str)> = tree.rust().flat_map(starting("pub trait ")).collect();
    let surplus = all.iter().skip(limits::PUBLIC_TRAITS).map(|(file, line, name)| {
        let what = format!("{name} is one public trait too many of {}", limits::PUBLIC_TRAITS);
        file.finding(*line, what, "no trait for one implementation: use the type")
    });
    let unnamed = all.iter().filter(|(_, _, name)| map.is_some_and(|map| !map.contains(name)));
    let unnamed = unnamed.map(|(file, line, name)| {
        let what = format!("ARCHITECTURE.md does not name the public trait {name}");
        file.finding(*line, what, "say there why it exists")
    });
    surplus.chain(unnamed).collect()
}

/// Macros of our own: too many, or procedural.
pub fn macros(tree: &Tree) -> Vec<Finding> {
    let declared = tree.rust().flat_map(starting("macro_rules! ")).skip(limits::MACROS);
    let declared = declared.map(|(file, line, name)| {
        let what = format!("{name} is one macro too many of {}", limits::MACROS);
        file.finding(line, what, "write a function")
    });
    let procedural = tree.ending(MANIFEST).filter_map(|file| {
        let at = file.text.find("proc-macro = true")?;
        let what = "a procedural macro of our own".into();
        Some(file.finding(line(&file.text, at), what, "write a function"))
    });
    declared.chain(procedural).collect()
}

/// The product lines of a file that begin with `opening`: file, line and the name that follows.
fn starting<'a>(opening: &'static str) -> impl Fn(&'a File) -> Vec<(&'a File, usize, &'a str)> {
    move |file| {
        let numbered = (1..).zip(file.product().lines().map(str::trim_start));
        let opening = numbered.filter_map(|(at, line)| Some((at, line.strip_prefix(opening)?)));
        let word = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        opening.map(|(at, rest)| (file, at, rest.split(word).next().unwrap_or(rest))).collect()
    }
}

/// Direct dependencies: too many, or one without its reason beside it.
pub fn dependencies(tree: &Tree) -> Vec<Finding> {
    let Some(file) = tree.file(MANIFEST) else {
        return Vec::new();
    };
    let source = read_toml(&file.text);
    let outside = lines_of(&file.text, |section| section == "[workspace.dependencies]");
    let outside: Vec<(usize, &str)> =
        outside.into_iter().filter(|(_, line)| !line.contains("path = ")).collect();
    let reasons: Vec<usize> = source.comments.iter().map(|piece| source.line(piece.at)).collect();
    let silent = outside.iter().filter(|(at, _)| !reasons.contains(at));
    let silent = silent.map(|(at, line)| {
        let what = format!("{} has no reason beside it", name_of(line));
        file.finding(*at, what, "say on its line what it is for: # …")
    });
    let surplus = outside.iter().skip(limits::DEPENDENCIES).map(|(at, line)| {
        let what = format!("{} is over {} dependencies", name_of(line), limits::DEPENDENCIES);
        file.finding(*at, what, "do without it, or without another")
    });
    silent.chain(surplus).collect()
}

/// Members that choose a version of their own.
pub fn members(tree: &Tree) -> Vec<Finding> {
    let own = |file: &File| -> Vec<Finding> {
        let lines = lines_of(&file.text, |section| section.ends_with("dependencies]"));
        let own = lines.into_iter().filter(|(_, line)| !line.contains("workspace = true"));
        let said = own.map(|(at, line)| {
            let what = format!("{} is not taken from the workspace", name_of(line));
            file.finding(
                at,
                what,
                "write NAME.workspace = true, and version and reason at the root",
            )
        });
        said.collect()
    };
    let members = tree.ending("/Cargo.toml");
    members.filter(|file| !file.path.starts_with("tools/")).flat_map(own).collect()
}

/// The entries, each with its line, of the sections that `wanted` chooses.
fn lines_of(text: &str, wanted: fn(&str) -> bool) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (at, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.starts_with('[') {
            inside = wanted(line);
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            lines.push((at, line));
        }
    }
    lines
}

fn name_of(line: &str) -> &str {
    line.split(['.', '=', ' ']).next().unwrap_or(line)
}

/// More crates than the house bears.
pub fn crates(tree: &Tree) -> Vec<Finding> {
    let is_crate = |file: &&File| {
        let below = file.path.strip_prefix("crates/").and_then(|path| path.strip_suffix(MANIFEST));
        below.is_some_and(|folder| folder.matches('/').count() == 1)
    };
    let surplus = tree.ending("/Cargo.toml").filter(is_crate).skip(limits::CRATES);
    let what = format!("one crate more than {}", limits::CRATES);
    surplus.map(|file| file.finding(1, what.clone(), "make it a module of a crate")).collect()
}

/// Capabilities that miss a floor.
pub fn floors(tree: &Tree) -> Vec<Finding> {
    let missing = |name: &&str| -> Vec<Finding> {
        let Some(file) = tree.file(&format!("crates/{name}/Cargo.toml")) else {
            return Vec::new();
        };
        let floors = [
            vec![format!("docs/capabilities/{name}.md")],
            vec![format!("scenarios/{name}/")],
            vec![format!("crates/web/src/{name}.rs"), format!("crates/web/src/{name}/")],
        ];
        let missing = floors.iter().filter(|floor| !floor.iter().any(|path| tree.has(path)));
        let said = missing.map(|floor| {
            let what = format!("{name} has no {}", floor.join(" or "));
            file.finding(1, what, "build the floor: one word, every floor")
        });
        said.collect()
    };
    limits::CAPABILITIES.iter().flat_map(missing).collect()
}

/// More snapshot files than anybody reads.
pub fn snapshots(tree: &Tree) -> Vec<Finding> {
    let surplus = tree.ending(".snap").skip(limits::SNAPSHOTS);
    let what = format!("one snapshot file more than {}", limits::SNAPSHOTS);
    surplus.map(|file| file.finding(1, what.clone(), "snapshot less, or inline")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::Check;

    fn whats(findings: Vec<Finding>) -> Vec<String> {
        findings.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn public_traits_are_few_and_named_in_the_map() {
        let code = "pub trait Signer {}\npub(crate) trait Inner {}\n// pub trait Said {}\n";
        let file = ("crates/kernel/src/head.rs", code);
        assert!(traits(&Tree::of(&[file, ("ARCHITECTURE.md", "`Signer` signs")])).is_empty());
        let found = whats(traits(&Tree::of(&[file, ("ARCHITECTURE.md", "")])));
        assert_eq!(found, ["ARCHITECTURE.md does not name the public trait Signer"]);
        let six = [("crates/kernel/src/a.rs", &*"pub trait A: B {}\n".repeat(6))];
        assert_eq!(whats(traits(&Tree::of(&six))), ["A is one public trait too many of 5"]);
    }

    #[test]
    fn macros_are_few_and_never_procedural() {
        let two = "macro_rules! a { }\nmacro_rules! b { }\n";
        assert!(macros(&Tree::of(&[("crates/web/src/a.rs", two)])).is_empty());
        let three = format!("{two}macro_rules! c {{ }}\n");
        let tree = Tree::of(&[
            ("crates/web/src/a.rs", &three),
            ("crates/web/Cargo.toml", "[lib]\nproc-macro = true\n"),
        ]);
        let found = ["c is one macro too many of 2", "a procedural macro of our own"];
        assert_eq!(whats(macros(&tree)), found);
    }

    #[test]
    fn each_dependency_has_its_reason() {
        let head = "[workspace.dependencies]\n# rooms\nkernel = { path = \"crates/kernel\" }\n";
        let text = format!("{head}a = \"1\" # why\nb = \"1#\"\n[profile.dev]\ndebug = 1\n");
        assert_eq!(
            whats(dependencies(&Tree::of(&[(MANIFEST, &text)]))),
            ["b has no reason beside it"]
        );
        let of = |count: usize| format!("{head}{}", "c = \"1\" # why\n".repeat(count));
        assert!(dependencies(&Tree::of(&[(MANIFEST, &of(50))])).is_empty());
        assert_eq!(
            whats(dependencies(&Tree::of(&[(MANIFEST, &of(51))]))),
            ["c is over 50 dependencies"]
        );
    }

    #[test]
    fn members_take_their_versions_from_the_workspace() {
        let text = "[package]\nname = \"a\"\n[dependencies]\nb.workspace = true\n\
                    [dev-dependencies]\nc = { workspace = true }\nd = \"1\"\n";
        let found = whats(members(&Tree::of(&[("crates/a/Cargo.toml", text)])));
        assert_eq!(found, ["d is not taken from the workspace"]);
    }

    #[test]
    fn crates_and_snapshots_are_counted() {
        let rows: [(Check, &str, usize); 2] =
            [(crates, "crates/NN/Cargo.toml", 16), (snapshots, "crates/web/NN.snap", 300)];
        for (check, pattern, limit) in rows {
            let paths: Vec<String> =
                (0..=limit).map(|n| pattern.replace("NN", &n.to_string())).collect();
            let files: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "")).collect();
            assert_eq!(check(&Tree::of(&files)).len(), 1, "{pattern}");
            assert!(check(&Tree::of(&files[1..])).is_empty(), "{pattern}");
        }
    }

    #[test]
    fn a_capability_stands_on_every_floor() {
        let complete = [
            ("crates/land/Cargo.toml", ""),
            ("docs/capabilities/land.md", ""),
            ("scenarios/land/idle.md", ""),
            ("crates/web/src/land/parcel.rs", ""),
        ];
        assert!(floors(&Tree::of(&complete)).is_empty());
        let found = whats(floors(&Tree::of(&complete[..2])));
        assert_eq!(found[0], "land has no scenarios/land/");
        assert_eq!(found[1], "land has no crates/web/src/land.rs or crates/web/src/land/");
    }
}
