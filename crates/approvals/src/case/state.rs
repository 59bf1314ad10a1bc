//! Where a case stands (办件状态), and the words that views keep for it.

/// Where a case stands (办件状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was submitted.
    #[default]
    Unknown,
    /// Received, not accepted yet.
    Received,
    /// Everything missing was told; the applicant corrects.
    Correcting,
    /// Accepted; the limits run.
    Accepted,
    /// Not accepted, with reasons.
    NotAccepted,
    /// Decided for the applicant.
    Granted,
    /// Decided against the applicant.
    Denied,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// The result has reached the applicant.
    Delivered,
    /// The authority that decides has it.
    HandedOver,
    /// Ended without a decision.
    Terminated,
    /// Nothing is left to do.
    Concluded,
    /// What was granted is revoked (撤销): no permit any more.
    Revoked,
    /// What was granted is void, since what it rests on is gone (注销).
    Cancelled,
}

impl State {
    /// Every state, in the order of their declaration.
    pub const ALL: [State; 14] = [
        State::Unknown,
        State::Received,
        State::Correcting,
        State::Accepted,
        State::NotAccepted,
        State::Granted,
        State::Denied,
        State::Withdrawn,
        State::Delivered,
        State::HandedOver,
        State::Terminated,
        State::Concluded,
        State::Revoked,
        State::Cancelled,
    ];

    /// The state that a word of views stands for.
    pub fn of(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::Received => "received",
            State::Correcting => "correcting",
            State::Accepted => "accepted",
            State::NotAccepted => "not_accepted",
            State::Granted => "granted",
            State::Denied => "denied",
            State::Withdrawn => "withdrawn",
            State::Delivered => "delivered",
            State::HandedOver => "handed_over",
            State::Terminated => "terminated",
            State::Concluded => "concluded",
            State::Revoked => "revoked",
            State::Cancelled => "cancelled",
        }
    }
}
