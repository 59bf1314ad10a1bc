//! The door (入口检查): what no command may carry, whatever its capability says.

use kernel::actor::Actor;
use kernel::merkle::Hash;
use kernel::refusal::{Ground, Refused};
use kernel::text::text;
use sm3::{Digest, Sm3};

use crate::answer::Answer;
use crate::capability::{Capability, Envelope};

/// Characters that a zone's, a subject's or an actor's name may have.
const LONGEST_NAME: usize = 100;
/// Bytes that a command's contents may have.
const LARGEST_COMMAND: usize = 256 * 1024;

/// Lets a command in, with what its key stands for: the same subject, actors and contents, or it
/// is another command.
pub(crate) fn admit<C: Capability>(envelope: &Envelope<C::Command>) -> Result<Hash, Answer> {
    let (word, rest) = envelope.subject.split_once(':').unwrap_or(("", ""));
    if word != C::SUBJECT || !is_name(rest) || !is_name(&envelope.zone) {
        return Err(Answer::Refused(name_unfit()));
    }
    let others = [&envelope.asserted_by, &envelope.attested_by];
    let mut actors = others.into_iter().flatten().chain([&envelope.actor]);
    if !actors.all(reads_back) {
        return Err(Answer::Refused(name_unfit()));
    }
    let command = serde_json::to_vec(&envelope.command).expect("a command is JSON");
    if command.len() > LARGEST_COMMAND {
        return Err(Answer::Refused(too_large()));
    }
    if holds_nul(&command) {
        return Err(Answer::Refused(nul_character()));
    }
    Ok(Sm3::new()
        .chain_update(&envelope.subject)
        .chain_update([0])
        .chain_update(envelope.actor.to_string())
        .chain_update([0])
        .chain_update(others.map(word_of).join("\0"))
        .chain_update([0])
        .chain_update(command)
        .finalize()
        .into())
}

/// Is this a subject's name: a word, a colon, a name?
pub(crate) fn is_subject(subject: &str) -> bool {
    subject.split_once(':').is_some_and(|(word, rest)| is_name(word) && is_name(rest))
}

/// Will an entry with this actor read back as it was written?
fn reads_back(actor: &Actor) -> bool {
    let word = actor.to_string();
    let is_plain = !word.chars().any(char::is_control) && word.chars().count() <= LONGEST_NAME;
    is_plain && Actor::parse(&word).as_ref() == Ok(actor)
}

fn word_of(actor: &Option<Actor>) -> String {
    actor.as_ref().map_or(String::new(), Actor::to_string)
}

/// Letters, digits, `-`, `.` and `_`: a name that needs no escaping anywhere.
fn is_name(name: &str) -> bool {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || b"-._".contains(&c);
    !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(is_plain)
}

/// Does a string of this JSON hold the character that databases cannot keep in text?
fn holds_nul(json: &[u8]) -> bool {
    let nul = br"\u0000";
    let is_escape =
        |at: usize| json[..at].iter().rev().take_while(|c| **c == b'\\').count() % 2 == 0;
    json.windows(nul.len()).enumerate().any(|(at, found)| found == nul && is_escape(at))
}

/// A name that cannot stand in an entry.
pub(crate) fn name_unfit() -> Refused {
    Refused {
        code: "store.name_unfit",
        sentence: text(
            "园区、对象或办理主体的编号有误。",
            "The name of the zone, the subject or an actor is malformed.",
        ),
        remedy: text("请从列表中选择办理对象。", "Choose the subject from the list."),
        basis: "",
        ground: Ground::Unknown,
    }
}

fn too_large() -> Refused {
    Refused {
        code: "store.command_too_large",
        sentence: text("提交的内容超过 256 KB。", "The contents exceed 256 KB."),
        remedy: text("请把长文作为附件提交。", "Hand long texts in as documents."),
        basis: "",
        ground: Ground::Content,
    }
}

fn nul_character() -> Refused {
    Refused {
        code: "store.nul_character",
        sentence: text("内容含有无法保存的空字符。", "The contents hold a NUL character."),
        remedy: text("请删去该字符后重新提交。", "Remove it and submit again."),
        basis: "",
        ground: Ground::Content,
    }
}
