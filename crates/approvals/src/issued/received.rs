//! The receipt of an application for a bundle (一件事收件凭证): what was said to be ready, each link with
//! its time, and how to follow it.
//!
//! Never: a person's name; who founds an enterprise is named by no paper.

use jiff::civil::Date;
use serde::Serialize;

use super::event::Line;
use super::occasion::Occasion;
use super::together::Together;
use super::words::line;
use super::{CaseFacts, is_code};
use crate::bundle::{Event, Link};

/// What was received once for several things (合并收件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Received {
    /// An application for a bundle.
    Bundle(Application),
    /// A stage with its matters.
    Stage(Together),
}

/// What the receipt of an application tells (收件内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Application {
    /// The day.
    on: Date,
    /// The papers said to be ready, by name.
    handed_in: Vec<String>,
    /// Its links.
    links: Vec<Link>,
    /// Within how many working days all of it is promised.
    promised_days: Option<u32>,
    /// The certificates with which that promise is kept; all of them where none is named.
    counts_until: Vec<String>,
}

/// The receipt that a fact about an application calls for.
pub(super) fn called_for(event: Event) -> Option<Occasion> {
    let Event::BundleSubmitted {
        on, links, handed_in, promised_days, counts_until, papers, ..
    } = event
    else {
        return None;
    };
    let name = |id: String| {
        let known = papers.iter().find(|paper| paper.id == id);
        known.map_or(id, |paper| paper.title.clone())
    };
    let handed_in = handed_in.into_iter().map(name).collect();
    let received = Application { on, handed_in, links, promised_days, counts_until };
    Some(Occasion::ReceivedOnce(Box::new(Received::Bundle(received))))
}

impl Received {
    /// The matters that the receipt names, by identifier.
    pub(super) fn matters(&self) -> Vec<&str> {
        match self {
            Received::Bundle(_) => Vec::new(),
            Received::Stage(stage) => stage.matters().collect(),
        }
    }

    /// The receipt's fields.
    pub(super) fn lines(&self, of: &CaseFacts) -> Vec<Line> {
        match self {
            Received::Bundle(application) => application.lines(of),
            Received::Stage(stage) => stage.lines(of),
        }
    }
}

impl Application {
    /// The receipt's fields.
    fn lines(&self, of: &CaseFacts) -> Vec<Line> {
        let mut lines = vec![
            line("收件编号", "Receipt No.", &of.number),
            line("一件事", "Bundle", &of.matter.0),
        ];
        lines.push(match is_code(&of.applicant) {
            true => line("统一社会信用代码", "Credit code", &of.applicant),
            false => line("申请人", "Applicant", "个人（姓名不载入台账）"),
        });
        let handed_in = match self.handed_in.is_empty() {
            true => "无".to_owned(),
            false => self.handed_in.join("、"),
        };
        lines.push(line("收件日期", "Received on", &self.on.to_string()));
        lines.push(line("已备材料", "Papers said to be ready", &handed_in));
        lines.extend(self.promise());
        lines.extend(self.links.iter().map(|one| self.link(one)));
        lines.push(line(
            "查询进度",
            "Follow it",
            "登录后在“一件事申请”中按收件编号查看各环节，也可以向收件部门查询",
        ));
        lines.push(line("说明", "Note", "本凭证只证明收到申请，不代表已经受理。"));
        lines
    }

    /// What is promised for all of it, and with what that is kept.
    fn promise(&self) -> Option<Line> {
        let days = format!("{}个工作日", self.promised_days?);
        let counted = self.links.iter().filter(|one| self.counts_until.contains(&one.certificate));
        let counted: Vec<&str> = counted.map(|one| one.title.as_str()).collect();
        let promise = match counted.is_empty() || counted.len() == self.links.len() {
            true => days,
            false => format!("{days}，算到{}办结为止", counted.join("、")),
        };
        Some(line("承诺时限", "Promised limit", &promise))
    }

    /// A link: whose it is, after what it begins, and within which time.
    fn link(&self, of: &Link) -> Line {
        let mut told = vec![of.department.clone()];
        if !of.after.is_empty() {
            told.push("前置环节办结后开始".into());
        }
        let counts = &self.counts_until;
        let is_promised =
            self.promised_days.is_some() && (counts.is_empty() || counts.contains(&of.certificate));
        match (of.limit_days, is_promised) {
            (0, true) => told.push("在整件事的承诺时限内".into()),
            (0, false) => told.push("没有承诺时限".into()),
            (days, _) => {
                told.push(format!("法定时限{days}个工作日，自本环节开始之日起"));
            }
        }
        line(&of.title, &of.title_en, &told.join("；"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SUBMITTED: &str =
        include_str!("../../tests/it/old_events/bundle_submitted.with_paper_names.json");

    fn receipt(event: &Value, applicant: &str) -> Vec<Line> {
        let event = serde_json::from_value(event.clone()).expect("an event");
        let of = CaseFacts {
            number: "2026-B00001".into(),
            applicant: applicant.into(),
            matter: ("企业开办".into(), "Start a business".into()),
            ..CaseFacts::default()
        };
        let occasion = called_for(event).expect("a receipt");
        occasion.lines(&of)
    }

    fn value<'a>(lines: &'a [Line], label: &str) -> &'a str {
        let found = lines.iter().find(|line| line.label == label);
        found.map(|line| line.value.as_str()).expect("the line is there")
    }

    #[test]
    fn it_tells_papers_promise_and_links_and_names_no_person() {
        let event = serde_json::from_str(SUBMITTED).expect("the sample is JSON");
        let lines = receipt(&event, "person:chen");
        assert_eq!(value(&lines, "收件编号"), "2026-B00001");
        assert_eq!(value(&lines, "已备材料"), "设立登记申请书");
        assert_eq!(value(&lines, "承诺时限"), "1个工作日，算到营业执照办结为止");
        let (licence, seal) = (value(&lines, "营业执照"), value(&lines, "公章刻制"));
        assert_eq!(licence, "市场监督管理部门；法定时限3个工作日，自本环节开始之日起");
        assert_eq!(seal, "公安机关；前置环节办结后开始；没有承诺时限");
        assert!(lines.iter().all(|line| !line.value.contains("chen")), "{lines:?}");
        assert_eq!(value(&receipt(&event, "91330421MA28A0010Q"), "统一社会信用代码").len(), 18);
    }

    #[test]
    fn an_old_application_has_no_names_of_its_papers() {
        let mut event: Value = serde_json::from_str(SUBMITTED).expect("the sample is JSON");
        event["bundle_submitted"]["papers"] = json!([]);
        let lines = receipt(&event, "person:chen");
        assert_eq!(value(&lines, "已备材料"), "registration-application");
    }
}
