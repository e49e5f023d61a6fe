//! QR codes as inline SVG without styles or fixed colours, fit for a strict content policy: dark
//! modules take `currentColor`, the page's style sheet sizes `.qr`.
//!
//! Must not: decide what a code says (links and slips are made by their pages).

use std::fmt::Write as _;

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

/// Light modules around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// The text does not fit in a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for a QR code")]
pub struct QrError;

/// A text as an SVG element: `<svg class="qr" …>`, hidden from screen readers (print the text beside it).
///
/// # Errors
/// [`QrError`] for a text of more than some 2,300 bytes.
pub fn svg(text: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| QrError)?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..]
                .iter()
                .take_while(|module| **module == Color::Dark)
                .count();
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        concat!(
            r#"<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" "#,
            r#"shape-rendering="crispEdges" aria-hidden="true" focusable="false">"#,
            r#"<path fill="currentColor" d="{path}"/></svg>"#
        ),
        side = side,
        path = path
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_svg_draws_exactly_the_dark_modules_of_the_code() {
        let text = "http://127.0.0.1:3000/track";
        let drawn = svg(text).unwrap();
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let dark = code
            .to_colors()
            .iter()
            .filter(|module| **module == Color::Dark)
            .count();
        let path = drawn.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let painted: usize = path
            .split('M')
            .skip(1)
            .map(|run| {
                run.split('h')
                    .nth(1)
                    .unwrap()
                    .split('v')
                    .next()
                    .unwrap()
                    .parse::<usize>()
                    .unwrap()
            })
            .sum();
        assert_eq!(painted, dark);
        assert!(
            path.starts_with("M4 4h7v1h-7z"),
            "the first finder pattern begins inside the quiet zone"
        );
    }

    #[test]
    fn the_svg_needs_no_style_and_quotes_nothing_of_the_text() {
        let drawn = svg("<script>alert(1)</script>").unwrap();
        assert!(!drawn.contains("style") && !drawn.contains("script") && !drawn.contains('#'));
    }

    #[test]
    fn a_text_that_does_not_fit_is_an_error() {
        assert_eq!(svg(&"长".repeat(2000)), Err(QrError));
    }
}
