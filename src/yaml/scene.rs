//! The place at which a YAML file could not be read on, and what its author probably meant there. Must
//! not know the library's errors.

use std::ops::Range;

/// What to do with a text that looks like something else.
pub(super) const QUOTE: &str = "Put the text in quotes.";
pub(super) const REMOVE: &str = "Remove the character.";

/// What was read before a fault.
pub(super) struct Context {
    /// The scalar that was read last.
    pub(super) last_scalar: Option<Range<usize>>,
    /// The innermost bracket or brace that is still open.
    pub(super) open_bracket: Option<usize>,
}

/// What is wrong, where, and what to type.
pub(super) struct Said {
    pub(super) message: String,
    pub(super) span: Range<usize>,
    pub(super) help: String,
}

/// A fault, and what stands around it.
pub(super) struct Scene<'a> {
    pub(super) text: &'a str,
    /// The byte at which the library gave up.
    pub(super) at: usize,
    pub(super) context: &'a Context,
}

impl Scene<'_> {
    #[expect(clippy::unused_self, reason = "reads as one table")]
    pub(super) fn say(
        &self,
        message: impl Into<String>,
        span: Range<usize>,
        help: impl Into<String>,
    ) -> Said {
        Said { message: message.into(), span, help: help.into() }
    }

    /// A colon that cannot be the end of a key.
    pub(super) fn colon(&self) -> Said {
        if let Some(open) = self.context.open_bracket
            && self.text[open..self.at].contains('\n')
        {
            return self.unclosed_bracket(open);
        }
        match self.context.last_scalar.clone() {
            Some(last) if last.end <= self.at && self.text[last.clone()].contains('\n') => {
                self.colon_after_lines(last)
            }
            Some(last) if last.end <= self.at && !self.text[last.start..self.at].contains('\n') => {
                let text = self.text[last.start..].lines().next().unwrap_or("").trim_end();
                let message = "a second colon with a blank after it stands on this line";
                self.say(message, self.here(), in_quotes(text))
            }
            _ => self.say(
                "a colon stands where no key can end",
                self.here(),
                "Put a text that holds `: ` in quotes, and give the keys of one mapping the same indent.",
            ),
        }
    }

    /// What was taken for one text of several lines ends in a colon.
    pub(super) fn colon_after_lines(&self, text: Range<usize>) -> Said {
        let first_end = self.text[text.clone()].find(['\n', '\r']).map_or(text.end, |end| text.start + end);
        let first = text.start..self.text[..first_end].trim_end().len().max(text.start);
        let before = &self.text[line_start(self.text, text.start)..text.start];
        if before.chars().all(|c| matches!(c, ' ' | '-')) {
            return self.no_colon(first);
        }
        self.say(
            "this key is indented deeper than the key above, which has a value already",
            self.line(),
            "Indent both alike, or remove the value above if the key above is to hold this one.",
        )
    }

    pub(super) fn no_colon(&self, line: Range<usize>) -> Said {
        let written = &self.text[line.clone()];
        if written.len() > 1024 {
            return self.say("a key cannot be longer than 1,024 characters", line, "Write a shorter key.");
        }
        if let Some((key, value)) = written.split_once(':')
            && !value.is_empty()
            && !value.starts_with(char::is_whitespace)
        {
            let help = match written.len() > 72 {
                true => "Write a blank after the colon.".to_owned(),
                false => format!("Write `{key}: {value}`."),
            };
            return self.say("no blank follows the colon of this key", line, help);
        }
        let name = if written.chars().count() > 30 { "key" } else { written };
        let help =
            format!("Write `{name}: ` and a value, or indent the line if it goes on with the text above.");
        self.say("this line has no colon after its key", line, help)
    }

    /// A line in a mapping that does not begin with a key of it.
    pub(super) fn no_key(&self) -> Said {
        let line = self.line();
        if self.line_text().starts_with("- ") && self.at <= line.start + 2 {
            return self.say(
                "an item of a list stands among the keys of a mapping",
                line,
                "Indent it below the key whose list it belongs to.",
            );
        }
        if line.start != self.at {
            return self.say(
                "more follows on this line than one value",
                self.here(),
                "Put a text in quotes as a whole, and write each key on a line of its own.",
            );
        }
        self.text_goes_on(&line).unwrap_or_else(|| {
            self.say(
                "the indent of this line is that of no line above",
                line.clone(),
                "Indent it exactly as far as the keys beside which it belongs.",
            )
        })
    }

    /// A line that was meant to belong to the text above.
    pub(super) fn text_goes_on(&self, line: &Range<usize>) -> Option<Said> {
        let last = self.context.last_scalar.clone().filter(|last| last.end <= line.start)?;
        if self.text[last.clone()].starts_with(['|', '>']) {
            return Some(self.say(
                "this line is indented less than the text above, and deeper than its key",
                line.clone(),
                "Indent it as far as the first line of the text, or as far as the key if it does not belong to it.",
            ));
        }
        let between = self.text[last.end..line.start].trim_start();
        (between.starts_with('#') && !self.line_text().contains(':')).then(|| {
            self.say(
                "a comment ends the text above, so this line cannot go on with it",
                line.clone(),
                "Move the comment above the text.",
            )
        })
    }

    pub(super) fn tab(&self) -> Said {
        let line = line_start(self.text, self.at);
        let tab = self.text[line..].find('\t').map_or(self.at, |tab| line + tab);
        self.say(
            "a tab is used to indent",
            one_character(self.text, tab),
            "Indent with blanks, not with tabs.",
        )
    }

    pub(super) fn unclosed_quote(&self) -> Said {
        let help = match self.character() {
            '\'' => "Close it with `'`; an apostrophe inside of the text is written twice.",
            _ => "Close it with `\"`; a quote inside of the text is written `\\\"`.",
        };
        self.say("this quote is not closed", self.here(), help)
    }

    /// The library only knows where the text begins.
    pub(super) fn escape(&self) -> Said {
        let known = |c: char| "0abtnvfre \"/\\N_LPxuU\t\r\n".contains(c);
        let mut characters = self.text[self.at..].char_indices();
        let mut span = self.here();
        while let Some((offset, c)) = characters.next() {
            if c != '\\' {
                continue;
            }
            let Some((next, escaped)) = characters.next() else { break };
            if !known(escaped) {
                span = self.at + offset..self.at + next + escaped.len_utf8();
                break;
            }
        }
        let written = self.text[span.clone()].to_owned();
        let message = match written.starts_with('\\') {
            true => format!("`{written}` means nothing in double quotes"),
            false => "a character is escaped in a way that YAML does not know".to_owned(),
        };
        self.say(message, span, "Write `\\\\` for a backslash, or put the text in single quotes.")
    }

    pub(super) fn in_brackets(&self) -> Said {
        let open = match self.context.open_bracket {
            Some(open) => open,
            None if self.text[self.at..].starts_with(['[', '{']) => self.at,
            None => return self.say("brackets are not closed", self.here(), "Close them."),
        };
        let rest = self.text[self.at..].trim_start();
        if open == self.at || rest.is_empty() || self.text[open..self.at].contains('\n') {
            return self.unclosed_bracket(open);
        }
        let open = self.text[open..].chars().next().unwrap_or('[');
        self.say(
            "a comma is missing before this",
            self.here(),
            format!("Write a comma between two entries, and `{}` after the last.", closing(open)),
        )
    }

    pub(super) fn unclosed_bracket(&self, open: usize) -> Said {
        let bracket = self.text[open..].chars().next().unwrap_or('[');
        self.say(
            format!("this `{bracket}` is not closed"),
            one_character(self.text, open),
            format!("Close it with `{}`.", closing(bracket)),
        )
    }

    pub(super) fn begins_with(&self) -> Said {
        let rest = &self.text[self.rest_of_line()];
        let help = match self.context.open_bracket {
            Some(_) => QUOTE.to_owned(),
            None => in_quotes(rest),
        };
        let character = match self.character() {
            '`' => "a backquote".to_owned(),
            other => format!("`{other}`"),
        };
        self.say(format!("a text without quotes cannot begin with {character}"), self.here(), help)
    }

    pub(super) fn control(&self, character: char) -> Said {
        let help = match character {
            '\0' => "Remove the character; where every second character is one, save the file as UTF-8.",
            _ => REMOVE,
        };
        let code = u32::from(character);
        // The library knows where the text begins.
        let at = self.text[self.at..].find(character).map_or(self.at, |offset| self.at + offset);
        let span = one_character(self.text, at);
        self.say(format!("the character U+{code:04X} is not allowed in YAML"), span, help)
    }

    pub(super) fn character(&self) -> char {
        self.text[self.at..].chars().next().unwrap_or(' ')
    }

    pub(super) fn here(&self) -> Range<usize> {
        one_character(self.text, self.at)
    }

    pub(super) fn rest_of_line(&self) -> Range<usize> {
        let rest = self.text[self.at..].lines().next().unwrap_or("").trim_end();
        self.at..self.at + rest.len()
    }

    /// The line without its indent and its line break.
    pub(super) fn line(&self) -> Range<usize> {
        let start = line_start(self.text, self.at);
        let line = self.text[start..].lines().next().unwrap_or("");
        let indent = line.len() - line.trim_start().len();
        start + indent..start + line.trim_end().len().max(indent)
    }

    pub(super) fn line_text(&self) -> &str {
        &self.text[self.line()]
    }

    pub(super) fn word(&self) -> Range<usize> {
        let rest = &self.text[self.at..];
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).unwrap_or(rest.len());
        self.at..self.at + end
    }

    pub(super) fn word_text(&self) -> &str {
        &self.text[self.word()]
    }
}

/// A text in quotes, as it can be typed.
fn in_quotes(text: &str) -> String {
    match text {
        long if long.len() > 72 || long.contains(['"', '\\', '#']) => QUOTE.to_owned(),
        code if code.contains('`') => format!("Put the text in quotes: \"{code}\""),
        plain => format!("Put the text in quotes: `\"{plain}\"`."),
    }
}

pub(super) fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The character at a byte; nothing at the end of a line or of the text.
pub(super) fn one_character(text: &str, at: usize) -> Range<usize> {
    let width = text[at..].chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8);
    at..at + width
}
