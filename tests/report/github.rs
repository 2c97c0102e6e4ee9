//! What GitHub's runner reads from the lines: its own splitting and unescaping, written again here.

use pep11::finding::{Finding, Severity};
use pep11::report::{self, Paths};
use pep11::source::Place;

/// A workflow command as the runner understands it.
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    message: String,
}

/// The runner trims a line, looks for `::` at its start and for the next one, splits what is between at
/// commas and at the first `=`, and unescapes values.
fn read(line: &str) -> Option<Command> {
    let rest = line.trim_start().strip_prefix("::")?;
    let (head, message) = rest.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties.trim().split(',').filter_map(|property| property.split_once('='));
    let value = |value: &str| {
        let value = value.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        value.replace("%25", "%")
    };
    let properties = properties.map(|(name, text)| (name.to_owned(), value(text))).collect();
    let message = message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    Some(Command { name: name.to_owned(), properties, message })
}

impl Command {
    fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

fn visible(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_debug().collect() } else { vec![c] }).collect()
}

#[test]
fn lines_are_read_back_as_they_were() {
    for (name, mut found) in super::found() {
        // Other line ends than those of Rust end a line for the runner, too.
        let text = report::github::findings(&found, &Paths::new());
        let mut lines: Vec<&str> = text.split_terminator(['\n', '\r']).collect();
        let last = lines.pop();
        assert_eq!(last.is_none(), found.is_empty(), "{name}");
        let is_count = |last: &str| last.contains("error") || last.contains("warning");
        assert!(last.is_none_or(|last| read(last).is_none() && is_count(last)), "{name}: {last:?}");
        assert_eq!(lines.len(), found.len(), "{name}: {text}");
        found.sort_by_key(|finding| finding.severity);
        for (line, finding) in lines.iter().zip(&found) {
            let command = read(line).unwrap_or_else(|| panic!("{name}: {line}"));
            is_said(finding, &command);
        }
    }
}

fn is_said(finding: &Finding, command: &Command) {
    let name = if finding.severity == Severity::Error { "error" } else { "warning" };
    assert_eq!((command.name.as_str(), command.property("title")), (name, Some(finding.rule)));
    let file = finding.place.as_ref().map(|place| place.source.path.as_str());
    assert_eq!(command.property("file"), file);
    let number = |name: &str| command.property(name).map(|number| number.parse::<usize>().unwrap());
    let place = finding.place.as_ref().and_then(Place::line_and_column);
    assert_eq!((number("line"), number("col")), (place.map(|at| at.0), place.map(|at| at.1)));
    // The runner takes columns of one line only, and none that go backwards.
    assert_eq!(number("endLine"), number("line"));
    assert!(number("endColumn") >= number("col"));
    let mut lines = command.message.split('\n');
    if finding.message.chars().count() <= 600 {
        assert_eq!(lines.next(), Some(visible(&finding.message).as_str()));
    }
    for text in [&finding.why, &finding.help].into_iter().flatten() {
        assert!(command.message.contains(&visible(text)), "{}", command.message);
    }
    assert_eq!(
        command.message.matches('\n').count(),
        usize::from(finding.why.is_some()) + usize::from(finding.help.is_some()) + finding.related.len()
    );
}
