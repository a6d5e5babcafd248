//! What leaves the house or makes it sound: tents, bags, wheels, records, speakers; and the plain parcel.

use super::canvas::Canvas;
use super::palette::{INK, LEAF_DEEP, METAL, METAL_DEEP, PAPER, PAPER_DEEP, WOOD, WOOD_DEEP};

pub(super) fn tent(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 66.0)
        .path(LEAF_DEEP, "M152 120l16-52 16 52z")
        .line(PAPER, 2.5, "M40 128l-16 6M160 128l16 6")
        .path(ink.main, "M96 42l-64 92h76z")
        .path(ink.deep, "M96 42l72 92H92z")
        .path(INK, "M96 62l24 72H78z")
        .path(ink.light, "M96 62l-6 72H66z")
        .line(ink.dark, 3.5, "M96 46l-4-12M96 46l5-12");
}

pub(super) fn bag(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 40.0)
        .line(ink.dark, 6.0, "M86 40c0-22 28-22 28 0")
        .rect(ink.dark, (54.0, 82.0), (18.0, 40.0), 8.0)
        .rect(ink.dark, (128.0, 82.0), (18.0, 40.0), 8.0)
        .path(ink.main, "M64 66q0-32 36-32t36 32v56q0 12-12 12H76q-12 0-12-12z")
        .path(ink.deep, "M114 36q22 6 22 30v56q0 12-12 12h-12q10-48 2-98z")
        .rect(ink.light, (74.0, 90.0), (52.0, 34.0), 8.0)
        .rect(ink.deep, (74.0, 90.0), (52.0, 11.0), 5.0)
        .rect(WOOD, (95.0, 96.0), (10.0, 12.0), 3.0)
        .line(ink.dark, 4.0, "M72 70h56");
}

pub(super) fn pannier(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 44.0)
        .path(ink.main, "M58 58h84l6 66q0 10-10 10H62q-10 0-10-10z")
        .path(ink.deep, "M118 58h24l6 66q0 10-10 10h-18z")
        .rect(ink.dark, (56.0, 36.0), (88.0, 26.0), 11.0)
        .line(ink.light, 3.0, "M62 49h76")
        .rect(INK, (72.0, 40.0), (8.0, 42.0), 3.0)
        .rect(INK, (120.0, 40.0), (8.0, 42.0), 3.0)
        .rect(METAL, (69.0, 76.0), (14.0, 10.0), 3.0)
        .rect(METAL, (117.0, 76.0), (14.0, 10.0), 3.0)
        .disc(ink.accent, (100.0, 106.0), 8.0);
}

pub(super) fn wheel(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 30.0)
        .ring(INK, (100.0, 82.0), 48.0, 8.0)
        .ring(METAL, (100.0, 82.0), 41.0, 4.0)
        .line(
            METAL_DEEP,
            1.6,
            "M100 42v80M60 82h80M72 54l56 56M128 54l-56 56M85 45l30 74M115 45L85 119M63 67l74 30M63 97l74-30",
        )
        .disc(ink.main, (100.0, 82.0), 10.0)
        .disc(ink.dark, (100.0, 82.0), 4.0);
}

pub(super) fn bicycle(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 74.0);
    for x in [54.0, 146.0] {
        c.ring(INK, (x, 104.0), 28.0, 5.0).ring(METAL, (x, 104.0), 24.0, 2.0).disc(METAL_DEEP, (x, 104.0), 4.0);
    }
    c.line(ink.main, 6.0, "M54 104l28-44h48l-36 44zM82 60l12 44M146 104L128 50")
        .line(INK, 5.0, "M76 48h18M122 46q4-8 18-4")
        .line(METAL_DEEP, 4.0, "M84 50l-2 10M128 52l-4-8")
        .disc(ink.dark, (94.0, 104.0), 7.0);
}

pub(super) fn bell(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 36.0)
        .rect(METAL_DEEP, (92.0, 106.0), (16.0, 22.0), 3.0)
        .rect(INK, (64.0, 122.0), (72.0, 12.0), 6.0)
        .path(ink.main, "M52 104q0-60 48-60t48 60z")
        .path(ink.deep, "M112 45q36 8 36 59h-28q6-32-8-59z")
        .path(ink.light, "M68 90q2-26 20-34l3 7q-12 6-14 27z")
        .rect(ink.dark, (46.0, 100.0), (108.0, 10.0), 5.0)
        .disc(ink.dark, (100.0, 42.0), 7.0)
        .line(METAL_DEEP, 5.0, "M144 112l24 10");
}

pub(super) fn saddle(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 30.0)
        .rect(METAL_DEEP, (94.0, 88.0), (12.0, 46.0), 3.0)
        .line(METAL, 5.0, "M66 84q34 22 72 0")
        .path(ink.main, "M36 62q2-16 26-14 40 6 98 14 10 4 6 12-50 2-74 12-36 8-50-2-8-8-6-22z")
        .path(ink.deep, "M38 74q56 10 128 0-50 2-74 12-36 8-50-2-4-4-4-10z")
        .disc(WOOD, (52.0, 62.0), 2.5)
        .disc(WOOD, (52.0, 74.0), 2.5)
        .disc(WOOD, (150.0, 68.0), 2.5);
}

pub(super) fn pump(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 34.0)
        .line(INK, 4.0, "M104 118c46 8 44-50 22-62")
        .rect(WOOD, (66.0, 22.0), (68.0, 12.0), 6.0)
        .rect(METAL, (96.0, 32.0), (8.0, 30.0), 0.0)
        .rect(ink.main, (88.0, 56.0), (24.0, 66.0), 4.0)
        .rect(ink.deep, (102.0, 56.0), (10.0, 66.0), 4.0)
        .disc(PAPER, (100.0, 104.0), 14.0)
        .ring(ink.dark, (100.0, 104.0), 14.0, 4.0)
        .line(ink.accent_deep, 2.5, "M100 104l6-7")
        .rect(INK, (68.0, 124.0), (64.0, 10.0), 5.0);
}

pub(super) fn lock(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 38.0)
        .line(METAL, 11.0, "M76 78V56c0-34 48-34 48 0v22")
        .rect(ink.main, (60.0, 74.0), (80.0, 60.0), 11.0)
        .path(ink.deep, "M118 74h11q11 0 11 11v38q0 11-11 11h-11z")
        .disc(INK, (100.0, 98.0), 8.0)
        .path(INK, "M97 98h6l3 20H94z");
}

pub(super) fn ladder(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 40.0)
        .line(ink.deep, 7.0, "M120 26l14 106")
        .line(ink.main, 8.0, "M78 24L62 132M112 24l10 108")
        .line(ink.main, 7.0, "M74 48h42M71 72h46M68 96h50M65 118h56")
        .rect(ink.accent, (76.0, 68.0), (32.0, 34.0), 3.0)
        .rect(ink.accent_deep, (76.0, 94.0), (32.0, 4.0), 0.0);
}

pub(super) fn record(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 58.0)
        .disc(INK, (122.0, 84.0), 46.0)
        .ring(METAL_DEEP, (122.0, 84.0), 38.0, 0.8)
        .ring(METAL_DEEP, (122.0, 84.0), 31.0, 0.8)
        .disc(ink.accent, (122.0, 84.0), 15.0)
        .rect(ink.main, (32.0, 38.0), (96.0, 96.0), 3.0)
        .disc(ink.light, (80.0, 80.0), 26.0)
        .path(ink.deep, "M32 106q24-24 48-6t48-10v41q0 3-3 3H35q-3 0-3-3z")
        .path(ink.dark, "M32 120q30-14 52-2t44-4v17q0 3-3 3H35q-3 0-3-3z");
}

pub(super) fn turntable(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 66.0)
        .rect(ink.main, (34.0, 46.0), (132.0, 84.0), 8.0)
        .rect(ink.deep, (34.0, 116.0), (132.0, 14.0), 6.0)
        .disc(INK, (86.0, 82.0), 32.0)
        .ring(METAL_DEEP, (86.0, 82.0), 24.0, 0.8)
        .disc(ink.accent, (86.0, 82.0), 11.0)
        .disc(PAPER, (86.0, 82.0), 2.0)
        .line(METAL, 4.5, "M148 60v30l-30 14")
        .disc(METAL_DEEP, (148.0, 60.0), 8.0)
        .rect(INK, (48.0, 128.0), (14.0, 7.0), 3.0)
        .rect(INK, (138.0, 128.0), (14.0, 7.0), 3.0);
}

pub(super) fn speakers(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 62.0);
    for x in [42.0, 106.0] {
        c.rect(ink.main, (x, 34.0), (52.0, 100.0), 6.0)
            .rect(ink.deep, (x + 40.0, 34.0), (12.0, 100.0), 5.0)
            .disc(INK, (x + 24.0, 58.0), 9.0)
            .disc(INK, (x + 24.0, 100.0), 18.0)
            .disc(METAL_DEEP, (x + 24.0, 100.0), 8.0)
            .disc(METAL, (x + 24.0, 58.0), 4.0);
    }
}

pub(super) fn headphones(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 50.0)
        .line(ink.dark, 9.0, "M56 96c-2-82 90-82 88 0")
        .line(ink.light, 4.0, "M66 66c12-34 56-34 68 0")
        .rect(ink.main, (44.0, 82.0), (28.0, 52.0), 12.0)
        .rect(ink.main, (128.0, 82.0), (28.0, 52.0), 12.0)
        .rect(INK, (66.0, 86.0), (11.0, 44.0), 5.0)
        .rect(INK, (123.0, 86.0), (11.0, 44.0), 5.0);
}

pub(super) fn synth(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 62.0)
        .rect(ink.deep, (38.0, 66.0), (124.0, 68.0), 8.0)
        .rect(ink.main, (38.0, 58.0), (124.0, 70.0), 8.0)
        .rect(INK, (48.0, 67.0), (42.0, 16.0), 3.0)
        .line(ink.accent, 2.5, "M54 77q5-10 9 0t9 0 10-4");
    for x in [104.0, 124.0, 144.0] {
        c.disc(PAPER, (x, 75.0), 7.0).line(ink.dark, 2.5, &format!("M{x} 75v-5"));
    }
    for key in [0.0_f32, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0] {
        c.rect(PAPER, (48.0 + key * 13.2, 92.0), (11.6, 28.0), 2.0);
    }
    for key in [0.0_f32, 1.0, 3.0, 4.0, 5.0] {
        c.rect(INK, (56.5 + key * 13.2, 92.0), (7.6, 16.0), 1.5);
    }
}

pub(super) fn harmonica(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 56.0)
        .turned(-12, (100.0, 90.0))
        .rect(METAL, (36.0, 62.0), (128.0, 20.0), 9.0)
        .rect(ink.main, (40.0, 78.0), (120.0, 20.0), 2.0)
        .rect(METAL_DEEP, (36.0, 94.0), (128.0, 20.0), 9.0);
    for hole in 0_u8..9 {
        c.rect(INK, (46.0 + f32::from(hole) * 12.4, 82.0), (8.0, 12.0), 1.5);
    }
    c.straight();
}

pub(super) fn whistle(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 44.0)
        .turned(-36, (100.0, 84.0))
        .rect(METAL, (22.0, 76.0), (130.0, 15.0), 3.0)
        .rect(METAL_DEEP, (22.0, 85.0), (130.0, 6.0), 3.0)
        .path(ink.main, "M138 73h26l18 8v5l-18 8h-26z");
    for x in [38.0, 52.0, 66.0, 86.0, 100.0, 114.0] {
        c.disc(INK, (x, 82.0), 3.4);
    }
    c.straight();
}

pub(super) fn parcel(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 50.0)
        .path(WOOD, "M52 64h96v62q0 8-8 8H60q-8 0-8-8z")
        .path(WOOD_DEEP, "M116 64h32v62q0 8-8 8h-24z")
        .rect(ink.main, (92.0, 64.0), (16.0, 70.0), 0.0)
        .rect(PAPER_DEEP, (46.0, 48.0), (108.0, 20.0), 5.0)
        .rect(ink.deep, (92.0, 48.0), (16.0, 20.0), 0.0)
        .line(ink.main, 6.0, "M100 46c-30-2-26-26-12-20 8 4 12 20 12 20s4-16 12-20c14-6 18 18-12 20");
}
