//! A report as one page for a browser: nothing is loaded from anywhere, and everything on it is in the page as text.
//!
//! The tables of actors and ties are what the script of the map reads, so that those who cannot see or move the map
//! read the same. Without the script the page is whole, only the map stays where it is.

mod blocks;
mod chart;
mod dusk;
mod markup;
mod policy;

use super::content::Report;
use markup::Markup;

/// How the page looks.
const STYLE: &str = include_str!("../../../assets/report/report.css");
/// What makes the map live.
const SCRIPT: &str = include_str!("../../../assets/report/report.js");

/// The page. `map` and `legend` are drawings as SVG, their texts escaped.
pub fn page(report: &Report, map: &str, legend: &str) -> String {
    let style = format!("{STYLE}{}", dusk::rules());
    let mut page = Markup::page();
    page.open("html", &[("lang", "en")]);
    page.trusted("\n");
    head(&mut page, &report.title, &style);
    page.open("body", &[]);
    page.trusted("\n");
    page.element("a", &[("class", "skip"), ("href", "#map")], "Skip to the map");
    header(&mut page, report);
    contents(&mut page, report);
    page.open("main", &[]);
    page.trusted("\n");
    for section in &report.sections {
        blocks::section(&mut page, section, [map, legend], report);
    }
    page.close();
    page.open("script", &[]);
    page.trusted(SCRIPT);
    page.close();
    page.close();
    page.close();
    page.finish()
}

fn head(page: &mut Markup, title: &str, style: &str) {
    page.open("head", &[]);
    page.trusted("\n");
    page.empty("meta", &[("charset", "utf-8")]);
    page.empty(
        "meta",
        &[
            ("http-equiv", "Content-Security-Policy"),
            ("content", &policy::of(style, SCRIPT)),
        ],
    );
    page.empty(
        "meta",
        &[
            ("name", "viewport"),
            ("content", "width=device-width, initial-scale=1"),
        ],
    );
    page.empty("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    page.empty("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    let program = concat!("Milieu ", env!("CARGO_PKG_VERSION"));
    page.empty("meta", &[("name", "generator"), ("content", program)]);
    page.element("title", &[], title);
    page.open("style", &[]);
    page.trusted(style);
    page.close();
    page.close();
}

fn header(page: &mut Markup, report: &Report) {
    page.open("header", &[]);
    page.element("p", &[("class", "kicker")], "Cluster report");
    page.element("h1", &[], &report.title);
    page.open("ul", &[("class", "facts")]);
    for fact in &report.facts {
        page.element("li", &[], fact);
    }
    page.close();
    page.element("p", &[("class", "honest")], &report.honest);
    page.close();
}

fn contents(page: &mut Markup, report: &Report) {
    page.open("nav", &[("aria-label", "Contents")]);
    page.open("ol", &[]);
    for section in &report.sections {
        page.open("li", &[]);
        page.element("a", &[("href", &format!("#{}", section.id))], &section.title);
        page.close();
    }
    page.close();
    page.close();
}
