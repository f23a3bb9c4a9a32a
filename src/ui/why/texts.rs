//! What the card says in words: the sentence, the formula with the present numbers, meaning, source and limits.

use egui::{Label, RichText, Ui};

use crate::analysis::StateStory;
use crate::analysis::indicator::Indicator;
use crate::ui::theme;

/// The answer in one sentence.
pub(super) fn sentence_ui(ui: &mut Ui, sentence: &str) {
    let stop = if sentence.ends_with('.') { "" } else { "." };
    let text = RichText::new(format!("{sentence}{stop}")).size(theme::BODY);
    ui.add(Label::new(text).wrap().selectable(true));
    ui.add_space(theme::GAP_XS);
}

/// Small print under a list.
pub(super) fn note_ui(ui: &mut Ui, text: &str) {
    let text = theme::secondary(ui, text).size(theme::TINY);
    ui.add(Label::new(text).wrap());
    ui.add_space(theme::GAP_XS);
}

/// The formula, and the same with the present numbers.
pub(super) fn formula_ui(ui: &mut Ui, indicator: &Indicator, state: &StateStory) {
    ui.label(theme::subheading("Formula"));
    ui.add(Label::new(RichText::new(indicator.formula).size(theme::SMALL)).wrap());
    if !state.filled.is_empty() {
        let numbers = RichText::new(format!("= {}", state.filled)).font(theme::tabular(theme::SMALL));
        ui.add(Label::new(numbers).wrap().selectable(true));
    }
    note_ui(ui, indicator.view.definition());
    ui.add_space(theme::GAP_S);
}

/// What it means, what to beware of, where it comes from.
pub(super) fn meaning_ui(ui: &mut Ui, indicator: &Indicator, state: &StateStory) {
    ui.label(theme::subheading("Meaning"));
    ui.add(Label::new(RichText::new(indicator.reading).size(theme::SMALL)).wrap());
    ui.add_space(theme::GAP_S);
    ui.label(theme::subheading("Limits"));
    let limits = if indicator.caveat.is_empty() {
        "A figure of a model, for comparing its states; not a measurement of a place"
    } else {
        indicator.caveat
    };
    ui.add(Label::new(RichText::new(limits).size(theme::SMALL)).wrap());
    ui.add_space(theme::GAP_S);
    ui.label(theme::subheading("Sources"));
    let mut sources: Vec<String> = indicator.sources.iter().map(|work| work.short()).collect();
    for work in state.sources {
        let short = work.short();
        if !sources.contains(&short) {
            sources.push(short);
        }
    }
    let sources = if sources.is_empty() {
        "A plain count, or a choice of this model".to_owned()
    } else {
        sources.join("; ")
    };
    ui.add(Label::new(RichText::new(sources).size(theme::SMALL)).wrap());
}
