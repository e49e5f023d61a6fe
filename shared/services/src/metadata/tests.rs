//! Tests of the clean copies: real pictures with private content put in; the pixels must stay, the
//! private content must go.

use super::*;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;

/// A mark that must not survive.
const SECRET: &[u8] = b"36.6512N 117.1201E Zhang San";

fn picture() -> DynamicImage {
    let paint = |x: u32, y: u32| image::Rgb([(x * 7) as u8, (y * 11) as u8, ((x + y) * 3) as u8]);
    DynamicImage::ImageRgb8(RgbImage::from_fn(40, 24, paint))
}

fn encoded(format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture().write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn same_pixels(one: &[u8], other: &[u8]) -> bool {
    let decode = |bytes| image::load_from_memory(bytes).unwrap().to_rgba8();
    decode(one) == decode(other)
}

/// Puts bytes in at a place.
fn with(bytes: &[u8], at: usize, part: &[u8]) -> Vec<u8> {
    [&bytes[..at], part, &bytes[at..]].concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], length.as_slice(), content].concat()
}

/// An Exif segment, little-endian, with an orientation and a description that names somebody.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x0E, 0x01, 2, 0, 28, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0; 4]);
    tiff.extend(SECRET);
    segment(0xE1, &[b"Exif\0\0".as_slice(), &tiff].concat())
}

#[test]
fn a_jpeg_loses_exif_iptc_and_comments_but_no_pixel() {
    let plain = encoded(ImageFormat::Jpeg);
    let private = [
        exif(1),
        segment(
            0xE1,
            &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), SECRET].concat(),
        ),
        segment(0xED, SECRET),
        segment(0xFE, SECRET),
        segment(0xE2, &[b"MPF\0".as_slice(), SECRET].concat()),
    ]
    .concat();
    let dirty = [with(&plain, 2, &private), SECRET.to_vec()].concat();
    let clean = strip_metadata(&dirty, FileKind::Jpeg).unwrap();
    assert!(!contains(&clean, SECRET) && !contains(&clean, b"Exif"));
    assert!(same_pixels(&clean, &plain));
    assert_eq!(
        strip_metadata(&clean, FileKind::Jpeg).unwrap(),
        clean,
        "a clean picture stays as it is"
    );
}

#[test]
fn a_jpeg_keeps_its_orientation_and_its_colour_profile() {
    let plain = encoded(ImageFormat::Jpeg);
    let profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01profile");
    let dirty = with(&plain, 2, &[exif(6), profile.clone()].concat());
    let clean = strip_metadata(&dirty, FileKind::Jpeg).unwrap();
    assert!(!contains(&clean, SECRET) && contains(&clean, &profile));
    let at = clean.windows(6).position(|window| window == b"Exif\0\0").unwrap();
    assert_eq!(clean[at + 6..at + 10], *b"MM\0*");
    assert_eq!(
        clean[at + 6 + 8 + 2..at + 6 + 8 + 2 + 10],
        [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]
    );
    assert!(same_pixels(&clean, &plain));
    assert_eq!(strip_metadata(&clean, FileKind::Jpeg).unwrap(), clean);
    use image::ImageDecoder as _;
    let mut decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(&clean)).unwrap();
    assert_eq!(
        decoder.orientation().unwrap(),
        image::metadata::Orientation::Rotate90
    );
}

#[test]
fn a_png_loses_texts_times_and_exif_but_no_pixel() {
    let plain = encoded(ImageFormat::Png);
    let chunk = |kind: &[u8; 4]| {
        let length = u32::try_from(SECRET.len()).unwrap().to_be_bytes();
        // Decoders check this only in chunks they read.
        [length.as_slice(), kind, SECRET, &[0; 4]].concat()
    };
    let private = [
        chunk(b"tEXt"),
        chunk(b"iTXt"),
        chunk(b"eXIf"),
        chunk(b"tIME"),
        chunk(b"prVt"),
    ]
    .concat();
    let after_header = 8 + 25;
    let dirty = [with(&plain, after_header, &private), SECRET.to_vec()].concat();
    let clean = strip_metadata(&dirty, FileKind::Png).unwrap();
    assert_eq!(clean, plain);
}

#[test]
fn a_webp_loses_exif_and_xmp_and_says_so_in_its_flags() {
    let plain = encoded(ImageFormat::WebP);
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let padding = vec![0; content.len() % 2];
        [kind.as_slice(), &length, content, &padding].concat()
    };
    let extended = chunk(b"VP8X", &[0b0000_1100, 0, 0, 0, 39, 0, 0, 23, 0, 0]);
    let body = [
        &extended,
        &plain[12..],
        &chunk(b"EXIF", SECRET),
        &chunk(b"XMP ", SECRET),
    ]
    .concat();
    let size = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
    let dirty = [b"RIFF".as_slice(), &size, b"WEBP", &body, SECRET].concat();
    let clean = strip_metadata(&dirty, FileKind::Webp).unwrap();
    assert!(!contains(&clean, SECRET));
    assert_eq!(clean[20], 0);
    assert_eq!(
        u32::from_le_bytes(clean[4..8].try_into().unwrap()) as usize,
        clean.len() - 8
    );
    assert!(same_pixels(&clean, &plain));
    assert_eq!(strip_metadata(&plain, FileKind::Webp).unwrap(), plain);
}

#[test]
fn a_gif_loses_comments_and_keeps_looping() {
    let plain = encoded(ImageFormat::Gif);
    let head = 13
        + if plain[10] & 0x80 == 0 {
            0
        } else {
            3 << ((plain[10] & 7) + 1)
        };
    let block = |content: &[u8]| [&[u8::try_from(content.len()).unwrap()], content, &[0]].concat();
    let comment = [b"\x21\xFE".to_vec(), block(SECRET)].concat();
    let xmp = [b"\x21\xFF\x0BXMP DataXMP".to_vec(), block(SECRET)].concat();
    let loops = [b"\x21\xFF\x0BNETSCAPE2.0".to_vec(), block(&[1, 0, 0])].concat();
    let dirty = [
        with(&plain, head, &[comment, loops.clone(), xmp].concat()),
        SECRET.to_vec(),
    ]
    .concat();
    let clean = strip_metadata(&dirty, FileKind::Gif).unwrap();
    assert!(!contains(&clean, SECRET) && contains(&clean, &loops));
    assert!(same_pixels(&clean, &plain));
}

#[test]
fn pictures_cut_off_anywhere_are_damaged_and_never_panic() {
    for (format, kind) in [
        (ImageFormat::Jpeg, FileKind::Jpeg),
        (ImageFormat::Png, FileKind::Png),
        (ImageFormat::WebP, FileKind::Webp),
        (ImageFormat::Gif, FileKind::Gif),
    ] {
        let whole = encoded(format);
        assert!(strip_metadata(&whole, kind).is_ok());
        for length in 0..whole.len() {
            assert_eq!(
                strip_metadata(&whole[..length], kind),
                Err(Damaged),
                "{kind:?}, {length} bytes"
            );
        }
    }
}

#[test]
fn other_kinds_are_copied_as_they_are() {
    assert_eq!(strip_metadata(b"%PDF-1.7", FileKind::Pdf).unwrap(), b"%PDF-1.7");
}
