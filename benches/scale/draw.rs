//! The curves: cost against size, both in powers of ten, as SVG without a script.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 360.0;
/// Room for the axes: left, right, above, below.
const ROOM: [f64; 4] = [64.0, 120.0, 28.0, 40.0];
/// People, items and events of the shop of which one number grows.
const USUAL: [f64; 3] = [10_000.0, 10_000.0, 200_000.0];
/// The steps that are drawn, each in its colour.
const STEPS: [(&str, &str); 4] =
    [("simulate", "#8a8a9e"), ("catalog", "#3a7d5c"), ("events", "#454098"), ("train", "#b5532d")];

/// One measurement.
struct Line {
    /// People, items, events.
    size: [f64; 3],
    step: String,
    cpu: f64,
    peak: f64,
}

/// What one chart shows.
struct Chart {
    file: &'static str,
    title: &'static str,
    across: &'static str,
    up: &'static str,
    /// Which of the sizes grows.
    by: usize,
    of: fn(&Line) -> f64,
}

const CHARTS: [Chart; 4] = [
    Chart {
        file: "events-time.svg",
        title: "Processor seconds as events grow",
        across: "events",
        up: "s",
        by: 2,
        of: |l| l.cpu,
    },
    Chart {
        file: "events-memory.svg",
        title: "Peak memory as events grow",
        across: "events",
        up: "MiB",
        by: 2,
        of: |l| l.peak,
    },
    Chart {
        file: "items-time.svg",
        title: "Processor seconds as items grow",
        across: "items",
        up: "s",
        by: 1,
        of: |l| l.cpu,
    },
    Chart {
        file: "subjects-time.svg",
        title: "Processor seconds as people grow",
        across: "people",
        up: "s",
        by: 0,
        of: |l| l.cpu,
    },
];

pub(crate) fn draw(table: &Path, out: &Path) {
    let text = fs::read_to_string(table).unwrap();
    let lines: Vec<Line> = text.lines().filter_map(read).collect();
    fs::create_dir_all(out).unwrap();
    for chart in CHARTS {
        let found = along(&lines, chart.by);
        fs::write(out.join(chart.file), picture(&chart, &found)).unwrap();
    }
}

fn read(line: &str) -> Option<Line> {
    let cells: Vec<&str> = line.split('\t').collect();
    let number = |at: usize| cells.get(at)?.parse::<f64>().ok();
    let size = [number(0)?, number(1)?, number(2)?];
    Some(Line { size, step: (*cells.get(3)?).to_owned(), cpu: number(5)?, peak: number(6)? })
}

/// The lines of a chart: where events grow all that were measured in the proportions of a shop, else those that differ from
/// the most usual size in this one alone.
fn along(lines: &[Line], by: usize) -> Vec<&Line> {
    if by == 2 {
        return lines
            .iter()
            .filter(|line| line.size[2] / line.size[0] == 20.0 && line.size[2] / line.size[1] == 50.0)
            .collect();
    }
    let is_usual = |line: &&Line, at: usize| at == by || line.size[at] == USUAL[at];
    lines.iter().filter(|line| (0..3).all(|at| is_usual(line, at))).collect()
}

fn picture(chart: &Chart, lines: &[&Line]) -> String {
    let ends = |values: Vec<f64>| {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min).max(0.01).log10().floor();
        (low, values.iter().copied().fold(low, f64::max).log10().ceil().max(low + 1.0))
    };
    let drawn: Vec<&&Line> = lines.iter().filter(|line| STEPS.iter().any(|(name, _)| *name == line.step)).collect();
    let (left, right) = ends(drawn.iter().map(|line| line.size[chart.by]).collect());
    let (low, high) = ends(drawn.iter().map(|line| (chart.of)(line)).collect());
    let x = |value: f64| ROOM[0] + (value.log10() - left) / (right - left) * (WIDTH - ROOM[0] - ROOM[1]);
    let y =
        |value: f64| HEIGHT - ROOM[3] - (value.max(0.01).log10() - low) / (high - low) * (HEIGHT - ROOM[2] - ROOM[3]);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"system-ui,sans-serif\" font-size=\"12\" fill=\"#5c5c70\">\
         <title>{0}</title><rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/><text x=\"{1}\" y=\"18\" font-size=\"14\" fill=\"#1d1d28\">{0}</text>",
        chart.title, ROOM[0]
    );
    for power in left as i32..=right as i32 {
        let at = x(10_f64.powi(power));
        let _ = write!(
            svg,
            "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{}\" y2=\"{}\" stroke=\"#e3e3ec\"/><text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            ROOM[2],
            HEIGHT - ROOM[3],
            HEIGHT - ROOM[3] + 16.0,
            short(power)
        );
    }
    for power in low as i32..=high as i32 {
        let at = y(10_f64.powi(power));
        let _ = write!(
            svg,
            "<line x1=\"{}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#e3e3ec\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{} {}</text>",
            ROOM[0],
            WIDTH - ROOM[1],
            ROOM[0] - 6.0,
            at + 4.0,
            short(power),
            chart.up
        );
    }
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
        WIDTH - ROOM[1],
        HEIGHT - 6.0,
        chart.across
    );
    for (name, colour) in STEPS {
        let mut points: Vec<(f64, f64)> =
            lines.iter().filter(|line| line.step == name).map(|line| (line.size[chart.by], (chart.of)(line))).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let path: Vec<String> = points.iter().map(|(a, b)| format!("{:.1},{:.1}", x(*a), y(*b))).collect();
        let _ = write!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            path.join(" ")
        );
        for (a, b) in &points {
            let _ = write!(svg, "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{colour}\"/>", x(*a), y(*b));
        }
        if let Some((a, b)) = points.last() {
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{name} {}</text>",
                x(*a) + 8.0,
                y(*b) + 4.0,
                amount(*b)
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// A power of ten, short.
fn short(power: i32) -> String {
    match power {
        6.. => format!("{} M", 10_i64.pow(power as u32 - 6)),
        3.. => format!("{} k", 10_i64.pow(power as u32 - 3)),
        _ => format!("{}", 10_f64.powi(power)),
    }
}

fn amount(value: f64) -> String {
    if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}
