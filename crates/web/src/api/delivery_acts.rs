//! What is asked of a delivery (送达操作), and how one is told.
//!
//! Never: a name, a phone or an address in an answer.

use approvals::bundle::Applications;
use approvals::delivery::{
    Command, Deliveries, Failure, Identity, News, Recipient, State, Way, delivery_of,
};
use approvals::views::{After, Deliverable, DeliveryRow, deliveries_of_office, delivery_about};
use axum::body::Bytes;
use axum::response::Response;
use kernel::personal::Personal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Fault;

use super::acts::{Act, address};
use super::application_acts::application;
use super::asked::{Asked, body};
use super::case_acts::Day;
use super::problem::Problem;
use super::seen::{self, Seen};
use super::shown::{Page, Words};
use crate::{Site, principal::Principal};

/// Rows of a page.
const PAGE: usize = 50;

/// How a result is to come (选择送达方式).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryChoice {
    /// How.
    way: WayAsked,
    /// By post: whom it goes to.
    #[serde(default)]
    recipient: String,
    /// By post: that person's phone.
    #[serde(default)]
    phone: String,
    /// By post: the full address.
    #[serde(default)]
    address: String,
}

/// The ways (送达方式).
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum WayAsked {
    Electronic,
    Counter,
    Post,
}

/// The papers that are packed (封装).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Packing {
    /// Their numbers, the decision's among them.
    papers: Vec<String>,
}

/// The courier has it (揽收).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParcelHandOver {
    /// The courier.
    courier: String,
    /// The number under which the courier has it.
    tracking: String,
}

/// What the courier says (寄递状态).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParcelNews {
    /// The number under which the courier has it.
    tracking: String,
    /// The day.
    on: Day,
    /// What.
    news: NewsAsked,
    /// Where it is, or why it failed.
    #[serde(default)]
    words: String,
    /// Who signed for it.
    #[serde(default)]
    signatory: String,
}

/// What a courier may say (寄递状态).
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum NewsAsked {
    InTransit,
    Received,
    Refused,
    Returned,
    Lost,
}

/// Sent again to the same address (重新寄送).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resending {}

/// The applicant has it (确认收到).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryConfirmation {}

/// Handed out at the counter (窗口发放).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Who came.
    collector: String,
    /// By what that person's identity was checked.
    identity: IdentityAsked,
    /// Where the signature stands.
    signature: String,
}

/// What proves an identity (核验证件).
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum IdentityAsked {
    IdCard,
    Passport,
    Authorisation,
}

/// A delivery (送达).
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeliveryShown {
    /// The subject in the ledger.
    subject: String,
    /// The number of the case, or of the application for a bundle.
    case: String,
    /// How it comes, once that is chosen: electronic, counter, post, or unaddressed: by post, and
    /// where to is still to be told.
    way: Option<String>,
    /// Where it stands.
    state: String,
    /// The same in words.
    standing: Words,
    /// The courier.
    courier: Option<String>,
    /// The number under which the courier has it.
    tracking: Option<String>,
    /// How often it failed by post.
    failures: i64,
    /// The last day for it, while it has not arrived.
    due: Option<String>,
}

impl Seen for Deliveries {
    const ROOM: &'static str = "cases";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        Ok(seen_by(site, reader, number)?.map(|of| delivery_of(of.subject())))
    }

    fn room(number: &str) -> &'static str {
        if is_application(number) { Applications::ROOM } else { Self::ROOM }
    }

    fn number(_: &Site, _: &str) -> Result<Option<String>, Fault> {
        Ok(None)
    }
}

/// Does the number have the letter of an application?
fn is_application(number: &str) -> bool {
    number.contains("-B")
}

/// The case or the application with this number, where this reader may know of it.
fn seen_by(site: &Site, reader: &Principal, number: &str) -> Result<Option<Deliverable>, Fault> {
    if is_application(number) {
        let found = application(site, reader, number)?;
        return Ok(found.map(|(row, _)| Deliverable::Application(Box::new(row))));
    }
    Ok(seen::case(site, reader, number)?.map(|row| Deliverable::Case(Box::new(row))))
}

/// Chooses how the result is to come.
pub async fn choose(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor, choice) = (asked.key()?, asked.actor()?, body::<DeliveryChoice>(&sent)?);
    let recorded = asked.record(move |site, asked| {
        let found = seen_by(site, asked.principal(), asked.at("number"))?;
        let Some(of) = found else { return Ok(None) };
        let command = Command::Choose { about: of.subject().into(), way: choice.way() };
        let subject = delivery_of(of.subject());
        let made = asked.execute::<Deliveries>(site, (key, &subject), (actor, None), command)?;
        let place = format!("{}/delivery", address::<Deliveries>(site, of.number()));
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// The delivery of a case or an application.
pub async fn delivery(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = seen_by(site, asked.principal(), asked.at("number"))?;
        let Some(of) = found else { return Ok(None) };
        let row = site.store.read(&site.zone, |open| delivery_about(open, of.subject()))?;
        Ok(Some(shown(row.unwrap_or_default(), &of)))
    });
    answer.await
}

/// What the office has to deliver, in one state.
pub async fn deliveries(asked: Asked) -> Result<Response, Problem> {
    let state = asked.query("state").unwrap_or("to_pack");
    let Some(state) = State::of(state) else { return Err(Problem::parameter("state")) };
    let answer = asked.answer(move |site, asked| {
        let Some(office) = asked.principal().office() else { return Ok(None) };
        let after = asked.query("after_day").zip(asked.query("after"));
        let after = after.map(|(day, number)| After { day: day.into(), number: number.into() });
        let rows = site.store.read(&site.zone, |open| {
            deliveries_of_office(open, office, &[state], after.as_ref())
        })?;
        let next = rows.get(PAGE - 1).map(|(_, of)| {
            let day = of.due().map(|due| due.to_string()).unwrap_or_default();
            format!("after_day={day}&after={}", of.number())
        });
        let rows = rows.into_iter().map(|(row, of)| shown(row, &of)).collect();
        Ok(Some(Page { rows, next }))
    });
    answer.await
}

fn shown(row: DeliveryRow, of: &Deliverable) -> DeliveryShown {
    let told = |words: String| Some(words).filter(|words| !words.is_empty());
    DeliveryShown {
        subject: delivery_of(of.subject()),
        case: of.number().to_owned(),
        way: told(row.way),
        state: row.state.word().into(),
        standing: row.state.text().into(),
        courier: told(row.courier),
        tracking: told(row.tracking),
        failures: row.failures,
        due: of.due().map(|due| due.to_string()).filter(|_| !row.state.has_arrived()),
    }
}

impl DeliveryChoice {
    fn way(self) -> Way {
        match self.way {
            WayAsked::Electronic => Way::Electronic,
            WayAsked::Counter => Way::Counter,
            WayAsked::Post => Way::Post(Recipient {
                name: Personal::clear(self.recipient),
                phone: Personal::clear(self.phone),
                address: Personal::clear(self.address),
            }),
        }
    }
}

impl Act for Packing {
    type Kind = Deliveries;

    fn command(self, _: &Site) -> Command {
        Command::Pack { papers: self.papers }
    }
}

impl Act for ParcelHandOver {
    type Kind = Deliveries;

    fn command(self, _: &Site) -> Command {
        Command::HandOver { courier: self.courier, tracking: self.tracking }
    }
}

impl Act for ParcelNews {
    type Kind = Deliveries;

    fn command(self, _: &Site) -> Command {
        let ParcelNews { tracking, on: Day(on), news, words, signatory } = self;
        let failed = |how, reason| News::Failed { how, reason };
        let news = match news {
            NewsAsked::InTransit => News::InTransit { words },
            NewsAsked::Received => News::Received { signatory: Personal::clear(signatory) },
            NewsAsked::Refused => failed(Failure::Refused, words),
            NewsAsked::Returned => failed(Failure::Returned, words),
            NewsAsked::Lost => failed(Failure::Lost, words),
        };
        Command::Note { tracking, on, news }
    }
}

impl Act for Resending {
    type Kind = Deliveries;

    fn command(self, _: &Site) -> Command {
        Command::Resend
    }
}

impl Act for DeliveryConfirmation {
    type Kind = Deliveries;

    fn command(self, _: &Site) -> Command {
        Command::Confirm
    }
}

impl Act for Collection {
    type Kind = Deliveries;

    fn command(self, _: &Site) -> Command {
        let identity = match self.identity {
            IdentityAsked::IdCard => Identity::IdCard,
            IdentityAsked::Passport => Identity::Passport,
            IdentityAsked::Authorisation => Identity::Authorisation,
        };
        let collector = Personal::clear(self.collector);
        Command::Collect { collector, identity, signature: self.signature }
    }
}
