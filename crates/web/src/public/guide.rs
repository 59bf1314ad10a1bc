//! The guide to one matter (办事指南): everything that the national list of elements asks to be told.
//!
//! What no source was found for is marked where it stands: a default, to be confirmed by the zone.

use std::sync::Arc;

use approvals::case::Definition;
use approvals::views::definition_in_force;
use catalogue::{Handling, Material, Matter};
use kernel::text::{Text, text};
use maud::{Markup, PreEscaped, html};
use serde_json::json;
use store::Fault;

use super::guides::{mode, promised};
use crate::Site;
use crate::approvals::commitments;
use crate::share::card;
use crate::shell::{self, Frame, Room, crumbs};
use crate::words::days;

/// A matter with the names of those that it builds on.
pub struct Found {
    definition: Arc<Definition>,
    before: Vec<Before>,
}

/// The matters of which one comes before.
struct Before {
    /// Each by identifier and name.
    any_of: Vec<(String, Text)>,
    /// Does it come before for some projects only?
    is_conditional: bool,
}

/// Reads the definition in force.
pub fn read(site: &Site, matter: &str) -> Result<Option<Found>, Fault> {
    site.store.read(&site.zone, |views| {
        let Some(definition) = definition_in_force(views, matter)? else { return Ok(None) };
        let mut before = Vec::new();
        for (any_of, when) in definition.matter.all_prerequisites() {
            let mut named = Vec::new();
            for id in any_of {
                let known = definition_in_force(views, id)?;
                let name = known.map_or_else(|| text(id, id), |known| known.matter.name());
                named.push((id.clone(), name));
            }
            before.push(Before { any_of: named, is_conditional: when.is_some() });
        }
        Ok(Some(Found { definition, before }))
    })
}

/// The mark of a default, where the field is one.
fn mark(frame: &Frame, matter: &Matter, field: &str) -> Markup {
    html! {
        @if matter.unverified.iter().any(|name| name == field) {
            " " span.chip.provisional {
                (frame.t("默认值，待园区确认", "a default, to be confirmed"))
            }
        }
    }
}

/// The page.
pub fn page(frame: &Frame, found: &Found) -> Markup {
    let matter = &found.definition.matter;
    let name = matter.name();
    let body = html! {
        div.filehead {
            div.wrap {
                (crumbs(frame, Room::Home, &[(
                    &format!("/guides#stage-{}", matter.stage),
                    html! { (frame.t("办事指南", "Guides")) },
                )]))
                h1 { (frame.say(&name)) }
                p.holder {
                    span { (frame.say(&frame.office(&matter.lead_office))) }
                    (mark(frame, matter, "lead_office"))
                    span.chip { (frame.say(&mode(matter))) }
                    (mark(frame, matter, "mode"))
                }
            }
        }
        div.wrap.cols {
            aside.first.stack-of aria-label=(frame.t("办理要点", "In brief")) {
                (limits(frame, matter))
                (begin(frame, matter))
                p.note {
                    a href={ "/hall/tickets?matter=" (matter.id) } {
                        (frame.t("到大厅办：预约、取号", "At the hall: book a slot or draw a ticket"))
                    }
                }
            }
            div.most.stack-of {
                (materials(frame, matter))
                (commitment(frame, matter))
                (conditions(frame, found))
                (fields(frame, matter))
            }
            div.last.stack-of { (rest(frame, found)) }
        }
    };
    let head = head(frame, matter);
    shell::page_with(frame, frame.say(&name), &head, &body)
}

fn limits(frame: &Frame, matter: &Matter) -> Markup {
    let handling = match matter.handling {
        Handling::OnTheSpot => text("即办件", "on the spot"),
        Handling::WithinLimit => text("承诺件", "within a limit"),
    };
    let visits = match matter.visits {
        0 => frame.t("0次，全程网上办理", "none: all of it online").to_owned(),
        count if frame.language == kernel::text::Language::Chinese => format!("{count}次"),
        count => count.to_string(),
    };
    html! {
        section.sheet {
            header { h2 { (frame.t("多久办好", "How long it takes")) } }
            dl.pairs {
                dt { (frame.t("承诺时限", "Promised")) }
                dd.n {
                    strong { (promised(frame, matter)) }
                    (mark(frame, matter, "promised_limit_days"))
                }
                dt { (frame.t("法定时限", "By law")) }
                dd.n {
                    @match matter.statutory_limit_days {
                        Some(count) => (days(frame.language, count, matter.limit_unit)),
                        None => (frame.t("法律未规定", "the law sets none")),
                    }
                    (mark(frame, matter, "statutory_limit_days"))
                }
                dt { (frame.t("办件类型", "Kind")) } dd { (frame.say(&handling)) }
                @if let Some(instant) = &matter.instant {
                    dt { (frame.t("秒批", "Decided at once")) }
                    dd {
                        a href={ "/instant#" (matter.id) } { (frame.say(&instant.grade.text())) }
                        (mark(frame, matter, "instant"))
                    }
                }
                dt { (frame.t("到现场次数", "Visits")) }
                dd.n { (visits) (mark(frame, matter, "visits")) }
                dt { (frame.t("收费", "Fee")) }
                dd {
                    @if matter.fee.is_empty() { (frame.t("目录未列收费", "none listed")) }
                    @else { (frame.say(&text(&matter.fee, &matter.fee_en))) }
                    (mark(frame, matter, "fee"))
                }
            }
        }
    }
}

fn begin(frame: &Frame, matter: &Matter) -> Markup {
    let is_here = match matter.mode {
        catalogue::Mode::Own | catalogue::Mode::HandOver => true,
        catalogue::Mode::Mirror => false,
    };
    let principal = &frame.principal;
    let is_staff = principal.signed_in.is_some() && principal.credit_code().is_none();
    html! {
        section.sheet {
            @if is_here && !is_staff {
                p { a.act href="/my" { (frame.t("开始办理", "Begin")) } }
                p.note {
                    (frame.t(
                        "需先登记企业和项目；填到一半可以保存，下次接着填。",
                        "Enterprise and project are registered first; a half-filled form is kept.",
                    ))
                }
            } @else if is_here {
                p.note {
                    (frame.t("由企业经办人登录后申请。", "An enterprise's agent signs in and applies."))
                }
            } @else {
                p {
                    (frame.t("此事项不在本园区申请。办理机关：", "It is not asked for here but from: "))
                    (frame.say(&text(&matter.authority, &matter.authority_en)))
                }
            }
            p.note {
                a href="/progress" {
                    (frame.t("已经提交？查进度", "Handed in already? See where it stands"))
                }
            }
        }
    }
}

fn materials(frame: &Frame, matter: &Matter) -> Markup {
    html! {
        section.sheet {
            header {
                h2 { (frame.t("要交的材料", "What to hand in")) }
                (mark(frame, matter, "material"))
            }
            @if matter.materials.is_empty() {
                p { (frame.t("不需要材料。", "Nothing is asked for.")) }
            } @else {
                ol.papers { @for one in &matter.materials { (material(frame, one)) } }
                p.note {
                    (frame.t(
                        "★ 必须随申请提交；其余可以先受理、后补（容缺）。同一项目已交过的，可直接选用。",
                        "★ must come with the application; the rest may follow after acceptance. \
                         What the project has handed in before can be used again.",
                    ))
                    (mark(frame, matter, "material.may_follow"))
                }
                @if matter.materials.iter().any(|one| one.may_follow) {
                    p.note { (follow(frame, matter)) }
                }
            }
        }
    }
}

/// By when what may follow is due, and what comes of it otherwise (容缺范围、期限和后果).
fn follow(frame: &Frame, matter: &Matter) -> String {
    let (limit, then) = (matter.follow_limit(), matter.unsupplied.unwrap_or_default().text());
    let within = days(frame.language, limit.days, limit.unit);
    let zh = format!("容缺受理须签署承诺：受理后{within}内补齐；逾期未补齐的，{}。", then.zh);
    let en = format!(
        "What may follow is promised in writing: due within {within} of acceptance; otherwise {}.",
        then.en
    );
    frame.t(&zh, &en).to_owned()
}

fn material(frame: &Frame, one: &Material) -> Markup {
    html! {
        li {
            span {
                span.star[!one.may_follow] { (frame.say(&one.name())) }
                @if !one.note.is_empty() {
                    br; span.note { (frame.say(&text(&one.note, &one.note_en))) }
                }
            }
            span.note {
                @if one.may_follow { (frame.t("可容缺", "may follow")) }
                @else { (frame.t("必须提交", "must be there")) }
                @if one.when.is_some() { (frame.t("，视项目情况", ", if it applies")) }
            }
        }
    }
}

/// What may be promised in place of its examination (告知承诺).
fn commitment(frame: &Frame, matter: &Matter) -> Markup {
    html! {
        @if let Some(promise) = matter.committable() {
            section.sheet #commitment {
                header {
                    h2 { (frame.t("可以选择告知承诺", "A commitment may be chosen")) }
                    (mark(frame, matter, "commitment"))
                }
                p {
                    (frame.t(
                        "申请人承诺符合下列全部条件的，当场作出许可决定；也可以选择提交材料，按一般程序办理。",
                        "Who promises to meet all of these is granted at once; handing in the \
                         materials and being examined remains open.",
                    ))
                }
                (commitments::conditions(frame, promise))
                (commitments::terms(frame, matter, promise))
            }
        }
    }
}

fn conditions(frame: &Frame, found: &Found) -> Markup {
    let matter = &found.definition.matter;
    let conditions = text(&matter.conditions, &matter.conditions_en);
    html! {
        section.sheet {
            header { h2 { (frame.t("先要办好什么", "What comes first")) } }
            @if !matter.conditions.is_empty() {
                p { (frame.say(&conditions)) (mark(frame, matter, "conditions")) }
            }
            ul.bullets {
                @if matter.needs_filed_project {
                    li {
                        (frame.t(
                            "项目已备案（核准、审批），并有有效的项目代码。",
                            "The project is filed, verified or approved under a valid code.",
                        ))
                    }
                } @else if matter.needs_code {
                    li { (frame.t("项目有有效的项目代码。", "The project has a valid code.")) }
                }
                @for before in &found.before {
                    li {
                        @for (at, (id, name)) in before.any_of.iter().enumerate() {
                            @if at > 0 { (frame.t("，或者", " or ")) }
                            a href={ "/guides/" (id) } { (frame.say(name)) }
                        }
                        @if before.is_conditional { (frame.t("（视项目情况）", " (if it applies)")) }
                    }
                }
                @if matter.simulation.is_some() {
                    li {
                        (frame.t(
                            "土地已确定、尚未取得的，可以自愿先申请模拟审批：按同样的材料、程序和时限审查，意见无法律效力，不收费；\
                             取得土地且条件没有变化的，自动转为正式办理。",
                            "Where the land is fixed and not obtained, you may ask for a simulated \
                             review first: same materials, steps and limits, an opinion without \
                             legal effect, free of charge. Once the land is yours and nothing has \
                             changed, a formal case opens by itself.",
                        ))
                        (mark(frame, matter, "simulation"))
                    }
                }
                @let needs_none = !matter.needs_filed_project && !matter.needs_code;
                @if needs_none && found.before.is_empty() {
                    li { (frame.t("没有前置事项。", "Nothing has to come first.")) }
                }
            }
            @let is_default = |field: &str| matter.unverified.iter().any(|name| name == field);
            @if is_default("prerequisites") || is_default("prerequisite") {
                p.note {
                    span.chip.provisional {
                        (frame.t("默认值，待园区确认", "a default, to be confirmed"))
                    }
                }
            }
        }
    }
}

fn fields(frame: &Frame, matter: &Matter) -> Markup {
    html! {
        @if !matter.fields.is_empty() {
            section.sheet {
                header {
                    h2 { (frame.t("申请表要填的", "What the form asks")) }
                    (mark(frame, matter, "field"))
                }
                ul.bullets {
                    @for field in &matter.fields {
                        li {
                            (frame.say(&field.name()))
                            @if !field.required { span.note { (frame.t("（选填）", " (optional)")) } }
                        }
                    }
                }
            }
        }
    }
}

fn rest(frame: &Frame, found: &Found) -> Markup {
    let matter = &found.definition.matter;
    let appeal = text(&matter.appeal, &matter.appeal_en);
    let help = text(&matter.intermediary, &matter.intermediary_en);
    html! {
        section.sheet {
            header { h2 { (frame.t("结果、依据和救济", "Result, basis, remedies")) } }
            dl.pairs {
                dt { (frame.t("办理结果", "Result")) }
                dd { (frame.say(&matter.result())) (mark(frame, matter, "result_title")) }
                dt { (frame.t("设定依据", "Basis")) }
                dd {
                    @if matter.basis.is_empty() { (frame.t("目录未列", "none listed")) " " }
                    @else { ul { @for basis in &matter.basis { li { (frame.run(basis)) } } } }
                    (mark(frame, matter, "basis"))
                }
                @if !matter.intermediary.is_empty() {
                    dt { (frame.t("中介服务", "Others' services")) } dd { (frame.say(&help)) }
                }
                @if !matter.consulted.is_empty() {
                    dt { (frame.t("征求意见", "Also asked")) }
                    dd {
                        ul {
                            @for office in &matter.consulted {
                                li { (frame.say(&frame.office(office))) }
                            }
                        }
                        (mark(frame, matter, "consulted"))
                    }
                }
                dt { (frame.t("不服决定", "If it is denied")) }
                dd {
                    @if matter.appeal.is_empty() {
                        (frame.t(
                            "决定书上写明复议机关、受诉法院和期限。",
                            "The decision names where to have it reviewed, which court, and when.",
                        ))
                    } @else { (frame.say(&appeal)) }
                    (mark(frame, matter, "appeal"))
                }
                dt { (frame.t("投诉渠道", "Complaints")) }
                dd { (complaints(frame)) }
                dt { (frame.t("实施日期", "In force from")) }
                dd.n { (frame.day(matter.in_force_from)) (mark(frame, matter, "in_force_from")) }
                dt { (frame.t("版本", "Version")) }
                dd { span.hash { (&found.definition.hash[..12]) } }
            }
        }
    }
}

/// Where to complain about how a matter is handled; the law asks for a way.
fn complaints(frame: &Frame) -> Markup {
    let hall = &frame.zone.hall;
    let said = text(&hall.complaints, &hall.complaints_en);
    html! {
        @if hall.complaints.is_empty() {
            (frame.t(
                "园区还没有公布，请到大厅综合窗口反映。",
                "Not published yet: tell the one window of the hall.",
            ))
        } @else { (frame.say(&said)) }
    }
}

/// What search engines and chats read.
fn head(frame: &Frame, matter: &Matter) -> Markup {
    let (name, result) = (matter.name(), matter.result());
    let (zone, office) = (frame.zone.name(), frame.office(&matter.lead_office));
    let (zh, en) = (
        format!("{}：承诺{}，材料{}份。", name.zh, promised(frame, matter), matter.materials.len()),
        format!("{}: {}; {} materials.", name.en, promised(frame, matter), matter.materials.len()),
    );
    let about = frame.t(&zh, &en);
    let service = json!({
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": frame.say(&name),
        "serviceType": frame.say(&mode(matter)),
        "serviceOperator": { "@type": "GovernmentOrganization", "name": frame.say(&office) },
        "areaServed": { "@type": "AdministrativeArea", "name": frame.say(&zone) },
        "serviceOutput": { "@type": "GovernmentPermit", "name": frame.say(&result) },
        "availableLanguage": ["zh-CN", "en"],
    });
    // Inside a script element only "<" could end it.
    let service = service.to_string().replace('<', "\\u003c");
    html! {
        (card(frame, frame.say(&name), about))
        script type="application/ld+json" { (PreEscaped(service)) }
    }
}
