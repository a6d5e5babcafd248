//! `assent serve`: the server on a data directory.

use super::{DataArgs, LanguageArgs, Surroundings, output};
use crate::run::{self, Setup};
use app::AppError;
use app::policy::Weight;
use clap::Args;
use std::net::SocketAddr;

/// Start the server on a data directory
#[derive(Args)]
#[command(
    after_help = "Example:\n  assent keys make --data shop --kind adm --label setup\n  assent serve --data shop --listen 127.0.0.1:8080"
)]
pub struct Serve {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    languages: LanguageArgs,
    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// A name that this server answers for, with its port if it is not the scheme's own; may be given more than once
    #[arg(long, value_name = "HOST[:PORT]")]
    host: Vec<String>,
    /// Bring the model up to date this many seconds after something changed; who withdraws leaves it at once; 0 is never
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    learn_after: u64,
    /// Let webhooks go to this machine itself, also without TLS: for trying things out
    #[arg(long)]
    webhooks_to_loopback: bool,
    /// Have pages on which people see and change what holds for them: they come to them from the shop's own, with a ticket
    #[arg(long)]
    pages: bool,
    /// An origin whose pages may show these in a frame; may be given more than once; without it nobody may
    #[arg(long, value_name = "ORIGIN", requires = "pages", value_parser = origin)]
    embed: Vec<String>,
}

fn origin(text: &str) -> Result<String, String> {
    let says = "give an origin as a browser sends it, such as https://shop.example";
    if app::is_origin(text) { Ok(text.to_owned()) } else { Err(says.to_owned()) }
}

impl Serve {
    /// Serves until it is told to stop.
    ///
    /// # Errors
    /// [`AppError::Start`] when the data, the keys or the address can not be used.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        run::log();
        let mut policy = self.data.policy.open()?;
        self.languages.speak(&mut policy)?;
        let shop = self.data.open_with(policy, around)?;
        for finding in shop.policy().check((around.now)()).iter().filter(|finding| finding.weight < Weight::Note) {
            tracing::warn!(place = %finding.place, "{}", finding.says);
        }
        let setup = Setup {
            listen: self.listen,
            hosts: self.host.clone(),
            learn_after: self.learn_after,
            demo: None,
            to_loopback: self.webhooks_to_loopback,
            pages: self.pages.then(|| self.embed.clone()),
        };
        run::serve(shop, around.now, &setup, &|address| {
            tracing::info!(%address, "ready");
            output::say(&format!("listening on http://{address}"));
        })
    }
}
