//! The card with the first steps: it ticks off what the person does, and can be put away.

use egui::{Align, Align2, Area, Context, Id, Layout, Order, Rect, RichText, vec2};

use crate::session::Session;

use super::theme::{self, Colors};
use super::{icons, keys};

/// Name of the area that the card lies in.
pub const AREA: &str = "first steps";

/// What the card asks for, in order.
const STEPS: [(&str, &str); 4] = [
    (
        "Add three actors",
        "Double-click on the map, type a name, press Enter",
    ),
    ("Draw a tie", "Drag from the ring around an actor to another one"),
    (
        "Watch a number move",
        "The indicators at the right follow every edit",
    ),
    ("Undo it", "Ctrl+Z takes back the last step, as often as you like"),
];

/// What has been done.
#[derive(Default)]
pub struct FirstSteps {
    done: [bool; 4],
    /// Steps that could be redone when last looked: more of them means that something was undone.
    redoable: usize,
    epoch: u64,
    /// Actors and ties that the project came with.
    came_with: (usize, usize),
    /// Help has asked for the card.
    called: bool,
}

impl FirstSteps {
    /// Begins again, from Help.
    pub fn restart(&mut self) {
        self.done = [false; 4];
        self.called = true;
    }

    /// The card is for whoever draws from nothing; on a finished cluster it would only cover the map.
    pub fn fits(&self) -> bool {
        self.called || self.came_with.0 == 0
    }

    /// Looks at what has happened. Each step waits for the one before it.
    pub fn follow(&mut self, session: &Session) {
        let redoable = session.history().redoable().count();
        let document = session.document();
        let (actors, ties) = (document.actor_count(), document.tie_count());
        if self.epoch != session.epoch() {
            *self = Self {
                redoable,
                epoch: session.epoch(),
                came_with: (actors, ties),
                ..std::mem::take(self)
            };
        }
        let undone = redoable > self.redoable;
        self.redoable = redoable;
        let moved = session
            .track()
            .delta("overall")
            .is_some_and(|delta| delta.abs() >= 0.05);
        let now = [
            actors >= self.came_with.0 + 3,
            ties > self.came_with.1,
            moved,
            undone,
        ];
        let mut before = true;
        for (done, now) in self.done.iter_mut().zip(now) {
            *done |= before && now;
            before = *done;
        }
    }

    /// The card in the upper right corner of the canvas; returns whether it was put away.
    pub fn ui(&self, ctx: &Context, canvas: Rect) -> bool {
        let mut put_away = false;
        let area = Area::new(Id::unique(AREA))
            .order(Order::Middle)
            .pivot(Align2::RIGHT_TOP)
            .fixed_pos(canvas.right_top() + vec2(-theme::GAP_M, theme::GAP_M))
            .constrain_to(canvas);
        area.show(ctx, |ui| {
            let colors = Colors::of(ui.visuals());
            theme::card_frame(&colors, ui.visuals())
                .inner_margin(egui::Margin::same(12))
                .show(ui, |ui| {
                    ui.set_width(248.0);
                    ui.horizontal(|ui| {
                        ui.label(theme::subheading("First steps"));
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                            put_away = icons::small_icon_button(ui, icons::CLOSE, "Put the first steps away")
                                .clicked();
                        });
                    });
                    let next = self.done.iter().position(|done| !done);
                    for (index, (title, how)) in STEPS.iter().enumerate() {
                        let done = self.done[index];
                        ui.horizontal_top(|ui| {
                            let (icon, color) = if done {
                                (icons::CHECK, colors.accent)
                            } else {
                                (icons::OPEN_CIRCLE, colors.secondary)
                            };
                            ui.label(icons::icon(icon, 18.0).color(color));
                            ui.vertical(|ui| {
                                ui.spacing_mut().item_spacing.y = 0.0;
                                let text = RichText::new(*title);
                                let text = if done { text.color(colors.secondary) } else { text };
                                let response = ui.label(text);
                                let state = if done { "done" } else { "to do" };
                                response.widget_info(|| {
                                    egui::WidgetInfo::labeled(
                                        egui::Role::Label,
                                        true,
                                        format!("{title}: {state}"),
                                    )
                                });
                                // Only the step at hand is explained.
                                if next == Some(index) {
                                    let how = how.replace("Ctrl+Z", &keys::words("Ctrl+Z", ui.ctx().os()));
                                    ui.label(theme::secondary(ui, how));
                                }
                            });
                        });
                    }
                    if next.is_none() {
                        ui.label(theme::secondary(ui, "That is all it takes. Help has the keys."));
                    }
                });
        });
        put_away
    }
}
