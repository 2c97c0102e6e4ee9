//! The data and the templates that are built into the binary. Owns nothing else.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::parse::Files;
use crate::render::Templates;
use crate::source::Source;

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");
static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// What follows the path of a template that ships, so that nobody looks for it on the disk.
const MARK: &str = " (built in)";

/// The data as it was when the binary was built.
pub fn data() -> Files {
    files(&DATA).map(|(path, bytes)| (format!("data/{path}"), bytes.to_vec())).collect()
}

/// The templates that ship.
pub fn templates() -> Templates {
    let source = |(path, bytes): (String, &[u8])| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let source: Arc<Source> = Source::new(format!("templates/{path}{MARK}"), text);
        (path, source)
    };
    files(&TEMPLATES).map(source).collect()
}

/// The path that a template which ships would have in a project; none for a project's own.
pub fn path_of(template: &Source) -> Option<&str> {
    template.path.strip_suffix(MARK)
}

fn files<'a>(folder: &'a Dir<'a>) -> Box<dyn Iterator<Item = (String, &'a [u8])> + 'a> {
    let below = folder.dirs().flat_map(files);
    let own = folder.files().map(|file| {
        let parts: Vec<_> = file.path().components().map(|part| part.as_os_str().to_string_lossy()).collect();
        (parts.join("/"), file.contents())
    });
    Box::new(own.chain(below).filter(|(path, _)| !path.split('/').any(|part| part.starts_with('.'))))
}
