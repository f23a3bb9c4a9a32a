//! The long lists of the panel: the diamond, structure in the view that is chosen, the economy; with a filter.

use egui::{Align, Button, Label, Layout, RichText, TextEdit, Ui};

use super::honesty::{chance_ui, odds_ui};
use super::rows::unit_ui;
use super::{Indicators, members};
use crate::analysis::indicator::{Cost, Group, Indicator, View};
use crate::analysis::{self, Assessment, families, registry};
use crate::graph::lens::Lens;
use crate::model::TieKind;
use crate::session::{Action, Session};
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// Figures that speak of how a cluster learns, what dealing with each other costs there, and how far its past, as the
/// shape of the network shows it, leads its growth.
const MECHANISM: [(&str, &[&str]); 3] = [
    (
        "Collective learning",
        &["spillover.knowledge_access", "spillover.mobility"],
    ),
    (
        "Transaction costs",
        &["transaction_cost_index", "transaction_cost_multiplier"],
    ),
    (
        "Path dependence, as the network shows it",
        &["hierarchy_slope", "correlation_slope"],
    ),
];

impl Indicators {
    /// The filter and the lists.
    pub(super) fn lists_ui(&mut self, ui: &mut Ui, session: &Session, now: &Assessment, form: &mut Form) {
        let colors = Colors::of(ui.visuals());
        let field = TextEdit::singleline(&mut self.filter)
            .hint_text(RichText::new("Find a figure").color(colors.secondary))
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 4));
        ui.add(field).accessible_name("Find a figure");
        ui.add_space(theme::GAP_XS);
        let mut any = self.mechanism_ui(ui, session, now, form);
        for group in [Group::Diamond, Group::Structure, Group::Economy] {
            let title = match group {
                Group::Structure => format!("Structure · {}", words(session.looking().lens())),
                _ => group.name().to_owned(),
            };
            let structure = group == Group::Structure;
            let mut figures: Vec<&'static Indicator> = if structure {
                in_view(session.looking().lens().view).collect()
            } else {
                members(group).collect()
            };
            figures.retain(|figure| self.wants(figure));
            let filtered = !self.filter.trim().is_empty();
            if filtered && figures.is_empty() {
                continue;
            }
            any = true;
            icons::section(theme::subheading(title))
                .id_salt(group.name())
                .open(filtered.then_some(true))
                .show_unindented(ui, |ui| {
                    ui.spacing_mut().interact_size.y = 20.0;
                    if structure {
                        lens_ui(ui, session.looking().lens(), form);
                    }
                    if structure && session.looking().lens().view != View::Directed {
                        chance_ui(ui, session, form);
                    }
                    if structure && session.looking().is_own() {
                        self.shape_ui(ui, session, &figures);
                        return;
                    }
                    let families = families::sorted(&figures);
                    let headed = group != Group::Diamond;
                    for (name, figures) in families {
                        if headed {
                            heading_ui(ui, name);
                        }
                        for indicator in figures {
                            self.plain_ui(ui, session, now, indicator, form);
                        }
                    }
                    ui.add_space(theme::GAP_S);
                });
        }
        if !any {
            ui.label(theme::secondary(ui, "No figure is called so"));
        }
    }

    /// What the dimensions work through; these figures stand under others too. Returns whether any is looked for.
    fn mechanism_ui(&mut self, ui: &mut Ui, session: &Session, now: &Assessment, form: &mut Form) -> bool {
        let figures = |ids: &[&'static str]| -> Vec<&'static Indicator> {
            ids.iter().filter_map(|id| registry::find(id)).collect()
        };
        let filtered = !self.filter.trim().is_empty();
        let mut families: Vec<_> = MECHANISM
            .iter()
            .map(|&(name, ids)| (name, figures(ids)))
            .collect();
        for (_, members) in &mut families {
            members.retain(|figure| self.wants(figure));
        }
        families.retain(|(_, members)| !members.is_empty());
        if families.is_empty() {
            return false;
        }
        icons::section(theme::subheading("Mechanism"))
            .id_salt("mechanism")
            .open(filtered.then_some(true))
            .show_unindented(ui, |ui| {
                ui.spacing_mut().interact_size.y = 20.0;
                for (name, members) in families {
                    heading_ui(ui, name);
                    for indicator in members {
                        self.line_ui(ui, session, now, indicator, None, form);
                    }
                }
                ui.add_space(theme::GAP_S);
            });
        true
    }

    /// The name holds what is looked for.
    fn wants(&self, indicator: &Indicator) -> bool {
        let wanted = self.filter.trim().to_lowercase();
        wanted.is_empty() || indicator.name.to_lowercase().contains(&wanted)
    }

    /// Figures through a lens of the person's own. They are no indicators, so nothing compares or explains them.
    fn shape_ui(&self, ui: &mut Ui, session: &Session, figures: &[&'static Indicator]) {
        let Some(shape) = session.looking().shape() else {
            ui.label(theme::secondary(ui, "Being computed"));
            return;
        };
        let fade = session.looking().pending();
        for (name, figures) in families::sorted(figures) {
            heading_ui(ui, name);
            // Nobody works out here what is computed only when somebody asks for it.
            for indicator in figures.into_iter().filter(|figure| figure.cost != Cost::Demand) {
                let value = shape
                    .iter()
                    .find(|(known, _)| known.id == indicator.id)
                    .and_then(|&(_, value)| value);
                ui.horizontal(|ui| {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        odds_ui(ui, session, indicator);
                        let colors = Colors::of(ui.visuals());
                        let ink = if fade { colors.secondary } else { colors.text };
                        let text = RichText::new(analysis::shown(indicator, value));
                        ui.label(text.font(theme::tabular_semibold(theme::LIST)).color(ink));
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            let name = RichText::new(indicator.name).size(theme::LIST);
                            ui.add(Label::new(name).truncate())
                                .on_hover_text(format!("{}\n{}", indicator.reading, indicator.formula));
                            unit_ui(ui, indicator);
                        });
                    });
                });
            }
        }
    }
}

/// The figures of a view; K has those of N on its own network.
fn in_view(view: View) -> impl Iterator<Item = &'static Indicator> {
    let of = if view == View::Knowledge {
        View::Plain
    } else {
        view
    };
    members(Group::Structure).filter(move |indicator| indicator.view == of)
}

/// A lens in a few words: "view N, with externals, 7 kinds of tie".
pub(in crate::ui) fn words(lens: &Lens) -> String {
    let mut words = format!("view {}", lens.view.label());
    if lens.externals != Lens::of(lens.view).externals {
        words.push_str(if lens.externals { ", externals" } else { ", local" });
    }
    let chosen = offered(lens.view)
        .filter(|kind| lens.kinds.contains(kind))
        .count();
    let all = offered(lens.view).count();
    if chosen < all {
        words.push_str(&format!(", {chosen} of {all} kinds"));
    }
    words
}

/// Kinds of tie that a view can take.
fn offered(view: View) -> impl Iterator<Item = TieKind> {
    TieKind::ALL.into_iter().filter(move |&kind| {
        kind != TieKind::Competition && !(view == View::Knowledge && kind == TieKind::Finance)
    })
}

fn heading_ui(ui: &mut Ui, text: &str) {
    ui.add_space(theme::GAP_XS);
    let color = Colors::of(ui.visuals()).secondary;
    ui.label(RichText::new(text).size(theme::TINY).color(color));
}

/// Which network is measured, and what of it.
fn lens_ui(ui: &mut Ui, lens: &Lens, form: &mut Form) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        for view in [View::Plain, View::Directed, View::Knowledge] {
            let text = RichText::new(view.label()).font(theme::semibold(theme::LIST));
            let response = ui
                .add(Button::selectable(lens.view == view, text).min_size(egui::vec2(30.0, 22.0)))
                .accessible_name(format!("View {}", view.label()));
            if response.clicked() && lens.view != view {
                form.actions.push(Action::LookThrough(Lens::of(view)));
            }
            response.on_hover_text(view.definition());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            kinds_ui(ui, lens, form);
        });
    });
    let mut externals = lens.externals;
    if ui
        .checkbox(
            &mut externals,
            RichText::new("External actors too").size(theme::LIST),
        )
        .changed()
    {
        form.actions.push(Action::LookThrough(Lens {
            externals,
            ..lens.clone()
        }));
    }
    let definition = theme::secondary(ui, lens.view.definition());
    ui.add(Label::new(definition).wrap());
    if !lens.is_plain() || lens.view == View::Knowledge {
        let note = "In this view figures are not compared or explained";
        ui.add(Label::new(theme::secondary(ui, note)).wrap());
    }
}

/// The kinds of tie that count.
fn kinds_ui(ui: &mut Ui, lens: &Lens, form: &mut Form) {
    let chosen = offered(lens.view)
        .filter(|kind| lens.kinds.contains(kind))
        .count();
    let all = offered(lens.view).count();
    let name = if chosen == all {
        "All kinds of tie".to_owned()
    } else {
        format!("{chosen} of {all} kinds of tie")
    };
    let text = RichText::new(name.as_str()).size(theme::SMALL);
    let button = Button::new((text, icons::icon(icons::DOWN, 11.0))).frame_when_inactive(false);
    let response = ui.add(button).accessible_name(format!("Counted: {name}"));
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            for kind in offered(lens.view) {
                let mut counts = lens.kinds.contains(&kind);
                if ui.checkbox(&mut counts, kind.name()).changed() {
                    let mut kinds = lens.kinds.clone();
                    if counts {
                        kinds.insert(kind);
                    } else {
                        kinds.remove(&kind);
                    }
                    form.actions.push(Action::LookThrough(Lens {
                        kinds,
                        ..lens.clone()
                    }));
                }
            }
            ui.separator();
            if ui.button("All kinds").clicked() {
                form.actions.push(Action::LookThrough(Lens {
                    kinds: Lens::of(lens.view).kinds,
                    ..lens.clone()
                }));
            }
        });
    response.on_hover_text("Which kinds of tie count in the figures below");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mechanism_names_registered_figures() {
        for id in MECHANISM.iter().flat_map(|(_, ids)| ids.iter()) {
            assert!(registry::find(id).is_some(), "{id}");
        }
    }

    #[test]
    fn the_heading_tells_what_is_left_out_or_let_in() {
        let mut lens = Lens::of(View::Plain);
        assert_eq!(words(&lens), "view N");
        lens.externals = true;
        assert_eq!(words(&lens), "view N, externals");
        let mut lens = Lens::of(View::Knowledge);
        lens.externals = false;
        lens.kinds.remove(&TieKind::Supply);
        assert_eq!(words(&lens), "view K, local, 7 of 8 kinds");
        assert!(Lens::of(View::Directed).is_plain());
    }
}
