//! What a project is (项目信息): the four items of its filing, and whom to ask.

use approvals::project::Event;
use approvals::views::ProjectRow;
use kernel::code::{IndustryCode, RegionCode, industries, regions};
use maud::{Markup, html};

use super::{ProjectFile, changes};
use crate::shell::Frame;
use crate::words::money_with_unit;

/// The sheet of facts, and what was changed in them.
pub fn sheet(file: &ProjectFile, frame: &Frame) -> Markup {
    let row = &file.row;
    html! {
        section.sheet {
            header { h2 { (frame.t("项目信息", "The project")) } }
            dl.pairs {
                dt { (frame.t("企业", "Enterprise")) }
                dd {
                    (frame.run(&row.enterprise))
                    br;
                    span.note.n { (row.credit_code) }
                }
                dt { (frame.t("总投资", "Investment")) }
                dd.n { (money_with_unit(frame.language, row.total_investment_fen)) }
                dt { (frame.t("行业", "Industry")) }
                dd { (industry(row, frame)) }
                dt { (frame.t("建设地点", "Site")) }
                dd { (frame.run(&row.site)) br; span.note { (region(row, frame)) } }
                dt { (frame.t("建设规模", "Scale")) }
                dd { (frame.run(&row.scale)) }
                (contact(file, frame))
            }
        }
        (changes::sheet(frame, &file.past))
    }
}

fn industry(row: &ProjectRow, frame: &Frame) -> Markup {
    let code = IndustryCode::parse(&row.industry, industries()).ok();
    let listed = code.as_ref().and_then(|code| industries().get(code));
    html! {
        @match listed {
            Some(industry) => {
                (frame.run(&industry.name)) " "
                span.note.n { (industry.section) (row.industry) }
            }
            None => { (row.industry) }
        }
    }
}

fn region(row: &ProjectRow, frame: &Frame) -> Markup {
    let name = RegionCode::parse(&row.region).ok().and_then(|code| regions().full_name(code));
    html! {
        @match &name {
            Some(name) => { (frame.run(name)) " " span.n { (row.region) } }
            None => { (row.region) }
        }
    }
}

/// Name and phone wear their masks here and everywhere.
fn contact(file: &ProjectFile, frame: &Frame) -> Markup {
    let masked = file.past.iter().find_map(|past| match &past.event {
        Event::ProjectRegistered { contact, phone, .. } => {
            Some((contact.masked_name(), phone.masked_phone()))
        }
        Event::CodeRecorded { .. }
        | Event::ProjectFiled { .. }
        | Event::PermitRecorded { .. }
        | Event::PermitRevoked { .. }
        | Event::ProjectDescribed { .. }
        | Event::DuplicateExplained { .. }
        | Event::FormFilled { .. }
        | Event::ProvisionalCodeIssued { .. }
        | Event::ProjectChanged { .. }
        | Event::ApprovalProlonged { .. }
        | Event::ApprovalExpired { .. }
        | Event::ProjectVoided { .. }
        | Event::ProjectCompleted { .. }
        | Event::ProgressReported { .. }
        | Event::ReportReminded { .. }
        | Event::LicenceMirrored { .. }
        | Event::PlanAdopted { .. }
        | Event::Assumption(_)
        | Event::Node(_) => None,
    });
    html! {
        @if let Some((name, phone)) = masked {
            dt { (frame.t("联系人", "Contact")) }
            dd.n { (frame.run(&name)) " " (phone) }
        }
    }
}
