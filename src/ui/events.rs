//! What the person does that no widget takes: chords, the clipboard, Escape, and what is dropped on the window.

use std::path::PathBuf;

use egui::{Context, DragAndDrop, Event, Key, Ui};

use super::importing::ImportView;
use super::keys::{self, Keyboard};
use super::panels::library::Piece;
use super::theme::{self, Colors};
use super::{Window, canvas, whatif};
use crate::base::geom::{Rect, Vector};
use crate::base::notice::Notice;
use crate::model::{ActorKind, Edit, Place};
use crate::session::command::Gate;
use crate::session::importing::{self, ImportStep};
use crate::session::{Action, Look, Mode, Show};

impl Window {
    /// A menu, list or dialog is open. The memory knows of popups before they are painted in a pass.
    pub(super) fn is_covered(&self, ctx: &Context) -> bool {
        egui::Popup::is_any_open(ctx)
            || self.canvas.covers()
            || self.dialogs.covers()
            || self.leaving.covers()
            || self.safety.covers()
            || self.files.covers()
            || self.palette.covers()
            || self.shortcuts.covers()
            || ImportView::covers(&self.session)
            || self.import_report.covers()
    }

    /// The map shows two states, and nothing is changed on it.
    pub(super) fn is_comparing(&self) -> bool {
        self.session.comparing().sides().is_some()
    }

    /// Clipboard events and chords, before any widget sees them.
    pub(super) fn take_keys(&mut self, ctx: &Context) {
        self.palette.take_keys(ctx, &self.session, &mut self.form);
        self.find_bar.take_letters(ctx, &mut self.form);
        let focused = ctx.memory(egui::Memory::focused);
        self.keyboard = Keyboard {
            typing: ctx.text_edit_focused() || self.find_bar.awaits_letters(),
            covered: self.is_covered(ctx),
            // While two states are compared, Tab and arrows go to what stands on the map.
            on_map: !self.is_comparing() && (focused.is_none() || focused == self.canvas.id()),
        };
        self.take_clip_to_import(ctx);
        if self.keyboard.covered {
            return;
        }
        if !self.keyboard.typing && !self.is_comparing() {
            self.take_clips(ctx);
        }
        if self.canvas.mode() == Mode::Actor && self.keyboard.on_map && !self.keyboard.typing {
            let entered = ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
            self.form
                .actions
                .extend(entered.then_some(Action::Show(Show::AddActorInView)));
        }
        let commands = keys::take(ctx, self.keyboard);
        if self.keyboard.typing && !commands.is_empty() {
            self.commit_typed(ctx);
        }
        for (index, command) in commands.into_iter().enumerate() {
            // Each key finds what the one before it has done, also when a slow frame brings several.
            if index > 0 {
                self.perform_all(ctx);
            }
            if command.gate(&self.session) == Gate::Open {
                self.form.actions.push((command.action)(&self.session));
            }
            if command.id.starts_with("find.") {
                self.perform_all(ctx);
                self.palette.begin(ctx, &self.session);
                self.palette.take_letters(ctx, &mut self.form);
                self.find_bar.take_letters(ctx, &mut self.form);
            }
        }
    }

    /// What has been typed so far becomes part of the project, before it is saved or let go.
    pub(super) fn commit_typed(&mut self, ctx: &Context) {
        self.form.commit();
        self.canvas.commit_name(&self.session, &mut self.form.actions);
        self.perform_all(ctx);
    }

    /// Clipboard events that are about the map.
    fn take_clips(&mut self, ctx: &Context) {
        let at = self.canvas.pointer_on_map();
        let selected = !self.session.selection().is_empty();
        let mut clips = Vec::new();
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let action = match event {
                    Event::Paste(text) => Some(Action::Paste {
                        text: Some(text.clone()),
                        at,
                    }),
                    Event::Copy if selected => Some(Action::Copy),
                    Event::Cut if selected => Some(Action::Cut),
                    _ => None,
                };
                let taken = action.is_some();
                clips.extend(action);
                !taken
            });
        });
        self.form.actions.append(&mut clips);
    }

    /// Asks for what the system has as copied; it comes as if it were pasted.
    pub(super) fn ask_clip(&mut self, ctx: &Context) {
        /// A system that has nothing to give says nothing.
        const PATIENCE: f64 = 2.0;
        self.clip_wanted = Some(ctx.input(|input| input.time) + PATIENCE);
        ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
    }

    /// What is pasted becomes an import where one was asked for, or while the window of an import is open.
    fn take_clip_to_import(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        self.clip_wanted = self.clip_wanted.filter(|until| now <= *until);
        let here = ImportView::covers(&self.session) && !self.keyboard.typing;
        if self.clip_wanted.is_none() && !here {
            return;
        }
        let mut pasted = Vec::new();
        ctx.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::Paste(text) => {
                    pasted.push(text.clone());
                    false
                }
                _ => true,
            });
        });
        for text in pasted {
            self.clip_wanted = None;
            if text.trim().is_empty() {
                self.session.post(Notice::warning(
                    "There is nothing to import: copy some cells first",
                ));
            } else {
                self.form.actions.push(Action::Import(ImportStep::Text(text)));
            }
        }
    }

    /// Shuts the topmost thing over the map that is neither a question nor a list; whether there was one. What is in
    /// the hand is let go before that.
    pub(super) fn shut_one(&mut self, ctx: &Context) -> bool {
        if self.canvas.is_busy() || self.session.is_trying() || ctx.dragged_id().is_some() {
            return false;
        }
        if self.dialogs.shut_one()
            || self.safety.shut_one()
            || self.honesty.shut_one()
            || self.advice.shut(&mut self.form)
        {
            return true;
        }
        if self.session.search().is_open() {
            self.form.actions.push(Action::StopFinding);
            return true;
        }
        let open = self.session.why().question().is_some();
        if open {
            self.why.close(ctx, &mut self.form);
        }
        open
    }

    /// One layer a press: dialog or menu, gesture, text field (all of which take the key themselves), mode, focus,
    /// selection, colors and sizes that stand for figures.
    pub(super) fn take_escape(&mut self, ctx: &Context, before: Keyboard) {
        let pressed = ctx.input(|input| input.key_pressed(Key::Escape));
        if !pressed || before.covered || before.typing {
            return;
        }
        if ctx.dragged_id().is_some() {
            ctx.stop_dragging();
            self.form.actions.push(Action::Cancel);
        } else if self.is_comparing() {
            self.form.actions.push(Action::StopComparing);
        } else if self.canvas.mode() != Mode::Select {
            self.form.actions.push(Action::Show(Show::Mode(Mode::Select)));
        } else if self.session.sight().focus().is_some() {
            self.form.actions.push(Action::Look(Look::LeaveFocus));
        } else if !self.session.selection().is_empty() {
            self.form.actions.push(Action::SelectNone);
        } else if self.session.tint().is_pinned() {
            self.form.actions.push(Action::ReleaseFigures);
        } else {
            self.welcome.put_away(&self.session);
        }
    }

    /// A note or a zone dragged from the library comes to lie where it is let go.
    pub(super) fn take_dropped_piece(&mut self, ui: &Ui) {
        /// Half of a fresh zone, map units.
        const REACH: Vector = Vector { x: 180.0, y: 120.0 };
        let payload = DragAndDrop::payload::<Piece>(ui.ctx());
        let Some((piece, pointer)) = payload.zip(ui.ctx().pointer_interact_pos()) else {
            return;
        };
        let over = self.canvas_rect.contains(pointer) && !self.is_comparing();
        if ui.input(|input| input.pointer.any_released()) {
            DragAndDrop::clear_payload(ui.ctx());
            if over && let Some(at) = self.canvas.map_from_screen(pointer) {
                match *piece {
                    Piece::Note => self.canvas.new_note(at),
                    Piece::Zone => {
                        let area = Rect {
                            min: at - REACH,
                            max: at + REACH,
                        };
                        self.form
                            .edit(Edit::AddZones(vec![self.session.fresh_zone(area)]));
                    }
                }
            }
            return;
        }
        let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("dragged note or zone"));
        ui.ctx().layer_painter(layer).text(
            pointer,
            egui::Align2::CENTER_CENTER,
            piece.icon(),
            egui::FontId::proportional(24.0),
            ui.visuals().text_color(),
        );
    }

    /// A kind dragged from the library becomes an actor where it is let go.
    pub(super) fn take_dropped_kind(&mut self, ui: &Ui) {
        let Some(kind) = DragAndDrop::payload::<ActorKind>(ui.ctx()) else {
            return;
        };
        let Some(pointer) = ui.ctx().pointer_interact_pos() else {
            return;
        };
        let over = self.canvas_rect.contains(pointer) && !self.is_comparing();
        if ui.input(|input| input.pointer.any_released()) {
            DragAndDrop::clear_payload(ui.ctx());
            if over && let Some(at) = self.canvas.map_from_screen(pointer) {
                self.form.actions.push(Action::SetNextActorKind(*kind));
                let place = Place { at, pinned: false };
                let actor = self.session.document().project().assumptions.fresh("", *kind);
                self.form.edit(Edit::AddActors(vec![(actor, place)]));
            }
            return;
        }
        if over {
            whatif::in_hand(ui.ctx(), self.session.one_more(*kind), pointer);
        }
        let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("dragged kind"));
        canvas::swatch::actor(
            &ui.ctx().layer_painter(layer),
            *kind,
            pointer,
            14.0,
            ui.visuals().dark_mode,
        );
    }

    /// What has the keyboard stands on the map, such as the name field of an actor.
    pub(super) fn map_has_focus(&self, ctx: &Context) -> bool {
        let focused = ctx
            .memory(egui::Memory::focused)
            .and_then(|id| ctx.read_response(id));
        focused.is_some_and(|response| self.canvas_rect.contains(response.rect.center()))
    }

    pub(super) fn take_dropped_files(&mut self, ctx: &Context) {
        let dropped: Vec<PathBuf> = ctx.input(|input| {
            input
                .raw
                .dropped_files
                .iter()
                .map(|file| file.path().to_path_buf())
                .collect()
        });
        if dropped.is_empty() {
            return;
        }
        self.commit_typed(ctx);
        self.form.actions.extend(self.session.opening_of(dropped));
    }

    /// Over the whole window while files are held over it: what letting go would do.
    pub(super) fn hovering_files_ui(&self, ctx: &Context) {
        let names: Vec<PathBuf> = ctx.input(|input| {
            let files = input.raw.hovered_files.iter();
            files.map(|file| file.path.clone().unwrap_or_default()).collect()
        });
        if names.is_empty() {
            return;
        }
        let words = match names.as_slice() {
            [one] if one.as_os_str().is_empty() => "Drop to open or import".to_owned(),
            [one] if importing::is_foreign(one) => "Drop to import".to_owned(),
            [_] => "Drop to open".to_owned(),
            all => format!("Drop to open or import {} files", all.len()),
        };
        let colors = Colors::of(&ctx.global_style().visuals);
        let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("files over the window"));
        let painter = ctx.layer_painter(layer);
        let area = ctx.content_rect();
        painter.rect_filled(area, 0.0, colors.veil());
        let inner = area.shrink(20.0);
        let edge = egui::Stroke::new(2.0, colors.accent);
        painter.rect_stroke(inner, 14.0, edge, egui::StrokeKind::Inside);
        let text = painter.layout_no_wrap(words, theme::semibold(theme::FIGURE), colors.text);
        let card = egui::Rect::from_center_size(area.center(), text.size() + egui::vec2(64.0, 40.0));
        painter.rect_filled(card, 10.0, colors.raised);
        painter.rect_stroke(
            card,
            10.0,
            egui::Stroke::new(1.0, colors.border),
            egui::StrokeKind::Inside,
        );
        painter.galley(card.center() - text.size() / 2.0, text, colors.text);
    }
}
