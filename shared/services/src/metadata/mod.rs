//! Copies of pictures without what they tell about their maker: place, time, device, comments,
//! thumbnails. Pixels are never decoded, so nothing is lost and nothing can be exploited in a decoder.
//!
//! Must not: change the original (it is kept as evidence). What is copied as it is: HEIC, PDF, Office,
//! audio and video: their metadata is part of the evidence a petitioner chooses to hand in, and
//! rewriting them safely needs far more code than it is worth; the upload page says so.
//!
//! A JPEG's orientation is the one thing that is needed to see it rightly: a tag that is not "upright"
//! is written anew as a minimal Exif segment of 36 bytes.

mod gif;
mod jpeg;
mod png;
mod webp;

use crate::file_type::FileKind;

/// The picture is not whole, so no clean copy can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("图片文件不完整或已损坏，请检查后重新上传")]
pub struct Damaged;

/// A copy without metadata.
///
/// # Errors
/// [`Damaged`] for a picture whose structure is broken before its image data ends.
pub fn strip_metadata(bytes: &[u8], kind: FileKind) -> Result<Vec<u8>, Damaged> {
    match kind {
        FileKind::Jpeg => jpeg::strip(bytes),
        FileKind::Png => png::strip(bytes),
        FileKind::Webp => webp::strip(bytes),
        FileKind::Gif => gif::strip(bytes),
        _ => Some(bytes.to_vec()),
    }
    .ok_or(Damaged)
}

#[cfg(test)]
mod tests;
