//! The feature releases of Python and their milestones. Must not know the platforms.

use super::{At, Date};
use crate::version::Python;

/// A feature release, with the dates of PEP 602's yearly cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// The feature release, `3.15`.
    pub python: At<Python>,
    /// The PEP that holds its release schedule.
    pub pep: At<u32>,
    /// The branch that it is made from: `main` before its own is cut.
    pub branch: At<String>,
    /// The release from which locks hold.
    pub beta_1: At<Milestone>,
    /// The first final release.
    pub final_release: At<Milestone>,
    /// The day on which the last support ends.
    pub end_of_life: At<Milestone>,
    /// Where the dates come from.
    pub source: At<String>,
}

/// A day in a release's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The day.
    pub date: Date,
    /// It came to pass, rather than being planned; no clock is asked.
    pub actual: bool,
}
