//! The opinion of a simulated review as a paper (模拟审批意见): numbered in a series of its own, on the
//! assumptions that it rests on, and marked as being without legal effect.
//!
//! Never: an organ's seal on it.

use jiff::civil::Date;
use serde::Serialize;

use super::CaseFacts;
use super::event::Line;
use super::occasion::Occasion;
use super::words::line;
use crate::project::assumption::Key;
use crate::simulation::Event;

/// What it tells (意见内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Simulated {
    /// The day.
    on: Date,
    /// Its number.
    pub(super) number: String,
    /// In words.
    words: String,
    /// The assumptions that it rests on.
    rests_on: Vec<Key>,
    /// Until when it is good.
    valid_until: Date,
}

/// The paper that a fact about a simulated case calls for.
pub(super) fn called_for(event: Event) -> Option<Occasion> {
    let Event::Issued { on, number, words, rests_on, valid_until, .. } = event else {
        return None;
    };
    let told = Simulated { on, number, words, rests_on, valid_until };
    Some(Occasion::Simulated(Box::new(told)))
}

impl Simulated {
    /// Its own fields.
    pub(super) fn lines(&self, of: &CaseFacts) -> Vec<Line> {
        let assumed = |key: &Key| {
            let name = key.text().zh;
            let value = of.assumed.get(key).map(|value| format!("：{value}"));
            format!("{name}{}", value.unwrap_or_default())
        };
        let assumed: Vec<String> = self.rests_on.iter().map(assumed).collect();
        let assumed = match assumed.is_empty() {
            true => "不依据任何假设条件".to_owned(),
            false => assumed.join("；"),
        };
        vec![
            line("审查日期", "Reviewed on", &self.on.to_string()),
            line("审查意见", "Opinion", &self.words),
            line("依据的假设条件", "Rests on", &assumed),
            line("有效期至", "Good until", &self.valid_until.to_string()),
            line(
                "效力",
                "Effect",
                "模拟审批意见没有法律效力，只在本项目的模拟审批中作为后续事项的前置条件，\
                 任何正式文书不得引用；假设条件全部到位后，由审批部门依法另行作出决定。",
            ),
        ]
    }
}
