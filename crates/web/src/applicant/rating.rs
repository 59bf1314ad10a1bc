//! The applicant's grade for a step (评价): asked once the step is done, never in the way.

use approvals::rating::{Command, Grade, Ratings, Step, rating_of};
use approvals::views::{StepGrade, grades_of_case};
use axum::extract::{Extension, Path, State};
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use maud::{Markup, html};
use store::Fault;

use super::case::{read, shown_again};
use super::{Asked, Reading, Sending, Sent, Shared};
use crate::approvals::CaseOfProject;
use crate::form::{Form, Wrong, fresh_command, hidden};
use crate::{Site, front::Done, reader::Reader, shell::Frame};

/// The grade comes.
pub async fn rate(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        let wrong = |refused| Ok(Done::Wrong(vec![Wrong { field: "", refused }]));
        let chosen = Step::of(form.get("step")).zip(Grade::of(form.get("grade")));
        let Some((step, grade)) = chosen else { return wrong(ungraded()) };
        let case = found.file.row.subject.clone();
        let to = rating_of(&case, step);
        let limit = Limit::working(site.pack.zone.hall.call_back_days);
        let command =
            Command::Rate { case, step, grade, words: form.get("grade-words").into(), limit };
        let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
        match Asked::of(site, &reader.principal, id).ask::<Ratings>(&to, command)? {
            Ok(()) => Ok(Done::see(format!("/my/cases/{asked}"))),
            Err(refused) => wrong(refused),
        }
    };
    front.submit((reader, form), act, shown_again(number)).await
}

/// The steps that are behind the case, each with its grade.
pub fn steps(site: &Site, found: &CaseOfProject) -> Result<Vec<StepGrade>, Fault> {
    site.store.read(&site.zone, |open| grades_of_case(open, &found.file.row))
}

/// The step that is behind last, where it waits for its grade.
pub fn newest(graded: &[StepGrade]) -> Option<Step> {
    graded.last().filter(|(_, grade)| grade.is_none()).map(|(step, _)| *step)
}

/// Steps that wait for a grade, each with its case: asked for, and never in the way.
pub fn waiting(frame: &Frame, all: &[(String, Text, Step)]) -> Markup {
    html! {
        @if !all.is_empty() {
            section.sheet id="to-grade" {
                header { h2 { (frame.t("请您评价", "How was it?")) } }
                ul.rows {
                    @for (number, name, step) in all {
                        li {
                            a href={ "/my/cases/" (number) "#grading" } {
                                b {
                                    (frame.t("评价", "Grade: "))
                                    (frame.say(&step.text()))
                                    (frame.t("环节", ""))
                                }
                                span.note { (frame.say(name)) " · " span.n { (number) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is to be graded, and what was.
pub fn section(frame: &Frame, found: &CaseOfProject, steps: &[StepGrade]) -> Markup {
    let path = format!("/my/cases/{}/ratings", found.file.row.number);
    grading(frame, &path, steps)
}

/// The same of whatever is graded at this address.
pub(crate) fn grading(frame: &Frame, path: &str, steps: &[StepGrade]) -> Markup {
    let open: Vec<Step> =
        steps.iter().filter(|(_, grade)| grade.is_none()).map(|(step, _)| *step).collect();
    html! {
        details.sheet id="grading" open {
            summary { (frame.t("评价服务", "Grade the service")) }
            @for (step, grade) in steps {
                @if let Some(grade) = grade {
                    p {
                        (frame.say(&step.text())) (frame.t("：", ": "))
                        b { (frame.say(&grade.text())) }
                    }
                }
            }
            @if !open.is_empty() {
                form.fill action=(path) method="post" {
                    (hidden(frame, &Form::default()))
                    p.note {
                        (frame.t(
                            "每个环节评价一次，部门看不到是谁评价的。不满意的会有人回访。",
                            "Each step once. The office does not see whose grade it is; where you \
                             are dissatisfied, the hall calls you back.",
                        ))
                    }
                    div.field {
                        label for="step" { (frame.t("环节", "Step")) }
                        select id="step" name="step" {
                            @for step in &open {
                                option value=(step.word()) { (frame.say(&step.text())) }
                            }
                        }
                    }
                    div.field {
                        label for="grade" { (frame.t("评价", "Grade")) }
                        select id="grade" name="grade" {
                            @for grade in Grade::ALL {
                                option value=(grade.word()) { (frame.say(&grade.text())) }
                            }
                        }
                    }
                    div.field {
                        label for="grade-words" {
                            (frame.t("想说的话", "What you have to say"))
                            span.note { (frame.t("（可不填）", " (optional)")) }
                        }
                        textarea id="grade-words" name="grade-words" rows="3" maxlength="500" {}
                    }
                    button.act type="submit" { (frame.t("提交评价", "Send the grade")) }
                }
            }
        }
    }
}

/// Neither a step nor a grade of the lists.
pub(crate) fn ungraded() -> Refused {
    Refused {
        code: "web.ungraded",
        sentence: text("没有选择环节或等级。", "No step or no grade is chosen."),
        remedy: text("请选择后提交。", "Choose both and send again."),
        basis: "",
        ground: Ground::Content,
    }
}
