//! A small cluster with something of everything, for the tests of all writers.

use std::sync::Arc;

use crate::base::cancel::Cancel;
use crate::base::geom::{Point, Rect};
use crate::base::progress::Progress;
use crate::base::units::{Amount, Share, Weight};
use crate::exchange::figures::{Figure, Figures};
use crate::exchange::format::Format;
use crate::files::sheet::Cell;
use crate::model::attribute::Datum;
use crate::model::{
    Actor, ActorId, ActorKind, Change, Document, Note, NoteId, Place, Project, Swap, Tie, TieId, TieKind,
    Zone, ZoneId,
};

use super::{Choices, Written, write};

/// The actor with this number.
pub(super) fn actor_id(number: u64) -> ActorId {
    ActorId::new(number).unwrap()
}

/// The tie with this number.
pub(super) fn tie_id(number: u64) -> TieId {
    TieId::new(number).unwrap()
}

/// Five actors, one of them without a name, and nine ties: all directions, parallel ones, a loop, a disabled one;
/// attributes of each sort, a note and a zone.
pub(super) fn document() -> Document {
    let mut actors = vec![
        Actor::new("顺德 <家电> & \"Söhne\"", ActorKind::Final),
        Actor::new("Müller's Zulieferer", ActorKind::Supplier),
        Actor::new("University, of; the | Valley", ActorKind::University),
        Actor::new("", ActorKind::Customer),
        Actor::new("007", ActorKind::Association),
    ];
    actors[0].extra.tags = vec!["export".to_owned(), "old, and large".to_owned()];
    actors[0].extra.note = "Two lines\nwith a\ttab".to_owned();
    actors[0].export = Share::of(0.3);
    actors[1].external = true;
    actors[1].activity = Some("28.4".to_owned());
    actors[2].productivity = Some(Amount::of(123.456));
    actors[0].attributes.set("city", Datum::text("顺德"));
    actors[0].attributes.set("jobs", Datum::text("many"));
    actors[1].attributes.set("plants", Datum::number(0.1 + 0.2));
    actors[1].attributes.set("listed", Some(Datum::Flag(true)));
    actors[2].attributes.set(
        "fields",
        Some(Datum::List(vec!["a|b".to_owned(), "c, d".to_owned()])),
    );
    let mut ties = vec![
        Tie::new(TieKind::Supply, actor_id(2), actor_id(1)),
        Tie::new(TieKind::Supply, actor_id(2), actor_id(1)),
        Tie::new(TieKind::Supply, actor_id(1), actor_id(2)),
        Tie::new(TieKind::Competition, actor_id(1), actor_id(2)),
        Tie::new(TieKind::Knowledge, actor_id(3), actor_id(1)),
        Tie::new(TieKind::Knowledge, actor_id(3), actor_id(2)),
        Tie::new(TieKind::Governance, actor_id(1), actor_id(5)),
        Tie::new(TieKind::Social, actor_id(4), actor_id(4)),
        Tie::new(TieKind::Finance, actor_id(5), actor_id(4)),
    ];
    ties[0].weight = Weight::of(0.123_456_789);
    ties[0].value = Some(Amount::of(12.5));
    ties[1].enabled = false;
    ties[1].extra.note = "<second> & last".to_owned();
    ties[3].extra.tags = vec!["old".to_owned()];
    ties[5].mutual = true;
    ties[6].attributes.set("since", Datum::number(1990.0));
    let project = Project {
        title: "家电 & more".to_owned(),
        place: "Shunde".to_owned(),
        ..Project::default()
    };
    let mut changes = vec![Change::Project(Arc::new(Project::default()), Arc::new(project))];
    for (number, actor) in (1..).zip(actors) {
        let place = Place {
            at: Point::new(100.0 * number as f64, -12.5 * number as f64),
            pinned: number == 2,
        };
        changes.push(Change::Place(actor_id(number), Swap::add(place)));
        changes.push(Change::Actor(actor_id(number), Swap::add(Arc::new(actor))));
    }
    for (number, tie) in (1..).zip(ties) {
        changes.push(Change::Tie(tie_id(number), Swap::add(Arc::new(tie))));
    }
    let note = Note::new("A note", Point::ORIGIN);
    changes.push(Change::Note(NoteId::new(1).unwrap(), Swap::add(Arc::new(note))));
    let zone = Zone::new(
        "Upstream",
        Rect::from_corners(Point::ORIGIN, Point::new(9.0, 9.0)),
    );
    changes.push(Change::Zone(ZoneId::new(1).unwrap(), Swap::add(Arc::new(zone))));
    Document::default().with(&changes).unwrap()
}

/// A figure of two actors and one of a tie.
pub(super) fn figures() -> Figures {
    let betweenness = Figure {
        id: "betweenness".to_owned(),
        name: "Betweenness".to_owned(),
        values: vec![(actor_id(1), Cell::Number(0.25)), (actor_id(3), Cell::Empty)],
    };
    let strength = Figure {
        id: "strength".to_owned(),
        name: "Strength".to_owned(),
        values: vec![(tie_id(2), Cell::Text("strong".to_owned()))],
    };
    Figures {
        actors: vec![betweenness],
        ties: vec![strength],
        ..Figures::default()
    }
}

/// The sample in a format.
pub(super) fn written(format: Format, choices: &Choices) -> Written {
    let (progress, cancel) = (Progress::new(), Cancel::new());
    write(&document(), &figures(), format, choices, &progress, &cancel).unwrap()
}

/// The same as text, of a format with one file.
pub(super) fn text(format: Format, choices: &Choices) -> String {
    String::from_utf8(written(format, choices).files.remove(0).1).unwrap()
}
