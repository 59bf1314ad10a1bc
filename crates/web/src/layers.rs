//! What every answer passes through (通用处理): limits, failures dressed as pages, headers, the log.

use std::{any::Any, convert::Infallible, net::IpAddr, sync::Arc, time::Duration};

use axum::{
    extract::{ConnectInfo, DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{Html, IntoResponse, Response},
    routing::MethodRouter,
};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api::{is_for_programs, problem::Problem};
use crate::error::{Failure, RETRY_AFTER};
use crate::front::Front;
use crate::reader::Reader;
use crate::session;
use crate::{cookie::Cookie, door::Caller};

/// The longest form.
pub const LARGEST_BODY: usize = 64 * 1024;
/// The longest form with files: four of the largest. What is wrong with one of them is told in
/// words; this stops the rest.
const LARGEST_UPLOAD: usize = 210 * 1024 * 1024;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a file may take to come: 50 MB at 1 Mbit/s.
const PATIENCE_FOR_FILES: Duration = Duration::from_secs(420);

/// What browsers are told about every answer.
const HEADERS: [(HeaderName, &str); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
         img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Puts the layers around the pages; the last one named is passed first.
pub fn around(pages: axum::Router, front: &Arc<Front>) -> axum::Router {
    let watching = front.clone();
    let panicked =
        move |panic: Box<dyn Any + Send>| watching.panicked(panic.as_ref()).into_response();
    pages
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(front.clone(), dress))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(front.clone(), observe))
}

/// A page within the limits of its row: how much it takes in, and how long it may take.
pub fn limited(page: MethodRouter<Arc<Front>>, takes_files: bool) -> MethodRouter<Arc<Front>> {
    let (largest, patience) = match takes_files {
        true => (LARGEST_UPLOAD, PATIENCE_FOR_FILES),
        false => (LARGEST_BODY, PATIENCE),
    };
    page.layer::<_, Infallible>(DefaultBodyLimit::disable())
        .layer::<_, Infallible>(RequestBodyLimitLayer::new(largest))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, patience))
}

/// Knows the reader, remembers a chosen language, and makes pages of failures.
async fn dress(State(front): State<Arc<Front>>, mut request: Request, next: Next) -> Response {
    let mut reader = Reader::of(&request);
    let caller = request.extensions().get::<ConnectInfo<Caller>>();
    reader.caller = caller.and_then(|ConnectInfo(Caller(from))| caller_of(&request, from.ip()));
    let path = request.uri().path().to_owned();
    let mut fresh_visit = None;
    if is_personal(request.uri().path()) {
        front.recognize(&mut reader, request.headers()).await;
        if reader.secret.is_none() && shows_a_form(&front, request.uri().path()) {
            fresh_visit = session::secret().ok();
            reader.secret.clone_from(&fresh_visit);
        }
    }
    request.extensions_mut().insert(reader.clone());
    let mut response = next.run(request).await;
    if is_for_programs(&path) {
        response = in_problems(response, &reader);
    } else if let Some(failure) = failure_in(&response) {
        let page = Html(front.failed(&failure, &reader).0);
        response = (failure.status(), page).into_response();
        if failure.may_pass() {
            response.headers_mut().insert(header::RETRY_AFTER, value(RETRY_AFTER));
        }
    }
    if reader.is_chat && is_a_file(&response) {
        response = Html(front.elsewhere(&reader).0).into_response();
    }
    let is_page = is_of(&response, "text/html");
    let headers = response.headers_mut();
    if is_page {
        headers.append(header::VARY, value("Cookie, Accept-Language"));
    }
    if reader.has_chosen {
        headers.append(header::SET_COOKIE, value(&reader.remembered()));
    }
    if let Some(secret) = fresh_visit {
        headers.append(header::SET_COOKIE, value(&Cookie::Visit.set(&front.site, &secret)));
    }
    if reader.principal.signed_in.is_some() {
        headers.insert(header::CACHE_CONTROL, value("no-store"));
    }
    response
}

/// The same answer for a program: what is no answer becomes a problem in its language.
pub fn in_problems(response: Response, reader: &Reader) -> Response {
    let own = response.extensions().get::<Problem>().cloned();
    let failed = || failure_in(&response).map(Problem::from);
    let Some(problem) = own.or_else(failed) else { return response };
    let mut sent = problem.sent(reader.language);
    if let Some(methods) = response.headers().get(header::ALLOW) {
        sent.headers_mut().insert(header::ALLOW, methods.clone());
    }
    sent.headers_mut().insert(header::VARY, value("Accept-Language"));
    sent
}

/// Is the address one where it matters who asks?
fn is_personal(path: &str) -> bool {
    !path.starts_with("/assets/") && path != "/health" && path != "/metrics"
}

/// Does a page show a form to whoever comes?
fn shows_a_form(front: &Front, path: &str) -> bool {
    front.site.is_demo
        || matches!(path, "/sign-in" | "/register" | "/register/person" | "/progress")
        || path.starts_with("/hall/tickets")
}

/// Where the request comes from: a gateway on this machine says for whom it asks.
fn caller_of(request: &Request, from: IpAddr) -> Option<IpAddr> {
    let forwarded = request.headers().get("x-forwarded-for").and_then(|said| said.to_str().ok());
    let last = forwarded.and_then(|said| said.rsplit(',').next()?.trim().parse().ok());
    Some(last.filter(|_| from.is_loopback()).unwrap_or(from))
}

/// A page's own failure, or the bare status of a layer; not an answer that speaks for itself.
fn failure_in(response: &Response) -> Option<Failure> {
    let own = response.extensions().get::<Failure>().cloned();
    let speaks = ["application/json", "text/html"].iter().any(|kind| is_of(response, kind));
    let bare = || Failure::of(response.status()).filter(|_| !speaks);
    own.or_else(bare)
}

/// Is it something to be saved?
fn is_a_file(response: &Response) -> bool {
    let said = response.headers().get(header::CONTENT_DISPOSITION);
    said.is_some_and(|said| said.as_bytes().starts_with(b"attachment"))
}

fn is_of(response: &Response, kind: &str) -> bool {
    let said = response.headers().get(header::CONTENT_TYPE);
    said.is_some_and(|said| said.as_bytes().starts_with(kind.as_bytes()))
}

/// Sets the headers, counts and logs: no query string, no body, no address of a reader.
async fn observe(State(front): State<Arc<Front>>, request: Request, next: Next) -> Response {
    let began = (front.site.now)();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;

    let headers = response.headers_mut();
    for (name, text) in HEADERS {
        headers.append(name, value(text));
    }
    if front.site.is_behind_tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value("max-age=31536000"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(value("no-store"));

    let route = route.as_ref().map_or("none", |route| route.as_str());
    let status = response.status().as_u16();
    front.meters.answered(route, status);
    let took_ms = (front.site.now)().duration_since(began).as_millis();
    tracing::info!(%method, path, status, took_ms = %took_ms, "answered");
    response
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("headers of this file are plain ASCII")
}
