//! The signs of two compared states in lists, as they are on the map.

use super::paint::point;
use super::sheet::Sheet;
use crate::picture::draw::Sign;
use crate::picture::draw::sign::badge;
use crate::picture::look::Palette;

/// The sign in a list, as it is on the map.
pub fn sign_ui(ui: &mut egui::Ui, sign: Sign) {
    let palette = Palette::of(ui.visuals().dark_mode);
    let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(20.0), egui::Sense::hover());
    Sheet::paint(ui.painter(), |sheet| {
        badge(sheet, sign, point(rect.center()), palette, palette.card);
    });
    response.on_hover_text(sign.name());
}
