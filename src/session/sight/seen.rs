//! What filters and a focus leave of a state: who is seen, who is faded, who is hidden.

use std::collections::BTreeSet;

use crate::analysis::aspect::Aspect;
use crate::base::cancel::{Cancel, Cancelled};
use crate::model::{Actor, ActorId, Change, Document, Selection, Tie, TieId};
use crate::picture::{Shown, Visibility};
use crate::session::groups::Communities;

use super::filter::Filter;

/// Some actors and those around them; the rest is faded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Those in the middle.
    pub center: BTreeSet<ActorId>,
    /// How many steps along ties, whichever way they point, the others may be away.
    pub steps: usize,
}

/// What decides who is seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rules {
    /// One for each aspect, in the order in which they were made.
    pub(super) filters: Vec<Filter>,
    /// What filters hold back is faded rather than hidden.
    pub(super) fades: bool,
    pub(super) focus: Option<Focus>,
    /// Seen whatever the filters say: nothing vanishes under the hand that draws or chooses it.
    pub(super) spared: Selection,
}

impl Rules {
    /// Something may be faded or hidden.
    pub(super) fn are_active(&self) -> bool {
        self.focus.is_some() || self.filters.iter().any(|filter| !filter.keeps.is_everything())
    }

    /// Whether somebody is seen depends on nothing but that actor or tie.
    pub(super) fn look_at_one(&self) -> bool {
        self.focus.is_none() && !self.filters.iter().any(Filter::looks_around)
    }

    /// How much is seen of what a filter does not keep.
    fn otherwise(&self) -> Visibility {
        if self.fades {
            Visibility::Faded
        } else {
            Visibility::Hidden
        }
    }

    fn actor(&self, id: ActorId, actor: &Actor) -> Visibility {
        let kept =
            self.spared.actors.contains(&id) || self.filters.iter().all(|filter| filter.keeps_actor(actor));
        if kept { Visibility::Seen } else { self.otherwise() }
    }

    fn tie(&self, id: TieId, tie: &Tie) -> Visibility {
        let kept = self.spared.ties.contains(&id) || self.filters.iter().all(|filter| filter.keeps_tie(tie));
        if kept { Visibility::Seen } else { self.otherwise() }
    }
}

/// How many things are looked at before the flag is.
const BETWEEN_CHECKS: usize = 4096;

/// What of a document is seen by these rules. Filters for communities hold nothing back before `groups` are known.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub(super) fn shown(
    document: &Document,
    rules: &Rules,
    groups: Option<&Communities>,
    cancel: &Cancel,
) -> Result<Shown, Cancelled> {
    let around: Vec<&Filter> = rules
        .filters
        .iter()
        .filter(|filter| filter.looks_around())
        .collect();
    let counted = around.iter().any(|filter| filter.aspect == Aspect::Partners);
    let partners = if counted {
        partners(document, cancel)?
    } else {
        Vec::new()
    };
    let mut actors = Vec::new();
    for (place, (id, actor)) in document.actors().enumerate() {
        if place.is_multiple_of(BETWEEN_CHECKS) {
            cancel.check()?;
        }
        let mut visibility = rules.actor(id, actor);
        if !rules.spared.actors.contains(&id) {
            for filter in &around {
                let kept = match (filter.aspect, groups) {
                    (Aspect::Partners, _) => filter.keeps.keeps_number(Some(f64::from(partners[place]))),
                    (_, None) => true,
                    (_, Some(groups)) => filter.keeps.keeps_word(&group_word(groups, id)),
                };
                if !kept {
                    visibility = rules.otherwise();
                }
            }
        }
        if visibility != Visibility::Seen {
            actors.push((id, visibility));
        }
    }
    let mut ties = Vec::new();
    for (place, (id, tie)) in document.ties().enumerate() {
        if place.is_multiple_of(BETWEEN_CHECKS) {
            cancel.check()?;
        }
        let visibility = rules.tie(id, tie);
        if visibility != Visibility::Seen {
            ties.push((id, visibility));
        }
    }
    if let Some(focus) = &rules.focus {
        let inside = reached(document, rules, focus, &actors, cancel)?;
        let faded = |id: &ActorId| !inside.contains(id) && !rules.spared.actors.contains(id);
        let mut held_back = actors.into_iter().peekable();
        actors = document
            .actors()
            .filter_map(|(id, _)| {
                let held_back = held_back.next_if(|&(other, _)| other == id);
                held_back.or_else(|| faded(&id).then_some((id, Visibility::Faded)))
            })
            .collect();
    }
    Ok(Shown { actors, ties })
}

/// The word of an actor's community: its identity, or none for externals.
pub(super) fn group_word(groups: &Communities, id: ActorId) -> String {
    groups
        .of(id)
        .map_or_else(String::new, |group| group.identity.to_string())
}

/// How many others each actor is tied to by ties that count, in id order.
pub(super) fn partners(document: &Document, cancel: &Cancel) -> Result<Vec<u32>, Cancelled> {
    let ids: Vec<ActorId> = document.actors().map(|(id, _)| id).collect();
    let place = |id: ActorId| ids.binary_search(&id).ok();
    let mut pairs = Vec::with_capacity(document.tie_count());
    for (_, tie) in document.ties().filter(|(_, tie)| tie.enabled && !tie.is_loop()) {
        if let (Some(a), Some(b)) = (place(tie.from), place(tie.to)) {
            pairs.push((a.min(b), a.max(b)));
        }
    }
    cancel.check()?;
    pairs.sort_unstable();
    pairs.dedup();
    let mut partners = vec![0; ids.len()];
    for (a, b) in pairs {
        partners[a] += 1;
        partners[b] += 1;
    }
    Ok(partners)
}

/// Who is at most so many steps away from the middle, along ties that count and that the filters keep.
fn reached(
    document: &Document,
    rules: &Rules,
    focus: &Focus,
    held_back: &[(ActorId, Visibility)],
    cancel: &Cancel,
) -> Result<BTreeSet<ActorId>, Cancelled> {
    let mut inside = focus.center.clone();
    let mut front: Vec<ActorId> = focus.center.iter().copied().collect();
    for _ in 0..focus.steps {
        cancel.check()?;
        let mut next = Vec::new();
        for &id in &front {
            for (tie_id, tie) in document.ties_of(id) {
                if !tie.enabled || rules.tie(tie_id, tie) != Visibility::Seen {
                    continue;
                }
                if let Some(other) = tie.other_end(id)
                    && held_back.binary_search_by_key(&other, |&(id, _)| id).is_err()
                    && inside.insert(other)
                {
                    next.push(other);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        front = next;
    }
    Ok(inside)
}

/// Brings an answer up to date with a few changes, for rules that look at one actor or tie at a time.
pub(super) fn follow(found: &mut Shown, rules: &Rules, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Actor(id, swap) => {
                let visibility = swap.after.as_ref().map(|actor| rules.actor(*id, actor));
                put(&mut found.actors, *id, visibility.unwrap_or_default());
            }
            Change::Tie(id, swap) => {
                let visibility = swap.after.as_ref().map(|tie| rules.tie(*id, tie));
                put(&mut found.ties, *id, visibility.unwrap_or_default());
                // The ends of a tie that is spared are seen with it.
                for end in swap.after.iter().flat_map(|tie| [tie.from, tie.to]) {
                    if rules.spared.actors.contains(&end) {
                        put(&mut found.actors, end, Visibility::Seen);
                    }
                }
            }
            _ => {}
        }
    }
}

fn put<I: Copy + Ord>(list: &mut Vec<(I, Visibility)>, id: I, visibility: Visibility) {
    let seen = visibility == Visibility::Seen;
    match list.binary_search_by_key(&id, |&(id, _)| id) {
        Ok(place) if seen => {
            list.remove(place);
        }
        Ok(place) => list[place].1 = visibility,
        Err(_) if seen => {}
        Err(place) => list.insert(place, (id, visibility)),
    }
}

/// The part of a selection that is drawn at least so well.
pub(super) fn seen_of(
    found: &Shown,
    document: &Document,
    selection: &Selection,
    at_least: Visibility,
) -> Selection {
    let actors = selection.actors.iter().copied();
    let ties = selection.ties.iter().copied();
    let tie = |id: TieId| {
        let ends = document
            .tie(id)
            .map(|tie| found.actor(tie.from).max(found.actor(tie.to)));
        found.tie(id).max(ends.unwrap_or_default())
    };
    Selection {
        actors: actors.filter(|&id| found.actor(id) <= at_least).collect(),
        ties: ties.filter(|&id| tie(id) <= at_least).collect(),
        notes: selection.notes.clone(),
        zones: selection.zones.clone(),
    }
}
