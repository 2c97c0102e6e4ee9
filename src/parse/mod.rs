//! From the texts of `data/` to the model, every fault at once. Owns which file is read as what;
//! must not know rules, templates or the disk.

mod component;
mod decode;
mod platform;
mod pythons;
mod retired;
mod tiers;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::model::{Platform, Registry};
use crate::source::Place;
use crate::version::Python;
use crate::yaml;
use decode::Decoder;

/// The files of `data/` by their paths, which begin with `data/`.
pub type Files = BTreeMap<String, Vec<u8>>;

const PYTHONS: &str = "data/pythons.yaml";
const TIERS: &str = "data/tiers.yaml";
const RETIRED: &str = "data/retired.yaml";
const PLATFORMS: &str = "data/platforms/";

/// A date as the data and the command line write it.
pub fn date(text: &str) -> Option<crate::model::Date> {
    decode::parse_date(text)
}

/// Everything that the files say, and everything that is wrong in them. What a faulty file would
/// have said is missing from the registry.
pub fn registry(root: &str, files: &Files) -> (Registry, Vec<Finding>) {
    let mut findings = Vec::new();
    let read = Reading { root, files };
    let mut registry = Registry::default();
    if !files.contains_key(PYTHONS) {
        findings.push(
            Finding::error("missing-file", format!("there is no `{PYTHONS}`"))
                .why("every other file names Python versions that stand in it")
                .help("Add the file, with an entry for each feature release."),
        );
    }
    let releases = read.decode(PYTHONS, None, &mut findings, |decoder, node| {
        (pythons::decode(decoder, node), pythons::known(node))
    });
    let (releases, pythons) = releases.unzip();
    registry.releases = releases.unwrap_or_default();
    registry.tiers = read.decode(TIERS, None, &mut findings, tiers::decode).flatten();
    let retired = read.decode(RETIRED, None, &mut findings, retired::decode);
    registry.retired = retired.unwrap_or_default();
    let numbers: Vec<u32> =
        registry.tiers.iter().flat_map(|tiers| &tiers.tiers).map(|tier| tier.number.value).collect();
    for (path, key) in read.platforms(&mut findings) {
        let platform = read.decode(path, pythons.as_deref(), &mut findings, |decoder, node| {
            platform::decode(decoder, node, key, &numbers)
        });
        registry.platforms.extend(platform.flatten());
    }
    registry.platforms.sort_by(|a, b| a.key.cmp(&b.key));
    repeated_platforms(&registry.platforms, &mut findings);
    repeated_components(&registry, &mut findings);
    findings.sort_by(|a, b| a.position().cmp(&b.position()));
    (registry, findings)
}

/// The files, and how their paths are shown.
struct Reading<'f> {
    root: &'f str,
    files: &'f Files,
}

impl<'f> Reading<'f> {
    fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    fn decode<T>(
        &self,
        path: &str,
        pythons: Option<&[Python]>,
        findings: &mut Vec<Finding>,
        decode: impl FnOnce(&mut Decoder<'_>, &yaml::Node) -> T,
    ) -> Option<T> {
        match yaml::read(&self.shown(path), self.files.get(path)?) {
            Ok(tree) => {
                findings.extend(tree.findings);
                Some(decode(&mut Decoder { source: tree.source, findings, pythons }, &tree.root))
            }
            Err(finding) => {
                findings.push(finding);
                None
            }
        }
    }

    /// The platform files with their keys; two files for one key are an error.
    fn platforms(&self, findings: &mut Vec<Finding>) -> Vec<(&'f str, &'f str)> {
        let mut platforms: Vec<(&str, &str)> = Vec::new();
        for path in self.files.keys() {
            let Some(name) = path.strip_prefix(PLATFORMS) else { continue };
            let Some(key) = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")) else {
                continue;
            };
            if let Some((first, _)) = platforms.iter().find(|(_, other)| other.eq_ignore_ascii_case(key)) {
                findings.push(
                    Finding::error(
                        "repeated-platform",
                        format!("`{first}` and `{path}` are both the platform `{key}`"),
                    )
                    .at(Place::file(self.shown(path)))
                    .help("Remove one of the two, or join them."),
                );
                continue;
            }
            if !is_key(key) {
                findings.push(
                    Finding::error("bad-name", format!("`{key}` cannot be the key of a platform"))
                        .at(Place::file(self.shown(path)))
                        .why("it becomes a part of file names and labels")
                        .help("Name the file in lower-case letters, digits and `-`, such as `wasi.yaml`."),
                );
            }
            platforms.push((path, key));
        }
        platforms
    }
}

/// Lower-case letters, digits and single dashes between them.
fn is_key(key: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    key.split('-').all(word)
}

fn repeated_platforms(platforms: &[Platform], findings: &mut Vec<Finding>) {
    for (index, platform) in platforms.iter().enumerate() {
        let same = |other: &&Platform| other.name.eq_ignore_ascii_case(&platform.name);
        if let Some(first) = platforms[..index].iter().find(same) {
            findings.push(
                Finding::error("repeated-platform", format!("two files are the platform {}", *platform.name))
                    .at(platform.name.place.clone())
                    .label("the second")
                    .related(first.name.place.clone(), "the first")
                    .help("Remove one of the two files, or join them."),
            );
        }
    }
}

fn repeated_components(registry: &Registry, findings: &mut Vec<Finding>) {
    let components: Vec<_> = registry.components().map(|(_, component)| component).collect();
    for (index, component) in components.iter().enumerate() {
        if !is_key(&component.key) {
            findings.push(
                Finding::error("bad-name", format!("`{}` cannot be the key of a component", *component.key))
                    .at(component.key.place.clone())
                    .help("Write it in lower-case letters, digits and `-`, such as `wasi-sdk`."),
            );
        }
        if let Some(first) = components[..index].iter().find(|other| other.key == component.key) {
            findings.push(
                Finding::error(
                    "repeated-component",
                    format!("two platforms have a component `{}`", *component.key),
                )
                .at(component.key.place.clone())
                .label("the second")
                .related(first.key.place.clone(), "the first")
                .why("`pep11 get` names a component without its platform")
                .help("Give one of the two another key."),
            );
        }
    }
}
