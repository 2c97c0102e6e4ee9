//! Why a table that shows a document is not adopted as it stands. Owns the words for it, and what is to be
//! typed; must not know how the document was found.

use super::difference::{self, Difference};
use super::matching::{self, Shows};
use super::{Candidate, Template, markers};
use crate::finding::Finding;
use crate::region::Form;
use crate::source::Place;
use crate::tabular::{Hindrance, Labels};
use crate::words::joined;

/// The table of several documents.
pub(super) fn several(candidate: &Candidate<'_>, form: &Form, several: &[Shows<'_, '_>]) -> Finding {
    let names: Vec<String> = several.iter().map(|shows| format!("`{}`", shows.document.path)).collect();
    let first = several.first().map_or("DOCUMENT", |shows| shows.document.path);
    Finding::error("table-of-several", format!("the table shows each of {} equally well", names.join(", ")))
        .at(place(candidate))
        .why("a region shows one document, and these may come to differ")
        .help(format!("Write `{}` above it and `{}` below it.", form.begin(first), form.end()))
}

/// A table with the header of documents of which nothing else can be told; none where no document has it.
pub(super) fn unreadable(candidate: &Candidate<'_>, names: &[String], why: &str) -> Option<Finding> {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let message =
        format!("the table has the header of {}, and cannot be read: {why}", joined(&quoted, "and"));
    let finding = Finding::error("table-unreadable", message)
        .at(place(candidate))
        .help("Mend the table, with one cell in each column of each row, then adopt it again.");
    (!names.is_empty()).then_some(finding)
}

/// The first line of a table, without the blanks before it.
fn place(candidate: &Candidate<'_>) -> Place {
    let Candidate { source, table, .. } = candidate;
    let text = &source.text[table.span.clone()];
    let start = table.span.start + text.len() - text.trim_start().len();
    let length = source.text[start..].find(['\r', '\n']).unwrap_or(text.trim_start().len());
    Place::new(source, start..start + length)
}

/// A table, and the document that it shows.
pub(super) struct Refused<'r> {
    pub(super) candidate: &'r Candidate<'r>,
    pub(super) form: &'static Form,
    pub(super) shows: &'r Shows<'r, 'r>,
}

impl Refused<'_> {
    /// What keeps the table out of any region, whatever it says.
    pub(super) fn finding(&self) -> Option<Finding> {
        let Candidate { host, table, .. } = self.candidate;
        if let Some(hindrance) = &table.hindrance {
            return Some(self.hindered(hindrance));
        }
        if !self.shows.columns.extra.is_empty() {
            return Some(self.with_other_columns());
        }
        let own = self.shows.document.labels();
        let is_kept =
            |labels: &&Labels| labels.are_alone && labels.names.iter().all(|name| own.contains(name));
        if let Some(labels) = table.labels.as_ref().filter(|labels| !is_kept(labels)) {
            return Some(self.with_label(labels));
        }
        let swallowed = markers::swallowed(host.bytes, self.form, &table.span)?;
        Some(self.before_indented_text(swallowed))
    }

    /// How the table is called.
    fn name(&self) -> String {
        format!("the table of `{}`", self.shows.document.name(self.form))
    }

    /// At the table, with what it says otherwise.
    fn at(&self, finding: Finding) -> Finding {
        let Shows { document, columns } = self.shows;
        let shows = format!("shows `{}`", document.name(self.form));
        let difference = difference::between(self.candidate.table, document, columns);
        finding.at(place(self.candidate)).label(match difference {
            Some(difference) => format!("{shows}, but {}", difference.says()),
            None => shows,
        })
    }

    fn hindered(&self, hindrance: &Hindrance) -> Finding {
        match hindrance {
            // Said before anybody asks what it shows.
            Hindrance::Unreadable(why) => self.not_alone(&format!("cannot be read: {why}"), why, "Mend the table."),
            Hindrance::Verbatim(what) => self.verbatim(what),
            Hindrance::Directive(name) => self.in_unknown_directive(name),
            Hindrance::Behind(mark) => self.behind(mark),
            Hindrance::Glued => self.not_alone(
                "stands against other text or HTML",
                "a marker stands on a line of its own with a blank line inside, which ends a block of HTML",
                "Put the table on lines of its own, not deep, with blank lines around it, then adopt it again.",
            ),
            Hindrance::NoBlankLine => self.not_alone(
                "has no blank line above it",
                "docutils takes the lines for more of what stands above, or a marker would part the two",
                "Put a blank line above the table, in a definition or a field also text above that, then adopt it again.",
            ),
            Hindrance::Attached(what, span) => {
                let finding = Finding::error("table-with-label", format!("{} has {what} beside it", self.name()));
                self.at(finding)
                    .related(Place::new(self.candidate.source, span.clone()), "this belongs to the table")
                    .why("a marker would come between the two")
                    .help("Take it away, or say it in the text around the table, then adopt it again.")
            }
        }
    }

    /// Nothing is wrong with an example; but people want to know why nothing happens to it.
    fn verbatim(&self, what: &str) -> Finding {
        let message = format!("{} is left as it is: it stands in {what}", self.name());
        self.at(Finding::error("table-in-code", message).as_warning())
            .why("what stands there is shown as it is or not at all, and so would be a marker")
    }

    fn in_unknown_directive(&self, name: &str) -> Finding {
        let message = format!("{} stands in the directive `{name}`, which is not known", self.name());
        let (begin, end) = (self.form.begin(&self.shows.document.name(self.form)), self.form.end());
        self.at(Finding::error("table-in-unknown-directive", message))
            .why("a directive may show its content as it is, and so it would a marker")
            .help(format!(
                "Write `{begin}` above the table and `{end}` below it, if `{name}` reads its content as text."
            ))
    }

    fn behind(&self, mark: &str) -> Finding {
        let help = if mark.contains("quotation") {
            "Take the table out of the quotation, then adopt it again."
        } else {
            "Write a line of text behind the mark, and the table below it with a blank line between, then adopt it again."
        };
        self.not_alone(&format!("stands behind {mark}"), "a marker stands alone on its line", help)
    }

    fn not_alone(&self, says: &str, why: &str, help: &str) -> Finding {
        let finding = Finding::error("table-not-alone", format!("{} {says}", self.name()));
        self.at(finding).why(why).help(help)
    }

    fn with_other_columns(&self) -> Finding {
        let document = self.shows.document;
        let (others, them) = self.other_columns();
        let they = if them == "it" { "the column" } else { "the columns" };
        let finding =
            Finding::error("table-with-other-columns", format!("{} also has {others}", self.name()));
        let stem = document.path.rsplit_once('.').map_or(document.path, |(stem, _)| stem);
        self.at(finding)
            .why(format!("a region holds its document and nothing else: {they} would be lost"))
            .help(format!("Add {them} to the template of `{stem}`, or take {them} out of the table, then adopt it again."))
    }

    /// The columns that only the table has, and what they are called once they have been named.
    fn other_columns(&self) -> (String, &'static str) {
        let header = &self.candidate.table.header;
        let titles = self.shows.columns.extra.iter().filter_map(|&column| header.get(column));
        let titles: Vec<String> = titles.map(|title| format!("`{title}`")).collect();
        let (word, them) = if titles.len() == 1 { ("column", "it") } else { ("columns", "them") };
        (format!("the {word} {}", joined(&titles, "and")), them)
    }

    fn with_label(&self, labels: &Labels) -> Finding {
        let named: Vec<String> =
            labels.names.iter().filter(|name| !name.is_empty()).map(|name| format!("`{name}`")).collect();
        let whose = match named.as_slice() {
            [] => "a label without a name".to_owned(),
            [one] => format!("the label {one}"),
            several => format!("the labels {}", joined(several, "and")),
        };
        let finding =
            Finding::error("table-with-label", format!("{} has {whose} directly above it", self.name()));
        let text = &self.candidate.source.text[labels.span.clone()];
        let start = labels.span.start + text.len() - text.trim_start().len();
        let length = text.trim_start().find(['\r', '\n']).unwrap_or(0);
        self.at(finding)
            .related(Place::new(self.candidate.source, start..start + length), "this is the table's")
            .why("docutils gives a label to what comes next, unless that is a comment, such as a marker")
            .help(format!(
                "Move it above the paragraph before the table, or into the template of `{}`, then adopt the table again.",
                self.shows.document.name(self.form)
            ))
    }

    fn before_indented_text(&self, swallowed: usize) -> Finding {
        let path = self.shows.document.path;
        Finding::error(
            "table-before-indented-text",
            format!("the table shows `{path}`, and indented text follows it"),
        )
        .at(place(self.candidate))
        .related(Place::new(self.candidate.source, swallowed..swallowed), "this is deeper than the table")
        .why("docutils takes what is deeper than a marker for part of its comment, also past a blank line")
        .help("Put a line between them at the indent of the table, such as `..`, then adopt it again.")
    }

    /// The table can be in no region before there is a document in the file's language, and what it says
    /// otherwise is not to wait for that.
    pub(super) fn in_another_format(&self, template: &Template) -> Finding {
        let Shows { document, columns } = self.shows;
        let host = self.candidate.host.language;
        let own = host.name();
        let mut message = format!("the table shows `{}`, which is no {own}", document.path);
        let others = (!columns.extra.is_empty()).then(|| format!("also has {}", self.other_columns().0));
        let difference = difference::between(self.candidate.table, document, columns);
        let clauses: Vec<String> =
            others.into_iter().chain(difference.iter().map(Difference::says)).collect();
        if !clauses.is_empty() {
            message = format!("{message}, and {}", clauses.join("; "));
        }
        let finding = Finding::error("table-in-another-format", message)
            .at(place(self.candidate))
            .label(format!("this is {own}"))
            .why(format!("a region holds its document as it is, here as {}", document.language.name()));
        let from = &template.path;
        let stem = from.rsplit_once('.').map_or(from.as_str(), |(stem, _)| stem);
        let to = format!("{stem}.{}", matching::extension(host));
        match &template.text {
            None => finding
                .help(format!("Copy `{from}` to `{to}`, run `pep11 render`, then adopt the table again.")),
            Some(text) => finding.detail(text).help(format!(
                "Write the built-in template that is shown here to `{to}`, run `pep11 render`, then adopt the table again."
            )),
        }
    }

    /// The titles are the document's, and too little else to be sure.
    pub(super) fn like(&self) -> Finding {
        let Shows { document, columns } = self.shows;
        let name = document.name(self.form);
        let difference = difference::between(self.candidate.table, document, columns);
        let says =
            difference.as_ref().map_or_else(String::new, |difference| format!(", but {}", difference.says()));
        let finding =
            Finding::error("table-like-a-document", format!("the table is like that of `{name}`{says}"))
                .as_warning()
                .at(place(self.candidate))
                .why("too little of it agrees to tell whether it is meant to show that document")
                .help("If it is, add what it lacks, then adopt it again; leave it if it is not.");
        let related = difference.iter().flat_map(|difference| &difference.places);
        related.fold(finding, |finding, (span, label)| {
            finding.related(Place::new(self.candidate.source, span.clone()), label)
        })
    }

    /// What the table says otherwise.
    pub(super) fn differs(&self, difference: &Difference) -> Finding {
        let name = self.shows.document.name(self.form);
        let help = if difference.is_of_facts {
            "Add `--write --update` to bring it up to date, or mend `data/` if the table is right.".to_owned()
        } else {
            format!("Add `--write --update` to redraw it as it is in `{name}`, or mend the template of that.")
        };
        let finding = Finding::error("table-differs", format!("{} {}", self.name(), difference.says()))
            .at(place(self.candidate))
            .label(format!("shows `{name}`"))
            .help(help);
        let related = difference.places.iter();
        related.fold(finding, |finding, (span, label)| {
            finding.related(Place::new(self.candidate.source, span.clone()), label)
        })
    }
}
