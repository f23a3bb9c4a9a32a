//! What is said about the cluster as a whole.

use crate::base::units::{Amount, Grade, Seed, Share, Year};

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

/// One region of the nation in the table behind the Ellison–Glaeser index.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// What it is called; need not be unique.
    pub name: String,
    /// Jobs of the industry there.
    pub industry: Amount,
    /// All jobs there.
    pub all: Amount,
    /// Fields of a newer version.
    pub unknown: Unknown,
}

impl Region {
    /// A row of the table.
    pub fn new(name: impl Into<String>, industry: Amount, all: Amount) -> Self {
        Self {
            name: name.into(),
            industry,
            all,
            unknown: Unknown::new(),
        }
    }
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
    /// Jobs of the industry and of all industries region by region, for the Ellison–Glaeser index; may be empty.
    pub regions: Vec<Region>,
    /// Sum of the squared shares of the industry's plants in its jobs, 0 to 1; `None`: the local firms stand for them.
    pub plant_hhi: Option<Share>,
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
            regions: Vec::new(),
            plant_hhi: None,
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
    /// What a snapshot keeps: numbers, assumptions and what a newer version may have added to them.
    pub(super) fn numbers(&self) -> Self {
        Self {
            assumptions: self.assumptions.clone(),
            seed: self.seed,
            unknown: self.unknown.clone(),
            ..self.without_words()
        }
    }

    /// These numbers under the title, story and other words of `other`.
    #[must_use]
    pub(super) fn with_words_of(&self, other: &Self) -> Self {
        Self {
            title: other.title.clone(),
            place: other.place.clone(),
            notes: other.notes.clone(),
            authors: other.authors.clone(),
            sources: other.sources.clone(),
            ..self.clone()
        }
    }

    /// What indicators may read: the same without title, notes and other words, and without what new
    /// actors start with and where chance begins.
    pub(super) fn without_words(&self) -> Self {
        Self {
            title: String::new(),
            place: String::new(),
            notes: String::new(),
            authors: Vec::new(),
            sources: Vec::new(),
            assumptions: self.assumptions.of_the_model(),
            seed: Self::default().seed,
            unknown: Unknown::new(),
            ..self.clone()
        }
    }
}
