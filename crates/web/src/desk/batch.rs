//! Several cases at once (批量办理): accepted, or given to a post. Each is decided by itself, and what
//! became of each is said row by row; nothing is decided on the merits here.

use std::sync::Arc;

use approvals::case::{Cases, Command};
use axum::{
    extract::{Extension, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use kernel::{
    refusal::{Ground, Refused},
    right::Right,
    text::{Text, text},
};
use maud::{Markup, html};
use store::posts::{Published, posts};
use store::{Fault, Recorded, Views};

use super::entry::{line, optional};
use super::{Reading, Sent, Shared};
use crate::{
    Site,
    approvals::{self as room, is_number},
    error::Failure,
    form::{Field, Filled, Form, hidden, select},
    front::Front,
    lamp::{Shape, lamp},
    people::Asked,
    principal::Principal,
    reader::{Reader, is_local},
    shell::{self, Frame},
    words::{number, plural},
};

/// Cases of one batch, at most: a page of the inbox.
const LARGEST: usize = 50;
/// What a ticked case is called in the form, before its number.
pub const CASE: &str = "case-";
/// The field that says which list it came from.
const LIST: &str = "list";

/// What may be done with several cases (批量操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Accept,
    Assign,
}

/// What became of one of them.
struct Row {
    number: String,
    name: Option<Text>,
    answer: Result<Recorded, Refused>,
}

impl Deed {
    const ALL: [Deed; 2] = [Deed::Accept, Deed::Assign];

    fn word(self) -> &'static str {
        match self {
            Deed::Accept => "accept",
            Deed::Assign => "assign",
        }
    }

    fn name(self) -> Text {
        match self {
            Deed::Accept => text("受理所选", "Accept those ticked"),
            Deed::Assign => text("分办所选", "Assign those ticked"),
        }
    }

    fn is_open_to(self, principal: &Principal) -> bool {
        match self {
            Deed::Accept => principal.has(Right::Accept) || principal.has(Right::Examine),
            Deed::Assign => principal.has(Right::Assign),
        }
    }

    fn command(self, form: &Form) -> Command {
        match self {
            Deed::Accept => Command::Accept,
            Deed::Assign => Command::Assign {
                post: form.get("post").into(),
                reason: form.get("assignment-reason").into(),
            },
        }
    }
}

/// May this reader do anything with several cases?
pub fn is_open_to(principal: &Principal) -> bool {
    Deed::ALL.into_iter().any(|deed| deed.is_open_to(principal))
}

/// The posts to which cases of an office may go; none where the reader may not assign.
pub fn choices(views: &mut Views, principal: &Principal) -> Result<Vec<Published>, Fault> {
    if !Deed::Assign.is_open_to(principal) {
        return Ok(Vec::new());
    }
    let all = posts(views)?.into_iter();
    Ok(all.filter(|post| Some(post.office.as_str()) == principal.office()).collect())
}

/// What stands under the list: which acts there are for what is ticked.
pub fn bar(frame: &Frame, posts: &[Published]) -> Markup {
    let blank = Form::default();
    let filled = Filled::of(&blank, &[]);
    let named =
        |post: &Published| (post.post.clone(), frame.t(&post.title, &post.title_en).to_owned());
    let named: Vec<(String, String)> = posts.iter().map(named).collect();
    let reason = Field::line("assignment-reason", ("改派的理由", "Why they change hands"));
    let may = |deed: Deed| deed.is_open_to(&frame.principal);
    let button = |deed: Deed| {
        let name = deed.name();
        html! {
            button.act.second type="submit" name="act" value=(deed.word()) { (frame.say(&name)) }
        }
    };
    html! {
        input type="hidden" name=(LIST) value=(frame.query);
        (hidden(frame, &blank))
        div.batch {
            p.note {
                (frame.t(
                    "勾选后一并办理；每件分别判断，结果逐件列出。",
                    "Tick cases to do several at once; each is decided by itself and answered \
                     by itself.",
                ))
            }
            @if may(Deed::Accept) { div.of { (button(Deed::Accept)) } }
            @if may(Deed::Assign) && !named.is_empty() {
                div.of.wide {
                    (select(frame, filled, Field::line("post", ("承办岗位", "Post")), &named))
                    (line(frame, filled, optional(reason), ""))
                    (button(Deed::Assign))
                }
            }
        }
    }
}

/// Does it with each that is ticked, and says what became of each.
pub async fn batch(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let deed = Deed::ALL.into_iter().find(|deed| deed.word() == form.get("act"));
    let deed = deed.ok_or(Failure::NotFound)?;
    if !deed.is_open_to(&reader.principal) {
        return Err(Failure::NotFound);
    }
    let ticked = ticked(&form);
    let status = match ticked.is_empty() {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => StatusCode::OK,
    };
    let page = answered(front, (reader, form), (deed, ticked)).await?;
    Ok((status, Html(page.0)).into_response())
}

async fn answered(
    front: Arc<Front>,
    (reader, form): (Reader, Form),
    (deed, ticked): (Deed, Vec<String>),
) -> Result<Markup, Failure> {
    let page = front.page(reader.clone(), move |site, frame| {
        let mut rows = Vec::new();
        for number in ticked {
            match one(site, (&reader, &form), (deed, number.clone())) {
                Ok(row) => rows.push(row),
                Err(fault) if rows.is_empty() => return Err(fault),
                // Those before it are done, and that is told.
                Err(fault) => {
                    tracing::error!(%fault, number, "a case of a batch ended in a fault");
                    rows.push(Row { number, name: None, answer: Err(broke_off(&fault)) });
                    break;
                }
            }
        }
        frame.place = "/todo".into();
        Ok(Some(page(frame, &rows, form.get(LIST))))
    });
    page.await
}

/// The numbers that are ticked.
fn ticked(form: &Form) -> Vec<String> {
    let names = form.names().filter_map(|name| name.strip_prefix(CASE));
    names.filter(|number| is_number(number)).take(LARGEST).map(str::to_owned).collect()
}

fn one(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (deed, number): (Deed, String),
) -> Result<Row, Fault> {
    let found = room::read_case(site, &number)?;
    let seen = match found {
        Some(found) if room::may_see_case(site, &reader.principal, &found)? => Some(found),
        Some(_) | None => None,
    };
    let Some(found) = seen else {
        let unknown = Refused {
            code: "approvals.case_unknown",
            sentence: text("没有这个办件。", "There is no such case."),
            remedy: text("请核对办件编号。", "Check the case's number."),
            basis: "",
            ground: Ground::Unknown,
        };
        return Ok(Row { number, name: None, answer: Err(unknown) });
    };
    let asked = Asked::of(site, reader, form).for_part(&number);
    let answer = asked.ask::<Cases>(&found.file.row.subject, deed.command(form))?;
    Ok(Row { number, name: Some(found.file.definition.matter.name()), answer })
}

fn broke_off(fault: &Fault) -> Refused {
    Refused {
        code: "web.batch_broke_off",
        sentence: fault.text(),
        remedy: text(
            "此后勾选的办件均未办理，请稍后再试。",
            "The cases ticked after it were not tried; try them again later.",
        ),
        basis: "",
        ground: Ground::Content,
    }
}

fn page(frame: &Frame, rows: &[Row], list: &str) -> Markup {
    let heading = frame.t("批量办理结果", "What became of each case");
    let back = format!("/todo?{list}");
    let back = if is_local(&back) { back.as_str() } else { "/todo" };
    let done = rows.iter().filter(|row| row.answer.is_ok()).count();
    let (zh, en) = (
        format!("已办理{done}件，未办理{}件。", rows.len() - done),
        format!("{} done, {} not.", plural(done as u32, "case"), rows.len() - done),
    );
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            section.sheet {
                @if rows.is_empty() {
                    p.error role="alert" {
                        (frame.t("没有勾选办件。", "No case is ticked."))
                    }
                    p { (frame.t("请先勾选，再点操作。", "Tick cases first.")) }
                } @else {
                    p role="status" { b { (frame.t(&zh, &en)) } }
                    (table(frame, rows))
                }
                p.acts { a.act href=(back) { (frame.t("回到待办", "Back to what is to be done")) } }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn table(frame: &Frame, rows: &[Row]) -> Markup {
    let head =
        [frame.t("办件", "Case"), frame.t("结果", "Result"), frame.t("说明", "What it says")];
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for row in rows {
                    tr {
                        td.title {
                            @match &row.name {
                                Some(name) => {
                                    a href={ "/approvals/cases/" (row.number) "/desk" } {
                                        (frame.say(name))
                                    }
                                    br;
                                    span.note.n { (row.number) }
                                }
                                None => span.n { (row.number) }
                            }
                        }
                        @match &row.answer {
                            Ok(recorded) => {
                                td data-h=(head[1]) {
                                    (lamp(Shape::Good, frame.t("已办理", "done")))
                                }
                                td data-h=(head[2]) {
                                    div {
                                        (frame.t("已记入台账第", "entry "))
                                        span.n { (number(recorded.first)) }
                                        (frame.t("条", " of the ledger"))
                                    }
                                }
                            }
                            Err(refused) => {
                                td data-h=(head[1]) {
                                    (lamp(Shape::Late, frame.t("未办理", "not done")))
                                }
                                td data-h=(head[2]) {
                                    div {
                                        (frame.say(&refused.sentence))
                                        br;
                                        span.note { (frame.say(&refused.remedy)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
