//! Who may reach which address (权限表): the router is made from these rows and from nothing else.
//!
//! A page without a row does not exist; a row without a page does not compile. Whether a *thing* at
//! the address may be seen is the relation's question: it is asked where the thing is read, and
//! things of others are answered as if they were not there.

use std::sync::Arc;

use axum::routing::MethodRouter;
use kernel::right::Right;
use kernel::text::{Text, text};

use crate::front::Front;
use crate::principal::Principal;

/// Makes the handler of a row.
type Page = fn() -> MethodRouter<Arc<Front>>;

/// The method of a row (请求方法).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Shows.
    Get,
    /// Asks for something to be done.
    Post,
}

/// Who may (允许范围).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever comes.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever acts for an enterprise.
    Agent,
    /// Whoever holds a post.
    Officer,
    /// Whoever holds a post with this right.
    Holder(Right),
    /// Whoever holds a post with one of these rights.
    HolderOfOne(&'static [Right]),
    /// Whoever runs the installation.
    Administrator,
}

/// Whose thing it must be (关系).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// There is no thing, or it is everybody's.
    None,
    /// The reader's own: account or enterprise.
    Own,
    /// The own enterprise's, the own office's, or seen by whoever supervises the zone.
    Parties,
    /// Anything of the zone.
    Zone,
}

/// One row of the table (权限表行).
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The method.
    pub verb: Verb,
    /// The address, with `{…}` for what varies.
    pub path: &'static str,
    /// Who may.
    pub who: Who,
    /// Whose thing it must be.
    pub relation: Relation,
    /// Does it stand in the demo only?
    pub is_demo: bool,
    /// Does it take files? Then it may be large and slow.
    pub takes_files: bool,
    /// May whoever acts under a mandate come?
    pub is_entrusted: bool,
    /// The page.
    pub page: Page,
}

/// What becomes of a request (准入结果).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It goes on.
    Admitted,
    /// Somebody must sign in first.
    SignInFirst,
    /// The password must be changed first.
    ChangePasswordFirst,
    /// This reader may not.
    Refused,
    /// Only the applicant itself may, and this reader acts for it.
    ApplicantsOwn,
}

impl Row {
    /// A row that shows.
    pub const fn get(path: &'static str, who: Who, relation: Relation, page: Page) -> Row {
        Row::of(Verb::Get, path, (who, relation), page)
    }

    /// A row that does.
    pub const fn post(path: &'static str, who: Who, relation: Relation, page: Page) -> Row {
        Row::of(Verb::Post, path, (who, relation), page)
    }

    const fn of(
        verb: Verb,
        path: &'static str,
        (who, relation): (Who, Relation),
        page: Page,
    ) -> Row {
        let (is_demo, takes_files, is_entrusted) = (false, false, false);
        Row { verb, path, who, relation, is_demo, takes_files, is_entrusted, page }
    }

    /// The same, taking files.
    pub const fn taking_files(self) -> Row {
        Row { takes_files: true, ..self }
    }

    /// The same, also for whoever acts under a mandate.
    pub const fn entrusted(self) -> Row {
        Row { is_entrusted: true, ..self }
    }

    /// The same, in the demo only.
    pub const fn in_demo(self) -> Row {
        Row { is_demo: true, ..self }
    }

    /// May this reader reach the address?
    pub fn admits(&self, principal: &Principal) -> Admission {
        let Some(signed_in) = &principal.signed_in else {
            return match self.who {
                Who::Anyone => Admission::Admitted,
                Who::SignedIn
                | Who::Agent
                | Who::Officer
                | Who::Holder(_)
                | Who::HolderOfOne(_)
                | Who::Administrator => Admission::SignInFirst,
            };
        };
        let is_way_out = matches!(self.path, "/me/password" | "/sign-out");
        if signed_in.must_change && self.who != Who::Anyone && !is_way_out {
            return Admission::ChangePasswordFirst;
        }
        // Under a mandate nobody comes where nothing is entrusted, be it to look.
        let is_own_account = self.path.starts_with("/me") || self.path.starts_with("/sign-out");
        if principal.mandate().is_some() && !self.is_entrusted {
            let is_open = self.who == Who::Anyone || is_own_account;
            return if is_open { Admission::Admitted } else { Admission::ApplicantsOwn };
        }
        let may = match self.who {
            Who::Anyone | Who::SignedIn => true,
            Who::Agent => principal.acts_for().is_some(),
            Who::Officer => principal.office().is_some(),
            Who::Holder(right) => principal.has(right),
            Who::HolderOfOne(rights) => rights.iter().any(|right| principal.has(*right)),
            Who::Administrator => principal.is_administrator(),
        };
        if may { Admission::Admitted } else { Admission::Refused }
    }
}

impl Who {
    /// What is lacking, and who grants it.
    pub fn lacking(self) -> (Text, Text) {
        match self {
            Who::Anyone | Who::SignedIn => (text("登录", "to be signed in"), text("本人", "you")),
            Who::Agent => (
                text("企业经办人身份", "a mandate of an enterprise"),
                text("由企业现有经办人授予。", "The enterprise's present agents give it."),
            ),
            Who::Officer => (
                text("部门岗位", "a post of an office"),
                text("由系统管理员任命。", "The administrator appoints to posts."),
            ),
            Who::Holder(right) => (right_name(right), by_appointment()),
            Who::HolderOfOne(rights) => {
                let names: Vec<Text> = rights.iter().map(|right| right_name(*right)).collect();
                let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
                let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
                (text(zh.join("或"), en.join(" or ")), by_appointment())
            }
            Who::Administrator => (
                text("系统管理员身份", "to be an administrator"),
                text("由系统管理员指定。", "An administrator appoints administrators."),
            ),
        }
    }
}

fn by_appointment() -> Text {
    text(
        "权限属于岗位，由系统管理员任命到相应岗位。",
        "Rights belong to posts; the administrator appoints to a post that has it.",
    )
}

/// A right by name.
pub fn right_name(right: Right) -> Text {
    match right {
        Right::Accept => text("收件受理", "accepting applications"),
        Right::Examine => text("审查", "examining"),
        Right::Advise => text("出具意见", "giving opinions"),
        Right::Decide => text("审批决定", "deciding"),
        Right::Coordinate => text("牵头协调", "coordinating a stage"),
        Right::Register => text("项目管理", "recording projects"),
        Right::Supervise => text("督查", "supervising the zone"),
        Right::Assign => text("分办", "assigning cases"),
        Right::Receive => text("综合窗口收件", "receiving at the one window"),
        Right::Assist => text("帮办代办", "assisting applicants"),
    }
}
