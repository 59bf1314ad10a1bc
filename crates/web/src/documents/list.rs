//! Documents and papers of a case as lists (文件与文书清单): each with its state in words.

use approvals::document::State as Handed;
use approvals::issued::State as Issued;
use approvals::views::{DocumentRow, PaperRow};
use kernel::text::{Text, text};
use maud::{Markup, html};

use crate::principal::Principal;
use crate::shell::Frame;

/// The papers issued, each with the token that leads to its check; nothing where there are none.
pub fn issued(papers: &[(PaperRow, String)], frame: &Frame) -> Markup {
    let is_shown = |row: &PaperRow| reads(&frame.principal, row.is_internal());
    html! {
        @if papers.iter().any(|(row, _)| is_shown(row)) {
            section.sheet {
                header { h2 { (frame.t("文书", "Papers")) } }
                ul {
                    @for (row, token) in papers.iter().filter(|(row, _)| is_shown(row)) {
                        li {
                            a href=(format!("/verify/{token}")) {
                                @if let Some(kind) = row.kind { (frame.say(&kind.name())) }
                            }
                            " " span.n { (frame.run(&row.number)) }
                            br;
                            span.note {
                                @if let Some(on) = row.issued_on { (frame.day(on)) " · " }
                                (frame.say(&issued_state(row)))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The documents handed in; `material` names a material by its identifier.
pub fn handed_in(
    documents: &[DocumentRow],
    material: &dyn Fn(&str) -> Text,
    frame: &Frame,
) -> Markup {
    html! {
        @if !documents.is_empty() {
            section.sheet {
                header { h2 { (frame.t("提交的文件", "Documents handed in")) } }
                ul {
                    @for row in documents {
                        li {
                            // Whoever handed it in may have it back.
                            @if frame.is_own() {
                                a href={ "/my/documents/" (id_of(row)) } {
                                    (frame.say(&material(&row.material)))
                                }
                            } @else {
                                (frame.say(&material(&row.material)))
                            }
                            " "
                            span.note.n {
                                @if let Some(kind) = row.kind { (kind.word().to_uppercase()) " · " }
                                (size(row.bytes))
                            }
                            br;
                            span.note {
                                @if let Some(on) = row.received_on { (frame.day(on)) " · " }
                                (frame.say(&handed_state(row)))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn id_of(row: &DocumentRow) -> &str {
    row.subject.trim_start_matches("document:")
}

/// Where a document stands, and why it is kept apart.
pub fn handed_state(row: &DocumentRow) -> Text {
    if row.state == Handed::Usable.word() {
        text("可用", "usable")
    } else if row.state == Handed::Quarantined.word() {
        let why: Vec<Text> = row.why.iter().map(|concern| concern.text()).collect();
        let zh: Vec<&str> = why.iter().map(|text| text.zh.as_str()).collect();
        let en: Vec<&str> = why.iter().map(|text| text.en.as_str()).collect();
        text(
            format!("已隔离：{}。请重新上传。", zh.join("；")),
            format!("kept apart: {}. Upload it again.", en.join("; ")),
        )
    } else if row.state == Handed::Damaged.word() {
        text("已损坏，请重新上传。", "damaged: upload it again.")
    } else {
        text("待检查", "to be looked through")
    }
}

fn issued_state(row: &PaperRow) -> Text {
    let state = row.state.as_str();
    if state == Issued::Sealed.word() {
        text("有效", "in force")
    } else if state == Issued::Replaced.word() {
        text("已换发", "replaced")
    } else if state == Issued::Revoked.word() {
        text("已撤销", "revoked")
    } else if row.kind.is_some_and(|kind| !kind.is_sealed()) {
        text("无法律效力", "without legal effect")
    } else {
        text("待用印", "to be sealed")
    }
}

fn size(bytes: i64) -> String {
    match bytes {
        ..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes / 1_024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}

/// May this reader read a paper, which may be one that stays among the offices?
pub fn reads(principal: &Principal, is_internal: bool) -> bool {
    !is_internal || principal.office().is_some()
}

#[cfg(test)]
mod tests {
    use approvals::document::{Concern, Kind};

    use super::*;

    #[test]
    fn people_see_why_a_document_is_kept_apart() {
        let mut row = DocumentRow {
            subject: "document:x".into(),
            owner: "91330421MA28A0010Q".into(),
            place: "case:x".into(),
            material: "design-scheme".into(),
            kind: Some(Kind::Docx),
            bytes: 2_048,
            state: "quarantined".into(),
            why: vec![Concern::Locked, Concern::Macros],
            received_on: None,
            entry: 1,
        };
        let said = handed_state(&row);
        assert_eq!(said.zh, "已隔离：文件设有密码；文件含有宏。请重新上传。");
        assert!(said.en.contains("needs a password; the file holds macros"), "{}", said.en);
        for (state, zh) in [("usable", "可用"), ("pending", "待检查")] {
            row.state = state.into();
            assert_eq!(handed_state(&row).zh, zh);
        }
        assert_eq!(
            (size(0), size(2_048), size(52_428_800)),
            ("0 B".into(), "2 KB".into(), "50 MB".into())
        );
    }
}
