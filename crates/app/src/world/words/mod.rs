//! What the simulated shop sells, in words written by hand.

mod books_and_paper;
mod brew_and_kitchen;
mod garden_and_outdoor;
mod home;
mod music_and_wheels;
mod table_games;

use super::shelf::Shelf;

/// Every shelf of the shop, department by department.
pub(super) fn shelves() -> impl Iterator<Item = &'static Shelf> {
    let groups: [&[Shelf]; 6] = [
        brew_and_kitchen::SHELVES,
        garden_and_outdoor::SHELVES,
        books_and_paper::SHELVES,
        table_games::SHELVES,
        home::SHELVES,
        music_and_wheels::SHELVES,
    ];
    groups.into_iter().flatten()
}

/// The colours that a variant may name, in degrees.
pub(super) const COLOURS: &[(&str, u16)] = &[
    ("sage", 128),
    ("cream", 46),
    ("ink", 224),
    ("rust", 16),
    ("mustard", 45),
    ("slate", 212),
    ("clay", 14),
    ("moss", 92),
    ("sky", 200),
    ("plum", 308),
    ("coral", 6),
    ("sand", 38),
    ("forest", 150),
    ("rose", 346),
    ("oat", 40),
    ("walnut", 26),
    ("beech", 34),
    ("oak", 32),
    ("brass", 48),
    ("copper", 20),
    ("steel", 206),
    ("graphite", 232),
    ("ivory", 52),
    ("teal", 180),
    ("lavender", 262),
    ("tomato", 4),
    ("lemon", 54),
    ("indigo", 244),
    ("terracotta", 12),
    ("fern", 108),
    ("poppy", 2),
    ("chalk", 56),
];

/// What else gives a thing its colour, where neither variant nor title names one.
pub(super) const MATERIALS: &[(&str, u16)] = &[
    ("willow", 36),
    ("jute", 36),
    ("beeswax", 44),
    ("olive", 72),
    ("basil", 112),
    ("thyme", 100),
    ("chives", 120),
    ("kale", 136),
    ("monstera", 130),
    ("peppermint", 156),
    ("verbena", 76),
    ("pine", 148),
    ("rosemary", 170),
    ("orange", 28),
    ("fig", 300),
    ("cedar", 18),
    ("leather", 24),
    ("iron", 220),
    ("enamel", 200),
    ("glass", 186),
    ("ochre", 42),
    ("blue", 214),
    ("blues", 214),
    ("night", 236),
    ("meadow", 104),
    ("earth", 22),
    ("sea", 196),
    ("robin", 14),
    ("cherries", 350),
    ("apricots", 30),
    ("berries", 338),
];
