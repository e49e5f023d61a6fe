//! Just enough reading of three container formats to know what is in them: the brands of ISO media
//! files, the directory of OLE compound files, the names in a ZIP. Never more than the file's own
//! bytes, never unpacking anything.

/// Most entries looked at in any container: a real document has hundreds at most.
const ENTRIES_MAX: usize = 20_000;

/// Major and compatible brands of an ISO base media file (ISO/IEC 14496-12, box `ftyp`).
pub(super) fn iso_brands(bytes: &[u8]) -> Vec<[u8; 4]> {
    let Some((size, rest)) = bytes.split_first_chunk::<4>() else {
        return Vec::new();
    };
    let size = u32::from_be_bytes(*size) as usize;
    if !rest.starts_with(b"ftyp") || !(16..=4096).contains(&size) {
        return Vec::new();
    }
    let brands = bytes.get(8..size).unwrap_or_default();
    // The second word is the version of the first, not a brand.
    let words = brands
        .chunks_exact(4)
        .enumerate()
        .filter(|(index, _)| *index != 1);
    words.filter_map(|(_, word)| word.try_into().ok()).collect()
}

/// Names of the streams and storages of an OLE compound file (MS-CFB 2.6), or `None` for another
/// file. Directory entries are 128 bytes long and aligned to that, whichever sector they are in; they
/// are recognised by their own fields instead of by following the sector chains.
pub(super) fn ole_entries(bytes: &[u8]) -> Option<Vec<String>> {
    const ENTRY: usize = 128;
    const HEADER: usize = 512;
    bytes
        .starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        .then_some(())?;
    let entries = bytes
        .get(HEADER..)
        .unwrap_or_default()
        .chunks_exact(ENTRY)
        .filter_map(|entry| {
            let name_bytes = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
            let (kind, colour) = (entry[66], entry[67]);
            // 1 storage, 2 stream, 5 root; red or black; a name of 1 to 31 characters and its closing zero.
            let plausible = matches!(kind, 1 | 2 | 5) && colour <= 1;
            if !plausible || !(4..=64).contains(&name_bytes) || name_bytes % 2 != 0 {
                return None;
            }
            let units: Vec<u16> = entry[..name_bytes]
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                .collect();
            let (zero, name) = units.split_last()?;
            (*zero == 0 && !name.contains(&0))
                .then(|| String::from_utf16(name).ok())
                .flatten()
        });
    Some(entries.take(ENTRIES_MAX).collect())
}

/// Names of the entries of a ZIP, from its central directory (APPNOTE 4.3.12, 4.3.16); `None` when the
/// directory is not whole. ZIP64 is not read: a document below 4 GB has no need of it.
pub(super) fn zip_entries(bytes: &[u8]) -> Option<Vec<String>> {
    const END_BYTES: usize = 22;
    let tail = bytes.len().saturating_sub(END_BYTES + usize::from(u16::MAX));
    let found = bytes
        .get(tail..)?
        .windows(4)
        .rposition(|four| four == b"PK\x05\x06")?;
    let end = bytes.get(tail + found..)?.first_chunk::<END_BYTES>()?;
    let word = |at: usize| {
        end.get(at..at + 4)?
            .try_into()
            .ok()
            .map(|w| u32::from_le_bytes(w) as usize)
    };
    let count = usize::from(u16::from_le_bytes(end.get(10..12)?.try_into().ok()?));
    let mut rest = bytes.get(word(16)?..)?.get(..word(12)?)?;
    let mut names = Vec::new();
    while names.len() < count.min(ENTRIES_MAX) {
        let fixed = rest.first_chunk::<46>()?;
        if !fixed.starts_with(b"PK\x01\x02") {
            return None;
        }
        let length = |at: usize| usize::from(u16::from_le_bytes([fixed[at], fixed[at + 1]]));
        let name = rest.get(46..46 + length(28))?;
        names.push(String::from_utf8_lossy(name).replace('\\', "/"));
        rest = rest.get(46 + length(28) + length(30) + length(32)..)?;
    }
    Some(names)
}
