//! What a line of the rule's interface says, field by field, read strictly.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

#[derive(Deserialize)]
pub(super) struct Line {
    pub(super) purpose: Object<PurposePart>,
    pub(super) datum: Object<DatumPart>,
    pub(super) subject: Object<SubjectPart>,
    pub(super) context: Object<ContextPart>,
}

#[derive(Deserialize)]
pub(super) struct PurposePart {
    pub(super) key: String,
    pub(super) modes: Option<Modes>,
    pub(super) allowed_categories: Option<Vec<String>>,
    pub(super) targeted_ads: Option<bool>,
    pub(super) sale_or_share: Option<bool>,
    pub(super) direct_marketing: Option<bool>,
    pub(super) max_age: Option<i64>,
    pub(super) allow_sensitive: Option<bool>,
    pub(super) compat: Option<Vec<String>>,
    pub(super) channels: Option<Vec<String>>,
    pub(super) consent_ttl: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct DatumPart {
    pub(super) category: String,
    pub(super) sensitive: Option<bool>,
    pub(super) collected_at: Option<i64>,
    pub(super) retention_until: Option<i64>,
    pub(super) disclosed_purposes: Option<Vec<String>>,
    pub(super) suppressed: Option<bool>,
    pub(super) inputs: Option<Vec<Object<DatumPart>>>,
}

#[derive(Deserialize)]
pub(super) struct SubjectPart {
    pub(super) status: Option<String>,
    pub(super) age: Option<String>,
    pub(super) known: Option<bool>,
    pub(super) gpc_first_seen: Option<i64>,
    pub(super) events: Vec<Object<EventPart>>,
}

#[derive(Deserialize)]
pub(super) struct EventPart {
    pub(super) kind: Option<String>,
    pub(super) scope: Option<Object<ScopePart>>,
    pub(super) client_ts: Option<i64>,
    pub(super) received_at: Option<i64>,
    pub(super) explicit: Option<bool>,
    pub(super) conflict_ack: Option<i64>,
    pub(super) by_guardian: Option<bool>,
    pub(super) notice_ok: Option<bool>,
    pub(super) past_data: Option<bool>,
}

#[derive(Default, Deserialize)]
pub(super) struct ScopePart {
    pub(super) purpose: Option<String>,
    pub(super) category: Option<String>,
    #[serde(default, deserialize_with = "null_is_said")]
    pub(super) vendor: Option<Option<String>>,
    pub(super) channel: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ContextPart {
    pub(super) now: i64,
    pub(super) jurisdictions: Option<Vec<String>>,
    pub(super) channel: Option<String>,
    pub(super) vendor: Option<String>,
    pub(super) gpc: Option<bool>,
    pub(super) event_ceiling: Option<Vec<String>>,
    pub(super) sensitive_placement: Option<bool>,
    pub(super) child_directed: Option<bool>,
    pub(super) vendors_ok: Option<Vec<String>>,
}

/// An object, and not the list of its values that would be taken for one.
pub(super) struct Object<T>(T);

impl<T> Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        from.deserialize_map(Fields(PhantomData))
    }
}

/// What each jurisdiction makes of the purpose: each named once, or it could be read in two ways.
pub(super) struct Modes(BTreeMap<String, Option<String>>);

impl Modes {
    pub(super) fn of(&self, jurisdiction: &str) -> Option<&str> {
        self.0.get(jurisdiction)?.as_deref()
    }
}

impl<'de> Deserialize<'de> for Modes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct EachOnce;
        impl<'de> Visitor<'de> for EachOnce {
            type Value = Modes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object that names each jurisdiction once")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Modes, A::Error> {
                let mut modes = BTreeMap::new();
                while let Some((jurisdiction, mode)) = map.next_entry()? {
                    if modes.insert(jurisdiction, mode).is_some() {
                        return Err(A::Error::custom("a jurisdiction stands twice"));
                    }
                }
                Ok(Modes(modes))
            }
        }
        from.deserialize_map(EachOnce)
    }
}

/// Tells a `null` from a field that is not there.
fn null_is_said<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}
