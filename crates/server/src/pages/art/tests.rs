//! What must hold of every picture.

use super::*;

#[test]
fn every_motif_is_found_by_its_name_and_drawn_without_a_style() {
    for motif in Motif::ALL {
        assert_eq!(Motif::from_name(motif.name()), *motif);
        let svg = Look { hue: 200, hue2: 30, finish: Finish::Clear, motif: *motif }.draw().into_string();
        assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count(), "{motif:?}");
        assert!(!svg.contains("style") && svg.len() > 300, "{motif:?}");
    }
}

#[test]
fn a_title_tells_the_finer_shape() {
    let check = |motif, title, expected| assert_eq!(Look::new(0, 0, motif, title).motif, expected, "{title}");
    check("tool", "Chef's knife, walnut", Motif::Knife);
    check("kettle", "Long-spout watering can, forest", Motif::WateringCan);
    check("kettle", "Enamel pour-over kettle, sage", Motif::Kettle);
    check("lamp", "Warm bulb, E27", Motif::Bulb);
    check("dice", "Wooden chess set, beech", Motif::Chess);
    check("planter", "Terracotta pot with saucer, 12 cm", Motif::Planter);
    check("planter", "Pen pot, clay", Motif::PenPot);
    check("pen", "Fountain pen, teal", Motif::Pen);
    check("no such shape", "Something", Motif::Parcel);
    assert_eq!(Look::of_title("A quiet game").motif, Motif::Dice);
    assert_eq!(Look::of_title("Thing"), Look::of_title("Thing"));
}
