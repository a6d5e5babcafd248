//! What was measured, as JSON for scripts and as a table for people.

use super::figures::Figure;
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
/// Characters between two columns.
const GAP: usize = 2;
/// Characters of the first column.
const NAME_CHARS: usize = 22;

/// What was measured.
#[derive(Clone, Debug)]
pub struct Report {
    /// The baselines, then the rungs from the lowest, each followed by its groups.
    pub rows: Vec<Row>,
    /// How many people's next basket was to be foretold.
    pub subjects: usize,
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
        row.extend(self.figures.iter().map(|figure| (figure.name.clone(), json!(figure.value))));
        let interval =
            |figure: &Figure| Some((figure.name.clone(), json!([figure.interval?.low, figure.interval?.high])));
        let intervals: Map<_, _> = self.figures.iter().filter_map(interval).collect();
        row.insert("intervals".to_owned(), Value::Object(intervals));
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

    /// `{"rows": [{"name", "rung", "group", "people", "recall@20", .., "intervals"}], "subjects": n}`.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({ "rows": self.rows.iter().map(Row::json).collect::<Vec<_>>(), "subjects": self.subjects })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = |name: &str, text: String| format!("{text:>width$}", width = name.len() + GAP);
        let header = SHOWN.map(|name| cell(name, name.to_owned())).concat();
        writeln!(f, "{:<NAME_CHARS$}{header}", "")?;
        for row in &self.rows {
            let cells = SHOWN.map(|name| {
                cell(name, row.figure(name).map_or_else(|| "-".to_owned(), |figure| format!("{figure:.4}")))
            });
            writeln!(f, "{:<NAME_CHARS$}{}", row.title(), cells.concat())?;
        }
        write!(f, "{} people with something to foretell, {} who taught", self.subjects, self.trained.people)
    }
}
