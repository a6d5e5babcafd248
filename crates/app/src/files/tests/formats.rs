//! Each format, read as it comes.

use super::*;
use domain::{ItemId, Verb};

const RETAIL: &str = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
    536365,85123a,WHITE  HANGING HEART ,6,12/1/2010 8:26,2.55,17850,United Kingdom\n\
    536365,85123A,WHITE HANGING HEART,2,12/1/2010 8:26,2.95,17850.0,United Kingdom\n\
    536366,85123A,wrong,1,12/1/2010 9:00,9.00,,United Kingdom\n\
    C536379,85123A,WHITE HANGING HEART,-6,12/1/2010 9:41,2.55,17850,United Kingdom\n\
    536367,POST,POSTAGE,1,12/1/2010 9:41,18.00,17850,France\n\
    536368,22752,,5,2010-12-01 09:45:00,0,,United Kingdom\n";

#[test]
fn online_retail_gives_purchases_returns_and_the_items_behind_them() {
    let told = read(Format::OnlineRetail, "retail.csv", RETAIL);
    let seen: Vec<_> = told.events.iter().map(|(who, e)| (who.as_deref(), e.verb, e.quantity)).collect();
    let expected = [
        (Some("17850"), Verb::Purchase, 6),
        (Some("17850"), Verb::Purchase, 2),
        (None, Verb::Purchase, 1),
        (Some("17850"), Verb::Return, 6),
    ];
    assert_eq!(seen, expected);
    let first = &told.events[0].1;
    assert_eq!((first.item.as_str(), first.at.0), ("85123A", 1_291_191_960));
    assert_eq!(first.basket.as_ref().map(|b| b.as_str()), Some("536365"));
    let item = &told.items[0];
    assert_eq!((told.items.len(), item.title.as_str()), (1, "WHITE HANGING HEART"));
    assert_eq!(item.price.map(|p| (p.minor(), p.currency().to_owned())), Some((275, "GBP".to_owned())));
    let bad = [(5, "not a product".to_owned()), (6, "the price is not above zero".to_owned())];
    assert_eq!(told.bad, bad);
}

#[test]
fn the_second_edition_and_latin_1_of_online_retail_are_read_too() {
    let mut csv = b"Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n".to_vec();
    csv.extend_from_slice(b"489434,85048,\"LIGHTS, \xa35\",12,2009-12-01 07:45:00,6.95,13085,United Kingdom\n");
    let told = read(Format::OnlineRetail, "retail.csv", csv);
    assert_eq!((told.events.len(), told.items[0].title.as_str()), (1, "LIGHTS, £5"));
}

#[test]
fn a_row_that_stands_twice_is_two_events_and_the_same_two_on_the_next_day() {
    let twice = "subject,item,time\nanna,cup,1291191960\nanna,cup,1291191960\nanna,pot,1291191960\n";
    let ids = |told: Told| told.events.into_iter().map(|(_, event)| event.id).collect::<Vec<_>>();
    let first = ids(read(Format::Events, "a.csv", twice));
    let again = ids(read(
        Format::Events,
        "b.jsonl",
        concat!(
            "{\"user_id\":\"anna\",\"sku\":\"cup\",\"at\":\"2010-12-01T08:26:00Z\"}\n",
            "{\"user_id\":\"anna\",\"sku\":\"cup\",\"at\":\"2010-12-01T08:26:00Z\"}\n",
            "{\"user_id\":\"anna\",\"sku\":\"pot\",\"at\":1291191960000}\n",
        ),
    ));
    assert_eq!(first, again);
    assert!(first[0] != first[1] && first[1] != first[2]);
}

#[test]
fn the_same_file_named_twice_gives_the_same_events_twice() {
    let folder = Folder::new();
    let path = folder.file("a.csv", "subject,item,time\nanna,cup,1291191960\nanna,cup,1291191960\n");
    let reader = open(Format::Events, &[path.clone(), path], &options()).expect("two files");
    let told = told(reader);
    assert_eq!(told.events[0].1.id, told.events[2].1.id);
    assert_eq!(told.events[1].1.id, told.events[3].1.id);
}

#[test]
fn movielens_directories_of_three_ages_give_ratings_and_movies() {
    let folder = Folder::new();
    let old = [
        ("u.data", "196\t242\t3\t881250949\n".as_bytes().to_vec()),
        ("u.user", b"1|24|M|technician|85711\n".to_vec()),
        (
            "u.item",
            [b"242|Caf\xe9 (1997)|01-Jan-1997||http://x".as_slice(), b"|0|0|0|0|0|1|0|0|1|0|0|0|0|0|0|0|0|0|0\n"]
                .concat(),
        ),
    ];
    check_movielens(&folder, &old, "Café (1997)", &["Comedy", "Drama"], 30);
    let middle = [
        ("ratings.dat", b"196::242::3::978300760\n".to_vec()),
        ("users.dat", b"1::F::1::10::48067\n".to_vec()),
        ("movies.dat", b"242::Toy Story (1995)::Animation|Children's\n".to_vec()),
    ];
    check_movielens(&folder, &middle, "Toy Story (1995)", &["Animation", "Children's"], 30);
    let latest = [
        ("ratings.csv", b"userId,movieId,rating,timestamp\n196,242,4.5,964982703\n".to_vec()),
        ("movies.csv", b"movieId,title,genres\n242,\"Piano, The (1993)\",(no genres listed)\n".to_vec()),
    ];
    check_movielens(&folder, &latest, "Piano, The (1993)", &[], 45);
}

fn check_movielens(folder: &Folder, files: &[(&str, Vec<u8>)], title: &str, genres: &[&str], tenths: u16) {
    for (name, content) in files {
        folder.file(name, content);
    }
    let told = told(open(Format::MovieLens, std::slice::from_ref(&folder.0), &options()).expect("a directory"));
    for (name, _) in files {
        std::fs::remove_file(folder.0.join(name)).expect("it was just written");
    }
    assert_eq!((told.bad, told.failed.is_none()), (Vec::new(), true));
    let (who, event) = &told.events[0];
    assert_eq!((who.as_deref(), event.verb, event.rating_tenths), (Some("196"), Verb::Rating, Some(tenths)));
    assert_eq!((told.items[0].title.as_str(), told.items[0].id.as_str()), (title, "242"));
    assert_eq!(told.items[0].category, genres);
}

#[test]
fn events_are_read_by_the_names_that_somebody_gave() {
    let folder = Folder::new();
    let path = folder.file("e.tsv", "who\twhat\twhen\tmuch\nanna\tcup\t2020-01-02\t-2\n\tcup\t2020-01-02\t2.6\n");
    let columns = EventColumns {
        subject: Some("who".to_owned()),
        item: Some("what".to_owned()),
        time: Some("when".to_owned()),
        weight: Some("much".to_owned()),
    };
    let told = told(open(Format::Events, &[path], &Options { columns, ..options() }).expect("its columns"));
    let seen: Vec<_> = told.events.iter().map(|(who, e)| (who.as_deref(), e.verb, e.quantity)).collect();
    assert_eq!(seen, [(Some("anna"), Verb::Return, 2), (None, Verb::Purchase, 3)]);
}

#[test]
fn events_say_what_was_done_by_a_verb_or_by_stars() {
    let verbs = "user,item,time,event\na,x,1,view\na,x,2,BUY\na,x,3,refund\na,x,4,wink\n";
    let told = read(Format::Events, "e.csv", verbs);
    let seen: Vec<_> = told.events.iter().map(|(_, e)| e.verb).collect();
    assert_eq!(seen, [Verb::View, Verb::Purchase, Verb::Return]);
    assert_eq!(told.bad, [(4, "the verb is none of purchase, return, view, rating".to_owned())]);
    let stars = read(Format::Events, "e.csv", "user;item;time;rating\na;x;1;4.5\na;x;2;11\n");
    assert_eq!(stars.events[0].1.rating_tenths, Some(45));
    assert_eq!(stars.bad, [(2, "the rating is not between 0 and 10".to_owned())]);
}

#[test]
fn a_catalog_is_read_with_its_prices_categories_and_tags() {
    let csv = "\u{feff}sku,Name,Category,Price,Currency,Tags,URL,in_stock\n\
        k1,\"Kettle,\n  sage\",Kitchen > Tea,39.90,,\"enamel, gift\",/k1,yes\n\
        k2,Vase,,1200,JPY,,https://shop.example/k2,0\n";
    let told = read(Format::Catalog, "c.csv", csv);
    assert_eq!(told.bad, []);
    let [kettle, vase] = &told.items[..] else { panic!("two items") };
    assert_eq!((kettle.title.as_str(), kettle.category.len(), kettle.tags.len()), ("Kettle, sage", 2, 2));
    assert_eq!(kettle.price.map(|p| (p.minor(), p.currency().to_owned())), Some((3_990, "EUR".to_owned())));
    assert_eq!(vase.price.map(|p| (p.minor(), p.currency().to_owned())), Some((1_200, "JPY".to_owned())));
    assert!(kettle.available && !vase.available);
}

#[test]
fn a_catalog_of_json_lines_keeps_its_lists() {
    let json = "{\"id\":\"k1\",\"title\":\"Kettle\",\"category\":[\"Kitchen\",\"Tea\"],\"price\":39.9,\"tags\":[\"a\"]}\n\n\
        {\"id\":7,\"title\":\"Cup\",\"price_minor\":450,\"available\":false}\n";
    let told = read(Format::Catalog, "c.jsonl", json);
    assert_eq!(told.items[0].category, ["Kitchen", "Tea"]);
    assert_eq!((told.items[1].id.as_str(), told.items[1].price.map(|p| p.minor())), ("7", Some(450)));
}

#[test]
fn a_catalog_says_how_its_items_stand_to_each_other() {
    let csv = "id,title,seller,sensitive,once,upgrade_of,add_on_to,variant_of\n\
        cam2,Camera,ada,,yes,cam1,,\nbag,Bag,bob,no,,,cam1; cam2,bags\nrosary,Rosary,,true,,,,\nx,X,,,,x,,\ny,Y,,,,,not an id,\n";
    let told = read(Format::Catalog, "c.csv", csv);
    let reasons =
        ["an item is not related to itself", "add_on_to: an id has only letters, digits and . _ : - ~ + of ASCII"];
    assert_eq!(told.bad, [(4, reasons[0].to_owned()), (5, reasons[1].to_owned())]);
    let [camera, bag, rosary] = &told.items[..] else { panic!("three items") };
    let names = |ids: &[ItemId]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(
        (names(camera.relations.upgrade_of()), camera.once, camera.seller.as_deref()),
        (vec!["cam1".to_owned()], true, Some("ada"))
    );
    assert_eq!(names(bag.relations.add_on_to()), ["cam1", "cam2"]);
    assert_eq!(bag.relations.variant_of().map(ItemId::as_str), Some("bags"));
    assert!(rosary.sensitive && !rosary.once && !bag.sensitive && rosary.relations.is_empty());
    let json = "{\"id\":\"bag\",\"title\":\"Bag\",\"add_on_to\":[\"cam1\",\"cam2\"],\"once\":true}\n";
    let told = read(Format::Catalog, "c.jsonl", json);
    assert_eq!((names(told.items[0].relations.add_on_to()).len(), told.items[0].once), (2, true));
}

#[test]
fn a_split_is_read_by_the_places_of_its_fields() {
    let told = read(Format::SplitEvents, "train.tsv", "17850\t21730\t30\t1291191960\t17850-14944\n");
    let (who, event) = &told.events[0];
    assert_eq!((who.as_deref(), event.item.as_str(), event.quantity), (Some("17850"), "21730", 30));
    let told = read(Format::SplitItems, "items.tsv", "10002\tGLOBE \t0.85\n21228\t\"MIRROR \"\"G\"\"\"\t1.25\n");
    assert_eq!((told.items[0].title.as_str(), told.items[0].price.map(|p| p.minor())), ("GLOBE", Some(85)));
    assert_eq!(told.items[1].title, "MIRROR \"G\"");
}

#[test]
fn progress_ends_where_the_files_end() {
    let folder = Folder::new();
    let path = folder.file("retail.csv", RETAIL);
    let mut reader = open(Format::OnlineRetail, std::slice::from_ref(&path), &options()).expect("a file");
    assert_eq!((reader.total_hint(), reader.path(0)), (None, Some(path.as_path())));
    assert!(reader.by_ref().take(2).count() == 2 && reader.position() == (0, 2));
    let (done, total) = reader.progress();
    assert!(0 < done && done < total);
    assert!(reader.by_ref().count() > 0);
    assert_eq!(reader.progress(), (RETAIL.len() as u64, RETAIL.len() as u64));
}
