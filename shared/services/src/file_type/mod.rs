//! Which files may be attached: an allow-list, checked by the name's ending and by the content, which
//! have to agree. Messages are for the person who uploads.
//!
//! Must not: look for malware (the scanner does), or trust the type a browser announces.
//!
//! Known limits: macros inside the old binary PowerPoint format are not visible in its directory, and
//! scripts in PDF are not looked for: both are the scanner's.

mod containers;
mod content;

use serde::{Deserialize, Serialize};

/// 文件类型: the kinds of file that may be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// JPEG 图片
    Jpeg,
    /// PNG 图片
    Png,
    /// GIF 图片
    Gif,
    /// WebP 图片
    Webp,
    /// HEIC / HEIF 图片 (photos of phones)
    Heic,
    /// PDF 文档
    Pdf,
    /// 旧版文字文档 (doc, wps)
    Doc,
    /// 旧版表格 (xls, et)
    Xls,
    /// 旧版演示文稿 (ppt, dps)
    Ppt,
    /// 文字文档 (docx)
    Docx,
    /// 表格 (xlsx)
    Xlsx,
    /// 演示文稿 (pptx)
    Pptx,
    /// MP3 录音
    Mp3,
    /// M4A 录音
    M4a,
    /// WAV 录音
    Wav,
    /// AMR 录音
    Amr,
    /// MP4 视频
    Mp4,
    /// MOV 视频
    Mov,
    /// 3GP 视频
    ThreeGp,
}

/// Endings of names, and the kind each announces. The first ending of a kind is its usual one.
const ENDINGS: [(&str, FileKind); 25] = [
    ("jpg", FileKind::Jpeg),
    ("jpeg", FileKind::Jpeg),
    ("jfif", FileKind::Jpeg),
    ("png", FileKind::Png),
    ("gif", FileKind::Gif),
    ("webp", FileKind::Webp),
    ("heic", FileKind::Heic),
    ("heif", FileKind::Heic),
    ("pdf", FileKind::Pdf),
    ("doc", FileKind::Doc),
    ("wps", FileKind::Doc),
    ("xls", FileKind::Xls),
    ("et", FileKind::Xls),
    ("ppt", FileKind::Ppt),
    ("dps", FileKind::Ppt),
    ("docx", FileKind::Docx),
    ("xlsx", FileKind::Xlsx),
    ("pptx", FileKind::Pptx),
    ("mp3", FileKind::Mp3),
    ("m4a", FileKind::M4a),
    ("wav", FileKind::Wav),
    ("amr", FileKind::Amr),
    ("mp4", FileKind::Mp4),
    ("mov", FileKind::Mov),
    ("3gp", FileKind::ThreeGp),
];

/// What a file input's `accept` attribute says.
pub const ACCEPT: &str = ".jpg,.jpeg,.jfif,.png,.gif,.webp,.heic,.heif,.pdf,.doc,.wps,.xls,.et,.ppt,.dps,\
                          .docx,.xlsx,.pptx,.mp3,.m4a,.wav,.amr,.mp4,.mov,.3gp";

/// The allowed kinds in words, for hints and messages.
pub const ALLOWED: &str = "图片、PDF、Word、Excel、PPT、WPS 文档、录音和视频";

/// Why a file is not accepted, in words for the person who uploads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileRefusal {
    /// The name's ending is not on the list.
    #[error("不支持这种文件，请上传{ALLOWED}")]
    UnknownName,
    /// Nothing in it.
    #[error("这个文件是空的，请检查后重新上传")]
    Empty,
    /// The content is not what the name says, or not whole.
    #[error("文件内容与文件名的后缀不符，或文件已损坏，请检查后重新上传")]
    ContentDiffers,
    /// A document with macros.
    #[error("文档中含有宏，请另存为不含宏的文档后再上传")]
    Macros,
    /// A document or archive locked with a password: nobody could check or read it.
    #[error("文档设有打开密码，请取消密码后再上传")]
    Encrypted,
    /// A program.
    #[error("不能上传程序文件")]
    Program,
    /// An archive.
    #[error("不能上传压缩包，请解压后逐个上传")]
    Archive,
    /// A web page or drawing that can carry scripts.
    #[error("不能上传网页文件，可以截图后上传")]
    WebPage,
}

impl FileKind {
    /// The kind that a name's ending announces.
    ///
    /// # Errors
    /// [`FileRefusal`] for an ending that is not on the list, with the reason where it is a known one.
    pub fn from_name(name: &str) -> Result<Self, FileRefusal> {
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.trim().to_lowercase())
            .unwrap_or_default();
        if let Some((_, kind)) = ENDINGS.iter().find(|(known, _)| *known == ending) {
            return Ok(*kind);
        }
        Err(match ending.as_str() {
            "docm" | "dotm" | "xlsm" | "xltm" | "xlsb" | "pptm" | "potm" | "ppsm" => FileRefusal::Macros,
            "zip" | "rar" | "7z" | "gz" | "tar" | "tgz" | "bz2" | "xz" | "iso" | "cab" => {
                FileRefusal::Archive
            }
            "exe" | "com" | "scr" | "msi" | "bat" | "cmd" | "ps1" | "vbs" | "js" | "jar" | "apk" | "sh"
            | "dll" | "lnk" | "hta" => FileRefusal::Program,
            "htm" | "html" | "mht" | "mhtml" | "xhtml" | "xml" | "svg" => FileRefusal::WebPage,
            _ => FileRefusal::UnknownName,
        })
    }

    /// The kind of a file whose name and content agree.
    ///
    /// # Errors
    /// [`FileRefusal`] with what to tell the person.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, FileRefusal> {
        let announced = Self::from_name(name)?;
        if bytes.is_empty() {
            return Err(FileRefusal::Empty);
        }
        content::agree(announced, bytes).map(|()| announced)
    }

    /// The kind of a file whose name says nothing: the first of the list whose content it has.
    ///
    /// # Errors
    /// [`FileRefusal`] with what to tell the person.
    pub fn of_content(bytes: &[u8]) -> Result<Self, FileRefusal> {
        if bytes.is_empty() {
            return Err(FileRefusal::Empty);
        }
        let kinds = ENDINGS.iter().map(|(_, kind)| *kind);
        kinds
            .into_iter()
            .find(|kind| content::agree(*kind, bytes).is_ok())
            .ok_or(FileRefusal::UnknownName)
    }

    /// The usual ending of this kind, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        ENDINGS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("bin", |(ending, _)| ending)
    }

    /// The content type with which the file is stored and served.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Xls => "application/vnd.ms-excel",
            Self::Ppt => "application/vnd.ms-powerpoint",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
            Self::Amr => "audio/amr",
            Self::Mp4 => "video/mp4",
            Self::Mov => "video/quicktime",
            Self::ThreeGp => "video/3gpp",
        }
    }

    /// What kind it is, in a word for lists.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Jpeg | Self::Png | Self::Gif | Self::Webp | Self::Heic => "图片",
            Self::Pdf => "PDF 文档",
            Self::Doc | Self::Docx => "文字文档",
            Self::Xls | Self::Xlsx => "表格",
            Self::Ppt | Self::Pptx => "演示文稿",
            Self::Mp3 | Self::M4a | Self::Wav | Self::Amr => "录音",
            Self::Mp4 | Self::Mov | Self::ThreeGp => "视频",
        }
    }
}

const NAME_CHARS_MAX: usize = 100;

/// A name under which a file can be saved anywhere: no path, no control or direction signs, nothing a
/// file system refuses, at most 100 characters with the ending kept.
#[must_use]
pub fn safe_download_name(original: &str) -> String {
    let base = original.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = base
        .chars()
        .filter(|c| !c.is_control() && !is_direction_sign(*c))
        .map(|c| {
            if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%') {
                '_'
            } else {
                c
            }
        })
        .collect();
    let kept = kept.trim().trim_start_matches('.').trim_end_matches(['.', ' ']);
    let (stem, ending) = match kept.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 5 => (stem, format!(".{ending}")),
        _ => (kept, String::new()),
    };
    let room = NAME_CHARS_MAX - ending.chars().count();
    let stem: String = stem.chars().take(room).collect();
    let stem = stem.trim_end();
    if stem.is_empty() {
        format!("附件{ending}")
    } else {
        format!("{stem}{ending}")
    }
}

/// Signs that turn or hide text, with which `照片gpj.exe` can look like a picture.
fn is_direction_sign(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests;
