//! Which single tie would raise a figure most, and which single loss would hurt most: every candidate is tried, and
//! the figure of the resulting state is measured exactly.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;
use crate::base::progress::Progress;
use crate::base::rng::Rng;
use crate::base::text::lower;
use crate::model::kind::Direction;
use crate::model::{ActorId, ActorKind, Document, Edit, Ids, Refusal, Role, Selection, Tie, TieId, TieKind};

use super::causes::cost_of;
use super::dimensions::DIMENSIONS;
use super::facts::Facts;
use super::indicator::Indicator;
use super::registry;

/// Which actors may take part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// All of them.
    #[default]
    Everyone,
    /// Those of these families.
    Roles(BTreeSet<Role>),
    /// Those of these kinds.
    Kinds(BTreeSet<ActorKind>),
    /// These.
    Actors(BTreeSet<ActorId>),
}

impl Among {
    fn has(&self, document: &Document, id: ActorId) -> bool {
        let kind = document.actor(id).map(|actor| actor.kind);
        match self {
            Self::Everyone => kind.is_some(),
            Self::Roles(roles) => kind.is_some_and(|kind| roles.contains(&kind.role())),
            Self::Kinds(kinds) => kind.is_some_and(|kind| kinds.contains(&kind)),
            Self::Actors(actors) => kind.is_some() && actors.contains(&id),
        }
    }
}

/// What is tried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A new tie with the values of a fresh one. At least one end is local, and the two are not joined by a tie of
    /// this kind already.
    NewTie {
        /// What it would be.
        kind: TieKind,
        /// Who may be one end: the first, if the kind has a direction.
        from: Among,
        /// Who may be the other end.
        to: Among,
    },
    /// An actor goes, with its ties.
    LoseActor(Among),
    /// A tie goes: of this kind, or any.
    LoseTie(Option<TieKind>),
}

/// What somebody wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Id of the indicator that is to rise, or whose fall is feared.
    pub indicator: &'static str,
    /// What is tried out.
    pub wish: Wish,
    /// How many answers are wanted.
    pub most: usize,
}

/// One thing that could be done or happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Proposal {
    /// This tie is added.
    NewTie(Tie),
    /// This actor goes.
    LoseActor(ActorId),
    /// This tie goes.
    LoseTie(TieId),
}

impl Proposal {
    /// The edit that does it.
    pub fn edit(&self) -> Edit {
        match self {
            Self::NewTie(tie) => Edit::AddTie(tie.clone()),
            Self::LoseActor(id) => Edit::Remove(Selection::actor(*id)),
            Self::LoseTie(id) => Edit::Remove(Selection::tie(*id)),
        }
    }

    /// What people read, for instance "Cooperation tie Alpha–Beta" or "Loss of Alpha".
    pub fn title(&self, document: &Document) -> String {
        let tie = |tie: &Tie| {
            let (from, to) = (document.display_name(tie.from), document.display_name(tie.to));
            format!("{} tie {from}–{to}", tie.kind.name())
        };
        match self {
            Self::NewTie(new) => tie(new),
            Self::LoseActor(id) => format!("Loss of {}", document.display_name(*id)),
            Self::LoseTie(id) => {
                let named = document.tie(*id).map_or_else(|| id.to_string(), tie);
                format!("Loss of the {}", lower(&named))
            }
        }
    }
}

/// A proposal with what it would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What would be done.
    pub proposal: Proposal,
    /// By how much the indicator would change.
    pub gain: f64,
    /// By how much the overall figure and the six dimensions would change, by id; `None` where one is undefined.
    pub deltas: Vec<(&'static str, Option<f64>)>,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// Those with the largest gain, or for losses the largest fall, first.
    pub suggestions: Vec<Suggestion>,
    /// How many candidates were measured.
    pub tried: usize,
    /// How many candidates there are; more than `tried` when only a sample was measured.
    pub possible: usize,
}

impl Advice {
    /// Not every candidate was measured.
    pub fn is_sample(&self) -> bool {
        self.tried < self.possible
    }
}

/// Work that one answer may take, in the measure of [`cost_of`]; about a minute.
const MOST_WORK: f64 = 4e9;
/// Never fewer candidates than this are measured, if there are as many.
const LEAST_TRIED: f64 = 200.0;
/// A gain below this is rounding.
const ROUNDING: f64 = 1e-10;
/// Seed of the sample, so that the same question has the same answer.
const SEED: u64 = 1;

/// Tries every candidate out and ranks them by what they do to the indicator.
///
/// Where there are more candidates than can be measured in about a minute, a sample without repeats is drawn from all
/// of them with equal chances and a fixed seed; [`Advice::tried`] and [`Advice::possible`] say so. Of new ties only
/// half of what is measured is drawn; the other half joins the ends that did best in what was drawn. Candidates that
/// leave the indicator undefined are left out, and so are those that do not move it the wanted way. Of a tie and its
/// reverse with the same gain, the first is listed.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn advise(
    document: &Document,
    question: &Question,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Advice, Cancelled> {
    let cap = (MOST_WORK / cost_of(document)).max(LEAST_TRIED) as usize;
    advise_among(document, question, cap, progress, cancel)
}

/// [`advise`] with at most `cap` candidates.
///
/// # Errors
/// As [`advise`].
pub fn advise_among(
    document: &Document,
    question: &Question,
    cap: usize,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Advice, Cancelled> {
    let Some(indicator) = registry::find(question.indicator) else {
        return Ok(Advice::default());
    };
    let wish = &question.wish;
    let (mut candidates, possible) = candidates_of(document, wish, cap);
    let Some(now) = measure(document, &[indicator], cancel)?[0] else {
        return Ok(Advice {
            possible,
            ..Advice::default()
        });
    };
    let refined = possible > cap && matches!(wish, Wish::NewTie { .. });
    if refined {
        candidates = candidates_of(document, wish, cap - cap / 2).0;
    }
    let all = candidates.len() + question.most.min(candidates.len()) + if refined { cap / 2 } else { 0 };
    let done = AtomicUsize::new(0);
    let gains = |candidates: &[Proposal]| {
        parallel::pieces(
            candidates.len(),
            1,
            cancel,
            || (),
            |(), range| {
                let value = match tried(document, &candidates[range.start]) {
                    Ok(state) => measure(&state, &[indicator], cancel)?[0],
                    Err(_) => None,
                };
                progress.set(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                Ok(value.map(|value| value - now))
            },
        )
    };
    let mut found = gains(&candidates)?;
    if refined {
        let more = among_best(document, wish, &candidates, &found, cap / 2);
        found.extend(gains(&more)?);
        candidates.extend(more);
    }
    let loss = !matches!(wish, Wish::NewTie { .. });
    let wanted = |gain: f64| if loss { -gain > ROUNDING } else { gain > ROUNDING };
    let mut ranked: Vec<(usize, f64)> = found
        .into_iter()
        .enumerate()
        .filter_map(|(i, gain)| Some((i, gain.filter(|&gain| wanted(gain))?)))
        .collect();
    // Equals stay in the order of their ids.
    ranked.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    // Of two directions that gain the same, one is enough to choose from.
    let mut listed: BTreeMap<(ActorId, ActorId), f64> = BTreeMap::new();
    ranked.retain(|&(i, gain)| {
        let Proposal::NewTie(tie) = &candidates[i] else {
            return true;
        };
        let twin = listed.get(&(tie.to, tie.from));
        let new = twin.is_none_or(|twin| (twin - gain).abs() > ROUNDING);
        listed.insert((tie.from, tie.to), gain);
        new
    });
    ranked.truncate(question.most);
    let headlines = headlines();
    let before = measure(document, &headlines, cancel)?;
    let mut suggestions = Vec::with_capacity(ranked.len());
    for (rank, (i, gain)) in ranked.into_iter().enumerate() {
        let Ok(state) = tried(document, &candidates[i]) else {
            continue;
        };
        let after = measure(&state, &headlines, cancel)?;
        let deltas = headlines
            .iter()
            .zip(before.iter().zip(after))
            .map(|(indicator, (old, new))| {
                let delta = (*old).zip(new).map(|(old, new)| new - old);
                (indicator.id, delta)
            });
        suggestions.push(Suggestion {
            gain,
            deltas: deltas.collect(),
            proposal: candidates[i].clone(),
        });
        progress.set(candidates.len() + rank + 1, all);
    }
    Ok(Advice {
        suggestions,
        tried: candidates.len(),
        possible,
    })
}

/// The overall figure and the six dimensions.
fn headlines() -> Vec<&'static Indicator> {
    let ids = std::iter::once("overall").chain(DIMENSIONS.iter().map(|dimension| dimension.id));
    ids.filter_map(registry::find).collect()
}

fn tried(document: &Document, proposal: &Proposal) -> Result<Document, Refusal> {
    // The identity of a tie that is only tried out does not matter, as long as it is free.
    let mut ids = match proposal {
        Proposal::NewTie(_) => document.ids(),
        Proposal::LoseActor(_) | Proposal::LoseTie(_) => Ids::new(),
    };
    proposal.edit().apply(document, &mut ids)
}

fn measure(
    document: &Document,
    indicators: &[&'static Indicator],
    cancel: &Cancel,
) -> Result<Vec<Option<f64>>, Cancelled> {
    let facts = Facts::new(document, cancel);
    indicators
        .iter()
        .map(|indicator| facts.value(indicator))
        .collect()
}

/// At most `cap` candidates in order of their ids, and how many there are.
fn candidates_of(document: &Document, wish: &Wish, cap: usize) -> (Vec<Proposal>, usize) {
    match wish {
        Wish::NewTie { kind, from, to } => {
            let (pairs, possible) = pairs(document, *kind, from, to, cap);
            let new = |(from, to)| Proposal::NewTie(Tie::new(*kind, from, to));
            (pairs.into_iter().map(new).collect(), possible)
        }
        Wish::LoseActor(among) => {
            let local = document.actors().filter(|&(id, _)| among.has(document, id));
            sample(local.map(|(id, _)| Proposal::LoseActor(id)).collect(), cap)
        }
        Wish::LoseTie(kind) => {
            let counted = document
                .ties()
                .filter(|(_, tie)| tie.enabled && kind.is_none_or(|kind| tie.kind == kind));
            sample(counted.map(|(id, _)| Proposal::LoseTie(id)).collect(), cap)
        }
    }
}

/// Up to this many pairs are listed before a sample is drawn; beyond it they are drawn one by one.
const MOST_LISTED: usize = 2_000_000;

/// Pairs of actors that a tie of this kind could join.
fn pairs(
    document: &Document,
    kind: TieKind,
    from: &Among,
    to: &Among,
    cap: usize,
) -> (Vec<(ActorId, ActorId)>, usize) {
    let ends = |among: &Among| -> Vec<ActorId> {
        let ids = document.actors().map(|(id, _)| id);
        ids.filter(|&id| among.has(document, id)).collect()
    };
    let (froms, tos) = (ends(from), ends(to));
    let undirected = kind.info().direction == Direction::Undirected;
    let mut joined: BTreeMap<ActorId, BTreeSet<ActorId>> = BTreeMap::new();
    for (_, tie) in document.ties().filter(|(_, tie)| tie.kind == kind) {
        joined.entry(tie.from).or_default().insert(tie.to);
        if undirected || tie.mutual {
            joined.entry(tie.to).or_default().insert(tie.from);
        }
    }
    let local = |id: ActorId| document.actor(id).is_some_and(|actor| !actor.external);
    let fits = |a: ActorId, b: ActorId| {
        a != b && (local(a) || local(b)) && !joined.get(&a).is_some_and(|others| others.contains(&b))
    };
    // A pair without direction stands once, the smaller id first.
    let ordered = |a: ActorId, b: ActorId| if undirected { (a.min(b), a.max(b)) } else { (a, b) };
    let twice = |a: ActorId, b: ActorId| undirected && a > b && from.has(document, b) && to.has(document, a);
    if froms.len().saturating_mul(tos.len()) <= MOST_LISTED {
        let mut all = Vec::new();
        for &a in &froms {
            all.extend(
                tos.iter()
                    .filter(|&&b| fits(a, b) && !twice(a, b))
                    .map(|&b| ordered(a, b)),
            );
        }
        return sample(all, cap);
    }
    let possible = froms.len() * tos.len() / if undirected && from == to { 2 } else { 1 };
    let mut rng = Rng::new(SEED);
    let mut drawn = BTreeSet::new();
    // Hardly any draw fails among so many pairs.
    for _ in 0..cap.saturating_mul(4) {
        let (a, b) = (froms[rng.below(froms.len())], tos[rng.below(tos.len())]);
        if fits(a, b) {
            drawn.insert(ordered(a, b));
        }
        if drawn.len() == cap {
            break;
        }
    }
    (drawn.into_iter().collect(), possible)
}

/// At most `cap` further ties, between ends whose ties did best on average among those that were tried: as a first
/// guess, what a tie does is the sum of what its ends bring to it.
fn among_best(
    document: &Document,
    wish: &Wish,
    candidates: &[Proposal],
    gains: &[Option<f64>],
    cap: usize,
) -> Vec<Proposal> {
    let Wish::NewTie { kind, from, to } = wish else {
        return Vec::new();
    };
    let mut known = BTreeSet::new();
    let mut sums: BTreeMap<ActorId, (f64, f64)> = BTreeMap::new();
    for (candidate, gain) in candidates.iter().zip(gains) {
        if let (Proposal::NewTie(tie), &Some(gain)) = (candidate, gain) {
            known.insert((tie.from, tie.to));
            for end in [tie.from, tie.to] {
                let sum = sums.entry(end).or_default();
                *sum = (sum.0 + gain, sum.1 + 1.0);
            }
        }
    }
    let means: BTreeMap<ActorId, f64> = sums.into_iter().map(|(end, (sum, n))| (end, sum / n)).collect();
    let mut best: Vec<(ActorId, f64)> = means.iter().map(|(&end, &mean)| (end, mean)).collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    // Enough ends that their pairs leave a choice.
    best.truncate((8.0 * cap as f64).sqrt() as usize);
    let some = |among: &Among| {
        let fitting = best
            .iter()
            .map(|&(end, _)| end)
            .filter(|&end| among.has(document, end));
        Among::Actors(fitting.collect())
    };
    let (mut pairs, _) = pairs(document, *kind, &some(from), &some(to), usize::MAX);
    pairs.retain(|pair| !known.contains(pair));
    let guess = |pair: &(ActorId, ActorId)| means[&pair.0] + means[&pair.1];
    pairs.sort_by(|a, b| guess(b).total_cmp(&guess(a)).then(a.cmp(b)));
    pairs.truncate(cap);
    let new = |(from, to)| Proposal::NewTie(Tie::new(*kind, from, to));
    pairs.into_iter().map(new).collect()
}

/// Draws `cap` items with equal chances, in their order; all of them if there are no more.
fn sample<T>(mut items: Vec<T>, cap: usize) -> (Vec<T>, usize) {
    let possible = items.len();
    if possible <= cap {
        return (items, possible);
    }
    let mut rng = Rng::new(SEED);
    let mut left = cap;
    let mut i = 0;
    items.retain(|_| {
        let wanted = rng.below(possible - i) < left;
        left -= usize::from(wanted);
        i += 1;
        wanted
    });
    (items, possible)
}
