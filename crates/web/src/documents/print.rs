//! A paper to be printed (打印文书): A4, with its number, its code and the organ's seal.

use approvals::issued::Maker;
use maud::{DOCTYPE, Markup, html};

use super::{Checked, drawing, verify};
use crate::assets;
use crate::shell::Frame;
use crate::words::{moment, tag};

/// The whole page; `origin` is where the code leads: `https://…`.
pub fn page(frame: &Frame, found: &Checked, origin: &str) -> Markup {
    let (name, organ) = (found.paper.kind.name(), frame.office(&found.paper.organ));
    let address = format!("{origin}/verify/{}", found.token);
    let zone = frame.zone.name();
    html! {
        (DOCTYPE)
        html lang=(tag(frame.language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                // The number is Chinese: an English title has the code instead.
                title { (frame.say(&name)) " " (frame.t(&found.paper.number, &found.token)) }
                link rel="icon" type="image/svg+xml" href=(assets::EMBLEM.address());
                link rel="stylesheet" href=(assets::PAPER.address());
            }
            body {
                nav.ways aria-label=(frame.t("文书", "Paper")) {
                    a href=(format!("/verify/{}", found.token)) {
                        (frame.t("返回核验结果", "Back to the check"))
                    }
                    @if cfg!(feature = "pdf") {
                        a href=(format!("/verify/{}/pdf", found.token)) {
                            (frame.t("下载PDF", "Download as PDF"))
                        }
                    }
                }
                main {
                    div.running {
                        span { (frame.say(&zone)) " · " (frame.say(&organ)) }
                        span { (frame.run(&found.paper.number)) }
                        span { (moment(frame.language, found.at)) }
                    }
                    @if let Some(said) = verify::no_longer(frame, found) {
                        p.standing { (frame.run(&said)) }
                    }
                    h1 { (frame.say(&name)) }
                    p.number { (frame.run(&found.paper.number)) }
                    dl {
                        @for line in &found.paper.lines {
                            dt { (frame.t(&line.label, &line.label_en)) }
                            dd { (frame.run(&line.value)) }
                        }
                    }
                    div.below {
                        div.check {
                            (drawing::code_drawing(&address, frame.t("核验二维码", "Code to check")))
                            p {
                                (frame.t("扫码或访问", "Scan, or go to "))
                                " " span.code { (origin) "/verify" } br;
                                (frame.t("核验码", "Check code")) " "
                                span.code { (found.token) }
                            }
                        }
                        div.signed {
                            (seal(frame, found))
                            p { (frame.say(&organ)) br; (frame.day(found.paper.on)) }
                        }
                    }
                }
            }
        }
    }
}

fn seal(frame: &Frame, found: &Checked) -> Markup {
    let organ = frame.office(&found.paper.organ).zh;
    match found.seal.as_ref().filter(|_| found.is_seal_sound).map(|seal| seal.maker) {
        Some(Maker::Software) => {
            let label = frame.t("演示印章，不具有法律效力", "Demonstration seal, no force in law");
            drawing::seal_drawing(&organ, "演示", label)
        }
        Some(Maker::Service) => {
            drawing::seal_drawing(&organ, "", frame.t("电子印章", "Electronic seal"))
        }
        None if !found.paper.kind.is_sealed() => {
            html! { p { (frame.t("模拟审批，不用印", "Simulated: no seal")) } }
        }
        None => html! { p { (frame.t("尚未用印", "Not sealed yet")) } },
    }
}
