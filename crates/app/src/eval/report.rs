//! What was measured, as JSON for scripts and as a table for people.

use super::curve::{Curve, Point};
use super::figures::Figure;
use super::interval::Interval;
use crate::Trained;
use domain::Rung;
use serde_json::{Map, Value, json};
use std::fmt;

/// The figures that the table shows.
const SHOWN: [&str; 11] = [
    "recall@10",
    "recall@20",
    "recall@50",
    "ndcg@10",
    "ndcg@20",
    "ndcg@100",
    "hit@10",
    "mrr@20",
    "new_recall@20",
    "new_ndcg@20",
    "coverage@20",
];
/// The figures that the table of a curve shows.
const SHOWN_OF_CURVE: [&str; 5] = ["ndcg@20", "recall@20", "new_ndcg@20", "distance@20", "coverage@20"];
/// Characters between two columns.
const GAP: usize = 2;
/// Characters of the first column.
const NAME_CHARS: usize = 22;

/// What was measured.
#[derive(Clone, Debug)]
pub struct Report {
    /// The baselines, then the rungs from the lowest, each followed by its groups, and what was measured beside them.
    pub rows: Vec<Row>,
    /// By how much the row `beside` is better than `personal`, person by person; where other weights were measured.
    pub beside: Option<Figure>,
    /// How many people's next basket was to be foretold.
    pub subjects: usize,
    /// Whether what was to be foretold has no moment, so that the shop was told no times.
    pub timeless: bool,
    /// The curves, where they were wanted.
    pub curves: Vec<Curve>,
    /// The model that answered.
    pub trained: Trained,
}

/// One way to recommend, for everybody or for a group.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// The rung of the ladder; `None` for a baseline.
    pub rung: Option<Rung>,
    /// The group; `None` is everybody.
    pub group: Option<String>,
    /// How many people.
    pub people: usize,
    /// What was measured.
    pub figures: Vec<Figure>,
}

impl Row {
    /// A figure by name.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.measured(name).map(|figure| figure.value)
    }

    /// A figure with its interval, by name.
    #[must_use]
    pub fn measured(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }

    fn json(&self) -> Value {
        let mut row = Map::new();
        row.insert("name".to_owned(), json!(self.name));
        row.insert("rung".to_owned(), json!(self.rung.map(Rung::as_str)));
        row.insert("group".to_owned(), json!(self.group));
        row.insert("people".to_owned(), json!(self.people));
        row.extend(values(&self.figures));
        Value::Object(row)
    }

    fn title(&self) -> String {
        self.group.as_ref().map_or_else(|| self.name.clone(), |group| format!("  {group} ({})", self.people))
    }
}

impl Report {
    /// The rows for everybody, without those of groups.
    pub fn everybody(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.group.is_none())
    }

    /// `{"rows": [{"name", "rung", "group", "people", "recall@20", .., "intervals"}], "subjects": n, "timeless": false,
    /// "chosen": ["ridge: .."], "curves": {"teach": [{"at", "taught", "recall@20", .., "intervals"}]},
    /// "beside": {"ndcg@20", "intervals"}}`; `curves` and `beside` only where they were wanted.
    #[must_use]
    pub fn json(&self) -> Value {
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        let chosen = &self.trained.chosen;
        let mut json = json!({ "rows": rows, "subjects": self.subjects, "timeless": self.timeless, "chosen": chosen });
        let curve = |curve: &Curve| {
            let points: Vec<Value> = curve.points.iter().map(point).collect();
            (curve.along.as_str().to_owned(), json!(points))
        };
        if let (false, Some(map)) = (self.curves.is_empty(), json.as_object_mut()) {
            map.insert("curves".to_owned(), Value::Object(self.curves.iter().map(curve).collect()));
        }
        if let (Some(beside), Some(map)) = (&self.beside, json.as_object_mut()) {
            map.insert("beside".to_owned(), Value::Object(values(std::slice::from_ref(beside))));
        }
        json
    }

    /// By how much other weights are better, in a line.
    #[must_use]
    pub fn beside_says(&self) -> Option<String> {
        let Figure { name, value, interval } = self.beside.as_ref()?;
        let reach = |ends: &Interval| format!(" (95 of 100 means: {} to {})", shown(ends.low), shown(ends.high));
        let reach = interval.as_ref().map(reach).unwrap_or_default();
        Some(format!("{name} of beside less that of personal, person by person: {}{reach}", shown(*value)))
    }
}

fn point(point: &Point) -> Value {
    let mut map = Map::new();
    map.insert("at".to_owned(), json!(point.at));
    map.insert("taught".to_owned(), json!(point.taught));
    map.extend(values(&point.figures));
    Value::Object(map)
}

/// Each figure by its name, and `intervals`.
fn values(figures: &[Figure]) -> Map<String, Value> {
    let interval = |figure: &Figure| Some((figure.name.clone(), json!([figure.interval?.low, figure.interval?.high])));
    let intervals: Map<_, _> = figures.iter().filter_map(interval).collect();
    let mut map: Map<_, _> = figures.iter().map(|figure| (figure.name.clone(), json!(figure.value))).collect();
    map.insert("intervals".to_owned(), Value::Object(intervals));
    map
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = |name: &str, text: String| format!("{text:>width$}", width = name.len() + GAP);
        let header = SHOWN.map(|name| cell(name, name.to_owned())).concat();
        writeln!(f, "{:<NAME_CHARS$}{header}", "")?;
        for row in &self.rows {
            let cells = SHOWN.map(|name| cell(name, row.figure(name).map_or_else(|| "-".to_owned(), shown)));
            writeln!(f, "{:<NAME_CHARS$}{}", row.title(), cells.concat())?;
        }
        write!(f, "{} people with something to foretell, {} who taught", self.subjects, self.trained.people)?;
        if self.timeless {
            f.write_str("\nwhat is to be foretold was drawn from all of each history, so the shop was told no times")?;
        }
        if let Some(beside) = self.beside_says() {
            write!(f, "\n{beside}")?;
        }
        self.curves.iter().try_for_each(|curve| write_curve(f, curve))
    }
}

fn write_curve(f: &mut fmt::Formatter<'_>, curve: &Curve) -> fmt::Result {
    let header = SHOWN_OF_CURVE.map(|name| format!("{name:>13}")).concat();
    write!(f, "\n\n{:<36}{:>9}{header}", curve.along.says(), "taught")?;
    for point in &curve.points {
        let cell = |name: &str| point.measured(name).map_or_else(|| "-".to_owned(), |figure| shown(figure.value));
        let cells = SHOWN_OF_CURVE.map(|name| format!("{:>13}", cell(name))).concat();
        write!(f, "\n{:<36}{:>9}{cells}", point.at, point.taught)?;
    }
    Ok(())
}

/// With four digits; a zero has no sign.
fn shown(figure: f64) -> String {
    let text = format!("{figure:.4}");
    if text == "-0.0000" { text.trim_start_matches('-').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_less_than_nothing() {
        let check = |figure: f64, expected: &str| assert_eq!(shown(figure), expected);
        check(-0.0, "0.0000");
        check(-0.000_01, "0.0000");
        check(-0.000_06, "-0.0001");
        check(0.25, "0.2500");
    }
}
