//! What facts do to the questions of a case (征求意见): asked within it, answered within their own
//! limit.

use super::{Event, Question};

/// What a fact does to the questions of its case.
pub(super) fn fold(questions: &mut Vec<Question>, event: &Event) {
    if let Event::OpinionAsked { on, question, office, words, limit, relies_on } = event {
        questions.push(Question {
            relies_on: relies_on.clone(),
            ..Question::asked(*question, office, words, *on, *limit)
        });
    }
    for known in questions {
        if let Event::OpinionGiven { question, stance, .. } = event {
            known.stance = (*question == known.number).then_some(*stance).or(known.stance);
        }
        if let Event::OpinionOverdue { question, .. } = event {
            known.is_overdue |= *question == known.number;
        }
        if let Event::MaterialReplaced { on, reopens, .. } = event
            && reopens.contains(&known.number)
        {
            known.reopen(*on);
        }
        if let Event::OpinionWithdrawn { question, .. } = event {
            known.is_withdrawn |= *question == known.number;
        }
    }
}
