//! Why somebody comes (到场原因): a closed list, each with whose doing it is and whether it counts.

use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// Why somebody comes, or is come to (到场原因).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Hands the application in (递交申请).
    Submit,
    /// Corrects what an office got wrong or did not say (因部门原因补正).
    CorrectByAuthority,
    /// Brings what the applicant's own papers lacked (因申请人原因补正).
    CorrectOwnFault,
    /// Signs, or shows who one is (签字、核验身份).
    SignOrIdentify,
    /// Is looked at in the hall (到厅现场核验).
    HallCheck,
    /// Takes the result (领取结果).
    Collect,
    /// Asks (咨询).
    Advice,
    /// The offices come to the site (上门踏勘).
    SiteVisit,
}

/// How it reached the other side (到达方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Somebody came to the hall (到大厅).
    Hall,
    /// By post (邮寄).
    Post,
    /// Officers went to the site (上门).
    Site,
}

/// Whose doing it is (责任方).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The course of the thing itself asks for it.
    Course,
    /// An office asked for it.
    Office,
    /// The applicant's own.
    Applicant,
}

impl Cause {
    /// All of them, in the order in which they come about.
    pub const ALL: [Cause; 8] = [
        Cause::Submit,
        Cause::CorrectByAuthority,
        Cause::CorrectOwnFault,
        Cause::SignOrIdentify,
        Cause::HallCheck,
        Cause::Collect,
        Cause::Advice,
        Cause::SiteVisit,
    ];

    /// Whose doing it is.
    pub fn side(self) -> Side {
        match self {
            Cause::Submit | Cause::Collect => Side::Course,
            Cause::CorrectByAuthority
            | Cause::SignOrIdentify
            | Cause::HallCheck
            | Cause::SiteVisit => Side::Office,
            Cause::CorrectOwnFault | Cause::Advice => Side::Applicant,
        }
    }

    /// Does coming to the hall for it count against the standard?
    ///
    /// Never: what the applicant's own papers lacked; a question; officers who come themselves.
    pub fn counts(self) -> bool {
        match self {
            Cause::Submit
            | Cause::CorrectByAuthority
            | Cause::SignOrIdentify
            | Cause::HallCheck
            | Cause::Collect => true,
            Cause::CorrectOwnFault | Cause::Advice | Cause::SiteVisit => false,
        }
    }

    /// Can it come about in this way?
    pub fn is_possible(self, way: Way) -> bool {
        match way {
            Way::Hall => self != Cause::SiteVisit,
            Way::Post => matches!(
                self,
                Cause::Submit | Cause::CorrectByAuthority | Cause::CorrectOwnFault | Cause::Collect
            ),
            Way::Site => self == Cause::SiteVisit,
        }
    }

    /// The cause in words.
    pub fn text(self) -> Text {
        match self {
            Cause::Submit => text("递交申请", "hands the application in"),
            Cause::CorrectByAuthority => {
                text("因部门原因补正", "corrects for a reason of the office's")
            }
            Cause::CorrectOwnFault => {
                text("因申请人材料问题补正", "corrects what the own papers lacked")
            }
            Cause::SignOrIdentify => text("签字、核验身份", "signs or shows who one is"),
            Cause::HallCheck => text("到厅现场核验", "is checked in the hall"),
            Cause::Collect => text("领取结果", "takes the result"),
            Cause::Advice => text("咨询", "asks"),
            Cause::SiteVisit => text("上门踏勘", "officers visit the site"),
        }
    }

    /// The word in forms and views.
    pub fn word(self) -> &'static str {
        match self {
            Cause::Submit => "submit",
            Cause::CorrectByAuthority => "correct_by_authority",
            Cause::CorrectOwnFault => "correct_own_fault",
            Cause::SignOrIdentify => "sign_or_identify",
            Cause::HallCheck => "hall_check",
            Cause::Collect => "collect",
            Cause::Advice => "advice",
            Cause::SiteVisit => "site_visit",
        }
    }

    /// The cause that a word means.
    pub fn of(word: &str) -> Option<Cause> {
        Cause::ALL.into_iter().find(|cause| cause.word() == word)
    }
}

impl Way {
    /// All of them.
    pub const ALL: [Way; 3] = [Way::Hall, Way::Post, Way::Site];

    /// The way in words.
    pub fn text(self) -> Text {
        match self {
            Way::Hall => text("到大厅", "at the hall"),
            Way::Post => text("邮寄", "by post"),
            Way::Site => text("上门", "at the site"),
        }
    }

    /// The word in forms and views.
    pub fn word(self) -> &'static str {
        match self {
            Way::Hall => "hall",
            Way::Post => "post",
            Way::Site => "site",
        }
    }

    /// The way that a word means.
    pub fn of(word: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.word() == word)
    }
}

impl Side {
    /// The side in words.
    pub fn text(self) -> Text {
        match self {
            Side::Course => text("办事流程", "the course itself"),
            Side::Office => text("部门", "an office"),
            Side::Applicant => text("申请人", "the applicant"),
        }
    }
}
