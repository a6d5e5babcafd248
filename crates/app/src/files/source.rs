//! From a path to the files behind it, each with the way its rows are read.

use super::bad::{BadReason, FileError};
use super::cell::Cell;
use super::table::Table;
use super::{Format, Options, Part, Reading, Row, catalog, events, movielens, online_retail, split};
use std::path::Path;

/// How the cells of a row become an event or an item.
#[derive(Clone, Copy)]
pub(super) enum Source {
    OnlineRetail,
    Ratings,
    Movies,
    FlaggedMovies,
    /// Events, where the weight counts stars if the file calls it so.
    Events {
        in_stars: bool,
    },
    Catalog,
    SplitEvents,
    SplitItems,
}

impl Source {
    /// Reads one row.
    pub(super) fn row(self, cells: &[Cell], reading: &mut Reading) -> Result<Row, BadReason> {
        match self {
            Self::OnlineRetail => online_retail::row(cells, reading),
            Self::Ratings => movielens::rating(cells, reading),
            Self::Movies => movielens::movie(cells),
            Self::FlaggedMovies => movielens::flagged_movie(cells),
            Self::Events { in_stars } => events::row(cells, in_stars, reading),
            Self::Catalog => catalog::row(cells, reading),
            Self::SplitEvents => split::event(cells, reading),
            Self::SplitItems => split::item(cells, reading),
        }
    }
}

/// Opens what stands at `path`: one file, or the files of a MovieLens directory.
pub(super) fn parts(format: Format, path: &Path, options: &Options) -> Result<Vec<Part>, FileError> {
    let named = |wanted: &[_]| Table::with_names(path, wanted);
    let (table, source) = match format {
        Format::MovieLens => return movielens::parts(path),
        Format::OnlineRetail => (named(&online_retail::wanted())?, Source::OnlineRetail),
        Format::Catalog => (named(&catalog::wanted())?, Source::Catalog),
        Format::SplitEvents => (Table::with_places(path, split::EVENTS)?, Source::SplitEvents),
        Format::SplitItems => (Table::with_places(path, split::ITEMS)?, Source::SplitItems),
        Format::Events => {
            let table = named(&events::wanted(&options.columns))?;
            let in_stars = events::is_in_stars(&table);
            (table, Source::Events { in_stars })
        }
    };
    Ok(vec![Part { path: path.to_path_buf(), table, source }])
}
