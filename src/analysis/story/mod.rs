//! Why a figure is what it is, and why it is no longer what it was: causes, parts, and one sentence.
//!
//! `parts` shares a change out among the parts of a composite and the actors, ties and pairs behind them; `sentence`
//! says it in words. What each cause did is worked out in [`super::causes`].

mod parts;
mod sentence;

use std::collections::BTreeMap;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::base::text::lower;
use crate::graph::Lens;
use crate::model::{ActorId, Document, assumption, field};

use super::causes::{Cause, MOST_CAUSES, Method, Names, Plan, Rule, share_out};
use super::explain::{self, Share, Whom};
use super::facts::Facts;
use super::indicator::Indicator;
use super::works::Work;

/// Why a figure changed from one state to another.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeStory {
    /// Id of the indicator.
    pub indicator: &'static str,
    /// The value before; `None` where it was undefined.
    pub from: Option<f64>,
    /// The value after.
    pub to: Option<f64>,
    /// What was done, the largest effect first. The amounts add up to the change.
    pub causes: Vec<(Cause, f64)>,
    /// How the amounts of the causes were found.
    pub rule: Rule,
    /// The change by parts: of a composite the indicators that it consists of, of others the actors, ties, pairs and
    /// given numbers. Adds up to the change.
    pub parts: Vec<Share>,
    /// The same down to actors, ties, pairs and given numbers.
    pub roots: Vec<Share>,
    /// All of it in one sentence, without a full stop.
    pub sentence: String,
}

/// Why a figure is what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct StateStory {
    /// Id of the indicator.
    pub indicator: &'static str,
    /// The value; `None` where it is undefined.
    pub value: Option<f64>,
    /// See [`explain::shares`]; the largest first.
    pub shares: Vec<Share>,
    /// See [`explain::roots`]; the largest first.
    pub roots: Vec<Share>,
    /// See [`explain::filled`].
    pub filled: String,
    /// How the shares were found; empty where there are none.
    pub rule: &'static str,
    /// Where that rule comes from.
    pub sources: &'static [&'static Work],
    /// All of it in one sentence, without a full stop.
    pub sentence: String,
}

impl ChangeStory {
    /// The change; `None` where either value is undefined.
    pub fn change(&self) -> Option<f64> {
        Some(self.to? - self.from?)
    }
}

/// Why one figure changed. See [`explain_changes`].
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn explain_change(
    before: &Document,
    after: &Document,
    indicator: &'static Indicator,
    lens: Option<&Lens>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<ChangeStory, Cancelled> {
    let stories = explain_changes(before, after, &[indicator], lens, progress, cancel)?;
    Ok(stories
        .into_iter()
        .next()
        .expect("there is one story for each indicator"))
}

/// Why each of these figures changed between two states. The causes are the same for all of them.
///
/// A figure that is undefined at either end has no causes and no parts; one that is undefined while only some causes
/// have happened has one cause, all of them together. Through a lens, only figures of the network's shape may be asked
/// for: those of [`super::structure`].
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn explain_changes(
    before: &Document,
    after: &Document,
    indicators: &[&'static Indicator],
    lens: Option<&Lens>,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<ChangeStory>, Cancelled> {
    let plan = Plan::new(before, after, MOST_CAUSES);
    let method = Method::choose(before, after, plan.causes().len(), indicators);
    let effects = share_out(&plan, method, indicators, lens, progress, cancel)?;
    let [old, new] = [before, after].map(|state| Facts::seen(state, lens, cancel));
    let names = Names { before, after };
    let mut stories = Vec::with_capacity(indicators.len());
    for (&indicator, effects) in indicators.iter().zip(effects) {
        let (from, to) = effects.ends;
        let causes = match (from, to) {
            (Some(from), Some(to)) => match effects.amounts {
                Some(amounts) => {
                    let mut causes: Vec<(Cause, f64)> = plan.causes().iter().cloned().zip(amounts).collect();
                    causes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
                    causes
                }
                None => vec![(plan.together(), to - from)],
            },
            _ => Vec::new(),
        };
        let mut story = ChangeStory {
            indicator: indicator.id,
            from,
            to,
            causes,
            rule: effects.rule,
            parts: parts::of_change(&old, &new, indicator)?,
            roots: parts::roots_of_change(&old, &new, indicator)?,
            sentence: String::new(),
        };
        largest_first(&mut story.parts);
        largest_first(&mut story.roots);
        story.sentence = sentence::of_change(indicator, &story, &names);
        stories.push(story);
    }
    Ok(stories)
}

/// Why a figure is what it is; through a lens as in [`explain_changes`].
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn explain_state(
    document: &Document,
    indicator: &'static Indicator,
    lens: Option<&Lens>,
    cancel: &Cancel,
) -> Result<StateStory, Cancelled> {
    let facts = Facts::seen(document, lens, cancel);
    let value = facts.value(indicator)?;
    let shares = largest_shares(&facts, indicator)?;
    let mut roots = match value {
        Some(_) => explain::roots(&facts, indicator)?,
        None => Vec::new(),
    };
    largest_first(&mut roots);
    let sentence = sentence_of_state(&facts, indicator, value, &shares)?;
    let attribution = indicator.attribution.as_ref();
    Ok(StateStory {
        indicator: indicator.id,
        value,
        shares,
        roots,
        filled: explain::filled(&facts, indicator)?,
        rule: attribution.map_or("", |attribution| attribution.rule),
        sources: attribution.map_or(&[], |attribution| attribution.sources),
        sentence,
    })
}

/// The sentence of [`explain_state`] alone, of what is looked through for other questions, too.
///
/// # Errors
/// [`Cancelled`] once the flag is raised, and where the figure is put off.
pub fn state_sentence(facts: &Facts<'_>, indicator: &'static Indicator) -> Result<String, Cancelled> {
    let value = facts.value(indicator)?;
    sentence_of_state(facts, indicator, value, &largest_shares(facts, indicator)?)
}

fn largest_shares(facts: &Facts<'_>, indicator: &'static Indicator) -> Result<Vec<Share>, Cancelled> {
    let mut shares = summed(explain::shares(facts, indicator)?);
    largest_first(&mut shares);
    Ok(shares)
}

fn sentence_of_state(
    facts: &Facts<'_>,
    indicator: &'static Indicator,
    value: Option<f64>,
    shares: &[Share],
) -> Result<String, Cancelled> {
    let names = Names {
        before: facts.document,
        after: facts.document,
    };
    let weakest = parts::weakest(facts, indicator)?;
    Ok(sentence::of_state(indicator, value, shares, weakest, &names))
}

/// What people read for whom a share belongs to. Those that went are named as they were before.
pub fn name_of(whom: Whom, before: &Document, after: &Document) -> String {
    Names { before, after }.whom(whom)
}

impl Names<'_> {
    fn whom(&self, whom: Whom) -> String {
        match whom {
            Whom::Actor(id) => self.actor(id),
            Whom::Tie(id) => match self.after.tie(id).or_else(|| self.before.tie(id)) {
                Some(tie) => self.tie(tie),
                None => id.to_string(),
            },
            Whom::Pair(a, b) => format!("{}–{}", self.actor(a), self.actor(b)),
            Whom::Part(id) => super::registry::find(id).map_or_else(|| id.to_owned(), lower_name),
            Whom::Given(id) => given(id),
        }
    }
}

/// The name of a part as it stands inside a sentence.
fn lower_name(indicator: &Indicator) -> String {
    lower(indicator.name)
}

/// The name of a number that is typed in.
fn given(id: &str) -> String {
    if id == parts::AGGREGATION {
        return "the way in which dimensions are joined".to_owned();
    }
    let named = assumption::find(id)
        .map(|known| known.name)
        .or_else(|| field::find(field::PROJECT, id).map(|field| field.name));
    lower(named.unwrap_or(id))
}

/// Largest amount first, without regard to its sign; equals in order of whom they belong to.
fn largest_first(shares: &mut [Share]) {
    shares.sort_by(|a, b| {
        let by_amount = b.amount.abs().total_cmp(&a.amount.abs());
        by_amount.then(a.whom.cmp(&b.whom))
    });
}

/// Adds shares up by whom they belong to; what comes to nothing is left out.
fn summed(shares: impl IntoIterator<Item = Share>) -> Vec<Share> {
    let mut all: BTreeMap<Whom, f64> = BTreeMap::new();
    for share in shares {
        *all.entry(share.whom).or_default() += share.amount;
    }
    all.into_iter()
        .filter(|&(_, amount)| amount != 0.0)
        .map(|(whom, amount)| Share { whom, amount })
        .collect()
}

/// The actors behind a share: one, both of a pair, or the ends of a tie.
pub fn actors_of(whom: Whom, document: &Document) -> Vec<ActorId> {
    match whom {
        Whom::Actor(id) => vec![id],
        Whom::Pair(a, b) => vec![a, b],
        Whom::Tie(id) => document
            .tie(id)
            .map_or_else(Vec::new, |tie| vec![tie.from, tie.to]),
        Whom::Part(_) | Whom::Given(_) => Vec::new(),
    }
}
