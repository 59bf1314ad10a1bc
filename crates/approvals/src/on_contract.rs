//! What a plot calls for in the cases of whoever won it (拿地即开工联动): they open on the contract
//! with the reviewed papers by reference, wait where a change is declared, and go on as it was
//! found.
//!
//! Never: a decision. An officer decides each of them.

use store::worker::Act;

use crate::case::on_plot::Act as Step;
use crate::case::{Cases, Command};
use crate::document::{self, Documents};
use crate::plot::{Event, Opening, Paper, Taken};

/// What a fact about a plot calls for.
pub fn acts(event: Event) -> Vec<Act> {
    match event {
        Event::PlotProjectLinked { opens, .. } => opens.into_iter().flat_map(opened).collect(),
        Event::SchemeReviewed { version, takes, opens, .. } => {
            let taken = takes.into_iter().flat_map(|one| taken(version, one));
            taken.chain(opens.into_iter().flat_map(opened)).collect()
        }
        Event::SchemeSentBack { version, releases, .. } => {
            let release = |case| step(case, Step::Release { version });
            releases.into_iter().map(release).collect()
        }
        Event::ContractRescinded { contract, reasons, ends, .. } => {
            let end = |case| {
                step(case, Step::End { contract: contract.clone(), reasons: reasons.clone() })
            };
            ends.into_iter().map(end).collect()
        }
        Event::ChangeDeclared { version, holds, .. } => {
            holds.into_iter().map(|case| step(case, Step::Hold { version })).collect()
        }
        Event::PlotListed { .. }
        | Event::SchemeLaidOut { .. }
        | Event::PlotOffered { .. }
        | Event::AuctionFailed { .. }
        | Event::PlotWithdrawn { .. }
        | Event::ContractTakenOver { .. }
        | Event::Opinion(_)
        | Event::PlotSold { .. } => Vec::new(),
    }
}

fn opened(one: Opening) -> Vec<Act> {
    let papers = serving(&one.brought.papers, &one.case);
    let open = step(one.case, Step::Open(Box::new(one.brought)));
    std::iter::once(open).chain(papers).collect()
}

fn taken(version: u32, one: Taken) -> Vec<Act> {
    let Taken { case, changed, papers, answers } = one;
    let papers = serving(&papers, &case);
    let take = step(case, Step::Take { version, changed, answers });
    std::iter::once(take).chain(papers).collect()
}

fn step(case: String, step: Step) -> Act {
    Act::of::<Cases>(case, Command::OnPlot(step))
}

/// Each paper serves there as well: nobody brings it again.
fn serving(papers: &[Paper], case: &str) -> Vec<Act> {
    let attach = |paper: &Paper| {
        let (to, material) = (case.to_owned(), paper.material.clone());
        let command = document::Command::Attach { to, material };
        Act::of::<Documents>(paper.document.clone(), command)
    };
    papers.iter().map(attach).collect()
}
