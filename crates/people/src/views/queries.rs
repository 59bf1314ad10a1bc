//! What pages and sign-in ask of people (查询).

use jiff::civil::Date;
use store::{Fault, Row, RowExt, Value, Views};

use crate::Capacity;

/// Rows of a list that stand on one page.
pub const PAGE: usize = 50;

/// An account as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// The subject.
    pub subject: String,
    /// The name to sign in with.
    pub name: String,
    /// Why it is disabled, where it is.
    pub disabled_because: Option<String>,
}

/// Who has a capacity, or had it until its last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The account's subject.
    pub account: String,
    /// The account's name.
    pub name: String,
    /// Is the account disabled?
    pub is_disabled: bool,
    /// The capacity, with its last day.
    pub capacity: Capacity,
}

/// An enterprise as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnterpriseRow {
    /// The unified social credit code.
    pub credit_code: String,
    /// The name.
    pub name: String,
    /// Since when it is attested.
    pub attested_on: Option<Date>,
    /// Who attested it: an actor's word.
    pub attested_by: Option<String>,
    /// What that officer saw.
    pub evidence: Option<String>,
}

const ACCOUNT_COLUMNS: &str = "subject, name, is_disabled, reason";
const ENTERPRISE_COLUMNS: &str = "credit_code, name, attested_on, attested_by, evidence";
const HOLDING: &str = "SELECT c.account, a.name, a.is_disabled, c.kind, c.place, c.until
    FROM people_capacity c JOIN people_account a ON a.zone = c.zone AND a.subject = c.account
    WHERE c.zone = ?1 AND c.is_held = 1";

/// Is there any account at all?
pub fn has_people(views: &mut Views) -> Result<bool, Fault> {
    let sql = "SELECT subject FROM people_account WHERE zone = ?1 LIMIT 1";
    Ok(!views.query(sql, &[])?.is_empty())
}

/// An account by its subject.
pub fn account(views: &mut Views, subject: &str) -> Result<Option<AccountRow>, Fault> {
    let sql =
        format!("SELECT {ACCOUNT_COLUMNS} FROM people_account WHERE zone = ?1 AND subject = ?2");
    Ok(views.query(&sql, &[subject.into()])?.first().map(account_row))
}

/// An account by the name to sign in with.
pub fn account_by_name(views: &mut Views, name: &str) -> Result<Option<AccountRow>, Fault> {
    let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM people_account WHERE zone = ?1 AND name = ?2");
    Ok(views.query(&sql, &[name.into()])?.first().map(account_row))
}

/// Accounts in the order of their names, after `after` where a page goes on: [`PAGE`] and one more.
pub fn accounts(views: &mut Views, after: &str, words: &str) -> Result<Vec<AccountRow>, Fault> {
    let sql = format!(
        "SELECT {ACCOUNT_COLUMNS} FROM people_account WHERE zone = ?1 AND name > ?2
         AND name LIKE ?3 ESCAPE '!' ORDER BY name LIMIT {}",
        PAGE + 1
    );
    let wanted = anywhere(&words.to_lowercase());
    Ok(views.query(&sql, &[after.into(), wanted])?.iter().map(account_row).collect())
}

/// In which capacities an account may act on a day; none where it is disabled.
pub fn capacities(views: &mut Views, account: &str, on: Date) -> Result<Vec<Capacity>, Fault> {
    let sql =
        format!("{HOLDING} AND c.account = ?2 AND a.is_disabled = 0 ORDER BY c.kind, c.place");
    let held = holdings_of(views, &sql, &[account.into()])?;
    Ok(held.into_iter().map(|one| one.capacity).filter(|one| !one.is_over(on)).collect())
}

/// Who holds a post on a day.
pub fn holder(
    views: &mut Views,
    (office, post): (&str, &str),
    on: Date,
) -> Result<Option<Holding>, Fault> {
    let held = holdings(views, "officer", &format!("{office}/{post}"))?;
    Ok(held.into_iter().find(|one| !one.capacity.is_over(on)))
}

/// Who holds which post on a day.
pub fn holders(views: &mut Views, on: Date) -> Result<Vec<Holding>, Fault> {
    let sql = format!("{HOLDING} AND c.kind = 'officer' ORDER BY c.place, a.name");
    let held = holdings_of(views, &sql, &[])?;
    Ok(held.into_iter().filter(|one| !one.capacity.is_over(on)).collect())
}

/// Everybody with every capacity, over or not, a few hundred at most: for demonstrations.
pub fn everybody(views: &mut Views) -> Result<Vec<Holding>, Fault> {
    let sql = format!("{HOLDING} ORDER BY c.kind, c.place, a.name LIMIT 300");
    holdings_of(views, &sql, &[])
}

/// Who may act for an enterprise, or might until a last day that has passed.
pub fn agents_of(views: &mut Views, credit_code: &str) -> Result<Vec<Holding>, Fault> {
    holdings(views, "agent", credit_code)
}

/// Everybody who has one capacity, over or not, in the order of the names.
pub(crate) fn holdings(views: &mut Views, kind: &str, place: &str) -> Result<Vec<Holding>, Fault> {
    let sql = format!("{HOLDING} AND c.kind = ?2 AND c.place = ?3 ORDER BY a.name LIMIT 1000");
    holdings_of(views, &sql, &[kind.into(), place.into()])
}

/// An enterprise by its code.
pub fn enterprise(views: &mut Views, credit_code: &str) -> Result<Option<EnterpriseRow>, Fault> {
    let sql = format!(
        "SELECT {ENTERPRISE_COLUMNS} FROM people_enterprise WHERE zone = ?1 AND credit_code = ?2"
    );
    Ok(views.query(&sql, &[credit_code.into()])?.first().map(enterprise_row))
}

/// Enterprises in the order of their codes, after `after` where a page goes on: [`PAGE`] and one
/// more.
pub fn enterprises(
    views: &mut Views,
    after: &str,
    words: &str,
) -> Result<Vec<EnterpriseRow>, Fault> {
    let sql = format!(
        "SELECT {ENTERPRISE_COLUMNS} FROM people_enterprise WHERE zone = ?1 AND credit_code > ?2
         AND (name LIKE ?3 ESCAPE '!' OR credit_code LIKE ?4 ESCAPE '!')
         ORDER BY credit_code LIMIT {}",
        PAGE + 1
    );
    let values = [after.into(), anywhere(words), anywhere(&words.to_uppercase())];
    Ok(views.query(&sql, &values)?.iter().map(enterprise_row).collect())
}

/// A pattern for whatever holds these words as they are; for everything where there are none.
fn anywhere(words: &str) -> Value {
    let plain = ['!', '%', '_'].iter().fold(words.trim().to_owned(), |words, special| {
        words.replace(*special, &format!("!{special}"))
    });
    format!("%{plain}%").into()
}

fn holdings_of(views: &mut Views, sql: &str, values: &[Value]) -> Result<Vec<Holding>, Fault> {
    let rows = views.query(sql, values)?;
    rows.iter()
        .map(|row| {
            let text = |at| row.text(at).unwrap_or_default();
            let capacity = Capacity::read(text(3), text(4), day(row, 5));
            let broken = || Fault::Broken(format!("{} {} is no capacity", text(3), text(4)));
            Ok(Holding {
                account: text(0).into(),
                name: text(1).into(),
                is_disabled: row.int(2) == Some(1),
                capacity: capacity.ok_or_else(broken)?,
            })
        })
        .collect()
}

fn account_row(row: &Row) -> AccountRow {
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    let disabled_because = (row.int(2) == Some(1)).then(|| text(3));
    AccountRow { subject: text(0), name: text(1), disabled_because }
}

fn enterprise_row(row: &Row) -> EnterpriseRow {
    let text = |at| row.text(at).unwrap_or_default().to_owned();
    EnterpriseRow {
        credit_code: text(0),
        name: text(1),
        attested_on: day(row, 2),
        attested_by: row.text(3).map(str::to_owned),
        evidence: row.text(4).map(str::to_owned),
    }
}

fn day(row: &Row, at: usize) -> Option<Date> {
    row.text(at).and_then(|day| day.parse().ok())
}
