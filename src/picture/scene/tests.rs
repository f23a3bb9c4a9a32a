//! Scenes of small documents, and what must hold for them.

use super::*;
use crate::base::geom::Vector;
use crate::model::{Actor, Change, Document, Place, Swap, Tie};
use std::sync::Arc;

/// Actors of these kinds 200 apart in a row, and these ties between them.
pub(crate) fn sample(kinds: &[ActorKind], ties: &[(TieKind, u64, u64)]) -> Document {
    let actor = |n: u64| ActorId::new(n).unwrap();
    let mut changes = Vec::new();
    for (i, &kind) in kinds.iter().enumerate() {
        let id = actor(i as u64 + 1);
        let place = Place {
            at: Point::new(200.0 * i as f64, 0.0),
            pinned: false,
        };
        changes.push(Change::Actor(
            id,
            Swap {
                before: None,
                after: Some(Arc::new(Actor::new("A", kind))),
            },
        ));
        changes.push(Change::Place(
            id,
            Swap {
                before: None,
                after: Some(place),
            },
        ));
    }
    for (i, &(kind, from, to)) in ties.iter().enumerate() {
        let tie = Tie::new(kind, actor(from), actor(to));
        let id = TieId::new(i as u64 + 1).unwrap();
        changes.push(Change::Tie(
            id,
            Swap {
                before: None,
                after: Some(Arc::new(tie)),
            },
        ));
    }
    Document::default().with(&changes).unwrap()
}

#[test]
fn ties_end_on_the_outlines() {
    for kind in ActorKind::ALL {
        let scene = Scene::of(&sample(&[kind, kind], &[(TieKind::Supply, 1, 2)]));
        let curve = scene.curve(&scene.strands()[0]).unwrap();
        let marks = scene.marks();
        let reach = look::outline(kind).reach(Vector::new(1.0, 0.0)) * marks[0].radius;
        assert!((curve.at(0.0).x - reach).abs() < 0.2, "{kind:?}");
        assert!(marks[1].contains(curve.at(1.0), 0.3), "{kind:?}");
        assert!(!marks[1].contains(curve.at(1.0), -0.3), "{kind:?}");
    }
}

#[test]
fn parallel_ties_lie_side_by_side_whichever_way_they_point() {
    use TieKind::{Finance, Knowledge, Supply};
    let kinds = [ActorKind::Final, ActorKind::Supplier];
    let scene = Scene::of(&sample(
        &kinds,
        &[(Supply, 1, 2), (Finance, 2, 1), (Knowledge, 1, 2)],
    ));
    let mut heights: Vec<f64> = scene
        .strands()
        .iter()
        .map(|s| scene.curve(s).unwrap().at(0.5).y)
        .collect();
    heights.sort_by(f64::total_cmp);
    assert!(
        heights[1] - heights[0] > 8.0 && heights[2] - heights[1] > 8.0,
        "{heights:?}"
    );
    assert!(
        heights[1].abs() < 1.0,
        "the middle one stays nearly straight: {heights:?}"
    );
}

#[test]
fn coopetition_is_a_twin() {
    let kinds = [ActorKind::Final, ActorKind::Final];
    let ties = [(TieKind::Cooperation, 1, 2), (TieKind::Competition, 2, 1)];
    let scene = Scene::of(&sample(&kinds, &ties));
    let y = |i: usize| scene.curve(&scene.strands()[i]).unwrap().at(0.5).y;
    assert!((y(0) - y(1)).abs() < 7.0, "{} {}", y(0), y(1));
}

#[test]
fn a_loop_leaves_its_mark_and_comes_back() {
    let scene = Scene::of(&sample(&[ActorKind::Final], &[(TieKind::Knowledge, 1, 1)]));
    let curve = scene.curve(&scene.strands()[0]).unwrap();
    let mark = &scene.marks()[0];
    assert!(!mark.contains(curve.at(0.5), 5.0));
    assert!(mark.contains(curve.at(0.0), 0.5) && mark.contains(curve.at(1.0), 0.5));
}

#[test]
fn strands_follow_their_marks() {
    let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Service];
    let mut scene = Scene::of(&sample(
        &kinds,
        &[(TieKind::Supply, 1, 2), (TieKind::Supply, 2, 3)],
    ));
    let before = scene.curve(&scene.strands()[1]);
    let first = scene.marks()[0].id;
    assert!(scene.place(|id| (id == first).then_some(Point::new(0.0, 90.0))));
    assert!(scene.curve(&scene.strands()[0]).unwrap().at(0.0).y > 60.0);
    assert_eq!(scene.curve(&scene.strands()[1]), before);
    assert!(!scene.place(|_| None));
}

#[test]
fn a_tie_is_seen_no_better_than_its_ends() {
    let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Final];
    let mut scene = Scene::of(&sample(
        &kinds,
        &[(TieKind::Supply, 1, 2), (TieKind::Supply, 2, 3)],
    ));
    let id = |n| ActorId::new(n).unwrap();
    scene.show(&Shown {
        actors: vec![(id(1), Visibility::Hidden), (id(3), Visibility::Faded)],
        ties: vec![(TieId::new(2).unwrap(), Visibility::Seen)],
    });
    assert!(scene.strands()[0].hidden() && scene.strands()[1].faded());
    assert!(scene.marks()[0].hidden() && !scene.marks()[1].hidden());
    scene.show(&Shown::default());
    assert!(!scene.strands()[0].hidden() && !scene.strands()[1].faded());
}

/// A document of random actors and ties, some of them parallel and some loops.
pub(crate) fn random(seed: u64, actors: usize, ties: usize) -> Document {
    let mut rng = crate::base::rng::Rng::new(seed);
    let kinds: Vec<ActorKind> = (0..actors)
        .map(|_| ActorKind::ALL[rng.below(ActorKind::ALL.len())])
        .collect();
    let ties: Vec<(TieKind, u64, u64)> = (0..ties)
        .map(|_| {
            let kind = TieKind::ALL[rng.below(TieKind::ALL.len())];
            let from = rng.below(actors);
            // Half of them near, so that some pairs have many.
            let near = 1 + rng.below(2);
            let to = if rng.below(2) == 0 {
                (from + near) % actors
            } else {
                rng.below(actors)
            };
            (kind, from as u64 + 1, to as u64 + 1)
        })
        .collect();
    sample(&kinds, &ties)
}

#[test]
fn what_leaves_is_shown_once_more_where_it_was() {
    use TieKind::{Finance, Supply};
    let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Service];
    let ties = [(Supply, 1, 2), (Finance, 2, 1), (Supply, 2, 3)];
    let before = Scene::of(&sample(&kinds, &ties));
    let after = Scene::of(&sample(&kinds[..2], &ties[..1]));
    let leaving = before.leaving(&after, 100).unwrap();
    let ids = |scene: &Scene| {
        scene
            .strands()
            .iter()
            .map(|strand| strand.id.number())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&leaving), [2, 3]);
    for strand in leaving.strands() {
        let old = before.strand(strand.id).unwrap();
        assert_eq!(leaving.curve(strand), before.curve(old));
    }
    let shown = leaving.marks().iter().filter(|mark| !mark.hidden());
    assert_eq!(shown.map(|mark| mark.id.number()).collect::<Vec<_>>(), [3]);
    assert!(before.leaving(&before, 100).is_none());
    assert!(before.leaving(&after, 2).is_none());
}

/// Some changes of every sort that do not take anything away.
fn edits(document: &Document, seed: u64, count: u64) -> Vec<Change> {
    let mut rng = crate::base::rng::Rng::new(seed);
    let actors: Vec<ActorId> = document.actors().map(|(id, _)| id).collect();
    let ties: Vec<TieId> = document.ties().map(|(id, _)| id).collect();
    let mut changes = Vec::new();
    for i in 0..count {
        let any = |rng: &mut crate::base::rng::Rng| actors[rng.below(actors.len())];
        let kind = TieKind::ALL[rng.below(TieKind::ALL.len())];
        match rng.below(5) {
            0 => {
                let id = ActorId::new(actors.len() as u64 + 10 + i).unwrap();
                let actor = Actor::new("New", ActorKind::Supplier);
                let at = Point::new(rng.unit() * 500.0, rng.unit() * 90.0);
                changes.push(Change::Actor(id, Swap::add(Arc::new(actor))));
                changes.push(Change::Place(id, Swap::add(Place { at, pinned: true })));
            }
            1 => {
                let id = TieId::new(ties.len() as u64 + 10 + i).unwrap();
                let tie = Tie::new(kind, any(&mut rng), any(&mut rng));
                changes.push(Change::Tie(id, Swap::add(Arc::new(tie))));
            }
            2 if (i as usize) < ties.len() => {
                let id = ties[i as usize];
                let before = Arc::new(document.tie(id).unwrap().clone());
                let after = Tie {
                    kind,
                    from: any(&mut rng),
                    to: any(&mut rng),
                    ..Tie::clone(&before)
                };
                changes.push(Change::Tie(id, Swap::replace(before, Arc::new(after))));
            }
            3 if (i as usize) < actors.len() => {
                let id = actors[i as usize];
                let before = document.place(id).unwrap();
                let after = Place {
                    at: Point::new(rng.unit() * 900.0, 40.0),
                    pinned: true,
                };
                changes.push(Change::Place(id, Swap::replace(before, after)));
            }
            _ if (i as usize) < actors.len() => {
                let id = actors[i as usize];
                let before = Arc::new(document.actor(id).unwrap().clone());
                let after = Actor {
                    kind: ActorKind::University,
                    external: true,
                    ..Actor::clone(&before)
                };
                changes.push(Change::Actor(id, Swap::replace(before, Arc::new(after))));
            }
            _ => {}
        }
    }
    changes
}

#[test]
fn what_goes_is_hidden_until_a_new_scene_comes() {
    let document = random(4, 9, 12);
    let mut scene = Scene::of(&document);
    let gone = document
        .ties()
        .next()
        .map(|(id, tie)| (id, Arc::new(tie.clone())))
        .unwrap();
    let changes = [Change::Tie(gone.0, Swap::remove(gone.1))];
    assert!(!scene.follow(&changes));
    assert!(scene.strand(gone.0).unwrap().hidden());
    assert_eq!(scene.strands().iter().filter(|strand| strand.hidden()).count(), 1);
}

mod finds_the_same {
    use proptest::prelude::*;

    use super::*;

    /// Everything that the trees answer, by a look at everything.
    fn agrees(scene: &Scene, p: Point, margin: f64, area: Rect) -> Result<(), TestCaseError> {
        let marks = scene.marks();
        let topmost = marks
            .iter()
            .rev()
            .find(|mark| !mark.hidden() && mark.contains(p, margin));
        prop_assert_eq!(
            scene.topmost(p, margin).map(|mark| mark.id),
            topmost.map(|mark| mark.id)
        );
        let away = |mark: &&Mark| mark.at.distance(p) - mark.radius;
        let nearest = marks
            .iter()
            .filter(|mark| !mark.hidden() && mark.contains(p, margin))
            .min_by(|a, b| away(a).total_cmp(&away(b)));
        let found = scene.nearest_mark(p, margin, |_| true);
        prop_assert_eq!(found.map(|mark| mark.id), nearest.map(|mark| mark.id));
        let strands = scene.strands().iter().filter(|strand| !strand.hidden());
        let nearest = strands
            .filter_map(|strand| {
                let reach = margin.max(strand.width / 2.0 + 1.0);
                let (distance, _) = scene.curve(strand)?.nearest(p);
                (distance <= reach).then_some((distance, strand.id))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let found = scene.nearest_strand(p, margin);
        prop_assert_eq!(found.map(|strand| strand.id), nearest.map(|(_, id)| id));
        let seen = scene.marks_in(area);
        prop_assert!(seen.is_sorted());
        for (i, mark) in marks.iter().enumerate() {
            prop_assert!(!area.contains(mark.at) || seen.binary_search(&i).is_ok());
        }
        let seen = scene.strands_in(area);
        for (i, strand) in scene.strands().iter().enumerate() {
            let runs_through = scene
                .curve(strand)
                .is_some_and(|curve| (0..=20).any(|t| area.contains(curve.at(f64::from(t) / 20.0))));
            prop_assert!(!runs_through || seen.binary_search(&i).is_ok());
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 48,
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(5),
            ..ProptestConfig::default()
        })]

        #[test]
        fn after_an_edit_as_in_a_new_scene(
            seed in 0_u64..1 << 40,
            actors in 2_usize..60,
            ties in 0_usize..90,
            count in prop_oneof![Just(6_u64), Just(60)],
        ) {
            let document = random(seed, actors, ties);
            let mut scene = Scene::of(&document);
            scene.prepare();
            let after = document.with(&edits(&document, seed, count)).unwrap();
            prop_assert!(scene.follow(&document.changes_to(&after)));
            let new = Scene::of(&after);
            prop_assert_eq!(format!("{:?}", scene.marks()), format!("{:?}", new.marks()));
            prop_assert_eq!(format!("{:?}", scene.strands()), format!("{:?}", new.strands()));
            prop_assert_eq!(format!("{:?}", scene.hanging), format!("{:?}", new.hanging));
            for mark in new.marks() {
                agrees(&scene, mark.at, 3.0, Rect::from_corners(mark.at, Point::new(0.0, 0.0)))?;
            }
            for strand in new.strands() {
                if let Some(curve) = new.curve(strand) {
                    agrees(&scene, curve.at(0.5), 5.0, Rect::from_corners(curve.at(0.5), curve.at(0.4)))?;
                }
            }
        }

        #[test]
        fn as_a_look_at_everything(
            seed in 0_u64..1 << 40,
            actors in 1_usize..160,
            ties in 0_usize..500,
            share in 0.0..1.0,
            margin in 0.1..40.0,
        ) {
            let mut scene = Scene::of(&random(seed, actors, ties));
            let marks = scene.marks().iter().filter(|mark| mark.kind == ActorKind::Final);
            let strands = scene.strands().iter().filter(|strand| strand.kind == TieKind::Labor);
            let shown = Shown {
                actors: marks.map(|mark| (mark.id, Visibility::Hidden)).collect(),
                ties: strands.map(|strand| (strand.id, Visibility::Hidden)).collect(),
            };
            scene.show(&shown);
            let mut rng = crate::base::rng::Rng::new(seed);
            let anywhere = move || Point::new(rng.unit() * 900.0, rng.unit() * 600.0);
            // The trees are built, all marks move, then a few, and then all change their size.
            let mut probe = anywhere;
            for step in 0..4 {
                match step {
                    1 => {
                        let places: Vec<Point> = (0..actors).map(|_| probe()).collect();
                        scene.place(|id| Some(places[id.number() as usize - 1]));
                    }
                    2 => {
                        let places: Vec<Point> = (0..actors).map(|_| probe()).collect();
                        scene.place(|id| (id.number() % 29 == 0).then(|| places[id.number() as usize - 1]));
                    }
                    3 => scene.resize(|id| 8.0 + (id.number() % 7) as f64 * 3.0),
                    _ => {}
                }
                let p = probe();
                let area = Rect::from_corners(p, Point::new(p.x + 400.0 * share, p.y + 300.0 * share));
                agrees(&scene, p, margin, area)?;
                let on_a_mark = scene.marks()[actors / 2].at;
                agrees(&scene, on_a_mark, margin, area)?;
            }
        }
    }
}
