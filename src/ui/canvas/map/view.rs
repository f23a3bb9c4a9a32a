//! Which marks and ties are painted one by one.

use egui::Painter;

use super::Sight;
use crate::base::geom::Vector;
use crate::picture::{Mark, Strand, look};
use crate::ui::canvas::far::CHOSEN;

/// Of more marks in view only those are looked at one by one that somebody points at or has chosen.
const MANY_MARKS: usize = 4000;

impl Sight<'_> {
    pub(super) fn visible_strands(&self) -> Vec<&Strand> {
        let found = self.scene.strands_in(self.camera.seen().grown(12.0)).into_iter();
        let found = found.map(|i| &self.scene.strands()[i]);
        found.filter(|strand| !strand.hidden()).collect()
    }

    pub(super) fn visible_marks(&self) -> Vec<&Mark> {
        let seen = self.camera.seen().grown(look::RADIUS_MOST * 1.5);
        if self.scene.has_more_marks_in(seen, MANY_MARKS) {
            return self.marks_of_note();
        }
        let found = self.scene.marks_in(seen).into_iter();
        let found = found.map(|i| &self.scene.marks()[i]);
        found
            .filter(|mark| !mark.hidden() && seen.contains(mark.at))
            .collect()
    }

    /// Marks that somebody points at, has chosen or is about to, in the order of their ids.
    pub(super) fn marks_of_note(&self) -> Vec<&Mark> {
        let chosen = &self.selection.actors;
        let chosen = chosen.iter().filter(|_| chosen.len() <= CHOSEN);
        let lit = self.lit.iter().take(CHOSEN);
        let named = chosen.chain(self.highlighted).chain(lit).copied();
        let named = named
            .chain(self.hover.actor())
            .chain(self.growing.keys().copied());
        let mut found: Vec<usize> = named.filter_map(|id| self.scene.mark_index(id)).collect();
        if let Some(area) = self.gesture.area() {
            let marks = self.scene.marks();
            let taken = self.scene.marks_in(area).into_iter();
            found.extend(
                taken
                    .filter(|&i| self.gesture.encloses(&marks[i]))
                    .take(MANY_MARKS),
            );
        }
        found.sort_unstable();
        found.dedup();
        let found = found.into_iter().map(|i| &self.scene.marks()[i]);
        found.filter(|mark| !mark.hidden()).collect()
    }

    /// The same of ties; with the actor under the pointer its ties are of note.
    pub(super) fn strands_of_note(&self) -> Vec<&Strand> {
        let chosen = &self.selection.ties;
        let chosen = chosen.iter().filter(|_| chosen.len() <= CHOSEN);
        let named = chosen.chain(self.pointed).copied().chain(self.hover.tie());
        let mut found: Vec<&Strand> = named.filter_map(|id| self.scene.strand(id)).collect();
        let center = self.hover.actor().filter(|_| self.gesture.shows_hover());
        if let Some(i) = center.and_then(|id| self.scene.mark_index(id)) {
            found.extend(self.scene.ties_of(i).take(CHOSEN));
        }
        found.retain(|strand| !strand.hidden());
        found.sort_by_key(|strand| strand.id);
        found.dedup_by_key(|strand| strand.id);
        found
    }

    /// Which ties are left out first, see `detail`; none of those that somebody has chosen.
    pub(super) fn class(&self, strand: &Strand) -> u8 {
        self.stage()
            .class(strand, self.selection.ties.contains(&strand.id))
    }

    /// The last class of ties that is drawn without covering the map; none when all are.
    pub(super) fn last_class(&self, painter: &Painter, strands: &[&Strand], plain: bool) -> Option<u8> {
        let screen = painter.clip_rect().size();
        let size = Vector::new(f64::from(screen.x), f64::from(screen.y));
        let chosen = |strand: &Strand| self.selection.ties.contains(&strand.id);
        self.stage().last_class(strands, plain, size, chosen)
    }
}
