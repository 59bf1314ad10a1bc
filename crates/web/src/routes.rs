//! Which address is which page (路由).

use std::sync::Arc;

use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::error::Failure;
use crate::front::Front;
use crate::reader::Reader;
use crate::{Site, approvals, assets, documents, health, home, layers};

type Shared = State<Arc<Front>>;

/// Every address of the zone.
pub fn router(site: Site) -> axum::Router {
    let front = Arc::new(Front::of(site));
    let pages = axum::Router::new()
        .route("/", get(first))
        .route("/approvals/projects/{number}", get(project))
        .route("/approvals/cases/{number}", get(case))
        .route("/verify", get(documents::answers::ask))
        .route("/verify/status-list", get(documents::answers::status_list))
        .route("/verify/key", get(documents::answers::key))
        .route("/verify/{token}", get(documents::answers::check))
        .route("/verify/{token}/proof", get(documents::answers::proof))
        .route("/verify/{token}/paper", get(documents::answers::paper))
        .route("/verify/{token}/pdf", get(documents::answers::pdf))
        .route("/health", get(healthy))
        .route("/metrics", get(metrics))
        .route("/assets/{name}", get(asset))
        .fallback(async || Failure::NotFound)
        .with_state(front.clone());
    layers::around(pages, &front)
}

async fn first(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
) -> Result<Response, Failure> {
    let before = reader.before.clone();
    let page = front.page(reader, move |site, frame| {
        frame.is_home = true;
        let found = home::read(site, before.as_deref())?;
        Ok(Some(home::page(frame, &found)))
    });
    // Nothing personal stands on it, so the browser may keep it for going back.
    Ok(([(header::CACHE_CONTROL, "no-cache")], Html(page.await?.0)).into_response())
}

async fn project(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let found = approvals::read_project(site, &number)?;
        Ok(found.map(|found| approvals::project::page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn case(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let found = approvals::read_case(site, &number)?;
        Ok(found.map(|found| approvals::case::page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

async fn healthy(State(front): Shared) -> Response {
    match front.read(health::read).await {
        Ok(health) => health.into_response(),
        Err(_) => health::unreadable(&front.site.zone),
    }
}

async fn metrics(State(front): Shared) -> Result<Response, Failure> {
    let (entries, _) = front.read(|site| site.store.size(&site.zone)).await?;
    Ok(front.meters.answer(entries, front.site.store.trouble().is_some()))
}

async fn asset(Path(name): Path<String>) -> Result<Response, Failure> {
    let asset = assets::named(&name).ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.text).into_response())
}
