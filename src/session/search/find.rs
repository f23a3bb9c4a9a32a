//! Looks through a project for a text.

use super::{Hit, Hits};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::fold::{fold_into, folded};
use crate::base::geom::Point;
use crate::base::parallel;
use crate::model::attribute::Attributes;
use crate::model::{Actor, ActorId, ActorKind, Document, Jot, Tie, TieId, TieKind};
use crate::picture::reading_line;

/// Actors or ties that a core looks through before it asks whether somebody still wants to know.
const PIECE: usize = 4096;

/// What is looked for: every word must stand somewhere, in the name, the kind, a tag or the note.
struct Wanted {
    whole: String,
    words: Vec<String>,
}

/// Memory that is needed again and again.
#[derive(Default)]
struct Room {
    name: String,
    rest: String,
}

/// How well something fits; the less the better.
type Rank = u8;
/// It is called so.
const CALLED: Rank = 0;
/// A word of its name begins so.
const BEGINS: Rank = 1;
/// Its name holds it.
const NAMED: Rank = 2;
/// It is of that kind, or somebody has said so of it.
const SAID: Rank = 3;

impl Wanted {
    fn new(typed: &str) -> Self {
        let folded = folded(typed);
        Self {
            words: folded.split_whitespace().map(ToOwned::to_owned).collect(),
            whole: folded.trim().to_owned(),
        }
    }

    /// For each word, which kinds are called so.
    fn kinds<K: Copy>(&self, all: &[K], name: fn(K) -> &'static str) -> Vec<Vec<bool>> {
        let names: Vec<String> = all.iter().map(|&kind| folded(name(kind))).collect();
        let called = |word: &String| names.iter().map(|name| name.contains(word.as_str())).collect();
        self.words.iter().map(called).collect()
    }

    fn rank(
        &self,
        name: &str,
        of_kind: impl Fn(usize) -> bool,
        tags: &[String],
        note: &str,
        own: &Attributes,
        room: &mut Room,
    ) -> Option<Rank> {
        room.name.clear();
        fold_into(name, &mut room.name);
        let mut said = false;
        room.rest.clear();
        for (i, word) in self.words.iter().enumerate() {
            if room.name.contains(word.as_str()) {
                continue;
            }
            said = true;
            if of_kind(i) {
                continue;
            }
            if room.rest.is_empty() {
                for text in tags.iter().map(String::as_str).chain([note]) {
                    fold_into(text, &mut room.rest);
                    room.rest.push('\n');
                }
                for (_, value) in own.iter() {
                    fold_into(&value.to_string(), &mut room.rest);
                    room.rest.push('\n');
                }
            }
            if !room.rest.contains(word.as_str()) {
                return None;
            }
        }
        Some(if said {
            SAID
        } else if room.name.starts_with(&self.whole) {
            CALLED
        } else if begins_word(&room.name, &self.words[0]) {
            BEGINS
        } else {
            NAMED
        })
    }
}

fn begins_word(name: &str, word: &str) -> bool {
    name.match_indices(word)
        .any(|(at, _)| !name[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Line by line, as one reads.
fn reading(at: Point) -> (i64, i64) {
    (reading_line(at), at.x as i64)
}

/// Everything that holds every word of `typed`, in the order in which one goes through it.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub(super) fn find(document: &Document, typed: &str, cancel: &Cancel) -> Result<Hits, Cancelled> {
    type Found<I> = Vec<((Rank, (i64, i64)), I)>;
    let wanted = Wanted::new(typed);
    if wanted.words.is_empty() {
        return Ok(Hits::default());
    }
    let place = |id| document.place(id).map_or(Point::ORIGIN, |place| place.at);

    let actors: Vec<(ActorId, &Actor)> = document.actors().collect();
    let kinds = wanted.kinds(&ActorKind::ALL, ActorKind::name);
    let look = |room: &mut Room, (id, actor): (ActorId, &Actor)| {
        let of_kind = |word: usize| {
            let index = ActorKind::ALL.iter().position(|&kind| kind == actor.kind);
            index.is_some_and(|index| kinds[word][index])
        };
        let rank = wanted.rank(
            &actor.name,
            of_kind,
            &actor.extra.tags,
            &actor.extra.note,
            &actor.attributes,
            room,
        )?;
        Some(((rank, reading(place(id))), id))
    };
    let found = parallel::pieces(actors.len(), PIECE, cancel, Room::default, |room, range| {
        let hits = actors[range].iter().filter_map(|&actor| look(room, actor));
        Ok(hits.collect::<Found<ActorId>>())
    })?;
    let mut of_actors: Found<ActorId> = found.into_iter().flatten().collect();

    let ties: Vec<(TieId, &Tie)> = document.ties().collect();
    let kinds = wanted.kinds(&TieKind::ALL, TieKind::name);
    let look = |room: &mut Room, (id, tie): (TieId, &Tie)| {
        let of_kind = |word: usize| {
            let index = TieKind::ALL.iter().position(|&kind| kind == tie.kind);
            index.is_some_and(|index| kinds[word][index])
        };
        let rank = wanted.rank(
            "",
            of_kind,
            &tie.extra.tags,
            &tie.extra.note,
            &tie.attributes,
            room,
        )?;
        let middle = place(tie.from) + (place(tie.to) - place(tie.from)) / 2.0;
        Some(((rank, reading(middle)), id))
    };
    let found = parallel::pieces(ties.len(), PIECE, cancel, Room::default, |room, range| {
        let hits = ties[range].iter().filter_map(|&tie| look(room, tie));
        Ok(hits.collect::<Found<TieId>>())
    })?;
    let mut of_ties: Found<TieId> = found.into_iter().flatten().collect();
    cancel.check()?;

    let mut room = Room::default();
    let notes = document.notes().filter_map(|(id, note)| {
        let rank = wanted.rank(&note.text, |_| false, &[], "", &Attributes::new(), &mut room)?;
        Some(((rank, reading(note.frame.at)), Jot::Note(id)))
    });
    let mut of_jots: Found<Jot> = notes.collect();
    of_jots.extend(document.zones().filter_map(|(id, zone)| {
        let rank = wanted.rank(
            &zone.name,
            |_| false,
            &[],
            &zone.note,
            &Attributes::new(),
            &mut room,
        )?;
        Some(((rank, reading(zone.area.min)), Jot::Zone(id)))
    }));

    of_actors.sort_unstable();
    of_ties.sort_unstable();
    of_jots.sort_unstable();
    let actors = of_actors.into_iter().map(|(_, id)| Hit::Actor(id));
    let ties = of_ties.into_iter().map(|(_, id)| Hit::Tie(id));
    let jots = of_jots.into_iter().map(|(_, jot)| Hit::Jot(jot));
    Ok(Hits::of(document, actors.chain(ties).chain(jots).collect()))
}
