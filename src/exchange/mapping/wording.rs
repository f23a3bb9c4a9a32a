//! What a mapping says, for people.

use crate::model::field;

use super::{ColumnChoice, Scale, Side, Target};

impl Target {
    /// All that a column of this side can be, in the order in which people choose.
    pub fn all(side: Side) -> Vec<Self> {
        let mut all = Vec::new();
        match side {
            Side::Actors => {
                all.extend([Self::Label, Self::Id, Self::Kind, Self::Group, Self::X, Self::Y]);
                all.extend(field::ACTOR.iter().map(|field| Self::Field(field.id)));
                all.extend([Self::Pinned]);
            }
            Side::Ties => {
                all.extend([Self::Id, Self::Kind, Self::Direction]);
                all.extend(field::TIE.iter().map(|field| Self::Field(field.id)));
            }
        }
        all.extend([Self::Size, Self::Color, Self::Attribute, Self::Leave]);
        all
    }

    /// No more than one column can be this.
    pub fn is_single(self) -> bool {
        !matches!(
            self,
            Self::Attribute | Self::Leave | Self::Size | Self::Color | Self::Field("tags")
        )
    }

    /// What people read.
    pub fn name(self, side: Side) -> &'static str {
        match self {
            Self::Label => "Name",
            Self::Id => "Id",
            Self::Kind => "Kind",
            Self::Direction => "Direction",
            Self::X => "Place, x",
            Self::Y => "Place, y",
            Self::Group => "Group",
            Self::Pinned => "Pinned",
            Self::Size => "Size",
            Self::Color => "Color",
            Self::Attribute => "Attribute",
            Self::Leave => "Left out",
            Self::Field(id) => {
                let actors = || field::find(field::ACTOR, id).map(|field| field.name);
                let ties = || field::find(field::TIE, id).map(|field| field.name);
                let name = if side == Side::Actors { actors() } else { ties() };
                name.unwrap_or(id)
            }
        }
    }

    /// Stable, for files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Label => "name",
            Self::Id => "id",
            Self::Kind => "kind",
            Self::Direction => "direction",
            Self::X => "x",
            Self::Y => "y",
            Self::Group => "group",
            Self::Pinned => "pinned",
            Self::Size => "size",
            Self::Color => "color",
            Self::Attribute => "attribute",
            Self::Leave => "leave",
            Self::Field(id) => id,
        }
    }

    /// By its [`Target::id`].
    pub fn from_id(id: &str, side: Side) -> Option<Self> {
        Self::all(side).into_iter().find(|target| target.id() == id)
    }
}

/// What is done to numbers, for people.
impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AsIs => f.write_str("as they are"),
            Self::Times(factor) => write!(f, "times {factor}"),
            Self::ByMost => f.write_str("divided by the largest"),
            Self::Spread => f.write_str("spread from a tenth to 1"),
            Self::Ranks => f.write_str("by rank, from a tenth to 1"),
        }
    }
}

impl ColumnChoice {
    /// "Actors, “员工人数”: Jobs, numbers such as 1,234.5".
    pub fn words(&self, side: Side) -> String {
        let of = match side {
            Side::Actors => "Actors",
            Side::Ties => "Ties",
        };
        let mut words = format!("{of}, “{}”: {}", self.name, self.target.name(side));
        if self.target != Target::Leave {
            if let Some(numbers) = self.numbers {
                words += &format!(", numbers such as {numbers}");
            }
            if self.scale != Scale::AsIs {
                words += &format!(", {}", self.scale);
            }
            if self.keep {
                words += ", kept as an attribute as well";
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_targets_lead_back() {
        for side in [Side::Actors, Side::Ties] {
            for target in Target::all(side) {
                assert_eq!(Target::from_id(target.id(), side), Some(target));
            }
        }
    }
}
