//! What can happen to an inquiry (数据查询事实).

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// Why a register could not be asked (查询未成的原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outage {
    /// No connector to it is set up (未接通).
    Unconnected,
    /// It was not reached, or the connection broke off (连接不上).
    Unreachable,
    /// It did not answer in time (超时).
    Silent,
    /// It answered with an error (返回错误).
    Refusing,
    /// What it answered does not follow the contract (答复不合约定).
    Unreadable,
}

/// Where an inquiry stands (查询状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody consented (未同意).
    #[default]
    Unknown,
    /// It is being asked (查询中).
    Asked,
    /// It told something (已答复).
    Answered,
    /// It holds nothing about it (未查到).
    Nothing,
    /// It could not be asked (查询未成).
    Failed,
    /// The consent was withdrawn (已撤回同意).
    Withdrawn,
}

/// A decided fact about an inquiry.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The applicant consented that a register is asked, for one application (同意查询).
    InquiryConsented {
        /// The day.
        on: Date,
        /// The application, by the name that the case or package of it has after its kind.
        application: String,
        /// The applicant's code.
        applicant: String,
        /// The project.
        project: String,
        /// The register.
        register: String,
        /// Who keeps it, in Chinese.
        holder: String,
        /// The fields that it may be asked for.
        asks: Vec<String>,
    },
    /// The register told what it holds (查询答复).
    InquiryAnswered {
        /// The day.
        on: Date,
        /// As of which day it holds.
        as_of: Date,
        /// The register's own number of it.
        reference: String,
        /// What it told, by field.
        told: Answers,
    },
    /// The register holds nothing about it (未查到).
    InquiryFoundNothing {
        /// The day.
        on: Date,
        /// The register's own number of that; may be empty.
        reference: String,
    },
    /// The register could not be asked (查询未成); the applicant tells it.
    InquiryFailed {
        /// The day.
        on: Date,
        /// Why.
        outage: Outage,
    },
    /// The applicant has it asked once more (再次查询).
    InquiryRepeated {
        /// The day.
        on: Date,
    },
    /// The applicant took the consent back (撤回同意), before anything rested on the answer.
    InquiryWithdrawn {
        /// The day.
        on: Date,
    },
    /// The applicant confirmed a licence that was told (确认证照信息); it stands in the place of a
    /// material.
    LicenceConfirmed {
        /// The day.
        on: Date,
        /// The material.
        material: String,
    },
    /// The applicant contests a licence that was told (对证照信息有异议), and hands its own paper
    /// in.
    LicenceContested {
        /// The day.
        on: Date,
        /// The material.
        material: String,
        /// What is wrong.
        reason: String,
    },
}

impl Outage {
    /// The reason in words.
    pub fn text(self) -> Text {
        match self {
            Outage::Unconnected => text("该系统尚未接通", "it is not connected"),
            Outage::Unreachable => text("暂时连接不上该系统", "it cannot be reached"),
            Outage::Silent => text("该系统没有及时答复", "it did not answer in time"),
            Outage::Refusing => text("该系统返回错误", "it answered with an error"),
            Outage::Unreadable => text("该系统的答复无法识别", "what it answered cannot be read"),
        }
    }

    /// The word in stories and for programs.
    pub fn word(self) -> &'static str {
        match self {
            Outage::Unconnected => "unconnected",
            Outage::Unreachable => "unreachable",
            Outage::Silent => "silent",
            Outage::Refusing => "refusing",
            Outage::Unreadable => "unreadable",
        }
    }
}

impl State {
    /// The word in views, stories and for programs.
    pub fn word(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::Asked => "asked",
            State::Answered => "answered",
            State::Nothing => "nothing",
            State::Failed => "failed",
            State::Withdrawn => "withdrawn",
        }
    }
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::InquiryConsented { .. } => "approvals.inquiry_consented",
            Event::InquiryAnswered { .. } => "approvals.inquiry_answered",
            Event::InquiryFoundNothing { .. } => "approvals.inquiry_found_nothing",
            Event::InquiryFailed { .. } => "approvals.inquiry_failed",
            Event::InquiryRepeated { .. } => "approvals.inquiry_repeated",
            Event::InquiryWithdrawn { .. } => "approvals.inquiry_withdrawn",
            Event::LicenceConfirmed { .. } => "approvals.licence_confirmed",
            Event::LicenceContested { .. } => "approvals.licence_contested",
        }
    }

    /// Where it stands after this.
    pub fn state(&self) -> State {
        match self {
            Event::InquiryConsented { .. } | Event::InquiryRepeated { .. } => State::Asked,
            Event::InquiryAnswered { .. }
            | Event::LicenceConfirmed { .. }
            | Event::LicenceContested { .. } => State::Answered,
            Event::InquiryFoundNothing { .. } => State::Nothing,
            Event::InquiryFailed { .. } => State::Failed,
            Event::InquiryWithdrawn { .. } => State::Withdrawn,
        }
    }
}
