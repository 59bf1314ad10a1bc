//! Every reason for a "no" about a bundle (一件事指令不成立原因), in order of precedence.

use catalogue::form::Unfit;
use kernel::refusal::{Ground, Refused};
use kernel::text::Text;

use super::LinkState;
use super::refusal_words::words;

/// Why a bundle cannot be planned or acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such application.
    ApplicationUnknown,
    /// The application was submitted before.
    AlreadySubmitted,
    /// There is no such bundle.
    BundleUnknown,
    /// Somebody else than the applicant.
    NotApplicant,
    /// Another office than the one that received it, or a post that may not.
    NotReceiver,
    /// The application is done, or was withdrawn.
    ApplicationOver,
    /// Not every link has ended: there is no result yet.
    NotThrough,
    /// The result has arrived.
    AlreadyDelivered,
    /// The result comes as it was chosen; that delivery says when it has arrived.
    DeliveryUnderway,
    /// The result has not arrived.
    NotDelivered,
    /// It has no such link.
    LinkUnknown,
    /// The office does not handle the link, or the post may not.
    NotHandler,
    /// The link stands elsewhere.
    LinkElsewhere {
        /// Where.
        state: LinkState,
    },
    /// A certificate is issued already.
    SomethingIssued,
    /// The limit of the link was put off before.
    AlreadyExtended,
    /// The limit is put off by too much, by nothing, or cannot be.
    ExtensionUnfit {
        /// By how many working days at most; 0 where it cannot be put off.
        at_most: u32,
    },
    /// A paper that the link needs has no usable file, and nobody says that they saw the original.
    MaterialUnseen {
        /// Which.
        material: String,
    },
    /// The day by which a link is to be mended is not after today.
    MendingDayPast,
    /// The link need not be mended yet, or waits without end.
    MendingDayAhead,
    /// A link that is done rests on the answer.
    AnswerRestedOn {
        /// The question.
        field: Text,
        /// The certificate that is done.
        certificate: Text,
        /// Whose certificate it is.
        department: Text,
    },
    /// No certificate is chosen.
    NothingChosen,
    /// The bundle has no such certificate.
    CertificateUnknown {
        /// Its identifier.
        certificate: String,
    },
    /// A certificate is chosen twice.
    ChosenTwice {
        /// Its identifier.
        certificate: String,
    },
    /// A certificate does not apply by the answers.
    Inapplicable {
        /// Which.
        certificate: Text,
    },
    /// A question that must be answered is not.
    AnswerMissing {
        /// The first of them.
        field: Text,
    },
    /// An answer is not of its kind, or answers nothing that is asked.
    AnswerUnfit {
        /// What is wrong.
        flaw: Text,
        /// What would be right.
        remedy: Text,
    },
    /// A paper is handed in that nothing chosen asks for.
    MaterialUnknown {
        /// Which.
        material: String,
    },
    /// A paper is missing.
    MaterialMissing {
        /// The first of them.
        material: Text,
    },
    /// The code of the enterprise is wrong.
    CreditCodeUnfit {
        /// What is wrong with it.
        flaw: Text,
    },
    /// Words that are asked for are missing.
    WordsMissing {
        /// Which.
        what: Text,
    },
    /// The means of delivery are none of the list.
    MeansUnlisted,
    /// The day of receipt lies ahead, or before the last link ended.
    ReceiptDayUnfit,
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Refusal {
        match unfit {
            Unfit::Missing(field) => Refusal::AnswerMissing { field },
            Unfit::Wrong(flaw, remedy) => Refusal::AnswerUnfit { flaw, remedy },
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground, basis) = code(&refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground, &'static str) {
    match refusal {
        Refusal::ApplicationUnknown => ("approvals.application_unknown", Ground::Unknown, ""),
        Refusal::AlreadySubmitted => ("approvals.application_already_submitted", Ground::State, ""),
        Refusal::BundleUnknown => ("approvals.bundle_unknown", Ground::Unknown, ""),
        Refusal::NotApplicant => {
            ("approvals.application_not_applicant", Ground::Right, "行政许可法 第二十九条")
        }
        Refusal::NotReceiver => ("approvals.application_not_receiver", Ground::Right, ""),
        Refusal::ApplicationOver => ("approvals.application_over", Ground::State, ""),
        Refusal::NotThrough => ("approvals.application_not_through", Ground::State, ""),
        Refusal::AlreadyDelivered => ("approvals.application_already_delivered", Ground::State, ""),
        Refusal::DeliveryUnderway => ("approvals.application_delivery_underway", Ground::State, ""),
        Refusal::NotDelivered => {
            ("approvals.application_not_delivered", Ground::State, "行政许可法 第四十四条")
        }
        Refusal::LinkUnknown => ("approvals.link_unknown", Ground::Unknown, ""),
        Refusal::NotHandler => ("approvals.link_not_handler", Ground::Right, ""),
        Refusal::LinkElsewhere { .. } => ("approvals.link_elsewhere", Ground::State, ""),
        Refusal::SomethingIssued => ("approvals.application_something_issued", Ground::State, ""),
        Refusal::AlreadyExtended => {
            ("approvals.link_already_extended", Ground::State, "市场主体登记管理条例 第十九条")
        }
        Refusal::ExtensionUnfit { .. } => {
            ("approvals.link_extension_unfit", Ground::Content, "市场主体登记管理条例 第十九条")
        }
        Refusal::MaterialUnseen { .. } => ("approvals.link_material_unseen", Ground::Content, ""),
        Refusal::MendingDayPast => ("approvals.link_mending_day_past", Ground::Content, ""),
        Refusal::MendingDayAhead => ("approvals.link_mending_day_ahead", Ground::State, ""),
        Refusal::AnswerRestedOn { .. } => {
            ("approvals.link_answer_rested_on", Ground::State, "市场主体登记管理条例 第二十四条")
        }
        Refusal::NothingChosen => ("approvals.bundle_nothing_chosen", Ground::Content, ""),
        Refusal::CertificateUnknown { .. } => {
            ("approvals.certificate_unknown", Ground::Content, "")
        }
        Refusal::ChosenTwice { .. } => ("approvals.certificate_chosen_twice", Ground::Content, ""),
        Refusal::Inapplicable { .. } => ("approvals.certificate_inapplicable", Ground::Content, ""),
        Refusal::AnswerMissing { .. } => ("approvals.bundle_answer_missing", Ground::Content, ""),
        Refusal::AnswerUnfit { .. } => ("approvals.bundle_answer_unfit", Ground::Content, ""),
        Refusal::MaterialUnknown { .. } => {
            ("approvals.bundle_material_unknown", Ground::Content, "")
        }
        Refusal::MaterialMissing { .. } => {
            ("approvals.bundle_material_missing", Ground::Content, "行政许可法 第三十二条")
        }
        Refusal::CreditCodeUnfit { .. } => ("approvals.founded_code_unfit", Ground::Content, ""),
        Refusal::WordsMissing { .. } => ("approvals.bundle_words_missing", Ground::Content, ""),
        Refusal::MeansUnlisted => ("approvals.bundle_means_unlisted", Ground::Content, ""),
        Refusal::ReceiptDayUnfit => ("approvals.bundle_receipt_day_unfit", Ground::Content, ""),
    }
}
