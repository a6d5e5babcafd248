//! Pictures of things, drawn on the server: a motif, two colours and a finish become an inline SVG.

mod away;
mod canvas;
mod desk;
mod house;
mod palette;
mod table;

#[cfg(test)]
mod tests;

use canvas::Canvas;
use maud::{Markup, PreEscaped};
pub use palette::Finish;
use palette::Palette;

/// How a thing is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The colour of the thing, in degrees from 0 to 359.
    pub hue: u16,
    /// The colour of the wall behind it, in degrees from 0 to 359.
    pub hue2: u16,
    /// What it is made of.
    pub finish: Finish,
    /// Its shape.
    pub motif: Motif,
}

impl Look {
    /// The look of a thing whose colours and rough shape are given; its title tells the finer shape and the finish.
    #[must_use]
    pub fn new(hue: u16, hue2: u16, motif: &str, title: &str) -> Self {
        Self { hue, hue2, finish: Finish::of(title), motif: Motif::from_name(motif).finer(title) }
    }

    /// The look of a thing of which nothing is known but its title: always the same for the same title.
    #[must_use]
    pub fn of_title(title: &str) -> Self {
        let sum = title.bytes().fold(7_u16, |sum, byte| sum.wrapping_mul(31).wrapping_add(u16::from(byte)));
        let hue = sum % 360;
        Self { hue, hue2: (hue + 40) % 360, finish: Finish::of(title), motif: Motif::Parcel.finer(title) }
    }

    /// The picture. It says nothing that the words beside it do not say, so screen readers pass over it.
    #[must_use]
    pub fn draw(&self) -> Markup {
        let mut canvas = Canvas::new(Palette::new(self.hue, self.hue2, self.finish));
        canvas.room();
        (self.motif.artist())(&mut canvas);
        let shapes = canvas.into_svg();
        PreEscaped(format!(
            "<svg class=\"art\" viewBox=\"0 0 200 160\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\">{shapes}</svg>"
        ))
    }
}

macro_rules! motifs {
    ($($name:ident = $text:literal, $artist:path, [$($word:literal)*];)*) => {
        /// What can be drawn.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Motif {$(
            #[doc = concat!("Drawn for `", $text, "`.")]
            $name,
        )*}

        impl Motif {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name for machines, in lower case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {$(Self::$name => $text,)*}
            }

            /// The words in a title that call for it.
            const fn words(self) -> &'static [&'static str] {
                match self {$(Self::$name => &[$($word),*],)*}
            }

            fn artist(self) -> fn(&mut Canvas) {
                match self {$(Self::$name => $artist,)*}
            }
        }
    };
}

// In the order in which a title is searched: the narrower word first.
motifs! {
    Turntable = "turntable", away::turntable, ["turntable"];
    Headphones = "headphones", away::headphones, ["headphones"];
    Synth = "synth", away::synth, ["synthesizer"];
    Harmonica = "harmonica", away::harmonica, ["harmonica"];
    Whistle = "whistle", away::whistle, ["whistle"];
    Pannier = "pannier", away::pannier, ["pannier" "handlebar"];
    Bell = "bell", away::bell, ["bell"];
    Saddle = "saddle", away::saddle, ["saddle"];
    Pump = "pump", away::pump, ["pump"];
    Lock = "lock", away::lock, ["lock"];
    Ladder = "ladder", away::ladder, ["ladder"];
    Bicycle = "bicycle", away::bicycle, ["bicycle"];
    Teapot = "teapot", table::teapot, ["teapot"];
    WateringCan = "watering_can", table::watering_can, ["watering"];
    Moka = "moka", table::moka, ["moka"];
    Dripper = "dripper", table::dripper, ["dripper"];
    Bowl = "bowl", table::bowl, ["bowl" "bath"];
    Pan = "pan", table::pan, ["pan"];
    Flask = "flask", table::flask, ["flask" "water"];
    SoapBottle = "soap_bottle", table::soap_bottle, ["soap"];
    Jar = "jar", table::jar, ["jars" "salts" "needle" "ink"];
    Knife = "knife", table::knife, ["knife"];
    Grinder = "grinder", table::grinder, ["grinder"];
    Scale = "scale", table::scale, ["scale"];
    Board = "board", table::board, ["chopping"];
    Scissors = "scissors", desk::scissors, ["scissors" "secateurs"];
    Trowel = "trowel", desk::trowel, ["trowel"];
    Brush = "brush", desk::brush, ["brush"];
    Ruler = "ruler", desk::ruler, ["ruler"];
    Notebook = "notebook", desk::notebook, ["notebook" "notebooks" "sketchbook"];
    Letter = "letter", desk::letter, ["letter" "postcards"];
    Map = "map", desk::map, ["map"];
    Cards = "cards", desk::cards, ["cards" "card"];
    Pencils = "pencils", desk::pencils, ["pencils" "pens"];
    PenPot = "pen_pot", desk::pencils, ["pen"];
    Chess = "chess", desk::chess, ["chess"];
    Puzzle = "puzzle", desk::puzzle, ["jigsaw" "puzzle"];
    Festoon = "festoon", house::festoon, ["festoon" "lanterns"];
    Lantern = "lantern", house::lantern, ["lantern" "rechargeable"];
    Pendant = "pendant", house::pendant, ["pendant"];
    Bulb = "bulb", house::bulb, ["bulb"];
    TableLamp = "table_lamp", house::table_lamp, ["table"];
    Candlestick = "candlestick", house::candlestick, ["candlestick"];
    ScentedCandle = "scented_candle", house::scented_candle, ["scented" "tea"];
    Towel = "towel", house::towel, ["towel" "towels"];
    Socks = "socks", house::socks, ["socks"];
    Hammock = "hammock", house::hammock, ["hammock"];
    Apron = "apron", house::apron, ["apron"];
    Gloves = "gloves", house::gloves, ["gloves"];
    NestBox = "nest_box", house::nest_box, ["nest"];
    Basket = "basket", house::basket, ["basket" "hamper" "laundry"];
    Crate = "crate", house::crate_box, ["crate" "tray" "trays"];
    Kettle = "kettle", table::kettle, ["kettle"];
    Cup = "cup", table::cup, ["mug" "cup" "cups"];
    Packet = "packet", table::packet, ["seeds" "beans" "tea"];
    Pot = "pot", table::pot, ["casserole"];
    Tool = "tool", desk::tool, ["tool"];
    Leaf = "leaf", house::plant, ["plant"];
    Planter = "planter", house::planter, ["planter"];
    Book = "book", desk::book, ["novel" "book" "poems"];
    Pen = "pen", desk::pen, ["pen"];
    Sheet = "sheet", desk::sheets, ["paper"];
    Tent = "tent", away::tent, ["tent"];
    Bottle = "bottle", table::bottle, ["bottle" "oil"];
    Bag = "bag", away::bag, ["rucksack" "bag"];
    Dice = "dice", desk::box_with_dice, ["game" "dice"];
    Soap = "soap", table::soap, ["soap"];
    Cloth = "cloth", house::cloth, ["blanket" "throw"];
    Cushion = "cushion", house::cushion, ["cushion"];
    Lamp = "lamp", house::lamp, ["lamp"];
    Candle = "candle", house::candles, ["candle" "candles"];
    Record = "record", away::record, ["lp"];
    Speaker = "speaker", away::speakers, ["speakers" "speaker"];
    Wheel = "wheel", away::wheel, ["wheel" "tube"];
    Parcel = "parcel", away::parcel, [];
}

/// Which finer shapes a rough one may become; a word of the title decides.
const FINER: &[(Motif, &[Motif])] = &[
    (Motif::Kettle, &[Motif::Teapot, Motif::WateringCan, Motif::Moka]),
    (Motif::Cup, &[Motif::Dripper, Motif::Bowl]),
    (Motif::Pot, &[Motif::Pan]),
    (Motif::Bottle, &[Motif::Flask, Motif::SoapBottle, Motif::Jar]),
    (
        Motif::Tool,
        &[
            Motif::Knife,
            Motif::Scissors,
            Motif::Grinder,
            Motif::Scale,
            Motif::Trowel,
            Motif::Brush,
            Motif::Ruler,
            Motif::Whistle,
            Motif::Pump,
            Motif::Lock,
            Motif::Ladder,
        ],
    ),
    (Motif::Book, &[Motif::Notebook]),
    (Motif::Sheet, &[Motif::Board, Motif::Letter, Motif::Map, Motif::Cards]),
    (Motif::Pen, &[Motif::Pencils, Motif::Brush]),
    (Motif::Dice, &[Motif::Chess, Motif::Puzzle]),
    (Motif::Lamp, &[Motif::Festoon, Motif::Lantern, Motif::Pendant, Motif::Bulb, Motif::TableLamp]),
    (Motif::Candle, &[Motif::Candlestick, Motif::ScentedCandle]),
    (Motif::Cloth, &[Motif::Towel, Motif::Socks, Motif::Hammock, Motif::Apron, Motif::Gloves]),
    (Motif::Planter, &[Motif::NestBox, Motif::Basket, Motif::Crate, Motif::PenPot]),
    (Motif::Record, &[Motif::Turntable]),
    (Motif::Speaker, &[Motif::Headphones, Motif::Synth, Motif::Harmonica]),
    (Motif::Bag, &[Motif::Pannier]),
    (Motif::Wheel, &[Motif::Bell, Motif::Saddle]),
    (Motif::Parcel, Motif::ALL),
];

impl Motif {
    /// The motif of this name; a parcel where there is none.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::ALL.iter().copied().find(|motif| motif.name().eq_ignore_ascii_case(name)).unwrap_or(Self::Parcel)
    }

    /// The shape that fits the title better, if there is one.
    fn finer(self, title: &str) -> Self {
        let title = title.to_lowercase();
        let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
        let fits = |motif: &Self| motif.words().iter().any(|word| words.contains(word));
        let finer = FINER.iter().find(|(rough, _)| *rough == self).map_or(&[][..], |(_, finer)| *finer);
        finer.iter().copied().find(fits).unwrap_or(self)
    }
}
