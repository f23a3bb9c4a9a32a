//! What copying gives to other programs, and what pasting takes from them: rows of text.

use crate::base::geom::{Point, Vector};
use crate::model::assumption::Assumptions;
use crate::model::field::clean_line;
use crate::model::fragment::Fragment;
use crate::model::{Actor, ActorKind, Place};

/// One row an actor, cells separated by tabs: name, kind, jobs, revenue. Spreadsheets take it as it is.
pub fn rows(fragment: &Fragment) -> String {
    let mut text = String::from("name\tkind\tjobs\trevenue\n");
    for (_, actor, _) in &fragment.actors {
        let name = actor.name.replace(['\t', '\n', '\r'], " ");
        text += &format!(
            "{name}\t{}\t{}\t{}\n",
            actor.kind.id(),
            actor.jobs.get(),
            actor.revenue.get()
        );
    }
    text
}

/// Actors from text: one name a line; a second cell, after a tab, may name the kind by id or by its full name.
///
/// Empty lines are skipped, and so is the heading that [`rows`] writes. They start with what the project assumes. New actors stand in a block around `center`.
pub fn actors(
    text: &str,
    default: ActorKind,
    center: Point,
    assumptions: &Assumptions,
) -> Vec<(Actor, Place)> {
    let mut actors = Vec::new();
    for line in text.lines() {
        let mut cells = line.split('\t').map(clean_line);
        let name = cells.next().unwrap_or_default();
        let second = cells.next().unwrap_or_default();
        if name.is_empty() || (name == "name" && second == "kind") {
            continue;
        }
        actors.push(assumptions.fresh(name, kind_called(&second).unwrap_or(default)));
    }
    let columns = (actors.len() as f64).sqrt().ceil().max(1.0) as usize;
    let rows = actors.len().div_ceil(columns);
    actors
        .into_iter()
        .enumerate()
        .map(|(i, actor)| {
            let middle = |count: usize| (count.saturating_sub(1)) as f64 / 2.0;
            let column = (i % columns) as f64 - middle(columns);
            let row = (i / columns) as f64 - middle(rows);
            (
                actor,
                Place {
                    at: center + Vector::new(column * SPACING.x, row * SPACING.y),
                    pinned: false,
                },
            )
        })
        .collect()
}

/// Distance of pasted actors, so that their labels do not touch.
const SPACING: Vector = Vector { x: 140.0, y: 90.0 };

fn kind_called(word: &str) -> Option<ActorKind> {
    ActorKind::from_id(&word.to_lowercase()).or_else(|| {
        ActorKind::ALL
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_one_a_line_with_or_without_kinds() {
        let pasted = actors(
            "Alpha\n\n  Beta \tuniversity\r\n产业\tSpecialized supplier\n",
            ActorKind::Final,
            Point::ORIGIN,
            &Assumptions::default(),
        );
        let found: Vec<_> = pasted
            .iter()
            .map(|(actor, _)| (actor.name.as_str(), actor.kind))
            .collect();
        let expected = [
            ("Alpha", ActorKind::Final),
            ("Beta", ActorKind::University),
            ("产业", ActorKind::Supplier),
        ];
        assert_eq!(found, expected);
        assert_ne!(pasted[0].1.at, pasted[1].1.at);
    }

    #[test]
    fn copied_rows_come_back() {
        let id = crate::model::ActorId::new(1).unwrap();
        let fragment = Fragment {
            actors: vec![(id, Actor::new("A\tB", ActorKind::Center), Point::ORIGIN)],
            ties: Vec::new(),
        };
        let back = actors(
            &rows(&fragment),
            ActorKind::Final,
            Point::ORIGIN,
            &Assumptions::default(),
        );
        assert_eq!(back.len(), 1);
        assert_eq!(
            (back[0].0.name.as_str(), back[0].0.kind),
            ("A B", ActorKind::Center)
        );
    }
}
