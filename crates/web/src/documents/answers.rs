//! Documents over HTTP (文书应答): addresses that anybody may ask, and how a file is sent.

use std::io::Read;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, HeaderName, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use store::Fault;
use tokio_stream::wrappers::ReceiverStream;

use super::download::{POLICY, Ready, disposition};
use super::list::reads;
use super::verify::{self, Question};
use super::{Checked, checked, encoded, print};
use crate::{Site, error::Failure, front::Front, principal::Principal, reader::Reader};

/// Bytes sent at once.
const PIECE: usize = 64 * 1024;
/// Pieces that wait for a slow reader.
const WAITING: usize = 4;

type Shared = State<Arc<Front>>;
type Plain = [(HeaderName, &'static str); 1];

const PLAIN: Plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];

/// What the form of the check sends.
#[derive(Default, Deserialize)]
pub struct Asked {
    number: Option<String>,
    code: Option<String>,
}

/// The paper that a code leads to, where this reader may read it.
fn readable(site: &Site, principal: &Principal, token: &str) -> Result<Option<Checked>, Fault> {
    let found = checked(site, token)?;
    Ok(found.filter(|found| reads(principal, found.paper.kind.is_internal())))
}

/// The check by number and code.
pub async fn ask(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    address: Uri,
) -> Result<Html<String>, Failure> {
    let asked = Query::<Asked>::try_from_uri(&address);
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let page = front.page(reader, move |site, frame| {
        let number = asked.number.unwrap_or_default();
        let Some(code) = asked.code.filter(|code| !code.trim().is_empty()) else {
            return Ok(Some(verify::ask(frame)));
        };
        frame.query = format!("number={}&code={}", encoded(&number), encoded(&code));
        let found = readable(site, &frame.principal, &code)?;
        // The code of one paper does not vouch for the number of another.
        let fits = |paper: &str| number.trim().is_empty() || number.trim() == paper;
        Ok(Some(match found.filter(|found| fits(&found.paper.number)) {
            Some(found) => verify::page(frame, &found),
            None => verify::unknown(frame, &Question { token: &code, number: &number }),
        }))
    });
    Ok(Html(page.await?.0))
}

/// The check that a code on a paper leads to.
pub async fn check(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(token): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        Ok(Some(match readable(site, &frame.principal, &token)? {
            Some(found) => verify::page(frame, &found),
            None => verify::unknown(frame, &Question { token: &token, number: "" }),
        }))
    });
    Ok(Html(page.await?.0))
}

/// The proof of a paper's entry, as a file.
pub async fn proof(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let found = front.read(move |site| readable(site, &reader.principal, &token)).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let name = format!("{}.proof", found.paper.number);
    let headers = [(header::CONTENT_DISPOSITION, disposition(&name))];
    Ok((PLAIN, headers, found.proof.to_text()).into_response())
}

/// The signed list of papers that no longer stand.
pub async fn status_list(State(front): Shared) -> Result<Response, Failure> {
    let list = front.read(|site| super::status_list(&site.store, &site.zone, (site.now)()));
    Ok((PLAIN, list.await?).into_response())
}

/// The newest signed head of the ledger, in the text form of a checkpoint: for whoever keeps it
/// or prints it, so that nothing before it can be changed unseen.
pub async fn head(State(front): Shared) -> Result<Response, Failure> {
    let newest = front.read(|site| site.store.head(&site.zone)).await?;
    let (_, note) = newest.ok_or(Failure::NotFound)?;
    Ok((PLAIN, note).into_response())
}

/// The public key of the zone, one line.
pub async fn key(State(front): Shared) -> Result<Response, Failure> {
    let line = front.read(|site| site.store.public_key(&site.zone)).await?;
    Ok((PLAIN, line + "\n").into_response())
}

/// A paper to be printed.
pub async fn paper(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Html<String>, Failure> {
    let origin = origin(&headers);
    let page = front.page(reader, move |site, frame| {
        let found = readable(site, &frame.principal, &token)?;
        Ok(found.map(|found| print::page(frame, &found, &origin)))
    });
    Ok(Html(page.await?.0))
}

/// A paper as PDF; where no font serves, a page that says what to do.
#[cfg(feature = "pdf")]
pub async fn pdf(
    State(front): Shared,
    Extension(reader): Extension<Reader>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let origin = origin(&headers);
    let (send, made) = std::sync::mpsc::channel();
    let page = front.page(reader, move |site, frame| {
        let Some(found) = readable(site, &frame.principal, &token)? else { return Ok(None) };
        match super::pdf::file(frame, &found, &origin, site.store.folder().path())? {
            Ok(file) => {
                // Who asked may be gone: then nobody needs the file.
                let _ = send.send((found.paper.number.clone(), file));
                Ok(Some(maud::html! {}))
            }
            Err(why) => Ok(Some(super::no_font(frame, &found.token, why))),
        }
    });
    let page = page.await?;
    let Ok((number, file)) = made.try_recv() else { return Ok(Html(page.0).into_response()) };
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&format!("{number}.pdf"))),
    ];
    Ok((headers, file).into_response())
}

/// Without the feature, nothing stands here.
#[cfg(not(feature = "pdf"))]
pub async fn pdf() -> Failure {
    Failure::NotFound
}

/// Sends a document in pieces, as a download that nothing runs in.
pub fn send(ready: Ready) -> Response {
    let Ready { mut bytes, kind, name } = ready;
    let (send, pieces) = tokio::sync::mpsc::channel::<std::io::Result<Bytes>>(WAITING);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; PIECE];
            let piece = bytes.read(&mut piece).map(|read| {
                piece.truncate(read);
                Bytes::from(piece)
            });
            let is_last = !matches!(&piece, Ok(piece) if !piece.is_empty());
            let is_end = matches!(&piece, Ok(piece) if piece.is_empty());
            // A reader that is gone, or a file that broke off, ends it.
            if is_end || send.blocking_send(piece).is_err() || is_last {
                return;
            }
        }
    });
    let headers = [
        (header::CONTENT_TYPE, kind.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&name)),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, Body::from_stream(ReceiverStream::new(pieces))).into_response()
}

/// Where this site is, as the browser says it; nothing but letters of an address.
pub fn origin(headers: &HeaderMap) -> String {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_address = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    let host = said("host").filter(|host| host.chars().all(is_address)).unwrap_or_default();
    let is_local = host.starts_with("127.0.0.1") || host.starts_with("localhost");
    let scheme = match said("x-forwarded-proto") {
        Some("http") => "http",
        None if is_local => "http",
        Some(_) | None => "https",
    };
    format!("{scheme}://{host}")
}
