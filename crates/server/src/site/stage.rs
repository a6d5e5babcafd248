//! Doors over a shop in memory whose clock stands still: for tests of the pages.

use crate::run::Setup;
use crate::state::Doors;
use app::{Place, Policy, Shop};
use domain::UnixTime;
use metrics_exporter_prometheus::PrometheusBuilder;

/// When the shop was opened.
pub const OPENED: UnixTime = UnixTime(1_790_000_000);
/// What its clock shows.
pub const NOW: UnixTime = OPENED.plus(10);

pub fn doors() -> Doors {
    let shop = Shop::open(&Place::Memory, Policy::shipped().unwrap(), OPENED).unwrap();
    let figures = PrometheusBuilder::new().build_recorder().handle();
    let listen = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let setup = Setup { pages: Some(Vec::new()), ..Setup::plain(listen) };
    Doors::new(shop, || NOW, figures, &setup).unwrap()
}
