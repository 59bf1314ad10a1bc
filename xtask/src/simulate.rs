//! `cargo xtask simulate` (模拟): random commands by random actors in several zones, failures at
//! every step of a command's journey, and after all of it nothing lost and nothing half done.
//!
//! The seed decides everything: a run that fails is printed with it and can be played again.

mod check;
mod world;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use clap::Args;
use store::server::Server;
use store::{Answer, Entropy, Options, Place, Step, Store};

use crate::battery::random::Random;
use world::{Asked, Model, World};

/// Zones side by side.
const ZONES: [&str; 3] = ["jiashan", "yantai", "guangzhou"];
/// Steps between two looks at everything.
const LOOK_EVERY: u64 = 400;
/// The steps at which the engine is stopped, in the order of the journey.
const STEPS: [Step; 9] = [
    Step::Locked,
    Step::Repeated,
    Step::Replayed,
    Step::Gathered,
    Step::Decided,
    Step::Appended,
    Step::Projected,
    Step::BeforeCommit,
    Step::Committed,
];
/// Nothing is to be stopped.
const UNARMED: u8 = 255;
/// The engine was stopped: every further step fails, as after a crash.
const CRASHED: u8 = 254;

/// How a run is chosen.
#[derive(Debug, Args)]
pub struct Choice {
    /// The seed that decides everything
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many steps
    #[arg(long, default_value_t = 2_000)]
    steps: u64,
    /// On a private PostgreSQL server in place of SQLite
    #[arg(long)]
    postgres: bool,
    /// Loses a view's row halfway: the run must find it and fail
    #[arg(long)]
    control: bool,
}

/// What happened in a run.
#[derive(Default)]
struct Tally {
    recorded: u64,
    refused: u64,
    repeated: u64,
    failures: u64,
}

/// Runs it; an error names what was violated, and the seed.
pub fn run(choice: &Choice) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("kaiyuan-simulate-{}", std::process::id()));
    let outcome = prepare(choice, &folder).and_then(|(place, _server)| {
        let Some(place) = place else {
            println!("skipped: no PostgreSQL");
            return Ok(());
        };
        let tally = Run::new(choice, place)?.play()?;
        let Tally { recorded, refused, repeated, failures } = tally;
        println!(
            "simulate: {} steps, {recorded} recorded, {refused} refused, {repeated} repeated, \
             {failures} failures injected, 0 violations (seed {})",
            choice.steps, choice.seed
        );
        Ok(())
    });
    // Left behind, it only takes space.
    let _ = std::fs::remove_dir_all(&folder);
    outcome.map_err(|what| {
        let (seed, steps) = (choice.seed, choice.steps);
        let more = if choice.postgres { " --postgres" } else { "" };
        let more = if choice.control { " --control" } else { more };
        let again = format!("cargo xtask simulate --seed {seed} --steps {steps}{more}");
        format!("violated: {what}\n  again with: {again}")
    })
}

type Prepared = (Option<Place>, Option<Server>);

fn prepare(choice: &Choice, folder: &std::path::Path) -> Result<Prepared, String> {
    let data: PathBuf = folder.join("data");
    if !choice.postgres {
        return Ok((Some(Place::Folder(data)), None));
    }
    let Some(server) = Server::start(&folder.join("postgres"))? else { return Ok((None, None)) };
    let address = server.database()?;
    Ok((Some(Place::Postgres { address, folder: data }), Some(server)))
}

/// One run.
struct Run<'a> {
    choice: &'a Choice,
    options: Options,
    armed: Arc<AtomicU8>,
    random: Random,
    store: Option<Store>,
    world: World,
    model: Model,
    tally: Tally,
}

impl<'a> Run<'a> {
    fn new(choice: &'a Choice, place: Place) -> Result<Run<'a>, String> {
        let armed = Arc::new(AtomicU8::new(UNARMED));
        let asked = armed.clone();
        let interrupt = move |step: Step| {
            let at = asked.load(Ordering::Relaxed);
            let is_hit = STEPS.get(usize::from(at)) == Some(&step);
            if is_hit {
                asked.store(CRASHED, Ordering::Relaxed);
            }
            is_hit || at == CRASHED
        };
        let options = Options {
            entropy: Entropy::Seeded(choice.seed),
            interrupt: Some(Arc::new(interrupt)),
            ..Options::at(place)
        };
        let mut run = Run {
            choice,
            options,
            armed,
            random: Random::of(choice.seed),
            store: None,
            world: World::new(),
            model: Model::default(),
            tally: Tally::default(),
        };
        run.reopen()?;
        for zone in ZONES {
            let store = run.open()?.clone();
            for asked in run.world.opening(&store, zone)? {
                run.ask(&asked)?;
            }
        }
        Ok(run)
    }

    fn play(mut self) -> Result<Tally, String> {
        for step in 1..=self.choice.steps {
            let zone = *self.random.one_of(&ZONES);
            self.world.time_passes(&mut self.random);
            if self.random.once_in(40) {
                self.reopen()?;
            }
            if self.random.once_in(12) {
                let at = self.random.below(STEPS.len() as u64) as u8;
                self.armed.store(at, Ordering::Relaxed);
            }
            if self.random.once_in(25) {
                self.turn(zone)?;
            } else if self.random.once_in(8) && !self.model.asked.is_empty() {
                let again = self.random.one_of(&self.model.asked).clone();
                self.ask(&again)?;
                self.tally.repeated += 1;
            } else {
                let store = self.open()?.clone();
                let asked = self.world.invent(&store, zone, &mut self.random);
                drop(store);
                self.ask(&asked)?;
            }
            if self.choice.control && step == self.choice.steps / 2 {
                self.lose_a_row()?;
            }
            if step % LOOK_EVERY == 0 || step == self.choice.steps {
                self.armed.store(UNARMED, Ordering::Relaxed);
                self.reopen_if_crashed()?;
                check::everything(self.open()?, &self.model)
                    .map_err(|what| format!("at step {step}: {what}"))?;
            }
        }
        Ok(self.tally)
    }

    /// Asks until there is an answer that stands, as a client does that was told of a fault.
    fn ask(&mut self, asked: &Asked) -> Result<(), String> {
        for _ in 0..3 {
            match asked.ask(self.open()?) {
                Answer::Recorded(recorded) => {
                    self.tally.recorded += 1;
                    return self.model.recorded(asked, &recorded);
                }
                Answer::Refused(refused) => {
                    self.tally.refused += 1;
                    return self.model.refused(asked, refused.code);
                }
                Answer::Fault(_) => {
                    self.tally.failures += 1;
                    self.reopen()?;
                }
            }
        }
        Err(format!("{asked:?} has no answer after three attempts"))
    }

    /// What is due and what follows; a crash in the middle is made good by the next turn.
    fn turn(&mut self, zone: &str) -> Result<(), String> {
        for _ in 0..2 {
            if self.world.turn(self.open()?, zone).is_ok() {
                return Ok(());
            }
            self.tally.failures += 1;
            self.reopen()?;
        }
        Err(format!("the turn of {zone} does not end"))
    }

    fn reopen_if_crashed(&mut self) -> Result<(), String> {
        let is_well = self.open()?.trouble().is_none();
        if is_well { Ok(()) } else { self.reopen() }
    }

    fn reopen(&mut self) -> Result<(), String> {
        if let Some(store) = self.store.take() {
            store.stop();
        }
        self.armed.store(UNARMED, Ordering::Relaxed);
        let opened = Store::open(self.options.clone(), &kaiyuan::config::capabilities());
        self.store = Some(opened.map_err(|fault| format!("it does not open again: {fault}"))?);
        Ok(())
    }

    fn open(&self) -> Result<&Store, String> {
        self.store.as_ref().ok_or_else(|| "no store is open".into())
    }

    /// The control: a row of a view vanishes behind the store's back.
    fn lose_a_row(&mut self) -> Result<(), String> {
        let Place::Folder(folder) = &self.options.place else {
            return Err("the control is for SQLite".into());
        };
        let file = folder.join("kaiyuan.db");
        let lost = rusqlite::Connection::open(file).and_then(|database| {
            let sql = "DELETE FROM approvals_case WHERE subject =
                       (SELECT MIN(subject) FROM approvals_case)";
            database.execute(sql, ())
        });
        match lost.map_err(|error| error.to_string())? {
            0 => Err("there was no row to lose: the control shows nothing".into()),
            _ => Ok(()),
        }
    }
}
