//! A delivery (送达): how the result of a decided case, or the one result of an application for a
//! bundle, comes to its applicant.
//!
//! Life: a way is chosen → (decided: there at once, electronically) or packed → with the courier →
//! in transit → received; or refused, returned, lost, and sent again to an address that is put
//! right; after some failures it waits at the counter. At the counter it is collected. Whatever was
//! chosen, the paper itself stands on the applicant's pages from the decision on.
//!
//! Basis: Administrative Licensing Law, article 44: within ten days of the decision.
//!
//! Never: a case or an application that is closed before its result has arrived.

mod command;
mod decide;
mod event;
mod means;
mod refusal;
mod words;

use jiff::civil::Date;
use kernel::text::{Text, text};

pub use command::{Command, News};
pub(crate) use decide::decide;
pub use event::Event;
pub use means::Means;
pub(crate) use means::unlisted;
pub use refusal::Refusal;
pub use words::{COLLECT, Failure, Identity, Receiver, Recipient, Way};

/// The kind of subject.
pub struct Deliveries;

/// How often a parcel may fail where the zone does not say; a default, to be confirmed.
pub const ATTEMPTS: u32 = 2;

/// Where a delivery stands (送达状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was chosen.
    #[default]
    Unknown,
    /// A way is chosen; nothing is decided yet.
    Chosen,
    /// Its papers are to be packed (待寄出).
    ToPack,
    /// They are packed and wait for the courier (已封装).
    Packed,
    /// The courier has it (已揽收).
    WithCourier,
    /// It is on its way (运输中).
    InTransit,
    /// It was refused, came back or is lost (拒收、退回、丢失).
    Failed,
    /// It waits at the counter (待领取).
    AtCounter,
    /// It was received (签收).
    Received,
    /// It was collected at the counter (已领取).
    Collected,
    /// It was sent electronically, as the applicant had chosen (电子送达).
    Electronic,
}

/// A delivery as its facts leave it.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// Where it stands.
    pub state: State,
    /// The subject of what is delivered: a case, or an application for a bundle.
    pub about: String,
    /// How it is to come.
    pub way: Option<Way>,
    /// The numbers of the papers that are packed.
    pub papers: Vec<String>,
    /// The manifest in which the courier was told of it.
    pub manifest: String,
    /// The courier.
    pub courier: String,
    /// The number under which the courier has it.
    pub tracking: String,
    /// Since when the courier has it.
    pub handed_over_on: Option<Date>,
    /// How often it failed by post.
    pub failures: u32,
    /// It waits at the counter because it failed too often.
    pub is_turned: bool,
}

/// What the rules need to know beyond the delivery's own history.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What is delivered.
    pub about: Option<About>,
    /// The numbers of its papers that stand.
    pub papers: Vec<String>,
    /// How often a parcel may fail before it waits at the counter.
    pub attempts: u32,
    /// The number of another case or application, of which a parcel has this tracking number.
    pub taken_by: Option<String>,
}

/// What a delivery must know of the case or the application that it is about (送达对象).
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Who applied: an enterprise by its code, a person as an actor's word.
    pub applicant: String,
    /// The office that hands out the result.
    pub office: String,
    /// The numbers of the documents that say what was decided; none of them is left out.
    pub documents: Vec<String>,
    /// How far it is.
    pub reach: Reach,
}

/// How far something is on its way to a result that may be delivered (办理进度).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Nothing is decided yet.
    #[default]
    Running,
    /// It is decided.
    Decided,
    /// Its result has arrived.
    Arrived,
    /// It ended without a result.
    Ended,
}

/// How far a delivery is, for what it is about (送达进度).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It is to come, or on its way.
    Underway,
    /// It failed too often by post and waits at the counter: other means may be used (公告送达).
    Exhausted,
    /// It has arrived.
    Arrived,
}

/// The delivery of a case, or of an application for a bundle.
pub fn delivery_of(about: &str) -> String {
    let case = about.strip_prefix("case:").map(str::to_owned);
    format!("delivery:{}", case.unwrap_or_else(|| about.replacen(':', ".", 1)))
}

/// The subject of what a delivery is about.
pub fn about_of(delivery: &str) -> String {
    let name = delivery.strip_prefix("delivery:").unwrap_or(delivery);
    match name.strip_prefix("bundle.") {
        Some(application) => format!("bundle:{application}"),
        None => format!("case:{name}"),
    }
}

impl Delivery {
    /// Folds a fact in.
    pub fn apply(&mut self, event: &Event) {
        self.state = event.state(self.way.as_ref());
        match event {
            Event::DeliveryChosen { case, way, .. } => {
                self.about.clone_from(case);
                self.way = Some(way.clone());
                self.forget_parcel();
            }
            Event::PapersPacked { papers, .. } => self.papers.clone_from(papers),
            Event::ManifestWritten { manifest, .. } => self.manifest.clone_from(manifest),
            Event::ParcelHandedOver { on, courier, tracking } => {
                self.courier.clone_from(courier);
                self.tracking.clone_from(tracking);
                self.handed_over_on = Some(*on);
            }
            Event::ParcelFailed { failures, .. } => self.failures = *failures,
            Event::ParcelRetried { .. } => self.forget_parcel(),
            Event::TurnedToCounter { .. } => self.is_turned = true,
            Event::DeliveryStarted { .. }
            | Event::ResultSentElectronically { .. }
            | Event::ParcelInTransit { .. }
            | Event::ParcelReceived { .. }
            | Event::ResultCollected { .. } => {}
        }
    }

    /// Whom it goes to by post, where it does.
    pub fn recipient(&self) -> Option<&Recipient> {
        match &self.way {
            Some(Way::Post(recipient)) => Some(recipient),
            Some(Way::Electronic | Way::Counter | Way::Unaddressed) | None => None,
        }
    }

    fn forget_parcel(&mut self) {
        self.papers.clear();
        self.manifest.clear();
        self.courier.clear();
        self.tracking.clear();
        self.handed_over_on = None;
    }
}

impl State {
    /// All of them.
    pub const ALL: [State; 11] = [
        State::Unknown,
        State::Chosen,
        State::ToPack,
        State::Packed,
        State::WithCourier,
        State::InTransit,
        State::Failed,
        State::AtCounter,
        State::Received,
        State::Collected,
        State::Electronic,
    ];

    /// The state that a word of views stands for.
    pub fn of(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::Chosen => "chosen",
            State::ToPack => "to_pack",
            State::Packed => "packed",
            State::WithCourier => "with_courier",
            State::InTransit => "in_transit",
            State::Failed => "failed",
            State::AtCounter => "at_counter",
            State::Received => "received",
            State::Collected => "collected",
            State::Electronic => "electronic",
        }
    }

    /// The state in words.
    pub fn text(self) -> Text {
        match self {
            State::Unknown => text("未选择", "not chosen"),
            State::Chosen => text("已选择，待作出决定", "chosen; the decision is awaited"),
            State::ToPack => text("待寄出", "to be packed"),
            State::Packed => text("已封装，待揽收", "packed, waits for the courier"),
            State::WithCourier => text("已揽收", "with the courier"),
            State::InTransit => text("运输中", "in transit"),
            State::Failed => text("未送达，待处理", "failed, to be seen to"),
            State::AtCounter => text("待窗口领取", "waits at the counter"),
            State::Received => text("已签收", "received"),
            State::Collected => text("已在窗口领取", "collected at the counter"),
            State::Electronic => text("已电子送达", "sent electronically"),
        }
    }

    /// Has the result arrived?
    pub fn has_arrived(self) -> bool {
        matches!(self, State::Received | State::Collected | State::Electronic)
    }
}
