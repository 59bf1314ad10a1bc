//! How a simulated case is worked while it is reviewed (模拟审查办理): as any case is, its clock, its
//! questions, its materials and who has it; what each act asks for, and its command.

use approvals::case::{Command as Step, Question};
use kernel::time_limit::{Limit, PauseGround};
use maud::{Markup, html};

use super::File;
use super::act::Act;
use crate::desk::act::{days, of, unchosen};
use crate::desk::act_fields::named;
use crate::desk::act_fields::pause_word;
use crate::desk::entry::{area, count, day, line, optional, ticks};
use crate::form::{Field, Filled, Form, Wrong, select};
use crate::people::no_day;
use crate::shell::Frame;

/// What it asks for.
pub fn fields(act: Act, frame: &Frame, filled: Filled, file: &File) -> Markup {
    let text = |name, label| line(frame, filled, Field::line(name, label), "");
    match act {
        Act::Pause => pause(frame, filled),
        Act::Resume => text("resume-evidence", ("恢复计时的凭据", "What ends the pause")),
        Act::Extend => {
            let days = count("extension-days", ("延长的工作日", "Working days to add"))
                .hint("一次为限，最多10个工作日", "Once, and ten at the most");
            html! {
                (line(frame, filled, days, ""))
                (text("extension-reason", ("延期的理由", "Why")))
                (text("allowed-by", ("批准人", "Who allowed it")))
            }
        }
        Act::Ask => question(frame, filled, file),
        Act::FollowUp => html! {
            (select(
                frame,
                filled,
                Field::line("thread", ("问题", "Question")),
                &named(threads(frame, file), frame),
            ))
            (area(frame, filled, Field::line("message", ("内容", "Message")), ""))
        },
        Act::WithdrawQuestion => html! {
            (select(
                frame,
                filled,
                Field::line("withdrawn", ("问题", "Question")),
                &named(open(file), frame),
            ))
            (text("withdrawal-reason", ("撤回的理由", "Why it is taken back")))
        },
        Act::Assign => {
            let posts = file.posts.iter().filter(|post| post.office == file.row.office);
            let posts: Vec<(String, String)> = posts
                .map(|post| (post.post.clone(), frame.t(&post.title, &post.title_en).to_owned()))
                .collect();
            let reason = Field::line("assignment-reason", ("改派的理由", "Why it changes hands"))
                .hint("首次分办可不填", "Not needed the first time");
            html! {
                (select(frame, filled, Field::line("post", ("承办岗位", "Post")), &posts))
                (line(frame, filled, optional(reason), ""))
            }
        }
        Act::Accept
        | Act::Notice
        | Act::RefuseAcceptance
        | Act::Advise
        | Act::Issue
        | Act::Decline
        | Act::Reconfirm
        | Act::Ban
        | Act::Correct
        | Act::Withdraw
        | Act::Consent => html! {},
    }
}

/// The step that a form asks for; nothing where the act is no step of this room.
pub fn step(act: Act, form: &Form, file: &File) -> Result<Option<Step>, Wrong> {
    let written = |name: &str| form.get(name).to_owned();
    let question = |name: &str| form.get(name).parse().unwrap_or(0);
    Ok(Some(match act {
        Act::Pause => Step::Pause {
            ground: of(PauseGround::ALL.map(|one| (pause_word(one), one)), form.get("ground"))
                .ok_or_else(|| unchosen("ground"))?,
            evidence: written("pause-evidence"),
            expected: form
                .day("pause-until")
                .map_err(|()| Wrong { field: "pause-until", refused: no_day() })?,
        },
        Act::Resume => Step::Resume { evidence: written("resume-evidence") },
        Act::Extend => Step::Extend {
            days: days(form, "extension-days")?.unwrap_or(0),
            reason: written("extension-reason"),
            allowed_by: written("allowed-by"),
        },
        Act::Ask => Step::AskOpinion {
            office: written("ask-office"),
            words: written("ask-words"),
            limit: days(form, "ask-days")?.map(Limit::working),
            relies_on: super::act::ticked(form, "ask-relies", file),
        },
        Act::FollowUp => Step::FollowUp { question: question("thread"), words: written("message") },
        Act::WithdrawQuestion => Step::WithdrawQuestion {
            question: question("withdrawn"),
            reason: written("withdrawal-reason"),
        },
        Act::Assign => Step::Assign { post: written("post"), reason: written("assignment-reason") },
        Act::Accept
        | Act::Notice
        | Act::RefuseAcceptance
        | Act::Advise
        | Act::Issue
        | Act::Decline
        | Act::Reconfirm
        | Act::Ban
        | Act::Correct
        | Act::Withdraw
        | Act::Consent => return Ok(None),
    }))
}

/// The questions that are open.
pub fn open(file: &File) -> impl Iterator<Item = &Question> {
    file.simulation.review.questions.iter().filter(|one| !one.is_closed())
}

/// The questions in whose thread this reader's office may write.
pub fn threads<'a>(frame: &Frame, file: &'a File) -> impl Iterator<Item = &'a Question> {
    let office = frame.principal.office().unwrap_or_default().to_owned();
    let all = file.simulation.review.questions.iter().filter(|one| !one.is_withdrawn);
    all.filter(move |one| file.row.office == office || one.office == office)
}

fn pause(frame: &Frame, filled: Filled) -> Markup {
    // Nothing is promised in a simulated review: no promised material is awaited.
    let grounds = PauseGround::ALL.into_iter().filter(|one| *one != PauseGround::MaterialsOwed);
    let grounds: Vec<(String, String)> =
        grounds.map(|one| (pause_word(one).into(), frame.say(&one.text()).to_owned())).collect();
    let paper = Field::line("pause-evidence", ("书面告知的文号", "The document that tells it"));
    let until = day("pause-until", ("书面告知的完成日期", "Done by, as the document tells"))
        .hint("超过这一天即亮红灯", "Past this day the light turns red");
    html! {
        (select(frame, filled, Field::line("ground", ("事由", "Ground")), &grounds))
        (line(frame, filled, paper, ""))
        (line(frame, filled, until, ""))
    }
}

fn question(frame: &Frame, filled: Filled, file: &File) -> Markup {
    let matter = &file.definition.matter;
    let mut offices: Vec<&str> = frame.zone.offices.iter().map(|one| one.id.as_str()).collect();
    offices.retain(|office| *office != file.row.office);
    offices.sort_by_key(|office| !matter.consulted.iter().any(|one| one == office));
    let offices: Vec<(String, String)> = offices
        .into_iter()
        .map(|office| (office.to_owned(), frame.say(&frame.office(office)).to_owned()))
        .collect();
    let materials: Vec<(String, String, bool)> = matter
        .materials
        .iter()
        .map(|one| (one.id.clone(), frame.say(&one.name()).to_owned(), false))
        .collect();
    let relies = Field::line(
        "ask-relies",
        ("意见依据的材料（都不选即为全部）", "Materials it rests on (all, if none is ticked)"),
    );
    let limit = matter.opinion_limit_days.map(|days| days.to_string());
    let days = count("ask-days", ("答复期限（工作日）", "Working days to answer"));
    html! {
        (select(
            frame,
            filled,
            Field::line("ask-office", ("征求意见的部门", "Office")),
            &offices,
        ))
        (area(frame, filled, Field::line("ask-words", ("征求意见的内容", "Question")), ""))
        (ticks(frame, filled, relies, &materials))
        (line(frame, filled, optional(days), limit.as_deref().unwrap_or("")))
    }
}
