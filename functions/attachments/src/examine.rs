//! What is found out from a file's name and bytes alone: its kind, its fingerprint, its clean copy.
//!
//! Must not: touch the store or the network.

use services::file_type::FileKind;
use services::metadata::strip_metadata;
use sha2::{Digest as _, Sha256};

/// Largest file that is accepted, bytes.
pub(crate) const BYTES_MAX: u64 = 50 * 1024 * 1024;

/// A file that may be used as far as its form goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Examined {
    pub(crate) kind: FileKind,
    /// Of the original, hexadecimal.
    pub(crate) sha256: String,
    pub(crate) original: Vec<u8>,
    pub(crate) clean: Vec<u8>,
}

/// Examines a file, or says in plain words why it may not be used.
pub(crate) fn examine(name: &str, original: Vec<u8>) -> Result<Examined, String> {
    // A page without scripts announces a file before it is chosen: its name is ours and has no ending.
    let kind = if name.contains('.') {
        FileKind::of(name, &original)
    } else {
        FileKind::of_content(&original)
    };
    let kind = kind.map_err(|refusal| refusal.to_string())?;
    let clean = strip_metadata(&original, kind).map_err(|damaged| damaged.to_string())?;
    Ok(Examined {
        kind,
        sha256: hex::encode(Sha256::digest(&original)),
        original,
        clean,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_file_gets_its_fingerprint_and_is_copied() {
        let pdf = b"%PDF-1.7\n%%EOF".to_vec();
        let examined = examine("判决书.pdf", pdf.clone()).unwrap();
        assert_eq!(examined.kind, FileKind::Pdf);
        assert_eq!(examined.clean, pdf);
        assert_eq!(examined.original, pdf);
        // From `sha256sum`.
        let sha256 = "d5db70fbccdd8ccc6a553604b79a09cd33083b401340d546efa08a52142c972e";
        assert_eq!(examined.sha256, sha256);
    }

    #[test]
    fn a_file_without_an_ending_is_known_by_its_content_alone() {
        assert_eq!(
            examine("附件1", b"%PDF-1.7\n%%EOF".to_vec()).unwrap().kind,
            FileKind::Pdf
        );
        assert!(examine("附件1", b"MZ\x90\0".to_vec()).is_err());
        assert!(examine("附件1", b"<html>".to_vec()).is_err());
    }

    #[test]
    fn what_may_not_be_used_is_told_in_plain_words() {
        assert!(examine("程序.exe", vec![1]).unwrap_err().contains("程序"));
        assert!(
            examine("照片.jpg", b"%PDF-1.7".to_vec())
                .unwrap_err()
                .contains("后缀不符")
        );
        assert!(
            examine("照片.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec())
                .unwrap_err()
                .contains("损坏")
        );
    }
}
