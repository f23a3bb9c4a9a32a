//! Declared attributes of GraphML and GEXF: what they stand for, and their values.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::draft::{Cell, Draft, Fate};
use crate::exchange::own::is_yes;

use super::builder::Builder;
use super::held::Held;
use super::text::{is_nothing, number};

/// Files with more attributes than this are no files of a network.
const MOST_KEYS: usize = 10_000;

/// What the values of a key are declared to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Number,
    Flag,
    /// Several texts, as JSON or between brackets, bars or commas.
    List,
}

/// What a key is for, as far as one of the dialects says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An attribute like any other.
    Column,
    /// The name that people read.
    Label,
    /// Kinds with colons before them, as Neo4j writes them.
    Labels,
    X,
    Y,
    Red,
    Green,
    Blue,
    /// A block of yEd.
    Drawn,
    /// Height in the third dimension, or something of the program that wrote it.
    Ignored,
}

/// A declared or undeclared key.
pub(super) struct Key {
    pub(super) id: String,
    /// Name of its column; no other key of the same domain has it.
    pub(super) name: String,
    pub(super) sort: Sort,
    pub(super) role: Role,
    /// Number of its column, once there is a value.
    pub(super) column: Option<usize>,
    /// What counts where there is no data.
    pub(super) default: String,
}

impl Key {
    /// What `text` is worth under this key.
    pub(super) fn value<'t>(&self, text: &'t str) -> Held<'t> {
        let text = text.trim();
        match self.sort {
            _ if is_nothing(text) => Held::MISSING,
            Sort::Text => Held::Plain(Cell::Text(text)),
            Sort::Number => match number(text) {
                // A long number is an id; as a number it would lose its last digits.
                Some(value) if value.abs() < 9e15 || text.contains(['.', 'e', 'E']) => {
                    Held::Plain(Cell::Number(value))
                }
                _ => Held::Plain(Cell::Text(text)),
            },
            Sort::Flag => {
                let cell = Cell::Text(text);
                let no = ["false", "no", "0"]
                    .iter()
                    .any(|no| no.eq_ignore_ascii_case(text));
                Held::Plain(if is_yes(cell) {
                    Cell::Flag(true)
                } else if no {
                    Cell::Flag(false)
                } else {
                    cell
                })
            }
            Sort::List => list(text),
        }
    }
}

/// The keys of nodes, of edges, or of graphs.
#[derive(Default)]
pub(super) struct Domain {
    pub(super) list: Vec<Key>,
    numbers: BTreeMap<String, usize>,
    names: BTreeSet<String>,
    /// The key that is likely to be asked for next: records mostly have the same ones in the same order.
    next: usize,
}

impl Domain {
    /// Takes a key that is declared; the first one with an id counts.
    pub(super) fn declare(&mut self, id: &str, name: &str, sort: Sort, role: Role) -> usize {
        match self.numbers.get(id) {
            Some(&number) => number,
            None => self.add(id, name, sort, role),
        }
    }

    fn add(&mut self, id: &str, name: &str, sort: Sort, role: Role) -> usize {
        let name = if name.is_empty() { "data" } else { name };
        let mut free = name.to_owned();
        let mut count = 1;
        while !self.names.insert(free.clone()) {
            count += 1;
            free = format!("{name} {count}");
        }
        self.numbers.insert(id.to_owned(), self.list.len());
        self.list.push(Key {
            id: id.to_owned(),
            name: free,
            sort,
            role,
            column: None,
            default: String::new(),
        });
        self.list.len() - 1
    }

    /// The number of the key with this id. One that nobody has declared holds text and is called after its id.
    ///
    /// # Errors
    /// When there are too many of those.
    pub(super) fn find(&mut self, id: &str) -> Result<usize, String> {
        let id = id.trim();
        let number = match self.list.get(self.next) {
            Some(key) if key.id == id => self.next,
            _ => match self.numbers.get(id) {
                Some(&number) => number,
                None if self.list.len() >= MOST_KEYS => {
                    return Err(format!(
                        "There are data under more than {MOST_KEYS} different keys"
                    ));
                }
                None => self.add(id, id, Sort::Text, Role::Column),
            },
        };
        self.next = if number + 1 < self.list.len() {
            number + 1
        } else {
            0
        };
        Ok(number)
    }

    /// Recognizes keys that mean something only together: places and colors. Called once all are declared.
    pub(super) fn settle(&mut self) {
        let free = |key: &Key| key.role == Role::Column && key.sort != Sort::List;
        let find = |list: &[Key], name: &str| {
            list.iter()
                .position(|key| free(key) && key.name.eq_ignore_ascii_case(name))
        };
        for [x, y] in [["x", "y"], ["x_coordinate", "y_coordinate"]] {
            if let Some((x, y)) = find(&self.list, x).zip(find(&self.list, y)) {
                self.list[x].role = Role::X;
                self.list[y].role = Role::Y;
                if let Some(z) = find(&self.list, "z") {
                    self.list[z].role = Role::Ignored;
                }
                break;
            }
        }
        let colors = ["r", "g", "b"].map(|name| find(&self.list, name));
        if let [Some(r), Some(g), Some(b)] = colors {
            self.list[r].role = Role::Red;
            self.list[g].role = Role::Green;
            self.list[b].role = Role::Blue;
        }
    }

    /// Y grows downward in the programs that name their keys like this; everywhere else it grows upward.
    pub(super) fn y_is_down(&self) -> bool {
        let downward = |key: &Key| key.id.starts_with("V-") || key.name == "y_coordinate";
        self.list.iter().any(|key| key.role == Role::Y && downward(key))
    }
}

/// Several texts: JSON, as Neo4j and we write it, or what stands between bars, or else between commas or semicolons.
fn list(text: &str) -> Held<'_> {
    let items: Vec<String> = match serde_json::from_str::<Vec<serde_json::Value>>(text) {
        Ok(items) => {
            let item = |item: serde_json::Value| match item {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            };
            items.into_iter().map(item).collect()
        }
        Err(_) => {
            let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
            let inside = inside.unwrap_or(text);
            let signs: &[char] = if inside.contains('|') { &['|'] } else { &[',', ';'] };
            inside.split(signs).map(str::to_owned).collect()
        }
    };
    let items: Vec<Box<str>> = items
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .map(Box::from)
        .collect();
    Held::list(items)
}

/// Fills in what is declared to count where there are no data, as far as that does not blow up a small file of
/// `bytes`.
pub(super) fn fill_defaults(builder: &mut Builder, actors: &Domain, ties: &Domain, bytes: usize) {
    let draft: &mut Draft = builder.draft();
    let sizes = [draft.actors.len(), draft.ties.len()];
    let mut left = 100_000 + bytes / 4;
    let mut skipped = 0;
    for (side, domain) in [actors, ties].into_iter().enumerate() {
        let columns = domain.list.iter().filter(|key| key.role == Role::Column);
        let filled = columns.map(|key| (key, key.value(&key.default)));
        for (key, default) in filled.filter(|(_, default)| !default.is_missing()) {
            if sizes[side] > left {
                skipped += 1;
                continue;
            }
            left -= sizes[side];
            if side == 0 {
                let column = builder.actor_column(&key.name);
                builder.fill_actors(column, default.cell());
            } else {
                let column = builder.tie_column(&key.name);
                builder.fill_ties(column, default.cell());
            }
        }
    }
    if skipped > 0 {
        let what = format!(
            "What {skipped} attributes are declared to be by default is not filled in; it would be too much"
        );
        builder.draft().found.remark(Fate::Unread, what, "");
    }
}
