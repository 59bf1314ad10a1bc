//! A project is registered (项目登记): the four items of a filing and what the platform asks besides.

use approvals::project::{Command, Details, Nature, ProjectKind, Projects, Registration};
use axum::extract::{Extension, State};
use axum::response::Html;
use kernel::code::{CodeKind, report};
use kernel::personal::Personal;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use super::parts::lines;
use super::{Asked, Page, Reading, Sending, Sent, Shared, narrow_as};
use crate::{
    Site,
    form::{self, Field, Filled, Form, Wrong, field, fresh_command, select},
    front::Done,
    principal::Principal,
    reader::Reader,
    shell::{Frame, Room, crumbs},
};

/// Where the form stands.
const PLACE: &str = "/my/registration";
/// Every how many days progress is reported; a default of ours, to be confirmed by the zone.
const REPORT_EVERY_DAYS: u32 = 90;

/// The form.
pub async fn form(State(front): Shared, Extension(reader): Reading) -> Page {
    let page = front.page(reader, |_, frame| {
        let may = frame.principal.may_register();
        Ok(may.then(|| page(frame, Filled::of(&Form::default(), &[]))))
    });
    Ok(Html(page.await?.0))
}

/// What was filled in.
pub async fn registration(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Sending {
    let show = |_: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = PLACE.into();
        Ok(Some(page(frame, filled)))
    };
    front.submit((reader, form), act, show).await
}

fn act(site: &Site, reader: &Reader, form: &Form) -> Result<Done, Fault> {
    let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
    let command = match told(form, &reader.principal) {
        Ok(command) => command,
        Err(wrongs) => return Ok(Done::Wrong(wrongs)),
    };
    let subject = format!("project:{id}");
    let answer = Asked::of(site, &reader.principal, id).ask::<Projects>(&subject, command)?;
    if let Err(refused) = answer {
        return Ok(Done::Wrong(vec![Wrong { field: field_of(&refused), refused }]));
    }
    let number = number_of(site, &subject)?;
    Ok(Done::see(format!("/my/projects/{number}")))
}

/// The number that a project was given.
fn number_of(site: &Site, subject: &str) -> Result<String, Fault> {
    let mut project = approvals::project::Project::default();
    let past = site.store.history::<Projects>(&site.zone, subject)?;
    past.iter().for_each(|past| project.apply(&past.event));
    project.number.ok_or_else(|| Fault::Broken(format!("{subject} has no number")))
}

/// Lines that may not be left empty, and what they ask.
const LINES_NEEDED: [(&str, (&str, &str)); 4] = [
    ("title", ("项目名称", "The project's name")),
    ("site", ("建设地点", "The site")),
    ("scale", ("建设规模和内容", "Scale and content")),
    ("industry", ("国民经济行业代码", "The industry's code")),
];

/// The command of a form, or everything in it that cannot be read.
fn told(form: &Form, principal: &Principal) -> Result<Command, Vec<Wrong>> {
    let mut wrongs = Vec::new();
    let mut wrong = |field: &'static str, what: (&str, &str), remedy: Text| {
        wrongs.push(Wrong { field, refused: unreadable(what, remedy) });
    };
    for (name, what) in LINES_NEEDED {
        if form.get(name).trim().is_empty() {
            wrong(name, what, text("请填写。", "Fill it in."));
        }
    }
    let amount =
        || text("请以万元填写数字，例如 38600。", "Write it in 10,000 yuan, such as 38600.");
    let total = wan(form.get("investment"));
    if total.is_none() {
        wrong("investment", ("总投资额", "The total investment"), amount());
    }
    let capital = if form.get("capital").is_empty() { Some(0) } else { wan(form.get("capital")) };
    if capital.is_none() {
        wrong("capital", ("资本金", "The capital"), amount());
    }
    let area = |name: &str| match form.get(name) {
        "" => Some(0),
        written => catalogue::form::whole(written),
    };
    let whole = || text("请填整数，单位平方米。", "Write a whole number of square metres.");
    if area("land").is_none() {
        wrong("land", ("用地面积", "The land area"), whole());
    }
    if area("floor").is_none() {
        wrong("floor", ("建筑面积", "The floor area"), whole());
    }
    let day = |name: &str| form.day(name).ok().flatten();
    let days = || text("请写成 2026-12-31 的形式。", "Write it as 2026-12-31.");
    if day("start").is_none() {
        wrong("start", ("计划开工时间", "The planned start"), days());
    }
    if day("completion").is_none() {
        wrong("completion", ("计划竣工时间", "The planned completion"), days());
    }
    for (name, what) in [("contact", ("联系人", "The contact")), ("phone", ("电话", "The phone"))]
    {
        if form.get(name).is_empty() {
            wrong(name, what, text("请填写。", "Fill it in."));
        }
    }
    let read = (total, capital, day("start"), day("completion"));
    let (Some(total), Some(capital), Some(start), Some(completion)) = read else {
        return Err(wrongs);
    };
    if !wrongs.is_empty() {
        return Err(wrongs);
    }
    let apart = form.get("apart");
    Ok(Command::RegisterInFull {
        registration: four_items(form, principal, total),
        details: Details {
            kind: chosen(&ProjectKind::ALL, ProjectKind::word, form.get("kind")),
            nature: chosen(&Nature::ALL, Nature::word, form.get("nature")),
            planned_start: start,
            planned_completion: completion,
            land_area_m2: area("land").unwrap_or(0),
            floor_area_m2: area("floor").unwrap_or(0),
            capital_fen: capital,
            report_every_days: REPORT_EVERY_DAYS,
            valid_years: None,
        },
        apart_because: (!apart.is_empty()).then(|| apart.to_owned()),
    })
}

fn four_items(form: &Form, principal: &Principal, total: i64) -> Registration {
    let name = principal.signed_in.as_ref().and_then(|one| one.enterprise.clone());
    Registration {
        title: form.get("title").into(),
        enterprise: name.unwrap_or_default(),
        credit_code: super::own(principal).into(),
        region: form.get("region").into(),
        industry: form.get("industry").into(),
        site: form.get("site").into(),
        scale: form.get("scale").into(),
        total_investment_fen: total,
        conforms_to_policy: form.get("policy") == "yes",
        contact: Personal::clear(form.get("contact")),
        phone: Personal::clear(form.get("phone")),
    }
}

fn chosen<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, wanted: &str) -> T {
    all.iter().copied().find(|one| word(*one) == wanted).unwrap_or(all[0])
}

/// An amount in ten thousand yuan as whole fen, exactly.
pub(super) fn wan(written: &str) -> Option<i64> {
    let plain: String = written.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 11 || rest.len() > 6 {
        return None;
    }
    if !is_digits(whole) || !is_digits(rest) {
        return None;
    }
    let parts = format!("{rest:0<6}");
    whole.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(parts.parse().ok()?)
}

fn unreadable((zh, en): (&str, &str), remedy: Text) -> Refused {
    Refused {
        code: "web.unreadable",
        sentence: text(format!("{zh}未填写或格式有误。"), format!("{en} is empty or unreadable.")),
        remedy,
        basis: "",
        ground: Ground::Content,
    }
}

/// The field at which a refusal is said.
fn field_of(refused: &Refused) -> &'static str {
    match refused.code {
        "approvals.statement_missing" => "policy",
        "approvals.duplicate_project" => "apart",
        "approvals.code_flawed" if refused.sentence.zh.contains("区划") => "region",
        "approvals.code_flawed" => "industry",
        "approvals.field_unfit" => {
            let fields = [
                ("项目名称", "title"),
                ("建设地点", "site"),
                ("建设规模和内容", "scale"),
                ("总投资额", "investment"),
                ("计划竣工时间", "completion"),
                ("资本金", "capital"),
            ];
            let named = fields.iter().find(|(zh, _)| refused.sentence.zh.starts_with(zh));
            named.map_or("", |(_, field)| field)
        }
        _ => "",
    }
}

fn page(frame: &Frame, filled: Filled) -> Markup {
    let heading = frame.t("登记项目", "Register a project");
    let button = frame.t("提交登记", "Register");
    let body = html! {
        p.lead {
            (frame.t(
                "备案四项：企业基本情况、项目名称和建设内容、总投资额、符合产业政策的声明。登记后项目即有档案和编号。",
                "The four items of a filing: the enterprise, the project and what is built, the \
                 total investment, the statement on industrial policy. The project then has its \
                 file and its number.",
            ))
        }
        section.sheet {
            (form::form(frame, filled, (PLACE, button), |filled| html! {
                (project(frame, filled))
                (plan(frame, filled))
                (people(frame, filled))
            }))
        }
    };
    let title = match filled.wrongs.is_empty() {
        true => heading.to_owned(),
        false => format!("{}{heading}", frame.t("错误：", "Error: ")),
    };
    narrow_as(frame, (&title, heading), (&crumbs(frame, Room::Work, &[]), &body))
}

fn project(frame: &Frame, filled: Filled) -> Markup {
    let is_flawed = filled.wrongs.iter().any(|wrong| wrong.field == "industry");
    let kinds = options(frame, &ProjectKind::ALL, |kind| (kind.word(), kind.text()));
    let natures = options(frame, &Nature::ALL, |nature| (nature.word(), nature.text()));
    let zone = frame.zone.name();
    let region = frame.zone.region.clone();
    let regions = [(region.clone(), format!("{} {region}", frame.say(&zone)))];
    let industry = Field::line("industry", ("国民经济行业代码", "Industry code"))
        .hint("GB/T 4754 四位小类代码，例如 3484", "Four digits of GB/T 4754, such as 3484");
    html! {
        fieldset {
            legend { (frame.t("项目", "The project")) }
            (field(frame, filled, Field::line("title", ("项目名称", "Name of the project"))))
            (field(frame, filled, Field::line("site", ("建设地点", "Site"))))
            (select(frame, filled, Field::line("region", ("所在行政区划", "Region")), &regions))
            (lines(frame, filled, "scale", ("建设规模和内容", "What is built, and how much")))
            (field(frame, filled, industry))
            @if is_flawed { (explained(frame, filled.form.get("industry"))) }
            (select(frame, filled, Field::line("kind", ("管理方式", "Procedure")), &kinds))
            (select(frame, filled, Field::line("nature", ("建设性质", "Kind of construction")),
                &natures))
            (apart(frame, filled))
        }
    }
}

/// Asked where the project looks like another one; kept where it was answered.
fn apart(frame: &Frame, filled: Filled) -> Markup {
    let is_alike = filled.wrongs.iter().any(|wrong| wrong.field == "apart");
    html! {
        @if is_alike || !filled.form.get("apart").is_empty() {
            (lines(frame, filled, "apart", (
                "与已登记项目有何不同（例如二期工程）",
                "How it differs from the project on file (a second phase, say)",
            )))
        }
    }
}

fn plan(frame: &Frame, filled: Filled) -> Markup {
    let line = |name, zh, en| Field::line(name, (zh, en));
    let optional = |field: Field<'static>| Field { is_optional: true, ..field };
    let date = |field: Field<'static>| Field { kind: "date", ..field };
    let money = |field: Field<'static>| field.hint("万元", "In 10,000 yuan");
    let square = |field: Field<'static>| field.hint("平方米", "Square metres");
    let wrong = filled.wrongs.iter().find(|wrong| wrong.field == "policy");
    html! {
        fieldset {
            legend { (frame.t("投资与计划", "Investment and plan")) }
            (field(frame, filled, money(line("investment", "总投资额", "Total investment"))))
            (field(frame, filled, optional(money(line("capital", "其中资本金", "Own capital in it")))))
            (field(frame, filled, optional(square(line("land", "用地面积", "Land area")))))
            (field(frame, filled, optional(square(line("floor", "建筑面积", "Floor area")))))
            (field(frame, filled, date(line("start", "计划开工时间", "Planned start"))))
            (field(frame, filled, date(line("completion", "计划竣工时间", "Planned completion"))))
            div.field.wrong[wrong.is_some()] {
                @if let Some(wrong) = wrong {
                    p.error #policy-wrong { (frame.say(&wrong.refused.sentence)) }
                }
                label.answer {
                    input #policy type="checkbox" name="policy" value="yes"
                        checked[filled.form.get("policy") == "yes"]
                        aria-describedby=[wrong.map(|_| "policy-wrong")];
                    span { (frame.say(&statement(frame))) }
                }
            }
        }
    }
}

/// The statement is the enterprise's: whoever acts under its mandate passes it on.
fn statement(frame: &Frame) -> Text {
    match frame.principal.mandate() {
        None => text(
            "本企业声明：项目符合产业政策，所填信息真实、合法、完整。",
            "We state that the project conforms to industrial policy and that what is told here is \
             true, lawful and complete.",
        ),
        Some(_) => text(
            "受企业委托转达：企业声明项目符合产业政策，所填信息真实、合法、完整，并由企业负责。",
            "Passed on under its mandate: the enterprise states, and answers for it, that the \
             project conforms to industrial policy and that what is told here is true, lawful and \
             complete.",
        ),
    }
}

fn people(frame: &Frame, filled: Filled) -> Markup {
    let phone = Field::line("phone", ("联系电话", "Phone"));
    let phone = Field { kind: "tel", autocomplete: "tel", ..phone };
    let contact = Field::line("contact", ("联系人", "Contact"));
    let contact = Field { autocomplete: "name", ..contact };
    html! {
        fieldset {
            legend { (frame.t("联系人", "Whom to ask")) }
            (field(frame, filled, contact))
            (field(frame, filled, phone))
            p.note {
                (frame.t(
                    "姓名和电话加密存放，页面上只显示部分。",
                    "Name and phone are kept encrypted; pages show them masked.",
                ))
            }
        }
    }
}

fn options<T: Copy>(
    frame: &Frame,
    all: &[T],
    told: impl Fn(T) -> (&'static str, Text),
) -> Vec<(String, String)> {
    let one = |one: &T| {
        let (word, name) = told(*one);
        (word.to_owned(), frame.say(&name).to_owned())
    };
    all.iter().map(one).collect()
}

/// What is wrong with an industry's code, and what it says.
fn explained(frame: &Frame, code: &str) -> Markup {
    let report = report(CodeKind::Industry, code, frame.today());
    html! {
        @if !report.flaws.is_empty() {
            div.told {
                p { (frame.t("逐项核对：", "Checked piece by piece:")) }
                ul {
                    @for flaw in &report.flaws { li { (frame.say(flaw)) } }
                    @for part in &report.parts {
                        li {
                            (frame.say(&part.label)) (frame.t("：", ": ")) (frame.say(&part.value))
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_yuan_are_read_to_the_fen() {
        for (written, wanted) in [
            ("38600", Some(38_600_000_000)),
            ("38,600.5", Some(38_600_500_000)),
            ("0.000001", Some(1)),
            ("0.0000001", None),
            ("1e5", None),
            ("", None),
        ] {
            assert_eq!(wan(written), wanted, "{written}");
        }
    }
}
