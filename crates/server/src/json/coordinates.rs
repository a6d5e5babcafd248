//! Where somebody is: refused in whatever document it stands, before anything else of it is read.

use super::Value;

/// The names under which a place on earth is written.
const AXES: [&str; 8] = ["lat", "latitude", "lng", "lon", "long", "longitude", "geo_lat", "geo_lon"];
/// The names under which it is written as a pair.
const PAIRS: [&str; 5] = ["coordinates", "coords", "geo", "geolocation", "latlng"];

/// Whether a place on earth is written anywhere in a document.
#[must_use]
pub fn has_coordinates(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| is_place(name, value) || has_coordinates(value)),
        Value::List(values) => values.iter().any(has_coordinates),
        _ => false,
    }
}

fn is_place(name: &str, value: &Value) -> bool {
    let name = name.to_ascii_lowercase();
    let is_pair = || matches!(value, Value::List(pair) if pair.len() > 1 && pair.iter().all(is_number));
    AXES.contains(&name.as_str()) && is_number(value) || PAIRS.contains(&name.as_str()) && is_pair()
}

fn is_number(value: &Value) -> bool {
    match value {
        Value::Integer(_) | Value::Float(_) => true,
        Value::Text(text) => text.trim().parse::<f64>().is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        assert_eq!(has_coordinates(&super::super::parse(text.as_bytes()).unwrap()), expected, "{text}");
    }

    #[test]
    fn a_place_on_earth_is_seen_however_deep_it_stands() {
        for text in [
            r#"{"lat":52.5,"lon":13.4}"#,
            r#"{"a":[{"Latitude":"52.5"}]}"#,
            r#"{"geo":[52.5,13.4]}"#,
            r#"{"x":{"coordinates":[13.4,52.5,34]}}"#,
        ] {
            check(text, true);
        }
    }

    #[test]
    fn words_that_only_sound_like_it_are_none() {
        for text in
            [r#"{"lat":"no place"}"#, r#"{"long":true}"#, r#"{"geo":{"country":"DE"}}"#, r#"{"title":"lat 52.5"}"#]
        {
            check(text, false);
        }
    }
}
