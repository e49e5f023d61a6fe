//! The files pages load: style sheets, scripts and the icon, built in and named by their content, so
//! that they may be cached for ever. Must not read files at run time.

/// 静态文件.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// The content.
    pub bytes: &'static [u8],
    /// `Content-Type`.
    pub content_type: &'static str,
}

struct Named {
    name: &'static str,
    path: &'static str,
    asset: Asset,
}

/// The files of `assets/`, as `build.rs` lists them.
static NAMED: &[Named] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The path of a file by its plain name: `site.css` → `/assets/site.<hash>.css`. An unknown name comes back
/// under `/assets/` without a hash, and so is not found.
#[must_use]
pub fn asset_url(name: &str) -> String {
    NAMED
        .iter()
        .find(|file| file.name == name)
        .map_or_else(|| format!("/assets/{name}"), |file| file.path.to_owned())
}

/// The file at a path: `/assets/site.<hash>.css`, or the same without `/assets/`.
#[must_use]
pub fn find(path: &str) -> Option<Asset> {
    let path = path.trim_start_matches("/assets/").trim_start_matches('/');
    NAMED
        .iter()
        .find(|file| file.path.trim_start_matches("/assets/") == path)
        .map(|file| file.asset)
}

/// Every file with its plain name and path, for a deployment that uploads them.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, Asset)> {
    NAMED.iter().map(|file| (file.name, file.path, file.asset))
}

#[cfg(test)]
#[path = "assets_floor_tests.rs"]
mod floor;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hashed_name_leads_back_to_its_file_and_any_other_does_not() {
        for (name, path, asset) in all() {
            assert_eq!(asset_url(name), path);
            assert_eq!(find(path).unwrap().bytes, asset.bytes);
            assert!(
                find(&format!("/assets/{name}")).is_none(),
                "{name} must not be served without its hash"
            );
        }
        assert!(find("/assets/../Cargo.toml").is_none());
    }

    #[test]
    fn what_a_public_page_loads_stays_small() {
        let of = |name: &str| all().find(|(n, _, _)| *n == name).unwrap().2.bytes.len();
        let public = of("site.css") + of("site.js") + of("icon.svg");
        // Uncompressed; the budget of a first load is 60 kB on the wire.
        assert!(public <= 38_000, "{public} bytes");
    }
}
