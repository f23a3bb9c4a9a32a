//! What separates the cells of a text.
//!
//! Counting cells is not enough: a table of names with “Last, First” splits evenly by comma as well. So a sign that is
//! mostly followed by a blank does not count, unless there is no other; then come colon and blank, which have to split
//! every row alike and lead to something that looks like ties.

use super::cells::{Cells, Met, split};
use super::{number, plan};

/// So many bytes from the beginning are looked at.
const SAMPLE: usize = 1 << 16;
/// So many rows of them.
const ROWS: usize = 200;

/// What separates the cells; a tab when nothing does, for a list of one column.
pub(super) fn guess(text: &str) -> char {
    if text.starts_with("id,label,kind,") || text.starts_with("source,target,kind,") {
        // As we write it, whatever stands in the cells.
        return ',';
    }
    let sample = beginning(text);
    let lines: Vec<&str> = lines(sample).collect();
    // Where two split alike, the one further in front is less likely to be part of a cell.
    let signs = ['\t', ';', ',', '|', '，', '；'];
    let split_by: Vec<Sign> = signs.iter().map(|&sign| Sign::in_lines(&lines, sign)).collect();
    let best = |usable: fn(&Sign) -> bool| {
        let mut best: Option<&Sign> = None;
        for sign in split_by.iter().filter(|sign| sign.most > 0 && usable(sign)) {
            if best.is_none_or(|best| (sign.is_steady(), sign.most) > (best.is_steady(), best.most)) {
                best = Some(sign);
            }
        }
        best.map(|sign| sign.sign)
    };
    best(|sign| !sign.is_spaced() && sign.splits_most())
        .or_else(|| best(Sign::splits_most))
        .or_else(|| spare(sample, ':'))
        .or_else(|| spare(sample, ' '))
        .or_else(|| best(|_| true))
        .unwrap_or('\t')
}

/// The first lines, whole.
fn beginning(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let end = (SAMPLE..=text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len());
    let head = &text[..end];
    head.rfind(['\n', '\r']).map_or(head, |last| &head[..last])
}

/// Lines that say something and are no remarks.
fn lines(sample: &str) -> impl Iterator<Item = &str> {
    sample
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty() && !plan::is_remark(line))
        .take(ROWS)
}

/// How a sign splits the first lines.
struct Sign {
    sign: char,
    /// By line.
    counts: Vec<usize>,
    /// In the first line, or in most if that has none.
    most: usize,
    spaced: usize,
}

impl Sign {
    fn in_lines(lines: &[&str], sign: char) -> Self {
        let (mut counts, mut spaced) = (Vec::with_capacity(lines.len()), 0);
        for line in lines {
            let (mut quoted, mut count) = (false, 0);
            let mut letters = line.chars().peekable();
            while let Some(letter) = letters.next() {
                if letter == '"' {
                    quoted = !quoted;
                } else if letter == sign && !quoted {
                    count += 1;
                    spaced += usize::from(letters.peek() == Some(&' '));
                }
            }
            counts.push(count);
        }
        let mut sorted = counts.clone();
        sorted.sort_unstable();
        let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
        let first = counts.first().copied().unwrap_or(0);
        Self {
            sign,
            most: if first > 0 && usual > 0 {
                first.min(usual)
            } else {
                first.max(usual)
            },
            counts,
            spaced,
        }
    }

    fn is_spaced(&self) -> bool {
        2 * self.spaced > self.counts.iter().sum::<usize>()
    }

    /// It stands in at least half of the lines; in the others a list of neighbors may have ended with its first.
    fn splits_most(&self) -> bool {
        2 * self.counts.iter().filter(|&&count| count > 0).count() >= self.counts.len()
    }

    /// Nearly all lines have as many as most.
    fn is_steady(&self) -> bool {
        let alike = self.counts.iter().filter(|&&count| count == self.most).count();
        10 * alike >= 9 * self.counts.len()
    }
}

/// A sign that also stands within names: only when it splits every row alike, and the first two columns are ends.
fn spare(sample: &str, sign: char) -> Option<char> {
    let cells = split(sample, sign, &mut Met::default());
    let rows: Vec<usize> = (0..cells.len().min(ROWS)).collect();
    let width = cells.width(*rows.first()?);
    let even = (2..=8).contains(&width) && rows.iter().all(|&row| cells.width(row) == width);
    let few = even && (looks_like_ties(&cells, &rows) || has_numbers_below(&cells, &rows));
    // Numbers alone may be a wide matrix, or lists of neighbors of any length.
    let wide = sign == ' ' && 2 * rows.iter().filter(|&&row| cells.width(row) > 1).count() > rows.len();
    (few || (even || wide) && is_numeric(&cells, &rows)).then_some(sign)
}

/// Below a word in the first row stand numbers in all others.
fn has_numbers_below(cells: &Cells, rows: &[usize]) -> bool {
    let is_number = |row: usize, column: usize| number::parse(cells.at(row, column), '.').is_some();
    rows.len() >= 3
        && (0..cells.width(rows[0]))
            .any(|column| !is_number(rows[0], column) && rows[1..].iter().all(|&row| is_number(row, column)))
}

fn looks_like_ties(cells: &Cells, rows: &[usize]) -> bool {
    if plan::ends_by_heading(cells, rows[0]).is_some() {
        return true;
    }
    let firsts: std::collections::BTreeSet<&str> = rows.iter().map(|&row| cells.at(row, 0)).collect();
    rows.iter().any(|&row| firsts.contains(cells.at(row, 1)))
}

fn is_numeric(cells: &Cells, rows: &[usize]) -> bool {
    rows.iter()
        .all(|&row| cells.row(row).all(|cell| number::parse(cell, '.').is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_found() {
        for (text, wanted) in [
            ("Source,Target,Weight\na,b,1\n", ','),
            ("Source;Target;Weight\na;b;0,5\nc;d;1,25\n", ';'),
            ("a;b;1,5\nb;c;2,5\n", ';'),
            ("Source\tTarget\nBosch, Robert\tFesto\n", '\t'),
            // Every row splits evenly both ways; what is followed by a blank is part of a name.
            ("Source;Target\nBlack, A;White, B\nGrey, C;Brown, D\n", ';'),
            ("Autor, Titel;Ziel\nBlack, A. und White, B;x\n", ';'),
            ("Source, Target\na, b\n", ','),
            ("# from to\n1 2\n2 3\n", ' '),
            ("a:b\nb:c\n", ':'),
            ("Festo AG\nRobert Bosch\n", '\t'),
            ("a|b\nb|c\n", '|'),
            ("Firms of the region\nName,Jobs\nA,1\nB,2\n", ','),
            ("甲方，乙方\n一，二\n", '，'),
            ("\"a;b;c\",d\n\"e;f\",g\n", ','),
            ("A,B,C\nD\nE,A\n", ','),
            ("3 1 2\n1 2\n2\n4 1 2 3 5\n", ' '),
            ("0 1 1 0 0 1 0 1 1\n1 0 0 0 0 0 0 0 0\n", ' '),
            ("Name Region Jobs\nAlp North 12\nBirk South 8\n", ' '),
            ("Alp North\nBirk South\nCarl East\n", '\t'),
            ("", '\t'),
        ] {
            assert_eq!(guess(text), wanted, "{text:?}");
        }
    }
}
