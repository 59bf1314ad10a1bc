//! `kaiyuan approvals …` and what is done to agreements on the command line (命令行：办件、协议): who
//! asks, and what of cases, of all that stands beside them and of other authorities' registers.

use std::path::PathBuf;

use clap::{Args, Subcommand};

const ACTS: &str = "Examples:
  kaiyuan approvals acts                       every act, with the kind of thing before its name
  kaiyuan approvals acts --of plots --json     those on plots";

const LIST: &str = "Examples:
  kaiyuan approvals list                       the inbox, or an enterprise's cases
  kaiyuan approvals list --of deliveries       what is to be delivered
  kaiyuan approvals list --of instant-matters  the matters that a rule decides at once";

const SHOW: &str = "Examples:
  kaiyuan approvals show 2026-000002           a case
  kaiyuan approvals show 2026-000002 --of projects   the project that is counted alike
  kaiyuan approvals show 2026-000002 delivery  how its result is delivered
  kaiyuan approvals show 2026-P00001           a package; L is a plot, B an application for a
                                               bundle, J a slip, W a mandate
  kaiyuan approvals show 2026-000002 --of visits   the visits made for it";

const APPLY: &str = "Examples:
  kaiyuan approvals apply --set matter=construction-permit --set project=2026-000001 …
  kaiyuan approvals apply --of packages --with package.json
  kaiyuan approvals apply --of tickets --set matter=construction-permit --set cause=submission";

const ACT: &str = "Examples:
  kaiyuan approvals act 2026-000002 acceptance
  kaiyuan approvals act 2026-000001 completion             a project's act by a project's number
  kaiyuan approvals act 2026-P00001 minutes --with minutes.json
  kaiyuan approvals act M2026-000001 consent               a simulated case
  kaiyuan approvals act tickets arrivals --set ticket=ID   what stands in no number
  kaiyuan approvals act MATTER rule-stops --of instant-matters --with stop.json";

const HAND_IN: &str = "Examples:
  kaiyuan approvals hand-in 2026-000002 design-scheme scheme.pdf
  kaiyuan approvals hand-in 2026-000002 design-scheme scheme-2.pdf --reason '消防通道改线'
  kaiyuan approvals hand-in 2026-B00001 articles-of-association articles.pdf";

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

/// What is asked of cases and of all that stands beside them.
#[derive(Debug, Subcommand)]
pub enum CaseAct {
    /// What can be done to which thing, and what each act takes
    #[command(after_help = ACTS)]
    Acts {
        /// Only those of one kind of thing: cases, packages, projects, plots …
        #[arg(long, value_name = "KIND")]
        of: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The cases of an office (its inbox) or of an enterprise; other things with --of
    #[command(after_help = LIST)]
    List {
        /// The kind of thing: packages, projects, plots, slips, tickets, deliveries …
        #[arg(long, value_name = "KIND")]
        of: Option<String>,
        /// Another page: what `next` of the page before says
        #[arg(long, value_name = "NEXT", requires = "of")]
        page: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// One thing, as the interface tells it
    #[command(after_help = SHOW)]
    Show {
        /// Its number
        number: String,
        /// A part of it: delivery, papers, documents, plan, assumptions … [default: the thing]
        part: Option<String>,
        /// The kind of thing, where its number does not tell
        #[arg(long, value_name = "KIND")]
        of: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Apply for a matter, or open another thing with --of; exit 1 and say why where the rules do
    /// not allow it
    #[command(after_help = APPLY)]
    Apply {
        /// What is opened: packages, applications, simulations, projects, plots, tickets …
        #[arg(long, value_name = "KIND", default_value = "cases")]
        of: String,
        /// What the application says
        #[command(flatten)]
        said: Said,
    },
    /// Do something to a case or another thing; exit 1 and say why where the rules do not allow it
    #[command(after_help = ACT)]
    Act {
        /// Its number; the kind itself where an act is on none of them: tickets, queue, call-backs
        number: String,
        /// The act, as `approvals acts` names it: acceptance, notices, questions, grant …
        act: String,
        /// The kind of thing, where its number does not tell
        #[arg(long, value_name = "KIND")]
        of: Option<String>,
        /// What it says
        #[command(flatten)]
        said: Said,
    },
    /// Hand in a file for a case, a package, a project, a simulated case or an application
    #[command(after_help = HAND_IN)]
    HandIn {
        /// Its number
        number: String,
        /// The material that the file is, as the guide names it
        material: String,
        /// The file: PDF, OFD, JPEG, PNG, DOCX, XLSX, DWG or ZIP, at most 50 MB
        file: PathBuf,
        /// The kind of thing, where its number does not tell; a plain number is a case's
        #[arg(long, value_name = "KIND")]
        of: Option<String>,
        /// Why a paper under review is replaced, where this does
        #[arg(long)]
        reason: Option<String>,
        /// The key of the command: the same key never does it twice [default: a fresh one]
        #[arg(long, value_name = "UUID")]
        key: Option<uuid::Uuid>,
        /// As JSON
        #[arg(long)]
        json: bool,
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

/// What is done to an agreement, in the name of an account.
#[derive(Debug, Args)]
pub struct Agreeing {
    /// Who asks, and of whom.
    #[command(flatten)]
    pub caller: Caller,
    /// The agreement's number
    pub number: String,
    /// The act, as `agreements acts` names it: signatures, evidence, attestations …
    pub act: String,
    /// What it says
    #[command(flatten)]
    pub said: Said,
}

/// What is agreed, in the name of an account.
#[derive(Debug, Args)]
pub struct Drafting {
    /// Who asks, and of whom.
    #[command(flatten)]
    pub caller: Caller,
    /// What it says
    #[command(flatten)]
    pub said: Said,
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
