//! PNG (W3C Recommendation): keeps the chunks that make the picture and how its colours look; drops
//! texts, Exif, times, anything private, and whatever follows the end.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";
const KEPT: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut out = SIGNATURE.to_vec();
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let kind = rest.get(4..8)?;
        // Length, kind, content, checksum.
        let chunk = rest.get(..length.checked_add(12)?)?;
        if KEPT.iter().any(|kept| kept.as_slice() == kind) {
            out.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = rest.get(chunk.len()..)?;
    }
}
