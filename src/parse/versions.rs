//! One version of a component, in its canonical name. Owns every message about a version.

use super::component::Components;
use super::decode::Decoder;
use crate::finding::Finding;
use crate::model::At;
use crate::model::platform::Component;
use crate::version::{Form, Version};
use crate::yaml::Node;

/// The names of how many numbers of a version are recorded.
pub(super) const PRECISIONS: &[(&str, usize)] = &[("major", 1), ("minor", 2), ("patch", 3)];

/// A version of a component, in its canonical name.
pub(super) fn version(
    decoder: &mut Decoder<'_>,
    node: &Node,
    component: &Component,
    components: &Components,
) -> Option<At<Version>> {
    read(decoder, node, component, components, Use::Named)
}

/// The same where a Python version is locked to it: there two versions that differ only in what is not
/// recorded are one.
pub(super) fn locked_version(
    decoder: &mut Decoder<'_>,
    node: &Node,
    component: &Component,
    components: &Components,
) -> Option<At<Version>> {
    read(decoder, node, component, components, Use::Locked)
}

/// What a version is written down for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Named,
    Locked,
}

fn read(
    decoder: &mut Decoder<'_>,
    node: &Node,
    component: &Component,
    components: &Components,
    used: Use,
) -> Option<At<Version>> {
    let what = format!("the version of {}", *component.name);
    let text = decoder.version_text(node, &what)?;
    decoder.not_empty(node, &what, text)?;
    if let Some(canonical) = component.version_of_alias(text) {
        let name = &*component.name;
        let finding =
            Finding::error("alias-for-version", format!("`{text}` is another name of {name} {canonical}"))
                .why("each version has one name in the data, so that versions can be compared")
                .help(format!("Write `\"{canonical}\"`."));
        let certain = is_sure_alias(text, component).then(|| format!("\"{canonical}\""));
        decoder.report_mendable(finding, node, certain);
        return None;
    }
    let Some(version) = Version::parse(text, component.form) else {
        let owner = components.sound.iter().find_map(|other| Some((other, other.version_of_alias(text)?)));
        let finding = bad_version(text, component, owner);
        let meant = meant_version(text, component).filter(|_| owner.is_none());
        decoder.report_mendable(finding, node, meant.map(|meant| format!("\"{meant}\"")));
        return None;
    };
    let quoted = decoder.in_quotes(node, &what);
    (quoted && as_precise_as_recorded(decoder, node, &version, component, used))
        .then(|| decoder.at(version, node))
}

/// Whether another name stands for one version only, and is none itself.
fn is_sure_alias(text: &str, component: &Component) -> bool {
    let named = component
        .aliases
        .iter()
        .filter(|(_, names)| names.iter().any(|name| name.eq_ignore_ascii_case(text)));
    named.count() == 1 && Version::parse(text, component.form).is_none()
}

/// `owner` is the component and its version that have the text as another name.
fn bad_version(text: &str, component: &Component, owner: Option<(&Component, &Version)>) -> Finding {
    let name = &*component.name;
    let message = match owner {
        Some((other, version)) => {
            format!("`{text}` is a name of {} {version}, and here belongs a version of {name}", *other.name)
        }
        None => format!("`{text}` is not a version of {name}"),
    };
    Finding::error("bad-version", message).help(match meant_version(text, component) {
        Some(meant) => format!("Write `\"{meant}\"`."),
        None => format!("Write a version such as `\"{}\"`.", example(component)),
    })
}

/// The version in a text with something around it: `v33`, ` 33`, `wasi-sdk-33`, `WASI SDK 33`.
fn meant_version<'t>(text: &'t str, component: &Component) -> Option<&'t str> {
    let text = text.trim();
    let named = [component.key.as_str(), component.name.as_str()].into_iter().find_map(|name| {
        let start = text.get(..name.len())?;
        start.eq_ignore_ascii_case(name).then(|| text[name.len()..].trim_start_matches(['-', '_', ' ', '@']))
    });
    let text = named.unwrap_or(text);
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    Version::parse(text, component.form).is_some().then_some(text)
}

/// A version to type: the newest final one that the data has, if it has any.
fn example(component: &Component) -> &str {
    let versions = component.ships.iter().map(|shipment| shipment.version.as_str());
    let versions = versions.chain(component.aliases.iter().map(|(version, _)| version.as_str()));
    let is_final = |version: &&str| !version.contains(|c: char| c.is_ascii_alphabetic());
    match component.form {
        Form::Number => versions.into_iter().find(is_final).unwrap_or("4.0.19"),
        Form::Commit => component.form.example(),
    }
}

/// Whether a version has no more numbers than the policy records: 24 and 24.1 are one lock.
fn as_precise_as_recorded(
    decoder: &mut Decoder<'_>,
    node: &Node,
    version: &Version,
    component: &Component,
    used: Use,
) -> bool {
    let Some(precision) = &component.precision else { return true };
    if version.precision() <= precision.value {
        return true;
    }
    let end = version.as_str().match_indices(['.', '_']).nth(precision.value - 1);
    let recorded = end.map_or(version.as_str(), |(end, _)| &version.as_str()[..end]);
    let recorded = format!("\"{recorded}\"");
    let name = &*component.name;
    // A pre-release is not the version that it comes before.
    let certain = used == Use::Locked && !version.as_str().contains(|c: char| c.is_ascii_alphabetic());
    decoder.report_mendable(
        Finding::error(
            "too-precise",
            format!("`{version}` has more than the {} version of {name}", precision_name(precision.value)),
        )
        .related(precision.place.clone(), "only this much is recorded")
        .help(format!("Write `{recorded}`.")),
        node,
        certain.then_some(recorded),
    );
    false
}

fn precision_name(precision: usize) -> &'static str {
    PRECISIONS.iter().find(|(_, number)| *number == precision).map_or("", |(name, _)| name)
}
