//! What an emitted crate is made of beside its types and operations.

use std::collections::{BTreeMap, BTreeSet};

use verbatim_runtime::vendored::{Dependency, Feature};

/// What a crate has, and what it depends on.
#[derive(Debug, Default)]
pub struct Features {
    /// The features of the run-time that it runs on.
    pub runtime: Vec<Feature>,
    /// The package that has them; `None` where the crate carries their files.
    pub package: Option<RuntimePackage>,
    /// Whether any body is one of items.
    pub has_items: bool,
    /// Whether something of the types or operations is deprecated.
    pub deprecated: bool,
    /// The modules of the crate that are written by hand, since a configured path leads into them: `money` for
    /// `crate::money::Money`.
    pub modules_by_hand: BTreeSet<String>,
    /// The paths of types of other packages that are read as part of a request, and of no type.
    pub foreign_of_operations: BTreeSet<String>,
    /// The packages that choices name (types for formats, derives), and how each is depended on.
    pub chosen_dependencies: BTreeMap<String, String>,
    /// What the types depend on, by name.
    pub type_dependencies: Vec<Dependency>,
    /// What the cargo feature `server` depends on, by name; what the types depend on may be among it.
    pub server_dependencies: Vec<Dependency>,
    /// What the cargo feature `client-core` depends on, likewise.
    pub client_dependencies: Vec<Dependency>,
}

/// The package that a crate runs on.
#[derive(Debug)]
pub struct RuntimePackage {
    /// Where it is, from the folder of the crate.
    pub path: Option<String>,
    /// The version it is asked for by.
    pub version: Option<String>,
    /// Its cargo features for the types.
    pub type_features: BTreeSet<&'static str>,
    /// Its cargo features for the server.
    pub server_features: BTreeSet<&'static str>,
    /// Its cargo features for the client.
    pub client_features: BTreeSet<&'static str>,
}

impl Features {
    /// Whether there are operations, and with them the cargo feature `server`.
    pub fn has_server(&self) -> bool {
        self.runtime.contains(&Feature::Server)
    }

    /// Whether there is the cargo feature `schemars`.
    pub fn has_schemas(&self) -> bool {
        self.runtime.contains(&Feature::JsonSchema)
    }

    /// Whether a request has a multipart body.
    pub fn has_multipart(&self) -> bool {
        self.runtime.contains(&Feature::Multipart)
    }
}
