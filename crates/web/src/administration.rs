//! Pages of whoever runs the installation (系统管理): how it stands, and which definitions hold.

pub mod catalogue;
pub mod health;

use std::sync::Arc;

use axum::extract::{Extension, Path, State};
use axum::response::{Html, Response};
use axum::routing::{get, post};
use maud::{Markup, html};

use crate::error::Failure;
use crate::form::{Filled, Form};
use crate::front::Front;
use crate::policy::{Relation, Row, Who};
use crate::reader::Reader;
use crate::shell::{self, Frame};

/// How the installation stands.
const HEALTH: &str = "/admin/health";

/// The addresses of the administrator's pages.
pub static ROWS: &[Row] = &[
    Row::get(HEALTH, Who::Administrator, Relation::Zone, || get(health_page)),
    Row::post("/admin/clock-confirmations", Who::Administrator, Relation::Zone, || {
        post(confirm_clock)
    }),
    Row::get("/admin/catalogue", Who::Administrator, Relation::Zone, || get(all_definitions)),
    Row::get("/admin/catalogue/{matter}", Who::Administrator, Relation::Zone, || {
        get(one_definition)
    }),
];

type Shared = State<Arc<Front>>;
type Reading = Extension<Reader>;

async fn health_page(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front
        .page(reader, |site, frame| health::page(site, frame, Filled::of(&Form::default(), &[])));
    Ok(Html(page.await?.0))
}

/// The administrator says that the machine's time is right.
async fn confirm_clock(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    front
        .submit((reader, form), health::confirm, |site, frame, filled| {
            frame.place = HEALTH.into();
            health::page(site, frame, filled)
        })
        .await
}

async fn all_definitions(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, |site, frame| {
        let found = catalogue::read(site)?;
        Ok(Some(catalogue::page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn one_definition(
    State(front): Shared,
    Extension(reader): Reading,
    Path(matter): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let found = catalogue::read(site)?.into_iter().find(|one| one.id == matter);
        Ok(found.map(|found| catalogue::one(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

/// A page with the ways between the administrator's pages.
fn room(frame: &Frame, heading: &str, body: &Markup) -> Markup {
    let ways = [
        (HEALTH, ("运行状况", "Health")),
        ("/admin/catalogue", ("事项目录", "Catalogue")),
        ("/people/accounts", ("账号", "Accounts")),
        ("/people/posts", ("岗位", "Posts")),
    ];
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            nav.tabs aria-label=(frame.t("系统管理", "Administration")) {
                @for (to, name) in ways {
                    a href=(to) aria-current=[(frame.at == to).then_some("page")] {
                        (frame.t(name.0, name.1))
                    }
                }
            }
            (body)
        }
    };
    shell::page(frame, heading, &body)
}
