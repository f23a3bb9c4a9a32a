//! What a new actor starts with: the defaults of its kind, but for what the project says.

use crate::base::units::{Amount, Jobs, Share};
use crate::model::{Actor, ActorKind};

use super::Assumptions;

impl Assumptions {
    /// A fresh local actor of this kind, as this project starts them.
    pub fn fresh(&self, name: impl Into<String>, kind: ActorKind) -> Actor {
        let mut actor = Actor::new(name, kind);
        if self.changed.is_empty() {
            return actor;
        }
        let start = |attribute: &str| {
            let id = format!("actor.{}.{attribute}", kind.id());
            self.changed.get(id.as_str()).copied()
        };
        let share = |attribute| start(attribute).and_then(Share::clamped);
        let put = |place: &mut Share, attribute| *place = share(attribute).unwrap_or(*place);
        put(&mut actor.capability, "capability");
        put(&mut actor.absorption, "absorption");
        put(&mut actor.export, "export");
        put(&mut actor.reputation, "reputation");
        actor.jobs = start("jobs").and_then(Jobs::clamped).unwrap_or(actor.jobs);
        actor.revenue = start("revenue")
            .and_then(Amount::clamped)
            .unwrap_or(actor.revenue);
        actor
    }

    /// The same actor as another kind: attributes that still hold what the old kind starts with take what the new one
    /// starts with; what a person has set by hand stays.
    #[must_use]
    pub fn as_kind(&self, actor: &Actor, kind: ActorKind) -> Actor {
        fn follow<T: PartialEq + Copy>(now: T, old: T, new: T) -> T {
            if now == old { new } else { now }
        }
        let (old, new) = (self.fresh("", actor.kind), self.fresh("", kind));
        Actor {
            kind,
            jobs: follow(actor.jobs, old.jobs, new.jobs),
            revenue: follow(actor.revenue, old.revenue, new.revenue),
            capability: follow(actor.capability, old.capability, new.capability),
            absorption: follow(actor.absorption, old.absorption, new.absorption),
            export: follow(actor.export, old.export, new.export),
            reputation: follow(actor.reputation, old.reputation, new.reputation),
            ..actor.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::assumption::{ALL, Topic};
    use crate::model::field;

    #[test]
    fn every_start_of_the_table_reaches_its_attribute_and_no_other() {
        for assumption in ALL {
            let Topic::Actor(kind) = assumption.topic() else {
                continue;
            };
            let other = if assumption.default < 0.5 { 0.75 } else { 0.25 };
            let changed = Assumptions::default().with(assumption.id, other).unwrap();
            let (plain, fresh) = (Actor::new("", kind), changed.fresh("", kind));
            let differing: Vec<&str> = field::ACTOR
                .iter()
                .filter(|field| field.get(&plain) != field.get(&fresh))
                .map(|field| field.id)
                .collect();
            let expected = format!("actor.{}.{}", kind.id(), differing.join(" and "));
            assert_eq!(expected, assumption.id);
            assert!(
                assumption.name.ends_with(&kind.name().to_lowercase()),
                "{}",
                assumption.name
            );
            assert_eq!(
                changed.fresh("", ActorKind::Final) == Actor::new("", ActorKind::Final),
                kind != ActorKind::Final
            );
        }
    }

    #[test]
    fn a_new_kind_brings_its_defaults_but_keeps_what_was_set() {
        let assumptions = Assumptions::default()
            .with("actor.university.jobs", 800.0)
            .unwrap();
        let mut actor = Actor::new("A", ActorKind::Supplier);
        actor.jobs = Jobs::of(7.0);
        let university = assumptions.as_kind(&actor, ActorKind::University);
        assert_eq!(university.jobs, Jobs::of(7.0));
        assert_eq!(university.capability, Share::of(0.80));
        assert_eq!(university.activity(), "university");
        let untouched = assumptions.as_kind(&Actor::new("B", ActorKind::Supplier), ActorKind::University);
        assert_eq!(untouched.jobs, Jobs::of(800.0));
        assert_eq!(
            assumptions.as_kind(&untouched, ActorKind::Supplier),
            Actor::new("B", ActorKind::Supplier)
        );
    }
}
