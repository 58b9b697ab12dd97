//! What the `parlor` binary is made of, as a library so that tests and fuzz targets reach it.

pub mod settings;
