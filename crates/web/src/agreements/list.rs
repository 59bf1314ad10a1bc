//! Lists of agreements (协议列表): what one owes, what one attests, what there is; what is late.

use std::collections::BTreeMap;

use agreements::kind::kind;
use agreements::views::{self, After, AgreementRow, ObligationRow, PAGE};
use agreements::words;
use axum::extract::{Extension, State};
use axum::http::Uri;
use axum::response::Html;
use kernel::{
    agreement::{Agreement, Ending, Lapse, Party},
    right::Right,
    text::{Text, text},
};
use maud::{Markup, html};
use store::Fault;

use super::{Names, Reading, Shared, land_moved, party_of, ways};
use crate::Site;
use crate::lamp::{Shape, lamp};
use crate::shell::{self, Frame};
use crate::{error::Failure, form::Form};

/// What the page shows.
struct Found {
    owed: Vec<ObligationRow>,
    to_attest: Vec<ObligationRow>,
    agreements: Vec<AgreementRow>,
    /// What happened to the land of those about a plot, by their numbers.
    moved: BTreeMap<String, Text>,
    names: Names,
    wanted: Wanted,
}

/// Where each list of the page goes on, as the address says it; empty where it begins.
#[derive(Default)]
struct Wanted {
    attest: String,
    owed: String,
    after: String,
}

impl Wanted {
    fn of(at: &Uri) -> Wanted {
        let asked = Form::read(at.query().unwrap_or_default().as_bytes());
        let get = |name| asked.get(name).to_owned();
        Wanted { attest: get("attest"), owed: get("owed"), after: get("after") }
    }

    /// What an address says of it, but with one list elsewhere; the others stay where they are.
    fn with(&self, (name, value): (&str, &str)) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let own = [("attest", &self.attest), ("owed", &self.owed), ("after", &self.after)];
        for (of, kept) in own {
            let value = if of == name { value } else { kept };
            if !value.is_empty() {
                query.append_pair(of, value);
            }
        }
        query.finish()
    }
}

/// What concerns the reader's enterprise or office.
pub async fn agreements(
    State(front): Shared,
    Extension(reader): Reading,
    at: Uri,
) -> Result<Html<String>, Failure> {
    let page = front.page(reader, move |site, frame| {
        let found = read(site, frame, Wanted::of(&at))?;
        frame.query = found.wanted.with(("", ""));
        Ok(Some(page(frame, &found)))
    });
    Ok(Html(page.await?.0))
}

/// Every obligation of the zone whose due date has passed.
pub async fn late(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let after = After::read(&reader.after);
    let page = front.page(reader, move |site, frame| {
        let (rows, names) = site.store.read(&site.zone, |open| {
            let rows = views::late(open, after.as_ref())?;
            let names = Names::of(open, rows.iter().map(|row| &row.standing.obligation.owner))?;
            Ok((rows, names))
        })?;
        Ok(Some(late_page(frame, &rows, &names)))
    });
    Ok(Html(page.await?.0))
}

fn read(site: &Site, frame: &Frame, wanted: Wanted) -> Result<Found, Fault> {
    let before = Some(wanted.after.clone()).filter(|after| !after.is_empty());
    let before = before.as_deref();
    let (owed, attest) = (After::read(&wanted.owed), After::read(&wanted.attest));
    site.store.read(&site.zone, |open| {
        let own = party_of(&frame.principal);
        let (owed, to_attest) = match &own {
            Some(own) => (
                views::owed_by(open, own, owed.as_ref())?,
                views::to_attest(open, own, attest.as_ref())?,
            ),
            None => (Vec::new(), Vec::new()),
        };
        let agreements = match &own {
            _ if frame.principal.has(Right::Supervise) => views::agreements(open, before)?,
            Some(own) => views::agreements_of(open, own, before)?,
            None => Vec::new(),
        };
        let mut parties: Vec<Party> = Vec::new();
        parties.extend(to_attest.iter().map(|row| row.standing.obligation.owner.clone()));
        parties.extend(agreements.iter().flat_map(|row| row.agreement.parties().to_vec()));
        let names = Names::of(open, &parties)?;
        let mut moved = BTreeMap::new();
        for row in &agreements {
            let land = land_moved(open, &row.agreement)?;
            moved.extend(land.map(|land| (row.number.clone(), land)));
        }
        Ok(Found { owed, to_attest, agreements, moved, names, wanted })
    })
}

fn page(frame: &Frame, found: &Found) -> Markup {
    let heading = frame.t("协议与纪要", "Agreements and minutes");
    let is_office = frame.principal.office().is_some();
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/agreements"))
            (to_sign(frame, found))
            @if is_office || !found.to_attest.is_empty() {
                section.sheet #attest {
                    header { h2 { (frame.t("待我方确认", "For us to attest")) } }
                    @if found.to_attest.is_empty() {
                        p.empty {
                            (frame.t(
                                "没有待确认的凭据。对方提交后列在这里。",
                                "No evidence waits. What others hand in will stand here.",
                            ))
                        }
                    } @else {
                        (obligations(frame, &found.to_attest, Some(&found.names)))
                        (onwards(frame, found, ("attest", &found.to_attest)))
                    }
                }
            }
            section.sheet #owed {
                header { h2 { (frame.t("我方要履行的", "What we owe")) } }
                @if found.owed.is_empty() {
                    p.empty {
                        (frame.t(
                            "没有到期要办的义务。协议签署生效后，按到期日列在这里。",
                            "Nothing is owed. Once an agreement is in force, what it asks stands \
                             here by due date.",
                        ))
                    }
                } @else {
                    (obligations(frame, &found.owed, None))
                    (onwards(frame, found, ("owed", &found.owed)))
                }
            }
            section.sheet #all {
                header { h2 { (frame.t("全部协议", "All agreements")) } }
                @if found.agreements.is_empty() {
                    p.empty {
                        (frame.t(
                            "还没有协议。签订或被列为当事人的协议会列在这里，每项义务到期前有提醒。",
                            "There is no agreement yet. Those that you are a party to will stand \
                             here, and each obligation is reminded of before it is due.",
                        ))
                    }
                } @else { (agreements_table(frame, found)) }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// What waits for the reader's own signature; nothing where nothing does.
fn to_sign(frame: &Frame, found: &Found) -> Markup {
    let own = party_of(&frame.principal);
    let waits = |row: &&AgreementRow| {
        let newest = row.agreement.newest().filter(|_| row.agreement.ended.is_none());
        newest.zip(own.as_ref()).is_some_and(|(newest, own)| newest.awaited().contains(&own))
    };
    let rows: Vec<&AgreementRow> = found.agreements.iter().filter(waits).collect();
    html! {
        @if !rows.is_empty() {
            section.sheet {
                header { h2 { (frame.t("待我方签署", "For us to sign")) } }
                ul.rows {
                    @for row in rows {
                        li {
                            a href={ "/agreements/" (row.number) } {
                                b { (frame.run(&row.agreement.title)) }
                                span.note {
                                    (kind_name(frame, &row.agreement.kind)) " · "
                                    span.n { (row.number) }
                                }
                            }
                            (lamp(Shape::Soon, frame.t("待签署", "to be signed")))
                        }
                    }
                }
            }
        }
    }
}

fn agreements_table(frame: &Frame, found: &Found) -> Markup {
    let head = [
        frame.t("协议", "Agreement"),
        frame.t("当事人", "Parties"),
        frame.t("义务", "Obligations"),
        frame.t("状态", "State"),
    ];
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for row in &found.agreements {
                    @let parties = row.agreement.parties();
                    @let done = row.agreement.standings.iter();
                    @let done = done.filter(|one| one.fulfilled_on.is_some()).count();
                    tr {
                        td.title {
                            a href={ "/agreements/" (row.number) } {
                                (frame.run(&row.agreement.title))
                            }
                            br;
                            span.note {
                                (kind_name(frame, &row.agreement.kind)) " · "
                                span.n { (row.number) }
                            }
                            @if let Some(land) = found.moved.get(&row.number) {
                                br;
                                (lamp(Shape::Soon, frame.say(land)))
                            }
                        }
                        td data-h=(head[1]) {
                            div {
                                @for party in parties {
                                    div { (frame.run(frame.say(&found.names.party(frame, party)))) }
                                }
                            }
                        }
                        td.n data-h=(head[2]) {
                            @let all = row.agreement.standings.len();
                            (frame.t(
                                &format!("{done}/{all} 已履行"),
                                &format!("{done} of {all} fulfilled"),
                            ))
                        }
                        td data-h=(head[3]) { (state(frame, &row.agreement)) }
                    }
                }
            }
        }
        @if let Some(last) = found.agreements.last().filter(|_| found.agreements.len() >= PAGE) {
            nav.pages aria-label=(frame.t("翻页", "Pages")) {
                @let query = found.wanted.with(("after", &last.number));
                a.act.second rel="next" href={ "/agreements?" (query) "#all" } {
                    (frame.t("下一页", "Next page"))
                }
            }
        }
    }
}

/// Where a list of obligations goes on; nothing where it ends.
fn onwards(frame: &Frame, found: &Found, (of, rows): (&str, &[ObligationRow])) -> Markup {
    html! {
        @if let Some(after) = After::page(rows) {
            @let query = found.wanted.with((of, &after.to_string()));
            nav.pages aria-label=(pages(frame, of)) {
                a.act.second rel="next" href={ "/agreements?" (query) "#" (of) } {
                    (frame.t("下一页", "Next page"))
                }
            }
        }
    }
}

/// What a list's way on is called, for whoever does not see it beside the list.
fn pages(frame: &Frame, of: &str) -> &'static str {
    match of {
        "attest" => frame.t("翻页：待我方确认", "Pages: for us to attest"),
        _ => frame.t("翻页：我方要履行的", "Pages: what we owe"),
    }
}

/// Obligations by due date, each with its lamp; with who owes it where that is somebody else.
fn obligations(frame: &Frame, rows: &[ObligationRow], names: Option<&Names>) -> Markup {
    html! {
        ul.rows {
            @for row in rows {
                @let owed = words::owed(&row.kind, &row.standing.obligation);
                li {
                    a href={ "/agreements/" (row.number) "#" (row.standing.obligation.id) } {
                        b { (frame.run(frame.say(&owed))) }
                        span.note {
                            @if let Some(names) = names {
                                (frame.run(frame.say(
                                    &names.party(frame, &row.standing.obligation.owner)
                                ))) " · "
                            }
                            (frame.run(&row.title)) " · " span.n { (row.number) }
                        }
                    }
                    (due_lamp(frame, row))
                }
            }
        }
    }
}

fn due_lamp(frame: &Frame, row: &ObligationRow) -> Markup {
    let shape = Shape::of(row.standing.light(&frame.calendar, frame.today()));
    let day = row.due.map(|day| frame.day(day)).unwrap_or_default();
    let said = match (shape, row.standing.evidence.is_some()) {
        (Shape::Late, _) => text(format!("{day}到期，已超期"), format!("was due {day}")),
        (_, true) => text(format!("{day}到期，待确认"), format!("due {day}, to be attested")),
        (_, false) => text(format!("{day}到期"), format!("due {day}")),
    };
    lamp(shape, frame.say(&said))
}

/// How an agreement stands, as a lamp.
pub(super) fn state(frame: &Frame, agreement: &Agreement) -> Markup {
    let state = agreement.state();
    let is_late = agreement.standings.iter().any(|one| {
        one.fulfilled_on.is_none() && one.breach.is_some_and(|(due, _)| due < frame.today())
    });
    let shape = match state {
        kernel::agreement::State::Draft => Shape::Soon,
        kernel::agreement::State::Changing => Shape::Soon,
        kernel::agreement::State::InForce if is_late => Shape::Late,
        kernel::agreement::State::InForce => Shape::Good,
        kernel::agreement::State::Ended(Ending::Fulfilled) => Shape::Done,
        kernel::agreement::State::Ended(_) => Shape::Closed,
    };
    let said = match shape {
        Shape::Late => text("有逾期义务", "something is late"),
        _ => state.text(),
    };
    lamp(shape, frame.say(&said))
}

/// A kind by name.
pub(super) fn kind_name(frame: &Frame, id: &str) -> String {
    kind(id).map_or_else(|| id.to_owned(), |kind| frame.say(&kind.title()).to_owned())
}

fn late_page(frame: &Frame, rows: &[ObligationRow], names: &Names) -> Markup {
    let heading = frame.t("逾期义务", "What is late");
    let head = [
        frame.t("义务", "Obligation"),
        frame.t("义务人", "Who owes it"),
        frame.t("到期日", "Was due"),
        frame.t("情形", "For want of"),
    ];
    let body = html! {
        div.wrap.stack {
            h1 { (heading) }
            (ways(frame, "/agreements/late"))
            section.sheet {
                @if rows.is_empty() {
                    p.empty {
                        (frame.t(
                            "没有逾期的义务。到期未确认履行的，次日列在这里。",
                            "Nothing is late. What is not attested by its due date stands here \
                             from the next day on.",
                        ))
                    }
                } @else {
                    table.cards.dense {
                        thead { tr { @for name in head { th scope="col" { (name) } } } }
                        tbody { @for row in rows { (late_row(frame, row, names, &head)) } }
                    }
                    @if let Some(after) = After::page(rows) {
                        nav.pages aria-label=(frame.t("翻页", "Pages")) {
                            a.act.second rel="next"
                                href={ "/agreements/late?after=" (after.to_string()) } {
                                (frame.t("下一页", "Next page"))
                            }
                        }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn late_row(frame: &Frame, row: &ObligationRow, names: &Names, head: &[&str; 4]) -> Markup {
    let owed = words::owed(&row.kind, &row.standing.obligation);
    let owner = names.party(frame, &row.standing.obligation.owner);
    let attester = names.party(frame, &row.standing.obligation.attested_by);
    html! {
        tr {
            td.title {
                a href={ "/agreements/" (row.number) "#" (row.standing.obligation.id) } {
                    (frame.run(frame.say(&owed)))
                }
                br;
                span.note { (frame.run(&row.title)) " · " span.n { (row.number) } }
            }
            td data-h=(head[1]) { (frame.run(frame.say(&owner))) }
            td data-h=(head[2]) {
                (lamp(Shape::Late, &row.due.map(|day| frame.day(day)).unwrap_or_default()))
            }
            td data-h=(head[3]) {
                @match row.standing.breach {
                    Some((_, Lapse::Attestation)) => {
                        (frame.t("凭据已交，待确认：", "evidence is there, to be attested by "))
                        (frame.run(frame.say(&attester)))
                    }
                    Some((_, Lapse::Evidence)) | None => {
                        @if row.standing.evidence.is_some() {
                            (frame.t("逾期后补交，待确认", "handed in late, to be attested"))
                        } @else { (frame.t("未提交凭据", "no evidence came")) }
                    }
                }
            }
        }
    }
}
