//! What other authorities' registers can tell (部门数据), on the form of a draft: asked with the
//! applicant's consent, offered with its source and day, adopted or not. Whatever cannot be asked
//! is filled in as ever.

use approvals::inquiry::{Command, Inquiries, Inquiry, State as Standing, inquiry_of, licence_of};
use axum::extract::{Extension, Path, State};
use catalogue::{Field, Material, Register};
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use maud::{Markup, html};
use store::Fault;

use super::draft::{self, Opened};
use super::{Asked, Reading, Sending, Sent, Shared, answers, papers};
use crate::approvals::{filled::answered, inquired};
use crate::form::{Filled, Form, Wrong, fresh_command, hidden};
use crate::front::Done;
use crate::lamp::{Shape, lamp};
use crate::{Site, reader::Reader, shell::Frame};

/// A register that can tell some of what a form asks (可查询的登记系统).
struct Offer<'a> {
    register: &'a Register,
    /// What it may be asked for now.
    fields: Vec<&'a Field>,
    /// The materials in whose place it may tell a licence.
    materials: Vec<&'a Material>,
    inquiry: Inquiry,
}

/// The draft and the register, as an address names them.
type At = Path<(String, String)>;
/// The draft, the register and a material.
type OfMaterial = Path<(String, String, String)>;

/// The word of the button that takes a consent back.
const WITHDRAW: (&str, &str) = ("撤回同意", "Withdraw the consent");

/// What is done about a register.
#[derive(Clone, Copy)]
enum Act {
    /// It may be asked.
    Consent,
    /// It is to be asked once more.
    Repeat,
    /// What it told goes into the form.
    Adopt,
    /// The consent is taken back.
    Withdraw,
}

/// The applicant consents that a register is asked.
pub async fn consent(front: Shared, reader: Reading, at: At, form: Sent) -> Sending {
    taken((front, reader, form), at, Act::Consent).await
}

/// It is asked once more.
pub async fn repetition(front: Shared, reader: Reading, at: At, form: Sent) -> Sending {
    taken((front, reader, form), at, Act::Repeat).await
}

/// What it told goes into the form.
pub async fn adoption(front: Shared, reader: Reading, at: At, form: Sent) -> Sending {
    taken((front, reader, form), at, Act::Adopt).await
}

/// The consent is taken back.
pub async fn withdrawal(front: Shared, reader: Reading, at: At, form: Sent) -> Sending {
    taken((front, reader, form), at, Act::Withdraw).await
}

async fn taken(
    (State(front), Extension(reader), Extension(form)): (Shared, Reading, Sent),
    Path((id, register)): At,
    act: Act,
) -> Sending {
    let of = id.clone();
    let take = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(mut found) = draft::open(site, &reader.principal, &of)? else {
            return Ok(Done::NotFound);
        };
        match act {
            Act::Adopt => adopt(site, reader, (&mut found, &register)),
            Act::Withdraw => withdraw(site, (reader, form), (&mut found, &register)),
            Act::Consent | Act::Repeat => put(site, (reader, form), (&found, &register), act),
        }
    };
    let show = move |site: &Site, frame: &mut Frame, filled: Filled| {
        let refused = filled.wrongs.first().map(|wrong| wrong.refused.clone());
        answers::shown_again(site, frame, (&id, refused))
    };
    front.submit((reader, form), take, show).await
}

fn put(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (found, register): (&Opened, &str),
    act: Act,
) -> Result<Done, Fault> {
    let all = offers(site, found);
    let Some(offer) = all.iter().find(|offer| offer.register.id == register) else {
        return Ok(Done::Wrong(vec![Wrong { field: "", refused: not_offered() }]));
    };
    let application = found.draft.id.to_string();
    let subject = inquiry_of(&application, register);
    let command = match act {
        Act::Consent => Command::Consent {
            application,
            project: found.project.subject.clone(),
            register: register.into(),
            holder: offer.register.holder.clone(),
            asks: offer.asks(),
        },
        Act::Repeat | Act::Adopt | Act::Withdraw => Command::Repeat,
    };
    let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
    let answer = Asked::of(site, &reader.principal, id).ask::<Inquiries>(&subject, command)?;
    Ok(match answer {
        Ok(()) => Done::see(format!("{}/form#registers", found.draft.address())),
        Err(refused) => Done::Wrong(vec![Wrong { field: "", refused }]),
    })
}

/// What was told goes into the draft, where the applicant may still change it.
fn adopt(
    site: &Site,
    reader: &Reader,
    (found, register): (&mut Opened, &str),
) -> Result<Done, Fault> {
    let inquiry = found.inquiries.iter().find(|one| one.register == register);
    let Some(inquiry) = inquiry.filter(|one| one.state == Standing::Answered) else {
        return Ok(Done::Wrong(vec![Wrong { field: "", refused: nothing_told() }]));
    };
    let told = inquiry.told.clone().into_iter();
    found.draft.answers.extend(told.filter(|(id, _)| !id.contains(':')));
    draft::save(site, &reader.principal, &mut found.draft)?;
    Ok(Done::see(format!("{}/form", found.draft.address())))
}

/// The consent goes, and with it what of its answer stood in the draft: the form asks as ever.
fn withdraw(
    site: &Site,
    (reader, form): (&Reader, &Form),
    (found, register): (&mut Opened, &str),
) -> Result<Done, Fault> {
    let told = found.inquiries.iter().find(|one| one.register == register);
    let told = told.map(|one| one.told.clone()).unwrap_or_default();
    let subject = inquiry_of(&found.draft.id.to_string(), register);
    let id = form.command().unwrap_or_else(|| fresh_command((site.now)()));
    let asked = Asked::of(site, &reader.principal, id);
    if let Err(refused) = asked.ask::<Inquiries>(&subject, Command::Withdraw)? {
        return Ok(Done::Wrong(vec![Wrong { field: "", refused }]));
    }
    found.draft.answers.retain(|field, written| told.get(field) != Some(written));
    draft::save(site, &reader.principal, &mut found.draft)?;
    Ok(Done::see(format!("{}/form#registers", found.draft.address())))
}

/// The registers that can tell some of what the form asks now, or were asked for it.
fn offers<'a>(site: &'a Site, found: &'a Opened) -> Vec<Offer<'a>> {
    let asked = found.form.questions(&found.draft.answers, draft::today(site));
    let papers = found.asked(site);
    let offer = |register: &'a Register| {
        let inquiry = found.inquiries.iter().find(|one| one.register == register.id);
        let inquiry = inquiry.cloned().unwrap_or_default();
        let is_told = |field: &&Field| match inquiry.state {
            Standing::Unknown | Standing::Withdrawn => register.tells.contains(&field.id),
            Standing::Asked | Standing::Answered | Standing::Nothing | Standing::Failed => {
                inquiry.asks.contains(&field.id)
            }
        };
        let fields: Vec<&Field> = asked.iter().copied().filter(is_told).collect();
        let is_proved = |one: &&Material| register.proves.contains(&one.id);
        let materials: Vec<&Material> = papers.iter().copied().filter(is_proved).collect();
        let is_empty = fields.is_empty() && materials.is_empty();
        (!is_empty).then_some(Offer { register, fields, materials, inquiry })
    };
    site.pack.zone.registers.iter().filter_map(offer).collect()
}

impl Offer<'_> {
    /// All that the consent covers.
    fn asks(&self) -> Vec<String> {
        let fields = self.fields.iter().map(|field| field.id.clone());
        fields.chain(self.materials.iter().map(|one| licence_of(&one.id))).collect()
    }
}

/// What a register can tell in the place of a material, on the page of the materials; nothing where
/// none can.
pub fn in_place(frame: &Frame, site: &Site, (found, material): (&Opened, &Material)) -> Markup {
    let all = offers(site, found);
    let is_it = |offer: &&Offer| offer.materials.iter().any(|one| one.id == material.id);
    html! { @for offer in all.iter().filter(is_it) { (licence(frame, found, (offer, material))) } }
}

fn licence(frame: &Frame, found: &Opened, (offer, material): (&Offer, &Material)) -> Markup {
    let Offer { register, inquiry, .. } = offer;
    let at = format!("{}/registers/{}", found.draft.address(), register.id);
    let to = format!("{at}/licences/{}", material.id);
    let holder = register.kept_by();
    let contested = inquiry.contested.get(&material.id);
    html! {
        @match (inquiry.state, inquiry.licence(&material.id)) {
            (Standing::Unknown | Standing::Withdrawn, _) => {
                p {
                    (frame.t("可由", "")) (frame.say(&holder))
                    (frame.t(
                        "提供，不必上传。经您同意后查询，只用于本次申请。",
                        " can tell it, and you need not upload it. It is asked where you consent, \
                         for this application alone.",
                    ))
                }
                (button(frame, &at, ("同意查询", "Consent, and ask")))
            }
            (Standing::Asked, _) => p {
                (lamp(Shape::Still, frame.t("正在查询", "being asked"))) " "
                (frame.t("不必等待，也可以直接上传。", "You need not wait: upload it meanwhile."))
            },
            (Standing::Answered, Some(number)) => {
                p {
                    @if found.is_proved(&material.id) {
                        (lamp(Shape::Good, frame.t("已确认，不必上传", "confirmed: nothing to upload")))
                        " "
                    }
                    (frame.t("登记的证照：", "As registered: ")) b { (frame.run(number)) }
                }
                p.note {
                    (frame.t("来源：", "Source: ")) (inquired::provenance(frame, inquiry))
                }
                @if let Some(reason) = contested {
                    p {
                        (frame.t("您有异议：", "You contest it: ")) (frame.run(reason))
                        (frame.t("。请上传自己的材料。", ". Please upload your own."))
                    }
                }
                @if !found.is_proved(&material.id) {
                    (button(frame, &format!("{to}/confirmation"), ("确认，不必上传", "It is right")))
                }
                @if contested.is_none() { (contest(frame, &format!("{to}/contest"), material)) }
            }
            (Standing::Answered | Standing::Nothing | Standing::Failed, _) => p.note {
                (frame.t("没有查到可代替的证照，请上传。", "No licence was told: please upload it."))
            },
        }
    }
}

fn contest(frame: &Frame, to: &str, material: &Material) -> Markup {
    let id = format!("contest-{}", material.id);
    html! {
        details.again {
            summary { (frame.t("与实际不符？", "Is it wrong?")) }
            form.fill action=(to) method="post" {
                (hidden(frame, &Form::default()))
                div.field {
                    label for=(id) { (frame.t("有何不符", "What is wrong")) }
                    input id=(id) name="contest-reason" type="text" required;
                }
                button.act.second type="submit" {
                    (frame.t("有异议，另交材料", "Contest it, and upload mine"))
                }
            }
        }
    }
}

/// A licence that was told is right, and stands in the place of the material.
pub async fn confirmation(front: Shared, reader: Reading, at: OfMaterial, form: Sent) -> Sending {
    judged((front, reader, form), at, true).await
}

/// It is wrong: the applicant's own paper is handed in.
pub async fn contested(front: Shared, reader: Reading, at: OfMaterial, form: Sent) -> Sending {
    judged((front, reader, form), at, false).await
}

async fn judged(
    (State(front), Extension(reader), Extension(form)): (Shared, Reading, Sent),
    Path((id, register, material)): OfMaterial,
    is_right: bool,
) -> Sending {
    let of = id.clone();
    let take = move |site: &Site, reader: &Reader, form: &Form| {
        let Some(found) = draft::open(site, &reader.principal, &of)? else {
            return Ok(Done::NotFound);
        };
        let subject = inquiry_of(&found.draft.id.to_string(), &register);
        let reason = form.get("contest-reason").to_owned();
        let to = format!("{}/materials#{material}", found.draft.address());
        let command = match is_right {
            true => Command::Confirm { material },
            false => Command::Contest { material, reason },
        };
        let key = form.command().unwrap_or_else(|| fresh_command((site.now)()));
        let answer = Asked::of(site, &reader.principal, key).ask::<Inquiries>(&subject, command)?;
        Ok(match answer {
            Ok(()) => Done::see(to),
            Err(refused) => Done::Wrong(vec![Wrong { field: "", refused }]),
        })
    };
    front.submit((reader, form), take, papers::shown_again(id)).await
}

/// What registers can tell, above the form; nothing where none can.
pub fn sheet(frame: &Frame, site: &Site, found: &Opened) -> Markup {
    let offers = offers(site, found);
    html! {
        @if offers.iter().any(|offer| !offer.fields.is_empty()) {
            section.sheet #registers {
                header {
                    h2 { (frame.t("其他部门已有的信息", "What other authorities know already")) }
                }
                @for offer in offers.iter().filter(|offer| !offer.fields.is_empty()) {
                    (one(frame, found, offer))
                }
            }
        }
    }
}

fn one(frame: &Frame, found: &Opened, offer: &Offer) -> Markup {
    let Offer { register, fields, materials, inquiry } = offer;
    let at = format!("{}/registers/{}", found.draft.address(), register.id);
    let licences = materials.iter().map(|one| frame.t(&one.title, &one.title_en));
    let names: Vec<&str> =
        fields.iter().map(|field| frame.t(&field.title, &field.title_en)).chain(licences).collect();
    let names = names.join(frame.t("、", ", "));
    let (holder, title) = (register.kept_by(), register.name());
    html! {
        h3 {
            (frame.say(&title)) (frame.t("（", " (")) (frame.say(&holder)) (frame.t("）", ")"))
        }
        @match inquiry.state {
            Standing::Unknown | Standing::Withdrawn => {
                @if let Some(day) = inquiry.withdrawn_on {
                    p.note {
                        (frame.t("已于", "Your consent was withdrawn on ")) (frame.day(day))
                        (frame.t("撤回同意，请直接填写；也可以重新同意。", ": fill it in, or consent anew."))
                    }
                }
                p {
                    (frame.t("可以提供：", "It can tell: ")) (names) (frame.t("。", "."))
                    (frame.t(
                        "经您同意后查询，只用于本次申请，同意和答复都记入台账。不同意的，直接填写即可。",
                        " It is asked where you consent, for this application alone; your consent \
                         and the answer are entered in the ledger. Otherwise just fill it in.",
                    ))
                }
                (button(frame, &at, ("同意查询", "Consent, and ask")))
            }
            Standing::Asked => {
                p {
                    (lamp(Shape::Still, frame.t("正在查询", "being asked"))) " "
                    (frame.t("不必等待，可以先填写。", "You need not wait: fill it in meanwhile."))
                }
                p {
                    a href={ (found.draft.address()) "/form" } {
                        (frame.t("查看是否已有答复", "See whether it has answered"))
                    }
                }
                (button(frame, &format!("{at}/withdrawal"), WITHDRAW))
            }
            Standing::Answered => (told(frame, found, offer)),
            Standing::Nothing => {
                p {
                    (frame.t(
                        "没有查到相关记录，请直接填写。",
                        "It holds nothing about this: please fill it in.",
                    ))
                }
                (button(frame, &format!("{at}/repetition"), ("再次查询", "Ask once more")))
            }
            Standing::Failed => {
                p {
                    @let why = inquiry.outage.map(|outage| outage.text());
                    @let unknown = text("没有查成", "it could not be asked");
                    (frame.t("没有查成：", "It could not be asked: "))
                    (frame.say(why.as_ref().unwrap_or(&unknown)))
                    (frame.t(
                        "。请直接填写，不影响申请。",
                        ". Please fill it in; your application does not wait for it.",
                    ))
                }
                (button(frame, &format!("{at}/repetition"), ("再次查询", "Ask once more")))
            }
        }
    }
}

/// What was told, with where it comes from.
fn told(frame: &Frame, found: &Opened, offer: &Offer) -> Markup {
    let Offer { register, fields, inquiry, .. } = offer;
    let head = [
        frame.t("内容", "What"),
        frame.t("登记的内容", "As registered"),
        frame.t("申请表", "Your form"),
    ];
    let written = |field: &Field| found.draft.answers.get(&field.id).map_or("", String::as_str);
    let is_same = |field: &Field, told: &str| written(field) == told;
    let known: Vec<(&Field, &str)> = fields
        .iter()
        .filter_map(|field| Some((*field, inquiry.told.get(&field.id)?.as_str())))
        .collect();
    let at = format!("{}/registers/{}/adoption", found.draft.address(), register.id);
    html! {
        table.cards.dense {
            thead { tr { @for name in head { th scope="col" { (name) } } } }
            tbody {
                @for (field, value) in &known {
                    tr {
                        td.title { (frame.t(&field.title, &field.title_en)) }
                        td data-h=(head[1]) { (answered(frame, field, value)) }
                        td data-h=(head[2]) {
                            @if is_same(field, value) {
                                (lamp(Shape::Good, frame.t("一致", "the same")))
                            } @else { (answered(frame, field, written(field))) }
                        }
                    }
                }
            }
        }
        p.note {
            (frame.t("来源：", "Source: ")) (inquired::provenance(frame, inquiry))
            (frame.t("。与实际不符的，可以改填。", ". Where it is wrong, write what is right."))
        }
        @if known.iter().any(|(field, value)| !is_same(field, value)) {
            (button(frame, &at, ("采用登记的内容", "Take it into the form")))
        }
        (button(frame, &format!("{}/withdrawal", at.trim_end_matches("/adoption")), WITHDRAW))
    }
}

fn not_offered() -> Refused {
    Refused {
        code: "web.register_not_offered",
        sentence: text(
            "本申请表没有可向该系统查询的内容。",
            "The form asks nothing that this register can tell.",
        ),
        remedy: text("请直接填写。", "Please fill it in."),
        basis: "",
        ground: Ground::Content,
    }
}

fn nothing_told() -> Refused {
    Refused {
        code: "web.register_told_nothing",
        sentence: text("该系统还没有答复。", "The register has not told anything."),
        remedy: text("请直接填写，或者稍后再看。", "Fill it in, or look again later."),
        basis: "",
        ground: Ground::State,
    }
}

fn button(frame: &Frame, at: &str, word: (&str, &str)) -> Markup {
    html! {
        form.fill action=(at) method="post" {
            (hidden(frame, &Form::default()))
            button.act.second type="submit" { (frame.t(word.0, word.1)) }
        }
    }
}
