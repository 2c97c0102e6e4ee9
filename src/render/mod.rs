//! Templates and a view become documents. Owns the template engine and the rules of the templates'
//! language; must not know the model, nor where documents are written.

mod fault;
mod functions;
pub mod paths;
mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior};

use crate::finding::Finding;
use crate::formats;
use crate::source::{Place, Source};
use crate::view::View;
use functions::Current;
pub use paths::{Collection, Document, Templates};

/// The documents by their paths below `out/`.
pub type Documents = BTreeMap<String, String>;

/// Templates that were read once and make any number of documents of one view.
pub struct Renderer<'a> {
    templates: &'a Templates,
    environment: Environment<'a>,
    view: Value,
    documents: Vec<Document>,
}

impl<'a> Renderer<'a> {
    /// Reads every template; all faults of syntax at once.
    pub fn new(templates: &'a Templates, view: &View) -> Result<Self, Vec<Finding>> {
        let mut environment = environment();
        let mut findings = Vec::new();
        for (path, source) in templates {
            if let Err(error) = environment.add_template(path, &source.text) {
                findings.push(fault::in_template(&error, path, templates));
            }
        }
        let (documents, more) = paths::documents(templates, view);
        findings.extend(more);
        findings.extend(documents.iter().filter_map(|document| unknown_format(document, templates)));
        if !findings.is_empty() {
            return Err(findings);
        }
        Ok(Self { templates, environment, view: Value::from(Serde(view)), documents })
    }

    /// The documents that there may be; one of which nothing is left is none.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Every document; all faults at once.
    pub fn all(&self) -> Result<Documents, Vec<Finding>> {
        let mut made = Documents::new();
        let mut findings = Vec::new();
        for document in &self.documents {
            match self.one(document) {
                Ok(text) if text.is_empty() => {}
                Ok(text) => drop(made.insert(document.path.clone(), text)),
                Err(finding) => findings.push(finding),
            }
        }
        if findings.is_empty() { Ok(made) } else { Err(findings) }
    }

    /// One document; an empty text where the template has nothing to show.
    pub fn one(&self, document: &Document) -> Result<String, Finding> {
        let Some(format) = formats::of_path(&document.path) else { return Ok(String::new()) };
        // What a document's notes remember is a global of its own environment: macros see globals only.
        let mut environment = self.environment.clone();
        environment.add_global("document", Value::from_object(Current::new(&document.path)));
        let template = environment.get_template(&document.template);
        let rendered = template.and_then(|template| template.render(self.context(document)));
        let text = rendered.map_err(|error| fault::in_document(&error, &document.path, self.templates))?;
        format.finish(&text).map_err(|malformed| {
            let source = Source::new(format!("out/{}", document.path), text.as_str());
            let start: usize =
                text.split_inclusive('\n').take(malformed.line.saturating_sub(1)).map(str::len).sum();
            Finding::error("malformed-document", malformed.message)
                .at(Place::new(&source, start..start))
                .help(format!("Mend `templates/{}`; this is what it made.", document.template))
        })
    }

    /// What a document's template sees: the view, and the items that its path is bound to.
    pub fn context(&self, document: &Document) -> Value {
        let items = document
            .bound
            .iter()
            .filter_map(|(collection, key)| Some((collection.name(), self.item(*collection, key)?)));
        let bound = Value::from_pairs(items.collect::<Vec<_>>());
        minijinja::context! { ..bound, ..self.view.clone() }
    }

    /// What every template sees.
    pub fn shared_context(&self) -> Value {
        self.view.clone()
    }

    fn item(&self, collection: Collection, key: &str) -> Option<Value> {
        match collection {
            Collection::Platform => self.view.get_attr("platforms").ok()?.get_attr(key).ok(),
            Collection::Tier => self.view.get_attr("tiers").ok()?.get_attr(key).ok(),
            Collection::Python => {
                let pythons = self.view.get_attr("pythons").ok()?;
                let is_key = |python: &Value| {
                    python.get_attr("python").is_ok_and(|python| python.as_str() == Some(key))
                };
                pythons.try_iter().ok()?.find(is_key)
            }
        }
    }
}

fn unknown_format(document: &Document, templates: &Templates) -> Option<Finding> {
    if formats::of_path(&document.path).is_some() {
        return None;
    }
    let known: Vec<_> = formats::FORMATS.iter().flat_map(|format| format.extensions()).copied().collect();
    let finding = Finding::error("unknown-format", "the extension of the template belongs to no format")
        .at(Place::file(templates.get(&document.template).map_or("", |source| &source.path)))
        .why("a value is escaped as its document's format needs it")
        .help(format!(
            "Use one of these extensions: {}. A file that only serves others begins with `_`.",
            known.join(", ")
        ));
    Some(finding)
}

fn environment<'a>() -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_debug(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match formats::of_path(name) {
        Some(format) => AutoEscape::Custom(Cow::Borrowed(format.name())),
        None => AutoEscape::None,
    });
    environment.set_formatter(show);
    // A tag alone on its line leaves no line behind.
    if let Ok(syntax) = environment
        .syntax()
        .to_builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    functions::add(&mut environment);
    environment
}

/// Shows a value as its format needs it; what `table`, `note` and their like made is finished.
fn show(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_safe() {
        out.write_str(&value.to_string())?;
        return Ok(());
    }
    let format = functions::format_of(state)?;
    if format.name() == "json" {
        let json = serde_json::to_string(value)
            .map_err(|error| Error::new(minijinja::ErrorKind::BadSerialization, error.to_string()))?;
        out.write_str(&json)?;
        return Ok(());
    }
    let text = functions::text(value)?;
    out.write_str(&functions::inline(state, format, &text)?)?;
    Ok(())
}
