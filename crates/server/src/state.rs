//! What every door shares: the shop, its keys, the clock, the limits.

use crate::edge::Tally;
use crate::outgoing::Reach;
use crate::problem::{Code, Problem};
use crate::rate::Rates;
use crate::run::Setup;
use crate::tickets::Tickets;
use app::demo::Looks;
use app::{AppError, ProgramKey, Shop};
use arc_swap::ArcSwap;
use domain::UnixTime;
use metrics_exporter_prometheus::PrometheusHandle;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Most calls into the shop at a time; further ones wait for a place.
const CALLS_MAX: usize = 128;
/// Most calls that wait for a place; further ones are turned away.
const WAITING_MAX: usize = 4_096;

/// Reads the time. Handed in by `main`, so that tests can hold it still.
pub type Clock = fn() -> UnixTime;

/// What every door shares. Cheap to clone.
#[derive(Clone)]
pub struct Doors {
    inner: Arc<Inner>,
}

struct Inner {
    shop: Shop,
    keys: ArcSwap<Vec<ProgramKey>>,
    /// One reading of the keys at a time, so that an older one never takes the place of a newer one.
    reading_keys: Mutex<()>,
    clock: Clock,
    rates: Rates,
    places: Semaphore,
    queue: Semaphore,
    in_flight: Mutex<HashSet<String>>,
    draining: AtomicBool,
    failed: tokio::sync::Notify,
    metrics: PrometheusHandle,
    tally: Arc<Tally>,
    demo: Option<Looks>,
    reach: Reach,
    alone_people_max: u32,
    key_age_seconds_min: i64,
    verification_url: Option<String>,
    tickets: Tickets,
    embedders: Option<Vec<String>>,
}

impl Doors {
    /// Doors to a shop.
    ///
    /// # Errors
    /// [`AppError`] when the keys of programs can not be read, or there is no randomness.
    pub fn new(shop: Shop, clock: Clock, metrics: PrometheusHandle, setup: &Setup) -> Result<Self, AppError> {
        let tickets = Tickets::of_run(shop.draw_name()?);
        let keys = ArcSwap::from_pointee(shop.keys()?);
        let inner = Inner {
            shop,
            keys,
            reading_keys: Mutex::new(()),
            clock,
            rates: Rates::new(),
            places: Semaphore::new(CALLS_MAX),
            queue: Semaphore::new(WAITING_MAX),
            in_flight: Mutex::new(HashSet::new()),
            draining: AtomicBool::new(false),
            failed: tokio::sync::Notify::new(),
            metrics,
            tally: Arc::default(),
            demo: setup.demo.clone(),
            reach: if setup.to_loopback { Reach::Loopback } else { Reach::Public },
            verification_url: setup.verification_url.clone(),
            alone_people_max: setup.alone_people_max,
            key_age_seconds_min: setup.key_age_seconds_min,
            tickets,
            embedders: setup.pages.clone(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The shop itself. Its calls block: in a request use [`Doors::call`].
    #[must_use]
    pub fn shop(&self) -> &Shop {
        &self.inner.shop
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> UnixTime {
        (self.inner.clock)()
    }

    /// The keys of programs.
    #[must_use]
    pub fn keys(&self) -> Arc<Vec<ProgramKey>> {
        self.inner.keys.load_full()
    }

    /// Changes the keys of programs; in force for every request that comes after this returned.
    ///
    /// # Errors
    /// As [`Doors::call`].
    pub async fn change_keys<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Shop, UnixTime) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        let doors = self.clone();
        self.call(move |shop, now| {
            let done = change(shop, now);
            // Read also after a fault: what is kept may have changed all the same.
            doors.read_keys()?;
            done
        })
        .await
    }

    // The lock guards no data of its own.
    fn read_keys(&self) -> Result<(), AppError> {
        let _reading = self.inner.reading_keys.lock().unwrap_or_else(PoisonError::into_inner);
        self.inner.keys.store(Arc::new(self.inner.shop.keys()?));
        Ok(())
    }

    /// How often each key may come.
    #[must_use]
    pub fn rates(&self) -> &Rates {
        &self.inner.rates
    }

    /// The figures for `/metrics`: what was done, and what happened at the edge.
    #[must_use]
    pub fn figures(&self) -> String {
        self.inner.metrics.render() + &self.inner.tally.figures()
    }

    /// What happened at the edge, to be counted there.
    #[must_use]
    pub fn tally(&self) -> Arc<Tally> {
        Arc::clone(&self.inner.tally)
    }

    /// Where messages to recipients may be sent.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.inner.reach
    }

    /// Of how many people something may leave in files within a day on one person's word.
    #[must_use]
    pub fn alone_people_max(&self) -> u32 {
        self.inner.alone_people_max
    }

    /// How old a key has to be before something is asked or approved with it, in seconds.
    #[must_use]
    pub fn key_age_seconds_min(&self) -> i64 {
        self.inner.key_age_seconds_min
    }

    /// The shop's page on which people show who they are, where there is one.
    #[must_use]
    pub fn verification_url(&self) -> Option<&str> {
        self.inner.verification_url.as_deref()
    }

    /// Whether this is the demonstration shop.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.inner.demo.is_some()
    }

    /// The tickets to the person's pages.
    #[must_use]
    pub fn tickets(&self) -> &Tickets {
        &self.inner.tickets
    }

    /// Whether people have pages here.
    #[must_use]
    pub fn has_pages(&self) -> bool {
        self.is_demo() || self.inner.embedders.is_some()
    }

    /// The origins whose pages may show a person's pages in a frame.
    #[must_use]
    pub fn embedders(&self) -> &[String] {
        self.inner.embedders.as_deref().unwrap_or_default()
    }

    /// How the things of the demonstration shop are drawn.
    #[must_use]
    pub fn looks(&self) -> &Looks {
        static NONE: std::sync::LazyLock<Looks> = std::sync::LazyLock::new(Looks::new);
        self.inner.demo.as_ref().unwrap_or(&NONE)
    }

    /// Answers nothing new any more.
    pub fn drain(&self) {
        self.inner.draining.store(true, Ordering::Release);
    }

    /// Whether requests are taken.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.inner.draining.load(Ordering::Acquire) && self.inner.shop.healthy()
    }

    /// Returns when the storage can not be trusted any more and the process has to end.
    pub async fn failed(&self) {
        self.inner.failed.notified().await;
    }

    /// Calls into the shop from a request, on a thread where blocking is allowed.
    ///
    /// # Errors
    /// What the call returns, as a problem; `overloaded` when too many wait already.
    pub async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shop, UnixTime) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        let overloaded = || Problem::new(Code::Overloaded, "too many requests wait already").retry_after(1);
        let queued = self.inner.queue.try_acquire().map_err(|_| overloaded())?;
        let place = self.inner.places.acquire().await.map_err(|_| overloaded())?;
        drop(queued);
        let doors = self.clone();
        let done = tokio::task::spawn_blocking(move || work(doors.shop(), doors.now())).await;
        drop(place);
        let result = done.map_err(|_| Problem::new(Code::Internal, "the work was broken off"))?;
        result.map_err(|error| self.problem(&error))
    }

    /// A fault as a problem; one that ends the process is told to `main`.
    fn problem(&self, error: &AppError) -> Problem {
        if error.is_fatal() {
            tracing::error!(%error, "the storage failed");
            self.inner.failed.notify_waiters();
            self.inner.failed.notify_one();
        }
        crate::fault::problem(error)
    }

    /// Marks an idempotency key as being worked on, until the guard goes. `None` when it is already.
    #[must_use]
    pub fn begin(&self, name: String) -> Option<InFlight> {
        let mut running = self.inner.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        running.insert(name.clone()).then(|| InFlight { doors: self.clone(), name })
    }
}

/// An idempotency key that is being worked on.
pub struct InFlight {
    doors: Doors,
    name: String,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.doors.inner.in_flight.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}
