//! What a note defines: roles above it; footnotes, substitutions and targets below it. Owns that each
//! is collected once, under its name; must not know who needs it.

use super::wrap::{Part, fill};
use super::{Names, Setting};

/// The role of text that is struck out. Docutils writes `<del>` for the class.
pub(super) const DELETED: &str = "pep11-del";

/// The definitions of the note that is being written.
pub(super) struct Definitions<'a> {
    pub(super) names: &'a mut Names,
    width: usize,
    roles: String,
    below: String,
}

impl<'a> Definitions<'a> {
    pub(super) fn new(setting: &Setting<'_>, names: &'a mut Names) -> Self {
        Self { names, width: setting.width, roles: String::new(), below: String::new() }
    }

    /// Makes sure of the role of text that is struck out.
    pub(super) fn need_deleted(&mut self) {
        if self.names.is_first("role deleted") {
            self.roles = format!(".. role:: {DELETED}\n   :class: del\n\n");
        }
    }

    /// A substitution for an image, which may be a link.
    pub(super) fn image(&mut self, source: &str, alt: &str, target: Option<&str>) -> String {
        let options = image_options(alt, target, self.width);
        let (name, is_new) = self.names.define(alt, &format!("image {source}\n{options}"));
        if is_new {
            self.below.push_str(&format!(".. |{name}| image:: {source}\n{options}"));
        }
        name
    }

    /// A substitution for finished markup, and a target of the same name: a link around it.
    pub(super) fn linked(&mut self, hint: &str, markup: &str, target: &str) -> String {
        let (name, is_new) = self.names.define(hint, &format!("link {markup}\n{target}"));
        if is_new {
            let start = format!(".. |{name}| replace:: ");
            let lines = fill(markup, start.len(), self.width.saturating_sub(3).max(40), Part::Paragraph);
            self.below.push_str(&start);
            self.below.push_str(&indented(&lines.join("\n")));
            self.below.push_str(&format!("\n.. _{name}: {target}\n"));
        }
        name
    }

    /// The same for a link without text.
    pub(super) fn bare_link(&mut self, target: &str) -> String {
        let (name, is_new) = self.names.define("link", &format!("bare link {target}"));
        if is_new {
            self.below.push_str(&format!(".. |{name}| unicode:: 0x20\n.. _{name}: {target}\n"));
        }
        name
    }

    /// A substitution for a blank, where docutils would overlook one.
    pub(super) fn blank(&mut self) -> String {
        let (name, is_new) = self.names.define("blank", "blank");
        if is_new {
            self.below.push_str(&format!(".. |{name}| unicode:: 0x20\n"));
        }
        name
    }

    /// A substitution for a tab, which docutils would expand.
    pub(super) fn tab(&mut self) -> String {
        let (name, is_new) = self.names.define("tab", "tab");
        if is_new {
            self.below.push_str(&format!(".. |{name}| unicode:: 0x09\n"));
        }
        name
    }

    /// What is to stand above the note, and what below it.
    pub(super) fn finish(self) -> (String, String) {
        (self.roles, self.below)
    }
}

/// The options of an image. Docutils takes them as they are, so that nothing is escaped.
pub(super) fn image_options(alt: &str, target: Option<&str>, width: usize) -> String {
    let mut options = String::from("   :alt:");
    for line in fill(alt, 8, width.saturating_sub(8).max(40), Part::Inner) {
        options.push_str(if options.ends_with(':') { " " } else { "      " });
        // An image's description is no place for backslashes: there, the few that `fill` adds go.
        options.push_str(
            line.strip_prefix('\\').filter(|rest| !alt.contains(&format!("\\{rest}"))).unwrap_or(&line),
        );
        options.push('\n');
    }
    if alt.is_empty() {
        options.push('\n');
    }
    if let Some(target) = target {
        options.push_str(&format!("   :target: {target}\n"));
    }
    options
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n   ")
}
