//! What follows from a scheme for the winner's permits (方案落地): each opens on the contract with the
//! reviewed papers, and a change touches only what rests on it.

use catalogue::WithScheme;
use catalogue::form::Answers;

use super::super::{Carried, Opening, Paper, Scheme, Taken, case_of};
use super::{Asked, changed};
use crate::case::Definition;

impl Asked<'_> {
    /// Every permit that follows, for the winner's project.
    pub(super) fn all_permits(&self, project: &str) -> Vec<Opening> {
        let (Some(scheme), Some(review)) = (&self.plot.scheme, &self.plot.review) else {
            return Vec::new();
        };
        let permits = self.covered().map(|(known, with)| {
            let under = (scheme, review.number.as_str());
            self.opening((known, with), under, project)
        });
        permits.collect()
    }

    /// What a reviewed change does: to a case that is not decided, the new papers; where the permit
    /// was granted, a case of its own.
    pub(super) fn after_change(&self, scheme: &Scheme, review: &str) -> (Vec<Taken>, Vec<Opening>) {
        let (mut takes, mut opens) = (Vec::new(), Vec::new());
        let Some(project) = &self.plot.project else { return (takes, opens) };
        for (known, with) in self.touched(scheme) {
            let Some(case) = self.plot.cases.get(&known.matter.id) else { continue };
            if self.facts.undecided.contains(case) {
                takes.push(self.taken(case, (known, with), scheme));
            } else if self.facts.granted.contains(case) {
                opens.push(self.opening((known, with), (scheme, review), project));
            }
        }
        (takes, opens)
    }

    /// The cases that rest on what this scheme would change, and are not decided.
    pub(super) fn waiting(&self, scheme: &Scheme) -> Vec<String> {
        let cases =
            self.touched(scheme).filter_map(|(known, _)| self.plot.cases.get(&known.matter.id));
        cases.filter(|case| self.facts.undecided.contains(case)).cloned().collect()
    }

    fn touched(&self, after: &Scheme) -> impl Iterator<Item = (&Definition, &WithScheme)> {
        let before = self.plot.scheme.clone().unwrap_or_default();
        let papers = changed(&before, after);
        let after = after.answers.clone();
        self.covered().filter(move |(known, with)| {
            let mut figures = known.matter.fields.iter().map(|field| field.id.as_str());
            with.scheme.iter().any(|id| papers.contains(id))
                || figures.any(|id| before.answers.get(id) != after.get(id))
        })
    }

    fn covered(&self) -> impl Iterator<Item = (&Definition, &WithScheme)> {
        let all = self.facts.covered.iter();
        all.filter_map(|known| Some((&**known, known.matter.with_scheme.as_ref()?)))
    }

    fn taken(
        &self,
        case: &str,
        (known, with): (&Definition, &WithScheme),
        after: &Scheme,
    ) -> Taken {
        let before = self.plot.scheme.clone().unwrap_or_default();
        let mut changed = changed(&before, after);
        changed.retain(|id| with.scheme.contains(id));
        let papers = after.papers.iter().filter(|paper| changed.contains(&paper.material));
        let papers = papers.cloned().collect();
        Taken { case: case.into(), changed, papers, answers: self.form(known, after) }
    }

    fn opening(
        &self,
        (known, with): (&Definition, &WithScheme),
        (scheme, review): (&Scheme, &str),
        project: &str,
    ) -> Opening {
        let (plot, sale) = (self.plot, self.plot.sale.clone());
        let (winner, contract) = sale.map_or_else(Default::default, |it| (it.winner, it.contract));
        let papers = self.papers_for((known, with), scheme);
        let has_paper = |id: &&String| papers.iter().any(|paper| paper.material == **id);
        let (handed_in, held) = with.materials.iter().partition::<Vec<_>, _>(has_paper);
        let brought = Carried {
            plot: plot.subject.clone(),
            plot_number: plot.plot_number().into(),
            contract,
            review: review.into(),
            version: scheme.version,
            matter: known.matter.id.clone(),
            project: project.into(),
            applicant: winner,
            handed_in: handed_in.into_iter().cloned().collect(),
            held: held.into_iter().cloned().collect(),
            scheme: with.scheme.clone(),
            met: with.prerequisites.clone(),
            answers: self.form(known, scheme),
            limit: with.decides_within(),
            papers,
        };
        let under = (scheme.version, plot.sales);
        Opening { case: case_of(&plot.subject, &known.matter.id, under), brought }
    }

    /// What the form of a permit asks, of the scheme's figures and the plot's.
    fn form(&self, known: &Definition, scheme: &Scheme) -> Answers {
        let mut answers = self.with_the_plots(&scheme.answers);
        answers.retain(|id, _| known.matter.fields.iter().any(|field| field.id == *id));
        answers
    }

    /// The scheme's own papers, and the contract for whatever the permit takes as proof of it.
    fn papers_for(&self, (known, with): (&Definition, &WithScheme), scheme: &Scheme) -> Vec<Paper> {
        let paper = |id: &String| {
            let document = if with.scheme.contains(id) {
                scheme.papers.iter().find(|paper| paper.material == *id)
            } else {
                self.facts.papers.iter().find(|paper| self.is_same(known, (id, &paper.material)))
            };
            let document = document?.document.clone();
            Some(Paper { material: id.clone(), document })
        };
        with.materials.iter().filter_map(paper).collect()
    }

    /// Is the paper that material, or the result of the same matter?
    fn is_same(&self, known: &Definition, (wanted, brought): (&String, &String)) -> bool {
        let result = known.matter.material(wanted).and_then(|one| one.result_of.as_ref());
        let mut all = self.facts.covered.iter().filter_map(|one| one.matter.material(brought));
        wanted == brought || (result.is_some() && all.any(|one| one.result_of.as_ref() == result))
    }
}
