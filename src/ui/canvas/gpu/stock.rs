//! What lies in the memory of the graphics chip: one record for each mark and each tie, in map units.
//!
//! It is written anew only when what it says has changed: places while marks move, colors when they are lit, chosen
//! or painted by a figure, everything when the scene is another. The camera is not in it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::view::line_number;
use crate::analysis::spread::Spread;
use crate::base::geom::{Point, Rect};
use crate::model::{ActorId, Selection};
use crate::picture::detail::Thinning;
use crate::picture::look::{self, Rgb};
use crate::picture::{Mark, Stamp};
use crate::ui::canvas::map::{BACKGROUND_MARK, BACKGROUND_TIE, Sight};

/// Marks in a row of the pictures that hold their places; the shader knows it too.
pub(super) const ROW: usize = 1024;
/// Bytes of a record.
pub(super) const MARK: usize = 16;
pub(super) const TIE_FORM: usize = 16;
pub(super) const TIE_INK: usize = 8;
/// A place is kept to this share of a pixel, or all places move to an origin nearer to the view.
const FINE: f64 = 0.125;

const MARK_EXTERNAL: u8 = 1;
const MARK_LIT: u8 = 2;
const MARK_CHOSEN: u8 = 4;
const MARK_PINNED: u8 = 8;
const TIE_LIT: u8 = 1;
const TIE_CHOSEN: u8 = 2;
const TIE_LOOP: u8 = 4;

/// Bytes with a number that no others have.
#[derive(Clone, Debug, Default)]
pub(super) struct Blob {
    pub(super) bytes: Arc<Vec<u8>>,
    /// Zero before anything was written.
    pub(super) version: u64,
}

impl Blob {
    /// Writes it anew, in the same memory unless a frame is still being drawn from that.
    fn write(&mut self, size: usize, fill: impl FnOnce(&mut Vec<u8>)) {
        static LAST: AtomicU64 = AtomicU64::new(0);
        if Arc::get_mut(&mut self.bytes).is_none() {
            self.bytes = Arc::default();
        }
        let bytes = Arc::get_mut(&mut self.bytes).expect("it has just been made");
        bytes.clear();
        bytes.reserve(size);
        fill(bytes);
        self.version = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    }
}

/// Ties that are drawn together: those in the background first, and in each half those of the least priority first.
#[derive(Clone, Debug, Default)]
pub(super) struct Ties {
    pub(super) forms: Blob,
    pub(super) inks: Blob,
    /// Which strands, in the order of the records.
    strands: Arc<Vec<u32>>,
    /// Their ranks among all ties, the first having the highest priority; in the order of priority.
    ranks: Arc<Vec<u32>>,
    /// So many are in the background.
    faded: usize,
}

impl Ties {
    /// The records of those in the background or of the others, as far as they are among so many ties of the highest
    /// priority.
    pub(super) fn records(&self, background: bool, most: usize) -> Range<usize> {
        let total = self.strands.len();
        let first = total - self.ranks.partition_point(|&rank| (rank as usize) < most);
        if background {
            first.min(self.faded)..self.faded
        } else {
            first.max(self.faded)..total
        }
    }
}

/// Everything that is drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Stock {
    pub(super) places: Blob,
    pub(super) sizes: Blob,
    pub(super) marks: Blob,
    /// So many marks are in the background; they come first.
    pub(super) faded_marks: usize,
    pub(super) straight: Ties,
    pub(super) bent: Ties,
    /// How far the sharpest bend strays from a straight line, map units.
    pub(super) bend: f64,
}

/// The stock with what it was made of.
#[derive(Default)]
pub(super) struct Store {
    stock: Stock,
    stamp: Option<Stamp>,
    paint: Option<Paint>,
    origin: Point,
    /// Marks that are drawn, in the order of the records.
    shown: Vec<u32>,
    /// How many ties of which priority there were when they were sorted, and where the marks were.
    thinning: Option<Thinning>,
    extent: Option<Rect>,
}

/// What colors depend on beside the scene.
#[derive(PartialEq)]
struct Paint {
    dark: bool,
    figure: Option<Figure>,
    selection: Selection,
    /// What is lit while the rest is faded, and the actor in its middle.
    lit: Option<(BTreeSet<ActorId>, Option<ActorId>)>,
}

/// A figure that the map is painted by, and how far its colors have come.
pub(crate) struct Figure(pub(crate) Arc<Spread>, pub(crate) f64);

impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) && self.1 == other.1
    }
}

fn put_floats(bytes: &mut Vec<u8>, values: [f32; 2]) {
    for value in values {
        bytes.extend_from_slice(&value.to_ne_bytes());
    }
}

fn put_color(bytes: &mut Vec<u8>, Rgb(r, g, b): Rgb) {
    bytes.extend_from_slice(&[r, g, b, 255]);
}

/// Two numbers for each mark, in whole rows.
fn pairs(marks: &[Mark], blob: &mut Blob, pair: impl Fn(&Mark) -> [f32; 2]) {
    let size = marks.len().div_ceil(ROW).max(1) * ROW * 8;
    blob.write(size, |bytes| {
        for mark in marks {
            put_floats(bytes, pair(mark));
        }
        bytes.resize(size, 0);
    });
}

/// Screens that ties may cover before some are left out.
const INK: f64 = 12.0;

impl Store {
    /// Brings it up to date with what is to be seen.
    pub(super) fn follow(&mut self, sight: &Sight<'_>, pixels_per_point: f64) -> &Stock {
        let stamp = sight.scene.stamp();
        let before = self.stamp.replace(stamp);
        let another = before.is_none_or(|before| before.forms != stamp.forms);
        if another {
            self.sort(sight);
        }
        let center = sight.camera.center();
        let far = center.distance(self.origin);
        let coarse = far * f64::from(f32::EPSILON) * sight.camera.zoom() * pixels_per_point > FINE;
        if another || coarse || before.is_none_or(|before| before.places != stamp.places) {
            if coarse {
                self.origin = center;
            }
            let origin = self.origin;
            pairs(sight.scene.marks(), &mut self.stock.places, |mark| {
                [(mark.at.x - origin.x) as f32, (mark.at.y - origin.y) as f32]
            });
        }
        if another || self.paint.as_ref().is_none_or(|paint| !paint.fits(sight)) {
            self.ink(sight);
            self.paint = Some(Paint::of(sight));
        }
        &self.stock
    }

    /// How many ties are drawn at most, so that they do not cover the screen too often; more on the way in, when only a
    /// part of them is in view.
    pub(super) fn most_ties(&self, sight: &Sight<'_>) -> usize {
        let (Some(thinning), Some(extent)) = (&self.thinning, self.extent) else {
            return usize::MAX;
        };
        let zoom = sight.camera.zoom();
        let seen = sight.camera.seen();
        let screen = seen.width() * seen.height() * zoom * zoom;
        let map = extent.width() * extent.height() * zoom * zoom;
        thinning.prefix(zoom, INK * screen.max(map))
    }

    /// Where places are counted from.
    pub(super) fn origin(&self) -> Point {
        self.origin
    }

    /// Writes down which marks and ties there are and what they are like.
    fn sort(&mut self, sight: &Sight<'_>) {
        let (marks, strands) = (sight.scene.marks(), sight.scene.strands());
        self.shown.clear();
        for background in [true, false] {
            let of_it = |&i: &u32| {
                let mark = &marks[i as usize];
                !mark.hidden() && mark.faded() == background
            };
            self.shown.extend((0..marks.len() as u32).filter(of_it));
            if background {
                self.stock.faded_marks = self.shown.len();
            }
        }
        pairs(marks, &mut self.stock.sizes, |mark| {
            [mark.radius as f32, f32::from(mark.kind as u8)]
        });
        let thinning = Thinning::of(sight.scene);
        let order = thinning.order(sight.scene);
        self.extent = Rect::around(marks.iter().map(|mark| mark.at));
        self.thinning = Some(thinning);
        let mut lists: [(Vec<u32>, Vec<u32>); 2] = Default::default();
        for (rank, &i) in order.iter().enumerate() {
            let (list, ranks) = &mut lists[usize::from(!strands[i as usize].runs_straight())];
            list.push(i);
            ranks.push(rank as u32);
        }
        let mut bend = 0.0_f64;
        for ((mut list, ranks), ties) in lists
            .into_iter()
            .zip([&mut self.stock.straight, &mut self.stock.bent])
        {
            list.reverse();
            ties.faded = list.partition_point(|&i| strands[i as usize].faded());
            ties.forms.write(list.len() * TIE_FORM, |bytes| {
                for &i in &list {
                    let strand = &strands[i as usize];
                    for end in [strand.from, strand.to] {
                        bytes.extend_from_slice(&(end as u32).to_ne_bytes());
                    }
                    put_floats(bytes, [strand.lane() as f32, strand.width as f32]);
                    let strays = if strand.from == strand.to {
                        4.0 * marks[strand.from].radius
                    } else {
                        2.7 * strand.lane().abs()
                    };
                    bend = bend.max(strays);
                }
            });
            ties.strands = Arc::new(list);
            ties.ranks = Arc::new(ranks);
        }
        self.stock.bend = bend;
    }

    /// Writes down the colors, and what is chosen and lit.
    fn ink(&mut self, sight: &Sight<'_>) {
        let marks = sight.scene.marks();
        self.stock.marks.write(self.shown.len() * MARK, |bytes| {
            for &i in &self.shown {
                let mark = &marks[i as usize];
                let (fill, edge) = sight.mark_colors(mark);
                let chosen = sight.selection.actors.contains(&mark.id);
                // What is in the background is not faded any more by what is lit.
                let background = mark.faded() && !chosen;
                let strength = if background { BACKGROUND_MARK } else { 1.0 };
                let mut bits = 0;
                for (on, bit) in [
                    (mark.external, MARK_EXTERNAL),
                    (background || sight.lit.contains(&mark.id), MARK_LIT),
                    (chosen, MARK_CHOSEN),
                    (mark.pinned, MARK_PINNED),
                ] {
                    bits |= if on { bit } else { 0 };
                }
                bytes.extend_from_slice(&i.to_ne_bytes());
                put_color(bytes, fill);
                put_color(bytes, edge);
                bytes.extend_from_slice(&[bits, 0, 0, (strength * 255.0) as u8]);
            }
        });
        let strands = sight.scene.strands();
        let center = sight.hover.actor();
        for ties in [&mut self.stock.straight, &mut self.stock.bent] {
            ties.inks.write(ties.strands.len() * TIE_INK, |bytes| {
                for &i in ties.strands.iter() {
                    let strand = &strands[i as usize];
                    let chosen = sight.selection.ties.contains(&strand.id);
                    let background = strand.faded() && !chosen;
                    let mut bits = 0;
                    for (on, bit) in [
                        (background || sight.in_the_light(strand, center), TIE_LIT),
                        (chosen, TIE_CHOSEN),
                        (strand.from == strand.to, TIE_LOOP),
                    ] {
                        bits |= if on { bit } else { 0 };
                    }
                    let mut strength = if strand.enabled { 1.0 } else { look::DISABLED };
                    if background {
                        strength *= BACKGROUND_TIE;
                    }
                    put_color(bytes, sight.strand_color(strand));
                    bytes.extend_from_slice(&[
                        line_number(strand.kind, strand.line()),
                        bits,
                        strand.turn(),
                        (strength * 255.0) as u8,
                    ]);
                }
            });
        }
    }
}

impl Paint {
    fn of(sight: &Sight<'_>) -> Self {
        Self {
            dark: sight.dark,
            figure: sight.tinting.figure(),
            selection: sight.selection.clone(),
            lit: (sight.faded > 0.0).then(|| (sight.lit.clone(), sight.hover.actor())),
        }
    }

    /// The colors are still the same.
    fn fits(&self, sight: &Sight<'_>) -> bool {
        let lit = match &self.lit {
            // Nothing is faded, so it does not matter what is lit.
            _ if sight.faded <= 0.0 => true,
            Some((lit, center)) => lit == sight.lit && *center == sight.hover.actor(),
            None => false,
        };
        lit && self.dark == sight.dark
            && self.figure == sight.tinting.figure()
            && self.selection == *sight.selection
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_the_highest_priority_are_at_the_end() {
        let ties = Ties {
            strands: Arc::new(vec![9, 4, 7, 2]),
            // Of five ties in all: the third runs elsewhere.
            ranks: Arc::new(vec![0, 1, 3, 4]),
            faded: 1,
            ..Ties::default()
        };
        assert_eq!(ties.records(false, 10), 1..4);
        assert_eq!(ties.records(true, 10), 0..1);
        assert_eq!(ties.records(false, 2), 2..4);
        assert!(ties.records(true, 2).is_empty());
        assert_eq!(ties.records(false, 0).len(), 0);
    }
}
