//! Charts of a measurement, drawn here as SVG: no script, nothing fetched.

use app::eval::{Along, Curve, Figure, Point, Report, Row};
use maud::{Markup, html};

/// Width of a chart, in its own units: about that of a phone, so that words on it can be read there.
const WIDTH: f64 = 420.0;
/// Room for names on the left.
const LEFT: f64 = 112.0;
/// Height of one bar with its gap.
const BAR: f64 = 30.0;
/// Side of the field of points.
const FIELD: f64 = 320.0;
/// Height of a line of words.
const LINE: f64 = 15.0;
/// How far to the right the name of a point may reach.
const NAME: f64 = 96.0;
/// The row of the rung that stays on the device: the server has no rung for it.
const DEVICE: &str = "device";

/// A bar for each row, with a line where 95 of 100 such figures lie.
pub(super) fn bars(report: &Report, name: &str) -> Markup {
    // A group that everybody is in says nothing that the row above does not.
    let says = |row: &&Row| row.figure(name).is_some() && (row.group.is_none() || row.people < report.subjects);
    let rows: Vec<&Row> = report.rows.iter().filter(says).collect();
    let most =
        rows.iter().filter_map(|row| row.measured(name)).map(high).fold(0.0_f64, f64::max).max(f64::MIN_POSITIVE);
    let height = BAR * rows.len() as f64 + 8.0;
    let x = |value: f64| LEFT + value / most * (WIDTH - LEFT - 56.0);
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(name) {
            @for (at, row) in rows.iter().enumerate() {
                @let y = BAR * at as f64 + 6.0;
                @let indent = if row.group.is_some() { 14.0 } else { 0.0 };
                text x=(indent) y=(y + 15.0) { (title(row)) }
                @if let Some(figure) = row.measured(name) {
                    rect class=(class(row)) x=(LEFT) y=(y) height="20" rx="3"
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
    let x = |value: f64| round(20.0 + value / widest * (WIDTH - 130.0));
    let y = |value: f64| round(FIELD - 30.0 - value / highest * (FIELD - 50.0));
    let places: Vec<(f64, f64)> = found.iter().map(|(_, right, above)| (x(*right), y(*above))).collect();
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (FIELD) } role="img" aria-label={ (up) " against " (across) } {
            line.axis x1="20" y1=(FIELD - 30.0) x2=(WIDTH - 20.0) y2=(FIELD - 30.0) {}
            line.axis x1="20" y1="10" x2="20" y2=(FIELD - 30.0) {}
            text x=(WIDTH - 130.0) y=(FIELD - 10.0) { (across) " \u{2192}" }
            text x="26" y="18" { "\u{2191} " (up) }
            @for ((row, right, above), name) in found.iter().zip(apart(&places)) {
                circle class=(class(row)) cx=(x(*right)) cy=(y(*above)) r="6" {}
                text x=(x(*right) + 10.0) y=(name + 5.0) { (title(row)) }
            }
        }
    }
}

/// A line through the points of a curve for each figure, evenly spaced, with a line where 95 of 100 such figures lie.
pub(super) fn curve(curve: &Curve, figures: [&str; 2]) -> Markup {
    let all = curve.points.iter().flat_map(|point| figures.map(|name| point.measured(name)));
    let most = all.flatten().map(high).fold(f64::MIN_POSITIVE, f64::max) * 1.1;
    let x = |at: usize| round(40.0 + (at as f64 + 0.5) / curve.points.len().max(1) as f64 * (WIDTH - 60.0));
    let y = |value: f64| round(FIELD - 50.0 - value / most * (FIELD - 80.0));
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (FIELD) } role="img" aria-label={ (figures[0]) " and " (figures[1]) ", " (curve.along.says()) } {
            line.axis x1="30" y1=(y(0.0)) x2=(WIDTH - 10.0) y2=(y(0.0)) {}
            text x="30" y="16" { (figures[0]) " (full line) and " (figures[1]) " (broken)" }
            text x="30" y=(FIELD - 8.0) { (curve.along.says()) " \u{2192}" }
            @for (at, point) in curve.points.iter().enumerate() {
                text.middle x=(x(at)) y=(FIELD - 30.0) { (tick(curve.along, point)) }
            }
            @for (class, name) in ["ours", "base"].into_iter().zip(figures) {
                @let found = measured(curve, name);
                polyline class=(class) points=(found.iter().map(|(at, f)| format!("{},{}", x(*at), y(f.value))).collect::<Vec<_>>().join(" ")) {}
                @for (at, figure) in &found {
                    @if let Some(interval) = figure.interval {
                        line x1=(x(*at)) x2=(x(*at)) y1=(y(interval.low)) y2=(y(interval.high)) {}
                    }
                    circle class=(class) cx=(x(*at)) cy=(y(figure.value)) r="4" {}
                    // The broken line's figures stand below it, so that two that are alike can both be read.
                    @let above = if class == "ours" { y(high(figure)) - 6.0 } else { y(low(figure)) + LINE };
                    text.value.middle x=(x(*at)) y=(above) { (format!("{:.3}", figure.value)) }
                }
            }
        }
    }
}

fn measured<'c>(curve: &'c Curve, name: &str) -> Vec<(usize, &'c Figure)> {
    curve.points.iter().enumerate().filter_map(|(at, point)| Some((at, point.measured(name)?))).collect()
}

fn tick(along: Along, point: &Point) -> String {
    match along {
        Along::Data | Along::Teach => format!("{:.0} %", point.at * 100.0),
        Along::PeopleMin | Along::Variety => point.at.to_string(),
    }
}

pub(super) fn title(row: &Row) -> String {
    row.group.as_ref().map_or_else(|| row.name.clone(), |group| format!("{group} ({})", row.people))
}

fn high(figure: &app::eval::Figure) -> f64 {
    figure.interval.map_or(figure.value, |interval| interval.high)
}

fn low(figure: &app::eval::Figure) -> f64 {
    figure.interval.map_or(figure.value, |interval| interval.low)
}

/// Whether it is a rung of ours, or something to compare it with.
fn class(row: &Row) -> &'static str {
    if row.rung.is_some() || row.name == DEVICE { "ours" } else { "base" }
}

/// How high the name beside each point stands: at its point, or above the names that are there already.
fn apart(places: &[(f64, f64)]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*b].1.total_cmp(&places[*a].1));
    let mut names: Vec<f64> = places.iter().map(|(_, y)| *y).collect();
    let mut done: Vec<usize> = Vec::new();
    for at in order {
        let near = |other: &&usize| (places[**other].0 - places[at].0).abs() < NAME;
        for other in done.iter().filter(near) {
            if (names[at] - names[*other]).abs() < LINE {
                names[at] = round(names[*other] - LINE);
            }
        }
        done.push(at);
    }
    names
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_points_that_lie_together_stand_one_above_the_other_and_others_at_their_points() {
        let places = [(100.0, 200.0), (101.0, 200.0), (102.0, 199.0), (300.0, 200.0), (100.0, 50.0)];
        assert_eq!(apart(&places), [200.0, 185.0, 170.0, 200.0, 50.0]);
        assert_eq!(apart(&[]), Vec::<f64>::new());
    }
}
