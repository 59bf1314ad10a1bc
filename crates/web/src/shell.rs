//! The frame around every page (页面框架): head, masthead, notices, foot.

use std::sync::Arc;

use catalogue::Zone;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use kernel::calendar::Calendar;
use kernel::local_time::day_of;
use kernel::text::{Language, Text, text};
use kernel::{actor::Actor, agreement::Party};
use maud::{DOCTYPE, Markup, html};

use crate::form::{Filled, Form, hidden};
use crate::principal::{Principal, SignedIn};
use crate::reader::is_local;
use crate::unsent::Unsent;
use crate::words::{self, t, tag};
use crate::{assets, assistance, demo, share};

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
    /// Who reads.
    pub principal: Principal,
    /// The token of this reader's forms; empty where there is no cookie to bind it to.
    pub token: String,
    /// The address that was asked for.
    pub at: String,
    /// Where the site is, as the reader's browser says it: scheme and host.
    pub origin: String,
    /// The page's own address, where a form was sent to another one.
    pub place: String,
    /// The roles that a demonstration offers.
    pub roles: Vec<demo::Role>,
    /// What was typed before a session ended, where the page is asked for with it.
    pub unsent: Option<Unsent>,
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

    /// An actor by name: the post of an office, the administrator, a code.
    pub fn actor(&self, actor: &Actor) -> Text {
        match actor {
            Actor::Officer { office, post } => {
                let office_name = self.office(office);
                let found = self.zone.office(office);
                let found = found.and_then(|one| one.posts.iter().find(|one| one.id == *post));
                let post_name = found.map_or_else(|| text(post, post), catalogue::Post::name);
                text(
                    format!("{} {}", office_name.zh, post_name.zh),
                    format!("{}, {}", office_name.en, post_name.en),
                )
            }
            Actor::Assistant { office, post, .. } => {
                let at_post = self.actor(&Actor::officer(office, post));
                text(format!("{}（帮办代办）", at_post.zh), format!("{} (assisting)", at_post.en))
            }
            Actor::Administrator { .. } => text("系统管理员", "Administrator"),
            Actor::Enterprise { credit_code } => text(credit_code, credit_code),
            Actor::Person { account } => text(account, account),
            Actor::Visitor => text("访客", "A visitor"),
            Actor::Clock => text("系统时钟", "The clock"),
            Actor::Reaction => text("系统联动", "A reaction"),
            Actor::Automatic { version, .. } => text(
                format!("秒批规则（版本 {version}）"),
                format!("The instant rule, version {version}"),
            ),
            Actor::Zone { zone } => text(zone, zone),
        }
    }

    /// What was typed into the form with this address before a session ended.
    pub fn typed(&self, action: &str) -> Option<Filled<'_>> {
        let unsent = self.unsent.as_ref().filter(|unsent| unsent.action == action)?;
        Some(Filled::of(&unsent.form, &[]))
    }

    /// Does the page stand in the reader's own room?
    pub fn is_own(&self) -> bool {
        self.at.starts_with("/my/")
    }

    /// Where files of projects and cases stand for this reader.
    pub fn files(&self) -> &'static str {
        if self.is_own() { "/my" } else { "/approvals" }
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
    page_with(frame, title, &share::head(frame, title), body)
}

/// A whole page, with more in its head: what search engines and chats read.
pub fn page_with(frame: &Frame, title: &str, head: &Markup, body: &Markup) -> Markup {
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
                // A page without a form of the reader's has nothing for it to do.
                @if !frame.token.is_empty() {
                    script src=(assets::SCRIPT.address()) defer {}
                }
                link rel="icon" type="image/svg+xml" href=(assets::EMBLEM.address());
                (head)
            }
            body {
                a.jump href="#main" { (frame.t("跳到正文", "Skip to content")) }
                (masthead(frame, name))
                (notices(frame))
                @if !frame.token.is_empty() { (offline(frame)) }
                (demo::bar(frame))
                (assistance::banner(frame))
                main #main { (body) }
                (foot(frame, name))
            }
        }
    }
}

/// The room that a page stands in (页面所在), where its crumbs begin.
#[derive(Clone, Copy)]
pub enum Room {
    /// Everybody's.
    Home,
    /// The own enterprise's.
    Work,
    /// An office's.
    Desk,
    /// The installation's.
    Administration,
}

impl Room {
    /// The reader's own.
    pub fn of(frame: &Frame) -> Room {
        let reader = &frame.principal;
        match () {
            () if reader.credit_code().is_some() || reader.mandate().is_some() => Room::Work,
            () if reader.office().is_some() => Room::Desk,
            () if reader.is_administrator() => Room::Administration,
            () => Room::Home,
        }
    }
}

/// Where a page stands (所在位置): from its room down, each an address and a name; what the reader
/// may not open has none.
pub fn crumbs(frame: &Frame, room: Room, ways: &[(&str, Markup)]) -> Markup {
    let mandate = frame.principal.mandate().map(|one| &one.row.terms.number);
    let (first, name) = match (room, mandate) {
        (Room::Home, _) => ("/".into(), frame.t("首页", "Home")),
        // Whoever acts for an enterprise goes back to what it was entrusted with.
        (Room::Work, Some(number)) => {
            (format!("/desk/assistance/{number}"), frame.t("委托", "Mandate"))
        }
        (Room::Work, None) => ("/my".into(), frame.t("工作台", "My work")),
        (Room::Desk, _) => ("/todo".into(), frame.t("待办", "To do")),
        (Room::Administration, _) => ("/admin/health".into(), frame.t("管理", "Administration")),
    };
    html! {
        nav.crumbs aria-label=(frame.t("所在位置", "Breadcrumb")) {
            a href=(first) { (name) }
            @for (to, name) in ways {
                " › "
                @if to.is_empty() { (name) } @else { a href=(to) { (name) } }
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
                    a href="/guides" aria-current=[is_at(frame, "/guides")] {
                        (frame.t("办事", "Guides"))
                    }
                    a href="/progress" aria-current=[is_at(frame, "/progress")] {
                        (frame.t("查进度", "Progress"))
                    }
                    @if frame.principal.credit_code().is_some() {
                        a href="/my" aria-current=[is_at(frame, "/my")] {
                            (frame.t("工作台", "My work"))
                        }
                    }
                    @if frame.principal.mandate().is_some() {
                        a href="/desk/assistance" aria-current=[is_at(frame, "/desk/assistance")] {
                            (frame.t("帮办代办", "Assistance"))
                        }
                    }
                    @if frame.principal.office().is_some() {
                        a href="/todo" aria-current=[is_at(frame, "/todo")] {
                            (frame.t("待办", "To do"))
                        }
                    }
                    @if frame.principal.actor().and_then(Party::of).is_some() {
                        a href="/agreements" aria-current=[is_at(frame, "/agreements")] {
                            (frame.t("协议", "Agreements"))
                        }
                    }
                    @if frame.principal.is_administrator() {
                        a href="/admin/health" aria-current=[is_at(frame, "/admin")] {
                            (frame.t("管理", "Administration"))
                        }
                    }
                    @match frame.language {
                        Language::Chinese => {
                            a href=(switch(frame, "en")) lang="en" hreflang="en" { "English" }
                        }
                        Language::English => {
                            a href=(switch(frame, "zh")) lang="zh-CN" hreflang="zh-CN" { "中文" }
                        }
                    }
                    (who(frame))
                }
            }
        }
    }
}

/// Is the page in this room?
fn is_at(frame: &Frame, room: &str) -> Option<&'static str> {
    frame.at.starts_with(room).then_some("page")
}

/// Who is signed in and in whose name, or the way in.
fn who(frame: &Frame) -> Markup {
    let Some(signed_in) = &frame.principal.signed_in else {
        return html! {
            a href=(way_in(frame)) { (frame.t("登录", "Sign in")) }
        };
    };
    html! {
        a.who href="/me" {
            (signed_in.name)
            small { (frame.run(frame.say(&capacity(frame, signed_in)))) }
        }
        form action="/sign-out" method="post" {
            (hidden(frame, &Form::default()))
            button.plain type="submit" { (frame.t("退出", "Sign out")) }
        }
    }
}

/// The address of the sign-in page, with the way back.
fn way_in(frame: &Frame) -> String {
    let is_idle = frame.at == "/" || frame.at.starts_with("/sign-in") || !is_local(&frame.at);
    if is_idle { "/sign-in".into() } else { sign_in_and_back(&frame.at) }
}

/// The address of the sign-in page, with the way back.
pub fn sign_in_and_back(at: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::from("/sign-in?"));
    query.append_pair("back", at);
    query.finish().replacen("/sign-in?&", "/sign-in?", 1)
}

/// In whose name somebody acts, in words.
fn capacity(frame: &Frame, signed_in: &SignedIn) -> Text {
    match &signed_in.actor {
        None => text("未选择身份", "no capacity chosen"),
        Some(Actor::Enterprise { credit_code }) => {
            let name = signed_in.enterprise.as_ref().unwrap_or(credit_code);
            text(name, name)
        }
        Some(actor) => frame.actor(actor),
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

/// What the script shows while the browser has no network, with the time since when.
fn offline(frame: &Frame) -> Markup {
    html! {
        aside.notices.offline hidden aria-label=(frame.t("网络", "Network")) {
            div.wrap {
                p role="status" {
                    (frame.t("网络从", "No network since ")) time.n {}
                    (frame.t(
                        "起断开。填写的内容还在本页，请勿关闭，网络恢复后再提交。",
                        ". What you typed still stands on this page: keep it open, and send it \
                         once the network is back.",
                    ))
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
                p {
                    a href="/api" { (frame.t("程序接口", "Interface for programs")) }
                    // Chats take the first large picture of a page for its card.
                    img.card src=(assets::PICTURE.address()) alt="" width="20" height="20"
                        loading="lazy";
                }
            }
        }
    }
}

/// The same page in another language; relative, so that no path is repeated.
fn switch(frame: &Frame, language: &str) -> String {
    let place = &frame.place;
    if frame.query.is_empty() {
        format!("{place}?lang={language}")
    } else {
        format!("{place}?{}&lang={language}", frame.query)
    }
}

/// The head of a table of figures: what each row is about, then figures, to the right.
pub fn figures_head(head: &[&str]) -> Markup {
    html! {
        thead {
            tr {
                @for name in head.iter().take(1) { th scope="col" { (name) } }
                @for name in head.iter().skip(1) { th.r scope="col" { (name) } }
            }
        }
    }
}
