//! What can happen to a mandate (帮办代办委托事实). Shapes are for ever.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Terms;
use super::kind::{Act, Scope, Signature};

/// Why a mandate came to its end by itself (委托终止原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Its last day is over.
    Term,
    /// The one case that it was for is closed.
    Concluded,
}

/// A decided fact about a mandate.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// An enterprise entrusted a post with acting for it, free of charge (委托帮办代办).
    AssistanceEntrusted {
        /// The day.
        on: Date,
        /// Its number.
        number: String,
        /// The enterprise's unified social credit code.
        credit_code: String,
        /// The office.
        office: String,
        /// The post.
        post: String,
        /// For what.
        scope: Scope,
        /// With which acts.
        acts: Vec<Act>,
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
        /// What the paper is, where it was given at the counter.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        paper: String,
        /// The document that holds its scan.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        scan: String,
    },
    /// The enterprise confirmed what it had given on paper (确认委托).
    AssistanceConfirmed {
        /// The day.
        on: Date,
    },
    /// The enterprise revoked it (撤销委托).
    AssistanceRevoked {
        /// The day.
        on: Date,
        /// Why; may be empty.
        reason: String,
        /// What the paper is, where it was revoked at the counter.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        paper: String,
    },
    /// The post laid it down (辞去委托).
    AssistanceLaidDown {
        /// The day.
        on: Date,
        /// Why.
        reason: String,
    },
    /// It came to its end by itself (委托终止).
    AssistanceEnded {
        /// The day.
        on: Date,
        /// Why.
        because: Because,
    },
    /// The applicant was told that its own signature is waited for (请本人签署).
    SignatureAsked {
        /// The day.
        on: Date,
        /// The case, package or draft.
        about: String,
        /// Which.
        what: Signature,
    },
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::AssistanceEntrusted { .. } => "approvals.assistance_entrusted",
            Event::AssistanceConfirmed { .. } => "approvals.assistance_confirmed",
            Event::AssistanceRevoked { .. } => "approvals.assistance_revoked",
            Event::AssistanceLaidDown { .. } => "approvals.assistance_laid_down",
            Event::AssistanceEnded { .. } => "approvals.assistance_ended",
            Event::SignatureAsked { .. } => "approvals.signature_asked",
        }
    }

    /// What a mandate says that is given.
    pub(crate) fn terms(&self) -> Option<Terms> {
        let Event::AssistanceEntrusted {
            number,
            credit_code,
            office,
            post,
            scope,
            acts,
            from,
            until,
            ..
        } = self
        else {
            return None;
        };
        Some(Terms {
            number: number.clone(),
            credit_code: credit_code.clone(),
            office: office.clone(),
            post: post.clone(),
            scope: scope.clone(),
            acts: acts.clone(),
            from: *from,
            until: *until,
        })
    }
}
