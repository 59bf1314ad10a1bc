//! Bundles (一件事、多证合一): the list, the table of one with what to tick, and the plan of what is
//! ticked, each thing once and with who needs it.
//!
//! Never: a draft. Nothing is kept; whoever keeps the address keeps the plan.

use approvals::bundle::{Count, Need, Plan, apart};
use catalogue::form::Answers;
use catalogue::{Bundle, BundleKind, Certificate, Level, LinkMode, Visit};
use kernel::refusal::Refused;
use kernel::text::{Text, text};
use maud::{Markup, html};

use crate::api::bundle_shown::because;
use crate::applicant::parts;
use crate::form::Form;
use crate::shell::{self, Frame, Room, figures_head};
use crate::words::plural;

/// What the name of a box begins with that is ticked for a certificate.
pub const TICK: &str = "with-";

/// What was ticked and answered (勾选情况).
pub struct Ticked {
    /// The certificates, in the order of the table.
    pub chosen: Vec<String>,
    /// The answers.
    pub answers: Answers,
}

impl Ticked {
    /// What an address says.
    pub fn read(bundle: &Bundle, form: &Form) -> Ticked {
        let is_all = form.get("all") == "yes";
        let ticked = |row: &&Certificate| is_all || form.get(&format!("{TICK}{}", row.id)) == "yes";
        let rows = bundle.certificates.iter().filter(ticked);
        let answers = bundle.fields.iter().map(|field| &field.id);
        let answers = answers.map(|id| (id.clone(), form.get(id).trim().to_owned()));
        Ticked {
            chosen: rows.map(|row| row.id.clone()).collect(),
            answers: answers.filter(|(_, answer)| !answer.is_empty()).collect(),
        }
    }

    /// What an address says of a bundle of the zone, as an address carries it.
    pub fn read_named(site: &crate::Site, bundle: &str, form: &Form) -> String {
        let known = site.pack.bundle(bundle);
        known.map(|bundle| Ticked::read(bundle, form).query()).unwrap_or_default()
    }

    /// The same as an address carries it.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.chosen.iter().map(|id| (format!("{TICK}{id}"), "yes")));
        query.extend_pairs(&self.answers).finish()
    }
}

/// Which of the two it is, in words.
pub fn kind(kind: BundleKind) -> Text {
    match kind {
        BundleKind::CertificatesInOne => text("多证合一", "Certificates in one"),
        BundleKind::OneThing => text("一件事", "One thing"),
    }
}

/// How a certificate comes about, in words.
pub fn mode(mode: LinkMode) -> Text {
    match mode {
        LinkMode::Merged => text("合并", "merged"),
        LinkMode::Pushed => text("推送", "pushed"),
        LinkMode::Joint => text("联办", "handled jointly"),
    }
}

/// Whose list a row stands in, in words.
fn level(level: Level) -> Text {
    match level {
        Level::National => text("国家清单", "the national list"),
        Level::Provincial => text("省级补充", "a province's supplement"),
        Level::Municipal => text("市级补充", "a city's supplement"),
    }
}

/// The list.
pub fn list(frame: &Frame, bundles: &[Bundle]) -> Markup {
    let heading = frame.t("一件事、多证合一", "Bundles");
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, (false, None)))
            h1 { (heading) }
            p.lead {
                (frame.t(
                    "几件相关的事一次申请：选好要办的证照，就知道要填什么、交什么、跑几次，每一项为什么要。",
                    "Several things from one application: choose the certificates and see what is \
                     asked, what to hand in and how often to come, and why.",
                ))
            }
            @if frame.principal.actor().is_some() {
                p {
                    a href="/applications" {
                        (frame.t("我的申请、待办环节", "My applications, links to be handled"))
                    }
                }
            }
            @if bundles.is_empty() {
                section.sheet {
                    p { (frame.t("本园区尚未公布。", "This zone has published none yet.")) }
                }
            }
            @for bundle in bundles {
                @let count = u32::try_from(bundle.certificates.len()).unwrap_or(u32::MAX);
                section.sheet {
                    header {
                        h2 { a href={ "/bundles/" (bundle.id) } { (frame.say(&bundle.name())) } }
                    }
                    p { (frame.say(&bundle.purpose())) }
                    p.note {
                        (frame.say(&kind(bundle.kind))) " · "
                        (frame.t(&format!("{count}项证照"), &plural(count, "certificate")))
                        @if bundle.unknown() > 0 { " · " (unknown(frame, bundle)) }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// How many rows are announced and not known.
fn unknown(frame: &Frame, bundle: &Bundle) -> String {
    let (announced, unknown) = (bundle.announced.unwrap_or_default(), bundle.unknown());
    let (zh, en) = (
        format!("公布{announced}项，其中{unknown}项的名称待查"),
        format!("{announced} are announced, {unknown} of which are not known by name"),
    );
    frame.t(&zh, &en).to_owned()
}

/// The table of a bundle, to be ticked; `proposed` are ticked already.
pub fn table(
    frame: &Frame,
    (bundle, ticked): (&Bundle, &Ticked),
    proposed: &[String],
    wrong: Option<&Refused>,
) -> Markup {
    let name = bundle.name();
    let wrongs: Vec<(&str, &Refused)> = wrong.map(|wrong| ("", wrong)).into_iter().collect();
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, (true, None)))
            h1 { (frame.say(&name)) }
            p.lead { (frame.say(&bundle.purpose())) }
            (parts::summary(frame, &wrongs))
            (asking(frame, bundle, ticked))
            section.sheet {
                header { h2 { (frame.t("选择证照", "Choose the certificates")) } }
                form action={ "/bundles/" (bundle.id) "/plan" } method="get" novalidate {
                    @for (id, answer) in &ticked.answers {
                        input type="hidden" name=(id) value=(answer);
                    }
                    (rows(frame, bundle, proposed))
                    div.acts {
                        button.act type="submit" {
                            (frame.t("看看要填什么、交什么、跑几次", "See what is asked"))
                        }
                        a href={ "/bundles/" (bundle.id) "/plan?all=yes" } {
                            (frame.t("全部证照的方案", "The plan of all of them"))
                        }
                    }
                }
                @if bundle.unknown() > 0 { p.note { (unknown(frame, bundle)) } }
                p.note { (frame.run(&bundle.basis.join(frame.t("；", "; ")))) }
                p.note {
                    a href={ "/api/zones/" (frame.zone.id) "/bundles/" (bundle.id) } {
                        (frame.t("以 JSON 查看", "As JSON"))
                    }
                }
            }
        }
    };
    let title = match wrong {
        None => frame.say(&name).to_owned(),
        Some(_) => format!("{}{}", frame.t("错误：", "Error: "), frame.say(&name)),
    };
    shell::page(frame, &title, &body)
}

/// The questions that propose certificates: the industry, and what the conditions of rows read.
fn asking(frame: &Frame, bundle: &Bundle, ticked: &Ticked) -> Markup {
    let form = catalogue::form::Form::asking(&bundle.fields);
    let reads = form.reads();
    let whens = bundle.certificates.iter().filter_map(|row| row.when.as_deref());
    let mut ids: Vec<String> = bundle.industry_from.iter().cloned().collect();
    ids.extend(whens.flat_map(reads));
    let is_triggered = bundle.certificates.iter().any(|row| !row.industries.is_empty());
    let fields = bundle.fields.iter().filter(|field| ids.contains(&field.id));
    let written = |id: &str| ticked.answers.get(id).map_or("", String::as_str);
    html! {
        @if is_triggered {
            section.sheet {
                header { h2 { (frame.t("按行业推荐", "Proposed by industry")) } }
                form.fill action={ "/bundles/" (bundle.id) } method="get" novalidate {
                    @for field in fields {
                        (parts::question(frame, field, written(&field.id), None))
                    }
                    div.acts {
                        button.act.second type="submit" {
                            (frame.t("勾选适用的证照", "Tick what applies"))
                        }
                    }
                }
            }
        }
    }
}

fn rows(frame: &Frame, bundle: &Bundle, proposed: &[String]) -> Markup {
    html! {
        ul.rows.pick {
            @for row in &bundle.certificates {
                li {
                    label.answer {
                        input type="checkbox" name={ (TICK) (row.id) } value="yes"
                            checked[proposed.contains(&row.id)];
                        span {
                            b {
                                @if let Some(number) = row.number {
                                    span.n { (number) } ". "
                                }
                                (frame.say(&row.name()))
                            }
                            span.note {
                                (frame.say(&row.department())) " · "
                                (frame.say(&level(row.level))) " · "
                                (frame.say(&mode(row.mode)))
                                @if row.number.is_none()
                                    && bundle.kind == BundleKind::CertificatesInOne
                                {
                                    " · " (frame.t("编号未知", "number not known"))
                                }
                                @if let Some(limit) = row.limit_days {
                                    " · " (frame.t(
                                        &format!("法定{limit}个工作日"),
                                        &format!("{} by law", plural(limit, "working day")),
                                    ))
                                }
                                @if !row.industries.is_empty() {
                                    " · "
                                    (frame.t("触发行业", "industries")) " "
                                    (row.industries.join(frame.t("、", ", ")))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The plan.
pub fn plan_page(frame: &Frame, (plan, ticked): (&Plan, &Ticked)) -> Markup {
    let bundle = plan.bundle;
    let name = bundle.name();
    let (zh, en) = (format!("办理方案：{}", name.zh), format!("Plan: {}", name.en));
    let heading = frame.t(&zh, &en);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("certificates", &ticked.chosen.join(","));
    query.append_pair("answers", &serde_json::to_string(&ticked.answers).unwrap_or_default());
    let json =
        format!("/api/zones/{}/bundles/{}/plan?{}", frame.zone.id, bundle.id, query.finish());
    let apart = apart(bundle, &ticked.chosen, &ticked.answers, frame.today());
    let body = html! {
        div.wrap.stack {
            (crumbs(frame, (true, Some(bundle))))
            h1 { (frame.say(&name)) }
            p.lead { (lead(frame, plan)) }
            (inapplicable(frame, plan))
            (counts(frame, &plan.count(), &apart))
            (links(frame, plan))
            (needs(frame, plan, ("要填什么", "What is asked"), &plan.questions, |f| f.name()))
            (needs(frame, plan, ("要交什么", "What is handed in"), &plan.papers, |m| m.name()))
            (needs(frame, plan, ("要跑几次", "How often to come"), &plan.visits, place))
            (reused(frame, plan))
            p.acts-of {
                a.act href={ "/bundles/" (bundle.id) "/application?" (ticked.query()) } {
                    (frame.t("现在申请", "Apply now"))
                }
                " "
                a href={ "/bundles/" (bundle.id) "?" (ticked.query()) } {
                    (frame.t("改选证照", "Choose others"))
                }
                " · "
                a href=(json) { (frame.t("以 JSON 查看", "As JSON")) }
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// Where to, and whether the hall counts it.
fn place(visit: &Visit) -> Text {
    let name = visit.name();
    match visit.elsewhere {
        false => text(
            format!("{}（在大厅登记，计入跑动次数）", name.zh),
            format!("{} (recorded at the hall, it counts)", name.en),
        ),
        true => text(
            format!("{}（不在大厅，不登记、不计入）", name.zh),
            format!("{} (not at the hall: neither recorded nor counted)", name.en),
        ),
    }
}

/// What does not apply by the answers; nothing where all of it may.
pub fn inapplicable(frame: &Frame, plan: &Plan) -> Markup {
    html! {
        @for row in plan.named(&plan.inapplicable) {
            p.told {
                (frame.t(
                    &format!("按所填内容，不适用“{}”，请改选或者核对所填内容。", row.title),
                    &format!(
                        "By the answers, {} does not apply: choose others, or check the answers.",
                        row.title_en
                    ),
                ))
            }
        }
    }
}

fn lead(frame: &Frame, plan: &Plan) -> String {
    let count = plan.certificates.len();
    let Count { questions, papers, visits, .. } = plan.count();
    let promise = |days: u32| {
        let en = format!(" All of it is promised within {}.", plural(days, "working day"));
        frame.t(&format!("承诺{days}个工作日办结。"), &en).to_owned()
    };
    let (zh, en) = (
        format!(
            "选了{count}项：填一张表（{questions}个问题），交{papers}份材料，最多跑{visits}次。"
        ),
        format!(
            "{count} chosen: one form of {questions} questions, {papers} papers, {visits} visits \
             at most."
        ),
    );
    frame.t(&zh, &en).to_owned() + &plan.bundle.promised_days.map(promise).unwrap_or_default()
}

fn counts(frame: &Frame, together: &Count, apart: &Count) -> Markup {
    let head = [
        frame.t("方式", "Way"),
        frame.t("表格", "Forms"),
        frame.t("问题", "Questions"),
        frame.t("材料", "Papers"),
        frame.t("到场", "Visits"),
    ];
    let rows =
        [(frame.t("一次申请", "Together"), together), (frame.t("分别办理", "One by one"), apart)];
    html! {
        section.sheet {
            header { h2 { (frame.t("省了多少", "What is saved")) } }
            table.cards.dense {
                (figures_head(&head))
                tbody {
                    @for (name, count) in rows {
                        tr {
                            td.title { (name) }
                            td.r.n data-h=(head[1]) { (count.forms) }
                            td.r.n data-h=(head[2]) { (count.questions) }
                            td.r.n data-h=(head[3]) { (count.papers) }
                            td.r.n data-h=(head[4]) { (count.visits) }
                        }
                    }
                }
            }
        }
    }
}

fn links(frame: &Frame, plan: &Plan) -> Markup {
    let head = [
        frame.t("证照、环节", "Certificate"),
        frame.t("办理部门", "Department"),
        frame.t("方式", "Comes about"),
        frame.t("在其之后", "After"),
    ];
    let is_chosen = |id: &&String| plan.certificates.iter().any(|row| row.id == **id);
    html! {
        section.sheet {
            header { h2 { (frame.t("怎么办", "How it runs")) } }
            table.cards.dense {
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (at, row) in plan.certificates.iter().enumerate() {
                        @let after = row.after.iter().filter(is_chosen);
                        @let after: Vec<&str> = after
                            .filter_map(|id| plan.bundle.certificate(id))
                            .map(|row| frame.t(&row.title, &row.title_en))
                            .collect();
                        tr {
                            td.title { (at + 1) ". " (frame.say(&row.name())) }
                            td data-h=(head[1]) { (frame.say(&row.department())) }
                            td data-h=(head[2]) { (frame.say(&mode(row.mode))) }
                            td.note data-h=(head[3]) {
                                @if after.is_empty() { (frame.t("受理即办", "at once")) }
                                @else { (after.join(frame.t("、", ", "))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn needs<T>(
    frame: &Frame,
    plan: &Plan,
    (zh, en): (&str, &str),
    needs: &[Need<T>],
    name: fn(&T) -> Text,
) -> Markup {
    let heads = [frame.t("内容", "What"), frame.t("为什么要", "Why")];
    html! {
        section.sheet {
            header { h2 { (frame.t(zh, en)) } }
            @if needs.is_empty() { p { (frame.t("不需要。", "Nothing.")) } }
            @else {
                table.cards.dense {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for need in needs {
                            tr {
                                td.title {
                                    (frame.say(&name(need.of)))
                                    @if need.is_open {
                                        " " span.chip { (frame.t("视填报情况", "if it applies")) }
                                    }
                                }
                                td.note data-h=(heads[1]) {
                                    (frame.say(&because(&plan.named(&need.needed_by))))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn reused(frame: &Frame, plan: &Plan) -> Markup {
    let name = |id: &str| {
        let field = plan.bundle.field(id).map(catalogue::Field::name);
        let name = field.or_else(|| plan.bundle.material(id).map(catalogue::Material::name));
        name.unwrap_or_else(|| text(id, id))
    };
    html! {
        @if !plan.reused.is_empty() {
            section.sheet {
                header { h2 { (frame.t("不用再填、再交的", "What is not asked again")) } }
                ul.rows {
                    @for one in &plan.reused {
                        @let from = plan.certificates[one.from].name();
                        @let count = one.needed_by.len();
                        li {
                            span {
                                b { (frame.say(&name(&one.id))) }
                                span.note {
                                    (frame.t(
                                        &format!("“{}”办好后直接共享给{count}个环节", from.zh),
                                        &format!("taken over from {} by {count}", from.en),
                                    ))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The way back, from a page below the list, and from one below a bundle.
pub fn crumbs(frame: &Frame, (is_below, bundle): (bool, Option<&Bundle>)) -> Markup {
    let own = bundle.map(|one| (format!("/bundles/{}", one.id), one.name()));
    let mut ways = vec![("/guides", html! { (frame.t("办事指南", "Guides")) })];
    if is_below {
        ways.push(("/bundles", html! { (frame.t("一件事、多证合一", "Bundles")) }));
    }
    ways.extend(own.iter().map(|(to, name)| (to.as_str(), html! { (frame.say(name)) })));
    shell::crumbs(frame, Room::Home, &ways)
}
