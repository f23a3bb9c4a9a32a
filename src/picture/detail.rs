//! How much of a map is drawn at some zoom: rules about density on the screen, never about numbers alone.
//!
//! Ties are thinned once they would cover more than the screen can show: the light ones first, among equals by a lot
//! that each tie keeps for good, so that nothing flickers, with worse odds for long ones. All come back on the way in.
//! Where marks are too small to be told apart, groups of them get a name and a soft hull; see `far`.

use super::scene::{Mark, Scene, Strand};

/// Classes of ties in the order in which they are left out, the last one first.
pub const CLASSES: usize = 256;
/// Ties may cover so many screens, counted as length times width, before some are left out.
pub const INK: f64 = 2.5;
/// The same for ties that are drawn in full, wide and dark as they are.
pub const FULL_INK: f64 = 0.8;
/// Least and most width of a plain tie, points.
const THIN: std::ops::RangeInclusive<f64> = 0.5..=1.5;
/// Radius on the screen below which marks are specks, and above which they can be told apart, points.
const SPECK: f64 = 1.6;
const CLEAR: f64 = 3.2;
/// A map of fewer marks has no far view.
const FEW: usize = 400;

/// Which class a tie belongs to; heavier, shorter and luckier ones have lower numbers. `mean` is the mean length of
/// all ties.
pub fn class(strand: &Strand, length: f64, mean: f64) -> u8 {
    // Widths go from 1 to 6.
    let weight = ((strand.width - 1.0) / 5.0).clamp(0.0, 1.0);
    let long = if length > 0.0 {
        length / (length + mean)
    } else {
        0.0
    };
    let place = 0.6 * (1.0 - weight) + 0.2 * long + 0.2 * lot(strand.id.number());
    (place * (CLASSES - 1) as f64) as u8
}

/// A number from 0 to 1 that belongs to an identity for good (finalizer of SplitMix64, Steele, Lea & Flood 2014).
fn lot(id: u64) -> f64 {
    let mut bits = id.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((bits ^ bits >> 31) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Width of a plain tie on the screen, points.
pub fn plain_width(width: f64, zoom: f64) -> f64 {
    (width * zoom * 0.5).clamp(*THIN.start(), *THIN.end())
}

/// Length of a tie, straight from center to center.
pub fn length(scene: &Scene, strand: &Strand) -> f64 {
    let marks = scene.marks();
    (marks[strand.to].at - marks[strand.from].at)
        .length_squared()
        .sqrt()
}

/// How many ties there are in each class and how long they are together.
#[derive(Clone, Debug)]
pub struct Thinning {
    mean: f64,
    counts: [usize; CLASSES],
    /// Sums of length, map units.
    lengths: [f64; CLASSES],
    /// Sums of length times width.
    areas: [f64; CLASSES],
}

impl Thinning {
    /// Counts all ties of a scene that are not hidden.
    pub fn of(scene: &Scene) -> Self {
        let drawn = || scene.strands().iter().filter(|strand| !strand.hidden());
        let (mut sum, mut count) = (0.0, 0_usize);
        for strand in drawn() {
            sum += length(scene, strand);
            count += 1;
        }
        let mut thinning = Self {
            mean: sum / count.max(1) as f64,
            counts: [0; CLASSES],
            lengths: [0.0; CLASSES],
            areas: [0.0; CLASSES],
        };
        for strand in drawn() {
            thinning.add(strand, length(scene, strand));
        }
        thinning
    }

    /// Nothing counted yet; lengths are compared with this one.
    pub fn beside(mean: f64) -> Self {
        Self {
            mean,
            counts: [0; CLASSES],
            lengths: [0.0; CLASSES],
            areas: [0.0; CLASSES],
        }
    }

    /// Counts one more.
    pub fn add(&mut self, strand: &Strand, length: f64) {
        let class = usize::from(class(strand, length, self.mean));
        self.counts[class] += 1;
        self.lengths[class] += length;
        self.areas[class] += length * strand.width;
    }

    /// Mean length of a tie, map units.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The last class that is drawn when one map unit is `zoom` points and ties may cover `ink` square points; none
    /// when all are. The first class is drawn in any case.
    pub fn last_class(&self, zoom: f64, ink: f64) -> Option<u8> {
        let mut areas = [0.0; CLASSES];
        for (class, covered) in areas.iter_mut().enumerate() {
            let (length, area) = (self.lengths[class] * zoom, self.areas[class] * zoom);
            // As wide as the mean of the class.
            *covered = length * plain_width(area / length.max(1e-9), zoom);
        }
        last_within(&areas, ink)
    }

    /// How many square points the ties up to a class cover, or all of them.
    pub fn ink(&self, zoom: f64, last: Option<u8>) -> f64 {
        let classes = ..=last.map_or(CLASSES - 1, usize::from);
        let (lengths, areas) = (&self.lengths[classes], &self.areas[classes]);
        let one = |(&length, &area): (&f64, &f64)| length * zoom * plain_width(area / length.max(1e-9), zoom);
        lengths.iter().zip(areas).map(one).sum()
    }

    /// How many ties that is, in the order of [`Self::order`].
    pub fn prefix(&self, zoom: f64, ink: f64) -> usize {
        let last = self.last_class(zoom, ink).map_or(CLASSES - 1, usize::from);
        self.counts[..=last].iter().sum()
    }

    /// Positions of the ties of a scene, those that are left out first at the end; those in the background come behind
    /// all others, hidden ones not at all.
    pub fn order(&self, scene: &Scene) -> Vec<u32> {
        let class = |strand: &Strand| {
            let class = class(strand, length(scene, strand), self.mean);
            usize::from(class) + if strand.faded() { CLASSES } else { 0 }
        };
        let drawn = || {
            scene
                .strands()
                .iter()
                .enumerate()
                .filter(|(_, strand)| !strand.hidden())
        };
        let mut next = [0_usize; 2 * CLASSES];
        for (_, strand) in drawn() {
            next[class(strand)] += 1;
        }
        let mut sum = 0;
        for next in &mut next {
            sum += std::mem::replace(next, sum);
        }
        let mut order = vec![0; sum];
        for (i, strand) in drawn() {
            let place = &mut next[class(strand)];
            order[*place] = i as u32;
            *place += 1;
        }
        order
    }
}

/// The last class that is drawn when ties may cover `ink` square points, by what each class covers; none when all are.
/// The first class is drawn in any case.
pub fn last_within(areas: &[f64; CLASSES], ink: f64) -> Option<u8> {
    let mut covered = 0.0;
    let over = areas.iter().position(|area| {
        covered += area;
        covered > ink
    });
    over.map(|class| class.saturating_sub(1) as u8)
}

/// How far a map is in its far view, 0 to 1, where marks of a usual size are this large on the screen, in points.
pub fn farness(marks: usize, radius: f64) -> f64 {
    if marks < FEW {
        return 0.0;
    }
    let share = ((CLEAR - radius) / (CLEAR - SPECK)).clamp(0.0, 1.0);
    // Without a kink at either end.
    share * share * (3.0 - 2.0 * share)
}

/// Radius of a usual mark, map units: the median of some hundred, evenly picked.
pub fn usual_radius(marks: &[Mark]) -> f64 {
    let step = (marks.len() / 200).max(1);
    let mut some: Vec<f64> = marks.iter().step_by(step).map(|mark| mark.radius).collect();
    some.sort_by(f64::total_cmp);
    some.get(some.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorKind, TieKind};
    use crate::picture::scene::tests::{random, sample};
    use crate::picture::{Shown, Visibility};

    #[test]
    fn heavy_ties_are_left_out_last() {
        let scene = Scene::of(&random(1, 300, 3000));
        let mut light = scene.strands()[0].clone();
        light.width = 1.0;
        let mut heavy = light.clone();
        heavy.width = 6.0;
        assert!(class(&light, 50.0, 50.0) > class(&heavy, 5_000.0, 50.0));
        assert!(class(&light, 500.0, 50.0) > class(&light, 5.0, 50.0));
    }

    #[test]
    fn wide_ties_come_first_and_hidden_ones_not_at_all() {
        let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Service];
        // A thin line, then two wide ones.
        let ties = [
            (TieKind::Governance, 1, 2),
            (TieKind::Supply, 2, 3),
            (TieKind::Labor, 1, 3),
        ];
        let order = |scene: &Scene| Thinning::of(scene).order(scene);
        let mut scene = Scene::of(&sample(&kinds, &ties));
        assert_eq!(order(&scene)[2], 0, "the lot decides between the wide ones");
        let mut shown = Shown::default();
        shown.ties.push((scene.strands()[1].id, Visibility::Faded));
        scene.show(&shown);
        assert_eq!(order(&scene), [2, 0, 1]);
    }

    #[test]
    fn classes_are_drawn_until_they_would_cover_too_much() {
        let mut areas = [0.0; CLASSES];
        (areas[0], areas[3], areas[9]) = (5.0, 3.0, 4.0);
        let last = [20.0, 12.0, 11.0, 7.0, 1.0].map(|ink| last_within(&areas, ink));
        assert_eq!(last, [None, None, Some(8), Some(2), Some(0)]);
    }

    #[test]
    fn all_ties_come_back_on_the_way_in() {
        let scene = Scene::of(&random(2, 300, 3000));
        let thinning = Thinning::of(&scene);
        let order = thinning.order(&scene);
        assert_eq!(order.len(), 3000);
        let mut before = 0;
        for ink in [1e3, 1e4, 1e5, 1e6, 1e9] {
            let prefix = thinning.prefix(0.1, ink);
            assert!(prefix >= before, "{ink}");
            before = prefix;
        }
        assert!(thinning.prefix(0.1, 1e3) < 1000);
        assert_eq!(before, 3000);
        let classes: Vec<u8> = order
            .iter()
            .map(|&i| {
                let strand = &scene.strands()[i as usize];
                class(strand, length(&scene, strand), thinning.mean())
            })
            .collect();
        assert!(classes.is_sorted());
    }

    #[test]
    fn groups_fade_in_as_marks_shrink() {
        assert_eq!(farness(100, 0.1), 0.0);
        assert_eq!(farness(5000, 10.0), 0.0);
        assert_eq!(farness(5000, 1.0), 1.0);
        let steps: Vec<f64> = (0..20)
            .map(|i| farness(5000, 1.0 + 0.15 * f64::from(i)))
            .collect();
        assert!(steps.is_sorted_by(|a, b| a >= b));
    }
}
