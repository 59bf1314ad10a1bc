//! What an enterprise holds already (已有材料): files handed in before and results issued to it, each
//! offered with where it comes from and its day, so that nothing is brought twice.

use approvals::assistance::Act;
use approvals::document::{Command as DocumentCommand, Documents};
use approvals::issued::{Kind, State as Issued};
use approvals::views::{self, PaperRow};
use catalogue::Material;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Language, Text, text};
use maud::{Markup, html};
use store::{Fault, Views};
use uuid::Uuid;

use super::licences::{self, LICENCE};
use super::{Asked, asks_as, draft, follows, own};
use crate::{
    Site,
    documents::{told, upload},
    form::{Form, hidden},
    principal::Principal,
    reader::Reader,
    shell::Frame,
};

/// Documents and results that are offered, at most.
const OFFERED: usize = 30;
/// Cases whose results are looked at.
const CASES: usize = 20;
/// What a result is called in a form, before the entry that holds its words.
pub const PAPER: &str = "paper:";

/// Something that may be used again (已有材料).
pub struct Held {
    /// What it is called in a form: a document's subject, or a result's entry.
    pub value: String,
    /// The material that it was before; empty where it was none.
    pub material: String,
    /// Its name, in Chinese as it was handed in or issued.
    pub name: String,
    /// Where it comes from.
    pub source: Text,
    /// The day on which it came or was issued.
    pub on: Option<Date>,
    /// The number of a licence of another authority.
    pub number: Option<String>,
    /// The matter whose result it is, where it serves for nothing else: a licence from elsewhere.
    pub answers: Option<String>,
}

impl Held {
    /// May it serve as the material?
    fn may_serve(&self, material: &Material) -> bool {
        self.answers.is_none() || self.answers == material.result_of
    }

    /// Is it the very thing that the material asks for?
    fn is_it(&self, material: &Material) -> bool {
        self.material == material.id || self.answers.is_some() && self.may_serve(material)
    }
}

/// In whose name it is held: the enterprise's code; who founds one is named by account.
fn holder(principal: &Principal) -> String {
    let person = principal.actor().filter(|actor| matches!(actor, Actor::Person { .. }));
    person.map_or_else(|| own(principal).to_owned(), ToString::to_string)
}

/// Everything that may be used again for something of a project (of none where it is empty), files
/// before results, the newest first.
///
/// A mandate to hand in is the enterprise's consent: under it what it reaches in that project may
/// be used again. What was handed in for another project is used again by the enterprise alone.
pub fn held(site: &Site, principal: &Principal, project: &str) -> Result<Vec<Held>, Fault> {
    if !principal.is_entrusted_to(Act::HandIn) {
        return Ok(Vec::new());
    }
    let code = holder(principal);
    held_by(site, (&code, project), |open, place| reaches(open, principal, (place, project)))
}

/// What an enterprise holds, of the places that are within reach; all of it where somebody of it
/// stands at the desk. Licences of other authorities are those of the project, where it is for one.
pub fn held_by(
    site: &Site,
    (code, project): (&str, &str),
    reaches: impl Fn(&mut Views, &str) -> Result<bool, Fault>,
) -> Result<Vec<Held>, Fault> {
    let all = site.store.read(&site.zone, |open| views::documents_of_owner(open, code))?;
    let all = told(site, all)?;
    let (documents, papers) = site.store.read(&site.zone, |open| {
        let mut documents = Vec::new();
        for row in all.into_iter().filter(|row| row.is_usable()) {
            if documents.len() < OFFERED && reaches(open, &row.place)? {
                documents.push((source(open, &row.place)?, row));
            }
        }
        let mut papers = Vec::new();
        if cfg!(feature = "pdf") {
            for case in views::cases_of_applicant(open, code, None)?.iter().take(CASES) {
                if !reaches(open, &case.subject)? {
                    continue;
                }
                let all = views::papers_of_case(open, &case.subject)?.into_iter();
                for row in all.filter(is_result) {
                    papers.push((source(open, &case.subject)?, row));
                }
            }
        }
        Ok((documents, papers))
    })?;
    let mut held = Vec::new();
    for (source, row) in documents {
        let name = draft::name_of(site, &row.subject)?;
        let (value, material, on) = (row.subject, row.material, row.received_on);
        held.push(Held { value, material, name, source, on, number: None, answers: None });
    }
    if cfg!(feature = "pdf") {
        let is_reached = |place: &str| site.store.read(&site.zone, |open| reaches(open, place));
        let licences = licences::in_force(site, (code, project), is_reached)?;
        held.extend(licences.into_iter().map(licences::Kept::held).take(OFFERED));
    }
    held.extend(papers.into_iter().take(OFFERED).map(|(source, row)| Held {
        value: format!("{PAPER}{}", row.entry),
        material: String::new(),
        name: format!("{} {}", row.kind.map(|kind| kind.name().zh).unwrap_or_default(), row.number),
        source,
        on: row.issued_on,
        number: None,
        answers: None,
    }));
    Ok(held)
}

/// Is what was handed in or issued there within reach, for something of that project?
fn reaches(
    views: &mut Views,
    principal: &Principal,
    (place, project): (&str, &str),
) -> Result<bool, Fault> {
    if principal.mandate().is_none() {
        return Ok(true);
    }
    let about = views::about_of(views, place)?;
    let is_covered = principal.reaches(&about.project, &about.subject, &about.package);
    Ok(is_covered && about.project == project)
}

/// A result that stands: what is built upon elsewhere.
fn is_result(row: &PaperRow) -> bool {
    matches!(row.kind, Some(Kind::Grant | Kind::Filing)) && row.state == Issued::Sealed.word()
}

/// Where something comes from: the matter of a case with its number, an application for a bundle, a
/// package, a project.
fn source(views: &mut Views, place: &str) -> Result<Text, Fault> {
    if let Some(row) = views::application_by_subject(views, place)? {
        let (Text { zh, en }, number) = (&row.title, &row.number);
        return Ok(text(format!("{zh} {number}"), format!("{en} {number}")));
    }
    let Some(case) = views::case_by_subject(views, place)? else {
        return Ok(match place.split(':').next() {
            Some("package") => text("并联申请", "a package"),
            Some(_) | None => text("项目材料", "the project's file"),
        });
    };
    let known = views::definition(views, &case.definition)?;
    let name = known.map_or_else(|| text("办件", "case"), |known| known.matter.name());
    let number = &case.number;
    Ok(text(format!("{} {number}", name.zh), format!("{} {number}", name.en)))
}

/// A choice among what is held for one material, sent to `to`; nothing where nothing is held.
pub fn offered(frame: &Frame, to: &str, (material, held): (&Material, &[&Held])) -> Markup {
    let mut offers = held.to_vec();
    offers.retain(|one| one.may_serve(material));
    offers.sort_by_key(|one| !one.is_it(material));
    let is_known = offers.first().is_some_and(|one| one.is_it(material));
    let is_licence = offers.first().is_some_and(|one| is_known && one.answers.is_some());
    let field = format!("again-{}", material.id);
    html! {
        @if !offers.is_empty() {
            details.again open[is_known] {
                summary {
                    @if frame.principal.office().is_some() {
                        (frame.t(
                            "该企业已交的文件和已领的结果：经申请人同意，可直接选用",
                            "What the enterprise handed in or holds: use it, as whoever is here \
                             agrees",
                        ))
                    } @else if is_licence {
                        (frame.t(
                            "部门已归集这份证照，您同意后可直接选用",
                            "The licence is known already: use it, if you agree",
                        ))
                    } @else if is_known {
                        (frame.t("以前交过这份材料，可直接选用", "You handed this in before: use it"))
                    } @else {
                        (frame.t(
                            "从已交的文件和已领的结果中选用",
                            "Use a file handed in before, or a result that you hold",
                        ))
                    }
                }
                form.upload action=(to) method="post" {
                    (hidden(frame, &Form::default()))
                    input type="hidden" name="material" value=(material.id);
                    label.unseen for=(field) {
                        (frame.t("已有的文件和结果", "Files and results that you hold"))
                    }
                    select id=(field) name="document" {
                        @for one in &offers { (choice(frame, one)) }
                    }
                    button.act.second type="submit" { (frame.t("选用", "Use it")) }
                }
            }
        }
    }
}

fn choice(frame: &Frame, one: &Held) -> Markup {
    let is_other = frame.language == Language::English && !one.name.is_ascii();
    html! {
        option value=(one.value) lang=[is_other.then_some("zh-CN")] {
            (one.name) (frame.t("（", " (")) (frame.say(&one.source))
            @if let Some(on) = one.on { (frame.t("，", ", ")) (on) }
            (frame.t("）", ")"))
        }
    }
}

/// The document that a choice stands for: the file itself, or a result printed for `to`. Nothing
/// where it is not this enterprise's or does not stand.
pub fn document(
    site: &Site,
    (reader, origin): (&Reader, &str),
    (chosen, to, material): (&str, &str, &str),
) -> Result<Result<Option<String>, Refused>, Fault> {
    let code = holder(&reader.principal);
    let by = (asks_as(&reader.principal), None);
    let is_reached = |place: &str| {
        site.store.read(&site.zone, |open| {
            let project = views::about_of(open, to)?.project;
            reaches(open, &reader.principal, (place, &project))
        })
    };
    document_of(site, (reader, origin), (&code, by, is_reached), (chosen, to, material))
}

/// The same of the enterprise with this code, by whoever acts and on whose word.
pub fn document_of(
    site: &Site,
    (reader, origin): (&Reader, &str),
    (code, by, is_reached): (&str, (Actor, Option<Actor>), impl Fn(&str) -> Result<bool, Fault>),
    (chosen, to, material): (&str, &str, &str),
) -> Result<Result<Option<String>, Refused>, Fault> {
    if let Some(entry) = chosen.strip_prefix(LICENCE) {
        return licence_of(site, (code, by, is_reached), (entry, to, material));
    }
    let Some(entry) = chosen.strip_prefix(PAPER) else {
        let row = site.store.read(&site.zone, |open| views::document(open, chosen))?;
        let row = row.filter(|row| row.owner == code && row.is_usable());
        let Some(row) = told(site, row.into_iter().collect())?.pop() else { return Ok(Ok(None)) };
        return Ok(Ok(is_reached(&row.place)?.then_some(row.subject)));
    };
    let Ok(entry) = entry.parse() else { return Ok(Ok(None)) };
    let row = site.store.read(&site.zone, |open| views::paper_by_entry(open, entry))?;
    let Some(row) = row.filter(|row| row.addressee == code && is_result(row)) else {
        return Ok(Ok(None));
    };
    if !is_reached(&row.case)? {
        return Ok(Ok(None));
    }
    let Some(file) = printed(site, (reader, origin), &row)? else { return Ok(Err(no_font())) };
    kept(site, (code, by), (&row.subject, &row.number, &file), (to, material))
}

/// The extract of a licence that another authority gave and that holds, where the material asks for
/// it; nothing otherwise.
fn licence_of(
    site: &Site,
    (code, by, is_reached): (&str, (Actor, Option<Actor>), impl Fn(&str) -> Result<bool, Fault>),
    (entry, to, material): (&str, &str, &str),
) -> Result<Result<Option<String>, Refused>, Fault> {
    let Ok(entry) = entry.parse::<u64>() else { return Ok(Ok(None)) };
    let licences = licences::in_force(site, (code, ""), is_reached)?;
    let found = licences.into_iter().find(|one| one.entry == entry);
    let answers = |one: &licences::Kept| licences::is_answered(site, material, &one.licence.matter);
    let Some(found) = found.filter(answers) else { return Ok(Ok(None)) };
    let Some(file) = licences::printed(site, &found)? else { return Ok(Err(no_font())) };
    let subject = format!("{LICENCE}{entry}");
    kept(site, (code, by), (&subject, &found.licence.number, &file), (to, material))
}

/// Keeps a print: of what, under which number, as which material of what.
fn kept(
    site: &Site,
    (code, (actor, asserted_by)): (&str, (Actor, Option<Actor>)),
    (of, number, file): (&str, &str, &[u8]),
    (to, material): (&str, &str),
) -> Result<Result<Option<String>, Refused>, Fault> {
    let words = format!("{}/{of}/{to}/{material}/{actor}", site.zone);
    let asked = upload::Asked {
        id: follows(Uuid::nil(), &words),
        actor,
        asserted_by,
        owner: code.to_owned(),
        to: to.into(),
        material: material.into(),
        name: format!("{}.pdf", number.replace(['/', '\\'], "-")),
    };
    match upload::receive_print(site, (asked, number), file)? {
        upload::Outcome::Kept(row) => Ok(Ok(Some(row.subject))),
        upload::Outcome::Refused(refused) => Ok(Err(refused)),
        upload::Outcome::Broke => Ok(Err(upload::broke())),
    }
}

/// Lets a document serve as a material of a place; that it does already is no fault.
pub fn attach(
    site: &Site,
    (principal, id): (&Principal, Uuid),
    (document, to, material): (&str, &str, &str),
) -> Result<Result<(), Refused>, Fault> {
    let (to, material) = (to.to_owned(), material.to_owned());
    let asked = Asked::of(site, principal, id);
    let command = DocumentCommand::Attach { to, material };
    Ok(match asked.ask::<Documents>(document, command)? {
        Err(refused) if refused.code == "approvals.document_already_attached" => Ok(()),
        answer => answer,
    })
}

/// A result as a file, in Chinese as offices file it; nothing where no font prints it.
#[cfg(feature = "pdf")]
fn printed(
    site: &Site,
    (reader, origin): (&Reader, &str),
    row: &PaperRow,
) -> Result<Option<Vec<u8>>, Fault> {
    use crate::documents::{checked, pdf, token_of};
    let token = token_of(&site.store, &site.zone, row.entry);
    let Some(found) = checked(site, &token)? else { return Ok(None) };
    let mut frame = crate::front::frame(site, reader);
    frame.language = Language::Chinese;
    Ok(pdf::file(&frame, &found, origin, site.store.folder().path())?.ok())
}

#[cfg(not(feature = "pdf"))]
fn printed(_: &Site, _: (&Reader, &str), _: &PaperRow) -> Result<Option<Vec<u8>>, Fault> {
    Ok(None)
}

fn no_font() -> Refused {
    Refused {
        code: "web.no_font",
        sentence: text("服务器暂时不能打印这份结果。", "The server cannot print this result now."),
        remedy: text(
            "请从“文书”下载后上传，或请管理员安装中文字体。",
            "Download it and upload it, or ask the administrator to install a Chinese font.",
        ),
        basis: "",
        ground: Ground::State,
    }
}
