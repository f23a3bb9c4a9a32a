//! Aspects laid out over the map: numbers as they are, and sorts with colors that stay theirs from state to state.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::{Cancel, Cancelled};
use crate::model::Document;

use super::aspect::{Aspect, NONE};
use super::spread::{COLORED, Measure, Sort, Spread};

impl Spread {
    /// What is said of all actors or all ties.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised.
    pub(super) fn of_aspect(document: &Document, aspect: Aspect, cancel: &Cancel) -> Result<Self, Cancelled> {
        let measure = Measure::Aspect(aspect);
        if aspect.is_number() {
            let actors = document.actors();
            let ties = document.ties();
            return Ok(Self::of_numbers(
                measure,
                actors
                    .filter_map(|(id, actor)| Some((id, aspect.actor_number(actor)?)))
                    .collect(),
                ties.filter_map(|(id, tie)| Some((id, aspect.tie_number(tie)?)))
                    .collect(),
            ));
        }
        let counts = if aspect.is_of_ties() {
            count(document.ties().map(|(_, tie)| aspect.tie_words(tie)))
        } else {
            count(document.actors().map(|(_, actor)| aspect.actor_words(actor)))
        };
        cancel.check()?;
        let sorts = in_order(aspect, counts);
        // Who is of several sorts shows the most frequent of them.
        let place: BTreeMap<&str, usize> = sorts.iter().map(String::as_str).zip(0..).collect();
        let first = |words: Vec<std::borrow::Cow<'_, str>>| {
            let places = words.iter().filter_map(|word| place.get(word.as_ref()));
            places.min().map(|&place| place as f64)
        };
        let (mut actors, mut ties) = (Vec::new(), Vec::new());
        if aspect.is_of_ties() {
            ties = document
                .ties()
                .filter_map(|(id, tie)| Some((id, first(aspect.tie_words(tie))?)))
                .collect();
        } else {
            actors = document
                .actors()
                .filter_map(|(id, actor)| Some((id, first(aspect.actor_words(actor))?)))
                .collect();
        }
        let colored = sorts.iter().filter(|word| *word != NONE);
        let colors: BTreeMap<&str, usize> = colored.map(String::as_str).zip(0..COLORED).collect();
        let colors: Vec<Option<usize>> = sorts
            .iter()
            .map(|word| colors.get(word.as_str()).copied())
            .collect();
        let sorts = sorts
            .iter()
            .zip(colors)
            .map(|(word, color)| Sort {
                word: word.clone(),
                color,
            })
            .collect();
        Ok(Self::of_numbers(measure, actors, ties).with_sorts(sorts))
    }

    /// Gives sorts the colors that they had before; what is new among the largest takes colors that are free.
    pub fn take_over_colors(&mut self, before: &Self) {
        if before.measure() != self.measure() {
            return;
        }
        let own: BTreeMap<&str, usize> = before
            .sorts()
            .iter()
            .filter_map(|sort| Some((sort.word.as_str(), sort.color?)))
            .collect();
        let mut sorts = self.sorts().to_vec();
        for sort in &mut sorts {
            sort.color = own.get(sort.word.as_str()).copied();
        }
        let taken: BTreeSet<usize> = sorts.iter().filter_map(|sort| sort.color).collect();
        let free = (0..COLORED).filter(|color| !taken.contains(color));
        let bare = sorts
            .iter_mut()
            .filter(|sort| sort.color.is_none() && sort.word != NONE);
        for (sort, color) in bare.zip(free) {
            sort.color = Some(color);
        }
        self.set_sorts(sorts);
    }
}

fn count<'a>(words: impl Iterator<Item = Vec<std::borrow::Cow<'a, str>>>) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for words in words {
        for word in words {
            match counts.get_mut(word.as_ref()) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(word.into_owned(), 1);
                }
            }
        }
    }
    counts
}

/// In their usual order, else the most frequent first; those of none come last.
fn in_order(aspect: Aspect, counts: BTreeMap<String, usize>) -> Vec<String> {
    let usual = aspect.all_words();
    let mut words: Vec<(String, usize)> = counts.into_iter().collect();
    words.sort_by_key(|(word, count)| {
        let place = usual.iter().position(|usual| usual == word);
        (word == NONE, place.unwrap_or(usual.len()), Reverse(*count))
    });
    words.into_iter().map(|(word, _)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field::Value;
    use crate::model::{ActorId, Edit, Ids};

    fn of(document: &Document, aspect: Aspect) -> Spread {
        Spread::of_aspect(document, aspect, &Cancel::new()).unwrap()
    }

    fn tagged(document: &Document, ids: &mut Ids, id: u64, tags: &[&str]) -> Document {
        let tags = tags.iter().map(|&tag| tag.to_owned()).collect();
        let whom = BTreeSet::from([ActorId::new(id).unwrap()]);
        let edit = Edit::SetActorField(whom, "tags".into(), Value::List(tags));
        edit.apply(document, ids).unwrap()
    }

    #[test]
    fn tags_keep_their_color_when_another_becomes_more_frequent() {
        let mut document = crate::files::examples::find("golden").unwrap().document();
        let mut ids = document.ids();
        let numbers: Vec<u64> = document.actors().map(|(id, _)| id.number()).take(5).collect();
        document = tagged(&document, &mut ids, numbers[0], &["wood"]);
        let before = of(&document, Aspect::ActorTag);
        assert_eq!(before.sorts()[0].color, Some(0));
        assert_eq!(
            before.sorts()[1],
            Sort {
                word: NONE.into(),
                color: None
            }
        );
        document = tagged(&document, &mut ids, numbers[1], &["iron"]);
        document = tagged(&document, &mut ids, numbers[2], &["iron", "wood"]);
        document = tagged(&document, &mut ids, numbers[3], &["iron"]);
        let mut after = of(&document, Aspect::ActorTag);
        assert_eq!(after.sorts()[0].word, "iron");
        after.take_over_colors(&before);
        let colors: Vec<_> = after.sorts().iter().map(|sort| sort.color).collect();
        assert_eq!(colors, [Some(1), Some(0), None]);
        assert_eq!(after.actor_sort(ActorId::new(numbers[2]).unwrap()), Some(0));
    }

    #[test]
    fn numbers_are_laid_out_as_they_are() {
        let document = crate::files::examples::find("golden").unwrap().document();
        let trust = of(&document, Aspect::TieField("trust"));
        assert!(trust.actor_span().is_none() && trust.sorts().is_empty());
        for (id, tie) in document.ties() {
            assert_eq!(trust.tie(id), Some(tie.trust.get()));
        }
        let founded = of(&document, Aspect::ActorField("founded"));
        assert!(founded.actor_span().unwrap().least > 1000.0);
    }
}
