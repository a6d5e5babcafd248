//! What lies on a desk or a table with people around it: books, paper, pens, games, and tools.

use super::canvas::Canvas;
use super::palette::{INK, METAL, METAL_DEEP, PAPER, PAPER_DEEP, WOOD, WOOD_DEEP};

pub(super) fn book(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 40.0)
        .turned(-5, (100.0, 134.0))
        .rect(ink.dark, (62.0, 30.0), (78.0, 104.0), 5.0)
        .rect(PAPER, (66.0, 34.0), (76.0, 97.0), 2.0)
        .rect(ink.main, (62.0, 30.0), (72.0, 104.0), 5.0)
        .path(ink.deep, "M67 30h7v104h-7q-5 0-5-5V35q0-5 5-5z")
        .disc(ink.accent, (104.0, 66.0), 17.0)
        .path(ink.light, "M83 104q10-16 21-7 11-13 21 7z")
        .line(ink.light, 3.5, "M88 116h32M95 124h18")
        .straight();
}

pub(super) fn notebook(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(102.0, 40.0)
        .turned(6, (100.0, 134.0))
        .rect(PAPER_DEEP, (66.0, 36.0), (76.0, 98.0), 6.0)
        .rect(ink.main, (62.0, 32.0), (76.0, 100.0), 7.0)
        .path(ink.deep, "M69 32h6v100h-6q-7 0-7-7V39q0-7 7-7z")
        .rect(ink.dark, (120.0, 32.0), (6.0, 100.0), 0.0)
        .rect(PAPER, (84.0, 54.0), (28.0, 20.0), 3.0)
        .line(ink.dark, 2.5, "M90 61h16M90 67h10")
        .straight();
}

pub(super) fn sheets(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 48.0)
        .turned(8, (100.0, 90.0))
        .rect(PAPER_DEEP, (62.0, 36.0), (78.0, 96.0), 4.0)
        .straight()
        .turned(-3, (100.0, 90.0))
        .rect(PAPER, (60.0, 34.0), (78.0, 98.0), 4.0)
        .rect(ink.main, (60.0, 34.0), (78.0, 22.0), 4.0)
        .line(ink.light, 3.5, "M72 45h26")
        .line(PAPER_DEEP, 4.0, "M72 72h54M72 86h54M72 100h54M72 114h32")
        .straight();
}

pub(super) fn letter(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 54.0)
        .rect(PAPER, (62.0, 34.0), (76.0, 80.0), 3.0)
        .line(PAPER_DEEP, 3.5, "M74 50h52M74 62h52M74 74h36")
        .path(ink.dark, "M46 76l54 36 54-36v8H46z")
        .path(ink.main, "M46 76l54 38 54-38v50q0 8-8 8H54q-8 0-8-8z")
        .path(ink.deep, "M46 130l54-38 54 38q-2 4-8 4H54q-6 0-8-4z")
        .disc(ink.accent_deep, (100.0, 104.0), 9.0);
}

pub(super) fn map(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 58.0)
        .path(PAPER, "M42 50l38-12v84l-38 12z")
        .path(PAPER_DEEP, "M80 38l40 12v84l-40-12z")
        .path(PAPER, "M120 50l38-12v84l-38 12z")
        .path(ink.light, "M42 92q20-18 38-8v38l-38 12z")
        .path(ink.main, "M80 84q22 16 40 4v46l-40-12z")
        .path(ink.light, "M120 88q18-20 38-10v44l-38 12z")
        .line(INK, 3.0, "M56 72q16-14 30 2t34-8")
        .path(ink.accent_deep, "M134 74q-16-20 0-30 16 10 0 30z")
        .disc(PAPER, (134.0, 56.0), 4.0);
}

pub(super) fn cards(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 44.0);
    for (turn, fill) in [(-18, ink.deep), (-2, ink.accent), (14, PAPER)] {
        c.turned(turn, (100.0, 150.0)).rect(fill, (68.0, 36.0), (64.0, 94.0), 8.0).straight();
    }
    c.turned(14, (100.0, 150.0))
        .path(ink.main, "M100 60q20 18 0 44-20-26 0-44z")
        .disc(ink.main, (78.0, 48.0), 4.0)
        .disc(ink.main, (122.0, 118.0), 4.0)
        .straight();
}

pub(super) fn pen(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(92.0, 40.0)
        .line(ink.dark, 3.5, "M40 128c14-14 18 8 30-2s12-4 18 0")
        .turned(42, (100.0, 80.0))
        .rect(ink.main, (90.0, 10.0), (20.0, 66.0), 8.0)
        .rect(ink.deep, (102.0, 10.0), (8.0, 66.0), 4.0)
        .rect(METAL, (89.0, 70.0), (22.0, 7.0), 2.0)
        .path(ink.dark, "M91 77h18l-3 26H94z")
        .path(METAL, "M94 103h12l-6 24z")
        .line(METAL_DEEP, 2.0, "M100 108v16")
        .rect(METAL_DEEP, (108.0, 18.0), (4.0, 34.0), 2.0)
        .straight();
}

pub(super) fn pencils(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 32.0);
    for (turn, x, fill, tip) in
        [(-12, 84.0, ink.accent, ink.accent_deep), (2, 97.0, ink.main, ink.dark), (13, 110.0, ink.light, ink.deep)]
    {
        c.turned(turn, (100.0, 134.0))
            .rect(fill, (x - 7.0, 46.0), (14.0, 70.0), 0.0)
            .path(WOOD, &format!("M{} 46l7-20 7 20z", x - 7.0))
            .path(tip, &format!("M{} 34l3-8 3 8z", x - 3.0))
            .straight();
    }
    c.path(ink.deep, "M68 84h64l-5 44q-1 6-7 6H80q-6 0-7-6z").path(ink.dark, "M112 84h20l-5 44q-1 6-7 6h-12z").rect(
        ink.main,
        (65.0, 80.0),
        (70.0, 8.0),
        4.0,
    );
}

pub(super) fn brush(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 40.0)
        .turned(-30, (100.0, 84.0))
        .line(PAPER_DEEP, 5.0, "M62 96v24M72 96v26M82 96v27M92 96v27M102 96v26M112 96v24")
        .rect(ink.main, (50.0, 78.0), (74.0, 20.0), 9.0)
        .path(ink.deep, "M52 90h70q-2 8-8 8H60q-6 0-8-8z")
        .rect(WOOD, (120.0, 81.0), (54.0, 12.0), 6.0)
        .disc(WOOD_DEEP, (166.0, 87.0), 2.5)
        .straight();
}

pub(super) fn ruler(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 50.0)
        .turned(-32, (100.0, 84.0))
        .rect(ink.main, (24.0, 68.0), (152.0, 32.0), 4.0)
        .rect(ink.deep, (24.0, 92.0), (152.0, 8.0), 4.0)
        .line(
            ink.dark,
            2.5,
            "M36 68v14M48 68v8M60 68v8M72 68v14M84 68v8M96 68v8M108 68v14M120 68v8M132 68v8M144 68v14M156 68v8",
        )
        .straight();
}

pub(super) fn tool(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 42.0)
        .turned(38, (100.0, 84.0))
        .path(METAL, "M92 96V56q-16-8-14-26 2-12 12-16v22l10 6 10-6V14q10 4 12 16 2 18-14 26v40z")
        .path(METAL_DEEP, "M104 58v38h4V56q16-8 14-26-2-12-12-16 8 30-6 44z")
        .rect(ink.main, (87.0, 84.0), (26.0, 62.0), 11.0)
        .path(ink.deep, "M102 84q11 0 11 11v40q0 11-11 11z")
        .disc(ink.light, (100.0, 133.0), 4.0)
        .straight();
}

pub(super) fn scissors(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 34.0)
        .turned(18, (100.0, 84.0))
        .path(METAL, "M94 90L112 16q8 26 0 76z")
        .ring(ink.main, (82.0, 116.0), 14.0, 9.0)
        .straight()
        .turned(-18, (100.0, 84.0))
        .path(METAL_DEEP, "M106 90L88 16q-8 26 0 76z")
        .ring(ink.deep, (118.0, 116.0), 14.0, 9.0)
        .straight()
        .disc(INK, (100.0, 84.0), 4.5);
}

pub(super) fn trowel(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 36.0)
        .turned(34, (100.0, 84.0))
        .rect(ink.main, (90.0, 4.0), (20.0, 56.0), 10.0)
        .rect(ink.deep, (101.0, 4.0), (9.0, 56.0), 4.5)
        .rect(METAL_DEEP, (96.0, 56.0), (8.0, 24.0), 2.0)
        .path(METAL, "M76 80q24-10 48 0 2 42-24 70-26-28-24-70z")
        .path(METAL_DEEP, "M100 75q14 0 24 5 2 42-24 70z")
        .straight();
}

pub(super) fn box_with_dice(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(96.0, 58.0)
        .rect(ink.deep, (42.0, 70.0), (104.0, 64.0), 6.0)
        .rect(ink.main, (38.0, 58.0), (112.0, 36.0), 6.0)
        .path(ink.light, "M52 88q14-22 28-6 16-26 34 6z")
        .disc(ink.accent, (126.0, 72.0), 8.0)
        .turned(14, (142.0, 116.0))
        .rect(PAPER, (124.0, 98.0), (36.0, 36.0), 8.0);
    for at in [(133.0, 107.0), (151.0, 107.0), (142.0, 116.0), (133.0, 125.0), (151.0, 125.0)] {
        c.disc(ink.dark, at, 3.2);
    }
    c.straight();
}

pub(super) fn chess(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 50.0)
        .path(ink.main, "M62 134h44q0-10-8-14-4-22-6-34h-16q-2 12-6 34-8 4-8 14z")
        .disc(ink.main, (84.0, 74.0), 14.0)
        .path(ink.deep, "M90 86h2q2 12 6 34 8 4 8 14H88q6-24 2-48z")
        .path(INK, "M104 134h48q0-10-8-14-4-30 0-52l8-20-16 6-8-16-8 16-16-6 8 20q4 22 0 52-8 4-8 14z")
        .rect(INK, (110.0, 64.0), (36.0, 8.0), 4.0)
        .disc(ink.accent, (128.0, 34.0), 5.0);
}

pub(super) fn puzzle(c: &mut Canvas) {
    let ink = c.ink;
    c.turned(-8, (100.0, 84.0))
        .path(ink.main, "M52 40h46v14a10 10 0 100 20v14H84a10 10 0 11-18 0H52z")
        .path(ink.accent, "M98 40h46v48h-14a10 10 0 10-18 0H98V74a10 10 0 110-20z")
        .path(ink.accent_deep, "M52 88h14a10 10 0 1018 0h14v14a10 10 0 110 20v14H52z")
        .path(ink.deep, "M108 94h14a10 10 0 1118 0h14v48h-46v-14a10 10 0 000-20z")
        .straight();
}
