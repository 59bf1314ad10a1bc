//! What happens elsewhere and is a visit (到场联动): a joint visit to the site stands in the book of
//! its package, as a kind of its own; whoever was served at a desk of the hall has come.

use approvals::package::{Event, Packages};
use approvals::ticket::{self, Tickets};
use approvals::visit::{Cause, Command, Visits, Way, book_of};
use kernel::actor::Actor;
use kernel::entry::Entry;
use store::worker::Act;

use super::read;

/// Officers went to the site together.
pub(super) fn held(entry: &Entry) -> Vec<Act> {
    let Some(Event::JointSiteVisitHeld { on, .. }) = read::<Packages>(entry) else {
        return Vec::new();
    };
    let Actor::Officer { office, .. } = &entry.actor else { return Vec::new() };
    let command = Command::Record {
        about: entry.subject.to_owned(),
        on,
        cause: Cause::SiteVisit,
        way: Way::Site,
        ticket: String::new(),
        required_by: office.clone(),
        reason: String::new(),
    };
    vec![Act::of::<Visits>(book_of(entry.subject), command)]
}

/// Whoever was served at a desk for a case or a package has come for it, under the ticket's number.
pub(super) fn came(entry: &Entry) -> Vec<Act> {
    let Some(ticket::Event::TicketServed { on, number, served }) = read::<Tickets>(entry) else {
        return Vec::new();
    };
    if served.about.is_empty() {
        return Vec::new();
    }
    let book = book_of(&served.about);
    let command = Command::Record {
        about: served.about,
        on,
        cause: served.cause,
        way: Way::Hall,
        ticket: number,
        required_by: served.required_by,
        reason: served.reason,
    };
    vec![Act::of::<Visits>(book, command)]
}

#[cfg(test)]
mod tests {
    use approvals::package::Command as Ask;
    use approvals::views::visits_of;
    use kernel::personal::Personal;
    use testkit::Fresh;
    use testkit::sample::{AGENT, ENTERPRISE, PERMIT, PHONE, PROJECT_CODE, Sample, recorded};

    use super::*;

    #[test]
    fn a_joint_visit_to_the_site_is_counted_apart() {
        let fresh = Fresh::sqlite();
        let mut sample = Sample::opened(&fresh.open(), "jiashan");
        sample.on("2026-03-02").filed_project("steel", PROJECT_CODE);
        let submit = Ask::Submit {
            project: "project:steel".into(),
            stage: 2,
            lead_office: "planning".into(),
            applicant: ENTERPRISE.into(),
            matters: vec![PERMIT.into()],
            handed_in: Vec::new(),
            answers: Default::default(),
            agent: Personal::clear(AGENT),
            phone: Personal::clear(PHONE),
        };
        recorded(sample.ask::<Packages>(Actor::enterprise(ENTERPRISE), "package:two", submit));
        let officers = vec!["planning/reviewer".into(), "planning/head".into()];
        let visit = Ask::RecordSiteVisit { officers, minutes: "现场与图纸一致。".into() };
        let lead = Actor::officer("planning", "coordinator");
        recorded(sample.ask::<Packages>(lead, "package:two", visit));
        for _ in 0..2 {
            crate::clockwork::turn(&sample.store, "jiashan", sample.now).expect("a turn");
        }
        let row = sample.store.read("jiashan", |open| visits_of(open, "package:two"));
        let tally = row.expect("it is read").expect("it is in the book").tally;
        assert_eq!((tally.counted, tally.at_site), (0, 1));
    }
}
