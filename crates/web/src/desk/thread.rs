//! Opinions of other offices on a case (征求意见): each question with all that was written on it.

use approvals::case::{Event, Question, Stance};
use jiff::Timestamp;
use kernel::text::{Text, text};
use maud::{Markup, html};

use crate::approvals::{CaseFile, materials};
use crate::lamp::{Shape, lamp};
use crate::shell::Frame;
use crate::words::{moment, number};

/// One contribution (意见往来).
pub struct Line<'a> {
    /// Which office.
    pub office: &'a str,
    /// What it writes.
    pub words: &'a str,
    /// What that is.
    pub what: Text,
    /// When.
    pub at: Timestamp,
    /// Under which number of the ledger.
    pub entry: u64,
}

/// The sheet; nothing where nobody was asked.
pub fn sheet(file: &CaseFile, frame: &Frame) -> Markup {
    html! {
        @if !file.case.questions.is_empty() {
            section.sheet #opinions {
                header { h2 { (frame.t("征求意见", "Opinions")) } }
                @for question in &file.case.questions { (thread(file, question, frame)) }
            }
        }
    }
}

fn thread(file: &CaseFile, question: &Question, frame: &Frame) -> Markup {
    let due = question.limit.ends(question.counts_from(), &frame.calendar);
    let day = frame.day(due.date);
    let (zh, en) = (format!("{day}前答复"), format!("to answer by {day}"));
    let again = text("材料有变，重新征求", "asked again: a material changed");
    html! {
        article.thread {
            h3 {
                (question.number) ". " (frame.say(&frame.office(&question.office))) " "
                (state(question, frame, &again))
            }
            p.note.n { (frame.t(&zh, &en)) }
            @if !question.relies_on.is_empty() { p.note { (rests_on(file, question, frame)) } }
            ol.trail { @for line in lines(file, question) { (said(&line, frame)) } }
        }
    }
}

/// The materials that the opinion rests on: only these open it again.
fn rests_on(file: &CaseFile, question: &Question, frame: &Frame) -> String {
    let known = question.relies_on.iter().filter_map(|id| file.definition.matter.material(id));
    let names: Vec<&str> = known.map(|one| materials::name(one, frame)).collect();
    let (zh, en) =
        (format!("依据材料：{}", names.join("、")), format!("rests on: {}", names.join(", ")));
    frame.t(&zh, &en).to_owned()
}

/// One contribution as it is shown.
pub fn said(line: &Line, frame: &Frame) -> Markup {
    html! {
        li {
            p { b { (frame.say(&frame.office(line.office))) } " " (frame.say(&line.what)) }
            @if !line.words.trim().is_empty() { p.quoted { (frame.run(line.words)) } }
            p.note.parts.n {
                time datetime=(line.at) { (moment(frame.language, line.at)) }
                span { "№ " (number(line.entry)) }
            }
        }
    }
}

/// How a question stands, in a lamp and a word.
///
/// `again` says why it is asked again, where it is.
pub fn state(question: &Question, frame: &Frame, again: &Text) -> Markup {
    if question.is_withdrawn {
        return lamp(Shape::Closed, frame.t("已撤回", "taken back"));
    }
    match question.stance {
        Some(stance) => lamp(shape(stance), frame.say(&stance.text())),
        None if question.is_overdue => lamp(Shape::Late, frame.t("逾期未答复", "silent, overdue")),
        None if question.reopened_on.is_some() => lamp(Shape::Soon, frame.say(again)),
        None => lamp(Shape::Good, frame.t("待答复", "not answered yet")),
    }
}

/// A reservation is not shown as if it were consent.
fn shape(stance: Stance) -> Shape {
    match stance {
        Stance::Agrees => Shape::Done,
        Stance::AgreesOnConditions => Shape::Soon,
        Stance::Disagrees => Shape::Late,
        Stance::NeedsMaterial => Shape::Still,
    }
}

fn lines<'a>(file: &'a CaseFile, asked: &'a Question) -> Vec<Line<'a>> {
    let of = asked.number;
    let own = file.row.office.as_str();
    let mut lines = Vec::new();
    for past in &file.past {
        let (office, words, what) = if let Event::OpinionAsked { question, words, .. } = &past.event
            && *question == of
        {
            (own, words.as_str(), text("征求意见", "asks"))
        } else if let Event::OpinionGiven { question, stance, words, .. } = &past.event
            && *question == of
        {
            (asked.office.as_str(), words.as_str(), stance.text())
        } else if let Event::OpinionFollowedUp { question, office, words, .. } = &past.event
            && *question == of
        {
            (office.as_str(), words.as_str(), text("继续沟通", "writes on"))
        } else if let Event::OpinionOverdue { question, .. } = &past.event
            && *question == of
        {
            (asked.office.as_str(), "", text("逾期未答复", "let the limit pass"))
        } else if let Event::OpinionWithdrawn { question, reason } = &past.event
            && *question == of
        {
            (own, reason.as_str(), text("撤回征求意见", "takes the question back"))
        } else {
            continue;
        };
        lines.push(Line { office, words, what, at: past.at, entry: past.number });
    }
    lines
}
