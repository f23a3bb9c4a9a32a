//! Filters: what of the map they keep.

use std::collections::BTreeSet;

use crate::analysis::aspect::Aspect;
use crate::base::text::lower;
use crate::model::field::number_text;
use crate::model::{Actor, Document, Tie};
use crate::session::groups::Communities;

/// What a filter keeps of the things that its aspect is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Keeps {
    /// Those of these sorts.
    Only(BTreeSet<String>),
    /// Those of all other sorts, also of such as are still to come.
    AllBut(BTreeSet<String>),
    /// Those with a number from the first to the second, both included.
    Between(f64, f64),
}

impl Keeps {
    /// It holds nothing back.
    pub fn is_everything(&self) -> bool {
        match self {
            Self::Only(_) => false,
            Self::AllBut(words) => words.is_empty(),
            Self::Between(least, most) => *least == f64::NEG_INFINITY && *most == f64::INFINITY,
        }
    }

    /// Something of these sorts is kept. Of several sorts one is enough to be kept, or to be held back.
    pub fn keeps_words(&self, mut words: impl Iterator<Item = impl AsRef<str>>) -> bool {
        match self {
            Self::Only(kept) => words.any(|word| kept.contains(word.as_ref())),
            Self::AllBut(others) => !words.any(|word| others.contains(word.as_ref())),
            Self::Between(..) => true,
        }
    }

    /// Something of this sort is kept.
    pub fn keeps_word(&self, word: &str) -> bool {
        self.keeps_words(std::iter::once(word))
    }

    /// Something with this number is kept.
    pub fn keeps_number(&self, number: Option<f64>) -> bool {
        match self {
            Self::Between(least, most) => number.is_some_and(|number| *least <= number && number <= *most),
            Self::Only(_) | Self::AllBut(_) => true,
        }
    }

    /// The same, but for one sort that is kept from now on, or is not.
    #[must_use]
    pub fn with_word(&self, word: &str, kept: bool) -> Self {
        let mut next = self.clone();
        match &mut next {
            Self::Only(words) if kept => {
                words.insert(word.to_owned());
            }
            Self::Only(words) => {
                words.remove(word);
            }
            Self::AllBut(words) if kept => {
                words.remove(word);
            }
            Self::AllBut(words) => {
                words.insert(word.to_owned());
            }
            Self::Between(..) => {}
        }
        next
    }
}

/// One condition for being shown: about actors, whose ties go with them, or about ties alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// What it looks at; a map has one filter for each.
    pub aspect: Aspect,
    /// What it keeps.
    pub keeps: Keeps,
}

impl Filter {
    /// A filter that holds nothing back yet.
    pub fn open(aspect: Aspect) -> Self {
        let keeps = if aspect.is_number() {
            Keeps::Between(f64::NEG_INFINITY, f64::INFINITY)
        } else {
            Keeps::AllBut(BTreeSet::new())
        };
        Self { aspect, keeps }
    }

    /// Keeps only this sort.
    pub fn only(aspect: Aspect, word: &str) -> Self {
        Self {
            aspect,
            keeps: Keeps::Only(BTreeSet::from([word.to_owned()])),
        }
    }

    /// Keeps what has a number in this range.
    pub fn between(aspect: Aspect, least: f64, most: f64) -> Self {
        Self {
            aspect,
            keeps: Keeps::Between(least, most),
        }
    }

    /// What it keeps cannot be told from the actor or tie alone.
    pub(super) fn looks_around(&self) -> bool {
        matches!(self.aspect, Aspect::Community | Aspect::Partners)
    }

    /// Whether it keeps an actor, as far as that can be told from the actor alone.
    pub(super) fn keeps_actor(&self, actor: &Actor) -> bool {
        match self.keeps {
            _ if self.aspect.is_of_ties() || self.looks_around() => true,
            Keeps::Between(..) => self.keeps.keeps_number(self.aspect.actor_number(actor)),
            _ => self.keeps.keeps_words(self.aspect.actor_words(actor).iter()),
        }
    }

    /// Whether it keeps a tie, leaving its ends aside.
    pub(super) fn keeps_tie(&self, tie: &Tie) -> bool {
        match self.keeps {
            _ if !self.aspect.is_of_ties() => true,
            Keeps::Between(..) => self.keeps.keeps_number(self.aspect.tie_number(tie)),
            _ => self.keeps.keeps_words(self.aspect.tie_words(tie).iter()),
        }
    }

    /// What its chip says: "Kind: supplier, bank", "Strength: at least 0.5", "Partners: 2 to 9".
    pub fn words(&self, document: &Document, groups: Option<&Communities>) -> String {
        let name = self.aspect.name();
        let sorts = |words: &BTreeSet<String>| self.sorts(words, document, groups);
        let kept = match &self.keeps {
            Keeps::Only(words) if words.is_empty() => "nothing".to_owned(),
            Keeps::Only(words) => sorts(words),
            Keeps::AllBut(words) if words.is_empty() => "all".to_owned(),
            Keeps::AllBut(words) => format!("all but {}", sorts(words)),
            Keeps::Between(least, most) => {
                let unit = self.aspect.unit();
                let unit = if unit.is_empty() {
                    String::new()
                } else {
                    format!(" {unit}")
                };
                let (low, high) = (number_text(*least), number_text(*most));
                match (least.is_finite(), most.is_finite()) {
                    (false, false) => "any".to_owned(),
                    (true, false) => format!("at least {low}{unit}"),
                    (false, true) => format!("at most {high}{unit}"),
                    (true, true) if least == most => format!("{low}{unit}"),
                    (true, true) => format!("{low} to {high}{unit}"),
                }
            }
        };
        format!("{name}: {kept}")
    }

    /// Names of sorts, a few of them.
    fn sorts(&self, words: &BTreeSet<String>, document: &Document, groups: Option<&Communities>) -> String {
        const NAMED: usize = 3;
        let mut names: Vec<String> = words
            .iter()
            .take(NAMED)
            .map(|word| label(self.aspect, word, document, groups))
            .collect();
        // Names of people's own stay as they are written.
        if !matches!(self.aspect, Aspect::Community | Aspect::ActorTag | Aspect::TieTag) {
            for name in &mut names {
                *name = lower(name);
            }
        }
        if words.len() > NAMED {
            names.push(format!("{} more", words.len() - NAMED));
        }
        names.join(", ")
    }
}

/// What people read for a word of an aspect; a community is called after its largest actor.
pub fn label(aspect: Aspect, word: &str, document: &Document, groups: Option<&Communities>) -> String {
    if aspect != Aspect::Community || word.is_empty() {
        return aspect.label(word);
    }
    let group = word
        .parse()
        .ok()
        .and_then(|identity| groups?.with_identity(identity));
    group.map_or_else(
        || "a group that is no more".to_owned(),
        |group| group.name(document),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorKind, TieKind};

    #[test]
    fn a_chip_says_what_is_kept() {
        let document = Document::default();
        let words = |filter: Filter| filter.words(&document, None);
        assert_eq!(
            words(Filter::only(Aspect::Kind, ActorKind::Supplier.id())),
            "Kind: specialized supplier"
        );
        let mut hidden = Filter::open(Aspect::TieKind);
        assert_eq!(words(hidden.clone()), "Tie kind: all");
        hidden.keeps = hidden.keeps.with_word(TieKind::Competition.id(), false);
        assert_eq!(words(hidden), "Tie kind: all but competition");
        let weight = Aspect::TieField("weight");
        assert_eq!(
            words(Filter::between(weight, 0.5, f64::INFINITY)),
            "Strength: at least 0.5"
        );
        assert_eq!(
            words(Filter::between(Aspect::Partners, 2.0, 9.0)),
            "Partners: 2 to 9"
        );
        assert_eq!(words(Filter::open(weight)), "Strength: any");
    }

    #[test]
    fn one_of_several_tags_is_enough() {
        let mut actor = Actor::new("A", ActorKind::Final);
        actor.extra.tags = vec!["old".into(), "rich".into()];
        let only = Filter::only(Aspect::ActorTag, "rich");
        assert!(only.keeps_actor(&actor));
        let but = Filter {
            keeps: Keeps::AllBut(BTreeSet::from(["rich".to_owned()])),
            ..only
        };
        assert!(!but.keeps_actor(&actor));
        assert!(!Filter::between(Aspect::ActorField("productivity"), 0.0, 9.0).keeps_actor(&actor));
    }
}
