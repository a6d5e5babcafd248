//! `assent serve`: the server on a data directory.

use super::model::MemoryArgs;
use super::{DataArgs, LanguageArgs, Surroundings, output};
use crate::outgoing::{ADDRESS_CHARS_MAX, Reach, WitnessAddress};
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
    #[command(flatten)]
    memory: MemoryArgs,
    /// Let webhooks go to this machine itself, also without TLS: for trying things out
    #[arg(long)]
    webhooks_to_loopback: bool,
    /// Of how many people something may leave in files within a day before a second person has to approve
    #[arg(long, value_name = "PEOPLE", default_value_t = app::ALONE_PEOPLE_MAX)]
    alone_people: u32,
    /// How old a key has to be before an approval is asked for or given with it
    #[arg(long, value_name = "SECONDS", default_value_t = app::KEY_AGE_SECONDS_MIN, value_parser = clap::value_parser!(i64).range(0..))]
    key_age: i64,
    /// A page of the shop's on which people show who they are whom an agent speaks for; the request's name comes behind it
    #[arg(long, value_name = "URL", value_parser = verification)]
    verification_url: Option<String>,
    /// A witness that signs the checkpoints of the log, and the key it signs with; may be given more than once
    #[arg(long, value_name = "URL=VKEY")]
    witness: Vec<String>,
    /// Let witnesses be on this machine itself, also without TLS
    #[arg(long, requires = "witness")]
    witnesses_on_loopback: bool,
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

/// The page's address, without the last slash.
fn verification(text: &str) -> Result<String, String> {
    let says = "give an address that begins with https://, without a query";
    let plain = text.starts_with("https://") && text.len() <= ADDRESS_CHARS_MAX;
    let plain = plain && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\"<>\\".contains(&byte));
    if plain { Ok(text.trim_end_matches('/').to_owned()) } else { Err(says.to_owned()) }
}

impl Serve {
    /// The witnesses, and how far calls to them may reach.
    fn witnesses(&self) -> Result<(Vec<WitnessAddress>, Reach), AppError> {
        let reach = if self.witnesses_on_loopback { Reach::Loopback } else { Reach::Public };
        if self.witness.len() > app::WITNESSES_MAX {
            return Err(AppError::Limit { limit: "WITNESSES_MAX" });
        }
        let says = "--witness is an https:// address of a public host, an equals sign, and the witness's vkey";
        let read = |text: &String| WitnessAddress::read(text, reach).ok_or_else(|| AppError::Start(says.to_owned()));
        Ok((self.witness.iter().map(read).collect::<Result<_, _>>()?, reach))
    }

    /// Serves until it is told to stop.
    ///
    /// # Errors
    /// [`AppError::Start`] when the data, the keys or the address can not be used.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        run::log();
        let witnesses = self.witnesses()?;
        let mut policy = self.data.policy.open()?;
        self.languages.speak(&mut policy)?;
        let shop = self.data.open_with(policy, around)?;
        self.memory.hold(&shop);
        for finding in shop.policy().check((around.now)()).iter().filter(|finding| finding.weight < Weight::Note) {
            tracing::warn!(place = %finding.place, "{}", finding.says);
        }
        let setup = Setup {
            listen: self.listen,
            hosts: self.host.clone(),
            learn_after: self.learn_after,
            demo: None,
            to_loopback: self.webhooks_to_loopback,
            alone_people_max: self.alone_people,
            key_age_seconds_min: self.key_age,
            verification_url: self.verification_url.clone(),
            witnesses,
            pages: self.pages.then(|| self.embed.clone()),
        };
        run::serve(shop, around.now, &setup, &|address| {
            tracing::info!(%address, "ready");
            output::say(&format!("listening on http://{address}"));
        })
    }
}
