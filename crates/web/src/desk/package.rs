//! The lead office's board of a package (并联协调看板): a lane for each organ, the critical path, and
//! what the lead office may do: call a review, visit the site, remind. It decides for nobody.

use std::sync::Arc;

use approvals::case::Definition;
use approvals::package::{Command, Event, Package, Packages, Path as Way, Standing, critical_path};
use approvals::views::{
    PackageRow, cases_of_package, definitions_of_package, light_of, package_by_number,
    project_by_subject,
};
use axum::extract::{Extension, Path, State};
use axum::{http::Uri, response::Html, routing::MethodRouter};
use kernel::{
    refusal::Refused,
    text::{Text, text},
};
use maud::{Markup, html};
use store::posts::{Published, posts};
use store::{Fault, Past, Recorded};

use super::entry::{area, day, ticks};
use super::inbox::{Waiting, left, name_of, stage_name, state_name, waiting};
use super::{Reading, Shared, acting, confirmed, light_name, minutes, path, sent_to, shown};
use crate::{
    Site,
    agreements::decisions,
    error::Failure,
    form::{Field, Filled, Form, form, select},
    front::{Done, Front, Shown},
    lamp::{Shape, lamp},
    people::{Asked, no_day, wrong},
    principal::{Parties, Principal},
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
    words::{moment, number},
};

/// One act on a package (协调操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Calls a joint review.
    Review,
    /// Records a joint visit to the site.
    Visit,
    /// Records the minutes of a review.
    Minutes,
    /// Reminds an office.
    Remind,
}

/// What the page shows.
struct Found {
    row: PackageRow,
    title: String,
    project: String,
    package: Package,
    past: Vec<Past<Event>>,
    cases: Vec<Waiting>,
    posts: Vec<Published>,
    matters: Vec<Arc<Definition>>,
    way: Option<Way>,
    /// What became of what joint reviews decided.
    agreed: minutes::Agreed,
}

impl Act {
    const ALL: [Act; 4] = [Act::Remind, Act::Review, Act::Visit, Act::Minutes];

    fn noun(self) -> &'static str {
        match self {
            Act::Review => "reviews",
            Act::Visit => "site-visits",
            Act::Minutes => "minutes",
            Act::Remind => "reminders",
        }
    }

    fn name(self) -> Text {
        match self {
            Act::Review => text("召集联合会审", "Call a joint review"),
            Act::Visit => text("登记联合踏勘", "Record a joint site visit"),
            Act::Minutes => text("登记会审纪要", "Record the minutes"),
            Act::Remind => text("催办", "Remind"),
        }
    }

    fn field_of(self, refused: &Refused) -> &'static str {
        match (self, refused.code) {
            (Act::Review, "approvals.review_day_past") => "meets-on",
            (Act::Review, "approvals.office_not_involved") => "offices",
            (Act::Review, "approvals.package_words_missing") => "review-words",
            (Act::Visit, "approvals.too_few_officers") => "officers",
            (Act::Visit, "approvals.package_words_missing") => "visit-minutes",
            (Act::Minutes, "approvals.package_words_missing") => "review-minutes",
            (Act::Remind, "approvals.package_words_missing") => "reminder",
            (Act::Review | Act::Visit | Act::Minutes | Act::Remind, _) => "",
        }
    }
}

impl Found {
    /// The office that leads it, and whoever supervises.
    fn may_be_seen(&self, principal: &Principal) -> bool {
        principal.may_see(&Parties { credit_code: "", offices: &[&self.row.lead_office] })
    }
}

/// A package, for the office that leads it.
pub async fn leading(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    at: Uri,
) -> Result<Html<String>, Failure> {
    shown((front, reader), (number, at), show).await
}

/// An act, as its form asks for it.
pub fn act(act: Act) -> MethodRouter<Arc<Front>> {
    acting(act, take, show)
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number): (Act, &str),
) -> Result<Done, Fault> {
    let Some(found) = read(site, number)? else { return Ok(Done::NotFound) };
    if !found.may_be_seen(&reader.principal) {
        return Ok(Done::NotFound);
    }
    let words = |field: &str| form.get(field).to_owned();
    let command = match act {
        Act::Review => {
            let Ok(Some(meets_on)) = form.day("meets-on") else {
                return Ok(wrong("meets-on", no_day()));
            };
            let offices = organs(&found.package).into_iter();
            let is_called = |office: &String| !form.get(&format!("offices-{office}")).is_empty();
            let offices = offices.filter(is_called).collect();
            Command::ConveneReview { meets_on, offices, words: words("review-words") }
        }
        Act::Visit => {
            let there = |post: &&Published| {
                !form.get(&format!("officers-{}.{}", post.office, post.post)).is_empty()
            };
            let there = found.posts.iter().filter(there);
            let officers = there.map(|post| format!("{}/{}", post.office, post.post)).collect();
            Command::RecordSiteVisit { officers, minutes: words("visit-minutes") }
        }
        Act::Minutes => {
            let decisions = match decisions::written(form, &found.row.lead_office) {
                Ok(decisions) => decisions,
                Err(wrong) => return Ok(Done::Wrong(vec![wrong])),
            };
            Command::RecordMinutes { minutes: words("review-minutes"), decisions }
        }
        Act::Remind => Command::Remind { office: words("reminded"), words: words("reminder") },
    };
    let subject = &found.row.subject;
    Ok(match Asked::of(site, reader, form).ask::<Packages>(subject, command)? {
        Ok(Recorded { first, .. }) => {
            Done::see(format!("/approvals/packages/{number}/desk?entry={first}"))
        }
        Err(refused) => wrong(act.field_of(&refused), refused),
    })
}

fn read(site: &Site, number: &str) -> Result<Option<Found>, Fault> {
    let read = site.store.read(&site.zone, |open| {
        let Some(row) = package_by_number(open, number)? else { return Ok(None) };
        let cases = cases_of_package(open, &row.subject)?;
        let project = project_by_subject(open, &row.project)?;
        Ok(Some((waiting(open, cases)?, posts(open)?, project, row)))
    })?;
    let Some((cases, posts, project, row)) = read else { return Ok(None) };
    let past = site.store.history::<Packages>(&site.zone, &row.subject)?;
    let mut package = Package::default();
    past.iter().for_each(|past| package.apply(&past.event));
    let (title, project) = project.map(|one| (one.title, one.number)).unwrap_or_default();
    let (matters, agreed) = site.store.read(&site.zone, |open| {
        let agreed = minutes::agreed(open, &row.subject, &past)?;
        let rows: Vec<_> = cases.iter().map(|one| one.row.clone()).collect();
        Ok((definitions_of_package(open, &package, &rows)?, agreed))
    })?;
    let way = None;
    Ok(Some(Found { row, title, project, package, past, cases, posts, matters, way, agreed }))
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (number, entry): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    let Some(mut found) = read(site, number)? else { return Ok(None) };
    if !found.may_be_seen(&frame.principal) {
        return Ok(None);
    }
    frame.place = format!("/approvals/packages/{number}/desk");
    if let Some(entry) = entry {
        frame.query = format!("entry={entry}");
    }
    found.way = way(frame, &found);
    Ok(Some(page(frame, &found, entry, filled)))
}

/// The way through the package as of today.
fn way(frame: &Frame, found: &Found) -> Option<Way> {
    let matters: Vec<_> = found.matters.iter().map(|known| &known.matter).collect();
    let standings: Vec<Standing> = found
        .cases
        .iter()
        .map(|one| Standing { matter: one.row.matter.clone(), due: one.row.due })
        .collect();
    critical_path(&found.package, &matters, &standings, &frame.calendar, frame.today())
}

/// The offices that decide something in the package, each once.
fn organs(package: &Package) -> Vec<String> {
    let mut organs: Vec<String> = Vec::new();
    for member in &package.members {
        if !organs.contains(&member.part.office) {
            organs.push(member.part.office.clone());
        }
    }
    organs
}

fn matter_name(found: &Found, frame: &Frame, id: &str) -> String {
    let known = found.matters.iter().find(|known| known.matter.id == id);
    let known = known.map(|known| known.matter.name());
    known.map_or_else(|| id.to_owned(), |name| frame.say(&name).to_owned())
}

fn page(frame: &Frame, found: &Found, entry: Option<u64>, filled: Filled) -> Markup {
    let row = &found.row;
    let name = |id: &str| matter_name(found, frame, id);
    let body = html! {
        div.filehead {
            div.wrap {
                (crumbs(frame, Room::Desk, &[
                    ("/todo/packages", html! { (frame.t("牵头的并联申请", "Packages we lead")) }),
                    (
                        &format!("/approvals/projects/{}", found.project),
                        html! { (frame.run(&found.title)) },
                    ),
                ]))
                h1 { (stage_name(frame, row.stage)) }
                p.code.n { (frame.t("并联申请编号 ", "Package No. ")) (row.number) }
            }
        }
        div.wrap {
            @if let Some(past) = found.past.iter().find(|past| Some(past.number) == entry) {
                (confirmed(frame, past.number, frame.say(&past.event.title())))
            }
        }
        div.wrap.cols.desk {
            div.stack.first { (acts(found, frame, filled)) }
            div.stack.most {
                (lanes(found, &name, frame))
                (minutes::decided(&found.past, &found.agreed, frame))
                @if let Some(way) = &found.way { (path::sheet(way, &found.package, &name, frame)) }
            }
            div.stack.last { (story(found, &name, frame)) }
        }
    };
    let title = format!("{} {}", frame.t("并联协调", "Coordinating"), row.number);
    shell::page(frame, &title, &body)
}

/// One lane for each organ, with its matters.
fn lanes(found: &Found, name: &dyn Fn(&str) -> String, frame: &Frame) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("各部门进度", "Office by office")) } }
            @for office in organs(&found.package) {
                div.organ {
                    h3 { (frame.say(&frame.office(&office))) }
                    ul.papers {
                        @for member in &found.package.members {
                            @if member.part.office == office {
                                li { (matter(found, &member.part.matter, name, frame)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn matter(found: &Found, id: &str, name: &dyn Fn(&str) -> String, frame: &Frame) -> Markup {
    let Some(case) = found.cases.iter().find(|one| one.row.matter == id) else {
        let after = found.package.member(id).map(|one| one.part.after.as_slice());
        let after: Vec<String> = after.unwrap_or_default().iter().map(|one| name(one)).collect();
        let after = after.join(frame.t("、", ", "));
        return html! {
            span {
                (name(id)) br;
                span.note { (frame.t("等待前置：", "waits for: ")) (after) }
            }
            (lamp(Shape::Still, frame.t("未开始", "not started")))
        };
    };
    let state = approvals::case::State::of(&case.row.state).unwrap_or_default();
    let light = light_of(&case.row, frame.today(), &frame.calendar, &frame.zone.thresholds);
    html! {
        span {
            a href={ "/approvals/cases/" (case.row.number) "/desk" } { (name_of(frame, case)) }
            br;
            span.note {
                (frame.say(&state_name(state)))
                @if let Some(left) = left(frame, case.row.due) { " · " (left) }
            }
        }
        @match found.package.member(id).and_then(|one| one.ended) {
            Some(_) => (lamp(Shape::Done, frame.t("已结束", "over"))),
            None => (lamp(Shape::of(light), &light_name(frame, light))),
        }
    }
}

fn acts(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let path = |act: Act| format!("/approvals/packages/{}/{}", found.row.number, act.noun());
    let sent = sent_to(frame);
    let came_back = Act::ALL.into_iter().find(|act| path(*act) == sent);
    html! {
        section.sheet.deeds {
            header { h2 { (frame.t("协调", "What you can do")) } }
            @for act in Act::ALL {
                @let name = act.name();
                details.act-of name="acts" open[came_back.unwrap_or(Act::Remind) == act] {
                    summary { (frame.say(&name)) }
                    (form(frame, filled, (&path(act), frame.say(&name)), |filled| {
                        fields(act, found, frame, filled)
                    }))
                }
            }
        }
    }
}

fn fields(act: Act, found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let office = |id: String| {
        let name = frame.say(&frame.office(&id)).to_owned();
        (id, name)
    };
    match act {
        Act::Review => {
            let offices = organs(&found.package).into_iter().map(office);
            let offices: Vec<_> = offices.map(|(id, name)| (id, name, true)).collect();
            let words = Field::line("review-words", ("会审内容", "What is to be reviewed"));
            html! {
                (super::entry::line(frame, filled, day("meets-on", ("会审日期", "Day")), ""))
                (ticks(frame, filled, Field::line("offices", ("召集部门", "Offices called")),
                    &offices))
                (area(frame, filled, words, ""))
            }
        }
        Act::Visit => {
            let organs = organs(&found.package);
            let there = found.posts.iter().filter(|post| {
                organs.contains(&post.office) || post.office == found.row.lead_office
            });
            let there: Vec<_> = there
                .map(|post| {
                    let actor = kernel::actor::Actor::officer(&post.office, &post.post);
                    let name = frame.say(&frame.actor(&actor)).to_owned();
                    (format!("{}.{}", post.office, post.post), name, false)
                })
                .collect();
            let who = Field::line(
                "officers",
                (
                    "参加踏勘的岗位（至少两个）",
                    "Who was there, two at \
                least",
                ),
            );
            let words = Field::line("visit-minutes", ("踏勘记录", "What was found"));
            html! {
                (ticks(frame, filled, who, &there))
                (area(frame, filled, words, ""))
            }
        }
        Act::Minutes => minutes::fields(&found.package, frame, filled),
        Act::Remind => {
            let offices: Vec<_> = organs(&found.package).into_iter().map(office).collect();
            let words = Field::line("reminder", ("催办内容", "Reminder"));
            html! {
                (select(frame, filled, Field::line("reminded", ("部门", "Office")), &offices))
                (area(frame, filled, words, ""))
            }
        }
    }
}

fn story(found: &Found, name: &dyn Fn(&str) -> String, frame: &Frame) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("协调过程", "What happened")) } }
            ol.trail {
                @for past in &found.past {
                    li {
                        p { (frame.say(&past.event.title())) }
                        @if let Some(words) = reach(&past.event, name, frame) { p.note { (words) } }
                        @if let Some(words) = said(&past.event) { p.quoted { (frame.run(words)) } }
                        p.note.parts.n {
                            time datetime=(past.at) { (moment(frame.language, past.at)) }
                            span {
                                @if past.actor.is_enterprise(&found.row.applicant) {
                                    (frame.t("企业", "the enterprise"))
                                } @else { (frame.say(&frame.actor(&past.actor))) }
                            }
                            span { "№ " (number(past.number)) }
                        }
                    }
                }
            }
        }
    }
}

/// Whom a replaced material reaches in other cases.
fn reach(event: &Event, name: &dyn Fn(&str) -> String, frame: &Frame) -> Option<String> {
    let Event::PackageMaterialReplaced { touches, decided, .. } = event else { return None };
    let names = |all: &[String]| {
        let all: Vec<String> = all.iter().map(|id| name(id)).collect();
        all.join(frame.t("、", ", "))
    };
    let passed_on = (!touches.is_empty()).then(|| {
        let all = names(touches);
        text(
            format!("同步替换：{all}；以它为依据的意见重新征求。"),
            format!("Replaced as well for {all}: opinions that rest on it are asked again."),
        )
    });
    let stands = (!decided.is_empty()).then(|| {
        let all = names(decided);
        text(
            format!("此前已准予，继续有效：{all}；是否变更由决定部门判断。"),
            format!(
                "Granted before, and still in force: {all}. Its office judges whether to change it."
            ),
        )
    });
    let said: Vec<Text> = passed_on.into_iter().chain(stands).collect();
    if said.is_empty() {
        return Some(frame.t("不涉及其他在办事项。", "It concerns no other case.").into());
    }
    let said: Vec<&str> = said.iter().map(|one| frame.say(one)).collect();
    Some(said.join(frame.t("", " ")))
}

/// Words of officers or of the applicant in an event.
fn said(event: &Event) -> Option<&str> {
    match event {
        Event::JointReviewConvened { words, .. } | Event::OfficeReminded { words, .. } => {
            Some(words)
        }
        Event::PackageMaterialReplaced { reason, .. } => Some(reason),
        Event::JointSiteVisitHeld { minutes, .. } | Event::MinutesRecorded { minutes, .. } => {
            Some(minutes)
        }
        Event::PackageSubmitted { .. }
        | Event::PackageCaseStarted { .. }
        | Event::PackageCaseConcluded { .. }
        | Event::PackageThrough { .. }
        | Event::PackageFormFilled { .. } => None,
    }
}
