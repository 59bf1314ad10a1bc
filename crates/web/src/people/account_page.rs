//! The administrator's two pages of users (用户页面): all of them, and one.

use kernel::local_time::day_of;
use kernel::personal::Personal;
use maud::{Markup, html};
use people::views::{self, AccountRow, PAGE};
use people::{Capacity, credentials};
use store::posts::{Published, posts};
use store::{Fault, Views};

use super::accounts::ALL;
use super::{asked, find, narrow, onwards, shown_once, wide};
use crate::Site;
use crate::form::{Field, Filled, field, form, select};
use crate::lamp::{Shape, lamp};
use crate::shell::{Frame, Room, crumbs};

/// What the page of one account shows.
struct Found {
    row: AccountRow,
    person: String,
    held: Vec<Capacity>,
    posts: Vec<Published>,
}

/// The subject of the account with this name.
pub fn account_of(site: &Site, name: &str) -> Result<Option<String>, Fault> {
    site.store
        .read(&site.zone, |open| Ok(views::account_by_name(open, name)?.map(|row| row.subject)))
}

/// All accounts, and the form for another.
pub fn list(
    site: &Site,
    frame: &mut Frame,
    (after, words): (&str, &str),
    filled: Filled,
) -> Result<Option<Markup>, Fault> {
    frame.query = asked(after, words);
    let today = day_of(frame.now);
    let mut rows = site.store.read(&site.zone, |open| {
        let rows = views::accounts(open, after, words)?;
        let with = |open: &mut Views, row: AccountRow| {
            let held = views::capacities(open, &row.subject, today)?;
            Ok((row, held))
        };
        rows.into_iter().map(|row| with(open, row)).collect::<Result<Vec<_>, Fault>>()
    })?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let body = html! {
        (find(frame, (ALL, frame.t("按登录名查找", "Find by sign-in name")), words))
        @if rows.is_empty() {
            section.sheet.empty {
                p {
                    (frame.t(
                        "没有找到。请核对登录名，只填其中一部分也可以。",
                        "Nothing found. Check the name; a part of it is enough.",
                    ))
                }
            }
        } @else {
            (table(frame, &rows))
        }
        @if let Some((last, _)) = rows.last().filter(|_| has_more) {
            (onwards(frame, (ALL, words), &last.name))
        }
        (opening(frame, filled))
    };
    Ok(Some(wide(frame, frame.t("用户", "Users"), &body)))
}

fn table(frame: &Frame, rows: &[(AccountRow, Vec<Capacity>)]) -> Markup {
    let head = [
        frame.t("登录名", "Sign-in name"),
        frame.t("身份", "Capacities"),
        frame.t("状态", "State"),
    ];
    html! {
        section.sheet {
            table.cards {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (row, held) in rows {
                        tr {
                            td.title { a href={ (ALL) "/" (row.name) } { (row.name) } }
                            td data-h=(head[1]) { (capacities(frame, row, held)) }
                            td data-h=(head[2]) { (state(frame, row)) }
                        }
                    }
                }
            }
        }
    }
}

/// One account; nothing where there is none.
pub fn show(
    site: &Site,
    frame: &mut Frame,
    name: &str,
    filled: Filled,
) -> Result<Option<Markup>, Fault> {
    let today = day_of(frame.now);
    let found = site.store.read(&site.zone, |open| {
        let Some(row) = views::account_by_name(open, name)? else { return Ok(None) };
        let held = views::capacities(open, &row.subject, today)?;
        let (posts, person) = (posts(open)?, String::new());
        Ok(Some(Found { row, person, held, posts }))
    })?;
    let Some(mut found) = found else { return Ok(None) };
    let kept = credentials::read(&site.store, &site.zone, &found.row.subject)?;
    found.person = kept.display.map(|name| name.masked_name()).unwrap_or_default();
    frame.place = format!("{ALL}/{}", found.row.name);
    Ok(Some(page(frame, &found, filled)))
}

/// The person's name in full, after the reason was recorded.
pub fn show_in_full(site: &Site, frame: &mut Frame, name: &str) -> Result<Option<Markup>, Fault> {
    let Some(account) = account_of(site, name)? else { return Ok(None) };
    let kept = credentials::read(&site.store, &site.zone, &account)?;
    let person = match kept.display {
        Some(Personal::Personal(name)) => name,
        Some(other @ (Personal::Sealed(_) | Personal::Forgotten(_))) => other.masked_name(),
        None => String::new(),
    };
    let place = format!("{ALL}/{name}");
    let body = html! {
        section.sheet {
            dl.pairs {
                dt { (frame.t("姓名", "Name")) }
                dd { (frame.run(&person)) }
            }
            (shown_once(frame))
            p { a.act href=(place) { (frame.t("返回账号", "Back to the account")) } }
        }
    };
    let page = narrow(frame, name, &body);
    frame.place = place;
    Ok(Some(page))
}

fn looking(frame: &Frame, at: &str, filled: Filled) -> Markup {
    let (action, button) = (format!("{at}/person"), frame.t("查看姓名", "Show the name"));
    let reason = Field::line("look-reason", ("理由", "Reason"))
        .hint("查看和理由都会记入台账", "That you looked, and why, is entered in the ledger");
    html! {
        section.sheet {
            header { h2 { (frame.t("查看完整姓名", "See the whole name")) } }
            (form(frame, filled, (&action, button), |filled| html! {
                (field(frame, filled, reason))
            }))
        }
    }
}

fn opening(frame: &Frame, filled: Filled) -> Markup {
    let name = Field::line("name", ("登录名", "Sign-in name")).hint(
        "2至32个小写字母、数字、点或连字符，以字母开头",
        "2 to 32 lower-case letters, digits, dots or hyphens, a letter first",
    );
    let person = Field::line("person", ("姓名", "Name"));
    html! {
        section.sheet {
            header { h2 { (frame.t("开立账号", "Open an account")) } }
            (form(frame, filled, (ALL, frame.t("开立账号", "Open the account")), |filled| html! {
                (field(frame, filled, name))
                (field(frame, filled, person))
                (field(frame, filled, first_password()))
            }))
        }
    }
}

fn first_password() -> Field<'static> {
    Field::password("password", ("初始口令", "First password"), "new-password").hint(
        "至少10个字符；当面告诉本人，首次登录时会要求修改",
        "At least 10 characters; tell the person, it must be changed at the first sign-in",
    )
}

fn page(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let at = format!("{ALL}/{}", found.row.name);
    let body = html! {
        (crumbs(frame, Room::Administration, &[(ALL, html! { (frame.t("用户", "Users")) })]))
        section.sheet {
            dl.pairs {
                dt { (frame.t("姓名", "Name")) }
                dd { (frame.run(&found.person)) }
                dt { (frame.t("状态", "State")) }
                dd { (state(frame, &found.row)) }
                dt { (frame.t("身份", "Capacities")) }
                dd { (capacities(frame, &found.row, &found.held)) }
            }
        }
        @if found.row.disabled_because.is_none() {
            (appointing(frame, found, &at, filled))
            (relieving(frame, found, &at, filled))
            (resetting(frame, &at, filled))
            (administering(frame, found, &at, filled))
        }
        (switching(frame, found, &at, filled))
        (looking(frame, &at, filled))
    };
    narrow(frame, &found.row.name, &body)
}

fn appointing(frame: &Frame, found: &Found, at: &str, filled: Filled) -> Markup {
    let named = |post: &Published| {
        let office = frame.office(&post.office);
        let name = format!("{} · {}", frame.say(&office), frame.t(&post.title, &post.title_en));
        (format!("{}/{}", post.office, post.post), name)
    };
    let choices: Vec<_> = found.posts.iter().map(named).collect();
    let post = Field::line("post", ("岗位", "Post"));
    let (action, button) = (format!("{at}/appointments"), frame.t("任命", "Appoint"));
    html! {
        section.sheet {
            header { h2 { (frame.t("任命到岗位", "Appoint to a post")) } }
            @if choices.is_empty() {
                p.note {
                    (frame.t("本园区还没有公布岗位。", "The zone has published no posts yet."))
                }
            } @else {
                (form(frame, filled, (&action, button), |filled| html! {
                    (select(frame, filled, post, &choices))
                    (field(frame, filled, Field::until("until")))
                }))
            }
        }
    }
}

fn relieving(frame: &Frame, found: &Found, at: &str, filled: Filled) -> Markup {
    let held = found.held.iter().filter_map(|capacity| match capacity {
        Capacity::Officer { office, post, .. } => {
            let name = frame.actor(&capacity.actor(&found.row.name));
            Some((format!("{office}/{post}"), frame.say(&name).to_owned()))
        }
        Capacity::Administrator | Capacity::Agent { .. } => None,
    });
    let held: Vec<_> = held.collect();
    let (action, button) = (format!("{at}/relief"), frame.t("免去", "Relieve"));
    html! {
        @if !held.is_empty() {
            section.sheet {
                header { h2 { (frame.t("免去岗位", "Relieve of a post")) } }
                (form(frame, filled, (&action, button), |filled| html! {
                    (select(frame, filled, Field::line("held", ("岗位", "Post")), &held))
                    (field(frame, filled, Field::line("relief-reason", ("理由", "Reason"))))
                }))
            }
        }
    }
}

fn resetting(frame: &Frame, at: &str, filled: Filled) -> Markup {
    let (action, button) = (format!("{at}/password"), frame.t("重置口令", "Reset the password"));
    html! {
        section.sheet {
            header { h2 { (frame.t("重置口令", "Reset the password")) } }
            (form(frame, filled, (&action, button), |filled| html! {
                (field(frame, filled, first_password()))
            }))
        }
    }
}

fn administering(frame: &Frame, found: &Found, at: &str, filled: Filled) -> Markup {
    let is_administrator = found.held.contains(&Capacity::Administrator);
    let action = format!("{at}/administration");
    let button = match is_administrator {
        true => frame.t("免去系统管理员", "Relieve as administrator"),
        false => frame.t("指定为系统管理员", "Appoint administrator"),
    };
    html! {
        section.sheet {
            header { h2 { (frame.t("系统管理员", "Administrator")) } }
            (form(frame, filled, (&action, button), |filled| html! {
                @if is_administrator {
                    (field(frame, filled, Field::line("end-reason", ("理由", "Reason"))))
                } @else {
                    input type="hidden" name="is-given" value="yes";
                    p.note {
                        (frame.t(
                            "系统管理员开立账号、任命岗位，不办理任何办件。",
                            "Administrators open accounts and give posts; they decide no case.",
                        ))
                    }
                }
            }))
        }
    }
}

fn switching(frame: &Frame, found: &Found, at: &str, filled: Filled) -> Markup {
    let is_disabled = found.row.disabled_because.is_some();
    let (word, heading) = match is_disabled {
        true => ("enabling", frame.t("恢复账号", "Enable the account")),
        false => ("disabling", frame.t("停用账号", "Disable the account")),
    };
    let action = format!("{at}/{word}");
    html! {
        section.sheet {
            header { h2 { (heading) } }
            (form(frame, filled, (&action, heading), |filled| html! {
                (field(frame, filled, Field::line("reason", ("理由", "Reason"))))
            }))
        }
    }
}

fn capacities(frame: &Frame, row: &AccountRow, held: &[Capacity]) -> Markup {
    html! {
        @if held.is_empty() { span.quiet { (frame.t("无", "none")) } }
        ul {
            @for capacity in held {
                li {
                    (frame.run(frame.say(&frame.actor(&capacity.actor(&row.name)))))
                    @if let Some(until) = capacity.until() {
                        " " span.note { (frame.t("至", "until ")) (frame.day(until)) }
                    }
                }
            }
        }
    }
}

fn state(frame: &Frame, row: &AccountRow) -> Markup {
    html! {
        @match &row.disabled_because {
            Some(reason) => {
                (lamp(Shape::Still, frame.t("已停用", "disabled"))) " "
                span.note { (frame.run(reason)) }
            }
            None => (lamp(Shape::Done, frame.t("正常", "enabled")))
        }
    }
}
