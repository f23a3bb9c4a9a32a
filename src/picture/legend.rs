//! What on a map needs explaining: the kinds that occur with how often, and what sizes and widths stand for.

use crate::base::cancel::{Cancel, Cancelled};
use crate::model::{ActorKind, Document, TieKind};

use super::visibility::{Beside, Shown, Visibility};

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
    /// What a map of a document shows.
    ///
    /// # Errors
    /// [`Cancelled`] once the flag is raised.
    pub fn of(document: &Document, shown: &Shown, cancel: &Cancel) -> Result<Self, Cancelled> {
        let mut legend = Self::default();
        let mut actors = tally(ActorKind::ALL);
        let mut beside = Beside::new(&shown.actors);
        for (id, actor) in document.actors() {
            let entry = &mut actors[actor.kind as usize];
            entry.all += 1;
            if beside.of(id) == Visibility::Seen {
                entry.seen += 1;
                legend.externals += usize::from(actor.external);
                widen(&mut legend.jobs, actor.jobs.get());
            }
        }
        let mut ties = tally(TieKind::ALL);
        let mut beside = Beside::new(&shown.ties);
        for (place, (id, tie)) in document.ties().enumerate() {
            if place.is_multiple_of(BETWEEN_CHECKS) {
                cancel.check()?;
            }
            let entry = &mut ties[tie.kind as usize];
            entry.all += 1;
            // A tie is never seen better than its ends.
            let ends_seen = || {
                let ends = [tie.from, tie.to];
                shown.actors.is_empty() || ends.iter().all(|&end| shown.actor(end) == Visibility::Seen)
            };
            if beside.of(id) == Visibility::Seen && ends_seen() {
                entry.seen += 1;
                legend.disabled += usize::from(!tie.enabled);
                widen(&mut legend.weights, tie.weight.get());
            }
        }
        legend.actors = actors.into_iter().filter(|entry| entry.all > 0).collect();
        legend.ties = ties.into_iter().filter(|entry| entry.all > 0).collect();
        Ok(legend)
    }

    /// Nothing to explain.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }
}

/// Ties that are looked at before the flag is.
const BETWEEN_CHECKS: usize = 1 << 16;

/// Nothing counted yet, of each kind where its number says.
fn tally<T: Copy, const N: usize>(kinds: [T; N]) -> [Entry<T>; N] {
    kinds.map(|kind| Entry {
        kind,
        seen: 0,
        all: 0,
    })
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

    #[test]
    fn every_kind_is_counted_where_its_number_says() {
        let actors = ActorKind::ALL.into_iter().enumerate();
        assert!(actors.into_iter().all(|(place, kind)| kind as usize == place));
        let ties = TieKind::ALL.into_iter().enumerate();
        assert!(ties.into_iter().all(|(place, kind)| kind as usize == place));
    }

    #[test]
    fn it_tells_of_what_is_seen_and_counts_the_rest() {
        let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Final];
        let document = sample(&kinds, &[(TieKind::Supply, 1, 2), (TieKind::Supply, 2, 3)]);
        let of = |shown: &Shown| Legend::of(&document, shown, &Cancel::new()).unwrap();
        let whole = of(&Shown::default());
        let last = ActorId::new(3).unwrap();
        let legend = of(&Shown {
            actors: vec![(last, Visibility::Faded)],
            ..Shown::default()
        });
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
