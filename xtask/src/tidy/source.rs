//! Rust and TOML told apart into code, comments and strings (源文拆分), by hand and in one pass;
//! and of Markdown, what stands outside its code.
//!
//! The code keeps its shape: every comment and every string's content is blanked, every character
//! is one byte, every line stays where it was. So a check may look for words without finding them
//! in prose, and an offset in the code is an offset in the text's characters.

/// A text told apart.
#[derive(Default)]
pub struct Source {
    /// The code, all else blanked.
    pub code: String,
    /// The comments.
    pub comments: Vec<Piece>,
    /// The strings, their quotes left out and their escapes as written.
    pub strings: Vec<Piece>,
    /// Where the tests at the tail begin.
    tests_from: usize,
}

/// A comment or a string.
pub struct Piece {
    /// Its offset in the code.
    pub at: usize,
    /// What it says.
    pub text: String,
}

/// Tells a Rust file apart.
pub fn read_rust(text: &str) -> Source {
    let mut reader = Reader::of(text);
    while let Some(c) = reader.peek(0) {
        match c {
            '/' if reader.peek(1) == Some('/') => reader.line_comment(),
            '/' if reader.peek(1) == Some('*') => reader.block_comment(),
            '"' => reader.quoted('"', 1, true),
            'r' if reader.opens_raw_string() => reader.raw_string(),
            '\'' if reader.opens_character() => reader.character(),
            _ => reader.code(),
        }
    }
    let mut source = reader.source;
    source.tests_from = tests_from(&source.code).unwrap_or(source.code.len());
    source
}

/// Tells a TOML file apart.
pub fn read_toml(text: &str) -> Source {
    let mut reader = Reader::of(text);
    while let Some(c) = reader.peek(0) {
        match c {
            '#' => reader.line_comment(),
            '"' | '\'' => {
                let triple = reader.peek(1) == Some(c) && reader.peek(2) == Some(c);
                reader.quoted(c, if triple { 3 } else { 1 }, c == '"');
            }
            _ => reader.code(),
        }
    }
    reader.source
}

impl Source {
    /// The code without the tests at its tail.
    pub fn product(&self) -> &str {
        &self.code[..self.tests_from]
    }

    /// The line of an offset, counted from 1.
    pub fn line(&self, at: usize) -> usize {
        line(&self.code, at)
    }

    /// The words of the code, each with its offset.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        words(&self.code)
    }
}

/// The line of an offset, counted from 1.
pub fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The words of a text: runs of letters, digits and `_`, each with its offset.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let parts = text.split(move |c| !word(c)).filter(|part| !part.is_empty());
    parts.map(|part| (part.as_ptr() as usize - text.as_ptr() as usize, part))
}

/// Where `needle` occurs in the code as a whole word on its left.
pub fn occurrences<'a>(code: &'a str, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    code.match_indices(needle)
        .map(|(at, _)| at)
        .filter(move |&at| !(needle.starts_with(word) && code[..at].ends_with(word)))
}

/// The lines of a Markdown text outside fenced code, each with its number.
pub fn unfenced(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut fence = None;
    for (at, line) in (1..).zip(text.lines()) {
        let ticks = line.trim_start().chars().take_while(|c| *c == '`').count();
        match fence {
            Some(open) if ticks >= open => fence = None,
            Some(_) => {}
            None if ticks >= 3 => fence = Some(ticks),
            None => lines.push((at, line)),
        }
    }
    lines
}

/// A module `tests` with a body, under `#[cfg(test)]`.
fn tests_from(code: &str) -> Option<usize> {
    code.match_indices("#[cfg(test)]").map(|(at, _)| at).find(|&at| {
        let after = code[at..].trim_start_matches("#[cfg(test)]").trim_start();
        after.strip_prefix("mod tests").is_some_and(|body| body.trim_start().starts_with('{'))
    })
}

struct Reader {
    text: Vec<char>,
    at: usize,
    source: Source,
}

impl Reader {
    fn of(text: &str) -> Reader {
        Reader { text: text.chars().collect(), at: 0, source: Source::default() }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    /// Keeps one character as code.
    fn code(&mut self) {
        let c = self.text[self.at];
        self.source.code.push(if c.is_ascii() { c } else { '?' });
        self.at += 1;
    }

    /// Blanks one character and hands it over.
    fn blank(&mut self) -> char {
        let c = self.text[self.at];
        self.source.code.push(if c == '\n' { '\n' } else { ' ' });
        self.at += 1;
        c
    }

    fn line_comment(&mut self) {
        let (at, mut text) = (self.at, String::new());
        while self.peek(0).is_some_and(|c| c != '\n') {
            text.push(self.blank());
        }
        self.source.comments.push(Piece { at, text });
    }

    fn block_comment(&mut self) {
        let (at, mut text, mut depth) = (self.at, String::new(), 0);
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => {}
            }
            text.push(self.blank());
            if text.ends_with("*/") && depth == 0 {
                break;
            }
        }
        self.source.comments.push(Piece { at, text });
    }

    /// A string between `count` quotes on each side.
    fn quoted(&mut self, quote: char, count: usize, escapes: bool) {
        let at = self.at;
        for _ in 0..count {
            self.code();
        }
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            if (0..count).all(|ahead| self.peek(ahead) == Some(quote)) {
                break;
            }
            text.push(self.blank());
            if escapes && c == '\\' && self.peek(0).is_some() {
                text.push(self.blank());
            }
        }
        for _ in 0..count.min(self.text.len() - self.at) {
            self.code();
        }
        self.source.strings.push(Piece { at, text });
    }

    /// `r"` or `r##"`, also after `b` or `c`, and not at the end of another word.
    fn opens_raw_string(&self) -> bool {
        let before = self.source.code.trim_end_matches(['b', 'c']);
        let inside_word = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            || self.source.code.len() - before.len() > 1;
        !inside_word && self.peek(1 + self.hashes()) == Some('"')
    }

    fn hashes(&self) -> usize {
        self.text[self.at + 1..].iter().take_while(|&&c| c == '#').count()
    }

    fn raw_string(&mut self) {
        let hashes = self.hashes();
        for _ in 0..=hashes {
            self.code();
        }
        let (at, mut text) = (self.at, String::new());
        self.code();
        let closes = |reader: &Reader| {
            reader.peek(0) == Some('"') && (1..=hashes).all(|n| reader.peek(n) == Some('#'))
        };
        while self.peek(0).is_some() && !closes(self) {
            text.push(self.blank());
        }
        for _ in 0..=hashes {
            if self.peek(0).is_some() {
                self.code();
            }
        }
        self.source.strings.push(Piece { at, text });
    }

    /// A character such as `'x'` or `'\n'`, and not a lifetime.
    fn opens_character(&self) -> bool {
        self.peek(1) == Some('\\') || self.peek(2) == Some('\'')
    }

    fn character(&mut self) {
        self.code();
        if self.blank() == '\\' {
            self.blank();
        }
        while self.peek(0).is_some_and(|c| c != '\'') {
            self.blank();
        }
        if self.peek(0).is_some() {
            self.code();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_comments_and_strings_are_told_apart() {
        let text = concat!(
            "//! opens\n",
            "fn a<'a>(s: &'a str) -> char { /* b /* c */ d */ '\\'' } // end \"x\"\n",
            "const S: &str = \"one \\\" {two}\"; let r = br#\"raw \" fn\"#; let q = '\"';\n",
            "fn r#type(var: u8) {}\n",
        );
        let source = read_rust(text);
        let said = |pieces: &[Piece]| -> Vec<String> {
            pieces.iter().map(|piece| piece.text.clone()).collect()
        };
        assert_eq!(said(&source.comments), ["//! opens", "/* b /* c */ d */", "// end \"x\""]);
        assert_eq!(said(&source.strings), ["one \\\" {two}", "raw \" fn"]);
        let functions = source.words().filter(|(_, word)| *word == "fn");
        assert_eq!(functions.map(|(at, _)| source.line(at)).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(source.code.len(), text.chars().count());
    }

    #[test]
    fn the_tests_at_the_tail_are_not_product() {
        let text =
            "fn a() {}\n#[cfg(test)]\nmod helper;\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\n";
        assert!(read_rust(text).product().ends_with("mod helper;\n"));
        assert_eq!(read_rust("fn a() {}\n").product(), "fn a() {}\n");
    }

    #[test]
    fn toml_strings_of_every_kind_are_found() {
        let source = read_toml("a = \"x # y\" # z\nb = 'c\\'\nd = \"\"\"\ne \"f\"\n\"\"\"\n");
        let strings: Vec<&str> = source.strings.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(strings, ["x # y", "c\\", "\ne \"f\"\n"]);
        assert_eq!(source.comments[0].text, "# z");
    }
}
