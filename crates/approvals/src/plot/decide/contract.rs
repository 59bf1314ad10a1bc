//! What becomes of a contract after the sale (合同后续规则): a company of the winner takes it over, or it
//! is rescinded and the plot is free.

use kernel::code::CreditCode;

use super::super::{Event, Refusal, State};
use super::{Asked, is_told, missing};

impl Asked<'_> {
    /// Once permits opened in the winner's name, each of them is changed by law instead.
    pub(super) fn take_over(&self, company: &str, consent: String) -> Result<Vec<Event>, Refusal> {
        self.sells()?;
        self.stands_at(&[State::Sold])?;
        if self.plot.project.is_some() {
            return Err(Refusal::ProjectLinkedBefore);
        }
        let unfit = ("项目公司的统一社会信用代码", "the company's credit code");
        let company = CreditCode::parse(company).map_err(|_| missing(unfit))?.to_string();
        let sale = self.plot.sale.as_ref().ok_or(Refusal::SchemeMissing)?;
        if sale.winner == company {
            return Err(missing(unfit));
        }
        is_told(&consent, ("同意承接的文号", "number of the consent"))?;
        let (winner, contract) = (sale.winner.clone(), sale.contract.clone());
        let on = self.now.today;
        Ok(vec![Event::ContractTakenOver { on, winner, company, contract, consent }])
    }

    /// What followed is named: nothing of it stands without the contract.
    pub(super) fn rescind(&self, paper: String, reasons: String) -> Result<Vec<Event>, Refusal> {
        self.sells()?;
        self.stands_at(&[State::Sold])?;
        is_told(&paper, ("解除协议或者决定的编号", "number of what rescinds it"))?;
        is_told(&reasons, ("解除理由", "the reasons"))?;
        let sale = self.plot.sale.as_ref().ok_or(Refusal::SchemeMissing)?;
        let ends = self.facts.undecided.iter().chain(&self.facts.granted).cloned().collect();
        let (on, contract) = (self.now.today, sale.contract.clone());
        Ok(vec![Event::ContractRescinded { on, contract, paper, reasons, ends }])
    }
}
