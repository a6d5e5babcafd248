//! The colours of a picture: a hue and a finish become a handful of tones that are equally light for every hue.

use std::f32::consts::PI;
use std::fmt;

/// How often a colour that no screen can show is made paler before it is clipped.
const PALER_STEPS_MAX: u32 = 16;

/// An opaque colour, as three bytes of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub u32);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06x}", self.0)
    }
}

/// What a thing is made of, as far as it changes its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finish {
    /// A clear colour.
    #[default]
    Clear,
    /// A greyed, soft colour.
    Soft,
    /// A dark, rich colour.
    Deep,
    /// Almost white.
    Pale,
    /// Almost black.
    Dark,
    /// Wood, wicker, cork.
    Wood,
    /// A grey metal.
    Steel,
    /// A warm metal.
    Brass,
}

/// The words in a title that tell a finish.
const FINISHES: &[(&str, Finish)] = &[
    ("sage", Finish::Soft),
    ("slate", Finish::Soft),
    ("sky", Finish::Soft),
    ("rose", Finish::Soft),
    ("sand", Finish::Soft),
    ("lavender", Finish::Soft),
    ("clay", Finish::Soft),
    ("forest", Finish::Deep),
    ("ink", Finish::Deep),
    ("plum", Finish::Deep),
    ("indigo", Finish::Deep),
    ("night", Finish::Deep),
    ("moss", Finish::Deep),
    ("chalk", Finish::Pale),
    ("cream", Finish::Pale),
    ("ivory", Finish::Pale),
    ("oat", Finish::Pale),
    ("linen", Finish::Pale),
    ("white", Finish::Pale),
    ("graphite", Finish::Dark),
    ("iron", Finish::Dark),
    ("walnut", Finish::Wood),
    ("beech", Finish::Wood),
    ("oak", Finish::Wood),
    ("willow", Finish::Wood),
    ("jute", Finish::Wood),
    ("wooden", Finish::Wood),
    ("steel", Finish::Steel),
    ("brass", Finish::Brass),
    ("copper", Finish::Brass),
];

impl Finish {
    /// The finish that a title names last: the variant stands at its end.
    #[must_use]
    pub fn of(title: &str) -> Self {
        let title = title.to_lowercase();
        let mut words = title.split(|c: char| !c.is_alphanumeric()).rev();
        let named = |word: &str| FINISHES.iter().find(|(name, _)| *name == word);
        words.find_map(named).map_or(Self::Clear, |(_, finish)| *finish)
    }

    /// Lightness and chroma of the main tone.
    const fn tone(self) -> (f32, f32) {
        match self {
            Self::Clear => (0.66, 0.118),
            Self::Soft => (0.73, 0.058),
            Self::Deep => (0.48, 0.085),
            Self::Pale => (0.91, 0.028),
            Self::Dark => (0.40, 0.016),
            Self::Wood => (0.68, 0.075),
            Self::Steel => (0.76, 0.014),
            Self::Brass => (0.74, 0.095),
        }
    }
}

/// The tones that the motifs are drawn in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    pub main: Colour,
    pub light: Colour,
    pub deep: Colour,
    pub dark: Colour,
    pub accent: Colour,
    pub accent_deep: Colour,
    pub wall: Colour,
}

/// Paper, and whatever else is nearly white.
pub(super) const PAPER: Colour = Colour(0xf8_f3_e9);
/// The shaded side of paper.
pub(super) const PAPER_DEEP: Colour = Colour(0xe4_dccd);
/// Bare wood.
pub(super) const WOOD: Colour = Colour(0xc4_9a6c);
/// The shaded side of wood.
pub(super) const WOOD_DEEP: Colour = Colour(0x9c_744b);
/// Steel.
pub(super) const METAL: Colour = Colour(0xc3_c7cf);
/// The shaded side of steel.
pub(super) const METAL_DEEP: Colour = Colour(0x8d_93a0);
/// The darkest tone: openings, tyres, ink.
pub(super) const INK: Colour = Colour(0x35_323d);
/// Light that shines.
pub(super) const GLOW: Colour = Colour(0xff_dd94);
/// A leaf.
pub(super) const LEAF: Colour = Colour(0x6f_a06f);
/// A leaf in the shade.
pub(super) const LEAF_DEEP: Colour = Colour(0x47_7a55);

impl Palette {
    /// The tones of a thing of this hue, before a wall of another; both in degrees.
    pub(super) fn new(hue: u16, hue2: u16, finish: Finish) -> Self {
        let (own, other) = (even_hue(hue), even_hue(hue2));
        let (lightness, chroma) = finish.tone();
        let shade = |by: f32, chroma_by: f32| tone((lightness + by).clamp(0.3, 0.97), chroma * chroma_by, own);
        Self {
            main: shade(0.0, 1.0),
            light: shade(0.11, 0.72),
            deep: shade(-0.11, 1.0),
            dark: shade(-0.24, 0.85),
            accent: tone(0.74, 0.10, other),
            accent_deep: tone(0.58, 0.10, other),
            wall: tone(0.80, 0.065, other),
        }
    }
}

/// The angle in OKLab of a hue as screens count it.
fn even_hue(hue: u16) -> f32 {
    let channel = |offset: f32| {
        let k = (offset + f32::from(hue % 360) / 30.0) % 12.0;
        let value = 0.5 - 0.35 * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        linear(value)
    };
    let (red, green, blue) = (channel(0.0), channel(8.0), channel(4.0));
    let l = (0.412_221_46 * red + 0.536_332_55 * green + 0.051_445_995 * blue).cbrt();
    let m = (0.211_903_5 * red + 0.680_699_5 * green + 0.107_396_96 * blue).cbrt();
    let s = (0.088_302_46 * red + 0.281_718_85 * green + 0.629_978_7 * blue).cbrt();
    let a = 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s;
    let b = 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s;
    b.atan2(a).rem_euclid(2.0 * PI)
}

/// A colour by lightness, chroma and angle (OKLCH), made paler until a screen can show it.
fn tone(lightness: f32, chroma: f32, angle: f32) -> Colour {
    let mut chroma = chroma;
    let mut channels = to_linear(lightness, chroma, angle);
    for _ in 0..PALER_STEPS_MAX {
        if channels.iter().all(|c| (-0.001..=1.001).contains(c)) {
            break;
        }
        chroma *= 0.9;
        channels = to_linear(lightness, chroma, angle);
    }
    let [red, green, blue] = channels.map(byte);
    Colour(red << 16 | green << 8 | blue)
}

/// Linear light from OKLCH; the matrices are those of the definition of OKLab.
fn to_linear(lightness: f32, chroma: f32, angle: f32) -> [f32; 3] {
    let (a, b) = (chroma * angle.cos(), chroma * angle.sin());
    let l = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
    let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
    let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_93 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ]
}

fn linear(encoded: f32) -> f32 {
    if encoded <= 0.040_45 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn byte(linear: f32) -> u32 {
    let linear = linear.clamp(0.0, 1.0);
    let encoded = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    (encoded * 255.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finish_named_last_counts() {
        assert_eq!(Finish::of("Enamel pour-over kettle, sage"), Finish::Soft);
        assert_eq!(Finish::of("Steel water bottle, graphite"), Finish::Dark);
        assert_eq!(Finish::of("Steel water bottle, coral"), Finish::Steel);
        assert_eq!(Finish::of("Harbour Lights, a board game"), Finish::Clear);
    }

    #[test]
    fn red_green_and_blue_keep_their_character() {
        let strongest = |hue| {
            let Colour(rgb) = Palette::new(hue, 0, Finish::Clear).main;
            let channels = [rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff];
            (0..3).max_by_key(|i| channels[*i])
        };
        assert_eq!([strongest(0), strongest(130), strongest(230)], [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn a_colour_is_six_hexadecimal_digits() {
        assert_eq!(Colour(0xab).to_string(), "#0000ab");
    }
}
