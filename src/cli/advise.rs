//! `milieu gaps` and `milieu advise`: what a cluster lacks, and which tie or loss would move a figure most.

use std::path::Path;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use crate::analysis::advice::{Advice, Among, Proposal, Question, Wish, advise};
use crate::analysis::gaps::{Gap, gaps as find_gaps};
use crate::analysis::{Indicator, registry};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::base::text::nearest;
use crate::model::{ActorKind, Document, Role, TieKind};

use super::{honesty, input};

/// What a cluster lacks, the costliest first.
pub(super) fn gaps(path: &Path, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_telling(path, input::Need::Network)?;
    let gaps = find_gaps(&document, &Cancel::new())?;
    if as_json {
        honesty::tell_departures(&document);
        let list: Vec<Value> = gaps.iter().map(gap_as_json).collect();
        return input::print(&format!("{:#}\n", Value::Array(list)));
    }
    let mut text = String::new();
    for gap in &gaps {
        text += &format!("{}\n  {}.\n", gap.name, gap.sentence);
        for held in &gap.holds_down {
            let Some(indicator) = registry::find(held.indicator) else {
                continue;
            };
            let by = match held.by {
                Some(by) => format!("{:+.*}", indicator.decimals, by),
                None => "?".to_owned(),
            };
            text += &format!("    {by:>6}  {}\n", indicator.name);
        }
    }
    if gaps.is_empty() {
        text += "No gaps found\n";
    }
    if gaps
        .iter()
        .any(|gap| gap.holds_down.iter().any(|held| held.by.is_none()))
    {
        text += "? depends on how the gap is closed\n";
    }
    text += &honesty::departures(&document);
    input::print(&text)
}

fn gap_as_json(gap: &Gap) -> Value {
    let names = |ids: Vec<String>| Value::Array(ids.into_iter().map(Value::String).collect());
    let holds_down: Map<String, Value> = gap
        .holds_down
        .iter()
        .map(|held| (held.indicator.to_owned(), json!(held.by)))
        .collect();
    json!({
        "id": gap.id,
        "name": gap.name,
        "sentence": gap.sentence,
        "actors": names(gap.actors.iter().map(ToString::to_string).collect()),
        "ties": names(gap.ties.iter().map(ToString::to_string).collect()),
        "holds_down": holds_down,
        "sources": gap.sources.iter().map(|work| work.short()).collect::<Vec<_>>(),
    })
}

/// What is asked on the command line.
pub(super) struct Asked {
    /// Id of the indicator that is to rise; for a loss, whose fall is feared.
    pub(super) raise: String,
    /// Kind of the new or the lost tie.
    pub(super) kind: Option<String>,
    /// Who may be an end: an actor kind or a family.
    pub(super) among: Vec<String>,
    /// Losses of this instead of new ties.
    pub(super) loss: Option<Loss>,
    /// How many answers.
    pub(super) top: usize,
}

/// What is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Loss {
    /// One actor with its ties.
    Actor,
    /// One tie.
    Tie,
}

/// Which single tie would raise a figure most, or which single loss would hurt it most.
pub(super) fn run(path: &Path, asked: &Asked, as_json: bool) -> anyhow::Result<()> {
    let indicator = registry::find(&asked.raise).with_context(|| {
        let ids = registry::ALL.iter().map(|indicator| indicator.id);
        let meant = meant(&asked.raise, ids);
        format!(
            "There is no indicator \"{}\"{meant}; see milieu indicators",
            asked.raise
        )
    })?;
    let question = Question {
        indicator: indicator.id,
        wish: wish(asked)?,
        most: asked.top,
    };
    let document = input::open_telling(path, input::Need::Network)?;
    let advice = advise(&document, &question, &Progress::new(), &Cancel::new())?;
    if as_json {
        return input::print(&format!("{:#}\n", advice_as_json(&advice, indicator, &document)));
    }
    input::print(&(text(&advice, indicator, &document) + &honesty::departures(&document)))
}

/// The known word that was probably meant.
fn meant<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!(", did you mean \"{near}\"?"))
}

fn wish(asked: &Asked) -> anyhow::Result<Wish> {
    let kind = match &asked.kind {
        None => None,
        Some(id) => Some(TieKind::from_id(id).with_context(|| {
            let known: Vec<&str> = TieKind::ALL.iter().map(|kind| kind.id()).collect();
            let meant = meant(id, known.iter().copied());
            format!(
                "There is no kind of tie \"{id}\"{meant}; there are {}",
                known.join(", ")
            )
        })?),
    };
    anyhow::ensure!(
        asked.loss != Some(Loss::Actor) || kind.is_none(),
        "An actor that is lost has no kind of tie; leave --kind out, or ask for the loss of a tie"
    );
    anyhow::ensure!(
        asked.loss != Some(Loss::Tie) || asked.among.is_empty(),
        "Lost ties are not narrowed to actors; leave --among out, or ask for the loss of an actor"
    );
    let among = among(&asked.among)?;
    Ok(match asked.loss {
        None => Wish::NewTie {
            kind: kind.unwrap_or(TieKind::Cooperation),
            from: among.clone(),
            to: among,
        },
        Some(Loss::Actor) => Wish::LoseActor(among),
        Some(Loss::Tie) => Wish::LoseTie(kind),
    })
}

/// Kinds of actors, or one family.
fn among(words: &[String]) -> anyhow::Result<Among> {
    if words.is_empty() {
        return Ok(Among::Everyone);
    }
    let kinds: Option<_> = words.iter().map(|word| ActorKind::from_id(word)).collect();
    if let Some(kinds) = kinds {
        return Ok(Among::Kinds(kinds));
    }
    let role = |word: &String| {
        let named = |role: &Role| role.name().eq_ignore_ascii_case(word);
        Role::ALL.into_iter().find(named)
    };
    let roles: Option<_> = words.iter().map(role).collect();
    roles.map(Among::Roles).with_context(|| {
        let kinds: Vec<&str> = ActorKind::ALL.iter().map(|kind| kind.id()).collect();
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        let known = |word: &&String| kinds.iter().chain(&roles).any(|known| known.eq_ignore_ascii_case(word));
        let strange = words.iter().find(|word| !known(word));
        let meant = strange.map_or_else(String::new, |word| {
            meant(word, kinds.iter().chain(&roles).copied())
        });
        format!(
            "\"{}\" are neither kinds of actors nor families{meant}; there are the kinds {} and the families {}",
            words.join(", "),
            kinds.join(", "),
            roles.join(", ")
        )
    })
}

fn text(advice: &Advice, indicator: &Indicator, document: &Document) -> String {
    let mut text = String::new();
    let number = |indicator: &Indicator, delta: f64| format!("{delta:+.*}", indicator.decimals.max(2));
    for suggestion in &advice.suggestions {
        text += &format!(
            "{:>8}  {}\n",
            number(indicator, suggestion.gain),
            suggestion.proposal.title(document)
        );
        let others: Vec<String> = suggestion
            .deltas
            .iter()
            .filter_map(|&(id, delta)| {
                let delta = delta.filter(|delta| delta.abs() >= 0.005 && id != indicator.id)?;
                let other = registry::find(id)?;
                Some(format!("{} {}", other.name, number(other, delta)))
            })
            .collect();
        if !others.is_empty() {
            text += &format!("{:>8}  {}\n", "", others.join(", "));
        }
    }
    if advice.suggestions.is_empty() {
        text += &format!("Nothing that was tried moves {}\n", indicator.name);
    }
    let sampled = if advice.is_sample() {
        ", drawn with a fixed seed"
    } else {
        ""
    };
    text + &format!(
        "{} of {} candidates tried{sampled}\n",
        advice.tried, advice.possible
    )
}

fn advice_as_json(advice: &Advice, indicator: &Indicator, document: &Document) -> Value {
    let suggestions: Vec<Value> = advice
        .suggestions
        .iter()
        .map(|suggestion| {
            let what = match &suggestion.proposal {
                Proposal::NewTie(tie) => json!({
                    "new_tie": tie.kind.id(),
                    "from": tie.from.to_string(),
                    "to": tie.to.to_string(),
                }),
                Proposal::LoseActor(id) => json!({ "lost_actor": id.to_string() }),
                Proposal::LoseTie(id) => json!({ "lost_tie": id.to_string() }),
            };
            let deltas: Map<String, Value> = suggestion
                .deltas
                .iter()
                .map(|&(id, delta)| (id.to_owned(), json!(delta)))
                .collect();
            json!({
                "title": suggestion.proposal.title(document),
                "what": what,
                "gain": suggestion.gain,
                "deltas": deltas,
            })
        })
        .collect();
    json!({
        "indicator": indicator.id,
        "tried": advice.tried,
        "possible": advice.possible,
        "assumptions": honesty::departures_json(document),
        "suggestions": suggestions,
    })
}
