//! Mandates for assistance, for programs (帮办代办操作).

use approvals::assistance::{Act, Assistances, Command, Signature};
use approvals::views::{self, AssistanceRow};
use axum::body::Bytes;
use axum::response::Response;
use kernel::{actor::Actor, right::Right};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Fault;

use super::{
    asked::{Asked, body},
    case_acts::Day,
    problem::Problem,
    shown::Page,
};
use crate::{Site, assistance::scope, form::derived, principal::Principal};

/// A mandate that is given (委托).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entrusting {
    /// The enterprise's unified social credit code.
    credit_code: String,
    /// The office of the post.
    office: String,
    /// The post, which must be one that assists.
    post: String,
    /// `everything`, or `project`, `case` or `package` with its number behind a blank.
    scope: String,
    /// `prepare`, `hand-in`, `correct`, `withdraw`, `book`, `collect`; for projects `register` and
    /// `report`. A new project is registered under a mandate for everything alone.
    acts: Vec<String>,
    /// The first day.
    from: Day,
    /// The last day.
    until: Day,
    /// What the signed paper is, where the window records it.
    #[serde(default)]
    paper: String,
    /// The document with its scan, by its identifier, where the window records it.
    #[serde(default)]
    scan: String,
}

/// That what was given on paper stands (确认委托).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {}

/// That it is taken back (撤销委托).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Why; may be left out.
    #[serde(default)]
    reason: String,
    /// What the signed paper is, where the window records it.
    #[serde(default)]
    paper: String,
}

/// That it is laid down (辞去委托).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resignation {
    /// Why.
    reason: String,
}

/// A signature of the applicant's own that is waited for (请本人签署).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Awaited {
    /// The case, by its number.
    case: String,
    /// `promise`, `commitment`, `consent`, `rating`.
    what: String,
}

/// A mandate (帮办代办委托).
#[derive(Debug, Serialize, JsonSchema)]
pub struct MandateShown {
    /// Its number.
    number: String,
    /// The enterprise that gave it.
    credit_code: String,
    /// The office of the post that has it.
    office: String,
    /// The post.
    post: String,
    /// What it is for: `everything`, or the subject's word.
    scope: String,
    /// Which acts it entrusts.
    acts: Vec<String>,
    /// The first day.
    from: String,
    /// The last day.
    until: String,
    /// `in-force`, `revoked`, `laid-down` or `ended`.
    state: String,
    /// Was it given on paper?
    is_on_paper: bool,
    /// The day on which the enterprise confirmed what it gave on paper.
    confirmed_on: Option<String>,
}

impl MandateShown {
    fn of(site: &Site, row: AssistanceRow) -> MandateShown {
        let today = kernel::local_time::day_of((site.now)());
        let state = row.state_on(today).word().to_owned();
        let subject = row.terms.scope.subject();
        MandateShown {
            scope: if subject.is_empty() { "everything" } else { subject }.to_owned(),
            acts: row.terms.acts.iter().map(|act| act.word().to_owned()).collect(),
            from: row.terms.from.to_string(),
            until: row.terms.until.to_string(),
            state,
            is_on_paper: !row.paper.is_empty(),
            confirmed_on: row.confirmed_on.map(|day| day.to_string()),
            number: row.terms.number,
            credit_code: row.terms.credit_code,
            office: row.terms.office,
            post: row.terms.post,
        }
    }
}

/// The mandate with this number, where this reader may know of it: whoever gave it, the post that
/// has it, the window.
fn found(site: &Site, reader: &Principal, number: &str) -> Result<Option<AssistanceRow>, Fault> {
    let row = site.store.read(&site.zone, |open| views::assistance_by_number(open, number))?;
    Ok(row.filter(|row| is_seen(reader, row)))
}

fn is_seen(reader: &Principal, row: &AssistanceRow) -> bool {
    let terms = &row.terms;
    let at_post = reader.at_post() == Some(Actor::officer(&terms.office, &terms.post));
    let is_own = reader.credit_code() == Some(&terms.credit_code);
    is_own || at_post || reader.has(Right::Receive)
}

/// The mandates that the reader gave, or that its post has.
pub async fn list(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let reader = asked.principal();
        let rows =
            site.store.read(&site.zone, |open| match (reader.credit_code(), reader.at_post()) {
                (Some(code), _) => views::assistances_of(open, code),
                (None, Some(Actor::Officer { office, post })) => {
                    views::assistances_of_post(open, (&office, &post))
                }
                (None, _) => Ok(Vec::new()),
            })?;
        let rows = rows.into_iter().map(|row| MandateShown::of(site, row)).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// The mandate with the number in the address.
pub async fn one(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let row = found(site, asked.principal(), asked.at("number"))?;
        Ok(row.map(|row| MandateShown::of(site, row)))
    });
    answer.await
}

/// Gives one.
pub async fn entrust(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let told: Entrusting = body(&sent)?;
    let recorded = asked.record(move |site, asked| {
        let name = uuid::Builder::from_custom_bytes(derived(key, "assistance")).into_uuid();
        let subject = format!("assistance:{name}");
        let scan = match told.scan.as_str() {
            "" => String::new(),
            id => format!("document:{id}"),
        };
        let command = Command::Entrust {
            credit_code: told.credit_code,
            office: told.office,
            post: told.post,
            scope: scope(site, &told.scope)?,
            acts: told.acts.iter().filter_map(|word| Act::read(word)).collect(),
            from: told.from.0,
            until: told.until.0,
            days_at_most: site.pack.zone.hall.assistance_days,
            paper: told.paper,
            scan,
        };
        let made = asked.execute::<Assistances>(site, (key, &subject), (actor, None), command)?;
        let place = format!("/api/zones/{}/mandates", site.zone);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Asks something of the mandate with the number in the address.
async fn ask(
    asked: Asked,
    actor: Option<Actor>,
    command: impl FnOnce(&Site) -> Result<Option<Command>, Fault> + Send + 'static,
) -> Result<Response, Problem> {
    let (key, own) = (asked.key()?, asked.actor()?);
    let actor = actor.unwrap_or(own);
    let recorded = asked.record(move |site, asked| {
        let row = found(site, asked.principal(), asked.at("number"))?;
        let (Some(row), Some(command)) = (row, command(site)?) else { return Ok(None) };
        let made =
            asked.execute::<Assistances>(site, (key, &row.subject), (actor, None), command)?;
        let place = format!("/api/zones/{}/mandates/{}", site.zone, row.terms.number);
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Confirms one that was given on paper.
pub async fn confirm(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Confirmation {} = body(&sent)?;
    ask(asked, None, |_| Ok(Some(Command::Confirm))).await
}

/// Takes it back.
pub async fn revoke(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Revocation { reason, paper } = body(&sent)?;
    ask(asked, None, |_| Ok(Some(Command::Revoke { reason, paper }))).await
}

/// Lays it down.
pub async fn lay_down(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Resignation { reason } = body(&sent)?;
    let at_post = asked.principal().at_post();
    ask(asked, at_post, |_| Ok(Some(Command::LayDown { reason }))).await
}

/// Tells the applicant that its own signature is waited for.
pub async fn await_signature(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Awaited { case, what } = body(&sent)?;
    let at_post = asked.principal().at_post();
    let command = move |site: &Site| {
        let row = site.store.read(&site.zone, |open| views::case_by_number(open, &case))?;
        let known = row.zip(Signature::read(&what));
        Ok(known.map(|(row, what)| Command::AskSignature { about: row.subject, what }))
    };
    ask(asked, at_post, command).await
}
