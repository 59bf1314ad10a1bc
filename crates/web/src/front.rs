//! How a page comes to be (前台): read on a thread that may block, framed, or failed.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::{calendar::Calendar, local_time::clock_of};
use maud::Markup;
use store::Fault;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    Site,
    api::is_for_programs,
    bearer,
    cookie::Cookie,
    error::{self, Failure, status_of},
    form::{Filled, Form, Wrong},
    home,
    limiter::Limiter,
    metrics::Meters,
    reader::Reader,
    session, share,
    shell::{Frame, calendar_notice},
    unsent,
};

/// Pages that read the store at the same time; more wait their turn.
const READERS: usize = 16;
/// Passwords that are hashed at the same time.
const PROVERS: usize = 2;

/// What came of a form (表单办理结果).
pub enum Done {
    /// Done: the reader is sent on.
    See {
        /// To this page.
        to: String,
        /// With these cookies.
        cookies: Vec<String>,
    },
    /// Done: the page is shown at once, this once, and never again by its address.
    Once,
    /// Not done: this is wrong.
    Wrong(Vec<Wrong>),
    /// There is no such thing, or it is somebody else's.
    NotFound,
}

/// A form shown again; nothing where what it is about is not there.
pub type Shown = Result<Option<Markup>, Fault>;

enum Outcome {
    See { to: String, cookies: Vec<String> },
    Shown(StatusCode, Option<Markup>),
}

impl Done {
    /// Done: on to another page.
    pub fn see(to: impl Into<String>) -> Done {
        Done::See { to: to.into(), cookies: Vec::new() }
    }
}

/// The site with what counts its answers (前台).
pub struct Front {
    /// The site.
    pub site: Site,
    /// The counters.
    pub meters: Meters,
    /// Counts tries of passwords.
    pub limiter: Limiter,
    /// What the first page showed last.
    pub last: home::Last,
    reading: Arc<Semaphore>,
    proving: Arc<Semaphore>,
    faults: AtomicU64,
}

impl Front {
    /// The front of a site; nothing is counted yet.
    pub fn of(site: Site) -> Front {
        let reading = Arc::new(Semaphore::new(READERS));
        let (limiter, proving) =
            (Limiter::new(site.now.clone()), Arc::new(Semaphore::new(PROVERS)));
        let (meters, last, faults) = (Meters::new(), home::Last::default(), AtomicU64::new(0));
        Front { site, meters, limiter, last, reading, proving, faults }
    }

    /// Who the cookies say asks; an anonymous visitor where the store cannot be read.
    ///
    /// Nothing of it is shown but "sign in first" and "you may not": whatever else is, is read
    /// later, and waited for.
    pub async fn recognize(self: &Arc<Front>, reader: &mut Reader, headers: &HeaderMap) {
        if let Some(token) = bearer::carried(headers).filter(|_| is_for_programs(&reader.at)) {
            let known = move |site: &Site| site.store.glance(|| bearer::principal(site, &token));
            let found = self.read(known).await;
            reader.principal = found.unwrap_or_default();
            reader.is_bearer = true;
            return;
        }
        let visit = Cookie::Visit.read(&self.site, headers);
        if let Some(secret) = Cookie::Session.read(&self.site, headers) {
            let asked = secret.clone();
            let known = move |site: &Site| site.store.glance(|| session::principal(site, &asked));
            let found = self.read(known).await;
            reader.principal = found.unwrap_or_default();
            if reader.principal.signed_in.is_some() {
                reader.secret = Some(secret);
                return;
            }
            reader.past = Some(secret);
        }
        reader.secret = visit;
    }

    /// Waits until a password may be hashed: each hash takes a core and its memory.
    pub async fn turn_to_prove(self: &Arc<Front>) -> Option<OwnedSemaphorePermit> {
        self.proving.clone().acquire_owned().await.ok()
    }

    /// Runs `work` on a thread that may block.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Front>,
        work: impl FnOnce(&Site) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = self.reading.clone().acquire_owned().await;
        let front = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            // The turn ends with the work, also where nobody waits for the answer any more.
            let _turn = turn;
            front.site.store.together(|| work(&front.site))
        });
        match work.await {
            Ok(Ok(read)) => Ok(read),
            Ok(Err(fault)) => Err(error::failure(&fault, |fault| self.log(fault))),
            Err(ended) => match ended.try_into_panic() {
                Ok(panic) => Err(self.panicked(panic.as_ref())),
                Err(_) => Err(error::failure(&Fault::Stopping, |fault| self.log(fault))),
            },
        }
    }

    /// Reads and shows a page; nothing stands there where `show` finds nothing.
    pub async fn page(
        self: &Arc<Front>,
        reader: Reader,
        show: impl FnOnce(&Site, &mut Frame) -> Result<Option<Markup>, Fault> + Send + 'static,
    ) -> Result<Markup, Failure> {
        let page = self.read(move |site| {
            let trouble = site.store.trouble();
            if let Some(fault) = trouble.as_ref().filter(|fault| fault.stops_the_process()) {
                return Err(fault.clone());
            }
            show(site, &mut whole_frame(site, &reader, trouble)?)
        });
        page.await?.ok_or(Failure::NotFound)
    }

    /// Does what a form asks, and sends the reader on; or shows the form again, as it was filled
    /// in, with what is wrong.
    pub async fn submit(
        self: &Arc<Front>,
        (reader, form): (Reader, Form),
        act: impl FnOnce(&Site, &Reader, &Form) -> Result<Done, Fault> + Send + 'static,
        show: impl FnOnce(&Site, &mut Frame, Filled) -> Shown + Send + 'static,
    ) -> Result<Response, Failure> {
        let outcome = self.read(move |site| match act(site, &reader, &form)? {
            Done::See { to, cookies } => Ok(Outcome::See { to, cookies }),
            Done::Once => {
                let mut frame = whole_frame(site, &reader, site.store.trouble())?;
                let shown = show(site, &mut frame, Filled::of(&form, &[]))?;
                Ok(Outcome::Shown(StatusCode::OK, shown))
            }
            Done::NotFound => Ok(Outcome::Shown(StatusCode::NOT_FOUND, None)),
            Done::Wrong(wrongs) => {
                let first = wrongs.first().map(|wrong| wrong.refused.ground);
                let status = first.map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of);
                let mut frame = whole_frame(site, &reader, site.store.trouble())?;
                Ok(Outcome::Shown(status, show(site, &mut frame, Filled::of(&form, &wrongs))?))
            }
        });
        match outcome.await? {
            Outcome::See { to, cookies } => Ok(see_other(&to, &cookies)),
            Outcome::Shown(status, Some(page)) => Ok((status, Html(page.0)).into_response()),
            Outcome::Shown(_, None) => Err(Failure::NotFound),
        }
    }

    /// A page for a failure, made without the store.
    pub fn failed(&self, failure: &Failure, reader: &Reader) -> Markup {
        failure.page(&frame(&self.site, reader))
    }

    /// A page in place of a file, where the reader's browser takes none.
    pub fn elsewhere(&self, reader: &Reader) -> Markup {
        share::elsewhere(&frame(&self.site, reader))
    }

    /// A broken invariant, caught.
    pub fn panicked(&self, panic: &(dyn Any + Send)) -> Failure {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
        let fault = Fault::Panicked(said.unwrap_or("a panic without words").into());
        error::failure(&fault, |fault| self.log(fault))
    }

    /// Logs a fault, once, under a number that a reader can quote.
    fn log(&self, fault: &Fault) -> String {
        let count = self.faults.fetch_add(1, Ordering::Relaxed) + 1;
        let clock = clock_of((self.site.now)());
        let reference = format!("{}-{count:04}", clock.strftime("%Y%m%d-%H%M%S"));
        tracing::error!(reference, %fault, "a page could not be shown");
        reference
    }
}

/// Sends the reader on to another page, with cookies.
pub fn see_other(to: &str, cookies: &[String]) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
    for cookie in cookies {
        let value = cookie.parse().expect("a cookie of ours is plain ASCII");
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The frame, with what the store says of every page.
fn whole_frame(site: &Site, reader: &Reader, trouble: Option<Fault>) -> Result<Frame, Fault> {
    let mut frame = frame(site, reader);
    (frame.calendar, frame.roles) = site.store.read(&site.zone, |views| {
        let roles = match site.is_demo {
            true => crate::demo::roles(views, &frame)?,
            false => Vec::new(),
        };
        Ok((views.calendar(), roles))
    })?;
    if reader.has_typed {
        frame.unsent = unsent::read(site, &reader.principal)?;
    }
    frame.notices.extend(trouble.map(|fault| fault.text()));
    frame.notices.extend(calendar_notice(&frame.calendar, frame.today()));
    Ok(frame)
}

/// A frame made without the store.
pub fn frame(site: &Site, reader: &Reader) -> Frame {
    Frame {
        language: reader.language,
        zone: site.pack.zone.clone(),
        now: (site.now)(),
        calendar: Calendar::shipped().clone(),
        is_demo: site.is_demo,
        notices: Vec::new(),
        query: reader.query(),
        is_home: false,
        principal: reader.principal.clone(),
        token: reader.secret.as_deref().map(session::token).unwrap_or_default(),
        at: reader.at.clone(),
        origin: reader.origin.clone(),
        place: String::new(),
        roles: Vec::new(),
        unsent: None,
    }
}
