//! What may be done about a link and about the whole (环节操作): by the office that handles it, by the
//! applicant, and by the receiving office on the applicant's word.

use approvals::assistance::Act as Entrusted;
use approvals::bundle::{Application, Applications, Command, LinkState, Standing};
use approvals::views::ApplicationRow;
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use catalogue::{Bundle, Uncorrected};
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use maud::{Markup, html};
use store::Fault;

use super::{Reading, Sent, Shared, file::show, mending, papers, word};
use crate::{
    Site,
    api::application_acts::application,
    desk::act::days,
    desk::entry::{count, day, line as entry, optional},
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, form},
    front::Done,
    hall::corrected,
    people::{Asked, no_day},
    principal::Principal,
    reader::Reader,
    shell::Frame,
};

/// What may be done about a link (环节操作).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Push,
    Take,
    Conclude,
    Extend,
    Return,
    Refuse,
    Mend,
    GiveUp,
}

impl Act {
    /// All of them, in the order in which the page offers them.
    pub(super) const ALL: [Act; 8] = [
        Act::Push,
        Act::Take,
        Act::Conclude,
        Act::Extend,
        Act::Return,
        Act::Refuse,
        Act::Mend,
        Act::GiveUp,
    ];

    /// What stands for it in an address.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Act::Push => "push",
            Act::Take => "taking",
            Act::Conclude => "conclusion",
            Act::Extend => "extension",
            Act::Return => "return",
            Act::Refuse => "refusal",
            Act::Mend => "correction",
            Act::GiveUp => "abandonment",
        }
    }

    /// What its button says.
    pub(super) fn name(self) -> Text {
        match self {
            Act::Push => text("推送部门", "Push to the department"),
            Act::Take => text("部门已在办理", "The department is at work"),
            Act::Conclude => text("办结", "Done"),
            Act::Extend => text("情形复杂，延长期限", "Complex: put the limit off"),
            Act::Return => text("退回申请人", "Send back to the applicant"),
            Act::Refuse => text("不予办理", "Refuse"),
            Act::Mend => text("补正后再办", "Mended, go on"),
            Act::GiveUp => text("放弃该环节", "Give this link up"),
        }
    }

    /// Is it done seldom? Then it is folded away.
    pub(super) fn is_rare(self) -> bool {
        matches!(self, Act::Extend | Act::Refuse | Act::GiveUp)
    }

    /// Does the state of the link allow it?
    pub(super) fn suits(self, one: &Standing) -> bool {
        match self {
            Act::Push => one.state == LinkState::ToPush,
            Act::Take => one.state == LinkState::Pushed,
            Act::Extend => {
                one.state.is_open() && one.link.extension_days > 0 && one.extended_by == 0
            }
            Act::Conclude | Act::Return | Act::Refuse => {
                matches!(one.state, LinkState::Pushed | LinkState::InHand)
            }
            Act::Mend => one.state == LinkState::Returned,
            Act::GiveUp => !one.state.is_over(),
        }
    }

    /// Is it this reader's to do?
    pub(super) fn is_for(
        self,
        principal: &Principal,
        row: &ApplicationRow,
        one: &Standing,
    ) -> bool {
        let own = |act| papers::is_own(principal, row) && principal.is_entrusted_to(act);
        match self {
            Act::Mend => own(Entrusted::Correct) || word::receives(principal, row),
            Act::GiveUp => own(Entrusted::Withdraw) || word::receives(principal, row),
            Act::Push | Act::Take | Act::Conclude | Act::Extend | Act::Return | Act::Refuse => {
                principal.office() == Some(one.link.office.as_str())
            }
        }
    }

    /// Is it what the applicant says? At the desk it is entered on the applicant's word.
    fn is_the_applicants(self) -> bool {
        matches!(self, Act::Mend | Act::GiveUp)
    }

    /// The command that a form asks for.
    fn command(
        self,
        site: &Site,
        (application, certificate): (&Application, String),
        form: &Form,
    ) -> Result<Command, Wrong> {
        let line = |name: &str| form.get(name).to_owned();
        Ok(match self {
            Act::Push => Command::Push { certificate, reference: line("reference") },
            Act::Take => Command::Take { certificate },
            Act::Conclude => Command::Conclude {
                certificate,
                document: line("document"),
                credit_code: line("credit-code"),
                originals_seen: form.get("originals-seen") == "yes",
            },
            Act::Extend => Command::Extend {
                certificate,
                days: days(form, "days")?.unwrap_or_default(),
                reason: line("because"),
                allowed_by: line("allowed-by"),
            },
            Act::Return => {
                let mend_by = form.day("mend-by");
                let mend_by =
                    mend_by.map_err(|()| Wrong { field: "mend-by", refused: no_day() })?;
                let unmended = site.pack.zone.regime.uncorrected;
                Command::Return { certificate, reason: line("reason"), mend_by, unmended }
            }
            Act::Refuse => Command::Refuse {
                certificate,
                document: line("document"),
                reasons: line("reasons"),
                appeal: line("appeal"),
            },
            Act::Mend => mending::command(site, application, &certificate, form),
            Act::GiveUp => Command::GiveUp { certificate, reason: line("reason") },
        })
    }
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
        let Some((row, application)) = application(site, &reader.principal, &of)? else {
            return Ok(Done::NotFound);
        };
        let office = application.link(&certificate).map(|one| one.link.office.clone());
        let told = (&application, certificate.clone());
        let command = match act.command(site, told, form) {
            Ok(command) => command,
            Err(wrong) => return Ok(Done::Wrong(vec![wrong])),
        };
        let office = office.unwrap_or_default();
        ask(site, (reader, form), (&row, &office), (command, act.is_the_applicants()))
    };
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        show(site, frame, &number, (filled, &[]))
    };
    front.submit((reader, sent), take, again).await
}

/// The applicant takes it back, at the desk or by itself.
pub async fn withdrawal(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(sent): Sent,
) -> Result<Response, Failure> {
    let of = number.clone();
    let take = move |site: &Site, reader: &Reader, form: &Form| {
        let Some((row, _)) = application(site, &reader.principal, &of)? else {
            return Ok(Done::NotFound);
        };
        let command = Command::Withdraw { reason: form.get("reason").to_owned() };
        ask(site, (reader, form), (&row, &row.lead_office), (command, true))
    };
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        show(site, frame, &number, (filled, &[]))
    };
    front.submit((reader, sent), take, again).await
}

/// Asks it; what the desk enters on the applicant's word is a visit, too, and is not entered before
/// it is said why they come.
fn ask(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (row, office): (&ApplicationRow, &str),
    (command, is_the_applicants): (Command, bool),
) -> Result<Done, Fault> {
    let is_brought = is_the_applicants && word::receives(&reader.principal, row);
    let mut asked = Asked::of(site, reader, form);
    if is_brought {
        if let Err(wrong) = corrected::cause_of(form) {
            return Ok(Done::Wrong(vec![wrong]));
        }
        asked = asked.on_the_word_of_applicant(&row.applicant);
    }
    if let Err(refused) = asked.ask::<Applications>(&row.subject, command)? {
        let field = match refused.code {
            "approvals.founded_code_unfit" => "credit-code",
            "approvals.link_mending_day_past" => "mend-by",
            "approvals.link_extension_unfit" => "days",
            "approvals.link_material_unseen" => "originals-seen",
            _ => "",
        };
        return Ok(Done::Wrong(vec![Wrong { field, refused }]));
    }
    if is_brought {
        let about = (row.subject.clone(), office);
        if let Err(wrong) = corrected::record_visit(site, (reader, form), about)? {
            return Ok(Done::Wrong(vec![wrong]));
        }
    }
    Ok(Done::see(format!("/applications/{}", row.number)))
}

/// The form of an act on a link.
pub(super) fn asked(
    frame: &Frame,
    (row, application, bundle): (&ApplicationRow, &Application, Option<&Bundle>),
    (act, one): (Act, &Standing),
    filled: Filled,
) -> Markup {
    let certificate = &one.link.certificate;
    let action = format!("/applications/{}/links/{certificate}/{}", row.number, act.noun());
    let within = format!("{certificate}-{}-", act.noun());
    let name = act.name();
    let of = (row, application, bundle);
    let asked = match act {
        Act::Mend => mend(frame, of, one, (&action, filled.within(&within))),
        Act::Push
        | Act::Take
        | Act::Conclude
        | Act::Extend
        | Act::Return
        | Act::Refuse
        | Act::GiveUp => form(frame, filled, (&action, frame.say(&name)), |filled| {
            fields(frame, (row, application), (act, one), filled.within(&within))
        }),
    };
    html! {
        // What is done seldom is folded away, until it comes back.
        @if act.is_rare() {
            details open[frame.at.ends_with(&action)] {
                summary { (frame.say(&name)) }
                (asked)
            }
        } @else { (asked) }
    }
}

/// The form of a link that was sent back, with what of it does not fit where it was sent.
fn mend(
    frame: &Frame,
    (row, application, bundle): (&ApplicationRow, &Application, Option<&Bundle>),
    one: &Standing,
    (action, filled): (&str, Filled),
) -> Markup {
    let is_sent = frame.at.split('?').next() == Some(action);
    let blank = Form::default();
    let written = match frame.typed(action) {
        Some(typed) if filled.wrongs.is_empty() => typed.form,
        Some(_) | None if is_sent => filled.form,
        Some(_) | None => &blank,
    };
    let of = (application, &one.link);
    let mending = mending::Mending::of((frame, bundle), of, written);
    let unfit = match is_sent && !filled.wrongs.is_empty() {
        true => mending.unfit(frame),
        false => Vec::new(),
    };
    let name = Act::Mend.name();
    form(frame, filled.answered(&unfit), (action, frame.say(&name)), |filled| {
        html! {
            (mending.fields(frame, filled))
            (word::fields(frame, row, filled))
        }
    })
}

fn fields(
    frame: &Frame,
    (row, application): (&ApplicationRow, &Application),
    (act, one): (Act, &Standing),
    filled: Filled,
) -> Markup {
    let line = |name, label| field(frame, filled, Field::line(name, label));
    match act {
        Act::Push => line("reference", ("推送编号", "Number of the push")),
        Act::Take | Act::Mend => html! {},
        Act::Conclude => html! {
            (line("document", ("证照或者文书编号", "Number of the certificate")))
            @if one.link.founds {
                (line("credit-code", ("统一社会信用代码", "Unified social credit code")))
            }
            @if application.handed_in.iter().any(|id| one.link.papers.contains(id)) {
                (seen(frame, filled))
            }
        },
        Act::Extend => html! {
            p.note {
                (frame.t(
                    &format!("经负责人批准，可以延长一次，最多{}个工作日。", one.link.extension_days),
                    &format!(
                        "Once, by {} working days at most, where the head of the organ allows it.",
                        one.link.extension_days
                    ),
                ))
            }
            (entry(frame, filled, count("days", ("延长几个工作日", "Working days more")), ""))
            (line("because", ("延长的理由", "Why")))
            (line("allowed-by", ("批准延长的负责人", "Who allowed it")))
        },
        Act::Return => returning(frame, filled),
        Act::Refuse => html! {
            (line("document", ("不予办理决定书编号", "Number of the decision")))
            (line("reasons", ("不予办理的理由", "Reasons")))
            (line("appeal", ("复议、诉讼途径与期限", "Way and time to appeal")))
        },
        Act::GiveUp => html! {
            p.note {
                (frame.t(
                    "放弃后不再办理；以本环节为前提的环节一并终止，其他环节照常。",
                    "It is not gone on with, nor is what builds on it; the others go on.",
                ))
            }
            (field(frame, filled, optional(Field::line("reason", ("原因", "Reason")))))
            (word::fields(frame, row, filled))
        },
    }
}

/// Why a link goes back, and by when it is to be mended.
fn returning(frame: &Frame, filled: Filled) -> Markup {
    let regime = &frame.zone.regime;
    let by = regime
        .correction_days
        .filter(|days| *days > 0)
        .map(|days| Limit::working(days).ends(frame.today(), &frame.calendar).date.to_string());
    let until = day("mend-by", ("补正截止日期", "Last day for the correction"));
    let until = match regime.uncorrected {
        Uncorrected::Withdrawn => until.hint(
            "按本园区规则预填，可改；逾期不补正，该环节视为撤回",
            "Filled in by the zone's rule, may be changed; the link counts as withdrawn \
             where it is missed",
        ),
        Uncorrected::Waits => until.hint("逾期不产生后果", "Nothing follows where it is missed"),
    };
    html! {
        (field(frame, filled, Field::line("reason", ("退回原因", "What is to be mended"))))
        (entry(frame, filled, optional(until), by.as_deref().unwrap_or("")))
    }
}

/// The office's word on papers that have no file.
fn seen(frame: &Frame, filled: Filled) -> Markup {
    let wrong = filled.at("originals-seen");
    html! {
        div.field.wrong[wrong.is_some()] {
            @if let Some(wrong) = wrong { p.error { (frame.say(&wrong.refused.sentence)) } }
            label.answer {
                input type="checkbox" name="originals-seen" value="yes"
                    checked[filled.form.get("originals-seen") == "yes"];
                span {
                    (frame.t(
                        "没有上传文件的材料，已在窗口看过原件",
                        "Papers without a file: the originals were seen at the desk",
                    ))
                }
            }
        }
    }
}
