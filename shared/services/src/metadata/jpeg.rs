//! JPEG (ITU-T T.81): drops every application and comment segment except JFIF, the colour profile and
//! Adobe's colour transform, and whatever follows the end of the image (previews, motion pictures).

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;
const APP15: u8 = 0xEF;
const COM: u8 = 0xFE;
const EXIF: &[u8] = b"Exif\0\0";
const ORIENTATION_TAG: u16 = 0x0112;

pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    bytes.starts_with(&[0xFF, SOI]).then_some(())?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend([0xFF, SOI]);
    let (mut at, mut orientation, mut head_done) = (2, None, false);
    loop {
        let marker = marker_at(bytes, &mut at)?;
        if marker == EOI {
            out.extend([0xFF, EOI]);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let segment = bytes.get(at..at + length)?;
        let content = segment.get(2..)?;
        at += length;
        if marker == APP1 {
            orientation = orientation.or_else(|| orientation_of(content));
        }
        let keep = match marker {
            APP0 => content.starts_with(b"JFIF\0"),
            APP2 => content.starts_with(b"ICC_PROFILE\0"),
            APP14 => content.starts_with(b"Adobe"),
            APP1..=APP15 | COM => false,
            _ => true,
        };
        // The first segment that is not an application's: everything about the file has been read.
        if !head_done && !(APP0..=APP15).contains(&marker) && marker != COM {
            head_done = true;
            out.extend(
                orientation
                    .filter(|value| *value != 1)
                    .map(minimal_exif)
                    .unwrap_or_default(),
            );
        }
        if keep {
            out.extend([0xFF, marker]);
            out.extend(segment);
        }
        if marker == SOS {
            let end = scan_end(bytes, at)?;
            out.extend(bytes.get(at..end)?);
            at = end;
        }
    }
}

/// Reads a marker, with the fill bytes that may stand before it.
fn marker_at(bytes: &[u8], at: &mut usize) -> Option<u8> {
    (*bytes.get(*at)? == 0xFF).then_some(())?;
    while *bytes.get(*at)? == 0xFF {
        *at += 1;
    }
    let marker = *bytes.get(*at)?;
    *at += 1;
    // 0 is data, a second start is nonsense, restarts belong into scans.
    (marker != 0 && marker != SOI && !(0xD0..=0xD7).contains(&marker)).then_some(marker)
}

/// Where entropy-coded data ends: at the next marker that is neither a stuffed zero nor a restart.
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// The orientation (1 to 8) in an Exif segment: first directory of its TIFF part.
fn orientation_of(content: &[u8]) -> Option<u8> {
    let tiff = content.strip_prefix(EXIF)?;
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    };
    let word: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory = if little {
        u32::from_le_bytes(word)
    } else {
        u32::from_be_bytes(word)
    } as usize;
    let count = usize::from(short(directory)?);
    (0..count).find_map(|index| {
        let entry = directory.checked_add(2 + index * 12)?;
        let value = (short(entry)? == ORIENTATION_TAG)
            .then(|| short(entry + 8))
            .flatten()?;
        u8::try_from(value).ok().filter(|value| (1..=8).contains(value))
    })
}

/// An Exif segment with nothing but the orientation.
fn minimal_exif(orientation: u8) -> Vec<u8> {
    let mut segment = vec![0xFF, APP1, 0, 34];
    segment.extend(EXIF);
    segment.extend(b"MM\0*\0\0\0\x08"); // big-endian TIFF, directory at 8
    segment.extend([0, 1]); // one entry
    segment.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]); // SHORT, one value
    segment.extend([0, 0, 0, 0]); // no further directory
    segment
}
