//! Every reason for "no" to a command about an account (账号指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about an account does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody has this account.
    AccountUnknown,
    /// It is open already.
    AlreadyOpened,
    /// Only the administrator does this.
    NotAdministrator,
    /// An enterprise says only who acts for itself.
    NotForEnterprise,
    /// Somebody else's password is not changed.
    NotOwnAccount,
    /// The old password was not shown, or was wrong.
    PasswordUnproven,
    /// A disabled account takes nothing on.
    AccountDisabled,
    /// It is disabled already.
    AlreadyDisabled,
    /// It is not disabled.
    NotDisabled,
    /// The sign-in name has another shape than names have.
    NameUnfit,
    /// Another account has the name.
    NameTaken,
    /// The person's name is missing.
    PersonMissing,
    /// The password is too easy.
    PasswordWeak {
        /// Why.
        flaw: Text,
    },
    /// No reason was given.
    ReasonMissing,
    /// The last day is behind us.
    EndPassed,
    /// The zone has published no such post.
    PostUnknown,
    /// Somebody else holds the post.
    PostTaken {
        /// That account's name.
        holder: String,
    },
    /// The person does not hold the post.
    NotAppointed,
    /// The enterprise is not registered here.
    EnterpriseUnknown,
    /// The person does not act for the enterprise.
    NotMandated,
    /// Nobody would act for the enterprise any more.
    LastAgent,
    /// The person runs the installation already.
    AlreadyAdministrator,
    /// The person does not run the installation.
    NoAdministrator,
    /// Nobody would run the installation any more.
    LastAdministrator,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(&refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::AccountUnknown => ("people.account_unknown", Ground::Unknown),
        Refusal::AlreadyOpened => ("people.already_opened", Ground::State),
        Refusal::NotAdministrator => ("people.not_administrator", Ground::Right),
        Refusal::NotForEnterprise => ("people.not_for_enterprise", Ground::Right),
        Refusal::NotOwnAccount => ("people.not_own_account", Ground::Right),
        Refusal::PasswordUnproven => ("people.password_unproven", Ground::Content),
        Refusal::AccountDisabled => ("people.account_is_disabled", Ground::State),
        Refusal::AlreadyDisabled => ("people.already_disabled", Ground::State),
        Refusal::NotDisabled => ("people.not_disabled", Ground::State),
        Refusal::NameUnfit => ("people.name_unfit", Ground::Content),
        Refusal::NameTaken => ("people.name_taken", Ground::Content),
        Refusal::PersonMissing => ("people.person_missing", Ground::Content),
        Refusal::PasswordWeak { .. } => ("people.password_weak", Ground::Content),
        Refusal::ReasonMissing => ("people.reason_missing", Ground::Content),
        Refusal::EndPassed => ("people.end_passed", Ground::Content),
        Refusal::PostUnknown => ("people.post_unknown", Ground::Unknown),
        Refusal::PostTaken { .. } => ("people.post_taken", Ground::State),
        Refusal::NotAppointed => ("people.not_appointed", Ground::State),
        Refusal::EnterpriseUnknown => ("people.enterprise_of_mandate_unknown", Ground::Unknown),
        Refusal::NotMandated => ("people.not_mandated", Ground::State),
        Refusal::LastAgent => ("people.last_agent", Ground::State),
        Refusal::AlreadyAdministrator => ("people.already_administrator", Ground::State),
        Refusal::NoAdministrator => ("people.no_administrator", Ground::State),
        Refusal::LastAdministrator => ("people.last_administrator", Ground::State),
    }
}

// long because a table of sentences is read in one piece
fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::AccountUnknown => (
            text("没有这个账号。", "There is no such account."),
            text("请从用户列表中选择。", "Choose it from the list of users."),
        ),
        Refusal::AlreadyOpened => (
            text("该账号已经开立。", "The account is open already."),
            text("请在该账号上办理。", "Go on with that account."),
        ),
        Refusal::NotAdministrator => (
            text("只有系统管理员可以办理。", "Only the administrator does this."),
            text("请联系系统管理员。", "Ask the administrator."),
        ),
        Refusal::NotForEnterprise => (
            text("企业只能为本企业指定经办人。", "An enterprise says only who acts for itself."),
            text("请以该企业的身份登录后办理。", "Sign in for that enterprise."),
        ),
        Refusal::NotOwnAccount => (
            text("只能修改本人账号的口令。", "People change their own passwords only."),
            text("忘记口令的，请系统管理员重置。", "The administrator resets a forgotten one."),
        ),
        Refusal::PasswordUnproven => (
            text("原口令不正确。", "The present password is wrong."),
            text(
                "请重新输入原口令；忘记的，请系统管理员重置。",
                "Type it again; the administrator resets a forgotten one.",
            ),
        ),
        Refusal::AccountDisabled => (
            text("该账号已停用。", "The account is disabled."),
            text("请先恢复该账号。", "Enable it first."),
        ),
        Refusal::AlreadyDisabled => (
            text("该账号已经停用。", "The account is disabled already."),
            text("无需重复停用。", "There is nothing to disable."),
        ),
        Refusal::NotDisabled => (
            text("该账号没有停用。", "The account is not disabled."),
            text("无需恢复。", "There is nothing to enable."),
        ),
        Refusal::NameUnfit => (
            text("登录名不合要求。", "The sign-in name does not fit."),
            text(
                "请用2至32个小写字母、数字、点或连字符，以字母开头；不要用手机号、证件号。",
                "Use 2 to 32 lower-case letters, digits, dots or hyphens, a letter first; no phone \
                 or identity number.",
            ),
        ),
        Refusal::NameTaken => (
            text("该登录名已被使用。", "Another account has this sign-in name."),
            text("请换一个登录名。", "Choose another one."),
        ),
        Refusal::PersonMissing => (
            text("未填写姓名，或姓名过长。", "The person's name is missing or too long."),
            text("请填写真实姓名。", "Write the person's real name."),
        ),
        Refusal::PasswordWeak { flaw } => (
            flaw,
            text(
                "请另选一个口令，例如几个不相关的词加数字。",
                "Choose another, such as unrelated words with a number.",
            ),
        ),
        Refusal::ReasonMissing => (
            text("未写明理由。", "No reason is given."),
            text("请写明理由，它会记入台账。", "Write the reason; it is entered in the ledger."),
        ),
        Refusal::EndPassed => (
            text("截止日期已经过去。", "The last day is behind us."),
            text("请填写今天或以后的日期，或留空。", "Write today or a later day, or none."),
        ),
        Refusal::PostUnknown => (
            text("园区没有公布这个岗位。", "The zone has published no such post."),
            text("请从岗位表中选择。", "Choose from the table of posts."),
        ),
        Refusal::PostTaken { holder } => (
            text(
                format!("该岗位现由账号 {holder} 担任。"),
                format!("The account {holder} holds the post."),
            ),
            text("一个岗位一人；请先免去现任。", "A post has one holder: relieve that one first."),
        ),
        Refusal::NotAppointed => (
            text("该账号不担任这个岗位。", "The account does not hold the post."),
            text("请核对岗位。", "Check the post."),
        ),
        Refusal::EnterpriseUnknown => (
            text("该企业没有在本园区注册。", "The enterprise is not registered in this zone."),
            text("请先为企业注册。", "Register the enterprise first."),
        ),
        Refusal::NotMandated => (
            text("该账号没有这家企业的授权。", "The account does not act for the enterprise."),
            text("请核对统一社会信用代码。", "Check the unified social credit code."),
        ),
        Refusal::LastAgent => (
            text(
                "这是企业唯一的经办人，终止后无人可以办理。",
                "Nobody else acts for the enterprise; it would be locked out.",
            ),
            text("请先指定另一名经办人。", "Name another agent first."),
        ),
        Refusal::AlreadyAdministrator => (
            text("该账号已是系统管理员。", "The account administers already."),
            text("无需重复指定。", "There is nothing to appoint."),
        ),
        Refusal::NoAdministrator => (
            text("该账号不是系统管理员。", "The account does not administer."),
            text("请核对账号。", "Check the account."),
        ),
        Refusal::LastAdministrator => (
            text("这是唯一的系统管理员。", "This is the only administrator."),
            text("请先指定另一名系统管理员。", "Appoint another administrator first."),
        ),
    }
}
