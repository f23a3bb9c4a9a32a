//! Notes and zones on the paper: how their words break into lines, and how they look.
//!
//! Lines break as they would at one fixed size of letters, so that zooming never moves a word to another line.

use std::collections::BTreeMap;

use crate::base::geom::{Point, Rect, Vector};
use crate::base::units::TextSize;
use crate::model::field::clean_line;
use crate::model::{Document, Frames, Hue, Jot, Note, NoteId, ZoneId};
use crate::picture::Jots;
use crate::picture::jots::{self, NoteBox, ZoneBox};
use crate::picture::look::Palette;

use super::labels;
use super::pen::{Anchor, Edge, Fold, Font, Halo, Hand, Ink, Stroke, Thing, Typeface};
use super::stage::View;

/// Letters are this large while lines are broken, points.
const REFERENCE: f64 = 32.0;
/// A zone's name stands this far from its corner, points on the paper.
const TITLE_INDENT: f64 = 10.0;
/// Names of zones do not become smaller than this, points on the paper; they are left out where they have no room.
const TITLE_LEAST: f64 = 10.0;
/// Rounding of a zone, map units.
const ZONE_ROUND: f64 = 16.0;
/// Rounding of a note, map units.
const NOTE_ROUND: f64 = 5.0;
/// Letters smaller than this on the paper are bars, points.
const READABLE: f64 = 4.5;

/// Notes and zones as they are shown.
#[derive(Default)]
pub struct Art {
    boxes: Jots,
    lines: BTreeMap<NoteId, Folded>,
    titles: BTreeMap<ZoneId, String>,
    /// Size of the names of zones, points on the paper.
    title_size: f64,
}

/// The lines of a note, and what they were made from.
struct Folded {
    text: String,
    /// Width over size of letters.
    ratio: f64,
    rows: Vec<String>,
}

/// What a note or a zone looks like beside its color.
#[derive(Clone, Copy, Debug, Default)]
pub struct JotState {
    /// It is chosen.
    pub chosen: bool,
    /// It is pointed at.
    pub outlined: bool,
    /// Its words are being written elsewhere.
    pub wordless: bool,
}

/// Where and how notes and zones are drawn.
#[derive(Clone, Copy)]
pub struct JotView<'a> {
    /// From the map to the paper.
    pub view: View,
    /// On a dark ground.
    pub dark: bool,
    /// Strength of all colors, 0 to 1.
    pub strength: f64,
    /// In which state each is.
    pub state: &'a dyn Fn(Jot) -> JotState,
}

impl JotView<'_> {
    fn palette(&self) -> &'static Palette {
        Palette::of(self.dark)
    }

    /// Rounding on the paper, whole points.
    fn round(&self, units: f64) -> f64 {
        (units * self.view.zoom).clamp(1.0, 40.0).floor()
    }
}

impl Art {
    /// Where everything lies.
    pub fn boxes(&self) -> &Jots {
        &self.boxes
    }

    /// Brings the boxes up to date. `held`: where those lie that are on their way; `zoom`: points on the paper per map
    /// unit.
    pub fn lay_out<T: Typeface>(&mut self, face: &T, document: &Document, held: &Frames, zoom: f64) {
        self.lines.retain(|&id, _| document.note(id).is_some());
        self.boxes.notes.clear();
        for (id, note) in document.notes() {
            let mut note = note.clone();
            if let Some(&frame) = held.notes.get(&id) {
                note.frame = frame;
            }
            let lines = self.break_lines(face, id, &note);
            self.boxes.notes.push(NoteBox {
                id,
                color: note.color,
                frame: note.frame,
                bounds: note.bounds(lines),
            });
        }
        self.title_size = labels::size_at(zoom).max(TITLE_LEAST);
        self.titles.clear();
        self.boxes.zones.clear();
        for (id, zone) in document.zones() {
            let area = held.zones.get(&id).copied().unwrap_or(zone.area);
            let name = clean_line(&zone.name);
            let title = self.title_of(face, &name, area, zoom);
            self.titles.insert(id, name);
            self.boxes.zones.push(ZoneBox {
                id,
                color: zone.color,
                area,
                title,
            });
        }
    }

    /// How many lines a note has.
    fn break_lines<T: Typeface>(&mut self, face: &T, id: NoteId, note: &Note) -> usize {
        let ratio = note.frame.width.get() / note.frame.size.get();
        if let Some(known) = self.lines.get(&id)
            && known.text == note.text
            && (known.ratio - ratio).abs() < 1e-9
        {
            return known.rows.len();
        }
        let width = (ratio - 2.0 * Note::MARGIN) * REFERENCE;
        let fold = Fold {
            width: width.max(REFERENCE),
            rows: usize::MAX,
            align: 0.0,
        };
        let block = face.block(&note.text, Font::plain(REFERENCE), fold);
        let rows: Vec<String> = face
            .rows(&block)
            .iter()
            .map(|row| row.trim_end().to_owned())
            .collect();
        let count = rows.len();
        let text = note.text.clone();
        self.lines.insert(id, Folded { text, ratio, rows });
        count
    }

    /// Where the name of a zone stands; nowhere when it is wider than the zone.
    fn title_of<T: Typeface>(&self, face: &T, name: &str, area: Rect, zoom: f64) -> Option<Rect> {
        if name.is_empty() {
            return None;
        }
        let block = face.line(name, Font::strong(self.title_size));
        let indent = Vector::new(TITLE_INDENT, TITLE_INDENT * 0.7) / zoom;
        let extent = face.extent(&block) / zoom;
        let fits = extent.x + 1.5 * indent.x <= area.width() && extent.y + indent.y <= area.height();
        let min = area.min + indent;
        fits.then_some(Rect {
            min,
            max: min + extent,
        })
    }

    /// Points in boxes of words, so that names of actors keep off them.
    pub fn words(&self, view: View, paper: Rect) -> Vec<Point> {
        /// Distance of the points, points on the paper.
        const STEP: f64 = 7.0;
        let notes = self.boxes.notes.iter().map(|note| note.bounds);
        let titles = self.boxes.zones.iter().filter_map(|zone| zone.title);
        let mut points = Vec::new();
        for area in notes.chain(titles) {
            let area = view.area_on_paper(area);
            let (min, max) = (
                Point::new(area.min.x.max(paper.min.x), area.min.y.max(paper.min.y)),
                Point::new(area.max.x.min(paper.max.x), area.max.y.min(paper.max.y)),
            );
            if min.x >= max.x || min.y >= max.y {
                continue;
            }
            let extent = max - min;
            let steps = |extent: f64| (extent / STEP).ceil().max(1.0) as usize;
            let (across, down) = (steps(extent.x), steps(extent.y));
            for row in 0..=down {
                for column in 0..=across {
                    let share = |i: usize, n: usize| i as f64 / n as f64;
                    let off = Vector::new(share(column, across) * extent.x, share(row, down) * extent.y);
                    points.push(min + off);
                }
            }
        }
        points
    }

    /// Size of the letters of a note.
    pub fn size_of(&self, jot: Jot) -> Option<TextSize> {
        let note = self.boxes.notes.iter().find(|note| jot == Jot::Note(note.id));
        note.map(|note| note.frame.size)
    }

    /// Draws grounds and edges of zones, below everything else.
    pub fn draw_zones<H: Hand>(&self, hand: &mut H, sight: JotView<'_>) {
        for zone in &self.boxes.zones {
            let area = sight.view.area_on_paper(zone.area);
            if hand.sight().is_none_or(|seen| seen.overlaps(area.grown(4.0))) {
                let jot = Jot::Zone(zone.id);
                hand.about(Thing::Jot(jot));
                draw_zone(hand, zone.color, area, (sight.state)(jot), sight);
                hand.done();
            }
        }
    }

    /// Writes the names of zones, above ties and marks, as names of actors are.
    pub fn write_titles<H: Hand>(&self, hand: &mut H, sight: JotView<'_>) {
        let palette = sight.palette();
        for zone in &self.boxes.zones {
            let jot = Jot::Zone(zone.id);
            let Some(title) = zone.title.filter(|_| !(sight.state)(jot).wordless) else {
                continue;
            };
            let area = sight.view.area_on_paper(title);
            let Some(name) = self.titles.get(&zone.id) else {
                continue;
            };
            if hand.sight().is_some_and(|seen| !seen.overlaps(area)) {
                continue;
            }
            let block = hand.line(name, Font::strong(self.title_size));
            let halo = Halo {
                ink: palette.paper.into(),
                reach: 1.5,
                corner: 1.5 * std::f64::consts::FRAC_1_SQRT_2,
                coarse: false,
            };
            let ink = palette
                .paper
                .toward(jots::ink(zone.color, sight.dark), sight.strength);
            hand.about(Thing::Jot(jot));
            hand.write(&block, area.min, Anchor::TOP_LEFT, ink.into(), Some(halo));
            hand.done();
        }
    }

    /// Draws notes, above everything else.
    pub fn draw_notes<H: Hand>(&self, hand: &mut H, sight: JotView<'_>) {
        for note in &self.boxes.notes {
            let area = sight.view.area_on_paper(note.bounds);
            if hand.sight().is_none_or(|seen| seen.overlaps(area.grown(4.0))) {
                hand.about(Thing::Jot(Jot::Note(note.id)));
                self.draw_note(hand, note, area, sight);
                hand.done();
            }
        }
    }

    fn draw_note<H: Hand>(&self, hand: &mut H, note: &NoteBox, area: Rect, sight: JotView<'_>) {
        let state = (sight.state)(Jot::Note(note.id));
        let palette = sight.palette();
        let round = sight.round(NOTE_ROUND);
        let ground = palette
            .paper
            .toward(jots::ground(note.color, sight.dark), sight.strength);
        let ink = Ink::veil(jots::ink(note.color, sight.dark), 0.45 * sight.strength as f32);
        let edge = Edge {
            stroke: Stroke::new(1.0, ink),
            inside: true,
        };
        hand.card(area, round, Some(ground.into()), Some(edge));
        if !state.wordless {
            self.write_words(hand, note, area, sight);
        }
        if state.chosen || state.outlined {
            let width = if state.chosen { 2.0 } else { 1.5 };
            let outer = area.grown(if state.chosen { 3.0 } else { 1.5 });
            hand.card(outer, round, None, Some(on_edge(width, palette.text.into())));
        }
    }

    fn write_words<H: Hand>(&self, hand: &mut H, note: &NoteBox, area: Rect, sight: JotView<'_>) {
        let Some(lines) = self.lines.get(&note.id) else {
            return;
        };
        let palette = sight.palette();
        let exact = note.frame.size.get() * sight.view.zoom;
        let margin = exact * Note::MARGIN;
        let leading = exact * Note::LEADING;
        let ink = palette.paper.toward(palette.text, sight.strength);
        hand.clip(area);
        // Every size needs its own glyphs, so there are few of them; never larger, so that lines fit.
        let size = if exact < 40.0 {
            (exact * 2.0).floor() / 2.0
        } else {
            exact.floor()
        };
        for (i, row) in lines.rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            let left = area.min.x + margin;
            let middle = area.min.y + margin + (i as f64 + 0.5) * leading;
            if exact < READABLE {
                let length = (row.chars().count() as f64 * exact * 0.5).min(area.width() - 2.0 * margin);
                let half = (exact * 0.35).max(0.5) / 2.0;
                let bar = Rect {
                    min: Point::new(left, middle - half),
                    max: Point::new(left + length.max(0.0), middle + half),
                };
                hand.card(bar, 0.0, Some(Ink::veil(ink, 0.35)), None);
                continue;
            }
            let block = hand.line(row, Font::plain(size));
            hand.write(&block, Point::new(left, middle), Anchor::LEFT, ink.into(), None);
        }
        hand.unclip();
    }
}

fn on_edge(width: f64, ink: Ink) -> Edge {
    Edge {
        stroke: Stroke::new(width, ink),
        inside: false,
    }
}

/// Draws a zone that lies here.
pub fn draw_zone<H: Hand>(hand: &mut H, color: Hue, area: Rect, state: JotState, sight: JotView<'_>) {
    let round = sight.round(ZONE_ROUND);
    let strength = sight.strength as f32;
    let ground = Ink::veil(
        jots::fill(color, sight.dark),
        veil_of(color, sight.dark) * strength,
    );
    let (width, share) = if state.outlined { (2.0, 0.95) } else { (1.25, 0.5) };
    let ink = Ink::veil(jots::ink(color, sight.dark), share * strength);
    hand.card(area, round, Some(ground), Some(on_edge(width, ink)));
    if state.chosen {
        let ink = sight.palette().text.into();
        hand.card(area.grown(3.0), round, None, Some(on_edge(2.0, ink)));
    }
}

/// Draws a zone that is on its way.
pub fn draw_draft<H: Hand>(hand: &mut H, area: Rect, hue: Hue, sight: JotView<'_>) {
    let area = sight.view.area_on_paper(area);
    let ground = Ink::veil(jots::fill(hue, sight.dark), veil_of(hue, sight.dark));
    let ink = jots::ink(hue, sight.dark).into();
    let round = sight.round(ZONE_ROUND);
    hand.card(area, round, Some(ground), Some(on_edge(1.5, ink)));
}

/// How much of a zone's hue lies over the paper: pale hues need more of it.
fn veil_of(hue: Hue, dark: bool) -> f32 {
    match (hue, dark) {
        (Hue::Yellow, false) => 0.2,
        (Hue::Sky, false) => 0.14,
        (_, false) => 0.09,
        (Hue::Yellow, true) => 0.1,
        (_, true) => 0.15,
    }
}
