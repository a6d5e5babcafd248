//! The files that ship with the product, as they are in the tree.

pub(super) const PURPOSES: &str = include_str!("shipped/purposes.toml");
pub(super) const CATEGORIES: &str = include_str!("shipped/categories.toml");
pub(super) const CHANNELS: &str = include_str!("shipped/channels.toml");

/// One file a jurisdiction, in order of key.
pub(super) const PROFILES: &[(&str, &str)] = &[
    ("profiles/br.toml", include_str!("shipped/profiles/br.toml")),
    ("profiles/ca-qc.toml", include_str!("shipped/profiles/ca-qc.toml")),
    ("profiles/ch.toml", include_str!("shipped/profiles/ch.toml")),
    ("profiles/de.toml", include_str!("shipped/profiles/de.toml")),
    ("profiles/es.toml", include_str!("shipped/profiles/es.toml")),
    ("profiles/eu.toml", include_str!("shipped/profiles/eu.toml")),
    ("profiles/fr.toml", include_str!("shipped/profiles/fr.toml")),
    ("profiles/ie.toml", include_str!("shipped/profiles/ie.toml")),
    ("profiles/in.toml", include_str!("shipped/profiles/in.toml")),
    ("profiles/it.toml", include_str!("shipped/profiles/it.toml")),
    ("profiles/uk.toml", include_str!("shipped/profiles/uk.toml")),
    ("profiles/us-ca.toml", include_str!("shipped/profiles/us-ca.toml")),
    ("profiles/us-co.toml", include_str!("shipped/profiles/us-co.toml")),
    ("profiles/us-ct.toml", include_str!("shipped/profiles/us-ct.toml")),
    ("profiles/us-de.toml", include_str!("shipped/profiles/us-de.toml")),
    ("profiles/us-md.toml", include_str!("shipped/profiles/us-md.toml")),
    ("profiles/us-mn.toml", include_str!("shipped/profiles/us-mn.toml")),
    ("profiles/us-mt.toml", include_str!("shipped/profiles/us-mt.toml")),
    ("profiles/us-ne.toml", include_str!("shipped/profiles/us-ne.toml")),
    ("profiles/us-nh.toml", include_str!("shipped/profiles/us-nh.toml")),
    ("profiles/us-nj.toml", include_str!("shipped/profiles/us-nj.toml")),
    ("profiles/us-or.toml", include_str!("shipped/profiles/us-or.toml")),
    ("profiles/us-tx.toml", include_str!("shipped/profiles/us-tx.toml")),
    ("profiles/zz-strict.toml", include_str!("shipped/profiles/zz-strict.toml")),
];
