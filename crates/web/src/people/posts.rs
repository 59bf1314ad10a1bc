//! The posts of the zone (岗位): what each may do, and who holds it.

use axum::extract::{Extension, State};
use axum::response::Html;
use kernel::local_time::day_of;
use kernel::personal::Personal;
use maud::{Markup, html};
use people::credentials;
use people::views::{Holding, holder, holders};
use store::Fault;
use store::posts::{self, Published};

use super::{Reading, Shared, wide};
use crate::Site;
use crate::error::Failure;
use crate::policy::right_name;
use crate::shell::Frame;

/// The page.
pub async fn posts(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, |site, frame| {
        let today = day_of(frame.now);
        let found =
            site.store.read(&site.zone, |open| Ok((posts::posts(open)?, holders(open, today)?)))?;
        Ok(Some(page(frame, &found.0, &found.1)))
    });
    Ok(Html(page.await?.0))
}

/// The name of whoever holds a post today, as the account gives it; nothing where nobody holds it
/// or no name is kept.
pub fn officer_at(site: &Site, at: (&str, &str)) -> Result<Option<String>, Fault> {
    let today = day_of((site.now)());
    let held = site.store.read(&site.zone, |open| holder(open, at, today))?;
    let Some(held) = held else { return Ok(None) };
    let kept = credentials::read(&site.store, &site.zone, &held.account)?;
    Ok(match kept.display {
        Some(Personal::Personal(name)) => Some(name),
        Some(_) | None => None,
    })
}

fn page(frame: &Frame, posts: &[Published], holders: &[Holding]) -> Markup {
    let head = [frame.t("岗位", "Post"), frame.t("权限", "Rights"), frame.t("现任", "Holder")];
    let body = html! {
        section.sheet {
            @if posts.is_empty() {
                p.empty {
                    (frame.t(
                        "本园区还没有公布岗位。岗位写在目录包的 zone.toml 中，用 kaiyuan init 公布。",
                        "The zone has published no posts. They stand in zone.toml of the pack; \
                         kaiyuan init publishes them.",
                    ))
                }
            } @else {
                table.cards {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody { @for post in posts { (row(frame, &head, post, holders)) } }
                }
            }
        }
    };
    wide(frame, frame.t("岗位", "Posts"), &body)
}

fn row(frame: &Frame, head: &[&str; 3], post: &Published, holders: &[Holding]) -> Markup {
    let place = post.office.as_str();
    let actor = kernel::actor::Actor::officer(place, &post.post);
    let holder = holders.iter().find(|one| one.capacity.actor(&one.name) == actor);
    let rights: Vec<String> =
        post.rights.iter().map(|right| frame.say(&right_name(*right)).to_owned()).collect();
    html! {
        tr {
            td.title {
                b { (frame.t(&post.title, &post.title_en)) }
                span.note { " " (frame.say(&frame.office(place))) }
            }
            td data-h=(head[1]) {
                @if rights.is_empty() { (frame.t("无", "none")) }
                @else { (rights.join(frame.t("、", ", "))) }
            }
            td data-h=(head[2]) {
                @match holder {
                    Some(one) => {
                        a href={ "/people/accounts/" (one.name) } { (one.name) }
                        @if let Some(until) = one.capacity.until() {
                            " " span.note { (frame.t("至", "until ")) (frame.day(until)) }
                        }
                    }
                    None => span.quiet { (frame.t("空缺", "vacant")) }
                }
            }
        }
    }
}
