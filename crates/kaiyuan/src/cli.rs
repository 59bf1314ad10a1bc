//! What may be typed (命令行). Every command names its folder with `--data`.

mod approvals;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use approvals::{Agreeing, Approvals, Caller, CaseAct, Drafting, Said};

/// 开园：开发区的工作平台 / the open platform that a development zone works on.
#[derive(Debug, Parser)]
#[command(name = "kaiyuan", version, after_help = EXAMPLES)]
pub struct Cli {
    /// Where the ledger is.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples:
  kaiyuan demo                                 play one approval and serve it
  kaiyuan init --data /srv/kaiyuan             make a data folder with the sample zone
  kaiyuan serve --data /srv/kaiyuan --port 80  serve it
  kaiyuan ledger verify                        recompute everything
  kaiyuan check credit-code 91330421MA28A0010Q
  kaiyuan calendar add 2026-09-30 20           the 20th working day after 30 September
  kaiyuan case days 2026-000002 --json         every day of a case, counted or not, and why
  kaiyuan approvals act 2026-000002 acceptance take a case on, with the token in KAIYUAN_TOKEN
  kaiyuan agreements act 2026-A00001 signatures   sign an agreement, likewise";

/// Where the ledger is, for every command.
#[derive(Debug, Clone, Default, Args)]
pub struct Place {
    /// The data folder [default: ./kaiyuan-data]
    #[arg(long, global = true, env = "KAIYUAN_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL server in place of the embedded file: postgres://…
    #[arg(long, global = true, env = "KAIYUAN_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// An S3-compatible store for documents in place of the data folder: s3://BUCKET/PREFIX; its
    /// endpoint and key are read from AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and
    /// AWS_SECRET_ACCESS_KEY
    #[arg(long, global = true, env = "KAIYUAN_DOCUMENTS", value_name = "URL")]
    pub documents: Option<String>,
    /// A folder of their own for vault.key, the signing keys and the seals [default: in the data
    /// folder]
    #[arg(long, global = true, env = "KAIYUAN_KEYS", value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// A configuration file [default: kaiyuan.toml in the data folder, where there is one]
    #[arg(long, global = true, env = "KAIYUAN_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The zone, where the ledger holds several
    #[arg(long, global = true, env = "KAIYUAN_ZONE")]
    pub zone: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play one real approval through the real commands, then serve it (演示)
    Demo(Demo),
    /// Serve the pages (启动服务)
    Serve(Serve),
    /// Make a data folder: keys, tables, the zone and its matters (初始化)
    Init {
        /// A pack of definitions laid over the shipped base [default: the sample zone Jiashan]
        #[arg(long, value_name = "DIR")]
        pack: Option<PathBuf>,
        /// The sign-in name of the first administrator
        #[arg(long, value_name = "NAME", default_value = "admin")]
        admin: String,
        /// Read the administrator's password from standard input; at a terminal it is asked for
        /// twice and not shown [default: one is made and printed]
        #[arg(long)]
        password_stdin: bool,
    },
    /// Accounts: who signs in (账号)
    #[command(subcommand)]
    People(People),
    /// The ledger: verify, prove, check (台账)
    #[command(subcommand)]
    Ledger(Ledger),
    /// Cases (办件)
    #[command(subcommand)]
    Case(Case),
    /// Agreements and minutes (协议)
    #[command(subcommand)]
    Agreements(Agreements),
    /// Acts on cases, in the name of an account (办件操作)
    Approvals(Approvals),
    /// Check a code and explain it (校验编码)
    Check(Check),
    /// Working days (工作日历)
    #[command(subcommand)]
    Calendar(Calendar),
    /// Packs of definitions (目录包)
    #[command(subcommand)]
    Catalogue(Catalogue),
    /// Routes: which matters a project takes, and how long (办理路径)
    #[command(subcommand)]
    Route(Route),
    /// Bundles: what several certificates ask from one application (一件事、多证合一)
    #[command(subcommand)]
    Bundle(Bundle),
    /// Rules of the packs (规则)
    #[command(subcommand)]
    Rules(Rules),
    /// Personal fields (个人信息)
    #[command(subcommand)]
    Vault(Vault),
    /// The system clock (系统时钟)
    #[command(subcommand)]
    Clock(Clock),
    /// Drop every view and make it again from the entries (重建视图)
    Rebuild,
    /// Write a verified backup, also while serving (备份)
    Backup {
        /// An empty or absent folder
        dir: PathBuf,
        /// Also copy vault.key and the signing keys; keep such a backup as safe as the keys
        #[arg(long)]
        with_keys: bool,
    },
    /// Fill an empty data folder or database from a backup, verified (恢复)
    Restore {
        /// The backup's folder
        dir: PathBuf,
    },
    /// Measure the engine against the bare database (性能测量)
    Bench(Bench),
}

/// `demo`
#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// Play, print the summary, and stop
    #[arg(long)]
    pub once: bool,
    /// Print the summary as JSON and nothing else
    #[arg(long)]
    pub json: bool,
    /// The port to serve on
    #[arg(long, env = "KAIYUAN_PORT")]
    pub port: Option<u16>,
}

/// `serve`
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// The port [default: 8080]
    #[arg(long, env = "KAIYUAN_PORT")]
    pub port: Option<u16>,
    /// The address to listen on [default: 127.0.0.1]
    #[arg(long, env = "KAIYUAN_LISTEN")]
    pub listen: Option<std::net::IpAddr>,
    /// Write logs as JSON
    #[arg(long, env = "KAIYUAN_LOG_JSON")]
    pub log_json: bool,
    /// Readers come through a gateway that speaks TLS: cookies are bound to this host and to TLS
    #[arg(long, env = "KAIYUAN_BEHIND_TLS")]
    pub behind_tls: bool,
    /// Warn the administrator below this much free disk space [default: 2048]
    #[arg(long, env = "KAIYUAN_LEAST_FREE_MIB", value_name = "MIB")]
    pub least_free_mib: Option<u64>,
    /// Warn the administrator when the last backup is older [default: 26]
    #[arg(long, env = "KAIYUAN_BACKUP_WITHIN_HOURS", value_name = "HOURS")]
    pub backup_within_hours: Option<u32>,
}

/// `ledger …`
#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Recompute everything; exit 1 and name the first bad entry where anything is wrong
    Verify {
        /// A signed head or a proof kept elsewhere, which the ledger must contain
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
        /// The zone's public key, as published
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a proof of one entry
    Prove {
        /// The entry's number
        #[arg(long)]
        entry: u64,
        /// The file [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Check a proof; needs no database, only the zone's public key
    CheckProof {
        /// The proof
        file: PathBuf,
        /// The zone's public key, as published; without it the data folder's is used
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// A status list, as signed by the zone: says whether a paper still stood as of its head
        #[arg(long, value_name = "LIST")]
        status: Option<PathBuf>,
    },
    /// Sign and print the list of papers that were revoked or replaced (状态清单)
    StatusList,
    /// Print the zone's public key: publish this line
    Key,
    /// Sign and print the newest head: keep it on paper or with another zone
    Head,
    /// Record that heads are signed by the key that now stands in keys/, after the old one was
    /// moved away or lost; without this, nothing is signed by a key the ledger does not name
    ChangeKey,
}

/// `people …`
#[derive(Debug, Subcommand)]
pub enum People {
    /// Every account, in which capacities it acts, and whether it is disabled
    List,
    /// Make a token with which a program acts for an account, shown once (访问令牌)
    Token {
        /// The sign-in name
        name: String,
        /// The capacity, as `people list` shows it [default: the first]
        #[arg(long = "as")]
        capacity: Option<String>,
        /// For how many days it holds
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=366))]
        days: u16,
        /// Take back every token of the account instead
        #[arg(long)]
        revoke: bool,
    },
    /// Set a forgotten password anew; whoever is signed in with the old one is out
    ResetPassword {
        /// The sign-in name
        name: String,
        /// Read the password from standard input; at a terminal it is asked for twice and not
        /// shown [default: one is made and printed]
        #[arg(long)]
        password_stdin: bool,
    },
}

/// `case …`
#[derive(Debug, Subcommand)]
pub enum Case {
    /// Every day of a case: counted or not, and by which rule
    Days {
        /// The case's number
        case: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `route …`
#[derive(Debug, Subcommand)]
pub enum Route {
    /// The routes and what each asks
    List {
        /// A pack of definitions [default: the configured one]
        #[arg(long, value_name = "DIR")]
        pack: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The matters in their order, papers, offices and days; exit 1 and say why where none is made
    Plan {
        /// The answers: one object of JSON
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
        /// The route, as `route list` names it
        #[arg(long, value_name = "ID", default_value = "industrial-new-land")]
        route: String,
        /// The day on which it begins [default: today]
        #[arg(long, value_name = "DATE")]
        start: Option<jiff::civil::Date>,
        /// A pack of definitions [default: the configured one]
        #[arg(long, value_name = "DIR")]
        pack: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `bundle …`
#[derive(Debug, Subcommand)]
pub enum Bundle {
    /// The bundles and their certificates
    List {
        /// A pack of definitions [default: the configured one]
        #[arg(long, value_name = "DIR")]
        pack: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Questions, materials and visits, each with who needs it; exit 1 where none can be made
    Plan {
        /// The certificates, as `bundle list` names them, with commas between
        #[arg(long, value_name = "A,B,…", required_unless_present = "industry")]
        certificates: Option<String>,
        /// Those that the table proposes for a division of GB/T 4754
        #[arg(long, value_name = "CODE", conflicts_with = "certificates")]
        industry: Option<String>,
        /// The bundle [default: the smallest that has them all]
        #[arg(long, value_name = "ID")]
        bundle: Option<String>,
        /// What is answered already: one object of JSON
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// A pack of definitions [default: the configured one]
        #[arg(long, value_name = "DIR")]
        pack: Option<PathBuf>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `agreements …`
#[derive(Debug, Subcommand)]
pub enum Agreements {
    /// Agreements, the newest first
    List {
        /// Only those that concern a party: enterprise:CODE, office:ID, zone:ID or person:NAME
        #[arg(long, value_name = "PARTY")]
        party: Option<String>,
        /// Obligations whose due date has passed, in place of agreements
        #[arg(long, conflicts_with = "party")]
        late: bool,
        /// Those before this number
        #[arg(long, value_name = "NUMBER")]
        before: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// One agreement: who signed, what is owed, how each stands
    Show {
        /// The agreement's number
        number: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// What can be done to an agreement, and what each act takes
    Acts {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Draft an agreement; exit 1 and say why where the rules do not allow it
    #[command(after_help = DRAFT)]
    Draft(Drafting),
    /// Do something to an agreement; exit 1 and say why where the rules do not allow it
    #[command(after_help = AGREE)]
    Act(Agreeing),
}

const DRAFT: &str = "Examples:
  kaiyuan agreements draft --with contract.json
  kaiyuan agreements draft --set kind=minutes --set title=… --set 'terms={\"parties\": […], …}'";

const AGREE: &str = "Examples:
  kaiyuan agreements act 2026-A00001 signatures
  kaiyuan agreements act 2026-A00001 evidence --set obligation=start --set words=…
  kaiyuan agreements act 2026-A00001 consequences --set obligation=start --set words=…";

/// `check …`
#[derive(Debug, Clone, Args)]
pub struct Check {
    /// credit-code, identity, region, industry or project-code
    pub kind: String,
    /// The code
    pub value: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `calendar …`
#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// Bring a year's announcement (CSV: date,day,festival_zh,festival_en); open cases move
    Import {
        /// The file
        file: PathBuf,
        /// The notice's number or address
        #[arg(long)]
        paper: Option<String>,
    },
    /// The N-th working day after a date
    Add {
        /// The date
        date: jiff::civil::Date,
        /// How many working days
        days: u32,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The working days after one date up to another
    Between {
        /// The date from which to count, itself not counted
        from: jiff::civil::Date,
        /// The last date
        to: jiff::civil::Date,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `catalogue …`
#[derive(Debug, Subcommand)]
pub enum Catalogue {
    /// Name every flaw of a pack: file, line, what would be right; exit 1 where there is one
    Check {
        /// The pack's folder
        dir: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `rules …`
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// Ask one expression; exit 1 where the answer is not known
    Eval {
        /// The expression, for example: 研发费用 / 营业收入 >= 3%
        expression: String,
        /// The facts: one object of JSON; a text such as "500万元" is read with its unit
        #[arg(long, value_name = "FILE")]
        facts: Option<PathBuf>,
        /// The day for which it is asked [default: today]
        #[arg(long)]
        date: Option<jiff::civil::Date>,
        /// Say why, step by step
        #[arg(long)]
        trace: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Run a folder of the DMN conformance kit; exit 1 where a case fails
    Tck {
        /// The folder, with models (.dmn) and test cases (.xml) below it
        dir: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `vault …`
#[derive(Debug, Subcommand)]
pub enum Vault {
    /// Delete the personal fields of a subject for good; the ledger still verifies
    Forget {
        /// The subject, for example case:0192…
        subject: String,
        /// Who asked, and why
        #[arg(long)]
        reason: String,
    },
}

/// `clock …`
#[derive(Debug, Subcommand)]
pub enum Clock {
    /// Say that the machine's time is right, after it was held
    Confirm,
}

/// All parts of what is measured.
const PARTS: [&str; 7] = ["engine", "large", "http", "inbox", "peer", "route", "holiday"];

/// `bench`
#[derive(Debug, Clone, Args)]
pub struct Bench {
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Seconds per measurement
    #[arg(long, default_value_t = 8)]
    pub seconds: u64,
    /// Entries to load for start and verification
    #[arg(long, default_value_t = 1_000_000)]
    pub entries: u64,
    /// The most cases to load for the inbox; it is measured at each power of ten below, too
    #[arg(long, default_value_t = 1_000_000)]
    pub cases: u64,
    /// Only these parts
    #[arg(long, value_delimiter = ',', value_enum, default_values = PARTS)]
    pub parts: Vec<Part>,
    /// Also drive a peer that speaks HTTP, in turn with the product: see tools/bench
    #[arg(long, value_name = "NAME=TOKEN@HOST:PORT")]
    pub peer: Vec<String>,
    /// Write docs/reference/bench.md below this folder
    #[arg(long, value_name = "DIR")]
    pub write_docs: Option<PathBuf>,
}

/// A part of what is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The engine against the bare database
    Engine,
    /// A large ledger: start, verification, memory
    Large,
    /// Submissions, decisions and public pages over HTTP
    Http,
    /// Case page and inbox by the number of cases
    Inbox,
    /// A route and a bundle of 44 certificates, planned
    Route,
    /// Dates of many open cases, derived again when a day off is announced
    Holiday,
    /// Beside each peer over HTTP, where one is named
    Peer,
}
