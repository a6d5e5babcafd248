//! Parquet files, whole, of odd types, and damaged.

use super::*;
use bytes::Bytes;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use std::sync::Arc;

/// A column of optional values.
enum Column<'a> {
    Text(&'a [Option<&'a str>]),
    Whole(&'a [Option<i64>]),
    Real(&'a [Option<f64>]),
}

/// The bytes of a Parquet file with this schema and these columns.
fn parquet(schema: &str, columns: &[Column<'_>]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let mut bytes = Vec::new();
    let properties = Arc::new(WriterProperties::default());
    let mut file = SerializedFileWriter::new(&mut bytes, schema, properties).expect("a file");
    let mut group = file.next_row_group().expect("a row group");
    for column in columns {
        let mut writer = group.next_column().expect("no fault").expect("a column in the schema");
        write(&mut writer, column);
        writer.close().expect("no fault");
    }
    group.close().expect("no fault");
    file.close().expect("no fault");
    bytes
}

fn write(writer: &mut SerializedColumnWriter<'_>, column: &Column<'_>) {
    fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
        values.iter().map(|value| i16::from(value.is_some())).collect()
    }
    let written = match column {
        Column::Text(values) => {
            let bytes = |text: &str| ByteArray::from(Bytes::copy_from_slice(text.as_bytes()));
            let texts: Vec<ByteArray> = values.iter().flatten().map(|text| bytes(text)).collect();
            writer.typed::<ByteArrayType>().write_batch(&texts, Some(&levels(values)), None)
        }
        Column::Whole(values) => {
            let some: Vec<i64> = values.iter().flatten().copied().collect();
            writer.typed::<Int64Type>().write_batch(&some, Some(&levels(values)), None)
        }
        Column::Real(values) => {
            let some: Vec<f64> = values.iter().flatten().copied().collect();
            writer.typed::<DoubleType>().write_batch(&some, Some(&levels(values)), None)
        }
    };
    written.expect("values of the column's type");
}

fn retail() -> Vec<u8> {
    let schema = "message schema {
        optional binary InvoiceNo (STRING); optional binary StockCode (STRING); optional binary Description (STRING);
        optional int64 Quantity; optional int64 InvoiceDate (TIMESTAMP(MICROS,false)); optional double UnitPrice;
        optional double CustomerID; optional binary Country (STRING); }";
    let time = Some(1_291_191_960_000_000);
    parquet(
        schema,
        &[
            Column::Text(&[Some("536365"), Some("536365"), Some("C536366"), None]),
            Column::Text(&[Some("85123A"), Some("85123A"), Some("85123A"), Some("85123A")]),
            Column::Text(&[Some("HEART"), Some("HEART"), None, None]),
            Column::Whole(&[Some(6), Some(6), Some(-6), Some(1)]),
            Column::Whole(&[time, time, time, time]),
            Column::Real(&[Some(2.55), Some(2.55), Some(2.55), Some(f64::NAN)]),
            Column::Real(&[Some(17850.0), Some(17850.0), None, None]),
            Column::Text(&[Some("France"), Some("France"), Some("France"), Some("France")]),
        ],
    )
}

#[test]
fn the_same_data_as_parquet_and_csv_has_the_same_events() {
    let csv = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
        536365,85123A,HEART,6,12/1/2010 8:26,2.55,17850,France\n\
        536365,85123A,HEART,6,12/1/2010 8:26,2.55,17850,France\n\
        C536366,85123A,,-6,12/1/2010 8:26,2.55,,France\n\
        ,85123A,,1,12/1/2010 8:26,,,France\n";
    let one = read(Format::OnlineRetail, "r.parquet", retail());
    let two = read(Format::OnlineRetail, "r.csv", csv);
    assert_eq!((one.events.len(), &one.bad), (3, &vec![(4, "invoice is missing".to_owned())]));
    assert_eq!((one.events, one.items, one.bad), (two.events, two.items, two.bad));
}

#[test]
fn parquet_is_known_by_its_first_bytes_and_says_how_many_rows_it_has() {
    let folder = Folder::new();
    let path = folder.file("retail.data", retail());
    let mut reader = open(Format::OnlineRetail, &[path], &options()).expect("a Parquet file");
    assert_eq!(reader.total_hint(), Some(4));
    assert!(reader.by_ref().count() >= 4);
    let (done, total) = reader.progress();
    assert_eq!(done, total);
}

#[test]
fn generic_events_in_parquet_have_times_of_any_unit_and_numbers_as_ids() {
    let nanos =
        "message m { optional int64 user_id; optional double item_id; optional int64 ts (TIMESTAMP(NANOS,true)); }";
    let at = Some(1_291_191_960_000_000_000);
    let bytes = parquet(
        &nanos.replace("ts ", "time "),
        &[Column::Whole(&[Some(7), None]), Column::Real(&[Some(12.0), Some(13.0)]), Column::Whole(&[at, at])],
    );
    let told = read(Format::Events, "e.parquet", bytes);
    let seen: Vec<_> = told.events.iter().map(|(who, e)| (who.as_deref(), e.item.as_str(), e.at.0)).collect();
    assert_eq!(seen, [(Some("7"), "12", 1_291_191_960), (None, "13", 1_291_191_960)]);
}

#[test]
fn columns_that_can_not_be_read_are_refused_by_name() {
    let schema = "message m { optional binary subject (STRING); optional binary item (STRING); optional int64 time (TIME(MICROS,true)); }";
    let bytes = parquet(schema, &[Column::Text(&[None]), Column::Text(&[None]), Column::Whole(&[None])]);
    let said = refused(Format::Events, "e.parquet", bytes);
    assert_eq!(said, "FILE: column time has a type that can not be read");
}

#[test]
fn a_truncated_parquet_file_is_refused() {
    let whole = retail();
    for length in [4, 8, whole.len() / 2, whole.len() - 1] {
        let said = refused(Format::OnlineRetail, "r.parquet", &whole[..length]);
        assert_eq!(said, "FILE: Parquet file is truncated or damaged", "{length} bytes");
    }
}

#[test]
fn a_damaged_parquet_file_never_stops_the_program() {
    let (whole, folder) = (retail(), Folder::new());
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x55;
        let path = folder.file("r.parquet", bytes);
        if let Ok(reader) = open(Format::OnlineRetail, &[path], &options()) {
            assert!(told(reader).events.len() <= 4);
        }
    }
}
