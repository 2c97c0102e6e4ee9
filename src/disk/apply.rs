//! Carries out a plan, all of it or nothing. Owns temporary files, renaming and putting back; must
//! not know why a file is to be changed.
//!
//! Whatever can fail is done first, beside the files: the new contents are written and a second name
//! is given to the old ones. Then come the renames, which can be taken back without writing.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use pep11::plan::Edit;
use tempfile::{Builder, TempPath};

use super::Fault;

/// Makes every file what it should be, or leaves all as they were. A file that is right already is not
/// touched. Folders below `prune_below` that lose their last file are removed.
pub(crate) fn apply(edits: &[Edit], prune_below: Option<&Path>) -> Result<(), Fault> {
    let mut work = Work::default();
    let edits = || edits.iter().filter(|edit| edit.before != edit.after);
    if let Err(fault) = edits().try_for_each(|edit| work.prepare(edit)).and_then(|()| work.carry_out()) {
        return Err(work.put_back(fault));
    }
    drop(work);
    if let Some(root) = prune_below {
        edits().filter(|edit| edit.after.is_none()).for_each(|edit| prune(&edit.path, root));
    }
    Ok(())
}

/// Refuses files that are read-only: they could be replaced by others, which is right for what pep11
/// makes, but not for what people write.
pub(crate) fn writable(edits: &[Edit]) -> Result<(), Fault> {
    let is_read_only = |path: &Path| fs::metadata(path).is_ok_and(|found| found.permissions().readonly());
    match edits.iter().find(|edit| is_read_only(&edit.path)) {
        None => Ok(()),
        Some(edit) => Err(Fault::new(
            &edit.path,
            "is read-only; nothing has been changed",
            "Make it writable with `chmod u+w`, then run the command again.",
        )),
    }
}

/// A plan halfway.
#[derive(Default)]
struct Work {
    steps: Vec<Step>,
    /// Folders that were made for new files, outer ones first.
    folders: Vec<PathBuf>,
    /// How many steps have been carried out.
    done: usize,
}

/// One file that is going to change.
struct Step {
    /// The file, or what it links to.
    target: PathBuf,
    /// The new content under a passing name; none if the file is to go.
    new: Option<TempPath>,
    /// The old file under a second name; none if there is none.
    old: Option<TempPath>,
}

impl Work {
    /// Does all of an edit that nobody can see.
    fn prepare(&mut self, edit: &Edit) -> Result<(), Fault> {
        let target = target(edit)?;
        let metadata = unchanged(edit, &target)?;
        self.make_folders(&target).map_err(|error| Fault::writing(&edit.path, &error))?;
        let step = step(target, edit.after.as_deref(), metadata.as_ref());
        self.steps.push(step.map_err(|error| Fault::writing(&edit.path, &error))?);
        Ok(())
    }

    fn make_folders(&mut self, target: &Path) -> io::Result<()> {
        let missing = target.ancestors().skip(1).take_while(|folder| is_missing(folder));
        let mut missing: Vec<&Path> = missing.collect();
        while let Some(folder) = missing.pop() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn carry_out(&mut self) -> Result<(), Fault> {
        for step in &mut self.steps {
            step.carry_out().map_err(|error| Fault::writing(&step.target, &error))?;
            self.done += 1;
        }
        Ok(())
    }

    /// Takes everything back, and says so where even that fails.
    fn put_back(mut self, mut fault: Fault) -> Fault {
        let undone = self.steps.drain(..self.done).rev().filter_map(|step| step.put_back().err());
        let lost: Vec<String> = undone.collect();
        // The passing names go before the folders that they are in.
        self.steps.clear();
        for folder in self.folders.iter().rev() {
            // What is not empty holds something that somebody else has put there.
            let _ = fs::remove_dir(folder);
        }
        if !lost.is_empty() {
            fault.message = format!("cannot be written, and then {}", lost.join(", "));
            fault.help = "Rename each of these files back by hand.".to_owned();
        }
        fault
    }
}

impl Step {
    fn carry_out(&mut self) -> io::Result<()> {
        match (self.new.take(), &self.old) {
            (Some(new), Some(_)) => new.persist(&self.target).map_err(|error| error.error),
            (Some(new), None) => new.persist_noclobber(&self.target).map_err(|error| error.error),
            (None, _) => fs::remove_file(&self.target),
        }
    }

    /// Takes a step back that has been carried out; the error says where the old file is.
    fn put_back(self) -> Result<(), String> {
        let Some(old) = self.old else {
            return fs::remove_file(&self.target)
                .map_err(|error| format!("{} could not be removed: {error}", self.target.display()));
        };
        let Err(failed) = old.persist(&self.target) else { return Ok(()) };
        let kept = failed.path.to_path_buf();
        // Better a stray file than a lost one.
        let _ = failed.path.keep();
        let (kept, target) = (kept.display(), self.target.display());
        Err(format!("{kept} could not be renamed to {target}: {}", failed.error))
    }
}

/// Writing to a symbolic link writes to the file that it names; removing it removes the link.
fn target(edit: &Edit) -> Result<PathBuf, Fault> {
    let is_link = fs::symlink_metadata(&edit.path).is_ok_and(|metadata| metadata.is_symlink());
    if !is_link || edit.after.is_none() {
        return Ok(edit.path.clone());
    }
    fs::canonicalize(&edit.path).map_err(|_| {
        Fault::new(
            &edit.path,
            "is a symbolic link that leads nowhere",
            "Remove the link, then run the command again.",
        )
    })
}

/// Makes sure that a file still holds what the plan was made from.
fn unchanged(edit: &Edit, target: &Path) -> Result<Option<Metadata>, Fault> {
    let now = match fs::read(target) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Fault::reading(&edit.path, &error)),
    };
    if now != edit.before {
        return Err(Fault::new(
            &edit.path,
            "was changed by somebody else meanwhile; nothing has been written",
            "Run the command again.",
        ));
    }
    let metadata = now.map(|_| fs::metadata(target)).transpose();
    metadata.map_err(|error| Fault::reading(&edit.path, &error))
}

fn step(target: PathBuf, after: Option<&[u8]>, metadata: Option<&Metadata>) -> io::Result<Step> {
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let new = after.map(|bytes| write_beside(folder, bytes, metadata)).transpose()?;
    let old = metadata.map(|_| second_name(folder, &target)).transpose()?;
    Ok(Step { target, new, old })
}

/// A name that walkers pass over, should the process be stopped halfway.
fn passing_name() -> Builder<'static, 'static> {
    let mut name = Builder::new();
    name.prefix(".pep11-");
    name
}

fn write_beside(folder: &Path, bytes: &[u8], metadata: Option<&Metadata>) -> io::Result<TempPath> {
    let mut file = passing_name().make_in(folder, |path| File::create_new(path))?;
    file.write_all(bytes)?;
    if let Some(metadata) = metadata {
        keep_owner(file.as_file(), metadata)?;
        file.as_file().set_permissions(metadata.permissions())?;
    }
    // Without this every file of the plan would stay open.
    Ok(file.into_temp_path())
}

/// A file does not change hands because root refreshed it; who else may not give files away keeps it.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// The same file under a second name, or a copy where the file system has no hard links.
fn second_name(folder: &Path, target: &Path) -> io::Result<TempPath> {
    let linked = passing_name().make_in(folder, |path| fs::hard_link(target, path));
    let second = linked.or_else(|_| passing_name().make_in(folder, |path| copy_new(target, path)))?;
    Ok(second.into_temp_path())
}

fn copy_new(from: &Path, to: &Path) -> io::Result<()> {
    File::create_new(to)?;
    fs::copy(from, to).map(drop)
}

fn is_missing(folder: &Path) -> bool {
    folder != Path::new("")
        && matches!(fs::metadata(folder), Err(error) if error.kind() == ErrorKind::NotFound)
}

/// Removes the folders above a removed file that are empty now.
fn prune(file: &Path, root: &Path) {
    let inside = |folder: &&Path| *folder != root && folder.starts_with(root);
    for folder in file.ancestors().skip(1).take_while(inside) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests;
