//! What differs from another state, what that does to the scores, and why.

use super::{Block, Column, Gathered, Item, Of, Row, Section, Table, stopped};
use crate::analysis::comparison::{Comparison, Pair};
use crate::analysis::{ChangeStory, Indicator, explain_changes, registry, shown};
use crate::base::cancel::Cancelled;
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::model::difference::{Difference, Fate};
use crate::model::{Document, TieId};

/// Causes that are shown below a sentence.
const MOST_CAUSES: usize = 6;
/// Differences that are listed one by one.
const MOST_DIFFERENCES: usize = 40;

impl Gathered<'_> {
    /// Nothing where there is nothing to compare with.
    pub(super) fn comparison(&self, progress: &Progress) -> Result<Option<Section>, Cancelled> {
        let (Some(comparison), Some(against)) = (self.comparison, self.against) else {
            return Ok(None);
        };
        let heads: Vec<&'static Indicator> = registry::ALL
            .iter()
            .copied()
            .filter(|indicator| {
                indicator.group.is_dimension() || ["overall", "diamond"].contains(&indicator.id)
            })
            .collect();
        let mut blocks = vec![Block::Words(format!(
            "Compared with “{}”. {}",
            against.name,
            summary(&comparison.difference)
        ))];
        let rows = heads.iter().map(|&indicator| row(&comparison.pair(indicator)));
        blocks.push(Block::Table(Table {
            caption: "Scores then and now".to_owned(),
            columns: vec![
                Column::words("Score", 3.0),
                Column::numbers("Before", 1.0),
                Column::numbers("Now", 1.0),
                Column::numbers("Change", 1.0),
            ],
            rows: rows.collect(),
            dense: false,
        }));
        let changed: Vec<&'static Indicator> = heads
            .into_iter()
            .filter(|&indicator| comparison.pair(indicator).shows())
            .collect();
        if !changed.is_empty() {
            blocks.push(Block::Heading("Why they changed".to_owned()));
            let stories = stories(comparison, &changed, progress, self)?;
            // How effects are shared out is said once, not below each.
            let mut rules: Vec<&str> = Vec::new();
            for story in stories.iter().filter(|story| story.causes.len() > 1) {
                if !rules.contains(&story.rule.sentence()) {
                    rules.push(story.rule.sentence());
                }
            }
            let items = stories.iter().zip(changed);
            blocks.push(Block::Items(
                items.map(|(story, indicator)| why(story, indicator)).collect(),
            ));
            if !rules.is_empty() {
                let rules: Vec<String> = rules.into_iter().map(stopped).collect();
                blocks.push(Block::Fine(rules.join(" ")));
            }
        }
        let lines = differences(comparison);
        if !lines.is_empty() {
            blocks.push(Block::Heading("What differs".to_owned()));
            blocks.push(Block::List(lines));
        }
        Ok(Some(Section {
            id: "comparison",
            title: "Then and now".to_owned(),
            blocks,
        }))
    }
}

fn stories(
    comparison: &Comparison,
    changed: &[&'static Indicator],
    progress: &Progress,
    gathered: &Gathered<'_>,
) -> Result<Vec<ChangeStory>, Cancelled> {
    let (before, after) = (&comparison.before.document, &comparison.after.document);
    let after = Difference::aligned(before, after, comparison.difference.matching);
    explain_changes(before, &after, changed, None, progress, gathered.cancel)
}

fn row(pair: &Pair) -> Row {
    let indicator = pair.indicator;
    let change = match pair.change() {
        Some(change) if pair.shows() => signed(indicator, change),
        Some(_) => "0".to_owned(),
        None => "–".to_owned(),
    };
    let name = indicator.name.to_owned();
    let [before, after] = [pair.before, pair.after].map(|value| shown(indicator, value));
    Row {
        of: if indicator.id == "overall" {
            Of::Whole
        } else {
            Of::Plain
        },
        cells: vec![name, before, after, change],
    }
}

/// A change with its sign, in the digits of the figure.
pub(super) fn signed(indicator: &Indicator, change: f64) -> String {
    format!("{change:+.*}", indicator.decimals).replace('-', "−")
}

fn why(story: &ChangeStory, indicator: &Indicator) -> Item {
    let change = story
        .change()
        .map_or_else(String::new, |change| format!(" {}", signed(indicator, change)));
    let several = story.causes.len() > 1;
    let seen = story
        .causes
        .iter()
        .take(MOST_CAUSES)
        .filter(|(_, amount)| several && indicator.is_visible(*amount));
    let mut amounts: Vec<(String, String)> = seen
        .map(|(cause, amount)| (signed(indicator, *amount), cause.title.clone()))
        .collect();
    let rest = &story.causes[amounts.len().min(story.causes.len())..];
    let sum: f64 = rest.iter().map(|(_, amount)| amount).sum();
    if several && indicator.is_visible(sum) {
        amounts.push((signed(indicator, sum), format!("{} more", rest.len())));
    }
    Item {
        title: format!("{}{change}", indicator.name),
        text: stopped(&story.sentence),
        amounts,
        fine: String::new(),
    }
}

/// How much differs, in one or two sentences.
fn summary(difference: &Difference) -> String {
    if difference.is_empty() {
        return "No actor, tie or number differs.".to_owned();
    }
    let mut parts = Vec::new();
    for (list, one, many) in [
        (counts(&difference.actors), "actor", "actors"),
        (counts(&difference.ties), "tie", "ties"),
    ] {
        for (number, what) in list.into_iter().zip(["added", "removed", "changed"]) {
            if number > 0 {
                parts.push(format!("{} {what}", count(number, one, many)));
            }
        }
    }
    if !difference.project.is_empty() {
        parts.push(format!(
            "{} of the project changed",
            count(difference.project.len(), "number", "numbers")
        ));
    }
    format!("{}.", crate::base::text::listed(&parts))
}

fn counts<I>(fates: &[Fate<I>]) -> [usize; 3] {
    let mut counts = [0; 3];
    for fate in fates {
        counts[match fate {
            Fate::Added(_) => 0,
            Fate::Removed(_) => 1,
            Fate::Changed(..) => 2,
        }] += 1;
    }
    counts
}

/// What came and what went in a line each, then one line for each thing that changed; at most so many of each.
fn differences(comparison: &Comparison) -> Vec<String> {
    let difference = &comparison.difference;
    let states = [&*comparison.before.document, &*comparison.after.document];
    let mut lines = lines("Actors", &difference.actors, states, Document::display_name);
    let tie = |document: &Document, id: TieId| document.tie_words(id);
    lines.extend(self::lines("Ties", &difference.ties, states, tie));
    lines.extend(difference.project.iter().map(ToString::to_string));
    lines
}

fn lines<I: Copy>(
    what: &str,
    fates: &[Fate<I>],
    [before, after]: [&Document; 2],
    name: impl Fn(&Document, I) -> String,
) -> Vec<String> {
    let (mut added, mut removed, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for fate in fates {
        match fate {
            Fate::Added(id) => added.push(name(after, *id)),
            Fate::Removed(id) => removed.push(name(before, *id)),
            Fate::Changed(_, id, list) => {
                let words: Vec<String> = list.iter().map(ToString::to_string).collect();
                changed.push(format!("{}: {}", name(after, *id), words.join("; ")));
            }
        }
    }
    let mut lines = Vec::new();
    for (fate, mut names) in [("added", added), ("removed", removed)] {
        if !names.is_empty() {
            shorten(&mut names);
            lines.push(format!("{what} {fate}: {}", names.join("; ")));
        }
    }
    shorten(&mut changed);
    lines.extend(changed);
    lines
}

/// Leaves as many as are listed one by one, and says how many more there are.
fn shorten(list: &mut Vec<String>) {
    if list.len() > MOST_DIFFERENCES {
        let rest = list.len() - MOST_DIFFERENCES;
        list.truncate(MOST_DIFFERENCES);
        list.push(format!("{rest} more"));
    }
}
