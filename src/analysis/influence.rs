//! Which weight matters most: the share of the spread of a score that goes back to each drawn number alone.
//!
//! First-order indices of the decomposition of variance (Sobol 1993; Saltelli et al. 2010): the variance of the mean
//! score given one number, divided by the variance of the score. The mean given a number is taken over the same draws
//! at the five points of Lobatto's rule, so that the differences between the points are free of the noise of other
//! numbers. What all indices leave over comes from numbers acting together; its variance is that of what the sum of
//! the single effects leaves unexplained, so that the indices never add up to more than one.

use crate::base::cancel::{Cancel, Cancelled};

use super::dimensions::DIMENSIONS;
use super::uncertainty::{DRAWS, Input, Model, draws, inputs};
use super::works::{SALTELLI_2010, SOBOL_1993, Work};

/// Where the method comes from.
pub static SOURCES: &[&Work] = &[&SOBOL_1993, &SALTELLI_2010];

/// Points of Lobatto's rule with five points on `[0, 1]`, both ends included.
const POINTS: [f64; 5] = [0.0, 0.172_673_164_646_011_42, 0.5, 0.827_326_835_353_988_6, 1.0];
/// Their weights.
const WEIGHTS: [f64; 5] = [1.0 / 20.0, 49.0 / 180.0, 16.0 / 45.0, 49.0 / 180.0, 1.0 / 20.0];

/// What one drawn number does to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Influence {
    /// Id of the assumption, or [`super::uncertainty::AGGREGATION`].
    pub id: &'static str,
    /// First-order index, 0 to 1: the share of the variance that would go if this number were known.
    pub share: f64,
    /// Mean score with the number at the lower end of its range; for the mean of dimensions: with the geometric one.
    pub low: f64,
    /// Mean score with the number at the upper end of its range, or with the arithmetic mean.
    pub high: f64,
}

/// What the drawn numbers do to one score.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Id of the score.
    pub of: &'static str,
    /// From the most to the least important; numbers without effect are left out.
    pub list: Vec<Influence>,
    /// The share of the variance that comes from numbers acting together.
    pub together: f64,
    /// Variance of the score over the draws.
    pub variance: f64,
}

/// The rankings of the overall score and of every dimension that has a score, overall first.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn rankings(model: &Model, seed: u64, cancel: &Cancel) -> Result<Vec<Ranking>, Cancelled> {
    let rows: Vec<Vec<f64>> = draws(seed, DRAWS).collect();
    let scores: Vec<Vec<Option<f64>>> = rows.iter().map(|row| model.dimensions(row)).collect();
    let mut rankings = Vec::new();
    let overall: Option<Vec<f64>> = rows
        .iter()
        .zip(&scores)
        .map(|(row, s)| model.overall(s, row))
        .collect();
    if let Some(values) = overall {
        let mut effects = Vec::new();
        for (place, drawn) in inputs().iter().enumerate() {
            cancel.check()?;
            let at = |u: f64| {
                rows.iter().zip(&scores).map(move |(row, scores)| {
                    let mut row = row.clone();
                    row[place] = u;
                    let moved = match drawn.input {
                        Input::Part(d, _) => Some(d),
                        Input::Independence => DIMENSIONS
                            .iter()
                            .position(|dimension| dimension.id == "spillover"),
                        Input::Dimension(_) | Input::Aggregation => None,
                    };
                    let mut scores = scores.clone();
                    if let Some(d) = moved {
                        scores[d] = model.dimension(d, &row);
                    }
                    model.overall(&scores, &row).unwrap_or(0.0)
                })
            };
            effects.push(Effect::new(place, drawn.input, at));
        }
        rankings.push(ranking("overall", &rows, &values, &effects));
    }
    for (d, dimension) in DIMENSIONS.iter().enumerate() {
        cancel.check()?;
        let values: Option<Vec<f64>> = scores.iter().map(|scores| scores[d]).collect();
        let Some(values) = values else { continue };
        let mut effects = Vec::new();
        for (place, drawn) in inputs().iter().enumerate() {
            let moves = match drawn.input {
                Input::Part(of, _) => of == d,
                Input::Independence => model.wholes[d].spills,
                Input::Dimension(_) | Input::Aggregation => false,
            };
            if moves {
                let at = |u: f64| {
                    rows.iter().map(move |row| {
                        let mut row = row.clone();
                        row[place] = u;
                        model.dimension(d, &row).unwrap_or(0.0)
                    })
                };
                effects.push(Effect::new(place, drawn.input, at));
            }
        }
        rankings.push(ranking(dimension.id, &rows, &values, &effects));
    }
    Ok(rankings)
}

/// The mean score as a function of one drawn number.
struct Effect {
    /// Place of the number among [`inputs`].
    place: usize,
    /// It has only two states, below and above one half.
    two_states: bool,
    /// The mean score at each of [`POINTS`].
    means: [f64; 5],
}

impl Effect {
    fn new<I: Iterator<Item = f64>>(place: usize, input: Input, at: impl Fn(f64) -> I) -> Self {
        let mean = |u: f64| at(u).sum::<f64>() / DRAWS as f64;
        let two_states = input == Input::Aggregation;
        let means = if two_states {
            let (low, high) = (mean(0.0), mean(1.0));
            [low, low, f64::midpoint(low, high), high, high]
        } else {
            POINTS.map(mean)
        };
        Self {
            place,
            two_states,
            means,
        }
    }

    fn mean(&self) -> f64 {
        self.means
            .iter()
            .zip(WEIGHTS)
            .map(|(mean, weight)| mean * weight)
            .sum()
    }

    fn variance(&self) -> f64 {
        if self.two_states {
            return ((self.means[4] - self.means[0]) / 2.0).powi(2);
        }
        let center = self.mean();
        let squares = self.means.iter().zip(WEIGHTS);
        squares
            .map(|(mean, weight)| weight * (mean - center).powi(2))
            .sum()
    }

    /// How far the mean score at `u` is from its own mean: Lagrange's polynomial through the five points.
    fn at(&self, u: f64) -> f64 {
        if self.two_states {
            let end = if u < 0.5 { self.means[0] } else { self.means[4] };
            return end - f64::midpoint(self.means[0], self.means[4]);
        }
        let mut value = 0.0;
        for (i, (&x, &mean)) in POINTS.iter().zip(&self.means).enumerate() {
            let others = POINTS.iter().enumerate().filter(|&(j, _)| j != i);
            value += mean
                * others
                    .map(|(_, &other)| (u - other) / (x - other))
                    .product::<f64>();
        }
        value - self.mean()
    }
}

fn ranking(of: &'static str, rows: &[Vec<f64>], values: &[f64], effects: &[Effect]) -> Ranking {
    let single: f64 = effects.iter().map(Effect::variance).sum();
    let rest: Vec<f64> = rows
        .iter()
        .zip(values)
        .map(|(row, value)| {
            value
                - effects
                    .iter()
                    .map(|effect| effect.at(row[effect.place]))
                    .sum::<f64>()
        })
        .collect();
    let mean = rest.iter().sum::<f64>() / rest.len() as f64;
    let together = rest.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / rest.len() as f64;
    let variance = single + together;
    let share = |part: f64| {
        if variance > NO_VARIANCE {
            part / variance
        } else {
            0.0
        }
    };
    let mut list: Vec<Influence> = effects
        .iter()
        .map(|effect| Influence {
            id: &inputs()[effect.place].id,
            share: share(effect.variance()),
            low: effect.means[0],
            high: effect.means[4],
        })
        .filter(|influence| influence.share > NO_SHARE)
        .collect();
    list.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.id.cmp(b.id)));
    Ranking {
        of,
        list,
        together: share(together),
        variance,
    }
}

/// What rounding leaves of no variance at all, in squared points of 100.
const NO_VARIANCE: f64 = 1e-18;
/// What rounding leaves of no share at all.
const NO_SHARE: f64 = 1e-12;

#[cfg(test)]
mod tests {
    use super::super::uncertainty::tests::model;
    use super::*;

    fn of(model: &Model) -> Vec<Ranking> {
        rankings(model, 1, &Cancel::new()).unwrap()
    }

    #[test]
    fn indices_add_up_to_one_at_most() {
        for seed in 1..6 {
            let model = model(|d, p| Some((0.1 + 0.1 * p as f64, ((7 * d + 3 * p) % 10) as f64 / 10.0)));
            for ranking in rankings(&model, seed, &Cancel::new()).unwrap() {
                let sum: f64 = ranking.list.iter().map(|influence| influence.share).sum();
                assert!((sum + ranking.together - 1.0).abs() < 1e-12, "{}", ranking.of);
                assert!(ranking.list.iter().all(|influence| influence.share >= 0.0));
            }
        }
    }

    /// Two parts with values 0 and 1 and equal weights: D = 100·b ÷ (a + b), a and b uniform on (0.75, 1.25).
    #[test]
    fn two_parts_match_the_integrals() {
        let two = model(|_, p| match p {
            0 => Some((1.0, 0.0)),
            1 => Some((1.0, 1.0)),
            _ => None,
        });
        let all = of(&two);
        let trust = all.iter().find(|ranking| ranking.of == "trust").unwrap();
        // E(D | a) = 100·(1 − 2a·ln((a + 1.25) ÷ (a + 0.75))), and the same rising in b; both numerically integrated
        // on a fine grid, as is the variance of D.
        let n = 2_000;
        let grid = || (0..n).map(|i| 0.75 + 0.5 * (f64::from(i) + 0.5) / f64::from(n));
        let given = |a: f64| 100.0 * (1.0 - 2.0 * a * ((a + 1.25) / (a + 0.75)).ln());
        let moments = |values: &mut dyn Iterator<Item = f64>| {
            let list: Vec<f64> = values.collect();
            let mean = list.iter().sum::<f64>() / list.len() as f64;
            list.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / list.len() as f64
        };
        let single = moments(&mut grid().map(given));
        let all_of_it = moments(&mut grid().flat_map(|a| grid().map(move |b| 100.0 * b / (a + b))));
        for influence in &trust.list {
            assert!(
                (influence.share - single / all_of_it).abs() < 0.02,
                "{influence:?}"
            );
        }
        assert_eq!(trust.list.len(), 2);
        assert!((trust.variance / all_of_it - 1.0).abs() < 0.05);
        let falling = trust
            .list
            .iter()
            .find(|i| i.id == "weight.trust.mean_trust")
            .unwrap();
        assert!(falling.high < falling.low);
    }

    #[test]
    fn what_moves_nothing_is_left_out() {
        let flat = model(|_, _| Some((0.2, 0.4)));
        for ranking in of(&flat) {
            let ids: Vec<&str> = ranking.list.iter().map(|influence| influence.id).collect();
            let expected: &[&str] = if ranking.of == "overall" {
                &["aggregation"]
            } else {
                &[]
            };
            assert_eq!(ids, expected, "{ranking:?}");
        }
        assert_eq!(of(&model(|_, _| None)), []);
    }

    #[test]
    fn a_raised_flag_ends_it() {
        let cancel = Cancel::new();
        cancel.raise();
        assert_eq!(
            rankings(&model(|_, _| Some((0.2, 0.4))), 1, &cancel),
            Err(Cancelled)
        );
    }
}
