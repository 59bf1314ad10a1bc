//! An application with its links (一件事办理情况): where each stands, and what the reader may do.

use approvals::assistance::Act as Entrusted;
use approvals::bundle::{Application, Applications, Command, Event, LinkState, Standing};
use approvals::views::{ApplicationRow, DELIVER_WITHIN, visits_of};
use approvals::visit::Tally;
use axum::extract::{Extension, Path, State};
use axum::response::{Html, Response};
use catalogue::{Bundle, LinkMode};
use jiff::Timestamp;
use kernel::refusal::Refused;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use maud::{Markup, html};
use store::{Fault, Past};

use super::{Reading, Sent, Shared, board::state, delivery, grade, lamps, mending, papers};
use crate::{
    Site,
    api::application_acts::application,
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, form},
    front::{Done, Shown},
    hall::visits::counted,
    people::Asked,
    principal::Principal,
    public::bundle::mode,
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
    words::moment,
};

/// What may be done about a link (环节操作).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Push,
    Take,
    Conclude,
    Return,
    Refuse,
    Mend,
}

/// What the page shows.
struct Found<'a> {
    row: ApplicationRow,
    application: Application,
    past: Vec<Past<Event>>,
    papers: Markup,
    bundle: Option<&'a Bundle>,
    visits: Tally,
    delivery: Markup,
    grade: Markup,
}

impl Act {
    const ALL: [Act; 6] =
        [Act::Push, Act::Take, Act::Conclude, Act::Return, Act::Refuse, Act::Mend];

    fn noun(self) -> &'static str {
        match self {
            Act::Push => "push",
            Act::Take => "taking",
            Act::Conclude => "conclusion",
            Act::Return => "return",
            Act::Refuse => "refusal",
            Act::Mend => "correction",
        }
    }

    fn name(self) -> Text {
        match self {
            Act::Push => text("推送部门", "Push to the department"),
            Act::Take => text("部门已在办理", "The department is at work"),
            Act::Conclude => text("办结", "Done"),
            Act::Return => text("退回申请人", "Send back to the applicant"),
            Act::Refuse => text("不予办理", "Refuse"),
            Act::Mend => text("补正后再办", "Mended, go on"),
        }
    }

    /// Does the state of the link allow it?
    fn suits(self, state: LinkState) -> bool {
        match self {
            Act::Push => state == LinkState::ToPush,
            Act::Take => state == LinkState::Pushed,
            Act::Conclude | Act::Return | Act::Refuse => {
                matches!(state, LinkState::Pushed | LinkState::InHand)
            }
            Act::Mend => state == LinkState::Returned,
        }
    }

    /// Is it this reader's to do?
    fn is_for(self, principal: &Principal, found: &Found, one: &Standing) -> bool {
        let is_own = principal.applies_as().as_ref() == Some(&found.row.applicant);
        match self {
            Act::Mend => is_own && principal.is_entrusted_to(Entrusted::Correct),
            Act::Push | Act::Take | Act::Conclude | Act::Return | Act::Refuse => {
                principal.office() == Some(one.link.office.as_str())
            }
        }
    }
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

/// An act on a link.
pub async fn act(
    State(front): Shared,
    Extension(reader): Reading,
    Path((number, certificate, noun)): Path<(String, String, String)>,
    Extension(sent): Sent,
) -> Result<Response, Failure> {
    let act = Act::ALL.into_iter().find(|act| act.noun() == noun).ok_or(Failure::NotFound)?;
    let of = number.clone();
    let take = move |site: &Site, reader: &Reader, form: &Form| {
        let line = |name: &str| form.get(name).to_owned();
        let certificate = certificate.clone();
        ask(site, (reader, form), &of, |application| match act {
            Act::Push => Command::Push { certificate, reference: line("reference") },
            Act::Take => Command::Take { certificate },
            Act::Conclude => {
                let (document, credit_code) = (line("document"), line("credit-code"));
                Command::Conclude { certificate, document, credit_code }
            }
            Act::Return => Command::Return { certificate, reason: line("reason") },
            Act::Refuse => Command::Refuse {
                certificate,
                document: line("document"),
                reasons: line("reasons"),
                appeal: line("appeal"),
            },
            Act::Mend => mending::command(site, application, &certificate, form),
        })
    };
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        show(site, frame, &number, (filled, &[]))
    };
    front.submit((reader, sent), take, again).await
}

/// The applicant takes it back.
pub async fn withdrawal(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(sent): Sent,
) -> Result<Response, Failure> {
    let of = number.clone();
    let take = move |site: &Site, reader: &Reader, form: &Form| {
        let command = Command::Withdraw { reason: form.get("reason").to_owned() };
        ask(site, (reader, form), &of, |_| command)
    };
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        show(site, frame, &number, (filled, &[]))
    };
    front.submit((reader, sent), take, again).await
}

fn ask(
    site: &Site,
    (reader, form): (&Reader, &Form),
    number: &str,
    command: impl FnOnce(&Application) -> Command,
) -> Result<Done, Fault> {
    let Some((row, application)) = application(site, &reader.principal, number)? else {
        return Ok(Done::NotFound);
    };
    let command = command(&application);
    Ok(match Asked::of(site, reader, form).ask::<Applications>(&row.subject, command)? {
        Ok(_) => Done::see(format!("/applications/{number}")),
        Err(refused) => {
            let at = match refused.code {
                "approvals.founded_code_unfit" => "credit-code",
                _ => "",
            };
            Done::Wrong(vec![Wrong { field: at, refused }])
        }
    })
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
    let found = Found { row, application, past, papers, bundle, visits, delivery, grade };
    Ok(Some(page(frame, &found, filled)))
}

fn page(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let row = &found.row;
    let who = &frame.principal;
    let is_own = who.applies_as().as_ref() == Some(&row.applicant)
        && who.is_entrusted_to(Entrusted::Withdraw);
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
                p { (frame.t("承诺办结：", "Promised: ")) (lamps::due(frame, Some(promise))) }
            }
            @if let Some(day) = row.deliver_by {
                p {
                    (frame.t("结果送达期限：", "To be delivered by: "))
                    (lamps::due(frame, Some((day, DELIVER_WITHIN))))
                }
            }
            @for one in &found.application.links { (link(frame, found, one, filled)) }
            (found.papers)
            (found.delivery)
            (found.grade)
            (counted(frame, (&row.number, &found.application.offices()), (found.visits, html! {})))
            @if is_own && !found.application.is_over() && !is_issued {
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
                            field(frame, filled.within("withdrawal-"), reason)
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
    let promise = found.application.promised_days.zip(found.application.received_on);
    let kept = promise.map(|(days, from)| {
        let due = Limit::working(days).ends(from, &frame.calendar).date;
        let is_kept = last <= due;
        (
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
        )
    });
    let (zh, en) = kept.unwrap_or_else(|| ("。".into(), ".".into()));
    frame.t(&(took + &zh), &(took_en + &en)).to_owned()
}

fn link(frame: &Frame, found: &Found, one: &Standing, filled: Filled) -> Markup {
    let certificate = &one.link.certificate;
    let suits = |act: &Act| act.suits(one.state) && act.is_for(&frame.principal, found, one);
    let acts: Vec<Act> = match found.application.is_over() {
        true => Vec::new(),
        false => Act::ALL.into_iter().filter(suits).collect(),
    };
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
                    (lamps::due(frame, Some((day, one.link.limit_days))))
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
            @for act in acts {
                @let (number, noun) = (&found.row.number, act.noun());
                @let action = format!("/applications/{number}/links/{certificate}/{noun}");
                @let within = format!("{certificate}-{}-", act.noun());
                @let name = act.name();
                @let asked = match act {
                    Act::Mend => mend(frame, found, one, (&action, filled.within(&within))),
                    Act::Push | Act::Take | Act::Conclude | Act::Return | Act::Refuse => {
                        form(frame, filled, (&action, frame.say(&name)), |filled| {
                            fields(frame, (act, one), filled.within(&within))
                        })
                    }
                };
                // What is done seldom is folded away, until it comes back.
                @if act == Act::Refuse {
                    details open[frame.at.ends_with(&action)] {
                        summary { (frame.say(&name)) }
                        (asked)
                    }
                } @else { (asked) }
            }
        }
    }
}

/// Why a link did not go on: what is to be mended, or why it ended, and what can be done.
fn why(frame: &Frame, found: &Found, one: &Standing) -> Markup {
    let refused = || found.application.link(&one.reason).map(|other| other.link.name());
    html! {
        @match one.state {
            LinkState::Returned => {
                p.told { (frame.t("退回原因：", "Sent back: ")) (frame.run(&one.reason)) }
            }
            LinkState::Refused => {
                p.told { (frame.t("不予办理的理由：", "Refused: ")) (frame.run(&one.reason)) }
                p.note { (frame.t("不服的，可以：", "To appeal: ")) (frame.run(&one.appeal)) }
            }
            LinkState::Dropped => @if let Some(name) = refused() {
                p.note {
                    (frame.t(
                        &format!("“{}”不予办理，本环节不再办理；办成后可以另行申请。", name.zh),
                        &format!(
                            "{} was refused, so this cannot go on; it can be applied for again \
                             once that is there.",
                            name.en
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

/// The form of a link that was sent back, with what of it does not fit where it was sent.
fn mend(frame: &Frame, found: &Found, one: &Standing, (action, filled): (&str, Filled)) -> Markup {
    let is_sent = frame.at.split('?').next() == Some(action);
    let blank = Form::default();
    let written = match frame.typed(action) {
        Some(typed) if filled.wrongs.is_empty() => typed.form,
        Some(_) | None if is_sent => filled.form,
        Some(_) | None => &blank,
    };
    let of = (&found.application, &one.link);
    let mending = mending::Mending::of((frame, found.bundle), of, written);
    let unfit = match is_sent && !filled.wrongs.is_empty() {
        true => mending.unfit(frame),
        false => Vec::new(),
    };
    let name = Act::Mend.name();
    form(frame, filled.answered(&unfit), (action, frame.say(&name)), |filled| {
        mending.fields(frame, filled)
    })
}

fn fields(frame: &Frame, (act, one): (Act, &Standing), filled: Filled) -> Markup {
    let line = |name, label| field(frame, filled, Field::line(name, label));
    match act {
        Act::Push => line("reference", ("推送编号", "Number of the push")),
        Act::Take => html! {},
        Act::Conclude => html! {
            (line("document", ("证照或者文书编号", "Number of the certificate")))
            @if one.link.founds {
                (line("credit-code", ("统一社会信用代码", "Unified social credit code")))
            }
        },
        Act::Return => line("reason", ("退回原因", "What is to be mended")),
        Act::Refuse => html! {
            (line("document", ("不予办理决定书编号", "Number of the decision")))
            (line("reasons", ("不予办理的理由", "Reasons")))
            (line("appeal", ("复议、诉讼途径与期限", "Way and time to appeal")))
        },
        Act::Mend => html! {},
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
                            }
                        }
                    }
                }
            }
        }
    }
}
