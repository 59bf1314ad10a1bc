//! What a post may do (岗位权限): rights are data on posts, never on people.
//!
//! A zone says in its catalogue which rights each post of each office has; whoever is appointed to
//! the post has them, and nobody else. A rule asks for a right *and* for the relation to the thing:
//! a reviewer decides the cases of the own office, and of no other.

use serde::{Deserialize, Serialize};

/// One right of a post (权限).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// Receives and accepts at the desk, gives notices and receipts (收件受理).
    Accept,
    /// Examines, asks other offices, stops and starts the clock (审查).
    Examine,
    /// Answers when another office asks (出具意见).
    Advise,
    /// Decides and signs (审批决定).
    Decide,
    /// Coordinates a stage: meetings, site visits, reminders (牵头协调).
    Coordinate,
    /// Records codes and the state of projects (项目管理).
    Register,
    /// Sees the whole zone's cases and lights (督查).
    Supervise,
    /// Hands cases of the own office to another post (分办).
    Assign,
    /// Receives anything at the one window, whichever office decides, and keeps the hall (综合窗口).
    Receive,
    /// Acts for an enterprise under its mandate, and decides nothing thereby (帮办代办).
    Assist,
}

impl Right {
    /// Every right, in the order of this page.
    pub const ALL: [Right; 10] = [
        Right::Accept,
        Right::Examine,
        Right::Advise,
        Right::Decide,
        Right::Coordinate,
        Right::Register,
        Right::Supervise,
        Right::Assign,
        Right::Receive,
        Right::Assist,
    ];
}

/// The rights of whoever asks (权限集).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights(pub Vec<Right>);

impl Rights {
    /// All of them: a zone that has published no posts asks for none in particular.
    pub fn all() -> Rights {
        Rights(Right::ALL.to_vec())
    }

    /// Is `right` among them?
    pub fn has(&self, right: Right) -> bool {
        self.0.contains(&right)
    }
}
