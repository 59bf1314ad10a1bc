//! Permits of the lived-in zone that were granted on a commitment (演示：告知承诺): one was kept, one put
//! right in time, one revoked with a case that relied on it; one is still to be looked at.

use approvals::case::Command;
use approvals::case::commitment::{Act, Found, Ground};

use super::lives::reviewer;
use super::seed::{Ask, Life};

const ARCHIVE: &str = "construction-archive-acceptance";
const VERIFIED: &str = "planning-verification";
const FIRE: &str = "fire-protection-acceptance";
const JOINT: &str = "joint-acceptance";

/// The office looked, and found what was promised.
pub(super) fn kept(life: &mut Life) {
    granted(life, 11);
    let finding = "档案与工程实际相符，已移交。".into();
    office(life, 5, (10, 5), Act::Inspect { found: Found::Fit, finding });
}

/// A drawing was missing; it was there by the day that was set.
pub(super) fn put_right(life: &mut Life) {
    granted(life, 11);
    let (found, finding) = (Found::ToRectify { by: life.day(4) }, "缺少地下管线竣工图。".into());
    office(life, 8, (10, 25), Act::Inspect { found, finding });
    let finding = "竣工图已补齐，档案完整。".into();
    office(life, 3, (14, 15), Act::Inspect { found: Found::Fit, finding });
}

/// Granted, and still to be looked at.
pub(super) fn waits(life: &mut Life) {
    granted(life, 6);
}

/// It was not put right and is revoked; the joint acceptance that relied on it still runs.
pub(super) fn revoked(life: &mut Life) {
    for (word, matter) in [("verified", VERIFIED), ("fire", FIRE)] {
        life.accepted(word, matter, 20);
        life.decided(word, matter, 18);
    }
    granted(life, 17);
    let (found, finding) = (Found::ToRectify { by: life.day(9) }, "缺少结构验收记录。".into());
    office(life, 12, (10, 45), Act::Inspect { found, finding });
    let (found, finding) = (Found::Unfit, "结构验收记录仍未补齐。".into());
    office(life, 8, (9, 50), Act::Inspect { found, finding });
    let announce = Act::Announce {
        ground: Ground::Unfit,
        reasons: "整改期满，结构验收记录仍未补齐。".into(),
        state_by: life.day(3),
        penalty: None,
    };
    office(life, 8, (10, 20), announce);
    let words = "监理单位正在补签，请求宽限。".into();
    let own = life.enterprise();
    plan(life, 6, (15, 35), (&own, Act::State { words }));
    life.accepted("joint", JOINT, 3);
    let revoke = Act::Revoke {
        reasons: "整改期满仍不符合承诺的条件；所述理由不影响认定。".into(),
        appeal: "可在六十日内申请行政复议，或者在六个月内向人民法院提起行政诉讼。".into(),
        penalty: None,
    };
    office(life, 1, (16, 10), revoke);
}

/// Applied for without the archive, promised, and granted the working day after.
fn granted(life: &mut Life, on: u32) {
    let archive = life.materials(ARCHIVE);
    life.submit("archive", ARCHIVE, on + 1, &archive);
    let conditions = vec!["archive-complete".into(), "archive-handed-over".into()];
    let own = life.enterprise();
    plan(life, on + 1, (9, 35), (&own, Act::Promise { conditions, paper: String::new() }));
    office(life, on, (9, 25), Act::Grant);
}

fn office(life: &mut Life, before: u32, clock: (i8, i8), act: Act) {
    let officer = reviewer(&life.office(ARCHIVE));
    plan(life, before, clock, (&officer, act));
}

fn plan(life: &mut Life, before: u32, clock: (i8, i8), (who, act): (&kernel::actor::Actor, Act)) {
    let subject = life.subject("case", "archive");
    life.plan(before, clock, who, Ask::Case(subject, Command::Commitment(act)));
}
