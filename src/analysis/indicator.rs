//! What an indicator is: its words, its range, its sources and how it is computed.

use crate::base::cancel::Cancelled;

use super::explain::Attribution;
use super::facts::Facts;
use super::works::Work;

pub use crate::graph::lens::View;

/// How something is worked out from a cluster.
pub(super) type Rule<T> = fn(&Facts<'_>) -> Result<T, Cancelled>;

/// One figure about a cluster, declared once.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// Stable id; never changes once released.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// Where it stands in the panel.
    pub group: Group,
    /// How it is computed. `sat(x, h)` is x ÷ (x + h); ids with a dot before a word such as `half.entry` are assumptions.
    pub formula: &'static str,
    /// What the number counts.
    pub unit: Unit,
    /// Smallest and largest value; either may be infinite.
    pub bounds: (f64, f64),
    /// What a higher value means, one sentence.
    pub reading: &'static str,
    /// What to beware of; may be empty.
    pub caveat: &'static str,
    /// Which ties count.
    pub view: View,
    /// Where it comes from; empty for plain counts and for choices of ours.
    pub sources: &'static [&'static Work],
    /// Digits shown after the decimal point.
    pub decimals: usize,
    /// When it is computed.
    pub cost: Cost,
    /// How it is shared out among actors, ties and parts; `None` where nothing can be named, such as for typed numbers.
    pub attribution: Option<Attribution>,
    /// The formula with the present numbers filled in, for instance "14.2 ÷ 23.5". Callers go through
    /// [`super::explain::filled`].
    pub(super) filled: Option<Rule<String>>,
    /// The value, `None` where it is undefined. Callers go through [`Facts::value`], which remembers it.
    pub(super) eval: Rule<Option<f64>>,
}

impl Indicator {
    /// A change of this size shows in the digits that people read.
    pub fn is_visible(&self, change: f64) -> bool {
        change.abs() >= 0.5 * 10f64.powi(-(self.decimals as i32))
    }
}

/// Family of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The one figure.
    Overall,
    /// A dimension that describes the cluster's way of working: spontaneity, trust, spillover.
    Basic,
    /// A dimension that describes what the cluster gains: coordination, external economies, the region.
    Advantage,
    /// A part of the dimension or diamond corner with this id.
    Part(&'static str),
    /// The index and corners of Porter's diamond.
    Diamond,
    /// Shape of the network.
    Structure,
    /// Markets, variety, costs.
    Economy,
}

impl Group {
    /// The groups with a heading of their own, in the order in which they are shown; parts stand under their whole.
    pub const SHOWN: [Self; 6] = [
        Self::Overall,
        Self::Basic,
        Self::Advantage,
        Self::Diamond,
        Self::Structure,
        Self::Economy,
    ];

    /// What people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overall => "Overall",
            Self::Basic => "Basic characteristics",
            Self::Advantage => "Competitive advantages",
            Self::Part(whole) => super::registry::find(whole).map_or(whole, |indicator| indicator.name),
            Self::Diamond => "Porter's diamond",
            Self::Structure => "Structure",
            Self::Economy => "Economy",
        }
    }

    /// One of the six dimensions belongs here.
    pub const fn is_dimension(self) -> bool {
        matches!(self, Self::Basic | Self::Advantage)
    }
}

/// When an indicator is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// With every edit.
    #[default]
    Live,
    /// When nothing else is to be done: after a pause in editing.
    Idle,
    /// When a person asks for it, with progress.
    Demand,
}

/// How sure a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Precision {
    /// Right but for rounding.
    #[default]
    Exact,
    /// From a sample: the true value is at most `error` away with this probability.
    Approximate {
        /// Largest distance, in the unit of the indicator.
        error: f64,
        /// Probability, 0 to 1.
        confidence: f64,
    },
    /// Not computed yet.
    Waiting,
}

/// A value with how sure it is; undefined and waiting values are both `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// The value.
    pub value: Option<f64>,
    /// How sure it is.
    pub precision: Precision,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 0 to 100.
    Score,
    /// A part of a whole or another pure number.
    Number,
    /// Actors.
    Actors,
    /// Tied pairs of actors.
    Pairs,
    /// Connected parts.
    Parts,
    /// Ties an actor.
    TiesPerActor,
    /// Steps along ties.
    Hops,
    /// Information.
    Bits,
    /// Firms of equal size that would have the same concentration.
    EqualFirms,
    /// Percent of the largest possible cost.
    Percent,
    /// Times the least possible.
    Times,
}

impl Unit {
    /// What people read behind the number; empty for pure numbers.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Score => "of 100",
            Self::Number => "",
            Self::Actors => "actors",
            Self::Pairs => "pairs",
            Self::Parts => "parts",
            Self::TiesPerActor => "ties per actor",
            Self::Hops => "hops",
            Self::Bits => "bits",
            Self::EqualFirms => "equal firms",
            Self::Percent => "%",
            Self::Times => "times",
        }
    }

    /// The same after this number as it is shown: "1 part", "2 parts".
    pub fn label_after(self, number: &str) -> &'static str {
        match self {
            _ if number != "1" => self.label(),
            Self::Actors => "actor",
            Self::Pairs => "pair",
            Self::Parts => "part",
            Self::Hops => "hop",
            _ => self.label(),
        }
    }

    /// The figure counts what its name says, so that its unit tells nothing new.
    pub const fn is_in_the_name(self) -> bool {
        matches!(
            self,
            Self::Score | Self::Number | Self::Actors | Self::Pairs | Self::Parts
        )
    }
}

/// What most indicators share: a pure number from 0 to 1 shown with two digits. Every one states its own id, name,
/// group, formula, reading, sources and value.
pub(super) const PART: Indicator = Indicator {
    id: "",
    name: "",
    group: Group::Overall,
    formula: "",
    unit: Unit::Number,
    bounds: (0.0, 1.0),
    reading: "",
    caveat: "",
    view: View::Attributes,
    sources: &[],
    decimals: 2,
    cost: Cost::Live,
    attribution: None,
    filled: None,
    eval: |_| Ok(None),
};

/// What scores share: 0 to 100 with one digit.
pub(super) const SCORE: Indicator = Indicator {
    unit: Unit::Score,
    bounds: (0.0, 100.0),
    decimals: 1,
    ..PART
};

/// The text shown for a value: fixed digits, or a dash where it is undefined.
pub fn format(indicator: &Indicator, value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) => {
            let text = format!("{value:.*}", indicator.decimals);
            // A hair below zero is zero for the reader.
            match text.strip_prefix('-') {
                Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
                _ => text,
            }
        }
    }
}

/// The same as people read it on the screen: with a true minus sign, as changes have it.
pub fn shown(indicator: &Indicator, value: Option<f64>) -> String {
    format(indicator, value).replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_text() {
        assert_eq!(format(&SCORE, None), "–");
        assert_eq!(format(&SCORE, Some(48.296)), "48.3");
        assert_eq!(format(&PART, Some(-1e-9)), "0.00");
        assert_eq!(format(&PART, Some(-0.125)), "-0.12");
    }
}
