//! What a page says of itself elsewhere (分享与检索): to search engines, and to a chat that shows a
//! card with title, description and picture; and what stands in place of a file where the chat's
//! own browser takes none.
//!
//! Never: an address with anything of the reader in it. Pages of somebody's own are not for search.

use kernel::text::Language;
use maud::{Markup, html};

use crate::{assets, shell, shell::Frame, words::tag};

/// What the browser inside WeChat calls itself.
const CHAT: &str = "MicroMessenger";

/// The pages that are everybody's, by how their address begins, and what each is for.
const EVERYBODYS: [(&str, &str, &str); 16] = [
    (
        "/guides",
        "每件审批要交什么材料、依据哪一条、几个工作日办结、由谁办理。",
        "For each approval: what to hand in, on what basis, within how many days, and by whom.",
    ),
    (
        "/routes",
        "回答几个问题，看项目要办哪些事、先后顺序、交哪些材料、要多少天。",
        "Answer a few questions: which approvals a project needs, in which order, how many days.",
    ),
    (
        "/bundles",
        "选好要办的证照，看要答什么、交什么、跑几趟，一次申请，各件一起办。",
        "Choose the certificates and see each question, paper and visit once, for all of them.",
    ),
    (
        "/progress",
        "凭编号和手机号后四位查办件进度，无需登录。",
        "Where an application stands, by its number and four digits of a phone; no account needed.",
    ),
    (
        "/instant",
        "哪些事项当场办结，按哪条规则、哪个版本决定，办了多少件，抽查了多少件。",
        "What is decided at once, by which rule and version, how often, what was checked later.",
    ),
    (
        "/plots",
        "规划方案已经审定、随地块一并出让的地块：位置、面积、规划条件和竞买截止日期。",
        "Land offered with its reviewed scheme: where, how large, on what terms, bids until when.",
    ),
    (
        "/visits",
        "申请人平均到大厅几次，多少件不用来，超过一次的是什么原因。",
        "How often applicants had to come, how many never had to, why some came more than once.",
    ),
    (
        "/ratings",
        "各部门收件、决定、送达得到的评价，以及差评的回访和整改。",
        "How applicants grade each office on receipt, decision and delivery, and what followed.",
    ),
    (
        "/hall/tickets",
        "预约到大厅办事的时段，或当场取号，看正在叫几号。",
        "Book a slot at the hall or draw a ticket, and see which number is being called.",
    ),
    (
        "/verify",
        "核对文书编号和核验码，看是否为本园区出具、是否仍然有效。",
        "Check a paper's number and code: did this zone issue it, and does it still stand?",
    ),
    (
        "/search",
        "按名称或编号查找办事指南；登录后可查本企业的项目、办件和协议。",
        "Find a guide by name or number; signed in, your own projects, cases and agreements too.",
    ),
    (
        "/figures",
        "指标的含义、来源、口径和截至时间。",
        "What a figure counts, from what, what it leaves out, and as of when.",
    ),
    (
        "/sign-in",
        "企业经办人和园区工作人员由此登录。",
        "The way in for agents of enterprises and for the staff of the zone.",
    ),
    (
        "/register",
        "企业注册后即可填报项目、在线申请各项审批。",
        "An enterprise registers once; then it files projects and applies for approvals here.",
    ),
    (
        "/api",
        "程序办理各项审批的接口说明，遵循OpenAPI 3.1。",
        "How programs read and do what the pages show, described in OpenAPI 3.1.",
    ),
    (
        "/",
        "投资项目从备案到竣工的审批：在线申请、公开进度，时限和结果以台账为据。",
        "Approvals of investment projects from filing to completion: applied for here, with every \
         limit and result on record.",
    ),
];

/// What the head of a page says to the outside, from its address.
pub fn head(frame: &Frame, title: &str) -> Markup {
    match about(path(frame)) {
        Some((zh, en)) => card(frame, title, frame.t(zh, en)),
        None => html! { meta name="robots" content="noindex"; },
    }
}

/// What a page of everybody's is for; nothing where the address is not one.
pub fn about(path: &str) -> Option<(&'static str, &'static str)> {
    let is_below = |begins: &str| {
        path.strip_prefix(begins).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let found = EVERYBODYS.iter().find(|(begins, _, _)| match *begins {
        "/" => path == "/",
        begins => is_below(begins),
    });
    found.map(|(_, zh, en)| (*zh, *en))
}

/// What a page that is everybody's says: a chat makes a card of it.
pub fn card(frame: &Frame, title: &str, about: &str) -> Markup {
    let zone = frame.zone.name();
    let picture = format!("{}{}", frame.origin, assets::PICTURE.address());
    let place = format!("{}{}", frame.origin, path(frame));
    let in_language = |language| match language {
        Language::Chinese => format!("{place}?lang=zh"),
        Language::English => format!("{place}?lang=en"),
    };
    html! {
        meta name="description" content=(about);
        meta property="og:title" content=(title);
        meta property="og:description" content=(about);
        meta property="og:type" content="website";
        meta property="og:site_name" content=(frame.say(&zone));
        meta property="og:image" content=(picture);
        meta property="og:url" content=(in_language(frame.language));
        @if is_for_search(frame) {
            link rel="canonical" href=(in_language(frame.language));
        } @else {
            meta name="robots" content="noindex";
        }
        @for language in [Language::Chinese, Language::English] {
            link rel="alternate" hreflang=(tag(language)) href=(in_language(language));
        }
    }
}

/// What stands behind a question mark is somebody's own choice, and whoever has a paper's code may
/// check it, as whoever has a ticket's address sees it: search engines leave all three alone.
fn is_for_search(frame: &Frame) -> bool {
    let (path, query) = frame.at.split_once('?').unwrap_or((&frame.at, ""));
    matches!(query, "" | "lang=zh" | "lang=en")
        && !["/verify/", "/hall/tickets/"].iter().any(|own| path.starts_with(own))
}

fn path(frame: &Frame) -> &str {
    frame.at.split('?').next().unwrap_or_default()
}

/// Does the browser inside a chat ask? It shows pages and takes no files.
pub fn is_chat(agent: &str) -> bool {
    agent.contains(CHAT)
}

/// In place of a file: how it is had, with the address to copy.
pub fn elsewhere(frame: &Frame) -> Markup {
    let heading = frame.t("请用浏览器下载", "Download it in a browser");
    let address = format!("{}{}", frame.origin, frame.at);
    let is_signed_in = frame.principal.signed_in.is_some();
    let body = html! {
        div.wrap.narrow.stack {
            section.sheet {
                h1 { (heading) }
                p {
                    (frame.t(
                        "微信里不能下载文件。请点右上角的“…”，选“在浏览器打开”；也可以长按下面的网址，\
                         复制到浏览器里打开。",
                        "Files cannot be downloaded inside WeChat. Tap “…” at the top right and \
                         choose to open the page in a browser; or hold the address below, copy it \
                         and open it in a browser.",
                    ))
                }
                p { code { (address) } }
                @if is_signed_in {
                    p.note {
                        (frame.t(
                            "这是您的文件：浏览器会请您先登录，登录后即可下载。",
                            "The file is yours: the browser asks you to sign in first, then \
                             downloads it.",
                        ))
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}
