//! Writes hostile documents into a folder: `hostile FOLDER BYTES [NAME…]`.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use verbatim_tests::hostile::FAMILIES;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, bytes, names @ ..] = &arguments[..] else {
        return Err("hostile FOLDER BYTES [NAME…]".into());
    };
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder)?;
    for family in FAMILIES {
        if names.is_empty() || names.iter().any(|it| it == family.name) {
            fs::write(folder.join(family.name), family.document(bytes.parse()?))?;
        }
    }
    Ok(())
}
