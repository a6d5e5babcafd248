//! Runs the server: opens the doors, learns in the background, and closes them in good order.

use crate::edge::{self, Hosts, Terms};
use crate::language;
use crate::outgoing::{self, Reach, WitnessAddress};
use crate::state::{Clock, Doors};
use crate::{api, pages, site};
use app::demo::Looks;
use app::{AppError, CountsDue, Settling, Shop};
use domain::UnixTime;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How often it is looked whether there is something to learn, and the time is kept.
const TICK_SECONDS: u64 = 1;
/// How long settling rests at most after it worked.
const SETTLING_REST_MAX: Duration = Duration::from_secs(2);
/// How often the time is kept, in ticks.
const KEEP_TIME_TICKS: u64 = 60;

/// How often what came of slots and experiments is counted, in ticks; at the next tick where somebody may have to leave.
const COUNT_TICKS: u64 = 60;

/// How the server is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The names that it answers for, beside those of this machine.
    pub hosts: Vec<String>,
    /// How many seconds after a change a new model is learned; 0 is never.
    pub learn_after: u64,
    /// How the things of the demonstration shop are drawn; `None` shows no shop at all.
    pub demo: Option<Looks>,
    /// Whether messages to recipients may be sent to this machine itself, also without TLS: for trying things out.
    pub to_loopback: bool,
    /// Of how many people something may leave in files within a day on one person's word.
    pub alone_people_max: u32,
    /// How old a key has to be before something is asked or approved with it, in seconds.
    pub key_age_seconds_min: i64,
    /// The shop's page on which people whom an agent speaks for show who they are.
    pub verification_url: Option<String>,
    /// The witnesses that are asked to sign the log's checkpoint, and how far calls to them may reach.
    pub witnesses: (Vec<WitnessAddress>, Reach),
    /// The origins whose pages may show a person's pages in a frame; `None` has no such pages but in the demonstration.
    pub pages: Option<Vec<String>>,
}

impl Setup {
    /// A server that only answers: no pages, no witnesses, nothing learned by itself, nothing near it called.
    #[must_use]
    pub const fn plain(listen: SocketAddr) -> Self {
        Self {
            listen,
            hosts: Vec::new(),
            learn_after: 0,
            demo: None,
            to_loopback: false,
            alone_people_max: app::ALONE_PEOPLE_MAX,
            key_age_seconds_min: app::KEY_AGE_SECONDS_MIN,
            verification_url: None,
            witnesses: (Vec::new(), Reach::Public),
            pages: None,
        }
    }
}

/// Why the server stopped.
enum Stop {
    Asked,
    StorageFailed,
}

/// Starts the log on standard error; `RUST_LOG` says how much of it.
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    drop(tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init());
}

/// Serves until a signal asks it to stop, or the storage fails.
///
/// # Errors
/// [`AppError::Start`] when the address can not be used, [`AppError::Vault`] when the storage failed.
pub fn serve(shop: Shop, clock: Clock, setup: &Setup, ready: &dyn Fn(SocketAddr)) -> Result<(), AppError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| AppError::Start(format!("no threads: {error}")))?;
    runtime.block_on(doors(shop, clock, setup, ready))
}

async fn doors(shop: Shop, clock: Clock, setup: &Setup, ready: &dyn Fn(SocketAddr)) -> Result<(), AppError> {
    let metrics = PrometheusBuilder::new().build_recorder();
    let figures = metrics.handle();
    drop(metrics::set_global_recorder(metrics));
    let doors = Doors::new(shop, clock, figures, setup)?;
    if doors.has_pages() {
        let notice = pages::notice(doors.shop().policy(), &doors.shop().recipients(), doors.is_demo());
        doors.shop().publish_own_notice(clock(), &language::all(), &notice)?;
    }
    let taken =
        |error: std::io::Error| AppError::Start(format!("can not listen on {}: {}", setup.listen, error.kind()));
    let listener = edge::listen(setup.listen).map_err(taken)?;
    let address = listener.local_addr().map_err(taken)?;
    let learning = tokio::spawn(learn(doors.clone(), setup.learn_after));
    let settling = tokio::spawn(settle(doors.clone(), setup.learn_after));
    let outside = outside(&doors, setup);
    let stop = stop(doors.clone())?;
    ready(address);
    let (told, stopped) = tokio::sync::oneshot::channel();
    let closing = doors.clone();
    let until = async move {
        let why = stop.await;
        closing.drain();
        drop(told.send(why));
    };
    let cut_off = edge::serve(listener, router(&doors), terms(setup, &doors, clock), until).await;
    learning.abort();
    settling.abort();
    outside.iter().for_each(tokio::task::JoinHandle::abort);
    if cut_off > 0 {
        tracing::warn!(cut_off, "connections were cut off");
    }
    let last = doors.clone();
    let at_last = move || last.shop().keep_time(last.now()).and_then(|()| last.shop().enter_log(last.now()));
    drop(tokio::task::spawn_blocking(at_last).await);
    match stopped.await {
        Ok(Stop::StorageFailed) => Err(storage_failed()),
        _ => Ok(()),
    }
}

/// What calls others, each for as long as the server runs.
fn outside(doors: &Doors, setup: &Setup) -> Vec<tokio::task::JoinHandle<()>> {
    let (witnesses, reach) = &setup.witnesses;
    let mut all: Vec<_> = witnesses
        .iter()
        .map(|witness| tokio::spawn(outgoing::ask_witnesses(doors.clone(), witness.clone(), *reach)))
        .collect();
    all.push(tokio::spawn(outgoing::deliver(doors.clone())));
    all.push(tokio::spawn(outgoing::call_back(doors.clone())));
    all
}

fn storage_failed() -> AppError {
    app::poisoned()
}

fn router(doors: &Doors) -> axum::Router {
    let router = match doors.is_demo() {
        true => api::router().merge(site::router(doors)).fallback(site::nowhere),
        false if doors.has_pages() => api::router().merge(site::persons(doors)).fallback(api::nowhere),
        false => api::router().fallback(api::nowhere),
    };
    router
        .merge(site::everywhere())
        .layer(axum::middleware::from_fn_with_state(doors.clone(), api::keep_opt_out))
        .layer(axum::middleware::from_fn(api::guard))
        .layer(axum::middleware::from_fn_with_state(doors.clone(), api::cross_origin))
        .with_state(doors.clone())
}

fn terms(setup: &Setup, doors: &Doors, clock: Clock) -> Terms {
    let mut terms = Terms::new(edge::Clock { steady: tokio::time::Instant::now, wall: clock });
    terms.hosts = Hosts::loopback().and(Hosts::of(setup.hosts.iter().map(String::as_str)));
    terms.tally = doors.tally();
    terms.spares = spared;
    terms
}

/// A withdrawal and an erasure do not wait behind anything, nor does taking a key back from whoever floods with it.
fn spared(method: &axum::http::Method, path: &str) -> bool {
    let takes_back = path.starts_with("/v1/subjects/") || path.starts_with("/v1/keys/");
    let says = path == "/v1/statements" || crate::consent_manager::takes_statements(path);
    says || (method == axum::http::Method::DELETE && takes_back)
}

/// Returns when a signal asks to stop, or the storage fails.
fn stop(doors: Doors) -> Result<impl Future<Output = Stop>, AppError> {
    let asked = asked_to_stop()?;
    Ok(async move {
        tokio::select! {
            () = asked => Stop::Asked,
            () = doors.failed() => Stop::StorageFailed,
        }
    })
}

/// Returns when a signal asks to stop.
///
/// # Errors
/// [`AppError::Start`] where no signals can be heard.
pub fn asked_to_stop() -> Result<impl Future<Output = ()>, AppError> {
    let hear = |kind| signal(kind).map_err(|error| AppError::Start(format!("no signals: {error}")));
    let (mut terminate, mut interrupt) = (hear(SignalKind::terminate())?, hear(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Lets the model follow what people change some time after they did, and learns a new one where that is not enough.
async fn learn(doors: Doors, after: u64) {
    let mut waited = 0;
    for tick in 1_u64.. {
        tokio::time::sleep(Duration::from_secs(TICK_SECONDS)).await;
        if tick % KEEP_TIME_TICKS == 0 {
            report(doors.call(|shop, now| shop.keep_time(now)).await);
            if after > 0 {
                report(doors.call(hold_overdue).await);
            }
            retain(&doors).await;
        }
        enter(&doors).await;
        if match doors.shop().counts_due() {
            CountsDue::No => false,
            CountsDue::Sometime => tick % COUNT_TICKS == 0,
            CountsDue::Now => true,
        } {
            report(doors.call(|shop, now| shop.count(now).map(|_| ())).await);
        }
        waited = if doors.shop().has_news() { waited + TICK_SECONDS } else { 0 };
        if after > 0 && waited >= after {
            report(doors.call(follow).await);
            waited = 0;
        }
    }
}

/// Nobody who left goes on deciding weights for long, though nothing else changes.
fn hold_overdue(shop: &Shop, now: UnixTime) -> Result<(), AppError> {
    if shop.is_lesson_overdue(now) {
        shop.train(now, &|_| {})?;
    }
    Ok(())
}

fn follow(shop: &Shop, now: UnixTime) -> Result<(), AppError> {
    let settled = if shop.is_lesson_due(now) { None } else { shop.settle(now, true)? };
    match settled {
        Some(settling) => tell(&settling),
        None => drop(shop.train(now, &|_| {})?),
    }
    Ok(())
}

/// Takes those who withdrew out of the model that serves, within seconds; a lesson that is under way does not hold it up.
/// Rests longer than it worked, so that it takes a small share of the time, and not so long that anybody waits for it.
async fn settle(doors: Doors, after: u64) {
    if after == 0 {
        return;
    }
    let mut urgent_before = false;
    loop {
        let urgent = doors.shop().is_urgent();
        // Not with the very first tick, so that what comes together leaves together.
        if urgent && urgent_before {
            let begun = tokio::time::Instant::now();
            report(doors.call(take_out).await);
            tokio::time::sleep((begun.elapsed() * 4).min(SETTLING_REST_MAX)).await;
        }
        urgent_before = urgent;
        tokio::time::sleep(Duration::from_secs(TICK_SECONDS)).await;
    }
}

fn take_out(shop: &Shop, now: UnixTime) -> Result<(), AppError> {
    match shop.settle(now, false)? {
        Some(settling) => tell(&settling),
        None => drop(shop.recount(now)?),
    }
    Ok(())
}

fn tell(settling: &Settling) {
    metrics::counter!("assent_model_settled_total").increment(1);
    metrics::gauge!("assent_model_drift").set(settling.drift.unwrap_or(0.0));
}

/// Enters into the transparency log what happened since the last tick, behind what was acknowledged: nothing waits for it.
async fn enter(doors: &Doors) {
    let done = doors.call(|shop, now| shop.enter_log(now)).await;
    if let Ok(leaves) = &done {
        metrics::counter!("assent_log_leaves_total").increment(*leaves);
    }
    report(done.map(drop));
}

/// Takes out a piece of what is past its time, and counts it.
async fn retain(doors: &Doors) {
    let done = doors.call(|shop, now| shop.retain(now, false)).await;
    if let Ok(done) = &done {
        let gone = &done.gone;
        let counts = [
            ("event", gone.events),
            ("act", gone.acts),
            ("receipt", gone.receipts),
            ("trait", gone.traits),
            ("trial", gone.trials),
            ("request", gone.requests),
        ];
        for (what, count) in counts {
            metrics::counter!("assent_retention_gone_total", "what" => what).increment(count);
        }
        metrics::counter!("assent_retention_looked_at_total").increment(done.gone.looked_at);
        metrics::gauge!("assent_retention_held").set(f64::from(u8::from(done.held.is_some())));
    }
    report(done.map(drop));
}

fn report(done: Result<(), crate::problem::Problem>) {
    if let Err(problem) = done {
        tracing::warn!(code = problem.code().name(), "a background job failed");
    }
}
