//! Below: all actors or all ties as rows. Only rows in sight are made, so that a large cluster stays fluent.

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align, Button, Checkbox, Id, Layout, Popup, RichText, ScrollArea, TextEdit, Ui, vec2};
use egui_extras::{Column as Width, TableBuilder, TableRow};

use super::objects::{MIXED, common};
use crate::analysis::columns::Tables;
use crate::model::field::{self, Accepts, Value};
use crate::model::{Document, Edit, Selection};
use crate::session::listing::{
    Column, Filter, Key, Misread, Rank, Tab, accepts, actors_among, all_of_its_kind, columns, edit, heading,
    holds, insert, measure, measures, place_of, rank, row_name, set, text, ties_among, toggle, value,
};
use crate::session::{Action, Session};
use crate::ui::form::{Entry, Form};
use crate::ui::theme::{self, Colors};
use crate::ui::{icons, toolbar};

const ROW: f32 = 26.0;

const FILTER_HELP: &str =
    "Words that stand in a row, or comparisons: jobs > 100, kind = \"specialized supplier\", degree <= 2";

/// A column and whether it ascends.
type Order = Option<(Column, bool)>;

/// What the rows in their order depend on.
struct Recipe {
    document: Arc<Document>,
    tab: Tab,
    filter: String,
    sort: Order,
    /// Figures of actors, if rows are sorted or filtered by one of them.
    figures: Option<Arc<Tables>>,
}

/// Sorting, filter and the cell that is being edited.
#[derive(Default)]
pub struct Table {
    tab: Tab,
    filter: String,
    /// Column and whether it ascends; none is the order of ids.
    sort: Order,
    editing: Option<(Key, Column)>,
    /// The cell that is being edited was on the screen in this pass.
    editing_seen: bool,
    /// The pass in which the table was last on the screen.
    seen: u64,
    /// The project that the rows are of.
    epoch: u64,
    /// The other end of a range that is chosen with Shift.
    anchor: Option<Key>,
    /// The selection as this table last knew it; another one is scrolled to.
    known: Selection,
    /// Why the filter is not understood.
    misread: Option<Misread>,
    rows: Vec<Key>,
    /// What `rows` was made from.
    made_of: Option<Recipe>,
}

impl Table {
    /// The panel.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let document = session.document();
        self.follow(ui, session.epoch());
        self.head_ui(ui, document, form);
        self.arrange(session);
        let scroll_to = self.row_to_show(session.selection());
        ScrollArea::horizontal()
            .id_salt("table")
            .auto_shrink(false)
            .show(ui, |ui| {
                self.grid_ui(ui, session, scroll_to, form);
            });
    }

    /// Another project begins without filter and order; a cell that was left open when the table went is shut.
    fn follow(&mut self, ui: &Ui, epoch: u64) {
        if self.epoch != epoch {
            *self = Self {
                tab: self.tab,
                epoch,
                ..Self::default()
            };
        }
        let pass = ui.ctx().cumulative_pass_nr();
        if pass > self.seen + 1 {
            self.editing = None;
        }
        self.seen = pass;
    }

    fn head_ui(&mut self, ui: &mut Ui, document: &Document, form: &mut Form) {
        ui.horizontal(|ui| {
            let tabs = [
                (Tab::Actors, "Actors", document.actor_count()),
                (Tab::Ties, "Ties", document.tie_count()),
            ];
            for (tab, name, count) in tabs {
                if ui
                    .selectable_label(self.tab == tab, format!("{name}  {count}"))
                    .clicked()
                    && self.tab != tab
                {
                    *self = Self {
                        tab,
                        known: std::mem::take(&mut self.known),
                        seen: self.seen,
                        epoch: self.epoch,
                        ..Self::default()
                    };
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let export = ui.add_enabled(!self.rows.is_empty(), Button::new("Export…"));
                let help =
                    "Writes the rows shown, in this order, as an Excel workbook or comma-separated text";
                if export.on_hover_text(help).clicked() {
                    form.actions
                        .push(Action::AskExportTable(self.tab, self.rows.clone()));
                }
                let hint = RichText::new("Filter rows").color(Colors::of(ui.visuals()).secondary);
                let field = TextEdit::singleline(&mut self.filter)
                    .hint_text(hint)
                    .desired_width(180.0);
                ui.add(field.margin(egui::Margin::symmetric(8, 4)))
                    .accessible_name("Filter rows")
                    .on_hover_text(FILTER_HELP);
                if let Some(misread) = &self.misread {
                    ui.label(theme::secondary(ui, misread.to_string()));
                } else if !self.filter.is_empty() {
                    ui.label(theme::secondary(ui, format!("{} shown", self.rows.len())));
                }
            });
        });
    }

    /// Filters and sorts, when something has changed.
    fn arrange(&mut self, session: &Session) {
        let document = session.document();
        let filter = Filter::parse(self.tab, session.own_names(), &self.filter);
        let wanted = filter.as_ref().ok();
        let by_figure =
            matches!(self.sort, Some((Column::Measure(_), _))) || wanted.is_some_and(Filter::reads_figures);
        let figures = session.track().tables().filter(|_| by_figure);
        if let Some(made_of) = &self.made_of
            && Arc::ptr_eq(&made_of.document, document)
            && made_of.figures.as_ref().map(Arc::as_ptr) == figures.map(Arc::as_ptr)
            && (made_of.tab, &made_of.filter, made_of.sort) == (self.tab, &self.filter, self.sort)
        {
            return;
        }
        let none = Tables::default();
        let known = figures.map_or(&none, Arc::as_ref);
        let mut rows: Vec<Key> = match self.tab {
            Tab::Actors => document.actors().map(|(id, _)| Key::Actor(id)).collect(),
            Tab::Ties => document.ties().map(|(id, _)| Key::Tie(id)).collect(),
        };
        // A filter that is not understood, or not finished, hides nothing.
        if let Some(filter) = wanted.filter(|filter| !filter.is_empty()) {
            rows.retain(|&key| filter.wants(document, known, self.tab, key));
        }
        self.misread = filter.err();
        if let Some((column, ascending)) = self.sort {
            let mut ranked: Vec<(Rank, Key)> = rows
                .into_iter()
                .map(|key| (rank(document, known, key, column), key))
                .collect();
            ranked.sort_by(|(a, m), (b, n)| a.compare(b, ascending).then(m.cmp(n)));
            rows = ranked.into_iter().map(|(_, key)| key).collect();
        }
        self.rows = rows;
        let filter = self.filter.clone();
        self.made_of = Some(Recipe {
            document: Arc::clone(document),
            tab: self.tab,
            filter,
            sort: self.sort,
            figures: figures.map(Arc::clone),
        });
    }

    /// The first chosen row, when it was chosen elsewhere.
    fn row_to_show(&mut self, selection: &Selection) -> Option<usize> {
        if *selection == self.known {
            return None;
        }
        self.known = selection.clone();
        self.editing = None;
        self.rows.iter().position(|&key| holds(selection, key))
    }

    fn grid_ui(&mut self, ui: &mut Ui, session: &Session, scroll_to: Option<usize>, form: &mut Form) {
        let columns = columns(self.tab, session.own_names());
        let mut builder = TableBuilder::new(ui)
            .id_salt(("rows", self.tab == Tab::Ties))
            .striped(true)
            .sense(egui::Sense::click())
            .cell_layout(Layout::left_to_right(Align::Center))
            .auto_shrink(false);
        for &column in &columns {
            builder = builder.column(
                Width::initial(width(self.tab, column))
                    .at_least(56.0)
                    .clip(true)
                    .resizable(true),
            );
        }
        if let Some(row) = scroll_to {
            builder = builder.scroll_to_row(row, None);
        }
        self.editing_seen = false;
        let rows = std::mem::take(&mut self.rows);
        builder
            .header(ROW, |mut header| {
                for &column in &columns {
                    header.col(|ui| self.heading_ui(ui, column));
                }
            })
            .body(|body| {
                body.rows(ROW, rows.len(), |mut row| {
                    let key = rows[row.index()];
                    row.set_selected(holds(session.selection(), key));
                    for &column in &columns {
                        self.cell(&mut row, key, column, session, form);
                    }
                    if row.response().clicked() {
                        let modifiers = row.response().ctx.input(|input| input.modifiers);
                        self.choose(key, modifiers, session.selection(), &rows, form);
                    }
                });
            });
        self.rows = rows;
        // What scrolls away is left; it would take the keyboard when it comes back.
        if !self.editing_seen {
            self.editing = None;
        }
    }

    fn heading_ui(&mut self, ui: &mut Ui, column: Column) {
        let sorted = self
            .sort
            .filter(|(by, _)| *by == column)
            .map(|(_, ascending)| ascending);
        let name = RichText::new(heading(self.tab, column))
            .size(theme::SMALL)
            .color(Colors::of(ui.visuals()).secondary);
        let mark = match sorted {
            Some(true) => icons::UP,
            Some(false) => icons::DOWN,
            None => "",
        };
        let figures = match (self.tab, column) {
            (Tab::Actors, Column::Field(index)) => {
                matches!(field::ACTOR[index].accepts, Accepts::Number { .. })
            }
            (Tab::Ties, Column::Field(index)) => matches!(field::TIE[index].accepts, Accepts::Number { .. }),
            (_, Column::Own(own)) => own.number,
            (_, Column::Measure(_)) => true,
            _ => false,
        };
        let button = match (figures, mark) {
            (true, mark) => Button::new(icons::icon(mark, 11.0)).right_text(name),
            (false, "") => Button::new(name).right_text(""),
            (false, mark) => Button::new((name, icons::icon(mark, 11.0))).right_text(""),
        };
        let button = button
            .frame_when_inactive(false)
            .truncate()
            .min_size(vec2(ui.available_width(), ROW - 2.0));
        let response = ui
            .add(button)
            .accessible_name(format!("Sort by {}", heading(self.tab, column)));
        if response.clicked() {
            self.sort = match sorted {
                None => Some((column, true)),
                Some(true) => Some((column, false)),
                Some(false) => None,
            };
        }
        let help = match (self.tab, column) {
            (Tab::Actors, Column::Field(index)) => field::ACTOR[index].help,
            (Tab::Ties, Column::Field(index)) => field::TIE[index].help,
            (_, Column::Measure(index)) => measures(self.tab)[index].formula,
            _ => return,
        };
        response.on_hover_text(help);
    }

    /// Click, Ctrl+click and Shift+click, as in every list.
    fn choose(
        &mut self,
        key: Key,
        modifiers: egui::Modifiers,
        now: &Selection,
        rows: &[Key],
        form: &mut Form,
    ) {
        let mut selection = Selection::default();
        if modifiers.command {
            selection = now.clone();
            toggle(&mut selection, key);
        } else if modifiers.shift
            && let Some(anchor) = self.anchor
            && let (Some(a), Some(b)) = (place_of(rows, anchor), place_of(rows, key))
        {
            for &key in &rows[a.min(b)..=a.max(b)] {
                insert(&mut selection, key);
            }
        } else {
            insert(&mut selection, key);
        }
        if !modifiers.shift {
            self.anchor = Some(key);
        }
        self.known = selection.clone();
        form.actions.push(Action::Select(selection));
    }

    fn cell(
        &mut self,
        row: &mut TableRow<'_, '_>,
        key: Key,
        column: Column,
        session: &Session,
        form: &mut Form,
    ) {
        let document = session.document();
        let chosen = holds(session.selection(), key);
        row.col(|ui| {
            ui.push_id((key, column), |ui| {
                ui.set_min_height(ROW);
                // Only an edit needs them, and there may be thousands.
                let keys = || {
                    if chosen {
                        all_of_its_kind(session.selection(), key)
                    } else {
                        vec![key]
                    }
                };
                match column {
                    Column::Measure(index) => measure_ui(ui, session, key, index),
                    Column::Kind => kind_ui(ui, document, key, keys, form),
                    Column::From | Column::To => end_ui(ui, document, key, column, form),
                    Column::Field(_) if accepts(key, column) == Some(Accepts::Flag) => {
                        flag_ui(ui, document, key, column, keys, form);
                    }
                    Column::Name | Column::Field(_) | Column::Own(_) => {
                        self.text_ui(ui, document, key, column, keys, session, form);
                    }
                }
            });
        });
    }

    /// Text that becomes a field with a double click, with Enter, or with a click in a row that is chosen already.
    #[expect(
        clippy::too_many_arguments,
        reason = "one cell needs its place, what it shows and where edits go"
    )]
    fn text_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        key: Key,
        column: Column,
        keys: impl Fn() -> Vec<Key>,
        session: &Session,
        form: &mut Form,
    ) {
        let heading = heading(self.tab, column);
        let shown = text(document, key, column);
        if self.editing == Some((key, column)) {
            self.editing_seen = true;
            let keys = keys();
            let same = common(keys.iter().map(|&key| text(document, key, column)));
            let id = Id::unique(("cell", key, column));
            let many = keys.len() > 1;
            let name = if many {
                format!("{heading} of {} rows", keys.len())
            } else {
                format!("{heading} of {}", row_name(document, key))
            };
            let start = same.as_deref().unwrap_or("");
            let entry = Entry {
                id,
                name: &name,
                shown: start,
                hint: if same.is_none() { MIXED } else { "" },
                width: ui.available_width(),
                rows: 1,
                figures: false,
            };
            let fresh = !ui.memory(|memory| memory.has_focus(id)) && !form.is_typing();
            let response = form.entry_ui(ui, &entry, |typed| edit(document, &keys, column, typed));
            if fresh {
                response.request_focus();
                select_all(ui, id, start);
            } else if response.lost_focus() {
                self.editing = None;
            }
            return;
        }
        let figures = match column {
            Column::Own(own) => own.number,
            column => matches!(accepts(key, column), Some(Accepts::Number { .. })),
        };
        let font = if figures {
            theme::tabular(theme::LIST)
        } else {
            egui::FontId::proportional(theme::LIST)
        };
        let words = RichText::new(shown.as_str()).font(font);
        // Text at the left, figures at the right of their column.
        let button = if figures {
            Button::new("").right_text(words)
        } else {
            Button::new(words).right_text("")
        };
        let button = button
            .frame_when_inactive(false)
            .truncate()
            .min_size(vec2(ui.available_width(), ROW - 2.0));
        let response = ui.add(button);
        let response = response.accessible_name(format!("{heading} of {}: {shown}", row_name(document, key)));
        let chosen = holds(session.selection(), key);
        if response.double_clicked()
            || (response.clicked() && chosen && !ui.input(|input| input.modifiers.any()))
        {
            self.editing = Some((key, column));
            self.editing_seen = true;
        } else if response.clicked() {
            let rows = std::mem::take(&mut self.rows);
            let modifiers = ui.input(|input| input.modifiers);
            self.choose(key, modifiers, session.selection(), &rows, form);
            self.rows = rows;
        }
    }
}

/// Width of a column at first.
fn width(tab: Tab, column: Column) -> f32 {
    // Room for the heading and the mark that tells the order.
    let words = 6.6 * heading(tab, column).len() as f32 + 34.0;
    match column {
        Column::Name | Column::From | Column::To => 180.0,
        Column::Kind => 232.0,
        Column::Measure(_) => words.max(72.0),
        Column::Own(own) => words.clamp(if own.number { 72.0 } else { 150.0 }, 260.0),
        Column::Field(index) => {
            let accepts = match tab {
                Tab::Actors => field::ACTOR[index].accepts,
                Tab::Ties => field::TIE[index].accepts,
            };
            match accepts {
                Accepts::Number { .. } | Accepts::Flag => words.max(72.0),
                _ => words.max(150.0),
            }
        }
    }
}

/// What is typed into a cell that has just been opened takes the place of what was in it, as in every table.
fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state
        .cursor
        .set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
    state.store(ui.ctx(), id);
}

fn kind_ui(ui: &mut Ui, document: &Document, key: Key, keys: impl Fn() -> Vec<Key>, form: &mut Form) {
    let (actor, tie) = match key {
        Key::Actor(id) => (document.actor(id).map(|actor| actor.kind), None),
        Key::Tie(id) => (None, document.tie(id).map(|tie| tie.kind)),
    };
    let (picture, name) = match (actor, tie) {
        (Some(kind), _) => (icons::actor_atom(kind), kind.name()),
        (None, Some(kind)) => (icons::tie_atom(kind), kind.name()),
        (None, None) => return,
    };
    let button = Button::new((picture, RichText::new(name).size(theme::LIST)))
        .right_text("")
        .frame_when_inactive(false)
        .truncate();
    let response = ui.add(button.min_size(vec2(ui.available_width(), ROW - 2.0)));
    let response = response.accessible_name(format!("Kind of {}", row_name(document, key)));
    Popup::menu(&response).show(|ui| match key {
        Key::Actor(_) => {
            let of_kind = |kind| Edit::SetActorKind(actors_among(&keys()), kind);
            toolbar::actor_kinds_ui(ui, actor, of_kind, |kind| form.edit(of_kind(kind)));
        }
        Key::Tie(_) => {
            let of_kind = |kind| Some(Edit::SetTieKind(ties_among(&keys()), kind));
            toolbar::tie_kinds_ui(ui, tie, of_kind, |kind| {
                form.actions.extend(of_kind(kind).map(Action::Edit));
            });
        }
    });
}

/// A computed figure; quiet, as it cannot be typed.
fn measure_ui(ui: &mut Ui, session: &Session, key: Key, index: usize) {
    let value = session
        .track()
        .tables()
        .and_then(|tables| measure(tables, key, index));
    let text = value.map_or("–".to_owned(), |value| {
        let tab = match key {
            Key::Actor(_) => Tab::Actors,
            Key::Tie(_) => Tab::Ties,
        };
        format!("{value:.*}", measures(tab)[index].decimals)
    });
    let color = Colors::of(ui.visuals()).secondary;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(theme::GAP_S);
        let figure = RichText::new(text).font(theme::tabular(theme::LIST)).color(color);
        // Far to the right nobody sees any more whose row it is.
        ui.label(figure).on_hover_ui(|ui| {
            ui.label(row_name(session.document(), key));
        });
    });
}

/// The actor at an end of a tie; a click goes there.
fn end_ui(ui: &mut Ui, document: &Document, key: Key, column: Column, form: &mut Form) {
    let Key::Tie(id) = key else { return };
    let Some(tie) = document.tie(id) else { return };
    let end = if column == Column::From { tie.from } else { tie.to };
    let name = document.display_name(end);
    let button = Button::new(RichText::new(name.as_str()).size(theme::LIST))
        .frame_when_inactive(false)
        .truncate();
    let response = ui.add(button).accessible_name(format!("Go to {name}"));
    if response.on_hover_text("Go to this actor").clicked() {
        form.actions.push(Action::Select(Selection::actor(end)));
    }
}

fn flag_ui(
    ui: &mut Ui,
    document: &Document,
    key: Key,
    column: Column,
    keys: impl Fn() -> Vec<Key>,
    form: &mut Form,
) {
    let Column::Field(index) = column else { return };
    let mut on = value(document, key, index) == Value::Flag(true);
    let (id, name, fits) = match key {
        Key::Actor(_) => (field::ACTOR[index].id, field::ACTOR[index].name, true),
        Key::Tie(tie) => {
            let field = &field::TIE[index];
            let may = |tie: &crate::model::Tie| field.set(&mut tie.clone(), Value::Flag(true)).is_ok();
            (field.id, field.name, document.tie(tie).is_some_and(may))
        }
    };
    let response = ui.add_enabled(fits, Checkbox::without_text(&mut on));
    let response = response.accessible_name(format!("{name} of {}", row_name(document, key)));
    if response.clicked() {
        form.edit(set(&keys(), id, Value::Flag(on)));
    }
    response.on_disabled_hover_text("Only knowledge ties can be mutual");
}
