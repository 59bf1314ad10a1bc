//! How "no" is told to programs (问题详情): RFC 9457, in the reader's language, with a stable code.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::refusal::Refused;
use kernel::text::{Language, Text, text};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{Failure, RETRY_AFTER, status_of};

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why something is not answered as asked (问题).
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: String,
    sort: &'static str,
    detail: Text,
    remedy: Text,
    basis: &'static str,
    errors: Vec<FieldError>,
}

/// What is wrong with one field (字段错误).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FieldError {
    /// The field's name, or the line and column where none can be told.
    pub field: String,
    /// What is wrong with it.
    pub detail: String,
}

/// A problem as it is sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct Sent<'a> {
    /// Where its sort is explained.
    #[serde(rename = "type")]
    kind: String,
    /// Its sort, in words.
    title: &'a str,
    /// The status, once more.
    status: u16,
    /// What is the case here.
    detail: &'a str,
    /// The code of the "no"; it never changes.
    code: &'a str,
    /// What to do next.
    remedy: &'a str,
    /// The legal basis, where the law speaks.
    #[serde(skip_serializing_if = "str::is_empty")]
    #[schemars(default)]
    basis: &'a str,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schemars(default)]
    errors: &'a [FieldError],
}

/// The sorts of problems, each with its place on the page and its words.
pub const SORTS: [(&str, &str, &str); 8] = [
    ("malformed", "请求格式不符", "The request cannot be read"),
    ("sign-in-needed", "需要登录", "Sign in first"),
    ("forbidden", "没有权限", "You may not do this"),
    ("not-found", "没有找到", "There is no such thing"),
    ("not-allowed", "此地址不接收该方法", "The address does not take this method"),
    ("refused", "规则不允许", "The rules say no"),
    ("too-large", "提交的内容过大", "Too much was sent"),
    ("out-of-service", "暂时无法答复", "Out of service for the moment"),
];

impl Problem {
    /// The header that names the command is missing, or holds something else.
    pub fn key_missing() -> Problem {
        Problem::malformed(
            "api.idempotency_key_missing",
            text("请求头 Idempotency-Key 应为UUID。", "The header Idempotency-Key must be a UUID."),
            text(
                "每项指令取一个新的UUID；重发同一指令时沿用原来的。",
                "Take a fresh UUID for each command; send the same one again to repeat it.",
            ),
        )
    }

    /// What is sent is not JSON of the shape that is asked.
    pub fn unreadable(error: &serde_json::Error) -> Problem {
        let said = error.to_string();
        let field = said.split('`').nth(1).map(str::to_owned);
        let place = || format!("{}:{}", error.line(), error.column());
        let errors = vec![FieldError { field: field.unwrap_or_else(place), detail: said }];
        let problem = Problem::malformed(
            "api.body_unreadable",
            text("请求正文不是所要求的JSON。", "The body is not the JSON that is asked for."),
            text("请对照 /api/openapi.json。", "Compare it with /api/openapi.json."),
        );
        Problem { errors, ..problem }
    }

    /// A parameter that is missing or means nothing.
    pub fn parameter(name: &str) -> Problem {
        let problem = Problem::malformed(
            "api.parameter_unfit",
            text(
                format!("参数 {name} 不符合要求。"),
                format!("The parameter {name} does not fit."),
            ),
            text("请对照 /api/openapi.json。", "Compare it with /api/openapi.json."),
        );
        let said = "missing or not what is asked for".to_owned();
        Problem { errors: vec![FieldError { field: name.into(), detail: said }], ..problem }
    }

    /// The file did not come whole.
    pub fn broken_off() -> Problem {
        Problem::malformed(
            "api.file_broken_off",
            text("文件没有完整到达。", "The file did not come whole."),
            text("请用同一编号重新上传。", "Upload it again under the same key."),
        )
    }

    fn malformed(code: &str, detail: Text, remedy: Text) -> Problem {
        let (status, sort) = (StatusCode::BAD_REQUEST, "malformed");
        Problem { status, code: code.into(), sort, detail, remedy, basis: "", errors: vec![] }
    }

    /// What a failure is to a program.
    pub fn of(failure: &Failure) -> Problem {
        let (sort, code) = match failure {
            Failure::NotFound => ("not-found", "api.not_found"),
            Failure::NotAllowed => ("not-allowed", "api.method_not_allowed"),
            Failure::SignInNeeded => ("sign-in-needed", "api.sign_in_needed"),
            Failure::Forbidden { .. } => ("forbidden", "api.forbidden"),
            Failure::ApplicantsOwn => ("forbidden", "store.applicants_own"),
            Failure::FormStale => ("forbidden", "api.token_unfit"),
            Failure::TooLarge => ("too-large", "api.too_large"),
            Failure::TooOften => ("out-of-service", "api.too_often"),
            Failure::Slow => ("out-of-service", "api.slow"),
            Failure::Stopped(_) => ("out-of-service", "api.stopped"),
            Failure::Broken { .. } => ("out-of-service", "api.broken"),
        };
        let (detail, remedy) = match failure {
            Failure::NotFound => (
                text("没有这个对象，或不属于您。", "There is no such thing, or it is not yours."),
                text("请核对园区和编号。", "Check the zone and the number."),
            ),
            Failure::FormStale => (
                text("请求头 X-CSRF-Token 不符。", "The header X-CSRF-Token does not fit."),
                text(
                    "请从 session 取令牌，或改用访问令牌（Bearer）。",
                    "Take the token from session, or use a bearer token.",
                ),
            ),
            Failure::Broken { reference } => (
                text(format!("系统出错，编号 {reference}。"), format!("It broke: {reference}.")),
                text("请把编号告诉管理员。", "Give the administrator the reference."),
            ),
            Failure::NotAllowed
            | Failure::SignInNeeded
            | Failure::Forbidden { .. }
            | Failure::ApplicantsOwn
            | Failure::TooLarge
            | Failure::TooOften
            | Failure::Slow
            | Failure::Stopped(_) => failure.in_words(),
        };
        let status = failure.status();
        Problem { status, code: code.into(), sort, detail, remedy, basis: "", errors: vec![] }
    }

    /// As it is sent, in the reader's language.
    pub fn sent(&self, language: Language) -> Response {
        let say = |text: &Text| match language {
            Language::Chinese => text.zh.clone(),
            Language::English => text.en.clone(),
        };
        let title = say(&title_of(self.sort));
        let (detail, remedy) = (say(&self.detail), say(&self.remedy));
        let sent = Sent {
            kind: format!("/api#{}", self.sort),
            title: &title,
            status: self.status.as_u16(),
            detail: &detail,
            code: &self.code,
            remedy: &remedy,
            basis: self.basis,
            errors: &self.errors,
        };
        let body = serde_json::to_string(&sent).expect("a problem is JSON");
        let word = match language {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        };
        let headers = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CONTENT_LANGUAGE, word)];
        let mut response = (self.status, headers, body).into_response();
        let extra = match self.status {
            StatusCode::UNAUTHORIZED => Some((header::WWW_AUTHENTICATE, "Bearer")),
            StatusCode::SERVICE_UNAVAILABLE => Some((header::RETRY_AFTER, RETRY_AFTER)),
            _ => None,
        };
        if let Some((name, value)) = extra {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// A sort's words.
fn title_of(sort: &str) -> Text {
    let found = SORTS.iter().find(|(known, _, _)| *known == sort);
    found.map_or_else(|| text(sort, sort), |(_, zh, en)| text(*zh, *en))
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        Problem::of(&failure)
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        Problem {
            status: status_of(refused.ground),
            code: refused.code.into(),
            sort: "refused",
            detail: refused.sentence,
            remedy: refused.remedy,
            basis: refused.basis,
            errors: Vec::new(),
        }
    }
}

impl IntoResponse for Problem {
    /// The status alone; `layers` dresses it in the reader's language.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
