//! What the words for kinds stand for, and what becomes of ties that are alike: every choice with what it would give.

use egui::{Align, Checkbox, Label, Layout, RadioButton, RichText, Ui, vec2};

use crate::base::text::count;
use crate::exchange::draft::Draft;
use crate::exchange::mapping::{
    BothWays, By, Combine, Groups, Loops, Mapping, Matching, Opposite, Parallel, Places, WordChoice,
};
use crate::exchange::taking::Tally;
use crate::model::{ActorKind, TieKind};
use crate::session::importing::{Import, ImportStep};
use crate::session::{Action, Session};
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

use super::{list_ui, row_ui};

/// Words that are listed; the others are those that least often stand for anything.
const WORDS: usize = 60;
/// Width of a word and of its count.
const WORD: f32 = 150.0;
const COUNT: f32 = 52.0;
/// Width of the list of kinds.
const KIND: f32 = 216.0;
/// Below this width there is one column of words.
const TWO_COLUMNS: f32 = 760.0;

/// Everything below the rows.
pub(super) fn ui(
    ui: &mut Ui,
    import: &Import,
    mapping: &Mapping,
    whole: &Draft,
    session: &Session,
    form: &mut Form,
) {
    let mut next = mapping.clone();
    kinds_ui(ui, whole, &mut next);
    if !whole.ties.is_empty() {
        ui.add_space(theme::GAP_M);
        ties_ui(ui, import.tally(), &mut next);
    }
    ui.add_space(theme::GAP_M);
    rest_ui(ui, import, whole, session, &mut next);
    if let Some(tally) = import.tally() {
        notices_ui(ui, tally);
    }
    if next != *mapping {
        form.actions
            .push(Action::Import(ImportStep::Choose(Box::new(next))));
    }
}

fn kinds_ui(ui: &mut Ui, whole: &Draft, next: &mut Mapping) {
    let wide = ui.available_width() > TWO_COLUMNS;
    if wide {
        ui.columns(2, |columns| {
            actor_kinds_ui(&mut columns[0], next);
            if !whole.ties.is_empty() {
                tie_kinds_ui(&mut columns[1], next);
            }
        });
    } else {
        actor_kinds_ui(ui, next);
        if !whole.ties.is_empty() {
            ui.add_space(theme::GAP_M);
            tie_kinds_ui(ui, next);
        }
    }
}

fn actor_kinds_ui(ui: &mut Ui, next: &mut Mapping) {
    ui.label(theme::subheading("Kinds of actors"));
    let usual = if next.actor_words.is_empty() {
        "All actors are"
    } else {
        "All others are"
    };
    for number in 0..next.actor_words.len().min(WORDS) {
        let word = &next.actor_words[number];
        let (kind, usual) = (word.kind, next.actor_kind);
        let mut chosen = None;
        ui.push_id(("actor word", number), |ui| {
            word_ui(ui, word, |ui, spoken| {
                let shown = kind.map_or_else(
                    || (icons::actor_atom(usual), RichText::new("As all others")),
                    |kind| (icons::actor_atom(kind), RichText::new(kind.name())),
                );
                let said = kind.map_or("As all others", ActorKind::name);
                list_ui(ui, &format!("{spoken}: {said}"), shown, KIND, |ui| {
                    for other in ActorKind::ALL {
                        if row_ui(ui, kind == Some(other), (icons::actor_atom(other), other.name())) {
                            chosen = Some(Some(other));
                        }
                    }
                    ui.separator();
                    if row_ui(
                        ui,
                        kind.is_none(),
                        "As all others; the word is kept as an attribute",
                    ) {
                        chosen = Some(None);
                    }
                });
            });
        });
        if let Some(kind) = chosen {
            let word = &mut next.actor_words[number];
            word.kind = kind;
            word.by = By::Choice;
        }
    }
    more_ui(ui, next.actor_words.len());
    usual_ui(ui, usual, |ui| {
        let kind = next.actor_kind;
        let shown = (icons::actor_atom(kind), kind.name());
        list_ui(ui, &format!("{usual}: {}", kind.name()), shown, KIND, |ui| {
            for other in ActorKind::ALL {
                if row_ui(ui, kind == other, (icons::actor_atom(other), other.name())) {
                    next.actor_kind = other;
                }
            }
        });
    });
}

fn tie_kinds_ui(ui: &mut Ui, next: &mut Mapping) {
    ui.label(theme::subheading("Kinds of ties"));
    let usual = if next.tie_words.is_empty() {
        "All ties are"
    } else {
        "All others are"
    };
    for number in 0..next.tie_words.len().min(WORDS) {
        let word = &next.tie_words[number];
        let (kind, turned, usual) = (word.kind, word.turned, next.tie_kind);
        let mut chosen = None;
        ui.push_id(("tie word", number), |ui| {
            word_ui(ui, word, |ui, spoken| {
                let name = |kind: TieKind, turned: bool| match turned {
                    true => format!("{}, the other way round", kind.name()),
                    false => kind.name().to_owned(),
                };
                let said = kind.map_or_else(|| "As all others".to_owned(), |kind| name(kind, turned));
                let shown = (icons::tie_atom(kind.unwrap_or(usual)), RichText::new(&said));
                list_ui(ui, &format!("{spoken}: {said}"), shown, KIND, |ui| {
                    for other in TieKind::ALL {
                        if row_ui(
                            ui,
                            kind == Some(other) && !turned,
                            (icons::tie_atom(other), other.name()),
                        ) {
                            chosen = Some((Some(other), false));
                        }
                    }
                    ui.separator();
                    if let Some(kind) = kind {
                        let mut turned = turned;
                        let words = "The other way round, such as “buys from”";
                        if ui.add(Checkbox::new(&mut turned, words)).clicked() {
                            chosen = Some((Some(kind), turned));
                            ui.close();
                        }
                    }
                    if row_ui(
                        ui,
                        kind.is_none(),
                        "As all others; the word is kept as an attribute",
                    ) {
                        chosen = Some((None, false));
                    }
                });
            });
        });
        if let Some((kind, turned)) = chosen {
            let word = &mut next.tie_words[number];
            word.kind = kind;
            word.turned = turned;
            word.by = By::Choice;
        }
    }
    more_ui(ui, next.tie_words.len());
    usual_ui(ui, usual, |ui| {
        let kind = next.tie_kind;
        let shown = (icons::tie_atom(kind), kind.name());
        list_ui(ui, &format!("{usual}: {}", kind.name()), shown, KIND, |ui| {
            for other in TieKind::ALL {
                if row_ui(ui, kind == other, (icons::tie_atom(other), other.name())) {
                    next.tie_kind = other;
                }
            }
        });
    });
}

/// A word, how often it is said, and what it stands for.
fn word_ui<K>(ui: &mut Ui, word: &WordChoice<K>, contents: impl FnOnce(&mut Ui, &str)) {
    ui.horizontal(|ui| {
        let unknown = word.kind.is_none() && word.by == By::Guess;
        cell_ui(ui, WORD, Align::Min, |ui| {
            let mut text = RichText::new(&word.word);
            if unknown {
                text = text.color(Colors::of(ui.visuals()).warning);
            }
            let help = match word.by {
                _ if unknown => "Nobody knows this word; choose what it stands for",
                By::Guess => "As the program understands it",
                By::Memory => "As you have said some other time",
                By::Choice => "As you have said",
            };
            ui.add(Label::new(text).truncate())
                .on_hover_text(format!("{}\n{help}", word.word));
        });
        cell_ui(ui, COUNT, Align::Max, |ui| {
            let text = RichText::new(word.count.to_string()).font(theme::tabular(theme::LIST));
            ui.label(text.color(Colors::of(ui.visuals()).secondary));
        });
        contents(ui, &format!("“{}” stands for", word.word));
    });
}

/// What everybody is of whom no word says it.
fn usual_ui(ui: &mut Ui, words: &str, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        cell_ui(ui, WORD + COUNT + theme::GAP_S, Align::Min, |ui| {
            ui.label(theme::secondary(ui, words));
        });
        contents(ui);
    });
}

fn more_ui(ui: &mut Ui, words: usize) {
    if words > WORDS {
        let rest = words - WORDS;
        let text = format!(
            "and {}, which are as all others",
            count(rest, "more word", "more words")
        );
        ui.label(theme::secondary(ui, text));
    }
}

fn cell_ui(ui: &mut Ui, width: f32, align: Align, contents: impl FnOnce(&mut Ui)) {
    let layout = match align {
        Align::Max => Layout::right_to_left(Align::Center),
        _ => Layout::left_to_right(Align::Center),
    };
    ui.allocate_ui_with_layout(vec2(width, 26.0), layout, |ui| {
        ui.set_min_width(width);
        ui.set_max_width(width);
        contents(ui);
    });
}

/// A choice: what it is about, and what each answer would give.
fn options_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    words: &str,
    help: &str,
    now: &mut T,
    options: &[(T, &str, Option<usize>)],
) {
    let narrow = ui.available_width() < TWO_COLUMNS;
    if narrow {
        ui.label(words).on_hover_text(help);
    }
    ui.horizontal_wrapped(|ui| {
        if narrow {
            ui.add_space(theme::GAP_M);
        } else {
            cell_ui(ui, 280.0, Align::Min, |ui| {
                ui.add(Label::new(words).truncate()).on_hover_text(help);
            });
        }
        for (option, name, ties) in options {
            let text = match ties {
                Some(ties) => format!("{name}: {}", count(*ties, "tie", "ties")),
                None => (*name).to_owned(),
            };
            let response = ui.add(RadioButton::new(now == option, text));
            let response = response.accessible_name(format!("{words}: {name}"));
            if response.clicked() {
                *now = *option;
            }
        }
    });
}

fn ties_ui(ui: &mut Ui, tally: Option<&Tally>, next: &mut Mapping) {
    ui.label(theme::subheading("Ties that are alike"));
    let counts = tally.map(|tally| tally.choices).unwrap_or_default();
    let known = |ties: usize| tally.map(|_| ties);
    options_ui(
        ui,
        "The same pair more than once",
        "Ties of the same kind from the same actor to the same other one",
        &mut next.parallel,
        &[
            (Parallel::Keep, "keep all", known(counts.parallel[0])),
            (Parallel::Merge, "merge", known(counts.parallel[1])),
        ],
    );
    options_ui(
        ui,
        "Back and forth",
        "A tie from A to B, and one of the same kind from B to A",
        &mut next.opposite,
        &[
            (Opposite::Keep, "keep both", known(counts.opposite[0])),
            (
                Opposite::Join,
                "join those without direction",
                known(counts.opposite[1]),
            ),
            (Opposite::Once, "count once", known(counts.opposite[2])),
        ],
    );
    if next.parallel == Parallel::Merge || next.opposite != Opposite::Keep {
        options_ui(
            ui,
            "Numbers of ties that become one",
            "Strength and other numbers",
            &mut next.combine,
            &[
                (Combine::Sum, "add up", None),
                (Combine::Mean, "mean", None),
                (Combine::Most, "largest", None),
            ],
        );
    }
    if counts.loops[0] != counts.loops[1] || next.loops == Loops::Drop {
        options_ui(
            ui,
            "Ties to oneself",
            "No indicator counts them",
            &mut next.loops,
            &[
                (Loops::Keep, "keep", known(counts.loops[0])),
                (Loops::Drop, "drop", known(counts.loops[1])),
            ],
        );
    }
    if counts.both_ways[0] != counts.both_ways[1] || next.both_ways == BothWays::Two {
        options_ui(
            ui,
            "Without direction, of a kind that has one",
            "For instance supply: goods go one way",
            &mut next.both_ways,
            &[
                (BothWays::First, "first to second end", known(counts.both_ways[0])),
                (BothWays::Two, "one each way", known(counts.both_ways[1])),
            ],
        );
    }
}

fn rest_ui(ui: &mut Ui, import: &Import, whole: &Draft, session: &Session, next: &mut Mapping) {
    let placed = whole.actors.iter().any(|actor| actor.at.is_some());
    let grouped = !whole.groups.is_empty();
    ui.label(theme::subheading("Actors"));
    let mut alike = next.alike;
    let words = "Names that differ only in case, width of letters or blanks are one actor";
    if ui.add(Checkbox::new(&mut alike, words)).clicked() {
        next.alike = alike;
    }
    if import.into_open() && !session.document().is_empty() {
        options_ui(
            ui,
            "Found in the open project",
            "Who is there already is updated and not made a second time",
            &mut next.matching,
            &[
                (Matching::IdThenName, "by id, else by name", None),
                (Matching::Id, "by id", None),
                (Matching::Name, "by name", None),
                (Matching::Nobody, "never: all are new", None),
            ],
        );
    }
    if placed {
        options_ui(
            ui,
            "Places on the map",
            "Where the file has them",
            &mut next.places,
            &[
                (Places::AsIs, "as they are", None),
                (Places::Fit, "as they are, made to fit", None),
                (Places::Leave, "found anew", None),
            ],
        );
    }
    if grouped {
        options_ui(
            ui,
            "Groups",
            "Groups of actors in the file",
            &mut next.groups,
            &[
                (Groups::Zones, "zones on the map", None),
                (Groups::Attribute, "an attribute", None),
                (Groups::Tag, "a tag", None),
                (Groups::Leave, "left out", None),
            ],
        );
    }
}

fn notices_ui(ui: &mut Ui, tally: &Tally) {
    for notice in tally.notices.iter().take(8) {
        ui.add_space(theme::GAP_XS);
        ui.horizontal_top(|ui| {
            let color = Colors::of(ui.visuals()).warning;
            ui.label(icons::icon(icons::WARNING, 14.0).color(color));
            ui.add(Label::new(theme::secondary(ui, notice.to_string())).wrap());
        });
    }
}
