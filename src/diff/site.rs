//! Sites, spellings and what is passed over, as entries. A site has no name of its own: owns by what one is
//! known again.

use std::collections::BTreeMap;

use super::component::Renamed;
use super::entry::{self, Entry, Facts, Value, list};
use super::matched::Matched;
use super::{Change, Kind, Section, Subject, platform, tiers};
use crate::model::site::{Hole, Pythons, Relation, Site};
use crate::model::tiers::Target;
use crate::model::{At, Platform, Registry, Tiers};
use crate::pattern::Pattern;

/// What changed in sites, in how they are searched for, and in where they are not.
pub(super) fn changes(base: &Registry, head: &Registry, platforms: &[Matched<'_, Platform>]) -> Vec<Change> {
    let targets = renamed_targets(base.tiers.as_ref(), head.tiers.as_ref());
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut spellings = Vec::new();
    before.extend(entries(of_no_platform(base), &Now { targets, ..Now::default() }));
    after.extend(entries(of_no_platform(head), &Now::default()));
    for matched in platforms {
        let (base, head) = sides(matched);
        before.extend(base.iter().flat_map(|(platform, now)| entries(platform.sites.iter(), now)));
        after.extend(head.iter().flat_map(|(platform, now)| entries(platform.sites.iter(), now)));
        spellings.extend(spelling_changes(base, head));
    }
    let place = after.first().map(|entry| &entry.place);
    let about = Subject::new(Kind::Site, "", "Sites");
    let order = Change::order(Section::Sites, &about, "they are", place);
    let mut changes = entry::changes(&before, &after, Some(order));
    changes.extend(spellings);
    changes.extend(entry::changes(&passed_over(base), &passed_over(head), None));
    changes
}

/// What the things that a site names are called in the later state.
#[derive(Default)]
struct Now<'r> {
    /// Its platform: the key and the name.
    platform: Option<(&'r str, &'r str)>,
    components: Renamed<'r>,
    targets: BTreeMap<&'r str, &'r str>,
}

impl Now<'_> {
    /// The line of a site, or what the columns are called that it has, in whatever order.
    fn line(&self, site: &Site) -> String {
        if site.columns.is_empty() {
            return self.pattern(&site.pattern);
        }
        let mut called: Vec<&str> = site.columns.iter().map(|(called, _)| called.as_str()).collect();
        called.sort_unstable();
        called.join(" | ")
    }

    /// A pattern with the holes as they are called now.
    fn pattern(&self, pattern: &Pattern) -> String {
        pattern.written(|hole| match Hole::named(hole) {
            Some(_) => hole.to_owned(),
            None => self.components.now(hole).to_owned(),
        })
    }
}

/// The targets whose ids changed, from old to new.
fn renamed_targets<'r>(base: Option<&'r Tiers>, head: Option<&'r Tiers>) -> BTreeMap<&'r str, &'r str> {
    let (Some(base), Some(head)) = (base, head) else { return BTreeMap::new() };
    let renamed = |target: Matched<'r, Target>| match target {
        Matched::Kept(base, head) if base.id != head.id => Some((base.id.as_str(), head.id.as_str())),
        _ => None,
    };
    tiers::targets(&base.targets, &head.targets).into_iter().filter_map(renamed).collect()
}

/// The sites that belong to releases and to targets: in which file they stand means nothing.
fn of_no_platform(registry: &Registry) -> impl Iterator<Item = &Site> {
    let of_targets = registry.tiers.iter().flat_map(|tiers| &tiers.sites);
    registry.sites.iter().chain(of_targets)
}

type Side<'r> = Option<(&'r Platform, Now<'r>)>;

fn sides<'r>(matched: &Matched<'r, Platform>) -> (Side<'r>, Side<'r>) {
    let known = |platform: &'r Platform, as_of: &'r Platform, components| {
        let called = Some((as_of.key.as_str(), as_of.name.as_str()));
        Some((platform, Now { platform: called, components, ..Now::default() }))
    };
    match *matched {
        Matched::Kept(base, head) => {
            (known(base, head, Renamed::between(base, head)), known(head, head, Renamed::default()))
        }
        Matched::Gone(base) => (known(base, base, Renamed::default()), None),
        Matched::New(head) => (None, known(head, head, Renamed::default())),
    }
}

fn entries<'r>(sites: impl Iterator<Item = &'r Site>, now: &Now<'_>) -> Vec<Entry> {
    sites.map(|site| site_entry(site, now)).collect()
}

fn site_entry(site: &Site, now: &Now<'_>) -> Entry {
    // The holes follow from the patterns.
    let Site {
        platform: _,
        repository,
        paths,
        pattern,
        columns,
        within,
        to,
        holes: _,
        pythons,
        relation,
        by,
        complete,
        tier,
        names,
        remark,
    } = site;
    let mut facts = Facts::default();
    if let Some((key, _)) = now.platform {
        facts.push("platform", Value::Plain(key.to_owned()), &pattern.place).implied();
    }
    facts.plain("repository", repository).implied();
    match paths.as_slice() {
        [only] => facts.plain("path", only).implied(),
        several => facts.list("path", several),
    };
    facts.push("pattern", Value::Pattern(now.line(site)), &pattern.place).by_itself();
    for (called, hole) in columns {
        facts.push(&format!("column {}", **called), plain(hole_name(hole, now)), &called.place).implied();
    }
    for (what, line) in [("within", within), ("up to", to)] {
        if let Some(line) = line {
            facts.push(what, Value::Pattern(now.pattern(line)), &line.place);
        }
    }
    pythons_fact(&mut facts, pythons, site);
    match relation {
        Relation::Exactly => facts.push("relation", plain("exactly"), &pattern.place).implied(),
        Relation::Minimum => facts.push("relation", plain("minimum"), &pattern.place),
    };
    facts.maybe("by", by);
    facts.push("complete", plain(&complete.to_string()), &pattern.place);
    if !complete {
        facts.implied();
    }
    if let Some(tier) = tier {
        let text = tier.map_or_else(|| "none".to_owned(), |tier| tier.to_string());
        facts.push("tier", plain(&text), &tier.place);
    }
    names_facts(&mut facts, names, now);
    facts.prose("remark", remark);
    let context = format!("site {}: ", Value::Pattern(now.line(site)).shown());
    let of = now.platform.map_or_else(String::new, |(_, name)| format!(" of {name}"));
    Entry {
        section: Section::Sites,
        about: subject(site),
        context,
        added: format!("site{of} added:"),
        removed: format!("site{of} removed:"),
        keys: keys(site, now),
        facts,
        place: pattern.place.clone(),
    }
}

/// A site is about a file: several of one file stand together.
fn subject(site: &Site) -> Subject {
    let path = site.paths.first().map_or("", |path| path.as_str());
    let repository = &*site.repository;
    Subject::new(Kind::Site, format!("{repository} {path}"), format!("{path} in {repository}"))
}

/// The same line of the same file, whatever is said of it; then the same values in that file, whose line
/// is written in another way; then the same line in a file or a repository that has moved.
fn keys(site: &Site, now: &Now<'_>) -> Vec<String> {
    let paths: Vec<&str> = site.paths.iter().map(|path| path.as_str()).collect();
    let (repository, paths) = (site.repository.as_str(), paths.join("\u{1}"));
    let line = now.line(site);
    let around = [&site.within, &site.to].map(|around| around.as_ref().map(|around| now.pattern(around)));
    let around = around.map(Option::unwrap_or_default).join("\u{1}");
    let holes = holes(site, now).join("\u{1}");
    let pythons = pythons(&site.pythons).whole();
    vec![
        ["line", repository, &paths, &line, &around].join("\0"),
        ["line", repository, &paths, &line].join("\0"),
        ["holes", repository, &paths, &holes, &pythons].join("\0"),
        ["holes", repository, &paths, &holes].join("\0"),
        ["path", repository, &line, &around].join("\0"),
        ["repository", &paths, &line, &around].join("\0"),
    ]
}

/// What stands at a site, in whatever order.
fn holes(site: &Site, now: &Now<'_>) -> Vec<String> {
    let mut holes: Vec<String> = site.holes.iter().map(|hole| hole_name(hole, now).to_owned()).collect();
    holes.sort();
    holes
}

/// A hole as it is called now.
fn hole_name<'h>(hole: &'h Hole, now: &'h Now<'_>) -> &'h str {
    match hole {
        Hole::Component(key) => now.components.now(key),
        other => Hole::NAMED.iter().find(|(_, own)| own == other).map_or("", |(name, _)| name),
    }
}

fn pythons_fact(facts: &mut Facts, pythons: &Pythons, site: &Site) {
    let place = match pythons {
        Pythons::All => None,
        Pythons::Range { since, until } => since.as_ref().or(until.as_ref()),
        Pythons::Only(only) => only.first(),
    };
    let place = place.map_or(&site.pattern.place, |python| &python.place);
    facts.push("for Python", self::pythons(pythons), place);
    if matches!(pythons, Pythons::All) {
        facts.implied();
    }
}

fn pythons(pythons: &Pythons) -> Value {
    match pythons {
        Pythons::All => plain("all versions"),
        Pythons::Range { since: Some(since), until: None } => plain(&format!("{} and later", **since)),
        Pythons::Range { since: None, until: Some(until) } => plain(&format!("{} and earlier", **until)),
        Pythons::Range { since: Some(since), until: Some(until) } => {
            plain(&format!("{} to {}", **since, **until))
        }
        // As all, but only where it is known which version a checkout is.
        Pythons::Range { since: None, until: None } => plain("any version that is known"),
        Pythons::Only(only) => Value::List(only.iter().map(|python| python.to_string()).collect()),
    }
}

/// Of which the order means nothing.
fn names_facts(facts: &mut Facts, names: &[(At<String>, Vec<At<String>>)], now: &Now<'_>) {
    let called: BTreeMap<&str, _> = names
        .iter()
        .map(|(id, names)| (now.targets.get(id.as_str()).copied().unwrap_or(id), (id, names)))
        .collect();
    for (target, (id, names)) in called {
        facts.push(&format!("names of {target}"), list(names), &id.place);
    }
}

fn plain(text: &str) -> Value {
    Value::Plain(text.to_owned())
}

fn spelling_changes(base: Side<'_>, head: Side<'_>) -> Vec<Change> {
    let Some((platform, _)) = head.as_ref().or(base.as_ref()) else { return Vec::new() };
    let about = platform::subject(platform);
    let entries = |side: &Side<'_>| {
        let (platform, now) = side.as_ref()?;
        let spellings = platform.spellings.iter();
        Some(spellings.map(|spelling| spelling_entry(&about, spelling, now)).collect::<Vec<_>>())
    };
    let [before, after] = [&base, &head].map(|side| entries(side).unwrap_or_default());
    let place = after.first().map(|entry| &entry.place);
    let order = Change::order(Section::Sites, &about, "the spellings are", place);
    entry::changes(&before, &after, Some(order))
}

/// A spelling, which is all that it says: one that was edited is another.
fn spelling_entry(about: &Subject, spelling: &At<Pattern>, now: &Now<'_>) -> Entry {
    let mut facts = Facts::default();
    facts.push("", Value::Pattern(now.pattern(spelling)), &spelling.place);
    Entry {
        section: Section::Sites,
        about: about.clone(),
        context: "spelling ".to_owned(),
        added: "spelling added:".to_owned(),
        removed: "spelling removed:".to_owned(),
        keys: Vec::new(),
        facts,
        place: spelling.place.clone(),
    }
}

/// The paths that are not searched: one entry, where there are any.
fn passed_over(registry: &Registry) -> Vec<Entry> {
    let paths = &registry.passed_over;
    let Some(first) = paths.first() else { return Vec::new() };
    let mut facts = Facts::default();
    facts.list("", paths);
    vec![Entry {
        section: Section::Sites,
        about: Subject::new(Kind::Site, "", "Paths that are passed over"),
        context: String::new(),
        added: "added:".to_owned(),
        removed: "removed:".to_owned(),
        keys: vec![String::new()],
        facts,
        place: first.place.clone(),
    }]
}
