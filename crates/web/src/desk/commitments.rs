//! The acts about commitments at the desk (告知承诺操作): each with what it asks for and its command.

use approvals::case::commitment::{Act as Ask, Found as Outcome, Ground, Harm, Penalty, Standing};
use approvals::case::{Command, State, instant::Audit};
use catalogue::Commitment;
use kernel::refusal::Refused;
use kernel::right::Right;
use kernel::text::{Text, text};
use maud::{Markup, html};

use super::act::{days, of, unchosen};
use super::act_fields::remedies;
use super::case::Found;
use super::entry::{area, count, day, line, optional};
use crate::approvals::{CaseFile, commitments, materials};
use crate::form::{Field, Filled, Form, Wrong, select};
use crate::people::no_day;
use crate::shell::Frame;

/// Working days that a party is given to state its case, as the form begins: a default.
const TO_STATE: u32 = 5;

/// One act about a commitment (告知承诺操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Records what the applicant promised on paper.
    Record,
    /// Grants at once, on the form alone.
    Grant,
    /// Says what the inspection found.
    Inspect,
    /// Tells that the permit is to be revoked.
    Announce,
    /// Revokes it.
    Revoke,
}

impl Deed {
    /// The noun of its address.
    pub fn noun(self) -> &'static str {
        match self {
            Deed::Record => "commitment",
            Deed::Grant => "grant-on-commitment",
            Deed::Inspect => "inspections",
            Deed::Announce => "revocation-notice",
            Deed::Revoke => "revocation",
        }
    }

    /// What its button says.
    pub fn name(self) -> Text {
        match self {
            Deed::Record => text("登记告知承诺", "Record a commitment"),
            Deed::Grant => text("依告知承诺准予", "Grant on the commitment"),
            Deed::Inspect => text("登记核查结论", "Record the inspection"),
            Deed::Announce => text("告知拟撤销许可", "Tell that it is to be revoked"),
            Deed::Revoke => text("撤销行政许可", "Revoke the permit"),
        }
    }

    /// Does it turn against the applicant?
    pub fn is_against(self) -> bool {
        matches!(self, Deed::Announce | Deed::Revoke)
    }

    /// The rights of which one is enough.
    pub fn rights(self) -> &'static [Right] {
        match self {
            Deed::Record => &[Right::Accept, Right::Examine],
            Deed::Inspect => &[Right::Examine],
            Deed::Grant | Deed::Announce | Deed::Revoke => &[Right::Decide],
        }
    }

    /// Is it worth showing, as the case stands?
    pub fn fits(self, file: &CaseFile) -> bool {
        let (case, promise) = (&file.case, &file.case.commitment);
        let is_before = matches!(case.state, State::Received | State::Correcting);
        let is_offered = file.definition.matter.committable().is_some();
        match self {
            Deed::Record => is_before && commitments::offered(file).is_some(),
            Deed::Grant => {
                let is_running = is_before || case.state == State::Accepted;
                is_running && is_offered && promise.promise.is_some()
            }
            Deed::Inspect => promise.stands() && promise.is_open(),
            Deed::Announce => case.is_revocable() && promise.announced.is_none(),
            Deed::Revoke => case.is_revocable() && promise.announced.is_some(),
        }
    }

    /// The field at which a refusal is said, where it concerns one.
    pub fn field_of(self, refused: &Refused) -> &'static str {
        match (refused.code, self) {
            ("approvals.commitment_day_past", Deed::Inspect) => "rectify-by",
            ("approvals.commitment_day_past", _) => "state-by",
            ("approvals.rectification_first" | "approvals.rectified_once", Deed::Inspect) => {
                "found"
            }
            ("approvals.fine_outside" | "approvals.warning_alone", Deed::Announce) => {
                "proposed-fine"
            }
            ("approvals.fine_outside" | "approvals.warning_alone", _)
            | ("approvals.penalty_heavier_than_told", _) => "imposed-fine",
            ("approvals.rectification_first", _) => "revocation-ground",
            _ => "",
        }
    }

    /// The fields that hold words which the law asks for.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Deed::Record => &["commitment-paper"],
            Deed::Grant => &[],
            Deed::Inspect => &["finding"],
            Deed::Announce => &["revocation-reasons"],
            Deed::Revoke => &["revoked-because", "revocation-appeal"],
        }
    }

    /// The command that the form asks for.
    pub fn command(self, form: &Form, file: &CaseFile) -> Result<Command, Wrong> {
        let words = |field: &str| form.get(field).to_owned();
        Ok(Command::Commitment(match self {
            Deed::Record => {
                let all = commitments::offered(file).into_iter().flat_map(|it| &it.conditions);
                let conditions = all.map(|one| one.id.clone()).collect();
                Ask::Promise { conditions, paper: words("commitment-paper") }
            }
            Deed::Grant => Ask::Grant,
            Deed::Inspect => {
                let found = match form.get("found") {
                    "fit" => Outcome::Fit,
                    "unfit" => Outcome::Unfit,
                    "to-rectify" => Outcome::ToRectify { by: a_day(form, "rectify-by")? },
                    _ => return Err(unchosen("found")),
                };
                Ask::Inspect { found, finding: words("finding") }
            }
            Deed::Announce => Ask::Announce {
                ground: of(Ground::ALL.map(|one| (one.word(), one)), form.get("revocation-ground"))
                    .ok_or_else(|| unchosen("revocation-ground"))?,
                reasons: words("revocation-reasons"),
                state_by: a_day(form, "state-by")?,
                penalty: imposed(form, "proposed-harm", "proposed-fine")?,
            },
            Deed::Revoke => Ask::Revoke {
                reasons: words("revoked-because"),
                appeal: words("revocation-appeal"),
                penalty: imposed(form, "imposed-harm", "imposed-fine")?,
            },
        }))
    }
}

fn a_day(form: &Form, field: &'static str) -> Result<jiff::civil::Date, Wrong> {
    let day = form.day(field).ok().flatten();
    day.ok_or_else(|| Wrong { field, refused: no_day() })
}

/// What is proposed or decided besides; nothing where the form does not ask.
fn imposed(form: &Form, harm: &'static str, fine: &'static str) -> Result<Option<Penalty>, Wrong> {
    let Some(harm) = of(Harm::ALL.map(|one| (one.word(), one)), form.get(harm)) else {
        return Ok(None);
    };
    let fine_fen = match days(form, fine)? {
        Some(yuan) => i64::from(yuan) * 100,
        None => 0,
    };
    Ok(Some(Penalty { harm, fine_fen, basis: Vec::new() }))
}

/// The rule's degrees of harm with their bands, and the amount; nothing where none was promised.
fn penalty(
    found: &Found,
    frame: &Frame,
    filled: Filled,
    (harm, fine): (&'static str, &'static str),
) -> Markup {
    let promise = found.of.file.definition.matter.commitment.as_ref();
    let Some(promise) = promise else { return html! {} };
    let rule = promise.penalties.as_ref();
    let band = |degree: Harm| match (degree, rule) {
        (Harm::None, _) | (_, None) => None,
        (Harm::Done, Some(rule)) => Some(rule.harm),
        (Harm::Serious, Some(rule)) => Some(rule.serious),
    };
    let fits = |degree: &Harm| *degree == Harm::None || band(*degree).is_some();
    // What was proposed stands first, and its amount is filled in.
    let proposed = found.of.file.case.commitment.penalty.as_ref();
    let mut degrees: Vec<Harm> = Harm::ALL.into_iter().filter(fits).collect();
    degrees.sort_by_key(|degree| proposed.is_some_and(|it| it.harm != *degree));
    let start = proposed.filter(|it| it.fine_fen > 0).map(|it| (it.fine_fen / 100).to_string());
    let degrees: Vec<(String, String)> = degrees
        .into_iter()
        .map(|degree| {
            let told = degree.text();
            let (zh, en) = match band(degree) {
                None => (format!("{}：警告", told.zh), format!("{}: a warning", told.en)),
                Some(band) => (
                    format!("{}：罚款{}元至{}元", told.zh, band.from_yuan, band.to_yuan),
                    format!("{}: {} to {} yuan", told.en, band.from_yuan, band.to_yuan),
                ),
            };
            (degree.word().to_owned(), frame.t(&zh, &en).to_owned())
        })
        .collect();
    let degree = Field::line(harm, ("处罚", "What is imposed"));
    let amount = count(fine, ("罚款金额（元）", "Fine in yuan"))
        .hint("警告不填；只作记录，不在本系统收款", "None with a warning; recorded, not collected");
    html! {
        (select(frame, filled, degree, &degrees))
        @if rule.is_some() {
            (line(frame, filled, optional(amount), start.as_deref().unwrap_or("")))
        }
    }
}

/// The fields of an act.
pub fn fields(deed: Deed, found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let file = &found.of.file;
    let promise = file.definition.matter.commitment.as_ref();
    match deed {
        Deed::Record => {
            let paper = Field::line(
                "commitment-paper",
                ("签字承诺书编号", "Number of the promise"),
            )
            .hint("申请人在窗口签字的承诺书", "The one that the applicant signed at the desk");
            html! {
                @if let Some(promise) = promise { (told(frame, file, promise)) }
                (line(frame, filled, paper, ""))
            }
        }
        Deed::Grant => html! {
            p {
                (frame.t(
                    "申请人已承诺符合全部条件。只作形式审查，当场决定；准予后按期核查。",
                    "The applicant has promised to meet every condition. Look at the form alone, \
                     decide at once, and inspect within the limit.",
                ))
            }
            @if let Some(promise) = promise { (told(frame, file, promise)) }
            (materials::list(file, frame))
        },
        Deed::Inspect => inspection(found, frame, filled),
        Deed::Announce => announcement(found, frame, filled),
        Deed::Revoke => {
            let reasons = Field::line("revoked-because", ("撤销的理由", "Reasons"))
                .hint("写明是否采纳陈述申辩", "Say what was made of the statement");
            let appeal = Field::line("revocation-appeal", ("救济途径与期限", "Ways to appeal"))
                .hint(
                    "预填文字未经本园区核实，请核对后再发出",
                    "The text filled in is not verified for this zone: check it first",
                );
            html! {
                (commitments::statement(file, frame))
                (commitments::penalty(file, frame))
                (area(frame, filled, reasons, ""))
                @if file.case.instant.audit != Audit::Wrong {
                    (penalty(found, frame, filled, ("imposed-harm", "imposed-fine")))
                }
                (area(frame, filled, appeal, &remedies(&file.definition.matter)))
            }
        }
    }
}

fn told(frame: &Frame, file: &CaseFile, promise: &Commitment) -> Markup {
    html! {
        h3 { (frame.t("承诺的条件", "What is promised")) }
        (commitments::conditions(frame, promise))
        (commitments::terms(frame, &file.definition.matter, promise))
    }
}

fn inspection(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let file = &found.of.file;
    let commitment = &file.case.commitment;
    let until = commitment.standing.and_then(Standing::rectify_by);
    let until = until.filter(|by| frame.today() <= *by);
    let fit = ("fit", frame.t("符合承诺", "as promised"));
    let second = match (until, commitment.is_rectified_once) {
        // The time that was given is the party's.
        (Some(_), _) => None,
        (None, true) => Some(("unfit", frame.t("整改后仍不符合", "still not met"))),
        (None, false) => {
            Some(("to-rectify", frame.t("不符合，限期整改", "not met, to be put right")))
        }
    };
    let outcomes = std::iter::once(fit).chain(second);
    let outcomes: Vec<(String, String)> =
        outcomes.map(|(word, name)| (word.to_owned(), name.to_owned())).collect();
    let finding = Field::line("finding", ("核查情况", "What was found"))
        .hint("将告知申请人", "The applicant is told");
    let by = file.definition.matter.commitment.as_ref().map(Commitment::rectify_limit);
    let by = by.map(|limit| limit.ends(frame.today(), &frame.calendar).date.to_string());
    let rectify_by = day("rectify-by", ("整改截止日期", "To be put right by"))
        .hint("只在限期整改时需要", "Only where it is to be put right");
    html! {
        @if let Some(due) = commitment.due(&frame.calendar) {
            @let day = frame.day(due.date);
            @let (zh, en) = (format!("最迟{day}核查。"), format!("To be inspected by {day}."));
            p.note { (frame.t(&zh, &en)) }
        }
        @if let Some(day) = until.map(|until| frame.day(until)) {
            @let zh = format!("整改期限到{day}；期满后才能认定仍不符合。");
            @let en = format!("There is time until {day}; still not met is found after that.");
            p.note { (frame.t(&zh, &en)) }
        }
        (select(frame, filled, Field::line("found", ("核查结论", "Finding")), &outcomes))
        (area(frame, filled, finding, ""))
        @if !commitment.is_rectified_once {
            (line(frame, filled, optional(rectify_by), by.as_deref().unwrap_or("")))
        }
    }
}

fn announcement(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let case = &found.of.file.case;
    let is_unfit = case.commitment.standing == Some(Standing::Unfit);
    let fit = |one: &Ground| match one {
        Ground::Unfit => is_unfit,
        Ground::False => case.commitment.stands(),
        Ground::Wrong => case.instant.audit == Audit::Wrong,
    };
    let grounds: Vec<(String, String)> = Ground::ALL
        .into_iter()
        .filter(fit)
        .map(|one| (one.word().to_owned(), frame.say(&one.text()).to_owned()))
        .collect();
    let limit = kernel::time_limit::Limit::working(TO_STATE);
    let until = limit.ends(frame.today(), &frame.calendar).date.to_string();
    let reasons = Field::line("revocation-reasons", ("拟撤销的理由", "Reasons"));
    let by = day("state-by", ("陈述申辩截止日期", "Last day to state one's case"))
        .hint("预填五个工作日，可改", "Five working days are filled in; may be changed");
    html! {
        (select(frame, filled, Field::line("revocation-ground", ("事由", "Ground")), &grounds))
        (area(frame, filled, reasons, ""))
        @if case.commitment.stands() {
            (penalty(found, frame, filled, ("proposed-harm", "proposed-fine")))
        }
        (line(frame, filled, by, &until))
    }
}
