//! The map by night: a rule for every color that differs on a dark ground, since a drawing cannot ask what the page
//! looks like.

use std::collections::BTreeMap;

use crate::model::Role;
use crate::picture::look::{Palette, Rgb, body_fill, role_outline};

/// Rules that give each color of the light map its dark counterpart, for screens that ask for dark pages. Paper stays
/// light.
pub(super) fn rules() -> String {
    let [light, dark] = [false, true].map(Palette::of);
    let mut grounds: BTreeMap<String, String> = BTreeMap::new();
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for role in Role::ALL {
        for external in [false, true] {
            grounds.insert(
                hex(body_fill(role, external, false)),
                hex(body_fill(role, external, true)),
            );
        }
        lines.insert(hex(role_outline(role, false)), hex(role_outline(role, true)));
    }
    for pick in [
        |palette: &Palette| palette.paper,
        |palette: &Palette| palette.card,
        |palette: &Palette| palette.text,
        |palette: &Palette| palette.secondary,
        |palette: &Palette| palette.line,
        |palette: &Palette| palette.grey,
        |palette: &Palette| palette.rival,
    ] {
        let (from, to) = (hex(pick(light)), hex(pick(dark)));
        // Tips of ties are filled with the color of their lines.
        grounds.entry(from.clone()).or_insert_with(|| to.clone());
        lines.entry(from).or_insert(to);
    }
    let mut rules = String::from("@media screen and (prefers-color-scheme:dark){\n");
    // Marks that are dots have their color from the one of the element, see `picture::svg`.
    let dots = grounds.clone();
    for (property, colors) in [("fill", grounds), ("stroke", lines), ("color", dots)] {
        for (from, to) in colors {
            if from != to {
                rules += &format!(".map [{property}=\"{from}\" i]{{{property}:{to}}}\n");
            }
        }
    }
    rules + "}\n"
}

fn hex(Rgb(r, g, b): Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_color_of_the_light_map_has_one_counterpart() {
        let rules = rules();
        assert!(
            rules.contains(".map [fill=\"#fafaf7\" i]{fill:#1e1f22}"),
            "{rules}"
        );
        assert!(
            rules.contains(".map [stroke=\"#0072b2\" i]{stroke:#5a8abd}"),
            "{rules}"
        );
        assert!(rules.contains(".map [color=\"#fafaf7\" i]{color:#1e1f22}"));
        assert!(!rules.contains('<') && !rules.contains('&'));
    }
}
