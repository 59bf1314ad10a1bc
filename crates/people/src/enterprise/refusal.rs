//! Every reason for "no" to a command about an enterprise (企业指令不成立原因), in order of precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about an enterprise does not stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The enterprise is not registered here.
    EnterpriseUnknown,
    /// It is registered already.
    AlreadyRegistered,
    /// The unified social credit code is malformed.
    CodeFlawed {
        /// What is wrong with it.
        flaw: Text,
    },
    /// An enterprise registers itself only.
    NotThisEnterprise,
    /// Only a post that accepts applications attests.
    NotAccepting,
    /// A field is empty or too long.
    FieldUnfit {
        /// Which one.
        field: Text,
    },
    /// The first agent's sign-in name has another shape than names have.
    AgentNameUnfit,
    /// Another account has the first agent's sign-in name.
    AgentNameTaken,
    /// It is attested already.
    AlreadyAttested,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(&refusal);
        let (sentence, remedy, basis) = words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn code(refusal: &Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::EnterpriseUnknown => ("people.enterprise_unknown", Ground::Unknown),
        Refusal::AlreadyRegistered => ("people.enterprise_already_registered", Ground::State),
        Refusal::CodeFlawed { .. } => ("people.credit_code_flawed", Ground::Content),
        Refusal::NotThisEnterprise => ("people.not_this_enterprise", Ground::Right),
        Refusal::NotAccepting => ("people.not_accepting", Ground::Right),
        Refusal::FieldUnfit { .. } => ("people.field_unfit", Ground::Content),
        Refusal::AgentNameUnfit => ("people.agent_name_unfit", Ground::Content),
        Refusal::AgentNameTaken => ("people.agent_name_taken", Ground::Content),
        Refusal::AlreadyAttested => ("people.already_attested", Ground::State),
    }
}

fn words(refusal: Refusal) -> (Text, Text, &'static str) {
    match refusal {
        Refusal::EnterpriseUnknown => (
            text("该企业没有在本园区注册。", "The enterprise is not registered in this zone."),
            text("请核对统一社会信用代码。", "Check the unified social credit code."),
            "",
        ),
        Refusal::AlreadyRegistered => (
            text("该企业已经注册。", "The enterprise is registered already."),
            text(
                "请由企业现有经办人添加您；经办人已离职的，请联系系统管理员。",
                "Ask its present agent to add you; where nobody is left, ask the administrator.",
            ),
            "",
        ),
        Refusal::CodeFlawed { flaw } => (
            flaw,
            text("请对照营业执照逐位核对。", "Compare it with the business licence."),
            "GB 32100-2015",
        ),
        Refusal::NotThisEnterprise => (
            text("只能为本企业注册。", "An enterprise registers itself only."),
            text("请填写本企业的统一社会信用代码。", "Write the enterprise's own code."),
            "",
        ),
        Refusal::NotAccepting => (
            text(
                "只有有受理权限的岗位可以核验企业。",
                "Only a post that accepts applications attests an enterprise.",
            ),
            text("请到综合窗口核验。", "Have it attested at the one-window desk."),
            "",
        ),
        Refusal::FieldUnfit { field } => (
            text(
                format!("{}未填写或过长。", field.zh),
                format!("The {} is empty or too long.", field.en),
            ),
            text("请填写后重新提交。", "Fill it in and submit again."),
            "",
        ),
        Refusal::AgentNameUnfit => (
            text("登录名不合要求。", "The sign-in name does not fit."),
            text(
                "请用2至32个小写字母、数字、点或连字符，以字母开头；不要用手机号、证件号。",
                "Use 2 to 32 lower-case letters, digits, dots or hyphens, a letter first; no phone \
                 or identity number.",
            ),
            "",
        ),
        Refusal::AgentNameTaken => (
            text("该登录名已被使用。", "Another account has this sign-in name."),
            text("请换一个登录名。", "Choose another one."),
            "",
        ),
        Refusal::AlreadyAttested => (
            text("该企业已经核验。", "The enterprise is attested already."),
            text("无需重复核验。", "There is nothing to attest."),
            "",
        ),
    }
}
