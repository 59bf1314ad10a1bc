//! What people are told when a command about a project does not stand (项目提示语).

use kernel::text::{Text, text};

use super::Refusal;

// long because a table of sentences is read in one piece
pub(super) fn words(refusal: Refusal) -> (Text, Text, &'static str) {
    match refusal {
        Refusal::Unplannable { why, remedy } => (why, remedy, ""),
        Refusal::ProjectUnknown => (
            text("没有这个项目。", "There is no such project."),
            text(
                "请核对项目编号，或先登记项目。",
                "Check the number, or register the project first.",
            ),
            "",
        ),
        Refusal::AlreadyRegistered => (
            text("该项目已经登记。", "The project is registered already."),
            text("请在原项目档案上办理。", "Go on in the project's file."),
            "",
        ),
        Refusal::NotYourEnterprise => (
            text("只能登记本企业的项目。", "An enterprise registers its own projects only."),
            text("请用该企业的账号登记。", "Sign in for the enterprise that invests."),
            "",
        ),
        Refusal::NotOfficer => (
            text("只有经办人可以登记项目代码。", "Only an officer records a project code."),
            text("请到综合窗口办理。", "Ask at the one-window desk."),
            "国务院令第673号 第五条",
        ),
        Refusal::NotReaction => (
            text(
                "办理结果由台账自动登记。",
                "The ledger records what a case brought about by itself.",
            ),
            text("无需人工登记。", "There is nothing to record by hand."),
            "",
        ),
        Refusal::CodeAlreadyRecorded => (
            text(
                "该项目已有代码，不得擅自变更。",
                "The project has a code; it is not changed at will.",
            ),
            text(
                "确需变更的，请先在国家平台办理。",
                "Have it changed on the national platform first.",
            ),
            "国务院令第673号 第五条",
        ),
        Refusal::PlanMissing => (
            text("本项目还没有确定办理方案。", "No plan has been decided on for this project."),
            text("请先选择路径并确定方案。", "Choose a route and decide on a plan first."),
            "",
        ),
        Refusal::NotOnStep => (
            text(
                "该环节只能由项目单位或其委托的中介机构记录。",
                "Only the enterprise and whom it charged record this step.",
            ),
            text("请由项目单位先登记委托。", "Have the enterprise say first whom it charged."),
            "",
        ),
        Refusal::NobodyCharged => (
            text("尚未登记委托的中介机构。", "Nobody was charged with this step yet."),
            text("请先登记中介机构名称和信用代码。", "Name the intermediary and its code first."),
            "浙江省保障“最多跑一次”改革规定 第二十七条",
        ),
        Refusal::StepNotBegun => (
            text("该环节尚未记录开始。", "The step is not recorded as begun."),
            text("请先记录开始日期。", "Record the day of its begin first."),
            "",
        ),
        Refusal::StepHasCases { step } => (
            text(
                format!("“{}”有办件，开始和完成以办件为准。", step.zh),
                format!("\"{}\" has cases, which tell when it begins and ends.", step.en),
            ),
            text("请选择没有办件的环节。", "Choose a step that has none."),
            "",
        ),
        Refusal::StepOfOthers { step } => (
            text(
                format!(
                    "“{}”由公用企业或者政府部门办理，不委托中介机构，由登记项目的岗位记录开始和完成。",
                    step.zh
                ),
                format!(
                    "\"{}\" is a utility's or an authority's: nobody is charged with it, and the \
                     post that keeps projects records its begin and end.",
                    step.en
                ),
            ),
            text(
                "请将受理、办结凭证交登记项目的岗位记录。",
                "Bring that post the papers of its begin and end.",
            ),
            "",
        ),
        Refusal::ContactUnknown => (
            text("本园区没有公布这个岗位。", "The zone has published no such post."),
            text("请从岗位表中选择联系人岗位。", "Choose the post from the zone's table."),
            "",
        ),
        Refusal::StepUnplanned { step } => (
            text(
                format!("现行方案没有环节 {step}。"),
                format!("The plan as it stands has no step {step}."),
            ),
            text("请从方案的环节中选择。", "Choose one of the plan's steps."),
            "",
        ),
        Refusal::RisksTooMany { most } => (
            text(
                format!("一份方案最多登记{most}项风险。"),
                format!("A plan has at most {most} risks written down."),
            ),
            text(
                "请合并同类风险，删去已消除的。",
                "Join what is alike, and take out what is over.",
            ),
            "",
        ),
        Refusal::LandSettled => (
            text(
                "没有待取得的土地，或者已记录未取得。",
                "No land is still to be obtained, or it is recorded as lost.",
            ),
            text("请核对地块编号和假设条件。", "Check the plot's number and what is assumed."),
            "",
        ),
        Refusal::AssumptionSettled { of } => (
            text(
                format!("“{}”已经到位，不再是假设。", of.zh),
                format!("The {} has arrived; it is no assumption any more.", of.en),
            ),
            text("请按已到位的内容办理。", "Go on with what has arrived."),
            "",
        ),
        Refusal::FieldUnfit { field } => (
            text(
                format!("{}未填写或不合要求。", field.zh),
                format!("The {} is empty or out of range.", field.en),
            ),
            text("请填写后重新提交。", "Fill it in and submit again."),
            "国务院令第673号 第十三条",
        ),
        Refusal::CodeFlawed { flaw } => (
            flaw,
            text(
                "请核对代码；确认无误的，由经办人写明理由后登记。",
                "Check the code; an officer may record it as it is, with a reason.",
            ),
            "GB/T 40058-2021",
        ),
        Refusal::CodeTaken { holder } => (
            text(
                format!("该代码已登记在项目 {holder} 名下。"),
                format!("The code is recorded for project {holder}."),
            ),
            text("请核对代码，一个项目一个代码。", "Check the code: one project, one code."),
            "国务院令第673号 第五条",
        ),
        Refusal::WinnerUnnamed => (
            text("地块到位须写明由谁取得。", "Who obtained the plot is not said."),
            text(
                "请同时填写取得土地的企业的统一社会信用代码。",
                "Enter the credit code of the company that signed the land contract.",
            ),
            "",
        ),
        Refusal::OtherWinner { winner } => (
            text(
                format!("台账记载该地块由 {winner} 取得。"),
                format!("By the ledger the plot went to {winner}."),
            ),
            text(
                "请按出让合同核对统一社会信用代码。",
                "Check the credit code against the land contract.",
            ),
            "",
        ),
        Refusal::StatementMissing => (
            text("缺少项目符合产业政策的声明。", "The statement on industrial policy is missing."),
            text("请阅读并勾选声明。", "Read the statement and tick it."),
            "国务院令第673号 第十三条",
        ),
        Refusal::NotKeeper => (
            text("本岗位没有项目管理权限。", "The post does not keep projects."),
            text("请由有权限的岗位办理。", "Have it done by a post that does."),
            "",
        ),
        Refusal::NotClock => (
            text("是否到期由系统判定。", "The clock alone says that time has passed."),
            text("无需人工登记。", "There is nothing to record by hand."),
            "",
        ),
        Refusal::ProjectClosed => (
            text("该项目已作废、失效或完成。", "The project is void, expired or completed."),
            text("需要时请重新登记。", "Register it anew if it is needed again."),
            "",
        ),
        Refusal::MatterNotMirrored => (
            text("该事项不属于归集事项。", "The results of this matter are not mirrored."),
            text("请按该事项的办理方式办理。", "Go by how the matter is handled."),
            "",
        ),
        Refusal::NotDescribed => (
            text("尚未填报项目概况。", "Nothing of the project's dates was told."),
            text("请先填报计划开工和竣工时间。", "Tell planned start and completion first."),
            "",
        ),
        Refusal::NotDue => (
            text("尚未到期，或已登记。", "The day has not passed, or that is recorded."),
            text("无需登记。", "There is nothing to record."),
            "",
        ),
        Refusal::NotProlongable => (
            text(
                "不能延期：已延过一次、超过一年或没有期限。",
                "It cannot be prolonged: once already, by over a year, or it has no end.",
            ),
            text("延期只有一次，最长一年。", "It is prolonged once, by at most a year."),
            "",
        ),
        Refusal::ReportOutOfOrder => (
            text(
                "应先报告开工，再报告进度和竣工。",
                "Start comes first, then progress, completion.",
            ),
            text("请核对要报告的内容。", "Check what is to be reported."),
            "国务院令第673号 第十六条",
        ),
        Refusal::NotComplete => (
            text("尚未报告竣工。", "Completion was not reported."),
            text("请企业先报告竣工。", "The enterprise reports it first."),
            "",
        ),
        Refusal::Duplicate { number } => (
            text(
                format!("本企业已有同名或同址的项目 {number}。"),
                format!("The enterprise has project {number} of this name or at this site."),
            ),
            text(
                "请在原项目上办理；确为另一项目的，请写明理由。",
                "Go on in that project, or say why this is another one.",
            ),
            "",
        ),
        Refusal::AlreadyRecorded => (
            text("该结果已经登记。", "It is recorded already."),
            text("无需重复登记。", "There is nothing to record."),
            "",
        ),
    }
}
