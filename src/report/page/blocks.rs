//! Sections of a report as elements of a page.

use super::chart;
use super::markup::Markup;
use crate::report::content::{Block, Diamond, Item, Of, Report, Row, Score, Section, Table, address_in};

pub(super) fn section(page: &mut Markup, section: &Section, drawings: [&str; 2], report: &Report) {
    page.open("section", &[("id", section.id)]);
    page.element("h2", &[], &section.title);
    for block in &section.blocks {
        match block {
            Block::Words(text) => page.element("p", &[], text),
            Block::Fine(text) => page.element("p", &[("class", "fine")], text),
            Block::Heading(text) => page.element("h3", &[], text),
            Block::Story(text) => story(page, text),
            Block::List(lines) => list(page, lines, false),
            Block::Links(lines) => list(page, lines, true),
            Block::Map => figure(page, drawings, report),
            Block::Scores(scores) => scores_block(page, scores),
            Block::Diamond(diamond) => diamond_block(page, diamond),
            Block::Table(given) => table(page, given, section),
            Block::Items(items) => items_block(page, items),
        }
    }
    page.close();
}

/// Paragraphs as people parted them; single ends of lines stay.
fn story(page: &mut Markup, text: &str) {
    page.open("div", &[("class", "story")]);
    for paragraph in paragraphs(text) {
        page.element("p", &[], &paragraph);
    }
    page.close();
}

/// Empty lines part paragraphs.
fn paragraphs(text: &str) -> Vec<String> {
    let mut list = vec![String::new()];
    for line in text.lines() {
        let last = list.last_mut().expect("the list is never empty");
        if line.trim().is_empty() {
            list.push(String::new());
        } else {
            if !last.is_empty() {
                last.push('\n');
            }
            last.push_str(line.trim_end());
        }
    }
    list.retain(|paragraph| !paragraph.is_empty());
    list
}

fn list(page: &mut Markup, lines: &[String], linked: bool) {
    page.open("ul", &[("class", "lines")]);
    for line in lines {
        page.open("li", &[]);
        match address_in(line).filter(|_| linked) {
            None => page.text(line),
            Some(address) => {
                let (before, after) = line.split_once(address).unwrap_or((line, ""));
                page.text(before);
                page.element("a", &[("href", address), ("rel", "noreferrer noopener")], address);
                page.text(after);
            }
        }
        page.close();
    }
    page.close();
}

/// The map with what moves it; the script shows the tools, since they do nothing without it.
fn figure(page: &mut Markup, [map, legend]: [&str; 2], report: &Report) {
    page.open("figure", &[("class", "map")]);
    page.open("div", &[("class", "tools"), ("hidden", "")]);
    page.open("div", &[("class", "find")]);
    page.empty(
        "input",
        &[
            ("type", "search"),
            ("placeholder", "Find an actor"),
            ("aria-label", "Find an actor"),
            ("aria-controls", "found"),
            ("autocomplete", "off"),
            ("spellcheck", "false"),
        ],
    );
    page.element("ul", &[("id", "found"), ("hidden", "")], "");
    page.close();
    for (what, label, sign) in [
        ("in", "Zoom in", "+"),
        ("out", "Zoom out", "−"),
        ("fit", "Show all", "Fit"),
    ] {
        page.element(
            "button",
            &[
                ("type", "button"),
                ("data-do", what),
                ("aria-label", label),
                ("title", label),
            ],
            sign,
        );
    }
    page.close();
    let label = format!(
        "Map of {}. Arrow keys move it, plus and minus zoom, zero shows all, Escape clears. The tables of actors and \
         ties below say the same.",
        report.title
    );
    page.open("div", &[("class", "room")]);
    page.open(
        "div",
        &[("class", "stage"), ("role", "group"), ("aria-label", &label)],
    );
    page.trusted(map);
    page.close();
    page.element("div", &[("class", "card"), ("hidden", "")], "");
    page.open(
        "div",
        &[
            ("class", "chosen"),
            ("hidden", ""),
            ("role", "region"),
            ("aria-label", "Chosen actor"),
        ],
    );
    page.close();
    page.close();
    page.element(
        "p",
        &[("class", "unseen"), ("role", "status"), ("aria-live", "polite")],
        "",
    );
    let mut hint =
        "Drag to move, click an actor for its ties. The wheel zooms once the map was clicked, or with Ctrl held."
            .to_owned();
    if report.told().is_some() {
        hint += " Of this large map, the actors and ties in the tables can be found and clicked.";
    }
    page.element("figcaption", &[("class", "hint"), ("hidden", "")], &hint);
    page.open(
        "div",
        &[("class", "legend"), ("role", "img"), ("aria-label", "Legend")],
    );
    page.trusted(legend);
    page.close();
    page.close();
}

fn scores_block(page: &mut Markup, scores: &[Score]) {
    let then = scores.iter().any(|score| score.before.is_some());
    page.open("div", &[("class", "scores")]);
    for (place, score) in scores.iter().enumerate() {
        score_block(page, score, place == 0);
    }
    page.close();
    let mut key = "Dot: score of 100. Band: where it stays when weights are drawn at random.".to_owned();
    if then {
        key += " Thin line: the score before.";
    }
    page.element("p", &[("class", "fine")], &key);
}

fn score_block(page: &mut Markup, score: &Score, first: bool) {
    page.open("div", &[("class", if first { "score first" } else { "score" })]);
    page.open("div", &[("class", "figure")]);
    page.element("h3", &[], score.name);
    page.element(
        "span",
        &[("class", "value"), ("data-figure", score.id)],
        &score.shown,
    );
    page.close();
    chart::track(page, score);
    page.open("p", &[("class", "means")]);
    page.text(score.description);
    page.text(".");
    if !score.band_shown.is_empty() {
        page.text(" ");
        page.element(
            "span",
            &[("class", "range")],
            &format!("Band {}.", score.band_shown),
        );
    }
    page.close();
    page.element("p", &[("class", "why")], &score.sentence);
    page.close();
}

fn diamond_block(page: &mut Markup, diamond: &Diamond) {
    page.open("div", &[("class", "facets")]);
    page.open("figure", &[]);
    chart::diamond(page, diamond);
    page.close();
    page.open("div", &[("class", "scores")]);
    score_block(page, &diamond.index, true);
    for corner in &diamond.corners {
        score_block(page, corner, false);
    }
    page.close();
    page.close();
}

fn items_block(page: &mut Markup, items: &[Item]) {
    page.open("div", &[("class", "items")]);
    for item in items {
        page.open("article", &[]);
        page.element("h4", &[], &item.title);
        page.element("p", &[], &item.text);
        if !item.amounts.is_empty() {
            page.open("ul", &[("class", "amounts")]);
            for (amount, whose) in &item.amounts {
                page.open("li", &[]);
                page.element("b", &[], amount);
                page.text(" ");
                page.element("span", &[], whose);
                page.close();
            }
            page.close();
        }
        if !item.fine.is_empty() {
            page.element("p", &[("class", "fine")], &item.fine);
        }
        page.close();
    }
    page.close();
}

fn table(page: &mut Markup, table: &Table, section: &Section) {
    page.open(
        "div",
        &[
            ("class", "wide"),
            ("tabindex", "0"),
            ("role", "region"),
            ("aria-label", &table.caption),
        ],
    );
    // Which columns are numbers is said once, not in every cell.
    let mut class = if table.dense { "dense" } else { "plain" }.to_owned();
    for (place, _) in table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.numeric)
    {
        class += &format!(" n{}", place + 1);
    }
    page.open("table", &[("class", &class)]);
    page.element("caption", &[], &table.caption);
    page.open("thead", &[]);
    page.open("tr", &[]);
    for column in &table.columns {
        page.element("th", &[("scope", "col")], column.name);
    }
    page.close();
    page.close();
    page.open("tbody", &[]);
    // What the map reads is one table for actors and one for ties.
    let read = matches!(section.id, "all-actors" | "all-ties");
    for row in &table.rows {
        row_block(page, row, table, read);
    }
    page.close();
    page.close();
    page.close();
}

fn row_block(page: &mut Markup, row: &Row, table: &Table, read: bool) {
    let (mut ids, mut class) = (Vec::new(), "");
    match row.of {
        Of::Group => class = "group",
        Of::Whole => class = "whole",
        Of::Actor(id) => ids.push((if read { "data-of" } else { "data-show" }, id.to_string())),
        Of::Tie(id, from, to) => ids.extend([
            ("data-line", id.to_string()),
            ("data-from", from.to_string()),
            ("data-to", to.to_string()),
        ]),
        Of::Plain => {}
    }
    let mut attributes: Vec<(&'static str, &str)> =
        ids.iter().map(|(name, value)| (*name, value.as_str())).collect();
    if !class.is_empty() {
        attributes.push(("class", class));
    }
    page.open("tr", &attributes);
    if row.of == Of::Group {
        let all = table.columns.len().to_string();
        page.element("th", &[("colspan", &all), ("scope", "rowgroup")], &row.cells[0]);
    } else {
        for (place, cell) in row.cells.iter().enumerate() {
            if place == 0 {
                page.element("th", &[("scope", "row")], cell);
            } else {
                page.element("td", &[], cell);
            }
        }
    }
    page.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_part_paragraphs() {
        assert_eq!(paragraphs("One\ntwo \n\n\nthree\n"), ["One\ntwo", "three"]);
        assert!(paragraphs(" \n").is_empty());
    }
}
