//! What may be asked of an application for a bundle (一件事指令), and by whom.

use catalogue::form::Answers;
use catalogue::{Bundle, Uncorrected};
use jiff::civil::Date;
use kernel::personal::Personal;
use serde::Serialize;

/// A command to an application.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// Apply: a person, an enterprise, or a clerk on the word of one.
    Submit {
        /// The bundle as the zone's pack has it; nothing where it has none of this name.
        bundle: Option<Box<Bundle>>,
        /// Who applies, as an actor's word.
        applicant: String,
        /// The certificates that are chosen.
        chosen: Vec<String>,
        /// The answers to the one form.
        answers: Answers,
        /// The papers handed in, each once.
        handed_in: Vec<String>,
        /// Who brings it.
        agent: Personal,
        /// That person's phone.
        phone: Personal,
    },
    /// Push a link's data to its department: an officer of the office, or the exchange.
    Push {
        /// The certificate's identifier.
        certificate: String,
        /// The number under which it is pushed.
        reference: String,
    },
    /// Record that the department is at work: an officer of the office, or the exchange.
    Take {
        /// The certificate's identifier.
        certificate: String,
    },
    /// Record that a link is done: an officer of the office, or the exchange.
    Conclude {
        /// The certificate's identifier.
        certificate: String,
        /// The number of the certificate or document.
        document: String,
        /// The enterprise's unified social credit code, where this link gives it; else empty.
        credit_code: String,
        /// Did the office see the originals of the papers that have no usable file?
        originals_seen: bool,
    },
    /// Put the limit of a link off, once, where it is complex: an officer of the office.
    Extend {
        /// The certificate's identifier.
        certificate: String,
        /// By how many working days.
        days: u32,
        /// Why, as the applicant is told.
        reason: String,
        /// Who allowed it: the head of the organ.
        allowed_by: String,
    },
    /// Send a link back: an officer of the office, or the exchange.
    Return {
        /// The certificate's identifier.
        certificate: String,
        /// What is to be mended.
        reason: String,
        /// By when, where a day is told.
        mend_by: Option<Date>,
        /// What comes of it where that day is missed.
        unmended: Uncorrected,
    },
    /// Refuse a link: an officer of the office, or the exchange.
    Refuse {
        /// The certificate's identifier.
        certificate: String,
        /// The number of the decision.
        document: String,
        /// The reasons.
        reasons: String,
        /// Where and until when it can be appealed.
        appeal: String,
    },
    /// Mend a link that was sent back: the applicant, or the receiving office on the applicant's
    /// word.
    Mend {
        /// The bundle as the zone's pack has it, which tells what fits; nothing where it is gone.
        bundle: Option<Box<Bundle>>,
        /// The certificate's identifier.
        certificate: String,
        /// What was mended.
        words: String,
        /// The answers that change.
        answers: Answers,
        /// The papers handed in anew.
        handed_in: Vec<String>,
    },
    /// Give a link up that is not done: the applicant, or the receiving office on its word.
    GiveUp {
        /// The certificate's identifier.
        certificate: String,
        /// The reason, if one is given.
        reason: String,
    },
    /// A link that was sent back was not mended by its day: the clock.
    Lapse {
        /// The certificate's identifier.
        certificate: String,
    },
    /// Record that the one result has arrived: a reaction to its delivery, or an officer of the
    /// office that received it, where no way was chosen or it failed too often.
    Deliver {
        /// How it came.
        means: String,
        /// The day on which it was received; today where none is told.
        #[serde(skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    /// Conclude the application, once its result has arrived: an officer of that office.
    Close,
    /// Take the application back: the applicant, or the receiving office on its word.
    Withdraw {
        /// The reason, if one is given.
        reason: String,
    },
}
