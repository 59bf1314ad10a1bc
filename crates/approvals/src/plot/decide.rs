//! The rules of a plot that is offered with its scheme (地块规则): one function per command, refusals
//! first; what follows for the winner's permits stands in `follow`.

mod contract;
mod follow;
mod opinion;

use catalogue::form::{Answers, Form, Unfit};
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::code::CreditCode;
use kernel::right::Right;
use kernel::text::{Text, text};

use super::{CONDITIONS, Command, Event, Facts, Paper, Plot, Refusal, Scheme, State};
use crate::Situation;
use crate::case::conversion::says_a_simulated_number;
use crate::project::assumption::{Key, Values};

/// What the numbers of reviewed schemes begin with.
const REVIEWED: &str = "规案审";

/// Answers a command about the plot with this subject.
pub(crate) fn decide(
    plot: &Plot,
    command: Command,
    (facts, subject): (&Facts, &str),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    // A simulated opinion has no legal effect: no office rests anything about a plot on one.
    let is_the_offices = matches!(now.actor, Actor::Officer { .. });
    let cites = is_the_offices && says_a_simulated_number(&command);
    let events = answered(plot, command, (facts, subject), now)?;
    if cites { Err(Refusal::SimulatedCited) } else { Ok(events) }
}

fn answered(
    plot: &Plot,
    command: Command,
    (facts, subject): (&Facts, &str),
    now: &Situation,
) -> Result<Vec<Event>, Refusal> {
    let ask = Asked { plot, facts, now };
    match command {
        Command::List { terms, place, land_use, asked_by } => {
            ask.list(subject, terms, (place, land_use), asked_by)
        }
        _ if plot.state == State::Unknown => Err(Refusal::PlotUnknown),
        Command::LayOut { words, answers } => ask.lay_out(words, &answers),
        Command::Opinion(act) => ask.opinion(act),
        Command::Review { words } => ask.review(words),
        Command::SendBack { reasons } => ask.send_back(reasons),
        Command::Offer { notice, bids_until } => ask.offer(notice, bids_until),
        Command::FailAuction { words } => ask.fail_auction(words),
        Command::Withdraw { reasons } => ask.withdraw(reasons),
        Command::Sell { winner, contract, contracted_on, terms, project } => {
            ask.sell(&winner, (contract, contracted_on), &terms, project)
        }
        Command::LinkProject { project } => ask.link(project),
        Command::DeclareChange { reasons, answers } => ask.declare_change(reasons, answers),
        Command::ConsentToTakeOver { company, consent } => ask.take_over(&company, consent),
        Command::Rescind { paper, reasons } => ask.rescind(paper, reasons),
    }
}

/// A command's surroundings (办理情境).
struct Asked<'a> {
    plot: &'a Plot,
    facts: &'a Facts,
    now: &'a Situation<'a>,
}

impl Asked<'_> {
    fn list(
        &self,
        subject: &str,
        terms: Values,
        (place, land_use): (String, String),
        asked_by: String,
    ) -> Result<Vec<Event>, Refusal> {
        if self.plot.state != State::Unknown {
            return Err(Refusal::PlotListedBefore);
        }
        let first = self.facts.covered.first().ok_or(Refusal::NoPermitFollows)?;
        let office = first.matter.lead_office.clone();
        self.is_of(&office, &[Right::Examine, Right::Decide])?;
        is_told(&place, ("坐落", "where it lies"))?;
        is_told(&land_use, ("土地用途", "use of the land"))?;
        are_terms(&terms)?;
        if !asked_by.is_empty() && CreditCode::parse(&asked_by).is_err() {
            return Err(missing(("委托企业的统一社会信用代码", "credit code of who asks")));
        }
        let on = self.now.today;
        Ok(vec![Event::PlotListed {
            on,
            plot: subject.into(),
            number: format!("{}-L{:05}", on.year(), self.facts.numbers.next(on)),
            land_office: self.facts.land_office.clone().unwrap_or_else(|| office.clone()),
            office,
            place,
            land_use,
            terms,
            asked_by,
        }])
    }

    fn lay_out(&self, words: String, answers: &Answers) -> Result<Vec<Event>, Refusal> {
        if !self.is_asker() {
            self.is_of(&self.plot.office, &[Right::Accept, Right::Examine])?;
        }
        self.stands_at(&[State::InReview])?;
        is_told(&words, ("方案说明", "the scheme in words"))?;
        let answers = self.fit(answers)?;
        let (papers, absent) = self.papers();
        if !absent.is_empty() {
            return Err(Refusal::SchemePapersMissing { missing: absent });
        }
        let version = self.plot.versions + 1;
        let (on, reopens) = (self.now.today, self.reopens());
        Ok(vec![Event::SchemeLaidOut { on, version, words, answers, papers, reopens }])
    }

    fn review(&self, words: String) -> Result<Vec<Event>, Refusal> {
        self.is_of(&self.plot.office, &[Right::Decide])?;
        self.stands_at(&[State::InReview, State::Sold])?;
        let scheme = self.plot.pending.as_ref().ok_or(Refusal::SchemeMissing)?;
        is_told(&words, ("审查意见", "the opinion"))?;
        self.has_no_open_question()?;
        let on = self.now.today;
        let serial = self.facts.schemes.next(on);
        let number = format!("{REVIEWED}〔{}〕{serial:05}号", on.year());
        let (takes, opens) = self.after_change(scheme, &number);
        Ok(vec![Event::SchemeReviewed { on, version: scheme.version, number, words, takes, opens }])
    }

    fn send_back(&self, reasons: String) -> Result<Vec<Event>, Refusal> {
        self.is_of(&self.plot.office, &[Right::Decide])?;
        self.stands_at(&[State::InReview, State::Sold])?;
        let scheme = self.plot.pending.as_ref().ok_or(Refusal::SchemeMissing)?;
        is_told(&reasons, ("退回理由", "the reasons"))?;
        Ok(vec![Event::SchemeSentBack {
            on: self.now.today,
            version: scheme.version,
            reasons,
            releases: self.waiting(scheme),
        }])
    }

    fn offer(&self, notice: String, bids_until: Date) -> Result<Vec<Event>, Refusal> {
        self.sells()?;
        self.stands_at(&[State::Reviewed, State::Unsold])?;
        is_told(&notice, ("出让公告编号", "number of the announcement"))?;
        if bids_until <= self.now.today {
            return Err(Refusal::PlotDayUnfit);
        }
        Ok(vec![Event::PlotOffered { on: self.now.today, notice, bids_until }])
    }

    fn fail_auction(&self, words: String) -> Result<Vec<Event>, Refusal> {
        self.sells()?;
        self.stands_at(&[State::Offered])?;
        is_told(&words, ("流拍情况", "what happened"))?;
        Ok(vec![Event::AuctionFailed { on: self.now.today, words }])
    }

    fn withdraw(&self, reasons: String) -> Result<Vec<Event>, Refusal> {
        self.sells()?;
        let before_sale = [State::InReview, State::Reviewed, State::Offered, State::Unsold];
        self.stands_at(&before_sale)?;
        is_told(&reasons, ("停止出让的理由", "the reasons"))?;
        Ok(vec![Event::PlotWithdrawn { on: self.now.today, reasons }])
    }

    fn sell(
        &self,
        winner: &str,
        (contract, contracted_on): (String, Date),
        terms: &Values,
        project: Option<String>,
    ) -> Result<Vec<Event>, Refusal> {
        self.sells()?;
        self.stands_at(&[State::Offered])?;
        let unfit = ("竞得人的统一社会信用代码", "the winner's credit code");
        let winner = CreditCode::parse(winner).map_err(|_| missing(unfit))?.to_string();
        is_told(&contract, ("出让合同编号", "number of the contract"))?;
        if contracted_on > self.now.today {
            return Err(Refusal::PlotDayUnfit);
        }
        // Who wins is known when bids end, at an hour of that day.
        let until = self.plot.offer.as_ref().map(|(_, until)| *until);
        if let Some(until) = until.filter(|until| contracted_on < *until) {
            return Err(Refusal::BidsRunning { until });
        }
        let announced = self.plot.terms.iter();
        let differs = |(key, value): &(&Key, &String)| {
            terms.get(key).is_none_or(|told| key.spelled(told) != key.spelled(value))
        };
        let of: Vec<Text> = announced.filter(differs).map(|(key, _)| key.text()).collect();
        if !of.is_empty() {
            return Err(Refusal::TermsDiffer { of });
        }
        let on = self.now.today;
        let sold = Event::PlotSold { on, winner, contract, contracted_on };
        let Some(project) = project else { return Ok(vec![sold]) };
        let mut after = self.plot.clone();
        after.apply(&sold);
        let linked = Asked { plot: &after, ..*self }.link(project)?;
        Ok(std::iter::once(sold).chain(linked).collect())
    }

    fn link(&self, project: String) -> Result<Vec<Event>, Refusal> {
        if !self.is_winner() {
            self.sells()?;
        }
        self.stands_at(&[State::Sold])?;
        if self.plot.project.is_some() {
            return Err(Refusal::ProjectLinkedBefore);
        }
        if self.plot.is_changing() {
            return Err(Refusal::ChangeUnderReview);
        }
        let known = self.facts.project.as_ref().ok_or(Refusal::LinkedProjectUnknown)?;
        let winner = self.plot.sale.as_ref().map(|sale| sale.winner.as_str());
        if winner != Some(known.credit_code.as_str()) {
            return Err(Refusal::ProjectNotWinners);
        }
        if known.is_closed {
            return Err(Refusal::LinkedProjectClosed);
        }
        let needs = self.facts.covered.iter().any(|known| known.matter.needs_filed_project);
        if needs && !(known.has_code && known.is_filed) {
            return Err(Refusal::LinkedProjectUnfiled);
        }
        let opens = self.all_permits(&project);
        Ok(vec![Event::PlotProjectLinked { on: self.now.today, project, opens }])
    }

    fn declare_change(&self, reasons: String, told: Answers) -> Result<Vec<Event>, Refusal> {
        if !self.is_winner() {
            return Err(Refusal::NotForYou);
        }
        self.stands_at(&[State::Sold])?;
        if self.plot.is_changing() {
            return Err(Refusal::ChangeUnderReview);
        }
        is_told(&reasons, ("变更内容和理由", "what changes and why"))?;
        let before = self.plot.scheme.as_ref().ok_or(Refusal::SchemeMissing)?;
        let mut answers = before.answers.clone();
        answers.extend(told.into_iter().filter(|(_, value)| !value.trim().is_empty()));
        let answers = self.fit(&answers)?;
        let (papers, _) = self.papers();
        let version = self.plot.versions + 1;
        let after = Scheme { version, words: reasons.clone(), answers, papers };
        let changed = changed(before, &after);
        if changed.is_empty() && before.answers == after.answers {
            return Err(Refusal::NothingChanges);
        }
        let holds = self.waiting(&after);
        let Scheme { answers, papers, .. } = after;
        let (on, reopens) = (self.now.today, self.reopens());
        Ok(vec![Event::ChangeDeclared {
            on,
            version,
            reasons,
            answers,
            papers,
            changed,
            holds,
            reopens,
        }])
    }

    /// The papers of the scheme that are here, and the names of those that are not.
    fn papers(&self) -> (Vec<Paper>, Vec<Text>) {
        let (mut papers, mut absent) = (Vec::new(), Vec::new());
        for (material, name) in self.scheme_materials() {
            match self.facts.papers.iter().find(|paper| paper.material == material) {
                Some(paper) => papers.push(paper.clone()),
                None => absent.push(name),
            }
        }
        (papers, absent)
    }

    /// The materials that are the scheme, each once.
    fn scheme_materials(&self) -> Vec<(String, Text)> {
        let mut all: Vec<(String, Text)> = Vec::new();
        for known in &self.facts.covered {
            let ids = known.matter.with_scheme.iter().flat_map(|with| &with.scheme);
            for material in ids.filter_map(|id| known.matter.material(id)) {
                if !all.iter().any(|(id, _)| *id == material.id) {
                    all.push((material.id.clone(), material.name()));
                }
            }
        }
        all
    }

    /// The scheme's own figures, where they and what the plot says fill the forms of what follows.
    fn fit(&self, answers: &Answers) -> Result<Answers, Refusal> {
        let form = Form::of(self.facts.covered.iter().map(|known| &known.matter));
        let whole = self.with_the_plots(answers);
        match form.unfit(&whole, self.now.today) {
            None => Ok(answers.clone()),
            Some(Unfit::Missing(what)) => Err(Refusal::TellMissing { what }),
            Some(Unfit::Wrong(sentence, _)) => Err(Refusal::TellMissing { what: sentence }),
        }
    }

    /// The figures with what the plot itself says of number, area and use.
    fn with_the_plots(&self, answers: &Answers) -> Answers {
        let plot = self.plot;
        let area = plot.terms.get(&Key::PlotArea).map(|area| Key::PlotArea.spelled(area));
        let known = [
            ("plot_number", Some(plot.plot_number().to_owned())),
            ("land_area", area),
            ("land_use", Some(plot.land_use.clone())),
        ];
        let asked: Vec<&str> = (self.facts.covered.iter())
            .flat_map(|known| known.matter.fields.iter().map(|field| field.id.as_str()))
            .collect();
        let mut whole = answers.clone();
        let own = known.into_iter().filter(|(id, _)| asked.contains(id));
        whole.extend(own.filter_map(|(id, value)| Some((id.to_owned(), value?))));
        whole
    }

    fn is_asker(&self) -> bool {
        let asker = &self.plot.asked_by;
        !asker.is_empty() && self.now.actor.is_enterprise(asker)
    }

    fn is_winner(&self) -> bool {
        let sale = self.plot.sale.as_ref();
        sale.is_some_and(|sale| self.now.actor.is_enterprise(&sale.winner))
    }

    fn sells(&self) -> Result<(), Refusal> {
        self.is_of(&self.plot.land_office, &[Right::Decide])
    }

    fn is_of(&self, office: &str, wanted: &[Right]) -> Result<(), Refusal> {
        match self.now.actor {
            Actor::Officer { .. } if !self.now.actor.is_of_office(office) => {
                Err(Refusal::NotForYou)
            }
            Actor::Officer { .. } if wanted.iter().any(|one| self.now.rights.has(*one)) => Ok(()),
            Actor::Officer { .. } => Err(Refusal::PlotRightMissing),
            Actor::Enterprise { .. }
            | Actor::Person { .. }
            | Actor::Assistant { .. }
            | Actor::Visitor
            | Actor::Administrator { .. }
            | Actor::Clock
            | Actor::Reaction
            | Actor::Automatic { .. }
            | Actor::Zone { .. } => Err(Refusal::NotForYou),
        }
    }

    fn stands_at(&self, states: &[State]) -> Result<(), Refusal> {
        let state = self.plot.state;
        let refused = Refusal::PlotStateUnfit { state: state.text() };
        if states.contains(&state) { Ok(()) } else { Err(refused) }
    }
}

/// The materials whose paper is another one.
fn changed(before: &Scheme, after: &Scheme) -> Vec<String> {
    let is_new = |paper: &&Paper| !before.papers.contains(paper);
    after.papers.iter().filter(is_new).map(|paper| paper.material.clone()).collect()
}

/// Number, area and at least one planning condition, each of which can be that.
fn are_terms(terms: &Values) -> Result<(), Refusal> {
    for key in [Key::PlotNumber, Key::PlotArea] {
        if !terms.contains_key(&key) {
            return Err(Refusal::TellMissing { what: key.text() });
        }
    }
    let known = |key: &Key| [Key::PlotNumber, Key::PlotArea].contains(key);
    for (key, value) in terms {
        if !key.is_fit(value) || !(known(key) || CONDITIONS.contains(key)) {
            return Err(Refusal::TellMissing { what: key.text() });
        }
    }
    let has_one = terms.keys().any(|key| CONDITIONS.contains(key));
    if has_one { Ok(()) } else { Err(missing(("规划条件", "planning conditions"))) }
}

fn is_told(words: &str, what: (&str, &str)) -> Result<(), Refusal> {
    if words.trim().is_empty() { Err(missing(what)) } else { Ok(()) }
}

fn missing((zh, en): (&str, &str)) -> Refusal {
    Refusal::TellMissing { what: text(zh, en) }
}

#[cfg(test)]
mod tests;
