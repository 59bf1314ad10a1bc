//! What can be done about an agreement on its page (协议办理操作).

use agreements::Act as Command;
use agreements::kind::is_kept_elsewhere;
use kernel::agreement::terms::thousandths;
use kernel::agreement::{Agreement, Due, Evidence, Lapse, Obligation, Standing, Terms};
use kernel::calendar::Calendar;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

use super::party_of;
use crate::form::{Form, Wrong};
use crate::principal::Principal;

/// One act on an agreement (协议操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Signs the newest version.
    Sign,
    /// Puts a change forward.
    Change,
    /// Takes it back.
    WithdrawChange,
    /// Agrees to end it.
    AgreeToEnd,
    /// Ends it over a breach.
    EndOverBreach,
    /// Declares it void.
    Void,
    /// Hands evidence in.
    HandIn,
    /// Sends evidence back.
    Return,
    /// Attests that it is fulfilled.
    Attest,
    /// Demands what is owed on demand.
    Demand,
    /// Records what followed from a breach.
    CarryOut,
}

impl Act {
    /// The acts on the agreement as a whole.
    pub const WHOLE: [Act; 6] = [
        Act::Sign,
        Act::WithdrawChange,
        Act::Change,
        Act::AgreeToEnd,
        Act::EndOverBreach,
        Act::Void,
    ];
    /// The acts on one obligation.
    pub const OF_OBLIGATION: [Act; 5] =
        [Act::HandIn, Act::Attest, Act::Return, Act::Demand, Act::CarryOut];

    /// The noun in its address.
    pub fn noun(self) -> &'static str {
        match self {
            Act::Sign => "signatures",
            Act::Change => "changes",
            Act::WithdrawChange => "change-withdrawal",
            Act::AgreeToEnd => "end-consents",
            Act::EndOverBreach => "breach-ending",
            Act::Void => "voiding",
            Act::HandIn => "evidence",
            Act::Return => "returns",
            Act::Attest => "attestation",
            Act::Demand => "demand",
            Act::CarryOut => "consequence",
        }
    }

    /// What it is called.
    pub fn name(self) -> Text {
        match self {
            Act::Sign => text("签署", "Sign"),
            Act::Change => text("提出变更", "Put a change forward"),
            Act::WithdrawChange => text("撤回变更", "Take the change back"),
            Act::AgreeToEnd => text("同意终止", "Agree to end it"),
            Act::EndOverBreach => text("因违约解除", "End it over the breach"),
            Act::Void => text("作废", "Declare it void"),
            Act::HandIn => text("提交履行凭据", "Hand in evidence"),
            Act::Return => text("退回凭据", "Send the evidence back"),
            Act::Attest => text("确认履行", "Attest as fulfilled"),
            Act::Demand => text("要求履行", "Demand it"),
            Act::CarryOut => text("登记违约处理", "Record what followed"),
        }
    }

    /// Could it stand for this reader? The core has the last word.
    pub fn is_shown(self, agreement: &Agreement, principal: &Principal) -> bool {
        let is_here = agreement.ended.is_none() && !is_kept_elsewhere(agreement);
        let Some(own) = party_of(principal).filter(|_| is_here) else {
            return false;
        };
        let newest = agreement.newest();
        let waits = newest.is_some_and(|version| version.agreed_on().is_none());
        let is_party = agreement.parties().contains(&own);
        let drafter = agreement.drafted_by.as_ref().and_then(kernel::agreement::Party::of);
        let is_drafter = drafter.as_ref() == Some(&own);
        let is_breached = |one: &Standing| {
            let is_owners = matches!(one.breach, Some((_, Lapse::Evidence)));
            one.fulfilled_on.is_none() && is_owners && one.obligation.owner != own
        };
        match self {
            Act::Sign => newest.is_some_and(|version| version.awaited().contains(&&own)),
            Act::Change => agreement.is_in_force() && (is_party || is_drafter),
            Act::WithdrawChange => waits && agreement.is_binding() && (is_party || is_drafter),
            Act::AgreeToEnd => {
                agreement.is_binding() && is_party && !agreement.consents.contains(&own)
            }
            Act::EndOverBreach => is_party && agreement.standings.iter().any(is_breached),
            Act::Void => !agreement.is_binding() && (is_drafter || is_party),
            Act::HandIn | Act::Return | Act::Attest | Act::Demand | Act::CarryOut => false,
        }
    }

    /// Could it stand for this reader and this obligation?
    pub fn is_of(
        self,
        agreement: &Agreement,
        standing: &Standing,
        (principal, calendar): (&Principal, &Calendar),
    ) -> bool {
        let is_here = agreement.is_binding() && !is_kept_elsewhere(agreement);
        let Some(own) = party_of(principal).filter(|_| is_here) else {
            return false;
        };
        let is_open = standing.fulfilled_on.is_none();
        let is_owner = standing.obligation.owner == own;
        let attests = standing.obligation.attested_by == own;
        let has_evidence = standing.evidence.is_some();
        let is_undemanded = standing.due(calendar).is_none();
        match self {
            Act::HandIn => is_open && is_owner && !is_undemanded,
            Act::Attest | Act::Return => is_open && attests && has_evidence,
            Act::Demand => is_open && is_undemanded && !is_owner,
            Act::CarryOut => {
                let is_late = matches!(standing.breach, Some((_, Lapse::Evidence)));
                let may_follow = standing.obligation.consequence.is_some();
                attests && is_late && may_follow && standing.carried_out_on.is_none()
            }
            Act::Sign
            | Act::Change
            | Act::WithdrawChange
            | Act::AgreeToEnd
            | Act::EndOverBreach
            | Act::Void => false,
        }
    }

    /// The command that a form asks for.
    pub fn command(
        self,
        agreement: &Agreement,
        principal: &Principal,
        (obligation, form): (&str, &Form),
    ) -> Result<Command, Wrong> {
        let words = |field: &str| form.get(field).to_owned();
        let obligation = obligation.to_owned();
        Ok(match self {
            Act::Sign => {
                let own = party_of(principal).ok_or_else(|| wrong("", nobody()))?;
                Command::Sign { party: own, paper: None }
            }
            Act::Change => {
                Command::Change { terms: changed(agreement, form)?, reason: words("reason") }
            }
            Act::WithdrawChange => Command::WithdrawChange { reason: words("reason") },
            Act::AgreeToEnd => {
                Command::AgreeToEnd { party: None, paper: None, reason: words("reason") }
            }
            Act::EndOverBreach => Command::EndOverBreach { reason: words("reason") },
            Act::Void => Command::Void { reason: words("reason") },
            Act::HandIn => {
                let reached = match form.get("reached") {
                    "" => None,
                    written => {
                        Some(thousandths(written).ok_or_else(|| wrong("reached", no_amount()))?)
                    }
                };
                let document = Some(words("document")).filter(|document| !document.is_empty());
                let evidence = Evidence { words: words("words"), document, reached };
                Command::HandIn { obligation, evidence }
            }
            Act::Return => {
                let no_day = |()| wrong("correct-by", crate::people::no_day());
                let correct_by = form.day("correct-by").map_err(no_day)?;
                Command::Return { obligation, reason: words("reason"), correct_by }
            }
            Act::Attest => Command::Attest { obligation },
            Act::Demand => Command::Demand { obligation, by: None },
            Act::CarryOut => Command::CarryOut { obligation, words: words("words") },
        })
    }

    /// At which field a refusal is said.
    pub fn field_of(self, refused: &Refused) -> &'static str {
        match (self, refused.code) {
            (Act::HandIn, "agreements.measure_missing") => "reached",
            (Act::HandIn, "agreements.evidence_missing" | "agreements.terms_unfit") => "words",
            (Act::CarryOut, "agreements.terms_unfit") => "words",
            (Act::Return, "agreements.correction_day_unfit") => "correct-by",
            (Act::Change, "agreements.fulfilled_is_kept") => "obligation",
            (_, "agreements.terms_unfit") => "reason",
            (_, _) => "",
        }
    }
}

/// The terms with another due date, and another amount where one is given, of one obligation.
fn changed(agreement: &Agreement, form: &Form) -> Result<Terms, Wrong> {
    let Some(binding) = agreement.binding() else { return Err(wrong("", nobody())) };
    let Ok(Some(day)) = form.day("due") else {
        return Err(wrong("due", crate::people::no_day()));
    };
    let amount = match form.get("amount") {
        "" => None,
        written => Some(thousandths(written).ok_or_else(|| wrong("amount", no_amount()))?),
    };
    let asked = form.get("obligation");
    let change = |one: &Obligation| {
        let mut one = one.clone();
        if one.id == asked {
            one.due = Due::By { day, moves: true };
            if let (Some(measure), Some(amount)) = (&mut one.measure, amount) {
                measure.thousandths = amount;
            }
        }
        one
    };
    let obligations = binding.terms.obligations.iter().map(change).collect();
    Ok(Terms { obligations, ..binding.terms.clone() })
}

fn wrong(field: &'static str, refused: Refused) -> Wrong {
    Wrong { field, refused }
}

fn nobody() -> Refused {
    kernel::agreement::Refusal::NotParty.into()
}

/// A field that should hold an amount and does not.
pub fn no_amount() -> Refused {
    Refused {
        code: "web.no_amount",
        sentence: text("数值格式有误。", "This is no amount."),
        remedy: text("请填写数字，最多三位小数。", "Write a number with three decimals at most."),
        basis: "",
        ground: Ground::Content,
    }
}
