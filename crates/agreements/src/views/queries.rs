//! What pages, programs and the clock ask of agreements (查询).

use jiff::civil::Date;
use kernel::agreement::{Act, Agreement, Party, Standing};
use store::{Fault, Row, RowExt, Value, Views};

use super::projection::folded;

/// Rows of a list that stand on one page.
pub const PAGE: usize = 50;

/// An agreement as lists show it.
#[derive(Clone, Debug)]
pub struct AgreementRow {
    /// The subject.
    pub subject: String,
    /// The number.
    pub number: String,
    /// The agreement as its facts leave it.
    pub agreement: Agreement,
}

/// An obligation as lists show it.
#[derive(Clone, Debug)]
pub struct ObligationRow {
    /// The last day.
    pub due: Option<Date>,
    /// The agreement's number.
    pub number: String,
    /// What the agreement is called.
    pub title: String,
    /// The kind of the agreement.
    pub kind: String,
    /// How the obligation stands.
    pub standing: Standing,
}

/// Where the page before ended (翻页位置): the last row's due date, number and obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The due date.
    pub day: String,
    /// The agreement's number.
    pub number: String,
    /// The obligation within it.
    pub obligation: String,
}

impl After {
    /// The position after a row.
    pub fn row(row: &ObligationRow) -> After {
        let day = row.due.map(|day| day.to_string()).unwrap_or_default();
        After { day, number: row.number.clone(), obligation: row.standing.obligation.id.clone() }
    }

    /// The position after a full page; nothing where nothing follows.
    pub fn page(rows: &[ObligationRow]) -> Option<After> {
        rows.get(PAGE - 1).map(After::row)
    }

    /// Reads what an address carries; nothing where it carries something else.
    pub fn read(text: &str) -> Option<After> {
        let (day, rest) = text.split_once('/')?;
        let (number, obligation) = rest.split_once('/')?;
        Some(After { day: day.into(), number: number.into(), obligation: obligation.into() })
    }

    fn values(after: Option<&After>) -> [Value; 3] {
        let text = |of: fn(&After) -> &str| Value::from(after.map_or("", of));
        [text(|after| &after.day), text(|after| &after.number), text(|after| &after.obligation)]
    }
}

impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.day, self.number, self.obligation)
    }
}

/// What the clock has to say about an agreement (协议到期事项).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timer {
    /// An obligation is due soon.
    DueSoon(String),
    /// The due date of an obligation passed.
    Passed(String),
}

impl Timer {
    /// The command that puts it to the agreement.
    pub fn command(self) -> Act {
        match self {
            Timer::DueSoon(obligation) => Act::Remind { obligation },
            Timer::Passed(obligation) => Act::NoteBreach { obligation },
        }
    }

    /// A word for it that no other timer of the agreement has.
    pub fn word(&self) -> String {
        match self {
            Timer::DueSoon(obligation) => format!("due-soon-{obligation}"),
            Timer::Passed(obligation) => format!("passed-{obligation}"),
        }
    }
}

const AGREEMENTS: &str = "SELECT a.subject, a.number, a.folded FROM agreements_agreement a";
const OBLIGATIONS: &str = "SELECT o.obligation, a.folded, o.owed_by FROM agreements_obligation o
    JOIN agreements_agreement a ON a.zone = o.zone AND a.subject = o.subject WHERE o.zone = ?1";

/// An agreement by its number.
pub fn agreement_by_number(views: &mut Views, number: &str) -> Result<Option<AgreementRow>, Fault> {
    let sql = format!("{AGREEMENTS} WHERE a.zone = ?1 AND a.number = ?2");
    views.query(&sql, &[number.into()])?.first().map(agreement_row).transpose()
}

/// An agreement by its subject.
pub fn agreement_by_subject(
    views: &mut Views,
    subject: &str,
) -> Result<Option<AgreementRow>, Fault> {
    let sql = format!("{AGREEMENTS} WHERE a.zone = ?1 AND a.subject = ?2");
    views.query(&sql, &[subject.into()])?.first().map(agreement_row).transpose()
}

/// What is about a subject, the newest first.
pub fn agreements_about(views: &mut Views, subject: &str) -> Result<Vec<AgreementRow>, Fault> {
    named(views, "about", subject)
}

/// What names a plot by its number, the newest first.
pub fn agreements_on_plot(views: &mut Views, plot: &str) -> Result<Vec<AgreementRow>, Fault> {
    named(views, "plot", plot)
}

fn named(views: &mut Views, column: &str, word: &str) -> Result<Vec<AgreementRow>, Fault> {
    let sql = format!(
        "{AGREEMENTS} WHERE a.zone = ?1 AND a.{column} = ?2 ORDER BY a.number DESC LIMIT {PAGE}"
    );
    views.query(&sql, &[word.into()])?.iter().map(agreement_row).collect()
}

/// Does the agreement concern this party?
pub fn is_concerned(views: &mut Views, party: &Party, number: &str) -> Result<bool, Fault> {
    let key = [party.to_string().into(), number.into()];
    Ok(views.get(&super::CONCERNED, &key)?.is_some())
}

/// What concerns a party, the newest first, before a number where a page goes on.
pub fn agreements_of(
    views: &mut Views,
    party: &Party,
    before: Option<&str>,
) -> Result<Vec<AgreementRow>, Fault> {
    let sql = format!(
        "{AGREEMENTS} JOIN agreements_concerned c ON c.zone = a.zone AND c.number = a.number
         WHERE a.zone = ?1 AND c.party = ?2 AND c.number < ?3
         ORDER BY c.number DESC LIMIT {PAGE}"
    );
    let values = [party.to_string().into(), before.unwrap_or(LAST).into()];
    views.query(&sql, &values)?.iter().map(agreement_row).collect()
}

/// All of the zone, the newest first, before a number where a page goes on.
pub fn agreements(views: &mut Views, before: Option<&str>) -> Result<Vec<AgreementRow>, Fault> {
    let sql = format!(
        "{AGREEMENTS} WHERE a.zone = ?1 AND a.number < ?2 ORDER BY a.number DESC LIMIT {PAGE}"
    );
    views.query(&sql, &[before.unwrap_or(LAST).into()])?.iter().map(agreement_row).collect()
}

/// What a party owes, by due date, after a row where a page goes on.
pub fn owed_by(
    views: &mut Views,
    party: &Party,
    after: Option<&After>,
) -> Result<Vec<ObligationRow>, Fault> {
    let sql = format!(
        "{OBLIGATIONS} AND o.owner = ?5 AND o.owed_by IS NOT NULL
         AND (o.owed_by, o.number, o.obligation) > (?2, ?3, ?4)
         ORDER BY o.owed_by, o.number, o.obligation LIMIT {PAGE}"
    );
    let [day, number, obligation] = After::values(after);
    obligations(views, &sql, &[day, number, obligation, party.to_string().into()])
}

/// What waits for a party's attestation, by due date, after a row where a page goes on.
pub fn to_attest(
    views: &mut Views,
    party: &Party,
    after: Option<&After>,
) -> Result<Vec<ObligationRow>, Fault> {
    let sql = format!(
        "{OBLIGATIONS} AND o.attester = ?5 AND o.attest_by IS NOT NULL
         AND (o.attest_by, o.number, o.obligation) > (?2, ?3, ?4)
         ORDER BY o.attest_by, o.number, o.obligation LIMIT {PAGE}"
    );
    let [day, number, obligation] = After::values(after);
    obligations(views, &sql, &[day, number, obligation, party.to_string().into()])
}

/// What is late in the zone, the longest first, after a row where a page goes on.
pub fn late(views: &mut Views, after: Option<&After>) -> Result<Vec<ObligationRow>, Fault> {
    let sql = format!(
        "{OBLIGATIONS} AND o.late_since IS NOT NULL
         AND (o.late_since, o.number, o.obligation) > (?2, ?3, ?4)
         ORDER BY o.late_since, o.number, o.obligation LIMIT {PAGE}"
    );
    obligations(views, &sql, &After::values(after))
}

/// The obligations about which the clock has something to say, some of them at a time.
pub fn timers(views: &mut Views, today: Date) -> Result<Vec<(String, Timer)>, Fault> {
    let sql = "SELECT subject, obligation FROM agreements_obligation
               WHERE zone = ?1 AND wakes_on IS NOT NULL AND wakes_on <= ?2
               ORDER BY wakes_on, subject, obligation LIMIT 1000";
    let rows = views.query(sql, &[Value::from(today)])?;
    // Which of the two it is, the rule knows; asking both is harmless.
    let of = |row: &Row| {
        let text = |at| row.text(at).unwrap_or_default().to_owned();
        [Timer::DueSoon(text(1)), Timer::Passed(text(1))].map(|timer| (text(0), timer))
    };
    Ok(rows.iter().flat_map(of).collect())
}

/// Sorts after every number.
const LAST: &str = "9999-Z";

fn agreement_row(row: &Row) -> Result<AgreementRow, Fault> {
    let text = |at| row.text(at).unwrap_or_default();
    Ok(AgreementRow {
        subject: text(0).into(),
        number: text(1).into(),
        agreement: folded(text(2))?,
    })
}

fn obligations(
    views: &mut Views,
    sql: &str,
    values: &[Value],
) -> Result<Vec<ObligationRow>, Fault> {
    let mut found = Vec::new();
    for row in views.query(sql, values)? {
        let agreement = folded(row.text(1).unwrap_or_default())?;
        let standing = agreement.standing(row.text(0).unwrap_or_default()).cloned();
        found.extend(standing.map(|standing| ObligationRow {
            due: row.text(2).and_then(|day| day.parse().ok()),
            number: agreement.number.clone().unwrap_or_default(),
            title: agreement.title.clone(),
            kind: agreement.kind.clone(),
            standing,
        }));
    }
    Ok(found)
}
