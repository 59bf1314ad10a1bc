//! Answers that are no page (错误页): one table of status, words and what to do.
//!
//! A fault is logged once, here, under a reference number; the page shows the number and nothing
//! of what broke.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::refusal::Ground;
use kernel::text::{Text, text};
use maud::{Markup, html};
use store::Fault;

use crate::shell::{self, Frame};

/// Why there is no page (无法显示页面的原因).
#[derive(Clone, Debug)]
pub enum Failure {
    /// Nothing stands at this address.
    NotFound,
    /// A program must say who it is.
    SignInNeeded,
    /// Pages are read, not written to.
    NotAllowed,
    /// The reader lacks what the address asks for.
    Forbidden {
        /// What is lacking.
        lacking: Text,
        /// Who grants it.
        granted_by: Text,
    },
    /// Only the applicant itself may, and the reader acts for it under a mandate.
    ApplicantsOwn,
    /// A form that this site did not show to this browser, or not lately.
    FormStale,
    /// The request is larger than any form.
    TooLarge,
    /// Too many forms from one address without signing in.
    TooOften,
    /// The answer took too long.
    Slow,
    /// The store stopped; the text says what that means.
    Stopped(Text),
    /// Something broke; the log has it under this number.
    Broken {
        /// What the reader quotes.
        reference: String,
    },
}

/// What the page of a failure says.
struct Said {
    status: StatusCode,
    heading: Text,
    what: Text,
    next: Vec<Text>,
}

/// Seconds after which it is worth asking again.
pub const RETRY_AFTER: &str = "30";

impl Failure {
    /// What a layer's bare status stands for.
    pub fn of(status: StatusCode) -> Option<Failure> {
        match status {
            StatusCode::METHOD_NOT_ALLOWED => Some(Failure::NotAllowed),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Failure::TooLarge),
            StatusCode::SERVICE_UNAVAILABLE => Some(Failure::Slow),
            status if status.is_client_error() => Some(Failure::NotFound),
            _ => None,
        }
    }

    /// Is it worth asking again soon?
    pub fn may_pass(&self) -> bool {
        match self {
            Failure::TooOften | Failure::Slow | Failure::Stopped(_) => true,
            Failure::NotFound
            | Failure::SignInNeeded
            | Failure::NotAllowed
            | Failure::Forbidden { .. }
            | Failure::ApplicantsOwn
            | Failure::FormStale
            | Failure::TooLarge
            | Failure::Broken { .. } => false,
        }
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.said().status
    }

    /// Its page.
    pub fn page(&self, frame: &Frame) -> Markup {
        let said = self.said();
        let body = html! {
            div.wrap.narrow {
                section.sheet.failure {
                    h1 { (frame.say(&said.heading)) }
                    p { (frame.say(&said.what)) }
                    @if let Failure::Broken { reference } = self {
                        dl.pairs {
                            dt { (frame.t("编号", "Reference")) }
                            dd.n { strong { (reference) } }
                        }
                    }
                    ul { @for next in &said.next { li { (frame.say(next)) } } }
                    p { a.act href="/" { (frame.t("返回首页", "Go to the home page")) } }
                }
            }
        };
        shell::page(frame, frame.say(&said.heading), &body)
    }

    /// What is the case, and what to do next: for whoever reads no page.
    pub fn in_words(&self) -> (Text, Text) {
        let Said { what, next, .. } = self.said();
        (what, next.into_iter().next().unwrap_or_else(|| text("", "")))
    }

    fn said(&self) -> Said {
        match self {
            Failure::NotFound => not_found(),
            Failure::SignInNeeded => Said {
                status: StatusCode::UNAUTHORIZED,
                heading: text("需要登录", "Sign in first"),
                what: text("没有登录，或登录已经结束。", "Nobody is signed in, or not any more."),
                next: vec![text(
                    "请附上访问令牌（Bearer），或先在网页登录。",
                    "Send a bearer token, or sign in on the pages first.",
                )],
            },
            Failure::NotAllowed => Said {
                status: StatusCode::METHOD_NOT_ALLOWED,
                heading: text("此地址不接收提交", "Nothing can be submitted here"),
                what: text(
                    "本页仅供查看，未作任何改动。",
                    "This page can only be read. Nothing was changed.",
                ),
                next: vec![text("请从页面上的表单提交。", "Submit by the form of a page.")],
            },
            Failure::Forbidden { lacking, granted_by } => forbidden(lacking, granted_by),
            Failure::ApplicantsOwn => applicants_own(),
            Failure::FormStale => Said {
                status: StatusCode::FORBIDDEN,
                heading: text("表单已失效", "This form is out of date"),
                what: text(
                    "表单不是在本浏览器打开的，或登录已经结束；未作任何改动。",
                    "It was not opened in this browser, or the session is over. Nothing was \
                     changed.",
                ),
                next: vec![text("请重新打开页面再填写。", "Open the page again and fill it in.")],
            },
            Failure::TooLarge => too_large(),
            Failure::TooOften => too_often(),
            Failure::Slow => Said {
                status: StatusCode::SERVICE_UNAVAILABLE,
                heading: text("响应超时", "This took too long"),
                what: text(
                    "页面未能及时生成。如果刚刚提交了内容，可能已经记录：请先查看；用原页面再次提交，不会重复记录。",
                    "The page could not be made in time. What was just sent may be recorded: look \
                     first; sent again from the same page, it is not recorded twice.",
                ),
                next: vec![again()],
            },
            Failure::Stopped(said) => Said {
                status: StatusCode::SERVICE_UNAVAILABLE,
                heading: text("暂时无法提供服务", "Out of service for the moment"),
                what: said.clone(),
                next: vec![again()],
            },
            Failure::Broken { .. } => Said {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                heading: text("系统出错", "Something broke"),
                what: text(
                    "页面未能显示。如果刚刚提交了内容，可能已经记录：请先查看；用原页面再次提交，不会重复记录。",
                    "The page could not be shown. What was just sent may be recorded: look first; \
                     sent again from the same page, it is not recorded twice.",
                ),
                next: vec![text(
                    "请稍后再试；若仍出错，请把上面的编号告诉管理员。",
                    "Try again later. If it happens again, give the administrator the reference.",
                )],
            },
        }
    }
}

fn too_often() -> Said {
    Said {
        status: StatusCode::TOO_MANY_REQUESTS,
        heading: text("提交过于频繁", "Too many forms at once"),
        what: text(
            "同一网络地址未登录的提交过多；这一次未作任何改动。",
            "Too many forms came from this network address without signing in. This one changed \
             nothing.",
        ),
        next: vec![text(
            "请稍等片刻再提交；登录后不受此限制。",
            "Wait a moment and send it again; once signed in, there is no such limit.",
        )],
    }
}

fn forbidden(lacking: &Text, granted_by: &Text) -> Said {
    Said {
        status: StatusCode::FORBIDDEN,
        heading: text("没有权限", "You may not open this"),
        what: text(
            format!("需要的权限：{}。", lacking.zh),
            format!("What is needed: {}.", lacking.en),
        ),
        next: vec![
            granted_by.clone(),
            text(
                "若您另有其他身份，可在“我的账号”切换。",
                "If you hold another capacity, switch to it under \"My account\".",
            ),
        ],
    }
}

fn too_large() -> Said {
    Said {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        heading: text("提交的内容过大", "Too much was sent"),
        what: text("内容超出上限，未作任何改动。", "It is over the limit. Nothing was changed."),
        next: vec![text(
            "每个文件不超过50 MB，文字不超过64 KB；请减少内容后重新提交。",
            "A file may have 50 MB and everything else 64 KB; send less.",
        )],
    }
}

/// What is not entrusted to whoever acts under a mandate.
fn applicants_own() -> Said {
    let refused = store::applicants_own();
    let back = text(
        "可从“帮办代办”回到委托，或退出代办后办理本岗位的事。",
        "Go back to the mandate, or stop acting for it to do what your own post does.",
    );
    Said {
        status: StatusCode::FORBIDDEN,
        heading: text("须由企业本人办理", "The applicant's own"),
        what: refused.sentence,
        next: vec![refused.remedy, back],
    }
}

fn not_found() -> Said {
    Said {
        status: StatusCode::NOT_FOUND,
        heading: text("没有找到这个页面", "There is no such page"),
        what: text("请核对以下几点：", "Please check:"),
        next: vec![
            text(
                "地址是否完整，转发时末尾容易丢字；",
                "that the address is whole: forwarding often cuts off its end;",
            ),
            text(
                "项目或办件的编号是否为年份加六位序号，例如 2026-000123；",
                "that the number of the project or case is a year and six digits, such as \
                 2026-000123;",
            ),
            text("编号是否属于本园区。", "that the number belongs to this zone."),
        ],
    }
}

fn again() -> Text {
    text("请在半分钟后重新打开本页。", "Open this page again in half a minute.")
}

/// The status under which a form is shown again, by the ground of what was refused.
pub fn status_of(ground: Ground) -> StatusCode {
    match ground {
        Ground::Right => StatusCode::FORBIDDEN,
        Ground::State => StatusCode::CONFLICT,
        Ground::Content | Ground::Unknown => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// What a fault is to a reader: a pause, or a page with a reference under which `log` keeps it.
pub fn failure(fault: &Fault, log: impl FnOnce(&Fault) -> String) -> Failure {
    match fault {
        Fault::OutcomeUnknown(_)
        | Fault::Stopping
        | Fault::StorageFull(_)
        | Fault::ClockHeld(_) => Failure::Stopped(fault.text()),
        Fault::Broken(_) | Fault::InUse(_) | Fault::NewerSchema(_) | Fault::Panicked(_) => {
            Failure::Broken { reference: log(fault) }
        }
    }
}

impl IntoResponse for Failure {
    /// The status alone; `layers` dresses it as a page in the reader's language.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
