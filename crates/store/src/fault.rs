//! What broke (故障): never a rule's "no", always something for whoever runs the installation.

use std::any::Any;

use kernel::text::{Text, text};

/// A fault (故障).
#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    /// The commit may or may not have reached the disk; the process stops.
    #[error("the outcome is unknown: {0}")]
    OutcomeUnknown(String),
    /// No room on the disk; nothing was recorded.
    #[error("the disk is full: {0}")]
    StorageFull(String),
    /// The clock went astray; writing waits for a person.
    #[error("the clock is held: {0}")]
    ClockHeld(String),
    /// The database answered with an error, or holds what this program never writes.
    #[error("the store is broken: {0}")]
    Broken(String),
    /// Another process holds the data folder.
    #[error("the data folder is in use: {0}")]
    InUse(String),
    /// The folder was written by a newer program.
    #[error("the data folder is newer than this program: {0}")]
    NewerSchema(String),
    /// A broken invariant, caught.
    #[error("an invariant is broken: {0}")]
    Panicked(String),
    /// The store is stopping.
    #[error("the store is stopping")]
    Stopping,
}

impl Fault {
    /// What a person is told, and what to do.
    pub fn text(&self) -> Text {
        match self {
            Fault::OutcomeUnknown(_) => text(
                "结果未知：存储出错。请用同一编号再提交一次，系统不会重复办理。",
                "Outcome unknown: the storage failed. Repeat with the same key; it is done once.",
            ),
            Fault::StorageFull(_) => text(
                "磁盘已满，暂时只能查看。请联系管理员腾出空间，再重新提交。",
                "The disk is full: reading only. Ask the administrator for space and try again.",
            ),
            Fault::ClockHeld(_) => text(
                "系统时间异常，暂停写入。请管理员核对时间，并在“运行状况”页确认。",
                "The clock is astray: writing waits until the administrator confirms the time on \
                 the page \"Health\".",
            ),
            Fault::InUse(_) => text(
                "数据文件夹正被另一个进程使用。请先停止该进程，或用 --data 另选文件夹。",
                "Another process uses the data folder. Stop it, or choose another with --data.",
            ),
            Fault::NewerSchema(_) => text(
                "数据文件夹由更新的版本写成。请换用新版本程序。",
                "A newer program wrote this data folder. Use that version or a later one.",
            ),
            Fault::Stopping => text(
                "系统正在停止，请稍后用同一编号再提交。",
                "The system is stopping; repeat with the same key in a moment.",
            ),
            Fault::Broken(_) | Fault::Panicked(_) => text(
                "系统出错，未作任何改动。请稍后再试；若仍出错，请把编号告诉管理员。",
                "Something broke and nothing was changed. Try later, or tell the administrator.",
            ),
        }
    }

    /// What was caught: a broken invariant, with its word.
    pub(crate) fn of_panic(panic: &(dyn Any + Send)) -> Fault {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
        Fault::Panicked(said.unwrap_or("without a word").into())
    }

    /// Must the process stop, so that its supervisor starts it afresh?
    pub fn stops_the_process(&self) -> bool {
        matches!(self, Fault::OutcomeUnknown(_))
    }
}
