//! What is assumed of a project before its land is obtained (假设条件), and what turned out.
//!
//! A simulated review rests on these: each is assumed, with its source and day, until it is
//! established by an officer or by the signed land contract. What differs then is named.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::code::CreditCode;
use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// What is assumed (假设事项).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// The company that will own it (项目主体).
    Company,
    /// That company's unified social credit code (统一社会信用代码).
    CreditCode,
    /// The number of the plot (地块编号).
    PlotNumber,
    /// The area of the plot in square metres (地块面积).
    PlotArea,
    /// Floor-area ratio (容积率).
    FloorAreaRatio,
    /// Building density in per cent (建筑密度).
    Density,
    /// Green ratio in per cent (绿地率).
    GreenRatio,
    /// Height limit in metres (建筑限高).
    HeightLimit,
    /// What is to be built, and how much of it (建设规模).
    Scale,
    /// Total investment in yuan (总投资).
    Investment,
    /// The industry's code (行业代码).
    Industry,
    /// The standards that apply: design, emission, fire protection, by name and edition (适用标准).
    Standards,
}

/// Values by what they say.
pub type Values = BTreeMap<Key, String>;

/// What may be asked (假设指令).
#[derive(Clone, Debug, Serialize)]
pub enum Act {
    /// Assume facts that are not there yet: the enterprise, or who keeps projects.
    Assume {
        /// What, and as what.
        values: Values,
        /// Where that comes from: the announcement of the sale, the planning conditions.
        source: String,
    },
    /// Record that facts have arrived: who keeps projects.
    Establish {
        /// What, and as what.
        values: Values,
        /// The document that says so: the land contract, the business licence.
        source: String,
    },
    /// Record that the land went to nobody here, or is not to be had any more: who keeps projects.
    LoseLand {
        /// Why: a lost auction, a banned use.
        reason: String,
    },
}

/// What can happen (假设事实).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// Facts were assumed (记录假设条件).
    Assumed {
        /// The day.
        on: Date,
        /// What, and as what.
        values: Values,
        /// Where that comes from.
        source: String,
    },
    /// Facts have arrived (假设条件到位).
    Established {
        /// The day.
        on: Date,
        /// What, and as what.
        values: Values,
        /// The document that says so.
        source: String,
    },
    /// The land was not obtained (未取得土地).
    LandLost {
        /// The day.
        on: Date,
        /// Why.
        reason: String,
    },
}

/// A value with its source and day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The value.
    pub value: String,
    /// Where it comes from.
    pub source: String,
    /// Since when.
    pub on: Date,
}

/// One assumption: what was taken for granted, and what turned out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumption {
    /// As assumed.
    pub assumed: Option<Known>,
    /// As it arrived.
    pub established: Option<Known>,
}

/// What a project assumes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assumptions {
    /// One by one.
    pub all: BTreeMap<Key, Assumption>,
    /// The land was not obtained: since when.
    pub lost_on: Option<Date>,
}

/// What arrived otherwise than it was assumed (实质性差异).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// What.
    pub of: Key,
    /// As assumed.
    pub assumed: String,
    /// As it arrived.
    pub established: String,
}

impl Key {
    /// All of them, in the order of a form.
    pub const ALL: [Key; 12] = [
        Key::Company,
        Key::CreditCode,
        Key::PlotNumber,
        Key::PlotArea,
        Key::FloorAreaRatio,
        Key::Density,
        Key::GreenRatio,
        Key::HeightLimit,
        Key::Scale,
        Key::Investment,
        Key::Industry,
        Key::Standards,
    ];

    /// The word in forms and programs.
    pub fn word(self) -> &'static str {
        match self {
            Key::Company => "company",
            Key::CreditCode => "credit_code",
            Key::PlotNumber => "plot_number",
            Key::PlotArea => "plot_area",
            Key::FloorAreaRatio => "floor_area_ratio",
            Key::Density => "density",
            Key::GreenRatio => "green_ratio",
            Key::HeightLimit => "height_limit",
            Key::Scale => "scale",
            Key::Investment => "investment",
            Key::Industry => "industry",
            Key::Standards => "standards",
        }
    }

    /// What a word stands for.
    pub fn of(word: &str) -> Option<Key> {
        Key::ALL.into_iter().find(|key| key.word() == word)
    }

    /// What it is called.
    pub fn text(self) -> Text {
        match self {
            Key::Company => text("项目主体", "company"),
            Key::CreditCode => text("统一社会信用代码", "credit code"),
            Key::PlotNumber => text("地块编号", "plot number"),
            Key::PlotArea => text("地块面积（平方米）", "plot area (m²)"),
            Key::FloorAreaRatio => text("容积率", "floor-area ratio"),
            Key::Density => text("建筑密度（%）", "building density (%)"),
            Key::GreenRatio => text("绿地率（%）", "green ratio (%)"),
            Key::HeightLimit => text("建筑限高（米）", "height limit (m)"),
            Key::Scale => text("建设规模", "scale"),
            Key::Investment => text("总投资（元）", "total investment (yuan)"),
            Key::Industry => text("行业代码", "industry code"),
            Key::Standards => text("适用标准", "applicable standards"),
        }
    }

    /// Is it written in digits?
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Key::PlotArea
                | Key::FloorAreaRatio
                | Key::Density
                | Key::GreenRatio
                | Key::HeightLimit
                | Key::Investment
        )
    }

    /// The one spelling that two values are compared by: 2.0 and 2 are the same ratio.
    pub fn spelled(self, value: &str) -> String {
        let value = value.trim();
        if self == Key::CreditCode || self == Key::Industry || self == Key::PlotNumber {
            return value.to_uppercase();
        }
        if !self.is_number() {
            return value.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        let plain: String = value.chars().filter(|c| *c != ',' && *c != '，').collect();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
        let whole = if whole.is_empty() { "0" } else { whole };
        if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
    }

    /// Can it be that?
    pub fn is_fit(self, value: &str) -> bool {
        let spelled = self.spelled(value);
        let is_digit = |c: char| c.is_ascii_digit() || c == '.';
        let is_code = self != Key::CreditCode || CreditCode::parse(value).is_ok();
        is_code
            && !value.trim().is_empty()
            && (!self.is_number() || (spelled.chars().all(is_digit) && !spelled.ends_with('.')))
            && spelled.matches('.').count() <= if self.is_number() { 1 } else { usize::MAX }
    }
}

impl Assumptions {
    /// Folds a fact in.
    pub fn apply(&mut self, fact: &Fact) {
        match fact {
            Fact::Assumed { on, values, source } => {
                for (key, known) in known(values, source, *on) {
                    self.all.entry(key).or_default().assumed = Some(known);
                }
            }
            Fact::Established { on, values, source } => {
                for (key, known) in known(values, source, *on) {
                    self.all.entry(key).or_default().established = Some(known);
                }
            }
            Fact::LandLost { on, .. } => self.lost_on = Some(*on),
        }
    }

    /// What is assumed and has not arrived.
    pub fn awaited(&self) -> Values {
        let open = self.all.iter().filter(|(_, one)| one.established.is_none());
        open.filter_map(|(key, one)| Some((*key, one.assumed.clone()?.value))).collect()
    }

    /// Is the land fixed, and not obtained yet?
    pub fn is_land_fixed(&self) -> bool {
        self.lost_on.is_none() && self.awaited().contains_key(&Key::PlotNumber)
    }

    /// What a fact is once these have arrived: as told, or as it arrived before.
    pub fn arrives<'a>(&'a self, told: &'a Values, key: Key) -> Option<&'a str> {
        let before = self.all.get(&key).and_then(|one| one.established.as_ref());
        told.get(&key).or(before.map(|known| &known.value)).map(String::as_str)
    }

    /// What of these has not arrived yet; who obtained the land is always waited for.
    pub fn missing(&self, of: &Values) -> Vec<Key> {
        let has_arrived =
            |key: &Key| self.all.get(key).is_some_and(|one| one.established.is_some());
        let is_asked = |key: &Key| *key == Key::CreditCode || of.contains_key(key);
        Key::ALL.into_iter().filter(|key| is_asked(key) && !has_arrived(key)).collect()
    }

    /// What arrived otherwise than it was assumed.
    pub fn differences(&self, assumed: &Values) -> Vec<Difference> {
        let arrived = |key: &Key| self.all.get(key)?.established.clone();
        let pairs = assumed.iter().filter_map(|(key, value)| Some((*key, value, arrived(key)?)));
        let differ =
            pairs.filter(|(key, value, known)| key.spelled(value) != key.spelled(&known.value));
        let named = |(of, assumed, known): (Key, &String, Known)| Difference {
            of,
            assumed: assumed.clone(),
            established: known.value,
        };
        differ.map(named).collect()
    }
}

impl Fact {
    /// The literal kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fact::Assumed { .. } => "approvals.facts_assumed",
            Fact::Established { .. } => "approvals.facts_established",
            Fact::LandLost { .. } => "approvals.land_lost",
        }
    }

    /// What it is called.
    pub(super) fn title(&self) -> Text {
        match self {
            Fact::Assumed { .. } => text("记录假设条件", "Facts assumed"),
            Fact::Established { .. } => text("假设条件到位", "Assumed facts arrived"),
            Fact::LandLost { .. } => text("未取得土地", "The land was not obtained"),
        }
    }

    /// What people wrote into it.
    pub(super) fn quotes(&self) -> Vec<&str> {
        match self {
            Fact::Assumed { source, .. } | Fact::Established { source, .. } => vec![source],
            Fact::LandLost { reason, .. } => vec![reason],
        }
    }
}

fn known<'a>(
    values: &'a Values,
    source: &'a str,
    on: Date,
) -> impl Iterator<Item = (Key, Known)> + 'a {
    values.iter().map(move |(key, value)| {
        (*key, Known { value: value.clone(), source: source.to_owned(), on })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(Key, &str)]) -> Values {
        pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_spelled_otherwise_is_the_same_and_what_is_another_number_is_not() {
        let on = "2026-03-02".parse().expect("a day");
        let cases = [
            (Key::FloorAreaRatio, "2.0", "2", true),
            (Key::FloorAreaRatio, "2.0", "2.01", false),
            (Key::PlotArea, "66,000", "66000.00", true),
            (Key::PlotArea, "66000", "6600", false),
            (Key::CreditCode, "91330421ma28a0010q", "91330421MA28A0010Q", true),
            (Key::Company, "甲公司 ", "甲公司", true),
            (Key::Company, "甲公司", "乙公司", false),
            (Key::HeightLimit, "0.5", "5", false),
            (Key::Standards, "GB 50016-2014  GB 55037-2022", "GB 50016-2014 GB 55037-2022", true),
            (Key::Standards, "GB 50016-2014", "GB 50016-2006", false),
        ];
        for (key, assumed, arrived, is_same) in cases {
            let mut all = Assumptions::default();
            let established = values(&[(key, arrived)]);
            all.apply(&Fact::Established { on, values: established, source: "合同".into() });
            let found = all.differences(&values(&[(key, assumed)]));
            assert_eq!(found.is_empty(), is_same, "{key:?}: {assumed} and {arrived}");
        }
    }

    #[test]
    fn what_has_not_arrived_is_awaited_and_differs_from_nothing() {
        let on = "2026-03-02".parse().expect("a day");
        let mut all = Assumptions::default();
        let assumed = values(&[(Key::PlotNumber, "2026-12"), (Key::Density, "40")]);
        all.apply(&Fact::Assumed { on, values: assumed.clone(), source: "出让公告".into() });
        assert!(all.is_land_fixed());
        let arrived = values(&[(Key::Density, "45")]);
        all.apply(&Fact::Established { on, values: arrived, source: "合同".into() });
        assert_eq!(all.missing(&assumed), [Key::CreditCode, Key::PlotNumber]);
        let differences = all.differences(&assumed);
        assert_eq!(differences.iter().map(|one| one.of).collect::<Vec<_>>(), [Key::Density]);
        all.apply(&Fact::LandLost { on, reason: "未竞得".into() });
        assert!(!all.is_land_fixed());
    }

    #[test]
    fn numbers_are_digits() {
        for (value, is_fit) in
            [("2.5", true), ("2.", true), ("二", false), ("", false), ("1.2.3", false)]
        {
            assert_eq!(Key::FloorAreaRatio.is_fit(value), is_fit, "{value}");
        }
        assert!(Key::Company.is_fit("甲.乙.丙"));
        assert!(Key::CreditCode.is_fit("91330421ma28a0010q") && !Key::CreditCode.is_fit("甲"));
    }
}
