//! What the rules find before a grant (核对结果): each point, and what stands against it.

use kernel::text::{Text, text};

use super::{Asked, Refusal};
use crate::Situation;
use crate::case::{Case, Facts};

/// One point that a grant rests on (核对项).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Time runs (未暂停计时).
    Running,
    /// Every material is there (材料齐全).
    Materials,
    /// What must come before was granted (前置事项).
    Prerequisites,
    /// Every office that was asked was heard (征求意见).
    Opinions,
}

impl Point {
    /// Every point, in the order in which a grant fails for it.
    pub const ALL: [Point; 4] =
        [Point::Running, Point::Materials, Point::Prerequisites, Point::Opinions];

    /// The point in words.
    pub fn text(self) -> Text {
        match self {
            Point::Running => text("计时未暂停", "Time runs"),
            Point::Materials => text("材料齐全", "Every material is there"),
            Point::Prerequisites => text("前置事项已办结", "What must come before was granted"),
            Point::Opinions => text("征求的意见已收齐", "Every office asked was heard"),
        }
    }
}

impl Asked<'_> {
    /// Does the case stand on this point?
    pub(super) fn stands_on(&self, point: Point) -> Result<(), Refusal> {
        match point {
            Point::Running if self.case.ground.is_held => Err(Refusal::SchemeChanging),
            Point::Running if self.case.is_paused() => Err(Refusal::Paused),
            Point::Running => Ok(()),
            Point::Materials => {
                // What was promised is owed; silence of the office spares nothing else.
                let mut missing = self.missing()?;
                missing.retain(|id| !self.case.tolerance.unsettled().any(|owed| owed == id));
                if missing.is_empty() {
                    return self.owes_nothing();
                }
                Err(Refusal::MaterialsMissing { missing: self.named(missing.iter()) })
            }
            Point::Prerequisites => self.has_its_prerequisites(),
            Point::Opinions => self.has_heard_everybody(),
        }
    }
}

/// What stands against a grant, point by point; who asks is another question.
pub(crate) fn findings(
    case: &Case,
    facts: &Facts,
    now: &Situation,
) -> [(Point, Option<Refusal>); 4] {
    let ask = Asked { case, facts, now };
    Point::ALL.map(|point| (point, ask.stands_on(point).err()))
}
