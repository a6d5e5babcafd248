//! A measurement as a page: charts first, every figure with its interval below.

use super::chart::{bars, curve, points, title};
use app::eval::{Along, Curve, DRAWS, Figure, Report, Row};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// How the page looks, in light and dark.
const STYLE: &str = ":root{color-scheme:light dark;--ink:#1d1d28;--quiet:#5c5c70;--ours:#454098;--base:#a9a9bd;--line:#d9d9e3}\
    @media(prefers-color-scheme:dark){:root{--ink:#ededf4;--quiet:#a9a9bd;--ours:#a6a1f2;--base:#5c5c70;--line:#3a3a4a}}\
    body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);max-width:60rem;margin:2rem auto;padding:0 1rem}\
    svg{display:block;width:100%;max-width:36rem;height:auto}svg text{font:13px system-ui,sans-serif;fill:var(--ink)}svg text.value{fill:var(--quiet)}svg text.middle{text-anchor:middle}\
    svg polyline.ours,svg polyline.base{fill:none;stroke:var(--ours);stroke-width:2}svg polyline.base{stroke:var(--quiet);stroke-dasharray:5 4}\
    .ours{fill:var(--ours)}.base{fill:var(--base)}svg line{stroke:var(--ink);stroke-width:1.5}svg line.axis{stroke:var(--line)}\
    .two{display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}.wide{overflow-x:auto}table{border-collapse:collapse;font-size:13px}th,td{padding:.25rem .6rem;text-align:right;\
    border-bottom:1px solid var(--line);white-space:nowrap}th:first-child{text-align:left}p,small{color:var(--quiet)}";

/// The page.
pub(super) fn page(report: &Report) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "How good recommendations are" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "How good recommendations are" }
                p {
                    (report.subjects) " people with something to foretell, " (report.trained.people) " who taught. \
                    A line on a bar is where 95 of 100 means lie when the people are drawn anew (" (DRAWS) " draws)."
                }
                h2 { "What is foretold, all items (NDCG@20)" }
                (bars(report, "ndcg@20"))
                @if let Some(beside) = report.beside_says() { p { (beside) "." } }
                h2 { "What is foretold, items new to the person (NDCG@20)" }
                (bars(report, "new_ndcg@20"))
                h2 { "Quality against variety" }
                p { "Distance is how unlike the items of one list are; coverage is how much of the shop anybody sees." }
                div.two { (points(report, "distance@20", "ndcg@20")) (points(report, "coverage@20", "ndcg@20")) }
                @for one in &report.curves { (of_curve(one)) }
                h2 { "Every figure" }
                (table(report))
            }
        }
    }
}

fn of_curve(one: &Curve) -> Markup {
    let (title, says) = match one.along {
        Along::Data => (
            "With less data",
            "Each person with a share of their items only, for teaching and for themselves, as if the shop were younger.",
        ),
        Along::Teach => (
            "With fewer who teach",
            "A share of the people let their activity teach. Everybody is still recommended to, by what they did themselves.",
        ),
        Along::PeopleMin => (
            "What the floor costs",
            "One thing speaks for another only when at least k people took both. Fewer show more of what a single person did.",
        ),
        Along::Variety => (
            "What variety costs",
            "The slider that each person has, from more of the same (0) over neither (50) to something else (100).",
        ),
    };
    html! {
        h2 { (title) }
        p { (says) }
        div.two {
            (curve(one, ["ndcg@20", "new_ndcg@20"]))
            @if one.along == Along::Variety { (curve(one, ["distance@20", "coverage@20"])) }
        }
    }
}

fn table(report: &Report) -> Markup {
    let names =
        report.rows.first().map(|row| row.figures.iter().map(|figure| figure.name.as_str()).collect::<Vec<_>>());
    html! {
        @for names in names.unwrap_or_default().chunks(7) {
            div.wide tabindex="0" {
                table {
                    thead { tr { th { "" } @for name in names { th scope="col" { (name) } } } }
                    tbody { @for row in &report.rows { (line(row, names)) } }
                }
            }
        }
    }
}

fn line(row: &Row, names: &[&str]) -> Markup {
    html! {
        tr {
            th scope="row" { (title(row)) }
            @for name in names { td { (row.measured(name).map_or_else(|| html! { "-" }, cell)) } }
        }
    }
}

fn cell(figure: &Figure) -> Markup {
    html! {
        (format!("{:.4}", figure.value))
        @if let Some(interval) = figure.interval { br; small { (format!("{:.4} to {:.4}", interval.low, interval.high)) } }
    }
}
