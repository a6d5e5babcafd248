//! What was measured, as JSON for scripts and as a table for people.

use crate::Trained;
use domain::Rung;
use serde_json::{Map, Value, json};
use std::fmt;

/// The figures that the table shows.
const SHOWN: [&str; 9] = [
    "recall@10",
    "recall@20",
    "recall@50",
    "ndcg@10",
    "ndcg@20",
    "ndcg@100",
    "new_recall@20",
    "new_ndcg@20",
    "coverage@20",
];
/// Characters between two columns.
const GAP: usize = 2;

/// What was measured.
#[derive(Clone, Debug)]
pub struct Report {
    /// The baselines, then the rungs from the lowest.
    pub rows: Vec<Row>,
    /// How many people's next basket was to be foretold.
    pub subjects: usize,
    /// The model that answered.
    pub trained: Trained,
}

/// One way to recommend.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// The rung of the ladder; `None` for a baseline.
    pub rung: Option<Rung>,
    /// Figures by name, 0 to 1.
    pub figures: Vec<(String, f64)>,
}

impl Row {
    /// A figure by name.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.figures.iter().find(|(known, _)| known == name).map(|(_, figure)| *figure)
    }

    fn json(&self) -> Value {
        let mut row = Map::new();
        row.insert("name".to_owned(), json!(self.name));
        row.insert("rung".to_owned(), json!(self.rung.map(Rung::as_str)));
        row.extend(self.figures.iter().map(|(name, figure)| (name.clone(), json!(figure))));
        Value::Object(row)
    }
}

impl Report {
    /// `{"rows": [{"name", "rung", "recall@20", ..}], "subjects": n}`.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({ "rows": self.rows.iter().map(Row::json).collect::<Vec<_>>(), "subjects": self.subjects })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cell = |name: &str, text: String| format!("{text:>width$}", width = name.len() + GAP);
        let header = SHOWN.map(|name| cell(name, name.to_owned())).concat();
        writeln!(f, "{:<12}{header}", "")?;
        for row in &self.rows {
            let cells = SHOWN.map(|name| {
                cell(name, row.figure(name).map_or_else(|| "-".to_owned(), |figure| format!("{figure:.4}")))
            });
            writeln!(f, "{:<12}{}", row.name, cells.concat())?;
        }
        write!(f, "{} people with a basket to foretell, {} who taught", self.subjects, self.trained.people)
    }
}
