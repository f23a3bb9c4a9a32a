//! Steps that can be taken back and made again. No limit on their number, only on their memory.

use std::sync::Arc;
use std::time::Duration;

use crate::model::{Change, Selection};

/// One line of Edit ▸ Undo.
#[derive(Clone, Debug)]
pub struct Step {
    /// What the menu calls it, for instance "Delete 3 actors and 7 ties".
    pub name: String,
    /// What happened.
    pub changes: Vec<Change>,
    /// What was chosen before.
    pub selection_before: Arc<Selection>,
    /// What was chosen afterwards.
    pub selection_after: Arc<Selection>,
    /// Steps with the same key and the same selection within a second become one.
    pub merge: Option<&'static str>,
    /// When, since the start of the program.
    pub at: Duration,
}

/// A step with the name of the state that it leads to.
struct Entry {
    step: Step,
    /// Stays the same when the step grows.
    id: u64,
    state: u64,
    weight: usize,
}

/// The line of steps, and where on it the project stands.
pub struct History {
    entries: Vec<Entry>,
    /// How many entries are done; the rest can be redone.
    done: usize,
    /// The state before the first entry that is still kept.
    root: u64,
    /// How many steps before the first entry have been forgotten.
    forgotten: usize,
    /// States that were saved, the newest last.
    marks: Vec<Mark>,
    next_state: u64,
    weight: usize,
}

/// A state that is counted from, also when its step is not there any more.
struct Mark {
    state: u64,
    /// How many steps had been done then; of a state that cannot be come back to, how many of them still hold.
    steps: usize,
    /// How many of its steps are gone.
    aside: usize,
}

/// So many saved states are counted from.
const MARKS: usize = 16;
/// What a chosen thing takes in a step, bytes.
const CHOSEN: usize = 16;
/// Oldest steps are forgotten beyond this many bytes.
const CAP: usize = 64 << 20;
/// Steps with the same merge key within this time become one.
const MERGE_WITHIN: Duration = Duration::from_secs(1);

impl History {
    /// No steps.
    pub(super) fn new() -> Self {
        Self {
            entries: Vec::new(),
            done: 0,
            root: 0,
            forgotten: 0,
            marks: Vec::new(),
            next_state: 0,
            weight: 0,
        }
    }

    /// A number that is the same exactly when the project is in the same state of this history.
    pub fn state(&self) -> u64 {
        match self.done {
            0 => self.root,
            done => self.entries[done - 1].state,
        }
    }

    /// How many steps lie between this state and the present one, those of them included that are not kept any more;
    /// all that were ever done, if nothing is known of that state.
    pub fn steps_from(&self, state: u64) -> usize {
        if state == self.root {
            return self.done;
        }
        if let Some(then) = self.entries.iter().position(|entry| entry.state == state) {
            return self.done.abs_diff(then + 1);
        }
        let mark = self.marks.iter().find(|mark| mark.state == state);
        mark.map_or(self.steps(), |mark| {
            self.steps().abs_diff(mark.steps) + mark.aside
        })
    }

    /// How many steps lead to the present state.
    fn steps(&self) -> usize {
        self.forgotten + self.done
    }

    /// Which step undo would take back. It stays the same when the layout coming to rest is added to the step.
    pub fn last_step(&self) -> Option<u64> {
        Some(self.entries[self.done.checked_sub(1)?].id)
    }

    /// Names of the steps that can be undone, the last one first.
    pub fn undoable(&self) -> impl Iterator<Item = &str> {
        self.entries[..self.done]
            .iter()
            .rev()
            .map(|entry| entry.step.name.as_str())
    }

    /// Names of the steps that can be redone, the next one first.
    pub fn redoable(&self) -> impl Iterator<Item = &str> {
        self.entries[self.done..]
            .iter()
            .map(|entry| entry.step.name.as_str())
    }

    /// Another project is on the table: no steps. States of the one before keep their numbers for themselves; its steps
    /// come back.
    pub(super) fn restart(&mut self) -> Self {
        let root = self.fresh_state();
        let fresh = Self {
            root,
            next_state: self.next_state,
            ..Self::new()
        };
        std::mem::replace(self, fresh)
    }

    /// The state is being saved: the next step may not become one with the last, or undo could not come back here.
    pub(super) fn seal(&mut self) {
        let (state, steps) = (self.state(), self.steps());
        self.marks.retain(|mark| mark.state != state);
        self.marks.push(Mark {
            state,
            steps,
            aside: 0,
        });
        if self.marks.len() > MARKS {
            self.marks.remove(0);
        }
        if let Some(last) = self.done.checked_sub(1) {
            self.entries[last].step.merge = None;
        }
    }

    /// A new step; what could be redone is gone.
    pub(super) fn push(&mut self, mut step: Step) {
        self.drop_redoable();
        let state = self.fresh_state();
        let chosen = self.share_selections(&mut step);
        if let (Some(key), Some(last)) = (step.merge, self.entries.last_mut())
            && last.step.merge == Some(key)
            && last.step.selection_after == step.selection_before
            && step.at.saturating_sub(last.step.at) < MERGE_WITHIN
        {
            let weight: usize = step.changes.iter().map(Change::weight).sum();
            last.step.changes.extend(step.changes);
            last.step.selection_after = step.selection_after;
            last.step.at = step.at;
            last.state = state;
            last.weight += weight;
            self.weight += weight;
        } else {
            let changes: usize = step.changes.iter().map(Change::weight).sum();
            let weight = changes + step.name.len() + CHOSEN * chosen + 200;
            self.weight += weight;
            self.entries.push(Entry {
                step,
                id: state,
                state,
                weight,
            });
            self.done = self.entries.len();
        }
        self.forget_oldest();
    }

    /// Most steps leave the choice as the one before left it: it is kept once. Returns how many chosen things are not kept
    /// already.
    fn share_selections(&self, step: &mut Step) -> usize {
        let mut chosen = 0;
        match self.entries.last() {
            Some(last) if last.step.selection_after == step.selection_before => {
                step.selection_before = Arc::clone(&last.step.selection_after);
            }
            _ => chosen += step.selection_before.len(),
        }
        if step.selection_after == step.selection_before {
            step.selection_after = Arc::clone(&step.selection_before);
        } else {
            chosen += step.selection_after.len();
        }
        chosen
    }

    /// Adds to the last step, or makes a new one named `name` when there is none.
    pub(super) fn amend(&mut self, name: String, changes: Vec<Change>, selection: &Selection, at: Duration) {
        if self.done == 0 {
            let selection = Arc::new(selection.clone());
            self.push(Step {
                name,
                changes,
                selection_before: Arc::clone(&selection),
                selection_after: selection,
                merge: None,
                at,
            });
            return;
        }
        self.drop_redoable();
        // What is added cannot be taken back by itself.
        let now = self.state();
        if let Some(mark) = self.marks.iter_mut().find(|mark| mark.state == now) {
            mark.aside += 1;
        }
        let state = self.fresh_state();
        let weight: usize = changes.iter().map(Change::weight).sum();
        let last = self.entries.last_mut().expect("there is a done step");
        last.step.changes.extend(changes);
        last.state = state;
        last.weight += weight;
        self.weight += weight;
    }

    /// The step to take back; the history then stands before it.
    pub(super) fn undo(&mut self) -> Option<&Step> {
        self.done = self.done.checked_sub(1)?;
        Some(&self.entries[self.done].step)
    }

    /// The step to make again; the history then stands after it.
    pub(super) fn redo(&mut self) -> Option<&Step> {
        let entry = self.entries.get(self.done)?;
        self.done += 1;
        Some(&entry.step)
    }

    fn fresh_state(&mut self) -> u64 {
        self.next_state += 1;
        self.next_state
    }

    fn drop_redoable(&mut self) {
        let steps = self.steps();
        for mark in self.marks.iter_mut().filter(|mark| mark.steps > steps) {
            mark.aside += mark.steps - steps;
            mark.steps = steps;
        }
        for entry in self.entries.drain(self.done..) {
            self.weight -= entry.weight;
        }
    }

    fn forget_oldest(&mut self) {
        let mut surplus = self.weight.saturating_sub(CAP);
        let mut count = 0;
        // The last step always stays, however heavy.
        while surplus > 0 && count + 1 < self.entries.len() {
            surplus = surplus.saturating_sub(self.entries[count].weight);
            count += 1;
        }
        for entry in self.entries.drain(..count) {
            self.weight -= entry.weight;
            self.root = entry.state;
        }
        self.forgotten += count;
        self.done = self.entries.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorId;

    fn step() -> Step {
        let nothing = Arc::new(Selection::default());
        Step {
            name: "Step".to_owned(),
            changes: Vec::new(),
            selection_before: Arc::clone(&nothing),
            selection_after: nothing,
            merge: None,
            at: Duration::ZERO,
        }
    }

    #[test]
    fn steps_are_counted_from_a_state_that_cannot_be_come_back_to() {
        let mut history = History::new();
        for _ in 0..3 {
            history.push(step());
        }
        history.seal();
        let saved = history.state();
        history.push(step());
        assert_eq!(history.steps_from(saved), 1);
        for _ in 0..3 {
            history.undo();
        }
        assert_eq!(history.steps_from(saved), 2);
        history.push(step());
        assert_eq!(
            history.steps_from(saved),
            3,
            "two are undone for good, one is new"
        );
        history.seal();
        let saved = history.state();
        let selection = Selection::default();
        history.amend(String::new(), Vec::new(), &selection, Duration::ZERO);
        assert_eq!(history.steps_from(saved), 1, "the layout has come to rest");
        history.push(step());
        assert_eq!(history.steps_from(saved), 2);
    }

    #[test]
    fn forgotten_steps_are_counted() {
        let mut history = History::new();
        history.push(step());
        history.seal();
        let saved = history.state();
        let heavy = || Step {
            name: "x".repeat(CAP / 4),
            ..step()
        };
        for _ in 0..9 {
            history.push(heavy());
        }
        assert!(history.entries.len() < 5);
        assert_eq!(history.steps_from(saved), 9);
        assert_eq!(history.steps_from(u64::MAX), 10, "nothing is known of that one");
    }

    #[test]
    fn a_choice_that_stays_is_kept_once() {
        let chosen = |numbers: std::ops::Range<u64>| {
            let actors = numbers.filter_map(ActorId::new).collect();
            Arc::new(Selection {
                actors,
                ..Selection::default()
            })
        };
        let mut history = History::new();
        let mut push = |before, after| {
            history.push(Step {
                name: String::new(),
                changes: Vec::new(),
                selection_before: before,
                selection_after: after,
                merge: None,
                at: Duration::ZERO,
            });
            history.weight
        };
        let first = push(chosen(1..1001), chosen(1..1001));
        let second = push(chosen(1..1001), chosen(1..1001));
        let third = push(chosen(1..1001), chosen(1..2));
        assert!(first > 1000 * CHOSEN && first < 1100 * CHOSEN);
        assert_eq!((second - first, third - second), (200, 200 + CHOSEN));
        let [one, two, three] = history.entries.as_slice() else {
            panic!("three steps")
        };
        assert!(Arc::ptr_eq(&one.step.selection_before, &two.step.selection_after));
        assert!(Arc::ptr_eq(
            &one.step.selection_after,
            &three.step.selection_before
        ));
    }
}
