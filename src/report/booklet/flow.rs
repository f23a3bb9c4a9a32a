//! What follows what on the pages: paragraphs that break between lines, pieces that stay together, rows under repeated
//! headings.

use super::setting::{Line, Setter, Style};
use super::sheet::{Link, PAPER, Piece, Sheet, Station};
use crate::picture::look::Rgb;

/// Left and right margin.
pub(super) const SIDE: f32 = 56.0;
/// Where the first line of a page begins, below the running title.
const TOP: f32 = 68.0;
/// Where the last line of a page ends, above the number of the page.
const END: f32 = PAPER.1 - 62.0;
/// Width of what is written.
pub(super) const MEASURE: f32 = PAPER.0 - 2.0 * SIDE;

/// Text.
pub(super) const INK: Rgb = Rgb(0x1B, 0x1C, 0x1E);
/// Less important text.
pub(super) const SOFT: Rgb = Rgb(0x5A, 0x5E, 0x66);
/// Hairlines.
pub(super) const HAIR: Rgb = Rgb(0xDD, 0xDC, 0xD5);
/// What stands out.
pub(super) const ACCENT: Rgb = Rgb(0x00, 0x72, 0xB2);

/// Something that stays together, with places from its own upper left corner.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) pieces: Vec<Piece>,
    pub(super) links: Vec<([f32; 4], Link)>,
    pub(super) height: f32,
}

impl Chunk {
    /// Lines below what is there already.
    pub(super) fn lines(&mut self, lines: Vec<Line>, x: f32, style: Style, ink: Rgb) {
        for line in lines {
            let at = (x, self.height + style.rise());
            self.pieces.push(Piece::Words { at, line, ink });
            self.height += style.leading;
        }
    }
}

/// Pages that fill from above.
pub(super) struct Flow<'a> {
    pub(super) setter: &'a Setter,
    pub(super) sheets: Vec<Sheet>,
    pub(super) stations: Vec<Station>,
    /// Where the next thing begins on the last page, points from above.
    pub(super) y: f32,
}

impl<'a> Flow<'a> {
    pub(super) fn new(setter: &'a Setter) -> Self {
        Self {
            setter,
            sheets: vec![Sheet::default()],
            stations: Vec::new(),
            y: TOP - 14.0,
        }
    }

    /// What is left of the page, points.
    pub(super) fn room(&self) -> f32 {
        END - self.y
    }

    /// What an empty page holds, points.
    pub(super) const fn page_room() -> f32 {
        END - TOP
    }

    pub(super) fn new_page(&mut self) {
        self.sheets.push(Sheet::default());
        self.y = TOP;
    }

    /// Goes on with the next page unless there is room for this much.
    pub(super) fn need(&mut self, height: f32) {
        if height > self.room() && self.y > TOP {
            self.new_page();
        }
    }

    /// Air, but none at the top of a page.
    pub(super) fn gap(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    fn sheet(&mut self) -> &mut Sheet {
        self.sheets.last_mut().expect("there is always a page")
    }

    pub(super) fn put(&mut self, piece: Piece) {
        self.sheet().pieces.push(piece);
    }

    /// All of it on one page.
    pub(super) fn place(&mut self, chunk: Chunk) {
        self.need(chunk.height);
        let y = self.y;
        let sheet = self.sheet();
        sheet
            .pieces
            .extend(chunk.pieces.into_iter().map(|piece| piece.moved(SIDE, y)));
        let links = chunk.links.into_iter();
        sheet
            .links
            .extend(links.map(|([x, top, width, height], link)| ([x + SIDE, top + y, width, height], link)));
        self.y += chunk.height;
    }

    /// A paragraph; no page begins or ends with a single line of it.
    pub(super) fn paragraph(&mut self, text: &str, x: f32, width: f32, style: Style, ink: Rgb) {
        let lines = self.setter.lines(text, style, width);
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let fit = (self.room() / style.leading).floor().max(0.0) as usize;
            let mut now = fit.min(rest.len());
            if now < rest.len() && rest.len() - now < 2 {
                now = now.saturating_sub(1);
            }
            if now < rest.len() && now < 2 && self.y > TOP {
                self.new_page();
                continue;
            }
            let (these, others) = rest.split_at(now.max(1));
            let mut chunk = Chunk::default();
            chunk.lines(these.to_vec(), x, style, ink);
            self.place(chunk);
            rest = others;
        }
    }

    /// A hairline across the page.
    pub(super) fn rule(&mut self, ink: Rgb, width: f32) {
        let (from, to) = ((SIDE, self.y), (SIDE + MEASURE, self.y));
        self.put(Piece::Rule { from, to, width, ink });
    }
}
