//! A correction at the desk (窗口补正): the papers that somebody brings for a case that is here,
//! typed on that enterprise's word, and the visit that this was.
//!
//! Never: a visit whose doing is not said. What an office got wrong counts, what the applicant's
//! own papers lacked does not.

use std::sync::Arc;

use approvals::case::{self, Cases};
use approvals::visit::{Cause, Command, Visits, Way, book_of};
use axum::routing::MethodRouter;
use catalogue::Material;
use kernel::actor::Actor;
use kernel::local_time::day_of;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::{Site, came, received};
use crate::{
    approvals::{CaseOfProject, read_case},
    desk::{
        acting,
        entry::{line, optional, ticks},
    },
    form::{Field, Filled, Form, Wrong, form, select},
    front::{Done, Front},
    people::{Asked, wrong},
    reader::Reader,
    shell::Frame,
};

/// The word of what the applicant's own papers lacked, and of what an office got wrong.
const OWN: &str = "own";
const OFFICE: &str = "office";
/// What is said where the visit is recorded already.
pub const RECORDED: &str = "approvals.visit_already_recorded";

/// What was brought is entered, and the visit with it.
pub fn correction() -> MethodRouter<Arc<Front>> {
    acting((), take, received::again)
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    ((), number): ((), &str),
) -> Result<Done, Fault> {
    let Some(found) = read_case(site, number)? else { return Ok(Done::NotFound) };
    let is_ticked = |one: &&&Material| !form.get(&format!("corrected-{}", one.id)).is_empty();
    let owed = owed(&found);
    let handed_in: Vec<String> = owed.iter().filter(is_ticked).map(|one| one.id.clone()).collect();
    if handed_in.is_empty() {
        return Ok(wrong("corrected", nothing_brought()));
    }
    if let Err(one) = cause_of(form) {
        return Ok(Done::Wrong(vec![one]));
    }
    let row = &found.file.row;
    let asked = Asked::of(site, reader, form).on_the_word_of(Actor::enterprise(&row.applicant));
    if let Err(refused) = asked.ask::<Cases>(&row.subject, case::Command::Correct { handed_in })? {
        return Ok(wrong("", refused));
    }
    let about = row.package.clone().unwrap_or_else(|| row.subject.clone());
    match record_visit(site, (reader, form), (about, &row.office))? {
        Err(one) => Ok(Done::Wrong(vec![one])),
        Ok(()) => Ok(Done::see(format!("/hall/cases/{number}"))),
    }
}

/// Whose doing it is that they come, as the form says, and what the office did.
pub fn cause_of(form: &Form) -> Result<(Cause, String), Wrong> {
    let (cause, reason) = (form.get("whose"), form.get("whose-because").trim().to_owned());
    match cause {
        OFFICE if reason.is_empty() => {
            Err(Wrong { field: "whose-because", refused: unexplained() })
        }
        OFFICE => Ok((Cause::CorrectByAuthority, reason)),
        OWN => Ok((Cause::CorrectOwnFault, reason)),
        _ => Err(Wrong { field: "whose", refused: unexplained() }),
    }
}

/// The visit that a correction entered at a desk was, of a thing and the office that it concerns.
pub fn came_with(
    site: &Site,
    (about, office): (String, &str),
    (cause, way, reason): (Cause, Way, String),
) -> Command {
    let is_of_office = cause == Cause::CorrectByAuthority;
    let required_by = if is_of_office { office.to_owned() } else { String::new() };
    let on = day_of((site.now)());
    Command::Record { about, on, cause, way, ticket: String::new(), required_by, reason }
}

/// Records the visit that an entry at the desk was, of a thing and the office that it concerns.
pub fn record_visit(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (about, office): (String, &str),
) -> Result<Result<(), Wrong>, Fault> {
    let (cause, reason) = match cause_of(form) {
        Ok(said) => said,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let way = if came::is_by_post(form) { Way::Post } else { Way::Hall };
    let book = book_of(&about);
    let command = came_with(site, (about, office), (cause, way, reason));
    Ok(match Asked::of(site, reader, form).for_part("visit").ask::<Visits>(&book, command)? {
        // The same visit may have been recorded with its ticket.
        Err(refused) if refused.code != RECORDED => Err(Wrong { field: "", refused }),
        Ok(_) | Err(_) => Ok(()),
    })
}

/// The fields that ask whose doing it is that they come.
pub fn whose(frame: &Frame, filled: Filled) -> Markup {
    let choices = [
        (OWN, frame.t("申请人自己的材料有缺", "their own papers lacked something")),
        (OFFICE, frame.t("部门原因（计入跑动次数）", "an office's doing: the visit counts")),
    ];
    let choices = choices.map(|(word, name)| (word.to_owned(), name.to_owned()));
    let because = Field::line("whose-because", ("部门原因的说明", "What the office did"))
        .hint("只在部门原因时需要", "Only where it is an office's doing");
    let cause = Field::line("whose", ("为什么来", "Why they come"));
    html! {
        (came::asked(frame, filled))
        (select(frame, filled, cause, &choices))
        (line(frame, filled, optional(because), ""))
    }
}

/// The form; nothing where nothing is owed any more.
pub fn sheet(frame: &Frame, found: &CaseOfProject, filled: Filled) -> Markup {
    let owed = owed(found);
    let choices: Vec<(String, String, bool)> = (owed.iter())
        .map(|one| (one.id.clone(), frame.say(&one.name()).to_owned(), false))
        .collect();
    let to = format!("/hall/cases/{}/correction", found.file.row.number);
    let brought = Field::line("corrected", ("带来的材料", "What is brought"));
    html! {
        @if !owed.is_empty() && !found.file.case.is_concluded() {
            section.sheet #correct {
                h2 { (frame.t("登记窗口补正", "Enter what is brought for it")) }
                p.note {
                    (frame.t(
                        "按申请人的陈述登记，台账记明由谁代为登记；同时登记本次到场。",
                        "Entered on the applicant's word, with who entered it; the visit is \
                         recorded with it.",
                    ))
                }
                (form(frame, filled, (&to, frame.t("登记补正", "Enter it")), |filled| html! {
                    (ticks(frame, filled, brought, &choices))
                    (whose(frame, filled))
                }))
            }
        }
    }
}

/// What the case asks for and has not.
fn owed(found: &CaseOfProject) -> Vec<&Material> {
    let case = &found.file.case;
    let all = found.file.definition.matter.materials.iter();
    let is_met = |id: &str| case.is_met(id, &found.file.definition.matter);
    all.filter(|one| !case.handed_in.contains(&one.id) && !is_met(&one.id)).collect()
}

fn nothing_brought() -> Refused {
    Refused {
        code: "web.nothing_brought",
        sentence: text("没有勾选带来的材料。", "Nothing is ticked as brought."),
        remedy: text("请勾选申请人带来的材料。", "Tick what they brought."),
        basis: "",
        ground: Ground::Content,
    }
}

/// Why they come is not said.
pub fn unexplained() -> Refused {
    Refused {
        code: "web.visit_unexplained",
        sentence: text("没有写明为什么来。", "Why they come is not said."),
        remedy: text(
            "请选择原因；部门原因的，写明部门做错或者没有说清什么。",
            "Choose why; where it is an office's doing, say what it got wrong or did not say.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}
