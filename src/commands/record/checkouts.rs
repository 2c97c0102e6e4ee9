//! The folders behind `--from`: which repositories they are checkouts of, what they say, and where that can be
//! read by everybody. Must not know what is recorded of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pep11::model::{Platform, Registry};
use pep11::record::{self, Asked, Claim, Missed, Reading, Shipped};
use pep11::site::{self, Checkout};
use pep11::words::either;

use super::Stop;
use crate::console::{self, Unable};
use crate::disk::checkout::Root;
use crate::disk::git::{NoAddress, Page, Repository};
use crate::disk::{Fault, shown};

/// What was typed and what checkouts say.
pub(super) struct Told<'r, 'a> {
    /// The versions, in the order of the components.
    pub(super) readings: Vec<Reading<'r>>,
    /// What versions ship.
    pub(super) shipped: Vec<Shipped<'r>>,
    /// What stands in place of versions.
    pub(super) missed: Vec<Missed<'r>>,
    /// What is taken for granted of checkouts.
    pub(super) claims: Vec<Claim>,
    /// Where it stands.
    pub(super) sources: Sources<'a>,
}

/// The checkouts that were read, in the order in which they were named.
pub(super) struct Sources<'a>(Vec<Source<'a>>);

struct Source<'a> {
    folder: &'a Path,
    repository: String,
    /// The files that say something, by their paths in it.
    files: Vec<String>,
}

/// Reads all folders; `decided` is what was typed.
pub(super) fn told<'r, 'a>(
    asked: Asked<'r>,
    folders: &'a [PathBuf],
    decided: &[Reading<'r>],
) -> Result<Told<'r, 'a>, Stop> {
    let mut told = Told {
        readings: decided.to_vec(),
        shipped: Vec::new(),
        missed: Vec::new(),
        claims: Vec::new(),
        sources: Sources(Vec::new()),
    };
    let checkouts: Vec<Checkout> = folders
        .iter()
        .map(|folder| checkout(asked.registry, asked.platform, folder))
        .collect::<Result<_, _>>()?;
    let repositories: Vec<String> = checkouts.iter().map(|own| own.repository.clone()).collect();
    for (folder, checkout) in folders.iter().zip(checkouts) {
        let tree = tree(&repositories, &checkout.repository, folder);
        let mut more = record::read(asked, &shown(folder), &checkout, decided)?;
        let inside = more.shipped.iter_mut().flat_map(|shipped| [&mut shipped.by, &mut shipped.inside]);
        more.readings.iter_mut().chain(inside).for_each(|reading| reading.tree.clone_from(&tree));
        let mut files: Vec<String> = more.readings.iter().map(|reading| reading.path.clone()).collect();
        files.sort_unstable();
        files.dedup();
        told.sources.0.push(Source { folder, repository: checkout.repository, files });
        told.readings.extend(more.readings);
        told.shipped.extend(more.shipped);
        told.missed.extend(more.missed);
        told.claims.extend(more.claim);
    }
    let components = &asked.platform.components;
    told.readings.sort_by_key(|reading| components.iter().position(|own| *own.key == *reading.component.key));
    Ok(told)
}

/// What tells a checkout from the others: its repository, and where there are several of it, the folder's own
/// name.
fn tree(repositories: &[String], own: &str, folder: &Path) -> String {
    let of_it = repositories.iter().filter(|other| *other == own).count();
    match repositories {
        [_] => String::new(),
        _ if of_it == 1 => own.to_owned(),
        _ => match folder.canonicalize().ok().as_deref().and_then(Path::file_name) {
            Some(name) => format!("{own} in `{}`", name.to_string_lossy()),
            None => own.to_owned(),
        },
    }
}

/// A folder as a checkout of the repository that its files tell.
fn checkout(registry: &Registry, platform: &Platform, folder: &Path) -> Result<Checkout, Unable> {
    let root = Root::open(folder).map_err(|fault| {
        Fault::new(&fault.path, fault.message, "Name the root of a checkout behind `--from`.")
    })?;
    let mut found = Vec::new();
    let mut silent = BTreeSet::new();
    for repository in site::repositories(registry) {
        let own = registry.all_sites().filter(|site| *site.repository == repository);
        let files = root.files(own.flat_map(|site| &site.paths).map(|path| path.as_str()));
        if record::belongs_to(registry, platform, repository, &files) {
            let python = site::identity(registry, repository, &files).map(|(python, _)| python);
            found.push(Checkout { repository: repository.to_owned(), python, files });
        } else {
            silent.extend(files.into_iter().map(|file| file.path));
        }
    }
    let names: Vec<&str> = found.iter().map(|checkout| checkout.repository.as_str()).collect();
    match names.as_slice() {
        [_] => Ok(found.remove(0)),
        [] => {
            let mut known: Vec<&str> = platform.sites.iter().map(|site| site.repository.as_str()).collect();
            known.sort_unstable();
            known.dedup();
            let paths: Vec<String> =
                silent.iter().map(|path| format!("`{}/{path}`", shown(folder))).collect();
            let what = match paths.as_slice() {
                [] => format!("`{}`", shown(folder)),
                paths => either(paths),
            };
            Err(Unable::typed(
                format!("{what} has nothing that a site of {} reads", *platform.name),
                format!("Name the root of a checkout of {}.", either(&known)),
            ))
        }
        several => Err(Unable::typed(
            format!("`{}` could be a checkout of {}", shown(folder), either(several)),
            "Name the root of one repository.",
        )),
    }
}

impl Sources<'_> {
    /// The page of the first checkout's commit, if what was read there is as the commit has it.
    pub(super) fn of_lock(&self) -> Result<String, Unable> {
        let help = "Say with `--source URL` where the lock is recorded.";
        let Some(source) = self.0.first() else {
            return Err(Unable::typed("nothing says where the lock is recorded", help));
        };
        let page =
            source.page().map_err(|why| Unable::typed(format!("`{}` {why}", shown(source.folder)), help))?;
        if page.repository != source.repository {
            console::note(&format!(
                "the source is a commit of {}, which is not {}; `--source URL` names another",
                page.repository, source.repository
            ));
        }
        Ok(page.url)
    }

    /// The page of the commit that has some files, if there is one.
    pub(super) fn of_files(&self, files: &[&str]) -> Option<String> {
        let has = |source: &&Source<'_>| files.iter().all(|file| source.files.iter().any(|own| own == file));
        Some(self.0.iter().find(has)?.page().ok()?.url)
    }
}

impl Source<'_> {
    fn page(&self) -> Result<Page, String> {
        let files: Vec<&str> = self.files.iter().map(String::as_str).collect();
        Repository::of(self.folder)
            .map_err(Into::into)
            .and_then(|repository| repository.commit_page(&files, &self.repository))
            .map_err(|why: NoAddress| why.message())
    }
}
