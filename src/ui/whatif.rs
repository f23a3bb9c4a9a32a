//! What if: whatever is in the hand, under the pointer or under the keyboard and would make an edit, shows what that
//! edit would do before it is made.
//!
//! A widget tells of itself in every pass in which it is rested on ([`on`], [`in_hand`]); the window takes that at the
//! end of the pass, so a question ends by itself when nobody rests on anything any more.

use egui::{
    Align, Align2, Area, Context, Event, Id, Key, Layout, Order, Pos2, Rect, Response, RichText, Ui, vec2,
};

use crate::analysis::indicator::Indicator;
use crate::analysis::registry;
use crate::model::Edit;
use crate::session::{Action, Session, Supposition, Verdict};

use super::panels::indicators::change_words;
use super::theme::{self, Colors};

/// An edit that somebody is about to make, and where the eyes are.
#[derive(Clone, Debug)]
struct Wish {
    edit: Edit,
    place: Place,
}

/// What would make the edit.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// A row or a button.
    Row(Rect),
    /// A row that tells its effect itself, beside a map that shows what would be made.
    Telling,
    /// Letting go of what comes from this point on the screen.
    Hand(Pos2),
}

/// What the widgets of one pass have told.
#[derive(Clone, Debug, Default)]
struct Told {
    pointer: Option<Wish>,
    keyboard: Option<Wish>,
}

fn tell(ctx: &Context, change: impl FnOnce(&mut Told)) {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("what if"))));
}

/// Where a widget would make this edit, its figures are shown while the pointer or the keyboard rests on it.
pub fn on(response: &Response, edit: impl FnOnce() -> Option<Edit>) {
    let (hovered, focused) = (response.hovered(), response.has_focus());
    if !hovered && !focused {
        return;
    }
    let Some(edit) = edit() else { return };
    let place = Place::Row(response.rect);
    let wish = Wish { edit, place };
    tell(&response.ctx, |told| {
        if focused {
            told.keyboard = Some(wish.clone());
        }
        if hovered {
            told.pointer = Some(wish);
        }
    });
}

/// The same for a row that tells the effect itself: nothing is put over the map that shows it.
pub fn on_telling(response: &Response, edit: impl FnOnce() -> Option<Edit>) {
    on(response, edit);
    tell(&response.ctx, |told| {
        for wish in told.pointer.iter_mut().chain(&mut told.keyboard) {
            if matches!(wish.place, Place::Row(row) if row == response.rect) {
                wish.place = Place::Telling;
            }
        }
    });
}

/// Letting go would make this edit; what is in the hand comes from this point on the screen.
pub fn in_hand(ctx: &Context, edit: Edit, from: Pos2) {
    let place = Place::Hand(from);
    tell(ctx, |told| told.pointer = Some(Wish { edit, place }));
}

/// Enter would make this edit; `row` is what Enter would take.
pub fn at_keys(ctx: &Context, edit: Edit, row: Rect) {
    let place = Place::Row(row);
    tell(ctx, |told| told.keyboard = Some(Wish { edit, place }));
}

/// Follows what is rested on, and shows the sum of it beside the pointer.
#[derive(Default)]
pub struct WhatIf {
    /// Keys were used after the pointer was moved last: what has the keyboard counts.
    by_keys: bool,
    wish: Option<Wish>,
    /// Since when the present wish is rested on, seconds on the clock of the toolkit.
    since: f64,
}

/// Seconds that the pointer rests on a row before anybody is taken to wonder what it would do.
const REST: f64 = 0.15;

/// Seconds after which a person is told that the figures are being computed.
const PATIENCE: f64 = 0.3;
/// Dimensions that the chip names at most.
const NAMED: usize = 3;
/// Ways shorter than this lead nowhere in particular, points.
const FLAT: f32 = 40.0;
/// Room that the chip needs beside a row.
const WIDTH: f32 = 220.0;

impl WhatIf {
    /// Notes whether the keys or the pointer were used last, before anybody takes the keys.
    pub fn watch(&mut self, ctx: &Context) {
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    Event::Key {
                        key, pressed: true, ..
                    } => self.by_keys = *key != Key::Escape,
                    Event::PointerMoved(_) | Event::PointerButton { .. } => self.by_keys = false,
                    _ => {}
                }
            }
        });
    }

    /// Takes what was told in this pass; gives what to ask of the session, if that is anything new.
    pub fn take(&mut self, ctx: &Context, session: &Session) -> Option<Action> {
        let told: Told = ctx
            .data_mut(|data| data.remove_temp(Id::unique("what if")))
            .unwrap_or_default();
        let wish = if self.by_keys { told.keyboard } else { told.pointer };
        // While a slider is pulled the figures themselves move.
        let wish = wish.filter(|_| !session.is_trying());
        let now = ctx.input(|input| input.time);
        if wish.as_ref().map(|wish| &wish.edit) != self.wish.as_ref().map(|wish| &wish.edit) {
            self.since = now;
        }
        self.wish = wish;
        let passing = |wish: &&Wish| {
            let rest = now - self.since;
            let passes = !matches!(wish.place, Place::Hand(_)) && !self.by_keys && rest < REST;
            if passes {
                ctx.request_repaint_after_secs((REST - rest) as f32);
            }
            passes
        };
        let wanted = self.wish.as_ref().filter(|wish| !passing(wish));
        let wanted = wanted.map(|wish| &wish.edit);
        let asked = session.supposition().map(Supposition::edit);
        (wanted != asked).then(|| Action::Suppose(wanted.cloned()))
    }

    /// The chip beside what is rested on.
    pub fn ui(&self, ctx: &Context, map: Rect, session: &Session) {
        let (Some(wish), Some(supposition)) = (&self.wish, session.supposition()) else {
            return;
        };
        if supposition.edit() != &wish.edit {
            return;
        }
        let now = ctx.input(|input| input.time);
        // Figures of an older state are nothing to compare with.
        let verdict = supposition.verdict().filter(|_| !session.track().pending());
        if verdict.is_none() && now - self.since < PATIENCE {
            ctx.request_repaint_after_secs((PATIENCE - (now - self.since)) as f32);
            return;
        }
        let Some((pivot, at)) = spot(ctx, map, wish.place) else {
            return;
        };
        Area::new(Id::unique("what if chip"))
            .order(Order::Tooltip)
            .interactable(false)
            .pivot(pivot)
            .fixed_pos(at)
            .show(ctx, |ui| {
                let colors = Colors::of(ui.visuals());
                theme::card_frame(&colors, ui.visuals())
                    .corner_radius(f32::from(theme::ROUND))
                    .inner_margin(egui::Margin::symmetric(8, 5))
                    .show(ui, |ui| {
                        ui.spacing_mut().item_spacing = vec2(theme::GAP_S, 1.0);
                        match verdict {
                            None => {
                                ui.label(theme::secondary(ui, "Being computed"));
                            }
                            Some(Verdict::Refused(reason)) => {
                                ui.label(theme::secondary(ui, reason.as_str()));
                            }
                            Some(Verdict::Same | Verdict::Figures(_)) => sum_ui(ui, session),
                        }
                    });
            });
    }
}

/// Where the chip stands: at the side of a row, where it hides none of its neighbors; else behind the pointer, so that
/// what lies ahead stays in sight.
fn spot(ctx: &Context, map: Rect, place: Place) -> Option<(Align2, Pos2)> {
    match place {
        Place::Telling => None,
        Place::Row(row) => {
            // Not below the foot of the row: there the tooltip stands.
            let foot = row.bottom() + 2.0;
            let right = row.right() + 12.0;
            // Not over the panel of figures, which shows the same in full.
            Some(if right + WIDTH <= map.right() {
                (Align2::LEFT_BOTTOM, Pos2::new(right, foot))
            } else {
                (Align2::RIGHT_BOTTOM, Pos2::new(row.left() - 12.0, foot))
            })
        }
        Place::Hand(from) => {
            let pointer = ctx.input(|input| input.pointer.latest_pos())?;
            let way = pointer - from;
            let (rightward, upward) = (way.x > FLAT, way.y < -FLAT);
            let across = if rightward { -14.0 } else { 18.0 };
            let down = if upward { -14.0 } else { 22.0 };
            let pivot = match (rightward, upward) {
                (true, true) => Align2::RIGHT_BOTTOM,
                (true, false) => Align2::RIGHT_TOP,
                (false, true) => Align2::LEFT_BOTTOM,
                (false, false) => Align2::LEFT_TOP,
            };
            Some((pivot, pointer + vec2(across, down)))
        }
    }
}

/// "Overall +1.3" and the dimensions that would change most.
fn sum_ui(ui: &mut Ui, session: &Session) {
    let delta = |indicator: &Indicator| session.supposed(indicator.id).map(|(_, delta)| delta);
    let shown = |indicator: &Indicator| delta(indicator).filter(|&delta| indicator.is_visible(delta));
    let mut changed: Vec<(&'static Indicator, f64)> = registry::ALL
        .iter()
        .copied()
        .filter(|indicator| indicator.group.is_dimension())
        .filter_map(|indicator| Some((indicator, shown(indicator)?)))
        .collect();
    changed.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let overall = registry::find("overall").and_then(|overall| Some((overall, shown(overall)?)));
    let known = registry::find("overall").is_some_and(|overall| delta(overall).is_some());
    if overall.is_none() && changed.is_empty() && known {
        ui.label(theme::secondary(ui, "No score would change"));
        return;
    }
    let rest = changed.len().saturating_sub(NAMED);
    egui::Grid::new("what if")
        .num_columns(2)
        .min_row_height(0.0)
        .spacing(vec2(theme::GAP_M, 2.0))
        .show(ui, |ui| {
            ui.label(RichText::new("Overall").size(theme::LIST));
            match overall {
                Some((overall, delta)) => change_ui(ui, overall, delta, theme::LIST),
                None => {
                    let text =
                        RichText::new(if known { "±0.0" } else { "–" }).font(theme::tabular(theme::LIST));
                    let color = Colors::of(ui.visuals()).secondary;
                    ui.with_layout(right(), |ui| ui.label(text.color(color)));
                }
            }
            ui.end_row();
            for (indicator, delta) in changed.into_iter().take(NAMED) {
                ui.label(theme::secondary(ui, indicator.name));
                change_ui(ui, indicator, delta, theme::SMALL);
                ui.end_row();
            }
        });
    if rest > 0 {
        ui.label(theme::secondary(ui, format!("and {rest} more")));
    }
}

fn right() -> Layout {
    Layout::right_to_left(Align::Center)
}

fn change_ui(ui: &mut Ui, indicator: &Indicator, delta: f64, size: f32) {
    let text = change_text(ui, indicator, delta, size);
    ui.with_layout(right(), |ui| ui.label(text));
}

/// ▲ or ▼ with the sign and the amount: never color alone.
pub fn change_text(ui: &Ui, indicator: &Indicator, delta: f64, size: f32) -> RichText {
    let colors = Colors::of(ui.visuals());
    let color = if delta > 0.0 { colors.up } else { colors.down };
    RichText::new(change_words(indicator, delta))
        .font(theme::tabular(size))
        .color(color)
}
