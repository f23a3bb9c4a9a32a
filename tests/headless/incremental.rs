//! Figures that are brought up to date from edit to edit are those of a start from nothing, to the last bit.

use milieu::analysis::columns::tables;
use milieu::analysis::{Cost, Memory, assess, assess_after, assess_idle};
use milieu::base::cancel::Cancel;
use milieu::base::rng::Rng;
use milieu::model::{Document, Edit, Ids, Selection, Tie, TieKind};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::clusters::{Recipe, cluster};
use crate::history::{dice, edit_from};

fn ids_after(document: &Document) -> Ids {
    let mut ids = Ids::new();
    document.actors().for_each(|(id, _)| ids.note_actor(id));
    document.ties().for_each(|(id, _)| ids.note_tie(id));
    ids
}

/// Everything, live or idle, of actors and ties too.
fn check_all(memory: &mut Memory, document: &Document, what: &str) {
    let cancel = Cancel::new();
    let found = assess_after(memory, document, false, &cancel, |_| {}).unwrap();
    let expected = assess_idle(document, &cancel).unwrap();
    for ((indicator, found), (_, expected)) in found.figures.values().zip(expected.values()) {
        let bits = |value: Option<f64>| value.map(f64::to_bits);
        assert_eq!(bits(found), bits(expected), "{}: {what}", indicator.id);
    }
    assert_eq!(*found.figures, expected, "{what}");
    let expected = tables(document, Cost::Idle, &cancel).unwrap();
    assert_eq!(found.tables.as_deref(), Some(&expected), "{what}");
}

/// What follows every edit.
fn check_live(memory: &mut Memory, document: &Document, what: &str) {
    let cancel = Cancel::new();
    let found = assess_after(memory, document, true, &cancel, |_| {}).unwrap();
    assert_eq!(*found.figures, assess(document, &cancel).unwrap(), "{what}");
}

/// Makes random edits of every sort, goes back and forth among the states, and checks each.
fn wander(recipe: Recipe, edits: usize) {
    let seed = [recipe.seed as u8; 32];
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let (dice, mut rng) = (dice(), Rng::new(recipe.seed));
    let mut document = cluster(recipe);
    let mut ids = ids_after(&document);
    let mut past = vec![document.clone()];
    let mut memory = Memory::default();
    let mut made = 0;
    while made < edits {
        let throw = dice.new_tree(&mut runner).unwrap().current();
        let Some(edit) = edit_from(&throw, &document) else {
            continue;
        };
        let Ok(next) = edit.apply(&document, &mut ids) else {
            continue;
        };
        // An import may put much on the map at once; this is about edits of a cluster of some size.
        document = if next.actor_count() > 2 * recipe.actors || next.actor_count() < recipe.actors / 2 {
            past[rng.below(past.len())].clone()
        } else {
            next
        };
        made += 1;
        // As with undo, redo and trials that are given up.
        if rng.below(5) == 0 {
            document = past[past.len() - 1 - rng.below(past.len().min(4))].clone();
        }
        past.push(document.clone());
        let what = format!("{recipe:?}, edit {made}: {edit:?}");
        if rng.below(16) == 0 {
            check_all(&mut memory, &document, &what);
        } else {
            check_live(&mut memory, &document, &what);
        }
    }
}

#[test]
fn figures_kept_up_to_date_are_those_of_a_full_count() {
    for (actors, ties, seed, edits) in [
        (6, 8, 1, 900),
        (25, 40, 2, 900),
        (60, 180, 3, 700),
        (150, 300, 4, 300),
    ] {
        wander(Recipe { actors, ties, seed }, edits);
    }
}

#[test]
fn ties_that_come_and_go_keep_figures_right_in_sparse_and_directed_networks() {
    // Long chains of one-way channels, where most recipients are beyond the reach of an edit.
    let mut rng = Rng::new(9);
    let mut document = cluster(Recipe {
        actors: 120,
        ties: 110,
        seed: 11,
    });
    let mut ids = ids_after(&document);
    let mut memory = Memory::default();
    for step in 0..600 {
        let actors: Vec<_> = document.actors().map(|(id, _)| id).collect();
        let ties: Vec<_> = document.ties().map(|(id, _)| id).collect();
        let one = |rng: &mut Rng| actors[rng.below(actors.len())];
        let edit = if step % 2 == 0 || ties.is_empty() {
            let kind = TieKind::ALL[rng.below(TieKind::ALL.len())];
            Edit::AddTie(Tie::new(kind, one(&mut rng), one(&mut rng)))
        } else {
            Edit::Remove(Selection::tie(ties[rng.below(ties.len())]))
        };
        if let Ok(next) = edit.apply(&document, &mut ids) {
            document = next;
        }
        check_live(&mut memory, &document, &format!("step {step}: {edit:?}"));
    }
}

#[test]
fn work_that_was_given_up_leaves_nothing_wrong_behind() {
    let document = cluster(Recipe {
        actors: 80,
        ties: 200,
        seed: 21,
    });
    let mut ids = ids_after(&document);
    let mut memory = Memory::default();
    check_all(&mut memory, &document, "at first");
    let tie = document.ties().map(|(id, _)| id).nth(17).unwrap();
    let next = Edit::Remove(Selection::tie(tie))
        .apply(&document, &mut ids)
        .unwrap();
    let raised = Cancel::new();
    raised.raise();
    assert!(assess_after(&mut memory, &next, false, &raised, |_| {}).is_err());
    check_all(&mut memory, &document, "back again");
    check_all(&mut memory, &next, "and on");
}
