//! The one use of the clock in the whole program: the day on which a lock is recorded unless another is named.
//! Documents and rules never depend on it.

use pep11::model::Date;

/// Today, where this computer stands.
pub(super) fn today() -> Date {
    #[expect(
        clippy::disallowed_methods,
        reason = "a lock is recorded on the day on which it is, unless `--on` says otherwise"
    )]
    jiff::Zoned::now().date()
}
