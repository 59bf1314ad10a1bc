//! The kinds of agreements (协议类型) as data: who may be a party, what may follow from a breach, what
//! usually is owed, and what must not be wanting.
//!
//! Figures of an outline are none: how much is owed is agreed each time.

use kernel::actor::Actor;
use kernel::agreement::{Agreement, Bound, Consequence, Due, Obligation, Party, Terms};
use kernel::text::{Text, text};

use crate::minutes::MINUTES;

/// A kind of agreement (协议类型).
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its word.
    pub id: &'static str,
    /// What it is called, in Chinese and English.
    pub name: (&'static str, &'static str),
    /// How many sign at least: a promise is signed by one.
    pub least_parties: usize,
    /// Who may be a party.
    pub parties: Parties,
    /// What may follow from a breach.
    pub consequences: &'static [Consequence],
    /// What usually is owed.
    pub outline: &'static [Outline],
    /// What it must contain.
    pub must: &'static [Must],
    /// Does it come of a case and follow it, so that nobody drafts it by hand and nothing is done
    /// to it here?
    pub follows_case: bool,
    /// The legal basis; empty where none is cited.
    pub basis: &'static str,
}

/// Who may be a party of a kind (当事人范围).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parties {
    /// Whoever it may be.
    Any,
    /// An enterprise is among them.
    WithEnterprise,
    /// Offices alone.
    Offices,
}

/// Something that a kind must contain (必备条款).
#[derive(Clone, Copy, Debug)]
pub struct Must {
    /// What it is called, in Chinese and English.
    pub name: (&'static str, &'static str),
    /// What it is.
    pub what: Content,
}

/// What such a thing is (条款形式).
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// An obligation with this identifier and an amount, which falls due without being demanded.
    Indicator(&'static str),
    /// One of the obligations with these identifiers, which falls due in the same way.
    Node(&'static [&'static str]),
    /// A consequence with every amount that is owed.
    Liability,
    /// A clause in words, by its identifier.
    Clause(&'static str),
}

/// What usually is owed under a kind (常用条款).
#[derive(Clone, Copy, Debug)]
pub struct Outline {
    /// The obligation's identifier.
    pub id: &'static str,
    /// What is owed, in Chinese and English.
    pub title: (&'static str, &'static str),
    /// What is measured: the bound and the unit.
    pub measure: Option<(Bound, &'static str)>,
    /// What shows it, in Chinese and English.
    pub evidence: (&'static str, &'static str),
    /// Owed when it is demanded, and not on a day.
    pub is_on_demand: bool,
}

const CREDIT: Consequence =
    Consequence { id: "credit-record", words: ("记入信用记录", "Put on the credit record") };
const REVOKE_ACCEPTANCE: Consequence = Consequence {
    id: "acceptance-revoked",
    words: ("撤销受理，书面说明理由", "Acceptance revoked, with written reasons"),
};
const CASE_ENDED: Consequence = Consequence {
    id: "case-ended",
    words: ("终止办理，损失由申请人承担", "The case ends, at the applicant's own loss"),
};
const NO_PROMISE: Consequence = Consequence {
    id: "no-further-promise",
    words: (
        "信用修复前不再适用容缺受理和告知承诺",
        "No further promise before the credit is repaired",
    ),
};
const RECTIFY: Consequence = Consequence {
    id: "rectify",
    words: ("责令限期整改", "To be put right within a set time"),
};
const REVOKE_PERMIT: Consequence = Consequence {
    id: "permit-revoked",
    words: ("撤销行政许可，利益不受保护", "The permit revoked, its benefits not protected"),
};
const DAMAGES: Consequence = Consequence {
    id: "damages",
    words: ("按合同承担违约金", "Damages as the contract says"),
};
const REPORT: Consequence =
    Consequence { id: "reported", words: ("督查通报", "Reported by the supervisor") };

const INVESTMENT: Outline = measured(
    "investment-intensity",
    ("固定资产投资强度", "Fixed-asset investment intensity"),
    (Bound::AtLeast, "万元/亩"),
    ("竣工财务决算审计报告", "Audit of the final accounts"),
);
const OUTPUT: Outline = measured(
    "output",
    ("亩均产值", "Output per mu"),
    (Bound::AtLeast, "万元/亩·年"),
    ("统计报表", "Statistical returns"),
);
const TAX: Outline = measured(
    "tax",
    ("亩均税收", "Tax per mu"),
    (Bound::AtLeast, "万元/亩·年"),
    ("完税证明", "Tax payment certificates"),
);
const ENERGY: Outline = measured(
    "energy",
    ("单位工业增加值能耗", "Energy used per value added"),
    (Bound::AtMost, "吨标准煤/万元"),
    ("能源利用状况报告", "Report on energy use"),
);
const DISCHARGE: Outline = measured(
    "discharge",
    ("单位排放增加值对应的排放量", "Pollutants discharged per value added"),
    (Bound::AtMost, "千克/万元"),
    ("排污许可执行报告", "Report under the discharge permit"),
);
const START: Outline = node(
    "start",
    ("开工", "Start of construction"),
    ("施工许可证及开工报告", "Construction permit and report of the start"),
);
const COMPLETION: Outline = node(
    "completion",
    ("竣工验收", "Acceptance of completion"),
    ("竣工验收备案表", "Record of completion acceptance"),
);
const CAPACITY: Outline = node(
    "capacity",
    ("达产复核", "Review at full capacity"),
    ("达产复核申请", "Application for the review"),
);
const SHARES: Outline = Outline {
    id: "share-transfer",
    title: ("股权变更复核", "Review of a change of shareholders"),
    measure: None,
    evidence: ("股权变更材料", "Papers on the change"),
    is_on_demand: true,
};

/// What the Zhejiang rules name; the plot, its land contract and one review node at least are ours.
const OF_A_STANDARD_PLOT: [Must; 10] = [
    Must { name: ("地块编号", "Plot's number"), what: Content::Clause(PLOT) },
    Must {
        name: ("国有建设用地使用权出让合同编号", "Land contract's number"),
        what: Content::Clause("land-contract"),
    },
    Must { name: INVESTMENT.title, what: Content::Indicator(INVESTMENT.id) },
    Must { name: TAX.title, what: Content::Indicator(TAX.id) },
    Must { name: ENERGY.title, what: Content::Indicator(ENERGY.id) },
    Must { name: DISCHARGE.title, what: Content::Indicator(DISCHARGE.id) },
    Must {
        name: ("开工、竣工验收或达产复核节点", "A node: start, completion or full capacity"),
        what: Content::Node(&[START.id, COMPLETION.id, CAPACITY.id]),
    },
    Must {
        name: ("各项指标的违约责任", "What follows where an indicator is not met"),
        what: Content::Liability,
    },
    Must {
        name: ("指标复核办法", "How the indicators are re-checked"),
        what: Content::Clause("recheck"),
    },
    Must {
        name: ("争议解决方式", "How disputes are settled"), what: Content::Clause("dispute")
    },
];

/// The clause that names the plot.
const PLOT: &str = "plot";

/// Every kind, in the order in which they are offered.
pub const KINDS: [Kind; 5] = [
    Kind {
        id: "standard-plot",
        name: ("标准地投资建设合同", "Standard-plot contract"),
        least_parties: 2,
        parties: Parties::WithEnterprise,
        consequences: &[CREDIT, DAMAGES, RECTIFY],
        outline: &[START, INVESTMENT, COMPLETION, CAPACITY, OUTPUT, TAX, ENERGY, DISCHARGE, SHARES],
        must: &OF_A_STANDARD_PLOT,
        follows_case: false,
        basis: "浙江省保障“最多跑一次”改革规定 第二十五条",
    },
    Kind {
        id: MINUTES,
        name: ("会议纪要", "Meeting minutes"),
        least_parties: 2,
        parties: Parties::Offices,
        consequences: &[REPORT],
        outline: &[],
        must: &[],
        follows_case: false,
        basis: "",
    },
    Kind {
        id: "tolerance",
        name: ("容缺受理承诺书", "Promise of tolerant acceptance"),
        least_parties: 1,
        parties: Parties::WithEnterprise,
        consequences: &[REVOKE_ACCEPTANCE, CASE_ENDED, NO_PROMISE, CREDIT],
        outline: &[],
        must: &[],
        follows_case: true,
        basis: "浙江省保障“最多跑一次”改革规定 第十一条",
    },
    Kind {
        id: "commitment",
        name: ("告知承诺书", "Notification-commitment"),
        least_parties: 1,
        parties: Parties::WithEnterprise,
        consequences: &[RECTIFY, REVOKE_PERMIT, NO_PROMISE, CREDIT],
        outline: &[],
        must: &[],
        follows_case: true,
        basis: "浙江省保障“最多跑一次”改革规定 第十四条",
    },
    Kind {
        id: "general",
        name: ("一般协议", "General agreement"),
        least_parties: 2,
        parties: Parties::Any,
        consequences: &[CREDIT, DAMAGES, RECTIFY, REPORT],
        outline: &[],
        must: &[],
        follows_case: false,
        basis: "",
    },
];

/// Does it follow the case that it is about, so that nothing is done to it here?
pub fn is_kept_elsewhere(agreement: &Agreement) -> bool {
    let is_the_ledgers = agreement.drafted_by == Some(Actor::Reaction);
    is_the_ledgers && kind(&agreement.kind).is_none_or(|kind| kind.follows_case)
}

/// The kinds that are drafted by hand, in the order in which they are offered.
pub fn offered() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().filter(|kind| !kind.follows_case)
}

/// A kind by its word.
pub fn kind(id: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.id == id)
}

/// The number of the plot that an agreement names.
pub fn plot_of(agreement: &Agreement) -> Option<&str> {
    let version = agreement.binding().or_else(|| agreement.newest())?;
    let clause = version.terms.clauses.iter().find(|clause| clause.id == PLOT);
    clause.map(|clause| clause.words.trim())
}

impl Kind {
    /// What it is called.
    pub fn title(&self) -> Text {
        text(self.name.0, self.name.1)
    }

    /// The consequence that stands where nobody chooses.
    pub fn usual_consequence(&self) -> Option<&'static str> {
        self.consequences.first().map(|one| one.id)
    }

    /// A consequence by its identifier.
    pub fn consequence(&self, id: &str) -> Option<Text> {
        let found = self.consequences.iter().find(|one| one.id == id);
        found.map(|one| text(one.words.0, one.words.1))
    }

    /// May these terms stand under this kind?
    pub fn admits(&self, terms: &Terms) -> bool {
        let is_enterprise = |party: &Party| matches!(party, Party::Enterprise(_));
        let is_office = |party: &Party| matches!(party, Party::Office(_));
        let are_fit = match self.parties {
            Parties::Any => true,
            Parties::WithEnterprise => terms.parties.iter().any(is_enterprise),
            Parties::Offices => terms.parties.iter().all(is_office),
        };
        are_fit && terms.parties.len() >= self.least_parties
    }

    /// What these terms lack of what the kind must contain.
    pub fn wanting(&self, terms: &Terms) -> impl Iterator<Item = &'static Must> {
        self.must.iter().filter(|must| must.is_wanting(terms))
    }

    /// The clauses in words that it must have: their identifiers and names.
    pub fn clauses(&self) -> impl Iterator<Item = (&'static str, &'static Must)> {
        self.must.iter().filter_map(|must| match must.what {
            Content::Clause(id) => Some((id, must)),
            Content::Indicator(_) | Content::Node(_) | Content::Liability => None,
        })
    }

    /// Must an obligation with this identifier be there?
    pub fn asks_for(&self, id: &str) -> bool {
        let asks = |must: &Must| matches!(must.what, Content::Indicator(asked) if asked == id);
        self.must.iter().any(asks)
    }
}

impl Must {
    /// What it is called.
    pub fn title(&self) -> Text {
        text(self.name.0, self.name.1)
    }

    /// Do the terms lack it?
    pub fn is_wanting(&self, terms: &Terms) -> bool {
        !self.what.is_in(terms)
    }
}

impl Content {
    fn is_in(self, terms: &Terms) -> bool {
        let mut owed = terms.obligations.iter();
        let falls_due = |one: &Obligation| !matches!(one.due, Due::OnDemand { .. });
        match self {
            Content::Indicator(id) => {
                owed.any(|one| one.id == id && one.measure.is_some() && falls_due(one))
            }
            Content::Node(ids) => owed.any(|one| ids.contains(&one.id.as_str()) && falls_due(one)),
            Content::Liability => {
                owed.filter(|one| one.measure.is_some()).all(|one| one.consequence.is_some())
            }
            Content::Clause(id) => {
                terms.clauses.iter().any(|one| one.id == id && !one.words.trim().is_empty())
            }
        }
    }
}

const fn measured(
    id: &'static str,
    title: (&'static str, &'static str),
    measure: (Bound, &'static str),
    evidence: (&'static str, &'static str),
) -> Outline {
    Outline { id, title, measure: Some(measure), evidence, is_on_demand: false }
}

const fn node(
    id: &'static str,
    title: (&'static str, &'static str),
    evidence: (&'static str, &'static str),
) -> Outline {
    Outline { id, title, measure: None, evidence, is_on_demand: false }
}
