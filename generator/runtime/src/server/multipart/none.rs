//! A request → the parts of its body. No operation of this document takes any.

use crate::runtime::json::Tree;

use crate::runtime::server::call::Call;
use crate::runtime::validator::Fault;

impl Call {
    /// Parts that are all here as an object: there are none.
    pub(crate) fn parts_value(&self) -> Result<Tree<'_>, Vec<Fault>> {
        Ok(Tree::Null)
    }
}
