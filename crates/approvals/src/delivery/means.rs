//! By what means an office delivers (送达方式), where it records that it did so: a closed list.
//!
//! Never: collected at the counter. That is handed out against an identity document and a
//! signature, which records the visit that it was.
//!
//! Basis: Administrative Licensing Law, article 44, that it is delivered; the means are those of
//! the section on service of the Civil Procedure Law, whose articles are not verified one by one.

use kernel::text::{Text, text};

/// By what means (送达方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Brought to the recipient, who signs (直接送达).
    Direct,
    /// Sent to an address on the net that the recipient agreed to (电子送达).
    Electronic,
    /// By post (邮寄送达).
    Post,
    /// Left where the recipient is, who would not sign, before witnesses (留置送达).
    Left,
    /// By another organ, asked to do it (委托送达).
    Entrusted,
    /// Through the unit that the recipient is with (转交送达).
    Forwarded,
    /// By public notice, where nothing else works (公告送达).
    PublicNotice,
}

impl Means {
    /// All of them, the most usual first and the last resort last.
    pub const ALL: [Means; 7] = [
        Means::Electronic,
        Means::Direct,
        Means::Post,
        Means::Left,
        Means::Entrusted,
        Means::Forwarded,
        Means::PublicNotice,
    ];

    /// The means in words; the Chinese ones are what the ledger keeps.
    pub fn text(self) -> Text {
        match self {
            Means::Direct => text("直接送达", "brought to the recipient"),
            Means::Electronic => text("电子送达", "electronically"),
            Means::Post => text("邮寄送达", "by post"),
            Means::Left => text("留置送达", "left with the recipient, who would not sign"),
            Means::Entrusted => text("委托送达", "by another organ"),
            Means::Forwarded => text("转交送达", "through the recipient's unit"),
            Means::PublicNotice => text("公告送达", "by public notice"),
        }
    }

    /// The word in forms and for programs.
    pub fn word(self) -> &'static str {
        match self {
            Means::Direct => "direct",
            Means::Electronic => "electronic",
            Means::Post => "post",
            Means::Left => "left",
            Means::Entrusted => "entrusted",
            Means::Forwarded => "forwarded",
            Means::PublicNotice => "public_notice",
        }
    }

    /// The means that a word says, or its name in Chinese.
    pub fn of(word: &str) -> Option<Means> {
        let word = word.trim();
        Means::ALL.into_iter().find(|one| one.word() == word || one.text().zh == word)
    }
}

/// What is said of means that are not on the list, and what to do.
pub(crate) fn unlisted() -> (Text, Text) {
    let all = Means::ALL.map(|one| one.text());
    let named = |of: fn(&Text) -> &str, between: &str| all.each_ref().map(of).join(between);
    (
        text("送达方式不在可选之列。", "This is none of the means of delivery."),
        text(
            format!(
                "请选择：{}。申请人到窗口领取的，在“发放办理结果”登记领取人和签收。",
                named(|one| &one.zh, "、")
            ),
            format!(
                "Choose: {}. Who collects it at the counter is handed it with “Hand out the \
                 result”, against a signature.",
                named(|one| &one.en, "; ")
            ),
        ),
    )
}
