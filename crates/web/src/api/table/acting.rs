//! What a program may ask to be done (接口目录：办理).

use approvals::case::Cases;
use approvals::package::Packages;
use approvals::project::Projects;
use axum::routing::post;

use crate::api::acts::{self, act};
use crate::api::batch::{Answered, Batch, batch};
use crate::api::operation::{Operation, Parameter};
use crate::api::package_acts as packages;
use crate::api::project_acts as projects;
use crate::api::shown::{DocumentShown, Receipt};
use crate::api::{case_acts as cases, instant_acts as instant};
use crate::api::{correction_acts, files};
use crate::policy::{Relation, Row, Who};

pub(super) const MATERIAL: Parameter = Parameter::may("material", "The material that the file is");
pub(super) const REASON: Parameter =
    Parameter::may("reason", "What is different, where it replaces a file that is examined");

const PARTY: Relation = Relation::Parties;

/// The operations.
pub const ACTS: &[Operation] = &[
    Operation::does::<projects::Registration, Receipt>(
        Row::post("/api/zones/{zone}/projects", Who::SignedIn, Relation::Own, || {
            post(acts::register)
        })
        .entrusted(),
        "登记项目",
        "Register a project",
    ),
    Operation::does::<projects::Code, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/code",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Code>),
        ),
        "登记项目代码",
        "Record the national code",
    ),
    Operation::does::<projects::ProvisionalCode, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/provisional-code",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::ProvisionalCode>),
        ),
        "发临时代码",
        "Issue a code for use within the zone",
    ),
    Operation::does::<projects::Details, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/details",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<projects::Details>),
        )
        .entrusted(),
        "补填项目概况",
        "Tell what is asked besides",
    ),
    Operation::does::<projects::Change, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/changes",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<projects::Change>),
        )
        .entrusted(),
        "变更项目",
        "Change what was registered",
    ),
    Operation::does::<projects::Prolongation, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/prolongation",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Prolongation>),
        ),
        "延长有效期",
        "Let the filing hold longer",
    ),
    Operation::does::<projects::Voiding, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/voiding",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Voiding>),
        ),
        "作废项目",
        "Void the project",
    ),
    Operation::does::<projects::Completion, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/completion",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Completion>),
        ),
        "项目归档",
        "Close the file of a complete project",
    ),
    Operation::does::<projects::ProgressReport, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/reports",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<projects::ProgressReport>),
        )
        .entrusted(),
        "报告进度",
        "Report start, progress or completion",
    ),
    Operation::does::<projects::Licence, Receipt>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/licences",
            Who::Officer,
            Relation::Parties,
            || post(act::<projects::Licence>),
        ),
        "归集证照",
        "Note a licence of another authority",
    ),
    Operation::does::<cases::Application, Receipt>(
        Row::post("/api/zones/{zone}/cases", Who::SignedIn, Relation::Parties, || {
            post(acts::apply)
        })
        .entrusted(),
        "申请事项",
        "Apply for a matter",
    ),
    Operation::does::<cases::Notice, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/notices",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Notice>),
        ),
        "一次性告知",
        "Tell everything missing, at once",
    ),
    Operation::does::<correction_acts::Correction, Receipt>(
        Row::post("/api/zones/{zone}/cases/{number}/corrections", Who::SignedIn, PARTY, || {
            post(correction_acts::correction)
        })
        .entrusted(),
        "补正",
        "Correct the application",
    ),
    Operation::does::<cases::Acceptance, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/acceptance",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Acceptance>),
        ),
        "受理",
        "Accept",
    ),
    Operation::does::<cases::Application, Receipt>(
        Row::post("/api/zones/{zone}/counter-decisions", Who::Officer, Relation::Parties, || {
            post(instant::at_the_counter)
        }),
        "窗口当场办结",
        "Receive, accept and grant at the counter",
    ),
    Operation::does::<instant::CounterDecision, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/counter-decision",
            Who::Officer,
            Relation::Parties,
            || post(act::<instant::CounterDecision>),
        ),
        "当场办结",
        "Accept and grant at once",
    ),
    Operation::does::<instant::AuditConfirmation, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/audit-confirmation",
            Who::Officer,
            Relation::Parties,
            || post(act::<instant::AuditConfirmation>),
        ),
        "秒批复核无误",
        "Find an instant decision right",
    ),
    Operation::does::<instant::AuditFinding, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/audit-finding",
            Who::Officer,
            Relation::Parties,
            || post(act::<instant::AuditFinding>),
        ),
        "秒批复核有误",
        "Find an instant decision wrong",
    ),
    Operation::does::<instant::AuditRemedy, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/audit-remedy",
            Who::Officer,
            Relation::Parties,
            || post(act::<instant::AuditRemedy>),
        ),
        "登记纠正情况",
        "Record how a wrong decision was put right",
    ),
    Operation::does::<instant::UpheldDecision, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/upheld-decision",
            Who::Officer,
            Relation::Parties,
            || post(act::<instant::UpheldDecision>),
        ),
        "维持决定",
        "Let a decision stand that was found wrong",
    ),
    Operation::does::<instant::RuleWord, Receipt>(
        Row::post(
            "/api/zones/{zone}/instant-matters/{matter}/rule-stops",
            Who::SignedIn,
            Relation::Zone,
            || post(instant::stop),
        ),
        "停用秒批规则",
        "Stop a version of an instant rule",
    ),
    Operation::does::<instant::RuleWord, Receipt>(
        Row::post(
            "/api/zones/{zone}/instant-matters/{matter}/rule-resumptions",
            Who::SignedIn,
            Relation::Zone,
            || post(instant::resume),
        ),
        "恢复秒批规则",
        "Let a version of an instant rule decide again",
    ),
    Operation::does::<cases::Promise, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/promise",
            Who::SignedIn,
            Relation::Parties,
            || post(act::<cases::Promise>),
        ),
        "容缺承诺",
        "Promise what may follow",
    ),
    Operation::does::<cases::AcceptanceOnPromise, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/acceptance-on-promise",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::AcceptanceOnPromise>),
        ),
        "容缺受理",
        "Accept without what was promised",
    ),
    Operation::does::<cases::Settlement, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/settlements",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Settlement>),
        ),
        "确认材料已补齐",
        "Find a promised material fit",
    ),
    Operation::does::<cases::FinishedReview, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/finished-review",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::FinishedReview>),
        ),
        "审查已完成，待补齐",
        "Record that the review is through and only what was promised is missing",
    ),
    Operation::does::<cases::MaterialReturn, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/material-returns",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::MaterialReturn>),
        ),
        "退回补交的材料",
        "Send a promised material back",
    ),
    Operation::does::<cases::PromiseRepair, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/promise-repair",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::PromiseRepair>),
        ),
        "登记信用修复",
        "Record that the credit is repaired",
    ),
    Operation::does::<cases::Replacement, Receipt>(
        Row::post("/api/zones/{zone}/cases/{number}/replacements", Who::SignedIn, PARTY, || {
            post(act::<cases::Replacement>)
        })
        .entrusted(),
        "替换材料",
        "Replace a material while it is examined",
    ),
    Operation::does::<cases::NonAcceptance, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/non-acceptance",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::NonAcceptance>),
        ),
        "不予受理",
        "Do not take the case on",
    ),
    Operation::does::<cases::Pause, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/pauses",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Pause>),
        ),
        "暂停计时",
        "Stop the clock",
    ),
    Operation::does::<cases::Resumption, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/resumptions",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Resumption>),
        ),
        "恢复计时",
        "Start the clock again",
    ),
    Operation::does::<cases::Extension, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/extension",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Extension>),
        ),
        "延期",
        "Add days, once",
    ),
    Operation::does::<cases::Withdrawal, Receipt>(
        Row::post("/api/zones/{zone}/cases/{number}/withdrawal", Who::SignedIn, PARTY, || {
            post(act::<cases::Withdrawal>)
        })
        .entrusted(),
        "撤回申请",
        "Take the application back",
    ),
    Operation::does::<cases::Grant, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/grant",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Grant>),
        ),
        "准予",
        "Decide for the applicant",
    ),
    Operation::does::<cases::Denial, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/denial",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Denial>),
        ),
        "不予",
        "Decide against the applicant",
    ),
    Operation::does::<cases::Delivery, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/delivery",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Delivery>),
        ),
        "送达",
        "Record that the result has arrived",
    ),
    Operation::does::<cases::DeliveryFailure, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/delivery-failures",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::DeliveryFailure>),
        ),
        "送达未果",
        "Record that it could not be delivered",
    ),
    Operation::does::<cases::HandOver, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/hand-over",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::HandOver>),
        ),
        "转报",
        "Pass the case on to the authority that decides",
    ),
    Operation::does::<cases::AuthorityAnswer, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/authority-answer",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::AuthorityAnswer>),
        ),
        "登记上级决定",
        "Record what the authority decided",
    ),
    Operation::does::<cases::Question, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/questions",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Question>),
        ),
        "征求意见",
        "Ask another office",
    ),
    Operation::does::<cases::Opinion, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/opinions",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Opinion>),
        ),
        "出具意见",
        "Give an opinion",
    ),
    Operation::does::<cases::FollowUp, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/follow-ups",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::FollowUp>),
        ),
        "补充说明",
        "Write on in a question's thread",
    ),
    Operation::does::<cases::QuestionWithdrawal, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/question-withdrawals",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::QuestionWithdrawal>),
        ),
        "撤回征询",
        "Take a question back",
    ),
    Operation::does::<cases::Assignment, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/assignments",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Assignment>),
        ),
        "分办",
        "Give the case to a post",
    ),
    Operation::does::<cases::Explanation, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/explanations",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Explanation>),
        ),
        "超期说明",
        "Explain in public why it is late",
    ),
    Operation::does::<cases::Termination, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/termination",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Termination>),
        ),
        "终止办理",
        "End the case without a decision",
    ),
    Operation::does::<cases::Conclusion, Receipt>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/conclusion",
            Who::Officer,
            Relation::Parties,
            || post(act::<cases::Conclusion>),
        ),
        "办结归档",
        "Close the file",
    ),
    Operation::does::<packages::StageApplication, Receipt>(
        Row::post("/api/zones/{zone}/packages", Who::SignedIn, Relation::Parties, || {
            post(acts::apply_for_stage)
        })
        .entrusted(),
        "并联申请",
        "Apply for a stage",
    ),
    Operation::does::<packages::Review, Receipt>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/reviews",
            Who::Officer,
            Relation::Parties,
            || post(act::<packages::Review>),
        ),
        "召集联合评审",
        "Call a joint review",
    ),
    Operation::does::<packages::SiteVisit, Receipt>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/site-visits",
            Who::Officer,
            Relation::Parties,
            || post(act::<packages::SiteVisit>),
        ),
        "登记联合踏勘",
        "Record a joint visit to the site",
    ),
    Operation::does::<packages::Minutes, Receipt>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/minutes",
            Who::Officer,
            Relation::Parties,
            || post(act::<packages::Minutes>),
        ),
        "登记会议纪要",
        "Record the minutes of a joint review",
    ),
    Operation::does::<packages::Reminder, Receipt>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/reminders",
            Who::Officer,
            Relation::Parties,
            || post(act::<packages::Reminder>),
        ),
        "催办",
        "Remind an office",
    ),
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/projects/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            files::receives::<Projects>,
        )
        .entrusted()
        .taking_files(),
        "为项目上传文件",
        "Hand in a file for a project",
    )
    .with(&[MATERIAL])
    .takes_a_file(),
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/cases/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            files::receives::<Cases>,
        )
        .entrusted()
        .taking_files(),
        "为办件上传文件",
        "Hand in a file for a case",
    )
    .with(&[MATERIAL, REASON])
    .takes_a_file(),
    Operation::shows::<DocumentShown>(
        Row::post(
            "/api/zones/{zone}/packages/{number}/documents",
            Who::SignedIn,
            Relation::Parties,
            files::receives::<Packages>,
        )
        .entrusted()
        .taking_files(),
        "为并联申请上传文件",
        "Hand in a file for a package",
    )
    .with(&[MATERIAL])
    .takes_a_file(),
    Operation::does::<files::Attachment, Receipt>(
        Row::post("/api/zones/{zone}/documents/{id}/attachments", Who::SignedIn, PARTY, || {
            post(files::attach)
        })
        .entrusted(),
        "引用文件",
        "Let a document serve elsewhere",
    ),
    Operation::does::<Batch, Answered>(
        Row::post("/api/zones/{zone}/batch", Who::SignedIn, Relation::Parties, || post(batch)),
        "批量操作",
        "Do up to 100 acts, each answered by itself",
    ),
];
