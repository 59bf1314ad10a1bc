//! The rules of deliveries (送达规则): one function per command, refusals first.
//!
//! Basis: Administrative Licensing Law, article 44.

use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::personal::Personal;
use kernel::right::Right;
use kernel::text::text;

use super::command::News;
use super::words::{Identity, Receiver, Recipient, Way};
use super::{About, Command, Delivery, Event, Facts, Reach, Refusal, State};
use crate::Situation;

/// A name has at most this many characters, an address this many.
const LONGEST: [usize; 2] = [60, 200];

/// Answers a command.
pub(crate) fn decide(
    delivery: &Delivery,
    command: Command,
    facts: &Facts,
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    if delivery.state == State::Unknown && !matches!(command, Command::Choose { .. }) {
        return Err(Refusal::NothingChosen);
    }
    let about = facts.about.as_ref().ok_or(Refusal::CaseUnknown)?;
    let ask = Asked { delivery, facts, about, now };
    match command {
        Command::Choose { about, way } => ask.choose(about, way),
        Command::Begin => ask.begin(),
        Command::Pack { papers } => ask.pack(papers),
        Command::LayOut { manifest } => ask.lay_out(manifest),
        Command::HandOver { courier, tracking } => ask.hand_over(&courier, &tracking),
        Command::Note { tracking, on, news } => ask.note(&tracking, on, news),
        Command::Resend => ask.resend(),
        Command::Confirm => ask.confirm(),
        Command::Collect { collector, identity, signature } => {
            ask.collect(collector, identity, signature)
        }
    }
}

/// A command's surroundings (送达情境).
struct Asked<'a> {
    delivery: &'a Delivery,
    facts: &'a Facts,
    about: &'a About,
    now: &'a Situation<'a>,
}

impl Asked<'_> {
    fn choose(&self, about: String, way: Way) -> Result<Vec<Event>, Refusal> {
        self.may_choose(&way)?;
        if self.about.reach == Reach::Ended {
            return Err(Refusal::NothingToDeliver);
        }
        self.is_not_arrived()?;
        if matches!(self.delivery.state, State::WithCourier | State::InTransit) {
            return Err(Refusal::OnItsWay);
        }
        if let Way::Post(recipient) = &way {
            if self.delivery.failures >= self.facts.attempts {
                return Err(Refusal::FailedTooOften);
            }
            is_fit(recipient)?;
        }
        let starts = self.starts(&way);
        let chosen = Event::DeliveryChosen { on: self.now.today, case: about, way };
        let starts = starts.filter(|_| self.about.reach == Reach::Decided);
        Ok(std::iter::once(chosen).chain(starts).collect())
    }

    fn begin(&self) -> Result<Vec<Event>, Refusal> {
        self.is_said_by_a_reaction()?;
        self.is_decided()?;
        match (self.delivery.state, &self.delivery.way) {
            (State::Chosen, Some(way)) => Ok(self.starts(way).into_iter().collect()),
            _ => Err(Refusal::AlreadyBegun),
        }
    }

    /// How a delivery begins once the case is decided.
    fn starts(&self, way: &Way) -> Option<Event> {
        let on = self.now.today;
        Some(match way {
            Way::Electronic => Event::ResultSentElectronically { on },
            Way::Counter | Way::Post(_) | Way::Unaddressed => Event::DeliveryStarted { on },
        })
    }

    fn pack(&self, papers: Vec<String>) -> Result<Vec<Event>, Refusal> {
        self.is_at_the_desk()?;
        self.stands()?;
        if self.delivery.state != State::ToPack {
            return Err(Refusal::NothingToPack);
        }
        if self.delivery.way == Some(Way::Unaddressed) {
            return Err(Refusal::RecipientUnfit {
                field: text("收件地址", "recipient's address")
            });
        }
        if let Some(number) = papers.iter().find(|number| !self.facts.papers.contains(number)) {
            return Err(Refusal::PaperUnknown { number: number.clone() });
        }
        if let Some(number) = self.about.documents.iter().find(|one| !papers.contains(one)) {
            return Err(Refusal::DecisionLeftOut { number: number.clone() });
        }
        Ok(vec![Event::PapersPacked { on: self.now.today, papers }])
    }

    fn lay_out(&self, manifest: String) -> Result<Vec<Event>, Refusal> {
        self.is_said_by_a_reaction()?;
        self.stands()?;
        match self.delivery.state {
            State::Packed if self.delivery.manifest.is_empty() => {
                Ok(vec![Event::ManifestWritten { on: self.now.today, manifest }])
            }
            State::Packed => Err(Refusal::AlreadyBegun),
            _ => Err(Refusal::NotPacked),
        }
    }

    fn hand_over(&self, courier: &str, tracking: &str) -> Result<Vec<Event>, Refusal> {
        self.is_the_office_or_the_courier()?;
        self.stands()?;
        match self.delivery.state {
            State::Packed => {}
            State::WithCourier | State::InTransit => return Err(Refusal::OnItsWay),
            _ => return Err(Refusal::NotPacked),
        }
        let courier = courier.trim();
        if courier.is_empty() || courier.chars().count() > LONGEST[0] {
            return Err(Refusal::WordsMissing { what: text("寄递企业", "courier") });
        }
        let tracking = tracking.trim();
        let is_of_it = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !(6..=40).contains(&tracking.len()) || !tracking.chars().all(is_of_it) {
            return Err(Refusal::TrackingUnfit);
        }
        if let Some(number) = &self.facts.taken_by {
            return Err(Refusal::TrackingTaken { number: number.clone() });
        }
        let (on, courier, tracking) = (self.now.today, courier.into(), tracking.into());
        Ok(vec![Event::ParcelHandedOver { on, courier, tracking }])
    }

    fn note(&self, tracking: &str, on: Date, news: News) -> Result<Vec<Event>, Refusal> {
        self.is_the_office_or_the_courier()?;
        self.is_not_arrived()?;
        self.is_on_its_way()?;
        if tracking.trim() != self.delivery.tracking {
            return Err(Refusal::OtherTracking);
        }
        if on > self.now.today || self.delivery.handed_over_on.is_some_and(|since| on < since) {
            return Err(Refusal::DayUnfit);
        }
        match news {
            News::InTransit { words } => Ok(vec![Event::ParcelInTransit { on, words }]),
            News::Received { signatory } => {
                Ok(vec![self.received(on, Receiver::Courier, signatory)])
            }
            News::Failed { how, reason } => {
                let failures = self.delivery.failures + 1;
                let failed = Event::ParcelFailed { on, how, reason, failures };
                let is_last = failures >= self.facts.attempts;
                let turned = Event::TurnedToCounter { on: self.now.today, failures };
                Ok(std::iter::once(failed).chain(is_last.then_some(turned)).collect())
            }
        }
    }

    fn received(&self, on: Date, said_by: Receiver, signatory: Personal) -> Event {
        let (courier, tracking) = (self.delivery.courier.clone(), self.delivery.tracking.clone());
        Event::ParcelReceived { on, said_by, signatory, courier, tracking }
    }

    fn resend(&self) -> Result<Vec<Event>, Refusal> {
        self.is_at_the_desk()?;
        self.stands()?;
        if self.delivery.is_turned {
            return Err(Refusal::FailedTooOften);
        }
        if self.delivery.state != State::Failed {
            return Err(Refusal::NotFailed);
        }
        Ok(vec![Event::ParcelRetried { on: self.now.today }])
    }

    fn confirm(&self) -> Result<Vec<Event>, Refusal> {
        if !self.is_the_applicant() {
            return Err(Refusal::NotParty);
        }
        self.is_not_arrived()?;
        self.is_on_its_way()?;
        let signatory = self.delivery.recipient().map(|recipient| recipient.name.clone());
        let signatory = signatory.unwrap_or_else(|| Personal::clear(""));
        Ok(vec![self.received(self.now.today, Receiver::Applicant, signatory)])
    }

    fn collect(
        &self,
        collector: Personal,
        identity: Identity,
        signature: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.is_at_a_counter()?;
        if self.delivery.state.has_arrived() {
            return Err(Refusal::AlreadyArrived);
        }
        self.has_not_fallen()?;
        match self.delivery.state {
            State::WithCourier | State::InTransit => return Err(Refusal::OnItsWay),
            // What was to be sent is still in the house; what came back is there again.
            State::AtCounter | State::ToPack | State::Packed | State::Failed => {}
            State::Unknown
            | State::Chosen
            | State::Received
            | State::Collected
            | State::Electronic => return Err(Refusal::NotDecided),
        }
        if !is_of(&collector, 1..=LONGEST[0]) {
            return Err(Refusal::WordsMissing {
                what: text("领取人姓名", "name of who came")
            });
        }
        if signature.trim().is_empty() {
            return Err(Refusal::WordsMissing {
                what: text("签收记录", "record of the signature"),
            });
        }
        Ok(vec![Event::ResultCollected { on: self.now.today, collector, identity, signature }])
    }

    /// The applicant; the form, where nothing is chosen yet; the office, or the hall for what is
    /// handed out there, since it sends nothing.
    fn may_choose(&self, way: &Way) -> Result<(), Refusal> {
        if self.is_the_applicant() {
            return Ok(());
        }
        if *self.now.actor == Actor::Reaction {
            return if self.follows_the_form(way) { Ok(()) } else { Err(Refusal::AlreadyBegun) };
        }
        match way {
            Way::Counter => self.is_at_a_counter(),
            Way::Electronic | Way::Post(_) | Way::Unaddressed => self.is_at_the_desk(),
        }
    }

    /// Is it what the form says, at first or once it was mended, while nothing has begun? An
    /// address that was told since says more than "by post".
    fn follows_the_form(&self, way: &Way) -> bool {
        let (state, stands) = (self.delivery.state, &self.delivery.way);
        let is_said = match stands {
            Some(Way::Post(_)) => *way == Way::Unaddressed,
            Some(stands) => stands == way,
            None => false,
        };
        state == State::Unknown || state == State::Chosen && !is_said
    }

    /// An enterprise, or a person in their own name.
    fn is_the_applicant(&self) -> bool {
        let applicant = self.about.applicant.as_str();
        self.now.actor.is_enterprise(applicant) || self.now.actor.to_string() == applicant
    }

    /// An officer of the office at a post that receives or examines.
    fn is_at_the_desk(&self) -> Result<(), Refusal> {
        if !self.now.actor.is_of_office(&self.about.office) {
            return Err(Refusal::NotParty);
        }
        let may = [Right::Accept, Right::Examine].iter().any(|right| self.now.rights.has(*right));
        if may { Ok(()) } else { Err(Refusal::PostMayNot) }
    }

    /// The office's own desk, or the one window of the hall, which hands out for every office.
    fn is_at_a_counter(&self) -> Result<(), Refusal> {
        if self.now.rights.has(Right::Receive) { Ok(()) } else { self.is_at_the_desk() }
    }

    fn is_the_office_or_the_courier(&self) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Reaction { Ok(()) } else { self.is_at_the_desk() }
    }

    fn is_said_by_a_reaction(&self) -> Result<(), Refusal> {
        if *self.now.actor == Actor::Reaction { Ok(()) } else { Err(Refusal::NotReaction) }
    }

    fn is_decided(&self) -> Result<(), Refusal> {
        match self.about.reach {
            Reach::Decided => Ok(()),
            Reach::Running => Err(Refusal::NotDecided),
            Reach::Arrived => Err(Refusal::AlreadyArrived),
            Reach::Ended => Err(Refusal::NothingToDeliver),
        }
    }

    fn is_not_arrived(&self) -> Result<(), Refusal> {
        let has_arrived = self.delivery.state.has_arrived() || self.about.reach == Reach::Arrived;
        if has_arrived { Err(Refusal::AlreadyArrived) } else { Ok(()) }
    }

    /// There is still something to send: what was revoked or ended on its way goes no further, and
    /// what the courier has is only told as it comes.
    fn stands(&self) -> Result<(), Refusal> {
        self.is_not_arrived()?;
        self.has_not_fallen()
    }

    fn has_not_fallen(&self) -> Result<(), Refusal> {
        match self.about.reach {
            Reach::Ended => Err(Refusal::NothingToDeliver),
            Reach::Running | Reach::Decided | Reach::Arrived => Ok(()),
        }
    }

    fn is_on_its_way(&self) -> Result<(), Refusal> {
        match self.delivery.state {
            State::WithCourier | State::InTransit => Ok(()),
            _ => Err(Refusal::NotOnItsWay),
        }
    }
}

/// Is everything there that a courier needs?
fn is_fit(recipient: &Recipient) -> Result<(), Refusal> {
    let unfit = |zh, en| Refusal::RecipientUnfit { field: text(zh, en) };
    if !is_of(&recipient.name, 1..=LONGEST[0]) {
        return Err(unfit("收件人", "recipient"));
    }
    let is_digits = |phone: &str| {
        let count = phone.chars().filter(char::is_ascii_digit).count();
        let is_of_it = |c: char| c.is_ascii_digit() || "+- ()".contains(c);
        (7..=15).contains(&count) && phone.len() <= 24 && phone.chars().all(is_of_it)
    };
    if !matches!(&recipient.phone, Personal::Personal(phone) if is_digits(phone.trim())) {
        return Err(unfit("联系电话", "phone"));
    }
    if !is_of(&recipient.address, 5..=LONGEST[1]) {
        return Err(unfit("详细地址", "address"));
    }
    Ok(())
}

/// Has a field so many characters, all of them on one line?
fn is_of(field: &Personal, length: std::ops::RangeInclusive<usize>) -> bool {
    let Personal::Personal(words) = field else { return false };
    length.contains(&words.trim().chars().count()) && !words.contains(char::is_control)
}

#[cfg(test)]
mod tests;
