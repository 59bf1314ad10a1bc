//! What people are told when a command about a case does not stand (办件提示语): sentence and remedy.

use kernel::refusal::office;
use kernel::text::{Text, text};

use super::{Refusal, instant};
use crate::delivery::unlisted;

// long because a table of sentences is read in one piece
pub(super) fn words(refusal: Refusal) -> (Text, Text) {
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
            text(
                "本园区没有这个事项，或不在生效期内。",
                "The zone has no such matter, or it is not in force today.",
            ),
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
        Refusal::NotReaction => (
            text("并联办件由台账自动开立。", "The ledger opens the cases of a package by itself."),
            text("请提交阶段申请。", "Submit the package."),
        ),
        Refusal::NotYourDesk => (
            text("该办件由其他部门办理。", "Another office handles this case."),
            text("请转交办理部门。", "Hand it to the office in charge."),
        ),
        Refusal::RightMissing { right } => (
            text(
                format!("本岗位没有{}权限。", right.zh),
                format!("The post may not {}.", right.en),
            ),
            text("请由有权限的岗位办理。", "Have it done by a post that may."),
        ),
        Refusal::NotClock => (
            text("时限是否届满由系统判定。", "The clock alone says that time has passed."),
            text("无需人工登记。", "There is nothing to record by hand."),
        ),
        Refusal::NotThisMode { mode } => (
            text(
                format!("该事项的办理方式是“{}”，没有这一步骤。", mode.zh),
                format!("The matter is {}; it knows no such step.", mode.en),
            ),
            text("请按该事项的办理方式办理。", "Go by how the matter is handled."),
        ),
        Refusal::ProjectClosed => (
            text("项目已作废、失效或竣工。", "The project is void, expired or completed."),
            text("请核对项目；需要时重新登记。", "Check the project, or register a new one."),
        ),
        Refusal::AlreadyConcluded => (
            text("该办件已经办结。", "The case is concluded."),
            text("如需再办，请重新申请。", "Apply anew if it is needed again."),
        ),
        Refusal::AlreadyHandedOver => (
            text("该办件已转报上级机关。", "The case was handed over to the authority."),
            text("请等待并登记上级机关的答复。", "Wait for its answer, and record it."),
        ),
        Refusal::AlreadyAccepted => (
            text("该办件已经受理。", "The case is accepted already."),
            text("请继续审查。", "Go on with the examination."),
        ),
        Refusal::NotAccepted => (
            text("该办件尚未受理。", "The case is not accepted yet."),
            text("请先受理。", "Accept it first."),
        ),
        Refusal::NotHandedOver => (
            text("该办件尚未转报。", "The case was not handed over."),
            text("请先转报。", "Hand it over first."),
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
        Refusal::AnswerMissing { field } => (
            text(
                format!("申请表中“{}”未填写。", field.zh),
                format!("\"{}\" of the form is not answered.", field.en),
            ),
            text("请填写后重新提交。", "Answer it and submit again."),
        ),
        Refusal::AnswerUnfit { flaw, remedy } => (flaw, remedy),
        Refusal::MaterialEssential { materials } => (
            text(
                format!("以下材料不能容缺：{}。", join(&materials, "、", |name| &name.zh)),
                format!("These may not follow later: {}.", join(&materials, ", ", |name| &name.en)),
            ),
            text(
                "请先提交这些材料；可以容缺的材料见办事指南。",
                "Hand them in first; the guide says which materials may follow.",
            ),
        ),
        Refusal::PromiseBarred { case } => (
            text(
                format!("办件 {case} 的承诺没有履行，信用修复前不再适用容缺受理和告知承诺。"),
                format!(
                    "The promise in case {case} was not kept; no other until that is repaired."
                ),
            ),
            text(
                "请提交全部材料，或先向作出记录的部门申请信用修复。",
                "Hand everything in, or first ask the office of that case to repair the credit.",
            ),
        ),
        Refusal::PromiseMissing { materials } => (
            text(
                format!("申请人没有承诺补齐：{}。", join(&materials, "、", |name| &name.zh)),
                format!(
                    "The applicant has not promised: {}.",
                    join(&materials, ", ", |name| &name.en)
                ),
            ),
            text("请由申请人先签署容缺承诺。", "Have the applicant sign the promise first."),
        ),
        Refusal::NotOwed => (
            text("这份材料不在待补之列。", "This material is not owed."),
            text("请从待补材料中选择。", "Choose one that is owed."),
        ),
        Refusal::MaterialsOwed { materials } => (
            text(
                format!("容缺材料尚未补齐：{}。", join(&materials, "、", |name| &name.zh)),
                format!(
                    "What was promised has not come or is not found fit: {}.",
                    join(&materials, ", ", |name| &name.en)
                ),
            ),
            text(
                "材料补齐并确认符合要求后才能继续。",
                "Go on once each has come and was found fit.",
            ),
        ),
        Refusal::ReviewFinished => (
            text(
                "审查已完成，只待补齐承诺的材料。",
                "The review is through; only what was promised is awaited.",
            ),
            text(
                "请等待补齐；申请人替换已审查的材料的，恢复审查。",
                "Wait for it; where what was reviewed is replaced, the review goes on.",
            ),
        ),
        Refusal::ReviewUnfinished => (
            text(
                "为容缺材料暂停计时，须先登记审查已完成。",
                "Time waits for what was promised once it is recorded that the review is through.",
            ),
            text(
                "请登记“审查已完成，待补齐”，计时按规定暂停。",
                "Record that the review is through; time then stands still by itself.",
            ),
        ),
        Refusal::OwedUnseen { materials } => (
            text(
                format!("补交的材料尚未核对：{}。", join(&materials, "、", |name| &name.zh)),
                format!(
                    "What came was not looked at yet: {}.",
                    join(&materials, ", ", |name| &name.en)
                ),
            ),
            text("请先确认补齐或退回补交的材料。", "First find it fit, or send it back."),
        ),
        Refusal::MustBeTolerated { materials } => (
            text(
                format!(
                    "主要材料齐全，所缺材料均可容缺且申请人已书面承诺，应当先予受理：{}。",
                    join(&materials, "、", |name| &name.zh)
                ),
                format!(
                    "All that is missing may follow and is promised in writing, so it must be \
                     accepted: {}.",
                    join(&materials, ", ", |name| &name.en)
                ),
            ),
            text(
                "请容缺受理，一次告知待补材料和期限；受理后查明不符合条件的，依法作出不予许可决定。",
                "Accept it on the promise and tell what is owed by when; what turns out not to \
                 meet the conditions is denied afterwards.",
            ),
        ),
        Refusal::NothingToReplace => (
            text("这份材料还没有提交，无从替换。", "This material was not handed in."),
            text("请直接提交材料。", "Hand it in instead."),
        ),
        Refusal::NoBrokenPromise => (
            text("本办件没有需要修复的失信记录。", "The case has no broken promise to repair."),
            text("请核对办件编号。", "Check the number of the case."),
        ),
        Refusal::Commitment(refusal) => super::commitment::words(refusal),
        Refusal::NothingToFollow => (
            text("材料已经齐全，没有要后补的。", "Everything is there: nothing is left to follow."),
            text("请直接受理，不必承诺。", "Accept it as it is, without a promise."),
        ),
        Refusal::NothingMissing => (
            text("没有指明需要补正的内容。", "Nothing is named that is missing."),
            text("请列明全部需要补正的内容。", "Name everything that is to be corrected."),
        ),
        Refusal::NoticeIncomplete { unsaid } => (
            text(
                format!("还缺的材料没有告知：{}。", join(&unsaid, "、", |name| &name.zh)),
                format!(
                    "These are missing, too, and not named: {}.",
                    join(&unsaid, ", ", |name| &name.en)
                ),
            ),
            text("请一次告知全部需要补正的内容。", "Tell everything that is missing at once."),
        ),
        Refusal::CorrectionDayPast => (
            text("补正期限应晚于今天。", "The day for the correction is not a day to come."),
            text("请改正期限。", "Name a later day."),
        ),
        Refusal::QuestionUnknown => (
            text("没有这次征求意见。", "The case has no such question."),
            text("请从列表中选择。", "Choose it from the list."),
        ),
        Refusal::QuestionClosed => (
            text("该意见已反馈或已撤回。", "The question is answered or taken back."),
            text("需要时请另行征求。", "Ask anew if it is needed."),
        ),
        Refusal::OwnOfficeAsked => (
            text("不能向本部门征求意见。", "An office does not ask itself."),
            text("请选择其他部门。", "Choose another office."),
        ),
        Refusal::CodeMissing => (
            text("项目没有有效的项目代码，不得受理。", "The project has no valid code."),
            text("请先办理赋码。", "Have the code recorded first."),
        ),
        Refusal::ProjectNotFiled => (
            text("项目尚未备案（核准、审批），不得受理。", "The project is not filed."),
            text("请先办理备案（核准、审批）。", "Have the project filed first."),
        ),
        Refusal::PrerequisitesMissing { missing } => (
            text(
                format!("前置事项尚未办结：{}。", join(&missing, "、", |name| &name.zh)),
                format!(
                    "What must come before is not granted: {}.",
                    join(&missing, ", ", |name| &name.en)
                ),
            ),
            text(
                "请先办理前置事项，提交其批准文件，或由项目管理岗位归集其有效证照。",
                "Have it granted first, hand in its result, or have its licence in force noted.",
            ),
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
        Refusal::OpinionOpen { offices } => (
            text(
                format!("征求的意见尚未反馈：{}。", offices_by(&offices, "、")),
                format!("Opinions are still awaited: {}.", offices_by(&offices, ", ")),
            ),
            text(
                "请等待反馈；逾期或撤回后可以作出决定。",
                "Wait for them; once overdue or taken back, they hold nothing up.",
            ),
        ),
        Refusal::NotPaused => (
            text("该办件没有暂停计时。", "The case's clock is not stopped."),
            text("无需恢复。", "There is nothing to start again."),
        ),
        Refusal::AlreadyExtended => (
            text("该办件已经延期一次。", "The case was extended once."),
            text("延期只有一次，请按期作出决定。", "There is one extension; decide in time."),
        ),
        Refusal::PauseEndUnfit => (
            text(
                "没有写明预计何时完成，或者日期已过；等待容缺材料的，以承诺的期限为准，不另写日期。",
                "The day by which it is done is missing or has passed; where materials that were \
                 promised are awaited, the promise has the day and none is given.",
            ),
            text(
                "请填写书面告知的完成日期，不早于今天。",
                "Give the day that the document tells, today or later.",
            ),
        ),
        Refusal::ExtensionUnfit { at_most } => (
            text(
                format!("延期天数应为1至{at_most}个工作日。"),
                format!("An extension has 1 to {at_most} working days."),
            ),
            text("请改正天数。", "Correct the number of days."),
        ),
        Refusal::LimitNotPassed => (
            text("时限尚未届满，或已登记。", "The limit has not passed, or that is recorded."),
            text("无需登记。", "There is nothing to record."),
        ),
        Refusal::NotLate => (
            text("该办件没有超期。", "No limit of the case has passed."),
            text("无需说明。", "There is nothing to explain."),
        ),
        Refusal::SamePost => (
            text("该岗位已经在办。", "The post has the case already."),
            text("请选择其他岗位。", "Choose another post."),
        ),
        Refusal::NotDecided => (
            text("尚未作出决定，不能送达。", "Nothing is decided that could be delivered."),
            text("请先作出决定。", "Decide first."),
        ),
        Refusal::NotDelivered => (
            text("结果尚未送达。", "The result was not delivered."),
            text(
                "请先送达；其他方式都无法送达的，公告送达后登记。",
                "Deliver it first; where nothing else works, by public notice.",
            ),
        ),
        Refusal::DeliveryUnderway => (
            text(
                "结果正按申请人选择的方式送达。",
                "The result is on its way as the applicant chose.",
            ),
            text(
                "请在送达办理页登记，签收或领取后系统自动记录送达。",
                "Record it with the delivery; once it has arrived, this follows by itself.",
            ),
        ),
        Refusal::WordsMissing { what } => (
            text(format!("未写明{}。", what.zh), format!("The {} is missing.", what.en)),
            text("请写明后重新提交。", "Write it down and submit again."),
        ),
        Refusal::MeansUnlisted => unlisted(),
        Refusal::ReceiptDayUnfit => (
            text(
                "签收日期晚于今天，或者早于作出决定之日。",
                "The day of receipt lies ahead, or before the decision.",
            ),
            text("请按签收凭证填写日期。", "Write the day that the receipt shows."),
        ),
        Refusal::FileUnfit => (
            text(
                "决定文件不在这里，或者不可用。",
                "The document of the decision is not here, or may not be opened.",
            ),
            text("请重新上传一份可用的文件。", "Upload a usable file."),
        ),
        Refusal::SimulatedCited => (
            text(
                "正式办件中不得引用模拟审批的编号或文号。",
                "A formal case never cites the number of a simulated case or opinion.",
            ),
            text("请删去模拟编号后提交。", "Take the simulated number out and submit again."),
        ),
        Refusal::SchemeChanging => (
            text("规划方案的变更正在审查。", "A change of the plot's scheme is under review."),
            text("请等待审查结果。", "Wait for the review."),
        ),
        Refusal::SchemeBinds => (
            text(
                "该材料属于已审定的规划方案，不能在办件中更换。",
                "It is part of the reviewed scheme and is not replaced in a case.",
            ),
            text(
                "需要变更的，请由竞得人在地块页面申报变更方案。",
                "The winner declares the change on the plot's page.",
            ),
        ),
        Refusal::Instant(no) => at_once(no),
    }
}

fn at_once(no: instant::Refusal) -> (Text, Text) {
    match no {
        instant::Refusal::NotTheRule => (
            text(
                "秒批只由所公布的规则版本作出。",
                "Only the published version of the rule decides.",
            ),
            text("请由工作人员按程序办理。", "Have an officer decide."),
        ),
        instant::Refusal::NotInstant => (
            text("该事项不以这种方式秒批。", "The matter is not decided at once in this way."),
            text("请按程序受理、审查。", "Accept and examine it as usual."),
        ),
        instant::Refusal::AlreadyExamined => (
            text("该办件已经按规则判定过一次。", "The rule was asked about this case before."),
            text("请由工作人员办理。", "Have an officer decide."),
        ),
        instant::Refusal::RuleStopped => (
            text("这一版规则已停用。", "This version of the rule was stopped."),
            text("请由工作人员办理。", "Have an officer decide."),
        ),
        instant::Refusal::NotToBeLookedAt => (
            text(
                "该办件没有待复核的规则决定。",
                "No decision of a rule is to be looked at in this case.",
            ),
            text(
                "请从待复核清单中选择。规则决定的办件，未抽中或者复核无误后发现有误的，可以登记\
                 “复核有误”。",
                "Choose from the list of what is to be looked at. Where a rule decided and you \
                 find it wrong, record that; it need not have been drawn.",
            ),
        ),
        instant::Refusal::NotFoundWrong => (
            text("该办件没有待纠正的问题。", "Nothing of this decision is to be put right."),
            text("无需登记。", "There is nothing to record."),
        ),
    }
}

fn offices_by(offices: &[String], between: &str) -> String {
    offices.iter().map(|id| office(id)).collect::<Vec<_>>().join(between)
}

fn join(names: &[Text], between: &str, pick: impl Fn(&Text) -> &str) -> String {
    names.iter().map(pick).collect::<Vec<_>>().join(between)
}
