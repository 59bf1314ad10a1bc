//! Pages as a visitor gets them: a zone filled by commands, asked over a socket, in both languages.

mod answers;
mod applicant;
mod desk;
mod pages;
mod papers;
mod people;
mod policy;
mod sessions;
mod story;
mod visit;
