//! The interface for programs against its own description (接口检查): schemathesis asks the demo
//! what the document allows and what it does not; no answer is a fault of the server, none is
//! undocumented.

use std::path::PathBuf;
use std::process::Command;

use super::demo::{Demo, kaiyuan, target};
use super::{name, passes, said};
use crate::tidy;

/// The tool, at the version that this was written for.
const TOOL: &str = "schemathesis==4.32.5";
/// What is looked at.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance";
/// Made-up requests of each operation, besides those that cover the document.
const EXAMPLES: &str = "5";
/// Who asks: nobody, an enterprise, an officer.
const ACCOUNTS: [Option<&str>; 3] =
    [None, Some("agent-91330421ma28a0010q"), Some("planning-reviewer")];
/// A status that the control leaves out of the description.
const LEFT_OUT: &str = "\"404\"";

/// Asks as everybody; then once more with a status taken out of the description, which must be
/// found.
pub fn run() -> Result<(), String> {
    let tool = installed()?;
    let demo = Demo::seeded("interface")?;
    let mut tokens = Vec::new();
    for account in ACCOUNTS.into_iter().flatten() {
        let mut made = kaiyuan();
        let printed = said(made.args(["people", "token", account, "--data"]).arg(&demo.ledger))?;
        tokens.push(printed.lines().last().unwrap_or_default().to_owned());
    }
    let server = demo.serve()?;
    let described = format!("{}/api/openapi.json", server.address);
    let ask = |document: &str, token: Option<&str>| {
        let mut asked = Command::new(&tool);
        // What the tool remembers stays out of the tree.
        asked.current_dir(&demo.folder);
        asked.arg("--config-file").arg(tidy::root().join("tools/schemathesis.toml"));
        asked.args(["run", document, "--url", &server.address, "--checks", CHECKS]);
        asked.args(["--phases", "coverage,fuzzing", "--max-examples", EXAMPLES]);
        asked.args(["--seed", "1", "--no-color"]);
        if let Some(token) = token {
            asked.args(["--header", &format!("Authorization: Bearer {token}")]);
        }
        asked
    };
    passes(&mut ask(&described, None))?;
    for token in &tokens {
        passes(&mut ask(&described, Some(token)))?;
    }
    let lame = demo.folder.join("openapi.json");
    let text = web::api::openapi::text().replace(LEFT_OUT, "\"418\"");
    std::fs::write(&lame, text).map_err(|fault| format!("{}: {fault}", lame.display()))?;
    // A stranger is only told to sign in: whoever is known meets the status that is left out.
    let mut control = ask(&lame.to_string_lossy(), tokens.first().map(String::as_str));
    let output = control.output();
    let output = output.map_err(|fault| format!("{}: {fault}", name(&control)))?;
    let found = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() && found.contains("Undocumented status code") {
        println!("   the status that was left out was found");
        return Ok(());
    }
    Err(format!("a status that was left out was not found: {}\n{found}", output.status))
}

/// The tool, in a folder of its own below the target folder.
fn installed() -> Result<PathBuf, String> {
    let room = target().join("ci").join("schemathesis");
    let tool = room.join("bin").join("schemathesis");
    if !tool.exists() {
        passes(Command::new("python3").args(["-m", "venv"]).arg(&room))?;
        let pip = room.join("bin").join("pip");
        passes(Command::new(pip).args(["install", "--quiet", TOOL]))?;
    }
    Ok(tool)
}
