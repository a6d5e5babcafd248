//! The words a shop is described in: departments, shelves, lines of goods, what goes with what, and how a thing is drawn.

/// A part of the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Department {
    /// Coffee and tea.
    Brew,
    /// Pots, knives and what goes into them.
    Kitchen,
    /// Balcony, bed and windowsill.
    Garden,
    /// To read and to cook from.
    Books,
    /// Paper, ink and desk.
    Stationery,
    /// Hills, tents and picnics.
    Outdoor,
    /// For a table with people around it.
    Games,
    /// Soap and water.
    Bath,
    /// Beds, sofas and mending.
    Textiles,
    /// Lamps and candles.
    Light,
    /// Records and what plays them.
    Music,
    /// Everything on two wheels.
    Bikes,
}

impl Department {
    /// All of them, in the order of the shop's menu.
    pub const ALL: [Self; 12] = [
        Self::Brew,
        Self::Kitchen,
        Self::Garden,
        Self::Books,
        Self::Stationery,
        Self::Outdoor,
        Self::Games,
        Self::Bath,
        Self::Textiles,
        Self::Light,
        Self::Music,
        Self::Bikes,
    ];

    /// What the sign above it says.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Brew => "Coffee & tea",
            Self::Kitchen => "Kitchen",
            Self::Garden => "Garden",
            Self::Books => "Books",
            Self::Stationery => "Stationery",
            Self::Outdoor => "Outdoor",
            Self::Games => "Games & puzzles",
            Self::Bath => "Bath",
            Self::Textiles => "Textiles",
            Self::Light => "Lamps & light",
            Self::Music => "Music & vinyl",
            Self::Bikes => "Bikes",
        }
    }

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brew => "coffee-and-tea",
            Self::Kitchen => "kitchen",
            Self::Garden => "garden",
            Self::Books => "books",
            Self::Stationery => "stationery",
            Self::Outdoor => "outdoor",
            Self::Games => "games-and-puzzles",
            Self::Bath => "bath",
            Self::Textiles => "textiles",
            Self::Light => "lamps-and-light",
            Self::Music => "music-and-vinyl",
            Self::Bikes => "bikes",
        }
    }

    /// The colour of its sign, in degrees; things without a colour of their own take it.
    #[must_use]
    pub const fn hue(self) -> u16 {
        match self {
            Self::Brew => 24,
            Self::Kitchen => 12,
            Self::Garden => 118,
            Self::Books => 348,
            Self::Stationery => 218,
            Self::Outdoor => 160,
            Self::Games => 268,
            Self::Bath => 190,
            Self::Textiles => 330,
            Self::Light => 44,
            Self::Music => 288,
            Self::Bikes => 204,
        }
    }
}

macro_rules! motifs {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The shape that a page draws for a thing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Motif {$($(#[$doc])* $name,)*}

        impl Motif {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name for machines.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {$(Self::$name => $text,)*}
            }
        }
    };
}

motifs! {
    /// A cup or bowl.
    Cup = "cup",
    /// A kettle, can or jug with a spout.
    Kettle = "kettle",
    /// A paper bag, packet or pouch.
    Packet = "packet",
    /// A pot, pan or dish.
    Pot = "pot",
    /// A knife, tool or anything with a handle.
    Tool = "tool",
    /// A leaf or plant.
    Leaf = "leaf",
    /// A plant pot, box or basket.
    Planter = "planter",
    /// A book or notebook.
    Book = "book",
    /// A pen, pencil or brush.
    Pen = "pen",
    /// A sheet, card or envelope.
    Sheet = "sheet",
    /// A tent or tarp.
    Tent = "tent",
    /// A bottle, flask or jar.
    Bottle = "bottle",
    /// A bag or rucksack.
    Bag = "bag",
    /// Dice, tiles or pieces.
    Dice = "dice",
    /// A bar of soap.
    Soap = "soap",
    /// A folded cloth, towel or blanket.
    Cloth = "cloth",
    /// A cushion.
    Cushion = "cushion",
    /// A lamp.
    Lamp = "lamp",
    /// A candle.
    Candle = "candle",
    /// A record.
    Record = "record",
    /// A speaker or player.
    Speaker = "speaker",
    /// A wheel or bicycle.
    Wheel = "wheel",
}

/// A word to find and compare things by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Wood, linen, clay, undyed.
    Natural,
    /// Strong colours and patterns.
    Bold,
    /// As one's grandparents had it.
    Classic,
    /// Made with a wink.
    Playful,
    /// Nothing that could be left away.
    Minimal,
    /// Used up and bought again.
    Refill,
    /// Often given away.
    Gift,
}

impl Tag {
    /// The word itself.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Natural => "natural",
            Self::Bold => "bold",
            Self::Classic => "classic",
            Self::Playful => "playful",
            Self::Minimal => "minimal",
            Self::Refill => "refill",
            Self::Gift => "gift",
        }
    }
}

/// Something people do, and for which they need several things: what is bought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kit {
    PourOver,
    Espresso,
    TeaTime,
    Bread,
    Cake,
    PastaNight,
    Knives,
    Preserving,
    Balcony,
    Vegetables,
    HousePlants,
    Birds,
    Novels,
    Letters,
    Journal,
    Sketching,
    Desk,
    Hiking,
    Camping,
    Picnic,
    BoardNight,
    Puzzling,
    Cards,
    SlowBath,
    Guests,
    Bed,
    Sofa,
    Mending,
    Candlelight,
    Festoon,
    Jazz,
    Folk,
    Electronic,
    Listening,
    Commute,
    Workshop,
    Tour,
}

impl Kit {
    /// All of them; people take to the first ones more often.
    pub(super) const ALL: [Self; 37] = [
        Self::PourOver,
        Self::Novels,
        Self::TeaTime,
        Self::HousePlants,
        Self::Bread,
        Self::Commute,
        Self::Sofa,
        Self::BoardNight,
        Self::Candlelight,
        Self::Journal,
        Self::Hiking,
        Self::Balcony,
        Self::PastaNight,
        Self::SlowBath,
        Self::Listening,
        Self::Desk,
        Self::Bed,
        Self::Cake,
        Self::Puzzling,
        Self::Camping,
        Self::Espresso,
        Self::Workshop,
        Self::Jazz,
        Self::Vegetables,
        Self::Picnic,
        Self::Letters,
        Self::Knives,
        Self::Sketching,
        Self::Electronic,
        Self::Guests,
        Self::Festoon,
        Self::Folk,
        Self::Tour,
        Self::Mending,
        Self::Birds,
        Self::Cards,
        Self::Preserving,
    ];
}

/// A shelf: a narrower part of a department.
pub(super) struct Shelf {
    pub department: Department,
    pub title: &'static str,
    pub lines: &'static [Line],
}

/// A thing in its variants (colours, sizes, titles), each with its price in cents of a euro.
pub(super) struct Line {
    pub title: &'static str,
    pub variants: &'static [(&'static str, u64)],
    pub motif: Motif,
    pub kits: &'static [Kit],
    pub tags: &'static [Tag],
    pub text: &'static str,
}

/// A shelf as it is written in `words`: title, variants with prices, shape, what it is for, tags, and a sentence.
macro_rules! shelf {
    ($department:ident $shelf:literal: $(
        $title:literal [$($variant:literal $cents:literal),+] $motif:ident [$($kit:ident)+] [$($tag:ident)*] $text:literal;
    )+) => {
        $crate::world::shelf::Shelf {
            department: $crate::world::shelf::Department::$department,
            title: $shelf,
            lines: &[$($crate::world::shelf::Line {
                title: $title,
                variants: &[$(($variant, $cents)),+],
                motif: $crate::world::shelf::Motif::$motif,
                kits: &[$($crate::world::shelf::Kit::$kit),+],
                tags: &[$($crate::world::shelf::Tag::$tag),*],
                text: $text,
            }),+],
        }
    };
}
pub(super) use shelf;
