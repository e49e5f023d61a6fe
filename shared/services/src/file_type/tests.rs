//! Tests of the allow-list: real shapes of each kind, and the ways people and attackers get it wrong.

use super::*;

/// A stored (not compressed) ZIP with these names and empty content.
fn zip(names: &[&str]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for name in names {
        let offset = u32::try_from(file.len()).unwrap();
        let length = u16::try_from(name.len()).unwrap().to_le_bytes();
        file.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        file.extend(length);
        file.extend([0, 0]);
        file.extend(name.as_bytes());
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        directory.extend(length);
        directory.extend([0; 12]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(names.len()).unwrap().to_le_bytes();
    let (start, size) = (
        u32::try_from(file.len()).unwrap(),
        u32::try_from(directory.len()).unwrap(),
    );
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count);
    file.extend(count);
    file.extend(size.to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

/// A compound file whose directory names these streams.
fn ole(names: &[&str]) -> Vec<u8> {
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.resize(1024, 0);
    for name in names {
        let mut entry = vec![0_u8; 128];
        for (index, unit) in name.encode_utf16().enumerate() {
            entry[index * 2..index * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64..66].copy_from_slice(&u16::try_from(name.len() * 2 + 2).unwrap().to_le_bytes());
        entry[66] = 2;
        file.extend(entry);
    }
    file
}

fn iso(brand: &[u8; 4], compatible: &[u8; 4]) -> Vec<u8> {
    [
        b"\0\0\0\x14ftyp".as_slice(),
        brand,
        b"\0\0\0\0",
        compatible,
        b"\0\0\0\x08mdat",
    ]
    .concat()
}

fn mp3() -> Vec<u8> {
    // 128 kbit/s, 44.1 kHz: frames of 417 bytes.
    let mut frame = vec![0xFF, 0xFB, 0x90, 0x00];
    frame.resize(417, 0);
    [frame.clone(), frame].concat()
}

fn docx() -> Vec<u8> {
    zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
}

fn real() -> Vec<(&'static str, Vec<u8>, FileKind)> {
    vec![
        (
            "现场照片.JPG",
            b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(),
            FileKind::Jpeg,
        ),
        ("a.jpeg", b"\xFF\xD8\xFF\xE1".to_vec(), FileKind::Jpeg),
        ("a.png", b"\x89PNG\r\n\x1A\n".to_vec(), FileKind::Png),
        ("a.gif", b"GIF89a".to_vec(), FileKind::Gif),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(), FileKind::Webp),
        ("IMG_0001.HEIC", iso(b"heic", b"mif1"), FileKind::Heic),
        ("a.heif", iso(b"mif1", b"heic"), FileKind::Heic),
        ("判决书.pdf", b"%PDF-1.7\n".to_vec(), FileKind::Pdf),
        ("a.doc", ole(&["Root Entry", "WordDocument"]), FileKind::Doc),
        ("a.wps", ole(&["Root Entry", "WordDocument"]), FileKind::Doc),
        ("a.xls", ole(&["Workbook"]), FileKind::Xls),
        ("a.et", ole(&["Workbook"]), FileKind::Xls),
        ("a.ppt", ole(&["PowerPoint Document"]), FileKind::Ppt),
        ("a.docx", docx(), FileKind::Docx),
        (
            "a.xlsx",
            zip(&["[Content_Types].xml", "xl/workbook.xml"]),
            FileKind::Xlsx,
        ),
        (
            "a.pptx",
            zip(&["[Content_Types].xml", "ppt/presentation.xml"]),
            FileKind::Pptx,
        ),
        ("a.mp3", mp3(), FileKind::Mp3),
        ("a.mp3", b"ID3\x04\0\0\0\0\0\0\0\0".to_vec(), FileKind::Mp3),
        ("录音.m4a", iso(b"M4A ", b"isom"), FileKind::M4a),
        ("录音.m4a", iso(b"mp42", b"isom"), FileKind::M4a),
        ("a.wav", b"RIFF\x10\0\0\0WAVEfmt ".to_vec(), FileKind::Wav),
        ("a.amr", b"#!AMR\n\0\0\0\0\0\0\0\0\0".to_vec(), FileKind::Amr),
        ("a.mp4", iso(b"isom", b"iso2"), FileKind::Mp4),
        ("a.mov", iso(b"qt  ", b"qt  "), FileKind::Mov),
        ("a.mov", b"\0\0\0\x08wide\0\0\0\0mdat".to_vec(), FileKind::Mov),
        ("a.3gp", iso(b"3gp5", b"isom"), FileKind::ThreeGp),
    ]
}

#[test]
fn every_allowed_kind_is_known_by_name_and_content() {
    for (name, bytes, kind) in real() {
        assert_eq!(FileKind::of(name, &bytes), Ok(kind), "{name}");
    }
    for (_, kind) in ENDINGS {
        assert!(
            real().iter().any(|(_, _, known)| *known == kind),
            "{kind:?} has no example"
        );
    }
}

#[test]
fn content_under_another_kinds_name_is_refused() {
    for (_, bytes, kind) in real() {
        for (ending, announced) in ENDINGS {
            let media = |kind| {
                matches!(
                    kind,
                    FileKind::M4a | FileKind::Mp4 | FileKind::ThreeGp | FileKind::Mov
                )
            };
            if announced == kind || (media(announced) && media(kind)) {
                continue;
            }
            assert!(
                FileKind::of(&format!("a.{ending}"), &bytes).is_err(),
                "{kind:?} as {ending}"
            );
        }
    }
}

#[test]
fn names_off_the_list_get_the_reason_that_helps() {
    for (name, refusal) in [
        ("宏.docm", FileRefusal::Macros),
        ("材料.zip", FileRefusal::Archive),
        ("材料.pdf.exe", FileRefusal::Program),
        ("页面.html", FileRefusal::WebPage),
        ("图.svg", FileRefusal::WebPage),
        ("readme", FileRefusal::UnknownName),
        ("a.", FileRefusal::UnknownName),
        ("pdf", FileRefusal::UnknownName),
    ] {
        assert_eq!(FileKind::from_name(name), Err(refusal), "{name}");
    }
    assert!(FileRefusal::UnknownName.to_string().contains("PDF"));
}

#[test]
fn dangerous_content_under_a_good_name_is_named_for_what_it_is() {
    let page = b"<!DOCTYPE html><script>alert(1)</script>".as_slice();
    let program = [b"MZ".as_slice(), &[0; 100]].concat();
    let cases: Vec<(&str, Vec<u8>, FileRefusal)> = vec![
        ("a.pdf", page.to_vec(), FileRefusal::WebPage),
        (
            "a.jpg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\">".to_vec(),
            FileRefusal::WebPage,
        ),
        ("a.jpg", program, FileRefusal::Program),
        ("a.docx", zip(&["a.exe", "b.txt"]), FileRefusal::Archive),
        (
            "a.docx",
            zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]),
            FileRefusal::Macros,
        ),
        (
            "a.xlsx",
            zip(&[
                "[Content_Types].xml",
                "xl/workbook.xml",
                "xl/macrosheets/sheet1.xml",
            ]),
            FileRefusal::Macros,
        ),
        (
            "a.doc",
            ole(&["WordDocument", "Macros", "VBA"]),
            FileRefusal::Macros,
        ),
        (
            "a.xls",
            ole(&["Workbook", "_VBA_PROJECT_CUR"]),
            FileRefusal::Macros,
        ),
        (
            "a.docx",
            ole(&["EncryptionInfo", "EncryptedPackage"]),
            FileRefusal::Encrypted,
        ),
        (
            "a.docx",
            zip(&["[Content_Types].xml", "xl/workbook.xml"]),
            FileRefusal::ContentDiffers,
        ),
        ("a.pdf", Vec::new(), FileRefusal::Empty),
        ("a.mp3", b"\xFF\xFB".to_vec(), FileRefusal::ContentDiffers),
    ];
    for (name, bytes, refusal) in cases {
        assert_eq!(FileKind::of(name, &bytes), Err(refusal), "{name}");
    }
}

#[test]
fn cut_off_and_random_files_never_panic_and_never_pass_as_documents() {
    for (name, bytes, _) in real() {
        for length in 0..bytes.len() {
            let _ = FileKind::of(name, &bytes[..length]);
        }
    }
    let whole = docx();
    for length in 0..whole.len() {
        assert!(
            FileKind::of("a.docx", &whole[..length]).is_err(),
            "{length} bytes"
        );
    }
    for seed in 0..200 {
        let noise: Vec<u8> = (0_u32..600)
            .map(|n| (n.wrapping_mul(2_654_435_761 + seed) >> 13) as u8)
            .collect();
        for head in [
            b"PK\x03\x04".as_slice(),
            b"PK\x05\x06",
            &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
        ] {
            for name in ["a.docx", "a.doc"] {
                assert!(FileKind::of(name, &[head, &noise].concat()).is_err());
            }
        }
    }
}

#[test]
fn accept_lists_every_ending_once() {
    let accepted: Vec<&str> = ACCEPT.split(',').collect();
    let wanted: Vec<String> = ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
    assert_eq!(accepted, wanted);
}

#[test]
fn download_names_are_safe_and_stay_readable() {
    for (original, safe) in [
        ("现场照片 1.jpg", "现场照片 1.jpg"),
        ("C:\\Users\\a\\合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("照片\u{202E}gpj.exe", "照片gpj.exe"),
        (".htaccess", "htaccess"),
        ("<b>\"x\".png", "_b__x_.png"),
        ("", "附件"),
        (" .pdf", "pdf"),
        ("／", "／"),
    ] {
        assert_eq!(safe_download_name(original), safe, "{original:?}");
    }
    let long = safe_download_name(&format!("{}.docx", "长".repeat(300)));
    assert_eq!(long.chars().count(), 100);
    assert!(long.ends_with("长.docx"));
}
