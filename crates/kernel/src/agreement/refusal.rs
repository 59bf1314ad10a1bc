//! Every reason for "no" to a command about an agreement (协议指令不成立原因), in order of precedence.

use crate::refusal::{Ground, Refused};
use crate::text::{Text, text};

/// Why a command about an agreement does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such agreement.
    AgreementUnknown,
    /// It was drafted already.
    AgreementAlreadyDrafted,
    /// It has ended.
    AgreementEnded,
    /// Only the clock says that time has passed.
    NotClock,
    /// Whoever asks is no party of it.
    NotParty,
    /// Whoever asks does not speak for that party.
    NotThatParty,
    /// Not every party has signed: nothing binds yet.
    NotInForce,
    /// It binds: nobody undoes it alone.
    BindsAlready,
    /// The agreement has no such obligation.
    ObligationUnknown,
    /// The obligation is fulfilled.
    AlreadyFulfilled,
    /// Another owes it.
    NotOwner,
    /// Another attests it.
    NotAttester,
    /// The party has signed or agreed before.
    AlreadySigned,
    /// The last signature comes after a due date.
    DueBeforeForce {
        /// What would be late as soon as it binds.
        obligations: Vec<String>,
    },
    /// No change waits for signatures.
    NoChangePending,
    /// It has a due date, or was demanded before.
    NotOnDemand,
    /// The day has not come, or that is recorded.
    ObligationNotDue,
    /// No evidence was handed in.
    EvidenceMissing,
    /// The day for corrected evidence gives no time, or comes after the breach.
    CorrectionDayUnfit,
    /// The evidence does not say what was reached.
    MeasureMissing,
    /// What was reached is not what was agreed.
    MeasureNotReached,
    /// Nothing follows: no breach of the owner's, no consequence agreed, or done before.
    NothingFollows,
    /// No other party is in breach.
    NothingBreached,
    /// There is no party, one stands twice, or there are too many.
    PartiesUnfit,
    /// Two obligations have one identifier, or there are too many.
    ObligationsUnfit,
    /// Who owes it is no party.
    OwnerNotParty {
        /// The obligation.
        obligation: String,
    },
    /// Who owes it would attest it.
    AttestsItself {
        /// The obligation.
        obligation: String,
    },
    /// The kind knows no such consequence.
    ConsequenceUnknown {
        /// The obligation.
        obligation: String,
    },
    /// A change leaves what is fulfilled as it is.
    FulfilledIsKept {
        /// The obligation.
        obligation: String,
    },
    /// A field is empty or too long.
    TermsUnfit {
        /// Which one.
        field: Text,
    },
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(&refusal);
        let (sentence, remedy, basis) = words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::AgreementUnknown => ("agreements.agreement_unknown", Ground::Unknown),
        Refusal::AgreementAlreadyDrafted => ("agreements.already_drafted", Ground::State),
        Refusal::AgreementEnded => ("agreements.agreement_over", Ground::State),
        Refusal::NotClock => ("agreements.not_clock", Ground::Right),
        Refusal::NotParty => ("agreements.not_party", Ground::Right),
        Refusal::NotThatParty => ("agreements.not_that_party", Ground::Right),
        Refusal::NotInForce => ("agreements.not_in_force", Ground::State),
        Refusal::BindsAlready => ("agreements.binds_already", Ground::State),
        Refusal::ObligationUnknown => ("agreements.obligation_unknown", Ground::Content),
        Refusal::AlreadyFulfilled => ("agreements.already_fulfilled", Ground::State),
        Refusal::NotOwner => ("agreements.not_owner", Ground::Right),
        Refusal::NotAttester => ("agreements.not_attester", Ground::Right),
        Refusal::AlreadySigned => ("agreements.already_signed", Ground::State),
        Refusal::DueBeforeForce { .. } => ("agreements.due_before_force", Ground::Content),
        Refusal::NoChangePending => ("agreements.no_change_pending", Ground::State),
        Refusal::NotOnDemand => ("agreements.not_on_demand", Ground::State),
        Refusal::ObligationNotDue => ("agreements.obligation_not_due", Ground::State),
        Refusal::EvidenceMissing => ("agreements.evidence_missing", Ground::Content),
        Refusal::CorrectionDayUnfit => ("agreements.correction_day_unfit", Ground::Content),
        Refusal::MeasureMissing => ("agreements.measure_missing", Ground::Content),
        Refusal::MeasureNotReached => ("agreements.measure_not_reached", Ground::State),
        Refusal::NothingFollows => ("agreements.nothing_follows", Ground::State),
        Refusal::NothingBreached => ("agreements.nothing_breached", Ground::State),
        Refusal::PartiesUnfit => ("agreements.parties_unfit", Ground::Content),
        Refusal::ObligationsUnfit => ("agreements.obligations_unfit", Ground::Content),
        Refusal::OwnerNotParty { .. } => ("agreements.owner_not_party", Ground::Content),
        Refusal::AttestsItself { .. } => ("agreements.attests_itself", Ground::Content),
        Refusal::ConsequenceUnknown { .. } => ("agreements.consequence_unknown", Ground::Content),
        Refusal::FulfilledIsKept { .. } => ("agreements.fulfilled_is_kept", Ground::Content),
        Refusal::TermsUnfit { .. } => ("agreements.terms_unfit", Ground::Content),
    }
}

// long because a table of sentences is read in one piece
fn words(refusal: Refusal) -> (Text, Text, &'static str) {
    match refusal {
        Refusal::AgreementUnknown => (
            text("没有这份协议。", "There is no such agreement."),
            text("请核对协议编号。", "Check the agreement's number."),
            "",
        ),
        Refusal::AgreementAlreadyDrafted => (
            text("该协议已经起草。", "The agreement is drafted already."),
            text("需要修改的，请变更协议。", "Change it where it should say something else."),
            "",
        ),
        Refusal::AgreementEnded => (
            text("该协议已经终止。", "The agreement has ended."),
            text("需要时请另行起草。", "Draft another where one is needed."),
            "民法典 第五百五十七条",
        ),
        Refusal::NotClock => (
            text("是否到期由系统判定。", "The clock alone says that time has passed."),
            text("无需人工登记。", "There is nothing to record by hand."),
            "",
        ),
        Refusal::NotParty => (
            text("只有协议当事人可以办理。", "Only a party of the agreement may do this."),
            text("请由协议当事人办理。", "Have it done by a party."),
            "",
        ),
        Refusal::NotThatParty => (
            text("不能代其他当事人签署。", "Nobody signs for another party."),
            text("请由该当事人自行签署。", "The party signs itself."),
            "民法典 第四百九十条",
        ),
        Refusal::NotInForce => (
            text("协议尚未经各方签署生效。", "Not every party has signed: nothing binds yet."),
            text("请各方先签署。", "All parties sign first."),
            "民法典 第四百九十条",
        ),
        Refusal::BindsAlready => (
            text(
                "协议已经各方签署生效，任何一方都不能单独作废。",
                "Every party has signed and it binds: nobody undoes it alone.",
            ),
            text(
                "请由各方协商终止；对方逾期违约的，可以因违约解除。",
                "Have all parties agree to end it, or end it over a breach of another.",
            ),
            "民法典 第一百三十六条",
        ),
        Refusal::ObligationUnknown => (
            text("协议中没有这项义务。", "The agreement has no such obligation."),
            text("请核对义务。", "Check which obligation is meant."),
            "",
        ),
        Refusal::AlreadyFulfilled => (
            text("该义务已确认履行。", "The obligation is fulfilled."),
            text("无需重复办理。", "There is nothing to do."),
            "",
        ),
        Refusal::NotOwner => (
            text("只有义务人可以提交履行凭据。", "Only who owes it hands evidence in."),
            text("请由义务人提交。", "Have it handed in by who owes it."),
            "",
        ),
        Refusal::NotAttester => (
            text("该义务由其他方确认。", "Another attests this obligation."),
            text("请由约定的确认方办理。", "Have it done by who was agreed to attest it."),
            "",
        ),
        Refusal::AlreadySigned => (
            text("该当事人已经签署。", "The party has signed already."),
            text("无需重复签署。", "There is nothing to sign."),
            "",
        ),
        Refusal::DueBeforeForce { obligations } => (
            text(
                format!("到期日已过，签署后即为逾期：{}。", obligations.join("、")),
                format!(
                    "The due date has passed, so it would be late once signed: {}.",
                    obligations.join("; ")
                ),
            ),
            text(
                "请各方另定到期日，或作废后重新起草，再行签署。",
                "Have another due date agreed, or draft it anew, and sign then.",
            ),
            "",
        ),
        Refusal::NoChangePending => (
            text("没有待签署的变更。", "No change waits for signatures."),
            text("无需撤回。", "There is nothing to take back."),
            "",
        ),
        Refusal::NotOnDemand => (
            text("该义务有固定期限，或已要求履行。", "It has a due date, or was demanded before."),
            text("请按期限等待履行。", "Wait for its due date."),
            "",
        ),
        Refusal::ObligationNotDue => (
            text("尚未到期，或已登记。", "The day has not come, or that is recorded."),
            text("无需登记。", "There is nothing to record."),
            "",
        ),
        Refusal::EvidenceMissing => (
            text("没有履行凭据。", "There is no evidence of fulfilment."),
            text(
                "请写明履行情况或选择已提交的文件。",
                "Say what was done, or choose a document that was handed in.",
            ),
            "",
        ),
        Refusal::CorrectionDayUnfit => (
            text(
                "补正凭据的最后一日应当晚于今天和原到期日；已登记违约的，不再给予补正时间。",
                "The last day for corrected evidence lies after today and after the due date, and \
                 none is given once the breach is recorded.",
            ),
            text(
                "请另定日期，或不定日期退回：逾期退回的，视为未按期履行。",
                "Name a later day, or none: what is sent back late was not shown in time.",
            ),
            "",
        ),
        Refusal::MeasureMissing => (
            text("没有填写达到的数值。", "What was reached is not said."),
            text("请填写实际数值。", "Write down the amount that was reached."),
            "",
        ),
        Refusal::MeasureNotReached => (
            text("实际数值未达到约定指标。", "What was reached is not what was agreed."),
            text(
                "请退回凭据，或由各方变更协议。",
                "Send the evidence back, or have the parties change the agreement.",
            ),
            "",
        ),
        Refusal::NothingFollows => (
            text("没有可追究的违约责任。", "Nothing follows from this obligation."),
            text(
                "请核对是否违约、是否约定责任。",
                "See whether it is breached, and what was agreed.",
            ),
            "民法典 第五百七十七条",
        ),
        Refusal::NothingBreached => (
            text("对方没有逾期未履行的义务。", "No other party is in breach."),
            text("可由各方协商终止。", "The parties may agree to end it."),
            "民法典 第五百六十三条",
        ),
        Refusal::PartiesUnfit => (
            text("当事人缺失、重复或过多。", "Parties are missing, twice there, or too many."),
            text("请核对当事人。", "Check the parties."),
            "",
        ),
        Refusal::ObligationsUnfit => (
            text("义务标识重复或义务过多。", "Obligations share an identifier, or are too many."),
            text("请核对各项义务。", "Check the obligations."),
            "",
        ),
        Refusal::OwnerNotParty { obligation } => (
            text(
                format!("“{obligation}”的义务人不是当事人。"),
                format!("Who owes “{obligation}” is no party."),
            ),
            text("请将义务人列为当事人。", "Make who owes it a party."),
            "",
        ),
        Refusal::AttestsItself { obligation } => (
            text(
                format!("“{obligation}”的义务人不能自行确认。"),
                format!("Who owes “{obligation}” cannot attest it."),
            ),
            text("请另定确认方。", "Name another to attest it."),
            "",
        ),
        Refusal::ConsequenceUnknown { obligation } => (
            text(
                format!("“{obligation}”的违约责任不在本类协议的范围内。"),
                format!("The consequence of “{obligation}” is none of this kind of agreement."),
            ),
            text("请从所列责任中选择。", "Choose one of those listed."),
            "",
        ),
        Refusal::FulfilledIsKept { obligation } => (
            text(
                format!("“{obligation}”已确认履行，不能变更。"),
                format!("“{obligation}” is fulfilled and is not changed."),
            ),
            text("请原样保留，另列新的义务。", "Keep it as it is, and add another obligation."),
            "",
        ),
        Refusal::TermsUnfit { field } => (
            text(
                format!("{}未填写或不合要求。", field.zh),
                format!("The {} is empty or does not fit.", field.en),
            ),
            text("请填写后重新提交。", "Fill it in and send it again."),
            "",
        ),
    }
}
