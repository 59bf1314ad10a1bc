//! What happens in the zone of these tests (样例故事): filed projects, a permit on its way.

use approvals::case;
use approvals::project::{self, Projects};
use kernel::actor::Actor;
use kernel::time_limit::PauseGround;
use store::Store;
use testkit::sample::{
    ENTERPRISE, FILING, PERMIT, PERMIT_MATERIALS, PROJECT_CODE, Sample, recorded, registration,
};

/// The permit's project, by its page.
pub const PROJECT: &str = "/approvals/projects/2026-000001";
/// The permit, by its page.
pub const CASE: &str = "/approvals/cases/2026-000002";
/// The day on which the permit has four days left.
pub const RUNNING: &str = "2026-11-18T02:00:00Z";
/// The day on which the permit stands still.
pub const PAUSED: &str = "2026-11-13T02:00:00Z";

/// A filed project on 2 November 2026.
pub fn filed(store: &Store) -> Sample {
    let mut zone = Sample::opened(store, "jiashan");
    zone.on("2026-11-02").filed_project("steel-works", PROJECT_CODE);
    zone
}

/// A project with its filing and a permit: corrected, accepted, paused for expert review.
pub fn paused(store: &Store) -> Sample {
    let mut zone = filed(store);
    zone.on("2026-11-03");
    recorded(zone.submit("permit", "steel-works", PERMIT, &["land-certificate"]));
    zone.on("2026-11-04");
    let missing = PERMIT_MATERIALS[1..].iter().map(|id| (*id).to_owned()).collect();
    let notice = case::Command::GiveNotice { missing, words: "总平面图缺图签。".into() };
    recorded(zone.officer("planning", "permit", notice));
    zone.on("2026-11-06");
    let handed_in = PERMIT_MATERIALS[1..].iter().map(|id| (*id).to_owned()).collect();
    recorded(zone.enterprise("permit", case::Command::Correct { handed_in }));
    zone.on("2026-11-09");
    recorded(zone.officer("planning", "permit", case::Command::Accept));
    zone.on("2026-11-11");
    let ground = PauseGround::ExpertReview;
    let (evidence, expected) = ("特别程序告知书12号".into(), Some(testkit::day("2026-11-20")));
    let pause = case::Command::Pause { ground, evidence, expected };
    recorded(zone.officer("planning", "permit", pause));
    zone
}

/// The same, time running again since 16 November.
pub fn resumed(store: &Store) -> Sample {
    let mut zone = paused(store);
    zone.on("2026-11-16");
    let resume = case::Command::Resume { evidence: "专家评审意见".into() };
    recorded(zone.officer("planning", "permit", resume));
    zone
}

/// The same, granted on 20 November and delivered on the 23rd.
pub fn delivered(store: &Store) -> Sample {
    let mut zone = resumed(store);
    zone.on("2026-11-20");
    recorded(zone.officer("planning", "permit", case::Command::Grant));
    zone.turn();
    zone.on("2026-11-23");
    let deliver = case::Command::Deliver { means: "电子送达".into(), on: None };
    recorded(zone.officer("planning", "permit", deliver));
    zone
}

/// The same, denied on 20 November and delivered on the 23rd.
pub fn denied(store: &Store) -> Sample {
    let mut zone = resumed(store);
    zone.on("2026-11-20");
    let (reasons, appeal) = ("不符合控制性详细规划".into(), "60日内可申请行政复议".into());
    recorded(zone.officer("planning", "permit", case::Command::Deny { reasons, appeal }));
    zone.on("2026-11-23");
    let deliver = case::Command::Deliver { means: "邮寄送达".into(), on: None };
    recorded(zone.officer("planning", "permit", deliver));
    zone
}

/// A project under this title, its filing received and not accepted yet.
pub fn received(zone: &mut Sample, title: &str) {
    register(zone, "new-works", title);
    recorded(zone.record_code("new-works", PROJECT_CODE));
    recorded(zone.submit("filing", "new-works", FILING, &[]));
}

/// A project under this title.
pub fn register(zone: &mut Sample, project: &str, title: &str) {
    let command = entitled(title);
    let subject = format!("project:{project}");
    recorded(zone.ask::<Projects>(Actor::enterprise(ENTERPRISE), &subject, command));
}

/// A registration under this title.
pub fn entitled(words: &str) -> project::Command {
    // A site of its own, or the enterprise has registered it before.
    let brief: String = words.chars().take(20).collect();
    let mut command = registration(&brief, ENTERPRISE);
    if let project::Command::Register { title, .. } = &mut command {
        *title = words.into();
    }
    command
}
