//! Which address is which page (路由), and how a page comes to be.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use kernel::calendar::Calendar;
use kernel::local_time::clock_of;
use maud::Markup;
use store::Fault;
use tokio::sync::Semaphore;

use crate::error::{self, Failure};
use crate::metrics::Meters;
use crate::reader::Reader;
use crate::shell::{Frame, calendar_notice};
use crate::{Site, approvals, assets, health, home, layers};

/// Pages that read the store at the same time; more wait their turn.
const READERS: usize = 16;

/// The site with what counts its answers (前台).
pub struct Front {
    /// The site.
    pub site: Site,
    /// The counters.
    pub meters: Meters,
    reading: Arc<Semaphore>,
    faults: AtomicU64,
}

type Shared = State<Arc<Front>>;

/// Every address of the zone.
pub fn router(site: Site) -> axum::Router {
    let front = Arc::new(Front {
        site,
        meters: Meters::new(),
        reading: Arc::new(Semaphore::new(READERS)),
        faults: AtomicU64::new(0),
    });
    let pages = axum::Router::new()
        .route("/", get(first))
        .route("/approvals/projects/{number}", get(project))
        .route("/approvals/cases/{number}", get(case))
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

impl Front {
    /// Runs `work` on a thread that may block.
    async fn read<T: Send + 'static>(
        self: &Arc<Front>,
        work: impl FnOnce(&Site) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = self.reading.clone().acquire_owned().await;
        let front = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            // The turn ends with the work, also where nobody waits for the answer any more.
            let _turn = turn;
            work(&front.site)
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
    async fn page(
        self: &Arc<Front>,
        reader: Reader,
        show: impl FnOnce(&Site, &mut Frame) -> Result<Option<Markup>, Fault> + Send + 'static,
    ) -> Result<Markup, Failure> {
        let page = self.read(move |site| {
            let trouble = site.store.trouble();
            if let Some(fault) = trouble.as_ref().filter(|fault| fault.stops_the_process()) {
                return Err(fault.clone());
            }
            let mut frame = frame(site, &reader);
            frame.calendar = site.store.read(&site.zone, |views| Ok(views.calendar()))?;
            frame.notices.extend(trouble.map(|fault| fault.text()));
            frame.notices.extend(calendar_notice(&frame.calendar, frame.today()));
            show(site, &mut frame)
        });
        page.await?.ok_or(Failure::NotFound)
    }

    /// A page for a failure, made without the store.
    pub fn failed(&self, failure: &Failure, reader: &Reader) -> Markup {
        failure.page(&frame(&self.site, reader))
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

fn frame(site: &Site, reader: &Reader) -> Frame {
    Frame {
        language: reader.language,
        zone: site.pack.zone.clone(),
        now: (site.now)(),
        calendar: Arc::new(Calendar::shipped().clone()),
        is_demo: site.is_demo,
        notices: Vec::new(),
        query: reader.query(),
        is_home: false,
    }
}
