//! The words that facts of a case choose from (办件用语), each with its Chinese term.

use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// Why a case counts as accepted (受理依据).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acceptance {
    /// An officer found it complete.
    Complete,
    /// The limit for the one-time notice passed in silence (视为受理).
    Deemed,
    /// What is missing was promised (容缺受理).
    Tolerated,
    /// The conditions were promised, and it was decided at once (告知承诺).
    Committed,
    /// It came out of a simulated case, which was reviewed (模拟审批转正式).
    Converted,
    /// It opened on the contract for a plot that was offered with its scheme (带方案出让).
    OnContract,
}

/// What another authority decided (上级机关决定).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// For the applicant.
    Granted,
    /// Against the applicant.
    Denied,
}

/// Why a case ends without a decision (终止事由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TerminationGround {
    /// What it was about is gone (对象灭失).
    ObjectGone,
    /// The applicant has ceased to exist (申请人终止).
    ApplicantGone,
    /// The project was voided (项目作废).
    ProjectVoided,
    /// Another ground, told in words (其他).
    Other,
    /// What was promised did not come (未履行容缺承诺).
    PromiseBroken,
}

impl TerminationGround {
    /// Every ground that an officer may find, in the order of a form; that a promise was broken
    /// only the clock finds.
    pub const ALL: [TerminationGround; 4] = [
        TerminationGround::ObjectGone,
        TerminationGround::ApplicantGone,
        TerminationGround::ProjectVoided,
        TerminationGround::Other,
    ];

    /// The ground in words.
    pub fn text(self) -> Text {
        match self {
            TerminationGround::ObjectGone => text("办理对象灭失", "its object is gone"),
            TerminationGround::ApplicantGone => {
                text("申请人终止", "the applicant has ceased to exist")
            }
            TerminationGround::ProjectVoided => text("项目作废", "the project was voided"),
            TerminationGround::Other => text("其他", "another ground"),
            TerminationGround::PromiseBroken => {
                text("未履行容缺承诺", "what was promised did not come")
            }
        }
    }
}
