//! The outline of an enum or a struct (成员提要), read from its lines as the formatter leaves them.

/// A variant or a field.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// The first paragraph of its comment.
    pub doc: String,
    /// Its attributes, as they stand.
    pub attributes: String,
    /// A field's type, or what a variant carries in brackets.
    pub kind: String,
    /// A variant's fields.
    pub fields: Vec<Member>,
}

/// The members of what `opening` opens, for example `pub enum Event {`.
pub fn members(text: &str, opening: &str) -> Vec<Member> {
    let body = text.split_once(opening).map_or("", |(_, body)| body);
    let mut members: Vec<Member> = Vec::new();
    let mut next = Member::default();
    let mut is_attribute_open = false;
    for line in body.lines().skip(1).take_while(|line| *line != "}") {
        let word = line.trim();
        if is_attribute_open || word.starts_with("#[") {
            next.attributes.push_str(word);
            is_attribute_open = !word.ends_with(']');
        } else if let Some(said) = word.strip_prefix("///") {
            next.doc = format!("{} {}", next.doc, said.trim()).trim().to_owned();
        } else if word.starts_with('}') || word.is_empty() {
            continue;
        } else {
            let member = named(std::mem::take(&mut next), word);
            match members.last_mut() {
                Some(variant) if line.starts_with("        ") => variant.fields.push(member),
                Some(_) | None => members.push(member),
            }
        }
    }
    members
}

fn named(member: Member, word: &str) -> Member {
    let word = word.trim_start_matches("pub ").trim_end_matches([',', '{', ' ']);
    let (name, kind) = match (word.split_once(": "), word.split_once('(')) {
        (Some((name, kind)), _) => (name, kind),
        (None, Some((name, kind))) => (name, kind.trim_end_matches(')')),
        (None, None) => (word, ""),
    };
    Member { name: name.to_owned(), kind: kind.to_owned(), ..member }
}

/// `CaseSubmitted` as `case_submitted`.
pub fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_come_with_their_comments_attributes_and_fields() {
        let text = concat!(
            "/// E.\npub enum Event {\n    /// It came,\n    /// at last.\n    Came {\n",
            "        /// When.\n        on: Date,\n    },\n",
            "    /// Two.\n    #[arg(\n        long\n    )]\n    Two(Inner),\n    Three,\n}\n",
            "pub enum Other {\n    Four,\n}\n",
        );
        let found = members(text, "pub enum Event {");
        let names: Vec<&str> = found.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["Came", "Two", "Three"]);
        assert_eq!(found[0].doc, "It came, at last.");
        let [field] = &found[0].fields[..] else { panic!("one field: {found:?}") };
        assert_eq!((field.name.as_str(), field.kind.as_str()), ("on", "Date"));
        assert_eq!(found[1].kind, "Inner");
        assert_eq!(found[1].attributes, "#[arg(long)]");
        assert_eq!(snake("CaseSubmitted"), "case_submitted");
    }
}
