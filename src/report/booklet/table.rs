//! Tables on paper: columns as wide as their words need, rows that stay together, headings on every page.

use super::flow::{Chunk, Flow, HAIR, INK, MEASURE, SOFT};
use super::setting::{Line, Setter, Style};
use super::sheet::Piece;
use crate::report::content::{Of, Row, Table};

/// Air between columns, points.
const GUTTER: f32 = 10.0;

struct Look {
    cell: Style,
    strong: Style,
    head: Style,
    /// Above and below the words of a row.
    air: f32,
}

impl Look {
    const fn of(dense: bool) -> Self {
        if dense {
            Self {
                cell: Style::plain(7.3, 9.6),
                strong: Style::strong(7.3, 9.6),
                head: Style::plain(7.0, 9.2),
                air: 1.9,
            }
        } else {
            Self {
                cell: Style::plain(8.4, 11.2),
                strong: Style::strong(8.4, 11.2),
                head: Style::plain(7.4, 9.8),
                air: 3.0,
            }
        }
    }
}

pub(super) fn table(flow: &mut Flow<'_>, table: &Table) {
    let look = Look::of(table.dense);
    let setter = flow.setter;
    let widths = widths(setter, table, &look);
    let caption = Style::strong(9.2, 12.5);
    let head = head(setter, table, &widths, &look);
    // A caption with its heading never stands alone at the end of a page.
    flow.need(caption.leading + head.height + 4.0 * look.cell.leading);
    flow.paragraph(&table.caption, 0.0, MEASURE, caption, INK);
    flow.gap(4.0);
    flow.place(head.clone());
    for (place, row) in table.rows.iter().enumerate() {
        for chunk in row_chunks(setter, row, table, &widths, &look) {
            // The name of a group stands with the first row below it.
            let next = table.rows.get(place + 1);
            let with = match next {
                Some(_) if row.of == Of::Group => chunk.height + look.cell.leading + 3.0 * look.air,
                _ => chunk.height,
            };
            if with > flow.room() {
                flow.new_page();
                flow.place(head.clone());
            }
            flow.place(chunk);
        }
    }
    flow.gap(9.0);
}

/// How wide each column is, points; all of them with what is between them are as wide as the page.
fn widths(setter: &Setter, table: &Table, look: &Look) -> Vec<f32> {
    let columns = table.columns.len();
    let room = MEASURE - GUTTER * (columns.saturating_sub(1)) as f32;
    let mut natural: Vec<f32> = Vec::with_capacity(columns);
    let mut least: Vec<f32> = Vec::with_capacity(columns);
    for (place, column) in table.columns.iter().enumerate() {
        let (mut widest, mut longest) = (setter.width(column.name, look.head), 0.0_f32);
        for word in column.name.split_whitespace() {
            longest = longest.max(setter.width(word, look.head));
        }
        for row in table.rows.iter().filter(|row| row.of != Of::Group) {
            let style = if row.of == Of::Whole {
                look.strong
            } else {
                look.cell
            };
            let cell = row.cells.get(place).map_or("", String::as_str);
            let width = setter.width(cell, style);
            widest = widest.max(width);
            longest = longest.max(if column.numeric {
                width
            } else {
                let words = cell.split_whitespace().take(40);
                words
                    .map(|word| setter.width(word, style))
                    .fold(0.0, f32::max)
                    .min(90.0)
            });
        }
        natural.push(widest + 0.5);
        least.push((longest + 0.5).min(widest + 0.5));
    }
    let sum: f32 = natural.iter().sum();
    if sum <= room {
        // What is left goes to columns of words, so that numbers stay together.
        let words: f32 = table
            .columns
            .iter()
            .filter(|column| !column.numeric && !column.name.is_empty())
            .map(|column| column.weight)
            .sum();
        let left = room - sum;
        let shares = table.columns.iter().map(|column| {
            if words > 0.0 && !column.numeric && !column.name.is_empty() {
                left * column.weight / words
            } else {
                0.0
            }
        });
        return natural.iter().zip(shares).map(|(own, more)| own + more).collect();
    }
    // Numbers have what they need; words share the rest by their weights, none less than its longest word and none
    // more than its longest line.
    let mut widths: Vec<f32> = least.clone();
    let mut left = room - widths.iter().sum::<f32>();
    let mut open: Vec<usize> = (0..columns).filter(|&i| natural[i] > widths[i]).collect();
    while left > 0.5 && !open.is_empty() {
        let weights: f32 = open.iter().map(|&i| table.columns[i].weight).sum();
        let mut given = 0.0;
        for &i in &open {
            let more = (left * table.columns[i].weight / weights).min(natural[i] - widths[i]);
            widths[i] += more;
            given += more;
        }
        left -= given;
        open.retain(|&i| natural[i] - widths[i] > 0.01);
        if given < 0.01 {
            break;
        }
    }
    let sum: f32 = widths.iter().sum();
    if sum > room {
        // Longest words of many columns: all of them give way, and words break inside.
        widths.iter_mut().for_each(|width| *width *= room / sum);
    }
    widths
}

fn head(setter: &Setter, table: &Table, widths: &[f32], look: &Look) -> Chunk {
    let cells: Vec<Vec<Line>> = table
        .columns
        .iter()
        .zip(widths)
        .map(|(column, &width)| setter.lines(column.name, look.head, width))
        .collect();
    let most = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut chunk = Chunk {
        height: most as f32 * look.head.leading + look.air + 1.0,
        ..Chunk::default()
    };
    let mut x = 0.0;
    for ((lines, column), &width) in cells.into_iter().zip(&table.columns).zip(widths) {
        let first = (most - lines.len()) as f32 * look.head.leading;
        set(
            &mut chunk,
            lines,
            (x, first),
            width,
            column.numeric,
            look.head,
            SOFT,
        );
        x += width + GUTTER;
    }
    line_below(&mut chunk, SOFT, 0.6);
    chunk
}

/// One piece for a row, or several where it is higher than a page.
fn row_chunks(setter: &Setter, row: &Row, table: &Table, widths: &[f32], look: &Look) -> Vec<Chunk> {
    if row.of == Of::Group {
        let mut chunk = Chunk {
            height: 7.0,
            ..Chunk::default()
        };
        let name = row.cells.first().map_or("", String::as_str);
        chunk.lines(setter.lines(name, look.strong, MEASURE), 0.0, look.strong, INK);
        chunk.height += look.air;
        line_below(&mut chunk, SOFT, 0.5);
        return vec![chunk];
    }
    let style = if row.of == Of::Whole {
        look.strong
    } else {
        look.cell
    };
    let mut cells: Vec<Vec<Line>> = row
        .cells
        .iter()
        .zip(widths)
        .map(|(cell, &width)| setter.lines(cell, style, width))
        .collect();
    let most_at_once = ((Flow::page_room() - 60.0) / style.leading) as usize;
    let mut chunks = Vec::new();
    loop {
        let now: Vec<Vec<Line>> = cells
            .iter_mut()
            .map(|lines| lines.drain(..lines.len().min(most_at_once)).collect())
            .collect();
        let most = now.iter().map(Vec::len).max().unwrap_or(0);
        if most == 0 {
            break;
        }
        let mut chunk = Chunk {
            height: most as f32 * style.leading + 2.0 * look.air,
            ..Chunk::default()
        };
        let mut x = 0.0;
        for ((lines, column), &width) in now.into_iter().zip(&table.columns).zip(widths) {
            set(
                &mut chunk,
                lines,
                (x, look.air),
                width,
                column.numeric,
                style,
                INK,
            );
            x += width + GUTTER;
        }
        line_below(&mut chunk, HAIR, 0.5);
        chunks.push(chunk);
    }
    chunks
}

/// Lines of a cell, numbers to the right.
fn set(
    chunk: &mut Chunk,
    lines: Vec<Line>,
    (x, y): (f32, f32),
    width: f32,
    to_the_right: bool,
    style: Style,
    ink: crate::picture::look::Rgb,
) {
    for (place, line) in lines.into_iter().enumerate() {
        let x = if to_the_right { x + width - line.width } else { x };
        let y = y + place as f32 * style.leading + style.rise();
        chunk.pieces.push(Piece::Words {
            at: (x, y),
            line,
            ink,
        });
    }
}

fn line_below(chunk: &mut Chunk, ink: crate::picture::look::Rgb, width: f32) {
    let y = chunk.height;
    chunk.pieces.push(Piece::Rule {
        from: (0.0, y),
        to: (MEASURE, y),
        width,
        ink,
    });
}
