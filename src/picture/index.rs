//! Finds what lies in a part of the map without looking at everything: a tree of boxes over things in the order of a
//! Morton curve (Morton 1966), eight to a box, kept in flat lists.
//!
//! Built in linear time. When things move, the boxes follow and the order stays; [`Tree::is_worn`] says when so much
//! has moved that a new tree answers faster.

use crate::base::geom::{Point, Rect};

/// An axis-parallel box in single precision, rounded outwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Left, top, right, bottom.
    sides: [f32; 4],
}

impl Span {
    const NOTHING: Self = Self {
        sides: [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY],
    };

    /// The box around two points, larger by `margin` on every side.
    pub fn around(a: Point, b: Point, margin: f64) -> Self {
        Self {
            sides: [
                ((a.x.min(b.x) - margin) as f32).next_down(),
                ((a.y.min(b.y) - margin) as f32).next_down(),
                ((a.x.max(b.x) + margin) as f32).next_up(),
                ((a.y.max(b.y) + margin) as f32).next_up(),
            ],
        }
    }

    fn join(&mut self, other: Self) {
        let [left, top, right, bottom] = &mut self.sides;
        *left = left.min(other.sides[0]);
        *top = top.min(other.sides[1]);
        *right = right.max(other.sides[2]);
        *bottom = bottom.max(other.sides[3]);
    }

    /// The two have a point in common.
    pub fn touches(&self, other: &Self) -> bool {
        self.sides[0] <= other.sides[2]
            && other.sides[0] <= self.sides[2]
            && self.sides[1] <= other.sides[3]
            && other.sides[1] <= self.sides[3]
    }

    /// The other lies within this one.
    pub fn contains(&self, other: &Self) -> bool {
        self.sides[0] <= other.sides[0]
            && self.sides[1] <= other.sides[1]
            && self.sides[2] >= other.sides[2]
            && self.sides[3] >= other.sides[3]
    }

    /// Half the way around it; boxes without extent have one of zero, the empty box none at all.
    fn girth(&self) -> f64 {
        let [left, top, right, bottom] = self.sides.map(f64::from);
        (right - left).max(0.0) + (bottom - top).max(0.0)
    }

    fn middle(&self) -> [f64; 2] {
        let [left, top, right, bottom] = self.sides.map(f64::from);
        [f64::midpoint(left, right), f64::midpoint(top, bottom)]
    }
}

impl From<Rect> for Span {
    fn from(rect: Rect) -> Self {
        Self::around(rect.min, rect.max, 0.0)
    }
}

/// Things in one box, and boxes in one of the next level.
const FAN: usize = 8;
/// With boxes this many times as long as when the tree was built, a new one is better.
const WORN: f64 = 2.0;

/// A tree of boxes over things that are known by their numbers, from 0.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Things in the order of the curve.
    order: Vec<u32>,
    /// Where in that order each thing is; only wanted when single things move, and found out then.
    rank: Vec<u32>,
    /// Boxes, those of things first; the last level is one box.
    levels: Vec<Vec<Span>>,
    /// How long all boxes of the first level were together when the tree was built.
    girth: f64,
}

impl Tree {
    /// A tree over things whose boxes are known.
    pub fn of(count: usize, span: impl Fn(usize) -> Span) -> Self {
        // Boxes are worked out in the order in which things lie in memory: along the curve each would be a long way off.
        let spans: Vec<Span> = (0..count).map(span).collect();
        let span = |thing: usize| spans[thing];
        let mut tree = Self {
            order: along_the_curve(count, &span),
            ..Self::default()
        };
        tree.refit(span);
        tree.girth = tree.length();
        tree
    }

    /// How many things are in it.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The box around everything.
    pub fn whole(&self) -> Option<Span> {
        self.levels.last().map(|top| top[0])
    }

    fn length(&self) -> f64 {
        self.levels
            .first()
            .map_or(0.0, |leaves| leaves.iter().map(Span::girth).sum())
    }

    /// Things have moved so far apart that a new tree would answer faster.
    pub fn is_worn(&self) -> bool {
        self.length() > WORN * self.girth + 1.0
    }

    /// All boxes anew, after many things have moved.
    pub fn refit(&mut self, span: impl Fn(usize) -> Span) {
        self.levels.clear();
        if self.order.is_empty() {
            return;
        }
        let leaves = self.order.chunks(FAN).map(|things| {
            let mut sum = Span::NOTHING;
            for &thing in things {
                sum.join(span(thing as usize));
            }
            sum
        });
        let mut level: Vec<Span> = leaves.collect();
        while level.len() > 1 {
            let above = level.chunks(FAN).map(union).collect();
            self.levels.push(std::mem::replace(&mut level, above));
        }
        self.levels.push(level);
    }

    /// The boxes around some things that have moved.
    pub fn refit_some(&mut self, things: &[usize], span: impl Fn(usize) -> Span) {
        if self.rank.len() != self.order.len() {
            self.rank = vec![0; self.order.len()];
            for (place, &thing) in self.order.iter().enumerate() {
                self.rank[thing as usize] = place as u32;
            }
        }
        let leaf = |&thing: &usize| self.rank[thing] as usize / FAN;
        let mut leaves: Vec<usize> = things.iter().map(leaf).collect();
        leaves.sort_unstable();
        leaves.dedup();
        for &leaf in &leaves {
            let mut sum = Span::NOTHING;
            for &thing in &self.order[leaf * FAN..((leaf + 1) * FAN).min(self.order.len())] {
                sum.join(span(thing as usize));
            }
            self.levels[0][leaf] = sum;
        }
        let mut dirty = leaves;
        for i in 1..self.levels.len() {
            dirty.iter_mut().for_each(|place| *place /= FAN);
            dirty.dedup();
            let (below, above) = self.levels.split_at_mut(i);
            let below = &below[i - 1];
            for &place in &dirty {
                above[0][place] = union(&below[place * FAN..((place + 1) * FAN).min(below.len())]);
            }
        }
    }

    /// Shows `found` everything whose box may touch the area, and perhaps a little more, in no order that means
    /// anything.
    pub fn visit(&self, area: &Span, mut found: impl FnMut(usize)) {
        let Some(top) = self.levels.len().checked_sub(1) else {
            return;
        };
        if self.levels[top][0].touches(area) {
            self.descend(top, 0, area, &mut found);
        }
    }

    /// About how many things touch an area; not counted beyond `enough`.
    pub fn count(&self, area: &Span, enough: usize) -> usize {
        self.levels
            .len()
            .checked_sub(1)
            .map_or(0, |top| self.count_under(top, 0, area, enough))
    }

    fn count_under(&self, level: usize, place: usize, area: &Span, enough: usize) -> usize {
        let span = &self.levels[level][place];
        if !span.touches(area) {
            return 0;
        }
        let things = FAN.pow(level as u32 + 1);
        if level == 0 || area.contains(span) {
            return things.min(self.order.len() - place * things);
        }
        let below = place * FAN..((place + 1) * FAN).min(self.levels[level - 1].len());
        let mut sum = 0;
        for next in below {
            sum += self.count_under(level - 1, next, area, enough);
            if sum >= enough {
                break;
            }
        }
        sum
    }

    fn descend(&self, level: usize, place: usize, area: &Span, found: &mut impl FnMut(usize)) {
        let first = place * FAN;
        if level == 0 {
            let last = (first + FAN).min(self.order.len());
            for &thing in &self.order[first..last] {
                found(thing as usize);
            }
            return;
        }
        let below = &self.levels[level - 1];
        let last = (first + FAN).min(below.len());
        for (next, span) in (first..last).zip(&below[first..last]) {
            if span.touches(area) {
                self.descend(level - 1, next, area, found);
            }
        }
    }
}

fn union(spans: &[Span]) -> Span {
    let mut sum = Span::NOTHING;
    for &span in spans {
        sum.join(span);
    }
    sum
}

/// Things in the order in which a Morton curve meets their middles.
fn along_the_curve(count: usize, span: &impl Fn(usize) -> Span) -> Vec<u32> {
    let mut low = [f64::INFINITY; 2];
    let mut high = [f64::NEG_INFINITY; 2];
    for thing in 0..count {
        let middle = span(thing).middle();
        for axis in 0..2 {
            low[axis] = low[axis].min(middle[axis]);
            high[axis] = high[axis].max(middle[axis]);
        }
    }
    // One scale for both axes, so that cells of the curve are squares.
    let extent = (high[0] - low[0]).max(high[1] - low[1]);
    let scale = if extent > 0.0 { 65_535.0 / extent } else { 0.0 };
    let keyed = (0..count).map(|thing| {
        let middle = span(thing).middle();
        let cell = |axis: usize| ((middle[axis] - low[axis]) * scale) as u32;
        u64::from(spread(cell(0)) | spread(cell(1)) << 1) << 32 | thing as u64
    });
    sorted(keyed.collect())
        .into_iter()
        .map(|key| key as u32)
        .collect()
}

/// The bits of a number of sixteen, each followed by a zero.
fn spread(number: u32) -> u32 {
    let mut bits = number & 0xFFFF;
    for (shift, mask) in [
        (8, 0x00FF_00FF),
        (4, 0x0F0F_0F0F),
        (2, 0x3333_3333),
        (1, 0x5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

/// Keys by their upper halves, in linear time; equal ones keep their order.
fn sorted(mut keys: Vec<u64>) -> Vec<u64> {
    const DIGIT: u32 = 11;
    if keys.len() < 256 {
        keys.sort_unstable();
        return keys;
    }
    let mut other = vec![0; keys.len()];
    for pass in 0..3 {
        let digit = |key: u64| (key >> (32 + DIGIT * pass)) as usize & ((1 << DIGIT) - 1);
        let mut starts = vec![0_usize; 1 << DIGIT];
        for &key in &keys {
            starts[digit(key)] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        for &key in &keys {
            let place = &mut starts[digit(key)];
            other[*place] = key;
            *place += 1;
        }
        std::mem::swap(&mut keys, &mut other);
    }
    keys
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(tree: &Tree, spans: &[Span], area: &Span) -> Vec<usize> {
        let mut found = Vec::new();
        tree.visit(area, |thing| {
            if spans[thing].touches(area) {
                found.push(thing);
            }
        });
        found.sort_unstable();
        found
    }

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        // Now and then something lies far away from all others.
        let coordinate = prop_oneof![9 => -1e3..1e3, 1 => -1e7..1e7];
        let thing = (coordinate.clone(), coordinate, 0.0..80.0, 0.0..80.0);
        prop::collection::vec(thing, 0..900).prop_map(|things| {
            let span = |(x, y, w, h)| Span::around(Point::new(x, y), Point::new(x + w, y + h), 0.0);
            things.into_iter().map(span).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 64,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(9),
            ..ProptestConfig::default()
        })]

        #[test]
        fn it_finds_what_a_look_at_everything_finds(
            before in spans(),
            after in spans(),
            moved in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
            (x, y) in (-1.1e3..1.1e3, -1.1e3..1.1e3),
            size in 0.0..900.0,
        ) {
            let area = Span::around(Point::new(x, y), Point::new(x + size, y + size), 0.0);
            let mut spans = before;
            let all = |spans: &[Span]| -> Vec<usize> {
                (0..spans.len()).filter(|&i| spans[i].touches(&area)).collect()
            };
            let mut tree = Tree::of(spans.len(), |i| spans[i]);
            prop_assert_eq!(found(&tree, &spans, &area), all(&spans));
            if !spans.is_empty() && !after.is_empty() {
                let moved: Vec<usize> = moved.iter().map(|i| i.index(spans.len())).collect();
                for &i in &moved {
                    spans[i] = after[i % after.len()];
                }
                tree.refit_some(&moved, |i| spans[i]);
                prop_assert_eq!(found(&tree, &spans, &area), all(&spans));
                for (i, span) in spans.iter_mut().enumerate() {
                    *span = after[i % after.len()];
                }
                tree.refit(|i| spans[i]);
                prop_assert_eq!(found(&tree, &spans, &area), all(&spans));
            }
        }
    }

    #[test]
    fn a_tree_wears_out_when_neighbors_part() {
        let at = |i: usize, stride: usize| {
            let place = Point::new((i * stride % 1000) as f64, (i * stride / 1000) as f64);
            Span::around(place, place, 1.0)
        };
        let mut tree = Tree::of(1000, |i| at(i, 1));
        assert!(!tree.is_worn());
        tree.refit(|i| at(i, 387));
        assert!(tree.is_worn());
    }

    #[test]
    fn keys_of_any_number_are_sorted() {
        let mut rng = crate::base::rng::Rng::new(3);
        for count in [0, 5, 300, 5_000] {
            let keys: Vec<u64> = (0..count)
                .map(|i| (rng.below(1 << 31) as u64) << 32 | i as u64)
                .collect();
            let mut right = keys.clone();
            right.sort_unstable();
            assert_eq!(sorted(keys), right);
        }
    }
}
