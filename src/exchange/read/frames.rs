//! Actors that only stand for the group of others, in formats where one can lie in another.

use crate::exchange::draft::{Column, Draft, Fate};

/// Takes out the actors that are only frames around others: those at which no tie ends. `frames` has the group of each
/// actor that is a frame.
pub(super) fn unframe(draft: &mut Draft, frames: &[Option<u32>]) {
    if frames.iter().all(Option::is_none) {
        return;
    }
    let group = |number: usize| frames.get(number).copied().flatten();
    let mut stays: Vec<bool> = (0..draft.actors.len())
        .map(|number| group(number).is_none())
        .collect();
    for tie in &draft.ties {
        stays[tie.from as usize] = true;
        stays[tie.to as usize] = true;
    }
    for (number, actor) in draft.actors.iter_mut().enumerate() {
        if let Some(own) = group(number) {
            actor.group = Some(own);
        }
    }
    let mut next = 0;
    let numbers: Vec<u32> = stays
        .iter()
        .map(|stays| {
            let number = next;
            next += u32::from(*stays);
            number
        })
        .collect();
    let gone = draft.actors.len() - next as usize;
    if gone == 0 {
        return;
    }
    keep(&mut draft.actors, &stays);
    for Column { values, .. } in &mut draft.actor_columns {
        values.retain(&stays);
    }
    draft.actor_columns.retain(|column| !column.values.is_empty());
    for tie in &mut draft.ties {
        tie.from = numbers[tie.from as usize];
        tie.to = numbers[tie.to as usize];
    }
    draft.found.actor_records -= gone;
    let what = match gone {
        1 => "A frame around others became a group and not an actor, because no tie ends at it".to_owned(),
        n => format!("{n} frames around others became groups and not actors, because no ties end at them"),
    };
    draft.found.remark(Fate::Repaired, what, "");
}

fn keep<T>(list: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    list.retain(|_| stays.next().copied().unwrap_or(true));
}
