//! What the writer does not ask (写入线程不作查询): an ordinary command is decided and written by keys
//! alone. A query there waits for all that is written before it, and makes every command slow.

use approvals::case::Command;
use catalogue::{Pack, Uncorrected};
use kernel::time_limit::PauseGround;
use testkit::sample::{PERMIT, PERMIT_MATERIALS, PROJECT_CODE, recorded};
use testkit::{Fresh, Sample, day};

#[test]
fn an_ordinary_command_asks_nothing_that_no_key_answers() {
    let mut sample = Sample::opened_with(&Fresh::sqlite().open(), "jiashan", &Pack::shipped());
    sample.filed_project("steel", PROJECT_CODE);
    let mut before = questions(&sample);
    let mut asking = Vec::new();
    for (case, acts) in lives() {
        recorded(sample.submit(case, "steel", PERMIT, &PERMIT_MATERIALS));
        for (act, command) in acts {
            recorded(match act {
                "withdraw" | "correct" => sample.enterprise(case, command),
                _ => sample.officer("planning", case, command),
            });
            let now = questions(&sample);
            asking.extend(Some((act, now - before)).filter(|(_, asked)| *asked > 0));
            before = now;
        }
    }
    assert_eq!(asking, [], "what asked the writer more than rows by their keys");
}

/// Each act is counted with what came since the one before it: the first with the application.
fn lives() -> [(&'static str, Vec<(&'static str, Command)>); 4] {
    let words = || "按告知书办理".to_owned();
    let (correct_by, uncorrected) = (day("2026-03-09"), Uncorrected::Withdrawn);
    let missing = vec![PERMIT_MATERIALS[0].to_owned()];
    let handed_in = missing.clone();
    let notice = Command::GiveNoticeUntil { missing, words: words(), correct_by, uncorrected };
    let (ground, expected) = (PauseGround::ExpertReview, Some(day("2026-12-31")));
    [
        (
            "granted",
            vec![
                ("accept", Command::Accept),
                ("grant", Command::Grant),
                ("deliver", Command::Deliver { means: "直接送达".into(), on: None }),
            ],
        ),
        (
            "denied",
            vec![
                ("accept", Command::Accept),
                ("deny", Command::Deny { reasons: words(), appeal: words() }),
            ],
        ),
        (
            "long",
            vec![
                ("notice", notice),
                ("correct", Command::Correct { handed_in }),
                ("accept", Command::Accept),
                ("pause", Command::Pause { ground, evidence: words(), expected }),
                ("resume", Command::Resume { evidence: words() }),
                ("extend", Command::Extend { days: 5, reason: words(), allowed_by: words() }),
                ("grant", Command::Grant),
            ],
        ),
        ("withdrawn", vec![("withdraw", Command::Withdraw { reason: words() })]),
    ]
}

fn questions(sample: &Sample) -> u64 {
    sample.store.questions(&sample.zone).expect("the writer answers")
}
