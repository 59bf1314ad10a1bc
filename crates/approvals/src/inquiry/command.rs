//! What may be asked of an inquiry (数据查询指令), and by whom.

use catalogue::form::Answers;
use jiff::civil::Date;
use serde::Serialize;

use super::event::Outage;

/// A command to an inquiry.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Consent that the register is asked: the applicant.
    Consent {
        /// The application.
        application: String,
        /// The project, by its subject.
        project: String,
        /// The register.
        register: String,
        /// Who keeps it, in Chinese.
        holder: String,
        /// The fields that it may be asked for.
        asks: Vec<String>,
    },
    /// Record what came of asking: the connector.
    Record(Heard),
    /// Have it asked once more: the applicant.
    Repeat,
    /// Take the consent back, as long as nothing rests on the answer: the applicant.
    Withdraw,
    /// Let a licence that was told stand in the place of a material: the applicant.
    Confirm {
        /// The material.
        material: String,
    },
    /// Contest a licence that was told: the applicant, who hands its own paper in.
    Contest {
        /// The material.
        material: String,
        /// What is wrong.
        reason: String,
    },
}

/// What came of asking a register (查询结果).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Heard {
    /// It told something.
    Answer {
        /// As of which day it holds.
        as_of: Date,
        /// The register's own number of it.
        reference: String,
        /// What it told, by field.
        told: Answers,
    },
    /// It holds nothing about it.
    Nothing {
        /// The register's own number of that; may be empty.
        reference: String,
    },
    /// It could not be asked.
    Failed(Outage),
}
