//! Every number of the measurement model that a person may doubt: weights, half-points, permeabilities, and what a new
//! actor starts with.
//!
//! A project stores only what differs from the defaults in `table`. Those of new actors and of permeabilities come from
//! `kind`.

mod fresh;
mod table;
mod topic;

use std::collections::BTreeMap;

pub use table::ALL;
pub use topic::Topic;

/// How the dimensions become one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aggregation {
    /// Weighted geometric mean: no dimension buys out another. The Human Development Index does so since 2010.
    #[default]
    Geometric,
    /// Weighted arithmetic mean.
    Arithmetic,
}

impl Aggregation {
    /// Stable id in files and scripts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Geometric => "geometric",
            Self::Arithmetic => "arithmetic",
        }
    }

    /// The aggregation with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Geometric, Self::Arithmetic]
            .into_iter()
            .find(|a| a.id() == id)
    }
}

/// One number of the model with its default and legal range.
#[derive(Clone, Copy, Debug)]
pub struct Assumption {
    /// Stable id: `weight.…`, `half.…`, `permeability.…`, `actor.…` or a word.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// Where the model stands unless told otherwise.
    pub default: f64,
    /// Smallest legal value.
    pub least: f64,
    /// Largest legal value.
    pub most: f64,
    /// Why this default.
    pub reason: &'static str,
}

/// The assumption with this id.
pub fn find(id: &str) -> Option<&'static Assumption> {
    ALL.iter().find(|assumption| assumption.id == id)
}

/// What a project assumes: the defaults, but for what was changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assumptions {
    /// How dimensions become one figure.
    pub aggregation: Aggregation,
    /// Only what differs from the default; every key is in [`ALL`] and every value in its range.
    changed: BTreeMap<&'static str, f64>,
}

impl Assumptions {
    /// The number in force.
    ///
    /// # Panics
    /// When `id` is not in [`ALL`]; ids are written in the program, never read from outside.
    pub fn get(&self, id: &str) -> f64 {
        let known = find(id).expect("assumption ids in the program are in the table");
        self.changed.get(known.id).copied().unwrap_or(known.default)
    }

    /// The same assumptions with one changed; `None` if the id is unknown or the value out of range.
    #[must_use]
    pub fn with(&self, id: &str, value: f64) -> Option<Self> {
        let known = find(id)?;
        if !(known.least..=known.most).contains(&value) {
            return None;
        }
        let mut next = self.clone();
        if value == known.default {
            next.changed.remove(known.id);
        } else {
            next.changed.insert(known.id, value + 0.0);
        }
        Some(next)
    }

    /// What differs from the defaults, by id.
    pub fn changed(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.changed.iter().map(|(&id, &value)| (id, value))
    }

    /// What differs from the defaults, the way of averaging included, in the order of the table.
    pub fn departures(&self) -> Vec<Departure> {
        let mut list = Vec::new();
        if self.aggregation != Aggregation::default() {
            list.push(Departure {
                id: AGGREGATION,
                name: "Mean of the dimensions",
                value: self.aggregation.id().to_owned(),
                default: Aggregation::default().id().to_owned(),
            });
        }
        for known in ALL {
            if let Some(value) = self.changed.get(known.id) {
                list.push(Departure {
                    id: known.id,
                    name: known.name,
                    value: value.to_string(),
                    default: known.default.to_string(),
                });
            }
        }
        list
    }

    /// The same without what no indicator reads: what new actors start with.
    pub(super) fn of_the_model(&self) -> Self {
        let mut same = self.clone();
        same.changed
            .retain(|id, _| !matches!(Topic::of(id), Topic::Actor(_)));
        same
    }
}

/// The id of the way of averaging in files and reports; its values are words.
pub const AGGREGATION: &str = "aggregation";

/// An assumption that differs from its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Stable id.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// What the project assumes.
    pub value: String,
    /// What the model assumes unless told otherwise.
    pub default: String,
}

impl std::fmt::Display for Departure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} instead of {}", self.name, self.value, self.default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_defaults_legal() {
        for (i, a) in ALL.iter().enumerate() {
            assert!((a.least..=a.most).contains(&a.default), "{}", a.id);
            assert!(ALL[..i].iter().all(|b| b.id != a.id), "{}", a.id);
        }
    }

    #[test]
    fn back_to_the_default_leaves_no_trace() {
        let changed = Assumptions::default().with("independence", 0.3).unwrap();
        assert_eq!(changed.get("independence"), 0.3);
        assert_eq!(changed.with("independence", 0.5), Some(Assumptions::default()));
        assert_eq!(changed.with("independence", f64::NAN), None);
        assert_eq!(changed.with("no such thing", 0.3), None);
    }

    #[test]
    fn departures_are_told_in_the_order_of_the_table() {
        let mut changed = Assumptions::default()
            .with("permeability.supply", 0.6)
            .and_then(|a| a.with("actor.final.jobs", 90.0))
            .and_then(|a| a.with("weight.trust", 2.0))
            .unwrap();
        changed.aggregation = Aggregation::Arithmetic;
        let told: Vec<String> = changed.departures().iter().map(Departure::to_string).collect();
        let expected = [
            "Mean of the dimensions: arithmetic instead of geometric",
            "Weight of trust: 2 instead of 1",
            "Permeability of supply: 0.6 instead of 0.4",
            "Jobs of a new final goods producer: 90 instead of 200",
        ];
        assert_eq!(told, expected);
        assert_eq!(Assumptions::default().departures(), []);
    }
}
