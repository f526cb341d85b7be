//! `proxy NAME FOLDER`: prints the source of a server that calls another one with the client of an emitted crate.

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, folder] = &arguments[..] else {
        panic!("proxy NAME FOLDER");
    };
    print!("{}", verbatim_tests::proxy::source(name, Path::new(folder)));
}
