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
    [("events", "#454098"), ("train", "#b5532d"), ("catalog", "#3a7d5c"), ("simulate", "#8a8a9e")];

/// What is less is drawn as so much.
const LEAST: f64 = 0.01;
/// How far names are apart.
const NAME_HEIGHT: f64 = 14.0;

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

/// Where values stand on a picture.
struct Frame {
    /// The powers of ten at the ends: left, right, below, above.
    ends: [f64; 4],
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        let [left, right, ..] = self.ends;
        ROOM[0] + (value.log10() - left) / (right - left) * (WIDTH - ROOM[0] - ROOM[1])
    }

    fn y(&self, value: f64) -> f64 {
        let [.., low, high] = self.ends;
        HEIGHT - ROOM[3] - (value.max(LEAST).log10() - low) / (high - low) * (HEIGHT - ROOM[2] - ROOM[3])
    }

    /// Lines at the powers of ten, each with its name.
    fn axes(&self, chart: &Chart, svg: &mut String) {
        let [left, right, low, high] = self.ends;
        let (above, below, beside) = (ROOM[2], HEIGHT - ROOM[3], WIDTH - ROOM[1]);
        for power in left as i32..=right as i32 {
            let (at, name) = (self.x(10_f64.powi(power)), short(power));
            let _ = writeln!(
                svg,
                "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{above}\" y2=\"{below}\" stroke=\"#e3e3ec\"/>\
                 <text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{name}</text>",
                below + 16.0
            );
        }
        for power in low as i32..=high as i32 {
            let (at, name) = (self.y(10_f64.powi(power)), short(power));
            let _ = writeln!(
                svg,
                "<line x1=\"{}\" x2=\"{beside}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#e3e3ec\"/>\
                 <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{name} {}</text>",
                ROOM[0],
                ROOM[0] - 6.0,
                at + 4.0,
                chart.up
            );
        }
        let _ =
            writeln!(svg, "<text x=\"{beside}\" y=\"{}\" text-anchor=\"end\">{}</text>", HEIGHT - 6.0, chart.across);
    }

    /// The points of one step, joined, and its name beside the last, below the names that are there already.
    fn curve(&self, (name, colour): (&str, &str), points: &[(f64, f64)], named: &mut Vec<f64>, svg: &mut String) {
        let path: Vec<String> = points.iter().map(|(a, b)| format!("{:.1},{:.1}", self.x(*a), self.y(*b))).collect();
        let line = path.join(" ");
        let _ = writeln!(svg, "<polyline points=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
        for (a, b) in points {
            let (x, y) = (self.x(*a), self.y(*b));
            let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{colour}\"/>");
        }
        let Some((a, b)) = points.last() else { return };
        let (x, mut y) = (self.x(*a) + 8.0, self.y(*b) + 4.0);
        while let Some(near) = named.iter().find(|at| (**at - y).abs() < NAME_HEIGHT) {
            y = near + NAME_HEIGHT;
        }
        named.push(y);
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{colour}\">{name} {}</text>", amount(*b));
    }
}

/// The powers of ten around some values.
fn around(values: impl Iterator<Item = f64> + Clone) -> [f64; 2] {
    let low = values.clone().fold(f64::INFINITY, f64::min).max(LEAST).log10().floor();
    [low, values.fold(LEAST, f64::max).log10().ceil().max(low + 1.0)]
}

fn picture(chart: &Chart, lines: &[&Line]) -> String {
    let drawn = lines.iter().filter(|line| STEPS.iter().any(|(name, _)| *name == line.step));
    let [left, right] = around(drawn.clone().map(|line| line.size[chart.by]));
    let [low, high] = around(drawn.clone().map(|line| (chart.of)(line)));
    let frame = Frame { ends: [left, right, low, high] };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"system-ui,sans-serif\" \
         font-size=\"12\" fill=\"#5c5c70\"><title>{0}</title><rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\
         <text x=\"{1}\" y=\"18\" font-size=\"14\" fill=\"#1d1d28\">{0}</text>\n",
        chart.title, ROOM[0]
    );
    frame.axes(chart, &mut svg);
    let mut named = Vec::new();
    for step in STEPS {
        let of_step = drawn.clone().filter(|line| line.step == step.0);
        let mut points: Vec<(f64, f64)> = of_step.map(|line| (line.size[chart.by], (chart.of)(line))).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        frame.curve(step, &points, &mut named, &mut svg);
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
