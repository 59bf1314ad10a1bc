//! Other offices' opinions on the scheme of a plot, for programs (方案征求意见接口): asked, given, taken
//! back, and read by the offices alone.

use approvals::plot::opinion::{Act as Step, Fact};
use approvals::plot::{Command, Event, Plots};
use approvals::question::{Question, Stance};
use kernel::time_limit::Limit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::acts::Act;
use crate::Site;
use crate::plots::File;
use crate::principal::Principal;

/// A question about the scheme to another office (方案征求意见).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeQuestion {
    /// The office that is asked.
    office: String,
    /// What is asked.
    words: String,
    /// Within how many working days it is to answer; the permits' own limit where none is named.
    #[serde(default)]
    working_days: Option<u32>,
}

/// An opinion on the scheme (方案意见).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeOpinion {
    /// Which question of the plot.
    question: u32,
    /// What the office thinks.
    #[schemars(schema_with = "super::case_acts::stances")]
    stance: Stance,
    /// The opinion, with its conditions or reasons.
    #[serde(default)]
    words: String,
}

/// A question about the scheme taken back (撤回方案征询).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeQuestionWithdrawal {
    /// Which question of the plot.
    question: u32,
    /// Why.
    reason: String,
}

/// A question about the scheme with what was said on it (方案征求意见情况).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SchemeQuestionShown {
    /// Which question of the plot.
    pub question: u32,
    /// The office that is asked.
    pub office: String,
    /// What is asked.
    pub words: String,
    /// From which day its limit counts.
    pub counts_from: String,
    /// What the office thinks of the version that was laid out last, by word.
    pub stance: Option<String>,
    /// Did it let its limit pass?
    pub is_overdue: bool,
    /// Was the question taken back?
    pub is_withdrawn: bool,
    /// Everything that the office said, version by version.
    pub said: Vec<SchemeOpinionShown>,
}

/// What an office said about one version of the scheme (方案意见).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SchemeOpinionShown {
    /// The day.
    pub on: String,
    /// Which version it is about.
    pub version: u32,
    /// What it thinks, by word.
    pub stance: String,
    /// The opinion, with its conditions or reasons.
    pub words: String,
}

impl SchemeQuestionShown {
    /// Every question, for a reader inside the offices; nobody else reads any.
    pub fn all((file, reader): (&File, &Principal)) -> Vec<SchemeQuestionShown> {
        let asked = file.plot.questions.iter().filter(|_| file.is_inside(reader));
        asked.map(|one| SchemeQuestionShown::of(file, one)).collect()
    }

    fn of(file: &File, asked: &Question) -> SchemeQuestionShown {
        let said = file.past.iter().filter_map(|past| match &past.event {
            Event::Opinion(Fact::SchemeOpinionGiven { on, version, question, stance, words })
                if *question == asked.number =>
            {
                let (on, stance) = (on.to_string(), stance.word().into());
                Some(SchemeOpinionShown { on, version: *version, stance, words: words.clone() })
            }
            _ => None,
        });
        SchemeQuestionShown {
            question: asked.number,
            office: asked.office.clone(),
            words: asked.words.clone(),
            counts_from: asked.counts_from().to_string(),
            stance: asked.stance.map(|stance| stance.word().into()),
            is_overdue: asked.is_overdue,
            is_withdrawn: asked.is_withdrawn,
            said: said.collect(),
        }
    }
}

impl Act for SchemeQuestion {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        let limit = self.working_days.map(Limit::working);
        Command::Opinion(Step::Ask { office: self.office, words: self.words, limit })
    }
}

impl Act for SchemeOpinion {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        let SchemeOpinion { question, stance, words } = self;
        Command::Opinion(Step::Give { question, stance, words })
    }
}

impl Act for SchemeQuestionWithdrawal {
    type Kind = Plots;

    fn command(self, _: &Site) -> Command {
        let SchemeQuestionWithdrawal { question, reason } = self;
        Command::Opinion(Step::Withdraw { question, reason })
    }
}
