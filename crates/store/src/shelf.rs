//! Where documents stand once they are kept (存放方式): in the data folder, or in an S3-compatible
//! store where the program was built for one.

#[cfg(feature = "s3")]
use std::sync::Arc;

use crate::fault::Fault;
use crate::options::Remote;

/// Where documents stand.
#[derive(Clone)]
pub(crate) enum Shelf {
    /// In the data folder.
    Folder,
    /// In an S3-compatible store.
    #[cfg(feature = "s3")]
    Bucket(Arc<crate::bucket::Bucket>),
}

impl Shelf {
    /// The one that `remote` names; nothing is asked of it yet.
    pub fn of(remote: Option<&Remote>) -> Result<Shelf, Fault> {
        let Some(remote) = remote else { return Ok(Shelf::Folder) };
        #[cfg(feature = "s3")]
        return Ok(Shelf::Bucket(Arc::new(crate::bucket::Bucket::of(remote)?)));
        #[cfg(not(feature = "s3"))]
        Err(Fault::Broken(format!(
            "{}: this program was built without S3; build it with --features s3",
            remote.address
        )))
    }
}
