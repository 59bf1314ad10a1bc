//! How a link that was sent back is mended (退回后补正): with words, answers that change and papers
//! handed in anew; what changes must fit what else was answered.

use catalogue::Bundle;
use catalogue::form::Answers;
use jiff::civil::Date;
use kernel::text::text;

use super::super::{Application, Command, Event, Link, LinkState, Refusal, plan};
use super::{Asked, is_answered, is_written};

/// The applicant mends a link.
pub(super) fn mend(asked: &Asked, command: Command) -> Result<Vec<Event>, Refusal> {
    let Command::Mend { bundle, certificate, words, answers, handed_in } = command else {
        unreachable!("the caller matched the command")
    };
    asked.is_the_applicant()?;
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
    let on = asked.now.today;
    if !answers.is_empty() {
        let bundle = bundle.ok_or(Refusal::BundleUnknown)?;
        fit(asked.application, (&bundle, link), (&answers, &handed_in), on)?;
    }
    Ok(vec![Event::LinkMended { certificate, on, words, answers, handed_in }])
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
    made.questions.retain(|need| link.asks.iter().any(|id| id == need.id));
    is_answered(&made, &answers)?;
    let mut papers = made.papers.iter().filter(|need| link.papers.iter().any(|id| id == need.id));
    let is_here = |id: &str| application.handed_in.iter().chain(handed_in).any(|one| one == id);
    let missing = papers.find(|need| !is_here(need.id));
    missing.map_or(Ok(()), |need| Err(Refusal::MaterialMissing { material: need.of.name() }))
}
