//! What the cluster lacks: each gap in a sentence, with who is concerned and which figures it holds down.

use egui::{
    Align, Button, Label, Layout, Popup, PopupCloseBehavior, RichText, ScrollArea, Sense, TextWrapMode, Ui,
    vec2,
};

use crate::analysis::gaps::{Gap, HeldDown};
use crate::analysis::{Indicator, dimensions, registry};
use crate::base::text::count;
use crate::model::{ActorId, Selection};
use crate::session::Session;
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// Actors that a gap names one by one; the others are one more button.
const NAMED: usize = 5;
/// Gaps that hovering an indicator lists.
const BRIEF: usize = 5;
/// Size of the list of a narrow window.
const WIDTH: f32 = 340.0;
const HEIGHT: f32 = 420.0;

/// The list, in the panel of indicators or from the strip of a narrow window.
#[derive(Default)]
pub struct Gaps {
    /// Somebody has asked for the list in the menu.
    wanted: bool,
}

impl Gaps {
    /// Unfolds the list in the next pass.
    pub fn open(&mut self) {
        self.wanted = true;
    }

    /// The list under one line of the panel.
    pub fn section_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let wanted = std::mem::take(&mut self.wanted);
        let section = icons::section(theme::subheading(title(session))).id_salt("gaps");
        let section = if wanted { section.open(Some(true)) } else { section };
        let shown = section.show_unindented(ui, |ui| list_ui(ui, session, form));
        if wanted {
            shown.header_response.scroll_to_me(Some(Align::Min));
        }
    }

    /// The same behind a button.
    pub fn button_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let text = RichText::new(title(session)).size(theme::SMALL);
        let response = ui.add(Button::new((text, icons::icon(icons::DOWN, 11.0))).frame_when_inactive(false));
        if std::mem::take(&mut self.wanted) {
            Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
        }
        Popup::menu(&response)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                ui.set_width(WIDTH);
                ScrollArea::vertical().max_height(HEIGHT).show(ui, |ui| {
                    ui.with_layout(Layout::top_down(Align::Min), |ui| list_ui(ui, session, form));
                });
            });
    }
}

/// "Gaps  4"
fn title(session: &Session) -> String {
    match session.adviser().gaps() {
        Some(gaps) => format!("Gaps  {}", gaps.len()),
        None => "Gaps".to_owned(),
    }
}

/// The gaps that hold a figure down, those that cost it most first; of the overall figure, those that cost most in all.
pub fn holding_down<'a>(session: &'a Session, indicator: &str) -> Vec<&'a Gap> {
    let Some(gaps) = session.adviser().gaps() else {
        return Vec::new();
    };
    if indicator == "overall" {
        return gaps.iter().collect();
    }
    let cost = |gap: &Gap| gap.holds_down.iter().find(|held| held.indicator == indicator)?.by;
    let mut found: Vec<&Gap> = gaps.iter().filter(|gap| gap.touches(indicator)).collect();
    // Those whose cost depends on how they are closed come last, in the order of the list.
    found.sort_by(|a, b| {
        let (a, b) = (cost(a), cost(b));
        b.is_some()
            .cmp(&a.is_some())
            .then_with(|| b.unwrap_or(0.0).total_cmp(&a.unwrap_or(0.0)))
    });
    found
}

/// The largest gaps of an indicator by name, for a tooltip. Nothing where there are none.
pub fn names_ui(ui: &mut Ui, session: &Session, indicator: &Indicator) {
    let gaps = holding_down(session, indicator.id);
    if gaps.is_empty() {
        return;
    }
    ui.add_space(theme::GAP_XS);
    ui.label(theme::secondary(ui, "Held down by"));
    for gap in gaps.iter().take(BRIEF) {
        ui.label(RichText::new(format!("· {}", gap.name)).size(theme::SMALL));
    }
    rest_ui(ui, gaps.len());
}

/// The same as lines that show themselves on the map when clicked.
pub fn brief_ui(ui: &mut Ui, session: &Session, indicator: &Indicator, form: &mut Form) {
    let gaps = holding_down(session, indicator.id);
    for gap in gaps.iter().take(BRIEF) {
        let words = RichText::new(gap.name).size(theme::LIST);
        let row = icons::row_button(ui, false, words, 22.0);
        let response = ui.push_id(gap.id, |ui| ui.add(row)).inner;
        form.point_at(&response, || whom(gap));
        if response.on_hover_text(&gap.sentence).clicked() && !whom(gap).is_empty() {
            form.select(whom(gap));
        }
    }
    rest_ui(ui, gaps.len());
}

fn rest_ui(ui: &mut Ui, count: usize) {
    if count > BRIEF {
        ui.label(theme::secondary(ui, format!("and {} more", count - BRIEF)));
    }
}

fn list_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let Some(gaps) = session.adviser().gaps() else {
        ui.label(theme::secondary(ui, "Being looked for"));
        return;
    };
    if session.document().actor_count() == 0 {
        ui.label(theme::secondary(ui, "There is no actor yet"));
        return;
    }
    if gaps.is_empty() {
        ui.label("No gaps found");
        ui.label(theme::secondary(
            ui,
            "Looked at: research and pipelines within reach, firms and suppliers that stand alone, brokers, stages of \
             the chain, buyers, rivals, trust, and the number and types of members",
        ));
        return;
    }
    for (index, gap) in gaps.iter().enumerate() {
        if index > 0 {
            ui.add_space(theme::GAP_S);
        }
        ui.push_id(gap.id, |ui| gap_ui(ui, gap, session, form));
    }
    ui.add_space(theme::GAP_XS);
}

fn gap_ui(ui: &mut Ui, gap: &Gap, session: &Session, form: &mut Form) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.spacing_mut().interact_size.y = 18.0;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !(gap.actors.is_empty() && gap.ties.is_empty()) {
                let text = RichText::new("Show").size(theme::SMALL);
                let response = ui.add(Button::new(text).frame(true).min_size(vec2(44.0, 22.0)));
                let response = response.accessible_name(format!("Show: {}", gap.name));
                form.point_at(&response, || whom(gap));
                if response.on_hover_text(concerned(gap)).clicked() {
                    form.select(whom(gap));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(theme::subheading(gap.name)).truncate());
            });
        });
    });
    let sentence = ui.add(Label::new(RichText::new(&gap.sentence).size(theme::SMALL)).wrap());
    let sources: Vec<String> = gap.sources.iter().map(|work| work.short()).collect();
    if !sources.is_empty() {
        sentence.on_hover_text(sources.join("; "));
    }
    if !gap.actors.is_empty() {
        actors_ui(ui, &gap.actors, session, form);
    }
    held_down_ui(ui, &gap.holds_down);
}

/// "Selects 3 actors and 2 ties on the map"
fn concerned(gap: &Gap) -> String {
    let actors = (!gap.actors.is_empty()).then(|| count(gap.actors.len(), "actor", "actors"));
    let ties = (!gap.ties.is_empty()).then(|| count(gap.ties.len(), "tie", "ties"));
    let both: Vec<String> = actors.into_iter().chain(ties).collect();
    format!("Selects {} on the map", both.join(" and "))
}

/// What a gap is about.
fn whom(gap: &Gap) -> Selection {
    Selection {
        actors: gap.actors.iter().copied().collect(),
        ties: gap.ties.iter().copied().collect(),
        ..Selection::default()
    }
}

/// Names that select when clicked.
fn actors_ui(ui: &mut Ui, actors: &[ActorId], session: &Session, form: &mut Form) {
    let document = session.document();
    // One more name is no longer than "and 1 more".
    let named = if actors.len() > NAMED + 1 {
        NAMED
    } else {
        actors.len()
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GAP_S, 0.0);
        for &id in &actors[..named] {
            link_ui(ui, &document.display_name(id), || Selection::actor(id), form);
        }
        if actors.len() > named {
            let all = || Selection {
                actors: actors.iter().copied().collect(),
                ..Selection::default()
            };
            link_ui(ui, &format!("and {} more", actors.len() - named), all, form);
        }
    });
}

fn link_ui(ui: &mut Ui, text: &str, whom: impl Fn() -> Selection, form: &mut Form) {
    let color = Colors::of(ui.visuals()).accent;
    let text = RichText::new(text).size(theme::SMALL).color(color);
    let spoken = text.text().to_owned();
    let response = ui.add(Label::new(text).sense(Sense::click()).extend());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, spoken.as_str()));
    form.point_at(&response, &whom);
    if response.hovered() || response.has_focus() {
        let y = response.rect.bottom() - 1.0;
        let line = egui::Stroke::new(1.0, color);
        ui.painter().hline(response.rect.x_range(), y, line);
    }
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        form.select(whom());
    }
}

/// The figures that a gap holds down, dimensions first.
fn held_down_ui(ui: &mut Ui, held: &[HeldDown]) {
    let colors = Colors::of(ui.visuals());
    let is_dimension = |held: &&HeldDown| dimensions::find(held.indicator).is_some();
    let parts = held.iter().filter(|held| !is_dimension(held));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GAP_XS, 3.0);
        ui.spacing_mut().button_padding = vec2(5.0, 1.0);
        for held in held.iter().filter(is_dimension).chain(parts) {
            let Some(indicator) = registry::find(held.indicator) else {
                continue;
            };
            let by = held
                .by
                .map(|by| format!("{by:.*}", indicator.decimals))
                .filter(|by| by.chars().any(|c| ('1'..='9').contains(&c)));
            let text = match &by {
                Some(by) => format!("{} ▼ {by}", indicator.name),
                None => format!("{} ▼", indicator.name),
            };
            let told = match &by {
                Some(by) => format!(
                    "{} would rise by {by} if the gap were closed and nothing else changed",
                    indicator.name
                ),
                None => format!(
                    "{} would rise; by how much depends on how the gap is closed",
                    indicator.name
                ),
            };
            let text = RichText::new(text)
                .font(theme::tabular(theme::TINY))
                .color(colors.secondary);
            let chip = Button::new(text)
                .sense(Sense::hover())
                .fill(colors.sunken)
                .corner_radius(4.0)
                .wrap_mode(TextWrapMode::Extend)
                .min_size(vec2(0.0, 18.0));
            ui.add(chip).on_hover_text(told);
        }
    });
}
