//! `kaiyuan check` (校验编码): valid or not, why, and what the code says.

use kernel::code::{CodeKind, report};
use kernel::local_time::day_of;

use super::{Outcome, print_json};
use crate::cli::Check;
use crate::clock::Clock;
use crate::{WELL, WRONG};

/// Checks one code.
pub fn run(asked: &Check) -> Outcome {
    let kind = CodeKind::ALL.into_iter().find(|kind| kind.word() == asked.kind);
    let kind = kind.ok_or_else(|| {
        let words: Vec<&str> = CodeKind::ALL.iter().map(|kind| kind.word()).collect();
        format!("{} is not a kind of code; write one of: {}", asked.kind, words.join(", "))
    })?;
    let report = report(kind, &asked.value, day_of(Clock::system().now()));
    if asked.json {
        print_json(&report);
    } else {
        let verdict = if report.valid { "有效 / valid" } else { "无效 / invalid" };
        println!("{} {verdict}", report.canonical.as_deref().unwrap_or(&report.given));
        report.flaws.iter().for_each(|flaw| println!("  ✗ {flaw}"));
        report.warnings.iter().for_each(|warning| println!("  ! {warning}"));
        report.parts.iter().for_each(|part| println!("  {}: {}", part.label, part.value));
        if report.overridable {
            println!("  经办人写明理由后可以登记 / an officer may record it with a reason");
        }
    }
    Ok(if report.valid { WELL } else { WRONG })
}
