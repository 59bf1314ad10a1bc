//! Land that is offered with its planning scheme, for programs (带规划方案出让接口): the list, the plot,
//! and what its parties ask of it.

use std::collections::BTreeMap;

use approvals::plot::{Command, Plots};
use approvals::project::assumption::{Key, Values};
use approvals::views::{PlotRow, plots_of_enterprise, plots_of_office, plots_offered};
use axum::body::Bytes;
use axum::response::Response;
use catalogue::form::Answers;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{
    acts::{Act, address, open},
    asked::{Asked, body},
    problem::Problem,
    scheme_acts::SchemeQuestionShown,
    seen,
    shown::Page,
};
use crate::Site;
use crate::plots::{File, of_party, own_code, read};
use crate::principal::Principal;

/// A plot to be sold with its scheme (地块登记).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlotToList {
    /// Its number, area and at least one planning condition.
    #[schemars(schema_with = "terms")]
    terms: Values,
    /// Where it lies.
    place: String,
    /// What it may be used for.
    land_use: String,
    /// Who asked for the scheme or pays for it, by its credit code.
    #[serde(default)]
    asked_by: String,
}

/// A scheme laid out for review, with the papers that are here (提交规划方案).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeLaidOut {
    /// In words.
    words: String,
    /// Its figures, by the fields' identifiers of the permits that follow.
    #[serde(default)]
    answers: Answers,
}

/// The opinion that finds for the scheme (方案审定).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeReview {
    /// In words.
    words: String,
}

/// The scheme is sent back (方案退回).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeReturn {
    /// Why.
    reasons: String,
}

/// The plot is offered together with its scheme (公告出让).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlotOffer {
    /// The number of the announcement.
    notice: String,
    /// Until when bids are taken.
    #[schemars(with = "String", extend("format" = "date"))]
    bids_until: Date,
}

/// The auction found no winner (流拍).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailedAuction {
    /// What happened.
    words: String,
}

/// The plot is taken back (停止出让).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlotWithdrawal {
    /// Why.
    reasons: String,
}

/// The contract with whoever won (出让合同).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LandContract {
    /// The winner's unified social credit code.
    winner: String,
    /// The contract's number.
    contract: String,
    /// The day of the contract.
    #[schemars(with = "String", extend("format" = "date"))]
    contracted_on: Date,
    /// Number, area and planning conditions, as the contract has them.
    #[schemars(schema_with = "terms")]
    terms: Values,
}

/// The winner's project (竞得人项目).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WinnersProject {
    /// Its number.
    project: String,
}

/// A change of the scheme, with the papers that are new (申报变更方案).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeChange {
    /// What changes, and why.
    reasons: String,
    /// The figures that change.
    #[serde(default)]
    answers: Answers,
}

/// A company that the winner founded takes the contract over (项目公司承接合同).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractTakeOver {
    /// The company's unified social credit code.
    company: String,
    /// The number of the seller's consent, or of the supplement to the contract.
    consent: String,
}

/// The contract is rescinded (解除出让合同).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractRescission {
    /// The number of the agreement or the decision that rescinds it.
    paper: String,
    /// Why.
    reasons: String,
}

/// A plot as a list shows it (地块).
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlotListed {
    /// Its number in the zone's register.
    pub number: String,
    /// The number that people call it by.
    pub plot_number: String,
    /// Where it lies.
    pub place: String,
    /// Where it stands.
    pub state: String,
    /// Until when bids are taken.
    pub bids_until: Option<String>,
}

/// A plot; who won it is told to its parties (地块详情).
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlotShown {
    /// Its number in the zone's register.
    pub number: String,
    /// Where it lies.
    pub place: String,
    /// What it may be used for.
    pub land_use: String,
    /// Where it stands.
    pub state: String,
    /// Its number, area and planning conditions, by word.
    pub terms: BTreeMap<String, String>,
    /// The version of the reviewed scheme.
    pub scheme: Option<u32>,
    /// The figures of the reviewed scheme.
    pub figures: BTreeMap<String, String>,
    /// The number of the opinion on it.
    pub review: Option<String>,
    /// The number of the announcement.
    pub notice: Option<String>,
    /// Until when bids are taken.
    pub bids_until: Option<String>,
    /// Is a change of the scheme under review?
    pub is_changing: bool,
    /// The version that is laid out and not reviewed, for the parties.
    pub under_review: Option<u32>,
    /// What other offices were asked about the scheme and said, for the offices.
    pub opinions: Vec<SchemeQuestionShown>,
    /// The winner's code, for the parties.
    pub winner: Option<String>,
    /// The contract's number, for the parties.
    pub contract: Option<String>,
    /// The winner's project, for the parties.
    pub project: Option<String>,
    /// The numbers of the cases that opened for the winner, for the parties.
    pub cases: Vec<String>,
}

/// What is offered, and the reader's own.
pub async fn listed(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let reader = asked.principal();
        let rows = site.store.read(&site.zone, |views| {
            let mut rows = plots_offered(views)?;
            let own = match (reader.office(), own_code(reader)) {
                (Some(office), _) => plots_of_office(views, office)?,
                (None, Some(code)) => plots_of_enterprise(views, code)?,
                (None, None) => Vec::new(),
            };
            rows.extend(own.into_iter().filter(|row| !row.is_public));
            Ok(rows)
        })?;
        let shown = rows.into_iter().map(PlotListed::from);
        Ok(Some(Page { rows: shown.collect(), next: None }))
    });
    answer.await
}

/// A plot.
pub async fn shown(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, asked| {
        let file = read(site, asked.principal(), asked.at("number"))?;
        Ok(file.map(|file| PlotShown::of((&file, asked.principal()))))
    });
    answer.await
}

/// Lists a plot.
pub async fn list(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let told = body::<PlotToList>(&sent)?;
    let PlotToList { terms, place, land_use, asked_by } = told;
    open::<Plots>(asked, None, move |_| Command::List { terms, place, land_use, asked_by }).await
}

/// Names the winner's project, of which only who may know of it learns that it is there.
pub async fn link(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let WinnersProject { project } = body::<WinnersProject>(&sent)?;
    let recorded = asked.record(move |site, asked| {
        let number = asked.at("number");
        let Some(row) = of_party(site, asked.principal(), number)? else { return Ok(None) };
        let found = seen::project(site, asked.principal(), &project)?;
        let project = found.map_or_else(|| format!("project:{project}"), |row| row.subject);
        let command = Command::LinkProject { project };
        let made = asked.execute::<Plots>(site, (key, &row.subject), (actor, None), command)?;
        Ok(Some(made.map(|receipt| (address::<Plots>(site, number), receipt))))
    });
    recorded.await
}

impl From<PlotRow> for PlotListed {
    fn from(row: PlotRow) -> PlotListed {
        PlotListed {
            number: row.number,
            plot_number: row.plot_number,
            place: row.place,
            state: row.state.word().into(),
            bids_until: row.bids_until.map(|day| day.to_string()),
        }
    }
}

impl PlotShown {
    fn of((file, reader): (&File, &Principal)) -> PlotShown {
        let (row, plot) = (&file.row, &file.plot);
        let terms = plot.terms.iter().map(|(key, value)| (key.word().to_owned(), value.clone()));
        let scheme = plot.scheme.as_ref();
        let pending = plot.pending.as_ref().filter(|_| file.is_party);
        let sale = plot.sale.as_ref().filter(|_| file.is_party);
        let project = file.project.as_ref().filter(|_| file.is_party);
        let cases = file.cases.iter().filter(|_| file.is_party);
        PlotShown {
            number: row.number.clone(),
            place: row.place.clone(),
            land_use: row.land_use.clone(),
            state: row.state.word().into(),
            terms: terms.collect(),
            scheme: scheme.map(|one| one.version),
            figures: scheme
                .map(|one| one.answers.clone())
                .unwrap_or_default()
                .into_iter()
                .collect(),
            review: plot.review.as_ref().map(|one| one.number.clone()),
            notice: plot.offer.as_ref().map(|(notice, _)| notice.clone()),
            bids_until: row.bids_until.map(|day| day.to_string()),
            is_changing: row.is_changing && file.is_party,
            under_review: pending.map(|one| one.version),
            opinions: SchemeQuestionShown::all((file, reader)),
            winner: sale.map(|one| one.winner.clone()),
            contract: sale.map(|one| one.contract.clone()),
            project: project.map(|one| one.number.clone()),
            cases: cases.map(|one| one.number.clone()).collect(),
        }
    }
}

impl Act for SchemeLaidOut {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        Command::LayOut { words: self.words, answers: self.answers }
    }
}

impl Act for SchemeReview {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        Command::Review { words: self.words }
    }
}

impl Act for SchemeReturn {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        Command::SendBack { reasons: self.reasons }
    }
}

impl Act for PlotOffer {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        Command::Offer { notice: self.notice, bids_until: self.bids_until }
    }
}

impl Act for FailedAuction {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        Command::FailAuction { words: self.words }
    }
}

impl Act for PlotWithdrawal {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        Command::Withdraw { reasons: self.reasons }
    }
}

impl Act for LandContract {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        let LandContract { winner, contract, contracted_on, terms } = self;
        Command::Sell { winner, contract, contracted_on, terms, project: None }
    }
}

impl Act for SchemeChange {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        Command::DeclareChange { reasons: self.reasons, answers: self.answers }
    }
}

fn terms(_: &mut SchemaGenerator) -> Schema {
    let keys = [Key::PlotNumber, Key::PlotArea].into_iter().chain(approvals::plot::CONDITIONS);
    let properties: BTreeMap<&str, serde_json::Value> =
        keys.map(|key| (key.word(), serde_json::json!({ "type": "string" }))).collect();
    json_schema!({
        "type": "object",
        "properties": properties,
        "required": ["plot_number", "plot_area"],
        "additionalProperties": false
    })
}

impl Act for ContractTakeOver {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        let ContractTakeOver { company, consent } = self;
        Command::ConsentToTakeOver { company, consent }
    }
}

impl Act for ContractRescission {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        let ContractRescission { paper, reasons } = self;
        Command::Rescind { paper, reasons }
    }
}
