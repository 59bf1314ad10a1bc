//! Who does it (办理主体): rights belong to posts, enterprises speak through their code.
//!
//! An actor is written as one word in entries and addresses: `enterprise:91330421MA28A0010Q`,
//! `officer:planning/reviewer`, `assistant:assistance/agent/91330421MA28A0010Q/2026-W00001`,
//! `administrator:root`, `person:c7`, `clock`, `reaction`,
//! `automatic:soil-conservation-registration/3f2a91c07d5e8b64`, `zone:yantai`, `visitor`. Names of
//! people never stand in an actor: the post is public, the person is not; a person who acts in no
//! other's name is told by the name that the account signs in with.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Characters of a hash that name a version: enough that no two of a zone are alike.
const VERSION: usize = 16;

/// Who acts, asserts or attests (办理主体).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// An enterprise (企业), by its unified social credit code.
    Enterprise {
        /// 统一社会信用代码.
        credit_code: String,
    },
    /// An officer at a post of an office (经办人).
    Officer {
        /// The office (部门), by its identifier.
        office: String,
        /// The post (岗位) within the office.
        post: String,
    },
    /// An officer who acts for an enterprise under its mandate (帮办代办人员), never for the office.
    Assistant {
        /// The office (部门).
        office: String,
        /// The post (岗位) within it.
        post: String,
        /// The enterprise for which it acts: 统一社会信用代码.
        credit_code: String,
        /// The number of the mandate (帮办代办委托).
        mandate: String,
    },
    /// Who runs the installation (系统管理员).
    Administrator {
        /// The account's name.
        account: String,
    },
    /// A person in their own name (自然人), who founds an enterprise that has no code yet.
    Person {
        /// The name that the account signs in with.
        account: String,
    },
    /// Whoever comes by without an account (访客), and asks for what needs none.
    Visitor,
    /// The clock (时钟): a deadline passed, nobody acted.
    Clock,
    /// A reaction (联动): one capability's event answered by another's command.
    Reaction,
    /// A published rule that decides without anyone (自动办理), in one of its versions.
    Automatic {
        /// The matter.
        matter: String,
        /// The version: the beginning of the definition's hash.
        version: String,
    },
    /// Another zone (其他园区).
    Zone {
        /// Its identifier.
        zone: String,
    },
}

/// An actor's word has another shape than those this crate writes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an actor: {0:?}; write for example officer:planning/reviewer")]
pub struct NotAnActor(pub String);

impl Actor {
    /// An officer at a post, for example `officer("planning", "reviewer")`.
    pub fn officer(office: &str, post: &str) -> Actor {
        Actor::Officer { office: office.into(), post: post.into() }
    }

    /// The rule of a matter, in the version that the definition with this hash holds.
    pub fn automatic(matter: &str, definition: &str) -> Actor {
        let version = definition.get(..VERSION).unwrap_or(definition);
        Actor::Automatic { matter: matter.into(), version: version.into() }
    }

    /// An enterprise by its code.
    pub fn enterprise(credit_code: &str) -> Actor {
        Actor::Enterprise { credit_code: credit_code.into() }
    }

    /// Reads the word that `Display` writes.
    pub fn parse(word: &str) -> Result<Actor, NotAnActor> {
        let wrong = || NotAnActor(word.into());
        let named = |name: &str| if name.is_empty() { Err(wrong()) } else { Ok(name.to_owned()) };
        match word.split_once(':') {
            None if word == "visitor" => Ok(Actor::Visitor),
            None if word == "clock" => Ok(Actor::Clock),
            None if word == "reaction" => Ok(Actor::Reaction),
            Some(("enterprise", code)) => Ok(Actor::Enterprise { credit_code: named(code)? }),
            Some(("administrator", name)) => Ok(Actor::Administrator { account: named(name)? }),
            Some(("person", name)) => Ok(Actor::Person { account: named(name)? }),
            Some(("zone", zone)) => Ok(Actor::Zone { zone: named(zone)? }),
            Some(("automatic", rule)) => {
                let (matter, version) = rule.split_once('/').ok_or_else(wrong)?;
                Ok(Actor::Automatic { matter: named(matter)?, version: named(version)? })
            }
            Some(("assistant", words)) => {
                let all: Vec<&str> = words.split('/').collect();
                let [office, post, credit_code, mandate] = all[..] else { return Err(wrong()) };
                Ok(Actor::Assistant {
                    office: named(office)?,
                    post: named(post)?,
                    credit_code: named(credit_code)?,
                    mandate: named(mandate)?,
                })
            }
            Some(("officer", place)) => {
                let (office, post) = place.split_once('/').ok_or_else(wrong)?;
                Ok(Actor::Officer { office: named(office)?, post: named(post)? })
            }
            _ => Err(wrong()),
        }
    }

    /// The word in its parts.
    fn parts(&self) -> [&str; 8] {
        match self {
            Actor::Enterprise { credit_code } => {
                ["enterprise:", credit_code, "", "", "", "", "", ""]
            }
            Actor::Officer { office, post } => ["officer:", office, "/", post, "", "", "", ""],
            Actor::Assistant { office, post, credit_code, mandate } => {
                ["assistant:", office, "/", post, "/", credit_code, "/", mandate]
            }
            Actor::Administrator { account } => ["administrator:", account, "", "", "", "", "", ""],
            Actor::Person { account } => ["person:", account, "", "", "", "", "", ""],
            Actor::Visitor => ["visitor", "", "", "", "", "", "", ""],
            Actor::Clock => ["clock", "", "", "", "", "", "", ""],
            Actor::Reaction => ["reaction", "", "", "", "", "", "", ""],
            Actor::Automatic { matter, version } => {
                ["automatic:", matter, "/", version, "", "", "", ""]
            }
            Actor::Zone { zone } => ["zone:", zone, "", "", "", "", "", ""],
        }
    }

    /// Does this actor sit in `office`?
    pub fn is_of_office(&self, office: &str) -> bool {
        matches!(self, Actor::Officer { office: own, .. } if own == office)
    }

    /// The enterprise for which an assistant acts; nobody's where this is no assistant.
    pub fn principal(&self) -> Option<Actor> {
        match self {
            Actor::Assistant { credit_code, .. } => Some(Actor::enterprise(credit_code)),
            Actor::Enterprise { .. }
            | Actor::Officer { .. }
            | Actor::Administrator { .. }
            | Actor::Person { .. }
            | Actor::Visitor
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. }
            | Actor::Zone { .. } => None,
        }
    }

    /// The post that is held, also while it acts for an enterprise.
    pub fn post(&self) -> Option<Actor> {
        match self {
            Actor::Officer { office, post } | Actor::Assistant { office, post, .. } => {
                Some(Actor::officer(office, post))
            }
            Actor::Enterprise { .. }
            | Actor::Administrator { .. }
            | Actor::Person { .. }
            | Actor::Visitor
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. }
            | Actor::Zone { .. } => None,
        }
    }

    /// Is this the enterprise with `code`?
    pub fn is_enterprise(&self, code: &str) -> bool {
        matches!(self, Actor::Enterprise { credit_code } if credit_code == code)
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().iter().try_for_each(|part| f.write_str(part))
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Every entry holds three of these: put together at once, not piece by piece.
        serializer.serialize_str(&self.parts().concat())
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Actor, D::Error> {
        let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Actor::parse(&word).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_reads_back_as_it_was_written() {
        for word in [
            "enterprise:91330421MA28A0010Q",
            "officer:planning/reviewer",
            "assistant:assistance/agent/91330421MA28A0010Q/2026-W00001",
            "administrator:root",
            "person:c7",
            "clock",
            "reaction",
            "automatic:soil-conservation-registration/3f2a91c07d5e8b64",
            "zone:yantai",
            "visitor",
        ] {
            assert_eq!(Actor::parse(word).expect("an actor's word").to_string(), word);
        }
        for word in [
            "",
            "officer:planning",
            "officer:/x",
            "assistant:assistance/agent/91330421MA28A0010Q",
            "assistant:assistance/agent//2026-W00001",
            "assistant:a/b/c/d/e",
            "enterprise:",
            "person:",
            "automatic:x",
            "someone",
            "visitor:1",
            "clock:1",
        ] {
            assert!(Actor::parse(word).is_err(), "{word}");
        }
    }
}
