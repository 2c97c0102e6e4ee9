//! JSON documents for programs: how they are laid out, and how their schemas are made of the types that
//! are written. Must not know any of those types.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

/// A document as text, which ends with a line break.
pub(super) fn printed(document: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(document).map(|text| text + "\n")
}

/// The JSON Schema of what a type is written as, rather than of what could be read into it.
pub(super) fn schema<T: JsonSchema>() -> serde_json::Result<String> {
    printed(&SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>())
}
