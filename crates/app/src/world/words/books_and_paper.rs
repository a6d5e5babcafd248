//! Books, paper and the desk they lie on. All titles are made up.

use crate::world::shelf::{Shelf, shelf};

pub(super) const SHELVES: &[Shelf] = &[
    shelf! { Books "Stories":
        "{}, a novel" ["The Lighthouse Ledger" 2200, "A Winter in Sorrel Lane" 2000, "The Cartographer's Sister" 2400,
            "Nine Letters to Nobody" 1400, "The Orchard Train" 1600] Book [Novels] [Classic Gift]
            "A long story for a wet weekend.";
        "{}, a mystery" ["Murmurs at Low Tide" 1300, "The Vanishing Piano" 1300, "Death Comes by Tandem" 1300] Book [Novels Sofa] [Classic]
            "Somebody knows more than they say.";
        "{}, short stories" ["Small Hours" 1500, "Rooms with Rain" 1600] Book [Novels Bed] [Minimal]
            "One before sleep, or two on the train.";
        "{}, poems" ["Field Notes for Swallows" 1400, "Half a Moon, Mostly" 1400] Book [Novels Letters] [Minimal Gift]
            "Short lines to carry around all day.";
    },
    shelf! { Books "To make something":
        "{}, a cookbook" ["Forty Loaves" 2900, "Flour, Water, Fork" 2700, "Cakes for Tuesdays" 2600] Book [Bread Cake PastaNight] [Classic Gift]
            "Recipes that were cooked by friends before they were printed.";
        "Jam and Patience" ["hardback" 2400] Book [Preserving] [Classic]
            "A year of fruit, jar by jar.";
        "{}, a gardening book" ["The Unhurried Gardener" 2500, "A Metre of Earth" 2200] Book [Vegetables Balcony] [Natural]
            "Month by month, and kind about slugs.";
        "The Patient Houseplant" ["paperback" 1900] Book [HousePlants] [Natural Gift]
            "What yellow leaves mean, and what to do.";
        "{}, a drawing book" ["Lines on a Walk" 2100, "An Hour per Leaf" 2300] Book [Sketching] [Minimal Gift]
            "Thirty small exercises that need only a pencil.";
        "Darned Well" ["paperback" 2000] Book [Mending] [Natural Gift]
            "Darns and patches that are better than new.";
        "The Home Mechanic's Bicycle" ["spiral bound" 2400] Book [Workshop] [Classic]
            "Every screw, drawn and explained.";
        "Espresso, Explained" ["paperback" 1800] Book [Espresso PourOver] [Minimal]
            "Grind, dose, time, and why yesterday's was better.";
    },
    shelf! { Books "To wander":
        "{}, a walking book" ["A Hundred Slow Miles" 1900, "The Ridge Road" 1900] Book [Hiking] [Natural Gift]
            "Routes, inns and a great deal of weather.";
        "Two Wheels to the Sea" ["paperback" 1700] Book [Tour Novels] [Playful]
            "A summer, a bicycle and very little luggage.";
        "First Ears for Jazz" ["hardback" 2800] Book [Jazz Listening] [Classic Gift]
            "Where to start, and where to go from there.";
    },
    shelf! { Stationery "Paper":
        "Dotted notebook" ["ink" 1800, "coral" 1800, "moss" 1800] Book [Journal Desk] [Minimal Gift]
            "Opens flat, takes fountain pens, lasts half a year.";
        "Ruled notebook" ["clay" 1600, "slate" 1600] Book [Journal Novels] [Classic]
            "Thread-bound, with an index at the front.";
        "Pocket notebooks, set of three" ["meadow" 990, "night" 990] Book [Journal Hiking] [Playful Refill]
            "For lists, trains and sudden ideas.";
        "Letter paper with envelopes" ["cream" 1490, "lavender" 1490] Sheet [Letters] [Classic Gift]
            "Twenty sheets that make a pen sound good.";
        "Postcards, set of twelve" ["pressed ferns" 990] Sheet [Letters Hiking] [Playful Gift]
            "Heavy card, and room for a short story.";
        "Sketchbook" ["A5" 1390, "A4" 1990] Book [Sketching] [Minimal Refill]
            "Smooth paper that forgives the rubber.";
        "Watercolour pad" ["A5" 1590, "A3" 2990] Sheet [Sketching] [Natural Refill]
            "Cotton paper, glued on four sides so that it stays flat.";
    },
    shelf! { Stationery "Writing":
        "Fountain pen" ["teal" 3400, "graphite" 3400, "mustard" 3400] Pen [Journal Letters] [Classic Gift]
            "A steel nib with a little spring in it.";
        "Bottled ink" ["indigo" 1290, "forest" 1290, "plum" 1290] Bottle [Journal Letters Sketching] [Refill Classic]
            "Fifty millilitres; enough for a novel.";
        "Pencils, set of six" ["graded" 890, "plain cedar" 690] Pen [Sketching Desk] [Natural Refill]
            "From a soft black to a hard, pale line.";
        "Watercolour box" ["twelve pans" 3900] Soap [Sketching] [Playful Gift]
            "Small enough for a coat pocket, with a brush that fits.";
        "Sealing wax" ["poppy" 990, "forest" 990] Candle [Letters] [Classic Gift]
            "For letters that should be opened slowly.";
        "Brush pens, set of five" ["earth" 1690, "sea" 1690] Pen [Sketching Journal] [Bold]
            "Thick and thin in one stroke.";
    },
    shelf! { Stationery "Desk":
        "Desk tray" ["oak" 3900, "walnut" 4500] Planter [Desk] [Natural Minimal]
            "A place for the things that wander.";
        "Weekly planner pad" ["oat" 1490, "sky" 1490] Sheet [Desk Journal] [Minimal Refill]
            "A week on a page, and a line for what can wait.";
        "Brass ruler" ["15 cm" 1290] Tool [Desk Sketching] [Classic]
            "Heavy, exact and pleasant to hold.";
        "Pen pot" ["clay" 1890, "chalk" 1890] Planter [Desk] [Minimal]
            "Heavy enough not to tip over.";
        "Desk mat" ["forest" 4900, "graphite" 4900] Sheet [Desk] [Minimal Gift]
            "Wool felt that quietens a table.";
    },
];
