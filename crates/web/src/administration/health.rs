//! How the installation stands (运行状况), in words; `/health` says the same to machines.
//!
//! What this process cannot know, it says so: backups are made by commands elsewhere.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::head::Head;
use kernel::text::Text;
use maud::{Markup, html};
use people::views::holders;
use store::{Fault, posts};

use super::room;
use crate::Site;
use crate::lamp::{Shape, lamp};
use crate::session;
use crate::shell::{Frame, is_calendar_ending};
use crate::words::{moment, number};

/// What the page shows.
pub struct Found {
    trouble: Option<Text>,
    entries: u64,
    last_at: Option<Timestamp>,
    head: Option<Head>,
    known_until: Option<Date>,
    is_ending: bool,
    /// The embedded database's bytes; nothing where a server has it.
    bytes: Option<u64>,
    sessions: u64,
    posts: usize,
    vacant: usize,
    matters: usize,
}

/// Reads it.
pub fn read(site: &Site, frame: &Frame) -> Result<Found, Fault> {
    let (entries, last_at) = site.store.size(&site.zone)?;
    let head = site.store.head(&site.zone)?.and_then(|(_, note)| Some(Head::parse(&note).ok()?.0));
    let file = std::fs::metadata(site.store.folder().database()).ok();
    let today = frame.today();
    let (posts, held, matters) = site.store.read(&site.zone, |views| {
        let matters = approvals::views::definitions_in_force(views)?.len();
        Ok((posts::posts(views)?, holders(views, today)?, matters))
    })?;
    let is_held = |post: &posts::Published| {
        let actor = kernel::actor::Actor::officer(&post.office, &post.post);
        held.iter().any(|one| one.capacity.actor(&one.name) == actor)
    };
    Ok(Found {
        trouble: site.store.trouble().map(|fault| fault.text()),
        entries,
        last_at,
        head,
        known_until: frame.calendar.known_until(),
        is_ending: is_calendar_ending(&frame.calendar, today),
        bytes: file.map(|file| file.len()),
        sessions: site.store.count_kept(&site.zone, session::KIND, frame.now)?,
        posts: posts.len(),
        vacant: posts.iter().filter(|post| !is_held(post)).count(),
        matters,
    })
}

/// The page.
pub fn page(frame: &Frame, found: &Found) -> Markup {
    let body = html! {
        section.sheet {
            header {
                h2 { (frame.t("台账和写入", "Ledger and writing")) }
                @match &found.trouble {
                    None => (lamp(Shape::Good, frame.t("正常", "well"))),
                    Some(_) => (lamp(Shape::Late, frame.t("暂停写入", "writing waits"))),
                }
            }
            @if let Some(said) = &found.trouble { p { (frame.say(said)) } }
            dl.pairs.facts-of.n {
                dt { (frame.t("条目", "Entries")) } dd { (number(found.entries)) }
                dt { (frame.t("最近一条", "Last entry")) }
                dd { (at(frame, found.last_at)) }
                dt { (frame.t("签名至", "Signed up to")) }
                dd {
                    @match &found.head {
                        Some(head) => {
                            "№ " (number(head.size)) " · " (moment(frame.language, head.at))
                        }
                        None => (frame.t("尚未签名", "not signed yet"))
                    }
                }
                dt { (frame.t("数据库文件", "Database file")) }
                dd {
                    @match found.bytes {
                        Some(bytes) => { (number(bytes / 1024)) " KiB" }
                        None => (frame.t("由 PostgreSQL 保存", "kept by PostgreSQL"))
                    }
                }
                dt { (frame.t("备份", "Backups")) }
                dd {
                    (frame.t(
                        "由命令 kaiyuan backup 另行保存，本页不知道时间；请按计划核对备份目录。",
                        "Made elsewhere by kaiyuan backup; this page does not know when. Check the \
                         backup folder on schedule.",
                    ))
                }
            }
        }
        section.sheet {
            header {
                h2 { (frame.t("工作日历", "Calendar")) }
                @if found.is_ending { (lamp(Shape::Soon, frame.t("即将用完", "ends soon"))) }
                @else { (lamp(Shape::Good, frame.t("正常", "well"))) }
            }
            p {
                (frame.t("节假日安排公布至：", "Days off are announced up to: "))
                @match found.known_until {
                    Some(day) => span.n { (frame.day(day)) },
                    None => (frame.t("尚无", "none yet"))
                }
            }
            @if found.is_ending {
                p.note {
                    (frame.t(
                        "国务院办公厅公布次年安排后，用 kaiyuan calendar 录入；此后的到期日均为暂定。",
                        "Once next year's days off are announced, enter them with kaiyuan \
                         calendar; until then later due dates are provisional.",
                    ))
                }
            }
        }
        section.sheet {
            header { h2 { (frame.t("人员和事项", "People and matters")) } }
            dl.pairs.facts-of.n {
                dt { (frame.t("在线会话", "Open sessions")) } dd { (number(found.sessions)) }
                dt { (frame.t("岗位", "Posts")) }
                dd {
                    a href="/people/posts" { (found.posts) }
                    @if found.vacant > 0 {
                        " " (lamp(Shape::Soon, &vacant(frame, found.vacant)))
                    }
                }
                dt { (frame.t("生效事项", "Matters in force")) }
                dd { a href="/admin/catalogue" { (found.matters) } }
            }
        }
    };
    room(frame, frame.t("运行状况", "Health"), &body)
}

fn at(frame: &Frame, at: Option<Timestamp>) -> String {
    at.map_or_else(|| frame.t("尚无", "none yet").into(), |at| moment(frame.language, at))
}

fn vacant(frame: &Frame, count: usize) -> String {
    let (zh, en) = (format!("{count}个空缺"), format!("{count} vacant"));
    frame.t(&zh, &en).to_owned()
}
