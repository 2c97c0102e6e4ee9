//! Which Python version a checkout is for a record. Owns when what was typed is believed: where the checkout
//! says nothing of it. One that says something else, or whose word cannot be read, is never believed to be
//! another. Must not know what else stands in it.

use super::{Asked, refused};
use crate::finding::Finding;
use crate::site::{self, Checkout};
use crate::source::Place;
use crate::version::Python;

/// A Python version that a checkout is taken to be, though it does not say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The folder, as it was named.
    pub folder: String,
    /// What it is taken to be.
    pub python: Python,
    /// The files that would say so.
    pub files: Vec<String>,
}

/// The Python version that a checkout is; none where it is one of a repository that serves several.
pub(super) fn python(
    asked: Asked<'_>,
    folder: &str,
    checkout: &Checkout,
) -> Result<(Option<Python>, Option<Claim>), Finding> {
    let identities = site::identities(asked.registry, &checkout.repository);
    if identities.is_empty() {
        return Ok((checkout.python, None));
    }
    match site::identity(asked.registry, &checkout.repository, &checkout.files) {
        Some((own, place)) if own != asked.python => Err(another(asked.python, folder, own, place)),
        Some((own, _)) => Ok((Some(own), None)),
        None => {
            if let Some(finding) = site::contradiction(asked.registry, &checkout.repository, &checkout.files)
            {
                return Err(finding);
            }
            let is_one = |path: &str| identities.iter().any(|site| site::is_at(site, path));
            if let Some(file) = checkout.files.iter().find(|file| is_one(&file.path)) {
                return Err(silent(folder, file));
            }
            let mut files: Vec<String> =
                identities.iter().flat_map(|site| &site.paths).map(|path| path.value.clone()).collect();
            files.dedup();
            let claim = Claim { folder: folder.to_owned(), python: asked.python, files };
            Ok((Some(asked.python), Some(claim)))
        }
    }
}

fn another(asked: Python, folder: &str, own: Python, place: Place) -> Finding {
    refused(format!("`{folder}` is Python {own}, not {asked}"))
        .at(place)
        .why("each Python version has its own lock")
        .help(format!("Check out Python {asked}, or record Python {own}."))
}

/// A file that should say it, and does not.
fn silent(folder: &str, file: &site::File) -> Finding {
    let finding = match &file.text {
        Ok(source) => {
            let message = format!("`{}` does not say which Python version it is", source.path);
            refused(message).at(Place::file(&source.path))
        }
        Err(why) => {
            let message =
                format!("`{}` does not say which Python version it is: `{}` {why}", folder, file.path);
            refused(message).at(Place::file(format!("{folder}/{}", file.path)))
        }
    };
    finding
        .why("a version that is read in the wrong checkout would be recorded for life")
        .help("Name a checkout with the file as its commit has it.")
}
