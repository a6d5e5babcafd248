//! What stands in a kitchen: kettles, cups, pots, packets, bottles, knives.

use super::canvas::Canvas;
use super::palette::{GLOW, INK, LEAF, METAL, METAL_DEEP, PAPER, PAPER_DEEP, WOOD, WOOD_DEEP};

pub(super) fn kettle(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(104.0, 46.0)
        .line(ink.dark, 6.0, "M129 74c34-14 34 42 4 46")
        .line(ink.main, 8.0, "M78 112c-26 2-12-46-36-52")
        .path(ink.main, "M82 62h44l12 62q1 10-9 10H79q-10 0-9-10z")
        .path(ink.deep, "M104 62h22l12 62q1 10-9 10h-17q-6-36-8-72z")
        .path(ink.light, "M87 72h8l-6 40h-8z")
        .path(ink.deep, "M80 62q2-14 24-14t24 14z")
        .rect(ink.dark, (78.0, 59.0), (52.0, 6.0), 3.0)
        .disc(WOOD, (104.0, 44.0), 6.0);
}

pub(super) fn teapot(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 44.0)
        .line(ink.dark, 7.0, "M64 70c-34-8-30 44 4 44")
        .path(ink.deep, "M132 108c18-4 14-28 30-38l-10-6c-16 8-14 22-26 24z")
        .path(ink.main, "M58 92c0-26 18-38 42-38s42 12 42 38-16 42-42 42-42-16-42-42z")
        .path(ink.deep, "M116 57c32 14 34 62 0 75 18-2 26-20 26-40 0-18-10-31-26-35z")
        .path(ink.light, "M72 76q8-12 20-14l2 6q-10 3-16 12z")
        .path(ink.deep, "M76 56q4-12 24-12t24 12z")
        .disc(ink.dark, (100.0, 40.0), 6.0);
}

pub(super) fn watering_can(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(98.0, 44.0)
        .line(ink.dark, 6.0, "M84 70c-2-44 62-40 56 10")
        .line(ink.deep, 8.0, "M78 116C58 100 58 72 34 58")
        .path(ink.dark, "M24 60l16-14 6 14-10 8z")
        .path(ink.main, "M78 74h62l4 54q0 6-6 6H80q-6 0-6-6z")
        .path(ink.deep, "M112 74h28l4 54q0 6-6 6h-22z")
        .path(ink.light, "M84 82h8v36h-8z")
        .rect(ink.dark, (75.0, 70.0), (68.0, 6.0), 3.0);
}

pub(super) fn moka(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(98.0, 36.0)
        .path(INK, "M124 50h26q6 0 6 6v40h-11V62h-21z")
        .path(METAL, "M74 92h48l10 42H64z")
        .path(METAL_DEEP, "M98 92h24l10 42H98z")
        .path(METAL, "M66 44l-12 6 14 8-2 30h64l-8-44z")
        .path(METAL_DEEP, "M98 44h24l8 44H98z")
        .path(METAL_DEEP, "M68 44q30-22 54 0z")
        .rect(ink.main, (66.0, 86.0), (64.0, 8.0), 4.0)
        .disc(INK, (96.0, 32.0), 5.0);
}

pub(super) fn cup(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(96.0, 38.0)
        .line(ink.deep, 9.0, "M128 80c34-8 30 38-4 36")
        .path(ink.main, "M58 66h76v44q0 24-24 24H82q-24 0-24-24z")
        .path(ink.deep, "M108 66h26v44q0 24-24 24h-12q10-30 10-68z")
        .path(ink.light, "M66 76h8v34q0 8 3 12-11-2-11-16z")
        .oval(ink.light, (96.0, 66.0), (38.0, 8.0))
        .oval(INK, (96.0, 67.0), (31.0, 5.0))
        .line(PAPER, 4.0, "M84 50c-8-10 8-14 0-26")
        .line(PAPER, 4.0, "M106 50c-8-10 8-14 0-26");
}

pub(super) fn bowl(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 34.0)
        .path(ink.dark, "M76 124h48l4 10H72z")
        .path(ink.main, "M42 78h116q-2 52-58 52T42 78z")
        .path(ink.deep, "M112 78h46q-2 52-58 52 22-18 12-52z")
        .oval(ink.light, (100.0, 78.0), (58.0, 11.0))
        .oval(ink.dark, (100.0, 79.0), (49.0, 7.0));
}

pub(super) fn dripper(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 34.0)
        .path(METAL, "M68 92h64l-6 36q-1 6-7 6H81q-6 0-7-6z")
        .path(INK, "M71 110h58l-3 18q-1 6-7 6H81q-6 0-7-6z")
        .path(ink.main, "M60 42h80l-24 44H84z")
        .path(ink.deep, "M106 42h34l-24 44h-14z")
        .rect(ink.dark, (70.0, 84.0), (60.0, 8.0), 4.0)
        .oval(ink.light, (100.0, 42.0), (40.0, 8.0))
        .oval(PAPER, (100.0, 43.0), (33.0, 5.0));
}

pub(super) fn pot(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 52.0)
        .rect(ink.dark, (34.0, 82.0), (132.0, 10.0), 5.0)
        .path(ink.main, "M48 72h104v46q0 16-16 16H64q-16 0-16-16z")
        .path(ink.deep, "M118 72h34v46q0 16-16 16h-26q8-30 8-62z")
        .path(ink.light, "M58 82h9v38q-9-2-9-12z")
        .path(ink.deep, "M50 66q6-20 50-20t50 20z")
        .rect(ink.dark, (44.0, 64.0), (112.0, 9.0), 4.5)
        .disc(WOOD, (100.0, 43.0), 7.0);
}

pub(super) fn pan(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(84.0, 44.0)
        .turned(-8, (84.0, 110.0))
        .rect(WOOD, (128.0, 92.0), (60.0, 11.0), 5.5)
        .path(ink.deep, "M32 90h106l-10 34q-3 8-12 8H54q-9 0-12-8z")
        .oval(ink.main, (85.0, 90.0), (53.0, 12.0))
        .oval(ink.dark, (85.0, 91.0), (45.0, 8.5))
        .straight()
        .line(PAPER, 4.0, "M70 66c-7-9 7-12 0-22")
        .line(PAPER, 4.0, "M92 62c-7-9 7-12 0-22");
}

pub(super) fn packet(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 34.0)
        .path(ink.main, "M68 48h64l4 80q0 6-6 6H70q-6 0-6-6z")
        .path(ink.deep, "M120 48h12l4 80q0 6-6 6h-8z")
        .path(ink.deep, "M68 48l4-20h56l4 20z")
        .rect(ink.dark, (66.0, 44.0), (68.0, 6.0), 2.0)
        .rect(PAPER, (76.0, 68.0), (42.0, 44.0), 4.0)
        .path(ink.accent_deep, "M97 76q16 8 0 28-16-20 0-28z")
        .line(PAPER, 2.0, "M97 80v18");
}

pub(super) fn bottle(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 28.0)
        .path(ink.main, "M88 38h24v14q16 8 16 26v48q0 8-8 8H80q-8 0-8-8V78q0-18 16-26z")
        .path(ink.deep, "M108 38h4v14q16 8 16 26v48q0 8-8 8h-12q8-44 0-96z")
        .path(ink.light, "M79 78q1-9 7-13v54h-7z")
        .rect(ink.dark, (86.0, 24.0), (28.0, 16.0), 4.0)
        .rect(PAPER, (72.0, 86.0), (56.0, 28.0), 0.0)
        .line(ink.accent_deep, 3.0, "M84 96h32M84 104h20");
}

pub(super) fn flask(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 24.0)
        .rect(ink.main, (76.0, 52.0), (48.0, 82.0), 9.0)
        .path(ink.deep, "M106 52h9q9 0 9 9v64q0 9-9 9h-9z")
        .rect(ink.light, (83.0, 62.0), (6.0, 58.0), 3.0)
        .rect(METAL, (82.0, 42.0), (36.0, 12.0), 2.0)
        .rect(ink.dark, (80.0, 22.0), (40.0, 22.0), 6.0)
        .line(ink.dark, 5.0, "M86 24c0-14 28-14 28 0");
}

pub(super) fn jar(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 34.0)
        .path(METAL, "M70 50h60q8 8 8 18v56q0 10-10 10H72q-10 0-10-10V68q0-10 8-18z")
        .path(ink.main, "M62 74h76v50q0 10-10 10H72q-10 0-10-10z")
        .path(ink.deep, "M116 74h22v50q0 10-10 10h-14z")
        .rect(ink.accent_deep, (66.0, 34.0), (68.0, 16.0), 5.0)
        .rect(PAPER, (76.0, 84.0), (48.0, 30.0), 4.0)
        .line(ink.dark, 3.0, "M86 95h28M86 103h18");
}

pub(super) fn knife(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 54.0)
        .rect(WOOD, (46.0, 118.0), (108.0, 16.0), 5.0)
        .rect(WOOD_DEEP, (46.0, 126.0), (108.0, 8.0), 4.0)
        .turned(-28, (100.0, 84.0))
        .path(METAL, "M34 74h92v30q-62 2-92-30z")
        .path(METAL_DEEP, "M34 74h92v7H42z")
        .rect(ink.dark, (126.0, 72.0), (10.0, 16.0), 2.0)
        .rect(ink.main, (134.0, 72.0), (46.0, 15.0), 7.0)
        .disc(ink.light, (148.0, 79.5), 2.5)
        .disc(ink.light, (165.0, 79.5), 2.5)
        .straight();
}

pub(super) fn grinder(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(98.0, 26.0)
        .line(METAL_DEEP, 5.0, "M98 44h42")
        .line(METAL_DEEP, 5.0, "M140 44v-8")
        .disc(WOOD, (140.0, 30.0), 8.0)
        .rect(ink.main, (76.0, 52.0), (44.0, 44.0), 6.0)
        .path(ink.deep, "M104 52h10q6 0 6 6v32q0 6-6 6h-10z")
        .rect(METAL, (74.0, 48.0), (48.0, 9.0), 4.0)
        .rect(INK, (80.0, 92.0), (36.0, 42.0), 6.0)
        .rect(METAL, (74.0, 92.0), (48.0, 8.0), 4.0);
}

pub(super) fn scale(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 52.0)
        .rect(ink.deep, (46.0, 108.0), (108.0, 26.0), 8.0)
        .rect(ink.main, (46.0, 100.0), (108.0, 20.0), 8.0)
        .rect(INK, (112.0, 107.0), (32.0, 10.0), 3.0)
        .line(GLOW, 2.0, "M118 112h4M126 112h12")
        .path(METAL, "M78 52h40l10 40q2 8-6 8H74q-8 0-6-8z")
        .path(INK, "M72 80h52l4 12q2 8-6 8H74q-8 0-6-8z")
        .rect(WOOD, (80.0, 58.0), (36.0, 10.0), 3.0);
}

pub(super) fn board(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 44.0)
        .turned(8, (100.0, 90.0))
        .path(WOOD, "M66 30h12q4-10 22-10t22 10h12q10 0 10 10v82q0 10-10 10H66q-10 0-10-10V40q0-10 10-10z")
        .path(WOOD_DEEP, "M112 22q8 2 10 8h12q10 0 10 10v82q0 10-10 10h-22z")
        .disc(INK, (100.0, 36.0), 6.0)
        .straight()
        .disc(ink.main, (72.0, 116.0), 18.0)
        .path(LEAF, "M70 98q-8-10-16-6 4 8 16 6zM72 98q6-12 16-8-2 10-16 8z")
        .path(ink.light, "M60 112q2-8 9-10l1 5q-4 2-5 7z");
}

pub(super) fn soap(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 52.0)
        .path(PAPER_DEEP, "M44 118h112l-8 12q-2 4-8 4H60q-6 0-8-4z")
        .rect(PAPER, (42.0, 112.0), (116.0, 10.0), 5.0)
        .rect(ink.main, (56.0, 78.0), (88.0, 36.0), 14.0)
        .path(ink.deep, "M118 78h12q14 0 14 14v8q0 14-14 14h-18q10-14 6-36z")
        .rect(ink.light, (74.0, 88.0), (46.0, 14.0), 7.0)
        .disc(PAPER, (66.0, 66.0), 9.0)
        .disc(PAPER, (84.0, 50.0), 6.0)
        .disc(PAPER, (60.0, 44.0), 4.5)
        .disc(PAPER, (126.0, 62.0), 5.0);
}

pub(super) fn soap_bottle(c: &mut Canvas) {
    let ink = c.ink;
    c.shadow(100.0, 30.0)
        .line(INK, 7.0, "M100 50V32H76v8")
        .rect(INK, (86.0, 46.0), (28.0, 14.0), 4.0)
        .rect(ink.main, (70.0, 58.0), (60.0, 76.0), 12.0)
        .path(ink.deep, "M112 58h6q12 0 12 12v52q0 12-12 12h-6z")
        .rect(PAPER, (78.0, 82.0), (44.0, 34.0), 4.0)
        .line(ink.dark, 3.0, "M87 93h26M87 102h16");
}
