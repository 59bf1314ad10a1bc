//! The interface for programs against its own description (接口检查): schemathesis asks the demo
//! what the document allows and what it does not; no answer is a fault of the server, none is
//! undocumented, and what can be reached is reached (battery row S14).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use serde_json::Value;

use super::demo::{Demo, Server, kaiyuan, target};
use super::{name, passes, said};
use crate::battery::lanes::abreast;
use crate::battery::report::{Outcome, Verdict};
use crate::tidy;

/// The tool, at the version that this was written for.
const TOOL: &str = "schemathesis==4.32.5";
/// What is looked at.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance";
/// Made-up requests of each operation, besides those that cover the document; by tier.
const EXAMPLES: [&str; 3] = ["5", "100", "2000"];
/// Who asks: nobody, an enterprise, an office that decides, its coordinator, one that receives, and
/// whoever supervises.
const ACCOUNTS: [Option<&str>; 6] = [
    None,
    Some("agent-91330421ma28a0010q"),
    Some("planning-reviewer"),
    Some("planning-coordinator"),
    Some("development-window"),
    Some("supervision-inspector"),
];
/// How many ask at the same time: they wait for each other's answers, and two cores stay busy.
const LANES: usize = 3;
/// What the tool is told, and what it tells, in a folder of its own for each who asks.
const CONFIG: &str = "schemathesis.toml";
const HAR: &str = "asked.har";
/// Who is made to meet a status that the description leaves out.
const FOR_THE_CONTROL: usize = 1;
/// A status that the control leaves out of the description.
const LEFT_OUT: &str = "\"404\"";
/// The demo as a newcomer builds it.
const BUILD: &str = "build --locked --profile demo -p kaiyuan";
/// The zone's rooms.
const ROOT: &str = "/api/zones/{zone}";
/// Acts that need a case in one state: found in the demo where there is one.
const STATES: [(&str, &str); 12] = [
    ("acceptance", "received"),
    ("non-acceptance", "received"),
    ("notices", "received"),
    ("corrections", "correcting"),
    ("grant", "accepted"),
    ("denial", "accepted"),
    ("pauses", "accepted"),
    ("extension", "accepted"),
    ("termination", "accepted"),
    ("delivery", "granted"),
    ("delivery-failures", "granted"),
    ("conclusion", "delivered"),
];
/// Operations whose yes hangs on more than a number in the address, and who shows it.
const ELSEWHERE: [(&str, &str); 34] = [
    ("post /applications/{number}/", "the state of a link decides: the interface's tests do each"),
    ("post /applications", "answers and papers that a bundle asks: the same tests apply"),
    ("get /bundles/{id}/plan", "certificates of its table: the interface's tests plan"),
    ("get /routes/{id}/plan", "answers that fit its questions: the interface's tests plan"),
    ("post /cases/{number}/hand-over", "a matter decided elsewhere: row S4 hands over"),
    ("post /cases/{number}/authority-answer", "the same: row S4 records an answer"),
    ("post /cases/{number}/", "the state decides: row S4 or the interface's tests do each of them"),
    ("post /projects/{number}/", "codes, days and rights decide: the rules' own tests do them"),
    ("post /agreements/{number}/", "the state decides: the interface's tests do each of them"),
    ("post /agreements", "parties and what they owe: the same tests draft"),
    ("post /packages", "matters of one stage, an open review: the desk's tests do them"),
    ("post /projects", "a code with a check digit: the tests of the interface do it"),
    ("get /simulations/{number}", "a number of its own series: the pages' tests show one"),
    ("post /simulations/{number}/", "the state decides: the pages' tests do each of them"),
    ("post /simulations", "a project with a plot that is fixed: the pages' tests ask for one"),
    ("get /plots/{number}", "a number of its own series: the tests of plots show one"),
    ("post /plots/{number}/", "the state decides: the pages' tests do each of them"),
    ("post /plots", "conditions that can be such: the same tests list one"),
    ("post /call-backs/", "an open bad grade: the tests of the hall call back and close one"),
    ("post /tickets", "an open hour and a matter: the tests of tickets draw, book and give back"),
    ("get /mandates/{number}", "a number of its own series: the tests of assistance show one"),
    ("post /mandates/{number}/", "the state decides: the same tests do each of them"),
    ("post /mandates", "a post that assists: the same tests give one"),
    ("get /slips/{number}", "a number of its own series: the tests of slips show one"),
    ("post /slips/{number}/", "a slip that waits: the tests of slips acknowledge one"),
    ("post /slips", "cases of one office: the tests of slips hand one over"),
    ("get /queue", "the desk of the hall alone: the tests of tickets read it"),
    ("post /queue/", "a ticket that waits: the tests of tickets call, serve and close one"),
    ("post /visits/{number}/", "a book and its visits: the tests of the hall record and strike"),
    ("post /instant-matters/{matter}/", "a version: tests stop it on its page, resume it here"),
    ("post /counter-decisions", "a matter of that grade: the tests decide one at the counter"),
    ("post /cases", "a matter and its project: the tests of the interface do it"),
    ("post /documents/{id}/attachments", "a subject: the tests of the interface do it"),
    ("post /papers/{number}/attachments", "a subject: the tests of what is held do it"),
];

/// What one who asks finds in the demo: numbers by room, cases by state.
#[derive(Default)]
struct Seen {
    rooms: BTreeMap<&'static str, String>,
    cases: BTreeMap<String, Vec<String>>,
}

/// Asks as everybody; then once more with a status taken out of the description, which must be
/// found.
pub fn row(tier: u8) -> Result<Verdict, String> {
    passes(Command::new("cargo").args(BUILD.split(' ')).current_dir(tidy::root()))?;
    let tool = installed()?;
    let demo = Demo::seeded("interface")?;
    let mut tokens = Vec::new();
    for account in ACCOUNTS {
        let Some(account) = account else {
            tokens.push(None);
            continue;
        };
        let mut made = kaiyuan();
        let printed = said(made.args(["people", "token", account, "--data"]).arg(&demo.ledger))?;
        tokens.push(Some(printed.lines().last().unwrap_or_default().to_owned()));
    }
    let server = demo.serve()?;
    let described = format!("{}/api/openapi.json", server.address);
    let document = server.ask("GET", "/api/openapi.json", None, None)?;
    let paper = handed_in(&server, tokens[1].as_deref())?;
    let asker = |(description, phases): (&str, &str), room: &Path, at: usize| {
        let mut asked = Command::new(&tool);
        // What the tool remembers stays out of the tree.
        asked.current_dir(room).arg("--config-file").arg(room.join(CONFIG));
        asked.args(["run", description, "--url", &server.address, "--checks", CHECKS]);
        asked.args(["--phases", phases, "--seed", "1", "--no-color"]);
        asked.args(["--max-examples", EXAMPLES[usize::from(tier) - 1]]);
        asked.args(["--report", "har", "--report-har-path", HAR]);
        if let Some(token) = &tokens[at] {
            asked.args(["--header", &format!("Authorization: Bearer {token}")]);
        }
        asked
    };
    let prepared = |name: String, at: usize| {
        let room = demo.folder.join(name);
        std::fs::create_dir_all(&room).map_err(|fault| format!("{}: {fault}", room.display()))?;
        let mut seen = Seen::of(&server, tokens[at].as_deref())?;
        seen.rooms.insert("documents", paper.clone());
        write(&room.join(CONFIG), &seen.config(&document)?)?;
        Ok::<PathBuf, String>(room)
    };
    let (lame, outcome) = (lame(&demo)?, Mutex::new(Outcome::default()));
    // The control comes first: it is the longest of them to wait for.
    abreast(LANES, ACCOUNTS.len() as u64 + 1, |number| match number.checked_sub(1) {
        None => {
            let room = prepared("control".into(), FOR_THE_CONTROL)?;
            let mut asked = asker((&lame, "coverage"), &room, FOR_THE_CONTROL);
            control(&mut asked, &outcome)
        }
        Some(at) => {
            let at = usize::try_from(at).unwrap_or_default();
            let room = prepared(at.to_string(), at)?;
            passes(&mut asker((&described, "coverage,fuzzing"), &room, at))
        }
    })?;
    let mut outcome = outcome.into_inner().unwrap_or_else(|broken| broken.into_inner());
    let mut answers: BTreeMap<String, BTreeMap<u64, u64>> = BTreeMap::new();
    for at in 0..ACCOUNTS.len() {
        count(&demo.folder.join(at.to_string()).join(HAR), &document, &mut answers)?;
    }
    judge(&document, &answers, &mut outcome);
    Ok(Verdict::Done(outcome))
}

/// The description with a status taken out.
fn lame(demo: &Demo) -> Result<String, String> {
    let lame = demo.folder.join("openapi.json");
    write(&lame, &web::api::openapi::text().replace(LEFT_OUT, "\"418\""))?;
    Ok(lame.to_string_lossy().into_owned())
}

/// A stranger is only told to sign in: whoever is known meets the status that is left out.
fn control(asked: &mut Command, outcome: &Mutex<Outcome>) -> Result<(), String> {
    let output = asked.output();
    let output = output.map_err(|fault| format!("{}: {fault}", name(asked)))?;
    let found = String::from_utf8_lossy(&output.stdout);
    let is_caught = !output.status.success() && found.contains("Undocumented status code");
    let told = if is_caught { "the undocumented status is found" } else { "nothing is found" };
    let mut outcome = outcome.lock().unwrap_or_else(|broken| broken.into_inner());
    outcome.control("a status is left out of the description", is_caught, told);
    Ok(())
}

/// A paper that is handed in for the first project of whoever asks; its name.
fn handed_in(server: &Server, token: Option<&str>) -> Result<String, String> {
    let projects = server.ask("GET", "/api/zones/jiashan/projects", token, None)?;
    let number = projects["rows"][0]["number"].as_str().ok_or("the enterprise has no project")?;
    let at = format!("/api/zones/jiashan/projects/{number}/documents");
    let made = server.ask("POST", &at, token, Some("%PDF-1.7\nplan\n%%EOF\n"))?;
    let id = made["id"].as_str().ok_or(format!("the paper was not taken: {made}"))?;
    Ok(id.to_owned())
}

impl Seen {
    fn of(server: &Server, token: Option<&str>) -> Result<Seen, String> {
        let mut seen = Seen::default();
        let rooms: [(&str, &[&str]); 8] = [
            ("applications", &["applications"]),
            ("routes", &["routes"]),
            ("bundles", &["bundles"]),
            ("projects", &["projects"]),
            ("cases", &["cases", "inbox"]),
            ("packages", &["packages"]),
            ("matters", &["matters"]),
            ("agreements", &["agreements"]),
        ];
        for (room, lists) in rooms {
            for list in lists {
                let found =
                    server.ask("GET", &format!("/api/zones/jiashan/{list}"), token, None)?;
                for row in found["rows"].as_array().into_iter().flatten() {
                    let named = row["number"].as_str().or(row["id"].as_str());
                    let Some(named) = named else { continue };
                    seen.rooms.entry(room).or_insert_with(|| named.to_owned());
                    if let (true, Some(state)) = (room == "cases", row["state"].as_str()) {
                        seen.cases.entry(state.to_owned()).or_default().push(named.to_owned());
                    }
                }
            }
        }
        let Some(case) = seen.rooms.get("cases").cloned() else { return Ok(seen) };
        let of_case =
            server.ask("GET", &format!("/api/zones/jiashan/cases/{case}"), token, None)?;
        if let Some(project) = of_case["project"].as_str() {
            seen.rooms.entry("projects").or_insert_with(|| project.to_owned());
        }
        let at = format!("/api/zones/jiashan/cases/{case}/papers");
        let papers = server.ask("GET", &at, token, None)?;
        if let Some(paper) = papers["rows"][0]["number"].as_str() {
            seen.rooms.insert("papers", paper.to_owned());
        }
        Ok(seen)
    }

    /// What the tool is told: the numbers of what is there, address by address.
    fn config(mut self, document: &Value) -> Result<String, String> {
        let whole = tidy::root().join("tools/schemathesis.toml");
        let mut text = std::fs::read_to_string(&whole).map_err(|fault| fault.to_string())?;
        if let Some(case) = self.cases.values().flatten().next().cloned() {
            self.rooms.insert("progress", case);
        }
        let paths = document["paths"].as_object().into_iter().flatten();
        for path in paths.map(|(path, _)| path).filter(|path| path.starts_with(ROOT)) {
            let parts: Vec<&str> = path.trim_start_matches(ROOT).split('/').collect();
            let (Some(room), Some(place)) = (parts.get(1), parts.get(2)) else { continue };
            let act = parts.get(3).copied().unwrap_or_default();
            let state = STATES.iter().find(|(known, _)| *known == act && *room == "cases");
            // Each act takes the next case of its state, for it may leave it in another.
            let fitting = state.and_then(|(_, state)| self.cases.get_mut(*state)?.pop());
            let Some(number) = fitting.or_else(|| self.rooms.get(room).cloned()) else { continue };
            let parameter = place.trim_matches(['{', '}']);
            text += &format!(
                "\n[[operations]]\ninclude-path = \"{path}\"\n\
                 parameters = {{ \"path.{parameter}\" = \"{number}\" }}\n"
            );
        }
        Ok(text)
    }
}

/// Counts what the operations answered, from what the tool has written down.
fn count(
    har: &Path,
    document: &Value,
    answers: &mut BTreeMap<String, BTreeMap<u64, u64>>,
) -> Result<(), String> {
    let text = std::fs::read_to_string(har).map_err(|e| format!("{}: {e}", har.display()))?;
    let har: Value = serde_json::from_str(&text).map_err(|fault| format!("the report: {fault}"))?;
    let known = operations(document);
    for entry in har["log"]["entries"].as_array().into_iter().flatten() {
        let method = entry["request"]["method"].as_str().unwrap_or_default().to_lowercase();
        let url = entry["request"]["url"].as_str().unwrap_or_default();
        let path = url.split_once("/api/zones/").map_or("", |(_, rest)| rest);
        let path = path.split('?').next().unwrap_or_default();
        let asked: Vec<&str> = path.split('/').skip(1).collect();
        let fits = |operation: &&String| {
            let (verb, path) = operation.split_once(' ').unwrap_or_default();
            let parts: Vec<&str> = path.split('/').skip(1).collect();
            let is_same = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
            verb == method && parts.len() == asked.len() && parts.iter().zip(&asked).all(is_same)
        };
        let status = entry["response"]["status"].as_u64().unwrap_or_default();
        if let Some(operation) = known.iter().find(fits) {
            *answers.entry(operation.clone()).or_default().entry(status).or_default() += 1;
        }
    }
    Ok(())
}

/// Every operation: `get /cases/{number}`.
fn operations(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(path, verbs)| {
        let verbs = verbs.as_object().into_iter().flatten();
        let path = path.trim_start_matches(ROOT);
        verbs.map(move |(verb, _)| format!("{verb} {path}"))
    });
    all.collect()
}

/// What was reached, and whether all was that can be.
fn judge(document: &Value, all: &BTreeMap<String, BTreeMap<u64, u64>>, outcome: &mut Outcome) {
    let mut tally = [0; 3];
    let (mut asked, mut done, mut refused) = (0, 0, 0);
    let known = operations(document);
    for operation in &known {
        let statuses = all.get(operation).cloned().unwrap_or_default();
        asked += statuses.values().sum::<u64>();
        let yes: u64 = statuses.range(200..300).map(|(_, many)| many).sum();
        done += yes;
        refused += statuses.range(400..500).map(|(_, many)| many).sum::<u64>();
        let why = ELSEWHERE.iter().find(|(begin, _)| operation.starts_with(begin));
        match (yes > 0, why) {
            (true, _) => tally[0] += 1,
            (false, Some((_, why))) => {
                tally[1] += 1;
                outcome.remarks.push(format!("never yes: {operation}: {why}"));
            }
            (false, None) => {
                tally[2] += 1;
                outcome.findings.push(format!("{operation} was never answered with yes"));
            }
        }
    }
    outcome.volume = format!("{asked} requests to {} operations", known.len());
    outcome.figures = vec![
        ("operations answered with yes", tally[0]),
        ("whose yes is shown elsewhere", tally[1]),
        ("never reached", tally[2]),
        ("answers with yes", done),
        ("refused", refused),
    ];
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|fault| format!("{}: {fault}", path.display()))
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
