//! Names every file of `assets/` by its content and builds it in, so that no process hashes them when
//! it starts.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets");
    println!("cargo::rerun-if-changed=assets");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        let text = |part: Option<&std::ffi::OsStr>| part.and_then(|p| p.to_str()).map(str::to_owned);
        let (Some(stem), Some(ending)) = (text(file.file_stem()), text(file.extension())) else {
            return Err(format!("{} has no name of the form stem.ending", file.display()).into());
        };
        println!("cargo::rerun-if-changed={}", file.display());
        let content_type = match ending.as_str() {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            other => return Err(format!("no content type is known for .{other}").into()),
        };
        let hash = &hex::encode(Sha256::digest(fs::read(&file)?))[..10];
        writeln!(
            table,
            "Named {{ name: {:?}, path: {:?}, asset: Asset {{ bytes: include_bytes!({file:?}), content_type: {content_type:?} }} }},",
            format!("{stem}.{ending}"),
            format!("/assets/{stem}.{hash}.{ending}"),
        )?;
    }
    table.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("assets.rs"), table)?;
    Ok(())
}
