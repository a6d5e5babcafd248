//! Everything that is held on a person in one file: JSON with its schema, tables, and a page to read it (Art. 15, 20 GDPR).

mod page;
pub mod schema;
mod tables;
#[cfg(test)]
mod tests;
mod zip;

pub use zip::{UNZIPPED_BYTES_MAX, Unzipped, unzip};

use domain::Lang;
use serde_json::Value;

/// The name of the document inside, which `assent import` reads.
pub const DOCUMENT: &str = "data.json";
/// The media type of the file.
pub const MEDIA_TYPE: &str = "application/zip";
/// The name that a browser gives the file.
pub const FILE_NAME: &str = "my-data.zip";

/// The names of its tables, each of which has words of its own.
pub fn table_names() -> Vec<&'static str> {
    tables::TABLES.iter().map(|table| table.name).collect()
}

/// The archive of a document of [`crate::dossier::shown`], as a ZIP file.
#[must_use]
pub fn archive(document: &Value, lang: Lang) -> Vec<u8> {
    let mut zip = zip::Zip::new();
    zip.add("index.html", page::page(document, lang).into_string().as_bytes());
    zip.add(DOCUMENT, &pretty(document));
    zip.add("schema.json", &pretty(&schema::schema()));
    for table in tables::TABLES {
        zip.add(&format!("tables/{}.csv", table.name), table.csv(document).as_bytes());
    }
    zip.finish()
}

// Our own documents have text keys and finite numbers, so there is nothing that could fail to serialise.
fn pretty(document: &Value) -> Vec<u8> {
    serde_json::to_vec_pretty(document).unwrap_or_default()
}
