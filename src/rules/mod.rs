//! What the lock policy forbids, as a table of small functions. Each rule reads the model and names
//! the very value that breaks it; what is policy stands in the data.

mod skipped_version_locked;

use crate::finding::Finding;
use crate::model::Registry;

/// A rule: its permanent name, and what finds where it is broken.
pub struct Rule {
    /// Kebab-case; never changes.
    pub name: &'static str,
    /// All that breaks the rule.
    pub check: fn(&Registry) -> Vec<Finding>,
}

/// Every rule. A new one is a file and a line here.
pub const RULES: &[Rule] = &[skipped_version_locked::RULE];

/// What every rule finds, in the order of the table.
pub fn findings(registry: &Registry) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| (rule.check)(registry)).collect()
}
