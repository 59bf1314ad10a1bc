//! The critical path of a package (关键路径): what of it decides when all of it is through.
//!
//! Cases run side by side; only what builds on another waits for it. A case without slack is
//! critical: a day lost there is a day lost for the package.
//!
//! Invariant: nothing here reads a clock. What has happened counts as it happened; what is to come
//! counts by the zone's promises, from today at the earliest.

use catalogue::Matter;
use jiff::civil::Date;
use kernel::calendar::Calendar;
use kernel::time_limit::Limit;

use super::{Member, Package, PartOutcome};

/// Administrative Licensing Law, article 42: what several offices handle together takes 45 working
/// days at most.
pub const JOINT_LIMIT: Limit = Limit::working(45);

/// How a case of the package stands (办件进度).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The matter's identifier.
    pub matter: String,
    /// The last day of the limit that binds, where one runs.
    pub due: Option<Date>,
}

/// One matter on the way (路径节点).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The matter's identifier.
    pub matter: String,
    /// The day on which it was received, or is to be.
    pub start: Date,
    /// The day on which it ended, or is to.
    pub end: Date,
    /// By how many working days it may be late without making the package late.
    pub slack: u32,
    /// Has it none?
    pub is_critical: bool,
    /// Is it over?
    pub is_settled: bool,
}

/// The way through a package (办理路径).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The matters, in the order of the package.
    pub spans: Vec<Span>,
    /// When all of it is through.
    pub ends: Date,
    /// Working days from receipt until then.
    pub parallel_days: u32,
    /// Working days if every matter waited for the one before: the sum of what is promised.
    pub serial_days: u32,
    /// The last day that the law gives all of it together (联合办理时限), counted from receipt.
    pub joint_due: Date,
    /// Something was denied, withdrawn or ended: what builds on it does not come about.
    pub is_broken: bool,
}

/// The way through `package`, as of `today`.
pub fn critical_path(
    package: &Package,
    definitions: &[&Matter],
    standings: &[Standing],
    calendar: &Calendar,
    today: Date,
) -> Option<Path> {
    let received = package.received_on?;
    let promised = |matter: &str| {
        let known = definitions.iter().find(|known| known.id == matter);
        known.map_or(Limit::working(0), |known| known.promised_limit())
    };
    let members = in_order(&package.members);
    let mut spans: Vec<Span> = Vec::new();
    for member in &members {
        let matter = member.part.matter.as_str();
        let before = spans.iter().filter(|span| member.part.after.contains(&span.matter));
        let ready = before.map(|span| span.end).max().unwrap_or(received);
        let start = member.started_on.unwrap_or(ready.max(today));
        let standing = standings.iter().find(|known| known.matter == matter);
        let end = match (member.ended, standing.and_then(|known| known.due)) {
            (Some((_, on)), _) => on,
            (None, Some(due)) => due.max(today),
            (None, None) => promised(matter).ends(start.max(today), calendar).date,
        };
        spans.push(Span {
            matter: matter.into(),
            start,
            end,
            slack: 0,
            is_critical: false,
            is_settled: member.ended.is_some(),
        });
    }
    let ends = spans.iter().map(|span| span.end).max().unwrap_or(received);
    give_slack(&mut spans, &members, ends, calendar);
    let place =
        |span: &Span| package.members.iter().position(|member| member.part.matter == span.matter);
    spans.sort_by_key(place);
    let is_lost =
        |member: &Member| member.ended.is_some_and(|(outcome, _)| outcome != PartOutcome::Granted);
    Some(Path {
        ends,
        parallel_days: calendar.working_days_between(received, ends).count,
        joint_due: JOINT_LIMIT.ends(received, calendar).date,
        serial_days: members.iter().map(|member| promised(&member.part.matter).days).sum(),
        is_broken: package.members.iter().any(is_lost),
        spans,
    })
}

/// Predecessors first. What waits in a circle keeps its place: it never starts anyhow.
fn in_order(members: &[Member]) -> Vec<&Member> {
    let mut ordered: Vec<&Member> = Vec::new();
    let mut rest: Vec<&Member> = members.iter().collect();
    while !rest.is_empty() {
        let is_placed = |before: &String| !rest.iter().any(|other| other.part.matter == *before);
        let is_ready = |member: &&Member| member.part.after.iter().all(is_placed);
        let at = rest.iter().position(is_ready).unwrap_or(0);
        ordered.push(rest.remove(at));
    }
    ordered
}

/// Backwards: a matter's slack is the distance to its end, less what its followers can spare.
fn give_slack(spans: &mut [Span], members: &[&Member], ends: Date, calendar: &Calendar) {
    for at in (0..spans.len()).rev() {
        let own = spans[at].end;
        let follows = |span: &Span| {
            let of = members.iter().find(|member| member.part.matter == span.matter);
            of.is_some_and(|member| member.part.after.contains(&spans[at].matter))
        };
        let slack = spans
            .iter()
            .filter(|span| follows(span))
            .map(|span| calendar.working_days_between(own, span.start).count + span.slack)
            .min();
        let slack = slack.unwrap_or_else(|| calendar.working_days_between(own, ends).count);
        spans[at].slack = slack;
        spans[at].is_critical = slack == 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Part;

    fn day(text: &str) -> Date {
        text.parse().expect("a test names real days")
    }

    fn member(matter: &str, after: &[&str], started: Option<&str>, ended: Option<&str>) -> Member {
        let after = after.iter().map(|id| (*id).to_owned()).collect();
        Member {
            part: Part { matter: matter.into(), office: "planning".into(), after },
            started_on: started.map(day),
            ended: ended.map(|on| (PartOutcome::Granted, day(on))),
        }
    }

    fn matter(id: &str, promised: u32) -> Matter {
        let shipped = catalogue::Pack::shipped().matters.remove(0).matter;
        Matter { id: id.into(), promised_limit_days: promised, ..shipped }
    }

    /// Received on Monday 2 March 2026: permit (5 days) after scheme (7), beside air (3).
    fn path(members: Vec<Member>, standings: &[Standing], today: &str) -> Path {
        let received_on = Some(day("2026-03-02"));
        let package = Package { received_on, members, ..Package::default() };
        let matters = [matter("scheme", 7), matter("air", 3), matter("permit", 5)];
        let matters: Vec<&Matter> = matters.iter().collect();
        let found = critical_path(&package, &matters, standings, Calendar::shipped(), day(today));
        found.expect("the package was received")
    }

    fn told(path: &Path) -> Vec<(&str, String, String, u32, bool)> {
        let of = |span: &Span| (span.start.to_string(), span.end.to_string());
        let spans = path.spans.iter().map(|span| {
            let (start, end) = of(span);
            (span.matter.as_str(), start, end, span.slack, span.is_critical)
        });
        spans.collect()
    }

    fn row(
        (matter, start, end): (&'static str, &str, &str),
        slack: u32,
    ) -> (&'static str, String, String, u32, bool) {
        (matter, start.into(), end.into(), slack, slack == 0)
    }

    #[test]
    fn the_longest_chain_decides_and_the_rest_has_slack() {
        let first = Some("2026-03-02");
        let members = vec![
            member("permit", &["scheme"], None, None),
            member("scheme", &[], first, None),
            member("air", &[], first, None),
        ];
        let found = path(members, &[], "2026-03-02");
        let rows = [
            row(("permit", "2026-03-11", "2026-03-18"), 0),
            row(("scheme", "2026-03-02", "2026-03-11"), 0),
            row(("air", "2026-03-02", "2026-03-05"), 9),
        ];
        assert_eq!(told(&found), rows);
        assert_eq!((found.parallel_days, found.serial_days), (12, 15));
        assert!(found.ends == day("2026-03-18") && !found.is_broken);
        assert_eq!(found.joint_due, day("2026-05-08"), "45 working days from receipt");
    }

    #[test]
    fn what_happened_counts_as_it_happened() {
        let members = vec![
            member("scheme", &[], Some("2026-03-02"), Some("2026-03-05")),
            member("air", &[], Some("2026-03-02"), None),
            member("permit", &["scheme"], Some("2026-03-05"), None),
        ];
        // Air defence asked for time: its limit ends on the twentieth, past the permit's.
        let late = [Standing { matter: "air".into(), due: Some(day("2026-03-20")) }];
        let found = path(members.clone(), &late, "2026-03-06");
        let rows = [
            row(("scheme", "2026-03-02", "2026-03-05"), 5),
            row(("air", "2026-03-02", "2026-03-20"), 0),
            row(("permit", "2026-03-05", "2026-03-13"), 5),
        ];
        assert_eq!(told(&found), rows);
        let mut denied = members;
        denied[0].ended = Some((PartOutcome::Denied, day("2026-03-05")));
        assert!(path(denied, &late, "2026-03-06").is_broken);
    }
}
