//! The frame around every page (页面框架): head, masthead, notices, foot.

use std::sync::Arc;

use catalogue::Zone;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use kernel::calendar::Calendar;
use kernel::local_time::day_of;
use kernel::text::{Language, Text, text};
use maud::{DOCTYPE, Markup, html};

use crate::assets;
use crate::words::{self, t, tag};

/// The longest limits, extended, reach this far: a calendar that ends sooner is told.
const CALENDAR_NEEDED_DAYS: i64 = 60;

/// Characters beyond which a title is set smaller.
const LONG_TITLE: usize = 60;

/// What a page knows besides what it shows (页面环境).
pub struct Frame {
    /// The reader's language.
    pub language: Language,
    /// The zone.
    pub zone: Zone,
    /// Now.
    pub now: Timestamp,
    /// The calendar as announced so far.
    pub calendar: Arc<Calendar>,
    /// Are the contents invented?
    pub is_demo: bool,
    /// What concerns every page: writing waits, the calendar ends.
    pub notices: Vec<Text>,
    /// What the address carries besides the language, for the switch.
    pub query: String,
    /// Is this the first page?
    pub is_home: bool,
}

impl Frame {
    /// One of two texts.
    pub fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        t(self.language, zh, en)
    }

    /// A text in the reader's language.
    pub fn say<'a>(&self, text: &'a Text) -> &'a str {
        text.in_language(self.language)
    }

    /// A day in words.
    pub fn day(&self, day: Date) -> String {
        words::day(self.language, day)
    }

    /// Today in the zone's time.
    pub fn today(&self) -> Date {
        day_of(self.now)
    }

    /// A text that may be in the other language.
    pub fn run(&self, text: &str) -> Markup {
        words::run(self.language, text)
    }

    /// An office by name.
    pub fn office(&self, id: &str) -> Text {
        self.zone.office_name(id)
    }
}

/// Does the calendar end before the limits that start today may?
pub fn is_calendar_ending(calendar: &Calendar, today: Date) -> bool {
    let needed = today.saturating_add(CALENDAR_NEEDED_DAYS.days());
    calendar.known_until().is_none_or(|known| known < needed)
}

/// What is said of a calendar that ends soon.
pub fn calendar_notice(calendar: &Calendar, today: Date) -> Option<Text> {
    if !is_calendar_ending(calendar, today) {
        return None;
    }
    let Some(known) = calendar.known_until() else {
        return Some(text(
            "尚无节假日安排，所有到期日均为暂定。",
            "No calendar of days off is on file; every due date is provisional.",
        ));
    };
    Some(text(
        format!(
            "{}年节假日安排尚未公布，{}之后的日期为暂定。",
            known.year() + 1,
            words::day(Language::Chinese, known)
        ),
        format!(
            "The days off of {} are not announced yet: dates after {} are provisional.",
            known.year() + 1,
            words::day(Language::English, known)
        ),
    ))
}

/// A whole page.
pub fn page(frame: &Frame, title: &str, body: &Markup) -> Markup {
    let name = frame.zone.name();
    let name = frame.say(&name);
    let title = if title == name { name.to_owned() } else { format!("{title} · {name}") };
    html! {
        (DOCTYPE)
        html lang=(tag(frame.language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href=(assets::STYLE.address());
                link rel="icon" type="image/svg+xml" href=(assets::EMBLEM.address());
                link rel="alternate" hreflang="zh-CN" href=(switch(frame, "zh"));
                link rel="alternate" hreflang="en" href=(switch(frame, "en"));
            }
            body {
                a.jump href="#main" { (frame.t("跳到正文", "Skip to content")) }
                (masthead(frame, name))
                (notices(frame))
                main #main { (body) }
                (foot(frame, name))
            }
        }
    }
}

/// A page's title as somebody wrote it: long ones are set smaller.
pub fn headline(frame: &Frame, title: &str) -> Markup {
    let is_long = title.chars().count() > LONG_TITLE;
    html! { h1.long[is_long] { (frame.run(title)) } }
}

fn masthead(frame: &Frame, name: &str) -> Markup {
    let under = frame.t("审批与项目档案", "Approvals and project files");
    html! {
        header.masthead {
            div.wrap {
                a.zone href="/" {
                    (assets::emblem())
                    span { (name) small { (under) } }
                }
                nav.ways aria-label=(frame.t("主导航", "Main")) {
                    a href="/" aria-current=[frame.is_home.then_some("page")] {
                        (frame.t("首页", "Home"))
                    }
                    @match frame.language {
                        Language::Chinese => {
                            a href=(switch(frame, "en")) lang="en" hreflang="en" { "English" }
                        }
                        Language::English => {
                            a href=(switch(frame, "zh")) lang="zh-CN" hreflang="zh-CN" { "中文" }
                        }
                    }
                }
            }
        }
    }
}

fn notices(frame: &Frame) -> Markup {
    let demo = frame.t("演示数据，非真实审批", "Demonstration data, no real approvals");
    let label = frame.t("通知", "Notices");
    html! {
        @if frame.is_demo || !frame.notices.is_empty() {
            aside.notices aria-label=(label) {
                div.wrap {
                    @if frame.is_demo { p.demo { (demo) } }
                    @for notice in &frame.notices { p { (frame.say(notice)) } }
                }
            }
        }
    }
}

fn foot(frame: &Frame, name: &str) -> Markup {
    html! {
        footer {
            div.wrap.note {
                p {
                    (name) " · "
                    (frame.t("所有时间均为北京时间", "All times are Beijing time (UTC+8)"))
                }
                p { (frame.t("页面上的数字都由台账算出", "Every figure is computed from the ledger")) }
            }
        }
    }
}

/// The same page in another language; relative, so that no path is repeated.
fn switch(frame: &Frame, language: &str) -> String {
    if frame.query.is_empty() {
        format!("?lang={language}")
    } else {
        format!("?{}&lang={language}", frame.query)
    }
}
