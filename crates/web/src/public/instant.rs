//! Instant matters (秒批事项清单): which are decided at once, in which grade, by which rule and
//! version, how many are looked at afterwards, and which version was stopped and why.

use std::sync::Arc;

use approvals::case::Definition;
use approvals::matter::{Command, Matters};
use approvals::views::{RuleRow, definition_in_force, definitions_in_force, rules_of_zone};
use axum::response::Response;
use catalogue::{Grade, Instant, Matter};
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;

use crate::{
    Site,
    approvals::instant::short,
    error::Failure,
    form::{Field, Filled, Form, Wrong, field, form},
    front::{Done, Front},
    people::Asked,
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// An instant matter, with what its rule has done so far where it has one.
pub struct Listed {
    /// The definition in force.
    pub known: Arc<Definition>,
    /// How it is decided.
    pub instant: Instant,
    /// Its version's row, where a rule decides.
    pub rule: Option<RuleRow>,
}

/// Reads every instant matter in force.
pub fn read(site: &Site) -> Result<Vec<Listed>, Fault> {
    site.store.read(&site.zone, |views| {
        let mut rules = rules_of_zone(views)?;
        let all = definitions_in_force(views)?.into_iter();
        let listed = all.filter_map(|known| {
            let instant = known.matter.instant.clone()?;
            let place = rules.iter().position(|rule| rule.version == known.hash);
            let rule = place.map(|at| rules.swap_remove(at));
            Some(Listed { known, instant, rule })
        });
        Ok(listed.collect())
    })
}

/// The page.
pub fn page(frame: &Frame, all: &[Listed]) -> Markup {
    page_with(frame, all, Filled::of(&Form::default(), &[]))
}

fn page_with(frame: &Frame, all: &[Listed], filled: Filled) -> Markup {
    let heading = frame.t("秒批事项", "Instant matters");
    let of = |grade: Grade| all.iter().filter(move |one| one.instant.grade == grade);
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, Room::Home, &[("/guides", html! { (frame.t("办事指南", "Guides")) })]))
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "这些事项当场办结。即来即办由窗口人员当场决定；无人工干预由公布的规则决定：\
                     规则成立即予办结，不成立或者数据不全的转人工，规则不作不予决定。",
                    "These matters are decided at once: at the counter by an officer, or by a \
                     published rule without anyone. A rule that holds grants; where it does not \
                     hold, or something is not known, an officer decides. No rule refuses anybody.",
                ))
            }
            (announced(frame, all.len()))
            @if all.is_empty() {
                section.sheet {
                    p { (frame.t("本园区没有秒批事项。", "This zone decides no matter at once.")) }
                }
            }
            @for grade in [Grade::Automatic, Grade::Counter] {
                @for one in of(grade) { (sheet(frame, one, filled)) }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// That a list was announced of which no row is known; nothing where none was.
fn announced(frame: &Frame, here: usize) -> Markup {
    let Some(list) = &frame.zone.announced_instant else { return html! {} };
    let (zh, en) = (
        format!(
            "已公布{}项：{}。清单本身尚未查到，各项内容待核实，因此没有列在这里；下面只列本系统现有的{here}项。",
            list.matters, list.meaning
        ),
        format!(
            "Announced: {} matters, {}. The list itself was not found and is to be confirmed, so \
             none of its rows is here; below stand only the {here} that this system has.",
            list.matters, list.meaning_en
        ),
    );
    html! {
        section.sheet #announced {
            header { h2 { (frame.t(&list.title, &list.title_en)) } }
            p { (frame.t(&zh, &en)) }
        }
    }
}

fn sheet(frame: &Frame, one: &Listed, filled: Filled) -> Markup {
    let (matter, instant) = (&one.known.matter, &one.instant);
    let separator = frame.t("；", "; ");
    let why: Vec<String> =
        instant.eligible.iter().map(|why| frame.say(&why.text()).to_owned()).collect();
    html! {
        section.sheet id=(matter.id) {
            header {
                h2 { a href={ "/guides/" (matter.id) } { (frame.say(&matter.name())) } }
                span.note { (frame.say(&instant.grade.text())) }
            }
            p { (frame.say(&instant.said())) }
            dl.pairs {
                dt { (frame.t("办理部门", "Office")) }
                dd { (frame.say(&frame.office(&matter.lead_office))) }
                dt { (frame.t("适用理由", "Why at once")) }
                dd { (why.join(separator)) }
                dt { (frame.t("版本", "Version")) }
                dd { code { (short(&one.known.hash)) } }
                @if let Some(rule) = &instant.rule {
                    dt { (frame.t("规则", "The rule")) }
                    dd { code.long { (frame.run(rule)) } }
                    @if !instant.vouched.is_empty() {
                        dt { (frame.t("须登记核验", "Vouched for by a register")) }
                        dd { (vouched(frame, matter, instant)) }
                    }
                    dt { (frame.t("事后抽查", "Looked at afterwards")) }
                    dd.n { (instant.audit_share_percent.unwrap_or_default()) "%" }
                }
                @if let Some(row) = &one.rule { (so_far(frame, row)) }
                @if matter.unverified.iter().any(|name| name.starts_with("instant")) {
                    dt { (frame.t("说明", "Note")) }
                    dd { (frame.t("系统默认值，尚待本园区确认", "a default, to be confirmed")) }
                }
            }
            @if let Some(row) = one.rule.as_ref().filter(|row| may_stop(frame, row)) {
                (switch(frame, row, filled))
            }
        }
    }
}

/// May this reader stop and resume the rule? The rules answer all the same.
fn may_stop(frame: &Frame, row: &RuleRow) -> bool {
    let reader = &frame.principal;
    let is_head = reader.office() == Some(row.office.as_str()) && reader.has(Right::Assign);
    is_head || reader.is_administrator()
}

/// The form that stops a version, or lets it decide again.
fn switch(frame: &Frame, row: &RuleRow, filled: Filled) -> Markup {
    let (noun, name, hint) = match row.stopped.is_some() {
        true => ("rule-resumptions", ("恢复规则", "Let the rule decide again"), "为什么可以恢复"),
        false => {
            ("rule-stops", ("停用规则", "Stop the rule"), "为什么停用；停用后一律由工作人员办理")
        }
    };
    let reason = Field::line("rule-reason", ("理由", "Reason")).hint(hint, "It is published");
    let to = format!("/instant/{}/{noun}", row.matter);
    let filled = filled.within(&row.version[..8.min(row.version.len())]);
    html! {
        details.act-of {
            summary { (frame.t(name.0, name.1)) }
            (form(frame, filled, (&to, frame.t(name.0, name.1)), |filled| html! {
                input type="hidden" name="version" value=(row.version);
                (field(frame, filled, reason))
            }))
        }
    }
}

/// A word about a rule, as its form sends it.
pub async fn said(
    (front, reader, form): (Arc<Front>, Reader, Form),
    (matter, command): (String, fn(String, String) -> Command),
) -> Result<Response, Failure> {
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let known = site.store.read(&site.zone, |open| definition_in_force(open, &matter))?;
        if known.is_none() {
            return Ok(Done::NotFound);
        }
        if reader.principal.actor().is_none() {
            return Ok(Done::NotFound);
        }
        let command = command(form.get("version").into(), form.get("rule-reason").into());
        let subject = format!("matter:{matter}");
        Ok(match Asked::of(site, reader, form).ask::<Matters>(&subject, command)? {
            Ok(_) => Done::see("/instant"),
            Err(refused) => Done::Wrong(vec![Wrong { field: "rule-reason", refused }]),
        })
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        frame.place = "/instant".into();
        let found = read(site)?;
        Ok(Some(page_with(frame, &found, filled)))
    };
    front.submit((reader, form), act, show).await
}

/// What came of a version so far, and whether it is stopped.
/// The questions whose answers a register must have told.
fn vouched(frame: &Frame, matter: &Matter, instant: &Instant) -> String {
    let fields = matter.fields.iter().filter(|field| instant.vouched.contains(&field.id));
    let names: Vec<String> = fields.map(|field| frame.say(&field.name()).to_owned()).collect();
    names.join(frame.t("、", ", "))
}

fn so_far(frame: &Frame, row: &RuleRow) -> Markup {
    html! {
        dt { (frame.t("状态", "State")) }
        dd {
            @match &row.stopped {
                None => (frame.t("在用", "in use")),
                Some((since, reason)) => {
                    b {
                        @let day = frame.day(*since);
                        @let (zh, en) = (format!("{day}起停用"), format!("stopped since {day}"));
                        (frame.t(&zh, &en))
                    }
                    (frame.t("：", ": ")) (frame.run(reason))
                    (frame.t("。停用期间由工作人员办理。", ". Officers decide meanwhile."))
                }
            }
        }
        dt { (frame.t("办理情况", "So far")) }
        dd.n {
            @let (zh, en) = (
                format!(
                    "规则办结 {} 件，转人工 {} 件；抽查 {} 件；发现有误 {} 件（含未抽中的）",
                    row.granted, row.referred, row.drawn, row.wrong
                ),
                format!(
                    "{} granted by the rule, {} left to an officer; {} drawn for a look, \
                     {} found wrong, drawn or not",
                    row.granted, row.referred, row.drawn, row.wrong
                ),
            );
            (frame.t(&zh, &en))
        }
    }
}
