//! An operation (接口操作): its row of the policy table, what it takes and what it answers.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::policy::{Row, Verb};

/// Makes the schema of what is sent.
pub type Shape = fn(&mut SchemaGenerator) -> Schema;

/// What an operation answers (应答).
#[derive(Clone, Copy)]
pub enum Answers {
    /// JSON of this shape.
    Json(Shape),
    /// A file.
    File,
}

/// What an operation takes (请求内容).
#[derive(Clone, Copy)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// JSON of this shape.
    Json(Shape),
    /// A form with one file.
    File,
}

/// A parameter behind the question mark (查询参数): its name, in words, and the words it may be.
#[derive(Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub what: &'static str,
    /// Must it be there?
    pub is_required: bool,
    /// The words that it may be; any where there are none.
    pub words: &'static [&'static str],
}

/// One operation.
#[derive(Clone, Copy)]
pub struct Operation {
    /// Who may, and where.
    pub row: Row,
    /// What it does, in Chinese and English.
    pub what: (&'static str, &'static str),
    /// What it takes behind the question mark.
    pub query: &'static [Parameter],
    /// What it takes.
    pub takes: Takes,
    /// What it answers.
    pub answers: Answers,
}

impl Parameter {
    /// A parameter that may be left out.
    pub const fn may(name: &'static str, what: &'static str) -> Parameter {
        Parameter { name, what, is_required: false, words: &[] }
    }

    /// A parameter that must be there.
    pub const fn must(name: &'static str, what: &'static str) -> Parameter {
        Parameter { name, what, is_required: true, words: &[] }
    }

    /// The same, one of these words.
    pub const fn of(self, words: &'static [&'static str]) -> Parameter {
        Parameter { words, ..self }
    }
}

impl Operation {
    /// An operation that shows a `T`.
    pub const fn shows<T: JsonSchema>(row: Row, zh: &'static str, en: &'static str) -> Operation {
        let answers = Answers::Json(shape::<T>);
        Operation { row, what: (zh, en), query: &[], takes: Takes::Nothing, answers }
    }

    /// An operation that takes a `B` and answers with a `T`.
    pub const fn does<B: JsonSchema, T: JsonSchema>(
        row: Row,
        zh: &'static str,
        en: &'static str,
    ) -> Operation {
        Operation { takes: Takes::Json(shape::<B>), ..Operation::shows::<T>(row, zh, en) }
    }

    /// The same with parameters.
    pub const fn with(self, query: &'static [Parameter]) -> Operation {
        Operation { query, ..self }
    }

    /// The same, answering with a file.
    pub const fn sends_a_file(self) -> Operation {
        Operation { answers: Answers::File, ..self }
    }

    /// The same, taking a file.
    pub const fn takes_a_file(self) -> Operation {
        Operation { takes: Takes::File, ..self }
    }

    /// Does it change anything?
    pub fn is_act(&self) -> bool {
        self.row.verb == Verb::Post
    }
}

/// The rows of operations, for the policy table.
pub const fn rows<const N: usize>(operations: &[Operation]) -> [Row; N] {
    let mut rows = [operations[0].row; N];
    let mut at = 0;
    while at < N {
        rows[at] = operations[at].row;
        at += 1;
    }
    rows
}

fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
