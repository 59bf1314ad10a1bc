//! The page of a simulated case (模拟办件页): what it rests on, what was said, what became of it.

use approvals::assistance::Act as Entrusted;
use approvals::case::{Event as Step, Question};
use approvals::project::assumption::Key;
use approvals::simulation::{Event, State};
use kernel::entry::Disclosure;
use kernel::local_time::day_of;
use kernel::right::Right;
use kernel::text::{Text, text};
use maud::{Markup, html};

use super::act::{Act, other_owner};
use super::papers::way_in;
use super::{File, mark, named, sold_elsewhere, warning};
use crate::{
    documents::list::{handed_in, issued},
    form::{Filled, form},
    lamp::{Shape, lamp},
    principal::Parties,
    shell::{self, Frame, Room, crumbs},
    words::number,
};

/// The page.
pub fn page(frame: &Frame, file: &File, filled: Filled) -> Markup {
    let matter = file.definition.matter.name();
    let heading = format!("{}{}", frame.t("模拟审批：", "Simulated: "), frame.say(&matter));
    let acts: Vec<Act> = Act::ALL.into_iter().filter(|act| act.is_offered(frame, file)).collect();
    let name = |id: &str| {
        let known = file.definition.matter.material(id);
        known.map_or_else(|| text(id, id), catalogue::Material::name)
    };
    let body = html! {
        div.wrap.stack {
            @if sees_the_project(frame, file) {
                (crumbs(frame, Room::of(frame), &[(
                    &format!("/approvals/projects/{}/assumptions", file.project.number),
                    html! { (frame.t("项目的假设条件", "What the project assumes")) },
                )]))
            }
            h1 { (heading) }
            (warning(frame))
            @if file.is_sold_elsewhere || other_owner(file).is_some() && file.simulation.is_live() {
                (sold_elsewhere(frame))
            }
            (standing(frame, file))
            (opinion(frame, file))
            (issued(&file.papers, frame))
            (rests_on(frame, file))
            (opinions(frame, file))
            (materials(frame, file))
            (handed_in(&file.documents, &name, frame))
            @for act in acts { (act_form(frame, file, (act, filled))) }
            (trail(frame, file))
        }
    };
    shell::page(frame, &heading, &body)
}

/// An office that only reviews sees the simulated case, and not the project.
fn sees_the_project(frame: &Frame, file: &File) -> bool {
    let parties = Parties { credit_code: &file.project.credit_code, offices: &[] };
    let who = &frame.principal;
    let is_entrusted = who.acts_for() == Some(&file.project.credit_code)
        && who.reaches_project(&file.project.number);
    is_entrusted || who.has(Right::Register) || who.may_see(&parties)
}

/// Where this reader reads a formal case.
fn cases(frame: &Frame) -> &'static str {
    if frame.principal.mandate().is_some() { "/my/cases/" } else { "/approvals/cases/" }
}

/// A state in words, with its lamp.
pub fn state(frame: &Frame, state: State) -> Markup {
    let (shape, zh, en) = match state {
        State::Unknown | State::UnderReview => (Shape::Good, "模拟审查中", "under review"),
        State::Issued => (Shape::Done, "已出具模拟意见", "simulated opinion issued"),
        State::Declined => (Shape::Closed, "模拟审批未通过", "not passed"),
        State::Ended => (Shape::Closed, "已结束", "ended"),
        State::Void => (Shape::Late, "已作废", "void"),
        State::Converted => (Shape::Done, "已转为正式办理", "became formal"),
    };
    lamp(shape, frame.t(zh, en))
}

fn standing(frame: &Frame, file: &File) -> Markup {
    let row = &file.row;
    let voided = file.past.iter().find_map(|past| match &past.event {
        Event::Voided { ground, on, policy, .. } => Some((ground.text(), *on, policy.as_str())),
        _ => None,
    });
    html! {
        section.sheet {
            header { h2 { (frame.t("办理情况", "Where it stands")) } (state(frame, row.state)) }
            dl.pairs {
                dt { (frame.t("模拟编号", "Simulated number")) }
                dd { span.n { (row.number) } " " (mark(frame)) }
                dt { (frame.t("项目", "Project")) }
                dd { (frame.run(&file.project.title)) " " span.n { (file.project.number) } }
                @let review = &file.simulation.entry_review;
                @if !review.is_unnamed() {
                    dt { (frame.t("准入评审", "Entry review")) }
                    dd { (frame.run(&review.number)) " · " (frame.day(review.on)) }
                }
                dt { (frame.t("审查部门", "Reviewing office")) }
                dd { (frame.say(&frame.office(&row.office))) }
                @if let Some(on) = row.received_on {
                    dt { (frame.t("收件日期", "Received on")) } dd { (frame.day(on)) }
                }
                @if let Some(due) = row.due {
                    dt { (frame.t("承诺时限", "Promised by")) } dd { (frame.day(due)) }
                }
                @if let Some(post) = &file.simulation.review.post {
                    dt { (frame.t("承办岗位", "Post")) }
                    dd { (post_name(frame, file, post)) }
                }
                @if file.simulation.review.is_paused() && row.state == State::UnderReview {
                    dt { (frame.t("计时", "Clock")) }
                    dd { (lamp(Shape::Still, frame.t("已暂停计时", "stands still"))) }
                }
                @if let Some((ground, on, policy)) = &voided {
                    dt { (frame.t("作废原因", "Void because")) }
                    dd {
                        (frame.say(ground)) " · " (frame.day(*on))
                        @if !policy.is_empty() { " · " (frame.run(policy)) }
                    }
                }
                @if let Some(consent) = &file.simulation.consent {
                    dt { (frame.t("同意转用给", "May be taken over by")) }
                    dd { span.n { (consent.to) } }
                }
                @if let Some(formal) = &file.formal {
                    dt { (frame.t("正式办件", "Formal case")) }
                    dd { a href={ (cases(frame)) (formal.number) } { (formal.number) } }
                }
            }
        }
    }
}

fn post_name<'a>(frame: &Frame, file: &'a File, post: &'a str) -> &'a str {
    let known = file.posts.iter().find(|one| one.office == file.row.office && one.post == post);
    known.map_or(post, |one| frame.t(&one.title, &one.title_en))
}

/// The simulated opinion, as the sheet that it is.
fn opinion(frame: &Frame, file: &File) -> Markup {
    let Some(result) = &file.simulation.result else { return html! {} };
    html! {
        section.sheet #opinion {
            header { h2 { (frame.t("模拟审批意见", "Simulated opinion")) } (mark(frame)) }
            p { (frame.run(&result.words)) }
            dl.pairs {
                dt { (frame.t("模拟文号", "Number")) } dd { span.n { (frame.run(&result.number)) } }
                dt { (frame.t("出具日期", "Issued on")) } dd { (frame.day(result.on)) }
                dt { (frame.t("依据的假设条件", "Rests on")) }
                dd { (named(frame, &result.rests_on)) }
                dt { (frame.t("有效期至", "Good until")) }
                dd {
                    (frame.day(result.valid_until))
                    @if result.is_reconfirmed { " · " (frame.t("已重新确认", "re-confirmed")) }
                }
            }
            p.note {
                (frame.t(
                    "本意见仅作为下一项模拟审批的前置，不得作为开工、登记、融资等任何依据。\
                     假设条件全部到位且没有变化的，自动开立正式办件，由部门在转正式时限内决定。",
                    "It only serves the next simulated review and is good for nothing else. Once \
                     every assumed fact has arrived unchanged, a formal case opens by itself, and \
                     an officer decides it within the conversion limit.",
                ))
            }
        }
    }
}

/// What was taken for granted, and what has arrived.
fn rests_on(frame: &Frame, file: &File) -> Markup {
    let head = [
        frame.t("假设条件", "Assumption"),
        frame.t("假设为", "Assumed"),
        frame.t("实际为", "Arrived"),
        frame.t("比较", "Compared"),
    ];
    html! {
        section.sheet {
            h2 { (frame.t("所依据的假设条件", "What it rests on")) }
            table.cards {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (key, value) in &file.simulation.assumed {
                        @let arrived = arrived(file, *key);
                        tr {
                            td.title { (frame.say(&key.text())) }
                            td data-h=(head[1]) { (frame.run(value)) }
                            td data-h=(head[2]) {
                                @match &arrived {
                                    Some(arrived) => (frame.run(arrived)),
                                    None => (frame.t("尚未到位", "not yet")),
                                }
                            }
                            td data-h=(head[3]) {
                                (compared(frame, *key, (value, arrived.as_deref())))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn arrived(file: &File, key: Key) -> Option<String> {
    Some(file.known.all.get(&key)?.established.as_ref()?.value.clone())
}

/// Whether what arrived is what was assumed.
pub fn compared(frame: &Frame, key: Key, (assumed, arrived): (&str, Option<&str>)) -> Markup {
    match arrived {
        None => lamp(Shape::Still, frame.t("等待到位", "awaited")),
        Some(value) if key.spelled(value) == key.spelled(assumed) => {
            lamp(Shape::Done, frame.t("一致", "as assumed"))
        }
        Some(_) => lamp(Shape::Late, frame.t("有实质差异", "differs")),
    }
}

fn opinions(frame: &Frame, file: &File) -> Markup {
    let questions = &file.simulation.review.questions;
    // What offices say among themselves is not for the applicant.
    let is_inside = frame.principal.office().is_some();
    html! {
        @if is_inside && !questions.is_empty() {
            section.sheet {
                h2 { (frame.t("部门意见", "Opinions of offices")) }
                ul.rows { @for one in questions { li { (said(frame, file, one)) } } }
            }
        }
    }
}

fn said(frame: &Frame, file: &File, one: &Question) -> Markup {
    let said = file.simulation.said.get(&one.number);
    html! {
        span {
            b { (frame.say(&frame.office(&one.office))) } " " (frame.run(&one.words))
            @match said {
                Some((said, keys)) => {
                    br;
                    (frame.say(&said.stance.text())) " " (frame.run(&said.words))
                    br;
                    span.note {
                        (frame.t("依据：", "Rests on: ")) (named(frame, keys))
                    }
                }
                None if one.is_withdrawn => {
                    br; span.note { (frame.t("已撤回", "taken back")) }
                }
                None if one.is_overdue => { br; (frame.t("逾期未反馈", "overdue")) }
                None => { br; span.note { (frame.t("等待反馈", "awaited")) } }
            }
            @for (office, words) in thread(file, one.number) {
                br;
                span.note { (frame.say(&frame.office(office))) (frame.t("：", ": ")) }
                (frame.run(words))
            }
        }
    }
}

/// What was written on about a question, one after another.
fn thread(file: &File, number: u32) -> impl Iterator<Item = (&str, &str)> {
    file.past.iter().filter_map(move |past| match &past.event {
        Event::Reviewed(Step::OpinionFollowedUp { question, office, words, .. })
            if *question == number =>
        {
            Some((office.as_str(), words.as_str()))
        }
        _ => None,
    })
}

fn materials(frame: &Frame, file: &File) -> Markup {
    let simulation = &file.simulation;
    let who = &frame.principal;
    let is_own = who.acts_for() == Some(file.row.applicant.as_str())
        && who.is_entrusted_to(Entrusted::Correct);
    let is_open = is_own && simulation.state == State::UnderReview;
    html! {
        section.sheet #materials {
            h2 { (frame.t("材料", "Materials")) }
            ul.rows {
                @for one in &file.definition.matter.materials {
                    @let name = one.name();
                    li {
                        span { (frame.say(&name)) }
                        @if simulation.stood_in.contains(&one.id) {
                            (lamp(Shape::Still, frame.t("以意向、承诺替代", "assumed")))
                        } @else if simulation.review.handed_in.contains(&one.id) {
                            (lamp(Shape::Done, frame.t("已提交", "handed in")))
                        } @else {
                            (lamp(Shape::Soon, frame.t("还没有", "not here yet")))
                        }
                        @if is_open { (way_in(frame, file, one)) }
                    }
                }
            }
        }
    }
}

fn act_form(frame: &Frame, file: &File, (act, filled): (Act, Filled)) -> Markup {
    let at = format!("/approvals/simulations/{}/{}", file.row.number, act.address());
    html! {
        details.sheet open[frame.at == at] {
            summary { (act.name(frame)) }
            (form(frame, filled, (&at, act.name(frame)), |filled| act.fields(frame, filled, file)))
        }
    }
}

fn trail(frame: &Frame, file: &File) -> Markup {
    let is_inside = frame.principal.office().is_some();
    let may_read = |event: &Event| is_inside || event.disclosure() != Disclosure::Internal;
    html! {
        section.sheet {
            h2 { (frame.t("办理过程", "What happened")) }
            ol.trail {
                @for past in file.past.iter().rev().filter(|past| may_read(&past.event)) {
                    @let what: Text = past.event.title();
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
