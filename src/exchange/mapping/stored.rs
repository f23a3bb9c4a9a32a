//! A mapping as JSON, to be kept and used for the next file of the same sort.
//!
//! Columns and words are found by their names; what a file does not have is passed over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exchange::draft::Draft;
use crate::files::Fault;
use crate::model::{ActorKind, TieKind};

use super::{
    BothWays, By, ColumnChoice, Combine, Dictionary, Groups, Loops, Mapping, Matching, Numbers, Opposite,
    Parallel, Places, Scale, Side, Target, guess,
};

/// Declares a choice that is written as a word.
macro_rules! words {
    ($($type:ident { $($variant:ident = $word:literal),+ })+) => {$(
        impl $type {
            /// Stable, for files.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// By its id.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}

words! {
    Parallel { Keep = "keep", Merge = "merge" }
    Opposite { Keep = "keep", Join = "join", Once = "once" }
    Combine { Sum = "sum", Mean = "mean", Most = "most" }
    Loops { Keep = "keep", Drop = "drop" }
    BothWays { First = "first", Two = "two" }
    Groups { Zones = "zones", Attribute = "attribute", Tag = "tag", Leave = "leave" }
    Places { AsIs = "as_is", Fit = "fit", Leave = "leave" }
    Matching { IdThenName = "id_then_name", Id = "id", Name = "name", Nobody = "nobody" }
}

/// What is missing stays as it was guessed.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Stored {
    actor_kind: Option<String>,
    tie_kind: Option<String>,
    parallel: Option<String>,
    opposite: Option<String>,
    combine: Option<String>,
    loops: Option<String>,
    both_ways: Option<String>,
    groups: Option<String>,
    places: Option<String>,
    matching: Option<String>,
    alike: Option<bool>,
    actors: BTreeMap<String, StoredColumn>,
    ties: BTreeMap<String, StoredColumn>,
    /// A kind for each word; nothing for a word that stands for none.
    actor_words: BTreeMap<String, Option<String>>,
    tie_words: BTreeMap<String, StoredTie>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredColumn {
    /// See [`Target::id`].
    is: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    numbers: Option<StoredNumbers>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scale: Option<String>,
    #[serde(default)]
    keep: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredNumbers {
    decimal: char,
    #[serde(default)]
    thousands: Option<char>,
    #[serde(default)]
    percent: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTie {
    kind: Option<String>,
    #[serde(default)]
    turned: bool,
}

fn scale_id(scale: Scale) -> Option<String> {
    match scale {
        Scale::AsIs => None,
        Scale::Times(factor) => Some(format!("times {factor}")),
        Scale::ByMost => Some("by_most".to_owned()),
        Scale::Spread => Some("spread".to_owned()),
        Scale::Ranks => Some("ranks".to_owned()),
    }
}

fn scale_of(id: Option<&str>) -> Result<Scale, Fault> {
    Ok(match id {
        None => Scale::AsIs,
        Some("by_most") => Scale::ByMost,
        Some("spread") => Scale::Spread,
        Some("ranks") => Scale::Ranks,
        Some(other) => {
            let factor = other
                .strip_prefix("times ")
                .and_then(|factor| factor.parse().ok());
            let factor = factor.filter(|factor: &f64| factor.is_finite());
            Scale::Times(factor.ok_or_else(|| unknown("scale", other))?)
        }
    })
}

fn unknown(what: &str, found: &str) -> Fault {
    Fault::whole(format!("The mapping has a {what} that is not known: “{found}”"))
}

/// A word that is to be looked up, if there is one.
fn look_up<T>(
    what: &str,
    word: Option<&String>,
    find: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Fault> {
    word.map(|word| find(word).ok_or_else(|| unknown(what, word)))
        .transpose()
}

impl Mapping {
    /// As JSON.
    pub fn to_json(&self) -> String {
        let columns = |choices: &[ColumnChoice]| {
            let stored = |choice: &ColumnChoice| {
                let numbers = choice.numbers.map(|rule| StoredNumbers {
                    decimal: rule.decimal,
                    thousands: rule.thousands,
                    percent: rule.percent,
                });
                let column = StoredColumn {
                    is: choice.target.id().to_owned(),
                    numbers,
                    scale: scale_id(choice.scale),
                    keep: choice.keep,
                };
                (choice.name.clone(), column)
            };
            choices.iter().map(stored).collect()
        };
        let stored = Stored {
            actor_kind: Some(self.actor_kind.id().to_owned()),
            tie_kind: Some(self.tie_kind.id().to_owned()),
            parallel: Some(self.parallel.id().to_owned()),
            opposite: Some(self.opposite.id().to_owned()),
            combine: Some(self.combine.id().to_owned()),
            loops: Some(self.loops.id().to_owned()),
            both_ways: Some(self.both_ways.id().to_owned()),
            groups: Some(self.groups.id().to_owned()),
            places: Some(self.places.id().to_owned()),
            matching: Some(self.matching.id().to_owned()),
            alike: Some(self.alike),
            actors: columns(&self.actor_columns),
            ties: columns(&self.tie_columns),
            actor_words: self
                .actor_words
                .iter()
                .map(|word| (word.word.clone(), word.kind.map(|kind| kind.id().to_owned())))
                .collect(),
            tie_words: self
                .tie_words
                .iter()
                .map(|word| {
                    let tie = StoredTie {
                        kind: word.kind.map(|kind| kind.id().to_owned()),
                        turned: word.turned,
                    };
                    (word.word.clone(), tie)
                })
                .collect(),
        };
        let mut text = serde_json::to_string_pretty(&stored).expect("names and words are text");
        text.push('\n');
        text
    }

    /// Takes over what a saved mapping says of columns and words that are here, too.
    ///
    /// # Errors
    /// When the text is no mapping; this one is then half changed.
    pub fn overlay(&mut self, draft: &Draft, dictionary: &Dictionary, saved: &str) -> Result<(), Fault> {
        let stored: Stored = serde_json::from_str(saved)
            .map_err(|error| Fault::whole(format!("This is no mapping: {error}")))?;
        for (choices, saved, side) in [
            (&mut self.actor_columns, &stored.actors, Side::Actors),
            (&mut self.tie_columns, &stored.ties, Side::Ties),
        ] {
            let mut told = Vec::new();
            for choice in &mut *choices {
                let Some(column) = saved.get(&choice.name) else {
                    continue;
                };
                told.push(choice.name.clone());
                choice.target =
                    Target::from_id(&column.is, side).ok_or_else(|| unknown("meaning", &column.is))?;
                choice.numbers = column.numbers.as_ref().map(|rule| Numbers {
                    decimal: rule.decimal,
                    thousands: rule.thousands,
                    percent: rule.percent,
                });
                choice.scale = scale_of(column.scale.as_deref())?;
                choice.keep = column.keep;
            }
            // What a column was guessed to be gives way to one of which it was said.
            let said: Vec<Target> = choices
                .iter()
                .filter(|choice| told.contains(&choice.name) && choice.target.is_single())
                .map(|choice| choice.target)
                .collect();
            for choice in choices {
                if said.contains(&choice.target) && !told.contains(&choice.name) {
                    (choice.target, choice.scale, choice.keep) = (Target::Attribute, Scale::AsIs, false);
                }
            }
        }
        guess::words(self, draft, dictionary);
        for word in &mut self.actor_words {
            if let Some(kind) = stored.actor_words.get(&word.word) {
                word.kind = look_up("kind", kind.as_ref(), ActorKind::from_id)?;
                word.by = By::Choice;
            }
        }
        for word in &mut self.tie_words {
            if let Some(tie) = stored.tie_words.get(&word.word) {
                word.kind = look_up("kind", tie.kind.as_ref(), TieKind::from_id)?;
                (word.turned, word.by) = (tie.turned, By::Choice);
            }
        }
        macro_rules! take {
            ($($field:ident: $type:ident),+) => {$(
                if let Some(choice) = look_up("choice", stored.$field.as_ref(), $type::from_id)? {
                    self.$field = choice;
                }
            )+};
        }
        take!(
            actor_kind: ActorKind, tie_kind: TieKind, parallel: Parallel, opposite: Opposite, combine: Combine,
            loops: Loops, both_ways: BothWays, groups: Groups, places: Places, matching: Matching
        );
        self.alike = stored.alike.unwrap_or(self.alike);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::draft::{Cell, Column};
    use crate::exchange::format::Format;

    fn draft(headings: &[&str]) -> Draft {
        let mut draft = Draft::of(Format::Table);
        draft.tie_columns = headings
            .iter()
            .map(|&name| Column {
                name: name.to_owned(),
                meaning: None,
                values: [Cell::Text("x1"), Cell::Text("supply")].into_iter().collect(),
            })
            .collect();
        draft
    }

    #[test]
    fn a_mapping_comes_back_from_its_text() {
        let draft = draft(&["kind", "weight"]);
        let mut mapping = Mapping::guess(&draft, &Dictionary::default());
        mapping.parallel = Parallel::Merge;
        mapping.opposite = Opposite::Once;
        mapping.places = Places::Leave;
        mapping.tie_columns[1].scale = Scale::Times(0.001);
        mapping.tie_columns[1].numbers = Some(Numbers {
            percent: true,
            ..Numbers::ALL[3]
        });
        mapping.tie_words[0].kind = Some(TieKind::Labor);
        mapping.tie_words[0].turned = true;
        let mut again = Mapping::guess(&draft, &Dictionary::default());
        again
            .overlay(&draft, &Dictionary::default(), &mapping.to_json())
            .unwrap();
        for word in mapping.tie_words.iter_mut() {
            word.by = By::Choice;
        }
        assert_eq!(again, mapping);
    }

    #[test]
    fn what_was_said_of_a_column_wins_over_a_guess() {
        let draft = draft(&["kind", "sort"]);
        let mut mapping = Mapping::guess(&draft, &Dictionary::default());
        mapping
            .overlay(
                &draft,
                &Dictionary::default(),
                r#"{"ties": {"sort": {"is": "kind"}}, "tie_kind": "social"}"#,
            )
            .unwrap();
        let targets: Vec<Target> = mapping.tie_columns.iter().map(|choice| choice.target).collect();
        assert_eq!(targets, [Target::Attribute, Target::Kind]);
        assert_eq!(mapping.tie_kind, TieKind::Social);
    }

    #[test]
    fn what_is_no_mapping_is_refused_in_words() {
        let draft = draft(&["kind"]);
        let mut mapping = Mapping::guess(&draft, &Dictionary::default());
        for (text, word) in [
            ("{", "no mapping"),
            (r#"{"parallel": "maybe"}"#, "maybe"),
            (r#"{"ties": {"kind": {"is": "magic"}}}"#, "magic"),
            (r#"{"surprise": 1}"#, "surprise"),
        ] {
            let fault = mapping
                .overlay(&draft, &Dictionary::default(), text)
                .unwrap_err()
                .to_string();
            assert!(fault.contains(word), "{fault}");
        }
    }
}
