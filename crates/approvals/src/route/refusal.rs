//! Every reason why no plan can be made (不能生成办理方案的原因), in order of precedence.

use catalogue::form::Unfit;
use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a route cannot be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such route.
    RouteUnknown,
    /// A question that must be answered is not.
    AnswerMissing {
        /// The first of them.
        field: Text,
    },
    /// An answer is not of its kind, or answers nothing that is asked.
    AnswerUnfit {
        /// What is wrong.
        flaw: Text,
        /// What would be right.
        remedy: Text,
    },
    /// The answers do not tell whether a step is taken.
    Undecided {
        /// The step.
        step: String,
    },
    /// A step's matter is not in force here.
    MatterUnknown {
        /// Its identifier.
        matter: String,
    },
    /// By these answers nothing has to be done.
    NothingToDo,
    /// A matter has a prerequisite that no step of the route meets.
    PrerequisiteUnplanned {
        /// The matter.
        matter: Text,
        /// The matters of which one should be a step.
        any_of: Vec<String>,
    },
    /// A number of days is none, or too many.
    DaysUnfit {
        /// The step.
        step: Text,
    },
    /// Steps wait for each other.
    Circle {
        /// One of them.
        step: String,
    },
    /// The route has nothing that may be reviewed before the land is obtained.
    NothingSimulated,
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Refusal {
        match unfit {
            Unfit::Missing(field) => Refusal::AnswerMissing { field },
            Unfit::Wrong(flaw, remedy) => Refusal::AnswerUnfit { flaw, remedy },
        }
    }
}

impl From<Refusal> for Refused {
    // long because every refusal has its sentence, remedy and code here, side by side
    fn from(refusal: Refusal) -> Refused {
        let correct = || text("请联系园区更正该办理路径。", "Ask the zone to correct the route.");
        let (code, ground, sentence, remedy) = match refusal {
            Refusal::RouteUnknown => (
                "approvals.route_unknown",
                Ground::Unknown,
                text("没有这条办理路径。", "There is no such route."),
                text("请从列表中选择。", "Choose one from the list."),
            ),
            Refusal::AnswerMissing { field } => (
                "approvals.route_answer_missing",
                Ground::Content,
                text(
                    format!("“{}”未填写。", field.zh),
                    format!("\"{}\" is not answered.", field.en),
                ),
                text("请填写。", "Answer it."),
            ),
            Refusal::AnswerUnfit { flaw, remedy } => {
                ("approvals.route_answer_unfit", Ground::Content, flaw, remedy)
            }
            Refusal::Undecided { step } => (
                "approvals.route_undecided",
                Ground::Content,
                text(
                    format!("所填内容不足以判断是否需要办理 {step}。"),
                    format!("The answers do not tell whether {step} is needed."),
                ),
                text("请补充填写。", "Answer the remaining questions."),
            ),
            Refusal::MatterUnknown { matter } => (
                "approvals.route_matter_unknown",
                Ground::State,
                text(
                    format!("本园区没有在用事项 {matter}。"),
                    format!("The matter {matter} is not in force here."),
                ),
                correct(),
            ),
            Refusal::NothingToDo => (
                "approvals.route_empty",
                Ground::Content,
                text("按所填内容无需办理任何事项。", "By these answers nothing has to be done."),
                text("请核对所填内容。", "Check the answers."),
            ),
            Refusal::PrerequisiteUnplanned { matter, any_of } => (
                "approvals.route_prerequisite_unplanned",
                Ground::State,
                text(
                    format!("“{}”的前置事项 {} 不在路径中。", matter.zh, any_of.join("、")),
                    format!("{} waits for {}, no step here.", matter.en, any_of.join(" or ")),
                ),
                correct(),
            ),
            Refusal::DaysUnfit { step } => (
                "approvals.route_days_unfit",
                Ground::Content,
                text(
                    format!("“{}”的天数不在0至3650之间。", step.zh),
                    format!("The days of \"{}\" are not within 0 to 3,650.", step.en),
                ),
                text("请填写整数天数。", "Write a whole number of days."),
            ),
            Refusal::Circle { step } => (
                "approvals.route_circle",
                Ground::State,
                text(
                    format!("环节 {step} 与其他环节互为前置。"),
                    format!("{step} and other steps wait for each other."),
                ),
                correct(),
            ),
            Refusal::NothingSimulated => (
                "approvals.route_not_simulated",
                Ground::Content,
                text("该路径没有模拟审批方式。", "Nothing of this route may be simulated."),
                text("请选择并联办理。", "Choose the way side by side."),
            ),
        };
        Refused { code, sentence, remedy, basis: "", ground }
    }
}
