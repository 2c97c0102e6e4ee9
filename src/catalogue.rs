//! What is said of each rule: every name that can stand in the brackets of a finding, one Markdown
//! file each in `src/catalogue/`. Owns the form of those files and their order; must not know what
//! finds anything, nor how an entry is shown.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use crate::finding::Severity;

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/catalogue");
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(read_all);

/// What is said of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The permanent kebab-case name, as it stands in the brackets of a finding.
    pub name: &'static str,
    /// What must hold: one line without a full stop.
    pub summary: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// What it looks at.
    pub about: About,
    /// What says so, where that is not the project itself.
    pub source: Option<Link>,
    /// The rest, in Markdown that is read well as it stands: why, and examples as indented lines.
    pub text: &'static str,
}

/// What a rule looks at, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The policy, in the data as it stands.
    State,
    /// The policy, on a day.
    Time,
    /// The policy, in the data and as it was before.
    Change,
    /// The data, while it is read.
    Data,
    /// Templates and the documents that they make.
    Documents,
    /// The marked parts of other files.
    Regions,
    /// Places in other repositories.
    Sites,
}

impl About {
    const ALL: [Self; 7] =
        [Self::State, Self::Time, Self::Change, Self::Data, Self::Documents, Self::Regions, Self::Sites];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Time => "time",
            Self::Change => "change",
            Self::Data => "data",
            Self::Documents => "documents",
            Self::Regions => "regions",
            Self::Sites => "sites",
        }
    }

    /// What that is, in a few words.
    pub fn description(self) -> &'static str {
        match self {
            Self::State => "the policy, in the data as it stands",
            Self::Time => "the policy, on the day of `check --as-of`",
            Self::Change => "the policy, in what changed since `check --base`",
            Self::Data => "the data, while it is read",
            Self::Documents => "templates, and the documents that they make",
            Self::Regions => "the marked parts of other files",
            Self::Sites => "places in other repositories, which `scan` reads",
        }
    }
}

/// A text that leads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is read.
    pub text: &'static str,
    /// Where it leads.
    pub url: &'static str,
}

/// What is said of the rule with this name.
pub fn entry(name: &str) -> Option<&'static Entry> {
    entries().iter().find(|entry| entry.name == name)
}

/// What is said of the rule that was probably meant.
pub fn nearest(name: &str) -> Option<&'static Entry> {
    let names: Vec<&str> = entries().iter().map(|entry| entry.name).collect();
    similar::get_close_matches(name, &names, 1, 0.6).first().and_then(|near| entry(near))
}

/// Everything that is said: the rules of the policy first, and by name within what they are about.
pub fn entries() -> &'static [Entry] {
    &ENTRIES
}

fn read_all() -> Vec<Entry> {
    let files = FOLDER.files().filter_map(|file| {
        let name = file.path().file_name()?.to_str()?.strip_suffix(".md")?;
        read(name, file.contents_utf8()?)
    });
    let mut entries: Vec<Entry> = files.collect();
    entries.sort_by_key(|entry| (entry.about, entry.name));
    entries
}

/// An entry from its file: a heading, a list of what is said in a word, and the text.
fn read(name: &'static str, file: &'static str) -> Option<Entry> {
    let (summary, rest) = file.strip_prefix("# ")?.split_once("\n\n")?;
    let (list, text) = rest.split_once("\n\n")?;
    let mut entry = Facts::default();
    for line in list.lines() {
        match line.strip_prefix("- ")?.split_once(": ")? {
            ("severity", word) => entry.severity = Some(severity(word)?),
            ("about", word) => entry.about = About::ALL.into_iter().find(|about| about.as_str() == word),
            ("source", link) => entry.source = Some(read_link(link)?),
            _ => return None,
        }
    }
    Some(Entry { name, summary, severity: entry.severity?, about: entry.about?, source: entry.source, text })
}

#[derive(Default)]
struct Facts {
    severity: Option<Severity>,
    about: Option<About>,
    source: Option<Link>,
}

fn severity(word: &str) -> Option<Severity> {
    match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        _ => None,
    }
}

fn read_link(markdown: &'static str) -> Option<Link> {
    let (text, url) = markdown.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    Some(Link { text, url })
}
