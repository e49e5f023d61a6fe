//! The picture of a captcha: digits drawn as strokes, each turned, sheared and bent a little, crossed
//! by thin curves. Strong enough contrast to be read, dark on light in both page themes.
//!
//! Must not: need a font file.

use std::f32::consts::TAU;
use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};

use super::Jitter;

const WIDTH: u32 = 200;
const HEIGHT: u32 = 70;
/// Half the width of a digit's stroke, pixels.
const PEN: f32 = 2.4;
/// Half the width of a crossing curve.
const THIN_PEN: f32 = 0.7;
const DARK: f32 = 32.0;
const LIGHT: f32 = 248.0;

type Point = (f32, f32);

/// The strokes of a digit in a box one wide and two high (y grows downwards); none for other signs.
fn strokes(sign: char) -> Vec<Vec<Point>> {
    match sign {
        '0' => vec![arc((0.5, 1.0), (0.48, 0.98), 0.0, 360.0)],
        '1' => vec![
            vec![(0.12, 0.45), (0.55, 0.02), (0.55, 1.98)],
            vec![(0.2, 1.98), (0.9, 1.98)],
        ],
        '2' => vec![
            [
                arc((0.5, 0.52), (0.46, 0.5), 190.0, 385.0),
                vec![(0.02, 1.96), (1.0, 1.96)],
            ]
            .concat(),
        ],
        '3' => vec![
            arc((0.46, 0.5), (0.44, 0.48), 215.0, 450.0),
            arc((0.46, 1.46), (0.5, 0.5), 270.0, 505.0),
        ],
        '4' => vec![vec![(0.72, 1.98), (0.72, 0.02), (0.02, 1.38), (1.0, 1.38)]],
        '5' => vec![
            [
                vec![(0.9, 0.04), (0.18, 0.04), (0.1, 0.9)],
                arc((0.46, 1.34), (0.5, 0.62), 235.0, 500.0),
            ]
            .concat(),
        ],
        '6' => vec![
            arc((0.5, 1.4), (0.46, 0.56), 0.0, 360.0),
            vec![(0.04, 1.4), (0.08, 0.9), (0.28, 0.4), (0.78, 0.02)],
        ],
        '7' => vec![
            vec![(0.02, 0.05), (0.98, 0.05), (0.36, 1.98)],
            vec![(0.3, 1.05), (0.88, 1.05)],
        ],
        '8' => vec![
            arc((0.5, 0.5), (0.4, 0.46), 0.0, 360.0),
            arc((0.5, 1.47), (0.48, 0.5), 0.0, 360.0),
        ],
        '9' => vec![
            arc((0.5, 0.6), (0.46, 0.56), 0.0, 360.0),
            vec![(0.96, 0.6), (0.92, 1.1), (0.72, 1.6), (0.22, 1.98)],
        ],
        _ => Vec::new(),
    }
}

/// Part of an ellipse, clockwise on the screen from `from` to `to` degrees (0 points right).
fn arc(centre: Point, radius: Point, from: f32, to: f32) -> Vec<Point> {
    const STEPS: u8 = 24;
    (0..=STEPS)
        .map(|step| {
            let angle = (from + (to - from) * f32::from(step) / f32::from(STEPS)).to_radians();
            (
                centre.0 + radius.0 * angle.cos(),
                centre.1 + radius.1 * angle.sin(),
            )
        })
        .collect()
}

/// The picture of an answer, PNG, 200 × 70 pixels, always the same for one seed. Signs other than
/// digits stay empty.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "small numbers of signs and pixels")]
pub fn render_png(answer: &str, seed: u64) -> Vec<u8> {
    let mut jitter = Jitter(seed);
    let mut ink = vec![0.0_f32; (WIDTH * HEIGHT) as usize];
    let (bend, phase) = (jitter.between(1.5, 3.5), jitter.between(0.0, TAU));
    let wave = move |(x, y): Point| (x, y + bend * (x / 17.0 + phase).sin());
    let cell = (WIDTH as f32 - 20.0) / answer.chars().count().max(1) as f32;
    for (index, sign) in answer.chars().enumerate() {
        let size = jitter.between(17.0, 20.5);
        let turn = jitter.between(-0.26, 0.26);
        let shear = jitter.between(-0.2, 0.2);
        let left = 10.0 + cell * (index as f32 + 0.5) + jitter.between(-4.0, 4.0);
        let middle = HEIGHT as f32 / 2.0 + jitter.between(-5.0, 5.0);
        for stroke in strokes(sign) {
            let placed: Vec<Point> = stroke
                .iter()
                .map(|(x, y)| {
                    let (x, y) = ((x - 0.5 + shear * (y - 1.0) * 0.5) * size * 1.1, (y - 1.0) * size);
                    (
                        left + x * turn.cos() - y * turn.sin(),
                        middle + x * turn.sin() + y * turn.cos(),
                    )
                })
                .map(wave)
                .collect();
            draw(&mut ink, &placed, PEN);
        }
    }
    for _ in 0..3 {
        let (height, swing) = (jitter.between(14.0, 56.0), jitter.between(4.0, 14.0));
        let (pace, phase) = (jitter.between(18.0, 40.0), jitter.between(0.0, TAU));
        let curve: Vec<Point> = (0..=20_u8)
            .map(|step| f32::from(step) * 10.0)
            .map(|x| (x, height + swing * (x / pace + phase).sin()))
            .collect();
        draw(&mut ink, &curve, THIN_PEN);
    }
    encode(&ink, &mut jitter)
}

/// Draws a line through the points, with soft edges.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "pixel coordinates, clamped to the picture"
)]
fn draw(ink: &mut [f32], points: &[Point], pen: f32) {
    let reach = pen + 1.0;
    for pair in points.windows(2) {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let range = |a: f32, b: f32, end: u32| {
            let low = (a.min(b) - reach).clamp(0.0, end as f32) as u32;
            let high = (a.max(b) + reach).clamp(0.0, end as f32 - 1.0) as u32;
            low..=high
        };
        for y in range(ay, by, HEIGHT) {
            for x in range(ax, bx, WIDTH) {
                let (px, py) = (x as f32 - ax, y as f32 - ay);
                let (dx, dy) = (bx - ax, by - ay);
                let along = ((px * dx + py * dy) / (dx * dx + dy * dy).max(0.001)).clamp(0.0, 1.0);
                let distance = (px - along * dx).hypot(py - along * dy);
                let cover = (pen + 0.5 - distance).clamp(0.0, 1.0);
                let at = (y * WIDTH + x) as usize;
                ink[at] = ink[at].max(cover);
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "grey values, clamped to a byte"
)]
fn encode(ink: &[f32], jitter: &mut Jitter) -> Vec<u8> {
    let mut picture = GrayImage::new(WIDTH, HEIGHT);
    for (pixel, cover) in picture.pixels_mut().zip(ink) {
        let grey = LIGHT + (DARK - LIGHT) * cover + jitter.between(-14.0, 14.0);
        // Few grey levels keep the file small.
        *pixel = Luma([(grey.clamp(0.0, 255.0) as u8) & 0xF0]);
    }
    let mut png = Cursor::new(Vec::new());
    picture
        .write_to(&mut png, ImageFormat::Png)
        .expect("a small grey picture is written to memory");
    png.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_has_strokes_inside_its_box_and_they_differ() {
        let all: Vec<_> = ('0'..='9').map(strokes).collect();
        for (digit, strokes) in all.iter().enumerate() {
            assert!(!strokes.is_empty());
            let points = strokes.iter().flatten();
            assert!(
                points
                    .into_iter()
                    .all(|(x, y)| (-0.1..=1.1).contains(x) && (-0.1..=2.1).contains(y)),
                "{digit}"
            );
            assert!(
                all.iter()
                    .enumerate()
                    .all(|(other, those)| other == digit || those != strokes)
            );
        }
    }

    #[test]
    fn pictures_are_small_and_keep_digits_inside() {
        for seed in 0..40 {
            let png = render_png("0123456789".get(5..).unwrap(), seed);
            assert!(png.len() < 12_000, "{} bytes", png.len());
            let picture = image::load_from_memory(&png).unwrap().to_luma8();
            assert_eq!(picture.dimensions(), (WIDTH, HEIGHT));
            let dark = picture.pixels().filter(|pixel| pixel.0[0] < 100).count();
            assert!((1200..5000).contains(&dark), "{dark} dark pixels");
            // Thin curves may touch the border; a digit's wide stroke must not.
            let edge = (0..WIDTH).filter(|x| picture.get_pixel(*x, 0).0[0] < 100).count();
            assert!(edge <= 8, "a digit is cut off at the top (seed {seed})");
        }
    }

    #[test]
    fn other_signs_give_an_empty_picture_instead_of_a_failure() {
        assert!(!render_png("测试", 1).is_empty() && !render_png("", 1).is_empty());
    }
}
