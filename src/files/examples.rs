//! The clusters that come with the program.

use crate::model::Document;

use super::project;

/// A shipped cluster.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Stable name, also that of its file in `assets/examples`.
    pub id: &'static str,
    /// The project file.
    pub text: &'static str,
}

/// Lists files of `assets/examples` by their names without the ending.
macro_rules! examples {
    ($($id:literal),* $(,)?) => {
        &[$(Example { id: $id, text: include_str!(concat!("../../assets/examples/", $id, ".milieu")) }),*]
    };
}

/// All of them, in the order in which they are offered.
pub static ALL: &[Example] = examples![
    "silicon-valley",
    "tuttlingen",
    "baden-wuerttemberg",
    "bangalore",
    "datang",
    "shunde",
    "sassuolo",
    "california-wine",
    "golden",
];

impl Example {
    /// The cluster itself.
    ///
    /// # Panics
    /// Never: a test reads every shipped file.
    pub fn document(&self) -> Document {
        project::read(self.text.as_bytes())
            .expect("a test reads every shipped file")
            .document
    }
}

/// The example with this id.
pub fn find(id: &str) -> Option<&'static Example> {
    ALL.iter().find(|example| example.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_opens_without_a_word_and_is_in_our_form() {
        for example in ALL {
            let opened = project::read(example.text.as_bytes())
                .unwrap_or_else(|fault| panic!("{}: {fault}", example.id));
            assert_eq!(opened.notices, [], "{}", example.id);
            assert!(opened.unplaced.is_empty(), "{}", example.id);
            assert!(!opened.document.project().title.is_empty(), "{}", example.id);
            // The first line names the version that wrote the file.
            let rest = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned());
            let written = project::write(&opened.document);
            assert_eq!(rest(&written), rest(example.text), "{}", example.id);
        }
    }
}
