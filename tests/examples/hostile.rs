//! Writes hostile documents, or hostile pages of a reference, into a folder: `hostile [--pages] FOLDER BYTES [NAME…]`.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use verbatim_tests::{hostile, hostile_pages};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    let pages = arguments.first().is_some_and(|it| it == "--pages");
    let [folder, bytes, names @ ..] = &arguments.split_off(usize::from(pages))[..] else {
        return Err("hostile [--pages] FOLDER BYTES [NAME…]".into());
    };
    let bytes = bytes.parse()?;
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder)?;
    let is_asked = |name: &str| names.is_empty() || names.iter().any(|it| it == name);
    if pages {
        for (name, page) in hostile_pages::FAMILIES {
            let name = name.replace(' ', "_") + ".md";
            if is_asked(&name) {
                fs::write(folder.join(name), page(bytes))?;
            }
        }
        return Ok(());
    }
    for family in hostile::FAMILIES {
        if is_asked(family.name) {
            fs::write(folder.join(family.name), family.document(bytes))?;
        }
    }
    Ok(())
}
