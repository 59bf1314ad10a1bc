//! The project that a desk enters an application for (窗口带入已有信息): once its number is told, what
//! its file knows stands in the form, each with where it comes from and its day, and is checked
//! with whoever stands there instead of being asked again.

use std::collections::BTreeMap;

use approvals::views::{ProjectRow, project_by_number};
use catalogue::Field;
use maud::{Markup, html};
use store::Fault;

use crate::Site;
use crate::applicant::known::{self, Known};
use crate::applicant::parts::question;
use crate::form::{Filled, Form};
use crate::shell::Frame;

/// The project that a form names, and what its file knows of what the form asks.
pub struct OfProject {
    number: String,
    project: Option<ProjectRow>,
    known: BTreeMap<String, Known>,
}

impl OfProject {
    /// The project with this number, where one is told, for a form that asks this.
    pub fn told(site: &Site, number: &str, asked: &[Field]) -> Result<OfProject, Fault> {
        let number: String = number.trim().chars().take(20).collect();
        let project = match number.is_empty() {
            true => None,
            false => site.store.read(&site.zone, |open| project_by_number(open, &number))?,
        };
        let known = project.as_ref().map(|project| known::of_project(site, project));
        let mut known = known.transpose()?.unwrap_or_default();
        known.retain(|id, _| asked.iter().any(|field| field.id == *id));
        Ok(OfProject { number, project, known })
    }

    /// The form as it begins; what was sent stands as it was sent.
    pub fn begun(&self, form: &Form) -> Form {
        match form.command() {
            Some(_) => form.clone(),
            None => {
                self.known.iter().fold(form.clone(), |form, (id, one)| form.with(id, &one.answer))
            }
        }
    }

    /// Asks for the number before anything else; `name` is what the number is called in the form.
    pub fn asked(&self, frame: &Frame, (to, name): (&str, &str)) -> Markup {
        let id = format!("told-{name}");
        html! {
            section.sheet {
                header { h2 { (frame.t("先查项目", "The project first")) } }
                form.find role="search" action=(to) method="get" {
                    label.jump for=(id) { (frame.t("项目编号", "Number of the project")) }
                    input id=(id) type="text" name=(name) maxlength="20" value=(self.number)
                        autocomplete="off";
                    button type="submit" { (frame.t("带入已有信息", "Fill in what is known")) }
                }
                (self.said(frame))
            }
        }
    }

    /// Which project it is, and whether its file knows anything that the form asks.
    pub fn said(&self, frame: &Frame) -> Markup {
        html! {
            @if !self.number.is_empty() && self.project.is_none() {
                p.empty role="status" {
                    (frame.t(
                        "没有这个编号的项目，请核对后重新输入。",
                        "There is no project with this number. Check it.",
                    ))
                }
            }
            @if let Some(project) = &self.project {
                p { (frame.run(&project.title)) }
                p.note {
                    @if self.known.is_empty() {
                        (frame.t(
                            "项目档案里没有本表要填的内容。",
                            "The project's file knows nothing that this form asks.",
                        ))
                    } @else { (frame.t(
                        "项目档案里已有的内容已经带入，请与申请人核对，不必再问。",
                        "What the project's file knows is filled in: check it with whoever is \
                         here instead of asking again.",
                    )) }
                }
            }
        }
    }

    /// Is it a project's number?
    pub fn is_found(&self) -> bool {
        self.project.is_some()
    }

    /// The number, as the form begins with it.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// A question, with where its answer comes from as long as it is the one that is known.
    pub fn question(&self, frame: &Frame, field: &Field, filled: Filled) -> Markup {
        let written = filled.form.get(&field.id);
        html! {
            (question(frame, field, written, filled.at_question(&field.id)))
            @if let Some(one) = self.known.get(&field.id).filter(|one| one.answer == written) {
                p.note.from { (frame.say(&one.source(frame))) }
            }
        }
    }
}
