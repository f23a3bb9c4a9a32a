//! What can be said of a single actor or tie without computing anything about the network: its kind, an attribute, a
//! tag. The map is colored by it, and filtered.

use std::borrow::Cow;

use crate::model::attribute::{Attributes, Datum};
use crate::model::field::{self, Accepts, Field, Value};
use crate::model::{Actor, ActorKind, Role, Tie, TieKind};

use super::own::Own;

/// One such thing. Kinds, words and yes or no fall into sorts; numbers have a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Kind of an actor.
    Kind,
    /// Role of an actor's kind.
    Role,
    /// Inside the cluster or outside.
    External,
    /// The group that deals more with itself than with others. Not known from the actor alone.
    Community,
    /// How many others an actor is tied to. Not known from the actor alone.
    Partners,
    /// Tags of an actor.
    ActorTag,
    /// The attribute of actors with this id, see [`field::ACTOR`].
    ActorField(&'static str),
    /// Kind of a tie.
    TieKind,
    /// Tags of a tie.
    TieTag,
    /// The attribute of ties with this id, see [`field::TIE`].
    TieField(&'static str),
    /// An attribute of actors that the person has made up.
    ActorOwn(Own),
    /// An attribute of ties that the person has made up.
    TieOwn(Own),
}

/// The word of those that have none.
pub const NONE: &str = "";

impl Aspect {
    /// Those that are no attributes, with their ids.
    pub const NAMED: [(&'static str, Self); 8] = [
        ("kind", Self::Kind),
        ("role", Self::Role),
        ("external", Self::External),
        ("community", Self::Community),
        ("partners", Self::Partners),
        ("tag", Self::ActorTag),
        ("tie-kind", Self::TieKind),
        ("tie-tag", Self::TieTag),
    ];

    /// The aspect with this id; attributes go by their own, those of actors first, those of ties also as `tie-` with it.
    pub fn from_id(id: &str) -> Option<Self> {
        let named = Self::NAMED.into_iter().find(|(known, _)| *known == id);
        let field =
            |aspect: &Self| matches!(aspect, Self::ActorField(known) | Self::TieField(known) if *known == id);
        let fields = || Self::actor_fields().chain(Self::tie_fields()).find(field);
        let of_ties = || {
            let own = id.strip_prefix("tie-")?;
            Self::tie_fields().find(|aspect| matches!(aspect, Self::TieField(known) if *known == own))
        };
        named.map(|(_, aspect)| aspect).or_else(fields).or_else(of_ties)
    }

    /// All ids that [`Self::from_id`] knows.
    pub fn ids() -> Vec<&'static str> {
        let named = Self::NAMED.into_iter().map(|(id, _)| id);
        let fields = Self::actor_fields().chain(Self::tie_fields());
        let fields = fields.filter_map(|aspect| match aspect {
            Self::ActorField(id) | Self::TieField(id) => Some(id),
            _ => None,
        });
        named.chain(fields).collect()
    }

    /// Attributes of actors by which a map can be told apart.
    pub fn actor_fields() -> impl Iterator<Item = Self> {
        let told = |field: &&Field<Actor>| field.id != "external" && tells(&field.accepts);
        field::ACTOR
            .iter()
            .filter(told)
            .map(|field| Self::ActorField(field.id))
    }

    /// The same of ties.
    pub fn tie_fields() -> impl Iterator<Item = Self> {
        let told = |field: &&Field<Tie>| tells(&field.accepts);
        field::TIE
            .iter()
            .filter(told)
            .map(|field| Self::TieField(field.id))
    }

    /// What people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "Kind",
            Self::Role => "Role",
            Self::External => "Local or external",
            Self::Community => "Community",
            Self::Partners => "Partners",
            Self::ActorTag => "Tag",
            Self::ActorField(id) => field::find(field::ACTOR, id).map_or(id, |field| field.name),
            Self::TieKind => "Tie kind",
            Self::TieTag => "Tag of ties",
            Self::TieField(id) => field::find(field::TIE, id).map_or(id, |field| field.name),
            Self::ActorOwn(own) | Self::TieOwn(own) => own.name.text(),
        }
    }

    /// One sentence for the tooltip.
    pub fn help(self) -> &'static str {
        match self {
            Self::Kind => "What an actor is",
            Self::Role => "What an actor is in the cluster",
            Self::External => "Inside the cluster or outside",
            Self::Community => "Groups that deal more with themselves than with others; found by Leiden",
            Self::Partners => "How many others an actor is tied to",
            Self::ActorTag => "Words that an actor is tagged with",
            Self::ActorField(id) => field::find(field::ACTOR, id).map_or("", |field| field.help),
            Self::TieKind => "What a tie is",
            Self::TieTag => "Words that a tie is tagged with",
            Self::TieField(id) => field::find(field::TIE, id).map_or("", |field| field.help),
            Self::ActorOwn(_) | Self::TieOwn(_) => "An attribute of your own; no indicator reads it",
        }
    }

    /// Unit of its numbers, or empty.
    pub fn unit(self) -> &'static str {
        match self {
            Self::ActorField(id) => field::find(field::ACTOR, id).map_or("", |field| field.unit),
            Self::TieField(id) => field::find(field::TIE, id).map_or("", |field| field.unit),
            _ => "",
        }
    }

    /// It is about ties.
    pub fn is_of_ties(self) -> bool {
        matches!(
            self,
            Self::TieKind | Self::TieTag | Self::TieField(_) | Self::TieOwn(_)
        )
    }

    /// It is a number; otherwise it falls into sorts.
    pub fn is_number(self) -> bool {
        let number = |accepts: &Accepts| matches!(accepts, Accepts::Number { .. });
        match self {
            Self::Partners => true,
            Self::ActorField(id) => field::find(field::ACTOR, id).is_some_and(|field| number(&field.accepts)),
            Self::TieField(id) => field::find(field::TIE, id).is_some_and(|field| number(&field.accepts)),
            Self::ActorOwn(own) | Self::TieOwn(own) => own.number,
            _ => false,
        }
    }

    /// The number of an actor; none where it has none, or where it takes more than the actor to know.
    pub fn actor_number(self, actor: &Actor) -> Option<f64> {
        match self {
            Self::ActorField(id) => number(&field::find(field::ACTOR, id)?.get(actor)),
            Self::ActorOwn(own) => own_number(&actor.attributes, own),
            _ => None,
        }
    }

    /// The number of a tie.
    pub fn tie_number(self, tie: &Tie) -> Option<f64> {
        match self {
            Self::TieField(id) => number(&field::find(field::TIE, id)?.get(tie)),
            Self::TieOwn(own) => own_number(&tie.attributes, own),
            _ => None,
        }
    }

    /// The sorts that an actor is of, as stable words: several for tags, [`NONE`] where it has none.
    pub fn actor_words(self, actor: &Actor) -> Vec<Cow<'_, str>> {
        match self {
            Self::Kind => vec![actor.kind.id().into()],
            Self::Role => vec![actor.kind.role().name().into()],
            Self::External => vec![if actor.external { "external" } else { "local" }.into()],
            Self::ActorTag => tags(&actor.extra.tags),
            // The code in use: where none is given, that of the kind.
            Self::ActorField("activity") => vec![actor.activity().into()],
            Self::ActorField(id) => words(field::ACTOR, id, actor),
            Self::ActorOwn(own) => own_words(&actor.attributes, own),
            _ => vec![NONE.into()],
        }
    }

    /// The sorts that a tie is of.
    pub fn tie_words(self, tie: &Tie) -> Vec<Cow<'_, str>> {
        match self {
            Self::TieKind => vec![tie.kind.id().into()],
            Self::TieTag => tags(&tie.extra.tags),
            Self::TieField(id) => words(field::TIE, id, tie),
            Self::TieOwn(own) => own_words(&tie.attributes, own),
            _ => vec![NONE.into()],
        }
    }

    /// What people read for a word; a community is named by its actors, which this does not know.
    pub fn label(self, word: &str) -> String {
        let known = match (self, word) {
            (_, NONE) => Some("None"),
            (Self::Kind, word) => ActorKind::ALL
                .into_iter()
                .find(|kind| kind.id() == word)
                .map(ActorKind::name),
            (Self::TieKind, word) => TieKind::ALL
                .into_iter()
                .find(|kind| kind.id() == word)
                .map(TieKind::name),
            (Self::External, "local") => Some("Local"),
            (Self::External, _) => Some("External"),
            (Self::ActorField("activity"), word) => ActorKind::ALL
                .into_iter()
                .find(|kind| kind.id() == word)
                .map(ActorKind::name),
            (Self::ActorField(_) | Self::TieField(_) | Self::ActorOwn(_) | Self::TieOwn(_), "yes") => {
                Some("Yes")
            }
            (Self::ActorField(_) | Self::TieField(_) | Self::ActorOwn(_) | Self::TieOwn(_), "no") => {
                Some("No")
            }
            _ => None,
        };
        known.map_or_else(|| word.to_owned(), str::to_owned)
    }

    /// All words there can be, in their usual order, where they are known beforehand.
    pub fn all_words(self) -> Vec<&'static str> {
        match self {
            Self::Kind => ActorKind::ALL.into_iter().map(ActorKind::id).collect(),
            Self::TieKind => TieKind::ALL.into_iter().map(TieKind::id).collect(),
            Self::Role => Role::ALL.into_iter().map(Role::name).collect(),
            Self::External => vec!["local", "external"],
            _ => Vec::new(),
        }
    }
}

fn own_number(attributes: &Attributes, own: Own) -> Option<f64> {
    match attributes.get(own.name.text())? {
        Datum::Number(number) => Some(*number),
        _ => None,
    }
}

fn own_words(attributes: &Attributes, own: Own) -> Vec<Cow<'_, str>> {
    match attributes.get(own.name.text()) {
        None => vec![NONE.into()],
        Some(Datum::Text(text)) => vec![text.as_str().into()],
        Some(Datum::List(items)) => tags(items),
        Some(other) => vec![other.to_string().into()],
    }
}

/// Numbers, yes or no, and words of which few are in use.
fn tells(accepts: &Accepts) -> bool {
    matches!(
        accepts,
        Accepts::Number { .. } | Accepts::Flag | Accepts::Line { optional: true }
    )
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

fn tags(tags: &[String]) -> Vec<Cow<'_, str>> {
    if tags.is_empty() {
        return vec![NONE.into()];
    }
    tags.iter().map(|tag| tag.as_str().into()).collect()
}

fn words<T>(fields: &'static [Field<T>], id: &str, object: &T) -> Vec<Cow<'static, str>> {
    let value = field::find(fields, id).map_or(Value::Absent, |field| field.get(object));
    vec![value.to_string().into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorId;

    #[test]
    fn every_attribute_has_a_number_or_a_word() {
        let actor = Actor::new("A", ActorKind::Supplier);
        let one = ActorId::new(1).unwrap();
        let tie = Tie::new(TieKind::Knowledge, one, one);
        for aspect in Aspect::actor_fields() {
            let optional = matches!(aspect, Aspect::ActorField("productivity"));
            assert_eq!(
                aspect.actor_number(&actor).is_some(),
                aspect.is_number() && !optional
            );
            assert!(!aspect.name().is_empty() && !aspect.is_of_ties());
        }
        for aspect in Aspect::tie_fields() {
            let optional = matches!(aspect, Aspect::TieField("value"));
            assert_eq!(aspect.tie_number(&tie).is_some(), aspect.is_number() && !optional);
            assert!(!aspect.name().is_empty() && aspect.is_of_ties());
        }
        assert_eq!(Aspect::TieField("mutual").tie_words(&tie), ["no"]);
        assert_eq!(Aspect::ActorTag.actor_words(&actor), [NONE]);
        assert_eq!(
            Aspect::Kind.label(&Aspect::Kind.actor_words(&actor)[0]),
            ActorKind::Supplier.name()
        );
    }
}
