//! The public check of a paper (文书核验): is it genuine, does it still stand, and how to keep that.

use approvals::issued::Maker;
use approvals::issued::State;
use kernel::text::text;
use maud::{Markup, html};

use super::Checked;
use crate::shell::{self, Frame};
use crate::words::moment;

/// What was asked besides the token: the number that stands on the paper.
pub struct Question<'a> {
    /// The token, as typed.
    pub token: &'a str,
    /// The number, as typed; empty where none was.
    pub number: &'a str,
}

/// The page that asks for a number and a code.
pub fn ask(frame: &Frame) -> Markup {
    let heading = frame.t("核验文书", "Check a paper");
    let body = html! {
        div.wrap.narrow.stack {
            section.sheet {
                h1 { (heading) }
                p {
                    (frame.t(
                        "扫描文书上的二维码，或填写编号和核验码。无需登录。",
                        "Scan the code on the paper, or type its number and its check code. \
                         No account is needed.",
                    ))
                }
                (form(frame, "", ""))
            }
            (offline(frame))
        }
    };
    shell::page(frame, heading, &body)
}

/// The page for a token that leads nowhere, or to another paper than the one in hand.
pub fn unknown(frame: &Frame, question: &Question) -> Markup {
    let heading = frame.t("核验未通过", "The check has failed");
    let body = html! {
        div.wrap.narrow.stack {
            section.sheet.failure {
                h1 { (heading) }
                p {
                    (frame.t(
                        "本园区没有出具过与此编号和核验码相符的文书。",
                        "This zone has issued no paper with this number and this check code.",
                    ))
                }
                ul {
                    li {
                        (frame.t(
                            "请对照文书核对编号和核验码，每个字符都要一致；",
                            "Compare number and code with the paper, character by character;",
                        ))
                    }
                    li {
                        (frame.t(
                            "核对无误仍未通过的，请勿采信该文书，并联系出具部门。",
                            "if they agree and the check still fails, do not rely on the paper and \
                             ask the office that is said to have issued it.",
                        ))
                    }
                }
                (form(frame, question.number, question.token))
            }
        }
    };
    shell::page(frame, heading, &body)
}

/// The page for a paper that is known.
pub fn page(frame: &Frame, found: &Checked) -> Markup {
    let heading = frame.t("文书核验结果", "Result of the check");
    let organ = frame.office(&found.paper.organ);
    let name = found.paper.kind.name();
    let body = html! {
        div.wrap.narrow.stack {
            section.sheet {
                h1 { (heading) }
                p.lead { strong { (verdict(frame, found)) } }
                @if let Some(because) = &found.because {
                    p { (frame.t("理由：", "Reason: ")) (frame.run(because)) }
                }
                dl.pairs {
                    dt { (frame.t("文书", "Paper")) }
                    dd { (frame.say(&name)) }
                    dt { (frame.t("编号", "Number")) }
                    dd.n { (frame.run(&found.paper.number)) }
                    dt { (frame.t("出具机关", "Organ")) }
                    dd { (frame.say(&organ)) }
                    dt { (frame.t("出具日期", "Issued on")) }
                    dd { (frame.day(found.paper.on)) }
                    @for line in &found.paper.lines {
                        dt { (frame.t(&line.label, &line.label_en)) }
                        dd { (frame.run(&line.value)) }
                    }
                }
                p {
                    (frame.t(
                        "请逐项对照手中的文书；有一处不同，就不是同一份文书。",
                        "Compare each line with the paper in your hands; if one differs, it is \
                         another paper.",
                    ))
                }
            }
            (steps(frame, found))
            (ways(frame, found))
            (offline(frame))
        }
    };
    shell::page(frame, heading, &body)
}

fn verdict(frame: &Frame, found: &Checked) -> String {
    let Some(head) = found.head else {
        let said = text(
            "台账证明不成立，请勿采信，并联系管理员。",
            "The ledger's proof does not hold. Do not rely on this paper; tell the administrator.",
        );
        return frame.say(&said).to_owned();
    };
    let said = match (&found.row.replaced_by, found.row.ended) {
        (Some(by), _) => text(
            format!("属实，但已被{by}换发，不再有效。"),
            format!("Genuine, but replaced by {by}: it no longer stands."),
        ),
        (None, Some(_)) => {
            text("属实，但已被撤销，不再有效。", "Genuine, but revoked: it no longer stands.")
        }
        (None, None) if !found.paper.kind.is_sealed() => text(
            format!("属实，截至第{head}号签名树头未收回；这是模拟审批意见，没有法律效力。"),
            format!(
                "Genuine as of head {head} and not taken back; it is a simulated opinion, without \
                 legal effect."
            ),
        ),
        (None, None) => text(
            format!("属实，截至第{head}号签名树头有效。"),
            format!("Genuine as of head {head}, and in force."),
        ),
    };
    frame.say(&said).to_owned()
}

/// What was looked at, step by step.
fn steps(frame: &Frame, found: &Checked) -> Markup {
    let (entry, head) = (found.row.entry, found.head);
    let seal = match (&found.seal, found.is_seal_sound) {
        (None, _) if !found.paper.kind.is_sealed() => {
            text("模拟审批意见没有法律效力，不用印。", "A simulated opinion bears no seal.")
        }
        (None, _) => text("尚未用印。", "It is not sealed yet."),
        (Some(_), false) => text("印章与文书内容不符。", "The seal does not stand on these words."),
        (Some(seal), true) => match seal.maker {
            Maker::Software => text(
                "印章与文书内容相符。这是演示用的软件印章，不具有法律效力。",
                "The seal stands on these words. It is a demonstration made in software, without \
                 force in law.",
            ),
            Maker::Service => text(
                "印章由电子印章系统加盖，请用该系统的工具核验签章。",
                "An electronic-seal service made the seal; its own tool checks the signature.",
            ),
        },
    };
    html! {
        section.sheet {
            header { h2 { (frame.t("核验了什么", "What was checked")) } }
            ol {
                li {
                    (frame.t("文书是台账第", "The paper is entry "))
                    (entry)
                    (frame.t("号条目，记录于", " of the ledger, recorded "))
                    (moment(frame.language, found.at))
                    (frame.t("。", "."))
                }
                li {
                    @match head {
                        Some(head) => {
                            (frame.t("哈希路径通向第", "Its path of hashes leads to signed head "))
                            (head)
                            (frame.t("号签名树头，签名有效。", "; the signature holds."))
                        }
                        None => {
                            (frame.t("哈希路径或签名不成立。", "The path or the signature fails."))
                        }
                    }
                }
                li { (frame.say(&seal)) }
                li {
                    @if found.row.ended.is_some() {
                        (frame.t("状态清单上有此文书。", "The status list names this paper."))
                    } @else {
                        (frame.t("状态清单上没有此文书。", "The status list does not name it."))
                    }
                }
            }
        }
    }
}

fn ways(frame: &Frame, found: &Checked) -> Markup {
    let here = format!("/verify/{}", found.token);
    html! {
        section.sheet {
            header { h2 { (frame.t("留存", "To keep")) } }
            ul {
                li {
                    a href=(format!("{here}/paper")) { (frame.t("打印文书", "Print the paper")) }
                }
                @if cfg!(feature = "pdf") {
                    li { a href=(format!("{here}/pdf")) { (frame.t("下载PDF", "Download as PDF")) } }
                }
                li {
                    a href=(format!("{here}/proof")) {
                        (frame.t("下载存证证明", "Download the proof"))
                    }
                }
            }
        }
    }
}

fn offline(frame: &Frame) -> Markup {
    html! {
        section.sheet {
            header { h2 { (frame.t("离线核验", "Check it without this site")) } }
            p {
                (frame.t(
                    "下载存证证明、状态清单和公钥，在任何电脑上运行：",
                    "Take the proof, the status list and the public key to any computer and run:",
                ))
            }
            p {
                code { "kaiyuan ledger check-proof FILE --status LIST --key KEY" }
            }
            ul.apart {
                li { a href="/verify/status-list" { (frame.t("状态清单", "Status list")) } }
                li { a href="/verify/key" { (frame.t("园区公钥", "The zone's public key")) } }
                li { a href="/verify/head" { (frame.t("台账最新签名", "Newest signed head")) } }
            }
            p.note.apart {
                (frame.t(
                    "台账最新签名可随每日公告印发：留存它的人，能发现此前的任何改动。",
                    "The newest signed head may be printed in each day's notice: whoever keeps it \
                     can tell any change of what came before.",
                ))
            }
        }
    }
}

fn form(frame: &Frame, number: &str, token: &str) -> Markup {
    html! {
        form.fill method="get" action="/verify" {
            div.field {
                label for="number" { (frame.t("文书编号", "Number of the paper")) }
                input #number name="number" type="text" value=(number) maxlength="60"
                    autocomplete="off";
            }
            div.field {
                label for="code" { (frame.t("核验码", "Check code")) }
                input #code name="code" type="text" value=(token) maxlength="60" required
                    autocomplete="off" spellcheck="false";
            }
            button.act type="submit" { (frame.t("核验", "Check")) }
        }
    }
}

/// The words for a paper that does not stand, over the printed page.
pub fn no_longer(frame: &Frame, found: &Checked) -> Option<String> {
    let is_over = [State::Replaced.word(), State::Revoked.word()];
    is_over.contains(&found.row.state.as_str()).then(|| verdict(frame, found))
}
