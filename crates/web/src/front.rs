//! How a page comes to be (前台): read on a thread that may block, framed, or failed.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kernel::calendar::Calendar;
use kernel::local_time::clock_of;
use maud::Markup;
use store::Fault;
use tokio::sync::Semaphore;

use crate::Site;
use crate::error::{self, Failure};
use crate::metrics::Meters;
use crate::reader::Reader;
use crate::shell::{Frame, calendar_notice};

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

impl Front {
    /// The front of a site; nothing is counted yet.
    pub fn of(site: Site) -> Front {
        let reading = Arc::new(Semaphore::new(READERS));
        Front { site, meters: Meters::new(), reading, faults: AtomicU64::new(0) }
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
