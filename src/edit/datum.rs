//! What is written into a file, before its layout is known.

/// A text, and whether it has to be in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text.
    pub text: String,
    /// Whether it is in quotes in any case, as a version is.
    pub quoted: bool,
}

impl Scalar {
    /// A text that must be in quotes.
    pub fn quoted(text: impl Into<String>) -> Self {
        Self { text: text.into(), quoted: true }
    }

    /// A text that is in quotes where YAML asks for them, or where its neighbours are.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), quoted: false }
    }
}

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Datum {
    /// A scalar.
    Scalar(Scalar),
    /// A mapping, in order; on one line where no neighbour shows how it is written, if it is `short`.
    Map {
        /// Its entries, with different keys.
        entries: Vec<(Scalar, Datum)>,
        /// Whether it fits into braces.
        short: bool,
    },
    /// A list of items below each other.
    List(Vec<Datum>),
}

impl Datum {
    /// A mapping of entries below each other.
    pub fn map(entries: Vec<(Scalar, Self)>) -> Self {
        Self::Map { entries, short: false }
    }

    /// A mapping in braces.
    pub fn short(entries: Vec<(Scalar, Self)>) -> Self {
        Self::Map { entries, short: true }
    }
}

impl From<Scalar> for Datum {
    fn from(scalar: Scalar) -> Self {
        Self::Scalar(scalar)
    }
}
