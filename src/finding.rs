//! A finding: one thing that is wrong, as a value. Owns what a finding says; must not know how it
//! is shown, nor where it is found.

use std::ops::Range;

use crate::source::Place;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The answer is no: exit status 1.
    Error,
    /// Worth reading; does not change the exit status.
    Warning,
}

impl Severity {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The permanent kebab-case name of what was broken.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: one clause, in lower case.
    pub message: String,
    /// Where it is, if it is anywhere.
    pub place: Option<Place>,
    /// A few words to stand at the caret.
    pub label: String,
    /// Other places that belong to it, each with a few words.
    pub related: Vec<(Place, String)>,
    /// Whole lines that show it, such as a unified diff; empty where there are none.
    pub detail: String,
    /// Why it is wrong: the PEP or the rule that says so.
    pub why: Option<String>,
    /// What to type: one sentence in the imperative.
    pub help: Option<String>,
    /// What mends it, where that is certain.
    pub fix: Option<Fix>,
}

/// A mend that is certain: nothing but the bytes that are named changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Ranges of bytes of the place's source and what is to stand there instead; in order, none
    /// touching another.
    pub edits: Vec<(Range<usize>, String)>,
    /// What it does: one clause in the past tense, in lower case.
    pub says: String,
}

impl Finding {
    /// An error without a place.
    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            message: message.into(),
            place: None,
            label: String::new(),
            related: Vec::new(),
            detail: String::new(),
            why: None,
            help: None,
            fix: None,
        }
    }

    /// By file, then by place in it: the order in which people mend.
    pub fn position(&self) -> (&str, usize) {
        self.place
            .as_ref()
            .map_or_else(Default::default, |place| (place.source.path.as_str(), place.span.start))
    }

    /// The same as a warning.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with words at the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same, with one more place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// The same, with whole lines that show it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same, with the reason.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// The same, with what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with what mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}
