//! How the applicant's result comes (结果送达): chosen, followed, confirmed.

use approvals::delivery::{
    Command, Deliveries, Reach, Recipient, State as Where, Way, delivery_of,
};
use approvals::views::Deliverable;
use axum::extract::{Extension, Path, State};
use kernel::personal::Personal;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::case::{read, shown_again};
use super::{Asked, Reading, Sending, Sent, Shared};
use crate::approvals::CaseOfProject;
use crate::approvals::deliveries::{self, DeliveryFile};
use crate::form::{Field, Filled, Form, Wrong, field, fresh_command, hidden};
use crate::{
    Site, documents::drawing::code_drawing, front::Done, reader::Reader, shell::Frame,
    unsent::Unsent,
};

/// The ways, by their words.
const WAYS: [(&str, (&str, &str)); 3] = [
    ("electronic", ("电子送达：在本页查看和下载，作出决定即送达", "On this page, at once")),
    ("counter", ("到窗口领取纸质文书", "On paper, collected at the counter")),
    ("post", ("邮寄纸质文书（免邮费）", "On paper, by post, free of charge")),
];

/// A way is chosen.
pub async fn choice(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        match chosen(form, &found.file.row.subject) {
            Ok(command) => put(site, (reader, form), &found, command),
            Err(wrong) => Ok(wrong),
        }
    };
    let of = number.clone();
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        // What was typed stands in the form again.
        let action = format!("/my/cases/{of}/delivery");
        frame.unsent = Some(Unsent { action, form: filled.form.clone() });
        shown_again(number)(site, frame, filled)
    };
    front.submit((reader, form), act, again).await
}

/// The parcel is here.
pub async fn confirmation(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(form): Sent,
) -> Sending {
    let asked = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = read(site, &reader.principal, &asked)? else { return Ok(Done::NotFound) };
        put(site, (reader, form), &found, Command::Confirm)
    };
    front.submit((reader, form), act, shown_again(number)).await
}

fn put(
    site: &Site,
    (reader, form): (&Reader, &Form),
    found: &CaseOfProject,
    command: Command,
) -> Result<Done, Fault> {
    let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
    let row = &found.file.row;
    let subject = delivery_of(&row.subject);
    let answer = Asked::of(site, &reader.principal, id).ask::<Deliveries>(&subject, command)?;
    Ok(match answer {
        Ok(()) => Done::see(format!("/my/cases/{}#delivery", row.number)),
        Err(refused) => Done::Wrong(vec![Wrong { field: "", refused }]),
    })
}

/// What a form chooses for a case or an application.
pub fn chosen(form: &Form, about: &str) -> Result<Command, Done> {
    let wrong = || Done::Wrong(vec![Wrong { field: "", refused: no_way() }]);
    let way = way_of(form).ok_or_else(wrong)?;
    Ok(Command::Choose { about: about.into(), way })
}

/// The way that a form says.
pub fn way_of(form: &Form) -> Option<Way> {
    let told = |name| Personal::clear(form.get(name));
    match form.get("way") {
        "electronic" => Some(Way::Electronic),
        "counter" => Some(Way::Counter),
        "post" => Some(Way::Post(Recipient {
            name: told("recipient"),
            phone: told("recipient-phone"),
            address: told("recipient-address"),
        })),
        _ => None,
    }
}

/// How the result of a case comes.
pub fn section(frame: &Frame, found: &CaseOfProject, file: &DeliveryFile) -> Markup {
    let of = Deliverable::Case(Box::new(found.file.row.clone()));
    let at = format!("/my/cases/{}/delivery", found.file.row.number);
    coming(frame, &of, file, (&at, &format!("{at}/confirmation")))
}

/// How a result comes, and what can be done about it, at the addresses of choosing and confirming;
/// nothing where there will be none.
pub fn coming(
    frame: &Frame,
    of: &Deliverable,
    file: &DeliveryFile,
    (choice, confirmation): (&str, &str),
) -> Markup {
    let (state, delivery) = (file.delivery.state, &file.delivery);
    let by_hand = of.reach() == Reach::Arrived;
    if of.reach() == Reach::Ended || by_hand && state == Where::Unknown {
        return html! {};
    }
    let is_on_its_way = matches!(state, Where::WithCourier | Where::InTransit);
    let may_choose = !state.has_arrived() && !is_on_its_way && !by_hand;
    let late = of.due().is_some_and(|due| due < frame.today());
    html! {
        section.sheet #delivery {
            header {
                h2 { (frame.t("结果怎么送达", "How the result comes")) }
                @if state != Where::Unknown {
                    (deliveries::state_lamp(frame, state, late && delivery.handed_over_on.is_none()
                        && state != Where::Chosen))
                }
            }
            (deliveries::pairs(frame, delivery))
            @if state == Where::AtCounter { (pick_up(frame, of.number(), delivery.is_turned)) }
            @if is_on_its_way {
                form.fill action=(confirmation) method="post" {
                    (hidden(frame, &Form::default()))
                    p.note {
                        (frame.t(
                            "收到纸质文书后请确认，送达随即登记。",
                            "Confirm once the papers are in your hands; that is recorded as the \
                             delivery.",
                        ))
                    }
                    button.act type="submit" { (frame.t("确认收到", "I have received them")) }
                }
            }
            @if may_choose { (choosing(frame, choice, file)) }
            @if !file.past.is_empty() {
                details {
                    summary { (frame.t("送达过程", "What happened")) }
                    (deliveries::trail(frame, file))
                }
            }
        }
    }
}

/// What to bring to the counter.
fn pick_up(frame: &Frame, number: &str, is_turned: bool) -> Markup {
    html! {
        @if is_turned {
            p {
                (frame.t(
                    "邮寄多次未能送达，文书在窗口等您领取。",
                    "It failed by post, and waits for you at the counter.",
                ))
            }
        }
        div.pickup {
            div.qr { (code_drawing(number, frame.t("领取二维码", "Code for the counter"))) }
            p {
                (frame.t(
                    "请携带有效身份证件；代领的，另带授权委托书。向窗口出示二维码或编号：",
                    "Bring an identity document, and a letter of authority where you come for \
                     somebody else. Show the code or the number: ",
                ))
                b.n { (number) }
            }
        }
    }
}

fn choosing(frame: &Frame, at: &str, file: &DeliveryFile) -> Markup {
    let typed = frame.typed(at);
    let blank = Form::default();
    let filled = typed.unwrap_or_else(|| Filled::of(&blank, &[]));
    let chosen = match &file.delivery.way {
        None | Some(Way::Electronic) => "electronic",
        Some(Way::Counter) => "counter",
        Some(Way::Post(_) | Way::Unaddressed) => "post",
    };
    let chosen = match filled.form.get("way") {
        "" => chosen,
        typed => typed,
    };
    let optional = |asked: Field<'static>| Field { is_optional: true, ..asked };
    let name = optional(Field::line("recipient", ("收件人", "Recipient")));
    let phone = optional(Field::line("recipient-phone", ("联系电话", "Phone")));
    let address = optional(Field::line("recipient-address", ("详细地址", "Full address")))
        .hint("省、市、县、街道、门牌号", "Province, city, county, street and number");
    let is_first = file.delivery.state == Where::Unknown;
    let is_unaddressed = file.delivery.way == Some(Way::Unaddressed);
    let is_asked = is_first || is_unaddressed || file.delivery.state == Where::Failed;
    html! {
        details open[is_asked || typed.is_some()] {
            summary {
                @if is_first { (frame.t("选择送达方式", "Choose how it is to come")) }
                @else if is_unaddressed { (frame.t("填写收件信息", "Say where it is to go")) }
                @else { (frame.t("更改送达方式或地址", "Change the way or the address")) }
            }
            form.fill action=(at) method="post" {
                (hidden(frame, &Form::default()))
                fieldset.ticks {
                    legend { (frame.t("送达方式", "How it is to come")) }
                    @for (word, name) in WAYS {
                        @let id = format!("way-{word}");
                        div {
                            input type="radio" id=(id) name="way" value=(word)
                                checked[word == chosen];
                            label for=(id) { (frame.t(name.0, name.1)) }
                        }
                    }
                }
                p.note {
                    (frame.t(
                        "选择邮寄的，请填写收件信息；只用于寄送，加密保存。",
                        "For the post, say where to; it is kept sealed and serves for this alone.",
                    ))
                }
                (field(frame, filled, name))
                (field(frame, filled, phone))
                (field(frame, filled, address))
                button.act.second type="submit" { (frame.t("保存送达方式", "Save")) }
            }
        }
    }
}

fn no_way() -> Refused {
    Refused {
        code: "web.no_way_of_delivery",
        sentence: text("没有选择送达方式。", "No way of delivery is chosen."),
        remedy: text("请选择一种。", "Choose one."),
        basis: "",
        ground: Ground::Content,
    }
}
