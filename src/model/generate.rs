//! Random clusters of any size, to try things out on: who is tied to whom after a model of the literature, then kinds,
//! sizes and strengths as in a cluster.
//!
//! The same recipe gives the same cluster on every machine: only exact arithmetic is used.

mod dress;
mod networks;

use crate::base::cancel::{Cancel, Cancelled};

use super::Document;

/// Most actors that a recipe may ask for.
pub const MOST_ACTORS: usize = 2_000_000;
/// Most ties that a recipe may ask for.
pub const MOST_TIES: usize = 20_000_000;

/// Who is tied to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Newcomers tie themselves to those who have many ties already (Barabási & Albert 1999).
    Attachment,
    /// Every pair has the same chance (Erdős & Rényi 1959).
    Chance,
    /// Neighbors on a ring, one tie in ten led elsewhere (Watts & Strogatz 1998).
    SmallWorld,
    /// Groups of some fifty, four ties in five inside them (Condon & Karp 2001).
    Groups,
    /// A few large firms with their suppliers around them: the hub-and-spoke district (Markusen 1996).
    Hubs,
}

impl Model {
    /// All models.
    pub const ALL: [Self; 5] = [
        Self::Attachment,
        Self::Chance,
        Self::SmallWorld,
        Self::Groups,
        Self::Hubs,
    ];

    /// Short name on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Attachment => "ba",
            Self::Chance => "er",
            Self::SmallWorld => "ws",
            Self::Groups => "planted",
            Self::Hubs => "hub",
        }
    }

    /// The model with this short name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.id() == id)
    }
}

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// Who is tied to whom.
    pub model: Model,
    /// How many actors, 1 to [`MOST_ACTORS`].
    pub actors: usize,
    /// How many ties, at most [`MOST_TIES`] and, among more than ten actors, half of all pairs.
    pub ties: usize,
    /// Same seed, same cluster.
    pub seed: u64,
}

/// Why a recipe cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// Too few or too many actors.
    #[error("{0} actors: between 1 and {MOST_ACTORS} can be made")]
    Actors(usize),
    /// Too many ties for so many actors.
    #[error("{wanted} ties: {most} is the most for {actors} actors")]
    Ties {
        /// Asked for.
        wanted: usize,
        /// Possible.
        most: usize,
        /// Among so many.
        actors: usize,
    },
    /// It was called off.
    #[error("cancelled")]
    Cancelled(#[from] Cancelled),
}

impl Recipe {
    /// The most ties that can be asked for among so many actors: no pair is tied twice, and in a network where most
    /// pairs are tied no model differs from another.
    pub fn most_ties(actors: usize) -> usize {
        let pairs = actors.saturating_mul(actors.saturating_sub(1)) / 2;
        // A few actors have so few pairs that half of them would be hardly a network.
        let most = if actors <= 10 { pairs } else { pairs / 2 };
        most.min(MOST_TIES)
    }

    /// The cluster. Actors stand in a block in the order of their numbers, so that groups lie together; to see the
    /// shape of the network, lay it out.
    ///
    /// # Errors
    /// [`Impossible`] when the numbers do not fit, or once `cancel` is raised.
    pub fn make(&self, cancel: &Cancel) -> Result<Document, Impossible> {
        if !(1..=MOST_ACTORS).contains(&self.actors) {
            return Err(Impossible::Actors(self.actors));
        }
        let most = Self::most_ties(self.actors);
        if self.ties > most {
            return Err(Impossible::Ties {
                wanted: self.ties,
                most,
                actors: self.actors,
            });
        }
        let network = networks::of(self, cancel)?;
        Ok(dress::document(self, &network, cancel)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorId;

    fn made(model: Model, actors: usize, ties: usize) -> Document {
        let recipe = Recipe {
            model,
            actors,
            ties,
            seed: 1,
        };
        recipe.make(&Cancel::new()).unwrap()
    }

    #[test]
    fn every_model_makes_what_was_asked_for_and_no_pair_twice() {
        for model in Model::ALL {
            for (actors, ties) in [
                (1, 0),
                (2, 1),
                (5, 10),
                (30, 0),
                (40, 390),
                (60, 20),
                (500, 1_500),
                (3_000, 15_000),
            ] {
                let document = made(model, actors, ties);
                assert_eq!(document.actor_count(), actors, "{model:?}");
                assert_eq!(document.tie_count(), ties, "{model:?} {actors}");
                let mut pairs: Vec<_> = document
                    .ties()
                    .map(|(_, tie)| (tie.from.min(tie.to), tie.from.max(tie.to)))
                    .collect();
                pairs.sort_unstable();
                pairs.dedup();
                assert_eq!(pairs.len(), ties, "{model:?} {actors}");
                assert!(pairs.iter().all(|(a, b)| a != b));
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_cluster_and_another_one_another() {
        for model in Model::ALL {
            let recipe = |seed| Recipe {
                model,
                actors: 200,
                ties: 600,
                seed,
            };
            let [one, same, other] = [1, 1, 2].map(|seed| recipe(seed).make(&Cancel::new()).unwrap());
            assert_eq!(one, same, "{model:?}");
            assert!(one != other, "{model:?}");
        }
    }

    #[test]
    fn each_model_has_the_shape_it_is_known_for() {
        let most_tied = |document: &Document| {
            let degree = |(id, _)| document.ties_of(id).count();
            document.actors().map(degree).max().unwrap()
        };
        let [grown, chance, ring, groups, hubs] = Model::ALL.map(|model| made(model, 2_000, 6_000));
        assert!(most_tied(&grown) > 60 && most_tied(&hubs) > 30);
        assert!(most_tied(&chance) < 25 && most_tied(&ring) < 20);
        let near = |document: &Document, far: u64| {
            let count =
                |(_, tie): &(_, &crate::model::Tie)| tie.from.number().abs_diff(tie.to.number()) <= far;
            document.ties().filter(count).count()
        };
        assert!(near(&ring, 3) > 5_200);
        assert!((4_500..5_200).contains(&groups.ties().filter(|(_, tie)| inside(tie)).count()));
        fn inside(tie: &crate::model::Tie) -> bool {
            let group = |id: ActorId| (id.number() - 1) / 50;
            group(tie.from) == group(tie.to)
        }
    }

    #[test]
    fn impossible_recipes_are_refused_in_words() {
        let make = |actors, ties| {
            let recipe = Recipe {
                model: Model::Chance,
                actors,
                ties,
                seed: 0,
            };
            recipe.make(&Cancel::new()).unwrap_err().to_string()
        };
        assert_eq!(make(0, 0), "0 actors: between 1 and 2000000 can be made");
        assert_eq!(make(4, 7), "7 ties: 6 is the most for 4 actors");
        assert_eq!(
            make(3_000_000, 1),
            "3000000 actors: between 1 and 2000000 can be made"
        );
    }

    #[test]
    fn a_cluster_has_all_sorts_of_actors_and_ties_that_fit_them() {
        use crate::model::{ActorKind, TieKind};
        let document = made(Model::Attachment, 3_000, 9_000);
        for kind in ActorKind::ALL {
            assert!(document.actors().any(|(_, actor)| actor.kind == kind), "{kind:?}");
        }
        for kind in TieKind::ALL {
            assert!(document.ties().any(|(_, tie)| tie.kind == kind), "{kind:?}");
        }
        for (_, tie) in document.ties().filter(|(_, tie)| tie.kind == TieKind::Supply) {
            assert_ne!(document.actor(tie.from).unwrap().kind, ActorKind::Customer);
        }
    }
}
