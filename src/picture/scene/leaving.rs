//! What goes with an edit, to be shown once more while it fades.

use super::{Mark, Scene, Strand};
use crate::picture::visibility::Visibility;

impl Scene {
    /// The marks and strands that the next scene does not have any more, where they were; ends of strands that stay are
    /// hidden. None when nothing goes, or more than `most`.
    pub fn leaving(&self, next: &Self, most: usize) -> Option<Self> {
        let mut left = next.marks.iter().map(|mark| mark.id).peekable();
        let gone = |mark: &&Mark| {
            while left.next_if(|id| *id < mark.id).is_some() {}
            left.peek() != Some(&mark.id)
        };
        let mut marks: Vec<Mark> = self.marks.iter().filter(gone).cloned().collect();
        let mut left = next.strands.iter().map(|strand| strand.id).peekable();
        let gone = |strand: &&Strand| {
            while left.next_if(|id| *id < strand.id).is_some() {}
            left.peek() != Some(&strand.id)
        };
        let mut strands: Vec<Strand> = self.strands.iter().filter(gone).cloned().collect();
        if marks.len() + strands.len() > most || (marks.is_empty() && strands.is_empty()) {
            return None;
        }
        let ends = strands.iter().flat_map(|strand| [strand.from, strand.to]);
        for end in ends {
            if !marks.iter().any(|mark| mark.id == self.marks[end].id) {
                marks.push(Mark {
                    visibility: Visibility::Hidden,
                    ..self.marks[end].clone()
                });
            }
        }
        marks.sort_by_key(|mark| mark.id);
        for strand in &mut strands {
            for end in [&mut strand.from, &mut strand.to] {
                let id = self.marks[*end].id;
                *end = marks.partition_point(|mark| mark.id < id);
            }
        }
        Some(Self::with(marks, strands))
    }
}
