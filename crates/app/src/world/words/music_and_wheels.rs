//! Records and bicycles. All titles and bands are made up.

use crate::world::shelf::{Shelf, shelf};

pub(super) const SHELVES: &[Shelf] = &[
    shelf! { Music "Jazz":
        "{}, jazz LP" ["The Elm Street Quartet: Late Window" 2600, "Odile Marsh: Blue Ferry" 2800, "Trio Halden: Northbound" 2700,
            "Sam Orrin: Brushes and Rain" 2500, "The Quiet Brass: Second Set" 2900] Record [Jazz Listening] [Classic Gift]
            "Recorded live in one room, mistakes and all.";
        "{}, jazz double LP" ["After Hours in Rotterdam" 2400, "Saxophones at Sea" 2400] Record [Jazz] [Bold]
            "Two records that start a conversation.";
    },
    shelf! { Music "Folk and song":
        "{}, folk LP" ["Wren and Hollow: The Ash Grove Tapes" 2300, "Marit Lund: Fjord Songs" 2500, "Three Gates: Harvest Home" 2300,
            "Ines Calloway: Kitchen Door" 2400] Record [Folk] [Natural Gift]
            "Voices, strings and a chair that creaks.";
        "{}, a songbook" ["Rounds for Four Voices" 1600, "Tunes for a Tin Whistle" 1500] Book [Folk] [Classic]
            "Easy to read, and short enough to learn.";
        "Tin whistle" ["in D" 1490] Tool [Folk Hiking] [Playful Gift]
            "Six holes and a surprising number of tunes.";
        "Harmonica in C" ["steel" 2900] Speaker [Folk Camping] [Classic Gift]
            "Fits the pocket of any shirt.";
    },
    shelf! { Music "Electronic":
        "{}, electronic LP" ["Polder: Grid Weather" 2700, "Anna Voss: Night Bus Loops" 2600, "Tape Meadow: Slow Signal" 2800,
            "Kilo Harbour: Concrete Garden" 2700] Record [Electronic Listening] [Minimal]
            "Made at night, and best heard then.";
        "{}, ambient LP" ["Lowland: Fog Studies" 2600, "Mira Sund: Twelve Quiet Rooms" 2600] Record [Electronic SlowBath Desk] [Minimal Gift]
            "Music that leaves room for thinking.";
        "Pocket synthesizer" ["coral" 7900, "graphite" 7900] Speaker [Electronic] [Playful Gift]
            "Sixteen steps and far too much fun.";
    },
    shelf! { Music "Listening":
        "Belt-drive turntable" ["walnut" 24900, "chalk" 22900] Record [Listening Jazz] [Classic]
            "Simple to set up, easy to keep for twenty years.";
        "Bookshelf speakers" ["oak" 19900, "graphite" 18900] Speaker [Listening Electronic] [Minimal]
            "Small boxes with a large voice.";
        "Record brush" ["beech" 1690] Tool [Listening Jazz Folk Electronic] [Natural]
            "Carbon fibres that lift the dust and the hiss.";
        "Inner sleeves, set of fifty" ["ivory" 1490] Sheet [Listening Jazz Electronic] [Refill Minimal]
            "Lined paper, so that nothing scratches.";
        "Record crate" ["beech" 3900, "ink" 3900] Planter [Listening Folk] [Natural]
            "Room for sixty, and strong enough to stand on.";
        "Over-ear headphones" ["sand" 14900, "ink" 14900] Speaker [Listening Electronic Commute] [Minimal Gift]
            "Closed, comfortable, with a cable you can replace.";
        "Replacement stylus" ["elliptical" 4900] Tool [Listening] [Refill Minimal]
            "New ears for an old turntable.";
    },
    shelf! { Bikes "Every day":
        "Bicycle bell" ["brass" 1690, "poppy" 1490, "copper" 1890] Wheel [Commute] [Classic Gift]
            "One clear note, and it means you.";
        "Roll-top pannier" ["mustard" 6900, "slate" 6900, "forest" 6900] Bag [Commute Tour] [Bold]
            "Welded seams, one hand to hang it, one to take it off.";
        "Front and rear lights" ["rechargeable" 4900] Lamp [Commute Tour] [Minimal]
            "Charge on a Sunday, shine all week.";
        "Folding lock" ["graphite" 7900] Tool [Commute] [Minimal]
            "Folds to the size of a sandwich.";
        "Rain cape" ["lemon" 6400, "teal" 6400] Cloth [Commute Tour] [Bold]
            "Covers you, the bag and most of the handlebar.";
        "Trouser strap" ["rust" 990, "walnut" 990] Cloth [Commute] [Playful]
            "Leather, a brass stud, and clean cuffs.";
        "Front basket" ["willow" 4200, "steel" 3600] Planter [Commute Picnic] [Classic]
            "For bread, books and other small passengers.";
    },
    shelf! { Bikes "Workshop":
        "Chain oil" ["dry weather" 890, "wet weather" 890] Bottle [Workshop Tour Commute] [Refill Minimal]
            "A drop on every link, wipe, and listen.";
        "Repair stand" ["steel" 12900] Tool [Workshop] [Minimal]
            "Brings the gears up to where your eyes are.";
        "Multi-tool" ["twelve functions" 2900] Tool [Workshop Tour Commute] [Minimal Gift]
            "Everything that comes loose, it tightens.";
        "Patch kit" ["tin" 590] Packet [Workshop Tour Commute] [Refill Classic]
            "Six patches, sandpaper and glue, in a tin worth keeping.";
        "Inner tube" ["28 inch" 690] Wheel [Workshop Tour Commute] [Refill Minimal]
            "Somebody will be glad you had one.";
        "Floor pump" ["tomato" 4900, "ink" 4900] Tool [Workshop] [Classic]
            "A steel barrel, a beech handle, a dial you can read.";
        "Chain brush" ["beech" 990] Pen [Workshop] [Natural]
            "Bristles on three sides for a very black job.";
        "Workshop apron" ["indigo" 4400, "rust" 4400] Cloth [Workshop Knives Bread] [Classic Gift]
            "Waxed canvas with pockets for all of it.";
    },
    shelf! { Bikes "Far away":
        "Handlebar bag" ["sand" 5900, "forest" 5900] Bag [Tour] [Natural Gift]
            "The map on top, the snacks within reach.";
        "Leather saddle" ["walnut" 11900] Wheel [Tour Workshop] [Classic]
            "Takes a month to know you, then never forgets.";
        "Cork bar tape" ["walnut" 1990, "sky" 1990] Wheel [Tour Workshop] [Natural Refill]
            "Soft to hold on the third day.";
        "Bottle cage" ["steel" 1690, "copper" 2200] Wheel [Tour Commute] [Minimal]
            "Bent from one rod, and it never lets go.";
    },
];
