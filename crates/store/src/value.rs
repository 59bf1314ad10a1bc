//! What a column may hold (列值): null, a whole number, text, bytes; nothing else crosses the door.
//!
//! Flags are 0 and 1, money is fen, areas are square metres, times are RFC 3339 text, dates are
//! plain dates as text. No floating point.

use compact_str::{CompactString, ToCompactString};

/// One column's value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Text without NUL characters.
    Text(CompactString),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// One row, in the order of the columns asked for.
pub type Row = Vec<Value>;

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Int(value)
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Value {
        Value::Int(i64::try_from(value).expect("a count stays below 2⁶³"))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Int(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Text(value.into())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Value {
        Value::Bytes(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Value {
        Value::Bytes(value.into())
    }
}

impl From<jiff::civil::Date> for Value {
    fn from(value: jiff::civil::Date) -> Value {
        Value::Text(value.to_compact_string())
    }
}

impl From<jiff::Timestamp> for Value {
    fn from(value: jiff::Timestamp) -> Value {
        Value::Text(value.to_compact_string())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// Reading a row's columns by position; a column of another kind is a broken view, hence a panic
/// that the store answers as a fault.
pub trait RowExt {
    /// The text in column `at`, nothing where it is null.
    fn text(&self, at: usize) -> Option<&str>;
    /// The number in column `at`, nothing where it is null.
    fn int(&self, at: usize) -> Option<i64>;
    /// The bytes in column `at`.
    fn bytes(&self, at: usize) -> &[u8];
}

impl RowExt for Row {
    fn text(&self, at: usize) -> Option<&str> {
        match &self[at] {
            Value::Text(text) => Some(text),
            Value::Null => None,
            other => panic!("column {at} holds {other:?}, text was expected"),
        }
    }

    fn int(&self, at: usize) -> Option<i64> {
        match &self[at] {
            Value::Int(number) => Some(*number),
            Value::Null => None,
            other => panic!("column {at} holds {other:?}, a number was expected"),
        }
    }

    fn bytes(&self, at: usize) -> &[u8] {
        match &self[at] {
            Value::Bytes(bytes) => bytes,
            other => panic!("column {at} holds {other:?}, bytes were expected"),
        }
    }
}
