//! Left: kinds of actors and ties to draw with, and an outline of what is there.

use egui::{CollapsingHeader, Response, ScrollArea, Sense, Ui, vec2};

use crate::base::text::natural;
use crate::model::{ActorId, ActorKind, Role, Selection, TieKind};
use crate::session::{Action, Mode, Session, Show};

use crate::ui::form::Form;
use crate::ui::theme::{self, Colors};
use crate::ui::icons;

/// The outline is sorted once per state of the project.
#[derive(Default)]
pub struct Library {
    sorted: Vec<(Role, Vec<ActorId>)>,
    /// What `sorted` was made from.
    of: Option<std::sync::Arc<crate::model::Document>>,
}

impl Library {
    /// The panel.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        self.sort(session);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add_space(theme::GAP_XS);
            ui.label(theme::heading("Library"));
            ui.label(theme::secondary(ui, "Drag onto the map, or choose and click there"));
            ui.add_space(theme::GAP_S);
            section(ui, "Actors", true, |ui| actors_ui(ui, session, form));
            section(ui, "Ties", true, |ui| ties_ui(ui, session, form));
            section(ui, "Outline", true, |ui| self.outline_ui(ui, session, form));
        });
    }

    fn sort(&mut self, session: &Session) {
        let document = session.document();
        if self.of.as_ref().is_some_and(|of| std::sync::Arc::ptr_eq(of, document)) {
            return;
        }
        self.sorted.clear();
        for role in Role::ALL {
            let mut ids: Vec<_> =
                document.actors().filter(|(_, actor)| actor.kind.role() == role).map(|(id, _)| id).collect();
            ids.sort_by(|&a, &b| natural(&document.display_name(a), &document.display_name(b)).then(a.cmp(&b)));
            if !ids.is_empty() {
                self.sorted.push((role, ids));
            }
        }
        self.of = Some(std::sync::Arc::clone(document));
    }

    fn outline_ui(&self, ui: &mut Ui, session: &Session, form: &mut Form) {
        if self.sorted.is_empty() {
            ui.label(theme::secondary(ui, "No actors yet"));
        }
        for (role, ids) in &self.sorted {
            let title = format!("{}  {}", role.name(), ids.len());
            CollapsingHeader::new(title).id_salt(role.name()).default_open(ids.len() <= 12).show_unindented(ui, |ui| {
                rows_ui(ui, ids, session, form);
            });
        }
    }
}

/// Only rows in sight are made; a cluster may have thousands of actors.
fn rows_ui(ui: &mut Ui, ids: &[ActorId], session: &Session, form: &mut Form) {
    const ROW: f32 = 24.0;
    let step = ROW + ui.spacing().item_spacing.y;
    let (top, clip) = (ui.cursor().top(), ui.clip_rect());
    let first = (((clip.top() - top) / step).floor().max(0.0) as usize).min(ids.len());
    let last = (((clip.bottom() - top) / step).ceil().max(0.0) as usize).min(ids.len());
    ui.allocate_space(vec2(1.0, (first as f32 * step - ui.spacing().item_spacing.y).max(0.0)));
    for &id in &ids[first..last.max(first)] {
        row_ui(ui, id, ROW, session, form);
    }
    let rest = ids.len().saturating_sub(last.max(first));
    if rest > 0 {
        ui.allocate_space(vec2(1.0, rest as f32 * step - ui.spacing().item_spacing.y));
    }
}

fn row_ui(ui: &mut Ui, id: ActorId, height: f32, session: &Session, form: &mut Form) {
    let document = session.document();
    let Some(actor) = document.actor(id) else { return };
    let name = document.display_name(id);
    let chosen = session.selection().actors.contains(&id);
    let button = icons::row_button(ui, chosen, (icons::actor_atom(actor.kind), egui::RichText::new(name.as_str()).size(theme::LIST)), height);
    let response = ui.push_id(id, |ui| ui.add(button)).inner;
    if response.clicked() {
        let mut selection = Selection::actor(id);
        if ui.input(|input| input.modifiers.shift || input.modifiers.command) {
            selection = session.selection().clone();
            if !selection.actors.remove(&id) {
                selection.actors.insert(id);
            }
        }
        form.actions.push(Action::Select(selection));
    }
    if response.double_clicked() {
        form.actions.push(Action::Show(Show::FitSelection));
    }
}

fn section(ui: &mut Ui, title: &str, open: bool, contents: impl FnOnce(&mut Ui)) {
    CollapsingHeader::new(theme::subheading(title)).default_open(open).show_unindented(ui, contents);
    ui.add_space(theme::GAP_S);
}

fn actors_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let next = session.settings.last_actor_kind;
    for role in Role::ALL {
        ui.add_space(2.0);
        ui.label(theme::secondary(ui, role.name()));
        for kind in ActorKind::ALL.into_iter().filter(|kind| kind.role() == role) {
            let response = kind_ui(ui, kind == next, icons::actor_atom(kind), kind.name(), Sense::click_and_drag());
            response.dnd_set_drag_payload(kind);
            if response.clicked() {
                form.actions.push(Action::SetNextActorKind(kind));
                form.actions.push(Action::Show(Show::Mode(Mode::Actor)));
            }
            response.on_hover_text(kind.info().definition);
        }
    }
}

fn ties_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let next = session.settings.last_tie_kind;
    for kind in TieKind::ALL {
        let response = kind_ui(ui, kind == next, icons::tie_atom(kind), kind.name(), Sense::click());
        if response.clicked() {
            form.actions.push(Action::SetNextTieKind(kind));
        }
        response.on_hover_text(kind.info().definition);
    }
}

/// A row over the whole width; the chosen one is marked by color and by a bar at its edge.
fn kind_ui(ui: &mut Ui, chosen: bool, picture: egui::Atom<'static>, name: &str, sense: Sense) -> Response {
    let response = ui.add(icons::row_button(ui, chosen, (picture, egui::RichText::new(name).size(theme::LIST)), 24.0).sense(sense));
    if chosen {
        let bar = response.rect.with_max_x(response.rect.left() + 2.0).shrink2(vec2(0.0, 4.0));
        ui.painter().rect_filled(bar, 1.0, Colors::of(ui.visuals()).accent);
    }
    response
}
