//! The reference page of the project file, written from the tables that the program itself reads and writes by.

use crate::base::geom::{Point, Rect};
use crate::base::units::Amount;
use crate::model::document::MAP_LIMIT;
use crate::model::field::{self, Accepts, Field, Value};
use crate::model::kind::Direction;
use crate::model::{Actor, ActorId, ActorKind, Note, Project, Tie, TieKind, Zone};

use super::project::FORMAT;
use super::reader::SIDES;
use super::source::DEPTH;
use super::store::LARGEST;
use super::writer::LQ;

/// `docs/file-format.md`: every field with its meaning, range and default.
pub fn reference_page() -> String {
    let one = ActorId::new(1).expect("1 is not 0");
    let actors = ActorKind::ALL.map(|kind| Actor::new("", kind));
    let project = [Project::default()];
    let plain = |field: &&Field<Project>| !LQ.contains(&field.id);
    let mut page = introduction();
    page += HEADER;
    page += &format!("| `format` | whole number | Version of these rules, now {FORMAT} | needed |\n");
    page += "| `app` | text | Version of the program that wrote the file; for the curious only | |\n";
    page += "| `retired_actors` | whole number | Highest number of a removed actor; ids up to it are not given out again | 0 |\n";
    page += "| `retired_ties` | whole number | Highest number of a removed tie; ids up to it are not given out again | 0 |\n";
    page += "| `retired_snapshots` | whole number | Highest number of a removed snapshot; ids up to it are not given out again | 0 |\n";
    page += "| `retired_notes` | whole number | Highest number of a removed note; ids up to it are not given out again | 0 |\n";
    page += "| `retired_zones` | whole number | Highest number of a removed zone; ids up to it are not given out again | 0 |\n";
    page += PROJECT;
    for field in field::PROJECT.iter().filter(plain) {
        page += &row(field, &project);
    }
    page += "| `lq` | object | Counts for the location quotient, see below | |\n";
    page += "| `regions` | list of objects | The nation region by region, for the Ellison–Glaeser index, see below | none |\n";
    page += "| `assumptions` | object | Where the project departs from the model, see below | |\n";
    page += LQ_INPUTS;
    for field in field::PROJECT.iter().filter(|field| !plain(field)) {
        page += &row(field, &project);
    }
    page += REGIONS;
    for (name, meaning) in [
        ("industry", "Jobs of the industry there"),
        ("all", "All jobs there"),
    ] {
        page += &format!(
            "| `{name}` | number from {} to {} (jobs) | {meaning} | 0 |\n",
            Amount::LEAST,
            Amount::MOST
        );
    }
    page += ASSUMPTIONS;
    page += ACTORS;
    for axis in ["x", "y"] {
        page += &format!(
            "| `{axis}` | number from {} to {MAP_LIMIT} | Center of the mark, map units; y grows downwards | the layout finds a place |\n",
            -MAP_LIMIT
        );
    }
    page += "| `pinned` | true or false | Put there by hand, so the layout leaves it alone | false |\n";
    for field in field::ACTOR {
        page += &row(field, &actors);
    }
    page += ATTRIBUTES;
    page += ACTOR_KINDS;
    for kind in ActorKind::ALL {
        let info = kind.info();
        page += &format!(
            "| `{}` | {}: {} | {} | {} | {} | {} | {} | {} |\n",
            info.id,
            info.name,
            info.definition,
            info.jobs.get(),
            info.revenue.get(),
            info.capability.get(),
            info.absorption.get(),
            info.export.get(),
            info.reputation.get()
        );
    }
    page += TIES;
    let ties = TieKind::ALL.map(|kind| Tie::new(kind, one, one));
    for field in field::TIE {
        page += &row(field, &ties);
    }
    page += ATTRIBUTES;
    page += TIE_KINDS;
    for kind in TieKind::ALL {
        let info = kind.info();
        let direction = match info.direction {
            Direction::Directed => "one way",
            Direction::MayBeMutual => "one way, or both when `mutual`",
            Direction::Undirected => "none",
        };
        let [from, to] = info.ends;
        page += &format!(
            "| `{}` | {}: {} | {from} | {to} | {direction} |\n",
            info.id, info.name, info.definition
        );
    }
    page += NOTES;
    for axis in ["x", "y"] {
        page += &format!(
            "| `{axis}` | number from {} to {MAP_LIMIT} | Upper left corner, map units; y grows downwards | 0 |\n",
            -MAP_LIMIT
        );
    }
    let notes = [Note::new("", Point::ORIGIN)];
    for field in field::NOTE {
        page += &row(field, &notes);
    }
    page += ZONES;
    for side in SIDES {
        page += &format!(
            "| `{side}` | number from {} to {MAP_LIMIT} | Where this side lies, map units | needed |\n",
            -MAP_LIMIT
        );
    }
    let nowhere = Rect {
        min: Point::ORIGIN,
        max: Point::ORIGIN,
    };
    let zones = [Zone::new("", nowhere)];
    for field in field::ZONE {
        page += &row(field, &zones);
    }
    page += SNAPSHOTS;
    page += EXAMPLE;
    page
}

/// One field of a table; its default is what fresh `objects` hold, if they agree.
fn row<T>(field: &Field<T>, objects: &[T]) -> String {
    let usual = objects.first().map_or(Value::Absent, |object| field.get(object));
    let same = objects.iter().all(|object| field.get(object) == usual);
    let usual = match usual {
        _ if !same => "as its kind".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Absent | Value::Text(_) | Value::List(_) => "none".to_owned(),
    };
    let takes = match field.accepts {
        Accepts::Number { least, most, .. } => format!("number from {least} to {most}"),
        Accepts::Flag => "true or false".to_owned(),
        Accepts::Line { .. } | Accepts::Paragraph => "text".to_owned(),
        Accepts::Tags | Accepts::Lines => "list of texts".to_owned(),
    };
    let unit = match field.unit {
        "" => String::new(),
        unit => format!(" ({unit})"),
    };
    format!("| `{}` | {takes}{unit} | {} | {usual} |\n", field.id, field.help)
}

fn introduction() -> String {
    format!(
        "\
<!-- Written by the program from its tables; `UPDATE_DOCS=1 cargo test` writes it again. -->
# The project file

A project is one file, `*.milieu`, media type `application/x-milieu+json`: UTF-8 JSON, at most {} GiB, nested at most
{DEPTH} deep. The fields below come in this order, one actor, tie, note or zone a line, sorted by id, so that the same project
always gives the same bytes and two versions compare line by line.

- **Left out.** A field that is not there has the default of the last column. The program writes every number, also one
  that is a default, and leaves out what is empty, absent or not set.
- **Numbers** are written as the shortest text that reads back to the same bits. NaN and infinity do not exist.
- **Unknown fields** are kept at every level and written back as they were, so an older program never strips what a
  newer one has added.
- **Repaired, and said aloud with its line**: a number outside its range goes to the nearest end, a missing or repeated
  id becomes a fresh one, a tie to an actor that is not there is left out, and so is what a kind of tie cannot have.
- **Refused, with line and column**: what is not JSON, lacks the header, names an unknown kind, has a value of the wrong
  type or a field twice. Nothing is loaded then.
- **A newer format** opens if it can be read, and is never overwritten: it is saved under another name only.
- A byte-order mark at the start is skipped.

Units: money in million units of whatever currency the project uses, shares from 0 to 1, years of the calendar.

`milieu check FILE` reads a file and tells what had to be repaired.
",
        LARGEST >> 30
    )
}

const HEADER: &str = "
## `milieu`: the header

Comes first and marks the file as a project.

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
";

const PROJECT: &str = "
## `project`: the whole

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
";

const LQ_INPUTS: &str = "
### `lq`

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
";

const REGIONS: &str = "
### `regions`: a list of objects

Every region of the nation, the cluster's own among them; the shares of the index are taken of their sums.

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
| `name` | text | What it is called; need not be unique | none |
";

const ASSUMPTIONS: &str = "
### `assumptions`

`aggregation` is `\"geometric\"` (the default) or `\"arithmetic\"`: how the six dimensions become one figure. Every other
field is one number of the measurement model, under its id; only those that differ from the default are written. The
ids, defaults and ranges are listed under *Assumptions* in [indicators.md](indicators.md).
";

const ACTORS: &str = "
## `actors`: a list of objects

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
| `id` | text | `a` and a whole number from 1 to 2^53 − 1, never used for another actor | a fresh one |
| `name` | text | In any script; need not be unique | none |
| `kind` | text | One of the kinds below | needed |
";

const ATTRIBUTES: &str = "| `attributes` | object | What a person keeps beside that, by name: a number, true or false, text or a list of texts; nothing in the model reads it | none |
";

const ACTOR_KINDS: &str = "
### Kinds of actors, and what a fresh one has

| `kind` | Meaning | `jobs` | `revenue` | `capability` | `absorption` | `export` | `reputation` |
| --- | --- | --- | --- | --- | --- | --- | --- |
";

const TIES: &str = "
## `ties`: a list of objects

Any number of ties, also of one kind, may join two actors. A tie from an actor to itself is kept and counts nowhere.

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
| `id` | text | `t` and a whole number from 1 to 2^53 − 1, never used for another tie | a fresh one |
| `kind` | text | One of the kinds below | needed |
| `from` | text | Id of the first actor | needed |
| `to` | text | Id of the second actor | needed |
";

const TIE_KINDS: &str = "
### Kinds of ties

| `kind` | Meaning | `from` | `to` | Direction |
| --- | --- | --- | --- | --- |
";

const NOTES: &str = "
## `notes`: a list of objects

Words on the map, sorted by id; left out when there is none. Nothing is computed from them. A note is as high as its
words need, and later notes lie on earlier ones.

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
| `id` | text | `n` and a whole number from 1 to 2^53 − 1, never used for another note | a fresh one |
| `color` | text | `gray`, `blue`, `sky`, `yellow` or `vermilion` | `gray` |
";

const ZONES: &str = "
## `zones`: a list of objects

Tinted parts of the map with a name, sorted by id; left out when there is none. Nothing is computed from them, and no
actor belongs to one: it stands in a zone or it does not.

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
| `id` | text | `z` and a whole number from 1 to 2^53 − 1, never used for another zone | a fresh one |
| `color` | text | As for notes | `gray` |
";

const SNAPSHOTS: &str = "
## `snapshots`: a list of objects

States of the project that were worth keeping, sorted by id; left out when there is none. Each is whole in itself, so a
snapshot means the same whatever becomes of the project. An id stands for the same actor or tie in all of them.

| Field | Value | Meaning | Default |
| --- | --- | --- | --- |
| `id` | text | `s` and a whole number from 1 to 2^53 − 1, never used for another snapshot | a fresh one |
| `name` | text | What it is called; need not be unique | its number |
| `note` | text | What it is for | none |
| `project` | object | As above, but without `title`, `place`, `notes`, `authors` and `sources`: these are of the project, not of a state | |
| `actors` | list of objects | As above; an actor without `x` and `y` stands where it stands now | |
| `ties` | list of objects | As above | |
| `notes` | list of objects | As above | |
| `zones` | list of objects | As above | |
";

const EXAMPLE: &str = "
## The shortest useful file

```json
{\"milieu\":{\"format\":1},
\"actors\":[
{\"id\":\"a1\",\"name\":\"Alpha\",\"kind\":\"final\"},
{\"id\":\"a2\",\"name\":\"Beta\",\"kind\":\"supplier\"}],
\"ties\":[
{\"id\":\"t1\",\"kind\":\"supply\",\"from\":\"a2\",\"to\":\"a1\"}]}
```
";
