//! The desks of officers (办理台): what is to be done, the case with its acts, the lead office's
//! packages, and the supervisor's board.
//!
//! Reading order: `rows`; `inbox` with `batch`, `opinions`, `instant`; `counter`; `case`, with
//! `act` (which acts there are), `act_fields` (what each asks for) and `answer` (the act that
//! brings a file); `thread`, `contact`; `deliveries` with `delivery`; `project`; `package` with
//! `path` and `minutes`; `oversight` with `reasked`; `entry` is what forms are made of,
//! `of_project` what a project's file fills in.
//! Whether an act stands is the core's answer: a page only leaves out what cannot stand.

pub(crate) mod act;
pub(crate) mod act_fields;
mod answer;
mod batch;
mod case;
mod commitments;
pub mod contact;
mod counter;
pub(crate) use counter::no_project;
mod deliveries;
pub mod delivery;
pub(crate) mod entry;
pub(crate) mod inbox;
mod inspections;
mod instant;
mod minutes;
pub(crate) mod of_project;
mod opinions;
mod oversight;
mod package;
mod path;
mod project;
mod promises;
mod reasked;
mod rows;
pub(crate) mod thread;

use std::sync::Arc;

use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use axum::response::Html;
use axum::routing::{MethodRouter, post};
use kernel::right::Right;
use kernel::time_limit::Light;
use maud::{Markup, html};
use store::Fault;

pub use self::rows::ROWS;
use crate::{
    Site,
    error::Failure,
    form::{Filled, Form},
    front::{Done, Front, Shown},
    reader::Reader,
    shell::Frame,
    words::number,
};

/// The front, as handlers take it.
type Shared = State<Arc<Front>>;
/// Who reads, as handlers take it.
type Reading = Extension<Reader>;
/// What was sent, as handlers take it.
type Sent = Extension<Form>;

/// What an address asks for after its question mark; what it does not say is empty.
struct Query(Form);

impl Query {
    fn of(address: &Uri) -> Query {
        Query(Form::read(address.query().unwrap_or_default().as_bytes()))
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name)
    }

    /// The entry that was just recorded, as the way back from a form says it.
    fn entry(&self) -> Option<u64> {
        self.get("entry").parse().ok()
    }
}

/// Words and values as they stand in an address; what is empty is left out.
fn address(path: &str, asked: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() { path.into() } else { format!("{path}?{query}") }
}

/// What was recorded just now, with the number of its entry.
pub(crate) fn confirmed(frame: &Frame, entry: u64, what: &str) -> Markup {
    let of = number(entry);
    let (zh, en) = (
        format!("已记入台账第{of}条：{what}。"),
        format!("Recorded as entry {of} of the ledger: {what}."),
    );
    html! { div.told role="status" { p { b { (frame.t(&zh, &en)) } } } }
}

/// How a page of a desk is shown: by its number, with the entry that was recorded just now.
pub(crate) type Show = fn(&Site, &mut Frame, (&str, Option<u64>), Filled) -> Shown;
/// How a desk takes an act of its forms.
pub(crate) type Take<A> = fn(&Site, (&Reader, &Form), (A, &str)) -> Result<Done, Fault>;

/// A page of a desk.
async fn shown(
    (front, reader): (Arc<Front>, Reader),
    (number, at): (String, Uri),
    show: Show,
) -> Result<Html<String>, Failure> {
    let entry = Query::of(&at).entry();
    let page = front.page(reader, move |site, frame| {
        show(site, frame, (&number, entry), Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// The handler of an act: takes it, or shows the page again with what is wrong.
pub(crate) fn acting<A: Copy + Send + Sync + 'static>(
    act: A,
    take: Take<A>,
    show: Show,
) -> MethodRouter<Arc<Front>> {
    post(
        async move |State(front): Shared,
                    Extension(reader): Reading,
                    Path(number): Path<String>,
                    Extension(form): Sent| {
            let of = number.clone();
            let take = move |site: &Site, reader: &Reader, form: &Form| {
                take(site, (reader, form), (act, &of))
            };
            let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
                show(site, frame, (&number, None), filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

/// The address that a form was sent to, or typed for before a session ended; without what follows
/// its question mark.
pub(crate) fn sent_to(frame: &Frame) -> &str {
    match &frame.unsent {
        Some(unsent) => &unsent.action,
        None => frame.at.split('?').next().unwrap_or_default(),
    }
}

/// The ways between the pages of an officer.
pub(crate) fn ways(frame: &Frame, here: &str) -> Markup {
    let may = |right| frame.principal.has(right);
    let ways = [
        ("/todo", frame.t("待办", "To do"), true),
        ("/todo/opinions", frame.t("征求我部门意见", "Opinions asked of us"), true),
        ("/counter", frame.t("即来即办", "At the counter"), may_decide_at_once(frame)),
        ("/todo/audits", frame.t("秒批复核", "Instant decisions"), may(Right::Decide)),
        ("/todo/inspections", frame.t("承诺核查", "Inspections"), true),
        (
            "/todo/deliveries",
            frame.t("结果送达", "Deliveries"),
            may(Right::Accept) || may(Right::Examine),
        ),
        ("/todo/simulations", frame.t("模拟审批", "Simulated reviews"), true),
        ("/plots", frame.t("带方案出让", "Plots with schemes"), true),
        ("/todo/packages", frame.t("牵头的并联申请", "Packages we lead"), may(Right::Coordinate)),
        ("/applications", frame.t("一件事环节", "Links of bundles"), true),
        ("/hall", frame.t("综合窗口", "The one window"), may(Right::Receive)),
        ("/hall/receiving", frame.t("综合收件", "Receive"), may(Right::Receive)),
        (
            "/hall/slips",
            frame.t("交接单", "Transfer slips"),
            [Right::Receive, Right::Accept, Right::Examine, Right::Supervise].into_iter().any(may),
        ),
        ("/hall/queue", frame.t("叫号办理", "Call and serve"), may(Right::Receive)),
        (
            "/hall/call-backs",
            frame.t("差评回访", "Bad grades"),
            may(Right::Receive) || may(Right::Supervise),
        ),
        ("/hall/mandates", frame.t("委托书登记", "Mandates on paper"), may(Right::Receive)),
        ("/desk/assistance", frame.t("帮办代办", "Assistance"), may(Right::Assist)),
        ("/supervision", frame.t("督查看板", "Supervision"), may(Right::Supervise)),
    ];
    html! {
        nav.tabs aria-label=(frame.t("办理", "Desk")) {
            @for (to, name, is_open) in ways {
                @if is_open { a href=(to) aria-current=[(to == here).then_some("page")] { (name) } }
            }
        }
    }
}

/// May this post receive and decide, hence do all of it at the counter?
fn may_decide_at_once(frame: &Frame) -> bool {
    let may = |right| frame.principal.has(right);
    may(Right::Decide) && (may(Right::Accept) || may(Right::Examine))
}

/// The word of a light in addresses.
fn light_word(light: Light) -> &'static str {
    match light {
        Light::Green => "green",
        Light::Yellow => "yellow",
        Light::Red => "red",
        Light::Paused => "waiting",
        Light::Done { .. } => "done",
    }
}

/// A light in words, where waiting is for others too.
fn light_name(frame: &Frame, light: Light) -> String {
    match light {
        Light::Paused => frame.t("等待他方", "waiting for others").to_owned(),
        Light::Green | Light::Yellow | Light::Red | Light::Done { .. } => {
            frame.say(&light.text()).to_owned()
        }
    }
}
