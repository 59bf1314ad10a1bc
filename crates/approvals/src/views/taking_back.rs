//! Papers that still stand although what they tell does not (应收回文书).

use store::{Fault, Row, RowExt, Views};

/// A paper that is to be taken back (应收回的文书).
#[derive(Clone, Debug)]
pub struct ToTakeBack {
    /// Its subject.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// Why it no longer stands.
    pub why: Why,
}

/// Why a paper no longer stands (收回原因).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A decision revokes its permit.
    Revoked {
        /// That decision's number.
        by: String,
    },
    /// The land contract is gone, and the permit with it.
    ContractGone,
    /// What the simulated opinion rested on is gone.
    SimulationVoid,
    /// A formal case has opened out of the simulated one.
    SimulationFormal,
}

impl Why {
    /// In words, as the ledger keeps them.
    pub fn words(&self) -> String {
        match self {
            Why::Revoked { by } => format!("许可已被《撤销行政许可决定书》{by}撤销"),
            Why::ContractGone => "土地出让合同已解除，许可注销".into(),
            Why::SimulationVoid => "模拟审批已作废".into(),
            Why::SimulationFormal => "已转为正式办理，以正式办件的决定为准".into(),
        }
    }
}

/// The papers that are to be taken back, some of them at a time.
pub fn to_be_taken_back(views: &mut Views) -> Result<Vec<ToTakeBack>, Fault> {
    let sql = "SELECT p.subject, p.number, 'revoked', c.revoked_by FROM approvals_commitment c
         JOIN approvals_paper p ON p.zone = c.zone AND p.case_subject = c.subject
         WHERE c.zone = ?1 AND c.standing = 'revoked' AND p.kind = 'grant'
         AND p.state IN ('issued', 'sealed')
         UNION ALL SELECT p.subject, p.number, c.state, '' FROM approvals_paper p
         JOIN approvals_case c ON p.zone = c.zone AND p.case_subject = c.subject
         WHERE p.zone = ?1 AND c.state = 'cancelled' AND p.kind = 'grant'
         AND p.state IN ('issued', 'sealed')
         UNION ALL SELECT p.subject, p.number, s.state, '' FROM approvals_paper p
         JOIN approvals_simulation s ON p.zone = s.zone AND p.case_subject = s.subject
         WHERE p.zone = ?1 AND p.state = 'issued' AND p.kind = 'simulated'
         AND s.state IN ('void', 'converted') LIMIT 500";
    let text = |row: &Row, at| row.text(at).unwrap_or_default().to_owned();
    let one = |row: &Row| ToTakeBack {
        subject: text(row, 0),
        number: text(row, 1),
        why: match text(row, 2).as_str() {
            "void" => Why::SimulationVoid,
            "converted" => Why::SimulationFormal,
            "cancelled" => Why::ContractGone,
            _ => Why::Revoked { by: text(row, 3) },
        },
    };
    Ok(views.query(sql, &[])?.iter().map(one).collect())
}
