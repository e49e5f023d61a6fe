//! GIF (GIF89a specification): drops comments and application blocks other than the animation's loop
//! count, and whatever follows the trailer.

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2C;
const TRAILER: u8 = 0x3B;
const COMMENT: u8 = 0xFE;
const APPLICATION: u8 = 0xFF;

pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let flags = *bytes.get(10)?;
    let mut at = 13 + table_bytes(flags);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let start = at;
        match *bytes.get(at)? {
            TRAILER => {
                out.push(TRAILER);
                return Some(out);
            }
            IMAGE => {
                let flags = *bytes.get(at + 9)?;
                at = blocks_end(bytes, at + 10 + table_bytes(flags) + 1)?;
                out.extend(bytes.get(start..at)?);
            }
            EXTENSION => {
                let label = *bytes.get(at + 1)?;
                at = blocks_end(bytes, at + 2)?;
                let block = bytes.get(start..at)?;
                let loops = block
                    .get(3..14)
                    .is_some_and(|id| id == b"NETSCAPE2.0" || id == b"ANIMEXTS1.0");
                if label != COMMENT && (label != APPLICATION || loops) {
                    out.extend(block);
                }
            }
            _ => return None,
        }
    }
}

/// Bytes of the colour table that flags announce.
fn table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// Where a row of sub-blocks ends: after the empty one.
fn blocks_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
