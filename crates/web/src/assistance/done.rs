//! What was done under a mandate (代办记录): in cases, projects, simulated cases and bundles, each with
//! how often and when last.

use approvals::bundle::Applications;
use approvals::case::Cases;
use approvals::project::Projects;
use approvals::simulation::Simulations;
use approvals::views::{self, AssistanceRow};
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::local_time::day_of;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::{Capability, Fault, Views};

use crate::{Site, shell::Frame};

/// What was done under a mandate: in a case, a project, a simulated case, a bundle.
pub struct Acted {
    number: String,
    address: String,
    name: Text,
    times: usize,
    last: Option<Date>,
}

pub fn done_under(site: &Site, row: &AssistanceRow) -> Result<Vec<Acted>, Fault> {
    let number = &row.terms.number;
    let subjects = site.store.read(&site.zone, |open| views::assisted_under(open, number))?;
    let mut all = Vec::new();
    for subject in subjects {
        let Some((of, address, name)) =
            site.store.read(&site.zone, |open| known(open, &subject))?
        else {
            continue;
        };
        let (times, last) = match subject.split_once(':') {
            Some((Projects::SUBJECT, _)) => acts_in::<Projects>(site, &subject, number)?,
            Some((Simulations::SUBJECT, _)) => acts_in::<Simulations>(site, &subject, number)?,
            Some((Applications::SUBJECT, _)) => acts_in::<Applications>(site, &subject, number)?,
            _ => acts_in::<Cases>(site, &subject, number)?,
        };
        all.push(Acted { number: of, address, name, times, last });
    }
    Ok(all)
}

/// What was done in the enterprise's name, thing by thing.
pub fn done_for(frame: &Frame, done: &[Acted]) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("以本企业名义办过的事", "What was done for you")) } }
            @if done.is_empty() {
                p.note { (frame.t("还没有代办记录。", "Nothing yet.")) }
            }
            ul.rows {
                @for one in done {
                    @let (zh, en) = (format!("代办{}次", one.times), times(one.times));
                    li {
                        a href=(one.address) {
                            b { (frame.say(&one.name)) }
                            span.note {
                                span.n { (one.number) } " · " (frame.t(&zh, &en))
                                @if let Some(last) = one.last { " · " span.n { (last) } }
                            }
                        }
                    }
                }
            }
            p.note {
                (frame.t(
                    "每一步由谁代办，见办件、项目页的办理过程。",
                    "Who did each step stands in the course of the case or project.",
                ))
            }
        }
    }
}

/// The number of a thing, where its enterprise reads it, and what it is called.
fn known(open: &mut Views, subject: &str) -> Result<Option<(String, String, Text)>, Fault> {
    if let Some(row) = views::project_by_subject(open, subject)? {
        let address = format!("/my/projects/{}", row.number);
        return Ok(Some((row.number, address, text(&row.title, &row.title))));
    }
    if let Some(row) = views::application_by_subject(open, subject)? {
        let address = format!("/applications/{}", row.number);
        return Ok(Some((row.number, address, row.title)));
    }
    let (number, of, address) = if let Some(row) = views::case_by_subject(open, subject)? {
        let address = format!("/my/cases/{}", row.number);
        (row.number, row.definition, address)
    } else if let Some(row) = views::simulation_by_subject(open, subject)? {
        let address = format!("/approvals/simulations/{}", row.number);
        (row.number, row.definition, address)
    } else {
        return Ok(None);
    };
    let definition = views::definition(open, &of)?;
    Ok(definition.map(|known| (number, address, known.matter.name())))
}

/// How often something was done in it under a mandate, and on which day the last time.
fn acts_in<C: Capability>(
    site: &Site,
    subject: &str,
    number: &str,
) -> Result<(usize, Option<Date>), Fault> {
    let past = site.store.history::<C>(&site.zone, subject)?;
    let is_of_it =
        |actor: &Actor| matches!(actor, Actor::Assistant { mandate, .. } if mandate == number);
    let mine: Vec<_> = past.iter().filter(|past| is_of_it(&past.actor)).collect();
    Ok((mine.len(), mine.last().map(|past| day_of(past.at))))
}

fn times(times: usize) -> String {
    if times == 1 { "one act".into() } else { format!("{times} acts") }
}
