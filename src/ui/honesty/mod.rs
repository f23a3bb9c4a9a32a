//! Windows that say what figures and map rest on: assumptions, how certain scores are, what chance would give, and how
//! well the map can be read.

mod assumptions;
mod certainty;
pub(super) mod chance;
mod pictures;
mod quality;

use egui::{Align2, Context, Rect, RichText, Ui, Vec2, vec2};

use crate::model::Edit;
use crate::model::field::{self, Value};
use crate::session::{Action, Session};

use super::form::Form;
use super::panels::objects::field_ui;
use super::regions::{Region, Regions};
use super::theme;

use assumptions::Assumptions;
use certainty::Certainty;
use chance::Chance;
use quality::Quality;

/// Which of the windows are open, and what is chosen in them.
#[derive(Default)]
pub struct Honesty {
    assumptions: Option<Assumptions>,
    certainty: Option<Certainty>,
    chance: Option<Chance>,
    quality: Option<Quality>,
}

impl Honesty {
    /// Opens the window of assumptions with the keyboard in its filter, or shuts it.
    pub fn toggle_assumptions(&mut self) {
        toggle(&mut self.assumptions);
    }

    /// Opens or shuts the window that says how certain scores are.
    pub fn toggle_certainty(&mut self) {
        toggle(&mut self.certainty);
    }

    /// Opens or shuts the comparison with chance.
    pub fn toggle_chance(&mut self) {
        toggle(&mut self.chance);
    }

    /// Opens or shuts the window that says how well the map can be read.
    pub fn toggle_quality(&mut self) {
        toggle(&mut self.quality);
    }

    /// Shuts one of them; whether there was one.
    pub fn shut_one(&mut self) -> bool {
        self.quality.take().is_some()
            || self.chance.take().is_some()
            || self.certainty.take().is_some()
            || self.assumptions.take().is_some()
    }

    /// Everything that is open, over the map in `room`.
    pub fn ui(
        &mut self,
        ctx: &Context,
        room: Rect,
        session: &Session,
        regions: &mut Regions,
        form: &mut Form,
    ) {
        let mut place = Place { ctx, room, regions };
        window(
            &mut place,
            &mut self.assumptions,
            assumptions::SHAPE,
            |ui, panel| {
                panel.ui(ui, session, form);
            },
        );
        window(&mut place, &mut self.certainty, certainty::SHAPE, |ui, panel| {
            panel.ui(ui, session, form);
        });
        window(&mut place, &mut self.chance, chance::SHAPE, |ui, panel| {
            panel.ui(ui, session, form);
        });
        window(&mut place, &mut self.quality, quality::SHAPE, |ui, panel| {
            panel.ui(ui, session);
        });
        let looked_at = self.quality.is_some();
        if looked_at != session.gauge().wanted() {
            form.actions.push(Action::WantGauge(looked_at));
        }
    }
}

fn toggle<T: Default>(open: &mut Option<T>) {
    *open = match open {
        None => Some(T::default()),
        Some(_) => None,
    };
}

/// Name, size and first place of a window.
#[derive(Clone, Copy)]
struct Shape {
    title: &'static str,
    size: Vec2,
    /// It begins in this corner of the map.
    corner: Align2,
}

/// Where windows stand.
struct Place<'a> {
    ctx: &'a Context,
    /// The map.
    room: Rect,
    /// Where the keyboard can go.
    regions: &'a mut Regions,
}

/// Air between a window and the edge of the map.
const MARGIN: f32 = 12.0;

/// One of the windows, no larger than the map at first.
fn window<T>(
    place: &mut Place<'_>,
    open: &mut Option<T>,
    shape: Shape,
    contents: impl FnOnce(&mut Ui, &mut T),
) {
    let Some(panel) = open else { return };
    let (ctx, room) = (place.ctx, place.room.shrink(MARGIN));
    let size = shape.size.min(room.size() - vec2(0.0, TITLE)).max(LEAST);
    let mut stays = true;
    theme::window(ctx, shape.title)
        .open(&mut stays)
        .default_size(size)
        .min_size(LEAST)
        .pivot(shape.corner)
        .default_pos(shape.corner.pos_in_rect(&room))
        .show(ctx, |ui| {
            place.regions.mark_ui(ui, Region::Window(shape.title));
            contents(ui, panel);
        });
    if !stays {
        *open = None;
    }
}

/// Room for the bar with the name of a window and its frame.
const TITLE: f32 = 64.0;
/// No window gets smaller.
const LEAST: Vec2 = vec2(320.0, 200.0);

/// Where chance begins: a number of the project.
fn seed_ui(ui: &mut Ui, session: &Session, form: &mut Form, key: &str) {
    let Some(field) = field::find(field::PROJECT, "seed") else {
        return;
    };
    let value = field.get(session.document().project());
    let key = egui::Id::unique(("seed", key, session.epoch()));
    ui.scope(|ui| {
        ui.set_max_width(220.0);
        field_ui(ui, form, key, field, Some(&value), |value: Value| {
            Edit::SetProjectField(field.id.to_owned(), value)
        });
    });
}

/// A sentence over several lines that explains.
fn note_ui(ui: &mut Ui, text: &str) {
    let text: RichText = theme::secondary(ui, text);
    ui.add(egui::Label::new(text).wrap());
}
