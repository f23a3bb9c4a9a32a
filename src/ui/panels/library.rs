//! Left: kinds of actors and ties to draw with, and an outline of what is there.

use std::sync::Arc;

use egui::{Response, RichText, ScrollArea, Sense, Ui, vec2};

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::text::natural;
use crate::model::{ActorId, ActorKind, Document, Role, Selection, TieKind};
use crate::session::{Action, Desk, Mode, Session, Show};

use super::objects::rows_in_sight_ui;
use crate::ui::form::Form;
use crate::ui::icons;
use crate::ui::theme::{self, Colors};
use crate::ui::whatif;

/// The outline is sorted once per state of the project, by a worker where there are many actors.
#[derive(Default)]
pub struct Library {
    sorted: Outline,
    /// What `sorted` was made from, or is being made from.
    of: Option<Arc<Document>>,
    sorting: Option<Desk<Arc<Document>, Outline>>,
    epoch: u64,
}

/// Actors by role, each in the order of their names.
type Outline = Vec<(Role, Vec<ActorId>)>;

/// So many actors are sorted between two frames.
const QUICK: usize = 2_000;

impl Library {
    /// The panel.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        self.sort(session);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add_space(theme::GAP_XS);
            ui.label(theme::heading("Library"));
            ui.label(theme::secondary(
                ui,
                "Drag onto the map, or choose and click there",
            ));
            ui.add_space(theme::GAP_S);
            section(ui, "Actors", true, |ui| actors_ui(ui, session, form));
            section(ui, "Ties", true, |ui| ties_ui(ui, session, form));
            section(ui, "Notes and zones", true, |ui| jots_ui(ui, form));
            section(ui, "Outline", true, |ui| self.outline_ui(ui, session, form));
        });
    }

    fn sort(&mut self, session: &Session) {
        if self.epoch != session.epoch() {
            self.epoch = session.epoch();
            self.sorted.clear();
            self.of = None;
        }
        if let Some(sorted) = self.sorting.as_mut().and_then(Desk::take) {
            self.sorted = sorted;
        }
        let document = session.document();
        // Neither moving marks nor pulling sliders changes names and kinds.
        let same = |of: &Arc<Document>| Arc::ptr_eq(of, document) || of.same_names(document);
        let same = self.of.as_ref().is_some_and(same);
        self.of = Some(Arc::clone(document));
        if same {
            return;
        }
        let desk = self.sorting.get_or_insert_with(|| {
            session.desk("outline", |document: Arc<Document>, cancel: &_| {
                outline(&document, cancel)
            })
        });
        if document.actor_count() <= QUICK {
            desk.cancel();
            self.sorted = outline(document, &Cancel::new()).unwrap_or_default();
            return;
        }
        desk.ask(Arc::clone(document));
        if let Some(sorted) = desk.take() {
            self.sorted = sorted;
        }
    }

    fn outline_ui(&self, ui: &mut Ui, session: &Session, form: &mut Form) {
        if self.sorted.is_empty() {
            ui.label(theme::secondary(ui, "No actors yet"));
        }
        for (role, ids) in &self.sorted {
            let title = format!("{}  {}", role.name(), ids.len());
            icons::section(RichText::new(title))
                .id_salt(role.name())
                .default_open(ids.len() <= 12)
                .show_unindented(ui, |ui| {
                    rows_in_sight_ui(ui, ROW, ids.len(), |ui, index| {
                        row_ui(ui, ids[index], session, form);
                    });
                });
        }
    }
}

fn outline(document: &Document, cancel: &Cancel) -> Result<Outline, Cancelled> {
    let mut outline = Outline::new();
    for role in Role::ALL {
        cancel.check()?;
        let mut named: Vec<_> = document
            .actors()
            .filter(|(_, actor)| actor.kind.role() == role)
            .map(|(id, _)| (document.display_name(id), id))
            .collect();
        named.sort_by(|(a, m), (b, n)| natural(a, b).then(m.cmp(n)));
        if !named.is_empty() {
            outline.push((role, named.into_iter().map(|(_, id)| id).collect()));
        }
    }
    Ok(outline)
}

/// Height of a row of the outline.
const ROW: f32 = 24.0;

fn row_ui(ui: &mut Ui, id: ActorId, session: &Session, form: &mut Form) {
    let document = session.document();
    let Some(actor) = document.actor(id) else { return };
    let name = document.display_name(id);
    let chosen = session.selection().actors.contains(&id);
    let button = icons::row_button(
        ui,
        chosen,
        (
            icons::actor_atom(actor.kind),
            RichText::new(name.as_str()).size(theme::LIST),
        ),
        ROW,
    );
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
    icons::section(theme::subheading(title))
        .default_open(open)
        .show_unindented(ui, contents);
    ui.add_space(theme::GAP_S);
}

fn actors_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    let next = session.settings.last_actor_kind;
    for role in Role::ALL {
        ui.add_space(2.0);
        ui.label(theme::secondary(ui, role.name()));
        for kind in ActorKind::ALL.into_iter().filter(|kind| kind.role() == role) {
            let response = kind_ui(
                ui,
                kind == next,
                icons::actor_atom(kind),
                kind.name(),
                Sense::click_and_drag(),
            );
            response.dnd_set_drag_payload(kind);
            whatif::on(&response, || Some(session.one_more(kind)));
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
        let response = kind_ui(
            ui,
            kind == next,
            icons::tie_atom(kind),
            kind.name(),
            Sense::click(),
        );
        if response.clicked() {
            form.actions.push(Action::SetNextTieKind(kind));
        }
        response.on_hover_text(kind.info().definition);
    }
}

/// What of notes and zones is dragged onto the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A note.
    Note,
    /// A zone.
    Zone,
}

impl Piece {
    /// Its icon, also in the hand.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Note => icons::NOTE,
            Self::Zone => icons::ZONE,
        }
    }
}

fn jots_ui(ui: &mut Ui, form: &mut Form) {
    for (piece, name, help) in [
        (
            Piece::Note,
            "Note",
            "Words on the map; nothing is computed from them",
        ),
        (
            Piece::Zone,
            "Zone",
            "A tinted part of the map with a name; drag it open on the map in note mode",
        ),
    ] {
        let picture = icons::icon(piece.icon(), 16.0);
        let row = icons::row_button(ui, false, (picture, RichText::new(name).size(theme::LIST)), 24.0);
        let response = ui.add(row.sense(Sense::click_and_drag())).accessible_name(name);
        response.dnd_set_drag_payload(piece);
        if response.clicked() {
            form.actions.push(Action::Show(Show::Mode(Mode::Note)));
        }
        response.on_hover_text(help);
    }
}

/// A row over the whole width; the chosen one is marked by color and by a bar at its edge.
fn kind_ui(ui: &mut Ui, chosen: bool, picture: egui::Atom<'static>, name: &str, sense: Sense) -> Response {
    let response = ui.add(
        icons::row_button(ui, chosen, (picture, RichText::new(name).size(theme::LIST)), 24.0).sense(sense),
    );
    if chosen {
        let bar = response
            .rect
            .with_max_x(response.rect.left() + 2.0)
            .shrink2(vec2(0.0, 4.0));
        ui.painter()
            .rect_filled(bar, 1.0, Colors::of(ui.visuals()).accent);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::files::settings::Settings;
    use crate::model::Edit;
    use crate::model::generate::{Model, Recipe};
    use crate::session::Pace;

    #[test]
    fn a_name_or_kind_changes_the_outline_and_a_place_does_not() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".to_owned()));
        let before = Arc::clone(session.document());
        let (id, at) = before.places().next().map(|(id, place)| (id, place.at)).unwrap();
        session.perform(Action::Edit(Edit::Move(
            [(id, Point::new(at.x + 50.0, at.y))].into(),
        )));
        assert!(before.same_names(session.document()));
        let mut library = Library::default();
        library.sort(&session);
        session.perform(Action::Edit(Edit::Rename(id, "zzz".to_owned())));
        assert!(!before.same_names(session.document()));
        library.sort(&session);
        let role = session.document().actor(id).unwrap().kind.role();
        let (_, ids) = library.sorted.iter().find(|(of, _)| *of == role).unwrap();
        assert_eq!(ids.last(), Some(&id));
    }

    #[test]
    fn a_worker_sorts_many_actors() {
        let recipe = Recipe {
            model: Model::ALL[0],
            actors: QUICK + 100,
            ties: 2 * QUICK,
            seed: 2,
        };
        let document = recipe.make(&Cancel::new()).unwrap();
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        let actors = document.actors().map(|(id, actor)| {
            let at = document.place(id).unwrap();
            (actor.clone(), at)
        });
        session.perform(Action::Edit(Edit::AddActors(actors.collect())));
        let mut library = Library::default();
        library.sort(&session);
        let sorted = outline(session.document(), &Cancel::new()).unwrap();
        assert_eq!(library.sorted, sorted);
        assert_eq!(
            sorted.iter().map(|(_, ids)| ids.len()).sum::<usize>(),
            QUICK + 100
        );
    }
}
