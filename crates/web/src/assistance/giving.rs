//! The form of a mandate (委托书填写): to whom, for what, with which acts, until when.

use approvals::assistance::{Act, Command, Scope};
use approvals::views::{ProjectRow, case_by_number, cases_of_applicant, projects_of_enterprise};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::actor::Actor;
use kernel::right::Right;
use maud::{Markup, html};
use store::Fault;

use crate::{
    Site,
    desk::entry::{day, line, ticks},
    form::{Field, Filled, Form, Wrong, select},
    people::no_day,
    shell::Frame,
};

/// What whoever gives a mandate chooses from.
pub struct Choices {
    /// The posts that assist, as office and post.
    pub posts: Vec<(String, String)>,
    projects: Vec<ProjectRow>,
    cases: Vec<String>,
}

/// Cases that are offered.
const CASES: usize = 20;

/// What an enterprise may choose from.
pub fn choices(site: &Site, code: &str) -> Result<Choices, Fault> {
    let offices = site.pack.zone.offices.iter();
    let posts = offices.flat_map(|office| {
        let assisting = office.posts.iter().filter(|post| post.rights.contains(&Right::Assist));
        assisting.map(|post| (office.id.clone(), post.id.clone()))
    });
    let posts = posts.collect();
    let (projects, cases) = site.store.read(&site.zone, |open| {
        let projects = projects_of_enterprise(open, code, None)?;
        Ok((projects, cases_of_applicant(open, code, None)?))
    })?;
    let open = cases.into_iter().filter(|row| row.decided_on.is_none());
    let cases = open.take(CASES).map(|row| row.number).collect();
    Ok(Choices { posts, projects, cases })
}

/// The fields.
pub fn fields(frame: &Frame, filled: Filled, choices: &Choices) -> Markup {
    let posts: Vec<(String, String)> = choices
        .posts
        .iter()
        .map(|(office, post)| {
            let name = frame.actor(&Actor::officer(office, post));
            (format!("{office}/{post}"), frame.say(&name).to_owned())
        })
        .collect();
    let all = frame.t("本企业的全部事项", "All matters of the enterprise").to_owned();
    let mut scopes = vec![("everything".to_owned(), all)];
    scopes.extend(choices.projects.iter().map(|row| {
        let name = format!("{}{} {}", frame.t("项目：", "Project "), row.title, row.number);
        (format!("project {}", row.number), name)
    }));
    scopes.extend(
        choices.cases.iter().map(|number| {
            (format!("case {number}"), format!("{} {number}", frame.t("办件", "Case")))
        }),
    );
    let acts: Vec<(String, String, bool)> = Act::ALL
        .into_iter()
        .map(|act| {
            let name = frame.say(&act.text()).to_owned();
            (act.word().to_owned(), name, !act.is_named_apart())
        })
        .collect();
    let (today, days) = (frame.today(), i64::from(frame.zone.hall.assistance_days));
    let last = today.saturating_add(days.days()).yesterday().unwrap_or(today);
    let half = today.saturating_add(180.days()).min(last);
    let (zh, en) = (format!("最长至{last}"), format!("At most until {last}"));
    html! {
        (select(frame, filled, Field::line("post", ("受托岗位", "Given to")), &posts))
        (select(frame, filled, Field::line("scope", ("委托范围", "For")), &scopes))
        (ticks(frame, filled, Field::line("act", ("可以代办", "With these acts")), &acts))
        (line(frame, filled, day("begins", ("开始日期", "From")), &today.to_string()))
        (line(
            frame,
            filled,
            day("until", ("截止日期", "Until")).hint(&zh, &en),
            &half.to_string(),
        ))
    }
}

/// What the form asks; the command names a paper where one is told.
pub fn command(
    site: &Site,
    form: &Form,
    (code, paper, scan): (&str, &str, &str),
) -> Result<Result<Command, Vec<Wrong>>, Fault> {
    let (office, post) = form.get("post").split_once('/').unwrap_or_default();
    let day = |name: &'static str| match form.day(name) {
        Ok(Some(day)) => Ok(day),
        Ok(None) | Err(()) => Err(Wrong { field: name, refused: no_day() }),
    };
    let (from, until): (Date, Date) = match (day("begins"), day("until")) {
        (Ok(from), Ok(until)) => (from, until),
        (from, until) => {
            let wrongs = [from.err(), until.err()].into_iter().flatten();
            return Ok(Err(wrongs.collect()));
        }
    };
    let is_ticked = |act: &Act| !form.get(&format!("act-{}", act.word())).is_empty();
    Ok(Ok(Command::Entrust {
        credit_code: code.into(),
        office: office.into(),
        post: post.into(),
        scope: scope(site, form.get("scope"))?,
        acts: Act::ALL.into_iter().filter(is_ticked).collect(),
        from,
        until,
        days_at_most: site.pack.zone.hall.assistance_days,
        paper: paper.into(),
        scan: scan.into(),
    }))
}

/// The scope that a word names; one of nobody's things where it names none that is here.
pub fn scope(site: &Site, word: &str) -> Result<Scope, Fault> {
    use approvals::views::project_by_number;
    site.store.read(&site.zone, |open| {
        Ok(match word.split_once(' ') {
            Some(("project", number)) => {
                let row = project_by_number(open, number)?;
                Scope::Project { project: row.map(|row| row.subject).unwrap_or_default() }
            }
            Some(("case", number)) => {
                let row = case_by_number(open, number)?;
                let (case, project) = row.map(|row| (row.subject, row.project)).unwrap_or_default();
                Scope::Case { case, project }
            }
            Some(("package", number)) => {
                let row = approvals::views::package_by_number(open, number)?;
                let (package, project) =
                    row.map(|row| (row.subject, row.project)).unwrap_or_default();
                Scope::Package { package, project }
            }
            _ if word == "everything" => Scope::Everything,
            _ => Scope::Project { project: String::new() },
        })
    })
}

/// The field at which a refusal is said.
pub fn field_of(code: &str) -> &'static str {
    match code {
        "approvals.assistance_post_unfit" | "approvals.assistance_recorder_assists" => "post",
        "approvals.assistance_scope_unknown" => "scope",
        "approvals.assistance_no_acts" => "act",
        "approvals.assistance_term_unfit" | "approvals.assistance_term_too_long" => "until",
        "approvals.assistance_paper_missing" => "paper",
        _ => "",
    }
}
