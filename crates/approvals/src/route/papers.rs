//! What is asked once (材料清单): every paper of a plan, with who needs it and where it comes from.
//!
//! The same paper has the same identifier in every matter. A paper that is the result of a step of
//! the plan is not asked of the applicant: the authorities hold it. Nor is what plot, contract and
//! file bring where the land is offered with its scheme.

use catalogue::form::{Answers, Form};
use catalogue::{Material, Matter};
use jiff::civil::Date;
use kernel::text::Text;

use super::Step;
use super::order::Taken;

/// A paper of the plan (申请材料).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The steps that need it, by their places in the plan; it is handed in with the first.
    pub needed_by: Vec<usize>,
    /// The step whose result it is: reused, not asked.
    pub result_of: Option<usize>,
    /// May it come after acceptance everywhere it is needed (容缺)?
    pub may_follow: bool,
}

/// Every paper of the plan, in the order in which it is first needed.
pub(super) fn of(taken: &[Taken], steps: &[Step], (answers, on): (&Answers, Date)) -> Vec<Paper> {
    let mut papers: Vec<Paper> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let Some(taken) = taken.iter().find(|taken| taken.step.id == step.id) else { continue };
        for material in asked(taken, (answers, on)) {
            let result_of = material.result_of.as_ref();
            let result_of = result_of.and_then(|id| steps.iter().position(|step| step.id == *id));
            match papers.iter_mut().find(|paper| paper.id == material.id) {
                Some(paper) => {
                    paper.needed_by.push(at);
                    paper.may_follow &= material.may_follow;
                    // Handed in as the draft of the very step whose result it becomes.
                    paper.result_of = paper.result_of.filter(|_| result_of.is_some());
                }
                None => papers.push(Paper {
                    id: material.id.clone(),
                    name: material.name(),
                    needed_by: vec![at],
                    result_of,
                    may_follow: material.may_follow,
                }),
            }
        }
    }
    papers
}

/// The papers of a step, those left out that the answers say are not needed.
fn asked<'a>(taken: &Taken<'a>, (answers, on): (&Answers, Date)) -> Vec<&'a Material> {
    let form = taken.matter.map_or_else(Form::default, |matter| Form::of([matter]));
    let verdict = form.verdict(answers, on);
    let of_matter = taken.matter.map_or(&[][..], |matter: &Matter| &matter.materials);
    let all = of_matter.iter().chain(&taken.step.materials);
    let is_asked =
        |when: &Option<String>| when.as_deref().is_none_or(|when| verdict(when).unwrap_or(true));
    let is_brought = |id: &String| taken.with_scheme().is_some_and(|w| w.materials.contains(id));
    let all = all.filter(|material| is_asked(&material.when));
    all.filter(|material| !is_brought(&material.id)).collect()
}
