//! Routes (办理路径): the list, and the questions of one; the answers stand in the plan's address.
//!
//! Never: a draft. Nothing is kept; whoever keeps the address keeps the plan.

use std::collections::BTreeMap;

use approvals::route::Refusal;
use catalogue::form::Answers;
use catalogue::{Field, FieldKind, Route};
use jiff::civil::Date;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};

use crate::applicant::known::Known;
use crate::applicant::parts;
use crate::form::Form;
use crate::shell::{self, Frame, Room};
use crate::words::plural;

/// What was answered, and what is wrong with it, by question.
pub struct Told {
    /// The answers.
    pub answers: Answers,
    /// The day on which the plan begins, as it was written.
    pub start: String,
    /// The number of the project that the plan is for, where it is for one.
    pub project: String,
    /// What the project's file knows, by question.
    pub held: BTreeMap<String, Known>,
    /// What is wrong.
    pub wrongs: Vec<(String, Refused)>,
}

impl Told {
    /// What an address says: the answers to the route's questions, and the start.
    pub fn read(route: &Route, form: &Form) -> Told {
        let written = |field: &str| form.get(field).to_owned();
        let (start, project) = (written("start"), written("project"));
        let (answers, held) = (answers_of(route, form), BTreeMap::new());
        Told { answers, start, project, held, wrongs: Vec::new() }
    }

    /// Offers what the project's file knows, where nothing was answered yet.
    pub fn offer(&mut self, route: &Route, held: BTreeMap<String, Known>) {
        if self.answers.is_empty() {
            let known =
                |field: &Field| Some((field.id.clone(), held.get(&field.id)?.answer.clone()));
            self.answers = route.fields.iter().filter_map(known).collect();
        }
        self.held = held;
    }

    /// The day on which the plan begins: what was written, today where nothing was.
    pub fn start(&self, today: Date) -> Result<Date, Refused> {
        if self.start.is_empty() {
            return Ok(today);
        }
        self.start.parse().map_err(|_| Refused {
            code: "web.start_unfit",
            sentence: text("开始日期不是日期。", "The start is no date."),
            remedy: text("请写成 2026-12-31 的形式。", "Write it as 2026-12-31."),
            basis: "",
            ground: Ground::Content,
        })
    }

    /// Everything that is wrong with the answers; where all fit, why no plan can be made.
    pub fn judge(&mut self, route: &Route, refusal: Option<Refusal>, today: Date) {
        let form = catalogue::form::Form::asking(&route.fields);
        let flaws = form.flaws(&self.answers, today);
        self.wrongs = flaws.into_iter().map(|(field, flaw)| (field.id.clone(), flaw)).collect();
        self.wrongs.extend(self.start(today).err().map(|refused| ("start".into(), refused)));
        if self.wrongs.is_empty() {
            self.wrongs.extend(refusal.map(|refusal| (String::new(), refusal.into())));
        }
    }

    /// The same as an address carries it.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs()).finish()
    }

    /// All that was told, by field.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let others = [("start", &self.start), ("project", &self.project)];
        let others = others.map(|(field, written)| (field.to_owned(), written.clone()));
        let all = self.answers.clone().into_iter().chain(others);
        all.filter(|(_, written)| !written.is_empty()).collect()
    }
}

/// What a form answers of a route's questions.
pub fn answers_of(route: &Route, form: &Form) -> Answers {
    let answer = |field: &Field| (field.id.clone(), form.get(&field.id).to_owned());
    route.fields.iter().map(answer).filter(|(_, answer)| !answer.is_empty()).collect()
}

/// The list; for a project, where its number is told.
pub fn list(frame: &Frame, routes: &[Route], project: &str) -> Markup {
    let of = if project.is_empty() { String::new() } else { format!("?project={project}") };
    let heading = frame.t("办理方案", "Plan a project");
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, (false, None)))
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "回答几个问题，就能看到要办哪些事、先后顺序、交哪些材料、要多少天。",
                    "Answer a few questions and see which matters you need, in which order, with \
                     what papers, and how many days they take.",
                ))
            }
            @if routes.is_empty() {
                section.sheet {
                    p { (frame.t("本园区尚未公布办理路径。", "This zone has published no route yet.")) }
                }
            }
            @for route in routes {
                @let count = u32::try_from(route.fields.len()).unwrap_or(u32::MAX);
                section.sheet {
                    header {
                        h2 { a href={ "/routes/" (route.id) (of) } { (frame.say(&route.name())) } }
                    }
                    p { (frame.say(&route.purpose())) }
                    p.note {
                        (frame.t(&format!("{count}个问题"), &plural(count, "question")))
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// The questions, with what was answered.
pub fn ask(frame: &Frame, route: &Route, told: &Told) -> Markup {
    let form = catalogue::form::Form::asking(&route.fields);
    let questions = form.questions(&told.answers, frame.today());
    let wrongs: Vec<(&str, &Refused)> =
        told.wrongs.iter().map(|(id, refused)| (id.as_str(), refused)).collect();
    let at = |id: &str| wrongs.iter().find(|(place, _)| *place == id).map(|(_, wrong)| *wrong);
    let written = |id: &str| told.answers.get(id).map_or("", String::as_str);
    let name = route.name();
    let body = html! {
        div.wrap.narrow.stack {
            (crumbs(frame, (true, None)))
            h1 { (frame.say(&name)) }
            p.lead { (frame.say(&route.purpose())) }
            section.sheet {
                form.fill action={ "/routes/" (route.id) "/plan" } method="get" novalidate {
                    (parts::summary(frame, &wrongs))
                    @if !told.project.is_empty() {
                        input type="hidden" name="project" value=(told.project);
                    }
                    @for field in &questions {
                        (parts::question(frame, field, written(&field.id), at(&field.id)))
                        @let held = told.held.get(&field.id);
                        @if let Some(held) = held.filter(|one| one.answer == written(&field.id)) {
                            p.note.from { (frame.say(&held.source(frame))) }
                        }
                    }
                    (parts::question(frame, &start_field(), &told.start, at("start")))
                    div.acts {
                        button.act type="submit" { (frame.t("生成办理方案", "Make the plan")) }
                    }
                }
                p.note {
                    (frame.t(
                        "所填内容不会保存，只用于生成方案。",
                        "Nothing you write here is kept: it serves the plan alone.",
                    ))
                }
            }
        }
    };
    let title = match wrongs.is_empty() {
        true => frame.say(&name).to_owned(),
        false => format!("{}{}", frame.t("错误：", "Error: "), frame.say(&name)),
    };
    shell::page(frame, &title, &body)
}

/// The way back, from a page below the list, and from one below a route.
pub fn crumbs(frame: &Frame, (is_below, route): (bool, Option<&Route>)) -> Markup {
    let own = route.map(|one| (format!("/routes/{}", one.id), one.name()));
    let mut ways = vec![("/guides", html! { (frame.t("办事指南", "Guides")) })];
    if is_below {
        ways.push(("/routes", html! { (frame.t("办理方案", "Plan a project")) }));
    }
    ways.extend(own.iter().map(|(to, name)| (to.as_str(), html! { (frame.say(name)) })));
    shell::crumbs(frame, Room::Home, &ways)
}

fn start_field() -> Field {
    Field {
        id: "start".into(),
        title: "开始日期".into(),
        title_en: "Start".into(),
        kind: FieldKind::Date,
        required: false,
        hint: "不填按今天计算。".into(),
        hint_en: "Left empty, it is today.".into(),
        choices: Vec::new(),
        when: None,
    }
}
