//! What is asked of a delivery (送达操作).

use approvals::delivery::{
    Command, Deliveries, Failure, Identity, Means, News, Recipient, Way, delivery_of,
};
use axum::body::Bytes;
use axum::response::Response;
use kernel::{actor::Actor, personal::Personal};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::acts::{Act, address};
use super::asked::{Asked, body};
use super::case_acts::Day;
use super::delivery_shown::seen_by;
use super::problem::Problem;
use crate::{Site, approvals::deliveries::named, form::derived, hall::collected::handed_out};

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

/// Hands a result of any office out, at the one window.
pub async fn hand_out(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor, collection) = (asked.key()?, asked.actor()?, body::<Collection>(&sent)?);
    let recorded = asked.record(move |site, asked| {
        let Some(found) = named(site, asked.at("number"))? else { return Ok(None) };
        let put = |to: &str, (applicant, command): (Option<Actor>, Command)| {
            let id = match &applicant {
                Some(_) => uuid::Builder::from_custom_bytes(derived(key, "way")).into_uuid(),
                None => key,
            };
            asked.execute::<Deliveries>(site, (id, to), (actor.clone(), applicant), command)
        };
        let made = handed_out(site, &found.of, collection.command(site), put)?;
        // The hall reads the visit that this was, and not the delivery of another office.
        let place = format!("/api/zones/{}/visits/{}", site.zone, found.of.number());
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
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

/// The words of the means of delivery.
pub(super) fn means(_: &mut SchemaGenerator) -> Schema {
    let names = Means::ALL.map(|one| one.text().zh);
    let all: Vec<&str> =
        Means::ALL.iter().map(|one| one.word()).chain(names.iter().map(String::as_str)).collect();
    json_schema!({ "type": "string", "enum": all })
}
