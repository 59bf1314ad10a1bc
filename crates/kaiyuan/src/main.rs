//! `kaiyuan`, the one program: see the library beside it.

fn main() -> std::process::ExitCode {
    kaiyuan::run()
}
