//! Versions as versions: `3.9` comes before `3.10`. Owns how they are written and compared; must
//! not know where they come from.

use std::cmp::Ordering;
use std::fmt;

/// A feature release of Python, such as `3.15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Python {
    major: u32,
    minor: u32,
}

impl Python {
    /// The feature release of these numbers.
    pub fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    /// `3` of `3.15`.
    pub fn major(self) -> u32 {
        self.major
    }

    /// `15` of `3.15`.
    pub fn minor(self) -> u32 {
        self.minor
    }

    /// Reads exactly `3.15`.
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self { major: number(major)?, minor: number(minor)? })
    }

    /// The feature release of any release: `3.14.7`, `3.15.0rc1`, `v3.15.0b2`, `python3.13`, `3.13t`.
    pub fn of_release(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.trim_start_matches("python").trim_start_matches("cpython");
        let text = text.trim_start_matches(['-', '_', ' ', 'v']);
        let (major, rest) = text.split_once('.')?;
        let minor_end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (minor, rest) = rest.split_at(minor_end);
        let feature = Self { major: number(major)?, minor: number(minor)? };
        is_release_tail(rest).then_some(feature)
    }

    /// This one and those after it up to another; none where that is not after it, or is of another major version.
    pub fn up_to(self, last: Self) -> Option<impl Iterator<Item = Self>> {
        let major = self.major;
        let is_range = major == last.major && self.minor <= last.minor && last.minor - self.minor < 100;
        is_range.then(|| (self.minor..=last.minor).map(move |minor| Self { major, minor }))
    }

    /// The feature release of a release that says no more than its number: `3.14.7`, `v3.15.0rc1`, not
    /// `3.13t`, which is a build of its own, nor `3.15-dev`, which is none yet.
    pub fn of_plain_release(text: &str) -> Option<Self> {
        let plain = !text.trim_end().ends_with(|c: char| !c.is_ascii_digit());
        Self::of_release(text).filter(|_| plain)
    }
}

/// What may follow the feature release: `.7`, `.0rc1`, `t`, `+`, `-dev`.
fn is_release_tail(tail: &str) -> bool {
    let tail =
        tail.strip_prefix('.').map_or(tail, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let tail = tail.strip_suffix('+').unwrap_or(tail);
    let stage = ["a", "b", "rc", "c"].iter().find_map(|stage| tail.strip_prefix(stage));
    match stage {
        Some(serial) => !serial.is_empty() && serial.bytes().all(|b| b.is_ascii_digit()),
        None => matches!(tail, "" | "t" | "-dev" | "d"),
    }
}

fn number(digits: &str) -> Option<u32> {
    let canonical = digits == "0" || !digits.starts_with('0');
    (canonical && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

impl fmt::Display for Python {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

/// How the versions of a component are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Numbers with `.` or `_` between, perhaps of a pre-release: `33`, `0.1`, `2026_0`, `34-rc.1`.
    #[default]
    Number,
    /// The hash of a commit, which has no order.
    Commit,
}

impl Form {
    /// An example to type, for messages.
    pub fn example(self) -> &'static str {
        match self {
            Self::Number => "33\", \"0.1\" or \"4.0.19",
            Self::Commit => "161b3195fc2558d2b1ba3eb9ffae3b2b47407623",
        }
    }
}

/// A version of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    text: String,
    order: Option<Order>,
}

/// Numbers first; then a pre-release comes before its release.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    numbers: Vec<u64>,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Alpha(u64),
    Beta(u64),
    Candidate(u64),
    Final,
}

impl Version {
    /// Reads a version in its component's form.
    pub fn parse(text: &str, form: Form) -> Option<Self> {
        let order = match form {
            Form::Number => Some(Order::parse(text)?),
            Form::Commit => {
                let hash = matches!(text.len(), 7..=64) && text.bytes().all(|b| b.is_ascii_hexdigit());
                hash.then_some(None)?
            }
        };
        Some(Self { text: text.to_owned(), order })
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Equal for texts that are one version, such as `34-rc.1` and `34-rc1`; orders all versions somehow.
    pub fn identity(&self) -> impl Ord + '_ {
        (self.order.as_ref(), self.order.is_none().then_some(self.text.as_str()))
    }

    /// Whether two are one version as far as so many of their numbers, or as far as all of them; the hash
    /// of a commit may be cut short.
    pub fn is_same(&self, other: &Self, precision: Option<usize>) -> bool {
        match (&self.order, &other.order) {
            (Some(_), Some(_)) => self.canonical(precision) == other.canonical(precision),
            (None, None) => {
                let (own, other) = (self.text.to_ascii_lowercase(), other.text.to_ascii_lowercase());
                own.starts_with(&other) || other.starts_with(&own)
            }
            _ => false,
        }
    }

    /// Whether it is a version or a newer one, as far as so many of their numbers; of commits, only the
    /// same is known to be.
    pub fn is_at_least(&self, minimum: &Self, precision: Option<usize>) -> bool {
        self.is_same(minimum, precision) || minimum.is_older_than(self)
    }

    /// One text for all spellings of a version, cut to as many numbers as `precision` says: two versions
    /// are the same where it is the same. What is cut off takes the mark of a pre-release with it.
    pub fn canonical(&self, precision: Option<usize>) -> String {
        let Some(order) = &self.order else { return self.text.clone() };
        let (all, stage) = order.trimmed();
        let kept = all.iter().take(precision.unwrap_or(usize::MAX));
        let numbers: Vec<String> = kept.map(u64::to_string).collect();
        let is_cut = numbers.len() < all.len();
        let stage = match stage {
            _ if is_cut => String::new(),
            Stage::Alpha(serial) => format!("-alpha.{serial}"),
            Stage::Beta(serial) => format!("-beta.{serial}"),
            Stage::Candidate(serial) => format!("-rc.{serial}"),
            Stage::Final => String::new(),
        };
        format!("{}{stage}", numbers.join("."))
    }

    /// Whether it is an alpha, a beta or a release candidate.
    pub fn is_pre_release(&self) -> bool {
        self.order.as_ref().is_some_and(|order| order.stage != Stage::Final)
    }

    /// Whether it came out before another: `33` did not before `33.0`, which is the same in other words,
    /// and of commits nobody can say.
    pub fn is_older_than(&self, other: &Self) -> bool {
        let orders = self.order.as_ref().zip(other.order.as_ref());
        orders.is_some_and(|(own, other)| own.trimmed() < other.trimmed())
    }

    /// How many numbers it has: `0.1` has 2, a commit none.
    pub fn precision(&self) -> usize {
        self.order.as_ref().map_or(0, |order| order.numbers.len())
    }
}

impl Order {
    /// Without zeros at the end of the numbers.
    fn trimmed(&self) -> (&[u64], &Stage) {
        let end = self.numbers.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1);
        (&self.numbers[..end], &self.stage)
    }

    fn parse(text: &str) -> Option<Self> {
        let (numbers, stage) = match text.find(|c: char| c.is_ascii_alphabetic() || c == '-') {
            Some(at) => (&text[..at], Stage::parse(&text[at..])?),
            None => (text, Stage::Final),
        };
        // `036` is no number in TOML, and another one than 36 to a shell.
        if numbers.starts_with('0') && numbers[1..].starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let digits = |part: &str| part.parse::<u64>().ok();
        let plain = numbers.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'_');
        let numbers: Option<Vec<u64>> = numbers.split(['.', '_']).map(digits).collect();
        let numbers = numbers.filter(|_| plain)?;
        Some(Self { numbers, stage })
    }
}

impl Stage {
    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('-').unwrap_or(text);
        let digits = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let (name, serial) = text.split_at(digits);
        let serial = if serial.is_empty() { 0 } else { serial.parse().ok()? };
        match name.trim_end_matches('.') {
            "a" | "alpha" => Some(Self::Alpha(serial)),
            "b" | "beta" => Some(Self::Beta(serial)),
            "rc" => Some(Self::Candidate(serial)),
            _ => None,
        }
    }
}

impl PartialOrd for Version {
    /// Versions that are commits have no order.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if self.text == other.text {
            return Some(Ordering::Equal);
        }
        let (a, b) = (self.order.as_ref()?, other.order.as_ref()?);
        Some(a.cmp(b).then_with(|| self.text.cmp(&other.text)))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_versions_are_no_decimals() {
        assert!(Python::parse("3.9") < Python::parse("3.10"));
        for wrong in ["3", "3.", "3.15.0", "3.x", "03.1", "3.01", "", "3.15 "] {
            assert_eq!(Python::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn any_release_names_its_feature_release() {
        let expected = Python::parse("3.15");
        for release in
            ["3.15", "3.15.0", "3.15.7", "3.15.0rc1", "3.15.0a2+", "v3.15.0b1", "python3.15", "3.15t"]
        {
            assert_eq!(Python::of_release(release), expected, "{release}");
        }
        for wrong in ["3", "3.15.x", "three", "3.15rcx", "3..15", ""] {
            assert_eq!(Python::of_release(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn versions_compare_as_versions() {
        let parse = |text| Version::parse(text, Form::Number).unwrap();
        for pair in ["9 10", "0.1 0.2", "4.0.9 4.0.19", "34-rc.1 34-rc.2", "34-rc.2 34", "2026_0 2026_5"] {
            let (less, more) = pair.split_once(' ').unwrap();
            assert!(parse(less) < parse(more), "{pair}");
        }
        for wrong in ["p1", "", "1.", ".1", "1..2", "1x", "v1", "Preview 1", "33 ", "036"] {
            assert_eq!(Version::parse(wrong, Form::Number), None, "{wrong}");
        }
    }

    #[test]
    fn versions_are_one_as_far_as_is_recorded() {
        let parse = |text| Version::parse(text, Form::Number).unwrap();
        let commit = |text| Version::parse(text, Form::Commit).unwrap();
        assert!(parse("34.0").is_same(&parse("34"), Some(1)));
        assert!(parse("34.0").is_same(&parse("34"), None));
        assert!(!parse("34.1").is_same(&parse("34"), None));
        assert!(!parse("34-rc.1").is_same(&parse("34"), Some(1)));
        assert!(!parse("33.9").is_same(&parse("34"), Some(1)));
        assert!(commit("161b3195fc25").is_same(&commit("161B3195FC2558d2"), None));
        assert!(!commit("161b3195fc25").is_same(&commit("161b3195fc24"), None));
        assert!(parse("21").is_at_least(&parse("16.0"), None));
        assert!(parse("16").is_at_least(&parse("16.0"), Some(1)));
        assert!(!parse("3.1.19").is_at_least(&parse("3.1.20"), None));
    }

    #[test]
    fn spellings_of_a_version_are_the_same_as_far_as_is_asked() {
        let canonical = |text, precision| Version::parse(text, Form::Number).unwrap().canonical(precision);
        assert_eq!(canonical("34-rc1", None), canonical("34-rc.1", None));
        assert_eq!(canonical("2026_0", None), canonical("2026.0", None));
        assert_eq!(canonical("24.0", None), canonical("24", None));
        assert_eq!(canonical("24.1", Some(1)), canonical("24", Some(1)));
        assert_ne!(canonical("24.1", None), canonical("24", None));
        assert_ne!(canonical("34-rc.1", Some(1)), canonical("34", Some(1)));
        assert_ne!(canonical("34-rc.1", Some(1)), canonical("34-rc.2", Some(1)));
    }

    #[test]
    fn the_older_of_two_is_known_where_there_is_an_order() {
        let parse = |text| Version::parse(text, Form::Number).unwrap();
        for pair in ["9 10", "33 33.1", "34-rc.1 34", "34-rc.1 34.0", "2.9.0 2.10"] {
            let (older, newer) = pair.split_once(' ').unwrap();
            assert!(parse(older).is_older_than(&parse(newer)), "{pair}");
            assert!(!parse(newer).is_older_than(&parse(older)), "{pair}");
        }
        for same in ["33 33.0", "34-rc.1 34-rc1", "0 0.0", "1.2 1_2"] {
            let (one, other) = same.split_once(' ').unwrap();
            assert!(!parse(one).is_older_than(&parse(other)), "{same}");
            assert!(!parse(other).is_older_than(&parse(one)), "{same}");
        }
        let commit = |text| Version::parse(text, Form::Commit).unwrap();
        assert!(!commit("161b3195").is_older_than(&commit("2fc32bc8")));
    }

    #[test]
    fn pre_releases_are_told_from_releases() {
        let is_pre = |text| Version::parse(text, Form::Number).unwrap().is_pre_release();
        assert!(["34-rc.1", "1.0a1", "2-beta.3"].into_iter().all(is_pre));
        assert!(!["34", "0.1", "2026_0"].into_iter().any(is_pre));
    }

    #[test]
    fn commits_have_no_order() {
        let parse = |text| Version::parse(text, Form::Commit).unwrap();
        assert_eq!(parse("161b3195").partial_cmp(&parse("2fc32bc8")), None);
        assert_eq!(Version::parse("33", Form::Commit), None);
    }
}
