//! How links end and what follows (环节办结与终止): what waited for one opens, or falls with it.

use catalogue::LinkMode;
use jiff::civil::Date;

use super::super::{Application, Event, LinkState};

/// Ends a link, and opens or ends what was waiting for it alone.
pub(super) fn conclude(
    application: &Application,
    (certificate, document, credit_code): (String, String, String),
    on: Date,
) -> Vec<Event> {
    let mut after = application.clone();
    let mut events =
        vec![Event::LinkDone { certificate, on, document: document.clone(), credit_code }];
    after.apply(&events[0]);
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
pub(super) fn refuse(application: &Application, refused: Event, on: Date) -> Vec<Event> {
    let mut after = application.clone();
    let because = refused.certificate().unwrap_or_default().to_owned();
    after.apply(&refused);
    let mut events = vec![refused];
    let falls = |after: &Application| {
        let is_gone = |id: &String| {
            let state = after.link(id).map(|one| one.state);
            matches!(state, Some(LinkState::Refused | LinkState::Dropped))
        };
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

/// One result goes back when every link has ended.
fn through(after: &Application, on: Date) -> Option<Event> {
    let is_over = after.links.iter().all(|one| one.state.is_over());
    is_over.then_some(Event::BundleThrough { on })
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
