//! The lists of the document as tables (CSV, RFC 4180): one row for each thing, one column for each field.

use serde_json::Value;

/// One table.
pub struct Table {
    /// The name of the list in the document, and of the file.
    pub name: &'static str,
    /// The fields of each thing, in order. A list of plain values has one column.
    pub columns: &'static [&'static str],
}

/// Every list there is.
pub const TABLES: &[Table] = &[
    Table {
        name: "events",
        columns: &[
            "id",
            "item",
            "verb",
            "category",
            "time",
            "at_arrival",
            "quantity",
            "rating_tenths",
            "basket",
            "ceiling",
            "purposes",
        ],
    },
    Table {
        name: "history",
        columns: &["item", "verb", "time", "quantity", "rating_tenths", "purposes", "channel", "basket_digest"],
    },
    Table {
        name: "statements",
        columns: &[
            "kind",
            "purpose",
            "category",
            "recipient",
            "channel",
            "client_time",
            "received_at",
            "actor",
            "explicit",
            "past_data",
            "overrides_opt_out",
            "notice_current",
            "notice_shown_at",
            "notice_shown",
            "evidence",
        ],
    },
    Table { name: "lapsed", columns: &["statement"] },
    Table { name: "notices", columns: &["key", "version", "shown_at"] },
    Table { name: "identifiers", columns: &["id", "kind", "value", "since", "verified"] },
    Table { name: "merged", columns: &["at", "verified_since", "other_verified_since", "first_statement"] },
    Table { name: "hidden", columns: &["item"] },
    Table {
        name: "veils",
        columns: &["kind", "item", "category", "future", "from", "to", "basket", "since", "contested"],
    },
    Table { name: "interests", columns: &["category", "tag", "seller", "item", "like", "likes", "time", "purposes"] },
    Table { name: "inferences", columns: &["receipt", "at", "purpose", "item", "term", "weight", "from_items"] },
    Table {
        name: "trials",
        columns: &["decision", "of", "name", "version", "cell", "leaning", "chosen", "propensity", "at", "outcome"],
    },
    Table {
        name: "receipts",
        columns: &[
            "id",
            "at",
            "purpose",
            "channel",
            "jurisdictions",
            "policy_version",
            "ledger_head",
            "gates",
            "rung",
            "data_used",
            "reasons",
            "given",
            "drawn",
            "group",
            "beside",
        ],
    },
    Table {
        name: "requests",
        columns: &[
            "id",
            "kind",
            "by",
            "agent",
            "says",
            "about",
            "law",
            "received_at",
            "due_at",
            "may_extend_seconds",
            "may_stop_seconds",
            "clock_stopped_at",
            "stage",
            "closed_at",
            "may_appeal",
            "told",
        ],
    },
    Table {
        name: "recipients",
        columns: &["number", "key", "name", "role", "purposes", "regions", "sub_processors", "removed_at"],
    },
    Table {
        name: "disclosures",
        columns: &[
            "recipient",
            "name",
            "known_as",
            "purpose",
            "what",
            "count",
            "categories",
            "at",
            "message",
            "sha256",
            "policy_version",
            "ledger_head",
        ],
    },
    Table { name: "outbox", columns: &["message", "recipient", "type", "since", "attempts", "next_at", "failed"] },
];

impl Table {
    /// The things of this list in a document.
    pub fn rows<'d>(&self, document: &'d Value) -> &'d [Value] {
        document[self.name].as_array().map_or(&[], Vec::as_slice)
    }

    /// The table of a document.
    pub fn csv(&self, document: &Value) -> String {
        let mut out = self.columns.join(",");
        out.push_str("\r\n");
        for row in self.rows(document) {
            let cells = self.columns.iter().map(|column| match row {
                Value::Object(fields) => fields.get(*column).map_or_else(String::new, cell),
                plain => cell(plain),
            });
            out.push_str(&cells.collect::<Vec<_>>().join(","));
            out.push_str("\r\n");
        }
        out
    }
}

/// A value in one cell: lists of words with blanks between, anything deeper as JSON.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
