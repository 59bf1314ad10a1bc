//! The program as it is typed (命令行).

mod approvals;
mod bundle;
mod documents;
mod route;
mod terminal;
