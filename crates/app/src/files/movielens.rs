//! MovieLens: ratings and movies of the 100K, 1M and latest data sets.
//!
//! The files about the raters themselves (`u.user`, `users.dat`: age, gender, occupation, postcode) are never opened.

use super::bad::{BadReason, FileError};
use super::cell::{Cell, Named, tenths};
use super::done::Done;
use super::source::Source;
use super::table::{Layout, Table, Wanted};
use super::{Part, Reading, Row};
use domain::{Item, Verb};
use std::path::Path;

/// The names of the files, movies before ratings.
const FILES: [&str; 6] = ["u.item", "movies.dat", "movies.csv", "u.data", "ratings.dat", "ratings.csv"];

const U_DATA: Layout = Layout { separator: "\t", fields: 4, columns: "user item rating unix_time" };
const RATINGS_DAT: Layout = Layout { separator: "::", fields: 4, columns: "user movie rating unix_time" };
const MOVIES_DAT: Layout = Layout { separator: "::", fields: 3, columns: "movie title genres" };
const U_ITEM: Layout = Layout {
    separator: "|",
    fields: 5 + GENRES.len(),
    columns: "movie title release video_release link and 19 genres",
};

/// The genres of the 100K data set, in the order of its flags.
const GENRES: [&str; 19] = [
    "unknown",
    "Action",
    "Adventure",
    "Animation",
    "Children's",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Fantasy",
    "Film-Noir",
    "Horror",
    "Musical",
    "Mystery",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
    "Western",
];
/// What stands in place of a genre where there is none.
const NO_GENRE: [&str; 2] = ["unknown", "(no genres listed)"];

/// The files of a directory, or the one file.
pub(super) fn parts(path: &Path) -> Result<Vec<Part>, FileError> {
    if !path.exists() {
        return Err(FileError::unreadable(path, std::io::ErrorKind::NotFound.into()));
    }
    let files: Vec<_> = match path.is_dir() {
        true => FILES.iter().map(|name| path.join(name)).filter(|file| file.is_file()).collect(),
        false => vec![path.to_path_buf()],
    };
    if files.is_empty() {
        return Err(FileError::NotMovieLens(path.to_path_buf()));
    }
    files.iter().map(|file| part(file)).collect()
}

fn part(path: &Path) -> Result<Part, FileError> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase());
    let (table, source) = match name.as_deref() {
        Some("u.data") => (Table::with_places(path, U_DATA)?, Source::Ratings),
        Some("ratings.dat") => (Table::with_places(path, RATINGS_DAT)?, Source::Ratings),
        Some("ratings.csv") => (Table::with_names(path, &rating_columns())?, Source::Ratings),
        Some("u.item") => (Table::with_places(path, U_ITEM)?, Source::FlaggedMovies),
        Some("movies.dat") => (Table::with_places(path, MOVIES_DAT)?, Source::Movies),
        Some("movies.csv") => (Table::with_names(path, &movie_columns())?, Source::Movies),
        _ => return Err(FileError::NotMovieLens(path.to_path_buf())),
    };
    Ok(Part { path: path.to_path_buf(), table, source })
}

fn rating_columns() -> Vec<Wanted> {
    [("subject", "userId"), ("item", "movieId"), ("rating", "rating"), ("time", "timestamp")]
        .map(|(role, name)| Wanted::new(role, &[name], true))
        .into()
}

fn movie_columns() -> Vec<Wanted> {
    [("item", "movieId"), ("title", "title"), ("category", "genres")]
        .map(|(role, name)| Wanted::new(role, &[name], true))
        .into()
}

/// `user movie rating time`: a rating at a moment happens once, however often it is written down.
pub(super) fn rating(cells: &[Cell], reading: &mut Reading) -> Result<Row, BadReason> {
    let [subject, item, stars, time] = cells else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: U_DATA.fields });
    };
    let subject = Named("subject", subject).subject()?;
    let item = Named("item", item).item()?;
    let stars = Named("rating", stars).number()?.ok_or(BadReason::Missing("rating"))?;
    let at = Named("time", time).time(reading.now)?;
    let (verb, tenths) = (Verb::Rating, Some(tenths(stars)?));
    Done { item, verb, at, quantity: 1, tenths, basket: None }.unnumbered(subject, reading)
}

/// `movie title genres`.
pub(super) fn movie(cells: &[Cell]) -> Result<Row, BadReason> {
    let [id, title, genres] = cells else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: MOVIES_DAT.fields });
    };
    item(id, title, Named("category", genres).parts(&['|'])?)
}

/// `movie title .. flags`, one flag for each genre.
pub(super) fn flagged_movie(cells: &[Cell]) -> Result<Row, BadReason> {
    let [id, title, _, _, _, flags @ ..] = cells else {
        return Err(BadReason::FieldCount { found: cells.len(), expected: U_ITEM.fields });
    };
    let set = |flag: &&Cell| **flag == Cell::Text("1".to_owned());
    let genres = flags.iter().zip(GENRES).filter(|(flag, _)| set(flag)).map(|(_, genre)| genre.to_owned());
    item(id, title, genres.collect())
}

fn item(id: &Cell, title: &Cell, mut category: Vec<String>) -> Result<Row, BadReason> {
    category.retain(|genre| !NO_GENRE.contains(&genre.as_str()));
    let id = Named("item", id).item()?;
    let title = Named("title", title).title()?.ok_or(BadReason::Missing("title"))?;
    Ok(Row::Item(Item { category, ..Item::named(id, title) }))
}
