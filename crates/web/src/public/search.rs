//! Search (搜索): matters for anybody; projects, cases and agreements for whoever may open them.

use std::sync::Arc;

use agreements::views::AgreementRow;
use approvals::case::Definition;
use approvals::views::definition_in_force;
use approvals::views::{CaseRow, ProjectRow, case_by_subject, definition, project_by_subject};
use maud::{Markup, html};
use store::Fault;
use store::search::Wish;

use super::guides::promised;
use crate::Site;
use crate::api::seen;
use crate::home::find;
use crate::principal::Principal;
use crate::shell::{self, Frame};

/// Characters of a wish.
pub const LONGEST: usize = 60;
/// Results of a kind.
const RESULTS: usize = 20;
/// Files that are looked at for those that the reader may open.
const LOOKED_AT: u32 = 100;

/// What was found, by kind.
#[derive(Default)]
pub struct Found {
    matters: Vec<Arc<Definition>>,
    projects: Vec<ProjectRow>,
    cases: Vec<(CaseRow, Arc<Definition>)>,
    agreements: Vec<AgreementRow>,
    /// Were projects and cases looked through?
    sees_files: bool,
}

/// Looks for `words`, among what `principal` may see.
pub fn read(site: &Site, principal: &Principal, words: &str) -> Result<Found, Fault> {
    let mut found = Found::default();
    if words.is_empty() {
        return Ok(found);
    }
    let wish = |kind, owner| Wish { words, kind, owner, limit: LOOKED_AT };
    let owner = principal.credit_code();
    found.sees_files = owner.is_some() || principal.office().is_some();
    let of_kind = |kind| match found.sees_files {
        true => site.store.find(&site.zone, &wish(kind, owner)),
        false => Ok(Vec::new()),
    };
    let (projects, cases) = (of_kind("project")?, of_kind("case")?);
    let matters = site.store.find(&site.zone, &wish("matter", None))?;
    for subject in &projects {
        if found.projects.len() < RESULTS {
            let row = site.store.read(&site.zone, |views| project_by_subject(views, subject))?;
            let Some(row) = row else { continue };
            found.projects.extend(seen::project(site, principal, &row.number)?);
        }
    }
    for subject in &cases {
        if found.cases.len() < RESULTS {
            let row = site.store.read(&site.zone, |views| case_by_subject(views, subject))?;
            let Some(row) = row else { continue };
            let Some(row) = seen::case(site, principal, &row.number)? else { continue };
            let known = site.store.read(&site.zone, |views| definition(views, &row.definition))?;
            found.cases.extend(known.map(|known| (row, known)));
        }
    }
    found.agreements = crate::agreements::find(site, principal, words, LOOKED_AT)?;
    found.agreements.truncate(RESULTS);
    site.store.read(&site.zone, |views| {
        for subject in matters.iter().take(RESULTS) {
            let id = subject.strip_prefix("matter:").unwrap_or(subject);
            found.matters.extend(definition_in_force(views, id)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// The page.
pub fn page(frame: &Frame, words: &str, found: &Found) -> Markup {
    let heading = frame.t("搜索", "Search");
    let files = found.projects.len() + found.cases.len() + found.agreements.len();
    let count = found.matters.len() + files;
    let body = html! {
        div.wrap.narrow.stack {
            h1 { (heading) }
            (find(frame, words))
            @if words.is_empty() {
                (hint(frame))
            } @else if count == 0 {
                (nothing(frame, words))
            } @else {
                (results(frame, found))
            }
            @if !found.sees_files && !words.is_empty() {
                p.note {
                    (frame.t(
                        "这里只搜办事指南。要搜本企业的项目、办件和协议，请先登录。",
                        "Guides alone were looked through. Sign in to look for projects, cases \
                         and agreements of your enterprise.",
                    ))
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn hint(frame: &Frame) -> Markup {
    html! {
        section.sheet {
            p {
                (frame.t(
                    "输入事项名称、项目名称或编号，例如：规划许可、环境影响、2026-000001。",
                    "Type the name of a matter or project, or a number: planning permit, \
                     environmental, 2026-000001.",
                ))
            }
        }
    }
}

fn nothing(frame: &Frame, words: &str) -> Markup {
    let (zh, en) = (format!("没有找到“{words}”。"), format!("Nothing was found for “{words}”."));
    html! {
        section.sheet.failure {
            h2 { (frame.t(&zh, &en)) }
            ul {
                li { (frame.t("换个说法，或少写几个字；", "Put it another way, or in fewer words;")) }
                li {
                    a href="/guides" {
                        (frame.t("按阶段看全部办事指南；", "look through all guides by stage;"))
                    }
                }
                li {
                    a href="/progress" {
                        (frame.t("有编号的，直接查进度。", "with a number, ask where it stands."))
                    }
                }
            }
        }
    }
}

fn results(frame: &Frame, found: &Found) -> Markup {
    html! {
        @if !found.cases.is_empty() {
            section.sheet {
                header { h2 { (frame.t("办件", "Cases")) } }
                ul.hits {
                    @for (row, known) in &found.cases {
                        li {
                            a href={ "/approvals/cases/" (row.number) } {
                                (frame.say(&known.matter.name()))
                            }
                            br;
                            span.note.n {
                                (row.number) " · " (frame.run(&row.project_title)) " · "
                                (frame.say(&frame.office(&row.office)))
                            }
                        }
                    }
                }
            }
        }
        @if !found.projects.is_empty() {
            section.sheet {
                header { h2 { (frame.t("项目", "Projects")) } }
                ul.hits {
                    @for row in &found.projects {
                        li {
                            a href={ "/approvals/projects/" (row.number) } {
                                (frame.run(&row.title))
                            }
                            br;
                            span.note.n { (frame.run(&row.enterprise)) " · " (row.number) }
                        }
                    }
                }
            }
        }
        (agreements(frame, &found.agreements))
        @if !found.matters.is_empty() {
            section.sheet {
                header { h2 { (frame.t("办事指南", "Guides")) } }
                ul.hits {
                    @for one in &found.matters {
                        li {
                            a href={ "/guides/" (one.matter.id) } {
                                (frame.say(&one.matter.name()))
                            }
                            br;
                            span.note {
                                (frame.say(&frame.office(&one.matter.lead_office))) " · "
                                (frame.t("承诺", "promised: ")) (promised(frame, &one.matter))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn agreements(frame: &Frame, found: &[AgreementRow]) -> Markup {
    html! {
        @if !found.is_empty() {
            section.sheet {
                header { h2 { (frame.t("协议", "Agreements")) } }
                ul.hits {
                    @for row in found {
                        li {
                            a href={ "/agreements/" (row.number) } {
                                (frame.run(&row.agreement.title))
                            }
                            br;
                            span.note.n { (row.number) }
                        }
                    }
                }
            }
        }
    }
}
