//! Attributes of a person's own, of actors and ties alike.

use crate::model::attribute::Datum;
use crate::model::field::clean_line;
use crate::model::{Document, Refusal, Selection};

use super::Outcome;

impl Outcome {
    pub(super) fn set_attribute(
        &mut self,
        document: &Document,
        selection: &Selection,
        name: &str,
        value: &Option<Datum>,
    ) -> Result<(), Refusal> {
        if clean_line(name).is_empty() {
            return Err(Refusal::BadValue {
                field: "Name of the attribute".to_owned(),
                expected: "one line of text".to_owned(),
                found: "nothing".to_owned(),
            });
        }
        for &id in &selection.actors {
            self.change_actor(document, id, |actor| {
                actor.attributes.set(name, value.clone());
                Ok(())
            })?;
        }
        for &id in &selection.ties {
            self.change_tie(document, id, |tie| {
                tie.attributes.set(name, value.clone());
                Ok(())
            })?;
        }
        Ok(())
    }
}
