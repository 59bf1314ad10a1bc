//! The demo's pages in Chromium (页面检查): opened as a visitor does, read by tools/browser.

use std::path::PathBuf;
use std::process::Command;

use super::demo::{Demo, target};
use super::{name, passes};
use crate::tidy;

/// What the checker ends with where a page has a flaw; 2 means that it could not look.
const FLAW: i32 = 1;
/// What its own control must have found, besides failing.
const CONTROLS: [&str; 2] = ["color-contrast", "image-alt"];

/// Lets the checker show that it sees each flaw; then opens every page that the demo names, and the
/// first one spoiled, which must be found out.
pub fn run() -> Result<(), String> {
    if !folder().join("node_modules").exists() {
        let install = ["install", "--no-package-lock", "--no-audit", "--no-fund"];
        passes(Command::new("npm").args(install).current_dir(folder()))?;
    }
    passes(&mut node("self-test.mjs"))?;

    let demo = Demo::seeded("browser")?;
    let server = demo.serve()?;
    let shots = target().join("ci").join("shots");
    let pages = demo.pages()?;
    passes(node("check.mjs").arg(&server.address).args(pages).arg("--shots").arg(&shots))?;
    for (role, pages) in demo.rooms() {
        let mut check = node("check.mjs");
        check.arg(&server.address).args(pages).arg("--role").arg(role);
        passes(check.arg("--shots").arg(&shots))?;
    }

    let mut control = node("check.mjs");
    let output = control.args([&server.address, "/", "--control"]).output();
    let output = output.map_err(|fault| format!("{}: {fault}", name(&control)))?;
    let found = String::from_utf8_lossy(&output.stdout);
    let is_seen = CONTROLS.iter().all(|rule| found.contains(rule));
    if output.status.code() == Some(FLAW) && is_seen {
        println!("   the spoiled page was found out");
        return Ok(());
    }
    Err(format!("a spoiled page was not found out: {}\n{found}", output.status))
}

fn node(script: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(folder().join(script));
    node
}

fn folder() -> PathBuf {
    tidy::root().join("tools/browser")
}
