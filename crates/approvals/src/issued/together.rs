//! The receipt of a stage asked for at once (并联审批收件凭证): one for all its matters, which count
//! as received at the same moment; what waits for another matter says so.

use jiff::civil::Date;
use serde::Serialize;

use super::CaseFacts;
use super::event::Line;
use super::occasion::Occasion;
use super::received::Received;
use super::words::{line, names};
use crate::package::{Event, Part};

/// What the receipt of a stage tells (并联审批收件内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Together {
    /// The day.
    on: Date,
    /// The materials, each handed in once.
    handed_in: Vec<String>,
    /// The matters that are asked for.
    parts: Vec<Part>,
}

/// The receipt that a fact about a package calls for.
pub(super) fn called_for(event: Event) -> Option<Occasion> {
    let Event::PackageSubmitted { on, parts, handed_in, .. } = event else { return None };
    let received = Received::Stage(Together { on, handed_in, parts });
    Some(Occasion::ReceivedOnce(Box::new(received)))
}

impl Together {
    /// The matters, by identifier.
    pub(super) fn matters(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.matter.as_str())
    }

    /// The receipt's fields.
    pub(super) fn lines(&self, of: &CaseFacts) -> Vec<Line> {
        let mut lines = vec![
            line("收件编号", "Receipt No.", &of.number),
            line("阶段", "Stage", &of.matter.0),
            line("项目", "Project", &of.project),
            line("申请人", "Applicant", &of.enterprise),
            line("统一社会信用代码", "Credit code", &of.applicant),
            line("收件日期", "Received on", &self.on.to_string()),
            line("已交材料", "Handed in", &names(of, &self.handed_in)),
        ];
        lines.extend(self.parts.iter().map(|part| {
            let known = of.matters.iter().find(|(id, ..)| *id == part.matter);
            let (zh, en) = known.map_or((&part.matter, &part.matter), |(_, zh, en)| (zh, en));
            let then = match part.after.is_empty() {
                true => "已同时收件",
                false => "前置事项办结后收件，材料无需再交",
            };
            line(zh, en, then)
        }));
        let note = "各事项视为同一时刻收件，由各部门分别受理、分别决定；本凭证只证明收到申请，不代表已经受理。";
        lines.push(line("说明", "Note", note));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_what_is_received_at_once_and_what_waits() {
        let part = |matter: &str, after: &[&str]| Part {
            matter: matter.into(),
            office: "planning".into(),
            after: after.iter().map(|id| (*id).to_owned()).collect(),
        };
        let together = Together {
            on: "2026-03-03".parse().expect("a day"),
            handed_in: vec!["design-scheme".into()],
            parts: vec![part("scheme", &[]), part("permit", &["scheme"])],
        };
        let named = |id: &str, zh: &str| (id.to_owned(), zh.to_owned(), zh.to_owned());
        let of = CaseFacts {
            number: "2026-P00001".into(),
            matters: vec![named("scheme", "方案审查"), named("permit", "规划许可")],
            materials: vec![named("design-scheme", "设计方案")],
            ..CaseFacts::default()
        };
        let lines = together.lines(&of);
        let value = |label: &str| {
            let found = lines.iter().find(|line| line.label == label);
            found.map(|line| line.value.as_str()).expect("the line is there")
        };
        assert_eq!(value("收件编号"), "2026-P00001");
        assert_eq!(value("已交材料"), "设计方案");
        assert_eq!(value("方案审查"), "已同时收件");
        assert_eq!(value("规划许可"), "前置事项办结后收件，材料无需再交");
    }
}
