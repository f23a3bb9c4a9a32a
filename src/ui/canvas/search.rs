//! A tie by keyboard: type or walk to the other end, Tab changes the kind, Enter ties.

use std::sync::Arc;

use egui::{Align2, Area, EventFilter, Id, Key, Modifiers, Order, Pos2, TextEdit, Ui, Vec2};

use super::wishes::step;
use super::{legend, swatch};
use crate::base::text::natural;
use crate::model::{ActorId, Document, Edit, Tie, TieKind};
use crate::session::{Action, Session};
use crate::ui::{theme, whatif};

/// The open list of targets.
pub(crate) struct Search {
    pub(crate) source: ActorId,
    text: String,
    choice: usize,
    fresh: bool,
    found: Found,
}

/// The actors whose names contain what was typed.
#[derive(Default)]
struct Found {
    list: Vec<(ActorId, String)>,
    /// What they were found in, and by which text.
    of: Option<(Arc<Document>, String)>,
}

/// Rows that are shown.
const ROWS: usize = 8;
/// Width of the list, points.
const WIDTH: f32 = 260.0;

impl Search {
    /// A list of all other actors.
    pub(crate) fn from(source: ActorId) -> Self {
        Self {
            source,
            text: String::new(),
            choice: 0,
            fresh: true,
            found: Found::default(),
        }
    }

    /// The actor that Enter would take.
    pub(crate) fn chosen(&self) -> Option<ActorId> {
        self.found.list.get(self.choice).map(|&(id, _)| id)
    }

    /// Looks for what is typed, unless that has been done.
    fn look(&mut self, document: &Arc<Document>) {
        let wanted = self.text.trim().to_lowercase();
        if let Some((searched, by)) = &self.found.of
            && Arc::ptr_eq(searched, document)
            && *by == wanted
        {
            return;
        }
        let mut list: Vec<(bool, ActorId, String)> = document
            .actors()
            .filter(|&(id, _)| id != self.source)
            .map(|(id, _)| (id, document.display_name(id)))
            .filter_map(|(id, name)| {
                let place = name.to_lowercase().find(&wanted)?;
                Some((place > 0, id, name))
            })
            .collect();
        list.sort_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| natural(&a.2, &b.2))
                .then_with(|| a.1.cmp(&b.1))
        });
        self.found = Found {
            list: list.into_iter().map(|(_, id, name)| (id, name)).collect(),
            of: Some((Arc::clone(document), wanted)),
        };
    }

    /// Shows the list at `at`; returns whether it stays open.
    pub(crate) fn ui(&mut self, ui: &Ui, at: Pos2, session: &Session, actions: &mut Vec<Action>) -> bool {
        if session.document().actor(self.source).is_none() {
            return false;
        }
        self.look(session.document());
        if !self.fresh && !self.keys(ui, session, actions) {
            return false;
        }
        let dark = ui.visuals().dark_mode;
        let kind = session.settings.last_tie_kind;
        let mut open = true;
        let area = Area::new(Id::unique("other end of the tie")).order(Order::Foreground);
        area.fixed_pos(at).pivot(Align2::CENTER_TOP).show(ui.ctx(), |ui| {
            legend::card(ui.visuals()).show(ui, |ui| {
                ui.set_width(WIDTH);
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(Vec2::new(40.0, 18.0), egui::Sense::hover());
                    swatch::tie(ui.painter(), kind, rect.left_center(), rect.right_center(), dark);
                    ui.label(format!("{} tie to", kind.name()));
                });
                let filter = EventFilter {
                    tab: true,
                    escape: true,
                    horizontal_arrows: true,
                    vertical_arrows: true,
                };
                let id = Id::unique("name of the other end");
                let edit = TextEdit::singleline(&mut self.text)
                    .id(id)
                    .hint_text("Name")
                    .event_filter(filter);
                let output = edit.desired_width(WIDTH - 12.0).show(ui);
                let response = output.response.response;
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Other end of the tie")
                });
                if response.changed() {
                    self.choice = 0;
                }
                let first = (self.choice + 1).saturating_sub(ROWS);
                let list = &self.found.list;
                for (i, (target, name)) in list.iter().enumerate().skip(first).take(ROWS) {
                    let tie = Edit::AddTie(Tie::new(kind, self.source, *target));
                    let row = ui.selectable_label(i == self.choice, name);
                    whatif::on(&row, || Some(tie.clone()));
                    if i == self.choice {
                        whatif::at_keys(ui.ctx(), tie.clone(), row.rect);
                    }
                    if row.clicked() {
                        actions.push(Action::Edit(tie));
                        open = false;
                    }
                }
                if list.is_empty() {
                    ui.label(theme::secondary(ui, "No other actor has such a name"));
                } else if list.len() > ROWS {
                    ui.label(theme::secondary(ui, format!("{} actors", list.len())));
                }
                ui.label(theme::secondary(ui, "Tab changes the kind"));
                if self.fresh {
                    response.request_focus();
                    self.fresh = false;
                } else if response.lost_focus() && !ui.ui_contains_pointer() {
                    open = false;
                }
            });
        });
        // What was typed in this frame, for who asks what is chosen.
        self.look(session.document());
        open
    }

    fn keys(&mut self, ui: &Ui, session: &Session, actions: &mut Vec<Action>) -> bool {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::NONE, Key::Escape) {
            return false;
        }
        let kind = session.settings.last_tie_kind;
        let last = self.found.list.len().saturating_sub(1);
        if pressed(Modifiers::SHIFT, Key::Tab) {
            actions.push(Action::SetNextTieKind(step(&TieKind::ALL, kind, false)));
        } else if pressed(Modifiers::NONE, Key::Tab) {
            actions.push(Action::SetNextTieKind(step(&TieKind::ALL, kind, true)));
        }
        if pressed(Modifiers::NONE, Key::ArrowDown) {
            self.choice = (self.choice + 1).min(last);
        }
        if pressed(Modifiers::NONE, Key::ArrowUp) {
            self.choice = self.choice.saturating_sub(1);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            if let Some(target) = self.chosen() {
                actions.push(Action::Edit(Edit::AddTie(Tie::new(kind, self.source, target))));
            }
            return false;
        }
        true
    }
}
