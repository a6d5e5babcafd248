//! From words to goods: every variant of every line, with a name, a price, a look, and how much it is wanted.

use super::dice::Dice;
use super::shelf::{Kit, Line, Motif, Shelf, Tag};
use super::{Look, WorldItem, words};
use domain::{Item, ItemId, Price};

/// How wanted the most wanted thing is.
const WANTED_MOST: u64 = 120_000;
/// How many places on the list it takes until a thing is half as wanted.
const WANTED_HALF: u64 = 10;
/// How far the two colours of a thing lie apart, in degrees, by its place on the shelf.
const HUES_APART: [u16; 4] = [28, 332, 150, 52];

/// All that the shop sells, and what only the simulation knows of it.
pub(super) struct Goods {
    items: Vec<WorldItem>,
    /// For each item, the line that it is a variant of.
    lines: Vec<&'static Line>,
    /// For each item, its variant.
    variants: Vec<&'static str>,
    /// For each item, how much it is wanted by people in general: few very much, most a little.
    wanted: Vec<u64>,
    /// For each kit, in the order of [`Kit::ALL`], its items.
    kits: Vec<Vec<usize>>,
}

impl Goods {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let mut goods =
            Self { items: Vec::new(), lines: Vec::new(), variants: Vec::new(), wanted: Vec::new(), kits: Vec::new() };
        for shelf in words::shelves() {
            goods.stock(shelf);
        }
        let mut wanted: Vec<u64> = (0..goods.len() as u64).map(|rank| WANTED_MOST / (rank + WANTED_HALF)).collect();
        dice.shuffle(&mut wanted);
        goods.wanted = wanted;
        goods.kits = Kit::ALL.map(|kit| goods.all().filter(|item| goods.serves(*item, kit)).collect()).into();
        goods
    }

    fn stock(&mut self, shelf: &Shelf) {
        for line in shelf.lines {
            for (variant, cents) in line.variants {
                // The words are fixed, and a test reads each of them: none is lost here.
                if let Some(item) = item(shelf, line, variant, *cents) {
                    let (department, look) = (shelf.department, look(shelf, line, variant, self.len()));
                    self.items.push(WorldItem { item, department, look });
                    self.lines.push(line);
                    self.variants.push(variant);
                }
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// All places.
    pub(super) fn all(&self) -> std::ops::Range<usize> {
        0..self.len()
    }

    /// The things of a kit.
    pub(super) fn of_kit(&self, kit: usize) -> &[usize] {
        &self.kits[kit]
    }

    /// The kits of a thing, as places in [`Kit::ALL`].
    pub(super) fn kits_of(&self, item: usize) -> Vec<usize> {
        let serves = |place: &usize| self.serves(item, Kit::ALL[*place]);
        (0..Kit::ALL.len()).filter(serves).collect()
    }

    fn serves(&self, item: usize, kit: Kit) -> bool {
        self.lines[item].kits.contains(&kit)
    }

    pub(super) fn wanted(&self, item: usize) -> u64 {
        self.wanted[item]
    }

    pub(super) fn has(&self, item: usize, tag: Tag) -> bool {
        self.lines[item].tags.contains(&tag)
    }

    pub(super) fn variant(&self, item: usize) -> &'static str {
        self.variants[item]
    }

    /// Whether both are variants of one line.
    pub(super) fn are_alike(&self, one: usize, other: usize) -> bool {
        std::ptr::eq(self.lines[one], self.lines[other])
    }

    pub(super) fn into_items(self) -> Vec<WorldItem> {
        self.items
    }
}

fn item(shelf: &Shelf, line: &Line, variant: &str, cents: u64) -> Option<Item> {
    let title = title(line.title, variant);
    Some(Item {
        description: line.text.to_owned(),
        category: vec![shelf.department.title().to_owned(), shelf.title.to_owned()],
        tags: line.tags.iter().map(|tag| tag.as_str().to_owned()).collect(),
        price: Price::new(cents, "EUR").ok(),
        ..Item::named(ItemId::parse(&slug(&title)).ok()?, title)
    })
}

/// The variant stands where the line leaves room for it, and else behind a comma.
fn title(line: &str, variant: &str) -> String {
    if line.contains("{}") { line.replace("{}", variant) } else { format!("{line}, {variant}") }
}

/// The letters and digits of a title, lower case, with single hyphens between the words.
fn slug(title: &str) -> String {
    let plain = title.to_lowercase().replace('\'', "");
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// The colours of a thing: its own where a word gives it away. Of the rest, covers and boxes come in all colours, and
/// other things in those near the department's.
fn look(shelf: &Shelf, line: &Line, variant: &str, place: usize) -> Look {
    let title = title(line.title, variant).to_lowercase();
    let near = match line.motif {
        Motif::Book | Motif::Record | Motif::Dice => place as u16 * 83,
        _ => shelf.department.hue() + 325 + (place as u16 * 23) % 70,
    };
    let hue = named(words::COLOURS, variant)
        .or_else(|| named(words::MATERIALS, variant))
        .or_else(|| named(words::COLOURS, &title))
        .or_else(|| named(words::MATERIALS, &title))
        .unwrap_or(near % 360);
    let hue2 = (hue + HUES_APART[place % HUES_APART.len()]) % 360;
    Look { hue, hue2, motif: line.motif }
}

/// The colour of the first word that has one.
fn named(colours: &[(&str, u16)], text: &str) -> Option<u16> {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let colour = |word: &str| colours.iter().find(|(name, _)| *name == word);
    words.find_map(colour).map(|(_, hue)| *hue)
}
