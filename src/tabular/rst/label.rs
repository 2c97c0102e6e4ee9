//! Labels: internal targets, which docutils gives to what comes next. Owns what they may stand above, and
//! their names as docutils compares them; must not know tables.

use super::page::Page;
use crate::tabular::Labels;

/// The labels that stand above what is read next.
#[derive(Default)]
pub(super) struct Pending {
    open: Option<Open>,
}

struct Open {
    /// The line of the first.
    line: usize,
    indent: usize,
    names: Vec<String>,
    are_alone: bool,
}

impl Pending {
    /// What comes next is neither a label nor what a label is given to past other things.
    pub(super) fn clear(&mut self) {
        self.open = None;
    }

    /// What stands here stands between the labels and what they are given to.
    pub(super) fn pass(&mut self) {
        if let Some(open) = &mut self.open {
            open.are_alone = false;
        }
    }

    /// A target on a line at a column, or a footnote.
    pub(super) fn target(&mut self, page: &Page<'_>, at: usize, indent: usize, markup: &str) {
        // One that goes on is a link to elsewhere.
        let ends = page.is_blank(at + 1) || page.indent(at + 1) <= indent;
        let Some(name) = name(markup).filter(|_| ends) else { return self.clear() };
        match &mut self.open {
            Some(open) if open.indent >= indent => {
                open.are_alone &= open.indent == indent;
                open.indent = indent;
                open.names.push(name);
            }
            // What is deeper is in a block of its own, which has the labels above it.
            open => *open = Some(Open { line: at, indent, names: vec![name], are_alone: true }),
        }
    }

    /// The labels of what begins on a line. One that is the last of a deeper block is given to what comes
    /// behind that.
    pub(super) fn take(&mut self, page: &Page<'_>, at: usize) -> Option<Labels> {
        let open = self.open.take().filter(|open| open.indent >= page.indent(at))?;
        let Open { line, names, indent, are_alone } = open;
        let are_alone = are_alone && indent == page.indent(at);
        Some(Labels { names, span: page.span(line..at).start..page.span(at..at + 1).start, are_alone })
    }
}

/// The name of an internal target; empty where it has none.
fn name(markup: &str) -> Option<String> {
    let name = markup.strip_prefix('_')?.strip_suffix(':')?;
    if name == "_" {
        return Some(String::new());
    }
    let name = name.strip_prefix('`').and_then(|name| name.strip_suffix('`')).unwrap_or(name);
    // Behind a colon that is not escaped stands where a target leads.
    let is_whole = !name.is_empty() && !name.replace("\\:", "").contains(": ") && !name.ends_with('\\');
    is_whole.then(|| name.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}
