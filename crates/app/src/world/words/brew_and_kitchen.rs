//! Coffee, tea, and the kitchen around them.

use crate::world::shelf::{Shelf, shelf};

pub(super) const SHELVES: &[Shelf] = &[
    shelf! { Brew "Brewing":
        "Enamel pour-over kettle" ["sage" 3900, "cream" 3900, "rust" 4200] Kettle [PourOver TeaTime] [Classic Gift]
            "A narrow spout that lets you pour in a thin, calm line.";
        "Ceramic coffee dripper" ["chalk" 2400, "ink" 2400] Cup [PourOver] [Minimal]
            "Spiral ribs inside, for one cup or two.";
        "Glass coffee carafe" ["600 ml" 2900, "1 litre" 3600] Bottle [PourOver] [Minimal]
            "Thick glass with a wooden collar that stays cool to the hand.";
        "Moka pot" ["three cups" 2650, "six cups" 3450] Kettle [Espresso] [Classic]
            "Polished aluminium, and a lid that tells you when it is done.";
        "Coffee scale with timer" ["graphite" 4900] Tool [PourOver Espresso] [Minimal Gift]
            "Weighs to the tenth of a gram and counts the seconds for you.";
        "Hand grinder" ["beech" 6900, "steel" 8900] Tool [PourOver Espresso] [Natural Gift]
            "Steel burrs that set in clicks from fine to coarse.";
        "Milk jug" ["steel" 1900, "copper" 2600] Kettle [Espresso] [Classic]
            "A fine lip for whoever wants to pour a leaf.";
    },
    shelf! { Brew "Beans and leaves":
        "House beans" ["250 g" 950, "1 kg" 3200] Packet [PourOver Espresso] [Refill Classic]
            "Chocolate and hazelnut, roasted on Mondays.";
        "Single-farm beans" ["Huila" 1350, "Sidama" 1450, "Nyeri" 1590] Packet [PourOver] [Refill Natural]
            "A light roast from one hillside, with the date on the bag.";
        "Dark espresso beans" ["500 g" 1490] Packet [Espresso] [Refill Bold]
            "Roasted long and slow for a thick, dark cup.";
        "Paper filters" ["size 02, 100 sheets" 490, "size 04, 100 sheets" 540] Sheet [PourOver] [Refill Minimal]
            "Unbleached paper that leaves no taste behind.";
        "Loose black tea" ["Assam" 790, "Darjeeling" 990] Packet [TeaTime Novels] [Refill Classic]
            "Whole leaves, in a pouch that closes.";
        "Loose green tea" ["sencha" 890, "gunpowder" 690] Packet [TeaTime] [Refill Natural]
            "Fresh and grassy; let the water cool a little first.";
        "Herbal tea" ["lemon balm" 590, "peppermint" 550] Packet [TeaTime SlowBath] [Refill Natural]
            "Dried slowly, cut coarsely, nothing added.";
    },
    shelf! { Brew "Cups and pots":
        "Stoneware mug" ["sage" 1600, "oat" 1600, "ink" 1600, "coral" 1600] Cup [TeaTime PourOver Novels] [Natural Gift]
            "Thrown by hand, so no two are quite alike.";
        "Espresso cups, set of four" ["cream" 2800, "tomato" 2800] Cup [Espresso] [Classic]
            "Small, heavy and warm to the last sip.";
        "Cast-iron teapot" ["graphite" 5400, "teal" 5400] Kettle [TeaTime] [Classic Gift]
            "Keeps a litre hot for the length of a conversation.";
        "Glass teapot with basket" ["800 ml" 3400] Kettle [TeaTime] [Minimal]
            "Watch the leaves open, then lift them out.";
    },
    shelf! { Kitchen "Pots and pans":
        "Cast-iron casserole" ["tomato" 11900, "forest" 11900, "ink" 11900] Pot [Bread PastaNight] [Classic Gift]
            "Five litres of stew, or one very good loaf.";
        "Carbon-steel pan" ["24 cm" 4900, "28 cm" 5900] Pot [Knives PastaNight] [Minimal]
            "Gets better every time you use it.";
        "Pasta pot with sieve lid" ["6 litres" 5900] Pot [PastaNight] [Minimal]
            "Pour off the water without a second thought.";
        "Enamel roasting dish" ["chalk" 2900, "sky" 2900] Pot [PastaNight Cake] [Classic]
            "From the oven to the table in one go.";
        "Preserving pan" ["9 litres" 6400] Pot [Preserving] [Classic]
            "Wide and shallow, so that jam sets before it browns.";
    },
    shelf! { Kitchen "Baking":
        "Proving basket" ["round" 1800, "oval" 1950] Planter [Bread] [Natural]
            "Rattan that leaves its rings on the crust.";
        "Dough scraper" ["steel" 1250] Tool [Bread Cake] [Minimal]
            "The one tool a baker reaches for all day.";
        "Bread lame" ["walnut" 1650] Tool [Bread] [Natural Gift]
            "For the cut that lets the loaf open.";
        "Strong wheat flour" ["1 kg" 320, "5 kg" 1350] Packet [Bread PastaNight] [Refill Natural]
            "Stone-ground, with plenty of strength for long doughs.";
        "Rye flour" ["1 kg" 290] Packet [Bread] [Refill Natural]
            "Dark and earthy, for sourdough that keeps a week.";
        "Cake tin" ["springform, 26 cm" 1990, "loaf" 1490, "ring" 2190] Pot [Cake] [Classic]
            "Heavy steel with a coating that lets go.";
        "Mixing bowl" ["cream" 2400, "rose" 2400] Cup [Cake Bread] [Classic]
            "Stoneware with a patterned side for a firm grip.";
        "Vanilla sugar" ["100 g" 690] Packet [Cake] [Refill Classic]
            "Real pods, split and left in sugar for a month.";
        "Piping set" ["twelve nozzles" 1790] Tool [Cake] [Playful]
            "Stars, petals and a very fine line.";
    },
    shelf! { Kitchen "Tools and pantry":
        "Chef's knife" ["18 cm" 7900, "21 cm" 8900] Tool [Knives] [Minimal Gift]
            "Forged in one piece and balanced at the finger.";
        "Paring knife" ["beech" 1900, "walnut" 2300] Tool [Knives Preserving] [Classic]
            "Short, sharp and always in the sink.";
        "Whetstone" ["grit 1000" 3200, "grit 3000" 3600] Soap [Knives] [Minimal]
            "Ten minutes on Sunday for a sharp week.";
        "End-grain chopping board" ["oak" 6900, "walnut" 8900] Sheet [Knives Bread] [Natural Gift]
            "Kind to the edge of a knife, and pretty enough for cheese.";
        "Pasta maker" ["steel" 6500] Tool [PastaNight] [Classic Gift]
            "Nine widths, one handle and a clamp that holds.";
        "Olive oil" ["500 ml" 1290, "3 litres" 5900] Bottle [PastaNight] [Refill Natural]
            "Pressed the day it was picked; green and a little peppery.";
        "Preserving jars, set of six" ["250 ml" 1490, "500 ml" 1690] Bottle [Preserving] [Classic Refill]
            "Glass lids, rubber rings, and shelves full of summer.";
        "Jar labels" ["berries" 390, "plain" 350] Sheet [Preserving Letters] [Refill Playful]
            "So that in March you still know what it is.";
    },
];
