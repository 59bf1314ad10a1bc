//! Pauses (暂停计时): why time may stand still, and who has the case meanwhile.
//!
//! The law names eight procedures whose time is not counted, if the time they need is told in
//! writing. Three more grounds are the catalogue's: material asked for in writing after acceptance,
//! a public notice that a matter prescribes, and a review that is through while something that was
//! promised has not come.
//!
//! Where pauses overlap, the one that began first has the day, and those that began on one day
//! have it in the order of [`PauseGround`]; pauses of one ground that touch are one pause. So the
//! order in which they were entered, and in how many pieces, makes no difference.
//!
//! Basis: Administrative Licensing Law, article 45.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Clock;
use crate::calendar::{Counted, DayCount};
use crate::text::{Text, text};

/// Who has the case on a day (当前环节主体).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// The organ: its time runs (审批机关).
    Organ,
    /// The applicant, who owes something asked for in writing (申请人).
    Applicant,
    /// Who carries out a special procedure (第三方).
    ThirdParty,
    /// The public, while a notice hangs out (公示期).
    PublicNotice,
}

/// Why time stands still (暂停计时事由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseGround {
    /// A hearing (听证).
    Hearing,
    /// A call for bids (招标).
    Bidding,
    /// An auction (拍卖).
    Auction,
    /// An inspection (检验).
    Inspection,
    /// A test (检测).
    Testing,
    /// A quarantine (检疫).
    Quarantine,
    /// An appraisal (鉴定).
    Appraisal,
    /// A review by experts (专家评审).
    ExpertReview,
    /// Material asked for in writing after acceptance (书面要求补充材料).
    MaterialRequested,
    /// A public notice (公示).
    PublicNotice,
    /// The review is through, and what was promised has not all come (容缺待补齐).
    MaterialsOwed,
}

/// One stretch of time that is not counted (一次暂停).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub ground: PauseGround,
    /// The day on which it was told in writing; not used.
    pub from: Date,
    /// The day on which what was awaited came; not used either. Nothing while it is awaited.
    pub until: Option<Date>,
    /// The document that says so.
    pub evidence: String,
    /// The day by which what is awaited is to have come, as the document tells; nothing where a
    /// promise or another procedure has a day of its own.
    pub expected: Option<Date>,
}

/// Days in a row on which time stands still for one ground, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Date,
    pub(super) until: Date,
    pub(super) ground: PauseGround,
}

impl PauseGround {
    /// Every ground, in the order of the law.
    pub const ALL: [PauseGround; 11] = [
        PauseGround::Hearing,
        PauseGround::Bidding,
        PauseGround::Auction,
        PauseGround::Inspection,
        PauseGround::Testing,
        PauseGround::Quarantine,
        PauseGround::Appraisal,
        PauseGround::ExpertReview,
        PauseGround::MaterialRequested,
        PauseGround::PublicNotice,
        PauseGround::MaterialsOwed,
    ];

    /// Must the document tell by which day it is done? What was promised has a day of its own.
    pub fn tells_a_day(self) -> bool {
        self != PauseGround::MaterialsOwed
    }

    /// Who has the case while time stands still for this ground.
    pub fn holder(self) -> Holder {
        match self {
            PauseGround::MaterialRequested | PauseGround::MaterialsOwed => Holder::Applicant,
            PauseGround::PublicNotice => Holder::PublicNotice,
            PauseGround::Hearing
            | PauseGround::Bidding
            | PauseGround::Auction
            | PauseGround::Inspection
            | PauseGround::Testing
            | PauseGround::Quarantine
            | PauseGround::Appraisal
            | PauseGround::ExpertReview => Holder::ThirdParty,
        }
    }

    /// The ground by name.
    pub fn text(self) -> Text {
        match self {
            PauseGround::Hearing => text("听证", "hearing"),
            PauseGround::Bidding => text("招标", "call for bids"),
            PauseGround::Auction => text("拍卖", "auction"),
            PauseGround::Inspection => text("检验", "inspection"),
            PauseGround::Testing => text("检测", "testing"),
            PauseGround::Quarantine => text("检疫", "quarantine"),
            PauseGround::Appraisal => text("鉴定", "appraisal"),
            PauseGround::ExpertReview => text("专家评审", "expert review"),
            PauseGround::MaterialRequested => {
                text("书面要求补充材料", "material asked for in writing")
            }
            PauseGround::PublicNotice => text("公示", "public notice"),
            PauseGround::MaterialsOwed => {
                text("容缺材料待补齐", "waiting for materials that were promised")
            }
        }
    }

    /// What allows time to stand still for this ground.
    pub fn basis(self) -> Text {
        match self.holder() {
            Holder::ThirdParty => {
                text("行政许可法第四十五条", "Administrative Licensing Law, article 45")
            }
            Holder::Applicant | Holder::PublicNotice | Holder::Organ => text(
                "事项目录的规定（不属行政许可法第四十五条所列情形）",
                "the catalogue's rule for the matter (not among the procedures of article 45 of \
                 the Administrative Licensing Law)",
            ),
        }
    }
}

impl Holder {
    /// The holder by name.
    pub fn text(self) -> Text {
        match self {
            Holder::Organ => text("审批机关", "the organ"),
            Holder::Applicant => text("申请人", "the applicant"),
            Holder::ThirdParty => text("第三方", "a third party"),
            Holder::PublicNotice => text("公示期", "public notice"),
        }
    }
}

impl Stretch {
    pub(super) fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// When time stands still: stretches in order, none sharing a day with another. An open pause is
/// taken to end today.
pub(super) fn stops(clock: &Clock, today: Date) -> Vec<Stretch> {
    let today = clock.ran_until(today);
    let mut pauses: Vec<Stretch> = (clock.pauses.iter())
        .map(|pause| Stretch {
            from: pause.from,
            until: pause.until.unwrap_or(today.max(pause.from)),
            ground: pause.ground,
        })
        .filter(|pause| pause.from <= pause.until)
        .collect();
    pauses.sort_by_key(|pause| (pause.ground, pause.from));
    pauses.dedup_by(|next, first| {
        let touches = next.ground == first.ground && next.from <= day_after(first.until);
        if touches {
            first.until = first.until.max(next.until);
        }
        touches
    });
    pauses.sort_by_key(|pause| (pause.from, pause.ground));

    let mut stops: Vec<Stretch> = Vec::with_capacity(pauses.len());
    for pause in pauses {
        let from = stops.last().map_or(pause.from, |last| pause.from.max(day_after(last.until)));
        let is_hidden = stops.last().is_some_and(|last| pause.until <= last.until);
        if !is_hidden {
            stops.push(Stretch { from, ..pause });
        }
    }
    stops
}

pub(super) fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(Date::MIN)
}

pub(super) fn day_after(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}

/// Calendar days after `from` up to and including `to`. Which days there are is certain.
pub(super) fn days_between(from: Date, to: Date) -> DayCount {
    let days = to.duration_since(from).as_hours() / 24;
    DayCount { count: u32::try_from(days.max(0)).unwrap_or(u32::MAX), provisional: false }
}

/// The day so many calendar days later, the last one there is at most.
pub(super) fn days_later(start: Date, days: u32) -> Counted {
    // Beyond seven million days there is no day, and no span either.
    let date = start.saturating_add(i64::from(days.min(7_000_000)).days());
    Counted { date, provisional: false }
}
