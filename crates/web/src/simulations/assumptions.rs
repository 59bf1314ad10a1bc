//! What a project assumes (项目假设条件页): each fact with its source and day, what has arrived, what
//! differs, and the simulated cases that rest on it.

use std::sync::Arc;

use approvals::assistance::Act as Entrusted;
use approvals::project::assumption::{self, Assumptions, Key, Known, Values};
use approvals::project::{Command, Projects};
use approvals::simulation::State as Standing;
use approvals::views::{
    SimulationRow, assumptions, definition, is_sold_elsewhere, project_by_number,
    simulations_of_project,
};
use axum::extract::{Extension, Path, State};
use axum::response::Html;
use axum::routing::{MethodRouter, post};
use kernel::right::Right;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use super::{mark, page, sold_elsewhere, warning};
use crate::{
    Site,
    approvals::{may_see_project, read_project},
    desk::entry::{area, line, optional},
    error::Failure,
    form::{Field, Filled, Form, form},
    front::{Done, Front, Shown},
    people::{Asked, wrong},
    principal::{Parties, Principal},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
    words::heading_of,
};

/// What may be recorded (操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Facts are assumed.
    Assume,
    /// Facts have arrived.
    Establish,
    /// The land was not obtained.
    LoseLand,
}

/// A project with what it assumes.
struct Found {
    number: String,
    title: String,
    subject: String,
    is_own: bool,
    known: Assumptions,
    simulations: Vec<(SimulationRow, Text)>,
    is_sold_elsewhere: bool,
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
    let Some(found) = read(site, &reader.principal, number)? else { return Ok(Done::NotFound) };
    if reader.principal.actor().is_none() {
        return Ok(Done::NotFound);
    }
    let written = |name: &str| form.get(name).to_owned();
    let values = |prefix: &str| -> Values {
        let told = Key::ALL.map(|key| (key, written(&format!("{prefix}-{}", key.word()))));
        told.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    };
    let command = match act {
        Act::Assume => {
            assumption::Act::Assume { values: values("assumed"), source: written("assumed-source") }
        }
        Act::Establish => assumption::Act::Establish {
            values: values("arrived"),
            source: written("arrived-source"),
        },
        Act::LoseLand => assumption::Act::LoseLand { reason: written("loss-reason") },
    };
    let asked = Asked::of(site, reader, form);
    Ok(match asked.ask::<Projects>(&found.subject, Command::Assumption(command))? {
        Ok(_) => Done::see(format!("/approvals/projects/{number}/assumptions")),
        Err(refused) => wrong("", refused),
    })
}

fn read(site: &Site, principal: &Principal, number: &str) -> Result<Option<Found>, Fault> {
    let Some(file) = read_project(site, number)? else { return Ok(None) };
    let found = site.store.read(&site.zone, |views| {
        let Some(row) = project_by_number(views, number)? else { return Ok(None) };
        let (mut simulations, mut is_sold) = (Vec::new(), false);
        for one in simulations_of_project(views, &row.subject)? {
            let known = definition(views, &one.definition)?;
            let name = known.map_or_else(|| text(&one.matter, &one.matter), |it| it.matter.name());
            is_sold |= is_sold_elsewhere(views, &one.subject)?;
            simulations.push((one, name));
        }
        Ok(Some((assumptions(views, &row.subject)?, simulations, is_sold)))
    })?;
    let Some((known, simulations, is_sold)) = found else { return Ok(None) };
    let told = Values::new();
    let owner = known.arrives(&told, Key::CreditCode).map(|code| Key::CreditCode.spelled(code));
    let is_anothers = owner.is_some_and(|owner| owner != file.row.credit_code);
    let is_live = |(one, _): &(SimulationRow, Text)| {
        matches!(one.state, Standing::UnderReview | Standing::Issued)
    };
    let is_sold_elsewhere = is_sold || is_anothers && simulations.iter().any(is_live);
    if !may_see_project(principal, &file) {
        return Ok(None);
    }
    Ok(Some(Found {
        number: number.into(),
        title: file.row.title.clone(),
        subject: file.row.subject.clone(),
        is_own: principal.acts_for() == Some(file.row.credit_code.as_str())
            && principal.is_entrusted_to(Entrusted::Register),
        known,
        simulations,
        is_sold_elsewhere,
    }))
}

fn show(site: &Site, frame: &mut Frame, number: &str, filled: Filled) -> Shown {
    let Some(found) = read(site, &frame.principal, number)? else { return Ok(None) };
    frame.place = format!("/approvals/projects/{number}/assumptions");
    Ok(Some(whole(frame, &found, filled)))
}

fn whole(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let heading = frame.t("假设条件与模拟审批", "Assumptions and simulated approval");
    let keeps = frame.principal.has(Right::Register);
    let is_lost = found.known.lost_on.is_some();
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::of(frame), &[(
                &format!("{}{}", projects(frame), found.number),
                html! { (frame.run(&found.title)) },
            )]))
            h1 { (heading) }
            (warning(frame))
            @if let Some(on) = found.known.lost_on {
                p.told {
                    (frame.t("已记录未取得土地：", "The land was not obtained: ")) (frame.day(on))
                }
            }
            @if found.is_sold_elsewhere { (sold_elsewhere(frame)) }
            (table(frame, &found.known))
            (simulations(frame, found))
            @if !is_lost && (found.is_own || keeps) {
                (act_form(frame, filled, (found, Act::Assume)))
            }
            @if !is_lost && keeps {
                (act_form(frame, filled, (found, Act::Establish)))
                @if found.known.is_land_fixed() || found.is_sold_elsewhere {
                    (act_form(frame, filled, (found, Act::LoseLand)))
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// Where this reader reads a project.
fn projects(frame: &Frame) -> &'static str {
    if frame.principal.mandate().is_some() { "/my/projects/" } else { "/approvals/projects/" }
}

fn table(frame: &Frame, known: &Assumptions) -> Markup {
    let head = [
        frame.t("假设条件", "Fact"),
        frame.t("假设为", "Assumed"),
        frame.t("实际为", "Arrived"),
        frame.t("比较", "Compared"),
    ];
    html! {
        section.sheet {
            h2 { (frame.t("假设条件", "What is assumed")) }
            @if known.all.is_empty() {
                p.empty {
                    (frame.t(
                        "还没有记录假设条件。土地已确定、尚未取得的，记录地块编号后可以申请模拟审批。",
                        "Nothing is assumed yet. Where the land is fixed and not obtained, record \
                         the plot and its planning conditions, then ask for a simulated review.",
                    ))
                }
            } @else {
                table.cards {
                    thead { tr { @for name in head { th scope="col" { (name) } } } }
                    tbody {
                        @for (key, one) in &known.all {
                            @let arrived = one.established.as_ref();
                            tr {
                                td.title { (frame.say(&heading_of(key.text()))) }
                                td data-h=(head[1]) { (told(frame, one.assumed.as_ref())) }
                                td data-h=(head[2]) { (told(frame, arrived)) }
                                td data-h=(head[3]) {
                                    @if let Some(assumed) = &one.assumed {
                                        (page::compared(
                                            frame,
                                            *key,
                                            (&assumed.value, arrived.map(|it| it.value.as_str())),
                                        ))
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

/// A value with its source and day.
fn told(frame: &Frame, known: Option<&Known>) -> Markup {
    html! {
        @match known {
            Some(known) => div {
                (frame.run(&known.value))
                br;
                span.note { (frame.run(&known.source)) " · " (frame.day(known.on)) }
            },
            None => (frame.t("尚未到位", "not yet")),
        }
    }
}

fn simulations(frame: &Frame, found: &Found) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("模拟审批", "Simulated reviews")) } (mark(frame)) }
            @if found.simulations.is_empty() {
                p.empty { (frame.t("还没有模拟审批。", "There is no simulated review yet.")) }
            } @else {
                ul.rows {
                    @for (one, name) in &found.simulations {
                        li {
                            span {
                                @if may_open(frame, one) {
                                    a href={ "/approvals/simulations/" (one.number) } {
                                        (frame.say(name))
                                    }
                                } @else { (frame.say(name)) }
                                " " span.note.n { (one.number) }
                            }
                            (page::state(frame, one.state))
                        }
                    }
                }
            }
            @if found.is_own && found.known.is_land_fixed() {
                p {
                    a.act.second href={ "/my/projects/" (found.number) "/matters" } {
                        (frame.t("申请事项（可选模拟审批）", "Apply, as a simulation if you wish"))
                    }
                }
            }
        }
    }
}

/// Whoever keeps projects knows of a simulated case, and does not open it.
fn may_open(frame: &Frame, row: &SimulationRow) -> bool {
    let offices = [row.office.as_str()];
    frame.principal.may_see(&Parties { credit_code: &row.applicant, offices: &offices })
}

fn act_form(frame: &Frame, filled: Filled, (found, act): (&Found, Act)) -> Markup {
    let (address, zh, en) = match act {
        Act::Assume => ("assumptions", "记录假设条件", "Record assumptions"),
        Act::Establish => ("arrivals", "登记条件到位", "Record what has arrived"),
        Act::LoseLand => ("land-loss", "登记未取得土地", "Record that the land was not obtained"),
    };
    let at = format!("/approvals/projects/{}/{address}", found.number);
    html! {
        details.sheet open[frame.at == at] {
            summary { (frame.t(zh, en)) }
            (form(frame, filled, (&at, frame.t(zh, en)), |filled| {
                fields(frame, filled, (found, act))
            }))
        }
    }
}

fn fields(frame: &Frame, filled: Filled, (found, act): (&Found, Act)) -> Markup {
    let open = |key: &Key| found.known.all.get(key).is_none_or(|one| one.established.is_none());
    match act {
        Act::LoseLand => {
            let reason = Field::line("loss-reason", ("原因", "Reason"))
                .hint("例如未竞得、用途被禁止", "For example the auction was lost");
            html! {
                p {
                    (frame.t(
                        "登记后，本项目的全部模拟审批作废，并告知申请人。",
                        "Every simulated review of the project is void after this, and the \
                         applicant is told.",
                    ))
                }
                (area(frame, filled, reason, ""))
            }
        }
        Act::Assume | Act::Establish => {
            let source = match act {
                Act::Assume => Field::line("assumed-source", ("来源", "Source"))
                    .hint("例如出让公告、规划条件", "For example the announcement of the sale"),
                _ => Field::line("arrived-source", ("依据文件", "Document"))
                    .hint("例如出让合同、营业执照", "For example the signed land contract"),
            };
            html! {
                @for key in Key::ALL.iter().filter(|key| open(key)) {
                    @let label = heading_of(key.text());
                    @let asked = Field::line(name_of(act, *key), (&label.zh, &label.en));
                    (line(frame, filled, optional(hinted(asked, (act, *key))), ""))
                }
                (line(frame, filled, source, ""))
            }
        }
    }
}

/// What is said beside a field whose name does not say enough.
fn hinted(field: Field, (act, key): (Act, Key)) -> Field {
    match (act, key) {
        (Act::Establish, Key::CreditCode) => field.hint(
            "登记地块编号到位的，须写明取得土地的企业",
            "With the plot: of the company that obtained it",
        ),
        (_, Key::Standards) => field.hint(
            "名称、编号和版本，例如防火、排放标准",
            "Name, number and edition, for example of fire protection or emission",
        ),
        _ => field,
    }
}

/// The field of a fact; a field's name is a word of the program.
fn name_of(act: Act, key: Key) -> &'static str {
    let [assumed, arrived] = match key {
        Key::Company => ["assumed-company", "arrived-company"],
        Key::CreditCode => ["assumed-credit_code", "arrived-credit_code"],
        Key::PlotNumber => ["assumed-plot_number", "arrived-plot_number"],
        Key::PlotArea => ["assumed-plot_area", "arrived-plot_area"],
        Key::FloorAreaRatio => ["assumed-floor_area_ratio", "arrived-floor_area_ratio"],
        Key::Density => ["assumed-density", "arrived-density"],
        Key::GreenRatio => ["assumed-green_ratio", "arrived-green_ratio"],
        Key::HeightLimit => ["assumed-height_limit", "arrived-height_limit"],
        Key::Scale => ["assumed-scale", "arrived-scale"],
        Key::Investment => ["assumed-investment", "arrived-investment"],
        Key::Industry => ["assumed-industry", "arrived-industry"],
        Key::Standards => ["assumed-standards", "arrived-standards"],
    };
    if act == Act::Assume { assumed } else { arrived }
}
