//! Every reason for a "no" about a bundle (一件事指令不成立原因), in order of precedence.

use catalogue::form::Unfit;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a bundle cannot be planned or acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such bundle.
    BundleUnknown,
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
        let (code, ground) = code(&refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::BundleUnknown => ("approvals.bundle_unknown", Ground::Unknown),
        Refusal::NothingChosen => ("approvals.bundle_nothing_chosen", Ground::Content),
        Refusal::CertificateUnknown { .. } => ("approvals.certificate_unknown", Ground::Content),
        Refusal::ChosenTwice { .. } => ("approvals.certificate_chosen_twice", Ground::Content),
        Refusal::AnswerMissing { .. } => ("approvals.bundle_answer_missing", Ground::Content),
        Refusal::AnswerUnfit { .. } => ("approvals.bundle_answer_unfit", Ground::Content),
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::BundleUnknown => (
            text("没有这件“一件事”。", "There is no such bundle."),
            text("请从列表中选择。", "Choose one from the list."),
        ),
        Refusal::NothingChosen => (
            text("没有选择任何证照。", "No certificate is chosen."),
            text("请至少选择一项。", "Choose at least one."),
        ),
        Refusal::CertificateUnknown { certificate } => (
            text(
                format!("表中没有证照 {certificate}。"),
                format!("The table has no certificate {certificate}."),
            ),
            text("请从表中选择。", "Choose from the table."),
        ),
        Refusal::ChosenTwice { certificate } => (
            text(
                format!("证照 {certificate} 选择了两次。"),
                format!("The certificate {certificate} is chosen twice."),
            ),
            text("请只选一次。", "Choose it once."),
        ),
        Refusal::AnswerMissing { field } => (
            text(format!("“{}”未填写。", field.zh), format!("\"{}\" is not answered.", field.en)),
            text("请填写。", "Answer it."),
        ),
        Refusal::AnswerUnfit { flaw, remedy } => (flaw, remedy),
    }
}
