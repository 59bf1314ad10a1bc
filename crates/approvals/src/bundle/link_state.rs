//! Where a link stands (环节状态), and what that allows.

use kernel::text::{Text, text};

/// Where a link stands (环节状态); one that was not chosen is no link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    /// What comes before it is not done (待前置).
    #[default]
    Waiting,
    /// Its data is to be pushed (待推送).
    ToPush,
    /// Its data is with the department (已推送).
    Pushed,
    /// It is being handled (办理中).
    InHand,
    /// It is done (办结).
    Done,
    /// It was sent back to the applicant (退回).
    Returned,
    /// It is refused (不予办理).
    Refused,
    /// What it builds on does not come about (随前置环节终止).
    Dropped,
    /// The applicant gave it up (已放弃).
    GivenUp,
    /// It was not mended by its day (视为撤回).
    Lapsed,
}

impl LinkState {
    /// Every state.
    pub const ALL: [LinkState; 10] = [
        LinkState::Waiting,
        LinkState::ToPush,
        LinkState::Pushed,
        LinkState::InHand,
        LinkState::Done,
        LinkState::Returned,
        LinkState::Refused,
        LinkState::Dropped,
        LinkState::GivenUp,
        LinkState::Lapsed,
    ];

    /// Does an office or a department have it?
    pub fn is_open(self) -> bool {
        matches!(self, LinkState::ToPush | LinkState::Pushed | LinkState::InHand)
    }

    /// Does nothing more become of it?
    pub fn is_over(self) -> bool {
        self == LinkState::Done || self.is_gone()
    }

    /// Did it end without its certificate? What builds on it ends with it.
    pub fn is_gone(self) -> bool {
        match self {
            LinkState::Refused | LinkState::Dropped | LinkState::GivenUp | LinkState::Lapsed => {
                true
            }
            LinkState::Waiting
            | LinkState::ToPush
            | LinkState::Pushed
            | LinkState::InHand
            | LinkState::Done
            | LinkState::Returned => false,
        }
    }

    /// The word in views and for programs.
    pub fn word(self) -> &'static str {
        match self {
            LinkState::Waiting => "waiting",
            LinkState::ToPush => "to-push",
            LinkState::Pushed => "pushed",
            LinkState::InHand => "in-hand",
            LinkState::Done => "done",
            LinkState::Returned => "returned",
            LinkState::Refused => "refused",
            LinkState::Dropped => "dropped",
            LinkState::GivenUp => "given-up",
            LinkState::Lapsed => "lapsed",
        }
    }

    /// The state that a word names.
    pub fn of(word: &str) -> Option<LinkState> {
        LinkState::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state in words.
    pub fn text(self) -> Text {
        match self {
            LinkState::Waiting => text("待前置环节", "waits for what comes before"),
            LinkState::ToPush => text("待推送", "to be pushed"),
            LinkState::Pushed => text("已推送", "pushed"),
            LinkState::InHand => text("办理中", "in hand"),
            LinkState::Done => text("办结", "done"),
            LinkState::Returned => text("退回", "sent back"),
            LinkState::Refused => text("不予办理", "refused"),
            LinkState::Dropped => text("随前置环节终止", "ended with what it builds on"),
            LinkState::GivenUp => text("已放弃", "given up"),
            LinkState::Lapsed => text("逾期未补正，视为撤回", "not mended in time, withdrawn"),
        }
    }
}
