//! Bath, beds, sofas, lamps and candles.

use crate::world::shelf::{Shelf, shelf};

pub(super) const SHELVES: &[Shelf] = &[
    shelf! { Bath "Soap and scent":
        "Olive-oil soap" ["unscented" 590, "bay leaf" 650, "orange" 650] Soap [SlowBath Guests] [Refill Natural]
            "Cut by hand and dried for a season.";
        "Bath salts" ["pine" 1290, "lavender" 1290] Bottle [SlowBath] [Refill Natural Gift]
            "A handful for a long, warm half-hour.";
        "Bath oil" ["rosemary" 1690, "fig" 1690] Bottle [SlowBath] [Refill Classic]
            "A capful turns the room into a garden.";
        "Hand soap" ["cedar, 500 ml" 1490, "verbena, 500 ml" 1490] Bottle [Guests] [Refill Minimal]
            "In a glass bottle that is worth refilling.";
        "Soap dish" ["clay" 1190, "slate" 1290] Soap [SlowBath Guests] [Minimal]
            "Drains well, so that the bar lasts.";
        "Natural sponge" ["medium" 1390] Soap [SlowBath] [Natural]
            "Soft, and gone to compost in the end.";
        "Bath bridge" ["oak" 4900] Sheet [SlowBath Novels] [Natural Gift]
            "Holds a book, a cup and a candle.";
    },
    shelf! { Bath "Towels":
        "Linen towel" ["oat" 2900, "sage" 2900, "slate" 2900] Cloth [SlowBath Guests] [Natural Gift]
            "Dries fast and grows softer with every wash.";
        "Waffle bath towel" ["chalk" 3400, "rose" 3400] Cloth [Guests SlowBath] [Minimal]
            "Light to carry and thirsty.";
        "Guest towels, pair" ["mustard" 1990, "ink" 1990] Cloth [Guests] [Bold]
            "Small, smart and easily replaced.";
        "Cotton bath mat" ["sand" 2900, "teal" 2900] Cloth [Guests SlowBath] [Minimal]
            "Thick loops for bare feet in winter.";
        "Laundry basket" ["willow" 5400] Planter [Guests Bed] [Natural]
            "Woven tight, with a lining you can wash.";
        "Wooden towel ladder" ["beech" 6900] Tool [Guests] [Natural Minimal]
            "Leans on the wall and asks for no screws.";
    },
    shelf! { Textiles "Bed":
        "Linen duvet cover" ["oat" 11900, "sage" 11900, "rust" 11900] Cloth [Bed] [Natural Gift]
            "Cool in July, warm in January.";
        "Linen pillowcase" ["oat" 2900, "sage" 2900, "rust" 2900] Cushion [Bed] [Natural]
            "Washed soft before you get it.";
        "Fitted sheet" ["chalk" 3900, "slate" 3900] Cloth [Bed] [Minimal]
            "Deep corners that stay where they are.";
        "Wool blanket" ["moss" 8900, "mustard" 8900] Cloth [Bed Sofa] [Classic Gift]
            "Woven in a mill beside a river.";
        "Hot-water bottle cover" ["cream" 2400, "plum" 2400] Cushion [Bed Sofa] [Playful Gift]
            "A cable-knit jumper for cold feet's best friend.";
    },
    shelf! { Textiles "Sofa":
        "Cushion cover" ["ochre stripes" 2400, "forest" 2200, "terracotta" 2200, "ink" 2200] Cushion [Sofa] [Bold]
            "Heavy cotton with a hidden zip.";
        "Feather cushion" ["45 cm" 1690] Cushion [Sofa] [Classic]
            "Plump for years, if shaken now and then.";
        "Mohair throw" ["rose" 7900, "teal" 7900] Cloth [Sofa Novels] [Bold Gift]
            "As light as a cat, and quieter.";
        "Floor cushion" ["indigo" 5900, "clay" 5900] Cushion [Sofa BoardNight Listening] [Playful]
            "The best seat for a long game.";
        "Jute rug" ["120 by 180 cm" 8900] Cloth [Sofa] [Natural]
            "Rough in the best way.";
    },
    shelf! { Textiles "Mending":
        "Darning mushroom" ["beech" 1290] Tool [Mending] [Natural Classic]
            "A round head for tired elbows and heels.";
        "Darning wool" ["earth tones" 890, "bright tones" 890] Packet [Mending] [Refill Bold]
            "Ten small skeins for quick rescues.";
        "Sashiko thread" ["white" 590, "indigo" 590] Packet [Mending] [Refill Classic]
            "Cotton with a tight twist for even stitches.";
        "Needle case" ["walnut" 1590] Bottle [Mending] [Natural Gift]
            "With twenty needles for cloth thick and thin.";
        "Fabric scissors" ["steel" 3400] Tool [Mending] [Classic]
            "For cloth only. Hide them from the paper.";
        "Linen patches, set of eight" ["blues" 1290, "meadow" 1290] Cloth [Mending] [Playful]
            "Offcuts that were too good to throw away.";
    },
    shelf! { Light "Lamps":
        "Desk lamp" ["sage" 8900, "mustard" 8900, "graphite" 8900] Lamp [Desk Novels] [Classic Gift]
            "Three joints and a switch with a proper click.";
        "Paper pendant" ["40 cm" 3400, "60 cm" 4900] Lamp [Sofa Bed] [Minimal]
            "Soft light from wire, paper and nothing else.";
        "Clip-on reading lamp" ["tomato" 3200, "chalk" 3200] Lamp [Novels Bed] [Minimal]
            "Lights the page, not the room.";
        "Table lamp" ["clay" 6900, "teal" 6900] Lamp [Sofa Bed] [Bold]
            "A ceramic foot and a linen shade.";
        "Warm bulb" ["E27" 690, "E14" 650] Lamp [Desk Sofa Festoon Bed] [Refill Minimal]
            "Light the colour of late afternoon.";
    },
    shelf! { Light "Candles":
        "Beeswax candles, pair" ["dipped" 1290, "twisted" 1490] Candle [Candlelight SlowBath] [Refill Natural]
            "Burn slowly and smell faintly of summer.";
        "Dinner candles, set of four" ["rust" 1190, "sage" 1190, "ivory" 1190] Candle [Candlelight PastaNight] [Refill Classic]
            "Straight, tall and almost without drips.";
        "Scented candle" ["fig leaf" 2400, "cedar smoke" 2400] Candle [Candlelight SlowBath Sofa] [Refill Gift]
            "Fifty hours in a glass that becomes a tumbler.";
        "Brass candlestick" ["low" 1990, "tall" 2900] Candle [Candlelight] [Classic Gift]
            "Heavy at the foot, and fond of being polished.";
        "Candle snuffer" ["brass" 1490] Tool [Candlelight] [Classic]
            "Ends the evening without smoke.";
        "Long matches" ["forest" 790, "coral" 790] Packet [Candlelight Camping] [Refill Playful]
            "A hundred in a jar with a striking side.";
        "Tea lights, set of thirty" ["plain" 890] Candle [Candlelight Festoon] [Refill Minimal]
            "Rapeseed wax in cups that are used again.";
    },
    shelf! { Light "Outside":
        "Festoon lights" ["10 m" 4900] Lamp [Festoon] [Playful Gift]
            "Weatherproof, and an invitation to stay.";
        "Paper lanterns, set of three" ["rainbow" 1490, "chalk" 1490] Lamp [Festoon] [Playful]
            "Fold flat until the next warm evening.";
        "Storm lantern" ["graphite" 3900, "tomato" 3900] Lamp [Festoon Camping Candlelight] [Classic]
            "Glass on four sides, and a ring to hang it by.";
        "Outdoor extension lead" ["10 m" 2900] Tool [Festoon] [Minimal]
            "Rubber cable with caps against the rain.";
    },
];
