//! Charts of a measurement, drawn here as SVG: no script, nothing fetched.

use app::eval::{Report, Row};
use maud::{Markup, html};

/// Width of a chart, in its own units.
const WIDTH: f64 = 720.0;
/// Room for names on the left.
const LEFT: f64 = 150.0;
/// Height of one bar with its gap.
const BAR: f64 = 30.0;
/// Side of the field of points.
const FIELD: f64 = 320.0;

/// A bar for each row, with a line where 95 of 100 such figures lie.
pub(super) fn bars(report: &Report, name: &str) -> Markup {
    let rows: Vec<&Row> = report.rows.iter().filter(|row| row.figure(name).is_some()).collect();
    let most =
        rows.iter().filter_map(|row| row.measured(name)).map(high).fold(0.0_f64, f64::max).max(f64::MIN_POSITIVE);
    let height = BAR * rows.len() as f64 + 8.0;
    let x = |value: f64| LEFT + value / most * (WIDTH - LEFT - 70.0);
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(name) {
            @for (at, row) in rows.iter().enumerate() {
                @let y = BAR * at as f64 + 6.0;
                @let indent = if row.group.is_some() { 14.0 } else { 0.0 };
                text x=(indent) y=(y + 15.0) { (title(row)) }
                @if let Some(figure) = row.measured(name) {
                    rect class=(if row.rung.is_some() { "ours" } else { "base" }) x=(LEFT) y=(y) height="20" rx="3"
                        width=(round(x(figure.value) - LEFT)) {}
                    @if let Some(interval) = figure.interval {
                        line x1=(round(x(interval.low))) x2=(round(x(interval.high))) y1=(y + 10.0) y2=(y + 10.0) {}
                    }
                    text.value x=(round(x(high(figure)) + 8.0)) y=(y + 15.0) { (format!("{:.3}", figure.value)) }
                }
            }
        }
    }
}

/// A point for each way: one figure against another.
pub(super) fn points(report: &Report, across: &str, up: &str) -> Markup {
    let found = report.everybody().filter_map(|row| Some((row, row.figure(across)?, row.figure(up)?)));
    let found: Vec<(&Row, f64, f64)> = found.collect();
    let most = |of: fn(&(&Row, f64, f64)) -> f64| found.iter().map(of).fold(f64::MIN_POSITIVE, f64::max) * 1.1;
    let (widest, highest) = (most(|f| f.1), most(|f| f.2));
    let x = |value: f64| round(50.0 + value / widest * (WIDTH - 150.0));
    let y = |value: f64| round(FIELD - 30.0 - value / highest * (FIELD - 50.0));
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (FIELD) } role="img" aria-label={ (up) " against " (across) } {
            line.axis x1="50" y1=(FIELD - 30.0) x2=(WIDTH - 40.0) y2=(FIELD - 30.0) {}
            line.axis x1="50" y1="10" x2="50" y2=(FIELD - 30.0) {}
            text x=(WIDTH - 150.0) y=(FIELD - 10.0) { (across) " \u{2192}" }
            text x="56" y="18" { "\u{2191} " (up) }
            @for (row, right, above) in &found {
                circle class=(if row.rung.is_some() { "ours" } else { "base" }) cx=(x(*right)) cy=(y(*above)) r="6" {}
                text x=(x(*right) + 10.0) y=(y(*above) + 5.0) { (title(row)) }
            }
        }
    }
}

pub(super) fn title(row: &Row) -> String {
    row.group.as_ref().map_or_else(|| row.name.clone(), |group| format!("{group} ({})", row.people))
}

fn high(figure: &app::eval::Figure) -> f64 {
    figure.interval.map_or(figure.value, |interval| interval.high)
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
