//! What becomes of each project of the lived-in zone (演示项目): every stage and every state has some.
//!
//! Days are counted back from the end of the story, so that nothing is overdue by a year.

use approvals::case::tolerance::Act;
use approvals::case::{Command, Stance};
use approvals::package::{self, Decision};
use approvals::project::{self, Details, Nature, ProjectKind, Registration, Report};
use approvals::rating::{Command as Rate, Grade, Outcome, Step};
use approvals::visit::{Cause, Way};
use catalogue::Uncorrected;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::time_limit::PauseGround;

use super::planned::{self, PLANNED};
use super::seed::{Ask, COMMITTING_AT, Life, PACKAGE_AT};
use super::{committed, parcels, plotted, simulated};

const FILING: &str = "enterprise-investment-filing";
pub(super) const PERMIT: &str = "construction-work-planning-permit";
pub(super) const BUILD: &str = "construction-permit";
const ECOLOGY: &str = "environmental-impact-form-approval";
pub(super) const ECOLOGY_SMALL: &str = "environmental-impact-registration";
const SOIL: &str = "soil-conservation-form-approval";
const ENERGY: &str = "energy-conservation-review";
const SEWAGE: &str = "sewage-connection-permit";
const LAND: &str = "construction-land-planning-permit";

/// The matters that stand alone, in turn.
const SINGLE: [&str; 6] = [PERMIT, ECOLOGY, SOIL, ENERGY, SEWAGE, LAND];
/// The matters of a package.
const SIDE_BY_SIDE: [&str; 4] = [PERMIT, ECOLOGY, SOIL, ENERGY];
/// The first day, in working days before the last.
pub(super) const FIRST: u32 = 64;

/// The life of the project at `place` of the list.
pub(super) fn live(life: &mut Life, place: usize) {
    let step = u32::try_from(place % 4).unwrap_or(0);
    let single = SINGLE[place % SINGLE.len()];
    match place {
        0..=3 => completed(life, 60 - step),
        4..=5 | COMMITTING_AT => under_construction(life, 52 - step * 2),
        at if PLANNED.contains(&at) => planned::may_build_soon(life, 40 - step * 2),
        12 | 14 => received_or_collected(life, single, 26 - step * 3),
        15 => came_back_twice(life, single),
        10 | 11 | 13 | 19 => sent(life, single),
        18 => promise_broken(life),
        16..=19 => granted(life, single, 12 + step),
        20..=21 => denied(life, single, 18 + step),
        22 => not_accepted(life),
        23 => withdrawn(life),
        24..=26 => overdue(life, single, place < 26),
        27..=30 => paused(life, single, step),
        31..=34 => opinion_open(life, step),
        35..=36 => side_by_side(life, place == PACKAGE_AT),
        38 => came_late(life),
        37..=40 => running(life, single, 2),
        42 => promise_kept(life),
        43..=44 => running(life, single, life.promised(single).saturating_sub(1).max(1)),
        48 => promised(life),
        45..=47 => correcting(life, single, 1 + step),
        51 => {
            life.filed(17);
            plotted::another_bidder_wins(life);
        }
        50 => {
            received(life, single, true);
            plotted::are_offered(life);
        }
        49 => received(life, single, false),
        52 => {
            life.filed(17);
            simulated::becomes_formal(life);
        }
        53 => {
            life.filed(16);
            simulated::waits_for_the_land(life);
        }
        54 => without_code(life),
        _ => life.register(if place == 55 { 1 } else { 0 }),
    }
}

fn completed(life: &mut Life, from: u32) {
    life.register_in_full(from, (life.day(from - 16), life.day_after(0, 40)));
    life.filed_after(from);
    may_build(life, from - 2);
    life.report(from - 16, Report::Start, "桩基工程开工");
    life.report(32, Report::Progress, "主体结构完成");
    life.report(22, Report::Completion, "工程竣工，具备验收条件");
    match life.place {
        0 => committed::kept(life),
        1 => committed::put_right(life),
        2 => committed::revoked(life),
        _ => committed::waits(life),
    }
    if life.place == 0 {
        life.project(2, (10, 40), &window("development"), project::Command::Complete);
    }
}

fn under_construction(life: &mut Life, from: u32) {
    life.register_in_full(from, (life.day(from - 16), life.day_after(0, 40)));
    life.filed_after(from);
    may_build(life, from - 2);
    life.report(from - 16, Report::Start, "基础工程开工");
    if life.place.is_multiple_of(2) {
        life.report(9, Report::Progress, "厂房主体施工至三层");
        life.accepted("sewage", SEWAGE, 3);
    }
}

/// Planning permit, environmental registration, construction permit: all granted and delivered.
fn may_build(life: &mut Life, from: u32) {
    life.accepted("permit", PERMIT, from);
    life.decided("permit", PERMIT, from - 5);
    life.accepted("ecology", ECOLOGY_SMALL, from - 6);
    life.decided("ecology", ECOLOGY_SMALL, from - 6);
    life.accepted("build", BUILD, from - 9);
    life.decided("build", BUILD, from - 11);
}

fn granted(life: &mut Life, matter: &'static str, from: u32) {
    life.filed(from);
    let since = life.promised(matter).min(3) + 1;
    life.accepted("case", matter, since);
    let on = u32::from(life.place.is_multiple_of(2));
    if life.place == 16 {
        parcels::at_counter(life);
    }
    if life.place == 17 {
        life.handed(matter, since, Some(&Actor::officer("planning", "reviewer")));
    }
    life.case("case", on, (9, 12), matter, Command::Grant);
}

/// Granted within four days; how many working days before the last.
fn granted_early(life: &mut Life, matter: &'static str, from: u32) -> u32 {
    life.filed(from);
    life.accepted("case", matter, from - 2);
    let on = from - 2 - life.promised(matter).min(4);
    life.case("case", on, (15, 30), matter, Command::Grant);
    // What goes by post goes once it is decided.
    visits(life, matter, if life.place == 15 { on } else { from - 2 });
    on
}

/// Mostly content; two bad grades, one called back and mended, one still to be called back.
fn ratings(life: &mut Life, closed: u32) {
    let hall = Actor::officer("hall", "desk");
    // What has not arrived yet is graded for its decision.
    let step = if matches!(life.place, 12 | 14) { Step::Delivery } else { Step::Decision };
    match life.place {
        10 => life.rate(closed, (step, Grade::VerySatisfied), ""),
        11 | 12 => life.rate(closed, (step, Grade::Satisfied), ""),
        13 => {
            life.rate(closed, (step, Grade::VeryDissatisfied), "让我多跑了一趟。");
            let words = "已电话回访，申请人反映材料核对不仔细。".into();
            life.plan(closed - 1, (10, 5), &hall, Ask::Rating(step, Rate::CallBack { words }));
            let (outcome, words) = (Outcome::Mended, "已改为网上核验，向申请人致歉。".into());
            let close = Rate::Close { outcome, words };
            life.plan(closed - 1, (16, 5), &hall, Ask::Rating(step, close));
        }
        15 => life.rate(2, (step, Grade::Dissatisfied), "电话一直占线。"),
        _ => life.rate(closed, (step, Grade::FairlySatisfied), ""),
    }
}

/// Who came for it: nobody, once, by post, or twice because an office asked for it.
fn visits(life: &mut Life, matter: &'static str, from: u32) {
    let of = ("case", matter);
    match life.place {
        11 | 14 => life.visit(of, (from, (9, 40)), (Cause::SignOrIdentify, Way::Hall), ""),
        12 => {
            life.served(of, from, Cause::Submit);
            life.visit(of, (from - 1, (10, 5)), (Cause::CorrectOwnFault, Way::Hall), "");
            life.visit(of, (from - 1, (15, 5)), (Cause::SiteVisit, Way::Site), "");
        }
        13 => {
            life.visit(of, (from, (9, 40)), (Cause::HallCheck, Way::Hall), "");
            let why = "初次核对漏看一份原件，请申请人再次到厅；已改为网上核验。";
            life.visit(of, (from - 2, (10, 20)), (Cause::CorrectByAuthority, Way::Hall), why);
        }
        15 => life.visit(of, (from - 2, (16, 5)), (Cause::Collect, Way::Post), ""),
        _ => {}
    }
}

fn received_or_collected(life: &mut Life, matter: &'static str, from: u32) {
    let on = granted_early(life, matter, from);
    if life.place == 12 {
        parcels::received(life, matter, on);
    } else {
        parcels::collected(life, matter, on);
    }
    life.case("case", on - 4, (16, 30), matter, Command::Conclude);
    ratings(life, on - 4);
}

fn came_back_twice(life: &mut Life, matter: &'static str) {
    let on = granted_early(life, matter, 19);
    parcels::back_twice(life, matter, on);
    ratings(life, on);
}

/// Packed, failed, or failed and on its way again.
fn sent(life: &mut Life, matter: &'static str) {
    let on = granted_early(life, matter, 11);
    match life.place {
        10 => parcels::to_pack(life),
        11 => parcels::failed_once(life, matter, on),
        13 => parcels::packed(life, matter, on),
        _ => parcels::again(life, matter, on),
    }
    ratings(life, on);
}

fn denied(life: &mut Life, matter: &'static str, from: u32) {
    life.filed(from);
    life.accepted("case", matter, from - 3);
    let deny = Command::Deny {
        reasons: "申请内容与已批准的规划条件不符，经告知后仍未调整。".into(),
        appeal: "可在六十日内申请行政复议，或者在六个月内向人民法院提起行政诉讼。".into(),
    };
    life.case("case", from - 6, (15, 5), matter, deny);
    let deliver = Command::Deliver { means: "电子送达".into(), on: None };
    life.case("case", from - 7, (9, 50), matter, deliver);
}

fn not_accepted(life: &mut Life) {
    life.filed(15);
    life.submit("case", ECOLOGY, 9, &[]);
    let reason = "该项目应当编制环境影响报告书，请向市生态环境局申请。".into();
    life.case("case", 8, (10, 30), ECOLOGY, Command::RefuseAcceptance { reason });
}

fn withdrawn(life: &mut Life) {
    life.filed(13);
    life.accepted("case", SEWAGE, 5);
    let reason = "排水方案调整，另行申请。".into();
    life.own("case", 3, (11, 15), Command::Withdraw { reason });
}

fn overdue(life: &mut Life, matter: &'static str, is_explained: bool) {
    let since = life.promised(matter) + 3;
    life.filed(since + 6);
    life.accepted("case", matter, since);
    if is_explained {
        let reason = "现场踏勘因连续降雨推迟，已约定踏勘时间，踏勘后两个工作日内作出决定。".into();
        life.case("case", 1, (15, 40), matter, Command::Explain { reason });
    }
}

fn paused(life: &mut Life, matter: &'static str, step: u32) {
    let grounds = [
        (PauseGround::ExpertReview, "嘉开特〔2026〕00021号 特别程序告知书"),
        (PauseGround::Testing, "嘉开测〔2026〕00008号 检测告知书"),
        (PauseGround::PublicNotice, "嘉开示〔2026〕00017号 公示"),
        (PauseGround::MaterialRequested, "嘉开补〔2026〕00033号 补充材料通知书"),
    ];
    let (ground, evidence) = grounds[step as usize % grounds.len()];
    life.filed(12 + step);
    life.accepted("case", matter, 5);
    // One lasts longer than was told.
    let expected = Some(if step == 1 { life.day(1) } else { life.day_after(0, 5 + step) });
    let pause = Command::Pause { ground, evidence: evidence.into(), expected };
    life.case("case", 3, (14, 10), matter, pause);
}

fn opinion_open(life: &mut Life, step: u32) {
    life.filed(10 + step);
    life.accepted("case", PERMIT, 4);
    let questions = [
        ("construction", "请就消防车道和防火间距提出意见。"),
        ("water", "请就地块临河退让距离提出意见。"),
        ("ecology", "请就厂界噪声敏感点提出意见。"),
        ("enforcement", "请就临时占道和绿化迁移提出意见。"),
    ];
    for (at, offset) in [(0, 0), (1, 1)] {
        let (office, words) = questions[(step as usize + offset) % questions.len()];
        let ask = Command::AskOpinion {
            office: office.into(),
            words: words.into(),
            limit: None,
            relies_on: Vec::new(),
        };
        life.case("case", 3, (9, 30 + at * 5), PERMIT, ask);
    }
    if step.is_multiple_of(2) {
        let (office, _) = questions[step as usize % questions.len()];
        let words = "同意，施工图阶段请复核转弯半径。".into();
        let give = Command::GiveOpinion { question: 1, stance: Stance::AgreesOnConditions, words };
        life.asked("case", 1, (10, 20), &reviewer(office), give);
    }
    if step == 2 {
        let (material, reason) = ("design-scheme".into(), "总平面调整，厂房退让2米。".into());
        life.own("case", 1, (14, 50), Command::Replace { material, reason });
    }
}

fn side_by_side(life: &mut Life, is_first: bool) {
    let from = if is_first { 6 } else { 3 };
    if is_first {
        let start = life.day_after(0, 20);
        life.register_in_full(from + 5, (start, start.saturating_add(18.months())));
        life.filed_after(from + 5);
    } else {
        life.filed(from + 5);
    }
    life.package(from, &SIDE_BY_SIDE);
    if is_first {
        life.booked(SEWAGE, Cause::Advice);
    }
    for matter in SIDE_BY_SIDE {
        let case = package::case_of(&life.subject("package", "two"), matter);
        life.file_to(case, matter, (from, (9, 26)));
        if is_first || matter != ECOLOGY {
            life.part(matter, from - 1, (14, 30), Command::Accept);
        }
    }
    if !is_first {
        let missing = vec!["emission-quota-document".into()];
        let words = "请补充排污权指标来源材料。".into();
        let correct_by = life.day_after(from - 1, 10);
        let uncorrected = Uncorrected::Withdrawn;
        let notice = Command::GiveNoticeUntil { missing, words, correct_by, uncorrected };
        life.part(ECOLOGY, from - 1, (14, 50), notice);
        return;
    }
    let meets_on = life.day(3);
    let offices = ["planning", "ecology", "water", "development"].map(str::to_owned).to_vec();
    let words = "总平面、排水和用能方案联合会审。".into();
    let convene = package::Command::ConveneReview { meets_on, offices, words };
    life.lead(from - 1, (16, 0), convene);
    life.part(SOIL, 3, (15, 0), Command::Grant);
    let minutes = "各部门同意总平面方案；生态环境分局要求补充噪声预测，不影响其他事项办理。".into();
    let decided = |office: &str, title: &str, days| Decision {
        office: office.into(),
        title: title.into(),
        due: life.day_after(3, days),
        attested_by: "planning".into(),
    };
    let decisions = vec![
        decided("ecology", "书面反馈厂界噪声预测复核意见", 5),
        decided("water", "核定雨水排口标高", 10),
    ];
    life.lead(3, (17, 0), package::Command::RecordMinutes { minutes, decisions });
    life.part(ENERGY, 1, (10, 50), Command::Grant);
    let words = "请就厂界噪声敏感点提出意见。".into();
    let ask =
        Command::AskOpinion { office: "ecology".into(), words, limit: None, relies_on: Vec::new() };
    life.part(PERMIT, 2, (9, 45), ask);
    // The contract for the land was handed in for the land permit: it is not brought twice.
    life.accepted("land", LAND, from + 3);
    life.decided("land", LAND, from + 1);
    let contract =
        life.file_as(&life.subject("case", "land"), "land-grant-contract", (from + 4, (9, 5)));
    life.again(&contract, (PERMIT, "land-certificate"), from);
}

fn running(life: &mut Life, matter: &'static str, since: u32) {
    life.filed(since + 6);
    life.accepted("case", matter, since);
    let is_on_a_slip = matches!(life.place, 37 | 39);
    is_on_a_slip.then(|| life.handed(matter, since, None));
}

fn correcting(life: &mut Life, matter: &'static str, since: u32) {
    life.filed(since + 5);
    let missing = life.submit_without_the_last(matter, since + 1);
    let words = "请补齐所列材料，扫描件须清晰完整。".into();
    let correct_by = life.day_after(since, 10);
    let uncorrected = Uncorrected::Withdrawn;
    let notice = Command::GiveNoticeUntil { missing, words, correct_by, uncorrected };
    life.case("case", since, (10, 15), matter, notice);
}

/// The opinion on civil air defence was to follow and did not: the acceptance is revoked.
fn promise_broken(life: &mut Life) {
    accepted_on_promise(life, 21);
}

/// It was to follow and came: the office is to look at it.
fn promise_kept(life: &mut Life) {
    let owed = accepted_on_promise(life, 6);
    let subject = life.subject("case", "case");
    for material in &owed {
        life.file_as(&subject, material, (1, (14, 30)));
    }
    life.own("case", 1, (14, 40), Command::Correct { handed_in: owed });
}

/// It was to follow, came after the acceptance and is fit: only then the permit is granted.
fn came_late(life: &mut Life) {
    let owed = accepted_on_promise(life, 9);
    let subject = life.subject("case", "case");
    for material in &owed {
        life.file_as(&subject, material, (4, (10, 20)));
    }
    life.own("case", 4, (10, 30), Command::Correct { handed_in: owed.clone() });
    for material in owed {
        life.case("case", 3, (9, 50), PERMIT, Command::Tolerance(Act::Settle { material }));
    }
    life.decided("case", PERMIT, 2);
}

/// Accepted without what may follow; what is owed.
fn accepted_on_promise(life: &mut Life, since: u32) -> Vec<String> {
    life.filed(since + 5);
    let materials = life.submit_without_the_last(PERMIT, since + 1);
    let promise = Act::Promise { materials: materials.clone(), paper: String::new() };
    life.own("case", since + 1, (9, 20), Command::Tolerance(promise));
    life.case("case", since, (10, 15), PERMIT, Command::Tolerance(Act::Accept));
    materials
}

/// What the notice asked for was promised: the case waits to be accepted.
fn promised(life: &mut Life) {
    correcting(life, PERMIT, 2);
    let missing: Vec<String> = life.materials(PERMIT).into_iter().rev().take(1).collect();
    let promise = Act::Promise { materials: missing, paper: String::new() };
    life.own("case", 1, (15, 25), Command::Tolerance(promise));
}

fn received(life: &mut Life, matter: &'static str, is_today: bool) {
    life.filed(6);
    life.submit("case", matter, if is_today { 0 } else { 1 }, &[]);
}

fn without_code(life: &mut Life) {
    life.register(1);
    life.submit("filing", FILING, 1, &[]);
    let issue = project::Command::IssueProvisionalCode;
    life.project(1, (11, 5), &window("development"), issue);
}

/// The window of an office.
pub(super) fn window(office: &str) -> Actor {
    Actor::officer(office, "window")
}

/// The reviewer of an office.
pub(super) fn reviewer(office: &str) -> Actor {
    Actor::officer(office, "reviewer")
}

impl Life<'_> {
    /// Registered, coded and filed on one day.
    pub(super) fn filed(&mut self, before: u32) {
        self.register(before);
        self.filed_after(before);
    }

    fn filed_after(&mut self, before: u32) {
        self.submit("filing", FILING, before, &[]);
        let code = self.row.code.to_owned();
        let record = project::Command::RecordCode { code, override_reason: None };
        let desk = window("development");
        self.project(before, (10, 5), &desk, record);
        // The certificate is electronic: it arrives as it is issued.
        let deliver = Command::Deliver { means: "电子送达".into(), on: None };
        for (minute, command) in [(15, Command::Accept), (20, Command::Grant), (22, deliver)] {
            self.asked("filing", before, (10, minute), &desk, command);
        }
    }

    fn register(&mut self, before: u32) {
        let Registration {
            title,
            enterprise,
            credit_code,
            region,
            industry,
            site,
            scale,
            total_investment_fen,
            conforms_to_policy,
            contact,
            phone,
        } = self.registration();
        let register = project::Command::Register {
            title,
            enterprise,
            credit_code,
            region,
            industry,
            site,
            scale,
            total_investment_fen,
            conforms_to_policy,
            contact,
            phone,
        };
        let own = self.enterprise();
        self.project(before, (8, 31), &own, register);
    }

    fn register_in_full(&mut self, before: u32, (start, completion): (Date, Date)) {
        let registration = self.registration();
        let details = Details {
            kind: ProjectKind::Filing,
            nature: Nature::New,
            planned_start: start,
            planned_completion: completion,
            land_area_m2: 38_000,
            floor_area_m2: 46_000,
            capital_fen: registration.total_investment_fen / 3,
            report_every_days: 90,
            valid_years: Some(2),
        };
        let register =
            project::Command::RegisterInFull { registration, details, apart_because: None };
        let own = self.enterprise();
        self.project(before, (8, 31), &own, register);
    }

    fn registration(&self) -> Registration {
        Registration {
            title: self.row.title.into(),
            enterprise: self.row.enterprise.into(),
            credit_code: self.row.credit_code.into(),
            region: "330421".into(),
            industry: self.row.industry.into(),
            site: self.row.site.into(),
            scale: self.row.scale.into(),
            total_investment_fen: self.row.total_investment_wan * 1_000_000,
            conforms_to_policy: true,
            contact: Personal::clear(self.row.contact),
            phone: Personal::clear(self.row.phone),
        }
    }

    fn report(&mut self, before: u32, report: Report, words: &str) {
        let happened_on: Date = self.day(before);
        let invested_fen = self.row.total_investment_wan * 300_000;
        let told =
            project::Command::Report { report, happened_on, words: words.into(), invested_fen };
        let own = self.enterprise();
        self.project(before, (11, 25), &own, told);
    }

    /// Submitted the working day before, with everything and a file, and accepted.
    pub(super) fn accepted(&mut self, word: &'static str, matter: &'static str, on: u32) {
        self.submit(word, matter, on + 1, &[]);
        self.file(word, matter, on + 1);
        self.case(word, on, (14, 5), matter, Command::Accept);
    }

    /// Granted, and delivered on the working day after.
    pub(super) fn decided(&mut self, word: &'static str, matter: &'static str, on: u32) {
        self.case(word, on, (15, 30), matter, Command::Grant);
        let deliver = Command::Deliver { means: "电子送达".into(), on: None };
        self.case(word, on - 1, (9, 40), matter, deliver);
    }

    fn submit_without_the_last(&mut self, matter: &'static str, before: u32) -> Vec<String> {
        let missing: Vec<String> = self.materials(matter).into_iter().rev().take(1).collect();
        self.submit("case", matter, before, &missing);
        missing
    }

    /// A command of the matter's own office.
    fn case(&mut self, word: &str, before: u32, clock: (i8, i8), matter: &str, command: Command) {
        let officer = reviewer(&self.office(matter));
        self.asked(word, before, clock, &officer, command);
    }

    fn own(&mut self, word: &str, before: u32, clock: (i8, i8), command: Command) {
        let own = self.enterprise();
        self.asked(word, before, clock, &own, command);
    }

    fn asked(&mut self, word: &str, before: u32, clock: (i8, i8), who: &Actor, command: Command) {
        let subject = self.subject("case", word);
        self.plan(before, clock, who, Ask::Case(subject, command));
    }

    fn project(&mut self, before: u32, clock: (i8, i8), who: &Actor, command: project::Command) {
        self.plan(before, clock, who, Ask::Project(command));
    }

    fn part(&mut self, matter: &'static str, before: u32, clock: (i8, i8), command: Command) {
        let subject = package::case_of(&self.subject("package", "two"), matter);
        let officer = reviewer(&self.office(matter));
        self.plan(before, clock, &officer, Ask::Case(subject, command));
    }

    fn lead(&mut self, before: u32, clock: (i8, i8), command: package::Command) {
        let lead = Actor::officer("planning", "coordinator");
        self.plan(before, clock, &lead, Ask::Package(command));
    }
}
