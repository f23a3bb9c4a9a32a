//! What assumptions are about, so that they can be shown and reset in groups.

use crate::base::text::upper;
use crate::model::kind::{ActorKind, Role};

use super::{ALL, Assumption};

/// Assumptions that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// How much each dimension counts in the overall figure.
    Dimensions,
    /// How much each part counts in the dimension with this id.
    Parts(&'static str),
    /// Amounts at which a part stands at one half.
    HalfPoints,
    /// Factors and time constants.
    Constants,
    /// How well ties of each kind let knowledge through.
    Permeability,
    /// What a new actor of this kind starts with.
    Actor(ActorKind),
}

/// Ids of the dimensions as they stand in the ids of weights, with their names in a sentence.
const WHOLES: [(&str, &str); 6] = [
    ("spontaneity", "spontaneity"),
    ("trust", "trust"),
    ("spillover", "spillover"),
    ("coordination", "coordination"),
    ("external_economies", "external economies"),
    ("regional", "regional competitiveness"),
];

impl Topic {
    /// What the assumption with this id is about.
    pub fn of(id: &str) -> Self {
        let mut words = id.split('.');
        match (words.next(), words.next(), words.next()) {
            (Some("weight"), Some(whole), Some(_)) => WHOLES
                .iter()
                .find(|(id, _)| *id == whole)
                .map_or(Self::Dimensions, |(id, _)| Self::Parts(id)),
            (Some("weight"), ..) => Self::Dimensions,
            (Some("half"), ..) => Self::HalfPoints,
            (Some("permeability"), ..) => Self::Permeability,
            (Some("actor"), Some(kind), _) => ActorKind::from_id(kind).map_or(Self::Constants, Self::Actor),
            _ => Self::Constants,
        }
    }

    /// All topics, in the order in which they are shown.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Dimensions]
            .into_iter()
            .chain(WHOLES.iter().map(|(id, _)| Self::Parts(id)))
            .chain([Self::HalfPoints, Self::Constants, Self::Permeability])
            .chain(Role::ALL.into_iter().flat_map(|role| {
                let kinds = ActorKind::ALL.into_iter().filter(move |kind| kind.role() == role);
                kinds.map(Self::Actor)
            }))
    }

    /// Heading.
    pub fn name(self) -> String {
        match self {
            Self::Dimensions => "Weights of the dimensions".to_owned(),
            Self::Parts(id) => {
                let name = WHOLES
                    .iter()
                    .find(|(whole, _)| *whole == id)
                    .map_or(id, |(_, name)| name);
                format!("Weights within {name}")
            }
            Self::HalfPoints => "Half-points".to_owned(),
            Self::Constants => "Constants".to_owned(),
            Self::Permeability => "Permeability of ties for knowledge".to_owned(),
            Self::Actor(kind) => format!("New actors: {}", kind.name().to_lowercase()),
        }
    }

    /// What belongs here, in the order of the table.
    pub fn members(self) -> impl Iterator<Item = &'static Assumption> {
        ALL.iter().filter(move |assumption| assumption.topic() == self)
    }
}

impl Assumption {
    /// What it is about.
    pub fn topic(&self) -> Topic {
        Topic::of(self.id)
    }

    /// Its name without what the heading of its topic says already; begins with a capital.
    pub fn label(&self) -> String {
        let bare = match self.topic() {
            Topic::Actor(_) => self.name.split_once(" of a new ").map(|(attribute, _)| attribute),
            _ => ["Weight of ", "Half-point of ", "Permeability of "]
                .iter()
                .find_map(|prefix| self.name.strip_prefix(prefix)),
        };
        upper(bare.unwrap_or(self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::assumption::find;

    #[test]
    fn every_assumption_has_one_topic_and_every_topic_has_some() {
        let listed: usize = Topic::all().map(|topic| topic.members().count()).sum();
        assert_eq!(listed, ALL.len());
        assert!(Topic::all().all(|topic| topic.members().next().is_some()));
    }

    #[test]
    fn labels_lose_what_the_heading_says() {
        let label = |id: &str| find(id).unwrap().label();
        assert_eq!(label("weight.trust"), "Trust");
        assert_eq!(label("independence"), "Loss of spillover under a single owner");
        assert_eq!(label("actor.university.jobs"), "Jobs");
        assert_eq!(
            Topic::of("actor.university.jobs").name(),
            "New actors: university"
        );
        assert_eq!(
            Topic::of("weight.regional.brand").name(),
            "Weights within regional competitiveness"
        );
    }
}
