//! Identities that last as long as a project and are never given out twice.

use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

/// The id text does not have the form of its kind, for instance `a12`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id looks like \"{prefix}12\", not \"{found}\"")]
pub struct NotAnId {
    prefix: char,
    found: String,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// The identity with this number; `None` for 0.
            pub fn new(number: u64) -> Option<Self> {
                NonZeroU64::new(number).map(Self)
            }

            /// The number in the id.
            pub fn number(self) -> u64 {
                self.0.get()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $prefix, self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.strip_prefix($prefix)
                    .filter(|digits| digits.starts_with(|c: char| ('1'..='9').contains(&c)))
                    .and_then(|digits| digits.parse().ok())
                    .map(Self)
                    .ok_or_else(|| NotAnId { prefix: $prefix, found: text.chars().take(40).collect() })
            }
        }
    };
}

id!(
    /// The identity of an actor for the life of a project: in memory, in undo, in files. Written `a12`.
    ActorId,
    'a'
);
id!(
    /// The identity of a tie for the life of a project. Written `t12`.
    TieId,
    't'
);
id!(
    /// The identity of a snapshot for the life of a project. Written `s12`.
    SnapshotId,
    's'
);
id!(
    /// The identity of a note for the life of a project. Written `n12`.
    NoteId,
    'n'
);
id!(
    /// The identity of a zone for the life of a project. Written `z12`.
    ZoneId,
    'z'
);

impl TieId {
    /// The identity that comes before all others.
    pub(super) const FIRST: Self = Self(NonZeroU64::MIN);
}

/// The counter that hands out identities. It lives beside the document, not in it: otherwise undoing everything
/// could not give the same bytes back. What a document must remember of it is [`Retired`].
#[derive(Clone, Debug, Default)]
pub struct Ids {
    actors: Counter,
    ties: Counter,
    snapshots: Counter,
    notes: Counter,
    zones: Counter,
}

/// The highest numbers of removed things, so that they are not given out again after the project was saved and opened;
/// 0 where nothing was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// Of removed actors.
    pub actors: u64,
    /// Of removed ties.
    pub ties: u64,
    /// Of removed snapshots.
    pub snapshots: u64,
    /// Of removed notes.
    pub notes: u64,
    /// Of removed zones.
    pub zones: u64,
}

/// Numbers up to this one are counted on from; nobody adds so many things that fresh ones get far beyond.
pub const COUNTED: u64 = 1 << 52;

/// Hands out numbers that it has not been told of.
#[derive(Clone, Debug, Default)]
struct Counter {
    last: u64,
    /// Numbers beyond [`COUNTED`], which only a file made by hand has. Counting on from them would lead out of what
    /// a file may hold, so they are passed over.
    high: BTreeSet<u64>,
}

impl Counter {
    fn note(&mut self, number: u64) {
        if number <= COUNTED {
            self.last = self.last.max(number);
        } else {
            self.high.insert(number);
        }
    }

    fn next(&mut self) -> u64 {
        self.last += 1;
        while self.high.contains(&self.last) {
            self.last += 1;
        }
        self.last
    }
}

impl Ids {
    /// Starts at 1, but for what it is told of; see [`Ids::note_actor`].
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on this identity is not handed out.
    pub fn note_actor(&mut self, id: ActorId) {
        self.actors.note(id.number());
    }

    /// From now on this identity is not handed out.
    pub fn note_tie(&mut self, id: TieId) {
        self.ties.note(id.number());
    }

    /// From now on this identity is not handed out.
    pub fn note_snapshot(&mut self, id: SnapshotId) {
        self.snapshots.note(id.number());
    }

    /// From now on this identity is not handed out.
    pub fn note_note(&mut self, id: NoteId) {
        self.notes.note(id.number());
    }

    /// From now on this identity is not handed out.
    pub fn note_zone(&mut self, id: ZoneId) {
        self.zones.note(id.number());
    }

    /// From now on nothing up to these numbers is handed out.
    pub fn note_retired(&mut self, retired: Retired) {
        self.actors.note(retired.actors);
        self.ties.note(retired.ties);
        self.snapshots.note(retired.snapshots);
        self.notes.note(retired.notes);
        self.zones.note(retired.zones);
    }

    /// A fresh actor identity.
    pub fn actor(&mut self) -> ActorId {
        ActorId::new(self.actors.next()).expect("a counter that was just raised is not 0")
    }

    /// A fresh tie identity.
    pub fn tie(&mut self) -> TieId {
        TieId::new(self.ties.next()).expect("a counter that was just raised is not 0")
    }

    /// A fresh snapshot identity.
    pub fn snapshot(&mut self) -> SnapshotId {
        SnapshotId::new(self.snapshots.next()).expect("a counter that was just raised is not 0")
    }

    /// A fresh note identity.
    pub fn note(&mut self) -> NoteId {
        NoteId::new(self.notes.next()).expect("a counter that was just raised is not 0")
    }

    /// A fresh zone identity.
    pub fn zone(&mut self) -> ZoneId {
        ZoneId::new(self.zones.next()).expect("a counter that was just raised is not 0")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        assert_eq!("a12".parse::<ActorId>().unwrap().to_string(), "a12");
        for bad in [
            "12",
            "a",
            "a0",
            "a012",
            "t3",
            "a-1",
            "a99999999999999999999",
            "a 1",
            "a+1",
        ] {
            assert!(bad.parse::<ActorId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn noted_ids_are_not_given_out_again() {
        let mut ids = Ids::new();
        ids.note_actor("a7".parse().unwrap());
        assert_eq!(ids.actor().to_string(), "a8");
        assert_eq!(ids.tie().to_string(), "t1");
    }

    #[test]
    fn numbers_of_a_strange_file_do_not_lead_out_of_what_files_hold() {
        let mut ids = Ids::new();
        for number in [3, COUNTED, COUNTED + 1, COUNTED + 3, (1 << 53) - 1] {
            ids.note_actor(ActorId::new(number).unwrap());
        }
        let fresh = [ids.actor(), ids.actor(), ids.actor()].map(ActorId::number);
        assert_eq!(fresh, [COUNTED + 2, COUNTED + 4, COUNTED + 5]);
    }
}
