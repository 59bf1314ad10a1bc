//! Assistance (帮办代办): an enterprise gives a mandate, sees what was done under it and takes it back;
//! a post acts under it on the applicant's own pages; the window records one given on paper.
//!
//! Reading order: `giving` (the form of a mandate), `mine` (the enterprise's) with `done` (what was
//! done under each), `assisting` (the post's), `counter` (the window's). What a mandate covers is
//! the core's answer, and which pages whoever acts under one reaches stands in the policy table.

mod assisting;
mod counter;
mod done;
mod giving;
mod mine;

pub(crate) use giving::scope;

use std::sync::Arc;

use approvals::assistance::{Scope, Signature};
use approvals::case::State as Standing;
use approvals::views::{self, AssistanceRow, SignatureRow};
use axum::extract::{Extension, State};
use axum::routing::{get, post};
use kernel::actor::Actor;
use kernel::right::Right;
use kernel::text::{Text, text};
use maud::{Markup, html};
use people::views::enterprise;
use store::{Fault, Views};

use crate::{
    Site,
    approvals::{CaseOfProject, promises::may_be_promised},
    form::{Filled, Form, form, hidden, select},
    front::Front,
    lamp::{Shape, lamp},
    people::posts::officer_at,
    policy::{Relation, Row, Who},
    reader::Reader,
    shell::Frame,
    words::plural,
};

type Shared = State<Arc<Front>>;
type Reading = Extension<Reader>;

const AGENT: Who = Who::Agent;
const POST: Who = Who::Holder(Right::Assist);
const WINDOW: Who = Who::Holder(Right::Receive);
const OWN: Relation = Relation::Own;
const NONE: Relation = Relation::None;

/// The addresses of mandates.
pub static ROWS: &[Row] = &[
    Row::get("/my/assistance", AGENT, OWN, || get(mine::all)),
    Row::post("/my/assistance", AGENT, OWN, || post(mine::give)),
    Row::get("/my/assistance/{number}", AGENT, OWN, || get(mine::one)),
    Row::post("/my/assistance/{number}/confirmation", AGENT, OWN, || {
        mine::act(mine::Deed::Confirm)
    }),
    Row::post("/my/assistance/{number}/revocation", AGENT, OWN, || mine::act(mine::Deed::Revoke)),
    Row::get("/desk/assistance", POST, NONE, || get(assisting::all)).entrusted(),
    Row::post("/desk/assistance/return", POST, NONE, || post(assisting::come_back)).entrusted(),
    Row::get("/desk/assistance/{number}", POST, OWN, || get(assisting::one)).entrusted(),
    Row::post("/desk/assistance/{number}/turn", POST, OWN, || post(assisting::turn)).entrusted(),
    Row::post("/desk/assistance/{number}/resignation", POST, OWN, || {
        assisting::act(assisting::Deed::LayDown)
    })
    .entrusted(),
    Row::post("/desk/assistance/{number}/signatures", POST, OWN, || {
        assisting::act(assisting::Deed::AskSignature)
    })
    .entrusted(),
    Row::get("/hall/mandates", WINDOW, NONE, || get(counter::all)),
    Row::get("/hall/mandates/{code}", WINDOW, Relation::Zone, || get(counter::one)),
    Row::post("/hall/mandates/{code}", WINDOW, Relation::Zone, || post(counter::record))
        .taking_files(),
    Row::post("/hall/mandates/{code}/revocations", WINDOW, Relation::Zone, || {
        post(counter::revoke)
    }),
];

/// In whose name a page is read, where it is read under a mandate.
pub fn banner(frame: &Frame) -> Markup {
    let Some(mandate) = frame.principal.mandate() else { return html! {} };
    let terms = &mandate.row.terms;
    let name = frame.principal.signed_in.as_ref().and_then(|one| one.enterprise.as_deref());
    let until = frame.day(terms.until);
    let (zh, en) = (format!("，有效期至{until}。"), format!(", until {until}. "));
    html! {
        aside.notices.assisting aria-label=(frame.t("帮办代办", "Assistance")) {
            div.wrap {
                p {
                    b {
                        (frame.t("您正在代 ", "You act for "))
                        (frame.run(name.unwrap_or(&terms.credit_code)))
                        (frame.t(" 办理", ""))
                    }
                    (frame.t("，依据委托 ", " under its mandate "))
                    a.n href={ "/desk/assistance/" (terms.number) } { (terms.number) }
                    (frame.t(&zh, &en))
                    (frame.t(
                        "免费代办；承诺、同意、评价由企业本人签署。",
                        "Free of charge; it signs its promises, consents and grades itself.",
                    ))
                }
                form action="/desk/assistance/return" method="post" {
                    (hidden(frame, &Form::default()))
                    button.plain type="submit" { (frame.t("退出代办", "Stop acting for it")) }
                }
            }
        }
    }
}

/// What in a case waits for the applicant's own signature: who assists tells it so.
pub fn signing(frame: &Frame, found: &CaseOfProject) -> Markup {
    let Some(mandate) = frame.principal.mandate() else { return html! {} };
    let all = awaited(found);
    let path = format!("/desk/assistance/{}/signatures", mandate.row.terms.number);
    let typed = Form::default();
    let choices: Vec<(String, String)> =
        all.iter().map(|one| (one.word().into(), frame.say(&one.text()).into())).collect();
    html! {
        @if !all.is_empty() {
            section.sheet #signing {
                h2 { (frame.t("须企业本人签署", "The applicant signs itself")) }
                p.note {
                    (frame.t(
                        "您不能代签。可以通知企业：它的工作台会显示“等您签署”，签署后这里会看到。",
                        "You cannot sign for it. Tell it: its page then says that its signature is \
                         waited for.",
                    ))
                }
                (form(
                    frame,
                    Filled::of(&typed, &[]),
                    (&path, frame.t("通知企业签署", "Tell it")),
                    |filled| html! {
                        input type="hidden" name="about" value=(found.file.row.subject);
                        input type="hidden" name="case" value=(found.file.row.number);
                        (select(
                            frame,
                            filled,
                            crate::form::Field::line("what", ("签署事项", "What to sign")),
                            &choices,
                        ))
                    },
                ))
            }
        }
    }
}

/// What only the applicant could sign in a case as it stands.
fn awaited(found: &CaseOfProject) -> Vec<Signature> {
    let (case, matter) = (&found.file.case, &found.file.definition.matter);
    let is_before = matches!(case.state, Standing::Received | Standing::Correcting);
    let mut all = Vec::new();
    if is_before && !may_be_promised(&found.file).is_empty() {
        all.push(Signature::Promise);
    }
    if is_before && matter.committable().is_some() && case.commitment.promise.is_none() {
        all.push(Signature::Commitment);
    }
    if case.decided_on.is_some() {
        all.push(Signature::Rating);
    }
    all
}

/// A signature that is waited for, with the number of its case; none where it is a draft's.
pub struct Signing {
    row: SignatureRow,
    case: Option<String>,
}

/// What waits for a signature of the reader's enterprise, for its workbench.
pub fn waiting(frame: &Frame, all: &[Signing]) -> Markup {
    html! {
        @for one in all {
            @let what = one.row.what.text();
            li {
                a href=(one.address()) {
                    b { (frame.t("等您签署：", "Sign: ")) (frame.say(&what)) }
                    span.note {
                        (one.place(frame)) " · "
                        (frame.t("帮办代办人员提请", "asked by who assists you"))
                    }
                }
                (lamp(Shape::Soon, frame.t("待签署", "to be signed")))
            }
        }
    }
}

/// Each with its case.
pub fn signings(open: &mut Views, rows: Vec<SignatureRow>) -> Result<Vec<Signing>, Fault> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let case = views::case_by_subject(open, &row.about)?.map(|case| case.number);
        found.push(Signing { row, case });
    }
    Ok(found)
}

impl Signing {
    /// Where the applicant signs.
    fn address(&self) -> String {
        match (&self.case, self.row.about.split_once(':')) {
            (Some(case), _) => format!("/my/cases/{case}"),
            (None, Some((_, draft))) => format!("/my/drafts/{draft}/form"),
            (None, None) => "/my".into(),
        }
    }

    /// Which case it is for.
    fn place(&self, frame: &Frame) -> String {
        match &self.case {
            Some(case) => format!("{} {case}", frame.t("办件", "Case")),
            None => frame.t("申请草稿", "A draft").to_owned(),
        }
    }
}

/// A mandate with what its pages show besides.
struct Found {
    row: AssistanceRow,
    /// The enterprise's name.
    enterprise: String,
    /// Who holds the post now.
    holder: Option<String>,
    /// What it is for.
    scope: Text,
}

/// The row with what is shown besides.
fn furnished(site: &Site, row: AssistanceRow) -> Result<Found, Fault> {
    let (name, scope) = site.store.read(&site.zone, |open| {
        let name = enterprise(open, &row.terms.credit_code)?.map(|found| found.name);
        Ok((name, scope_of(open, &row.terms.scope)?))
    })?;
    let holder = officer_at(site, (&row.terms.office, &row.terms.post))?;
    let enterprise = name.unwrap_or_else(|| row.terms.credit_code.clone());
    Ok(Found { row, enterprise, holder, scope })
}

/// What a mandate is for, in words.
fn scope_of(open: &mut Views, scope: &Scope) -> Result<Text, Fault> {
    Ok(match scope {
        Scope::Everything => text("本企业的全部事项", "all its matters"),
        Scope::Project { project } => {
            let title = views::project_by_subject(open, project)?.map(|row| row.title);
            let title = title.unwrap_or_default();
            text(format!("项目：{title}"), format!("project {title}"))
        }
        Scope::Case { case, .. } => {
            let number = views::case_by_subject(open, case)?.map(|row| row.number);
            match number {
                Some(number) => text(format!("办件 {number}"), format!("case {number}")),
                None => text("一份申请草稿", "one draft"),
            }
        }
        Scope::Package { .. } => text("一份并联申请", "one package"),
    })
}

/// Where a mandate stands.
fn standing(frame: &Frame, row: &AssistanceRow) -> Markup {
    let today = frame.today();
    let state = row.state_on(today);
    let left = today.until(row.terms.until).map_or(0, |span| span.get_days());
    let days = plural(u32::try_from(left).unwrap_or(0), "day");
    html! {
        @if !row.is_in_force(today) && state == approvals::assistance::State::InForce {
            (lamp(Shape::Still, frame.t("未开始", "not begun")))
        } @else if row.is_in_force(today) {
            @let shape = if left < 14 { Shape::Soon } else { Shape::Good };
            @let (zh, en) = (format!("有效，还剩{left}天"), format!("in force, {days} left"));
            (lamp(shape, frame.t(&zh, &en)))
        } @else {
            (lamp(Shape::Closed, frame.say(&state.text())))
        }
    }
}

/// What a mandate says, as pairs.
fn said(frame: &Frame, found: &Found) -> Markup {
    let (row, terms) = (&found.row, &found.row.terms);
    let at_post = frame.actor(&Actor::officer(&terms.office, &terms.post));
    html! {
        dl.pairs {
            dt { (frame.t("委托企业", "Given by")) }
            dd { (frame.run(&found.enterprise)) " " span.note.n { (terms.credit_code) } }
            dt { (frame.t("受托岗位", "Given to")) }
            dd {
                (frame.say(&at_post))
                @if let Some(name) = &found.holder {
                    (frame.t("，现任 ", ", held by ")) (frame.run(name))
                }
            }
            dt { (frame.t("范围", "For")) }
            dd { (frame.run(frame.say(&found.scope))) }
            dt { (frame.t("可代办", "May")) }
            dd { ul { @for act in &terms.acts {
                @let act = act.text();
                li { (frame.say(&act)) }
            } } }
            dt { (frame.t("期限", "Term")) }
            dd.n { (terms.from) (frame.t(" 至 ", " to ")) (terms.until) }
            dt { (frame.t("费用", "Fee")) }
            dd { (frame.t("免费", "none")) }
            @if !row.paper.is_empty() {
                dt { (frame.t("书面委托书", "On paper")) }
                dd {
                    (frame.run(&row.paper)) " "
                    @match row.confirmed_on {
                        Some(on) => span.note {
                            (frame.t("企业已确认 ", "confirmed ")) (on)
                        },
                        None => span.note {
                            (frame.t("以扫描件为凭，企业尚未在线确认", "the scan is the evidence"))
                        },
                    }
                }
            }
            @if let Some(on) = row.ended_on {
                dt { (frame.t("终止", "Over")) }
                dd { (on) " " (frame.run(&row.reason)) }
            }
        }
    }
}
