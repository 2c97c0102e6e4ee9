//! Who decides. Must not know what is decided.

/// Who may decide what the PEPs leave to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// The steering council.
    SteeringCouncil,
    /// The platform's maintainers, as PEP 11 lists them.
    Maintainers,
}

impl Authority {
    /// Everybody who may.
    pub const ALL: [Self; 2] = [Self::SteeringCouncil, Self::Maintainers];

    /// As it is written in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SteeringCouncil => "steering council",
            Self::Maintainers => "maintainers",
        }
    }
}
