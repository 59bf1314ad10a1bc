//! What facts and obligations are called (协议用语), as pages and trails show them.

use kernel::agreement::terms::decimal;
use kernel::agreement::{Bound, Due, Event, Measure, Obligation};
use kernel::text::{Text, text};
use kernel::time_limit::{DayUnit, Limit};

use crate::kind::kind;

/// What shows that a meeting's decision is carried out, in Chinese and English.
pub const REPORT: (&str, &str) = ("办理情况", "a report on what was done");

/// What a fact is called.
pub fn title(event: &Event) -> Text {
    match event {
        Event::AgreementDrafted { .. } => text("起草协议", "Drafted"),
        Event::AgreementSigned { .. } => text("签署", "Signed"),
        Event::AgreementChanged { .. } => text("提出变更", "Change put forward"),
        Event::ChangeWithdrawn { .. } => text("撤回变更", "Change taken back"),
        Event::FulfilmentDemanded { .. } => text("要求履行", "Fulfilment demanded"),
        Event::EvidenceHandedIn { .. } => text("提交履行凭据", "Evidence handed in"),
        Event::EvidenceReturned { .. } => text("退回凭据", "Evidence sent back"),
        Event::ObligationFulfilled { .. } => text("确认履行", "Attested as fulfilled"),
        Event::ObligationDueSoon { .. } => text("到期提醒", "Reminded: due soon"),
        Event::ObligationBreached { .. } => text("逾期", "Due date passed"),
        Event::ConsequenceCarriedOut { .. } => text("追究违约责任", "Consequence carried out"),
        Event::EndAgreedTo { .. } => text("同意终止", "Agreed to end it"),
        Event::AgreementEnded { .. } => text("协议终止", "Ended"),
    }
}

/// What a clause in words is called; its identifier where the kind does not know it.
pub fn clause(of: &str, id: &str) -> Text {
    let known = kind(of).and_then(|kind| kind.clauses().find(|(known, _)| *known == id));
    known.map_or_else(|| text(id, id), |(_, must)| must.title())
}

/// Which obligation a fact is about.
pub fn obligation_of(event: &Event) -> Option<&str> {
    match event {
        Event::FulfilmentDemanded { obligation, .. }
        | Event::EvidenceHandedIn { obligation, .. }
        | Event::EvidenceReturned { obligation, .. }
        | Event::ObligationFulfilled { obligation, .. }
        | Event::ObligationDueSoon { obligation, .. }
        | Event::ObligationBreached { obligation, .. }
        | Event::ConsequenceCarriedOut { obligation, .. } => Some(obligation),
        Event::AgreementDrafted { .. }
        | Event::AgreementSigned { .. }
        | Event::AgreementChanged { .. }
        | Event::ChangeWithdrawn { .. }
        | Event::EndAgreedTo { .. }
        | Event::AgreementEnded { .. } => None,
    }
}

/// What people wrote into a fact.
pub fn quote(event: &Event) -> Option<&str> {
    let said = match event {
        Event::AgreementSigned { paper, .. } => paper.as_deref()?,
        Event::AgreementChanged { reason, .. }
        | Event::ChangeWithdrawn { reason, .. }
        | Event::EvidenceReturned { reason, .. }
        | Event::EndAgreedTo { reason, .. }
        | Event::AgreementEnded { reason, .. } => reason,
        Event::EvidenceHandedIn { evidence, .. } => &evidence.words,
        Event::ConsequenceCarriedOut { words, .. } => words,
        Event::AgreementDrafted { .. }
        | Event::FulfilmentDemanded { .. }
        | Event::ObligationFulfilled { .. }
        | Event::ObligationDueSoon { .. }
        | Event::ObligationBreached { .. } => return None,
    };
    Some(said).filter(|said| !said.is_empty())
}

/// What is owed: in both languages where the kind's outline has it, else as it was written.
pub fn owed(of: &str, obligation: &Obligation) -> Text {
    let outline = kind(of).map_or(&[][..], |kind| kind.outline);
    let known = outline.iter().find(|one| one.id == obligation.id);
    let known = known.filter(|one| one.title.0 == obligation.title);
    let written = || text(&obligation.title, &obligation.title);
    known.map_or_else(written, |one| text(one.title.0, one.title.1))
}

/// What shows it, in the same way.
pub fn evidence(of: &str, obligation: &Obligation) -> Text {
    let outline = kind(of).map_or(&[][..], |kind| kind.outline);
    let known = outline.iter().find(|one| one.evidence.0 == obligation.evidence);
    if obligation.evidence == REPORT.0 {
        return text(REPORT.0, REPORT.1);
    }
    let written = || text(&obligation.evidence, &obligation.evidence);
    known.map_or_else(written, |one| text(one.evidence.0, one.evidence.1))
}

/// A measure: at least 400 万元/亩.
pub fn measure(measure: &Measure) -> Text {
    let amount = decimal(measure.thousandths);
    let unit = unit(&measure.unit);
    match measure.bound {
        Bound::AtLeast => {
            text(format!("不低于 {amount} {}", unit.zh), format!("at least {amount} {}", unit.en))
        }
        Bound::AtMost => {
            text(format!("不高于 {amount} {}", unit.zh), format!("at most {amount} {}", unit.en))
        }
    }
}

/// A unit: in both languages where it is one of the outlines'.
pub fn unit(unit: &str) -> Text {
    let en = match unit {
        "万元/亩" => "× 10,000 yuan per mu",
        "万元/亩·年" => "× 10,000 yuan per mu and year",
        "吨标准煤/万元" => "tonnes of standard coal per 10,000 yuan",
        "千克/万元" => "kg per 10,000 yuan",
        other => other,
    };
    text(unit, en)
}

/// By when it is owed, where that is no day yet.
pub fn due(due: Due) -> Text {
    let days = |limit: Limit| {
        let (zh, en) = match limit.unit {
            DayUnit::Working => ("个工作日", "working days"),
            DayUnit::Natural => ("日", "days"),
        };
        text(format!("{} {zh}", limit.days), format!("{} {en}", limit.days))
    };
    match due {
        Due::By { day, .. } => text(day.to_string(), day.to_string()),
        Due::Within { limit, .. } => {
            let days = days(limit);
            text(format!("{}内", days.zh), format!("within {}", days.en))
        }
        Due::OnDemand { limit } => {
            let days = days(limit);
            text(format!("被要求后 {}内", days.zh), format!("within {} of being asked", days.en))
        }
    }
}
