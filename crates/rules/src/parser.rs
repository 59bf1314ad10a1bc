//! From tokens to parts (语法分析): FEEL's grammar as far as this language has it.
//!
//! Names may hold spaces: words that stand side by side are one name, unless one is a keyword.

use kernel::text::{Text, text};

use crate::flaw::{Flaw, Mismatch, Misread, Span};
use crate::function::Function;
use crate::syntax::{Argument, Comparison, DEPTH, Expr, Node, Operator, PARTS};
use crate::token::{Is, Token, tokens};
use crate::value::Value;

/// Words that are no names.
const KEYWORDS: [&str; 17] = [
    "and",
    "or",
    "if",
    "then",
    "else",
    "in",
    "between",
    "satisfies",
    "some",
    "every",
    "true",
    "false",
    "null",
    "for",
    "return",
    "function",
    "instance",
];

/// Names of functions that hold a keyword.
const NAMES_WITH_KEYWORDS: [&str; 2] = ["years and months duration", "date and time"];

/// Functions of FEEL that somebody may look for.
const LEFT_OUT: [&str; 40] = [
    "time",
    "date and time",
    "now",
    "day of week",
    "day of year",
    "week of year",
    "month of year",
    "string",
    "number",
    "string length",
    "substring",
    "substring before",
    "substring after",
    "upper case",
    "lower case",
    "contains",
    "starts with",
    "ends with",
    "matches",
    "replace",
    "split",
    "string join",
    "extract",
    "median",
    "stddev",
    "mode",
    "product",
    "sqrt",
    "log",
    "exp",
    "odd",
    "even",
    "list contains",
    "append",
    "concatenate",
    "union",
    "distinct values",
    "sort",
    "get value",
    "context",
];

/// Reads an expression, whole.
pub(crate) fn expression(text: &[char]) -> Result<Node, Flaw> {
    let mut parser = Parser::over(text)?;
    let node = parser.expression()?;
    parser.finish()?;
    Ok(node)
}

/// Reads the tests of a decision table's cell; none where the cell is a dash.
pub(crate) fn tests(text: &[char]) -> Result<Option<Cell>, Flaw> {
    let mut parser = Parser::over(text)?;
    if parser.is_sign("-") && parser.tokens.len() == 2 {
        return Ok(None);
    }
    let negated = parser.is_word("not") && parser.peeks_sign(1, "(");
    if negated {
        parser.at += 2;
    }
    let mut tests = vec![parser.test()?];
    while parser.take_sign(",") {
        tests.push(parser.test()?);
    }
    if negated {
        parser.expect_sign(")")?;
    }
    parser.finish()?;
    Ok(Some(Cell { tests, negated }))
}

/// The tests of a cell: one must hold, or none where they are negated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    pub tests: Vec<Node>,
    pub negated: bool,
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    parts: usize,
    depth: usize,
    /// Within the upper end of a range, where `[` closes it.
    ends_range: bool,
}

impl Parser {
    fn over(text: &[char]) -> Result<Parser, Flaw> {
        Ok(Parser { tokens: tokens(text)?, at: 0, parts: 0, depth: 0, ends_range: false })
    }

    fn expression(&mut self) -> Result<Node, Flaw> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Flaw::reading(Misread::TooComplex, self.span()));
        }
        let node = if self.is_word("if") {
            self.condition()
        } else if self.is_word("some") || self.is_word("every") {
            self.quantified()
        } else if self.is_word("for") {
            Err(self.left_out(text("循环", "loops")))
        } else if self.is_word("function") {
            Err(self.left_out(text("自定义函数", "functions of one's own")))
        } else {
            self.any()
        };
        self.depth -= 1;
        node
    }

    fn condition(&mut self) -> Result<Node, Flaw> {
        let start = self.begin();
        let condition = self.expression()?;
        self.expect_word("then")?;
        let then = self.expression()?;
        self.expect_word("else")?;
        let otherwise = self.expression()?;
        self.node(start, Expr::If(Box::new(condition), Box::new(then), Box::new(otherwise)))
    }

    fn quantified(&mut self) -> Result<Node, Flaw> {
        let every = self.is_word("every");
        let start = self.begin();
        let mut bindings = Vec::new();
        loop {
            let name = self.name()?;
            self.expect_word("in")?;
            bindings.push((name, self.expression()?));
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect_word("satisfies")?;
        let condition = Box::new(self.expression()?);
        self.node(start, Expr::Quantified { every, bindings, condition })
    }

    fn any(&mut self) -> Result<Node, Flaw> {
        let start = self.span().start;
        let mut nodes = vec![self.all()?];
        while self.take_word("or") {
            nodes.push(self.all()?);
        }
        if nodes.len() == 1 { Ok(nodes.remove(0)) } else { self.node(start, Expr::Any(nodes)) }
    }

    fn all(&mut self) -> Result<Node, Flaw> {
        let start = self.span().start;
        let mut nodes = vec![self.comparison()?];
        while self.take_word("and") {
            nodes.push(self.comparison()?);
        }
        if nodes.len() == 1 { Ok(nodes.remove(0)) } else { self.node(start, Expr::All(nodes)) }
    }

    fn comparison(&mut self) -> Result<Node, Flaw> {
        let start = self.span().start;
        let mut left = self.arithmetic(1)?;
        loop {
            let expr = if let Some(comparison) = self.comparison_sign() {
                self.at += 1;
                Expr::Compare(comparison, Box::new(left), Box::new(self.arithmetic(1)?))
            } else if self.take_word("between") {
                let low = self.arithmetic(1)?;
                self.expect_word("and")?;
                Expr::Between(Box::new(left), Box::new(low), Box::new(self.arithmetic(1)?))
            } else if self.take_word("in") {
                Expr::In(Box::new(left), self.in_tests()?)
            } else if self.is_word("instance") {
                return Err(self.left_out(text("instance of", "instance of")));
            } else {
                return Ok(left);
            };
            left = self.node(start, expr)?;
        }
    }

    /// What follows `in`: one test, or several in brackets.
    fn in_tests(&mut self) -> Result<Vec<Node>, Flaw> {
        let before = self.at;
        if self.take_sign("(") {
            let mut tests = vec![self.test()?];
            while self.take_sign(",") {
                tests.push(self.test()?);
            }
            if self.take_sign(")") {
                return Ok(tests);
            }
            self.at = before;
        }
        Ok(vec![self.test()?])
    }

    /// One test: a comparison without its left side, or anything else.
    fn test(&mut self) -> Result<Node, Flaw> {
        let start = self.span().start;
        match self.comparison_sign() {
            Some(comparison) => {
                self.at += 1;
                let bound = Box::new(self.arithmetic(1)?);
                self.node(start, Expr::Bound(comparison, bound))
            }
            None => self.arithmetic_within(),
        }
    }

    /// A value inside of other parts, which counts as one level deeper.
    fn arithmetic_within(&mut self) -> Result<Node, Flaw> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Flaw::reading(Misread::TooComplex, self.span()));
        }
        let node = self.arithmetic(1);
        self.depth -= 1;
        node
    }

    fn arithmetic(&mut self, weakest: u8) -> Result<Node, Flaw> {
        let start = self.span().start;
        let mut left = self.negation()?;
        while let Some(operator) = self.operator().filter(|one| one.strength() >= weakest) {
            self.at += 1;
            let right = self.arithmetic(operator.strength() + 1)?;
            left = self.node(start, Expr::Arithmetic(operator, Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Node, Flaw> {
        let start = self.span().start;
        let mut signs = 0;
        while self.take_sign("-") {
            signs += 1;
        }
        let mut node = self.postfix()?;
        for _ in 0..signs {
            node = self.node(start, Expr::Negate(Box::new(node)))?;
        }
        Ok(node)
    }

    fn postfix(&mut self) -> Result<Node, Flaw> {
        let start = self.span().start;
        let mut node = self.primary()?;
        loop {
            let expr = if self.take_sign(".") {
                Expr::Path(Box::new(node), self.name()?)
            } else if !self.ends_range && self.take_sign("[") {
                let condition = self.expression()?;
                self.expect_sign("]")?;
                Expr::Filter(Box::new(node), Box::new(condition))
            } else if self.is_sign("(") {
                return Err(self.left_out(text("自定义函数", "functions of one's own")));
            } else {
                return Ok(node);
            };
            node = self.node(start, expr)?;
        }
    }

    fn primary(&mut self) -> Result<Node, Flaw> {
        let start = self.span().start;
        match self.current().clone() {
            Is::Value(value) => {
                self.at += 1;
                self.node(start, Expr::Literal(value))
            }
            Is::Sign("(") => self.parenthesis(),
            Is::Sign("[" | "]") => self.brackets(),
            Is::Sign("{") => self.record(),
            Is::Word(word) => match word.as_str() {
                "true" | "false" => {
                    self.at += 1;
                    self.node(start, Expr::Literal(Value::Bool(word == "true")))
                }
                "null" => {
                    self.at += 1;
                    self.node(start, Expr::Literal(Value::null()))
                }
                "if" | "some" | "every" | "for" | "function" => self.expression(),
                _ => self.name_or_call(),
            },
            Is::Sign(_) | Is::End => Err(self.unexpected(text("数值或名称", "a value or a name"))),
        }
    }

    fn name_or_call(&mut self) -> Result<Node, Flaw> {
        let start = self.span().start;
        let name = self.name()?;
        let span = Span { start, end: self.end() };
        if !self.take_sign("(") {
            return self.node(start, Expr::Name(name));
        }
        let Some(function) = Function::named(&name) else {
            if LEFT_OUT.contains(&name.as_str()) {
                let what =
                    text(format!("FEEL 的函数“{name}”"), format!("FEEL's function {name:?}"));
                return Err(Flaw::reading(Misread::LeftOut(what), span));
            }
            return Err(Flaw::typing(Mismatch::UnknownFunction(name), span));
        };
        let mut arguments = Vec::new();
        while !self.take_sign(")") {
            if !arguments.is_empty() {
                self.expect_sign(",")?;
            }
            let before = self.at;
            let name = self.name().ok().filter(|_| self.take_sign(":"));
            if name.is_none() {
                self.at = before;
            }
            arguments.push(Argument { name, node: self.within()? });
        }
        self.node(start, Expr::Call(function, arguments))
    }

    /// An expression within brackets, where `[` filters again.
    fn within(&mut self) -> Result<Node, Flaw> {
        let ends_range = std::mem::replace(&mut self.ends_range, false);
        let node = self.expression();
        self.ends_range = ends_range;
        node
    }

    /// `( … )`, a range that opens with `(`, or a bound: `(< 10)`.
    fn parenthesis(&mut self) -> Result<Node, Flaw> {
        let start = self.begin();
        if self.comparison_sign().is_some() {
            let bound = self.test()?;
            self.expect_sign(")")?;
            return Ok(bound);
        }
        if self.is_word("function") {
            return Err(self.left_out(text("自定义函数", "functions of one's own")));
        }
        let node = self.within()?;
        if self.take_sign("..") {
            return self.range(start, node, false);
        }
        self.expect_sign(")")?;
        Ok(node)
    }

    /// A list, or a range that opens with `[` or `]`.
    fn brackets(&mut self) -> Result<Node, Flaw> {
        let closed = self.is_sign("[");
        let start = self.begin();
        let mut nodes = Vec::new();
        while !(closed && self.take_sign("]")) {
            if !nodes.is_empty() {
                self.expect_sign(",")?;
            }
            let node = self.within()?;
            if nodes.is_empty() && self.take_sign("..") {
                return self.range(start, node, closed);
            }
            if !closed {
                return Err(self.unexpected(text("“..”", "\"..\"")));
            }
            nodes.push(node);
        }
        self.node(start, Expr::List(nodes))
    }

    fn range(&mut self, start: usize, low: Node, closed: bool) -> Result<Node, Flaw> {
        let before = std::mem::replace(&mut self.ends_range, true);
        let high = self.arithmetic_within();
        self.ends_range = before;
        let (low, high) = (Box::new(low), Box::new(high?));
        let ends_closed = self.is_sign("]");
        if !ends_closed && !self.is_sign(")") && !self.is_sign("[") {
            return Err(self.unexpected(text("“]”或“)”", "\"]\" or \")\"")));
        }
        self.at += 1;
        self.node(start, Expr::Range { low, high, closed: (closed, ends_closed) })
    }

    fn record(&mut self) -> Result<Node, Flaw> {
        let start = self.begin();
        let mut fields = Vec::new();
        while !self.take_sign("}") {
            if !fields.is_empty() {
                self.expect_sign(",")?;
            }
            let name = if let Is::Value(Value::Text(name)) = self.current().clone() {
                self.at += 1;
                name.to_string()
            } else {
                self.name()?
            };
            self.expect_sign(":")?;
            fields.push((name, self.within()?));
        }
        self.node(start, Expr::Record(fields))
    }

    /// Words side by side, none of them a keyword.
    fn name(&mut self) -> Result<String, Flaw> {
        for whole in NAMES_WITH_KEYWORDS {
            let words: Vec<&str> = whole.split(' ').collect();
            let fits = words.iter().enumerate().all(|(at, word)| self.peeks_word(at, word));
            if fits && self.peeks_sign(words.len(), "(") {
                self.at += words.len();
                return Ok(whole.to_owned());
            }
        }
        let mut name = String::new();
        while let Is::Word(word) = self.current() {
            if KEYWORDS.contains(&word.as_str()) {
                break;
            }
            name.push_str(if name.is_empty() { "" } else { " " });
            name.push_str(word);
            self.at += 1;
        }
        if name.is_empty() { Err(self.unexpected(text("名称", "a name"))) } else { Ok(name) }
    }

    fn node(&mut self, start: usize, expr: Expr) -> Result<Node, Flaw> {
        self.parts += 1;
        let node = Node::new(expr, Span { start, end: self.end() });
        if self.parts > PARTS || node.depth > DEPTH * 2 {
            return Err(Flaw::reading(Misread::TooComplex, node.span));
        }
        Ok(node)
    }

    /// The current token is taken; where it began.
    fn begin(&mut self) -> usize {
        let start = self.span().start;
        self.at += 1;
        start
    }

    fn current(&self) -> &Is {
        &self.tokens[self.at.min(self.tokens.len() - 1)].is
    }

    fn span(&self) -> Span {
        self.tokens[self.at.min(self.tokens.len() - 1)].span
    }

    /// Where the last token that was taken ends.
    fn end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |at| self.tokens[at.min(self.tokens.len() - 1)].span.end)
    }

    fn comparison_sign(&self) -> Option<Comparison> {
        if let Is::Sign(sign) = self.current() { Comparison::of(sign) } else { None }
    }

    fn operator(&self) -> Option<Operator> {
        if let Is::Sign(sign) = self.current() { Operator::of(sign) } else { None }
    }

    fn peeks_sign(&self, ahead: usize, sign: &str) -> bool {
        let token = self.tokens.get(self.at + ahead);
        token.is_some_and(|token| matches!(token.is, Is::Sign(one) if one == sign))
    }

    fn peeks_word(&self, ahead: usize, word: &str) -> bool {
        let token = self.tokens.get(self.at + ahead);
        token.is_some_and(|token| matches!(&token.is, Is::Word(one) if one == word))
    }

    fn is_sign(&self, sign: &str) -> bool {
        self.peeks_sign(0, sign)
    }

    fn is_word(&self, word: &str) -> bool {
        self.peeks_word(0, word)
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn expect_sign(&mut self, sign: &str) -> Result<(), Flaw> {
        if self.take_sign(sign) {
            return Ok(());
        }
        Err(self.unexpected(text(format!("“{sign}”"), format!("{sign:?}"))))
    }

    fn expect_word(&mut self, word: &str) -> Result<(), Flaw> {
        if self.take_word(word) {
            return Ok(());
        }
        Err(self.unexpected(text(format!("“{word}”"), format!("{word:?}"))))
    }

    fn finish(&self) -> Result<(), Flaw> {
        if *self.current() == Is::End {
            return Ok(());
        }
        Err(self.unexpected(text("结尾", "the end")))
    }

    fn unexpected(&self, wanted: Text) -> Flaw {
        let quoted = |word: &str| text(format!("“{word}”"), format!("{word:?}"));
        let found = match self.current() {
            Is::Value(value) => value.shown(),
            Is::Word(word) => quoted(word),
            Is::Sign(sign) => quoted(sign),
            Is::End => text("结尾", "the end"),
        };
        Flaw::reading(Misread::Expected { wanted, found }, self.span())
    }

    fn left_out(&self, what: Text) -> Flaw {
        Flaw::reading(Misread::LeftOut(what), self.span())
    }
}
