//! Advice: which tie would raise a figure most, and which loss would hurt it most. Resting on a line shows on the map
//! and in the figures what it would do; a click adds a tie, but a loss is only shown.

use std::collections::BTreeSet;

use egui::{
    Align, Align2, Button, Context, EventFilter, Id, IntoAtoms, Key, Layout, ProgressBar, RichText,
    ScrollArea, Ui, vec2,
};

use crate::analysis::advice::{Advice as Answer, Among, Proposal, Question, Suggestion, Wish};
use crate::analysis::dimensions::DIMENSIONS;
use crate::analysis::{Indicator, registry};
use crate::base::text::count;
use crate::model::kind::Direction;
use crate::model::{ActorId, Document, Role, Selection, Tie, TieKind};
use crate::session::{Action, Aim, Session, Show};

use super::dialogs::primary;
use super::form::Form;
use super::regions::{Region, Regions};
use super::theme::{self, Colors};
use super::{icons, toolbar, whatif};

/// Name of the window.
const TITLE: &str = "Advice";
/// Lines of the answer.
const MOST: usize = 12;
/// Width of the window.
const WIDTH: f32 = 348.0;
/// Height of the list of lines.
const LIST: f32 = 324.0;
/// What stands above and below it, with the bars of the window.
const BESIDE_LIST: f32 = 440.0;
/// Whoever has clicked within this time opened the window with the pointer, seconds.
const CLICKED: f32 = 0.5;
/// Width of the words before the choices.
const WORDS: f32 = 64.0;

/// Who may take part.
#[derive(Clone, Debug, Default, PartialEq)]
enum Party {
    /// Anybody.
    #[default]
    Everyone,
    /// A family of actors.
    Role(Role),
    /// Those that were chosen when this was.
    Chosen(BTreeSet<ActorId>),
}

impl Party {
    fn among(&self) -> Among {
        match self {
            Self::Everyone => Among::Everyone,
            Self::Role(role) => Among::Roles([*role].into()),
            Self::Chosen(actors) => Among::Actors(actors.clone()),
        }
    }

    fn name(&self, document: &Document) -> String {
        match self {
            Self::Everyone => "Everyone".to_owned(),
            Self::Role(role) => role.name().to_owned(),
            Self::Chosen(actors) => match actors.first() {
                Some(&one) if actors.len() == 1 => document.display_name(one),
                _ => format!("{} that were selected", count(actors.len(), "actor", "actors")),
            },
        }
    }
}

/// What may be lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Loss {
    #[default]
    Actor,
    Tie,
}

/// The window and what is asked in it.
pub struct Advice {
    open: bool,
    /// It has been opened and not been painted yet.
    new: bool,
    /// It was opened by keyboard: the first line gets the keyboard once it is there.
    fresh: bool,
    aim: Aim,
    kind: TieKind,
    from: Party,
    to: Party,
    loss: Loss,
    /// The loss that is shown on the map.
    shown: Option<Proposal>,
    /// Height of the contents in the last pass.
    height: f32,
}

impl Default for Advice {
    fn default() -> Self {
        Self {
            open: false,
            new: false,
            fresh: false,
            aim: Aim {
                indicator: "overall",
                loss: false,
            },
            kind: TieKind::Cooperation,
            from: Party::default(),
            to: Party::default(),
            loss: Loss::default(),
            shown: None,
            height: 0.0,
        }
    }
}

impl Advice {
    /// Opens the window on a question and asks it.
    pub fn open(&mut self, aim: Aim, session: &Session, form: &mut Form) {
        if !self.open {
            // Ties of the kind that is being drawn, unless somebody has chosen another one here.
            self.kind = session.settings.last_tie_kind;
        }
        self.open = true;
        self.new = true;
        self.aim = aim;
        self.ask(form);
    }

    /// Closes the window; whether it was open.
    pub fn shut(&mut self, form: &mut Form) -> bool {
        let was_open = std::mem::take(&mut self.open);
        if was_open {
            form.actions.push(Action::CloseAdvice);
        }
        was_open
    }

    fn question(&self) -> Question {
        let wish = if !self.aim.loss {
            Wish::NewTie {
                kind: self.kind,
                from: self.from.among(),
                to: self.to.among(),
            }
        } else if self.loss == Loss::Actor {
            Wish::LoseActor(self.from.among())
        } else {
            Wish::LoseTie(None)
        };
        Question {
            indicator: self.aim.indicator,
            wish,
            most: MOST,
        }
    }

    fn ask(&mut self, form: &mut Form) {
        self.shown = None;
        form.actions.push(Action::Advise(self.question()));
    }

    /// The window, if it is open.
    pub fn ui(&mut self, ctx: &Context, session: &Session, regions: &mut Regions, form: &mut Form) {
        if !self.open {
            return;
        }
        if std::mem::take(&mut self.new) {
            self.fresh = ctx.input(|input| input.pointer.time_since_last_click()) > CLICKED;
        }
        // Over what is needed least: the figures stay in sight.
        let screen = ctx.content_rect();
        let corner = if screen.width() > theme::STRIP_UP_TO {
            screen.left_top() + vec2(12.0, 112.0)
        } else {
            screen.right_top() + vec2(-WIDTH - 44.0, 112.0)
        };
        let mut open = true;
        theme::window(ctx, TITLE)
            .open(&mut open)
            .resizable(false)
            .default_width(WIDTH)
            .pivot(Align2::LEFT_TOP)
            .default_pos(corner)
            .show(ctx, |ui| {
                ui.set_width(WIDTH);
                regions.mark_ui(ui, Region::Window(TITLE));
                let before = self.question();
                self.choices_ui(ui, session);
                if self.question() != before {
                    self.ask(form);
                }
                ui.add_space(theme::GAP_S);
                self.answer_ui(ui, session, form);
                // A window takes its size from the pass before, which would cut the foot of a longer answer off
                // until something else moves.
                let height = ui.min_rect().height();
                if (height - self.height).abs() > 0.5 {
                    self.height = height;
                    ctx.request_repaint();
                }
            });
        if !open {
            self.shut(form);
        }
    }

    fn choices_ui(&mut self, ui: &mut Ui, session: &Session) {
        // What was chosen may have been deleted since.
        for party in [&mut self.from, &mut self.to] {
            if let Party::Chosen(actors) = party {
                actors.retain(|&id| session.document().actor(id).is_some());
                if actors.is_empty() {
                    *party = Party::Everyone;
                }
            }
        }
        ui.horizontal(|ui| {
            for (loss, name) in [(false, "Best new tie"), (true, "Worst loss")] {
                ui.selectable_value(&mut self.aim.loss, loss, name);
            }
        });
        ui.add_space(theme::GAP_XS);
        line_ui(ui, if self.aim.loss { "Lowers" } else { "Raises" }, |ui| {
            let name = registry::find(self.aim.indicator).map_or("", |indicator| indicator.name);
            choice_ui(ui, &format!("Figure: {name}"), name, |ui| {
                for indicator in figures(self.aim.indicator) {
                    ui.selectable_value(&mut self.aim.indicator, indicator.id, indicator.name);
                }
            });
        });
        if self.aim.loss {
            line_ui(ui, "Of", |ui| {
                let (actor, tie) = ("An actor with its ties", "A tie");
                let name = if self.loss == Loss::Actor { actor } else { tie };
                choice_ui(ui, &format!("What is lost: {name}"), name, |ui| {
                    ui.selectable_value(&mut self.loss, Loss::Actor, actor);
                    ui.selectable_value(&mut self.loss, Loss::Tie, tie);
                });
            });
            if self.loss == Loss::Actor {
                line_ui(ui, "Among", |ui| party_ui(ui, "Among", &mut self.from, session));
            }
            return;
        }
        line_ui(ui, "Kind", |ui| {
            let kind = self.kind;
            let name = format!("Kind of the new tie: {}", kind.name());
            choice_ui(ui, &name, (icons::tie_atom(kind), kind.name()), |ui| {
                toolbar::tie_kinds_ui(ui, Some(kind), |_| None, |kind| self.kind = kind);
            });
        });
        let [first, second] = self.kind.info().ends;
        let (first, second) = if first == second {
            ("Between", "And")
        } else {
            (first, second)
        };
        line_ui(ui, first, |ui| party_ui(ui, first, &mut self.from, session));
        line_ui(ui, second, |ui| party_ui(ui, second, &mut self.to, session));
    }

    fn answer_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let adviser = session.adviser();
        if adviser.pending() {
            let bar = ProgressBar::new(adviser.progress() as f32).desired_height(6.0);
            ui.add(bar);
            ui.horizontal(|ui| {
                let what = if self.aim.loss { "losses" } else { "ties" };
                let share = adviser.progress() * 100.0;
                ui.label(theme::secondary(ui, format!("Trying {what} out, {share:.0} %")));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if ui.button("Stop").clicked() {
                        form.actions.push(Action::CloseAdvice);
                    }
                });
            });
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_millis(80));
            return;
        }
        let answer = adviser
            .advice()
            .filter(|_| adviser.question() == Some(&self.question()));
        let Some(answer) = answer else {
            if ui.add(primary(ui, "Search")).clicked() {
                self.ask(form);
            }
            return;
        };
        if adviser.is_stale() {
            ui.horizontal(|ui| {
                let colors = Colors::of(ui.visuals());
                ui.label(icons::icon(icons::INFO, 14.0).color(colors.warning));
                ui.label(theme::secondary(ui, "The cluster has changed since"));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if ui.button("Again").clicked() {
                        self.ask(form);
                    }
                });
            });
        }
        if answer.suggestions.is_empty() {
            self.nothing_ui(ui, answer);
            return;
        }
        let room = (ui.ctx().content_rect().height() - BESIDE_LIST).clamp(110.0, LIST);
        ScrollArea::vertical().max_height(room).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let mut rows = Vec::with_capacity(answer.suggestions.len());
            for (index, suggestion) in answer.suggestions.iter().enumerate() {
                rows.push(self.line_of_answer_ui(ui, index, suggestion, session, form));
            }
            walk(ui, &rows);
        });
        self.fresh = false;
        ui.add_space(theme::GAP_XS);
        let (what, click) = if self.aim.loss {
            (
                count(answer.tried, "loss", "losses"),
                "A click shows one on the map",
            )
        } else {
            (count(answer.tried, "tie", "ties"), "A click adds one")
        };
        let tried = if answer.is_sample() {
            format!("{what} tried, drawn by chance from {}", answer.possible)
        } else {
            format!("{what} tried, each measured exactly")
        };
        ui.label(theme::secondary(ui, format!("{click}. {tried}.")));
        self.loss_ui(ui, session, form);
    }

    fn nothing_ui(&self, ui: &mut Ui, answer: &Answer) {
        let figure = registry::find(self.aim.indicator).map_or("", |indicator| indicator.name);
        let figure = figure.to_lowercase();
        ui.label(match (answer.possible, self.aim.loss) {
            (0, false) => "No two of these could still be joined by a tie of this kind".to_owned(),
            (0, true) => "There is nothing here to lose".to_owned(),
            (_, false) => format!("No single tie of this kind would raise {figure}"),
            (_, true) => format!("No single loss would lower {figure}"),
        });
    }

    /// One proposal; resting on it shows what it would do.
    fn line_of_answer_ui(
        &mut self,
        ui: &mut Ui,
        index: usize,
        suggestion: &Suggestion,
        session: &Session,
        form: &mut Form,
    ) -> Id {
        let document = session.document();
        let proposal = &suggestion.proposal;
        let made = made(document, proposal);
        let gone = !possible(document, proposal);
        let indicator = registry::find(self.aim.indicator).expect("the answer is about a known figure");
        let colors = Colors::of(ui.visuals());
        // One digit more than elsewhere: what is ranked is to be told apart.
        let (mark, sign) = if suggestion.gain > 0.0 {
            ("▲", "+")
        } else {
            ("▼", "−")
        };
        let digits = indicator.decimals + 1;
        let change = format!("{mark} {sign}{:.digits$}", suggestion.gain.abs());
        let name = title(document, proposal);
        let color = if made.is_some() || gone {
            colors.secondary
        } else if suggestion.gain > 0.0 {
            colors.up
        } else {
            colors.down
        };
        let figure = if made.is_some() {
            icons::icon(icons::CHECK, 14.0).color(color)
        } else {
            RichText::new(&change)
                .font(theme::tabular(theme::SMALL))
                .color(color)
        };
        let words = RichText::new(&name).size(theme::LIST);
        let chosen = self.shown.as_ref() == Some(proposal);
        let picture = match proposal {
            Proposal::NewTie(tie) => Some(icons::tie_atom(tie.kind)),
            Proposal::LoseActor(id) => document.actor(*id).map(|actor| icons::actor_atom(actor.kind)),
            Proposal::LoseTie(id) => document.tie(*id).map(|tie| icons::tie_atom(tie.kind)),
        };
        let row = match picture {
            Some(picture) => Button::selectable(chosen, (picture, words)),
            None => Button::selectable(chosen, words),
        };
        let row = row
            .truncate()
            .right_text(figure)
            .min_size(vec2(ui.available_width(), 26.0));
        let response = ui.push_id(index, |ui| ui.add_enabled(!gone, row)).inner;
        let response = response.accessible_name(format!("{name} {change}"));
        if self.fresh && index == 0 {
            response.request_focus();
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if made.is_none() && !gone {
            whatif::on_telling(&response, || Some(proposal.edit()));
        }
        let response = if made.is_some() {
            response.on_hover_text("This tie is there now; a click selects it")
        } else {
            response.on_disabled_hover_text("This is no longer on the map")
        };
        if response.clicked() {
            match (proposal, made) {
                (Proposal::NewTie(_), None) => form.edit(proposal.edit()),
                (Proposal::NewTie(_), Some(tie)) => form.select(Selection::tie(tie)),
                (Proposal::LoseActor(id), _) => form.select(Selection::actor(*id)),
                (Proposal::LoseTie(id), _) => form.select(Selection::tie(*id)),
            }
            self.shown = self.aim.loss.then(|| proposal.clone());
        }
        response.id
    }

    /// A loss that is shown can be made, by a button that names it.
    fn loss_ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let document = session.document();
        let Some(proposal) = self.shown.as_ref().filter(|shown| possible(document, shown)) else {
            self.shown = None;
            return;
        };
        let edit = proposal.edit();
        let response = ui.button(edit.name(document));
        whatif::on(&response, || Some(edit.clone()));
        if response.clicked() {
            form.edit(edit);
        }
    }
}

/// Arrows walk from line to line; what lies behind the window is not in the way.
fn walk(ui: &Ui, rows: &[Id]) {
    let Some(here) = rows
        .iter()
        .position(|&row| ui.memory(|memory| memory.has_focus(row)))
    else {
        return;
    };
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(rows[here], filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let next = if pressed(Key::ArrowDown) {
        here + 1
    } else if pressed(Key::ArrowUp) {
        here.saturating_sub(1)
    } else {
        return;
    };
    if let Some(&row) = rows.get(next) {
        ui.memory_mut(|memory| memory.request_focus(row));
    }
}

/// The headline figures, and the one that was asked about.
fn figures(asked: &str) -> impl Iterator<Item = &'static Indicator> {
    let headlines = std::iter::once("overall").chain(DIMENSIONS.iter().map(|dimension| dimension.id));
    let known = headlines.clone().any(|id| id == asked);
    let asked = registry::find(asked).filter(|_| !known);
    headlines.filter_map(registry::find).chain(asked)
}

fn line_ui(ui: &mut Ui, words: &str, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(vec2(WORDS, 26.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(WORDS);
            ui.label(theme::secondary(ui, words));
        });
        contents(ui);
    });
}

/// A button over the rest of the line that opens a list.
fn choice_ui<'a>(ui: &mut Ui, name: &str, shown: impl IntoAtoms<'a>, contents: impl FnOnce(&mut Ui)) {
    let button = Button::new(shown)
        .truncate()
        .right_text(icons::icon(icons::DOWN, 12.0))
        .min_size(vec2(ui.available_width(), 26.0));
    let response = ui.add(button).accessible_name(name);
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(220.0);
        contents(ui);
    });
}

/// Everyone, a family, or whoever is chosen on the map.
fn party_ui(ui: &mut Ui, words: &str, party: &mut Party, session: &Session) {
    let document = session.document();
    let name = party.name(document);
    choice_ui(ui, &format!("{words}: {name}"), name.as_str(), |ui| {
        ui.selectable_value(party, Party::Everyone, "Everyone");
        for role in Role::ALL {
            ui.selectable_value(party, Party::Role(role), role.name());
        }
        // Whoever is chosen now, and whoever was when the choice was made.
        let chosen = &session.selection().actors;
        let present = Party::Chosen(chosen.clone());
        if !chosen.is_empty() && present != *party {
            let name = present.name(document);
            ui.selectable_value(party, present, name);
        }
        if matches!(party, Party::Chosen(_)) {
            ui.selectable_value(party, party.clone(), party.name(document));
        }
    });
}

/// "Alpha – Beta", with an arrow where the kind has a direction.
fn title(document: &Document, proposal: &Proposal) -> String {
    let of = |tie: &Tie| {
        let ends = [tie.from, tie.to].map(|end| document.display_name(end));
        let between = if tie.kind.info().direction == Direction::Undirected {
            "–"
        } else {
            "→"
        };
        format!("{} {between} {}", ends[0], ends[1])
    };
    match proposal {
        Proposal::NewTie(tie) => of(tie),
        Proposal::LoseActor(id) => document.display_name(*id),
        Proposal::LoseTie(id) => document.tie(*id).map_or_else(|| id.to_string(), of),
    }
}

/// The tie that a proposal asks for, if it is there by now.
fn made(document: &Document, proposal: &Proposal) -> Option<crate::model::TieId> {
    let Proposal::NewTie(new) = proposal else {
        return None;
    };
    let either_way = new.kind.info().direction == Direction::Undirected;
    let same = |tie: &Tie| {
        let ends = (tie.from, tie.to);
        tie.kind == new.kind && (ends == (new.from, new.to) || (either_way && ends == (new.to, new.from)))
    };
    document
        .ties_of(new.from)
        .find(|(_, tie)| same(tie))
        .map(|(id, _)| id)
}

/// Everything that a proposal is about is still there.
fn possible(document: &Document, proposal: &Proposal) -> bool {
    match proposal {
        Proposal::NewTie(tie) => [tie.from, tie.to]
            .iter()
            .all(|&end| document.actor(end).is_some()),
        Proposal::LoseActor(id) => document.actor(*id).is_some(),
        Proposal::LoseTie(id) => document.tie(*id).is_some(),
    }
}

/// The two questions about an indicator.
const QUESTIONS: [(bool, &str); 2] = [
    (false, "Which tie would help most…"),
    (true, "Which loss would hurt most…"),
];

fn opening(indicator: &'static Indicator, loss: bool) -> Action {
    let indicator = indicator.id;
    Action::Show(Show::Advice(Aim { indicator, loss }))
}

/// Both questions as entries of a menu.
pub fn entries_ui(ui: &mut Ui, indicator: &'static Indicator, form: &mut Form) {
    for (loss, words) in QUESTIONS {
        if ui.add(Button::new((icons::tick(false), words))).clicked() {
            form.actions.push(opening(indicator, loss));
            ui.close();
        }
    }
}

/// Both questions as buttons, one above the other.
pub fn buttons_ui(ui: &mut Ui, indicator: &'static Indicator, form: &mut Form) {
    for (loss, words) in QUESTIONS {
        let text = RichText::new(words).size(theme::SMALL);
        if ui.add(Button::new(text)).clicked() {
            form.actions.push(opening(indicator, loss));
        }
    }
}
