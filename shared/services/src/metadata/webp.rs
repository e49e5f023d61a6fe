//! WebP (RFC 9649): drops the chunks `EXIF`, `XMP ` and unknown ones, clears their flags in `VP8X`, and
//! writes the size anew.

const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
const FLAGS_EXIF_XMP: u8 = 0b0000_1100;

pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    (bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP").then_some(())?;
    let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let mut rest = bytes.get(12..size.checked_add(8)?)?;
    let mut chunks = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let kind = rest.get(..4)?;
        let length = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?) as usize;
        let whole = length.checked_add(8)?.checked_add(length % 2)?;
        // The last chunk's padding is sometimes left out.
        let chunk = rest.get(..whole).or_else(|| rest.get(..whole - length % 2))?;
        if KEPT.iter().any(|kept| kept.as_slice() == kind) {
            let start = chunks.len();
            chunks.extend(chunk);
            if kind == b"VP8X" {
                *chunks.get_mut(start + 8)? &= !FLAGS_EXIF_XMP;
            }
            if chunk.len() < whole {
                chunks.push(0);
            }
        }
        rest = rest.get(chunk.len()..)?;
    }
    let mut out = b"RIFF".to_vec();
    out.extend(u32::try_from(chunks.len() + 4).ok()?.to_le_bytes());
    out.extend(b"WEBP");
    out.extend(chunks);
    Some(out)
}
