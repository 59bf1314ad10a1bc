//! How a link that was sent back is mended (退回后补正): with words, answers that change and papers
//! handed in anew; what changes must fit what else was answered.

use catalogue::Bundle;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::text::text;

use super::super::{Application, Command, Event, Link, LinkState, Refusal, plan};
use super::{Asked, applies, is_answered, is_written};

/// The applicant mends a link, or the receiving office on the applicant's word.
pub(super) fn mend(asked: &Asked, command: Command) -> Result<Vec<Event>, Refusal> {
    let Command::Mend { bundle, certificate, words, mut answers, handed_in } = command else {
        unreachable!("the caller matched the command")
    };
    asked.is_the_applicants_word()?;
    let (link, state) = asked.link(&certificate)?;
    asked.is_one_of(state, &[LinkState::Returned])?;
    is_written(&words, ("补正内容", "word on what was mended"))?;
    if let Some(id) = answers.keys().find(|id| !link.asks.contains(id)) {
        return Err(Refusal::AnswerUnfit {
            flaw: text(format!("本环节没有“{id}”一项。"), format!("It does not ask {id}.")),
            remedy: text("请只改本环节的内容。", "Change what this link asks."),
        });
    }
    if let Some(id) = handed_in.iter().find(|id| !link.papers.contains(id)) {
        return Err(Refusal::MaterialUnknown { material: id.clone() });
    }
    // Only what changes is a fact of its own: what merely comes along again is none.
    let stands = |id: &str| asked.application.answers.get(id).map_or("", |answer| answer.trim());
    answers.retain(|id, answer| stands(id) != answer.trim());
    rests_on_nothing(asked.application, (bundle.as_deref(), link), &answers)?;
    let on = asked.now.today;
    if !answers.is_empty() {
        let bundle = bundle.ok_or(Refusal::BundleUnknown)?;
        fit(asked.application, (&bundle, link), (&answers, &handed_in), on)?;
    }
    Ok(vec![Event::LinkMended { certificate, on, words, answers, handed_in }])
}

/// Does nothing that is done rest on an answer that changes? Its certificate says the old one, and
/// what follows it must not say another.
fn rests_on_nothing(
    application: &Application,
    (bundle, link): (Option<&Bundle>, &Link),
    answers: &Answers,
) -> Result<(), Refusal> {
    let found = answers.keys().find_map(|id| {
        let rests = application.resting_on(id).find(|one| one.certificate != link.certificate)?;
        let field = bundle.and_then(|bundle| bundle.field(id)).map(catalogue::Field::name);
        Some(Refusal::AnswerRestedOn {
            field: field.unwrap_or_else(|| text(id, id)),
            certificate: rests.name(),
            department: rests.department(),
        })
    });
    found.map_or(Ok(()), Err)
}

/// Do the answers that change fit those that stand, and is every paper there that the link needs
/// now? What does not change was looked at when it was handed in.
fn fit(
    application: &Application,
    (bundle, link): (&Bundle, &Link),
    (answers, handed_in): (&Answers, &[String]),
    on: Date,
) -> Result<(), Refusal> {
    let chosen: Vec<String> =
        application.links.iter().map(|one| one.link.certificate.clone()).collect();
    let answers = application.answers_with(bundle, answers);
    let mut made = plan(bundle, &chosen, &answers, on)?;
    let goes_on = |row: &&catalogue::Certificate| {
        application.link(&row.id).is_some_and(|one| !one.state.is_over())
    };
    applies(made.named(&made.inapplicable).into_iter().filter(goes_on).collect())?;
    made.questions.retain(|need| link.asks.iter().any(|id| id == need.id));
    is_answered(&made, &answers)?;
    let mut papers = made.papers.iter().filter(|need| link.papers.iter().any(|id| id == need.id));
    let is_here = |id: &str| application.handed_in.iter().chain(handed_in).any(|one| one == id);
    let missing = papers.find(|need| !is_here(need.id));
    missing.map_or(Ok(()), |need| Err(Refusal::MaterialMissing { material: need.of.name() }))
}
