//! The desks of officers (办理台): what is to be done, the case with its acts, the lead office's
//! packages, and the supervisor's board.
//!
//! Reading order: `inbox`; `case`, with `act` (which acts there are) and `act_fields` (what each
//! asks for); `thread`, `contact`; `project`; `package` with `path`; `oversight`; `entry` is what forms are
//! made of. Whether an act stands is the core's answer: a page only leaves out what cannot stand.

mod act;
mod act_fields;
mod case;
mod contact;
mod entry;
mod inbox;
mod oversight;
mod package;
mod path;
mod project;
mod thread;

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::Uri;
use axum::routing::{get, post};
use kernel::right::Right;
use kernel::text::Text;
use kernel::time_limit::Light;
use maud::{Markup, html};

use self::act::Act;
use crate::form::{Filled, Form};
use crate::front::Front;
use crate::policy::{Page, Relation, Row, Who};
use crate::reader::Reader;
use crate::shell::{self, Frame};
use crate::words::number;

/// The front, as handlers take it.
type Shared = State<Arc<Front>>;
/// Who reads, as handlers take it.
type Reading = Extension<Reader>;
/// What was sent, as handlers take it.
type Sent = Extension<Form>;

const DESK: Who = Who::HolderOfOne(&[Right::Accept, Right::Examine]);
const EXAMINE: Who = Who::Holder(Right::Examine);
const DECIDE: Who = Who::Holder(Right::Decide);
const LEAD: Who = Who::Holder(Right::Coordinate);
const KEEP: Who = Who::Holder(Right::Register);

const fn act_of(path: &'static str, who: Who, page: Page) -> Row {
    Row::post(path, who, Relation::Parties, page)
}

/// The addresses of officers.
pub static ROWS: &[Row] = &[
    Row::get("/todo", Who::Officer, Relation::Own, || get(inbox::todo)),
    Row::get("/todo/opinions", Who::Officer, Relation::Own, || get(inbox::opinions)),
    Row::get("/todo/packages", LEAD, Relation::Own, || get(inbox::packages)),
    Row::get("/approvals/cases/{number}/desk", Who::Officer, Relation::Parties, || get(case::desk)),
    Row::get("/approvals/cases/{number}/desk/{document}", Who::Officer, Relation::Parties, || {
        get(case::document)
    }),
    act_of("/approvals/cases/{number}/contact", Who::Officer, || post(contact::contact)),
    act_of("/approvals/cases/{number}/acceptance", DESK, || case::act(Act::Accept)),
    act_of("/approvals/cases/{number}/notice", DESK, || case::act(Act::Notice)),
    act_of("/approvals/cases/{number}/non-acceptance", DESK, || case::act(Act::RefuseAcceptance)),
    act_of("/approvals/cases/{number}/pause", EXAMINE, || case::act(Act::Pause)),
    act_of("/approvals/cases/{number}/resumption", EXAMINE, || case::act(Act::Resume)),
    act_of("/approvals/cases/{number}/extension", EXAMINE, || case::act(Act::Extend)),
    act_of("/approvals/cases/{number}/questions", EXAMINE, || case::act(Act::Ask)),
    act_of("/approvals/cases/{number}/opinions", Who::Holder(Right::Advise), || {
        case::act(Act::Answer)
    }),
    act_of(
        "/approvals/cases/{number}/messages",
        Who::HolderOfOne(&[Right::Advise, Right::Examine]),
        || case::act(Act::FollowUp),
    ),
    act_of("/approvals/cases/{number}/question-withdrawals", EXAMINE, || {
        case::act(Act::WithdrawQuestion)
    }),
    act_of("/approvals/cases/{number}/assignment", Who::Holder(Right::Assign), || {
        case::act(Act::Assign)
    }),
    act_of("/approvals/cases/{number}/grant", DECIDE, || case::act(Act::Grant)),
    act_of("/approvals/cases/{number}/denial", DECIDE, || case::act(Act::Deny)),
    act_of("/approvals/cases/{number}/hand-over", EXAMINE, || case::act(Act::HandOver)),
    act_of("/approvals/cases/{number}/answer", DESK, || case::act(Act::RecordAnswer)),
    act_of("/approvals/cases/{number}/delivery", DESK, || case::act(Act::Deliver)),
    act_of("/approvals/cases/{number}/failed-delivery", DESK, || case::act(Act::FailDelivery)),
    act_of("/approvals/cases/{number}/conclusion", DESK, || case::act(Act::Conclude)),
    act_of("/approvals/cases/{number}/termination", DECIDE, || case::act(Act::Terminate)),
    act_of("/approvals/cases/{number}/explanation", DESK, || case::act(Act::Explain)),
    Row::get("/approvals/projects/{number}/desk", KEEP, Relation::Zone, || get(project::desk)),
    Row::post("/approvals/projects/{number}/code", KEEP, Relation::Zone, || {
        project::act(project::Act::Code)
    }),
    Row::post("/approvals/projects/{number}/provisional-code", KEEP, Relation::Zone, || {
        project::act(project::Act::ProvisionalCode)
    }),
    Row::post("/approvals/projects/{number}/licences", KEEP, Relation::Zone, || {
        project::act(project::Act::Licence)
    }),
    Row::get("/approvals/packages/{number}/desk", LEAD, Relation::Parties, || get(package::desk)),
    act_of("/approvals/packages/{number}/reviews", LEAD, || package::act(package::Act::Review)),
    act_of("/approvals/packages/{number}/site-visits", LEAD, || package::act(package::Act::Visit)),
    act_of("/approvals/packages/{number}/minutes", LEAD, || package::act(package::Act::Minutes)),
    act_of("/approvals/packages/{number}/reminders", LEAD, || package::act(package::Act::Remind)),
    Row::get("/supervision", Who::Holder(Right::Supervise), Relation::Zone, || {
        get(oversight::board)
    }),
];

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
fn confirmed(frame: &Frame, entry: u64, what: &str) -> Markup {
    let of = number(entry);
    let (zh, en) = (
        format!("已记入台账第{of}条：{what}。"),
        format!("Recorded as entry {of} of the ledger: {what}."),
    );
    html! { div.told role="status" { p { b { (frame.t(&zh, &en)) } } } }
}

/// An office that has no part in a thing asked for something all the same.
fn turned_away(frame: &Frame, filled: Filled, (name, office): (&Text, &Text)) -> Markup {
    let heading = frame.t("不能办理", "This cannot be done");
    let body = html! {
        div.wrap.narrow {
            section.sheet.failure {
                h1 { (heading) }
                @for wrong in filled.wrongs {
                    p { b { (frame.say(&wrong.refused.sentence)) } }
                    p { (frame.say(&wrong.refused.remedy)) }
                }
                p.note {
                    (frame.say(name)) (frame.t("，办理部门：", ", handled by: "))
                    (frame.say(office))
                }
                p { a.act href="/todo" { (frame.t("回到待办", "Back to what is to be done")) } }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// The address that a form was sent to, without what follows its question mark.
fn sent_to(frame: &Frame) -> &str {
    frame.at.split('?').next().unwrap_or_default()
}

/// The ways between the pages of an officer.
fn ways(frame: &Frame, here: &str) -> Markup {
    let may = |right| frame.principal.has(right);
    let ways = [
        ("/todo", frame.t("待办", "To do"), true),
        ("/todo/opinions", frame.t("征求我部门意见", "Opinions asked of us"), true),
        ("/todo/packages", frame.t("牵头的并联申请", "Packages we lead"), may(Right::Coordinate)),
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
