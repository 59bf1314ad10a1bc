//! The demo's pages in Chromium (页面检查): opened as a visitor does, read by tools/browser.

use std::path::PathBuf;
use std::process::Command;
use std::{fs, io};

use super::crowd;
use super::demo::{Demo, Server, target};
use super::{name, passes, routes};
use crate::tidy;

/// What the checker ends with where a page has a flaw; 2 means that it could not look.
const FLAW: i32 = 1;
/// What its own control must have found, besides failing.
const CONTROLS: [&str; 2] = ["color-contrast", "image-alt"];

/// Pages for everybody, which are weighed.
const PUBLIC: [&str; 12] = [
    "/",
    "/guides",
    "/guides/construction-work-planning-permit",
    "/routes",
    "/routes/power-connection-reformed",
    "/progress",
    "/verify",
    "/search?q=permit",
    "/figures/days",
    "/sign-in",
    "/register",
    "/api",
];

/// Lists that a zone of a thousand makes longer than a page, each with the role that reads it.
const LISTS: [&str; 8] = [
    "投资人 /my /my/projects/ after",
    "投资人 /my /my/cases/ before",
    "窗口 /todo /approvals/cases/ after",
    "窗口 /people/enterprises /people/enterprises/ after",
    "管理员 /people/accounts /people/accounts/ after",
    "督查 /supervision",
    "窗口 /search?q=减速机",
    "管理员 /admin/health",
];

/// The story is played once by each: Chinese and English, with the browser's script on and off; one
/// of them, in English with script, is played by the keyboard alone.
const VARIANTS: [&str; 4] = ["zh-on", "zh-off", "en-on", "en-off"];
/// What the journeys' control must have found, besides failing.
const HEADING: &str = "visitor reads a guide and searches — ";

/// Lets the checker show that it sees each flaw; then every role walks through all the pages that
/// the policy table lets it see, and the first page is spoiled, which must be found out.
pub fn pages() -> Result<(), String> {
    install()?;
    passes(&mut node("self-test.mjs"))?;

    let demo = Demo::seeded("browser")?;
    let server = demo.serve()?;
    passes(&mut walk("walk.mjs", &demo, &server)?)?;

    let mut control = node("check.mjs");
    control.args([&server.address, "/", "--control"]);
    found_out(&mut control, &CONTROLS)?;
    println!("   the spoiled page was found out");

    passes(node("weight.mjs").arg(&server.address).args(PUBLIC))?;
    let mut control = node("weight.mjs");
    control.args([&server.address, PUBLIC[0], "--control"]);
    found_out(&mut control, &["too heavy", "script too heavy"])?;
    println!("   the heavy page was found out");
    Ok(())
}

/// The same walk with a picture of each page at each width in place of the checks, and sheets on
/// which many of them are seen at once.
pub fn shots() -> Result<(), String> {
    install()?;
    let demo = Demo::seeded("shots")?;
    let server = demo.serve()?;
    let shots = target().join("shots");
    match fs::remove_dir_all(&shots) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault.to_string()),
        _ => {}
    }
    passes(walk("shots.mjs", &demo, &server)?.arg("--shots").arg(&shots))?;
    println!("   {}", shots.join("sheets").display());
    Ok(())
}

/// A script that walks a demo: where it is, its routes, and where to begin.
fn walk(script: &str, demo: &Demo, server: &Server) -> Result<Command, String> {
    let routes = demo.folder.join("routes.json");
    fs::write(&routes, routes::shown().to_string()).map_err(|fault| fault.to_string())?;
    let mut walk = node(script);
    walk.arg(&server.address).arg(&routes).args(demo.pages()?).args(demo.rooms());
    Ok(walk)
}

/// The lists of a zone of a thousand are read to their ends.
pub fn lists() -> Result<(), String> {
    install()?;
    let demo = Demo::seeded("crowd")?;
    crowd::fill(&demo)?;
    let server = demo.serve()?;
    let mut reader = node("crowd.mjs");
    reader.arg(&server.address).arg(crowd::THOUSAND.to_string()).arg(demo.folder.join("pictures"));
    passes(reader.args(LISTS))
}

/// Every role does its part of one story, on a fresh demo for each variant; then a visitor on a
/// demo whose guides lack a heading, which must be found out.
pub fn journeys() -> Result<(), String> {
    install()?;
    let fresh = |name: &&str| {
        let demo = Demo::seeded(&format!("journeys-{name}"))?;
        Ok((demo.serve()?, demo))
    };
    let servers = VARIANTS.iter().map(fresh).collect::<Result<Vec<_>, String>>()?;
    passes(node("journeys.mjs").args(servers.iter().map(|(server, _)| &server.address)))?;

    let mut control = node("journeys.mjs");
    control.args(servers.first().map(|(server, _)| &server.address)).arg("--control");
    found_out(&mut control, &[HEADING])?;
    println!("   the lost heading was found out");
    Ok(())
}

fn install() -> Result<(), String> {
    if folder().join("node_modules/html-validate").exists() {
        return Ok(());
    }
    let install = ["install", "--no-package-lock", "--no-audit", "--no-fund"];
    passes(Command::new("npm").args(install).current_dir(folder()))
}

/// Runs a control, which must fail and name these flaws.
fn found_out(control: &mut Command, flaws: &[&str]) -> Result<(), String> {
    let output = control.output();
    let output = output.map_err(|fault| format!("{}: {fault}", name(control)))?;
    let found = String::from_utf8_lossy(&output.stdout);
    if output.status.code() == Some(FLAW) && flaws.iter().all(|flaw| found.contains(flaw)) {
        return Ok(());
    }
    Err(format!("{control:?} found nothing: {}\n{found}", output.status))
}

fn node(script: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(folder().join(script));
    node
}

fn folder() -> PathBuf {
    tidy::root().join("tools/browser")
}
