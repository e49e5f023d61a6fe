//! 设备: what a browser says of itself, in the few plain words that a list of sessions shows: `安卓手机，
//! 微信`. The line itself is never kept: it tells far more than anybody needs to know a device again.

use crate::app::App;
use domain::ids::SessionId;
use services::crypto::{FieldAad, Sealed};
use store::sessions::Session;

const FIELD: &str = "device";
/// What a browser is called that says nothing anybody knows.
const UNKNOWN: &str = "没有说明的设备";
/// More than any browser sends; the rest is not looked at.
const LOOKED_AT_BYTES: usize = 512;

/// Marks of devices, the most telling first.
const DEVICES: [(&str, &str); 11] = [
    ("ipad", "苹果平板电脑"),
    ("iphone", "苹果手机"),
    ("openharmony", "鸿蒙手机或平板"),
    ("harmonyos", "鸿蒙手机或平板"),
    ("android", "安卓手机或平板"),
    ("windows", "Windows 电脑"),
    ("macintosh", "苹果电脑"),
    ("kylin", "麒麟系统电脑"),
    ("uos", "统信系统电脑"),
    ("cros", "Chromebook 电脑"),
    ("linux", "Linux 电脑"),
];

/// Marks of browsers: those built upon others come before them.
const BROWSERS: [(&str, &str); 16] = [
    ("micromessenger", "微信"),
    ("alipayclient", "支付宝"),
    ("mqqbrowser", "QQ 浏览器"),
    ("qqbrowser", "QQ 浏览器"),
    ("ucbrowser", "UC 浏览器"),
    ("huaweibrowser", "华为浏览器"),
    ("miuibrowser", "小米浏览器"),
    ("heytapbrowser", "OPPO 浏览器"),
    ("vivobrowser", "vivo 浏览器"),
    ("quark", "夸克浏览器"),
    ("360se", "360 浏览器"),
    ("edg", "Edge 浏览器"),
    ("firefox", "火狐浏览器"),
    ("chrome", "Chrome 浏览器"),
    ("safari", "Safari 浏览器"),
    ("trident", "IE 浏览器"),
];

/// The words for a `User-Agent` line.
fn words(user_agent: &str) -> String {
    let line: String = user_agent
        .chars()
        .take(LOOKED_AT_BYTES)
        .flat_map(char::to_lowercase)
        .collect();
    let first = |marks: &[(&str, &'static str)]| {
        let found = marks.iter().find(|(mark, _)| line.contains(mark));
        found.map(|(_, words)| *words)
    };
    match (first(&DEVICES), first(&BROWSERS)) {
        (Some(device), Some(browser)) => format!("{device}，{browser}"),
        (Some(known), None) | (None, Some(known)) => known.to_owned(),
        (None, None) => UNKNOWN.to_owned(),
    }
}

/// The words, sealed for the row of a session.
pub(crate) fn seal(app: &App, session: SessionId, user_agent: &str) -> Sealed {
    let owner = session.to_string();
    app.keys.seal(
        &words(user_agent),
        &FieldAad {
            owner: &owner,
            field: FIELD,
        },
    )
}

/// The words of a session's row. One that does not open is as unknown as one that said nothing.
#[must_use]
pub fn of(app: &App, session: &Session) -> String {
    let owner = session.id.to_string();
    let opened = session.device.as_ref().and_then(|sealed| {
        app.keys
            .open(
                sealed,
                &FieldAad {
                    owner: &owner,
                    field: FIELD,
                },
            )
            .ok()
    });
    opened.unwrap_or_else(|| UNKNOWN.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_told_in_words_that_people_use() {
        for (line, expected) in [
            (
                "Mozilla/5.0 (Linux; Android 13; V2245A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.47",
                "安卓手机或平板，微信",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1",
                "苹果手机，Safari 浏览器",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0 Safari/537.36 Edg/124.0",
                "Windows 电脑，Edge 浏览器",
            ),
            (
                "Mozilla/5.0 (X11; Linux aarch64) Kylin AppleWebKit/537.36 Chrome/108.0 Safari/537.36",
                "麒麟系统电脑，Chrome 浏览器",
            ),
            ("curl/8.5.0", UNKNOWN),
            ("", UNKNOWN),
        ] {
            assert_eq!(words(line), expected, "{line}");
        }
    }

    #[test]
    fn nothing_of_the_line_itself_is_kept_however_long_it_is() {
        let line = format!("{} <script>{}", "龘".repeat(100_000), "Android");
        assert_eq!(words(&line), UNKNOWN);
        assert!(words("Android <b>SM-G9980</b>").chars().count() < 30);
    }
}
