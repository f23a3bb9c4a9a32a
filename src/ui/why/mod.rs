//! The card that says why a figure is what it is and why it changed: one sentence, ranked shares, formula, source.
//!
//! It stays open beside the map, so that people can look at what it names, and follows every edit.

mod list;
mod texts;

use egui::{
    Align, Align2, Area, Button, Context, Id, Layout, Order, Pos2, Rect, RichText, ScrollArea, Ui, Vec2,
};

use crate::analysis::indicator::Indicator;
use crate::analysis::spread::Measure;
use crate::analysis::{self, registry};
use crate::model::Selection;
use crate::session::why::{Between, Question, Story};
use crate::session::{Action, Session};

use super::canvas::legend_card;
use super::form::Form;
use super::panels::gaps;
use super::panels::indicators::Asked;
use super::regions::{Region, Regions};
use super::theme;
use super::{advice, icons};

use list::{Ranked, Touched};

/// Width of the card, points.
const WIDTH: f32 = 372.0;
/// Air between the card and the edge of the map.
const MARGIN: f32 = 12.0;
/// Room that the card leaves to the zoom controls below it.
const FOOT: f32 = 56.0;
/// On a narrower or lower map the card docks at its foot.
const FITS: Vec2 = Vec2::new(WIDTH + 180.0, 380.0);

/// What the card tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    /// The change.
    Change,
    /// The state.
    Now,
}

/// The open card, as far as the session does not know it.
#[derive(Default)]
pub struct WhyCard {
    /// Chosen by the person; else the change if there is one.
    tab: Option<Tab>,
    /// Where it was asked from.
    asked: Option<Asked>,
    /// Figures that led to the one on show.
    path: Vec<&'static str>,
    /// What the card is about.
    about: Option<&'static str>,
    /// Lists that are shown whole.
    whole: [bool; 2],
    focus_pending: bool,
    /// The button that closes the card.
    close: Option<Id>,
    height: f32,
    /// Height on the screen of its upper edge: it stays there however tall the contents of a tab are.
    top: Option<f32>,
    /// How far the person has moved it out of the way.
    moved: Vec2,
    rect: Option<Rect>,
}

/// What the map is to show because of the card.
#[derive(Default)]
pub struct Shown {
    /// To be lit.
    pub pointed: Selection,
    /// To be brought into view.
    pub reveal: Option<Selection>,
    /// A part that the pointer rests on, for the map's colors.
    pub glance: Option<Measure>,
}

impl WhyCard {
    /// Somebody has asked from a row.
    pub fn open(&mut self, asked: Asked) {
        self.asked = Some(asked);
        self.focus_pending = asked.keyboard.is_some();
        self.moved = Vec2::ZERO;
        self.top = None;
        self.path.clear();
    }

    /// The part of the map that the card covers.
    pub fn covered(&self) -> Option<Rect> {
        self.rect
    }

    /// Closes the card; the keyboard goes back to where it was asked from.
    pub fn close(&mut self, ctx: &Context, form: &mut Form) {
        form.actions.push(Action::CloseWhy);
        if let Some(id) = self.asked.take().and_then(|asked| asked.keyboard) {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// The card over the map, if somebody has asked.
    pub fn ui(
        &mut self,
        ui: &Ui,
        map: Rect,
        session: &Session,
        regions: &mut Regions,
        form: &mut Form,
    ) -> Shown {
        let mut shown = Shown::default();
        let asked = session.why().question();
        let Some(indicator) = asked.and_then(|question| registry::find(question.indicator)) else {
            self.rect = None;
            self.about = None;
            self.top = None;
            self.height = 0.0;
            return shown;
        };
        if self.about != Some(indicator.id) {
            self.about = Some(indicator.id);
            self.whole = [false; 2];
        }
        let docked = map.width() < FITS.x || map.height() < FITS.y;
        let (width, most) = if docked {
            (map.width() - 2.0 * MARGIN, map.height() * 0.62)
        } else {
            (WIDTH, map.height() - MARGIN - FOOT)
        };
        let wanted = self.asked.map_or(map.top(), |asked| asked.y - 80.0);
        let top = self.top.unwrap_or(wanted);
        let lowest = (map.bottom() - FOOT - self.height).max(map.top() + MARGIN);
        let (pivot, at) = if docked {
            (
                Align2::CENTER_BOTTOM,
                map.center_bottom() - Vec2::new(0.0, MARGIN),
            )
        } else {
            let leftmost = map.left() + WIDTH + MARGIN;
            let x = (map.right() - MARGIN + self.moved.x).clamp(leftmost, map.right() - MARGIN);
            let highest = map.top() + MARGIN;
            let top = top.clamp(highest, lowest);
            // A card that has not been painted yet has no height to stand by.
            self.top = (self.height > 0.0).then_some(top);
            let y = (top + self.moved.y).clamp(highest, lowest);
            (Align2::RIGHT_TOP, Pos2::new(x, y))
        };
        let area = Area::new(Id::unique("why a figure is what it is"))
            .order(Order::Middle)
            .movable(false)
            .constrain(false);
        let response = area
            .pivot(pivot)
            .fixed_pos(at)
            .show(ui.ctx(), |ui| {
                legend_card(ui.visuals()).inner_margin(14).show(ui, |ui| {
                    ui.set_width(width - 28.0);
                    self.contents_ui(ui, indicator, most - 28.0, session, &mut shown, form);
                });
            })
            .response;
        self.height = response.rect.height();
        self.rect = Some(response.rect);
        regions.note(Region::Why, self.close, response.rect);
        if let Some(close) = self.close.filter(|_| self.focus_pending) {
            self.focus_pending = false;
            ui.memory_mut(|memory| memory.request_focus(close));
        }
        shown
    }

    fn contents_ui(
        &mut self,
        ui: &mut Ui,
        indicator: &'static Indicator,
        most: f32,
        session: &Session,
        shown: &mut Shown,
        form: &mut Form,
    ) {
        let top = ui.next_widget_position().y;
        self.head_ui(ui, indicator, session, form);
        let story = session.why().story().cloned();
        let Some(story) = story else {
            waiting_ui(ui, session, form);
            return;
        };
        let changed = story
            .change
            .as_ref()
            .is_some_and(|change| change.from != change.to);
        let tab = self.tab.unwrap_or(if changed { Tab::Change } else { Tab::Now });
        self.switch_ui(ui, tab, session, form);
        if session.why().pending() {
            ui.add(egui::ProgressBar::new(session.why().progress() as f32).desired_height(3.0));
            ui.ctx().request_repaint_after_secs(0.1);
        }
        let room = (most - (ui.next_widget_position().y - top)).max(120.0);
        ScrollArea::vertical()
            .id_salt(("why", indicator.id))
            .max_height(room)
            .min_scrolled_height(room)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                let touched = match tab {
                    Tab::Change => self.change_ui(ui, indicator, &story),
                    Tab::Now => self.now_ui(ui, indicator, &story),
                };
                self.obey(touched, session, shown, form);
                help_ui(ui, indicator, session, form);
                texts::formula_ui(ui, indicator, &story.state);
                texts::meaning_ui(ui, indicator, &story.state);
            });
    }

    fn head_ui(&mut self, ui: &mut Ui, indicator: &'static Indicator, session: &Session, form: &mut Form) {
        let (at, width) = (ui.next_widget_position(), ui.available_width());
        let head = Rect::from_center_size(at, Vec2::new(0.0, 28.0)).with_max_x(at.x + width);
        let handle = ui.interact(head, ui.scope_id().with("handle"), egui::Sense::DRAG);
        if handle.dragged() {
            self.moved += handle.drag_delta();
        }
        handle.on_hover_cursor(egui::CursorIcon::Grab);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP_S;
            if let Some(&whole) = self.path.last() {
                let name = registry::find(whole).map_or(whole, |whole| whole.name);
                let back = Button::new(icons::icon(icons::BACK, 14.0)).frame_when_inactive(false);
                let response = ui.add(back).accessible_name(format!("Back to {name}"));
                if response.clicked() {
                    self.path.pop();
                    ask_about(whole, session, form);
                }
                response.on_hover_text(format!("Back to {name}"));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = Button::new(icons::icon(icons::CLOSE, 14.0)).frame_when_inactive(false);
                let response = ui.add(close).accessible_name("Close the explanation");
                self.close = Some(response.id);
                if response.clicked() {
                    let ctx = ui.ctx().clone();
                    self.close(&ctx, form);
                }
                // The same figure as in the answer, which may be of a snapshot, or through another view.
                let value = match session.why().story() {
                    Some(story) => story.state.value,
                    None => session.track().current().and_then(|now| now.value(indicator.id)),
                };
                let value = analysis::shown(indicator, value);
                let unit = indicator.unit.label_after(&value);
                if !unit.is_empty() {
                    ui.label(theme::secondary(ui, unit));
                }
                ui.label(RichText::new(value).font(theme::tabular_semibold(theme::HEADING)));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(theme::heading(indicator.name)).truncate());
                });
            });
        });
    }

    /// Change or state, and since when.
    fn switch_ui(&mut self, ui: &mut Ui, tab: Tab, session: &Session, form: &mut Form) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP_XS;
            for (which, name) in [(Tab::Change, "Change"), (Tab::Now, "Now")] {
                let chosen = which == tab;
                let text = RichText::new(name).size(theme::LIST);
                let response = ui.add(Button::selectable(chosen, text));
                if response.clicked() {
                    self.tab = Some(which);
                }
            }
            if tab == Tab::Change {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    self.since_ui(ui, session, form);
                });
            }
        });
        ui.add_space(theme::GAP_XS);
    }

    fn change_ui(&mut self, ui: &mut Ui, indicator: &'static Indicator, story: &Story) -> Touched {
        let Some(change) = &story.change else {
            texts::sentence_ui(ui, "Nothing has been changed yet");
            ui.add_space(theme::GAP_S);
            return Touched::default();
        };
        texts::sentence_ui(ui, &change.sentence);
        let measure = Measure::Indicator(indicator.id);
        let mut touched = Touched::default();
        let total = change.change().map(|sum| ("Change", sum));
        if !change.causes.is_empty() {
            list::heading_ui(ui, "What was done");
            let causes = Ranked::of_causes(&change.causes, self.whole[0], &story.after);
            touched = list::ui(ui, measure, &causes, total, true, &mut self.whole[0]).or(touched);
            if change.causes.len() > 1 {
                texts::note_ui(ui, change.rule.sentence());
            }
        }
        let before = story.before.as_ref().unwrap_or(&story.after);
        if !change.parts.is_empty() {
            let parts = Ranked::of_shares(&change.parts, self.whole[1], before, &story.after);
            list::heading_ui(ui, list::title(&change.parts));
            touched = list::ui(ui, measure, &parts, total, true, &mut self.whole[1]).or(touched);
        }
        touched
    }

    fn now_ui(&mut self, ui: &mut Ui, indicator: &'static Indicator, story: &Story) -> Touched {
        let state = &story.state;
        texts::sentence_ui(ui, &state.sentence);
        let measure = Measure::Indicator(indicator.id);
        let mut touched = Touched::default();
        let total = state.value.map(|value| (indicator.name, value));
        if !state.shares.is_empty() {
            let shares = Ranked::of_shares(&state.shares, self.whole[0], &story.after, &story.after);
            list::heading_ui(ui, list::title(&state.shares));
            touched = list::ui(ui, measure, &shares, total, false, &mut self.whole[0]).or(touched);
        }
        if list::is_composite(&state.shares) {
            let roots = Ranked::of_shares(&state.roots, self.whole[1], &story.after, &story.after);
            list::heading_ui(ui, list::title(&state.roots));
            touched = list::ui(ui, measure, &roots, total, false, &mut self.whole[1]).or(touched);
        }
        if !state.rule.is_empty() {
            texts::note_ui(ui, state.rule);
        }
        touched
    }

    /// What the person did in the lists.
    fn obey(&mut self, touched: Touched, session: &Session, shown: &mut Shown, form: &mut Form) {
        if let Some(item) = touched.over {
            shown.glance = item.part.map(Measure::Indicator);
            shown.pointed = item.whom;
        }
        if let Some(item) = touched.clicked {
            if let Some(part) = item.part {
                self.path.extend(self.about);
                ask_about(part, session, form);
            } else if !item.whom.is_empty() {
                form.actions.push(Action::Select(item.whom.clone()));
                shown.reveal = Some(item.whom);
            }
        }
    }

    /// Which change is meant.
    fn since_ui(&self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let Some(question) = session.why().question() else {
            return;
        };
        let document = session.document();
        let now = question.between.name(document);
        let text = RichText::new(now.as_str()).size(theme::SMALL);
        let button = Button::new((text, icons::icon(icons::DOWN, 11.0))).frame_when_inactive(false);
        let response = ui
            .add(button)
            .accessible_name(format!("Explained: {}", now.to_lowercase()));
        egui::Popup::menu(&response).show(|ui| {
            let snapshots = document.snapshots().map(|(id, _)| Between::Snapshot(id));
            for between in [Between::LastEdit, Between::Opened].into_iter().chain(snapshots) {
                let chosen = question.between == between;
                if ui.selectable_label(chosen, between.name(document)).clicked() {
                    form.actions.push(Action::AskWhy(Question {
                        indicator: question.indicator,
                        between,
                    }));
                }
            }
        });
    }
}

/// The same question about another figure.
fn ask_about(indicator: &'static str, session: &Session, form: &mut Form) {
    if let Some(question) = session.why().question() {
        form.actions.push(Action::AskWhy(Question {
            indicator,
            between: question.between.clone(),
        }));
    }
}

/// What the cluster lacks for it, and the way to what would help.
fn help_ui(ui: &mut Ui, indicator: &'static Indicator, session: &Session, form: &mut Form) {
    if !gaps::holding_down(session, indicator.id).is_empty() {
        list::heading_ui(ui, "What holds it down");
        gaps::brief_ui(ui, session, indicator, form);
    }
    ui.add_space(theme::GAP_XS);
    advice::buttons_ui(ui, indicator, form);
    ui.add_space(theme::GAP_S);
}

/// The wait for the first answer.
fn waiting_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    if !session.why().pending() {
        ui.label(theme::secondary(ui, "This could not be computed"));
        return;
    }
    ui.label(theme::secondary(ui, "Being computed"));
    ui.add(egui::ProgressBar::new(session.why().progress() as f32).desired_height(6.0));
    if ui.button("Cancel").clicked() {
        form.actions.push(Action::CloseWhy);
    }
    ui.ctx().request_repaint_after_secs(0.1);
}
