//! The commit message for a lock. Owns its words and its width; must not know git.

use super::{Asked, Choice, Done, Reading, Record, Ships};
use crate::words::joined;

/// As wide as a subject may be, and a body.
const WIDTH: usize = 72;

/// What to commit it with: a subject, the versions with where they stand, and why.
pub fn message(asked: Asked<'_>, choices: &[Choice<'_>], record: &Record<'_>) -> String {
    let mut paragraphs = vec![subject(asked, choices, record)];
    let mut versions: Vec<String> =
        if record.reason.is_some() { choices.iter().map(version).collect() } else { Vec::new() };
    versions.extend(record.ships.iter().flat_map(|ships| ships.inside.iter().map(|own| shipped(ships, own))));
    if !versions.is_empty() {
        paragraphs.push(versions.join("\n"));
    }
    let why = record.reason.as_ref().and_then(|reason| reason.why.as_ref());
    let why = why.filter(|_| matches!(record.done, Done::Changed(_)));
    paragraphs.extend([why, record.remark.as_ref()].into_iter().flatten().map(|text| wrapped(text)));
    paragraphs.extend(trailer(record));
    paragraphs.join("\n\n") + "\n"
}

fn trailer(record: &Record<'_>) -> Option<String> {
    let reason = record.reason.as_ref()?;
    let mut trailer = format!("Recorded: {}\nSource: {}", record.on, reason.source);
    if let (Done::Changed(moves), Some(approved)) = (&record.done, &reason.approved)
        && moves.iter().any(|moved| moved.is_approved)
    {
        trailer.push_str(&format!("\nApproved: {approved}"));
    }
    Some(trailer)
}

fn subject(asked: Asked<'_>, choices: &[Choice<'_>], record: &Record<'_>) -> String {
    let (platform, python) = (&*asked.platform.name, asked.python);
    let versions =
        || choices.iter().map(|choice| format!("{} {}", *choice.component.name, choice.version)).collect();
    let (short, details): (String, Vec<String>) = match &record.done {
        Done::Changed(moves) => (
            format!("Change the lock of {platform} for Python {python}"),
            moves.iter().map(|one| format!("{} {} to {}", one.name, one.from, one.to)).collect(),
        ),
        Done::Completed(added) => (
            format!("Complete the lock of {platform} for Python {python}"),
            added.iter().map(|(name, version)| format!("{name} {version}")).collect(),
        ),
        Done::Replaced => (format!("Lock {platform} for Python {python} anew"), versions()),
        Done::New => (format!("Lock {platform} for Python {python}"), versions()),
        Done::Restated => {
            let long = format!("Correct the record of the lock of {platform} for Python {python}");
            return fitting([long, format!("Correct the record of Python {python}"), String::new()]);
        }
        Done::Kept => return kept(asked, record),
    };
    let long = format!("{short}: {}", joined(&details, "and"));
    fitting([long, short, format!("Lock Python {python}")])
}

/// Where the lock itself stays as it is.
fn kept(asked: Asked<'_>, record: &Record<'_>) -> String {
    let remark = format!("Remark on the lock of {} for Python {}", *asked.platform.name, asked.python);
    let by = |ships: &Ships<'_>| format!("{} {}", *ships.by.name, ships.version);
    let by: Vec<String> = record.ships.iter().map(by).collect();
    match record.remark {
        Some(_) => fitting([remark, format!("Remark on Python {}", asked.python), String::new()]),
        None => {
            let said = format!("Say what {} ships", joined(&by, "and"));
            fitting([said, "Say what comes with a lock".to_owned(), String::new()])
        }
    }
}

/// The first that is no wider than a subject may be, or the last.
fn fitting([long, short, shortest]: [String; 3]) -> String {
    let fits = |text: &String| text.chars().count() <= WIDTH;
    [long, short].into_iter().find(fits).unwrap_or(shortest)
}

/// A version, and below it each place that says so, once, and each that says otherwise.
fn version(choice: &Choice<'_>) -> String {
    let mut lines = vec![format!("{} {}", *choice.component.name, choice.version)];
    let says = choice.readings.iter().map(place);
    let not = choice
        .others
        .iter()
        .map(|reading| format!("- not {} as in {}{}", reading.version, reading.path, reading.of_tree()));
    for line in says.chain(not) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// What comes with a version, and where that stands.
fn shipped(ships: &Ships<'_>, inside: &Reading<'_>) -> String {
    let (name, by) = (&*inside.component.name, &*ships.by.name);
    format!("{name} {}, with {by} {}\n{}", inside.version, ships.version, place(inside))
}

fn place(reading: &Reading<'_>) -> String {
    let spelled = reading.spelled.as_ref().map_or_else(String::new, |spelled| format!(": {spelled}"));
    match reading.place {
        Some(_) => format!("- {}{}{spelled}", reading.path, reading.of_tree()),
        None => format!("- as decided by the maintainers{spelled}"),
    }
}

/// A text whose lines are no longer than the width, as far as its words let it. Its own lines stay apart: they
/// may be a list.
fn wrapped(text: &str) -> String {
    text.trim().lines().map(line).collect::<Vec<_>>().join("\n")
}

fn line(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        // git takes a line that begins with `#` for a comment.
        let may_begin = !word.starts_with('#');
        let fits = |line: &String| line.chars().count() + 1 + word.chars().count() <= WIDTH;
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if fits(line) || !may_begin => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
