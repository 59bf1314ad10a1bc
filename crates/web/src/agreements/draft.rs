//! A draft (起草协议): a contract or a promise with an enterprise, or the minutes of a meeting.

use agreements::{
    Act, Agreements,
    kind::{KINDS, Kind, Outline, Parties, kind, offered},
    minutes::{self, Decision},
    words,
};
use approvals::views::project_by_number;
use axum::extract::{Extension, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use kernel::agreement::{
    Bound, Clause, Due, Measure, Obligation, Party, Terms, terms::thousandths,
};
use kernel::refusal::{Ground, Refused};
use kernel::right::Right;
use kernel::text::text;
use kernel::time_limit::Limit;
use maud::{Markup, html};
use store::Fault;

use super::decisions::{self, choice, day, entry, unfit};
use super::{Reading, Sent, Shared, ways};
use crate::{
    Site,
    applicant::lines,
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, form as whole_form},
    front::{Done, Shown},
    people::Asked,
    reader::Reader,
    shell::{self, Frame},
};

/// Posts with one of these rights draft.
pub const RIGHTS: &[Right] = &[Right::Decide, Right::Coordinate, Right::Register];
/// Obligations that a form without an outline has room for.
const ROOM: usize = 6;
/// Days before a due date that the owner is reminded.
const REMIND_DAYS: u32 = 30;
/// Where drafts are sent.
const ACTION: &str = "/agreements";

/// The form.
pub async fn form(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let query = Form::read(at.query().unwrap_or_default().as_bytes());
    let page = front.page(reader, move |_, frame| {
        let asked = offered().find(|kind| kind.id == query.get("kind")).unwrap_or(&KINDS[0]);
        frame.query = format!("kind={}", asked.id);
        Ok(Some(page(frame, asked, Filled::of(&Form::default(), &[]))))
    });
    Ok(Html(page.await?.0))
}

/// What was drafted.
pub async fn agreement(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let asked = kind(form.get("kind")).unwrap_or(&KINDS[0]);
    let act = move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), asked);
    let show = move |_: &Site, frame: &mut Frame, filled: Filled| -> Shown {
        frame.place = format!("/agreements/new?kind={}", asked.id);
        Ok(Some(page(frame, asked, filled)))
    };
    front.submit((reader, form), act, show).await
}

fn take(site: &Site, (reader, form): (&Reader, &Form), asked: &Kind) -> Result<Done, Fault> {
    let Some(office) = reader.principal.office() else { return Ok(Done::NotFound) };
    let about = match form.get("project") {
        "" => None,
        number => {
            let row = site.store.read(&site.zone, |open| project_by_number(open, number))?;
            let Some(row) = row else { return Ok(Done::Wrong(vec![no_project()])) };
            Some(row.subject)
        }
    };
    let terms = match asked.parties {
        Parties::Offices => minutes(office, form),
        Parties::Any | Parties::WithEnterprise => contract(office, asked, form),
    };
    let terms = match terms {
        Ok(terms) => terms,
        Err(wrong) => return Ok(Done::Wrong(vec![wrong])),
    };
    let (kind, title) = (asked.id.to_owned(), form.get("title").to_owned());
    let command = Act::Draft { kind, title, about, terms };
    let ask = Asked::of(site, reader, form);
    let subject = format!("agreement:{}", crate::form::named(form, (site.now)()));
    Ok(match ask.ask::<Agreements>(&subject, command)? {
        Ok(recorded) => {
            let row = site.store.read(&site.zone, |open| {
                open.get(&agreements::views::AGREEMENT, &[subject.as_str().into()])
            })?;
            let number = row.and_then(|row| store::RowExt::text(&*row, 2).map(str::to_owned));
            let number = number.unwrap_or_default();
            Done::see(format!("/agreements/{number}?entry={}", recorded.first))
        }
        Err(refused) => {
            let field = match refused.code {
                "agreements.code_flawed" => "code",
                "agreements.terms_unfit" if form.get("title").is_empty() => "title",
                _ => "",
            };
            Done::Wrong(vec![Wrong { field, refused }])
        }
    })
}

/// What the offices decided: each decision has its owner, its day and who attests it.
fn minutes(office: &str, form: &Form) -> Result<Terms, Wrong> {
    let of = |id: String| Party::Office(id);
    let written = decisions::written(form, office)?.into_iter().map(|one| Decision {
        title: one.title,
        owner: of(one.office),
        attested_by: of(one.attested_by),
        due: one.due,
    });
    Ok(minutes::terms(of(office.into()), written.collect(), form.get("words").into()))
}

/// What the enterprise owes, and what the office owes it.
fn contract(office: &str, asked: &Kind, form: &Form) -> Result<Terms, Wrong> {
    let own = Party::Office(office.into());
    let enterprise = Party::Enterprise(form.get("code").to_uppercase());
    let mut obligations = Vec::new();
    for (at, outline) in asked.outline.iter().enumerate() {
        let (day_of, days_of) = (format!("due-{at}"), format!("days-{at}"));
        if form.get(&day_of).is_empty() && form.get(&days_of).is_empty() {
            continue;
        }
        let due = match outline.is_on_demand {
            true => Due::OnDemand { limit: Limit::working(days(form, at)?) },
            false => Due::By { day: day(form, at)?, moves: true },
        };
        obligations.push(Obligation {
            id: outline.id.into(),
            title: outline.title.0.into(),
            owner: enterprise.clone(),
            measure: measure(outline, form, at)?,
            due,
            evidence: outline.evidence.0.into(),
            attested_by: own.clone(),
            remind_days: REMIND_DAYS,
            consequence: consequence(form, at),
        });
    }
    let lead = asked.outline.len();
    for at in lead..lead + ROOM {
        let title = form.get(&format!("title-{at}")).to_owned();
        if title.is_empty() {
            continue;
        }
        let is_ours = form.get(&format!("owner-{at}")) == "office";
        let (owner, attested_by) = match is_ours {
            true => (own.clone(), enterprise.clone()),
            false => (enterprise.clone(), own.clone()),
        };
        obligations.push(Obligation {
            id: format!("further-{}", at - lead + 1),
            title,
            owner,
            measure: None,
            due: Due::By { day: day(form, at)?, moves: true },
            evidence: form.get(&format!("evidence-{at}")).into(),
            attested_by,
            remind_days: REMIND_DAYS,
            consequence: consequence(form, at),
        });
    }
    // A promise is signed by the enterprise alone; the office attests.
    let parties = if asked.least_parties == 1 { vec![enterprise] } else { vec![enterprise, own] };
    let clauses = asked.clauses().filter_map(|(id, _)| {
        let words = form.get(&format!("clause-{id}"));
        (!words.is_empty()).then(|| Clause { id: id.into(), words: words.into() })
    });
    let clauses = clauses.collect();
    Ok(Terms { parties, obligations, words: form.get("words").into(), clauses })
}

fn days(form: &Form, at: usize) -> Result<u32, Wrong> {
    let days = form.get(&format!("days-{at}")).parse().ok();
    days.filter(|days| (1..=1000).contains(days)).ok_or_else(|| unfit(at))
}

fn measure(outline: &Outline, form: &Form, at: usize) -> Result<Option<Measure>, Wrong> {
    let Some((bound, unit)) = outline.measure else { return Ok(None) };
    let amount = thousandths(form.get(&format!("amount-{at}"))).ok_or_else(|| unfit(at))?;
    Ok(Some(Measure { bound, thousandths: amount, unit: unit.into() }))
}

fn consequence(form: &Form, at: usize) -> Option<String> {
    let id = form.get(&format!("consequence-{at}"));
    Some(id.to_owned()).filter(|id| !id.is_empty())
}

fn no_project() -> Wrong {
    let refused = Refused {
        code: "web.no_project",
        sentence: text("没有这个项目编号。", "There is no project with this number."),
        remedy: text("请核对项目编号，或留空。", "Check the number, or leave it empty."),
        basis: "",
        ground: Ground::Unknown,
    };
    Wrong { field: "project", refused }
}

fn page(frame: &Frame, asked: &Kind, filled: Filled) -> Markup {
    let heading = frame.t("起草协议", "Draft an agreement");
    let is_of_offices = asked.parties == Parties::Offices;
    let title = Field::line("title", ("名称", "Title"));
    let code = Field::line("code", ("企业统一社会信用代码", "Enterprise's credit code"));
    let project = Field::line("project", ("项目编号", "Project's number"));
    let project = Field { is_optional: true, ..project };
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/agreements/new"))
            section.sheet {
                header { h2 { (frame.say(&asked.title())) } }
                p.note { (frame.t("改为：", "Instead:")) }
                ul.plain-list {
                    @for kind in offered().filter(|kind| kind.id != asked.id) {
                        li {
                            a href={ "/agreements/new?kind=" (kind.id) } {
                                (frame.say(&kind.title()))
                            }
                        }
                    }
                }
                (whole_form(frame, filled, (ACTION, frame.t("起草", "Draft")), |filled| html! {
                    input type="hidden" name="kind" value=(asked.id);
                    (field(frame, filled, title))
                    @if !is_of_offices { (field(frame, filled, code)) }
                    (field(frame, filled, project))
                    @if !asked.must.is_empty() { (musts(frame, asked)) }
                    @for (at, outline) in asked.outline.iter().enumerate() {
                        (outlined(frame, asked, (at, outline), filled))
                    }
                    @let lead = asked.outline.len();
                    @if is_of_offices { (decisions::rows(frame, filled, &offices(frame))) }
                    @else {
                        @for at in lead..lead + ROOM { (further(frame, asked, at, filled)) }
                    }
                    @for (id, must) in asked.clauses() {
                        (lines(frame, filled, &format!("clause-{id}"), must.name))
                    }
                    (lines(frame, filled, "words", ("其他约定（可不填）", "Further terms (optional)")))
                }))
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// What the kind must contain, told before the first field.
fn musts(frame: &Frame, asked: &Kind) -> Markup {
    let names: Vec<&str> = asked.must.iter().map(|one| frame.t(one.name.0, one.name.1)).collect();
    html! {
        p.note {
            (frame.t("必须约定：", "It must contain: "))
            (names.join(frame.t("、", "; ")))
            (frame.t("。其余各项留空即不约定。", ". What else is left empty is not agreed."))
            @if !asked.basis.is_empty() {
                " " (frame.t("依据：", "Basis: ")) (frame.run(asked.basis))
            }
        }
    }
}

/// An obligation that the kind usually has: left empty, it is not agreed.
fn outlined(
    frame: &Frame,
    asked: &Kind,
    (at, outline): (usize, &Outline),
    filled: Filled,
) -> Markup {
    html! {
        fieldset.owes {
            legend {
                (at + 1) " · " (frame.t(outline.title.0, outline.title.1))
                @if asked.asks_for(outline.id) { " " (frame.t("（必备）", "(needed)")) }
                @if let Some((bound, unit)) = outline.measure {
                    @let (zh, en) = match bound {
                        Bound::AtLeast => ("不低于", "at least"),
                        Bound::AtMost => ("不高于", "at most"),
                    };
                    @let unit = words::unit(unit);
                    span.note { " " (frame.t(zh, en)) " … " (frame.say(&unit)) }
                }
            }
            @if outline.measure.is_some() {
                (entry(frame, filled, (&format!("amount-{at}"), "text"), ("数值", "Amount")))
            }
            @if outline.is_on_demand {
                (entry(
                    frame,
                    filled,
                    (&format!("days-{at}"), "number"),
                    ("被要求后几个工作日内", "Working days after it is demanded"),
                ))
            } @else {
                (entry(frame, filled, (&format!("due-{at}"), "date"), ("到期日", "Due date")))
            }
            (consequences(frame, asked, at, filled))
        }
    }
}

/// An obligation in words.
fn further(frame: &Frame, asked: &Kind, at: usize, filled: Filled) -> Markup {
    let owners = [
        ("enterprise".to_owned(), frame.t("企业", "the enterprise").to_owned()),
        ("office".to_owned(), frame.t("本部门", "our office").to_owned()),
    ];
    html! {
        fieldset.owes {
            legend { (at + 1) " · " (frame.t("其他义务", "A further obligation")) }
            (entry(frame, filled, (&format!("title-{at}"), "text"), ("内容", "What is owed")))
            (choice(frame, filled, &format!("owner-{at}"), ("义务人", "Who owes it"), &owners))
            (entry(frame, filled, (&format!("due-{at}"), "date"), ("到期日", "Due date")))
            (entry(
                frame,
                filled,
                (&format!("evidence-{at}"), "text"),
                ("履行凭据", "Evidence wanted"),
            ))
            (consequences(frame, asked, at, filled))
        }
    }
}

/// Whoever may do or attest what a meeting decided.
fn offices(frame: &Frame) -> Vec<(String, String)> {
    let mut offices =
        vec![(String::new(), frame.t("本部门（召集）", "our office (convenes)").to_owned())];
    offices.extend(frame.zone.offices.iter().map(|office| {
        let name = frame.office(&office.id);
        (office.id.clone(), frame.say(&name).to_owned())
    }));
    offices
}

fn consequences(frame: &Frame, asked: &Kind, at: usize, filled: Filled) -> Markup {
    let mut choices = vec![(String::new(), frame.t("未约定", "none agreed").to_owned())];
    choices.extend(
        asked
            .consequences
            .iter()
            .map(|one| (one.id.to_owned(), frame.t(one.words.0, one.words.1).to_owned())),
    );
    let name = format!("consequence-{at}");
    choice(frame, filled, &name, ("违约责任", "On breach"), &choices)
}
