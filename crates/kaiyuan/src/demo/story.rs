//! The story (演示剧本): one approval from registration to delivery, and two that still run.

use agreements::Agreements;
use approvals::{
    assistance::{self, Assistances},
    bundle::{self, Applications},
    case::{self, Cases, tolerance},
    project::{self, Projects},
};
use catalogue::form::Answers;
use jiff::{
    Timestamp,
    civil::{Date, time},
};
use kernel::actor::Actor;
use kernel::calendar::Calendar;
use kernel::local_time::{clock_of, day_of, moment_of};
use kernel::personal::Personal;
use kernel::text::{Text, text};
use kernel::time_limit::{Limit, PauseGround};
use store::zone::{ZONE, Zone};
use store::{Envelope, Store};

use super::{
    Step, act, agreements as agreements_told, assisted, bundles as bundles_told, key, lives::FIRST,
    seed::Seeding, shown,
};
use crate::commands::open_zone;

const FILING: &str = "enterprise-investment-filing";
const PERMIT: &str = "construction-work-planning-permit";

/// Who founds a company in the story, by the name that signs in.
pub(super) const FOUNDER: &str = "founder";

/// What a step asks.
#[derive(Clone)]
pub(super) enum Ask {
    Project(project::Command),
    Case(&'static str, case::Command),
    Agreement(&'static str, Box<agreements::Act>),
    Bundle(&'static str, Box<bundle::Command>),
    Assistance(&'static str, Box<assistance::Command>),
}

/// A step of the story: when (working days before its end, hour, minute), who, what.
pub(super) struct Scene {
    pub(super) before: u32,
    pub(super) clock: (i8, i8),
    pub(super) who: Who,
    pub(super) project: &'static Sample,
    pub(super) ask: Ask,
    pub(super) told: Text,
}

/// Who acts.
#[derive(Clone, Copy)]
pub(super) enum Who {
    Enterprise,
    Founder,
    Hall,
    Development,
    DevelopmentReviewer,
    Planning,
    Ecology,
    Water,
    /// Acts for the enterprise, under the demonstration's mandate.
    Assistant,
}

/// A project of the story; names and figures are invented.
pub(super) struct Sample {
    word: &'static str,
    title: &'static str,
    enterprise: &'static str,
    pub(super) credit_code: &'static str,
    code: &'static str,
    industry: &'static str,
    site: &'static str,
    scale: &'static str,
    total_investment_yuan: i64,
    contact: &'static str,
    phone: &'static str,
}

pub(super) const REDUCERS: Sample = Sample {
    word: "reducers",
    title: "年产12万套精密减速机生产线（二期）",
    enterprise: "嘉善示例精密传动有限公司",
    credit_code: "91330421MA28A0010Q",
    code: "2604-330421-04-01-123456",
    industry: "3453",
    site: "惠民街道 2026-07 号地块",
    scale: "新建厂房 46,200 平方米，购置加工中心 120 台",
    total_investment_yuan: 386_000_000,
    contact: "王小明",
    phone: "13800138000",
};

const MODULES: Sample = Sample {
    word: "modules",
    title: "功率半导体模块封装测试项目",
    enterprise: "烟台示例电子有限公司",
    credit_code: "91370600MA3C0002X4",
    code: "2604-330421-07-02-000016",
    industry: "3972",
    site: "罗星街道 标准厂房 B3",
    scale: "改造厂房 8,600 平方米，封装线 4 条",
    total_investment_yuan: 152_000_000,
    contact: "李文",
    phone: "13900139000",
};

pub(super) const REAGENTS: Sample = Sample {
    word: "reagents",
    title: "体外诊断试剂研发生产基地",
    enterprise: "广州示例生物科技有限公司",
    credit_code: "91440112MA59T0037U",
    code: "2604-330421-04-01-543211",
    industry: "2770",
    site: "魏塘街道 2026-11 号地块",
    scale: "新建研发楼和洁净车间共 21,000 平方米",
    total_investment_yuan: 98_500_000,
    contact: "陈静",
    phone: "13700137000",
};

/// Plays the story; what was played before gives its first answers.
pub(super) fn play(
    store: &Store,
    pack: &catalogue::Pack,
    now: Timestamp,
    tell: &dyn Fn(&Step),
) -> Result<Vec<Step>, String> {
    let calendar = Calendar::shipped();
    let end = end_of_the_story(store, &pack.zone.id, now)?;
    let mut seeding = Seeding::planned(store, pack, end, calendar);
    let mut scenes = scenes(end, calendar);
    scenes.extend(agreements_told::scenes(end));
    scenes.extend(bundles_told::scenes(pack, end));
    scenes.extend(assisted::scenes(end));
    scenes.sort_by_key(|scene| (std::cmp::Reverse(scene.before), scene.clock));
    let at = |scene: &Scene| {
        let day = working_day_before(end, scene.before, calendar);
        moment_of(day.to_datetime(time(scene.clock.0, scene.clock.1, 0, 0)))
    };
    let opened = working_day_before(end, FIRST, calendar);
    let opened = moment_of(opened.to_datetime(time(8, 0, 0, 0)));
    if store.size(&pack.zone.id).map_err(|fault| fault.to_string())?.0 == 0 {
        open_zone(store, pack, opened)?;
    }
    let mut steps = Vec::with_capacity(scenes.len());
    for (place, scene) in scenes.into_iter().enumerate() {
        let at = at(&scene);
        seeding.play(at)?;
        let step = Step {
            at: shown(at),
            who: scene.who.text(pack, scene.project),
            what: scene.told.clone(),
            entry: scene.play(store, &pack.zone.id, (&place.to_string(), at))?,
        };
        tell(&step);
        steps.push(step);
    }
    seeding.play(now)?;
    Ok(steps)
}

/// The codes of the story's enterprises.
pub(super) fn enterprises() -> [&'static str; 3] {
    [REDUCERS.credit_code, MODULES.credit_code, REAGENTS.credit_code]
}

/// The subject of the story's main project.
pub(super) fn main_project() -> String {
    subject("project", REDUCERS.word, "file")
}

/// The subject of the story's main case, for its figures.
pub(super) fn main_case() -> String {
    subject("case", REDUCERS.word, "permit")
}

impl Scene {
    fn play(&self, store: &Store, zone: &str, place: (&str, Timestamp)) -> Result<u64, String> {
        let envelope = |subject: String| Envelope {
            zone: zone.to_owned(),
            id: key(place.0),
            subject,
            actor: self.who.actor(self.project, day_of(place.1)),
            asserted_by: None,
            attested_by: None,
            at: place.1,
            command: (),
        };
        match &self.ask {
            Ask::Project(command) => {
                let to = envelope(subject("project", self.project.word, "file"));
                act::<Projects>(store, place, with(to, command.clone()))
            }
            Ask::Case(word, command) => {
                let to = envelope(subject("case", self.project.word, word));
                act::<Cases>(store, place, with(to, command.clone()))
            }
            Ask::Bundle(subject, command) => {
                let to = envelope((*subject).into());
                act::<Applications>(store, place, with(to, (**command).clone()))
            }
            Ask::Assistance(subject, command) => {
                let to = envelope((*subject).into());
                act::<Assistances>(store, place, with(to, (**command).clone()))
            }
            Ask::Agreement(subject, command) => {
                let to = envelope((*subject).into());
                act::<Agreements>(store, place, with(to, (**command).clone()))
            }
        }
    }
}

impl Who {
    fn actor(self, project: &Sample, day: Date) -> Actor {
        match self {
            Who::Enterprise => Actor::enterprise(project.credit_code),
            Who::Founder => Actor::Person { account: FOUNDER.into() },
            Who::Hall => Actor::officer("hall", "reviewer"),
            Who::Development => Actor::officer("development", "window"),
            Who::DevelopmentReviewer => Actor::officer("development", "reviewer"),
            Who::Planning => Actor::officer("planning", "reviewer"),
            Who::Ecology => Actor::officer("ecology", "reviewer"),
            Who::Water => Actor::officer("water", "reviewer"),
            Who::Assistant => Actor::Assistant {
                office: "assistance".into(),
                post: "agent".into(),
                credit_code: project.credit_code.into(),
                mandate: assisted::number(day),
            },
        }
    }

    fn text(self, pack: &catalogue::Pack, project: &Sample) -> Text {
        match self {
            Who::Enterprise => {
                text(project.enterprise, format!("applicant {}", project.credit_code))
            }
            Who::Founder => text("开办人", "the founder"),
            Who::Hall => pack.zone.office_name("hall"),
            Who::Development | Who::DevelopmentReviewer => pack.zone.office_name("development"),
            Who::Planning => pack.zone.office_name("planning"),
            Who::Ecology => pack.zone.office_name("ecology"),
            Who::Water => pack.zone.office_name("water"),
            Who::Assistant => pack.zone.office_name("assistance"),
        }
    }
}

/// All scenes, by project.
fn scenes(end: Date, calendar: &Calendar) -> Vec<Scene> {
    let mut all = Vec::new();
    all.extend(beginning(&REDUCERS, 14));
    all.extend(whole_permit(working_day_before(end, 6, calendar)));
    all.extend(beginning(&MODULES, 9));
    all.extend(running_permit());
    all.extend(beginning(&REAGENTS, 7));
    all.extend(paused_permit(Limit::working(8).ends(end, calendar).date));
    all.extend(decided_at_once());
    all
}

/// Registration, code and filing, all on one day.
fn beginning(project: &'static Sample, before: u32) -> Vec<Scene> {
    let scene =
        |minute: i8, who, ask, told| Scene { before, clock: (9, minute), who, project, ask, told };
    let submit = submit(project, FILING, &["filing-form"]);
    let code = project.code.to_owned();
    vec![
        scene(
            12,
            Who::Enterprise,
            Ask::Project(register(project)),
            text("登记项目", "registers the project"),
        ),
        scene(
            15,
            Who::Enterprise,
            Ask::Case("filing", submit),
            text("提交备案", "submits the filing"),
        ),
        scene(
            31,
            Who::Development,
            Ask::Project(project::Command::RecordCode { code, override_reason: None }),
            text(
                format!("登记项目代码 {}", project.code),
                format!("records code {}", project.code),
            ),
        ),
        scene(
            33,
            Who::Development,
            Ask::Case("filing", case::Command::Accept),
            text("受理备案", "accepts the filing"),
        ),
        scene(
            34,
            Who::Development,
            Ask::Case("filing", case::Command::Grant),
            text("信息齐全，即为备案", "complete, hence filed"),
        ),
        scene(
            36,
            Who::Development,
            Ask::Case("filing", case::Command::Deliver { means: "电子送达".into(), on: None }),
            text("送达电子备案证明", "delivers the electronic certificate of filing"),
        ),
    ]
}

/// The main course: a notice, a correction, a pause, a grant, delivery.
// long because the story is told in one piece
fn whole_permit(review_ends: Date) -> Vec<Scene> {
    let scene = |before, clock, who, command, told| Scene {
        before,
        clock,
        who,
        project: &REDUCERS,
        ask: Ask::Case("permit", command),
        told,
    };
    let notice = case::Command::GiveNotice {
        missing: vec!["design-scheme".into()],
        words: "总平面图须加盖设计单位出图章。".into(),
    };
    let correct = case::Command::Correct { handed_in: vec!["design-scheme".into()] };
    let pause = case::Command::Pause {
        ground: PauseGround::ExpertReview,
        evidence: "嘉开特〔2026〕00012号 特别程序告知书".into(),
        expected: Some(review_ends),
    };
    let resume = case::Command::Resume { evidence: "专家评审意见书 2026-037".into() };
    let handed_in = ["land-certificate", "civil-air-defence-opinion"];
    let deliver = case::Command::Deliver { means: "电子送达".into(), on: None };
    vec![
        scene(
            13,
            (9, 30),
            Who::Enterprise,
            submit(&REDUCERS, PERMIT, &handed_in),
            text(
                "提交建设工程规划许可申请，缺一份材料",
                "applies for the planning permit, one material missing",
            ),
        ),
        scene(
            12,
            (10, 5),
            Who::Planning,
            notice,
            text("一次性告知需补正的材料", "tells everything missing, once"),
        ),
        scene(11, (14, 10), Who::Enterprise, correct, text("补正材料", "hands in the correction")),
        scene(
            11,
            (16, 20),
            Who::Planning,
            case::Command::Accept,
            text("受理，开始计时", "accepts; the limits start"),
        ),
        scene(
            9,
            (10, 0),
            Who::Planning,
            pause,
            text("转专家评审，暂停计时", "expert review; the clock stops"),
        ),
        scene(
            6,
            (15, 40),
            Who::Planning,
            resume,
            text("评审意见送达，恢复计时", "the review is in; the clock goes on"),
        ),
        scene(
            2,
            (11, 0),
            Who::Planning,
            case::Command::Grant,
            text("准予许可", "grants the permit"),
        ),
        scene(
            1,
            (9, 20),
            Who::Planning,
            deliver,
            text("送达电子证照", "delivers the electronic permit"),
        ),
    ]
}

/// A case that was accepted on a promise, runs and is due soon.
fn running_permit() -> Vec<Scene> {
    let scene = |before, who, command, told| Scene {
        before,
        clock: (10, 40),
        who,
        project: &MODULES,
        ask: Ask::Case("permit", command),
        told,
    };
    let materials = vec!["civil-air-defence-opinion".to_owned()];
    let promise = tolerance::Act::Promise { materials, paper: String::new() };
    let promise = case::Command::Tolerance(promise);
    let promises = text("承诺补齐人防意见", "promises the opinion on civil air defence");
    let later = Scene { clock: (10, 55), ..scene(7, Who::Enterprise, promise, promises) };
    vec![
        scene(
            7,
            Who::Enterprise,
            submit(&MODULES, PERMIT, &["land-certificate", "design-scheme"]),
            text(
                "提交建设工程规划许可申请，缺一份可容缺的材料",
                "applies for the planning permit, without a material that may follow",
            ),
        ),
        later,
        scene(
            6,
            Who::Planning,
            case::Command::Tolerance(tolerance::Act::Accept),
            text("容缺受理，开始计时", "accepts on the promise; the limits start"),
        ),
    ]
}

/// A case whose clock stands still.
fn paused_permit(hearing_ends: Date) -> Vec<Scene> {
    let scene = |before, who, command, told| Scene {
        before,
        clock: (14, 25),
        who,
        project: &REAGENTS,
        ask: Ask::Case("permit", command),
        told,
    };
    let handed_in = ["land-certificate", "design-scheme", "civil-air-defence-opinion"];
    let hearing = case::Command::Pause {
        ground: PauseGround::Hearing,
        evidence: "嘉开听〔2026〕00003号 听证告知书".into(),
        expected: Some(hearing_ends),
    };
    vec![
        scene(
            5,
            Who::Enterprise,
            submit(&REAGENTS, PERMIT, &handed_in),
            text("提交建设工程规划许可申请", "applies for the planning permit"),
        ),
        scene(
            4,
            Who::Planning,
            case::Command::Accept,
            text("受理，开始计时", "accepts; the limits start"),
        ),
        scene(1, Who::Planning, hearing, text("组织听证，暂停计时", "a hearing; the clock stops")),
    ]
}

/// Two applications to a rule: it grants one, and says what would have made the other hold.
fn decided_at_once() -> Vec<Scene> {
    let scene = |minute, project, area: &str, told| {
        let handed_in = ["soil-conservation-registration-form"];
        let mut command = submit(project, "soil-conservation-registration", &handed_in);
        if let case::Command::Submit { answers, .. } = &mut command {
            let told =
                [("land_area", area), ("earthwork_volume", "5000"), ("region_assessed", "no")];
            answers.extend(told.map(|(id, answer)| (id.to_owned(), answer.to_owned())));
        }
        let (before, clock, who) = (1, (15, minute), Who::Enterprise);
        Scene { before, clock, who, project, ask: Ask::Case("soil", command), told }
    };
    vec![
        scene(
            10,
            &REDUCERS,
            "46200",
            text("申请水土保持登记表备案，按规则当场办结", "files its soil form: a rule decides"),
        ),
        scene(
            20,
            &REAGENTS,
            "66000",
            text(
                "申请水土保持登记表备案，规则不成立，转人工办理",
                "files its soil form: the rule does not hold, an officer decides",
            ),
        ),
    ]
}

fn register(project: &Sample) -> project::Command {
    project::Command::Register {
        title: project.title.into(),
        enterprise: project.enterprise.into(),
        credit_code: project.credit_code.into(),
        region: "330421".into(),
        industry: project.industry.into(),
        site: project.site.into(),
        scale: project.scale.into(),
        total_investment_fen: project.total_investment_yuan * 100,
        conforms_to_policy: true,
        contact: Personal::clear(project.contact),
        phone: Personal::clear(project.phone),
    }
}

pub(super) fn submit(project: &Sample, matter: &str, handed_in: &[&str]) -> case::Command {
    case::Command::Submit {
        matter: matter.into(),
        project: subject("project", project.word, "file"),
        applicant: project.credit_code.into(),
        handed_in: handed_in.iter().map(|id| (*id).to_owned()).collect(),
        answers: Answers::new(),
        agent: Personal::clear(project.contact),
        phone: Personal::clear(project.phone),
    }
}

fn subject(kind: &str, project: &str, what: &str) -> String {
    format!("{kind}:{}", key(&format!("{project}/{what}")))
}

fn with<C>(envelope: Envelope<()>, command: C) -> Envelope<C> {
    let Envelope { zone, id, subject, actor, asserted_by, attested_by, at, command: () } = envelope;
    Envelope { zone, id, subject, actor, asserted_by, attested_by, at, command }
}

/// The last working day of the story: today once its morning has begun, else the one before.
fn last_day(now: Timestamp, calendar: &Calendar) -> Date {
    let clock = clock_of(now);
    let has_begun = clock.time() >= time(9, 40, 0, 0);
    if calendar.is_working_day(clock.date()) && has_begun {
        clock.date()
    } else {
        working_day_before(clock.date(), 1, calendar)
    }
}

/// The last day of the story: that of its first start, however late it is started again, so that
/// every command is the same one.
fn end_of_the_story(store: &Store, zone: &str, now: Timestamp) -> Result<Date, String> {
    let calendar = Calendar::shipped();
    let past = store.history::<Zone>(zone, ZONE).map_err(|fault| fault.to_string())?;
    let Some(first) = past.first() else { return Ok(last_day(now, calendar)) };
    let mut day = day_of(first.at);
    let mut left = FIRST;
    while left > 0 {
        day = day.tomorrow().expect("the story plays in this century");
        left -= u32::from(calendar.is_working_day(day));
    }
    Ok(day)
}

/// The `count`-th working day before a day.
pub(super) fn working_day_before(day: Date, count: u32, calendar: &Calendar) -> Date {
    let mut day = day;
    let mut left = count;
    while left > 0 {
        day = day.yesterday().expect("the story plays in this century");
        left -= u32::from(calendar.is_working_day(day));
    }
    day
}
