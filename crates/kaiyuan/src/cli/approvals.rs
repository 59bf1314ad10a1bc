//! `kaiyuan approvals …` on the command line (命令行：办件): who asks, and what of cases and of other
//! authorities' registers.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `approvals …`
#[derive(Debug, Args)]
pub struct Approvals {
    /// Who asks, and of whom.
    #[command(flatten)]
    pub caller: Caller,
    /// What is asked.
    #[command(subcommand)]
    pub act: CaseAct,
}

/// Who asks, and of whom.
#[derive(Debug, Clone, Args)]
pub struct Caller {
    /// A server that holds the data folder open, such as http://127.0.0.1:8080 [default: none; the
    /// folder is opened]
    #[arg(long, global = true, env = "KAIYUAN_SERVER", value_name = "URL")]
    pub server: Option<String>,
    /// A file with the token that `people token` made [default: KAIYUAN_TOKEN in the environment]
    #[arg(long, global = true, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

/// What is asked of cases.
#[derive(Debug, Subcommand)]
pub enum CaseAct {
    /// What can be done to a case, and what each act takes
    Acts {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The cases of an office (its inbox) or of an enterprise
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// One case, as the interface tells it
    Show {
        /// The case's number
        case: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Apply for a matter; exit 1 and say why where the rules do not allow it
    Apply {
        /// What the application says
        #[command(flatten)]
        said: Said,
    },
    /// Do something to a case; exit 1 and say why where the rules do not allow it
    Act {
        /// The case's number
        case: String,
        /// The act, as `approvals acts` names it: acceptance, notices, questions, grant …
        act: String,
        /// What it says
        #[command(flatten)]
        said: Said,
    },
    /// The registers of other authorities that can be asked, and what each tells
    Registers {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// What registers were asked for an application, and what they told
    Inquiries {
        /// The project's number
        project: String,
        /// The application: the key under which it is submitted
        application: uuid::Uuid,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Consent that a register is asked for an application: --set application=UUID --set
    /// register=ID --set asks=FIELD,FIELD
    Consent {
        /// The project's number
        project: String,
        /// What is consented to
        #[command(flatten)]
        said: Said,
    },
    /// Withdraw a consent that nothing rests on yet: --set register=ID
    WithdrawConsent {
        /// The project's number
        project: String,
        /// The application: the key under which it is submitted
        application: uuid::Uuid,
        /// Which register
        #[command(flatten)]
        said: Said,
    },
}

/// What an act says.
#[derive(Debug, Clone, Args)]
pub struct Said {
    /// A field and its value; lists with commas between. May be given several times
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,
    /// A file with the fields: one object of JSON
    #[arg(long, value_name = "FILE", conflicts_with = "fields")]
    pub with: Option<PathBuf>,
    /// The command's name, a UUID: the same one again is answered and not done twice [default: a
    /// fresh one]
    #[arg(long, value_name = "UUID")]
    pub key: Option<uuid::Uuid>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}
