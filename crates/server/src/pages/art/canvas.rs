//! A small surface to draw on: filled shapes on 200 by 160 points, written as SVG with presentation attributes alone.

use super::palette::{Colour, INK, Palette};
use std::fmt::Write as _;

/// A picture in the making. All that goes in are our own numbers, paths and colours, so nothing needs escaping.
pub(super) struct Canvas {
    svg: String,
    /// The tones to draw in.
    pub ink: Palette,
}

impl Canvas {
    pub(super) fn new(ink: Palette) -> Self {
        Self { svg: String::with_capacity(1_024), ink }
    }

    pub(super) fn into_svg(self) -> String {
        self.svg
    }

    // Writing into a string has no way to fail.
    fn put(&mut self, shape: std::fmt::Arguments<'_>) -> &mut Self {
        let _ = self.svg.write_fmt(shape);
        self
    }

    /// A filled path.
    pub(super) fn path(&mut self, fill: Colour, d: &str) -> &mut Self {
        self.put(format_args!("<path fill=\"{fill}\" d=\"{d}\"/>"))
    }

    /// An open line with round ends.
    pub(super) fn line(&mut self, colour: Colour, width: f32, d: &str) -> &mut Self {
        self.put(format_args!("<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" d=\"{d}\"/>"))
    }

    /// A rectangle by its upper left corner, width, height, and the radius of its corners.
    pub(super) fn rect(&mut self, fill: Colour, at: (f32, f32), size: (f32, f32), round: f32) -> &mut Self {
        let ((x, y), (w, h)) = (at, size);
        self.put(format_args!(
            "<rect fill=\"{fill}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{round}\"/>"
        ))
    }

    /// A disc.
    pub(super) fn disc(&mut self, fill: Colour, at: (f32, f32), radius: f32) -> &mut Self {
        let (x, y) = at;
        self.put(format_args!("<circle fill=\"{fill}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"))
    }

    /// A ring.
    pub(super) fn ring(&mut self, colour: Colour, at: (f32, f32), radius: f32, width: f32) -> &mut Self {
        let (x, y) = at;
        self.put(format_args!(
            "<circle fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
        ))
    }

    /// An ellipse by its centre and its two radii.
    pub(super) fn oval(&mut self, fill: Colour, at: (f32, f32), radii: (f32, f32)) -> &mut Self {
        let ((x, y), (rx, ry)) = (at, radii);
        self.put(format_args!("<ellipse fill=\"{fill}\" cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\"/>"))
    }

    /// A glow: a disc that lets through what is behind.
    pub(super) fn glow(&mut self, colour: Colour, at: (f32, f32), radius: f32) -> &mut Self {
        let (x, y) = at;
        self.put(format_args!("<circle fill=\"{colour}\" fill-opacity=\".4\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"))
    }

    /// What follows is turned about a point, until [`Canvas::straight`].
    pub(super) fn turned(&mut self, degrees: i16, about: (f32, f32)) -> &mut Self {
        let (x, y) = about;
        self.put(format_args!("<g transform=\"rotate({degrees} {x} {y})\">"))
    }

    /// Ends what [`Canvas::turned`] began.
    pub(super) fn straight(&mut self) -> &mut Self {
        self.put(format_args!("</g>"))
    }

    /// The wall, and the soft disc that things stand before.
    pub(super) fn room(&mut self) -> &mut Self {
        let wall = self.ink.wall;
        self.put(format_args!(
            "<path fill=\"{wall}\" fill-opacity=\".32\" d=\"M0 0h200v160H0z\"/><circle fill=\"{wall}\" fill-opacity=\".42\" cx=\"100\" cy=\"78\" r=\"60\"/>"
        ))
    }

    /// The shadow of a thing that stands on the floor, as wide as the thing.
    pub(super) fn shadow(&mut self, middle: f32, half_width: f32) -> &mut Self {
        self.put(format_args!(
            "<ellipse fill=\"{INK}\" fill-opacity=\".16\" cx=\"{middle}\" cy=\"135\" rx=\"{half_width}\" ry=\"5\"/>"
        ))
    }
}
