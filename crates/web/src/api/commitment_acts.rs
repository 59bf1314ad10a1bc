//! What is asked about a commitment (告知承诺操作).

use approvals::case::commitment::{Act as Ask, Found, Ground, Harm, Penalty};
use approvals::case::{Cases, Command};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

use super::acts::Act;
use super::case_acts::{Day, words};
use crate::Site;

/// The promise to meet the conditions (告知承诺).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// The conditions, by their identifiers: all of them.
    conditions: Vec<String>,
    /// The number of the promise, where a clerk records one that was signed on paper.
    #[serde(default)]
    paper: String,
}

/// The grant on that promise, on the form alone (告知承诺准予).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantOnCommitment {}

/// The end of an inspection (核查结论).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    /// Are the conditions met? That they are not is said once they were to be put right.
    is_fit: bool,
    /// What was found.
    finding: String,
}

/// What is to be put right (责令限期整改).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RectificationOrder {
    /// What was found.
    finding: String,
    /// The last day.
    by: Day,
}

/// The notice that the permit is to be revoked (拟撤销告知).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevocationNotice {
    /// Why.
    #[schemars(schema_with = "grounds")]
    ground: Ground,
    /// In words.
    reasons: String,
    /// The last day to state one's case.
    state_by: Day,
    /// What is proposed besides; a warning where it is left out.
    #[serde(default)]
    penalty: Option<Imposed>,
}

/// What a broken commitment costs besides the permit (处罚): a warning, or a fine within the band of
/// the zone's rule. It is recorded, never collected here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Imposed {
    /// How much harm was done: none for a warning.
    #[schemars(schema_with = "harms")]
    harm: Harm,
    /// The fine, in fen.
    #[serde(default)]
    fine_fen: i64,
}

/// What the party says to it (陈述申辩).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The words.
    words: String,
}

/// The revocation (撤销行政许可).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// The reasons, with what was made of the statement.
    reasons: String,
    /// Where and until when to appeal.
    appeal: String,
    /// What is decided besides, no more than was proposed; that where it is left out.
    #[serde(default)]
    penalty: Option<Imposed>,
}

impl Act for Commitment {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let Commitment { conditions, paper } = self;
        Command::Commitment(Ask::Promise { conditions, paper })
    }
}

impl Act for GrantOnCommitment {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Commitment(Ask::Grant)
    }
}

impl Act for Inspection {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let found = if self.is_fit { Found::Fit } else { Found::Unfit };
        Command::Commitment(Ask::Inspect { found, finding: self.finding })
    }
}

impl Act for RectificationOrder {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let RectificationOrder { finding, by: Day(by) } = self;
        Command::Commitment(Ask::Inspect { found: Found::ToRectify { by }, finding })
    }
}

impl Act for RevocationNotice {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let RevocationNotice { ground, reasons, state_by: Day(state_by), penalty } = self;
        let penalty = penalty.map(Imposed::penalty);
        Command::Commitment(Ask::Announce { ground, reasons, state_by, penalty })
    }
}

impl Act for Statement {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        Command::Commitment(Ask::State { words: self.words })
    }
}

impl Act for Revocation {
    type Kind = Cases;

    fn command(self, _: &Site) -> Command {
        let Revocation { reasons, appeal, penalty } = self;
        let penalty = penalty.map(Imposed::penalty);
        Command::Commitment(Ask::Revoke { reasons, appeal, penalty })
    }
}

impl Imposed {
    fn penalty(self) -> Penalty {
        Penalty { harm: self.harm, fine_fen: self.fine_fen, basis: Vec::new() }
    }
}

fn harms(_: &mut SchemaGenerator) -> Schema {
    words(&Harm::ALL)
}

fn grounds(_: &mut SchemaGenerator) -> Schema {
    words(&Ground::ALL)
}
