//! Plots as a list (带方案出让地块): what is offered, for everybody; one's own beside it; and the way in
//! for the office that reviews schemes.

use std::sync::Arc;

use approvals::plot::{CONDITIONS, Command, Plots, State as Standing};
use approvals::project::assumption::{Key, Values};
use approvals::views::{
    PlotRow, covered, plot_by_subject, plots_of_enterprise, plots_of_office, plots_offered,
};
use axum::extract::{Extension, State};
use axum::response::{Html, Response};
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;

use super::own_code;
use crate::{
    Site,
    desk::entry::{line, optional},
    error::Failure,
    form::{Field, Filled, Form, form},
    front::{Done, Front, Shown},
    lamp::{Shape, lamp},
    people::{Asked, wrong},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
    words::{grouped, heading_of},
};

/// The page.
pub async fn shown(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
) -> Result<Html<String>, Failure> {
    let page =
        front.page(reader, |site, frame| show(site, frame, Filled::of(&Form::default(), &[])));
    Ok(Html(page.await?.0))
}

/// Lists a plot.
pub async fn add(
    State(front): State<Arc<Front>>,
    Extension(reader): Extension<Reader>,
    Extension(form): Extension<Form>,
) -> Result<Response, Failure> {
    let show = |site: &Site, frame: &mut Frame, filled: Filled| show(site, frame, filled);
    front.submit((reader, form), take, show).await
}

fn take(site: &Site, reader: &Reader, form: &Form) -> Result<Done, Fault> {
    let written = |name: &str| form.get(name).to_owned();
    let command = Command::List {
        terms: terms(form),
        place: written("plot-place"),
        land_use: written("land-use"),
        asked_by: written("asked-by"),
    };
    let asked = Asked::of(site, reader, form);
    let subject = format!("plot:{}", crate::form::named(form, (site.now)()));
    Ok(match asked.ask::<Plots>(&subject, command)? {
        Ok(_) => {
            let row = site.store.read(&site.zone, |views| plot_by_subject(views, &subject))?;
            let number = row.map(|row| row.number).unwrap_or_default();
            Done::see(format!("/plots/{number}"))
        }
        Err(refused) => wrong("", refused),
    })
}

/// Number, area and conditions, as a form has them; what was left empty is not among them.
pub fn terms(form: &Form) -> Values {
    let told = asked().into_iter().map(|(key, name, _)| (key, form.get(name).trim().to_owned()));
    told.filter(|(_, value)| !value.is_empty()).collect()
}

/// The entries of number, area and conditions, with what stands in them at first.
pub fn entries(frame: &Frame, filled: Filled, start: &Values) -> Markup {
    html! {
        @for (key, name, is_optional) in asked() {
            @let label = heading_of(key.text());
            @let asked = Field { is_optional, ..Field::line(name, (&label.zh, &label.en)) };
            (line(frame, filled, asked, start.get(&key).map_or("", String::as_str)))
        }
    }
}

/// The entries: of what, by which name, and whether it may stay empty.
fn asked() -> Vec<(Key, &'static str, bool)> {
    let all = [Key::PlotNumber, Key::PlotArea].into_iter().chain(CONDITIONS);
    all.map(|key| (key, key.word(), CONDITIONS.contains(&key))).collect()
}

fn show(site: &Site, frame: &mut Frame, filled: Filled) -> Shown {
    frame.place = "/plots".into();
    let (office, code) = (frame.principal.office(), own_code(&frame.principal));
    let (offered, own, reviewer) = site.store.read(&site.zone, |views| {
        let own = match (office, code) {
            (Some(office), _) => plots_of_office(views, office)?,
            (None, Some(code)) => plots_of_enterprise(views, code)?,
            (None, None) => Vec::new(),
        };
        let reviewer = covered(views)?.first().map(|known| known.matter.lead_office.clone());
        Ok((plots_offered(views)?, own, reviewer))
    })?;
    let is_reviewer = reviewer.is_some() && office == reviewer.as_deref();
    let may_list = frame.principal.has(Right::Examine) || frame.principal.has(Right::Decide);
    let heading = frame.t("带规划方案出让的地块", "Land offered with its planning scheme");
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::Home, &[("/guides", html! { (frame.t("办事指南", "Guides")) })]))
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "这些地块在出让前已经审定规划方案，方案随地块一并出让，对竞得人有约束力。签订出让合同并关联项目后，\
                     随方案办理的许可自动开立，已审定的材料不再提交，由审批人员作出决定，通常当日办结。",
                    "The planning scheme of these plots is reviewed before the sale. It is offered \
                     with the land and binds whoever wins. Once the contract is signed and the \
                     project known, the permits that follow open by themselves; nothing reviewed \
                     is asked again, and an officer decides them, usually the same day.",
                ))
            }
            (sheet(frame, frame.t("公告出让", "Offered"), &offered))
            @if office.is_some() || code.is_some() {
                @let own_heading = match office {
                    Some(_) => frame.t("我部门的地块", "Plots of our office"),
                    None => frame.t("我的地块", "My plots"),
                };
                (sheet(frame, own_heading, &own))
            }
            @if is_reviewer && may_list { (add_form(frame, filled)) }
        }
    };
    Ok(Some(shell::page(frame, heading, &body)))
}

fn add_form(frame: &Frame, filled: Filled) -> Markup {
    let name = frame.t("登记地块", "List a plot");
    let asked_by = Field::line("asked-by", ("委托编制方案的企业", "Who asked for the scheme"));
    html! {
        details.sheet open[frame.at == "/plots" && !filled.wrongs.is_empty()] {
            summary { (name) }
            (form(frame, filled, ("/plots", name), |filled| html! {
                (entries(frame, filled, &Values::new()))
                (line(frame, filled, Field::line("plot-place", ("坐落", "Where it lies")), ""))
                (line(frame, filled, Field::line("land-use", ("土地用途", "Use of the land")), ""))
                (line(
                    frame,
                    filled,
                    optional(asked_by).hint(
                        "统一社会信用代码；出资或委托不影响竞得结果",
                        "Its credit code; who asks or pays has no part in the sale",
                    ),
                    "",
                ))
            }))
        }
    }
}

fn sheet(frame: &Frame, heading: &str, rows: &[PlotRow]) -> Markup {
    html! {
        section.sheet {
            h2 { (heading) }
            @if rows.is_empty() {
                p.empty { (frame.t("没有地块。", "There is none.")) }
            } @else {
                ul.rows {
                    @for row in rows {
                        li {
                            span {
                                a href={ "/plots/" (row.number) } { (frame.run(&row.plot_number)) }
                                " " (frame.run(&row.place))
                                br;
                                span.note.n { (row.number) " · " (grouped(&row.area)) " m²" }
                                @if let Some(until) = row.bids_until
                                    && row.state == Standing::Offered {
                                    " "
                                    span.note {
                                        @if until < frame.today() {
                                            (frame.t("竞买已于", "bids ended on "))
                                            (frame.day(until)) (frame.t("截止", ""))
                                        } @else {
                                            (frame.t("竞买截止 ", "bids until ")) (frame.day(until))
                                        }
                                    }
                                }
                            }
                            (state(frame, row))
                        }
                    }
                }
            }
        }
    }
}

/// Where a plot stands, as a lamp.
pub fn state(frame: &Frame, row: &PlotRow) -> Markup {
    let shape = match row.state {
        Standing::Unknown | Standing::InReview | Standing::Reviewed => Shape::Still,
        Standing::Offered => Shape::Good,
        Standing::Sold => Shape::Done,
        Standing::Unsold | Standing::Withdrawn => Shape::Closed,
    };
    lamp(shape, frame.say(&row.state.text()))
}
