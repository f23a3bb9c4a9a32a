//! What is computed exactly, what from a sample, and what later; and how far an error of one figure reaches.
//!
//! On small maps everything is exact at once. On large ones figures that look at every pair of actors come last, first
//! from a sample. What rests on a sampled figure is evaluated with that figure at both ends of its error.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::Cancelled;

use super::facts::Facts;
use super::indicator::{Precision, Reading};
use super::registry;

/// How much is done for figures that are dear on large maps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Effort {
    /// What takes long waits.
    PutOff,
    /// What takes long is sampled.
    Sample,
    /// Exact where that ends within seconds, else sampled.
    Affordable,
    /// Exact, however long it takes.
    #[default]
    Exact,
}

/// Amounts of work, in looks at a tie, that decide what is done when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Up to this it is exact from the beginning.
    pub(super) at_once: f64,
    /// Up to this it is not worth a sample: the exact value is there as soon.
    pub(super) soon: f64,
    /// Up to this it is exact in the end.
    pub(super) ever: f64,
}

/// What is to be done for a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Exact,
    Sample,
}

/// Errors of figures and who rests on whom, as found while evaluating.
#[derive(Debug, Default)]
pub(super) struct Certainty {
    effort: Cell<Effort>,
    /// How many times more work counts than it is, minus one; for tests, whose maps are small.
    haste: Cell<f64>,
    /// Figures being evaluated, the innermost last.
    running: RefCell<Vec<&'static str>>,
    /// For each figure, those that have asked for it.
    read_by: RefCell<BTreeMap<&'static str, BTreeSet<&'static str>>>,
    /// Error and probability of figures that were sampled themselves.
    errors: RefCell<BTreeMap<&'static str, (f64, f64)>>,
    waiting: RefCell<BTreeSet<&'static str>>,
}

impl Certainty {
    /// Somebody asks for this figure.
    pub(super) fn note_reader(&self, id: &'static str) {
        if let Some(reader) = self.running.borrow().last() {
            self.read_by.borrow_mut().entry(id).or_default().insert(reader);
        }
    }

    pub(super) fn is_waiting(&self, id: &str) -> bool {
        self.waiting.borrow().contains(id)
    }

    pub(super) fn begin(&self, id: &'static str) {
        self.running.borrow_mut().push(id);
    }

    pub(super) fn end(&self) {
        self.running.borrow_mut().pop();
    }

    pub(super) fn wait(&self, id: &'static str) {
        self.waiting.borrow_mut().insert(id);
    }

    /// Nothing waits and nothing is sampled.
    pub(super) fn is_complete(&self) -> bool {
        self.waiting.borrow().is_empty() && self.errors.borrow().is_empty()
    }

    /// All figures that rest on this one, itself left out.
    fn readers(&self, id: &'static str) -> BTreeSet<&'static str> {
        let read_by = self.read_by.borrow();
        let mut all = BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            for &reader in read_by.get(id).into_iter().flatten() {
                if all.insert(reader) {
                    open.push(reader);
                }
            }
        }
        all
    }
}

impl Facts<'_> {
    /// Which way a figure is to be found whose exact value takes this much work.
    ///
    /// # Errors
    /// `Cancelled` while it is put off; the flag is not raised then.
    pub(super) fn way(&self, work: f64, budget: &Budget) -> Result<Way, Cancelled> {
        self.way_to_rest(work, work, budget)
    }

    /// The same where part of the work has been done before. Whether it is ever done does not depend on that.
    ///
    /// # Errors
    /// `Cancelled` while it is put off; the flag is not raised then.
    pub(super) fn way_to_rest(&self, left: f64, whole: f64, budget: &Budget) -> Result<Way, Cancelled> {
        let haste = 1.0 + self.certainty.haste.get();
        let (left, affordable) = (left * haste, whole * haste <= budget.ever);
        let exact = match self.certainty.effort.get() {
            Effort::Exact => true,
            Effort::PutOff if !affordable || left > budget.at_once => return Err(Cancelled),
            Effort::PutOff => true,
            Effort::Sample => affordable && left <= budget.soon,
            Effort::Affordable => affordable,
        };
        Ok(if exact { Way::Exact } else { Way::Sample })
    }

    /// The figure that is being evaluated is off by at most so much with this probability.
    pub(super) fn note_error(&self, error: f64, confidence: f64) {
        if error > 0.0
            && let Some(&id) = self.certainty.running.borrow().last()
        {
            self.certainty.errors.borrow_mut().insert(id, (error, confidence));
        }
    }

    /// From now on this is done; what waits or was sampled is forgotten, with all that rests on it.
    pub(super) fn set_effort(&self, effort: Effort) {
        self.certainty.effort.set(effort);
        let mut unsure: BTreeSet<&'static str> = std::mem::take(&mut *self.certainty.waiting.borrow_mut());
        unsure.extend(std::mem::take(&mut *self.certainty.errors.borrow_mut()).into_keys());
        let mut values = self.values.borrow_mut();
        for id in unsure {
            values.remove(id);
            for reader in self.certainty.readers(id) {
                values.remove(reader);
            }
        }
    }

    /// What came of something that may have been put off; nothing if it was.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised.
    pub fn unless_put_off<T>(&self, outcome: Result<T, Cancelled>) -> Result<Option<T>, Cancelled> {
        match outcome {
            Ok(done) => Ok(Some(done)),
            Err(Cancelled) => self.cancel.check().map(|()| None),
        }
    }

    /// All readings that have been asked for, with how sure they are: errors of sampled figures, and of what rests on
    /// them. Those add up, and so do the chances that one of them does not hold.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised.
    pub(super) fn readings(&self, wanted: impl Fn(&'static str) -> bool) -> Result<Vec<Reading>, Cancelled> {
        let mut readings = Vec::with_capacity(registry::ALL.len());
        for &indicator in registry::ALL {
            let value = if wanted(indicator.id) {
                self.unless_put_off(self.value(indicator))?
            } else {
                None
            };
            readings.push(match value {
                Some(value) => Reading {
                    value,
                    precision: Precision::Exact,
                },
                None => Reading {
                    value: None,
                    precision: Precision::Waiting,
                },
            });
        }
        let errors = self.certainty.errors.borrow().clone();
        for (&id, &(error, confidence)) in &errors {
            for (reader, reach) in self.reach(id, error)? {
                let Some(position) = registry::position(reader) else {
                    continue;
                };
                let reading = &mut readings[position];
                let (before, sure) = match reading.precision {
                    Precision::Approximate { error, confidence } => (error, confidence),
                    Precision::Exact => (0.0, 1.0),
                    Precision::Waiting => continue,
                };
                if reach > 0.0 {
                    reading.precision = Precision::Approximate {
                        error: before + reach,
                        confidence: sure - (1.0 - confidence),
                    };
                }
            }
        }
        Ok(readings)
    }

    /// How far the error of a sampled figure moves itself and each figure that rests on it.
    fn reach(&self, id: &'static str, error: f64) -> Result<Vec<(&'static str, f64)>, Cancelled> {
        let mut reached = vec![(id, error)];
        let readers = self.certainty.readers(id);
        let (Some(sampled), false) = (registry::find(id), readers.is_empty()) else {
            return Ok(reached);
        };
        let truth = self.values.borrow().clone();
        let Some(Some(value)) = truth.get(id).copied() else {
            return Ok(reached);
        };
        let mut moved: BTreeMap<&'static str, f64> = BTreeMap::new();
        for end in [value - error, value + error] {
            {
                let mut values = self.values.borrow_mut();
                for reader in &readers {
                    values.remove(reader);
                }
                values.insert(id, Some(end.clamp(sampled.bounds.0, sampled.bounds.1)));
            }
            for &reader in &readers {
                let Some(indicator) = registry::find(reader) else {
                    continue;
                };
                let changed = self.unless_put_off(self.value(indicator))?.flatten();
                if let (Some(changed), Some(Some(value))) = (changed, truth.get(reader)) {
                    let far = moved.entry(reader).or_default();
                    *far = far.max((changed - value).abs());
                }
            }
        }
        *self.values.borrow_mut() = truth;
        reached.extend(moved);
        Ok(reached)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Cost, assessment};
    use crate::base::cancel::Cancel;
    use crate::base::geom::Point;
    use crate::base::rng::Rng;
    use crate::model::{Actor, ActorKind, Document, Edit, Ids, Place, Tie, TieKind};

    fn document(n: usize, m: usize, seed: u64) -> Document {
        let (mut rng, mut ids) = (Rng::new(seed), Ids::new());
        let place = Place {
            at: Point::ORIGIN,
            pinned: false,
        };
        let actor = |_| {
            (
                Actor::new("", ActorKind::ALL[rng.below(ActorKind::ALL.len())]),
                place,
            )
        };
        let add = Edit::AddActors((0..n).map(actor).collect());
        let out = add.outcome(&Document::default(), &mut ids).unwrap();
        let document = Document::default().with(&out.changes).unwrap();
        let tie = |_| {
            let (from, to) = (rng.below(n), rng.below(n));
            let kind = TieKind::ALL[rng.below(TieKind::ALL.len())];
            Edit::AddTie(Tie::new(kind, out.actors[from], out.actors[to]))
        };
        let ties = Edit::Together("Tie".into(), (0..m).map(tie).collect());
        ties.apply(&document, &mut ids).unwrap()
    }

    #[test]
    fn stages_grow_and_errors_hold() {
        let (document, cancel) = (document(1_500, 4_500, 5), Cancel::new());
        let exact = Facts::new(&document, &cancel);
        let exact = assessment(&exact, Cost::Live).unwrap();
        let facts = Facts::new(&document, &cancel);
        facts.certainty.haste.set(1e12);

        facts.set_effort(Effort::PutOff);
        let cheap = assessment(&facts, Cost::Live).unwrap();
        for id in [
            "path_length",
            "betweenness_centralization",
            "spillover",
            "overall",
        ] {
            assert_eq!(cheap.reading(id).precision, Precision::Waiting, "{id}");
        }
        for (indicator, _) in cheap.values() {
            let reading = cheap.reading(indicator.id);
            if reading.precision == Precision::Exact {
                assert_eq!(reading.value, exact.value(indicator.id), "{}", indicator.id);
            }
        }

        facts.set_effort(Effort::Sample);
        let sampled = assessment(&facts, Cost::Live).unwrap();
        let mut approximate = 0;
        for (indicator, truth) in exact.values() {
            let reading = sampled.reading(indicator.id);
            match reading.precision {
                Precision::Exact => assert_eq!(reading.value, truth, "{}", indicator.id),
                Precision::Approximate { error, confidence } => {
                    approximate += 1;
                    assert!(error > 0.0 && confidence > 0.9, "{}", indicator.id);
                    let away = (reading.value.unwrap() - truth.unwrap()).abs();
                    assert!(away <= error, "{}: {away} of {error}", indicator.id);
                }
                Precision::Waiting if indicator.cost == Cost::Live => {
                    assert_eq!(indicator.id, "closeness_centralization");
                }
                Precision::Waiting => {}
            }
        }
        // Path length, diameter, efficiency, betweenness, access, and what rests on them: three parts, three
        // dimensions, the three ways to put them together.
        assert!(approximate >= 13, "{approximate}");

        facts.certainty.haste.set(0.0);
        facts.set_effort(Effort::Affordable);
        assert_eq!(assessment(&facts, Cost::Live).unwrap(), exact);
    }
}
