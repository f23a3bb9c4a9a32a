//! Names of actors on the map: which are shown, and where, without covering each other and without flicker.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align, Color32, FontId, Galley, Painter, Pos2, Rect, Vec2};

use crate::model::ActorId;

/// One name that asks for room.
pub(crate) struct Candidate<'a> {
    pub(crate) id: ActorId,
    pub(crate) name: &'a str,
    /// Center of the mark on the screen.
    pub(crate) center: Pos2,
    /// Radius of the mark on the screen.
    pub(crate) radius: f32,
    /// How far the mark reaches to the right and to the left, on the screen.
    pub(crate) reach: f32,
    pub(crate) rank: Rank,
    /// Strength of the color, 0 to 1.
    pub(crate) strength: f32,
}

/// Who gets room first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Selected,
    Hovered,
    Rest,
}

/// Where a name stands beside its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Below,
    Above,
    Right,
    Left,
    BelowRight,
    BelowLeft,
    AboveRight,
    AboveLeft,
}

/// A name with its place.
pub(crate) struct Label {
    pub(crate) id: ActorId,
    pub(crate) rect: Rect,
    galley: Arc<Galley>,
    strength: f32,
}

/// Remembers where names stood, so that they stay there while they can.
#[derive(Default)]
pub(crate) struct Labels {
    sides: BTreeMap<ActorId, Side>,
}

/// Size of names from 60 % to 180 % zoom, points.
const SIZE: f32 = 13.0;
/// Names smaller than this are hidden unless they matter.
const SIZE_LEAST: f32 = 9.0;
/// Radius, on the screen, of marks whose names matter even then; points.
const LARGE: f32 = 8.5;
/// Most names at once; beyond that nobody reads them.
const MOST: usize = 400;
/// With more names than this, none may cover a mark.
const CROWDED: usize = 60;
/// Between a mark and its name, points.
const GAP: f32 = 4.0;
/// A name that was hidden needs this much more room to come back, points.
const RETURN_MARGIN: f32 = 5.0;
/// Side of a cell of the grid that finds collisions, points.
const CELL: f32 = 96.0;
/// About half the width of a tie, points; a name beside its middle line still stands on it.
const LINE: f32 = 3.0;
/// A name at the edge of the map is as bad as one on so many points of ties.
const CUT_OFF: usize = 40;
/// Side of the squares in which points along ties are counted, points.
const SQUARE: f32 = 8.0;
/// Characters in a line.
const LATIN_LINE: f32 = 18.0;
const WIDE_LINE: f32 = 8.0;

/// Size of names at a zoom, points.
pub(crate) fn size_at(zoom: f32) -> f32 {
    let size = if zoom < 0.6 {
        SIZE * zoom / 0.6
    } else if zoom > 1.8 {
        SIZE * zoom / 1.8
    } else {
        SIZE
    };
    // Every size needs its own glyphs, so there are few of them.
    (size * 2.0).round() / 2.0
}

/// Chinese, Japanese and Korean characters, which are as wide as they are high.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

/// A name in at most two lines.
fn galley(painter: &Painter, name: &str, size: f32) -> Arc<Galley> {
    let wide = name.chars().filter(|&c| is_wide(c)).count() * 2 > name.chars().count();
    let max_width = if wide {
        (WIDE_LINE + 0.2) * size
    } else {
        LATIN_LINE * size * 0.56
    };
    let mut job = LayoutJob::simple(
        name.to_owned(),
        FontId::proportional(size),
        Color32::PLACEHOLDER,
        max_width,
    );
    job.halign = Align::Center;
    job.wrap = TextWrapping {
        max_width,
        max_rows: 2,
        overflow_character: Some('…'),
        ..TextWrapping::default()
    };
    painter.layout_job(job)
}

impl Labels {
    /// Gives each candidate a place, or none.
    pub(crate) fn arrange(
        &mut self,
        painter: &Painter,
        mut candidates: Vec<Candidate<'_>>,
        marks: &[(Pos2, f32)],
        ties: impl Iterator<Item = Pos2>,
        zoom: f32,
    ) -> Vec<Label> {
        let size = size_at(zoom);
        let tiny = size < SIZE_LEAST;
        let matters = |c: &Candidate<'_>| !tiny || c.rank != Rank::Rest || c.radius >= LARGE;
        candidates.retain(|c| !c.name.is_empty() && matters(c));
        candidates.sort_by(|a, b| {
            a.rank
                .cmp(&b.rank)
                .then(b.radius.total_cmp(&a.radius))
                .then_with(|| a.id.cmp(&b.id))
        });
        candidates.truncate(MOST);
        let crowded = candidates.len() > CROWDED;
        let mut room = Room::new(painter.clip_rect(), marks, ties);
        let mut sides = BTreeMap::new();
        let mut labels = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let galley = galley(painter, candidate.name, size.max(SIZE_LEAST));
            let extent = galley.size();
            let stood = self.sides.get(&candidate.id).copied();
            let margin = if stood.is_some() { 0.0 } else { RETURN_MARGIN };
            let at = |side| rect_beside(&candidate, extent, side);
            let order = order(stood, |side| room.ink_under(at(side).expand(LINE)));
            let first_free = |marks_too| {
                order
                    .into_iter()
                    .find(|&side| room.is_free(at(side).expand(margin), marks_too))
            };
            // On a full map a name that would cover a mark does more harm than good.
            let covers = !crowded || candidate.rank != Rank::Rest;
            let free = first_free(true).or_else(|| first_free(false).filter(|_| covers));
            let side = match free {
                Some(side) => side,
                None if candidate.rank == Rank::Rest => continue,
                None => stood.unwrap_or(Side::Below),
            };
            let rect = at(side);
            room.occupy(rect);
            sides.insert(candidate.id, side);
            labels.push(Label {
                id: candidate.id,
                rect,
                galley,
                strength: candidate.strength,
            });
        }
        self.sides = sides;
        labels
    }
}

/// Sides of a mark, the best one first: little of any tie to write across, then below, above, right, left, the
/// corners. The side where the name stood wins against a little better ones.
fn order(stood: Option<Side>, ink: impl Fn(Side) -> usize) -> [Side; 8] {
    use Side::{Above, AboveLeft, AboveRight, Below, BelowLeft, BelowRight, Left, Right};
    let sides = [
        Below, Above, Right, Left, BelowRight, BelowLeft, AboveRight, AboveLeft,
    ];
    let preference = [0.0, 0.4, 0.5, 0.5, 0.8, 0.8, 1.0, 1.0];
    let mut costs: [(f32, Side); 8] = std::array::from_fn(|i| {
        let side = sides[i];
        let stays = if stood == Some(side) { 0.45 } else { 0.0 };
        (0.35 * ink(side) as f32 + preference[i] - stays, side)
    });
    costs.sort_by(|a, b| a.0.total_cmp(&b.0));
    costs.map(|(_, side)| side)
}

fn rect_beside(candidate: &Candidate<'_>, extent: Vec2, side: Side) -> Rect {
    // Most shapes reach a little beyond their nominal radius.
    let off = candidate.radius * 1.1 + GAP;
    let beside = candidate.reach + GAP + 2.0;
    let across = candidate.radius * 0.4 + extent.x / 2.0;
    let down = off * 0.9 + extent.y / 2.0;
    let center = candidate.center
        + match side {
            Side::Below => Vec2::new(0.0, off + extent.y / 2.0),
            Side::Above => Vec2::new(0.0, -off - extent.y / 2.0),
            Side::Right => Vec2::new(beside + extent.x / 2.0, 0.0),
            Side::Left => Vec2::new(-beside - extent.x / 2.0, 0.0),
            Side::BelowRight => Vec2::new(across, down),
            Side::BelowLeft => Vec2::new(-across, down),
            Side::AboveRight => Vec2::new(across, -down),
            Side::AboveLeft => Vec2::new(-across, -down),
        };
    Rect::from_center_size(center, extent)
}

/// Paints names with a halo in the color of the paper.
pub(crate) fn paint(painter: &Painter, labels: &[Label], ink: Color32, paper: Color32) {
    let diagonal = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)];
    let straight = [(-1.5, 0.0), (1.5, 0.0), (0.0, -1.5), (0.0, 1.5)];
    // Many names share a coarser halo: glyphs are what costs most on a full map.
    let offsets = if labels.len() > 90 {
        &[diagonal].concat()[..]
    } else {
        &[diagonal, straight].concat()[..]
    };
    for label in labels {
        // A centered galley hangs from its middle.
        let at = label.rect.center_top();
        for &(x, y) in offsets {
            let at = at + Vec2::new(x, y) * 1.3;
            painter.galley_with_override_text_color(at, Arc::clone(&label.galley), paper);
        }
        let ink = paper.lerp_to_gamma(ink, label.strength);
        painter.galley_with_override_text_color(at, Arc::clone(&label.galley), ink);
    }
}

/// Which parts of the canvas are taken, by cells, so that a name looks only at what is near.
struct Room {
    viewport: Rect,
    columns: usize,
    rows: usize,
    names: Vec<Vec<Rect>>,
    marks: Vec<Vec<(Pos2, f32)>>,
    ink: Ink,
}

impl Room {
    fn new(viewport: Rect, marks: &[(Pos2, f32)], ties: impl Iterator<Item = Pos2>) -> Self {
        let cells = |extent: f32| (extent.max(1.0) / CELL).ceil() as usize;
        let (columns, rows) = (cells(viewport.width()), cells(viewport.height()));
        let mut room = Self {
            viewport,
            columns,
            rows,
            names: vec![Vec::new(); columns * rows],
            marks: vec![Vec::new(); columns * rows],
            ink: Ink::new(viewport, ties),
        };
        for &(center, radius) in marks {
            for cell in room.cells(Rect::from_center_size(center, Vec2::splat(2.0 * radius))) {
                room.marks[cell].push((center, radius));
            }
        }
        room
    }

    fn cells(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let index = |at: f32, count: usize| ((at / CELL).max(0.0) as usize).min(count - 1);
        let (low, high) = (rect.min - self.viewport.min, rect.max - self.viewport.min);
        let (left, right) = (index(low.x, self.columns), index(high.x, self.columns));
        let (top, bottom) = (index(low.y, self.rows), index(high.y, self.rows));
        let columns = self.columns;
        (top..=bottom).flat_map(move |row| (left..=right).map(move |column| row * columns + column))
    }

    fn is_free(&self, rect: Rect, of_marks_too: bool) -> bool {
        self.cells(rect).all(|cell| {
            self.names[cell].iter().all(|name| !name.intersects(rect))
                && (!of_marks_too
                    || self.marks[cell]
                        .iter()
                        .all(|&(c, radius)| rect.distance_to_pos(c) > radius))
        })
    }

    /// How much of the ties lies in a rectangle, in points along them; what is cut off by the edge of the map counts
    /// like a tie along the whole name.
    fn ink_under(&self, rect: Rect) -> usize {
        if !self.viewport.contains_rect(rect) {
            return CUT_OFF;
        }
        self.ink.under(rect)
    }

    fn occupy(&mut self, rect: Rect) {
        for cell in self.cells(rect) {
            self.names[cell].push(rect);
        }
    }
}

/// How many points along the ties lie in each of many small squares.
struct Ink {
    origin: Pos2,
    columns: usize,
    rows: usize,
    points: Vec<u16>,
}

impl Ink {
    fn new(viewport: Rect, ties: impl Iterator<Item = Pos2>) -> Self {
        let cells = |extent: f32| (extent.max(1.0) / SQUARE).ceil() as usize;
        let (columns, rows) = (cells(viewport.width()), cells(viewport.height()));
        let mut ink = Self {
            origin: viewport.min,
            columns,
            rows,
            points: vec![0; columns * rows],
        };
        for point in ties.filter(|&point| viewport.contains(point)) {
            let [column, row] = ink.square(point);
            let count = &mut ink.points[row * columns + column];
            *count = count.saturating_add(1);
        }
        ink
    }

    fn square(&self, at: Pos2) -> [usize; 2] {
        let index = |at: f32, count: usize| ((at / SQUARE).max(0.0) as usize).min(count - 1);
        [
            index(at.x - self.origin.x, self.columns),
            index(at.y - self.origin.y, self.rows),
        ]
    }

    /// About how many points lie in a rectangle, to the nearest squares.
    fn under(&self, rect: Rect) -> usize {
        let inner = rect.shrink(SQUARE / 2.0 - 0.5);
        let [left, top] = self.square(inner.min);
        let [right, bottom] = self.square(inner.max);
        (top..=bottom)
            .flat_map(|row| &self.points[row * self.columns + left..=row * self.columns + right])
            .map(|&count| usize::from(count))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_size_at_usual_zooms() {
        assert_eq!(size_at(0.6), 13.0);
        assert_eq!(size_at(1.8), 13.0);
        assert!(size_at(0.4) < SIZE_LEAST);
        assert!(size_at(4.0) > 20.0);
    }

    #[test]
    fn names_avoid_ties_and_keep_their_side() {
        let crossed = |sides: &'static [Side]| move |side| if sides.contains(&side) { 6 } else { 0 };
        assert_eq!(order(None, crossed(&[]))[0], Side::Below);
        assert_eq!(order(None, crossed(&[Side::Below]))[0], Side::Above);
        assert_eq!(order(None, crossed(&[Side::Below, Side::Above]))[0], Side::Right);
        assert_eq!(order(Some(Side::Above), crossed(&[]))[0], Side::Above);
    }

    #[test]
    fn ties_under_a_name_are_counted_across_cells() {
        let viewport = Rect::from_min_size(Pos2::ZERO, Vec2::new(500.0, 400.0));
        let tie = (0..50).map(|i| Pos2::new(10.0 * i as f32, 100.0));
        let room = Room::new(viewport, &[], tie);
        let over = Rect::from_center_size(Pos2::new(96.0, 100.0), Vec2::new(80.0, 16.0));
        assert!((7..=10).contains(&room.ink_under(over)));
        assert_eq!(room.ink_under(over.translate(Vec2::new(0.0, 40.0))), 0);
    }

    #[test]
    fn a_full_place_is_not_free() {
        let viewport = Rect::from_min_size(Pos2::new(10.0, 10.0), Vec2::new(500.0, 400.0));
        let mut room = Room::new(viewport, &[(Pos2::new(200.0, 200.0), 20.0)], std::iter::empty());
        let name = Rect::from_center_size(Pos2::new(300.0, 200.0), Vec2::new(80.0, 16.0));
        assert!(room.is_free(name, true));
        room.occupy(name);
        assert!(!room.is_free(name.translate(Vec2::new(30.0, 5.0)), false));
        let over_the_mark = Rect::from_center_size(Pos2::new(180.0, 190.0), Vec2::new(40.0, 16.0));
        assert!(!room.is_free(over_the_mark, true));
        assert!(room.is_free(over_the_mark, false));
    }
}
