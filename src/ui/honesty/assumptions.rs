//! The assumptions of the model: what each number is, where it stands by default and why, to be changed and reset.

use egui::{Align, Align2, Button, Id, Label, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::model::assumption::{Aggregation, Assumption, Assumptions as Numbers, Topic};
use crate::model::field::number_text;
use crate::model::{Edit, Refusal};
use crate::session::Session;
use crate::ui::form::{Entry, Form};
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

use super::{Shape, note_ui};

pub(super) const SHAPE: Shape = Shape {
    title: "Assumptions",
    size: vec2(640.0, 600.0),
    corner: Align2::LEFT_TOP,
};

/// Width of the names; they get what is left in a wide window.
const NAME: f32 = 216.0;
/// Width of what follows a name, with the way back and the gaps.
const AFTER_NAME: f32 = SLIDER + FIELD + DEFAULT + 68.0;
/// Width of the sliders.
const SLIDER: f32 = 124.0;
/// Width of the fields.
const FIELD: f32 = 68.0;
/// Width of the defaults.
const DEFAULT: f32 = 92.0;
/// Height of a row.
const ROW: f32 = 24.0;

/// The open window.
pub(super) struct Assumptions {
    /// Only what matches these words is shown.
    filter: String,
    /// Only what differs from its default is shown.
    only_changed: bool,
    /// The keyboard goes to the filter in the first pass.
    fresh: bool,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            filter: String::new(),
            only_changed: false,
            fresh: true,
        }
    }
}

impl Assumptions {
    pub(super) fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let numbers = &session.document().project().assumptions;
        // Another project must not inherit an unfinished text.
        let key = Id::unique(("assumptions", session.epoch()));
        note_ui(
            ui,
            "Every number of the model that can be doubted. They are stored in the project and named in every report \
             where they differ from their defaults.",
        );
        ui.add_space(theme::GAP_XS);
        self.filter_ui(ui, numbers, form);
        ui.add_space(theme::GAP_XS);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let mut nothing = true;
            let mut actors = false;
            for topic in Topic::all() {
                let members: Vec<_> = topic
                    .members()
                    .filter(|one| self.shows(one, topic, numbers))
                    .collect();
                let aggregation = topic == Topic::Dimensions && self.shows_aggregation(numbers);
                if members.is_empty() && !aggregation {
                    continue;
                }
                nothing = false;
                if matches!(topic, Topic::Actor(_)) && !std::mem::replace(&mut actors, true) {
                    ui.add_space(theme::GAP_S);
                    ui.label(theme::subheading("What new actors start with"));
                    note_ui(ui, "Actors that are there already keep what they have");
                }
                self.topic_ui(ui, topic, &members, aggregation, numbers, key, form);
            }
            if nothing {
                ui.add_space(theme::GAP_S);
                ui.label(theme::secondary(ui, "Nothing matches"));
            }
            ui.add_space(theme::GAP_S);
        });
    }

    fn filter_ui(&mut self, ui: &mut Ui, numbers: &Numbers, form: &mut Form) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP_S;
            let field = TextEdit::singleline(&mut self.filter)
                .id(Id::unique("filter of assumptions"))
                .desired_width(172.0)
                .margin(egui::Margin::symmetric(8, 4))
                .hint_text("Filter by name");
            let response = ui.add(field).accessible_name("Filter assumptions");
            if std::mem::take(&mut self.fresh) {
                response.request_focus();
            }
            let changed = numbers.departures().len();
            let text = match changed {
                0 => "Only changed".to_owned(),
                1 => "Only the one changed".to_owned(),
                many => format!("Only the {many} changed"),
            };
            let only = ui.add_enabled(
                changed > 0 || self.only_changed,
                Button::selectable(self.only_changed, text),
            );
            if only.accessible_name("Only changed assumptions").clicked() {
                self.only_changed = !self.only_changed;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let reset = Button::new((icons::icon(icons::RESET, 14.0), "Reset all"));
                let response = ui
                    .add_enabled(changed > 0, reset)
                    .accessible_name("Reset all assumptions");
                if response
                    .on_disabled_hover_text("Everything stands at its default")
                    .clicked()
                {
                    form.edit(Edit::ResetAssumptions);
                }
            });
        });
    }

    fn shows(&self, assumption: &Assumption, topic: Topic, numbers: &Numbers) -> bool {
        let name = assumption.name;
        let kept = !self.only_changed || numbers.get(assumption.id) != assumption.default;
        kept && self.matches(&[name, assumption.id, &topic.name()])
    }

    fn shows_aggregation(&self, numbers: &Numbers) -> bool {
        let kept = !self.only_changed || numbers.aggregation != Aggregation::default();
        kept && self.matches(&[
            MEAN,
            "aggregation geometric arithmetic",
            &Topic::Dimensions.name(),
        ])
    }

    /// Every word of the filter stands somewhere in the texts.
    fn matches(&self, texts: &[&str]) -> bool {
        let all = texts.join(" ").to_lowercase();
        self.filter
            .to_lowercase()
            .split_whitespace()
            .all(|word| all.contains(word))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what is shown, where it stands and where changes go"
    )]
    fn topic_ui(
        &self,
        ui: &mut Ui,
        topic: Topic,
        members: &[&'static Assumption],
        aggregation: bool,
        numbers: &Numbers,
        key: Id,
        form: &mut Form,
    ) {
        let changed = topic
            .members()
            .filter(|one| numbers.get(one.id) != one.default)
            .count()
            + usize::from(topic == Topic::Dimensions && numbers.aggregation != Aggregation::default());
        let title = match topic {
            Topic::Actor(kind) => kind.name().to_owned(),
            other => other.name(),
        };
        let searching = self.only_changed || !self.filter.trim().is_empty();
        ui.horizontal(|ui| {
            let open = searching || topic == Topic::Dimensions;
            // What was folded by hand stays so, but a search opens what it finds.
            let salt = (topic.name(), searching);
            let section = icons::section(RichText::new(&title))
                .id_salt(salt)
                .default_open(open);
            ui.vertical(|ui| {
                let width = ui.available_width();
                let response = section.show_unindented(ui, |ui| {
                    ui.set_width(width);
                    reasons_ui(ui, members);
                    if aggregation {
                        aggregation_ui(ui, numbers, form);
                    }
                    for assumption in members {
                        row_ui(ui, assumption, numbers, key, form);
                    }
                    ui.add_space(theme::GAP_XS);
                });
                if changed > 0 {
                    let header = response.header_response.rect;
                    let place = egui::Rect::from_min_max(
                        egui::pos2(ui.max_rect().right() - 168.0, header.top()),
                        egui::pos2(ui.max_rect().right(), header.bottom()),
                    );
                    let layout = Layout::right_to_left(Align::Center);
                    let builder = egui::UiBuilder::new().max_rect(place).layout(layout);
                    ui.scope_builder(builder, |ui| {
                        let name = format!("Reset {}", topic.name().to_lowercase());
                        if icons::small_icon_button(ui, icons::RESET, &name).clicked() {
                            form.edit(reset(topic, numbers));
                        }
                        let accent = Colors::of(ui.visuals()).accent;
                        ui.label(
                            RichText::new(format!("{changed} changed"))
                                .size(theme::SMALL)
                                .color(accent),
                        );
                    });
                }
            });
        });
    }
}

/// Everything of a topic back to its default, as one step.
fn reset(topic: Topic, numbers: &Numbers) -> Edit {
    let mut edits: Vec<Edit> = topic
        .members()
        .filter(|one| numbers.get(one.id) != one.default)
        .map(|one| Edit::SetAssumption(one.id.to_owned(), one.default))
        .collect();
    if topic == Topic::Dimensions {
        edits.push(Edit::SetAggregation(Aggregation::default()));
    }
    Edit::Together(format!("Reset {}", topic.name().to_lowercase()), edits)
}

/// What people read for the way of averaging.
const MEAN: &str = "Mean of the dimensions";

/// Why the defaults are what they are, each reason once.
fn reasons_ui(ui: &mut Ui, members: &[&Assumption]) {
    let mut last = "";
    for assumption in members {
        if assumption.reason != last && !matches!(assumption.topic(), Topic::Actor(_)) {
            note_ui(ui, assumption.reason);
            last = assumption.reason;
        }
    }
}

fn aggregation_ui(ui: &mut Ui, numbers: &Numbers, form: &mut Form) {
    ui.horizontal(|ui| {
        let changed = numbers.aggregation != Aggregation::default();
        name_ui(
            ui,
            MEAN,
            changed,
            "How the six dimensions become one figure (OECD/JRC 2008)",
        );
        for (aggregation, name, help) in [
            (
                Aggregation::Geometric,
                "Geometric",
                "No dimension buys out another",
            ),
            (
                Aggregation::Arithmetic,
                "Arithmetic",
                "Strong dimensions make up for weak ones",
            ),
        ] {
            let chosen = numbers.aggregation == aggregation;
            if ui.selectable_label(chosen, name).on_hover_text(help).clicked() && !chosen {
                form.edit(Edit::SetAggregation(aggregation));
            }
        }
        if changed {
            end_ui(
                ui,
                "geometric",
                MEAN,
                || Edit::SetAggregation(Aggregation::default()),
                form,
            );
        }
    });
}

fn row_ui(ui: &mut Ui, assumption: &'static Assumption, numbers: &Numbers, key: Id, form: &mut Form) {
    let value = numbers.get(assumption.id);
    let changed = value != assumption.default;
    let range = format!(
        "from {} to {}",
        number_text(assumption.least),
        number_text(assumption.most)
    );
    let help = format!("{}, {range}. {}", assumption.name, assumption.reason);
    let make = |value| Edit::SetAssumption(assumption.id.to_owned(), value);
    ui.horizontal(|ui| {
        ui.set_min_height(ROW);
        ui.spacing_mut().item_spacing.x = theme::GAP_S;
        name_ui(ui, &assumption.label(), changed, &help);
        ui.spacing_mut().slider_width = SLIDER;
        let range_shown = slid(assumption, value);
        form.slider_ui(ui, assumption.name, value, range_shown, make);
        let entry = Entry {
            id: key.with(assumption.id),
            name: assumption.name,
            shown: &number_text(value),
            hint: "",
            width: FIELD - 16.0,
            rows: 1,
            figures: true,
        };
        form.entry_ui(ui, &entry, |text| {
            // A comma is a decimal mark for half of the world.
            let number = text.trim().replace(',', ".").parse::<f64>().ok();
            let fits = number.filter(|number| (assumption.least..=assumption.most).contains(number));
            fits.map(make).ok_or_else(|| Refusal::BadValue {
                field: assumption.name.to_owned(),
                expected: format!("a number {range}"),
                found: format!("\"{text}\""),
            })
        });
        end_ui(
            ui,
            &number_text(assumption.default),
            if changed { assumption.name } else { "" },
            || make(assumption.default),
            form,
        );
    });
}

/// The name in its column, marked when it differs from its default.
fn name_ui(ui: &mut Ui, name: &str, changed: bool, help: &str) {
    let colors = Colors::of(ui.visuals());
    let width = (ui.available_width() - AFTER_NAME).max(NAME);
    ui.allocate_ui_with_layout(vec2(width, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        let (dot, _) = ui.allocate_exact_size(vec2(8.0, 8.0), egui::Sense::hover());
        let mut text = RichText::new(name).size(theme::LIST);
        if changed {
            ui.painter().circle_filled(dot.center(), 3.0, colors.accent);
            text = text.font(theme::semibold(theme::LIST));
        }
        ui.add(Label::new(text).truncate()).on_hover_text(help);
    });
}

/// The default, and the way back to it; nobody needs that who stands there, so `what` is empty then.
fn end_ui(ui: &mut Ui, default: &str, what: &str, back: impl FnOnce() -> Edit, form: &mut Form) {
    let size = vec2(DEFAULT, ROW);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(DEFAULT);
        ui.label(theme::secondary(ui, format!("default {default}")));
    })
    .response
    .on_hover_text(format!("The default is {default}"));
    if what.is_empty() {
        return;
    }
    let button = Button::new(icons::icon(icons::RESET, 14.0).color(Colors::of(ui.visuals()).accent));
    let response = ui
        .add(button.frame_when_inactive(false))
        .accessible_name(format!("Reset {what}"));
    if response.on_hover_text(format!("Back to {default}")).clicked() {
        form.edit(back());
    }
}

/// The range of the slider: what anybody is likely to want. The field takes the whole range of the assumption.
fn slid(assumption: &Assumption, value: f64) -> (f64, f64) {
    let likely = match assumption.topic() {
        Topic::Dimensions => 2.0,
        Topic::Parts(_) => 1.0,
        _ => (assumption.default * 4.0).max(1.0),
    };
    (
        assumption.least.min(value),
        likely.min(assumption.most).max(value),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::assumption::{ALL, find};

    #[test]
    fn a_slider_spans_the_default_and_never_cuts_a_value() {
        for assumption in ALL {
            let (least, most) = slid(assumption, assumption.default);
            assert!(
                least < most && (least..=most).contains(&assumption.default),
                "{}",
                assumption.id
            );
            assert!(
                least >= assumption.least && most <= assumption.most,
                "{}",
                assumption.id
            );
        }
        let weight = find("weight.trust").unwrap();
        assert_eq!(slid(weight, 7.0), (0.0, 7.0));
    }

    #[test]
    fn the_filter_finds_by_name_id_and_topic() {
        let filtered = |filter: &str| {
            let window = Assumptions {
                filter: filter.to_owned(),
                ..Assumptions::default()
            };
            let numbers = Numbers::default();
            let found = ALL.iter().filter(|one| window.shows(one, one.topic(), &numbers));
            found.map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(filtered("half firms young"), ["half.entry"]);
        assert_eq!(filtered("actor.final.jobs"), ["actor.final.jobs"]);
        assert_eq!(filtered("new university").len(), 6);
        assert_eq!(filtered("").len(), ALL.len());
        assert!(filtered("nothing like this").is_empty());
    }
}
