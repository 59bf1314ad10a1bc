//! Lamps (指示灯): color never without a word and a shape.

use kernel::time_limit::Light;
use maud::{Markup, html};

/// What a lamp looks like (灯的样式); each has a color and a shape of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A green disc: in time.
    Good,
    /// An amber diamond: soon due.
    Soon,
    /// A red square: overdue.
    Late,
    /// Two grey bars: time stands still, or nobody's limit runs.
    Still,
    /// A green tick: concluded.
    Done,
    /// A grey ring: closed without a permit.
    Closed,
}

impl Shape {
    /// The shape that shows a light.
    pub fn of(light: Light) -> Shape {
        match light {
            Light::Green => Shape::Good,
            Light::Yellow => Shape::Soon,
            Light::Red => Shape::Late,
            Light::Paused => Shape::Still,
            Light::Done { .. } => Shape::Done,
        }
    }

    /// The class that draws it.
    pub fn class(self) -> &'static str {
        match self {
            Shape::Good => "good",
            Shape::Soon => "soon",
            Shape::Late => "late",
            Shape::Still => "still",
            Shape::Done => "done",
            Shape::Closed => "closed",
        }
    }
}

/// A lamp and its word.
pub fn lamp(shape: Shape, word: &str) -> Markup {
    html! { span class={ "lamp " (shape.class()) } { (word) } }
}
