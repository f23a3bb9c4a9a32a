//! What tooltips and screen readers say about actors and ties.

use std::collections::BTreeMap;

use crate::base::text::count;
use crate::model::field::clean_line;
use crate::model::{ActorId, Document, Jot, TieId, TieKind, ZoneId};

/// Ties of an actor by kind, in the usual order: `supply 2, cooperation 1`.
fn ties_by_kind<'a>(kinds: impl Iterator<Item = &'a TieKind>) -> String {
    let mut by_kind: BTreeMap<TieKind, usize> = BTreeMap::new();
    for &kind in kinds {
        *by_kind.entry(kind).or_default() += 1;
    }
    let parts: Vec<String> = by_kind
        .into_iter()
        .map(|(kind, n)| format!("{} {n}", kind.name().to_lowercase()))
        .collect();
    parts.join(", ")
}

/// `Final goods producer, "Alpha", 3 of 24, ties: 4; supply 2, cooperation 2`.
pub(crate) fn actor_sentence(
    document: &Document,
    id: ActorId,
    position: usize,
    total: usize,
    kinds: &[TieKind],
) -> String {
    let Some(actor) = document.actor(id) else {
        return String::new();
    };
    let external = if actor.external { ", external" } else { "" };
    let name = if actor.name.is_empty() {
        id.to_string()
    } else {
        format!("\"{}\"", clean_line(&actor.name))
    };
    let mut sentence = format!("{}, {name}{external}, {position} of {total}", actor.kind.name());
    if kinds.is_empty() {
        sentence.push_str(", no ties");
    } else {
        let by_kind = ties_by_kind(kinds.iter());
        sentence.push_str(&format!(", ties: {}; {by_kind}", kinds.len()));
    }
    let pinned = document.place(id).is_some_and(|place| place.pinned);
    sentence.push_str(if pinned { ", pinned" } else { "" });
    sentence
}

/// `Supply tie from "S1" to "F1", strength 0.50, trust 0.50`.
pub(crate) fn tie_sentence(document: &Document, id: TieId) -> String {
    let Some(tie) = document.tie(id) else {
        return String::new();
    };
    let [from, to] = [tie.from, tie.to].map(|end| format!("\"{}\"", document.display_name(end)));
    let ends = if tie.points_one_way() {
        format!("from {from} to {to}")
    } else {
        format!("between {from} and {to}")
    };
    let mutual = if tie.mutual { ", mutual" } else { "" };
    let disabled = if tie.enabled { "" } else { ", disabled" };
    format!(
        "{} tie {ends}{mutual}{disabled}, strength {:.2}, trust {:.2}",
        tie.kind.name(),
        tie.weight.get(),
        tie.trust.get()
    )
}

/// `Note "Here"` with all its words, or `Zone "Core", 3 actors inside`.
pub(crate) fn jot_sentence(document: &Document, jot: Jot) -> String {
    match jot {
        Jot::Note(id) => document.note(id).map_or(String::new(), |note| {
            format!("Note \"{}\"", clean_line(&note.text))
        }),
        Jot::Zone(id) => document.zone(id).map_or(String::new(), |zone| {
            let inside = count(document.actors_in(zone).count(), "actor", "actors");
            format!("Zone \"{}\", {inside} inside", document.jot_name(jot))
        }),
    }
}

/// Lines of an actor's tooltip; the first is the name.
pub(crate) fn actor_tooltip(document: &Document, id: ActorId, kinds: &[TieKind]) -> Vec<String> {
    let Some(actor) = document.actor(id) else {
        return Vec::new();
    };
    let kind = if actor.external {
        format!("{}, external", actor.kind.name())
    } else {
        actor.kind.name().to_owned()
    };
    let ties = if kinds.is_empty() {
        "No ties".to_owned()
    } else {
        format!(
            "{}: {}",
            count(kinds.len(), "tie", "ties"),
            ties_by_kind(kinds.iter())
        )
    };
    if actor.name.is_empty() {
        vec![kind, ties]
    } else {
        vec![actor.name.clone(), kind, ties]
    }
}

/// Lines of a zone's tooltip; the first is the name.
pub(crate) fn zone_tooltip(document: &Document, id: ZoneId) -> Vec<String> {
    let Some(zone) = document.zone(id) else {
        return Vec::new();
    };
    let inside = count(document.actors_in(zone).count(), "actor", "actors");
    let mut lines = vec![document.jot_name(Jot::Zone(id)), format!("{inside} inside")];
    lines.extend((!zone.note.is_empty()).then(|| zone.note.clone()));
    lines.push("Drag moves it with what is inside, Alt+drag alone".to_owned());
    lines
}

/// Lines of a tie's tooltip; the first is the kind.
pub(crate) fn tie_tooltip(document: &Document, id: TieId) -> Vec<String> {
    let Some(tie) = document.tie(id) else {
        return Vec::new();
    };
    let mutual = if tie.mutual { ", mutual" } else { "" };
    let disabled = if tie.enabled { "" } else { ", disabled" };
    let [first, second] = tie.kind.info().ends;
    let (from, to) = (document.display_name(tie.from), document.display_name(tie.to));
    let ends = if first == second {
        vec![format!("{from} – {to}")]
    } else {
        vec![format!("{first} {from}"), format!("{second} {to}")]
    };
    let mut lines = vec![format!("{}{mutual}{disabled}", tie.kind.name())];
    lines.extend(ends);
    lines.push(format!(
        "Strength {:.2}, trust {:.2}",
        tie.weight.get(),
        tie.trust.get()
    ));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorKind;
    use crate::picture::scene::tests::sample;

    #[test]
    fn an_actor_in_a_sentence() {
        let document = sample(
            &[ActorKind::Final, ActorKind::Supplier],
            &[(TieKind::Supply, 1, 2)],
        );
        let id = ActorId::new(1).unwrap();
        let sentence = actor_sentence(&document, id, 1, 2, &[TieKind::Supply, TieKind::Supply]);
        assert_eq!(sentence, "Final goods producer, \"A\", 1 of 2, ties: 2; supply 2");
        assert_eq!(
            actor_tooltip(&document, id, &[TieKind::Supply]),
            ["A", "Final goods producer", "1 tie: supply 1"]
        );
    }

    #[test]
    fn a_tie_in_a_tooltip() {
        let document = sample(
            &[ActorKind::Final, ActorKind::Supplier],
            &[(TieKind::Supply, 1, 2)],
        );
        let lines = tie_tooltip(&document, TieId::new(1).unwrap());
        assert_eq!(
            lines,
            ["Supply", "Seller A", "Buyer A", "Strength 0.50, trust 0.50"]
        );
    }
}
