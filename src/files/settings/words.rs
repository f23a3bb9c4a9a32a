//! Words of other people's files, and the kinds that a person has said they stand for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{ActorKind, TieKind};

/// So many words are kept of each sort.
const MOST: usize = 5000;

/// What a person has said that words stand for, remembered for the next file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct KnownWords {
    /// Kinds of actors, by the word as it is compared.
    pub actors: BTreeMap<String, ActorKind>,
    /// Kinds of ties; `true` when the word looks at the tie from its second end.
    pub ties: BTreeMap<String, (TieKind, bool)>,
}

impl KnownWords {
    /// Nothing has been said.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.ties.is_empty()
    }

    /// Remembers a word for actors; whether that is news.
    pub fn learn_actor(&mut self, word: String, kind: ActorKind) -> bool {
        let full = self.actors.len() >= MOST && !self.actors.contains_key(&word);
        !full && self.actors.insert(word, kind) != Some(kind)
    }

    /// Remembers a word for ties; whether that is news.
    pub fn learn_tie(&mut self, word: String, kind: TieKind, turned: bool) -> bool {
        let full = self.ties.len() >= MOST && !self.ties.contains_key(&word);
        !full && self.ties.insert(word, (kind, turned)) != Some((kind, turned))
    }
}

/// The form on the disk: words with ids of kinds; an arrow stands before those that look from the second end.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    actors: BTreeMap<String, String>,
    ties: BTreeMap<String, String>,
}

const TURNED: char = '<';

/// Takes only what makes sense: a person may have edited the file.
impl From<Stored> for KnownWords {
    fn from(stored: Stored) -> Self {
        let actor = |(word, id): (String, String)| Some((word, ActorKind::from_id(&id)?));
        let tie = |(word, id): (String, String)| {
            let bare = id.strip_prefix(TURNED);
            Some((word, (TieKind::from_id(bare.unwrap_or(&id))?, bare.is_some())))
        };
        Self {
            actors: stored.actors.into_iter().filter_map(actor).take(MOST).collect(),
            ties: stored.ties.into_iter().filter_map(tie).take(MOST).collect(),
        }
    }
}

impl From<KnownWords> for Stored {
    fn from(words: KnownWords) -> Self {
        let tie = |(word, (kind, turned)): (String, (TieKind, bool))| {
            let id = kind.id();
            (
                word,
                if turned {
                    format!("{TURNED}{id}")
                } else {
                    id.to_owned()
                },
            )
        };
        Self {
            actors: words
                .actors
                .into_iter()
                .map(|(word, kind)| (word, kind.id().to_owned()))
                .collect(),
            ties: words.ties.into_iter().map(tie).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_and_nonsense_is_left_out() {
        let mut words = KnownWords::default();
        assert!(words.learn_actor("werkstatt".into(), ActorKind::Supplier));
        assert!(!words.learn_actor("werkstatt".into(), ActorKind::Supplier));
        assert!(words.learn_tie("kriegt von".into(), TieKind::Supply, true));
        let text = serde_json::to_string(&words).unwrap();
        assert!(text.contains("\"<supply\""), "{text}");
        assert_eq!(serde_json::from_str::<KnownWords>(&text).unwrap(), words);
        let odd = r#"{"actors":{"a":"wizard","b":"bank","c":"finance"},"more":1}"#;
        let words: KnownWords = serde_json::from_str(odd).unwrap();
        assert_eq!(words.actors.len(), 1);
    }
}
