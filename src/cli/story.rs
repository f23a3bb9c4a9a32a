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
    let stories = explain_changes(before, after, indicators, &Progress::new(), &Cancel::new())?;
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
    for (cause, amount) in story.causes.iter().take(SHOWN) {
        let amount = format!("{:+.*}", indicator.decimals, amount + 0.0);
        text += &format!("    {amount:>7}  {}\n", cause.title);
    }
    let rest = story.causes.iter().skip(SHOWN);
    let (count, sum) = rest.fold((0, 0.0), |(count, sum), (_, amount)| (count + 1, sum + amount));
    if count > 0 {
        let amount = format!("{:+.*}", indicator.decimals, sum + 0.0);
        text += &format!("    {amount:>7}  {count} more\n");
    }
    text
}
