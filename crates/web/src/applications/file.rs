//! An application with its links (一件事办理情况): where each stands, and what the reader may do.

use approvals::assistance::Act as Entrusted;
use approvals::bundle::{Application, Applications, Event, LinkState, Standing};
use approvals::views::{ApplicationRow, DELIVER_WITHIN, PaperRow, visits_of};
use approvals::visit::Tally;
use axum::extract::{Extension, Path, State};
use axum::response::Html;
use catalogue::{Bundle, LinkMode, Uncorrected};
use jiff::{Timestamp, civil::Date};
use kernel::refusal::Refused;
use maud::{Markup, html};
use store::Past;

use super::acts::{Act, asked};
use super::{Reading, Shared, board::state, delivery, grade, lamps, papers, word};
use crate::{
    Site,
    api::application_acts::application,
    documents::{list, papers_of},
    error::Failure,
    form::{Field, Filled, Form, field, form},
    front::Shown,
    hall::visits::counted,
    public::bundle::mode,
    shell::{self, Frame, Room, crumbs},
    words::moment,
};

/// What the page shows.
struct Found<'a> {
    row: ApplicationRow,
    application: Application,
    past: Vec<Past<Event>>,
    papers: Markup,
    issued: Vec<(PaperRow, String)>,
    bundle: Option<&'a Bundle>,
    visits: Tally,
    delivery: Markup,
    grade: Markup,
}

/// The page.
pub async fn file(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        show(site, frame, &number, (Filled::of(&Form::default(), &[]), &[]))
    });
    Ok(Html(page.await?.0))
}

/// The page, after a form of it or a file that was not taken.
pub(super) fn show(
    site: &Site,
    frame: &mut Frame,
    number: &str,
    (filled, unfit): (Filled, &[Refused]),
) -> Shown {
    let Some((row, application)) = application(site, &frame.principal, number)? else {
        return Ok(None);
    };
    frame.place = format!("/applications/{number}");
    let past = site.store.history::<Applications>(&site.zone, &row.subject)?;
    let papers = papers::section(site, frame, (&row, &application), unfit)?;
    let grade = grade::section(site, frame, &row, filled)?;
    let delivery = delivery::section(site, frame, &row, filled)?;
    let bundle = site.pack.bundle(&application.bundle);
    let visits = site.store.read(&site.zone, |open| visits_of(open, &row.subject))?;
    let visits = visits.map(|row| row.tally).unwrap_or_default();
    let issued = papers_of(site, &row.subject)?;
    let found = Found { row, application, past, papers, issued, bundle, visits, delivery, grade };
    Ok(Some(page(frame, &found, filled)))
}

fn page(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let row = &found.row;
    let who = &frame.principal;
    let is_own = papers::is_own(who, row) && who.is_entrusted_to(Entrusted::Withdraw);
    let may_withdraw = is_own || word::receives(who, row);
    let is_issued = found.application.links.iter().any(|one| one.state == LinkState::Done);
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, Room::of(frame), &[("/applications", html! {
                (frame.t("一件事申请", "Applications for bundles"))
            })]))
            h1 { (frame.say(&row.title)) }
            p.code.n { (frame.t("收件编号 ", "Receipt No. ")) (row.number) }
            p.lead { (state(frame, row)) (measured(frame, found)) }
            @if let Some(promise) = row.due.zip(row.promised_days) {
                (promised(frame, found, promise))
            }
            @if let Some(day) = row.deliver_by {
                p {
                    (frame.t("结果送达期限：", "To be delivered by: "))
                    (lamps::due(frame, Some((day, DELIVER_WITHIN))))
                }
            }
            @for one in &found.application.links { (link(frame, found, one, filled)) }
            (found.papers)
            (list::issued(&found.issued, frame))
            (found.delivery)
            (found.grade)
            (counted(frame, (&row.number, &found.application.offices()), (found.visits, html! {})))
            @if may_withdraw && !found.application.is_over() && !is_issued {
                section.sheet {
                    header { h2 { (frame.t("撤回申请", "Take it back")) } }
                    (form(
                        frame,
                        filled,
                        (
                            &format!("/applications/{}/withdrawal", row.number),
                            frame.t("撤回", "Withdraw"),
                        ),
                        |filled| {
                            let reason = Field::line("reason", ("原因", "Reason"));
                            let reason = Field { is_optional: true, ..reason };
                            let filled = filled.within("withdrawal-");
                            html! {
                                (field(frame, filled, reason))
                                (word::fields(frame, row, filled))
                            }
                        },
                    ))
                }
            }
            (story(frame, found))
        }
    };
    let title = format!("{} {}", frame.say(&row.title), row.number);
    shell::page(frame, &title, &body)
}

/// The last day of what is promised, with what it counts; or that time stands still.
fn promised(frame: &Frame, found: &Found, promise: (Date, u32)) -> Markup {
    let application = &found.application;
    let counted = application.links.iter();
    let counted = counted.filter(|one| application.counts_until.contains(&one.link.certificate));
    let (zh, en): (Vec<String>, Vec<String>) =
        counted.map(|one| (one.link.title.clone(), one.link.title_en.clone())).unzip();
    let is_part = !zh.is_empty() && zh.len() < application.links.len();
    html! {
        p {
            (frame.t("承诺办结：", "Promised: "))
            @match found.row.stands_since {
                None => (lamps::due(frame, Some(promise))),
                Some(day) => span.note {
                    (frame.t(
                        &format!("等申请人补正，自{day}起停止计时。"),
                        &format!("with the applicant since {day}: time stands still."),
                    ))
                },
            }
            @if is_part {
                " " span.note {
                    (frame.t(
                        &format!("算到{}办结为止。", zh.join("、")),
                        &format!("Kept with: {}.", en.join(", ")),
                    ))
                }
            }
        }
    }
}

/// How long all of it took, against what was promised.
fn measured(frame: &Frame, found: &Found) -> String {
    let Some(last) = found.application.through_on else { return String::new() };
    let at = |is_end: bool| -> Option<Timestamp> {
        let is = |past: &&Past<Event>| match &past.event {
            Event::BundleSubmitted { .. } => !is_end,
            Event::BundleThrough { .. } => is_end,
            _ => false,
        };
        found.past.iter().find(is).map(|past| past.at)
    };
    let minutes = at(false)
        .zip(at(true))
        .map_or(0, |(began, ended)| ended.duration_since(began).as_mins().max(0));
    let (hours, rest) = (minutes / 60, minutes % 60);
    let took = format!("；用时{hours}小时{rest}分");
    let took_en = format!("; it took {hours} h {rest} min");
    let promise = found.application.promised_days.zip(found.application.clock.as_ref());
    let kept = promise.and_then(|(days, clock)| {
        let ended = clock.ended.unwrap_or(last);
        let due = found.application.due(&frame.calendar, ended)?;
        let is_kept = !due.overdue;
        Some((
            if is_kept {
                format!("，承诺{days}个工作日，已兑现。")
            } else {
                format!("，超过承诺的{days}个工作日。")
            },
            if is_kept {
                format!(", within the {days} working day(s) promised.")
            } else {
                format!(", more than the {days} working day(s) promised.")
            },
        ))
    });
    let (zh, en) = kept.unwrap_or_else(|| ("。".into(), ".".into()));
    frame.t(&(took + &zh), &(took_en + &en)).to_owned()
}

fn link(frame: &Frame, found: &Found, one: &Standing, filled: Filled) -> Markup {
    let certificate = &one.link.certificate;
    let who = &frame.principal;
    let suits = |act: &Act| act.suits(one) && act.is_for(who, &found.row, one);
    let acts: Vec<Act> = match found.application.is_over() {
        true => Vec::new(),
        false => Act::ALL.into_iter().filter(suits).collect(),
    };
    let of = (&found.row, &found.application, found.bundle);
    html! {
        section.sheet id=(certificate) {
            header {
                h2 { (frame.say(&one.link.name())) }
                span.state.open[!one.state.is_over()] { (frame.say(&one.state.text())) }
            }
            p.note {
                (frame.say(&one.link.department())) " · " (frame.say(&mode(one.link.mode)))
                @if one.state.is_over() {
                    @if let Some(day) = one.since { " · " (frame.t("自", "since")) " " (day) }
                } @else { " · " (lamps::stays(frame, one.since)) }
            }
            @if let Some(day) = one.due(&frame.calendar).filter(|_| !found.application.is_over()) {
                p {
                    (frame.t("法定期限：", "By law: "))
                    (lamps::due(frame, Some((day, one.limit()))))
                    @if one.extended_by > 0 {
                        " " span.note {
                            (frame.t(
                                &format!("（情形复杂，延长{}个工作日）", one.extended_by),
                                &format!("({} working days more: complex)", one.extended_by),
                            ))
                        }
                    }
                }
            }
            @if !one.document.is_empty() {
                p { (frame.t("编号：", "Number: ")) (frame.run(&one.document)) }
            }
            @if one.link.founds && !found.application.credit_code.is_empty() {
                p.n {
                    (frame.t("统一社会信用代码：", "Unified social credit code: "))
                    (found.application.credit_code)
                }
            }
            (why(frame, found, one))
            @for act in acts { (asked(frame, of, (act, one), filled)) }
        }
    }
}

/// Why a link did not go on: what is to be mended, or why it ended, and what can be done.
fn why(frame: &Frame, found: &Found, one: &Standing) -> Markup {
    let ended = || found.application.link(&one.reason);
    html! {
        @match one.state {
            LinkState::Returned => {
                p.told { (frame.t("退回原因：", "Sent back: ")) (frame.run(&one.reason)) }
                @if let Some((day, then)) = one.mend_by {
                    p.note {
                        (frame.t("请于", "To be mended by ")) time datetime=(day) { (day) }
                        (frame.t("前补正", ""))
                        @match then {
                            Uncorrected::Withdrawn => (frame.t(
                                "；逾期不补正，该环节视为撤回。",
                                "; after that the link counts as withdrawn.",
                            )),
                            Uncorrected::Waits => (frame.t("。", ".")),
                        }
                    }
                }
            }
            LinkState::Refused => {
                p.told { (frame.t("不予办理的理由：", "Refused: ")) (frame.run(&one.reason)) }
                p.note { (frame.t("不服的，可以：", "To appeal: ")) (frame.run(&one.appeal)) }
            }
            LinkState::GivenUp => @if !one.reason.is_empty() {
                p.note { (frame.t("放弃原因：", "Given up: ")) (frame.run(&one.reason)) }
            },
            LinkState::Lapsed => p.note {
                (frame.t(
                    "没有在期限内补正，视为撤回；可以另行申请。",
                    "It was not mended in time and counts as withdrawn; apply for it again.",
                ))
            },
            LinkState::Dropped => @if let Some(other) = ended() {
                @let (name, how) = (other.link.name(), other.state.text());
                p.note {
                    (frame.t(
                        &format!(
                            "“{}”{}，本环节不再办理；办成后可以另行申请。",
                            name.zh, how.zh
                        ),
                        &format!(
                            "{}: {}, so this cannot go on; it can be applied for again once that \
                             is there.",
                            name.en, how.en
                        ),
                    ))
                }
            },
            LinkState::Waiting
            | LinkState::ToPush
            | LinkState::Pushed
            | LinkState::InHand
            | LinkState::Done => {}
        }
    }
}

fn story(frame: &Frame, found: &Found) -> Markup {
    let name = |id: &str| found.application.link(id).map(|one| one.link.name());
    let is_merged =
        |id: &str| found.application.link(id).is_some_and(|one| one.link.mode == LinkMode::Merged);
    html! {
        section.sheet {
            header { h2 { (frame.t("办理过程", "What happened")) } }
            ol.trail {
                @for past in &found.past {
                    @let about = past.event.certificate();
                    @if !about.is_some_and(|id| {
                        is_merged(id) && matches!(past.event, Event::LinkStarted { .. })
                    }) {
                        li {
                            p {
                                (frame.say(&past.event.title()))
                                @if let Some(name) = about.and_then(name) {
                                    (frame.t("：", ": ")) (frame.say(&name))
                                }
                            }
                            p.note.parts.n {
                                time datetime=(past.at) { (moment(frame.language, past.at)) }
                                span { (frame.say(&frame.actor(&past.actor))) }
                                @if past.asserted_by != past.actor {
                                    span {
                                        (frame.t("按申请人的陈述", "on the applicant's word"))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
