//! What the rule may know (秒批依据): the answers, each held against what registers told, and what the
//! ledger holds.
//!
//! What a register contradicts is not known, whoever wrote it; nor is what the matter wants vouched
//! for where no register told it. Both go to an officer, who sees what stands against what.

use catalogue::instant::Held;
use catalogue::{Field, form};
use kernel::text::{Text, text};

use super::{Asked, Refusal};
use crate::case::instant::{Known, Named, Told as Value};
use crate::inquiry::RegisterTold;

/// What was gathered for the rule.
pub(super) struct Gathered {
    /// What is known, each with where it comes from.
    pub known: Vec<Known>,
    /// What was written and is not known all the same, each with why.
    pub doubted: Vec<Named>,
}

impl Asked<'_> {
    pub(super) fn gathered(&self) -> Result<Gathered, Refusal> {
        let matter = &self.definition()?.matter;
        let vouched = matter.instant.as_ref().map_or(&[][..], |instant| &instant.vouched);
        let own = (&self.case.number, &self.case.answers);
        let together = self.facts.filled_together.as_ref().map(|(number, told)| (number, told));
        let (form, filled) = together.unwrap_or(own);
        let (mut known, mut doubted) = (Vec::new(), Vec::new());
        for field in &matter.fields {
            let Some(written) = filled.get(&field.id) else { continue };
            let Some(value) = form::answer(field, written).map(value) else { continue };
            let name = field.id.clone();
            match self.stands(field, &value, vouched.contains(&field.id)) {
                Ok(register) => {
                    let source = register.map_or(form, |one| &one.source).clone();
                    known.push(Known { name, value, source });
                }
                Err(doubt) => doubted.push(Named::of(&name, doubt.said(field, written))),
            }
        }
        known.extend(self.held()?);
        Ok(Gathered { known, doubted })
    }

    /// The register that told the same, where one was asked; the doubt, where there is one.
    fn stands(
        &self,
        field: &Field,
        value: &Value,
        is_to_be_vouched: bool,
    ) -> Result<Option<&RegisterTold>, Doubt<'_>> {
        let mut vouching = None;
        for register in &self.facts.told {
            let Some(told) = register.answers.get(&field.id) else { continue };
            if form::answer(field, told).map(self::value).as_ref() != Some(value) {
                return Err(Doubt::Contradicted(register, told));
            }
            vouching = Some(register);
        }
        match vouching {
            None if is_to_be_vouched => Err(Doubt::NotVouched),
            vouching => Ok(vouching),
        }
    }

    /// What the ledger holds.
    fn held(&self) -> Result<Vec<Known>, Refusal> {
        let project = self.facts.project.as_ref().ok_or(Refusal::ProjectUnknown)?;
        let record = self.facts.record.as_ref().ok_or(Refusal::ProjectUnknown)?;
        let missing = self.missing()?;
        let of_case = |value| Some((value, self.case.number.clone()));
        let of_project = |value| Some((value, record.number.clone()));
        let code = |code: &String| (!code.is_empty()).then(|| Value::Text(code.clone()));
        let held = |held| match held {
            Held::MaterialsComplete => of_case(Value::Flag(missing.is_empty())),
            Held::PrerequisitesMet => of_project(Value::Flag(self.has_its_prerequisites().is_ok())),
            Held::ProjectOpen => of_project(Value::Flag(!project.is_closed)),
            Held::ProjectCoded => of_project(Value::Flag(project.has_code)),
            Held::ProjectFiled => of_project(Value::Flag(project.is_filed)),
            Held::ProjectIndustry => code(&record.industry).and_then(of_project),
            Held::ProjectRegion => code(&record.region).and_then(of_project),
            Held::ProjectInvestment => of_project(Value::Fen(record.total_investment_fen)),
            Held::MattersGranted => of_project(Value::Texts(record.granted.clone())),
            Held::PromiseBroken => {
                let is_broken = self.facts.broken_promise.is_some();
                Some((Value::Flag(is_broken), self.case.applicant.clone()))
            }
        };
        let ledger = Held::ALL.into_iter().filter_map(|one| {
            let (value, source) = held(one)?;
            Some(Known { name: one.name().into(), value, source })
        });
        Ok(ledger.collect())
    }
}

/// Why what was written is not known (填报存疑).
enum Doubt<'a> {
    /// A register told otherwise.
    Contradicted(&'a RegisterTold, &'a String),
    /// It is to be vouched for, and no register told it.
    NotVouched,
}

impl Doubt<'_> {
    fn said(&self, field: &Field, written: &str) -> Text {
        let name = field.name();
        match self {
            Doubt::Contradicted(register, told) => {
                let source = &register.source;
                text(
                    format!("{}：填报为“{written}”，登记为“{told}”，来源：{source}", name.zh),
                    format!("{}: written “{written}”, told “{told}” by {source}", name.en),
                )
            }
            Doubt::NotVouched => text(
                format!("{}：填报为“{written}”，没有登记数据可核验", name.zh),
                format!("{}: written “{written}”, no register vouched for it", name.en),
            ),
        }
    }
}

fn value(answer: form::Answer) -> Value {
    match answer {
        form::Answer::Flag(answer) => Value::Flag(answer),
        form::Answer::Text(answer) => Value::Text(answer),
        form::Answer::Count(answer) => Value::Count(answer),
        form::Answer::Fen(answer) => Value::Fen(answer),
        form::Answer::SquareMetres(answer) => Value::SquareMetres(answer),
        form::Answer::Day(answer) => Value::Day(answer),
    }
}
