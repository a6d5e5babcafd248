//! `assent demo`: a small shop out of nothing, in a browser in a minute.

use super::output::{self, steps_bar};
use super::{LanguageArgs, PolicyArgs, Surroundings};
use crate::run::{self, Setup};
use app::{AppError, KeyKind, NewKey, Place, Shop};
use clap::Args;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Make a small shop out of nothing and open it in a browser
#[derive(Args)]
#[command(
    after_help = "Example:\n  assent demo --port 8642 --seed 7\n\nNothing is kept: the shop is gone when the command ends."
)]
pub struct Demo {
    /// The port to listen on, on this machine only; 0 picks a free one
    #[arg(long, value_name = "N", default_value_t = 8642)]
    port: u16,
    /// The seed that the shop is made from
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    /// Print a key that may do everything here, to try the interface for programs with
    #[arg(long)]
    key: bool,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    languages: LanguageArgs,
}

impl Demo {
    /// Makes the shop and serves it until it is told to stop.
    ///
    /// # Errors
    /// [`AppError::Start`] when the port is taken.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        run::log();
        let now = (around.now)();
        let mut policy = self.policy.open()?;
        self.languages.speak(&mut policy)?;
        let shop = Shop::open(&Place::Memory, policy, now)?;
        let bar = steps_bar(0).with_message("filling the shop");
        let looks = shop.stock_demo(now, self.seed, &|done, total| {
            bar.set_length(total);
            bar.set_position(done);
        })?;
        bar.finish_and_clear();
        super::model::train(&shop, around, app::Trials::Run)?;
        if self.key {
            let key = NewKey::parse(KeyKind::Admin, "demo", Vec::new());
            let key = key.map_err(|mistake| AppError::Start(mistake.to_string()))?;
            output::say(&format!("the key: {}", shop.make_key(now, key)?.full));
        }
        let listen = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port);
        let setup = Setup { learn_after: 10, demo: Some(looks), to_loopback: true, ..Setup::plain(listen) };
        run::serve(shop, around.now, &setup, &|address| {
            let url = format!("http://{address}/");
            output::say(&format!("the shop is open: {url}  (stop it with Ctrl-C)"));
            if !self.no_open {
                open_browser(&url);
            }
        })
    }
}

/// Opens the page in whatever the desktop uses; where there is no desktop, the printed address is enough.
fn open_browser(url: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let quiet = std::process::Stdio::null;
    drop(std::process::Command::new(opener).arg(url).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn());
}
