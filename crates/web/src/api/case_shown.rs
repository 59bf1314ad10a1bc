//! A case as programs are told of it alone (办件接口数据): besides what a list says, what was promised,
//! what is owed and by when, how a commitment stands, and what other offices think of it.

use approvals::case::tolerance::Fact as Told;
use approvals::case::{Event, Question};
use kernel::calendar::Calendar;
use kernel::text::text;
use kernel::time_limit::PauseGround;
use schemars::JsonSchema;
use serde::Serialize;

use super::shown::{CaseShown, Words, day};
use crate::approvals::{CaseFile, commitments};
use crate::principal::Principal;

/// A case (办件), alone.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseAlone {
    /// As a list tells it.
    #[serde(flatten)]
    pub case: CaseShown,
    /// What was promised to follow, where anything was.
    pub promise: Option<PromiseShown>,
    /// The conditions that were promised to be met, where they were.
    pub commitment: Option<CommitmentShown>,
    /// What other offices were asked, with all that they said; for offices alone.
    pub opinions: Vec<OpinionShown>,
}

/// A promise of materials that may follow (容缺承诺).
#[derive(Debug, Serialize, JsonSchema)]
pub struct PromiseShown {
    /// The day on which it was given.
    pub on: String,
    /// What is to follow, by the identifiers of the materials.
    pub materials: Vec<String>,
    /// What comes of it otherwise.
    pub consequence: Words,
    /// What is owed since acceptance; nothing before it.
    pub owed: Vec<OwedShown>,
    /// The last day for what is owed, where anything still is.
    pub due: Option<String>,
    /// Since when the review is through and only what is owed is awaited.
    pub awaits_since: Option<String>,
    /// Time stands still for what is owed.
    pub stands_still: bool,
    /// It was not kept.
    pub is_broken: bool,
    /// The credit that this cost is repaired.
    pub is_repaired: bool,
}

/// A material that is owed since acceptance (待补材料).
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwedShown {
    /// Its identifier.
    pub material: String,
    /// Its name.
    pub title: Words,
    /// It lies with the office.
    pub has_come: bool,
    /// It came and was found fit.
    pub is_settled: bool,
    /// Why it was sent back last, where it was.
    pub sent_back: Option<String>,
}

/// A commitment to meet the conditions (告知承诺).
#[derive(Debug, Serialize, JsonSchema)]
pub struct CommitmentShown {
    /// The day on which it was made.
    pub on: String,
    /// The conditions.
    pub conditions: Vec<ConditionShown>,
    /// Where it stands: due, rectifying, unfit, fit or revoked; nothing before the grant.
    pub standing: Option<String>,
    /// The same in words.
    pub standing_in_words: Option<Words>,
    /// The last day for the office to look, where it has to.
    pub inspect_by: Option<String>,
    /// The office let that day pass.
    pub is_inspection_missed: bool,
    /// The last day to put right what was found, where something is to be.
    pub rectify_by: Option<String>,
    /// What comes of it where it is not kept.
    pub consequence: Words,
    /// Why the permit is to be revoked, as the party was told; nothing where it was not.
    pub revocation_reasons: Option<String>,
    /// The last day to state one's case against that.
    pub state_by: Option<String>,
    /// What is proposed with that, and decided once it is revoked.
    pub penalty: Option<PenaltyShown>,
}

/// What a broken commitment costs besides the permit (处罚).
#[derive(Debug, Serialize, JsonSchema)]
pub struct PenaltyShown {
    /// How much harm was done: none, done or serious.
    pub harm: String,
    /// The fine, in fen; recorded, never collected here.
    pub fine_fen: i64,
    /// What it is in words.
    pub in_words: Words,
    /// What allows it.
    pub basis: Vec<String>,
    /// Is it decided, and not only proposed?
    pub is_decided: bool,
}

/// A condition that was promised (承诺条件).
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConditionShown {
    /// Its identifier.
    pub id: String,
    /// In words.
    pub title: Words,
}

/// A question to another office with what was said on it (征求意见情况).
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpinionShown {
    /// Which question of the case.
    pub question: u32,
    /// The office that is asked.
    pub office: String,
    /// What is asked.
    pub words: String,
    /// Since when.
    pub asked_on: String,
    /// The last day for the answer.
    pub due: String,
    /// The materials that the answer rests on; all of them where none is named.
    pub rests_on: Vec<String>,
    /// What the office thinks, by word; nothing while it is to say.
    pub stance: Option<String>,
    /// Since when it is asked again, what it rests on having changed.
    pub reopened_on: Option<String>,
    /// Did the office let its limit pass?
    pub is_overdue: bool,
    /// Was the question taken back?
    pub is_withdrawn: bool,
    /// Does the opinion stand: given, not asked again since, not taken back?
    pub stands: bool,
    /// Everything that the office said, in order.
    pub said: Vec<SaidShown>,
}

/// What an office said (意见).
#[derive(Debug, Serialize, JsonSchema)]
pub struct SaidShown {
    /// The day.
    pub on: String,
    /// What it thinks, by word.
    pub stance: String,
    /// The opinion, with its conditions or reasons.
    pub words: String,
}

impl CaseAlone {
    /// A case as this reader may know of it.
    pub fn of(file: CaseFile, reader: &Principal, calendar: &Calendar) -> CaseAlone {
        // What offices write to each other stands on the office's page, and on no applicant's.
        let is_inside = reader.office().is_some();
        let asked = file.case.questions.iter().filter(|_| is_inside);
        CaseAlone {
            promise: PromiseShown::of(&file, calendar),
            commitment: CommitmentShown::of(&file, calendar),
            opinions: asked.map(|one| OpinionShown::of(&file, one, calendar)).collect(),
            case: file.row.into(),
        }
    }
}

impl PromiseShown {
    fn of(file: &CaseFile, calendar: &Calendar) -> Option<PromiseShown> {
        let tolerance = &file.case.tolerance;
        let promise = tolerance.promise.as_ref()?;
        let owed = tolerance.owed.iter().map(|owed| {
            let known = file.definition.matter.material(&owed.material);
            let title = known.map(|it| text(&it.title, &it.title_en));
            let sent_back = file.past.iter().rev().find_map(|past| match &past.event {
                Event::Tolerance(Told::Returned { material, reason, .. })
                    if *material == owed.material =>
                {
                    Some(reason.clone())
                }
                _ => None,
            });
            OwedShown {
                material: owed.material.clone(),
                title: title.unwrap_or_else(|| text(&owed.material, &owed.material)).into(),
                has_come: file.case.handed_in.contains(&owed.material),
                is_settled: owed.is_settled,
                sent_back,
            }
        });
        Some(PromiseShown {
            on: promise.on.to_string(),
            materials: promise.materials.clone(),
            consequence: promise.unsupplied.text().into(),
            owed: owed.collect(),
            due: day(tolerance.due(calendar).map(|due| due.date)),
            awaits_since: day(tolerance.awaits_since()),
            stands_still: file.case.waits_for(PauseGround::MaterialsOwed),
            is_broken: tolerance.is_broken,
            is_repaired: tolerance.is_repaired,
        })
    }
}

impl CommitmentShown {
    fn of(file: &CaseFile, calendar: &Calendar) -> Option<CommitmentShown> {
        let commitment = &file.case.commitment;
        let (on, promised) = commitment.promise.as_ref()?;
        let known = file.definition.matter.commitment.as_ref();
        let conditions = promised.iter().map(|id| {
            let known = known.and_then(|it| it.conditions.iter().find(|one| one.id == *id));
            let title = known.map_or_else(|| text(id, id), |one| one.name());
            ConditionShown { id: id.clone(), title: title.into() }
        });
        let standing = commitment.standing;
        Some(CommitmentShown {
            on: on.to_string(),
            conditions: conditions.collect(),
            standing: standing.map(|one| one.word().into()),
            standing_in_words: standing.map(|one| one.text().into()),
            inspect_by: day(commitment.due(calendar).map(|due| due.date)),
            is_inspection_missed: commitment.is_missed,
            rectify_by: day(standing.and_then(|one| one.rectify_by())),
            consequence: commitments::consequence().into(),
            revocation_reasons: commitments::announced(file).map(str::to_owned),
            state_by: day(commitment.announced.map(|(_, state_by)| state_by)),
            penalty: commitment.penalty.as_ref().map(|penalty| PenaltyShown {
                harm: penalty.harm.word().into(),
                fine_fen: penalty.fine_fen,
                in_words: penalty.text().into(),
                basis: penalty.basis.clone(),
                is_decided: commitment.is_revoked(),
            }),
        })
    }
}

impl OpinionShown {
    fn of(file: &CaseFile, asked: &Question, calendar: &Calendar) -> OpinionShown {
        let said = file.past.iter().filter_map(|past| match &past.event {
            Event::OpinionGiven { question, stance, words, .. } if *question == asked.number => {
                let on = kernel::local_time::day_of(past.at).to_string();
                Some(SaidShown { on, stance: stance.word().into(), words: words.clone() })
            }
            _ => None,
        });
        OpinionShown {
            question: asked.number,
            office: asked.office.clone(),
            words: asked.words.clone(),
            asked_on: asked.asked_on.to_string(),
            due: asked.limit.ends(asked.counts_from(), calendar).date.to_string(),
            rests_on: asked.relies_on.clone(),
            stance: asked.stance.map(|stance| stance.word().into()),
            reopened_on: day(asked.reopened_on),
            is_overdue: asked.is_overdue,
            is_withdrawn: asked.is_withdrawn,
            stands: asked.stance.is_some() && !asked.is_withdrawn,
            said: said.collect(),
        }
    }
}
