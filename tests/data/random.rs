//! Files that are too large to keep, or of which the time counts.
