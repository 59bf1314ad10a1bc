//! What may be done about a simulated case (模拟办件操作): each act, what it asks for, its command.

use std::sync::Arc;

use approvals::assistance::Act as Entrusted;
use approvals::case::{Command as Step, Stance};
use approvals::project::assumption::Key;
use approvals::simulation::{Command, Simulations, State as Standing};
use axum::extract::{Extension, Path, State};
use axum::response::Html;
use axum::routing::{MethodRouter, post};
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;

use super::{File, page, read, working};
use crate::{
    Site,
    desk::entry::{area, ticks},
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, select},
    front::{Done, Front, Shown},
    people::{Asked, wrong},
    reader::Reader,
    shell::Frame,
};

/// An act (操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Takes it on.
    Accept,
    /// Tells everything missing, at once.
    Notice,
    /// Does not take it on.
    RefuseAcceptance,
    /// Asks another office.
    Ask,
    /// Writes on about a question.
    FollowUp,
    /// Takes a question back.
    WithdrawQuestion,
    /// Lets time stand still.
    Pause,
    /// Lets time run again.
    Resume,
    /// Adds days, once.
    Extend,
    /// Gives it to a post.
    Assign,
    /// Answers a question.
    Advise,
    /// Issues the simulated opinion.
    Issue,
    /// Finds against it.
    Decline,
    /// Lets the opinion be good for longer.
    Reconfirm,
    /// Voids it because policy does not allow it any more.
    Ban,
    /// Hands in what was missing.
    Correct,
    /// Takes the application back.
    Withdraw,
    /// Lets who obtained the land take it over.
    Consent,
}

/// The page.
pub async fn shown(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Path(number): Path<String>,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        show(site, frame, &number, Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// The handler of an act.
pub fn acting(act: Act) -> MethodRouter<Arc<Front>> {
    post(
        async move |State(front): State<Arc<Front>>,
                    Extension(reader): Extension<Reader>,
                    Path(number): Path<String>,
                    Extension(form): Extension<Form>| {
            let of = number.clone();
            let take = move |site: &Site, reader: &Reader, form: &Form| {
                take(site, (reader, form), (act, &of))
            };
            let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
                show(site, frame, &number, filled)
            };
            front.submit((reader, form), take, show).await
        },
    )
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number): (Act, &str),
) -> Result<Done, Fault> {
    let Some(file) = read(site, &reader.principal, number)? else { return Ok(Done::NotFound) };
    let command = match act.command(form, &file) {
        Ok(command) => command,
        Err(wrong) => return Ok(Done::Wrong(vec![wrong])),
    };
    let asked = Asked::of(site, reader, form);
    Ok(match asked.ask::<Simulations>(&file.row.subject, command)? {
        Ok(_) => Done::see(format!("/approvals/simulations/{number}")),
        Err(refused) => wrong("", refused),
    })
}

fn show(site: &Site, frame: &mut Frame, number: &str, filled: Filled) -> Shown {
    let Some(file) = read(site, &frame.principal, number)? else { return Ok(None) };
    frame.place = format!("/approvals/simulations/{number}");
    Ok(Some(page::page(frame, &file, filled)))
}

impl Act {
    /// Every act, in the order of the page.
    pub const ALL: [Act; 18] = [
        Act::Accept,
        Act::Notice,
        Act::RefuseAcceptance,
        Act::Ask,
        Act::FollowUp,
        Act::WithdrawQuestion,
        Act::Pause,
        Act::Resume,
        Act::Extend,
        Act::Assign,
        Act::Advise,
        Act::Issue,
        Act::Decline,
        Act::Reconfirm,
        Act::Ban,
        Act::Correct,
        Act::Consent,
        Act::Withdraw,
    ];

    /// The last word of its address.
    pub fn address(self) -> &'static str {
        match self {
            Act::Accept => "acceptance",
            Act::Notice => "notice",
            Act::RefuseAcceptance => "non-acceptance",
            Act::Ask => "questions",
            Act::FollowUp => "follow-ups",
            Act::WithdrawQuestion => "question-withdrawals",
            Act::Pause => "pauses",
            Act::Resume => "resumptions",
            Act::Extend => "extension",
            Act::Assign => "assignments",
            Act::Advise => "opinions",
            Act::Issue => "opinion",
            Act::Decline => "declination",
            Act::Reconfirm => "reconfirmation",
            Act::Ban => "ban",
            Act::Correct => "correction",
            Act::Withdraw => "withdrawal",
            Act::Consent => "consent",
        }
    }

    /// What it is called.
    pub fn name(self, frame: &Frame) -> &str {
        match self {
            Act::Accept => frame.t("受理（模拟）", "Accept (simulated)"),
            Act::Notice => frame.t("一次性告知", "Tell what is missing"),
            Act::RefuseAcceptance => frame.t("不予受理（模拟）", "Do not accept (simulated)"),
            Act::Ask => frame.t("征求部门意见", "Ask another office"),
            Act::FollowUp => frame.t("继续沟通", "Write on about a question"),
            Act::WithdrawQuestion => frame.t("撤回征求意见", "Take a question back"),
            Act::Pause => frame.t("暂停计时", "Stop the clock"),
            Act::Resume => frame.t("恢复计时", "Start the clock again"),
            Act::Extend => frame.t("延期", "Extend"),
            Act::Assign => frame.t("分办", "Assign"),
            Act::Advise => frame.t("反馈意见", "Give the opinion"),
            Act::Issue => frame.t("出具模拟审批意见", "Issue the simulated opinion"),
            Act::Decline => frame.t("模拟审批不通过", "Find against it"),
            Act::Reconfirm => frame.t("重新确认有效期", "Re-confirm validity"),
            Act::Ban => frame.t("政策不再允许，作废", "Void: policy bans it now"),
            Act::Correct => frame.t("补正材料", "Hand in what is missing"),
            Act::Withdraw => frame.t("撤回模拟申请", "Withdraw"),
            Act::Consent => frame.t("同意竞得人转用", "Consent to transfer"),
        }
    }

    /// Could it stand for this reader now? The core's answer is the one that counts.
    pub fn is_offered(self, frame: &Frame, file: &File) -> bool {
        let who = &frame.principal;
        let is_office = who.office() == Some(file.row.office.as_str());
        let is_own = who.credit_code() == Some(file.row.applicant.as_str());
        let is_for =
            |act| who.acts_for() == Some(file.row.applicant.as_str()) && who.is_entrusted_to(act);
        let review = &file.simulation.review;
        let is_open = file.simulation.state == Standing::UnderReview;
        let is_accepted = is_open && review.clock.is_some();
        let is_new = is_open && review.clock.is_none();
        let has = |right| is_office && who.has(right);
        let at_the_desk = has(Right::Accept) || has(Right::Examine);
        match self {
            Act::Accept | Act::RefuseAcceptance => at_the_desk && is_new,
            Act::Notice => at_the_desk && is_new && !review.notice_given,
            Act::Ask => has(Right::Examine) && is_accepted,
            Act::FollowUp => {
                let may = who.has(Right::Advise) || who.has(Right::Examine);
                is_accepted && may && working::threads(frame, file).next().is_some()
            }
            Act::WithdrawQuestion => {
                has(Right::Examine) && is_accepted && working::open(file).next().is_some()
            }
            Act::Pause => has(Right::Examine) && is_accepted && !review.is_paused(),
            Act::Resume => has(Right::Examine) && is_accepted && review.is_paused(),
            Act::Extend => {
                let is_first = review.clock.as_ref().is_some_and(|it| it.extension.is_none());
                has(Right::Examine) && is_accepted && is_first
            }
            Act::Assign => has(Right::Assign) && is_open,
            Act::Advise => is_accepted && who.has(Right::Advise) && asked(frame, file).count() > 0,
            Act::Issue | Act::Decline => has(Right::Decide) && is_accepted,
            Act::Reconfirm => {
                let result = file.simulation.result.as_ref();
                let is_first = result.is_some_and(|result| !result.is_reconfirmed);
                has(Right::Decide) && file.simulation.state == Standing::Issued && is_first
            }
            Act::Ban => has(Right::Decide) && file.simulation.is_live(),
            Act::Correct => is_for(Entrusted::Correct) && is_open && !owed(file).is_empty(),
            Act::Withdraw => is_for(Entrusted::Withdraw) && file.simulation.is_live(),
            Act::Consent => {
                let is_anothers = other_owner(file).is_some() || file.is_sold_elsewhere;
                is_own && file.simulation.is_live() && is_anothers
            }
        }
    }

    /// What it asks for.
    pub fn fields(self, frame: &Frame, filled: Filled, file: &File) -> Markup {
        let words = |name, label| area(frame, filled, Field::line(name, label), "");
        match self {
            Act::Accept | Act::Reconfirm | Act::Withdraw => html! {},
            Act::Notice => html! {
                (materials(
                    frame,
                    filled,
                    ("missing", ("缺少的材料", "What is missing")),
                    (file, &missing(file), &missing(file)),
                ))
                (area(
                    frame,
                    filled,
                    Field {
                        is_optional: true,
                        ..Field::line("notice-words", ("其他需要补正的内容", "What else"))
                    },
                    "",
                ))
            },
            Act::Correct => {
                let label = ("brought", ("已备齐的材料", "What you hand in"));
                materials(frame, filled, label, (file, &owed(file), &missing(file)))
            }
            Act::RefuseAcceptance => words("refusal-reason", ("不予受理的理由", "Reason")),
            Act::Ask
            | Act::FollowUp
            | Act::WithdrawQuestion
            | Act::Pause
            | Act::Resume
            | Act::Extend
            | Act::Assign => working::fields(self, frame, filled, file),
            Act::Advise => advice(frame, filled, file),
            Act::Issue => html! {
                (words("issue-words", ("模拟审批意见", "Simulated opinion")))
                (assumptions(frame, filled, "issue-on", file))
            },
            Act::Decline => words("decline-reasons", ("不通过的理由", "Reasons")),
            Act::Ban => banning(frame, filled),
            Act::Consent => html! {
                p {
                    (frame.t(
                        "土地由下列企业取得。同意后，正式办件开立在该企业自己的项目中，由该企业继续办理。",
                        "This company obtained the land. With your consent the formal case opens \
                         in its own project and is its.",
                    ))
                }
                (field(
                    frame,
                    filled,
                    Field::line(
                        "consent-to",
                        ("竞得企业的统一社会信用代码", "That company's credit code"),
                    ),
                ))
                (field(
                    frame,
                    filled,
                    Field::line(
                        "consent-project",
                        (
                            "竞得企业已备案项目的编号或者项目代码",
                            "Number or national code of that company's own filed project",
                        ),
                    ),
                ))
            },
        }
    }

    fn command(self, form: &Form, file: &File) -> Result<Command, Wrong> {
        if let Some(step) = working::step(self, form, file)? {
            return Ok(Command::Review(Box::new(step)));
        }
        let review = |step: Step| Command::Review(Box::new(step));
        let written = |name: &str| form.get(name).to_owned();
        Ok(match self {
            Act::Ask
            | Act::FollowUp
            | Act::WithdrawQuestion
            | Act::Pause
            | Act::Resume
            | Act::Extend
            | Act::Assign => unreachable!("these are steps of the room of working"),
            Act::Accept => review(Step::Accept),
            Act::Notice => {
                let missing = ticked(form, "missing", file);
                review(Step::GiveNotice { missing, words: written("notice-words") })
            }
            Act::RefuseAcceptance => {
                review(Step::RefuseAcceptance { reason: written("refusal-reason") })
            }
            Act::Advise => Command::Advise {
                question: form.get("advise-question").parse().unwrap_or(0),
                stance: stance(form.get("stance")),
                words: written("advise-words"),
                rests_on: keys(form, "advise-on", file),
            },
            Act::Issue => Command::Issue {
                words: written("issue-words"),
                rests_on: keys(form, "issue-on", file),
            },
            Act::Decline => Command::Decline { reasons: written("decline-reasons") },
            Act::Reconfirm => Command::Reconfirm,
            Act::Ban => Command::Ban { policy: written("ban-policy") },
            Act::Correct => review(Step::Correct { handed_in: ticked(form, "brought", file) }),
            Act::Withdraw => review(Step::Withdraw { reason: String::new() }),
            Act::Consent => {
                let (to, project) = (written("consent-to"), written("consent-project"));
                Command::Consent { to, project }
            }
        })
    }
}

/// The materials that were neither handed in nor are stood in for.
pub fn missing(file: &File) -> Vec<String> {
    file.definition.matter.missing(&file.simulation.review.handed_in)
}

/// The same, with those that a statement of intent stands in for: the real one is welcome.
pub fn owed(file: &File) -> Vec<String> {
    let stood_in = file.simulation.stood_in.iter().cloned();
    missing(file).into_iter().chain(stood_in).collect()
}

/// Who obtained the land, where it is another than the applicant.
pub fn other_owner(file: &File) -> Option<String> {
    let arrived = file.known.all.get(&Key::CreditCode)?.established.as_ref()?;
    let owner = Key::CreditCode.spelled(&arrived.value);
    Some(owner).filter(|owner| *owner != file.row.applicant)
}

fn asked<'a>(
    frame: &'a Frame,
    file: &'a File,
) -> impl Iterator<Item = &'a approvals::case::Question> {
    let office = frame.principal.office().unwrap_or_default();
    let all = file.simulation.review.questions.iter();
    all.filter(move |one| one.office == office && !one.is_closed())
}

/// By which document policy does not allow it any more.
fn banning(frame: &Frame, filled: Filled) -> Markup {
    let policy = ("政策文件名称和文号", "The policy document, with its number");
    html! {
        p.note {
            (frame.t(
                "作废后不再转为正式办理，以本件为前置的模拟办件一并作废；已转为正式办理的不受影响。",
                "It does not become formal any more, nor does what builds on it in simulation; \
                 what has become formal stays as it is.",
            ))
        }
        (field(frame, filled, Field::line("ban-policy", policy)))
    }
}

/// What an office says, and what it rests on.
fn advice(frame: &Frame, filled: Filled, file: &File) -> Markup {
    let questions: Vec<(String, String)> =
        asked(frame, file).map(|one| (one.number.to_string(), one.words.clone())).collect();
    let stances =
        Stance::ALL.map(|stance| (stance.word().into(), frame.say(&stance.text()).to_owned()));
    let optional =
        Field { is_optional: true, ..Field::line("advise-words", ("意见内容", "In words")) };
    html! {
        (select(
            frame,
            filled,
            Field::line("advise-question", ("问题", "Question")),
            &questions,
        ))
        (select(frame, filled, Field::line("stance", ("意见", "Opinion")), &stances))
        (area(frame, filled, optional, ""))
        (assumptions(frame, filled, "advise-on", file))
    }
}

fn assumptions(frame: &Frame, filled: Filled, name: &'static str, file: &File) -> Markup {
    let all: Vec<(String, String, bool)> = file
        .simulation
        .assumed
        .iter()
        .map(|(key, value)| {
            let named = format!("{}{}{value}", frame.say(&key.text()), frame.t("：", ": "));
            (key.word().to_owned(), named, false)
        })
        .collect();
    let label = ("依据的假设条件（至少一项）", "Assumptions that it rests on (at least one)");
    ticks(frame, filled, Field::line(name, label), &all)
}

fn materials(
    frame: &Frame,
    filled: Filled,
    (name, label): (&'static str, (&'static str, &'static str)),
    (file, listed, at_first): (&File, &[String], &[String]),
) -> Markup {
    let known = file.definition.matter.materials.iter();
    let known = known.filter(|one| listed.contains(&one.id));
    let named = |one: &catalogue::Material| {
        (one.id.clone(), frame.say(&one.name()).to_owned(), at_first.contains(&one.id))
    };
    let all: Vec<(String, String, bool)> = known.map(named).collect();
    ticks(frame, filled, Field::line(name, label), &all)
}

pub fn ticked(form: &Form, name: &str, file: &File) -> Vec<String> {
    let all = file.definition.matter.materials.iter().map(|one| one.id.clone());
    all.filter(|id| !form.get(&format!("{name}-{id}")).is_empty()).collect()
}

fn keys(form: &Form, name: &str, file: &File) -> Vec<Key> {
    let all = file.simulation.assumed.keys().copied();
    all.filter(|key| !form.get(&format!("{name}-{}", key.word())).is_empty()).collect()
}

fn stance(word: &str) -> Stance {
    let known = Stance::ALL.into_iter().find(|stance| stance.word() == word);
    known.unwrap_or(Stance::NeedsMaterial)
}
