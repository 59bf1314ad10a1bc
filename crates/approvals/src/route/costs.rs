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

/// The sum of what each bears, in the order of [`TimeOf::ALL`]; nothing is said of a sum of which a
/// part is not known, and who bears nothing is left out.
pub fn sums(costs: &[Cost]) -> Vec<(TimeOf, Option<i64>)> {
    let own = |of: TimeOf| costs.iter().filter(move |cost| cost.borne_by == of);
    let bears = TimeOf::ALL.into_iter().filter(|of| own(*of).next().is_some());
    bears.map(|of| (of, sum(own(of)))).collect()
}

/// The sum of all of them, where every one is known.
pub fn sum<'a>(costs: impl IntoIterator<Item = &'a Cost>) -> Option<i64> {
    costs.into_iter().try_fold(0_i64, |all, cost| all.checked_add(cost.fen?))
}

#[cfg(test)]
mod tests {
    use kernel::text::text;

    use super::*;

    #[test]
    fn a_sum_is_told_where_every_part_of_it_is_known() {
        let cost = |borne_by: TimeOf, fen: Option<i64>| Cost {
            id: "line".into(),
            name: text("外线工程投资", "Investment in the line"),
            borne_by,
            fen,
            is_default: false,
        };
        let (own, grid) = (TimeOf::Applicant, TimeOf::Utility);
        let all = [cost(own, Some(30_000)), cost(grid, None), cost(own, Some(12_000))];
        assert_eq!(sums(&all), [(grid, None), (own, Some(42_000))]);
        assert_eq!((sum(&all), sum(&all[..1]), sum(&all[..0])), (None, Some(30_000), Some(0)));
        assert_eq!(sums(&[]), []);
        assert_eq!(sum(&[cost(own, Some(i64::MAX)), cost(own, Some(1))]), None);
    }
}
