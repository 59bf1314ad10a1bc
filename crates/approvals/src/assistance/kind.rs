//! The words of a mandate (委托用语): for what, with which acts, where it stands.

use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// An act that may be entrusted (委托权限).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Prepare drafts and fill in forms (填写).
    Prepare,
    /// Upload papers and submit (提交).
    HandIn,
    /// Correct and replace (补正).
    Correct,
    /// Take an application back (撤回).
    Withdraw,
    /// Book and draw tickets of the hall (预约).
    Book,
    /// Choose how the result comes, and receive it (领取).
    Collect,
    /// Register a project with the enterprise's statement on industrial policy, and tell what
    /// changes (登记项目).
    Register,
    /// Report start, progress and completion of a project (报告进度).
    Report,
}

/// For what a mandate is given (委托范围).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Scope {
    /// All matters of the enterprise.
    Everything,
    /// One project with all of its cases.
    Project {
        /// The project's subject.
        project: String,
    },
    /// One case, be it still a draft.
    Case {
        /// The case's subject.
        case: String,
        /// Its project's.
        project: String,
    },
    /// One package, with its cases.
    Package {
        /// The package's subject.
        package: String,
        /// Its project's.
        project: String,
    },
}

/// Where a mandate stands (委托状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It was not given.
    #[default]
    None,
    /// It is in force from its first day to its last.
    InForce,
    /// The enterprise revoked it.
    Revoked,
    /// The post laid it down.
    LaidDown,
    /// Its last day is over, or the one case that it was for.
    Ended,
}

/// What only the applicant signs (本人签署事项).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// The promise to hand in what may follow (容缺承诺).
    Promise,
    /// The promise that the conditions are met (告知承诺).
    Commitment,
    /// The consent that a register is asked (数据查询同意).
    Consent,
    /// The grade for a step (好差评).
    Rating,
}

impl Act {
    /// Every act, in the order of this page.
    pub const ALL: [Act; 8] = [
        Act::Prepare,
        Act::HandIn,
        Act::Correct,
        Act::Withdraw,
        Act::Book,
        Act::Collect,
        Act::Register,
        Act::Report,
    ];

    /// The word in forms and rows.
    pub fn word(self) -> &'static str {
        match self {
            Act::Prepare => "prepare",
            Act::HandIn => "hand-in",
            Act::Correct => "correct",
            Act::Withdraw => "withdraw",
            Act::Book => "book",
            Act::Collect => "collect",
            Act::Register => "register",
            Act::Report => "report",
        }
    }

    /// The act in words.
    pub fn text(self) -> Text {
        match self {
            Act::Prepare => text("起草、填写申请", "prepare drafts and forms"),
            Act::HandIn => text("上传材料、提交申请", "upload papers and submit"),
            Act::Correct => text("补正、替换材料", "correct and replace papers"),
            Act::Withdraw => text("撤回申请", "withdraw an application"),
            Act::Book => text("预约、取号", "book and draw tickets"),
            Act::Collect => text("选择送达方式、代领结果", "receive results"),
            Act::Register => text(
                "登记项目（含转达企业的产业政策声明）、变更项目信息",
                "register a project, its statement on industrial policy included, and its changes",
            ),
            Act::Report => text("报告开工、进度和竣工", "report start, progress and completion"),
        }
    }

    /// Is it named for itself alone? A form that proposes acts leaves these to the enterprise.
    pub fn is_named_apart(self) -> bool {
        matches!(self, Act::Withdraw | Act::Register)
    }

    /// Reads the word of a form.
    pub fn read(word: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }
}

impl Scope {
    /// The subject that it is for; none where it is for everything.
    pub fn subject(&self) -> &str {
        match self {
            Scope::Everything => "",
            Scope::Project { project } => project,
            Scope::Case { case, .. } => case,
            Scope::Package { package, .. } => package,
        }
    }
}

impl State {
    /// The word in rows.
    pub fn word(self) -> &'static str {
        match self {
            State::None => "none",
            State::InForce => "in-force",
            State::Revoked => "revoked",
            State::LaidDown => "laid-down",
            State::Ended => "ended",
        }
    }

    /// The state in words.
    pub fn text(self) -> Text {
        match self {
            State::None => text("未委托", "not given"),
            State::InForce => text("有效", "in force"),
            State::Revoked => text("企业已撤销", "revoked by the enterprise"),
            State::LaidDown => text("帮办代办方已辞去", "laid down"),
            State::Ended => text("已到期", "ended"),
        }
    }

    /// Reads the word of a row.
    pub(crate) fn read(word: &str) -> State {
        let all = [State::InForce, State::Revoked, State::LaidDown, State::Ended];
        all.into_iter().find(|state| state.word() == word).unwrap_or(State::None)
    }
}

impl Signature {
    /// Every one, in the order of this page.
    pub const ALL: [Signature; 4] =
        [Signature::Promise, Signature::Commitment, Signature::Consent, Signature::Rating];

    /// The word in forms and rows.
    pub fn word(self) -> &'static str {
        match self {
            Signature::Promise => "promise",
            Signature::Commitment => "commitment",
            Signature::Consent => "consent",
            Signature::Rating => "rating",
        }
    }

    /// It in words.
    pub fn text(self) -> Text {
        match self {
            Signature::Promise => text("容缺承诺", "the promise to hand in what may follow"),
            Signature::Commitment => text("告知承诺", "the promise that the conditions are met"),
            Signature::Consent => text("同意查询部门数据", "the consent that a register is asked"),
            Signature::Rating => text("好差评", "the grade"),
        }
    }

    /// Reads the word of a form.
    pub fn read(word: &str) -> Option<Signature> {
        Signature::ALL.into_iter().find(|one| one.word() == word)
    }
}
