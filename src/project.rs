//! A project, from its texts to its documents: the corridor in one place. Owns the order of the
//! steps and what stops them; must not know the disk.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Severity};
use crate::history;
use crate::model::{Date, Platform, Registry};
use crate::parse::{self, Files};
use crate::render::{Collection, Document, Documents, Renderer, Templates};
use crate::rules::{self, Against};
use crate::view;

/// What a project's folders hold.
#[derive(Default)]
pub struct Project {
    /// How the project's folder is shown in front of paths: empty, or ending with `/`.
    pub root: String,
    /// The files of `data/`, by paths that begin with `data/`.
    pub data: Files,
    /// The project's own templates before those that ship.
    pub templates: Templates,
    /// The files of `out/`, by their paths below it.
    pub out: BTreeMap<String, Vec<u8>>,
}

/// Why there is no document to show.
#[derive(Debug)]
pub enum Unshown {
    /// The templates are at fault.
    Faulty(Vec<Finding>),
    /// What was asked for is not known.
    Unanswered {
        /// What is wrong: one clause, in lower case.
        message: String,
        /// What to ask instead: one sentence in the imperative.
        help: String,
    },
}

impl From<Vec<Finding>> for Unshown {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Faulty(findings)
    }
}

/// The data with everything that is wrong in it.
pub struct Reviewed {
    /// What the data says.
    pub registry: Registry,
    /// What is wrong in it, by file and place.
    pub findings: Vec<Finding>,
    /// Whether all of it could be read, so that only rules find fault with it.
    pub is_whole: bool,
}

impl Reviewed {
    /// Whether any finding is an error, so that nothing may be made of the data.
    pub fn is_faulty(&self) -> bool {
        is_faulty(&self.findings)
    }
}

fn is_faulty(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

impl Project {
    /// Reads the data and applies the rules that need nothing else.
    pub fn review(&self) -> Reviewed {
        self.review_against(Against::default())
    }

    /// Reads the data and applies the rules, also those about a day or about what changed.
    pub fn review_against(&self, against: Against<'_>) -> Reviewed {
        let (registry, mut findings) = parse::registry(&self.root, &self.data);
        let faulty: BTreeSet<String> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .filter_map(|finding| Some(finding.place.as_ref()?.source.path.clone()))
            .collect();
        let is_whole = !is_faulty(&findings);
        // What a faulty file would have said is no change.
        let against = Against { base: against.base.filter(|_| is_whole), ..against };
        findings.extend(rules::findings(&registry, &faulty, against));
        findings.sort_by(|a, b| a.position().cmp(&b.position()));
        Reviewed { registry, findings, is_whole }
    }

    /// Every document as of now.
    pub fn documents(&self, registry: &Registry) -> Result<Documents, Vec<Finding>> {
        Renderer::new(&self.templates, &view::of(registry, None))?.all()
    }

    /// A renderer of the state as recorded, or as it stood at the end of a day.
    pub fn renderer(&self, registry: &Registry, as_of: Option<Date>) -> Result<Renderer<'_>, Unshown> {
        let Some(day) = as_of else { return Ok(Renderer::new(&self.templates, &view::of(registry, None))?) };
        let begins = history::begins(registry);
        if let Some(begins) = begins.filter(|&begins| day < begins) {
            return Err(too_early("the data", day, begins));
        }
        Ok(Renderer::new(&self.templates, &view::of(&history::as_of(registry, day), Some(day)))?)
    }

    /// One document, which must have something to show.
    pub fn document(
        &self,
        registry: &Registry,
        renderer: &Renderer<'_>,
        document: &Document,
        as_of: Option<Date>,
    ) -> Result<String, Unshown> {
        if let Some((day, platform)) = as_of.zip(bound_platform(registry, document)) {
            match history::platform_begins(platform) {
                Some(begins) if begins <= day => {}
                Some(begins) => {
                    return Err(too_early(&format!("what `{}` shows", document.path), day, begins));
                }
                None => return Err(undated(document)),
            }
        }
        let text = renderer.one(document).map_err(|finding| vec![finding])?;
        if text.is_empty() {
            return Err(nothing_to_show(document, as_of));
        }
        Ok(text)
    }
}

/// The platform that a document's path is bound to.
fn bound_platform<'r>(registry: &'r Registry, document: &Document) -> Option<&'r Platform> {
    let (_, key) = document.bound.iter().find(|(collection, _)| *collection == Collection::Platform)?;
    registry.platforms.iter().find(|platform| platform.key == *key)
}

fn undated(document: &Document) -> Unshown {
    Unshown::Unanswered {
        message: format!("nothing that `{}` shows has a date", document.path),
        help: "Leave out `--as-of`.".to_owned(),
    }
}

fn too_early(what: &str, day: Date, begins: Date) -> Unshown {
    Unshown::Unanswered {
        message: format!("{what} begins on {begins}, after {day}"),
        help: format!("Ask for {begins} or a later day."),
    }
}

fn nothing_to_show(document: &Document, as_of: Option<Date>) -> Unshown {
    let path = &document.path;
    let (message, help) = match as_of {
        Some(day) => {
            (format!("nothing of `{path}` was recorded by the end of {day}"), "Ask for a later day.")
        }
        None => (format!("`{path}` has nothing to show"), "Add the data that its template asks for."),
    };
    Unshown::Unanswered { message, help: help.to_owned() }
}

/// The project's own templates in front of those that ship.
pub fn with_own(mut shipped: Templates, own: Templates) -> Templates {
    shipped.extend(own);
    shipped
}
