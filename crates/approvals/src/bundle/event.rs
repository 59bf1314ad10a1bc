//! What can happen to an application for a bundle (一件事申请事实).

use catalogue::form::Answers;
use catalogue::{BundleKind, Uncorrected};
use jiff::civil::Date;
use kernel::entry::Disclosure;
use kernel::personal::Personal;
use serde::{Deserialize, Serialize};

use super::link::{Link, PaperName};

/// A decided fact about an application.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The application was received (一件事收件), with one receipt for all of it.
    BundleSubmitted {
        /// The day of receipt.
        on: Date,
        /// The number of the receipt.
        number: String,
        /// The bundle's identifier.
        bundle: String,
        /// Which of the two it is.
        kind: BundleKind,
        /// The bundle's name, in Chinese.
        title: String,
        /// The bundle's name, in English.
        title_en: String,
        /// The office that receives it and hands out the result.
        lead_office: String,
        /// Who applies, as an actor's word: a person who founds, or an enterprise.
        applicant: String,
        /// The certificates that are applied for.
        links: Vec<Link>,
        /// The papers, each handed in once.
        handed_in: Vec<String>,
        /// Within how many working days all of it is promised.
        promised_days: Option<u32>,
        /// The certificates with which that promise is kept; all of them where none is named.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        counts_until: Vec<String>,
        /// What the papers handed in are called, as the table had them; none in an old entry.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        papers: Vec<PaperName>,
        /// Who brings it.
        agent: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// The applicant answered the one form (填写一件事申请表).
    BundleFormFilled {
        /// The day.
        on: Date,
        /// The answers as they were written, by the fields' identifiers.
        answers: Answers,
    },
    /// A link opens (环节开始): at once, or when what comes before it is done.
    LinkStarted {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// Is its data pushed to the department?
        is_pushed: bool,
    },
    /// A link's data was pushed to its department (推送).
    LinkPushed {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// The number under which it was pushed.
        reference: String,
    },
    /// The department told that it is at work (部门办理中).
    LinkTaken {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
    },
    /// A link is done (环节办结).
    LinkDone {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// The number of the certificate or document.
        document: String,
        /// The enterprise's unified social credit code, where this link gives it; else empty.
        credit_code: String,
        /// The papers without a usable file whose originals the office says that it saw.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        originals_seen: Vec<String>,
    },
    /// The limit of a link was put off, once (情形复杂延长), in this round of it.
    LinkExtended {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// By how many working days.
        days: u32,
        /// Why, as told to the applicant.
        reason: String,
        /// Who allowed it: the head of the organ.
        allowed_by: String,
    },
    /// A link was sent back to the applicant (环节退回); it holds up only what builds on it.
    LinkReturned {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// What is to be mended.
        reason: String,
    },
    /// A link was sent back to the applicant with a day by which it is to be mended
    /// (限期补正的环节退回).
    LinkReturnedUntil {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// What is to be mended.
        reason: String,
        /// The last day for it.
        mend_by: Date,
        /// What comes of it where that day is missed.
        unmended: Uncorrected,
    },
    /// A link is refused (环节不予办理); what builds on it cannot open any more.
    LinkRefused {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// The number of the decision.
        document: String,
        /// The reasons.
        reasons: String,
        /// Where and until when it can be appealed.
        appeal: String,
    },
    /// A link cannot open any more, since what it builds on was refused, was given up or counts as
    /// withdrawn (随前置环节终止).
    LinkDropped {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// The certificate that did not come about.
        because: String,
    },
    /// The applicant gave a link up (放弃该环节); what builds on it cannot open any more.
    LinkGivenUp {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// The reason, if one was given.
        reason: String,
    },
    /// A link that was sent back was not mended by its day and counts as withdrawn (视为撤回该环节).
    LinkLapsed {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
    },
    /// The applicant mended a link that was sent back (退回后补正).
    LinkMended {
        /// The certificate's identifier.
        certificate: String,
        /// The day.
        on: Date,
        /// What was mended.
        words: String,
        /// The answers that changed.
        answers: Answers,
        /// The papers handed in anew.
        handed_in: Vec<String>,
    },
    /// Every link has ended: one result goes back (一件事办结).
    BundleThrough {
        /// The day.
        on: Date,
    },
    /// Its one result has arrived (一件事结果送达).
    BundleDelivered {
        /// The day.
        on: Date,
        /// How it came.
        means: String,
        /// The day on which it was received, as courier or officer told it; none in an old entry.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received_on: Option<Date>,
    },
    /// Nothing is left to do about it (一件事归档).
    BundleConcluded {
        /// The day.
        on: Date,
    },
    /// The applicant took the application back (撤回一件事申请).
    BundleWithdrawn {
        /// The day.
        on: Date,
        /// The reason, if one was given.
        reason: String,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::BundleSubmitted { .. } => "approvals.bundle_submitted",
            Event::BundleFormFilled { .. } => "approvals.bundle_form_filled",
            Event::LinkStarted { .. } => "approvals.link_started",
            Event::LinkPushed { .. } => "approvals.link_pushed",
            Event::LinkTaken { .. } => "approvals.link_taken",
            Event::LinkDone { .. } => "approvals.link_done",
            Event::LinkExtended { .. } => "approvals.link_extended",
            Event::LinkReturned { .. } => "approvals.link_returned",
            Event::LinkReturnedUntil { .. } => "approvals.link_returned_until",
            Event::LinkMended { .. } => "approvals.link_mended",
            Event::LinkRefused { .. } => "approvals.link_refused",
            Event::LinkDropped { .. } => "approvals.link_dropped",
            Event::LinkGivenUp { .. } => "approvals.link_given_up",
            Event::LinkLapsed { .. } => "approvals.link_lapsed",
            Event::BundleThrough { .. } => "approvals.bundle_through",
            Event::BundleDelivered { .. } => "approvals.bundle_delivered",
            Event::BundleConcluded { .. } => "approvals.bundle_concluded",
            Event::BundleWithdrawn { .. } => "approvals.bundle_withdrawn",
        }
    }

    /// Who may see it: the applicant and the offices that handle it.
    pub fn disclosure(&self) -> Disclosure {
        Disclosure::Parties
    }

    /// The day.
    pub fn on(&self) -> Date {
        match self {
            Event::BundleSubmitted { on, .. }
            | Event::BundleFormFilled { on, .. }
            | Event::LinkStarted { on, .. }
            | Event::LinkPushed { on, .. }
            | Event::LinkTaken { on, .. }
            | Event::LinkDone { on, .. }
            | Event::LinkExtended { on, .. }
            | Event::LinkReturned { on, .. }
            | Event::LinkReturnedUntil { on, .. }
            | Event::LinkRefused { on, .. }
            | Event::LinkDropped { on, .. }
            | Event::LinkGivenUp { on, .. }
            | Event::LinkLapsed { on, .. }
            | Event::LinkMended { on, .. }
            | Event::BundleThrough { on }
            | Event::BundleDelivered { on, .. }
            | Event::BundleConcluded { on }
            | Event::BundleWithdrawn { on, .. } => *on,
        }
    }

    /// The link that it is about.
    pub fn certificate(&self) -> Option<&str> {
        match self {
            Event::LinkStarted { certificate, .. }
            | Event::LinkPushed { certificate, .. }
            | Event::LinkTaken { certificate, .. }
            | Event::LinkDone { certificate, .. }
            | Event::LinkExtended { certificate, .. }
            | Event::LinkReturned { certificate, .. }
            | Event::LinkReturnedUntil { certificate, .. }
            | Event::LinkRefused { certificate, .. }
            | Event::LinkDropped { certificate, .. }
            | Event::LinkGivenUp { certificate, .. }
            | Event::LinkLapsed { certificate, .. }
            | Event::LinkMended { certificate, .. } => Some(certificate),
            Event::BundleSubmitted { .. }
            | Event::BundleFormFilled { .. }
            | Event::BundleThrough { .. }
            | Event::BundleDelivered { .. }
            | Event::BundleConcluded { .. }
            | Event::BundleWithdrawn { .. } => None,
        }
    }
}
