//! The reference page of formats and mappings, written from the tables that the program itself reads by.

use crate::model::field;

use super::format::Format;
use super::mapping::{Side, Target};

/// `docs/exchange.md`: what is read and written, and what columns can become.
pub fn exchange_page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for format in Format::ALL {
        let info = format.info();
        let endings: Vec<String> = info.endings.iter().map(|ending| format!("`.{ending}`")).collect();
        page += &format!(
            "| {} | `{}` | {} | {} | {} |\n",
            info.name,
            info.id,
            endings.join(" "),
            if info.written { "yes" } else { "" },
            holds(format)
        );
    }
    page += READING;
    for side in [Side::Actors, Side::Ties] {
        page += match side {
            Side::Actors => "\n| For actors | | What it takes |\n| --- | --- | --- |\n",
            Side::Ties => "\n| For ties | | What it takes |\n| --- | --- | --- |\n",
        };
        for target in Target::all(side) {
            page += &format!(
                "| {} | `{}` | {} |\n",
                target.name(side),
                target.id(),
                takes(target, side)
            );
        }
    }
    page += MAPPING;
    page += BACK;
    for format in Format::ALL {
        if let Some(kept) = comes_back(format) {
            page += &format!("| {} | {kept} |\n", format.info().name);
        }
    }
    page
}

const BACK: &str = "
## What comes back

A cluster that was written here and is read again is the same, field by field, as far as this says; tests/headless/round_trip.rs
holds it to that. No format but our own holds ids, notes, zones, snapshots and assumptions. Words that stand for
nothing, such as NA or a dash, are nothing when they come back. The names of attributes that differ only in large and
small letters get a number.

| Format | What it keeps |
| --- | --- |
";

/// What of a cluster comes back from a format that is written.
const fn comes_back(format: Format) -> Option<&'static str> {
    Some(match format {
        Format::Table | Format::Xlsx => {
            "all fields, places and attributes of actors and ties. Cells have no sorts: an attribute that looks like a number is one, yes and no are words. A list is words with `|` between, `\\|` where a word has one; tags are lists again, attributes stay text"
        }
        Format::GraphMl | Format::Gexf | Format::NodeLink => {
            "all fields, places and attributes of actors and ties, with their sorts and in full precision"
        }
        Format::Gml => {
            "all fields, places and attributes of actors and ties, in full precision; yes and no are words there, so that an attribute “true” comes back as yes"
        }
        Format::Dot => {
            "all fields, places and attributes of actors and ties; an attribute that looks like a number, yes, no or a list of JSON is one"
        }
        Format::Pajek => {
            "the .paj file: names (quotes become typographic, a backslash a slash), places, fields and attributes of actors as in DOT; of ties ends, direction, kind and strength, without those that are disabled. The .net file: names, each of them once, and a strength for each way of a tie"
        }
        Format::Dl => {
            "names, each of them once, without quotes; for each kind and pair the sum of strengths, both ways where a tie has no direction, without disabled ties. One kind alone has no name there"
        }
        _ => return None,
    })
}

/// What a format can hold of a cluster, and what is special about reading it.
const fn holds(format: Format) -> &'static str {
    match format {
        Format::Table => {
            "anything in columns: a list of ties, of actors or both in two files, a matrix, a list of neighbors; any separator; any encoding"
        }
        Format::Xlsx => {
            "the same in sheets; those of Kumu (Elements, Connections) and NodeXL (Edges, Vertices) are known"
        }
        Format::GraphMl => {
            "attributes, direction of each tie, groups as nested graphs; places, colors and names of yEd, Gephi, NodeXL and others"
        }
        Format::Gexf => {
            "attributes, direction of each tie, groups, places, colors, sizes; versions 1.1 to 1.3, of times the union"
        }
        Format::Dl => {
            "matrices and lists, one or two modes; each matrix is a kind of tie, named by its label"
        }
        Format::Pajek => {
            "arcs, edges, lists and matrices, named relations, places; partitions become groups, vectors attributes"
        }
        Format::Kumu => {
            "elements, connections with their direction, attributes, places of the map that holds most elements"
        }
        Format::NodeLink => "attributes and ends by id or by position in the list; of d3 and networkx",
        Format::Graphology => "attributes and direction of each tie",
        Format::JsonGraph => "versions 1 and 2; ties of more than two ends are told of",
        Format::Cyjs => "attributes, groups, places",
        Format::Cx2 => "attributes with their defaults, places",
        Format::VosViewer => "weights and scores, clusters as groups, places",
        Format::Gml => {
            "attributes, direction, places and colors of yEd; names beyond ASCII do not suit every reader, see the message on writing"
        }
        Format::Dot => "attributes with defaults by scope, clusters as groups, places after a layout",
    }
}

/// What a target takes, for people.
fn takes(target: Target, side: Side) -> String {
    match target {
        Target::Label => "what people read".to_owned(),
        Target::Id => {
            "what other files call it; kept as the attribute `id`, by which it is found again".to_owned()
        }
        Target::Kind => {
            "words for kinds in six languages; those that nobody knows can be taught and are remembered"
                .to_owned()
        }
        Target::Direction => "directed, undirected, mutual, in words".to_owned(),
        Target::X | Target::Y => "numbers; the map is made to fit, y grows downwards".to_owned(),
        Target::Group => "words or numbers; zones, an attribute or tags".to_owned(),
        Target::Pinned => "yes or no: the layout leaves it where it is".to_owned(),
        Target::Size | Target::Color => "kept as an attribute".to_owned(),
        Target::Attribute => "anything; kept under its own name".to_owned(),
        Target::Leave => "nothing of it is kept".to_owned(),
        Target::Field(id) => {
            let actors = || field::find(field::ACTOR, id).map(|field| (field.help, field.accepts));
            let ties = || field::find(field::TIE, id).map(|field| (field.help, field.accepts));
            let found = if side == Side::Actors { actors() } else { ties() };
            found.map_or_else(String::new, |(help, accepts)| format!("{help}; {accepts}"))
        }
    }
}

const INTRODUCTION: &str = "\
# Formats of other programs

<!-- Written by the program from its tables; `UPDATE_DOCS=1 cargo test` writes it again. -->

Any of these opens where a project does: in the window, in every command that takes a FILE, through a pipe as `-`.
`milieu convert` writes them. What a file is, is told by its content, never by the ending of its name alone; any of them
may be packed with gzip.

| Format | For `--from` and `--to` | Endings | Written | What it can hold |
| --- | --- | --- | --- | --- |
";

const READING: &str = "
## How a file is read

1. **Text.** A byte-order mark counts, then an XML declaration if the bytes agree with it, then strict UTF-8, then UTF-16
   by its zeros, then a guess from the frequency of characters. `--encoding` says it otherwise. Characters that
   cannot be read are counted.
2. **Rows.** Every actor and tie of the file is kept: loops, parallel ties, both directions of a pair. Ends that no row
   describes become actors, which is told; a tie without an end is dropped, which is told with its place.
3. **Meaning.** Each column becomes one of the things below. Text becomes numbers only when all filled cells of a column
   read by the same rule, such as 1.234,5 or 12.5 % or 1.2万; leading zeros and long digits stay text. Numbers beyond
   the range of a field are brought into it as chosen, and what the file said is kept as an attribute as well; nothing
   is cut off.
4. **Choices.** Nothing is merged, dropped or turned unless somebody asks: parallel ties, opposite ties, loops, ties both
   ways of a kind that has a direction. A word such as “buys from” looks from the other side and turns its tie, which is
   told. A symmetric matrix of one relation is read as ties that were written down twice.
5. **Report.** Ties read = new ties + merged with another of the file + gone into a tie of the project + dropped; so it is
   with actors. `--report` keeps it as text, CSV or JSON.

A file that is taken into an open project updates the actors and ties that are there already, found by id or by name.

## Large networks

A network without places is laid out when it is opened, and by commands that write or draw a map; up to 200 000 actors
with full care, beyond that roughly, in seconds. *Layout > Arrange from scratch* does it with full care. Above 50 000 actors
GraphML is written without the names and shapes for yEd, which would double the file.

## What a column can become
";

const MAPPING: &str = "
## A mapping as a file

`milieu convert IN… OUT --write-mapping M.json` writes what columns and words were taken to mean; `--mapping M.json` says
it for the next file. Columns and words are found by their names; what is left out is guessed.

```json
{
  \"tie_kind\": \"cooperation\",
  \"parallel\": \"merge\",
  \"opposite\": \"once\",
  \"combine\": \"sum\",
  \"loops\": \"drop\",
  \"actors\": {
    \"Umsatz\": { \"is\": \"revenue\", \"numbers\": { \"decimal\": \",\", \"thousands\": \".\" }, \"scale\": \"times 0.000001\" }
  },
  \"ties\": { \"Art\": { \"is\": \"kind\", \"keep\": true } },
  \"actor_words\": { \"Werkstatt\": \"supplier\" },
  \"tie_words\": { \"kriegt von\": { \"kind\": \"supply\", \"turned\": true } }
}
```

| Choice | Values |
| --- | --- |
| `parallel` | `keep`, `merge` |
| `opposite` | `keep`, `join` (knowledge becomes mutual, kinds without direction become one), `once` (any pair was written down twice) |
| `combine` | `sum`, `mean`, `most`: strengths of ties that become one |
| `loops` | `keep`, `drop` |
| `both_ways` | `first` (from the first to the second end, and an attribute), `two` |
| `groups` | `zones`, `attribute`, `tag`, `leave` |
| `places` | `as_is`, `fit`, `leave` |
| `alike` | `true`: names that differ only by case, accents, width or blanks are one actor |
| `scale` of a column | `times N`, `by_most`, `spread`, `ranks` |
";
