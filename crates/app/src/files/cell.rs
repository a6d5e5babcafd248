//! One value of a table, whatever file it came from, and how a format reads it.

use super::bad::{BadReason, PriceErrorKind};
use super::time;
use domain::{EventId, ItemId, Price, QUANTITY_MAX, RATING_TENTHS_MAX, SubjectId, UnixTime};
use std::borrow::Cow;

/// Most bytes of a title or description.
const TEXT_BYTES_MAX: usize = 4_096;
/// Most bytes of an address.
const URL_BYTES_MAX: usize = 2_048;
/// Most parts of a category path or a list of tags.
const PARTS_MAX: usize = 24;
/// Beyond this a whole number is not exact as `f64`.
const WHOLE_EXACT_MAX: f64 = 9e15;

/// One value. Text is trimmed and never empty.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) enum Cell {
    /// Empty, null, or not in this row.
    #[default]
    Missing,
    Text(String),
    /// Bytes that are not UTF-8.
    Bytes(Vec<u8>),
    Whole(i64),
    Real(f64),
    Truth(bool),
    /// A point in time, in Unix seconds.
    Instant(i64),
    List(Vec<String>),
}

impl Cell {
    pub(super) fn text(text: &str) -> Self {
        let mut cell = Self::Missing;
        cell.put_text(text);
        cell
    }

    pub(super) fn bytes(bytes: &[u8]) -> Self {
        let mut cell = Self::Missing;
        cell.put_bytes(bytes);
        cell
    }

    /// Becomes the value that these bytes are, in the place of what was there.
    pub(super) fn put_bytes(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.put_text(text),
            Err(_) => *self = Self::Bytes(bytes.to_vec()),
        }
    }

    /// As [`Cell::put_bytes`], of text.
    pub(super) fn put_text(&mut self, text: &str) {
        match (trimmed(text), self) {
            ("", cell) => *cell = Self::Missing,
            (text, Self::Text(before)) => text.clone_into(before),
            (text, cell) => *cell = Self::Text(text.to_owned()),
        }
    }
}

/// As [`str::trim`], sooner done where there is nothing to trim.
fn trimmed(text: &str) -> &str {
    let is_plain = |edge: Option<&u8>| edge.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { text } else { text.trim() }
}

/// A cell and what its column is for, so that a refusal can name it.
pub(super) struct Named<'a>(pub &'static str, pub &'a Cell);

impl Named<'_> {
    /// The value as text; `None` where it is missing.
    fn plain(&self) -> Result<Option<Cow<'_, str>>, BadReason> {
        match self.1 {
            Cell::Missing => Ok(None),
            Cell::Text(text) => Ok(Some(text.into())),
            Cell::Bytes(_) => Err(BadReason::Encoding(self.0)),
            Cell::Whole(n) | Cell::Instant(n) => Ok(Some(n.to_string().into())),
            Cell::Real(r) if r.is_nan() => Ok(None),
            Cell::Real(r) => Ok(Some(r.to_string().into())),
            Cell::Truth(truth) => Ok(Some(truth.to_string().into())),
            Cell::List(parts) => Ok(Some(parts.join(", ").into())),
        }
    }

    /// The value as an id: whole numbers lose the `.0` that a table with gaps gives them.
    fn id(&self) -> Result<Option<Cow<'_, str>>, BadReason> {
        let text = self.plain()?;
        Ok(text.map(|text| match text.strip_suffix(".0") {
            Some(whole) if whole.bytes().all(|b| b.is_ascii_digit()) => whole.to_owned().into(),
            _ => text,
        }))
    }

    /// Who; `None` for somebody unknown.
    pub(super) fn subject(&self) -> Result<Option<SubjectId>, BadReason> {
        let parse = |text: Cow<'_, str>| SubjectId::parse(&text);
        let id = self.id()?.map(parse).transpose();
        id.map_err(|error| BadReason::Id(self.0, error.into()))
    }

    /// With what.
    pub(super) fn item(&self) -> Result<ItemId, BadReason> {
        let text = self.id()?.ok_or(BadReason::Missing(self.0))?;
        ItemId::parse(&text).map_err(|error| BadReason::Id(self.0, error.into()))
    }

    /// A list of items, or text split at any of `separators`.
    pub(super) fn items(&self, separators: &[char]) -> Result<Vec<ItemId>, BadReason> {
        let parse = |text: String| ItemId::parse(&text).map_err(|error| BadReason::Id(self.0, error.into()));
        self.parts(separators)?.into_iter().map(parse).collect()
    }

    /// In which basket.
    pub(super) fn basket(&self) -> Result<Option<EventId>, BadReason> {
        let parse = |text: Cow<'_, str>| EventId::parse(&text);
        let id = self.id()?.map(parse).transpose();
        id.map_err(|error| BadReason::Id(self.0, error.into()))
    }

    /// When; must lie in the range that [`time::in_range`] allows.
    pub(super) fn time(&self, now: UnixTime) -> Result<UnixTime, BadReason> {
        let seconds = match self.1 {
            Cell::Missing => return Err(BadReason::Missing(self.0)),
            Cell::Instant(seconds) => Some(*seconds),
            Cell::Whole(n) => Some(time::from_number(*n)),
            Cell::Real(r) if r.abs() < WHOLE_EXACT_MAX => Some(time::from_number(*r as i64)),
            Cell::Text(text) => time::from_text(text),
            _ => None,
        };
        time::in_range(seconds.ok_or(BadReason::Date)?, now)
    }

    /// A finite number; `None` where it is missing.
    pub(super) fn number(&self) -> Result<Option<f64>, BadReason> {
        let number = match self.1 {
            Cell::Missing => return Ok(None),
            Cell::Whole(n) => *n as f64,
            Cell::Real(r) => *r,
            Cell::Text(text) => text.parse().unwrap_or(f64::NAN),
            _ => f64::NAN,
        };
        if number.is_finite() { Ok(Some(number)) } else { Err(BadReason::Number(self.0)) }
    }

    /// Yes or no; `None` where it is missing.
    pub(super) fn truth(&self) -> Result<Option<bool>, BadReason> {
        match self.1 {
            Cell::Missing => Ok(None),
            Cell::Truth(truth) => Ok(Some(*truth)),
            Cell::Whole(0) => Ok(Some(false)),
            Cell::Whole(1) => Ok(Some(true)),
            Cell::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Ok(Some(true)),
                "false" | "no" | "0" => Ok(Some(false)),
                _ => Err(BadReason::Truth(self.0)),
            },
            _ => Err(BadReason::Truth(self.0)),
        }
    }

    /// Text for people: one line, single spaces, no control characters; `None` where nothing is left.
    pub(super) fn title(&self) -> Result<Option<String>, BadReason> {
        let text = self.plain()?.map(|text| clean(&text)).filter(|text| !text.is_empty());
        match text {
            Some(text) if text.len() > TEXT_BYTES_MAX => Err(BadReason::TooLong(self.0)),
            text => Ok(text),
        }
    }

    /// A list, or text split at any of `separators`.
    pub(super) fn parts(&self, separators: &[char]) -> Result<Vec<String>, BadReason> {
        let parts: Vec<String> = match self.1 {
            Cell::List(parts) => parts.clone(),
            _ => {
                let text = self.plain()?.unwrap_or_default();
                text.split(separators).map(str::to_owned).collect()
            }
        };
        let parts: Vec<String> = parts.iter().map(|p| clean(p)).filter(|p| !p.is_empty()).collect();
        let length: usize = parts.iter().map(String::len).sum();
        if parts.len() > PARTS_MAX || length > TEXT_BYTES_MAX {
            return Err(BadReason::TooLong(self.0));
        }
        Ok(parts)
    }

    /// An address that a page may link to; never `javascript:` and its like.
    pub(super) fn url(&self) -> Result<Option<String>, BadReason> {
        let Some(text) = self.plain()? else {
            return Ok(None);
        };
        if text.len() > URL_BYTES_MAX {
            return Err(BadReason::TooLong(self.0));
        }
        let own = text.starts_with('/') && !text.starts_with("//");
        let web = text.starts_with("https://") || text.starts_with("http://");
        let plain = !text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
        if plain && (own || web) { Ok(Some(text.into_owned())) } else { Err(BadReason::Url) }
    }
}

/// One line of text with single spaces and nothing that a screen would obey.
pub(super) fn clean(text: &str) -> String {
    let spoken: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = spoken.split_whitespace().collect();
    let directs = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    words.join(" ").replace(directs, "")
}

/// A number of pieces, rounded to a whole one; the sign says nothing here.
pub(super) fn pieces(weight: f64) -> Result<u32, BadReason> {
    let count = weight.abs();
    if count == 0.0 || count > f64::from(QUANTITY_MAX) {
        return Err(BadReason::Quantity);
    }
    Ok((count.round() as u32).max(1))
}

/// Stars as tenths of a star.
pub(super) fn tenths(stars: f64) -> Result<u16, BadReason> {
    let tenths = (stars * 10.0).round();
    if !(0.0..=f64::from(RATING_TENTHS_MAX)).contains(&tenths) {
        return Err(BadReason::Rating);
    }
    Ok(tenths as u16)
}

/// A price in major units of a currency, such as 12.50 EUR.
pub(super) fn price(major: f64, currency: &str) -> Result<Price, BadReason> {
    let digits: f64 = match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "PYG" | "UGX" | "XAF" | "XOF" => 1.0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 1_000.0,
        _ => 100.0,
    };
    price_minor((major * digits).round(), currency)
}

/// A price in minor units of a currency, such as 1250 of EUR.
pub(super) fn price_minor(minor: f64, currency: &str) -> Result<Price, BadReason> {
    if minor < 0.0 {
        return Err(BadReason::Price(PriceErrorKind::Negative));
    }
    let minor = minor.min(Price::MINOR_MAX as f64 * 10.0) as u64;
    Price::new(minor, currency).map_err(|error| BadReason::Price(error.into()))
}
