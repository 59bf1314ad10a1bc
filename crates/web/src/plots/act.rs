//! What may be done about a plot (地块操作): each act, what it asks for, its command.

use std::sync::Arc;

use approvals::assistance::Act as Entrusted;
use approvals::plot::{Command, Plots, State as Standing};
use approvals::project::assumption::Values;
use approvals::views::{project_by_number, projects_of_enterprise};
use axum::extract::{Extension, Path, State};
use axum::response::Html;
use axum::routing::{MethodRouter, post};
use catalogue::form::Answers;
use catalogue::{Field as Question, FieldKind};
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;

use super::{File, list, opinions, own_code, page, read};
use crate::{
    Site,
    desk::entry::{area, day, line, optional},
    error::Failure,
    form::{Field, Filled, Form, Wrong, select},
    front::{Done, Front, Shown},
    people::{Asked, no_day, wrong},
    reader::Reader,
    shell::Frame,
};

/// An act (操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Lays a scheme out for review.
    LayOut,
    /// Answers what another office asks about it.
    Answer,
    /// Asks another office about it.
    Ask,
    /// Takes a question back.
    WithdrawQuestion,
    /// Finds for it.
    Review,
    /// Sends it back.
    SendBack,
    /// Offers the plot together with it.
    Offer,
    /// Records the contract with whoever won.
    Sell,
    /// Records that nobody did.
    FailAuction,
    /// Takes the plot back.
    Withdraw,
    /// Says which project it is for.
    Link,
    /// Declares that the scheme is to change.
    Change,
    /// Consents that a company of the winner takes the contract over.
    TakeOver,
    /// Records that the contract is rescinded.
    Rescind,
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
            front.submit((reader, form), take, shown_again(number)).await
        },
    )
}

/// The page once more, with what was filled in.
pub fn shown_again(
    number: String,
) -> impl FnOnce(&Site, &mut Frame, Filled) -> Shown + Send + 'static {
    move |site: &Site, frame: &mut Frame, filled: Filled| show(site, frame, &number, filled)
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number): (Act, &str),
) -> Result<Done, Fault> {
    let found = read(site, &reader.principal, number)?.filter(|file| file.is_party);
    let Some(file) = found else { return Ok(Done::NotFound) };
    let command = match act.command(site, form, &file)? {
        Ok(command) => command,
        Err(wrong) => return Ok(Done::Wrong(vec![wrong])),
    };
    let asked = Asked::of(site, reader, form);
    Ok(match asked.ask::<Plots>(&file.row.subject, command)? {
        Ok(_) => Done::see(format!("/plots/{number}")),
        Err(refused) => wrong("", refused),
    })
}

fn show(site: &Site, frame: &mut Frame, number: &str, filled: Filled) -> Shown {
    let Some(file) = read(site, &frame.principal, number)? else { return Ok(None) };
    frame.place = format!("/plots/{number}");
    let projects = match own_code(&frame.principal).map(str::to_owned) {
        Some(code) if file.row.winner.as_deref() == Some(&*code) => {
            site.store.read(&site.zone, |views| projects_of_enterprise(views, &code, None))?
        }
        _ => Vec::new(),
    };
    let named = projects.into_iter().map(|row| {
        let said = format!("{} {}", row.number, row.title);
        (row.number, said)
    });
    Ok(Some(page::page(frame, &file, (filled, &named.collect::<Vec<_>>()))))
}

impl Act {
    /// Every act, in the order of the page.
    pub const ALL: [Act; 14] = [
        Act::LayOut,
        Act::Answer,
        Act::Ask,
        Act::WithdrawQuestion,
        Act::Review,
        Act::SendBack,
        Act::Offer,
        Act::Sell,
        Act::FailAuction,
        Act::Withdraw,
        Act::Link,
        Act::Change,
        Act::TakeOver,
        Act::Rescind,
    ];

    /// The last word of its address.
    pub fn address(self) -> &'static str {
        match self {
            Act::LayOut => "scheme",
            Act::Answer => "opinions",
            Act::Ask => "questions",
            Act::WithdrawQuestion => "question-withdrawals",
            Act::Review => "review",
            Act::SendBack => "return",
            Act::Offer => "offer",
            Act::Sell => "contract",
            Act::FailAuction => "failed-auction",
            Act::Withdraw => "withdrawal",
            Act::Link => "project",
            Act::Change => "change",
            Act::TakeOver => "take-over",
            Act::Rescind => "rescission",
        }
    }

    /// What it is called.
    pub fn name(self, frame: &Frame) -> &str {
        match self {
            Act::LayOut => frame.t("提交规划方案", "Lay the scheme out"),
            Act::Answer => frame.t("答复对方案的意见", "Give the opinion on the scheme"),
            Act::Ask => frame.t("就方案征求部门意见", "Ask an office about the scheme"),
            Act::WithdrawQuestion => frame.t("撤回征求意见", "Take a question back"),
            Act::Review => frame.t("审定方案", "Find for the scheme"),
            Act::SendBack => frame.t("退回方案", "Send the scheme back"),
            Act::Offer => frame.t("带方案公告出让", "Offer it with its scheme"),
            Act::Sell => frame.t("登记出让合同", "Record the contract"),
            Act::FailAuction => frame.t("登记流拍", "Record that nobody won"),
            Act::Withdraw => frame.t("停止出让", "Take it back"),
            Act::Link => frame.t("关联项目，开立许可", "Name the project; the permits open"),
            Act::Change => frame.t("申报变更方案", "Declare a change of the scheme"),
            Act::TakeOver => frame.t("同意项目公司承接合同", "A company takes the contract over"),
            Act::Rescind => frame.t("登记解除合同", "Record that it is rescinded"),
        }
    }

    /// Could it stand for this reader now? The core's answer is the one that counts.
    pub fn is_offered(self, frame: &Frame, file: &File) -> bool {
        let who = &frame.principal;
        let (plot, state) = (&file.plot, file.plot.state);
        let is_at = |office: &String| who.office() == Some(office.as_str());
        let decides = who.has(Right::Decide);
        let (reviews, sells) =
            (is_at(&plot.office) && decides, is_at(&plot.land_office) && decides);
        let own = own_code(who);
        let is_winner = own.is_some() && own == file.row.winner.as_deref();
        let is_asker = own.is_some() && own == file.row.asked_by.as_deref();
        let examines = is_at(&plot.office) && who.has(Right::Examine);
        let asks = examines && plot.pending.is_some();
        let takes_in = who.has(Right::Accept) || who.has(Right::Examine);
        match self {
            Act::LayOut => {
                let hands_in = is_asker && who.is_entrusted_to(Entrusted::HandIn);
                let may = hands_in || (is_at(&plot.office) && takes_in);
                may && state == Standing::InReview && plot.pending.is_none()
            }
            Act::Answer => {
                let office = who.office().unwrap_or_default();
                let is_asked = opinions::own(file, office).next().is_some();
                is_asked && who.has(Right::Advise) && plot.pending.is_some()
            }
            Act::Ask => asks,
            Act::WithdrawQuestion => asks && plot.questions.iter().any(|one| !one.is_closed()),
            Act::Review | Act::SendBack => reviews && plot.pending.is_some(),
            Act::Offer => sells && matches!(state, Standing::Reviewed | Standing::Unsold),
            Act::Sell | Act::FailAuction => sells && state == Standing::Offered,
            Act::Withdraw => sells && !matches!(state, Standing::Sold | Standing::Withdrawn),
            Act::Link => {
                let hands_in = is_winner && who.is_entrusted_to(Entrusted::HandIn);
                let may = (hands_in || sells) && state == Standing::Sold;
                may && plot.project.is_none() && plot.pending.is_none()
            }
            Act::Change if !who.is_entrusted_to(Entrusted::Correct) => false,
            Act::Change => is_winner && state == Standing::Sold && plot.pending.is_none(),
            Act::TakeOver => sells && state == Standing::Sold && plot.project.is_none(),
            Act::Rescind => sells && state == Standing::Sold,
        }
    }

    /// What it asks for.
    pub fn fields(
        self,
        frame: &Frame,
        filled: Filled,
        (file, projects): (&File, &[(String, String)]),
    ) -> Markup {
        let words = |name, label| area(frame, filled, Field::line(name, label), "");
        let text = |name, label| line(frame, filled, Field::line(name, label), "");
        match self {
            Act::LayOut => html! {
                (words("scheme-words", ("方案说明", "The scheme in words")))
                (figures(frame, filled, (file, &Answers::new())))
            },
            Act::Answer | Act::Ask | Act::WithdrawQuestion => {
                opinions::fields(self, frame, filled, file)
            }
            Act::Review => html! {
                (opinions::reservations(frame, file))
                (words("review-words", ("审查意见", "The opinion")))
            },
            Act::SendBack => words("return-reasons", ("退回理由", "The reasons")),
            Act::Offer => html! {
                (text("notice", ("出让公告编号", "Number of the announcement")))
                (line(frame, filled, day("bids-until", ("竞买截止日期", "Bids until")), ""))
            },
            Act::Sell => html! {
                p.note {
                    (frame.t(
                        "请按合同填写。规划条件须与公告一致，不一致的不能登记。",
                        "As the contract has it: it carries the conditions announced, or it is \
                         not recorded.",
                    ))
                }
                (text("winner", ("竞得人统一社会信用代码", "The winner's credit code")))
                (text("contract", ("出让合同编号", "Number of the contract")))
                (line(
                    frame,
                    filled,
                    day("contracted-on", ("合同签订日期", "Day of the contract")),
                    &frame.today().to_string(),
                ))
                (list::entries(frame, filled, &file.plot.terms))
                (project(frame, filled))
            },
            Act::FailAuction => words("auction-words", ("流拍情况", "What happened")),
            Act::Withdraw => words("withdrawal-reasons", ("停止出让的理由", "The reasons")),
            Act::Link if projects.is_empty() => project(frame, filled),
            Act::Link => {
                select(frame, filled, Field::line("project", ("项目", "Project")), projects)
            }
            Act::Change => html! {
                p.note {
                    (frame.t(
                        "请先在上方上传变更后的文件。审查期间，以变更内容为依据的办件暂不决定，其他办件继续办理。",
                        "Upload the new papers above first. While it is reviewed, what rests on \
                         the change waits; everything else goes on.",
                    ))
                }
                (words("change-reasons", ("变更内容和理由", "What changes, and why")))
                @let before = file.plot.scheme.as_ref().map(|it| it.answers.clone());
                (figures(frame, filled, (file, &before.unwrap_or_default())))
            },
            Act::TakeOver | Act::Rescind => self.after_the_sale(frame, filled),
        }
    }

    /// What those ask for that concern the contract.
    fn after_the_sale(self, frame: &Frame, filled: Filled) -> Markup {
        let words = |name, label| area(frame, filled, Field::line(name, label), "");
        let text = |name, label| line(frame, filled, Field::line(name, label), "");
        if self == Act::TakeOver {
            return html! {
                p.note {
                    (frame.t(
                        "竞得人成交后新设的项目公司承接合同，许可以项目公司的名义开立。",
                        "A company that the winner founded after the sale takes the contract over; \
                         the permits open in its name.",
                    ))
                }
                (text("company", ("项目公司统一社会信用代码", "The company's credit code")))
                (text("consent", ("同意承接的文号或者补充协议编号", "Number of the consent")))
            };
        }
        html! {
            p.note {
                (frame.t(
                    "解除后地块可以重新公告出让；随合同开立的办件、由模拟审批转为正式的办件，尚未决定的终止，\
                     已准予的许可注销；尚未转为正式的模拟审批作废。",
                    "The plot may be offered anew; cases that opened on the contract, or out of a \
                     simulated review, end, and permits that were granted are void; so are \
                     simulated reviews that are not formal yet.",
                ))
            }
            (text("rescinded-by", ("解除协议或者决定的编号", "Number of what rescinds it")))
            (words("rescission-reasons", ("解除理由", "The reasons")))
        }
    }

    /// The command, or the field that is wrong.
    fn command(
        self,
        site: &Site,
        form: &Form,
        file: &File,
    ) -> Result<Result<Command, Wrong>, Fault> {
        let written = |name: &str| form.get(name).to_owned();
        let dated = |field: &'static str| {
            let day = form.day(field).ok().flatten();
            day.ok_or_else(|| Wrong { field, refused: no_day() })
        };
        Ok(Ok(match self {
            Act::LayOut => {
                Command::LayOut { words: written("scheme-words"), answers: told(form, file) }
            }
            Act::Answer | Act::Ask | Act::WithdrawQuestion => {
                return Ok(opinions::command(self, form));
            }
            Act::Review => Command::Review { words: written("review-words") },
            Act::SendBack => Command::SendBack { reasons: written("return-reasons") },
            Act::Offer => match dated("bids-until") {
                Ok(bids_until) => Command::Offer { notice: written("notice"), bids_until },
                Err(wrong) => return Ok(Err(wrong)),
            },
            Act::Sell => match dated("contracted-on") {
                Ok(contracted_on) => Command::Sell {
                    winner: written("winner"),
                    contract: written("contract"),
                    contracted_on,
                    terms: terms(form),
                    project: named(site, form)?,
                },
                Err(wrong) => return Ok(Err(wrong)),
            },
            Act::FailAuction => Command::FailAuction { words: written("auction-words") },
            Act::Withdraw => Command::Withdraw { reasons: written("withdrawal-reasons") },
            Act::Link => Command::LinkProject { project: named(site, form)?.unwrap_or_default() },
            Act::Change => Command::DeclareChange {
                reasons: written("change-reasons"),
                answers: told(form, file),
            },
            Act::TakeOver => Command::ConsentToTakeOver {
                company: written("company"),
                consent: written("consent"),
            },
            Act::Rescind => Command::Rescind {
                paper: written("rescinded-by"),
                reasons: written("rescission-reasons"),
            },
        }))
    }
}

fn terms(form: &Form) -> Values {
    list::terms(form)
}

/// The project by its number; one that is not there is told as such by the rule.
fn named(site: &Site, form: &Form) -> Result<Option<String>, Fault> {
    let number = form.get("project").trim().to_owned();
    if number.is_empty() {
        return Ok(None);
    }
    let row = site.store.read(&site.zone, |views| project_by_number(views, &number))?;
    Ok(Some(row.map_or_else(|| format!("project:{number}"), |row| row.subject)))
}

fn project(frame: &Frame, filled: Filled) -> Markup {
    let asked = optional(Field::line("project", ("竞得人的项目编号", "Number of its project")));
    let asked = asked.hint(
        "已备案的项目可以现在关联；没有的，由竞得人以后关联",
        "A filed project may be named now; otherwise the winner names it later",
    );
    line(frame, filled, asked, "")
}

/// The figures that the permits ask of the scheme; what the plot itself says is not asked.
fn asked(file: &File) -> Vec<&Question> {
    let known = ["plot_number", "land_area", "land_use"];
    let mut all: Vec<&Question> = Vec::new();
    for question in file.covered.iter().flat_map(|known| &known.matter.fields) {
        let is_there = all.iter().any(|one| one.id == question.id);
        if !is_there && !known.contains(&question.id.as_str()) {
            all.push(question);
        }
    }
    all
}

/// Entries for the figures. Their names are those of the questions, of which the page cannot know.
fn figures(frame: &Frame, filled: Filled, (file, start): (&File, &Answers)) -> Markup {
    let is_sent = filled.form.command().is_some();
    html! {
        @for question in asked(file) {
            @let id = format!("figure-{}", question.id);
            @let before = start.get(&question.id).map_or("", String::as_str);
            @let value = if is_sent { filled.form.get(&id) } else { before };
            div.field {
                label for=(id) {
                    (frame.say(&question.name()))
                    @if question.kind == FieldKind::Area { (frame.t("（平方米）", " (m²)")) }
                    @if !question.required { span.note { (frame.t("（可不填）", " (optional)")) } }
                }
                input id=(id) name=(id) type="text" value=(value) autocomplete="off"
                    required[question.required];
            }
        }
    }
}

fn told(form: &Form, file: &File) -> Answers {
    let all = asked(file).into_iter().map(|question| question.id.clone());
    let told = all.map(|id| {
        let value = form.get(&format!("figure-{id}")).trim().to_owned();
        (id, value)
    });
    told.filter(|(_, value)| !value.is_empty()).collect()
}
