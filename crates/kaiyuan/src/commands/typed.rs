//! A password that a person types (输入口令): asked for in words, twice, and never shown; from a pipe
//! it is read as it comes.

use std::io::{IsTerminal, Read};

use kernel::personal::Personal;
use people::password::SHORTEST;

/// How often a person may type a password before the command gives up.
const TRIES: usize = 3;

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
    let _silence = Silence::falls()?;
    for left in (0..TRIES).rev() {
        let first = ask(&format!(
            "{name} 的口令，至少{SHORTEST}个字符，输入时不显示 / password of {name}, at least \
             {SHORTEST} characters, not shown while typed: "
        ))?;
        let kept = match seal(&first) {
            Ok(kept) => kept,
            Err(refused) if left > 0 => {
                eprintln!("{refused}");
                continue;
            }
            Err(refused) => return Err(refused),
        };
        if ask("请再输入一次 / once more: ")? == first {
            return Ok(kept);
        }
        eprintln!("两次输入不一致 / the two are not the same");
    }
    Err("口令没有设置 / no password was set".into())
}

fn ask(prompt: &str) -> Result<String, String> {
    rpassword::prompt_password(prompt).map_err(|error| unusable(&error))
}

fn piped() -> Result<String, String> {
    let mut typed = String::new();
    let read = std::io::stdin().take(4096).read_to_string(&mut typed);
    read.map_err(|error| format!("standard input: {error}"))?;
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}

/// Keeps from the screen what is typed before a prompt stands there, and between two of them.
#[cfg(unix)]
struct Silence {
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Silence {
    fn falls() -> Result<Silence, String> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(std::io::stdin()).map_err(|error| unusable(&error.into()))?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        let set = tcsetattr(std::io::stdin(), OptionalActions::Now, &silent);
        set.map_err(|error| unusable(&error.into()))?;
        Ok(Silence { before })
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
