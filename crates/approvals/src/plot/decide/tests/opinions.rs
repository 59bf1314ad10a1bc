//! Other offices are asked about the scheme (方案征求意见测试): every refusal in its order, what waits for
//! them, and what a new version does to what was said.

use kernel::entry::Disclosure;

use super::super::super::opinion::{Act, Fact};
use super::*;
use crate::question::Stance;

fn ecology() -> Actor {
    Actor::officer("ecology", "reviewer")
}

fn ask(office: &str, words: &str) -> Command {
    Command::Opinion(Act::Ask { office: office.into(), words: words.into(), limit: None })
}

fn give(question: u32, stance: Stance, words: &str) -> Command {
    Command::Opinion(Act::Give { question, stance, words: words.into() })
}

fn withdraw(question: u32, reason: &str) -> Command {
    Command::Opinion(Act::Withdraw { question, reason: reason.into() })
}

fn note(question: u32) -> Command {
    Command::Opinion(Act::NoteOverdue { question })
}

/// Laid out, and the ecology bureau asked.
fn asked() -> Plot {
    after(vec![list(), lay_out("三幢"), ask("ecology", "厂界噪声")])
}

fn with(mut plot: Plot, fact: Fact) -> Plot {
    plot.apply(&Event::Opinion(fact));
    plot
}

fn given(stance: Stance) -> Fact {
    let (on, words) = (day("2026-03-10"), "见附".into());
    Fact::SchemeOpinionGiven { on, version: 1, question: 1, stance, words }
}

fn overdue() -> Fact {
    Fact::SchemeOpinionOverdue { version: 1, question: 1, office: "ecology".into() }
}

fn taken_back() -> Fact {
    Fact::SchemeOpinionWithdrawn { on: day("2026-03-10"), question: 1, reason: "不涉及".into() }
}

/// Asked so long ago that five working days have passed by the tenth of March.
fn asked_early() -> Plot {
    let asked = Fact::SchemeOpinionAsked {
        on: day("2026-03-02"),
        version: 1,
        question: 1,
        office: "ecology".into(),
        words: "厂界噪声".into(),
        limit: Limit::working(5),
    };
    with(after(vec![list(), lay_out("三幢")]), asked)
}

/// The scheme was sent back, and nothing else is laid out.
fn sent_back() -> Plot {
    let mut plot = asked();
    let back = Command::SendBack { reasons: "退让不足".into() };
    let told = answer(&plot, &planning(), back, &facts()).expect("a question holds no return up");
    told.iter().for_each(|event| plot.apply(event));
    plot
}

/// What comes of a command: the kind of its event, or the code of its refusal.
fn comes(plot: &Plot, actor: &Actor, command: Command) -> &'static str {
    match answer(plot, actor, command, &facts()) {
        Ok(events) => events[0].kind(),
        Err(no) => Refused::from(no).code,
    }
}

#[test]
fn an_office_is_asked_and_answers_or_is_told_why_not() {
    use Stance::{Agrees, Disagrees, NeedsMaterial};
    let (planning, ecology) = (planning(), ecology());
    let (asker, clock) = (Actor::enterprise(ASKER), Actor::Clock);
    let laid_out = || after(vec![list(), lay_out("三幢")]);
    let unsure = || with(asked(), given(NeedsMaterial));
    let table: Vec<(Plot, &Actor, Command, &str)> = vec![
        (Plot::default(), &planning, ask("ecology", "噪声"), "plot_unknown"),
        (laid_out(), &ecology, ask("fire", "间距"), "plot_not_for_you"),
        (laid_out(), &asker, ask("ecology", "噪声"), "plot_not_for_you"),
        (after(offered()), &planning, ask("ecology", "噪声"), "plot_state_unfit"),
        (after(vec![list()]), &planning, ask("", ""), "scheme_missing"),
        (laid_out(), &planning, ask(" ", "噪声"), "plot_tell_missing"),
        (laid_out(), &planning, ask("planning", ""), "plot_tell_missing"),
        (laid_out(), &planning, ask("planning", "噪声"), "scheme_own_office_asked"),
        (laid_out(), &planning, ask("ecology", "噪声"), "scheme_opinion_asked"),
        (asked(), &ecology, give(2, Agrees, ""), "scheme_question_unknown"),
        (asked(), &planning, give(1, Agrees, ""), "plot_not_for_you"),
        (asked(), &asker, give(1, Agrees, ""), "plot_not_for_you"),
        (sent_back(), &ecology, give(1, Agrees, ""), "scheme_missing"),
        (with(asked(), given(Agrees)), &ecology, give(1, Agrees, ""), "scheme_question_closed"),
        (with(asked(), taken_back()), &ecology, give(1, Agrees, ""), "scheme_question_closed"),
        (asked(), &ecology, give(1, Disagrees, " "), "plot_tell_missing"),
        (asked(), &ecology, give(1, Disagrees, "超标"), "scheme_opinion_given"),
        (asked(), &ecology, give(1, Agrees, ""), "scheme_opinion_given"),
        (unsure(), &ecology, give(1, Agrees, ""), "scheme_opinion_given"),
        (with(asked(), overdue()), &ecology, give(1, Agrees, ""), "scheme_opinion_given"),
        (asked(), &ecology, withdraw(1, "不涉及"), "plot_not_for_you"),
        (asked(), &planning, withdraw(2, "不涉及"), "scheme_question_unknown"),
        (asked(), &planning, withdraw(1, ""), "plot_tell_missing"),
        (with(asked(), given(Agrees)), &planning, withdraw(1, "x"), "scheme_question_closed"),
        (asked(), &planning, withdraw(1, "不涉及"), "scheme_opinion_withdrawn"),
        (asked_early(), &planning, note(1), "plot_not_for_you"),
        (asked(), &clock, note(1), "scheme_opinion_in_time"),
        (with(asked_early(), overdue()), &clock, note(1), "scheme_opinion_in_time"),
        (with(asked_early(), given(Agrees)), &clock, note(1), "scheme_question_closed"),
        (asked_early(), &clock, note(2), "scheme_question_unknown"),
        (sent_back(), &clock, note(1), "scheme_missing"),
        (asked_early(), &clock, note(1), "scheme_opinion_overdue"),
    ];
    for (plot, actor, command, code) in table {
        let said = format!("{command:?}");
        assert_eq!(comes(&plot, actor, command), format!("approvals.{code}"), "{said}");
    }
}

#[test]
fn finding_for_the_scheme_waits_for_opinions_in_time_and_for_no_stance() {
    use Stance::{Agrees, AgreesOnConditions, Disagrees, NeedsMaterial};
    let table = [
        (asked(), "scheme_opinions_open"),
        (with(asked(), given(NeedsMaterial)), "scheme_opinions_open"),
        (with(asked(), given(Agrees)), "scheme_reviewed"),
        (with(asked(), given(AgreesOnConditions)), "scheme_reviewed"),
        (with(asked(), given(Disagrees)), "scheme_reviewed"),
        (with(asked(), overdue()), "scheme_reviewed"),
        (with(asked(), taken_back()), "scheme_reviewed"),
    ];
    for (plot, code) in table {
        let came = comes(&plot, &planning(), review("同意"));
        assert_eq!(came, format!("approvals.{code}"), "{:?}", plot.questions);
    }
    let no = answer(&asked(), &planning(), review("同意"), &facts()).expect_err("it waits");
    assert_eq!(no, Refusal::OpinionsOpen { offices: vec!["ecology".into()] }, "by name");
}

#[test]
fn a_new_version_asks_again_whoever_was_not_let_go() {
    let table = [
        (asked_early(), vec![1]),
        (with(asked_early(), given(Stance::Agrees)), vec![1]),
        (with(asked_early(), given(Stance::NeedsMaterial)), vec![1]),
        (with(asked_early(), overdue()), vec![1]),
        (sent_back(), vec![1]),
        (with(asked_early(), taken_back()), Vec::new()),
    ];
    for (mut plot, again) in table {
        let told = answer(&plot, &planning(), lay_out("四幢"), &facts()).expect("it stands");
        let Some(Event::SchemeLaidOut { version: 2, reopens, .. }) = told.first() else {
            panic!("{told:?}")
        };
        assert_eq!(reopens, &again);
        told.iter().for_each(|event| plot.apply(event));
        let open: Vec<u32> = plot.open_questions().map(|one| one.number).collect();
        assert_eq!(open, again);
        let told = answer(&plot, &ecology(), give(1, Stance::Agrees, ""), &facts());
        let told = told.ok().and_then(|told| told.into_iter().next());
        if again.is_empty() {
            assert!(told.is_none(), "who was let go is not asked again: {told:?}");
            continue;
        }
        let since = plot.questions[0].counts_from();
        assert_eq!(since, day("2026-03-10"), "the limit counts anew");
        let is_about_it =
            matches!(told, Some(Event::Opinion(Fact::SchemeOpinionGiven { version: 2, .. })));
        assert!(is_about_it, "{told:?}");
    }
}

#[test]
fn a_declared_change_asks_again_and_what_was_said_stays_inside_the_offices() {
    let mut plot = with(asked(), given(Stance::Agrees));
    for command in [review("同意"), offer("3号", "2026-04-08"), sell(WINNER, None)] {
        let told = answer(&plot, &planning(), command, &facts()).expect("each of these stands");
        told.iter().for_each(|event| plot.apply(event));
    }
    let mut other = facts();
    other.papers[0] = paper("design-scheme", "c");
    let told = answer(&plot, &Actor::enterprise(WINNER), change("退让"), &other);
    let told = told.expect("it stands");
    assert!(matches!(&told[0], Event::ChangeDeclared { reopens, .. } if reopens == &[1]));
    told.iter().for_each(|event| plot.apply(event));
    assert!(plot.questions[0].holds_the_decision());
    for fact in [given(Stance::Disagrees), overdue(), taken_back()] {
        assert_eq!(Event::Opinion(fact).disclosure(), Disclosure::Internal);
    }
}
