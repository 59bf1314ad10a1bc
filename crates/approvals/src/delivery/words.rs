//! The words of deliveries (送达用词): ways, failures, and what proves an identity.

use catalogue::form::Answers;
use kernel::personal::Personal;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// How a result comes (送达方式).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Way {
    /// On the applicant's pages alone (电子送达).
    Electronic,
    /// At the counter (窗口领取).
    Counter,
    /// By post, at the government's cost (邮寄送达，政府付费).
    Post(Recipient),
    /// By post, and where to is not told yet (邮寄，收件信息待填).
    Unaddressed,
}

/// The question of a bundle's form that asks how its result is to come (领取方式).
pub const COLLECT: &str = "collect";

/// Whom a parcel goes to (收件人).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The name.
    pub name: Personal,
    /// The phone.
    pub phone: Personal,
    /// The address.
    pub address: Personal,
}

/// How a parcel failed (未送达情形).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The recipient did not take it (拒收).
    Refused,
    /// It came back (退回).
    Returned,
    /// It is lost (丢失).
    Lost,
}

/// Who says that a parcel was received (签收来源).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// The courier.
    Courier,
    /// The applicant.
    Applicant,
}

/// By what an identity was checked (核验证件).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// 居民身份证.
    IdCard,
    /// 护照或其他出入境证件.
    Passport,
    /// 授权委托书和受托人身份证.
    Authorisation,
}

impl Way {
    /// How a bundle's form says that the result is to come; nothing where it does not say.
    pub fn of_form(answers: &Answers) -> Option<Way> {
        match answers.get(COLLECT).map(String::as_str) {
            Some("hall") => Some(Way::Counter),
            Some("post") => Some(Way::Unaddressed),
            Some(_) | None => None,
        }
    }

    /// The way in words.
    pub fn text(&self) -> Text {
        match self {
            Way::Electronic => text("电子送达", "electronically"),
            Way::Counter => text("窗口领取", "at the counter"),
            Way::Post(_) => text("邮寄送达（免邮费）", "by post, free of charge"),
            Way::Unaddressed => {
                text("邮寄送达（收件信息待填写）", "by post; where to is still to be told")
            }
        }
    }

    /// The word that views keep.
    pub fn word(&self) -> &'static str {
        match self {
            Way::Electronic => "electronic",
            Way::Counter => "counter",
            Way::Post(_) => "post",
            Way::Unaddressed => "unaddressed",
        }
    }
}

impl Failure {
    /// All of them.
    pub const ALL: [Failure; 3] = [Failure::Refused, Failure::Returned, Failure::Lost];

    /// It in words.
    pub fn text(self) -> Text {
        match self {
            Failure::Refused => text("收件人拒收", "Refused by the recipient"),
            Failure::Returned => text("邮件退回", "Returned"),
            Failure::Lost => text("邮件丢失", "Lost"),
        }
    }
}

impl Receiver {
    /// Who says it, in words.
    pub fn text(self) -> Text {
        match self {
            Receiver::Courier => text("寄递企业回传", "as the courier says"),
            Receiver::Applicant => text("申请人确认", "as the applicant confirmed"),
        }
    }
}

impl Identity {
    /// All of them.
    pub const ALL: [Identity; 3] = [Identity::IdCard, Identity::Passport, Identity::Authorisation];

    /// The document in words.
    pub fn text(self) -> Text {
        match self {
            Identity::IdCard => text("居民身份证", "identity card"),
            Identity::Passport => text("护照或其他出入境证件", "passport or travel document"),
            Identity::Authorisation => {
                text("授权委托书和受托人身份证", "letter of authority and identity card")
            }
        }
    }

    /// Its word in forms.
    pub fn word(self) -> &'static str {
        match self {
            Identity::IdCard => "id_card",
            Identity::Passport => "passport",
            Identity::Authorisation => "authorisation",
        }
    }
}
