//! What on a map needs explaining: the kinds that occur with how often, and what sizes and widths stand for.

use std::collections::BTreeMap;

use crate::model::{ActorKind, Document, TieKind};

use super::Scene;

/// A kind that occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    /// Which.
    pub kind: T,
    /// How many are seen on the map, neither faded nor hidden.
    pub seen: usize,
    /// How many there are.
    pub all: usize,
}

/// The smallest and the largest number of what is seen.
pub type Extent = (f64, f64);

/// Kinds that occur, in their usual order, with their numbers, and what is drawn of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Legend {
    /// Kinds of actors.
    pub actors: Vec<Entry<ActorKind>>,
    /// Kinds of ties.
    pub ties: Vec<Entry<TieKind>>,
    /// Some actor that is seen is external, so that dashed outlines need a word.
    pub externals: usize,
    /// Some tie that is seen is disabled, so that faint ties need a word.
    pub disabled: usize,
    /// From how many jobs to how many, which the sizes of marks stand for.
    pub jobs: Option<Extent>,
    /// From which weight to which, which the widths of ties stand for.
    pub weights: Option<Extent>,
}

impl Legend {
    /// What a scene of a document shows.
    pub fn of(scene: &Scene, document: &Document) -> Self {
        let mut actors: BTreeMap<ActorKind, Entry<ActorKind>> = BTreeMap::new();
        let mut ties: BTreeMap<TieKind, Entry<TieKind>> = BTreeMap::new();
        let mut legend = Self::default();
        for (mark, (_, actor)) in scene.marks().iter().zip(document.actors()) {
            let entry = actors.entry(mark.kind).or_insert(Entry {
                kind: mark.kind,
                seen: 0,
                all: 0,
            });
            entry.all += 1;
            if mark.seen() {
                entry.seen += 1;
                legend.externals += usize::from(mark.external);
                widen(&mut legend.jobs, actor.jobs.get());
            }
        }
        let mut listed = document.ties();
        for strand in scene.strands() {
            let tie = listed.find(|(id, _)| *id == strand.id);
            let entry = ties.entry(strand.kind).or_insert(Entry {
                kind: strand.kind,
                seen: 0,
                all: 0,
            });
            entry.all += 1;
            if strand.seen() {
                entry.seen += 1;
                legend.disabled += usize::from(!strand.enabled);
                if let Some((_, tie)) = tie {
                    widen(&mut legend.weights, tie.weight.get());
                }
            }
        }
        legend.actors = actors.into_values().collect();
        legend.ties = ties.into_values().collect();
        legend
    }

    /// Nothing to explain.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }
}

fn widen(extent: &mut Option<Extent>, value: f64) {
    let (least, most) = extent.get_or_insert((value, value));
    *least = least.min(value);
    *most = most.max(value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorId;
    use crate::picture::scene::tests::sample;
    use crate::picture::{Shown, Visibility};

    #[test]
    fn it_tells_of_what_is_seen_and_counts_the_rest() {
        let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Final];
        let document = sample(&kinds, &[(TieKind::Supply, 1, 2), (TieKind::Supply, 2, 3)]);
        let mut scene = Scene::of(&document);
        let whole = Legend::of(&scene, &document);
        let last = ActorId::new(3).unwrap();
        scene.show(&Shown {
            actors: vec![(last, Visibility::Faded)],
            ..Shown::default()
        });
        let legend = Legend::of(&scene, &document);
        let counts = |legend: &Legend| {
            let actors = legend.actors.iter().map(|entry| (entry.seen, entry.all));
            let ties = legend.ties.iter().map(|entry| (entry.seen, entry.all));
            (actors.collect::<Vec<_>>(), ties.collect::<Vec<_>>())
        };
        assert_eq!(counts(&whole), (vec![(2, 2), (1, 1)], vec![(2, 2)]));
        assert_eq!(counts(&legend), (vec![(1, 2), (1, 1)], vec![(1, 2)]));
        assert_eq!(legend.weights, Some((0.5, 0.5)));
        assert!(whole.jobs.is_some_and(|(least, most)| least < most));
    }
}
