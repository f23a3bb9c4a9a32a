//! What a session knows beside the project itself, for those who show it.

use crate::analysis::chance::Chance;
use crate::analysis::own::OwnNames;

use super::{
    Adviser, Certainty, Comparing, Groups, Looking, Odds, Palette, Search, Session, Shares, Sight, Tint,
    Track, Why,
};

impl Session {
    /// Indicators now and before.
    pub fn track(&self) -> &Track {
        &self.track
    }

    /// Why a figure is what it is, while somebody asks.
    pub fn why(&self) -> &Why {
        &self.why
    }

    /// What the one chosen actor has of each indicator, while [`super::Action::WantShares`].
    pub fn shares(&self) -> &Shares {
        &self.shares
    }

    /// Two states that are compared.
    pub fn comparing(&self) -> &Comparing {
        &self.comparing
    }

    /// What the cluster lacks, and what would help or hurt it most.
    pub fn adviser(&self) -> &Adviser {
        &self.adviser
    }

    /// What the network is looked at through.
    pub fn looking(&self) -> &Looking {
        &self.looking
    }

    /// What the map is colored and sized by.
    pub fn tint(&self) -> &Tint {
        &self.tint
    }

    /// Communities, while somebody wants them.
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Attributes of the person's own that the project has.
    pub fn own_names(&self) -> &OwnNames {
        self.own.names()
    }

    /// What of the project is seen on the map.
    pub fn sight(&self) -> &Sight {
        &self.sight
    }

    /// How far the scores depend on weights.
    pub fn certainty(&self) -> &Certainty {
        &self.certainty
    }

    /// Whether the shape of the network is more than chance.
    pub fn odds(&self) -> &Odds {
        &self.odds
    }

    /// Commands and actors that fit what somebody types.
    pub fn palette(&self) -> &Palette {
        &self.palette
    }

    /// What is searched for, and what was found.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// How far what is looked at lies from chance, once that was asked for and worked out.
    pub fn chance(&self) -> Option<&Chance> {
        Some(self.odds.through(self.looking.lens())?)
    }
}
