//! Parquet: flat columns and lists of text, row by row; only the columns asked for are read.

use super::{Columns, FileError, Stop, Wanted};
use crate::files::cell::Cell;
use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, ListAccessor, Row, reader::RowIter};
use parquet::schema::types::Type;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Such a file.
pub(in crate::files) struct Parquet {
    path: PathBuf,
    rows: RowIter<'static>,
    columns: Columns,
    /// For each wanted column, where it stands in a row that was read, and its unit.
    places: Vec<Option<(usize, Unit)>>,
    read: u64,
    rows_total: u64,
    bytes: u64,
    failed: bool,
}

/// What a whole number of the column means.
#[derive(Clone, Copy)]
enum Unit {
    Plain,
    /// Nanoseconds since 1970, which the row reader does not tell from plain numbers.
    Nanos,
}

const NANOS: i64 = 1_000_000_000;
const MICROS: i64 = 1_000_000;
const MILLIS: i64 = 1_000;

impl Parquet {
    pub(super) fn open(path: &Path, file: File, wanted: &[Wanted]) -> Result<Self, FileError> {
        let bytes = file.metadata().map_err(|e| FileError::unreadable(path, e))?.len();
        let damaged = |_| FileError::Damaged(path.to_path_buf());
        let reader = caught(|| SerializedFileReader::new(file)).map_err(damaged)?;
        let meta = reader.metadata().file_metadata();
        let rows_total = u64::try_from(meta.num_rows()).unwrap_or(0);
        let schema = meta.schema_descr().root_schema_ptr();
        let names = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
        let columns = Columns::find(path, wanted, names)?;
        let (kept, places) = projection(path, &schema, &columns)?;
        let rows = RowIter::from_file_into(Box::new(reader)).project(Some(kept)).map_err(damaged)?;
        let path = path.to_path_buf();
        Ok(Self { path, rows, columns, places, read: 0, rows_total, bytes, failed: false })
    }

    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Option<Result<(), Stop>> {
        if self.failed {
            return None;
        }
        match caught(|| self.rows.next().transpose()).transpose() {
            Some(Ok(row)) => {
                self.read += 1;
                self.split(row, cells);
                Some(Ok(()))
            }
            None if self.read == self.rows_total => None,
            _ => {
                self.failed = true;
                Some(Err(FileError::Damaged(self.path.clone()).into()))
            }
        }
    }

    fn split(&self, row: Row, cells: &mut Vec<Cell>) {
        let mut fields = row.into_columns();
        let take = |place: &Option<(usize, Unit)>| match place.map(|(at, unit)| (fields.get_mut(at), unit)) {
            Some((Some((_, field)), unit)) => cell(std::mem::replace(field, Field::Null), unit),
            _ => Cell::Missing,
        };
        cells.extend(self.places.iter().map(take));
    }

    /// Bytes as far as the rows read stand for them.
    pub(super) fn progress(&self) -> (u64, u64) {
        let share = self.read as f64 / self.rows_total.max(1) as f64;
        ((self.bytes as f64 * share) as u64, self.bytes)
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows_total
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }
}

/// Runs a step of the library, which panics on some damaged files where it should return an error. Behind a panic the
/// reader is not used again, so a half-done step harms nothing.
fn caught<T>(step: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    let damaged = |_| ParquetError::General("panicked on a damaged file".to_owned());
    catch_unwind(AssertUnwindSafe(step)).unwrap_or_else(|panic| Err(damaged(panic)))
}

type Places = Vec<Option<(usize, Unit)>>;

/// The part of the schema to read, and where each wanted column stands in it.
fn projection(path: &Path, schema: &Type, columns: &Columns) -> Result<(Type, Places), FileError> {
    let mut kept: Vec<usize> = columns.places.iter().flatten().copied().collect();
    kept.sort_unstable();
    kept.dedup();
    let fields: Vec<Arc<Type>> = kept.iter().map(|at| schema.get_fields()[*at].clone()).collect();
    let mut units = Vec::new();
    for field in &fields {
        let column = || field.name().to_owned();
        let unknown = || FileError::ColumnType { path: path.to_path_buf(), column: column() };
        units.push(unit(field).ok_or_else(unknown)?);
    }
    let place = |at: usize| kept.binary_search(&at).ok().map(|place| (place, units[place]));
    let places = columns.places.iter().map(|at| at.and_then(place)).collect();
    let damaged = |_| FileError::Damaged(path.to_path_buf());
    let part = Type::group_type_builder(schema.name()).with_fields(fields).build().map_err(damaged)?;
    Ok((part, places))
}

/// What the column's whole numbers mean; `None` for a column that the row reader can not read or that means nothing.
fn unit(field: &Type) -> Option<Unit> {
    if field.get_basic_info().repetition() == Repetition::REPEATED {
        return None;
    }
    if field.is_group() {
        return is_list_of_text(field).then_some(Unit::Plain);
    }
    let info = field.get_basic_info();
    match (field.get_physical_type(), info.converted_type()) {
        (Physical::INT64, ConvertedType::NONE) => match info.logical_type_ref() {
            Some(LogicalType::Timestamp(stamp)) if stamp.unit == TimeUnit::NANOS => Some(Unit::Nanos),
            Some(LogicalType::Integer(_)) | None => Some(Unit::Plain),
            _ => None,
        },
        (Physical::INT32 | Physical::INT64, ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS) => None,
        (_, ConvertedType::INTERVAL | ConvertedType::BSON) => None,
        _ => Some(Unit::Plain),
    }
}

fn is_list_of_text(field: &Type) -> bool {
    let is_list = field.get_basic_info().converted_type() == ConvertedType::LIST;
    is_list && field.get_fields().iter().all(|part| is_text(part))
}

fn is_text(part: &Type) -> bool {
    match part {
        Type::GroupType { fields, .. } => fields.iter().all(|part| is_text(part)),
        Type::PrimitiveType { basic_info, physical_type, .. } => {
            *physical_type == Physical::BYTE_ARRAY && basic_info.converted_type() == ConvertedType::UTF8
        }
    }
}

fn cell(field: Field, unit: Unit) -> Cell {
    match field {
        Field::Null => Cell::Missing,
        Field::Bool(truth) => Cell::Truth(truth),
        Field::Long(n) => match unit {
            Unit::Nanos => Cell::Instant(n.div_euclid(NANOS)),
            Unit::Plain => Cell::Whole(n),
        },
        Field::Byte(n) => Cell::Whole(n.into()),
        Field::Short(n) => Cell::Whole(n.into()),
        Field::Int(n) => Cell::Whole(n.into()),
        Field::UByte(n) => Cell::Whole(n.into()),
        Field::UShort(n) => Cell::Whole(n.into()),
        Field::UInt(n) => Cell::Whole(n.into()),
        Field::ULong(n) => i64::try_from(n).map_or(Cell::Real(n as f64), Cell::Whole),
        Field::Float(r) => Cell::Real(r.into()),
        Field::Double(r) => Cell::Real(r),
        Field::Str(text) => Cell::text(&text),
        Field::Bytes(bytes) => Cell::bytes(bytes.data()),
        Field::Date(days) => Cell::Instant(i64::from(days) * domain::DAY_SECONDS),
        Field::TimestampMillis(n) => Cell::Instant(n.div_euclid(MILLIS)),
        Field::TimestampMicros(n) => Cell::Instant(n.div_euclid(MICROS)),
        Field::ListInternal(list) => {
            let texts = (0..list.len()).filter_map(|at| list.get_string(at).ok());
            Cell::List(texts.cloned().collect())
        }
        Field::Decimal(_) => Cell::text(&field.to_string()),
        Field::Float16(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => Cell::Missing,
        Field::Group(_) | Field::MapInternal(_) => Cell::Missing,
    }
}
