//! Rows that are left out: each kind once, with its row number, and the rows around it read.

use super::*;

/// A good row, the bad one, a good row: the bad one is row 2, for this reason.
fn check(header: &str, good: &str, bad: &str, reason: &str) {
    check_bytes(header, good, bad.as_bytes(), reason);
}

fn check_bytes(header: &str, good: &str, bad: &[u8], reason: &str) {
    let content = [header.as_bytes(), b"\n", good.as_bytes(), b"\n", bad, b"\n", good.as_bytes(), b"\n"].concat();
    let told = read(Format::Events, "e.csv", content);
    assert_eq!(told.bad, [(2, reason.to_owned())], "{}", String::from_utf8_lossy(bad));
    assert_eq!((told.events.len(), told.failed.is_none()), (2, true));
}

#[test]
fn what_a_row_lacks_is_not_taken_from_the_row_before() {
    let rows = "subject,item,time,basket\nanna,cup,2020-01-02,b1\nben,tea,2020-01-03,\n,pot,2020-01-04,b2\n";
    let told = read(Format::Events, "e.csv", rows);
    let baskets: Vec<_> = told.events.iter().map(|(_, event)| event.basket.as_ref().map(|b| b.as_str())).collect();
    assert_eq!(baskets, [Some("b1"), None, Some("b2")]);
    let people: Vec<_> = told.events.iter().map(|(who, _)| who.as_ref().map(|who| who.as_str())).collect();
    assert_eq!(people, [Some("anna"), Some("ben"), None]);
}

#[test]
fn a_bad_event_is_left_out_and_its_neighbours_are_read() {
    let (header, good) = ("subject,item,time,weight", "anna,cup,2020-01-02,1");
    for (bad, reason) in [
        ("anna,cup,2020-01-02", "3 fields where 4 are due"),
        ("anna,cup,2020-01-02,1,2", "5 fields where 4 are due"),
        ("anna,,2020-01-02,1", "item is missing"),
        ("an na,cup,2020-01-02,1", "subject: an id has only letters, digits and . _ : - ~ + of ASCII"),
        ("anna@example.org,cup,2020-01-02,1", "subject: an id has only letters, digits and . _ : - ~ + of ASCII"),
        ("anna,<b>,2020-01-02,1", "item: an id has only letters, digits and . _ : - ~ + of ASCII"),
        ("anna,cup,,1", "time is missing"),
        ("anna,cup,soon,1", "time is neither Unix time nor a date"),
        ("anna,cup,1969-12-31,1", "date out of range"),
        ("anna,cup,2024-02-01,1", "time in the future"),
        ("anna,cup,2101-01-01,1", "date out of range"),
        ("anna,cup,-9223372036854775808,1", "date out of range"),
        ("anna,cup,2020-01-02,NaN", "weight is not a number"),
        ("anna,cup,2020-01-02,inf", "weight is not a number"),
        ("anna,cup,2020-01-02,much", "weight is not a number"),
        ("anna,cup,2020-01-02,0", "the quantity is zero or above 1,000,000"),
        ("anna,cup,2020-01-02,1000001", "the quantity is zero or above 1,000,000"),
        ("anna,cup,2020-01-02,1e300", "the quantity is zero or above 1,000,000"),
        ("anna,\"cup,2020-01-02,1", "a quote that is never closed, or a record of more than 64 KiB"),
    ] {
        check(header, good, bad, reason);
    }
    let long = format!("{},cup,2020-01-02,1", "x".repeat(129));
    check(header, good, &long, "subject: an id has at most 128 bytes");
    check_bytes(header, good, b"ann\xe9,cup,2020-01-02,1", "subject is not UTF-8 text");
    check_bytes(header, good, b"ann\xc3,\xa9cup,2020-01-02,1", "subject is not UTF-8 text");
}

#[test]
fn a_bad_item_is_left_out_and_its_neighbours_are_read() {
    for (bad, reason) in [
        (",Cup,1,EUR,/a,yes", "id is missing"),
        ("c, ,1,EUR,/a,yes", "title is missing"),
        ("c,Cup,-1,EUR,/a,yes", "price: below zero"),
        ("c,Cup,1e300,EUR,/a,yes", "price: more than 15 digits"),
        ("c,Cup,1,XXX,/a,yes", "price: the currency is no ISO 4217 code in use"),
        ("c,Cup,free,EUR,/a,yes", "price is not a number"),
        ("c,Cup,1,EUR,javascript:alert(1),yes", "url is neither http, https nor a path"),
        ("c,Cup,1,EUR,//elsewhere.example,yes", "url is neither http, https nor a path"),
        ("c,Cup,1,EUR,/a,perhaps", "available is neither true nor false"),
    ] {
        let csv = format!("id,title,price,currency,url,available\na,Pot,1,EUR,/a,no\n{bad}\nb,Pan,,,,\n");
        let told = read(Format::Catalog, "c.csv", csv);
        assert_eq!(told.bad, [(2, reason.to_owned())], "{bad}");
        assert_eq!(told.items.len(), 2);
    }
}

#[test]
fn a_line_or_record_beyond_the_limit_is_one_bad_row() {
    let long = "x".repeat(200_000);
    check(
        "subject,item,time",
        "anna,cup,2020-01-02",
        &format!("anna,{long},2020-01-02"),
        "a quote that is never closed, or a record of more than 64 KiB",
    );
    let json = format!(
        "{{\"subject\":\"a\",\"item\":\"x\",\"time\":1}}\n{{\"item\":\"{long}\"}}\n{{\"subject\":\"a\",\"item\":\"x\",\"time\":2}}\n"
    );
    let told = read(Format::Events, "e.jsonl", json);
    assert_eq!((told.events.len(), told.bad), (2, vec![(2, "a line of more than 64 KiB".to_owned())]));
    let split = format!("a\tx\t1\t1\tb\n{long}\na\tx\t1\t2\tb\n");
    let told = read(Format::SplitEvents, "train.tsv", split);
    assert_eq!((told.events.len(), told.bad), (2, vec![(2, "a line of more than 64 KiB".to_owned())]));
}

#[test]
fn a_quote_that_swallows_many_rows_costs_only_its_own() {
    let rows: String = (0..20_000).map(|n| format!("anna,cup,{n}\n")).collect();
    let told = read(Format::Events, "e.csv", format!("subject,item,time\nanna,\"cup,5\n{rows}"));
    assert_eq!((told.events.len(), told.bad.len()), (20_000, 1));
    let told = read(
        Format::Events,
        "e.csv",
        format!("subject,item,time\r\nanna,cup,\"5\r\n{}anna,cup,9", rows.replace('\n', "\r\n")),
    );
    assert_eq!((told.events.len(), told.bad.len()), (20_001, 1));
}

#[test]
fn json_that_is_no_object_is_a_bad_row() {
    let json =
        "{\"subject\":\"a\",\"item\":\"x\",\"time\":1}\n[1,2]\nnull\n{\"item\":\n{\"subject\":\"a\",\"time\":1}\n";
    let told = read(Format::Events, "e.jsonl", json);
    let reasons: Vec<&str> = told.bad.iter().map(|(_, reason)| reason.as_str()).collect();
    let no_object = "not a JSON object on one line";
    assert_eq!(reasons, [no_object, no_object, no_object, "item is missing"]);
}

#[test]
fn no_reason_repeats_what_a_cell_holds() {
    let told =
        read(Format::Events, "e.csv", "subject,item,time,weight\nsecret word,x,1,1\na,x,secret,1\na,x,1,secret\n");
    assert_eq!(told.bad.len(), 3);
    assert!(told.bad.iter().all(|(_, reason)| !reason.contains("secret")));
}

#[test]
fn only_rows_about_no_product_are_left_out_by_design() {
    use super::super::BadReason;
    assert!(BadReason::NotAProduct.is_by_design() && BadReason::PriceNotPositive.is_by_design());
    assert!(!BadReason::DateOutOfRange.is_by_design() && !BadReason::Unclosed.is_by_design());
}
