//! Applications for bundles, for programs (一件事申请接口): applying, reading, and acts on links.

use approvals::bundle::{Application, Applications, Command, Standing};
use approvals::views::{self, APPLICATION, ApplicationRow, LinkRow};
use axum::body::Bytes;
use axum::response::Response;
use catalogue::form::Answers;
use kernel::{actor::Actor, calendar::Calendar, personal::Personal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Fault;

use super::acts::{Act, address, open};
use super::asked::{Asked, body};
use super::seen::{Seen, number_of};
use super::shown::{Page, Words};
use super::{case_acts::Day, delivery_acts, problem::Problem};
use crate::{Site, applications::word::is_nobody, principal::Principal};

/// Links on a page of an office's board.
const PAGE: usize = 100;

/// An application for a bundle (一件事申请).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BundleApplication {
    /// The bundle's identifier.
    bundle: String,
    /// Who applies, where an officer brings it: `person:NAME` or `enterprise:CODE`.
    #[serde(default)]
    applicant: String,
    /// The certificates that are chosen.
    certificates: Vec<String>,
    /// The answers to the one form, by the fields' identifiers.
    #[serde(default)]
    answers: Answers,
    /// The papers handed in, each once.
    #[serde(default)]
    handed_in: Vec<String>,
    /// Who brings it.
    agent: String,
    /// That person's phone.
    phone: String,
}

/// A link's data pushed to its department (推送).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// The certificate's identifier.
    certificate: String,
    /// The number under which it is pushed.
    reference: String,
}

/// The department is at work (部门办理中).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Taking {
    /// The certificate's identifier.
    certificate: String,
}

/// A link done (环节办结).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkConclusion {
    /// The certificate's identifier.
    certificate: String,
    /// The number of the certificate or document.
    document: String,
    /// The enterprise's unified social credit code, where this link gives it.
    #[serde(default)]
    credit_code: String,
    /// The office saw the originals of the papers that have no usable file.
    #[serde(default)]
    originals_seen: bool,
}

/// The limit of a link put off (情形复杂延长).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkExtension {
    /// The certificate's identifier.
    certificate: String,
    /// By how many working days.
    days: u32,
    /// Why, as the applicant is told.
    reason: String,
    /// Who allowed it: the head of the organ.
    allowed_by: String,
}

/// A link sent back (环节退回).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkReturn {
    /// The certificate's identifier.
    certificate: String,
    /// What is to be mended.
    reason: String,
    /// By when; what comes of missing that day is the zone's regime.
    #[serde(default)]
    mend_by: Option<Day>,
}

/// A link given up (放弃该环节).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkAbandonment {
    /// The certificate's identifier.
    certificate: String,
    /// The reason, if one is given.
    #[serde(default)]
    reason: String,
}

/// A link mended (补正).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkCorrection {
    /// The certificate's identifier.
    certificate: String,
    /// What was mended.
    words: String,
    /// The answers that change.
    #[serde(default)]
    answers: Answers,
    /// The papers handed in anew.
    #[serde(default)]
    handed_in: Vec<String>,
}

/// A link refused (环节不予办理).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkRefusal {
    /// The certificate's identifier.
    certificate: String,
    /// The number of the decision.
    document: String,
    /// The reasons.
    reasons: String,
    /// Where and until when it can be appealed.
    appeal: String,
}

/// An application taken back (撤回).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationWithdrawal {
    /// The reason, if one is given.
    #[serde(default)]
    reason: String,
}

/// The one result delivered by other means (以其他方式送达).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultDelivery {
    /// How, by its word or its Chinese name; what is collected is handed out instead.
    #[schemars(schema_with = "delivery_acts::means")]
    means: String,
    /// The day on which it was received; today where none is told.
    #[serde(default)]
    on: Option<Day>,
}

/// An application concluded (一件事归档).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationConclusion {}

/// An application (一件事申请).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApplicationShown {
    /// The number of its receipt.
    pub number: String,
    /// The bundle's name.
    pub title: Words,
    /// The day of receipt.
    pub received_on: Option<String>,
    /// open, through (every link has ended), delivered (its result has arrived), concluded or
    /// withdrawn.
    pub state: String,
    /// The last day of what is promised, until that is kept.
    pub due: Option<String>,
    /// Since when all that counts is with the applicant: time stands still, and the last day moves.
    pub stands_since: Option<String>,
    /// The last day of delivering its result, while that has not arrived.
    pub deliver_by: Option<String>,
    /// How many links it has.
    pub links: i64,
    /// How many of them are done.
    pub done: i64,
    /// The code of the enterprise that came of it; empty before.
    pub credit_code: String,
    /// Its links; none in a list.
    pub links_of: Vec<LinkShown>,
}

/// A link of an application (环节).
#[derive(Debug, Serialize, JsonSchema)]
pub struct LinkShown {
    /// The application's number.
    pub application: String,
    /// The certificate's identifier.
    pub certificate: String,
    /// Its name.
    pub title: Words,
    /// Whose certificate it is.
    pub department: Words,
    /// waiting, to-push, pushed, in-hand, done, returned, refused, given-up, lapsed (not mended in
    /// time) or dropped (what it builds on does not come about).
    pub state: String,
    /// Since when.
    pub since: Option<String>,
    /// The last day by its own limit, while an office has it; on an office's list the earlier of
    /// that and of what is promised for the whole application.
    pub due: Option<String>,
    /// The number of the certificate, once it is done; in an application alone.
    pub document: String,
    /// Why it was sent back, last, is refused or was given up, or which certificate's end ended it;
    /// in an application alone.
    pub reason: String,
    /// By when it is to be mended, where that was told; in an application alone.
    pub mend_by: Option<String>,
    /// By how many working days its limit was put off; in an application alone.
    pub extended_by: u32,
    /// Where and until when a refusal can be appealed; in an application alone.
    pub appeal: String,
}

/// Could it be the number of a receipt? 2026-B00001.
fn is_a_number(word: &str) -> bool {
    word.len() <= 20 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// An application with its facts folded, where this reader may know of it.
pub(crate) fn application(
    site: &Site,
    reader: &Principal,
    number: &str,
) -> Result<Option<(ApplicationRow, Application)>, Fault> {
    if reader.actor().is_none() || !is_a_number(number) {
        return Ok(None);
    }
    let row = site.store.read(&site.zone, |open| views::application_by_number(open, number))?;
    let Some(row) = row else { return Ok(None) };
    let mut application = Application::default();
    let past = site.store.history::<Applications>(&site.zone, &row.subject)?;
    past.iter().for_each(|past| application.apply(&past.event));
    let is_own = reader.applies_as().as_ref() == Some(&row.applicant);
    let handles = reader.office().is_some_and(|office| application.offices().contains(&office));
    let sees = is_own || handles || reader.has(kernel::right::Right::Supervise);
    Ok(sees.then_some((row, application)))
}

impl Seen for Applications {
    const ROOM: &'static str = "applications";

    fn subject(site: &Site, reader: &Principal, number: &str) -> Result<Option<String>, Fault> {
        Ok(application(site, reader, number)?.map(|(row, _)| row.subject))
    }

    fn number(site: &Site, subject: &str) -> Result<Option<String>, Fault> {
        number_of(site, &APPLICATION, subject)
    }
}

/// Applies.
pub async fn apply_for_bundle(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let told = body::<BundleApplication>(&sent)?;
    let actor = asked.actor()?;
    let is_officer = matches!(actor, Actor::Officer { .. });
    let own = actor.principal().unwrap_or(actor).to_string();
    let applicant = if is_officer { told.applicant.clone() } else { own };
    let (front, word) = (asked.front.clone(), applicant.clone());
    let is_nobody = move |site: &Site| if is_officer { is_nobody(site, &word) } else { Ok(None) };
    if let Some(refused) = front.read(is_nobody).await? {
        return Err(refused.into());
    }
    let of = Actor::parse(&applicant).ok();
    let command = move |site: &Site| Command::Submit {
        bundle: site.pack.bundle(&told.bundle).cloned().map(Box::new),
        applicant,
        chosen: told.certificates,
        answers: told.answers,
        handed_in: told.handed_in,
        agent: Personal::clear(told.agent),
        phone: Personal::clear(told.phone),
    };
    open::<Applications>(asked, of, command).await
}

/// The applications of whoever asks.
pub async fn applications(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let actor = asked.principal().applies_as().unwrap_or_default();
        let rows = site.store.read(&site.zone, |open| views::applications_of(open, &actor))?;
        let rows = rows.into_iter().map(|row| ApplicationShown::of(row, None)).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// Mends a link, by what its bundle asks.
pub async fn correct_link(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor, told) = (asked.key()?, asked.actor()?, body::<LinkCorrection>(&sent)?);
    let recorded = asked.record(move |site, asked| {
        let found = application(site, asked.principal(), asked.at("number"))?;
        let Some((row, application)) = found else { return Ok(None) };
        let bundle = site.pack.bundle(&application.bundle).cloned().map(Box::new);
        let LinkCorrection { certificate, words, answers, handed_in } = told;
        let command = Command::Mend { bundle, certificate, words, answers, handed_in };
        let word = on_whose_word(&actor, &row);
        let subject = row.subject.as_str();
        let made = asked.execute::<Applications>(site, (key, subject), (actor, word), command)?;
        let address = address::<Applications>(site, &row.number);
        Ok(Some(made.map(|receipt| (address, receipt))))
    });
    recorded.await
}

/// Gives a link up, or takes the whole application back: what the applicant says.
pub async fn said<A: Act<Kind = Applications>>(
    asked: Asked,
    sent: Bytes,
) -> Result<Response, Problem> {
    let (key, actor, act) = (asked.key()?, asked.actor()?, body::<A>(&sent)?);
    let recorded = asked.record(move |site, asked| {
        let found = application(site, asked.principal(), asked.at("number"))?;
        let Some((row, _)) = found else { return Ok(None) };
        let word = on_whose_word(&actor, &row);
        let (subject, command) = (row.subject.as_str(), act.command(site));
        let made = asked.execute::<Applications>(site, (key, subject), (actor, word), command)?;
        let address = address::<Applications>(site, &row.number);
        Ok(Some(made.map(|receipt| (address, receipt))))
    });
    recorded.await
}

/// What an officer enters is the applicant's word.
fn on_whose_word(actor: &Actor, row: &ApplicationRow) -> Option<Actor> {
    let is_officer = matches!(actor, Actor::Officer { .. });
    is_officer.then(|| Actor::parse(&row.applicant).ok()).flatten()
}

/// An application with its links.
pub async fn one(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = application(site, asked.principal(), asked.at("number"))?;
        let calendar = site.store.read(&site.zone, |open| Ok(open.calendar()))?;
        let shown = |(row, application)| ApplicationShown::of(row, Some((&application, &calendar)));
        Ok(found.map(shown))
    });
    answer.await
}

/// The documents of an application, as far as they are this reader's to see.
pub async fn documents(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let found = application(site, asked.principal(), asked.at("number"))?;
        let Some((row, application)) = found else { return Ok(None) };
        let of = (&row, &application);
        let rows = crate::applications::papers::documents(site, asked.principal(), of)?;
        let rows = rows.into_iter().map(super::shown::DocumentShown::from).collect();
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

/// The links that an office has before it.
pub async fn links(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let office = asked.principal().office().unwrap_or_default();
        let after = asked.query("after");
        let rows = site.store.read(&site.zone, |open| views::links_at(open, office, after))?;
        let next = rows.get(PAGE - 1).map(|row| format!("after={}", row.number));
        Ok(Some(Page { rows: rows.into_iter().map(LinkShown::of).collect(), next }))
    });
    answer.await
}

impl ApplicationShown {
    fn of(row: ApplicationRow, found: Option<(&Application, &Calendar)>) -> ApplicationShown {
        let application = found.map(|(application, _)| application);
        let is_over = application.is_some_and(Application::is_over);
        let due = |one: &Standing| {
            let calendar = found.map(|(_, calendar)| calendar).filter(|_| !is_over)?;
            one.due(calendar).map(|day| day.to_string())
        };
        let standing = |one: &Standing| LinkShown {
            application: row.number.clone(),
            certificate: one.link.certificate.clone(),
            title: one.link.name().into(),
            department: one.link.department().into(),
            state: one.state.word().into(),
            since: one.since.map(|day| day.to_string()),
            due: due(one),
            document: one.document.clone(),
            reason: one.reason.clone(),
            appeal: one.appeal.clone(),
            mend_by: one.mend_by.map(|(day, _)| day.to_string()),
            extended_by: one.extended_by,
        };
        let links_of = application.map(|it| it.links.iter().map(standing).collect());
        ApplicationShown {
            links_of: links_of.unwrap_or_default(),
            credit_code: application.map(|it| it.credit_code.clone()).unwrap_or_default(),
            number: row.number,
            title: row.title.into(),
            received_on: row.received_on.map(|day| day.to_string()),
            state: row.state,
            due: row.due.map(|day| day.to_string()),
            stands_since: row.stands_since.map(|day| day.to_string()),
            deliver_by: row.deliver_by.map(|day| day.to_string()),
            links: row.links,
            done: row.done,
        }
    }
}

impl LinkShown {
    fn of(row: LinkRow) -> LinkShown {
        LinkShown {
            application: row.number,
            certificate: row.certificate,
            title: row.title.into(),
            department: row.department.into(),
            state: row.state.word().into(),
            since: row.since.map(|day| day.to_string()),
            due: row.due.map(|(day, _)| day.to_string()),
            document: String::new(),
            reason: String::new(),
            appeal: String::new(),
            mend_by: None,
            extended_by: 0,
        }
    }
}

impl Act for Push {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        Command::Push { certificate: self.certificate, reference: self.reference }
    }
}

impl Act for Taking {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        Command::Take { certificate: self.certificate }
    }
}

impl Act for LinkConclusion {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        let LinkConclusion { certificate, document, credit_code, originals_seen } = self;
        Command::Conclude { certificate, document, credit_code, originals_seen }
    }
}

impl Act for LinkExtension {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        let LinkExtension { certificate, days, reason, allowed_by } = self;
        Command::Extend { certificate, days, reason, allowed_by }
    }
}

impl Act for LinkAbandonment {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        Command::GiveUp { certificate: self.certificate, reason: self.reason }
    }
}

impl Act for LinkReturn {
    type Kind = Applications;

    fn command(self, site: &Site) -> Command {
        Command::Return {
            certificate: self.certificate,
            reason: self.reason,
            mend_by: self.mend_by.map(|Day(day)| day),
            unmended: site.pack.zone.regime.uncorrected,
        }
    }
}

impl Act for LinkRefusal {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        let LinkRefusal { certificate, document, reasons, appeal } = self;
        Command::Refuse { certificate, document, reasons, appeal }
    }
}

impl Act for ApplicationWithdrawal {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        Command::Withdraw { reason: self.reason }
    }
}

impl Act for ResultDelivery {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        Command::Deliver { means: self.means, on: self.on.map(|Day(on)| on) }
    }
}

impl Act for ApplicationConclusion {
    type Kind = Applications;

    fn command(self, _: &Site) -> Command {
        Command::Close
    }
}
