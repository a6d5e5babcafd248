//! Pictures of things: a few flat shapes in two colours, drawn by the server, with nothing to download.

use app::world::{Look, Motif};
use maud::{Markup, PreEscaped, html};

/// The picture of a thing. It says nothing that the title beside it does not say, so readers of screens skip it.
pub fn picture(look: Look) -> Markup {
    let (hue, other) = (look.hue, look.hue2);
    let paint = |name: &str| match name {
        "a" => format!("hsl({hue} 46% 52%)"),
        "b" => format!("hsl({other} 40% 34%)"),
        "c" => format!("hsl({hue} 58% 78%)"),
        _ => format!("hsl({other} 45% 94%)"),
    };
    let mut shapes = shapes(look.motif).to_owned();
    for name in ["a", "b", "c", "d"] {
        shapes = shapes.replace(&format!("\"{name}\""), &format!("\"{}\"", paint(name)));
    }
    let ground = format!("hsl({hue} 40% 92%)");
    let sun = format!("hsl({hue} 48% 86%)");
    html! {
        svg viewBox="-15 0 150 120" aria-hidden="true" focusable="false" class="art" {
            rect x="-15" width="150" height="120" fill=(ground) {}
            circle cx="60" cy="58" r="44" fill=(sun) {}
            (PreEscaped(shapes))
        }
    }
}

/// A motif's shapes; the colours are named a (the thing), b (its dark), c (its light) and d (paper).
const fn shapes(motif: Motif) -> &'static str {
    match motif {
        Motif::Cup => concat!(
            r#"<path d="M30 48h50v22a22 22 0 0 1-22 22h-6a22 22 0 0 1-22-22z" fill="a"/>"#,
            r#"<path d="M80 54h6a11 11 0 0 1 0 22h-8" fill="none" stroke="a" stroke-width="6"/>"#,
            r#"<path d="M30 48h50v8H30z" fill="b"/><path d="M46 40c-5-6 5-8 0-14M62 40c-5-6 5-8 0-14" fill="none" stroke="c" stroke-width="3.5" stroke-linecap="round"/>"#
        ),
        Motif::Kettle => concat!(
            r#"<path d="M34 90c-4-22 4-42 26-42s30 20 26 42z" fill="a"/><path d="M84 66l16-14 4 5-14 22z" fill="a"/>"#,
            r#"<path d="M42 50c0-26 36-26 36 0" fill="none" stroke="b" stroke-width="5"/><circle cx="60" cy="45" r="5" fill="b"/>"#,
            r#"<path d="M42 78c-2-10 1-18 7-23" fill="none" stroke="c" stroke-width="4" stroke-linecap="round"/>"#
        ),
        Motif::Packet => concat!(
            r#"<path d="M38 34h44l4 58H34z" fill="a"/><path d="M38 34h44l-3-10H41z" fill="b"/>"#,
            r#"<rect x="44" y="54" width="32" height="24" rx="3" fill="d"/><path d="M50 62h20M50 69h13" stroke="b" stroke-width="3" stroke-linecap="round"/>"#
        ),
        Motif::Pot => concat!(
            r#"<path d="M32 52h56v28a10 10 0 0 1-10 10H42a10 10 0 0 1-10-10z" fill="a"/><path d="M28 46h64v8H28z" fill="b"/>"#,
            r#"<path d="M38 46c2-10 42-10 44 0z" fill="c"/><circle cx="60" cy="36" r="4" fill="b"/><path d="M32 62h-9M88 62h9" stroke="b" stroke-width="6" stroke-linecap="round"/>"#
        ),
        Motif::Tool => concat!(
            r#"<path d="M68 22c14 10 18 26 10 42l-12 8-10-9z" fill="c"/><path d="M68 22c6 14 2 28-12 41" fill="none" stroke="a" stroke-width="3"/>"#,
            r#"<path d="M57 60l11 10-26 27a7.5 7.5 0 0 1-11-10z" fill="b"/><circle cx="40" cy="88" r="2.4" fill="d"/><circle cx="49" cy="78" r="2.4" fill="d"/>"#
        ),
        Motif::Leaf => concat!(
            r#"<path d="M60 96V50" stroke="b" stroke-width="5" stroke-linecap="round"/><path d="M60 66C34 66 28 46 30 30c20 0 32 12 30 36z" fill="a"/>"#,
            r#"<path d="M60 78c0-22 12-32 30-32 1 18-8 32-30 32z" fill="c"/><path d="M36 36c10 6 18 14 24 30M84 52c-10 6-18 14-24 26" stroke="b" stroke-width="2" fill="none"/>"#
        ),
        Motif::Planter => concat!(
            r#"<path d="M36 62h48l-6 32H42z" fill="a"/><path d="M33 56h54v10H33z" fill="b"/><path d="M60 56c-2-18-16-22-24-18 2 12 10 18 24 18z" fill="c"/>"#,
            r#"<path d="M60 56c0-20 10-30 22-30 2 14-4 28-22 30z" fill="a"/><path d="M60 56c-6-14-6-24 0-34 6 10 6 20 0 34z" fill="b"/>"#
        ),
        Motif::Book => concat!(
            r#"<path d="M34 28h42a8 8 0 0 1 8 8v56H42a8 8 0 0 1-8-8z" fill="a"/><path d="M34 84a8 8 0 0 1 8-8h42v16H42a8 8 0 0 1-8-8z" fill="d"/>"#,
            r#"<path d="M42 28v48" stroke="b" stroke-width="4"/><path d="M54 42h18M54 50h12" stroke="d" stroke-width="4" stroke-linecap="round"/>"#
        ),
        Motif::Pen => concat!(
            r#"<path d="M78 22l18 18-44 44-22 6 6-22z" fill="a"/><path d="M36 66l18 18-24 8z" fill="d"/><path d="M34 80l6 6-10 4z" fill="b"/>"#,
            r#"<path d="M72 28l18 18" stroke="b" stroke-width="5"/><path d="M44 70l36-36" stroke="c" stroke-width="4" stroke-linecap="round"/>"#
        ),
        Motif::Sheet => concat!(
            r#"<rect x="28" y="40" width="64" height="46" rx="4" fill="d"/><path d="M28 44a4 4 0 0 1 4-4h56a4 4 0 0 1 4 4L60 68z" fill="a"/>"#,
            r#"<path d="M30 84l24-21M90 84L66 63" stroke="b" stroke-width="2.5"/><circle cx="60" cy="64" r="7" fill="b"/>"#
        ),
        Motif::Tent => concat!(
            r#"<path d="M60 28l40 62H20z" fill="a"/><path d="M60 28l14 62H46z" fill="b"/><path d="M60 28l6 62H54z" fill="d"/>"#,
            r#"<path d="M60 28l-4-8M60 28l4-8" stroke="b" stroke-width="3" stroke-linecap="round"/><path d="M14 90h92" stroke="b" stroke-width="4" stroke-linecap="round"/>"#
        ),
        Motif::Bottle => concat!(
            r#"<path d="M52 22h16v18c10 6 12 12 12 20v28a8 8 0 0 1-8 8H48a8 8 0 0 1-8-8V60c0-8 2-14 12-20z" fill="a"/><rect x="50" y="16" width="20" height="12" rx="3" fill="b"/>"#,
            r#"<rect x="40" y="60" width="40" height="22" fill="d"/><path d="M48 68h24M48 75h14" stroke="b" stroke-width="3" stroke-linecap="round"/>"#
        ),
        Motif::Bag => concat!(
            r#"<path d="M34 44a14 14 0 0 1 14-14h24a14 14 0 0 1 14 14v42a8 8 0 0 1-8 8H42a8 8 0 0 1-8-8z" fill="a"/><path d="M48 30c0-14 24-14 24 0" fill="none" stroke="b" stroke-width="5"/>"#,
            r#"<path d="M42 62h36v22a4 4 0 0 1-4 4H46a4 4 0 0 1-4-4z" fill="c"/><path d="M42 62h36v7H42z" fill="b"/><rect x="55" y="66" width="10" height="10" rx="2" fill="d"/>"#
        ),
        Motif::Dice => concat!(
            r#"<rect x="26" y="48" width="42" height="42" rx="8" fill="a" transform="rotate(-8 47 69)"/><rect x="62" y="30" width="34" height="34" rx="7" fill="d" transform="rotate(14 79 47)"/>"#,
            r#"<circle cx="37" cy="60" r="4" fill="d"/><circle cx="47" cy="69" r="4" fill="d"/><circle cx="57" cy="78" r="4" fill="d"/><circle cx="73" cy="40" r="3.4" fill="b"/><circle cx="85" cy="54" r="3.4" fill="b"/><circle cx="86" cy="42" r="3.4" fill="b"/><circle cx="72" cy="52" r="3.4" fill="b"/>"#
        ),
        Motif::Soap => concat!(
            r#"<rect x="26" y="56" width="68" height="34" rx="14" fill="a"/><rect x="34" y="62" width="52" height="16" rx="8" fill="c"/>"#,
            r#"<circle cx="42" cy="42" r="9" fill="d"/><circle cx="60" cy="34" r="6" fill="d"/><circle cx="74" cy="44" r="11" fill="d"/><path d="M70 40a5 5 0 0 1 5-4" stroke="b" stroke-width="2" fill="none" stroke-linecap="round"/>"#
        ),
        Motif::Cloth => concat!(
            r#"<rect x="26" y="68" width="68" height="20" rx="9" fill="b"/><rect x="28" y="50" width="64" height="20" rx="9" fill="a"/><rect x="32" y="34" width="56" height="18" rx="8" fill="c"/>"#,
            r#"<path d="M42 52v18M50 52v18M70 70v18M78 70v18" stroke="d" stroke-width="3"/>"#
        ),
        Motif::Cushion => concat!(
            r#"<path d="M30 34c18 6 42 6 60 0 6 0 8 4 6 8-5 16-5 26 0 40 2 5-2 10-8 8-18-5-38-5-56 0-6 2-10-3-8-8 5-14 5-24 0-40-2-5 1-8 6-8z" fill="a"/>"#,
            r#"<path d="M40 44c4 10 4 26 0 36M60 46v32M80 44c-4 10-4 26 0 36" stroke="c" stroke-width="4" fill="none" stroke-linecap="round"/>"#
        ),
        Motif::Lamp => concat!(
            r#"<path d="M44 26h32l14 34H30z" fill="a"/><path d="M44 26h32l3 8H41z" fill="c"/><path d="M60 60v28" stroke="b" stroke-width="5"/>"#,
            r#"<path d="M42 94c0-8 36-8 36 0z" fill="b"/><path d="M76 60v12" stroke="b" stroke-width="2"/><circle cx="76" cy="74" r="3" fill="b"/>"#
        ),
        Motif::Candle => concat!(
            r#"<rect x="46" y="52" width="28" height="40" rx="4" fill="a"/><path d="M46 56c6 8 10-2 14 6s8-2 14-2v-4a4 4 0 0 0-4-4H50a4 4 0 0 0-4 4z" fill="d"/>"#,
            r#"<path d="M60 52v-8" stroke="b" stroke-width="3"/><path d="M60 20c10 12 9 24 0 25-9-1-10-13 0-25z" fill="c"/><path d="M60 31c4 6 4 12 0 13-4-1-4-7 0-13z" fill="b"/><rect x="36" y="90" width="48" height="6" rx="3" fill="b"/>"#
        ),
        Motif::Record => concat!(
            r#"<rect x="22" y="30" width="60" height="60" rx="3" fill="a"/><circle cx="72" cy="60" r="29" fill="b"/><circle cx="72" cy="60" r="21" fill="none" stroke="c" stroke-width="1.4"/>"#,
            r#"<circle cx="72" cy="60" r="15" fill="none" stroke="c" stroke-width="1.4"/><circle cx="72" cy="60" r="9" fill="c"/><circle cx="72" cy="60" r="2" fill="b"/><path d="M30 40h18M30 47h12" stroke="d" stroke-width="3.5" stroke-linecap="round"/>"#
        ),
        Motif::Speaker => concat!(
            r#"<rect x="38" y="22" width="44" height="74" rx="7" fill="a"/><circle cx="60" cy="72" r="15" fill="b"/><circle cx="60" cy="72" r="6" fill="c"/>"#,
            r#"<circle cx="60" cy="42" r="9" fill="b"/><circle cx="60" cy="42" r="3.4" fill="c"/><circle cx="74" cy="29" r="2" fill="d"/>"#
        ),
        Motif::Wheel => concat!(
            r#"<circle cx="36" cy="74" r="18" fill="none" stroke="b" stroke-width="5"/><circle cx="86" cy="74" r="18" fill="none" stroke="b" stroke-width="5"/>"#,
            r#"<path d="M36 74l16-30h24l10 30M52 44l10 30H36M62 74l14-30M48 38h10M72 34h10l-4 10" fill="none" stroke="a" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/><circle cx="62" cy="74" r="4" fill="b"/>"#
        ),
    }
}
