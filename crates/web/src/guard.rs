//! At the door of every row (准入): who may come in, and which forms are taken.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderName, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::is_for_programs;
use crate::error::Failure;
use crate::form::{FROM, Form, TOKEN};
use crate::front::{Front, see_other};
use crate::layers::LARGEST_BODY;
use crate::policy::{Admission, Row, Verb};
use crate::reader::{Reader, is_local};
use crate::{session, shell::sign_in_and_back, unsent};

/// The header in which a program that uses a browser's session carries the token.
const PROGRAMS_TOKEN: &str = "x-csrf-token";

/// Lets in whom the row admits, and takes in only forms that this site showed to this browser.
pub async fn guard(
    State((front, row)): State<(Arc<Front>, &'static Row)>,
    Extension(reader): Extension<Reader>,
    request: Request,
    next: Next,
) -> Response {
    match row.admits(&reader.principal) {
        Admission::Admitted => {}
        Admission::SignInFirst if is_for_programs(row.path) => {
            return Failure::SignInNeeded.into_response();
        }
        Admission::ChangePasswordFirst if is_for_programs(row.path) => {
            return Failure::FormStale.into_response();
        }
        Admission::SignInFirst => {
            let back = match row.verb {
                Verb::Get => request.uri().path_and_query().map_or("/", |at| at.as_str()).into(),
                Verb::Post => kept_for_later(&front, reader, request).await,
            };
            return see_other(&sign_in_and_back(&back), &[]);
        }
        Admission::ChangePasswordFirst => return see_other("/me/password", &[]),
        Admission::ApplicantsOwn => return Failure::ApplicantsOwn.into_response(),
        Admission::Refused => {
            let (lacking, granted_by) = row.who.lacking();
            let account = reader.principal.signed_in.as_ref().map(|one| one.account.as_str());
            let (zone, path) = (&front.site.zone, row.path);
            tracing::warn!(target: "security", zone, account, path, "an attempt without right");
            return Failure::Forbidden { lacking, granted_by }.into_response();
        }
    }
    let is_strangers = row.verb == Verb::Post && reader.principal.signed_in.is_none();
    if is_strangers && !row.is_demo && front.limiter.is_too_often(reader.caller) {
        return Failure::TooOften.into_response();
    }
    match row.verb {
        Verb::Get => next.run(request).await,
        Verb::Post if is_for_programs(row.path) => match is_meant(&reader, &request) {
            true => next.run(request).await,
            false => Failure::FormStale.into_response(),
        },
        Verb::Post => match take_in(&front, &reader, request).await {
            Ok(request) => next.run(request).await,
            Err(failure) => failure.into_response(),
        },
    }
}

/// Does a program mean it? A bearer token is sent by nobody else; a browser's session could be made
/// use of by another site's page, which cannot know the header.
fn is_meant(reader: &Reader, request: &Request) -> bool {
    let told = request.headers().get(PROGRAMS_TOKEN).and_then(|told| told.to_str().ok());
    let expected = reader.secret.as_deref().map(session::token);
    reader.is_bearer || (is_from_here(request) && told.is_some() && told == expected.as_deref())
}

/// The request with its form read; what carries files is left for whoever takes them in, and has
/// its token in the address.
async fn take_in(front: &Front, reader: &Reader, request: Request) -> Result<Request, Failure> {
    if !is_from_here(&request) {
        return Err(Failure::FormStale);
    }
    let expected = reader.secret.as_deref().map(session::token).ok_or(Failure::FormStale)?;
    if is_of_files(&request) {
        let query = Form::read(request.uri().query().unwrap_or_default().as_bytes());
        return if query.get(TOKEN) == expected { Ok(request) } else { Err(Failure::FormStale) };
    }
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.map_err(|_| Failure::TooLarge)?;
    let form = Form::read(&body);
    if form.get(TOKEN) != expected {
        tracing::warn!(zone = front.site.zone, "a form without its token was turned away");
        return Err(Failure::FormStale);
    }
    parts.extensions.insert(form);
    Ok(Request::from_parts(parts, Body::empty()))
}

/// Was the form sent by a page of this site, as far as the browser says?
fn is_from_here(request: &Request) -> bool {
    let said = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let site = said(HeaderName::from_static("sec-fetch-site"));
    let is_own_site = site.is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin = said(header::ORIGIN).map(|origin| origin.split_once("://").map(|(_, host)| host));
    let is_own_origin = origin.is_none_or(|host| host.is_some() && host == said(header::HOST));
    is_own_site && is_own_origin
}

/// Where to come back to from a form that was sent after its session had ended; what was typed is
/// kept where this site's own page sent it.
async fn kept_for_later(front: &Arc<Front>, reader: Reader, request: Request) -> String {
    let before = came_from(&request);
    if !is_from_here(&request) || is_of_files(&request) {
        return before;
    }
    let Ok(body) = to_bytes(request.into_body(), LARGEST_BODY).await else { return before };
    let form = Form::read(&body);
    let shown_at = form.get(FROM).to_owned();
    let kept = front.read(move |site| unsent::keep(site, &reader, &form)).await;
    if !kept.unwrap_or(false) || !is_local(&shown_at) {
        return before;
    }
    let mark = if shown_at.contains('?') { '&' } else { '?' };
    format!("{shown_at}{mark}typed=1")
}

/// The page from which a form was sent, as far as the browser says.
fn came_from(request: &Request) -> String {
    let from = request.headers().get(header::REFERER).and_then(|from| from.to_str().ok());
    let from = from.and_then(|from| from.parse::<Uri>().ok());
    from.as_ref().and_then(Uri::path_and_query).map_or("/", |at| at.as_str()).to_owned()
}

fn is_of_files(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}
