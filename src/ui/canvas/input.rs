//! Feeds pointer, wheel and Escape into the map.

use egui::{
    CursorIcon, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Response, Ui,
    Vec2,
};

use super::gesture::{Around, Gesture, Held, Outcome, Spot};
use super::hit::{self, Target};
use super::jots::Grip;
use super::{Canvas, menu};
use crate::base::geom::Point;
use crate::model::Edit;
use crate::session::{Action, Look, Mode, Session};

/// Zoom per notch of the wheel.
const NOTCH: f64 = 1.1;
/// Points of a wheel that speaks in points, per notch.
const POINTS_PER_NOTCH: f32 = 50.0;
/// Points that a notch moves the view sideways.
const SIDEWAYS: f32 = 40.0;
/// The view moves while a drag is this close to the edge, points.
const EDGE: f32 = 28.0;
/// Fastest movement at the edge, points a second.
const EDGE_SPEED: f32 = 700.0;

impl Canvas {
    /// Reads what has happened since the last frame.
    pub(super) fn take_input(
        &mut self,
        ui: &Ui,
        response: &Response,
        session: &Session,
        actions: &mut Vec<Action>,
    ) {
        let over = response.contains_pointer();
        let latest = ui.input(|input| input.pointer.latest_pos());
        self.pointer = latest.filter(|_| over);
        self.take_events(ui, response, over, session, actions);
        self.keep_up_with_buttons(ui, actions);
        self.pan_at_edges(ui, session, actions);
        if response.secondary_clicked()
            && let Some(at) = response.interact_pointer_pos().or(latest)
        {
            self.open_menu(at, session, actions);
        }
        self.escape(ui, response, session, actions);
        self.hover_at(ui, session);
        self.set_cursor(ui);
    }

    fn spot(&self, at: Pos2) -> Spot {
        Spot {
            screen: Point::new(f64::from(at.x), f64::from(at.y)),
            map: self.camera.map_from_screen(at),
        }
    }

    /// What is under a point on the screen, names included.
    fn target_at(&self, at: Pos2, session: &Session) -> Target {
        let p = self.camera.map_from_screen(at);
        let (jots, zoom) = (self.jots.boxes(), self.camera.zoom());
        if let Some(target) = hit::above(jots, session.selection(), p, zoom) {
            return target;
        }
        let target = hit::target(&self.scene, session.selection(), p, zoom);
        if target == Target::Ground
            && let Some(&(id, _)) = self.label_rects.iter().find(|(_, rect)| rect.contains(at))
        {
            return Target::Actor(id);
        }
        if target == Target::Ground {
            return hit::below(jots, p, zoom).unwrap_or(target);
        }
        target
    }

    fn take_events(
        &mut self,
        ui: &Ui,
        response: &Response,
        over: bool,
        session: &Session,
        actions: &mut Vec<Action>,
    ) {
        let events: Vec<Event> = ui.input(|input| {
            let ours = |event: &&Event| {
                matches!(
                    event,
                    Event::PointerMoved(_)
                        | Event::PointerButton { .. }
                        | Event::MouseWheel { .. }
                        | Event::Zoom(_)
                )
            };
            input.events.iter().filter(ours).cloned().collect()
        });
        let typing = ui.ctx().text_edit_focused();
        let held = |modifiers: Modifiers| Held {
            shift: modifiers.shift,
            ctrl: modifiers.command,
            alt: modifiers.alt,
            space: !typing && ui.input(|input| input.key_down(Key::Space)),
            lasso: !typing && ui.input(|input| input.key_down(Key::Q)),
        };
        for event in events {
            let mut out = Vec::new();
            let mut gesture = std::mem::take(&mut self.gesture);
            match event {
                Event::PointerMoved(at) => {
                    gesture.go(self.spot(at), self.around(session), &mut out);
                }
                Event::PointerButton {
                    pos,
                    button: PointerButton::Primary,
                    pressed: true,
                    modifiers,
                } if over => {
                    response.request_focus();
                    let target = self.target_at(pos, session);
                    gesture.press(self.spot(pos), target, held(modifiers), self.around(session));
                }
                Event::PointerButton {
                    pos,
                    button: PointerButton::Primary,
                    pressed: false,
                    ..
                } => {
                    let double = gesture.is_pressed() && self.second_click(ui, pos);
                    if matches!(gesture, Gesture::Lasso { .. }) && self.lasso_held {
                        self.mode = Mode::Select;
                        self.lasso_held = false;
                        self.lasso_spent = true;
                    }
                    gesture.release(self.spot(pos), double, self.around(session), &mut out);
                }
                Event::PointerButton {
                    pos,
                    button: PointerButton::Middle,
                    pressed,
                    ..
                } => {
                    if pressed && over {
                        gesture.press_middle(self.spot(pos));
                    } else if matches!(gesture, Gesture::Panning { .. }) {
                        gesture = Gesture::Idle;
                    }
                }
                // The view holds still while a button is down.
                event if over && gesture.lets_wheel() => self.take_wheel(ui, &event),
                _ => {}
            }
            self.gesture = gesture;
            self.obey(out, actions);
        }
        if !ui.input(|input| input.key_down(Key::Q)) && !matches!(self.gesture, Gesture::Lasso { .. }) {
            // A short press of the key keeps the mode; a held one ends it with its stroke.
            self.lasso_held = false;
            self.lasso_spent = false;
        }
    }

    /// The wheel, or two fingers on a pad.
    pub(super) fn take_wheel(&mut self, ui: &Ui, event: &Event) {
        match *event {
            Event::MouseWheel {
                unit,
                delta,
                source,
                modifiers,
                ..
            } => self.wheel(ui, unit, delta, source, modifiers),
            Event::Zoom(factor) => {
                if let Some(about) = self.pointer {
                    self.camera.zoom_about(about, f64::from(factor));
                }
            }
            _ => {}
        }
    }

    /// A click right after another one at the same place. The toolkit's own count includes clicks of other
    /// buttons and at other places, which would swallow some of those that add actors.
    fn second_click(&mut self, ui: &Ui, at: Pos2) -> bool {
        let now = ui.input(|input| input.time);
        let (delay, reach) = ui.ctx().options(|options| {
            (
                options.input_options.max_double_click_delay,
                options.input_options.max_click_dist,
            )
        });
        let double = self
            .last_click
            .is_some_and(|(time, place)| now - time <= delay && place.distance(at) <= reach);
        self.last_click = (!double).then_some((now, at));
        double
    }

    fn wheel(
        &mut self,
        ui: &Ui,
        unit: MouseWheelUnit,
        delta: Vec2,
        source: MouseWheelSource,
        modifiers: Modifiers,
    ) {
        let Some(about) = self.pointer else { return };
        // Most systems do not name the device, but only wheels speak in lines.
        let is_wheel = match source {
            MouseWheelSource::Wheel => true,
            MouseWheelSource::Trackpad | MouseWheelSource::Momentum => false,
            MouseWheelSource::Unknown => unit != MouseWheelUnit::Point,
        };
        let notches = match unit {
            MouseWheelUnit::Point => delta / POINTS_PER_NOTCH,
            MouseWheelUnit::Line => delta,
            MouseWheelUnit::Page => delta * 5.0,
        };
        if modifiers.command || modifiers.ctrl || (is_wheel && !modifiers.shift) {
            self.camera.zoom_about(about, NOTCH.powf(f64::from(notches.y)));
        } else if is_wheel {
            // Some systems have turned the wheel sideways already.
            let by = if notches.x == 0.0 { notches.y } else { notches.x };
            self.camera.pan(Vec2::new(by * SIDEWAYS, 0.0));
        } else {
            self.camera.pan(notches * POINTS_PER_NOTCH);
        }
        ui.ctx().request_repaint();
    }

    /// A release that never arrived, because the window lost the pointer, ends a gesture without effect.
    fn keep_up_with_buttons(&mut self, ui: &Ui, actions: &mut Vec<Action>) {
        let any_down = ui.input(|input| input.pointer.any_down());
        if !any_down && !self.gesture.lets_wheel() {
            let mut out = Vec::new();
            self.gesture.cancel(&mut out);
            self.obey(out, actions);
        }
    }

    fn pan_at_edges(&mut self, ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
        let Some(at) = ui.input(|input| input.pointer.latest_pos()) else {
            return;
        };
        if !self.gesture.pans_at_edges() {
            return;
        }
        // A map that is no higher than its edges has nothing inside.
        let view = self.camera.viewport();
        let inner = view.shrink(EDGE.min(view.size().min_elem() / 2.0).max(0.0));
        let beyond = at - inner.clamp(at);
        if beyond == Vec2::ZERO {
            return;
        }
        let pull = (beyond / EDGE).clamp(Vec2::splat(-1.0), Vec2::splat(1.0));
        let seconds = ui.input(|input| input.stable_dt).min(0.05);
        self.camera.pan(-pull * EDGE_SPEED * seconds);
        let mut out = Vec::new();
        let mut gesture = std::mem::take(&mut self.gesture);
        gesture.go(self.spot(at), self.around(session), &mut out);
        self.gesture = gesture;
        self.obey(out, actions);
        ui.ctx().request_repaint();
    }

    fn open_menu(&mut self, at: Pos2, session: &Session, actions: &mut Vec<Action>) {
        let mut out = Vec::new();
        self.gesture.cancel(&mut out);
        self.obey(out, actions);
        let target = self.target_at(at, session);
        actions.extend(menu::selection_for(target, session.selection()).map(Action::Select));
        self.menu = Some(menu::Opened {
            target,
            at: self.camera.map_from_screen(at),
        });
    }

    /// Peels one layer: gesture, mode, focus, selection. Fields and popups have had their turn.
    fn escape(&mut self, ui: &Ui, response: &Response, session: &Session, actions: &mut Vec<Action>) {
        let busy = self.popup_was_open
            || egui::Popup::is_any_open(ui.ctx())
            || self.tie_card.is_some()
            || ui.ctx().text_edit_focused();
        let elsewhere = ui
            .memory(egui::Memory::focused)
            .is_some_and(|id| id != response.id);
        let mut out = Vec::new();
        // The key takes the focus away before anybody is asked, so a dialog over the map is asked for by itself.
        let covered = ui.memory(|memory| memory.top_modal_layer().is_some());
        if covered || !ui.input(|input| input.key_pressed(Key::Escape)) {
            return;
        }
        let consumed = if self.gesture.cancel(&mut out) {
            true
        } else if busy || elsewhere {
            false
        } else if self.mode != Mode::Select {
            self.mode = Mode::Select;
            true
        } else if session.sight().focus().is_some() {
            actions.push(Action::Look(Look::LeaveFocus));
            true
        } else if !session.selection().is_empty() {
            actions.push(Action::SelectNone);
            true
        } else if session.tint().is_pinned() {
            actions.push(Action::ReleaseFigures);
            true
        } else {
            false
        };
        self.obey(out, actions);
        if consumed {
            ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        }
    }

    fn hover_at(&mut self, ui: &Ui, session: &Session) {
        let target = match self.pointer {
            Some(at) if self.gesture.shows_hover() => self.target_at(at, session),
            _ => Target::Ground,
        };
        let whom = |target: Target| (target.actor(), target.tie(), target.jot());
        let same = whom(target) == whom(self.hover.target);
        if !same {
            self.hover.since = ui.input(|input| input.time);
            self.hover.quiet &= self.hover.busy;
        }
        self.hover.busy = !self.gesture.is_idle();
        // Whoever types looks at the map, not at what the pointer happens to lie on.
        let types = ui.input(|input| {
            let typed = |event: &Event| matches!(event, Event::Key { pressed: true, .. } | Event::Text(_));
            input.events.iter().any(typed)
        });
        self.hover.quiet |= self.hover.busy || types;
        self.hover.target = target;
    }

    fn set_cursor(&self, ui: &Ui) {
        if self.pointer.is_none() && self.gesture.is_idle() {
            return;
        }
        let space = !ui.ctx().text_edit_focused() && ui.input(|input| input.key_down(Key::Space));
        let icon = match (&self.gesture, self.mode, &self.hover.target) {
            (Gesture::Panning { .. }, ..) => CursorIcon::Grabbing,
            (Gesture::Moving { .. }, ..) => CursorIcon::Move,
            (Gesture::Sizing { grip, .. }, ..) | (_, _, Target::Grip(_, grip)) => cursor_of(*grip),
            (Gesture::Zoning { .. }, ..) => CursorIcon::Crosshair,
            (Gesture::Tying { .. } | Gesture::Reattaching { .. }, ..) => CursorIcon::Crosshair,
            (Gesture::Marquee { .. } | Gesture::Lasso { .. }, ..) => CursorIcon::Crosshair,
            (_, Mode::Hand, _) => CursorIcon::Grab,
            _ if space => CursorIcon::Grab,
            (_, Mode::Lasso, _) => CursorIcon::Crosshair,
            (_, Mode::Actor | Mode::Note, Target::Ground) => CursorIcon::Crosshair,
            (_, Mode::Tie, Target::Actor(_)) | (_, _, Target::Halo(_)) => CursorIcon::Crosshair,
            (_, _, Target::TieEnd(..)) => CursorIcon::Grab,
            (_, _, Target::Actor(_) | Target::Tie(_) | Target::Jot(_)) => CursorIcon::PointingHand,
            _ => CursorIcon::Default,
        };
        ui.ctx().set_cursor_icon(icon);
    }

    pub(super) fn around<'a>(&'a self, session: &'a Session) -> Around<'a> {
        Around {
            scene: &self.scene,
            selection: session.selection(),
            mode: self.mode,
            zoom: self.camera.zoom(),
            next_actor: session.settings.last_actor_kind,
            assumptions: &session.document().project().assumptions,
            next_tie: session.settings.last_tie_kind,
            jots: self.jots.boxes(),
            next_zone: session.settings.last_zone_color,
        }
    }

    /// Does what a gesture wants.
    pub(super) fn obey(&mut self, outcomes: Vec<Outcome>, actions: &mut Vec<Action>) {
        for outcome in outcomes {
            match outcome {
                Outcome::Act(action) => {
                    match &action {
                        Action::Drop(places) => self.dropped = Some(places.clone()),
                        Action::DropAll(places, frames) => {
                            self.dropped = Some(places.clone());
                            self.laid = Some(frames.clone());
                        }
                        Action::Edit(Edit::Frame(frames)) => self.laid = Some(frames.clone()),
                        _ => {}
                    }
                    actions.push(action);
                }
                Outcome::Rename(id) => self.edit_name(id),
                Outcome::TieCard(tie) => self.open_tie_card(tie),
                Outcome::Write(jot) => self.edit_jot(jot),
                Outcome::NewNote(at) => self.new_note(at),
                Outcome::Pan(by) => self.camera.pan(Vec2::new(by.x as f32, by.y as f32)),
            }
        }
    }
}

/// The arrows of a grip.
fn cursor_of(grip: Grip) -> CursorIcon {
    match (grip.x, grip.y) {
        (_, 0) => CursorIcon::ResizeHorizontal,
        (0, _) => CursorIcon::ResizeVertical,
        (x, y) if x == y => CursorIcon::ResizeNwSe,
        _ => CursorIcon::ResizeNeSw,
    }
}
