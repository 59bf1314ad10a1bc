//! Enterprises (企业): one's own, with who acts for it; and at the desk, all of them, to be attested.

use axum::extract::{Extension, Path, State};
use axum::response::{Html, Response};
use jiff::civil::Date;
use kernel::{actor::Actor, local_time::day_of, personal::Personal};
use maud::{Markup, html};
use people::account::{Command, Mandate};
use people::views::{self, AccountRow, EnterpriseRow, Holding, PAGE};
use people::{Accounts, Enterprises, enterprise as room};
use store::Fault;

use super::{
    Asked, Reading, Sent, Shared, asked, find, narrow, no_day, onwards, sealed, wide, wrong,
};
use crate::{
    Site,
    error::Failure,
    form::{Field, Filled, Form, derived, field, form, select},
    front::Done,
    lamp::{Shape, lamp},
    principal::Principal,
    reader::Reader,
    shell::Frame,
};

/// Where one's own enterprise stands.
const OWN: &str = "/people/enterprise";
/// Where all of them stand.
const ALL: &str = "/people/enterprises";

/// An enterprise and who acts for it.
struct Found {
    row: EnterpriseRow,
    agents: Vec<Holding>,
}

/// One's own enterprise.
pub async fn enterprise(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let page =
        front.page(reader, |site, frame| show(site, frame, Filled::of(&Form::default(), &[])));
    Ok(Html(page.await?.0))
}

/// Another agent: an account that is there, or a new one.
pub async fn mandate(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let turn = front.turn_to_prove().await;
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let _turn = turn;
        give(site, reader, form)
    };
    front.submit((reader, form), act, show).await
}

/// An agent leaves.
pub async fn mandate_end(
    State(front): Shared,
    Extension(reader): Reading,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let act = |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal)? else { return Ok(Done::NotFound) };
        let leaving = form.get("leaving");
        let Some(agent) = found.agents.iter().find(|agent| agent.name == leaving) else {
            return Ok(Done::NotFound);
        };
        let credit_code = found.row.credit_code;
        let command = Command::EndMandate { credit_code, reason: form.get("reason").into() };
        let answer = Asked::of(site, reader, form).ask::<Accounts>(&agent.account, command)?;
        Ok(match answer {
            Ok(_) => Done::see(OWN),
            Err(refused) if refused.code == "people.reason_missing" => wrong("reason", refused),
            Err(refused) => wrong("leaving", refused),
        })
    };
    front.submit((reader, form), act, show).await
}

/// All enterprises, for the desk.
pub async fn enterprises(
    State(front): Shared,
    Extension(reader): Reading,
) -> Result<Html<String>, Failure> {
    let (after, words) = (reader.after.clone(), reader.words.clone());
    let page = front.page(reader, move |site, frame| {
        list(site, frame, (&after, &words), Filled::of(&Form::default(), &[]))
    });
    Ok(Html(page.await?.0))
}

/// The officer has compared the papers.
pub async fn attestation(
    State(front): Shared,
    Extension(reader): Reading,
    Path(code): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let found = site.store.read(&site.zone, |open| views::enterprise(open, &code))?;
        let Some(found) = found else { return Ok(Done::NotFound) };
        let command = room::Command::Attest { evidence: form.get("evidence").into() };
        let subject = format!("enterprise:{}", found.credit_code);
        let answer = Asked::of(site, reader, form).ask::<Enterprises>(&subject, command)?;
        Ok(match answer {
            Ok(_) => Done::see(ALL),
            Err(refused) => wrong("evidence", refused),
        })
    };
    let show = |site: &Site, frame: &mut Frame, filled: Filled| list(site, frame, ("", ""), filled);
    front.submit((reader, form), act, show).await
}

/// The reader's own enterprise; nothing where the reader acts for none.
fn read(site: &Site, principal: &Principal) -> Result<Option<Found>, Fault> {
    let Some(code) = principal.credit_code() else { return Ok(None) };
    site.store.read(&site.zone, |open| {
        let Some(row) = views::enterprise(open, code)? else { return Ok(None) };
        Ok(Some(Found { agents: views::agents_of(open, code)?, row }))
    })
}

fn give(site: &Site, reader: &Reader, form: &Form) -> Result<Done, Fault> {
    let Some(found) = read(site, &reader.principal)? else { return Ok(Done::NotFound) };
    let name = form.get("name").to_lowercase();
    let Ok(until) = form.day("until") else { return Ok(wrong("until", no_day())) };
    let mandate = Mandate { credit_code: found.row.credit_code, until };
    let known = site.store.read(&site.zone, |open| views::account_by_name(open, &name))?;
    let asked = Asked::of(site, reader, form);
    // Without a person's name it is an account that is there already.
    let answer = match (known, form.get("person")) {
        (Some(AccountRow { subject, .. }), "") => {
            asked.ask::<Accounts>(&subject, Command::GiveMandate(mandate))?
        }
        (_, person) => {
            let password = match sealed((form, "password", "password"), &name, asked.id) {
                Ok(password) => password,
                Err(flaw) => return Ok(Done::Wrong(vec![flaw])),
            };
            let account = uuid::Builder::from_custom_bytes(derived(asked.id, "account"));
            let command = Command::Open {
                name,
                display: Personal::clear(person),
                password: Some(password),
                must_change: true,
                mandate: Some(mandate),
            };
            asked.ask::<Accounts>(&format!("account:{}", account.into_uuid()), command)?
        }
    };
    Ok(match answer {
        Ok(_) => Done::see(OWN),
        Err(refused) => {
            let field = match refused.code {
                "people.person_missing" => "person",
                "people.end_passed" => "until",
                _ => "name",
            };
            wrong(field, refused)
        }
    })
}

fn show(site: &Site, frame: &mut Frame, filled: Filled) -> Result<Option<Markup>, Fault> {
    frame.place = OWN.into();
    let found = read(site, &frame.principal)?;
    Ok(found.map(|found| page(frame, &found, filled)))
}

fn page(frame: &Frame, found: &Found, filled: Filled) -> Markup {
    let today = day_of(frame.now);
    let body = html! {
        section.sheet {
            dl.pairs {
                dt { (frame.t("企业名称", "Name")) }
                dd { (frame.run(&found.row.name)) }
                dt { (frame.t("统一社会信用代码", "Credit code")) }
                dd.n { (found.row.credit_code) }
                dt { (frame.t("核验", "Attestation")) }
                dd { (attested(frame, &found.row)) }
            }
            @if found.row.attested_on.is_none() {
                p.note {
                    (frame.t(
                        "请携带营业执照到综合窗口核验；核验前可以填报。",
                        "Bring the business licence to the one-window desk; you can prepare \
                         applications meanwhile.",
                    ))
                }
            }
        }
        (agents(frame, found, today))
        (add(frame, filled))
        (end(frame, found, today, filled))
    };
    narrow(frame, frame.t("我的企业", "My enterprise"), &body)
}

fn agents(frame: &Frame, found: &Found, today: Date) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("经办人", "Agents")) } }
            ul.choices {
                @for agent in &found.agents {
                    li {
                        b { (agent.name) }
                        @match agent.capacity.until() {
                            Some(until) if until < today => {
                                span.chip.wait {
                                    (frame.t("已于", "ended ")) (frame.day(until))
                                    (frame.t("到期", ""))
                                }
                            }
                            Some(until) => {
                                span.note { (frame.t("至", "until ")) (frame.day(until)) }
                            }
                            None => span.note { (frame.t("长期", "no end")) }
                        }
                        @if agent.is_disabled {
                            span.chip.wait { (frame.t("已停用", "disabled")) }
                        }
                    }
                }
            }
        }
    }
}

fn add(frame: &Frame, filled: Filled) -> Markup {
    let name = Field::line("name", ("登录名", "Sign-in name")).hint(
        "2至32个小写字母、数字、点或连字符，以字母开头",
        "2 to 32 lower-case letters, digits, dots or hyphens, a letter first",
    );
    let person = Field::line("person", ("姓名", "Name")).hint(
        "已有账号的人，只填登录名",
        "For somebody who has an account, the sign-in name is enough",
    );
    let person = Field { is_optional: true, ..person };
    let password = Field::password("password", ("初始口令", "First password"), "new-password")
        .hint(
            "当面告诉本人，首次登录时会要求修改",
            "Tell the person; it must be changed at the first sign-in",
        );
    let password = Field { is_optional: true, ..password };
    let action = "/people/enterprise/mandates";
    html! {
        section.sheet {
            header { h2 { (frame.t("添加经办人", "Add an agent")) } }
            (form(frame, filled, (action, frame.t("添加", "Add")), |filled| html! {
                (field(frame, filled, name))
                (field(frame, filled, person))
                (field(frame, filled, password))
                (field(frame, filled, Field::until("until")))
            }))
        }
    }
}

fn end(frame: &Frame, found: &Found, today: Date, filled: Filled) -> Markup {
    let active = found.agents.iter().filter(|agent| !agent.capacity.is_over(today));
    let names: Vec<_> = active.map(|agent| (agent.name.clone(), agent.name.clone())).collect();
    let leaving = Field::line("leaving", ("经办人", "Agent"));
    let reason = Field::line("reason", ("理由", "Reason"));
    let button = frame.t("终止授权", "End the mandate");
    html! {
        section.sheet {
            header { h2 { (frame.t("终止授权", "End a mandate")) } }
            (form(frame, filled, ("/people/enterprise/endings", button), |filled| html! {
                (select(frame, filled, leaving, &names))
                (field(frame, filled, reason))
            }))
        }
    }
}

fn list(
    site: &Site,
    frame: &mut Frame,
    (after, words): (&str, &str),
    filled: Filled,
) -> Result<Option<Markup>, Fault> {
    (frame.place, frame.query) = (ALL.into(), asked(after, words));
    let mut rows = site.store.read(&site.zone, |open| views::enterprises(open, after, words))?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let evidence = Field::line("evidence", ("核验依据", "Evidence")).hint(
        "例如：营业执照原件、法定代表人身份证件",
        "For example: the original licence, the representative's identity card",
    );
    let body = html! {
        @let by = frame.t("按企业名称或统一社会信用代码查找", "Find by name or credit code");
        (find(frame, (ALL, by), words))
        @if rows.is_empty() && !words.is_empty() {
            section.sheet.empty {
                p {
                    (frame.t(
                        "没有找到。请核对名称或代码，只填其中一部分也可以。",
                        "Nothing found. Check the name or the code; a part of it is enough.",
                    ))
                }
            }
        } @else if rows.is_empty() {
            section.sheet.empty {
                p {
                    (frame.t(
                        "还没有企业注册。企业在首页登录处自行注册，之后在这里核验。",
                        "No enterprise has registered yet. They register themselves from the \
                         sign-in page and are attested here.",
                    ))
                }
            }
        }
        @for row in &rows {
            section.sheet {
                header {
                    h2 { (frame.run(&row.name)) }
                    span.note.n { (row.credit_code) }
                }
                p { (attested(frame, row)) }
                @if row.attested_on.is_none() {
                    @let action = format!("{ALL}/{}/attestation", row.credit_code);
                    @let button = frame.t("核验通过", "Attest");
                    @let within = format!("{}-", row.credit_code);
                    (form(frame, filled.within(&within), (&action, button), |filled| html! {
                        (field(frame, filled, evidence))
                    }))
                }
            }
        }
        @if let Some(last) = rows.last().filter(|_| has_more) {
            (onwards(frame, (ALL, words), &last.credit_code))
        }
    };
    Ok(Some(wide(frame, frame.t("企业核验", "Attest enterprises"), &body)))
}

fn attested(frame: &Frame, row: &EnterpriseRow) -> Markup {
    let Some(on) = row.attested_on else {
        return lamp(Shape::Still, frame.t("未核验", "not attested"));
    };
    let by = row.attested_by.as_deref().and_then(|word| Actor::parse(word).ok());
    html! {
        (lamp(Shape::Done, frame.t("已核验", "attested"))) " "
        span.note {
            (frame.day(on))
            @if let Some(by) = by { " · " (frame.say(&frame.actor(&by))) }
            @if let Some(evidence) = &row.evidence { " · " (frame.run(evidence)) }
        }
    }
}
