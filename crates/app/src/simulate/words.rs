//! What things are called in the simulated shop. No thing of that name exists.

/// Departments.
pub(super) const DEPARTMENTS: [&str; 12] = [
    "Kitchen", "Garden", "Paper", "Games", "Bath", "Light", "Music", "Travel", "Workshop", "Pets", "Pantry", "Nursery",
];
/// What stands on a shelf.
pub(super) const NOUNS: [&str; 40] = [
    "kettle",
    "bowl",
    "lamp",
    "basket",
    "notebook",
    "pencil",
    "puzzle",
    "blanket",
    "pillow",
    "candle",
    "teapot",
    "mug",
    "plate",
    "spoon",
    "rug",
    "mirror",
    "clock",
    "shelf",
    "stool",
    "planter",
    "trowel",
    "seed tray",
    "lantern",
    "rope",
    "brush",
    "soap",
    "towel",
    "satchel",
    "map",
    "whistle",
    "drum",
    "string",
    "hammer",
    "plane",
    "leash",
    "cushion",
    "jam",
    "tea",
    "biscuit",
    "rattle",
];
/// What the things of a set have in common.
pub(super) const LINES: [&str; 30] = [
    "Alder", "Birch", "Cove", "Dune", "Ember", "Fern", "Glade", "Harbour", "Iris", "Juniper", "Kelp", "Lark", "Moor",
    "Nettle", "Orchard", "Pebble", "Quarry", "Reed", "Sorrel", "Thistle", "Umber", "Vale", "Willow", "Yarrow",
    "Zephyr", "Brook", "Clover", "Drift", "Elm", "Frost",
];
/// How they look.
pub(super) const LOOKS: [&str; 20] = [
    "sage", "cream", "rust", "mustard", "slate", "clay", "moss", "sky", "plum", "coral", "sand", "forest", "rose",
    "walnut", "brass", "copper", "ivory", "teal", "indigo", "chalk",
];
