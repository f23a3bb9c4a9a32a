//! Whom an edit leaves with the knowledge that reached them: found from the edit's own ends, not by searching anew.
//!
//! A channel that is not on the best way of its source to a recipient, neither before nor after, leaves every best way
//! to that recipient as it was, for the best way on from its source goes past it. So it is enough to know what gets to
//! everybody from the ends of what has changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::Cancel;
use crate::graph::view::number;
use crate::model::ActorId;

use super::{Channels, Flood, LANES};

/// Beyond so many ends a search from everybody is not much dearer.
const MOST_ENDS: usize = 64;
/// Ways are as good as each other when they differ by less: rounding differs with the end that one multiplies from.
const ROUNDING: f64 = 1e-9;
/// Products below this, and parts below the second, lose digits; then nothing is taken over.
const TINY: f64 = 1e-250;
const TINY_PART: f64 = 1e-50;

/// A channel that is there in one of two states only, or passes on another part. Its ends are numbered as before;
/// actors that came later follow.
struct Altered {
    from: usize,
    to: usize,
    /// The larger of both parts.
    part: f64,
}

impl Channels {
    /// For each actor its number in `before`, if [`Channels::amounts_reaching`] gives it the very same bits now as
    /// before; `amount` and `amount_before` are what actors have in both states.
    pub fn undisturbed(
        &self,
        amount: &[f64],
        before: &Self,
        amount_before: &[f64],
        cancel: &Cancel,
    ) -> Vec<Option<usize>> {
        let mut old = old_numbers(&self.ids, &before.ids);
        let altered = self.altered(before, &old);
        let mut ends: BTreeSet<usize> = altered
            .iter()
            .flat_map(|channel| [channel.from, channel.to])
            .collect();
        let mut others_have: BTreeSet<usize> = BTreeSet::new();
        for (i, &was) in old.iter().enumerate() {
            if let Some(was) = was
                && amount[i].to_bits() != amount_before[was].to_bits()
            {
                others_have.insert(was);
            }
        }
        ends.extend(&others_have);
        // Who is new has no channels in the state before.
        ends.retain(|&end| end < before.ids.len());
        let tiny = |channels: &Self| channels.parts.iter().any(|&part| part > 0.0 && part < TINY_PART);
        if ends.len() > MOST_ENDS || tiny(self) || tiny(before) {
            return vec![None; self.ids.len()];
        }
        let ends: Vec<usize> = ends.into_iter().collect();
        let Some(reach) = before.reach_of(&ends, cancel) else {
            return vec![None; self.ids.len()];
        };
        let n = before.ids.len();
        let reaching = |end: usize, recipient: usize| match ends.binary_search(&end) {
            Ok(place) => reach[place * n + recipient],
            Err(_) => 0.0,
        };
        let kept = |recipient: usize| {
            let past = |channel: &Altered| {
                let through = channel.part * reaching(channel.to, recipient);
                through == 0.0 || through < (1.0 - ROUNDING) * reaching(channel.from, recipient)
            };
            altered.iter().all(past) && others_have.iter().all(|&who| reaching(who, recipient) == 0.0)
        };
        for was in &mut old {
            *was = was.filter(|&was| kept(was));
        }
        old
    }

    /// What differs from the state before.
    fn altered(&self, before: &Self, old: &[Option<usize>]) -> Vec<Altered> {
        let mut latest = before.ids.len();
        let joint: Vec<usize> = old
            .iter()
            .map(|was| {
                was.unwrap_or_else(|| {
                    latest += 1;
                    latest - 1
                })
            })
            .collect();
        let mut gone = vec![true; before.ids.len()];
        let mut altered = Vec::new();
        let mut compare = |to: usize, now: Option<usize>, was: Option<usize>| {
            let now = now
                .into_iter()
                .flat_map(|i| self.to(i))
                .map(|(from, part)| (joint[from], part));
            let was = was.into_iter().flat_map(|i| before.to(i));
            if now.clone().eq(was.clone()) {
                return;
            }
            let mut parts: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
            for (from, part) in was {
                parts.entry(from).or_default()[0] = part;
            }
            for (from, part) in now {
                parts.entry(from).or_default()[1] = part;
            }
            let differ = parts
                .into_iter()
                .filter(|(_, [was, now])| was.to_bits() != now.to_bits());
            altered.extend(differ.map(|(from, [was, now])| Altered {
                from,
                to,
                part: was.max(now),
            }));
        };
        for (i, &was) in old.iter().enumerate() {
            if let Some(was) = was {
                gone[was] = false;
            }
            compare(joint[i], Some(i), was);
        }
        for was in (0..gone.len()).filter(|&i| gone[i]) {
            compare(was, None, Some(was));
        }
        altered
    }

    /// π from each of these to everybody, one row for each; nothing where products are too small to be sure.
    fn reach_of(&self, ends: &[usize], cancel: &Cancel) -> Option<Vec<f64>> {
        let (n, onward) = (self.ids.len(), self.reversed());
        let mut flood = Flood::new(n);
        let mut reach = vec![0.0; ends.len() * n];
        for (group, rows) in ends.chunks(LANES).zip(reach.chunks_mut(LANES * n.max(1))) {
            flood.search(&onward, group, cancel).ok()?;
            for (lane, row) in rows.chunks_mut(n.max(1)).enumerate() {
                for (value, best) in row.iter_mut().zip(&flood.best) {
                    *value = best[lane];
                }
            }
        }
        let sure = reach.iter().all(|&value| value == 0.0 || value > TINY);
        sure.then_some(reach)
    }

    /// The same channels, listed by their sources.
    fn reversed(&self) -> Self {
        let n = self.ids.len();
        let mut starts = vec![0_u32; n + 1];
        for &source in &self.sources {
            starts[source as usize + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut free = starts.clone();
        let (mut sources, mut parts) = (vec![0; self.sources.len()], vec![0.0; self.parts.len()]);
        for recipient in 0..n {
            for (source, part) in self.to(recipient) {
                let place = &mut free[source];
                sources[*place as usize] = number(recipient);
                parts[*place as usize] = part;
                *place += 1;
            }
        }
        Self {
            ids: self.ids.clone(),
            starts,
            sources,
            parts,
        }
    }
}

/// Where each of `ids` stands in `before`; both rise.
pub(in crate::graph) fn old_numbers(ids: &[ActorId], before: &[ActorId]) -> Vec<Option<usize>> {
    let mut at = 0;
    let find = |&id: &ActorId| {
        while before.get(at).is_some_and(|&other| other < id) {
            at += 1;
        }
        (before.get(at) == Some(&id)).then_some(at)
    };
    ids.iter().map(find).collect()
}
