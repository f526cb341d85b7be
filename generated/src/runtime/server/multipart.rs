//! A request → the parts of its body. No operation of this document takes any.

use serde_json::Value;

use crate::runtime::server::call::Call;
use crate::runtime::validator::Fault;

impl Call {
    /// Parts that are all here as an object: there are none.
    pub(crate) fn parts_value(&self) -> Result<Value, Vec<Fault>> {
        Ok(Value::Null)
    }
}
