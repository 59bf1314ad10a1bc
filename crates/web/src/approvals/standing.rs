//! How a case stands (办件现状): its lamp, who holds it, how many days are left.

use approvals::case::State;
use jiff::civil::Date;
use kernel::calendar::{Calendar, Counted};
use kernel::text::{Language, Text, text};
use kernel::time_limit::{DayUnit, Due, Holder, Light, Pause, due, light};

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
    pub held: Option<Held>,
    /// How many days are left, or how many it took.
    pub left: Option<Text>,
}

/// Who holds a case (办理方).
pub enum Held {
    /// The office, which handles it.
    By(Text),
    /// Somebody or something else, which is waited for.
    Awaiting(Text),
}

impl Standing {
    /// Word and days together, for a page's first line.
    pub fn headline(&self) -> Text {
        match &self.left {
            Some(left) => text(
                format!("{}，{}", self.word.zh, left.zh),
                format!("{}, {}", self.word.en, left.en),
            ),
            None => self.word.clone(),
        }
    }

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
            held: Some(Held::Awaiting(Holder::Applicant.text())),
            left: Some(text("补正期间不计时", "no limit runs meanwhile")),
        },
        State::Accepted => accepted(file, frame, office),
        State::NotAccepted => closed(text("不予受理", "not accepted")),
        State::Withdrawn => closed(text("已撤回", "withdrawn")),
        State::HandedOver => Standing {
            shape: Shape::Still,
            word: text("已转报", "handed over"),
            held: Some(Held::Awaiting(authority(file))),
            left: None,
        },
        State::Terminated => closed(text("已终止", "terminated")),
        State::Revoked => closed(text("许可已撤销", "permit revoked")),
        State::Cancelled => closed(text("许可已注销", "permit void")),
        State::Granted | State::Denied | State::Delivered | State::Concluded => {
            decided(file, frame)
        }
    }
}

/// The authority that decides what was handed over.
fn authority(file: &CaseFile) -> Text {
    let matter = &file.definition.matter;
    text(&matter.authority, &matter.authority_en)
}

/// How it was decided; a result that has arrived is still what it was.
fn decided(file: &CaseFile, frame: &Frame) -> Standing {
    let left = took(file, frame);
    if file.is_denied() {
        return Standing { left, ..closed(text("不予许可", "denied")) };
    }
    let matter = &file.definition.matter;
    let (zh, en) =
        if matter.files_project { ("已备案", "filed") } else { ("准予", "granted") };
    let (zh, en) = if file.case.commitment.stands() {
        ("依告知承诺准予", "granted on commitment")
    } else {
        (zh, en)
    };
    let is_delivered = matches!(file.case.state, State::Delivered | State::Concluded);
    let word = match (is_late(file, frame), is_delivered) {
        (true, _) => text(format!("{zh}（超期）"), format!("{en} late")),
        (false, true) => text(format!("{zh}，已送达"), format!("{en}, delivered")),
        (false, false) => text(zh, en),
    };
    Standing { shape: Shape::Done, word, held: None, left }
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

/// The pause that lasts: why time stands still, and until when, as it was told.
pub fn open_pause(file: &CaseFile) -> Option<&Pause> {
    let mut pauses = file.case.clock.iter().flat_map(|clock| &clock.pauses);
    pauses.find(|pause| pause.until.is_none())
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
        (
            Shape::Good,
            text(
                format!("{}内答复", days(Language::Chinese, left, unit)),
                format!("an answer is due in {}", days(Language::English, left, unit)),
            ),
        )
    };
    Standing {
        shape,
        word: text("已收件，待受理", "received, not accepted yet"),
        held: Some(Held::By(office)),
        left: Some(left),
    }
}

fn accepted(file: &CaseFile, frame: &Frame, office: Text) -> Standing {
    let Some(clock) = &file.case.clock else {
        return closed(text("未受理", "not accepted yet"));
    };
    let light = light(clock, &frame.calendar, frame.today(), &frame.zone.thresholds);
    let pause = open_pause(file);
    let held = match pause.map(|pause| pause.ground.holder()) {
        None | Some(Holder::Organ) => Held::By(office),
        Some(Holder::PublicNotice) => {
            Held::Awaiting(text("公示期满", "the end of the public notice"))
        }
        Some(holder @ (Holder::Applicant | Holder::ThirdParty)) => Held::Awaiting(holder.text()),
    };
    let left = governing(file, frame).and_then(|(unit, due)| {
        if let Some(pause) = clock.overrun(frame.today()).filter(|_| !due.overdue) {
            return Some(overrun(pause, frame));
        }
        let left = left(light, unit, &due, frame.today())?;
        Some(match pause.filter(|_| light == Light::Paused) {
            Some(pause) => {
                let (ground, until) = (pause.ground.text(), told_end(pause, frame));
                text(
                    format!("{}{}，{}", ground.zh, until.zh, left.zh),
                    format!("{}{}, {}", ground.en, until.en, left.en),
                )
            }
            None => left,
        })
    });
    let word = match file.case.tolerance.awaits_since() {
        Some(_) => text("待补齐", "reviewed, the rest awaited"),
        None => light.text(),
    };
    Standing { shape: Shape::of(light), word, held: Some(held), left }
}

/// A pause that lasts longer than was told.
fn overrun(pause: &Pause, frame: &Frame) -> Text {
    let ground = pause.ground.text();
    let day = pause.expected.map(|day| frame.day(day)).unwrap_or_default();
    text(
        format!("{}应于{day}完成，尚未恢复计时", ground.zh),
        format!("{} was to be done by {day}; time does not run yet", ground.en),
    )
}

/// By which day a pause is over, as its document tells; empty where it tells none.
pub fn told_end(pause: &Pause, frame: &Frame) -> Text {
    pause.expected.map_or(text("", ""), |day| {
        let day = frame.day(day);
        text(format!("（预计{day}完成）"), format!(" (to be done by {day})"))
    })
}

fn left(light: Light, unit: DayUnit, due: &Due, today: Date) -> Option<Text> {
    let left = due.total.saturating_sub(due.used);
    let (zh, en) = (days(Language::Chinese, left, unit), days(Language::English, left, unit));
    let over = due.over_working_days;
    match light {
        Light::Paused => {
            Some(text(format!("恢复后还有{zh}"), format!("{en} left once time runs again")))
        }
        // On the days off after the last day no working day has been overrun yet.
        Light::Red if over == 0 => None,
        Light::Red => Some(text(
            format!("超过{over}个工作日"),
            format!("{} late", plural(over, "working day")),
        )),
        Light::Green | Light::Yellow | Light::Done { .. } if due.date == today => {
            Some(text("今天到期", "due today"))
        }
        Light::Green | Light::Yellow | Light::Done { .. } => {
            Some(text(format!("还剩{zh}"), format!("{en} left")))
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
    Standing { shape: Shape::Closed, word, held: None, left: None }
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
