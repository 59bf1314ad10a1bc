//! A paper as PDF (文书PDF): one font cut to what is used, text that can be searched.

use approvals::issued::Maker;
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use store::Fault;

use super::fonts::{self, Found, NoFont};
use super::{Checked, drawing, verify};
use crate::shell::Frame;
use crate::words::moment;

/// A4, in points.
const PAGE: (f32, f32) = (595.0, 842.0);
/// The binding edge: 2.5 cm.
const LEFT: f32 = 71.0;
/// Where lines end.
const RIGHT: f32 = 538.0;
/// Where values begin.
const VALUES: f32 = 190.0;
/// Below this a page is full.
const BOTTOM: f32 = 770.0;
/// The size of the text.
const SIZE: f32 = 12.0;
/// From line to line.
const STEP: f32 = 20.0;
/// The red of a seal.
const RED: (u8, u8, u8) = (200, 22, 29);

/// A piece of text in its place.
struct Piece {
    at: (f32, f32),
    size: f32,
    text: String,
}

/// The file, or why no font serves.
pub fn file(
    frame: &Frame,
    found: &Checked,
    origin: &str,
    data: &std::path::Path,
) -> Result<Result<Vec<u8>, NoFont>, Fault> {
    let all = words(frame, found, origin);
    let font = match fonts::with_all(&all, data) {
        Ok(font) => font,
        Err(why) => return Ok(Err(why)),
    };
    let pages = laid_out(frame, found, origin, &font);
    let made = bound(&font, &pages, |surface, known| {
        draw_code(surface, origin, found);
        draw_seal(surface, frame, found, (&font, known));
    });
    made.map(Ok)
}

/// What is known without a paper of this zone, as one page: a heading, lines each with a label, and
/// what is to be said below. Nothing of it is sealed.
pub fn extract(
    (heading, below): (&str, &str),
    lines: &[(&str, String)],
    data: &std::path::Path,
) -> Result<Result<Vec<u8>, NoFont>, Fault> {
    let written = lines.iter().map(|(label, value)| format!("{label}{value}"));
    let all = written.collect::<String>() + heading + below;
    let font = match fonts::with_all(&all, data) {
        Ok(font) => font,
        Err(why) => return Ok(Err(why)),
    };
    let piece = |at, size, text: &str| Piece { at, size, text: text.to_owned() };
    let mut page = vec![piece((LEFT, 110.0), 18.0, heading)];
    let mut y = 160.0;
    for (label, value) in lines {
        page.push(piece((LEFT, y), SIZE, label));
        for line in wrapped(&font, value, RIGHT - VALUES) {
            page.push(piece((VALUES, y), SIZE, &line));
            y += STEP;
        }
        y += 4.0;
    }
    y += STEP;
    for line in wrapped(&font, below, RIGHT - LEFT) {
        page.push(piece((LEFT, y), SIZE, &line));
        y += STEP;
    }
    bound(&font, &[page], |_, _| {}).map(Ok)
}

/// The pages as a file; `last` draws what stands on the last one beside its text.
fn bound(
    font: &Found,
    pages: &[Vec<Piece>],
    last: impl FnOnce(&mut Surface, &Font),
) -> Result<Vec<u8>, Fault> {
    let known = Font::new(font.bytes.clone().into(), font.index);
    let known = known.ok_or_else(|| Fault::Broken("the font cannot be embedded".into()))?;
    let mut last = Some(last);
    let mut document = Document::new();
    for (at, pieces) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).expect("A4 is a size");
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for piece in pieces {
            let start = Point::from_xy(piece.at.0, piece.at.1);
            let (text, direction) = (&piece.text, TextDirection::LeftToRight);
            surface.draw_text(start, known.clone(), piece.size, text, false, direction);
        }
        if at + 1 == pages.len()
            && let Some(draw) = last.take()
        {
            draw(&mut surface, &known);
        }
        surface.finish();
        page.finish();
    }
    let made = document.finish();
    made.map_err(|error| Fault::Broken(format!("the PDF cannot be made: {error:?}")))
}

/// Every character that stands on the paper.
fn words(frame: &Frame, found: &Checked, origin: &str) -> String {
    let mut all = head(frame, found) + &foot(frame, found, origin).join("");
    all += frame.say(&found.paper.kind.name());
    all += &frame.office(&found.paper.organ).zh;
    all += "演示/0123456789";
    all += &verify::no_longer(frame, found).unwrap_or_default();
    for line in &found.paper.lines {
        all += frame.t(&line.label, &line.label_en);
        all += &line.value;
    }
    all
}

fn head(frame: &Frame, found: &Checked) -> String {
    let (zone, organ) = (frame.zone.name(), frame.office(&found.paper.organ));
    let (zone, organ) = (frame.say(&zone), frame.say(&organ));
    format!("{zone} · {organ}　{}　{}", found.paper.number, moment(frame.language, found.at))
}

fn foot(frame: &Frame, found: &Checked, origin: &str) -> [String; 3] {
    let day = frame.day(found.paper.on);
    let demo = match found.seal.as_ref().map(|seal| seal.maker) {
        Some(Maker::Software) => {
            frame.t("演示印章，不具有法律效力。", "Demonstration seal, without force in law.")
        }
        Some(Maker::Service) => "",
        None if !found.paper.kind.is_sealed() => frame
            .t("模拟审批意见，无法律效力，不用印。", "Simulated, without legal effect: no seal."),
        None => frame.t("尚未用印。", "Not sealed yet."),
    };
    [
        format!("{} {origin}/verify　{day}", frame.t("扫码或访问", "Scan, or go to")),
        format!("{} {}", frame.t("核验码", "Check code"), found.token),
        demo.to_owned(),
    ]
}

/// The pieces of each page.
fn laid_out(frame: &Frame, found: &Checked, origin: &str, font: &Found) -> Vec<Vec<Piece>> {
    let mut pages = vec![Vec::new()];
    let piece = |at, size, text: &str| Piece { at, size, text: text.to_owned() };
    let title = found.paper.kind.name();
    let title = frame.say(&title);
    let centered = |text: &str, size: f32| (LEFT + RIGHT - width(font, text, size)) / 2.0;
    let number = &found.paper.number;
    pages[0].push(piece((centered(title, 22.0), 130.0), 22.0, title));
    pages[0].push(piece((centered(number, SIZE), 158.0), SIZE, number));
    let mut y = 200.0;
    let said = verify::no_longer(frame, found);
    for line in said.iter().flat_map(|said| wrapped(font, said, RIGHT - LEFT)) {
        pages[0].push(piece((LEFT, y), SIZE, &line));
        y += STEP;
    }
    for line in &found.paper.lines {
        let label = wrapped(font, frame.t(&line.label, &line.label_en), VALUES - LEFT - 10.0);
        let value = wrapped(font, &line.value, RIGHT - VALUES);
        for at in 0..label.len().max(value.len()) {
            if y > BOTTOM {
                pages.push(Vec::new());
                y = 110.0;
            }
            let page = pages.last_mut().expect("there is a page");
            let both = [(LEFT, label.get(at)), (VALUES, value.get(at))];
            let both = both.into_iter().filter_map(|(x, text)| Some((x, text?)));
            page.extend(both.map(|(x, text)| piece((x, y), SIZE, text)));
            y += STEP;
        }
        y += 4.0;
    }
    // Code and seal stand together, whole.
    if y > 590.0 {
        pages.push(Vec::new());
    }
    let count = pages.len();
    for (at, page) in pages.iter_mut().enumerate() {
        page.push(piece((LEFT, 60.0), 9.0, &head(frame, found)));
        page.push(piece((RIGHT - 24.0, 812.0), 9.0, &format!("{}/{count}", at + 1)));
    }
    let last = pages.last_mut().expect("there is a page");
    let foot = foot(frame, found, origin);
    let lines = foot.iter().enumerate();
    last.extend(lines.map(|(at, text)| piece((LEFT, 750.0 + 14.0 * at as f32), 9.0, text)));
    pages
}

/// A text in lines no wider than `room`.
fn wrapped(font: &Found, text: &str, room: f32) -> Vec<String> {
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0.0);
    for c in text.chars() {
        if c == '\n' {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
            continue;
        }
        let wide = font.width(c, SIZE);
        // Closing marks never open a line.
        if used + wide > room && !"，。、；：）》！？”".contains(c) {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        line.push(c);
        used += wide;
    }
    lines.push(line);
    lines
}

fn width(font: &Found, text: &str, size: f32) -> f32 {
    text.chars().map(|c| font.width(c, size)).sum()
}

fn draw_code(surface: &mut Surface, origin: &str, found: &Checked) {
    let Some(code) = drawing::code(&format!("{origin}/verify/{}", found.token)) else { return };
    // Three centimeters.
    let step = 85.0 / code.side as f32;
    let mut path = PathBuilder::new();
    for (x, y) in code.dark {
        let (x, y) = (LEFT + x as f32 * step, 645.0 + y as f32 * step);
        polygon(&mut path, &[(x, y), (x + step, y), (x + step, y + step), (x, y + step)]);
    }
    fill(surface, path.finish(), (0, 0, 0));
}

fn draw_seal(surface: &mut Surface, frame: &Frame, found: &Checked, fonts: (&Found, &Font)) {
    let sound = found.seal.as_ref().filter(|_| found.is_seal_sound);
    let Some(maker) = sound.map(|seal| seal.maker) else { return };
    let (x, y, radius) = (460.0, 680.0, 58.0);
    let ring = |radius: f32| {
        let corner = |at: u16| {
            let turn = (f32::from(at) * 4.0).to_radians();
            (x + radius * turn.cos(), y + radius * turn.sin())
        };
        (0..90).map(corner).collect::<Vec<_>>()
    };
    let mut path = PathBuilder::new();
    polygon(&mut path, &ring(radius));
    // The other way round, so that the inside stays free.
    polygon(&mut path, &ring(radius - 3.0).into_iter().rev().collect::<Vec<_>>());
    polygon(&mut path, &drawing::star_points(x, y - 6.0, 15.0));
    fill(surface, path.finish(), RED);
    let (measure, font) = fonts;
    let mut write = |text: &str, y: f32| {
        let size = (80.0 / text.chars().count().max(1) as f32).min(11.0);
        let start = Point::from_xy(x - width(measure, text, size) / 2.0, y);
        surface.draw_text(start, font.clone(), size, text, false, TextDirection::LeftToRight);
    };
    write(&frame.office(&found.paper.organ).zh, y - 28.0);
    if maker == Maker::Software {
        write("演示", y + 34.0);
    }
}

fn polygon(path: &mut PathBuilder, corners: &[(f32, f32)]) {
    for (at, (x, y)) in corners.iter().enumerate() {
        if at == 0 {
            path.move_to(*x, *y);
        } else {
            path.line_to(*x, *y);
        }
    }
    path.close();
}

fn fill(surface: &mut Surface, path: Option<Path>, (red, green, blue): (u8, u8, u8)) {
    let Some(path) = path else { return };
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: Default::default(),
    }));
    surface.draw_path(&path);
}
