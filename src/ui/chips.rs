//! The bar of chips above the map: each filter says what it keeps, is changed by a click and taken away by its cross;
//! the focus has a chip of its own. There only while something is filtered or in focus.

use egui::{
    Button, CornerRadius, Frame, Id, Margin, Panel, Popup, PopupCloseBehavior, Response, RichText,
    ScrollArea, Slider, Stroke, TextEdit, Ui, Vec2,
};

use crate::analysis::aspect::Aspect;
use crate::analysis::own::OwnNames;
use crate::base::text::lower;
use crate::session::sight::{Choices, Filter, Keeps, label};
use crate::session::{Action, Look, Session};

use super::form::Form;
use super::icons;
use super::regions::{Region, Regions};
use super::theme::{self, Colors};

/// Height of the bar, points.
const HEIGHT: f32 = 28.0;
/// Height of a chip, points.
const CHIP: f32 = 22.0;
/// Width of what opens below a chip, points.
const EDITOR: f32 = 264.0;
/// A list of more sorts than this can be searched.
const SEARCHED_FROM: usize = 12;
/// Sorts that are listed at most; the search finds the rest.
const LISTED: usize = 80;
/// From this ratio of largest to least number, a slider goes by orders of magnitude.
const WIDE: f64 = 1_000.0;

/// The bar, and which chip is being changed.
#[derive(Default)]
pub struct Chips {
    open: Option<Aspect>,
    /// Its list is to open in this pass.
    begins: bool,
    /// What is looked for among the sorts.
    search: String,
}

/// Aspects that the menu offers by name, others stand in menus of attributes.
const OFFERED: [&[Aspect]; 2] = [
    &[
        Aspect::Kind,
        Aspect::Role,
        Aspect::External,
        Aspect::Community,
        Aspect::Partners,
        Aspect::ActorTag,
    ],
    &[
        Aspect::TieKind,
        Aspect::TieField("weight"),
        Aspect::TieField("trust"),
        Aspect::TieTag,
    ],
];

impl Chips {
    /// Opens the chip of this, with a new filter if there is none.
    pub fn open(&mut self, aspect: Aspect, session: &Session, form: &mut Form) {
        if session.sight().filter(aspect).is_none() {
            let filter = Filter::open(aspect);
            form.actions.push(Action::Look(Look::Filter(filter)));
        }
        self.start(aspect, form);
    }

    fn start(&mut self, aspect: Aspect, form: &mut Form) {
        self.open = Some(aspect);
        self.begins = true;
        self.search.clear();
        let wanted = Look::WantChoices(Some(aspect));
        form.actions.push(Action::Look(wanted));
    }

    /// The chip is closed; a filter that holds nothing back goes with it.
    fn close(&mut self, session: &Session, form: &mut Form) {
        let Some(aspect) = self.open.take() else { return };
        form.actions.push(Action::Look(Look::WantChoices(None)));
        let idle = |filter: &Filter| filter.keeps.is_everything();
        if session.sight().filter(aspect).is_some_and(idle) {
            form.actions.push(Action::Look(Look::Release(aspect)));
        }
    }

    /// The bar, if there is something to say.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, regions: &mut Regions, form: &mut Form) {
        let sight = session.sight();
        if self.open.is_some_and(|aspect| sight.filter(aspect).is_none()) {
            // Taken away meanwhile, by its cross or a command.
            self.close(session, form);
        }
        if !sight.is_set() || session.comparing().sides().is_some() {
            return;
        }
        let colors = Colors::of(ui.visuals());
        let frame = theme::bar_frame(&colors).inner_margin(Margin::symmetric(8, 0));
        Panel::top("filters")
            .exact_size(HEIGHT)
            .frame(frame)
            .show(ui, |ui| {
                regions.mark_ui(ui, Region::Filters);
                ui.spacing_mut().item_spacing.x = theme::GAP_XS;
                ui.spacing_mut().interact_size.y = CHIP;
                ui.horizontal_centered(|ui| {
                    let end = if sight.filters().is_empty() { 0.0 } else { END };
                    let room = (ui.available_width() - end).max(80.0);
                    ScrollArea::horizontal()
                        .max_width(room)
                        .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
                        .show(ui, |ui| {
                            ui.horizontal_centered(|ui| self.chips_ui(ui, session, form));
                        });
                    if !sight.filters().is_empty() {
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            way_ui(ui, session, form);
                        });
                    }
                });
            });
    }

    fn chips_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let sight = session.sight();
        if let Some(words) = session.focus_words() {
            focus_ui(ui, &words, form);
        }
        for filter in sight.filters() {
            let words = filter.words(session.document(), session.groups().known().map(AsRef::as_ref));
            let shown = chip_ui(ui, &words, filter.aspect.name(), self.open == Some(filter.aspect));
            if shown.released {
                form.actions.push(Action::Look(Look::Release(filter.aspect)));
            }
            let was_open = self.open == Some(filter.aspect);
            if was_open {
                let id = Id::unique("filter being changed");
                if std::mem::take(&mut self.begins) {
                    Popup::open_id(ui.ctx(), id);
                }
                Popup::from_response(&shown.body)
                    .id(id)
                    .open_memory(None)
                    .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                    .gap(4.0)
                    .show(|ui| self.editor_ui(ui, filter, session, form));
                if !Popup::is_id_open(ui.ctx(), id) {
                    self.close(session, form);
                }
            }
            if shown.body.clicked() && !was_open {
                self.start(filter.aspect, form);
            }
        }
        self.add_ui(ui, session, form);
    }

    fn add_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let text = RichText::new("+ Filter").size(theme::SMALL);
        let button = Button::new(text).frame_when_inactive(false);
        let mut chosen = None;
        egui::containers::menu::MenuButton::from_button(button)
            .ui(ui, |ui| chosen = offers_ui(ui, session.own_names()));
        if let Some(aspect) = chosen {
            self.open(aspect, session, form);
        }
    }

    fn editor_ui(&mut self, ui: &mut Ui, filter: &Filter, session: &Session, form: &mut Form) {
        ui.set_width(EDITOR);
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.label(theme::subheading(filter.aspect.name()));
        let help = filter.aspect.help();
        if !help.is_empty() {
            ui.label(
                RichText::new(help)
                    .size(theme::TINY)
                    .color(Colors::of(ui.visuals()).secondary),
            );
        }
        ui.add_space(theme::GAP_XS);
        let Some(choices) = session.sight().choices(filter.aspect) else {
            ui.label(theme::secondary(ui, "Being counted"));
            return;
        };
        if let Keeps::Between(least, most) = filter.keeps {
            range_ui(ui, filter.aspect, (least, most), choices, form);
        } else {
            self.sorts_ui(ui, filter, choices, session, form);
        }
    }

    fn sorts_ui(
        &mut self,
        ui: &mut Ui,
        filter: &Filter,
        choices: &Choices,
        session: &Session,
        form: &mut Form,
    ) {
        let groups = session.groups().known().map(AsRef::as_ref);
        let name = |word: &str| label(filter.aspect, word, session.document(), groups);
        if choices.sorts.len() > SEARCHED_FROM {
            let field = TextEdit::singleline(&mut self.search)
                .hint_text("Find")
                .desired_width(f32::INFINITY);
            ui.add(field).accessible_name("Find among these");
        }
        let sought = self.search.trim().to_lowercase();
        let mut rows: Vec<(&str, String, usize)> = choices
            .sorts
            .iter()
            .map(|(word, count)| (word.as_str(), name(word), *count))
            .collect();
        rows.retain(|(_, name, _)| sought.is_empty() || name.to_lowercase().contains(&sought));
        if rows.is_empty() {
            ui.label(theme::secondary(ui, "There is none"));
        }
        let more = rows.len().saturating_sub(LISTED);
        ScrollArea::vertical()
            .max_height(320.0)
            .min_scrolled_height(320.0)
            .show(ui, |ui| {
                for (word, name, count) in rows.into_iter().take(LISTED) {
                    sort_ui(ui, filter, word, &name, count, form);
                }
                if more > 0 {
                    ui.label(theme::secondary(ui, format!("and {more} more")));
                }
            });
        if !filter.keeps.is_everything() {
            ui.add_space(theme::GAP_XS);
            if ui.button("Keep all").clicked() {
                let open = Filter::open(filter.aspect);
                form.actions.push(Action::Look(Look::Filter(open)));
            }
        }
    }
}

/// Room for the switch and the cross at the end of the bar, points.
const END: f32 = 150.0;

/// What can be filtered by; gives what was chosen.
fn offers_ui(ui: &mut Ui, own: &OwnNames) -> Option<Aspect> {
    ui.set_min_width(180.0);
    let mut chosen = None;
    let mut row = |ui: &mut Ui, aspect: Aspect| {
        if ui.button(aspect.name()).on_hover_text(aspect.help()).clicked() {
            chosen = Some(aspect);
            ui.close();
        }
    };
    let [of_actors, of_ties] = OFFERED;
    of_actors.iter().for_each(|&aspect| row(ui, aspect));
    ui.menu_button("Attributes of actors", |ui| {
        let own = own.actors.iter().copied().map(Aspect::ActorOwn);
        Aspect::actor_fields()
            .chain(own)
            .for_each(|aspect| row(ui, aspect));
    });
    ui.separator();
    of_ties.iter().for_each(|&aspect| row(ui, aspect));
    ui.menu_button("Attributes of ties", |ui| {
        let others = Aspect::tie_fields().filter(|aspect| !of_ties.contains(aspect));
        let own = own.ties.iter().copied().map(Aspect::TieOwn);
        others.chain(own).for_each(|aspect| row(ui, aspect));
    });
    chosen
}

/// A chip that was shown.
struct Shown {
    body: Response,
    released: bool,
}

fn chip_frame(ui: &Ui, open: bool) -> Frame {
    let colors = Colors::of(ui.visuals());
    Frame::new()
        .fill(if open { colors.hover } else { colors.raised })
        .stroke(Stroke::new(1.0, colors.border))
        .corner_radius(CornerRadius::same(11))
}

fn chip_ui(ui: &mut Ui, words: &str, name: &str, open: bool) -> Shown {
    chip_frame(ui, open)
        .inner_margin(Margin {
            left: 8,
            right: 2,
            top: 0,
            bottom: 0,
        })
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.spacing_mut().button_padding = Vec2::new(2.0, 0.0);
            let text = RichText::new(words).size(theme::SMALL);
            let body = Button::new(text).frame(false).min_size(Vec2::new(0.0, CHIP));
            let body = ui.add(body).accessible_name(format!("Change the filter {words}"));
            let body =
                body.on_hover_text("Change what it keeps. Filters change what is seen, not the figures.");
            let released = cross_ui(ui, &format!("Remove the filter for {}", lower(name)));
            Shown { body, released }
        })
        .inner
}

fn cross_ui(ui: &mut Ui, name: &str) -> bool {
    let colors = Colors::of(ui.visuals());
    let cross = Button::new(icons::icon(icons::CLOSE, 11.0).color(colors.secondary))
        .frame_when_inactive(false)
        .corner_radius(9)
        .min_size(Vec2::splat(18.0));
    ui.add(cross).accessible_name(name).on_hover_text(name).clicked()
}

/// Whom the map is about, one step more or less, and the way out.
fn focus_ui(ui: &mut Ui, words: &str, form: &mut Form) {
    chip_frame(ui, false)
        .inner_margin(Margin {
            left: 10,
            right: 2,
            top: 0,
            bottom: 0,
        })
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 1.0;
            ui.spacing_mut().button_padding = Vec2::new(2.0, 0.0);
            ui.label(RichText::new(format!("Focus: {words}")).size(theme::SMALL))
                .on_hover_text("The rest is faded. Figures are still of everything.");
            ui.add_space(6.0);
            for (sign, name, by) in [("−", "One step narrower (-)", -1), ("+", "One step wider (+)", 1)] {
                let button = Button::new(RichText::new(sign).size(theme::LIST))
                    .frame_when_inactive(false)
                    .corner_radius(9)
                    .min_size(Vec2::splat(18.0));
                let response = ui.add(button).accessible_name(name);
                if response.on_hover_text(name).clicked() {
                    form.actions.push(Action::Look(Look::Steps(by)));
                }
            }
            if cross_ui(ui, "Leave the focus (Esc)") {
                form.actions.push(Action::Look(Look::LeaveFocus));
            }
        });
}

/// Hide or fade, and a cross for all filters; from the right.
fn way_ui(ui: &mut Ui, session: &Session, form: &mut Form) {
    if cross_ui(ui, "Remove all filters") {
        form.actions.push(Action::Look(Look::ReleaseAll));
    }
    let fades = session.sight().fades();
    let ways = [
        (true, "Fade", "What filters hold back is drawn faintly"),
        (false, "Hide", "What filters hold back is not drawn"),
    ];
    for (way, name, help) in ways {
        let text = RichText::new(name).size(theme::SMALL);
        let button = Button::selectable(fades == way, text).min_size(Vec2::new(0.0, CHIP));
        if ui.add(button).on_hover_text(help).clicked() && fades != way {
            form.actions.push(Action::Look(Look::Fade(way)));
        }
    }
}

/// A sort with a tick while it is kept, how many are of it, and a way to keep nothing else.
fn sort_ui(ui: &mut Ui, filter: &Filter, word: &str, name: &str, count: usize, form: &mut Form) {
    let mut kept = filter.keeps.keeps_word(word);
    ui.horizontal(|ui| {
        let room = ui.available_width();
        ui.scope(|ui| {
            ui.set_max_width(room - 92.0);
            ui.set_min_width(room - 92.0);
            let text = RichText::new(name).size(theme::LIST);
            if ui
                .add(egui::Checkbox::new(&mut kept, text))
                .accessible_name(format!("Keep {name}"))
                .changed()
            {
                // Not by `Look::Keep`: while the chip is open, it stays even if it holds nothing back.
                let keeps = filter.keeps.with_word(word, kept);
                let filter = Filter {
                    keeps,
                    ..filter.clone()
                };
                form.actions.push(Action::Look(Look::Filter(filter)));
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let button = Button::new(RichText::new("Only").size(theme::TINY)).frame_when_inactive(false);
            let only = ui.add(button).accessible_name(format!("Keep only {name}"));
            if only.clicked() {
                let filter = Filter::only(filter.aspect, word);
                form.actions.push(Action::Look(Look::Filter(filter)));
            }
            ui.label(RichText::new(count.to_string()).font(theme::tabular(theme::SMALL)));
        });
    });
}

/// From how much to how much.
fn range_ui(ui: &mut Ui, aspect: Aspect, (least, most): (f64, f64), choices: &Choices, form: &mut Form) {
    let Some((low, high)) = choices.span else {
        ui.label(theme::secondary(ui, "There is none"));
        return;
    };
    let whole = aspect == Aspect::Partners || aspect == Aspect::ActorField("founded");
    let wide = low >= 0.0 && high > WIDE * low.max(1e-3);
    let mut ends = [least.max(low).min(high), most.min(high).max(low)];
    let mut changed = None;
    for (i, name) in ["At least", "At most"].into_iter().enumerate() {
        ui.horizontal(|ui| {
            ui.add_sized(
                Vec2::new(56.0, CHIP),
                egui::Label::new(RichText::new(name).size(theme::LIST)),
            );
            theme::style_slider(ui);
            ui.spacing_mut().slider_width = EDITOR - 56.0 - 76.0;
            let mut slider = Slider::new(&mut ends[i], low..=high)
                .logarithmic(wide)
                .smallest_positive(0.1)
                .max_decimals(2);
            if whole {
                slider = slider.integer();
            }
            let response = ui
                .add(slider)
                .accessible_name(format!("{} {name}", aspect.name()));
            if response.changed() {
                changed = Some(i);
            }
        });
    }
    if let Some(moved) = changed {
        // The end that is not in the hand gives way.
        if ends[0] > ends[1] {
            ends[1 - moved] = ends[moved];
        }
        let least = if ends[0] <= low {
            f64::NEG_INFINITY
        } else {
            ends[0]
        };
        let most = if ends[1] >= high { f64::INFINITY } else { ends[1] };
        let filter = Filter::between(aspect, least, most);
        form.actions.push(Action::Look(Look::Filter(filter)));
    }
}
