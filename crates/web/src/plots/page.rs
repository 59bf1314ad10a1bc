//! The page of a plot (地块页): its conditions, its scheme, the sale, and what followed for the
//! winner.

use approvals::plot::{Event, Scheme};
use approvals::project::assumption::Key;
use kernel::entry::Disclosure;
use kernel::local_time::day_of;
use maud::{Markup, html};

use super::act::Act;
use super::{File, list, opinions, papers};
use crate::{
    agreements,
    form::{Filled, form},
    lamp::{Shape, lamp},
    shell::{self, Frame, Room, crumbs},
    words::{grouped, heading_of, number},
};

/// The page.
pub fn page(
    frame: &Frame,
    file: &File,
    (filled, projects): (Filled, &[(String, String)]),
) -> Markup {
    let acts: Vec<Act> = Act::ALL.into_iter().filter(|act| act.is_offered(frame, file)).collect();
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::Home, &[("/plots", html! {
                (frame.t("带规划方案出让的地块", "Land offered with its planning scheme"))
            })]))
            h1 { (frame.t("地块 ", "Plot ")) (frame.run(file.plot.plot_number())) }
            (standing(frame, file))
            (scheme(frame, file))
            (opinions::sheet(frame, file))
            @if file.is_party { (followed(frame, file)) (papers::sheet(frame, file)) }
            (agreements::sheet(frame, &file.agreements))
            @for act in acts {
                @let at = format!("/plots/{}/{}", file.row.number, act.address());
                details.sheet open[frame.at == at || act == Act::Answer] {
                    summary { (act.name(frame)) }
                    (form(frame, filled, (&at, act.name(frame)), |filled| {
                        act.fields(frame, filled, (file, projects))
                    }))
                }
            }
            (trail(frame, file))
        }
    };
    let title = format!("{}{}", frame.t("地块 ", "Plot "), file.row.number);
    shell::page(frame, &title, &body)
}

fn standing(frame: &Frame, file: &File) -> Markup {
    let (row, plot) = (&file.row, &file.plot);
    html! {
        section.sheet {
            header { h2 { (frame.t("地块情况", "The plot")) } (list::state(frame, row)) }
            dl.pairs {
                dt { (frame.t("登记编号", "Number")) } dd { span.n { (row.number) } }
                dt { (frame.t("坐落", "Place")) } dd { (frame.run(&row.place)) }
                dt { (frame.t("土地用途", "Use")) } dd { (frame.run(&row.land_use)) }
                @for (key, value) in plot.terms.iter().filter(|(key, _)| **key != Key::PlotNumber) {
                    @let name = heading_of(key.text());
                    dt { (frame.say(&name)) } dd { span.n { (grouped(value)) } }
                }
                dt { (frame.t("方案审查部门", "Reviews the scheme")) }
                dd { (frame.say(&frame.office(&row.office))) }
                @if let Some((notice, until)) = &plot.offer {
                    dt { (frame.t("出让公告", "Announcement")) } dd { (frame.run(notice)) }
                    dt { (frame.t("竞买截止", "Bids until")) } dd { (frame.day(*until)) }
                }
                @if file.is_party { (sale(frame, file)) }
            }
        }
    }
}

/// Who won, and on which contract: for the parties.
fn sale(frame: &Frame, file: &File) -> Markup {
    html! {
        @if let Some(asked_by) = &file.row.asked_by {
            dt { (frame.t("委托编制方案的企业", "Asked for the scheme")) }
            dd { span.n { (asked_by) } }
        }
        @if let Some(sale) = &file.plot.sale {
            dt { (frame.t("竞得人", "Won by")) } dd { span.n { (sale.winner) } }
            dt { (frame.t("出让合同", "Contract")) }
            dd {
                (frame.run(&sale.contract)) " · " (frame.day(sale.contracted_on))
                @if sells(frame, file) {
                    br;
                    a href="/agreements/new?kind=standard-plot" {
                        (frame.t("起草标准地投资建设合同", "Draft a standard-plot contract"))
                    }
                }
            }
        }
        @if let Some(project) = &file.project {
            dt { (frame.t("项目", "Project")) }
            dd { (frame.run(&project.title)) " " span.n { (project.number) } }
        }
    }
}

/// Whoever sells may draft what is signed with the contract for the land.
fn sells(frame: &Frame, file: &File) -> bool {
    let is_seller = frame.principal.office() == Some(file.row.land_office.as_str());
    is_seller && agreements::may_draft(&frame.principal)
}

/// The reviewed scheme, for everybody; what waits for review, for the parties.
fn scheme(frame: &Frame, file: &File) -> Markup {
    let plot = &file.plot;
    html! {
        @if let (Some(scheme), Some(review)) = (&plot.scheme, &plot.review) {
            section.sheet #scheme {
                header {
                    h2 { (frame.t("已审定的规划方案", "The reviewed scheme")) }
                    (lamp(Shape::Done, frame.t("对竞得人有约束力", "binds whoever wins")))
                }
                (told(frame, file, scheme))
                dl.pairs {
                    dt { (frame.t("审查意见", "Opinion")) } dd { (frame.run(&review.words)) }
                    dt { (frame.t("文号", "Its number")) }
                    dd { span.n { (frame.run(&review.number)) } " · " (frame.day(review.on)) }
                }
            }
        }
        @if file.is_party {
            @if let Some(pending) = &plot.pending {
                section.sheet {
                    header {
                        h2 { (frame.t("待审查的方案", "To be reviewed")) }
                        (lamp(Shape::Soon, frame.t("审查中", "under review")))
                    }
                    @if plot.is_changing() {
                        p.note {
                            (frame.t(
                                "竞得人申报的变更。审定前，已审定的方案继续有效。",
                                "Declared by the winner. Until it is reviewed, the scheme above \
                                 stands.",
                            ))
                        }
                    }
                    (told(frame, file, pending))
                }
            }
            @if let Some(reasons) = &plot.sent_back {
                section.sheet {
                    h2 { (frame.t("方案已退回", "The scheme was sent back")) }
                    p.quoted { (frame.run(reasons)) }
                }
            }
        }
    }
}

fn told(frame: &Frame, file: &File, scheme: &Scheme) -> Markup {
    let question = |id: &str| {
        let mut all = file.covered.iter().flat_map(|known| &known.matter.fields);
        all.find(|one| one.id == id).map(catalogue::Field::name)
    };
    html! {
        p { (frame.run(&scheme.words)) }
        dl.pairs {
            @for (id, value) in &scheme.answers {
                @if let Some(name) = question(id) {
                    dt { (frame.say(&name)) } dd { span.n { (grouped(value)) } }
                }
            }
            dt { (frame.t("方案文件", "Papers")) }
            dd {
                ul {
                    @for paper in &scheme.papers {
                        @let name = file.name_of(&paper.material);
                        li { (frame.say(&name)) }
                    }
                }
            }
        }
    }
}

/// What follows from the scheme, and which cases are there.
fn followed(frame: &Frame, file: &File) -> Markup {
    html! {
        section.sheet #permits {
            h2 { (frame.t("随方案办理的许可", "Permits that follow")) }
            p.note {
                (frame.t(
                    "登记合同并关联项目后自动开立，已审定的材料直接沿用；由审批人员决定，不自动发证。",
                    "They open once contract and project are there, with the reviewed papers; an \
                     officer decides each, never the system.",
                ))
            }
            ul.rows {
                @for known in &file.covered {
                    @let case = file.cases.iter().find(|row| row.matter == known.matter.id);
                    @let name = known.matter.name();
                    li {
                        span {
                            (frame.say(&name))
                            @if let Some(case) = case {
                                " "
                                a href={ "/approvals/cases/" (case.number) } { (case.number) }
                            }
                        }
                        @match case.and_then(|row| approvals::case::State::of(&row.state)) {
                            Some(state) => (permit(frame, state)),
                            None => span.note { (frame.t("尚未开立", "not open yet")) },
                        }
                    }
                }
            }
        }
    }
}

fn permit(frame: &Frame, state: approvals::case::State) -> Markup {
    use approvals::case::State;
    match state {
        State::Granted | State::Delivered | State::Concluded => {
            lamp(Shape::Done, frame.t("已准予", "granted"))
        }
        State::Accepted => lamp(Shape::Good, frame.t("办理中", "being handled")),
        State::Unknown
        | State::Received
        | State::Correcting
        | State::NotAccepted
        | State::Denied
        | State::Withdrawn
        | State::HandedOver
        | State::Terminated
        | State::Revoked
        | State::Cancelled => lamp(Shape::Closed, frame.t("已结束", "ended")),
    }
}

/// The offices see everything, the parties what concerns them, everybody what was announced.
fn trail(frame: &Frame, file: &File) -> Markup {
    let is_inside = file.is_inside(&frame.principal);
    let may_read = |event: &Event| match event.disclosure() {
        Disclosure::Public => true,
        Disclosure::Parties => file.is_party,
        Disclosure::Internal => is_inside,
    };
    html! {
        section.sheet {
            h2 { (frame.t("办理过程", "What happened")) }
            ol.trail {
                @for past in file.past.iter().rev().filter(|past| may_read(&past.event)) {
                    @let what = past.event.title();
                    li {
                        b { (frame.say(&what)) } " "
                        span.note {
                            (frame.day(day_of(past.at))) " · "
                            (frame.t("台账第", "entry ")) (number(past.number)) (frame.t("条", ""))
                        }
                    }
                }
            }
        }
    }
}
