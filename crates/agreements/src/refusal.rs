//! What a kind and a post add to the reasons for "no" (协议类型与岗位), before those of the shape.

use kernel::agreement as shape;
use kernel::refusal::{Ground, Refused, office};
use kernel::text::{Text, text};

/// Why a command about an agreement does not stand here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The officer's post has no right to this.
    PostMayNot,
    /// It was drafted by the ledger itself: what it is about says how it stands.
    KeptElsewhere,
    /// There is no such kind of agreement.
    KindUnknown,
    /// The kind comes of a case, and nobody drafts it by hand.
    KindFollowsCase {
        /// The kind.
        kind: Text,
    },
    /// The kind has other parties: more, offices alone, or an enterprise among them.
    KindHasOtherParties {
        /// The kind.
        kind: Text,
    },
    /// What the kind must contain is wanting.
    ContentMissing {
        /// The kind.
        kind: Text,
        /// What is wanting, all of it.
        missing: Vec<Text>,
        /// The kind's legal basis.
        basis: &'static str,
    },
    /// The zone has no such office.
    OfficeUnknown {
        /// Its identifier.
        id: String,
    },
    /// A party's code is malformed.
    CodeFlawed {
        /// What is wrong with it.
        flaw: Text,
    },
    /// What the shape of an agreement says.
    Shape(shape::Refusal),
}

impl From<shape::Refusal> for Refusal {
    fn from(refusal: shape::Refusal) -> Refusal {
        Refusal::Shape(refusal)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground, basis) = match &refusal {
            Refusal::Shape(refusal) => return refusal.clone().into(),
            Refusal::PostMayNot => ("agreements.post_may_not", Ground::Right, ""),
            Refusal::KeptElsewhere => ("agreements.kept_elsewhere", Ground::State, ""),
            Refusal::KindUnknown => ("agreements.kind_unknown", Ground::Unknown, ""),
            Refusal::KindFollowsCase { .. } => ("agreements.kind_follows_case", Ground::State, ""),
            Refusal::KindHasOtherParties { .. } => {
                ("agreements.kind_has_other_parties", Ground::Content, "")
            }
            Refusal::ContentMissing { basis, .. } => {
                ("agreements.content_missing", Ground::Content, *basis)
            }
            Refusal::OfficeUnknown { .. } => ("agreements.office_unknown", Ground::Unknown, ""),
            Refusal::CodeFlawed { .. } => ("agreements.code_flawed", Ground::Content, ""),
        };
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis, ground }
    }
}

fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::Shape(refusal) => {
            let Refused { sentence, remedy, .. } = refusal.into();
            (sentence, remedy)
        }
        Refusal::PostMayNot => (
            text("本岗位不能办理这项协议事务。", "The post may not do this with an agreement."),
            text(
                "起草由审批、牵头或项目管理岗位办理，签署、终止由审批岗位办理，\
                 确认由审查或审批岗位办理，会议议定事项也可以由牵头岗位确认。",
                "Posts that decide, coordinate or register draft; those that decide sign and \
                 end; those that examine or decide attest, what a meeting decided also those \
                 that coordinate.",
            ),
        ),
        Refusal::KeptElsewhere => (
            text(
                "本协议随办件产生，不能在这里单独办理。",
                "This agreement follows its case, and nothing is done to it here.",
            ),
            text("请到所属办件中办理。", "Act in the case that it is about."),
        ),
        Refusal::KindUnknown => (
            text("没有这类协议。", "There is no such kind of agreement."),
            text("请从所列类型中选择。", "Choose one of those listed."),
        ),
        Refusal::KindFollowsCase { kind } => follows_case(&kind),
        Refusal::KindHasOtherParties { kind } => (
            text(
                format!("当事人不符合“{}”的要求。", kind.zh),
                format!("The parties do not fit the kind “{}”.", kind.en),
            ),
            text(
                "会议纪要的当事人都是部门；合同和承诺书的当事人中要有企业。",
                "Minutes are among offices; contracts and promises have an enterprise.",
            ),
        ),
        Refusal::ContentMissing { kind, missing, .. } => (
            text(
                format!("“{}”缺少必备内容：{}。", kind.zh, joined(&missing, "、", |one| &one.zh)),
                format!(
                    "The kind “{}” must contain: {}.",
                    kind.en,
                    joined(&missing, "; ", |one| &one.en)
                ),
            ),
            text(
                "指标要有数值、到期日和违约责任，复核节点要有到期日，条款要写明内容；请补全后再起草。",
                "An indicator needs amount, due date and consequence, a node its due date, a \
                 clause its words. Add them and draft again.",
            ),
        ),
        Refusal::OfficeUnknown { id } => (
            text(
                format!("没有“{}”这个部门。", office(&id)),
                format!("There is no office “{}”.", office(&id)),
            ),
            text("请从部门名单中选择。", "Choose one of the zone's offices."),
        ),
        Refusal::CodeFlawed { flaw } => {
            (flaw, text("请核对统一社会信用代码。", "Check the unified social credit code."))
        }
    }
}

fn follows_case(kind: &Text) -> (Text, Text) {
    (
        text(
            format!("“{}”随办件产生，不能单独起草。", kind.zh),
            format!("The kind “{}” comes of a case and is not drafted by hand.", kind.en),
        ),
        text(
            "请申请人在办件中作出承诺，受理或准予时自动生成。",
            "The applicant promises in the case; it comes about with acceptance or grant.",
        ),
    )
}

fn joined(all: &[Text], between: &str, said: fn(&Text) -> &String) -> String {
    let all: Vec<&str> = all.iter().map(|one| said(one).as_str()).collect();
    all.join(between)
}
