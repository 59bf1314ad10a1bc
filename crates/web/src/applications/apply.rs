//! The one form of what was ticked (一件事申请表): the questions, the papers, who brings it.

use std::collections::BTreeMap;

use approvals::bundle::{Applications, Command, Plan, plan};
use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use catalogue::Bundle;
use kernel::personal::Personal;
use kernel::refusal::Refused;
use maud::{Markup, html};
use store::Fault;

use super::known::{self, Known};
use super::word::{applicant_told, is_nobody};
use super::{Reading, Sent, Shared};
use crate::{
    Site,
    api::{bundle_shown::because, seen::Seen},
    applicant::parts,
    error::Failure,
    form::{self, Filled, Form, Wrong, hidden},
    front::{Done, Shown},
    hall::came,
    people::Asked,
    public::bundle::{TICK, Ticked, crumbs, inapplicable},
    reader::Reader,
    shell::{self, Frame},
};

/// What the name of a box begins with that is ticked for a paper.
pub(super) const PAPER: &str = "paper-";

/// The form of what the address ticks.
pub async fn form(
    State(front): Shared,
    Extension(reader): Reading,
    Path(bundle): Path<String>,
    address: Uri,
) -> Result<Html<String>, Failure> {
    let told = Form::read(address.query().unwrap_or_default().as_bytes());
    let page = front.page(reader, move |site, frame| {
        frame.query = Ticked::read_named(site, &bundle, &told);
        show(site, frame, &bundle, Filled::of(&told, &[]))
    });
    Ok(Html(page.await?.0))
}

/// The application.
pub async fn submission(
    State(front): Shared,
    Extension(reader): Reading,
    Path(bundle): Path<String>,
    Extension(sent): Sent,
) -> Result<Response, Failure> {
    let of = bundle.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| submit(site, (reader, form), &of);
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = format!("/bundles/{bundle}/application");
        show(site, frame, &bundle, filled)
    };
    front.submit((reader, sent), act, again).await
}

fn submit(site: &Site, (reader, form): (&Reader, &Form), id: &str) -> Result<Done, Fault> {
    let Some(bundle) = site.pack.bundle(id) else { return Ok(Done::NotFound) };
    let Some(own) = reader.principal.applies_as() else { return Ok(Done::NotFound) };
    let Ticked { chosen, answers } = Ticked::read(bundle, form);
    let handed = bundle.materials.iter().map(|material| material.id.clone());
    let applicant = match form.get("applicant") {
        "" => own,
        told => {
            let applicant = applicant_told(told);
            if let Some(refused) = is_nobody(site, &applicant)? {
                return Ok(Done::Wrong(vec![Wrong { field: "applicant", refused }]));
            }
            applicant
        }
    };
    let command = Command::Submit {
        bundle: Some(Box::new(bundle.clone())),
        applicant,
        chosen,
        answers,
        handed_in: handed.filter(|id| form.get(&format!("{PAPER}{id}")) == "yes").collect(),
        agent: Personal::clear(form.get("agent")),
        phone: Personal::clear(form.get("phone")),
    };
    let subject = format!("bundle:{}", form::named(form, (site.now)()));
    match Asked::of(site, reader, form).ask::<Applications>(&subject, command)? {
        Ok(_) => {
            if reader.principal.office().is_some() && came::is_by_post(form) {
                came::by_post(site, (reader, form), &subject)?;
            }
            let number = Applications::number(site, &subject)?;
            Ok(Done::see(format!("/applications/{}", number.unwrap_or_default())))
        }
        Err(refused) => Ok(Done::Wrong(vec![Wrong { field: "", refused }])),
    }
}

fn show(site: &Site, frame: &mut Frame, id: &str, filled: Filled) -> Shown {
    let Some(bundle) = site.pack.bundle(id) else { return Ok(None) };
    let today = frame.today();
    let mut ticked = Ticked::read(bundle, filled.form);
    let own = frame.principal.applies_as().unwrap_or_default();
    let chosen = bundle.certificates.iter().filter(|row| ticked.chosen.contains(&row.id));
    let is_founding = chosen.flat_map(|row| &row.yields).any(|id| id == known::CODE);
    let known = known::of(site, frame, (&own, is_founding))?;
    // What was written stands, also where it was left empty.
    if filled.wrongs.is_empty() {
        let asked = bundle.fields.iter().map(|field| &field.id);
        for (id, one) in asked.filter_map(|id| Some((id, known.get(id)?))) {
            ticked.answers.entry(id.clone()).or_insert_with(|| one.answer.clone());
        }
    }
    Ok(Some(match plan(bundle, &ticked.chosen, &ticked.answers, today) {
        Ok(made) => page(frame, (&made, &ticked), (&known, filled)),
        // What is written wrong leaves the questions as they are: the form is asked without it.
        Err(_) => match plan(bundle, &ticked.chosen, &Default::default(), today) {
            Ok(made) => page(frame, (&made, &ticked), (&known, filled)),
            Err(_) => nothing(frame, bundle),
        },
    }))
}

fn nothing(frame: &Frame, bundle: &Bundle) -> Markup {
    let name = bundle.name();
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, (true, Some(bundle))))
            h1 { (frame.say(&name)) }
            section.sheet {
                p {
                    (frame.t("请先选择要办的证照。", "Choose the certificates first.")) " "
                    a href={ "/bundles/" (bundle.id) } { (frame.t("选择证照", "Choose them")) }
                }
            }
        }
    };
    shell::page(frame, frame.say(&name), &body)
}

fn page(
    frame: &Frame,
    (made, ticked): (&Plan, &Ticked),
    (known, filled): (&BTreeMap<String, Known>, Filled),
) -> Markup {
    let bundle = made.bundle;
    let name = bundle.name();
    let (zh, en) = (format!("申请：{}", name.zh), format!("Apply: {}", name.en));
    let heading = frame.t(&zh, &en);
    let asked: Vec<catalogue::Field> = made.questions.iter().map(|need| need.of.clone()).collect();
    let form = catalogue::form::Form::asking(&asked);
    let flaws = match filled.wrongs.is_empty() {
        true => Vec::new(),
        false => form.flaws(&ticked.answers, frame.today()),
    };
    let mut wrongs: Vec<(&str, &Refused)> =
        flaws.iter().map(|(field, flaw)| (field.id.as_str(), flaw)).collect();
    if wrongs.is_empty() {
        wrongs.extend(filled.wrongs.iter().map(|wrong| (wrong.field, &wrong.refused)));
    }
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, (true, Some(bundle))))
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "一张表、一套材料、一个收件编号；各环节由各部门分别办理，办结后一次反馈。",
                    "One form, one set of papers, one receipt; each department handles its link, \
                     and all of it comes back as one result.",
                ))
            }
            section.sheet {
                form.fill action={ "/bundles/" (bundle.id) "/application" } method="post"
                    novalidate {
                    (parts::summary(frame, &wrongs))
                    (hidden(frame, filled.form))
                    @for id in &ticked.chosen {
                        input type="hidden" name={ (TICK) (id) } value="yes";
                    }
                    (inapplicable(frame, made))
                    @for need in &made.questions {
                        @let at = wrongs.iter().find(|(id, _)| *id == need.id);
                        @let written = ticked.answers.get(need.id).map_or("", String::as_str);
                        (parts::question(frame, need.of, written, at.map(|(_, wrong)| *wrong)))
                        (negative_list(frame, bundle, need.id))
                        @if let Some(one) = known.get(need.id).filter(|it| it.answer == written) {
                            p.note.from { (frame.say(&one.source)) }
                        }
                    }
                    (papers(frame, made, filled))
                    (bringing(frame, filled))
                    button.act type="submit" { (frame.t("提交申请", "Submit")) }
                }
            }
        }
    };
    let title = match wrongs.is_empty() {
        true => heading.to_owned(),
        false => format!("{}{heading}", frame.t("错误：", "Error: ")),
    };
    shell::page(frame, &title, &body)
}

/// What a commitment on the address is not accepted for, beside the question that asks it.
fn negative_list(frame: &Frame, bundle: &Bundle, question: &str) -> Markup {
    html! {
        @if let Some(list) = bundle.negative_list.as_ref().filter(|list| list.beside == question) {
            @if list.lines.is_empty() {
                p.note {
                    (frame.t(
                        "住所申报承诺负面清单：本园区尚未列出，请向收件部门核实。",
                        "The negative list for commitments: this zone has not listed it yet; ask \
                         the office that receives.",
                    ))
                }
            } @else {
                p.note {
                    (frame.t(
                        "下列情形不适用申报承诺（负面清单，请自行核对）：",
                        "A commitment is not accepted for these (please check yourself):",
                    ))
                }
                ul.note { @for line in &list.lines { li { (frame.run(line)) } } }
            }
        }
    }
}

/// The papers, each with who needs it, to be ticked.
fn papers(frame: &Frame, made: &Plan, filled: Filled) -> Markup {
    html! {
        fieldset {
            legend { (frame.t("材料（勾选已备好的）", "Papers (tick what is ready)")) }
            @for need in &made.papers {
                @let name = need.of.name();
                @let box_name = format!("{PAPER}{}", need.id);
                label.answer {
                    input type="checkbox" name=(box_name) value="yes"
                        checked[filled.form.get(&box_name) == "yes"];
                    span {
                        b { (frame.say(&name)) }
                        @if need.is_open {
                            " " span.chip { (frame.t("视填报情况", "if it applies")) }
                        }
                        span.note {
                            (frame.say(&because(&made.named(&need.needed_by))))
                        }
                    }
                }
            }
        }
    }
}

/// Who brings it; at the desk, also whom it is for: a founder, or an enterprise.
fn bringing(frame: &Frame, filled: Filled) -> Markup {
    let agent = form::Field::line("agent", ("经办人姓名", "Name of whoever brings it"));
    let agent = form::Field { autocomplete: "name", ..agent };
    let phone = form::Field::line("phone", ("联系电话", "Phone"));
    let phone = form::Field { autocomplete: "tel", ..phone };
    let named = ("申请人的登录名或者统一社会信用代码", "Applicant: sign-in name or credit code");
    let applicant = form::Field::line("applicant", named).hint(
        "窗口代为录入时填写：设立企业的填个人登录名，已有企业填统一社会信用代码",
        "Where the desk enters it on their word: who founds an enterprise by name, one that exists \
         by its code",
    );
    html! {
        fieldset {
            legend { (frame.t("经办人", "Who brings it")) }
            @if frame.principal.office().is_some() {
                (form::field(frame, filled, applicant))
                (came::asked(frame, filled))
            }
            (form::field(frame, filled, agent))
            (form::field(frame, filled, phone))
        }
    }
}
