//! The bundles of the demonstration (演示一件事): a company opened within one day by a person who has
//! none yet, and a second one by an enterprise whose seal was sent back.

use approvals::bundle::{Command, plan};
use catalogue::form::Answers;
use catalogue::{Bundle, Pack, Uncorrected};
use jiff::civil::Date;
use kernel::personal::Personal;
use kernel::text::{Text, text};

use super::story::{Ask, FOUNDER, REDUCERS, Scene, Who};

/// The bundle that is applied for.
const BUNDLE: &str = "start-a-business";
/// The subject of the one that is through.
pub(super) const OPENED: &str = "bundle:demo-opened";
/// The subject of the one that waits.
const WAITING: &str = "bundle:demo-waiting";
/// The links after the licence, with the numbers that they end under.
const LINKS: [(&str, &str); 5] = [
    ("seal", "印备2026-0317"),
    ("invoices", "票2026-0317"),
    ("social-insurance", "社登2026-0317"),
    ("housing-fund", "金登2026-0317"),
    ("bank-account", "户约2026-0317"),
];

/// What is played of them, for a story that ends on a day.
pub(super) fn scenes(pack: &Pack, end: Date) -> Vec<Scene> {
    let Some(bundle) = pack.bundle(BUNDLE) else { return Vec::new() };
    let mut scenes = opened(bundle, end);
    scenes.extend(waiting(bundle, end));
    scenes
}

fn scene(clock: (i8, i8), who: Who, (subject, ask): (&'static str, Command), told: Text) -> Scene {
    let ask = Ask::Bundle(subject, Box::new(ask));
    Scene { before: 1, clock, who, project: &REDUCERS, ask, told }
}

fn opened(bundle: &Bundle, end: Date) -> Vec<Scene> {
    let apply =
        text("一次申请企业开办六个环节", "applies once for the six links of starting a business");
    let granted = text("核准设立登记", "grants the registration");
    let mut scenes = vec![
        scene(
            (9, 2),
            Who::Founder,
            (OPENED, submit(bundle, (FOUNDER, "嘉善示例新材料有限公司"), end)),
            apply,
        ),
        scene(
            (9, 48),
            Who::Hall,
            (OPENED, done("business-licence", "330421000317201", "91330421MACX031701")),
            granted,
        ),
    ];
    for (place, (id, document)) in LINKS.into_iter().enumerate() {
        let Some(link) = bundle.certificates.iter().find(|link| link.id == id) else { continue };
        let (zh, en) = (&link.title, &link.title_en);
        let minute = i8::try_from(place).expect("five links");
        if matches!(id, "seal" | "housing-fund" | "bank-account") {
            let push =
                Command::Push { certificate: id.into(), reference: format!("推{document}") };
            let told = text(format!("推送：{zh}"), format!("pushes: {en}"));
            scenes.push(scene((10, 2 + minute), Who::Hall, (OPENED, push), told));
        }
        let told = text(format!("办结：{zh}"), format!("done: {en}"));
        scenes.push(scene((13, 5 + 7 * minute), Who::Hall, (OPENED, done(id, document, "")), told));
    }
    scenes
}

fn waiting(bundle: &Bundle, end: Date) -> Vec<Scene> {
    let applicant = ("enterprise", "嘉善示例精密传动销售有限公司");
    let push = Command::Push { certificate: "seal".into(), reference: "推2026-0318".into() };
    let back = Command::Return {
        certificate: "seal".into(),
        reason: "印章样式与企业名称不一致，请重新上传样式".into(),
        mend_by: None,
        unmended: Uncorrected::Waits,
    };
    vec![
        scene(
            (14, 1),
            Who::Enterprise,
            (WAITING, submit(bundle, applicant, end)),
            text("为新设公司申请企业开办", "applies for a further company"),
        ),
        scene(
            (14, 21),
            Who::Hall,
            (WAITING, done("business-licence", "330421000318202", "91330421MACX03189X")),
            text("核准设立登记", "grants the registration"),
        ),
        scene((14, 25), Who::Hall, (WAITING, push), text("推送：公章刻制", "pushes the seal")),
        scene(
            (14, 41),
            Who::Hall,
            (WAITING, back),
            text("退回公章刻制，其他环节照常办理", "sends the seal back; the others go on"),
        ),
    ]
}

fn done(certificate: &str, document: &str, credit_code: &str) -> Command {
    Command::Conclude {
        certificate: certificate.into(),
        document: document.into(),
        credit_code: credit_code.into(),
        originals_seen: true,
    }
}

/// The one form, with invented answers.
fn submit(bundle: &Bundle, (founder, name): (&str, &str), end: Date) -> Command {
    let answers: Answers = [
        ("signs", "online"),
        ("collect", "post"),
        ("is_branch", "no"),
        ("enterprise_name", name),
        ("registered_capital", "5000000"),
        ("address", "嘉善县惠民街道示例路18号"),
        ("address_basis", "commitment"),
        ("business_scope", "新材料技术研发；通用零部件制造、销售"),
        ("industry", "34"),
        ("foreign_invested", "no"),
        ("employees", "12"),
        ("taxpayer_kind", "general"),
        ("seals", "set"),
        ("invoices", "electronic"),
        ("housing_fund_percent", "8"),
        ("medical_joins", "yes"),
        ("bank", "嘉善示例银行"),
    ]
    .into_iter()
    .map(|(id, answer)| (id.to_owned(), answer.to_owned()))
    .collect();
    let chosen: Vec<String> = bundle.certificates.iter().map(|row| row.id.clone()).collect();
    let papers = plan(bundle, &chosen, &answers, end)
        .map(|plan| plan.papers.iter().map(|need| need.id.to_owned()).collect());
    let applicant = match founder {
        FOUNDER => format!("person:{FOUNDER}"),
        _ => format!("enterprise:{}", REDUCERS.credit_code),
    };
    Command::Submit {
        bundle: Some(Box::new(bundle.clone())),
        applicant,
        chosen,
        answers,
        handed_in: papers.unwrap_or_default(),
        agent: Personal::clear("林晓彤"),
        phone: Personal::clear("13600136000"),
    }
}
