//! Icons of the bundled Phosphor font, and the small pictures of kinds that menus and lists show.

use egui::{Atom, Button, Response, RichText, Ui, Vec2, vec2};

use crate::model::{ActorKind, TieKind};
use crate::ui::canvas::swatch;

use super::theme;

/// Take a step back.
pub const UNDO: &str = "\u{e08a}";
/// Make a step again.
pub const REDO: &str = "\u{e08c}";
/// Select mode.
pub const SELECT: &str = "\u{e1dc}";
/// Actor mode.
pub const ACTOR: &str = "\u{e4ca}";
/// Tie mode.
pub const TIE: &str = "\u{e6d2}";
/// Note mode.
pub const NOTE: &str = "\u{e348}";
/// A zone.
pub const ZONE: &str = "\u{e69a}";
/// Lasso mode.
pub const LASSO: &str = "\u{edc6}";
/// Hand mode.
pub const HAND: &str = "\u{e298}";
/// Settle the layout.
pub const SETTLE: &str = "\u{eb58}";
/// Stop settling.
pub const STOP: &str = "\u{e46c}";
/// Everything in view.
pub const FIT: &str = "\u{e1d0}";
/// Library.
pub const LIBRARY: &str = "\u{eab6}";
/// Inspector.
pub const INSPECTOR: &str = "\u{e434}";
/// Indicators.
pub const INDICATORS: &str = "\u{e150}";
/// Table.
pub const TABLE: &str = "\u{e476}";
/// Opens a list.
pub const DOWN: &str = "\u{e136}";
/// Folded.
pub const FOLDED: &str = "\u{e13a}";
/// Back to what was shown before.
pub const BACK: &str = "\u{e138}";
/// Sorted upward.
pub const UP: &str = "\u{e13c}";
/// Find.
pub const FIND: &str = "\u{e30c}";
/// Close.
pub const CLOSE: &str = "\u{e4f6}";
/// Add.
pub const PLUS: &str = "\u{e3d4}";
/// A folder.
pub const FOLDER: &str = "\u{e24a}";
/// A new folder.
pub const NEW_FOLDER: &str = "\u{e258}";
/// A file.
pub const FILE: &str = "\u{e230}";
/// Home folder.
pub const HOME: &str = "\u{e2c2}";
/// Desktop folder.
pub const DESKTOP: &str = "\u{e560}";
/// The folder above.
pub const FOLDER_UP: &str = "\u{e08e}";
/// The other end of a tie.
pub const GO: &str = "\u{e06c}";
/// Change ends.
pub const REVERSE: &str = "\u{e83c}";
/// Done.
pub const CHECK: &str = "\u{e184}";
/// In force, before a row of a menu.
pub const CHECK_MARK: &str = "\u{e182}";
/// Not done yet.
pub const OPEN_CIRCLE: &str = "\u{e18a}";
/// Something needs attention.
pub const WARNING: &str = "\u{e4e0}";
/// Something to know.
pub const INFO: &str = "\u{e2ce}";
/// Back to the default.
pub const RESET: &str = "\u{e038}";
/// Draw.
pub const DRAW: &str = "\u{e3b4}";
/// Paste a list.
pub const PASTE: &str = "\u{e198}";
/// Radar.
pub const RADAR: &str = "\u{eaa8}";
/// Going back to a snapshot.
pub const RESTORE: &str = "\u{e1a0}";
/// Two states side by side.
pub const COMPARE: &str = "\u{e872}";
/// Delete.
pub const TRASH: &str = "\u{e4a6}";
/// Keeping the present state.
pub const CAMERA: &str = "\u{e10e}";
/// Diamond.
pub const DIAMOND: &str = "\u{e1ec}";

/// What stands before a row of a menu that can be switched on: a tick, or room for one.
pub fn tick(on: bool) -> RichText {
    let tick = icon(CHECK_MARK, 14.0);
    if on {
        tick
    } else {
        tick.color(egui::Color32::TRANSPARENT)
    }
}

/// An icon as text of its own.
pub fn icon(code: &str, size: f32) -> RichText {
    RichText::new(code).font(theme::icon_font(size))
}

/// A frameless button with an icon only; `name` is read aloud and shown when the pointer rests on it.
pub fn icon_button(ui: &mut Ui, code: &str, name: &str) -> Response {
    let button = Button::new(icon(code, 18.0))
        .frame_when_inactive(false)
        .min_size(theme::ICON_BUTTON);
    ui.add(button).on_hover_text(name).accessible_name(name)
}

/// The same, smaller, for rows.
pub fn small_icon_button(ui: &mut Ui, code: &str, name: &str) -> Response {
    let button = Button::new(icon(code, 14.0))
        .frame_when_inactive(false)
        .min_size(Vec2::splat(22.0));
    ui.add(button).on_hover_text(name).accessible_name(name)
}

/// Width of a [`small_icon_button`].
pub fn small_width(ui: &Ui) -> f32 {
    (14.0 + 2.0 * ui.spacing().button_padding.x).max(22.0)
}

/// A row over the whole width of a list: what it says stands at the left.
pub fn row_button<'a>(ui: &Ui, chosen: bool, atoms: impl egui::IntoAtoms<'a>, height: f32) -> Button<'a> {
    let width = ui.available_width();
    let mut atoms = atoms.into_atoms();
    atoms.push_right(Atom::grow());
    Button::selectable(chosen, atoms)
        .truncate()
        .gap(theme::GAP_XS)
        .min_size(vec2(width, height))
}

/// A section that folds, with a caret as everywhere else.
pub fn section(title: RichText) -> egui::CollapsingHeader {
    egui::CollapsingHeader::new(title).icon(|ui, openness, response| {
        let code = if openness > 0.5 { DOWN } else { FOLDED };
        let color = theme::Colors::of(ui.visuals()).secondary;
        let at = response.rect.center();
        ui.painter().text(
            at,
            egui::Align2::CENTER_CENTER,
            code,
            theme::icon_font(12.0),
            color,
        );
    })
}

/// A box to choose from, with a caret as everywhere else.
pub fn combo(id: &str) -> egui::ComboBox<'_> {
    egui::ComboBox::from_id_salt(id).icon(|ui, rect, visuals, _| {
        let color = visuals.fg_stroke.color;
        let font = theme::icon_font(12.0);
        ui.painter()
            .text(rect.center(), egui::Align2::CENTER_CENTER, DOWN, font, color);
    })
}

/// Picture of a kind of actor, to stand in a button.
pub fn actor_atom(kind: ActorKind) -> Atom<'static> {
    Atom::paint(Vec2::splat(16.0), move |ui: &Ui, args| {
        swatch::actor(
            ui.painter(),
            kind,
            args.rect.center(),
            6.5,
            ui.visuals().dark_mode,
        );
    })
}

/// Picture of a kind of tie, to stand in a button.
pub fn tie_atom(kind: TieKind) -> Atom<'static> {
    Atom::paint(vec2(32.0, 16.0), move |ui: &Ui, args| {
        let (from, to) = (args.rect.left_center(), args.rect.right_center());
        swatch::tie(ui.painter(), kind, from, to, ui.visuals().dark_mode);
    })
}
