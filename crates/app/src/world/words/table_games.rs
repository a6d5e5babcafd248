//! Games and puzzles. All names are made up.

use crate::world::shelf::{Shelf, shelf};

pub(super) const SHELVES: &[Shelf] = &[
    shelf! { Games "Board games":
        "{}, a board game" ["Harbour Lights" 3900, "Honey Street" 4400, "Tramlines" 3600, "Salt Road" 4900] Dice [BoardNight] [Bold Gift]
            "For two to four people and about an hour.";
        "{}, a cooperative game" ["Lost in the Archive" 3400, "Mountain Hut" 3700] Dice [BoardNight] [Playful Gift]
            "Everybody wins, or nobody does.";
        "Wooden chess set" ["beech" 5900, "walnut" 7900] Dice [BoardNight] [Classic Gift]
            "Weighted pieces with felt underneath.";
        "{}, a tile-laying game" ["Hedgerows" 2900, "Mosaic Yard" 2900] Dice [BoardNight Puzzling] [Minimal]
            "A landscape grows, one tile at a time.";
        "{}, a game for two" ["Pebble and Tide" 2200, "Night Ferry" 2400] Dice [BoardNight Cards] [Minimal]
            "Quick to learn and hard to put down.";
        "Dice tower" ["oak" 2900] Dice [BoardNight] [Natural Playful]
            "For throws that nobody can argue with.";
        "Score pad" ["universal" 590] Sheet [BoardNight Cards] [Refill Minimal]
            "Fifty sheets, and room for grudges.";
        "Salted popcorn" ["200 g" 350] Packet [BoardNight Cards Listening] [Refill Playful]
            "Gone before the second round.";
    },
    shelf! { Games "Cards":
        "Playing cards" ["ink" 990, "rose" 990] Sheet [Cards] [Classic]
            "A linen finish: they shuffle well and last for years.";
        "{}, a card game" ["Fox in the Orchard" 1490, "Six Lanterns" 1490] Sheet [Cards] [Playful Gift]
            "One more hand, every time.";
        "{}, a word game" ["Say It Sideways" 1690, "Alphabet Soup Club" 1590] Dice [Cards BoardNight] [Playful]
            "Thirty seconds, one letter, much laughter.";
        "Card tray" ["walnut" 1990] Planter [Cards] [Classic Gift]
            "Keeps the draw pile from sliding off the sofa.";
        "Travel card box" ["forest" 1290, "coral" 1290] Bag [Cards Tour] [Minimal]
            "Holds two packs and a pencil.";
    },
    shelf! { Games "Puzzles":
        "{}, jigsaw of 1000 pieces" ["Botanical plate" 1990, "Night train" 1990, "Market square" 1990] Dice [Puzzling] [Classic Gift]
            "Thick pieces that click.";
        "{}, jigsaw of 500 pieces" ["Lemon grove" 1590, "Rooftops" 1590] Dice [Puzzling] [Playful]
            "One evening, perhaps two.";
        "Puzzle board" ["with four drawers" 4900] Sheet [Puzzling] [Natural]
            "Slides under the bed when people come to dinner.";
        "Wooden knot puzzle" ["oak" 1490, "beech" 1290] Dice [Puzzling Desk] [Natural Gift]
            "Six pieces, one way in, no way out.";
        "Crossword book" ["easy" 890, "hard" 890] Book [Puzzling Sofa] [Classic Refill]
            "A hundred grids and the answers at the back.";
        "Sorting trays, set of six" ["beech" 1990] Planter [Puzzling] [Minimal]
            "Edges here, sky there.";
    },
];
