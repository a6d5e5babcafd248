//! Tests of the policy: what is refused and where, what holds when, and that a brand can only restrict.

mod brand;
mod directory;
mod refusals;
mod said;
mod time;

use super::{Policy, Source, Sources};
use domain::UnixTime;

/// The moment at which a date begins.
fn on(date: &str) -> UnixTime {
    super::date::starts(date).unwrap()
}

fn shipped() -> Policy {
    Policy::shipped().unwrap()
}

/// The shipped policy under a brand layer.
fn branded(text: &str) -> Result<Policy, super::Mistake> {
    let brand = Some(Source::new("brand.toml", text));
    Policy::read(&Sources { brand, ..Sources::shipped() })
}

/// The shipped files with one text in one of them changed, and the changed text.
fn changed(name: &str, from: &str, to: &str) -> (Sources, String) {
    let mut sources = Sources::shipped();
    let file = match name {
        "purposes.toml" => &mut sources.purposes,
        "categories.toml" => &mut sources.categories,
        "channels.toml" => &mut sources.channels,
        name => sources.profiles.iter_mut().find(|file| file.name == name).unwrap(),
    };
    assert!(file.text.contains(from), "{name} has no `{from}`");
    file.text = file.text.replacen(from, to, 1);
    let text = file.text.clone();
    (sources, text)
}

/// The line on which a text first stands.
fn line_of(text: &str, needle: &str) -> usize {
    let at = text.find(needle).unwrap_or_else(|| panic!("no `{needle}`"));
    1 + text[..at].matches('\n').count()
}
