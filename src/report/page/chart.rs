//! Scores as small drawings: a dot with its band on a line from 0 to 100, and the diamond.

use super::markup::Markup;
use crate::report::content::{Diamond, Score};

/// A line from 0 to 100 with the band of the score, a tick where it was before and a dot where it is.
pub(super) fn track(page: &mut Markup, score: &Score) {
    let percent = |value: f64| format!("{:.2}%", value.clamp(0.0, 100.0));
    page.open(
        "svg",
        &[
            ("class", "track"),
            ("width", "100%"),
            ("height", "22"),
            ("aria-hidden", "true"),
        ],
    );
    page.empty(
        "rect",
        &[
            ("class", "rail"),
            ("x", "0"),
            ("y", "10"),
            ("width", "100%"),
            ("height", "2"),
            ("rx", "1"),
        ],
    );
    for at in ["25%", "50%", "75%"] {
        page.empty(
            "line",
            &[
                ("class", "tick"),
                ("x1", at),
                ("x2", at),
                ("y1", "7"),
                ("y2", "15"),
            ],
        );
    }
    if let Some((low, high)) = score.band {
        page.empty(
            "rect",
            &[
                ("class", "band"),
                ("x", &percent(low)),
                ("y", "6"),
                ("width", &percent(high - low)),
                ("height", "10"),
                ("rx", "3"),
            ],
        );
    }
    if let Some(before) = score.before {
        let at = percent(before);
        page.empty(
            "line",
            &[
                ("class", "before"),
                ("x1", &at),
                ("x2", &at),
                ("y1", "2"),
                ("y2", "20"),
            ],
        );
    }
    if let Some(value) = score.value {
        page.empty(
            "circle",
            &[
                ("class", "dot"),
                ("cx", &percent(value)),
                ("cy", "11"),
                ("r", "5.5"),
            ],
        );
    }
    page.close();
}

/// The middle of the drawing, and the reach of its axes.
const CENTER: (f64, f64) = (200.0, 160.0);
const REACH: f64 = 118.0;

/// Where a share of an axis lies: left, top, right, bottom.
fn on_axis(axis: usize, share: f64) -> (f64, f64) {
    let reach = REACH * share.clamp(0.0, 1.0);
    let (x, y) = [(-1.0, 0.0), (0.0, -1.0), (1.0, 0.0), (0.0, 1.0)][axis % 4];
    (CENTER.0 + x * reach, CENTER.1 + y * reach)
}

fn polygon(shares: &[f64]) -> String {
    let corners = shares.iter().enumerate().map(|(axis, &share)| {
        let (x, y) = on_axis(axis, share);
        format!("{x:.1},{y:.1}")
    });
    corners.collect::<Vec<_>>().join(" ")
}

/// The four corners on their axes, joined.
pub(super) fn diamond(page: &mut Markup, diamond: &Diamond) {
    let told: Vec<String> = diamond
        .corners
        .iter()
        .map(|corner| format!("{} {}", corner.name, corner.shown))
        .collect();
    let label = format!("Diamond: {}", told.join(", "));
    page.open(
        "svg",
        &[
            ("class", "diamond"),
            ("viewBox", "0 0 400 320"),
            ("role", "img"),
            ("aria-label", &label),
        ],
    );
    for ring in [0.25, 0.5, 0.75, 1.0] {
        page.empty("polygon", &[("class", "ring"), ("points", &polygon(&[ring; 4]))]);
    }
    for axis in 0..4 {
        let (x, y) = on_axis(axis, 1.0);
        let [x1, y1, x2, y2] = [CENTER.0, CENTER.1, x, y].map(|at| format!("{at:.1}"));
        page.empty(
            "line",
            &[
                ("class", "axis"),
                ("x1", &x1),
                ("y1", &y1),
                ("x2", &x2),
                ("y2", &y2),
            ],
        );
    }
    let shares = |of: fn(&Score) -> Option<f64>| -> Option<Vec<f64>> {
        diamond
            .corners
            .iter()
            .map(|corner| Some(of(corner)? / 100.0))
            .collect()
    };
    if let Some(before) = shares(|corner| corner.before) {
        page.empty("polygon", &[("class", "then"), ("points", &polygon(&before))]);
    }
    if let Some(now) = shares(|corner| corner.value) {
        page.empty("polygon", &[("class", "now"), ("points", &polygon(&now))]);
        for (axis, &share) in now.iter().enumerate() {
            let (x, y) = on_axis(axis, share);
            let [x, y] = [x, y].map(|at| format!("{at:.1}"));
            page.empty("circle", &[("class", "dot"), ("cx", &x), ("cy", &y), ("r", "4")]);
        }
    }
    for (axis, corner) in diamond.corners.iter().enumerate().take(4) {
        corner_label(page, axis, corner);
    }
    page.close();
}

/// Name and value of a corner beside the end of its axis.
fn corner_label(page: &mut Markup, axis: usize, corner: &Score) {
    let aside = axis.is_multiple_of(2);
    let lines = if aside {
        wrapped(corner.name, 13)
    } else {
        vec![corner.name.to_owned()]
    };
    let (x, y) = on_axis(axis, 1.0);
    let height = 14.0 * (lines.len() as f64 + 1.0);
    let (x, top, anchor) = match axis {
        0 => (x - 10.0, y - height / 2.0, "end"),
        1 => (x, y - height - 4.0, "middle"),
        2 => (x + 10.0, y - height / 2.0, "start"),
        _ => (x, y + 6.0, "middle"),
    };
    let place = |line: usize| format!("{:.1}", top + 11.0 + 14.0 * line as f64);
    let x = format!("{x:.1}");
    for (line, text) in lines.iter().enumerate() {
        page.element(
            "text",
            &[
                ("class", "name"),
                ("x", &x),
                ("y", &place(line)),
                ("text-anchor", anchor),
            ],
            text,
        );
    }
    page.element(
        "text",
        &[
            ("class", "value"),
            ("x", &x),
            ("y", &place(lines.len())),
            ("text-anchor", anchor),
        ],
        &corner.shown,
    );
}

/// Words in lines of about so many letters.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_long_ones_stand_alone() {
        assert_eq!(
            wrapped("Related and supporting industries", 13),
            ["Related and", "supporting", "industries"]
        );
        assert_eq!(wrapped("", 5), Vec::<String>::new());
    }

    #[test]
    fn axes_run_left_up_right_and_down() {
        let (x, y) = CENTER;
        assert_eq!(on_axis(0, 1.0), (x - REACH, y));
        assert_eq!(on_axis(1, 1.0), (x, y - REACH));
        assert_eq!(on_axis(2, 2.0), (x + REACH, y));
        assert_eq!(on_axis(3, 0.5), (x, y + REACH / 2.0));
        assert_eq!(polygon(&[0.0; 4]), ["200.0,160.0"; 4].join(" "));
    }
}
