//! Balcony, bed and windowsill, and everything beyond the garden gate.

use crate::world::shelf::{Shelf, shelf};

pub(super) const SHELVES: &[Shelf] = &[
    shelf! { Garden "Indoors":
        "Terracotta pot with saucer" ["12 cm" 790, "18 cm" 1290, "24 cm" 1990] Planter [HousePlants Balcony] [Natural Classic]
            "Lets roots breathe and ages beautifully.";
        "Hanging planter" ["oat" 2400, "moss" 2400] Planter [HousePlants] [Natural]
            "Knotted cotton for a plant that likes to trail.";
        "Brass plant mister" ["200 ml" 1990] Bottle [HousePlants] [Classic Gift]
            "A fine fog for ferns on dry days.";
        "Long-spout watering can" ["forest" 2900, "copper" 4400] Kettle [HousePlants] [Classic Gift]
            "Reaches the back of the shelf without a drop beside it.";
        "Potting soil" ["5 litres" 690, "20 litres" 1590] Packet [HousePlants Balcony Vegetables] [Refill Natural]
            "Peat-free, loose and ready to use.";
        "Plant food" ["500 ml" 890] Bottle [HousePlants Balcony] [Refill Minimal]
            "One capful a fortnight from March to October.";
        "Monstera" ["small" 1490, "large" 3900] Leaf [HousePlants] [Bold Gift]
            "Big split leaves, and very forgiving.";
        "String of hearts" ["young plant" 1290] Leaf [HousePlants] [Playful]
            "Trails a metre a year if you let it.";
    },
    shelf! { Garden "Balcony and bed":
        "Herb seeds" ["basil" 290, "thyme" 290, "chives" 290] Packet [Balcony PastaNight] [Refill Natural]
            "Open-pollinated, so you can save your own next year.";
        "Vegetable seeds" ["cherry tomato" 320, "runner bean" 320, "kale" 320] Packet [Vegetables Balcony] [Refill Natural]
            "Old varieties that taste of something.";
        "Wildflower mix" ["for bees" 450] Packet [Balcony Birds] [Refill Playful]
            "Scatter, rake, wait for the humming.";
        "Balcony box" ["slate" 2200, "terracotta" 2200] Planter [Balcony] [Minimal]
            "Hooks over the railing and keeps water for a weekend.";
        "Hand trowel" ["oak" 1690, "tomato" 1690] Tool [Vegetables Balcony HousePlants] [Classic Gift]
            "Forged steel with the depth marked on the blade.";
        "Secateurs" ["steel" 3900] Tool [Vegetables Balcony] [Minimal]
            "A clean cut and a spring you can replace.";
        "Gardening gloves" ["moss" 1490, "mustard" 1490] Cloth [Vegetables] [Natural]
            "Goatskin palms, cotton backs, proper seams.";
        "Garden twine" ["jute, 100 m" 590] Packet [Vegetables Preserving] [Refill Natural]
            "For beans, parcels and everything in between.";
    },
    shelf! { Garden "Wild guests":
        "Nest box" ["blue tit" 2400, "robin" 2400] Planter [Birds] [Natural Gift]
            "Larch wood, with a front that opens for cleaning.";
        "Bird feeder" ["copper" 3200, "forest" 2600] Bottle [Birds] [Classic]
            "Two perches and a roof against the rain.";
        "Sunflower hearts" ["1 kg" 690, "5 kg" 2690] Packet [Birds] [Refill Natural]
            "No husks, no mess, many visitors.";
        "Bird bath" ["clay" 3900] Cup [Birds] [Classic]
            "Shallow and rough, as small feet like it.";
    },
    shelf! { Outdoor "On the trail":
        "Day rucksack" ["rust" 8900, "forest" 8900, "ink" 8900] Bag [Hiking Commute] [Minimal Gift]
            "Twenty litres, waxed canvas, one good pocket.";
        "Steel water bottle" ["sage" 2400, "coral" 2400, "graphite" 2400] Bottle [Hiking Commute Tour] [Minimal]
            "Keeps cold for a day and survives every fall.";
        "Merino hiking socks" ["moss" 1900, "slate" 1900] Cloth [Hiking Camping] [Natural]
            "Warm when wet and fresh for three days.";
        "Trail map" ["coast path" 990, "high moors" 990, "river valleys" 990] Sheet [Hiking Tour] [Classic]
            "Printed on paper that does not mind the rain.";
        "Walking poles" ["steel" 5900] Tool [Hiking] [Minimal]
            "Fold to the length of a loaf of bread.";
        "Trail mix" ["nuts and cherries" 690, "seeds and apricots" 650] Packet [Hiking Tour Commute] [Refill Natural]
            "For the last climb before lunch.";
        "Pocket field guide" ["trees" 1290, "birds" 1290, "clouds" 1290] Book [Hiking Birds] [Classic Gift]
            "Fits in a jacket and knows an answer.";
    },
    shelf! { Outdoor "Overnight":
        "Two-person tent" ["moss" 24900, "mustard" 24900] Tent [Camping Tour] [Minimal]
            "Up in four minutes, dry for the whole night.";
        "Down sleeping bag" ["indigo" 18900] Cloth [Camping] [Minimal]
            "Good to freezing point and small as a melon.";
        "Folding camp stove" ["steel" 4500] Pot [Camping Tour] [Minimal]
            "Boils half a litre before you have found the cups.";
        "Enamel mug" ["chalk" 990, "forest" 990] Cup [Camping Picnic] [Classic]
            "Chips with dignity and never breaks.";
        "Camp lantern" ["tomato" 3900, "brass" 4900] Lamp [Camping Festoon] [Classic Gift]
            "Warm light for two evenings on one charge.";
        "Gas cartridge" ["230 g" 690] Bottle [Camping Tour] [Refill Minimal]
            "About twenty pots of tea.";
        "Hammock" ["teal" 4900, "coral" 4900] Cloth [Camping Picnic Novels] [Bold Gift]
            "Two trees, one book, no plans.";
    },
    shelf! { Outdoor "Picnic":
        "Picnic blanket" ["tartan" 4900, "mustard" 4500] Cloth [Picnic] [Classic Gift]
            "Wool on top, waxed cotton against the damp.";
        "Willow hamper" ["for two" 5900, "for four" 7900] Planter [Picnic] [Classic Gift]
            "With straps for the plates and room for the cake.";
        "Vacuum flask" ["graphite" 3200, "sage" 3200] Bottle [Picnic Hiking TeaTime] [Minimal]
            "Still hot at the top of the hill.";
        "Beeswax wraps" ["meadow" 1690, "hexagon" 1690] Sheet [Picnic Bread] [Natural Refill]
            "Wrap a sandwich, rinse, wrap the next one.";
    },
];
