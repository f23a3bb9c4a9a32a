//! Finds actors by their ids.
//!
//! Programs mostly count: `n0`, `n1`, … or plain numbers. Such an id is found by its number in a list, which a machine
//! has in reach where a table of a million texts is spread over more memory than it keeps at hand; any other is found
//! by its text.

use crate::exchange::texts::Texts;

/// Ids of actors, by the numbers of the actors.
#[derive(Default)]
pub(super) struct Ids {
    texts: Texts,
    /// By what stands before the digits: where in `pieces` each piece of the list is; [`NOBODY`] for one without any.
    counted: Vec<(Box<str>, Vec<u32>)>,
    /// Actors by the numbers in their ids.
    pieces: Vec<[u32; PIECE as usize]>,
    /// Some id is not in a list.
    others: bool,
}

/// So many different beginnings are told apart.
const BEGINNINGS: usize = 4;
/// Ids beyond this are found by their text.
const LARGEST: u32 = 1 << 26;
/// Numbers in a piece of a list.
const PIECE: u32 = 64;
/// Nobody.
const NOBODY: u32 = u32::MAX;

/// What stands before the digits at the end of an id, and their number. `None` where other digits would have the same
/// number, as with a leading zero.
fn taken_apart(id: &str) -> Option<(&str, u32)> {
    let bytes = id.as_bytes();
    let count = bytes
        .iter()
        .rev()
        .take(9)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (before, digits) = bytes.split_at(bytes.len() - count);
    let whole = !before.last().is_some_and(u8::is_ascii_digit);
    let plain = count > 0 && whole && (digits[0] != b'0' || count == 1);
    let number = digits
        .iter()
        .fold(0, |number, digit| 10 * number + u32::from(digit - b'0'));
    (plain && number < LARGEST).then(|| (&id[..before.len()], number))
}

impl Ids {
    /// The number of the actor with this id.
    pub(super) fn find(&self, id: &str) -> Option<u32> {
        if let Some((before, digits)) = taken_apart(id)
            && let Some((_, counted)) = self.counted.iter().find(|(known, _)| **known == *before)
            && let Some(&piece) = counted.get((digits / PIECE) as usize)
            && let Some(piece) = self.pieces.get(piece as usize)
            && let number = piece[(digits % PIECE) as usize]
            && number != NOBODY
        {
            return Some(number);
        }
        if self.others { self.texts.find(id) } else { None }
    }

    /// The next actor, with an id that no other has.
    pub(super) fn add(&mut self, id: &str) {
        let number = self.texts.len() as u32;
        let listed = taken_apart(id).is_some_and(|(before, digits)| self.list(before, digits, number));
        let added = if listed {
            self.texts.push(id)
        } else {
            self.others = true;
            self.texts.add(id)
        };
        // Gigabytes of ids: what has no room is not found by its text, but has its number.
        if added.is_none() {
            self.texts.push("");
        }
    }

    /// Puts an actor into the list of its beginning; `false` where that would take too much room.
    fn list(&mut self, before: &str, digits: u32, number: u32) -> bool {
        let at = match self.counted.iter().position(|(known, _)| **known == *before) {
            Some(at) => at,
            None if self.counted.len() == BEGINNINGS => return false,
            None => {
                self.counted.push((before.into(), Vec::new()));
                self.counted.len() - 1
            }
        };
        let list = &mut self.counted[at].1;
        let piece = (digits / PIECE) as usize;
        // An eighth of all places in lists are taken, but for a few lists to begin with.
        let most = 64 + number as usize * 8 / PIECE as usize;
        if list.get(piece).is_none_or(|&piece| piece == NOBODY) {
            if self.pieces.len() >= most || piece >= 4096 + 32 * most {
                return false;
            }
            if list.len() <= piece {
                list.resize(piece + 1, NOBODY);
            }
            list[piece] = self.pieces.len() as u32;
            self.pieces.push([NOBODY; PIECE as usize]);
        }
        self.pieces[list[piece] as usize][(digits % PIECE) as usize] = number;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_found_and_no_other() {
        let mut ids = Ids::default();
        let mut all: Vec<String> = Vec::new();
        for number in 0..3000_u32 {
            // A step that meets all numbers below 3000, some far away, and beginnings of many sorts.
            let step = number * 1021 % 3000;
            all.push(match number % 7 {
                0 => format!("n{step}"),
                1 => step.to_string(),
                2 => format!("0{step}"),
                3 => format!("甲{step}"),
                4 => format!("n{}", u64::from(step) * 1_000_003 + 70_000),
                5 => format!("x{number}y"),
                _ => format!("{}{step}", "abcdefgh".chars().nth(number as usize % 8).unwrap()),
            });
        }
        all.sort();
        all.dedup();
        for (number, id) in all.iter().enumerate() {
            assert_eq!(ids.find(id), None, "{id}");
            ids.add(id);
            assert_eq!(ids.find(id), Some(number as u32), "{id}");
        }
        for (number, id) in all.iter().enumerate() {
            assert_eq!(ids.find(id), Some(number as u32));
        }
        for id in ["n", "", "n00", "n3001", "10000000000", "甲3001", "n-1"] {
            assert_eq!(ids.find(id), None, "{id}");
        }
    }

    #[test]
    fn numbers_far_apart_take_little_room() {
        let mut ids = Ids::default();
        for number in 0..100_000_u32 {
            ids.add(&(number * 640).to_string());
        }
        assert!(ids.pieces.len() <= 64 + 100_000 / 8, "{}", ids.pieces.len());
        assert_eq!((ids.find("6400"), ids.find("63999360")), (Some(10), Some(99_999)));
    }
}
