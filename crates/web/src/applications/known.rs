//! What is known already of who applies (已有信息): the enterprise's own registration, and what was
//! told in earlier applications, each with where it comes from; what was told last counts.

use std::collections::BTreeMap;

use approvals::bundle::{Application, Applications};
use approvals::views::applications_of;
use kernel::text::{Text, text};
use people::views::enterprise;
use store::Fault;

use crate::{Site, shell::Frame};

/// One answer as it is known (已有的一项).
pub struct Known {
    /// The answer.
    pub answer: String,
    /// Where it comes from, with its day where it was told.
    pub source: Text,
}

/// By what an enterprise is counted.
pub const CODE: &str = "credit_code";
/// What it is called.
const NAME: &str = "enterprise_name";

/// What is known of an applicant, as an actor's word, by the question's identifier. Who founds an
/// enterprise tells its name for the first time.
pub fn of(
    site: &Site,
    frame: &Frame,
    (applicant, is_founding): (&str, bool),
) -> Result<BTreeMap<String, Known>, Fault> {
    let mut known = BTreeMap::new();
    let code = applicant.strip_prefix("enterprise:");
    let (earlier, registered) = site.store.read(&site.zone, |open| {
        let registered = code.map(|code| enterprise(open, code)).transpose()?.flatten();
        Ok((applications_of(open, applicant)?, registered))
    })?;
    for row in earlier.iter().rev() {
        let mut of = Application::default();
        let past = site.store.history::<Applications>(&site.zone, &row.subject)?;
        past.iter().for_each(|past| of.apply(&past.event));
        let day = of.received_on.map(|day| frame.day(day)).unwrap_or_default();
        let source = text(
            format!("来自{}号申请，{day}", row.number),
            format!("From application {}, {day}", row.number),
        );
        let code = (!of.credit_code.is_empty()).then_some((CODE.to_owned(), of.credit_code));
        for (id, answer) in of.answers.into_iter().chain(code) {
            known.insert(id, Known { answer, source: source.clone() });
        }
    }
    // The register of enterprises says it better than any form.
    if let Some(row) = registered {
        let source = text("来自本企业的登记", "From the enterprise's registration");
        for (id, answer) in [(CODE, row.credit_code), (NAME, row.name)] {
            known.insert(id.to_owned(), Known { answer, source: source.clone() });
        }
    }
    known.retain(|id, _| !is_founding || (id != CODE && id != NAME));
    Ok(known)
}
