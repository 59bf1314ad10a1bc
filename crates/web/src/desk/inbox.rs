//! The inbox (待办): mine and my office's by days left; what we lead.

use std::sync::Arc;

use approvals::case::{Definition, State as Standing};
use approvals::views::{
    After, CaseRow, Desk, LeadWord, PackageRow, Tally, Wanted, definition, definition_in_force,
    inbox, light_of, packages_led_by, project_by_subject, tally, words_of_leads,
};
use axum::extract::{Extension, State};
use axum::http::Uri;
use axum::response::Html;
use jiff::{ToSpan, civil::Date};
use kernel::actor::Actor;
use kernel::text::{Text, text};
use kernel::time_limit::Light;
use maud::{Markup, html};
use store::posts::Published;
use store::{Fault, Views};

use super::{Query, Reading, Shared, address, batch, light_name, light_word, ways};
use crate::{
    error::Failure,
    lamp::{Shape, lamp},
    shell::{self, Frame},
    words::{days, how_many, plural},
};

/// Days for which a case counts as new.
const NEW_DAYS: i64 = 7;
/// Rows of a page: where there are fewer, nothing follows.
const PAGE: usize = 50;

/// A case as the inbox shows it (待办条目).
pub struct Waiting {
    /// Its row.
    pub row: CaseRow,
    /// Its matter, as it started.
    pub definition: Option<Arc<Definition>>,
}

struct Found {
    mine: Tally,
    ours: Tally,
    rows: Vec<Waiting>,
    matters: Vec<(String, Text)>,
    posts: Vec<Published>,
    wanted: Wanted,
    said: Vec<LeadWord>,
    is_mine: bool,
    is_later: bool,
}

/// What is to be done.
pub async fn todo(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(Actor::Officer { office, post }) = frame.principal.actor().cloned() else {
            return Ok(None);
        };
        let query = Query::of(&at);
        let found =
            site.store.read(&site.zone, |open| read(open, frame, (&office, &post), &query))?;
        let of = if found.is_mine { "mine" } else { "office" };
        frame.query = words(&found, of).split_once('?').map_or("", |(_, rest)| rest).to_owned();
        Ok(Some(page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

/// The packages that this office leads.
pub async fn packages(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let Some(office) = frame.principal.office().map(str::to_owned) else { return Ok(None) };
        let query = Query::of(&at);
        let after = Some(query.get("after")).filter(|after| !after.is_empty());
        let rows = site.store.read(&site.zone, |open| {
            let led = packages_led_by(open, &office, after)?.into_iter();
            let with = |row: PackageRow| {
                let project = project_by_subject(open, &row.project)?;
                Ok((project.map(|one| one.title).unwrap_or_default(), row))
            };
            led.map(with).collect::<Result<Vec<_>, Fault>>()
        })?;
        Ok(Some(led(frame, &rows)))
    });
    Ok(Html(page.await?.0))
}

fn read(
    views: &mut Views,
    frame: &Frame,
    (office, post): (&str, &str),
    query: &Query,
) -> Result<Found, Fault> {
    let on = (frame.today(), &frame.zone.thresholds);
    let (my_desk, our_desk) = (Desk { office, post: Some(post) }, Desk { office, post: None });
    let (mine, ours) = (tally(views, my_desk, on)?, tally(views, our_desk, on)?);
    let is_mine = match query.get("of") {
        "mine" => true,
        "office" => false,
        _ => mine.total() > 0,
    };
    let lights = [Light::Green, Light::Yellow, Light::Red, Light::Paused];
    let wanted = Wanted {
        state: query.get("state").into(),
        matter: query.get("matter").into(),
        light: lights.into_iter().find(|one| light_word(*one) == query.get("light")),
    };
    let after = query.get("after").split_once('/');
    let after = after.map(|(day, number)| After { day: day.into(), number: number.into() });
    let desk = if is_mine { my_desk } else { our_desk };
    let rows = inbox(views, desk, &wanted, after.as_ref(), on)?;
    let mut matters = Vec::new();
    for id in if is_mine { &mine.matters } else { &ours.matters } {
        let name = definition_in_force(views, id)?.map(|known| known.matter.name());
        matters.push((id.clone(), name.unwrap_or_else(|| text(id, id))));
    }
    let is_later = after.is_some();
    let rows = waiting(views, rows)?;
    let posts = batch::choices(views, &frame.principal)?;
    let said = words_of_leads(views, office, frame.today())?;
    Ok(Found { mine, ours, rows, matters, posts, wanted, said, is_mine, is_later })
}

/// Cases with their matters.
pub fn waiting(views: &mut Views, rows: Vec<CaseRow>) -> Result<Vec<Waiting>, Fault> {
    let with = |row: CaseRow| {
        let definition = definition(views, &row.definition)?;
        Ok(Waiting { row, definition })
    };
    rows.into_iter().map(with).collect()
}

/// The address of a list, narrowed as it is.
fn words(found: &Found, of: &str) -> String {
    let light = found.wanted.light.map_or("", light_word);
    let (state, matter) = (found.wanted.state.as_str(), found.wanted.matter.as_str());
    address("/todo", &[("of", of), ("state", state), ("matter", matter), ("light", light)])
}

fn page(frame: &Frame, found: &Found) -> Markup {
    let heading = frame.t("待办", "To do");
    let body = html! {
        div.wrap.stack.inbox {
            h1 { (heading) }
            (ways(frame, "/todo"))
            (said(frame, &found.said))
            section.sheet {
                (whose(frame, found))
                (lights(frame, found))
                (filters(frame, found))
                @if found.rows.is_empty() { (empty(frame, found)) }
                @else if batch::is_open_to(&frame.principal) {
                    form action="/todo/batch" method="post" {
                        (table(frame, &found.rows, true))
                        (batch::bar(frame, &found.posts))
                    }
                } @else { (table(frame, &found.rows, false)) }
                @if let Some(last) = found.rows.last().filter(|_| found.rows.len() >= PAGE) {
                    @let after = After::case(&last.row);
                    @let next = format!("{}/{}", after.day, after.number);
                    @let base = words(found, if found.is_mine { "mine" } else { "office" });
                    nav.pages aria-label=(frame.t("翻页", "Pages")) {
                        a.act.second rel="next" href={ (base) "&after=" (next) } {
                            (frame.t("下一页", "Next page"))
                        }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// What lead offices remind of or call to; nothing where nothing is.
fn said(frame: &Frame, words: &[LeadWord]) -> Markup {
    html! {
        @if !words.is_empty() {
            section.sheet #from-leads {
                header { h2 { (frame.t("牵头部门来文", "From lead offices")) } }
                ul.rows {
                    @for one in words {
                        li {
                            span {
                                @let lead = frame.say(&frame.office(&one.lead_office)).to_owned();
                                @if let Some(day) = one.meets_on {
                                    b { (frame.t("联合会审", "Joint review")) " " (frame.day(day)) }
                                } @else {
                                    b { (frame.t("催办", "A reminder")) }
                                }
                                " " (frame.run(&one.words))
                                br;
                                span.note {
                                    (lead) " · "
                                    @if let Some(on) = one.said_on { (frame.day(on)) " · " }
                                    span.n { (one.number) }
                                }
                            }
                            span {
                                @for number in &one.cases {
                                    a.n href={ "/approvals/cases/" (number) "/desk" } { (number) }
                                    " "
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Mine or my office's, each with its count.
fn whose(frame: &Frame, found: &Found) -> Markup {
    let lists = [
        ("mine", frame.t("分给我岗位的", "Assigned to my post"), &found.mine, found.is_mine),
        ("office", frame.t("本部门全部", "All of my office"), &found.ours, !found.is_mine),
    ];
    html! {
        nav.tabs aria-label=(frame.t("范围", "Scope")) {
            @for (of, name, tally, is_here) in lists {
                a href={ "/todo?of=" (of) } aria-current=[is_here.then_some("page")] {
                    (name) " " span.n { (how_many(frame.language, tally.total().unsigned_abs())) }
                }
            }
        }
    }
}

/// How many of each light; each leads to its list.
fn lights(frame: &Frame, found: &Found) -> Markup {
    let tally = if found.is_mine { &found.mine } else { &found.ours };
    let of = if found.is_mine { "mine" } else { "office" };
    let counts = [
        (Light::Red, tally.red),
        (Light::Yellow, tally.yellow),
        (Light::Green, tally.green),
        (Light::Paused, tally.waiting),
    ];
    html! {
        ul.tally {
            @for (light, count) in counts {
                li {
                    a href=(address("/todo", &[("of", of), ("light", light_word(light))]))
                        aria-current=[(found.wanted.light == Some(light)).then_some("true")] {
                        (lamp(Shape::of(light), &light_name(frame, light)))
                        b.n { (how_many(frame.language, count.unsigned_abs())) }
                    }
                }
            }
        }
        @if tally.undelivered > 0 {
            @let (open, owed) = (tally.red - tally.undelivered, tally.undelivered);
            @let (zh, en) = (
                format!("已超期的里面：办理超期{open}件，已决定、逾期未送达{owed}件。"),
                format!("Of them late: {open} not decided in time, {owed} not delivered."),
            );
            p.note.n { (frame.t(&zh, &en)) }
        }
    }
}

fn filters(frame: &Frame, found: &Found) -> Markup {
    let states = [
        Standing::Received,
        Standing::Correcting,
        Standing::Accepted,
        Standing::HandedOver,
        Standing::Granted,
        Standing::Denied,
    ];
    let lights = [Light::Red, Light::Yellow, Light::Green, Light::Paused];
    let of = if found.is_mine { "mine" } else { "office" };
    let is_narrowed = found.wanted != Wanted::default();
    html! {
        form.filters action="/todo" method="get" {
            input type="hidden" name="of" value=(of);
            div {
                label for="state" { (frame.t("状态", "State")) }
                select id="state" name="state" {
                    option value="" { (frame.t("全部", "all")) }
                    @for state in states {
                        option value=(state.word()) selected[found.wanted.state == state.word()] {
                            (frame.say(&state_name(state)))
                        }
                    }
                }
            }
            div {
                label for="matter" { (frame.t("事项", "Matter")) }
                select id="matter" name="matter" {
                    option value="" { (frame.t("全部", "all")) }
                    @for (id, name) in &found.matters {
                        option value=(id) selected[found.wanted.matter == *id] { (frame.say(name)) }
                    }
                }
            }
            div {
                label for="light" { (frame.t("灯色", "Lamp")) }
                select id="light" name="light" {
                    option value="" { (frame.t("全部", "all")) }
                    @for light in lights {
                        option value=(light_word(light))
                            selected[found.wanted.light == Some(light)] {
                            (light_name(frame, light))
                        }
                    }
                }
            }
            button.act.second type="submit" { (frame.t("筛选", "Filter")) }
            @if is_narrowed { a href={ "/todo?of=" (of) } { (frame.t("清除", "Clear")) } }
        }
    }
}

fn empty(frame: &Frame, found: &Found) -> Markup {
    let is_narrowed = found.wanted != Wanted::default();
    html! {
        div.empty {
            @if found.is_later {
                p { (frame.t("后面没有了。", "Nothing follows.")) }
            } @else if is_narrowed {
                p { (frame.t("没有符合筛选条件的办件。", "No case fits the filter.")) }
            } @else if found.is_mine {
                p {
                    (frame.t(
                        "还没有分给本岗位的办件。负责人分办后显示在这里；本部门的办件在“本部门全部”。",
                        "Nothing is assigned to this post yet. What the head assigns stands here; \
                         the rest is under \"All of my office\".",
                    ))
                }
            } @else {
                p {
                    (frame.t(
                        "本部门没有待办。企业提交申请后显示在这里，最急的在前。",
                        "Your office has nothing to do. What enterprises apply for will stand \
                         here, the most pressing first.",
                    ))
                }
            }
        }
    }
}

/// Cases as a dense table, to be ticked in a form; cards on a phone.
pub fn table(frame: &Frame, rows: &[Waiting], is_ticked: bool) -> Markup {
    let head = [
        frame.t("办件", "Case"),
        frame.t("状态", "State"),
        frame.t("期限", "Limit"),
        frame.t("到期日", "Due"),
        frame.t("承办", "With"),
    ];
    html! {
        table.cards.dense.picked[is_ticked] {
            thead {
                tr {
                    @if is_ticked { td.pick { span.unseen { (frame.t("勾选", "Tick")) } } }
                    @for name in head { th scope="col" { (name) } }
                }
            }
            tbody { @for waiting in rows { (line(frame, waiting, (&head, is_ticked))) } }
        }
    }
}

fn line(frame: &Frame, waiting: &Waiting, (head, is_ticked): (&[&str; 5], bool)) -> Markup {
    let row = &waiting.row;
    let tick = format!("{}{}", batch::CASE, row.number);
    let light = light_of(row, frame.today(), &frame.calendar, &frame.zone.thresholds);
    html! {
        tr {
            @if is_ticked {
                td.pick {
                    label {
                        input type="checkbox" name=(tick) value="1";
                        span.unseen { (frame.t("勾选 ", "Tick ")) (row.number) }
                    }
                }
            }
            td.title {
                a href={ "/approvals/cases/" (row.number) "/desk" } { (name_of(frame, waiting)) }
                @if is_new(row, frame.today()) {
                    " " span.chip { (frame.t("新", "new")) }
                }
                br;
                span.note { (frame.run(&row.project_title)) " · " span.n { (row.number) } }
            }
            td data-h=(head[1]) { (state_of(frame, row)) }
            td data-h=(head[2]) {
                div {
                    (lamp(Shape::of(light), &light_name(frame, light)))
                    @if let Some(left) = left(frame, row.due) { br; span.note.n { (left) } }
                }
            }
            td.n data-h=(head[3]) {
                @match row.due {
                    Some(due) => time datetime=(due) { (due) },
                    None => span.quiet { "—" }
                }
            }
            td data-h=(head[4]) { (holder(frame, row)) }
        }
    }
}

/// The matter of a case by name.
pub fn name_of(frame: &Frame, waiting: &Waiting) -> String {
    let name = waiting.definition.as_ref().map(|known| known.matter.name());
    name.map_or_else(|| waiting.row.matter.clone(), |name| frame.say(&name).to_owned())
}

/// The post that has it, and who has the ball.
pub fn holder(frame: &Frame, row: &CaseRow) -> Markup {
    let office = frame.office(&row.office);
    let post = row.post.as_ref().map(|post| {
        let post = Actor::officer(&row.office, post);
        frame.say(&frame.actor(&post)).to_owned()
    });
    html! {
        div {
            (post.as_deref().unwrap_or(frame.say(&office)))
            br;
            span.note { (frame.t("当前：", "now: ")) (frame.say(&row.holding.text())) }
        }
    }
}

fn is_new(row: &CaseRow, today: Date) -> bool {
    row.received_on.is_some_and(|on| on >= today.saturating_sub(NEW_DAYS.days()))
}

/// Working days left, or how many it is late.
pub fn left(frame: &Frame, due: Option<Date>) -> Option<String> {
    let (due, today) = (due?, frame.today());
    let unit = kernel::time_limit::DayUnit::Working;
    if due == today {
        return Some(frame.t("今天到期", "due today").to_owned());
    }
    let (from, to) = (due.min(today), due.max(today));
    let count = frame.calendar.working_days_between(from, to).count;
    let (zh, en) = if due < today && count == 0 {
        // It passed, and no working day has gone by since.
        ("已到期".to_owned(), "past due".to_owned())
    } else if due < today {
        (format!("超过{count}个工作日"), format!("{} late", plural(count, "working day")))
    } else {
        let left = days(frame.language, count, unit);
        (format!("还剩{left}"), format!("{left} left"))
    };
    Some(frame.t(&zh, &en).to_owned())
}

fn state_of(frame: &Frame, row: &CaseRow) -> String {
    if row.awaits_since.is_some() {
        return frame.t("审查已完成，待补齐", "reviewed, the rest awaited").to_owned();
    }
    let name = Standing::of(&row.state).map(state_name);
    name.map_or_else(|| row.state.clone(), |name| frame.say(&name).to_owned())
}

/// A state in words.
pub fn state_name(state: Standing) -> Text {
    match state {
        Standing::Unknown => text("未提交", "not submitted"),
        Standing::Received => text("待受理", "to be accepted"),
        Standing::Correcting => text("等待补正", "waiting for corrections"),
        Standing::Accepted => text("审查中", "under examination"),
        Standing::NotAccepted => text("不予受理", "not accepted"),
        Standing::Granted => text("已准予，待送达", "granted, to be delivered"),
        Standing::Denied => text("不予许可，待送达", "denied, to be delivered"),
        Standing::Withdrawn => text("已撤回", "withdrawn"),
        Standing::Delivered => text("已送达", "delivered"),
        Standing::HandedOver => text("已转报", "handed over"),
        Standing::Terminated => text("已终止", "terminated"),
        Standing::Concluded => text("已归档", "concluded"),
        Standing::Revoked => text("许可已撤销", "permit revoked"),
        Standing::Cancelled => text("许可已注销", "permit void"),
    }
}

fn led(frame: &Frame, rows: &[(String, PackageRow)]) -> Markup {
    let heading = frame.t("牵头的并联申请", "Packages we lead");
    let head = [
        frame.t("并联申请", "Package"),
        frame.t("阶段", "Stage"),
        frame.t("收件日", "Received"),
        frame.t("进度", "Progress"),
    ];
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/todo/packages"))
            section.sheet {
                @if rows.is_empty() {
                    p.empty {
                        (frame.t(
                            "没有在办的并联申请。企业按阶段一并申请后显示在这里。",
                            "No package is open. Stages that enterprises apply for at once will \
                             stand here.",
                        ))
                    }
                } @else {
                    table.cards.dense {
                        thead { tr { @for name in head { th scope="col" { (name) } } } }
                        tbody {
                            @for (title, row) in rows { (package(frame, (title, row), &head)) }
                        }
                    }
                    @if let Some((_, last)) = rows.last().filter(|_| rows.len() >= PAGE) {
                        nav.pages aria-label=(frame.t("翻页", "Pages")) {
                            a.act.second rel="next" href={ "/todo/packages?after=" (last.number) } {
                                (frame.t("下一页", "Next page"))
                            }
                        }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn package(frame: &Frame, (title, row): (&str, &PackageRow), head: &[&str; 4]) -> Markup {
    let (zh, en) = (
        format!("{}项中准予{}项，办结{}项", row.members, row.granted, row.ended),
        format!("{} of {} granted, {} ended", row.granted, row.members, row.ended),
    );
    html! {
        tr {
            td.title {
                a href={ "/approvals/packages/" (row.number) "/desk" } { (frame.run(title)) }
                br;
                span.note.n { (row.number) }
            }
            td data-h=(head[1]) { (stage_name(frame, row.stage)) }
            td.n data-h=(head[2]) { @if let Some(on) = row.received_on { (on) } }
            td.n data-h=(head[3]) { (frame.t(&zh, &en)) }
        }
    }
}

/// A stage by the zone's name for it.
pub fn stage_name(frame: &Frame, stage: i64) -> String {
    let known = frame.zone.stages.iter().find(|one| i64::from(one.number) == stage);
    known.map_or_else(|| stage.to_string(), |one| frame.t(&one.title, &one.title_en).to_owned())
}
