//! Plain text, and files of settings. Plain text has no markup, so a value needs only to stay on its
//! line. Files of settings have as many ways of quoting as there are programs that read them, so a
//! value must need none: versions, triples and dates do not.

use super::format::{Format, Setting};

/// Plain text.
pub struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "txt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn inline(&self, text: &str, _: &Setting) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Files of settings, such as fragments of Makefiles and shell scripts.
pub struct Settings;

impl Format for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["env", "sh", "mk", "toml", "ini", "cfg", "yaml", "yml"]
    }

    fn refusal(&self, text: &str) -> Option<String> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '/');
        let refused = text.chars().find(|&c| !is_plain(c));
        refused.map(|c| {
            format!("`{text}` would need quotes in a file of settings, because of `{}`", c.escape_default())
        })
    }

    fn inline(&self, text: &str, _: &Setting) -> String {
        text.to_owned()
    }
}
