//! From the texts of `data/` to the model, every fault at once. Owns the order in which the files are
//! decoded, and that what is faulty is not reported twice; must not know rules, templates or the disk.

mod check;
mod component;
mod decode;
mod files;
mod incomplete;
mod mends;
mod platform;
mod pythons;
mod retired;
mod sites;
mod tiers;
mod versions;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::model::Registry;
use crate::source::Place;
use crate::version::Python;
use crate::yaml::{self, Node, Value};
use decode::Decoder;

/// The keys of a platform's file, in their order.
pub const PLATFORM_KEYS: &[&str] = platform::KEYS;

/// The files of `data/` by their paths, which begin with `data/`.
pub type Files = BTreeMap<String, Vec<u8>>;

const PYTHONS: &str = "data/pythons.yaml";
const TIERS: &str = "data/tiers.yaml";
const RETIRED: &str = "data/retired.yaml";
const SITES: &str = "data/sites.yaml";
const PLATFORMS: &str = "data/platforms/";

/// A date as the data and the command line write it.
pub fn date(text: &str) -> Option<crate::model::Date> {
    decode::parse_date(text)
}

/// Whether a text is a link as the data has them.
pub fn is_link(text: &str) -> bool {
    decode::is_link(text)
}

/// A link without the name and the password before its host, which nobody is to read in the data; none where it
/// has neither.
pub fn without_credentials(text: &str) -> Option<String> {
    decode::without_credentials(text)
}

/// Everything that the files say, and everything that is wrong in them. What a faulty file would
/// have said is missing from the registry.
pub fn registry(root: &str, files: &Files) -> (Registry, Vec<Finding>) {
    let mut reading = Reading { root, files, findings: Vec::new() };
    let mut registry = Registry::default();
    if !files.contains_key(PYTHONS) {
        reading.findings.push(no_pythons(root));
    }
    let releases =
        reading.file(PYTHONS, None, |decoder, node| (pythons::decode(decoder, node), pythons::known(node)));
    let (releases, pythons) = releases.unzip();
    let pythons = pythons.flatten();
    registry.releases = releases.unwrap_or_default();
    let sites = reading.file(SITES, pythons.as_ref(), sites::decode).unwrap_or_default();
    (registry.sites, registry.passed_over) = sites;
    let tiers = reading.file(TIERS, pythons.as_ref(), |decoder, node| {
        let tiers = checked(decoder, |decoder| tiers::decode(decoder, node), check::tiers);
        (tiers, (tiers::known(node), tiers::ids(node)))
    });
    let (tiers, known) = tiers.unzip();
    let (numbers, targets) = known.unzip();
    registry.tiers = tiers.flatten();
    registry.retired = reading.file(RETIRED, None, retired::decode).unwrap_or_default();
    for (path, key) in files::platforms(root, files, &mut reading.findings) {
        let platform = reading.file(path, pythons.as_ref(), |decoder, node| {
            let decode = |decoder: &mut Decoder<'_>| {
                platform::decode(decoder, node, key, numbers.as_ref().and_then(|n| n.as_deref()))
            };
            checked(decoder, decode, check::platform)
        });
        registry.platforms.extend(platform.flatten());
    }
    registry.platforms.sort_by(|a, b| a.key.cmp(&b.key));
    let Reading { mut findings, .. } = reading;
    findings.extend(check::names(&registry));
    findings.extend(check::without_effect(&registry));
    check::where_it_belongs(&registry, &mut findings, &[SITES, TIERS].map(|path| format!("{root}{path}")));
    if let Some(targets) = targets.unwrap_or_else(|| (!files.contains_key(TIERS)).then(Vec::new)) {
        let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
        findings.extend(check::unknown_targets(&registry, &targets));
    }
    findings.extend(files::unread(root, files));
    (registry, in_order(findings))
}

/// By file and place. What is wrong at an alias and was said where its value stands is one fault.
fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    let key =
        |place: &Place, message: &str| (place.source.path.clone(), place.span.start, message.to_owned());
    let said: BTreeSet<_> =
        findings.iter().filter_map(|finding| Some(key(finding.place.as_ref()?, &finding.message))).collect();
    findings.retain(|finding| {
        let aliased = finding.related.iter().find(|(_, label)| label == decode::ALIASED);
        !aliased.is_some_and(|(place, _)| said.contains(&key(place, &finding.message)))
    });
    findings.sort_by(|a, b| a.position().cmp(&b.position()));
    findings.dedup();
    findings
}

/// Decodes a file, and checks what it says as a whole if each part of it is right: what follows from
/// a fault would only hide it.
fn checked<T>(
    decoder: &mut Decoder<'_>,
    decode: impl FnOnce(&mut Decoder<'_>) -> Option<T>,
    check: fn(&T) -> Vec<Finding>,
) -> Option<T> {
    let before = decoder.findings.len();
    let decoded = decode(decoder)?;
    if decoder.findings.len() == before {
        decoder.findings.extend(check(&decoded));
    }
    Some(decoded)
}

fn no_pythons(root: &str) -> Finding {
    Finding::error("missing-file", format!("there is no file `{root}{PYTHONS}`"))
        .at(Place::file(format!("{root}{PYTHONS}")))
        .why("the other files name Python versions that must stand in it")
        .help("Add it, with an entry for each feature release.")
}

/// The files, and what was found in them so far.
struct Reading<'f> {
    /// How paths are shown.
    root: &'f str,
    files: &'f Files,
    findings: Vec<Finding>,
}

impl Reading<'_> {
    fn file<T>(
        &mut self,
        path: &str,
        pythons: Option<&BTreeSet<Python>>,
        decode: impl FnOnce(&mut Decoder<'_>, &Node) -> T,
    ) -> Option<T> {
        let shown = format!("{}{path}", self.root);
        match yaml::read(&shown, self.files.get(path)?) {
            Ok(tree) if tree.root.value == Value::Null => {
                self.findings.push(empty(&shown));
                None
            }
            Ok(tree) => {
                self.findings.extend(tree.findings);
                let before = self.findings.len();
                let mut decoder = Decoder { source: tree.source, findings: &mut self.findings, pythons };
                let decoded = decode(&mut decoder, &tree.root);
                mends::agreed(&tree.root, &mut self.findings[before..]);
                Some(decoded)
            }
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        }
    }
}

fn empty(shown: &str) -> Finding {
    Finding::error("empty-file", format!("`{shown}` says nothing"))
        .at(Place::file(shown))
        .help("Write its data, or remove the file.")
}
