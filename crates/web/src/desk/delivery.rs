//! The desk page of a delivery (送达办理页): packed, handed to the courier, noted, handed out; each
//! act where it fits. The address stands behind its mask until a reason is recorded.

use std::sync::Arc;

use approvals::delivery::{
    Command, Deliveries, Failure as How, Identity, News, Reach, Recipient, Refusal, State as Where,
    Way, delivery_of,
};
use approvals::views::Deliverable;
use axum::extract::{Extension, Path, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use axum::routing::MethodRouter;
use kernel::{
    personal::Personal,
    refusal::Refused,
    right::Right,
    text::{Text, text},
};
use maud::{Markup, html};
use store::{Fault, Recorded};

use super::entry::{area, day, line, optional, ticks};
use super::{Reading, Sent, Shared, acting, confirmed, inbox, sent_to, shown};
use crate::approvals::{
    CaseOfProject,
    contact::clear,
    deliveries::{self, DeliveryFile, Named, named, pairs, state_lamp, trail},
};
use crate::people::{self, Asked, look_at, no_day, wrong};
use crate::{
    Site,
    applicant::delivery::way_of,
    error::Failure,
    form::{Field, Filled, Form, form, select},
    front::{Done, Front, Shown},
    principal::Principal,
    reader::Reader,
    shell::{self, Frame, Room, crumbs},
};

/// One act on a delivery (送达操作).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Records the way, on the applicant's word.
    Choose,
    /// Packs the papers.
    Pack,
    /// Hands them to the courier.
    HandOver,
    /// Notes what the courier says.
    Note,
    /// Sends them again.
    Resend,
    /// Hands them out at the counter.
    Collect,
}

/// What the page shows.
struct Found {
    of: Named,
    file: DeliveryFile,
    /// The papers that can be packed; the first ones must be.
    papers: (Vec<String>, usize),
}

impl Act {
    const ALL: [Act; 6] =
        [Act::Pack, Act::HandOver, Act::Note, Act::Collect, Act::Resend, Act::Choose];

    fn noun(self) -> &'static str {
        match self {
            Act::Choose => "choice",
            Act::Pack => "packing",
            Act::HandOver => "hand-over",
            Act::Note => "news",
            Act::Resend => "resending",
            Act::Collect => "collection",
        }
    }

    fn name(self) -> Text {
        match self {
            Act::Choose => text("代登记送达方式", "Record how it is to come"),
            Act::Pack => text("封装文书", "Pack the papers"),
            Act::HandOver => text("交寄递企业", "Hand over to the courier"),
            Act::Note => text("登记寄递状态", "Note what the courier says"),
            Act::Resend => text("按原地址重新寄送", "Send it again to the same address"),
            Act::Collect => text("窗口发放", "Hand it out at the counter"),
        }
    }

    /// Does it fit where the delivery stands?
    fn fits(self, found: &Found) -> bool {
        let delivery = &found.file.delivery;
        let is_on_its_way = matches!(delivery.state, Where::WithCourier | Where::InTransit);
        let is_over = matches!(found.of.of.reach(), Reach::Ended | Reach::Arrived);
        match self {
            Act::Choose => !is_on_its_way && !delivery.state.has_arrived() && !is_over,
            Act::Pack => delivery.state == Where::ToPack && delivery.recipient().is_some(),
            Act::HandOver => delivery.state == Where::Packed,
            Act::Note => is_on_its_way,
            Act::Resend => delivery.state == Where::Failed && !delivery.is_turned,
            Act::Collect => matches!(
                delivery.state,
                Where::AtCounter | Where::ToPack | Where::Packed | Where::Failed
            ),
        }
    }

    fn command(self, form: &Form, found: &Found) -> Result<Command, Done> {
        let words = |name: &str| form.get(name).to_owned();
        Ok(match self {
            Act::Choose => {
                let about = found.of.of.subject().to_owned();
                let Some(way) = way_of(form) else {
                    return Err(wrong("way", Refusal::NothingChosen.into()));
                };
                Command::Choose { about, way }
            }
            Act::Pack => {
                let all = found.papers.0.iter().enumerate();
                let ticked = all.filter(|(at, _)| !form.get(&tick(*at)).is_empty());
                Command::Pack { papers: ticked.map(|(_, number)| number.clone()).collect() }
            }
            Act::HandOver => {
                Command::HandOver { courier: words("courier"), tracking: words("tracking") }
            }
            Act::Note => {
                let Ok(Some(on)) = form.day("news-on") else {
                    return Err(wrong("news-on", no_day()));
                };
                let said = words("news-words");
                let failed = |how| News::Failed { how, reason: said.clone() };
                let news = match form.get("news") {
                    "received" => News::Received { signatory: Personal::clear(&said) },
                    "refused" => failed(How::Refused),
                    "returned" => failed(How::Returned),
                    "lost" => failed(How::Lost),
                    _ => News::InTransit { words: said },
                };
                Command::Note { tracking: found.file.delivery.tracking.clone(), on, news }
            }
            Act::Resend => Command::Resend,
            Act::Collect => collection(form),
        })
    }

    fn field_of(self, refused: &Refused, form: &Form) -> &'static str {
        match (self, refused.code) {
            (Act::Choose, "approvals.recipient_unfit") => match refused.sentence.en.as_str() {
                said if said.contains("recipient") => "recipient",
                said if said.contains("phone") => "recipient-phone",
                _ => "recipient-address",
            },
            (Act::Pack, "approvals.decision_left_out" | "approvals.packed_paper_unknown") => {
                "papers"
            }
            (Act::HandOver, "approvals.tracking_unfit" | "approvals.tracking_taken") => "tracking",
            (Act::HandOver, "approvals.delivery_words_missing") => "courier",
            (Act::Note, "approvals.parcel_day_unfit") => "news-on",
            (Act::Collect, _) => field_of_collection(refused, form),
            _ => "",
        }
    }
}

/// The delivery of a case or an application, at the desk.
pub async fn delivering(
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

/// Shows the address in full, this once.
pub async fn address(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Result<Response, Failure> {
    let of = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &of)? else { return Ok(Done::NotFound) };
        if found.file.delivery.recipient().is_none() {
            return Ok(wrong("look-reason", Refusal::NothingChosen.into()));
        }
        let subject = delivery_of(found.of.of.subject());
        Ok(match look_at(site, (reader, form), (&subject, "address"))? {
            Ok(()) => Done::Once,
            Err(refused) => wrong("look-reason", refused),
        })
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| match filled.wrongs.is_empty()
    {
        true => in_full(site, frame, &number),
        false => self::show(site, frame, (&number, None), filled),
    };
    front.submit((reader, form), act, show).await
}

fn take(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (act, number): (Act, &str),
) -> Result<Done, Fault> {
    let Some(found) = read(site, &reader.principal, number)? else { return Ok(Done::NotFound) };
    let command = match act.command(form, &found) {
        Ok(command) => command,
        Err(wrong) => return Ok(wrong),
    };
    let subject = delivery_of(found.of.of.subject());
    Ok(match Asked::of(site, reader, form).ask::<Deliveries>(&subject, command)? {
        Ok(Recorded { first, .. }) => Done::see(format!("{}?entry={first}", found.of.delivery())),
        Err(refused) => wrong(act.field_of(&refused, form), refused),
    })
}

/// A delivery of the reader's own office; of others' it is not there.
fn read(site: &Site, principal: &Principal, number: &str) -> Result<Option<Found>, Fault> {
    let of = named(site, number)?.filter(|of| principal.office() == Some(of.of.office()));
    let Some(of) = of else { return Ok(None) };
    let file = deliveries::read(site, of.of.subject())?;
    let papers = site.store.read(&site.zone, |open| of.papers(open))?;
    Ok(Some(Found { of, file, papers }))
}

fn show(
    site: &Site,
    frame: &mut Frame,
    (number, entry): (&str, Option<u64>),
    filled: Filled,
) -> Shown {
    let Some(found) = read(site, &frame.principal, number)? else { return Ok(None) };
    frame.place = found.of.delivery();
    if let Some(entry) = entry {
        frame.query = format!("entry={entry}");
    }
    Ok(Some(page(frame, &found, entry, filled)))
}

fn page(frame: &Frame, found: &Found, entry: Option<u64>, filled: Filled) -> Markup {
    let (of, file) = (&found.of, &found.file);
    let (number, name, due) = (of.of.number(), &of.name, of.of.due());
    let is_late = due.is_some_and(|due| due < frame.today());
    let whose = match &of.of {
        Deliverable::Case(_) => frame.t("办件编号 ", "Case No. "),
        Deliverable::Application(_) => frame.t("收件编号 ", "Receipt No. "),
    };
    let body = html! {
        div.filehead {
            div.wrap {
                (crumbs(frame, Room::Desk, &[
                    ("/todo/deliveries", html! { (frame.t("结果送达", "Deliveries")) }),
                    (&of.desk(), html! { (frame.say(name)) }),
                ]))
                h1 { (frame.t("送达：", "Delivery: ")) (frame.say(name)) }
                p.code.n { (whose) (number) }
                p.holder {
                    (state_lamp(frame, file.delivery.state, is_late))
                    @if let Some(left) = inbox::left(frame, due) { b { (left) } }
                    span.note {
                        (frame.t("决定后10个工作日内送达", "due within 10 working days of the decision"))
                    }
                }
            }
        }
        div.wrap {
            @if let Some(past) = file.past.iter().find(|past| Some(past.number) == entry) {
                (confirmed(frame, past.number, frame.say(&past.event.title())))
            }
        }
        div.wrap.cols.desk {
            div.stack.first { (acts(found, frame, filled)) }
            div.stack.most {
                section.sheet {
                    header { h2 { (frame.t("送给谁、怎么送", "To whom, and how")) } }
                    (whither(frame, file))
                }
                @if file.delivery.recipient().is_some() {
                    section.sheet { (asking(frame, &of.delivery(), filled)) }
                }
            }
            div.stack.last {
                section.sheet {
                    header { h2 { (frame.t("送达过程", "What happened")) } }
                    (trail(frame, file))
                }
            }
        }
    };
    let title = format!("{} {number}", frame.t("送达", "Delivery"));
    shell::page(frame, &title, &body)
}

/// The way and whom it goes to, or what has to be told before it can go.
fn whither(frame: &Frame, file: &DeliveryFile) -> Markup {
    html! {
        @if file.delivery.way.is_none() {
            p.empty {
                (frame.t(
                    "申请人尚未选择。未选择的，可以在办件或者申请页登记送达。",
                    "The applicant has not chosen; then it may be delivered on the \
                     page of the case or application.",
                ))
            }
        }
        (pairs(frame, &file.delivery))
        @if file.delivery.way == Some(Way::Unaddressed) {
            p.note {
                (frame.t(
                    "填写收件信息之前不能封装：请申请人在申请页填写，或者代登记。",
                    "Nothing is packed before that: the applicant tells it on the \
                     page of the application, or it is recorded here on their word.",
                ))
            }
        }
    }
}

fn acts(found: &Found, frame: &Frame, filled: Filled) -> Markup {
    let at = found.of.delivery();
    let path = |act: Act| format!("{at}/{}", act.noun());
    let sent = sent_to(frame);
    let came_back = Act::ALL.into_iter().find(|act| path(*act) == sent);
    let fit = Act::ALL.into_iter().filter(|act| act.fits(found) || came_back == Some(*act));
    let fit: Vec<Act> = fit.collect();
    let open = came_back.or(fit.first().copied().filter(|act| *act != Act::Choose));
    html! {
        section.sheet.deeds {
            header { h2 { (frame.t("办理", "What you can do")) } }
            @if fit.is_empty() {
                p.empty { (frame.t("现在没有要办的。", "There is nothing to do now.")) }
            }
            @for act in fit {
                @let name = act.name();
                details.act-of name="acts" open[open == Some(act)] {
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
    let said = |all: &[(&str, Text)]| said(frame, all);
    match act {
        Act::Choose => {
            let ways = said(&[
                ("counter", text("窗口领取", "at the counter")),
                ("post", text("邮寄送达（免邮费）", "by post, free of charge")),
                ("electronic", text("电子送达", "electronically")),
            ]);
            let line = |name, label| line(frame, filled, optional(Field::line(name, label)), "");
            html! {
                (select(frame, filled, Field::line("way", ("送达方式", "How it is to come")), &ways))
                (line("recipient", ("收件人", "Recipient")))
                (line("recipient-phone", ("联系电话", "Phone")))
                (line("recipient-address", ("详细地址", "Full address")))
            }
        }
        Act::Pack => {
            let (papers, decided) = &found.papers;
            let papers = papers.iter().enumerate();
            let papers: Vec<_> =
                papers.map(|(at, one)| (at.to_string(), one.clone(), at < *decided)).collect();
            ticks(frame, filled, Field::line("papers", ("封装哪些文书", "Which papers")), &papers)
        }
        Act::HandOver => {
            let courier = Field::line("courier", ("寄递企业", "Courier"));
            let tracking = Field::line("tracking", ("运单号", "Tracking number"));
            html! {
                (line(frame, filled, courier, ""))
                (line(frame, filled, tracking, ""))
            }
        }
        Act::Note => note_fields(frame, filled),
        Act::Resend => html! {
            p.note {
                (frame.t(
                    "地址有误的，请申请人先更正；这里按原地址重新封装寄送。",
                    "Where the address was wrong, the applicant puts it right first; this sends \
                     the papers to the same one.",
                ))
            }
        },
        Act::Collect => collect_fields(frame, filled),
    }
}

fn note_fields(frame: &Frame, filled: Filled) -> Markup {
    let news = said(
        frame,
        &[
            ("in_transit", text("运输中", "in transit")),
            ("received", text("签收", "received")),
            ("refused", How::Refused.text()),
            ("returned", How::Returned.text()),
            ("lost", How::Lost.text()),
        ],
    );
    let words = Field::line("news-words", ("说明；签收的，写签收人", "Where, why, or who signed"));
    let today = frame.today().to_string();
    html! {
        (select(frame, filled, Field::line("news", ("状态", "What it says")), &news))
        (line(frame, filled, day("news-on", ("日期", "Day")), &today))
        (area(frame, filled, words, ""))
    }
}

/// Handing out, as its form says.
pub fn collection(form: &Form) -> Command {
    let identity = form.get("identity");
    let identity = Identity::ALL.into_iter().find(|one| one.word() == identity);
    let identity = identity.unwrap_or(Identity::IdCard);
    let collector = Personal::clear(form.get("collector"));
    Command::Collect { collector, identity, signature: form.get("signature").to_owned() }
}

/// Where a no to handing out belongs in its form.
pub fn field_of_collection(refused: &Refused, form: &Form) -> &'static str {
    match refused.code {
        "approvals.delivery_words_missing" if form.get("collector").is_empty() => "collector",
        "approvals.delivery_words_missing" => "signature",
        _ => "",
    }
}

/// Who came, how it was checked who that is, and what was signed.
pub fn collect_fields(frame: &Frame, filled: Filled) -> Markup {
    let all = Identity::ALL.map(|one| (one.word(), one.text()));
    let identity = Field::line("identity", ("核验证件", "Identity checked by"));
    let signature = Field::line("signature", ("签收记录", "Signature"))
        .hint("签收单或电子签名的编号", "Number of the slip or of the signature pad's record");
    let who = Field::line("collector", ("领取人姓名", "Name of who came"));
    html! {
        (line(frame, filled, who, ""))
        (select(frame, filled, identity, &said(frame, &all)))
        (line(frame, filled, signature, ""))
    }
}

/// Choices in the reader's language.
fn said(frame: &Frame, all: &[(&str, Text)]) -> Vec<(String, String)> {
    all.iter().map(|(word, name)| ((*word).to_owned(), frame.say(name).to_owned())).collect()
}

fn tick(at: usize) -> String {
    format!("papers-{at}")
}

/// The form that asks for the address.
fn asking(frame: &Frame, at: &str, filled: Filled) -> Markup {
    let action = format!("{at}/address");
    let button = frame.t("查看收件信息", "Show the address");
    let reason = Field::line("look-reason", ("理由", "Reason"))
        .hint("查看和理由都会记入台账", "That you looked, and why, is entered in the ledger");
    html! {
        details.act-of open[sent_to(frame) == action] {
            summary { (frame.t("查看完整收件信息，用于填写面单", "See the address in full, for the label")) }
            (form(frame, filled, (&action, button), |filled| line(frame, filled, reason, "")))
        }
    }
}

fn in_full(site: &Site, frame: &mut Frame, number: &str) -> Shown {
    let Some(of) = named(site, number)? else { return Ok(None) };
    let file = deliveries::read(site, of.of.subject())?;
    let Some(recipient) = file.delivery.recipient() else { return Ok(None) };
    let Recipient { name, phone, address } = recipient;
    let place = of.delivery();
    let heading = frame.t("收件信息", "Where it goes");
    let what = html! {
        dl.pairs {
            dt { (frame.t("收件人", "Recipient")) }
            dd { (frame.run(&clear(name, Personal::masked_name))) }
            dt { (frame.t("电话", "Phone")) }
            dd.n { (clear(phone, Personal::masked_phone)) }
            dt { (frame.t("地址", "Address")) }
            dd { (frame.run(&clear(address, Personal::masked_address))) }
        }
    };
    let back = (place, frame.t("回到送达办理", "Back to the delivery"));
    Ok(Some(people::in_full(frame, heading, &what, back)))
}

/// The way to the delivery, on the desk page of its case.
pub fn leading(of: &CaseOfProject, frame: &Frame) -> Markup {
    let row = &of.file.row;
    let is_over = row.decided_on.is_none() && of.file.case.is_concluded();
    let state = of.file.delivery.as_ref().map(|row| row.state);
    let at = format!("/approvals/cases/{}/delivery", row.number);
    html! { @if !is_over { (lead(frame, &row.office, (&at, state))) } }
}

/// The same for the office that has something to deliver, with where the delivery stands.
pub fn lead(frame: &Frame, office: &str, (at, state): (&str, Option<Where>)) -> Markup {
    let is_own = frame.principal.office() == Some(office);
    let has_right = [Right::Accept, Right::Examine];
    let may = has_right.into_iter().any(|right| frame.principal.has(right));
    html! {
        @if is_own && may {
            section.sheet {
                header { h2 { (frame.t("结果送达", "Delivery")) } }
                p {
                    @match state {
                        Some(state) => (state_lamp(frame, state, false)),
                        None => span.note {
                            (frame.t("申请人尚未选择送达方式", "The applicant has chosen no way yet"))
                        },
                    }
                }
                p { a href=(at) { (frame.t("到送达办理", "To the delivery")) } }
            }
        }
    }
}
