//! What of a project, a simulated case and a bundle an assistant may ask, in tables.

use jiff::civil::{Date, date};
use kernel::personal::Personal;

use super::Wanted::{Deciding, Entrusted, Own};
use super::*;
use crate::case::Stance;
use crate::project::{Changes, Command, Details, Licence, Nature, ProjectKind, Report};
use crate::route::Tempo;
use crate::simulation::{Command as Simulated, Ground};

const DAY: Date = date(2026, 3, 2);

fn word() -> String {
    "x".into()
}

fn registers() -> Command {
    Command::Register {
        title: word(),
        enterprise: word(),
        credit_code: word(),
        region: word(),
        industry: word(),
        site: word(),
        scale: word(),
        total_investment_fen: 1,
        conforms_to_policy: true,
        contact: Personal::clear("x"),
        phone: Personal::clear("x"),
    }
}

fn details() -> Details {
    Details {
        kind: ProjectKind::Filing,
        nature: Nature::New,
        planned_start: DAY,
        planned_completion: DAY,
        land_area_m2: 0,
        floor_area_m2: 0,
        capital_fen: 0,
        report_every_days: 0,
        valid_years: None,
    }
}

fn reports(report: Report) -> Command {
    Command::Report { report, happened_on: DAY, words: word(), invested_fen: 0 }
}

#[test]
fn what_an_enterprise_tells_of_its_project_is_entrusted_and_what_it_decides_is_not() {
    use crate::project::assumption::Act as Assumed;
    let values = crate::project::assumption::Values::new;
    let licence = Licence {
        matter: word(),
        number: word(),
        title: word(),
        issuer: word(),
        status: word(),
        valid_until: None,
        source: word(),
    };
    let plan = Command::AdoptPlan {
        route: None,
        answers: Default::default(),
        start: DAY,
        tempo: Tempo::Parallel,
        contact: None,
        reason: word(),
    };
    let supplement = Command::SupplementPlan { contact: None, risks: Vec::new(), reason: word() };
    let begin = crate::project::node::Act::Begin { step: word(), happened_on: DAY };
    let (case, document) = (word, word);
    for (command, wanted) in [
        (supplement, Deciding),
        (Command::Node(begin), Entrusted(Act::Report)),
        (registers(), Entrusted(Act::Register)),
        (Command::Describe { details: details() }, Entrusted(Act::Register)),
        (Command::Change { changes: Changes::default(), reason: word() }, Entrusted(Act::Register)),
        (
            Command::Assumption(Assumed::Assume { values: values(), source: word() }),
            Entrusted(Act::Register),
        ),
        (reports(Report::Start), Entrusted(Act::Report)),
        (reports(Report::Progress), Entrusted(Act::Report)),
        (reports(Report::Completion), Entrusted(Act::Report)),
        (plan, Own),
        (Command::RecordCode { code: word(), override_reason: None }, Deciding),
        (Command::IssueProvisionalCode, Deciding),
        (Command::RecordFiling { case: case(), on: DAY }, Deciding),
        (Command::RecordPermit { case: case(), document: document(), on: DAY }, Deciding),
        (Command::RecordRevocation { case: case(), document: document(), on: DAY }, Deciding),
        (Command::Prolong { until: DAY, reason: word(), allowed_by: word() }, Deciding),
        (Command::NoteExpired, Deciding),
        (Command::Void { reason: word() }, Deciding),
        (Command::Complete, Deciding),
        (Command::RemindOfReport, Deciding),
        (Command::MirrorLicence { licence }, Deciding),
        (Command::Assumption(Assumed::Establish { values: values(), source: word() }), Deciding),
        (Command::Assumption(Assumed::LoseLand { reason: word() }), Deciding),
    ] {
        assert_eq!(of_project(&command), wanted, "{command:?}");
    }
}

#[test]
fn a_bundle_is_applied_for_mended_and_withdrawn() {
    use crate::bundle::Command;
    let submit = Command::Submit {
        bundle: None,
        applicant: word(),
        chosen: Vec::new(),
        answers: Default::default(),
        handed_in: Vec::new(),
        agent: Personal::clear("x"),
        phone: Personal::clear("x"),
    };
    let mend = Command::Mend {
        bundle: None,
        certificate: word(),
        words: word(),
        answers: Default::default(),
        handed_in: Vec::new(),
    };
    let done = Command::Conclude {
        certificate: word(),
        document: word(),
        credit_code: word(),
        originals_seen: false,
    };
    let extended =
        Command::Extend { certificate: word(), days: 3, reason: word(), allowed_by: word() };
    let sent_back = Command::Return {
        certificate: word(),
        reason: word(),
        mend_by: None,
        unmended: Default::default(),
    };
    for (command, wanted) in [
        (submit, Entrusted(Act::HandIn)),
        (mend, Entrusted(Act::Correct)),
        (Command::Withdraw { reason: word() }, Entrusted(Act::Withdraw)),
        (Command::Push { certificate: word(), reference: word() }, Deciding),
        (Command::Take { certificate: word() }, Deciding),
        (done, Deciding),
        (extended, Deciding),
        (Command::GiveUp { certificate: word(), reason: word() }, Entrusted(Act::Withdraw)),
        (sent_back, Deciding),
        (Command::Lapse { certificate: word() }, Deciding),
    ] {
        assert_eq!(of_bundle(&command), wanted, "{command:?}");
    }
}

#[test]
fn a_simulated_review_is_asked_for_and_corrected_and_its_consent_is_the_applicants_own() {
    let submit = Simulated::Submit {
        matter: word(),
        project: word(),
        applicant: word(),
        land: word(),
        entry_review: crate::simulation::EntryReview {
            number: word(),
            on: jiff::civil::date(2026, 2, 27),
        },
        handed_in: Vec::new(),
        answers: Default::default(),
        agent: Personal::clear("x"),
        phone: Personal::clear("x"),
    };
    let review = |step| Simulated::Review(Box::new(step));
    let (number, rests_on) = (1, Vec::new);
    let advise = Simulated::Advise {
        question: number,
        stance: Stance::Agrees,
        words: word(),
        rests_on: rests_on(),
    };
    for (command, wanted) in [
        (submit, Entrusted(Act::HandIn)),
        (review(case::Command::Correct { handed_in: Vec::new() }), Entrusted(Act::Correct)),
        (review(case::Command::Withdraw { reason: word() }), Entrusted(Act::Withdraw)),
        (review(case::Command::Accept), Deciding),
        (Simulated::Consent { to: word(), project: word() }, Own),
        (advise, Deciding),
        (Simulated::Issue { words: word(), rests_on: rests_on() }, Deciding),
        (Simulated::Decline { reasons: word() }, Deciding),
        (Simulated::Reconfirm, Deciding),
        (Simulated::Ban { policy: word() }, Deciding),
        (Simulated::Tick, Deciding),
        (Simulated::Void { ground: Ground::LandLost }, Deciding),
        (Simulated::Convert { subject: word() }, Deciding),
    ] {
        assert_eq!(of_simulation(&command), wanted, "{command:?}");
    }
}
