//! Why figures changed, as text: one sentence for each, and the causes below it.

use crate::analysis::dimensions::DIMENSIONS;
use crate::analysis::{ChangeStory, Indicator, explain_changes, registry};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::model::Document;

/// Causes that are shown below a sentence.
const SHOWN: usize = 5;

/// Why the six dimensions and the overall figure changed, each sentence with its causes if there are several. Empty
/// where nothing changed.
pub(super) fn headlines(before: &Document, after: &Document) -> anyhow::Result<String> {
    let ids = DIMENSIONS.iter().map(|dimension| dimension.id).chain(["overall"]);
    let indicators: Vec<&'static Indicator> = ids.filter_map(registry::find).collect();
    of(before, after, &indicators)
}

/// The same for these figures.
pub(super) fn of(
    before: &Document,
    after: &Document,
    indicators: &[&'static Indicator],
) -> anyhow::Result<String> {
    let stories = explain_changes(before, after, indicators, None, &Progress::new(), &Cancel::new())?;
    let told = stories.iter().zip(indicators);
    Ok(told
        .filter(|(story, _)| story.from != story.to)
        .map(|(story, indicator)| text(story, indicator))
        .collect())
}

/// A sentence, and the causes behind it with signed amounts.
fn text(story: &ChangeStory, indicator: &Indicator) -> String {
    let mut text = format!("  {}.\n", story.sentence);
    if story.causes.len() < 2 {
        return text;
    }
    // Causes that do not show in the digits of the figure are counted, not listed.
    let least = 0.5 * 10_f64.powi(-i32::try_from(indicator.decimals).unwrap_or(0));
    let seen = story
        .causes
        .iter()
        .take(SHOWN)
        .filter(|(_, amount)| amount.abs() >= least);
    let listed = seen.clone().count();
    for (cause, amount) in seen {
        let amount = format!("{:+.*}", indicator.decimals, amount);
        text += &format!("    {amount:>7}  {}\n", cause.title);
    }
    let rest = &story.causes[listed..];
    let sum: f64 = rest.iter().map(|(_, amount)| amount).sum();
    if sum.abs() >= least {
        let amount = format!("{:+.*}", indicator.decimals, sum);
        text += &format!("    {amount:>7}  {} more\n", rest.len());
    }
    text
}
