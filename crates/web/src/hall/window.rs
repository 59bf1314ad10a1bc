//! The one window's own page (综合窗口): find what somebody comes for, and record the visit.

use approvals::views::{VisitsRow, latest_visits};
use approvals::visit::Thing;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Html;
use maud::{Markup, html};

use super::visits::standing;
use super::{Extension, Reading, Shared, Site, names, thing};
use crate::desk::ways;
use crate::error::Failure;
use crate::form::Form;
use crate::shell::{self, Frame};

/// The page.
pub async fn window(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let query = Form::read(at.query().unwrap_or_default().as_bytes());
        let wanted: String = query.get("number").trim().chars().take(20).collect();
        let found = match wanted.is_empty() {
            true => None,
            false => thing(site, &frame.principal, &wanted.to_uppercase())?,
        };
        let latest = site.store.read(&site.zone, latest_visits)?;
        Ok(Some(page(frame, site, (&wanted, found.as_ref()), &latest)))
    });
    Ok(Html(page.await?.0))
}

fn page(
    frame: &Frame,
    site: &Site,
    (wanted, found): (&str, Option<&Thing>),
    latest: &[VisitsRow],
) -> Markup {
    let heading = frame.t("综合窗口", "The one window");
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/hall"))
            section.sheet {
                header { h2 { (frame.t("到场登记", "Somebody comes")) } }
                p {
                    (frame.t(
                        "输入办件、并联申请或者一件事申请的编号，登记申请人为什么来。第二次到场会当场提示，并要写明原因。",
                        "Enter the number of the case, package or application, and record what \
                         somebody came for. A second visit is told at once and needs a reason.",
                    ))
                }
                form.find role="search" action="/hall" method="get" {
                    label.jump for="number" { (frame.t("办件、并联申请或者一件事申请编号", "Number")) }
                    input id="number" type="text" name="number" maxlength="20" value=(wanted)
                        autocomplete="off" placeholder="2026-000001";
                    button type="submit" { (frame.t("查找", "Find")) }
                }
                @if let Some(thing) = found {
                    ul.papers {
                        li {
                            span {
                                a href={ "/hall/visits/" (thing.number) } {
                                    (names(site, frame, &thing.matters))
                                }
                                br;
                                span.note.n { (thing.number) }
                            }
                        }
                    }
                } @else if !wanted.is_empty() {
                    p.empty role="status" {
                        (frame.t(
                            "没有这个编号的办件、并联申请或者一件事申请，请核对后重新输入。",
                            "There is no case, package or application with this number. Check it.",
                        ))
                    }
                }
            }
            (lately(frame, site, latest))
            p { a href="/hall/queue" { (frame.t("叫号办理", "Call and serve")) } }
            p { a href="/visits" { (frame.t("看全园区的到场次数", "The zone's visits")) } }
        }
    };
    shell::page(frame, heading, &body)
}

/// What was recorded last.
fn lately(frame: &Frame, site: &Site, latest: &[VisitsRow]) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("最近登记", "Recorded lately")) } }
            @if latest.is_empty() {
                p.empty {
                    (frame.t(
                        "还没有登记过到场。申请人来了，先在上面查找办件。",
                        "No visit is recorded yet. Where somebody comes, find the case above.",
                    ))
                }
            } @else {
                ul.papers {
                    @for row in latest {
                        li {
                            span {
                                a href={ "/hall/visits/" (row.number) } {
                                    (names(site, frame, &row.matters))
                                }
                                br;
                                span.note.n { (row.number) }
                            }
                            (standing(frame, row.tally))
                        }
                    }
                }
            }
        }
    }
}
