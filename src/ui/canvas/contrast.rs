//! Signs of two compared states on one map: what came, what went, what changed. Never by color alone.

use std::collections::BTreeMap;

use egui::{Color32, Pos2, Stroke, Vec2};

use super::paint::color;
use super::sheet::Sheet;
use crate::model::difference::{Difference, Fate};
use crate::model::{ActorId, TieId};
use crate::picture::look::Palette;

/// What became of a thing from the first state to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It came: heavy outline and a plus.
    Added,
    /// It went: a dashed ghost at its old place and a minus.
    Removed,
    /// It has other attributes: half a ring.
    Changed,
}

impl Sign {
    /// Of a fate.
    pub fn of<I>(fate: &Fate<I>) -> Self {
        match fate {
            Fate::Added(_) => Self::Added,
            Fate::Removed(_) => Self::Removed,
            Fate::Changed(..) => Self::Changed,
        }
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Removed => "Removed",
            Self::Changed => "Changed",
        }
    }
}

/// The sign of everything that differs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contrast {
    actors: BTreeMap<ActorId, Sign>,
    ties: BTreeMap<TieId, Sign>,
}

impl Contrast {
    pub(crate) fn of(difference: &Difference) -> Self {
        fn signs<I: Ord + Copy>(fates: &[Fate<I>]) -> BTreeMap<I, Sign> {
            let one = |fate: &Fate<I>| Some((fate.after().or(fate.before())?, Sign::of(fate)));
            fates.iter().filter_map(one).collect()
        }
        Self {
            actors: signs(&difference.actors),
            ties: signs(&difference.ties),
        }
    }

    pub(crate) fn actor(&self, id: ActorId) -> Option<Sign> {
        self.actors.get(&id).copied()
    }

    pub(crate) fn tie(&self, id: TieId) -> Option<Sign> {
        self.ties.get(&id).copied()
    }
}

/// Ink and ground of a sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inks {
    pub(crate) text: Color32,
    pub(crate) secondary: Color32,
    pub(crate) accent: Color32,
    pub(crate) paper: Color32,
}

/// Radius of a sign that stands by itself, points.
const BADGE: f32 = 7.0;

/// The sign of a mark: a badge at its upper left, or half a ring around its right side.
pub(crate) fn of_mark(sheet: &mut Sheet, sign: Sign, center: Pos2, reach: f32, inks: Inks) {
    match sign {
        Sign::Changed => half_ring(sheet, center, reach + 5.0, 3.0, inks.accent),
        Sign::Added | Sign::Removed => {
            let at = center + Vec2::new(-0.76, -0.76) * (reach + 3.0);
            badge(sheet, sign, at, inks);
        }
    }
}

/// The sign by itself: in the middle of a tie, in a list.
pub(crate) fn badge(sheet: &mut Sheet, sign: Sign, at: Pos2, inks: Inks) {
    sheet.disc(at, BADGE + 1.0, inks.paper);
    let bar = Vec2::new(3.4, 0.0);
    match sign {
        Sign::Added => {
            sheet.disc(at, BADGE, inks.text);
            sheet.segment([at - bar, at + bar], Stroke::new(1.8, inks.paper));
            let bar = bar.rot90();
            sheet.segment([at - bar, at + bar], Stroke::new(1.8, inks.paper));
        }
        Sign::Removed => {
            sheet.ring(at, BADGE - 0.7, Stroke::new(1.4, inks.secondary));
            sheet.segment([at - bar, at + bar], Stroke::new(1.8, inks.secondary));
        }
        Sign::Changed => {
            sheet.ring(at, BADGE - 2.5, Stroke::new(1.0, inks.secondary));
            half_ring(sheet, at, BADGE - 2.5, 3.0, inks.accent);
        }
    }
}

/// The right half of a ring.
fn half_ring(sheet: &mut Sheet, center: Pos2, radius: f32, width: f32, ink: Color32) {
    const PIECES: u16 = 20;
    let arc: Vec<Pos2> = (0..=PIECES)
        .map(|i| {
            let angle = std::f32::consts::PI * (f32::from(i) / f32::from(PIECES) - 0.5);
            center + Vec2::angled(angle) * radius
        })
        .collect();
    sheet.line(&arc, Stroke::new(width, ink));
}

/// The sign in a list, as it is on the map.
pub fn sign_ui(ui: &mut egui::Ui, sign: Sign) {
    let palette = Palette::of(ui.visuals().dark_mode);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(20.0), egui::Sense::hover());
    let inks = Inks {
        text: color(palette.text),
        secondary: color(palette.secondary),
        accent: color(palette.accent),
        paper: color(palette.card),
    };
    Sheet::paint(ui.painter(), |sheet| badge(sheet, sign, rect.center(), inks));
    response.on_hover_text(sign.name());
}
