//! What the facts of an application are called (一件事事实名称).

use kernel::text::{Text, text};

use super::Event;

impl Event {
    /// What the fact is called (事实名称), as a trail or a list shows it.
    pub fn title(&self) -> Text {
        match self {
            Event::BundleSubmitted { .. } => text("一件事收件", "Application received"),
            Event::BundleFormFilled { .. } => text("填写申请表", "Form answered"),
            Event::LinkStarted { .. } => text("环节开始", "Link opened"),
            Event::LinkPushed { .. } => text("推送部门", "Pushed to the department"),
            Event::LinkTaken { .. } => text("部门办理中", "In hand at the department"),
            Event::LinkDone { .. } => text("环节办结", "Link done"),
            Event::LinkExtended { .. } => text("情形复杂，延长期限", "Limit put off"),
            Event::LinkReturned { .. } | Event::LinkReturnedUntil { .. } => {
                text("环节退回", "Link sent back")
            }
            Event::LinkMended { .. } => text("补正后再办", "Mended"),
            Event::LinkRefused { .. } => text("环节不予办理", "Link refused"),
            Event::LinkDropped { .. } => text("随前置环节终止", "Ended with what it builds on"),
            Event::LinkGivenUp { .. } => text("放弃环节", "Link given up"),
            Event::LinkLapsed { .. } => {
                text("逾期未补正，视为撤回", "Not mended in time, withdrawn")
            }
            Event::BundleThrough { .. } => text("一件事办结", "All of it done"),
            Event::BundleDelivered { .. } => text("结果已送达", "Result delivered"),
            Event::BundleConcluded { .. } => text("归档", "Concluded"),
            Event::BundleWithdrawn { .. } => text("撤回申请", "Application withdrawn"),
        }
    }
}
