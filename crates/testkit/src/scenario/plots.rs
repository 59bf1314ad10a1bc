//! The acts of stories about a plot that is offered with its scheme (带方案出让用语).
//!
//! ```text
//! lists the plot [for MATTER, MATTER]: plot_number 2026-12, plot_area 26600 [asked for by CODE]
//! brings for the plot MATERIAL            (a paper that may be opened, under a name of its own)
//! lays out the scheme: …                    reviews the scheme: …
//! sends the scheme back because …
//! asks OFFICE about the scheme: …           answers about the scheme with STANCE [number 2]: …
//! takes the question about the scheme [number 2] back because …
//! offers the plot by NOTICE until DAY       finds no winner because …
//! takes the plot back because …
//! sells the plot to CODE by CONTRACT with plot_number 2026-12, plot_area 26600 [for the project]
//! links the project to the plot
//! declares a change of the scheme: …
//! lets CODE take the contract over by PAPER
//! rescinds the contract by PAPER because …
//! ```
//!
//! A permit that follows is called by its case: plot-one-MATTER-1, the last being the version.

use approvals::plot::{Command, Plots, opinion};
use approvals::question::Stance;
use catalogue::form::Answers;
use kernel::actor::Actor;
use kernel::local_time::day_of;
use store::Answer;

use super::PROJECT;
use super::acts::cut;
use super::papers::receive;
use super::simulations::values;
use crate::sample::{Sample, subject};

/// The one plot of a story.
const PLOT: &str = "plot:one";

/// Does what the line says, where it says anything about a plot.
pub fn act(sample: &mut Sample, actor: &Actor, act: &str) -> Result<Option<Answer>, String> {
    if let Some(material) = act.strip_prefix("brings for the plot ") {
        let document = format!("document:{material}-{}", sample.size());
        return receive(sample, actor, (&document, PLOT, material)).map(Some);
    }
    let Some(command) = command(sample, act)? else { return Ok(None) };
    Ok(Some(sample.ask::<Plots>(actor.clone(), PLOT, command)))
}

fn command(sample: &Sample, act: &str) -> Result<Option<Command>, String> {
    let words = |prefix: &str| act.strip_prefix(prefix).map(str::to_owned);
    if let Some(told) = act.strip_prefix("lists the plot") {
        // The matters that a story names are those that its zone has in force.
        let (_, told) = cut(told, ": ")?;
        let (terms, asked_by) = told.split_once(" asked for by ").unwrap_or((told, ""));
        return Ok(Some(Command::List {
            terms: values(terms)?,
            place: "惠民街道".into(),
            land_use: "工业用地".into(),
            asked_by: asked_by.into(),
        }));
    }
    if let Some(words) = words("lays out the scheme: ") {
        return Ok(Some(Command::LayOut { words, answers: figures() }));
    }
    if let Some(words) = words("reviews the scheme: ") {
        return Ok(Some(Command::Review { words }));
    }
    if let Some(reasons) = words("sends the scheme back because ") {
        return Ok(Some(Command::SendBack { reasons }));
    }
    if let Some(command) = opinion(act)? {
        return Ok(Some(Command::Opinion(command)));
    }
    if let Some(told) = act.strip_prefix("offers the plot by ") {
        let (notice, until) = cut(told, " until ")?;
        let bids_until = until.parse().map_err(|_| format!("{until} is no day"))?;
        return Ok(Some(Command::Offer { notice: notice.into(), bids_until }));
    }
    if let Some(words) = words("finds no winner because ") {
        return Ok(Some(Command::FailAuction { words }));
    }
    if let Some(reasons) = words("takes the plot back because ") {
        return Ok(Some(Command::Withdraw { reasons }));
    }
    if let Some(told) = act.strip_prefix("sells the plot to ") {
        let (winner, told) = cut(told, " by ")?;
        let (contract, terms) = cut(told, " with ")?;
        let project = terms.strip_suffix(" for the project");
        return Ok(Some(Command::Sell {
            winner: winner.into(),
            contract: contract.into(),
            contracted_on: day_of(sample.now),
            terms: values(project.unwrap_or(terms))?,
            project: project.map(|_| subject("project", PROJECT)),
        }));
    }
    if act == "links the project to the plot" {
        return Ok(Some(Command::LinkProject { project: subject("project", PROJECT) }));
    }
    if let Some(told) = act.strip_prefix("lets ").filter(|it| it.contains(" the contract over ")) {
        let (company, consent) = cut(told, " take the contract over by ")?;
        let (company, consent) = (company.into(), consent.into());
        return Ok(Some(Command::ConsentToTakeOver { company, consent }));
    }
    if let Some(told) = act.strip_prefix("rescinds the contract by ") {
        let (paper, reasons) = cut(told, " because ")?;
        return Ok(Some(Command::Rescind { paper: paper.into(), reasons: reasons.into() }));
    }
    let reasons = words("declares a change of the scheme: ");
    Ok(reasons.map(|reasons| Command::DeclareChange { reasons, answers: Answers::new() }))
}

/// Questions are numbered from one; without a number, the first is meant.
fn opinion(act: &str) -> Result<Option<opinion::Act>, String> {
    let numbered = |told: &str| match told.split_once("number ") {
        None => Ok(1),
        Some((_, number)) => number.parse().map_err(|_| format!("\"{number}\" is no number")),
    };
    if let Some((office, words)) =
        act.strip_prefix("asks ").and_then(|told| told.split_once(" about the scheme: "))
    {
        let (office, words) = (office.into(), words.into());
        return Ok(Some(opinion::Act::Ask { office, words, limit: None }));
    }
    if let Some(told) = act.strip_prefix("answers about the scheme with ") {
        let (head, words) = cut(told, ": ")?;
        let stance = head.split(' ').next().unwrap_or_default();
        let stance = Stance::ALL.into_iter().find(|known| known.word() == stance);
        let stance = stance.ok_or_else(|| format!("there is no stance in \"{head}\""))?;
        let question = numbered(head)?;
        return Ok(Some(opinion::Act::Give { question, stance, words: words.into() }));
    }
    let Some(told) = act.strip_prefix("takes the question about the scheme ") else {
        return Ok(None);
    };
    let (head, reason) = cut(told, "back because ")?;
    let question = numbered(head.trim_end())?;
    Ok(Some(opinion::Act::Withdraw { question, reason: reason.into() }))
}

/// The figures of the one scheme.
fn figures() -> Answers {
    let told = [("floor_area", "46000"), ("building_count", "3"), ("plot_ratio_percent", "173")];
    told.map(|(id, answer)| (id.to_owned(), answer.to_owned())).into()
}
