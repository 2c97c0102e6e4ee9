//! Faults of syntax in words for people who write data by hand. Owns the translation of the YAML
//! library's errors; must not know how a tree is built.

use std::ops::Range;
use std::sync::Arc;

use serde_saphyr::granit_parser::{ErrorKind, ScanError};

use super::DEEPEST_NESTING;
use super::scene::{Context, QUOTE, REMOVE, Said, Scene, closing, one_character};
use crate::finding::Finding;
use crate::source::{Place, Source};

pub(super) fn fault(source: &Arc<Source>, error: &ScanError, context: &Context) -> Finding {
    let text = &source.text;
    let at = text.floor_char_boundary(error.marker().byte_offset().unwrap_or(0).min(text.len()));
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        return too_deep(source, one_character(text, at));
    }
    // The parser may have read on before it went back to what it cannot read.
    let open_bracket = context.open_bracket.filter(|&open| open <= at);
    let context = &Context { last_scalar: context.last_scalar.clone(), open_bracket };
    let scene = Scene { text, at, context };
    let said = scene.said(error.kind());
    let finding = Finding::error("yaml-syntax", said.message).help(said.help);
    let finding = finding.at(Place::new(source, said.span.clone()));
    let fault = one_character(text, at);
    // Where the cause stands above the place at which no more could be read, both are shown.
    if text[said.span.start..at.max(said.span.start)].contains('\n') && !fault.is_empty() {
        finding.related(Place::new(source, fault), "noticed here")
    } else {
        finding
    }
}

pub(super) fn too_deep(source: &Arc<Source>, span: Range<usize>) -> Finding {
    Finding::error("yaml-limit", format!("the YAML is nested deeper than {DEEPEST_NESTING} levels"))
        .at(Place::new(source, span))
        .why("the data needs six levels")
        .help("Remove the brackets or the indent that is too much.")
}

impl Scene<'_> {
    fn said(&self, kind: &ErrorKind) -> Said {
        let said = self.lines(kind).or_else(|| self.quotes(kind)).or_else(|| self.brackets(kind));
        said.or_else(|| self.characters(kind))
            .or_else(|| self.marks(kind))
            .unwrap_or_else(|| self.other(kind))
    }

    /// Keys, items and indents.
    fn lines(&self, kind: &ErrorKind) -> Option<Said> {
        use ErrorKind as E;
        Some(match kind {
            E::MappingValueNotAllowed | E::InvalidColonPlacement | E::InvalidMappingValueWhitespace => {
                self.colon()
            }
            E::SimpleKeyExpected | E::InvalidSimpleKey => self.no_colon(self.line()),
            E::ExpectedBlockMappingKey | E::MappingKeyNotAllowed => self.no_key(),
            E::ExpectedBlockSequenceEntry => self.say(
                "this line stands among the items of a list and is none",
                self.line(),
                "Begin it with `- ` if it is an item, or indent it as far as the key beside which it belongs.",
            ),
            E::BlockSequenceEntryNotAllowed => self.say(
                "a list with dashes cannot begin on the line of its key",
                self.here(),
                "Write each `- item` on a line of its own below the key, or `[item, item]` on this line.",
            ),
            E::PlainScalarStartsWithDashFlowIndicator | E::InvalidBlockEntryWhitespace => {
                self.say("after a dash belongs a blank", self.here(), "Write `- ` and then the item.")
            }
            E::TabNotAllowed | E::TabInBlockIndentation | E::TabInIndentation => self.tab(),
            E::TabAtBlockScalarStart | E::TabInPlainScalar => self.tab(),
            E::InvalidBlockScalarIndent | E::InvalidQuotedScalarIndent | E::InvalidIndentation => self.say(
                "the indent of this line does not fit the lines above",
                self.line(),
                "Indent it deeper than the key that it belongs to.",
            ),
            E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => self.say(
                format!("more text follows the `{}` that begins a text of several lines", self.character()),
                self.rest_of_line(),
                "Begin the text on the next line, indented, or put it in quotes.",
            ),
            _ => return None,
        })
    }

    fn quotes(&self, kind: &ErrorKind) -> Option<Said> {
        use ErrorKind as E;
        let in_brackets = self.context.open_bracket.is_some();
        Some(match kind {
            E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => self.unclosed_quote(),
            E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar
                if in_brackets && matches!(self.character(), '"' | '\'') =>
            {
                self.in_brackets()
            }
            E::InvalidTrailingSingleQuotedScalar => self.say(
                "more text follows the closing quote",
                self.here(),
                "Write each apostrophe inside of the quotes twice, or put the text in double quotes.",
            ),
            E::InvalidTrailingDoubleQuotedScalar => self.say(
                "more text follows the closing quote",
                self.here(),
                "Write each quote inside of the text as `\\\"`, or put the text in single quotes.",
            ),
            E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape => self.escape(),
            E::InvalidLowSurrogateHexEscape | E::InvalidLowSurrogate => self.escape(),
            E::MissingLowSurrogate | E::UnpairedLowSurrogate | E::InvalidUnicodeEscape => self.escape(),
            _ => return None,
        })
    }

    fn brackets(&self, kind: &ErrorKind) -> Option<Said> {
        use ErrorKind as E;
        Some(match kind {
            E::MismatchedFlowCollectionEnd { open, close } => self.say(
                format!("`{open}` is closed by `{close}`"),
                self.here(),
                format!("Close it with `{}`.", closing(*open)),
            ),
            E::MisplacedFlowCollectionEnd => self.say(
                format!("this `{}` closes nothing", self.character()),
                self.here(),
                "Remove it, or put the text in quotes if it belongs to one.",
            ),
            E::UnclosedFlowCollection { .. } | E::InvalidFlowScalarIndent => self.in_brackets(),
            E::UnexpectedEofFlowSequence | E::UnexpectedEofFlowMapping => self.in_brackets(),
            E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator => self.in_brackets(),
            E::BlockEntryInFlowCollection => self.say(
                "a dash with a blank after it cannot stand in brackets",
                self.here(),
                "Write the items with commas between them, as in `[one, two]`.",
            ),
            E::UnexpectedEofImplicitFlowMapping | E::ExpectedNodeContent => self.say(
                "a value is missing before this",
                self.here(),
                "Write the value, or remove the character if it is one too many.",
            ),
            _ => return None,
        })
    }

    /// Characters that cannot stand where they are, or anywhere.
    fn characters(&self, kind: &ErrorKind) -> Option<Said> {
        use ErrorKind as E;
        Some(match kind {
            E::UnexpectedCharacter { character } if character.is_control() => self.control(*character),
            E::UnexpectedCharacter { .. } | E::MissingAnchorOrAliasName => self.begins_with(),
            E::BomInsideDocument => {
                self.say("a byte-order mark (U+FEFF) stands inside of the text", self.here(), REMOVE)
            }
            E::CommentNotSeparated => self.say(
                "a comment begins without a blank before it",
                self.here(),
                "Write a blank before `#`, or put the text in quotes if `#` belongs to it.",
            ),
            E::CommentInterceptedScalar => self.say(
                "a comment stands inside of a text of several lines",
                self.here(),
                "Move the comment above the text.",
            ),
            _ => return None,
        })
    }

    /// Aliases, tags, directives and the marks around documents.
    fn marks(&self, kind: &ErrorKind) -> Option<Said> {
        use ErrorKind as E;
        Some(match kind {
            E::UnknownAnchor => self.say(
                format!(
                    "`{}` is an alias, as it begins with `*`, and nothing has its name",
                    self.word_text()
                ),
                self.word(),
                "Put the text in quotes, or write `&` with the same name before the value that is meant.",
            ),
            E::InvalidDocumentEnd => self.say(
                "more text follows `...`, which ends the file",
                self.rest_of_line(),
                "Remove `...`, or what follows it.",
            ),
            E::UndeclaredTagHandle | E::ExpectedTagBang | E::InvalidGlobalTagCharacter => self.no_tag(),
            E::InvalidTagTerminator | E::MissingTagUri | E::UnclosedVerbatimTag => self.no_tag(),
            E::InvalidTagEscape => self.no_tag(),
            _ if self.text[self.at..].starts_with('%') || self.line_text().starts_with('%') => self.say(
                "a line that begins with `%` is for the YAML reader, which does not know this one",
                self.line(),
                "Remove the line, or put the text in quotes if it is one.",
            ),
            _ => return None,
        })
    }

    fn no_tag(&self) -> Said {
        let message = "a text without quotes that begins with `!` is a tag, and this is no tag of YAML";
        self.say(message, self.word(), QUOTE)
    }

    /// What no text is known for: the library's own words.
    fn other(&self, kind: &ErrorKind) -> Said {
        let help = "Mend this place; the rest of the file was not read.";
        self.say(format!("the YAML cannot be read here: {kind}"), self.here(), help)
    }
}
