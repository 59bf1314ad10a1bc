//! Which thing is meant (办理对象): by the shape of its number, or by its kind as it is named; what
//! can be asked there stands in the document that describes the interface, and nowhere else.

use serde::Serialize;
use serde_json::Value;

use super::asking::segment;

/// Before every kind of thing.
const ZONE: &str = "/api/zones/{zone}/";
/// The letter in a number, and whose number it then is.
const LETTERS: [(&str, &[&str]); 6] = [
    ("A", &["agreements"]),
    ("B", &["applications"]),
    ("J", &["slips"]),
    ("L", &["plots"]),
    ("P", &["packages", "visits"]),
    ("W", &["mandates"]),
];
/// A number without a letter: cases and projects are counted apart, in one shape.
const PLAIN: &[&str] = &["cases", "projects", "visits"];
/// A number that begins with a letter.
const SIMULATED: &[&str] = &["simulations"];

/// What a file is sent by, among the verbs of this page.
const FILE: &str = "file";

/// The interface as it describes itself (接口).
pub struct Interface(pub Value);

/// Where something is asked (地址).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// As the document writes it.
    pub template: String,
    /// With the words that were typed, after the zone.
    pub address: String,
}

/// An act (操作).
#[derive(Debug, Serialize)]
pub struct ActShown {
    /// The kind of thing that it is done to.
    pub of: String,
    /// Its name.
    pub name: String,
    /// What it does.
    pub what: String,
    /// What it takes.
    pub fields: Vec<FieldShown>,
}

/// A field of an act (字段).
#[derive(Debug, Serialize)]
pub struct FieldShown {
    /// Its name.
    pub name: String,
    /// What it means.
    pub what: String,
    /// Must it be there?
    pub is_required: bool,
    /// The words that it may be; any where there are none.
    pub words: Vec<String>,
    /// How it is written in JSON.
    pub kind: String,
}

impl Interface {
    /// As this program has it.
    pub fn described() -> Interface {
        Interface(serde_json::from_str(&web::api::openapi::text()).expect("the document is JSON"))
    }

    /// Every act that takes fields; of one kind of thing where it is named.
    pub fn acts(&self, of: Option<&str>) -> Result<Vec<ActShown>, String> {
        let of = of.map(|of| self.room(of)).transpose()?;
        let all = self.paths().filter_map(|(path, at)| {
            let (room, rest) = path.split_once('/')?;
            let fields = self.fields(at)?;
            // `cases/{number}/grant` is an act on one of them, `tickets/arrivals` on none.
            let name = match rest.strip_prefix('{') {
                Some(one) => one.split_once('/')?.1,
                None => rest,
            };
            let what = at["post"]["summary"].as_str().unwrap_or_default().to_owned();
            Some(ActShown { of: room.to_owned(), name: name.to_owned(), what, fields })
        });
        Ok(all.filter(|act| of.is_none_or(|of| act.of == of)).collect())
    }

    /// Where an act on this thing is asked.
    pub fn act(&self, of: Option<&str>, thing: &str, act: &str) -> Result<Place, String> {
        let rooms = self.rooms(of, thing)?;
        let found = self.places("post", &rooms, thing, act)?.into_iter().next();
        found.ok_or_else(|| {
            let all = self.paths().filter(|(_, at)| self.fields(at).is_some());
            no_such(act, &rooms, &tails(all, &rooms))
        })
    }

    /// Where a file is handed in for this thing; a number that several kinds have is a case's.
    pub fn files(&self, of: Option<&str>, thing: &str) -> Result<Place, String> {
        let rooms = self.rooms(of, thing)?;
        let found = self.places(FILE, &rooms, thing, "documents")?.into_iter().next();
        found.ok_or_else(|| {
            format!(
                "{thing}：不能为它提交文件 / no file is handed in for it; name the kind with --of"
            )
        })
    }

    /// Where this thing, or a part of it, is read: the likeliest first.
    pub fn read(
        &self,
        of: Option<&str>,
        thing: &str,
        part: Option<&str>,
    ) -> Result<Vec<Place>, String> {
        let rooms = self.rooms(of, thing)?;
        let found = self.places("get", &rooms, thing, part.unwrap_or_default())?;
        if found.is_empty() {
            let all = self.paths().filter(|(_, at)| is_told(at));
            return Err(no_such(part.unwrap_or(thing), &rooms, &tails(all, &rooms)));
        }
        Ok(found)
    }

    /// Where things of this kind are listed, or one more is opened.
    pub fn whole(&self, verb: &str, of: &str) -> Result<Place, String> {
        let room = self.room(of)?;
        let mut all = self.paths().filter(|(_, at)| self.has(verb, at));
        if all.any(|(path, _)| path == room) {
            return Ok(Place { template: format!("{ZONE}{room}"), address: room.to_owned() });
        }
        let all = self.paths().filter(|(path, at)| !path.contains('/') && self.has(verb, at));
        let all: Vec<&str> = all.map(|(path, _)| path).collect();
        let (zh, en) = match verb {
            "get" => ("没有清单", "no list"),
            _ => ("不能在此新建", "none is opened here"),
        };
        Err(format!("{of}：{zh} / {en}; these are: {}", all.join(", ")))
    }

    /// The kinds of things that this may be.
    fn rooms<'a>(&'a self, of: Option<&str>, thing: &str) -> Result<Vec<&'a str>, String> {
        segment(thing)?;
        if let Some(of) = of {
            return Ok(vec![self.room(of)?]);
        }
        if let Ok(room) = self.room(thing) {
            return Ok(vec![room]);
        }
        let rooms = by_shape(thing).ok_or_else(|| {
            let all = self.all_rooms().join(", ");
            format!("{thing}：看不出是哪一类，请用 --of 指明 / say of which kind with --of: {all}")
        })?;
        Ok(rooms.to_vec())
    }

    /// A kind of thing by its name.
    fn room(&self, named: &str) -> Result<&str, String> {
        let all = self.all_rooms();
        let found = all.iter().find(|room| **room == named).copied();
        found.ok_or_else(|| {
            format!("{named}：没有这一类 / no such kind of thing; these are: {}", all.join(", "))
        })
    }

    fn all_rooms(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self
            .paths()
            .filter(|(_, at)| is_told(at) || self.fields(at).is_some())
            .filter_map(|(path, _)| path.split('/').next())
            .filter(|room| !room.is_empty())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The addresses of these rooms that the words fit.
    fn places(
        &self,
        verb: &str,
        rooms: &[&str],
        thing: &str,
        more: &str,
    ) -> Result<Vec<Place>, String> {
        let more: Vec<&str> = more.split('/').filter(|word| !word.is_empty()).collect();
        let mut written = String::new();
        for word in &more {
            written = format!("{written}/{}", segment(word)?);
        }
        let mut found = Vec::new();
        for &room in rooms {
            let own = (thing != room).then_some(thing);
            let typed: Vec<&str> = [room].into_iter().chain(own).chain(more.clone()).collect();
            let thing = own.map(segment).transpose()?.map(|own| format!("/{own}"));
            let address = format!("{room}{}{written}", thing.unwrap_or_default());
            let mut all = self.paths().filter(|(_, at)| self.has(verb, at));
            let fits = all.find(|(path, _)| fits(path, &typed));
            found
                .extend(fits.map(|(path, _)| Place { template: format!("{ZONE}{path}"), address }));
        }
        Ok(found)
    }

    fn has(&self, verb: &str, at: &Value) -> bool {
        match verb {
            "get" => is_told(at),
            FILE => at["post"]["requestBody"]["content"].get("multipart/form-data").is_some(),
            _ => self.fields(at).is_some(),
        }
    }

    /// Every address after the zone, with what is done there.
    fn paths(&self) -> impl Iterator<Item = (&str, &Value)> {
        let paths = self.0["paths"].as_object().into_iter().flatten();
        paths.filter_map(|(path, at)| Some((path.strip_prefix(ZONE)?, at)))
    }

    /// The fields of what is posted here; none where nothing in JSON is.
    pub fn fields(&self, at: &Value) -> Option<Vec<FieldShown>> {
        let schema = &at["post"]["requestBody"]["content"]["application/json"]["schema"];
        let schema = self.followed(schema);
        let required = schema["required"].as_array();
        let is_required =
            |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
        if schema["type"] != "object" {
            return None;
        }
        let properties = schema["properties"].as_object().into_iter().flatten();
        let fields = properties.map(|(name, it)| {
            let shape = self.followed(it);
            let words = shape["enum"].as_array().into_iter().flatten();
            FieldShown {
                name: name.clone(),
                what: it["description"].as_str().unwrap_or_default().to_owned(),
                is_required: is_required(name),
                words: words.filter_map(|word| word.as_str().map(str::to_owned)).collect(),
                kind: kind(shape).to_owned(),
            }
        });
        Some(fields.collect())
    }

    /// The schema that a reference leads to, through "this or nothing".
    fn followed<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let schema = match schema["anyOf"].get(0) {
            Some(first) => first,
            None => schema,
        };
        match schema["$ref"].as_str().and_then(|at| self.0.pointer(at.trim_start_matches('#'))) {
            Some(meant) => meant,
            None => schema,
        }
    }
}

/// `2026-000002`, `2026-P00001`, `M2026-000001`
fn by_shape(number: &str) -> Option<&'static [&'static str]> {
    let is_year = |it: &str| it.len() == 4 && it.bytes().all(|byte| byte.is_ascii_digit());
    let is_serial = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let (year, serial) = number.split_once('-')?;
    let simulated = year.strip_prefix(approvals::case::conversion::SIMULATED_CASE);
    if simulated.is_some_and(is_year) && is_serial(serial) {
        return Some(SIMULATED);
    }
    if !is_year(year) {
        return None;
    }
    if is_serial(serial) {
        return Some(PLAIN);
    }
    let whose = |(letter, _): &&(&str, _)| serial.strip_prefix(letter).is_some_and(is_serial);
    LETTERS.iter().find(whose).map(|(_, rooms)| *rooms)
}

/// Is something told here, in JSON?
fn is_told(at: &Value) -> bool {
    at["get"]["responses"]["200"]["content"].get("application/json").is_some()
}

fn fits(path: &str, typed: &[&str]) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let mut pairs = parts.iter().zip(typed);
    parts.len() == typed.len() && pairs.all(|(part, word)| part.starts_with('{') || part == word)
}

/// What can stand after the number in these rooms.
fn tails<'a>(all: impl Iterator<Item = (&'a str, &'a Value)>, rooms: &[&str]) -> Vec<&'a str> {
    let tails = all.filter_map(|(path, _)| {
        let (room, rest) = path.split_once('/')?;
        let tail = if rest.starts_with('{') { rest.split_once('/')?.1 } else { rest };
        rooms.contains(&room).then_some(tail)
    });
    let mut tails: Vec<&str> = tails.collect();
    tails.sort_unstable();
    tails
}

fn no_such(word: &str, rooms: &[&str], all: &[&str]) -> String {
    let (rooms, all) = (rooms.join(", "), all.join(", "));
    format!("{word}：{rooms} 没有这一项 / there is no such thing of {rooms}; these are: {all}")
}

/// How it is written: the first of its types.
fn kind(schema: &Value) -> &str {
    let first = schema["type"].get(0).unwrap_or(&schema["type"]);
    first.as_str().unwrap_or("string")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<T>(answer: Result<T, String>) -> String {
        answer.err().expect("it is told")
    }

    #[test]
    fn an_act_is_found_by_the_shape_of_the_number_or_by_the_kind() {
        let interface = Interface::described();
        for (of, thing, act, address) in [
            (None, "2026-000002", "grant", "cases/2026-000002/grant"),
            (None, "2026-000002", "packing", "cases/2026-000002/packing"),
            (None, "2026-000001", "completion", "projects/2026-000001/completion"),
            (None, "2026-000001", "arrivals", "projects/2026-000001/arrivals"),
            (None, "2026-000001", "plan", "projects/2026-000001/plan"),
            (None, "2026-000001", "changes", "projects/2026-000001/changes"),
            (None, "2026-000001", "assumptions", "projects/2026-000001/assumptions"),
            (None, "2026-000002", "records", "visits/2026-000002/records"),
            (None, "2026-P00001", "minutes", "packages/2026-P00001/minutes"),
            (None, "2026-P00001", "strikings", "visits/2026-P00001/strikings"),
            (None, "2026-B00001", "returns", "applications/2026-B00001/returns"),
            (None, "M2026-000001", "consent", "simulations/M2026-000001/consent"),
            (None, "2026-L00001", "offer", "plots/2026-L00001/offer"),
            (None, "2026-J00001", "acknowledgement", "slips/2026-J00001/acknowledgement"),
            (None, "2026-W00001", "revocations", "mandates/2026-W00001/revocations"),
            (None, "2026-A00001", "evidence", "agreements/2026-A00001/evidence"),
            (None, "tickets", "arrivals", "tickets/arrivals"),
            (None, "queue", "calls", "queue/calls"),
            (Some("instant-matters"), "soil", "rule-stops", "instant-matters/soil/rule-stops"),
            (
                None,
                "2026-000001",
                "inquiries/0f/licences",
                "projects/2026-000001/inquiries/0f/licences",
            ),
        ] {
            let found = interface.act(of, thing, act).expect("it is there");
            assert_eq!(found.address, address);
        }
    }

    #[test]
    fn no_shape_has_one_act_in_two_rooms() {
        let interface = Interface::described();
        let shapes = LETTERS.iter().map(|(_, rooms)| *rooms).chain([PLAIN, SIMULATED]);
        for rooms in shapes {
            let acts = interface.acts(None).expect("there are acts");
            let of_shape = acts.iter().filter(|act| rooms.contains(&act.of.as_str()));
            let mut names: Vec<&str> = of_shape.map(|act| act.name.as_str()).collect();
            let all = names.len();
            assert!(all > 0, "{rooms:?}");
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{rooms:?}");
        }
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is() {
        let interface = Interface::described();
        for (said, expected) in [
            (told(interface.act(None, "2026-000002", "grants")), "grant, hall-collection"),
            (told(interface.act(None, "2026-L00001", "grant")), "failed-auction"),
            (told(interface.act(None, "soil", "rule-stops")), "--of: "),
            (told(interface.act(Some("shops"), "1", "grant")), "cases, "),
            (told(interface.act(None, "../x", "grant")), "neither a number nor an act"),
            (told(interface.act(None, "2026-000002", "a b")), "neither a number nor an act"),
            // A file is handed in by its own command, and not everything takes one.
            (told(interface.act(None, "2026-000002", "documents")), "grant, hall-collection"),
            (told(interface.files(None, "2026-A00001")), "no file is handed in"),
            (told(interface.read(None, "2026-000002", Some("map"))), "papers"),
            (told(interface.whole("get", "instant-matter")), "instant-matters"),
            (told(interface.whole("post", "deliveries")), "simulations, slips"),
        ] {
            assert!(said.contains(expected), "{said}");
        }
    }

    #[test]
    fn a_plain_number_is_a_case_before_it_is_a_project() {
        let places = Interface::described().read(None, "2026-000002", None).expect("it is read");
        let at: Vec<&str> = places.iter().map(|place| place.address.as_str()).collect();
        assert_eq!(at, ["cases/2026-000002", "projects/2026-000002", "visits/2026-000002"]);
    }

    #[test]
    fn every_act_that_takes_json_is_offered_with_its_fields() {
        let interface = Interface::described();
        let acts = interface.acts(None).expect("there are acts");
        let find = |of: &str, name: &str| acts.iter().find(|it| it.of == of && it.name == name);
        assert!(find("cases", "acceptance").is_some_and(|act| act.fields.is_empty()));
        let pauses = find("cases", "pauses").expect("a case can be paused");
        let ground = pauses.fields.iter().find(|field| field.name == "ground");
        assert!(ground.is_some_and(|it| it.words.iter().any(|word| word == "hearing")));
        assert!(find("cases", "documents").is_none());
        assert!(find("tickets", "arrivals").is_some());
        let of_plots = interface.acts(Some("plots")).expect("there are acts");
        assert!(of_plots.len() > 10 && of_plots.iter().all(|act| act.of == "plots"));
        // Whatever is posted in JSON somewhere below a kind is an act; nothing is left out.
        let posted = interface.paths().filter(|(path, at)| {
            let takes = &at["post"]["requestBody"]["content"]["application/json"];
            path.contains('/') && !takes.is_null()
        });
        assert_eq!(acts.len(), posted.count());
    }
}
