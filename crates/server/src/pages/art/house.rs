//! What makes a home: lamps, candles, cloth, cushions, plants and planters.

use super::canvas::Canvas;
use super::palette::{GLOW, INK, LEAF, LEAF_DEEP, METAL, METAL_DEEP, PAPER, PAPER_DEEP, WOOD, WOOD_DEEP};

pub(super) fn lamp(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(112.0, 34.0)
        .glow(GLOW, (62.0, 84.0), 34.0)
        .line(METAL_DEEP, 5.0, "M114 126L130 78L84 44")
        .disc(METAL_DEEP, (130.0, 78.0), 6.0)
        .turned(34, (74.0, 54.0))
        .disc(GLOW, (74.0, 74.0), 12.0)
        .path(ink.main, "M64 36h20l22 36H42z")
        .path(ink.deep, "M76 36h8l22 36H82z")
        .rect(ink.dark, (66.0, 28.0), (16.0, 10.0), 4.0)
        .straight()
        .rect(ink.deep, (86.0, 124.0), (56.0, 10.0), 5.0);
}

pub(super) fn pendant(c: &mut Canvas) {
    let ink = c.ink;
    c.line(INK, 3.0, "M100 0v40")
        .glow(GLOW, (100.0, 86.0), 58.0)
        .disc(ink.light, (100.0, 86.0), 44.0)
        .path(ink.main, "M110 43a44 44 0 010 86q26-43 0-86z")
        .line(ink.deep, 2.0, "M62 64h76M57 79h86M57 94h86M62 109h76")
        .rect(ink.dark, (88.0, 38.0), (24.0, 8.0), 4.0);
}

pub(super) fn table_lamp(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 32.0)
        .glow(GLOW, (100.0, 58.0), 50.0)
        .rect(METAL_DEEP, (97.0, 74.0), (6.0, 18.0), 0.0)
        .path(ink.main, "M84 90h32q18 16 10 38-2 6-8 6H82q-6 0-8-6-8-22 10-38z")
        .path(ink.deep, "M106 90h10q18 16 10 38-2 6-8 6h-14q12-20 2-44z")
        .path(PAPER, "M80 28h40l20 48H60z")
        .path(PAPER_DEEP, "M106 28h14l20 48h-26z");
}

pub(super) fn lantern(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 34.0)
        .ring(INK, (100.0, 30.0), 12.0, 4.0)
        .path(ink.main, "M76 54q4-18 24-18t24 18z")
        .rect(GLOW, (76.0, 56.0), (48.0, 60.0), 4.0)
        .glow(PAPER, (100.0, 88.0), 18.0)
        .path(ink.accent_deep, "M100 70q14 18 0 32-14-14 0-32z")
        .line(ink.deep, 4.0, "M76 56v60M124 56v60")
        .rect(ink.deep, (70.0, 52.0), (60.0, 8.0), 4.0)
        .path(ink.main, "M72 114h56l6 16q0 4-4 4H70q-4 0-4-4z");
}

pub(super) fn bulb(c: &mut Canvas) {
    let ink = c.ink;
    c.glow(GLOW, (100.0, 66.0), 54.0)
        .path(GLOW, "M84 106q0-10-8-18-12-10-12-26 0-34 36-34t36 34q0 16-12 26-8 8-8 18z")
        .line(ink.accent_deep, 3.0, "M92 104l-6-34 9 8 5-8 5 8 9-8-6 34")
        .rect(METAL, (84.0, 106.0), (32.0, 18.0), 4.0)
        .line(METAL_DEEP, 3.0, "M84 112h32M84 118h32")
        .rect(INK, (92.0, 122.0), (16.0, 9.0), 4.0);
}

pub(super) fn festoon(c: &mut Canvas) {
    let ink = c.ink;
    c.line(INK, 3.0, "M0 34Q50 92 100 70T200 44");
    for (x, y, fill) in [
        (30.0, 62.0, ink.main),
        (66.0, 76.0, ink.accent),
        (102.0, 70.0, ink.light),
        (138.0, 59.0, ink.main),
        (174.0, 51.0, ink.accent),
    ] {
        c.glow(GLOW, (x, y + 22.0), 22.0).rect(INK, (x - 5.0, y), (10.0, 10.0), 2.0).disc(fill, (x, y + 22.0), 13.0);
    }
}

pub(super) fn candles(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 44.0)
        .glow(GLOW, (80.0, 36.0), 24.0)
        .glow(GLOW, (122.0, 58.0), 24.0)
        .path(GLOW, "M80 18q13 18 0 30-13-12 0-30zM122 40q13 18 0 30-13-12 0-30z")
        .line(INK, 2.5, "M80 44v12M122 66v12")
        .rect(ink.main, (68.0, 54.0), (24.0, 76.0), 4.0)
        .rect(ink.deep, (82.0, 54.0), (10.0, 76.0), 4.0)
        .rect(ink.main, (110.0, 76.0), (24.0, 54.0), 4.0)
        .rect(ink.deep, (124.0, 76.0), (10.0, 54.0), 4.0)
        .rect(METAL_DEEP, (56.0, 126.0), (90.0, 8.0), 4.0);
}

pub(super) fn candlestick(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 34.0)
        .glow(GLOW, (100.0, 30.0), 26.0)
        .path(GLOW, "M100 12q13 18 0 30-13-12 0-30z")
        .rect(PAPER, (93.0, 44.0), (14.0, 44.0), 3.0)
        .rect(PAPER_DEEP, (101.0, 44.0), (6.0, 44.0), 2.0)
        .path(ink.main, "M84 84h32q-2 14-10 14v20q20 2 24 16H70q4-14 24-16V98q-8 0-10-14z")
        .path(ink.deep, "M104 84h12q-2 14-10 14v20q20 2 24 16h-20q-2-26-6-50z");
}

pub(super) fn scented_candle(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 36.0)
        .glow(GLOW, (100.0, 46.0), 30.0)
        .path(GLOW, "M100 24q14 20 0 34-14-14 0-34z")
        .line(INK, 3.0, "M100 54v16")
        .path(ink.main, "M62 72h76v54q0 8-8 8H70q-8 0-8-8z")
        .path(ink.deep, "M116 72h22v54q0 8-8 8h-14z")
        .oval(ink.light, (100.0, 72.0), (38.0, 7.0))
        .rect(PAPER, (78.0, 92.0), (44.0, 26.0), 3.0)
        .line(ink.dark, 3.0, "M87 101h26M87 109h16");
}

pub(super) fn cloth(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 54.0)
        .rect(ink.dark, (44.0, 112.0), (112.0, 22.0), 9.0)
        .rect(ink.main, (46.0, 90.0), (108.0, 24.0), 10.0)
        .rect(ink.deep, (46.0, 104.0), (108.0, 10.0), 5.0)
        .rect(ink.light, (48.0, 68.0), (104.0, 24.0), 10.0)
        .rect(ink.main, (48.0, 82.0), (104.0, 10.0), 5.0)
        .path(ink.accent, "M114 66h26v44l-6 5-7-5-7 5-6-5z")
        .path(ink.accent_deep, "M114 84h26v5h-26zM114 94h26v5h-26z");
}

pub(super) fn towel(c: &mut Canvas) {
    let ink = c.ink;
    c.rect(WOOD, (36.0, 34.0), (128.0, 8.0), 4.0)
        .path(ink.deep, "M100 34h44v76h-44z")
        .path(ink.main, "M58 40q0-8 8-8h70q-8 0-8 8v92H58z")
        .path(ink.light, "M58 104h70v5H58zM58 113h70v5H58z")
        .line(ink.deep, 2.0, "M64 132v6M74 132v6M84 132v6M94 132v6M104 132v6M114 132v6M122 132v6");
}

pub(super) fn socks(c: &mut Canvas) {
    let ink = c.ink;
    c.path(ink.deep, "M104 28h32v54q0 10 8 16l12 10q10 10 0 20t-22 2l-22-18q-8-8-8-20z")
        .path(ink.main, "M64 32h32v54q0 10 8 16l12 10q10 10 0 20t-22 2l-22-18q-8-8-8-20z")
        .path(ink.accent_deep, "M64 32h32v10H64zM104 28h32v10h-32z")
        .path(ink.accent, "M102 132q2-16 16-18 6 9-2 18-6 5-14 0z")
        .line(ink.light, 3.0, "M66 54h28M66 62h28");
}

pub(super) fn hammock(c: &mut Canvas) {
    let ink = c.ink;
    c.rect(WOOD_DEEP, (18.0, 20.0), (14.0, 116.0), 4.0)
        .rect(WOOD_DEEP, (168.0, 20.0), (14.0, 116.0), 4.0)
        .line(PAPER_DEEP, 2.5, "M30 44l22 22M30 44l30 16M170 44l-22 22M170 44l-30 16")
        .path(ink.deep, "M46 62q54 34 108 0l-4 10q-50 32-100 0z")
        .path(ink.main, "M46 62q54 84 108 0-54 36-108 0z")
        .line(ink.light, 4.0, "M64 80q36 36 72 0");
}

pub(super) fn apron(c: &mut Canvas) {
    let ink = c.ink;
    c.line(ink.dark, 5.0, "M80 46c0-34 40-34 40 0")
        .path(ink.main, "M78 42h44q2 26 22 30l-4 58q0 4-4 4H64q-4 0-4-4l-4-58q20-4 22-30z")
        .path(ink.deep, "M112 42h10q2 26 22 30l-4 58q0 4-4 4h-22z")
        .rect(ink.dark, (76.0, 92.0), (48.0, 28.0), 4.0)
        .line(ink.light, 2.0, "M100 92v28M80 96h40")
        .line(ink.dark, 4.0, "M56 74l-18 12M144 74l18 12");
}

pub(super) fn gloves(c: &mut Canvas) {
    let ink = c.ink;
    for (turn, x, fill) in [(-14, -26.0, ink.deep), (12, 22.0, ink.main)] {
        c.turned(turn, (100.0, 134.0));
        for (finger, top) in [(0.0, 44.0), (12.0, 34.0), (24.0, 38.0)] {
            c.rect(fill, (82.0 + x + finger, top), (12.0, 60.0), 6.0);
        }
        c.rect(fill, (82.0 + x, 70.0), (36.0, 44.0), 10.0)
            .turned(40, (118.0 + x, 100.0))
            .rect(fill, (112.0 + x, 70.0), (13.0, 34.0), 6.0)
            .straight()
            .rect(ink.accent_deep, (80.0 + x, 106.0), (40.0, 22.0), 5.0)
            .straight();
    }
}

pub(super) fn cushion(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 48.0)
        .turned(-6, (100.0, 90.0))
        .path(ink.main, "M52 46q48 10 96 0 10 0 8 10-8 34 0 66 2 12-8 12-48-8-96 0-10 0-8-12 8-32 0-66-2-10 8-10z")
        .path(ink.deep, "M124 49q12-1 24-3 10 0 8 10-8 34 0 66 2 12-8 12-14-2-28-3 12-40 4-82z")
        .line(ink.light, 4.0, "M70 58v64M86 60v60M102 60v60")
        .straight();
}

pub(super) fn plant(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 30.0)
        .line(LEAF_DEEP, 4.0, "M100 100V58M100 96C92 76 76 74 64 64M100 96c8-20 24-22 38-34")
        .path(LEAF, "M100 64q-22-20 0-46 22 26 0 46z")
        .path(LEAF_DEEP, "M68 72Q36 74 34 44q32-2 34 28zM134 68q-2-32 34-36 0 34-34 36z")
        .path(LEAF, "M82 92q-26 8-34-14 24-8 34 14zM120 90q6-24 32-16-6 24-32 16z")
        .line(PAPER, 1.5, "M100 56V30M62 66L44 52M140 62l18-22")
        .path(ink.main, "M72 98h56l-6 32q-1 4-5 4H83q-4 0-5-4z")
        .path(ink.deep, "M108 98h20l-6 32q-1 4-5 4h-13z")
        .rect(ink.dark, (68.0, 92.0), (64.0, 10.0), 4.0);
}

pub(super) fn planter(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 38.0)
        .line(LEAF_DEEP, 4.0, "M100 80V46M86 80q0-16-12-24M114 80q0-16 12-24")
        .path(LEAF, "M100 52q-14-14 0-32 14 18 0 32z")
        .path(LEAF_DEEP, "M78 60Q60 62 56 44q20-4 22 16zM122 60q0-18 22-16-2 20-22 16z")
        .path(ink.main, "M64 88h72l-8 40q-1 6-7 6H79q-6 0-7-6z")
        .path(ink.deep, "M112 88h24l-8 40q-1 6-7 6h-13z")
        .rect(ink.main, (58.0, 76.0), (84.0, 16.0), 5.0)
        .path(ink.deep, "M114 76h23q5 0 5 5v6q0 5-5 5h-25z");
}

pub(super) fn basket(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 48.0)
        .line(WOOD_DEEP, 6.0, "M66 70c0-54 68-54 68 0")
        .path(ink.accent, "M58 76q42-26 84 0z")
        .path(ink.main, "M50 76h100l-10 50q-2 8-10 8H70q-8 0-10-8z")
        .line(ink.deep, 3.0, "M54 94h92M57 108h86M61 121h78")
        .line(ink.deep, 3.0, "M74 80l4 52M100 80v52M126 80l-4 52")
        .rect(ink.dark, (46.0, 71.0), (108.0, 9.0), 4.5);
}

pub(super) fn crate_box(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 54.0)
        .rect(ink.accent, (62.0, 52.0), (20.0, 40.0), 2.0)
        .rect(ink.accent_deep, (84.0, 46.0), (16.0, 46.0), 2.0)
        .rect(PAPER, (102.0, 56.0), (18.0, 40.0), 2.0)
        .rect(INK, (122.0, 50.0), (14.0, 44.0), 2.0)
        .rect(ink.main, (46.0, 74.0), (108.0, 60.0), 5.0)
        .path(ink.deep, "M46 92h108v4H46zM46 112h108v4H46z")
        .rect(ink.dark, (82.0, 79.0), (36.0, 9.0), 4.5)
        .disc(ink.dark, (54.0, 83.0), 2.0)
        .disc(ink.dark, (146.0, 83.0), 2.0);
}

pub(super) fn nest_box(c: &mut Canvas) {
    let ink = c.ink;
    c.rect(WOOD_DEEP, (96.0, 112.0), (8.0, 48.0), 0.0)
        .rect(ink.main, (66.0, 58.0), (68.0, 66.0), 3.0)
        .path(ink.deep, "M112 58h22v63q0 3-3 3h-19z")
        .path(ink.dark, "M54 66L100 26l46 40-7 7-39-33-39 33z")
        .disc(INK, (100.0, 82.0), 12.0)
        .rect(WOOD, (97.0, 102.0), (6.0, 12.0), 3.0)
        .path(ink.accent_deep, "M146 40q10-14 22-8l8 2-8 4q-4 14-16 12-10 0-12-4z")
        .disc(INK, (165.0, 36.0), 1.5);
}
