//! Files that can not be opened at all: one clear line each.

use super::*;

#[test]
fn a_file_without_its_columns_is_refused_by_the_names_it_has() {
    let said = refused(Format::OnlineRetail, "r.csv", "InvoiceNo,StockCode,Description,Quantity,Country\n1,2,3,4,5\n");
    let expected = "FILE: no column for time \"InvoiceDate\", price (\"UnitPrice\", \"Price\", ..), subject \"CustomerID\" \
        (found: InvoiceNo, StockCode, Description, Quantity, Country)";
    assert_eq!(said, expected);
    let said = refused(Format::Events, "e.jsonl", "{\"who\":1,\"item\":2,\"time\":3}\n");
    assert_eq!(said, "FILE: no column for subject (\"subject\", \"subject_id\", ..) (found: item, time, who)");
}

#[test]
fn what_may_be_data_in_place_of_a_header_is_not_shown() {
    let said = refused(Format::Events, "e.csv", "17850,anna@example.org,2010-12-01,+49 30 123\n");
    assert!(said.ends_with("(found: ?, ?, ?, ?)"), "{said}");
}

#[test]
fn a_file_of_another_kind_is_refused() {
    for (format, name, content, expected) in [
        (Format::Events, "e.csv", b"".as_slice(), "FILE: is empty"),
        (Format::Events, "e.csv", b" \n\n", "FILE: is empty"),
        (Format::Events, "e.csv", b"\xff\xfes\x00u\x00", "FILE: is not UTF-8 text; save it as CSV in UTF-8"),
        (Format::Events, "e.parquet", b"subject,item,time\n", "FILE: Parquet file is truncated or damaged"),
        (Format::Events, "e.csv", b"PAR1 and no more", "FILE: Parquet file is truncated or damaged"),
        (
            Format::SplitEvents,
            "t.tsv",
            b"user,item,quantity\n",
            "FILE: 1 fields where 5 are due, between them a tab - user item quantity unix_time basket",
        ),
        (
            Format::MovieLens,
            "u.user",
            b"1|24|M|technician|85711\n",
            "FILE: no MovieLens files (u.data, ratings.dat or ratings.csv; u.item, movies.dat or movies.csv)",
        ),
        (
            Format::MovieLens,
            "ratings.dat",
            b"1,2,3,4\n",
            "FILE: 1 fields where 4 are due, between them :: - user movie rating unix_time",
        ),
    ] {
        assert_eq!(refused(format, name, content), expected);
    }
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = Folder::new();
    let said = |path: PathBuf, format| match open(format, &[path], &options()) {
        Ok(_) => "opened".to_owned(),
        Err(error) => error.to_string().replace(&folder.0.display().to_string(), "FOLDER"),
    };
    assert_eq!(said(folder.0.clone(), Format::Events), "FOLDER: is no file; name files, not directories or pipes");
    assert!(said(folder.0.join("none.csv"), Format::Events).contains("No such file"));
    assert!(said(folder.0.join("none"), Format::MovieLens).starts_with("FOLDER/none: "));
    assert!(said(folder.0.clone(), Format::MovieLens).starts_with("FOLDER: no MovieLens files"));
}

#[test]
fn no_file_and_too_many_files_are_refused() {
    assert!(matches!(open(Format::Events, &[], &options()), Err(FileError::NoFiles)));
    let folder = Folder::new();
    let path = folder.file("e.csv", "subject,item,time\n");
    let many = vec![path; super::super::FILES_MAX + 1];
    assert!(matches!(open(Format::Events, &many, &options()), Err(FileError::TooManyFiles(_))));
}

#[test]
fn a_file_of_nothing_but_unclosed_quotes_is_given_up() {
    let rows = "a,\"b,1\n".repeat(11_001);
    let told = read(Format::Events, "e.csv", format!("subject,item,time\n{rows}"));
    assert!(told.events.len() <= 11_001);
    assert!(told.failed.is_none_or(|error| error.to_string().contains("more than 10000 records")));
}
