//! What registers of other authorities told for an application (部门数据), beside what it says itself.

use approvals::inquiry::{Inquiries, Inquiry, State};
use approvals::views::{CaseRow, inquiries_of};
use catalogue::{Field, Material, Matter};
use jiff::civil::Date;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use super::filled::answered;
use crate::Site;
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;

/// The inquiries of an application, by the name that the case or package of it has after its kind.
pub fn of(site: &Site, application: &str) -> Result<Vec<Inquiry>, Fault> {
    let mut inquiries = Vec::new();
    for subject in site.store.read(&site.zone, |open| inquiries_of(open, application))? {
        inquiries.push(one(site, &subject)?);
    }
    Ok(inquiries)
}

/// One of them, by its subject; a blank one where nobody consented.
pub fn one(site: &Site, subject: &str) -> Result<Inquiry, Fault> {
    let mut inquiry = Inquiry::default();
    let past = site.store.history::<Inquiries>(&site.zone, subject)?;
    past.iter().for_each(|past| inquiry.apply(&past.event));
    Ok(inquiry)
}

/// Those that a case rests on: its own, or those of the package that it came in.
pub fn of_case(site: &Site, row: &CaseRow) -> Result<Vec<Inquiry>, Fault> {
    let subject = row.package.as_ref().unwrap_or(&row.subject);
    of(site, subject.split_once(':').map_or("", |(_, name)| name))
}

/// Whether an answer is what a register told, and where that comes from; nothing where none did.
pub fn source(frame: &Frame, told: &[Inquiry], (field, written): (&Field, &str)) -> Markup {
    let answered_one = told.iter().filter(|one| one.state == State::Answered);
    let mut known = answered_one.filter_map(|one| Some((one, one.told.get(&field.id)?)));
    html! {
        @if let Some((inquiry, value)) = known.next() {
            br;
            span.note {
                @if value == written {
                    (frame.t("与登记一致", "as registered"))
                } @else {
                    (lamp(Shape::Late, frame.t("与登记不一致", "other than registered"))) " "
                    (frame.t("登记为 ", "registered as ")) (answered(frame, field, value))
                }
                (frame.t("（", " (")) (provenance(frame, inquiry)) (frame.t("）", ")"))
            }
        }
    }
}

/// That what registers told was used, on whose consent, and when; that it came only afterwards and
/// is compared with what the applicant told; nothing where none told anything.
pub fn used(frame: &Frame, told: &[Inquiry], submitted_on: Date) -> Markup {
    let day = |day: Option<Date>| day.map(|day| frame.day(day)).unwrap_or_default();
    html! {
        @for one in told.iter().filter(|one| one.state == State::Answered) {
            @let (consented, used) = (day(one.consented_on), frame.day(submitted_on));
            @let (zh, en) = match one.is_late(submitted_on) {
                true => {
                    let came = day(one.answered_on);
                    (
                        format!(
                            "：申请人{consented}同意查询，答复{came}才到，{used}的申请由申请人自行填报；\
                             两者不一致的已在上面标出，请核实。"
                        ),
                        format!(
                            ": the applicant consented on {consented}; the answer came on {came}, \
                             after the application of {used}, for which the applicant told it. \
                             Where the two differ it is marked above: please look into it."
                        ),
                    )
                }
                false => (
                    format!("：申请人{consented}同意查询，答复已用于{used}提交的本次申请。"),
                    format!(
                        ": the applicant consented on {consented}; the answer was used for this \
                         application, submitted on {used}."
                    ),
                ),
            };
            p.note { (frame.say(&holder(frame, one))) (frame.t(&zh, &en)) }
        }
    }
}

/// The licences that stand in the place of materials, or that the applicant contests; nothing where
/// no register told one.
pub fn licences(frame: &Frame, told: &[Inquiry], matter: &Matter) -> Markup {
    let of = |material: &Material| {
        let found = told.iter().find_map(|one| Some((one, one.licence(&material.id)?)));
        found.map(|(inquiry, number)| (material.name(), material.id.clone(), inquiry, number))
    };
    html! {
        @for (name, id, inquiry, number) in matter.materials.iter().filter_map(of) {
            p.note {
                (frame.say(&name)) (frame.t("：", ": ")) (frame.run(number))
                (frame.t("（", " (")) (provenance(frame, inquiry)) (frame.t("）", ")"))
                @if inquiry.confirmed.contains(&id) {
                    (frame.t("，申请人已确认，不另交材料", ", confirmed: no paper is asked for"))
                } @else if let Some(reason) = inquiry.contested.get(&id) {
                    (frame.t("，申请人有异议：", ", contested: ")) (frame.run(reason))
                }
            }
        }
    }
}

/// Who told it, under which number, as of which day.
pub fn provenance(frame: &Frame, inquiry: &Inquiry) -> Markup {
    let as_of = inquiry.as_of.map(|day| day.to_string()).unwrap_or_default();
    html! {
        (frame.say(&holder(frame, inquiry)))
        (frame.t("，编号 ", ", No. ")) (frame.run(&inquiry.reference))
        (frame.t("，截至 ", ", as of ")) span.n { (as_of) }
    }
}

/// Who keeps the register; as the consent says where the zone does not list it any more.
fn holder(frame: &Frame, inquiry: &Inquiry) -> Text {
    let register = frame.zone.registers.iter().find(|one| one.id == inquiry.register);
    register.map_or_else(|| text(&inquiry.holder, &inquiry.holder), catalogue::Register::kept_by)
}
