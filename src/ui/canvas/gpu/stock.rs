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
use crate::picture::detail::{self, Thinning};
use crate::picture::draw::stage::{BACKGROUND_MARK, BACKGROUND_TIE};
use crate::picture::look::{self, Rgb};
use crate::picture::{Mark, Scene, Stamp};
use crate::ui::canvas::map::Sight;

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

/// Ties that are drawn together: those in the background first, and of either those of the least priority first.
#[derive(Clone, Debug, Default)]
pub(super) struct Ties {
    pub(super) forms: Blob,
    pub(super) inks: Blob,
    /// Which strands, in the order of the records.
    strands: Arc<Vec<u32>>,
    /// Ranks among all ties of those in the background and of the others; rising, the first has the highest priority.
    ranks: [Arc<Vec<u32>>; 2],
}

impl Ties {
    /// The records of those in the background or of the others, as far as they are among so many ties of the highest
    /// priority.
    pub(super) fn records(&self, background: bool, most: usize) -> Range<usize> {
        let [faded, others] = &self.ranks;
        let (ranks, end) = if background {
            (faded, faded.len())
        } else {
            (others, self.strands.len())
        };
        let count = ranks.partition_point(|&rank| (rank as usize) < most);
        end - count..end
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
    /// Area of the rectangle around the marks, square map units, and how many there are.
    extent: (f64, usize),
    /// Which ties are left out where there are too many.
    thinning: Option<Arc<Thinning>>,
    /// Mean length of some ties when the order was found, and how many times as long they are now.
    measured: f64,
    stretch: f64,
    /// How far the sharpest bend strays from a straight line, map units.
    pub(super) bend: f64,
}

impl Stock {
    /// Side of the square that a mark has if they fill the map evenly, map units.
    pub(super) fn spacing(&self) -> f64 {
        let (area, count) = self.extent;
        (area / count.max(1) as f64).sqrt()
    }

    /// How many ties are drawn at a zoom on a screen of so many square points.
    pub(super) fn most_ties(&self, zoom: f64, screen: f64) -> usize {
        let Some(thinning) = &self.thinning else { return 0 };
        // The rule is about the whole map, of which a part may be seen.
        let ground = (self.extent.0 * zoom * zoom).max(screen);
        thinning.prefix(zoom, detail::INK * ground / self.stretch.max(1e-9))
    }
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
#[derive(Clone)]
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

/// Area of the rectangle around the marks, square map units, and how many there are.
fn extent(marks: &[Mark]) -> (f64, usize) {
    let places = marks.iter().filter(|mark| !mark.hidden()).map(|mark| mark.at);
    let count = places.clone().count();
    let area = Rect::around(places).map_or(0.0, |around| around.width() * around.height());
    (area, count)
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

/// Every so many ties one is measured, to see how the map has stretched.
const MEASURED: usize = 4_000;

/// Mean length of some ties, map units.
fn some_length(scene: &Scene) -> f64 {
    let strands = scene.strands();
    let some = strands.iter().step_by(strands.len() / MEASURED + 1);
    let count = some.len().max(1);
    let sum: f64 = some.map(|strand| detail::length(scene, strand)).sum();
    sum / count as f64
}

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
            self.stock.extent = extent(sight.scene.marks());
            self.stock.stretch = some_length(sight.scene) / self.stock.measured.max(1e-9);
        }
        if another || self.paint.as_ref().is_none_or(|paint| !paint.fits(sight)) {
            self.ink(sight);
            self.paint = Some(Paint::of(sight));
        }
        &self.stock
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
        self.stock.thinning = Some(Arc::new(thinning));
        self.stock.measured = some_length(sight.scene);
        let mut bend = 0.0_f64;
        for (straight, ties) in [(true, &mut self.stock.straight), (false, &mut self.stock.bent)] {
            let mut list = Vec::new();
            ties.ranks = [true, false].map(|background| {
                let ranked = order.iter().zip(0..).filter(|&(&i, _)| {
                    let strand = &strands[i as usize];
                    strand.runs_straight() == straight && strand.faded() == background
                });
                let (mut part, ranks): (Vec<u32>, Vec<u32>) = ranked.unzip();
                part.reverse();
                list.append(&mut part);
                Arc::new(ranks)
            });
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
                        line_number(strand.kind, strand.mutual),
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
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{ActorKind, Document, TieKind};
    use crate::picture::scene::tests::sample;
    use crate::picture::{Scene, Shown};
    use crate::ui::canvas::camera::{Camera, View};
    use crate::ui::canvas::gesture::Gesture;
    use crate::ui::canvas::hit::Target;
    use crate::ui::canvas::tint::Tinting;

    /// Calls `look` with what is seen of a scene.
    fn seeing<T>(
        scene: &Scene,
        camera: &Camera,
        selection: &Selection,
        lit: &BTreeSet<ActorId>,
        look: impl FnOnce(&Sight<'_>) -> T,
    ) -> T {
        look(&Sight {
            camera,
            scene,
            document: &Document::default(),
            selection,
            gesture: &Gesture::Idle,
            hover: Target::Ground,
            highlighted: &BTreeSet::new(),
            pointed: &BTreeSet::new(),
            lit,
            faded: if lit.is_empty() { 0.0 } else { 1.0 },
            growing: &BTreeMap::new(),
            tinting: &Tinting::default(),
            named: None,
            next_tie: TieKind::Supply,
            contrast: None,
            supposed: None,
            jots: None,
            guides: &[],
            next_zone: Default::default(),
            far: None,
            leaving: None,
            left: 0.0,
            share: 1.0,
            dark: false,
        })
    }

    #[test]
    fn only_what_has_changed_is_written() {
        let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Service];
        let ties = [
            (TieKind::Supply, 1, 2),
            (TieKind::Labor, 1, 2),
            (TieKind::Labor, 2, 3),
        ];
        let mut scene = Scene::of(&sample(&kinds, &ties));
        let first = scene.marks()[0].id;
        let (mut camera, nobody) = (Camera::new(), BTreeSet::new());
        let (nothing, chosen) = (Selection::default(), Selection::actor(first));
        let mut store = Store::default();
        let mut versions =
            |scene: &Scene, camera: &Camera, selection: &Selection, lit: &BTreeSet<ActorId>| {
                seeing(scene, camera, selection, lit, |sight| {
                    let stock = store.follow(sight, 1.0);
                    let ties = [&stock.straight, &stock.bent];
                    (
                        [&stock.places, &stock.sizes].map(|blob| blob.version),
                        ties.map(|ties| ties.forms.version),
                        [&stock.marks, &ties[0].inks, &ties[1].inks].map(|blob| blob.version),
                    )
                })
            };
        let begun = versions(&scene, &camera, &nothing, &nobody);
        camera.pan(egui::vec2(30.0, 0.0));
        assert_eq!(versions(&scene, &camera, &nothing, &nobody), begun);
        scene.place(|id| (id == first).then_some(Point::new(5.0, 9.0)));
        let moved = versions(&scene, &camera, &nothing, &nobody);
        assert_ne!(moved.0[0], begun.0[0]);
        assert_eq!((moved.0[1], moved.1, moved.2), (begun.0[1], begun.1, begun.2));
        let picked = versions(&scene, &camera, &chosen, &nobody);
        assert_eq!((picked.0, picked.1), (moved.0, moved.1));
        assert!(
            picked
                .2
                .iter()
                .zip(moved.2)
                .all(|(after, before)| *after > before)
        );
        let lit = versions(&scene, &camera, &chosen, &BTreeSet::from([first]));
        assert_ne!(lit.2, picked.2);
        // What was lit fades away, and nothing has to be written for that.
        assert_eq!(versions(&scene, &camera, &chosen, &nobody), lit);
        scene.show(&Shown {
            actors: vec![(first, crate::picture::Visibility::Faded)],
            ..Shown::default()
        });
        let shown = versions(&scene, &camera, &chosen, &nobody);
        assert!(shown.0.iter().zip(lit.0).all(|(after, before)| *after > before));
    }

    #[test]
    fn far_from_the_origin_places_are_counted_from_the_view() {
        let mut scene = Scene::of(&sample(&[ActorKind::Final], &[]));
        let id = scene.marks()[0].id;
        let far = Point::new(3.0e7 + 0.25, -2.0e7);
        scene.place(|other| (other == id).then_some(far));
        let mut camera = Camera::new();
        camera.set(View {
            center: far,
            zoom: 8.0,
        });
        let mut store = Store::default();
        let nobody = BTreeSet::new();
        let bytes = seeing(&scene, &camera, &Selection::default(), &nobody, |sight| {
            store.follow(sight, 1.0).places.bytes[..8].to_vec()
        });
        assert_eq!(store.origin(), far);
        assert_eq!(bytes, [0; 8]);
    }

    #[test]
    fn records_of_the_highest_priority_are_at_the_end() {
        let ties = Ties {
            strands: Arc::new(vec![9, 4, 7, 2]),
            // Of five ties in all: the third runs elsewhere.
            ranks: [Arc::new(vec![1]), Arc::new(vec![0, 3, 4])],
            ..Ties::default()
        };
        assert_eq!(ties.records(false, 10), 1..4);
        assert_eq!(ties.records(true, 10), 0..1);
        assert_eq!(ties.records(false, 4), 2..4);
        assert_eq!(ties.records(false, 1), 3..4);
        assert!(ties.records(true, 1).is_empty());
        assert!(ties.records(false, 0).is_empty());
    }
}
