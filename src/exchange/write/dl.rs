//! UCINET DL: a matrix for each kind of tie. igraph opens it only when the size stands in the first line.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::notice::Notice;
use crate::base::text::count;
use crate::exchange::format::Format;
use crate::model::{ActorId, TieKind};

use super::{Unwritten, Work, Written};

/// Larger networks are written as lists: a matrix grows with the square.
const MOST_IN_MATRIX: usize = 500;

/// A kind of tie with the strength of each pair.
type Matrix = (TieKind, Cells);
type Cells = BTreeMap<(usize, usize), f64>;

/// See [`super::write`].
pub(super) fn write(work: &Work<'_>) -> Result<Written, Unwritten> {
    let document = work.document;
    let actors = document.actor_count();
    if actors == 0 {
        return Err(Unwritten::Unfit(
            "A DL file needs actors, and there are none".to_owned(),
        ));
    }
    let numbers: BTreeMap<ActorId, usize> =
        (0..).zip(document.actors()).map(|(n, (id, _))| (id, n)).collect();
    let mut notices = work.left_out(Format::Dl);
    let disabled = document.ties().filter(|(_, tie)| !tie.enabled).count();
    if disabled > 0 {
        let what = format!(
            "{} left out, since DL has no place to say so",
            count(disabled, "disabled tie is", "disabled ties are")
        );
        notices.push(Notice::warning(what));
    }
    notices.push(Notice::warning(
        "DL holds names, kinds and strengths of ties only; places and fields are left out",
    ));
    // Cells of each kind; parallel ties fall together there.
    let mut matrices: Vec<Matrix> = Vec::new();
    let mut parallel = 0;
    for kind in TieKind::ALL {
        let mut cells = BTreeMap::new();
        for (number, (_, tie)) in document
            .ties()
            .filter(|(_, tie)| tie.enabled && tie.kind == kind)
            .enumerate()
        {
            work.step(number)?;
            let [from, to] = [tie.from, tie.to].map(|end| numbers.get(&end).copied().unwrap_or_default());
            let weight = tie.weight.get();
            let both = !tie.points_one_way() && from != to;
            let ends = [Some((from, to)), both.then_some((to, from))];
            parallel += usize::from(cells.contains_key(&(from, to)));
            for end in ends.into_iter().flatten() {
                *cells.entry(end).or_insert(0.0) += weight;
            }
        }
        if !cells.is_empty() {
            matrices.push((kind, cells));
        }
    }
    if parallel > 0 {
        let what = format!(
            "{} one with others of the same kind: a cell has the sum of their strengths",
            count(parallel, "parallel tie became", "parallel ties became")
        );
        notices.push(Notice::warning(what));
    }
    let (labels, changed) = labels(work);
    if changed > 0 {
        let what = format!(
            "{} another name, since names in DL are all different and have no blanks or quotes",
            count(changed, "actor got", "actors got")
        );
        notices.push(Notice::warning(what));
    }
    if matrices.len() > 1 {
        notices.push(Notice::warning(
            "igraph reads DL files with one kind of tie only; UCINET reads them all",
        ));
    }
    let mut out = format!("DL n={actors}");
    if matrices.len() > 1 {
        put!(out, " nm={}", matrices.len());
    }
    let form = match matrices.len() {
        // igraph takes only 0 and 1 in a matrix, but any strength in a list.
        1 => "edgelist1",
        _ if actors <= MOST_IN_MATRIX => "fullmatrix",
        0 => "edgelist1",
        _ => "edgearray1",
    };
    put!(out, "\nformat={form}\nlabels:\n{}\n", labels.join("\n"));
    if matrices.len() > 1 {
        out.push_str("matrix labels:\n");
        for (kind, _) in &matrices {
            put!(out, "{}\n", kind.id());
        }
    }
    out.push_str("data:\n");
    match form {
        "fullmatrix" => {
            let none = (TieKind::Supply, BTreeMap::new());
            let matrices = if matrices.is_empty() {
                std::slice::from_ref(&none)
            } else {
                &matrices
            };
            for (_, cells) in matrices {
                full(&mut out, work, cells)?;
            }
        }
        _ => list(&mut out, work, &matrices)?,
    }
    Ok(Written {
        files: vec![(".dl".to_owned(), out.into_bytes())],
        notices,
    })
}

fn full(out: &mut String, work: &Work<'_>, cells: &Cells) -> Result<(), Unwritten> {
    let actors = work.document.actor_count();
    let mut cells = cells.iter().peekable();
    for row in 0..actors {
        work.step(0)?;
        for column in 0..actors {
            if column > 0 {
                out.push(' ');
            }
            match cells.next_if(|(ends, _)| **ends == (row, column)) {
                Some((_, weight)) => put!(out, "{weight}"),
                None => out.push('0'),
            }
        }
        out.push('\n');
    }
    Ok(())
}

/// A line for each pair, with a value for each matrix.
fn list(out: &mut String, work: &Work<'_>, matrices: &[Matrix]) -> Result<(), Unwritten> {
    let pairs: BTreeSet<(usize, usize)> = matrices
        .iter()
        .flat_map(|(_, cells)| cells.keys().copied())
        .collect();
    for (number, (from, to)) in pairs.into_iter().enumerate() {
        work.step(number)?;
        put!(out, "{} {}", from + 1, to + 1);
        for (_, cells) in matrices {
            put!(out, " {}", cells.get(&(from, to)).copied().unwrap_or_default());
        }
        out.push('\n');
    }
    Ok(())
}

/// Names that are all different, also for a program that makes no difference between large and small letters, and how
/// many are not those of their actors. igraph takes names with blanks apart, in quotes or not.
fn labels(work: &Work<'_>) -> (Vec<String>, usize) {
    let mut taken = BTreeSet::new();
    let mut changed = 0;
    let exact = work.mixed();
    let name = |(id, actor): (ActorId, &crate::model::Actor)| {
        let plain = |sign: char| match sign {
            '"' => '”',
            sign if sign.is_control() => ' ',
            sign if exact => sign,
            sign if sign.is_whitespace() => '_',
            ',' | ';' | '=' => '_',
            '\'' => '’',
            ':' => '_',
            sign => sign,
        };
        let name: String = actor.name.chars().map(plain).collect();
        // A number would be taken for that of an actor.
        let named = !name.is_empty() && name.parse::<f64>().is_err();
        let name = if named {
            name
        } else {
            format!("{id}{}{name}", if name.is_empty() { "" } else { "_" })
        };
        let mut free = name.clone();
        let mut number = 2;
        while !taken.insert(free.to_lowercase()) {
            free = format!("{name}_{number}");
            number += 1;
        }
        changed += usize::from(free != actor.name);
        if exact { format!("\"{free}\"") } else { free }
    };
    let labels = work.document.actors().map(name).collect();
    (labels, changed)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::exchange::write::Choices;

    #[test]
    fn a_matrix_for_each_kind() {
        let text = sample::text(Format::Dl, &Choices::default());
        let want = "DL n=5 nm=6\nformat=fullmatrix\nlabels:\n顺德_<家电>_&_”Söhne”\nMüller’s_Zulieferer\n\
                    University__of__the_|_Valley\na4\na5_007\nmatrix labels:\nsupply\nknowledge\ncompetition\nsocial\n\
                    governance\nfinance\ndata:\n0 0.5 0 0 0\n0.123456789 0 0 0 0\n";
        assert!(text.starts_with(want), "{text}");
        assert_eq!(text.lines().count(), 9 + 7 + 1 + 30 - 1, "{text}");
    }
}
