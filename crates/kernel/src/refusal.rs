//! The system's named "no" (指令不成立原因): nothing was decided, nothing enters the ledger.
//!
//! Each capability has an enum of its refusals, in order of precedence; [`Refused`] is how one
//! leaves the capability: a code that never changes, a sentence, what to do next, the basis.
//! The office's "no" to an applicant is another thing: a decided fact, hence an event.

use crate::text::Text;

/// One refusal as every floor shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The code, for example `approvals.already_accepted`; stable for ever.
    pub code: &'static str,
    /// What is the case, as a sentence about the world.
    pub sentence: Text,
    /// What to do next.
    pub remedy: Text,
    /// The legal basis, empty where none is cited.
    pub basis: &'static str,
    /// Who may not, what does not fit, or what is unknown: pages choose their answer by it.
    pub ground: Ground,
}

/// Which sort of "no" it is, so that one table can choose how to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The actor has no right to this.
    Right,
    /// The subject's state does not allow it.
    State,
    /// What was handed in is incomplete or wrong.
    Content,
    /// What was named does not exist.
    Unknown,
}

/// An office as a rule puts it into a sentence: by its identifier, since only the zone's catalogue
/// knows its name. [`Refused::with_offices`] puts the name there.
pub fn office(id: &str) -> String {
    format!("{OPENS}{id}{CLOSES}")
}

/// What stands around an office's identifier; in no sentence for another reason.
const OPENS: char = '\u{2983}';
const CLOSES: char = '\u{2984}';

impl Refused {
    /// The same with each office by its name.
    pub fn with_offices(self, name: impl Fn(&str) -> Text) -> Refused {
        let (sentence, remedy) = (named(self.sentence, &name), named(self.remedy, &name));
        Refused { sentence, remedy, ..self }
    }
}

fn named(said: Text, name: &impl Fn(&str) -> Text) -> Text {
    let put = |said: String, pick: fn(Text) -> String| {
        let mut parts = said.split(OPENS);
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (id, rest) = part.split_once(CLOSES).unwrap_or((part, ""));
            whole += &pick(name(id));
            whole += rest;
        }
        whole
    };
    Text { zh: put(said.zh, |name| name.zh), en: put(said.en, |name| name.en) }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Refused { code, sentence, remedy, .. } =
            self.clone().with_offices(|id| Text { zh: id.into(), en: id.into() });
        write!(f, "{sentence} [{code}] {remedy}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::text;

    #[test]
    fn offices_stand_by_name_where_the_catalogue_is_known_and_by_identifier_elsewhere() {
        let refused = Refused {
            code: "approvals.opinion_open",
            sentence: text(
                format!("尚未反馈：{}、{}。", office("ecology"), office("water")),
                format!("Awaited: {}, {}.", office("ecology"), office("water")),
            ),
            remedy: text("请等待。", "Wait."),
            basis: "",
            ground: Ground::State,
        };
        assert_eq!(
            refused.to_string(),
            "尚未反馈：ecology、water。 / Awaited: ecology, water. [approvals.opinion_open] \
             请等待。 / Wait."
        );
        let said = refused.with_offices(|id| match id {
            "ecology" => text("生态环境分局", "Ecology bureau"),
            other => text(other, other),
        });
        assert_eq!(said.sentence.zh, "尚未反馈：生态环境分局、water。");
        assert_eq!(said.sentence.en, "Awaited: Ecology bureau, water.");
    }
}
