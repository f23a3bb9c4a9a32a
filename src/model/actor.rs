//! An actor and its place on the map.

use crate::base::geom::Point;
use crate::base::units::{Amount, Jobs, Share, Year};

use super::Extra;
use super::attribute::Attributes;
use super::kind::ActorKind;

/// One firm, body or market of the cluster, or an external one that is tied to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// In any script; may be empty, need not be unique.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Jobs.
    pub jobs: Jobs,
    /// Revenue or budget, million currency a year.
    pub revenue: Amount,
    /// Innovation capability `k`.
    pub capability: Share,
    /// Absorptive capacity `a` (Cohen & Levinthal 1990).
    pub absorption: Share,
    /// Share of revenue sold outside the region.
    pub export: Share,
    /// Reputation.
    pub reputation: Share,
    /// Year of founding.
    pub founded: Year,
    /// Outside the cluster: a pipeline, not a member.
    pub external: bool,
    /// Activity code `group.sub`; the kind's id when absent.
    pub activity: Option<String>,
    /// Share of revenue spent on research and development; shown, not used by any indicator.
    pub research: Share,
    /// Productivity, thousand currency a job; revenue over jobs when absent.
    pub productivity: Option<Amount>,
    /// What a person keeps beside that; no indicator reads it.
    pub attributes: Attributes,
    /// Note, tags and fields of a newer version.
    pub extra: Extra,
}

impl Actor {
    /// Year of founding of a fresh actor.
    pub const FOUNDED: Year = Year::of(1990.0);
    /// Research share of a fresh actor.
    pub const RESEARCH: Share = Share::of(0.03);

    /// A fresh local actor with the defaults of its kind. A project may start its actors otherwise, see
    /// [`super::assumption::Assumptions::fresh`].
    pub fn new(name: impl Into<String>, kind: ActorKind) -> Self {
        let info = kind.info();
        Self {
            name: name.into(),
            kind,
            jobs: info.jobs,
            revenue: info.revenue,
            capability: info.capability,
            absorption: info.absorption,
            export: info.export,
            reputation: info.reputation,
            founded: Self::FOUNDED,
            external: false,
            activity: None,
            research: Self::RESEARCH,
            productivity: None,
            attributes: Attributes::new(),
            extra: Extra::new(),
        }
    }

    /// The activity code in use: the given one, else the kind's id.
    pub fn activity(&self) -> &str {
        self.activity.as_deref().unwrap_or(self.kind.id())
    }

    /// Radius of the smallest mark, map units.
    pub const MARK_RADIUS_LEAST: f64 = 12.0;
    /// Radius of the largest mark, map units.
    pub const MARK_RADIUS_MOST: f64 = 26.0;

    /// Radius of its mark on the map, 12 to 26 map units: the area grows with the logarithm of employment.
    pub fn mark_radius(&self) -> f64 {
        /// Employment that gets the largest mark.
        const JOBS_OF_LARGEST: f64 = 100_000.0;
        let share = ((1.0 + self.jobs.get()).ln() / (1.0 + JOBS_OF_LARGEST).ln()).min(1.0);
        let (least, most) = (Self::MARK_RADIUS_LEAST.powi(2), Self::MARK_RADIUS_MOST.powi(2));
        (least + (most - least) * share).sqrt()
    }

    /// What indicators may read: the same without names, notes and other words.
    pub(super) fn without_words(&self) -> Self {
        Self {
            name: String::new(),
            attributes: Attributes::new(),
            extra: Extra::new(),
            ..self.clone()
        }
    }
}

/// Where an actor stands on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Center of the mark, in map units; always finite, see [`super::document`].
    pub at: Point,
    /// Put there by a person: the layout leaves it alone.
    pub pinned: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_grow_with_employment_within_their_bounds() {
        let of = |jobs: f64| {
            let mut actor = Actor::new("", ActorKind::Final);
            actor.jobs = Jobs::of(jobs);
            actor.mark_radius()
        };
        assert!((of(0.0) - Actor::MARK_RADIUS_LEAST).abs() < 1e-9);
        assert!(of(10.0) < of(1000.0));
        assert!((of(1e6) - Actor::MARK_RADIUS_MOST).abs() < 1e-9);
    }
}
