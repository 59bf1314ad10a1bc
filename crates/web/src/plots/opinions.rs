//! Other offices' opinions on the scheme of a plot (方案征求意见): each question with all that was said
//! on it, version by version, and what is asked for to ask, to answer and to take back.
//!
//! Inside the offices alone: neither who asked for the scheme nor who won reads them here.

use approvals::plot::opinion::{Act as Step, Fact};
use approvals::plot::{Command, Event};
use approvals::question::{Question, Stance};
use kernel::text::text;
use kernel::time_limit::Limit;
use maud::{Markup, html};

use super::File;
use super::act::Act;
use crate::desk::act::{days, of, unchosen};
use crate::desk::act_fields::{answer, named};
use crate::desk::entry::{area, count, line, optional};
use crate::desk::thread::{Line, said, state};
use crate::form::{Field, Filled, Form, Wrong, select};
use crate::shell::Frame;

/// The sheet, for the offices; nothing where nobody was asked.
pub fn sheet(frame: &Frame, file: &File) -> Markup {
    html! {
        @if file.is_inside(&frame.principal) && !file.plot.questions.is_empty() {
            section.sheet #opinions {
                header { h2 { (frame.t("对方案的部门意见", "Opinions on the scheme")) } }
                @for question in &file.plot.questions { (thread(frame, file, question)) }
            }
        }
    }
}

fn thread(frame: &Frame, file: &File, question: &Question) -> Markup {
    let due = question.limit.ends(question.counts_from(), &frame.calendar);
    let day = frame.day(due.date);
    let (zh, en) = (format!("{day}前答复"), format!("to answer by {day}"));
    let is_waited_for = file.plot.pending.is_some() && !question.is_closed();
    let again = text("方案有变，重新征求", "asked again: the scheme changed");
    html! {
        article.thread {
            h3 {
                (question.number) ". " (frame.say(&frame.office(&question.office))) " "
                (state(question, frame, &again))
            }
            @if is_waited_for { p.note.n { (frame.t(&zh, &en)) } }
            ol.trail { @for line in lines(file, question) { (said(&line, frame)) } }
        }
    }
}

/// What was said, each under the version that it is about: an answer to an earlier one stays.
fn lines<'a>(file: &'a File, asked: &'a Question) -> Vec<Line<'a>> {
    let own = file.plot.office.as_str();
    let to = asked.office.as_str();
    let under = |version: &u32, zh: &str, en: &str| {
        text(format!("{zh}（方案第{version}版）"), format!("{en} (version {version})"))
    };
    let mut lines = Vec::new();
    for past in &file.past {
        let (office, words, what) = match &past.event {
            Event::Opinion(Fact::SchemeOpinionAsked { version, question, words, .. })
                if *question == asked.number =>
            {
                (own, words.as_str(), under(version, "征求意见", "asks"))
            }
            Event::Opinion(Fact::SchemeOpinionGiven {
                version, question, stance, words, ..
            }) if *question == asked.number => {
                let stance = stance.text();
                (to, words.as_str(), under(version, &stance.zh, &stance.en))
            }
            Event::Opinion(Fact::SchemeOpinionOverdue { version, question, .. })
                if *question == asked.number =>
            {
                (to, "", under(version, "逾期未答复", "let the limit pass"))
            }
            Event::Opinion(Fact::SchemeOpinionWithdrawn { question, reason, .. })
                if *question == asked.number =>
            {
                (own, reason.as_str(), text("撤回征求意见", "takes the question back"))
            }
            Event::SchemeLaidOut { version, reopens, .. }
            | Event::ChangeDeclared { version, reopens, .. }
                if reopens.contains(&asked.number) =>
            {
                (own, "", under(version, "重新征求意见", "asks again"))
            }
            _ => continue,
        };
        lines.push(Line { office, words, what, at: past.at, entry: past.number });
    }
    lines
}

/// Who does not plainly agree with the scheme that is laid out: read before it is found for.
pub fn reservations(frame: &Frame, file: &File) -> Markup {
    let not_plain = |one: &&Question| {
        !one.is_withdrawn && one.stance.is_some_and(|stance| stance != Stance::Agrees)
    };
    let said = |one: &Question| {
        let stance = one.stance.map_or_else(|| text("", ""), Stance::text);
        let office = frame.office(&one.office);
        format!("{}{}{}", frame.say(&office), frame.t("：", ": "), frame.say(&stance))
    };
    let all: Vec<String> = file.plot.questions.iter().filter(not_plain).map(said).collect();
    let silent = file.plot.questions.iter().filter(|one| one.is_overdue && one.stance.is_none());
    let silent: Vec<String> = silent
        .filter(|one| !one.is_withdrawn)
        .map(|one| frame.say(&frame.office(&one.office)).to_owned())
        .collect();
    html! {
        @if !all.is_empty() {
            p.note {
                b { (frame.t("部门意见：", "Opinions: ")) }
                (all.join(frame.t("；", "; "))) (frame.t("。", ". "))
                (frame.t(
                    "部门意见由审查部门研究决定是否采纳。",
                    "The office that reviews weighs them and decides.",
                ))
            }
        }
        @if !silent.is_empty() {
            p.note {
                (frame.t("逾期未答复，不视为同意：", "Silent past the limit, which is no consent: "))
                (silent.join(frame.t("、", ", "))) (frame.t("。", "."))
            }
        }
    }
}

/// The questions that `office` was asked about the scheme and may still answer.
pub fn own<'a>(file: &'a File, office: &'a str) -> impl Iterator<Item = &'a Question> {
    file.plot.questions.iter().filter(move |one| one.office == office && !one.is_closed())
}

/// What an act asks for.
pub fn fields(act: Act, frame: &Frame, filled: Filled, file: &File) -> Markup {
    match act {
        Act::Ask => question(frame, filled, file),
        Act::Answer => {
            let office = frame.principal.office().unwrap_or_default();
            answer(frame, filled, &named(own(file, office), frame))
        }
        _ => {
            let open = file.plot.questions.iter().filter(|one| !one.is_closed());
            let asked = Field::line("withdrawn", ("问题", "Question"));
            let reason = Field::line("withdrawal-reason", ("撤回的理由", "Why it is taken back"));
            html! {
                (select(frame, filled, asked, &named(open, frame)))
                (line(frame, filled, reason, ""))
            }
        }
    }
}

fn question(frame: &Frame, filled: Filled, file: &File) -> Markup {
    let consulted = |office: &str| {
        let mut all = file.covered.iter().flat_map(|known| &known.matter.consulted);
        all.any(|one| one == office)
    };
    let mut offices: Vec<&str> = frame.zone.offices.iter().map(|one| one.id.as_str()).collect();
    offices.retain(|office| *office != file.plot.office);
    offices.sort_by_key(|office| !consulted(office));
    let offices: Vec<(String, String)> = offices
        .into_iter()
        .map(|office| (office.to_owned(), frame.say(&frame.office(office)).to_owned()))
        .collect();
    let limit = file.covered.first().and_then(|known| known.matter.opinion_limit_days);
    let limit = limit.map(|days| days.to_string()).unwrap_or_default();
    let days = count("question-days", ("答复期限（工作日）", "Working days to answer"));
    html! {
        (select(frame, filled, Field::line("asked-office", ("部门", "Office")), &offices))
        (area(frame, filled, Field::line("question-words", ("问题", "Question")), ""))
        (line(frame, filled, optional(days), &limit))
    }
}

/// The command that the form of one of these acts asks for.
pub fn command(act: Act, form: &Form) -> Result<Command, Wrong> {
    let words = |field: &str| form.get(field).to_owned();
    let numbered = |field: &str| form.get(field).parse().unwrap_or(0);
    Ok(Command::Opinion(match act {
        Act::Ask => Step::Ask {
            office: words("asked-office"),
            words: words("question-words"),
            limit: days(form, "question-days")?.map(Limit::working),
        },
        Act::Answer => Step::Give {
            question: numbered("question"),
            stance: of(Stance::ALL.map(|one| (one.word(), one)), form.get("stance"))
                .ok_or_else(|| unchosen("stance"))?,
            words: words("opinion-words"),
        },
        _ => Step::Withdraw { question: numbered("withdrawn"), reason: words("withdrawal-reason") },
    }))
}
