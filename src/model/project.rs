//! What is said about the cluster as a whole.

use crate::base::units::{Amount, Grade, Seed, Year};

use super::Unknown;
use super::assumption::Assumptions;

/// The four counts behind the location quotient (Isserman 1977); each may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LqInputs {
    /// Jobs of the industry in the region, `e_cr`.
    pub industry_region: Option<Amount>,
    /// All jobs in the region, `e_r`.
    pub all_region: Option<Amount>,
    /// Jobs of the industry in the nation, `e_c`.
    pub industry_nation: Option<Amount>,
    /// All jobs in the nation, `e`.
    pub all_nation: Option<Amount>,
}

/// Title, place, story and the settings of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Name of the cluster.
    pub title: String,
    /// Town or region.
    pub place: String,
    /// Year that the map shows; ages and entry count from it.
    pub year: Year,
    /// The story.
    pub notes: String,
    /// Who drew it.
    pub authors: Vec<String>,
    /// What it rests on.
    pub sources: Vec<String>,
    /// Inputs of the location quotient.
    pub lq: LqInputs,
    /// Basic factors: land, climate, infrastructure, unskilled labor.
    pub basic_factors: Grade,
    /// How demanding local customers are.
    pub demand_sophistication: Grade,
    /// How well government serves the cluster.
    pub government_quality: Grade,
    /// Where chance begins, for bands of uncertainty and comparisons with chance.
    pub seed: Seed,
    /// Weights, half-points, permeabilities, aggregation, and what new actors start with.
    pub assumptions: Assumptions,
    /// Fields of a newer version.
    pub unknown: Unknown,
}

impl Default for Project {
    fn default() -> Self {
        let middle = Grade::of(50.0);
        Self {
            title: String::new(),
            place: String::new(),
            year: Year::of(2020.0),
            notes: String::new(),
            authors: Vec::new(),
            sources: Vec::new(),
            lq: LqInputs::default(),
            basic_factors: middle,
            demand_sophistication: middle,
            government_quality: middle,
            seed: Seed::of(1.0),
            assumptions: Assumptions::default(),
            unknown: Unknown::new(),
        }
    }
}

impl Project {
    /// What indicators may read: the same without title, notes and other words, and without what new actors start with.
    pub(super) fn without_words(&self) -> Self {
        Self {
            title: String::new(),
            place: String::new(),
            notes: String::new(),
            authors: Vec::new(),
            sources: Vec::new(),
            assumptions: self.assumptions.of_the_model(),
            unknown: Unknown::new(),
            ..self.clone()
        }
    }
}
