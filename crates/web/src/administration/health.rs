//! How the installation stands (运行状况), in words; `/health` says the same to machines.
//!
//! Where something is not well, the page says what to do. What this process cannot know, it says
//! so: a database server looks after its own disk.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::head::Head;
use kernel::text::Text;
use maud::{Markup, html};
use people::views::holders;
use store::zone::{Command, ZONE, Zone};
use store::{Backup, Fault, Room, posts};

use super::{HEALTH, room};
use crate::form::{Filled, Form, Wrong, form};
use crate::front::{Done, Shown};
use crate::lamp::{Shape, lamp};
use crate::shell::{Frame, is_calendar_ending};
use crate::words::{moment, number, plural, run};
use crate::{Alarm, Site, people::Asked, reader::Reader, session};

/// What the page shows.
struct Found {
    trouble: Option<Text>,
    /// Why the clock is held, where it is.
    held_because: Option<String>,
    entries: u64,
    last_at: Option<Timestamp>,
    head: Option<Head>,
    known_until: Option<Date>,
    is_ending: bool,
    /// The embedded database's bytes; nothing where a server has it.
    bytes: Option<u64>,
    room: Option<Room>,
    /// Where documents are kept.
    documents: String,
    backup: Option<Backup>,
    alarm: Alarm,
    sessions: u64,
    posts: usize,
    vacant: usize,
    matters: usize,
}

/// The administrator says that the machine's time is right: writing goes on.
pub fn confirm(site: &Site, reader: &Reader, form: &Form) -> Result<Done, Fault> {
    let Some(Fault::ClockHeld(held_because)) = site.store.trouble() else {
        return Ok(Done::see(HEALTH));
    };
    let command = Command::ConfirmClock { held_because };
    Ok(match Asked::of(site, reader, form).ask::<Zone>(ZONE, command)? {
        Ok(_) => Done::see(HEALTH),
        Err(refused) => Done::Wrong(vec![Wrong { field: "", refused }]),
    })
}

/// Reads it.
fn read(site: &Site, frame: &Frame) -> Result<Found, Fault> {
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
    let trouble = site.store.trouble();
    let held_because = match &trouble {
        Some(Fault::ClockHeld(because)) => Some(because.clone()),
        Some(_) | None => None,
    };
    Ok(Found {
        trouble: trouble.map(|fault| fault.text()),
        held_because,
        entries,
        last_at,
        head,
        known_until: frame.calendar.known_until(),
        is_ending: is_calendar_ending(&frame.calendar, today),
        bytes: file.map(|file| file.len()),
        room: site.store.folder().room(),
        documents: site.store.blobs().place(),
        backup: site.store.last_backup()?,
        alarm: site.alarm,
        sessions: site.store.count_kept(&site.zone, session::KIND, frame.now)?,
        posts: posts.len(),
        vacant: posts.iter().filter(|post| !is_held(post)).count(),
        matters,
    })
}

/// How far days off are known.
fn calendar(frame: &Frame, found: &Found) -> Markup {
    html! {
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
    }
}

/// What the machine's time is, for whoever is to confirm it.
fn held(frame: &Frame, filled: Filled, because: &str) -> Markup {
    let to_confirm = ("/admin/clock-confirmations", frame.t("时间无误，恢复写入", "It is right"));
    html! {
        dl.pairs {
            dt { (frame.t("本机时间", "This machine's time")) }
            dd.n { (moment(frame.language, frame.now)) }
            dt { (frame.t("暂停原因", "Why it is held")) }
            dd { (run(frame.language, because)) }
        }
        p.note {
            (frame.t(
                "请与标准时间核对。时间不对的，先校准本机时间；确认后恢复写入，确认记入台账。",
                "Compare it with the standard time. If it is wrong, set the machine's clock \
                 first. Once confirmed, writing goes on; the confirmation stands in the ledger.",
            ))
        }
        (form(frame, filled, to_confirm, |_| html! {}))
    }
}

/// The page.
pub fn page(site: &Site, frame: &mut Frame, filled: Filled) -> Shown {
    let found = &read(site, frame)?;
    let frame = &*frame;
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
            }
            @if let Some(because) = &found.held_because { (held(frame, filled, because)) }
        }
        (disk(frame, found))
        (backup(frame, found))
        (calendar(frame, found))
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
    Ok(Some(room(frame, frame.t("运行状况", "Health"), &body)))
}

/// The disk of the data folder.
fn disk(frame: &Frame, found: &Found) -> Markup {
    let is_low = found.room.is_some_and(|room| found.alarm.is_low(&room));
    html! {
        section.sheet {
            header {
                h2 { (frame.t("磁盘", "Disk")) }
                @match (found.room, is_low) {
                    (None, _) => {}
                    (Some(_), false) => (lamp(Shape::Good, frame.t("正常", "well"))),
                    (Some(_), true) => (lamp(Shape::Late, frame.t("空间不足", "little room"))),
                }
            }
            dl.pairs.facts-of.n {
                dt { (frame.t("剩余空间", "Free")) }
                dd {
                    @match found.room {
                        Some(room) => {
                            (size(room.free_bytes))
                            (frame.t("，共 ", " of "))
                            (size(room.all_bytes))
                        }
                        None => (frame.t("系统未提供", "the system does not say"))
                    }
                }
                dt { (frame.t("申请文件存放于", "Documents are in")) }
                dd { (run(frame.language, &found.documents)) }
            }
            @if is_low {
                @let (zh, en) = low(found.alarm);
                p { (frame.t(&zh, &en)) }
            }
            @if found.bytes.is_none() {
                p.note {
                    (frame.t(
                        "以上为数据文件夹所在磁盘；数据库服务器的磁盘请在服务器上查看。",
                        "This is the disk of the data folder; look at the database server's own \
                         disk there.",
                    ))
                }
            }
        }
    }
}

fn low(alarm: Alarm) -> (String, String) {
    let least = size(alarm.least_free_mib.saturating_mul(1024 * 1024));
    (
        format!(
            "剩余空间低于 {least}。请清理或扩大数据文件夹所在磁盘；写满后系统只能读取、不能写入，\
             已经答复的办理结果不会丢失。"
        ),
        format!(
            "Less than {least} is free. Make room on the disk of the data folder, or enlarge it. \
             Once it is full nothing can be written; nothing that was answered is lost."
        ),
    )
}

/// The last backup, and what to do where it is none.
fn backup(frame: &Frame, found: &Found) -> Markup {
    let known = found.backup.as_ref();
    let is_old = found.alarm.is_old(known, frame.now);
    html! {
        section.sheet {
            header {
                h2 { (frame.t("备份", "Backup")) }
                @match (known, is_old) {
                    (Some(_), false) => (lamp(Shape::Good, frame.t("正常", "well"))),
                    (Some(_), true) => (lamp(Shape::Late, frame.t("已过期", "out of date"))),
                    (None, _) => (lamp(Shape::Late, frame.t("尚未备份", "never made"))),
                }
            }
            dl.pairs.facts-of.n {
                dt { (frame.t("最近一次", "Last")) }
                dd { (at(frame, known.map(|known| known.at))) }
                @if let Some(known) = known {
                    dt { (frame.t("保存位置", "Kept in")) }
                    dd {
                        (run(frame.language, &known.folder))
                        @if !known.machine.is_empty() {
                            (frame.t("（主机 ", " on ")) (known.machine) (frame.t("）", ""))
                        }
                    }
                }
            }
            @if is_old {
                @let (zh, en) = old(found);
                p { (frame.t(&zh, &en)) }
            }
        }
    }
}

fn old(found: &Found) -> (String, String) {
    let hours = found.alarm.backup_within_hours;
    let (zh, en) = match &found.backup {
        None => ("本台账还没有备份。".into(), "This ledger has no backup yet. ".into()),
        Some(_) => (
            format!("最近一次备份已超过 {hours} 小时。请检查每日备份任务。"),
            format!(
                "The last backup is more than {} old. Look at the daily task. ",
                plural(hours, "hour")
            ),
        ),
    };
    (
        format!("{zh}请在服务器上运行 kaiyuan backup，备份到另一块磁盘；服务不必停止。"),
        format!("{en}Run kaiyuan backup on the server, onto another disk; the service may go on."),
    )
}

/// Bytes as a person reads them: 512 MiB, 12.5 GiB.
fn size(bytes: u64) -> String {
    let mib = bytes / (1024 * 1024);
    match mib < 1024 {
        true => format!("{mib} MiB"),
        false => format!("{}.{} GiB", number(mib / 1024), mib % 1024 * 10 / 1024),
    }
}

fn at(frame: &Frame, at: Option<Timestamp>) -> String {
    at.map_or_else(|| frame.t("尚无", "none yet").into(), |at| moment(frame.language, at))
}

fn vacant(frame: &Frame, count: usize) -> String {
    let (zh, en) = (format!("{count}个空缺"), format!("{count} vacant"));
    frame.t(&zh, &en).to_owned()
}
