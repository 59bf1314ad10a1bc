//! What has to be paid on the way (费用承担): what for, by whom, and how much where the zone has told.
//!
//! Never: an amount that nobody told. Where the route has none, or the answers do not suffice for
//! it, nothing is said of the sum.

use catalogue::form::{Answers, Form};
use catalogue::{Route, TimeOf};
use jiff::civil::Date;
use kernel::text::Text;

use super::Refusal;

/// Something that has to be paid (费用).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// A word of the route's own.
    pub id: String,
    /// What it is for.
    pub name: Text,
    /// Who bears it.
    pub borne_by: TimeOf,
    /// How much it comes to, in fen, where that is known.
    pub fen: Option<i64>,
    /// Is who bears it, or how much it comes to, a default that the zone has to confirm?
    pub is_default: bool,
}

/// What has to be paid by these answers, in the route's order.
pub(super) fn of(
    route: &Route,
    form: &Form,
    (answers, on): (&Answers, Date),
) -> Result<Vec<Cost>, Refusal> {
    let (verdict, amount) = (form.verdict(answers, on), form.amount(answers, on));
    let mut costs = Vec::with_capacity(route.costs.len());
    for cost in &route.costs {
        let holds = cost.when.as_deref().map_or(Some(true), &verdict);
        let Some(holds) = holds else { return Err(Refusal::Undecided { step: cost.id.clone() }) };
        if holds {
            costs.push(Cost {
                id: cost.id.clone(),
                name: cost.name(),
                borne_by: cost.borne_by,
                fen: cost.amount.as_deref().and_then(&amount),
                is_default: !cost.unverified.is_empty(),
            });
        }
    }
    Ok(costs)
}
