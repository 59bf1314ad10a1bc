//! What registers of other authorities may be asked by programs (数据查询操作).

use std::collections::BTreeMap;

use approvals::inquiry::{Command, Inquiries, Inquiry, State, inquiry_of, licence_of};
use approvals::views::{self, inquiries_of};
use axum::body::Bytes;
use axum::response::Response;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::{
    refusal::{Ground, Refused},
    text::text,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Fault;
use uuid::Uuid;

use super::{
    asked::{Asked, body},
    problem::Problem,
    seen,
    shown::{Page, Words},
};
use crate::approvals::inquired;

/// The consent that a register is asked (同意查询).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The application that it is for: the key under which that will be submitted.
    #[schemars(extend("format" = "uuid"))]
    application: String,
    /// The register.
    register: String,
    /// The fields that it may be asked for, among those that it tells.
    asks: Vec<String>,
}

/// The consent is taken back (撤回同意).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The register.
    register: String,
}

/// A word about a licence that was told in the place of a material (确认或者异议).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenceWord {
    /// The register.
    register: String,
    /// The material.
    material: String,
    /// What is wrong with it; it is right where nothing is said.
    #[serde(default)]
    contested: Option<String>,
}

/// A register that can be asked (登记系统).
#[derive(Debug, Serialize, JsonSchema)]
pub struct RegisterShown {
    /// Its identifier.
    id: String,
    /// What it is called.
    title: Words,
    /// Who keeps it.
    holder: Words,
    /// The fields that it can tell.
    tells: Vec<String>,
    /// The materials in whose place it can tell a licence, asked for as `licence:MATERIAL`.
    proves: Vec<String>,
}

/// An inquiry (数据查询).
#[derive(Debug, Serialize, JsonSchema)]
pub struct InquiryShown {
    /// The subject in the ledger.
    subject: String,
    /// The application that it is for.
    application: String,
    /// The register.
    register: String,
    /// The fields that were consented to.
    asks: Vec<String>,
    /// Where it stands: asked, answered, nothing, failed or withdrawn.
    state: String,
    /// The register's own number of what it told.
    reference: Option<String>,
    /// As of which day that holds.
    as_of: Option<String>,
    /// What it told, by field.
    told: Answers,
    /// Why it could not be asked.
    outage: Option<Words>,
    /// The day on which the application was submitted that the answer was used for.
    used_on: Option<String>,
    /// The day on which the consent was withdrawn.
    withdrawn_on: Option<String>,
    /// The materials whose licences, as told, the applicant confirmed.
    confirmed: Vec<String>,
    /// Those that the applicant contests, each with why.
    contested: BTreeMap<String, String>,
}

/// The registers that can be asked.
pub async fn registers(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(|site, _| {
        let rows = site.pack.zone.registers.iter().map(|register| RegisterShown {
            id: register.id.clone(),
            title: register.name().into(),
            holder: register.kept_by().into(),
            tells: register.tells.clone(),
            proves: register.proves.clone(),
        });
        Ok(Some(Page { rows: rows.collect(), next: None }))
    });
    answer.await
}

/// Has a register asked, or asked once more where it could not be or held nothing.
pub async fn consent(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let (key, actor, consent) = (asked.key()?, asked.actor()?, body::<Consent>(&sent)?);
    let recorded = asked.record(move |site, asked| {
        let found = seen::project(site, asked.principal(), asked.at("number"))?;
        let Some(project) = found else { return Ok(None) };
        let register = site.pack.zone.registers.iter().find(|one| one.id == consent.register);
        let application = named(&consent.application);
        let Some((register, application)) = register.zip(application) else {
            return Ok(Some(Err(unknown())));
        };
        let subject = inquiry_of(&application, &register.id);
        let command = match inquired::one(site, &subject)?.state {
            State::Failed | State::Nothing => Command::Repeat,
            State::Unknown | State::Asked | State::Answered | State::Withdrawn => {
                Command::Consent {
                    application: application.clone(),
                    project: project.subject.clone(),
                    register: register.id.clone(),
                    holder: register.holder.clone(),
                    asks: told(register, consent.asks),
                }
            }
        };
        let made = asked.execute::<Inquiries>(site, (key, &subject), (actor, None), command)?;
        let (zone, number) = (&site.zone, &project.number);
        let place = format!("/api/zones/{zone}/projects/{number}/inquiries/{application}");
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// Takes a consent back, as long as nothing rests on the answer.
pub async fn withdrawal(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let Withdrawal { register } = body::<Withdrawal>(&sent)?;
    said(asked, register, Command::Withdraw).await
}

/// Confirms or contests a licence that was told in the place of a material.
pub async fn licence(asked: Asked, sent: Bytes) -> Result<Response, Problem> {
    let LicenceWord { register, material, contested } = body::<LicenceWord>(&sent)?;
    let command = match contested {
        None => Command::Confirm { material },
        Some(reason) => Command::Contest { material, reason },
    };
    said(asked, register, command).await
}

/// A word of the applicant about an inquiry of its own project.
async fn said(asked: Asked, register: String, command: Command) -> Result<Response, Problem> {
    let (key, actor) = (asked.key()?, asked.actor()?);
    let recorded = asked.record(move |site, asked| {
        let found = seen::project(site, asked.principal(), asked.at("number"))?;
        let Some(project) = found else { return Ok(None) };
        let application = named(asked.at("application")).unwrap_or_default();
        let subject = inquiry_of(&application, &register);
        if inquired::one(site, &subject)?.project != project.subject {
            return Ok(Some(Err(unknown())));
        }
        let made = asked.execute::<Inquiries>(site, (key, &subject), (actor, None), command)?;
        let (zone, number) = (&site.zone, &project.number);
        let place = format!("/api/zones/{zone}/projects/{number}/inquiries/{application}");
        Ok(Some(made.map(|receipt| (place, receipt))))
    });
    recorded.await
}

/// The application as inquiries name it.
fn named(application: &str) -> Option<String> {
    Uuid::parse_str(application).ok().map(|known| known.to_string())
}

fn unknown() -> Refused {
    Refused {
        code: "api.register_unknown",
        sentence: text(
            "没有这个登记系统，或者申请的标识不是UUID。",
            "There is no such register, or the application is not named by a UUID.",
        ),
        remedy: text("请从 registers 的列表中选择。", "Choose from the list of registers."),
        basis: "",
        ground: Ground::Content,
    }
}

/// The fields that were named and that the register tells, each once.
fn told(register: &catalogue::Register, asks: Vec<String>) -> Vec<String> {
    let licences = register.proves.iter().map(|material| licence_of(material));
    let all = register.tells.iter().cloned().chain(licences);
    all.filter(|one| asks.contains(one)).collect()
}

/// What was asked for an application.
pub async fn inquiries(asked: Asked) -> Result<Response, Problem> {
    let answer = asked.answer(move |site, asked| {
        let found = seen::project(site, asked.principal(), asked.at("number"))?;
        let Some(project) = found else { return Ok(None) };
        let of = named(asked.at("application")).unwrap_or_default();
        let (subjects, submitted_on) = site.store.read(&site.zone, |open| {
            Ok::<_, Fault>((inquiries_of(open, &of)?, views::submitted_on(open, &of)?))
        })?;
        let mut rows = Vec::new();
        for subject in subjects {
            let inquiry = inquired::one(site, &subject)?;
            if inquiry.project == project.subject {
                rows.push(shown(subject, inquiry, submitted_on));
            }
        }
        Ok(Some(Page { rows, next: None }))
    });
    answer.await
}

fn shown(subject: String, inquiry: Inquiry, submitted_on: Option<Date>) -> InquiryShown {
    let is_answered = inquiry.state == State::Answered;
    let is_failed = inquiry.state == State::Failed;
    InquiryShown {
        subject,
        application: inquiry.application,
        register: inquiry.register,
        asks: inquiry.asks,
        state: inquiry.state.word().into(),
        reference: Some(inquiry.reference).filter(|it| !it.is_empty()),
        as_of: inquiry.as_of.map(|day| day.to_string()),
        told: inquiry.told,
        outage: inquiry.outage.filter(|_| is_failed).map(|it| it.text().into()),
        used_on: submitted_on.filter(|_| is_answered).map(|day| day.to_string()),
        withdrawn_on: inquiry.withdrawn_on.map(|day| day.to_string()),
        confirmed: inquiry.confirmed,
        contested: inquiry.contested,
    }
}
