//! Which documents the templates make. Owns the braces in a template's path; must not know what a
//! template says.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Finding;
use crate::source::{Place, Source};
use crate::view::View;

/// The templates by their paths below `templates/`.
pub type Templates = BTreeMap<String, Arc<Source>>;

/// A document that is to be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its path below `out/`.
    pub path: String,
    /// The path of its template below `templates/`.
    pub template: String,
    /// What the braces in the template's path stand for: collection and key.
    pub bound: Vec<(Collection, String)>,
}

/// A collection that a template can run over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// `{platform}`: one document for each platform.
    Platform,
    /// `{tier}`: one for each tier.
    Tier,
    /// `{python}`: one for each feature release.
    Python,
}

impl Collection {
    const ALL: [Self; 3] = [Self::Platform, Self::Tier, Self::Python];

    /// The word in braces, which is also the name under which the template sees the item.
    pub fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Tier => "tier",
            Self::Python => "python",
        }
    }

    fn keys(self, view: &View) -> Vec<String> {
        match self {
            Self::Platform => view.platforms.keys().cloned().collect(),
            Self::Tier => view.tiers.keys().cloned().collect(),
            Self::Python => view.pythons.iter().map(|python| python.python.clone()).collect(),
        }
    }
}

/// The documents, in the order of their paths, and the faults in paths. Where two templates make one
/// document, the one with fewer braces does.
pub fn documents(templates: &Templates, view: &View) -> (Vec<Document>, Vec<Finding>) {
    let mut documents: BTreeMap<String, Document> = BTreeMap::new();
    let mut findings = Vec::new();
    for (template, source) in templates.iter().filter(|(path, _)| !is_partial(path)) {
        match expand(template, &source.path, view) {
            Ok(expanded) => {
                for document in expanded {
                    let known = documents.get(&document.path).map(|known| known.bound.len());
                    if known.is_none_or(|braces| document.bound.len() < braces) {
                        documents.insert(document.path.clone(), document);
                    }
                }
            }
            Err(finding) => findings.push(finding),
        }
    }
    (documents.into_values().collect(), findings)
}

/// What starts with `_`, or lies in a folder that does, serves other templates.
fn is_partial(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('_'))
}

fn expand(template: &str, shown: &str, view: &View) -> Result<Vec<Document>, Finding> {
    let whole = Document { path: template.to_owned(), template: template.to_owned(), bound: Vec::new() };
    let mut expanded = vec![whole];
    while let Some(name) = first_braces(&expanded[0].path).map(str::to_owned) {
        let collection = Collection::ALL.into_iter().find(|collection| collection.name() == name);
        let Some(collection) = collection else { return Err(unknown_braces(shown, &name)) };
        let braces = format!("{{{name}}}");
        let bind = |document: &Document, key: &String| Document {
            path: document.path.replace(&braces, key),
            template: document.template.clone(),
            bound: document.bound.iter().cloned().chain([(collection, key.clone())]).collect(),
        };
        let keys = collection.keys(view);
        expanded = expanded.iter().flat_map(|document| keys.iter().map(|key| bind(document, key))).collect();
        if expanded.is_empty() {
            break;
        }
    }
    Ok(expanded)
}

fn first_braces(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('{')?;
    rest.split_once('}').map(|(name, _)| name)
}

fn unknown_braces(shown: &str, name: &str) -> Finding {
    let names = Collection::ALL.map(|collection| format!("{{{}}}", collection.name()));
    Finding::error("unknown-braces", format!("`{{{name}}}` in the path of a template is no collection"))
        .at(Place::file(shown))
        .help(format!("Use one of {}.", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partials_make_no_document() {
        for (path, partial) in [("_a.rst", true), ("x/_a.rst", true), ("_x/a.rst", true), ("x/a_.rst", false)]
        {
            assert_eq!(is_partial(path), partial, "{path}");
        }
    }
}
