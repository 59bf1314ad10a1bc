//! Notification-commitment in stories (场景用语：告知承诺).
//!
//! ```text
//! commits to MATTER [: A, B] [on paper …]   (all conditions where none is named)
//! grants on commitment MATTER
//! inspects MATTER: fit because …            inspects MATTER: unfit because …
//! inspects MATTER: rectify by DAY because …
//! announces the revocation of MATTER for unfit | false [with none | done | serious YUAN] by DAY
//!     because …
//! states about MATTER: …
//! revokes MATTER [with none | done | serious YUAN] because … appeal to …
//! ```

use approvals::case::Command;
use approvals::case::commitment::{Act, Found, Ground, Harm, Penalty};
use catalogue::Pack;

use super::acts::cut;
use crate::day;

/// The matter and the command that the line says; nothing where it is about something else.
pub fn command(act: &str) -> Result<Option<(&str, Command)>, String> {
    let leads = [
        ("commits to ", promised as Read),
        ("grants on commitment ", |rest| Ok((rest, Act::Grant))),
        ("inspects ", inspected),
        ("announces the revocation of ", announced),
        ("states about ", stated),
        ("revokes ", revoked),
    ];
    let found = leads.into_iter().find_map(|(lead, read)| Some((act.strip_prefix(lead)?, read)));
    let Some((rest, read)) = found else { return Ok(None) };
    let (matter, act) = read(rest)?;
    Ok(Some((matter, Command::Commitment(act))))
}

/// How the rest of a line is read.
type Read = fn(&str) -> Result<(&str, Act), String>;

fn promised(rest: &str) -> Result<(&str, Act), String> {
    let (rest, paper) = rest.split_once(" on paper ").unwrap_or((rest, ""));
    let (matter, conditions) = match rest.split_once(": ") {
        Some((matter, named)) => (matter, named.split(", ").map(str::to_owned).collect()),
        None => (rest, all(rest)),
    };
    Ok((matter, Act::Promise { conditions, paper: paper.into() }))
}

fn all(matter: &str) -> Vec<String> {
    let pack = Pack::shipped();
    let promise = pack.definition(matter).and_then(|known| known.matter.commitment.clone());
    promise.iter().flat_map(|it| &it.conditions).map(|one| one.id.clone()).collect()
}

fn inspected(rest: &str) -> Result<(&str, Act), String> {
    let (matter, rest) = cut(rest, ": ")?;
    let (found, finding) = cut(rest, " because ")?;
    let found = match found.strip_prefix("rectify by ") {
        Some(by) => Found::ToRectify { by: day(by) },
        None if found == "fit" => Found::Fit,
        None if found == "unfit" => Found::Unfit,
        None => return Err(format!("there is no finding \"{found}\"")),
    };
    Ok((matter, Act::Inspect { found, finding: finding.into() }))
}

fn announced(rest: &str) -> Result<(&str, Act), String> {
    let (matter, rest) = cut(rest, " for ")?;
    let (ground, rest) = cut(rest, " by ")?;
    let (state_by, reasons) = cut(rest, " because ")?;
    let (ground, penalty) = imposed(ground)?;
    let ground = Ground::ALL.into_iter().find(|known| known.word() == ground);
    let ground = ground.ok_or_else(|| format!("there is no ground in \"{rest}\""))?;
    let (reasons, state_by) = (reasons.into(), day(state_by));
    Ok((matter, Act::Announce { ground, reasons, state_by, penalty }))
}

fn stated(rest: &str) -> Result<(&str, Act), String> {
    let (matter, words) = cut(rest, ": ")?;
    Ok((matter, Act::State { words: words.into() }))
}

fn revoked(rest: &str) -> Result<(&str, Act), String> {
    let (matter, rest) = cut(rest, " because ")?;
    let (reasons, appeal) = cut(rest, " appeal to ")?;
    let (matter, penalty) = imposed(matter)?;
    Ok((matter, Act::Revoke { reasons: reasons.into(), appeal: appeal.into(), penalty }))
}

/// What stands before `with`, and what is imposed after it.
fn imposed(words: &str) -> Result<(&str, Option<Penalty>), String> {
    let Some((head, imposed)) = words.split_once(" with ") else { return Ok((words, None)) };
    let (harm, yuan) = imposed.split_once(' ').unwrap_or((imposed, "0"));
    let harm = Harm::ALL.into_iter().find(|known| known.word() == harm);
    let harm = harm.ok_or_else(|| format!("there is no harm in \"{imposed}\""))?;
    let yuan: i64 = yuan.parse().map_err(|_| format!("\"{yuan}\" is no amount"))?;
    Ok((head, Some(Penalty { harm, fine_fen: yuan * 100, basis: Vec::new() })))
}
