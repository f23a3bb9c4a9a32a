//! Attributes of a person's own, of actors and ties alike.

use crate::model::attribute::Datum;
use crate::model::field::{clean_line, clean_tags};
use crate::model::{Actor, Document, Refusal, Selection};

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

/// What somebody has written about an actor that becomes part of another goes along: tags, notes, and attributes that
/// the other has not.
pub(super) fn keep_words(into: &mut Actor, absorbed: &Actor) {
    let tags = into.tags.iter().chain(&absorbed.tags).cloned().collect();
    into.tags = clean_tags(tags);
    if !into.note.contains(&absorbed.note) {
        if !into.note.is_empty() {
            into.note.push('\n');
        }
        into.note.push_str(&absorbed.note);
    }
    for (name, value) in absorbed.attributes.iter() {
        if into.attributes.get(name).is_none() {
            into.attributes.set(name, Some(value.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ActorKind;

    #[test]
    fn words_about_the_absorbed_are_not_lost() {
        let mut into = Actor::new("A", ActorKind::Final);
        let mut other = Actor::new("B", ActorKind::Final);
        into.note = "First".into();
        other.note = "Second".into();
        other.tags = vec!["old".into()];
        into.attributes.set("city", Datum::text("Here"));
        other.attributes.set("city", Datum::text("There"));
        other.attributes.set("code", Datum::text("007"));
        keep_words(&mut into, &other);
        let again = into.clone();
        keep_words(&mut into, &other);
        assert_eq!(into, again);
        assert_eq!(
            (into.note.as_str(), &into.tags),
            ("First\nSecond", &vec!["old".to_owned()])
        );
        assert_eq!(into.attributes.get("city"), Datum::text("Here").as_ref());
        assert_eq!(into.attributes.get("code"), Datum::text("007").as_ref());
    }
}
