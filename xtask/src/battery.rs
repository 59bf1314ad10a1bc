//! The failure battery (可靠性测试): what the ledger survives, row by row, with figures.
//!
//! Each row breaks something on purpose — kills, power cuts, full disks, damaged files, astray
//! clocks, hostile administrators — and holds what was promised against what is left. Each row also
//! has controls: something that is wrong on purpose and must be caught, so that a passing row
//! proves that it would have noticed. `docs/reference/battery.md` says what each does.
//!
//! Reading order: [`report`]; [`script`] (the commands), [`orders`] and [`child`] (the process that
//! suffers), [`process`], [`books`] (the oracle), [`shim`]; then the rows.
//!
//! Never: a row that passes because something it needs is missing; it says "skipped".

mod books;
mod child;
mod clock;
mod damage;
mod determinism;
mod disk_full;
mod double_submit;
mod io_error;
mod kill;
pub mod lanes;
mod orders;
mod pages;
mod power_cut;
mod process;
pub mod random;
pub mod report;
mod sample;
mod script;
mod shim;
mod tamper;

use std::path::PathBuf;
use std::time::Instant;

use crate::ci::interface;
use process::Scratch;
use random::Random;
use report::{Line, Verdict};

/// How the battery is run.
#[derive(clap::Args)]
pub struct Choice {
    /// How much: 1 for each submission, 2 in full, 3 for publishing
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
    tier: u8,
    /// Only this row, for example R2; may be given more than once
    #[arg(long)]
    row: Vec<String>,
    /// Repeats the run of this seed; without one, a fresh seed is drawn and printed
    #[arg(long)]
    seed: Option<u64>,
    /// Where the figures are written
    #[arg(long, default_value = "battery.json")]
    json: PathBuf,
    /// Puts the table of this run into docs/reference/battery.md
    #[arg(long)]
    write_docs: bool,
    /// What the program started again as the process that suffers is told
    #[arg(long, hide = true)]
    child: Option<String>,
}

/// What a row is given.
pub struct Setting {
    /// How much.
    pub tier: u8,
    /// The seed of the whole run.
    pub seed: u64,
    /// A folder on a disk.
    pub disk: PathBuf,
    /// A folder in memory, where the machine has one: for what is only looked at.
    pub memory: PathBuf,
}

/// One row of the battery.
struct Row {
    id: &'static str,
    title: &'static str,
    run: fn(&Setting) -> Result<Verdict, String>,
}

const ROWS: &[Row] = &[
    Row { id: "R1", title: "the process is killed", run: kill::run },
    Row { id: "R2", title: "the power fails", run: power_cut::run },
    Row { id: "R3", title: "the n-th call to the disk fails", run: io_error::run },
    Row { id: "R4", title: "the disk is full", run: disk_full::run },
    Row { id: "R5", title: "files are damaged", run: damage::run },
    Row { id: "R7", title: "the clock goes astray", run: clock::run },
    Row { id: "R8", title: "the same commands give the same state", run: determinism::run },
    Row { id: "R12", title: "the same is submitted twice", run: double_submit::run },
    Row { id: "S1", title: "who may reach what", run: |at| pages::run(at, "S1") },
    Row { id: "S2", title: "names of other people's things", run: |at| pages::run(at, "S2") },
    Row { id: "S3", title: "two zones side by side", run: |at| pages::run(at, "S3") },
    Row { id: "S4", title: "every command in every state", run: |at| pages::run(at, "S4") },
    Row { id: "S5", title: "text that wants to be code", run: |at| pages::run(at, "S5") },
    Row { id: "S6", title: "other sites' forms, lying heads", run: |at| pages::run(at, "S6") },
    Row { id: "S7", title: "hostile files", run: |at| pages::run(at, "S7") },
    Row { id: "S10", title: "somebody tampers with the ledger", run: tamper::run },
    Row { id: "S14", title: "the interface by its description", run: |at| interface::row(at.tier) },
];

/// Runs the chosen rows.
pub fn run(choice: &Choice) -> Result<(), String> {
    if let Some(orders) = &choice.child {
        std::process::exit(child::obey(orders));
    }
    let rows: Vec<&Row> = ROWS.iter().filter(|row| choice.is_chosen(row)).collect();
    if rows.is_empty() {
        let known = ROWS.iter().map(|row| row.id).collect::<Vec<_>>().join(", ");
        return Err(format!("there is no such row; the rows are {known}"));
    }
    let name = format!("kaiyuan-battery-{}", std::process::id());
    let disk = Scratch::below(&std::env::temp_dir(), &name)?;
    let memory = PathBuf::from("/dev/shm");
    let memory = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let memory = Scratch::below(&memory, &format!("{name}-memory"))?;
    let seed = choice.seed.unwrap_or_else(fresh_seed);
    let (disk, memory) = (disk.path().to_owned(), memory.path().to_owned());
    let setting = Setting { tier: choice.tier, seed, disk, memory };
    println!("battery: tier {}, seed {seed}", setting.tier);
    if rows.iter().any(|row| pages::is_one(row.id)) {
        pages::prepare()?;
    }
    let mut lines = Vec::new();
    for row in rows {
        let began = Instant::now();
        let verdict = (row.run)(&setting);
        let seconds = began.elapsed().as_secs_f64();
        let line = Line { id: row.id, title: row.title, verdict, seconds };
        line.print();
        lines.push(line);
    }
    let has_failed = report::close(&lines);
    report::write(&choice.json, &setting, &lines)?;
    if choice.write_docs {
        report::write_page(&setting, &lines)?;
    }
    if has_failed {
        return Err(format!(
            "replay with: cargo xtask battery --tier {} --seed {seed}",
            choice.tier
        ));
    }
    Ok(())
}

impl Choice {
    fn is_chosen(&self, row: &Row) -> bool {
        self.row.is_empty() || self.row.iter().any(|id| id.eq_ignore_ascii_case(row.id))
    }
}

impl Setting {
    /// How many, by tier.
    pub fn volume(&self, of_tier: [u64; 3]) -> u64 {
        of_tier[usize::from(self.tier) - 1]
    }

    /// The chance of one purpose.
    pub fn random(&self, purpose: &str) -> Random {
        Random::for_purpose(self.seed, purpose)
    }
}

fn fresh_seed() -> u64 {
    // Short enough to be typed again.
    u64::from(uuid::Uuid::now_v7().as_u128() as u32)
}
