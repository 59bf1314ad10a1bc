//! Reading packs (读取目录包): the file's name is the identifier, every flaw names file and line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use kernel::head::hex;
use kernel::merkle::leaf_hash;
use kernel::text::text;

use crate::check::{self, Source};
use crate::flaw::CatalogueFlaw;
use crate::layer::File;
use crate::layer::Step::{Key, Place};
use crate::{bundle::Bundle, matter::Matter, route::Route, schema, shipped, zone::Zone};

/// A definition and the name that its content gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// SM3 of the definition as JSON, in hexadecimal.
    pub hash: String,
    /// The definition.
    pub matter: Matter,
}

/// A folder of definitions (目录包): a base and a zone laid over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// The zone.
    pub zone: Zone,
    /// The matters, in the order of their identifiers.
    pub matters: Vec<Definition>,
    /// The routes, in the order of their identifiers.
    pub routes: Vec<Route>,
    /// The bundles, in the order of their identifiers.
    pub bundles: Vec<Bundle>,
}

/// What a look at a pack found (检查结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The pack, where nothing is wrong with it.
    pub pack: Option<Pack>,
    /// How many matters it has, the base's included.
    pub matters: usize,
    /// Everything that is wrong, in the order of files and lines.
    pub flaws: Vec<CatalogueFlaw>,
}

/// The files of a pack before anything is made of them.
struct Files {
    zone: Result<File, CatalogueFlaw>,
    base: BTreeMap<String, File>,
    own: BTreeMap<String, File>,
    routes: BTreeMap<String, File>,
    own_routes: BTreeMap<String, File>,
    bundles: BTreeMap<String, File>,
    own_bundles: BTreeMap<String, File>,
    unreadable: Vec<CatalogueFlaw>,
}

/// What the program ships with is read once: it cannot change while the program runs.
static SHIPPED: LazyLock<Pack> = LazyLock::new(|| {
    let files = Files {
        zone: Ok(File { path: "jiashan/zone.toml".into(), text: shipped::ZONE.into() }),
        base: shipped_files("base/matters", &shipped::BASE),
        own: shipped_files("jiashan/matters", &shipped::JIASHAN),
        routes: shipped_files("base/routes", &shipped::ROUTES),
        own_routes: BTreeMap::new(),
        bundles: shipped_files("base/bundles", &shipped::BUNDLES),
        own_bundles: BTreeMap::new(),
        unreadable: Vec::new(),
    };
    let checked = files.check();
    let said: Vec<String> = checked.flaws.iter().map(CatalogueFlaw::to_string).collect();
    checked.pack.unwrap_or_else(|| panic!("the shipped pack reads: {}", said.join("\n")))
});

impl Pack {
    /// The sample zone, Jiashan, over the national base.
    pub fn shipped() -> Pack {
        SHIPPED.clone()
    }

    /// Reads `folder`: `zone.toml` and what lies in `matters`, `routes` and `bundles`, laid over
    /// the shipped base; nothing of a pack with a flaw may be put in force.
    pub fn read(folder: &Path) -> Result<Pack, CatalogueFlaw> {
        let Checked { pack, flaws, .. } = Pack::check(folder);
        let first = flaws.into_iter().next();
        first.map_or_else(|| Ok(pack.expect("a pack without flaws is there")), Err)
    }

    /// Everything that is wrong with the pack in `folder`.
    pub fn check(folder: &Path) -> Checked {
        Files::below(folder).check()
    }

    /// A definition by the identifier of its matter.
    pub fn definition(&self, id: &str) -> Option<&Definition> {
        self.matters.iter().find(|definition| definition.matter.id == id)
    }

    /// A route by its identifier.
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == id)
    }

    /// A bundle by its identifier.
    pub fn bundle(&self, id: &str) -> Option<&Bundle> {
        self.bundles.iter().find(|bundle| bundle.id == id)
    }

    /// The pack with these matters alone, and the routes that go by them.
    pub fn only(mut self, ids: &[&str]) -> Pack {
        self.matters.retain(|definition| ids.contains(&definition.matter.id.as_str()));
        self.routes.retain(|route| {
            let mut matters = route.steps.iter().filter(|step| step.is_matter());
            matters.all(|step| ids.contains(&step.id.as_str()))
        });
        self
    }
}

impl Definition {
    /// Names a matter by its content.
    pub fn of(matter: Matter) -> Definition {
        let json = serde_json::to_vec(&matter).expect("a matter is JSON");
        Definition { hash: hex(&leaf_hash(&json)), matter }
    }
}

impl Files {
    fn below(folder: &Path) -> Files {
        let mut files = Files {
            zone: read(&folder.join("zone.toml")),
            base: shipped_files("base/matters", &shipped::BASE),
            own: BTreeMap::new(),
            routes: shipped_files("base/routes", &shipped::ROUTES),
            own_routes: BTreeMap::new(),
            bundles: shipped_files("base/bundles", &shipped::BUNDLES),
            own_bundles: BTreeMap::new(),
            unreadable: Vec::new(),
        };
        let all = [
            ("matters", &mut files.own),
            ("routes", &mut files.own_routes),
            ("bundles", &mut files.own_bundles),
        ];
        for (below, own) in all {
            for path in toml_files(&folder.join(below)) {
                let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                match read(&path) {
                    Ok(file) => drop(own.insert(id, file)),
                    Err(flaw) => files.unreadable.push(flaw),
                }
            }
        }
        files
    }

    fn check(self) -> Checked {
        let mut flaws = self.unreadable;
        let page = self.zone.map_err(|flaw| flaws.push(flaw)).ok();
        let page = page.map(|file| Source { id: "zone".into(), base: None, own: Some(file) });
        let zone = page.and_then(|source| {
            let (zone, found) = source.read::<Zone>(schema::of_zone());
            flaws.extend(found);
            zone.map(|zone| (zone, source))
        });
        let mut sources = laid(self.base, self.own);
        let left_out = zone.iter().flat_map(|(zone, source)| {
            zone.leaves_out.iter().enumerate().map(move |(place, id)| (source, place, id))
        });
        for (source, place, id) in left_out {
            if sources.remove(id).is_none() {
                flaws.push(check::unknown_matter(source, &[Key("leaves_out"), Place(place)], id));
            }
        }
        let mut matters = Vec::with_capacity(sources.len());
        let count = sources.len();
        for source in sources.into_values() {
            let (matter, found) = source.read::<Matter>(schema::of_matter());
            flaws.extend(found);
            matters.extend(matter.map(|matter| {
                let id = source.id.clone();
                (Matter { id, ..matter }, source)
            }));
        }
        check::zone(zone.as_ref(), &mut flaws);
        let (of_zone, mut asked) = (zone.as_ref().map(|(zone, _)| zone), check::Asked::default());
        check::matters(&matters, of_zone, (&mut asked, &mut flaws));
        let home = zone.as_ref().map(|(zone, _)| zone);
        let left_out = home.map_or(&[][..], |zone| &zone.leaves_out);
        let files = laid(self.routes, self.own_routes);
        let routes = routes(files, (&matters, left_out), (&mut asked, &mut flaws));
        let files = laid(self.bundles, self.own_bundles);
        let bundles = bundles(files, home, (&mut asked, &mut flaws));
        flaws.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        let whole = zone.filter(|_| flaws.is_empty()).map(|(zone, _)| {
            let matters = matters.into_iter().map(|(matter, _)| matter.under(&zone.regime));
            Pack { matters: matters.map(Definition::of).collect(), zone, routes, bundles }
        });
        Checked { pack: whole, matters: count, flaws }
    }
}

/// Each definition with its files, the zone's own over the base's.
fn laid(base: BTreeMap<String, File>, own: BTreeMap<String, File>) -> BTreeMap<String, Source> {
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    for (id, file) in base {
        sources.insert(id.clone(), Source { id, base: Some(file), own: None });
    }
    for (id, file) in own {
        let fresh = || Source { id: id.clone(), base: None, own: None };
        sources.entry(id.clone()).or_insert_with(fresh).own = Some(file);
    }
    sources
}

/// The routes that the files make. One of the base's that goes by a matter which the zone leaves
/// out is not the zone's; a step of which such a matter's cases would tell is told of by nothing.
fn routes(
    sources: BTreeMap<String, Source>,
    (matters, left_out): (&[(Matter, Source)], &[String]),
    (asked, flaws): (&mut check::Asked, &mut Vec<CatalogueFlaw>),
) -> Vec<Route> {
    let mut routes = Vec::with_capacity(sources.len());
    for source in sources.into_values() {
        let (route, found) = source.read::<Route>(schema::of_route());
        flaws.extend(found);
        let Some(route) = route else { continue };
        let mut route = Route { id: source.id.clone(), ..route };
        for step in &mut route.steps {
            step.case_of.take_if(|of| left_out.contains(of));
        }
        let known = |id: &str| matters.iter().map(|(matter, _)| matter).find(|it| it.id == id);
        let mut steps = route.steps.iter().filter(|step| step.is_matter());
        if source.own.is_none() && !steps.all(|step| known(&step.id).is_some()) {
            continue;
        }
        flaws.extend(check::route(&route, &source, &known, asked));
        routes.push(route);
    }
    routes
}

/// The bundles that the files make. One of the base's whose office the zone does not have is not
/// the zone's.
fn bundles(
    sources: BTreeMap<String, Source>,
    zone: Option<&Zone>,
    (asked, flaws): (&mut check::Asked, &mut Vec<CatalogueFlaw>),
) -> Vec<Bundle> {
    let mut bundles = Vec::with_capacity(sources.len());
    for source in sources.into_values() {
        let (bundle, found) = source.read::<Bundle>(schema::of_bundle());
        flaws.extend(found);
        let Some(bundle) = bundle else { continue };
        let mut bundle = Bundle { id: source.id.clone(), ..bundle };
        let is_received = zone.is_none_or(|zone| zone.office(&bundle.lead_office).is_some());
        if source.own.is_none() && !is_received {
            continue;
        }
        flaws.extend(check::bundle(&bundle, &source, zone, asked));
        // A link goes to the office of its department where the zone has one, else to who receives.
        for row in bundle.certificates.iter_mut().filter(|row| row.office.is_none()) {
            row.office = zone.and_then(|zone| zone.office_of_department(&row.department));
        }
        bundles.push(bundle);
    }
    bundles
}

fn shipped_files(folder: &str, files: &[(&str, &str)]) -> BTreeMap<String, File> {
    let named = files.iter().map(|(id, text)| {
        let path = format!("{folder}/{id}.toml");
        ((*id).to_owned(), File { path, text: (*text).to_owned() })
    });
    named.collect()
}

fn read(path: &Path) -> Result<File, CatalogueFlaw> {
    let shown = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Ok(File { path: shown, text }),
        Err(error) => Err(CatalogueFlaw {
            file: shown,
            line: None,
            what: text(format!("无法读取：{error}"), format!("it cannot be read ({error})")),
            remedy: text("请放入该文件，并用 UTF-8 编码", "put the file there, in UTF-8"),
        }),
    }
}

fn toml_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "toml"));
    paths.sort();
    paths
}

#[cfg(test)]
mod tests;
