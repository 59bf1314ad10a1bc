//! `kaiyuan`, the one program: see the library beside it.

/// Commands allocate much and shortly; this allocator is made for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    kaiyuan::run()
}
