//! Every limit of the tree in one place (限额): a number changes here, with a reason, or nowhere.

/// The rooms that decide something (业务能力); each has a crate, pages, scenarios and a document.
pub const CAPABILITIES: [&str; 9] = [
    "people",
    "approvals",
    "agreements",
    "incentives",
    "promotion",
    "network",
    "funding",
    "performance",
    "land",
];

/// Files of a capability that hold its rules and never see the store.
pub const CORE_FILES: [&str; 13] = [
    "event",
    "case",
    "project",
    "matter",
    "account",
    "enterprise",
    "opening",
    "capacity",
    "password",
    "command",
    "refusal",
    "time_limit",
    "decide",
];

/// Columns of a Rust line, in characters.
pub const LINE_COLUMNS: usize = 100;

/// Lines of a capability's `lib.rs`: it wires, it does nothing.
pub const CAPABILITY_LIB_LINES: usize = 150;
/// Lines of a core file, tests apart: the facts of a case are thirty-five, one paragraph each.
pub const CORE_FILE_LINES: usize = 330;
/// Lines of `decide` and `views`, or of each file in their folders, tests apart.
pub const DECIDE_AND_VIEWS_LINES: usize = 400;
/// Lines of any other file, tests apart.
pub const FILE_LINES: usize = 600;

/// Lines of a function, from `fn` to its closing brace.
pub const FUNCTION_LINES: usize = 70;
/// Functions that may be longer, each under a comment that begins with [`LONG_BECAUSE`].
pub const LONG_FUNCTIONS: usize = 10;
/// What the comment above a longer function begins with.
pub const LONG_BECAUSE: &str = "long because";
/// Parameters of a function, `self` apart; then a struct.
pub const PARAMETERS: usize = 5;
/// Lines of a `where` clause.
pub const WHERE_LINES: usize = 2;
/// Import statements of a file; more means that the file knows too much.
pub const IMPORTS: usize = 15;

/// Public traits in the workspace, each named in ARCHITECTURE.md.
pub const PUBLIC_TRAITS: usize = 5;
/// Declarative macros of our own; procedural ones: none.
pub const MACROS: usize = 2;
/// Direct dependencies, each with its reason beside it.
pub const DEPENDENCIES: usize = 50;
/// Crates beside `xtask`.
pub const CRATES: usize = 16;
/// Snapshot files in the repository.
pub const SNAPSHOTS: usize = 300;
/// Words in the sentence of an `expect`.
pub const EXPECT_WORDS: usize = 2;

/// Decision records alive.
pub const DECISIONS: usize = 25;
/// Lines of a decision record.
pub const DECISION_LINES: usize = 40;
/// Lines of each README at the root.
pub const README_LINES: usize = 80;
/// Words of ARCHITECTURE.md.
pub const ARCHITECTURE_WORDS: usize = 2_500;
/// Words of STYLE.md.
pub const STYLE_WORDS: usize = 1_000;

/// Seconds of a full `cargo test`, once built, on a laptop; CI says so when it takes longer.
pub const TEST_SECONDS: u64 = 180;
