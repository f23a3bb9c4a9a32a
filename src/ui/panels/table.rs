//! Below: all actors or all ties as rows. Only rows in sight are made, so that a large cluster stays fluent.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align, Button, Checkbox, Id, Layout, Popup, RichText, ScrollArea, TextEdit, Ui, vec2};
use egui_extras::{Column as Width, TableBuilder, TableRow};

use crate::base::text::natural;
use crate::model::field::{self, Accepts, Value};
use crate::model::{ActorId, Document, Edit, Refusal, Selection, TieId};
use crate::session::{Action, Session};

use super::objects::{MIXED, common, typed};
use crate::ui::form::{Entry, Form};
use crate::ui::theme::{self, Colors};
use crate::ui::{icons, toolbar};

const ROW: f32 = 26.0;

/// Which of the two lists is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Actors,
    Ties,
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Actor(ActorId),
    Tie(TieId),
}

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Column {
    Name,
    Kind,
    From,
    To,
    /// An index into the fields of the tab.
    Field(usize),
}

/// Sorting, filter and the cell that is being edited.
#[derive(Default)]
pub struct Table {
    tab: Tab,
    filter: String,
    /// Column and whether it ascends; none is the order of ids.
    sort: Option<(Column, bool)>,
    editing: Option<(Key, Column)>,
    /// The other end of a range that is chosen with Shift.
    anchor: Option<Key>,
    /// The selection as this table last knew it; another one is scrolled to.
    known: Selection,
    rows: Vec<Key>,
    /// What `rows` was made from.
    made_of: Option<(Arc<Document>, Tab, String, Option<(Column, bool)>)>,
}

impl Table {
    /// The panel.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, form: &mut Form) {
        let document = session.document();
        self.head_ui(ui, document);
        self.arrange(document);
        let scroll_to = self.row_to_show(session.selection());
        ScrollArea::horizontal().id_salt("table").auto_shrink(false).show(ui, |ui| {
            self.grid_ui(ui, session, scroll_to, form);
        });
    }

    fn head_ui(&mut self, ui: &mut Ui, document: &Document) {
        ui.horizontal(|ui| {
            let tabs = [(Tab::Actors, "Actors", document.actor_count()), (Tab::Ties, "Ties", document.tie_count())];
            for (tab, name, count) in tabs {
                if ui.selectable_label(self.tab == tab, format!("{name}  {count}")).clicked() && self.tab != tab {
                    *self = Self { tab, known: std::mem::take(&mut self.known), ..Self::default() };
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let hint = RichText::new("Filter rows").color(Colors::of(ui.visuals()).secondary);
                let field = TextEdit::singleline(&mut self.filter).hint_text(hint).desired_width(180.0);
                ui.add(field.margin(egui::Margin::symmetric(8, 4))).accessible_name("Filter rows");
                if !self.filter.is_empty() {
                    ui.label(theme::secondary(ui, format!("{} shown", self.rows.len())));
                }
            });
        });
    }

    /// Filters and sorts, when something has changed.
    fn arrange(&mut self, document: &Arc<Document>) {
        if let Some((of, tab, filter, sort)) = &self.made_of
            && Arc::ptr_eq(of, document)
            && (*tab, filter, *sort) == (self.tab, &self.filter, self.sort)
        {
            return;
        }
        let mut rows: Vec<Key> = match self.tab {
            Tab::Actors => document.actors().map(|(id, _)| Key::Actor(id)).collect(),
            Tab::Ties => document.ties().map(|(id, _)| Key::Tie(id)).collect(),
        };
        let wanted = self.filter.trim().to_lowercase();
        if !wanted.is_empty() {
            rows.retain(|&key| {
                columns(self.tab).into_iter().any(|column| text(document, key, column).to_lowercase().contains(&wanted))
            });
        }
        if let Some((column, ascending)) = self.sort {
            rows.sort_by(|&a, &b| {
                let order = compare(document, a, b, column);
                let order = if ascending { order } else { order.reverse() };
                order.then(a.cmp(&b))
            });
        }
        self.rows = rows;
        self.made_of = Some((Arc::clone(document), self.tab, self.filter.clone(), self.sort));
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
        let columns = columns(self.tab);
        let mut builder = TableBuilder::new(ui)
            .id_salt(("rows", self.tab == Tab::Ties))
            .striped(true)
            .sense(egui::Sense::click())
            .cell_layout(Layout::left_to_right(Align::Center))
            .auto_shrink(false);
        for &column in &columns {
            builder = builder.column(Width::initial(width(self.tab, column)).at_least(56.0).clip(true).resizable(true));
        }
        if let Some(row) = scroll_to {
            builder = builder.scroll_to_row(row, None);
        }
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
    }

    fn heading_ui(&mut self, ui: &mut Ui, column: Column) {
        let sorted = self.sort.filter(|(by, _)| *by == column).map(|(_, ascending)| ascending);
        let name = RichText::new(heading(self.tab, column)).size(theme::SMALL).color(Colors::of(ui.visuals()).secondary);
        let mark = match sorted {
            Some(true) => icons::UP,
            Some(false) => icons::DOWN,
            None => "",
        };
        let figures = match (self.tab, column) {
            (Tab::Actors, Column::Field(index)) => matches!(field::ACTOR[index].accepts, Accepts::Number { .. }),
            (Tab::Ties, Column::Field(index)) => matches!(field::TIE[index].accepts, Accepts::Number { .. }),
            _ => false,
        };
        let button = match (figures, mark) {
            (true, mark) => Button::new(icons::icon(mark, 11.0)).right_text(name),
            (false, "") => Button::new(name).right_text(""),
            (false, mark) => Button::new((name, icons::icon(mark, 11.0))).right_text(""),
        };
        let button = button.frame_when_inactive(false).truncate().min_size(vec2(ui.available_width(), ROW - 2.0));
        let response = ui.add(button).accessible_name(format!("Sort by {}", heading(self.tab, column)));
        if response.clicked() {
            self.sort = match sorted {
                None => Some((column, true)),
                Some(true) => Some((column, false)),
                Some(false) => None,
            };
        }
        if let Column::Field(index) = column {
            response.on_hover_text(match self.tab {
                Tab::Actors => field::ACTOR[index].help,
                Tab::Ties => field::TIE[index].help,
            });
        }
    }

    /// Click, Ctrl+click and Shift+click, as in every list.
    fn choose(&mut self, key: Key, modifiers: egui::Modifiers, now: &Selection, rows: &[Key], form: &mut Form) {
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

    fn cell(&mut self, row: &mut TableRow<'_, '_>, key: Key, column: Column, session: &Session, form: &mut Form) {
        let document = session.document();
        let chosen = holds(session.selection(), key);
        row.col(|ui| {
            ui.push_id((key, column), |ui| {
                ui.set_min_height(ROW);
                let keys = if chosen { all_of_its_kind(session.selection(), key) } else { vec![key] };
                match column {
                    Column::Kind => kind_ui(ui, document, key, &keys, form),
                    Column::From | Column::To => end_ui(ui, document, key, column, form),
                    Column::Field(_) if accepts(key, column) == Some(Accepts::Flag) => {
                        flag_ui(ui, document, key, column, &keys, form);
                    }
                    Column::Name | Column::Field(_) => self.text_ui(ui, document, key, column, &keys, session, form),
                }
            });
        });
    }

    /// Text that becomes a field with a double click, with Enter, or with a click in a row that is chosen already.
    #[expect(clippy::too_many_arguments, reason = "one cell needs its place, what it shows and where edits go")]
    fn text_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        key: Key,
        column: Column,
        keys: &[Key],
        session: &Session,
        form: &mut Form,
    ) {
        let heading = heading(self.tab, column);
        let shown = text(document, key, column);
        if self.editing == Some((key, column)) {
            let same = common(keys.iter().map(|&key| text(document, key, column)));
            let id = Id::unique(("cell", key, column));
            let many = keys.len() > 1;
            let name = if many { format!("{heading} of {} rows", keys.len()) } else { format!("{heading} of {}", row_name(document, key)) };
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
            let response = form.entry_ui(ui, &entry, |typed| edit(document, keys, column, typed));
            if fresh {
                response.request_focus();
            } else if response.lost_focus() {
                self.editing = None;
            }
            return;
        }
        let figures = matches!(accepts(key, column), Some(Accepts::Number { .. }));
        let font = if figures { theme::tabular(theme::LIST) } else { egui::FontId::proportional(theme::LIST) };
        let words = RichText::new(shown.as_str()).font(font);
        // Text at the left, figures at the right of their column.
        let button = if figures { Button::new("").right_text(words) } else { Button::new(words).right_text("") };
        let button = button.frame_when_inactive(false).truncate().min_size(vec2(ui.available_width(), ROW - 2.0));
        let response = ui.add(button);
        let response = response.accessible_name(format!("{heading} of {}: {shown}", row_name(document, key)));
        let chosen = holds(session.selection(), key);
        if response.double_clicked() || (response.clicked() && chosen && !ui.input(|input| input.modifiers.any())) {
            self.editing = Some((key, column));
        } else if response.clicked() {
            let rows = std::mem::take(&mut self.rows);
            let modifiers = ui.input(|input| input.modifiers);
            self.choose(key, modifiers, session.selection(), &rows, form);
            self.rows = rows;
        }
    }
}

fn columns(tab: Tab) -> Vec<Column> {
    let (first, fields): (&[Column], usize) = match tab {
        Tab::Actors => (&[Column::Name, Column::Kind], field::ACTOR.len()),
        Tab::Ties => (&[Column::Kind, Column::From, Column::To], field::TIE.len()),
    };
    first.iter().copied().chain((0..fields).map(Column::Field)).collect()
}

fn heading(tab: Tab, column: Column) -> &'static str {
    match (tab, column) {
        (_, Column::Name) => "Name",
        (_, Column::Kind) => "Kind",
        (_, Column::From) => "First end",
        (_, Column::To) => "Second end",
        (Tab::Actors, Column::Field(index)) => field::ACTOR[index].name,
        (Tab::Ties, Column::Field(index)) => field::TIE[index].name,
    }
}

fn width(tab: Tab, column: Column) -> f32 {
    match column {
        Column::Name | Column::From | Column::To => 180.0,
        Column::Kind => 232.0,
        Column::Field(index) => {
            let accepts = match tab {
                Tab::Actors => field::ACTOR[index].accepts,
                Tab::Ties => field::TIE[index].accepts,
            };
            // Room for the heading and the mark that tells the order.
            let heading = 8.0 * heading(tab, column).len() as f32 + 32.0;
            match accepts {
                Accepts::Number { .. } | Accepts::Flag => heading.max(72.0),
                _ => heading.max(150.0),
            }
        }
    }
}

fn accepts(key: Key, column: Column) -> Option<Accepts> {
    match (key, column) {
        (Key::Actor(_), Column::Field(index)) => Some(field::ACTOR[index].accepts),
        (Key::Tie(_), Column::Field(index)) => Some(field::TIE[index].accepts),
        _ => None,
    }
}

fn value(document: &Document, key: Key, index: usize) -> Value {
    match key {
        Key::Actor(id) => document.actor(id).map_or(Value::Absent, |actor| field::ACTOR[index].get(actor)),
        Key::Tie(id) => document.tie(id).map_or(Value::Absent, |tie| field::TIE[index].get(tie)),
    }
}

/// What a cell shows and what the filter looks through.
fn text(document: &Document, key: Key, column: Column) -> String {
    match (key, column) {
        (Key::Actor(id), Column::Name) => document.actor(id).map_or(String::new(), |actor| actor.name.clone()),
        (Key::Actor(id), Column::Kind) => document.actor(id).map_or("", |actor| actor.kind.name()).to_owned(),
        (Key::Tie(id), Column::Kind) => document.tie(id).map_or("", |tie| tie.kind.name()).to_owned(),
        (Key::Tie(id), Column::From) => document.tie(id).map_or(String::new(), |tie| document.display_name(tie.from)),
        (Key::Tie(id), Column::To) => document.tie(id).map_or(String::new(), |tie| document.display_name(tie.to)),
        (key, Column::Field(index)) => {
            let shape = accepts(key, column).unwrap_or(Accepts::Paragraph);
            let value = value(document, key, index);
            match shape {
                // A note of many lines is one line here, and is edited in the inspector.
                Accepts::Paragraph => value.to_string().replace('\n', " "),
                shape => typed(&value, &shape),
            }
        }
        _ => String::new(),
    }
}

fn row_name(document: &Document, key: Key) -> String {
    match key {
        Key::Actor(id) => document.display_name(id),
        Key::Tie(id) => document.tie(id).map_or(String::new(), |tie| {
            format!("{} – {}", document.display_name(tie.from), document.display_name(tie.to))
        }),
    }
}

/// Numbers by size, everything else as people sort it; what is absent comes first.
fn compare(document: &Document, a: Key, b: Key, column: Column) -> Ordering {
    if let Column::Field(index) = column
        && let (Value::Number(a), Value::Number(b)) = (value(document, a, index), value(document, b, index))
    {
        return a.total_cmp(&b);
    }
    natural(&text(document, a, column), &text(document, b, column))
}

fn holds(selection: &Selection, key: Key) -> bool {
    match key {
        Key::Actor(id) => selection.actors.contains(&id),
        Key::Tie(id) => selection.ties.contains(&id),
    }
}

fn insert(selection: &mut Selection, key: Key) {
    match key {
        Key::Actor(id) => selection.actors.insert(id),
        Key::Tie(id) => selection.ties.insert(id),
    };
}

fn toggle(selection: &mut Selection, key: Key) {
    let gone = match key {
        Key::Actor(id) => selection.actors.remove(&id),
        Key::Tie(id) => selection.ties.remove(&id),
    };
    if !gone {
        insert(selection, key);
    }
}

fn place_of(rows: &[Key], key: Key) -> Option<usize> {
    rows.iter().position(|&other| other == key)
}

fn all_of_its_kind(selection: &Selection, key: Key) -> Vec<Key> {
    match key {
        Key::Actor(_) => selection.actors.iter().map(|&id| Key::Actor(id)).collect(),
        Key::Tie(_) => selection.ties.iter().map(|&id| Key::Tie(id)).collect(),
    }
}

fn actors_among(keys: &[Key]) -> BTreeSet<ActorId> {
    keys.iter().filter_map(|key| if let Key::Actor(id) = key { Some(*id) } else { None }).collect()
}

fn ties_among(keys: &[Key]) -> BTreeSet<TieId> {
    keys.iter().filter_map(|key| if let Key::Tie(id) = key { Some(*id) } else { None }).collect()
}

/// One step for all rows.
fn edit(document: &Document, keys: &[Key], column: Column, typed: &str) -> Result<Edit, Refusal> {
    match (column, keys) {
        (Column::Name, [Key::Actor(id)]) => Ok(Edit::Rename(*id, typed.to_owned())),
        (Column::Name, _) => {
            let renames = actors_among(keys).into_iter().map(|id| Edit::Rename(id, typed.to_owned())).collect();
            Ok(Edit::Together(format!("Rename {} actors", keys.len()), renames))
        }
        (Column::Field(index), [Key::Actor(_), ..]) => {
            let field = &field::ACTOR[index];
            Ok(set(keys, field.id, field.parse(typed)?))
        }
        (Column::Field(index), [Key::Tie(first), ..]) => {
            let field = &field::TIE[index];
            let value = field.parse(typed)?;
            // The field itself knows whether this kind of tie can hold the value.
            if let Some(tie) = document.tie(*first) {
                field.set(&mut tie.clone(), value.clone())?;
            }
            Ok(set(keys, field.id, value))
        }
        _ => Ok(Edit::Together(String::new(), Vec::new())),
    }
}

fn set(keys: &[Key], id: &str, value: Value) -> Edit {
    if matches!(keys.first(), Some(Key::Tie(_))) {
        Edit::SetTieField(ties_among(keys), id.to_owned(), value)
    } else {
        Edit::SetActorField(actors_among(keys), id.to_owned(), value)
    }
}

fn kind_ui(ui: &mut Ui, document: &Document, key: Key, keys: &[Key], form: &mut Form) {
    let size = vec2(ui.available_width(), ROW - 2.0);
    match key {
        Key::Actor(id) => {
            let Some(actor) = document.actor(id) else { return };
            let name = RichText::new(actor.kind.name()).size(theme::LIST);
            let button = Button::new((icons::actor_atom(actor.kind), name)).right_text("").frame_when_inactive(false).truncate();
            let response = ui.add(button.min_size(size));
            let response = response.accessible_name(format!("Kind of {}", row_name(document, key)));
            Popup::menu(&response).show(|ui| {
                toolbar::actor_kinds_ui(ui, Some(actor.kind), |kind| {
                    form.edit(Edit::SetActorKind(actors_among(keys), kind));
                });
            });
        }
        Key::Tie(id) => {
            let Some(tie) = document.tie(id) else { return };
            let name = RichText::new(tie.kind.name()).size(theme::LIST);
            let button = Button::new((icons::tie_atom(tie.kind), name)).right_text("").frame_when_inactive(false).truncate();
            let response = ui.add(button.min_size(size));
            let response = response.accessible_name(format!("Kind of {}", row_name(document, key)));
            Popup::menu(&response).show(|ui| {
                toolbar::tie_kinds_ui(ui, Some(tie.kind), |kind| form.edit(Edit::SetTieKind(ties_among(keys), kind)));
            });
        }
    }
}

/// The actor at an end of a tie; a click goes there.
fn end_ui(ui: &mut Ui, document: &Document, key: Key, column: Column, form: &mut Form) {
    let Key::Tie(id) = key else { return };
    let Some(tie) = document.tie(id) else { return };
    let end = if column == Column::From { tie.from } else { tie.to };
    let name = document.display_name(end);
    let button = Button::new(RichText::new(name.as_str()).size(theme::LIST)).frame_when_inactive(false).truncate();
    let response = ui.add(button).accessible_name(format!("Go to {name}"));
    if response.on_hover_text("Go to this actor").clicked() {
        form.actions.push(Action::Select(Selection::actor(end)));
    }
}

fn flag_ui(ui: &mut Ui, document: &Document, key: Key, column: Column, keys: &[Key], form: &mut Form) {
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
        form.edit(set(keys, id, Value::Flag(on)));
    }
    response.on_disabled_hover_text("Only knowledge ties can be mutual");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::model::{Actor, ActorKind, Ids, Place};

    fn two() -> (Document, Vec<Key>) {
        let place = Place { at: Point::new(0.0, 0.0), pinned: false };
        let list = ["Firm 10", "Firm 9"].map(|name| (Actor::new(name, ActorKind::Final), place)).to_vec();
        let document = Edit::AddActors(list).apply(&Document::default(), &mut Ids::new()).unwrap();
        let keys = document.actors().map(|(id, _)| Key::Actor(id)).collect();
        (document, keys)
    }

    #[test]
    fn names_sort_as_people_count() {
        let (document, keys) = two();
        assert_eq!(compare(&document, keys[0], keys[1], Column::Name), Ordering::Greater);
    }

    #[test]
    fn several_rows_are_one_edit() {
        let (document, keys) = two();
        let jobs = field::ACTOR.iter().position(|field| field.id == "jobs").unwrap();
        let edit = edit(&document, &keys, Column::Field(jobs), "7").unwrap();
        let after = edit.apply(&document, &mut document.ids()).unwrap();
        assert!(after.actors().all(|(_, actor)| actor.jobs.get() == 7.0));
        assert!(super::edit(&document, &keys, Column::Field(jobs), "many").is_err());
    }
}
