//! How often somebody came (到场次数计算): "最多跑一次" as a measure, and nothing else.
//!
//! Visits that count are physical submissions, pick-ups, corrections that an office caused, and
//! signatures, identity and checks at the hall. What came by post is none; what the applicant's own
//! papers lacked is recorded and breaks nothing; officers who go to the site are a kind of their
//! own. Somebody who comes once and does two things has come once.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定, article 2.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::cause::Way;
use super::event::Visit;

/// How often somebody may have to come for one thing.
pub const STANDARD: u32 = 1;

/// How often somebody came (到场次数).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Visits that count.
    pub counted: u32,
    /// Visits to the hall that break nothing: own papers that lacked, questions.
    pub uncounted: u32,
    /// Visits of officers to the site.
    pub at_site: u32,
    /// Things that came or went by post.
    pub by_post: u32,
}

/// What of a day is known.
#[derive(Default)]
struct Day<'a> {
    /// Tickets that came with anything.
    all: BTreeSet<&'a str>,
    /// Tickets that came with something that counts.
    counting: BTreeSet<&'a str>,
    has_unticketed: bool,
    has_unticketed_counting: bool,
    site: BTreeSet<&'a str>,
    post: BTreeSet<(&'a str, &'static str)>,
}

impl Tally {
    /// Is the standard of at most one visit kept?
    pub fn is_kept(self) -> bool {
        self.counted <= STANDARD
    }
}

/// Counts a thing's visits; the order and repeats make no difference.
///
/// A presence is a ticket on a day. What was recorded without a ticket joins a presence of the same
/// day, where there is one: who records afterwards does not make the applicant come twice.
pub fn count<'a>(visits: impl IntoIterator<Item = &'a Visit>) -> Tally {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for visit in visits {
        let day = days.entry(visit.on).or_default();
        match visit.way {
            Way::Post => {
                day.post.insert((&visit.ticket, visit.cause.word()));
            }
            Way::Site => {
                day.site.insert(&visit.ticket);
            }
            Way::Hall if visit.ticket.is_empty() => {
                day.has_unticketed = true;
                day.has_unticketed_counting |= visit.cause.counts();
            }
            Way::Hall => {
                day.all.insert(&visit.ticket);
                if visit.cause.counts() {
                    day.counting.insert(&visit.ticket);
                }
            }
        }
    }
    days.values().fold(Tally::default(), |tally, day| {
        let counted = day.counting.len().max(usize::from(day.has_unticketed_counting));
        let present = day.all.len().max(usize::from(day.has_unticketed));
        Tally {
            counted: tally.counted + of(counted),
            uncounted: tally.uncounted + of(present - counted),
            at_site: tally.at_site + of(day.site.len()),
            by_post: tally.by_post + of(day.post.len()),
        }
    })
}

fn of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::visit::Cause;

    fn visit(day: i8, cause: Cause, way: Way, ticket: &str) -> Visit {
        Visit {
            on: jiff::civil::date(2026, 3, day),
            cause,
            way,
            ticket: ticket.into(),
            required_by: String::new(),
            reason: String::new(),
        }
    }

    fn any_visit() -> impl Strategy<Value = Visit> {
        let all: Vec<(Cause, Way)> = Cause::ALL
            .into_iter()
            .flat_map(|cause| Way::ALL.map(|way| (cause, way)))
            .filter(|(cause, way)| cause.is_possible(*way))
            .collect();
        (1..4i8, select(all), select(vec!["", "A001", "A002"]))
            .prop_map(|(day, (cause, way), ticket)| visit(day, cause, way, ticket))
    }

    #[test]
    fn visits_are_counted_as_the_measure_says() {
        use Cause::*;
        use Way::*;
        let lacked = visit(2, CorrectOwnFault, Hall, "A001");
        for (visits, counted, uncounted) in [
            (vec![], 0, 0),
            (vec![visit(1, Submit, Post, "")], 0, 0),
            (vec![visit(1, Submit, Hall, "A001")], 1, 0),
            (vec![visit(1, Submit, Hall, "A001"), visit(5, Collect, Post, "")], 1, 0),
            (vec![visit(1, Submit, Hall, "A001"), visit(5, Collect, Hall, "")], 2, 0),
            (vec![visit(1, Submit, Hall, "A001"), lacked.clone()], 1, 1),
            (vec![visit(1, Submit, Hall, "A001"), visit(2, CorrectByAuthority, Hall, "")], 2, 0),
            // Who comes once and does two things has come once.
            (vec![visit(1, Submit, Hall, "A001"), visit(1, SignOrIdentify, Hall, "A001")], 1, 0),
            // Whoever records afterwards, without the ticket, means the same presence.
            (vec![visit(1, Submit, Hall, "A001"), visit(1, SignOrIdentify, Hall, "")], 1, 0),
            (vec![visit(2, SignOrIdentify, Hall, ""), lacked], 1, 0),
            // Twice on one day is twice.
            (vec![visit(1, Submit, Hall, "A001"), visit(1, Collect, Hall, "A002")], 2, 0),
            (vec![visit(1, Advice, Hall, ""), visit(2, HallCheck, Hall, "")], 1, 1),
            (vec![visit(3, SiteVisit, Site, "")], 0, 0),
        ] {
            let tally = count(&visits);
            assert_eq!((tally.counted, tally.uncounted), (counted, uncounted), "{visits:?}");
            assert_eq!(tally.is_kept(), counted <= 1, "{visits:?}");
        }
    }

    proptest! {
        #[test]
        fn what_the_own_papers_lacked_never_breaks_the_standard(
            visits in prop::collection::vec(any_visit(), 0..8), more in any_visit()
        ) {
            let before = count(&visits);
            for cause in [Cause::CorrectOwnFault, Cause::Advice] {
                let own = Visit { cause, way: Way::Hall, ..more.clone() };
                let after = count(visits.iter().chain([&own]));
                prop_assert_eq!(after.counted, before.counted);
            }
        }

        #[test]
        fn what_comes_by_post_and_who_goes_to_the_site_never_count(
            visits in prop::collection::vec(any_visit(), 0..8), more in any_visit()
        ) {
            let before = count(&visits);
            for way in [Way::Post, Way::Site] {
                let other = Visit { way, ..more.clone() };
                let after = count(visits.iter().chain([&other]));
                prop_assert_eq!(after.counted, before.counted);
                prop_assert_eq!(after.uncounted, before.uncounted);
            }
        }

        #[test]
        fn the_same_check_in_recorded_twice_counts_once(
            visits in prop::collection::vec(any_visit(), 1..8), at in any::<prop::sample::Index>()
        ) {
            let again = visits[at.index(visits.len())].clone();
            prop_assert_eq!(count(visits.iter().chain([&again])), count(&visits));
        }

        #[test]
        fn the_order_of_recording_makes_no_difference(
            visits in prop::collection::vec(any_visit(), 0..8)
        ) {
            prop_assert_eq!(count(visits.iter().rev()), count(&visits));
        }

        #[test]
        fn one_more_visit_adds_one_at_most_and_takes_none_away(
            visits in prop::collection::vec(any_visit(), 0..8), more in any_visit()
        ) {
            let (before, after) = (count(&visits), count(visits.iter().chain([&more])));
            prop_assert!(after.counted >= before.counted);
            prop_assert!(after.counted <= before.counted + 1);
        }
    }
}
