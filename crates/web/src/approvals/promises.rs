//! Promises of a case (容缺承诺): what may be promised, what is, what came, in which terms.

use catalogue::Material;

use super::CaseFile;
use crate::shell::Frame;
use crate::words::days;

/// What is missing and may follow, and is not promised yet.
pub fn may_be_promised(file: &CaseFile) -> Vec<&Material> {
    let promised = file.case.tolerance.promise.as_ref();
    let is_promised = |id| promised.is_some_and(|it| it.materials.contains(id));
    let all = file.definition.matter.materials.iter();
    let is_here = |id: &String| {
        file.case.handed_in.contains(id) || file.case.is_met(id, &file.definition.matter)
    };
    let missing = all.filter(|one| one.may_follow && !is_here(&one.id));
    missing.filter(|one| !is_promised(&one.id)).collect()
}

/// Does the promise cover everything that is missing?
pub fn is_covered(file: &CaseFile) -> bool {
    let missing = file.case.missing(&file.definition.matter);
    let promise = file.case.tolerance.promise.as_ref();
    promise
        .is_some_and(|it| !missing.is_empty() && missing.iter().all(|id| it.materials.contains(id)))
}

/// What was owed and has come, and waits for the office's look.
pub fn came(file: &CaseFile) -> impl Iterator<Item = &Material> {
    let owed: Vec<&str> = file.case.tolerance.unsettled().collect();
    let all = file.definition.matter.materials.iter();
    all.filter(move |one| owed.contains(&one.id.as_str()) && file.case.handed_in.contains(&one.id))
}

/// What was promised and has not come, or was sent back.
pub fn awaited(file: &CaseFile) -> Vec<&Material> {
    let owed: Vec<&str> = file.case.tolerance.unsettled().collect();
    let all = file.definition.matter.materials.iter();
    let is_awaited =
        |one: &&Material| owed.contains(&one.id.as_str()) && !file.case.handed_in.contains(&one.id);
    all.filter(is_awaited).collect()
}

/// May the review be found through: is something promised that has not come, nothing that came
/// unseen, and is that not recorded already?
pub fn may_be_awaited(file: &CaseFile) -> bool {
    let tolerance = &file.case.tolerance;
    let is_unseen = came(file).next().is_some();
    let is_owed = tolerance.unsettled().next().is_some();
    is_owed && !is_unseen && !file.case.is_paused() && tolerance.awaits_since().is_none()
}

/// By when what may follow is due, and what comes of it otherwise, in a sentence.
pub fn terms(file: &CaseFile, frame: &Frame) -> String {
    let matter = &file.definition.matter;
    let (limit, then) = (matter.follow_limit(), matter.unsupplied.unwrap_or_default().text());
    let within = days(frame.language, limit.days, limit.unit);
    let zh = format!("受理后{within}内补齐；逾期未补齐的：{}。", then.zh);
    let en = format!("Due within {within} of acceptance; otherwise {}.", then.en);
    frame.t(&zh, &en).to_owned()
}
