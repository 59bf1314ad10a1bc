//! Materials of a case (申请材料): asked for, handed in, owed.

use approvals::case::tolerance::Fact;
use approvals::case::{Event, State};
use catalogue::Material;
use jiff::civil::Date;
use kernel::local_time::day_of;
use maud::{Markup, html};

use super::CaseFile;
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;

/// How one material stands (材料状态).
pub enum Handed {
    /// It is here since this day.
    In(Date),
    /// It was told to be missing or unfit, and nothing came since.
    ToMend,
    /// It was promised and is to follow.
    Promised,
    /// The promise to meet the conditions stands for it.
    Committed,
    /// A statement of intent stood in for it in a simulated review.
    StoodIn {
        /// What it proves is there; otherwise the real paper is still to come.
        is_met: bool,
    },
    /// What it proves is in the ledger, by the contract, the plot or the project's file.
    Held,
    /// It is missing, and may follow before the decision.
    MayFollow,
    /// It is missing.
    Missing,
}

/// How `material` of `file` stands.
pub fn handed(file: &CaseFile, material: &Material) -> Handed {
    let mut came = None;
    let mut is_told = false;
    for past in &file.past {
        let event = &past.event;
        if let Event::CaseSubmitted { handed_in, .. }
        | Event::CaseOpened { handed_in, .. }
        | Event::CaseCorrected { handed_in, .. } = event
            && handed_in.contains(&material.id)
        {
            (came, is_told) = (Some(day_of(past.at)), false);
        }
        if let Event::Tolerance(Fact::Returned { material: sent_back, .. }) = event {
            is_told |= *sent_back == material.id;
        }
        if let Event::NoticeGiven { missing, .. } | Event::NoticeGivenUntil { missing, .. } = event
        {
            is_told |= missing.contains(&material.id);
        }
    }
    let promise = file.case.tolerance.promise.as_ref();
    let is_promised = promise.is_some_and(|it| it.materials.contains(&material.id));
    let committed = file.definition.matter.commitment.as_ref();
    let is_committed = file.case.commitment.promise.is_some()
        && committed.is_some_and(|it| it.in_place_of.contains(&material.id));
    let origin = &file.case.origin;
    match came {
        None if is_promised => Handed::Promised,
        None if is_committed => Handed::Committed,
        _ if is_told => Handed::ToMend,
        Some(day) => Handed::In(day),
        None if origin.stood_in.contains(&material.id) => {
            Handed::StoodIn { is_met: origin.is_met(&material.id, &file.definition.matter) }
        }
        None if file.case.ground.held.contains(&material.id) => Handed::Held,
        None if material.may_follow => Handed::MayFollow,
        None => Handed::Missing,
    }
}

/// The materials that are owed, by name.
pub fn owed<'a>(file: &'a CaseFile, frame: &Frame) -> Vec<&'a str> {
    let materials = file.definition.matter.materials.iter();
    let owed = materials.filter(|material| !handed(file, material).is_settled());
    owed.map(|material| name(material, frame)).collect()
}

/// Is any material owed?
pub fn is_owed(file: &CaseFile) -> bool {
    let mut materials = file.definition.matter.materials.iter();
    materials.any(|material| !handed(file, material).is_settled())
}

/// Is any material missing that may not follow?
pub fn is_required_missing(file: &CaseFile) -> bool {
    let mut materials = file.definition.matter.materials.iter();
    materials.any(|material| matches!(handed(file, material), Handed::Missing))
}

/// The name of a material.
pub fn name<'a>(material: &'a Material, frame: &Frame) -> &'a str {
    frame.t(&material.title, &material.title_en)
}

/// The list.
pub fn list(file: &CaseFile, frame: &Frame) -> Markup {
    let is_open = !file.case.is_concluded() && file.case.state != State::Unknown;
    html! {
        ul.papers {
            @for material in &file.definition.matter.materials {
                li {
                    span { (name(material, frame)) }
                    (state(&handed(file, material), is_open, frame))
                }
            }
        }
    }
}

/// What was asked for and what came, in a few words.
pub fn summary(file: &CaseFile, frame: &Frame) -> String {
    let asked = &file.definition.matter.materials;
    let count = |is_it: fn(&Handed) -> bool| {
        asked.iter().filter(|material| is_it(&handed(file, material))).count()
    };
    let came = count(|one| matches!(one, Handed::In(_)));
    let promised = count(|one| matches!(one, Handed::Committed));
    let asked = asked.len();
    let plural = if asked == 1 { "material" } else { "materials" };
    let (mut zh, mut en) =
        (format!("要{asked}份，已收{came}份"), format!("{came} of {asked} {plural} handed in"));
    if promised > 0 {
        zh.push_str(&format!("，以承诺代替{promised}份"));
        en.push_str(&format!(", a promise in place of {promised}"));
    }
    frame.t(&zh, &en).to_owned()
}

impl Handed {
    /// Is nothing of it awaited: is it here, or does a promise stand for it?
    fn is_settled(&self) -> bool {
        match self {
            Handed::In(_) | Handed::Committed | Handed::Held => true,
            Handed::StoodIn { is_met } => *is_met,
            Handed::ToMend | Handed::Promised | Handed::MayFollow | Handed::Missing => false,
        }
    }
}

fn state(handed: &Handed, is_open: bool, frame: &Frame) -> Markup {
    match handed {
        Handed::In(day) => {
            let day = frame.day(*day);
            let (zh, en) = (format!("{day}提交"), format!("handed in on {day}"));
            html! { span.note.n { (frame.t(&zh, &en)) } }
        }
        Handed::Committed => {
            html! { span.note { (frame.t("以承诺代替", "a promise in its place")) } }
        }
        Handed::Held => {
            html! {
                span.note {
                    (frame.t(
                        "由出让合同、地块和项目档案证明，不需提交",
                        "proven by contract, plot and the project's file; not asked for",
                    ))
                }
            }
        }
        Handed::StoodIn { is_met: true } => {
            html! {
                span.note {
                    (frame.t(
                        "原以意向、承诺替代，所证明的事实已经到位",
                        "a statement of intent stood in; what it proves has arrived",
                    ))
                }
            }
        }
        Handed::StoodIn { .. } if !is_open => {
            html! { span.note { (frame.t("未提交", "not handed in")) } }
        }
        Handed::StoodIn { .. } => lamp(
            Shape::Soon,
            frame.t(
                "以意向、承诺替代，决定前须补交",
                "a statement of intent stands in; owed before the decision",
            ),
        ),
        Handed::ToMend | Handed::Promised | Handed::MayFollow | Handed::Missing if !is_open => {
            html! { span.note { (frame.t("未提交", "not handed in")) } }
        }
        Handed::ToMend => lamp(Shape::Soon, frame.t("需补正", "to be corrected")),
        Handed::Promised => lamp(Shape::Still, frame.t("已承诺，待补齐", "promised")),
        Handed::MayFollow => {
            lamp(Shape::Still, frame.t("可容缺，决定前补齐", "may follow before the decision"))
        }
        Handed::Missing => lamp(Shape::Soon, frame.t("未提交", "not handed in")),
    }
}
