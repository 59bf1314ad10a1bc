//! Minutes of a joint review among agreements (会审纪要): what was decided there is owed, and chased.
//!
//! One agreement for each minutes with decisions, named after package and entry. It binds at once:
//! who owes something took part in the review and gave its word there. From then on it is the
//! offices' own: each says there what it has done, and another attests it.

use agreements::Agreements;
use agreements::minutes::{Decision, Kept, taken_over};
use approvals::package::{Event, Packages, minutes_of};
use kernel::agreement::Party;
use kernel::entry::Entry;
use store::worker::Act;

use super::read;

/// What the minutes call for; without decisions, nothing.
pub(super) fn recorded(entry: &Entry) -> Vec<Act> {
    let Some(Event::MinutesRecorded { minutes, decisions, number, lead_office, .. }) =
        read::<Packages>(entry)
    else {
        return Vec::new();
    };
    if decisions.is_empty() {
        return Vec::new();
    }
    let decided = decisions.into_iter().map(|one| Decision {
        title: one.title,
        owner: Party::Office(one.office),
        attested_by: Party::Office(one.attested_by),
        due: one.due,
    });
    let kept = Kept {
        title: format!("{number} 联合会审纪要"),
        about: entry.subject.to_owned(),
        convener: Party::Office(lead_office),
        decisions: decided.collect(),
        words: minutes,
        stand: format!("会审纪要，台账第 {} 条", entry.number),
    };
    let subject = minutes_of(entry.subject, entry.number);
    let told = taken_over(kept).into_iter();
    told.map(|act| Act::of::<Agreements>(subject.clone(), act)).collect()
}

#[cfg(test)]
mod tests {
    use agreements::Act as Told;
    use agreements::views::{agreement_by_subject, late, owed_by};
    use approvals::package::{Command, Decision as Decided};
    use kernel::actor::Actor;
    use kernel::agreement::{Ending, Evidence, State};
    use testkit::Fresh;
    use testkit::sample::{ENTERPRISE, PERMIT, PROJECT_CODE, Sample, recorded};

    use super::*;

    const PACKAGE: &str = "package:one";

    /// A review on 5 March, to which the permit's own office was called by another that leads.
    fn reviewed(fresh: &Fresh) -> Sample {
        let mut sample = Sample::opened(&fresh.open(), "jiashan");
        sample.on("2026-03-03").filed_project("steel", PROJECT_CODE);
        let submit = Command::Submit {
            project: "project:steel".into(),
            stage: 2,
            lead_office: "development".into(),
            applicant: ENTERPRISE.into(),
            matters: vec![PERMIT.into()],
            handed_in: Vec::new(),
            answers: testkit::sample::answers(&[PERMIT]),
            agent: kernel::personal::Personal::clear("欧阳若兰"),
            phone: kernel::personal::Personal::clear("13957312046"),
        };
        recorded(sample.ask::<Packages>(Actor::enterprise(ENTERPRISE), PACKAGE, submit));
        let (meets_on, offices) = (testkit::day("2026-03-05"), vec!["planning".to_owned()]);
        let convene = Command::ConveneReview { meets_on, offices, words: "总平面".into() };
        lead(&mut sample, convene);
        sample.on("2026-03-05");
        sample
    }

    fn lead(sample: &mut Sample, command: Command) -> u64 {
        let actor = Actor::officer("development", "coordinator");
        recorded(sample.ask::<Packages>(actor, PACKAGE, command));
        sample.size()
    }

    fn keep(sample: &mut Sample, decisions: Vec<Decided>) -> String {
        let entry = lead(sample, Command::RecordMinutes { minutes: "同意".into(), decisions });
        turn(sample);
        minutes_of(PACKAGE, entry)
    }

    fn turn(sample: &Sample) {
        crate::clockwork::turn(&sample.store, "jiashan", sample.now).expect("a turn");
    }

    fn decided() -> Decided {
        Decided {
            office: "planning".into(),
            title: "反馈复核意见".into(),
            due: testkit::day("2026-03-20"),
            attested_by: "development".into(),
        }
    }

    fn act(sample: &mut Sample, (office, subject): (&str, &str), told: Told) {
        recorded(sample.ask::<Agreements>(Actor::officer(office, "reviewer"), subject, told));
    }

    #[test]
    fn what_a_review_decided_is_owed_chased_and_kept_by_the_offices_themselves() {
        let fresh = Fresh::sqlite();
        let mut sample = reviewed(&fresh);
        let nothing = keep(&mut sample, Vec::new());
        let subject = keep(&mut sample, vec![decided()]);
        let read = |sample: &Sample| {
            let planning = Party::Office("planning".into());
            let read = sample.store.read("jiashan", |open| {
                assert!(agreement_by_subject(open, &nothing)?.is_none(), "nothing was decided");
                let row = agreement_by_subject(open, &subject)?;
                let state = row.expect("the minutes are an agreement").agreement.state();
                Ok((state, owed_by(open, &planning, None)?.len(), late(open, None)?.len()))
            });
            read.expect("it is read")
        };
        assert_eq!(read(&sample), (State::InForce, 1, 0));
        sample.on("2026-03-23");
        turn(&sample);
        assert_eq!(read(&sample), (State::InForce, 1, 1), "it is late before the supervisor");
        let (obligation, words) = ("decision-1".to_owned(), "已书面反馈。".to_owned());
        let evidence = Evidence { words, document: None, reached: None };
        let reported = Told::HandIn { obligation: obligation.clone(), evidence };
        act(&mut sample, ("planning", &subject), reported);
        act(&mut sample, ("development", &subject), Told::Attest { obligation });
        assert_eq!(read(&sample), (State::Ended(Ending::Fulfilled), 0, 0));
    }
}
