//! Which steps are taken, and in which order (事项清单与顺序).
//!
//! A step waits for its matter's prerequisites and for what the route names, as far as they are
//! taken; a matter that needs the project filed waits for what files it. A prerequisite that
//! certainly holds and that no step meets is a refusal: a list with a hole is worse than none.
//!
//! A step that is spared meets what builds on it all the same: who would wait for it waits for the
//! step with which its result is there.

use catalogue::form::{Answers, Form, whole};
use catalogue::{Matter, Route, WITH_SCHEME};
use jiff::civil::Date;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;

use super::{OfCase, Refusal, Spared, Step};

/// The longest that a step may take by the applicant's word.
const LONGEST_DAYS: i64 = 3_650;

/// Whether a condition holds by the answers; nothing where they do not tell.
type Verdict<'a> = &'a dyn Fn(&str) -> Option<bool>;

/// A step of the route that is taken, with its matter.
pub(super) struct Taken<'a> {
    /// What the route says.
    pub step: &'a catalogue::Step,
    /// What the catalogue says.
    pub matter: Option<&'a Matter>,
    /// The matter whose cases tell how it goes, where the step is none itself.
    pub told_by: Option<&'a Matter>,
    /// The identifiers of the steps it waits for, all of them taken.
    pub after: Vec<&'a str>,
    /// What its case needs beforehand, and no step that is taken brings.
    pub beforehand: Vec<Text>,
    /// Does it follow on the contract, the land being offered with its scheme?
    pub on_contract: bool,
}

impl Taken<'_> {
    /// The matter, where its permit follows on the contract.
    pub fn with_scheme(&self) -> Option<&catalogue::WithScheme> {
        self.matter.filter(|_| self.on_contract)?.with_scheme.as_ref()
    }
}

/// What is known of the steps while their order is found.
struct Known<'a, 'b> {
    /// The steps that are taken.
    ids: &'b [&'a str],
    /// Those of them that file the project.
    files: &'b [&'a str],
    /// The steps that are spared, each with the one that stands for it.
    spared: &'b [(&'a str, Option<&'a str>)],
}

impl<'a> Known<'a, '_> {
    /// The step to wait for in place of this one; nothing where there is none, or where nothing
    /// has to be waited for.
    fn waited(&self, id: &str) -> Option<&'a str> {
        let is_taken = |id: &str| self.ids.iter().copied().find(|known| *known == id);
        let with = self.spared.iter().find(|(spared, _)| *spared == id);
        is_taken(id).or_else(|| is_taken(with?.1?))
    }

    /// Is it a step, if only one that is spared?
    fn meets(&self, id: &str) -> bool {
        self.ids.contains(&id) || self.spared.iter().any(|(spared, _)| *spared == id)
    }
}

/// The steps that are taken, and those that are spared, in the route's order.
pub(super) fn taken<'a>(
    route: &'a Route,
    matters: &[&'a Matter],
    form: &Form,
    (answers, on): (&Answers, Date),
) -> Result<(Vec<Taken<'a>>, Vec<Spared>), Refusal> {
    let verdict = form.verdict(answers, on);
    let asks = route.fields.iter().any(|field| field.id == WITH_SCHEME);
    let has_scheme = asks && verdict(WITH_SCHEME) == Some(true);
    let mut taken = Vec::with_capacity(route.steps.len());
    let (mut stood_for, mut spared) = (Vec::new(), Vec::new());
    for step in &route.steps {
        let holds = step.when.as_deref().map_or(Some(true), &verdict);
        let Some(holds) = holds else { return Err(Refusal::Undecided { step: step.id.clone() }) };
        let known = |id: &str| matters.iter().copied().find(|matter| matter.id == *id);
        let matter = known(&step.id);
        if holds && step.is_matter() && matter.is_none() {
            return Err(Refusal::MatterUnknown { matter: step.id.clone() });
        }
        let matter = matter.filter(|_| step.is_matter());
        let of = step.spared.as_ref().filter(|of| holds && verdict(&of.when) == Some(true));
        if let Some(of) = of {
            let (id, name) = (step.id.clone(), matter.map_or_else(|| step.name(), Matter::name));
            stood_for.push((step.id.as_str(), of.with.as_deref()));
            spared.push(Spared { id, name, why: of.why(), with: of.with.clone() });
        } else if holds {
            let told_by = step.case_of.as_deref().and_then(known);
            let on_contract = has_scheme && matter.is_some_and(|m| m.with_scheme.is_some());
            let (after, beforehand) = (Vec::new(), Vec::new());
            taken.push(Taken { step, matter, told_by, after, beforehand, on_contract });
        }
    }
    if taken.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let everything = Form::asking(&route.fields).with(&Form::of(matters.iter().copied()));
    let verdict = everything.verdict(answers, on);
    let ids: Vec<&str> = taken.iter().map(|taken| taken.step.id.as_str()).collect();
    let files = taken.iter().filter(|taken| taken.matter.is_some_and(|m| m.files_project));
    let files: Vec<&str> = files.map(|taken| taken.step.id.as_str()).collect();
    let known = Known { ids: &ids, files: &files, spared: &stood_for };
    for taken in &mut taken {
        taken.after = waits_for(taken, &known, &verdict)?;
        taken.beforehand = beforehand(taken, &known, (matters, &verdict));
    }
    Ok((taken, spared))
}

/// The same steps, each after what it waits for; of those that may go, the route's first.
pub(super) fn in_order(taken: &[Taken], answers: &Answers) -> Result<Vec<Step>, Refusal> {
    let mut placed: Vec<&Taken> = Vec::with_capacity(taken.len());
    let mut rest: Vec<&Taken> = taken.iter().collect();
    let mut steps = Vec::with_capacity(taken.len());
    while !rest.is_empty() {
        let place = |id: &&str| placed.iter().position(|before| before.step.id == *id);
        let ready = rest.iter().position(|next| next.after.iter().all(|id| place(id).is_some()));
        let Some(at) = ready else {
            return Err(Refusal::Circle { step: rest[0].step.id.clone() });
        };
        let next = rest.remove(at);
        let after = next.after.iter().filter_map(place).collect();
        steps.push(planned(next, after, answers)?);
        placed.push(next);
    }
    Ok(steps)
}

fn waits_for<'a>(
    taken: &Taken<'a>,
    known: &Known<'a, '_>,
    verdict: Verdict,
) -> Result<Vec<&'a str>, Refusal> {
    let mut after: Vec<&str> = Vec::new();
    after.extend(taken.step.after.iter().filter_map(|id| known.waited(id)));
    let prerequisites = taken.matter.into_iter().flat_map(|matter| {
        matter.all_prerequisites().map(move |(any_of, when)| (matter, any_of, when))
    });
    for (matter, any_of, when) in prerequisites {
        let holds = when.map_or(Some(true), verdict);
        if holds == Some(false) {
            continue;
        }
        let is_met = any_of.iter().any(|id| known.meets(id));
        if !is_met && holds == Some(true) {
            return Err(Refusal::PrerequisiteUnplanned {
                matter: matter.name(),
                any_of: any_of.to_vec(),
            });
        }
        after.extend(any_of.iter().filter_map(|id| known.waited(id)));
    }
    if taken.matter.is_some_and(|matter| matter.needs_filed_project) {
        after.extend(known.files);
    }
    after.retain(|id| *id != taken.step.id);
    after.sort_unstable();
    after.dedup();
    Ok(after)
}

/// What the case of a step that is no matter needs to be there: its route may be for projects that
/// have it already, so that it is told, and no refusal.
fn beforehand(
    taken: &Taken,
    known: &Known,
    (matters, verdict): (&[&Matter], Verdict),
) -> Vec<Text> {
    let Some(matter) = taken.told_by.filter(|_| taken.matter.is_none()) else { return Vec::new() };
    let name = |id: &String| {
        let matter = matters.iter().find(|matter| matter.id == *id);
        matter.map_or_else(|| text(id, id), |matter| matter.name())
    };
    let is_open = |(any_of, when): &(&[String], Option<&str>)| {
        let holds = when.map_or(Some(true), verdict);
        holds != Some(false) && !any_of.iter().any(|id| known.meets(id))
    };
    let any_of = |(any_of, _): (&[String], Option<&str>)| {
        let (zh, en): (Vec<String>, Vec<String>) =
            any_of.iter().map(name).map(|name| (name.zh, name.en)).unzip();
        text(zh.join("或者"), en.join(" or "))
    };
    let filed = text("项目备案、核准或者审批", "The project's filing, verification or approval");
    let filed = Some(filed).filter(|_| matter.needs_filed_project && known.files.is_empty());
    matter.all_prerequisites().filter(is_open).map(any_of).chain(filed).collect()
}

fn planned(taken: &Taken, after: Vec<usize>, answers: &Answers) -> Result<Step, Refusal> {
    let Taken { step, matter, told_by, beforehand, .. } = taken;
    let asked = step.days_from.as_ref().map(|id| told(answers, id, step)).transpose()?;
    let with_scheme = taken.with_scheme();
    let at_once = with_scheme.map(catalogue::WithScheme::decides_within);
    let own = at_once.or(step.limit()).or(asked);
    let promised = matter.map(Matter::promised_limit);
    let of = |matter: &&Matter| !matter.authority.is_empty();
    let authority = matter.or(*told_by).filter(of);
    let authority = authority.map(|m| text(&m.authority, &m.authority_en));
    let is_sought = |name: &String| name == "promised_limit_days";
    let of_matter = own.is_none() && matter.is_some_and(|m| m.unverified.iter().any(is_sought));
    let is_with = |name: &String| name == "with_scheme";
    let of_scheme =
        with_scheme.is_some() && matter.is_some_and(|matter| matter.unverified.iter().any(is_with));
    let clock = step.clock.or(matter.map(|matter| matter.clock)).unwrap_or_default();
    // Nobody has to come for what is the project's own.
    let none = Some(0).filter(|_| clock.is_own());
    let unsure = matter.map_or(&step.unverified, |matter| &matter.unverified);
    let is_unsure = |name: &str| unsure.iter().any(|unsure| unsure == name);
    let of_case = told_by.filter(|_| matter.is_none()).map(|told_by| OfCase {
        promised: told_by.promised_limit(),
        statutory: told_by.statutory_limit(),
        beforehand: beforehand.clone(),
    });
    Ok(Step {
        id: step.id.clone(),
        name: matter.map_or_else(|| step.name(), Matter::name),
        office: matter.map(|matter| matter.lead_office.clone()),
        authority: step.authority().or(authority),
        clock,
        limit: own.or(promised).unwrap_or(Limit::working(0)),
        statutory: matter.and_then(Matter::statutory_limit),
        case_of: step.case_of.clone(),
        case_office: told_by.map(|matter| matter.lead_office.clone()),
        after,
        before_land: step.before_land && with_scheme.is_none(),
        needs_no_land: step.before_land && matter.is_some_and(|m| m.simulation.is_none()),
        on_contract: with_scheme.is_some(),
        visits: matter.map_or(step.visits, |matter| Some(matter.visits)).or(none),
        is_visits_default: is_unsure("visits"),
        is_default: of_matter || of_scheme || step.unverified.iter().any(|name| name == "days"),
        of_case,
    })
}

/// The number of days that an answer says.
fn told(answers: &Answers, id: &str, step: &catalogue::Step) -> Result<Limit, Refusal> {
    let days = answers.get(id).and_then(|answer| whole(answer.trim()));
    let days = days.filter(|days| (0..=LONGEST_DAYS).contains(days));
    let days = days.and_then(|days| u32::try_from(days).ok());
    let days = days.ok_or_else(|| Refusal::DaysUnfit { step: step.name() })?;
    Ok(Limit { days, unit: step.unit })
}
