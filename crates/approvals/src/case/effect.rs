//! What a fact does to its case (事实的效果): its kind, its clock, its state, its name.
//!
//! The one place that knows, for the case as it is folded and for the row that views keep.

use kernel::entry::Disclosure;
use kernel::text::{Text, text};
use kernel::time_limit::{Clock, Extension, Pause};

use super::{Event, Outcome, State, conversion};

impl Event {
    /// The literal kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Event::CaseSubmitted { .. } => "approvals.case_submitted",
            Event::NoticeGiven { .. } => "approvals.notice_given",
            Event::CaseCorrected { .. } => "approvals.case_corrected",
            Event::CaseNotAccepted { .. } => "approvals.case_not_accepted",
            Event::CaseAccepted { .. } => "approvals.case_accepted",
            Event::CasePaused { .. } => "approvals.case_paused",
            Event::CaseResumed { .. } => "approvals.case_resumed",
            Event::CaseExtended { .. } => "approvals.case_extended",
            Event::LimitPassed { .. } => "approvals.limit_passed",
            Event::CaseWithdrawn { .. } => "approvals.case_withdrawn",
            Event::CaseGranted { .. } => "approvals.case_granted",
            Event::CaseDenied { .. } => "approvals.case_denied",
            Event::ResultDelivered { .. } => "approvals.result_delivered",
            Event::CaseOpened { .. } => "approvals.case_opened",
            Event::NoticeGivenUntil { .. } => "approvals.notice_given_until",
            Event::DeemedWithdrawn { .. } => "approvals.deemed_withdrawn",
            Event::HandedOver { .. } => "approvals.handed_over",
            Event::AuthorityAnswered { .. } => "approvals.authority_answered",
            Event::OpinionAsked { .. } => "approvals.opinion_asked",
            Event::OpinionGiven { .. } => "approvals.opinion_given",
            Event::OpinionFollowedUp { .. } => "approvals.opinion_followed_up",
            Event::OpinionOverdue { .. } => "approvals.opinion_overdue",
            Event::OpinionWithdrawn { .. } => "approvals.opinion_withdrawn",
            Event::CaseAssigned { .. } => "approvals.case_assigned",
            Event::CaseEscalated { .. } => "approvals.case_escalated",
            Event::OverdueExplained { .. } => "approvals.overdue_explained",
            Event::CaseTerminated { .. } => "approvals.case_terminated",
            Event::DeliveryFailed { .. } => "approvals.delivery_failed",
            Event::CaseConcluded { .. } => "approvals.case_concluded",
            Event::CaseFormFilled { .. } => "approvals.case_form_filled",
            Event::Tolerance(fact) => fact.kind(),
            Event::Commitment(fact) => fact.kind(),
            Event::Conversion(fact) => fact.kind(),
            Event::OnPlot(fact) => fact.kind(),
            Event::Instant(fact) => fact.kind(),
            Event::MaterialReplaced { .. } => "approvals.material_replaced",
        }
    }

    /// Who may see it: why a case is late is told in public, what offices say among themselves
    /// stays with them.
    pub fn disclosure(&self) -> Disclosure {
        match self {
            Event::OverdueExplained { .. } => Disclosure::Public,
            Event::OpinionAsked { .. }
            | Event::OpinionGiven { .. }
            | Event::OpinionFollowedUp { .. }
            | Event::OpinionOverdue { .. }
            | Event::OpinionWithdrawn { .. }
            | Event::CaseAssigned { .. }
            | Event::CaseEscalated { .. }
            | Event::Conversion(conversion::Fact::OpinionStands { .. }) => Disclosure::Internal,
            Event::CaseSubmitted { .. }
            | Event::CaseOpened { .. }
            | Event::NoticeGiven { .. }
            | Event::NoticeGivenUntil { .. }
            | Event::CaseCorrected { .. }
            | Event::CaseNotAccepted { .. }
            | Event::CaseAccepted { .. }
            | Event::CasePaused { .. }
            | Event::CaseResumed { .. }
            | Event::CaseExtended { .. }
            | Event::LimitPassed { .. }
            | Event::CaseWithdrawn { .. }
            | Event::DeemedWithdrawn { .. }
            | Event::HandedOver { .. }
            | Event::AuthorityAnswered { .. }
            | Event::CaseGranted { .. }
            | Event::CaseDenied { .. }
            | Event::CaseTerminated { .. }
            | Event::ResultDelivered { .. }
            | Event::DeliveryFailed { .. }
            | Event::CaseConcluded { .. }
            | Event::CaseFormFilled { .. }
            | Event::MaterialReplaced { .. }
            | Event::Instant(_)
            | Event::Tolerance(_)
            | Event::Commitment(_)
            | Event::OnPlot(_)
            | Event::Conversion(conversion::Fact::CarriedOver { .. }) => Disclosure::Parties,
        }
    }

    /// What the fact does to the clock of its case: the one place that knows.
    pub fn on_clock(&self, clock: &mut Option<Clock>) {
        match self {
            Event::CaseAccepted { on, statutory, promised, .. } => {
                *clock = Some(Clock {
                    started: *on,
                    statutory: *statutory,
                    promised: Some(*promised),
                    pauses: Vec::new(),
                    extension: None,
                    ended: None,
                });
            }
            Event::CasePaused { on, ground, evidence, expected } => {
                let (ground, evidence, expected) = (*ground, evidence.clone(), *expected);
                let pause = Pause { ground, from: *on, until: None, evidence, expected };
                clock.iter_mut().for_each(|clock| clock.pauses.push(pause.clone()));
            }
            Event::Tolerance(fact) => fact.on_clock(clock),
            Event::OnPlot(fact) => fact.on_clock(clock),
            Event::CaseResumed { on, .. } => {
                let open = clock.iter_mut().flat_map(|clock| &mut clock.pauses);
                open.filter(|pause| pause.until.is_none()).for_each(|p| p.until = Some(*on));
            }
            Event::CaseExtended { days, reason, allowed_by } => {
                let extension = Extension {
                    days: *days,
                    reason: reason.clone(),
                    allowed_by: allowed_by.clone(),
                };
                clock.iter_mut().for_each(|clock| clock.extension = Some(extension.clone()));
            }
            Event::CaseGranted { on, .. }
            | Event::CaseDenied { on, .. }
            | Event::CaseWithdrawn { on, .. }
            | Event::DeemedWithdrawn { on }
            | Event::HandedOver { on, .. }
            | Event::CaseTerminated { on, .. } => {
                clock.iter_mut().for_each(|clock| clock.ended = Some(*on));
            }
            Event::CaseSubmitted { .. }
            | Event::NoticeGiven { .. }
            | Event::CaseCorrected { .. }
            | Event::CaseNotAccepted { .. }
            | Event::LimitPassed { .. }
            | Event::ResultDelivered { .. }
            | Event::CaseOpened { .. }
            | Event::NoticeGivenUntil { .. }
            // The zone's part ended when it was handed over.
            | Event::AuthorityAnswered { .. }
            | Event::OpinionAsked { .. }
            | Event::OpinionGiven { .. }
            | Event::OpinionFollowedUp { .. }
            | Event::OpinionOverdue { .. }
            | Event::OpinionWithdrawn { .. }
            | Event::CaseAssigned { .. }
            | Event::CaseEscalated { .. }
            | Event::OverdueExplained { .. }
            | Event::DeliveryFailed { .. }
            | Event::CaseConcluded { .. }
            | Event::MaterialReplaced { .. }
            | Event::Commitment(_)
            | Event::Conversion(_)
            | Event::Instant(_)
            | Event::CaseFormFilled { .. } => {}
        }
    }

    /// What the fact makes of the state that the case was in; nothing where it leaves it.
    pub fn on_state(&self, before: State) -> Option<State> {
        match self {
            Event::CaseSubmitted { .. } | Event::CaseOpened { .. } => Some(State::Received),
            Event::NoticeGiven { .. } | Event::NoticeGivenUntil { .. } => Some(State::Correcting),
            // What comes before any notice, or after acceptance, starts nothing anew.
            Event::CaseCorrected { .. } => (before == State::Correcting).then_some(State::Received),
            Event::CaseNotAccepted { .. } => Some(State::NotAccepted),
            Event::CaseAccepted { .. } => Some(State::Accepted),
            Event::CaseWithdrawn { .. } | Event::DeemedWithdrawn { .. } => Some(State::Withdrawn),
            Event::HandedOver { .. } => Some(State::HandedOver),
            Event::CaseGranted { .. } => Some(State::Granted),
            Event::CaseDenied { .. } => Some(State::Denied),
            Event::AuthorityAnswered { outcome: Outcome::Granted, .. } => Some(State::Granted),
            Event::AuthorityAnswered { outcome: Outcome::Denied, .. } => Some(State::Denied),
            Event::ResultDelivered { .. } => Some(State::Delivered),
            Event::CaseTerminated { .. } => Some(State::Terminated),
            Event::CaseConcluded { .. } => Some(State::Concluded),
            Event::Tolerance(fact) => fact.on_state(before),
            Event::Commitment(fact) => fact.on_state(before),
            Event::OnPlot(fact) => fact.on_state(before),
            Event::CasePaused { .. }
            | Event::CaseResumed { .. }
            | Event::CaseExtended { .. }
            | Event::LimitPassed { .. }
            | Event::OpinionAsked { .. }
            | Event::OpinionGiven { .. }
            | Event::OpinionFollowedUp { .. }
            | Event::OpinionOverdue { .. }
            | Event::OpinionWithdrawn { .. }
            | Event::CaseAssigned { .. }
            | Event::CaseEscalated { .. }
            | Event::OverdueExplained { .. }
            | Event::DeliveryFailed { .. }
            | Event::MaterialReplaced { .. }
            | Event::Conversion(_)
            | Event::Instant(_)
            | Event::CaseFormFilled { .. } => None,
        }
    }

    /// What the fact is called (事实名称), as a trail or a list shows it.
    pub fn title(&self) -> Text {
        match self {
            Event::CaseSubmitted { .. } => text("收到申请", "Application received"),
            Event::NoticeGiven { .. } | Event::NoticeGivenUntil { .. } => {
                text("一次性告知需补正的材料", "One notice of everything missing")
            }
            Event::CaseCorrected { .. } => text("收到补充材料", "Further materials received"),
            Event::CaseNotAccepted { .. } => text("不予受理", "Not accepted"),
            Event::CaseAccepted { .. } => text("受理", "Accepted"),
            Event::CasePaused { .. } => text("暂停计时", "Time stands still"),
            Event::CaseResumed { .. } => text("恢复计时", "Time runs again"),
            Event::CaseExtended { .. } => text("延期", "Extended"),
            Event::LimitPassed { .. } => text("超过时限", "A limit passed"),
            Event::CaseWithdrawn { .. } => text("申请人撤回申请", "Withdrawn by the applicant"),
            Event::CaseGranted { .. } => text("准予许可", "Granted"),
            Event::CaseDenied { .. } => text("不予许可", "Denied"),
            Event::ResultDelivered { .. } => text("办理结果已送达", "Result delivered"),
            Event::CaseOpened { .. } => text("并联收件", "Received in a package"),
            Event::DeemedWithdrawn { .. } => {
                text("逾期未补正，视为撤回申请", "Not corrected in time: counts as withdrawn")
            }
            Event::HandedOver { .. } => text("转报上级机关", "Handed over to the authority"),
            Event::AuthorityAnswered { .. } => text("上级机关已答复", "The authority answered"),
            Event::OpinionAsked { .. } => text("征求部门意见", "Another office's opinion asked"),
            Event::OpinionGiven { .. } => text("部门反馈意见", "Opinion given"),
            Event::OpinionFollowedUp { .. } => text("就意见沟通", "Opinion followed up"),
            Event::OpinionOverdue { .. } => text("部门意见逾期", "Opinion overdue"),
            Event::OpinionWithdrawn { .. } => text("撤回征求意见", "Question taken back"),
            Event::CaseAssigned { .. } => text("分办到岗", "Assigned to a post"),
            Event::CaseEscalated { .. } => text("超期督办", "Escalated to the head of the office"),
            Event::OverdueExplained { .. } => {
                text("公开说明超期理由", "Reason for delay published")
            }
            Event::CaseTerminated { .. } => text("终止办理", "Terminated"),
            Event::DeliveryFailed { .. } => text("未能送达", "Delivery failed"),
            Event::CaseConcluded { .. } => text("办结归档", "Concluded, file closed"),
            Event::CaseFormFilled { .. } => text("填报申请表", "Form answered"),
            Event::Tolerance(fact) => fact.title(),
            Event::Commitment(fact) => fact.title(),
            Event::Conversion(fact) => fact.title(),
            Event::OnPlot(fact) => fact.title(),
            Event::Instant(fact) => fact.title(),
            Event::MaterialReplaced { .. } => text("申请人替换材料", "A material was replaced"),
        }
    }

    /// What people wrote into the fact, in order: reasons, conditions, references.
    pub fn quotes(&self) -> Vec<&str> {
        match self {
            Event::NoticeGiven { words, .. }
            | Event::NoticeGivenUntil { words, .. }
            | Event::OpinionAsked { words, .. }
            | Event::OpinionGiven { words, .. }
            | Event::OpinionFollowedUp { words, .. } => vec![words],
            Event::CaseNotAccepted { reason, .. }
            | Event::CaseWithdrawn { reason, .. }
            | Event::OpinionWithdrawn { reason, .. }
            | Event::CaseAssigned { reason, .. }
            | Event::OverdueExplained { reason, .. }
            | Event::CaseTerminated { reason, .. }
            | Event::DeliveryFailed { reason, .. }
            | Event::MaterialReplaced { reason, .. } => vec![reason],
            Event::Tolerance(fact) => fact.quotes(),
            Event::Commitment(fact) => fact.quotes(),
            Event::Conversion(fact) => fact.quotes(),
            Event::OnPlot(fact) => fact.quotes(),
            Event::Instant(fact) => fact.quotes(),
            Event::CasePaused { evidence, .. } | Event::CaseResumed { evidence, .. } => {
                vec![evidence]
            }
            Event::CaseExtended { reason, allowed_by, .. } => vec![reason, allowed_by],
            Event::CaseGranted { document, .. } | Event::AuthorityAnswered { document, .. } => {
                vec![document]
            }
            Event::CaseDenied { document, reasons, appeal, .. } => vec![document, reasons, appeal],
            Event::ResultDelivered { means, .. } => vec![means],
            Event::HandedOver { to, reference, .. } => vec![to, reference],
            Event::CaseSubmitted { .. }
            | Event::CaseOpened { .. }
            | Event::CaseCorrected { .. }
            | Event::CaseAccepted { .. }
            | Event::LimitPassed { .. }
            | Event::DeemedWithdrawn { .. }
            | Event::OpinionOverdue { .. }
            | Event::CaseEscalated { .. }
            | Event::CaseConcluded { .. }
            | Event::CaseFormFilled { .. } => Vec::new(),
        }
    }
}
