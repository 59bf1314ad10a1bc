//! How links end and what follows (环节办结与终止): what waited for one opens, or falls with it.

use catalogue::LinkMode;
use jiff::civil::Date;

use super::super::{Application, Event, LinkState};

/// Ends a link, and opens or ends what was waiting for it alone.
pub(super) fn conclude(application: &Application, done: Event, on: Date) -> Vec<Event> {
    let mut after = application.clone();
    after.apply(&done);
    let ended = done.certificate().and_then(|id| after.link(id));
    let document = ended.map(|one| one.document.clone()).unwrap_or_default();
    let mut events = vec![done];
    loop {
        let more = opening(&after, on);
        // What is absorbed is done with what it follows, under the same document.
        let merged = more.iter().filter_map(|event| {
            let link = after.link(event.certificate()?)?;
            (link.link.mode == LinkMode::Merged).then(|| Event::LinkDone {
                certificate: link.link.certificate.clone(),
                on,
                document: document.clone(),
                credit_code: String::new(),
                originals_seen: Vec::new(),
            })
        });
        let merged: Vec<Event> = merged.collect();
        let is_last = more.is_empty();
        for event in more.into_iter().chain(merged) {
            after.apply(&event);
            events.push(event);
        }
        if is_last {
            break;
        }
    }
    events.extend(through(&after, on));
    events
}

/// Ends a link without its certificate, and with it what builds on it; the others go on.
pub(super) fn end_without(application: &Application, ended: Event, on: Date) -> Vec<Event> {
    let mut after = application.clone();
    let because = ended.certificate().unwrap_or_default().to_owned();
    after.apply(&ended);
    let mut events = vec![ended];
    let falls = |after: &Application| {
        let is_gone = |id: &String| after.link(id).is_some_and(|one| one.state.is_gone());
        let mut waiting = after.links.iter().filter(|one| one.state == LinkState::Waiting);
        let next = waiting.find(|one| one.link.after.iter().any(is_gone));
        next.map(|one| one.link.certificate.clone())
    };
    while let Some(certificate) = falls(&after) {
        let dropped = Event::LinkDropped { certificate, on, because: because.clone() };
        after.apply(&dropped);
        events.push(dropped);
    }
    events.extend(through(&after, on));
    events
}

/// One result goes back when every link has ended; where the applicant let go of all of them and
/// no office said anything, the application is withdrawn.
fn through(after: &Application, on: Date) -> Option<Event> {
    let is_over = after.links.iter().all(|one| one.state.is_over());
    let is_result = |state: LinkState| matches!(state, LinkState::Done | LinkState::Refused);
    let has_result = after.links.iter().any(|one| is_result(one.state));
    is_over.then(|| match has_result {
        true => Event::BundleThrough { on },
        false => Event::BundleWithdrawn {
            on, reason: "各环节均已放弃或者视为撤回".to_owned()
        },
    })
}

/// The links that wait for nothing any more.
pub(super) fn opening(application: &Application, on: Date) -> Vec<Event> {
    let waiting = application.links.iter().filter(|one| one.state == LinkState::Waiting);
    let ready = waiting.filter(|one| one.link.after.iter().all(|id| application.is_done(id)));
    let started = ready.map(|one| Event::LinkStarted {
        certificate: one.link.certificate.clone(),
        on,
        is_pushed: one.link.mode == LinkMode::Pushed,
    });
    started.collect()
}
