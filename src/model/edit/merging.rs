//! Several actors become one.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::units::{Amount, Jobs, Share};
use crate::model::field::clean_tags;
use crate::model::{Actor, ActorId, Document, Refusal, Selection, Tie, TieId};

use super::{Outcome, remove, remove_bare};

/// See [`super::Edit::Merge`].
pub(super) fn merge(
    document: &Document,
    into: ActorId,
    others: &BTreeSet<ActorId>,
    out: &mut Outcome,
) -> Result<(), Refusal> {
    let mut all = others.clone();
    all.insert(into);
    if all.len() < 2 {
        return Err(Refusal::TooFew);
    }
    let mut members = Vec::new();
    for &id in &all {
        members.push(document.actor(id).ok_or(Refusal::NoActor(id))?);
    }
    let revenue: f64 = members.iter().map(|actor| actor.revenue.get()).sum();
    let weighted = |value: fn(&Actor) -> Share| {
        let mean = if revenue > 0.0 {
            members
                .iter()
                .map(|actor| value(actor).get() * actor.revenue.get())
                .sum::<f64>()
                / revenue
        } else {
            members.iter().map(|actor| value(actor).get()).sum::<f64>() / members.len() as f64
        };
        Share::clamped(mean).expect("a mean of shares is a number")
    };
    let jobs: f64 = members.iter().map(|actor| actor.jobs.get()).sum();
    out.change_actor(document, into, |actor| {
        actor.revenue = Amount::clamped(revenue).expect("a sum of amounts is a number");
        actor.jobs = Jobs::clamped(jobs).expect("a sum of jobs is a number");
        actor.capability = weighted(|a| a.capability);
        actor.absorption = weighted(|a| a.absorption);
        actor.export = weighted(|a| a.export);
        actor.reputation = weighted(|a| a.reputation);
        members.iter().for_each(|other| keep_words(actor, other));
        Ok(())
    })?;
    let inside = |tie: &Tie| all.contains(&tie.from) && all.contains(&tie.to);
    let touching: BTreeMap<TieId, &Tie> = all.iter().flat_map(|&id| document.ties_of(id)).collect();
    let among = touching.iter().filter(|(_, tie)| inside(tie)).map(|(&id, _)| id);
    let among = Selection {
        ties: among.collect(),
        ..Selection::default()
    };
    remove(document, &among, &mut out.changes)?;
    for (id, tie) in touching.into_iter().filter(|(_, tie)| !inside(tie)) {
        let from = all.contains(&tie.from);
        out.change_tie(document, id, |tie| {
            if from {
                tie.from = into;
            } else {
                tie.to = into;
            }
            Ok(())
        })?;
    }
    let mut gone = all;
    gone.remove(&into);
    remove_bare(document, &gone, &mut out.changes)
}

/// What somebody has written about an actor that becomes part of another goes along: tags, notes, and attributes that
/// the other has not.
fn keep_words(into: &mut Actor, absorbed: &Actor) {
    let tags = into
        .extra
        .tags
        .iter()
        .chain(&absorbed.extra.tags)
        .cloned()
        .collect();
    into.extra.tags = clean_tags(tags);
    if !into.extra.note.contains(&absorbed.extra.note) {
        if !into.extra.note.is_empty() {
            into.extra.note.push('\n');
        }
        into.extra.note.push_str(&absorbed.extra.note);
    }
    for (name, value) in absorbed.attributes.iter() {
        if into.attributes.get(name).is_none() {
            into.attributes.set(name, Some(value.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorKind;
    use crate::model::attribute::Datum;

    #[test]
    fn words_about_the_absorbed_are_not_lost() {
        let mut into = Actor::new("A", ActorKind::Final);
        let mut other = Actor::new("B", ActorKind::Final);
        into.extra.note = "First".into();
        other.extra.note = "Second".into();
        other.extra.tags = vec!["old".into()];
        into.attributes.set("city", Datum::text("Here"));
        other.attributes.set("city", Datum::text("There"));
        other.attributes.set("code", Datum::text("007"));
        keep_words(&mut into, &other);
        let again = into.clone();
        keep_words(&mut into, &other);
        assert_eq!(into, again);
        assert_eq!(
            (into.extra.note.as_str(), &into.extra.tags),
            ("First\nSecond", &vec!["old".to_owned()])
        );
        assert_eq!(into.attributes.get("city"), Datum::text("Here").as_ref());
        assert_eq!(into.attributes.get("code"), Datum::text("007").as_ref());
    }
}
