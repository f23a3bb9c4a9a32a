//! What a filter could keep: the sorts that occur, with how often, or the least and the largest number.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::analysis::aspect::{Aspect, NONE};
use crate::base::cancel::{Cancel, Cancelled};
use crate::model::Document;
use crate::session::groups::Communities;

use super::seen::partners;

/// What an aspect comes to in a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// Of what.
    pub aspect: Aspect,
    /// Its sorts with how many are of each: in their usual order, else the most frequent first, those of none last.
    pub sorts: Vec<(String, usize)>,
    /// The least and the largest number.
    pub span: Option<(f64, f64)>,
}

/// Looks through a state.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub(super) fn choices(
    document: &Document,
    aspect: Aspect,
    groups: Option<&Communities>,
    cancel: &Cancel,
) -> Result<Choices, Cancelled> {
    let mut found = Choices {
        aspect,
        sorts: Vec::new(),
        span: None,
    };
    if aspect == Aspect::Community {
        if let Some(groups) = groups {
            let word = |group: &crate::session::groups::Group| (group.identity.to_string(), group.size);
            found.sorts = groups.groups().iter().map(word).collect();
            let outside = document.actor_count() - groups.members().len();
            if outside > 0 {
                found.sorts.push((NONE.to_owned(), outside));
            }
        }
        return Ok(found);
    }
    if aspect.is_number() {
        let mut span: Option<(f64, f64)> = None;
        let mut note = |number: f64| {
            let (least, most) = span.get_or_insert((number, number));
            *least = least.min(number);
            *most = most.max(number);
        };
        if aspect == Aspect::Partners {
            partners(document, cancel)?
                .into_iter()
                .for_each(|count| note(f64::from(count)));
        } else if aspect.is_of_ties() {
            document
                .ties()
                .filter_map(|(_, tie)| aspect.tie_number(tie))
                .for_each(note);
        } else {
            document
                .actors()
                .filter_map(|(_, actor)| aspect.actor_number(actor))
                .for_each(note);
        }
        found.span = span;
        return Ok(found);
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |word: &str| match counts.get_mut(word) {
        Some(count) => *count += 1,
        None => {
            counts.insert(word.to_owned(), 1);
        }
    };
    if aspect.is_of_ties() {
        for (_, tie) in document.ties() {
            aspect.tie_words(tie).iter().for_each(|word| count(word));
        }
    } else {
        for (_, actor) in document.actors() {
            aspect.actor_words(actor).iter().for_each(|word| count(word));
        }
    }
    cancel.check()?;
    let usual = aspect.all_words();
    found.sorts = counts.into_iter().collect();
    found.sorts.sort_by_key(|(word, count)| {
        let place = usual.iter().position(|usual| usual == word);
        (word.is_empty(), place.unwrap_or(usual.len()), Reverse(*count))
    });
    Ok(found)
}
