//! How it came to the desk (收件方式): in person, which the ledger counts as a visit by itself, or by
//! post, which is none.

use approvals::visit::{Cause, Command, Visits, Way, book_of};
use kernel::local_time::day_of;
use maud::Markup;
use store::Fault;

use super::Site;
use crate::{
    form::{Field, Filled, Form, select},
    people::Asked,
    reader::Reader,
    shell::Frame,
};

/// What the question is called in a form.
const CAME: &str = "came";

/// Does the form say that it came by post?
pub fn is_by_post(form: &Form) -> bool {
    form.get(CAME) == Way::Post.word()
}

/// The question; in person comes first.
pub fn asked(frame: &Frame, filled: Filled) -> Markup {
    let ways = [
        (Way::Hall, frame.t("当面递交", "in person")),
        (Way::Post, frame.t("邮寄收到，没有人来", "by post, nobody came")),
    ];
    let ways = ways.map(|(way, name)| (way.word().to_owned(), name.to_owned()));
    select(frame, filled, Field::line(CAME, ("怎么收到的", "How it came")), &ways)
}

/// Records that what was entered came by post; nobody was there for it.
pub fn by_post(site: &Site, (reader, form): (&Reader, &Form), about: &str) -> Result<(), Fault> {
    let command = posted(about, Cause::Submit, day_of((site.now)()));
    let asked = Asked::of(site, reader, form).for_part("visit");
    let made = asked.ask::<Visits>(&book_of(about), command)?;
    if let Err(refused) = made {
        // The application stands; how it came can be mended in its record of visits.
        tracing::warn!(%refused, about, "that it came by post was not recorded");
    }
    Ok(())
}

/// The record of what came by post for a thing.
pub fn posted(about: &str, cause: Cause, on: jiff::civil::Date) -> Command {
    Command::Record {
        about: about.to_owned(),
        on,
        cause,
        way: Way::Post,
        ticket: String::new(),
        required_by: String::new(),
        reason: String::new(),
    }
}
