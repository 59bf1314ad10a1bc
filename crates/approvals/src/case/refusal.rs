//! Every reason for "no" to a command about a case (办件指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about a case does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such case.
    CaseUnknown,
    /// The case was submitted already.
    AlreadySubmitted,
    /// The matter is not in force in this zone.
    MatterUnknown,
    /// The project has no file here.
    ProjectUnknown,
    /// The actor is neither the applicant nor a clerk on the applicant's word.
    NotApplicant,
    /// The actor sits in another office than the one that decides.
    NotYourDesk,
    /// Only the clock says that time has passed.
    NotClock,
    /// The case is at its end.
    AlreadyConcluded,
    /// The case was accepted already.
    AlreadyAccepted,
    /// The case was not accepted yet.
    NotAccepted,
    /// Everything missing was told before; a second notice is a breach.
    NoticeAlreadyGiven,
    /// A material was named that the matter does not ask for.
    MaterialUnknown {
        /// Its identifier.
        material: String,
    },
    /// Nothing was told to be missing.
    NothingMissing,
    /// The project has no valid code, or is not filed.
    ProjectNotFiled,
    /// Time stands still.
    Paused,
    /// Materials are missing.
    MaterialsMissing {
        /// Their names.
        missing: Vec<Text>,
    },
    /// Time does not stand still.
    NotPaused,
    /// Days were added before.
    AlreadyExtended,
    /// More days than the law allows, or none.
    ExtensionUnfit,
    /// The limit has not passed, or its passing is recorded.
    LimitNotPassed,
    /// Nothing was decided that could be delivered.
    NotDecided,
    /// Words that the law asks for are missing.
    WordsMissing {
        /// Which.
        what: Text,
    },
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
        Refusal::CaseUnknown => ("approvals.case_unknown", Ground::Unknown, ""),
        Refusal::AlreadySubmitted => ("approvals.already_submitted", Ground::State, ""),
        Refusal::MatterUnknown => ("approvals.matter_unknown", Ground::Unknown, ""),
        Refusal::ProjectUnknown => ("approvals.case_project_unknown", Ground::Unknown, ""),
        Refusal::NotApplicant => {
            ("approvals.not_applicant", Ground::Right, "行政许可法 第二十九条")
        }
        Refusal::NotYourDesk => ("approvals.not_your_desk", Ground::Right, ""),
        Refusal::NotClock => ("approvals.not_clock", Ground::Right, ""),
        Refusal::AlreadyConcluded => ("approvals.already_concluded", Ground::State, ""),
        Refusal::AlreadyAccepted => ("approvals.already_accepted", Ground::State, ""),
        Refusal::NotAccepted => ("approvals.not_accepted", Ground::State, ""),
        Refusal::NoticeAlreadyGiven => {
            ("approvals.notice_already_given", Ground::State, "行政许可法 第三十二条")
        }
        Refusal::MaterialUnknown { .. } => ("approvals.material_unknown", Ground::Content, ""),
        Refusal::NothingMissing => ("approvals.nothing_missing", Ground::Content, ""),
        Refusal::ProjectNotFiled => {
            ("approvals.project_not_filed", Ground::State, "国务院令第673号 第五条")
        }
        Refusal::Paused => ("approvals.paused", Ground::State, "行政许可法 第四十五条"),
        Refusal::MaterialsMissing { .. } => {
            ("approvals.materials_missing", Ground::Content, "行政许可法 第三十二条")
        }
        Refusal::NotPaused => ("approvals.not_paused", Ground::State, ""),
        Refusal::AlreadyExtended => {
            ("approvals.already_extended", Ground::State, "行政许可法 第四十二条")
        }
        Refusal::ExtensionUnfit => {
            ("approvals.extension_unfit", Ground::Content, "行政许可法 第四十二条")
        }
        Refusal::LimitNotPassed => ("approvals.limit_not_passed", Ground::State, ""),
        Refusal::NotDecided => ("approvals.not_decided", Ground::State, ""),
        Refusal::WordsMissing { .. } => ("approvals.words_missing", Ground::Content, ""),
    }
}

// long because a table of sentences is read in one piece
fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::CaseUnknown => (
            text("没有这个办件。", "There is no such case."),
            text("请核对办件编号。", "Check the case's number."),
        ),
        Refusal::AlreadySubmitted => (
            text("该办件已经提交。", "The case is submitted already."),
            text("请在原办件上办理。", "Go on in that case."),
        ),
        Refusal::MatterUnknown => (
            text("本园区没有这个事项。", "The zone has no such matter."),
            text("请从事项清单中选择。", "Choose from the list of matters."),
        ),
        Refusal::ProjectUnknown => (
            text("没有这个项目。", "There is no such project."),
            text("请先登记项目。", "Register the project first."),
        ),
        Refusal::NotApplicant => (
            text("只有申请人可以办理。", "Only the applicant may do this."),
            text("请用申请企业的账号办理。", "Sign in for the enterprise that applies."),
        ),
        Refusal::NotYourDesk => (
            text("该办件由其他部门办理。", "Another office handles this case."),
            text("请转交办理部门。", "Hand it to the office in charge."),
        ),
        Refusal::NotClock => (
            text("时限是否届满由系统判定。", "The clock alone says that time has passed."),
            text("无需人工登记。", "There is nothing to record by hand."),
        ),
        Refusal::AlreadyConcluded => (
            text("该办件已经办结。", "The case is concluded."),
            text("如需再办，请重新申请。", "Apply anew if it is needed again."),
        ),
        Refusal::AlreadyAccepted => (
            text("该办件已经受理。", "The case is accepted already."),
            text("请继续审查。", "Go on with the examination."),
        ),
        Refusal::NotAccepted => (
            text("该办件尚未受理。", "The case is not accepted yet."),
            text("请先受理。", "Accept it first."),
        ),
        Refusal::NoticeAlreadyGiven => (
            text("已经一次性告知过，不得再次告知。", "Everything missing was told once already."),
            text("请按已告知的内容审查补正材料。", "Examine the correction by what was told."),
        ),
        Refusal::MaterialUnknown { material } => (
            text(
                format!("该事项没有材料“{material}”。"),
                format!("The matter asks for no material \"{material}\"."),
            ),
            text("请按办事指南的材料清单填写。", "Use the list of materials of the guide."),
        ),
        Refusal::NothingMissing => (
            text("没有指明需要补正的内容。", "Nothing is named that is missing."),
            text("请列明全部需要补正的内容。", "Name everything that is to be corrected."),
        ),
        Refusal::ProjectNotFiled => (
            text(
                "项目没有有效代码或尚未备案，不得受理。",
                "The project has no valid code or filing.",
            ),
            text("请先办理赋码和备案。", "Have the code recorded and the project filed first."),
        ),
        Refusal::Paused => (
            text("该办件正在暂停计时。", "The case's clock is stopped."),
            text("请先恢复计时。", "Start it again first."),
        ),
        Refusal::MaterialsMissing { missing } => (
            text(
                format!("缺少材料：{}。", join(&missing, "、", |name| &name.zh)),
                format!("Materials are missing: {}.", join(&missing, ", ", |name| &name.en)),
            ),
            text("请一次性告知申请人补正。", "Tell the applicant everything missing, at once."),
        ),
        Refusal::NotPaused => (
            text("该办件没有暂停计时。", "The case's clock is not stopped."),
            text("无需恢复。", "There is nothing to start again."),
        ),
        Refusal::AlreadyExtended => (
            text("该办件已经延期一次。", "The case was extended once."),
            text("延期只有一次，请按期作出决定。", "There is one extension; decide in time."),
        ),
        Refusal::ExtensionUnfit => (
            text("延期天数应为一至十个工作日。", "An extension has one to ten working days."),
            text("请改正天数。", "Correct the number of days."),
        ),
        Refusal::LimitNotPassed => (
            text("时限尚未届满，或已登记。", "The limit has not passed, or that is recorded."),
            text("无需登记。", "There is nothing to record."),
        ),
        Refusal::NotDecided => (
            text("尚未作出决定，不能送达。", "Nothing is decided that could be delivered."),
            text("请先作出决定。", "Decide first."),
        ),
        Refusal::WordsMissing { what } => (
            text(format!("未写明{}。", what.zh), format!("The {} is missing.", what.en)),
            text("请写明后重新提交。", "Write it down and submit again."),
        ),
    }
}

fn join(names: &[Text], between: &str, pick: impl Fn(&Text) -> &str) -> String {
    names.iter().map(pick).collect::<Vec<_>>().join(between)
}
