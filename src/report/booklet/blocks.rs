//! Sections of a report on paper.

use super::chart;
use super::flow::{ACCENT, Chunk, Flow, HAIR, INK, MEASURE, SIDE, SOFT};
use super::setting::Style;
use super::sheet::{Link, Piece, Station};
use super::table::table;
use crate::report::content::{Block, Diamond, Item, Report, Score, Section};

pub(super) const BODY: Style = Style::plain(9.4, 14.0);
const FINE: Style = Style::plain(7.5, 10.4);
const SMALL: Style = Style::plain(8.2, 11.4);
const KICKER: Style = Style::strong(7.8, 11.0);
const TITLE: Style = Style::strong(25.0, 30.0);
const HEADING: Style = Style::strong(15.0, 19.0);
const SUBHEADING: Style = Style::strong(10.2, 14.0);
/// Lines of prose are no longer than this, points.
const PROSE: f32 = 400.0;

/// Title, facts and the honest line; returns where the list of contents has room.
pub(super) fn opening(flow: &mut Flow<'_>, report: &Report) -> f32 {
    flow.paragraph("CLUSTER REPORT", 0.0, MEASURE, KICKER, ACCENT);
    flow.y += 3.0;
    flow.paragraph(&report.title, 0.0, MEASURE, TITLE, INK);
    flow.y += 5.0;
    flow.paragraph(&report.facts.join("  ·  "), 0.0, MEASURE, SMALL, SOFT);
    flow.y += 10.0;
    let mut honest = Chunk::default();
    honest.lines(flow.setter.lines(&report.honest, BODY, PROSE), 12.0, BODY, SOFT);
    honest.pieces.push(Piece::Box {
        at: (0.0, 1.0),
        size: (2.0, honest.height - 2.0),
        round: 1.0,
        ink: ACCENT,
    });
    flow.place(honest);
    flow.y += 14.0;
    let at = flow.y;
    flow.y += contents_height(report.sections.len());
    at
}

const CONTENTS: Style = Style::plain(8.2, 13.0);
const CONTENT_COLUMNS: usize = 3;

fn contents_height(sections: usize) -> f32 {
    sections.div_ceil(CONTENT_COLUMNS) as f32 * CONTENTS.leading
}

/// The sections with their pages, on the first page.
pub(super) fn contents(flow: &mut Flow<'_>, y: f32) {
    let stations = std::mem::take(&mut flow.stations);
    let rows = stations.len().div_ceil(CONTENT_COLUMNS);
    let gutter = 24.0;
    let width = (MEASURE - gutter * (CONTENT_COLUMNS - 1) as f32) / CONTENT_COLUMNS as f32;
    for (place, station) in stations.iter().enumerate() {
        let x = SIDE + (place / rows) as f32 * (width + gutter);
        let top = y + (place % rows) as f32 * CONTENTS.leading;
        let page = flow.setter.line(&(station.page + 1).to_string(), CONTENTS);
        let name = flow
            .setter
            .cut(&station.title, CONTENTS, width - page.width - 8.0);
        let sheet = &mut flow.sheets[0];
        let baseline = top + CONTENTS.rise();
        sheet.pieces.push(Piece::Words {
            at: (x + width - page.width, baseline),
            line: page,
            ink: SOFT,
        });
        sheet.pieces.push(Piece::Words {
            at: (x, baseline),
            line: name,
            ink: INK,
        });
        sheet
            .links
            .push(([x, top, width, CONTENTS.leading], Link::Section(place)));
    }
    flow.stations = stations;
}

pub(super) fn section(flow: &mut Flow<'_>, section: &Section, drawings: [(f32, f32); 2]) {
    // A heading stands with what follows it.
    let first = match section.blocks.first() {
        Some(Block::Map) => 320.0,
        Some(Block::Diamond(_)) => 240.0,
        _ => 70.0,
    };
    flow.gap(20.0);
    flow.need(first + HEADING.leading + 14.0);
    flow.rule(HAIR, 0.6);
    flow.y += 12.0;
    flow.stations.push(Station {
        title: section.title.clone(),
        page: flow.sheets.len() - 1,
        y: flow.y,
    });
    flow.paragraph(&section.title, 0.0, MEASURE, HEADING, INK);
    flow.y += 7.0;
    for block in &section.blocks {
        put(flow, block, drawings);
    }
}

fn put(flow: &mut Flow<'_>, block: &Block, drawings: [(f32, f32); 2]) {
    match block {
        Block::Words(text) => {
            flow.paragraph(text, 0.0, PROSE, BODY, INK);
            flow.gap(7.0);
        }
        Block::Fine(text) => {
            flow.paragraph(text, 0.0, PROSE, FINE, SOFT);
            flow.gap(6.0);
        }
        Block::Story(text) => {
            for line in text.lines() {
                if line.trim().is_empty() {
                    flow.gap(6.0);
                } else {
                    flow.paragraph(line.trim_end(), 0.0, PROSE, BODY, INK);
                }
            }
            flow.gap(7.0);
        }
        Block::Heading(text) => {
            flow.gap(8.0);
            flow.need(60.0);
            flow.paragraph(text, 0.0, MEASURE, SUBHEADING, INK);
            flow.gap(3.0);
        }
        Block::List(lines) => list(flow, lines, false),
        Block::Links(lines) => list(flow, lines, true),
        Block::Map => picture(flow, drawings),
        Block::Scores(scores) => scores_block(flow, scores),
        Block::Diamond(diamond) => diamond_block(flow, diamond),
        Block::Table(given) => table(flow, given),
        Block::Items(items) => items_block(flow, items),
    }
}

/// The map as large as the page allows, its legend below.
fn picture(flow: &mut Flow<'_>, [map, legend]: [(f32, f32); 2]) {
    /// Legends are no larger than letters can be read.
    const LEGEND: f32 = 0.62;
    let fit = (MEASURE / legend.0).min(LEGEND);
    let key = (legend.0 * fit, legend.1 * fit);
    let below = key.1 + 24.0;
    let room = if flow.room() > 300.0 + below {
        flow.room()
    } else {
        Flow::page_room()
    };
    let scale = (MEASURE / map.0).min((room - below) / map.1);
    let size = (map.0 * scale, map.1 * scale);
    flow.need(size.1 + below);
    let at = (SIDE + (MEASURE - size.0) / 2.0, flow.y);
    flow.put(Piece::Drawing { which: 0, at, size });
    flow.y += size.1 + 10.0;
    let at = (SIDE, flow.y);
    flow.put(Piece::Drawing {
        which: 1,
        at,
        size: key,
    });
    flow.y += key.1 + 14.0;
}

fn list(flow: &mut Flow<'_>, lines: &[String], linked: bool) {
    for line in lines {
        let set = flow.setter.lines(line, BODY, PROSE - 11.0);
        let height = set.len() as f32 * BODY.leading;
        let address = crate::report::content::address_in(line).filter(|_| linked);
        if height > Flow::page_room() / 2.0 {
            flow.paragraph(line, 11.0, PROSE - 11.0, BODY, INK);
            continue;
        }
        let mut chunk = Chunk::default();
        chunk.pieces.push(Piece::Dot {
            at: (3.0, BODY.leading / 2.0),
            radius: 1.2,
            ink: SOFT,
        });
        chunk.lines(set, 11.0, BODY, INK);
        if let Some(address) = address {
            let area = [11.0, 0.0, PROSE - 11.0, chunk.height];
            chunk.links.push((area, Link::Address(address.to_owned())));
        }
        flow.place(chunk);
        flow.gap(1.5);
    }
    flow.gap(6.0);
}

fn scores_block(flow: &mut Flow<'_>, scores: &[Score]) {
    for (place, score) in scores.iter().enumerate() {
        let chunk = score_chunk(flow, score, place == 0, MEASURE, 118.0);
        flow.place(chunk);
    }
    flow.gap(4.0);
    let mut key = "Dot: score of 100. Band: where it stays when weights are drawn at random.".to_owned();
    if scores.iter().any(|score| score.before.is_some()) {
        key += " Thin line: the score before.";
    }
    flow.paragraph(&key, 0.0, PROSE, FINE, SOFT);
    flow.gap(3.0);
}

/// Name and value to the left, line and words to the right.
fn score_chunk(flow: &Flow<'_>, score: &Score, first: bool, width: f32, left: f32) -> Chunk {
    let (name, value) = if first {
        (Style::strong(10.4, 13.0), Style::strong(19.0, 22.0))
    } else {
        (Style::strong(9.2, 12.4), Style::strong(12.4, 15.0))
    };
    let setter = flow.setter;
    let mut chunk = Chunk {
        height: if first { 2.0 } else { 8.0 },
        ..Chunk::default()
    };
    if !first {
        chunk.pieces.push(Piece::Rule {
            from: (0.0, 2.0),
            to: (width, 2.0),
            width: 0.5,
            ink: HAIR,
        });
    }
    let top = chunk.height;
    let shown = setter.line(&score.shown, value);
    let baseline = top + value.rise();
    let room = left - shown.width - 8.0;
    let names = setter.lines(score.name, name, room);
    for (place, line) in names.into_iter().enumerate() {
        chunk.pieces.push(Piece::Words {
            at: (0.0, baseline + place as f32 * name.leading),
            line,
            ink: INK,
        });
    }
    chunk.pieces.push(Piece::Words {
        at: (left - shown.width, baseline),
        line: shown,
        ink: INK,
    });
    let x = left + 18.0;
    let room = width - x;
    chart::track(&mut chunk, score, x, top + value.leading / 2.0, room);
    chunk.height = top + value.leading + 1.0;
    let mut means = format!("{}.", score.description);
    if !score.band_shown.is_empty() {
        means += &format!(" Band {}.", score.band_shown.replace(' ', "\u{A0}"));
    }
    chunk.lines(setter.lines(&means, SMALL, room), x, SMALL, SOFT);
    chunk.lines(setter.lines(&score.sentence, SMALL, room), x, SMALL, INK);
    chunk.height += 5.0;
    chunk
}

fn diamond_block(flow: &mut Flow<'_>, diamond: &Diamond) {
    let drawing = chart::diamond(flow.setter, diamond, MEASURE);
    flow.place(drawing);
    flow.gap(8.0);
    for (place, score) in std::iter::once(&diamond.index)
        .chain(&diamond.corners)
        .enumerate()
    {
        let chunk = score_chunk(flow, score, place == 0, MEASURE, 118.0);
        flow.place(chunk);
    }
    flow.gap(4.0);
}

fn items_block(flow: &mut Flow<'_>, items: &[Item]) {
    for item in items {
        let mut chunk = Chunk {
            height: 7.0,
            ..Chunk::default()
        };
        chunk.pieces.push(Piece::Rule {
            from: (0.0, 1.0),
            to: (MEASURE, 1.0),
            width: 0.5,
            ink: HAIR,
        });
        let setter = flow.setter;
        let title = Style::strong(9.4, 13.0);
        chunk.lines(setter.lines(&item.title, title, PROSE), 0.0, title, INK);
        chunk.lines(setter.lines(&item.text, BODY, PROSE), 0.0, BODY, INK);
        amounts(flow, &mut chunk, item);
        if !item.fine.is_empty() {
            chunk.height += 1.0;
            chunk.lines(setter.lines(&item.fine, FINE, PROSE), 0.0, FINE, SOFT);
        }
        chunk.height += 5.0;
        if chunk.height <= Flow::page_room() {
            flow.place(chunk);
        } else {
            // Longer than a page: as paragraphs.
            flow.paragraph(&item.title, 0.0, PROSE, title, INK);
            flow.paragraph(&item.text, 0.0, PROSE, BODY, INK);
            for (amount, whose) in &item.amounts {
                flow.paragraph(&format!("{amount} {whose}"), 0.0, PROSE, SMALL, SOFT);
            }
            flow.paragraph(&item.fine, 0.0, PROSE, FINE, SOFT);
        }
    }
    flow.gap(6.0);
}

/// Amounts with whose they are, side by side as long as there is room.
fn amounts(flow: &Flow<'_>, chunk: &mut Chunk, item: &Item) {
    if item.amounts.is_empty() {
        return;
    }
    let strong = Style {
        strong: true,
        ..SMALL
    };
    chunk.height += 2.0;
    let mut x = 0.0;
    for (amount, whose) in &item.amounts {
        let number = flow.setter.line(amount, strong);
        let indent = number.width + 4.0;
        let wide = indent + flow.setter.width(whose, SMALL);
        if x > 0.0 && x + wide > MEASURE {
            x = 0.0;
            chunk.height += SMALL.leading;
        }
        let lines = flow.setter.lines(whose, SMALL, MEASURE - indent);
        chunk.pieces.push(Piece::Words {
            at: (x, chunk.height + SMALL.rise()),
            line: number,
            ink: INK,
        });
        let rows = lines.len();
        let before = chunk.height;
        chunk.lines(lines, x + indent, SMALL, SOFT);
        if rows > 1 {
            x = 0.0;
        } else {
            chunk.height = before;
            x += wide + 14.0;
        }
    }
    if x > 0.0 {
        chunk.height += SMALL.leading;
    }
}
