//! Is it more than chance? Figures of the network's shape against networks drawn by chance in which every actor keeps
//! its number of partners.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel::pieces;
use crate::base::progress::Progress;
use crate::base::rng::Rng;
use crate::graph::lens::pair_weights;
use crate::graph::{Lens, Simple, random};
use crate::model::Document;

use super::facts::Facts;
use super::indicator::{Cost, Indicator, View};
use super::uncertainty::quantile;
use super::works::{MASLOV_SNEPPEN_2002, Work};
use super::{is_structure, registry};

/// How many networks are drawn unless a person wants another number.
pub const REWIRINGS: usize = 200;
/// Fewer say nothing about a percentile.
pub const LEAST_REWIRINGS: usize = 20;
/// More take long and change little.
pub const MOST_REWIRINGS: usize = 10_000;
/// Where the method comes from.
pub static SOURCES: &[&Work] = &[&MASLOV_SNEPPEN_2002];
/// What is drawn, for people.
pub const METHOD: &str = "In each rewiring ties swap partners at random, five times as often as there are tied pairs, \
    so that every actor keeps its number of partners and nothing else; weights are dealt out anew";
/// What the comparison does not say, for people.
pub const LIMITS: &str = "A figure that chance does not give has a reason beyond how many partners actors have; \
    which reason it does not say. Among many figures some are extreme by luck alone";

/// Figures that cannot differ, because they follow from how many partners each actor has.
const FIXED: &[&str] = &[
    "actors",
    "tied_pairs",
    "density",
    "mean_degree",
    "degree_centralization",
    "hierarchy_slope",
];
/// Figures that look at ties beyond the network, which rewirings leave alone.
const BEYOND: &[&str] = &["ei_external"];

/// One figure here and in the rewirings.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Id of the figure.
    pub id: &'static str,
    /// Its value here; `None` where it is undefined.
    pub value: Option<f64>,
    /// It follows from how many partners each actor has.
    pub fixed: bool,
    /// Its value in the rewirings where it is defined, from the smallest to the largest.
    pub drawn: Vec<f64>,
}

/// All figures of a network's shape against chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// Which network.
    pub lens: Lens,
    /// How many rewirings were drawn.
    pub rewirings: usize,
    /// Where chance began.
    pub seed: u64,
    /// In the order of the registry.
    pub rows: Vec<Row>,
}

/// Draws so many rewirings of the network in a lens without direction, and measures all figures of its shape on each
/// that take no longer than a pause in editing.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn compare(
    document: &Document,
    lens: &Lens,
    rewirings: usize,
    seed: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Chance, Cancelled> {
    let measured: Vec<&'static Indicator> = registry::ALL
        .iter()
        .copied()
        .filter(|&indicator| {
            is_structure(indicator)
                && indicator.view == View::Plain
                && indicator.cost <= Cost::Idle
                && !BEYOND.contains(&indicator.id)
        })
        .collect();
    let network = Simple::through(document, lens);
    let weights = pair_weights(&network, document, lens);
    let here = values(&Facts::through(document, lens, cancel), &measured)?;
    // Each rewiring has a seed of its own, so that it does not matter which core draws it.
    let mut rng = Rng::new(seed);
    let seeds: Vec<u64> = (0..rewirings)
        .map(|_| u64::from(rng.next_u32()) << 32 | u64::from(rng.next_u32()))
        .collect();
    let done = std::sync::atomic::AtomicUsize::new(0);
    let drawn = pieces(
        rewirings,
        1,
        cancel,
        || (),
        |(), range| {
            let mut rows = Vec::with_capacity(range.len());
            for i in range {
                let mut rng = Rng::new(seeds[i]);
                let network = random::rewired(&network, &mut rng, cancel)?;
                let mut weights = weights.clone();
                rng.shuffle(&mut weights);
                let facts = Facts::on(document, lens, network, &weights, cancel);
                rows.push(values(&facts, &measured)?);
                let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
                progress.set(done, rewirings);
            }
            Ok(rows)
        },
    )?;
    let drawn: Vec<Vec<Option<f64>>> = drawn.into_iter().flatten().collect();
    let rows = measured.iter().enumerate().map(|(i, &indicator)| {
        let mut values: Vec<f64> = drawn.iter().filter_map(|row| row[i]).collect();
        values.sort_by(f64::total_cmp);
        Row {
            id: indicator.id,
            value: here[i],
            fixed: FIXED.contains(&indicator.id),
            drawn: values,
        }
    });
    Ok(Chance {
        lens: lens.clone(),
        rewirings,
        seed,
        rows: rows.collect(),
    })
}

fn values(facts: &Facts<'_>, measured: &[&'static Indicator]) -> Result<Vec<Option<f64>>, Cancelled> {
    measured.iter().map(|indicator| facts.value(indicator)).collect()
}

impl Chance {
    /// The figure with this id.
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }
}

impl Row {
    /// Mean over the rewirings; `None` where it is defined in none.
    pub fn mean(&self) -> Option<f64> {
        let count = self.drawn.len() as f64;
        (count > 0.0).then(|| self.drawn.iter().sum::<f64>() / count)
    }

    /// Standard deviation over the rewirings; `None` below two.
    pub fn deviation(&self) -> Option<f64> {
        let mean = self.mean()?;
        let squares: f64 = self.drawn.iter().map(|value| (value - mean).powi(2)).sum();
        let deviation = (squares / (self.drawn.len().checked_sub(1).filter(|&n| n > 0)? as f64)).sqrt();
        // What rounding leaves of equal values is no deviation.
        Some(if deviation > ROUNDING * mean.abs().max(1.0) {
            deviation
        } else {
            0.0
        })
    }

    /// How many standard deviations the value lies above the mean of the rewirings; `None` where it is undefined, where
    /// rewirings do not differ and where the figure is fixed.
    pub fn z(&self) -> Option<f64> {
        let deviation = self
            .deviation()
            .filter(|&deviation| deviation > 0.0 && !self.fixed)?;
        Some((self.value? - self.mean()?) / deviation)
    }

    /// Shares of the rewirings whose value is lower, and higher.
    pub fn sides(&self) -> Option<(f64, f64)> {
        let value = self.value.filter(|_| !self.fixed && !self.drawn.is_empty())?;
        let margin = ROUNDING * value.abs().max(1.0);
        let count = self.drawn.len() as f64;
        let lower = self.drawn.iter().filter(|&&drawn| drawn < value - margin).count() as f64;
        let higher = self.drawn.iter().filter(|&&drawn| drawn > value + margin).count() as f64;
        Some((lower / count, higher / count))
    }

    /// Percentile of the value among the rewirings, 0 to 1; those that are equal count half.
    pub fn percentile(&self) -> Option<f64> {
        self.sides().map(|(lower, higher)| (lower + 1.0 - higher) / 2.0)
    }

    /// Nine of ten rewirings lie from the first to the second.
    pub fn usual(&self) -> Option<(f64, f64)> {
        let at = |share: f64| quantile(&self.drawn, share);
        (!self.drawn.is_empty()).then(|| (at(0.05), at(0.95)))
    }

    /// Chance gives such a value in fewer than one of twenty rewirings on this side.
    pub fn is_unusual(&self) -> bool {
        self.z().is_some()
            && self
                .sides()
                .is_some_and(|(lower, higher)| lower.max(higher) > 1.0 - UNUSUAL)
    }

    /// One sentence, without a stop: "Higher than in 97 % of 200 rewirings that keep every actor's number of partners".
    pub fn words(&self) -> String {
        if self.fixed {
            return "Follows from how many partners each actor has, so chance cannot change it".to_owned();
        }
        let Some((lower, higher)) = self.sides() else {
            return if self.value.is_none() {
                "Undefined here".to_owned()
            } else {
                "Undefined in every rewiring".to_owned()
            };
        };
        if lower == 0.0 && higher == 0.0 {
            return "The same in every rewiring".to_owned();
        }
        let equal = 1.0 - lower - higher;
        let (word, share) = if equal > lower.max(higher) {
            ("The same as", equal)
        } else if lower >= higher {
            ("Higher than", lower)
        } else {
            ("Lower than", higher)
        };
        let count = self.drawn.len();
        let share = if share == 1.0 {
            format!("all {count}")
        } else {
            // Never 100 % when there is one that is otherwise.
            format!("{:.0} % of {count}", (share * 100.0).min(99.0))
        };
        format!("{word} in {share} rewirings that keep every actor's number of partners")
    }
}

/// Differences below this, relative to the value, come from rounding.
const ROUNDING: f64 = 1e-12;
/// A share of rewirings that is not usual.
const UNUSUAL: f64 = 0.05;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::model::{Actor, ActorKind, Edit, Ids, Place, Tie, TieKind};

    /// Actors by number with social ties between these pairs.
    fn cluster(n: usize, pairs: &[(usize, usize)]) -> Document {
        let mut ids = Ids::new();
        let place = Place {
            at: Point::ORIGIN,
            pinned: false,
        };
        let actors = Edit::AddActors(vec![(Actor::new("", ActorKind::Final), place); n]);
        let out = actors.outcome(&Document::default(), &mut ids).unwrap();
        let document = Document::default().with(&out.changes).unwrap();
        let ties = pairs
            .iter()
            .map(|&(a, b)| Edit::AddTie(Tie::new(TieKind::Social, out.actors[a], out.actors[b])));
        Edit::Together("Ties".into(), ties.collect())
            .apply(&document, &mut ids)
            .unwrap()
    }

    /// Everybody is tied to the two next on either side of a ring.
    fn lattice(n: usize) -> Document {
        let pairs: Vec<_> = (0..n)
            .flat_map(|i| [(i, (i + 1) % n), (i, (i + 2) % n)])
            .collect();
        cluster(n, &pairs)
    }

    /// Everybody is tied to as many, at random.
    fn by_chance(n: usize, m: usize, seed: u64) -> Document {
        let mut rng = Rng::new(seed);
        let mut pairs = std::collections::BTreeSet::new();
        while pairs.len() < m {
            let (a, b) = (rng.below(n), rng.below(n));
            if a != b {
                pairs.insert((a.min(b), a.max(b)));
            }
        }
        cluster(n, &pairs.into_iter().collect::<Vec<_>>())
    }

    fn against(document: &Document, seed: u64) -> Chance {
        let lens = Lens::of(View::Plain);
        compare(document, &lens, 60, seed, &Progress::new(), &Cancel::new()).unwrap()
    }

    #[test]
    fn a_ring_clusters_far_above_chance_and_its_ways_are_longer() {
        let chance = against(&lattice(40), 1);
        let clustering = chance.row("mean_clustering").unwrap();
        assert!(clustering.z().unwrap() > 10.0, "{}", clustering.z().unwrap());
        assert_eq!(clustering.percentile(), Some(1.0));
        assert!(clustering.is_unusual());
        assert_eq!(
            clustering.words(),
            "Higher than in all 60 rewirings that keep every actor's number of partners"
        );
        assert!(chance.row("path_length").unwrap().z().unwrap() > 10.0);
        assert!(chance.row("global_efficiency").unwrap().z().unwrap() < -10.0);
    }

    #[test]
    fn weights_are_dealt_out_anew() {
        // A ring of four stays one however it is rewired. Two heavy ties of it are opposite, which divides it well;
        // by chance they are so in one of three.
        let mut document = cluster(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]);
        let ids: Vec<_> = document.ties().map(|(id, _)| id).collect();
        let light = Edit::SetTieField(
            [ids[1], ids[3]].into(),
            "weight".into(),
            crate::model::field::Value::Number(0.05),
        );
        document = light.apply(&document, &mut document.ids()).unwrap();
        let chance = against(&document, 1);
        let (lower, higher) = chance.row("modularity").unwrap().sides().unwrap();
        assert!((0.5..0.85).contains(&lower) && higher == 0.0, "{lower} {higher}");
    }

    #[test]
    fn a_random_network_is_within_what_chance_gives() {
        let mut far = 0;
        for seed in 1..6 {
            let chance = against(&by_chance(40, 90, seed), seed);
            for id in [
                "transitivity",
                "mean_clustering",
                "path_length",
                "betweenness_centralization",
            ] {
                let z = chance.row(id).unwrap().z().unwrap();
                assert!(z.abs() < 4.0, "{id}: {z}");
                far += usize::from(z.abs() > 2.0);
            }
        }
        assert!(far <= 3, "{far} of 20 are far from chance");
    }

    #[test]
    fn what_degrees_fix_is_marked_and_what_lies_beyond_is_left_out() {
        let chance = against(&by_chance(30, 60, 3), 2);
        for id in FIXED {
            let row = chance.row(id).unwrap();
            assert!(
                row.fixed && (row.mean().unwrap() - row.value.unwrap()).abs() < 1e-9,
                "{id}"
            );
            assert_eq!((row.z(), row.percentile()), (None, None));
        }
        for id in BEYOND {
            assert!(registry::find(id).is_some() && chance.row(id).is_none(), "{id}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_comparison_on_any_number_of_cores() {
        let document = by_chance(20, 40, 1);
        let one = crate::base::parallel::with_threads(1, || against(&document, 5));
        let three = crate::base::parallel::with_threads(3, || against(&document, 5));
        assert_eq!(one, three);
        assert_ne!(one, against(&document, 6));
    }

    #[test]
    fn nothing_to_rewire_says_so() {
        for document in [cluster(0, &[]), cluster(1, &[]), cluster(3, &[(0, 1), (0, 2)])] {
            let chance = against(&document, 1);
            for row in chance.rows.iter().filter(|row| !row.fixed) {
                assert_eq!(row.z(), None, "{}", row.id);
                let expected = if row.value.is_some() {
                    "The same in every rewiring"
                } else {
                    "Undefined here"
                };
                assert_eq!(row.words(), expected, "{}", row.id);
            }
        }
        let cancel = Cancel::new();
        cancel.raise();
        let lens = Lens::of(View::Plain);
        let ended = compare(&lattice(9), &lens, 60, 1, &Progress::new(), &cancel);
        assert_eq!(ended, Err(Cancelled));
    }

    #[test]
    fn words_never_claim_more_than_there_is() {
        let row = |value: f64, drawn: Vec<f64>| Row {
            id: "transitivity",
            value: Some(value),
            fixed: false,
            drawn,
        };
        let many: Vec<f64> = (0..1_000).map(f64::from).collect();
        let nearly = row(998.5, many.clone());
        assert!(
            nearly.words().starts_with("Higher than in 99 % of 1000"),
            "{}",
            nearly.words()
        );
        assert!(
            row(10.5, many.clone())
                .words()
                .starts_with("Lower than in 99 % of 1000")
        );
        assert!(!row(500.0, many).is_unusual());
        assert_eq!(row(1.0, vec![1.0; 20]).percentile(), Some(0.5));
        let mostly = row(4.0, [vec![3.0], vec![4.0; 49]].concat());
        assert!(
            mostly.words().starts_with("The same as in 98 % of 50"),
            "{}",
            mostly.words()
        );
    }
}
