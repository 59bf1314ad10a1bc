//! Received (提交成功): the number, what happens next and when, whom to ask, the receipt; still there
//! when it is opened again.

use std::sync::Arc;

use approvals::case::{Case, Cases, Definition, Event};
use approvals::package::{Package, Packages};
use approvals::views::{CaseRow, PaperRow, Progress, definition, papers_of_case, progress};
use axum::extract::{Extension, Path, State};
use axum::response::Html;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::text::Text;
use maud::{Markup, html};
use store::Fault;

use super::{Page, Reading, Shared, own};
use crate::{
    Site,
    documents::{list, token_of},
    principal::Principal,
    shell::{self, Frame, Room, crumbs},
    words::days,
};

/// What the page shows.
struct Found {
    number: String,
    office: String,
    received_on: Option<Date>,
    cases: Vec<(CaseRow, Arc<Definition>)>,
    papers: Vec<(PaperRow, String)>,
    is_package: bool,
    members: i64,
    /// Who submitted it, where that was somebody under a mandate.
    by: Option<Actor>,
}

/// The confirmation.
pub async fn done(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
) -> Page {
    let page = front.page(reader, move |site, frame| {
        let found = read(site, &frame.principal, &number)?;
        Ok(found.map(|found| page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

/// The number of the case or package that came of a draft of the reader's enterprise.
pub(super) fn number_of(
    site: &Site,
    principal: &Principal,
    draft: &str,
) -> Result<Option<String>, Fault> {
    let mut case = Case::default();
    let past = site.store.history::<Cases>(&site.zone, &format!("case:{draft}"))?;
    past.iter().for_each(|past| case.apply(&past.event));
    if case.applicant == own(principal) {
        return Ok(past.iter().find_map(|past| {
            let Event::CaseSubmitted { number, .. } = &past.event else { return None };
            Some(number.clone())
        }));
    }
    let mut package = Package::default();
    let past = site.store.history::<Packages>(&site.zone, &format!("package:{draft}"))?;
    past.iter().for_each(|past| package.apply(&past.event));
    Ok(package.number.filter(|_| package.applicant == own(principal)))
}

/// Who submitted it, where that was somebody under a mandate.
fn assistant_of(site: &Site, subject: &str) -> Result<Option<Actor>, Fault> {
    let first = match subject.starts_with("case:") {
        true => {
            let past = site.store.history::<Cases>(&site.zone, subject)?;
            past.into_iter().next().map(|past| past.actor)
        }
        false => {
            let past = site.store.history::<Packages>(&site.zone, subject)?;
            past.into_iter().next().map(|past| past.actor)
        }
    };
    Ok(first.filter(|actor| actor.principal().is_some()))
}

fn read(site: &Site, principal: &Principal, number: &str) -> Result<Option<Found>, Fault> {
    let mine = own(principal);
    let found = site.store.read(&site.zone, |open| {
        let (subject, mut found, rows) = match progress(open, number)? {
            Some(Progress::Case(row))
                if row.applicant == mine && principal.reaches(&row.project, &row.subject, "") =>
            {
                let found = Found {
                    number: row.number.clone(),
                    office: row.office.clone(),
                    received_on: row.received_on,
                    cases: Vec::new(),
                    papers: Vec::new(),
                    is_package: false,
                    members: 1,
                    by: None,
                };
                (row.subject.clone(), found, vec![*row])
            }
            Some(Progress::Package(row, cases))
                if row.applicant == mine && principal.reaches(&row.project, &row.subject, "") =>
            {
                let found = Found {
                    number: row.number.clone(),
                    office: row.lead_office.clone(),
                    received_on: row.received_on,
                    cases: Vec::new(),
                    papers: Vec::new(),
                    is_package: true,
                    members: row.members,
                    by: None,
                };
                (row.subject.clone(), found, cases)
            }
            Some(Progress::Case(_) | Progress::Package(..)) | None => return Ok(None),
        };
        // A package has one receipt; each of its cases has its own papers from then on.
        let of_cases = rows.iter().map(|row| &row.subject).filter(|one| **one != subject);
        for place in std::iter::once(&subject).chain(of_cases) {
            for paper in papers_of_case(open, place)? {
                let token = token_of(&site.store, &site.zone, paper.entry);
                found.papers.push((paper, token));
            }
        }
        for row in rows {
            let lost = || Fault::Broken(format!("case {} has no definition", row.number));
            let known = definition(open, &row.definition)?.ok_or_else(lost)?;
            found.cases.push((row, known));
        }
        Ok(Some((subject, found)))
    })?;
    let Some((subject, mut found)) = found else { return Ok(None) };
    found.by = assistant_of(site, &subject)?;
    Ok(Some(found))
}

fn page(frame: &Frame, found: &Found) -> Markup {
    let heading = frame.t("申请已收到", "Your application was received");
    let body = html! {
        div.wrap.narrow.mine {
            (crumbs(frame, Room::Work, &[]))
            section.sheet.received {
                h1 { (heading) }
                p { (frame.t("编号", "Number")) }
                p.figure-number.n { (found.number) }
                @if let Some(actor) = &found.by {
                    @let name = frame.actor(actor);
                    p { (frame.say(&name)) (frame.t(" 代企业提交", " submitted it for you")) }
                }
                @if let Some(day) = found.received_on { p.note { (frame.day(day)) } }
            }
            (next(frame, found))
            (cases(frame, found))
            @if found.papers.is_empty() {
                section.sheet {
                    h2 { (frame.t("收件凭证", "The receipt")) }
                    p {
                        (frame.t(
                            "收件凭证正在出具，通常不到一分钟。刷新本页即可打印；本页随时可以再打开。",
                            "The receipt is being issued, usually within a minute. Reload this \
                             page to print it; the page stays where it is.",
                        ))
                    }
                }
            } @else {
                (list::issued(&found.papers, frame))
            }
            (contact(frame, found))
        }
    };
    shell::page(frame, heading, &body)
}

fn next(frame: &Frame, found: &Found) -> Markup {
    let office = frame.office(&found.office);
    let limit = found.cases.first().map(|(_, known)| known.notice_limit);
    let ends = found.received_on.zip(limit).map(|(day, limit)| limit.ends(day, &frame.calendar));
    html! {
        section.sheet.next {
            h2 { (frame.t("接下来", "What happens next")) }
            ol.steps {
                li {
                    @match ends {
                        Some(ends) => {
                            @let day = frame.day(ends.date);
                            @let (zh, en) = (
                                format!(
                                    "{}最迟{day}答复：受理，或一次性告知需要补正的全部内容，\
                                     或不予受理并说明理由。", office.zh
                                ),
                                format!(
                                    "The {} answers by {day}: it accepts the application, tells \
                                     you at once everything to correct, or does not accept it and \
                                     says why.", office.en
                                ),
                            );
                            (frame.t(&zh, &en))
                        }
                        None => (frame.t(
                            "各部门同时收件，在规定时间内答复是否受理。",
                            "Every office has it at once and answers within the time set.",
                        ))
                    }
                }
                li {
                    (frame.t(
                        "逾期不告知的，自收到之日起视为受理。",
                        "If it stays silent, the application counts as accepted from the day of \
                         receipt.",
                    ))
                }
                li {
                    (frame.t(
                        "受理之后开始计算办理时限，谁在办、还剩几天，办件页上都看得到。",
                        "Once accepted, the limit runs: the case's page shows who has it and how \
                         many days are left.",
                    ))
                }
            }
        }
    }
}

fn cases(frame: &Frame, found: &Found) -> Markup {
    let waiting = found.members - i64::try_from(found.cases.len()).unwrap_or(found.members);
    html! {
        section.sheet {
            h2 { (frame.t("办件", "Cases")) }
            @if found.is_package && waiting > 0 {
                @let (zh, en) = (
                    format!("另有{waiting}项正在分送部门，或等前置事项办结后开始。"),
                    format!("{waiting} more are on their way, or start when what must come first \
                             is granted."),
                );
                p.note { (frame.t(&zh, &en)) }
            }
            ul.rows {
                @for (row, known) in &found.cases {
                    @let name: Text = known.matter.name();
                    @let office = frame.office(&row.office);
                    li {
                        a href={ "/my/cases/" (row.number) } {
                            b { (frame.say(&name)) }
                            span.note { (frame.say(&office)) " · " span.n { (row.number) } }
                        }
                        @if known.matter.promised_limit_days > 0 {
                            span.note {
                                (frame.t("承诺", "promised within "))
                                (days(
                                    frame.language,
                                    known.matter.promised_limit_days,
                                    known.matter.limit_unit,
                                ))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn contact(frame: &Frame, found: &Found) -> Markup {
    let office = frame.office(&found.office);
    let phone = frame.zone.office(&found.office).map(|office| office.phone.clone());
    html! {
        section.sheet {
            h2 { (frame.t("有问题找谁", "Whom to ask")) }
            p {
                (frame.say(&office))
                @match phone.filter(|phone| !phone.is_empty()) {
                    Some(phone) => { (frame.t("，电话 ", ", phone ")) span.n { (phone) } }
                    None => {
                        (frame.t(
                            "。请报编号，到综合窗口也可查询。",
                            ". Give the number; the one-window desk can look it up as well.",
                        ))
                    }
                }
            }
        }
    }
}
