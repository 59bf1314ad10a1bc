//! What happened, entry by entry (办理过程): each with its day and time, who, and its number.

use approvals::case::{
    Acceptance, Case, Event as CaseEvent,
    commitment::{Fact as Committed, Penalty},
    conversion::Fact as Conversion,
    instant,
    tolerance::Fact,
};
use approvals::project::{Event as ProjectEvent, assumption::Difference};
use jiff::{Timestamp, civil::Date};
use kernel::actor::Actor;
use kernel::entry::Disclosure;
use kernel::personal::Personal;
use kernel::text::{Language, Text, text};
use kernel::time_limit::{Limit, LimitKind};
use maud::{Markup, html};
use store::Past;

use super::{CaseFile, materials};
use crate::shell::Frame;
use crate::words::{self, days, moment, number, plural};

/// Entries shown at once; earlier ones open on demand.
const SHOWN: usize = 12;

/// One entry of the trail (过程条目).
pub struct Step {
    number: u64,
    at: Timestamp,
    /// What happened.
    what: Text,
    /// Which case it belongs to, on a project's page.
    of: Option<Text>,
    /// Words of the applicant or an officer.
    quoted: Vec<String>,
    /// More of ours.
    more: Option<Text>,
    /// Who brought an application, masked.
    brought_by: Option<String>,
    who: Markup,
    /// Did a limit pass?
    is_late: bool,
}

/// The steps of a project's own facts.
pub fn of_project(past: &[Past<ProjectEvent>], frame: &Frame) -> Vec<Step> {
    past.iter().map(|past| project_step(past, frame)).collect()
}

/// The steps of a case, under its name where several cases share the page.
pub fn of_case(file: &CaseFile, name: Option<&Text>, frame: &Frame) -> Vec<Step> {
    // What offices say among themselves is not for the applicant.
    let is_inside = frame.principal.office().is_some();
    let may_read = |past: &&Past<CaseEvent>| match past.event.disclosure() {
        Disclosure::Internal => is_inside,
        Disclosure::Public | Disclosure::Parties => true,
    };
    let steps = file.past.iter().filter(may_read).map(|past| {
        let who = who(past, frame);
        Step {
            of: name.cloned(),
            ..case_step(&past.event, file, frame).at(past.number, past.at, who)
        }
    });
    steps.collect()
}

/// The list, oldest first.
pub fn list(mut steps: Vec<Step>, frame: &Frame) -> Markup {
    steps.sort_by_key(|step| step.number);
    let hidden = steps.len().saturating_sub(SHOWN);
    let (earlier, shown) = steps.split_at(hidden);
    let count = u32::try_from(hidden).unwrap_or(u32::MAX);
    let (zh, en) = (
        format!("更早的{hidden}条"),
        format!("{} before these", plural(count, "entry").replace("entrys", "entries")),
    );
    html! {
        @if !earlier.is_empty() {
            details {
                summary { (frame.t(&zh, &en)) }
                ol.trail { @for step in earlier { (line(step, frame)) } }
            }
        }
        ol.trail { @for step in shown { (line(step, frame)) } }
    }
}

fn line(step: &Step, frame: &Frame) -> Markup {
    let of = step.of.as_ref().map(|of| frame.say(of));
    let more = step.more.as_ref().map(|more| frame.say(more));
    html! {
        li.late[step.is_late] {
            p { (frame.say(&step.what)) }
            @if of.is_some() || more.is_some() || step.brought_by.is_some() {
                p.note.parts {
                    @for part in of.iter().chain(&more) { span { (part) } }
                    @if let Some(agent) = &step.brought_by {
                        span { (frame.t("经办人 ", "brought by ")) (frame.run(agent)) }
                    }
                }
            }
            @for words in &step.quoted { p.quoted { (frame.run(words)) } }
            p.note.parts.n {
                time datetime=(step.at) { (moment(frame.language, step.at)) }
                span { (step.who) }
                span { "№ " (number(step.number)) }
            }
        }
    }
}

impl Step {
    fn said(what: Text) -> Step {
        let (number, at, who) = (0, Timestamp::UNIX_EPOCH, html! {});
        let (of, more, brought_by) = (None, None, None);
        Step { number, at, what, of, quoted: Vec::new(), more, brought_by, who, is_late: false }
    }

    fn at(self, number: u64, at: Timestamp, who: Markup) -> Step {
        Step { number, at, who, ..self }
    }

    fn more(self, more: Text) -> Step {
        Step { more: Some(more), ..self }
    }

    fn quoting(self, words: &[&str]) -> Step {
        let quoted = words.iter().filter(|words| !words.trim().is_empty());
        Step { quoted: quoted.map(|words| (*words).to_owned()).collect(), ..self }
    }
}

fn project_step(past: &Past<ProjectEvent>, frame: &Frame) -> Step {
    let step = match &past.event {
        ProjectEvent::ProjectRegistered { .. } => {
            Step::said(text("项目登记建档", "Project registered, file opened"))
        }
        ProjectEvent::CodeRecorded { code, override_reason } => {
            let step = Step::said(text(
                format!("登记项目代码 {code}"),
                format!("Project code {code} recorded"),
            ));
            step.quoting(&[override_reason.as_deref().unwrap_or_default()])
        }
        ProjectEvent::ProjectFiled { on, .. } => Step::said(text(
            format!("项目已备案，{}起", words::day(Language::Chinese, *on)),
            format!("Project filed as of {}", words::day(Language::English, *on)),
        )),
        ProjectEvent::PermitRecorded { document, .. } => {
            let step =
                Step::said(text("办理结果记入项目档案", "Result entered in the project's file"));
            step.quoting(&[document])
        }
        ProjectEvent::PermitRevoked { .. }
        | ProjectEvent::ProjectDescribed { .. }
        | ProjectEvent::DuplicateExplained { .. }
        | ProjectEvent::FormFilled { .. }
        | ProjectEvent::ProvisionalCodeIssued { .. }
        | ProjectEvent::ProjectChanged { .. }
        | ProjectEvent::ApprovalProlonged { .. }
        | ProjectEvent::ApprovalExpired { .. }
        | ProjectEvent::ProjectVoided { .. }
        | ProjectEvent::ProjectCompleted { .. }
        | ProjectEvent::ProgressReported { .. }
        | ProjectEvent::ReportReminded { .. }
        | ProjectEvent::LicenceMirrored { .. }
        | ProjectEvent::PlanAdopted { .. }
        | ProjectEvent::Node(_)
        | ProjectEvent::Assumption(_) => {
            Step::said(past.event.title()).quoting(&past.event.quotes())
        }
    };
    step.at(past.number, past.at, who(past, frame))
}

/// That the result came, and on which day where that is not the day of the entry.
fn delivered(on: Date, received_on: Option<Date>) -> Text {
    match received_on.filter(|received| *received != on) {
        Some(day) => text(
            format!("办理结果已送达（{day}签收）"),
            format!("Result delivered, received on {day}"),
        ),
        None => text("办理结果已送达", "Result delivered"),
    }
}

fn case_step(event: &CaseEvent, file: &CaseFile, frame: &Frame) -> Step {
    match event {
        CaseEvent::CaseSubmitted { handed_in, agent, .. } => submitted(handed_in.len(), agent),
        CaseEvent::NoticeGiven { missing, words, .. } => {
            let step =
                Step::said(text("一次性告知需补正的材料", "One notice of everything missing"));
            named(step, missing, file, frame).quoting(&[words])
        }
        CaseEvent::CaseCorrected { handed_in, .. } => named(
            Step::said(text("收到补充材料", "Further materials received")),
            handed_in,
            file,
            frame,
        ),
        CaseEvent::CaseNotAccepted { reason, .. } => {
            Step::said(text("不予受理", "Not accepted")).quoting(&[reason])
        }
        CaseEvent::CaseAccepted { on, because, statutory, promised } => {
            let step = accepted(*because, *on);
            step.more(limits(*promised, *statutory))
        }
        CaseEvent::CasePaused { .. }
        | CaseEvent::CaseResumed { .. }
        | CaseEvent::CaseExtended { .. }
        | CaseEvent::LimitPassed { .. } => clock_step(event),
        CaseEvent::CaseWithdrawn { reason, .. } => {
            Step::said(text("申请人撤回申请", "Withdrawn by the applicant")).quoting(&[reason])
        }
        CaseEvent::CaseGranted { document, .. } => granted(file).quoting(&[document]),
        CaseEvent::CaseDenied { document, reasons, appeal, .. } => {
            Step::said(text("不予许可", "Denied")).quoting(&[document, reasons, appeal])
        }
        CaseEvent::ResultDelivered { on, means, received_on } => {
            Step::said(delivered(*on, *received_on)).quoting(&[means])
        }
        CaseEvent::Tolerance(fact) => tolerance(fact, event, file, frame),
        CaseEvent::Commitment(fact) => commitment(fact, event, file),
        CaseEvent::Conversion(fact) => conversion(fact, event),
        CaseEvent::OnPlot(_) => Step::said(event.title()).quoting(&event.quotes()),
        CaseEvent::Instant(instant::Fact::Examined { verdict, .. }) => {
            Step::said(event.title()).more(verdict.text())
        }
        CaseEvent::MaterialReplaced { material, reopens, reason, .. } => {
            replaced((event, material, reopens), file).quoting(&[reason])
        }
        CaseEvent::CaseOpened { .. }
        | CaseEvent::NoticeGivenUntil { .. }
        | CaseEvent::DeemedWithdrawn { .. }
        | CaseEvent::HandedOver { .. }
        | CaseEvent::AuthorityAnswered { .. }
        | CaseEvent::OpinionAsked { .. }
        | CaseEvent::OpinionGiven { .. }
        | CaseEvent::OpinionFollowedUp { .. }
        | CaseEvent::OpinionOverdue { .. }
        | CaseEvent::OpinionWithdrawn { .. }
        | CaseEvent::CaseAssigned { .. }
        | CaseEvent::CaseEscalated { .. }
        | CaseEvent::OverdueExplained { .. }
        | CaseEvent::CaseTerminated { .. }
        | CaseEvent::DeliveryFailed { .. }
        | CaseEvent::CaseConcluded { .. }
        | CaseEvent::Instant(_)
        | CaseEvent::CaseFormFilled { .. } => Step::said(event.title()).quoting(&event.quotes()),
    }
}

/// What happened to the clock.
fn clock_step(event: &CaseEvent) -> Step {
    match event {
        CaseEvent::CasePaused { ground, evidence, expected, .. } => {
            let ground = ground.text();
            let until = expected.map_or(text("", ""), |day| {
                let of = |language| words::day(language, day);
                text(
                    format!("，预计{}完成", of(Language::Chinese)),
                    format!(", to be done by {}", of(Language::English)),
                )
            });
            let what = text(
                format!("暂停计时：{}{}", ground.zh, until.zh),
                format!("Time stands still: {}{}", ground.en, until.en),
            );
            Step::said(what).quoting(&[evidence])
        }
        CaseEvent::CaseResumed { evidence, .. } => {
            Step::said(text("恢复计时", "Time runs again")).quoting(&[evidence])
        }
        CaseEvent::CaseExtended { days, reason, allowed_by } => {
            let what = text(
                format!("延期{days}个工作日"),
                format!("Extended by {}", plural(*days, "working day")),
            );
            Step::said(what).quoting(&[reason, allowed_by])
        }
        CaseEvent::LimitPassed { limit } => {
            let what = match limit {
                LimitKind::Promised => text("超过承诺时限", "The promised limit passed"),
                LimitKind::Statutory => text("超过法定时限", "The statutory limit passed"),
            };
            Step { is_late: true, ..Step::said(what) }
        }
        _ => Step::said(event.title()).quoting(&event.quotes()),
    }
}

/// What was promised, what came of it, and by when it was due.
fn tolerance(fact: &Fact, event: &CaseEvent, file: &CaseFile, frame: &Frame) -> Step {
    let step = Step::said(event.title()).quoting(&event.quotes());
    match fact {
        Fact::Promised { materials, limit, .. } | Fact::Owed { materials, limit, .. } => {
            let of = |language| days(language, limit.days, limit.unit);
            let names = names_of(materials, file);
            step.more(text(
                format!("{}，受理后{}内补齐", names.zh, of(Language::Chinese)),
                format!("{}, due within {} of acceptance", names.en, of(Language::English)),
            ))
        }
        Fact::Reviewed { materials, clock_runs, .. } => {
            let (names, (zh, en)) = (
                names_of(materials, file),
                match clock_runs {
                    false => ("暂停计时", "time stands still"),
                    true => ("继续计时", "time goes on"),
                },
            );
            step.more(text(format!("{}；{zh}", names.zh), format!("{}; {en}", names.en)))
        }
        Fact::Settled { material, .. }
        | Fact::Returned { material, .. }
        | Fact::Reopened { material, .. } => {
            named(step, std::slice::from_ref(material), file, frame)
        }
        Fact::Broken { materials, unsupplied, .. } => {
            let (names, then) = (names_of(materials, file), unsupplied.text());
            let more =
                text(format!("{}；{}", names.zh, then.zh), format!("{}; {}", names.en, then.en));
            Step { is_late: true, ..step.more(more) }
        }
        Fact::Repaired { .. } => step,
    }
}

/// What is proposed or decided besides a revocation, after these words; nothing where nothing is.
fn besides(penalty: Option<&Penalty>, (zh, en): (&str, &str)) -> Text {
    let said = |penalty: &Penalty| {
        let told = penalty.text();
        text(format!("{zh}{}", told.zh), format!("{en}{}", told.en))
    };
    penalty.map_or_else(|| text("", ""), said)
}

/// What was promised, by when it is looked at, and what came of it.
fn commitment(fact: &Committed, event: &CaseEvent, file: &CaseFile) -> Step {
    let step = Step::said(event.title()).quoting(&event.quotes());
    let by = |lead: (&str, &str), day| {
        let (zh, en) = (words::day(Language::Chinese, day), words::day(Language::English, day));
        text(format!("{}{zh}", lead.0), format!("{} {en}", lead.1))
    };
    match fact {
        Committed::Promised { conditions, .. } => {
            let all = file.definition.matter.commitment.iter().flat_map(|it| &it.conditions);
            let named = all.filter(|one| conditions.contains(&one.id));
            let names: Vec<Text> = named.map(catalogue::Condition::name).collect();
            let joined = |between: &str, pick: fn(&Text) -> &str| {
                names.iter().map(pick).collect::<Vec<_>>().join(between)
            };
            step.more(text(joined("；", |name| &name.zh), joined("; ", |name| &name.en)))
        }
        Committed::Granted { inspect, .. } => {
            let of = |language| days(language, inspect.days, inspect.unit);
            step.more(text(
                format!("自决定之日起{}内核查", of(Language::Chinese)),
                format!("to be inspected within {} of the decision", of(Language::English)),
            ))
        }
        Committed::RectificationOrdered { by: day, .. } => {
            Step { is_late: true, ..step.more(by(("整改截止", "to be put right by"), *day)) }
        }
        Committed::InspectionMissed { due } => {
            Step { is_late: true, ..step.more(by(("应于", "it was due on"), *due)) }
        }
        Committed::RevocationAnnounced { state_by, penalty, .. } => {
            let (told, until) = (
                besides(penalty.as_ref(), ("，拟处罚：", ", proposed: ")),
                by(("陈述申辩截止", "state your case by"), *state_by),
            );
            let more = text(until.zh + &told.zh, until.en + &told.en);
            Step { is_late: true, ..step.more(more) }
        }
        Committed::Revoked { penalty: Some(penalty), .. } => {
            Step { is_late: true, ..step.more(besides(Some(penalty), ("处罚：", "besides: "))) }
        }
        Committed::FoundUnfit { .. } | Committed::Revoked { penalty: None, .. } => {
            Step { is_late: true, ..step }
        }
        Committed::FoundFit { .. } | Committed::StatementHeard { .. } => step,
    }
}

/// Which opinions are asked again; the others stood when it was replaced, whatever came afterwards.
fn replaced((event, material, reopens): (&CaseEvent, &String, &[u32]), file: &CaseFile) -> Step {
    let names = names_of(std::slice::from_ref(material), file);
    let step = Step::said(text("申请人替换材料", "A material was replaced"));
    let mut then = Case::default();
    let until = file.past.iter().position(|past| std::ptr::eq(&past.event, event));
    file.past.iter().take(until.map_or(0, |at| at + 1)).for_each(|past| then.apply(&past.event));
    let stands = then.questions.iter().filter(|one| one.stance.is_some()).count();
    let (again, stands) = (reopens.len(), u32::try_from(stands).unwrap_or(u32::MAX));
    let again = u32::try_from(again).unwrap_or(u32::MAX);
    step.more(text(
        format!("{}；{again}项意见重新征求，{stands}项意见继续有效", names.zh),
        format!("{}; {} asked again, {stands} stand", names.en, plural(again, "opinion")),
    ))
}

fn submitted(materials: usize, agent: &Personal) -> Step {
    let count = u32::try_from(materials).unwrap_or(u32::MAX);
    let step = Step::said(text("收到申请", "Application received"));
    let more = text(format!("材料{count}份"), plural(count, "material"));
    Step { brought_by: Some(agent.masked_name()), ..step.more(more) }
}

fn granted(file: &CaseFile) -> Step {
    let result = file.definition.matter.result();
    let is_filing = file.definition.matter.files_project;
    let (zh, en) = if is_filing { ("备案", "Filed") } else { ("准予", "Granted") };
    Step::said(text(format!("{zh}，出具《{}》", result.zh), format!("{en}; issued: {}", result.en)))
}

/// What came out of a simulated review, what has changed since, and what is asked again for it.
fn conversion(fact: &Conversion, event: &CaseEvent) -> Step {
    let step = Step::said(event.title()).quoting(&event.quotes());
    let Conversion::CarriedOver { changed, reopens, .. } = fact else { return step };
    if changed.is_empty() {
        return step.more(text(
            "假设条件全部到位，没有实质差异；申请表、材料和意见全部沿用",
            "Every assumed fact arrived as assumed; form, materials and opinions stand",
        ));
    }
    let told = |pick: fn(&Text) -> &String, arrow: &str| {
        let one = |one: &Difference| {
            format!("{} {}{arrow}{}", pick(&one.of.text()), one.assumed, one.established)
        };
        changed.iter().map(one).collect::<Vec<_>>()
    };
    let zh = told(|text| &text.zh, "→").join("、");
    let en = told(|text| &text.en, " → ").join(", ");
    let again = reopens.len();
    step.more(text(
        format!("有实质差异：{zh}；重新征求意见 {again} 项，其余沿用"),
        format!("Arrived otherwise: {en}; opinions asked again: {again}, the others stand"),
    ))
}

/// Accepted by an officer, or counted as accepted because nothing was said.
fn accepted(because: Acceptance, on: Date) -> Step {
    let zh = words::day(Language::Chinese, on);
    let en = words::day(Language::English, on);
    Step::said(match because {
        Acceptance::Complete => text("受理，开始计时", "Accepted; the limits start"),
        Acceptance::Deemed => text(
            format!("逾期未告知，自{zh}起视为受理"),
            format!("Nothing was said in time: counts as accepted on {en}"),
        ),
        Acceptance::Committed => {
            text("依告知承诺受理，当场决定", "Accepted on a commitment, decided at once")
        }
        Acceptance::Converted => text(
            "模拟审批转入，当日收件受理，开始计时",
            "Out of a simulated review: received and accepted; the limits start",
        ),
        Acceptance::OnContract => text(
            "随出让合同开立，当日收件受理，开始计时",
            "Opened on the land contract: received and accepted; the limits start",
        ),
        Acceptance::Tolerated => {
            text("容缺受理，开始计时", "Accepted on a promise; the limits start")
        }
    })
}

fn limits(promised: Limit, statutory: Option<Limit>) -> Text {
    let of = |language, limit: Limit| days(language, limit.days, limit.unit);
    let zh = of(Language::Chinese, promised);
    let en = of(Language::English, promised);
    match statutory {
        Some(limit) => text(
            format!("承诺{zh}，法定{}", of(Language::Chinese, limit)),
            format!("promised {en}, statutory {}", of(Language::English, limit)),
        ),
        None => text(format!("承诺{zh}"), format!("promised {en}")),
    }
}

/// Materials by name; in both languages, since a trail is made for either.
fn names_of(ids: &[String], file: &CaseFile) -> Text {
    let known = ids.iter().filter_map(|id| file.definition.matter.material(id));
    let names: Vec<Text> = known.map(catalogue::Material::name).collect();
    let join = |of: fn(&Text) -> &str, between: &str| {
        names.iter().map(of).collect::<Vec<_>>().join(between)
    };
    text(join(|name| &name.zh, "、"), join(|name| &name.en, ", "))
}

fn named(step: Step, ids: &[String], file: &CaseFile, frame: &Frame) -> Step {
    let known = ids.iter().filter_map(|id| file.definition.matter.material(id));
    let names: Vec<&str> = known.map(|material| materials::name(material, frame)).collect();
    if names.is_empty() {
        return step;
    }
    step.more(text(names.join("、"), names.join(", ")))
}

/// Who acted, and on whose word where that is another.
fn who<E>(past: &Past<E>, frame: &Frame) -> Markup {
    let others = past.asserted_by != past.actor && past.actor.principal().is_none();
    html! {
        (actor(&past.actor, frame))
        @if others {
            (frame.t("，依据", ", on the word of "))
            (actor(&past.asserted_by, frame))
            (frame.t("的陈述", ""))
        }
        @if let Some(attested_by) = past.attested_by.as_ref().filter(|who| **who != past.actor) {
            (frame.t("，", ", attested by "))
            (actor(attested_by, frame))
            (frame.t("确认", ""))
        }
    }
}

fn actor(actor: &Actor, frame: &Frame) -> Markup {
    match actor {
        Actor::Enterprise { .. } => html! { (frame.t("企业", "the enterprise")) },
        Actor::Person { .. } => html! { (frame.t("个人", "a person")) },
        Actor::Officer { office, .. } => html! { (frame.say(&frame.office(office))) },
        Actor::Assistant { mandate, .. } => html! {
            (frame.say(&frame.actor(actor)))
            (frame.t("，受企业委托（", ", under the enterprise's mandate "))
            span.n { (mandate) }
            (frame.t("）", ""))
        },
        Actor::Administrator { .. } => {
            html! { (frame.t("系统管理员", "the administrator")) }
        }
        Actor::Visitor => html! { (frame.t("访客", "a visitor")) },
        Actor::Clock => html! { (frame.t("系统时钟", "the system clock")) },
        Actor::Reaction => html! { (frame.t("自动联动", "automatic")) },
        Actor::Automatic { version, .. } => html! {
            (frame.t("秒批规则，版本 ", "the instant rule, version "))
            code { (version) }
        },
        Actor::Zone { zone } => html! { (frame.t("园区 ", "zone ")) (zone) },
    }
}
