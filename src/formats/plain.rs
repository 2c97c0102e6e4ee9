//! Plain text, for regions in shell scripts, Makefiles and the like. It has no markup, so a value
//! needs only to stay on its line.

use super::format::{Format, Setting};

/// The format.
pub struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "txt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "env", "sh", "mk", "toml", "ini", "cfg", "yaml", "yml"]
    }

    fn inline(&self, text: &str, _: &Setting) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
