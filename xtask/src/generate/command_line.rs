//! The command line in words (命令行说明), from the comments and attributes that its help is made of.

use super::outline::{Member, members};
use super::{table, text};
use crate::tidy::tree::Tree;

const COMMANDS: &str = "crates/kaiyuan/src/cli.rs";
const OF_CASES: &str = "crates/kaiyuan/src/cli/approvals.rs";
const PROGRAM: &str = "crates/kaiyuan/src/lib.rs";

/// Every command with what it takes, and what all of them take.
pub fn commands(tree: &Tree) -> String {
    let text = &format!("{}\n{}", text(tree, COMMANDS), text(tree, OF_CASES));
    let mut all = String::from("## For every command\n\n");
    all.push_str(&arguments(&members(text, "pub struct Place {")));
    for command in members(text, "pub enum Command {") {
        describe(text, "kaiyuan", &command, &mut all);
    }
    all
}

/// The exit codes and what they mean.
pub fn exit_codes(tree: &Tree) -> String {
    let mut doc = "";
    let mut rows = Vec::new();
    for line in text(tree, PROGRAM).lines() {
        if let Some(said) = line.strip_prefix("/// ") {
            doc = said;
        } else if let Some((_, code)) = line.split_once(": u8 = ") {
            rows.push(vec![code.trim_end_matches(';').to_owned(), doc.to_owned()]);
        }
    }
    table(&["Code", "Meaning"], &rows)
}

fn describe(text: &str, before: &str, command: &Member, all: &mut String) {
    let name = format!("{before} {}", kebab(&command.name));
    if command.attributes.contains("command(subcommand)") {
        let below = members(text, &format!("pub enum {} {{", command.kind));
        below.iter().for_each(|command| describe(text, &name, command, all));
        return;
    }
    let own = match command.kind.as_str() {
        "" => command.fields.iter().flat_map(|field| whole(text, field)).collect(),
        kind => of_struct(text, kind),
    };
    // What one struct says for several commands stands with each of them.
    let (below, own): (Vec<Member>, Vec<Member>) =
        own.into_iter().partition(|one| one.attributes.contains("command(subcommand)"));
    if let Some(one) = below.first() {
        for mut command in members(text, &format!("pub enum {} {{", one.kind)) {
            command.fields.extend(own.iter().cloned());
            describe(text, &name, &command, all);
        }
        return;
    }
    all.push_str(&format!("\n## `{name}`\n\n{}.\n", command.doc.trim_end_matches('.')));
    if !own.is_empty() {
        all.push_str(&format!("\n{}", arguments(&own)));
    }
}

fn of_struct(text: &str, kind: &str) -> Vec<Member> {
    let own = members(text, &format!("pub struct {kind} {{"));
    own.iter().flat_map(|member| whole(text, member)).collect()
}

/// A member, or those of the struct that it stands for.
fn whole(text: &str, member: &Member) -> Vec<Member> {
    match member.attributes.contains("command(flatten)") {
        true => of_struct(text, &member.kind),
        false => vec![member.clone()],
    }
}

fn arguments(members: &[Member]) -> String {
    let rows: Vec<Vec<String>> = members.iter().map(argument).collect();
    table(&["Argument", "What it says"], &rows)
}

fn argument(member: &Member) -> Vec<String> {
    let attribute = |name: &str| {
        let (_, rest) = member.attributes.split_once(&format!("{name} = "))?;
        Some(rest.split([',', ')']).next().unwrap_or(rest).trim_matches('"'))
    };
    let place = attribute("value_name").map_or(member.name.to_uppercase(), str::to_owned);
    let is_switch = member.kind == "bool";
    // `--set` is another name than that of the field that holds what it says.
    let name = attribute("long").map_or(member.name.replace('_', "-"), str::to_owned);
    let shown = match (member.attributes.contains("arg(long"), is_switch) {
        (true, true) => format!("--{name}"),
        (true, false) => format!("--{name} <{place}>"),
        (false, _) => format!("<{place}>"),
    };
    let default = attribute("default_value_t").or(attribute("default_value"));
    let default = default.map(|value| format!(" [default: {value}]"));
    let variable = attribute("env").map(|name| format!(" [environment: `{name}`]"));
    let said = [Some(member.doc.clone()), default, variable];
    vec![format!("`{shown}`"), said.into_iter().flatten().collect()]
}

fn kebab(name: &str) -> String {
    super::outline::snake(name).replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_described_with_what_it_takes() {
        let text = concat!(
            "pub struct Place {\n    /// Where\n",
            "    #[arg(long, env = \"X_DATA\", value_name = \"DIR\")]\n",
            "    pub data: Option<PathBuf>,\n}\n",
            "pub enum Command {\n    /// Of it\n    #[command(subcommand)]\n",
            "    Ledger(Ledger),\n    /// Ask\n    Approvals(Approvals),\n",
            "    /// Fill\n    Restore {\n",
            "        /// The folder\n        dir: PathBuf,\n    },\n}\n",
            "pub enum Ledger {\n    /// Check\n    CheckProof {\n        /// As JSON\n",
            "        #[arg(long)]\n        json: bool,\n    },\n}\n",
        );
        let of_cases = concat!(
            "pub struct Approvals {\n    /// Who\n    #[command(flatten)]\n",
            "    pub caller: Caller,\n",
            "    #[command(subcommand)]\n    pub act: CaseAct,\n}\n",
            "pub struct Caller {\n    /// A server\n    #[arg(long, value_name = \"URL\")]\n",
            "    pub server: Option<String>,\n}\n",
            "pub enum CaseAct {\n    /// Do\n    Act {\n        /// What it says\n",
            "        #[command(flatten)]\n        said: Said,\n    },\n}\n",
            "pub struct Said {\n    /// A field\n",
            "    #[arg(long = \"set\", value_name = \"NAME=VALUE\")]\n",
            "    pub fields: Vec<String>,\n}\n",
        );
        let said = commands(&Tree::of(&[(COMMANDS, text), (OF_CASES, of_cases)]));
        for row in [
            "| `--data <DIR>` | Where [environment: `X_DATA`] |\n",
            "\n## `kaiyuan ledger check-proof`\n\nCheck.\n\n",
            "| `--json` | As JSON |\n",
            "\n## `kaiyuan restore`\n\nFill.\n\n",
            "| `<DIR>` | The folder |\n",
            "\n## `kaiyuan approvals act`\n\nDo.\n\n",
            "| `--set <NAME=VALUE>` | A field |\n| `--server <URL>` | A server |\n",
        ] {
            assert!(said.contains(row), "{row}: {said}");
        }
    }
}
