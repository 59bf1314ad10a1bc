//! What can happen to a rating (好差评事实).

use jiff::civil::Date;
use kernel::text::{Text, text};
use kernel::time_limit::Limit;
use serde::{Deserialize, Serialize};

/// The step that is graded (评价环节).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The application was received (收件).
    Receipt,
    /// It was decided (决定).
    Decision,
    /// The result was handed over (送达).
    Delivery,
}

/// A grade (评价等级), the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 非常满意.
    VerySatisfied,
    /// 满意.
    Satisfied,
    /// 基本满意.
    FairlySatisfied,
    /// 不满意.
    Dissatisfied,
    /// 非常不满意.
    VeryDissatisfied,
}

/// What became of a bad grade (整改结果).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What was wrong is mended (已整改).
    Mended,
    /// It was explained (已解释).
    Explained,
    /// Nobody could be reached (未能联系上).
    Unreached,
}

/// A decided fact about a rating.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The applicant graded a step of a case (评价).
    StepRated {
        /// The day.
        on: Date,
        /// The case.
        case: String,
        /// Its number.
        number: String,
        /// The matter.
        matter: String,
        /// The office that is graded.
        office: String,
        /// The step.
        step: Step,
        /// The grade.
        grade: Grade,
        /// What the applicant wrote; may be empty.
        words: String,
        /// Within how many days a bad grade is called back.
        limit: Limit,
    },
    /// Who gave a bad grade was called back (差评回访).
    RatingCalledBack {
        /// The day.
        on: Date,
        /// What was said.
        words: String,
    },
    /// What became of a bad grade (整改反馈).
    RatingClosed {
        /// The day.
        on: Date,
        /// What it came to.
        outcome: Outcome,
        /// In words.
        words: String,
    },
}

impl Step {
    /// All of them.
    pub const ALL: [Step; 3] = [Step::Receipt, Step::Decision, Step::Delivery];

    /// The step in words.
    pub fn text(self) -> Text {
        match self {
            Step::Receipt => text("收件", "receipt"),
            Step::Decision => text("决定", "decision"),
            Step::Delivery => text("送达", "delivery"),
        }
    }

    /// The word in forms, names and views.
    pub fn word(self) -> &'static str {
        match self {
            Step::Receipt => "receipt",
            Step::Decision => "decision",
            Step::Delivery => "delivery",
        }
    }

    /// The step that a word means.
    pub fn of(word: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.word() == word)
    }
}

impl Grade {
    /// All of them, the best first.
    pub const ALL: [Grade; 5] = [
        Grade::VerySatisfied,
        Grade::Satisfied,
        Grade::FairlySatisfied,
        Grade::Dissatisfied,
        Grade::VeryDissatisfied,
    ];

    /// Is it one of the two that are called back?
    pub fn is_bad(self) -> bool {
        matches!(self, Grade::Dissatisfied | Grade::VeryDissatisfied)
    }

    /// The grade in words.
    pub fn text(self) -> Text {
        match self {
            Grade::VerySatisfied => text("非常满意", "very satisfied"),
            Grade::Satisfied => text("满意", "satisfied"),
            Grade::FairlySatisfied => text("基本满意", "fairly satisfied"),
            Grade::Dissatisfied => text("不满意", "dissatisfied"),
            Grade::VeryDissatisfied => text("非常不满意", "very dissatisfied"),
        }
    }

    /// The word in forms and views.
    pub fn word(self) -> &'static str {
        match self {
            Grade::VerySatisfied => "very_satisfied",
            Grade::Satisfied => "satisfied",
            Grade::FairlySatisfied => "fairly_satisfied",
            Grade::Dissatisfied => "dissatisfied",
            Grade::VeryDissatisfied => "very_dissatisfied",
        }
    }

    /// The grade that a word means.
    pub fn of(word: &str) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.word() == word)
    }
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 3] = [Outcome::Mended, Outcome::Explained, Outcome::Unreached];

    /// The outcome in words.
    pub fn text(self) -> Text {
        match self {
            Outcome::Mended => text("已整改", "mended"),
            Outcome::Explained => text("已解释", "explained"),
            Outcome::Unreached => text("未能联系上", "nobody was reached"),
        }
    }

    /// The word in forms.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Mended => "mended",
            Outcome::Explained => "explained",
            Outcome::Unreached => "unreached",
        }
    }

    /// The outcome that a word means.
    pub fn of(word: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::StepRated { .. } => "approvals.step_rated",
            Event::RatingCalledBack { .. } => "approvals.rating_called_back",
            Event::RatingClosed { .. } => "approvals.rating_closed",
        }
    }
}
