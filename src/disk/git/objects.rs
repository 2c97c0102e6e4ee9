//! Objects of a repository, read one after the other from a single process. Owns the dialogue with
//! `git cat-file --batch` and the form of a tree; must not know what the objects are for.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::process::Git;

/// What has a hash.
pub(super) enum Object {
    /// What a file holds, or where a symbolic link leads.
    File(Vec<u8>),
    /// What a folder holds.
    Folder(Vec<Entry>),
    /// It is not in this clone.
    Missing,
}

/// What stands in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) name: Vec<u8>,
    pub(super) id: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    Folder,
    Submodule,
}

/// The process that reads objects.
pub(super) struct Objects {
    child: Child,
    // Taken when it is to end.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Objects {
    pub(super) fn of(git: &Git) -> io::Result<Self> {
        let mut command = git.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or(ErrorKind::BrokenPipe)?;
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    /// The object with a hash; of a file no more than `most` bytes.
    pub(super) fn get(&mut self, id: &str, most: u64) -> io::Result<Object> {
        let input = self.input.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        // Each answer is read before the next question is put, so no pipe can be full on both ends.
        input.write_all(format!("{id}\n").as_bytes())?;
        input.flush()?;
        let mut head = Vec::new();
        self.output.read_until(b'\n', &mut head)?;
        let head = String::from_utf8_lossy(&head).into_owned();
        let head = head.strip_suffix('\n').ok_or(ErrorKind::UnexpectedEof)?;
        let words: Vec<&str> = head.split(' ').collect();
        match *words.as_slice() {
            [_, "missing"] => Ok(Object::Missing),
            [_, "blob", size] => self.content(size, most).map(Object::File),
            [id, "tree", size] => {
                let tree = self.content(size, u64::MAX)?;
                entries(&tree, id.len() / 2).map(Object::Folder).ok_or(ErrorKind::InvalidData.into())
            }
            _ => Err(ErrorKind::InvalidData.into()),
        }
    }

    /// The bytes that follow, of which no more than `most` are kept.
    fn content(&mut self, size: &str, most: u64) -> io::Result<Vec<u8>> {
        let size: u64 = size.parse().map_err(|_| ErrorKind::InvalidData)?;
        let mut kept = Vec::new();
        let kept_size = size.min(most);
        (&mut self.output).take(kept_size).read_to_end(&mut kept)?;
        // A line break ends each answer.
        let rest = size - kept_size + 1;
        let skipped = io::copy(&mut (&mut self.output).take(rest), &mut io::sink())?;
        if kept.len() as u64 != kept_size || skipped != rest {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(kept)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // Without a next question it ends by itself.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// The entries of a tree, each `mode name<nul>hash` with a hash of so many bytes; none if it is no tree.
fn entries(mut tree: &[u8], hash: usize) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    while !tree.is_empty() {
        let space = tree.iter().position(|&byte| byte == b' ')?;
        let end = tree.iter().position(|&byte| byte == 0)?;
        let name = tree.get(space + 1..end)?.to_owned();
        let id = tree.get(end + 1..end + 1 + hash)?;
        let kind = match &tree[..space] {
            b"40000" => Kind::Folder,
            b"120000" => Kind::Link,
            b"160000" => Kind::Submodule,
            _ => Kind::File,
        };
        entries.push(Entry { kind, name, id: id.iter().map(|byte| format!("{byte:02x}")).collect() });
        tree = &tree[end + 1 + hash..];
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_whatever_the_names_in_it() {
        let tree = b"100644 a b\x00\x01\xff40000 \xfe\n\x00\x00 160000 s\x00\x20\x00120000 l\x00ab";
        let entry = |kind, name: &[u8], id: &str| Entry { kind, name: name.to_owned(), id: id.to_owned() };
        let expected = [
            entry(Kind::File, b"a b", "01ff"),
            entry(Kind::Folder, b"\xfe\n", "0020"),
            entry(Kind::Submodule, b"s", "2000"),
            entry(Kind::Link, b"l", "6162"),
        ];
        assert_eq!(entries(tree, 2).unwrap(), expected);
    }

    #[test]
    fn what_is_no_tree_is_none() {
        for tree in [&b"100644"[..], b"100644 a", b"100644 a\0", b"100644 a\0\x01", b"a\0 b"] {
            assert_eq!(entries(tree, 2), None, "{tree:?}");
        }
    }
}
