//! The map: shows the project and turns pointer and keys into actions. It never changes the session itself.
//!
//! `gesture` decides what a press becomes, `hit` what is under the pointer, `camera` what is seen; these know no
//! toolkit or little of it. `map` paints by way of `paint` and `labels`; `input` feeds events in, `wishes` those of
//! menus and keys; the rest is what opens on the map: names, menus, legend, the list of tie targets.

mod births;
mod camera;
mod compare;
mod contrast;
mod far;
mod gesture;
mod ghosts;
mod gpu;
mod guides;
mod hit;
mod input;
mod insight;
mod jots;
mod legend;
mod map;
mod menu;
mod minimap;
mod mode_pill;
mod name_field;
mod overlay;
mod paint;
mod scale;
mod scenery;
mod search;
mod sheet;
mod sorts;
mod speech;
pub mod swatch;
mod tint;
mod walk;
mod wishes;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{EventFilter, Id, Pos2, Rect, Response, Sense, Ui};

pub use crate::picture::draw::Sign;
use camera::{Camera, View};
use compare::Compared;
pub use compare::{CompareView, Item, words};
pub use contrast::sign_ui;
use far::FarView;
use gesture::Gesture;
use gpu::Gpu;
pub use gpu::{Batches, Kind};
use hit::Target;
use insight::Insight;
use jots::{JotArt, JotField};
use legend::LegendView;

pub(crate) use legend::card as legend_card;
use map::Sight;
use minimap::Minimap;
use name_field::NameField;
use scenery::Scenery;
use search::Search;
use tint::Tinting;
use walk::{Reading, Thing};

use crate::base::geom::Point;
use crate::model::{ActorId, Document, Frames, TieId};
use crate::picture::draw::labels::Labels;
use crate::picture::{Scene, Shown};
use crate::session::{Action, Mode, Places, Session, Supposition};

/// The map and everything about it that is not part of the project.
pub struct Canvas {
    camera: Camera,
    scene: Arc<Scene>,
    /// The document that the scene shows.
    shown: Option<Arc<Document>>,
    scenery: Scenery,
    far: FarView,
    /// Something is missing or hidden in the scene that the document on show has; another scene is due.
    behind: bool,
    /// Actors that were on the move when the scene was last brought up to date.
    moving: Vec<ActorId>,
    /// What of it the scene shows; none when that is to be told anew.
    in_sight: Option<Arc<Shown>>,
    insight: Insight,
    legend_view: LegendView,
    /// The person wants to see the legend; known from the settings.
    legend_shown: bool,
    tinting: Tinting,
    /// A card that lies on the map.
    card: Option<Rect>,
    gesture: Gesture,
    mode: Mode,
    /// Lasso mode was entered by a key that is still down, and ends with it.
    lasso_held: bool,
    /// That key has drawn its lasso; its repetitions do not enter the mode again.
    lasso_spent: bool,
    labels: Labels,
    label_rects: Vec<(ActorId, Rect)>,
    /// Memory of the last frame, to paint the next one in.
    spare: Option<Arc<egui::Mesh>>,
    /// Draws large maps.
    gpu: Gpu,
    hover: Hover,
    highlighted: BTreeSet<ActorId>,
    /// Ties that another part of the window points at.
    pointed: BTreeSet<TieId>,
    minimap: Minimap,
    name_field: Option<NameField>,
    jots: JotArt,
    jot_field: Option<JotField>,
    search: Option<Search>,
    tie_card: Option<TieCard>,
    menu: Option<menu::Opened>,
    pointer: Option<Pos2>,
    /// Time and place of the last click that was not the second of two.
    last_click: Option<(f64, Pos2)>,
    /// New actors, since when they grow; unknown until the next frame.
    births: BTreeMap<ActorId, Option<f64>>,
    /// What the last edit took away, since when it fades; unknown until the next frame.
    leaving: Option<(Scene, Option<f64>)>,
    /// Places of actors that were dropped in this frame, until the session knows.
    dropped: Option<Places>,
    /// The same of notes and zones.
    laid: Option<Frames>,
    /// What a name field wanted when another one took its place.
    owed: Vec<Action>,
    /// Fields of notes and zones whose place another one has taken.
    owed_words: Vec<JotField>,
    fit_pending: bool,
    /// What is in focus comes into view as soon as it is known.
    focus_fit: bool,
    focus_pending: bool,
    /// Where the keyboard has walked to.
    cursor: Option<Thing>,
    /// The actor around whose ties it walks.
    pivot: Option<ActorId>,
    reading: Reading,
    smooth: bool,
    popup_was_open: bool,
    epoch: Option<u64>,
    /// The whole window when the map was painted last.
    window: Option<Rect>,
    /// The widget that takes the keyboard.
    keyboard: Option<Id>,
    compare: CompareView,
    /// The scenes of the comparison on show.
    compared: Option<Compared>,
    plain: compare::Plain,
}

/// What the pointer rests on, and since when.
struct Hover {
    target: Target,
    since: f64,
    /// Something has just been pressed or put down here: the map stays calm until the pointer has been elsewhere.
    quiet: bool,
    /// A gesture was running when the pointer was last looked at.
    busy: bool,
    lit: BTreeSet<ActorId>,
}

/// The open popover of a tie.
struct TieCard {
    tie: TieId,
    at: Pos2,
}

/// Seconds until neighbors are lit.
const LIT_AFTER: f64 = 0.15;

impl Default for Canvas {
    fn default() -> Self {
        Self::new()
    }
}

impl Canvas {
    /// A map that fits the project into its first frame.
    pub fn new() -> Self {
        Self {
            camera: Camera::new(),
            scene: Arc::default(),
            shown: None,
            scenery: Scenery::default(),
            far: FarView::default(),
            behind: false,
            moving: Vec::new(),
            in_sight: None,
            insight: Insight::default(),
            legend_view: LegendView::default(),
            legend_shown: true,
            tinting: Tinting::default(),
            card: None,
            gesture: Gesture::Idle,
            mode: Mode::Select,
            lasso_held: false,
            lasso_spent: false,
            labels: Labels::default(),
            label_rects: Vec::new(),
            spare: None,
            gpu: Gpu::none(),
            hover: Hover {
                target: Target::Ground,
                since: 0.0,
                quiet: false,
                busy: false,
                lit: BTreeSet::new(),
            },
            highlighted: BTreeSet::new(),
            pointed: BTreeSet::new(),
            minimap: Minimap::default(),
            name_field: None,
            jots: JotArt::default(),
            jot_field: None,
            search: None,
            tie_card: None,
            menu: None,
            pointer: None,
            last_click: None,
            births: BTreeMap::new(),
            leaving: None,
            dropped: None,
            laid: None,
            owed: Vec::new(),
            owed_words: Vec::new(),
            fit_pending: true,
            focus_fit: false,
            focus_pending: false,
            cursor: None,
            pivot: None,
            reading: Reading::default(),
            smooth: false,
            popup_was_open: false,
            epoch: None,
            window: None,
            keyboard: None,
            compare: CompareView::default(),
            compared: None,
            plain: compare::Plain::default(),
        }
    }

    /// A popover of the map is open, which takes keys before the map does.
    pub fn covers(&self) -> bool {
        self.tie_card.is_some()
    }

    /// A gesture is under way, which Escape ends before anything else.
    pub fn is_busy(&self) -> bool {
        !self.gesture.is_idle()
    }

    /// The widget that has the keyboard when the map has it; none before the first frame.
    pub fn id(&self) -> Option<Id> {
        self.keyboard
    }

    /// Another project is on the table: what was open on the old one closes. Also happens by itself.
    pub fn reset(&mut self) {
        let viewport = self.camera.viewport();
        *self = Self {
            mode: self.mode,
            legend_view: self.legend_view,
            window: self.window,
            scenery: std::mem::take(&mut self.scenery).restarted(),
            far: std::mem::take(&mut self.far).restarted(),
            insight: std::mem::take(&mut self.insight).restarted(),
            keyboard: self.keyboard,
            gpu: std::mem::replace(&mut self.gpu, Gpu::none()),
            ..Self::new()
        };
        self.camera.set_viewport(viewport);
    }

    /// What a press on the map does.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Center and zoom, to be remembered.
    pub fn camera(&self) -> [f64; 3] {
        let view = self.camera.goal();
        [view.center.x, view.center.y, view.zoom]
    }

    /// Goes back to a remembered place instead of fitting everything.
    pub fn set_camera(&mut self, [x, y, zoom]: [f64; 3]) {
        let center = Point::new(x, y);
        if center.is_finite() && zoom.is_finite() && zoom > 0.0 {
            self.camera.set(View { center, zoom });
            self.fit_pending = false;
        }
    }

    /// Shows everything in the next frame, when the size of the canvas is known.
    pub fn fit_next_frame(&mut self) {
        self.fit_pending = true;
    }

    /// The point of the map under the pointer, if that is over the map.
    pub fn pointer_on_map(&self) -> Option<Point> {
        self.pointer.map(|pointer| self.camera.map_from_screen(pointer))
    }

    /// The point of the map under a point on the screen, if the canvas is there; for what is dragged in.
    pub fn map_from_screen(&self, at: Pos2) -> Option<Point> {
        self.camera
            .viewport()
            .contains(at)
            .then(|| self.camera.map_from_screen(at))
    }

    /// Opens the name field of an actor in the next frame and brings the actor into view.
    pub fn edit_name(&mut self, id: ActorId) {
        if let Some(field) = self.name_field.replace(NameField::awaited(id)) {
            field.commit(&mut self.owed);
        }
    }

    /// Asks for what has been typed into the name field so far, before something that a half-typed name would miss.
    pub fn commit_name(&mut self, session: &Session, actions: &mut Vec<Action>) {
        actions.append(&mut self.owed);
        if let Some(field) = &mut self.name_field {
            field.keep(actions);
        }
        self.owed_words.extend(self.jot_field.take());
        for field in self.owed_words.drain(..) {
            field.commit(session, actions);
        }
    }

    /// Shows the map in the room that is left, and asks for what the person does on it.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let rect = ui.available_rect_before_wrap();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        self.keyboard = Some(response.id);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, true, "Map of the cluster"));
        let now = ui.input(|input| input.time);
        actions.append(&mut self.owed);
        for field in self.owed_words.drain(..) {
            field.commit(session, actions);
        }
        self.smooth = !session.settings.reduced_motion && ui.style().animation_time > 0.0;
        let window = ui.ctx().content_rect();
        if self.window == Some(window) {
            self.camera.uncover(rect);
        } else {
            self.window = Some(window);
            self.camera.set_viewport(rect);
        }
        self.legend_view.fit_into(rect.width());
        self.refresh(session);
        if session.motion().gliding() {
            ui.ctx().request_repaint();
        }
        self.lay_out_jots(ui, session);
        self.settle_camera(ui, now, session);
        if let Some(together) = session.comparing().together() {
            self.put_down(session, actions);
            self.compare_ui(ui, &response, session, together, actions);
            return;
        }
        self.compared = None;
        self.keep_keyboard(ui, &response);
        self.fields_ui(ui, &response, session, actions);
        self.take_input(ui, &response, session, actions);
        self.refresh(session);
        self.lay_out_jots(ui, session);
        self.dropped = None;
        self.laid = None;
        self.tell_what_if(ui, session);

        let painter = ui.painter().with_clip_rect(rect);
        let faded = self.watch_hover(ui, now);
        self.tinting.follow_color(ui, session, self.smooth);
        self.tinting.count(&self.scene);
        let growing = self.grow(ui, now);
        let left = self.let_go(ui, now);
        let sight = Sight {
            camera: &self.camera,
            scene: &self.scene,
            document: session.document(),
            selection: session.selection(),
            gesture: &self.gesture,
            hover: self.hover.target,
            highlighted: &self.highlighted,
            pointed: &self.pointed,
            lit: &self.hover.lit,
            faded,
            growing: &growing,
            tinting: &self.tinting,
            named: self.name_field.as_ref().map(|field| field.actor),
            next_tie: session.settings.last_tie_kind,
            contrast: None,
            supposed: session.supposition().map(Supposition::edit),
            jots: Some((&self.jots, self.jot_field.as_ref())),
            guides: session.guides(),
            next_zone: session.settings.last_zone_color,
            far: None,
            leaving: self.leaving.as_ref().map(|(scene, _)| scene),
            left,
            share: 1.0,
            dark: ui.visuals().dark_mode,
        };
        let mut far = std::mem::take(&mut self.far);
        let fast = self.gpu.kind() == Kind::Hardware;
        far.follow(ui, &sight, &self.scene, session, (fast, now));
        let sight = Sight {
            far: Some(&far),
            ..sight
        };
        let placed = map::paint(
            &painter,
            &sight,
            &mut self.labels,
            &mut self.spare,
            Some(&mut self.gpu),
        );
        self.far = far;
        self.label_rects = placed
            .into_iter()
            .map(|label| (label.id, paint::rect(label.rect)))
            .collect();
        self.paint_cursor(&painter, session.selection(), ui.visuals().dark_mode);
        self.highlighted.clear();
        self.pointed.clear();

        self.speak(ui, &response, session, actions);
        self.menu_ui(&response, session, actions);
        self.overlays_ui(ui, rect, session, actions);
        self.tooltip_ui(ui, now, session);
        self.popup_was_open = self.covers() || egui::Popup::is_any_open(ui.ctx());
    }

    fn settle_camera(&mut self, ui: &Ui, now: f64, session: &Session) {
        if self.fit_pending && !self.scenery.pending() {
            self.fit_pending = false;
            if let Some(extent) = self.whole_extent() {
                self.camera.set(self.camera.fitting(extent, self.covered()));
            }
        }
        if self.focus_fit && !session.sight().pending() {
            self.focus_fit = false;
            self.fit_seen();
        }
        if self.camera.advance(now) {
            ui.ctx().request_repaint();
        }
    }

    /// While the map has the keyboard, Tab, arrows and Escape are the map's.
    fn keep_keyboard(&mut self, ui: &Ui, response: &Response) {
        if std::mem::take(&mut self.focus_pending) {
            response.request_focus();
        }
        // An open menu takes arrows and Escape instead.
        if response.has_focus() && !egui::Popup::is_any_open(ui.ctx()) {
            let filter = EventFilter {
                tab: true,
                horizontal_arrows: true,
                vertical_arrows: true,
                escape: true,
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
    }

    /// Lights neighbors after a while; returns how far the rest is faded.
    fn watch_hover(&mut self, ui: &Ui, now: f64) -> f32 {
        let rests_on_actor = self.hover.target.actor().is_some() && !self.hover.quiet;
        let waited = now - self.hover.since;
        let lights = rests_on_actor && waited >= LIT_AFTER;
        if rests_on_actor && !lights {
            ui.ctx().request_repaint_after_secs((LIT_AFTER - waited) as f32);
        }
        if let Some(id) = self.hover.target.actor().filter(|_| lights) {
            self.hover.lit = self.scene.neighbors(id);
            self.hover.lit.insert(id);
        }
        let time = if self.smooth { 0.12 } else { 0.0 };
        let faded =
            ui.ctx()
                .animate_bool_with_time(Id::unique("neighbors of an actor are lit"), lights, time);
        if faded <= 0.0 {
            self.hover.lit.clear();
        }
        // An actor without neighbors has nothing to show by fading all others.
        if self.hover.lit.len() > 1 { faded } else { 0.0 }
    }
}
