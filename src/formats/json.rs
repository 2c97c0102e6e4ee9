//! JSON. A template spells the names, its values become JSON, and the whole is laid out anew: so the
//! commas and indents of a template are never wrong by a blank.

use super::format::{Format, Malformed, Setting};

/// The format.
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn inline(&self, text: &str, _: &Setting) -> String {
        serde_json::Value::from(text).to_string()
    }

    fn finish(&self, text: &str) -> Result<String, Malformed> {
        if text.trim().is_empty() {
            return Ok(String::new());
        }
        let malformed =
            |error: serde_json::Error| Malformed { line: error.line(), message: error.to_string() };
        let value: serde_json::Value = serde_json::from_str(text).map_err(malformed)?;
        let pretty = serde_json::to_string_pretty(&value).map_err(malformed)?;
        Ok(pretty + "\n")
    }
}
