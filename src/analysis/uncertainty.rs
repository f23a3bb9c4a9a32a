//! How far scores depend on weights that nobody knows: many draws of them, and the band that the scores stay in.
//!
//! Only the values of the parts are needed, so a thousandth of a second is enough; `influence` tells which weight
//! matters most. The same seed gives the same draws for every state of every document, so that bands can be compared.

use std::sync::LazyLock;

use crate::base::rng::Rng;
use crate::model::assumption::{Aggregation, Assumptions};

use super::Assessment;
use super::dimensions::{self, DIMENSIONS};
use super::indicator::Precision;
use super::works::{NARDO_2008, Work};

/// How many times all weights are drawn.
pub const DRAWS: usize = 500;
/// The band leaves out this share of the draws at either end.
pub const TAIL: f64 = 0.05;
/// The practice that is followed.
pub static SOURCES: &[&Work] = &[&NARDO_2008];
/// What is drawn, for people.
pub const METHOD: &str = "Every weight is multiplied by a number between 0.75 and 1.25, the loss of spillover under a \
    single owner by one between 0.5 and 1.5, and the mean of the dimensions is geometric or arithmetic with even \
    chance";
/// What the band is not, for people.
pub const LIMITS: &str = "The band tells how far scores depend on weights, which are a matter of judgment. It does \
    not cover errors in the data, half-points, permeabilities, or whether the parts are the right ones";

/// Weights are multiplied by a number in this range.
const WEIGHT_RANGE: (f64, f64) = (0.75, 1.25);
/// The independence factor is multiplied by a number in this range.
const INDEPENDENCE_RANGE: (f64, f64) = (0.5, 1.5);

/// The id under which the choice of the mean is drawn; not an assumption with a number.
pub const AGGREGATION: &str = "aggregation";

/// One number that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Weight of the dimension with this place in [`DIMENSIONS`].
    Dimension(usize),
    /// Weight of a part: place of its dimension, then its own place there.
    Part(usize, usize),
    /// Loss of spillover under a single owner.
    Independence,
    /// Geometric or arithmetic.
    Aggregation,
}

/// What is drawn and the assumption behind it.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What it is.
    pub input: Input,
    /// Id of the assumption, or [`AGGREGATION`].
    pub id: String,
}

/// Everything that is drawn, in the order in which it is drawn; the order is part of what a seed means.
pub fn inputs() -> &'static [Drawn] {
    static ALL: LazyLock<Vec<Drawn>> = LazyLock::new(|| {
        let weight = |input, id: &str| Drawn {
            input,
            id: format!("weight.{id}"),
        };
        let mut all = Vec::new();
        for (d, dimension) in DIMENSIONS.iter().enumerate() {
            all.push(weight(Input::Dimension(d), dimension.id));
        }
        for (d, dimension) in DIMENSIONS.iter().enumerate() {
            for (p, part) in dimension.parts.iter().enumerate() {
                all.push(weight(Input::Part(d, p), part));
            }
        }
        all.push(Drawn {
            input: Input::Independence,
            id: "independence".to_owned(),
        });
        all.push(Drawn {
            input: Input::Aggregation,
            id: AGGREGATION.to_owned(),
        });
        all
    });
    &ALL
}

/// What scores are made of: values and weights of the parts of one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub(super) wholes: Vec<Whole>,
    independence: f64,
    concentration: f64,
}

/// One dimension.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Whole {
    pub(super) weight: f64,
    /// Weight and value of each part, in the order of the table; absent where undefined.
    pub(super) parts: Vec<Option<(f64, f64)>>,
    /// One owner internalizes what would spill over.
    pub(super) spills: bool,
}

impl Model {
    /// The parts of a state; `None` as long as one of them is still being computed.
    pub fn of(assessment: &Assessment, assumptions: &Assumptions) -> Option<Self> {
        let known = |id: &str| {
            let reading = assessment.reading(id);
            (reading.precision != Precision::Waiting).then_some(reading.value)
        };
        let weight = |id: &str| assumptions.get(&format!("weight.{id}"));
        let mut wholes = Vec::with_capacity(DIMENSIONS.len());
        for dimension in DIMENSIONS {
            let mut parts = Vec::with_capacity(dimension.parts.len());
            for part in dimension.parts {
                parts.push(known(part)?.map(|value| (weight(part), value)));
            }
            wholes.push(Whole {
                weight: weight(dimension.id),
                parts,
                spills: dimension.id == "spillover",
            });
        }
        Some(Self {
            wholes,
            independence: assumptions.get("independence"),
            concentration: known("hhi")?.unwrap_or(1.0),
        })
    }

    /// The scores of the dimensions with these numbers between 0 and 1 drawn for [`inputs`].
    pub(super) fn dimensions(&self, drawn: &[f64]) -> Vec<Option<f64>> {
        (0..self.wholes.len()).map(|d| self.dimension(d, drawn)).collect()
    }

    /// The score of one dimension.
    pub(super) fn dimension(&self, d: usize, drawn: &[f64]) -> Option<f64> {
        let whole = &self.wholes[d];
        let first = DIMENSIONS.len()
            + DIMENSIONS[..d]
                .iter()
                .map(|before| before.parts.len())
                .sum::<usize>();
        let parts = whole.parts.iter().zip(&drawn[first..]);
        let mean =
            dimensions::mean(parts.filter_map(|(part, &u)| {
                part.map(|(weight, value)| (weight * within(WEIGHT_RANGE, u), value))
            }))?;
        let kept = if whole.spills {
            let factor = self.independence * within(INDEPENDENCE_RANGE, drawn[drawn.len() - 2]);
            dimensions::kept(factor.min(1.0), self.concentration)
        } else {
            1.0
        };
        Some(100.0 * mean * kept)
    }

    /// The overall score with these scores of the dimensions.
    pub(super) fn overall(&self, scores: &[Option<f64>], drawn: &[f64]) -> Option<f64> {
        let mut weighted = [(0.0, 0.0); DIMENSION_COUNT];
        for (place, ((whole, score), &u)) in
            weighted.iter_mut().zip(self.wholes.iter().zip(scores).zip(drawn))
        {
            if let Some(score) = score {
                *place = (whole.weight * within(WEIGHT_RANGE, u), *score);
            }
        }
        let aggregation = if drawn[drawn.len() - 1] < 0.5 {
            Aggregation::Geometric
        } else {
            Aggregation::Arithmetic
        };
        dimensions::aggregated(&weighted, aggregation)
    }
}

const DIMENSION_COUNT: usize = 6;
const _: () = assert!(DIMENSIONS.len() == DIMENSION_COUNT);

fn within((least, most): (f64, f64), u: f64) -> f64 {
    least + (most - least) * u
}

/// As many rows of numbers in `[0, 1)` as draws are wanted, one number for each of [`inputs`].
pub(super) fn draws(seed: u64, count: usize) -> impl Iterator<Item = Vec<f64>> {
    let mut rng = Rng::new(seed);
    (0..count).map(move |_| inputs().iter().map(|_| rng.unit()).collect())
}

/// The value below which this share of a sorted list lies, 0 to 1, interpolated between neighbors. The list has at least
/// one value.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + (high - low) * (at - at.floor())
}

/// Where a score lies in the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The score in each draw, from the smallest to the largest.
    sorted: Vec<f64>,
}

impl Band {
    fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        (!values.is_empty()).then_some(Self { sorted: values })
    }

    /// The score in each draw, from the smallest to the largest.
    pub fn sorted(&self) -> &[f64] {
        &self.sorted
    }

    /// Five percent of the draws lie below this.
    pub fn low(&self) -> f64 {
        quantile(&self.sorted, TAIL)
    }

    /// Five percent of the draws lie above this.
    pub fn high(&self) -> f64 {
        quantile(&self.sorted, 1.0 - TAIL)
    }

    /// Both ends are the same in the digits that are shown.
    pub fn is_point(&self) -> bool {
        format!("{:.1}", self.low()) == format!("{:.1}", self.high())
    }

    /// "46.6 to 51.7 in 90 % of 500 draws of the weights".
    pub fn words(&self) -> String {
        if self.is_point() {
            return format!("{:.1} whatever the weights", self.low());
        }
        format!(
            "{:.1} to {:.1} in {:.0} % of {} draws of the weights",
            self.low(),
            self.high(),
            100.0 * (1.0 - 2.0 * TAIL),
            self.sorted.len()
        )
    }
}

/// The bands of the overall score and of the dimensions.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// Where the draws began.
    pub seed: u64,
    /// Overall first, then the dimensions; absent where a score is undefined.
    all: Vec<Option<Band>>,
}

impl Bands {
    /// Draws all weights [`DRAWS`] times.
    pub fn of(model: &Model, seed: u64) -> Self {
        let mut values = vec![Vec::new(); 1 + DIMENSION_COUNT];
        for drawn in draws(seed, DRAWS) {
            let scores = model.dimensions(&drawn);
            values[0].extend(model.overall(&scores, &drawn));
            for (list, score) in values[1..].iter_mut().zip(scores) {
                list.extend(score);
            }
        }
        Self {
            seed,
            all: values.into_iter().map(Band::of).collect(),
        }
    }

    /// The band of the overall score or a dimension; `None` where it is undefined, and for other indicators.
    pub fn get(&self, id: &str) -> Option<&Band> {
        let place = match id {
            "overall" => 0,
            other => 1 + DIMENSIONS.iter().position(|dimension| dimension.id == other)?,
        };
        self.all[place].as_ref()
    }

    /// Overall and the dimensions that have a score, with their bands.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Band)> {
        let ids = std::iter::once("overall").chain(DIMENSIONS.iter().map(|dimension| dimension.id));
        ids.zip(&self.all)
            .filter_map(|(id, band)| Some((id, band.as_ref()?)))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Six dimensions with parts of these values and weights in turn; no concentration.
    pub(in crate::analysis) fn model(of: impl Fn(usize, usize) -> Option<(f64, f64)>) -> Model {
        let wholes = DIMENSIONS.iter().enumerate().map(|(d, dimension)| Whole {
            weight: 1.0,
            parts: (0..dimension.parts.len()).map(|p| of(d, p)).collect(),
            spills: dimension.id == "spillover",
        });
        Model {
            wholes: wholes.collect(),
            independence: 0.5,
            concentration: 0.0,
        }
    }

    #[test]
    fn equal_values_leave_nothing_to_the_weights() {
        let bands = Bands::of(&model(|_, _| Some((0.2, 0.4))), 1);
        for (id, band) in bands.iter().filter(|(id, _)| *id != "overall") {
            assert!(band.high() - band.low() < 1e-9, "{id}");
        }
        assert!((bands.get("trust").unwrap().low() - 40.0).abs() < 1e-9);
        // The geometric mean begins at a score of one: (40 − 1) · 100 ÷ 99.
        let overall = bands.get("overall").unwrap();
        assert!((overall.low() - 3900.0 / 99.0).abs() < 1e-9 && (overall.high() - 40.0).abs() < 1e-9);
    }

    #[test]
    fn only_ratios_of_weights_count() {
        let of = |scale: f64| {
            let model = model(|d, p| Some((scale * (1.0 + p as f64), (d + p) as f64 / 12.0)));
            Bands::of(&model, 7)
        };
        let (a, b) = (of(1.0), of(10.0));
        for ((id, one), (_, other)) in a.iter().zip(b.iter()) {
            assert!((one.low() - other.low()).abs() < 1e-9, "{id}");
            assert!((one.high() - other.high()).abs() < 1e-9, "{id}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_band_and_undefined_scores_none() {
        let lopsided = model(|d, p| (d != 1).then_some((0.2, if p == 0 { 0.9 } else { 0.1 })));
        let bands = Bands::of(&lopsided, 3);
        assert_eq!(bands, Bands::of(&lopsided, 3));
        assert_ne!(bands, Bands::of(&lopsided, 4));
        assert_eq!(bands.get("trust"), None);
        assert_eq!(bands.iter().count(), 6);
        assert_eq!(bands.get("overall").unwrap().sorted().len(), DRAWS);
        assert_eq!(bands.get("density"), None);
    }

    #[test]
    fn a_lone_part_has_a_score_that_no_weight_moves_but_the_owner_does() {
        let mut lone = model(|_, p| (p == 0).then_some((0.3, 0.5)));
        lone.concentration = 1.0;
        let bands = Bands::of(&lone, 1);
        let spillover = bands.get("spillover").unwrap();
        // 100 · 0.5 · (1 − U(0.25, 0.75)): from 12.5 to 37.5, of which nine tenths are 22.5 wide.
        assert!(
            (spillover.high() - spillover.low() - 22.5).abs() < 1.0,
            "{}",
            spillover.words()
        );
        let trust = bands.get("trust").unwrap();
        assert_eq!((trust.low(), trust.high()), (50.0, 50.0));
    }
}
