//! How a session carries out each action.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::geom::{Point, Vector};
use crate::base::text::count;
use crate::model::change::inverse;
use crate::model::edit::tally;
use crate::model::fragment::Fragment;
use crate::model::{Actor, ActorId, Change, Edit, Frames, Place, Selection, SnapshotId, Tie};

use super::action::{Action, Effect, Opening, Show};
use super::clipboard;
use super::importing::{self, ImportStep};
use super::why::{Between, Question};
use super::{Preview, Session, Work};

/// A duplicate or a pasted fragment stands this far from its original, in map units both ways.
const BESIDE: f64 = 24.0;
/// Distance of an actor that is added in a direction.
const REACH: f64 = 150.0;

impl Session {
    /// Carries out what a person, a script or a test asks for.
    pub fn perform(&mut self, action: Action) {
        // What goes on many times a second neither chooses nor hides.
        let fleeting = matches!(
            action,
            Action::Drag(_) | Action::Suppose(_) | Action::Glance(_) | Action::Show(_)
        );
        match action {
            Action::Edit(edit) => self.edit_and_settle(&edit),
            Action::Preview(edit) => self.try_out(edit),
            Action::Suppose(edit) => self.suppose(edit),
            Action::Cancel => self.cancel(),
            Action::Drag(places) => self.drag(places),
            Action::Drop(places) => self.drop_actors(places, &Frames::default()),
            Action::DropAll(places, frames) => self.drop_actors(places, &frames),
            Action::Undo => self.travel(-1),
            Action::Redo => self.travel(1),
            Action::Travel(steps) => self.travel(steps),

            Action::Select(selection) => self.select(selection),
            Action::SelectAll => {
                let all = self.among_the_seen(Selection::all(&self.document));
                self.select(all);
            }
            Action::SelectNone => self.select(Selection::default()),
            Action::SelectInverse => self.select_inverse(),
            Action::SelectActorKind(kind) => self.select_actors(|actor| actor.kind == kind),
            Action::SelectTieKind(kind) => self.select_ties(|tie| tie.kind == kind),
            Action::SelectSort(place) => self.select_sort(place),

            Action::Choose(choice) => self.choose(choice),

            Action::DeleteSelection => self.delete_selection(),
            Action::Copy => {
                self.copy();
            }
            Action::Cut => {
                if self.copy() {
                    self.delete_selection();
                }
            }
            Action::Paste { text, at } => self.paste(text.as_deref(), at),
            Action::Duplicate => {
                let edit = self.duplication();
                self.edit_and_settle(&edit);
            }
            Action::Nudge(by) => self.nudge(by),
            Action::Color(whom, hue) => self.color(whom, hue),
            Action::ZoneAroundSelection => self.zone_around_selection(),
            Action::PinSelection(pinned) => {
                self.edit(&Edit::Pin(self.selection.actors.clone(), pinned), None);
            }
            Action::UnpinAll => {
                let all = self.document.actors().map(|(id, _)| id).collect();
                self.edit(&Edit::Pin(all, false), None);
            }
            Action::ReverseSelection => {
                self.edit(&self.reversal(), None);
            }
            Action::ToggleMutual => {
                self.edit(&self.mutuality(), None);
            }
            Action::MergeSelection => self.merge_selection(),
            Action::AddBeside { from, toward } => self.add_beside(from, toward),
            Action::ToggleSettle => self.toggle_settle(),
            Action::ArrangeAll => self.arrange_all(),
            Action::ArrangeAs(form) => self.arrange_as(form),

            Action::New => self.guarded(Action::New, Self::begin_new),
            Action::AskOpen => self.effects.push(Effect::AskOpenPath),
            Action::Open(path) if importing::is_foreign(&path) => {
                self.import(ImportStep::Files(vec![path]));
            }
            Action::Open(path) => self.guarded(Action::Open(path.clone()), |session| {
                session.open(path, Opening::Usual);
            }),
            Action::OpenAs(path, opening) => self.open_as(path, opening),
            Action::AskImport => self.effects.push(Effect::AskImportPaths),
            Action::AskImportClip => self.effects.push(Effect::AskClip),
            Action::Import(step) => self.import(step),
            Action::AskExportData(wish) => self.ask_data_path(wish),
            Action::ExportData(path, wish) => self.export_data(path, wish),
            Action::AskSaveImportReport => self.ask_import_report_path(),
            Action::SaveImportReport(path) => self.save_import_report(path),
            Action::OpenExample(id) => {
                self.guarded(Action::OpenExample(id.clone()), |session| {
                    session.open_example(&id);
                });
            }
            Action::Save => self.save(None),
            Action::AskSaveAs => self.ask_save_path(false, None),
            Action::SaveAs(path) => self.save_as(path, None),
            Action::SaveAsThen(path, then) => self.save_as(path, Some(*then)),
            Action::AskSaveCopy => self.ask_save_path(true, None),
            Action::SaveCopy(path) => self.save_copy(path),
            Action::AskExportTable(tab, rows) => self.ask_table_path(tab, rows),
            Action::ExportTable { path, tab, rows } => self.export_table(path, tab, rows),
            Action::AskExportPicture(wish) => self.ask_picture_path(*wish),
            Action::ExportPicture(path, wish) => self.export_picture(path, *wish),
            Action::RepeatExport => self.repeat_export(),
            Action::CopyPicture(part) => self.copy_picture(part),
            Action::StopExporting => self.stop_pictures(),
            Action::AskExportReport(wish) => self.ask_report_file(wish),
            Action::ExportReport(path, wish) => self.export_report(path, &wish),
            Action::StopReporting => self.reporting.stop(),
            Action::AskExportKeys(keys) => self.effects.push(Effect::AskKeysPath(keys)),
            Action::ExportKeys(path, keys) => self.export_keys(path, keys),
            Action::SaveAnyway => self.save_anyway(),
            Action::SaveInPlace => self.save_in_place(),
            Action::SaveElsewhere => self.save_elsewhere(),
            Action::KeepMine => self.keep_mine(),
            Action::CompareWithFile(path, words) => self.compare_with_file(path, words),
            Action::KeepVersions(keep) => {
                self.settings.versions = keep;
                self.save_settings();
            }
            Action::Quit => self.guarded(Action::Quit, |session| session.effects.push(Effect::Quit)),
            Action::SaveThen(then) => self.save(Some(*then)),
            Action::DiscardThen(then) => self.discard_then(*then),
            Action::StopOpening => self.stop_opening(),
            Action::Work(work) => self.work(work),
            Action::ForgetRecent(path) => {
                self.settings.forget_file(&path);
                self.save_settings();
            }

            Action::AskWhy(question) => {
                self.why.open(question);
                self.why.keep_up(self.track.states(), &self.looking);
            }
            Action::CloseWhy => self.why.close(),
            Action::WantShares(wanted) => self.shares.want(wanted),
            Action::SetBaseline(baseline) => self.track.set_baseline(baseline, &self.document),
            Action::Compare(before, after) => self.comparing.start([before, after], &self.document),
            Action::StopComparing => {
                self.comparing.stop();
                // What was asked about the two states goes with them.
                if let Some(Question {
                    between: Between::States(..),
                    ..
                }) = self.why.question()
                {
                    self.why.close();
                }
            }
            Action::Advise(question) => self.adviser.ask(question, &self.document),
            Action::CloseAdvice => self.adviser.close(),
            Action::LookThrough(lens) => {
                let document = std::sync::Arc::clone(self.document());
                self.looking.look_through(lens, &document);
                self.why.keep_up(self.track.states(), &self.looking);
            }
            Action::RankWeights => self.certainty.rank(),
            Action::CompareWithChance(rewirings) => {
                let document = std::sync::Arc::clone(&self.document);
                self.odds.start(&document, self.looking.lens().clone(), rewirings);
            }
            Action::LeaveChance => self.odds.stop(),
            Action::WantGauge(wanted) => self.gauge.want(wanted),
            Action::Look(look) => self.look(look),
            Action::WantGroups(reader, wanted) => {
                self.groups.want(reader, wanted);
                self.keep_groups();
            }
            Action::Glance(measure) => self.tint.set_glance(measure),
            Action::ColorBy(measure) => self.tint.set_color(measure),
            Action::SizeBy(measure) => self.tint.set_size(measure),
            Action::ReleaseFigures => {
                self.tint.set_color(None);
                self.tint.set_size(None);
            }
            Action::SetNextActorKind(kind) => self.settings.last_actor_kind = kind,
            Action::SetNextHue(hue) => {
                self.settings.last_note_color = hue;
                self.settings.last_zone_color = hue;
            }
            Action::SetNextTieKind(kind) => self.settings.last_tie_kind = kind,
            Action::Insert(kind) => {
                self.settings.last_actor_kind = kind;
                self.effects.push(Effect::Show(Show::AddActorInView));
            }
            Action::LookUp(typed) => {
                let document = std::sync::Arc::clone(self.document());
                self.palette.ask(typed, &self.settings.recent_commands, &document);
            }
            Action::CloseLookUp => self.palette.close(),
            Action::Find(typed) => self.search_for(typed),
            Action::NextHit(forward) => self.next_hit(forward),
            Action::SelectHits => self.select_hits(),
            Action::StopFinding => self.stop_searching(),
            Action::NoteUse(id) => self.settings.remember_command(id),
            Action::Show(show) => self.effects.push(Effect::Show(show)),
        }
        self.keep_sight();
        if !fleeting {
            self.keep_chosen_in_sight();
        }
        self.keep_shares();
        self.keep_recovery();
    }

    /// An edit by a person: afterwards the layout settles around it, and a nameless new actor asks for its name.
    pub(super) fn edit_and_settle(&mut self, edit: &Edit) {
        let mut said = match edit {
            Edit::Remove(selection) => Some(format!("{} deleted", tally(&self.document, selection))),
            Edit::Merge(..) => Some(edit.name(&self.document)),
            Edit::DeleteSnapshot(id) => Some(format!("{} deleted", self.snapshot_words(*id))),
            Edit::RestoreSnapshot(id) => Some(format!("{} restored", self.snapshot_words(*id))),
            _ => None,
        };
        let Some(near) = self.edit(edit, None) else { return };
        if let Edit::TakeSnapshot { .. } = edit {
            let newest = self.document.snapshots().next_back().map(|(id, _)| id);
            said = newest.map(|id| format!("{} taken", self.snapshot_words(id)));
        }
        if let Some(id) = self.selection.only_actor()
            && matches!(edit, Edit::AddActors(_) | Edit::AddConnected { .. })
            && self.document.actor(id).is_some_and(|actor| actor.name.is_empty())
        {
            self.effects.push(Effect::EditName(id));
        }
        self.ask_for_words(edit);
        match edit {
            Edit::Duplicate(..) | Edit::Paste(..) if self.selection.actors.is_empty() => {}
            // Somebody has just put them there; only what they were put on top of makes room.
            Edit::AddActors(_) | Edit::AddConnected { .. } | Edit::Paste(..) | Edit::Duplicate(..) => {
                self.make_room_for(self.selection.actors.clone());
            }
            // A state that comes back comes back as it was.
            Edit::Move(_) | Edit::Arrange(_) | Edit::Pin(..) | Edit::Remove(_) | Edit::RestoreSnapshot(_) => {
            }

            _ if near.is_empty() => {}
            _ => self.settle_near(near),
        }
        if let Some(sentence) = said {
            self.post_undoable(sentence);
        }
    }

    /// "Snapshot “Before”" or "Snapshot 3".
    fn snapshot_words(&self, id: SnapshotId) -> String {
        let name = self.document.snapshot_name(id);
        match self.document.snapshot(id) {
            Some(snapshot) if !snapshot.name.is_empty() => format!("Snapshot “{name}”"),
            _ => name,
        }
    }

    fn try_out(&mut self, edit: Edit) {
        let mut ids = self.ids.clone();
        // A trial that is refused shows the document as it is; the edit itself will say why.
        self.preview = edit.apply(&self.document, &mut ids).ok().map(|document| Preview {
            document: std::sync::Arc::new(document),
        });
        self.measure();
    }

    fn cancel(&mut self) {
        self.preview = None;
        self.stop_motion();
        self.measure();
    }

    /// Undoes (negative) or redoes (positive) steps.
    fn travel(&mut self, steps: i32) {
        self.preview = None;
        self.motion.stop();
        let mut rearranged = false;
        for _ in 0..steps.unsigned_abs() {
            let (changes, selection) = if steps < 0 {
                let Some(step) = self.history.undo() else { break };
                (inverse(&step.changes), Selection::clone(&step.selection_before))
            } else {
                let Some(step) = self.history.redo() else { break };
                (step.changes.clone(), Selection::clone(&step.selection_after))
            };
            let document = self
                .document
                .with(&changes)
                .expect("a step fits the state that it was made for");
            self.document = std::sync::Arc::new(document);
            self.selection = selection;
            let moved = changes
                .iter()
                .filter(|change| matches!(change, Change::Place(..)))
                .count();
            rearranged |= 2 * moved > self.document.actor_count();
            if changes.iter().any(Change::touches_indicators) {
                self.track.mark_edit();
            }
        }
        self.selection.keep_existing(&self.document);
        self.measure();
        if rearranged {
            // The view went along with the layout; without this the map would lie beside it.
            self.effects.push(Effect::Show(Show::RevealAll));
        }
    }

    pub(super) fn select(&mut self, selection: Selection) {
        self.selection = selection;
        self.selection.keep_existing(&self.document);
    }

    fn select_actors(&mut self, such: impl Fn(&Actor) -> bool) {
        let actors = self.document.actors().filter(|(_, actor)| such(actor));
        let chosen = Selection {
            actors: actors.map(|(id, _)| id).collect(),
            ..Selection::default()
        };
        self.select(self.among_the_seen(chosen));
    }

    fn select_ties(&mut self, such: impl Fn(&Tie) -> bool) {
        let ties = self.document.ties().filter(|(_, tie)| such(tie));
        let chosen = Selection {
            ties: ties.map(|(id, _)| id).collect(),
            ..Selection::default()
        };
        self.select(self.among_the_seen(chosen));
    }

    fn select_sort(&mut self, place: usize) {
        let Some(spread) = self.tint.painted() else { return };
        let actors = self.document.actors().map(|(id, _)| id);
        let ties = self.document.ties().map(|(id, _)| id);
        let chosen = Selection {
            actors: actors
                .filter(|&id| spread.actor_sort(id) == Some(place))
                .collect(),
            ties: ties.filter(|&id| spread.tie_sort(id) == Some(place)).collect(),
            ..Selection::default()
        };
        self.select(self.among_the_seen(chosen));
    }

    fn select_inverse(&mut self) {
        self.selection = self
            .among_the_seen(Selection::all(&self.document))
            .without(&self.selection);
    }

    fn delete_selection(&mut self) {
        if let Some(edit) = self.deletion() {
            self.edit_and_settle(&edit);
        }
    }

    /// What *Delete* does.
    pub(super) fn deletion(&self) -> Option<Edit> {
        (!self.selection.is_empty()).then(|| Edit::Remove(self.selection.clone()))
    }

    /// What *Duplicate* does.
    pub(super) fn duplication(&self) -> Edit {
        Edit::Duplicate(self.selection.clone(), Vector::new(BESIDE, BESIDE))
    }

    /// What *Reverse ties* does.
    pub(super) fn reversal(&self) -> Edit {
        Edit::Reverse(self.selection.ties.clone())
    }

    fn copy(&mut self) -> bool {
        let fragment = Fragment::of(&self.document, &self.selection);
        if fragment.is_empty() {
            return false;
        }
        self.effects.push(Effect::CopyText(clipboard::text(&fragment)));
        self.clipboard = Some(fragment);
        true
    }

    /// What was copied here if the system's clipboard still holds it, else names from its text.
    fn paste(&mut self, text: Option<&str>, at: Option<Point>) {
        let own = self.clipboard.as_ref().filter(|fragment| {
            text.is_none_or(|text| text.trim_end() == clipboard::text(fragment).trim_end())
        });
        if let Some(fragment) = own {
            let center = fragment
                .extent()
                .map_or(Point::ORIGIN, crate::base::geom::Rect::center);
            let by = at.map_or(Vector::new(BESIDE, BESIDE), |at| at - center);
            let edit = Edit::Paste(fragment.clone(), by);
            self.edit_and_settle(&edit);
        } else if let Some(text) = text.filter(|text| clipboard::is_table(text)) {
            self.import(ImportStep::Text(text.to_owned()));
        } else if let Some(text) = text {
            let center = at.unwrap_or_else(|| self.free_spot());
            let actors = clipboard::actors(
                text,
                self.settings.last_actor_kind,
                center,
                &self.document.project().assumptions,
            );
            if actors.is_empty() {
                self.post(crate::base::notice::Notice::warning(
                    "There is no name to paste: one a line is expected",
                ));
                return;
            }
            let said = format!("{} pasted", count(actors.len(), "actor", "actors"));
            self.edit_and_settle(&Edit::AddActors(actors));
            self.post_undoable(said);
            self.effects.push(Effect::Show(Show::FitAll));
        }
    }

    /// Right of everything, or the origin of an empty map.
    fn free_spot(&self) -> Point {
        self.document.extent().map_or(Point::ORIGIN, |extent| {
            Point::new(extent.max.x + 2.0 * REACH, extent.center().y)
        })
    }

    /// What *Mutual or one-way* does.
    pub(super) fn mutuality(&self) -> Edit {
        let document = &self.document;
        let ties: BTreeSet<_> = self
            .selection
            .ties
            .iter()
            .copied()
            .filter(|&id| document.tie(id).is_some_and(Tie::may_be_mutual))
            .collect();
        let all_mutual = ties
            .iter()
            .all(|&id| document.tie(id).is_some_and(|tie| tie.mutual));
        Edit::SetMutual(ties, !all_mutual)
    }

    fn merge_selection(&mut self) {
        if let Some(edit) = self.merger() {
            self.edit_and_settle(&edit);
            if let Edit::Merge(into, _) = edit {
                self.select(Selection::actor(into));
            }
        }
    }

    /// What *Merge actors* does: the largest by revenue takes the others in; among equals the first by name.
    pub(super) fn merger(&self) -> Option<Edit> {
        let document = &self.document;
        let mut actors: Vec<(ActorId, &Actor)> = self
            .selection
            .actors
            .iter()
            .filter_map(|&id| Some((id, document.actor(id)?)))
            .collect();
        actors.sort_by(|(m, a), (n, b)| {
            b.revenue
                .get()
                .total_cmp(&a.revenue.get())
                .then_with(|| a.name.cmp(&b.name))
                .then(m.cmp(n))
        });
        let ids: Vec<ActorId> = actors.into_iter().map(|(id, _)| id).collect();
        let (&into, others) = ids.split_first()?;
        Some(Edit::Merge(into, others.iter().copied().collect()))
    }

    fn add_beside(&mut self, from: ActorId, toward: Vector) {
        if let Some(edit) = self.addition_beside(from, toward) {
            self.edit_and_settle(&edit);
        }
    }

    /// A new actor of the last kind, tied to `from`, at the first free place in a direction.
    pub(super) fn addition_beside(&self, from: ActorId, toward: Vector) -> Option<Edit> {
        let start = self.document.place(from)?.at;
        let taken: BTreeMap<ActorId, Point> =
            self.document.places().map(|(id, place)| (id, place.at)).collect();
        let free = |at: Point| taken.values().all(|other| other.distance(at) > REACH * 0.6);
        let side = toward.turned();
        // Straight ahead first, then to both sides by turns, then one row further out.
        let spots = (1..6).flat_map(|row| {
            [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0]
                .map(|column| start + toward * (REACH * f64::from(row)) + side * (REACH * 0.75 * column))
        });
        let at = spots
            .into_iter()
            .find(|&at| free(at))
            .unwrap_or(start + toward * (REACH * 6.0));
        Some(Edit::AddConnected {
            from,
            kind: self.settings.last_tie_kind,
            actor: self
                .document
                .project()
                .assumptions
                .fresh("", self.settings.last_actor_kind),
            place: Place { at, pinned: false },
        })
    }

    /// The person has answered *Don't save*: the project is let go as it is.
    fn discard_then(&mut self, then: Action) {
        match then {
            Action::Quit => {
                self.let_recovery_go();
                self.effects.push(Effect::Quit);
            }
            Action::Work(Work::Recover(id)) => self.recover(&id, false),
            Action::Work(Work::RecoverBoth(id)) => self.recover(&id, true),
            Action::Open(path) => self.open(path, Opening::Usual),
            Action::OpenAs(path, opening) => self.open(path, opening),
            Action::Import(ImportStep::Make) => self.start_making(),
            Action::OpenExample(id) => self.open_example(&id),
            Action::New => self.begin_new(),
            other => self.perform(other),
        }
    }
}
