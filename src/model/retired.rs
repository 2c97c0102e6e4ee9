//! The platforms that are no longer supported, as PEP 11 lists them.

use super::{At, Date};

/// A platform that is no longer supported.
#[derive(Clone, Debug)]
pub struct Retired {
    /// Its name, or the condition that told its code apart.
    pub name: At<String>,
    /// The first release that did not support it; often older than any release in the data.
    pub unsupported: At<String>,
    /// A word on that.
    pub unsupported_remark: Option<At<String>>,
    /// The first release in which building needed an edit.
    pub broken: Option<At<String>>,
    /// A word on that.
    pub broken_remark: Option<At<String>>,
    /// The first release without its code; `None` where nobody knows.
    pub removed: Option<At<String>>,
    /// A page that says more.
    pub details: Option<At<String>>,
    /// The day on which PEP 11 listed it, where that is known.
    pub listed: Option<At<Date>>,
    /// The day on which it left the list again.
    pub delisted: Option<At<Date>>,
    /// Where it is said.
    pub source: At<String>,
}
