//! What became of a command (答复), and the refusals that are the engine's own.

use kernel::refusal::{Ground, Refused};
use kernel::text::text;

use crate::fault::Fault;

/// What became of a command (答复).
#[derive(Clone, Debug)]
pub enum Answer {
    /// It was decided and stands in the ledger.
    Recorded(Recorded),
    /// The rules say no; nothing was written.
    Refused(Refused),
    /// Something broke.
    Fault(Fault),
}

/// What was recorded; a repeat of the same command gets the same (回执).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The zone.
    pub zone: String,
    /// The subject.
    pub subject: String,
    /// The number of the first entry.
    pub first: u64,
    /// The kinds of the entries, in order.
    pub kinds: Vec<String>,
}

impl Answer {
    /// What was recorded, or the other answer as text.
    pub fn recorded(self) -> Result<Recorded, String> {
        match self {
            Answer::Recorded(recorded) => Ok(recorded),
            Answer::Refused(refused) => Err(refused.to_string()),
            Answer::Fault(fault) => Err(fault.to_string()),
        }
    }
}

pub(crate) fn key_reused() -> Refused {
    Refused {
        code: "store.key_reused",
        sentence: text(
            "这个编号已经用于另一项内容。",
            "This key was used already, with other contents or by somebody else.",
        ),
        remedy: text("请刷新页面后重新提交。", "Reload the page and submit again."),
        basis: "",
        ground: Ground::Content,
    }
}

pub(crate) fn subject_full() -> Refused {
    Refused {
        code: "store.subject_full",
        sentence: text(
            "该对象的台账条目已达一万条。",
            "The subject has reached ten thousand entries.",
        ),
        remedy: text("请另立新档继续办理。", "Open a further file and go on there."),
        basis: "",
        ground: Ground::State,
    }
}

/// What only the applicant itself may do: sign, consent, complain, grade.
pub fn applicants_own() -> Refused {
    Refused {
        code: "store.applicants_own",
        sentence: text(
            "这件事须由企业本人办理，帮办代办人员不能代办。",
            "Only the applicant itself may do this; nobody does it under a mandate.",
        ),
        remedy: text(
            "请企业登录后在自己的页面上办理、签署；可以在办件页通知企业“等您签署”。",
            "The applicant signs in and does it on its own page; the case's page can tell it that \
             its signature is waited for.",
        ),
        basis: "",
        ground: Ground::Right,
    }
}

pub(crate) fn clock_behind() -> Refused {
    Refused {
        code: "store.clock_behind",
        sentence: text(
            "提交的时间早于台账最后一条。",
            "The time told is before the ledger's last entry.",
        ),
        remedy: text("请管理员核对系统时间。", "Have the administrator check the clock."),
        basis: "",
        ground: Ground::State,
    }
}
