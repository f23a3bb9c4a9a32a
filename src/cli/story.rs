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
    let stories = explain_changes(before, after, &indicators, None, &Progress::new(), &Cancel::new())?;
    let told = stories.iter().zip(indicators);
    Ok(told
        .filter(|(story, _)| story.from != story.to)
        .map(|(story, indicator)| text(story, indicator, SHOWN))
        .collect())
}

/// A sentence, and at most so many of the causes behind it with signed amounts.
pub(super) fn text(story: &ChangeStory, indicator: &Indicator, most: usize) -> String {
    let mut text = format!("  {}.\n", story.sentence);
    if story.causes.len() < 2 {
        return text;
    }
    // Causes that do not show in the digits of the figure are counted, not listed.
    let seen = story
        .causes
        .iter()
        .take(most)
        .filter(|(_, amount)| indicator.is_visible(*amount));
    let listed = seen.clone().count();
    for (cause, amount) in seen {
        let amount = format!("{:+.*}", indicator.decimals, amount);
        text += &format!("    {amount:>7}  {}\n", cause.title);
    }
    let rest = &story.causes[listed..];
    let sum: f64 = rest.iter().map(|(_, amount)| amount).sum();
    if indicator.is_visible(sum) {
        let amount = format!("{:+.*}", indicator.decimals, sum);
        text += &format!("    {amount:>7}  {} more\n", rest.len());
    }
    text
}
