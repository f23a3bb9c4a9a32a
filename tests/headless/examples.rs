//! Promises about the shipped clusters: they open without a word, tell where they come from and what is invented, keep
//! their marks apart, and move under every edit of the sign table as the theory says.

use std::collections::BTreeSet;

use milieu::files::{examples, project};
use milieu::layout::{Force, Request, Scope};
use milieu::model::Document;
use milieu::model::kind::TieKind;

use super::signs;

/// The clusters of the theory note with their numbers of actors, externals included.
const CLUSTERS: [(&str, usize); 8] = [
    ("silicon-valley", 29),
    ("tuttlingen", 26),
    ("baden-wuerttemberg", 26),
    ("bangalore", 29),
    ("datang", 32),
    ("shunde", 26),
    ("sassuolo", 28),
    ("california-wine", 28),
];

/// No two marks stand closer than this, map units.
const APART: f64 = 60.0;

/// No mark moves farther than this when the layout settles the surroundings of an actor, map units.
const RESTLESS: f64 = 40.0;

/// All marks fit into a window of this size, map units.
const MAP: (f64, f64) = (1_400.0, 900.0);

fn clusters() -> impl Iterator<Item = (&'static str, Document)> {
    CLUSTERS.into_iter().map(|(id, _)| {
        let example = examples::find(id).unwrap_or_else(|| panic!("{id} is not shipped"));
        (id, example.document())
    })
}

#[test]
fn every_cluster_is_shipped_with_the_actors_of_the_note() {
    for (id, actors) in CLUSTERS {
        let example = examples::find(id).unwrap_or_else(|| panic!("{id} is not shipped"));
        let opened = project::read(example.text.as_bytes()).unwrap();
        assert_eq!(opened.notices, [], "{id}");
        assert_eq!(opened.document.actor_count(), actors, "{id}");
        let ties = opened.document.tie_count();
        assert!((50..=110).contains(&ties), "{id} has {ties} ties");
    }
}

#[test]
fn what_is_real_and_what_is_invented_is_said() {
    for (id, document) in clusters() {
        let project = document.project();
        assert!(!project.sources.is_empty(), "{id}");
        for word in ["illustrative", "CC0-1.0", "Facts.", "Story."] {
            assert!(project.notes.contains(word), "{id}: {word}");
        }
        for (_, actor) in document.actors() {
            let marks = |word: &str| actor.extra.tags.iter().filter(|tag| *tag == word).count();
            assert_eq!(marks("real") + marks("typified"), 1, "{id}: {}", actor.name);
            assert!(!actor.extra.note.is_empty(), "{id}: {} has no note", actor.name);
        }
    }
}

#[test]
fn nobody_is_founded_after_the_year_of_the_map_and_no_tie_is_older_than_its_ends() {
    for (id, document) in clusters() {
        let year = document.project().year.get();
        let age = |actor| year - document.actor(actor).unwrap().founded.get();
        for (actor, one) in document.actors() {
            assert!(age(actor) >= 0.0, "{id}: {}", one.name);
        }
        // People may know each other before their firms exist.
        for (key, tie) in document.ties().filter(|(_, tie)| tie.kind != TieKind::Social) {
            assert!(tie.age.get() <= age(tie.from).min(age(tie.to)), "{id}: {key}");
        }
    }
}

#[test]
fn every_actor_is_tied_and_no_relation_is_drawn_twice() {
    for (id, document) in clusters() {
        for (actor, one) in document.actors() {
            assert!(
                document.ties_of(actor).next().is_some(),
                "{id}: {} is untied",
                one.name
            );
        }
        let mut seen = BTreeSet::new();
        for (key, tie) in document.ties() {
            assert!(!tie.is_loop(), "{id}: {key}");
            assert!(
                seen.insert((tie.kind, tie.from, tie.to)),
                "{id}: {key} is a repeat"
            );
        }
    }
}

#[test]
fn marks_stand_apart_on_one_page() {
    for (id, document) in clusters() {
        let places: Vec<_> = document.places().map(|(_, place)| place.at).collect();
        for (i, a) in places.iter().enumerate() {
            for b in &places[..i] {
                assert!(a.distance(*b) >= APART, "{id}: {a:?} and {b:?}");
            }
        }
        let extent = document.extent().unwrap();
        let (width, height) = (extent.max.x - extent.min.x, extent.max.y - extent.min.y);
        assert!(width <= MAP.0 && height <= MAP.1, "{id}: {width} by {height}");
    }
}

#[test]
fn externals_are_pinned_to_the_rim_and_nobody_else_is() {
    for (id, document) in clusters() {
        for (actor, one) in document.actors() {
            let pinned = document.place(actor).unwrap().pinned;
            assert_eq!(pinned, one.external, "{id}: {}", one.name);
        }
    }
}

/// The stored map is at rest, so that an edit does not make it lurch.
#[test]
fn the_live_layout_leaves_the_stored_map_where_it_is() {
    for (id, document) in clusters() {
        for (touched, one) in document.actors() {
            let near = Scope::Near(BTreeSet::from([touched]));
            let mut force = Force::new(Request::of(&document, &near, 1, |_, actor| actor.mark_radius()));
            while !force.settled() {
                force.advance(10);
            }
            for (actor, at) in force.places() {
                let moved = at.distance(document.place(actor).unwrap().at);
                assert!(
                    moved < RESTLESS,
                    "{id}: near {}: {actor} moved by {moved}",
                    one.name
                );
            }
        }
    }
}

#[test]
fn the_sign_table_holds_on_every_cluster() {
    for (id, document) in clusters() {
        signs::check(id, &document, &[]);
    }
}
