//! A password that a person types (输入口令): asked for in words, twice, and never shown; from a pipe
//! it is read as it comes. Whoever presses Ctrl-C has the terminal back as it was, nothing done.

use std::io::{IsTerminal, Read};
#[cfg(unix)]
use std::time::Duration;

use kernel::personal::Personal;
use people::password::SHORTEST;

/// How often a person may type a password before the command gives up.
const TRIES: usize = 3;
/// How long is looked whether a key was pressed to stop, while a password was judged.
#[cfg(unix)]
const MOMENT: Duration = Duration::from_millis(5);
/// What is said to whoever stops.
const STOPPED: &str = "已中断，没有记录任何内容 / stopped: nothing was recorded";

/// What is kept of the password that is typed or piped in; `seal` says why one is not taken.
pub fn password(
    name: &str,
    seal: impl Fn(&str) -> Result<Personal, String>,
) -> Result<Personal, String> {
    if std::io::stdin().is_terminal() { at_a_terminal(name, seal) } else { seal(&piped()?) }
}

fn at_a_terminal(
    name: &str,
    seal: impl Fn(&str) -> Result<Personal, String>,
) -> Result<Personal, String> {
    #[cfg(unix)]
    let mut silence = Silence::falls()?;
    for left in (0..TRIES).rev() {
        let first = ask(&format!(
            "{name} 的口令，至少{SHORTEST}个字符，输入时不显示 / password of {name}, at least \
             {SHORTEST} characters, not shown while typed: "
        ))?;
        let sealed = seal(&first);
        #[cfg(unix)]
        silence.must_hold()?;
        let kept = match sealed {
            Ok(kept) => kept,
            Err(refused) if left > 0 => {
                eprintln!("{refused}");
                continue;
            }
            Err(refused) => return Err(refused),
        };
        let again = ask("请再输入一次 / once more: ")?;
        // The key may have come before the prompt was ready to read it.
        #[cfg(unix)]
        silence.must_hold()?;
        if again == first {
            return Ok(kept);
        }
        eprintln!("两次输入不一致 / the two are not the same");
    }
    Err("口令没有设置 / no password was set".into())
}

fn ask(prompt: &str) -> Result<String, String> {
    rpassword::prompt_password(prompt).map_err(|error| match error.kind() {
        // The prompt's line is still open.
        std::io::ErrorKind::Interrupted => format!("\n{STOPPED}"),
        _ => unusable(&error),
    })
}

fn piped() -> Result<String, String> {
    let mut typed = String::new();
    let read = std::io::stdin().take(4096).read_to_string(&mut typed);
    read.map_err(|error| format!("standard input: {error}"))?;
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}

/// Keeps from the screen what is typed before a prompt stands there, and between two of them; and
/// the process from ending at Ctrl-C before the terminal is as it was.
///
/// From then on the key ends nothing by itself: what is left to do takes a moment.
#[cfg(unix)]
struct Silence {
    before: rustix::termios::Termios,
    runtime: tokio::runtime::Runtime,
    stops: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Silence {
    fn falls() -> Result<Silence, String> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        use tokio::signal::unix::{SignalKind, signal};
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| unusable(&error))?;
        let stops = runtime.block_on(async { signal(SignalKind::interrupt()) });
        let stops = stops.map_err(|error| unusable(&error))?;
        let before = tcgetattr(std::io::stdin()).map_err(|error| unusable(&error.into()))?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        let set = tcsetattr(std::io::stdin(), OptionalActions::Now, &silent);
        set.map_err(|error| unusable(&error.into()))?;
        Ok(Silence { before, runtime, stops })
    }

    /// Was the key pressed between two prompts?
    fn must_hold(&mut self) -> Result<(), String> {
        let stops = &mut self.stops;
        let pressed = async { tokio::time::timeout(MOMENT, stops.recv()).await.is_ok() };
        if self.runtime.block_on(pressed) { Err(STOPPED.into()) } else { Ok(()) }
    }
}

#[cfg(unix)]
impl Drop for Silence {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // A terminal that is gone needs nothing back.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &self.before);
    }
}

fn unusable(error: &std::io::Error) -> String {
    format!("终端无法使用 / the terminal cannot be used: {error}")
}
