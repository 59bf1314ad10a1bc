//! What relied on a permit that is revoked or void (以被撤销、注销许可为前提的事项): told where the
//! project stands, so that each office looks again at its own case.

use approvals::case::commitment::Fact;
use approvals::case::on_plot::Fact as Ground;
use approvals::case::{Event, State};
use jiff::Timestamp;
use maud::{Markup, html};

use super::{CaseFile, ProjectFile};
use crate::shell::Frame;

/// A permit that holds no more, and the cases whose prerequisite it met.
struct Revoked<'a> {
    permit: &'a CaseFile,
    /// The decision that revokes it; none where it is void with the contract for its land.
    document: Option<&'a str>,
    relied: Vec<&'a CaseFile>,
}

/// One sheet for each permit that is revoked.
pub fn sheets(file: &ProjectFile, frame: &Frame) -> Markup {
    html! { @for one in revoked(file) { (sheet(&one, file, frame)) } }
}

fn sheet(one: &Revoked, file: &ProjectFile, frame: &Frame) -> Markup {
    let name = file.name_of(one.permit);
    let (zh, en) = match one.document {
        Some(document) => (
            format!("{}已被撤销（{document}）。", name.zh),
            format!("{} is revoked ({document}).", name.en),
        ),
        None => (
            format!("土地出让合同已解除，{}随之注销。", name.zh),
            format!("{} is void: the contract for the land is rescinded.", name.en),
        ),
    };
    let heading = match one.document {
        Some(_) => frame.t("许可已撤销", "A permit is revoked"),
        None => frame.t("许可已注销", "A permit is void"),
    };
    html! {
        section.sheet #reliance {
            header { h2 { (heading) } }
            p { (frame.t(&zh, &en)) }
            @if one.relied.is_empty() {
                p.note {
                    (frame.t("没有其他办件以它为前提。", "No other case relied on it."))
                }
            } @else {
                p {
                    (frame.t(
                        "下列办件以它为前提，请经办部门重新核对：",
                        "These cases relied on it; their offices are to look again:",
                    ))
                }
                ul.rows {
                    @for case in &one.relied {
                        li {
                            span {
                                @let name = file.name_of(case);
                                @if file.is_open_to(&frame.principal, case) {
                                    a href={ "/approvals/cases/" (case.row.number) } {
                                        (frame.say(&name))
                                    }
                                } @else {
                                    b { (frame.say(&name)) }
                                }
                                span.note.n { (case.row.number) }
                            }
                            span { (stands(case, frame)) }
                        }
                    }
                }
            }
        }
    }
}

fn stands<'a>(case: &CaseFile, frame: &'a Frame) -> &'a str {
    match (case.is_granted(), case.case.is_concluded()) {
        (true, _) => frame.t("已准予", "granted"),
        (false, true) => frame.t("已办结", "concluded"),
        (false, false) => frame.t("办理中", "being handled"),
    }
}

/// The permits of the project that hold no more, each with what relied on it.
fn revoked(file: &ProjectFile) -> Vec<Revoked<'_>> {
    let ended = file.cases.iter().filter_map(|permit| {
        let (at, document) = permit.past.iter().find_map(|past| match &past.event {
            Event::Commitment(Fact::Revoked { document, .. }) => {
                Some((past.at, Some(document.as_str())))
            }
            Event::OnPlot(Ground::ContractGone { document, .. }) if !document.is_empty() => {
                Some((past.at, None))
            }
            _ => None,
        })?;
        let relied = file.cases.iter().filter(|case| relied_on(file, (permit, at), case));
        Some(Revoked { permit, document, relied: relied.collect() })
    });
    ended.collect()
}

/// It was accepted while the permit stood, the permit met a prerequisite of it, and no other permit
/// of the project meets that one.
fn relied_on(
    file: &ProjectFile,
    (permit, revoked): (&CaseFile, Timestamp),
    case: &CaseFile,
) -> bool {
    let is_accepted = |event: &Event| matches!(event, Event::CaseAccepted { .. });
    let is_before = case.past.iter().any(|past| is_accepted(&past.event) && past.at < revoked);
    let is_over = case.is_denied()
        || matches!(case.case.state, State::Withdrawn | State::Revoked | State::Cancelled);
    let is_met_by = |any_of: &[String]| any_of.contains(&permit.row.matter);
    let is_met_else = |any_of: &[String]| {
        let others = file.cases.iter().filter(|other| other.row.subject != permit.row.subject);
        others.filter(|other| any_of.contains(&other.row.matter)).any(CaseFile::is_granted)
    };
    let mut asked = case.definition.matter.all_prerequisites();
    is_before && !is_over && asked.any(|(any_of, _)| is_met_by(any_of) && !is_met_else(any_of))
}
