//! Pages as a visitor gets them: a zone filled by commands, asked over a socket, in both languages.

mod answers;
mod api;
mod forgery;
mod pages;
mod papers;
mod people;
mod policy;
mod program;
mod references;
mod sessions;
mod story;
mod visit;
