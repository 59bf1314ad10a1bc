//! Opinions of other offices on a plot's scheme (方案征求意见): asked while it is reviewed, answered
//! within their own limit, and about the version that is laid out.
//!
//! A new version asks every office again that was asked and not let go: its papers are others, so
//! what was said about the old one stands in the ledger as said about that one, and the limit
//! counts anew. Where a scheme is sent back, nobody is asked until another is laid out.
//!
//! Never: an opinion that decides. The office that reviews finds for the scheme or sends it back.

use jiff::civil::Date;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

use super::Event;
use crate::question::{Question, Stance};

/// What may be asked (方案征求意见指令).
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Ask another office about the scheme that is laid out: an officer of the office that reviews.
    Ask {
        /// The office that is asked.
        office: String,
        /// What is asked.
        words: String,
        /// By when it is to answer; the limit of the permits that follow where none is named.
        limit: Option<Limit>,
    },
    /// Answer: an officer of the office that was asked.
    Give {
        /// Which question of the plot.
        question: u32,
        /// What the office thinks.
        stance: Stance,
        /// The opinion, with its conditions or reasons.
        words: String,
    },
    /// Take a question back: an officer of the office that reviews.
    Withdraw {
        /// Which question of the plot.
        question: u32,
        /// Why.
        reason: String,
    },
    /// Record that an office let the limit of a question pass: the clock.
    NoteOverdue {
        /// Which question of the plot.
        question: u32,
    },
}

/// What can happen (方案征求意见事实).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// Another office was asked for its opinion on the scheme (方案征求意见).
    SchemeOpinionAsked {
        /// The day.
        on: Date,
        /// Which version of the scheme is laid out.
        version: u32,
        /// Which question of the plot it is, counted from one.
        question: u32,
        /// The office that is asked.
        office: String,
        /// What is asked.
        words: String,
        /// By when it is to answer.
        limit: Limit,
    },
    /// The office that was asked has answered (方案反馈意见).
    SchemeOpinionGiven {
        /// The day.
        on: Date,
        /// Which version of the scheme it is about.
        version: u32,
        /// Which question of the plot it answers.
        question: u32,
        /// What the office thinks.
        stance: Stance,
        /// The opinion, with its conditions or reasons.
        words: String,
    },
    /// The office that was asked let its own limit pass (方案意见逾期).
    SchemeOpinionOverdue {
        /// Which version of the scheme it was to answer about.
        version: u32,
        /// Which question of the plot it is.
        question: u32,
        /// The office that was asked.
        office: String,
    },
    /// A question was taken back (撤回方案征求意见).
    SchemeOpinionWithdrawn {
        /// The day.
        on: Date,
        /// Which question of the plot it is.
        question: u32,
        /// Why.
        reason: String,
    },
}

impl Fact {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Fact::SchemeOpinionAsked { .. } => "approvals.scheme_opinion_asked",
            Fact::SchemeOpinionGiven { .. } => "approvals.scheme_opinion_given",
            Fact::SchemeOpinionOverdue { .. } => "approvals.scheme_opinion_overdue",
            Fact::SchemeOpinionWithdrawn { .. } => "approvals.scheme_opinion_withdrawn",
        }
    }

    /// What the fact is called (事实名称).
    pub fn title(&self) -> Text {
        match self {
            Fact::SchemeOpinionAsked { .. } => {
                text("就方案征求部门意见", "Another office's opinion on the scheme asked")
            }
            Fact::SchemeOpinionGiven { .. } => {
                text("部门反馈方案意见", "Opinion on the scheme given")
            }
            Fact::SchemeOpinionOverdue { .. } => {
                text("部门方案意见逾期", "Opinion on the scheme overdue")
            }
            Fact::SchemeOpinionWithdrawn { .. } => {
                text("撤回方案征求意见", "Question about the scheme taken back")
            }
        }
    }
}

/// What a fact does to the questions of its plot.
pub(super) fn fold(questions: &mut Vec<Question>, event: &Event) {
    match event {
        Event::SchemeLaidOut { on, reopens, .. } | Event::ChangeDeclared { on, reopens, .. } => {
            let again = questions.iter_mut().filter(|one| reopens.contains(&one.number));
            again.for_each(|one| one.reopen(*on));
        }
        Event::Opinion(Fact::SchemeOpinionAsked { on, question, office, words, limit, .. }) => {
            questions.push(Question::asked(*question, office, words, *on, *limit));
        }
        Event::Opinion(Fact::SchemeOpinionGiven { question, stance, .. }) => {
            of(questions, *question).for_each(|one| one.stance = Some(*stance));
        }
        Event::Opinion(Fact::SchemeOpinionOverdue { question, .. }) => {
            of(questions, *question).for_each(|one| one.is_overdue = true);
        }
        Event::Opinion(Fact::SchemeOpinionWithdrawn { question, .. }) => {
            of(questions, *question).for_each(|one| one.is_withdrawn = true);
        }
        Event::PlotListed { .. }
        | Event::SchemeReviewed { .. }
        | Event::SchemeSentBack { .. }
        | Event::PlotOffered { .. }
        | Event::AuctionFailed { .. }
        | Event::PlotWithdrawn { .. }
        | Event::PlotSold { .. }
        | Event::PlotProjectLinked { .. }
        | Event::ContractTakenOver { .. }
        | Event::ContractRescinded { .. } => {}
    }
}

fn of(questions: &mut [Question], number: u32) -> impl Iterator<Item = &mut Question> {
    questions.iter_mut().filter(move |one| one.number == number)
}
