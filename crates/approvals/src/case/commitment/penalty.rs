//! What a broken commitment costs besides the permit (告知承诺失信处罚): a warning, and a fine where it
//! did harm.
//!
//! Proposed with the notice, decided with the revocation, never more than was told. It is recorded
//! as decided: nothing is collected here.
//!
//! Basis: 浙江省保障“最多跑一次”改革规定 art. 44; 行政处罚法 art. 44, 45.

use kernel::text::{Text, text};
use serde::{Deserialize, Serialize};

/// How much harm was done (危害后果).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// None: a warning (未造成危害后果).
    None,
    /// Some: a fine (造成危害后果).
    Done,
    /// Serious harm: a higher fine (造成严重危害后果).
    Serious,
}

/// What is proposed or decided besides the revocation (处罚).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Penalty {
    /// How much harm was done.
    pub harm: Harm,
    /// The fine, in fen; none with a warning.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fine_fen: i64,
    /// What allows it, as the catalogue says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<String>,
}

impl Harm {
    /// Every degree, the least first.
    pub const ALL: [Harm; 3] = [Harm::None, Harm::Done, Harm::Serious];

    /// The word of forms and programs.
    pub fn word(self) -> &'static str {
        match self {
            Harm::None => "none",
            Harm::Done => "done",
            Harm::Serious => "serious",
        }
    }

    /// The degree in words.
    pub fn text(self) -> Text {
        match self {
            Harm::None => text("未造成危害后果", "no harm was done"),
            Harm::Done => text("造成危害后果", "harm was done"),
            Harm::Serious => text("造成严重危害后果", "serious harm was done"),
        }
    }
}

impl Penalty {
    /// A warning.
    pub fn warning() -> Penalty {
        Penalty { harm: Harm::None, fine_fen: 0, basis: Vec::new() }
    }

    /// The penalty in words.
    pub fn text(&self) -> Text {
        let harm = self.harm.text();
        if self.harm == Harm::None {
            return text("警告", "a warning");
        }
        let yuan = self.fine_fen / 100;
        let (zh, en) = match self.fine_fen % 100 {
            0 => (format!("{yuan}元"), format!("{yuan} yuan")),
            fen => (format!("{yuan}.{fen:02}元"), format!("{yuan}.{fen:02} yuan")),
        };
        text(format!("{}，罚款{zh}", harm.zh), format!("a fine of {en}: {}", harm.en))
    }
}

fn is_zero(fen: &i64) -> bool {
    *fen == 0
}
