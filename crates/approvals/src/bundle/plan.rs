//! A bundle planned (一件事办理方案): from the certificates chosen, the smallest set of questions,
//! papers and visits, each with who needs it.
//!
//! A fact is asked once, however many need it. What a certificate yields is not asked where the
//! certificate is among the chosen: its followers take it over. A condition that the answers settle
//! spares what it guards; one that they leave open spares nothing, and the question that it reads
//! is asked as well. A certificate that the answers say does not apply asks what says so, and
//! nothing else.

use catalogue::form::{Answers, Form};
use catalogue::{Bundle, Certificate, Field, Material, Visit};
use jiff::civil::Date;

use super::Refusal;

/// Something that is needed of the applicant, and who needs it (所需项及其来由).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need<'a, T> {
    /// What.
    pub of: &'a T,
    /// Its identifier.
    pub id: &'a str,
    /// The certificates that need it, by their places in the plan.
    pub needed_by: Vec<usize>,
    /// Whether it is needed turns on an answer that is not there yet.
    pub is_open: bool,
}

/// What a certificate of the plan yields and others take over (共享结果).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reused {
    /// The question that it answers, or the paper that it is.
    pub id: String,
    /// The certificate that yields it, by its place in the plan.
    pub from: usize,
    /// The certificates that take it over.
    pub needed_by: Vec<usize>,
}

/// What chosen certificates come to (办理方案).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan<'a> {
    /// The bundle.
    pub bundle: &'a Bundle,
    /// The certificates, each after what it waits for.
    pub certificates: Vec<&'a Certificate>,
    /// Every question, once, in the order of the table.
    pub questions: Vec<Need<'a, Field>>,
    /// Every paper, once.
    pub papers: Vec<Need<'a, Material>>,
    /// Every visit, once.
    pub visits: Vec<Need<'a, Visit>>,
    /// What is not asked, because one of them yields it.
    pub reused: Vec<Reused>,
    /// Those that do not apply by the answers, by their places: they cannot be applied for.
    pub inapplicable: Vec<usize>,
}

/// How much is asked (数量).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Forms filled in.
    pub forms: usize,
    /// Questions answered.
    pub questions: usize,
    /// Papers handed in.
    pub papers: usize,
    /// Visits in person.
    pub visits: usize,
}

/// What the conditions of a bundle are asked by.
struct Judge<'a> {
    verdict: &'a dyn Fn(&str) -> Option<bool>,
    reads: &'a dyn Fn(&str) -> Vec<String>,
}

/// The plan for these certificates of `bundle`, given these answers on this day.
pub fn plan<'a>(
    bundle: &'a Bundle,
    chosen: &[String],
    answers: &Answers,
    on: Date,
) -> Result<Plan<'a>, Refusal> {
    let certificates = in_order(bundle, chosen)?;
    fit(bundle, answers, on)?;
    let form = Form::asking(&bundle.fields);
    let judge = Judge { verdict: &form.verdict(answers, on), reads: &form.reads() };
    let mut plan = Plan {
        bundle,
        certificates,
        questions: Vec::new(),
        papers: Vec::new(),
        visits: Vec::new(),
        reused: Vec::new(),
        inapplicable: Vec::new(),
    };
    for at in 0..plan.certificates.len() {
        plan.add(at, &judge);
    }
    // Asked in the order of the table: what decides about others stands before them there.
    let place = |id: &str| bundle.fields.iter().position(|field| field.id == id);
    plan.questions.sort_by_key(|need| place(need.id));
    Ok(plan)
}

/// What the same certificates ask where each is applied for by itself, one after another (分别办理).
pub fn apart(bundle: &Bundle, chosen: &[String], answers: &Answers, on: Date) -> Count {
    let alone = |id: &String| {
        let count = plan(bundle, std::slice::from_ref(id), answers, on).map(|plan| plan.count());
        count.unwrap_or_default()
    };
    chosen.iter().map(alone).fold(Count::default(), |sum, one| Count {
        forms: sum.forms + one.forms,
        questions: sum.questions + one.questions,
        papers: sum.papers + one.papers,
        visits: sum.visits + one.visits,
    })
}

/// The certificates that the table proposes for an industry and these answers (按行业推荐): those
/// of every industry and those of this one, as far as the answers say that they apply.
pub fn proposed<'a>(bundle: &'a Bundle, answers: &Answers, on: Date) -> Vec<&'a Certificate> {
    let form = Form::asking(&bundle.fields);
    let verdict = form.verdict(answers, on);
    let industry = bundle.industry_from.as_ref().and_then(|id| answers.get(id));
    let digits = industry.map_or("", String::as_str).chars().filter(char::is_ascii_digit);
    let division: String = digits.take(2).collect();
    let is_proposed = |row: &&Certificate| {
        let is_of = row.industries.is_empty() || row.industries.contains(&division);
        is_of && row.when.as_deref().is_none_or(|when| verdict(when) == Some(true))
    };
    bundle.certificates.iter().filter(is_proposed).collect()
}

/// Is each answer of its kind, and does it answer something? Those that are missing do not count.
fn fit(bundle: &Bundle, answers: &Answers, on: Date) -> Result<(), Refusal> {
    if answers.is_empty() {
        return Ok(());
    }
    let optional = |field: &Field| Field { required: false, ..field.clone() };
    let fields: Vec<Field> = bundle.fields.iter().map(optional).collect();
    Form::asking(&fields).unfit(answers, on).map_or(Ok(()), |unfit| Err(unfit.into()))
}

/// The chosen certificates, each after what it waits for.
fn in_order<'a>(bundle: &'a Bundle, chosen: &[String]) -> Result<Vec<&'a Certificate>, Refusal> {
    if chosen.is_empty() {
        return Err(Refusal::NothingChosen);
    }
    for (place, id) in chosen.iter().enumerate() {
        if bundle.certificate(id).is_none() {
            return Err(Refusal::CertificateUnknown { certificate: id.clone() });
        }
        if chosen[..place].contains(id) {
            return Err(Refusal::ChosenTwice { certificate: id.clone() });
        }
    }
    let is_chosen = |row: &&Certificate| chosen.contains(&row.id);
    let mut waiting: Vec<&Certificate> = bundle.certificates.iter().filter(is_chosen).collect();
    let mut placed: Vec<&Certificate> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let still = |id: &&str| waiting.iter().any(|row| row.id == **id);
        let ready = waiting.iter().position(|row| !bundle.before(row).iter().any(still));
        // The check of packs lets no circle through.
        let first = ready.unwrap_or(0);
        placed.push(waiting.remove(first));
    }
    Ok(placed)
}

impl<'a> Plan<'a> {
    /// How much it asks.
    pub fn count(&self) -> Count {
        let (questions, papers) = (self.questions.len(), self.papers.len());
        Count { forms: 1, questions, papers, visits: self.visits.len() }
    }

    /// The certificates at these places, by name, as a reason names them.
    pub fn named(&self, places: &[usize]) -> Vec<&'a Certificate> {
        places.iter().map(|at| self.certificates[*at]).collect()
    }

    /// Adds what the certificate at `at` needs.
    fn add(&mut self, at: usize, judge: &Judge) {
        let (bundle, certificate) = (self.bundle, self.certificates[at]);
        let mut open: Vec<String> = judge.reads(certificate.when.as_deref());
        match judge.holds(certificate.when.as_deref()) {
            Some(false) => self.inapplicable.push(at),
            Some(true) | None => self.things(at, judge, &mut open),
        }
        // What a condition reads is asked as well, and what the condition of that reads.
        let mut asked: Vec<&Field> = Vec::new();
        let mut place = 0;
        while let Some(id) = open.get(place).cloned() {
            place += 1;
            let Some(field) = bundle.field(&id) else { continue };
            if asked.iter().any(|known| known.id == id) || self.takes_over(&id, at) {
                continue;
            }
            asked.push(field);
            open.extend(judge.reads(field.when.as_deref()));
        }
        for field in asked {
            let holds = judge.holds(field.when.as_deref());
            if holds != Some(false) {
                need(&mut self.questions, (field, &field.id), at, holds.is_none());
            }
        }
    }

    /// Adds the papers and visits of the certificate at `at`, and notes which questions it opens.
    fn things(&mut self, at: usize, judge: &Judge, open: &mut Vec<String>) {
        let (bundle, certificate) = (self.bundle, self.certificates[at]);
        open.extend(certificate.asks.iter().cloned());
        for material in certificate.papers.iter().filter_map(|id| bundle.material(id)) {
            if self.takes_over(&material.id, at) {
                continue;
            }
            let holds = judge.holds(material.when.as_deref());
            if holds != Some(false) {
                need(&mut self.papers, (material, &material.id), at, holds.is_none());
            }
            open.extend(judge.reads(material.when.as_deref()));
        }
        for visit in certificate.visits.iter().filter_map(|id| bundle.visit(id)) {
            let holds = judge.holds(visit.when.as_deref());
            if holds != Some(false) {
                need(&mut self.visits, (visit, &visit.id), at, holds.is_none());
            }
            open.extend(judge.reads(visit.when.as_deref()));
        }
    }

    /// Does the certificate at `at` take this over from one before it? Then that is noted.
    fn takes_over(&mut self, id: &str, at: usize) -> bool {
        let yields = |row: &&Certificate| row.yields.iter().any(|yielded| yielded == id);
        let Some(from) = self.certificates.iter().position(yields) else {
            return false;
        };
        if from == at {
            return false;
        }
        match self.reused.iter_mut().find(|reused| reused.id == id) {
            Some(reused) if reused.needed_by.contains(&at) => {}
            Some(reused) => reused.needed_by.push(at),
            None => self.reused.push(Reused { id: id.into(), from, needed_by: vec![at] }),
        }
        true
    }
}

impl Judge<'_> {
    /// Whether a condition holds; nothing where the answers do not tell.
    fn holds(&self, when: Option<&str>) -> Option<bool> {
        when.map_or(Some(true), |when| (self.verdict)(when))
    }

    /// The questions that a condition reads.
    fn reads(&self, when: Option<&str>) -> Vec<String> {
        when.map(|when| (self.reads)(when)).unwrap_or_default()
    }
}

fn need<'a, T>(needs: &mut Vec<Need<'a, T>>, (of, id): (&'a T, &'a str), by: usize, is_open: bool) {
    match needs.iter_mut().find(|known| known.id == id) {
        Some(known) if known.needed_by.contains(&by) => {}
        Some(known) => known.needed_by.push(by),
        None => needs.push(Need { of, id, needed_by: vec![by], is_open }),
    }
}

#[cfg(test)]
mod tests;
