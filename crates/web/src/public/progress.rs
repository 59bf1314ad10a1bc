//! Where a case stands (进度查询), for whoever has its number and four characters of its applicant.
//!
//! A number that there is not and a number with the wrong four characters are answered in the same
//! words. Tries are counted by number and by address.
//!
//! Never: a name, a phone, a code, what an office wrote. What is shown follows from kinds and days.

use std::sync::Arc;

use approvals::case::{Cases, Definition, Event, State, conversion};
use approvals::package::{self, Packages};
use approvals::views::{CaseRow, Holding, Progress, definition, progress};
use jiff::Timestamp;
use kernel::personal::Personal;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use crate::Site;
use crate::form::{Field, Filled, Form, Wrong, field, form};
use crate::lamp::{Shape, lamp};
use crate::shell::{self, Frame, Room, crumbs};
use crate::words::moment;

/// Characters of a phone or a credit code that are asked for.
const TAIL: usize = 4;
/// Characters of a number.
const LONGEST: usize = 20;

/// Why nothing is shown.
#[derive(Clone, Copy, Debug)]
pub enum Flaw {
    /// There is no such number, or the four characters are not its applicant's.
    Unknown,
    /// It was tried too often.
    TooOften,
}

/// What is shown of one case.
pub struct Found {
    number: String,
    cases: Vec<Told>,
}

struct Told {
    row: CaseRow,
    definition: Arc<Definition>,
    steps: Vec<(Timestamp, Text)>,
}

impl Flaw {
    /// What is said, and where.
    pub fn wrong(self) -> Wrong {
        let (code, sentence, remedy, ground) = match self {
            Flaw::Unknown => (
                "web.progress_unknown",
                text(
                    "编号与后四位不相符，或者没有这个编号。",
                    "The number and the four characters do not belong together, or there is no \
                     such number.",
                ),
                text(
                    "请对照回执核对编号，并使用申请时填写的手机号后四位。",
                    "Compare the number with the receipt, and use the last four digits of the \
                     phone given with the application.",
                ),
                Ground::Content,
            ),
            Flaw::TooOften => (
                "web.progress_too_often",
                text("查询次数过多。", "That was tried too often."),
                text("请六分钟后再试，或登录后查看。", "Try again in six minutes, or sign in."),
                Ground::State,
            ),
        };
        Wrong { field: "number", refused: Refused { code, sentence, remedy, basis: "", ground } }
    }
}

/// The name under which tries are counted.
pub fn counted_as(form: &Form) -> String {
    format!("progress {}", number_of(form))
}

fn number_of(form: &Form) -> String {
    form.get("number").to_uppercase().chars().take(LONGEST).collect()
}

/// Reads where it stands.
pub fn read(site: &Site, form: &Form) -> Result<Result<Found, Flaw>, Fault> {
    let (number, tail) = (number_of(form), form.get("tail").to_uppercase());
    let found = site.store.read(&site.zone, |views| progress(views, &number))?;
    let Some(found) = found.filter(|_| tail.chars().count() == TAIL) else {
        return Ok(Err(Flaw::Unknown));
    };
    let (applicant, phones, rows) = match found {
        Progress::Case(row) => (row.applicant.clone(), phones_of_case(site, &row)?, vec![*row]),
        Progress::Package(package, rows) => {
            (package.applicant, phones_of_package(site, &package.subject)?, rows)
        }
    };
    let fits = |word: &str| word.to_uppercase().ends_with(&tail);
    if !fits(&applicant) && !phones.iter().any(|phone| fits(phone)) {
        return Ok(Err(Flaw::Unknown));
    }
    let cases = rows.into_iter().map(|row| told(site, row)).collect::<Result<Vec<_>, _>>()?;
    Ok(Ok(Found { number, cases }))
}

fn phones_of_case(site: &Site, row: &CaseRow) -> Result<Vec<String>, Fault> {
    let past = site.store.history::<Cases>(&site.zone, &row.subject)?;
    let mut phones = Vec::new();
    for past in past {
        if let Event::CaseSubmitted { phone, .. } = &past.event {
            phones.extend(in_clear(phone));
        }
    }
    if let Some(package) = &row.package {
        phones.extend(phones_of_package(site, package)?);
    }
    Ok(phones)
}

fn phones_of_package(site: &Site, package: &str) -> Result<Vec<String>, Fault> {
    let past = site.store.history::<Packages>(&site.zone, package)?;
    let phones = past.iter().filter_map(|past| match &past.event {
        package::Event::PackageSubmitted { phone, .. } => in_clear(phone),
        package::Event::PackageCaseStarted { .. }
        | package::Event::PackageCaseConcluded { .. }
        | package::Event::PackageThrough { .. }
        | package::Event::JointReviewConvened { .. }
        | package::Event::JointSiteVisitHeld { .. }
        | package::Event::MinutesRecorded { .. }
        | package::Event::OfficeReminded { .. }
        | package::Event::PackageMaterialReplaced { .. }
        | package::Event::PackageFormFilled { .. } => None,
    });
    Ok(phones.collect())
}

fn in_clear(value: &Personal) -> Option<String> {
    match value {
        Personal::Personal(text) => Some(text.clone()),
        Personal::Sealed(_) | Personal::Forgotten(_) => None,
    }
}

fn told(site: &Site, row: CaseRow) -> Result<Told, Fault> {
    let lost = || Fault::Broken(format!("case {} started under an unknown definition", row.number));
    let known = site.store.read(&site.zone, |views| definition(views, &row.definition))?;
    let definition = known.ok_or_else(lost)?;
    let past = site.store.history::<Cases>(&site.zone, &row.subject)?;
    let steps = past.iter().filter_map(|past| Some((past.at, step(&past.event)?)));
    let steps = steps.collect();
    Ok(Told { row, definition, steps })
}

/// What happened, in words; nothing for what concerns offices among themselves.
fn step(event: &Event) -> Option<Text> {
    Some(match event {
        Event::CaseSubmitted { .. } | Event::CaseOpened { .. } => {
            text("已收件", "The application was received")
        }
        Event::NoticeGiven { .. } | Event::NoticeGivenUntil { .. } => {
            text("已一次性告知需补正的内容", "What is missing was told, at once")
        }
        Event::CaseCorrected { .. } => text("已收到补正材料", "The correction was received"),
        Event::CaseNotAccepted { .. } => text("不予受理", "Not accepted"),
        Event::CaseAccepted { .. } => text("已受理，开始计时", "Accepted; the limits run"),
        Event::CasePaused { .. } => text("暂停计时", "The clock was stopped"),
        Event::CaseResumed { .. } => text("恢复计时", "The clock runs again"),
        Event::CaseExtended { .. } => text("已延期", "The limit was extended"),
        Event::LimitPassed { .. } => text("已超期", "A limit has passed"),
        Event::OverdueExplained { .. } => text("部门已说明超期原因", "The delay was explained"),
        Event::CaseWithdrawn { .. } => text("已撤回", "Withdrawn"),
        Event::DeemedWithdrawn { .. } => {
            text("逾期未补正，视为撤回", "Not corrected in time: counts as withdrawn")
        }
        Event::HandedOver { .. } => text("已转报上级机关", "Handed over to the authority"),
        Event::AuthorityAnswered { .. } => text("上级机关已作出决定", "The authority has decided"),
        Event::CaseGranted { .. } => text("准予许可", "Granted"),
        Event::CaseDenied { .. } => text("不予许可", "Denied"),
        Event::ResultDelivered { .. } => text("结果已送达", "The result was delivered"),
        Event::DeliveryFailed { .. } => text("结果未能送达", "The result could not be delivered"),
        Event::CaseTerminated { .. } => text("终止办理", "Ended without a decision"),
        Event::CaseConcluded { .. } => text("办结归档", "The file is closed"),
        Event::MaterialReplaced { .. }
        | Event::Tolerance(_)
        | Event::Instant(_)
        | Event::Commitment(_)
        | Event::OnPlot(_)
        | Event::Conversion(conversion::Fact::CarriedOver { .. }) => event.title(),
        Event::Conversion(conversion::Fact::OpinionStands { .. })
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionFollowedUp { .. }
        | Event::OpinionOverdue { .. }
        | Event::CaseFormFilled { .. }
        | Event::OpinionWithdrawn { .. }
        | Event::CaseAssigned { .. }
        | Event::CaseEscalated { .. } => return None,
    })
}

/// The page that asks.
pub fn ask(frame: &Frame, filled: Filled) -> Markup {
    let heading = frame.t("查进度", "Where does it stand?");
    let number = Field::line("number", ("办件编号或并联申请编号", "Number of the case or package"))
        .hint("回执上的编号，例如 2026-000001", "As on the receipt, for example 2026-000001");
    let tail = Field::line("tail", ("申请时所留手机号的后四位", "Last four digits of the phone"))
        .hint(
            "也可填统一社会信用代码的后四位",
            "The last four characters of the credit code do as well",
        );
    let body = html! {
        div.wrap.narrow.stack {
            h1 { (heading) }
            section.sheet {
                (form(frame, filled, ("/progress", frame.t("查询", "Look it up")), |filled| html! {
                    (field(frame, filled, number))
                    (field(frame, filled, tail))
                }))
            }
            section.sheet {
                p.note {
                    (frame.t(
                        "无需登录。这里只显示办理环节和日期，不显示企业和个人信息；需要看材料和意见的，请登录。",
                        "No account is needed. Steps and days are shown, and nothing of enterprise \
                         or person; sign in to see materials and opinions.",
                    ))
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// The page that tells.
pub fn page(frame: &Frame, found: &Found) -> Markup {
    let (zh, en) =
        (format!("{}的办理进度", found.number), format!("Where {} stands", found.number));
    let heading = frame.t(&zh, &en);
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, Room::Home, &[("/progress", html! {
                (frame.t("再查一件", "Look up another one"))
            })]))
            h1.n { (heading) }
            @for told in &found.cases { (case(frame, told)) }
            @if found.cases.is_empty() {
                section.sheet {
                    p {
                        (frame.t(
                            "申请已收到，各事项即将开立。",
                            "It was received; its cases open shortly.",
                        ))
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn case(frame: &Frame, told: &Told) -> Markup {
    let row = &told.row;
    html! {
        section.sheet {
            header {
                h2 { (frame.say(&told.definition.matter.name())) }
                (standing(frame, row))
            }
            dl.pairs {
                dt { (frame.t("办件编号", "Number")) } dd.n { (row.number) }
                dt { (frame.t("办理部门", "Office")) } dd { (frame.say(&frame.office(&row.office))) }
                @if row.holding != Holding::Nobody {
                    dt { (frame.t("现在在谁手里", "With")) } dd { (frame.say(&row.holding.text())) }
                }
                @if let Some(due) = row.due {
                    dt {
                        @if row.limit_days.is_some() {
                            (frame.t("最迟", "At the latest"))
                        } @else {
                            (frame.t("预计恢复计时", "Time is to run again by"))
                        }
                    }
                    dd.n { (frame.day(due)) }
                }
            }
            ol.trail.apart.n {
                @for (at, words) in &told.steps {
                    li {
                        p { (frame.say(words)) }
                        span.note { (moment(frame.language, *at)) }
                    }
                }
            }
        }
    }
}

fn standing(frame: &Frame, row: &CaseRow) -> Markup {
    match State::of(&row.state) {
        Some(State::Granted) => {
            return lamp(Shape::Done, frame.t("已准予，待送达", "granted, to be delivered"));
        }
        Some(State::Denied) => {
            return lamp(Shape::Closed, frame.t("不予许可，待送达", "denied, to be delivered"));
        }
        Some(State::Revoked) => {
            return lamp(Shape::Closed, frame.t("许可已撤销", "permit revoked"));
        }
        Some(State::Cancelled) => {
            return lamp(Shape::Closed, frame.t("许可已注销", "permit void"));
        }
        Some(
            State::Unknown
            | State::Received
            | State::Correcting
            | State::Accepted
            | State::NotAccepted
            | State::Withdrawn
            | State::Delivered
            | State::HandedOver
            | State::Terminated
            | State::Concluded,
        )
        | None => {}
    }
    match (row.holding, row.late_since) {
        (Holding::Nobody, _) => lamp(Shape::Done, frame.t("已办结", "over")),
        _ if row.is_overrun(frame.today()) => {
            lamp(Shape::Late, frame.t("超过告知的时间", "longer than was told"))
        }
        (_, Some(_)) => lamp(Shape::Late, frame.t("已超期", "overdue")),
        (Holding::Office, None) => lamp(Shape::Good, frame.t("办理中", "in hand")),
        (Holding::Applicant | Holding::ThirdParty | Holding::Public | Holding::Authority, None) => {
            lamp(Shape::Still, frame.t("等待中", "waiting"))
        }
    }
}
