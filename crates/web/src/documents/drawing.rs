//! The code that leads to a paper's check, and the organ's seal (二维码与印章), as drawings.

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};
use maud::{Markup, html};

/// Light points that a code needs around it.
const MARGIN: usize = 4;

/// The dark points of a code, and how many points a side has with its margin.
pub struct Code {
    /// Points on a side.
    pub side: usize,
    /// Each dark point: across, down.
    pub dark: Vec<(usize, usize)>,
}

/// The code of an address, which survives a coffee stain: error level M.
pub fn code(address: &str) -> Option<Code> {
    let code: QRCode = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let places = (0..code.size).flat_map(|y| (0..code.size).map(move |x| (x, y)));
    let dark = places.filter(|(x, y)| code[*y][*x].value());
    let dark = dark.map(|(x, y)| (x + MARGIN, y + MARGIN)).collect();
    Some(Code { side: code.size + 2 * MARGIN, dark })
}

/// The code as a drawing.
pub fn code_drawing(address: &str, label: &str) -> Markup {
    let Some(code) = code(address) else { return html! {} };
    let path: String = code.dark.iter().map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect();
    html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label=(label)
            viewBox=(format!("0 0 {0} {0}", code.side)) shape-rendering="crispEdges" {
            rect width="100%" height="100%" fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

/// The seal: the organ's name around a star, in red; a demonstration says so.
pub fn seal_drawing(organ: &str, mark: &str, label: &str) -> Markup {
    let red = "#c8161d";
    // The name takes about four fifths of the circle, however long it is.
    let size = (290.0 / organ.chars().count().max(6) as f32).min(22.0);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label=(label)
            viewBox="0 0 200 200" fill="none" {
            circle cx="100" cy="100" r="94" stroke=(red) stroke-width="5" {}
            path id="around" d="M 58.9 149 A 64 64 0 1 1 141.1 149" {}
            text fill=(red) font-size=(format!("{size:.1}")) {
                textPath lang="zh-CN" href="#around" startOffset="50%" text-anchor="middle" {
                    (organ)
                }
            }
            path fill=(red) d=(star(100.0, 96.0, 28.0)) {}
            text lang="zh-CN" fill=(red) x="100" y="152" font-size="18" text-anchor="middle" {
                (mark)
            }
        }
    }
}

/// A star of five points.
fn star(x: f32, y: f32, radius: f32) -> String {
    let points = star_points(x, y, radius);
    let lines = points.iter().enumerate().map(|(at, (x, y))| {
        let lead = if at == 0 { 'M' } else { 'L' };
        format!("{lead}{x:.2} {y:.2}")
    });
    lines.collect::<String>() + "z"
}

/// The ten corners of a star of five points.
pub fn star_points(x: f32, y: f32, radius: f32) -> Vec<(f32, f32)> {
    let corner = |at: u8| {
        let reach = if at.is_multiple_of(2) { radius } else { radius * 0.382 };
        let turn = (f32::from(at) * 36.0 - 90.0).to_radians();
        (x + reach * turn.cos(), y + reach * turn.sin())
    };
    (0..10).map(corner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_its_margin() {
        let code = code("https://kaiyuan.example/verify/12-AAAA-BBBB-CCCC-DDDD").expect("a code");
        let is_dark = |x: usize, y: usize| code.dark.contains(&(x, y));
        let last = code.side - MARGIN - 1;
        assert!(is_dark(MARGIN, MARGIN) && is_dark(last, MARGIN) && is_dark(MARGIN, last));
        assert!(!is_dark(last, last - 3) || code.side > 30, "the fourth corner has no eye");
        assert!(code.dark.iter().all(|(x, y)| *x >= MARGIN && *y >= MARGIN && *x <= last));
    }
}
