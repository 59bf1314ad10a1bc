//! What calls for a paper (出具文书的情形): the law asks for most of them in writing.
//!
//! Basis: Administrative Licensing Law, articles 32 (receipts of acceptance and non-acceptance,
//! one-time notice), 38 (decisions), 44 (delivery), 45 (time that is not counted).

use catalogue::Unsupplied;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::entry::Entry;
use kernel::time_limit::{Limit, PauseGround};
use serde::Serialize;

use super::event::{Kind, Line};
use super::received::{self, Received};
use super::simulated::{self, Simulated};
use super::words::{days, line, names, remedies};
use super::{CaseFacts, together};
use crate::case::commitment::{Fact as Committed, Ground, Penalty};
use crate::case::on_plot::Fact as OnPlot;
use crate::case::tolerance::Fact;
use crate::case::{self, Acceptance, TerminationGround};

/// What calls for a paper, with what it says (出具文书的情形).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Occasion {
    /// The application came in.
    Received {
        /// The day.
        on: Date,
        /// The materials that came with it.
        handed_in: Vec<String>,
    },
    /// An application for several certificates or matters came in, once for all of them.
    ReceivedOnce(Box<Received>),
    /// A review on assumed facts came to an opinion, without legal effect.
    Simulated(Box<Simulated>),
    /// It counts as accepted.
    Accepted {
        /// The day from which it counts.
        on: Date,
        /// Why it counts.
        because: Acceptance,
        /// The law's limit.
        statutory: Option<Limit>,
        /// The zone's own limit.
        promised: Limit,
    },
    /// Something is missing.
    Missing {
        /// The day.
        on: Date,
        /// The materials.
        materials: Vec<String>,
        /// What else, in words.
        words: String,
        /// The last day for the correction, where the notice names one.
        correct_by: Option<Date>,
    },
    /// It is not accepted.
    NotAccepted {
        /// The day.
        on: Date,
        /// The reason, with the organ to turn to.
        reason: String,
    },
    /// Time stands still.
    Paused {
        /// The day.
        on: Date,
        /// Why.
        ground: PauseGround,
        /// The document that says so.
        evidence: String,
        /// The day by which it is done.
        expected: Option<Date>,
    },
    /// Another office has said what it thinks.
    Advised {
        /// The day.
        on: Date,
        /// The office that was asked.
        office: String,
        /// What it says.
        opinion: String,
    },
    /// Decided for the applicant.
    Granted {
        /// The day.
        on: Date,
        /// The number that the case gave the decision.
        document: String,
        /// It files a project: no licence, a certificate.
        is_filing: bool,
        /// The conditions were promised and not examined.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        on_commitment: bool,
    },
    /// Decided against the applicant.
    Denied {
        /// The day.
        on: Date,
        /// The number that the case gave the decision.
        document: String,
        /// The reasons.
        reasons: String,
        /// Where and until when to appeal.
        appeal: String,
    },
    /// It was accepted without these, which are owed.
    Owed {
        /// The day of acceptance.
        on: Date,
        /// Which.
        materials: Vec<String>,
        /// Within how many days of acceptance.
        limit: Limit,
        /// What comes of it otherwise.
        unsupplied: Unsupplied,
    },
    /// What was promised did not come in time.
    PromiseBroken {
        /// The day.
        on: Date,
        /// The last day that there was.
        due: Date,
        /// What did not come.
        materials: Vec<String>,
        /// What comes of it.
        unsupplied: Unsupplied,
    },
    /// The inspection found the conditions not met, and they are to be by a day.
    ToRectify {
        /// The day.
        on: Date,
        /// What was found.
        finding: String,
        /// The last day.
        by: Date,
    },
    /// The permit is to be revoked.
    ToRevoke {
        /// The day.
        on: Date,
        /// Why.
        ground: Ground,
        /// In words.
        reasons: String,
        /// The last day to state one's case.
        state_by: Date,
        /// What is proposed besides.
        #[serde(skip_serializing_if = "Option::is_none")]
        penalty: Option<Penalty>,
    },
    /// The permit is revoked.
    Revoked {
        /// The day.
        on: Date,
        /// The number that the case gave the decision.
        document: String,
        /// The number of the decision that it revokes.
        revokes: String,
        /// Why.
        ground: Ground,
        /// The reasons.
        reasons: String,
        /// What the party had said.
        statement: String,
        /// Where and until when to appeal.
        appeal: String,
        /// What is decided besides.
        #[serde(skip_serializing_if = "Option::is_none")]
        penalty: Option<Penalty>,
    },
    /// The case ends without a decision.
    Terminated {
        /// The day.
        on: Date,
        /// Why, in a word.
        ground: String,
        /// The reasons.
        reasons: String,
    },
    /// The permit does not stand any more, since the land contract that it rests on is gone.
    Cancelled {
        /// The day.
        on: Date,
        /// The number of the decision.
        document: String,
        /// The contract's number.
        contract: String,
        /// Why that is rescinded.
        reasons: String,
    },
    /// The result has arrived.
    Delivered {
        /// The day.
        on: Date,
        /// How.
        means: String,
    },
}

/// What an entry calls for: a case's, or the receipt of an application.
pub fn called_for(entry: &Entry) -> serde_json::Result<Option<Occasion>> {
    let payload = entry.payload.get();
    Ok(match entry.subject.split(':').next() {
        Some("case") => by_case(serde_json::from_str(payload)?, &entry.actor),
        Some("bundle") => received::called_for(serde_json::from_str(payload)?),
        Some("package") => together::called_for(serde_json::from_str(payload)?),
        Some("simulation") => simulated::called_for(serde_json::from_str(payload)?),
        Some(_) | None => None,
    })
}

/// What a case's event calls for; `actor` is who brought it about.
fn by_case(event: case::Event, actor: &Actor) -> Option<Occasion> {
    match event {
        case::Event::CaseSubmitted { on, handed_in, .. } => {
            Some(Occasion::Received { on, handed_in })
        }
        // Its package was received, with one receipt for all of it.
        case::Event::CaseOpened { .. } => None,
        case::Event::CaseAccepted { on, because, statutory, promised } => {
            Some(Occasion::Accepted { on, because, statutory, promised })
        }
        case::Event::NoticeGiven { on, missing, words } => {
            Some(Occasion::Missing { on, materials: missing, words, correct_by: None })
        }
        case::Event::NoticeGivenUntil { on, missing, words, correct_by, .. } => {
            let correct_by = Some(correct_by);
            Some(Occasion::Missing { on, materials: missing, words, correct_by })
        }
        case::Event::OpinionGiven { on, stance, words, .. } => {
            let Actor::Officer { office, .. } = actor else { return None };
            let opinion = format!("{}。{words}", stance.text().zh);
            Some(Occasion::Advised { on, office: office.clone(), opinion })
        }
        case::Event::CaseNotAccepted { on, reason } => Some(Occasion::NotAccepted { on, reason }),
        case::Event::CasePaused { on, ground, evidence, expected } => {
            Some(Occasion::Paused { on, ground, evidence, expected })
        }
        case::Event::CaseGranted { on, document, files_project, on_commitment, .. } => {
            let is_filing = files_project;
            Some(Occasion::Granted { on, document, is_filing, on_commitment })
        }
        case::Event::CaseDenied { on, document, reasons, appeal } => {
            Some(Occasion::Denied { on, document, reasons, appeal })
        }
        case::Event::ResultDelivered { on, means, received_on } => {
            Some(Occasion::Delivered { on: received_on.unwrap_or(on), means })
        }
        case::Event::Tolerance(fact) => tolerance(fact),
        case::Event::Commitment(fact) => commitment(fact),
        case::Event::OnPlot(fact) => on_plot(fact),
        // The broken promise itself called for the paper.
        case::Event::CaseTerminated { ground: TerminationGround::PromiseBroken, .. } => None,
        case::Event::CaseTerminated { on, ground, reason } => {
            Some(Occasion::Terminated { on, ground: ground.text().zh, reasons: reason })
        }
        case::Event::CaseCorrected { .. }
        | case::Event::CaseResumed { .. }
        | case::Event::CaseExtended { .. }
        | case::Event::LimitPassed { .. }
        | case::Event::CaseWithdrawn { .. }
        | case::Event::DeemedWithdrawn { .. }
        | case::Event::HandedOver { .. }
        // The authority's own document counts, not a paper of the zone.
        | case::Event::AuthorityAnswered { .. }
        | case::Event::OpinionAsked { .. }
        | case::Event::OpinionFollowedUp { .. }
        | case::Event::OpinionOverdue { .. }
        | case::Event::OpinionWithdrawn { .. }
        | case::Event::CaseAssigned { .. }
        | case::Event::CaseEscalated { .. }
        | case::Event::OverdueExplained { .. }
        | case::Event::DeliveryFailed { .. }
        | case::Event::CaseConcluded { .. }
        | case::Event::MaterialReplaced { .. }
        | case::Event::Conversion(_)
        | case::Event::Instant(_)
        | case::Event::CaseFormFilled { .. } => None,
    }
}

fn tolerance(fact: Fact) -> Option<Occasion> {
    match fact {
        Fact::Owed { on, materials, limit, unsupplied, .. } => {
            Some(Occasion::Owed { on, materials, limit, unsupplied })
        }
        Fact::Broken { on, due, materials, unsupplied } => {
            Some(Occasion::PromiseBroken { on, due, materials, unsupplied })
        }
        Fact::Reviewed { on, clock_runs: false, evidence, .. } => {
            let (ground, expected) = (PauseGround::MaterialsOwed, None);
            Some(Occasion::Paused { on, ground, evidence, expected })
        }
        // What is owed, and until when, was told with the acceptance.
        Fact::Reviewed { .. }
        | Fact::Reopened { .. }
        | Fact::Promised { .. }
        | Fact::Settled { .. }
        | Fact::Returned { .. }
        | Fact::Repaired { .. } => None,
    }
}

/// Where the contract is gone, a permit stands no more, and a case that had none ends.
fn on_plot(fact: OnPlot) -> Option<Occasion> {
    match fact {
        OnPlot::ContractGone { on, contract, reasons, document, .. } if document.is_empty() => {
            let ground = format!("土地出让合同“{contract}”已解除");
            Some(Occasion::Terminated { on, ground, reasons })
        }
        OnPlot::ContractGone { on, contract, reasons, document, .. } => {
            Some(Occasion::Cancelled { on, document, contract, reasons })
        }
        OnPlot::OpenedOnContract { .. }
        | OnPlot::SchemeHeld { .. }
        | OnPlot::SchemeKept { .. }
        | OnPlot::SchemeTaken { .. } => None,
    }
}

fn commitment(fact: Committed) -> Option<Occasion> {
    match fact {
        Committed::RectificationOrdered { on, finding, by } => {
            Some(Occasion::ToRectify { on, finding, by })
        }
        Committed::RevocationAnnounced { on, ground, reasons, state_by, penalty } => {
            Some(Occasion::ToRevoke { on, ground, reasons, state_by, penalty })
        }
        Committed::Revoked {
            on,
            document,
            revokes,
            ground,
            reasons,
            statement,
            appeal,
            penalty,
            project: _,
        } => Some(Occasion::Revoked {
            on,
            document,
            revokes,
            ground,
            reasons,
            statement,
            appeal,
            penalty,
        }),
        Committed::Promised { .. }
        | Committed::Granted { .. }
        | Committed::FoundFit { .. }
        | Committed::FoundUnfit { .. }
        | Committed::InspectionMissed { .. }
        | Committed::StatementHeard { .. } => None,
    }
}

impl Occasion {
    /// The matters that it names besides the case's own.
    pub fn matters(&self) -> Vec<&str> {
        if let Occasion::ReceivedOnce(received) = self { received.matters() } else { Vec::new() }
    }

    /// The paper that it calls for.
    pub fn kind(&self) -> Kind {
        match self {
            Occasion::Received { .. } | Occasion::ReceivedOnce(_) => Kind::Receipt,
            Occasion::Simulated(_) => Kind::Simulated,
            Occasion::Accepted { .. } => Kind::Acceptance,
            Occasion::Missing { .. } => Kind::Correction,
            Occasion::NotAccepted { .. } => Kind::NonAcceptance,
            Occasion::Paused { .. } => Kind::SpecialProcedure,
            Occasion::Advised { .. } => Kind::Opinion,
            Occasion::Granted { is_filing: true, .. } => Kind::Filing,
            Occasion::Granted { is_filing: false, .. } => Kind::Grant,
            Occasion::Denied { .. } => Kind::Denial,
            Occasion::Owed { .. } => Kind::Owed,
            Occasion::PromiseBroken { unsupplied, .. } => match unsupplied {
                Unsupplied::AcceptanceRevoked => Kind::AcceptanceRevoked,
                Unsupplied::Terminated => Kind::Terminated,
            },
            Occasion::ToRectify { .. } => Kind::Rectification,
            Occasion::ToRevoke { .. } => Kind::RevocationNotice,
            Occasion::Revoked { .. } => Kind::Revocation,
            Occasion::Terminated { .. } => Kind::Terminated,
            Occasion::Cancelled { .. } => Kind::Cancellation,
            Occasion::Delivered { .. } => Kind::Delivery,
        }
    }

    /// The number that the paper brings along, where it has one already.
    pub(super) fn number(&self) -> Option<&str> {
        match self {
            Occasion::Granted { document, .. }
            | Occasion::Denied { document, .. }
            | Occasion::Revoked { document, .. } => Some(document),
            Occasion::Simulated(told) => Some(&told.number),
            Occasion::Received { .. }
            | Occasion::ReceivedOnce(_)
            | Occasion::Accepted { .. }
            | Occasion::Missing { .. }
            | Occasion::NotAccepted { .. }
            | Occasion::Paused { .. }
            | Occasion::Advised { .. }
            | Occasion::Owed { .. }
            | Occasion::PromiseBroken { .. }
            | Occasion::ToRectify { .. }
            | Occasion::ToRevoke { .. }
            | Occasion::Terminated { .. }
            | Occasion::Cancelled { .. }
            | Occasion::Delivered { .. } => None,
        }
    }

    /// The paper's fields: those of the case, then its own.
    pub(super) fn lines(&self, case: &CaseFacts) -> Vec<Line> {
        // An application is no case: it has no project, and its links instead of one matter.
        if matches!(self, Occasion::ReceivedOnce(_)) {
            return self.own_lines(case);
        }
        let mut lines = vec![
            line("办件编号", "Case", &case.number),
            line("事项", "Matter", &case.matter.0),
            line("项目", "Project", &case.project),
            line("申请人", "Applicant", &case.enterprise),
            line("统一社会信用代码", "Credit code", &case.applicant),
        ];
        lines.retain(|line| !line.value.is_empty());
        lines.extend(self.own_lines(case));
        lines
    }

    // long because the words of twelve papers are read side by side
    fn own_lines(&self, case: &CaseFacts) -> Vec<Line> {
        match self {
            Occasion::Received { on, handed_in } => vec![
                line("收件日期", "Received on", &on.to_string()),
                line("已交材料", "Handed in", &names(case, handed_in)),
                line("说明", "Note", "本凭证只证明收到申请，不代表已经受理。"),
            ],
            Occasion::ReceivedOnce(received) => received.lines(case),
            Occasion::Simulated(told) => told.lines(case),
            Occasion::Accepted { on, because, statutory, promised } => {
                let because = match because {
                    Acceptance::Deemed => "逾期未一次性告知，自收到之日起视为受理",
                    Acceptance::Converted => "模拟审批转为正式办理，材料和意见沿用",
                    Acceptance::OnContract => "地块带规划方案出让，随出让合同开立，沿用已审定方案",
                    Acceptance::Complete => "申请材料齐全、符合法定形式",
                    Acceptance::Tolerated => "主要材料齐全，申请人承诺补齐其余材料，容缺受理",
                    Acceptance::Committed => "申请人承诺符合许可条件，依告知承诺受理",
                };
                let mut lines = vec![
                    line("受理日期", "Accepted from", &on.to_string()),
                    line("受理依据", "Because", because),
                ];
                let law = statutory.map(|limit| line("法定时限", "Statutory limit", &days(limit)));
                lines.extend(law);
                lines.push(line("承诺时限", "Promised limit", &days(*promised)));
                lines
            }
            Occasion::Missing { on, materials, words, correct_by } => {
                let mut lines = vec![line("告知日期", "Told on", &on.to_string())];
                if !materials.is_empty() {
                    lines.push(line("需要补正的材料", "To be corrected", &names(case, materials)));
                }
                if !words.is_empty() {
                    lines.push(line("其他补正内容", "Also", words));
                }
                if let Some(day) = correct_by {
                    lines.push(line("补正截止日期", "Correct by", &day.to_string()));
                }
                lines
            }
            Occasion::NotAccepted { on, reason } => vec![
                line("决定日期", "Decided on", &on.to_string()),
                line("不予受理的理由", "Reason", reason),
            ],
            Occasion::Paused { on, ground, evidence, expected } => vec![
                line("开始日期", "From", &on.to_string()),
                line("特别程序", "Procedure", &ground.text().zh),
                line(
                    "预计完成日期",
                    "To be done by",
                    &expected.map_or_else(|| "按承诺的期限".into(), |day| day.to_string()),
                ),
                line("依据文件", "Evidence", evidence),
                line("说明", "Note", "所需时间不计入办理时限。"),
            ],
            Occasion::Advised { on, office, opinion } => vec![
                line("出具日期", "Given on", &on.to_string()),
                line("出具部门", "Office", office),
                line("意见", "Opinion", opinion),
            ],
            Occasion::Granted { on, is_filing: true, .. } => vec![
                line("备案日期", "Filed on", &on.to_string()),
                line("结果", "Result", "信息齐全，已经备案"),
            ],
            Occasion::Granted { on, on_commitment, .. } => {
                let mut lines = vec![
                    line("决定日期", "Decided on", &on.to_string()),
                    line("决定", "Decision", "准予行政许可"),
                ];
                let limit = case.inspect.filter(|_| *on_commitment);
                lines.extend(limit.into_iter().flat_map(on_promise));
                lines
            }
            Occasion::Denied { on, reasons, appeal, .. } => vec![
                line("决定日期", "Decided on", &on.to_string()),
                line("决定", "Decision", "不予行政许可"),
                line("理由", "Reasons", reasons),
                line("救济途径", "Remedies", appeal),
            ],
            Occasion::Owed { on, materials, limit, unsupplied } => vec![
                line("受理日期", "Accepted from", &on.to_string()),
                line("待补材料", "Owed", &names(case, materials)),
                line("补齐方式", "How", "网上提交或到窗口提交；符合法定形式即为补齐"),
                line("补齐期限", "Within", &format!("自受理之日起{}", days(*limit))),
                line("逾期后果", "Otherwise", &unsupplied.text().zh),
            ],
            Occasion::PromiseBroken { on, due, materials, unsupplied } => {
                let mut lines = vec![
                    line("决定日期", "Decided on", &on.to_string()),
                    line("决定", "Decision", &unsupplied.text().zh),
                    line("未补齐的材料", "Not supplied", &names(case, materials)),
                    line("补齐截止日期", "Was due on", &due.to_string()),
                    line("理由", "Reasons", "申请人承诺补齐的材料逾期未补齐"),
                    line("事项依据", "Basis of the matter", &case.basis.join("；")),
                    line(
                        "说明",
                        "Note",
                        "可以备齐材料后重新申请；信用修复前不再适用容缺受理和告知承诺。",
                    ),
                    line("救济途径", "Remedies", &remedies(&case.appeal)),
                ];
                lines.retain(|line| !line.value.is_empty());
                lines
            }
            Occasion::ToRectify { .. } | Occasion::ToRevoke { .. } | Occasion::Revoked { .. } => {
                super::promised::lines(self)
            }
            Occasion::Terminated { on, ground, reasons } => vec![
                line("决定日期", "Decided on", &on.to_string()),
                line("决定", "Decision", "终止办理，不作许可决定"),
                line("事由", "Ground", ground),
                line("理由", "Reasons", reasons),
                line("救济途径", "Remedies", &remedies(&case.appeal)),
            ],
            Occasion::Cancelled { on, document, contract, reasons } => vec![
                line("注销日期", "Cancelled on", &on.to_string()),
                line("所注销的决定", "Cancels", document),
                line("事由", "Ground", &format!("所依据的土地出让合同“{contract}”已解除")),
                line("理由", "Reasons", reasons),
                line("后果", "Then", "该许可自注销之日起失效；重新取得土地的，可以重新申请"),
                line("救济途径", "Remedies", &remedies(&case.appeal)),
            ],
            Occasion::Delivered { on, means } => vec![
                line("送达日期", "Delivered on", &on.to_string()),
                line("送达方式", "By", means),
            ],
        }
    }
}

/// A certificate says that it was granted on a commitment, and what follows.
fn on_promise(inspect: Limit) -> [Line; 2] {
    let then = format!("自决定之日起{}内核查；不符合承诺的，依法处理直至撤销", days(inspect));
    [
        line("决定方式", "How", "依告知承诺当场决定：申请人承诺符合许可条件，未作实质审查"),
        line("后续核查", "Inspection", &then),
    ]
}
