//! Variety of activities among firms: entropy of employment, within and across groups of activities.

use std::collections::BTreeMap;

use crate::model::Actor;

/// Entropy of employment by activity code `group.sub`, in bits (Theil 1972; Frenken, van Oort & Verburg 2007).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Variety {
    /// UV: across groups.
    pub(super) unrelated: f64,
    /// RV: within groups, weighted by their size.
    pub(super) related: f64,
}

impl Variety {
    /// The variety of these actors; `None` when they employ nobody.
    pub(super) fn of<'a>(actors: impl Iterator<Item = &'a Actor>) -> Option<Self> {
        // P_g share of a group, p_i share of an activity, H_g entropy of p_i/P_g inside group g.
        let mut groups: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
        let mut all = 0.0;
        for actor in actors {
            let code = actor.activity();
            let group = code.split_once('.').map_or(code, |(group, _)| group);
            *groups.entry(group).or_default().entry(code).or_default() += actor.jobs.get();
            all += actor.jobs.get();
        }
        if all <= 0.0 {
            return None;
        }
        let mut variety = Self {
            unrelated: 0.0,
            related: 0.0,
        };
        for activities in groups.values() {
            let size: f64 = activities.values().sum();
            variety.unrelated += bits(size / all);
            if size > 0.0 {
                let inside: f64 = activities.values().map(|jobs| bits(jobs / size)).sum();
                variety.related += size / all * inside;
            }
        }
        Some(variety)
    }
}

/// −p·log₂ p, with 0 for p = 0.
fn bits(p: f64) -> f64 {
    if p > 0.0 { -p * p.log2() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::Jobs;
    use crate::model::ActorKind;

    fn variety(jobs: &[(&str, f64)]) -> Option<Variety> {
        let actors: Vec<Actor> = jobs
            .iter()
            .map(|&(activity, jobs)| {
                let mut actor = Actor::new("", ActorKind::Final);
                actor.activity = Some(activity.to_owned());
                actor.jobs = Jobs::new(jobs).unwrap();
                actor
            })
            .collect();
        Variety::of(actors.iter())
    }

    #[test]
    fn worked_examples() {
        let v = variety(&[("26.1", 50.0), ("26.2", 50.0), ("62.1", 100.0)]).unwrap();
        assert_eq!((v.related, v.unrelated), (0.5, 1.0));
        let four = variety(&[("a", 10.0), ("b", 10.0), ("c", 10.0), ("d", 10.0)]).unwrap();
        assert_eq!((four.related, four.unrelated), (0.0, 2.0));
        assert_eq!(variety(&[("a", 0.0)]), None);
    }
}
