//! What a row of the battery counts (可靠性测试计数): told on a line that `cargo xtask battery` reads.

use std::io::Write;

use serde_json::{Value, json};

/// Which tier the battery runs; without it, the tests of a submission.
const TIER: &str = "KAIYUAN_BATTERY_TIER";

/// What a row counts.
pub struct Tally {
    row: &'static str,
    on: &'static str,
    figures: Vec<(&'static str, usize)>,
    findings: Vec<String>,
    controls: Vec<(&'static str, bool, String)>,
}

impl Tally {
    /// A row on a database; nothing is counted yet.
    pub fn of(row: &'static str, on: &'static str) -> Tally {
        Tally { row, on, figures: Vec::new(), findings: Vec::new(), controls: Vec::new() }
    }

    /// Counts so many more.
    pub fn add(&mut self, what: &'static str, many: usize) {
        match self.figures.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += many,
            None => self.figures.push((what, many)),
        }
    }

    /// Something is not as it must be.
    pub fn found(&mut self, finding: impl Into<String>) {
        self.findings.push(finding.into());
    }

    /// Something that is broken on purpose; was it found?
    pub fn control(&mut self, what: &'static str, is_caught: bool, found: impl Into<String>) {
        self.controls.push((what, is_caught, found.into()));
    }

    /// Tells the battery; the test fails where anything was found, or a control was not.
    pub fn tell(self) {
        let figures = self.figures.iter().map(|(what, many)| json!([what, many]));
        let controls = self.controls.iter().map(|(what, is_caught, found)| {
            json!({ "broken": what, "caught": is_caught, "found": found })
        });
        let told = json!({
            "row": self.row,
            "on": self.on,
            "figures": figures.collect::<Vec<Value>>(),
            "controls": controls.collect::<Vec<Value>>(),
            "findings": self.findings,
        });
        if std::env::var_os(TIER).is_some() {
            // Nobody reads it only where the battery is gone.
            let _ = writeln!(std::io::stdout(), "battery: {told}");
        }
        assert!(self.findings.is_empty(), "{}", self.findings.join("\n"));
        for (what, is_caught, found) in &self.controls {
            assert!(is_caught, "not caught: {what}: {found}");
        }
    }
}

/// How many, by the battery's tier.
pub fn volume(of_tier: [usize; 3]) -> usize {
    let tier = std::env::var(TIER).ok().and_then(|told| told.parse::<usize>().ok()).unwrap_or(1);
    of_tier[tier.clamp(1, 3) - 1]
}
