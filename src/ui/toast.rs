//! Short messages at the foot of the canvas. Good news goes by itself, warnings stay until they are shut.

use std::collections::BTreeSet;
use std::time::Duration;

use egui::{Align, Align2, Area, Context, Id, Layout, Order, Pos2, Rect, RichText, pos2, vec2};

use crate::base::notice::Severity;
use crate::session::{Action, Posted, Session};

use super::form::Form;
use super::icons;
use super::theme::{self, Colors};

/// How long good news stays.
const STAYS: Duration = Duration::from_secs(6);
/// More than this many at once hide the map.
const AT_ONCE: usize = 4;
/// Width that the legend takes at the left of the map, with its margin.
const LEGEND: f32 = 292.0;
/// Width that the zoom controls take at the right.
const ZOOM: f32 = 156.0;
/// Height of both when the legend is folded, with the air above.
const ABOVE: f32 = 60.0;
/// Messages are no wider.
const WIDEST: f32 = 460.0;
/// With less room than this, messages stand above legend and zoom controls.
const NARROWEST: f32 = 240.0;

/// Remembers which messages were shut.
#[derive(Default)]
pub struct Toasts {
    shut: BTreeSet<(Duration, String)>,
}

impl Toasts {
    /// The messages at the lower edge of the canvas.
    pub fn ui(&mut self, ctx: &Context, session: &Session, canvas: Rect, form: &mut Form) {
        let alive: Vec<&Posted> = session
            .posted()
            .iter()
            .rev()
            .filter(|posted| self.shows(posted, session))
            .take(AT_ONCE)
            .collect();
        if alive.is_empty() {
            return;
        }
        if let Some(next) = alive
            .iter()
            .filter(|posted| goes_by_itself(posted))
            .map(|posted| posted.at + STAYS)
            .min()
        {
            ctx.request_repaint_after(next.saturating_sub(session.now()) + Duration::from_millis(20));
        }
        let mut shut = None;
        let (foot, width) = place(canvas);
        Area::new(Id::unique("messages"))
            // Below dialogs and menus, which are about something else.
            .order(Order::Middle)
            .pivot(Align2::CENTER_BOTTOM)
            .fixed_pos(foot)
            .show(ctx, |ui| {
                ui.set_max_width(width);
                for posted in alive.into_iter().rev() {
                    if toast_ui(ui, posted, session, form) {
                        shut = Some(key(posted));
                    }
                }
            });
        self.shut.extend(shut);
    }

    fn shows(&self, posted: &Posted, session: &Session) -> bool {
        let old = goes_by_itself(posted) && session.now().saturating_sub(posted.at) >= STAYS;
        !old && !self.shut.contains(&key(posted))
    }
}

/// Where the lowest message stands, and how wide messages are: between the legend and the zoom controls, which stay
/// readable, or above them where there is no room between.
fn place(canvas: Rect) -> (Pos2, f32) {
    let room = canvas.width() - LEGEND - ZOOM;
    if room >= NARROWEST {
        let foot = pos2(
            canvas.left() + LEGEND + room / 2.0,
            canvas.bottom() - theme::GAP_L,
        );
        (foot, room.min(WIDEST))
    } else {
        let width = (canvas.width() - 2.0 * theme::GAP_L).clamp(200.0, WIDEST);
        (canvas.center_bottom() - vec2(0.0, ABOVE), width)
    }
}

fn goes_by_itself(posted: &Posted) -> bool {
    posted.notice.severity == Severity::Info
}

fn key(posted: &Posted) -> (Duration, String) {
    (posted.at, posted.notice.sentence.clone())
}

/// One message; returns whether it was shut.
fn toast_ui(ui: &mut egui::Ui, posted: &Posted, session: &Session, form: &mut Form) -> bool {
    let colors = Colors::of(ui.visuals());
    let mut shut = false;
    theme::card_frame(&colors, ui.visuals())
        .inner_margin(egui::Margin::symmetric(12, 6))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                let (icon, color) = match posted.notice.severity {
                    Severity::Info => (icons::INFO, colors.secondary),
                    Severity::Warning | Severity::Error => (icons::WARNING, colors.warning),
                };
                ui.label(icons::icon(icon, 16.0).color(color));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if icons::small_icon_button(ui, icons::CLOSE, "Dismiss").clicked() {
                        shut = true;
                    }
                    if let Some((words, show)) = posted.more {
                        let words = RichText::new(words).color(colors.accent);
                        let button = egui::Button::new(words).frame_when_inactive(false);
                        if ui.add(button).clicked() {
                            form.actions.push(Action::Show(show));
                        }
                    }
                    let undoable = posted.undoes.is_some() && posted.undoes == session.history().last_step();
                    let undo = RichText::new("Undo").color(colors.accent);
                    if undoable
                        && ui
                            .add(egui::Button::new(undo).frame_when_inactive(false))
                            .clicked()
                    {
                        form.actions.push(Action::Undo);
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let place = &posted.notice.place;
                        let sentence = match place.as_str() {
                            "" => posted.notice.sentence.clone(),
                            place => format!("{place}: {}", posted.notice.sentence),
                        };
                        let response = ui.add(egui::Label::new(sentence).wrap());
                        response.widget_info(|| {
                            egui::WidgetInfo::labeled(
                                egui::Role::Alert,
                                true,
                                posted.notice.sentence.as_str(),
                            )
                        });
                    });
                });
            });
        });
    shut
}
