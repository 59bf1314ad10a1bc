//! The page about the interface (开放接口说明): how to sign in, what there is, how "no" is told.

use maud::{Markup, html};

use super::problem::SORTS;
use super::table;
use crate::policy::Verb;
use crate::shell::{self, Frame};

/// The page.
pub fn page(frame: &Frame) -> Markup {
    let heading = frame.t("开放接口", "Interface for programs");
    let body = html! {
        div.wrap {
            section.sheet {
                h1 { (heading) }
                p {
                    (frame.t(
                        "页面上的各项内容和操作，程序也可以用JSON办理。完整说明：",
                        "What the pages show and do, programs can ask for as JSON. In full: ",
                    ))
                    a href="/api/openapi.json" { "OpenAPI 3.1" }
                    (frame.t("。", "."))
                }
                (signing_in(frame))
            }
            section.sheet {
                header { h2 { (frame.t("操作", "Operations")) } }
                (operations(frame))
            }
            section.sheet {
                header { h2 { (frame.t("问题", "Problems")) } }
                p {
                    (frame.t(
                        "不能照办时，按RFC 9457答复：code 是不变的代码，detail 说明情况，remedy 说明下一步。",
                        "Where something is not done as asked, the answer follows RFC 9457: code \
                         never changes, detail says what is the case, remedy what to do next.",
                    ))
                }
                ul {
                    @for (sort, zh, en) in SORTS {
                        li id=(sort) { code { "/api#" (sort) } " " (frame.t(zh, en)) }
                    }
                }
            }
        }
    };
    shell::page(frame, heading, &body)
}

fn signing_in(frame: &Frame) -> Markup {
    html! {
        ul {
            li {
                (frame.t(
                    "访问令牌：管理员用 kaiyuan people token 生成，放在请求头 Authorization: Bearer 里；\
                     权限与所代表的身份相同。",
                    "A bearer token: made by the administrator with kaiyuan people token, sent in \
                     the header Authorization: Bearer; it may do what its capacity may.",
                ))
            }
            li {
                (frame.t(
                    "也可沿用网页登录的会话；提交时另附请求头 X-CSRF-Token，取自 session。",
                    "Or the session of the pages; a POST then also carries the header \
                     X-CSRF-Token, which session tells.",
                ))
            }
            li {
                (frame.t(
                    "每次提交都附请求头 Idempotency-Key（UUID）；同一编号重发，只办一次。",
                    "Every POST carries the header Idempotency-Key, a UUID; sent twice under one \
                     key, it is done once.",
                ))
            }
        }
    }
}

fn operations(frame: &Frame) -> Markup {
    html! {
        section.scroll tabindex="0" aria-label=(frame.t("操作", "Operations")) {
            table {
                thead {
                    tr {
                        th scope="col" { (frame.t("方法", "Method")) }
                        th scope="col" { (frame.t("地址", "Address")) }
                        th scope="col" { (frame.t("作用", "What it does")) }
                    }
                }
                tbody {
                    @for operation in table::operations() {
                        tr {
                            td {
                                @match operation.row.verb {
                                    Verb::Get => "GET",
                                    Verb::Post => "POST",
                                }
                            }
                            td { code { (operation.row.path) } }
                            td { (frame.t(operation.what.0, operation.what.1)) }
                        }
                    }
                }
            }
        }
    }
}
