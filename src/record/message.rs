//! The commit message for a lock. Owns its words and its width; must not know git.

use super::{Asked, Choice, Done, Record, listed};

/// As wide as a subject may be, and a body.
const WIDTH: usize = 72;

/// What to commit it with: a subject, and the versions with where they stand.
pub fn message(asked: Asked<'_>, choices: &[Choice<'_>], record: &Record) -> String {
    let Record { done, reason, .. } = record;
    let mut paragraphs = vec![subject(asked, choices, done), versions(choices)];
    if let (Done::Changed(_), Some(why)) = (done, &reason.why) {
        paragraphs.push(wrapped(why));
    }
    let mut trailer = format!("Recorded: {}\nSource: {}", asked.on, reason.source);
    if let (Done::Changed(_), Some(approved)) = (done, &reason.approved) {
        trailer.push_str(&format!("\nApproved: {approved}"));
    }
    paragraphs.push(trailer);
    paragraphs.join("\n\n") + "\n"
}

fn subject(asked: Asked<'_>, choices: &[Choice<'_>], done: &Done) -> String {
    let (platform, python) = (&*asked.platform.name, asked.python);
    let versions: Vec<String> =
        choices.iter().map(|choice| format!("{} {}", *choice.component.name, choice.version)).collect();
    let (short, details) = match done {
        Done::Changed(moves) => {
            let moves: Vec<String> =
                moves.iter().map(|(name, from, to)| format!("{name} {from} to {to}")).collect();
            (format!("Change the lock of {platform} for Python {python}"), moves)
        }
        Done::Replaced => (format!("Lock {platform} for Python {python} anew"), versions),
        Done::New => (format!("Lock {platform} for Python {python}"), versions),
    };
    let long = format!("{short}: {}", listed(&details));
    let fits = |text: &String| text.chars().count() <= WIDTH;
    let shortest = format!("Lock Python {python}");
    [long, short].into_iter().find(fits).unwrap_or(shortest)
}

fn versions(choices: &[Choice<'_>]) -> String {
    choices.iter().map(version).collect::<Vec<_>>().join("\n")
}

/// A version, and below it each place that says so, once.
fn version(choice: &Choice<'_>) -> String {
    let mut lines = vec![format!("{} {}", *choice.component.name, choice.version)];
    for reading in &choice.readings {
        let spelled = reading.spelled.as_ref().map_or_else(String::new, |spelled| format!(": {spelled}"));
        let line = match reading.place {
            Some(_) => format!("- {}{spelled}", reading.path),
            None => "- as decided by the maintainers".to_owned(),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// A text in lines of no more than the width, as far as its words let it.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let fits = lines.last().is_some_and(|line| line.chars().count() + 1 + word.chars().count() <= WIDTH);
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if fits => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
