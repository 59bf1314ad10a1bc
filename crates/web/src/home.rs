//! The zone's first page (首页): ways in, what is going on, how fast it goes, what a project passes.
//!
//! Never: a project, an enterprise or a person. What stands here anybody may read.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use approvals::case::Definition;
use approvals::views::{
    Kept, Pace, PublicAct, Totals, definitions_in_force, pace, public_act, totals, visit_figures,
};
use catalogue::Stage;
use jiff::Timestamp;
use kernel::head::Head;
use kernel::local_time::{clock_of, day_of};
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use crate::{
    Site,
    lamp::{Shape, lamp},
    public::guides::promised,
    share::about,
    shell::{self, Frame},
    words::{moment, number, plural},
};

/// Entries that are looked at for those that anybody may read.
const LOOKED_AT: u32 = 120;
/// Within so many milliseconds the page is shown again as it was read.
const AGAIN_MS: i64 = 1000;
/// Lines of the ledger that are shown.
const LINES: usize = 7;

/// The matters that most projects of a factory pass, in their order.
const FIRST_GUIDES: [&str; 6] = [
    "enterprise-investment-filing",
    "construction-land-planning-permit",
    "environmental-impact-form-approval",
    "construction-work-planning-permit",
    "construction-permit",
    "joint-acceptance",
];

/// What anybody may do and read besides, where no door leads.
const ALSO: [(&str, &str, &str); 8] = [
    ("/routes", "办理方案", "Plan a project"),
    ("/bundles", "一件事、多证合一", "Several certificates at once"),
    ("/instant", "秒批事项", "Instant matters"),
    ("/plots", "带方案出让的地块", "Land with its scheme"),
    ("/hall/tickets", "预约、取号", "Book a slot or draw a ticket"),
    ("/visits", "最多跑一次", "One visit at most"),
    ("/ratings", "好差评", "How offices are graded"),
    ("/verify", "核验文书", "Check a paper"),
];

/// What the page shows.
#[derive(Clone)]
pub struct Found {
    /// When it was read.
    at: Timestamp,
    told: Arc<Told>,
    head: Option<Head>,
}

/// What a ledger of so many entries tells the page.
struct Told {
    entries: u64,
    totals: Totals,
    pace: Pace,
    kept: Kept,
    lines: Vec<PublicAct>,
    /// The definitions in force.
    matters: Vec<Arc<Definition>>,
}

/// What was found last (上次所见): shown again within the second, and told again as long as no entry
/// is added.
#[derive(Default)]
pub struct Last(Mutex<Option<Found>>);

impl Last {
    fn found(&self) -> MutexGuard<'_, Option<Found>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads it.
pub fn read(site: &Site, last: &Last, now: Timestamp) -> Result<Found, Fault> {
    let before = last.found().clone();
    let age = |found: &Found| now.as_millisecond() - found.at.as_millisecond();
    if let Some(found) = before.as_ref().filter(|found| (1..AGAIN_MS).contains(&age(found))) {
        return Ok(found.clone());
    }
    // What is read after this may know more than these entries, never less; and more entries are
    // asked for anew.
    let (entries, _) = site.store.size(&site.zone)?;
    let told = match before.map(|found| found.told).filter(|told| told.entries == entries) {
        Some(told) => told,
        None => Arc::new(tell(site, entries)?),
    };
    let head = site.store.head(&site.zone)?;
    let head = head.and_then(|(_, note)| Some(Head::parse(&note).ok()?.0));
    let found = Found { at: now, told, head };
    *last.found() = Some(found.clone());
    Ok(found)
}

fn tell(site: &Site, entries: u64) -> Result<Told, Fault> {
    let lines = site.store.newest(&site.zone, (LINES, LOOKED_AT), |views, entry| {
        if said(entry.kind).is_none() { Ok(None) } else { public_act(views, entry) }
    })?;
    site.store.read(&site.zone, |views| {
        Ok(Told {
            entries,
            totals: totals(views)?,
            pace: pace(views)?,
            kept: visit_figures(views, &site.pack.zone.hall.exceptions)?,
            lines,
            matters: definitions_in_force(views)?,
        })
    })
}

/// What happened, in words; nothing for what is of no concern to the public.
fn said(kind: &str) -> Option<Text> {
    Some(match kind {
        "approvals.case_submitted" | "approvals.case_opened" => text("收件", "received"),
        "approvals.notice_given" | "approvals.notice_given_until" => {
            text("一次性告知补正", "told once what is missing")
        }
        "approvals.case_accepted" => text("受理", "accepted"),
        "approvals.case_not_accepted" => text("不予受理", "not accepted"),
        "approvals.case_paused" => text("暂停计时", "clock stopped"),
        "approvals.case_granted" => text("准予", "granted"),
        "approvals.case_denied" => text("不予许可", "denied"),
        "approvals.result_delivered" => text("结果送达", "result delivered"),
        "approvals.limit_passed" => text("超期，已记录", "overdue, on record"),
        _ => return None,
    })
}

/// The page.
pub fn page(frame: &Frame, found: &Found) -> Markup {
    let body = html! {
        (hero(found, frame))
        div.wrap {
            (doors(frame))
            div.two.home {
                div.stack-of {
                    (stages(found, frame))
                    (first_guides(found, frame))
                    (also(frame))
                }
                (ledger(found, frame))
            }
        }
    };
    let name = frame.zone.name();
    shell::page(frame, frame.say(&name), &body)
}

fn hero(found: &Found, frame: &Frame) -> Markup {
    let (at, entries) = (moment(frame.language, found.at), number(found.told.entries));
    let (zh, en) = (
        format!("截至{at}，由台账前{entries}条实时统计"),
        format!("As of {at}, computed from the ledger's {entries} entries"),
    );
    html! {
        section.hero.home {
            div.wrap {
                div {
                    h1 { (frame.t("一个项目一份档案", "One project, one file")) }
                    p {
                        (frame.t(
                            "从立项备案到竣工验收，每件审批谁在办、还剩几天、为什么，都写在台账里，您随时可查。",
                            "From filing to completion: who holds each approval, how many days are \
                             left and why, all written in a ledger that you can look up.",
                        ))
                    }
                    (find(frame, ""))
                }
                div {
                    dl.figures.n { (figures(found, frame)) }
                    p.asof { (frame.t(&zh, &en)) }
                }
            }
        }
    }
}

/// The search box; the words in it are those that were looked for.
pub fn find(frame: &Frame, words: &str) -> Markup {
    html! {
        form.find role="search" action="/search" method="get" {
            label.jump for="q" { (frame.t("搜索事项、项目或办件", "Search matters, projects, cases")) }
            input id="q" name="q" type="search" maxlength="60" value=(words)
                placeholder=(frame.t("搜事项：规划许可、环境影响、备案……", "A matter: planning permit…"));
            button type="submit" { (frame.t("搜索", "Search")) }
        }
    }
}

fn figures(found: &Found, frame: &Frame) -> Markup {
    let Totals { projects, open, decided } = found.told.totals;
    let pace = found.told.pace;
    let count = |count: i64| number(count.unsigned_abs());
    let (zh, en) = (
        format!("平均办结工作日（承诺{}）", average(pace.promised_days, pace.decisions)),
        format!(
            "working days on average ({} promised)",
            average(pace.promised_days, pace.decisions)
        ),
    );
    let decided = (
        format!("在办办件，另有{}件已办结", count(decided)),
        format!("open cases; {} decided", count(decided)),
    );
    html! {
        (figure(frame, "open", &count(open), (&decided.0, &decided.1)))
        (figure(frame, "projects", &count(projects), ("登记项目", "projects on file")))
        @if pace.decisions > 0 {
            (figure(frame, "days", &average(pace.used_days, pace.decisions), (&zh, &en)))
            (figure(frame, "in-time", &share(pace), ("按时办结率", "decided in time")))
        }
        @let Kept { things, at_most_one, .. } = found.told.kept;
        @if things > 0 {
            (figure(
                frame,
                "at-most-one",
                &part(at_most_one, things),
                ("最多跑一次", "done with one visit at most"),
            ))
        }
    }
}

fn figure(frame: &Frame, id: &str, value: &str, name: (&str, &str)) -> Markup {
    html! {
        div.figure {
            dt { (frame.t(name.0, name.1)) }
            dd {
                b { (value) }
                a href={ "/figures/" (id) } {
                    (frame.t("怎么算的", "How it is counted"))
                    span.jump { (frame.t("：", ": ")) (frame.t(name.0, name.1)) }
                }
            }
        }
    }
}

/// A mean with one decimal, rounded to the nearest.
pub fn average(sum: u32, count: u32) -> String {
    if count == 0 {
        return "–".into();
    }
    let tenths = (u64::from(sum) * 20 + u64::from(count)) / (u64::from(count) * 2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The part that was in time, in per cent, cut off after one decimal: never rounded up to all.
pub fn share(pace: Pace) -> String {
    part(pace.in_time, pace.decisions.max(1))
}

/// A part of a whole in per cent, cut off after one decimal; a dash where there is no whole.
pub fn part(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "–".into();
    }
    let tenths = u64::from(part) * 1000 / u64::from(whole);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn doors(frame: &Frame) -> Markup {
    let doors = [
        (
            "/register",
            ("我要投资", "I want to invest"),
            (
                "登记企业和项目，一次填报，各部门并联办理",
                "Register enterprise and project; one form, offices side by side",
            ),
        ),
        (
            "/guides",
            ("我要办事", "I need an approval"),
            (
                "按阶段看办事指南：材料、时限、找谁、依据",
                "Guides by stage: materials, limits, whom to ask, on what basis",
            ),
        ),
        (
            "/progress",
            ("查进度", "Where does it stand?"),
            (
                "凭编号和手机号后四位查询，无需登录",
                "With the number and the last four digits of the phone; no account needed",
            ),
        ),
    ];
    html! {
        nav.doors aria-label=(frame.t("办事入口", "Ways in")) {
            @for (to, name, what) in doors {
                a.door href=(to) {
                    h2 { (frame.t(name.0, name.1)) }
                    p { (frame.t(what.0, what.1)) }
                }
            }
        }
    }
}

fn stages(found: &Found, frame: &Frame) -> Markup {
    let head = [
        frame.t("阶段", "Stage"),
        frame.t("事项", "Matters"),
        frame.t("牵头部门", "Lead office"),
        frame.t("承诺工作日", "Working days promised"),
    ];
    html! {
        section.sheet {
            header {
                h2 { (frame.t("一个项目要过的四个阶段", "The four stages of a project")) }
                a href="/guides" { (frame.t("全部办事指南", "All guides")) }
            }
            table.cards.stages-of {
                thead {
                    tr {
                        th scope="col" { (head[0]) }
                        th.r scope="col" { (head[1]) }
                        th scope="col" { (head[2]) }
                        th.r scope="col" { (head[3]) }
                    }
                }
                tbody {
                    @for stage in &frame.zone.stages { (stage_row(found, stage, &head, frame)) }
                }
            }
            p.note {
                (frame.t(
                    "同一阶段的事项一次申请、并联办理，各部门各自决定。承诺工作日为默认值，待园区确认。",
                    "Matters of one stage are asked for at once and handled side by side; each \
                     office decides for itself. The days promised are defaults, to be confirmed.",
                ))
            }
        }
    }
}

fn stage_row(found: &Found, stage: &Stage, head: &[&str; 4], frame: &Frame) -> Markup {
    let count = found.told.matters.iter().filter(|one| one.matter.stage == stage.number).count();
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let words = match frame.language {
        kernel::text::Language::Chinese => format!("{count}项"),
        kernel::text::Language::English => plural(count, "matter"),
    };
    html! {
        tr {
            td.title {
                a href={ "/guides#stage-" (stage.number) } {
                    (stage.number) ". " (frame.say(&stage.name()))
                }
            }
            td.r.n data-h=(head[1]) { (words) }
            td data-h=(head[2]) { (frame.say(&frame.office(&stage.lead_office))) }
            td.r.n data-h=(head[3]) { (stage.promised_limit_days) }
        }
    }
}

fn first_guides(found: &Found, frame: &Frame) -> Markup {
    let of = |id: &&str| found.told.matters.iter().find(|one| one.matter.id == *id);
    let shown: Vec<_> = FIRST_GUIDES.iter().filter_map(of).collect();
    html! {
        @if !shown.is_empty() {
            section.sheet {
                header { h2 { (frame.t("工业项目常走的事项", "What an industrial project needs")) } }
                ul.papers {
                    @for one in shown {
                        li {
                            a href={ "/guides/" (one.matter.id) } {
                                (frame.say(&one.matter.name()))
                            }
                            span.note.n {
                                (frame.say(&frame.office(&one.matter.lead_office))) " · "
                                (promised(frame, &one.matter))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What else anybody may do and read here.
fn also(frame: &Frame) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("还可以在这里", "Also here")) } }
            ul.papers {
                @for (to, zh, en) in ALSO {
                    @let about = about(to).unwrap_or_default();
                    li {
                        a href=(to) { (frame.t(zh, en)) }
                        span.note { (frame.t(about.0, about.1)) }
                    }
                }
            }
        }
    }
}

fn ledger(found: &Found, frame: &Frame) -> Markup {
    let today = frame.today();
    let is_today =
        !found.told.lines.is_empty() && found.told.lines.iter().all(|one| day_of(one.at) == today);
    html! {
        section.sheet {
            header {
                h2 {
                    @if is_today { (frame.t("今天的台账", "Today's ledger")) }
                    @else { (frame.t("最近的台账", "The ledger lately")) }
                }
            }
            @if found.told.lines.is_empty() {
                p {
                    (frame.t(
                        "这里将列出各部门刚办的事：事项、结果和台账号，不含企业和个人信息。现在还没有办件。",
                        "What offices have just done will stand here: matter, outcome and number \
                         in the ledger, never a name. There are no cases yet.",
                    ))
                }
            } @else {
                ol.ledger.n { @for line in &found.told.lines { (ledger_line(line, frame)) } }
            }
            @if let Some(head) = &found.head {
                @let (zh, en) = (
                    format!("签名至第{}号", number(head.size)),
                    format!("Signed up to No. {}", number(head.size)),
                );
                p { (lamp(Shape::Done, frame.t(&zh, &en))) }
            }
            p.note { a href="/verify" { (frame.t("怎样自己核验文书", "Check a paper yourself")) } }
        }
    }
}

fn ledger_line(line: &PublicAct, frame: &Frame) -> Markup {
    let clock = clock_of(line.at);
    let time = if clock.date() == frame.today() {
        format!("{:02}:{:02}", clock.hour(), clock.minute())
    } else {
        format!("{:02}-{:02}", clock.month(), clock.day())
    };
    let done = said(&line.kind);
    html! {
        li {
            time datetime=(line.at) { (time) }
            p {
                (frame.say(&line.matter)) " "
                @if let Some(done) = &done { b { (frame.say(done)) } }
                (frame.t("，", ", ")) (frame.say(&frame.office(&line.office)))
            }
            span.no { (number(line.number)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_the_nearest_tenth_and_a_share_never_up() {
        assert_eq!([average(72, 10), average(2, 3), average(0, 0)], ["7.2", "0.7", "–"]);
        let pace = |decisions, in_time| Pace { decisions, in_time, ..Pace::default() };
        assert_eq!(
            [share(pace(3, 2)), share(pace(2000, 1999)), share(pace(1, 1))],
            ["66.6%", "99.9%", "100.0%"]
        );
    }
}
