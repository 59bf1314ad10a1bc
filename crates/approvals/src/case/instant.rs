//! Instant decision (秒批): by the officer at the counter, or by a published rule without anyone.
//!
//! A rule decides only where it is fully known and true. A no is told to the applicant with the
//! least change that would have made it a yes, and goes to an officer, as does whatever is not
//! known: nothing is ever refused by a rule. What the rule knew stands in the entry, with where it
//! came from, so that the decision can be made again at any time.
//!
//! Never: a decision of a version that was stopped, or a second one of the same case.

use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::merkle::leaf_hash;
use kernel::personal::Personal;
use kernel::text::{Text, text};
use rules::Value;
use serde::{Deserialize, Serialize};

use super::{Event, commitment};

/// What may be asked (秒批指令).
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Decide by the rule: the rule's own version.
    Decide,
    /// Receive, accept and grant at the counter, in one step: an officer of the office.
    AtTheCounter(Box<Brought>),
    /// Accept and grant what was received, in one step: an officer of the office.
    OnTheSpot,
    /// Find after a look that the rule decided rightly: an officer of the office.
    Confirm,
    /// Find after a look that it decided wrongly: an officer of the office.
    FindWrong {
        /// What is wrong.
        reason: String,
    },
    /// Record how a wrong decision was put right: an officer of the office.
    PutRight {
        /// What was done, with its document.
        words: String,
    },
    /// Leave the decision as it is, once the party was heard: an officer of the office.
    Keep {
        /// Why it stands after all.
        reasons: String,
    },
}

/// An application that is brought to the counter (窗口申请).
#[derive(Clone, Debug, Serialize)]
pub struct Brought {
    /// The matter's identifier.
    pub matter: String,
    /// The project's subject.
    pub project: String,
    /// The applicant's unified social credit code.
    pub applicant: String,
    /// The materials handed in.
    pub handed_in: Vec<String>,
    /// What the matter's form asks, by the fields' identifiers.
    pub answers: Answers,
    /// Who brings it.
    pub agent: Personal,
    /// That person's phone.
    pub phone: Personal,
}

/// What can happen (秒批事实).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// The application calls for the decision of a rule (进入秒批).
    Called {
        /// The matter, so that whoever follows the ledger need not look it up.
        matter: String,
        /// The definition whose rule it is, by its content's hash.
        version: String,
    },
    /// The rule was asked (秒批判定).
    Examined {
        /// The day for which it was asked.
        on: Date,
        /// The definition whose rule it is, by its content's hash.
        version: String,
        /// What came of it.
        verdict: Verdict,
        /// What it knew.
        facts: Vec<Known>,
        /// What it did not know and had to.
        missing: Vec<Named>,
        /// How it came to its answer, the answer first.
        trace: Vec<Line>,
        /// The least change that would have made a no a yes.
        least: Vec<Needed>,
        /// What else the law asks for and is not there.
        bars: Vec<Named>,
        /// An officer looks at it afterwards (抽中复核).
        drawn: bool,
    },
    /// An officer looked at it afterwards and found it right (复核无误).
    Confirmed {
        /// The day.
        on: Date,
    },
    /// An officer looked at it afterwards and found it wrong (复核有误).
    FoundWrong {
        /// The day.
        on: Date,
        /// What is wrong.
        reason: String,
    },
    /// A wrong decision was put right (已纠正).
    PutRight {
        /// The day.
        on: Date,
        /// What was done, with its document.
        words: String,
    },
    /// The party was heard, and the decision stands after all (听取陈述后维持决定).
    Kept {
        /// The day.
        on: Date,
        /// Why.
        reasons: String,
    },
}

/// What came of asking the rule (判定结果).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds: granted.
    Holds,
    /// It does not hold: an officer decides.
    DoesNotHold,
    /// It is not known whether it holds: an officer decides.
    NotKnown,
    /// It holds, and something else that the law asks for is missing: an officer decides.
    Barred,
}

/// What a rule knew (依据数据).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// As the rule calls it.
    pub name: String,
    /// What it was.
    pub value: Told,
    /// The number of the case, the project or the enterprise whose record says so; of a register of
    /// another authority: who keeps it, under which number it told this, and as of which day.
    pub source: String,
}

/// The value of a fact, exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Yes or no.
    Flag(bool),
    /// A text, a code or one of the choices.
    Text(String),
    /// A whole number.
    Count(i64),
    /// Money in fen.
    Fen(i64),
    /// An area in square metres.
    SquareMetres(i64),
    /// A day.
    Day(Date),
    /// Several texts.
    Texts(Vec<String>),
}

/// Something with its name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// A fact as the rule calls it, or the code of a refusal.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A step of a trace (推理步骤).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// How far it lies below the answer.
    pub level: u32,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A condition that would have had to come out otherwise (需改变的条件).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// The condition, as it stands in the rule.
    pub condition: String,
    /// The fact that turns it; empty where no single one does.
    pub fact: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What a case knows of its instant decision.
#[derive(Clone, Debug, Default)]
pub struct Instant {
    /// It calls for the decision of a rule.
    pub is_called: bool,
    /// What came of it.
    pub verdict: Option<Verdict>,
    /// Where the look at it afterwards stands.
    pub audit: Audit,
}

impl Instant {
    /// Did the rule decide, and is the decision neither found wrong nor put right?
    pub fn may_be_found_wrong(&self) -> bool {
        let is_decided = self.verdict == Some(Verdict::Holds);
        is_decided && matches!(self.audit, Audit::NotDrawn | Audit::Open | Audit::Confirmed)
    }
}

/// Where the look at an automatic decision stands (复核状态).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audit {
    /// It was not drawn.
    #[default]
    NotDrawn,
    /// It was drawn, nobody has looked yet (待复核).
    Open,
    /// It was right (无误).
    Confirmed,
    /// It was wrong, and is not put right yet (有误待纠正).
    Wrong,
    /// It was put right (已纠正).
    Righted,
}

/// Is the decision of this case, by this version, among those that are looked at afterwards? The
/// same for everybody who asks, and nobody's choice.
pub fn is_drawn(number: &str, version: &str, share_percent: u8) -> bool {
    let hash = leaf_hash(format!("instant audit\n{version}\n{number}").as_bytes());
    let lot = u64::from_be_bytes([
        hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7],
    ]);
    lot % 100 < u64::from(share_percent)
}

impl Told {
    /// As rules reckon with it.
    pub fn value(&self) -> Value {
        match self {
            Told::Flag(answer) => Value::Bool(*answer),
            Told::Text(one) => Value::text(one),
            Told::Count(count) => Value::count(*count),
            Told::Fen(fen) => Value::fen(*fen),
            Told::SquareMetres(area_m2) => Value::square_metres(*area_m2),
            Told::Day(day) => Value::Date(*day),
            Told::Texts(all) => Value::list(all.iter().map(|one| Value::text(one)).collect()),
        }
    }
}

impl Named {
    pub(super) fn of(name: &str, said: Text) -> Named {
        Named { name: name.into(), zh: said.zh, en: said.en }
    }

    /// In both languages.
    pub fn text(&self) -> Text {
        text(&self.zh, &self.en)
    }
}

impl Verdict {
    /// What came of it, in words.
    pub fn text(self) -> Text {
        match self {
            Verdict::Holds => text("规则成立，予以办结", "the rule holds: granted"),
            Verdict::DoesNotHold => {
                text("规则不成立，转人工办理", "the rule does not hold: an officer decides")
            }
            Verdict::NotKnown => {
                text("数据不全，转人工办理", "something is not known: an officer decides")
            }
            Verdict::Barred => text(
                "规则成立，但法定条件尚不具备，转人工办理",
                "the rule holds, something that the law asks for is missing: an officer decides",
            ),
        }
    }

    /// The word that programs read.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::DoesNotHold => "does_not_hold",
            Verdict::NotKnown => "not_known",
            Verdict::Barred => "barred",
        }
    }
}

impl Audit {
    /// Where it stands, in words.
    pub fn text(self) -> Text {
        match self {
            Audit::NotDrawn => text("未抽中", "not drawn"),
            Audit::Open => text("待复核", "to be looked at"),
            Audit::Confirmed => text("复核无误", "found right"),
            Audit::Wrong => text("有误待纠正", "found wrong, to be put right"),
            Audit::Righted => text("已纠正", "put right"),
        }
    }

    /// The word that views keep.
    pub fn word(self) -> &'static str {
        match self {
            Audit::NotDrawn => "not_drawn",
            Audit::Open => "open",
            Audit::Confirmed => "confirmed",
            Audit::Wrong => "wrong",
            Audit::Righted => "righted",
        }
    }

    /// The state that a word of views stands for.
    pub fn of(word: &str) -> Option<Audit> {
        let all = [Audit::NotDrawn, Audit::Open, Audit::Confirmed, Audit::Wrong, Audit::Righted];
        all.into_iter().find(|audit| audit.word() == word)
    }
}

impl Instant {
    pub(super) fn fold(&mut self, event: &Event) {
        let fact = match event {
            Event::Commitment(commitment::Fact::Revoked { .. }) if self.audit == Audit::Wrong => {
                return self.audit = Audit::Righted;
            }
            Event::Instant(fact) => fact,
            _ => return,
        };
        match fact {
            Fact::Called { .. } => self.is_called = true,
            Fact::Examined { verdict, .. } => self.verdict = Some(*verdict),
            Fact::Confirmed { .. }
            | Fact::FoundWrong { .. }
            | Fact::PutRight { .. }
            | Fact::Kept { .. } => {}
        }
        self.audit = fact.audit().unwrap_or(self.audit);
    }
}

impl Fact {
    /// Where the look at it stands after this; nothing where it changes nothing.
    pub fn audit(&self) -> Option<Audit> {
        match self {
            Fact::Called { .. } => None,
            Fact::Examined { drawn, .. } => drawn.then_some(Audit::Open),
            Fact::Confirmed { .. } | Fact::Kept { .. } => Some(Audit::Confirmed),
            Fact::FoundWrong { .. } => Some(Audit::Wrong),
            Fact::PutRight { .. } => Some(Audit::Righted),
        }
    }

    /// Is nothing left to be heard after it?
    pub(super) fn ends_the_hearing(&self) -> bool {
        matches!(self, Fact::PutRight { .. } | Fact::Kept { .. })
    }

    /// The literal kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fact::Called { .. } => "approvals.instant_called",
            Fact::Examined { .. } => "approvals.instant_examined",
            Fact::Confirmed { .. } => "approvals.instant_confirmed",
            Fact::FoundWrong { .. } => "approvals.instant_found_wrong",
            Fact::PutRight { .. } => "approvals.instant_put_right",
            Fact::Kept { .. } => "approvals.instant_kept",
        }
    }

    /// What it is called.
    pub(super) fn title(&self) -> Text {
        match self {
            Fact::Called { .. } => text("进入秒批", "A rule is to decide"),
            Fact::Examined { verdict: Verdict::Holds, .. } => {
                text("秒批：规则成立", "The rule holds")
            }
            Fact::Examined { .. } => text("秒批未成，转人工办理", "No decision by the rule"),
            Fact::Confirmed { .. } => text("秒批复核无误", "The decision was looked at: right"),
            Fact::FoundWrong { .. } => text("秒批复核有误", "The decision was looked at: wrong"),
            Fact::PutRight { .. } => text("有误的秒批已纠正", "A wrong decision was put right"),
            Fact::Kept { .. } => {
                text("听取陈述申辩后维持秒批决定", "The party was heard: the decision stands")
            }
        }
    }

    /// What people wrote into it.
    pub(super) fn quotes(&self) -> Vec<&str> {
        match self {
            Fact::FoundWrong { reason, .. } => vec![reason],
            Fact::PutRight { words, .. } => vec![words],
            Fact::Kept { reasons, .. } => vec![reasons],
            Fact::Called { .. } | Fact::Examined { .. } | Fact::Confirmed { .. } => Vec::new(),
        }
    }
}

/// Why a command about an instant decision does not stand (秒批指令不成立原因), in order of
/// precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only the rule's own version decides by it.
    NotTheRule,
    /// The matter is not decided at once in this way.
    NotInstant,
    /// The rule was asked before: it is never asked twice.
    AlreadyExamined,
    /// This version of the rule was stopped.
    RuleStopped,
    /// Nobody is to look at this decision, or somebody has.
    NotToBeLookedAt,
    /// The decision was not found wrong, or is put right.
    NotFoundWrong,
}

impl Refusal {
    /// Every one, in order.
    pub const ALL: [Refusal; 6] = [
        Refusal::NotTheRule,
        Refusal::NotInstant,
        Refusal::AlreadyExamined,
        Refusal::RuleStopped,
        Refusal::NotToBeLookedAt,
        Refusal::NotFoundWrong,
    ];
}
