//! The form of a link that was sent back (退回环节补正表): its questions as they were answered, the
//! papers that it needs, and a word on what was mended.
//!
//! Never: a question or a paper that the link does not need.

use approvals::bundle::{Application, Command, Link, Plan, plan};
use catalogue::form::Answers;
use catalogue::{Bundle, Field};
use kernel::refusal::Refused;
use maud::{Markup, html};

use super::apply::PAPER;
use crate::{
    Site,
    applicant::parts,
    form::{self, Filled, Form},
    shell::Frame,
};

/// What the form asks of a link (补正表).
pub struct Mending<'a> {
    link: &'a Link,
    application: &'a Application,
    /// The answers as they stand, with what was written anew.
    answers: Answers,
    made: Option<Plan<'a>>,
}

/// What the applicant mends: the answers that differ from those that stand, the papers ticked.
pub fn command(site: &Site, application: &Application, certificate: &str, form: &Form) -> Command {
    let bundle = site.pack.bundle(&application.bundle).cloned().map(Box::new);
    let found = application.link(certificate).map(|one| &one.link);
    let (mut answers, mut handed_in) = (Answers::new(), Vec::new());
    if let Some(link) = found {
        answers = changes(application, link, form);
        let is_ticked = |id: &&String| form.get(&paper(link, id)) == "yes";
        handed_in.extend(link.papers.iter().filter(is_ticked).cloned());
    }
    let (certificate, words) = (certificate.to_owned(), form.get("words").to_owned());
    Command::Mend { bundle, certificate, words, answers, handed_in }
}

/// What a form writes otherwise than it stands.
fn changes(application: &Application, link: &Link, form: &Form) -> Answers {
    let written = |id: &&String| form.names().any(|name| name == question(link, id));
    let told = link.asks.iter().filter(written);
    let told = told.map(|id| (id.clone(), form.get(&question(link, id)).replace("\r\n", "\n")));
    let stands = |id: &str| application.answers.get(id).map(|it| it.replace("\r\n", "\n"));
    told.filter(|(id, answer)| stands(id).unwrap_or_default() != *answer).collect()
}

/// The name of a question among those of other links.
fn question(link: &Link, id: &str) -> String {
    format!("{}-{id}", link.certificate)
}

fn paper(link: &Link, id: &str) -> String {
    format!("{}-{PAPER}{id}", link.certificate)
}

impl<'a> Mending<'a> {
    /// What is asked of the link, given what was written.
    pub fn of(
        (frame, bundle): (&Frame, Option<&'a Bundle>),
        (application, link): (&'a Application, &'a Link),
        form: &Form,
    ) -> Mending<'a> {
        let (today, nothing) = (frame.today(), Answers::new());
        let chosen: Vec<String> =
            application.links.iter().map(|one| one.link.certificate.clone()).collect();
        let written = changes(application, link, form);
        let with = |changes| bundle.map(|bundle| application.answers_with(bundle, changes));
        let answers = with(&written).unwrap_or_default();
        // What is written wrong leaves the questions as they are.
        let stands = with(&nothing).unwrap_or_default();
        let made = bundle.and_then(|bundle| {
            let made = plan(bundle, &chosen, &answers, today);
            made.or_else(|_| plan(bundle, &chosen, &stands, today)).ok()
        });
        Mending { link, application, answers, made }
    }

    /// The questions, by the names that they have on the page.
    fn questions(&self) -> Vec<(&str, Field)> {
        let needs = self.made.iter().flat_map(|made| &made.questions);
        let asked = needs.filter(|need| self.link.asks.iter().any(|id| id == need.id));
        let asked = asked.filter(|need| self.rests(need.id).is_none());
        asked
            .map(|need| (need.id, Field { id: question(self.link, need.id), ..need.of.clone() }))
            .collect()
    }

    /// The certificate that is done and rests on the answer as it stands.
    fn rests<'b>(&'b self, question: &'b str) -> Option<&'b Link> {
        let mut resting = self.application.resting_on(question);
        resting.find(|one| one.certificate != self.link.certificate)
    }

    /// What stays as it is, because a certificate that is done rests on it.
    fn resting(&self, frame: &Frame) -> Markup {
        let needs = self.made.iter().flat_map(|made| &made.questions);
        let asked = needs.filter(|need| self.link.asks.iter().any(|id| id == need.id));
        let resting: Vec<_> = asked
            .filter_map(|need| Some((need.of.name(), need.id, self.rests(need.id)?)))
            .collect();
        html! {
            @for (name, id, done) in resting {
                p.note {
                    (frame.say(&name)) (frame.t("：", ": "))
                    (frame.run(self.answers.get(id).map_or("", String::as_str)))
                    @let done = done.name();
                    (frame.t(
                        &format!("（“{}”已办结，以此为准；要改的，先依法办理变更）", done.zh),
                        &format!(
                            " ({} is done and rests on it; have that changed first)",
                            done.en
                        ),
                    ))
                }
            }
        }
    }

    /// What of the answers does not fit, by the names that the questions have on the page.
    pub fn unfit(&self, frame: &Frame) -> Vec<(String, Refused)> {
        let needs = self.made.iter().flat_map(|made| &made.questions);
        let asked: Vec<Field> = needs.map(|need| need.of.clone()).collect();
        let form = catalogue::form::Form::asking(&asked);
        let flaws = form.flaws(&self.answers, frame.today()).into_iter();
        let own = flaws.filter(|(field, _)| self.link.asks.contains(&field.id));
        own.map(|(field, flaw)| (question(self.link, &field.id), flaw)).collect()
    }

    /// The questions, the papers, the word.
    pub fn fields(&self, frame: &Frame, filled: Filled) -> Markup {
        let words = form::Field::line("words", ("补正了什么", "What was mended"));
        html! {
            (self.resting(frame))
            @for (id, field) in self.questions() {
                @let written = self.answers.get(id).map_or("", String::as_str);
                (parts::question(frame, &field, written, filled.at_question(&field.id)))
            }
            (self.papers(frame, filled))
            (form::field(frame, filled, words))
        }
    }

    fn papers(&self, frame: &Frame, filled: Filled) -> Markup {
        let needs = self.made.iter().flat_map(|made| &made.papers);
        let needed: Vec<_> =
            needs.filter(|need| self.link.papers.iter().any(|id| id == need.id)).collect();
        html! {
            @if !needed.is_empty() {
                fieldset {
                    legend {
                        (frame.t("重新提交的材料（勾选）", "Papers handed in anew (tick them)"))
                    }
                    p.note {
                        (frame.t(
                            "文件在下方“材料”中上传。",
                            "Their files are uploaded under Papers, below.",
                        ))
                    }
                    @for need in needed {
                        @let name = paper(self.link, need.id);
                        label.answer {
                            input type="checkbox" name=(name) value="yes"
                                checked[filled.form.get(&name) == "yes"];
                            span { b { (frame.say(&need.of.name())) } }
                        }
                    }
                }
            }
        }
    }
}
