//! What a language's file has to say, and what each mistake in one is called.

use super::read::read;
use super::{ADDED_MAX, ENGLISH, FILE_BYTES_MAX, GERMAN, Mistake, TEXT_CHARS_MAX, best, folder, mistake};
use domain::Lang;
use std::fs;

fn lang(code: &str) -> Lang {
    Lang::parse(code).expect("a code")
}

/// The mistakes of the English file with one passage changed.
fn wrong(from: &str, to: &str) -> Vec<Mistake> {
    assert!(ENGLISH.contains(from), "{from}");
    read(lang("fr"), ENGLISH.replacen(from, to, 1).as_bytes()).err().unwrap_or_default()
}

#[test]
fn both_files_that_are_built_in_are_complete() {
    for (code, text) in [("en", ENGLISH), ("de", GERMAN)] {
        assert_eq!(read(lang(code), text.as_bytes()).err(), None, "{code}");
    }
}

#[test]
fn each_mistake_is_named_with_its_message() {
    let check = |from: &str, to: &str, expected: &str| {
        let found: Vec<_> = wrong(from, to).iter().map(ToString::to_string).collect();
        assert_eq!(found, [expected], "{from}");
    };
    check("frame-skip = Skip to the content\n", "", "the message `frame-skip` is missing");
    check("frame-skip =", "frame-skop = x\nframe-skip =", "nothing asks for the message `frame-skop`");
    check("frame-skip = Skip to the content", "frame-skip = { \"\" }", "the message `frame-skip` says nothing");
    check("frame-skip =", "frame-skip = Skip\nframe-skip =", "`frame-skip` stands twice");
    check("since { $day }", "since", "the message `center-since` leaves out `$day`");
    check(
        "center-since = since { $day }",
        "center-since = since { $day }, { $hour }",
        "the message `center-since` asks for `$hour`, which it is not given; it is given `$day`",
    );
    check(
        "frame-skip = Skip",
        "frame-skip = { $day } Skip",
        "the message `frame-skip` asks for `$day`, which it is not given; it is given nothing",
    );
    check("{ $day }, { $time }", "{ $day }, { NUMBER($time) }", FUNCTION);
    check("frame-skip = Skip", "frame-skip = { frame-menu }", REFERENCE);
    check(
        "frame-skip = Skip",
        "frame-skip = { -menu }",
        "the message `frame-skip` can not be filled in: there is no term `-menu`",
    );
    check("frame-skip = Skip to the content", "frame-skip = Skip to the content\n    .title = x", ATTRIBUTES);
    check(
        "language-direction = ltr",
        "language-direction = down",
        "the message `language-direction` is `ltr` or `rtl`",
    );
    check("language-zone = Europe/London", "language-zone = Mars", ZONE);
}

const FUNCTION: &str = "the message `format-moment` calls a function; numbers and moments come written already";
const REFERENCE: &str = "the message `frame-skip` refers to another; what messages have in common is a term";
const ATTRIBUTES: &str = "the message `frame-skip` has attributes, and nothing asks for them";
const ZONE: &str = "the message `language-zone` is one of the clocks on offer, such as `Europe/Paris`";

#[test]
fn what_is_not_fluent_is_told_with_its_line() {
    let found = wrong("frame-skip = Skip to the content", "frame-skip = Skip { to the content");
    let line = ENGLISH.lines().position(|line| line.starts_with("frame-skip")).expect("it is there") + 1;
    assert!(matches!(&found[..], [Mistake::Syntax(at, _), ..] if *at == line), "{found:?}, line {line}");
}

#[test]
fn a_file_and_a_message_have_a_size() {
    assert_eq!(read(lang("fr"), "#".repeat(FILE_BYTES_MAX + 1).as_bytes()).err(), Some(vec![Mistake::TooLarge]));
    assert_eq!(read(lang("fr"), b"\xff").err(), Some(vec![Mistake::NotText]));
    let long = format!("frame-skip = {}", "x".repeat(TEXT_CHARS_MAX));
    assert_eq!(wrong("frame-skip = Skip", &long), [Mistake::TooLong("frame-skip".to_owned())]);
}

#[test]
fn a_file_of_another_language_may_use_terms_plurals_and_the_place_of_a_thing() {
    let polish = ENGLISH
        .replace(
            "because-kind = something from “{ $name }”",
            "-from = z\nbecause-kind = { $place ->\n        [upgrade] czegoś { -from } „{ $name }”\n       *[other] coś { -from } „{ $name }”\n    }",
        )
        .replace("[one] { $n } thing found.", "[one] rzecz\n        [few] { $n } rzeczy\n        [many] { $n } rzeczy:");
    let words = read(lang("pl"), polish.as_bytes()).map_err(|mistakes| mistake::told("pl", &mistakes)).expect("reads");
    assert_eq!(words.because.kind("Dom", "upgrade"), "czegoś z „Dom”");
    assert_eq!(words.because.kind("Dom", "cart"), "coś z „Dom”");
    assert_eq!([1, 3, 5].map(|n| words.history.found(n)), ["rzecz", "3 rzeczy", "5 rzeczy:"]);
}

#[test]
fn what_is_filled_in_keeps_its_direction_in_a_language_from_right_to_left() {
    let hebrew = ENGLISH.replace("language-direction = ltr", "language-direction = rtl");
    let words = read(lang("he"), hebrew.as_bytes()).map_err(|mistakes| mistake::told("he", &mistakes)).expect("reads");
    assert_eq!(words.because.alike_to("x"), "Like \u{2068}x\u{2069}");
    assert_eq!(words.frame.skip, "Skip to the content");
}

#[test]
fn many_mistakes_are_told_in_one_line_that_says_how_many_there_are() {
    let told = mistake::told("fr.ftl", &read(lang("fr"), b"").err().expect("nothing is there"));
    assert!(
        told.starts_with("the language file fr.ftl can not be used: the message `language-name` is missing; "),
        "{told}"
    );
    assert!(told.contains(" more, which `assent language check` tells") && !told.contains('\n'), "{told}");
}

#[test]
fn a_directory_has_a_file_for_each_language_and_none_of_one_that_is_spoken() {
    let place = tempfile::tempdir().expect("a directory");
    let put = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("writes");
    let opened = || folder::open(place.path()).map(|added| added.0.len()).map_err(|error| error.to_string());
    assert_eq!(opened(), Ok(0));
    put("fr.ftl", ENGLISH);
    put("notes.txt", "not a language");
    assert_eq!(opened(), Ok(1));
    put("de.ftl", GERMAN);
    assert!(opened().is_err_and(|says| says.contains("de.ftl is of a language that is spoken already")));
    fs::remove_file(place.path().join("de.ftl")).expect("removes");
    put("french.ftl", ENGLISH);
    assert!(opened().is_err_and(|says| says.contains("french.ftl") && says.contains("BCP 47")));
    (0..ADDED_MAX).for_each(|at| put(&format!("fr-{at:04}.ftl"), ENGLISH));
    assert!(opened().is_err_and(|says| says.contains("LANGUAGES_MAX")));
    assert!(folder::open(&place.path().join("nowhere")).is_err());
}

#[test]
fn the_language_is_the_one_that_the_reader_likes_best() {
    let ours = ["en", "de", "pt-BR", "zh-Hant"].map(lang);
    let check = |accept, expected| assert_eq!(best(&ours, accept), lang(expected), "{accept}");
    check("", "en");
    check("de-AT", "de");
    check("fr, de;q=0.5, en;q=0.8", "en");
    check("en;q=0.3,DE-de;q=0.9", "de");
    check("de;q=0, fr", "en");
    check("de;q=much, *", "en");
    check("pt-br", "pt-BR");
    check("pt", "pt-BR");
    check("pt-PT,de;q=0.9", "pt-BR");
    check("zh-Hant-TW", "zh-Hant");
    check("gsw, de", "de");
}
