//! One's own applications, or the links that an office has before it (环节看板).

use approvals::views::{ApplicationRow, LinkRow, applications_of, links_at};
use axum::extract::{Extension, State};
use axum::response::Html;
use maud::{Markup, html};
use store::Fault;

use super::{Reading, Shared, lamps};
use crate::desk::ways;
use crate::shell::{self, Frame};
use crate::{Site, error::Failure};

/// What the page shows.
struct Found {
    own: Vec<ApplicationRow>,
    links: Vec<LinkRow>,
}

/// The page.
pub async fn board(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let found = read(site, frame)?;
        Ok(Some(page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

fn read(site: &Site, frame: &Frame) -> Result<Found, Fault> {
    let actor = frame.principal.applies_as().unwrap_or_default();
    let office = frame.principal.office().unwrap_or_default();
    site.store.read(&site.zone, |open| {
        let own = applications_of(open, &actor)?;
        let links = if office.is_empty() { Vec::new() } else { links_at(open, office, None)? };
        Ok(Found { own, links })
    })
}

/// Where an application stands, in words.
pub fn state(frame: &Frame, row: &ApplicationRow) -> String {
    let (done, links) = (row.done, row.links);
    let (zh, en) = match row.through_on {
        Some(_) if done == links => ("全部办结".to_owned(), "all done".to_owned()),
        Some(_) => (
            format!("全部办结：办成{done}项，未办成{}项", links - done),
            format!("all ended: {done} done, {} not", links - done),
        ),
        None if row.state == "withdrawn" => ("已撤回".to_owned(), "withdrawn".to_owned()),
        None => (format!("办结{done}项，共{links}项"), format!("{done} of {links} done")),
    };
    let (more, more_en) = match row.state.as_str() {
        "delivered" => ("，结果已送达", ", result delivered"),
        "concluded" => ("，结果已送达，已归档", ", result delivered, concluded"),
        _ => ("", ""),
    };
    frame.t(&(zh + more), &(en + more_en)).to_owned()
}

fn page(frame: &Frame, found: &Found) -> Markup {
    let heading = frame.t("一件事申请", "Applications for bundles");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            @if frame.principal.office().is_some() {
                (ways(frame, "/applications"))
                (links(frame, &found.links))
            } @else { (own(frame, &found.own)) }
            p { a href="/bundles" { (frame.t("选择要办的一件事", "Choose what to apply for")) } }
        }
    };
    shell::page(frame, heading, &body)
}

fn own(frame: &Frame, rows: &[ApplicationRow]) -> Markup {
    let head = [
        frame.t("一件事", "Bundle"),
        frame.t("收件编号", "Receipt"),
        frame.t("收件日期", "Received"),
        frame.t("状态", "State"),
        frame.t("承诺办结", "Promised"),
    ];
    html! {
        section.sheet {
            header { h2 { (frame.t("我的申请", "My applications")) } }
            @if rows.is_empty() { p { (frame.t("还没有申请。", "There is none yet.")) } }
            @else {
                table.cards.dense {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for row in rows {
                            tr {
                                td.title {
                                    a href={ "/applications/" (row.number) } {
                                        (frame.say(&row.title))
                                    }
                                }
                                td.n data-h=(head[1]) { (row.number) }
                                td.n data-h=(head[2]) {
                                    @if let Some(day) = row.received_on { (day) }
                                }
                                td data-h=(head[3]) { (state(frame, row)) }
                                td data-h=(head[4]) {
                                    (lamps::due(frame, row.due.zip(row.promised_days)))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn links(frame: &Frame, rows: &[LinkRow]) -> Markup {
    let head = [
        frame.t("环节", "Link"),
        frame.t("办理部门", "Department"),
        frame.t("收件编号", "Receipt"),
        frame.t("状态", "State"),
        frame.t("停留", "Here for"),
        frame.t("期限", "Last day"),
    ];
    html! {
        section.sheet {
            header { h2 { (frame.t("待办环节", "Links to be handled")) } }
            @if rows.is_empty() { p { (frame.t("没有待办环节。", "There is none.")) } }
            @else {
                table.cards.dense {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for row in rows {
                            tr {
                                td.title {
                                    a href={ "/applications/" (row.number) "#" (row.certificate) } {
                                        (frame.say(&row.title))
                                    }
                                }
                                td data-h=(head[1]) { (frame.say(&row.department)) }
                                td.n data-h=(head[2]) { (row.number) }
                                td data-h=(head[3]) { (frame.say(&row.state.text())) }
                                td.n data-h=(head[4]) { (lamps::stays(frame, row.since)) }
                                td data-h=(head[5]) { (lamps::due(frame, row.due)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
