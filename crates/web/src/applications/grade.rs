//! The applicant's grade for each step of an application (一件事评价): receipt, decision, delivery.

use approvals::rating::{Command, Grade, Ratings, Step, rating_of};
use approvals::views::{ApplicationRow, grades_of_application};
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use kernel::time_limit::Limit;
use maud::{Markup, html};
use store::Fault;

use super::{Reading, Sent, Shared, file, papers::is_own};
use crate::{
    Site,
    api::application_acts::application,
    applicant::{
        parts,
        rating::{grading, ungraded},
    },
    error::Failure,
    form::{Filled, Form, Wrong},
    front::Done,
    people::Asked,
    reader::Reader,
    shell::Frame,
};

/// The grade comes.
pub async fn rate(
    State(front): Shared,
    Extension(reader): Reading,
    Path(number): Path<String>,
    Extension(sent): Sent,
) -> Result<Response, Failure> {
    let of = number.clone();
    let act = move |site: &Site, reader: &Reader, form: &Form| take(site, (reader, form), &of);
    let again = move |site: &Site, frame: &mut Frame, filled: Filled| {
        file::show(site, frame, &number, (filled, &[]))
    };
    front.submit((reader, sent), act, again).await
}

fn take(site: &Site, (reader, form): (&Reader, &Form), number: &str) -> Result<Done, Fault> {
    let found = application(site, &reader.principal, number)?;
    let found = found.filter(|(row, _)| is_own(&reader.principal, row));
    let Some((row, _)) = found else { return Ok(Done::NotFound) };
    let wrong = |refused| Ok(Done::Wrong(vec![Wrong { field: "", refused }]));
    let chosen = Step::of(form.get("step")).zip(Grade::of(form.get("grade")));
    let Some((step, grade)) = chosen else { return wrong(ungraded()) };
    let to = rating_of(&row.subject, step);
    let limit = Limit::working(site.pack.zone.hall.call_back_days);
    let words = form.get("grade-words").to_owned();
    let command = Command::Rate { case: row.subject, step, grade, words, limit };
    match Asked::of(site, reader, form).ask::<Ratings>(&to, command)? {
        Ok(_) => Ok(Done::see(format!("/applications/{number}"))),
        Err(refused) => wrong(refused),
    }
}

/// What is to be graded, or the grade that was given; for the applicant in person.
pub fn section(
    site: &Site,
    frame: &Frame,
    row: &ApplicationRow,
    filled: Filled,
) -> Result<Markup, Fault> {
    let who = &frame.principal;
    if !is_own(who, row) || who.mandate().is_some() {
        return Ok(html! {});
    }
    let graded = site.store.read(&site.zone, |open| grades_of_application(open, row))?;
    let path = format!("/applications/{}/ratings", row.number);
    let is_sent = frame.at.split('?').next() == Some(path.as_str());
    Ok(html! {
        @if is_sent { (parts::wrongs(frame, filled)) }
        (grading(frame, &path, &graded))
    })
}
