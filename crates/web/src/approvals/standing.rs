//! How a case stands (办件现状): its lamp, who holds it, how many days are left.

use approvals::case::State;
use jiff::civil::Date;
use kernel::calendar::{Calendar, Counted};
use kernel::text::{Language, Text, text};
use kernel::time_limit::{DayUnit, Due, Light, PauseGround, due, light};

use super::CaseFile;
use crate::lamp::Shape;
use crate::shell::Frame;
use crate::words::{days, plural};

/// How a case stands, in words (现状).
pub struct Standing {
    /// The lamp's shape.
    pub shape: Shape,
    /// The lamp's word.
    pub word: Text,
    /// Who holds it; nobody once it is concluded.
    pub holder: Option<Text>,
    /// How many days are left, or how many it took.
    pub left: Option<Text>,
}

impl Standing {
    /// The more it presses, the higher; zero for what is concluded.
    pub fn urgency(&self) -> u8 {
        match self.shape {
            Shape::Late => 4,
            Shape::Soon => 3,
            Shape::Good => 2,
            Shape::Still => 1,
            Shape::Done | Shape::Closed => 0,
        }
    }
}

/// How `file` stands today.
pub fn standing(file: &CaseFile, frame: &Frame) -> Standing {
    let office = frame.office(&file.row.office);
    match file.case.state {
        State::Unknown | State::Received => received(file, frame, office),
        State::Correcting => Standing {
            shape: Shape::Still,
            word: text("等待补正", "waiting for corrections"),
            holder: Some(text("申请人", "the applicant")),
            left: Some(text("补正期间不计时", "no limit runs meanwhile")),
        },
        State::Accepted => accepted(file, frame, office),
        State::NotAccepted => closed(text("不予受理", "not accepted")),
        State::Withdrawn => closed(text("已撤回", "withdrawn")),
        State::Denied => {
            Standing { left: took(file, frame), ..closed(text("不予许可", "denied")) }
        }
        State::Granted | State::Delivered => {
            let word = if is_late(file, frame) {
                text("超期办结", "concluded late")
            } else if file.case.state == State::Delivered {
                text("已送达", "delivered")
            } else {
                text("已办结", "concluded")
            };
            Standing { shape: Shape::Done, word, holder: None, left: took(file, frame) }
        }
    }
}

/// The limit that binds, and how it stands.
pub fn governing(file: &CaseFile, frame: &Frame) -> Option<(DayUnit, Due)> {
    let clock = file.case.clock.as_ref()?;
    let due = due(clock, clock.governing()?, &frame.calendar, frame.today())?;
    Some((clock.unit(), due))
}

/// When the limit for the one-time notice ends, where it runs.
pub fn notice_ends(file: &CaseFile, calendar: &Calendar) -> Option<Counted> {
    let received = file.case.received_on.filter(|_| file.case.state == State::Received)?;
    Some(file.definition.notice_limit.ends(received, calendar))
}

/// Why time stands still, where it does without an end in sight.
pub fn open_pause(file: &CaseFile) -> Option<PauseGround> {
    let mut pauses = file.case.clock.iter().flat_map(|clock| &clock.pauses);
    pauses.find(|pause| pause.until.is_none()).map(|pause| pause.ground)
}

fn received(file: &CaseFile, frame: &Frame, office: Text) -> Standing {
    let today = frame.today();
    let Some(ends) = notice_ends(file, &frame.calendar) else {
        return closed(text("未提交", "not submitted"));
    };
    let unit = file.definition.notice_limit.unit;
    let left = count(today, ends.date, unit, &frame.calendar);
    let (shape, left) = if today > ends.date {
        (Shape::Late, text("告知期限已过", "the limit for the notice has passed"))
    } else if today == ends.date {
        (Shape::Soon, text("今天答复", "an answer is due today"))
    } else {
        (Shape::Good, text(
            format!("{}内答复", days(Language::Chinese, left, unit)),
            format!("an answer is due in {}", days(Language::English, left, unit)),
        ))
    };
    Standing {
        shape,
        word: text("已收件，待受理", "received, not accepted yet"),
        holder: Some(office),
        left: Some(left),
    }
}

fn accepted(file: &CaseFile, frame: &Frame, office: Text) -> Standing {
    let Some(clock) = &file.case.clock else {
        return closed(text("未受理", "not accepted yet"));
    };
    let light = light(clock, &frame.calendar, frame.today(), &frame.zone.thresholds);
    let ground = open_pause(file);
    let holder = match ground.map(|ground| ground.holder()) {
        Some(kernel::time_limit::Holder::Organ) | None => office,
        Some(holder) => holder.text(),
    };
    let word = match ground.filter(|_| light == Light::Paused) {
        Some(ground) => {
            let ground = ground.text();
            text(format!("暂停计时：{}", ground.zh), format!("paused: {}", ground.en))
        }
        None => light.text(),
    };
    let left = governing(file, frame).map(|(unit, due)| left(light, unit, &due, frame.today()));
    Standing { shape: Shape::of(light), word, holder: Some(holder), left }
}

fn left(light: Light, unit: DayUnit, due: &Due, today: Date) -> Text {
    let left = due.total.saturating_sub(due.used);
    let (zh, en) = (days(Language::Chinese, left, unit), days(Language::English, left, unit));
    match light {
        Light::Paused => {
            text(format!("恢复后还有{zh}"), format!("{en} left once time runs again"))
        }
        Light::Red if due.over_working_days == 0 => {
            text("期限已过", "the last day has passed")
        }
        Light::Red => text(
            format!("已超{}个工作日", due.over_working_days),
            format!("by {}", plural(due.over_working_days, "working day")),
        ),
        _ if due.date == today => text("今天到期", "due today"),
        Light::Green | Light::Yellow | Light::Done { .. } => {
            text(format!("还剩{zh}"), format!("{en} left"))
        }
    }
}

/// How many days a concluded case took, of how many promised.
fn took(file: &CaseFile, frame: &Frame) -> Option<Text> {
    let (unit, due) = governing(file, frame)?;
    let of = |language| (days(language, due.used, unit), days(language, due.total, unit));
    let ((used, total), (used_en, total_en)) = (of(Language::Chinese), of(Language::English));
    if due.total == 0 && due.used == 0 {
        return Some(text("当日办结", "concluded on the same day"));
    }
    Some(text(
        format!("用{used}，承诺{total}"),
        format!("took {used_en} of the {total_en} promised"),
    ))
}

fn is_late(file: &CaseFile, frame: &Frame) -> bool {
    governing(file, frame).is_some_and(|(_, due)| due.overdue)
}

fn closed(word: Text) -> Standing {
    Standing { shape: Shape::Closed, word, holder: None, left: None }
}

/// Days of a unit after `from` up to and including `to`.
fn count(from: Date, to: Date, unit: DayUnit, calendar: &Calendar) -> u32 {
    match unit {
        DayUnit::Working => calendar.working_days_between(from, to).count,
        DayUnit::Natural => {
            u32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or_default()
        }
    }
}
