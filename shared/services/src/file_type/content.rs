//! What a file really is, from its bytes. Magic numbers come from the crate `infer`; containers whose
//! kind stands deeper inside (ISO media, OLE, OOXML) are read by `containers`.

use super::containers::{iso_brands, ole_entries, zip_entries};
use super::{FileKind, FileRefusal};

/// Whether the bytes are of the announced kind.
pub(super) fn agree(announced: FileKind, bytes: &[u8]) -> Result<(), FileRefusal> {
    let fits = match announced {
        FileKind::Jpeg => infer::image::is_jpeg(bytes),
        FileKind::Png => infer::image::is_png(bytes),
        FileKind::Gif => bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a"),
        FileKind::Webp => infer::image::is_webp(bytes) && bytes.starts_with(b"RIFF"),
        FileKind::Wav => infer::audio::is_wav(bytes),
        FileKind::Amr => infer::audio::is_amr(bytes),
        FileKind::Mp3 => is_mp3(bytes),
        FileKind::Pdf => bytes.starts_with(b"%PDF-"),
        FileKind::Heic => has_brand(bytes, is_heic_brand),
        // Recorders of phones write .m4a and .3gp with the brands of MP4, and the other way round.
        FileKind::M4a | FileKind::Mp4 | FileKind::ThreeGp => has_brand(bytes, is_media_brand),
        FileKind::Mov => {
            has_brand(bytes, |brand| brand == b"qt  " || is_media_brand(brand)) || is_old_mov(bytes)
        }
        FileKind::Doc => return old_office(bytes, &["WordDocument"]),
        FileKind::Xls => return old_office(bytes, &["Workbook", "Book"]),
        FileKind::Ppt => return old_office(bytes, &["PowerPoint Document"]),
        FileKind::Docx => return new_office(bytes, "word/document.xml"),
        FileKind::Xlsx => return new_office(bytes, "xl/workbook.xml"),
        FileKind::Pptx => return new_office(bytes, "ppt/presentation.xml"),
    };
    if fits { Ok(()) } else { Err(refusal(bytes)) }
}

/// The most helpful reason for content that is not what its name says.
fn refusal(bytes: &[u8]) -> FileRefusal {
    if infer::is_app(bytes) {
        return FileRefusal::Program;
    }
    let start = bytes
        .get(..512.min(bytes.len()))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let text = String::from_utf8_lossy(&start);
    let page = ["<!doctype html", "<html", "<script", "<svg"];
    if page.iter().any(|tag| text.contains(tag)) {
        return FileRefusal::WebPage;
    }
    FileRefusal::ContentDiffers
}

/// An ID3 tag, or two frames of MPEG audio layer III in a row (one header alone is too easily met).
fn is_mp3(bytes: &[u8]) -> bool {
    let frame = |bytes: &[u8]| {
        let header = bytes.first_chunk::<4>()?;
        let sync = header[0] == 0xFF && header[1] & 0xE6 == 0xE2;
        let (bitrate, rate) = (usize::from(header[2] >> 4), usize::from((header[2] >> 2) & 3));
        if !sync || !(1..15).contains(&bitrate) || rate == 3 {
            return None;
        }
        let first = header[1] & 0x18 == 0x18;
        let kilobits = if first {
            [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320][bitrate]
        } else {
            [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160][bitrate]
        };
        let halved = match header[1] & 0x18 {
            0x18 => 1,
            0x10 => 2,
            0x00 => 4,
            _ => return None,
        };
        let hertz = [44_100, 48_000, 32_000][rate] / halved;
        let samples = if first { 144 } else { 72 };
        Some(samples * kilobits * 1000 / hertz + usize::from((header[2] >> 1) & 1))
    };
    if bytes.starts_with(b"ID3") {
        return bytes.len() > 10;
    }
    frame(bytes)
        .and_then(|length| bytes.get(length..))
        .is_some_and(|next| frame(next).is_some())
}

fn has_brand(bytes: &[u8], wanted: impl Fn(&[u8; 4]) -> bool) -> bool {
    iso_brands(bytes).iter().any(wanted)
}

fn is_heic_brand(brand: &[u8; 4]) -> bool {
    matches!(
        brand,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1"
    )
}

fn is_media_brand(brand: &[u8; 4]) -> bool {
    matches!(
        brand,
        b"isom" | b"mp41" | b"mp42" | b"avc1" | b"dash" | b"M4A " | b"M4B " | b"M4V " | b"mmp4" | b"MSNV"
    ) || brand.starts_with(b"iso")
        || brand.starts_with(b"3gp")
        || brand.starts_with(b"3g2")
}

/// QuickTime before it had brands.
fn is_old_mov(bytes: &[u8]) -> bool {
    bytes
        .get(4..8)
        .is_some_and(|kind| matches!(kind, b"moov" | b"mdat" | b"wide" | b"pnot"))
}

fn old_office(bytes: &[u8], streams: &[&str]) -> Result<(), FileRefusal> {
    let Some(entries) = ole_entries(bytes) else {
        return Err(refusal(bytes));
    };
    let has = |name: &str| entries.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    if has("_VBA_PROJECT") || has("_VBA_PROJECT_CUR") || has("Macros") || has("VBA") {
        return Err(FileRefusal::Macros);
    }
    if has("EncryptedPackage") {
        return Err(FileRefusal::Encrypted);
    }
    if streams.iter().any(|stream| has(stream)) {
        Ok(())
    } else {
        Err(FileRefusal::ContentDiffers)
    }
}

fn new_office(bytes: &[u8], main_part: &str) -> Result<(), FileRefusal> {
    // A document with a password is wrapped into an OLE file.
    if ole_entries(bytes).is_some_and(|entries| entries.iter().any(|entry| entry == "EncryptedPackage")) {
        return Err(FileRefusal::Encrypted);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(refusal(bytes));
    }
    let entries = zip_entries(bytes).ok_or(FileRefusal::ContentDiffers)?;
    let has = |name: &str| entries.iter().any(|entry| entry.eq_ignore_ascii_case(name));
    if !has("[Content_Types].xml") {
        return Err(FileRefusal::Archive);
    }
    let macros = |entry: &String| {
        let name = entry.to_ascii_lowercase();
        name.ends_with("vbaproject.bin")
            || name.ends_with("vbadata.xml")
            || name.starts_with("xl/macrosheets/")
    };
    if entries.iter().any(macros) {
        return Err(FileRefusal::Macros);
    }
    if has(main_part) {
        Ok(())
    } else {
        Err(FileRefusal::ContentDiffers)
    }
}
