//! A report on paper: the same content as the page for a browser, in the same order, as A4 pages with selectable text.

mod blocks;
mod chart;
mod flow;
mod setting;
mod sheet;
mod table;

use std::sync::Arc;

use super::content::Report;
use super::fonts::Fonts;
use super::paper::{self, PaperFault};
use super::picture::Drawing;
use crate::base::cancel::Cancel;
use flow::{Flow, MEASURE, SIDE, SOFT};
use setting::{Setter, Style};
use sheet::{PAPER, Piece};

/// The pages as a PDF file, with map and legend as lines and words.
///
/// # Errors
/// [`PaperFault::Cancelled`] once `cancel` is raised, or what a library refused.
pub fn booklet(
    report: &Report,
    map: &Drawing,
    legend: &Drawing,
    fonts: &Arc<Fonts>,
    cancel: &Cancel,
) -> Result<Vec<u8>, PaperFault> {
    let trees = [paper::tree(map, fonts)?, paper::tree(legend, fonts)?];
    let sizes = [&trees[0], &trees[1]].map(|tree| (tree.size().width(), tree.size().height()));
    let setter = Setter::new(fonts);
    let mut flow = Flow::new(&setter);
    let room_for_contents = blocks::opening(&mut flow, report);
    for section in &report.sections {
        cancel.check()?;
        blocks::section(&mut flow, section, sizes);
    }
    blocks::contents(&mut flow, room_for_contents);
    running(&mut flow, report);
    cancel.check()?;
    let authors = &report.document.project().authors;
    sheet::file(&report.title, authors, &flow.sheets, &flow.stations, &trees)
}

/// The title above every page but the first, the number below each.
fn running(flow: &mut Flow<'_>, report: &Report) {
    let style = Style::plain(7.6, 10.0);
    let pages = flow.sheets.len();
    for place in 0..pages {
        let number = flow.setter.line(&format!("{} / {pages}", place + 1), style);
        let right = PAPER.0 - SIDE - number.width;
        let mut words = vec![(right, PAPER.1 - 36.0, number)];
        if place > 0 {
            let title = flow.setter.cut(&report.title, style, MEASURE * 0.75);
            words.push((SIDE, 42.0, title));
        } else {
            let note = flow.setter.line("Scores compare states of a model", style);
            words.push((SIDE, PAPER.1 - 36.0, note));
        }
        for (x, y, line) in words {
            flow.sheets[place].pieces.push(Piece::Words {
                at: (x, y),
                line,
                ink: SOFT,
            });
        }
    }
}
