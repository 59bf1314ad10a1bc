//! Every reason for "no" to a command about a package (并联申请指令不成立原因), in order.

use kernel::refusal::{Ground, Refused, office};
use kernel::text::{Text, text};

/// Why a command about a package does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such package.
    PackageUnknown,
    /// The package was submitted already.
    AlreadySubmitted,
    /// The project has no file here.
    ProjectUnknown,
    /// The actor is neither the applicant nor a clerk on the applicant's word.
    NotApplicant,
    /// Only the ledger itself records how a case ended.
    NotReaction,
    /// The actor does not coordinate: another office leads, or the post may not.
    NotLead,
    /// The project is void, expired or completed.
    ProjectClosed,
    /// No matter is asked for.
    NothingAsked,
    /// A matter is not in force here, or not decided or received here.
    MatterUnknown {
        /// Its identifier.
        matter: String,
    },
    /// A matter belongs to another stage, or is named twice.
    MatterUnfit {
        /// Its name.
        matter: Text,
    },
    /// A material was named that none of the matters asks for.
    MaterialUnknown {
        /// Its identifier.
        material: String,
    },
    /// A question of the form that must be answered is not.
    AnswerMissing {
        /// The first of them.
        field: Text,
    },
    /// An answer to the form is not of its kind, or answers nothing that is asked.
    AnswerUnfit {
        /// What is wrong.
        flaw: Text,
        /// What would be right.
        remedy: Text,
    },
    /// Each matter waits for another: none could start.
    NothingStarts,
    /// The matter is not in the package.
    NotInPackage,
    /// It was recorded before.
    AlreadyRecorded,
    /// The office decides nothing in the package.
    OfficeNotInvolved {
        /// The office.
        office: String,
    },
    /// A site is visited by two officers at least.
    TooFewOfficers,
    /// The day of the review has passed.
    DayPast,
    /// Words that are asked for are missing.
    WordsMissing {
        /// Which.
        what: Text,
    },
    /// A decision of a review has no words, or they are too many or too long.
    DecisionsUnfit {
        /// How many there may be.
        most: usize,
        /// How many characters each may have.
        longest: usize,
    },
    /// An office that would owe or attest a decision took no part in a review.
    OfficeTookNoPart {
        /// The office.
        office: String,
    },
    /// An office would attest what it does itself.
    DecisionAttestsItself {
        /// The decision.
        decision: String,
    },
    /// A decision would be owed by a day that has passed.
    DecisionDayPast {
        /// The decision.
        decision: String,
    },
    /// The number of a simulated case or opinion is cited.
    SimulatedCited,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground, basis) = code(&refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground, &'static str) {
    match refusal {
        Refusal::PackageUnknown => ("approvals.package_unknown", Ground::Unknown, ""),
        Refusal::AlreadySubmitted => ("approvals.package_already_submitted", Ground::State, ""),
        Refusal::ProjectUnknown => ("approvals.package_project_unknown", Ground::Unknown, ""),
        Refusal::NotApplicant => {
            ("approvals.package_not_applicant", Ground::Right, "行政许可法 第二十九条")
        }
        Refusal::NotReaction => ("approvals.package_not_reaction", Ground::Right, ""),
        Refusal::NotLead => ("approvals.not_lead_office", Ground::Right, ""),
        Refusal::ProjectClosed => ("approvals.package_project_closed", Ground::State, ""),
        Refusal::NothingAsked => ("approvals.nothing_asked", Ground::Content, ""),
        Refusal::MatterUnknown { .. } => ("approvals.package_matter_unknown", Ground::Unknown, ""),
        Refusal::MatterUnfit { .. } => ("approvals.package_matter_unfit", Ground::Content, ""),
        Refusal::MaterialUnknown { .. } => {
            ("approvals.package_material_unknown", Ground::Content, "")
        }
        Refusal::AnswerMissing { .. } => ("approvals.package_answer_missing", Ground::Content, ""),
        Refusal::AnswerUnfit { .. } => ("approvals.package_answer_unfit", Ground::Content, ""),
        Refusal::NothingStarts => ("approvals.nothing_starts", Ground::Content, ""),
        Refusal::NotInPackage => ("approvals.not_in_package", Ground::Unknown, ""),
        Refusal::AlreadyRecorded => ("approvals.package_already_recorded", Ground::State, ""),
        Refusal::OfficeNotInvolved { .. } => ("approvals.office_not_involved", Ground::Content, ""),
        Refusal::TooFewOfficers => {
            ("approvals.too_few_officers", Ground::Content, "行政许可法 第三十四条")
        }
        Refusal::DayPast => ("approvals.review_day_past", Ground::Content, ""),
        Refusal::WordsMissing { .. } => ("approvals.package_words_missing", Ground::Content, ""),
        Refusal::DecisionsUnfit { .. } => ("approvals.decisions_unfit", Ground::Content, ""),
        Refusal::OfficeTookNoPart { .. } => ("approvals.office_took_no_part", Ground::Content, ""),
        Refusal::DecisionAttestsItself { .. } => {
            ("approvals.decision_attests_itself", Ground::Content, "")
        }
        Refusal::DecisionDayPast { .. } => ("approvals.decision_day_past", Ground::Content, ""),
        Refusal::SimulatedCited => ("approvals.package_cites_simulated", Ground::Content, ""),
    }
}

// long because a table of sentences is read in one piece
fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::PackageUnknown => (
            text("没有这个阶段申请。", "There is no such package."),
            text("请核对收件编号。", "Check the number of the receipt."),
        ),
        Refusal::AlreadySubmitted => (
            text("该阶段申请已经提交。", "The package is submitted already."),
            text("请在原申请上办理。", "Go on in that package."),
        ),
        Refusal::ProjectUnknown => (
            text("没有这个项目。", "There is no such project."),
            text("请先登记项目。", "Register the project first."),
        ),
        Refusal::NotApplicant => (
            text("只有申请人可以办理。", "Only the applicant may do this."),
            text("请用申请企业的账号办理。", "Sign in for the enterprise that applies."),
        ),
        Refusal::NotReaction => (
            text("办理结果由台账自动登记。", "The ledger records by itself how a case ended."),
            text("无需人工登记。", "There is nothing to record by hand."),
        ),
        Refusal::NotLead => (
            text("只有牵头部门可以协调。", "Only the lead office coordinates."),
            text("请由牵头部门的协调岗位办理。", "Have it done by its coordinating post."),
        ),
        Refusal::ProjectClosed => (
            text("项目已作废、失效或竣工。", "The project is void, expired or completed."),
            text("请核对项目；需要时重新登记。", "Check the project, or register a new one."),
        ),
        Refusal::NothingAsked => (
            text("没有选择任何事项。", "No matter is asked for."),
            text("请选择要办理的事项。", "Choose the matters."),
        ),
        Refusal::MatterUnknown { matter } => (
            text(
                format!("事项“{matter}”不在本园区办理，或不在生效期内。"),
                format!("The matter \"{matter}\" is not handled here, or not in force today."),
            ),
            text("请从事项清单中选择。", "Choose from the list of matters."),
        ),
        Refusal::MatterUnfit { matter } => (
            text(
                format!("“{}”不属于本阶段，或重复选择。", matter.zh),
                format!("{} belongs to another stage, or is named twice.", matter.en),
            ),
            text("请改选事项。", "Choose the matters anew."),
        ),
        Refusal::MaterialUnknown { material } => (
            text(
                format!("所选事项都没有材料“{material}”。"),
                format!("None of the matters asks for \"{material}\"."),
            ),
            text("请按材料清单填写。", "Use the list of materials."),
        ),
        Refusal::AnswerMissing { field } => (
            text(
                format!("申请表中“{}”未填写。", field.zh),
                format!("\"{}\" of the form is not answered.", field.en),
            ),
            text("请填写后重新提交。", "Answer it and submit again."),
        ),
        Refusal::AnswerUnfit { flaw, remedy } => (flaw, remedy),
        Refusal::NothingStarts => (
            text("所选事项互为前置。", "Each matter waits for another."),
            text("请系统管理员更正事项清单。", "The administrator corrects the catalogue."),
        ),
        Refusal::NotInPackage => (
            text("该事项不在本阶段申请中。", "The matter is not in the package."),
            text("请核对事项。", "Check the matter."),
        ),
        Refusal::AlreadyRecorded => (
            text("该结果已经登记。", "It is recorded already."),
            text("无需重复登记。", "There is nothing to record."),
        ),
        Refusal::OfficeNotInvolved { office: id } => (
            text(
                format!("部门“{}”不办理本阶段事项。", office(&id)),
                format!("The office \"{}\" decides nothing in the package.", office(&id)),
            ),
            text("请选择办理部门。", "Choose an office that does."),
        ),
        Refusal::TooFewOfficers => (
            text("现场核查应有两名以上工作人员。", "A site is visited by two officers at least."),
            text("请补充参加人员。", "Name the others who were there."),
        ),
        Refusal::DayPast => (
            text("会审日期已过。", "The day of the review has passed."),
            text("请改正日期。", "Name a later day."),
        ),
        Refusal::WordsMissing { what } => (
            text(format!("未写明{}。", what.zh), format!("The {} is missing.", what.en)),
            text("请写明后重新提交。", "Write it down and submit again."),
        ),
        Refusal::DecisionsUnfit { most, longest } => (
            text(
                "议定事项未写明，或者过多、过长。",
                "A decision has no words, or there are too many, or one is too long.",
            ),
            text(
                format!("一份纪要不超过{most}项，每项写明内容，不超过{longest}字。"),
                format!("Minutes have {most} at most, each in words of {longest} characters."),
            ),
        ),
        Refusal::OfficeTookNoPart { office: id } => (
            text(
                format!("部门“{}”没有参加会审。", office(&id)),
                format!("The office \"{}\" took no part in a joint review.", office(&id)),
            ),
            text(
                "请改选参加会审的部门，或者先召集该部门会审。",
                "Choose one that did, or call that office to a review first.",
            ),
        ),
        Refusal::DecisionAttestsItself { decision } => (
            text(
                format!("“{decision}”由承担的部门自己确认。"),
                format!("\"{decision}\" would be attested by the office that does it."),
            ),
            text("请由另一个部门确认。", "Have another office attest it."),
        ),
        Refusal::DecisionDayPast { decision } => (
            text(
                format!("“{decision}”的完成期限已过。"),
                format!("The day by which \"{decision}\" is due has passed."),
            ),
            text("请改正完成期限。", "Name a later day."),
        ),
        Refusal::SimulatedCited => (
            text(
                "并联申请、会审纪要和催办不得引用模拟审批的编号或文号。",
                "An application side by side, its minutes and reminders never cite the number of \
                 a simulated case or opinion.",
            ),
            text("请删去模拟编号后提交。", "Take the simulated number out and submit again."),
        ),
    }
}
