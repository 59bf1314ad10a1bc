//! The lived-in zone (演示园区): projects beside the story's, played by the same commands.
//!
//! All that happens is planned first and sorted by time, so that it goes in between the scenes of
//! the story. Keys follow from project and place: a second start gets the first answers.

use std::{collections::VecDeque, io::Cursor, sync::Arc};

use approvals::{
    case::{self, Cases},
    delivery::{self, Deliveries, delivery_of},
    document::{self, Documents},
    package::{self, Packages},
    plot::{self, Plots},
    project::{self, Projects},
    rating::{self, Ratings},
    simulation::{self, Simulations},
    slip::{self, Slips},
    ticket::{self, Tickets},
    views::case_by_subject,
    visit::{self, Visits},
};
use catalogue::{Pack, form::Answers};
use jiff::{
    Timestamp,
    civil::{Date, time},
};
use kernel::{
    actor::Actor, calendar::Calendar, local_time::moment_of, personal::Personal, time_limit::Limit,
};
use store::{Answer, Capability, Envelope, Store};
use web::documents::upload::{self, Outcome};

use super::answers::{About, answers};
use super::lives::{self, FIRST};
use super::{key, paper, plotted::ASKER, story};
use crate::reactions::documents::{self, Seals};
use crate::{clockwork, config::said};

/// The projects: title, enterprise, its code, the project's code, industry, site, scale, investment
/// in ten thousand yuan, contact, phone. All of it is invented; the codes are valid in shape alone.
const PROJECTS: &str = include_str!("projects.txt");

/// The project of the list with the package that is told about.
pub(super) const PACKAGE_AT: usize = 35;
/// The project of the list that may be promised about: it builds; its enterprise has an account.
pub(super) const COMMITTING_AT: usize = 41;

/// A project of the list.
pub(super) struct Row {
    pub title: &'static str,
    pub enterprise: &'static str,
    pub credit_code: &'static str,
    pub code: &'static str,
    pub industry: &'static str,
    pub site: &'static str,
    pub scale: &'static str,
    pub total_investment_wan: i64,
    pub contact: &'static str,
    pub phone: &'static str,
}

/// What is asked.
pub(super) enum Ask {
    Project(project::Command),
    Case(String, case::Command),
    Simulation(String, Box<simulation::Command>),
    Plot(String, Box<plot::Command>),
    Package(package::Command),
    /// Of the delivery of a case.
    Delivery(String, delivery::Command),
    /// The decision of a case is packed.
    Packing(String),
    Visit(visit::Command),
    Rating(rating::Step, rating::Command),
    /// The hall hands a case to its office.
    HandOver(String, String),
    /// The office says that it has it.
    Acknowledge,
    /// A ticket of the hall, by a name of this life.
    Ticket(&'static str, Box<ticket::Command>),
    File(String, String),
    /// A document that is here already serves as a material elsewhere.
    Again(String, document::Command),
    /// The day ends: what is due is done, papers are issued.
    Evening,
}

struct Planned {
    at: Timestamp,
    place: String,
    project: usize,
    who: Actor,
    ask: Ask,
}

/// Days of the plan, counted back from its end.
struct Days<'a> {
    end: Date,
    calendar: &'a Calendar,
}

/// A project whose life is planned.
pub(super) struct Life<'a> {
    pub row: &'a Row,
    pub place: usize,
    days: &'a Days<'a>,
    pack: &'a Pack,
    planned: Vec<Planned>,
}

/// What is still to be played.
pub(super) struct Seeding<'a> {
    store: &'a Store,
    pack: &'a Pack,
    rows: Vec<Row>,
    planned: VecDeque<Planned>,
}

/// The package of the demonstration whose figures the summary shows.
pub(super) fn main_package() -> String {
    subject(PACKAGE_AT, "package", "two")
}

/// The enterprises of the list that have accounts, by code and name: that of the package, and the
/// one that may promise.
pub(super) fn enterprises() -> Vec<(String, String)> {
    let rows = rows();
    let named = |at: usize| (rows[at].credit_code.into(), rows[at].enterprise.into());
    [PACKAGE_AT, COMMITTING_AT].map(named).into()
}

/// How many projects there are beside the story's.
pub(super) fn count() -> usize {
    PROJECTS.lines().count()
}

fn rows() -> Vec<Row> {
    PROJECTS.lines().filter_map(row).collect()
}

fn row(line: &'static str) -> Option<Row> {
    let mut parts = line.split('|');
    Some(Row {
        title: parts.next()?,
        enterprise: parts.next()?,
        credit_code: parts.next()?,
        code: parts.next()?,
        industry: parts.next()?,
        site: parts.next()?,
        scale: parts.next()?,
        total_investment_wan: parts.next()?.parse().ok()?,
        contact: parts.next()?,
        phone: parts.next()?,
    })
}

/// The name of a subject of one project of the list.
pub(super) fn subject(place: usize, kind: &str, word: &str) -> String {
    format!("{kind}:{}", key(&format!("zone/{place}/{kind}/{word}")))
}

impl<'a> Seeding<'a> {
    /// Plans every life up to `end`.
    pub fn planned(store: &'a Store, pack: &'a Pack, end: Date, calendar: &Calendar) -> Self {
        let rows = rows();
        let days = Days { end, calendar };
        let mut planned: Vec<Planned> = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            let mut life = Life { row, place, days: &days, pack, planned: Vec::new() };
            lives::live(&mut life, place);
            planned.append(&mut life.planned);
        }
        planned.extend((1..=FIRST).map(|before| Planned {
            at: days.at(before, (18, 30)),
            place: String::new(),
            project: 0,
            who: Actor::Clock,
            ask: Ask::Evening,
        }));
        planned.sort_by_key(|one| one.at);
        Seeding { store, pack, rows, planned: planned.into() }
    }

    /// Plays what lies before `until`.
    pub fn play(&mut self, until: Timestamp) -> Result<(), String> {
        while self.planned.front().is_some_and(|next| next.at < until) {
            let Some(next) = self.planned.pop_front() else { break };
            self.step(next)?;
        }
        Ok(())
    }

    fn step(&self, planned: Planned) -> Result<(), String> {
        let row = &self.rows[planned.project];
        let at = planned.at;
        let is_followed = match &planned.ask {
            Ask::Case(_, case::Command::Grant) | Ask::Package(_) => true,
            Ask::Delivery(..) | Ask::Plot(..) => true,
            Ask::Project(_)
            | Ask::Case(..)
            | Ask::Packing(_)
            | Ask::Simulation(..)
            | Ask::Visit(_)
            | Ask::Rating(..)
            | Ask::Ticket(..)
            | Ask::HandOver(..)
            | Ask::Acknowledge
            | Ask::File(..)
            | Ask::Again(..)
            | Ask::Evening => false,
        };
        match &planned.ask {
            Ask::Project(command) => {
                let to = subject(planned.project, "project", "file");
                self.ask::<Projects>(&planned, &to, command.clone())?;
            }
            Ask::Case(to, command) => self.ask::<Cases>(&planned, to, command.clone())?,
            Ask::Simulation(to, command) => {
                self.ask::<Simulations>(&planned, to, simulation::Command::clone(command))?;
            }
            Ask::Plot(to, command) => {
                self.ask::<Plots>(&planned, to, plot::Command::clone(command))?;
            }
            Ask::Package(command) => {
                let to = subject(planned.project, "package", "two");
                self.ask::<Packages>(&planned, &to, command.clone())?;
            }
            Ask::Delivery(case, command) => {
                self.ask::<Deliveries>(&planned, &delivery_of(case), command.clone())?;
            }
            Ask::Packing(case) => {
                let row = self.store.read(&self.pack.zone.id, |open| case_by_subject(open, case));
                let decision = row.map_err(|fault| said(&fault))?.and_then(|row| row.document);
                let papers = decision.into_iter().collect();
                let pack = delivery::Command::Pack { papers };
                self.ask::<Deliveries>(&planned, &delivery_of(case), pack)?;
            }
            Ask::Visit(command) => {
                let visit::Command::Record { about, .. } = command else { return Ok(()) };
                self.ask::<Visits>(&planned, &visit::book_of(about), command.clone())?;
            }
            Ask::Rating(step, command) => {
                let case = subject(planned.project, "case", "case");
                self.ask::<Ratings>(&planned, &rating::rating_of(&case, *step), command.clone())?;
            }
            Ask::HandOver(case, office) => self.hand_over(&planned, case, office)?,
            Ask::Acknowledge => self.acknowledge(&planned)?,
            Ask::Ticket(word, command) => {
                let to = subject(planned.project, "ticket", word);
                self.ask::<Tickets>(&planned, &to, ticket::Command::clone(command))?;
            }
            Ask::File(to, material) => self.hand_in(&planned, row, (to, material))?,
            Ask::Again(of, command) => self.ask::<Documents>(&planned, of, command.clone())?,
            Ask::Evening => {
                self.turn(at)?;
                let zone = &self.pack.zone.id;
                documents::turn(self.store, zone, at, &Seals::Software).map_err(|f| said(&f))?;
            }
        }
        if is_followed { self.turn(at) } else { Ok(()) }
    }

    fn turn(&self, at: Timestamp) -> Result<(), String> {
        clockwork::turn(self.store, &self.pack.zone.id, at).map(drop).map_err(|f| said(&f))
    }

    fn ask<C: Capability>(
        &self,
        planned: &Planned,
        subject: &str,
        command: C::Command,
    ) -> Result<(), String> {
        let answer = self.store.execute::<C>(Envelope {
            zone: self.pack.zone.id.clone(),
            id: key(&planned.place),
            subject: subject.into(),
            actor: planned.who.clone(),
            asserted_by: None,
            attested_by: None,
            at: planned.at,
            command,
        });
        match answer {
            Answer::Recorded(_) => Ok(()),
            Answer::Refused(refused) => Err(format!("{}: {refused}", planned.place)),
            Answer::Fault(fault) => Err(said(&fault)),
        }
    }

    /// The office says that it has all of it.
    fn acknowledge(&self, planned: &Planned) -> Result<(), String> {
        let command = slip::Command::Acknowledge { missing: Vec::new(), words: String::new() };
        self.ask::<Slips>(planned, &subject(planned.project, "slip", "slip"), command)
    }

    /// The hall hands a case with its papers to the office that decides on it.
    fn hand_over(&self, planned: &Planned, case: &str, office: &str) -> Result<(), String> {
        let read = |open: &mut store::Views| case_by_subject(open, case);
        let row = self.store.read(&self.pack.zone.id, read).map_err(|fault| said(&fault))?;
        let row = row.ok_or_else(|| format!("{}: no case", planned.place))?;
        let limit = Limit::working(self.pack.zone.hall.transfer_days);
        let (cases, words) = (vec![row.number], "纸质原件一份，核对后退还。".into());
        let command = slip::Command::HandOver { office: office.to_owned(), cases, words, limit };
        self.ask::<Slips>(planned, &subject(planned.project, "slip", "slip"), command)
    }

    /// What a material is called.
    fn title<'b>(&'b self, material: &'b str) -> &'b str {
        let mut matters = self.pack.matters.iter().map(|known| &known.matter);
        let known = matters.find_map(|matter| matter.material(material));
        known.map_or(material, |known| known.title.as_str())
    }

    /// Hands a file in, by the same way that an upload takes.
    fn hand_in(
        &self,
        planned: &Planned,
        row: &Row,
        (to, material): (&str, &str),
    ) -> Result<(), String> {
        let at = planned.at;
        let site = web::Site {
            store: self.store.clone(),
            pack: self.pack.clone(),
            zone: self.pack.zone.id.clone(),
            now: Arc::new(move || at),
            is_demo: true,
            is_behind_tls: false,
            alarm: web::Alarm::default(),
        };
        let asked = upload::Asked {
            id: key(&planned.place),
            actor: planned.who.clone(),
            asserted_by: None,
            owner: if to.starts_with("plot:") { ASKER } else { row.credit_code }.into(),
            to: to.into(),
            material: material.into(),
            name: format!("{}.pdf", self.title(material)),
        };
        let text = format!("{material} / {} / demonstration", row.code);
        match upload::receive(&site, asked, &mut Cursor::new(paper::of(&text))) {
            Ok(Outcome::Kept(_)) => Ok(()),
            Ok(Outcome::Refused(refused)) => Err(format!("{}: {refused}", planned.place)),
            Ok(Outcome::Broke) => Err(format!("{}: the file broke off", planned.place)),
            Err(fault) => Err(said(&fault)),
        }
    }
}

impl Days<'_> {
    fn day(&self, before: u32) -> Date {
        story::working_day_before(self.end, before, self.calendar)
    }

    fn at(&self, before: u32, clock: (i8, i8)) -> Timestamp {
        moment_of(self.day(before).to_datetime(time(clock.0, clock.1, 0, 0)))
    }
}

impl Life<'_> {
    /// The working day so many before the end.
    pub fn day(&self, before: u32) -> Date {
        self.days.day(before)
    }

    /// The day on which a limit of working days from there ends.
    pub fn day_after(&self, before: u32, days: u32) -> Date {
        Limit::working(days).ends(self.day(before), self.days.calendar).date
    }

    /// The enterprise.
    pub fn enterprise(&self) -> Actor {
        Actor::enterprise(self.row.credit_code)
    }

    /// A subject of this project.
    pub fn subject(&self, kind: &str, word: &str) -> String {
        subject(self.place, kind, word)
    }

    /// The zone's own limit of a matter.
    pub fn promised(&self, matter: &str) -> u32 {
        self.pack.definition(matter).map_or(0, |known| known.matter.promised_limit_days)
    }

    /// The office that decides on a matter.
    pub fn office(&self, matter: &str) -> String {
        let known = self.pack.definition(matter);
        known.map(|known| known.matter.lead_office.clone()).unwrap_or_default()
    }

    /// What a matter asks for.
    pub fn materials(&self, matter: &str) -> Vec<String> {
        let known = self.pack.definition(matter);
        let all = known.into_iter().flat_map(|known| &known.matter.materials);
        all.map(|material| material.id.clone()).collect()
    }

    /// Applies for a matter, with all that it asks for but what is named.
    pub fn submit(&mut self, word: &str, matter: &str, before: u32, without: &[String]) {
        let mut handed_in = self.materials(matter);
        handed_in.retain(|id| !without.contains(id));
        let submit = case::Command::Submit {
            matter: matter.into(),
            project: self.subject("project", "file"),
            applicant: self.row.credit_code.into(),
            handed_in,
            answers: self.answers(&[matter], before),
            agent: Personal::clear(self.row.contact),
            phone: Personal::clear(self.row.phone),
        };
        let (own, to) = (self.enterprise(), self.subject("case", word));
        self.plan(before, (8, 55), &own, Ask::Case(to, submit));
    }

    /// Decides on the plan of a route with these answers, side by side from that day on.
    pub fn adopt_plan(&mut self, before: u32, (route, told): (&str, &[(&str, &str)])) {
        let told = told.iter().map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned()));
        let command = project::Command::AdoptPlan {
            route: self.pack.route(route).cloned().map(Box::new),
            answers: told.collect(),
            start: self.day(before),
            tempo: approvals::route::Tempo::Parallel,
            contact: None,
            reason: String::new(),
        };
        let own = self.enterprise();
        self.plan(before, (11, 15), &own, Ask::Project(command));
    }

    /// Somebody comes to the hall for a case, or something goes by post.
    pub fn visit(
        &mut self,
        (word, matter): (&str, &str),
        (before, clock): (u32, (i8, i8)),
        (cause, way): (visit::Cause, visit::Way),
        reason: &str,
    ) {
        let command = visit::Command::Record {
            about: self.subject("case", word),
            on: self.day(before),
            cause,
            way,
            ticket: String::new(),
            required_by: self.office(matter),
            reason: reason.into(),
        };
        self.plan(before, clock, &Actor::officer("hall", "desk"), Ask::Visit(command));
    }

    /// Somebody draws a ticket for a case, is called and served: that is the visit.
    pub fn served(&mut self, (word, matter): (&str, &str), before: u32, cause: visit::Cause) {
        let (hall, desk) = (self.pack.zone.hall.clone(), Actor::officer("hall", "desk"));
        let (own, about) = (self.enterprise(), self.subject("case", word));
        let (required_by, reason) = (self.office(matter), String::new());
        let what = ticket::What { matter: matter.into(), cause, about: about.clone() };
        let (day, phone) = (self.day(before), Personal::clear(""));
        let draw = ticket::Command::Draw { day, what, is_bundle: false, phone, hall: hall.clone() };
        let served = ticket::Served { about, cause, required_by, reason };
        for (minute, who, command) in [
            (21, &own, draw),
            (36, &desk, ticket::Command::Call { desk: 2, hall }),
            (41, &desk, ticket::Command::Serve(served)),
            (55, &desk, ticket::Command::Close),
        ] {
            self.plan(before, (9, minute), who, Ask::Ticket("served", Box::new(command)));
        }
    }

    /// The hall hands the case's papers to its office, which may acknowledge them the next day.
    pub fn handed(&mut self, matter: &str, before: u32, by: Option<&Actor>) {
        let (case, office) = (self.subject("case", "case"), self.office(matter));
        let hall = Actor::officer("hall", "desk");
        self.plan(before, (16, 10), &hall, Ask::HandOver(case, office));
        if let Some(by) = by {
            self.plan(before - 1, (9, 12), by, Ask::Acknowledge);
        }
    }

    /// The applicant books a slot of the first working day to come.
    pub fn booked(&mut self, matter: &str, cause: visit::Cause) {
        let hall = self.pack.zone.hall.clone();
        let Some(slot) = hall.slots().get(1).copied() else { return };
        let day = self.days.calendar.next_working_day(self.days.end).date;
        let what = ticket::What { matter: matter.into(), cause, about: String::new() };
        let (phone, own) = (Personal::clear(self.row.phone), self.enterprise());
        let command = ticket::Command::Book { day, slot, what, is_bundle: false, phone, hall };
        self.plan(1, (15, 20), &own, Ask::Ticket("booked", Box::new(command)));
    }

    /// The applicant grades a step of the case.
    pub fn rate(&mut self, before: u32, (step, grade): (rating::Step, rating::Grade), words: &str) {
        let (case, words) = (self.subject("case", "case"), words.into());
        let limit = Limit::working(self.pack.zone.hall.call_back_days);
        let command = rating::Command::Rate { case, step, grade, words, limit };
        let own = self.enterprise();
        self.plan(before, (17, 10), &own, Ask::Rating(step, command));
    }

    /// Hands in a file for the first material of a matter.
    pub fn file(&mut self, word: &str, matter: &str, before: u32) {
        self.file_to(self.subject("case", word), matter, (before, (9, 5)));
    }

    /// A file that is the first of the matter's materials, for a case by its subject.
    pub fn file_to(&mut self, case: String, matter: &str, (before, clock): (u32, (i8, i8))) {
        let Some(material) = self.materials(matter).into_iter().next() else { return };
        self.file_as(&case, &material, (before, clock));
    }

    /// Hands in a file for a material; the subject of its document.
    pub fn file_as(
        &mut self,
        case: &str,
        material: &str,
        (before, clock): (u32, (i8, i8)),
    ) -> String {
        let own = self.enterprise();
        let place = self.plan(before, clock, &own, Ask::File(case.into(), material.into()));
        upload::subject_of(key(&place))
    }

    /// Lets a document serve for one matter of the package, and for the package.
    pub fn again(&mut self, document: &str, (matter, material): (&str, &str), before: u32) {
        let (own, package) = (self.enterprise(), self.subject("package", "two"));
        for to in [package.clone(), package::case_of(&package, matter)] {
            let command = document::Command::Attach { to, material: material.into() };
            self.plan(before, (9, 25), &own, Ask::Again(document.into(), command));
        }
    }

    /// Applies for a stage at once.
    pub fn package(&mut self, before: u32, matters: &[&str]) {
        let mut handed_in: Vec<String> =
            matters.iter().flat_map(|matter| self.materials(matter)).collect();
        handed_in.sort();
        handed_in.dedup();
        let submit = package::Command::Submit {
            project: self.subject("project", "file"),
            stage: 2,
            lead_office: "planning".into(),
            applicant: self.row.credit_code.into(),
            matters: matters.iter().map(|matter| (*matter).to_owned()).collect(),
            handed_in,
            answers: self.answers(matters, before),
            agent: Personal::clear(self.row.contact),
            phone: Personal::clear(self.row.phone),
        };
        let own = self.enterprise();
        self.plan(before, (9, 20), &own, Ask::Package(submit));
    }

    /// What is written into the form of these matters.
    pub fn answers(&self, matters: &[&str], before: u32) -> Answers {
        let Row { scale, total_investment_wan, .. } = *self.row;
        let (place, today) = (self.place, self.day(before));
        answers(self.pack, matters, &About { scale, total_investment_wan, place, today })
    }

    /// Puts something into the plan, and says which place it has there; on the last day in its
    /// first hour, which has passed.
    pub fn plan(&mut self, before: u32, (hour, minute): (i8, i8), who: &Actor, ask: Ask) -> String {
        let clock = if before == 0 { (8, 31 + minute / 3) } else { (hour, minute) };
        let place = format!("zone/{}/{}", self.place, self.planned.len());
        let at = self.days.at(before, clock);
        let seconds = i64::try_from(self.place % 57).unwrap_or(0);
        let at = at + jiff::SignedDuration::from_secs(seconds * 4);
        let (project, who) = (self.place, who.clone());
        self.planned.push(Planned { at, place: place.clone(), project, who, ask });
        place
    }
}

#[cfg(test)]
mod tests {
    use kernel::code::{CreditCode, IndustryCode, ProjectCode};

    use super::*;

    #[test]
    fn every_line_is_a_project_with_valid_codes_of_its_own() {
        let rows = rows();
        assert_eq!((rows.len(), count()), (57, 57));
        let mut codes: Vec<&str> = Vec::new();
        for row in &rows {
            assert!(CreditCode::parse(row.credit_code).is_ok(), "{}", row.credit_code);
            assert!(ProjectCode::parse(row.code).is_ok(), "{}", row.code);
            let known = kernel::code::industries();
            assert!(IndustryCode::parse(row.industry, known).is_ok(), "{}", row.industry);
            codes.extend([row.credit_code, row.code, row.enterprise, row.site]);
        }
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all, "no enterprise, code or site stands twice");
    }
}
