//! Two states of the project on one map: both together with signs, or one wiped over the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::epaint::Mesh;
use egui::{
    Align2, Area, Button, CursorIcon, EventFilter, Id, Order, Popup, Pos2, Rect, Response, RichText, Sense,
    Slider, Stroke, Ui, Vec2,
};

use super::gesture::Gesture;
use super::hit::{self, Target};
use super::map::{self, Sight};
use super::paint::color;
use super::tint::Tinting;
use super::{Canvas, legend};
use crate::base::cancel::Cancel;
use crate::model::difference::{Alteration, Fate};
use crate::model::{ActorId, Document, Selection, TieId};
use crate::picture::draw::labels::Labels;
use crate::picture::draw::{Contrast, Sign};
use crate::picture::legend::Legend;
use crate::picture::look::Palette;
use crate::picture::{Scene, Shown};
use crate::session::{Action, Session, Side, Together};
use crate::ui::{icons, theme};

/// How much what is the same in both states is faded.
const FADED: f32 = 0.55;
/// Width that takes the pointer around the line between the two states, points.
const GRIP: f32 = 12.0;
/// Most lines of a tooltip.
const LINES: usize = 8;

/// Something that can be pointed at in a comparison, also when it is only in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
}

/// What a person has set about the comparison on the map.
#[derive(Clone, Debug, Default)]
pub struct CompareView {
    /// What is pointed out, on the map and in the list.
    pub chosen: Option<Item>,
    /// The map goes there in the next frame.
    pub reveal: bool,
    /// Where the second state begins, as a share of the width; none while both are shown together.
    pub wipe: Option<f32>,
}

/// What a map without lights, growth and tint is painted by.
#[derive(Default)]
pub(super) struct Plain {
    nobody: BTreeSet<ActorId>,
    nothing_grows: BTreeMap<ActorId, f32>,
    untinted: Tinting,
}

/// A comparison on the map.
pub(super) struct Compared {
    of: Arc<Together>,
    contrast: Contrast,
    legend: Legend,
    differing: BTreeSet<ActorId>,
    labels: [Labels; 3],
    spare: [Option<Arc<Mesh>>; 3],
}

impl Compared {
    fn of(together: &Arc<Together>) -> Self {
        let Together {
            comparison, union, ..
        } = &**together;
        let contrast = Contrast::of(&comparison.difference);
        let mut differing: BTreeSet<ActorId> = union
            .actors()
            .map(|(id, _)| id)
            .filter(|&id| contrast.actor(id).is_some())
            .collect();
        // A tie that differs is seen with its ends.
        for (_, tie) in union.ties().filter(|(id, _)| contrast.tie(*id).is_some()) {
            differing.extend([tie.from, tie.to]);
        }
        Self {
            contrast,
            legend: Legend::of(union, &Shown::default(), &Cancel::new()).unwrap_or_default(),
            differing,
            labels: Default::default(),
            spare: Default::default(),
            of: Arc::clone(together),
        }
    }

    /// Everything that either state has.
    pub(super) fn both(&self) -> &Scene {
        &self.of.both
    }
}

impl Canvas {
    /// What is set about the comparison; the list beside the map shares it.
    pub fn compare_view(&mut self) -> &mut CompareView {
        &mut self.compare
    }

    /// The map while two states are compared; nothing can be changed on it.
    pub(super) fn compare_ui(
        &mut self,
        ui: &Ui,
        response: &Response,
        session: &Session,
        together: &Arc<Together>,
        actions: &mut Vec<Action>,
    ) {
        let known = self
            .compared
            .take()
            .filter(|compared| Arc::ptr_eq(&compared.of, together));
        self.compared = Some(known.unwrap_or_else(|| Compared::of(together)));
        self.reveal_chosen();
        self.look_around(ui, response);
        let Some(mut compared) = self.compared.take() else {
            return;
        };
        // The keys of the map move the keyboard now, as everywhere else.
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, EventFilter::default()));
        let rect = response.rect;
        let names = session
            .comparing()
            .sides()
            .unwrap_or([Side::Now; 2])
            .map(|side| session.comparing().name(side, session.document()));
        match self.compare.wipe {
            None => {
                let hover = self.hovered(compared.both());
                if response.clicked() {
                    self.compare.chosen = match hover {
                        Target::Actor(id) | Target::Halo(id) => Some(Item::Actor(id)),
                        Target::Tie(id) | Target::TieEnd(id, _) => Some(Item::Tie(id)),
                        Target::Ground | Target::Jot(_) | Target::Grip(..) => None,
                    };
                }
                self.both_ui(ui, rect, &mut compared, hover);
                self.difference_tooltip_ui(ui, &compared, hover, &names);
            }
            Some(share) => self.wiped_ui(ui, rect, &mut compared, share, &names),
        }
        self.highlighted.clear();
        self.pointed.clear();
        if self.legend_shown {
            let key = legend::Key {
                kinds: &compared.legend,
                tinting: &self.plain.untinted,
                whole: true,
                session: None,
            };
            self.legend_view.ui(ui, rect, &key, actions);
        }
        self.zoom_controls_ui(ui, rect, session, actions);
        self.pill_ui(ui, rect, session, actions);
        self.compared = Some(compared);
    }

    /// What was open or under way on the project's own map ends; a name that is being typed is kept.
    pub(super) fn put_down(&mut self, session: &Session, actions: &mut Vec<Action>) {
        let mut out = Vec::new();
        self.gesture.cancel(&mut out);
        self.obey(out, actions);
        if let Some(field) = self.name_field.take() {
            field.commit(actions);
        }
        if let Some(field) = self.jot_field.take() {
            field.commit(session, actions);
        }
        (self.search, self.tie_card, self.menu) = (None, None, None);
    }

    /// Brings what was chosen in the list into view.
    fn reveal_chosen(&mut self) {
        if !std::mem::take(&mut self.compare.reveal) {
            return;
        }
        let chosen = match self.compare.chosen {
            Some(Item::Actor(id)) => Selection::actor(id),
            Some(Item::Tie(id)) => Selection::tie(id),
            None => return,
        };
        self.reveal(&chosen);
    }

    /// Pointer and wheel move the view.
    fn look_around(&mut self, ui: &Ui, response: &Response) {
        let latest = ui.input(|input| input.pointer.latest_pos());
        self.pointer = latest.filter(|_| response.contains_pointer());
        if response.dragged() {
            self.camera.pan(response.drag_delta());
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        }
        if response.clicked() {
            response.request_focus();
        }
        if self.pointer.is_some() {
            let events = ui.input(|input| input.events.clone());
            for event in events {
                self.take_wheel(ui, &event);
            }
        }
    }

    fn hovered(&self, scene: &Scene) -> Target {
        self.pointer.map_or(Target::Ground, |at| {
            let p = self.camera.map_from_screen(at);
            hit::target(scene, &Selection::default(), p, self.camera.zoom())
        })
    }

    /// Both states together.
    fn both_ui(&self, ui: &Ui, rect: Rect, compared: &mut Compared, hover: Target) {
        let mut selection = Selection::default();
        let mut pointed = hover;
        match self.compare.chosen {
            Some(Item::Actor(id)) => selection = Selection::actor(id),
            Some(Item::Tie(id)) if hover == Target::Ground => pointed = Target::Tie(id),
            _ => {}
        }
        let calm = compared.differing.is_empty();
        let sight = Sight {
            selection: &selection,
            hover: pointed,
            lit: &compared.differing,
            faded: if calm { 0.0 } else { FADED },
            contrast: Some(&compared.contrast),
            ..self.plain_sight(ui, &compared.of.both, &compared.of.union, &selection)
        };
        let painter = ui.painter().with_clip_rect(rect);
        map::paint(
            &painter,
            &sight,
            &mut compared.labels[0],
            &mut compared.spare[0],
            None,
        );
    }

    fn plain_sight<'a>(
        &'a self,
        ui: &Ui,
        scene: &'a Scene,
        document: &'a Document,
        selection: &'a Selection,
    ) -> Sight<'a> {
        Sight {
            camera: &self.camera,
            scene,
            document,
            selection,
            gesture: &Gesture::Idle,
            hover: Target::Ground,
            highlighted: &self.highlighted,
            pointed: &self.pointed,
            lit: &self.plain.nobody,
            faded: 0.0,
            growing: &self.plain.nothing_grows,
            // Colors are the kinds' own here: what became of each thing is what the map is about.
            tinting: &self.plain.untinted,
            named: None,
            next_tie: crate::model::TieKind::Supply,
            supposed: None,
            contrast: None,
            jots: None,
            guides: &[],
            next_zone: crate::model::Hue::default(),
            far: None,
            leaving: None,
            left: 1.0,
            share: 1.0,
            dark: ui.visuals().dark_mode,
        }
    }

    /// The first state at the left of a line that can be dragged, the second at its right.
    fn wiped_ui(&mut self, ui: &Ui, rect: Rect, compared: &mut Compared, share: f32, names: &[String; 2]) {
        let palette = Palette::of(ui.visuals().dark_mode);
        let at = rect.left() + rect.width() * share.clamp(0.0, 1.0);
        let [mut left, mut right] = [rect, rect];
        left.set_right(at);
        right.set_left(at);
        let nothing = Selection::default();
        let of = Arc::clone(&compared.of);
        let states = [&of.comparison.before, &of.comparison.after];
        for (i, part) in [left, right].into_iter().enumerate() {
            let sight = self.plain_sight(ui, &of.sides[i], &states[i].document, &nothing);
            let painter = ui.painter().with_clip_rect(part);
            map::paint(
                &painter,
                &sight,
                &mut compared.labels[i + 1],
                &mut compared.spare[i + 1],
                None,
            );
        }
        let painter = ui.painter().with_clip_rect(rect);
        painter.vline(at, rect.y_range(), Stroke::new(2.0, color(palette.accent)));
        let font = egui::FontId::proportional(theme::SMALL);
        let below_pill = rect.top() + 66.0;
        for (name, pivot, x) in [
            (&names[0], Align2::RIGHT_CENTER, at - 10.0),
            (&names[1], Align2::LEFT_CENTER, at + 10.0),
        ] {
            painter.text(
                Pos2::new(x, below_pill),
                pivot,
                name,
                font.clone(),
                color(palette.text),
            );
        }
        let grip = Rect::from_center_size(Pos2::new(at, rect.center().y), Vec2::new(GRIP, rect.height()));
        let response = ui.interact(grip, Id::unique("line between two states"), Sense::DRAG);
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            self.compare.wipe = Some(((pointer.x - rect.left()) / rect.width()).clamp(0.0, 1.0));
        }
        let middle = Pos2::new(at, rect.center().y);
        painter.circle(
            middle,
            8.0,
            color(palette.paper),
            Stroke::new(2.0, color(palette.accent)),
        );
    }

    /// Says what differs about the thing under the pointer.
    fn difference_tooltip_ui(&self, ui: &Ui, compared: &Compared, hover: Target, names: &[String; 2]) {
        let difference = &compared.of.comparison.difference;
        let Some(pointer) = self.pointer else { return };
        let (title, sign, list) = if let Some(id) = hover.actor() {
            let fate = find(&difference.actors, id);
            (
                compared.of.union.display_name(id),
                fate.map(Sign::of),
                fate.map(alterations),
            )
        } else if let Some(id) = hover.tie() {
            let fate = find(&difference.ties, id);
            (
                compared.of.union.tie_words(id),
                fate.map(Sign::of),
                fate.map(alterations),
            )
        } else {
            return;
        };
        let mut lines = vec![match sign {
            None => "The same in both".to_owned(),
            Some(Sign::Added) => format!("Only in {}", names[1]),
            Some(Sign::Removed) => format!("Only in {}", names[0]),
            Some(Sign::Changed) => "Changed".to_owned(),
        }];
        let list = list.unwrap_or_default();
        lines.extend(list.iter().take(LINES).map(words));
        if list.len() > LINES {
            lines.push("…".to_owned());
        }
        let area = Area::new(Id::unique("tooltip of the comparison"))
            .order(Order::Tooltip)
            .interactable(false);
        area.fixed_pos(pointer + Vec2::new(14.0, 18.0))
            .show(ui.ctx(), |ui| {
                legend::card(ui.visuals()).show(ui, |ui| {
                    ui.set_max_width(280.0);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.label(RichText::new(title).size(theme::LIST));
                    for line in lines {
                        ui.label(theme::secondary(ui, line));
                    }
                });
            });
    }

    /// Says at the top of the map that two states are compared, which, and how to leave.
    pub(super) fn pill_ui(&mut self, ui: &Ui, rect: Rect, session: &Session, actions: &mut Vec<Action>) {
        let Some([before, after]) = session.comparing().sides() else {
            return;
        };
        let free = self.free(rect);
        let area = Area::new(Id::unique("what is compared"))
            .order(Order::Middle)
            .movable(false)
            .fixed_pos(free.center_top() + Vec2::new(0.0, 12.0))
            .pivot(Align2::CENTER_TOP)
            .constrain_to(free);
        area.show(ui.ctx(), |ui| {
            legend::card(ui.visuals()).inner_margin(5).show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = theme::GAP_XS;
                    ui.add_space(theme::GAP_XS);
                    if let Some(side) = side_ui(ui, session, "First state", before) {
                        actions.push(Action::Compare(side, after));
                    }
                    ui.label(icons::icon(icons::GO, 14.0));
                    if let Some(side) = side_ui(ui, session, "Second state", after) {
                        actions.push(Action::Compare(before, side));
                    }
                    ui.separator();
                    self.wipe_controls_ui(ui);
                    ui.separator();
                    let done = Button::new("Done").frame_when_inactive(false);
                    let response = ui.add(done).accessible_name("Stop comparing");
                    if response.on_hover_text("Stop comparing (Esc)").clicked() {
                        actions.push(Action::StopComparing);
                    }
                });
            });
        });
    }

    fn wipe_controls_ui(&mut self, ui: &mut Ui) {
        let wipe = &mut self.compare.wipe;
        let both = Button::selectable(wipe.is_none(), "Together");
        let response = ui.add(both).accessible_name("Both states together");
        if response.on_hover_text("Both on one map, with signs").clicked() {
            *wipe = None;
        }
        let one = Button::selectable(wipe.is_some(), "Wipe");
        let response = ui.add(one).accessible_name("Wipe between the states");
        if response
            .on_hover_text("The first at the left of a line, the second at its right")
            .clicked()
            && wipe.is_none()
        {
            *wipe = Some(0.5);
        }
        if let Some(share) = wipe {
            ui.scope(|ui| {
                ui.spacing_mut().slider_width = 60.0;
                theme::style_slider(ui);
                let slider = Slider::new(share, 0.0..=1.0).show_value(false);
                ui.add(slider).accessible_name("Line between the states");
            });
        }
    }
}

fn find<I: PartialEq + Copy>(fates: &[Fate<I>], id: I) -> Option<&Fate<I>> {
    fates
        .iter()
        .find(|fate| fate.after().or(fate.before()) == Some(id))
}

fn alterations<I>(fate: &Fate<I>) -> Vec<Alteration> {
    match fate {
        Fate::Changed(_, _, list) => list.clone(),
        Fate::Added(_) | Fate::Removed(_) => Vec::new(),
    }
}

/// "Jobs: 20 → 35".
pub fn words(one: &Alteration) -> String {
    let shown = |text: &str| {
        if text.is_empty() {
            "–".to_owned()
        } else {
            text.to_owned()
        }
    };
    format!("{}: {} → {}", one.name, shown(&one.before), shown(&one.after))
}

/// A button with a list of all states; gives the one that was chosen instead.
fn side_ui(ui: &mut Ui, session: &Session, role: &str, now: Side) -> Option<Side> {
    let document = session.document();
    let name = session.comparing().name(now, document);
    let button = Button::new((RichText::new(&name), icons::icon(icons::DOWN, 11.0)))
        .frame_when_inactive(false)
        .truncate();
    let response = ui
        .scope(|ui| {
            ui.set_max_width(130.0);
            ui.add(button)
        })
        .inner
        .accessible_name(format!("{role}: {name}"));
    let mut chosen = None;
    Popup::menu(&response).show(|ui| {
        let snapshots = document.snapshots().map(|(id, _)| Side::Snapshot(id));
        let other = session.comparing().other().map(|_| Side::Other);
        for side in snapshots.chain(other).chain([Side::Now]) {
            let name = session.comparing().name(side, document);
            if ui.selectable_label(side == now, name).clicked() && side != now {
                chosen = Some(side);
            }
        }
    });
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::cancel::Cancel;
    use crate::files::examples;
    use crate::model::Edit;

    #[test]
    fn both_states_together_hold_what_only_one_has() {
        let before = examples::find("golden").expect("it is shipped").document();
        let mut ids = before.ids();
        let (gone, _) = before.actors().next().unwrap();
        let after = Edit::Remove(Selection::actor(gone))
            .apply(&before, &mut ids)
            .unwrap();
        let (first, second) = (Arc::new(before.clone()), Arc::new(after));
        let together = Together::of(&first, &second, &Cancel::new()).unwrap();
        let compared = Compared::of(&Arc::new(together));
        let union = &compared.of.union;
        assert_eq!(union.actor_count(), before.actor_count());
        assert_eq!(union.tie_count(), before.tie_count());
        assert_eq!(union.place(gone), before.place(gone));
        assert_eq!(compared.contrast.actor(gone), Some(Sign::Removed));
        let lost = before.ties_of(gone).next().unwrap().0;
        assert_eq!(compared.contrast.tie(lost), Some(Sign::Removed));
        assert!(compared.differing.contains(&gone));
    }
}
