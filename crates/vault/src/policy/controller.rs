//! Who the shop is, as its brand layer says: what a person has to be told of whom they gave their consent (Art. 13(1)(a) GDPR).

use super::text::{Mistake, Source};
use serde::Deserialize;
use toml::Spanned;

/// Longest text about the shop, in characters.
pub const CONTROLLER_CHARS_MAX: usize = 300;

/// Who answers for the processing. What the shop does not say is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controller {
    /// Its legal name.
    pub name: Option<String>,
    /// Whom to write to or ask for.
    pub contact: Option<String>,
    /// Its postal address, without the country.
    pub address: Option<String>,
    /// Its country, as ISO 3166-1 has it: two capital letters.
    pub country: Option<String>,
    /// An address for e-mail.
    pub email: Option<String>,
    /// A number for calls.
    pub phone: Option<String>,
    /// Where it is on the web.
    pub url: Option<String>,
    /// Where its privacy policy is.
    pub privacy_policy: Option<String>,
    /// Where a person changes what they said.
    pub choices: Option<String>,
}

/// The `[controller]` of a brand's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControllerFile {
    name: Spanned<String>,
    contact: Option<Spanned<String>>,
    address: Option<Spanned<String>>,
    country: Option<Spanned<String>>,
    email: Option<Spanned<String>>,
    phone: Option<Spanned<String>>,
    url: Option<Spanned<String>>,
    privacy_policy: Option<Spanned<String>>,
    choices: Option<Spanned<String>>,
}

impl ControllerFile {
    /// Checks every text.
    pub(super) fn read(&self, source: &Source) -> Result<Controller, Mistake> {
        let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| said(source, text)).transpose();
        let place = |place: &Option<Spanned<String>>| place.as_ref().map(|place| web(source, place)).transpose();
        Ok(Controller {
            name: Some(said(source, &self.name)?),
            contact: text(&self.contact)?,
            address: text(&self.address)?,
            country: self.country.as_ref().map(|country| land(source, country)).transpose()?,
            email: text(&self.email)?,
            phone: text(&self.phone)?,
            url: place(&self.url)?,
            privacy_policy: place(&self.privacy_policy)?,
            choices: place(&self.choices)?,
        })
    }
}

fn said(source: &Source, text: &Spanned<String>) -> Result<String, Mistake> {
    let plain = text.get_ref();
    let short = !plain.trim().is_empty() && plain.chars().count() <= CONTROLLER_CHARS_MAX;
    if short && !plain.chars().any(char::is_control) {
        return Ok(plain.clone());
    }
    Err(source.wrong(text, format!("a text on one line, with at most {CONTROLLER_CHARS_MAX} characters")))
}

fn land(source: &Source, country: &Spanned<String>) -> Result<String, Mistake> {
    let code = country.get_ref();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(code.clone());
    }
    Err(source.wrong(country, "a country has two capital letters (ISO 3166-1)"))
}

fn web(source: &Source, address: &Spanned<String>) -> Result<String, Mistake> {
    let plain = said(source, address)?;
    let rest = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://"));
    if rest.is_some_and(|rest| !rest.is_empty()) && !plain.contains(char::is_whitespace) {
        return Ok(plain);
    }
    Err(source.wrong(address, "an address on the web begins with https://"))
}
