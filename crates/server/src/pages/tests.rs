//! What must hold of every page, in every language.

use super::*;
use crate::language::{self, Written};
use domain::{Lang, Rung};

fn each(check: impl Fn(&str, &str)) {
    for lang in language::all() {
        for (name, page) in samples::all(lang) {
            check(&format!("{name} ({})", lang.code()), &page);
        }
    }
}

/// The opening tags of an element, each as written.
fn tags<'p>(page: &'p str, element: &str) -> Vec<&'p str> {
    let open = format!("<{element} ");
    page.match_indices(&open).filter_map(|(at, _)| page[at..].split('>').next()).collect()
}

#[test]
fn every_page_has_one_first_heading_and_no_level_is_skipped() {
    each(|name, page| {
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        let levels = page.match_indices("<h").filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10));
        // The question stands before the storefront's first heading, as a heading of the second level.
        let mut deepest_so_far = 1;
        for level in levels {
            assert!(level <= deepest_so_far + 1, "{name}: h{level}");
            deepest_so_far = level;
        }
    });
}

#[test]
fn every_page_is_a_whole_document_that_says_its_language() {
    each(|name, page| {
        assert!(page.starts_with("<!DOCTYPE html><html lang=\""), "{name}");
        for part in
            ["<main id=\"main\"", "href=\"#main\"", "<title>", "name=\"viewport\"", "<header", "<footer", "<nav"]
        {
            assert!(page.contains(part), "{name}: {part}");
        }
    });
}

#[test]
fn no_page_has_a_script_or_a_style_in_it_and_three_alone_have_a_script_beside_them() {
    each(|name, page| {
        for forbidden in ["<script", "<style", " style=", " onclick", "javascript:", "http://", "https://"] {
            let page = page.replace("http://www.w3.org/2000/svg", "").replace("xmlns='http://www.w3.org/2000/svg'", "");
            // The pages with a script of ours: a file of its own, and nothing in the page.
            let script = |href: String| format!("<script type=\"module\" src=\"{href}\"></script>");
            let page = match name.split(['-', ' ']).next() {
                Some("verify") => page.replacen(&script(verify_script_href()), "", 1),
                Some("item" | "device") => page.replacen(&script(device_script_href()), "", 1),
                _ => page,
            };
            assert!(!page.contains(forbidden), "{name}: {forbidden}");
        }
    });
}

#[test]
fn every_form_posts_and_carries_the_way_back() {
    each(|name, page| {
        assert_eq!(tags(page, "form").len(), page.matches("name=\"back\" value=\"/").count(), "{name}");
        assert!(tags(page, "form").iter().all(|form| form.contains("method=\"post\"")), "{name}");
    });
}

#[test]
fn every_field_for_people_has_a_label_and_nothing_is_ticked_in_advance() {
    each(|name, page| {
        let shown = tags(page, "input").into_iter().filter(|field| !field.contains("type=\"hidden\""));
        let fields = shown.chain(tags(page, "textarea")).chain(tags(page, "select")).count();
        assert_eq!(fields, page.matches("<label").count(), "{name}");
        assert!(!page.contains("checked") && !page.contains("selected"), "{name}");
    });
}

#[test]
fn yes_and_no_are_alike() {
    let class = |page: &str, words: &str| {
        let before = page.split(words).next().unwrap_or_default();
        let tag = before.rsplit('<').next().unwrap_or_default();
        tag.split("class=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    for lang in language::all() {
        let pages = samples::all(lang);
        let page = |wanted: &str| pages.iter().find(|(name, _)| *name == wanted).map(|(_, page)| page.clone()).unwrap();
        let words = language::of(lang);
        let check = |page: &str, yes: &str, no: &str| {
            assert_eq!(class(page, yes).as_deref(), Some("button"), "{yes}");
            assert_eq!(class(page, yes), class(page, no), "{yes} and {no}");
        };
        check(&page("forget"), words.forget.yes, words.forget.no);
        check(&page("preferences-first-visit"), words.choices.yes, words.choices.no);
        for rung in ladder::LADDER {
            let question = page("storefront-first-visit");
            let answers = tags(&question, "button");
            let answer = answers.iter().find(|tag| tag.contains(&format!("value=\"{}\"", rung.as_str())));
            assert!(answer.is_some_and(|tag| tag.contains("class=\"choice\"")), "{rung:?}");
        }
    }
}

#[test]
fn the_question_is_there_before_a_choice_and_gone_after_it() {
    let asked = |said| {
        let frame = samples::frame(Lang::EN, Rung::Contextual, said);
        storefront(&frame, &samples::shop(Lang::EN, false)).into_string().contains("class=\"prompt\"")
    };
    assert_eq!([asked(false), asked(true)], [true, false]);
}

#[test]
fn hostile_texts_are_shown_as_text() {
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' style='x'&amp;\u{202e}";
    let mut shop = samples::shop(Lang::EN, true);
    for card in &mut shop.slate.cards {
        card.title = hostile.to_owned();
        card.id = hostile.to_owned();
        if let Some(why) = &mut card.why {
            why.sentence = hostile.to_owned();
            why.receipt = Some(hostile.to_owned());
            why.terms[0].evidence[0] = Named { id: hostile.to_owned(), title: hostile.to_owned(), told: true };
        }
    }
    let frame =
        Frame { shop: hostile.to_owned(), path: hostile.to_owned(), ..samples::frame(Lang::EN, Rung::Personal, true) };
    let page = storefront(&frame, &shop).into_string();
    assert!(!page.contains("<script") && !page.contains("<img") && page.contains("&lt;script&gt;"));
    let problem = ProblemPage { status: 400, code: "invalid", detail: hostile.to_owned() };
    assert!(!super::problem(&frame, &problem).into_string().contains("<script"));
}

#[test]
fn a_text_in_the_catalogs_language_says_so_where_the_page_speaks_another() {
    let page = |lang| storefront(&samples::frame(lang, Rung::Personal, true), &samples::shop(lang, true)).into_string();
    assert!(page(Lang::DE).contains("lang=\"en\">Enamel pour-over kettle, sage</a>"));
    assert!(page(Lang::EN).contains("-sage\">Enamel pour-over kettle, sage</a>"));
}

#[test]
fn a_page_stays_under_sixty_thousand_bytes() {
    each(|name, page| assert!(page.len() < 60_000, "{name}: {}", page.len()));
}

#[test]
fn ids_are_given_once_and_every_reference_has_its_target() {
    each(|name, page| {
        let values = |attribute: &str| -> Vec<String> {
            let marker = format!(" {attribute}=\"");
            page.split(&marker).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let ids = values("id");
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{name}: {id}");
        }
        for attribute in ["aria-labelledby", "aria-describedby"] {
            for id in values(attribute) {
                assert!(ids.contains(&id), "{name}: {attribute}={id}");
            }
        }
    });
}

#[test]
fn the_style_sheet_asks_nobody_for_anything() {
    for forbidden in ["url(", "@import", "@font-face", "http"] {
        assert!(!STYLESHEET.contains(forbidden), "{forbidden}");
    }
    assert!(stylesheet_href().starts_with("/assets/assent.css?v="));
    assert_eq!(STYLESHEET.matches('{').count(), STYLESHEET.matches('}').count());
}

#[test]
fn words_are_read_back_as_they_are_written() {
    for (word, notice) in Notice::ALL {
        assert_eq!((Notice::parse(word), notice.as_str()), (Some(notice), word));
    }
    for lang in language::all() {
        assert_eq!(language::parse(lang.code()), Some(lang));
    }
}

#[test]
fn the_preference_center_says_first_what_is_kept_why_who_gets_it_and_what_comes_of_it() {
    for lang in language::all() {
        let words = &language::of(lang).center;
        let pages = samples::all(lang);
        for wanted in ["preferences", "preferences-paused", "preferences-first-visit"] {
            let page = &pages.iter().find(|(name, _)| *name == wanted).unwrap().1;
            let places: Vec<usize> = [words.kept, words.why, words.who, words.get]
                .map(|term| page.find(&format!("<span>{term}</span></dt>")).unwrap())
                .into();
            assert!(places.is_sorted() && places[3] < page.find("id=\"ladder\"").unwrap(), "{wanted}: {places:?}");
            assert!(page.contains(words.who_nobody), "{wanted}");
        }
    }
}

#[test]
fn a_pause_is_one_button_and_said_at_the_top_while_it_lasts() {
    for lang in language::all() {
        let words = language::of(lang);
        let pages = samples::all(lang);
        let page = |wanted: &str| pages.iter().find(|(name, _)| *name == wanted).map(|(_, page)| page.clone()).unwrap();
        let check = |name: &str, button: Option<&str>, said: bool| {
            let (page, name_of) = (page(name), "name=\"pause\"");
            assert_eq!(page.matches(name_of).count(), usize::from(button.is_some()), "{name}");
            assert!(button.is_none_or(|label| page.contains(&format!(">{label}</button>"))), "{name}");
            let top = page.split("<main").next().unwrap_or_default();
            assert_eq!(top.contains(words.frame.paused), said, "{name}");
        };
        check("preferences", Some(words.center.pause), false);
        check("preferences-paused", Some(words.center.go_on), true);
        check("preferences-first-visit", None, false);
    }
}

#[test]
fn each_purpose_offers_a_no_while_a_yes_stands_and_a_yes_only_where_the_notice_tells_of_it() {
    let pages = samples::all(Lang::EN);
    let page = &pages.iter().find(|(name, _)| *name == "preferences").unwrap().1;
    let answers = |key: &str| -> Vec<&str> {
        let row = page.split(&format!("id=\"purpose-{key}\"")).nth(1).unwrap().split("</li>").next().unwrap();
        tags(row, "button").into_iter().filter_map(|tag| tag.split("value=\"").nth(1)?.split('"').next()).collect()
    };
    let check = |key, expected: &[&str]| assert_eq!(answers(key), expected, "{key}");
    check("recommend", &["no"]);
    check("train", &["yes"]);
    check("message", &[]);
    check("ads", &["no"]);
}

#[test]
fn whoever_gets_something_is_named_with_how_often_and_when_and_a_no_is_told() {
    for lang in language::all() {
        let words = &language::of(lang).recipients;
        let pages = samples::all(lang);
        let page = &pages.iter().find(|(name, _)| *name == "data").unwrap().1;
        for told in ["Blue &lt;Post&gt;", "Blue Cloud", words.title, words.refused, "3 "] {
            assert!(page.contains(told), "{told}");
        }
        assert!(!page.contains(words.given_nothing) && !page.contains("value=\"post\""), "no switch where it is off");
    }
}

#[test]
fn a_question_names_whoever_else_receives_something_and_nobody_where_nobody_does() {
    for lang in language::all() {
        let asked = |recipients: &[&str]| {
            let recipients = recipients.iter().map(|name| (*name).to_owned()).collect();
            let showing = super::Showing { snapshot: String::new(), name: None, recipients };
            let frame = samples::frame(lang, domain::Rung::Contextual, false);
            super::consent::prompt(&super::Frame { showing: Some(showing), ..frame }).into_string()
        };
        let page = asked(&["Blue <Post>", "Mill"]);
        assert!(page.contains("Blue &lt;Post&gt;, Mill"), "{page}");
        let words = language::of(lang).recipients.asked("");
        assert!(!asked(&[]).contains(words.split(':').next().unwrap()));
    }
}

#[test]
fn a_receipt_tells_each_draw_with_its_odds_and_which_it_was() {
    for lang in language::all() {
        let words = &language::of(lang).receipt;
        let pages = samples::all(lang);
        let page = &pages.iter().find(|(name, _)| *name == "receipt").unwrap().1;
        let drawn = page.split("id=\"drawn\"").nth(1).unwrap().split("</section>").next().unwrap();
        let odds = [lang.percent(612, 1), lang.percent(387, 1)];
        for told in [words.drawn_this, words.drawn_counts[0], "front-page", "tea-time", &odds[0], &odds[1]] {
            assert!(drawn.contains(told), "{told}: {drawn}");
        }
        assert_eq!(drawn.matches(&format!("{}, ", words.drawn_this)).count(), 1);
    }
}

#[test]
fn the_page_of_data_names_each_group_why_and_of_how_many_at_least_and_no_number_is_written_into_the_words() {
    for lang in language::all() {
        let words = &language::of(lang);
        let frame = Frame { group_people_min: 73, ..samples::frame(lang, Rung::Personal, true) };
        let people = frame.group_people_min;
        let used = super::ladder::used(Rung::Group, words, people);
        assert!([words.data.groups_lead(people), used, words.shop.by_group(people)].iter().all(|t| t.contains("73")));
        let pages = samples::all(lang);
        let page = &pages.iter().find(|(name, _)| *name == "data").unwrap().1;
        let groups = page.split("id=\"groups\"").nth(1).unwrap().split("</section>").next().unwrap();
        for told in ["Teas", words.data.group_because[0], words.data.group_because[1], words.data.group_counts[0], "50"]
        {
            assert!(groups.contains(&told.replace('&', "&amp;")), "{told}: {groups}");
        }
    }
}

#[test]
fn a_browser_that_keeps_no_cookie_is_told_so_in_the_place_of_the_news() {
    for lang in language::all() {
        let words = &language::of(lang).news;
        let page = |said| {
            let frame = Frame { notice: Some(Notice::Chosen), ..samples::frame(lang, Rung::Contextual, said) };
            frame.page(super::frame::Tab::Shop, "Shop", &maud::html! {}).into_string()
        };
        assert!(page(true).contains(words.chosen) && !page(true).contains(words.no_cookie));
        assert!(page(false).contains(words.no_cookie) && !page(false).contains(words.chosen));
    }
}
