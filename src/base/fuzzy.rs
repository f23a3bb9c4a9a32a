//! How well a name fits what was typed: letters in their order, the better the closer they stand and the more of them
//! begin words.
//!
//! Each word of what was typed is looked for by itself, so that their order is free. The rating follows the usual
//! alignment with gaps that cost more to open than to widen (Gotoh 1982).

use super::fold;

/// A letter that is found.
const FOUND: i32 = 16;
/// The first letter of a word, and of the whole name.
const BEGINS_WORD: i32 = 8;
const BEGINS_NAME: i32 = 10;
/// A letter right behind the one before it.
const FOLLOWS: i32 = 7;
/// What letters in between cost: the first of them, and each further one.
const GAP: i32 = 4;
const WIDER: i32 = 1;
/// The name is what was typed, and nothing else.
const WHOLE: i32 = 40;
/// Longer names are not looked through to their ends, and longer words not in full.
const LONGEST: usize = 160;
const LONGEST_WORD: usize = 48;
/// Less than any rating.
const NONE: i32 = i32::MIN / 2;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    words: Vec<Vec<char>>,
    whole: Vec<char>,
}

/// How well a name fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The higher the better; only good for comparing.
    pub rating: i32,
    /// Which characters of the name were found, ascending.
    pub letters: Vec<usize>,
}

/// Memory that is needed again and again.
#[derive(Clone, Debug, Default)]
pub struct Room {
    letters: Vec<char>,
    /// Which character of the name each letter comes from.
    from: Vec<usize>,
    begins: Vec<i32>,
    ratings: Vec<i32>,
    found: Vec<usize>,
}

impl Pattern {
    /// What a person typed.
    pub fn new(typed: &str) -> Self {
        let folded = fold::folded(typed);
        let words = folded.split_whitespace();
        Self {
            words: words
                .map(|word| word.chars().take(LONGEST_WORD).collect())
                .collect(),
            whole: folded.trim().chars().collect(),
        }
    }

    /// Nothing was typed, which everything fits.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a name fits, and by which of its letters.
    pub fn fit(&self, name: &str) -> Option<Fit> {
        let mut room = Room::default();
        let rating = self.rate(name, &mut room)?;
        let mut letters: Vec<usize> = room.found.iter().map(|&i| room.from[i]).collect();
        letters.sort_unstable();
        letters.dedup();
        Some(Fit { rating, letters })
    }

    /// How well a name fits; none when a word of the pattern is not in it.
    pub fn rate(&self, name: &str, room: &mut Room) -> Option<i32> {
        room.read(name);
        room.found.clear();
        if !self.words.iter().all(|word| follows(word, &room.letters)) {
            return None;
        }
        room.weigh();
        let mut rating = 0;
        for word in &self.words {
            rating += room.align(word)?;
        }
        if !self.is_empty() && room.letters == self.whole {
            rating += WHOLE;
        }
        Some(rating)
    }
}

/// The letters of the word stand in the name in their order. Most names fail here, which costs little.
fn follows(word: &[char], name: &[char]) -> bool {
    let mut rest = name.iter();
    word.iter().all(|letter| rest.any(|other| other == letter))
}

/// Scripts in which every character can begin a word.
const fn is_word_by_itself(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

impl Room {
    fn read(&mut self, name: &str) {
        self.letters.clear();
        self.from.clear();
        for (i, c) in name.chars().take(LONGEST).enumerate() {
            fold::letters(c, |letter| {
                self.letters.push(letter);
                self.from.push(i);
            });
        }
    }

    /// What it is worth that a letter begins something.
    fn weigh(&mut self) {
        self.begins.clear();
        let mut before = None;
        for &letter in &self.letters {
            self.begins.push(match before {
                None => BEGINS_NAME,
                Some(c) if !char::is_alphanumeric(c) && letter.is_alphanumeric() => BEGINS_WORD,
                Some(c) if letter.is_ascii_digit() && !c.is_ascii_digit() => BEGINS_WORD,
                _ if is_word_by_itself(letter) => BEGINS_WORD,
                _ => 0,
            });
            before = Some(letter);
        }
    }

    /// The best way to find the letters of one word in the name.
    fn align(&mut self, word: &[char]) -> Option<i32> {
        let (rows, columns) = (word.len(), self.letters.len());
        self.ratings.clear();
        self.ratings.resize(rows * columns, NONE);
        for (i, &letter) in word.iter().enumerate() {
            // The best of the row above that is not right behind, less what the letters in between cost.
            let mut apart = NONE;
            for j in 0..columns {
                let above = |back: usize| match j.checked_sub(back) {
                    Some(at) if i > 0 => self.ratings[(i - 1) * columns + at],
                    _ => NONE,
                };
                apart = (apart - WIDER).max(above(2) - GAP);
                if self.letters[j] != letter {
                    continue;
                }
                let worth = FOUND + self.begins[j];
                self.ratings[i * columns + j] = if i == 0 {
                    // What a person types first is most likely what a name begins with.
                    worth + self.begins[j]
                } else {
                    (above(1) + FOUND + FOLLOWS.max(self.begins[j])).max(apart + worth)
                };
            }
        }
        let last = &self.ratings[(rows - 1) * columns..];
        let (end, &rating) = last
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(&a.0)))?;
        if rating < 0 || !self.trace(word, end) {
            return None;
        }
        Some(rating)
    }

    /// Notes where the letters were found, from the last to the first. Letters that are strewn over a name at random
    /// are no find: whether they are not is given back.
    fn trace(&mut self, word: &[char], end: usize) -> bool {
        let columns = self.letters.len();
        let mut at = end;
        let mut strewn = 0;
        for i in (0..word.len()).rev() {
            self.found.push(at);
            let begins = self.begins[at];
            let Some(row) = i.checked_sub(1).map(|above| above * columns) else {
                strewn += usize::from(begins == 0);
                break;
            };
            let right_behind = at.checked_sub(1).map_or(NONE, |before| {
                self.ratings[row + before] + FOUND + FOLLOWS.max(begins)
            });
            if right_behind == self.ratings[row + columns + at] {
                at -= 1;
                continue;
            }
            strewn += usize::from(begins == 0);
            let before = (0..at.saturating_sub(1)).max_by_key(|&before| {
                let between = (at - before - 2) as i32;
                self.ratings[row + before] - between * WIDER
            });
            let Some(before) = before else { return false };
            at = before;
        }
        strewn <= 1 + (word.len() - 1) / 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best<'a>(typed: &str, names: &[&'a str]) -> Vec<&'a str> {
        let pattern = Pattern::new(typed);
        let mut rated: Vec<(i32, &str)> = names
            .iter()
            .filter_map(|name| Some((pattern.fit(name)?.rating, *name)))
            .collect();
        rated.sort_by_key(|&(rating, name)| (std::cmp::Reverse(rating), name.len()));
        rated.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn beginnings_come_before_initials_and_these_before_the_middle() {
        let names = ["Horizontal zigzag", "Zoom in", "Zinc works", "Amazing"];
        assert_eq!(
            best("zi", &names),
            ["Zinc works", "Horizontal zigzag", "Zoom in", "Amazing"]
        );
        assert_eq!(
            best("sa", &["Select all", "Salt", "Mesa"]),
            ["Salt", "Select all", "Mesa"]
        );
        assert_eq!(best("save", &["Save as…", "Save"]), ["Save", "Save as…"]);
    }

    #[test]
    fn words_fit_in_any_order_and_all_must() {
        let names = ["Fit selection", "Fit all", "Selection"];
        assert_eq!(best("sel fit", &names), ["Fit selection"]);
        assert_eq!(best("", &names).len(), 3);
    }

    #[test]
    fn a_slip_of_the_hand_is_forgiven_but_not_noise() {
        assert_eq!(best("setle", &["Settle layout, or stop"]).len(), 1);
        assert!(best("undo", &["Computing and sound company"]).is_empty());
        assert!(best("xyz", &["Alpha"]).is_empty());
    }

    #[test]
    fn letters_are_those_of_the_name_whatever_folding_does() {
        let letters = |typed, name| Pattern::new(typed).fit(name).unwrap().letters;
        assert_eq!(letters("zu", "Zürich"), [0, 1]);
        assert_eq!(letters("strasse", "Die Straße"), [4, 5, 6, 7, 8, 9]);
        assert_eq!(letters("深", "广东深圳"), [2]);
        assert_eq!(letters("fa", "Fit all"), [0, 4]);
        assert_eq!(letters("f10", "Firm F10"), [5, 6, 7]);
    }
}
