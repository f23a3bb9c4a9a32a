//! Names of causes: a line for a list, and a phrase for a sentence.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::base::text::{count, lower, upper};
use crate::model::field::{self, Field, Value, clean_line};
use crate::model::{Actor, ActorId, ActorKind, Document, Project, Swap, Tie, TieKind, assumption};

use super::What;
use super::plan::Setting;

/// Title and phrase.
pub(super) type Words = (String, String);

/// What makes causes alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// Everything of the same [`What`].
    Any,
    /// The kind of the actor.
    Actor(ActorKind),
    /// The kind of the tie.
    Tie(TieKind),
    /// The attributes that changed, and which way if it is one number.
    Fields(Vec<&'static str>, Ordering),
}

/// Both states, to name those that are only in one.
pub(in crate::analysis) struct Names<'d> {
    pub(in crate::analysis) before: &'d Document,
    pub(in crate::analysis) after: &'d Document,
}

impl Names<'_> {
    /// The name after the change; of those that went, the name before.
    pub(in crate::analysis) fn actor(&self, id: ActorId) -> String {
        let side = if self.after.actor(id).is_some() {
            self.after
        } else {
            self.before
        };
        side.display_name(id)
    }

    fn pair(&self, tie: &Tie) -> String {
        format!("{}–{}", self.actor(tie.from), self.actor(tie.to))
    }

    /// "supply tie Alpha–Beta".
    pub(in crate::analysis) fn tie(&self, tie: &Tie) -> String {
        format!("{} tie {}", lower(tie.kind.name()), self.pair(tie))
    }
}

/// An actor that came, went or changed, with the ties that belong to it.
pub(super) fn actor<'t>(
    names: &Names<'_>,
    id: ActorId,
    swap: &Swap<Arc<Actor>>,
    ties: impl Iterator<Item = &'t Swap<Arc<Tie>>>,
) -> (What, Sort, Words) {
    let who = names.actor(id);
    let (mut whole, mut moved) = (0, 0);
    for tie in ties {
        match (&tie.before, &tie.after) {
            (Some(_), Some(_)) => moved += 1,
            _ => whole += 1,
        }
    }
    let with = match whole {
        0 => String::new(),
        whole => format!(" with {}", its_ties(whole)),
    };
    // A sentence can do without what the list says.
    let and = match (whole, moved) {
        (_, 0) => String::new(),
        (0, moved) => format!(", {} moved", its_ties(moved)),
        (_, moved) => format!(", {moved} more moved"),
    };
    match (&swap.before, &swap.after) {
        (Some(before), Some(after)) => {
            let (sort, words) = changed_actor(&who, before, after);
            (What::ActorChanged, sort, words)
        }
        (_, Some(after)) => {
            let kind = lower(after.kind.name());
            let named = if after.name.is_empty() {
                kind
            } else {
                format!("{kind} {who}")
            };
            (
                What::ActorAdded,
                Sort::Actor(after.kind),
                (
                    format!("{who} added{with}{and}"),
                    format!("the new {named}{with}"),
                ),
            )
        }
        (before, None) => {
            let kind = before.as_ref().map_or(ActorKind::Final, |actor| actor.kind);
            (
                What::ActorRemoved,
                Sort::Actor(kind),
                (
                    format!("{who} removed{with}{and}"),
                    format!("the loss of {who}{with}"),
                ),
            )
        }
    }
}

fn its_ties(ties: usize) -> String {
    if ties == 1 {
        "its tie".to_owned()
    } else {
        format!("its {ties} ties")
    }
}

fn changed_actor(who: &str, before: &Actor, after: &Actor) -> (Sort, Words) {
    if before.kind != after.kind {
        // Defaults that follow the kind need no words of their own.
        let kind = with_article(&lower(after.kind.name()));
        let words = (format!("{who} is now {kind}"), format!("{who} becoming {kind}"));
        return (
            Sort::Fields(vec!["kind", after.kind.id()], Ordering::Equal),
            words,
        );
    }
    let fields = differing(field::ACTOR, before, after, &["note", "tags"]);
    if let [field] = fields.as_slice()
        && field.id == "external"
    {
        let way = if after.external { "out of" } else { "into" };
        let words = (
            format!("{who} moved {way} the cluster"),
            format!("the move of {who} {way} the cluster"),
        );
        return (Sort::Fields(vec!["external", way], Ordering::Equal), words);
    }
    changed(who, &fields, before, after)
}

/// A tie that came, went or changed.
pub(super) fn tie(names: &Names<'_>, swap: &Swap<Arc<Tie>>) -> (What, Sort, Words) {
    match (&swap.before, &swap.after) {
        (Some(before), Some(after)) => {
            let (sort, words) = changed_tie(names, before, after);
            (What::TieChanged, sort, words)
        }
        (Some(tie), None) | (None, Some(tie)) => {
            let named = names.tie(tie);
            let (what, words) = if swap.after.is_some() {
                (
                    What::TieAdded,
                    (format!("{} added", upper(&named)), format!("the new {named}")),
                )
            } else {
                (
                    What::TieRemoved,
                    (
                        format!("{} removed", upper(&named)),
                        format!("the loss of the {named}"),
                    ),
                )
            };
            (what, Sort::Tie(tie.kind), words)
        }
        (None, None) => (What::TieChanged, Sort::Any, (String::new(), String::new())),
    }
}

fn changed_tie(names: &Names<'_>, before: &Tie, after: &Tie) -> (Sort, Words) {
    let named = names.tie(before);
    let (old, new) = ((before.from, before.to), (after.from, after.to));
    if before.kind != after.kind {
        let kind = lower(after.kind.name());
        let words = (
            format!("{} is now {kind}", upper(&named)),
            format!("the {named} becoming {kind}"),
        );
        return (
            Sort::Fields(vec!["kind", after.kind.id()], Ordering::Equal),
            words,
        );
    }
    if old != new {
        if old == (new.1, new.0) {
            let words = (
                format!("{} reversed", upper(&named)),
                format!("the reversed {named}"),
            );
            return (Sort::Fields(vec!["reversed"], Ordering::Equal), words);
        }
        let to = names.pair(after);
        let words = (
            format!("{} moved to {to}", upper(&named)),
            format!("the {named} moved to {to}"),
        );
        return (Sort::Fields(vec!["moved"], Ordering::Equal), words);
    }
    let fields = differing(field::TIE, before, after, &["note", "tags"]);
    if let [field] = fields.as_slice() {
        let said = match field.id {
            "enabled" if after.enabled => Some(("enabled", format!("the enabled {named}"))),
            "enabled" => Some(("disabled", format!("the disabled {named}"))),
            "mutual" if after.mutual => Some(("mutual", format!("the {named} going both ways"))),
            "mutual" => Some(("one-way", format!("the {named} going one way"))),
            _ => None,
        };
        if let Some((state, phrase)) = said {
            let words = (format!("{} is now {state}", upper(&named)), phrase);
            return (Sort::Fields(vec![field.id, state], Ordering::Equal), words);
        }
    }
    changed(&format!("the {named}"), &fields, before, after)
}

/// The attributes that differ, but for words.
fn differing<T>(table: &'static [Field<T>], before: &T, after: &T, words: &[&str]) -> Vec<&'static Field<T>> {
    table
        .iter()
        .filter(|field| !words.contains(&field.id) && field.get(before) != field.get(after))
        .collect()
}

/// Attributes of something changed.
fn changed<T>(who: &str, fields: &[&'static Field<T>], before: &T, after: &T) -> (Sort, Words) {
    let ids: Vec<&'static str> = fields.iter().map(|field| field.id).collect();
    match fields {
        [field] => {
            let noun = noun(field.id, field.name);
            let (old, new) = (field.get(before), field.get(after));
            let way = direction(&old, &new);
            let span = span(&old, &new);
            let words = (
                format!("{} of {who} {}{}", upper(&noun), verb(way), from_to(&old, &new)),
                format!("{} of {who}{span}", more_or_less(&noun, way)),
            );
            (Sort::Fields(ids, way), words)
        }
        [one, other] => {
            let nouns = format!("{} and {}", noun(one.id, one.name), noun(other.id, other.name));
            let words = (
                format!("{} of {who} changed", upper(&nouns)),
                format!("changed {nouns} of {who}"),
            );
            (Sort::Fields(ids, Ordering::Equal), words)
        }
        _ => {
            let what = format!("{} of {who}", count(fields.len(), "value", "values"));
            let words = (
                format!("{} changed", upper(&what)),
                format!("changed values of {who}"),
            );
            (Sort::Fields(ids, Ordering::Equal), words)
        }
    }
}

/// A number of the project.
pub(super) fn setting(setting: Setting, before: &Project, after: &Project) -> Words {
    match setting {
        Setting::Assumption(id) => {
            let name = assumption::find(id).map_or(id, |known| known.name);
            let (old, new) = (
                Value::Number(before.assumptions.get(id)),
                Value::Number(after.assumptions.get(id)),
            );
            let way = verb(direction(&old, &new));
            let change = format!("{way}{}", from_to(&old, &new));
            (
                format!("{name} {change}"),
                format!("the assumption “{name}” {change}"),
            )
        }
        Setting::Aggregation => {
            let now = after.assumptions.aggregation.id();
            (
                format!("Dimensions are joined by the {now} mean"),
                format!("the {now} mean"),
            )
        }
        Setting::Field(field) => {
            let noun = noun(field.id, field.name);
            let (old, new) = (field.get(before), field.get(after));
            let change = format!("{}{}", verb(direction(&old, &new)), from_to(&old, &new));
            (
                format!("{} {change}", upper(&noun)),
                format!("the project's {noun} {change}"),
            )
        }
        Setting::Rest => (
            "Other settings of the project changed".to_owned(),
            "other settings of the project".to_owned(),
        ),
    }
}

/// Names that stand in another order.
pub(super) fn names() -> Words {
    (
        "Names changed, which decide the order among equals".to_owned(),
        "the new order of names".to_owned(),
    )
}

/// All of several causes.
pub(super) fn together(causes: usize) -> Words {
    let all = match causes {
        0 | 1 => "what changed".to_owned(),
        2 => "both changes together".to_owned(),
        many => format!("all {many} changes together"),
    };
    (upper(&all), all)
}

/// Many alike causes as one. `ties`: of all of them.
pub(super) fn many(what: What, sort: &Sort, n: usize, ties: usize) -> Words {
    let with = match ties {
        0 => String::new(),
        ties => format!(" with {}", count(ties, "tie", "ties")),
    };
    let actors = match sort {
        Sort::Actor(kind) => format!("{} ({})", count(n, "actor", "actors"), lower(kind.name())),
        _ => count(n, "actor", "actors"),
    };
    let kind = match sort {
        Sort::Tie(kind) => format!("{} ", lower(kind.name())),
        _ => String::new(),
    };
    let of_ties = |n: usize| count(n, &format!("{kind}tie"), &format!("{kind}ties"));
    let new_ties = |n: usize| count(n, &format!("new {kind}tie"), &format!("new {kind}ties"));
    let new_actors = match sort {
        Sort::Actor(kind) => format!("{} ({})", count(n, "new actor", "new actors"), lower(kind.name())),
        _ => count(n, "new actor", "new actors"),
    };
    match what {
        What::ActorAdded => (format!("{actors} added{with}"), format!("{new_actors}{with}")),
        What::ActorRemoved => (
            format!("{actors} removed{with}"),
            format!("the loss of {actors}{with}"),
        ),
        What::TieAdded => (format!("{} added", of_ties(n)), new_ties(n)),
        What::TieRemoved => (
            format!("{} removed", of_ties(n)),
            format!("the loss of {}", of_ties(n)),
        ),
        What::ActorChanged => many_changed(&count(n, "actor", "actors"), sort, field::ACTOR),
        What::TieChanged => many_changed(&count(n, "tie", "ties"), sort, field::TIE),
        What::Setting => {
            let settings = count(n, "setting", "settings");
            (
                format!("{settings} of the project changed"),
                format!("{settings} of the project"),
            )
        }
        What::Names => names(),
        What::Together => together(n),
    }
}

fn many_changed<T>(things: &str, sort: &Sort, table: &'static [Field<T>]) -> Words {
    let Sort::Fields(ids, way) = sort else {
        return (format!("{things} changed"), format!("changes of {things}"));
    };
    let name_of = |id: &str| {
        let known = field::find(table, id).map_or(id, |field| field.name);
        noun(id, known)
    };
    match ids.as_slice() {
        ["kind", id] => {
            let kind = ActorKind::from_id(id)
                .map(ActorKind::name)
                .or_else(|| TieKind::from_id(id).map(TieKind::name));
            let kind = lower(kind.unwrap_or(id));
            (
                format!("{things} are now {kind}"),
                format!("{things} becoming {kind}"),
            )
        }
        ["external", way] => (
            format!("{things} moved {way} the cluster"),
            format!("the move of {things} {way} the cluster"),
        ),
        ["enabled" | "mutual", state] => (
            format!("{things} are now {state}"),
            format!("{things} now {state}"),
        ),
        ["reversed"] => (format!("{things} reversed"), format!("{things} reversed")),
        ["moved"] => (format!("{things} moved"), format!("{things} moved")),
        [id] => (
            format!("{} of {things} {}", upper(&name_of(id)), verb(*way)),
            format!("{} of {things}", more_or_less(&name_of(id), *way)),
        ),
        [one, other] => {
            let nouns = format!("{} and {}", name_of(one), name_of(other));
            (
                format!("{} of {things} changed", upper(&nouns)),
                format!("changed {nouns} of {things}"),
            )
        }
        _ => (
            format!("Values of {things} changed"),
            format!("changed values of {things}"),
        ),
    }
}

/// What an attribute is called inside a sentence.
fn noun(id: &str, name: &str) -> String {
    match id {
        "founded" => "year of founding".to_owned(),
        _ => lower(name),
    }
}

fn direction(old: &Value, new: &Value) -> Ordering {
    match (old, new) {
        (Value::Number(old), Value::Number(new)) => new.total_cmp(old),
        _ => Ordering::Equal,
    }
}

const fn verb(way: Ordering) -> &'static str {
    match way {
        Ordering::Greater => "raised",
        Ordering::Less => "lowered",
        Ordering::Equal => "changed",
    }
}

/// "higher trust", "fewer jobs", "changed activity".
fn more_or_less(noun: &str, way: Ordering) -> String {
    let word = match (way, is_plural(noun)) {
        (Ordering::Greater, false) => "higher",
        (Ordering::Less, false) => "lower",
        (Ordering::Greater, true) => "more",
        (Ordering::Less, true) => "fewer",
        (Ordering::Equal, _) => "changed",
    };
    format!("{word} {noun}")
}

fn span(old: &Value, new: &Value) -> String {
    match (old, new) {
        (Value::Number(old), Value::Number(new)) => format!(" ({} to {})", number(*old), number(*new)),
        _ => String::new(),
    }
}

fn from_to(old: &Value, new: &Value) -> String {
    match (old, new) {
        (Value::Number(old), Value::Number(new)) => format!(" from {} to {}", number(*old), number(*new)),
        (Value::Text(_), Value::Text(_)) => format!(" from {} to {}", shown(old), shown(new)),
        (Value::Absent, Value::Absent) => String::new(),
        (Value::Absent, new) => format!(" to {}", shown(new)),
        (old, Value::Absent) => format!(" from {} to none", shown(old)),
        _ => String::new(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Number(n) => number(*n),
        other => clean_line(&other.to_string()),
    }
}

/// At most three digits after the point.
fn number(n: f64) -> String {
    let text = format!("{n:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A name of ours that is a plural, such as "Kinds of actors" but not "Closeness to customers".
pub(in crate::analysis) fn is_plural(name: &str) -> bool {
    let head = [" of ", " to ", " in "]
        .iter()
        .find_map(|word| Some(name.split_once(word)?.0))
        .unwrap_or(name);
    head.ends_with('s') && !head.ends_with("ss")
}

fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o']);
    match noun {
        "finance" | "government" => noun.to_owned(),
        _ if vowel => format!("an {noun}"),
        _ => format!("a {noun}"),
    }
}
