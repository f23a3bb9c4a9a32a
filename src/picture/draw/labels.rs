//! Names of actors on the map: which are shown, and where, without covering each other and without flicker.

mod room;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::geom::{Point, Rect, Vector};
use crate::model::ActorId;
use crate::picture::Stamp;
use crate::picture::look::Palette;

use room::Room;

use super::pen::{Anchor, Fold, Font, Halo, Hand, Ink, Thing, Typeface};

/// One name that asks for room.
pub struct Candidate<'a> {
    /// Whose it is.
    pub id: ActorId,
    /// What is written.
    pub name: &'a str,
    /// Center of the mark on the screen.
    pub center: Point,
    /// Radius of the mark on the screen.
    pub radius: f64,
    /// How far the mark reaches to the right and to the left, on the screen.
    pub reach: f64,
    /// How much it matters.
    pub rank: Rank,
    /// Strength of the color, 0 to 1.
    pub strength: f64,
}

/// Who gets room first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Chosen.
    Selected,
    /// Pointed at.
    Hovered,
    /// All others.
    Rest,
}

/// Where a name stands beside its mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below.
    Below,
    /// Above.
    Above,
    /// To the right.
    Right,
    /// To the left.
    Left,
    /// Below, to the right.
    BelowRight,
    /// Below, to the left.
    BelowLeft,
    /// Above, to the right.
    AboveRight,
    /// Above, to the left.
    AboveLeft,
}

/// Where names stand beside their marks.
pub type Sides = BTreeMap<ActorId, Side>;

/// A name with its place.
pub struct Label<B> {
    /// Whose it is.
    pub id: ActorId,
    /// The room that it takes on the paper.
    pub rect: Rect,
    block: B,
    strength: f64,
}

/// Remembers where names stood, so that they stay there while they can.
#[derive(Default)]
pub struct Labels {
    sides: Sides,
    /// Actors for whose names there was no room.
    refused: BTreeSet<ActorId>,
    /// What the names were placed for.
    ground: Option<Ground>,
    /// Names may come as near to their own mark as their place is, which on a small mark leaves room below and above.
    near_own: bool,
    /// Names stay where they stood as long as they can.
    settled: bool,
}

/// What decides where names stand, beside the names themselves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ground {
    /// The scene.
    pub stamp: Stamp,
    /// Points on the screen per map unit.
    pub zoom: f64,
    /// The point of the map in the middle of the canvas.
    pub center: Point,
    /// Size of the canvas.
    pub size: Vector,
}

impl Ground {
    /// Names can stay where they are beside their marks: only the view has moved, or nearly so.
    fn keeps(&self, next: &Self) -> bool {
        let closer = next.zoom / self.zoom;
        self.stamp == next.stamp && self.size == next.size && (1.0 / STEP..STEP).contains(&closer)
    }

    /// The view has moved far enough for names that had no room to ask again.
    fn is_left_behind(&self, next: &Self) -> bool {
        (next.center - self.center).length() * next.zoom > AGAIN
    }
}

/// What names keep clear of, found out only where a name asks.
pub struct Around<'a> {
    /// Centers and radii of marks on the screen.
    pub marks: &'a dyn Fn() -> Vec<(Point, f64)>,
    /// Points along ties on the screen.
    pub ties: &'a dyn Fn() -> Vec<Point>,
}

/// Names are placed anew once the zoom has changed by this factor.
const STEP: f64 = 1.06;
/// Points by which the view moves until names without room ask again.
const AGAIN: f64 = 60.0;
/// Size of names from 60 % to 180 % zoom, points.
const SIZE: f64 = 13.0;
/// Names smaller than this are hidden unless they matter.
const SIZE_LEAST: f64 = 9.0;
/// Radius, on the screen, of marks whose names matter even then; points.
const LARGE: f64 = 6.5;
/// Most names at once; beyond that nobody reads them.
const MOST: usize = 400;
/// With more names than this, none may cover a mark.
const CROWDED: usize = 60;
/// Between a mark and its name, points.
const GAP: f64 = 4.0;
/// Characters in a line.
const LATIN_LINE: f64 = 18.0;
const WIDE_LINE: f64 = 8.0;

/// Size of names at a zoom, points.
pub fn size_at(zoom: f64) -> f64 {
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
fn set<T: Typeface>(face: &T, name: &str, size: f64) -> T::Block {
    let wide = name.chars().filter(|&c| is_wide(c)).count() * 2 > name.chars().count();
    let width = if wide {
        (WIDE_LINE + 0.2) * size
    } else {
        LATIN_LINE * size * 0.56
    };
    let fold = Fold {
        width,
        rows: 2,
        align: 0.5,
    };
    face.block(name, Font::plain(size), fold)
}

/// A name can be asked for: at this zoom it would be large enough, or it matters.
pub fn is_wanted(zoom: f64, radius: f64, rank: Rank) -> bool {
    rank != Rank::Rest || radius >= LARGE || size_at(zoom) >= SIZE_LEAST
}

impl Labels {
    /// Names on paper, which does not move; `sides`: where they stand on the screen. If it is `the_same` part of the
    /// map, they stay there.
    pub fn on_paper(sides: Sides, the_same: bool) -> Self {
        Self {
            sides,
            near_own: true,
            settled: the_same,
            ..Self::default()
        }
    }

    /// Where the names stand that were placed last.
    pub fn sides(&self) -> &Sides {
        &self.sides
    }

    /// Gives each candidate a place, or none.
    ///
    /// While only the view moves, names that are shown stay beside their marks, whatever comes into view; others get
    /// what room is left.
    pub fn arrange<T: Typeface>(
        &mut self,
        face: &T,
        paper: Rect,
        mut candidates: Vec<Candidate<'_>>,
        around: &Around<'_>,
        ground: Ground,
    ) -> Vec<Label<T::Block>> {
        let size = size_at(ground.zoom);
        let calm = self.settled || self.ground.is_some_and(|old| old.keeps(&ground));
        if !calm || self.ground.is_some_and(|old| old.is_left_behind(&ground)) {
            self.refused.clear();
        }
        if !calm || self.refused.is_empty() {
            self.ground = Some(ground);
        }
        candidates.retain(|c| !c.name.is_empty() && is_wanted(ground.zoom, c.radius, c.rank));
        let stood = std::mem::take(&mut self.sides);
        let stays = |c: &Candidate<'_>| calm && stood.contains_key(&c.id);
        candidates.sort_by(|a, b| {
            a.rank
                .cmp(&b.rank)
                .then(stays(b).cmp(&stays(a)))
                .then(b.radius.total_cmp(&a.radius))
                .then_with(|| a.id.cmp(&b.id))
        });
        candidates.truncate(MOST);
        let crowded = candidates.len() > CROWDED;
        let mut room = Room::new(paper, self.near_own);
        let mut labels = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let rest = candidate.rank == Rank::Rest;
            if calm && rest && self.refused.contains(&candidate.id) {
                continue;
            }
            let block = set(face, candidate.name, size.max(SIZE_LEAST));
            let extent = face.extent(&block);
            let before = stood.get(&candidate.id).copied();
            let at = |side| rect_beside(&candidate, extent, side);
            let side = match before.filter(|_| calm) {
                Some(side) if room.is_free(at(side), false) => Some(side),
                Some(side) if rest => {
                    // Something that matters more lies there for now.
                    self.sides.insert(candidate.id, side);
                    continue;
                }
                _ => {
                    room.fill(around);
                    room.find(&candidate, extent, before, crowded)
                }
            };
            let Some(side) = side else {
                self.refused.insert(candidate.id);
                continue;
            };
            let rect = at(side);
            room.occupy(rect);
            self.sides.insert(candidate.id, side);
            labels.push(Label {
                id: candidate.id,
                rect,
                block,
                strength: candidate.strength,
            });
        }
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
    let mut costs: [(f64, Side); 8] = std::array::from_fn(|i| {
        let side = sides[i];
        let stays = if stood == Some(side) { 0.45 } else { 0.0 };
        (0.35 * ink(side) as f64 + preference[i] - stays, side)
    });
    costs.sort_by(|a, b| a.0.total_cmp(&b.0));
    costs.map(|(_, side)| side)
}

fn rect_beside(candidate: &Candidate<'_>, extent: Vector, side: Side) -> Rect {
    // Most shapes reach a little beyond their nominal radius.
    let off = candidate.radius * 1.1 + GAP;
    let beside = candidate.reach + GAP + 2.0;
    let across = candidate.radius * 0.4 + extent.x / 2.0;
    let down = off * 0.9 + extent.y / 2.0;
    let center = candidate.center
        + match side {
            Side::Below => Vector::new(0.0, off + extent.y / 2.0),
            Side::Above => Vector::new(0.0, -off - extent.y / 2.0),
            Side::Right => Vector::new(beside + extent.x / 2.0, 0.0),
            Side::Left => Vector::new(-beside - extent.x / 2.0, 0.0),
            Side::BelowRight => Vector::new(across, down),
            Side::BelowLeft => Vector::new(-across, down),
            Side::AboveRight => Vector::new(across, -down),
            Side::AboveLeft => Vector::new(-across, -down),
        };
    Rect::centered(center, extent)
}

/// Writes names with a halo in the color of the paper.
pub fn write<H: Hand>(hand: &mut H, labels: &[Label<H::Block>], palette: &Palette) {
    let halo = Halo {
        ink: palette.paper.into(),
        reach: 1.95,
        corner: 1.3,
        // Glyphs are what costs most on a full map.
        coarse: labels.len() > 90,
    };
    for label in labels {
        let ink = palette.paper.toward(palette.text, label.strength);
        let top = Point::new(label.rect.center().x, label.rect.min.y);
        hand.about(Thing::Actor(label.id));
        hand.write(&label.block, top, Anchor::TOP, Ink::solid(ink), Some(halo));
        hand.done();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::draw::fold::{Metrics, Setter};

    fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
        let min = Point::new(x, y);
        Rect {
            min,
            max: min + Vector::new(width, height),
        }
    }

    fn moved(area: Rect, x: f64, y: f64) -> Rect {
        rect(area.min.x + x, area.min.y + y, area.width(), area.height())
    }

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
        let viewport = rect(0.0, 0.0, 500.0, 400.0);
        let tie = (0..50).map(|i| Point::new(10.0 * f64::from(i), 100.0));
        let mut room = Room::new(viewport, false);
        room.fill(&Around {
            marks: &Vec::new,
            ties: &|| tie.clone().collect(),
        });
        let over = Rect::centered(Point::new(96.0, 100.0), Vector::new(80.0, 16.0));
        assert!((7..=10).contains(&room.ink_under(over)));
        assert_eq!(room.ink_under(moved(over, 0.0, 40.0)), 0);
    }

    #[test]
    fn a_full_place_is_not_free() {
        let viewport = rect(10.0, 10.0, 500.0, 400.0);
        let mut room = Room::new(viewport, false);
        room.fill(&Around {
            marks: &|| vec![(Point::new(200.0, 200.0), 20.0)],
            ties: &Vec::new,
        });
        let name = Rect::centered(Point::new(300.0, 200.0), Vector::new(80.0, 16.0));
        assert!(room.is_free(name, true));
        room.occupy(name);
        assert!(!room.is_free(moved(name, 30.0, 5.0), false));
        let over_the_mark = Rect::centered(Point::new(180.0, 190.0), Vector::new(40.0, 16.0));
        assert!(!room.is_free(over_the_mark, true));
        assert!(room.is_free(over_the_mark, false));
    }

    /// Every letter is as wide as the others.
    struct Even;

    impl Metrics for Even {
        fn widths(&self, text: &str, font: Font) -> Vec<f64> {
            text.chars().map(|_| font.size * 0.55).collect()
        }

        fn row(&self, font: Font) -> (f64, f64) {
            ((font.size * 1.2).round(), font.size)
        }
    }

    /// The names that are shown of marks in a crowd, seen from places to the right of each other.
    fn shown_while_panning(steps: &[f64]) -> Vec<(BTreeSet<ActorId>, Vec<ActorId>)> {
        let mut rng = crate::base::rng::Rng::new(5);
        let places: Vec<(f64, f64)> = (0..160)
            .map(|_| (rng.unit() * 1600.0 - 300.0, rng.unit() * 700.0 - 50.0))
            .collect();
        let mut labels = Labels::default();
        let paper = rect(0.0, 0.0, 900.0, 600.0);
        let mut shown = Vec::new();
        for &step in steps {
            let center = |i: usize| Point::new(places[i].0 - step, places[i].1);
            let candidate = |i: usize| Candidate {
                id: ActorId::new(i as u64 + 1).unwrap(),
                name: "Some name of usual length",
                center: center(i),
                radius: 12.0,
                reach: 12.0,
                rank: Rank::Rest,
                strength: 1.0,
            };
            let in_view: Vec<usize> = (0..places.len()).filter(|&i| paper.contains(center(i))).collect();
            let around = Around {
                marks: &|| in_view.iter().map(|&i| (center(i), 12.0)).collect(),
                ties: &Vec::new,
            };
            let ground = Ground {
                stamp: Stamp::default(),
                zoom: 1.0,
                center: Point::new(step, 0.0),
                size: Vector::new(paper.width(), paper.height()),
            };
            let candidates = in_view.iter().map(|&i| candidate(i)).collect();
            let placed = labels.arrange(&Setter(&Even), paper, candidates, &around, ground);
            for (i, one) in placed.iter().enumerate() {
                assert!(placed[i + 1..].iter().all(|other| !one.rect.overlaps(other.rect)));
            }
            let ids = in_view.iter().map(|&i| ActorId::new(i as u64 + 1).unwrap());
            shown.push((placed.iter().map(|label| label.id).collect(), ids.collect()));
        }
        shown
    }

    #[test]
    fn panning_takes_no_name_from_a_mark_that_stays_in_view() {
        let steps: Vec<f64> = (0..60).map(|i| 3.0 * f64::from(i)).collect();
        let frames = shown_while_panning(&steps);
        assert!(frames[0].0.len() > 30 && frames[0].0.len() < frames[0].1.len());
        for pair in frames.windows(2) {
            let stays = pair[1].1.iter().filter(|id| pair[0].0.contains(id));
            for id in stays {
                assert!(pair[1].0.contains(id), "{id} lost its name");
            }
        }
        // Names come into view with their marks.
        assert!(frames[59].0.difference(&frames[0].0).count() > 3);
    }
}
