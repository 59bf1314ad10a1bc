//! A formal case that a simulated one became (模拟审批转正式): what it brings along.
//!
//! Received and accepted on the day of its conversion, with the form, the materials and the
//! opinions of the review on assumed facts. What rests on a fact that arrived otherwise is asked
//! again; the rest stands. It is decided by an officer like any other case, and nothing in it
//! cites a simulated number.

use catalogue::Matter;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

use super::{Event, Question, Stance};
use crate::project::assumption::{Difference, Key};

/// The letter that the numbers of simulated cases begin with.
pub const SIMULATED_CASE: &str = "M";
/// What the numbers of simulated opinions begin with.
pub const SIMULATED_OPINION: &str = "模拟意";

/// What may be asked (转正式指令).
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Open the formal case with everything carried over: a reaction.
    Open(Box<Brought>),
}

/// What a simulated case brings along (带入内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brought {
    /// The simulated case's subject.
    pub simulation: String,
    /// The matter's identifier.
    pub matter: String,
    /// The definition that it was reviewed under.
    pub definition: String,
    /// The project's subject.
    pub project: String,
    /// The applicant's code: the simulated applicant's, or with consent who obtained the land.
    pub applicant: String,
    /// The materials that are there.
    pub handed_in: Vec<String>,
    /// The materials that a statement of intent stood in for: they are not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stood_in: Vec<String>,
    /// The prerequisites that the facts which arrived stand in for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arrived: Vec<String>,
    /// The form.
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub answers: Answers,
    /// Within how many days an officer decides where nothing has changed.
    pub limit: Limit,
    /// The review was at its end: there is a simulated opinion.
    pub is_reviewed: bool,
    /// The assumptions that the simulated opinion rests on; all, where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<Key>,
    /// What arrived otherwise than it was assumed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Difference>,
    /// What other offices were asked, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
}

/// A question to another office with what came of it (带入意见).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// The office.
    pub office: String,
    /// What was asked.
    pub asked: String,
    /// By when it is to answer where it is asked again.
    pub limit: Limit,
    /// The materials that it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relies_on: Vec<String>,
    /// The assumptions that it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<Key>,
    /// What it said; nothing where it had not answered.
    pub said: Option<Said>,
}

/// What an office said (意见内容).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The day.
    pub on: Date,
    /// What it thinks.
    pub stance: Stance,
    /// In words.
    pub words: String,
}

/// What can happen (转正式事实).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// The case was opened out of a simulated one (模拟审批转正式).
    CarriedOver {
        /// The day.
        on: Date,
        /// The simulated case's subject.
        simulation: String,
        /// The prerequisites that the facts which arrived stand in for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        arrived: Vec<String>,
        /// The materials that a statement of intent stood in for in the review.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stood_in: Vec<String>,
        /// What arrived otherwise than it was assumed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        changed: Vec<Difference>,
        /// The questions that are asked again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reopens: Vec<u32>,
    },
    /// An opinion of the simulated review stands (意见沿用).
    OpinionStands {
        /// The day of the conversion.
        on: Date,
        /// Which question of the case.
        question: u32,
        /// The day on which it was given.
        given_on: Date,
        /// What the office thinks.
        stance: Stance,
        /// In words.
        words: String,
        /// The assumptions that it rests on, all of which arrived as assumed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rests_on: Vec<Key>,
    },
}

/// What a case knows of where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The simulated case's subject; nothing where it came as any other.
    pub simulation: Option<String>,
    /// The prerequisites that the facts which arrived stand in for.
    pub arrived: Vec<String>,
    /// The materials that a statement of intent stood in for in the review.
    pub stood_in: Vec<String>,
    /// What arrived otherwise than it was assumed.
    pub changed: Vec<Difference>,
    /// The questions that are asked again for it.
    pub reopens: Vec<u32>,
}

impl Brought {
    /// Nothing but a matter for a project.
    pub(crate) fn of(matter: String, project: String) -> Brought {
        Brought {
            matter,
            project,
            simulation: String::new(),
            definition: String::new(),
            applicant: String::new(),
            handed_in: Vec::new(),
            stood_in: Vec::new(),
            arrived: Vec::new(),
            answers: Answers::new(),
            limit: Limit::working(0),
            is_reviewed: false,
            rests_on: Vec::new(),
            changed: Vec::new(),
            opinions: Vec::new(),
        }
    }

    /// Was it reviewed to the end, and does everything stand that the simulated opinion or one of
    /// the offices' rests on? What else arrived otherwise touches it not.
    pub fn is_unchanged(&self, definition: &str) -> bool {
        let opinions = self.opinions.iter().filter(|one| one.said.is_some());
        let mut named = opinions.map(|one| &one.rests_on).chain([&self.rests_on]);
        let is_touched = named.any(|keys| self.changed.iter().any(|one| touches(keys, one)));
        self.is_reviewed && !is_touched && self.definition == definition
    }
}

impl Opinion {
    /// What the office said, where none of what it rests on has changed; where it names nothing,
    /// it rests on everything.
    pub fn standing(&self, changed: &[Difference]) -> Option<&Said> {
        let is_touched = |one: &Difference| touches(&self.rests_on, one);
        let is_final = |said: &&Said| said.stance != Stance::NeedsMaterial;
        self.said.as_ref().filter(is_final).filter(|_| !changed.iter().any(is_touched))
    }
}

impl Origin {
    /// Did a statement of intent stand in for it, and is what it proves there: arrived, or granted
    /// in form, which a grant asks for anew? Any other paper is supplemented before a grant.
    pub fn is_met(&self, material: &str, matter: &Matter) -> bool {
        let proves = matter.material(material).and_then(|one| one.result_of.as_ref());
        let is_there = |of: &String| self.arrived.contains(of) || matter.prerequisites.contains(of);
        self.stood_in.iter().any(|id| id == material) && proves.is_some_and(is_there)
    }

    pub(super) fn fold(&mut self, event: &Event, questions: &mut [Question]) {
        let Event::Conversion(fact) = event else { return };
        match fact {
            Fact::CarriedOver { simulation, arrived, stood_in, changed, reopens, .. } => {
                self.simulation = Some(simulation.clone());
                self.arrived.clone_from(arrived);
                self.stood_in.clone_from(stood_in);
                self.changed.clone_from(changed);
                self.reopens.clone_from(reopens);
            }
            Fact::OpinionStands { question, stance, .. } => {
                let stands = questions.iter_mut().filter(|one| one.number == *question);
                stands.for_each(|one| one.stance = Some(*stance));
            }
        }
    }
}

impl Fact {
    /// The literal kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fact::CarriedOver { .. } => "approvals.carried_over",
            Fact::OpinionStands { .. } => "approvals.opinion_stands",
        }
    }

    /// What it is called.
    pub(super) fn title(&self) -> Text {
        match self {
            Fact::CarriedOver { .. } => {
                text("模拟审批转为正式办理", "Opened out of a simulated review")
            }
            Fact::OpinionStands { .. } => text("意见沿用", "An earlier opinion stands"),
        }
    }

    /// What people wrote into it.
    pub(super) fn quotes(&self) -> Vec<&str> {
        match self {
            Fact::CarriedOver { .. } => Vec::new(),
            Fact::OpinionStands { words, .. } => vec![words],
        }
    }
}

/// Does what arrived otherwise touch what rests on these; where none is named, on everything?
fn touches(rests_on: &[Key], difference: &Difference) -> bool {
    rests_on.is_empty() || rests_on.contains(&difference.of)
}

/// Does anything that a command says cite the number of a simulated case or opinion?
pub fn says_a_simulated_number(command: &impl Serialize) -> bool {
    cites_simulated(&serde_json::to_string(command).unwrap_or_default())
}

/// Do these words cite the number of a simulated case or opinion?
pub fn cites_simulated(words: &str) -> bool {
    let is_number = |rest: &str| {
        let mut parts = rest.splitn(2, '-');
        let (year, serial) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        year.len() == 4 && is_digits(year) && serial.starts_with(|c: char| c.is_ascii_digit())
    };
    words.contains(SIMULATED_OPINION)
        || words.match_indices(SIMULATED_CASE).any(|(at, _)| is_number(&words[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_of_intent_is_met_by_what_is_there_and_by_nothing_else() {
        let pack = catalogue::Pack::shipped();
        let permit = pack.definition("construction-work-planning-permit").expect("it is shipped");
        let (land, review) = ("state-land-use-right-grant", "design-scheme-review");
        // What stood in, what arrived, what the matter builds on; what of the three is met?
        for (stood_in, arrived, builds_on, met) in [
            (vec!["land-certificate"], vec![land], vec![land, review], vec!["land-certificate"]),
            (vec!["land-certificate"], vec![], vec![review], vec![]),
            (vec!["design-scheme"], vec![land], vec![land, review], vec!["design-scheme"]),
            (vec!["design-scheme"], vec![land], vec![land], vec![]),
            (vec!["civil-air-defence-opinion"], vec![land], vec![land, review], vec![]),
            (vec![], vec![land], vec![land, review], vec![]),
        ] {
            let named = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
            let (stood_in, arrived) = (named(&stood_in), named(&arrived));
            let origin = Origin { stood_in, arrived, ..Origin::default() };
            let mut matter = permit.matter.clone();
            matter.prerequisites = named(&builds_on);
            let all = matter.materials.iter().map(|one| one.id.as_str());
            let found: Vec<&str> = all.filter(|id| origin.is_met(id, &matter)).collect();
            assert_eq!(found, met, "{origin:?}");
        }
    }

    #[test]
    fn the_limit_is_short_where_nothing_changed_that_it_rests_on() {
        let difference = |of| Difference { of, assumed: "1".into(), established: "2".into() };
        let said = Said {
            on: "2026-03-06".parse().expect("a day"),
            stance: Stance::Agrees,
            words: String::new(),
        };
        let (height, plot) = (Key::HeightLimit, Key::PlotNumber);
        // What the result and the one opinion rest on, what changed; is it as assumed?
        for (result, opinion, changed, is_unchanged) in [
            (vec![plot], Some(vec![plot]), vec![], true),
            (vec![plot], Some(vec![plot]), vec![height], true),
            (vec![plot], None, vec![height], true),
            (vec![plot], Some(vec![height]), vec![height], false),
            (vec![height], Some(vec![plot]), vec![height], false),
            (vec![height, plot], None, vec![height, Key::Density], false),
            (vec![], None, vec![height], false),
            (vec![plot], Some(vec![]), vec![height], false),
        ] {
            let mut brought = Brought::of("permit".into(), "project:steel".into());
            (brought.is_reviewed, brought.rests_on) = (true, result);
            brought.changed = changed.into_iter().map(difference).collect();
            brought.opinions = Vec::from_iter(opinion.map(|rests_on| Opinion {
                office: "ecology".into(),
                asked: "厂界噪声".into(),
                limit: Limit::working(5),
                relies_on: Vec::new(),
                rests_on,
                said: Some(said.clone()),
            }));
            assert_eq!(brought.is_unchanged(""), is_unchanged, "{brought:?}");
            assert!(!brought.is_unchanged("another definition"));
        }
    }

    #[test]
    fn only_simulated_numbers_are_taken_for_such() {
        for (words, cites) in [
            ("模拟意〔2026〕00001号", true),
            ("见 M2026-000001 号件", true),
            ("见 2026-000001 号件", false),
            ("ISO M20-1", false),
            ("M2026", false),
            ("模拟审批阶段的意见", false),
        ] {
            assert_eq!(cites_simulated(words), cites, "{words}");
        }
    }
}
