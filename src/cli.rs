//! The command line: what can be typed, and its help. Must not know what the commands do.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

const LONG_ABOUT: &str = "\
Keeps the versions that CPython platforms are locked to in one place, and writes them everywhere else.

YAML files in data/ hold the facts, templates/ turns them into the documents of out/, and marked \
regions in other files show those documents.

Exit status: 0 all is well; 1 something was found, such as drift or faulty data; 2 no answer could be \
given, as for a wrong argument or a file that cannot be read.";

/// One source of truth for the versions that CPython platforms are locked to
#[derive(Parser)]
#[command(name = "pep11", version, long_about = LONG_ABOUT, disable_help_subcommand = true)]
pub(crate) struct Cli {
    /// The project: the folder that holds data/ [default: the nearest folder upwards that does]
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub(crate) project: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Render every document to out/, and refresh the regions below each DIR
    ///
    /// Everything is computed before the first byte is written; if anything fails, nothing is written.
    /// Prints each file that changed. out/ belongs to pep11: what no template makes is removed from it.
    Render(Render),
    /// Say everything that is wrong, and write nothing
    ///
    /// Faults in data/, documents that are missing or stale, and stale regions below each DIR, with what
    /// would change. Only `--fix` writes, and only to data/.
    Check(Check),
    /// Put markers around the tables of existing files that show a document of out/
    ///
    /// Without --write, only says which tables these are. Widths, the order of rows, the form of a table and
    /// other names of a version do not count. Markers and blank lines are added, and nothing else; a table
    /// that says something else is reported, and left as it is.
    ///
    /// Exit status: 0 nothing differs: every table that shows a document is in a region, or can be, or there
    /// is none; 1 a table says something else and was not brought up to date, or no region can show it; 2 no
    /// answer could be given, as for a wrong argument or a file that cannot be read or written.
    Adopt(Adopt),
    /// Say what changed by meaning, what the lock policy says of it, and which documents change
    ///
    /// BASE and HEAD are git revisions or folders. `A..B` names both, and `A...B` begins at the commit at
    /// which B has left A; without B, the project's folder is meant: `origin/main...` is all that a branch
    /// changes. Nothing is fetched. The exit status is 0 whatever is found, and 1 only if data cannot be read.
    Diff(Diff),
    /// Print one document, as it is or as it stood on a day
    Show(Show),
    /// Print one version, for scripts
    ///
    /// Answers from locks, then from pins, and says on standard error when it is a pin.
    Get(Get),
    /// Hold what is written by hand in other repositories against the data
    ///
    /// Says of every site in a checkout whether it agrees, with file and line, and lists places that may be
    /// sites that nobody knows yet; errors come last. Exit status 1 where a site disagrees, or none was found.
    Scan(Scan),
    /// Print what a template sees, as JSON
    Context(Context),
    /// Record a lock as checkouts have it
    ///
    /// Reads the components' versions at their sites in checkouts, says what was read and where, and adds
    /// the lock to the platform's file, in which nothing else changes, not a byte. Refuses versions that
    /// differ, unless COMPONENT=VERSION decides, and versions that are skipped. Where there is a lock that
    /// holds already, what moves is noted under `changes`. What an unpacked SDK ships is added to `ships`.
    ///
    /// The commit message is all that goes to standard output, so that `git commit --all --message
    /// "$(pep11 record ...)"` commits it, or nothing where it was refused.
    Record(Record),
    /// Take facts over from elsewhere
    #[command(subcommand)]
    Import(Import),
    /// Turn Markdown on standard input into what a note becomes
    Markdown(Markdown),
    /// Print a line for each rule: its name, its severity, what it is about, and what must hold
    Rules,
    /// Print what is said of a rule: why it is there, and data that breaks it and keeps it
    Explain(Explain),
    /// Print the JSON Schema of what a command prints with `--format json`
    Schema(Schema),
}

#[derive(Args)]
pub(crate) struct Render {
    /// Also refresh the regions in the files below this folder, or in this file; may be given again
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Vec<PathBuf>,
    /// Show what would change as a unified diff, and write nothing
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    /// Also check the regions in the files below this folder, or in this file; may be given again
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Vec<PathBuf>,
    /// Also apply the rules about what changed since BASE, a git revision or a folder
    ///
    /// `origin/main...` is the commit at which this branch has left origin/main.
    #[arg(long, value_name = "BASE")]
    pub(crate) base: Option<String>,
    /// Also apply the rules about time, as on this day, such as 2026-05-08
    ///
    /// Only the rules: data and documents are as they are now.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// The form in which findings are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Let warnings, too, make the exit status 1
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// First mend in data/ what is certain, such as missing quotes, and then say what is left
    ///
    /// Nothing else in a file changes, not a byte, and each mend is said on standard error. Either all
    /// files are written or none.
    #[arg(long)]
    pub(crate) fix: bool,
}

#[derive(Args)]
pub(crate) struct Diff {
    /// The state before: a git revision, or a folder that holds data/ [default: the last commit]
    pub(crate) base: Option<String>,
    /// The state after, likewise [default: the project's folder]
    pub(crate) head: Option<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
}

/// A form of what `pep11 diff` says.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a terminal
    Text,
    /// For a comment on a pull request
    Markdown,
    /// For machines
    Json,
}

/// A form in which findings are printed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people, with excerpts
    Text,
    /// For programs; `pep11 schema` describes it
    Json,
    /// Workflow commands of GitHub Actions, which become annotations
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

#[derive(Args)]
pub(crate) struct Record {
    /// The platform, such as wasi
    pub(crate) platform: String,
    /// The Python version, such as 3.16
    pub(crate) python: String,
    /// What the maintainers have decided, such as wasi-sdk=33; decides where checkouts differ
    #[arg(value_name = "COMPONENT=VERSION")]
    pub(crate) decided: Vec<String>,
    /// The root of a checkout of CPython or of another repository with sites; may be given again
    #[arg(long, value_name = "DIR")]
    pub(crate) from: Vec<PathBuf>,
    /// The day of the record [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    /// Where it is recorded [default: the commit of the first checkout, if GitHub has it]
    #[arg(long, value_name = "URL")]
    pub(crate) source: Option<String>,
    /// Why a lock that holds changes
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: Option<String>,
    /// The steering council's approval of that change, where the policy asks for it
    #[arg(long, value_name = "URL")]
    pub(crate) approved: Option<String>,
    /// What is to be said of the lock besides, such as why it goes back to an older version
    #[arg(long, value_name = "TEXT")]
    pub(crate) remark: Option<String>,
    /// Also render every document to out/
    #[arg(long)]
    pub(crate) render: bool,
    /// Also refresh the regions in the files below this folder, or in this file; may be given again
    #[arg(long, value_name = "DIR", requires = "render")]
    pub(crate) into: Vec<PathBuf>,
    /// Print what would change as a unified diff in place of the message, and write nothing
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Subcommand)]
pub(crate) enum Import {
    /// Take the days of releases over from the PEPs' release data
    ///
    /// Beta 1, the final release and the end of life, the PEP and the branch of each version in
    /// data/pythons.yaml, and newer versions that are not in it yet. Nothing else in the file changes, not a
    /// byte. The commit message, with each fact that changes, is all that goes to standard output.
    ///
    /// Where beta 1 has come and a lock is missing, the days are taken over all the same, and what is to be
    /// recorded is said. Exit status 1 if `--render` could not render for that.
    Releases(Releases),
}

#[derive(Args)]
pub(crate) struct Releases {
    /// release_management/python-releases.toml of a checkout of python/peps
    pub(crate) file: PathBuf,
    /// Where the file can be read, for entries that change [default: its page on GitHub, if it is as its commit has it]
    #[arg(long, value_name = "URL")]
    pub(crate) source: Option<String>,
    /// Also render every document to out/
    #[arg(long)]
    pub(crate) render: bool,
    /// Also refresh the regions in the files below this folder, or in this file; may be given again
    #[arg(long, value_name = "DIR", requires = "render")]
    pub(crate) into: Vec<PathBuf>,
    /// Print what would change as a unified diff in place of the message, and write nothing
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Args)]
pub(crate) struct Adopt {
    /// The files: reStructuredText, Markdown or HTML
    #[arg(required = true)]
    pub(crate) file: Vec<PathBuf>,
    /// Write the markers; without this, nothing is written
    #[arg(long)]
    pub(crate) write: bool,
    /// Also adopt the tables that differ, and redraw each adopted table as the data has it; only with --write
    /// is any of it done
    #[arg(long)]
    pub(crate) update: bool,
    /// Show what would change as a unified diff, and write nothing
    #[arg(long, conflicts_with = "write")]
    pub(crate) diff: bool,
    /// The form in which findings are printed
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "diff")]
    pub(crate) format: Format,
}

#[derive(Args)]
pub(crate) struct Show {
    /// The document, by its path below out/, with or without its extension
    pub(crate) document: String,
    /// The state at the end of this day, such as 2024-03-07
    ///
    /// Tiers, locks, changes, pins and the list of retired platforms are as they were then; what has no
    /// date, such as a note, is as it is now.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

#[derive(Args)]
pub(crate) struct Get {
    /// The component, such as wasi-sdk, by any of its names
    pub(crate) component: String,
    /// The Python version, or any of its releases: 3.15, 3.14.7, 3.15.0rc1
    pub(crate) python: String,
}

#[derive(Args)]
pub(crate) struct Scan {
    /// A repository, such as python/cpython or cpython, and the root of its checkout; may be given again, also
    /// for several checkouts of one repository
    #[arg(long, value_name = "NAME=DIR", required = true)]
    pub(crate) repo: Vec<String>,
    /// The Python version that the checkouts are [default: what they say themselves]; what they say comes
    /// second, and a difference is a warning that says where. In a repository that is for several, what the
    /// sites that do not say it are for
    #[arg(long, value_name = "X.Y")]
    pub(crate) python: Option<String>,
    /// The form in which the result is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Print findings only: neither what agrees, nor what may be a site; JSON has all
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// Let warnings, too, make the exit status 1
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Args)]
pub(crate) struct Context {
    /// The document whose template is asked for [default: what every template sees]
    pub(crate) document: Option<String>,
}

#[derive(Args)]
pub(crate) struct Markdown {
    /// The format to write
    #[arg(long, value_enum, default_value_t = To::Rst)]
    pub(crate) to: To,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// The rule, as it stands in the brackets of a finding
    pub(crate) rule: String,
}

#[derive(Args)]
pub(crate) struct Schema {
    /// The command
    #[arg(value_enum)]
    pub(crate) command: Described,
}

/// A command whose `--format json` has a schema.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Described {
    /// `pep11 check --format json`
    Check,
    /// `pep11 diff --format json`
    Diff,
    /// `pep11 scan --format json`
    Scan,
}

/// A format that a note can become.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum To {
    /// reStructuredText
    Rst,
    /// HTML
    Html,
    /// Markdown
    Md,
}
