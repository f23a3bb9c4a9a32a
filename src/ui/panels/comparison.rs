//! Right, while two states are compared: what differs between them, and every figure of both.

use std::sync::Arc;

use egui::{
    Align, Color32, Label, Layout, Response, RichText, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind,
    Ui, UiBuilder, WidgetInfo, vec2,
};

use super::indicators::{change_words, figure_ui};
use super::objects::rows_in_sight_ui;
use crate::analysis::comparison::{Comparison, Pair};
use crate::analysis::indicator::{Group, Indicator};
use crate::analysis::{registry, shown};
use crate::base::text::count;
use crate::model::difference::{Alteration, Fate};
use crate::model::{Document, Selection};
use crate::session::why::{Between, Question};
use crate::session::{Action, Session, Side};
use crate::ui::canvas::{CompareView, Item, Sign, sign_ui, words};
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};

/// Height of a row of the list.
const ROW: f32 = 24.0;
/// Height of a row of figures.
const FIGURE_ROW: f32 = 20.0;
/// Width of a column of figures.
const FIGURE: f32 = 46.0;
/// Width of the column of differences.
const CHANGE: f32 = 60.0;

/// A row of the list of differences.
enum Row {
    Heading(String),
    Thing(Sign, String, Option<Item>),
    Alteration(String),
}

/// A row of the table of figures.
enum Line {
    Heading(&'static str),
    Figure(Pair, bool),
}

/// The panel.
pub struct ComparisonPanel {
    of: Option<Arc<Comparison>>,
    rows: Vec<Row>,
    only_changed: bool,
}

impl Default for ComparisonPanel {
    fn default() -> Self {
        Self {
            of: None,
            rows: Vec::new(),
            only_changed: true,
        }
    }
}

impl ComparisonPanel {
    /// Nothing is compared any more.
    pub fn put_away(&mut self) {
        self.of = None;
        self.rows.clear();
    }

    /// What differs, thing by thing; a click shows it on the map.
    pub fn differences_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        view: &mut CompareView,
        form: &mut Form,
    ) {
        ui.add_space(theme::GAP_XS);
        let Some(comparison) = self.follow(ui, session) else {
            return;
        };
        let difference = &comparison.difference;
        if difference.is_empty() {
            let moved = difference.moved.len();
            ui.label(if moved == 0 {
                "Nothing differs".to_owned()
            } else {
                format!(
                    "Nothing differs but the places of {}",
                    count(moved, "actor", "actors")
                )
            });
            return;
        }
        ui.horizontal_wrapped(|ui| {
            for sign in [Sign::Added, Sign::Removed, Sign::Changed] {
                let of_actors = difference.actors.iter().filter(|fate| Sign::of(fate) == sign);
                let of_ties = difference.ties.iter().filter(|fate| Sign::of(fate) == sign);
                let number = of_actors.count() + of_ties.count();
                sign_ui(ui, sign);
                ui.label(theme::secondary(
                    ui,
                    format!("{number} {}", sign.name().to_lowercase()),
                ));
                ui.add_space(theme::GAP_XS);
            }
        });
        ui.add_space(theme::GAP_XS);
        let rows = &self.rows;
        ScrollArea::vertical()
            .id_salt("differences")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                rows_in_sight_ui(ui, ROW, rows.len(), |ui, index| {
                    difference_ui(ui, index, &rows[index], session.document(), view, form);
                });
            });
    }

    /// Both names, and the comparison once it has been found; its rows are worked out once.
    fn follow(&mut self, ui: &mut Ui, session: &Session) -> Option<Arc<Comparison>> {
        let names = names(session)?;
        ui.add(Label::new(theme::heading(format!("{} → {}", names[0], names[1]))).truncate());
        let Some(comparison) = session.comparing().found() else {
            ui.label(theme::secondary(ui, "Being compared"));
            return None;
        };
        let known = self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, comparison));
        if !known {
            self.rows = rows(comparison);
            self.of = Some(Arc::clone(comparison));
        }
        Some(Arc::clone(comparison))
    }

    /// Every figure of both states and its difference; a click says why.
    pub fn figures_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        ui.add_space(theme::GAP_XS);
        ui.horizontal(|ui| {
            ui.label(theme::heading("Indicators"));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.checkbox(&mut self.only_changed, "Only changed");
            });
        });
        let (Some(comparison), Some(names)) = (session.comparing().found(), names(session)) else {
            return;
        };
        let ask = |indicator: &'static str| {
            let [before, after] = [&comparison.before.document, &comparison.after.document];
            Action::AskWhy(Question {
                indicator,
                between: Between::States(Arc::clone(before), Arc::clone(after)),
            })
        };
        let asked = asked(session);
        // What is explained follows the present.
        if let Some((indicator, [before, after])) = asked
            && !(Arc::ptr_eq(before, &comparison.before.document)
                && Arc::ptr_eq(after, &comparison.after.document))
        {
            form.actions.push(ask(indicator));
        }
        let shown: Vec<Line> = self.lines(comparison);
        if shown.is_empty() {
            ui.label(theme::secondary(ui, "Every figure is the same in both"));
            return;
        }
        row_ui(ui, FIGURE_ROW, |ui| {
            for (width, text, tip) in [
                (CHANGE, "Change", "Second minus first"),
                (FIGURE, "B", &names[1]),
                (FIGURE, "A", &names[0]),
            ] {
                let text = RichText::new(text).size(theme::SMALL);
                figure_ui(ui, width, text.color(Colors::of(ui.visuals()).secondary)).on_hover_text(tip);
            }
        });
        ScrollArea::vertical()
            .id_salt("figures of two states")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                rows_in_sight_ui(ui, FIGURE_ROW, shown.len(), |ui, index| match &shown[index] {
                    Line::Heading(name) => {
                        row_ui(ui, FIGURE_ROW, |ui| {
                            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                                ui.label(theme::secondary(ui, *name));
                            });
                        });
                    }
                    Line::Figure(pair, is_part) => {
                        let id = pair.indicator.id;
                        let open = asked.is_some_and(|(asked, _)| asked == id);
                        if pair_ui(ui, pair, *is_part, open).clicked() {
                            form.actions.push(if open { Action::CloseWhy } else { ask(id) });
                        }
                    }
                });
            });
    }

    /// Grouped as in the panel of indicators, parts below their whole.
    fn lines(&self, comparison: &Comparison) -> Vec<Line> {
        let mut lines = Vec::new();
        let wanted = |indicator: &'static Indicator| {
            Some(comparison.pair(indicator)).filter(|pair| !self.only_changed || pair.shows())
        };
        let members = |group: Group| {
            registry::ALL
                .iter()
                .filter(move |indicator| indicator.group == group)
        };
        for group in Group::SHOWN {
            let before = lines.len();
            for whole in members(group) {
                lines.extend(wanted(whole).map(|pair| Line::Figure(pair, false)));
                let parts = members(Group::Part(whole.id)).filter_map(|part| wanted(part));
                lines.extend(parts.map(|pair| Line::Figure(pair, true)));
            }
            if lines.len() > before {
                lines.insert(before, Line::Heading(group.name()));
            }
        }
        lines
    }
}

/// The figure of two states that is explained, with these states.
fn asked(session: &Session) -> Option<(&'static str, [&Arc<Document>; 2])> {
    match session.why().question()? {
        Question {
            indicator,
            between: Between::States(before, after),
        } => Some((indicator, [before, after])),
        Question { .. } => None,
    }
}

fn names(session: &Session) -> Option<[String; 2]> {
    let sides = session.comparing().sides()?;
    Some(sides.map(|side: Side| session.comparing().name(side, session.document())))
}

fn rows(comparison: &Comparison) -> Vec<Row> {
    let difference = &comparison.difference;
    let [before, after] = [&*comparison.before.document, &*comparison.after.document];
    let mut rows = Vec::new();
    section(
        &mut rows,
        "Actors",
        &difference.actors,
        before,
        after,
        Document::display_name,
        Item::Actor,
    );
    section(
        &mut rows,
        "Ties",
        &difference.ties,
        before,
        after,
        Document::tie_words,
        Item::Tie,
    );
    if !difference.project.is_empty() {
        rows.push(Row::Heading(format!("Project  {}", difference.project.len())));
        rows.extend(difference.project.iter().map(alteration));
    }
    let moved = difference.moved.len();
    if moved > 0 {
        rows.push(Row::Heading("Places".to_owned()));
        rows.push(Row::Alteration(format!(
            "{} elsewhere",
            count(moved, "actor", "actors")
        )));
    }
    rows
}

fn section<I: Copy>(
    rows: &mut Vec<Row>,
    title: &str,
    fates: &[Fate<I>],
    before: &Document,
    after: &Document,
    name: impl Fn(&Document, I) -> String,
    item: impl Fn(I) -> Item,
) {
    if fates.is_empty() {
        return;
    }
    rows.push(Row::Heading(format!("{title}  {}", fates.len())));
    for fate in fates {
        let (document, id) = match fate {
            Fate::Removed(id) => (before, *id),
            Fate::Added(id) | Fate::Changed(_, id, _) => (after, *id),
        };
        rows.push(Row::Thing(Sign::of(fate), name(document, id), Some(item(id))));
        if let Fate::Changed(_, _, list) = fate {
            rows.extend(list.iter().map(alteration));
        }
    }
}

fn alteration(one: &Alteration) -> Row {
    Row::Alteration(words(one))
}

fn difference_ui(
    ui: &mut Ui,
    index: usize,
    row: &Row,
    document: &Document,
    view: &mut CompareView,
    form: &mut Form,
) {
    match row {
        Row::Heading(text) => {
            left_ui(ui, 0.0, |ui| ui.label(theme::subheading(text.as_str())));
        }
        Row::Alteration(text) => {
            let shown = left_ui(ui, 30.0, |ui| {
                ui.add(Label::new(theme::secondary(ui, text.as_str())).truncate())
            });
            shown.on_hover_text(text);
        }
        Row::Thing(sign, name, item) => {
            let response = left_ui(ui, 0.0, |ui| {
                sign_ui(ui, *sign);
                let chosen = item.is_some() && view.chosen == *item;
                let text = RichText::new(name).size(theme::LIST);
                let button = icons::row_button(ui, chosen, text, ROW - 2.0);
                ui.push_id(index, |ui| ui.add(button)).inner
            });
            let response = response.accessible_name(format!("{} {name}", sign.name()));
            if response.clicked() {
                view.chosen = *item;
                view.reveal = true;
                // What is there now is also chosen in the project, for when the comparison ends.
                let mut selection = match *item {
                    Some(Item::Actor(id)) => Selection::actor(id),
                    Some(Item::Tie(id)) => Selection::tie(id),
                    None => Selection::default(),
                };
                selection.keep_existing(document);
                form.actions.push(Action::Select(selection));
            }
        }
    }
}

fn left_ui<R>(ui: &mut Ui, indent: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), ROW);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        ui.add_space(indent);
        contents(ui)
    })
    .inner
}

/// A row that is filled from the right.
fn row_ui<R>(ui: &mut Ui, height: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.spacing_mut().item_spacing.x = theme::GAP_XS;
        contents(ui)
    })
    .inner
}

/// Name, A, B, and ▲ or ▼ with the amount.
fn pair_ui(ui: &mut Ui, pair: &Pair, is_part: bool, asked: bool) -> Response {
    let colors = Colors::of(ui.visuals());
    let indicator = pair.indicator;
    let font = theme::tabular(theme::SMALL);
    let (text, color) = match pair.change().filter(|_| pair.shows()) {
        None => (String::new(), colors.secondary),
        Some(change) if change > 0.0 => (change_words(indicator, change), colors.up),
        Some(change) => (change_words(indicator, change), colors.down),
    };
    let ground = ui.painter().add(Shape::Noop);
    let builder = UiBuilder::new().id_salt(indicator.id).sense(Sense::click());
    let contents = |ui: &mut Ui| {
        figure_ui(ui, CHANGE, RichText::new(text).font(font.clone()).color(color));
        for value in [pair.after, pair.before] {
            figure_ui(
                ui,
                FIGURE,
                RichText::new(shown(indicator, value)).font(font.clone()),
            );
        }
        let indent = if is_part { theme::GAP_L } else { 0.0 };
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add_space(indent);
            let name = RichText::new(indicator.name).size(if is_part { theme::SMALL } else { theme::LIST });
            let color = if asked { colors.accent } else { colors.text };
            ui.add(Label::new(name.color(color)).truncate());
        });
    };
    let response = ui
        .scope_builder(builder, |ui| row_ui(ui, FIGURE_ROW, contents))
        .response;
    let spoken = format!("Why {}", indicator.name);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, asked, spoken.as_str()));
    let rect = response.rect.expand2(vec2(4.0, 0.0));
    let fill = match (asked, response.contains_pointer()) {
        (true, _) => colors.accent_soft,
        (false, true) => colors.sunken,
        (false, false) => Color32::TRANSPARENT,
    };
    ui.painter().set(ground, Shape::rect_filled(rect, 4.0, fill));
    if response.has_focus() {
        let stroke = Stroke::new(1.5, colors.accent);
        ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
    }
    response.on_hover_text(format!("{}. Click to see why it differs", indicator.reading))
}
